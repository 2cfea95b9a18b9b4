"""Which stretch of a page is the story, where the scores of its lines are known."""

import pytest

from briefbook.clean.body import find_story
from briefbook.clean.lines import read_lines
from briefbook.clean.page import read_page
from briefbook.model.article import Reason

FIRST = (
    "On Sunday the side of Colin Tate beat Ashford by four goals, and Tomas Vesely of Harbour United was everywhere.\n"
    'The studio of Channel Six had Gary Linden in it. "Whoever comes in knows what Vesely expects," said Linden.'
)
OTHER = (
    "The council and its Civic Party approved flats along Radley Street in Pelham, said Hannah Marvan on Monday.\n"
    "The block near Arden Square will have a nursery run by the Sisters of Saint Bride, and Marvan will open it."
)
BETWEEN = "\n".join(f"Teaser {n}" for n in range(12))


def story_of(first, second):
    lines = read_lines(f"{first}\n{BETWEEN}\n{second}")
    scores = [-5.0 if line.text.startswith("Teaser") else 4.0 for line in lines]
    return [lines[i].text for i in find_story(lines, [None] * len(lines), {}, scores)]


def test_a_part_far_below_that_names_others_is_another_story():
    assert story_of(FIRST, OTHER) == FIRST.split("\n")


def test_a_part_far_below_that_names_the_same_is_the_story_s():
    rest = FIRST.replace("On Sunday", "On Monday")
    assert story_of(FIRST, rest) == [*FIRST.split("\n"), *rest.split("\n")]


@pytest.mark.parametrize(
    "text",
    ["Boulby is a village in the north, England.", "He was nine years old.\n\nShe was ten.", "橋は来週から通れない。"],
)
def test_sentences_and_nothing_else_are_the_story(text):
    page = read_page(text)
    assert page is not None
    assert page.kept(Reason.BODY) == [line for line in text.split("\n") if line]
