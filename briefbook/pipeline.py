"""The stages composed: what is read becomes a book, and a book becomes files. Still pure; the outside world is handed in."""

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import urlsplit

from briefbook.annotate.dates import find_dates
from briefbook.annotate.events import find_events
from briefbook.annotate.names import find_names
from briefbook.annotate.quotes import find_quotations
from briefbook.annotate.resolve import resolve_names
from briefbook.assemble.amendments import Rulings, parse_rulings
from briefbook.assemble.book import check_notes, find_duplicates, order_articles
from briefbook.assemble.chronology import assemble_chronology, assemble_disagreements
from briefbook.assemble.index import assemble_index
from briefbook.assemble.provenance import trace_blocks
from briefbook.clean.changes import state_day
from briefbook.formats.frontmatter import parse_article, parse_entity, parse_page
from briefbook.formats.markdown import safe_address
from briefbook.formats.record import Notation, notation_of
from briefbook.formats.yaml import parse_yaml
from briefbook.model.article import Article, Block, Change, Ledger
from briefbook.model.book import Annotations, Book, Engine, OutputFile, OutputStream, Page, Picture, Standing
from briefbook.model.config import MOST_READ, Config
from briefbook.model.diagnostics import Diagnostic, Outcome, apply_severities, report, sort_diagnostics
from briefbook.model.entity import Entity, EntityKind, Mention, Register
from briefbook.model.event import DateMention, Event, Quotation
from briefbook.model.flow import Element, ElementKind
from briefbook.model.memory import NO_MEMORY, Memory, Remember, Step, UnknownError, recall, same, take
from briefbook.model.project import Project
from briefbook.model.text import Slug, digest
from briefbook.render.addresses import article_address, page_address, resolve_address
from briefbook.render.data import render_data
from briefbook.render.epub import render_epub
from briefbook.render.plan import Defer
from briefbook.render.prose import lead_to_page
from briefbook.render.site import Known, render_site
from briefbook.render.theme import Theme

T = TypeVar("T")

Spans = tuple[tuple[int, int, str], ...]
"""What the engine saw in one text: start, end, its label; by start."""
Read = Callable[[Iterable[str]], Iterator[Spans]]
"""Texts in, what the engine saw in each out, in order."""


Stamp = Callable[[Article], str]
"""The digest of an article, by which what is found in it is remembered."""
Told = tuple[tuple[Quotation, ...], tuple[Event, ...]]
"""What an article tells, once it is known whom it names."""

MENTIONS: Notation[tuple[Mention, ...]] = notation_of(tuple[Mention, ...])
DATES: Notation[tuple[DateMention, ...]] = notation_of(tuple[DateMention, ...])
TOLD: Notation[Told] = notation_of(Told)
SPANS: Notation[tuple[Spans, ...]] = notation_of(tuple[Spans, ...])
BLOCK_SPANS: Notation[Spans] = notation_of(Spans)
"""As they are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The foreign engines, handed in."""

    engine: Engine
    load: Callable[[], Read] | None = None
    """Loads the language model when first needed; None: no engine reads, rules or the editor's lists alone do."""


def build_book(
    project: Project,
    ledgers: Sequence[Ledger],
    tools: Tools,
    memory: Memory = NO_MEMORY,
    doubts: Sequence[Diagnostic] = (),
    changes: Mapping[PurePosixPath, Sequence[Change]] = MappingProxyType({}),
) -> Outcome[Book]:
    """The whole book.

    Args:
        project: As read.
        ledgers: Of the clippings, by path.
        tools: The engines.
        memory: For the steps that cost.
        doubts: What was found wrong or doubtful with the clippings; the book tells of it, the outcome does not again.
        changes: What the editor changed of what was made from the clippings, by the article's path.
    """
    faults: list[Diagnostic] = []
    config = project.config
    keep = memory.keep
    ordered = _gather(order_articles(_parse_all(project, changes, memory, faults)), faults)
    articles = tuple(same(keep, "article-numbered", article.slug, article) for article in ordered)
    if not articles:
        message = "no article to build a book from"
        hint = f"put clippings into {config.paths.seeds}/ or articles into {config.paths.content}/articles/"
        faults.append(report("book-empty", message, config.paths.content / "articles", hint=hint))
    faults.extend(check_notes(articles))
    faults.extend(find_duplicates(articles, keep))
    listed = keep("listed", "", (project.entities,), lambda: _parse_listed(project))
    faults.extend(listed.diagnostics)
    pages = _parse_pages(project, faults)
    rulings = _parse_rulings(project, faults)

    written = _by_article({a.slug: keep("stamp", a.slug, (a,), partial(_digest_value, a)) for a in articles})
    found = _gather(recognise(articles, listed.value, tools, memory, written), faults)
    resolved = _gather(resolve_names(articles, found, listed.value, config.annotate), faults)
    mentions = [same(keep, "mentions", a.slug, own) for a, own in zip(articles, resolved.mentions, strict=True)]
    matched = _match_ledgers(articles, ledgers, doubts, faults)
    dates = _find_dates(articles, memory, written)
    named = _by_article(
        {
            a.slug: keep("named-stamp", a.slug, (a, own), partial(_digest_value, (written(a), own)))
            for a, own in zip(articles, mentions, strict=True)
        }
    )
    told = _read_articles(articles, dates, mentions, memory, named)
    lines = [
        keep("provenance", a.slug, (a.blocks, of), partial(_trace, a.blocks, of))
        for a, of in zip(articles, matched, strict=True)
    ]
    annotations = tuple(
        same(
            keep,
            "annotations",
            article.slug,
            Annotations(
                article=article.slug,
                mentions=own,
                dates=dated,
                quotations=quotations,
                seed_lines=traced,
                stamp=named(article),
            ),
        )
        for article, own, dated, (quotations, _), traced in zip(articles, mentions, dates, told, lines, strict=True)
    )
    events = tuple(event for _, events in told for event in events)
    statements = config.chronology.statements
    chronology = _gather(
        assemble_chronology(articles, events, rulings, register=resolved.register, statements=statements), faults
    )
    return Outcome(
        Book(
            title=config.book.title,
            articles=articles,
            annotations=annotations,
            ledgers=tuple(sorted(ledgers, key=lambda ledger: ledger.seed)),
            pages=pages,
            register=resolved.register,
            chronology=chronology,
            disagreements=assemble_disagreements(chronology, rulings),
            index=assemble_index(articles, annotations, resolved.register, config.book.index_terms),
            engine=tools.engine,
            doubts=sort_diagnostics(apply_severities((*doubts, *faults), dict(config.rules))),
        ),
        sort_diagnostics(faults),
    )


def recognise(
    articles: Sequence[Article],
    listed: Register,
    tools: Tools,
    memory: Memory = NO_MEMORY,
    stamp: Stamp | None = None,
) -> Outcome[tuple[tuple[Mention, ...], ...]]:
    """The names found in each article, unresolved; only listed ones where no engine reads its language.

    Args:
        articles: Of the book.
        listed: By the editor.
        tools: The engines.
        memory: For the names.
        stamp: Where the digests of articles are known.
    """
    faults: list[Diagnostic] = []
    spans = _read_spans(articles, tools, memory, faults)
    engine = tools.engine.name
    known = _digest_value((listed, engine))
    stamp = stamp or _digest_value
    step = Step(
        stage="names",
        find=partial(_find_names, listed, engine),
        key=lambda item: digest(f"{known} {stamp(item[0])} {item[1]!r}"),
        encode=MENTIONS.encode,
        decode=MENTIONS.decode,
    )
    items = [(article.slug, item) for article, item in zip(articles, zip(articles, spans, strict=True), strict=True)]
    return Outcome(tuple(take(step, items, memory, among=(listed, engine))), tuple(faults))


def _find_names(listed: Register, engine: str, item: tuple[Article, tuple[Spans, ...] | None]) -> tuple[Mention, ...]:
    article, seen = item
    return find_names(article, seen, listed, engine=engine)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureName:
    """Where a text names a picture."""

    path: PurePosixPath
    """Within content/; it leads out of it where the editor wrote so."""
    named_in: PurePosixPath
    line: int


def find_pictures(book: Book) -> tuple[PictureName, ...]:
    """Every picture that articles and pages name by a relative address, once a text, in their order."""
    texts = [(a.path, article_address(a.slug), a.flow, a.addresses) for a in book.articles]
    texts.extend((p.path, page_address(p.slug), p.flow, p.addresses) for p in book.pages)
    names: list[PictureName] = []
    for path, own, flow, addresses in texts:
        lines = dict(reversed(addresses))
        names.extend(
            PictureName(path=PurePosixPath(resolve_address(own, source)), named_in=path, line=lines.get(source, 1))
            for source in dict.fromkeys(_picture_addresses(flow))
            if _is_relative(source)
        )
    return tuple(names)


def _picture_addresses(flow: Iterable[Element]) -> Iterator[str]:
    for element in flow:
        if element.kind is ElementKind.FIGURE and element.source:
            yield element.source
        yield from _picture_addresses(element.children)


def _is_relative(address: str) -> bool:
    return safe_address(address) and not urlsplit(address).scheme


def render_book(
    book: Book,
    theme: Theme,
    config: Config,
    faults: list[Diagnostic],
    *,
    memory: Memory = NO_MEMORY,
    pictures: Sequence[Picture] = (),
    known: Known = MappingProxyType({}),
    defer: Defer | None = None,
) -> Iterator[OutputFile | OutputStream | Standing]:
    """The files of the site that `outputs:` asks for, each made when it is asked for; but the printed book, which needs
    the layout engine.

    Args:
        book: To be published.
        theme: What its pages are made with.
        config: Its settings.
        faults: What is at fault is added to them.
        memory: As for `render_site`.
        pictures: Those of `find_pictures` that could be read.
        known: As for `render_site`.
        defer: As for `render_site`.
    """
    if "html" in config.outputs:
        published = set()
        site = render_site(book, theme, config, faults, memory=memory, pictures=pictures, known=known, defer=defer)
        for file in site:
            published.add(str(file.path))
            yield file
        faults.extend(check_links(book, published))
    if "data" in config.outputs:
        yield from render_data(book, config)
    if "epub" in config.outputs:
        yield from render_epub(book, config, pictures)


def limit_outputs(config: Config, book: Book) -> Outcome[Config]:
    """The settings, without the printed book where the book is longer than they let it be (`pdf-long`)."""
    most = config.render.most_printed
    if "pdf" not in config.outputs or len(book.articles) <= most:
        return Outcome(config)
    message = f"the book has {len(book.articles):,} articles and is not printed; `render.most_printed` is {most:,}"
    hint = "`briefbook explain pdf-long` says what it would take"
    outputs = tuple(output for output in config.outputs if output != "pdf")
    return Outcome(replace(config, outputs=outputs), (report("pdf-long", message, "briefbook.yml", hint=hint),))


def check_links(book: Book, published: AbstractSet[str]) -> tuple[Diagnostic, ...]:
    """A diagnostic for every relative link in the editor's Markdown that leads to no file or paragraph of the site."""
    texts = [(a.path, article_address(a.slug), a.addresses) for a in book.articles]
    texts.extend((p.path, page_address(p.slug), p.addresses) for p in book.pages)
    blocks = {article_address(a.slug): {block.id for block in a.blocks} for a in book.articles}
    faults = []
    drawn = {(name.named_in, str(name.path)) for name in find_pictures(book)}  # what is wrong with them, reading says
    for path, own, addresses in texts:
        for address, line in addresses:
            target, fragment = resolve_address(own, lead_to_page(address)), address.partition("#")[2]
            if not _is_relative(address) or (path, target) in drawn:
                continue
            if target not in published:
                message = f"a link to {address[:80]!r}, which the book does not have"
            elif re.fullmatch(r"[phc]\d+", fragment) and fragment not in blocks.get(target, {fragment}):
                message = f"a link to {address[:80]!r}; that document has no {fragment}"
            else:
                continue
            faults.append(report("link-broken", message, path, line))
    return tuple(faults)


def _gather(outcome: Outcome[T], faults: list[Diagnostic]) -> T:
    faults.extend(outcome.diagnostics)
    return outcome.value


def _parse_all(
    project: Project, changes: Mapping[PurePosixPath, Sequence[Change]], memory: Memory, faults: list[Diagnostic]
) -> list[Article]:
    language = project.config.book.language
    parsed = (
        memory.keep("article", str(document.path), (document, language), partial(parse_article, document, language))
        for document in project.articles
    )
    articles = (article for outcome in parsed if (article := _gather(outcome, faults)) is not None)
    return [state_day(a, changes[a.path]) if a.path in changes else a for a in articles]


def _parse_listed(project: Project) -> Outcome[Register]:
    faults: list[Diagnostic] = []
    found: dict[tuple[EntityKind, Slug], Entity] = {}
    for kind, document in project.entities:
        entity = _gather(parse_entity(document, kind), faults)
        if entity is None:
            continue
        if (kind, entity.slug) in found:
            message = f"would be published at the address of {found[kind, entity.slug].path}"
            faults.append(report("slug-collision", message, document.path, 1, hint="rename one of the two files"))
            continue
        found[kind, entity.slug] = entity
    return Outcome(Register(entities=tuple(found.values())), tuple(faults))


def _parse_pages(project: Project, faults: list[Diagnostic]) -> tuple[Page, ...]:
    parsed = (_gather(parse_page(document), faults) for document in project.pages)
    return tuple(page for page in parsed if page is not None)


def _parse_rulings(project: Project, faults: list[Diagnostic]) -> Rulings:
    document = project.rulings
    if document is None:
        return Rulings()
    node = _gather(parse_yaml(document.text, document.path, "front-matter-invalid"), faults)
    return _gather(parse_rulings(node, document.path), faults)


def _read_spans(
    articles: Sequence[Article], tools: Tools, memory: Memory, faults: list[Diagnostic]
) -> list[tuple[Spans, ...] | None]:
    """What the engine saw in each article, one entry a block; None where no engine read it."""
    keep = memory.keep
    keys: list[str | None] = []
    found: dict[str, tuple[Spans, ...]] = {}
    unread: dict[str, Article] = {}
    for article in articles:
        if not _is_english(article):
            message = f"no engine reads the language {article.language!r}; only names listed in the book are linked"
            faults.append(report("language-unread", message, article.path, 1))
            keys.append(None)
            continue
        if tools.load is None:
            keys.append(None)
            continue
        for block in article.blocks:
            if len(block.text) > MOST_READ:
                message = f"a paragraph has {len(block.text):,} characters; the model reads the first {MOST_READ:,}"
                faults.append(report("paragraph-long", message, article.path, block.line))
        engine = str(tools.engine)
        key = keep("spans-key", article.slug, (article.blocks, engine), partial(_digest_blocks, article, engine))
        keys.append(key)
        try:
            found[key] = keep(
                "spans", article.slug, (key,), partial(recall, "spans", key, SPANS.decode, memory.remember)
            )
        except UnknownError:
            unread[key] = article
    seen = _read_blocks((block.text for article in unread.values() for block in article.blocks), tools, memory.remember)
    for key, article in unread.items():
        found[key] = tuple(seen[block.text] for block in article.blocks)
        memory.remember("spans", key, partial(SPANS.encode, found[key]))
    return [found[key] if key else None for key in keys]


def _read_blocks(texts: Iterable[str], tools: Tools, remember: Remember) -> dict[str, Spans]:
    """What the engine sees in each paragraph: to read one takes it as long as all else takes for an article."""
    keys = {text: digest(f"{tools.engine}\x00{text}") for text in texts}
    seen: dict[str, Spans] = {}
    for text, key in keys.items():
        with contextlib.suppress(UnknownError):
            seen[text] = recall("block-spans", key, BLOCK_SPANS.decode, remember)
    unread = [text for text in keys if text not in seen]
    if unread and tools.load is not None:
        for text, spans in zip(unread, tools.load()(unread), strict=True):
            seen[text] = spans
            remember("block-spans", keys[text], partial(BLOCK_SPANS.encode, spans))
    return seen


def _digest_blocks(article: Article, engine: str) -> str:
    return digest("\x00".join((engine, *(block.text for block in article.blocks))))


def _is_english(article: Article) -> bool:
    return article.language.partition("-")[0].lower() == "en"


def _match_ledgers(
    articles: Sequence[Article], ledgers: Sequence[Ledger], doubts: Iterable[Diagnostic], faults: list[Diagnostic]
) -> list[Ledger | None]:
    by_seed = {ledger.seed: ledger for ledger in ledgers}
    # Of a clipping that is there but cannot be read, or holds no text, that was said.
    there = {doubt.location.path for doubt in doubts if doubt.rule in {"seed-unreadable", "body-not-found"}}
    matched = []
    for article in articles:
        seed = article.source.seed
        if seed is not None and seed not in by_seed and there.isdisjoint((seed, *seed.parents)):
            message = f"made from {seed}, which is no longer there"
            faults.append(report("seed-missing", message, article.path, 1, hint="put it back, or delete `seed:`"))
        matched.append(by_seed.get(seed) if seed is not None else None)
    return matched


def _find_dates(articles: Sequence[Article], memory: Memory, stamp: Stamp) -> list[tuple[DateMention, ...]]:
    step = Step(
        stage="dates",
        find=find_dates,
        key=stamp,
        encode=DATES.encode,
        decode=DATES.decode,
    )
    return take(step, [(article.slug, article) for article in articles], memory)


def _read_articles(
    articles: Sequence[Article],
    dates: Sequence[tuple[DateMention, ...]],
    mentions: Sequence[tuple[Mention, ...]],
    memory: Memory,
    stamp: Stamp,
) -> list[Told]:
    step = Step(
        stage="told",
        find=_read_article,
        key=lambda item: stamp(item[0]),
        encode=TOLD.encode,
        decode=TOLD.decode,
    )
    items = [(item[0].slug, item) for item in zip(articles, dates, mentions, strict=True)]
    return take(step, items, memory)


def _read_article(item: tuple[Article, tuple[DateMention, ...], tuple[Mention, ...]]) -> Told:
    article, dates, mentions = item
    return find_quotations(article, mentions), find_events(article, dates, mentions)


def _by_article(stamps: Mapping[Slug, str]) -> Stamp:
    return lambda article: stamps[article.slug]


def _digest_value(value: object) -> str:
    return digest(repr(value))


def _trace(blocks: Sequence[Block], ledger: Ledger | None) -> tuple[tuple[int, ...], ...]:
    return trace_blocks(blocks, ledger) if ledger else tuple(() for _ in blocks)
