"""Where the sentences of a paragraph end, and which of its words stand in quotation marks."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefbook.model.text import Span

_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof rev hon gov gen lt col maj capt cmdr sgt cpl adm brig sen rep pres sec amb st ste mt ft jr sr
    messrs mme mlle supt det insp dep asst atty dist vs etc al inc corp co ltd bros dept univ assn est no nos vol
    fig p pp cf viz approx min max jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri
    sat sun ave blvd rd hwy""".split()
)
"""Words that keep their full stop inside a sentence."""
_MAY_END = frozenset({"jr", "sr", "etc", "inc", "corp", "co", "ltd", "bros", "al", "no"})
"""Of these, those that also end sentences: the next word decides."""
STARTERS = frozenset(
    """the a an he she it they we i you his her its their our in on at but and as after before if when while this that these
    those there for with from to so yet however meanwhile also both some many most several another what who why how
    since although though despite not no one two three officials police""".split()
)
"""Words whose capital tells nothing but that a sentence starts."""

_STOP = re.compile(r"""[.!?]+(?:\s?»|«|['’]{2}|["”“’')\]]){0,3}(?=\s)|\n[ \t]*\n""")
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)$")
_NEXT = re.compile(r"""\s+(?:["“‘'(\[„]|[«»]\s?|``)*(\w+|\S)?""")
_LONGEST_WORD = 40
"""Characters looked at before a full stop."""


def find_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of `text` in order, without the white space around them; together they hold every other character."""
    spans: list[Span] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _ends(text, start, stop.start(), stop.end()):
            _add(spans, text, start, stop.end())
            start = stop.end()
    _add(spans, text, start, len(text))
    return tuple(spans)


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    if lead < len(piece):
        spans.append(Span(start + lead, start + len(piece.rstrip())))


def _ends(text: str, start: int, stop: int, after: int) -> bool:
    if text[stop] == "\n":
        return True
    following = _NEXT.match(text, after)
    word = (following[1] or "") if following else ""
    if text[stop] != ".":
        # "Why?" he asked: the sentence goes on in small letters.
        return not word[:1].islower()
    if word[:1].islower():
        return False
    before = _WORD_BEFORE.search(text[max(start, stop - _LONGEST_WORD) : stop])
    if before is None or text[stop : stop + 2] == "..":
        return True
    last = before[1].lower()
    if last in _ABBREVIATIONS:
        return last in _MAY_END and not word[:1].isdigit() and word.lower() in STARTERS
    if "." in last:  # U.S., a.m., U.N.
        return word.lower() in STARTERS or not word[:1].isalnum()
    if len(last) == 1 and last != "i" and before[1].isupper():  # an initial
        return word.lower() in STARTERS
    return True


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quotation marks."""

    inner: Span
    """Without the marks."""
    closed: bool
    """False where the paragraph ends before the mark that would close it."""


_MARK = re.compile(r"[“”\"„«»]|``|''")
_SINGLE_OPENS = re.compile(
    r"(?<![^\s(\[—–-])(?P<sign>[‘'])(?=[^\W_]|…|\.\.\.)(?!(?:em|til|tis|twas|cause|round|bout|n|cos|cuz)\b)(?!\d\ds?\b)",
    re.IGNORECASE,
)
"""A single mark that may open: not the apostrophe of 'em or '90s."""
_SINGLE_CLOSES = re.compile(r"(?<=[^\s‘'(\[])(?P<sign>[’'])(?![\w’'])")
_APOSTROPHE = re.compile(r"(?i)(?:s|in)[’']\s+[a-z]")
"""A mark that may be the apostrophe of "the crews' boats" or "goin' home"."""
_COMMON_WORD = re.compile(r"\b[a-z]{4}")
_CLOSED_BY = {"“": "”''", "``": "''”", "„": '“”"', "«": "»", "»": "«", "”": "”", '"': '"”'}
"""By opening mark: the marks that close it."""
_LONGEST_QUOTE = 2000
"""Characters within which a mark must be closed that opens in few languages."""


def find_quoted(text: str) -> tuple[Quoted, ...]:
    """The stretches of one paragraph that stand in quotation marks, in order and disjoint: “…” and "…", «…» and »…«, „…“,
    ”…”, and ‘…’ or '…' where these are the outer ones.

    Where a paragraph ends inside a quotation, as it does when the next one goes on with it, the last stretch is not
    closed. Marks that cannot be paired (an inch sign, an apostrophe) open nothing.
    """
    doubles = list(_MARK.finditer(text))
    if "‘" in text or "'" in text:
        singles = _find_single(text)
        if singles and _hold(singles, doubles):
            return singles
    return _find_double(text, doubles)


def _find_double(text: str, marks: Iterable[re.Match[str]]) -> tuple[Quoted, ...]:
    found: list[Quoted] = []
    opened: int | None = None
    opener = ""
    for mark in marks:
        sign = mark[0]
        if opened is None:
            if _can_open(text, mark):
                opened, opener = mark.end(), sign
        elif sign in _CLOSED_BY[opener] and not (
            # A straight mark that opens while another is open: the first was never closed.
            sign == opener == '"' and _opens(text, mark.end()) and _parted(text, mark.start())
        ):
            found.append(Quoted(Span(opened, mark.start()), closed=True))
            opened = None
        elif sign == opener and sign != "”":
            found.append(Quoted(Span(opened, opened), closed=False))
            opened = mark.end()
    if opened is not None:
        found.append(Quoted(Span(opened, len(text)), closed=False))
    return tuple(item for item in found if item.inner.start < item.inner.end)


def _can_open(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark opens a quotation where none is open."""
    match mark[0]:
        case "“" | "``" | "„" | "«":
            return True
        case "»" | "”":  # they open in some languages, but close in most
            closed = text.find(_CLOSED_BY[mark[0]], mark.end(), mark.end() + _LONGEST_QUOTE) >= 0
            return closed and _parted(text, mark.start()) and _opens(text, mark.end())
        case '"':  # not that of 6"
            return _opens(text, mark.end())
        case _:
            return False


def _find_single(text: str) -> tuple[Quoted, ...]:
    """What stands in single marks. An apostrophe closes nothing where a better mark follows before the next opening one."""
    closers: dict[str, list[int]] = {"’": [], "'": []}
    for mark in _SINGLE_CLOSES.finditer(text):
        closers[mark["sign"]].append(mark.start())
    openers = list(_SINGLE_OPENS.finditer(text))
    found: list[Quoted] = []
    for index, mark in enumerate(openers):
        if found and mark.start() < found[-1].inner.end:
            continue
        ends = closers["’" if mark["sign"] == "‘" else "'"]
        limit = openers[index + 1].start() if index + 1 < len(openers) else len(text)
        first, last = bisect_left(ends, mark.end()), bisect_left(ends, limit)
        near = ends[first:last]
        sure = next((at for at in near if _closes(text, mark.end(), at)), None)
        end = sure if sure is not None else near[-1] if near else None
        if end is not None:
            found.append(Quoted(Span(mark.end(), end), closed=True))
        elif mark["sign"] == "‘" and mark.start() == 0:
            return (*found, Quoted(Span(mark.end(), len(text)), closed=False))
    return tuple(item for item in found if item.inner.start < item.inner.end)


def _closes(text: str, start: int, at: int) -> bool:
    """Whether a single mark is hardly an apostrophe; after a name ("the ‘Ostmark Times’ wrote") it is none."""
    apostrophe = _APOSTROPHE.match(text, at - 1) or _APOSTROPHE.match(text, at - 2)
    return not apostrophe or (at - start < _LONGEST_WORD and not _COMMON_WORD.search(text, start, at))


def _hold(outer: Sequence[Quoted], marks: Sequence[re.Match[str]]) -> bool:
    """Whether all double marks stand within the single ones, so that the single ones are the outer."""
    starts = [item.inner.start for item in outer]
    for mark in marks:
        index = bisect_right(starts, mark.start()) - 1
        if index < 0 or mark.end() > outer[index].inner.end:
            return False
    return True


def _opens(text: str, after: int) -> bool:
    """Whether a straight mark ending at `after` can open a quotation: something stands close behind it."""
    return after < len(text) and not text[after].isspace()


def _parted(text: str, before: int) -> bool:
    """Whether white space stands before a mark, so that it does not close the words before."""
    return before == 0 or text[before - 1].isspace()
