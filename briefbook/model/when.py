"""Days at the precision they are known to, to and from EDTF."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

OPEN_START = date.min
"""A start that is not known ("until May")."""
OPEN_END = date.max
"""An end that is not known ("since May")."""


# Written out rather than taken from a locale: the same book comes out the same everywhere.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Precision(StrEnum):
    """The unit the words of a date have."""

    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A closed interval of whole days, at the precision of the words that gave it."""

    start: date
    end: date
    """Inclusive; `start <= end`."""
    precision: Precision
    approximate: bool = False
    uncertain: bool = False
    one_of: bool = False
    """One unknown day of the interval, not all of it."""
    start_unit: Precision = Precision.DAY
    """Of an interval: the unit its start was given in (day, month, year, or decade where it is open)."""
    end_unit: Precision = Precision.DAY
    """Of an interval: the unit its end was given in."""
    part: str = ""
    """For a reader: the part of the unit that the words name (early, mid, late, "the end of"); EDTF has no such thing, so
    that the days stay those of the whole."""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.end} lies before {self.start}")

    @property
    def filed(self) -> date:
        """The day under which it is filed: the first, or the last where nothing is known of when it began."""
        return self.end if self.start == OPEN_START else self.start

    @property
    def sort_key(self) -> tuple[date, date, str]:
        """Orders by start, then end, then precision."""
        return (self.start, self.end, self.precision)

    @property
    def edtf(self) -> str:
        """The value in EDTF.

        Source: ISO 8601-2:2019, levels 0 and 1; one-of sets (`[a,b]`, `[a..b]`) level 2.
        """
        mark = (
            "%" if self.approximate and self.uncertain else "~" if self.approximate else "?" if self.uncertain else ""
        )
        first = self.start
        match self.precision:
            case Precision.DAY if self.start == self.end:
                return f"{first.isoformat()}{mark}"
            case Precision.MONTH:
                return f"{first.isoformat()[:7]}{mark}"
            case Precision.SEASON:
                return f"{first.year:04}-{_SEASON_OF_MONTH[first.month]}{mark}"
            case Precision.QUARTER:
                return f"{first.year:04}-{33 + (first.month - 1) // 3}{mark}"
            case Precision.YEAR:
                return f"{first.year:04}{mark}"
            case Precision.DECADE:
                return f"{first.year // 10:03}X{mark}"
            case Precision.CENTURY:
                return f"{first.year // 100:02}XX{mark}"
            case _:
                pass
        start = "" if self.start == OPEN_START else _cut(self.start, self.start_unit)
        end = "" if self.end == OPEN_END else _cut(self.end, self.end_unit)
        if self.one_of:
            return (
                f"[{start},{end}]"
                if start and end and self.end - self.start == timedelta(days=1)
                else f"[{start}..{end}]"
            )
        return f"{start + mark if start else '..'}/{end + mark if end else '..'}"


def _cut(value: date, unit: Precision) -> str:
    length = {Precision.DECADE: 4, Precision.YEAR: 4, Precision.MONTH: 7}.get(unit, 10)
    return value.isoformat()[:length]


_SEASON_OF_MONTH = {3: 21, 4: 21, 5: 21, 6: 22, 7: 22, 8: 22, 9: 23, 10: 23, 11: 23, 12: 24, 1: 24, 2: 24}
_SEASON_START = {21: 3, 22: 6, 23: 9, 24: 12}


def day(value: date) -> When:
    """That one day."""
    return When(start=value, end=value, precision=Precision.DAY)


def month(year: int, number: int) -> When:
    """That whole month. Raises: ValueError when there is none such."""
    return When(
        start=date(year, number, 1),
        end=date(year, number, calendar.monthrange(year, number)[1]),
        precision=Precision.MONTH,
    )


def year(number: int) -> When:
    """That whole year. Raises: ValueError outside 1 to 9999."""
    return When(start=date(number, 1, 1), end=date(number, 12, 31), precision=Precision.YEAR)


def season(number: int, code: int) -> When:
    """Spring (21) to winter (24) of a year by the northern months; winter begins in December. Source: EDTF level 1."""
    start = date(number, _SEASON_START[code], 1)
    last_year, last_month = (number + 1, 2) if code == 24 else (number, _SEASON_START[code] + 2)
    return When(start=start, end=month(last_year, last_month).end, precision=Precision.SEASON)


def quarter(number: int, index: int) -> When:
    """The `index`-th quarter (1 to 4) of a year."""
    return When(start=date(number, 3 * index - 2, 1), end=month(number, 3 * index).end, precision=Precision.QUARTER)


def interval(start: date, end: date, *, one_of: bool = False) -> When:
    """From start to end, both included; one day gives that day."""
    if start == end:
        return day(start)
    return When(start=start, end=end, precision=Precision.INTERVAL, one_of=one_of)


def week(value: date) -> When:
    """The week of that day, Monday to Sunday. Source: ISO 8601-1, 3.1.1.23."""
    start = value - timedelta(days=value.weekday())
    return When(start=start, end=start + timedelta(days=6), precision=Precision.WEEK)


def weekend(value: date) -> When:
    """Saturday and Sunday of that day's week."""
    start = value - timedelta(days=value.weekday()) + timedelta(days=5)
    return When(start=start, end=start + timedelta(days=1), precision=Precision.WEEKEND)


def decade(first: int) -> When:
    """Ten years from `first`, which ends in 0. Raises: ValueError outside 1 to 9999."""
    return When(start=date(max(first, 1), 1, 1), end=date(first + 9, 12, 31), precision=Precision.DECADE)


def century(first: int) -> When:
    """A hundred years from `first`, which ends in 00. Raises: ValueError outside 1 to 9999."""
    return When(start=date(max(first, 1), 1, 1), end=date(first + 99, 12, 31), precision=Precision.CENTURY)


def span(first: When, last: When) -> When:
    """From the start of `first` to the end of `last`, each end in the unit it was given in. Raises: ValueError when
    `last` ends before `first` starts.
    """
    if first == last:
        return first
    return When(
        start=first.start,
        end=last.end,
        precision=Precision.INTERVAL,
        start_unit=_unit(first, first.start_unit),
        end_unit=_unit(last, last.end_unit),
    )


def since(first: When) -> When:
    """From the start of `first`, with no known end."""
    return When(
        start=first.start,
        end=OPEN_END,
        precision=Precision.INTERVAL,
        start_unit=Precision.DECADE if first.precision is Precision.DECADE else _unit(first, first.start_unit),
        part=first.part,
    )


def until(last: When) -> When:
    """To the end of `last`, with no known start."""
    return When(start=OPEN_START, end=last.end, precision=Precision.INTERVAL, end_unit=_unit(last, last.end_unit))


def _unit(value: When, kept: Precision) -> Precision:
    if value.precision is Precision.INTERVAL:
        return kept
    if value.precision in {Precision.DAY, Precision.WEEK, Precision.WEEKEND}:
        return Precision.DAY
    if value.precision in {Precision.MONTH, Precision.SEASON, Precision.QUARTER}:
        return Precision.MONTH
    return Precision.YEAR


def parse_when(text: str) -> When | None:
    """The value of an EDTF text, or None where it is none of the forms we write and read.

    Source: ISO 8601-2:2019 levels 0 and 1, and the one-of set of level 2.
    """
    value = text.strip()
    mark = value[-1:] if value[-1:] in "?~%" else ""
    bare = value[:-1] if mark else value
    try:
        when = _parse_bare(bare)
    except (ValueError, OverflowError):
        return None
    if when is None or not mark:
        return when
    return replace(when, approximate=mark in "~%", uncertain=mark in "?%")


def _parse_bare(text: str) -> When | None:
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text, re.ASCII):
        return day(date(*map(int, match.groups())))
    if match := re.fullmatch(r"(\d{4})-(\d\d)", text, re.ASCII):
        number, unit = int(match[1]), int(match[2])
        if 21 <= unit <= 24:
            return season(number, unit)
        if 33 <= unit <= 36:
            return quarter(number, unit - 32)
        return month(number, unit)
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        return year(int(text))
    if match := re.fullmatch(r"(\d{3})X", text, re.ASCII):
        return decade(int(match[1]) * 10)
    if match := re.fullmatch(r"(\d\d)XX", text, re.ASCII):
        return century(int(match[1]) * 100)
    if text.startswith("[") and text.endswith("]"):
        parts = re.split(r"\.\.|,", text[1:-1])
        ends = [_parse_bare(part.strip()) if part.strip() else None for part in (parts[0], parts[-1])]
        if any(part.strip() and end is None for part, end in zip((parts[0], parts[-1]), ends, strict=True)):
            return None
        return interval(ends[0].start if ends[0] else OPEN_START, ends[1].end if ends[1] else OPEN_END, one_of=True)
    if "/" in text:
        left, _, right = text.partition("/")
        ends = [None if part in {"", ".."} else _parse_bare(part.rstrip("?~%")) for part in (left, right)]
        if any(part not in {"", ".."} and end is None for part, end in zip((left, right), ends, strict=True)):
            return None
        if ends[0] and ends[1]:
            return span(ends[0], ends[1])
        return since(ends[0]) if ends[0] else until(ends[1]) if ends[1] else interval(OPEN_START, OPEN_END)
    return None
