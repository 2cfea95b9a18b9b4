"""Finds the names that the editor has listed: in content/ for the whole book, in front matter for one article.

The whole book's names are looked up by their first word, so that the cost is that of reading the text once, however many names
there are; names in scripts without spaces between words are searched for as they are.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from briefbook.model.article import Article
from briefbook.model.entity import EntityKind, Register
from briefbook.model.text import squeeze

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts whose words do not stand apart, or (Korean) take their particles on: Thai, Lao, Burmese, Khmer, Japanese, Chinese, Korean."""


FEW = 64
"""Names an article may list before they are looked up by their first words as the book's are."""


class Known(NamedTuple):
    """Where a listed name stands in a block."""

    start: int
    end: int
    kind: EntityKind
    found_by: str
    reason: str


class _Identity:
    """Lets a large value be a key by being the same object, without reading it through."""

    __slots__ = ("value",)

    def __init__(self, value: Register) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


class _Index(NamedTuple):
    by_word: dict[str, tuple[tuple[tuple[str, ...], EntityKind], ...]]
    """First word -> the names that begin with it, as words, the longest first."""
    unspaced: tuple[tuple[str, EntityKind], ...]


def _index(names: Iterable[tuple[str, EntityKind]]) -> _Index:
    by_word: defaultdict[str, list[tuple[tuple[str, ...], EntityKind]]] = defaultdict(list)
    unspaced = []
    for name, kind in names:
        if _UNSPACED.search(name):
            unspaced.append((squeeze(name), kind))
            continue
        words = tuple(_WORD.findall(name))
        if words:
            by_word[words[0]].append((words, kind))
    return _Index(
        {
            word: tuple(sorted(set(found), key=lambda item: (-len(item[0]), item[0], item[1])))
            for word, found in by_word.items()
        },
        tuple(sorted(set(unspaced), key=lambda item: (-len(item[0]), item))),
    )


@lru_cache(maxsize=4)
def _listed_index(listed: _Identity) -> _Index:
    return _index((name, entity.kind) for entity in listed.value.entities for name in (entity.name, *entity.aliases))


def _hits(text: str, index: _Index, found_by: str, reason: str) -> list[Known]:
    found = []
    if index.by_word:
        words = list(_WORD.finditer(text))
        i = 0
        while i < len(words):
            step = 1
            for name, kind in index.by_word.get(words[i].group(), ()):
                last = i + len(name)
                if (
                    last <= len(words)
                    and all(words[i + k].group() == word for k, word in enumerate(name))
                    and _close(text, words[i:last])
                ):
                    found.append(Known(words[i].start(), words[last - 1].end(), kind, found_by, reason))
                    step = len(name)
                    break
            i += step
    for phrase, kind in index.unspaced:
        start = text.find(phrase)
        while start >= 0:
            found.append(Known(start, start + len(phrase), kind, found_by, reason))
            start = text.find(phrase, start + len(phrase))
    return found


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit touches the stretch."""
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())


def _phrases(text: str, names: Sequence[tuple[str, EntityKind]]) -> list[Known]:
    """Where a few names stand in a text, each searched for by itself."""
    found = []
    for name, kind in names:
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if _stands_alone(text, start, end) or _UNSPACED.search(name):
                found.append(Known(start, end, kind, "front-matter", "listed in the article's front matter"))
            start = text.find(name, end)
    return found


def _close(text: str, words: list[re.Match[str]]) -> bool:
    """Whether the words follow one another as in a name: a space, a hyphen, an apostrophe or an initial's full stop between."""
    return all(
        text[one.end() : other.start()].strip(" \u00a0") in {"", "-", "‑", "'", "’", ".", ". ", "&", ","}
        and other.start() - one.end() <= 3
        for one, other in itertools.pairwise(words)
    )


def find_known(article: Article, listed: Register) -> dict[int, tuple[Known, ...]]:
    """The listed names in an article: for each block that has any, by offset and disjoint; front matter goes before content/."""
    named = sorted({(squeeze(one.name), EntityKind(one.kind)) for one in article.named if one.name.strip()})
    few = named if len(named) <= FEW else []
    own = _index(named) if len(named) > FEW else None
    book = _listed_index(_Identity(listed)) if listed.entities else None
    if not named and book is None:
        return {}
    found = {}
    for number, block in enumerate(article.blocks):
        hits = _phrases(block.text, few)
        if own is not None:
            hits += _hits(block.text, own, "front-matter", "listed in the article's front matter")
        if book is not None:
            hits += _hits(block.text, book, "content", "a name its file lists")
        kept: list[Known] = []
        # Longer names first; at equal length the article's own.
        for hit in sorted(hits, key=lambda h: (h.start - h.end, h.found_by != "front-matter", h.start, h.kind)):
            if all(hit.end <= other.start or other.end <= hit.start for other in kept):
                kept.append(hit)
        if kept:
            found[number] = tuple(sorted(kept))
    return found
