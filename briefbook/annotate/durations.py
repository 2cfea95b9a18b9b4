"""Rules for stretches, habits, times of day and vague times."""

import re
from dataclasses import replace

from briefbook.annotate.reading import NUM, TZ, UNIT, Found, Reading, any_of, number_of, plain_number, reference_day
from briefbook.annotate.timewords import CLOCK_UNITS, SEASONS, UNITS, VAGUE
from briefbook.model.when import Precision

_DET_UNITS = re.compile(
    rf"(?:(?:the|these|those|its|their|his|her|our)\s+)?(?P<det>last|past|next|coming|previous|first|following|final|recent|preceding|opening|early)\s+(?:(?P<n>{NUM}|several|few|couple\s+of|many)[\s-]+)?(?:(?:straight|consecutive|trading|working|business|calendar|fiscal|full)\s+)?(?P<unit>{UNIT})s\b"
)


_VERB_BEFORE = re.compile(
    r"\b(?:could|can|will|would|may|might|to|should|must|not|usually|often|they|talks|effects)\s+$"
)
"""Before "last" as a verb."""


def read_stretch(reading: Reading, start: int) -> Found | None:
    """Reads "the past two weeks", "the next few days", "recent months": stretches and vague times."""
    match = _DET_UNITS.match(reading.low, start)
    if match is None or (
        match["det"] in {"last", "first"} and match.start("det") == start and _VERB_BEFORE.search(reading.before(start))
    ):
        return None
    unit = {"centurie": "century"}.get(match["unit"], match["unit"])
    number = number_of(match["n"]) if match["n"] and match["n"] not in VAGUE else None
    if unit in CLOCK_UNITS:
        return Found(end=match.end(), timex=f"PT{plain_number(number)}{CLOCK_UNITS[unit]}", type="DURATION")
    if unit == "weekend":
        return None
    if match["n"] is None and match["det"] in {"recent", "coming"}:
        return Found(end=match.end(), timex="PAST_REF" if match["det"] == "recent" else "FUTURE_REF")
    return Found(end=match.end(), timex=f"P{plain_number(number)}{UNITS[unit]}", type="DURATION")


_BARE_UNITS = re.compile(
    r"(?P<unit>minute|hour|day|week|month|year|decade|centurie)s(?:(?P<ago>\s+(?:ago|earlier|later)\b)|-?(?P<long>[\s-]?(?:long|old)\b))?(?!\w)"
)


def read_bare_units(reading: Reading, start: int) -> Found | None:
    """Reads "years ago", "for decades"."""
    match = _BARE_UNITS.match(reading.low, start)
    if match is None:
        return None
    if match["ago"]:
        return Found(end=match.end(), timex="FUTURE_REF" if "later" in match["ago"] else "PAST_REF")
    if not match["long"] and not re.search(
        r"\b(?:for|after|in|of|over|within|took|take|takes|spent|spend|last|lasted|through|throughout)\s+$",
        reading.before(start),
    ):
        return None
    unit = match["unit"]
    code = UNITS.get("century" if unit == "centurie" else unit)
    return Found(end=match.end(), timex=f"PX{code}" if code else f"PTX{CLOCK_UNITS[unit]}", type="DURATION")


_LONG_WORD = re.compile(r"(?P<unit>day|week|month|year|decade|century|hour)-?long\b|(?P<intra>intraday)\b")


def read_long_word(reading: Reading, start: int) -> Found | None:
    """Reads "monthlong"."""
    match = _LONG_WORD.match(reading.low, start)
    if match is None or match["intra"]:
        return None
    unit = match["unit"]
    return Found(end=match.end(), timex=f"P1{UNITS[unit]}" if unit in UNITS else "PT1H", type="DURATION")


_TIME = re.compile(
    rf"(?P<h>[01]?\d|2[0-3])(?::(?P<m>[0-5]\d)(?::[0-5]\d)?)?(?:\s*(?P<ap>[ap]\.?\s?m\b\.?))?(?:\s*(?P<clock>o['’]clock))?(?:\s+\(?(?P<tz>{TZ})\)?)?"
)


_TIME_WORD = re.compile(rf"(?P<w>noon|midnight|midday)(?:\s+\(?(?P<tz>{TZ})\)?)?\b")


_TIME_DATE = re.compile(r"\s+(?:on\s+|of\s+)?(?=[a-z])")


def read_time(reading: Reading, start: int) -> Found | None:
    """Reads "8:30 p.m. Tuesday", "16:08 UTC", "noon"."""
    low = reading.low
    if start and low[start - 1] in ":.,$€£-/":
        return None
    if match := _TIME_WORD.match(low, start):
        hour, minute = (0, 0) if match["w"] == "midnight" else (12, 0)
    else:
        match = _TIME.match(low, start)
        if match is None or not (match["ap"] or match["clock"] or (match["m"] and match["tz"])):
            return None
        hour, minute = int(match["h"]), int(match["m"] or 0)
        if match["ap"]:
            if hour > 12:
                return None
            hour = hour % 12 + (12 if match["ap"].startswith("p") else 0)
    end = match.end()
    zone = "Z" if match["tz"] in {"utc", "gmt", "z"} else ""
    clock = f"T{hour:02}:{minute:02}{zone}"
    if gap := _TIME_DATE.match(low, end):
        inner = reading.read(gap.end())
        if (
            inner is not None
            and inner.when is not None
            and inner.when.precision is Precision.DAY
            and inner.type in {"DATE", "TIME"}
            and inner.start in {None, gap.end()}
        ):
            return replace(inner, timex=inner.when.start.isoformat() + clock, type="TIME", start=start)
    base = reference_day(reading)
    return Found(
        end=end, timex=base.start.isoformat() + clock, when=None, type="TIME", basis="a time of day without its date"
    )


_SET = re.compile(
    r"(?:every|each)\s+(?:other\s+|single\s+|(?:two|three|four|five|six|few)\s+)?(?P<unit>day|week|month|quarter|year|hour|minute|night|morning|evening|weekend|decade|spring|summer|winter|fall|autumn)s?\b"
)


SET_WORDS = {
    "daily": "P1D",
    "weekly": "P1W",
    "monthly": "P1M",
    "quarterly": "P3M",
    "yearly": "P1Y",
    "annual": "P1Y",
    "annually": "P1Y",
    "hourly": "PT1H",
    "nightly": "P1D",
    "biweekly": "P2W",
    "biennial": "P2Y",
}


def read_set(reading: Reading, start: int) -> Found | None:
    """Reads "every month"."""
    match = _SET.match(reading.low, start)
    if match is None:
        return None
    unit = match["unit"]
    code = (
        "PT1H"
        if unit == "hour"
        else "PT1M"
        if unit == "minute"
        else "P1Y"
        if unit in SEASONS
        else f"P1{UNITS.get(unit, 'D')}"
    )
    return Found(end=match.end(), timex=code, type="SET")


def read_set_word(reading: Reading, start: int) -> Found | None:
    """Reads "annually"."""
    match = re.compile(r"[a-z]+").match(reading.low, start)
    if match is None or match[0] not in SET_WORDS or reading.text[start].isupper():
        return None
    return Found(end=match.end(), timex=SET_WORDS[match[0]], type="SET")


_REFERENCES = {
    "PRESENT_REF": (
        "now",
        "currently",
        "at present",
        "at the moment",
        "presently",
        "nowadays",
        "these days",
        "right now",
        "the present",
    ),
    "PAST_REF": (
        "recently",
        "lately",
        "previously",
        "formerly",
        "in the past",
        "long ago",
        "once upon a time",
        "at one point",
        "more recently",
        "most recently",
        "the recent past",
        "the past",
        "at the time",
    ),
    "FUTURE_REF": (
        "soon",
        "in the future",
        "the future",
        "the near future",
        "shortly",
        "the long term",
        "the short term",
        "the coming future",
    ),
}


REFERENCE_OF = {words: value for value, group in _REFERENCES.items() for words in group}


_REFERENCE = re.compile(rf"(?:{any_of(REFERENCE_OF)})\b")


def read_reference(reading: Reading, start: int) -> Found | None:
    """Reads "now", "recently", "in the future"."""
    match = _REFERENCE.match(reading.low, start)
    if (
        match is None
        or (match[0] == "soon" and re.search(r"\b(?:too|as|so|how|very)\s+$", reading.before(start)))
        or (
            match[0].endswith((" past", " present", " future"))
            and re.match(r"\s+\w", reading.low[match.end() : match.end() + 2])
            and not re.match(
                r"\s+(?:and|but|is|was|will|has|when|that|of|with|as|to)\b", reading.low[match.end() : match.end() + 6]
            )
        )
    ):
        return None
    return Found(end=match.end(), timex=REFERENCE_OF[match[0]], relative=True)
