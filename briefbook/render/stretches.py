"""How the chronology is cut into pages: into years, a full year into months, a full month into days."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from briefbook.model.article import Article
from briefbook.model.event import Event
from briefbook.render.addresses import CHRONOLOGY, filter_address
from briefbook.render.paging import fill_pages
from briefbook.render.views import Link, event_id, is_dated, month_of
from briefbook.render.wording import say_heading, say_month, say_when

ENTRIES_A_PAGE = 200
"""Entries up to which a chronology, a year, a month or the entries about somebody are one page: some 150 kB of it."""
EARLIER = "earlier"
"""The years before the first document, under one head: most have an entry or two."""
NOT_DATED = "not-dated"
STRETCHES_LISTED = 60
"""Stretches up to which each page lists them all: five years by month."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page's worth of the chronology."""

    key: str
    """What its page is called; empty for the first page."""
    title: str
    label: str
    """In the list of all stretches, ending in its year."""
    year: str
    """What it is listed under; empty where it holds a whole year or more."""
    events: tuple[Event, ...]

    @property
    def path(self) -> str:
        """Its page."""
        return filter_address(self.key) if self.key else CHRONOLOGY

    @property
    def shelf(self) -> str:
        """Its year, `EARLIER` or `NOT_DATED`."""
        return self.year or next((shelf for shelf in (EARLIER, NOT_DATED) if self.key.startswith(shelf)), self.key)


def first_year(articles: Sequence[Article]) -> str:
    """The year the first document appeared; empty where none is dated."""
    return min((f"{a.published.when.filed.year:04}" for a in articles if a.published.when), default="")


def year_of(event: Event, first: str) -> str:
    """The year an entry is filed under, or `EARLIER`; empty for one without a date that can be trusted."""
    year = _year(event) if is_dated(event) else ""
    return EARLIER if year and year < first else year


def _year(event: Event) -> str:
    return month_of(event.when)[:4] if event.when else ""


def _month(event: Event) -> str:
    return month_of(event.when) if event.when else ""


def say_stretch(stretch: str, first: str) -> str:
    """A year or month, or the years before the first document, in words."""
    return f"Before {int(first)}" if stretch == EARLIER else say_month(stretch)


def cut(events: Sequence[Event], unit: Callable[[Event], object]) -> tuple[tuple[Event, ...], ...]:
    """The entries on as few pages as hold them in order, those of a unit together where one page holds them."""
    groups = [tuple(group) for _, group in groupby(events, key=unit)]
    pieces = [g[n : n + ENTRIES_A_PAGE] for g in groups for n in range(0, len(g), ENTRIES_A_PAGE)]
    leaves = fill_pages(pieces, len, ENTRIES_A_PAGE)
    return tuple(tuple(event for piece in leaf for event in piece) for leaf in leaves)


def cut_chronology(events: Sequence[Event], articles: Sequence[Article]) -> tuple[Stretch, ...]:
    """The whole chronology; the first stretch stands on the first page and, of a long one, has the entries without a date."""
    if len(events) <= ENTRIES_A_PAGE:
        return (Stretch("", "", "", "", tuple(events)),)
    first = first_year(articles)
    shelves: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        shelves[year_of(event, first)].append(event)
    return tuple(_cut_shelves(shelves, first))


def _cut_shelves(shelves: Mapping[str, Sequence[Event]], first: str) -> Iterator[Stretch]:
    for number, leaf in enumerate(cut(shelves.get("", ()), is_dated), 1):
        title = f"Not dated, page {number}"
        yield Stretch(f"{NOT_DATED}-{number}", title, title, "", leaf) if number > 1 else Stretch("", "", "", "", leaf)
    before = shelves.get(EARLIER, ())
    full = {year for year, number in Counter(map(_year, before)).items() if number > ENTRIES_A_PAGE}

    def unit(event: Event) -> str:
        return _month(event) if _year(event) in full else _year(event)

    earlier = cut(before, unit)
    for number, leaf in enumerate(earlier if before else (), 1):
        ends = min(map(unit, leaf)), max(map(unit, leaf))
        title = "–".join(map(say_month, dict.fromkeys(ends))) if len(earlier) > 1 else say_stretch(EARLIER, first)
        yield Stretch(f"{EARLIER}-{number}" if number > 1 else EARLIER, title, title, "", leaf)
    for year in sorted(set(shelves) - {"", EARLIER}):
        own = shelves[year]
        if len(own) <= ENTRIES_A_PAGE:
            yield Stretch(year, year, year, "", tuple(own))
            continue
        for month, group in groupby(sorted(own, key=_month), key=_month):
            leaves = cut(tuple(group), lambda event: event.when and event.when.filed)
            for number, leaf in enumerate(leaves, 1):
                title = say_month(month)
                if len(leaves) > 1:
                    days = dict.fromkeys(str(e.when.filed.day) for e in (leaf[0], leaf[-1]) if e.when)
                    title = f"{'–'.join(days)} {title}" if month != year else f"{title}, page {number}"
                label = title if month != year else f"no month{f', page {number}' if number > 1 else ''} {year}"
                yield Stretch(f"{month}-{number}" if number > 1 else month, title, label, year, leaf)


def list_stretches(stretches: Sequence[Stretch], own: str, first: str) -> tuple[Link, ...]:
    """Links to the stretches that have pages of their own, with how many entries each has; of a year, the kind.

    Where they are many, only those of the shelf `own` are listed one by one, and the first of each other: the list stands on
    every page. An empty shelf is that of the first page, which lists all.
    """
    listed = [stretch for stretch in stretches if stretch.key]
    links: list[Link] = []
    for shelf, group in groupby(listed, key=lambda stretch: stretch.shelf):
        members = list(group)
        if len(members) == 1 or shelf == own or not own or len(listed) <= STRETCHES_LISTED:
            links += [Link(s.path, s.label, s.year, f"{len(s.events):,}") for s in members]
        else:
            name = "Not dated" if shelf == NOT_DATED else say_stretch(shelf, first)
            links.append(Link(members[0].path, name, note=f"{sum(len(s.events) for s in members):,}"))
    return tuple(links)


def plan_chronology(events: Sequence[Event], articles: Sequence[Article]) -> Mapping[str, str]:
    """The address of every entry by its id."""
    return {e.id: f"{s.path}#{event_id(e)}" for s in cut_chronology(events, articles) for e in s.events}


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
    return tuple((say_stretch(year, first), tuple(shelves[year])) for year in ordered)
