"""Dates in a reader's words, at the precision they are known to."""

import pytest

from briefbook.model.when import parse_when
from briefbook.render.wording import count, html_datetime, join, say_heading, say_period, say_speaker, say_when


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2013-04-23", "23 April 2013"),
        ("2013-04", "April 2013"),
        ("2013", "2013"),
        ("201X", "the 2010s"),
        ("19XX", "1900–1999"),
        ("2013-21", "spring 2013"),
        ("2013-24", "winter 2013–14"),
        ("2013-34", "second quarter of 2013"),
        ("2013-04-23?", "probably 23 April 2013"),
        ("2013-04~", "about April 2013"),
        ("2013-06-22/2013-06-23", "22–23 June 2013"),
        ("2013-05-30/2013-06-02", "30 May – 2 June 2013"),
        ("2012-12-30/2013-01-02", "30 December 2012 – 2 January 2013"),
        ("[2013-06-22,2013-06-23]", "22 or 23 June 2013"),
        ("[2013-06-30,2013-07-01]", "30 June 2013 or 1 July 2013"),
        ("[2013-06-22..2013-06-28]", "between 22 June and 28 June 2013"),
        ("[2013-06-22..]", "not before 22 June 2013"),
        ("2013-05/..", "since May 2013"),
        ("2013-05-06/..", "since 6 May 2013"),
        ("../2013", "until 2013"),
        ("2011/2013", "2011 – 2013"),
    ],
)
def test_a_date_is_said_at_its_precision(edtf, words):
    assert say_when(parse_when(edtf)) == words


def test_a_day_may_be_said_with_its_weekday():
    assert say_when(parse_when("2013-09-12"), weekday=True) == "Thursday 12 September 2013"


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2013-09-12", "Thu 12 September"),
        ("2013-09", "September"),
        ("2013", "2013"),
        ("[2013-06-22,2013-06-23]", "22 or 23 June"),
        ("2012-12-30/2013-01-02", "30 December 2012 – 2 January 2013"),
    ],
)
def test_under_the_head_of_its_year_the_year_is_left_out(edtf, words):
    assert say_heading(parse_when(edtf)) == words


@pytest.mark.parametrize(
    ("edtf", "value"),
    [
        ("2013-09-12", "2013-09-12"),
        ("2013-09", "2013-09"),
        ("2013", "2013"),
        ("2013-09-12?", ""),
        ("201X", ""),
        ("2013/..", ""),
        ("[2013-06-22,2013-06-23]", ""),
    ],
)
def test_markup_gets_only_dates_that_html_knows(edtf, value):
    assert html_datetime(parse_when(edtf)) == value


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ((), ""),
        (("2013-04-23",), "April 2013"),
        (("2013-04-23", "2013-09-12"), "April – September 2013"),
        (("2016-12-02", "2012-12-28"), "December 2012 – December 2016"),
    ],
)
def test_the_period_of_a_book(dates, words):
    assert say_period([parse_when(edtf) for edtf in dates]) == words


def test_counts_and_lists():
    assert [count(1, "person", "people"), count(1138, "word")] == ["1 person", "1,138 words"]
    assert [join(()), join(("A",)), join(("A", "B", "C"))] == ["", "A", "A, B and C"]


def test_a_pronoun_names_no_speaker():
    assert [say_speaker(words) for words in ("he", "She", "the official", "")] == ["", "", "the official", ""]
