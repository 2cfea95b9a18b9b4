"""How much each line of a flat page speaks for the article: what it shows, weighed as learnt from labelled pages, then smoothed.

Two steps. A logistic regression weighs what a line and its neighbours show; a few small decision trees then look at its
results around the line, near and far. `bench/train_clean.py` makes the weights.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from operator import add

from briefbook.clean.features import REACH, SHOWN_LENGTH, Shown
from briefbook.clean.trees import Node, parse_node, sum_leaves

STRONG = 5.0
"""Scores of the first step are cut here, so that one line cannot outweigh many."""
FAVOUR = 1.0
"""Added to every score: a paragraph lost costs the reader more than a line too many."""
HOPELESS, SURE = -3.0, 2.0
"""Lines whose first score lies below the one or above the other, among others such, are not looked at again."""
FAR = 99
"""Lines from which distance no longer matters."""
_END_CODES = {"stop": 0, "none": 1, "more": 2, "dots": 3, "ask": 4, "colon": 5, "comma": 6}
_CODES = (
    {
        f"kind:{kind}": (0, code)
        for code, kind in enumerate(("stamp", "date", "comment-head", "comment-tool", "byline", "name", "caption"), 1)
    }
    | {f"copies:{where}": (1, code) for code, where in enumerate(("adjacent", "first", "again"), 1)}
    | {
        f"furniture:{reason}:{scope}": (2, 2 * number - (scope == "line"))
        for number, reason in enumerate(("nav", "widget", "teasers", "comments", "sidebar"), 1)
        for scope in ("line", "opens")
    }
)
"""Features by name: of which of three kinds they are, and their number; of furniture, heads of sections are even."""
FIRST_CODED = 6
"""Features of a line that come before any of these."""
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


def smooth(scores: Sequence[float], texts: Sequence[str], shown: Shown) -> list[tuple[float, ...]]:
    """For each line, what the first step's scores around it show, as `NUMBERS`.

    Hopeless lines among hopeless ones, and sure ones among sure ones, get their own score only.
    """
    own, placed = shown
    cut = [max(-STRONG, min(STRONG, score)) for score in scores]
    count = len(cut)
    lengths = [min(len(text), SHOWN_LENGTH) for text in texts]
    words = [min(text.count(" ") + 1, WORDS) for text in texts]
    sums, mass = [0.0], [0.0]
    for score, length in zip(cut, lengths, strict=True):
        sums.append(sums[-1] + score)
        mass.append(mass[-1] + (length if score > 0 else 0))
    texted: list[float] = [0.0, *accumulate(score * count for score, count in zip(cut, words, strict=True))]
    text_sums = [0, *accumulate(words)]
    kinds, copied, known = [0] * count, [0] * count, [0] * count
    for k, names in enumerate(own):
        for name in reversed(names[FIRST_CODED:]):  # what was seen first counts
            code = _CODES.get(name)
            if code is not None:
                which, value = code
                (kinds, copied, known)[which][k] = value
    dates = [0, *accumulate(kind in {1, 2} for kind in kinds)]
    copies = [0, *accumulate(map(bool, copied))]
    furniture = [0, *accumulate(map(bool, known))]
    total = mass[-1] or 1.0
    start, end = find_span([score + FAVOUR for score in cut])
    strong = [score > 1.0 and length > 60 for score, length in zip(cut, lengths, strict=True)]
    to_strong = [FAR] * count
    gap = FAR
    for k in range(count - 1, -1, -1):
        to_strong[k] = gap
        gap = 1 if strong[k] else min(FAR, gap + 1)
    in_page, in_story = math.log(total), sums[end] - sums[start]
    since_strong, head, since_head = FAR, 0, FAR

    def mean(low: int, high: int) -> float:
        low, high = max(low, 0), min(high, count)
        return (sums[high] - sums[low]) / (high - low) if high > low else -STRONG

    def text_mean(k: int, reach: int) -> float:
        low, high = max(k - reach, 0), min(k + reach + 1, count)
        return (texted[high] - texted[low]) / (text_sums[high] - text_sums[low])

    def total_around(totals: Sequence[int], k: int, reach: int) -> int:
        return totals[min(k + reach + 1, count)] - totals[max(k - reach, 0)]

    found: list[tuple[float, ...]] = []
    for k in range(count):
        names = own[k]
        if known[k] % 2 == 0 and known[k] >= 6:
            head, since_head = known[k] // 2 - 2, 0
        around = mean(k - 3, k + 4)
        hopeless = cut[k] < HOPELESS and around < HOPELESS and mean(k - 8, k + 9) < HOPELESS / 2
        if hopeless or (cut[k] > SURE and around > SURE):
            found.append((cut[k],))
            since_strong = 1 if strong[k] else min(FAR, since_strong + 1)
            since_head = min(FAR, since_head + 1)
            continue
        topic = next((int(name[6:]) for name in placed[k] if name.startswith("topic:")), -1)
        found.append((
            cut[k], mean(k - 1, k + 2), around, mean(k - 8, k + 9), mean(k - 6, k), mean(k + 1, k + 7),
            mean(k - 20, k), mean(k + 1, k + 21), mass[k] / total, lengths[k] if cut[k] > 0 else 0, since_strong,
            to_strong[k], min(lengths[k], 400), max(start - k, 0), max(k - end + 1, 0),
            sums[start] - sums[k] if k < start else 0.0, sums[k] - sums[end] if k >= end else 0.0, start <= k < end,
            head, since_head, in_page, in_story, count, k / count, _END_CODES[names[1][4:]], topic,
            len([1 for name in names if name.startswith("says:")]), "section:comments" in placed[k],
            ("person:first" in names) + ("person:second" in names), int(names[3][-1]),
            cut[k - 1] if k else -STRONG, cut[k + 1] if k + 1 < count else -STRONG, text_mean(k, 3), text_mean(k, 8),
            words[k], words[k - 1] if k else 0, words[k + 1] if k + 1 < count else 0, known[k], kinds[k], copied[k],
            "begins:name-above" in names, _code_capitals(names), total_around(dates, k, 8), total_around(copies, k, 4),
            total_around(furniture, k, 4),
        ))  # fmt: skip
        since_strong = 1 if strong[k] else min(FAR, since_strong + 1)
        since_head = min(FAR, since_head + 1)
    return found


WORDS = 150
"""Words of a line from which more do not matter."""


def _code_capitals(names: Sequence[str]) -> int:
    """A number for how many of a line's words begin with a capital; -1 where the line does not begin with one."""
    found = next((name for name in names if name.startswith("capitals:")), "capitals:-1")[9:]
    return 5 if found == "all" else int(found)


@dataclass(frozen=True, slots=True)
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


def weigh(shown: Shown, weights: Weights) -> list[float]:
    """The first step: how much each line speaks for the article (above 0) or against it, in log odds."""
    own, placed = shown
    by_line, by_place = weights.lines, weights.places
    count = len(own)
    scores = [by_place.get("bias", 0.0)] * (count + 2 * REACH)  # as if as many lines stood above and below the page
    nothing = (0.0,) * (2 * REACH + 1)
    edge = by_line.get("edge", nothing)
    for k in range(count):
        columns = [by_line.get(name, nothing) for name in own[k]]
        around = slice(k, k + 2 * REACH + 1)
        weight = list(map(sum, zip(*columns, strict=True)))  # from the line `REACH` below up
        scores[around] = map(add, scores[around], reversed(weight))
        score = scores[k + REACH]
        for name in placed[k]:
            score += by_place.get(name, 0.0)
        if k < REACH:
            score += sum(edge[: REACH - k])
        if k >= count - REACH:
            score += sum(edge[REACH + count - k :])
        scores[k + REACH] = score
    return scores[REACH : REACH + count]


def decide(numbers: Sequence[tuple[float, ...]], weights: Weights) -> list[float]:
    """The second step: how much each line speaks for the article once its surroundings are seen, in log odds."""
    return [row[0] if len(row) == 1 else sum_leaves(row, weights.trees, weights.bias) for row in numbers]


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
