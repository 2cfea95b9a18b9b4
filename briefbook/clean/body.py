"""Which lines of a flat page are the article: what each line shows, weighed as learnt from labelled pages, then smoothed.

Two steps. A logistic regression weighs what a line and its neighbours show; a few small decision trees then look at its
results around the line, near and far. `bench/train_clean.py` makes the weights.
"""

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from operator import add, itemgetter

from briefbook.clean.byline import read_byline
from briefbook.clean.captions import is_caption
from briefbook.clean.lines import (
    BOX_LINES,
    SENTENCE_WORDS,
    Furniture,
    Line,
    Section,
    ends_sentence,
    is_comment_head,
    is_comment_tool,
    is_prose,
    is_sentence,
    is_stamp,
    is_teaser_end,
)
from briefbook.clean.published import is_date_line
from briefbook.clean.trees import Node, parse_node, sum_leaves
from briefbook.model.article import Reason

REACH = 4
"""Neighbours on either side whose features count."""
SHOWN_LENGTH = 1200
"""Characters of a line that are looked at; more would say no more."""
STRONG = 5.0
"""Scores of the first step are cut here, so that one line cannot outweigh many."""

FAVOUR = 1.0
"""Added to every score: a paragraph lost costs the reader more than a line too many."""
HOPELESS, SURE = -3.0, 2.0
"""Lines whose first score lies below the one or above the other, among others such, are not looked at again."""
FAR = 99
"""Lines from which distance no longer matters."""

_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the a an of to in and or that which who is was are were be been being for on with as at by from it its this these"
        " those he she they we you i his her their our your my not but has have had will would can could may might should do"
        " does did if when than then there so such into about after before over under between while also more most no any"
        " all some what how why where out up just only",
    )
)
_FIRST = frozenset(("i", "i'm", "i’m", "i've", "i’ve", "my", "me", "we", "our", "us"))
_SECOND = frozenset(("you", "your", "you're", "you’re"))
_ENDS = {".": "stop", "!": "stop", "…": "dots", "?": "ask", ":": "colon", ";": "colon", ",": "comma"}


def _names(group: str, count: int) -> tuple[str, ...]:
    return tuple(f"{group}{number}" for number in range(count))


def _bin(value: float, edges: Sequence[float]) -> int:
    return bisect_right(edges, value)


_LENGTH_EDGES = (2, 3, 5, 8, 12, 20, 35, 60, 110)
_LENGTH_BIN = tuple(_bin(n, _LENGTH_EDGES) for n in range(112))
_COARSE_BIN = tuple(_bin(n, (3, 8, 15, 35)) for n in range(112))
_LENGTH = _names("words:", 10)
_CAPITALS = _names("capitals:", 5)
_FUNCTIONS = _names("function-words:", 6)
_ENDINGS = tuple(
    {end: (f"end:{end}", f"long{coarse}:{end}") for end in ("more", "none", *_ENDS.values())} for coarse in range(5)
)
_LONG_FUNCTIONS = tuple(_names(f"long{coarse}:functions", 6) for coarse in range(5))


@cache
def _cues() -> dict[str, str]:
    source = files("briefbook.lexicon").joinpath("cues.txt").read_text(encoding="utf-8")
    rows = (row for row in source.splitlines() if not row.startswith("#"))
    return {word: f"says:{word}" for row in rows for word in row.split()}


@cache
def _telling() -> frozenset[str]:
    """All words that are features by themselves; most lines of furniture have none of them."""
    return _FIRST | _SECOND | frozenset(_cues())


def _describe(text: str, word: Furniture | None, *, before: bool, after: bool, copies: str, named: bool) -> list[str]:
    """What one line shows by itself, as names of features.

    Args:
        text: Of the line.
        word: What the vocabulary of furniture says of it.
        before: Whether a blank line stands above.
        after: Whether one stands below.
        copies: Whether and where the same line stands again, as a feature; empty where it does not.
        named: Whether it begins with a name that a short line above it bears.
    """
    if len(text) > SHOWN_LENGTH:
        text = text[:SHOWN_LENGTH].rstrip()
    tokens = text.split(" ")
    lowered = text.lower().split(" ")
    n = min(len(tokens), 111)
    last = text.rstrip("'\"”’»)] ")[-1:]
    end = "more" if is_teaser_end(text) else "dots" if text.endswith("...") else _ENDS.get(last, "none")
    first = text[0]
    coarse = _COARSE_BIN[n]
    functions = _bin(sum(map(_FUNCTION_WORDS.__contains__, lowered)) / n, (0.01, 0.15, 0.28, 0.38, 0.48))
    shown = [
        _LENGTH[_LENGTH_BIN[n]],
        *_ENDINGS[coarse][end],
        _FUNCTIONS[functions],
        _LONG_FUNCTIONS[coarse][functions],
        _BLANKS[2 * before + after],
    ]
    if first.isupper():
        capitals = sum(map(str.isupper, map(_INITIAL, tokens)))
        shown.append(
            "capitals:all" if n > 1 and text.isupper() else _CAPITALS[_bin(capitals / n, (0.15, 0.3, 0.5, 0.8))]
        )
    else:
        shown.append(
            "start:lower" if first.islower() else "start:digit" if first.isdigit()
            else "start:quote" if first in "\"“'‘" else "start:bullet" if first in "•·-–*►▸→" else "start:other"
        )  # fmt: skip
    if word is not None:
        shown.append(f"furniture:{word.reason}:{'opens' if word.scope == 'opens' else 'line'}")
    digits = _DIGIT.search(text, 0, 60) is not None
    if digits:
        shown.append("has:digit")
    if n <= 14:
        kind = (
            "kind:stamp" if is_stamp(text) else "kind:comment-head" if is_comment_head(text)
            else "kind:comment-tool" if is_comment_tool(text) else "kind:date" if digits and is_date_line(text)
            else "kind:byline" if lowered[0].startswith("by") and read_byline(text, bare=False)
            else "kind:name" if 2 <= n <= 4 and capitals_only(tokens) else ""
        )  # fmt: skip
        if kind:
            shown.append(kind)
    if n > 3 and is_caption(text):
        shown.append("kind:caption")
    if not text.isascii() and ("›" in text or "»" in text or "©" in text):
        shown.append("has:copyright" if "©" in text else "has:separator")
    if "|" in text or " / " in text:
        shown.append("has:separator")
    if "@" in text or "http" in text or ".com" in text:
        shown.append("has:address")
    if "“" in text or '"' in text:
        shown.append("has:quotation")
    commas = text.count(",")
    if commas:
        shown.append("commas:few" if commas < 3 else "commas:many")
    if copies:
        shown.append(copies)
    if named:
        shown.append("begins:name-above")
    telling = _telling().intersection(lowered)
    if telling:
        if not telling.isdisjoint(_FIRST):
            shown.append("person:first")
        if not telling.isdisjoint(_SECOND):
            shown.append("person:second")
        cues = _cues()
        shown += [cues[word] for word in sorted(telling) if word in cues]
    return shown


def capitals_only(tokens: Sequence[str]) -> bool:
    """Whether every word begins with a capital and has letters only, as in a name."""
    return all(
        token[:1].isupper() and token.replace(".", "").replace("-", "").replace("'", "").isalpha() for token in tokens
    )


_DIGIT = re.compile(r"\d")
_INITIAL = itemgetter(0)
_BLANKS = ("blank:00", "blank:01", "blank:10", "blank:11")


def _surround(
    texts: Sequence[str], words: Sequence[Furniture | None], commented: Sequence[bool], prose_like: Sequence[bool]
) -> list[list[str]]:
    """What the place of each line on the page shows."""
    count = len(texts)
    prose, contents = [], []
    vocabulary: Counter[str] = Counter()
    for k, text in enumerate(texts):
        length = min(text.count(" ") + 1, 60) if prose_like[k] else 0
        prose.append(length)
        content = {token[:6] for token in text[:SHOWN_LENGTH].lower().split(" ") if len(token) > 5}
        contents.append(content)
        if length and not commented[k]:
            vocabulary.update(content)
    sums = [0]
    for length in prose:
        sums.append(sums[-1] + length)
    total = sums[-1] or 1
    long = [k for k, length in enumerate(prose) if length >= 20] or [k for k, length in enumerate(prose) if length]
    first, last = (long[0], long[-1]) if long else (0, count - 1)
    size = f"page-prose:{_bin(sums[-1], (60, 200, 500, 1500))}"
    opened, since, prose_since = "", 0, 0
    found = []
    for k in range(count):
        shown = [size]
        content = contents[k]
        length = prose[k]
        if content:
            own = 1 if length and not commented[k] else 0
            topic = _bin(len([1 for token in content if vocabulary[token] > own]) / len(content), _TOPIC_EDGES)
            shown.append(f"topic:{topic}")
            if length:
                shown.append(f"prose{_bin(length, (20, 40))}:topic{topic}")
        shown.append(_BEFORE[bisect_right(_SHARE_EDGES, sums[k] / total)])
        near = bisect_right(_DENSITY_EDGES, _mean(sums, k, 6))
        if k < first:
            place = _ABOVE[bisect_right(_PLACE_EDGES, first - k)]
        elif k > last:
            place = _BELOW[bisect_right(_PLACE_EDGES, k - last)]
        else:
            place = "place:within"
        shown += [
            _NEAR[near], _FAR[bisect_right(_DENSITY_EDGES, _mean(sums, k, 20))], place, place + _AND_NEAR[near],
        ]  # fmt: skip
        if opened:
            shown.append(f"after:{opened}:{bisect_right(_SINCE_EDGES, since)}:{min(prose_since, 3)}")
        if commented[k]:
            shown.append("section:comments")
        word = words[k]
        if word is not None and word.scope == "opens":
            opened, since, prose_since = word.reason.value, 0, 0
        since += 1
        prose_since += length > 0
        found.append(shown)
    return found


_TOPIC_EDGES = (0.01, 0.2, 0.4, 0.6, 0.8)
_SHARE_EDGES = (0.0001, 0.05, 0.2, 0.5, 0.8, 0.95, 0.9999)
_DENSITY_EDGES = (1, 4, 9, 16, 25, 36)
_PLACE_EDGES = (2, 4, 9, 30)
_SINCE_EDGES = (3, 11, 40)
_BEFORE = _names("prose-before:", 8)
_NEAR, _FAR, _AND_NEAR = _names("near:", 7), _names("far:", 7), _names(":near", 7)
_ABOVE, _BELOW = _names("place:above", 5), _names("place:below", 5)


def _mean(sums: Sequence[float], k: int, reach: int) -> float:
    low, high = max(0, k - reach), min(len(sums) - 1, k + reach + 1)
    return (sums[high] - sums[low]) / (high - low)


Shown = tuple[list[list[str]], list[list[str]]]
"""For each line that is not blank: what it shows by itself, and what its place shows."""


def find_features(
    lines: Sequence[Line], words: Sequence[Furniture | None], sections: Sequence[Section], repeated: Mapping[int, int]
) -> Shown:
    """The names of what each line that is not blank shows; the words that weights are learnt for."""
    shown = [i for i, line in enumerate(lines) if line.text]
    texts = [lines[i].text for i in shown]
    copies = Counter(texts)
    commented = [False] * len(lines)
    for section in sections:
        if section.reason is Reason.COMMENTS:
            commented[section.start : section.end] = [True] * (section.end - section.start)
    last = len(lines) - 1
    own = []
    seen: set[str] = set()
    names: set[str] = set()
    for i in shown:
        text = lines[i].text
        opening = " ".join(text.split(" ", 2)[:2]) if " " in text else ""
        own.append(
            _describe(
                text,
                words[i],
                before=i > 0 and not lines[i - 1].text,
                after=i < last and not lines[i + 1].text,
                copies="copies:adjacent" if i in repeated
                else "" if copies[text] < 2 else "copies:again" if text in seen else "copies:first",
                named=opening in names and text.count(" ") >= NOTE_WORDS,
            )
        )  # fmt: skip
        seen.add(text)
        if opening and text.count(" ") < NOTE_WORDS:
            names.add(_BY.sub("", text, count=1) if text[:2] in {"By", "by", "Wr", "Po"} else opening)
    prose_like = [is_prose(text) for text in texts]
    return own, _surround(texts, [words[i] for i in shown], [commented[i] for i in shown], prose_like)


NOTE_WORDS = 7
"""Words from which a line that begins with a name is a note on its bearer; a shorter one may be the name itself."""
_BY = re.compile(r"(?:(?:written|posted) )?by:? ", re.IGNORECASE)
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


def score_lines(
    lines: Sequence[Line],
    words: Sequence[Furniture | None],
    sections: Sequence[Section],
    repeated: Mapping[int, int],
    support: Callable[[list[float]], list[float]] | None = None,
) -> list[float]:
    """How much each line speaks for the article (above 0) or against it, in log odds; 0 for a blank line.

    Args:
        lines: Of the page.
        words: What the vocabulary of furniture says of each.
        sections: Runs that are furniture as a whole; those that end the story count whatever the weights say.
        repeated: Captions and their copies, by index.
        support: What the page's markup makes of the scores of the lines by themselves; None where there is no markup.
    """
    weights = read_weights()
    shown = find_features(lines, words, sections, repeated)
    texts = [line.text for line in lines if line.text]
    decided = iter(decide(smooth(weigh(shown, weights), texts, shown), weights))
    scores = [next(decided) + FAVOUR if line.text else 0.0 for line in lines]
    if support is not None:
        scores = support(scores)
    else:
        _lift(lines, words, scores)
    mass = [0, *accumulate(len(line.text) if score > 0 else 0 for line, score in zip(lines, scores, strict=True))]
    prose = [0, *accumulate(is_prose(line.text) and i not in repeated for i, line in enumerate(lines))]
    for section in sections:
        before, inside = mass[section.start], mass[section.end] - mass[section.start]
        if section.closed and (before > inside or (section.certain and prose[section.start])):
            for i in range(section.start, section.end):
                scores[i] = OUT if lines[i].text else 0.0
        elif not section.closed and section.end - section.start:
            _close_box(lines, section, scores)
    ends = [section.start for section in sections if section.certain and scores[section.start] == OUT]
    for i in range(min(ends, default=0)):
        if words[i] is None and scores[i] > OUT and is_sentence(lines[i].text):
            scores[i] += ABOVE
    return scores


def _lift(lines: Sequence[Line], words: Sequence[Furniture | None], scores: list[float]) -> None:
    """Raises the sentences of a page none of whose paragraphs speaks clearly for itself.

    Much furniture around a brief speaks against all its lines; what matters is which of them speak least against themselves.
    """
    told = [i for i, line in enumerate(lines) if words[i] is None and line.text and is_sentence(line.text)]
    best = max((scores[i] for i in told if is_prose(lines[i].text)), default=CLEAR)
    lift = min(CLEAR - best, LIFT)
    if lift > 0 and best > LEAST:
        for i in told:
            scores[i] += lift


CLEAR = 2.0
"""Score from which a paragraph speaks clearly for itself."""
LIFT = 3.0
"""The most that the sentences of a page without such a paragraph gain."""


def _close_box(lines: Sequence[Line], section: Section, scores: list[float]) -> None:
    """Takes a box inside the story out of it: its head, and the few headlines right below."""
    box = [i for i in range(section.start, section.end) if lines[i].text]
    if len(box) <= BOX_LINES + 1 and not any(ends_sentence(lines[i].text) for i in box[1:]):
        for i in box:
            scores[i] = BOXED


ABOVE = 1.0
"""What a sentence gains that stands above comments or teasers that leave no doubt: there the story ends, so here it is."""
BOXED = -2.5
"""The score of a line in a box inside the story: out of it, but no end to it."""


OUT = -20.0
"""The score of a line in a section that ends the story."""
KEPT = -0.5
"""Lines of the story below this score are furniture inside it."""


def find_story(
    lines: Sequence[Line],
    words: Sequence[Furniture | None],
    repeated: Mapping[int, int],
    scores: Sequence[float],
) -> list[int]:
    """The indices of the lines that are the story: the stretch that scores best, without what speaks against it inside.

    A sentence at the story's edge, or between two of its lines, stays unless it speaks strongly against itself; captions and
    the page's tools may stand between.
    """
    passed = [i in repeated or _is_tool(words[i]) for i in range(len(lines))]
    shown = [i for i, line in enumerate(lines) if line.text and not passed[i]]
    kept = set(_drop_strays(shown, [i for i in shown if scores[i] > KEPT], lines, scores))
    if not kept:
        kept = _find_best(lines, shown, scores)
    for order, edge in ((shown, EDGE), (shown[::-1], LEAD_EDGE)):
        before = -1
        for i in order:
            if i in kept or (before in kept and _joins(lines[i].text, scores[i], edge)):
                kept.add(i)
                before = i
            elif scores[i] == OUT or not _is_between(lines[i].text, scores[i]):
                before = -1
    for before, i, after in zip(shown, shown[1:], shown[2:], strict=False):
        text = lines[i].text
        if (
            before in kept
            and after in kept
            and scores[i] > SUBHEAD
            and text.count(" ") < SUBHEAD_WORDS
            and words[i] is None
        ):
            kept.add(i)
    return sorted(kept)


STRAY_GAP = 10
"""Lines in a row that are not the story's, after which what follows must be worth keeping for itself."""
STRAY_SHARE = 0.02
"""Share of the best part's worth below which a part that stands alone is not the story's."""
EDGE = -2.0
"""A sentence next to the story joins it above this score."""
LEAD_EDGE = -3.0
"""So does a paragraph right above it, where menus and notices may speak against the story's first words."""
BETWEEN = -3.0
"""A short line may part paragraphs above this score."""
SUBHEAD = -2.0
"""A short line between two of the story's stays above this score."""
SUBHEAD_WORDS = 12
"""Most words of such a line."""


def _find_best(lines: Sequence[Line], shown: Sequence[int], scores: Sequence[float]) -> set[int]:
    """The paragraphs that speak least against themselves, where no line speaks for itself; of hopeless ones, reports only."""
    paragraphs = [i for i in shown if is_prose(lines[i].text) and scores[i] > OUT]
    prose = [i for i in paragraphs if scores[i] > LEAST] or [
        i for i in paragraphs if _REPORTS.search(lines[i].text[:300])
    ]
    best = max((scores[i] for i in prose), default=0.0)
    return {i for i in prose if scores[i] >= best - 1.0}


_REPORTS = re.compile(
    r"\b(?:said|told|announced|according to|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b(?!.*\b(?:[Yy]ou|[Yy]our|[Ww]e|[Oo]ur)\b)"
)
"""Words of a report, and none that speak to its reader: such a paragraph is a story if nothing else is."""


LEAST = -3.0
"""Score below which not even the best paragraph of a page is a story."""


def _drop_strays(
    shown: Sequence[int], chosen: Sequence[int], lines: Sequence[Line], scores: Sequence[float]
) -> list[int]:
    """The chosen lines without parts that stand far from the others and have little to say.

    Args:
        shown: Indices of the lines that count, in order.
        chosen: Those that speak for themselves.
        lines: Of the page.
        scores: Of the lines.
    """
    place = {i: number for number, i in enumerate(shown)}
    parts: list[list[int]] = []
    for i in chosen:
        if parts and place[i] - place[parts[-1][-1]] <= STRAY_GAP and min(scores[parts[-1][-1] : i], default=0) > OUT:
            parts[-1].append(i)
        else:
            parts.append([i])
    worth = [sum(min(len(lines[i].text), SHOWN_LENGTH) * max(scores[i], 0.0) for i in part) for part in parts]
    least = STRAY_SHARE * max(worth, default=0.0)
    return [i for part, value in zip(parts, worth, strict=True) if value >= least for i in part]


def _is_tool(word: Furniture | None) -> bool:
    """Whether the line is the page's and never the story's: a tool, or a pointer to another story ("Read more: …")."""
    return word is not None and (
        word.reason is Reason.WIDGET or (word.reason is Reason.TEASERS and word.scope == "start")
    )


def _joins(text: str, score: float, edge: float) -> bool:
    """Whether a line next to the story is part of it: a sentence, or the names of those who helped to report it."""
    if score > EDGE and is_sentence(text):
        return True
    return (score > edge and is_prose(text)) or (score > OUT and _SIGNATURE.search(text[:300]) is not None)


_SIGNATURE = re.compile(
    r"\bcontributed to this (?:report|story|article)\b|\binformation (?:for|in) this (?:report|story)\b"
    r"|^\(?(?:additional )?(?:reporting|writing|editing) by [A-Z]",
    re.IGNORECASE,
)


def _is_between(text: str, score: float) -> bool:
    """Whether a line that is not kept may be a subhead, a caption or a boxed headline, after which the story can go on."""
    return score == BOXED or (score > BETWEEN and (text.count(" ") < SENTENCE_WORDS or is_caption(text)))


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
