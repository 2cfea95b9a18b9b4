"""The chronology as pictures: the whole, a page of it, the entries about a person or place."""

from collections.abc import Sequence

from briefbook.model.event import Event, EventStatus
from briefbook.model.when import OPEN_END, OPEN_START
from briefbook.render.catalogue import Catalogue, Key
from briefbook.render.pictures import HEIGHT, MIN_BARS, Bar, Timeline, draw_timeline, plan_timeline
from briefbook.render.stretches import first_year
from briefbook.render.views import is_dated

LONGEST_BAR = 366
"""Days an entry may span to be drawn."""


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
