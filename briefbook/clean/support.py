"""What the markup of a saved page says of each of its lines, weighed together with what the line says for itself.

The reader of web pages, the body that the page states for search engines, and the elements a line stands in are evidence;
a few small decision trees, learnt from labelled pages, decide. `bench/train_support.py` makes them.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate

import numpy as np

from briefbook.clean.body import OUT
from briefbook.clean.kinds import is_sentence
from briefbook.clean.lines import Line
from briefbook.clean.trees import Forest, Node, pack_trees, parse_node, sum_leaves
from briefbook.formats.markup import CAPTION_LENGTH, MarkedLine, Surroundings
from briefbook.formats.webpage import Webpage

SHINGLE = 4
"""Words in a row by which a line is found again in another text."""
STRONG = 6.0
"""Scores of a line by itself are cut here."""
FAR = 40
"""Lines from which distance no longer matters."""
LENGTH = 600
"""Characters of a line that count."""

NUMBERS = (
    "score", "score ±2", "score ±6", "read", "read ±2", "read ±6", "read above", "read below", "stated", "parent read",
    "parent told", "parent kept", "grandparent kept", "grandparent read", "heading", "kind", "linked", "parent linked",
    "article", "main", "aside", "navigation", "footer", "header", "form", "table", "list", "quote", "figure", "for",
    "against", "comments", "hidden", "depth", "length", "above title", "above read", "below read", "page read",
    "read told", "told read",
)  # fmt: skip
"""What the trees look at, in the order `find_numbers` gives it: `read` is the reader of web pages, `told` the flat text."""

NOT_READ = -1.0
"""In place of what the reading says, where the reader of web pages finds nothing."""
_KINDS = {"": 0, "heading": 1, "item": 2, "quote": 3, "row": 4, "caption": 5, "code": 6}


def find_numbers(
    lines: Sequence[Line],
    marks: Sequence[MarkedLine],
    scores: Sequence[float],
    found: Sequence[float] | None,
    said: Sequence[float] | None,
    *,
    hopeless: float | None = None,
) -> list[tuple[float, ...] | None]:
    """For each line what its markup shows, as `NUMBERS`; its score only where it is hopeless; None for a blank line.

    Args:
        lines: Of the page.
        marks: Their markup, one for each.
        scores: How much each speaks for itself, in log odds.
        found: How much of each the article has that the reader of web pages finds, as `find_again` says; None where it finds none.
        said: The same of the body that the page states for search engines; None where it states none.
        hopeless: Below what score a line is not looked at, where all speaks against it; None to look at all of them.
    """
    shown = [i for i, line in enumerate(lines) if line.text]
    cut = [max(-STRONG, min(STRONG, scores[i])) for i in shown]
    size = [min(len(lines[i].text), LENGTH) for i in shown]
    around = [marks[i].around for i in shown]
    told = [n if score > 0 else 0 for n, score in zip(size, cut, strict=True)]
    read = _Read(shown, size, cut, around, found) if found is not None else None
    parents: dict[int, list[float]] = {}
    for n, kept, i, place in zip(size, told, shown, around, strict=True):
        group = parents.setdefault(place.parent, [0.0, 0.0, 0.0])
        group[0] += n
        group[1] += kept
        group[2] += marks[i].linked * n
    sums = [0.0, *accumulate(cut)]
    title = next((k for k, i in enumerate(shown) if marks[i].kind == "heading" and marks[i].level == 1), -1)
    numbers: list[tuple[float, ...] | None] = [None] * len(lines)
    for k, i in enumerate(shown):
        score, near = cut[k], _mean(sums, k - 6, k + 7)
        own_said = NOT_READ if said is None else said[i]
        if (
            hopeless is not None
            and score < hopeless
            and near < hopeless
            and own_said <= 0
            and (not read or read.near(k) <= 0)
        ):
            numbers[i] = (score,)
            continue
        mark, place = marks[i], around[k]
        parent = parents[place.parent]
        by_lines, by_blocks, by_place, by_page = read.numbers(k) if read else _UNREAD
        numbers[i] = (
            score, _mean(sums, k - 2, k + 3), near, *by_lines, own_said, by_blocks[0], parent[1] / parent[0], *by_blocks[1:],
            mark.level if mark.kind == "heading" else 0, _KINDS[mark.kind], mark.linked, parent[2] / parent[0],
            *_find_elements(place.inside), min(place.speaks_for, 8), min(place.speaks_against, 8), place.comments, place.hidden,
            max(-8, min(8, place.depth - (read.depth if read else 0))), min(size[k], 400), min(max(title - k, 0), FAR),
            *by_place, *by_page,
        )  # fmt: skip
    return numbers


def _mean(sums: Sequence[float], low: int, high: int) -> float:
    """The mean of what is summed up, from one place to another, as far as there is any; -1 where there is none."""
    low, high = max(low, 0), min(high, len(sums) - 1)
    return (sums[high] - sums[low]) / (high - low) if high > low else -1.0


_UNREAD: tuple[tuple[float, ...], ...] = ((NOT_READ,) * 5, (NOT_READ,) * 4, (NOT_READ,) * 2, (NOT_READ,) * 3)


class _Read:
    """What the article that the reader of web pages finds says of the lines, by their places among those that are not blank."""

    def __init__(
        self,
        shown: Sequence[int],
        size: Sequence[int],
        cut: Sequence[float],
        around: Sequence[Surroundings],
        found: Sequence[float],
    ) -> None:
        self.shares = [found[i] for i in shown]
        self.around = around
        mass = [n * max(share, 0.0) for n, share in zip(size, self.shares, strict=True)]
        self.total = sum(mass) or 1.0
        total, told = sum(size) or 1, sum(n for n, score in zip(size, cut, strict=True) if score > 0) or 1
        both = sum(n if score > 0 else 0.0 for n, score in zip(mass, cut, strict=True))
        self.page = self.total / total, both / self.total, both / told
        self.parents: dict[int, list[float]] = {}
        self.above: dict[int, list[float]] = {}
        for n, share, place in zip(size, mass, around, strict=True):
            for groups, key in ((self.parents, place.parent), (self.above, place.grandparent)):
                group = groups.setdefault(key, [0.0, 0.0])
                group[0] += n
                group[1] += share
        self.sums = [0.0, *accumulate(self.shares)]
        inside = [k for k, share in enumerate(self.shares) if share > FOUND]
        self.first, self.last = (inside[0], inside[-1]) if inside else (0, len(shown))
        depths = sorted(around[k].depth for k in inside)
        self.depth = depths[len(depths) // 2] if depths else 0

    def near(self, k: int) -> float:
        """The mean share of a line and two on either side."""
        return _mean(self.sums, k - 2, k + 3)

    def numbers(self, k: int) -> tuple[tuple[float, ...], ...]:
        """Those of `NUMBERS` that tell of the reading, in groups as they stand together."""
        sums, place = self.sums, self.around[k]
        parent, over = self.parents[place.parent], self.above[place.grandparent]
        return (
            (self.shares[k], self.near(k), _mean(sums, k - 6, k + 7), _mean(sums, k - 3, k), _mean(sums, k + 1, k + 4)),
            (parent[1] / parent[0], parent[1] / self.total, over[1] / self.total, over[1] / over[0]),
            (min(max(self.first - k, 0), FAR), min(max(k - self.last, 0), FAR)),
            self.page,
        )


@lru_cache(4096)
def _find_elements(inside: frozenset[str]) -> tuple[float, ...]:
    """Those of `NUMBERS` that tell of the elements around a line."""
    return (
        *(name in inside for name in ("article", "main", "aside", "nav", "footer", "header")),
        not inside.isdisjoint(("form", "button", "label")),
        "table" in inside,
        ("ul" in inside) + ("ol" in inside) + ("dl" in inside),
        "blockquote" in inside,
        "figure" in inside,
    )


HOPELESS = -1.5
"""A line below this score, among others such, of which neither the reader nor the page's statement has anything, is not looked at
again: of 19,800 such lines of the labelled pages the trees raised four into the story."""
_WORDS = re.compile(r"\w+")
_UNSPACED = "\u0e00-\u0e7f\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Letters of scripts that write words without spaces: each counts as a word."""
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_WORDS_OR_LETTERS = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
STATED_LENGTH = 400
"""Characters below which what a page states is a summary, not its body."""
FOUND = 0.6
"""Share of a line's runs of words that must be found."""


def _split(text: str) -> list[str]:
    if text.isascii() or _HAS_UNSPACED.search(text) is None:
        return _WORDS.findall(text)
    return _WORDS_OR_LETTERS.findall(text)


def find_again(lines: Sequence[Line], text: str) -> list[float]:
    """For each line the share of its runs of words that the text has; of short lines, whether it has them; 0 for a blank line."""
    spoken = _split(text)
    runs = set(zip(*(spoken[n:] for n in range(SHINGLE)), strict=False))
    parts = (_split(part) for part in text.split("\n") if len(part) <= SHORT_LENGTH)
    short = {tuple(part) for part in parts if len(part) < SHINGLE}
    found = []
    for line in lines:
        own = _split(line.text) if line.text else ()
        if not line.text:
            found.append(0.0)
        elif len(own) < SHINGLE:
            found.append(float(tuple(own) in short))
        else:
            hits = sum(map(runs.__contains__, zip(*(own[n:] for n in range(SHINGLE)), strict=False)))
            found.append(hits / (len(own) - SHINGLE + 1))
    return found


SHORT_LENGTH = 120
"""Characters above which a line has more words than a run."""


@cache
def read_trees() -> Forest:
    """The trees shipped with the package."""
    trees: list[tuple[Node, ...]] = []
    bias = 0.0
    source = files("briefbook.lexicon").joinpath("support.tsv").read_text(encoding="utf-8")
    for row in source.splitlines():
        if row.startswith("#"):
            continue
        name, *numbers = row.split("\t")
        if name == "tree":
            trees.append(tuple(map(parse_node, numbers[1:])))
        else:
            bias = float(numbers[0])
    return pack_trees(trees, bias)


def weigh_markup(lines: Sequence[Line], webpage: Webpage, scores: Sequence[float]) -> list[float]:
    """How much each line speaks for the article once its markup is seen, in log odds; 0 for a blank line.

    Args:
        lines: Of the page, one for each of the saved page's.
        webpage: The saved page.
        scores: How much each line speaks for itself, in log odds.
    """
    body = webpage.stated.body
    said = find_again(lines, body) if len(body) >= STATED_LENGTH else None
    weighed = weigh_rows(find_numbers(lines, webpage.lines, scores, None, said, hopeless=HOPELESS))
    if not _is_sure(lines, weighed):
        outside = frozenset(
            i for i, score in enumerate(weighed) if score < AWAY and _is_aside(lines[i].text, webpage.lines[i])
        )
        if read := webpage.find_article(outside):
            found = find_again(lines, read)
            weighed = weigh_rows(find_numbers(lines, webpage.lines, scores, found, said, hopeless=HOPELESS))
            _raise_found(lines, weighed, found)
    comments = find_comments(webpage.lines)
    own = sum(len(line.text) for i, line in enumerate(lines) if weighed[i] > 0 and i not in comments)
    return [OUT if i in comments and own > OWN_LENGTH else score for i, score in enumerate(weighed)]


def _is_aside(text: str, mark: MarkedLine) -> bool:
    """Whether a line that speaks against itself is surely nothing that the reader of web pages need see: it is no sentence, row or item of a list."""
    if "table" in mark.around.inside:
        return False
    return mark.linked > LINKED or (len(text) < RUNNING and mark.kind != "item" and not is_sentence(text))


def _raise_found(lines: Sequence[Line], weighed: list[float], found: Sequence[float]) -> None:
    """Raises the lines of the article that the reader finds, where hardly any of them is the story's so far.

    What a line shows by itself is learnt from English pages, and from prose; where that finds next to nothing of an article
    longer than its own, the reader is to be believed.
    """
    read = [i for i, share in enumerate(found) if share > FOUND]
    length = sum(len(lines[i].text) for i in read)
    both = sum(len(lines[i].text) for i in read if weighed[i] > 0)
    own = sum(len(line.text) for line, score in zip(lines, weighed, strict=True) if score > 0)
    if both < AGREED * length and own < length:
        for i in read:
            weighed[i] = max(weighed[i], RAISED)


AGREED = 0.5
"""Share of the article which the reader finds, by its characters, that must speak for itself."""
RAISED = 1.0
"""The least score of a line of it where that is not so."""


def _is_sure(lines: Sequence[Line], weighed: Sequence[float]) -> bool:
    """Whether next to no line might as well be the story's as not: then the reader of web pages has nothing to add."""
    story = doubtful = 0
    for line, score in zip(lines, weighed, strict=True):
        story += len(line.text) if score > 0 else 0
        doubtful += len(line.text) if abs(score) < DOUBTFUL else 0
    return doubtful < DOUBTFUL_SHARE * story


DOUBTFUL = 1.0
"""A line whose score is nearer to nothing, in log odds, might be the story's or not."""
DOUBTFUL_SHARE = 0.12
"""Share of the story's characters that may be doubtful. Of 169 labelled pages more than half are sure."""
OWN_LENGTH = 300
"""Characters of a story from which what the markup calls comments are readers' comments on it."""


def find_comments(marks: Sequence[MarkedLine]) -> frozenset[int]:
    """The lines that stand where the markup says that readers comment."""
    return frozenset(i for i, mark in enumerate(marks) if mark.text and mark.around.comments)


def weigh_rows(rows: Sequence[Sequence[float] | None]) -> list[float]:
    """What the trees make of lines whose `NUMBERS` are given; `OUTSIDE` where the score alone is; 0 for None."""
    weighed = [0.0 if row is None else OUTSIDE for row in rows]
    told = [i for i, row in enumerate(rows) if row is not None and len(row) > 1]
    if told:
        leaves = sum_leaves(np.array([rows[i] for i in told], dtype=np.float64), read_trees())
        for i, score in zip(told, leaves.tolist(), strict=True):
            weighed[i] = score
    return weighed


AWAY = -3.0
"""Score below which a line that is no sentence is spared the reader."""
OUTSIDE = -5.0
"""The score of a hopeless line: what the trees make of such a line in the middle of them."""


def find_captions(marks: Sequence[MarkedLine]) -> frozenset[int]:
    """The lines that the markup says are the words under a picture of this story.

    It says so by its elements, or by their names, unless half of the page's running text bears such a name. The caption of a
    link's picture, or one beside the page's content, belongs to another story.
    """
    named = [
        i
        for i, mark in enumerate(marks)
        if mark.kind in _CAPTIONED and (mark.around.captioned or (not mark.kind and mark.around.tag == "figure"))
    ]
    if named:
        running = sum(
            len(mark.text) for mark in marks if mark.kind == "" and mark.linked < LINKED and len(mark.text) > RUNNING
        )
        if sum(len(marks[i].text) for i in named) > NAMED_SHARE * running:
            named = []
    return frozenset(
        i
        for i in (*(i for i, mark in enumerate(marks) if mark.kind == "caption"), *named)
        if len(marks[i].text) <= CAPTION_LENGTH
        and marks[i].linked < LINKED
        and marks[i].around.inside.isdisjoint(_ELSEWHERE)
        and "table" not in marks[i].around.inside
    )


_CAPTIONED = frozenset(("", "item"))
RUNNING = 80
"""Characters from which a line counts as running text here."""
NAMED_SHARE = 0.5
"""Share of the running text above which it is no captions that bear their name."""
LINKED = 0.7
"""Share of a caption that is a link from which its picture is a link to another story."""
_FURNISHED = frozenset(("nav", "footer", "form", "button"))
_ELSEWHERE = frozenset(("aside", "nav", "footer"))
