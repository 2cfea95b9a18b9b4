"""One pass over a text from one anchor day: what the rules for temporal expressions share."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from briefbook.annotate.reckoning import full_year, timex_of
from briefbook.annotate.sentences import find_sentences
from briefbook.annotate.tenses import FUTURE, NO_CUE, PAST, UNPLANNED, Cue, find_cue, is_past
from briefbook.annotate.timewords import MONTHS, NUMBERS, WEEKDAYS
from briefbook.model.text import Span
from briefbook.model.when import Precision, When, day

_JUST_PAST = 28
"""Days before publication within which the day of a month printed without its year is the last one, unless a word right at
it looks ahead; by hand."""
_YEAR_PRINTED = 280
"""Days behind publication from which a paper prints the year, or says "last January"; by hand."""
_HALF_YEAR, _SEASON = 200, 130
"""Days ahead beyond which a word of the future at some distance is not believed, if the last such day lies no longer back."""
_WEEKS_AHEAD = 62
"""Days ahead within which it need not."""
_OPENING_WORDS = 3
"""Words before a date that still opens its sentence: "On Jan. 6", "From March to May"."""
_DEEPEST = 5
"""Expressions read inside one another: more than any phrase nests, few enough for any input."""


def any_of(words: Iterable[str]) -> str:
    """A pattern of alternatives, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


MON = rf"(?:(?:{any_of(m for m in MONTHS if len(m) > 4 or m in ('may', 'june', 'july'))})\b|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"


WD = rf"(?:{any_of(w for w in WEEKDAYS if w.endswith('day'))})"


WDA = rf"(?:{WD}|(?:mon|tues|tue|wed|thurs|thur|thu|fri|sat|sun)\b\.?)"


YEAR = r"(?:1\d\d\d|20\d\d|21\d\d)(?![\d])"


DAYNUM = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:st\b|nd\b|rd\b|th\b)?"


NUM = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}(?:\.\d{{1,3}})?|(?:{any_of(n for n in NUMBERS if n not in ('a', 'an', 'zero'))}))"


UNIT = r"(?:second|minute|hour|day|week|weekend|month|quarter|year|decade|century|centurie)"


OLD = r"(?P<tail>\s+ago\b|\s+(?:earlier|later|before|after|hence|from\s+now|from\s+today|beforehand|afterwards?|previously)\b)"


TZ = r"(?:utc|gmt|e[sd]?t|p[sd]?t|c[sd]t|m[sd]t|bst|ce?s?t|local\s+time|moscow\s+time|eastern(?:\s+time)?|z)\b"


YEAR_NOT_PRINTED = "year not printed"
"""How the basis of a day begins whose year is counted from publication."""


BACK = "the date before it"
"""What relative dates that are not counted from publication are counted from."""
FROM_BEFORE = f"counted from {BACK}"
NOT_TOLD = "counted from a day that the words before do not tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule makes of a match."""

    end: int
    timex: str
    when: When | None = None
    type: str = "DATE"
    basis: str = ""
    relative: bool = False
    start: int | None = None
    cue: Cue | None = None


Rule = Callable[["Reading", int], Found | None]


class Reading:
    """One pass over one text from one anchor day."""

    def __init__(
        self, text: str, low: str, anchor: date, read: "Rule", *, caption: bool, told: Iterable[When] = ()
    ) -> None:
        self.text, self.low, self.anchor, self.caption = text, low, anchor, caption
        self._read = read
        self.reference: When | None = None
        """The last calendar date read, which "a year earlier" refers to."""
        self.last_day: When | None = None
        """The last single day read, which "that day" refers to."""
        self.days: dict[tuple[int, int], When] = {}
        """The single days read, by month and day of the month."""
        for when in told:
            self.tell(when)
        self._depth = 0
        self._sentences: tuple[Span, ...] | None = None

    def tell(self, when: When) -> None:
        """Remembers a date that was read, for those that refer back to it."""
        self.reference = when
        if when.precision is Precision.DAY:
            self.last_day = when
            self.days[when.start.month, when.start.day] = when

    def read(self, at: int) -> Found | None:
        """The longest expression that begins at an offset; rules call it for what stands inside theirs."""
        if self._depth > _DEEPEST:
            return None
        self._depth += 1
        found = self._read(self, at)
        self._depth -= 1
        return found

    def sentence(self, at: int) -> Span:
        """The sentence around an offset."""
        if self._sentences is None:
            self._sentences = find_sentences(self.text)
        index = bisect_right(self._sentences, at, key=lambda span: span.start) - 1
        return self._sentences[index] if index >= 0 else Span(0, len(self.text))

    def cue(self, start: int, end: int) -> Cue:
        """What the words around say of the tense."""
        around = self.sentence(start)
        return find_cue(self.low, start, end, around.start, max(end, around.end), caption=self.caption, text=self.text)

    def before(self, start: int, length: int = 24) -> str:
        """The small letters just before an offset."""
        return self.low[max(0, start - length) : start]


def number_of(words: str) -> float | None:
    """The number that `words` spell; None for a vague one."""
    words = words.strip()
    if words[:1].isdigit():
        return float(words.replace(",", ""))
    found = NUMBERS.get(words.replace(" ", "-") if " " in words else words)
    return None if found is None else float(found)


def nearest(
    reading: Reading, start: int, end: int, candidates: list[When], *, look_ahead: bool = True
) -> tuple[When, str, Cue]:
    """Of the same date in several years, the one the words mean: by tense, else the nearest to the anchor."""
    anchor = reading.anchor
    here = next((when for when in candidates if when.start <= anchor <= when.end), None)
    cue = reading.cue(start, end)
    past = [when for when in candidates if when.end < anchor]
    ahead = [when for when in candidates if when.start > anchor]
    if here is not None:
        return here, "the one in which the article appeared", cue
    just_past = bool(past) and (anchor - past[-1].end).days <= _JUST_PAST
    far = _far_ahead(anchor, past, ahead) and not _will_fall(reading, start, cue)
    if cue.tense == FUTURE and not cue.near and (just_past or far):
        # A year ahead of a day some weeks ago would be printed with its year.
        return past[-1], "the last, shortly before publication", NO_CUE
    if cue.tense == FUTURE and ahead and look_ahead:
        return ahead[0], f"the next after publication, since “{cue.word}” looks ahead", cue
    if cue.tense == PAST and past and not (ahead and _far_behind(reading, start, cue, past[-1], ahead[0])):
        return past[-1], "the last before publication", cue
    pair = [*past[-1:], *ahead[:1]]
    best = min(pair, key=lambda when: min(abs((when.start - anchor).days), abs((when.end - anchor).days)))
    return best, "the nearest to publication", cue


def _far_ahead(anchor: date, past: Sequence[When], ahead: Sequence[When]) -> bool:
    """Whether the next such day is more than half a year off and the last not: what "will" speaks of is not that day."""
    return (
        bool(past and ahead) and (ahead[0].start - anchor).days > _HALF_YEAR and (anchor - past[-1].end).days < _SEASON
    )


_WILL_REACH = 8
"""Words between "will" and a date in one breath: "will hold its presidential vote on Oct. 27"."""


def _will_fall(reading: Reading, start: int, cue: Cue) -> bool:
    """Whether "will" and the date are of one clause, with nothing between them that lies behind: no other verb, no disaster."""
    if cue.word not in {"will", "shall", "won't", "won’t"}:
        return False
    before = reading.low[reading.sentence(start).start : start]
    words = before.rpartition(f" {cue.word} ")[2].split()
    return (
        f" {cue.word} " in before
        and len(words) <= _WILL_REACH
        and all(word.replace("-", "").isalpha() for word in words)
        and not any(
            is_past(word) or word in UNPLANNED or word in {"who", "which", "that", "over", "for"} for word in words
        )
    )


def _far_behind(reading: Reading, start: int, cue: Cue, past: When, ahead: When) -> bool:
    """Whether a past verb at some distance cannot be the date's: "decided in December against singing on Jan. 20".

    A day almost a year back would be printed with its year, one some weeks ahead is not. Where the date opens its sentence
    or stands right behind the verb, the verb is its own.
    """
    anchor = reading.anchor
    if (
        cue.near
        or cue.word in {"after", "following"}
        or (anchor - past.end).days < _YEAR_PRINTED
        or (ahead.start - anchor).days > _WEEKS_AHEAD
    ):
        return False
    return len(reading.low[reading.sentence(start).start : start].split()) > _OPENING_WORDS


def relative_year(reading: Reading, word: str) -> int | None:
    """The year that "last", "this", "the following" means; None where there is nothing to refer to."""
    word = word.rsplit(maxsplit=1)[-1]
    if word in {"last", "this", "next"}:
        return reading.anchor.year + {"last": -1, "this": 0, "next": 1}[word]
    if reading.reference is None:
        return None
    return reading.reference.start.year + {"same": 0, "that": 0, "following": 1, "previous": -1}.get(word, 0)


def with_the(reading: Reading, start: int) -> int:
    """The offset of a "the" just before, or the offset itself."""
    return start - 4 if reading.low[max(0, start - 4) : start] == "the " else start


def made(end: int, when: When | None, basis: str, *, relative: bool = False, start: int | None = None) -> Found | None:
    """What a rule found, with the TIMEX3 value of its days; None without days."""
    if when is None:
        return None
    return Found(end=end, timex=timex_of(when), when=when, basis=basis, relative=relative, start=start)


def not_told(end: int) -> Found:
    """What "the following day" is where no day was told before it."""
    return Found(end=end, timex="XXXX-XX-XX", basis=NOT_TOLD)


def reference_day(reading: Reading) -> When:
    """The last single day read, or the anchor."""
    return reading.last_day or day(reading.anchor)


AFTER_SIDE = re.compile(
    r"\s*(?:[.,;:)\n!?”\"]|$|(?:and|but|when|in|at|on|with|to|as|while|by|because|for|from|that)\b)"
)


def plain_number(number: float | None) -> str:
    """A number as TIMEX3 writes it in a duration; X for a vague one."""
    if number is None:
        return "X"
    return str(int(number)) if number == int(number) else f"{number:g}"


def quarter_year(reading: Reading, words: str) -> int | None:
    """The year that the words after a quarter name or mean."""
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
