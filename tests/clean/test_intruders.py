"""What a page puts between a story's paragraphs."""

import pytest

from briefbook.clean.intruders import find_intruders
from briefbook.clean.lines import read_lines
from briefbook.clean.vocabulary import find_furniture_words

STORY = """The ferry to Lismore was stopped on Monday after a wave broke two windows of its saloon, the company said.
{}
Passengers slept in the school at Port Appin, where the company had brought blankets and the baker had opened early."""


def taken_out(page):
    lines = read_lines(page)
    words = [find_furniture_words(line.text) for line in lines]
    found = find_intruders(lines, words, [i for i, line in enumerate(lines) if line.text and not words[i]])
    return [lines[i].text for i in sorted(found)]


@pytest.mark.parametrize(
    "line",
    [
        "VIDEO: The ferries that never came",
        "(PHOTOS: A night at the school)",
        "Opinion: Who pays for blankets",
        "145",
        "4419111",
        "/a>",
        "Story: The Real Price of Blankets",
        "For more, read: The Real Price of Blankets",
        "READ | Full Transcript",
    ],
)
def test_pointers_and_lone_numbers_go(line):
    assert taken_out(STORY.format(line)) == [line]


def test_of_a_page_with_markup_only_what_that_does_not_tell_goes():
    lines = read_lines(STORY.format("4419\nVIDEO: The ferries that never came"))
    found = find_intruders(lines, [None] * len(lines), range(len(lines)), marked=True)
    assert [lines[i].text for i in found] == ["VIDEO: The ferries that never came"]


@pytest.mark.parametrize(
    "line", ["Blankets from the baker", "Watch: it is a verb, and this is a sentence about it.", "A third window held."]
)
def test_subheads_and_sentences_stay(line):
    assert taken_out(STORY.format(line)) == []


def test_a_line_between_paragraphs_three_times_is_a_tool():
    page = "\nView the whole thread here\n".join(
        f"Paragraph {n} tells at some length what happened to the ferry that night." for n in range(4)
    )
    assert set(taken_out(page)) == {"View the whole thread here"}


def test_what_stands_below_a_boxs_head_and_speaks_of_nothing_told_above_goes():
    other = """Featured on Island Radio
Eleven composers have written songs about a goat that climbed a lighthouse, and none of them has ever seen either.
Anthropologists measured how long villagers in four countries wait before they answer a question about money.
Nobody paints the railings any more because the paint that was used between both wars is forbidden since 1987.
A museum of umbrellas lends its whole collection to a theatre whose roof has leaked through eleven premieres already."""
    assert taken_out(STORY.format("") + "\n" + other) == other.split("\n")[1:]


def test_two_headlines_between_paragraphs_are_a_box_and_one_is_a_subhead():
    assert taken_out(STORY.format("") + "\n" + STORY.format("Ferries of the North\nA Night in a School Hall")) == [
        "Ferries of the North",
        "A Night in a School Hall",
    ]
    assert taken_out(STORY.format("A night in a school")) == []


def test_several_such_boxes_are_a_lists_entries():
    assert taken_out("\n".join([STORY.format("First entry\nIn Norway"), STORY.format("Second entry\nIn Chile")])) == []


def test_other_stories_with_their_dates_between_paragraphs_are_a_box():
    row = "Island shop to close\n30 Dec 2014\nBaker wins a medal\n31 Dec 2014"
    assert taken_out(STORY.format(row)) == row.split("\n")


PARAGRAPHS = [
    "The ferry was stopped on Monday. It broke two windows of its saloon, and nobody was hurt, the company said that night.",
    "Passengers slept in the school at Port Appin, where the company had brought blankets and the baker had opened early.",
    "The harbour master counted eleven waves that were higher than his own hut, and then he stopped counting, he said.",
    "It was the fourth time this winter that the ferry stayed at its pier; in other years it has been once or never.",
]


def test_a_sentence_set_apart_that_a_paragraph_says_too_goes():
    first, second, third, fourth = PARAGRAPHS
    pulled = "It broke two windows of its saloon, and nobody was hurt"
    assert taken_out("\n".join([first, second, f"“{pulled}”", third, fourth])) == [f"“{pulled}”"]
    assert taken_out(f"{first}\n{second}\nTwo windows of a saloon are not a fleet.\n{third}\n{fourth}") == []


def test_a_story_that_the_page_holds_twice_is_kept_once():
    assert taken_out("\n".join([*PARAGRAPHS, "Share", *PARAGRAPHS])) == [*PARAGRAPHS]


@pytest.mark.parametrize("line", ["Lismore, ferries, storms", "newsdesk@island.example", "ak/bp"])
def test_topics_addresses_and_initials_at_the_end_go(line):
    assert taken_out(STORY.format("") + "\n" + line) == [line]
