"""Which pages the site has, and what each shows: planned before any is printed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath

from markupsafe import Markup

from briefbook.model.article import Article, Ledger
from briefbook.model.book import Book, OutputFile
from briefbook.model.config import Config
from briefbook.model.entity import EntityKind
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
    made_address,
    page_address,
    resolve_address,
    root_of,
)
from briefbook.render.catalogue import Catalogue
from briefbook.render.chronology import find_principal, plan_chronology_pages, tally_chronology
from briefbook.render.citations import cite_book, format_bibtex, format_ris
from briefbook.render.contents import describe_counts, view_card, view_contents
from briefbook.render.documents import view_article
from briefbook.render.dossiers import (
    EntityRow,
    draw_places,
    list_entities,
    open_dossiers,
)
from briefbook.render.entityplan import plan_entities
from briefbook.render.exports import render_atom
from briefbook.render.frame import Frame
from briefbook.render.index import plan_index_pages
from briefbook.render.machines import describe_article, format_sitemap
from briefbook.render.notes import view_notes
from briefbook.render.pageplan import Crumb, PagePlan, given
from briefbook.render.pages import format_page, open_with
from briefbook.render.questions import view_disagreements, view_questions
from briefbook.render.quotations import view_quotes, view_quotes_by_date
from briefbook.render.records import collect_records
from briefbook.render.search import render_previews, render_search
from briefbook.render.stretches import plan_chronology
from briefbook.render.timelines import draw_chronology
from briefbook.render.views import Link, stamp_events, view_event
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


def plan_site(
    book: Book, catalogue: Catalogue, config: Config, frame: Frame
) -> tuple[list[PagePlan], list[OutputFile], MakeFiles]:
    """The pages in the order a reader meets them, the files beside them, and what makes the search index."""
    language = config.book.language
    events = dict(plan_chronology(book.chronology, book.articles))
    stamps = stamp_events(catalogue, events)
    quotes = view_quotes(catalogue, language) if catalogue.quotations else ()
    contents = view_contents(catalogue, config.book.parts, language)
    questions = view_questions(catalogue, events, language)
    rows = {kind: list_entities(catalogue, kind) for kind in EntityKind}
    heads, asked = contents[0][1].heads, questions[0][1].total
    plans: list[PagePlan] = [_plan_home(book, catalogue, frame, heads, events, asked, rows)]

    def add(
        path: str,
        template: str,
        title: str,
        section: str,
        kind: str,
        view: Callable[[], object],
        crumbs: tuple[Crumb, ...] = (),
        inputs: Callable[[], object] | None = None,
    ) -> None:
        plans.append(
            PagePlan(
                path=path,
                template=template,
                title=title,
                section=section,
                kind=kind,
                view=view,
                inputs=inputs or view,
                crumbs=crumbs,
            )
        )

    for path, listed in contents:
        crumbs = () if path == CONTENTS else (Crumb(href=CONTENTS, text="Contents"),)
        add(path, "contents.html", listed.title, CONTENTS, "list", partial(given, listed), crumbs=crumbs)
    plans += _plan_articles(book, catalogue, config, events, stamps)
    for page in book.pages:
        add(
            page_address(page.slug), "page.html", page.title, "", "page", partial(format_page, page, catalogue.pictures)
        )
    if book.chronology:
        for path, title, chronology, inputs in plan_chronology_pages(catalogue, events, stamps, language):
            crumbs = () if path == CHRONOLOGY else (Crumb(href=CHRONOLOGY, text="Chronology"),)
            add(path, "chronology.html", title, CHRONOLOGY, "chronology", chronology, crumbs, inputs)
    if book.disagreements and book.chronology:
        differing = partial(view_disagreements, catalogue, events, language)
        add(DIFFER, "accounts-differ.html", "Accounts differ", CHRONOLOGY, "differ", differing)
    plans += plan_entities(open_dossiers(catalogue, events, stamps, language), rows)
    for path, view in quotes:
        add(path, "quotes.html", "Quotes", QUOTES, "quotes", partial(given, view))
    for path, view in view_quotes_by_date(catalogue, language) if quotes else ():
        crumbs = (Crumb(href=QUOTES, text="Quotes"),)
        add(path, "quotes.html", "Quotes by date", QUOTES, "quotes", partial(given, view), crumbs=crumbs)
    if book.index:
        for path, index in plan_index_pages(catalogue):
            add(path, "index-of-names.html", "Index", INDEX, "index", index)
    for path, noted in view_notes(catalogue):
        add(path, "notes.html", "Notes", NOTES, "notes", partial(given, noted))
    add(SEARCH, "search.html", "Search", SEARCH, "search", _nothing)
    for path, made in view_made(book, catalogue, cite_book(config.book)):
        add(path, "made.html", "How this book was made", MADE, "made", partial(given, made))
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
                    view=partial(view_clipping, catalogue, article, ledger),
                    inputs=partial(_list_clipping, catalogue, article, ledger),
                    crumbs=(Crumb(href=MADE, text="How this book was made"),),
                )
            )
    for path, open_here in questions:
        add(path, "open-questions.html", "Open questions", QUESTIONS, "questions", partial(given, open_here))
    add(NOT_FOUND, "404.html", "Not in this book", "", "missing", _nothing)
    files: list[OutputFile] = [*render_atom(book, config)]
    if frame.base_url:
        files.append(format_sitemap(frame.base_url, [plan.path for plan in plans if plan.path != NOT_FOUND]))
    files += render_previews(catalogue)
    for article in book.articles:
        for ending, cited in (("bib", format_bibtex(article, book.title)), ("ris", format_ris(article, book.title))):
            beside = PurePosixPath("cite") / f"{article.slug}.{ending}"
            files.append(OutputFile(path=beside, data=cited.encode("utf-8", "replace")))
    return plans, files, lambda: render_search(collect_records(catalogue, events, quotes))


def _nothing() -> None:
    """The view of a page that shows none."""


def _list_clipping(catalogue: Catalogue, article: Article, ledger: Ledger) -> object:
    return (article, catalogue.annotations[article.slug].seed_lines, ledger.sha256, ledger.lines)


def _plan_home(
    book: Book,
    catalogue: Catalogue,
    frame: Frame,
    heads: Sequence[Link],
    events: Mapping[str, str],
    questions: int,
    rows: Mapping[EntityKind, Sequence[EntityRow]],
) -> PagePlan:
    total = len(book.articles)
    people, places = (
        sorted(rows[kind], key=lambda row: (-row.passages, row.link.href))[:PEOPLE_ON_HOME]
        for kind in (EntityKind.PERSON, EntityKind.PLACE)
    )
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
        view=partial(given, view),
        inputs=partial(given, view),
        description=frame.description,
    )


def _plan_articles(
    book: Book, catalogue: Catalogue, config: Config, events: Mapping[str, str], stamps: Mapping[str, str]
) -> Iterable[PagePlan]:
    def link(number: int) -> Link | None:
        if not 0 <= number < len(book.articles):
            return None
        article = book.articles[number]
        return Link(article_address(article.slug), article.title, note=f"Doc. {article.doc}")

    for number, article in enumerate(book.articles):
        path = article_address(article.slug)
        yield PagePlan(
            path=path,
            template="article.html",
            title=article.title,
            section=CONTENTS,
            kind="article",
            view=partial(view_article, catalogue, events, article, config.book.language, book.title, root_of(path)),
            inputs=partial(_list_article, catalogue, stamps, article),
            description=article.summary or "",
            previous=link(number - 1),
            next=link(number + 1),
            crumbs=(Crumb(href=CONTENTS, text="Contents"),),
            structured=partial(describe_article, catalogue, article),
        )


def _list_article(catalogue: Catalogue, stamps: Mapping[str, str], article: Article) -> object:
    """All that the page of an article depends on."""
    found = catalogue.annotations[article.slug]
    keys = sorted({(m.kind, m.entity) for m in found.mentions if m.entity})
    told = catalogue.events_in.get(article.slug, ())
    differing = [
        stamps[other]
        for event in told
        for relation, other in event.related
        if relation == "differs" and other in stamps
    ]
    path = article_address(article.slug)
    return (
        (found.stamp, found.seed_lines) if found.stamp else (article, found),
        [
            (key, entity.name, entity.sort_name, catalogue.called.get((key, article.slug)))
            for kind, slug in keys
            if slug and (entity := catalogue.entities.get(key := (kind, slug)))
        ],
        [stamps[e.id] for e in told],
        differing,
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
