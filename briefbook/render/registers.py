"""The chronology, the quotations and the index: what one looks things up in."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from briefbook.model.book import IndexEntry
from briefbook.model.entity import EntityKind
from briefbook.model.event import Event, EventStatus
from briefbook.model.text import fold
from briefbook.model.when import OPEN_END, OPEN_START
from briefbook.render.addresses import CHRONOLOGY, INDEX, QUOTES, article_address, entity_address, place_of
from briefbook.render.catalogue import Catalogue
from briefbook.render.pictures import Bar, draw_timeline
from briefbook.render.views import (
    EventView,
    Link,
    QuoteView,
    event_id,
    is_dated,
    month_of,
    short_date,
    view_event,
    view_quote,
)
from briefbook.render.wording import MONTHS, STATUS_NAMES

ENTRIES_A_PAGE = 200
"""Entries of the chronology beyond which each year, and in a year each month, has a page of its own."""
QUOTES_A_PAGE = 250
LOCATORS_A_PAGE = 1500
"""Locators of the index beyond which each letter has a page of its own."""
DOCUMENTS_AN_ENTRY = 30
"""Documents an entry lists; the page of the person or place it leads to has all passages."""
LONGEST_BAR = 366
"""Days an entry may span to be drawn."""
FILTERS = 8
"""People and places offered above the chronology."""


@dataclass(frozen=True, slots=True)
class MonthGroup:
    """Entries of one month, or of a year where no month is known."""

    id: str
    title: str
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class YearGroup:
    """Entries of one year."""

    id: str
    title: str
    months: tuple[MonthGroup, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries a month has."""

    href: str
    text: str
    number: int
    year: str
    """The year it is listed under."""


@dataclass(frozen=True, slots=True)
class ChronologyView:
    """A page of the chronology."""

    title: str
    years: tuple[YearGroup, ...]
    doubtful: tuple[EventView, ...]
    undated: tuple[EventView, ...]
    total: int
    filters: tuple[Link, ...]
    """By kind of entry; the one in force has no address."""
    subjects: tuple[Link, ...]
    pages: tuple[Tally, ...]
    """Years on pages of their own."""
    timeline: str
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class QuoteGroup:
    """Quotations of one speaker."""

    id: str
    speaker: Link | None
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True)
class QuotesView:
    """A page of quotations."""

    groups: tuple[QuoteGroup, ...]
    speakers: tuple[Link, ...]
    pages: tuple[Link, ...]
    total: int


@dataclass(frozen=True, slots=True)
class EntryView:
    """A heading of the index."""

    id: str
    heading: str
    href: str
    see: Link | None
    see_also: tuple[Link, ...]
    locators: tuple["LocatorGroup", ...]
    more: int
    """Documents that are not listed."""
    sub: tuple["EntryView", ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of the document its group names."""

    href: str
    text: str
    """Doc. 3 ¶4 for the first of its group, ¶7 for the others."""
    principal: bool


@dataclass(frozen=True, slots=True)
class LocatorGroup:
    """Locators within one document."""

    places: tuple[Place, ...]
    headline: str
    date: str


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """Headings under one letter."""

    id: str
    letter: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """A page of the index."""

    letters: tuple[Link, ...]
    groups: tuple[LetterGroup, ...]
    total: int


# Chronology -------------------------------------------------------------------------------------------------------


def year_of(event: Event) -> str:
    """The year an entry is filed under; empty for one without a date that can be trusted."""
    return month_of(event.when)[:4] if event.when and is_dated(event) else ""


def plan_chronology(events: Sequence[Event]) -> Mapping[str, str]:
    """The address of every entry by its id."""
    return {
        e.id: f"{_stretch_page(_stretch_of(e, years))}#{event_id(e)}"
        for years in [_count_years(events)]
        for e in events
    }


def _count_years(events: Sequence[Event]) -> Mapping[str, int]:
    """The years that have pages of their own, with their entries; none in a short chronology."""
    return Counter(year_of(e) for e in events if year_of(e)) if len(events) > ENTRIES_A_PAGE else {}


def _stretch_of(event: Event, years: Mapping[str, int]) -> str:
    """The year or month whose page an entry stands on; empty for the first page."""
    year = year_of(event)
    if year not in years or not event.when:
        return ""
    return month_of(event.when) if years[year] > ENTRIES_A_PAGE else year


def _stretch_page(stretch: str) -> str:
    return f"chronology/{stretch}.html" if stretch else CHRONOLOGY


def _say_stretch(stretch: str) -> str:
    return f"{MONTHS[int(stretch[5:]) - 1]} {stretch[:4]}" if len(stretch) > 4 else stretch


def _status_page(status: EventStatus) -> str:
    return f"chronology/{STATUS_NAMES[status]}.html"


def view_chronology(
    catalogue: Catalogue, addresses: Mapping[str, str], language: str
) -> tuple[tuple[str, ChronologyView], ...]:
    """Every page of the chronology with its path: the whole and one a kind of entry; in a long book one a year or month."""
    events = catalogue.book.chronology
    years = _count_years(events)
    stretches = Counter(stretch for e in events if (stretch := _stretch_of(e, years)))
    split = bool(years)
    statuses = [s for s in EventStatus if any(e.status is s for e in events)]
    tallies = _tally(events, addresses)
    pages: list[tuple[str, ChronologyView]] = []

    def page(path: str, title: str, shown: Sequence[Event], status: EventStatus | None = None) -> None:
        root = "../" * path.count("/")
        views = [(e, view_event(catalogue, addresses, e, language, root=root)) for e in shown]
        whole = path == CHRONOLOGY
        filters = [Link("" if whole else CHRONOLOGY, "all", note=str(len(events)))]
        if len(statuses) > 1 and not split:
            filters += [
                Link("" if s is status else _status_page(s), STATUS_NAMES[s], note=str(n))
                for s in statuses
                if (n := sum(1 for e in events if e.status is s))
            ]
        pages.append(
            (
                path,
                ChronologyView(
                    title=title,
                    years=_group_years([(e, v) for e, v in views if is_dated(e)]),
                    doubtful=tuple(v for e, v in views if e.when and not is_dated(e)),
                    undated=tuple(v for e, v in views if not e.when),
                    total=len(events) if whole else len(shown),
                    filters=tuple(filters) if len(filters) > 1 or not whole else (),
                    subjects=_subjects(catalogue) if whole else (),
                    pages=tuple(
                        Tally(_stretch_page(s), _say_stretch(s), n, s[:4]) for s, n in sorted(stretches.items())
                    ),
                    timeline=_draw(events) if whole else "",
                    tallies=tallies if whole and not split else (),
                ),
            )
        )

    if split:
        shelves: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            shelves[_stretch_of(event, years)].append(event)
        page(CHRONOLOGY, "Chronology", shelves[""])
        for stretch in sorted(stretches):
            page(_stretch_page(stretch), f"Chronology: {_say_stretch(stretch)}", shelves[stretch])
    else:
        page(CHRONOLOGY, "Chronology", events)
        if len(statuses) > 1:
            for status in statuses:
                title = f"Chronology: {STATUS_NAMES[status]}"
                page(_status_page(status), title, [e for e in events if e.status is status], status)
    return tuple(pages)


def _group_years(views: Sequence[tuple[Event, EventView]]) -> tuple[YearGroup, ...]:
    months: dict[str, list[EventView]] = defaultdict(list)
    for event, view in views:
        if event.when:
            months[month_of(event.when)].append(view)
    years: dict[str, list[MonthGroup]] = defaultdict(list)
    for month in sorted(months):
        title = MONTHS[int(month[5:]) - 1] if len(month) > 4 else "Not dated to a month"
        years[month[:4]].append(MonthGroup(f"m-{month}", title, tuple(months[month])))
    return tuple(YearGroup(f"y-{year}", str(int(year)), tuple(found)) for year, found in years.items())


def _tally(events: Sequence[Event], addresses: Mapping[str, str]) -> tuple[Tally, ...]:
    """The months that have entries, as the text beside the picture."""
    counts: dict[str, int] = defaultdict(int)
    pages: dict[str, str] = {}
    for event in events:
        if event.when and is_dated(event):
            month = month_of(event.when)
            counts[month] += 1
            pages[month] = addresses[event.id].partition("#")[0]
    return tuple(
        Tally(
            f"{pages[month]}#m-{month}",
            _say_stretch(month),
            counts[month],
            month[:4],
        )
        for month in sorted(counts)
    )


def _subjects(catalogue: Catalogue) -> tuple[Link, ...]:
    """Whose events most readers look for, each leading to the events on its own page."""
    ranked = sorted(
        (key for key in catalogue.entities if catalogue.events.get(key)),
        key=lambda key: (-len(catalogue.events[key]), key),
    )
    return tuple(
        Link(
            f"{entity_address(*key)}#events",
            catalogue.entities[key].name,
            note=str(len(catalogue.events[key])),
        )
        for key in ranked[:FILTERS]
    )


def _draw(events: Sequence[Event]) -> str:
    bars = []
    for event in events:
        when = event.when
        if not when or not is_dated(event) or when.start == OPEN_START:
            continue
        # A stretch of years is no point in time; one whose end is not known is shown where it begins.
        if when.end == OPEN_END or (when.end - when.start).days <= LONGEST_BAR:
            bars.append(Bar(when.start, planned=event.status is EventStatus.PLANNED))
    return draw_timeline(bars)


def draw_chronology(catalogue: Catalogue) -> str:
    """The picture of the chronology as SVG, or empty where it would show nothing."""
    return _draw(catalogue.book.chronology)


def tally_chronology(catalogue: Catalogue, addresses: Mapping[str, str]) -> tuple[Tally, ...]:
    """The months that have entries."""
    return _tally(catalogue.book.chronology, addresses)


# Quotations -------------------------------------------------------------------------------------------------------


def view_quotes(catalogue: Catalogue, language: str) -> tuple[tuple[str, QuotesView], ...]:
    """Every page of the quotations with its path: by speaker, those left open last."""
    groups: list[QuoteGroup] = []
    by_name = sorted(
        catalogue.said, key=lambda slug: (fold(catalogue.entities[EntityKind.PERSON, slug].sort_name), slug)
    )
    for slug in by_name:
        entity = catalogue.entities[EntityKind.PERSON, slug]
        quotes = tuple(view_quote(catalogue, q, language) for q in catalogue.said[slug])
        speaker = Link(entity_address(EntityKind.PERSON, slug), entity.name, "person", str(len(quotes)))
        groups.append(QuoteGroup(f"s-{slug}", speaker, quotes))
    known = set(catalogue.said)
    rest = tuple(view_quote(catalogue, q, language) for q in catalogue.quotations if q.speaker not in known)
    if rest:
        groups.append(QuoteGroup("s-open", None, rest))
    leaves: list[list[QuoteGroup]] = [[]]
    for group in groups:
        if leaves[-1] and sum(len(g.quotes) for g in leaves[-1]) + len(group.quotes) > QUOTES_A_PAGE:
            leaves.append([])
        leaves[-1].append(group)
    paths = [QUOTES if n == 1 else f"quotes/{n}.html" for n in range(1, len(leaves) + 1)]
    speakers = tuple(
        Link(f"{path}#{g.id}", g.speaker.text if g.speaker else "speaker left open", "", str(len(g.quotes)))
        for path, leaf in zip(paths, leaves, strict=True)
        for g in leaf
    )
    pages = tuple(Link(path, str(n)) for n, path in enumerate(paths, 1)) if len(paths) > 1 else ()
    total = len(catalogue.quotations)
    return tuple(
        (path, QuotesView(tuple(leaf), speakers, pages, total)) for path, leaf in zip(paths, leaves, strict=True)
    )


# Index ------------------------------------------------------------------------------------------------------------


def letter_of(entry: IndexEntry) -> str:
    """The letter a heading stands under; # for those that begin with none."""
    initial = fold(entry.sort_key)[:1]
    return initial.upper() if initial.isalpha() else "#"


def plan_index(entries: Sequence[IndexEntry]) -> Mapping[str, str]:
    """The address of every heading by its id, sub-entries too."""
    split = _is_long(entries)
    result = {}
    for entry in entries:
        page = _letter_page(letter_of(entry)) if split else INDEX
        for one in (entry, *entry.sub):
            result[one.id] = f"{page}#i-{one.id}"
    return result


def _is_long(entries: Sequence[IndexEntry]) -> bool:
    return sum(len(one.locators) + 1 for entry in entries for one in (entry, *entry.sub)) > LOCATORS_A_PAGE


def _letter_page(letter: str) -> str:
    name = letter.lower() if letter.isascii() and letter.isalpha() else f"u{ord(letter):04x}" if letter != "#" else "0"
    return f"index-of-names/{name}.html"


def view_index(catalogue: Catalogue) -> tuple[tuple[str, IndexView], ...]:
    """Every page of the index with its path."""
    entries = catalogue.book.index
    addresses = plan_index(entries)
    split = _is_long(entries)
    letters: dict[str, list[EntryView]] = defaultdict(list)
    for entry in entries:
        letters[letter_of(entry)].append(_view_entry(catalogue, addresses, entry))
    groups = tuple(LetterGroup(f"l-{_anchor(letter)}", letter, tuple(found)) for letter, found in letters.items())
    links = tuple(
        Link(
            f"{_letter_page(g.letter) if split else INDEX}#{g.id}",
            g.letter,
            note=" – ".join(dict.fromkeys((g.entries[0].heading, g.entries[-1].heading))),
        )
        for g in groups
    )
    if not split:
        return ((INDEX, IndexView(links, groups, len(entries))),)
    pages = [(INDEX, IndexView(links, (), len(entries)))]
    pages += [(_letter_page(g.letter), IndexView(links, (g,), len(entries))) for g in groups]
    return tuple(pages)


def _anchor(letter: str) -> str:
    return letter if letter.isascii() and letter.isalpha() else f"u{ord(letter):04x}"


def _group_locators(catalogue: Catalogue, entry: IndexEntry) -> tuple[LocatorGroup, ...]:
    """Doc. 3 ¶4, ¶7 – headline, date: the document is named once."""
    main = (entry.principal.article, entry.principal.block) if entry.principal else None
    groups = []
    for slug, same in groupby(entry.locators, key=lambda passage: passage.article):
        article = catalogue.articles[slug]
        places: list[Place] = []
        for passage in same:
            block = article.blocks[passage.block]
            place = place_of(block)
            text = place if places else f"Doc. {article.doc} {place}"
            places.append(Place(article_address(slug, block.id), text, (slug, passage.block) == main))
        groups.append(LocatorGroup(tuple(places), article.title, short_date(article)))
    return tuple(groups)


def _view_entry(catalogue: Catalogue, addresses: Mapping[str, str], entry: IndexEntry) -> EntryView:
    def see(heading: str) -> Link:
        target = catalogue.headings.get(heading)
        return Link(addresses[target.id] if target else "", heading)

    page = ""
    if entry.entity:
        kind = EntityKind(entry.entity[0])
        if (kind, entry.entity[1]) in catalogue.entities:
            page = entity_address(kind, entry.entity[1])
    groups = _group_locators(catalogue, entry)
    shown = groups[:DOCUMENTS_AN_ENTRY] if page else groups

    return EntryView(
        id=f"i-{entry.id}",
        heading=entry.heading,
        href=page,
        see=see(entry.see) if entry.see else None,
        see_also=tuple(see(heading) for heading in entry.see_also),
        locators=shown,
        more=len(groups) - len(shown),
        sub=tuple(_view_entry(catalogue, addresses, sub) for sub in entry.sub),
    )
