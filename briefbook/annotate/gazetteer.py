"""The shipped places, countries, nationality words and words of names: looked up.

The tables lie in `briefbook/lexicon`, are read at first use, and are never changed. Of places.tsv only the lines of names that
are asked for are read.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from briefbook.annotate import placenames
from briefbook.model.entity import PlaceKind
from briefbook.model.text import fold

_SEPARATOR = re.compile(r"[\W_]+")
_DROPPED = re.compile(r"['’ʼ‘`.]")
_REMEMBERED = 1 << 16
"""How many names are remembered with their places; a book of thousands of articles has fewer."""


@lru_cache(maxsize=_REMEMBERED)
def fold_name(name: str) -> str:
    """`name` for looking up: folded, apostrophes and full stops dropped, every other run of punctuation one space."""
    if name.isascii():
        words = name.split()
        if "".join(words).isalpha():
            return " ".join(words).lower()  # as nearly every name
    return _SEPARATOR.sub(" ", _DROPPED.sub("", fold(name))).strip()


class Place(NamedTuple):
    """One place of the gazetteer under one of its names."""

    name: str
    """As printed."""
    kind: PlaceKind
    country: str
    """ISO 3166-1 alpha-2, or empty where it lies in several."""
    division: str
    """GeoNames code of the first-level division, or empty."""
    latitude: float
    longitude: float
    population: int
    capital: bool
    own: str
    """The place's own name where `name` is another one, else empty."""

    @property
    def preferred(self) -> str:
        """The name an index would use."""
        return self.own or self.name

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Tells places apart, whatever they are called."""
        return (self.kind, self.country, self.division, self.preferred)


@lru_cache(maxsize=_REMEMBERED)
def begins_place(word: str) -> bool:
    """Whether the gazetteer has a name of several words that begins with `word`, folded."""
    return placenames.begins_name(word)


_PLACE_KINDS = {kind.value: kind for kind in PlaceKind} | {"capital": PlaceKind.CITY}


def _place(line: bytes) -> Place:
    _, name, kind, country, division, latitude, longitude, people, *own = line.decode().split("\t")
    return Place(
        name,
        _PLACE_KINDS[kind],
        country,
        division,
        float(latitude),
        float(longitude),
        int(people),
        kind == "capital",
        own[0][1:] if own else "",
    )


_RANKS = {PlaceKind.COUNTRY: 0, PlaceKind.AREA: 1, PlaceKind.OTHER: 1, PlaceKind.REGION: 3, PlaceKind.CITY: 3}


LARGE = 100_000
"""Inhabitants from which a town is known far away."""
TOWN_SHARE = 8
"""A region's name means its town of the same name where that has this part of its inhabitants."""
SMALL = 5_000
"""Inhabitants below which a town's name by itself tells nothing: it is as often a surname or a word."""


def _prominence(place: Place) -> tuple[int, int, str, str, str]:
    rank = _RANKS[place.kind]
    if place.capital and not place.own and place.population >= LARGE:
        rank = 2
    elif place.kind is PlaceKind.REGION and not place.division:
        rank = 1
    # A region named like its chief town counts that town's people: the town is meant.
    other = place.own and place.own != f"{place.name} City"
    share = 1 if place.kind is not PlaceKind.REGION else 2 if place.country == "US" else 6
    people = place.population // (4 if other else 1) // share
    return (rank, -people, place.country, place.division, place.preferred)


@lru_cache(maxsize=_REMEMBERED)
def places_named(name: str) -> tuple[Place, ...]:
    """The places called `name`, the most prominent first: countries, areas, capitals, then by population.

    An abbreviation ("US", "UAE") is found in capitals only, so that "us" is no country.
    """
    key = fold_name(name)
    if not key or len(key) > placenames.LONGEST:
        return ()
    return _ranked(key, placenames.lines_of(key), capitals=name.isupper())


_SHORT_NAME = 4
"""Letters up to which a name may be an abbreviation."""


def _ranked(key: str, lines: list[bytes], *, capitals: bool) -> tuple[Place, ...]:
    """The places of the lines of a name, the most prominent first."""
    found = [_place(line) for line in lines]
    if len(key) <= _SHORT_NAME:
        found = [place for place in found if place.name.isupper() == capitals or (capitals and len(key) == _SHORT_NAME)]
    found.sort(key=_prominence)
    if found and found[0].kind is PlaceKind.REGION and found[0].division:
        # A region named like a town in it: the town is meant.
        where = (found[0].country, found[0].division)
        town = next(
            (
                p
                for p in found
                if p.kind is PlaceKind.CITY
                and (p.country, p.division) == where
                and p.population >= max(SMALL, found[0].population // TOWN_SHARE)
                and p.own in {"", f"{p.name} City"}
            ),
            None,
        )
        if town is not None:
            found.remove(town)
            found.insert(0, town)
    return tuple(found)


_HEAVENLY = frozenset(
    {"soul", "mercury", "venus", "earth", "mars", "jupiter", "saturn", "neptune", "pluto", "moon", "sun"}
)


@lru_cache(maxsize=_REMEMBERED)
def places_meant(name: str) -> tuple[Place, ...]:
    """The places that `name` can mean in a text: of an English word, those really printed so.

    Time is a town, but "God" is no Göd, "Soul" no Seoul, and Mars is not in Pennsylvania.
    """
    found = places_named(name)
    key = fold_name(name)
    if not found or name.isupper() or (key not in common_words() and key not in _HEAVENLY):
        return found
    return tuple(
        place
        for place in found
        if place.kind not in {PlaceKind.CITY, PlaceKind.REGION}
        or (not place.own and place.name.casefold() == name.casefold() and key not in _HEAVENLY)
    )


@cache
def _word_lists() -> dict[str, frozenset[str]]:
    text = (files("briefbook") / "lexicon" / "name_words.txt").read_text("utf-8")
    lists: dict[str, frozenset[str]] = {}
    for section in re.split(r"^\[", text, flags=re.MULTILINE)[1:]:
        name, _, body = section.partition("]")
        words = [word for line in body.splitlines() if not line.startswith("#") for word in line.split()]
        lists[name] = frozenset(word.replace("_", " ") for word in words)
    return lists


@cache
def words(section: str) -> frozenset[str]:
    """The words of a section of name_words.txt, in lower case."""
    return frozenset(word.lower() for word in _word_lists()[section])


def _list(name: str) -> frozenset[str]:
    return frozenset((files("briefbook") / "lexicon" / name).read_text("utf-8").split())


@cache
def pronouns_of_given_names() -> Mapping[str, str]:
    """The pronoun, "he" or "she", of the given names that nearly always go with one, folded."""
    text = (files("briefbook") / "lexicon" / "given_names_by_sex.tsv").read_text("utf-8")
    return dict(line.split("\t") for line in text.splitlines())


@cache
def given_names() -> frozenset[str]:
    """Given names and their short forms, folded; of the short forms none that is a word."""
    return _list("given_names.txt") | (same_given_names().keys() - common_words())


@cache
def surnames() -> frozenset[str]:
    """Surnames, folded."""
    return _list("surnames.txt")


@cache
def common_words() -> frozenset[str]:
    """English words that are seldom names, folded."""
    return _list("common_words.txt")


@cache
def nationalities() -> dict[str, str]:
    """Words for what and who is of a country, in lower case, to its ISO code; an empty code where it is of none."""
    table = dict.fromkeys(words("nationality"), "")
    text = (files("briefbook") / "lexicon" / "countries.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        code, _, _, adjectives = line.split("\t")
        for word in filter(None, adjectives.lower().split("|")):
            table[word] = code
            if word != "philippine":  # whose plural is the country
                table[word + "s"] = code
    return table


_DIVISIONS = {
    "US": "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|FL Florida"
    "|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts"
    "|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico"
    "|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina"
    "|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming",
    "CA": "ON Ontario|QC Quebec|NS Nova Scotia|NB New Brunswick|MB Manitoba|BC British Columbia|SK Saskatchewan|AB Alberta",
}
_SHORT = (
    "Ala AL|Ariz AZ|Ark AR|Calif CA|Colo CO|Conn CT|Del DE|Fla FL|Ga GA|Ill IL|Ind IN|Kan KS|Kans KS|Ky KY|La LA|Md MD|Mass MA|Mich MI|Minn MN"
    "|Miss MS|Mo MO|Mont MT|Neb NE|Nev NV|Okla OK|Ore OR|Oreg OR|Pa PA|Penn PA|Tenn TN|Tex TX|Vt VT|Va VA|Wash WA|Wis WI|Wyo WY|Ont ON|Que QC|Alta AB|Sask SK|Man MB"
)


@cache
def division_abbreviations() -> dict[str, str]:
    """Abbreviations of American states and Canadian provinces as printed after a town's name, to the full name.

    Source: The Associated Press's and the United States Postal Service's usage.
    """
    names = dict(entry.split(" ", 1) for listed in _DIVISIONS.values() for entry in listed.split("|"))
    table = dict(names)
    # "L.A." is no Louisiana.
    table.update({f"{code[0]}.{code[1]}.": name for code, name in names.items() if code != "LA"})
    for entry in _SHORT.split("|"):
        short, code = entry.split()
        table[f"{short}."] = names[code]
        table.setdefault(short, names[code])
    table["W.Va."] = table["W. Va."] = "West Virginia"
    return table


@cache
def same_given_names() -> dict[str, frozenset[int]]:
    """Given names, folded, to the numbers of the groups of forms they belong to ("bill" and "william" share one)."""
    groups: dict[str, set[int]] = {}
    text = (files("briefbook") / "lexicon" / "nicknames.txt").read_text("utf-8")
    for number, line in enumerate(text.splitlines()):
        if not line.startswith("#"):
            for word in line.split():
                groups.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


@cache
def _names_by_code() -> dict[tuple[str, ...], str]:
    text = (files("briefbook") / "lexicon" / "divisions.tsv").read_text("utf-8")
    fields = [line.split("\t") for line in text.splitlines()]
    return {tuple(codes): name for *codes, name in fields}


def place_by_code(kind: str, country: str, division: str = "") -> str:
    """The name of a country, or of a first-level division of one, by its codes; empty where there is none."""
    return _names_by_code().get((kind, country, division), "")


def name_divisions(table: bytes) -> str:
    """divisions.tsv for the lines of places.tsv: kind, country, division and name of every country and first-level division."""
    names: dict[tuple[str, str, str], tuple[int, str]] = {}
    for line in table.removesuffix(b"\n").split(b"\n"):
        if b"\tcountry\t" not in line and b"\tregion\t" not in line:
            continue
        place = _place(line)
        if place.own or (place.kind is PlaceKind.REGION and place.name.endswith(" County")):
            continue
        codes = (str(place.kind), place.country, place.division)
        # A state of the past shares the code of today's, but nobody lives there.
        if codes not in names or place.population > names[codes][0]:
            names[codes] = (place.population, place.name)
    return "".join("\t".join((*codes, name)) + "\n" for codes, (_, name) in sorted(names.items()))


COUNTRY = 4.0
AREA = 3.0
CAPITAL = 3.0
REGION = 2.5
CITY = ((1_000_000, 2.5), (LARGE, 2.0), (15_000, 1.0), (0, 0.5))
"""How sure a name by itself is a place, by the most prominent place of that name; a town's by its inhabitants."""
OTHER_NAME = 0.5
"""Taken off where the name is but another name of a town or region."""
_PLAYING = frozenset({"England", "Scotland", "Wales", "Northern Ireland", "West Indies"})
"""Regions that news texts treat as countries: they field national sides."""


def is_place(key: str) -> bool:
    """Whether the gazetteer has that folded name."""
    return placenames.worth_of(key) >= 0


@lru_cache(maxsize=_REMEMBERED)
def place_strength(name: str) -> float:
    """How sure it is that `name` by itself is a place: 0 for none in the gazetteer, COUNTRY at the most."""
    key = fold_name(name)
    worth = placenames.worth_of(key) if len(key) <= placenames.LONGEST else -1
    if worth <= 0 and (worth < 0 or len(key) > _SHORT_NAME):
        return 0.0
    if len(key) > _SHORT_NAME and key not in common_words() and key not in _HEAVENLY:
        return _STRENGTHS[worth]
    return _strength(places_meant(name))


_STRENGTHS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
"""By what places.idx says of a name."""


def index_places(table: bytes) -> bytes:
    """places.idx for the lines of places.tsv: where a name stands, and how sure it by itself is a place."""
    return placenames.make_index(
        table, lambda key, lines: _STRENGTHS.index(_strength(_ranked(key, lines, capitals=False)))
    )


def _strength(found: Sequence[Place]) -> float:
    if not found:
        return 0.0
    place = found[0]
    if place.kind is PlaceKind.COUNTRY or place.name in _PLAYING:
        return COUNTRY
    if place.kind in {PlaceKind.AREA, PlaceKind.OTHER}:
        return AREA
    if place.capital and not place.own and place.population >= LARGE:
        return CAPITAL
    other = OTHER_NAME if place.own and place.own != f"{place.name} City" else 0.0
    if place.kind is PlaceKind.REGION:
        # A small region under another name is as often a word.
        if not place.division:
            return REGION - other  # listed by hand
        return REGION - 2 * other if place.population >= 500_000 or not other else 0.5
    return max(0.0, next(weight for people, weight in CITY if place.population >= people) - other)
