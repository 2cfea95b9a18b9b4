"""The search index and the previews shipped with the site: data in classic scripts, so that they load from a disk too.

Records are numbered by kind, those of one document together; terms are folded words, numbered in their order. Four
sorts of files, each cut by size: `words` with the terms and how many records each stands in, `postings` with those
records, `places` with the words of a record a term is at (asked for phrases and nearness only), `records` with what is
shown. The manifest says where each file begins, so that a search loads the few it needs.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import sub
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from briefbook.model.book import OutputFile
from briefbook.model.entity import Entity, EntityKind
from briefbook.model.text import fold, without
from briefbook.render.catalogue import Catalogue
from briefbook.render.dossiers import describe
from briefbook.render.records import Record
from briefbook.render.views import short_date
from briefbook.render.wording import count

T = TypeVar("T")

FILE_SIZE = 48_000
"""Characters of data in one file: parsed in a few milliseconds."""
WORDS_SIZE = 160_000
"""The same for the terms: a word that stands nowhere is compared with all of them, and few files load faster than many."""
COMMON_SHARE = 0.4
"""Share of the records above which a word tells none of them apart; applied to books of `COMMON_FROM` records."""
COMMON_FROM = 5_000
PREVIEWS_A_FILE = 80
SEARCH, PREVIEWS = PurePosixPath("assets/search"), PurePosixPath("assets/previews")
DIGITS = "".join(chr(c) for c in range(0x21, 0x7F) if chr(c) not in '"/<\\')
"""Of packed numbers: characters that stand in a script as they are. The first half ends a number, the second half goes on."""

_WORD = re.compile(r"[^\W_]+")
# Scripts written without spaces: their words are found by pairs of characters. Source: Unicode blocks.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_PIECES = re.compile(rf"{_UNSPACED.pattern}|[^\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_ARTICLE = re.compile(r"ال(?=...)")
"""The Arabic article, written as one with the noun; words of three letters and more are found with and without it."""


def fold_words(text: str) -> tuple[str, ...]:
    """The folded words of a text in order: without case, diacritics and marks; one letter alone is no word.

    A run of a script without spaces gives every pair of neighbouring characters and the last one alone, so that any
    part of it is found by the beginning of a word.
    """
    plain = fold(text)
    if plain.isascii():
        return tuple(word for word in _WORD.findall(plain) if len(word) > 1 or word.isdigit())
    plain = without(plain, _is_mark)
    words: list[str] = []
    for word in _WORD.findall(plain):
        if _UNSPACED.search(word):
            for piece in _PIECES.findall(word):
                if _UNSPACED.match(piece):
                    words.extend(piece[n : n + 2] for n in range(len(piece)))
                else:
                    words.append(piece)
        elif len(word) > 1 or word.isdigit():
            words.append(_ARTICLE.sub("", word, count=1) if _ARTICLE.match(word) else word)
    return tuple(words)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


class _Term:
    """Where a word stands, packed as it is read: bytes, for a long book has millions of places."""

    __slots__ = ("last", "number", "places", "postings")

    def __init__(self) -> None:
        self.number = 0
        self.last = 0
        self.postings = bytearray()
        self.places = bytearray()

    def add(self, record: int, at: Sequence[int]) -> None:
        """Notes a record, later than the last one, with the words of it the term is at."""
        self.postings += pack_number(record - self.last)
        steps = (len(at) - 1, at[0], *map(sub, at[1:], at))
        self.places += b"".join(map(pack_number, steps))
        self.last = record
        self.number += 1


def render_search(records: Iterable[Record]) -> tuple[OutputFile, ...]:
    """The index as files: a manifest, words, postings, places, records."""
    found: dict[str, _Term] = defaultdict(_Term)
    kinds: list[tuple[str, int]] = []
    documents: list[int] = []
    shelf: _Shelf[list[str]] = _Shelf("records", FILE_SIZE)
    for number, record in enumerate(records):
        at: dict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(fold_words(record.terms)):
            at[word].append(position)
        for word, positions in at.items():
            found[word].add(number, positions)
        if not kinds or kinds[-1][0] != record.kind:
            kinds.append((record.kind, number))
        if record.kind == "article" and "#" not in record.href:
            documents.append(number)
        value = [record.href, record.title, record.text, record.note]
        shelf.put(value, sum(map(len, value)))
    total = shelf.count
    limit = total * COMMON_SHARE if total >= COMMON_FROM else total + 1
    common = sorted(word for word, term in found.items() if term.number > limit)
    words = sorted((word for word, term in found.items() if term.number <= limit), key=_utf16)
    terms: _Shelf[tuple[str, str]] = _Shelf("words", WORDS_SIZE)
    postings: _Shelf[str] = _Shelf("postings", FILE_SIZE)
    places: _Shelf[str] = _Shelf("places", FILE_SIZE)
    for word in words:
        term = found.pop(word)
        terms.put((word, _pack([term.number])), len(word) + 2)
        postings.put(term.postings.decode("ascii"), len(term.postings) + 1)
        places.put(term.places.decode("ascii"), len(term.places) + 1)
    files = [
        *terms.files(lambda one: [" ".join(word for word, _ in one), "".join(number for _, number in one)]),
        *postings.files(" ".join),
        *places.files(" ".join),
        *shelf.files(list),
    ]
    manifest = {
        "size": total,
        "kinds": kinds,
        "documents": _pack(_steps(documents)),
        "common": common,
        "first": [word for word, _ in (chunk[0] for chunk in terms.chunks)],
        **{one.name: _pack(_steps(one.starts)) for one in (terms, postings, places, shelf)},
    }
    return (_data(SEARCH / "manifest.js", "manifest", manifest), *files)


class _Shelf(Generic[T]):
    """Values in files of about one size, and the number of the first in each."""

    def __init__(self, name: str, size: int) -> None:
        self.name = name
        self.size = size
        self.count = 0
        self.starts: list[int] = []
        self.chunks: list[list[T]] = []
        self._room = 0

    def put(self, value: T, size: int) -> None:
        """Adds a value of so many characters."""
        if self._room <= 0:
            self.starts.append(self.count)
            self.chunks.append([])
            self._room = self.size
        self.chunks[-1].append(value)
        self.count += 1
        self._room -= size

    def files(self, form: Callable[[list[T]], object]) -> Iterator[OutputFile]:
        """The files, what stands in each given its form."""
        for number, chunk in enumerate(self.chunks):
            yield _data(SEARCH / f"{self.name}-{number}.js", f"{self.name}-{number}", form(chunk))


def _utf16(text: str) -> bytes:
    """Orders as the browser compares strings."""
    return text.encode("utf-16-be", "surrogatepass")


@lru_cache(maxsize=4096)
def pack_number(number: int) -> bytes:
    """A number from 0 in base 45, highest digit first, every digit but the last from the second half of `DIGITS`."""
    half = len(DIGITS) // 2
    number, rest = divmod(number, half)
    text = DIGITS[rest]
    while number:
        number, rest = divmod(number, half)
        text = DIGITS[half + rest] + text
    return text.encode("ascii")


def _pack(numbers: Iterable[int]) -> str:
    return b"".join(map(pack_number, numbers)).decode("ascii")


def _steps(numbers: Sequence[int]) -> list[int]:
    """Rising numbers as the first and the differences."""
    return [after - before for before, after in zip((0, *numbers), numbers, strict=False)]


def _data(path: PurePosixPath, name: str, value: object) -> OutputFile:
    """A classic script that hands one value over; addresses in it are written so that no tool takes them for loads."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for old, new in (("//", "\\/\\/"), ("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(old, new)
    script = f"briefbookData({json.dumps(name)},{text});\n"
    return OutputFile(path=path, data=script.encode("utf-8", "replace"))


def render_previews(catalogue: Catalogue) -> tuple[OutputFile, ...]:
    """What is shown of each person, place and organisation when a link to it is pointed at; in files by digest of its address."""
    total = count_previews(catalogue)
    files: list[list[list[str]]] = [[] for _ in range(total)]
    for key, entity in catalogue.entities.items():
        folder = {EntityKind.PERSON: "people", EntityKind.PLACE: "places"}.get(key[0], "organisations")
        href = f"{folder}/{entity.slug}.html"
        mentions = catalogue.mentions.get(key, ())
        documents = len({m.passage.article for m in mentions})
        seen = [catalogue.articles[slug] for slug in dict.fromkeys(m.passage.article for m in mentions)]
        dates = list(dict.fromkeys(short_date(a) for a in seen))
        span = f", {dates[0]} to {dates[-1]}" if len(dates) > 1 else f", {dates[0]}" if dates else ""
        passages = len({(m.passage.article, m.passage.block) for m in mentions})
        figures = f"{count(passages, 'passage')} in {count(documents, 'document')}{span}" if mentions else ""
        variants = f"Also: {', '.join(entity.aliases[:4])}" if entity.aliases else ""
        files[hash_address(href) % total].append([href, entity.name, _say_role(catalogue, entity), figures, variants])
    return tuple(_data(PREVIEWS / f"{n}.js", f"previews-{n}", rows) for n, rows in enumerate(files))


def _say_role(catalogue: Catalogue, entity: Entity) -> str:
    stated = f"{entity.role} (editor)" if entity.role else ""
    return "; ".join(filter(None, (stated, describe(catalogue, entity))))


def count_previews(catalogue: Catalogue) -> int:
    """The number of files the previews are in."""
    return max(1, -(-len(catalogue.entities) // PREVIEWS_A_FILE))


def hash_address(text: str) -> int:
    """32 bits that the browser computes alike. Source: Fowler, Noll, Vo: FNV-1a, over ASCII."""
    value = 0x811C9DC5
    for c in text.encode():
        value = (value ^ c) * 0x01000193 & 0xFFFFFFFF
    return value
