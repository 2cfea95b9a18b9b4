"""Temporal expressions in prose: where they stand, and which days they mean.

The text is read once, word by word; a word that can begin an expression ("last", "May", "3") has a few patterns, and the
longest match counts. Relative expressions count from the anchor, the day of publication, which may be bounded or unknown:
the text is then read from both ends of the bounds, and what comes out the same is known.

Source: values follow TIMEX3 (TimeML 1.2.1, annotation guidelines of 2006) and EDTF (ISO 8601-2:2019).
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from briefbook.annotate.counts import read_count, read_weekdays_away
from briefbook.annotate.deictics import read_deictic, read_modified, read_the, read_week_of
from briefbook.annotate.determined import read_determined
from briefbook.annotate.durations import (
    REFERENCE_OF,
    SET_WORDS,
    read_bare_units,
    read_long_word,
    read_reference,
    read_set,
    read_set_word,
    read_stretch,
    read_time,
)
from briefbook.annotate.printed import read_day_month, read_holiday, read_month, read_nine_eleven, read_numeric
from briefbook.annotate.reading import BACK, Found, Reading, Rule
from briefbook.annotate.reckoning import FIRST_YEAR, HOLIDAYS, LAST_YEAR
from briefbook.annotate.sentences import find_quoted
from briefbook.annotate.tenses import NO_CUE, Cue
from briefbook.annotate.timewords import (
    CENTURY_WORDS,
    CLOCK_UNITS,
    DECADE_WORDS,
    DETERMINERS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    PARTS,
    SEASONS,
    UNITS,
    WEEKDAYS,
)
from briefbook.annotate.weekdays import read_weekday, read_weekdays
from briefbook.annotate.years import (
    read_century,
    read_decade,
    read_fiscal,
    read_quarter,
    read_quarter_code,
    read_season,
    read_short_year,
    read_year_ago,
    read_year_end,
    read_years,
)
from briefbook.model.article import Article, BlockKind, Passage
from briefbook.model.event import DateMention
from briefbook.model.text import Span
from briefbook.model.when import MONTHS as MONTH_NAMES
from briefbook.model.when import Precision, When, interval, span

_DUMMY_ANCHORS = (date(1903, 2, 11), date(2094, 10, 21))
"""Two days far apart: what both give alike does not depend on the day of publication."""


_BOUNDED = "the day of publication lies between two days"
_UNKNOWN = "the day of publication is not known"
_SPOKEN = "in a quotation: the day of speaking is not stated"
_WIDEST = 31
"""Days between the bounds of a publication date beyond which "Tuesday" is left open: one of five Tuesdays is no news."""
_UPDATE_LAG = 6
"""Days after publication within which an update adds news, told from its own day, and no weekday comes twice between the
two; later ones correct, or date a page that is kept up."""
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


_OPENERS: tuple[tuple[Iterable[str], tuple[Rule, ...]], ...] = (
    (MONTHS, (read_month,)),
    (WEEKDAYS, (read_weekday,)),
    ((f"{name}s" for name in WEEKDAYS), (read_weekdays,)),
    (("today", "yesterday", "tomorrow", "tonight", "overnight"), (read_deictic,)),
    (DETERMINERS, (read_determined, read_stretch)),
    (
        ("the",),
        (
            read_determined,
            read_the,
            read_stretch,
            read_quarter,
            read_decade,
            read_century,
            read_season,
            read_week_of,
            read_day_month,
            read_year_ago,
            read_count,
            read_reference,
        ),
    ),
    (("year",), (read_year_end,)),
    (("early", "earlier", "late", "later", "mid", "very"), (read_modified,)),
    ((name for name in NUMBERS if "-" not in name), (read_count, read_weekdays_away)),
    ("several few couple some many dozens hundreds thousands half these number".split(), (read_count,)),
    (("a", "an"), (read_quarter, read_year_ago)),
    ("first second third fourth final last fiscal".split(), (read_quarter,)),
    (("q1", "q2", "q3", "q4"), (read_quarter_code,)),
    (("fiscal", "financial", "fy", "calendar"), (read_fiscal,)),
    ((f"fy{short:02}" for short in range(100)), (read_fiscal,)),
    ("minutes hours days weeks months years decades centuries".split(), (read_bare_units,)),
    (
        "day week month year decade century hour daylong weeklong monthlong yearlong decadelong".split(),
        (read_long_word,),
    ),
    (("year",), (read_year_ago,)),
    (SEASONS, (read_season,)),
    (DECADE_WORDS, (read_decade,)),
    (CENTURY_WORDS, (read_century,)),
    (("twenty",), (read_century,)),
    (("noon", "midnight", "midday"), (read_time,)),
    (("every", "each"), (read_set,)),
    (SET_WORDS, (read_set_word,)),
    (sorted({words.split()[0] for words in REFERENCE_OF} - {"the"}), (read_reference,)),
    (sorted({re.split(r"\W", name)[0] for name in HOLIDAYS}), (read_holiday,)),
)
"""The words that can begin an expression, with the rules to try there."""


def _by_word() -> dict[str, tuple[Rule, ...]]:
    rules: dict[str, tuple[Rule, ...]] = {}
    for words, tried in _OPENERS:
        for word in words:
            rules[word] = rules.get(word, ()) + tried
    return rules


_STARTS = _by_word()

_LONG_FIGURES: tuple[Rule, ...] = (read_numeric, read_years, read_count)


_SHORT_FIGURES: tuple[Rule, ...] = (
    read_numeric,
    read_day_month,
    read_count,
    read_weekdays_away,
    read_time,
    read_nine_eleven,
)


_FIGURES_AND_LETTERS: tuple[Rule, ...] = (
    read_day_month,
    read_years,
    read_century,
    read_time,
    read_quarter_code,
    read_quarter,
)


_UNIT_WORDS = frozenset(
    f"{unit}{s}" for unit in (*UNITS, *CLOCK_UNITS, "weekend", "centurie") for s in ("", "s", "long")
)


_AFTER_NUMBER = _UNIT_WORDS | frozenset(
    "mondays tuesdays wednesdays thursdays fridays saturdays sundays and straight consecutive long full more additional trading working business calendar whole short successive solid "
    "further entire extra a an hundred of past few one two three four five six seven eight nine".split()
)


_AFTER_DETERMINER = (
    _UNIT_WORDS
    | frozenset(PARTS)
    | frozenset(SEASONS)
    | frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | frozenset(ORDINALS)
    | frozenset(NUMBERS)
    | frozenset(DECADE_WORDS)
    | frozenset(CENTURY_WORDS)
    | frozenset(DETERMINERS)
    | frozenset("very ensuing calendar fiscal financial school academic".split())
    | frozenset("several few couple many some dozens hundreds thousands number time period moment point half".split())
    | frozenset("beginning start end close middle turn rest remainder latter course eve year years days".split())
    | frozenset(word for words in REFERENCE_OF for word in words.split()[1:2])
    | frozenset("long short near".split())
)


_LEADS = frozenset("the a an this that these those its their his her our last next past coming previous first".split())
"""Frequent words that begin an expression only before certain others."""


_COUNTS = frozenset(
    word
    for word in (*NUMBERS, "several", "few", "some", "many", "dozens", "hundreds", "thousands")
    if word not in {"a", "an"}
)


_WORD = re.compile(r"[^\W_]+|['’‘](?=\d\d)")
"""A word, or the apostrophe of '82 and ’90s."""
_FOLLOWING = re.compile(r"[\s-]+([^\W_]+|['’‘])")
_FIGURES = frozenset("0123456789")
_FIGURE_SIGNS = _FIGURES | frozenset("'’‘")
_MUST_FOLLOW = {
    **dict.fromkeys(_COUNTS, _AFTER_NUMBER),
    **dict.fromkeys(_LEADS, _AFTER_DETERMINER),
    "in": frozenset({"the"}),
    "at": frozenset({"the", "one", "present"}),
    "new": frozenset({"year"}),
}
"""For frequent words, those before which alone they begin an expression; spares most of the patterns."""


def _read_at(reading: Reading, at: int) -> Found | None:
    """The longest expression that begins at an offset."""
    word = _WORD.match(reading.low, at)
    return _read_word(reading, at, word[0], word.end()) if word else None


def _read_word(reading: Reading, at: int, word: str, end: int) -> Found | None:
    """The longest expression that begins with a word."""
    rules = _STARTS.get(word)
    if rules is None:
        if word[0] not in _FIGURE_SIGNS:
            return None
        if word[0] not in _FIGURES:
            rules = (read_short_year, read_decade)
        elif word.isdigit():
            rules = _SHORT_FIGURES if len(word) <= 2 else _LONG_FIGURES
        else:
            rules = _FIGURES_AND_LETTERS
    elif (allowed := _MUST_FOLLOW.get(word)) is not None:
        following = _FOLLOWING.match(reading.low, end)
        if following is None or (following[1] not in allowed and following[1][0] not in _FIGURE_SIGNS):
            return None
    return _longest(reading, at, rules)


def _longest(reading: Reading, at: int, rules: tuple[Rule, ...]) -> Found | None:
    """What the rule that reaches farthest makes of the words at an offset."""
    best: Found | None = None
    for rule in rules:
        try:
            found = rule(reading, at)
        except (ValueError, OverflowError):  # beyond the calendar
            continue
        if found is not None and (best is None or found.end > best.end):
            best = found
    return best


def _read_text(text: str, low: str, anchor: date, told: Iterable[When], *, caption: bool) -> list[Found]:
    """What stands in a text, by offset, counted from one anchor day; `told` are the dates read before it."""
    reading = Reading(text, low, anchor, _read_at, caption=caption, told=told)
    found: list[Found] = []
    done = 0
    for match in _WORD.finditer(low):
        word = match[0]
        if word not in _STARTS and word[0] not in _FIGURE_SIGNS:
            continue
        at = match.start()
        if at < done:
            continue
        item = _read_word(reading, at, word, match.end())
        if item is None:
            continue
        begin = at if item.start is None else item.start
        if begin < done:
            begin = at
        if found and low[done:begin] in {", ", ", in ", ", on "} and _apposed(found[-1], item):
            # "the next day, March 16": the second says which day the first is.
            found[-1] = replace(found[-1], when=item.when, timex=item.timex, basis=item.basis)
        found.append(replace(item, start=begin))
        done = item.end
        if item.when is not None and item.type in {"DATE", "TIME"}:
            reading.tell(item.when)
    # What the words say of tense is told for every date: the chronology needs it.
    return [
        replace(item, cue=reading.cue(item.start or 0, item.end))
        if item.cue is None and item.when is not None
        else item
        for item in found
    ]


def _apposed(one: Found, other: Found) -> bool:
    """Whether a printed date stands in apposition to one of the same precision that refers back."""
    if one.when is None or other.when is None or (one.type, other.type) != ("DATE", "DATE"):
        return False
    return one.when.precision is other.when.precision and one.basis.endswith(BACK) and not other.relative


_SINCE = re.compile(r"\b(?:since|starting|beginning)\s+(?:(?:at\s+least|about|around|the)\s+)?$|\bever\s+since\s+$")


def find_expressions(
    text: str, anchor: When | None, *, caption: bool = False, told: Sequence[When] = (), updated: bool = False
) -> tuple[Expression, ...]:
    """The temporal expressions of plain prose, by offset, disjoint.

    Relative ones count from `anchor`, the day of publication. Where it is an interval they are counted from both its
    ends: equal results stand, others give the days between, or stay open where the ends lie more than a month apart. Without an anchor only absolute dates resolve. Inside
    quotation marks relative expressions stay open, since the day of speaking is not known; their TIMEX3 value is the one
    of the standard, which knows no such scruple. "The next day" counts from the date before it, which may be the last of
    `told`, the dates of the text before. Where the page was `updated`, `anchor` reaches from its publication to
    that day, and the basis tells both results.
    """
    low = text.lower()
    if len(low) != len(text):  # İ and its like
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    ends = _DUMMY_ANCHORS if anchor is None else (anchor.start, anchor.end)
    if not all(FIRST_YEAR <= end.year <= LAST_YEAR for end in ends):
        ends = _DUMMY_ANCHORS
        anchor = None
    wide = (ends[-1] - ends[0]).days > _WIDEST
    readings = [_read_text(text, low, end, told, caption=caption) for end in dict.fromkeys(ends)]
    others = [{item.start: item for item in reading} for reading in readings[1:]]
    quoted = _quoted_stretches(text) if readings[0] else []
    starts = [stretch.start for stretch in quoted]
    found = []
    for item in readings[0]:
        start = item.start or 0
        when, timex, basis = item.when, item.timex, item.basis
        for reading in others:
            other = reading.get(start)
            if other is None or other.timex != timex or other.when != when:
                basis = _BOUNDED if anchor is not None else _UNKNOWN
                if updated and other is not None:
                    basis = _tell_both(when, other.when)
                when = _between(when, other.when) if other is not None and anchor is not None and not wide else None
                timex = _mask(timex, other.timex if other else "")
        nearest_quote = bisect_right(starts, start) - 1
        inside = nearest_quote >= 0 and item.end <= quoted[nearest_quote].end
        if inside and item.relative and item.type in {"DATE", "TIME"} and when is not None:
            when, basis = None, _SPOKEN
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


def _quoted_stretches(text: str) -> list[Span]:
    """What stands in quotation marks, read paragraph by paragraph."""
    found, at = [], 0
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        found += [Span(item.inner.start + at, item.inner.end + at) for item in find_quoted(paragraph)]
        at += len(paragraph)
    return found


def _between(one: When | None, other: When | None) -> When | None:
    """All that two readings allow."""
    if one is None or other is None:
        return None
    if one.precision is Precision.DAY and other.precision is Precision.DAY:
        first, last = sorted((one.start, other.start))
        return When(start=first, end=last, precision=Precision.INTERVAL, one_of=True)
    first_of, last_of = sorted((one, other), key=lambda when: when.sort_key)
    return replace(span(first_of, last_of), one_of=True, uncertain=True)


def _tell_both(one: When | None, other: When | None) -> str:
    """The basis of what publication and an update give differently: both days, where days they are."""
    if one is None or other is None or not (one.precision is other.precision is Precision.DAY):
        return "counted from publication or from the update, which differ"
    first, second = (f"{day.start.day} {MONTH_NAMES[day.start.month - 1]}" for day in (one, other))
    return f"{first} counted from publication, {second} from the update"


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

    They count from the article's date of publication; where a dateline prints a day shortly before it, from that day; where
    the page was added to within days, from both that day and the update's.
    """
    anchor = _anchor(article)
    published, changed = article.published.when, article.published.updated
    updated = bool(anchor and published and changed and changed <= published.start + timedelta(days=_UPDATE_LAG))
    if anchor and changed and updated:
        anchor = interval(anchor.start, changed, one_of=True)
    found: list[DateMention] = []
    told: list[When] = []
    for number, block in enumerate(article.blocks):
        caption = block.kind is BlockKind.CAPTION
        items = find_expressions(block.text, anchor, caption=caption, told=() if caption else told, updated=updated)
        if not caption:
            told = _last_told(told, items)
        found += (
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
            for item in items
        )
    return tuple(found)


def _last_told(told: Sequence[When], items: Iterable[Expression]) -> list[When]:
    """The days read so far, each once, the last one last, and the last date, which the next paragraph may refer back to."""
    every = [*told, *(item.when for item in items if item.when is not None and item.type in {"DATE", "TIME"})]
    days = dict.fromkeys(when for when in reversed(every) if when.precision is Precision.DAY)
    return [*reversed(days), *every[-1:]]


def _anchor(article: Article) -> When | None:
    """The day that relative expressions of an article count from."""
    published = article.published.when
    if published is None or article.dateline is None or not article.dateline.date:
        return published
    for item in find_expressions(article.dateline.date, published):
        if item.when is not None and item.when.precision is Precision.DAY and item.type == "DATE":
            lag = (published.start - item.when.start).days
            if 0 <= lag <= _DATELINE_LAG:
                return item.when
    return published
