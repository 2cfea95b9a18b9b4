"""Which pages the site has, and what each shows: planned before any is printed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from markupsafe import Markup

from briefbook.model.book import Book, OutputFile
from briefbook.model.config import Config
from briefbook.model.entity import Entity, EntityKind
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
    made_address,
    page_address,
    resolve_address,
    root_of,
)
from briefbook.render.catalogue import Catalogue, stamp_passages
from briefbook.render.chronology import find_principal, tally_chronology, view_chronology
from briefbook.render.citations import cite_book, format_bibtex, format_ris, say_edition
from briefbook.render.contents import describe_counts, view_card, view_contents
from briefbook.render.documents import view_article
from briefbook.render.dossiers import (
    Companion,
    draw_places,
    find_companions,
    find_spots,
    list_abbreviations,
    list_entities,
    shelve_entities,
    view_entity,
)
from briefbook.render.exports import render_atom
from briefbook.render.index import view_index
from briefbook.render.machines import describe_article, describe_entity, format_sitemap
from briefbook.render.maps import Spot
from briefbook.render.mentions import link_leaves, plan_leaves, view_mentions
from briefbook.render.notes import has_notes, view_notes
from briefbook.render.pages import format_page, open_with
from briefbook.render.prose import direction
from briefbook.render.questions import view_disagreements, view_questions
from briefbook.render.quotations import view_quotes, view_quotes_by_date
from briefbook.render.records import collect_records
from briefbook.render.search import count_previews, render_previews, render_search
from briefbook.render.stretches import plan_chronology
from briefbook.render.timelines import Scale, draw_chronology, scale_of
from briefbook.render.views import Link, view_event
from briefbook.render.wording import KIND_NAMES, say_country, say_period
from briefbook.render.workings import view_clipping, view_made

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
    pages += [Link(NOTES, "Notes")] if any(has_notes(article) for article in book.articles) else []
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


def plan_site(
    book: Book, catalogue: Catalogue, config: Config, frame: Frame
) -> tuple[list[PagePlan], list[OutputFile], MakeFiles]:
    """The pages in the order a reader meets them, the files beside them, and what makes the search index."""
    language = config.book.language
    events = dict(plan_chronology(book.chronology, book.articles))
    quotes = view_quotes(catalogue, language) if catalogue.quotations else ()
    contents = view_contents(catalogue, config.book.parts, language)
    questions = view_questions(catalogue, events, language)
    plans: list[PagePlan] = [_plan_home(book, catalogue, frame, contents[0][1].heads, events, questions[0][1].total)]

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
        add(page_address(page.slug), "page.html", page.title, "", "page", format_page(page, catalogue.pictures))
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
    for path, noted in view_notes(catalogue):
        add(path, "notes.html", "Notes", NOTES, "notes", noted)
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
    for path, asked in questions:
        add(path, "open-questions.html", "Open questions", QUESTIONS, "questions", asked)
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
        "map": Markup(draw_places(catalogue)),  # noqa: S704 - drawn from numbers, names escaped
        "tallies": tally_chronology(catalogue, events),
        "principal": [
            view_event(catalogue, events, event, frame.language, root="")
            for event in find_principal(book.chronology, KEY_DATES if len(book.chronology) > MANY_DATES else 0)
        ],
        "people": tuple(people),
        "places": tuple(places),
        "opening": open_with(book.pages, catalogue.pictures),
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
        differing = [
            catalogue.event[other]
            for event in told
            for relation, other in event.related
            if relation == "differs" and other in catalogue.event
        ]
        inputs = (
            article,
            found,
            [(k, e.name, e.sort_name, e.roles) for k in keys if k[1] and (e := catalogue.entities.get((k[0], k[1])))],
            told,
            [events[e.id] for e in told],
            [[catalogue.event[other].when for _, other in e.related if other in catalogue.event] for e in told],
            stamp_passages(
                catalogue, [p for e in (*told, *differing) for p in e.passages if p.article != article.slug]
            ),
            [(e, events.get(e.id)) for e in differing],
            catalogue.accounts.get(article.slug),
            catalogue.open_in.get(article.slug, ()),
            catalogue.notes.get(article.slug, ()),
            catalogue.doubts.get(article.slug, ()),
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
    spots, scale = find_spots(catalogue), scale_of(catalogue)
    for kind in kinds:
        rows = list_entities(catalogue, kind)
        drawn = draw_places(catalogue) if kind is EntityKind.PLACE else ""
        for path, shelf in shelve_entities(rows, list_address(kind)):
            view = {
                "groups": shelf.groups,
                "letters": shelf.letters,
                "tabs": tabs,
                "kind": str(kind),
                "described": any(row.role for row in rows),
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
                scale,
                language,
                section,
            )


def _plan_entity(
    catalogue: Catalogue,
    events: Mapping[str, str],
    entity: Entity,
    companions: Sequence[Companion],
    spots: Sequence[Spot],
    scale: Scale,
    language: str,
    section: str,
) -> Iterable[PagePlan]:
    """The page of an entity, and those its mentions run over."""
    key = (entity.kind, entity.slug)
    leaves = plan_leaves(catalogue, key)
    links = link_leaves(leaves)
    mentions = catalogue.mentions.get(key, ())
    told = catalogue.events.get(key, ())
    said = catalogue.said.get(entity.slug, ()) if entity.kind is EntityKind.PERSON else ()
    open_names = catalogue.open_names.get(key, ())
    passages = [
        *(m.passage for m in leaves[0].mentions),
        *(role.passage for role in entity.roles),
        *(p for e in told for p in e.passages),
        *(p for q in said for p in q.passages),
        *(name.mention.passage for name in open_names),
    ]
    crumbs = (Crumb(href=list_address(entity.kind), text=KIND_NAMES[entity.kind][2]),)
    yield PagePlan(
        path=leaves[0].href,
        template="entity.html",
        title=entity.name,
        section=section,
        kind=str(entity.kind),
        view=lambda: view_entity(
            catalogue, events, entity, companions, spots, scale, language, root_of(leaves[0].href)
        ),
        inputs=(
            entity,
            stamp_passages(catalogue, passages),
            [m.passage for m in leaves[0].mentions],
            (
                len(mentions),
                len({m.passage.article for m in mentions}),
                len({(m.passage.article, m.passage.block) for m in mentions}),
            ),
            sorted({m.surface for m in mentions}),
            links,
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
            scale if told else (),
        ),
        crumbs=crumbs,
        structured=describe_entity(entity),
    )
    for leaf in leaves[1:]:
        here = [m.passage for m in leaf.mentions]
        yield PagePlan(
            path=leaf.href,
            template="mentions.html",
            title=f"{entity.name}: mentions, {leaf.title}",
            section=section,
            kind="mentions",
            view=lambda leaf=leaf: {  # type: ignore[misc]
                "name": entity.name,
                "leaf": leaf,
                "leaves": links,
                "mentions": view_mentions(catalogue, leaf.mentions, language),
            },
            inputs=(stamp_passages(catalogue, here), here, leaf.href, leaf.label, links),
            crumbs=(*crumbs, Crumb(href=leaves[0].href, text=entity.name)),
        )
