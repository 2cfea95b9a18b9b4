"""What each line of a flat page shows by itself and by its place, as the names of features that weights are learnt for."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate, chain
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


_LENGTH_EDGES = (2, 3, 5, 8, 12, 20, 35, 60, 110)
_LENGTH_BIN = tuple(bisect_right(_LENGTH_EDGES, n) for n in range(112))
_COARSE_BIN = tuple(bisect_right((3, 8, 15, 35), n) for n in range(112))
_LENGTH = _names("words:", 10)
_CAPITALS_EDGES = (0.15, 0.3, 0.5, 0.8)
_CAPITALS = _names("capitals:", 5)
_FUNCTIONS_EDGES = (0.01, 0.15, 0.28, 0.38, 0.48)
_FUNCTIONS = tuple(
    tuple((f"function-words:{number}", f"long{coarse}:functions{number}") for number in range(6)) for coarse in range(5)
)
_ENDINGS = tuple(
    {end: (f"end:{end}", f"long{coarse}:{end}") for end in ("more", "none", *_ENDS.values())} for coarse in range(5)
)


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
    text: str, lowered: Sequence[str], said: str, word: Furniture | None, *, blanks: str, copies: str, named: bool
) -> list[str]:
    """What one line shows by itself, as names of features.

    Args:
        text: Of the line, as English would have it; no more of it than counts.
        lowered: Its words in small letters.
        said: What the line says.
        word: What the vocabulary of furniture says of it.
        blanks: Whether blank lines stand above and below, as a feature.
        copies: Whether and where the same line stands again, as a feature; empty where it does not.
        named: Whether it begins with a name that a short line above it bears.
    """
    n = min(len(lowered), 111)
    coarse = _COARSE_BIN[n]
    functions = bisect_right(_FUNCTIONS_EDGES, sum(map(FUNCTION_WORDS.__contains__, lowered)) / n)
    plain = text.replace(" ", "").isalpha()
    end = "more" if is_teaser_end(text) else "none" if plain else _name_end(text)
    shown = [_LENGTH[_LENGTH_BIN[n]], *_ENDINGS[coarse][end], *_FUNCTIONS[coarse][functions], blanks]
    first = text[0]
    if first.isupper():
        shown.append(_CAPITALS[4] if n == 1 else "capitals:all" if text.isupper() else _name_capitals(text))
    else:
        shown.append(
            "start:lower" if first.islower() else "start:digit" if first.isdigit()
            else "start:quote" if first in "\"“'‘" else "start:bullet" if first in "•·-–*►▸→" else "start:other"
        )  # fmt: skip
    if word is not None:
        shown.append(f"furniture:{word.reason}:{'opens' if word.scope == 'opens' else 'line'}")
    digits = not plain and _DIGIT.search(text, 0, 60) is not None
    if digits:
        shown.append("has:digit")
    if n <= KIND_WORDS and (kind := _name_kind(text, lowered, said, digits=digits)):
        shown.append(kind)
    if n > 3 and is_caption(said):
        shown.append("kind:caption")
    if not plain:
        shown += _name_marks(text)
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


KIND_WORDS = 14
"""Most words of a line that is a date, a comment's head or tool, or a name."""


def _name_end(text: str) -> str:
    return "dots" if text.endswith("...") else _ENDS.get(text.rstrip("'\"”’»)] ")[-1:], "none")


def _name_capitals(text: str) -> str:
    """How many of the words of a line begin with a capital."""
    initials = [token[:1] for token in text.split(" ")]
    return _CAPITALS[bisect_right(_CAPITALS_EDGES, sum(map(str.isupper, initials)) / min(len(initials), 111))]


def _name_kind(text: str, lowered: Sequence[str], said: str, *, digits: bool) -> str:
    """What a short line is by itself; nothing where that is not known."""
    if is_stamp(said):
        return "kind:stamp"
    if is_comment_head(said):
        return "kind:comment-head"
    if is_comment_tool(said):
        return "kind:comment-tool"
    if digits and is_date_line(said):
        return "kind:date"
    if lowered[0].startswith("by") and read_byline(said, bare=False):
        return "kind:byline"
    return "kind:name" if 2 <= len(lowered) <= 4 and capitals_only(text.split(" ")) else ""


def _name_marks(text: str) -> list[str]:
    """What marks a line has that is not made of letters alone."""
    shown = []
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
    return shown


def capitals_only(tokens: Sequence[str]) -> bool:
    """Whether every word begins with a capital and has letters only, as in a name."""
    return all(
        token[:1].isupper() and token.replace(".", "").replace("-", "").replace("'", "").isalpha() for token in tokens
    )


_DIGIT = re.compile(r"\d")
_BLANKS = ("blank:00", "blank:01", "blank:10", "blank:11")


def _surround(
    lowered: Sequence[Sequence[str]],
    words: Sequence[Furniture | None],
    commented: Sequence[bool],
    prose_like: Sequence[bool],
) -> list[list[str]]:
    """What the place of each line on the page shows.

    Args:
        lowered: The words of each line in small letters.
        words: What the vocabulary of furniture says of each.
        commented: Whether each stands among comments.
        prose_like: Whether each is running text.
    """
    count = len(lowered)
    contents = [{token[:6] for token in tokens if len(token) > 5} for tokens in lowered]
    prose = [min(len(tokens), 60) if running else 0 for tokens, running in zip(lowered, prose_like, strict=True)]
    told = [bool(length) and not among for length, among in zip(prose, commented, strict=True)]
    times = Counter(chain.from_iterable(content for content, own in zip(contents, told, strict=True) if own))
    once, twice = frozenset(times), frozenset(token for token, number in times.items() if number > 1)
    sums = [0, *accumulate(prose)]
    total = sums[-1] or 1
    long = [k for k, length in enumerate(prose) if length >= 20] or [k for k, length in enumerate(prose) if length]
    first, last = (long[0], long[-1]) if long else (0, count - 1)
    size = f"page-prose:{bisect_right(_PAGE_EDGES, sums[-1])}"
    opened, since, prose_since = "", 0, 0
    found = []
    for k, (content, length) in enumerate(zip(contents, prose, strict=True)):
        if k < first:
            place = _ABOVE[bisect_right(_PLACE_EDGES, first - k)]
        elif k > last:
            place = _BELOW[bisect_right(_PLACE_EDGES, k - last)]
        else:
            place = "place:within"
        near = bisect_right(_DENSITY_EDGES, _mean(sums, k, 6))
        shown = [
            size, _BEFORE[bisect_right(_SHARE_EDGES, sums[k] / total)], _NEAR[near],
            _FAR[bisect_right(_DENSITY_EDGES, _mean(sums, k, 20))], place, place + _AND_NEAR[near],
        ]  # fmt: skip
        if content:
            shared = (twice if told[k] else once).intersection(
                content
            )  # a paragraph's own words are said once at least
            topic = bisect_right(_TOPIC_EDGES, len(shared) / len(content))
            shown.append(_TOPIC[topic])
            if length:
                shown.append(_PROSE_TOPIC[bisect_right(_PROSE_EDGES, length)][topic])
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
_PROSE_EDGES = (20, 40)
_PAGE_EDGES = (60, 200, 500, 1500)
_SHARE_EDGES = (0.0001, 0.05, 0.2, 0.5, 0.8, 0.95, 0.9999)
_DENSITY_EDGES = (1, 4, 9, 16, 25, 36)
_PLACE_EDGES = (2, 4, 9, 30)
_SINCE_EDGES = (3, 11, 40)
_BEFORE = _names("prose-before:", 8)
_NEAR, _FAR, _AND_NEAR = _names("near:", 7), _names("far:", 7), _names(":near", 7)
_ABOVE, _BELOW = _names("place:above", 5), _names("place:below", 5)
_TOPIC = _names("topic:", 6)
_PROSE_TOPIC = tuple(_names(f"prose{number}:topic", 6) for number in range(3))


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
    blank = [False, *(not line.text for line in lines), False]
    own, lowered = [], []
    seen: set[str] = set()
    names: set[str] = set()
    for i, text in zip(shown, texts, strict=True):
        told = text if len(text) <= SHOWN_LENGTH else text[:SHOWN_LENGTH].rstrip()
        tokens = told.lower().split(" ")
        opening = " ".join(text.split(" ", 2)[:2]) if len(tokens) > 1 else ""
        own.append(
            _describe(
                told,
                tokens,
                lines[i].text,
                words[i],
                blanks=_BLANKS[2 * blank[i] + blank[i + 2]],
                copies="copies:adjacent" if i in repeated
                else "" if copies[text] < 2 else "copies:again" if text in seen else "copies:first",
                named=len(tokens) > NOTE_WORDS and opening in names,
            )
        )  # fmt: skip
        lowered.append(tokens)
        seen.add(text)
        if opening and len(tokens) <= NOTE_WORDS:
            names.add(_BY.sub("", text, count=1) if text[:2] in {"By", "by", "Wr", "Po"} else opening)
    prose_like = [is_prose(text) for text in texts]
    return Shown(own, _surround(lowered, [words[i] for i in shown], [commented[i] for i in shown], prose_like))


NOTE_WORDS = 7
"""Words from which a line that begins with a name is a note on its bearer; a shorter one may be the name itself."""
_BY = re.compile(r"(?:(?:written|posted) )?by:? ", re.IGNORECASE)
