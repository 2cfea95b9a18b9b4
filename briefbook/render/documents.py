"""The pages of the documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from briefbook.formats.markdown import weave_marks
from briefbook.model.article import Article, BlockKind, Change
from briefbook.model.entity import EntityKind
from briefbook.model.event import DateMention, Event
from briefbook.model.flow import Mark
from briefbook.model.text import Slug, filing_key
from briefbook.render.addresses import article_address, entity_address, made_address, place_of
from briefbook.render.asides import place_notes
from briefbook.render.catalogue import Account, Catalogue, sentence_of
from briefbook.render.citations import Citation, cite
from briefbook.render.prose import Setting, direction, format_html
from briefbook.render.views import (
    Day,
    EventView,
    Link,
    Locator,
    link_entity,
    locate,
    published_day,
    view_event,
)
from briefbook.render.wording import REASON_NAMES, STATUS_NAMES, name_clipping, say_changes, say_provenance, say_when


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
    changes: tuple[Change, ...]
    """By the editor, of what was made from the clipping."""
    changed: str
    """The same in few words."""
    doubts: tuple[str, ...]
    citation: Citation


def view_article(
    catalogue: Catalogue, events: Mapping[str, str], article: Article, language: str, book_title: str, root: str
) -> ArticleView:
    """The page of an article; `events` are the addresses of the chronology's entries."""
    found = catalogue.annotations[article.slug]
    told = catalogue.events_in.get(article.slug, ())
    shared = dict.fromkeys(
        account
        for event in told
        for account in (event, *_differing(catalogue, event))
        if len({p.article for p in event.passages}) > 1 or _differing(catalogue, event)
    )
    own = article.language != language
    return ArticleView(
        doc=article.doc,
        slug=article.slug,
        title=article.title,
        subtitle=article.subtitle or "",
        section=article.section or "",
        day=published_day(article),
        basis=say_provenance(article.published),
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
        changes=article.changes,
        changed=say_changes(article.changes),
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
        file=name_clipping(article.source.seed) if article.source.seed else "",
        sha256=article.source.sha256 or "",
        account=account,
        removed=removed,
        href=made_address(article.slug) if account else "",
        url=article.source.url or "",
        accessed=article.source.accessed or "",
    )


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
    called = catalogue.called
    return tuple(
        Appearance(link_entity(e), called.get(((e.kind, e.slug), article.slug), ""), locators) for e, locators in rows
    )


def _differing(catalogue: Catalogue, event: Event) -> tuple[Event, ...]:
    """The accounts of the same event that count otherwise."""
    return tuple(
        catalogue.event[other]
        for relation, other in event.related
        if relation == "differs" and other in catalogue.event
    )


def _doubts(catalogue: Catalogue, article: Article) -> tuple[str, ...]:
    names = [
        f"“{name.mention.surface}” ({place_of(article.blocks[name.mention.passage.block])}): {name.why}"
        for name in catalogue.open_in.get(article.slug, ())
    ]
    faults = [doubt.message for doubt in catalogue.doubts.get(article.slug, ()) if doubt.asks]
    return tuple(dict.fromkeys([*faults, *names]))
