"""Rules for what counts from the day of writing or from a date before: "today", "last month", "the next day"."""

import re
from dataclasses import replace
from datetime import timedelta

from briefbook.annotate.reading import (
    AFTER_SIDE,
    BACK,
    DAYNUM,
    FROM_BEFORE,
    WD,
    YEAR,
    Found,
    Reading,
    any_of,
    made,
    reference_day,
    with_the,
)
from briefbook.annotate.reckoning import real_date, shift, step, timex_of, unit_around
from briefbook.annotate.tenses import FUTURE, PAST, Cue
from briefbook.annotate.timewords import MONTHS, PARTS, SEASONS, UNITS, WEEKDAYS
from briefbook.annotate.weekdays import read_determined_weekday, read_weekday
from briefbook.model.when import Precision, When, day, month, quarter, season, span, week, weekend, year

_CLAUSE_REACH = 80
"""Characters looked back for an "if"."""
_TODAYS_EVENT = re.compile(
    r".s\s+(?:[a-z-]+\s+)?(?:meeting|vote|hearing|announcement|summit|talks|election|attack|session|ruling|decision|statement|"
    r"report|game|match|ceremony|conference|debate|news|edition|issue|paper|blast|bombing|crash|strike|protest|march|rally|"
    r"verdict|trial|launch|events?|results?|figures|data|close|trading|visit|speech|briefing|release)\b"
)
"""After "today": an event of the day. "Today's world" is that of nowadays."""
_DEICTIC = re.compile(
    r"(?P<word>today|yesterday|tomorrow|tonight|overnight)(?:\s+(?P<part>morning|afternoon|evening|night)\b)?(?!\w)"
)


def read_deictic(reading: Reading, start: int) -> Found | None:
    """Reads "today", "yesterday afternoon", "overnight"."""
    match = _DEICTIC.match(reading.low, start)
    if match is None:
        return None
    low, anchor = reading.low, reading.anchor
    word, part, end = match["word"], match["part"], match.end()
    if word == "tonight":
        return Found(
            end=end,
            timex=f"{anchor.isoformat()}TNI",
            when=day(anchor),
            type="TIME",
            basis="the day of publication",
            relative=True,
        )
    if word == "overnight":
        if not re.match(
            r"\s*(?:[.,;:)\n]|$|(?:in|on|into|at|by|from|to|and|after|as|with|near|for|when|between|across|that|while|"
            + WD
            + r")\b)",
            low[end : end + 12],
        ):
            return None
        inner = read_weekday(reading, end + 1) if low[end : end + 1] == " " and end + 1 < len(low) else None
        value = inner.when.start if inner and inner.when else anchor
        when = When(start=value - timedelta(days=1), end=value, precision=Precision.INTERVAL, one_of=True)
        return Found(
            end=inner.end if inner else end,
            timex=f"{value.isoformat()}TNI",
            when=when,
            type="TIME",
            basis="the night before",
            relative=True,
        )
    if word == "today" and low[end : end + 2] in {"'s", "’s"} and not _TODAYS_EVENT.match(low, end):
        return Found(end=end, timex="PRESENT_REF", basis="nowadays", relative=True)
    if word == "today" and re.search(
        r"\bif\s[^.;!?]*$", low[max(reading.sentence(start).start, start - _CLAUSE_REACH) : start]
    ):
        # "If he goes today" supposes, it dates nothing.
        return Found(end=end, timex="PRESENT_REF", basis="nowadays", relative=True)
    offset = {"today": 0, "yesterday": -1, "tomorrow": 1}[word]
    value = anchor + timedelta(days=offset)
    basis = {0: "the day of publication", -1: "the day before publication", 1: "the day after publication"}[offset]
    cue = Cue(FUTURE, word, near=True) if offset > 0 else Cue(PAST, word, near=True) if offset < 0 else None
    timex = f"{value.isoformat()}T{PARTS[part]}" if part else value.isoformat()
    return Found(
        end=end, timex=timex, when=day(value), type="TIME" if part else "DATE", basis=basis, relative=True, cue=cue
    )


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
    this_past = match["det"].startswith("this ") or match["det"].startswith("this\n")
    the = match["the"] or ""
    anchor = reading.anchor
    if unit in {"time", "moment", "point"}:
        if det in {"this", "current"}:
            if unit == "point" or reading.before(start).endswith(("all ", "by ")):
                return None
            return Found(end=end, timex="PRESENT_REF", relative=True)
        if (
            det in {"same", "that"}
            and reading.before(start).endswith((" at ", " by ", "since ", "At ".lower()))
            and unit == "time"
        ):
            reference = reading.reference
            if reference is None:
                return Found(end=end, timex="PAST_REF")
            return Found(end=end, timex=timex_of(reference), when=reference, basis=f"refers back to {BACK}")
        return None
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
        if det in {"same", "that"}:
            base = reference_day(reading)
            if det == "that" and not reading.last_day:
                return None
            return Found(end=end, timex=timex_of(base), when=base, basis=f"refers back to {BACK}")
        if det in {"next", "following", "previous", "preceding", "prior"} and (the or det == "next"):
            if reading.last_day is None:
                return _no_reference(end)
            base = reference_day(reading)
            return made(end, shift(base, "D", 1 if det in {"next", "following"} else -1), FROM_BEFORE)
        return None
    if det in {"following", "previous", "preceding", "prior", "same", "that", "ensuing"}:
        if reading.reference is None and (unit in {"week", "weekend"} or det in {"following", "ensuing"}):
            return _no_reference(end)
        base = reading.reference or day(anchor)
        if base.precision not in _FINE_ENOUGH.get(unit, Precision):
            base = day(anchor)
        here = unit_around(base.start, unit)
        if here is None:
            return None
        count = 1 if det in {"following", "ensuing"} else 0 if det in {"same", "that"} else -1
        return made(end, step(here, unit, count), FROM_BEFORE)
    if det == "current":
        return (
            made(end, unit_around(anchor, unit), f"the {unit} of publication", relative=True)
            if unit != "weekend"
            else None
        )
    if det in {"recent", "latest"}:
        # The latest quarter or month of which figures can be told: the one that is over.
        back = (
            step(unit_around(anchor, unit), unit, -1) if unit in {"week", "month", "quarter", "year"} and the else None
        )
        return made(end, back, f"the last full {unit} before publication", relative=True)
    if (
        the
        and det in {"last", "first", "final"}
        and (_OF_ANOTHER.match(reading.low, end) or _within(reading, det, start))
    ):
        return (
            None if _OF_ANOTHER.match(reading.low, end) else Found(end=end, timex=f"P1{UNITS[unit]}", type="DURATION")
        )
    if unit == "weekend":
        return _determined_weekend(reading, start, det, end)
    if det == "past" and not this_past:
        # "the past year" is a stretch that ends now.
        return Found(end=end, timex=f"P1{UNITS[unit]}", type="DURATION") if the else None
    if det == "coming" and the and unit not in {"week", "month", "year"}:
        return Found(end=end, timex=f"P1{UNITS[unit]}", type="DURATION")
    away = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1, "upcoming": 1}.get(det)
    if away is None:
        return None
    word = f"the {unit} {('before', 'of', 'after')[away + 1]} publication"
    return made(end, step(unit_around(anchor, unit), unit, away), word, relative=True)


def _no_reference(end: int) -> Found:
    """What "the following day" is where no day was told before it."""
    return Found(end=end, timex="XXXX-XX-XX", basis="counted from a day that the words before do not tell")


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
        return Found(
            end=end, timex=f"{value.isoformat()}T{PARTS[unit]}", when=day(value), type="TIME", basis=FROM_BEFORE
        )
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


_THE_UNIT = re.compile(
    r"the\s+(?:(?P<edge>beginning|start|end|close|middle|turn|rest|remainder|latter\s+part|early\s+part|latter\s+half|course)\s+of\s+(?:the\s+(?=day|week|month|year|quarter|decade|century))?|(?P<mid>(?:first|second|last|latter)\s+half)\s+of\s+)?"
    r"(?:(?P<unit>day|week|weekend|month|quarter|year|decade|century)\b(?!['’]s|-|\s+(?:of|to\s+come|ahead))(?P<side>\s+(?:before\s+last|before|after\s+next|after|earlier|previous|prior|just\s+ended)\b)?)?"
)


def read_the(reading: Reading, start: int) -> Found | None:
    """Reads "the end of the year", "the day before", "the weekend", "the second half of 2012"."""
    low = reading.low
    match = _THE_UNIT.match(low, start)
    if match is None or match.end() <= start + 4:
        return None
    edge, half, unit = match["edge"], match["mid"], match["unit"]
    if unit is None:
        at = match.end()
        inner = reading.read(at)
        if inner is None or inner.when is None or inner.type != "DATE" or inner.start not in {None, at}:
            return None
        return _part_of(inner, " ".join(edge.split()) if edge else None, half, start)
    end = match.end("unit")
    anchor, reference = reading.anchor, reading.reference
    if side := match["side"]:
        side = side.split()
        if side[0] == "before" and side[1:] == ["last"]:
            return made(
                match.end("side"),
                step(unit_around(anchor, unit), unit, -2),
                f"two {unit}s before publication",
                relative=True,
            )
        if side[0] == "after" and side[1:] == ["next"]:
            return made(
                match.end("side"),
                step(unit_around(anchor, unit), unit, 2),
                f"two {unit}s after publication",
                relative=True,
            )
        if side[0] == "just":
            return made(
                match.end("side"),
                step(unit_around(anchor, unit), unit, -1),
                f"the {unit} before publication",
                relative=True,
            )
        if unit == "day" and side[0] in {"before", "after"} and (found := _read_around(reading, match, side[0])):
            return found
        if not AFTER_SIDE.match(low, match.end("side")):
            return None
        base = reference or day(anchor)
        if unit == "day":
            base = reference_day(reading)
        here = unit_around(base.start, unit)
        return made(match.end("side"), step(here, unit, 1 if side[0] == "after" else -1), FROM_BEFORE, start=start)
    if unit == "weekend":
        return _the_weekend(reading, start, end)
    if unit == "quarter":
        if (
            re.search(r"\b(?:for|in|during|of|throughout|ended|over)\s+$", reading.before(start))
            and reference is not None
            and reference.precision is Precision.QUARTER
        ):
            return made(end, reference, "refers back to the quarter before it", start=start)
        return None
    if unit in {"decade", "century"}:
        return None
    lead = reading.before(start)
    if unit == "day":
        if not (edge in {"end", "start", "beginning", "close"} and lead.endswith((" by ", " at "))) and not re.search(
            r"\b(?:for|end|ended|ending|ends|close|closed|closing|closes|finish|finished|finishing|start|started|starting|begin|began|beginning|on|earlier\s+in|later\s+in|late\s+in|early\s+in)\s+$",
            lead,
        ):
            return None
        base = reference_day(reading)
        if re.match(r"\s+(?:of|that|when|the|he|she|it|they|after|before)\b", low[end : end + 8]):
            return None
        return made(end, base, "refers back to the day before it", start=start)
    if edge or re.search(
        r"\b(?:earlier\s+in|later\s+in|late\s+in|early\s+in|for|so\s+far\s+in|over|during|in|throughout|end|ended|close|closed|finish|finished)\s+$",
        lead,
    ):
        if edge in {"rest", "remainder", "course"} and unit == "week":
            return Found(end=end, timex="P1W", type="DURATION")
        if (
            edge is None
            and lead.endswith((" during ", " over ", " in ", " throughout "))
            and unit in {"week", "month"}
            and not re.search(r"(?:earlier|later|late|early|far)\s+in\s+$", lead)
        ):
            return None
        if edge is None and re.match(r"\s+(?:that|when|he|she|it|they|of|ended|ending)\b", low[end : end + 8]):
            return None
        when = unit_around(anchor, unit)
        if when is not None and unit not in {"day", "week", "weekend"}:
            when = replace(when, part=_EDGES.get(edge or "", ""))
        return made(end, when, f"the {unit} of publication", relative=True, start=start)
    return None


_EDGES = {
    "beginning": "beginning of",
    "start": "beginning of",
    "early part": "beginning of",
    "end": "end of",
    "close": "end of",
    "latter part": "end of",
    "middle": "middle of",
}
_WITH_EDGES = frozenset({Precision.MONTH, Precision.SEASON, Precision.QUARTER, Precision.YEAR, Precision.DECADE})


def _part_of(inner: Found, edge: str | None, half: str | None, start: int) -> Found:
    """The part of a stretch that "the first half of" names; beginnings and ends keep its days, and say so."""
    if edge in _EDGES and inner.when is not None and inner.when.precision in _WITH_EDGES:
        return replace(inner, start=start, when=replace(inner.when, part=_EDGES[edge]))
    if half and inner.when is not None and inner.when.precision is Precision.YEAR:
        second = half.startswith(("second", "last", "latter"))
        number = inner.when.start.year
        when = span(month(number, 7 if second else 1), month(number, 12 if second else 6))
        return replace(inner, start=start, when=when, timex=f"{number:04}-H{1 + second}")
    return replace(inner, start=start)


def _read_around(reading: Reading, match: re.Match[str], side: str) -> Found | None:
    """Reads "the day before yesterday", "the day after tomorrow", "the day after Christmas"."""
    at = match.end("side") + 1
    inner = reading.read(at) if at < len(reading.low) else None
    if (
        inner is None
        or inner.when is None
        or inner.when.precision is not Precision.DAY
        or inner.type != "DATE"
        or inner.start not in {None, at}
    ):
        return None
    value = inner.when.start + timedelta(days=1 if side == "after" else -1)
    return replace(
        inner, start=match.start(), when=day(value), timex=value.isoformat(), basis=f"the day {side} {inner.timex}"
    )


def _the_weekend(reading: Reading, start: int, end: int) -> Found | None:
    anchor = reading.anchor
    here = weekend(anchor)
    cue = reading.cue(start, end)
    if anchor.weekday() >= 5:
        when: When | None = here
    elif cue.tense == FUTURE or (cue.tense != PAST and anchor.weekday() >= 3):
        when = here
    else:
        when = step(here, "weekend", -1)
    return made(end, when, "the weekend next to publication", relative=True, start=start)


_MODIFIED = re.compile(
    r"(?:very\s+)?(?P<mod>early|earlier|late|later|mid)(?P<gap>-|\s+(?:on\s+|in\s+(?=the\s+)|in\s+|during\s+(?:the\s+)?)?)(?:the\s+(?=morning|1|2|['’]|summer|spring|winter|autumn|fall))?"
)


def read_modified(reading: Reading, start: int) -> Found | None:
    """Reads "early 2014", "late on Thursday", "mid-June"."""
    low = reading.low
    match = _MODIFIED.match(low, start)
    if match is None or match.end() >= len(low):
        return None
    at = match.end()
    inner = reading.read(at)
    if inner is None or inner.when is None or inner.type not in {"DATE", "TIME"}:
        return None
    if inner.start is not None and inner.start > at:
        return None
    coarse = inner.when.precision in {Precision.DECADE, Precision.CENTURY, Precision.SEASON}
    begin = with_the(reading, start) if coarse else start
    if inner.when.precision is Precision.DAY:
        return replace(inner, start=begin)
    if inner.when.precision is Precision.INTERVAL:
        return replace(inner, start=begin)
    # EDTF has no part of a year or month but what a season or quarter is: the days are those of the whole.
    part = {"earlier": "", "later": ""}.get(match["mod"], match["mod"])
    return replace(inner, start=begin, when=replace(inner.when, part=part))


_WEEK_OF = re.compile(
    r"the\s+(?P<what>week|weekend|month|year|night|morning|afternoon|evening|day|eve)\s+of\s+(?=[a-z\d])"
)


def read_week_of(reading: Reading, start: int) -> Found | None:
    """Reads "the week of June 3", "the month of June", "the night of March 4"."""
    match = _WEEK_OF.match(reading.low, start)
    if match is None:
        return None
    inner = reading.read(match.end())
    if inner is None or inner.when is None or inner.type != "DATE" or inner.start not in {None, match.end()}:
        return None
    what = match["what"]
    if what in PARTS and inner.when.precision is Precision.DAY:
        return replace(inner, start=start, type="TIME", timex=f"{inner.timex}T{PARTS[what]}")
    if what in {"week", "weekend"} and inner.when.precision is Precision.DAY:
        when = unit_around(inner.when.start, what)
        return replace(inner, start=start, when=when, timex=timex_of(when)) if when else None
    if what in {"month", "year", "day"}:
        return replace(inner, start=start)
    return None
