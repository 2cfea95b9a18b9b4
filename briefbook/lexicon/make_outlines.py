"""Makes outlines.txt: the land of the world, country by country, coarse enough to be drawn in a book.

Run it with the folder of the npm package world-atlas 2.0.2 (`npm pack world-atlas@2.0.2`, unpacked):

    python briefbook/lexicon/make_outlines.py world-atlas/countries-50m.json

First the arcs, one a line: longitude and latitude of the first point, then the steps to the next ones, in units of
`UNIT` degrees. Then an empty line and the rings, one a line: numbers of arcs in order, negative (-1 - n) for one that is
walked backwards. See outlines.md for provenance and licence.
"""

import json
import sys
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
UNIT = 0.05
"""Degrees."""
TOLERANCE = 0.09
"""Degrees a line may be moved: under two pixels where 25 degrees fill the width of a page."""
SMALLEST = 0.35
"""Degrees an island must measure to be kept."""

Point = tuple[float, float]


def read_arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs in degrees. Source: TopoJSON specification 1.0, sections 2.1.2 and 2.1.3."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for packed in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in packed:
            x, y = x + dx, y + dy
            points.append((x * kx + tx, y * ky + ty))
        arcs.append(points)
    return arcs


def simplify(points: list[Point]) -> list[Point]:
    """The points a line needs to stay within the tolerance. Source: Douglas and Peucker, 1973."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    if points[0] == points[-1] and len(points) > 3:  # a ring: cut at its farthest point first
        far = max(range(len(points)), key=lambda n: distance(points[n], points[0], points[0]))
        keep.add(far)
        stack = [(0, far), (far, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        at = max(range(first + 1, last), key=lambda n: distance(points[n], points[first], points[last]))
        if distance(points[at], points[first], points[last]) > TOLERANCE:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [points[n] for n in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a stretch, in degrees."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0
    along = min(max(along, 0), 1)
    return hypot(point[0] - start[0] - along * dx, point[1] - start[1] - along * dy)


def main(path: str) -> None:
    topology = json.loads(Path(path).read_text(encoding="utf-8"))
    arcs = read_arcs(topology)
    rings = []
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = {"Polygon": [country.get("arcs")], "MultiPolygon": country.get("arcs")}.get(country.get("type"), [])
        rings += [ring for polygon in polygons for ring in polygon]

    def wide(ring: list[int]) -> bool:
        points = [point for n in ring for point in arcs[n if n >= 0 else -1 - n]]
        spans = [max(p[k] for p in points) - min(p[k] for p in points) for k in (0, 1)]
        return max(spans) >= SMALLEST

    rings = [ring for ring in rings if wide(ring)]
    used = sorted({n if n >= 0 else -1 - n for ring in rings for n in ring})
    number = {old: new for new, old in enumerate(used)}
    lines = []
    for old in used:
        points = [(round(x / UNIT), round(y / UNIT)) for x, y in simplify(arcs[old])]
        steps = [points[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points) if a != b)]
        lines.append(" ".join(f"{x} {y}" for x, y in steps))
    lines.append("")
    lines += [" ".join(str(number[n]) if n >= 0 else str(-1 - number[-1 - n]) for n in ring) for ring in rings]
    (HERE / "outlines.txt").write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
