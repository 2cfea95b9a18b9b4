"""The whole book as one versioned JSON document; docs/book.schema.json says what is in it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import IO

from briefbook.model.article import Article, BlockKind, Fate, Ledger, Passage
from briefbook.model.book import Annotations, Book, IndexEntry, OutputStream
from briefbook.model.config import Config
from briefbook.model.entity import Entity, EntityKind, Mention, Role
from briefbook.model.event import DateMention, Event, Quotation
from briefbook.model.text import Slug, count_words
from briefbook.model.when import OPEN_END, OPEN_START, When

SCHEMA = "briefbook/book/1"
"""Name and version of the document; the number grows when a field changes its meaning or goes away."""
DATA_PATH = PurePosixPath("data/book.json")

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]
Record = Mapping[str, Json]
Ids = Mapping[tuple[Slug, int], str]
"""The permalink of each block by article and number."""


def render_data(book: Book, config: Config) -> tuple[OutputStream, ...]:
    """`data/book.json`: UTF-8, one record a line so that two versions can be compared, the same bytes for the same book.
    It is some thirty times as large as the articles, and therefore written record by record.

    Offsets count code points of a block's text; `block` is the block's permalink; days are ISO 8601 dates, null where
    open or unknown.
    """
    return (OutputStream(path=DATA_PATH, write=partial(_write, book, config)),)


def _write(book: Book, config: Config, out: IO[bytes]) -> None:
    for piece in format_record(_record(book, config)):
        out.write(piece.encode())
    out.write(b"\n")


def _record(book: Book, config: Config) -> Mapping[str, Json | Iterator[Json]]:
    """The book as the schema has it; the lists are made as they are read."""
    ids: Ids = {(a.slug, n): block.id for a in book.articles for n, block in enumerate(a.blocks)}
    ledgers = {ledger.seed: ledger for ledger in book.ledgers}
    published = {a.slug: a.published.when.edtf if a.published.when else None for a in book.articles}
    mentions: dict[tuple[EntityKind, Slug], list[Mention]] = defaultdict(list)
    for found in book.annotations:
        for mention in found.mentions:
            if mention.entity is not None:
                mentions[mention.kind, mention.entity].append(mention)

    def entities(kind: EntityKind) -> Iterator[Record]:
        return (_entity(e, mentions[e.kind, e.slug], ids, published) for e in book.register.of(kind) if not e.hidden)

    texts = {(a.slug, n): block.text for a in book.articles for n, block in enumerate(a.blocks)}
    return {
        "schema": SCHEMA,
        "title": book.title,
        "subtitle": config.book.subtitle,
        "editor": config.book.editor,
        "description": config.book.description,
        "language": config.book.language,
        "date": config.book.date,
        "engine": {
            "name": book.engine.name,
            "version": book.engine.version,
            "model": book.engine.model,
            "note": book.engine.note,
        },
        "articles": (
            _article(article, found, ledgers, ids)
            for article, found in zip(book.articles, book.annotations, strict=True)
        ),
        "people": entities(EntityKind.PERSON),
        "places": entities(EntityKind.PLACE),
        "organisations": entities(EntityKind.ORGANISATION),
        "open_names": [
            {
                **_passage(name.mention.passage, ids),
                "surface": name.mention.surface,
                "kind": name.mention.kind,
                "candidates": name.candidates,
                "why": name.why,
            }
            for name in book.register.open
        ],
        "events": (_event(event, ids, texts) for event in book.chronology),
        "disagreements": [
            {"question": found.question, "note": found.note, "events": list(found.events)}
            for found in book.disagreements
        ],
        "quotations": (
            _quotation(quotation, ids, texts) for found in book.annotations for quotation in found.quotations
        ),
        "index": (_entry(entry, ids) for entry in book.index),
        "pages": [{"slug": page.slug, "title": page.title, "markdown": page.markdown} for page in book.pages],
        "doubts": [
            {
                "rule": doubt.rule,
                "severity": doubt.severity,
                "path": str(doubt.location.path),
                "line": doubt.location.line,
                "column": doubt.location.column,
                "message": doubt.message,
                "hint": doubt.hint,
            }
            for doubt in book.doubts
        ],
        "ledgers": (
            {
                "seed": str(ledger.seed),
                "sha256": ledger.sha256,
                "lines": [
                    {"line": entry.line, "fate": entry.fate, "reason": entry.reason, "why": entry.why}
                    for entry in ledger.lines
                ],
            }
            for ledger in book.ledgers
        ),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedAccount:
    """What became of an article's clipping, in figures."""

    file: str
    """Within the book's folder."""
    sha256: str | None
    lines: int
    kept: int
    """Words of the lines kept."""
    removed: int
    """Words of the lines removed."""


def account_seed(article: Article, ledgers: Mapping[PurePosixPath, Ledger]) -> SeedAccount | None:
    """The account of the article's clipping; None for an article without one."""
    if article.source.seed is None:
        return None
    ledger = ledgers.get(article.source.seed)

    def words(fate: Fate) -> int:
        return sum(count_words(entry.text) for entry in ledger.lines if entry.fate is fate) if ledger else 0

    return SeedAccount(
        file=str(article.source.seed),
        sha256=article.source.sha256 or (ledger.sha256 if ledger else None),
        lines=len(ledger.lines) if ledger else 0,
        kept=words(Fate.KEPT),
        removed=words(Fate.REMOVED),
    )


def _article(article: Article, found: Annotations, ledgers: Mapping[PurePosixPath, Ledger], ids: Ids) -> Record:
    published = article.published
    account = account_seed(article, ledgers)
    seed_lines = found.seed_lines or tuple(() for _ in article.blocks)
    return {
        "slug": article.slug,
        "doc": article.doc,
        "title": article.title,
        "subtitle": article.subtitle,
        "section": article.section,
        "byline": article.byline,
        "dateline": {"place": article.dateline.place, "date": article.dateline.date} if article.dateline else None,
        "outlet": article.source.outlet,
        "url": article.source.url,
        "accessed": article.source.accessed,
        "language": article.language,
        "summary": article.summary,
        "tags": article.tags,
        "published": {
            **_when(published.when),
            "basis": published.basis,
            "certainty": published.certainty,
            "updated": published.updated.isoformat() if published.updated else None,
        },
        "captions": [block.text for block in article.blocks if block.kind is BlockKind.CAPTION],
        "seed": asdict(account) if account else None,
        "blocks": [
            {
                "id": block.id,
                "kind": block.kind,
                "text": block.text,
                **({"language": block.language} if block.language else {}),
                "seed_lines": lines,
            }
            for block, lines in zip(article.blocks, seed_lines, strict=True)
        ],
        "changes": [{"field": c.field, "before": c.before, "after": c.after} for c in article.changes],
        "dates": [_date(mention, ids) for mention in found.dates],
        "notes": [
            {"at": note.at, "text": note.text, "author": note.author, "date": note.date} for note in article.notes
        ],
    }


def _day(value: date) -> str | None:
    return None if value in {OPEN_START, OPEN_END} else value.isoformat()


def _when(when: When | None) -> Record:
    return {
        "edtf": when.edtf if when else None,
        "start": _day(when.start) if when else None,
        "end": _day(when.end) if when else None,
    }


def _place(passage: Passage, ids: Ids) -> Record:
    return {"article": passage.article, "block": ids[passage.article, passage.block]}


def _passage(passage: Passage, ids: Ids) -> Record:
    return {**_place(passage, ids), "start": passage.span.start, "end": passage.span.end}


def _date(mention: DateMention, ids: Ids) -> Record:
    return {
        **_passage(mention.passage, ids),
        "surface": mention.surface,
        "edtf": mention.when.edtf if mention.when else None,
        "timex": mention.timex,
        "timex_type": mention.timex_type,
        "basis": mention.basis,
    }


def _entity(entity: Entity, mentions: Iterable[Mention], ids: Ids, published: Mapping[Slug, str | None]) -> Record:
    def role(value: Role) -> Record:
        article = value.passage.article
        return {"text": value.text, "on": published.get(article), **_place(value.passage, ids)}

    place: Record = {}
    if entity.kind is EntityKind.PLACE:
        where = entity.geography
        place = {
            "kind": where.kind if where else "other",
            "country": where.country if where else None,
            "latitude": where.latitude if where else None,
            "longitude": where.longitude if where else None,
            "basis": where.basis if where else "",
        }
    return {
        "slug": entity.slug,
        "name": entity.name,
        "sort_name": entity.sort_name,
        "aliases": entity.aliases,
        **place,
        "provisional": entity.provisional,
        "biography": entity.biography,
        "role": entity.role,
        "roles": [role(value) for value in entity.roles],
        "mentions": [
            {
                **_passage(mention.passage, ids),
                "surface": mention.surface,
                "found_by": mention.found_by,
                **({"metonym": True} if mention.metonym else {}),
            }
            for mention in mentions
        ],
    }


def _event(event: Event, ids: Ids, texts: Mapping[tuple[Slug, int], str]) -> Record:
    return {
        "id": event.id,
        **_when(event.when),
        "precision": event.when.precision if event.when else None,
        "status": event.status,
        "expression": event.expression,
        "basis": event.basis,
        "people": event.people,
        "places": event.places,
        "organisations": event.organisations,
        "doubtful": event.doubtful,
        "editor": event.editor,
        "weight": event.weight,
        "joined": list(event.joined),
        "related": [{"relation": relation, "id": other} for relation, other in event.related],
        "passages": [_quoted(passage, ids, texts) for passage in event.passages],
    }


def _quoted(passage: Passage, ids: Ids, texts: Mapping[tuple[Slug, int], str]) -> Record:
    return {**_passage(passage, ids), "text": passage.span.of(texts[passage.article, passage.block])}


def _quotation(quotation: Quotation, ids: Ids, texts: Mapping[tuple[Slug, int], str]) -> Record:
    return {
        "id": quotation.id,
        "speaker": quotation.speaker,
        "speaker_surface": quotation.speaker_surface,
        "reason": quotation.reason,
        "passages": [_quoted(passage, ids, texts) for passage in quotation.passages],
    }


def _entry(entry: IndexEntry, ids: Ids) -> Record:
    return {
        "id": entry.id,
        "heading": entry.heading,
        "see": entry.see,
        "see_also": entry.see_also,
        "entity": {"kind": entry.entity[0], "slug": entry.entity[1]} if entry.entity else None,
        "principal": _place(entry.principal, ids) if entry.principal else None,
        "sub": [_entry(sub, ids) for sub in entry.sub],
        "locators": [_place(passage, ids) for passage in entry.locators],
    }


def format_record(record: Mapping[str, Json | Iterator[Json]]) -> Iterator[str]:
    """The pieces of what `format_json` gives, for a record whose long lists are made item by item."""
    opening = "{"
    for key, value in record.items():
        yield f"{opening}\n {_DUMP(key)}:"
        opening = ","
        if not isinstance(value, Iterator):
            yield format_json(value, " ")
            continue
        before = "["
        for item in value:
            yield f"{before}\n  {format_json(item, '  ')}"
            before = ","
        yield "\n ]" if before == "," else "[]"
    yield "\n}"


def format_json(value: Json, indent: str = "") -> str:
    """JSON with every innermost record on a line of its own: as small as one line, and comparable line by line."""
    if value is None or not isinstance(value, _HOLDING):
        return "null" if value is None else _DUMP(value)
    if _flat(value):
        return _DUMP(value)
    deeper = indent + " "
    if isinstance(value, Mapping):
        fields = (f"{deeper}{_DUMP(key)}:{format_json(item, deeper)}" for key, item in value.items())
        return "{\n" + ",\n".join(fields) + f"\n{indent}}}"
    return "[\n" + ",\n".join(deeper + format_json(item, deeper) for item in value) + f"\n{indent}]"


_HOLDING = (dict, list, tuple)
"""What the encoder takes for an object or an array."""
_DUMP = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def _flat(value: Sequence[Json] | Mapping[str, Json]) -> bool:
    """Whether it holds single values, or lists of them, only."""
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, _HOLDING) and (isinstance(item, dict) or any(isinstance(leaf, _HOLDING) for leaf in item)):
            return False
    return True
