"""The book as data for the fixed print template: every string of it is text there, never markup."""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from briefbook.formats.markdown import parse_flow, weave_marks
from briefbook.model.article import Article, Passage
from briefbook.model.book import Annotations, Book, IndexEntry, gather_mentions
from briefbook.model.config import Config
from briefbook.model.entity import Entity, EntityKind, PlaceKind
from briefbook.model.event import Event, EventStatus, Quotation
from briefbook.model.flow import Element, Mark
from briefbook.model.text import Slug, fold
from briefbook.model.when import OPEN_START, parse_when
from briefbook.render.addresses import article_address, page_address, place_of
from briefbook.render.data import account_seed
from briefbook.render.doubts import tell_doubts
from briefbook.render.nodes import DOCUMENT, Json, Pictures, Points, language_of, write_flow
from briefbook.render.prose import direction
from briefbook.render.stretches import first_year, shelve
from briefbook.render.timelines import plan_events
from briefbook.render.wording import (
    PLACE_KINDS,
    SEVERITY_NAMES,
    STATUS_NAMES,
    count,
    join,
    name_countries,
    say_changes,
    say_country,
    say_period,
    say_provenance,
    say_speaker,
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
ROLES = 4
"""Roles a person's entry lists; all of them stand on the person's page and in the data."""


Record = dict[str, Json]


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
        self.articles = {article.slug: article for article in book.articles}
        self.points: dict[Slug, Points] = {article.slug: Points() for article in book.articles}
        self.ledgers = {ledger.seed: ledger for ledger in book.ledgers}
        self.mentions = gather_mentions(book)
        self.entities = {(e.kind, e.slug): e for e in book.register.entities if (e.kind, e.slug) in self.mentions}
        self.countries = name_countries(self.entities.values())
        self.numbers = 0

    def record(self) -> Record:
        book, settings = self.book, self.config.book
        # What refers to a passage puts its label into the text, so the text is written last.
        parts: Record = {
            "people": [self.entity(e) for e in self.listed(EntityKind.PERSON)],
            "organisations": [self.entity(e) for e in self.listed(EntityKind.ORGANISATION)],
            "places": [self.entity(e) for e in self.listed(EntityKind.PLACE)],
            "timeline": self.timeline(),
            "chronology": self.chronology(),
            "undated": [self.event(e, "") for e in book.chronology if e.when is None],
            "quotations": self.quotations(),
            "open_names": self.open_names(),
            "index": self.index(),
        }
        language, region = language_of(settings.language)
        edition = parse_when(settings.date)
        created = edition.start if edition and edition.start != OPEN_START else NO_DAY
        whens = [a.published.when for a in book.articles if a.published.when]
        return {
            "paper": PAPERS[self.config.render.paper],
            "lang": language,
            "region": region,
            "title": _head(book.title),
            "running": _shorten(_head(book.title), RUNNING_TITLE),
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
                {"title": _head(p.title), "body": self.flow(p.flow, Points(), page=page_address(p.slug))}
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
                    {"title": _head(part.title), "documents": [self.document(*by_slug[Slug(slug)]) for slug in own]}
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
            "title": _head(article.title),
            "running": _shorten(_head(article.title), RUNNING_LENGTH),
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
                or key not in self.entities
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

    # References

    def cite(self, passage: Passage) -> Record:
        """Document, place and label of a passage; the label is put behind its first word, never before it."""
        article = self.articles[passage.article]
        block = article.blocks[passage.block]
        word = re.compile(r"\s*\S+").match(block.text, min(passage.span.start, len(block.text)))
        offset = word.end() if word else len(block.text)
        label = f"r-{article.slug}-{passage.block}-{offset}"
        self.points[article.slug].labels[passage.block, offset] = label
        return {"doc": article.doc, "at": place_of(block), "to": label}

    def words(self, passage: Passage) -> str:
        return passage.span.of(self.articles[passage.article].blocks[passage.block].text)

    # People, places, organisations

    def listed(self, kind: EntityKind) -> list[Entity]:
        return [e for e in self.book.register.of(kind) if (e.kind, e.slug) in self.entities]

    def entity(self, entity: Entity) -> Record:
        mentions = self.mentions[entity.kind, entity.slug]
        roles: dict[str, tuple[str, Passage]] = {}
        for role in entity.roles:
            roles.setdefault(fold(role.text), (role.text, role.passage))
        place = entity.geography
        kind = ""
        if place and place.kind is not PlaceKind.OTHER:
            country = say_country(entity, self.countries)
            kind = PLACE_KINDS[place.kind] + (f", {country}" if country else "")
        documents = len({m.passage.article for m in mentions})
        return {
            "label": f"{entity.kind}-{entity.slug}",
            "name": entity.sort_name,
            "kind": kind,
            "stated": entity.role,
            "roles": [[text, self.cite(passage)] for text, passage in list(roles.values())[:ROLES]],
            "more": max(len(roles) - ROLES, 0),
            "also": _variants(entity),
            "documents": count(documents, "document"),
            "first": self.cite(mentions[0].passage),
            "biography": self.flow(parse_flow(entity.biography), Points(), top=0) if entity.biography.strip() else [],
        }

    # Chronology and quotations

    def chronology(self) -> list[Json]:
        """Years of entries, in order."""
        return [
            {"year": head, "entries": [self.event(event, day) for event, day in entries]}
            for head, entries in shelve(self.book.chronology, self.book.articles)
        ]

    def timeline(self) -> Record | None:
        """The picture of the chronology: entries by column; ticks in hundredths of a percent of the width."""
        plan = plan_events(self.book.chronology, first_year(self.book.articles))
        if plan is None:
            return None
        return {
            "columns": [[done, planned] for done, planned in plan.columns],
            "most": plan.tallest,
            "ticks": [[round(100 * x), text] for x, text in plan.ticks],
            "key": plan.planned,
            "caption": f"{plan.label}; {plan.note}.",
        }

    def event(self, event: Event, day: str) -> Record:
        first = next(iter(event.passages), None)
        relations = {
            "differs": "Told otherwise:",
            "planned": "Planned before:",
            "happened": "Happened:",
        }
        by_id = {e.id: e for e in self.book.chronology} if event.related else {}
        return {
            "date": day,
            "kind": "" if event.status is EventStatus.OCCURRED else STATUS_NAMES[event.status],
            "editor": event.editor,
            **(self.script(first.article) if first else {"lang": None, "dir": "ltr"}),
            "text": self.words(first) if first else "",
            "refs": [self.cite(passage) for passage in event.passages],
            "basis": event.basis,
            "doubtful": event.doubtful,
            "related": [
                [relations.get(relation, "See:"), self.cite(by_id[other].passages[0])]
                for relation, other in event.related
                if other in by_id and by_id[other].passages
            ],
        }

    def quotations(self) -> list[Json]:
        """By speaker in index order; words of nobody named come last, by what the source calls their speaker."""
        spoken: dict[tuple[int, str, str], list[Quotation]] = defaultdict(list)
        for found in self.book.annotations:
            for quotation in found.quotations:
                speaker = self.entities.get((EntityKind.PERSON, quotation.speaker)) if quotation.speaker else None
                name = speaker.sort_name if speaker else say_speaker(quotation.speaker_surface)
                spoken[0 if speaker else 1, fold(name), name].append(quotation)
        return [
            {
                "speaker": _head(name, "Speaker not named"),
                "open": bool(rank),
                "quotations": [
                    {
                        "pieces": [self.words(passage) for passage in quotation.passages],
                        "ref": self.cite(quotation.passages[0]),
                        "date": self.short_date(quotation.passages[0].article),
                        **self.script(quotation.passages[0].article),
                    }
                    for quotation in quotations
                ],
            }
            for (rank, _, name), quotations in sorted(spoken.items(), key=lambda item: item[0])
        ]

    def script(self, slug: Slug) -> Record:
        language = self.articles[slug].language
        return {"lang": language_of(language)[0], "dir": direction(language)}

    def short_date(self, slug: Slug) -> str:
        when = self.articles[slug].published.when
        return say_when(when) if when else ""

    # Index

    def index(self) -> list[Json]:
        """Letters of entries; every locator and every mention of an entry's name is marked with its number."""
        letters: dict[str, list[Json]] = {}
        for entry in self.book.index:
            letters.setdefault(_letter(entry.sort_key), []).append(self.entry(entry, entry.entity))
        return [{"letter": letter, "entries": entries} for letter, entries in letters.items()]

    def entry(self, entry: IndexEntry, entity: tuple[str, Slug] | None) -> Record:
        """An entry, or a sub-entry of one of `entity`; every mention in its passages is marked, for they may break."""
        self.numbers += 1
        number = self.numbers
        at: dict[tuple[Slug, int, int], int] = {}
        for passage in entry.locators:
            principal = passage == entry.principal
            at[passage.article, passage.block, passage.span.end] = -number if principal else number
        if entity and not entry.see:
            own = {(passage.article, passage.block) for passage in entry.locators}
            for mention in self.mentions.get((EntityKind(entity[0]), entity[1]), ()):
                place = mention.passage
                if (place.article, place.block) in own:
                    at.setdefault((place.article, place.block, place.span.end), number)
        for (article, block, offset), mark in at.items():
            self.points[article].marks[block, offset].append(mark)
        return {
            "no": number,
            "head": entry.heading,
            "see": entry.see,
            "under": entry.under,
            "also": list(entry.see_also),
            "sub": [self.entry(sub, entity) for sub in entry.sub],
        }

    # What is open, and where it comes from

    def open_names(self) -> list[Json]:
        return [
            {
                "name": name.mention.surface,
                "text": _around(self.articles[name.mention.passage.article], name.mention.passage),
                "why": name.why,
                "ref": self.cite(name.mention.passage),
            }
            for name in self.book.register.open
        ]

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
        people, places, organisations = (len(self.listed(kind)) for kind in EntityKind)
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


def _head(text: str, fallback: str = "Untitled") -> str:
    """`text`, or what stands for a head without a visible character: the standard refuses an empty one."""
    return text if any(c.isalnum() for c in text) else fallback


def _shorten(text: str, length: int) -> str:
    """`text`, cut at a word with an ellipsis where it is longer than `length`."""
    if len(text) <= length:
        return text
    return (text[:length].rpartition(" ")[0] or text[:length]).rstrip(" ,;:–—-") + "…"


def _letter(key: str) -> str:
    first = key[:1]
    if not first or first.isdigit():
        return "0–9" if first else "·"
    return first.upper()


def _variants(entity: Entity) -> list[str]:
    """Other forms worth printing: not those whose words all stand in the name."""
    name = set(re.findall(r"\w+", fold(entity.name)))
    known = {fold(entity.name), fold(entity.sort_name)}
    result = []
    for alias in entity.aliases:
        plain = fold(alias)
        if plain not in known and not set(re.findall(r"\w+", plain)) <= name:
            known.add(plain)
            result.append(alias)
    return result


def _around(article: Article, passage: Passage) -> str:
    """The sentence-like stretch around a passage: up to sixty characters each side, cut at words."""
    text = article.blocks[passage.block].text
    start, end = max(passage.span.start - 60, 0), min(passage.span.end + 60, len(text))
    left, right = text[start : passage.span.start], text[passage.span.end : end]
    left = "…" + left.partition(" ")[2] if start else left
    right = right.rpartition(" ")[0] + "…" if end < len(text) else right
    return f"{left}{passage.span.of(text)}{right}"
