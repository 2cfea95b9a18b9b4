"""What each line of a flat page shows by itself and by its place, as the names of features that weights are learnt for."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from operator import itemgetter
from typing import NamedTuple

from briefbook.clean.byline import read_byline
from briefbook.clean.captions import is_caption
from briefbook.clean.dates import is_date_line
from briefbook.clean.kinds import is_comment_head, is_comment_tool, is_prose, is_stamp, is_teaser_end
from briefbook.clean.lines import Line
from briefbook.clean.sections import Section
from briefbook.clean.vocabulary import Furniture
from briefbook.model.article import Reason

REACH = 4
"""Neighbours on either side whose features count."""
SHOWN_LENGTH = 1200
"""Characters of a line that are looked at; more would say no more."""
FUNCTION_WORDS = frozenset(
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
def read_cues() -> Mapping[str, str]:
    """The words that are features by themselves, and their features."""
    source = files("briefbook.lexicon").joinpath("cues.txt").read_text(encoding="utf-8")
    rows = (row for row in source.splitlines() if not row.startswith("#"))
    return {word: f"says:{word}" for row in rows for word in row.split()}


@cache
def _telling() -> frozenset[str]:
    """All words that are features by themselves; most lines of furniture have none of them."""
    return _FIRST | _SECOND | frozenset(read_cues())


def _describe(
    text: str, said: str, word: Furniture | None, *, before: bool, after: bool, copies: str, named: bool
) -> list[str]:
    """What one line shows by itself, as names of features.

    Args:
        text: Of the line, as English would have it.
        said: What the line says.
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
    functions = _bin(sum(map(FUNCTION_WORDS.__contains__, lowered)) / n, (0.01, 0.15, 0.28, 0.38, 0.48))
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
            "kind:stamp" if is_stamp(said) else "kind:comment-head" if is_comment_head(said)
            else "kind:comment-tool" if is_comment_tool(said) else "kind:date" if digits and is_date_line(said)
            else "kind:byline" if lowered[0].startswith("by") and read_byline(said, bare=False)
            else "kind:name" if 2 <= n <= 4 and capitals_only(tokens) else ""
        )  # fmt: skip
        if kind:
            shown.append(kind)
    if n > 3 and is_caption(said):
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
        cues = read_cues()
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


class Shown(NamedTuple):
    """For each line that is not blank, the names of what it shows."""

    own: list[list[str]]
    """By itself."""
    placed: list[list[str]]
    """By its place."""


def find_features(
    lines: Sequence[Line],
    words: Sequence[Furniture | None],
    sections: Sequence[Section],
    repeated: Mapping[int, int],
    texts: Sequence[str] | None = None,
) -> Shown:
    """The names of what each line that is not blank shows; the words that weights are learnt for.

    Args:
        lines: Of the page.
        words: What the vocabulary of furniture says of each.
        sections: Runs that are furniture as a whole.
        repeated: Captions and their copies, by index.
        texts: Of the lines that are not blank, as English would have them; as they are by default.
    """
    shown = [i for i, line in enumerate(lines) if line.text]
    texts = [lines[i].text for i in shown] if texts is None else texts
    copies = Counter(texts)
    commented = [False] * len(lines)
    for section in sections:
        if section.reason is Reason.COMMENTS:
            commented[section.start : section.end] = [True] * (section.end - section.start)
    last = len(lines) - 1
    own = []
    seen: set[str] = set()
    names: set[str] = set()
    for i, text in zip(shown, texts, strict=True):
        opening = " ".join(text.split(" ", 2)[:2]) if " " in text else ""
        own.append(
            _describe(
                text,
                lines[i].text,
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
    return Shown(own, _surround(texts, [words[i] for i in shown], [commented[i] for i in shown], prose_like))


NOTE_WORDS = 7
"""Words from which a line that begins with a name is a note on its bearer; a shorter one may be the name itself."""
_BY = re.compile(r"(?:(?:written|posted) )?by:? ", re.IGNORECASE)
