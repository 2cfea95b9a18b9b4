"""Temporal expressions in prose: where they stand, and which days they mean.

The text is read once, word by word; a word that can begin an expression ("last", "May", "3") has a few patterns, and the
longest match counts. Relative expressions count from the anchor, the day of publication, which may be bounded or unknown:
the text is then read from both ends of the bounds, and what comes out the same is known.

Source: values follow TIMEX3 (TimeML 1.2.1, annotation guidelines of 2006) and EDTF (ISO 8601-2:2019).
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from briefbook.annotate.reckoning import (
    FIRST_YEAR,
    HOLIDAYS,
    LAST_YEAR,
    full_year,
    holiday,
    nearest_weekday,
    real_date,
    shift,
    step,
    timex_of,
    unit_around,
)
from briefbook.annotate.sentences import find_quoted, find_sentences
from briefbook.annotate.tenses import FUTURE, NO_CUE, PAST, Cue, find_cue
from briefbook.annotate.timewords import (
    CENTURY_WORDS,
    CLOCK_UNITS,
    DECADE_WORDS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    PARTS,
    SEASONS,
    UNITS,
    VAGUE,
    WEEKDAYS,
)
from briefbook.model.article import Article, BlockKind, Passage
from briefbook.model.event import DateMention
from briefbook.model.text import Span
from briefbook.model.when import (
    Precision,
    When,
    century,
    day,
    decade,
    month,
    quarter,
    season,
    span,
    week,
    weekend,
    year,
)

BARE_YEARS = range(1900, 2050)
"""Four figures that are a year even without a preposition before them."""
_DUMMY_ANCHORS = (date(1903, 2, 11), date(2094, 10, 21))
"""Two days far apart: what both give alike does not depend on the day of publication."""
_DEEPEST = 5
"""Expressions read inside one another: more than any phrase nests, few enough for any input."""
_DATELINE_LAG = 3
"""Days a dateline may lie before publication and still be the day the report speaks from; agencies date stories by the
event, papers print them in the next issues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A temporal expression of a text."""

    start: int
    end: int
    """Offsets in code points, half-open."""
    when: When | None
    """None when it names no calendar date, or cannot be resolved."""
    timex: str
    """TIMEX3 value."""
    type: str = "DATE"
    """DATE, TIME, DURATION or SET."""
    basis: str = ""
    since: bool = False
    quoted: bool = False
    cue: Cue = NO_CUE
    relative: bool = False
    """Whether it counts from the day of writing."""

    @property
    def edtf(self) -> str:
        """The days in EDTF, or empty."""
        return self.when.edtf if self.when else ""


# ---------------------------------------------------------------- pieces of patterns


def _any(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))  # type: ignore[call-overload]


_MON = rf"(?:(?:{_any(m for m in MONTHS if len(m) > 4 or m in ('may', 'june', 'july'))})\b|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
_WD = rf"(?:{_any(w for w in WEEKDAYS if w.endswith('day'))})"
_WDA = rf"(?:{_WD}|(?:mon|tues|tue|wed|thurs|thur|thu|fri|sat|sun)\b\.?)"
_YEAR = r"(?:1\d\d\d|20\d\d|21\d\d)(?![\d])"
_DAYNUM = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:st\b|nd\b|rd\b|th\b)?"
_NUM = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}(?:\.\d{{1,3}})?|(?:{_any(n for n in NUMBERS if n not in ('a', 'an', 'zero'))}))"
_UNIT = r"(?:second|minute|hour|day|week|weekend|month|quarter|year|decade|century|centurie)"
_REL_YEAR = rf"(?:(?:last|this|next|the previous|the following|the same|that) year|{_YEAR})"
_OLD = r"(?P<tail>\s+ago\b|\s+(?:earlier|later|before|after|hence|from\s+now|from\s+today|beforehand|afterwards?|previously)\b)"
_TZ = r"(?:utc|gmt|e[sd]?t|p[sd]?t|c[sd]t|m[sd]t|bst|ce?s?t|local\s+time|moscow\s+time|eastern(?:\s+time)?|z)\b"


_FROM_BEFORE = "counted from the date before it"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a rule makes of a match."""

    end: int
    timex: str
    when: When | None = None
    type: str = "DATE"
    basis: str = ""
    relative: bool = False
    start: int | None = None
    cue: Cue | None = None


_Rule = Callable[["_Reading", int], _Found | None]


class _Reading:
    """One pass over one text from one anchor day."""

    def __init__(self, text: str, low: str, anchor: date, *, caption: bool) -> None:
        self.text, self.low, self.anchor, self.caption = text, low, anchor, caption
        self.reference: When | None = None
        """The last calendar date read, which "a year earlier" refers to."""
        self.last_day: When | None = None
        """The last single day read, which "that day" refers to."""
        self.depth = 0
        """How many expressions are being read inside one another ("early on the morning of …")."""
        self._sentences: tuple[Span, ...] | None = None

    def sentence(self, at: int) -> Span:
        """The sentence around an offset."""
        if self._sentences is None:
            self._sentences = find_sentences(self.text)
        low, high = 0, len(self._sentences)
        while high - low > 1:
            middle = (low + high) // 2
            if self._sentences[middle].start <= at:
                low = middle
            else:
                high = middle
        return self._sentences[low] if self._sentences else Span(0, len(self.text))

    def cue(self, start: int, end: int) -> Cue:
        """What the words around say of the tense."""
        around = self.sentence(start)
        return find_cue(self.low, start, end, around.start, max(end, around.end), caption=self.caption)

    def before(self, start: int, length: int = 24) -> str:
        """The small letters just before an offset."""
        return self.low[max(0, start - length) : start]


# ---------------------------------------------------------------- values


def _count(words: str) -> float | None:
    """The number that `words` spell; None for a vague one."""
    words = words.strip()
    if words[:1].isdigit():
        return float(words.replace(",", ""))
    found = NUMBERS.get(words.replace(" ", "-") if " " in words else words)
    return None if found is None else float(found)


def _near(
    reading: _Reading, start: int, end: int, candidates: list[When], *, look_ahead: bool = True
) -> tuple[When, str, Cue]:
    """Of the same date in several years, the one the words mean: by tense, else the nearest to the anchor."""
    anchor = reading.anchor
    here = next((when for when in candidates if when.start <= anchor <= when.end), None)
    cue = reading.cue(start, end)
    past = [when for when in candidates if when.end < anchor]
    ahead = [when for when in candidates if when.start > anchor]
    if here is not None:
        return here, "the one in which the article appeared", cue
    if cue.tense == FUTURE and ahead and look_ahead:
        return ahead[0], f"the next after publication, since “{cue.word}” looks ahead", cue
    if cue.tense == PAST and past:
        return past[-1], "the last before publication", cue
    pair = [*past[-1:], *ahead[:1]]
    best = min(pair, key=lambda when: min(abs((when.start - anchor).days), abs((when.end - anchor).days)))
    return best, "the nearest to publication", cue


# ---------------------------------------------------------------- rules; each reads at an offset

_MONTH_DAY = re.compile(
    rf"(?P<mon>{_MON})\s+(?P<d>{_DAYNUM})(?![:%.]\d|%)"
    rf"(?:\s*(?P<join>-|–|—|to|through|and|or|&)\s*(?P<d2>{_DAYNUM})(?![:%.,]\d|%|\s+(?:people|percent|per cent|others|million|billion)))?"
    rf"(?:,?\s+(?P<y>{_YEAR})(?!-)|,?\s+(?:of\s+)?(?P<rel>last|this|next)\s+year\b)?"
)
_MONTH_SPAN = re.compile(rf"(?P<mon>{_MON})\s*[-–]\s*(?P<mon2>{_MON})(?:,?\s+(?P<y>{_YEAR}))?")
_MONTH = re.compile(
    rf"(?P<mon>{_MON})(?:(?:,|,?\s+of|\s+in)?\s+(?P<y>{_YEAR})(?!-\d)|,?\s+(?:of\s+)?(?P<rel>last|this|next|the\s+same|the\s+following|the\s+previous|that)\s+year\b)?"
)
_SHARED_YEAR = re.compile(
    rf"(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?(?:\s*,\s*(?:{_MON})(?:\s+\d{{1,2}})?){{0,3}},?\s+(?:and|or|to|through|until)\s+(?:{_MON})(?:\s+\d{{1,2}})?,?\s+(?P<y>{_YEAR})"
)
_COMPANY = re.compile(
    r"\b(?:in|since|by|until|till|during|last|next|this|early|late|mid|of|from|to|and|or|between|through|before|after|for|"
    r"as of|through|the|each|every|mid-|around|about|throughout|starting|beginning|end of|to|its|their|his|her|on)[\s-]+$"
)
_NAME_AFTER = re.compile(r"\s+[A-Z][a-z]+")


def _read_month(reading: _Reading, start: int) -> _Found | None:
    low, text = reading.low, reading.text
    if not text[start].isupper():
        return None
    anchor = reading.anchor
    if match := _MONTH_DAY.match(low, start):
        return _month_day(reading, match, start)
    if match := _MONTH_SPAN.match(low, start):
        first, last = MONTHS[match["mon"].rstrip(".")], MONTHS[match["mon2"].rstrip(".")]
        number = int(match["y"]) if match["y"] else None
        if number is None:
            found, why, cue = _near_month(reading, start, match.end(), last)
            number = found.start.year
        when = span(month(number - (first > last), first), month(number, last))
        return _Found(end=match.end(), timex=timex_of(when), when=when, basis="months as printed")
    match = _MONTH.match(low, start)
    if match is None:
        return None
    name = match["mon"].rstrip(".")
    index = MONTHS[name]
    if match["y"]:
        when = month(int(match["y"]), index)
        return _Found(end=match.end("y"), timex=timex_of(when), when=when, basis="printed with its year")
    if match["rel"]:
        number = _relative_year(reading, match["rel"])
        if number is None:
            return None
        when = month(number, index)
        return _Found(end=match.end(), timex=timex_of(when), when=when, basis="year counted from publication", relative=True)
    if not _is_month(reading, start, match.end(), name):
        return None
    end = match.end("mon")
    if shared := _SHARED_YEAR.match(low, end):
        when = month(int(shared["y"]), index)
        return _Found(end=end, timex=timex_of(when), when=when, basis="year printed with the next month")
    if low[end - 1] == "." and len(name) > 4:
        end -= 1
    when, why, cue = _near_month(reading, start, end, index)
    return _Found(end=end, timex=timex_of(when), when=when, basis=f"{name.capitalize()}: {why}", cue=cue, relative=False)


_MONTH_AHEAD = re.compile(r"\b(?:in|by|until|till|from|through|before|starting|beginning|as of|early|late|mid-?|end of|to)\s*$")
"""Before a month's name: a verb that looks ahead speaks of the month. "Figures for March", "the March figures" are data."""


def _near_month(reading: _Reading, start: int, end: int, index: int) -> tuple[When, str, Cue]:
    number = reading.anchor.year
    ahead = _MONTH_AHEAD.search(reading.before(start)) is not None
    return _near(reading, start, end, [month(number + offset, index) for offset in (-1, 0, 1)], look_ahead=ahead)


def _is_month(reading: _Reading, start: int, end: int, name: str) -> bool:
    """Whether a month's name without a number means the month; "May", "March" and given names need company."""
    company = _COMPANY.search(reading.before(start)) is not None
    if name in {"may", "march"}:
        if reading.text[start:end].isupper():
            return False
        following = reading.text[end : end + 2]
        return company and not (following[:1] == " " and following[1:].isupper() and not reading.before(start).endswith(" in "))
    if len(name) <= 3 or name == "sept":
        return company or reading.low[end - 1] == "."
    if name in {"april", "june", "august"} and not company:
        return _NAME_AFTER.match(reading.text, end) is None and not reading.text[start:end].isupper()
    return True


def _relative_year(reading: _Reading, word: str) -> int | None:
    word = word.split()[-1]
    if word in {"last", "this", "next"}:
        return reading.anchor.year + {"last": -1, "this": 0, "next": 1}[word]
    if reading.reference is None:
        return None
    return reading.reference.start.year + {"same": 0, "that": 0, "following": 1, "previous": -1}.get(word, 0)


def _month_day(reading: _Reading, match: re.Match[str], start: int) -> _Found | None:
    low = reading.low
    name = match["mon"].rstrip(".")
    index, first = MONTHS[name], int(re.match(r"\d+", match["d"])[0])  # type: ignore[index]
    last = int(re.match(r"\d+", match["d2"])[0]) if match["d2"] else None  # type: ignore[index]
    end = match.end()
    if last is not None and (last <= first or (match["join"] in {"and", "or", "&"} and last != first + 1)):
        # Not a stretch of days but two dates; the second is left to the next reading.
        last, end = None, match.end("d")
    if last is not None and match["join"] in {"and", "or", "to", "through", "&"} and match["y"] is None and match["rel"] is None:
        end = match.end("d2")
    cue = None
    if match["y"] and end == match.end():
        number, basis, relative = int(match["y"]), "printed in full", False
    elif match["rel"] and end == match.end():
        number = _relative_year(reading, match["rel"]) or reading.anchor.year
        basis, relative = "year counted from publication", True
    elif shared := _SHARED_YEAR.match(low, match.end("mon")):
        number, basis, relative = int(shared["y"]), "year printed with the next date", False
        end = match.end("d") if last is None else match.end("d2")
    else:
        if match["y"] is None and match["rel"] is None:
            end = match.end("d2") if last is not None else match.end("d")
        if index == 9 and first == 11 and re.match(r",?\s+(?:terror|attack|hijack|bomb)", low[end : end + 12]):
            when = day(date(2001, 9, 11))
            return _Found(end=end, timex=timex_of(when), when=when, basis="the attacks of 11 September 2001")
        around = [value for offset in (-1, 0, 1) if (value := real_date(reading.anchor.year + offset, index, first))]
        if not around:
            around = [value for offset in range(-4, 5) if (value := real_date(reading.anchor.year + offset, index, first))]
        if not around:
            return None
        found, why, cue = _near(reading, start, end, [day(value) for value in around])
        number, basis, relative = found.start.year, f"year not printed: {why}", False
    begin = real_date(number, index, first)
    if begin is None:
        return None
    finish = real_date(number, index, last) if last else None
    when = span(day(begin), day(finish)) if finish else day(begin)
    return _Found(end=end, timex=timex_of(when), when=when, basis=basis, relative=relative, cue=cue)


_DAY_MONTH = re.compile(
    rf"(?:the\s+)?(?P<d>{_DAYNUM})(?:\s*(?:-|–|to|and)\s*(?P<d2>{_DAYNUM}))?\s+(?:of\s+)?(?P<mon>{_MON})(?:,?\s+(?P<y>{_YEAR}))?"
)


def _read_day_month(reading: _Reading, start: int) -> _Found | None:
    match = _DAY_MONTH.match(reading.low, start)
    if match is None or not reading.text[match.start("mon")].isupper():
        return None
    if match["mon"] in {"may", "march"} and not match["y"] and not re.search(r"\b(?:on|the|of|since|by|from|until|before|after|dated)\s+$|th$|st$|nd$|rd$", reading.before(start) + match["d"][2:]):
        return None
    index = MONTHS[match["mon"].rstrip(".")]
    first, last = (int(re.sub(r"\D", "", match[group])) if match[group] else 0 for group in ("d", "d2"))
    cue = None
    if match["y"]:
        number, basis = int(match["y"]), "printed in full"
    else:
        around = [value for offset in (-1, 0, 1) if (value := real_date(reading.anchor.year + offset, index, first))]
        if not around:
            return None
        found, why, cue = _near(reading, start, match.end(), [day(value) for value in around])
        number, basis = found.start.year, f"year not printed: {why}"
    begin = real_date(number, index, first)
    if begin is None:
        return None
    finish = real_date(number, index, last) if last > first else None
    when = span(day(begin), day(finish)) if finish else day(begin)
    return _Found(end=match.end(), timex=timex_of(when), when=when, basis=basis, cue=cue)


_NUMERIC = re.compile(r"(?P<a>\d{1,4})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4}|\d{2})(?![\d/]|-\d|\.\d)(?:t(?P<t>\d\d:\d\d(?::\d\d)?)z?)?")


def _read_numeric(reading: _Reading, start: int) -> _Found | None:
    match = _NUMERIC.match(reading.low, start)
    if match is None or (start and reading.low[start - 1] in "/.-$€£"):
        return None
    a, b, c = match["a"], match["b"], match["c"]
    value = None
    if len(a) == 4 and len(c) == 2 and match["sep"] in "-/":
        value = real_date(int(a), int(b), int(c))
    elif len(a) <= 2 and (len(c) == 4 or match["sep"] == "/"):
        number = int(c) if len(c) == 4 else full_year(int(c), reading.anchor)
        # Month first, as American papers print it, unless only day first is possible; with full stops day first.
        value = real_date(number, int(b), int(a)) if match["sep"] == "." else real_date(number, int(a), int(b)) or real_date(number, int(b), int(a))
    if value is None:
        return None
    when = day(value)
    timex = f"{timex_of(when)}T{match['t']}" if match["t"] else timex_of(when)
    return _Found(end=match.end(), timex=timex, when=when, type="TIME" if match["t"] else "DATE", basis="printed in figures")


_YEARS = re.compile(
    rf"(?P<a>{_YEAR})(?:\s?(?P<sep>[-–/])\s?(?P<b>\d{{4}}|\d\d)(?!\d|[-/]\d))?(?P<s>['’]?s\b)?"
)
_YEAR_COMPANY = re.compile(
    r"\b(?:in|since|by|of|from|until|till|during|before|after|between|early|late|mid|and|to|through|for|circa|c\.|fiscal|year|"
    r"the|around|about|back|as|or|that|throughout|spring|summer|fall|autumn|winter|pre|post)[\s-]+$"
)
_DAY_BEFORE = re.compile(rf"\b(?:{_MON})\s+\d{{1,2}},?\s+$")
_COUNTED = re.compile(
    r"\s+(?:[a-z]+ly\s+)?(?:people|percent|per\s+cent|years?|days?|hours?|minutes?|seconds?|months?|weeks?|miles?|km|kilomet\w+|"
    r"met(?:er|re)s?|men|women|children|troops|soldiers|dead|deaths|dollars|euros|pounds|tons|tonnes|feet|ft|acres|students|workers|"
    r"employees|jobs|members|homes|houses|civilians|refugees|police|protesters|times|points|votes|cases|units|cars|others|copies|shares|"
    r"degrees|calories|pages|words|flights|gmt|utc|local\s+time|hrs|prisoners|fighters|rebels|victims|patients|million|billion)\b"
)


def _read_years(reading: _Reading, start: int) -> _Found | None:
    low = reading.low
    match = _YEARS.match(low, start)
    if match is None:
        return None
    previous = low[start - 1 : start]
    if previous and previous in "$€£#/.,-–:@+*=" and not (previous in "-–" and re.search(r"\b(?:mid|pre|post|early|late)-$", reading.before(start))):
        return None
    number = int(match["a"])
    if _DAY_BEFORE.search(reading.before(start)):
        return None  # of a day that does not exist
    if match["s"] and not match["b"]:
        if match["s"] == "s" or number % 10 == 0:
            if number % 10:
                return None
            if number % 100 == 0 and re.match(r"\s+centur", low[match.end() : match.end() + 8]):
                return None
            when = decade(number)
            return _Found(end=match.end(), timex=timex_of(when), when=when, basis="the decade as printed", start=_with_the(reading, start))
    end = match.end("a")
    if low[end : end + 1] in {"%", ":"} or re.match(r"[.,]\d|[-–/]\d", low[end : end + 2]) and not match["b"]:
        return None
    company = _YEAR_COMPANY.search(reading.before(start)) is not None
    if (number not in BARE_YEARS and not company) or _COUNTED.match(low, end):
        return None
    if number not in BARE_YEARS and number % 100 == 0 and not re.search(r"\b(?:in|since|until|year|before|after)\s+$", reading.before(start)):
        return None
    if match["b"]:
        last = int(match["b"]) if len(match["b"]) == 4 else number // 100 * 100 + int(match["b"])
        if number < last <= number + 99 and last <= LAST_YEAR and not match["s"]:
            when = span(year(number), year(last))
            return _Found(end=match.end("b"), timex=timex_of(when), when=when, basis="years as printed")
        if match["sep"] == "/" or low[end + 1 : end + 2].isdigit():
            return None
    if low[end : end + 1] == "-" and re.match(r"-(?:\d|page|member|seat|strong|foot|pound|mile|meter|metre|square)", low[end : end + 8]):
        return None
    when = year(number)
    return _Found(end=end, timex=timex_of(when), when=when, basis="the year as printed")


def _with_the(reading: _Reading, start: int) -> int:
    return start - 4 if reading.low[max(0, start - 4) : start] == "the " else start


_WEEKDAY = re.compile(
    rf"(?P<wd>{_WDA})(?:(?P<comma>,)?\s+(?=(?:the\s+)?(?:{_MON}|{_DAYNUM}\s+(?:of\s+)?{_MON})))?"
)
_WEEKDAY_TAIL = re.compile(r"\s+(?:(?P<part>morning|afternoon|evening|night)s?\b|(?P<week>last|this|next)\s+week\b)")
_NAMED_DAY = re.compile(
    r"\b(?:black|bloody|good|ash|palm|super|cyber|easter|holy|maundy|shrove|fat|throwback|ruby|blue|gloomy|whit|pancake|giving)\s+$"
)


def _read_weekday(reading: _Reading, start: int) -> _Found | None:
    low = reading.low
    if not reading.text[start].isupper():
        return None
    match = _WEEKDAY.match(low, start)
    if match is None:
        return None
    name = match["wd"].rstrip(".")
    end = match.end("wd")
    if match.end() > end:
        # "Friday, Oct. 3": one date; the month and day decide.
        at = match.end()
        inner = _read_month(reading, at) if low[at].isalpha() and not low.startswith("the", at) else _read_day_month(reading, at)
        if inner is not None and inner.when is not None and inner.when.precision is Precision.DAY:
            return replace(inner, start=start)
    if not name.endswith("day") or _NAMED_DAY.search(reading.before(start)):
        return None
    number = WEEKDAYS[name]
    if low[end : end + 1] == "s" or re.match(r"[\w]", low[end : end + 1]):
        return None
    tail = _WEEKDAY_TAIL.match(low, end)
    if tail and tail["week"]:
        monday = reading.anchor - timedelta(days=reading.anchor.weekday())
        value = monday + timedelta(days=number + {"last": -7, "this": 0, "next": 7}[tail["week"]])
        return _Found(end=tail.end(), timex=value.isoformat(), when=day(value), basis=f"{tail['week']} week’s", relative=True)
    part = tail["part"] if tail else None
    value, why, cue = _resolve_weekday(reading, start, end, number)
    when = day(value)
    if part and tail:
        return _Found(end=tail.end(1), timex=f"{value.isoformat()}T{PARTS[part]}", when=when, type="TIME", basis=why, relative=True, cue=cue)
    return _Found(end=end, timex=value.isoformat(), when=when, basis=why, relative=True, cue=cue)


def _resolve_weekday(reading: _Reading, start: int, end: int, number: int) -> tuple[date, str, Cue]:
    anchor = reading.anchor
    name = calendar.day_name[number]
    cue = reading.cue(start, end)
    if reading.low[end : end + 2] in {"'s", "’s"}:
        # "Friday's vote" lies behind, unless something is said to come before it or to be for it.
        lead = re.search(r"\b(?:for|before|ahead of|until|by)(?:\s+the|\s+next)?\s+$", reading.before(start))
        cue = Cue(FUTURE, lead[0].split()[0], near=True) if lead else Cue(PAST, "’s")
    if anchor.weekday() == number:
        return anchor, f"{name}: the day of publication", cue
    if cue.tense == FUTURE:
        return nearest_weekday(anchor, number, 1), f"the next {name} after publication, since “{cue.word}” looks ahead", cue
    return nearest_weekday(anchor, number, -1), f"the last {name} before publication", cue


_PLURAL_WEEKDAY = re.compile(rf"{_WD}s\b")


def _read_weekdays(reading: _Reading, start: int) -> _Found | None:
    match = _PLURAL_WEEKDAY.match(reading.low, start)
    if match is None or not reading.text[start].isupper():
        return None
    return _Found(end=match.end(), timex=f"XXXX-WXX-{WEEKDAYS[match[0][:-1]] + 1}", type="SET")


_CLAUSE_REACH = 80
"""Characters looked back for an "if"."""
_DEICTIC = re.compile(
    r"(?P<word>today|yesterday|tomorrow|tonight|overnight)(?:\s+(?P<part>morning|afternoon|evening|night)\b)?(?!\w)"
)


def _read_deictic(reading: _Reading, start: int) -> _Found | None:
    match = _DEICTIC.match(reading.low, start)
    if match is None:
        return None
    low, anchor = reading.low, reading.anchor
    word, part, end = match["word"], match["part"], match.end()
    if word == "tonight":
        return _Found(end=end, timex=f"{anchor.isoformat()}TNI", when=day(anchor), type="TIME", basis="the day of publication", relative=True)
    if word == "overnight":
        if not re.match(r"\s*(?:[.,;:)\n]|$|(?:in|on|into|at|by|from|to|and|after|as|with|near|for|when|between|across|that|while|" + _WD + r")\b)", low[end : end + 12]):
            return None
        inner = _read_weekday(reading, end + 1) if low[end : end + 1] == " " and end + 1 < len(low) else None
        value = inner.when.start if inner and inner.when else anchor
        when = When(start=value - timedelta(days=1), end=value, precision=Precision.INTERVAL, one_of=True)
        return _Found(end=inner.end if inner else end, timex=f"{value.isoformat()}TNI", when=when, type="TIME", basis="the night before", relative=True)
    if word == "today" and low[end : end + 2] in {"'s", "’s"} and re.match(r".s\s+(?:world|society|young|youth|generation|standards|technology|economy|market\b|terms|money|prices|dollars)", low[end : end + 16]):
        return _Found(end=end, timex="PRESENT_REF", basis="nowadays", relative=True)
    if word == "today" and re.search(r"\bif\s[^.;!?]*$", low[max(reading.sentence(start).start, start - _CLAUSE_REACH) : start]):
        # "If he goes today" supposes, it dates nothing.
        return _Found(end=end, timex="PRESENT_REF", basis="nowadays", relative=True)
    offset = {"today": 0, "yesterday": -1, "tomorrow": 1}[word]
    value = anchor + timedelta(days=offset)
    basis = {0: "the day of publication", -1: "the day before publication", 1: "the day after publication"}[offset]
    cue = Cue(FUTURE, word, near=True) if offset > 0 else Cue(PAST, word, near=True) if offset < 0 else None
    timex = f"{value.isoformat()}T{PARTS[part]}" if part else value.isoformat()
    return _Found(end=end, timex=timex, when=day(value), type="TIME" if part else "DATE", basis=basis, relative=True, cue=cue)


_DET_UNIT = re.compile(
    rf"(?:(?P<the>the|this|these|those|its|their|his|her|our)\s+)?(?P<det>this\s+past|this\s+coming|last|next|this|past|previous|preceding|prior|coming|current|following|same|that|upcoming|ensuing|very\s+same|very\s+next)\s+"
    rf"(?:calendar\s+|fiscal\s+|financial\s+|school\s+|academic\s+)?"
    rf"(?P<unit>day|week|weekend|month|quarter|year|decade|century|time|period|moment|point|morning|afternoon|evening|night|{_any(SEASONS)}|{_WD}|{_any(m for m in MONTHS if len(m) > 3 and m != 'sept')}|may)\b"
    rf"(?P<again>\s+(?:last\s+year|a\s+year\s+(?:ago|earlier|before)|the\s+(?:previous|prior|preceding)\s+year|of\s+(?:last\s+year|{_YEAR}|the\s+previous\s+year)|in\s+{_YEAR}))?"
    rf"(?P<part>\s+(?:morning|afternoon|evening|night)\b)?"
)
_CLOCK_PARTS = frozenset(PARTS)


def _read_determined(reading: _Reading, start: int) -> _Found | None:
    match = _DET_UNIT.match(reading.low, start)
    if match is None:
        return None
    det, unit, end = match["det"].split()[-1], match["unit"], match.end("unit")
    this_past = match["det"].startswith("this ") or match["det"].startswith("this\n")
    the = match["the"] or ""
    anchor, low = reading.anchor, reading.low
    if unit in {"time", "moment", "point"}:
        if det in {"this", "current"}:
            if unit == "point" or reading.before(start).endswith(("all ", "by ")):
                return None
            return _Found(end=end, timex="PRESENT_REF", relative=True)
        if det in {"same", "that"} and reading.before(start).endswith((" at ", " by ", "since ", "At ".lower())) and unit == "time":
            reference = reading.reference
            if reference is None:
                return _Found(end=end, timex="PAST_REF")
            return _Found(end=end, timex=timex_of(reference), when=reference, basis="refers back to the date before it")
        return None
    if match["again"] and det in {"same", "this"}:
        return _again(reading, match)
    if unit == "period":
        return None
    if unit in WEEKDAYS:
        return _determined_weekday(reading, match, det, unit)
    if unit in MONTHS:
        return _determined_month(reading, match, det, unit) if reading.text[match.start("unit")].isupper() else None
    if unit in _CLOCK_PARTS:
        return _determined_part(reading, det, unit, end)
    if unit in SEASONS:
        return _determined_season(reading, match, det, unit)
    if unit == "day":
        if det in {"same", "that"}:
            base = _reference_day(reading)
            if det == "that" and not reading.last_day:
                return None
            return _Found(end=end, timex=timex_of(base), when=base, basis="refers back to the date before it")
        if det in {"next", "following", "previous", "preceding", "prior"} and (the or det == "next"):
            base = _reference_day(reading)
            when = shift(base, "D", 1 if det in {"next", "following"} else -1)
            return _when(end, when, _FROM_BEFORE)
        return None
    if det in {"following", "previous", "preceding", "prior", "same", "that", "ensuing"}:
        base = reading.reference
        if base is None or (unit == "week" and base.precision is not Precision.DAY and base.precision is not Precision.WEEK):
            base = day(anchor)
        if unit == "month" and base.precision not in {Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.WEEKEND}:
            base = day(anchor)
        if unit == "quarter" and base.precision not in {Precision.DAY, Precision.QUARTER, Precision.MONTH}:
            base = day(anchor)
        here = unit_around(base.start, unit)
        if here is None:
            return None
        count = 1 if det in {"following", "ensuing"} else 0 if det in {"same", "that"} else -1
        return _when(end, step(here, unit, count), _FROM_BEFORE)
    if det == "current":
        return _when(end, unit_around(anchor, unit), f"the {unit} of publication", relative=True) if unit != "weekend" else None
    if unit == "weekend":
        return _determined_weekend(reading, start, det, end)
    if det in {"past"} or (det in {"last", "coming", "next"} and the and unit not in {"weekend", "century"}):
        if det == "past" and unit == "weekend":
            pass
        elif det == "past" and this_past:
            return _when(end, step(unit_around(anchor, unit), unit, -1), f"the {unit} before publication", relative=True)
        elif det in {"past", "coming"} and the:
            # "the past year" is a stretch that ends now.
            if det == "coming" and unit in {"week", "month", "year"}:
                return _when(end, step(unit_around(anchor, unit), unit, 1), f"the {unit} after publication", relative=True)
            return _Found(end=end, timex=f"P1{UNITS[unit]}", type="DURATION")
        elif det == "past":
            return None
    count = {"last": -1, "this": 0, "next": 1, "coming": 1, "upcoming": 1}.get(det)
    if count is None:
        return None
    when = step(unit_around(anchor, unit), unit, count)
    word = f"the {unit} {('before', 'of', 'after')[count + 1]} publication"
    return _when(end, when, word, relative=True)


def _when(end: int, when: When | None, basis: str, *, relative: bool = False, start: int | None = None) -> _Found | None:
    if when is None:
        return None
    return _Found(end=end, timex=timex_of(when), when=when, basis=basis, relative=relative, start=start)


def _reference_day(reading: _Reading) -> When:
    return reading.last_day or day(reading.anchor)


def _again(reading: _Reading, match: re.Match[str]) -> _Found | None:
    """ "the same month a year ago", "the same period of 2012"."""
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
    return _when(match.end("again"), when, "the same a year before", relative="last" in words or "ago" in words)


def _determined_weekday(reading: _Reading, match: re.Match[str], det: str, unit: str) -> _Found | None:
    if not reading.text[match.start("unit")].isupper():
        return None
    anchor, number = reading.anchor, WEEKDAYS[unit]
    monday = anchor - timedelta(days=anchor.weekday())
    cue: Cue | None = None
    relative = True
    if det in {"last", "past"}:
        value, why = nearest_weekday(anchor, number, -1), "the last before publication"
        cue = Cue(PAST, det, near=True)
    elif det in {"next", "upcoming"}:
        value, why = monday + timedelta(days=7 + number), "in the week after publication"
        cue = Cue(FUTURE, det, near=True)
    elif det == "coming":
        value, why = nearest_weekday(anchor, number, 1), "the next after publication"
        cue = Cue(FUTURE, det, near=True)
    elif det == "this":
        value, why = monday + timedelta(days=number), "in the week of publication"
        cue = reading.cue(match.start(), match.end("unit"))
        if value < anchor and cue.tense != PAST:
            value += timedelta(days=7)
    elif det in {"following", "previous", "preceding", "prior", "same", "that"}:
        base = _reference_day(reading).start
        direction = 1 if det == "following" else -1
        value = base if det in {"same", "that"} and base.weekday() == number else nearest_weekday(base, number, direction)
        why, relative = _FROM_BEFORE, reading.reference is None
    else:
        return None
    if match["part"]:
        part = match["part"].strip()
        return _Found(end=match.end("part"), timex=f"{value.isoformat()}T{PARTS[part]}", when=day(value), type="TIME", basis=why, relative=relative, cue=cue)
    return _Found(end=match.end("unit"), timex=value.isoformat(), when=day(value), basis=why, relative=relative, cue=cue)


def _determined_month(reading: _Reading, match: re.Match[str], det: str, unit: str) -> _Found | None:
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
        why = _FROM_BEFORE
    else:
        return None
    # "last June 3" keeps its day.
    if numbered := re.match(rf"\s+({_DAYNUM})(?![:%.,]\d|%)(?!,?\s+{_YEAR})", reading.low[match.end("unit") : match.end("unit") + 12]):
        value = real_date(number, index, int(re.sub(r"\D", "", numbered[1])))
        if value:
            return _Found(end=match.end("unit") + numbered.end(), timex=value.isoformat(), when=day(value), basis=why, relative=True)
    if re.match(rf"\s+\d", reading.low[match.end("unit") : match.end("unit") + 3]):
        return None
    return _when(match.end("unit"), month(number, index), why, relative=True)


def _determined_part(reading: _Reading, det: str, unit: str, end: int) -> _Found | None:
    anchor = reading.anchor
    if det in {"this", "last"}:
        value = anchor - timedelta(days=det == "last")
        # Late news: "last night" runs into the morning, but it is the evening that is meant.
        basis = "the day of publication" if det == "this" else "the evening before publication"
        return _Found(end=end, timex=f"{value.isoformat()}T{PARTS[unit]}", when=day(value), type="TIME", basis=basis, relative=True)
    if det in {"following", "next", "same", "that", "previous"}:
        base = _reference_day(reading)
        value = base.start + timedelta(days=1 if det in {"following", "next"} else -1 if det == "previous" else 0)
        return _Found(end=end, timex=f"{value.isoformat()}T{PARTS[unit]}", when=day(value), type="TIME", basis=_FROM_BEFORE)
    return None


def _determined_season(reading: _Reading, match: re.Match[str], det: str, unit: str) -> _Found | None:
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
    else:
        return None
    return _when(match.end("unit"), when, f"the {unit} counted from publication", relative=True)


def _determined_weekend(reading: _Reading, start: int, det: str, end: int) -> _Found | None:
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
    return _when(end, when, basis, relative=True)


_THE_UNIT = re.compile(
    rf"the\s+(?:(?P<edge>beginning|start|end|close|middle|turn|rest|remainder|latter\s+part|early\s+part|latter\s+half|course)\s+of\s+|(?P<mid>(?:first|second|last|latter)\s+half)\s+of\s+)?"
    rf"(?:(?P<unit>day|week|weekend|month|quarter|year|decade|century)\b(?!['’]s|-|\s+(?:of|to\s+come|ahead))(?P<side>\s+(?:before\s+last|before|after\s+next|after|earlier|previous|prior|just\s+ended)\b)?)?"
)
_AFTER_SIDE = re.compile(r"\s*(?:[.,;:)\n!?”\"]|$|(?:and|but|when|in|at|on|with|to|as|while|by|because|for|from|that)\b)")


def _read_the(reading: _Reading, start: int) -> _Found | None:
    low = reading.low
    match = _THE_UNIT.match(low, start)
    if match is None or match.end() <= start + 4:
        return None
    edge, half, unit = match["edge"], match["mid"], match["unit"]
    if unit is None:
        at = match.end()
        inner = _read_at(reading, at)
        if inner is None or inner.when is None or inner.type != "DATE" or inner.start not in {None, at}:
            return None
        return _part_of(inner, edge, half, start)
    end = match.end("unit")
    anchor, reference = reading.anchor, reading.reference
    if side := match["side"]:
        side = side.split()
        if side[0] == "before" and side[1:] == ["last"]:
            return _when(match.end("side"), step(unit_around(anchor, unit), unit, -2), f"two {unit}s before publication", relative=True)
        if side[0] == "after" and side[1:] == ["next"]:
            return _when(match.end("side"), step(unit_around(anchor, unit), unit, 2), f"two {unit}s after publication", relative=True)
        if side[0] == "just":
            return _when(match.end("side"), step(unit_around(anchor, unit), unit, -1), f"the {unit} before publication", relative=True)
        if unit == "day" and side[0] in {"before", "after"} and (found := _read_around(reading, match, side[0])):
            return found
        if not _AFTER_SIDE.match(low, match.end("side")):
            return None
        base = reference or day(anchor)
        if unit == "day":
            base = _reference_day(reading)
        here = unit_around(base.start, unit)
        return _when(match.end("side"), step(here, unit, 1 if side[0] == "after" else -1), _FROM_BEFORE, start=start)
    if unit == "weekend":
        return _the_weekend(reading, start, end)
    if unit == "quarter":
        if re.search(r"\b(?:for|in|during|of|throughout|ended|over)\s+$", reading.before(start)) and reference is not None and reference.precision is Precision.QUARTER:
            return _when(end, reference, "refers back to the quarter before it", start=start)
        return None
    if unit in {"decade", "century"}:
        return None
    lead = reading.before(start)
    if unit == "day":
        if not (edge in {"end", "start", "beginning", "close"} and lead.endswith((" by ", " at "))) and not re.search(r"\b(?:for|end|ended|ending|ends|close|closed|closing|closes|finish|finished|finishing|start|started|starting|begin|began|beginning|on|earlier\s+in|later\s+in|late\s+in|early\s+in)\s+$", lead):
            return None
        base = _reference_day(reading)
        if re.match(r"\s+(?:of|that|when|the|he|she|it|they|after|before)\b", low[end : end + 8]):
            return None
        return _when(end, base, "refers back to the day before it", start=start)
    if edge or re.search(r"\b(?:earlier\s+in|later\s+in|late\s+in|early\s+in|for|so\s+far\s+in|over|during|of|in|throughout|end|ended|close|closed|finish|finished)\s+$", lead):
        if edge in {"rest", "remainder", "course"} and unit == "week":
            return _Found(end=end, timex="P1W", type="DURATION")
        if edge is None and lead.endswith((" of ", " during ", " over ", " in ", " throughout ")) and unit in {"week", "month"} and not re.search(r"(?:earlier|later|late|early|far)\s+in\s+$", lead):
            return None
        if edge is None and re.match(r"\s+(?:that|when|he|she|it|they|of|ended|ending)\b", low[end : end + 8]):
            return None
        base_day = anchor
        if unit == "year" and reference is not None and reference.precision is Precision.YEAR and abs(reference.start.year - anchor.year) <= 1 and edge is None and " of " in lead[-4:]:
            base_day = reference.start
        when = unit_around(base_day, unit)
        return _when(end, when, f"the {unit} of publication", relative=True, start=start)
    return None


def _part_of(inner: _Found, edge: str | None, half: str | None, start: int) -> _Found | None:
    assert inner.when is not None
    if half and inner.when.precision is Precision.YEAR:
        second = half.startswith(("second", "last", "latter"))
        number = inner.when.start.year
        when = span(month(number, 7 if second else 1), month(number, 12 if second else 6))
        return replace(inner, start=start, when=when, timex=f"{number:04}-H{1 + second}")
    return replace(inner, start=start)


def _read_around(reading: _Reading, match: re.Match[str], side: str) -> _Found | None:
    """ "the day before yesterday", "the day after tomorrow", "the day after Christmas"."""
    at = match.end("side") + 1
    inner = _read_at(reading, at) if at < len(reading.low) else None
    if inner is None or inner.when is None or inner.when.precision is not Precision.DAY or inner.type != "DATE" or inner.start not in {None, at}:
        return None
    value = inner.when.start + timedelta(days=1 if side == "after" else -1)
    return replace(inner, start=match.start(), when=day(value), timex=value.isoformat(), basis=f"the day {side} {inner.timex}")


def _the_weekend(reading: _Reading, start: int, end: int) -> _Found | None:
    anchor = reading.anchor
    here = weekend(anchor)
    cue = reading.cue(start, end)
    if anchor.weekday() >= 5:
        when: When | None = here
    elif cue.tense == FUTURE or (cue.tense != PAST and anchor.weekday() >= 3):
        when = here
    else:
        when = step(here, "weekend", -1)
    return _when(end, when, "the weekend next to publication", relative=True, start=start)


_N_UNITS = re.compile(
    rf"(?:(?P<half>half)\s+(?:a|an)\s+|(?P<vague>(?:a\s+|the\s+|these\s+)?(?:several|few|couple(?:\s+of)?|some|many|dozens\s+of|hundreds\s+of|thousands\s+of|number\s+of))\s+(?:more\s+|past\s+)?|(?P<n>{_NUM}|an?)(?P<andhalf>\s+and\s+a\s+half)?(?P<gap>[\s-]+)(?:(?:straight|consecutive|long|full|more|additional|trading|working|business|calendar|whole|short|successive|solid|further|entire|extra)\s+)?)"
    rf"(?P<unit>{_UNIT})(?P<s>s?)\b(?P<aandhalf>\s+and\s+a\s+half)?"
    rf"(?:{_OLD}|(?P<old>[\s-](?:old|long|olds)\b))?"
)
_APPROXIMATE = re.compile(r"\b(?:about|around|some|roughly|nearly|almost|approximately|more\s+than|less\s+than|over|under|at\s+least|just\s+over|just\s+under|up\s+to|only)\s+$")


def _read_count(reading: _Reading, start: int) -> _Found | None:
    low = reading.low
    match = _N_UNITS.match(low, start)
    if match is None or (start and low[start - 1] in "$€£#"):
        return None
    unit = match["unit"]
    unit = "century" if unit == "centurie" else unit
    if unit == "second" and not match["s"]:
        return None
    if match["s"] and match["gap"] == "-" and not match["old"]:
        return None
    tail = (match["tail"] or "").split()
    vague = match["vague"] is not None
    number: float | None
    if match["half"]:
        number = 0.5
    elif vague:
        number = None
    else:
        number = _count(match["n"])
        if (match["andhalf"] or match["aandhalf"]) and number is not None:
            number += 0.5
    if not tail:
        return None if vague and reading.before(start).endswith("as ") else _duration(reading, match, number, unit)
    end = match.end()
    clock = unit in CLOCK_UNITS
    back = tail[0] in {"ago", "earlier", "before", "beforehand", "previously"}
    from_now = tail[0] == "ago" or (tail[0] == "from" and tail[-1] in {"now", "today"}) or tail[0] == "hence"
    if tail[0] in {"before", "after"} and not _AFTER_SIDE.match(low, end):
        return _duration(reading, match, number, unit)
    if number is None or (unit == "weekend"):
        return _Found(end=end, timex="PAST_REF" if back else "FUTURE_REF")
    if clock:
        when = day(reading.anchor) if from_now else None
        amount = f"PT{_plain(number)}{CLOCK_UNITS[unit]}"
        return _Found(end=end, timex=f"{reading.anchor.isoformat()}TXX:XX" if when else amount, when=when if number < 12 else None, type="TIME", basis="hours before publication", relative=from_now)
    if number > 3000:
        return None
    base = day(reading.anchor) if from_now else (reading.reference or day(reading.anchor))
    code = UNITS[unit]
    fraction = number - int(number)
    count = int(number)
    if fraction:
        code, count = {"Y": ("M", round(number * 12)), "DE": ("Y", round(number * 10)), "CE": ("Y", round(number * 100)), "M": ("W", round(number * 4.345)), "W": ("D", round(number * 7))}.get(code, (code, count))
    if code in {"D"} and base.precision is not Precision.DAY and not from_now:
        return _Found(end=end, timex=f"P{_plain(number)}{UNITS[unit]}", type="DURATION")
    if tail[0] in {"earlier", "before"} and code == "Y" and count == 1 and base.precision is Precision.QUARTER:
        when = shift(base, "Q", -4)
    else:
        when = shift(base, code, -count if back else count)
    if when is None or not FIRST_YEAR <= when.start.year <= LAST_YEAR:
        return _Found(end=end, timex="PAST_REF" if back else "FUTURE_REF")
    if fraction and unit in {"year", "decade", "century"}:
        when = year(when.start.year)
    about = _APPROXIMATE.search(reading.before(start))
    if about or unit in {"decade", "century"}:
        when = replace(when, approximate=True)
    basis = f"{match['n'] or 'half a'} {unit}{match['s']} {'before' if back else 'after'} {'publication' if from_now else 'the date before it'}"
    return _Found(end=end, timex=timex_of(when), when=when, basis=basis, relative=from_now)


def _plain(number: float | None) -> str:
    if number is None:
        return "X"
    return str(int(number)) if number == int(number) else f"{number:g}"


def _duration(reading: _Reading, match: re.Match[str], number: float | None, unit: str) -> _Found | None:
    tail_at = match.start("tail") if match["tail"] else match.end()
    low = reading.low
    if match["n"] in {"a", "an"} and not match["andhalf"] and not match["aandhalf"]:
        # "$5 a day", "twice a week" are sets.
        lead = reading.before(match.start())
        if re.search(r"(?:\d|\b(?:once|twice|times|dollars|percent|barrels|people|million|billion|euros|cents|hours|days))\s+$", lead):
            return _Found(end=tail_at, timex=f"P1{UNITS.get(unit, 'D')}", type="SET") if unit in UNITS else None
    if unit in CLOCK_UNITS:
        return _Found(end=tail_at, timex=f"PT{_plain(number)}{CLOCK_UNITS[unit]}", type="DURATION")
    if unit == "weekend":
        return None
    if low[tail_at - 1] == "s" and match["s"] and unit == "quarter" and number is not None and number == 3:
        return None  # three quarters of something
    code = UNITS[unit]
    return _Found(end=tail_at, timex=f"P{_plain(number)}{code}", type="DURATION")


_DET_UNITS = re.compile(
    rf"(?:(?:the|these|those|its|their|his|her|our)\s+)?(?P<det>last|past|next|coming|previous|first|following|final|recent|preceding|opening|early)\s+(?:(?P<n>{_NUM}|several|few|couple\s+of|many)[\s-]+)?(?:(?:straight|consecutive|trading|working|business|calendar|fiscal|full)\s+)?(?P<unit>{_UNIT})s\b"
)


_VERB_BEFORE = re.compile(r"\b(?:could|can|will|would|may|might|to|should|must|not|usually|often|they|talks|effects)\s+$")
"""Before "last" as a verb."""


def _read_stretch(reading: _Reading, start: int) -> _Found | None:
    """ "the past two weeks", "the next few days", "recent months": stretches and vague times."""
    match = _DET_UNITS.match(reading.low, start)
    if match is None or (match["det"] in {"last", "first"} and match.start("det") == start and _VERB_BEFORE.search(reading.before(start))):
        return None
    unit = {"centurie": "century"}.get(match["unit"], match["unit"])
    number = _count(match["n"]) if match["n"] and match["n"] not in VAGUE else None
    if unit in CLOCK_UNITS:
        return _Found(end=match.end(), timex=f"PT{_plain(number)}{CLOCK_UNITS[unit]}", type="DURATION")
    if unit == "weekend":
        return None
    if match["n"] is None and match["det"] in {"recent", "coming"}:
        return _Found(end=match.end(), timex="PAST_REF" if match["det"] == "recent" else "FUTURE_REF")
    return _Found(end=match.end(), timex=f"P{_plain(number)}{UNITS[unit]}", type="DURATION")


_BARE_UNITS = re.compile(
    r"(?P<unit>minute|hour|day|week|month|year|decade|centurie)s(?:(?P<ago>\s+(?:ago|earlier|later)\b)|-?(?P<long>[\s-]?(?:long|old)\b))?(?!\w)"
)


def _read_bare_units(reading: _Reading, start: int) -> _Found | None:
    match = _BARE_UNITS.match(reading.low, start)
    if match is None:
        return None
    if match["ago"]:
        return _Found(end=match.end(), timex="FUTURE_REF" if "later" in match["ago"] else "PAST_REF")
    if not match["long"] and not re.search(r"\b(?:for|after|in|of|over|within|took|take|takes|spent|spend|last|lasted|through|throughout)\s+$", reading.before(start)):
        return None
    unit = match["unit"]
    code = UNITS.get("century" if unit == "centurie" else unit)
    return _Found(end=match.end(), timex=f"PX{code}" if code else f"PTX{CLOCK_UNITS[unit]}", type="DURATION")


_LONG_WORD = re.compile(r"(?P<unit>day|week|month|year|decade|century|hour)-?long\b|(?P<intra>intraday)\b")


def _read_long_word(reading: _Reading, start: int) -> _Found | None:
    match = _LONG_WORD.match(reading.low, start)
    if match is None or match["intra"]:
        return None
    unit = match["unit"]
    return _Found(end=match.end(), timex=f"P1{UNITS[unit]}" if unit in UNITS else "PT1H", type="DURATION")


_QUARTER = re.compile(
    rf"(?:(?:the|a)\s+)?(?:(?P<y0>{_YEAR}|last\s+year|this\s+year|year-earlier|year-ago)(?:['’]s)?\s+)?(?:fiscal\s+|financial\s+)?(?P<ord>{_any(ORDINALS)})[\s-]+(?:fiscal[\s-]+|calendar\s+)?(?P<what>quarter|half)\b"
    rf"(?:,?\s+(?:of\s+)?(?:(?:the\s+)?(?:fiscal|financial|calendar)\s+(?:year\s+)?)?(?P<y>{_YEAR}|last\s+year|this\s+year|next\s+year|the\s+(?:previous|prior|following|current|same|fiscal)\s+year|the\s+year|a\s+year\s+(?:ago|earlier|before)|last\s+fiscal\s+year)(?![\w]))?"
)
_QUARTER_BACK = 200
"""Days for which a past verb finds the quarter before; one longer ago is printed with its year."""
_QUARTER_CODE = re.compile(rf"(?:q(?P<q>[1-4])|(?P<q2>[1-4])q)(?:[\s-]+(?:of\s+|fy)?(?P<y>{_YEAR}|fy\d\d)|\s*['’]?(?P<yy>\d\d)(?!\d))?(?!\w)")


def _read_quarter(reading: _Reading, start: int) -> _Found | None:
    match = _QUARTER.match(reading.low, start)
    if match is None:
        return None
    if match["what"] == "half":
        return _read_half(reading, match, start)
    if match["ord"] == "last" and not match["y"] and not match["y0"]:
        return None
    if match["ord"] in {"opening", "initial"} or (match["ord"] == "last" and match["y"] is None and match["y0"] is None):
        return None
    return _quarter(reading, start, match.end(), ORDINALS[match["ord"]], match["y"] or match["y0"])


def _read_half(reading: _Reading, match: re.Match[str], start: int) -> _Found | None:
    if match["ord"] not in {"first", "second"} or not (match["y"] or match["y0"]):
        return None
    number = _quarter_year(reading, match["y"] or match["y0"])
    if number is None:
        return None
    index = ORDINALS[match["ord"]]
    when = span(month(number, 6 * index - 5), month(number, 6 * index))
    return _Found(end=match.end(), timex=f"{number:04}-H{index}", when=when, basis="half of the year")


def _quarter_year(reading: _Reading, words: str) -> int | None:
    words = " ".join(words.split())
    anchor = reading.anchor
    base = reading.reference.start.year if reading.reference else anchor.year
    if figures := re.search(r"\d{4}", words):
        return int(figures[0])
    if figures := re.search(r"\d\d", words):
        return full_year(int(figures[0]), anchor)
    if words.startswith(("last", "a year ago")):
        return anchor.year - 1
    if words.startswith("this") or words in {"the year", "the current year", "the fiscal year"}:
        return anchor.year
    if words.startswith("next"):
        return anchor.year + 1
    if "same" in words:
        return base
    if "following" in words:
        return base + 1
    return base - 1


def _quarter(reading: _Reading, start: int, end: int, index: int, words: str | None) -> _Found | None:
    anchor = reading.anchor
    if words:
        number = _quarter_year(reading, words)
        if number is None:
            return None
        absolute = words[:1].isdigit()
        return _when(end, quarter(number, index), "the quarter as printed" if absolute else "the quarter, its year counted from publication", relative=not absolute)
    ahead = [quarter(anchor.year + offset, index) for offset in (-1, 0, 1)]
    cue = reading.cue(start, end)
    past = [when for when in ahead if when.end < anchor]
    here = next((when for when in ahead if when.start <= anchor <= when.end), None)
    if here is not None:
        when, why = here, "the one in which the article appeared"
    elif cue.tense == FUTURE:
        when, why = next(when for when in ahead if when.start > anchor), f"the next, since “{cue.word}” looks ahead"
    elif cue.tense == PAST and (anchor - past[-1].end).days <= _QUARTER_BACK:
        when, why = past[-1], "the last before publication"
    else:
        coming = next(when for when in ahead if when.start > anchor)
        when = past[-1] if anchor - past[-1].end <= coming.start - anchor else coming
        why = "the nearest to publication"
    return _Found(end=end, timex=timex_of(when), when=when, basis=f"the quarter: {why}", cue=cue)


def _read_quarter_code(reading: _Reading, start: int) -> _Found | None:
    match = _QUARTER_CODE.match(reading.low, start)
    if match is None or (match["q2"] and not (match["y"] or match["yy"])):
        return None
    if not reading.text[start].isupper() and not match["q2"]:
        return None
    words = match["y"] or match["yy"]
    return _quarter(reading, start, match.end(), int(match["q"] or match["q2"]), words.replace("fy", "") if words else None)


_YEAR_AGO = re.compile(r"(?:the\s+|a\s+)?year-(?:ago|earlier)(?:\s+(?P<unit>quarter|period|month))?\b")


def _read_year_ago(reading: _Reading, start: int) -> _Found | None:
    match = _YEAR_AGO.match(reading.low, start)
    if match is None:
        return None
    base = reading.reference or day(reading.anchor)
    if match["unit"] == "month" or (match["unit"] == "period" and base.precision is Precision.MONTH):
        when: When | None = month(base.start.year - 1, base.start.month)
    elif base.precision is Precision.QUARTER or match["unit"] == "quarter":
        when = quarter(base.start.year - 1, (base.start.month + 2) // 3)
    else:
        when = year(base.start.year - 1)
    return _when(match.end(), when, "a year before the date before it")


_FISCAL = re.compile(rf"(?:fiscal(?:\s+year)?|financial\s+year|fy|calendar(?:\s+year)?|the\s+year)\s*(?P<y>{_YEAR}|['’]?\d\d(?!\d))(?:[-/](?P<y2>\d\d(?!\d)|{_YEAR}))?(?!\w)")


def _read_fiscal(reading: _Reading, start: int) -> _Found | None:
    match = _FISCAL.match(reading.low, start)
    if match is None:
        return None
    digits = re.sub(r"\D", "", match["y"])
    if len(digits) == 2 and not match[0].startswith("fy"):
        return None
    number = int(digits) if len(digits) == 4 else full_year(int(digits), reading.anchor)
    when = year(number)
    return _Found(end=match.end(), timex=timex_of(when), when=when, basis="the year as printed")


_DECADE = re.compile(
    rf"(?:the\s+)?(?:['’‘](?P<two>\d0)['’]?s\b|(?P<word>{_any(DECADE_WORDS)})\b|(?P<cw>19|20|18)(?P<tens>\d0)['’]?s\b)"
)
_CENTURY = re.compile(
    rf"(?:the\s+)?(?:(?P<n>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{_any(CENTURY_WORDS)}))(?:\s+|-)centur(?:y|ies)\b(?P<bc>\s+b\.?c\.?)?"
)
_SHORT_YEAR = re.compile(r"['’‘](?P<y>\d\d)(?!\d|['’]?s\b)")


def _read_decade(reading: _Reading, start: int) -> _Found | None:
    match = _DECADE.match(reading.low, start)
    if match is None:
        return None
    if match["word"]:
        # "in his fifties" is an age.
        if not match[0].startswith("the") or re.search(r"\b(?:his|her|their|my)\s+$", reading.before(start)):
            return None
        tens = DECADE_WORDS[match["word"]]
    else:
        tens = int(match["two"] or match["tens"])
    number = int(match["cw"]) * 100 + tens if match["cw"] else full_year(tens, reading.anchor)
    when = decade(number)
    return _Found(end=match.end(), timex=timex_of(when), when=when, basis="the decade as printed")


def _read_century(reading: _Reading, start: int) -> _Found | None:
    match = _CENTURY.match(reading.low, start)
    if match is None or match["bc"]:
        return None
    number = int(match["n"]) if match["n"] else CENTURY_WORDS[match["word"]]
    if not 1 <= number <= 22:
        return None
    when = century((number - 1) * 100)
    return _Found(end=match.end(), timex=timex_of(when), when=when, basis="the century as printed")


def _read_short_year(reading: _Reading, start: int) -> _Found | None:
    match = _SHORT_YEAR.match(reading.low, start)
    if match is None or not re.search(r"\b(?:in|since|of|by|from|until|summer|spring|fall|winter|class\s+of|early|late|and|the)\s+$", reading.before(start)):
        return None
    when = year(full_year(int(match["y"]), reading.anchor))
    return _Found(end=match.end(), timex=timex_of(when), when=when, basis="the year as printed, in two figures")


_MODIFIED = re.compile(
    r"(?:very\s+)?(?P<mod>early|earlier|late|later|mid)(?P<gap>-|\s+(?:on\s+|in\s+(?=the\s+)|in\s+|during\s+(?:the\s+)?)?)(?:the\s+(?=morning|1|2|['’]|summer|spring|winter|autumn|fall))?"
)


def _read_modified(reading: _Reading, start: int) -> _Found | None:
    low = reading.low
    match = _MODIFIED.match(low, start)
    if match is None or match.end() >= len(low):
        return None
    at = match.end()
    inner = _read_at(reading, at)
    if inner is None or inner.when is None or inner.type not in {"DATE", "TIME"}:
        return None
    if inner.start is not None and inner.start > at:
        return None
    coarse = inner.when.precision in {Precision.DECADE, Precision.CENTURY, Precision.SEASON}
    return replace(inner, start=_with_the(reading, start) if coarse else start)


_SEASON = re.compile(
    rf"(?P<the>the\s+)?(?P<season>{_any(SEASONS)})(?:\s+(?:of\s+)?(?P<y>{_YEAR}|last\s+year|this\s+year|next\s+year)|\s+of\s+['’](?P<yy>\d\d))?(?!\w|['’]s)"
)


def _read_season(reading: _Reading, start: int) -> _Found | None:
    low = reading.low
    match = _SEASON.match(low, start)
    if match is None:
        return None
    name, anchor = match["season"], reading.anchor
    code = SEASONS[name]
    if match["y"] or match["yy"]:
        number = _quarter_year(reading, match["y"] or match["yy"])
        return _when(match.end(), season(number, code), "the season as printed", relative=not (match["y"] or "1")[:1].isdigit()) if number else None
    end = match.end("season")
    lead = reading.before(start)
    wanted = r"\b(?:in|by|until|during|since|through|over|before|after|throughout|late|early|mid-?)\s*$"
    if not re.search(wanted, lead):
        capital = reading.text[match.start("season")].isupper()
        if not (capital and name in {"autumn", "summer", "winter"} and low[end : end + 1] == " " and re.search(r"[a-z]\s+$", lead)):
            return None
        if reading.text[end + 1 : end + 2].isupper():
            return None  # a name: "Winter Palace", "Summer Olympics"
    elif name in {"fall", "spring"} and (re.match(r"\s+of\b|\s+in\b", low[end : end + 4]) or (not match["the"] and name == "fall")):
        return None
    if reading.text[match.start("season")].isupper() and reading.text[end + 1 : end + 2].isupper():
        return None
    found, why, cue = _near(reading, start, end, [season(anchor.year + offset, code) for offset in (-2, -1, 0, 1)])
    return _Found(end=end, timex=timex_of(found), when=found, basis=f"the {name}: {why}", cue=cue, relative=True)


_TIME = re.compile(
    rf"(?P<h>[01]?\d|2[0-3])(?::(?P<m>[0-5]\d)(?::[0-5]\d)?)?(?:\s*(?P<ap>[ap]\.?\s?m\b\.?))?(?:\s*(?P<clock>o['’]clock))?(?:\s+\(?(?P<tz>{_TZ})\)?)?"
)
_TIME_WORD = re.compile(rf"(?P<w>noon|midnight|midday)(?:\s+\(?(?P<tz>{_TZ})\)?)?\b")
_TIME_DATE = re.compile(r"\s+(?:on\s+|of\s+)?(?=[a-z])")


def _read_time(reading: _Reading, start: int) -> _Found | None:
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
        inner = _read_at(reading, gap.end())
        if inner is not None and inner.when is not None and inner.when.precision is Precision.DAY and inner.type in {"DATE", "TIME"} and inner.start in {None, gap.end()}:
            return replace(inner, timex=inner.when.start.isoformat() + clock, type="TIME", start=start)
    base = _reference_day(reading)
    return _Found(end=end, timex=base.start.isoformat() + clock, when=None, type="TIME", basis="a time of day without its date")


_SET = re.compile(
    r"(?:every|each)\s+(?:other\s+|single\s+|(?:two|three|four|five|six|few)\s+)?(?P<unit>day|week|month|quarter|year|hour|minute|night|morning|evening|weekend|decade|spring|summer|winter|fall|autumn)s?\b"
)
_SET_WORDS = {
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


def _read_set(reading: _Reading, start: int) -> _Found | None:
    match = _SET.match(reading.low, start)
    if match is None:
        return None
    unit = match["unit"]
    code = "PT1H" if unit == "hour" else "PT1M" if unit == "minute" else "P1Y" if unit in SEASONS else f"P1{UNITS.get(unit, 'D')}"
    return _Found(end=match.end(), timex=code, type="SET")


def _read_set_word(reading: _Reading, start: int) -> _Found | None:
    match = re.compile(r"[a-z]+").match(reading.low, start)
    if match is None or match[0] not in _SET_WORDS or reading.text[start].isupper():
        return None
    return _Found(end=match.end(), timex=_SET_WORDS[match[0]], type="SET")


_REFERENCES = {
    "PRESENT_REF": ("now", "currently", "at present", "at the moment", "presently", "nowadays", "these days", "right now", "the present"),
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
    "FUTURE_REF": ("soon", "in the future", "the future", "the near future", "shortly", "the long term", "the short term", "the coming future"),
}
_REFERENCE_OF = {words: value for value, group in _REFERENCES.items() for words in group}
_REFERENCE = re.compile(rf"(?:{_any(_REFERENCE_OF)})\b")


def _read_reference(reading: _Reading, start: int) -> _Found | None:
    match = _REFERENCE.match(reading.low, start)
    if match is None or (match[0] == "soon" and re.search(r"\b(?:too|as|so|how|very)\s+$", reading.before(start))) or (match[0].endswith((" past", " present", " future")) and re.match(r"\s+\w", reading.low[match.end() : match.end() + 2]) and not re.match(r"\s+(?:and|but|is|was|will|has|when|that|of|with|as|to)\b", reading.low[match.end() : match.end() + 6])):
        return None
    return _Found(end=match.end(), timex=_REFERENCE_OF[match[0]], relative=True)


_HOLIDAY = re.compile(rf"(?:{_any(w.replace(chr(39), chr(0)) for w in (*HOLIDAYS,))})\b(?:,?\s+(?P<y>{_YEAR}))?".replace(r"\x00", "['’]").replace("\x00", "['’]"))


def _read_holiday(reading: _Reading, start: int) -> _Found | None:
    match = _HOLIDAY.match(reading.low, start)
    if match is None or not reading.text[start].isupper():
        return None
    name = re.sub(r",?\s+\d{4}$", "", match[0]).replace("’", "'")
    if re.match(r"\s+[A-Z]", reading.text[match.end() : match.end() + 2]) and name in {"christmas", "easter", "thanksgiving"}:
        return None
    if name == "independence day" and re.search(r"(?:['’]s|n|h|i)\s+$", reading.before(start)) and not reading.before(start).endswith(("american ", "on ", "in ")):
        return None

    anchor = reading.anchor
    if match["y"]:
        value = holiday(name, int(match["y"]))
        return _when(match.end(), day(value), "the holiday in the year printed") if value else None
    around = [day(value) for offset in (-1, 0, 1) if (value := holiday(name, anchor.year + offset))]
    if not around:
        return None
    found, why, cue = _near(reading, start, match.end(), around)
    return _Found(end=match.end(), timex=timex_of(found), when=found, basis=f"the holiday: {why}", cue=cue)


_NINE_ELEVEN = re.compile(r"9/11(?![/\d])")


def _read_nine_eleven(reading: _Reading, start: int) -> _Found | None:
    match = _NINE_ELEVEN.match(reading.low, start)
    if match is None or (start and reading.low[start - 1] in "/-."):
        return None
    when = day(date(2001, 9, 11))
    return _Found(end=match.end(), timex=timex_of(when), when=when, basis="the attacks of 11 September 2001")


_WEEK_OF = re.compile(r"the\s+(?P<what>week|weekend|month|year|night|morning|afternoon|evening|day|eve)\s+of\s+(?=[a-z\d])")


def _read_week_of(reading: _Reading, start: int) -> _Found | None:
    """ "the week of June 3", "the month of June", "the night of March 4"."""
    match = _WEEK_OF.match(reading.low, start)
    if match is None:
        return None
    inner = _read_at(reading, match.end())
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


# ---------------------------------------------------------------- which rules a word may begin

_STARTS: dict[str, tuple[_Rule, ...]] = {}


def _begin(words: object, *rules: _Rule) -> None:
    for word in words:  # type: ignore[attr-defined]
        _STARTS[word] = _STARTS.get(word, ()) + rules


_begin(MONTHS, _read_month)
_begin((w for w in WEEKDAYS if w.endswith("day")), _read_weekday)
_begin((w for w in WEEKDAYS if not w.endswith("day")), _read_weekday)
_begin((f"{w}s" for w in WEEKDAYS if w.endswith("day")), _read_weekdays)
_begin(("today", "yesterday", "tomorrow", "tonight", "overnight"), _read_deictic)
_begin(
    "last next this past previous preceding prior coming current following same that upcoming these those its their his her our".split(),
    _read_determined,
)
_begin("last past next coming previous first following final recent preceding opening early these those its their his her our".split(), _read_stretch)
_begin(("the",), _read_determined, _read_the, _read_stretch, _read_quarter, _read_decade, _read_century, _read_season, _read_week_of, _read_day_month, _read_year_ago, _read_count, _read_reference)
_begin(("very",), _read_modified)
_begin("early earlier late later mid".split(), _read_modified)
_begin((n for n in NUMBERS if "-" not in n), _read_count)
_begin("several few couple some many dozens hundreds thousands half these number".split(), _read_count)
_begin(("a", "an"), _read_quarter, _read_year_ago)
_begin("first second third fourth final last fiscal 1st 2nd 3rd 4th".split(), _read_quarter)
_begin(("q1", "q2", "q3", "q4"), _read_quarter_code)
_begin(("fiscal", "financial", "fy", "calendar"), _read_fiscal)
_begin("minutes hours days weeks months years decades centuries".split(), _read_bare_units)
_begin("day week month year decade century hour daylong weeklong monthlong yearlong decadelong".split(), _read_long_word)
_begin(("year",), _read_year_ago)
_begin(SEASONS, _read_season)
_begin(DECADE_WORDS, _read_decade)
_begin(CENTURY_WORDS, _read_century)
_begin(("twenty",), _read_century)
_begin(("noon", "midnight", "midday"), _read_time)
_begin(("every", "each"), _read_set)
_begin(_SET_WORDS, _read_set_word)
_begin(sorted({words.split()[0] for words in _REFERENCE_OF} - {"the"}), _read_reference)
_begin(sorted({re.split(r"[ ']", words)[0] for words in (*HOLIDAYS,)} - {"new"}) + ["new"], _read_holiday)

_LONG_FIGURES: tuple[_Rule, ...] = (_read_numeric, _read_years, _read_count)
_SHORT_FIGURES: tuple[_Rule, ...] = (_read_numeric, _read_day_month, _read_count, _read_time, _read_nine_eleven)
_FIGURES_AND_LETTERS: tuple[_Rule, ...] = (
    _read_day_month,
    _read_years,
    _read_century,
    _read_time,
    _read_quarter_code,
    _read_quarter,
)

_UNIT_WORDS = frozenset(
    f"{unit}{s}" for unit in (*UNITS, *CLOCK_UNITS, "weekend", "centurie") for s in ("", "s", "long")
)
_AFTER_NUMBER = _UNIT_WORDS | frozenset(
    "and straight consecutive long full more additional trading working business calendar whole short successive solid "
    "further entire extra a an hundred of past few".split()
)
_DETERMINERS = frozenset(
    "last next this past previous preceding prior coming current following same that upcoming ensuing very first final "
    "recent opening early calendar fiscal financial school academic".split()
)
_AFTER_DETERMINER = (
    _DETERMINERS
    | _UNIT_WORDS
    | frozenset(PARTS)
    | frozenset(SEASONS)
    | frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | frozenset(ORDINALS)
    | frozenset(NUMBERS)
    | frozenset(DECADE_WORDS)
    | frozenset(CENTURY_WORDS)
    | frozenset("several few couple many some dozens hundreds thousands number time period moment point half".split())
    | frozenset("beginning start end close middle turn rest remainder latter course eve year years days".split())
    | frozenset(word for words in _REFERENCE_OF for word in words.split()[1:2])
    | frozenset("long short near".split())
)
_LEADS = frozenset("the a an this that these those its their his her our last next past coming previous first".split())
"""Frequent words that begin an expression only before certain others."""
_COUNTS = frozenset(word for word in (*NUMBERS, "several", "few", "some", "many", "dozens", "hundreds", "thousands") if word not in {"a", "an"})

# A word, with the apostrophe of '82 and ’90s before it.
_WORD = re.compile(r"[^\W_]+")
_FOLLOWING = re.compile(r"[^\W_]+[\s-]+([^\W_]+|['’‘])")


def _may_begin(low: str, at: int, name: str) -> bool:
    """Whether the word after a frequent one lets it begin an expression; spares most of the patterns."""
    allowed = _AFTER_DETERMINER if name in _LEADS else _AFTER_NUMBER if name in _COUNTS else None
    if allowed is None:
        return True
    following = _FOLLOWING.match(low, at)
    return following is not None and (following[1] in allowed or following[1][0] in "0123456789'’‘")


def _read_at(reading: _Reading, at: int) -> _Found | None:
    """The longest expression that begins at an offset."""
    low = reading.low
    if low[at : at + 1] in {"'", "’", "‘"}:
        return _longest(reading, at, (_read_short_year, _read_decade))
    word = _WORD.match(low, at)
    if word is None:
        return None
    name = word[0]
    if name[0].isdigit():
        if not name.isdigit():
            rules = _FIGURES_AND_LETTERS
        else:
            rules = _SHORT_FIGURES if len(name) <= 2 else _LONG_FIGURES
    elif not _may_begin(low, at, name):
        return None
    else:
        rules = _STARTS.get(name, ())
        if not rules and name.startswith("fy"):
            rules = (_read_fiscal,)
    if reading.depth > _DEEPEST:
        return None
    reading.depth += 1
    found = _longest(reading, at, rules)
    reading.depth -= 1
    return found


def _longest(reading: _Reading, at: int, rules: tuple[_Rule, ...]) -> _Found | None:
    best: _Found | None = None
    for rule in rules:
        try:
            found = rule(reading, at)
        except (ValueError, OverflowError):  # beyond the calendar
            continue
        if found is not None and (best is None or found.end > best.end):
            best = found
    return best


_CANDIDATE = re.compile(r"[^\W_]+|['’‘](?=\d\d)")


def _read_text(text: str, low: str, anchor: date, *, caption: bool) -> list[_Found]:
    reading = _Reading(text, low, anchor, caption=caption)
    found: list[_Found] = []
    done = 0
    starts = _STARTS
    for match in _CANDIDATE.finditer(low):
        word = match[0]
        at = match.start()
        if at < done or not (word in starts or word[0].isdigit() or word[0] in "'’‘" or word.startswith("fy")):
            continue
        item = _read_at(reading, at)
        if item is None:
            continue
        begin = at if item.start is None else item.start
        if begin < done:
            begin = at
        if found and low[done:begin] == ", " and _apposed(found[-1], item):
            # "the next day, March 16": the second says which day the first is.
            found[-1] = replace(found[-1], when=item.when, timex=item.timex, basis=item.basis)
        found.append(replace(item, start=begin))
        done = item.end
        if item.when is not None and item.type in {"DATE", "TIME"}:
            reading.reference = item.when
            if item.when.precision is Precision.DAY:
                reading.last_day = item.when
    # What the words say of tense is told for every date: the chronology needs it.
    return [
        replace(item, cue=reading.cue(item.start or 0, item.end)) if item.cue is None and item.when is not None else item
        for item in found
    ]


def _apposed(one: _Found, other: _Found) -> bool:
    days = [item.when is not None and item.when.precision is Precision.DAY and item.type == "DATE" for item in (one, other)]
    return all(days) and one.basis == _FROM_BEFORE and not other.relative


_SINCE = re.compile(r"\b(?:since|starting|beginning)\s+(?:(?:at\s+least|about|around|the)\s+)?$|\bever\s+since\s+$")


def find_expressions(text: str, anchor: When | None, *, caption: bool = False) -> tuple[Expression, ...]:
    """The temporal expressions of plain prose, by offset, disjoint.

    Relative ones count from `anchor`, the day of publication. Where it is an interval they are counted from both its
    ends: equal results stand, others give the days between. Without an anchor only absolute dates resolve. Inside
    quotation marks relative expressions stay open, since the day of speaking is not known; their TIMEX3 value is the one
    of the standard, which knows no such scruple.
    """
    low = text.lower()
    if len(low) != len(text):  # İ and its like
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    ends = _DUMMY_ANCHORS if anchor is None else (anchor.start, anchor.end)
    if not all(FIRST_YEAR <= end.year <= LAST_YEAR for end in ends):
        ends = _DUMMY_ANCHORS
        anchor = None
    readings = [_read_text(text, low, end, caption=caption) for end in dict.fromkeys(ends)]
    quoted = [item.inner for item in _quoted_stretches(text)] if readings[0] else []
    found = []
    for index, item in enumerate(readings[0]):
        start = item.start or 0
        others = [other for reading in readings[1:] for other in (_same(reading, item, index),)]
        when, timex, basis = item.when, item.timex, item.basis
        for other in others:
            if other is None:
                when, timex = None, _mask(timex, "")
            elif other.timex != timex or other.when != when:
                when = _between(when, other.when) if anchor is not None else None
                timex = _mask(timex, other.timex)
                basis = "the day of publication lies between two days" if anchor is not None else "the day of publication is not known"
        inside = any(stretch.start <= start and item.end <= stretch.end for stretch in quoted)
        if inside and item.relative and item.type in {"DATE", "TIME"} and when is not None:
            when, basis = None, "in a quotation: the day of speaking is not stated"
        found.append(
            Expression(
                start=start,
                end=item.end,
                when=when,
                timex=timex,
                type=item.type,
                basis=basis,
                since=when is not None and bool(_SINCE.search(low[max(0, start - 24) : start])),
                quoted=inside,
                cue=item.cue or NO_CUE,
                relative=item.relative,
            )
        )
    return tuple(found)


def _quoted_stretches(text: str):  # type: ignore[no-untyped-def]
    """Quotations, paragraph by paragraph."""
    at = 0
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        for item in find_quoted(paragraph):
            yield replace(item, inner=Span(item.inner.start + at, item.inner.end + at))
        at += len(paragraph)


def _same(reading: list[_Found], item: _Found, index: int) -> _Found | None:
    """The counterpart of an expression in a reading from another day."""
    if index < len(reading) and reading[index].start == item.start:
        return reading[index]
    return next((other for other in reading if other.start == item.start and other.end == item.end), None)


def _between(one: When | None, other: When | None) -> When | None:
    if one is None or other is None:
        return None
    if one.precision is Precision.DAY and other.precision is Precision.DAY:
        first, last = sorted((one.start, other.start))
        return When(start=first, end=last, precision=Precision.INTERVAL, one_of=True)
    first_of, last_of = sorted((one, other), key=lambda when: when.sort_key)
    return replace(span(first_of, last_of), one_of=True, uncertain=True)


def _mask(one: str, other: str) -> str:
    """A TIMEX3 value with the fields two readings do not share replaced by X."""
    if one.startswith(("P", "F")) or not one[:1].isdigit():
        return one
    if len(one) != len(other) or not other[:1].isdigit():
        return "XXXX-XX-XX"
    parts, others = re.split(r"([-T])", one), re.split(r"([-T])", other)
    if len(parts) != len(others):
        return "XXXX-XX-XX"
    return "".join(a if a == b else re.sub(r"\d", "X", a) for a, b in zip(parts, others, strict=True))


def find_dates(article: Article) -> tuple[DateMention, ...]:
    """The temporal expressions in all blocks of an article, by block and offset.

    They count from the article's date of publication; where a dateline prints a day shortly before it, from that day.
    """
    anchor = _anchor(article)
    mentions = []
    for number, block in enumerate(article.blocks):
        for item in find_expressions(block.text, anchor, caption=block.kind is BlockKind.CAPTION):
            mentions.append(
                DateMention(
                    passage=Passage(article.slug, number, Span(item.start, item.end)),
                    surface=block.text[item.start : item.end],
                    when=item.when,
                    timex=item.timex,
                    timex_type=item.type,
                    basis=item.basis,
                    since=item.since,
                    quoted=item.quoted,
                    cue=item.cue.tense,
                )
            )
    return tuple(mentions)


def _anchor(article: Article) -> When | None:
    published = article.published.when
    if published is None or article.dateline is None or not article.dateline.date:
        return published
    for item in find_expressions(article.dateline.date, published):
        if item.when is not None and item.when.precision is Precision.DAY and item.type == "DATE":
            lag = (published.start - item.when.start).days
            if 0 <= lag <= _DATELINE_LAG:
                return item.when
    return published
