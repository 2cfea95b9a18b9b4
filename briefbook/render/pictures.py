"""Pictures as SVG: the timeline. Positions are percentages, so that its type stays readable at every width."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from briefbook.model.when import MONTHS
from briefbook.render.wording import count

BINS = 72
"""Columns at the most: on a phone each is still a few pixels wide."""
HEIGHT = 56
"""Of the tallest column, in pixels."""
TOP = 16
"""Above it, for its number."""
EDGE = 4
"""Percent of the width at either end within which a number stands inwards of its column."""
MIN_BARS = 4
"""Fewer entries are told faster than drawn."""
UNITS = (1, 3, 6, 12, 60, 120)
"""Months a column may stand for."""
LAST_TICK = 94
"""Percent of the width beyond which the words under a tick would be cut off."""
YEAR = 12
"""In months."""
TRIM = 0.05
"""Share of the entries at either end that may lie off the picture when they would squeeze the rest."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A dated entry."""

    day: date
    planned: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries as columns over time, before they are drawn."""

    columns: tuple[tuple[int, int], ...]
    """Entries that happened and entries planned, a column each."""
    ticks: tuple[tuple[float, str], ...]
    """Percent of the width from the left, and what stands there."""
    label: str
    """What is drawn, in words."""
    note: str
    """What a column is, and what is left out."""

    @property
    def tallest(self) -> int:
        """Entries in the column that has most."""
        return max(sum(pair) for pair in self.columns)

    @property
    def planned(self) -> bool:
        """Whether any entry was planned only."""
        return any(planned for _, planned in self.columns)


def months_of(bars: Sequence[Bar]) -> tuple[int, int] | None:
    """The first and last month to draw, counted from the year 0: all, unless a few far ones would squeeze the rest."""
    return _bounds(sorted(_month(b.day) for b in bars)) if bars else None


def plan_timeline(
    bars: Sequence[Bar], *, earlier: int = 0, first_year: str = "", months: tuple[int, int] | None = None
) -> Timeline | None:
    """The entries as columns over time; None where there are too few to draw.

    It says in words how many far entries it leaves out, and how many `earlier` ones, before `first_year`. With `months` it covers these, so that pictures of the
    same book can be compared.
    """
    if len(bars) < MIN_BARS:
        return None
    first, last = months or _bounds(sorted(_month(b.day) for b in bars))
    unit = next((u for u in UNITS if (last - first) // u < BINS), UNITS[-1])
    first = first // unit * unit
    bins = (last - first) // unit + 1
    counts = [[0, 0] for _ in range(bins)]
    outside = 0
    for bar in bars:
        at = (_month(bar.day) - first) // unit
        if 0 <= at < bins:
            counts[at][bar.planned] += 1
        else:
            outside += 1
    if bins < 2:
        return None
    left = "".join(
        f"; {count(number, 'entry', 'entries')} {where}"
        for number, where in ((earlier, f"before {first_year}"), (outside, "far from the others"))
        if number
    )
    each = "a month" if unit == 1 else f"{unit} months" if unit < YEAR else count(unit // YEAR, "year")
    return Timeline(
        columns=tuple((done, planned) for done, planned in counts),
        ticks=tuple(_ticks(first, bins, unit)),
        label=f"{count(len(bars) - outside, 'entry', 'entries')}, {_name(first)} to {_name(last)}",
        note=f"a column is {each}{left and f'{left}, not drawn'}",
    )


def draw_timeline(
    bars: Sequence[Bar],
    *,
    earlier: int = 0,
    first_year: str = "",
    months: tuple[int, int] | None = None,
    height: int = HEIGHT,
) -> str:
    """The timeline of `plan_timeline` as SVG with a line in words under it; empty where there are too few to draw.

    Planned entries are hollow, the tallest column bears its number. The list beside it has the same figures as text.
    """
    plan = plan_timeline(bars, earlier=earlier, first_year=first_year, months=months)
    if plan is None:
        return ""
    bins, tallest = len(plan.columns), plan.tallest
    width = 100 / bins
    parts = []
    for at, (done, planned) in enumerate(plan.columns):
        x, reached = at * width, 0.0
        for number, kind in ((done, "done"), (planned, "planned")):
            if number:
                tall = number / tallest * height
                parts.append(
                    f'<rect class="{kind}" x="{x + width * 0.12:.2f}%" y="{height + TOP - reached - tall:.1f}"'
                    f' width="{width * 0.76:.2f}%" height="{max(tall - 1, 1):.1f}"/>'
                )
                reached += tall
    axis = height + TOP
    parts.append(f'<line x1="0" x2="100%" y1="{axis}" y2="{axis}"/>')
    for x, text in plan.ticks:
        parts.append(f'<line class="tick" x1="{x:.2f}%" x2="{x:.2f}%" y1="{axis}" y2="{axis + 5}"/>')
        parts.append(f'<text x="{x:.2f}%" y="{axis + 18}">{text}</text>')
    parts.append(_number(max(range(bins), key=lambda at: sum(plan.columns[at])), bins, tallest))
    key = '<span class="done"></span> happened <span class="planned"></span> planned. ' if plan.planned else ""
    return (
        f'<svg class="timeline" role="img" aria-label="Timeline: {plan.label}" width="100%" height="{axis + 22}">'
        f"{''.join(parts)}</svg>"
        f'<p class="by legend">{key}{plan.label}; {plan.note}.</p>'
    )


def _number(at: int, bins: int, number: int) -> str:
    """The number of entries above a column."""
    x = (at + 0.5) / bins * 100
    anchor = "start" if x < EDGE else "end" if x > 100 - EDGE else "middle"
    return f'<text class="most" x="{x:.2f}%" y="{TOP - 5}" text-anchor="{anchor}">{number}</text>'


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _name(month: int) -> str:
    return f"{MONTHS[month % 12]} {month // 12}"


def _bounds(months: Sequence[int]) -> tuple[int, int]:
    cut = int(len(months) * TRIM)
    low, high = months[cut], months[-1 - cut]
    reach = max(high - low, 6)
    inner = [m for m in months if low - reach <= m <= high + reach]
    return inner[0], inner[-1]


def _ticks(first: int, bins: int, unit: int) -> list[tuple[float, str]]:
    """Years under the axis, about eight of them; months where the picture shows less than two years."""
    months = bins * unit
    step = 1 if months <= 8 else 3 if months <= 24 else 12
    while months / step > 10:
        step *= 2 if step < 120 else 5
    ticks = []
    for month in range(first, first + months):
        if month % step:
            continue
        x = (month - first) / months * 100
        text = str(month // 12) if step >= 12 or month % 12 == 0 else MONTHS[month % 12][:3]
        if x < LAST_TICK:
            ticks.append((x, text))
    return ticks
