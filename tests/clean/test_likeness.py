"""What a page in another language would look like in English."""

import pytest

from briefbook.clean.likeness import begins_with_day, find_likeness

ENGLISH = [
    "The council of the town voted on Tuesday to rebuild the fish market, which a fire had destroyed in the night of the second of April.",
    "Most read",
]
FRENCH = [
    "Le conseil municipal a voté mardi la reconstruction de la halle aux poissons, détruite par un incendie dans la nuit du 2 au 3 avril.",
    "Les plus lus",
]
CHINESE = [
    "据了解，改建费用约为三千二百万元。候车室将成为儿童阅览室，站台的一部分将保留顶棚，作为露天阅读区。",
    "热门新闻",
]


def test_an_english_page_stays_as_it_is():
    assert find_likeness(ENGLISH) == ENGLISH
    assert not begins_with_day(ENGLISH)


def test_words_that_only_join_others_are_such_words_in_english():
    likeness = find_likeness(FRENCH)[0]
    assert likeness.startswith("The conseil municipal a voté mardi the reconstruction the")
    assert likeness.endswith("avril.")
    assert begins_with_day(FRENCH)


def test_a_script_without_spaces_is_parted_into_words_and_ends_its_sentences_with_a_stop():
    story, head = find_likeness(CHINESE)
    assert story.isascii()
    assert story.count(" ") > 15
    assert story.endswith(".")
    assert story.count(".") == 2
    assert head.count(" ") == 1
    assert "the" in story.split(" ")


@pytest.mark.parametrize("page", [ENGLISH, FRENCH, CHINESE])
def test_each_line_has_its_likeness_and_lines_that_are_alike_stay_alike(page):
    likeness = find_likeness([*page, page[0]])
    assert len(likeness) == len(page) + 1
    assert likeness[0] == likeness[-1]
    assert all(likeness)
