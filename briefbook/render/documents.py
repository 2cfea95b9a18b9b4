"""The pages of the documents: each article, and the contents that list them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from briefbook.formats.markdown import weave_marks
from briefbook.model.article import Article, BlockKind
from briefbook.model.config import Part
from briefbook.model.entity import EntityKind
from briefbook.model.event import DateMention, Event
from briefbook.model.flow import ElementKind, Mark
from briefbook.model.text import Slug, filing_key
from briefbook.model.when import MONTHS, When
from briefbook.render.addresses import CONTENTS, CONTENTS_BY_DATE, MADE, article_address, entity_address, place_of
from briefbook.render.asides import place_notes
from briefbook.render.catalogue import Account, Catalogue, sentence_of
from briefbook.render.citations import Citation, cite
from briefbook.render.paging import fill_pages, link_pages, page_paths
from briefbook.render.prose import Setting, direction, format_html
from briefbook.render.views import (
    Day,
    EventView,
    Link,
    Locator,
    link_entity,
    locate,
    published_day,
    role_at,
    view_event,
)
from briefbook.render.wording import REASON_NAMES, STATUS_NAMES, count, say_when

FEW_DOCUMENTS = 30
"""Documents up to which a list by date has heads for years only."""
LONG_CONTENTS = 120
"""Documents beyond which a list of them names nobody: it would take longer to read than to search."""
DOCUMENTS_A_PAGE = 150
"""Documents on one page of the contents: about 60 kB of it."""
CARD_NAMES = 5
"""Names on a card of the contents: enough to know the document by, few enough to read at a glance."""


@dataclass(frozen=True, slots=True)
class Card:
    """A document in a list."""

    href: str
    doc: int
    title: str
    day: Day
    head: str
    """The one it stands under in a list by date: its year, in a longer book its month."""
    outlet: str
    line: str
    """One line of it: the editor's summary, else its first sentence."""
    signed: bool
    """Whether that line is the editor's."""
    names: tuple[Link, ...]
    language: str


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Documents under one head."""

    id: str
    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ContentsView:
    """A page of the contents."""

    title: str
    groups: tuple[CardGroup, ...]
    """Those of this page."""
    heads: tuple[Link, ...]
    """Those of all pages; the kind of a month is its year."""
    tabs: tuple[Link, ...]
    """The orders there are, where there are several."""
    tab: str
    """The address of this one."""
    pages: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Appearance:
    """Somebody or something that an article names."""

    link: Link
    role: str
    """In this article, as printed."""
    locators: tuple[Locator, ...]


@dataclass(frozen=True, slots=True)
class DateRow:
    """A date of the text, what it was taken to mean, and the entry it gave."""

    id: str
    surface: str
    day: str
    basis: str
    doubtful: str
    locator: Locator
    href: str
    """Of the entry in the chronology, or empty."""
    status: str


@dataclass(frozen=True, slots=True)
class SourceNote:
    """Where an article comes from, and what of the clipping it keeps."""

    file: str
    sha256: str
    account: Account | None
    removed: str
    """By reason, in words."""
    href: str
    """Of the page that shows what was removed, or empty."""
    url: str
    accessed: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """An editor's note in the list of all."""

    href: str
    """Of the note beside its text."""
    lemma: str
    signature: str
    text: Markup


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """The notes of one document."""

    href: str
    doc: int
    title: str
    notes: tuple[NoteView, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's page."""

    doc: int
    slug: str
    title: str
    subtitle: str
    section: str
    day: Day
    basis: str
    certainty: str
    place: str
    """Of the dateline."""
    byline: tuple[str, ...]
    outlet: str
    language: str
    direction: str
    source: SourceNote
    summary: str
    text: Markup
    people: tuple[Appearance, ...]
    places: tuple[Appearance, ...]
    organisations: tuple[Appearance, ...]
    accounts: tuple[EventView, ...]
    """Events here that other documents tell as well."""
    dates: tuple[DateRow, ...]
    doubts: tuple[str, ...]
    citation: Citation


def view_article(
    catalogue: Catalogue, events: Mapping[str, str], article: Article, language: str, book_title: str, root: str
) -> ArticleView:
    """The page of an article; `events` are the addresses of the chronology's entries."""
    found = catalogue.annotations[article.slug]
    told = catalogue.events_in.get(article.slug, ())
    shared = [e for e in told if len({p.article for p in e.passages}) > 1 or any(r[0] == "differs" for r in e.related)]
    own = article.language != language
    return ArticleView(
        doc=article.doc,
        slug=article.slug,
        title=article.title,
        subtitle=article.subtitle or "",
        section=article.section or "",
        day=published_day(article),
        basis=article.published.basis,
        certainty=str(article.published.certainty),
        place=(article.dateline.place or "") if article.dateline else "",
        byline=article.byline,
        outlet=article.source.outlet or "",
        language=article.language if own else "",
        direction=direction(article.language) if own else "",
        source=_source(catalogue, article),
        summary=article.summary or "",
        text=_text(article, catalogue, events, found.dates, told, language, root),
        people=_appearances(catalogue, article, EntityKind.PERSON),
        places=_appearances(catalogue, article, EntityKind.PLACE),
        organisations=_appearances(catalogue, article, EntityKind.ORGANISATION),
        accounts=tuple(view_event(catalogue, events, e, language, root=root) for e in shared),
        dates=_date_rows(catalogue, events, article, found.dates, told),
        doubts=_doubts(catalogue, article),
        citation=cite(article, book_title),
    )


def _date_rows(
    catalogue: Catalogue,
    events: Mapping[str, str],
    article: Article,
    dates: Sequence[DateMention],
    told: Sequence[Event],
) -> tuple[DateRow, ...]:
    """The dates of the text in its order, then the entries that no date of it gave."""
    rows = []
    used: set[str] = set()
    for number, date in enumerate(dates, 1):
        if not date.when:
            continue
        event = _event_of(catalogue, date, told)
        used.update([event.id] if event else [])
        rows.append(
            DateRow(
                id=f"d{number}",
                surface=date.surface,
                day=say_when(date.when, weekday=True),
                basis=date.basis,
                doubtful=event.doubtful if event else "",
                locator=locate(catalogue, date.passage),
                href=events[event.id] if event else "",
                status=STATUS_NAMES[event.status] if event else "",
            )
        )
    for event in told:
        if event.id not in used:
            own = next(p for p in event.passages if p.article == article.slug)
            rows.append(
                DateRow(
                    id=f"d{len(dates) + len(rows) + 1}",
                    surface=event.expression,
                    day=say_when(event.when, weekday=True) if event.when else "not known",
                    basis=event.basis,
                    doubtful=event.doubtful,
                    locator=locate(catalogue, own),
                    href=events[event.id],
                    status=STATUS_NAMES[event.status],
                )
            )
    return tuple(rows)


def _source(catalogue: Catalogue, article: Article) -> SourceNote:
    account = catalogue.accounts.get(article.slug)
    removed = (
        ", ".join(f"{REASON_NAMES[reason]} {words:,}" for reason, _, words in account.removed_by) if account else ""
    )
    return SourceNote(
        file=article.source.seed.name if article.source.seed else "",
        sha256=article.source.sha256 or "",
        account=account,
        removed=removed,
        href=made_address(article.slug) if account else "",
        url=article.source.url or "",
        accessed=article.source.accessed or "",
    )


def made_address(slug: Slug) -> str:
    """The page that shows what became of an article's clipping."""
    return f"{MADE.removesuffix('.html')}/{slug}.html"


def _text(
    article: Article,
    catalogue: Catalogue,
    events: Mapping[str, str],
    dates: Sequence[DateMention],
    told: Sequence[Event],
    language: str,
    root: str,
) -> Markup:
    """The words of the article with its names, dates and notes."""
    taken, asides = place_notes(article, catalogue.notes.get(article.slug, ()))
    marks = {block: list(found) for block, found in taken.items()}
    seen: set[tuple[EntityKind, Slug | None]] = set()
    for number, block in enumerate(article.blocks):
        if block.kind is BlockKind.SUBHEAD:
            seen.clear()  # a new section names everybody again; its head is set without links
            continue
        own = marks.setdefault(number, [])
        for mention in catalogue.in_block.get((article.slug, number), ()):
            key = (mention.kind, mention.entity)
            if key in seen or not mention.entity or any(m.span.overlaps(mention.passage.span) for m in own):
                continue
            seen.add(key)
            own.append(
                Mark(
                    span=mention.passage.span,
                    kind=str(mention.kind),
                    href=entity_address(mention.kind, mention.entity),
                    value=mention.entity,
                )
            )
    for number, date in enumerate(dates, 1):
        if not date.when or any(m.span.overlaps(date.passage.span) for m in marks.setdefault(date.passage.block, [])):
            continue
        event = _event_of(catalogue, date, told)
        marks[date.passage.block].append(
            Mark(
                span=date.passage.span,
                kind="date",
                href=events[event.id] if event else f"#d{number}",
                value=date.when.edtf,
                label=" · ".join(filter(None, (say_when(date.when, weekday=True), date.basis))),
            )
        )
    woven = weave_marks(article.flow, {n: sorted(found, key=lambda m: m.span) for n, found in marks.items() if found})
    languages = {n: b.language for n, b in enumerate(article.blocks) if b.language and b.language != article.language}
    setting = Setting(
        root=root,
        page=article_address(article.slug),
        pictures=catalogue.pictures,
        asides=asides,
        languages=languages,
        apparatus=language if article.language != language else "",
    )
    return format_html(woven, setting)


def collect_notes(catalogue: Catalogue, articles: Sequence[Article], root: str = "") -> tuple[NoteGroup, ...]:
    """All notes of the editor's in some articles, by document: the numbered ones, then those tied to words."""
    groups = []
    for article in articles:
        setting = Setting(root=root, numbered=False, permalinks=False, top=3)
        notes = [
            NoteView(article_address(article.slug, e.id), f"Note {e.number}", "", format_html(e.children, setting))
            for e in article.flow
            if e.kind is ElementKind.NOTE
        ]
        if article.notes:
            placed = place_notes(article, catalogue.notes[article.slug])[1]
            for aside in (a for _, own in sorted(placed.items()) for a in own):
                lemma = f"“{aside.lemma}”"
                text = format_html(aside.flow, setting)
                notes.append(NoteView(article_address(article.slug, aside.id), lemma, aside.signature, text))
        if notes:
            groups.append(NoteGroup(article_address(article.slug), article.doc, article.title, tuple(notes)))
    return tuple(groups)


def _event_of(catalogue: Catalogue, date: DateMention, told: Sequence[Event]) -> Event | None:
    """The entry of the chronology that this date gave."""
    place = (date.passage.article, date.passage.block)
    for event in told:
        same = event.when == date.when or (event.expression and date.surface in event.expression)
        if same and any(
            (p.article, p.block) == place and sentence_of(catalogue, p).overlaps(date.passage.span)
            for p in event.passages
        ):
            return event
    return None


def _appearances(catalogue: Catalogue, article: Article, kind: EntityKind) -> tuple[Appearance, ...]:
    found: dict[Slug, dict[int, Locator]] = {}
    for mention in catalogue.annotations[article.slug].mentions:
        if mention.kind is kind and mention.entity and (kind, mention.entity) in catalogue.entities:
            blocks = found.setdefault(mention.entity, {})
            if mention.passage.block not in blocks:
                blocks[mention.passage.block] = locate(catalogue, mention.passage)
    rows = [(catalogue.entities[kind, slug], tuple(blocks.values())) for slug, blocks in found.items()]
    rows.sort(key=lambda row: (filing_key(row[0].sort_name), row[0].slug))
    return tuple(Appearance(link_entity(e), role_at(e, article.slug), locators) for e, locators in rows)


def _doubts(catalogue: Catalogue, article: Article) -> tuple[str, ...]:
    names = [
        f"“{name.mention.surface}” ({place_of(article.blocks[name.mention.passage.block])}): {name.why}"
        for name in catalogue.open_in.get(article.slug, ())
    ]
    faults = [doubt.message for doubt in catalogue.book.doubts if doubt.location.path == article.path]
    return tuple(dict.fromkeys([*faults, *names]))


def first_line(article: Article, catalogue: Catalogue) -> str:
    """The article's first sentence."""
    for number, block in enumerate(article.blocks):
        if block.kind is BlockKind.PARAGRAPH and block.text:
            sentences = catalogue.sentences[article.slug][number]
            # A report often opens with a dash, its dateline lost: that is no part of what the line says.
            return (sentences[0].of(block.text) if sentences else block.text).lstrip("—–- ")
    return ""


def view_card(catalogue: Catalogue, article: Article, language: str) -> Card:
    """The document in a list."""
    counts: dict[tuple[EntityKind, Slug], int] = {}
    for mention in catalogue.annotations[article.slug].mentions:
        key = (mention.kind, mention.entity or Slug(""))
        if key in catalogue.entities:
            counts[key] = counts.get(key, 0) + 1
    rank = {EntityKind.PERSON: 0, EntityKind.PLACE: 1, EntityKind.ORGANISATION: 1}
    named = sorted(counts, key=lambda k: (rank[k[0]], -counts[k], k))
    people = [k for k in named if k[0] is EntityKind.PERSON][: CARD_NAMES - 2]
    others = [k for k in named if k[0] is not EntityKind.PERSON][: CARD_NAMES - len(people)]
    shown = [*people, *others] if len(catalogue.book.articles) <= LONG_CONTENTS else []
    when = article.published.when
    return Card(
        href=article_address(article.slug),
        doc=article.doc,
        title=article.title,
        day=Day(say_when(when), "") if when else Day("date not known", ""),
        head=_head(when, long=len(catalogue.book.articles) > FEW_DOCUMENTS),
        outlet=article.source.outlet or "",
        line=article.summary or first_line(article, catalogue),
        signed=bool(article.summary),
        names=tuple(link_entity(catalogue.entities[k]) for k in shown),
        language=article.language if article.language != language else "",
    )


def _head(when: When | None, *, long: bool) -> str:
    if not when:
        return "Date not known"
    return f"{MONTHS[when.start.month - 1]} {when.start.year}" if long else str(when.start.year)


def view_contents(catalogue: Catalogue, parts: Sequence[Part], language: str) -> tuple[tuple[str, ContentsView], ...]:
    """Every page of the contents with its path: by the editor's parts where there are any, and by date."""
    cards = {a.slug: view_card(catalogue, a, language) for a in catalogue.book.articles}
    groups: list[tuple[str, list[Card]]] = []
    placed: set[str] = set()
    for part in parts:
        own = [cards[Slug(slug)] for slug in dict.fromkeys(part.articles) if slug in cards and slug not in placed]
        placed.update(part.articles)
        if own:
            groups.append((part.title, own))
    if not groups:
        return _page_contents("Contents", CONTENTS, _by_date(cards.values()), ())
    tabs = (Link(CONTENTS, "By part"), Link(CONTENTS_BY_DATE, "By date"))
    rest = [card for slug, card in cards.items() if slug not in placed]
    if len(rest) > FEW_DOCUMENTS:
        groups += _by_date(rest)
    elif rest:
        groups.append(("Further documents", rest))
    return (
        *_page_contents("Contents", CONTENTS, groups, tabs),
        *_page_contents("Contents by date", CONTENTS_BY_DATE, _by_date(cards.values()), tabs),
    )


def _by_date(cards: Iterable[Card]) -> list[tuple[str, list[Card]]]:
    heads: dict[str, list[Card]] = {}
    for card in cards:
        heads.setdefault(card.head, []).append(card)
    return list(heads.items())


def _year_of_month(head: str) -> str:
    """The year of a head that is a month of it, or empty."""
    month, _, year = head.partition(" ")
    return year if month in MONTHS and year.isdigit() else ""


def _page_contents(
    title: str, first: str, groups: Sequence[tuple[str, list[Card]]], tabs: tuple[Link, ...]
) -> tuple[tuple[str, ContentsView], ...]:
    named = [CardGroup(f"g{n}", head, tuple(own)) for n, (head, own) in enumerate(groups, 1)]
    leaves = fill_pages(named, lambda group: len(group.cards), DOCUMENTS_A_PAGE)
    paths = page_paths(first, len(leaves))
    heads = tuple(
        Link(f"{path}#{g.id}", g.title, _year_of_month(g.title), str(len(g.cards)))
        for path, leaf in zip(paths, leaves, strict=True)
        for g in leaf
    )
    return tuple(
        (path, ContentsView(title, leaf, heads, tabs, first, link_pages(paths, path)))
        for path, leaf in zip(paths, leaves, strict=True)
    )


def describe_counts(catalogue: Catalogue) -> tuple[Link, ...]:
    """The figures of the book that lead somewhere; nothing that is nought."""
    kinds = [(kind, sum(1 for k in catalogue.entities if k[0] is kind)) for kind in EntityKind]
    outlets = len({a.source.outlet for a in catalogue.book.articles if a.source.outlet})
    names = {EntityKind.PERSON: ("person", "people"), EntityKind.PLACE: ("place", "places")}
    figures = [
        ("contents.html", len(catalogue.book.articles), "document", "documents"),
        ("", outlets, "outlet", "outlets"),
        *(
            (f"{folder}.html", number, *names.get(kind, ("organisation", "organisations")))
            for (kind, number), folder in zip(kinds, ("people", "places", "organisations"), strict=True)
        ),
        ("chronology.html", len(catalogue.book.chronology), "chronology entry", "chronology entries"),
        ("quotes.html", len(catalogue.quotations), "quotation", "quotations"),
    ]
    return tuple(Link(href, count(number, one, many)) for href, number, one, many in figures if number)
