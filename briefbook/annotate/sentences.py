"""Where the sentences of a paragraph end, and which of its words stand in quotation marks."""

import re
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
_STARTERS = frozenset(
    """the a an he she it they we i you his her its their our in on at but and as after before if when while this that these
    those there for with from to so yet however meanwhile also both some many most several another what who why how
    since although though despite not no one two three officials police""".split()
)
"""Words whose capital tells nothing but that a sentence starts."""

_STOP = re.compile(r"""[.!?]+(?:['’]{2}|["”’')\]]){0,3}(?=\s)|\n[ \t]*\n""")
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)$")
_NEXT = re.compile(r"""\s+(?:["“‘'(\[]|``)*(\w+|\S)?""")
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
        return last in _MAY_END and not word[:1].isdigit() and word.lower() in _STARTERS
    if "." in last:  # U.S., a.m., U.N.
        return word.lower() in _STARTERS or not word[:1].isalnum()
    if len(last) == 1 and last != "i" and before[1].isupper():  # an initial
        return word.lower() in _STARTERS
    return True


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quotation marks."""

    inner: Span
    """Without the marks."""
    closed: bool
    """False where the paragraph ends before the mark that would close it."""


_MARK = re.compile(r"[“”\"]|``|''")


def find_quoted(text: str) -> tuple[Quoted, ...]:
    """The stretches of one paragraph that stand in double quotation marks, straight or curly, in order and disjoint.

    Where a paragraph ends inside a quotation, as it does when the next one goes on with it, the last stretch is not
    closed. Marks that cannot be paired (an inch sign) open nothing.
    """
    found: list[Quoted] = []
    opened: int | None = None
    curly = False
    for mark in _MARK.finditer(text):
        sign = mark[0]
        opens, closes = sign in {"“", "``"}, sign in {"”", "''"}
        if sign == '"':
            if opened is None:
                if mark.start() and text[mark.start() - 1].isdigit() and not _opens(text, mark.end()):
                    continue  # 6"
                opens = _opens(text, mark.end())
            else:
                closes = not curly
                # A straight mark that opens while another is open: the first was never closed.
                if closes and _opens(text, mark.end()) and _parted(text, mark.start()):
                    opens, closes = True, False
        if closes and opened is not None:
            found.append(Quoted(Span(opened, mark.start()), closed=True))
            opened = None
        elif opens:
            if opened is not None and curly == (sign == "“"):
                found.append(Quoted(Span(opened, opened), closed=False))
            if opened is None or curly == (sign == "“"):
                opened, curly = mark.end(), sign == "“"
    if opened is not None:
        found.append(Quoted(Span(opened, len(text)), closed=False))
    return tuple(item for item in found if item.inner.start < item.inner.end)


def _opens(text: str, after: int) -> bool:
    """Whether a straight mark ending at `after` can open a quotation: something stands close behind it."""
    return after < len(text) and not text[after].isspace()


def _parted(text: str, before: int) -> bool:
    """Whether white space stands before a mark, so that it does not close the words before."""
    return before == 0 or text[before - 1].isspace()
