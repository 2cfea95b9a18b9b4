"""The book as a site: every page planned with what it shows, then printed by its template."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath

from markupsafe import Markup

from briefbook.model.article import Article, BlockKind
from briefbook.model.book import Book, OutputFile, Picture
from briefbook.model.config import Config
from briefbook.model.diagnostics import Diagnostic, Outcome, sort_diagnostics
from briefbook.model.entity import Entity, EntityKind
from briefbook.model.memory import NO_MEMORY, Memory
from briefbook.model.text import digest
from briefbook.render.addresses import (
    CHRONOLOGY,
    CONTENTS,
    DIFFER,
    HOME,
    INDEX,
    MADE,
    NOT_FOUND,
    NOTES,
    QUESTIONS,
    QUOTES,
    SEARCH,
    article_address,
    list_address,
    page_address,
    resolve_address,
    root_of,
)
from briefbook.render.catalogue import Catalogue, assemble_catalogue, stamp_passages
from briefbook.render.chronology import (
    draw_chronology,
    find_principal,
    plan_chronology,
    tally_chronology,
    view_chronology,
)
from briefbook.render.citations import cite_book, format_bibtex, format_ris, say_edition
from briefbook.render.documents import (
    collect_notes,
    describe_counts,
    made_address,
    view_article,
    view_card,
    view_contents,
)
from briefbook.render.dossiers import (
    Companion,
    find_companions,
    find_spots,
    list_abbreviations,
    list_entities,
    order_mentions,
    plan_leaves,
    shelve_entities,
    take_leaf,
    view_entity,
    view_mentions,
)
from briefbook.render.exports import render_atom
from briefbook.render.index import view_index
from briefbook.render.machines import describe_article, describe_entity, format_sitemap
from briefbook.render.maps import Spot, draw_map
from briefbook.render.prose import Setting, direction, format_html
from briefbook.render.quotations import view_quotes, view_quotes_by_date
from briefbook.render.search import collect_records, count_previews, render_previews, render_search
from briefbook.render.theme import Theme, make_environment, render_template
from briefbook.render.views import Link, view_event
from briefbook.render.wording import KIND_NAMES, say_country, say_period
from briefbook.render.workings import view_clipping, view_disagreements, view_made, view_questions

MakeFiles = Callable[[], tuple[OutputFile, ...]]
Defer = Callable[[MakeFiles], None]
"""Takes what makes files that are not needed at once."""

CARDS_ON_HOME = 24
"""Documents the first page lists; a longer book lists them on the contents page alone."""
PEOPLE_ON_HOME = 12
KEY_DATES = 5
"""Entries of the chronology on the first page, besides what the editor pinned beyond them."""
MANY_DATES = 12
"""Entries up to which none is more worth showing there than another, unless the editor pinned it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A step on the way to a page."""

    href: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePlan:
    """A page before it is printed."""

    path: str
    template: str
    title: str
    section: str
    """The destination it belongs to, by its path."""
    kind: str
    """Of page, for the style sheet."""
    view: Callable[[], object]
    """What the template shows as `view`."""
    inputs: object
    """All that `view` depends on, so that equal inputs mean an equal page."""
    description: str = ""
    previous: Link | None = None
    next: Link | None = None
    crumbs: tuple[Crumb, ...] = ()
    structured: str = ""
    """JSON-LD."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands on every page."""

    title: str
    subtitle: str
    editor: str
    description: str
    language: str
    direction: str
    period: str
    edition: str
    destinations: tuple[Link, ...]
    downloads: tuple[Link, ...]
    footer: tuple[Link, ...]
    previews: int
    """Files of previews; 0 where the settings switch them off."""
    generator: str
    base_url: str


def render_site(
    book: Book,
    theme: Theme,
    config: Config,
    memory: Memory = NO_MEMORY,
    pictures: Sequence[Picture] = (),
    defer: Defer | None = None,
) -> Outcome[tuple[OutputFile, ...]]:
    """Every file of the site, by path; where something defers, without the search index, whose making is handed to it.

    A page whose template is at fault is printed with the default theme; the fault is reported once
    (`template-invalid`).
    """
    catalogue = assemble_catalogue(book, pictures, memory.keep)
    frame = make_frame(book, catalogue, config)
    plans, files, make_search = plan_site(book, catalogue, config, frame)
    if defer is None:
        files += make_search()
    else:
        defer(make_search)
    environments = memory.keep(
        "environments",
        "",
        (theme.digest,),
        lambda: (make_environment(theme), make_environment(theme, defaults_only=True)),
    )
    faults: list[Diagnostic] = []
    constant = digest(repr((frame, theme.digest)))

    def print_page(plan: PagePlan) -> Outcome[bytes]:
        values = {
            "site": frame,
            "page": plan,
            "root": root_of(plan.path),
            "view": plan.view(),
            "structured": Markup(plan.structured),  # noqa: S704 - JSON with every < escaped
            "structured_digest": b64encode(sha256(plan.structured.encode()).digest()).decode(),
        }
        found: list[Diagnostic] = []
        text = None
        for environment in environments:
            if text is None:
                text, wrong = render_template(theme, environment, plan.template, values)
                found.extend(wrong)
        return Outcome(show_controls(text or "").encode("utf-8", "replace"), tuple(found))

    def recall_page(plan: PagePlan, inputs: tuple[object, ...]) -> Outcome[bytes]:
        def make() -> bytes:
            page = print_page(plan)
            if page.diagnostics:  # to be told again as long as it is so, and therefore not to be remembered
                raise _FaultyError(page)
            return page.value

        try:
            return Outcome(memory.remember("page", digest(repr(inputs)), make))
        except _FaultyError as error:
            return error.page

    for plan in plans:
        inputs = (constant, plan.path, plan.template, plan.title, plan.inputs, plan.previous, plan.next)
        page = memory.keep("page", plan.path, inputs, partial(recall_page, plan, inputs))
        faults.extend(page.diagnostics)
        if page.value:
            files.append(OutputFile(path=PurePosixPath(plan.path), data=page.value))
    files += [OutputFile(path=PurePosixPath("assets") / name, data=data) for name, data in theme.assets.items()]
    taken = {file.path for file in files}
    files += [OutputFile(path=p.path, data=p.data) for p in pictures if p.path not in taken]
    files.sort(key=lambda file: file.path)
    return Outcome(tuple(files), sort_diagnostics(faults))


class _FaultyError(Exception):
    """A page that is not as its template should have made it; never seen outside."""

    def __init__(self, page: Outcome[bytes]) -> None:
        super().__init__()
        self.page = page


# Source: WHATWG HTML, 13.2.3.5, control characters and noncharacters; Infra, 4.5 (code points).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def show_controls(text: str) -> str:
    """The text with the characters a page may not hold made visible: a clipping is shown as it came, whatever it has."""
    return _UNPRINTABLE.sub(lambda c: chr(0x2400 + ord(c[0])) if c[0] < " " else "\ufffd", text)


def make_frame(book: Book, catalogue: Catalogue, config: Config) -> Frame:
    """What every page of the book shares; destinations with nothing behind them are left out."""
    settings = config.book
    kinds = [kind for kind in EntityKind if any(key[0] is kind for key in catalogue.entities)]
    destinations = [
        Link(CONTENTS, "Contents"),
        *([Link(CHRONOLOGY, "Chronology")] if book.chronology else []),
        *([Link(list_address(kinds[0]), "People & places")] if kinds else []),
        *([Link(QUOTES, "Quotes")] if catalogue.quotations else []),
        *([Link(INDEX, "Index")] if book.index else []),
    ]
    downloads = [
        *([Link(f"{settings.stem}.pdf", "PDF")] if "pdf" in config.outputs else []),
        *([Link(f"{settings.stem}.epub", "EPUB")] if "epub" in config.outputs else []),
        *([Link("data/book.json", "Data")] if "data" in config.outputs else []),
        *([Link(f"{settings.stem}.zip", "Zip")] if "zip" in config.outputs else []),
    ]
    pages = [Link(page_address(page.slug), page.title) for page in book.pages]
    pages += [Link(NOTES, "Notes")] if any(_has_notes(article) for article in book.articles) else []
    pages += [Link(DIFFER, "Accounts differ")] if book.disagreements and book.chronology else []
    whens = [a.published.when for a in book.articles if a.published.when]
    return Frame(
        title=book.title,
        subtitle=settings.subtitle,
        editor=settings.editor,
        description=settings.description,
        language=settings.language,
        direction=direction(settings.language),
        period=say_period(whens),
        edition=say_edition(settings),
        destinations=tuple(destinations),
        downloads=tuple(downloads),
        footer=(Link(MADE, "How this book was made"), Link(QUESTIONS, "Open questions"), *pages),
        previews=count_previews(catalogue) if config.render.previews and catalogue.entities else 0,
        generator=str(book.engine),
        base_url=settings.base_url.rstrip("/"),
    )


def _has_notes(article: Article) -> bool:
    return bool(article.notes) or any(block.kind is BlockKind.NOTE for block in article.blocks)


def plan_site(
    book: Book, catalogue: Catalogue, config: Config, frame: Frame
) -> tuple[list[PagePlan], list[OutputFile], MakeFiles]:
    """The pages in the order a reader meets them, the files beside them, and what makes the search index."""
    language = config.book.language
    events = dict(plan_chronology(book.chronology, book.articles))
    quotes = view_quotes(catalogue, language) if catalogue.quotations else ()
    contents = view_contents(catalogue, config.book.parts, language)
    doubtful = [view_event(catalogue, events, e, language, root="") for e in book.chronology if e.doubtful]
    questions = view_questions(catalogue, doubtful, language)
    plans: list[PagePlan] = [_plan_home(book, catalogue, frame, contents[0][1].heads, events, questions.total)]

    def add(
        path: str, template: str, title: str, section: str, kind: str, view: object, crumbs: tuple[Crumb, ...] = ()
    ) -> None:
        plans.append(
            PagePlan(
                path=path,
                template=template,
                title=title,
                section=section,
                kind=kind,
                view=lambda: view,
                inputs=view,
                crumbs=crumbs,
            )
        )

    for path, listed in contents:
        crumbs = () if path == CONTENTS else (Crumb(href=CONTENTS, text="Contents"),)
        add(path, "contents.html", listed.title, CONTENTS, "list", listed, crumbs=crumbs)
    plans += _plan_articles(book, catalogue, config, events)
    for page in book.pages:
        path = page_address(page.slug)
        text = format_html(
            page.flow, Setting(root=root_of(path), page=path, pictures=catalogue.pictures, numbered=False)
        )
        add(path, "page.html", page.title, "", "page", text)
    if book.chronology:
        for path, chronology in view_chronology(catalogue, events, language):
            crumbs = () if path == CHRONOLOGY else (Crumb(href=CHRONOLOGY, text="Chronology"),)
            add(path, "chronology.html", chronology.title, CHRONOLOGY, "chronology", chronology, crumbs=crumbs)
    if book.disagreements and book.chronology:
        differing = view_disagreements(catalogue, events, language)
        add(DIFFER, "accounts-differ.html", "Accounts differ", CHRONOLOGY, "differ", differing)
    plans += _plan_entities(catalogue, events, language)
    for path, view in quotes:
        add(path, "quotes.html", "Quotes", QUOTES, "quotes", view)
    for path, view in view_quotes_by_date(catalogue, language) if quotes else ():
        crumbs = (Crumb(href=QUOTES, text="Quotes"),)
        add(path, "quotes.html", "Quotes by date", QUOTES, "quotes", view, crumbs=crumbs)
    if book.index:
        for path, index in view_index(catalogue):
            add(path, "index-of-names.html", "Index", INDEX, "index", index)
    noted = collect_notes(catalogue, [article for article in book.articles if _has_notes(article)])
    if noted:
        add(NOTES, "notes.html", "Notes", NOTES, "notes", noted)
    add(SEARCH, "search.html", "Search", SEARCH, "search", None)
    for path, made in view_made(book, catalogue, cite_book(config.book)):
        add(path, "made.html", "How this book was made", MADE, "made", made)
    for article in book.articles:
        ledger = catalogue.ledgers.get(article.slug)
        if ledger:
            plans.append(
                PagePlan(
                    path=made_address(article.slug),
                    template="clipping.html",
                    title=f"The clipping of document {article.doc}, line by line",
                    section=MADE,
                    kind="clipping",
                    view=lambda a=article, led=ledger: view_clipping(catalogue, a, led),  # type: ignore[misc]
                    inputs=(article, catalogue.annotations[article.slug].seed_lines, ledger.sha256, ledger.lines),
                    crumbs=(Crumb(href=MADE, text="How this book was made"),),
                )
            )
    add(
        QUESTIONS,
        "open-questions.html",
        "Open questions",
        QUESTIONS,
        "questions",
        questions,
    )
    add(NOT_FOUND, "404.html", "Not in this book", "", "missing", None)
    files: list[OutputFile] = [*render_atom(book, config)]
    if frame.base_url:
        files.append(format_sitemap(frame.base_url, [plan.path for plan in plans if plan.path != NOT_FOUND]))
    files += render_previews(catalogue)
    for article in book.articles:
        for ending, cited in (("bib", format_bibtex(article, book.title)), ("ris", format_ris(article, book.title))):
            beside = PurePosixPath("cite") / f"{article.slug}.{ending}"
            files.append(OutputFile(path=beside, data=cited.encode("utf-8", "replace")))
    return plans, files, lambda: render_search(collect_records(catalogue, events, quotes))


def _plan_home(
    book: Book,
    catalogue: Catalogue,
    frame: Frame,
    heads: Sequence[Link],
    events: Mapping[str, str],
    questions: int,
) -> PagePlan:
    total = len(book.articles)
    people = sorted(
        (row for row in list_entities(catalogue, EntityKind.PERSON)), key=lambda row: (-row.passages, row.link.href)
    )[:PEOPLE_ON_HOME]
    places = sorted(
        (row for row in list_entities(catalogue, EntityKind.PLACE)), key=lambda row: (-row.passages, row.link.href)
    )[:PEOPLE_ON_HOME]
    cards = tuple(view_card(catalogue, a, frame.language) for a in book.articles) if total <= CARDS_ON_HOME else ()
    view = {
        "cards": cards,
        "heads": heads if not cards else (),
        "figures": describe_counts(catalogue),
        "doubts": questions,
        "timeline": Markup(draw_chronology(catalogue)),  # noqa: S704 - drawn here from numbers
        "map": Markup(draw_map(find_spots(catalogue))),  # noqa: S704 - drawn from numbers, names escaped
        "tallies": tally_chronology(catalogue, events),
        "principal": [
            view_event(catalogue, events, event, frame.language, root="")
            for event in find_principal(book.chronology, KEY_DATES if len(book.chronology) > MANY_DATES else 0)
        ],
        "people": tuple(people),
        "places": tuple(places),
        "pages": [Link(page_address(page.slug), page.title) for page in book.pages],
    }
    return PagePlan(
        path=HOME,
        template="index.html",
        title=book.title,
        section=HOME,
        kind="home",
        view=lambda: view,
        inputs=view,
        description=frame.description,
    )


def _plan_articles(book: Book, catalogue: Catalogue, config: Config, events: Mapping[str, str]) -> Iterable[PagePlan]:
    def link(number: int) -> Link | None:
        if not 0 <= number < len(book.articles):
            return None
        article = book.articles[number]
        return Link(article_address(article.slug), article.title, note=f"Doc. {article.doc}")

    for number, article in enumerate(book.articles):
        path = article_address(article.slug)
        found = catalogue.annotations[article.slug]
        keys = sorted({(m.kind, m.entity) for m in found.mentions if m.entity})
        told = catalogue.events_in.get(article.slug, ())
        inputs = (
            article,
            found,
            [(k, e.name, e.sort_name, e.roles) for k in keys if k[1] and (e := catalogue.entities.get((k[0], k[1])))],
            told,
            [events[e.id] for e in told],
            [[catalogue.event[other].when for _, other in e.related if other in catalogue.event] for e in told],
            [[(p.article, catalogue.articles[p.article].title) for p in e.passages] for e in told],
            catalogue.accounts.get(article.slug),
            catalogue.open_in.get(article.slug, ()),
            catalogue.notes.get(article.slug, ()),
            [d.message for d in book.doubts if d.location.path == article.path],
            [
                (picture.path, picture.width, picture.height)
                for address, _ in article.addresses
                if (picture := catalogue.pictures.get(resolve_address(path, address)))
            ],
        )
        yield PagePlan(
            path=path,
            template="article.html",
            title=article.title,
            section=CONTENTS,
            kind="article",
            view=lambda a=article: view_article(  # type: ignore[misc]
                catalogue, events, a, config.book.language, book.title, root_of(article_address(a.slug))
            ),
            inputs=inputs,
            description=article.summary or "",
            previous=link(number - 1),
            next=link(number + 1),
            crumbs=(Crumb(href=CONTENTS, text="Contents"),),
            structured=describe_article(catalogue, article),
        )


def _plan_entities(catalogue: Catalogue, events: Mapping[str, str], language: str) -> Iterable[PagePlan]:
    companions = find_companions(catalogue)
    kinds = [kind for kind in EntityKind if any(key[0] is kind for key in catalogue.entities)]
    tabs = [Link(list_address(kind), KIND_NAMES[kind][2]) for kind in kinds]
    section = list_address(kinds[0]) if kinds else ""
    spots = find_spots(catalogue)
    for kind in kinds:
        rows = list_entities(catalogue, kind)
        drawn = draw_map(spots) if kind is EntityKind.PLACE else ""
        for path, shelf in shelve_entities(rows, list_address(kind)):
            view = {
                "groups": shelf.groups,
                "letters": shelf.letters,
                "tabs": tabs,
                "kind": str(kind),
                "list": list_address(kind),
                "abbreviations": list_abbreviations(catalogue)
                if kind is EntityKind.ORGANISATION and path == list_address(kind)
                else (),
                "map": Markup(drawn if path == list_address(kind) else ""),  # noqa: S704 - as above
            }
            yield PagePlan(
                path=path,
                template="entities.html",
                title=KIND_NAMES[kind][2],
                section=section,
                kind="list",
                view=lambda view=view: view,  # type: ignore[misc]
                inputs=view,
            )
        for row in rows:
            yield from _plan_entity(
                catalogue,
                events,
                catalogue.entities[kind, row.slug],
                companions.get((kind, row.slug), ()),
                spots,
                language,
                section,
            )


def _plan_entity(
    catalogue: Catalogue,
    events: Mapping[str, str],
    entity: Entity,
    companions: Sequence[Companion],
    spots: Sequence[Spot],
    language: str,
    section: str,
) -> Iterable[PagePlan]:
    """The page of an entity, and those its mentions run over."""
    key = (entity.kind, entity.slug)
    leaves = plan_leaves(catalogue, key)
    mentions = catalogue.mentions.get(key, ())
    told = catalogue.events.get(key, ())
    said = catalogue.said.get(entity.slug, ()) if entity.kind is EntityKind.PERSON else ()
    open_names = catalogue.open_names.get(key, ())
    ordered = order_mentions(catalogue, key) if len(leaves) > 1 else mentions
    passages = [
        *(m.passage for m in take_leaf(ordered, 1)),
        *(role.passage for role in entity.roles),
        *(p for e in told for p in e.passages),
        *(p for q in said for p in q.passages),
        *(name.mention.passage for name in open_names),
    ]
    crumbs = (Crumb(href=list_address(entity.kind), text=KIND_NAMES[entity.kind][2]),)
    yield PagePlan(
        path=leaves[0],
        template="entity.html",
        title=entity.name,
        section=section,
        kind=str(entity.kind),
        view=lambda: view_entity(catalogue, events, entity, companions, language, root_of(leaves[0])),
        inputs=(
            entity,
            stamp_passages(catalogue, passages),
            [m.passage for m in take_leaf(ordered, 1)],
            (
                len(mentions),
                len({m.passage.article for m in mentions}),
                len({(m.passage.article, m.passage.block) for m in mentions}),
            ),
            sorted({m.surface for m in mentions}),
            leaves,
            told,
            [
                (events[e.id], [(events.get(o), catalogue.event[o].when) for _, o in e.related if o in events])
                for e in told
            ],
            said,
            open_names,
            companions,
            say_country(entity, catalogue.countries),
            spots if entity.kind is EntityKind.PLACE else (),
        ),
        crumbs=crumbs,
        structured=describe_entity(entity),
    )
    for number, path in enumerate(leaves[1:], 2):
        own = take_leaf(ordered, number)
        here = [m.passage for m in own]
        yield PagePlan(
            path=path,
            template="mentions.html",
            title=f"{entity.name}: mentions, page {number}",
            section=section,
            kind="mentions",
            view=lambda number=number, own=own: {  # type: ignore[misc]
                "name": entity.name,
                "number": number,
                "leaves": leaves,
                "mentions": view_mentions(catalogue, own, language),
            },
            inputs=(stamp_passages(catalogue, here), here, number, leaves),
            crumbs=(*crumbs, Crumb(href=leaves[0], text=entity.name)),
        )
