"""The chronology as pages: whole, a kind, a person or place, in a long book a stretch of time."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from briefbook.model.entity import EntityKind
from briefbook.model.event import Event, EventStatus
from briefbook.model.when import Precision
from briefbook.render.addresses import CHRONOLOGY, entity_address, filter_address, root_of
from briefbook.render.catalogue import Catalogue, Key
from briefbook.render.stretches import EARLIER, cut, cut_chronology, first_year, list_stretches, say_stretch, year_of
from briefbook.render.timelines import draw_events
from briefbook.render.views import EventView, Link, is_dated, month_of, view_event
from briefbook.render.wording import KIND_NAMES, STATUS_NAMES, name_month, say_month

FILTERS = 12
"""People, places and organisations of each kind whose entries can be shown alone: those with the most."""
FILTERED = 3
"""Entries from which on showing them alone is worth a page."""
EVENTS_SHOWN = 40
"""Entries on the page of a person or place; one with more has a page of the chronology."""
PRINCIPAL = 24
"""Entries on the first page of a chronology that runs over many."""
ENTRIES_KEPT = 1000
"""Entries whose views are kept for the next page, which often shows the same ones: those of a kind, those about somebody."""


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
    pages: tuple[Link, ...]
    """The stretches of time that have pages of their own, and how many entries each has; of a year, the kind."""
    timeline: str
    tallies: tuple[Link, ...]
    """The months of a chronology that is one page."""


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


MakeView = Callable[[], ChronologyView]
ListInputs = Callable[[], object]
"""Of a page: all that it depends on."""


class _Pages:
    """The pages of the chronology, each to be made when it is printed."""

    def __init__(
        self, catalogue: Catalogue, addresses: Mapping[str, str], stamps: Mapping[str, str], language: str
    ) -> None:
        self.events = catalogue.book.chronology
        self.first = first_year(catalogue.book.articles)
        self.stretches = cut_chronology(self.events, catalogue.book.articles)
        self.subjects = find_subjects(catalogue)
        self.tallies = _tally(self.events, addresses, self.first)
        self.planned: list[tuple[str, str, MakeView, ListInputs]] = []
        self._stamps = stamps
        self._catalogue = catalogue
        entries = catalogue.event

        @lru_cache(ENTRIES_KEPT)
        def view(name: str, root: str) -> EventView:
            return view_event(catalogue, addresses, entries[name], language, root=root)

        self._view = view
        shelves = dict.fromkeys(stretch.shelf for stretch in self.stretches)
        self.lists = {shelf: list_stretches(self.stretches, shelf, self.first) for shelf in shelves}
        self._rows = tuple(self._subject_row(kind) for kind in EntityKind)
        self._own = frozenset((CHRONOLOGY, *(subject_address(*key) for key in self.subjects)))

    def add(
        self,
        path: str,
        title: str,
        shown: Sequence[Event],
        *,
        among: Link | None = None,
        about: Link | None = None,
        kinds: Filters | None = None,
        pages: tuple[Link, ...],
    ) -> None:
        """Plans a page with some of the entries."""
        make = partial(self._make, path, title, shown, among=among, about=about, kinds=kinds, pages=pages)
        inputs = partial(self._list, path, shown, (among, about, kinds, pages))
        self.planned.append((path, title, make, inputs))

    def _list(self, path: str, shown: Sequence[Event], links: object) -> object:
        """All that a page depends on, its title aside."""
        whole = path == CHRONOLOGY
        return (
            [self._stamps[event.id] for event in shown],
            links,
            self._rows if path in self._own else (),
            self.first,
            ([self._stamps[event.id] for event in self.events], len(self.stretches), self.tallies) if whole else (),
        )

    def _make(
        self,
        path: str,
        title: str,
        shown: Sequence[Event],
        *,
        among: Link | None,
        about: Link | None,
        kinds: Filters | None,
        pages: tuple[Link, ...],
    ) -> ChronologyView:
        views = [(e, self._view(e.id, root_of(path))) for e in shown]
        years = _group_years([(e, v) for e, v in views if is_dated(e)], self.first)
        doubtful = tuple(v for e, v in views if e.when and not is_dated(e))
        undated = tuple(v for e, v in views if not e.when)
        whole = path == CHRONOLOGY
        jumps = [Link(f"{path}#{year.id}", year.title) for year in years]
        jumps += [Link(f"{path}#doubtful", "In doubt")] if doubtful else []
        jumps += [Link(f"{path}#undated", "Not dated")] if undated else []
        return ChronologyView(
            title=title,
            among=among,
            about=about,
            principal=tuple(self._view(e.id, "") for e in find_principal(self.events, PRINCIPAL))
            if whole and len(self.stretches) > 1
            else (),
            years=years,
            doubtful=doubtful,
            undated=undated,
            total=len(self.events) if whole else len(shown),
            filters=tuple(row for row in (kinds, *(self._rows if path in self._own else ())) if row and row.links),
            jumps=tuple(jumps) if len(jumps) > 1 else (),
            pages=pages,
            timeline=draw_events(self.events if whole else shown, self.first),
            tallies=self.tallies if whole and len(self.stretches) == 1 else (),
        )

    def kinds(self, path: str, among: Sequence[Event], address: Callable[[EventStatus], str]) -> Filters | None:
        """The row of kinds above some entries; None where they are all of one kind."""
        counts = Counter(event.status for event in among)
        if len(counts) < 2:
            return None
        whole = Link(path, "all", note=f"{len(among):,}")
        return Filters(
            "Kind",
            (whole, *(Link(address(s), STATUS_NAMES[s], note=f"{counts[s]:,}") for s in EventStatus if counts[s])),
        )

    def _subject_row(self, kind: EntityKind) -> Filters:
        return Filters(
            KIND_NAMES[kind][2],
            tuple(
                Link(subject_address(*key), self._catalogue.entities[key].name, note=f"{len(found):,}")
                for key, found in self.subjects.items()
                if key[0] is kind
            )[:FILTERS],
        )


def plan_chronology_pages(
    catalogue: Catalogue, addresses: Mapping[str, str], stamps: Mapping[str, str], language: str
) -> tuple[tuple[str, str, MakeView, ListInputs], ...]:
    """Every page of the chronology, with its path, its title, what makes its view and what it depends on: the whole, one a kind
    of entry, one for each of those who have the most; in a long book one a year or month and kind.
    """
    pages = _Pages(catalogue, addresses, stamps, language)
    for stretch in pages.stretches:
        title = f"Chronology: {stretch.title}" if stretch.key else "Chronology"
        shown = stretch.events

        def address(status: EventStatus, key: str = stretch.key) -> str:
            return filter_address("-".join(filter(None, (key, STATUS_NAMES[status]))))

        # The first page of a long chronology has but the entries without a date: to sort those by kind helps nobody.
        kinds = pages.kinds(stretch.path, shown, address) if stretch.key or len(pages.stretches) == 1 else None
        listed = pages.lists[stretch.shelf]
        pages.add(stretch.path, title, shown, kinds=kinds, pages=listed)
        for status in EventStatus if kinds else ():
            if some := [event for event in shown if event.status is status]:
                name = f"{title}{', ' if stretch.key else ': '}{STATUS_NAMES[status]}"
                among = Link(stretch.path, f"{len(shown):,}")
                pages.add(address(status), name, some, among=among, kinds=kinds, pages=listed)
    for key, found in pages.subjects.items():
        _add_subject(pages, catalogue, key, found)
    return tuple(pages.planned)


def _add_subject(pages: _Pages, catalogue: Catalogue, key: Key, found: Sequence[Event]) -> None:
    """The entries about a person, place or organisation: on one page, or on several, years kept together."""
    entity = catalogue.entities[key]
    leaves = cut(found, lambda event: year_of(event, pages.first))
    first = subject_address(*key)
    paths = [first if n == 1 else subject_address(key[0], f"{key[1]}-{n}") for n in range(1, len(leaves) + 1)]
    row = tuple(
        Link(path, _say_start(leaf, before, pages.first), note=f"{len(leaf):,}")
        for path, leaf, before in zip(paths, leaves, [(), *leaves], strict=False)
    )
    for path, leaf in zip(paths, leaves, strict=True):
        pages.add(
            path,
            f"Chronology: {entity.name}",
            leaf,
            among=Link(CHRONOLOGY, f"{len(pages.events):,}"),
            about=Link(entity_address(*key), entity.name, str(key[0])),
            pages=row if len(row) > 1 else (),
        )


def _say_start(leaf: Sequence[Event], before: Sequence[Event], first: str) -> str:
    """Where a page of entries begins; the month too where the page before it ends in the same year."""
    year = year_of(leaf[0], first)
    if not year or not leaf[0].when:
        return "not dated"
    same = before and year_of(before[-1], first) == year
    name = say_month(month_of(leaf[0].when)) if same else say_stretch(year, first)
    return f"from {name}" if before else name


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
    return tuple(YearGroup(f"y-{year}", say_stretch(year, first), tuple(found)) for year, found in years.items())


def _tally(events: Sequence[Event], addresses: Mapping[str, str], first: str) -> tuple[Link, ...]:
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
        Link(hrefs[month], *name_month(month), f"{counts[month]:,}")
        if month != EARLIER
        else Link(hrefs[month], say_stretch(EARLIER, first), note=f"{counts[month]:,}")
        for month in sorted(counts, key=lambda month: (month != EARLIER, month))
    )


def tally_chronology(catalogue: Catalogue, addresses: Mapping[str, str]) -> tuple[Link, ...]:
    """The months that have entries."""
    return _tally(catalogue.book.chronology, addresses, first_year(catalogue.book.articles))
