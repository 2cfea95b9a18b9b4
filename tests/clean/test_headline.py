"""Which line above a story is its headline."""

from briefbook.clean.headline import find_headline, is_headline_like
from briefbook.clean.lines import read_lines

BODY = [
    "The bridge over the Drava at Osijek was closed on Monday after engineers found cracks in two of its cables.",
    "Traffic is led over the old bridge, which carries no lorries, said the town's engineer, Vesna Horvat.",
]


def headline(page, credited=()):
    lines = read_lines(page)
    found = find_headline(lines, [None] * len(lines), len(lines), BODY, (), credited)
    return None if found is None else lines[found].text


def test_the_words_it_shares_with_the_story_speak_for_a_line():
    assert headline("Ten gardens to see this summer\nOsijek bridge closed after cracks found in cables") == (
        "Osijek bridge closed after cracks found in cables"
    )


def test_a_name_by_no_byline_that_the_story_does_not_have_is_the_sites():
    assert headline("Radio Harbour") is None
    assert (
        headline("The Quay Review\n\nOsijek bridge closed after cracks found")
        == "Osijek bridge closed after cracks found"
    )


def test_byline_and_date_speak_for_the_line_above_them():
    page = "Cracks found in cables of bridge\nA winter without bridges\n3 May 2014\nPictures of the week in the Drava valley"
    assert headline(page) != "Pictures of the week in the Drava valley"


def test_a_full_sentence_is_none():
    assert not is_headline_like("The bridge was closed on Monday.")
    assert is_headline_like("Bridge closed in Washington, D.C.")
    assert is_headline_like("欧盟外长就制裁达成一致并发表声明")
    assert not is_headline_like("Bridge")


def test_a_page_without_lines_above_the_story_has_none():
    assert headline("") is None
