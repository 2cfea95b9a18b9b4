"""What each line of a flat page shows by itself and by its place, as the names of features that weights are learnt for.

Names are numbered, and what a page shows is a table: a column for each line, a row for each group of features of which a line
has one or none.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefbook.clean.byline import read_byline
from briefbook.clean.captions import is_caption
from briefbook.clean.dates import is_date_line
from briefbook.clean.kinds import find_kinds, is_teaser_end
from briefbook.clean.letters import (
    AT,
    BAR,
    COMMA,
    COPYRIGHT,
    DIGIT,
    LOWER,
    OTHER,
    PARTING,
    QUOTE,
    TITLE,
    UPPER,
    Letters,
    Numbers,
    read_letters,
)
from briefbook.clean.lines import Line
from briefbook.clean.sections import Section
from briefbook.clean.vocabulary import Furniture
from briefbook.clean.words import CUES, FIRST, JOINING, SECOND, Spoken, each_once, read_words
from briefbook.model.article import Reason

REACH = 4
"""Neighbours on either side whose features count."""
SHOWN_LENGTH = 1200
"""Characters of a line that are looked at; more would say no more."""
_numbered: dict[str, int] = {"": 0}


def _number(names: Iterable[str]) -> Numbers:
    """The numbers of features; those that have none yet get the next ones."""
    return np.array([_numbered.setdefault(name, len(_numbered)) for name in names])


_SAYS = np.concatenate(([0], _number(f"says:{word}" for word in CUES)))
_LENGTH_EDGES, _COARSE_EDGES = np.array((2, 3, 5, 8, 12, 20, 35, 60, 110)), np.array((3, 8, 15, 35))
_LENGTH = _number(f"words:{length}" for length in range(10))
_ENDS = ("none", "more", "stop", "dots", "ask", "colon", "comma")
_DOTS = 3
_END_MARKS = {".": 2, "!": 2, "…": _DOTS, "?": 4, ":": 5, ";": 5, ",": 6}
_END_CLOSED = "'\"”’»)] "
_END_OPEN = frozenset("." + _END_CLOSED)
"""What may stand behind the mark that ends a line, or be one of three dots."""
_END = _number(f"end:{end}" for end in _ENDS)
_LONG_END = _number(f"long{coarse}:{end}" for coarse in range(5) for end in _ENDS).reshape(5, -1)
_FUNCTIONS_EDGES = np.array((0.01, 0.15, 0.28, 0.38, 0.48))
_FUNCTIONS = _number(f"function-words:{share}" for share in range(6))
_LONG_FUNCTIONS = _number(f"long{coarse}:functions{share}" for coarse in range(5) for share in range(6)).reshape(5, -1)
_BLANK = _number(f"blank:{above}{below}" for above in (0, 1) for below in (0, 1))
_CAPITALS_EDGES = np.array((0.15, 0.3, 0.5, 0.8))
_IN_CAPITALS = 5
_STARTS = ("lower", "digit", "quote", "bullet", "other")
_START_MARKS = dict.fromkeys("\"“'‘", 8) | dict.fromkeys("•·-–*►▸→", 9)
_START = _number((*(f"capitals:{share}" for share in (*range(5), "all")), *(f"start:{start}" for start in _STARTS)))
_FURNITURE = {
    (reason, opens): int(_number([f"furniture:{reason}:{'opens' if opens else 'line'}"])[0])
    for reason in Reason
    for opens in (False, True)
}
_KIND = _number(("", *(f"kind:{kind}" for kind in ("stamp", "comment-head", "comment-tool", "date", "byline", "name"))))
_COPIES = _number(("", "copies:adjacent", "copies:first", "copies:again"))
_MARK = _number(("", "has:separator", "has:copyright"))
_COMMAS = _number(("", "commas:few", "commas:few", "commas:many"))
_PAGE_EDGES, _SHARE_EDGES = (60, 200, 500, 1500), np.array((0.0001, 0.05, 0.2, 0.5, 0.8, 0.95, 0.9999))
_PAGE = _number(f"page-prose:{size}" for size in range(5))
_BEFORE = _number(f"prose-before:{share}" for share in range(8))
_DENSITY_EDGES, _PLACE_EDGES = np.array((1, 4, 9, 16, 25, 36)), np.array((2, 4, 9, 30))
_NEAR = _number(f"near:{density}" for density in range(7))
_FAR = _number(f"far:{density}" for density in range(7))
_PLACES = (*(f"above{distance}" for distance in range(5)), "within", *(f"below{distance}" for distance in range(5)))
_WITHIN = 5
_PLACE = _number(f"place:{place}" for place in _PLACES)
_PLACE_NEAR = _number(f"place:{place}:near{density}" for place in _PLACES for density in range(7)).reshape(11, -1)
_TOPIC_EDGES, _PROSE_EDGES = np.array((0, 0.01, 0.2, 0.4, 0.6, 0.8)), np.array((20, 40))
_TOPIC = _number(("", *(f"topic:{topic}" for topic in range(6))))
_PROSE_TOPIC = _number(
    "" if topic < 0 else f"prose{length}:topic{topic}" for length in range(3) for topic in range(-1, 6)
).reshape(3, -1)
_REASONS = tuple(Reason)
_ORDER = {reason: number for number, reason in enumerate(_REASONS)}
_SINCE_EDGES = np.array((3, 11, 40))
_AFTER = _number(
    f"after:{reason}:{since}:{prose}" for reason in _REASONS for since in range(4) for prose in range(4)
).reshape(len(_REASONS), 4, 4)


def _flag(name: str, flags: Sequence[bool] | NDArray[np.bool_]) -> Numbers:
    """The feature of that name for the lines that are flagged."""
    return np.array(flags, dtype=np.int64) * _numbered[name]


_number((
    "has:digit", "kind:caption", "has:address", "has:quotation", "begins:name-above", "person:first", "person:second",
    "section:comments",
))  # fmt: skip
NAMES = tuple(_numbered)
"""All features, by their numbers; the first is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What the lines that are not blank show, as numbers of `NAMES`."""

    own: Numbers
    """By themselves: a column for each line, a row for each group of features."""
    cued: Numbers
    """The words that lines say and that are features by themselves: a row of lines, by their places, and one of features."""
    placed: Numbers
    """By their places, as `own`."""

    def names(self) -> Iterator[tuple[list[str], list[str]]]:
        """For each line the names of what it shows by itself and by its place."""
        for k, (own, placed) in enumerate(zip(self.own.T, self.placed.T, strict=True)):
            cues = self.cued[1, self.cued[0] == k]
            yield [NAMES[number] for number in (*own, *cues) if number], [NAMES[number] for number in placed if number]


def find_features(
    lines: Sequence[Line],
    words: Sequence[Furniture | None],
    sections: Sequence[Section],
    repeated: Mapping[int, int],
    texts: Sequence[str] | None = None,
) -> Shown:
    """What each line that is not blank shows; the words that weights are learnt for.

    Args:
        lines: Of the page.
        words: What the vocabulary of furniture says of each.
        sections: Runs that are furniture as a whole.
        repeated: Captions and their copies, by index.
        texts: Of the lines that are not blank, as English would have them; as they are by default.
    """
    shown = [i for i, line in enumerate(lines) if line.text]
    if not shown:
        return Shown(*(np.zeros((2, 0), dtype=np.int64) for _ in range(3)))
    own_lines = [lines[i] for i in shown]
    own_texts = [line.text for line in own_lines]
    if texts is None or texts == own_texts:
        texts = own_texts
        invites, prose_like = [line.invites for line in own_lines], [line.prose for line in own_lines]
    else:
        kinds = find_kinds(texts)
        invites, prose_like = kinds.invites, kinds.prose
    told = [text if len(text) <= SHOWN_LENGTH else text[:SHOWN_LENGTH].rstrip() for text in texts]
    invites = [
        invited if len(text) <= SHOWN_LENGTH else is_teaser_end(cut)
        for invited, text, cut in zip(invites, texts, told, strict=True)
    ]
    letters = read_letters(told)
    spoken = read_words(letters)
    capitals = letters.count_beginning(UPPER)
    digits = letters.hold_early(DIGIT, EARLY)
    known = [words[i] for i in shown]
    blank = [False, *(not line.text for line in lines), False]
    own = [
        *_describe_words(told, letters, spoken, capitals, invites),
        _flag("has:digit", digits),
        *_describe_marks(letters),
        *_describe_kinds(told, letters, spoken.sizes, own_lines, capitals, digits),
        _BLANK[[2 * blank[i] + blank[i + 2] for i in shown]],
        np.array([0 if word is None else _FURNITURE[word.reason, word.scope == "opens"] for word in known]),
        _COPIES[_find_copies(texts, [i in repeated for i in shown])],
        _flag("begins:name-above", _find_notes(texts, spoken.sizes.tolist())),
    ]
    said = np.bitwise_or.reduceat(spoken.says, spoken.starts)
    own += [_flag("person:first", said & FIRST != 0), _flag("person:second", said & SECOND != 0)]
    cued = spoken.cued()
    commented = np.zeros(len(lines), dtype=np.bool_)
    for section in sections:
        commented[section.start : section.end] = section.reason is Reason.COMMENTS
    placed = _describe_places(spoken, known, commented[shown], np.array(prose_like))
    return Shown(
        np.array(own, dtype=np.int64), np.stack((cued[0], _SAYS[cued[1]])), np.array(list(placed), dtype=np.int64)
    )


EARLY = 60
"""Characters of a line among which a figure is looked for."""


def _bin(values: NDArray[np.float64] | Numbers, edges: NDArray[np.float64] | Numbers) -> NDArray[np.intp]:
    return edges.searchsorted(values, side="right")


def _describe_words(
    told: Sequence[str], letters: Letters, spoken: Spoken, capitals: Numbers, invites: Sequence[bool]
) -> Iterator[Numbers]:
    """How many words lines have, how many of them only join others, how the lines end and begin."""
    sizes = np.minimum(spoken.sizes, MOST_WORDS)
    coarse = _bin(sizes, _COARSE_EDGES)
    functions = _bin(np.add.reduceat(spoken.says & JOINING, spoken.starts) / sizes, _FUNCTIONS_EDGES)
    ends = np.where(invites, 1, [_find_end(text) for text in told])
    yield _LENGTH[_bin(sizes, _LENGTH_EDGES)]
    yield _END[ends]
    yield _LONG_END[coarse, ends]
    yield _FUNCTIONS[functions]
    yield _LONG_FUNCTIONS[coarse, functions]
    first = letters.first
    in_capitals = (letters.held & (LOWER | TITLE) == 0) & (spoken.sizes > 1)
    capital = np.where(in_capitals, _IN_CAPITALS, _bin(capitals / sizes, _CAPITALS_EDGES))
    other = np.where(first & LOWER, 6, np.array([_find_start(text[0]) for text in told]))
    yield _START[np.where(first & UPPER, capital, other)]


MOST_WORDS = 111
"""Words of a line from which more do not matter."""


def _find_end(text: str) -> int:
    """How a line ends that invites nobody to read on, by its place in `_ENDS`."""
    if text[-1] not in _END_OPEN:
        return _END_MARKS.get(text[-1], 0)
    return _DOTS if text.endswith("...") else _END_MARKS.get(text.rstrip(_END_CLOSED)[-1:], 0)


def _find_start(first: str) -> int:
    """How a line begins that begins with no letter, by its place in `_START`."""
    return 7 if first.isdigit() else _START_MARKS.get(first, 10)


def _describe_marks(letters: Letters) -> Iterator[Numbers]:
    """What marks lines have."""
    held = letters.held
    yield _MARK[np.where(held & COPYRIGHT, 2, held & PARTING != 0)]
    yield _flag("has:separator", (held & BAR != 0) | letters.find(" / "))
    yield _flag("has:address", (held & AT != 0) | letters.find("http") | letters.find(".com"))
    yield _flag("has:quotation", held & QUOTE != 0)
    yield _COMMAS[np.minimum(letters.count(COMMA), 3)]


def _describe_kinds(
    told: Sequence[str],
    letters: Letters,
    sizes: Numbers,
    lines: Sequence[Line],
    capitals: Numbers,
    digits: NDArray[np.bool_],
) -> Iterator[Numbers]:
    """What short lines are by themselves, and which lines are captions; `lines`: as they are, whatever English would have."""
    kinds = np.array([1 if line.stamp else 2 if line.comment_head else 3 if line.comment_tool else 0 for line in lines])
    named = (sizes >= NAME_WORDS[0]) & (sizes <= NAME_WORDS[1]) & (capitals == sizes) & (letters.held & OTHER == 0)
    credited = np.array([text[0] in "bB" and text[:2].lower() == "by" for text in told])
    for k in np.flatnonzero((kinds == 0) & (sizes <= KIND_WORDS) & (digits | credited)).tolist():
        if digits[k] and is_date_line(lines[k].text):
            kinds[k] = 4
        elif credited[k] and read_byline(lines[k].text, bare=False):
            kinds[k] = 5
    yield _KIND[np.where(sizes > KIND_WORDS, 0, np.where((kinds == 0) & named, 6, kinds))]
    yield _flag("kind:caption", [size > 3 and is_caption(line.text) for line, size in zip(lines, sizes, strict=True)])


KIND_WORDS = 14
"""Most words of a line that is a date, a comment's head or tool, or a name."""
NAME_WORDS = (2, 4)
"""Fewest and most words of a name."""


def _find_copies(texts: Sequence[str], adjacent: Sequence[bool]) -> list[int]:
    """Whether and where the same line stands again, by its place in `_COPIES`."""
    times = Counter(texts)
    seen: set[str] = set()
    found = []
    for text, beside in zip(texts, adjacent, strict=True):
        found.append(1 if beside else 0 if times[text] < 2 else 3 if text in seen else 2)
        seen.add(text)
    return found


def _find_notes(texts: Sequence[str], sizes: Sequence[int]) -> list[bool]:
    """Whether each line begins with a name that a short line above it bears; `sizes`: the words of each."""
    names: set[str] = set()
    found = []
    for text, size in zip(texts, sizes, strict=True):
        opening = " ".join(text.split(" ", 2)[:2]) if size > 1 else ""
        found.append(size > NOTE_WORDS and opening in names)
        if 1 < size <= NOTE_WORDS:
            names.add(_BY.sub("", text, count=1) if text[:2] in {"By", "by", "Wr", "Po"} else opening)
    return found


NOTE_WORDS = 7
"""Words from which a line that begins with a name is a note on its bearer; a shorter one may be the name itself."""
_BY = re.compile(r"(?:(?:written|posted) )?by:? ", re.IGNORECASE)


def _describe_places(
    spoken: Spoken,
    words: Sequence[Furniture | None],
    commented: NDArray[np.bool_],
    prose_like: NDArray[np.bool_],
) -> Iterator[Numbers]:
    """What the place of each line on the page shows.

    Args:
        spoken: The words of the lines.
        words: What the vocabulary of furniture says of each.
        commented: Whether each stands among comments.
        prose_like: Whether each is running text.
    """
    count = len(spoken.sizes)
    at = np.arange(count)
    prose = np.minimum(spoken.sizes, 60) * prose_like
    sums = add_up(prose)

    def density(reach: int) -> NDArray[np.intp]:
        low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, count)
        return _bin((sums[high] - sums[low]) / (high - low), _DENSITY_EDGES)

    long = np.flatnonzero(prose >= LONG_PROSE)
    if not len(long):
        long = np.flatnonzero(prose)
    first, last = (long[0], long[-1]) if len(long) else (0, count - 1)
    above, below = _bin(first - at, _PLACE_EDGES), _bin(at - last, _PLACE_EDGES)
    place = np.where(at < first, above, np.where(at > last, _WITHIN + 1 + below, _WITHIN))
    near = density(6)
    topic = _find_topics(spoken, (prose > 0) & ~commented)
    yield _PAGE[np.full(count, bisect_right(_PAGE_EDGES, sums[-1]))]
    yield _BEFORE[_bin(sums[:-1] / (sums[-1] or 1), _SHARE_EDGES)]
    yield _NEAR[near]
    yield _FAR[density(20)]
    yield _PLACE[place]
    yield _PLACE_NEAR[place, near]
    yield _TOPIC[topic]
    yield np.where(prose > 0, _PROSE_TOPIC[_bin(prose, _PROSE_EDGES), topic], 0)
    yield _flag("section:comments", commented)
    opens = np.array([word is not None and word.scope == "opens" for word in words], dtype=bool)
    head = find_last(opens, -1, before=True)
    reasons = np.array([0 if word is None else _ORDER[word.reason] for word in words], dtype=np.int64)
    proses = add_up(prose > 0)
    opened = np.maximum(head, 0)
    proses_since = np.clip(proses[:-1] - proses[opened], 0, 3)
    yield np.where(head < 0, 0, _AFTER[reasons[opened], _bin(at - head, _SINCE_EDGES), proses_since])


LONG_PROSE = 20
"""Words of a paragraph from which it shows where the text of a page begins and ends."""


def _find_topics(spoken: Spoken, told: NDArray[np.bool_]) -> NDArray[np.intp]:
    """How many of the long words of each line the page's running text has too, by its place in `_TOPIC`; 0 for lines without any.

    `told`: which lines are that text; their own words are in it once at least.
    """
    count = len(told)
    long = np.flatnonzero(spoken.stems)
    if not len(long):
        return np.zeros(count, dtype=np.intp)
    number = int(spoken.stems.max()) + 1
    pairs = each_once(spoken.texts[long] * number + spoken.stems[long])  # of a line and a stem, each once
    lines, stems = pairs // number, pairs % number
    own = told[lines]
    times = np.bincount(stems[own], minlength=number)
    shared = times[stems] > own
    sizes = np.bincount(lines, minlength=count)
    shares = np.bincount(lines[shared], minlength=count) / np.maximum(sizes, 1)
    return _bin(np.where(sizes > 0, shares, -1), _TOPIC_EDGES)


def add_up(values: Numbers | NDArray[np.bool_]) -> Numbers:
    """The sums of the values before each, and of all."""
    return np.concatenate(([0], np.cumsum(values, dtype=np.int64)))


def find_last(flags: NDArray[np.bool_], none: int, *, before: bool = False) -> Numbers:
    """For each line the place of the last one flagged, itself or above it; `before`: above it only; `none` where there is none."""
    found = np.maximum.accumulate(np.where(flags, np.arange(len(flags)), none))
    return np.concatenate(([none], found[:-1])) if before and len(flags) else found
