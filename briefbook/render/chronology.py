"""The chronology as pages: whole, a kind, a person or place, in a long book a year or month; and its picture."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from briefbook.model.article import Article
from briefbook.model.entity import EntityKind
from briefbook.model.event import Event, EventStatus
from briefbook.model.when import OPEN_END, OPEN_START, Precision
from briefbook.render.addresses import CHRONOLOGY, entity_address, filter_address, root_of
from briefbook.render.catalogue import Catalogue, Key
from briefbook.render.pictures import HEIGHT, MIN_BARS, Bar, Timeline, draw_timeline, plan_timeline
from briefbook.render.views import EventView, Link, event_id, is_dated, month_of, view_event
from briefbook.render.wording import KIND_NAMES, STATUS_NAMES, say_heading, say_month, say_when

ENTRIES_A_PAGE = 200
"""Entries of the chronology beyond which each year, and in a year each month, has a page of its own."""
LONGEST_BAR = 366
"""Days an entry may span to be drawn."""
FILTERS = 12
"""People, places and organisations of each kind whose entries can be shown alone: those with the most."""
FILTERED = 3
"""Entries from which on showing them alone is worth a page."""
EVENTS_SHOWN = 40
"""Entries on the page of a person or place; one with more has a page of the chronology."""
PRINCIPAL = 24
"""Entries on the first page of a chronology that runs over many."""
EARLIER = "earlier"
"""The years before the first document, on one page and under one head: most have an entry or two."""


@dataclass(frozen=True, slots=True)
class MonthGroup:
    """Entries of one month, or of a year where no month is known."""

    id: str
    title: str
    """Empty among the years before the first document, whose entries say their dates in full."""
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class YearGroup:
    """Entries of one year, or of those before the first document."""

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
    """What it is listed under."""


@dataclass(frozen=True, slots=True)
class Filters:
    """A row of links, each to some of the entries; the one in force has no address."""

    name: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ChronologyView:
    """A page of the chronology."""

    title: str
    among: Link | None
    """All the entries of which these are some."""
    about: Link | None
    """The page of whom the entries are about."""
    principal: tuple[EventView, ...]
    """Of a chronology that runs over many pages: the entries to begin with."""
    years: tuple[YearGroup, ...]
    doubtful: tuple[EventView, ...]
    undated: tuple[EventView, ...]
    total: int
    filters: tuple[Filters, ...]
    jumps: tuple[Link, ...]
    """To the years of this page."""
    pages: tuple[Tally, ...]
    """Years on pages of their own."""
    timeline: str
    tallies: tuple[Tally, ...]


def first_year(articles: Sequence[Article]) -> str:
    """The year the first document appeared; empty where none is dated."""
    return min((f"{a.published.when.start.year:04}" for a in articles if a.published.when), default="")


def year_of(event: Event, first: str) -> str:
    """The year an entry is filed under, or `EARLIER`; empty for one without a date that can be trusted."""
    year = month_of(event.when)[:4] if event.when and is_dated(event) else ""
    return EARLIER if year and year < first else year


def plan_chronology(events: Sequence[Event], articles: Sequence[Article]) -> Mapping[str, str]:
    """The address of every entry by its id."""
    first = first_year(articles)
    years = _count_years(events, first)
    return {e.id: f"{_stretch_page(_stretch_of(e, years, first))}#{event_id(e)}" for e in events}


def _count_years(events: Sequence[Event], first: str) -> Mapping[str, int]:
    """The years that have pages of their own, with their entries; none in a short chronology."""
    return Counter(year for e in events if (year := year_of(e, first))) if len(events) > ENTRIES_A_PAGE else {}


def _stretch_of(event: Event, years: Mapping[str, int], first: str) -> str:
    """The year or month whose page an entry stands on; empty for the first page."""
    year = year_of(event, first)
    if year not in years or not event.when:
        return ""
    return month_of(event.when) if years[year] > ENTRIES_A_PAGE and year != EARLIER else year


def _stretch_page(stretch: str) -> str:
    return filter_address(stretch) if stretch else CHRONOLOGY


def _say_stretch(stretch: str, first: str) -> str:
    return f"Before {int(first)}" if stretch == EARLIER else say_month(stretch)


def subject_address(kind: EntityKind, slug: str) -> str:
    """The page of the chronology with the entries about a person, place or organisation alone."""
    return filter_address(f"{KIND_NAMES[kind][1]}-{slug}")


def find_subjects(catalogue: Catalogue) -> Mapping[Key, Sequence[Event]]:
    """Whose entries have a page of the chronology: those with the most of each kind, and those with more than their own
    page shows; by kind, then by number.
    """
    found: dict[Key, Sequence[Event]] = {}
    for kind in EntityKind:
        keys = sorted(
            (key for key in catalogue.entities if key[0] is kind and len(catalogue.events.get(key, ())) >= FILTERED),
            key=lambda key: (-len(catalogue.events[key]), key[1]),
        )
        found |= {
            key: catalogue.events[key]
            for place, key in enumerate(keys)
            if place < FILTERS or len(catalogue.events[key]) > EVENTS_SHOWN
        }
    return found


def find_principal(events: Sequence[Event], number: int) -> tuple[Event, ...]:
    """The entries to show where there is room for few, in their order: those the editor pinned, then of the days that
    most later documents come back to one each, the one most of them tell.
    """
    pinned = [event for event in events if event.pinned]
    days = {(event.when.start, event.when.end) for event in pinned if event.when}
    ranked = sorted(
        (
            e
            for e in events
            if e.when and is_dated(e) and not e.pinned and e.status is not EventStatus.SAID and e.weight
        ),
        key=lambda e: (-e.weight, e.status is EventStatus.PLANNED, -len(e.passages)),
    )
    chosen = {event.id for event in pinned}
    for event in ranked:
        if len(chosen) >= number:
            break
        if event.when and (event.when.start, event.when.end) not in days and event.when.precision in _POINTS:
            days.add((event.when.start, event.when.end))
            chosen.add(event.id)
    return tuple(event for event in events if event.id in chosen)


_POINTS = frozenset({Precision.DAY, Precision.WEEKEND, Precision.WEEK, Precision.MONTH})


class _Pages:
    """The pages of the chronology while they are made."""

    def __init__(self, catalogue: Catalogue, addresses: Mapping[str, str], language: str) -> None:
        self.events = catalogue.book.chronology
        self.first = first_year(catalogue.book.articles)
        self.years = _count_years(self.events, self.first)
        self.stretches = Counter(s for e in self.events if (s := _stretch_of(e, self.years, self.first)))
        self.subjects = find_subjects(catalogue)
        self.tallies = _tally(self.events, addresses, self.first)
        self.made: list[tuple[str, ChronologyView]] = []
        self._catalogue = catalogue
        self._view = partial(view_event, catalogue, addresses, language=language)
        self._views: dict[tuple[str, str], EventView] = {}

    def view(self, event: Event, root: str) -> EventView:
        """An entry for pages of one depth, made once."""
        if (event.id, root) not in self._views:
            self._views[event.id, root] = self._view(event, root=root)
        return self._views[event.id, root]

    def add(
        self,
        path: str,
        title: str,
        shown: Sequence[Event],
        *,
        among: Link | None = None,
        about: Link | None = None,
        kinds: Filters | None = None,
        pages: tuple[Tally, ...] | None = None,
    ) -> None:
        """A page with some of the entries."""
        views = [(e, self.view(e, root_of(path))) for e in shown]
        years = _group_years([(e, v) for e, v in views if is_dated(e)], self.first)
        doubtful = tuple(v for e, v in views if e.when and not is_dated(e))
        undated = tuple(v for e, v in views if not e.when)
        whole = path == CHRONOLOGY
        jumps = [Link(f"{path}#{year.id}", year.title) for year in years]
        jumps += [Link(f"{path}#doubtful", "In doubt")] if doubtful else []
        jumps += [Link(f"{path}#undated", "Not dated")] if undated else []
        if pages is None:
            pages = tuple(
                Tally(_stretch_page(s), _say_stretch(s, self.first), n, _say_year(s, self.first))
                for s, n in sorted(self.stretches.items(), key=lambda item: (item[0] != EARLIER, item[0]))
            )
        view = ChronologyView(
            title=title,
            among=among,
            about=about,
            principal=tuple(self.view(e, "") for e in find_principal(self.events, PRINCIPAL))
            if whole and self.years
            else (),
            years=years,
            doubtful=doubtful,
            undated=undated,
            total=len(self.events) if whole else len(shown),
            filters=tuple(row for row in (kinds, *self._subject_rows(path)) if row and row.links),
            jumps=tuple(jumps) if len(jumps) > 1 else (),
            pages=pages,
            timeline=draw_events(self.events if whole else shown, self.first),
            tallies=self.tallies if whole and not self.years else (),
        )
        self.made.append((path, view))

    def kinds(self, path: str, among: Sequence[Event], address: Callable[[EventStatus], str]) -> Filters | None:
        """The row of kinds above some entries; None where they are all of one kind."""
        counts = Counter(event.status for event in among)
        if len(counts) < 2:
            return None
        whole = Link(path, "all", note=str(len(among)))
        return Filters(
            "Kind", (whole, *(Link(address(s), STATUS_NAMES[s], note=str(counts[s])) for s in EventStatus if counts[s]))
        )

    def _subject_rows(self, path: str) -> tuple[Filters, ...]:
        if path != CHRONOLOGY and path not in {subject_address(*key) for key in self.subjects}:
            return ()
        return tuple(
            Filters(
                KIND_NAMES[kind][2],
                tuple(
                    Link(subject_address(*key), self._catalogue.entities[key].name, note=str(len(found)))
                    for key, found in self.subjects.items()
                    if key[0] is kind
                )[:FILTERS],
            )
            for kind in EntityKind
        )


def view_chronology(
    catalogue: Catalogue, addresses: Mapping[str, str], language: str
) -> tuple[tuple[str, ChronologyView], ...]:
    """Every page of the chronology with its path: the whole, one a kind of entry, one for each of those who have the most;
    in a long book one a year or month and kind.
    """
    pages = _Pages(catalogue, addresses, language)
    events = pages.events
    shelves: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        shelves[_stretch_of(event, pages.years, pages.first)].append(event)
    for stretch in sorted({"", *shelves}):
        path = _stretch_page(stretch)
        title = f"Chronology: {_say_stretch(stretch, pages.first)}" if stretch else "Chronology"
        shown = shelves[stretch]

        def address(status: EventStatus, stretch: str = stretch) -> str:
            return filter_address("-".join(filter(None, (stretch, STATUS_NAMES[status]))))

        kinds = pages.kinds(path, shown, address)
        pages.add(path, title, shown, kinds=kinds)
        for status in EventStatus if kinds else ():
            if some := [event for event in shown if event.status is status]:
                name = f"{title}{', ' if stretch else ': '}{STATUS_NAMES[status]}"
                pages.add(address(status), name, some, among=Link(path, str(len(shown))), kinds=kinds)
    for key, found in pages.subjects.items():
        _add_subject(pages, catalogue, key, found)
    return tuple(pages.made)


def _add_subject(pages: _Pages, catalogue: Catalogue, key: Key, found: Sequence[Event]) -> None:
    """The entries about a person, place or organisation: on one page, or on several, years kept together."""
    entity = catalogue.entities[key]
    leaves: list[list[Event]] = [[]]
    for number, event in enumerate(found):
        turns = number and year_of(event, pages.first) != year_of(found[number - 1], pages.first)
        if (turns and len(leaves[-1]) > ENTRIES_A_PAGE) or len(leaves[-1]) > 2 * ENTRIES_A_PAGE:
            leaves.append([])
        leaves[-1].append(event)
    first = subject_address(*key)
    paths = [first if n == 1 else subject_address(key[0], f"{key[1]}-{n}") for n in range(1, len(leaves) + 1)]
    named = [
        _say_stretch(year, pages.first) if (year := year_of(leaf[0], pages.first)) else "Not dated" for leaf in leaves
    ]
    row = tuple(
        Tally(path, f"from {name}" if number else name, len(leaf), "")
        for number, (path, name, leaf) in enumerate(zip(paths, named, leaves, strict=True))
    )
    for path, leaf in zip(paths, leaves, strict=True):
        pages.add(
            path,
            f"Chronology: {entity.name}",
            leaf,
            among=Link(CHRONOLOGY, str(len(pages.events))),
            about=Link(entity_address(*key), entity.name, str(key[0])),
            pages=row if len(row) > 1 else (),
        )


def _group_years(views: Sequence[tuple[Event, EventView]], first: str) -> tuple[YearGroup, ...]:
    months: dict[str, list[EventView]] = defaultdict(list)
    for event, view in views:
        if event.when:
            months[month_of(event.when)].append(view)
    years: dict[str, list[MonthGroup]] = defaultdict(list)
    for month in sorted(months):
        found = months[month]
        if month[:4] < first:
            full = tuple(replace(view, heading=view.day.text) for view in found)
            years[EARLIER].append(MonthGroup(f"m-{month}", "", full))
        else:
            title = say_month(month).partition(" ")[0] if len(month) > 4 else "Not dated to a month"
            years[month[:4]].append(MonthGroup(f"m-{month}", title, tuple(found)))
    return tuple(YearGroup(f"y-{year}", _say_stretch(year, first), tuple(found)) for year, found in years.items())


def shelve(
    events: Sequence[Event], articles: Sequence[Article]
) -> tuple[tuple[str, tuple[tuple[Event, str], ...]], ...]:
    """The dated entries by year, for books without pages: the head, and each entry with its date under that head."""
    first = first_year(articles)
    shelves: dict[str, list[tuple[Event, str]]] = defaultdict(list)
    for event in events:
        if event.when is not None:
            year = month_of(event.when)[:4]
            earlier = year < first
            heading = say_when(event.when, weekday=True) if earlier else say_heading(event.when)
            shelves[EARLIER if earlier else year].append((event, heading))
    ordered = sorted(shelves, key=lambda year: (year != EARLIER, year))
    return tuple((_say_stretch(year, first), tuple(shelves[year])) for year in ordered)


def _say_year(month: str, first: str) -> str:
    return _say_stretch(EARLIER if month == EARLIER or month[:4] < first else month[:4], first)


def _tally(events: Sequence[Event], addresses: Mapping[str, str], first: str) -> tuple[Tally, ...]:
    """The months that have entries, as the text beside the picture; the years before the first document are one."""
    counts: dict[str, int] = defaultdict(int)
    hrefs: dict[str, str] = {}
    for event in events:
        if event.when and is_dated(event):
            month = month_of(event.when)
            month = EARLIER if month[:4] < first else month
            counts[month] += 1
            anchor = f"y-{EARLIER}" if month == EARLIER else f"m-{month}"
            hrefs.setdefault(month, f"{addresses[event.id].partition('#')[0]}#{anchor}")
    return tuple(
        Tally(hrefs[month], _say_stretch(month, first), counts[month], _say_year(month, first))
        for month in sorted(counts, key=lambda month: (month != EARLIER, month))
    )


def _read_bars(events: Sequence[Event], first: str) -> tuple[list[Bar], int]:
    """What can be drawn, and how many entries lie before the first document."""
    bars, earlier = [], 0
    for event in events:
        when = event.when
        if not when or not is_dated(event) or when.start == OPEN_START:
            continue
        if f"{when.start.year:04}" < first:
            earlier += 1
        # A stretch of years is no point in time; one whose end is not known is shown where it begins.
        elif when.end == OPEN_END or (when.end - when.start).days <= LONGEST_BAR:
            bars.append(Bar(when.start, planned=event.status is EventStatus.PLANNED))
    return bars, earlier


def draw_events(events: Sequence[Event], first: str) -> str:
    """The picture of some entries as SVG, or empty where it would show nothing; it begins with the first document."""
    bars, earlier = _read_bars(events, first)
    return draw_timeline(bars, earlier=earlier)


def plan_events(events: Sequence[Event], first: str) -> Timeline | None:
    """The same before it is drawn, for the book in print."""
    bars, earlier = _read_bars(events, first)
    return plan_timeline(bars, earlier=earlier)


def draw_share(catalogue: Catalogue, key: Key) -> str:
    """The picture of the entries about a person, place or organisation, small and on the time of the whole book."""
    first = first_year(catalogue.book.articles)
    bars, earlier = _read_bars(catalogue.events.get(key, ()), first)
    if len(bars) < MIN_BARS:
        return ""
    every, _ = _read_bars(catalogue.book.chronology, first)
    return draw_timeline(bars, earlier=earlier, among=every, height=HEIGHT // 2)


def draw_chronology(catalogue: Catalogue) -> str:
    """The picture of the chronology as SVG, or empty where it would show nothing."""
    return draw_events(catalogue.book.chronology, first_year(catalogue.book.articles))


def tally_chronology(catalogue: Catalogue, addresses: Mapping[str, str]) -> tuple[Tally, ...]:
    """The months that have entries."""
    return _tally(catalogue.book.chronology, addresses, first_year(catalogue.book.articles))
