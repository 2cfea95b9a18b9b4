"""The chronology as pictures: the whole, a page of it, the entries about a person or place."""

from collections.abc import Sequence
from typing import NamedTuple

from briefbook.model.event import Event, EventStatus
from briefbook.model.when import OPEN_END, OPEN_START
from briefbook.render.catalogue import Catalogue, Key
from briefbook.render.pictures import HEIGHT, MIN_BARS, Bar, Timeline, draw_timeline, months_of, plan_timeline
from briefbook.render.stretches import first_year
from briefbook.render.views import is_dated

LONGEST_BAR = 366
"""Days an entry may span to be drawn."""


def _read_bars(events: Sequence[Event], first: str) -> tuple[list[Bar], int]:
    """What can be drawn, and how many entries lie before that year."""
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
    """The picture of some entries as SVG, or empty where it would show nothing; it begins with the year `first`."""
    bars, earlier = _read_bars(events, first)
    return draw_timeline(bars, earlier=earlier, first_year=first)


def plan_events(events: Sequence[Event], first: str) -> Timeline | None:
    """The same before it is drawn, for the book in print."""
    bars, earlier = _read_bars(events, first)
    return plan_timeline(bars, earlier=earlier, first_year=first)


class Scale(NamedTuple):
    """The time of the whole book, by which pictures of it can be compared."""

    first: str
    """The year of the first document."""
    months: tuple[int, int] | None


def scale_of(catalogue: Catalogue) -> Scale:
    """The time that the picture of the chronology covers."""
    first = first_year(catalogue.book.articles)
    return Scale(first, months_of(_read_bars(catalogue.book.chronology, first)[0]))


def draw_share(catalogue: Catalogue, key: Key, scale: Scale) -> str:
    """The picture of the entries about a person, place or organisation, small and on the time of the whole book."""
    bars, earlier = _read_bars(catalogue.events.get(key, ()), scale.first)
    if len(bars) < MIN_BARS:
        return ""
    return draw_timeline(bars, earlier=earlier, first_year=scale.first, months=scale.months, height=HEIGHT // 2)


def draw_chronology(catalogue: Catalogue) -> str:
    """The picture of the chronology as SVG, or empty where it would show nothing."""
    return draw_events(catalogue.book.chronology, first_year(catalogue.book.articles))
