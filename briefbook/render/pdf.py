"""The book as data for the fixed print template: every string of it is text there, never markup."""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from briefbook.formats.markdown import weave_marks
from briefbook.model.article import Article
from briefbook.model.book import Annotations, Book
from briefbook.model.config import Config
from briefbook.model.entity import EntityKind
from briefbook.model.flow import Element, Mark
from briefbook.model.text import Slug
from briefbook.model.when import OPEN_START, parse_when
from briefbook.render.addresses import article_address, page_address
from briefbook.render.backmatter import BackMatter, Record, head
from briefbook.render.data import account_seed
from briefbook.render.doubts import tell_doubts
from briefbook.render.nodes import DOCUMENT, Json, Pictures, Points, language_of, write_flow
from briefbook.render.prose import direction
from briefbook.render.wording import (
    SEVERITY_NAMES,
    count,
    join,
    say_changes,
    say_period,
    say_provenance,
    say_when,
)

PAPERS = {"a4": "a4", "letter": "us-letter"}
"""The template engine's names of the papers."""
NO_DAY = date(1970, 1, 1)
"""The day the file says it was made where the editor states none: the standard asks for one, and it is never today.

Source: reproducible-builds.org, SOURCE_DATE_EPOCH, for the convention.
"""
RUNNING_TITLE = 44
RUNNING_LENGTH = 56
"""Characters of the book's title and of a headline that fit the head of a page side by side."""


def format_print(book: Book, config: Config, pictures: Collection[str] = ()) -> bytes:
    """The JSON that templates/print/book.typ sets: UTF-8, the same bytes for the same book.

    Inline content is a list of texts and nodes; a node is a list that begins with its kind:
    b, i, s (strong, emphasis, struck) and k (code) hold content; u: address, content; x: label, content (a link within
    the book); n: elements (a note); m: numbers of index entries, negative where it is the principal passage;
    a: label; r: text (a note's number again); br. An element is p: number, content; h: level, content; c: content (a caption); q: elements;
    l: first number or 0, items of elements; t: header rows, rows of content; v: text (preformatted); hr;
    g: language, direction, element (another language's). A caption whose picture is among `pictures` has its path and its words too.
    """
    return json.dumps(
        _clean(_Printer(book, config, frozenset(pictures)).record()), ensure_ascii=False, separators=(",", ":")
    ).encode()


def _clean(value: Json) -> Json:
    """The value without control characters and broken halves of characters, which no page can show."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_clean(item) for item in value]
    return value


_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """`text` without control characters; a broken half of a character becomes U+FFFD."""
    return _UNPRINTABLE.sub(lambda m: "\ufffd" if m[0] >= "\ud800" and m[0] <= "\udfff" else "", text)


class _Printer:
    """Holds what the parts of the book need of each other while one book is written."""

    def __init__(self, book: Book, config: Config, pictures: frozenset[str]) -> None:
        self.book = book
        self.pictures = pictures
        self.config = config
        self.points: dict[Slug, Points] = {article.slug: Points() for article in book.articles}
        self.ledgers = {ledger.seed: ledger for ledger in book.ledgers}
        self.back = BackMatter(book, self.points)

    def record(self) -> Record:
        book, back, settings = self.book, self.back, self.config.book
        # What refers to a passage puts its label into the text, so the text is written last.
        parts: Record = {
            "people": [back.entity(e) for e in back.listed(EntityKind.PERSON)],
            "organisations": [back.entity(e) for e in back.listed(EntityKind.ORGANISATION)],
            "places": [back.entity(e) for e in back.listed(EntityKind.PLACE)],
            "timeline": back.timeline(),
            "chronology": back.chronology(),
            "undated": [back.event(e, "") for e in book.chronology if e.when is None],
            "quotations": back.quotations(),
            "open_names": back.open_names(),
            "index": back.index(),
        }
        language, region = language_of(settings.language)
        edition = parse_when(settings.date)
        created = edition.start if edition and edition.start != OPEN_START else NO_DAY
        whens = [a.published.when for a in book.articles if a.published.when]
        return {
            "paper": PAPERS[self.config.render.paper],
            "lang": language,
            "region": region,
            "title": head(book.title),
            "running": _shorten(head(book.title), RUNNING_TITLE),
            "subtitle": settings.subtitle,
            "editor": settings.editor,
            "description": settings.description.strip(),
            "date": say_when(edition) if edition else settings.date,
            "created": [created.year, created.month, created.day],
            "period": say_period(whens),
            "figures": self.figures(),
            "engine": str(book.engine),
            "engine_note": book.engine.note,
            "pages": [
                {"title": head(p.title), "body": self.flow(p.flow, Points(), page=page_address(p.slug))}
                for p in book.pages
            ],
            **parts,
            "parts": self.parts(),
            "doubts": self.doubts(),
        }

    # Documents

    def parts(self) -> list[Json]:
        """The documents under the editor's parts; those in none come last, under no title of their own if alone."""
        by_slug = {a.slug: (a, n) for a, n in zip(self.book.articles, self.book.annotations, strict=True)}
        seen: set[str] = set()
        parts: list[Json] = []
        for part in self.config.book.parts:
            own = [slug for slug in dict.fromkeys(part.articles) if slug in by_slug and slug not in seen]
            seen.update(own)
            if own:
                parts.append(
                    {"title": head(part.title), "documents": [self.document(*by_slug[Slug(slug)]) for slug in own]}
                )
        rest = [slug for slug in by_slug if slug not in seen]
        if rest:
            title = "Further documents" if parts else "Documents"
            parts.append({"title": title, "documents": [self.document(*by_slug[slug]) for slug in rest]})
        return parts

    def document(self, article: Article, found: Annotations) -> Record:
        points = self.points[article.slug]
        for note in article.notes:
            places = [n for n, block in enumerate(article.blocks) if note.at and block.text.count(note.at) == 1]
            if len(places) == 1:
                block = places[0]
                points.notes[block, article.blocks[block].text.index(note.at) + len(note.at)].append(note)
            elif article.blocks:
                # Words that stand nowhere or twice were reported; the note is printed all the same, at the end.
                last = len(article.blocks) - 1
                points.notes[last, len(article.blocks[last].text)].append(note)
        flow = weave_marks(article.flow, self.first_mentions(found))
        language, region = language_of(article.language)
        published = article.published
        dateline = article.dateline
        account = account_seed(article, self.ledgers)
        return {
            "no": article.doc,
            "label": f"doc-{article.slug}",
            "path": str(article.path),
            "title": head(article.title),
            "running": _shorten(head(article.title), RUNNING_LENGTH),
            "subtitle": article.subtitle,
            "section": article.section,
            "byline": join(article.byline),
            "outlet": article.source.outlet,
            "dateline": ", ".join(filter(None, (dateline.place, dateline.date))) if dateline else "",
            "date": say_when(published.when, weekday=True) if published.when else "Date not known",
            "short_date": say_when(published.when) if published.when else "undated",
            "basis": say_provenance(published),
            "lang": language,
            "region": region,
            "dir": direction(article.language),
            "url": article.source.url,
            "accessed": article.source.accessed,
            "file": account.file if account else None,
            "sha256": account.sha256 if account else None,
            "lines": account.lines if account else 0,
            "kept": account.kept if account else 0,
            "removed": account.removed if account else 0,
            "changed": say_changes(article.changes),
            "summary": article.summary,
            "body": self.flow(
                flow,
                points,
                {n: b.language for n, b in enumerate(article.blocks) if b.language},
                DOCUMENT,
                article_address(article.slug),
            ),
        }

    def first_mentions(self, found: Annotations) -> dict[int, list[Mark]]:
        """A link to its entry for the first mention of each person in an article.

        Not of places and organisations: every link to another page costs the layout a second round of its paragraph.
        """
        marks: dict[int, list[Mark]] = defaultdict(list)
        seen = set()
        for mention in found.mentions:
            key = (mention.kind, mention.entity)
            if (
                mention.kind is not EntityKind.PERSON
                or mention.entity is None
                or key in seen
                or key not in self.back.entities
            ):
                continue
            seen.add(key)
            span = mention.passage.span
            marks[mention.passage.block].append(Mark(span=span, kind=mention.kind, href=f"{key[0]}-{key[1]}"))
        return marks

    def flow(
        self,
        flow: Sequence[Element],
        points: Points,
        languages: Mapping[int, str] | None = None,
        top: int = 2,
        page: str = "",
    ) -> list[Json]:
        pictures = Pictures(self.pictures, page) if page else Pictures()
        return write_flow(flow, points, languages, top, pictures)

    # What is open, and where it comes from

    def doubts(self) -> list[Json]:
        """One line a doubt, by document where it has one; the ambiguous names have their own list."""
        return [
            {
                "kind": SEVERITY_NAMES[doubt.found.severity],
                "text": doubt.message,
                "doc": doubt.article.doc if doubt.article else 0,
                "place": str(doubt.found.location),
            }
            for doubt in tell_doubts(self.book)
            if doubt.asks
        ]

    def figures(self) -> str:
        people, places, organisations = (len(self.back.listed(kind)) for kind in EntityKind)
        return join(
            [
                text
                for number, text in (
                    (1, count(len(self.book.articles), "document")),
                    (people, count(people, "person", "people")),
                    (places, count(places, "place")),
                    (organisations, count(organisations, "organisation")),
                    (len(self.book.chronology), count(len(self.book.chronology), "dated passage")),
                )
                if number
            ]
        )


def _shorten(text: str, length: int) -> str:
    """`text`, cut at a word with an ellipsis where it is longer than `length`."""
    if len(text) <= length:
        return text
    return (text[:length].rpartition(" ")[0] or text[:length]).rstrip(" ,;:–—-") + "…"
