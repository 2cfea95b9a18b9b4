"""Outline maps as SVG. Land is drawn in a box that stretches with the page; dots, names and the scale keep their size.

Names never cover each other: those that would are left out of the picture, wider pages show more of them, and every
place stands in the text beside the map.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import ceil, cos, floor, radians

from markupsafe import escape

from briefbook.render.wording import count

UNIT = 0.05
"""Degrees, of the outlines."""
WIDTH = 800
"""Of the drawing's own coordinates."""
SHAPES = {"": 1.6, "broad": 2.0, "strip": 2.4}
"""How much wider than high a map may be, by the style that keeps it so: as broad as its places lie, not to show empty sea."""
NARROW, WIDE = 300, 570
"""Pixels the map is wide on a phone and in the text column."""
SIZES = (1.0, 1.5, 2.2)
"""How much wider than that it may be shown; names are tried at each."""
LETTER, LINE = 6.4, 14
"""Pixels a letter and a line of the names take at the most."""
ROUND = 7200
"""Once around the world, in units."""
DEGREE = 111.2
"""Kilometres a degree of latitude measures, within half a percent."""
TRUE = 0.2
"""Share by which the scale may be wrong at the upper or lower edge; where it would be more, none is drawn."""
GRID = (1, 2, 5, 10, 20, 30)
"""Degrees the lines of the grid may lie apart; four to eight of them are drawn each way."""
NOTE = "Borders as they are held, not as they are claimed (Natural Earth)."
SOUTHMOST = -60.0
"""Land that lies wholly south of it is left out: no book needs it, and no flat map shows it well."""
FINEST = 2
"""Of the drawing's own coordinates: shorter steps are not seen."""
LEAST_REACH = 7.0
"""Degrees of latitude from the middle of a map to its edge: below that the outlines are too coarse."""
PLACE_REACH = 9.0
"""The same for the map of one place."""
MARGIN = 1.25
"""How much wider than its places a map is."""
NORTHMOST = 84.0
"""Beyond it and `SOUTHMOST` there is nothing to see."""
MOST_NAMES = 40
WIDE_ONLY = " wide-only"
"""Style of the names that only wide pages show."""
LISTED = 24
"""Places the text under the map of one place names."""
SCALE = 0.2
"""Share of the width the scale may take."""
SCALE_WORDS = 50
"""Pixels its words may take beside it."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map."""

    name: str
    latitude: float
    longitude: float
    weight: int
    """The more, the sooner it is named."""
    area: bool = False
    """A country or region: named across its land, without a dot."""
    main: bool = False
    """The one the map is about."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the world that is shown: equirectangular, true in the middle."""

    longitude: float
    latitude: float
    reach: float
    """Degrees of latitude from the middle to the upper edge."""
    shape: str = ""
    """One of `SHAPES`."""

    @property
    def ratio(self) -> float:
        """Width by height."""
        return SHAPES[self.shape]

    @property
    def height(self) -> int:
        """Of the drawing, `WIDTH` being its width."""
        return round(WIDTH / self.ratio)

    @property
    def stretch(self) -> float:
        """Degrees of longitude that are as wide as one of latitude is high."""
        return 1 / max(cos(radians(self.latitude)), 0.2)

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point lies, as shares of width and height."""
        return (
            _turn(longitude - self.longitude) / (2 * self.wide) + 0.5,
            (self.latitude - latitude) / (2 * self.reach) + 0.5,
        )

    @property
    def wide(self) -> float:
        """Degrees of longitude from the middle to the side."""
        return min(self.reach * self.stretch * self.ratio, 180.0)


def _turn(degrees: float) -> float:
    """Degrees of longitude on the way that is the shorter one."""
    return (degrees + 180) % 360 - 180


Ring = tuple[tuple[int, int], ...]
Box = tuple[float, float, float, float]


@cache
def _rings() -> tuple[tuple[Box, Ring], ...]:
    """All land with its bounds: west, south, east, north."""
    text = files("briefbook.lexicon").joinpath("outlines.txt").read_text(encoding="ascii")
    top, _, bottom = text.partition("\n\n")
    arcs = []
    for line in top.splitlines():
        numbers = list(map(int, line.split()))
        x = y = 0
        points = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        arcs.append(points)
    rings = []
    for line in bottom.splitlines():
        ring: list[tuple[int, int]] = []
        for number in map(int, line.split()):
            points = arcs[number] if number >= 0 else arcs[-1 - number][::-1]
            ring.extend(points[1:] if ring else points)
        ring = _unwrap(ring)
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        bounds = (min(xs) * UNIT, min(ys) * UNIT, max(xs) * UNIT, max(ys) * UNIT)
        if bounds[3] >= SOUTHMOST:
            rings.append((bounds, tuple(ring)))
    return tuple(rings)


def _unwrap(ring: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ring without leaps from one side of the date line to the other."""
    result = [ring[0]]
    for x, y in ring[1:]:
        last = result[-1][0]
        turns = round((last - x) / ROUND)
        result.append((x + turns * ROUND, y))
    return result


def draw_map(
    spots: Sequence[Spot],
    around: Spot | None = None,
    within: Sequence[Spot] = (),
    unplaced: Sequence[str] = (),
) -> str:
    """The places on their land as SVG, or empty where there are none.

    Args:
        spots: What to show.
        around: What the map is about, put in the middle; without it all spots are shown.
        within: Places in a country or region that is the subject; the map is made as wide as they lie.
        unplaced: Names of places that cannot be shown, since nobody knows where they are.
    """
    if not spots:
        return ""
    frame = _frame(around, within) if around else _fit(spots)
    seen = [s for s in spots if all(0.01 < share < 0.99 for share in frame.place(s.longitude, s.latitude))]
    if not seen:
        return ""
    land = "".join(_draw_land(frame))
    scale = _draw_scale(frame)
    ordered = sorted(seen, key=lambda s: (not s.main, -s.weight, s.name))
    names, dots = _draw_spots(frame, ordered, scale=bool(scale))
    label = around.name if around else count(len(seen), "place")
    # The land is drawn twice: broad, for the water along the coast, and over it as land with its borders.
    return (
        f'<figure class="atlas"><svg class="{f"map {frame.shape}".strip()}" role="img" aria-label="Map: {escape(label)}">'
        f'<svg viewBox="0 0 {WIDTH} {frame.height}" width="100%" height="100%" preserveAspectRatio="none">'
        f'<defs><path id="land" vector-effect="non-scaling-stroke" d="{land}"/></defs>'
        f'<use class="coast" href="#land"/><path class="grid" vector-effect="non-scaling-stroke" d="{_draw_grid(frame)}"/>'
        f'<use class="land" href="#land"/></svg>{dots}{names}{scale}</svg>'
        f"<figcaption>{_say_others(seen) if around else _say_unnamed(seen, names)}{_say_unplaced(unplaced)}{NOTE}</figcaption></figure>"
    )


def _say_unnamed(seen: Sequence[Spot], names: str) -> str:
    """That names are missing, on any width or on narrow pages only."""
    said = "Not every name has room; the list of places has all. "
    shown = names.count("<text")
    if shown < len(seen):
        return said
    return f'<span class="narrow-only">{said}</span>' if names.count(WIDE_ONLY) else ""


def _say_unplaced(names: Sequence[str]) -> str:
    """Which places the map leaves out."""
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return (
        f"Not on the map, for their position is not known: {escape(', '.join(names[:LISTED]))}{more}. " if names else ""
    )


def _say_others(seen: Sequence[Spot]) -> str:
    """The other places on the map of one, as text: the picture may not have room for all their names."""
    others = [spot.name for spot in sorted(seen, key=lambda s: (-s.weight, s.name)) if not spot.main]
    more = f" and {len(others) - LISTED} more" if len(others) > LISTED else ""
    return f"Near it in this book: {escape(', '.join(others[:LISTED]))}{more}. " if others else ""


def _frame(around: Spot, within: Sequence[Spot]) -> Frame:
    """The surroundings of a place, or as much of a country as the book speaks of."""
    nearby = Frame(around.longitude, around.latitude, PLACE_REACH)
    held = _fit([around, *within])
    return held if held.reach > nearby.reach else nearby


def _fit(spots: Sequence[Spot]) -> Frame:
    """The frame that holds all towns; where there are not two of them, all spots."""
    towns = [s for s in spots if not s.area]
    spots = towns if len(towns) > 1 else spots
    west, east = _span([s.longitude for s in spots])
    south, north = min(s.latitude for s in spots), max(s.latitude for s in spots)
    longitude, latitude = (west + east) / 2, (south + north) / 2
    stretch = Frame(longitude, latitude, 1).stretch
    high = max((north - south) / 2 * MARGIN, LEAST_REACH)
    broad = min((east - west) / 2 * MARGIN, 180.0) / stretch
    shape = next((name for name, ratio in reversed(SHAPES.items()) if broad >= high * ratio), "")
    reach = max(high, broad / SHAPES[shape])
    # A map that would reach beyond where land ends is moved as far as it can be.
    latitude = max(min(latitude, NORTHMOST - reach), SOUTHMOST + reach) if reach < (NORTHMOST - SOUTHMOST) / 2 else 12.0
    return Frame(_turn(longitude), latitude, reach, shape)


def _span(longitudes: Sequence[float]) -> tuple[float, float]:
    """The shortest stretch that has all longitudes; its east may lie beyond 180."""
    found = sorted(_turn(longitude) for longitude in longitudes)
    # Behind the widest gap between neighbours, the last and the first being neighbours across the date line.
    gaps = [(found[n] - found[n - 1]) % 360 for n in range(len(found))]
    start = max(range(len(found)), key=lambda n: (gaps[n], -n))
    west = found[start]
    return west, west + max((longitude - west) % 360 for longitude in found)


@lru_cache(maxsize=256)
def _draw_land(frame: Frame) -> tuple[str, ...]:
    """The outlines within the frame, as the data of a path; drawn once for all maps of one frame."""
    return tuple(_clip_land(frame))


def _clip_land(frame: Frame) -> Iterator[str]:
    wide = frame.wide
    # A little beyond the edge, so that the cut itself is out of sight.
    box = (
        frame.longitude - wide * 1.05,
        frame.latitude - frame.reach * 1.05,
        frame.longitude + wide * 1.05,
        frame.latitude + frame.reach * 1.05,
    )
    kx, ky = WIDTH / (2 * wide) * UNIT, frame.height / (2 * frame.reach) * UNIT
    x0, y0 = WIDTH / 2 - frame.longitude / UNIT * kx, frame.height / 2 + frame.latitude / UNIT * ky
    # What lies around the world from the frame's middle is drawn there too.
    turned = (
        (ring, turn)
        for bounds, ring in _rings()
        for turn in (-ROUND, 0, ROUND)
        if bounds[2] + turn * UNIT >= box[0] and bounds[0] + turn * UNIT <= box[2]
        if bounds[3] >= box[1] and bounds[1] <= box[3]
    )
    for ring, turn in turned:
        moved = tuple((x + turn, y) for x, y in ring) if turn else ring
        points = _clip(moved, tuple(edge / UNIT for edge in box))  # type: ignore[arg-type]
        drawn: list[tuple[int, int]] = []
        for x, y in points:
            point = (round(x0 + x * kx), round(y0 - y * ky))
            if not drawn or abs(point[0] - drawn[-1][0]) + abs(point[1] - drawn[-1][1]) > FINEST:
                drawn.append(point)
        if len(drawn) > 2:
            steps = "".join(f"{b[0] - a[0]} {b[1] - a[1]} " for a, b in pairwise(drawn)).strip()
            yield f"M{drawn[0][0]} {drawn[0][1]}l{steps}z"


def _clip(ring: Sequence[tuple[float, float]], box: Box) -> Sequence[tuple[float, float]]:
    """The part of a ring within a box. Source: Sutherland and Hodgman, 1974."""
    points: Sequence[tuple[float, float]] = ring
    for axis, edge, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        kept: list[tuple[float, float]] = []
        before = points[-1] if points else (0.0, 0.0)
        inside_before = (before[axis] - edge) * sign >= 0
        for point in points:
            inside = (point[axis] - edge) * sign >= 0
            if inside != inside_before:
                share = (edge - before[axis]) / (point[axis] - before[axis])
                kept.append((before[0] + (point[0] - before[0]) * share, before[1] + (point[1] - before[1]) * share))
            if inside:
                kept.append(point)
            before, inside_before = point, inside
        points = kept
    return points


def _draw_grid(frame: Frame) -> str:
    """Meridians and parallels, as the data of a path."""
    apart = next((step for step in GRID if frame.reach / step <= 4), GRID[-1])
    lines = []
    for n in range(ceil((frame.longitude - frame.wide) / apart), floor((frame.longitude + frame.wide) / apart) + 1):
        x = round((n * apart - frame.longitude + frame.wide) / (2 * frame.wide) * WIDTH)
        lines.append(f"M{x} 0V{frame.height}")
    for n in range(ceil((frame.latitude - frame.reach) / apart), floor((frame.latitude + frame.reach) / apart) + 1):
        if abs(n * apart) <= 90:
            y = round((frame.latitude + frame.reach - n * apart) / (2 * frame.reach) * frame.height)
            lines.append(f"M0 {y}H{WIDTH}")
    return "".join(lines)


def _draw_scale(frame: Frame) -> str:
    """A bar of kilometres in the lower left corner; empty where it would be wrong at the edges of the map."""
    middle = cos(radians(frame.latitude))
    edges = [cos(radians(min(abs(frame.latitude + side * frame.reach), 90))) for side in (-1, 1)]
    if any(abs(edge / middle - 1) > TRUE for edge in edges):
        return ""
    across = 2 * frame.reach * frame.ratio * DEGREE
    length = max(n * 10**power for power in range(4) for n in (1, 2, 5) if n * 10**power <= across * SCALE)
    share = f"{length / across * 100:.1f}%"
    return (
        f'<svg class="scale" x="10" y="100%" width="{share}" height="12" overflow="visible">'
        f'<line x1="0" x2="100%" y1="-8" y2="-8"/><line x1="0" x2="0" y1="-11" y2="-5"/>'
        f'<line x1="100%" x2="100%" y1="-11" y2="-5"/><text x="100%" y="-8" dx="5" dy="3">{length} km</text></svg>'
    )


# Names ------------------------------------------------------------------------------------------------------------

_SIDES = (("start", 7, 4), ("end", -7, 4), ("middle", 0, -8), ("middle", 0, 17))
"""Where a name may stand by its dot: anchor, and pixels from it."""


def _draw_spots(frame: Frame, spots: Sequence[Spot], *, scale: bool) -> tuple[str, str]:
    """Names for those that have room, on every width or on wide pages only, and dots for all.

    Args:
        frame: The part of the world.
        spots: The places in it, those to name first before the others.
        scale: Whether there is one, over which no name may stand.
    """
    names: list[str] = []
    points = [frame.place(s.longitude, s.latitude) for s in spots]
    dots = [point for spot, point in zip(spots, points, strict=True) if not spot.area]
    narrow: list[tuple[Spot, tuple[float, float], tuple[str, int, int]]] = []
    wide: list[tuple[Spot, tuple[float, float], tuple[str, int, int]]] = []
    for taken, width, style in ((narrow, NARROW, ""), (wide, WIDE, WIDE_ONLY)):
        for spot, point in zip(spots, points, strict=True):
            if len(narrow) + len(wide) >= MOST_NAMES or any(spot is one[0] for one in narrow):
                continue
            sides = (("middle", 0, 4),) if spot.area else _SIDES
            for side in sides:
                found = (spot, point, side)
                if _fits(found, [*narrow, *wide], dots, (width, frame.ratio), scale=scale):
                    taken.append(found)
                    x, y = point
                    names.append(
                        f'<text class="{_style(spot)}{style}" paint-order="stroke" text-anchor="{side[0]}" x="{x * 100:.1f}%" y="{y * 100:.1f}%"'
                        f' dx="{side[1]}" dy="{side[2]}">{escape(spot.name)}</text>'
                    )
                    break
    circles = [
        f'<circle class="{_style(spot)}" cx="{x * 100:.1f}%" cy="{y * 100:.1f}%" r="{5 if spot.main else 3}"/>'
        for spot, (x, y) in zip(spots, points, strict=True)
        if not spot.area
    ]
    return "".join(names), "".join(circles)


def _style(spot: Spot) -> str:
    return "main" if spot.main else "area" if spot.area else "spot"


def _fits(
    name: tuple[Spot, tuple[float, float], tuple[str, int, int]],
    others: Sequence[tuple[Spot, tuple[float, float], tuple[str, int, int]]],
    dots: Sequence[tuple[float, float]],
    narrowest: tuple[int, float],
    *,
    scale: bool,
) -> bool:
    """Whether a name covers no other name, no dot but its own and no edge, at any width from the narrowest, of that ratio."""
    for size in SIZES:
        width = narrowest[0] * size
        high = width / narrowest[1]
        box = _box(name, width, high)
        if box[0] < 2 or box[1] < 2 or box[2] > width - 2 or box[3] > high - 2:
            return False
        if scale and _overlap(box, (0, high - 20, 10 + SCALE * width + SCALE_WORDS, high)):
            return False
        if any(_overlap(box, _box(other, width, high)) for other in others):
            return False
        for x, y in dots:
            at = (x * width, y * high)
            if (x, y) != name[1] and _overlap(box, (at[0] - 4, at[1] - 4, at[0] + 4, at[1] + 4)):
                return False
    return True


def _box(name: tuple[Spot, tuple[float, float], tuple[str, int, int]], width: float, high: float) -> Box:
    spot, (x, y), (anchor, dx, dy) = name
    length = len(spot.name) * LETTER * (1.1 if spot.main else 1)
    left = x * width + dx - (length if anchor == "end" else length / 2 if anchor == "middle" else 0)
    base = y * high + dy
    return (left, base - LINE + 3, left + length, base + 3)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
