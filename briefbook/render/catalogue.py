"""The book looked up from every side: what stands where, what is said of whom, and in which sentence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from briefbook.annotate.sentences import find_sentences
from briefbook.model.article import Article, Block, Fate, Ledger, Passage, Reason
from briefbook.model.book import Annotations, Book, IndexEntry, Picture
from briefbook.model.entity import Entity, EntityKind, Mention, OpenName
from briefbook.model.event import Event, Quotation
from briefbook.model.flow import Element
from briefbook.model.memory import Keep, anew
from briefbook.model.text import Slug, Span, count_words, digest
from briefbook.render.addresses import entity_address
from briefbook.render.asides import add_forms, gather_names, link_names
from briefbook.render.doubts import Doubt, tell_doubts
from briefbook.render.wording import name_countries

Key = tuple[EntityKind, Slug]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of a clipping, in figures."""

    lines: int
    kept: int
    """Words."""
    removed: int
    """Words."""
    kept_by: tuple[tuple[Reason, int, int], ...]
    """Reason, lines, words; in the order of `Reason`."""
    removed_by: tuple[tuple[Reason, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A book with its lookups; every sequence is in the book's order."""

    book: Book
    articles: Mapping[Slug, Article]
    annotations: Mapping[Slug, Annotations]
    entities: Mapping[Key, Entity]
    """Those that have a page."""
    mentions: Mapping[Key, Sequence[Mention]]
    events: Mapping[Key, Sequence[Event]]
    events_in: Mapping[Slug, Sequence[Event]]
    event: Mapping[str, Event]
    said: Mapping[Slug, Sequence[Quotation]]
    """By speaker."""
    quotations: Sequence[Quotation]
    open_names: Mapping[Key, Sequence[OpenName]]
    """By candidate."""
    open_in: Mapping[Slug, Sequence[OpenName]]
    """By article."""
    ledgers: Mapping[Slug, Ledger]
    """By article."""
    accounts: Mapping[Slug, Account]
    """By article."""
    in_block: Mapping[tuple[Slug, int], Sequence[Mention]]
    """Mentions that lead to a page."""
    sentences: Mapping[Slug, Sequence[Sequence[Span]]]
    """Of every block of every article."""
    stamps: Mapping[Slug, Sequence[str]]
    """For every block of every article, a digest of all that its sentences are printed with: words, date, number, links."""
    doubts: Mapping[Slug, Sequence[Doubt]]
    """By article, besides the names left open."""
    notes: Mapping[Slug, Sequence[tuple[Element, ...]]]
    """The text of the notes tied to words, of every article that has such, with its names linked."""
    called: Mapping[tuple[Key, Slug], str]
    """What an article calls somebody: the longest of its words for it."""
    countries: Mapping[str, str]
    """Names of the countries the book speaks of, by ISO code."""
    headings: Mapping[str, IndexEntry]
    """Main entries of the index."""
    pictures: Mapping[str, Picture]
    """Those that can be shown, by their address within the site."""


def assemble_catalogue(book: Book, pictures: Sequence[Picture] = (), keep: Keep = anew) -> Catalogue:
    """All lookups of the book, and of the pictures that go with it."""
    articles = {article.slug: article for article in book.articles}
    annotations = {found.article: found for found in book.annotations}
    mentions: dict[Key, list[Mention]] = defaultdict(list)
    quotations: list[Quotation] = []
    for article in book.articles:
        found = annotations.get(article.slug, Annotations(article=article.slug))
        for mention in found.mentions:
            if mention.entity:
                mentions[mention.kind, mention.entity].append(mention)
        quotations.extend(found.quotations)
    entities = {
        (e.kind, e.slug): e
        for e in book.register.entities
        if not e.hidden and ((e.kind, e.slug) in mentions or not e.provisional)
    }
    in_block: dict[tuple[Slug, int], list[Mention]] = defaultdict(list)
    for key in entities:
        for mention in mentions.get(key, ()):
            in_block[mention.passage.article, mention.passage.block].append(mention)
    for found_here in in_block.values():
        found_here.sort(key=lambda m: m.passage.span)
    said: dict[Slug, list[Quotation]] = defaultdict(list)
    for quotation in quotations:
        if quotation.speaker and (EntityKind.PERSON, quotation.speaker) in entities:
            said[quotation.speaker].append(quotation)
    events: dict[Key, list[Event]] = defaultdict(list)
    events_in: dict[Slug, list[Event]] = defaultdict(list)
    for event in book.chronology:
        for kind, slugs in (
            (EntityKind.PERSON, event.people),
            (EntityKind.PLACE, event.places),
            (EntityKind.ORGANISATION, event.organisations),
        ):
            for slug in dict.fromkeys(slugs):
                events[kind, slug].append(event)
        for slug in dict.fromkeys(p.article for p in event.passages):
            events_in[slug].append(event)
    open_names: dict[Key, list[OpenName]] = defaultdict(list)
    open_in: dict[Slug, list[OpenName]] = defaultdict(list)
    for name in book.register.open:
        open_in[name.mention.passage.article].append(name)
        for candidate in dict.fromkeys(name.candidates):
            open_names[name.mention.kind, candidate].append(name)
    doubts: dict[Slug, list[Doubt]] = defaultdict(list)
    for doubt in tell_doubts(book):
        if doubt.article:
            doubts[doubt.article.slug].append(doubt)
    by_seed = {ledger.seed: ledger for ledger in book.ledgers}
    ledgers = {a.slug: by_seed[a.source.seed] for a in book.articles if a.source.seed in by_seed}
    return Catalogue(
        book=book,
        articles=articles,
        annotations=annotations,
        entities=entities,
        mentions=dict(mentions),
        events=dict(events),
        events_in=dict(events_in),
        event={event.id: event for event in book.chronology},
        said=dict(said),
        quotations=quotations,
        open_names=dict(open_names),
        open_in=dict(open_in),
        ledgers=ledgers,
        accounts={slug: count_ledger(ledger) for slug, ledger in ledgers.items()},
        in_block=dict(in_block),
        sentences={
            a.slug: keep("sentences", a.slug, (a.blocks,), partial(_find_sentences, a.blocks)) for a in book.articles
        },
        stamps={a.slug: _stamp(a, in_block, keep) for a in book.articles},
        doubts=dict(doubts),
        notes=_link_notes(book.articles, entities, in_block),
        called=_find_called(entities),
        countries=name_countries(entities.values()),
        headings={entry.heading: entry for entry in book.index if not entry.see},
        pictures={str(picture.path): picture for picture in pictures},
    )


def _find_called(entities: Mapping[Key, Entity]) -> dict[tuple[Key, Slug], str]:
    called: dict[tuple[Key, Slug], str] = {}
    for key, entity in entities.items():
        for role in entity.roles:
            if len(role.text) > len(called.get((key, role.passage.article), "")):
                called[key, role.passage.article] = role.text
    return called


def _link_notes(
    articles: Sequence[Article],
    entities: Mapping[Key, Entity],
    in_block: Mapping[tuple[Slug, int], Sequence[Mention]],
) -> dict[Slug, tuple[tuple[Element, ...], ...]]:
    linked = {}
    everybody = gather_names(entities.values()) if any(article.notes for article in articles) else None
    for article in articles:
        if article.notes and everybody:
            here = (m for number in range(len(article.blocks)) for m in in_block.get((article.slug, number), ()))
            names = add_forms(everybody, here)
            linked[article.slug] = tuple(link_names(note.text, names, entity_address) for note in article.notes)
    return linked


def _find_sentences(blocks: Sequence[Block]) -> tuple[tuple[Span, ...], ...]:
    return tuple(tuple(find_sentences(block.text)) for block in blocks)


def _stamp(article: Article, in_block: Mapping[tuple[Slug, int], Sequence[Mention]], keep: Keep) -> tuple[str, ...]:
    links = tuple(
        tuple((m.passage.span, m.kind, m.entity) for m in in_block.get((article.slug, number), ()))
        for number in range(len(article.blocks))
    )

    def stamp() -> tuple[str, ...]:
        head = repr((article.title, article.doc, article.published, article.language))
        return tuple(digest(f"{head}{block!r}{here!r}") for block, here in zip(article.blocks, links, strict=True))

    return keep("stamps", article.slug, (article, links), stamp)


def count_ledger(ledger: Ledger) -> Account:
    """The ledger in figures."""
    lines: dict[tuple[Fate, Reason], int] = defaultdict(int)
    words: dict[tuple[Fate, Reason], int] = defaultdict(int)
    for line in ledger.lines:
        if line.reason:
            lines[line.fate, line.reason] += 1
            words[line.fate, line.reason] += count_words(line.text)

    def table(fate: Fate) -> tuple[tuple[Reason, int, int], ...]:
        return tuple((r, lines[fate, r], words[fate, r]) for r in Reason if (fate, r) in lines)

    kept, removed = table(Fate.KEPT), table(Fate.REMOVED)
    return Account(
        lines=len(ledger.lines),
        kept=sum(row[2] for row in kept),
        removed=sum(row[2] for row in removed),
        kept_by=kept,
        removed_by=removed,
    )


def sentence_of(catalogue: Catalogue, passage: Passage) -> Span:
    """The sentence, or the run of sentences, that holds the passage; within its block's text."""
    spans = catalogue.sentences[passage.article][passage.block]
    held = [s for s in spans if s.overlaps(passage.span) or s.start <= passage.span.start < s.end]
    if not held:
        return passage.span
    return Span(min(held[0].start, passage.span.start), max(held[-1].end, passage.span.end))


def text_of(catalogue: Catalogue, passage: Passage) -> str:
    """The characters of the passage."""
    return passage.span.of(catalogue.articles[passage.article].blocks[passage.block].text)


def stamp_passages(catalogue: Catalogue, passages: Iterable[Passage]) -> tuple[tuple[Slug, int, str], ...]:
    """The blocks the passages stand in, each once, with their stamps."""
    places = dict.fromkeys((p.article, p.block) for p in passages)
    return tuple((slug, block, catalogue.stamps[slug][block]) for slug, block in places)
