"""The book as data for the fixed print template: every string of it is text there, never markup."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from briefbook.formats.markdown import parse_flow, weave_marks
from briefbook.model.article import Article, Note, Passage
from briefbook.model.book import Annotations, Book, IndexEntry
from briefbook.model.config import Config
from briefbook.model.entity import Entity, EntityKind, Mention, PlaceKind
from briefbook.model.event import Event, EventStatus, Quotation
from briefbook.model.flow import Element, ElementKind, Inline, InlineKind, Mark
from briefbook.model.text import Slug, fold
from briefbook.model.when import OPEN_START, parse_when
from briefbook.render.addresses import place_of
from briefbook.render.data import account_seed
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
    say_country,
    say_period,
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
DOCUMENT = 3
"""Level of the highest heading inside a document; only there are paragraphs numbered, for only there are they cited."""
HEADINGS = 6
"""Levels of headings there are."""
ROLES = 4
"""Roles a person's entry lists; all of them stand on the person's page and in the data."""

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]
Record = dict[str, Json]
Points = Mapping[int, Sequence[tuple[int, Json]]]
"""For each block what is put into its text, as (offset, node), by offset."""


def format_print(book: Book, config: Config) -> bytes:
    """The JSON that templates/print/book.typ sets: UTF-8, the same bytes for the same book.

    Inline content is a list of texts and nodes; a node is a list that begins with its kind:
    b, i, s (strong, emphasis, struck) and k (code) hold content; u: address, content; x: label, content (a link within
    the book); n: elements (a note); m: numbers of index entries, negative where it is the principal passage;
    a: label; r: text (a note's number again); br. An element is p: number, content; h: level, content; c: content (a caption); q: elements;
    l: first number or 0, items of elements; t: header rows, rows of content; v: text (preformatted); hr;
    g: language, direction, element (another language's).
    """
    return json.dumps(_clean(_Printer(book, config).record()), ensure_ascii=False, separators=(",", ":")).encode()


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


@dataclass(slots=True)
class _Points:
    """What is put into one article's text: index marks, places that other pages refer to, anchored notes."""

    marks: dict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    labels: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: dict[tuple[int, int], list[Note]] = field(default_factory=lambda: defaultdict(list))


class _Printer:
    """Holds what the parts of the book need of each other while one book is written."""

    def __init__(self, book: Book, config: Config) -> None:
        self.book = book
        self.config = config
        self.articles = {article.slug: article for article in book.articles}
        self.points: dict[Slug, _Points] = {article.slug: _Points() for article in book.articles}
        self.ledgers = {ledger.seed: ledger for ledger in book.ledgers}
        self.mentions: dict[tuple[EntityKind, Slug], list[Mention]] = defaultdict(list)
        for found in book.annotations:
            for mention in found.mentions:
                if mention.entity is not None:
                    self.mentions[mention.kind, mention.entity].append(mention)
        self.entities = {
            (e.kind, e.slug): e for e in book.register.entities if not e.hidden and self.mentions.get((e.kind, e.slug))
        }
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
        language, region = _language(settings.language)
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
            "pages": [{"title": _head(p.title), "body": self.flow(p.flow, _Points())} for p in book.pages],
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
        language, region = _language(article.language)
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
            "basis": published.basis,
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
            "summary": article.summary,
            "body": self.flow(
                flow, points, {n: b.language for n, b in enumerate(article.blocks) if b.language}, DOCUMENT
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
        self, flow: Sequence[Element], points: _Points, languages: Mapping[int, str] | None = None, top: int = 2
    ) -> list[Json]:
        return _Flow(flow, points, languages or {}, top).elements(flow)

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
            "roles": [[text, self.cite(passage)] for text, passage in list(roles.values())[:ROLES]],
            "more": max(len(roles) - ROLES, 0),
            "also": _variants(entity),
            "documents": count(documents, "document"),
            "first": self.cite(mentions[0].passage),
            "biography": self.flow(parse_flow(entity.biography), _Points(), top=0) if entity.biography.strip() else [],
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
        return {"lang": _language(language)[0], "dir": direction(language)}

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
        documents = {a.path: a.doc for a in self.book.articles}
        documents.update({a.source.seed: a.doc for a in self.book.articles if a.source.seed})
        return [
            {
                "kind": SEVERITY_NAMES[doubt.severity],
                "text": doubt.message,
                "doc": documents.get(doubt.location.path, 0),
                "place": str(doubt.location),
            }
            for doubt in self.book.doubts
            if doubt.rule != "mention-ambiguous"
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


def _language(tag: str) -> tuple[str, str | None]:
    """Language and region of a BCP 47 tag as the template engine takes them; "en" for what is none."""
    parts = tag.replace("_", "-").split("-")
    language = parts[0].lower()
    region = next((p.upper() for p in parts[1:] if re.fullmatch(r"[A-Za-z]{2}", p)), None)
    return (language, region) if re.fullmatch(r"[a-z]{2,3}", language) else ("en", None)


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


def _words(inline: Inline) -> str:
    return inline.text + "".join(map(_words, inline.children))


_HOLDERS = {InlineKind.STRONG: "b", InlineKind.EMPHASIS: "i", InlineKind.STRIKE: "s"}


class _Flow:
    """Walks one flow into the template's nodes, putting in what its points say."""

    def __init__(self, flow: Sequence[Element], points: _Points, languages: Mapping[int, str], top: int) -> None:
        self.top = top
        """Level of the highest heading; 0: headings are set as bold paragraphs."""
        self.level = top - 1
        self.own = top != DOCUMENT
        """Whether the words are the editor's."""
        self.notes = {e.id: e for e in flow if e.kind is ElementKind.NOTE}
        self.languages = languages
        self.inserted: dict[int, list[tuple[int, Json]]] = defaultdict(list)
        for (block, offset), label in points.labels.items():
            self.inserted[block].append((offset, ["a", label]))
        for (block, offset), numbers in points.marks.items():
            self.inserted[block].append((offset, ["m", *sorted(set(numbers), key=lambda n: (abs(n), n))]))
        for (block, offset), notes in points.notes.items():
            self.inserted[block].extend((offset, ["n", self.anchored(note)]) for note in notes)
        for nodes in self.inserted.values():
            nodes.sort(key=lambda item: item[0])
        self.offset = 0
        self.waiting: list[tuple[int, Json]] = []
        self.used: set[str] = set()

    def anchored(self, note: Note) -> list[Json]:
        signed = ", ".join(filter(None, (note.author, note.date)))
        body = _Flow((), _Points(), {}, 0).elements(parse_flow(note.text))
        return [*body, ["p", 0, [["i", [f"— {signed}"]]]]] if signed else body

    def elements(self, elements: Iterable[Element]) -> list[Json]:
        return [self.element(e) for e in elements if e.kind is not ElementKind.NOTE]

    def element(self, element: Element) -> Json:
        node = self.bare(element)
        language = self.languages.get(element.block, "") if element.block is not None else ""
        return ["g", _language(language)[0], direction(language), node] if language else node

    def bare(self, element: Element) -> Json:
        match element.kind:
            case ElementKind.HEADING:
                if not self.top or not any(c.isalnum() for c in "".join(map(_words, element.inlines))):
                    return ["p", 0, [["b", self.block(element)]]]
                # A level that was skipped would break the outline that screen readers walk.
                self.level = min(max(element.number + self.top - 2, self.top), self.level + 1, HEADINGS)
                return ["h", self.level, self.block(element)]
            case ElementKind.FIGURE:
                return ["c", self.block(element)]
            case ElementKind.QUOTE:
                return ["q", self.elements(element.children)]
            case ElementKind.LIST:
                return ["l", element.number, [self.elements(item.children) for item in element.children]]
            case ElementKind.TABLE:
                heads = sum(all(c.kind is ElementKind.HEADER_CELL for c in row.children) for row in element.children)
                return ["t", heads, [[self.block(cell) for cell in row.children] for row in element.children]]
            case ElementKind.CODE:
                return ["v", "".join(i.text for i in element.inlines)]
            case ElementKind.RULE:
                return ["hr"]
            case ElementKind.ITEM | ElementKind.ROW | ElementKind.NOTE:
                return ["q", self.elements(element.children)]
            case _:
                return ["p", element.number if self.top == DOCUMENT else 0, self.block(element)]

    def block(self, element: Element) -> list[Json]:
        saved = self.offset, self.waiting
        self.offset = 0
        self.waiting = list(self.inserted.get(element.block, ())) if element.block is not None else []
        nodes: list[Json] = []
        self.take(nodes, 0)
        nodes += self.inlines(element.inlines)
        nodes += [node for _, node in self.waiting]
        self.offset, self.waiting = saved
        return nodes

    def take(self, nodes: list[Json], end: int) -> None:
        """Puts in what stands at or before offset `end`."""
        while self.waiting and self.waiting[0][0] <= end:
            nodes.append(self.waiting.pop(0)[1])

    def inlines(self, inlines: Iterable[Inline]) -> list[Json]:
        nodes: list[Json] = []
        for inline in inlines:
            if inline.kind is InlineKind.TEXT:
                self.text(inline.text, nodes)
            elif inline.kind is InlineKind.CODE:
                nodes.append(["k", [inline.text]])
                self.offset += len(inline.text)
                self.take(nodes, self.offset)
            elif inline.kind is InlineKind.BREAK:
                nodes.append(["br"])
                self.offset += len(inline.text)
            elif inline.kind is InlineKind.NOTE_REFERENCE:
                nodes.append(self.reference(inline))
            elif inline.kind is InlineKind.LINK and re.match(r"(?:https?|mailto):", inline.href, re.IGNORECASE):
                words = self.inlines(inline.children)
                nodes.append(["u", inline.href, words])
                # Paper leads nowhere: the editor's links say where to. The sources' words stay as they are.
                if self.own and inline.href not in words:
                    nodes.append(f" ({inline.href.removeprefix('mailto:')})")
            elif inline.kind is InlineKind.MARK and inline.mark:
                nodes.append(["x", inline.mark.href, self.inlines(inline.children)])
            elif inline.kind in _HOLDERS:
                nodes.append([_HOLDERS[inline.kind], self.inlines(inline.children)])
            else:
                nodes += self.inlines(inline.children)
        return nodes

    def text(self, text: str, nodes: list[Json]) -> None:
        start = self.offset
        end = start + len(text)
        done = start
        while self.waiting and self.waiting[0][0] <= end:
            at = max(self.waiting[0][0], done)
            if at > done:
                nodes.append(text[done - start : at - start])
            done = at
            self.take(nodes, at)
        if done < end:
            nodes.append(text[done - start :])
        self.offset = end

    def reference(self, inline: Inline) -> Json:
        """The note itself where it is first referred to, its number where it is again."""
        note = self.notes.get(inline.href)
        if note is None or inline.href in self.used:
            return ["r", inline.text]
        self.used.add(inline.href)
        before, self.own = self.own, True
        elements = self.elements(note.children)
        self.own = before
        return ["n", elements]
