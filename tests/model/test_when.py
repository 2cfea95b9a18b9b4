"""Days at the precision they are known to, to and from EDTF."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.model.when import (
    Precision,
    When,
    century,
    day,
    decade,
    interval,
    month,
    parse_when,
    quarter,
    season,
    since,
    span,
    until,
    week,
    weekend,
    year,
)


@pytest.mark.parametrize(
    ("when", "edtf"),
    [
        (day(date(2013, 4, 23)), "2013-04-23"),
        (month(2013, 2), "2013-02"),
        (year(2013), "2013"),
        (season(2012, 24), "2012-24"),
        (quarter(2012, 3), "2012-35"),
        (decade(1990), "199X"),
        (century(1100), "11XX"),
        (week(date(2013, 9, 12)), "2013-09-09/2013-09-15"),
        (weekend(date(2013, 9, 12)), "2013-09-14/2013-09-15"),
        (interval(date(2013, 6, 22), date(2013, 6, 23), one_of=True), "[2013-06-22,2013-06-23]"),
        (interval(date(2013, 6, 22), date(2013, 6, 25), one_of=True), "[2013-06-22..2013-06-25]"),
        (span(year(2009), year(2011)), "2009/2011"),
        (span(month(2013, 6), day(date(2013, 8, 3))), "2013-06/2013-08-03"),
        (since(year(2014)), "2014/.."),
        (until(month(2014, 5)), "../2014-05"),
        (When(start=date(2013, 1, 1), end=date(2013, 12, 31), precision=Precision.YEAR, approximate=True), "2013~"),
        (When(start=date(2013, 1, 1), end=date(2013, 1, 1), precision=Precision.DAY, uncertain=True), "2013-01-01?"),
    ],
)
def test_each_precision_is_written_as_edtf_writes_it(when, edtf):
    assert when.edtf == edtf


@pytest.mark.parametrize(
    "edtf",
    [
        "2013-04-23",
        "2013-04",
        "2013",
        "199X",
        "20XX",
        "2013-21",
        "2013-36",
        "2013-06-22?",
        "2013~",
        "2013%",
        "[2013-06-22,2013-06-23]",
        "[2013-06-22..2013-06-25]",
        "2014/..",
        "../2014-05",
        "2009/2011",
        "2013-06/2013-08-03",
    ],
)
def test_what_is_read_is_written_again(edtf):
    assert parse_when(edtf).edtf == edtf


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2013-13", "2013-02-30", "0000", "2013/2012", "2013-04-23-", "٢٠١٣", "[x,y]", "1/2/3"]
)
def test_what_is_no_date_is_none(text):
    assert parse_when(text) is None


def test_a_stretch_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="lies before"):
        span(year(2013), year(2012))


def test_a_week_runs_from_monday_to_sunday():
    assert week(date(2013, 4, 22)) == week(date(2013, 4, 28))
    assert week(date(2013, 4, 22)).start.weekday() == 0


def test_one_and_the_same_date_is_no_stretch():
    assert span(month(2013, 4), month(2013, 4)) == month(2013, 4)


DAYS = st.dates(min_value=date(1, 1, 8), max_value=date(9999, 11, 20))


@given(DAYS, DAYS)
def test_every_interval_survives_edtf(one, other):
    first, last = sorted((one, other))
    when = interval(first, last)
    assert parse_when(when.edtf) == when


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    parse_when(text)


def test_a_date_without_a_beginning_is_filed_under_its_end():
    assert parse_when("[..2016-11-29]").filed == date(2016, 11, 29)
    assert parse_when("2016-11-29/..").filed == date(2016, 11, 29)
