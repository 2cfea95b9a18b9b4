"""Rules for what else counts from the day of writing or from a date before: "today", "the end of the year", "early on Thursday"."""

import re
from dataclasses import replace
from datetime import timedelta

from briefbook.annotate.reading import AFTER_SIDE, FROM_BEFORE, MON, WD, Found, Reading, made, reference_day, with_the
from briefbook.annotate.reckoning import step, timex_of, unit_around
from briefbook.annotate.tenses import FUTURE, PAST, Cue
from briefbook.annotate.timewords import PARTS
from briefbook.annotate.weekdays import read_weekday
from briefbook.model.when import Precision, When, day, month, span, weekend

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
    if _is_title(reading, start, match.end()):
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
    if word == "today" and _is_nowadays(reading, start, end):
        return Found(end=end, timex="PRESENT_REF", basis="nowadays", relative=True)
    if word == "today" and re.search(
        r"\bif\s[^.;!?]*$", low[max(reading.sentence(start).start, start - _CLAUSE_REACH) : start]
    ):
        # "If he goes today" supposes, it dates nothing.
        return Found(end=end, timex="PRESENT_REF", basis="nowadays", relative=True)
    offset = {"today": 0, "yesterday": -1, "tomorrow": 1}[word]
    value = anchor + timedelta(days=offset)
    if (printed := _THE_DAY_ITSELF.match(low, end)) and (named := reading.read(printed.end())) and named.when:
        # "Today (Oct. 28)", in an article that appeared a day later.
        return replace(named, start=start, end=end, basis="the day printed after it")
    basis = {0: "the day of publication", -1: "the day before publication", 1: "the day after publication"}[offset]
    cue = Cue(FUTURE, word, near=True) if offset > 0 else Cue(PAST, word, near=True) if offset < 0 else None
    timex = f"{value.isoformat()}T{PARTS[part]}" if part else value.isoformat()
    return Found(
        end=end, timex=timex, when=day(value), type="TIME" if part else "DATE", basis=basis, relative=True, cue=cue
    )


_TITLE_BEFORE = re.compile(r"(?:\b[a-z]+|\bUSA)\s$")
_SHOW = re.compile(r"\s+(?:[Ss]how|[Pp]rogram(?:me)?)\b")


def _is_title(reading: Reading, start: int, end: int) -> bool:
    """Whether the word is part of a name: "The Tonight Show", "USA Today", "Legends of Tomorrow"."""
    text = reading.text
    if not (text[start].isupper() and text[start + 1 : start + 2].islower()):
        return False
    before = reading.text[max(0, start - 16) : start]
    return _TITLE_BEFORE.search(before) is not None or (before.endswith(" ") and _SHOW.match(text, end) is not None)


_THE_DAY_ITSELF = re.compile(rf"\s+\((?={MON}\s+\d{{1,2}}\))")


_PLURAL_BEFORE = re.compile(
    r"(?:^|\s)(?:people|women|men|children|kids|teenagers|adults|students|parents|families|couples|households|consumers|users|readers|"
    r"workers|farmers|employers|scientists|programmers|americans|europeans|most\s+[a-z]+s|many\s+[a-z]+s),?\s$"
)
"""Whom it is said of these times about: officials and ministers do things on a day."""
_PRESENT_AFTER = re.compile(
    r",?\s+(?:(?:[a-z]+ly|also|still|often|no\s+longer)\s+)?(?:are(?!\s+[a-z]+ing\b)|do|don['’]t|live|work|use|face|want|need|know|earn|spend|reach|see|think|"
    r"describe|leave|prefer|tend|can|would|may|might)\b"
)
_GENERAL_AFTER = re.compile(
    r",?\s+(?:(?:most|many|some|few|more|fewer|all|nearly|almost|only|about|around|there)\s+(?:[a-z\d.,]+\s+){0,4}?(?:are|have|live|work|use|"
    r"remain|know|leave|describe)\b|(?:[a-z’'-]+\s+){1,4}(?:is|are|remains?)\s+(?:still\s+|now\s+)?(?:part|one\s+of|known|considered|home|used|called|seen|"
    r"regarded|among|common|rare|taught|the\s+(?:largest|biggest|only|most|world))\b)"
)
_COMPARED = re.compile(r"\s+than\b")


def _is_nowadays(reading: Reading, start: int, end: int) -> bool:
    """Whether "today" means these times: "people today live", "today, many work", "richer today than ever"."""
    low = reading.low
    lead = low[max(reading.sentence(start).start, start - _CLAUSE_REACH) : start]
    if _COMPARED.match(low, end):
        return True
    if not lead.strip():
        return _GENERAL_AFTER.match(low, end) is not None
    after_who = lead.endswith((" who, ", " which, ", " that, "))
    return (after_who or _PLURAL_BEFORE.search(lead) is not None) and _PRESENT_AFTER.match(low, end) is not None


_THE_UNIT = re.compile(
    r"the\s+(?:(?P<edge>beginning|start|end|close|middle|turn|rest|remainder|latter\s+part|early\s+part|latter\s+half|course)\s+of\s+(?:the\s+(?=day|week|month|year|quarter|decade|century))?|(?P<mid>(?:first|second|last|latter)\s+half)\s+of\s+)?"
    r"(?:(?P<unit>day|week|weekend|month|quarter|year|decade|century)\b(?!['’]s|-|\s+(?:of|to\s+come|ahead))(?P<side>\s+(?:before\s+last|before|after\s+next|after|earlier|previous|prior|just\s+ended)\b)?)?"
)


def read_the(reading: Reading, start: int) -> Found | None:
    """Reads "the end of the year", "the day before", "the weekend", "the second half of 2012"."""
    match = _THE_UNIT.match(reading.low, start)
    if match is None or match.end() <= start + 4:
        return None
    edge, unit = match["edge"], match["unit"]
    if unit is None:
        at = match.end()
        inner = reading.read(at)
        if inner is None or inner.when is None or inner.type != "DATE" or inner.start not in {None, at}:
            return None
        return _part_of(inner, " ".join(edge.split()) if edge else None, match["mid"], start)
    if match["side"]:
        return _the_unit_beside(reading, match, unit)
    end = match.end("unit")
    if unit == "weekend":
        return _the_weekend(reading, start, end)
    if unit == "quarter":
        return _the_quarter(reading, start, end)
    if unit == "day":
        return _the_day(reading, start, end, edge)
    return _the_unit(reading, start, end, edge, unit) if unit in {"week", "month", "year"} else None


_FROM_NOW = {
    ("before", "last"): (-2, "two {}s before publication"),
    ("after", "next"): (2, "two {}s after publication"),
    ("just", "ended"): (-1, "the {} before publication"),
}
"""How many units away, and in what words, what these say after "the week" lies."""


def _the_unit_beside(reading: Reading, match: re.Match[str], unit: str) -> Found | None:
    """Reads "the week before last", "the year after", "the day before yesterday"."""
    side, end = tuple(match["side"].split()), match.end("side")
    if counted := _FROM_NOW.get(side):
        away, basis = counted
        return made(end, step(unit_around(reading.anchor, unit), unit, away), basis.format(unit), relative=True)
    if unit == "day" and side[0] in {"before", "after"} and (found := _read_around(reading, match, side[0])):
        return found
    if not AFTER_SIDE.match(reading.low, end):
        return None
    base = reference_day(reading) if unit == "day" else reading.reference or day(reading.anchor)
    here = unit_around(base.start, unit)
    return made(end, step(here, unit, 1 if side[0] == "after" else -1), FROM_BEFORE, start=match.start())


_IN_QUARTER = re.compile(r"\b(?:for|in|during|of|throughout|ended|over)\s+$")


def _the_quarter(reading: Reading, start: int, end: int) -> Found | None:
    """Reads "in the quarter", where one was told before."""
    reference = reading.reference
    if (
        reference is None
        or reference.precision is not Precision.QUARTER
        or not _IN_QUARTER.search(reading.before(start))
    ):
        return None
    return made(end, reference, "refers back to the quarter before it", start=start)


_AT_DAY = re.compile(
    r"\b(?:for|end|ended|ending|ends|close|closed|closing|closes|finish|finished|finishing|start|started|starting|begin|began|"
    r"beginning|on|earlier\s+in|later\s+in|late\s+in|early\s+in)\s+$"
)
_DAY_OF_ANOTHER = re.compile(r"\s+(?:of|that|when|the|he|she|it|they|after|before)\b")


def _the_day(reading: Reading, start: int, end: int, edge: str | None) -> Found | None:
    """Reads "by the end of the day", "ended the day"."""
    lead = reading.before(start)
    at_edge = edge in {"end", "start", "beginning", "close"} and lead.endswith((" by ", " at "))
    if not (at_edge or _AT_DAY.search(lead)) or _DAY_OF_ANOTHER.match(reading.low[end : end + 8]):
        return None
    return made(end, reference_day(reading), "refers back to the day before it", start=start)


_AT_UNIT = re.compile(
    r"\b(?:earlier\s+in|later\s+in|late\s+in|early\s+in|for|so\s+far\s+in|over|during|in|throughout|end|ended|close|closed|finish|finished)\s+$"
)
_WITHIN_UNIT = re.compile(r"(?:earlier|later|late|early|far)\s+in\s+$")
_UNIT_OF_ANOTHER = re.compile(r"\s+(?:that|when|he|she|it|they|of|ended|ending)\b")


def _the_unit(reading: Reading, start: int, end: int, edge: str | None, unit: str) -> Found | None:
    """Reads "the end of the year", "later in the week", "for the month"."""
    lead = reading.before(start)
    if edge in {"rest", "remainder", "course"} and unit == "week":
        return Found(end=end, timex="P1W", type="DURATION")
    if edge is None:
        stretch = lead.endswith((" during ", " over ", " in ", " throughout ")) and unit in {"week", "month"}
        if not _AT_UNIT.search(lead) or (stretch and not _WITHIN_UNIT.search(lead)):
            return None
        if _UNIT_OF_ANOTHER.match(reading.low[end : end + 8]):
            return None
    when = unit_around(reading.anchor, unit)
    if when is not None and unit != "week":
        when = replace(when, part=_EDGES.get(edge or "", ""))
    return made(end, when, f"the {unit} of publication", relative=True, start=start)


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
