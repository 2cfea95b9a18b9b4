"""Rules for counted units: "two years ago", "a week later", "21 months", "three Fridays ago"."""

import calendar
import re
from dataclasses import replace
from datetime import date, timedelta

from briefbook.annotate.reading import (
    AFTER_SIDE,
    BACK,
    NUM,
    OLD,
    UNIT,
    WD,
    Found,
    Reading,
    made,
    not_told,
    number_of,
    plain_number,
)
from briefbook.annotate.reckoning import (
    FIRST_YEAR,
    LAST_YEAR,
    nearest_weekday,
    shift,
    shift_months,
    timex_of,
    unit_around,
)
from briefbook.annotate.tenses import FUTURE
from briefbook.annotate.timewords import CLOCK_UNITS, UNITS, WEEKDAYS
from briefbook.model.when import Precision, day, year

_N_UNITS = re.compile(
    rf"(?:(?P<half>half)\s+(?:a|an)\s+|(?P<vague>(?:a\s+|the\s+|these\s+)?(?:several|few|couple(?:\s+of)?|some|many|dozens\s+of|hundreds\s+of|thousands\s+of|number\s+of))\s+(?:more\s+|past\s+)?|(?P<n>{NUM}|an?)(?P<andhalf>\s+and\s+a\s+half)?(?P<gap>[\s-]+)(?:(?:straight|consecutive|long|full|more|additional|trading|working|business|calendar|whole|short|successive|solid|further|entire|extra)\s+)?)"
    rf"(?P<unit>{UNIT})(?P<s>s?)\b(?P<aandhalf>\s+and\s+a\s+half)?"
    rf"(?:{OLD}|(?P<old>[\s-](?:old|long|olds)\b))?"
)


_APPROXIMATE = re.compile(
    r"\b(?:about|around|some|roughly|nearly|almost|approximately|more\s+than|less\s+than|over|under|at\s+least|just\s+over|just\s+under|up\s+to|only)\s+$"
)


def read_count(reading: Reading, start: int) -> Found | None:
    """Reads "two years ago", "a week later", "21 months"."""
    match = _N_UNITS.match(reading.low, start)
    if match is None or (start and reading.low[start - 1] in "$€£#"):
        return None
    unit = "century" if match["unit"] == "centurie" else match["unit"]
    if (unit == "second" and not match["s"]) or (match["s"] and match["gap"] == "-" and not match["old"]):
        return None
    tail = (match["tail"] or "").split()
    number = _amount(match)
    if not tail:
        vague = match["vague"] is not None
        return None if vague and reading.before(start).endswith("as ") else _duration(reading, match, number, unit)
    end = match.end()
    if tail[0] in {"before", "after"} and (reading.reference is None or not AFTER_SIDE.match(reading.low, end)):
        return _duration(reading, match, number, unit)
    back = tail[0] in {"ago", "earlier", "before", "beforehand", "previously"}
    from_now = tail[0] in {"ago", "hence"} or (tail[0] == "from" and tail[-1] in {"now", "today"})
    if number is None or unit == "weekend":
        return _some_time(end, back=back)
    if unit in CLOCK_UNITS:
        return _hours_away(reading, end, number, unit, from_now=from_now)
    if number > MOST:
        return None
    if from_now and (exact := _exactly(reading, end, unit, -number if back else number, tail[-1] == "today")):
        return exact
    if not from_now and reading.reference is None and (unit in {"day", "week"} or not back):
        return not_told(end)
    found = _units_away(reading, match, number, unit, back=back, from_now=from_now)
    if not (back or from_now) and found is not None and _runs_ahead(reading, match.start(), found):
        return not_told(end)
    return found


def _runs_ahead(reading: Reading, start: int, found: Found) -> bool:
    """Whether "a week later", counted from a day behind, comes to lie ahead though no word looks ahead: it counts from another."""
    base, when = reading.reference, found.when
    if base is None or when is None or base.start > reading.anchor or when.start <= reading.anchor:
        return False
    return reading.cue(start, found.end).tense != FUTURE and _WILL.match(reading.low, found.end) is None


_WILL = re.compile(r"[^.;:,]{0,60}\b(?:will|shall|(?:is|are)\s+(?:due|set|expected|scheduled|to))\b")
"""In the clause that "a week later" opens."""


MOST = 3000
"""Units from which on a count is hardly one of time."""


def _amount(match: re.Match[str]) -> float | None:
    """How many units are counted; None where the words do not say."""
    if match["half"]:
        return 0.5
    number = None if match["vague"] is not None else number_of(match["n"])
    return number + 0.5 if number is not None and (match["andhalf"] or match["aandhalf"]) else number


def _some_time(end: int, *, back: bool) -> Found:
    """A time before or after another of which no more is known."""
    return Found(end=end, timex="PAST_REF" if back else "FUTURE_REF")


def _hours_away(reading: Reading, end: int, number: float, unit: str, *, from_now: bool) -> Found:
    """Reads "three hours ago": a few hours before publication it was that day."""
    today = day(reading.anchor) if from_now else None
    return Found(
        end=end,
        timex=f"{reading.anchor.isoformat()}TXX:XX" if today else f"PT{plain_number(number)}{CLOCK_UNITS[unit]}",
        when=today if number < _SAME_DAY else None,
        type="TIME",
        basis="hours before publication",
        relative=from_now,
    )


_SAME_DAY = 12
"""Hours, minutes or seconds below which "ago" is taken to be the same day."""
_FRACTIONS = {"Y": ("M", 12), "DE": ("Y", 10), "CE": ("Y", 100), "M": ("W", 4.345), "W": ("D", 7)}
"""In which smaller unit half of one is counted, and how many of it make a whole."""


def _units_away(
    reading: Reading, match: re.Match[str], number: float, unit: str, *, back: bool, from_now: bool
) -> Found | None:
    """The day, month or year that lies so many units before or after publication or a date told before."""
    end = match.end()
    base = day(reading.anchor) if from_now else (reading.reference or day(reading.anchor))
    code, count, half = UNITS[unit], int(number), number != int(number)
    if half and code in _FRACTIONS:
        code, size = _FRACTIONS[code]
        count = round(number * size)
    if code == "D" and base.precision is not Precision.DAY and not from_now:
        return Found(end=end, timex=f"P{plain_number(number)}{UNITS[unit]}", type="DURATION")
    if (
        match["tail"].split()[0] in {"earlier", "before"}
        and (code, count) == ("Y", 1)
        and base.precision is Precision.QUARTER
    ):
        when = shift(base, "Q", -4)
    else:
        when = shift(base, code, -count if back else count)
    if when is None or not FIRST_YEAR <= when.start.year <= LAST_YEAR:
        return _some_time(end, back=back)
    if half and unit in {"year", "decade", "century"} and number > 1:
        when = year(when.start.year)
    if _APPROXIMATE.search(reading.before(match.start())) or unit in {"decade", "century"}:
        when = replace(when, approximate=True)
    basis = f"{match['n'] or 'half a'} {unit}{match['s']} {'before' if back else 'after'} {'publication' if from_now else BACK}"
    return Found(end=end, timex=timex_of(when), when=when, basis=basis, relative=from_now)


_EXACT = re.compile(
    r"\s+(?:(?P<to>to\s+the\s+(?P<unit>day|week|month))|(?:earlier\s+)?(?=(?:today|yesterday|this|on|next)\b|[a-z]+day\b))"
)


def _exactly(reading: Reading, end: int, unit: str, number: float, today: bool) -> Found | None:
    """Reads on after "three years ago": "to the day", "today", "this week", "Friday"; and "a week from today"."""
    if number != int(number) or unit not in {"day", "week", "month", "year", "decade"}:
        return None
    count, anchor = int(number), reading.anchor
    if today:
        value = _moved(anchor, unit, count)
        return Found(
            end=end,
            timex=value.isoformat(),
            when=day(value),
            basis="counted from the day of publication",
            relative=True,
        )
    match = _EXACT.match(reading.low, end)
    if match is None:
        return None
    if match["to"]:
        when = unit_around(_moved(anchor, unit, count), match["unit"])
        return made(match.end(), when, f"counted to the {match['unit']} from publication", relative=True)
    at = match.end()
    inner = reading.read(at)
    if inner is None or inner.when is None or not inner.relative or inner.start not in {None, at}:
        return None
    first = inner.when.start
    if unit == "week" and inner.when.precision is Precision.DAY:
        value = first + timedelta(weeks=count)
        return Found(
            end=inner.end,
            timex=value.isoformat(),
            when=day(value),
            basis=f"{-count} weeks before that day",
            relative=True,
        )
    names = {Precision.DAY: "day", Precision.WEEK: "week", Precision.MONTH: "month", Precision.WEEKEND: "weekend"}
    name = names.get(inner.when.precision)
    if (
        name is None
        or unit not in {"year", "decade"}
        or re.match(r"[a-z]+day\b(?<!today)(?<!yesterday)", reading.low[at : at + 12])
    ):
        return None
    when = unit_around(_moved(anchor if reading.low.startswith("this", at) else first, unit, count), name)
    return made(inner.end, when, f"{-count} {unit}s before that {name}", relative=True)


def _moved(value: date, unit: str, count: int) -> date:
    """A day so many units away; in a shorter month its last."""
    if unit in {"day", "week"}:
        return value + timedelta(days=count * (7 if unit == "week" else 1))
    number, index = shift_months(value, count * {"month": 1, "year": 12, "decade": 120}[unit])
    return date(number, index, min(value.day, calendar.monthrange(number, index)[1]))


_WEEKDAYS_AGO = re.compile(
    rf"(?:(?P<n>{NUM})\s+(?P<wd>{WD})s\s+ago|(?:a|(?P<weeks>one|two|three|four))\s+weeks?\s+from\s+(?:next\s+)?(?P<from>{WD}|tomorrow|yesterday))\b"
)


def read_weekdays_away(reading: Reading, start: int) -> Found | None:
    """Reads "two Fridays ago", "a week from Friday"."""
    match = _WEEKDAYS_AGO.match(reading.low, start)
    if match is None:
        return None
    anchor = reading.anchor
    if match["wd"]:
        number = number_of(match["n"])
        if number is None or not 1 <= number <= 60:
            return None
        value = nearest_weekday(anchor, WEEKDAYS[match["wd"]], -1) - timedelta(weeks=int(number) - 1)
        return made(match.end(), day(value), "counted back from publication", relative=True)
    weeks = int(number_of(match["weeks"]) or 1) if match["weeks"] else 1
    if match["from"] in WEEKDAYS:
        number = WEEKDAYS[match["from"]]
        base = anchor if anchor.weekday() == number else nearest_weekday(anchor, number, 1)
    else:
        base = anchor + timedelta(days=1 if match["from"] == "tomorrow" else -1)
    return made(match.end(), day(base + timedelta(weeks=weeks)), "counted from publication", relative=True)


def _duration(reading: Reading, match: re.Match[str], number: float | None, unit: str) -> Found | None:
    tail_at = match.start("tail") if match["tail"] else match.end()
    low = reading.low
    if match["n"] in {"a", "an"} and not match["andhalf"] and not match["aandhalf"]:
        # "$5 a day", "twice a week" are sets.
        lead = reading.before(match.start())
        if re.search(
            r"(?:\d|\b(?:once|twice|times|dollars|percent|barrels|people|million|billion|euros|cents|hours|days))\s+$",
            lead,
        ):
            return Found(end=tail_at, timex=f"P1{UNITS.get(unit, 'D')}", type="SET") if unit in UNITS else None
    if unit in CLOCK_UNITS:
        return Found(end=tail_at, timex=f"PT{plain_number(number)}{CLOCK_UNITS[unit]}", type="DURATION")
    if unit == "weekend":
        return None
    if low[tail_at - 1] == "s" and match["s"] and unit == "quarter" and number is not None and number == 3:
        return None  # three quarters of something
    code = UNITS[unit]
    return Found(end=tail_at, timex=f"P{plain_number(number)}{code}", type="DURATION")
