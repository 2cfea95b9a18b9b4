"""Rules for "last month", "this week", "the following year", "that day": units that a word before them fixes."""

import re
from datetime import timedelta

from briefbook.annotate.reading import (
    BACK,
    DAYNUM,
    FROM_BEFORE,
    NOT_TOLD,
    WD,
    YEAR,
    Found,
    Reading,
    any_of,
    made,
    not_told,
    reference_day,
)
from briefbook.annotate.reckoning import real_date, shift, step, timex_of, unit_around
from briefbook.annotate.tenses import PAST
from briefbook.annotate.timewords import MONTHS, PARTS, SEASONS, UNITS, WEEKDAYS
from briefbook.annotate.weekdays import read_determined_weekday
from briefbook.model.when import Precision, When, day, month, quarter, season, week, weekend, year

_DET_UNIT = re.compile(
    rf"(?:(?P<the>the|this|these|those|its|their|his|her|our)\s+)?(?P<det>this\s+past|this\s+coming|most\s+recent|latest|last|next|this|past|previous|preceding|prior|coming|current|following|same|that|upcoming|ensuing|very\s+same|very\s+next)\s+"
    rf"(?:calendar\s+|fiscal\s+|financial\s+|school\s+|academic\s+)?"
    rf"(?P<unit>day|week|weekend|month|quarter|year|decade|century|time|period|moment|point|morning|afternoon|evening|night|{any_of(SEASONS)}|{WD}|{any_of(m for m in MONTHS if len(m) > 3 and m != 'sept')}|may)\b"
    rf"(?P<again>\s+(?:last\s+year|a\s+year\s+(?:ago|earlier|before)|the\s+(?:previous|prior|preceding)\s+year|of\s+(?:last\s+year|{YEAR}|the\s+previous\s+year)|in\s+{YEAR}))?"
    rf"(?P<part>\s+(?:morning|afternoon|evening|night)\b)?"
)
_FINE_ENOUGH = {
    "week": {Precision.DAY, Precision.WEEK},
    "month": {Precision.DAY, Precision.WEEKEND, Precision.WEEK, Precision.MONTH},
    "quarter": {Precision.DAY, Precision.MONTH, Precision.QUARTER},
}
"""What a date must be for "the following week" and its like to count from it."""
_CLOCK_PARTS = frozenset(PARTS)
_OF_ANOTHER = re.compile(r"\s+(?:of|in)\s+(?!which\b)")
"""After "the last week": of March, not the one before publication."""
_NAMED = re.compile(r"[A-Z][\w.]*[ \n][A-Z][a-z]+[ \n][A-Z]$")


def _within(reading: Reading, det: str, start: int) -> bool:
    """Whether "the last week" is a stretch that ends now ("over the last week")."""
    return det == "last" and re.search(r"\b(?:in|over|within|during|for)\s+$", reading.before(start)) is not None


def read_determined(reading: Reading, start: int) -> Found | None:
    """Reads "last month", "this week", "next Tuesday", "the following year", "that day"."""
    match = _DET_UNIT.match(reading.low, start)
    if match is None:
        return None
    det, unit, end = match["det"].split()[-1], match["unit"], match.end("unit")
    if unit in _MOMENTS:
        return _determined_moment(reading, start, det, unit, end)
    if match["again"] and det in {"same", "this"}:
        return _again(reading, match)
    if unit == "period":
        return None
    if unit in WEEKDAYS:
        return read_determined_weekday(reading, match, det, unit)
    if unit in MONTHS:
        return _determined_month(reading, match, det, unit) if reading.text[match.start("unit")].isupper() else None
    if unit in _CLOCK_PARTS:
        if _NAMED.search(reading.text[max(0, start - 24) : match.start("unit") + 1]):
            return None  # a programme: "CBS This Morning"
        return _determined_part(reading, det, unit, end)
    if unit in SEASONS:
        return _determined_season(reading, match, det, unit)
    if unit == "day":
        return _determined_day(reading, match["the"] or "", det, end)
    if det in _FROM_BEFORE:
        return _counted_from_before(reading, det, unit, end)
    return _counted_from_publication(reading, match, det, unit)


_MOMENTS = frozenset({"time", "moment", "point"})
_FROM_BEFORE = {"following": 1, "ensuing": 1, "same": 0, "that": 0, "previous": -1, "preceding": -1, "prior": -1}
"""How far what these words name lies from the date before it."""
_FROM_PUBLICATION = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1, "upcoming": 1}
"""The same, from the day of publication."""


def _determined_moment(reading: Reading, start: int, det: str, unit: str, end: int) -> Found | None:
    """Reads "at this time", "at that time"."""
    lead = reading.before(start)
    if det in {"this", "current"}:
        if unit == "point" or lead.endswith(("all ", "by ")):
            return None
        return Found(end=end, timex="PRESENT_REF", relative=True)
    if det == "same" and lead.endswith("at "):
        return Found(end=end, timex="PRESENT_REF")  # one thing beside another
    if det in {"same", "that"} and unit == "time" and lead.endswith((" at ", " by ", "since ", "at ")):
        reference = reading.reference
        if reference is None:
            return Found(end=end, timex="PAST_REF")
        return Found(end=end, timex=timex_of(reference), when=reference, basis=f"refers back to {BACK}")
    return None


def _determined_day(reading: Reading, the: str, det: str, end: int) -> Found | None:
    """Reads "that day", "the next day"."""
    if det == "same" or (det == "that" and reading.last_day):
        base = reference_day(reading)
        if reading.last_day is None:
            return not_told(end)
        return Found(end=end, timex=timex_of(base), when=base, basis=f"refers back to {BACK}")
    if det == "next" or (the and det in {"following", "previous", "preceding", "prior"}):
        if reading.last_day is None:
            return not_told(end)
        return made(end, shift(reference_day(reading), "D", 1 if det in {"next", "following"} else -1), FROM_BEFORE)
    return None


def _counted_from_before(reading: Reading, det: str, unit: str, end: int) -> Found | None:
    """Reads "the following week", "that year"."""
    if reading.reference is None and (unit in {"week", "weekend"} or det in {"following", "ensuing"}):
        return not_told(end)
    base = reading.reference or day(reading.anchor)
    if base.precision not in _FINE_ENOUGH.get(unit, Precision):
        base = day(reading.anchor)
    here = unit_around(base.start, unit)
    return made(end, step(here, unit, _FROM_BEFORE[det]), FROM_BEFORE) if here else None


def _counted_from_publication(reading: Reading, match: re.Match[str], det: str, unit: str) -> Found | None:
    """Reads "last week", "the current month", "this year", "the latest quarter"."""
    start, end, the, anchor = match.start(), match.end("unit"), match["the"], reading.anchor
    if det == "current":
        return (
            None
            if unit == "weekend"
            else made(end, unit_around(anchor, unit), f"the {unit} of publication", relative=True)
        )
    if det in {"recent", "latest"}:
        # The latest quarter or month of which figures can be told: the one that is over.
        told = the and unit in {"week", "month", "quarter", "year"}
        back = step(unit_around(anchor, unit), unit, -1) if told else None
        return made(end, back, f"the last full {unit} before publication", relative=True)
    if the and det == "last" and _OF_ANOTHER.match(reading.low, end):
        return None
    if unit == "weekend":
        return _determined_weekend(reading, start, det, end)
    # "over the last week", "the past year", "the coming decade": a stretch that ends or begins now.
    stretch = Found(end=end, timex=f"P1{UNITS[unit]}", type="DURATION")
    if the and _within(reading, det, start):
        return stretch
    if det == "past" and not match["det"].startswith("this"):
        return stretch if the else None
    if det == "coming" and the and unit not in {"week", "month", "year"}:
        return stretch
    away = _FROM_PUBLICATION.get(det)
    if away is None:
        return None
    word = f"the {unit} {('before', 'of', 'after')[away + 1]} publication"
    return made(end, step(unit_around(anchor, unit), unit, away), word, relative=True)


def _again(reading: Reading, match: re.Match[str]) -> Found | None:
    """Reads "the same month a year ago", "the same period of 2012"."""
    base = reading.reference or day(reading.anchor)
    words = match["again"]
    if figures := re.search(r"\d{4}", words):
        number = int(figures[0])
    elif "last year" in words:
        number = reading.anchor.year - 1
    else:
        number = base.start.year - 1
    unit = match["unit"]
    if unit in {"period", "time"}:
        if base.precision is Precision.QUARTER:
            when: When | None = quarter(number, (base.start.month + 2) // 3)
        elif base.precision is Precision.MONTH:
            when = month(number, base.start.month)
        else:
            when = year(number)
    elif unit == "month":
        when = month(number, base.start.month)
    elif unit == "quarter" and base.precision in {Precision.DAY, Precision.MONTH, Precision.QUARTER}:
        when = quarter(number, (base.start.month + 2) // 3)
    elif unit == "day":
        value = real_date(number, base.start.month, base.start.day)
        when = day(value) if value else None
    elif unit in SEASONS:
        when = season(number, SEASONS[unit])
    elif unit == "week":
        value = real_date(number, base.start.month, min(base.start.day, 28))
        when = week(value) if value else None
    else:
        when = year(number)
    return made(match.end("again"), when, "the same a year before", relative="last" in words or "ago" in words)


def _determined_month(reading: Reading, match: re.Match[str], det: str, unit: str) -> Found | None:
    index, anchor = MONTHS[unit], reading.anchor
    if match["the"] and det not in {"previous", "following", "same"}:
        return None
    number = anchor.year
    if det in {"last", "past"}:
        number -= index >= anchor.month
        why = "the last before publication"
    elif det in {"next", "coming", "upcoming"}:
        number += index <= anchor.month
        why = "the next after publication"
    elif det == "this":
        why = "of the year of publication"
    elif det in {"following", "previous"}:
        base = reading.reference.start if reading.reference else anchor
        number = base.year + (index <= base.month if det == "following" else -(index >= base.month))
        why = FROM_BEFORE
    else:
        return None
    # "last June 3" keeps its day.
    if numbered := re.match(
        rf"\s+({DAYNUM})(?![:%.,]\d|%)(?!,?\s+{YEAR})", reading.low[match.end("unit") : match.end("unit") + 12]
    ):
        value = real_date(number, index, int(re.sub(r"\D", "", numbered[1])))
        if value:
            return Found(
                end=match.end("unit") + numbered.end(),
                timex=value.isoformat(),
                when=day(value),
                basis=why,
                relative=True,
            )
    if re.match(r"\s+\d", reading.low[match.end("unit") : match.end("unit") + 3]):
        return None
    return made(match.end("unit"), month(number, index), why, relative=True)


def _determined_part(reading: Reading, det: str, unit: str, end: int) -> Found | None:
    anchor = reading.anchor
    if det in {"this", "last"}:
        value = anchor - timedelta(days=det == "last")
        # Late news: "last night" runs into the morning, but it is the evening that is meant.
        basis = "the day of publication" if det == "this" else "the evening before publication"
        return Found(
            end=end,
            timex=f"{value.isoformat()}T{PARTS[unit]}",
            when=day(value),
            type="TIME",
            basis=basis,
            relative=True,
        )
    if det in {"following", "next", "same", "that", "previous"}:
        base = reference_day(reading)
        value = base.start + timedelta(days=1 if det in {"following", "next"} else -1 if det == "previous" else 0)
        if reading.last_day is None:
            return Found(end=end, timex=f"XXXX-XX-XXT{PARTS[unit]}", type="TIME", basis=NOT_TOLD)
        timex = f"{value.isoformat()}T{PARTS[unit]}"
        return Found(end=end, timex=timex, when=day(value), type="TIME", basis=FROM_BEFORE)
    return None


def _determined_season(reading: Reading, match: re.Match[str], det: str, unit: str) -> Found | None:
    anchor, code = reading.anchor, SEASONS[unit]
    if unit in {"fall", "spring"} and match["the"] and det not in {"previous", "following", "same", "past", "coming"}:
        return None
    around = [season(anchor.year + offset, code) for offset in (-2, -1, 0, 1)]
    here = next((when for when in around if when.start <= anchor <= when.end), None)
    if det in {"last", "past", "previous"}:
        when: When | None = [item for item in around if item.end < anchor][-1]
        # "last summer" in autumn is the one just over; "last winter" in January is the one a year ago.
    elif det in {"next", "coming", "upcoming", "following"}:
        when = next(item for item in around if item.start > anchor)
    elif det == "this":
        when = here or season(anchor.year, code)
        if here is None and when.start > anchor and reading.cue(match.start(), match.end("unit")).tense == PAST:
            when = season(anchor.year - 1, code)  # "this winter was mild", written in March
    else:
        return None
    return made(match.end("unit"), when, f"the {unit} counted from publication", relative=True)


def _determined_weekend(reading: Reading, start: int, det: str, end: int) -> Found | None:
    anchor = reading.anchor
    here = weekend(anchor)
    if det in {"last", "past"}:
        when = here if anchor > here.end else step(here, "weekend", -1)
        basis = "the weekend before publication"
    elif det in {"next", "coming", "upcoming"}:
        when = step(here, "weekend", 1 if anchor.weekday() >= 5 or det == "next" else 0)
        basis = "the weekend after publication"
    else:
        cue = reading.cue(start, end)
        when = step(here, "weekend", -1) if cue.tense == PAST and anchor.weekday() < 4 else here
        basis = "the weekend nearest to publication"
    return made(end, when, basis, relative=True)
