"""How much each line of a flat page speaks for the article: what it shows, weighed as learnt from labelled pages, then smoothed.

Two steps. A logistic regression weighs what a line and its neighbours show; a few small decision trees then look at its
results around the line, near and far. `bench/train_clean.py` makes the weights.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from briefbook.clean.features import NAMES, REACH, SHOWN_LENGTH, Shown, add_up, find_last
from briefbook.clean.trees import UNIT, Forest, Node, pack_trees, parse_node, sum_leaves

Column = NDArray[np.int64]

STRONG = 5 * UNIT
"""Scores of the first step are cut here, so that one line cannot outweigh many; in thousandths of log odds, as they are."""
FAVOUR = 1.0
"""Added to every score: a paragraph lost costs the reader more than a line too many."""
HOPELESS, SURE = -3.0, 2.0
"""Lines whose first score lies below the one or above the other, among others such, are not looked at again."""
FAR = 99
"""Lines from which distance no longer matters."""
_CODED = {
    "end": {name: code for code, name in enumerate(("stop", "none", "more", "dots", "ask", "colon", "comma"))},
    "function-words": {str(number): number for number in range(6)},
    "topic": {str(number): number + 1 for number in range(6)},
    "capitals": {name: code for code, name in enumerate(("0", "1", "2", "3", "4", "all"), 1)},
    "kind": {
        name: code for code, name in enumerate(("stamp", "date", "comment-head", "comment-tool", "byline", "name"), 1)
    },
    "copies": {name: code for code, name in enumerate(("adjacent", "first", "again"), 1)},
    "furniture": {
        f"{reason}:{scope}": 2 * number - (scope == "line")
        for number, reason in enumerate(("nav", "widget", "teasers", "comments", "sidebar"), 1)
        for scope in ("line", "opens")
    },
    "person": {"first": 1, "second": 1},
    "section": {"comments": 1},
    "begins": {"name-above": 1},
    "caption": {"": 1},
    "says": {},
}
"""Features that the second step looks at too: the group, what a name says after it, and its number; of furniture, heads of sections are even."""
CAPTION_KIND = 7
"""The number of a caption among kinds; of a line that is something else as well, that counts."""
NUMBERS = (
    "score", "score ±1", "score ±3", "score ±8", "score of 6 above", "score of 6 below", "score of 20 above",
    "score of 20 below", "share of text above", "own text", "lines since strong", "lines to strong", "length",
    "lines above story", "lines below story", "score up to story", "score since story", "in story", "section head",
    "lines since head", "text", "story", "lines", "place", "end", "topic", "cue words", "comments", "person",
    "function words", "score above", "score below", "score of text ±3", "score of text ±8", "words", "words above",
    "words below", "furniture", "kind", "copies", "begins with a name above", "capitals", "dates ±8", "copies ±4",
    "furniture ±4",
)  # fmt: skip
"""What the second step looks at, in the order `smooth` gives it."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What is learnt."""

    lines: Mapping[str, tuple[float, ...]]
    """Of what a line shows: for the lines from `REACH` above it to `REACH` below it."""
    places: Mapping[str, float]
    """Of where a line stands."""
    trees: tuple[tuple[Node, ...], ...] = ()
    """The second step: the sum over trees is the score."""
    bias: float = 0.0
    """Of the second step."""


@cache
def read_weights() -> Weights:
    """The weights shipped with the package."""
    lines: dict[str, tuple[float, ...]] = {}
    places: dict[str, float] = {}
    trees: list[tuple[Node, ...]] = []
    bias = 0.0
    source = files("briefbook.lexicon").joinpath("weights.tsv").read_text(encoding="utf-8")
    for row in source.splitlines():
        if row.startswith("#"):
            continue
        step, name, *numbers = row.split("\t")
        if step == "line":
            lines[name] = tuple(map(float, numbers))
        elif step == "place":
            places[name] = float(numbers[0])
        elif step == "tree":
            trees.append(tuple(parse_node(node) for node in numbers))
        else:
            bias = float(numbers[0])
    return Weights(lines, places, tuple(trees), bias)


AROUND = 2 * REACH + 1
"""Lines for which a feature counts."""


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """Weights as tables of whole numbers, in thousandths: their sums are the same in whatever order they are added."""

    table: NDArray[np.int64]
    """Of each feature by its number, a column each: its weights for the lines from `REACH` below it up to `REACH` above it; its number in the group of
    `_CODED` that it belongs to."""
    bias: int
    edge: NDArray[np.int64]
    """What the edge of the page says, as the weights of a feature."""
    forest: Forest


@lru_cache(8)
def _tabulate(weights: Weights) -> _Tables:
    columns = tuple(_CODED)
    codes: dict[str, tuple[int, int]] = {
        f"{group}:{name}": (columns.index(group), number)
        for group, names in _CODED.items()
        for name, number in names.items()
    }
    codes["kind:caption"] = codes.pop("caption:")
    table = np.zeros((len(NAMES), AROUND + len(_CODED)), dtype=np.int64)
    for row, name in enumerate(NAMES):
        if name in weights.lines:
            table[row, :AROUND] = _as_whole(weights.lines[name])
        if name in weights.places:
            table[row, REACH] = round(UNIT * weights.places[name])
        column, number = (columns.index("says"), 1) if name.startswith("says:") else codes.get(name, (0, 0))
        table[row, AROUND + column] = number
    bias = round(UNIT * weights.places.get("bias", 0.0))
    edge = _as_whole(weights.lines.get("edge", (0.0,) * AROUND))
    return _Tables(table, bias, edge, pack_trees(weights.trees, weights.bias))


def _as_whole(values: Sequence[float]) -> NDArray[np.int64]:
    """The weights of a feature in thousandths, from that for the line `REACH` below up."""
    return np.array([round(UNIT * value) for value in reversed(values)], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """What the first step makes of the lines of a page."""

    scores: NDArray[np.int64]
    """How much each line speaks for the article (above 0) or against it, in thousandths of log odds."""
    codes: NDArray[np.int64]
    """What each shows of the groups in `_CODED`, a column each."""


def weigh(shown: Shown, weights: Weights) -> Weighed:
    """The first step: the weights of what each line and its neighbours show, added up."""
    tables = _tabulate(weights)
    count = shown.own.shape[1]
    told = np.take(tables.table, np.concatenate((shown.own, shown.placed)), axis=0).sum(axis=0)
    np.add.at(told, shown.cued[0], tables.table[shown.cued[1]])
    # As if as many lines stood above and below the page as a line has neighbours that count.
    said = np.tile(tables.edge, (count + 2 * REACH, 1))
    said[REACH : REACH + count] = told[:, :AROUND]
    scores = np.full(count, tables.bias)
    for offset in range(AROUND):
        scores += said[offset : offset + count, 2 * REACH - offset]
    return Weighed(scores, told[:, AROUND:])


@dataclass(frozen=True, slots=True, eq=False)
class Smoothed:
    """What the second step looks at."""

    scores: NDArray[np.float64]
    """Of each line, what the first step makes of it, cut."""
    doubtful: NDArray[np.bool_]
    """Whether a line is looked at again; not so are hopeless lines among hopeless ones, and sure ones among sure ones."""
    numbers: NDArray[np.float64]
    """A row for each doubtful line, as `NUMBERS`."""


def smooth(weighed: Weighed, texts: Sequence[str]) -> Smoothed:
    """What the first step's scores around each line show; `texts`: of the lines, as English would have them."""
    count = len(texts)
    cut = np.clip(weighed.scores, -STRONG, STRONG)
    shows = dict(zip(_CODED, weighed.codes.T, strict=True))
    known = shows["furniture"]
    kinds = np.where(shows["kind"] > 0, shows["kind"], CAPTION_KIND * shows["caption"])
    lengths = np.array([min(len(text), SHOWN_LENGTH) for text in texts], dtype=np.int64)
    words = np.array([min(text.count(" ") + 1, WORDS) for text in texts], dtype=np.int64)
    own_text = np.where(cut > 0, lengths, 0)
    sums, mass = add_up(cut), add_up(own_text)
    at = np.arange(count)
    totals = _Totals(cut, words, kinds, shows["copies"], known)
    scores, near, far = cut / UNIT, totals.mean(-3, 4), totals.mean(-8, 9)
    hopeless = (scores < HOPELESS) & (near < HOPELESS) & (far < HOPELESS / 2)
    doubtful = ~(hopeless | ((scores > SURE) & (near > SURE)))
    start, end = find_span((cut + FAVOUR * UNIT).tolist())
    strong = (cut > UNIT) & (lengths > STRONG_LENGTH)
    last_head = find_last((known % 2 == 0) & (known >= FIRST_HEAD), -FAR)
    above, below = _find_beside(cut, -STRONG)
    words_above, words_below = _find_beside(words, 0)
    _, _, _, _, copies, furniture, _ = totals.around(-4, 5)
    numbers = (
        scores, totals.mean(-1, 2), near, far, totals.mean(-6, 0), totals.mean(1, 7), totals.mean(-20, 0), totals.mean(1, 21), mass[:-1] / (mass[-1] or 1),
        own_text, np.minimum(at - find_last(strong, -FAR, before=True), FAR),
        np.minimum(at - find_last(strong[::-1], -FAR, before=True), FAR)[::-1], np.minimum(lengths, 400),
        np.maximum(start - at, 0), np.maximum(at - end + 1, 0), np.where(at < start, sums[start] - sums[:-1], 0) / UNIT,
        np.where(at >= end, sums[:-1] - sums[end], 0) / UNIT, (start <= at) & (at < end),
        np.where(last_head < 0, 0, known[np.maximum(last_head, 0)] // 2 - 2), np.minimum(at - last_head, FAR),
        math.log(mass[-1] or 1), (sums[end] - sums[start]) / UNIT, count, at / count, shows["end"], shows["topic"] - 1,
        shows["says"], shows["section"], shows["person"], shows["function-words"], above / UNIT, below / UNIT,
        totals.text_mean(3), totals.text_mean(8), words, words_above, words_below, known, kinds, shows["copies"], shows["begins"],
        shows["capitals"] - 1, totals.around(-8, 9)[6], copies, furniture,
    )  # fmt: skip
    table = np.empty((len(NUMBERS), count))
    for row, column in zip(table, numbers, strict=True):
        row[:] = column
    return Smoothed(scores, doubtful, table[:, doubtful].T)


class _Totals:
    """What lines show, added up over the lines around each."""

    def __init__(self, cut: Column, words: Column, kinds: Column, copies: Column, known: Column) -> None:
        rows = (np.ones_like(cut), cut, words, cut * words, copies > 0, known > 0, (kinds == 1) | (kinds == 2))
        self.count = len(cut)
        self.sums = np.zeros((len(rows), self.count + 2 * FARTHEST + 1), dtype=np.int64)
        np.cumsum(rows, axis=1, out=self.sums[:, FARTHEST + 1 : FARTHEST + 1 + self.count])
        self.sums[:, FARTHEST + 1 + self.count :] = self.sums[:, FARTHEST + self.count, None]

    def around(self, low: int, high: int) -> NDArray[np.int64]:
        """Over the lines from `low` to `high` places below each, the last left out: lines, scores, words, scores by words, copies, furniture, dates."""
        low, high = FARTHEST + low, FARTHEST + high
        return self.sums[:, high : high + self.count] - self.sums[:, low : low + self.count]

    def mean(self, low: int, high: int) -> NDArray[np.float64]:
        """The mean score of those lines; where there are none, as if all spoke against the article."""
        size, scores, *_ = self.around(low, high)
        return np.where(size > 0, scores / np.maximum(size, 1), -STRONG) / UNIT

    def text_mean(self, reach: int) -> NDArray[np.float64]:
        """The mean score of a line and as many on either side, longer ones counting for more."""
        _, _, words, texted, *_ = self.around(-reach, reach + 1)
        means: NDArray[np.float64] = texted / words / UNIT
        return means


def _find_beside(values: Column, edge: int) -> tuple[Column, Column]:
    """What the line above each has, and the one below; at an end of the page `edge`."""
    padded = np.concatenate(([edge], values, [edge]))
    return padded[:-2], padded[2:]


FARTHEST = 21
"""Places from a line on within which others count."""
WORDS = 150
"""Words of a line from which more do not matter."""
STRONG_LENGTH = 60
"""Characters above which a line whose score is above 1 is a strong one."""
FIRST_HEAD = 6
"""The number from which the even ones of furniture are heads of teasers, comments or side matter."""


def decide(smoothed: Smoothed, weights: Weights) -> list[float]:
    """The second step: how much each line speaks for the article once its surroundings are seen, in log odds."""
    scores = smoothed.scores.copy()
    scores[smoothed.doubtful] = sum_leaves(smoothed.numbers, _tabulate(weights).forest)
    return list(map(float, scores))


def find_span(scores: Sequence[float]) -> tuple[int, int]:
    """The stretch of lines whose scores add up to the most: first index and the one after the last; (0, 0) for none."""
    best, span, total, start = 0.0, (0, 0), 0.0, 0
    for i, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, i
        total += score
        if total > best:
            best, span = total, (start, i + 1)
    return span
