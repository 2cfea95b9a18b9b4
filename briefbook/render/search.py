"""The search index and the previews shipped with the site: data in classic scripts, so that they load from a disk too.

Records are numbered by kind, those of one document together. Terms are folded words, sorted and cut into files by
size; the manifest names the first term of each, so that a prefix is found in a run of neighbouring files.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from briefbook.model.book import OutputFile
from briefbook.model.entity import EntityKind
from briefbook.model.text import fold
from briefbook.render.addresses import article_address, place_of
from briefbook.render.catalogue import Catalogue, text_of
from briefbook.render.dossiers import describe
from briefbook.render.registers import QuotesView
from briefbook.render.views import see_day, short_date
from briefbook.render.wording import MONTHS, count

FILE_SIZE = 48_000
"""Characters of data in one file: parsed in a few milliseconds."""
COMMON_SHARE = 0.4
"""Share of the records above which a word tells none of them apart; applied to books of `COMMON_FROM` records."""
COMMON_FROM = 5_000
PREVIEWS_A_FILE = 80
SEARCH, PREVIEWS = PurePosixPath("assets/search"), PurePosixPath("assets/previews")

_WORD = re.compile(r"[^\W_]+")
# Scripts written without spaces: their words are found by pairs of characters. Source: Unicode blocks.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")


@dataclass(frozen=True, slots=True)
class Record:
    """Something a search can find."""

    kind: str
    """article, person, place, organisation, event or quote."""
    href: str
    title: str
    text: str
    note: str
    """Document number, date and place, for the reader of the result."""
    terms: str
    """What it is found by."""


def fold_words(text: str) -> tuple[str, ...]:
    """The folded words of a text in order: without case, diacritics and marks; one letter alone is no word."""
    plain = fold(text)
    if not plain.isascii():
        plain = "".join(c for c in plain if unicodedata.category(c)[0] != "M")
    words: list[str] = []
    for match in _WORD.finditer(plain):
        word = match[0]
        if _UNSPACED.search(word):
            for piece in re.findall(
                rf"{_UNSPACED.pattern}|[^\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+", word
            ):
                if _UNSPACED.match(piece) and len(piece) > 1:
                    words.extend(piece[n : n + 2] for n in range(len(piece) - 1))
                else:
                    words.append(piece)
        elif len(word) > 1 or word.isdigit():
            words.append(word)
    return tuple(words)


def collect_records(
    catalogue: Catalogue, events: dict[str, str], quotes: Sequence[tuple[str, QuotesView]]
) -> tuple[Record, ...]:
    """Everything that can be found, by kind; `events` and `quotes` say where entries and quotations stand."""
    records: list[Record] = []
    for article in catalogue.book.articles:
        note = " · ".join(filter(None, (f"Doc. {article.doc}", short_date(article), article.source.outlet or "")))
        about = " ".join([article.title, article.section or "", article.source.outlet or "", *article.byline, note])
        href = article_address(article.slug)
        records.append(Record("article", href, article.title, article.summary or article.subtitle or "", note, about))
        records += [
            Record("article", f"{href}#{block.id}", "", block.text, place_of(block), block.text)
            for block in article.blocks
            if block.text
        ]
    for kind in EntityKind:
        for key, entity in catalogue.entities.items():
            if key[0] is kind:
                lead = describe(catalogue, entity)
                documents = len({m.passage.article for m in catalogue.mentions.get(key, ())})
                text = " · ".join(filter(None, (lead, f"also {', '.join(entity.aliases)}" if entity.aliases else "")))
                href = f"{'people' if kind is EntityKind.PERSON else f'{kind}s'}/{entity.slug}.html"
                names = " ".join([entity.name, *entity.aliases, lead])
                records.append(Record(str(kind), href, entity.name, text, count(documents, "document"), names))
    for event in catalogue.book.chronology:
        text = " … ".join(filter(None, (event.editor, *(text_of(catalogue, p) for p in event.passages))))
        day = see_day(event.when, weekday=True).text if event.when else "no date"
        note = "the editor’s entry"
        if event.passages:
            first = event.passages[0]
            article = catalogue.articles[first.article]
            note = f"Doc. {article.doc} {place_of(article.blocks[first.block])} – {article.title}"
        dated = (
            f"{event.when.start.day} {MONTHS[event.when.start.month - 1]} {event.when.start.year}" if event.when else ""
        )
        records.append(Record("event", events[event.id], day, text, note, f"{text} {day} {dated}"))
    for path, view in quotes:
        for group in view.groups:
            for quote in group.quotes:
                text = " … ".join(quote.pieces)
                who = quote.speaker.text if quote.speaker else quote.surface or "speaker left open"
                note = f"{quote.locator.text} · {quote.locator.date}"
                records.append(Record("quote", f"{path}#{quote.id}", who, text, note, f"{text} {who}"))
    return tuple(records)


def render_search(records: Sequence[Record]) -> tuple[OutputFile, ...]:
    """The index as files: a manifest, terms with the numbers of their records, records."""
    postings: dict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        for term in dict.fromkeys(fold_words(record.terms)):
            postings[term].append(number)
    limit = len(records) * COMMON_SHARE if len(records) >= COMMON_FROM else len(records) + 1
    common = sorted(term for term, found in postings.items() if len(found) > limit)
    terms = sorted((t for t in postings if len(postings[t]) <= limit), key=_utf16)
    files: list[OutputFile] = []
    firsts: list[str] = []
    for number, chunk in enumerate(_cut((t, _pack(postings[t])) for t in terms)):
        firsts.append(chunk[0][0])
        columns = [" ".join(t for t, _ in chunk), " ".join(p for _, p in chunk)]
        files.append(_data(SEARCH / f"terms-{number}.js", f"terms-{number}", columns))
    starts: list[int] = []
    done = 0
    sizes = [(f"{r.href}{r.title}{r.text}{r.note}", "") for r in records]
    for number, piece in enumerate(_cut(sizes)):
        starts.append(done)
        own = records[done : done + len(piece)]
        value = [[r.href, r.title, r.text, r.note] for r in own]
        files.append(_data(SEARCH / f"records-{number}.js", f"records-{number}", value))
        done += len(piece)
    kinds: list[tuple[str, int]] = []
    documents: list[int] = []
    for number, record in enumerate(records):
        if not kinds or kinds[-1][0] != record.kind:
            kinds.append((record.kind, number))
        if record.kind == "article" and "#" not in record.href:
            documents.append(number)
    manifest = {
        "terms": firsts,
        "records": starts,
        "size": len(records),
        "kinds": kinds,
        "documents": _pack(documents),
        "common": common,
    }
    return (_data(SEARCH / "manifest.js", "manifest", manifest), *files)


def _utf16(text: str) -> bytes:
    """Orders as the browser compares strings."""
    return text.encode("utf-16-be", "surrogatepass")


def _pack(numbers: Sequence[int]) -> str:
    """Rising numbers as differences in base 36."""
    return ",".join(_base36(b - a) for a, b in zip([0, *numbers], numbers, strict=False))


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
        if not number:
            return digits


def _cut(pairs: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Neighbours in files of about `FILE_SIZE`."""
    chunks: list[list[tuple[str, str]]] = []
    size = FILE_SIZE
    for pair in pairs:
        if size >= FILE_SIZE:
            chunks.append([])
            size = 0
        chunks[-1].append(pair)
        size += len(pair[0]) + len(pair[1]) + 2
    return chunks


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
        files[hash_address(href) % total].append([href, entity.name, describe(catalogue, entity), figures, variants])
    return tuple(_data(PREVIEWS / f"{n}.js", f"previews-{n}", rows) for n, rows in enumerate(files))


def count_previews(catalogue: Catalogue) -> int:
    """The number of files the previews are in."""
    return max(1, -(-len(catalogue.entities) // PREVIEWS_A_FILE))


def hash_address(text: str) -> int:
    """32 bits that the browser computes alike. Source: Fowler, Noll, Vo: FNV-1a, over ASCII."""
    value = 0x811C9DC5
    for c in text.encode():
        value = (value ^ c) * 0x01000193 & 0xFFFFFFFF
    return value
