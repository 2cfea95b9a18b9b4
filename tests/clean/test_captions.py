"""Which lines are the words under a picture."""

import pytest

from briefbook.clean.captions import find_pictured, is_caption, is_pictured
from briefbook.clean.lines import read_lines


@pytest.mark.parametrize(
    "line",
    [
        "The road was cut by landslides in June and reopened only last week [EPA]",
        "Cocoons are sold by weight at the market in Bursa. DHA photo",
        "The courthouse was dedicated in 2006. (Courier file photo)",
        "You are what you search. (The Associated Press)",
        "View full sizeDaniel S. HoltLincoln County Jail",
        "© Ann Sutherland/Getty Images The pier on the morning after the storm.",
        "The governor's staff numbers five, down from 22. | AP Photo Close",
        "Boats in the sound on the day of the vote. Picture: M. Sutherland",
        "The couple have been seen on the pier every Sunday [Splashdown]",
        "Le pont de Kerval jeudi matin. (Photo Anne Le Dantec. AFP)",
        "Sala de espera de un ambulatorio. / GORKA ETXEA",
        "Spokojený kapitán po vítězství. | Foto: Reuters",
        "图注：车站改建后的候车室",
        "완공된 도서관의 모습. 사진=연합뉴스",
        "What the senator did not say. (Video by Ann Sutherland | Island Media for Island.com)",
    ],
)
def test_an_agency_or_a_photographer_at_the_end_makes_a_caption(line):
    assert is_caption(line)


@pytest.mark.parametrize("line", ["Thursday, 20 February 2014", "Posted: Tuesday, September 18, 2012 11:05 am"])
def test_a_date_is_none(line):
    assert not is_caption(line, by_story=True)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Image 1 of 2", ""),
        ("3 of 5", ""),
        ("Enlarge This Image", ""),
        ("", "hide caption"),
        ("", "Credit"),
        ("", "Reuters"),
    ],
)
def test_a_pictures_number_tools_and_credit_make_the_line_by_them_a_caption(above, below):
    assert is_pictured("Workers carried boxes of registration cards from the shop", above, below)


def test_a_credit_and_a_list_of_topics_are_none():
    assert not is_pictured("Damien Ruiz for The Metro Gazette", "Enlarge This Image", "")
    assert not is_pictured("Arctic, Climate, Ecology, Russia, Science", "1 of 3", "")


@pytest.mark.parametrize(
    "line", ["Girl gets caught by a goat on the pier [VIDEO]", "The ferry has no captain [Updated]"]
)
def test_what_a_headline_says_of_itself_in_brackets_is_no_source(line):
    assert not is_caption(line)


def test_a_credit_in_the_same_block_makes_a_caption_where_paragraphs_are_parted():
    paragraph = "The ferry to Lismore was stopped on Monday after a wave broke two windows of its saloon."
    page = [*[paragraph, ""] * 4, "The pier on the morning after the storm", "Credit: Ann Sutherland", "", paragraph]
    assert find_pictured(read_lines("\n".join(page))) == {8}
    assert find_pictured(read_lines("\n".join(line for line in page if line))) == frozenset()


def test_a_credit_in_brackets_below_a_blank_line_makes_a_caption():
    paragraph = "The ferry to Lismore was stopped on Monday after a wave broke two windows of its saloon."
    caption = "The master shows off the window through which the wave came in on Monday."
    page = [*[paragraph, ""] * 4, caption, "", "(Credit: Ann Sutherland/Harbour Post)", "", paragraph]
    assert find_pictured(read_lines("\n".join(page))) == {8}
