"""Reckoning with days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.annotate.reckoning import HOLIDAYS, full_year, holiday, nearest_weekday, real_date, shift, step, timex_of
from briefbook.model.when import day, decade, month, quarter, season, week, weekend, year


@pytest.mark.parametrize(
    ("name", "number", "wanted"),
    [
        ("christmas eve", 2013, date(2013, 12, 24)),
        ("thanksgiving", 2012, date(2012, 11, 22)),
        ("memorial day", 2013, date(2013, 5, 27)),
        ("easter", 2013, date(2013, 3, 31)),
        ("easter", 2000, date(2000, 4, 23)),
        ("good friday", 2013, date(2013, 3, 29)),
        ("midsummer", 2013, None),
    ],
)
def test_holidays(name, number, wanted):
    assert holiday(name, number) == wanted


@given(st.sampled_from(HOLIDAYS), st.integers(1600, 2190))
def test_every_holiday_has_a_day_in_every_year(name, number):
    assert holiday(name, number).year == number


@pytest.mark.parametrize(
    ("when", "timex"),
    [
        (week(date(2013, 1, 1)), "2013-W01"),
        (week(date(2012, 12, 31)), "2013-W01"),
        (weekend(date(2013, 3, 22)), "2013-W12-WE"),
        (season(2012, 24), "2012-WI"),
        (quarter(2012, 4), "2012-Q4"),
        (decade(1990), "199"),
    ],
)
def test_timex(when, timex):
    assert timex_of(when) == timex


def test_days_are_counted_from_days_only():
    assert shift(year(2013), "D", 1) is None
    assert shift(day(date(2013, 3, 31)), "M", -1) == month(2013, 2)
    assert shift(month(2013, 1), "Q", -1) == quarter(2012, 4)


def test_steps_keep_their_unit():
    assert step(weekend(date(2013, 3, 22)), "weekend", 1) == weekend(date(2013, 3, 29))
    assert step(decade(1990), "decade", 1) == decade(2000)


@given(st.dates(min_value=date(1000, 1, 10), max_value=date(2199, 12, 1)), st.integers(0, 6))
def test_a_weekday_is_at_most_a_week_away_and_never_the_day_itself(anchor, number):
    before, after = nearest_weekday(anchor, number, -1), nearest_weekday(anchor, number, 1)
    assert before.weekday() == after.weekday() == number
    assert 1 <= (anchor - before).days <= 7
    assert 1 <= (after - anchor).days <= 7


def test_a_day_that_does_not_exist_is_none():
    assert real_date(2013, 2, 29) is None
    assert real_date(2012, 2, 29) == date(2012, 2, 29)
    assert real_date(999, 1, 1) is None


def test_two_figures_mean_the_last_such_year_or_one_soon():
    assert [full_year(short, date(2013, 3, 22)) for short in (82, 9, 15, 24)] == [1982, 2009, 2015, 1924]
