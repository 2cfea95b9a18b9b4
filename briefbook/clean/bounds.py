"""What a day of publication that is not printed follows from: bounds from below and from above, and a weekday between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from briefbook.clean.dates import MONTH, MONTH_NAMES, MONTHS, Order, find_dates
from briefbook.model.article import Certainty, Published
from briefbook.model.when import OPEN_END, OPEN_START, day, interval

_ARCHIVE = re.compile(
    r"^\W*(?:file\b(?!\s+(?:a|an|the|for|their|his|her)\b)|archive\b|undated\b)"
    r"|\bfile (?:photo|picture|image|footage)\b|\(file\)|\barchive (?:photo|picture|image)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"(?P<before>\b\w+\s+)?\b(?P<day>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?![’']s\b)\b"
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NOT_THE_DAY = frozenset(
    ("next", "last", "until", "since", "from", "by", "every", "each", "before", "through", "till", "coming")
)
"""Words before a weekday that point it away from the day of the report."""

LAG = timedelta(days=6)
"""Longest time for which a weekday without a date still means one day."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A day after which the story was not published."""

    value: date
    what: str
    """What happened on it."""

    @property
    def name(self) -> str:
        """What happened on it, with the day in words."""
        return f"{self.what} of {spell(self.value)}"


def is_archive(caption: str) -> bool:
    """Whether a caption says that its picture is an older one."""
    return _ARCHIVE.search(caption) is not None


def infer_published(
    captions: Sequence[str],
    lead: Sequence[str],
    dateline: str | None,
    *,
    latest: Bound | None,
    saved: date | None,
    order: Order | None,
) -> Published:
    """The day, or the span of days, that a page without a printed date appeared on; unknown where nothing bounds it.

    Args:
        captions: The latest dated one that is not of an archive picture bounds from below.
        lead: The first paragraphs; the weekday they speak of picks the day between the bounds.
        dateline: As printed; its day takes its year from a bound.
        latest: The bound from above.
        saved: When the page was saved: the last bound from above there is.
        order: How the page writes numeric dates.
    """
    pictured = [value for text in captions if not is_archive(text) for value in find_dates(text, order)[-1:]]
    earliest = max((value for value in pictured if latest is None or value <= latest.value), default=None)
    weekday = _lead_weekday(lead)
    stamped = dateline_day(dateline, earliest, latest.value if latest else None)
    if stamped is not None:
        return Published(when=day(stamped), basis=f"the dateline, {spell(stamped)}", certainty=Certainty.INFERRED)
    if earliest and latest:
        return _between(earliest, latest, weekday)
    if earliest:
        return _after(earliest, weekday)
    if latest:
        return _before(latest, weekday)
    if saved:
        basis = f"not after {spell(saved)}, when the page was saved"
        return Published(when=interval(OPEN_START, saved, one_of=True), basis=basis, certainty=Certainty.BOUNDED)
    return Published(when=None, basis="the clipping does not say", certainty=Certainty.UNKNOWN)


def _after(earliest: date, weekday: int | None) -> Published:
    if weekday is not None:
        value = _next_weekday(earliest, weekday)
        return Published(
            when=day(value),
            basis=f"a caption is dated {spell(earliest)}, and the story speaks of {_WEEKDAYS[weekday]}",
            certainty=Certainty.INFERRED,
        )
    return Published(
        when=interval(earliest, OPEN_END, one_of=True),
        basis=f"not before {spell(earliest)}, the date of a caption",
        certainty=Certainty.BOUNDED,
    )


def _between(earliest: date, latest: Bound, weekday: int | None) -> Published:
    bounds = f"between a caption of {spell(earliest)} and {latest.name}"
    if earliest == latest.value:
        basis = f"a caption and {latest.what} are both dated {spell(earliest)}"
        return Published(when=day(earliest), basis=basis, certainty=Certainty.INFERRED)
    if weekday is not None:
        value = _next_weekday(earliest, weekday)
        if value <= latest.value and value + timedelta(days=7) > latest.value:
            return Published(
                when=day(value),
                basis=f"the {_WEEKDAYS[weekday]} of the story, {bounds}",
                certainty=Certainty.INFERRED,
            )
    return Published(when=interval(earliest, latest.value, one_of=True), basis=bounds, certainty=Certainty.BOUNDED)


def _before(latest: Bound, weekday: int | None) -> Published:
    if weekday is not None:
        value = latest.value - timedelta(days=(latest.value.weekday() - weekday) % 7)
        if value == latest.value:
            basis = f"the {_WEEKDAYS[weekday]} of the story is the day of {latest.name}"
            return Published(when=day(value), basis=basis, certainty=Certainty.INFERRED)
        basis = f"between the {_WEEKDAYS[weekday]} of the story and {latest.name}"
        return Published(when=interval(value, latest.value, one_of=True), basis=basis, certainty=Certainty.BOUNDED)
    return Published(
        when=interval(OPEN_START, latest.value, one_of=True),
        basis=f"not after {latest.name}",
        certainty=Certainty.BOUNDED,
    )


def _next_weekday(start: date, weekday: int) -> date:
    return start + timedelta(days=(weekday - start.weekday()) % 7)


def _lead_weekday(lead: Sequence[str]) -> int | None:
    """The weekday the first paragraph that names one speaks of; None where it names two, or a day not its own."""
    for text in lead:
        names = [
            match["day"]
            for match in _WEEKDAY.finditer(text)
            if (match["before"] or "").strip().lower() not in _NOT_THE_DAY
        ]
        if names:
            return _WEEKDAYS.index(names[0]) if len(set(names)) == 1 else None
    return None


def dateline_day(dateline: str | None, earliest: date | None, latest: date | None) -> date | None:
    """The day a dateline names, its year supplied by the nearest bound."""
    if not dateline or find_dates(dateline):  # with its year it counts as printed, or is not believed
        return None
    match = re.search(rf"(?i)\b({MONTH})\s+(\d{{1,2}})\b|\b(\d{{1,2}})\s+({MONTH})", dateline)
    anchor = latest or earliest
    if match is None or anchor is None:
        return None
    number, of_month = MONTHS[(match[1] or match[4])[:3].lower()], int(match[2] or match[3])
    for year in (anchor.year, anchor.year - 1, anchor.year + 1):
        try:
            value = date(year, number, of_month)
        except ValueError:
            continue
        if (
            (earliest is None or value >= earliest - LAG)
            and (latest is None or value <= latest)
            and abs(value - anchor) <= 5 * LAG
        ):
            return value
    return None


def spell(value: date) -> str:
    """The day in words, the same in every locale."""
    return f"{value.day} {MONTH_NAMES[value.month - 1]} {value.year}"
