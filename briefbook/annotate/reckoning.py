"""Reckoning with days: from one stretch of the calendar to another, to holidays, and to TIMEX3."""

import calendar
from dataclasses import replace
from datetime import date, timedelta

from briefbook.annotate.timewords import UNITS
from briefbook.model.when import Precision, When, century, day, decade, month, quarter, week, weekend, year

FIRST_YEAR, LAST_YEAR = 1000, 2199
"""Years that a news text can name; other figures are no years."""
_SHORT_YEAR_AHEAD = 10
"""Years after publication that two figures ('15) may mean; beyond them they mean the century before."""
_SEASONS_BY_MONTH = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
_OF_DAYS = frozenset({Precision.DAY, Precision.WEEK, Precision.WEEKEND})


def timex_of(when: When) -> str:
    """The TIMEX3 value of `when`; an interval is written start/end.

    Source: TimeML annotation guidelines 1.2.1, "value".
    """
    first = when.start
    match when.precision:
        case Precision.DAY:
            return first.isoformat()
        case Precision.WEEK | Precision.WEEKEND:
            iso = first.isocalendar()
            return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if when.precision is Precision.WEEKEND else "")
        case Precision.MONTH:
            return first.isoformat()[:7]
        case Precision.SEASON:
            return f"{first.year:04}-{_SEASONS_BY_MONTH[first.month]}"
        case Precision.QUARTER:
            return f"{first.year:04}-Q{(first.month + 2) // 3}"
        case Precision.YEAR:
            return f"{first.year:04}"
        case Precision.DECADE:
            return f"{first.year // 10:03}"
        case Precision.CENTURY:
            return f"{first.year // 100:02}"
        case _:
            return replace(when, approximate=False, uncertain=False, one_of=False).edtf


def shift_months(value: date, months: int) -> tuple[int, int]:
    """Year and month so many months from a day's."""
    index = value.year * 12 + value.month - 1 + months
    return index // 12, index % 12 + 1


def shift(base: When, unit: str, count: int) -> When | None:
    """`base` moved by `count` units (TIMEX3 letters), in that unit; None where `base` is coarser than days can be counted
    from. A decade from a year is a year.

    Raises: ValueError or OverflowError outside the calendar.
    """
    first = base.start
    if unit in {"D", "W"} and base.precision not in _OF_DAYS:
        return None
    if unit == "M" and base.precision not in _OF_DAYS | {Precision.MONTH}:
        return None
    match unit:
        case "D":
            return day(first + timedelta(days=count))
        case "W":
            return week(first + timedelta(weeks=count))
        case "M":
            return month(*shift_months(first, count))
        case "Q":
            number, index = shift_months(first, 3 * count)
            return quarter(number, (index + 2) // 3)
        case "Y":
            return year(first.year + count)
        case "DE":
            return year(first.year + 10 * count)
        case "CE":
            return century((first.year // 100 + count) * 100)
    return None


def step(when: When | None, unit: str, count: int) -> When | None:
    """The stretch `count` units (by name) after `when`, which is such a unit itself."""
    if when is None or count == 0:
        return when
    if unit == "weekend":
        return weekend(when.start + timedelta(weeks=count))
    if unit == "decade":
        return decade(when.start.year // 10 * 10 + 10 * count)
    return shift(when, UNITS[unit], count)


def unit_around(value: date, unit: str) -> When | None:
    """The day, week, weekend, month, quarter, year, decade or century that holds a day; None for another word."""
    match unit:
        case "day":
            return day(value)
        case "week":
            return week(value)
        case "weekend":
            return weekend(value)
        case "month":
            return month(value.year, value.month)
        case "quarter":
            return quarter(value.year, (value.month + 2) // 3)
        case "year":
            return year(value.year)
        case "decade":
            return decade(value.year // 10 * 10)
        case "century":
            return century(value.year // 100 * 100)
    return None


def nearest_weekday(anchor: date, number: int, direction: int) -> date:
    """The nearest weekday of that number (Monday is 0) after the anchor, or before it where `direction` is negative."""
    if direction < 0:
        return anchor - timedelta(days=(anchor.weekday() - number - 1) % 7 + 1)
    return anchor + timedelta(days=(number - anchor.weekday() - 1) % 7 + 1)


def real_date(number: int, index: int, in_month: int) -> date | None:
    """That day of that year and month, or None where the calendar or a news text has none such."""
    if not (FIRST_YEAR <= number <= LAST_YEAR and 1 <= index <= 12):
        return None
    return date(number, index, in_month) if 1 <= in_month <= calendar.monthrange(number, index)[1] else None


def full_year(short: int, anchor: date) -> int:
    """The year meant by two figures: the last one with that ending, at most ten years ahead."""
    number = anchor.year // 100 * 100 + short
    return number - 100 if number > anchor.year + _SHORT_YEAR_AHEAD else number


_INAUGURATION_DAY = "inauguration day"
_FIXED = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "new year's": (1, 1),
    "valentine's day": (2, 14),
    "st. patrick's day": (3, 17),
    "may day": (5, 1),
    "bastille day": (7, 14),
    "fourth of july": (7, 4),
    "july fourth": (7, 4),
    "independence day": (7, 4),
    "halloween": (10, 31),
    "veterans day": (11, 11),
    "remembrance day": (11, 11),
    "all saints' day": (11, 1),
    "groundhog day": (2, 2),
    "holocaust remembrance day": (1, 27),
    "international holocaust remembrance day": (1, 27),
    "canada day": (7, 1),
    "anzac day": (4, 25),
    "australia day": (1, 26),
    _INAUGURATION_DAY: (1, 20),
    "juneteenth": (6, 19),
    "armistice day": (11, 11),
}
_BY_WEEKDAY = {
    "thanksgiving": (11, 3, 4),
    "thanksgiving day": (11, 3, 4),
    "labor day": (9, 0, 1),
    "memorial day": (5, 0, -1),
    "martin luther king day": (1, 0, 3),
    "martin luther king jr. day": (1, 0, 3),
    "presidents day": (2, 0, 3),
    "presidents' day": (2, 0, 3),
    "columbus day": (10, 0, 2),
    "mother's day": (5, 6, 2),
    "father's day": (6, 6, 3),
}
"""Month, weekday (Monday is 0), and which one of the month; -1 is the last."""
_BY_EASTER = {
    "easter": 0,
    "easter sunday": 0,
    "easter monday": 1,
    "good friday": -2,
    "palm sunday": -7,
    "ash wednesday": -46,
    "ascension day": 39,
    "whit monday": 50,
}
"""Days from Easter Sunday."""
_ELECTION_DAY = "election day"
HOLIDAYS = (*_FIXED, *_BY_WEEKDAY, *_BY_EASTER, _ELECTION_DAY)
"""Names that `holiday` knows. Source: the public holidays of the United States (5 U.S.C. 6103), its election day
(2 U.S.C. 7), those of Britain, France, Canada and Australia, and the Western church year."""


def holiday(name: str, number: int) -> date | None:
    """The day of a holiday in a year; None for a name that is not in `HOLIDAYS`, and where the year has no such day."""
    if name == _INAUGURATION_DAY and number % 4 != 1:
        return None
    if name in _FIXED:
        return date(number, *_FIXED[name])
    if name in _BY_WEEKDAY:
        return _nth_weekday(number, *_BY_WEEKDAY[name])
    if name == _ELECTION_DAY:  # the Tuesday after the first Monday of November
        return _nth_weekday(number, 11, 0, 1) + timedelta(days=1)
    if name in _BY_EASTER:
        return _easter(number) + timedelta(days=_BY_EASTER[name])
    return None


def _nth_weekday(number: int, index: int, weekday: int, nth: int) -> date:
    if nth > 0:
        first = date(number, index, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(number, index, calendar.monthrange(number, index)[1])
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _easter(number: int) -> date:
    """Easter Sunday of the Gregorian calendar. Source: the anonymous algorithm in Nature, 20 April 1876."""
    a, b, c = number % 19, number // 100, number % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    index, rest = divmod(h + m - 7 * n + 114, 31)
    return date(number, index, rest + 1)
