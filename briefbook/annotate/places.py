"""Over the whole book: which place each mention means, by the gazetteer and what stands around it."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from briefbook.annotate import gazetteer
from briefbook.annotate.gazetteer import Place, fold_name
from briefbook.model.entity import Mention, PlaceKind
from briefbook.model.text import Span

# Weights of evidence for one of several places of a name; by hand, checked on cases (docs/names.md).
QUALIFIED = 12.0
"""", Texas" or ", Germany" follows."""
COUNTRY_NAMED = 0.5
"""Its country is named in the article."""
DIVISION_NAMED = 2.5
"""Its state or province is named in the article."""
VOTE = 2.0
"""For a town of the article whose largest bearer lies in the same state or province, up to three."""
FAR_VOTE = 0.75
"""For a city of a million in the same state."""
NEIGHBOURS = 0.5
"""For every other town or state of that country in the article, up to three."""
LARGE_TOWN = 0.5
"""For a town of a hundred thousand: the press far away knows it."""
FAMOUS = 500_000
FAMOUS_TOWN = 1.0
"""For a town of half a million: nobody need say which it is."""
OTHER_NAME = 1.5
"""Taken off where the name is only another name of a place and a large town's own ("Pittsburgh", of Pittsburg, California)."""
PER_TENFOLD = 1.0
"""For each tenfold of inhabitants."""
SURELY_KNOWN = 1_000_000
"""Inhabitants from which a name means that town before the article has said anything."""
_REMEMBERED = 1 << 15
"""How many surfaces are remembered with their places and what speaks for each."""
AT_HOME = 4
"""Mentions of a state and its towns from which an article is about it."""
ISLAND = 5.0
"""For a part of a country that is no division of it, as Bali and Java are; its inhabitants are not known."""
MARGIN = 0.3
"""What the best place must lead the next by, or the name is reported as ambiguous."""

_OF_A_STATE = re.compile(
    r"[ \u00a0](?:state[ \u00a0][A-Za-z]|Gov\.|Governor|Lt\.[ \u00a0]Gov|Attorney[ \u00a0]General|Supreme[ \u00a0]Court|Legislature|legislature|State[ \u00a0]Patrol)"
)
_AFTER = re.compile(
    r"[ \u00a0]?[,(][ \u00a0]?((?:[^\W\d_]\.){2,}|[^\W\d_][\w.'’\-]*(?:[ \u00a0][^\W\d_][\w.'’\-]*){0,3})"
)


class Located(NamedTuple):
    """What a mention of a place means."""

    place: Place | None
    """None: a place by its words or the engine, not in the gazetteer."""
    why: str
    rivals: tuple[Place, ...] = ()
    """Others that fit nearly as well."""
    metonym: bool = False
    open: bool = False
    """Whether the article means now one, now another of them, and this mention does not say which."""


def qualifier(text: str, end: int) -> tuple[Place, ...]:
    """The country or region that follows the name ending at `end` ("Paris, Texas", "Hamburg, Germany")."""
    opening = text[end : end + 2]
    if not ("," in opening or "(" in opening):
        return ()  # as nearly everywhere
    match = _AFTER.match(text, end)
    if match is None:
        return ()
    words = match[1].split()
    short = gazetteer.division_abbreviations()
    for length in range(len(words), 0, -1):
        name = " ".join(words[:length])
        name = short.get(name) or short.get(name.rstrip(".")) or name
        found = [p for p in gazetteer.places_named(name.rstrip(".")) if p.kind in {PlaceKind.COUNTRY, PlaceKind.REGION}]
        if found:
            return tuple(found)
    return ()


_DIVISIONS = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION})
_BEFORE = re.compile(r"([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,2})(?:,| and|, and) $")
_LISTED = 48
"""Characters before a name in which the one before it in a list stands."""


def _in_a_list(text: str, span: Span) -> bool:
    """Whether the name stands behind another country or region in a list of them."""
    match = _BEFORE.search(text[max(0, span.start - _LISTED) : span.start])
    words = match[1].split() if match else []
    return any(
        place.kind in _DIVISIONS
        for length in range(len(words), 0, -1)
        for place in gazetteer.places_named(" ".join(words[-length:]))[:1]
    )


_QUARTERS = frozenset(
    "north south east west northeast northwest southeast southwest northern southern eastern western central downtown midtown uptown upstate".split()
)
_BYWORDS = frozenset({("Hollywood", "CA"), ("Broadway", "NY"), ("Harlem", "NY"), ("Chelsea", "NY")})
"""Quarters that everybody knows, though towns elsewhere are larger, by the code of their state."""
_DISTRICT = frozenset({"D.C.", "DC", "Washington D.C.", "Washington DC"})
_SHORT_TOWNS = {
    "Rio": "Rio de Janeiro",
    "L.A.": "Los Angeles",
    "LA": "Los Angeles",
    "NYC": "New York City",
    "N.Y.C.": "New York City",
    "S.F.": "San Francisco",
}


_PART = re.compile(
    r"^(?:[Tt]he|[Nn]orthern|[Ss]outhern|[Ee]astern|[Ww]estern|[Cc]entral|[Dd]owntown|[Uu]pper|[Ll]ower) (?=\w)"
)
"""What says which part of a place is meant."""
_SORT = re.compile(r" (?:[Cc]ity|[Pp]rovince|[Gg]overnorate|[Rr]egion|[Dd]istrict|[Ss]tate|[Oo]blast|[Cc]ounty)$")
"""What sort of place it is."""


@lru_cache(maxsize=_REMEMBERED)
def _looked_up(surface: str) -> tuple[Place, ...]:
    short = gazetteer.division_abbreviations()
    if surface in short and surface.endswith("."):
        return gazetteer.places_named(short[surface])  # "Ore." is no town in Nigeria
    bare = _PART.sub("", surface)
    if fold_name(surface) in _QUARTERS:
        return ()  # "the North" is no region of Uganda
    if surface in _DISTRICT:
        return gazetteer.places_named("Washington")[:1]
    if surface in _SHORT_TOWNS:
        return gazetteer.places_named(_SHORT_TOWNS[surface])
    for name in (surface, bare):
        found = gazetteer.places_meant(name)
        if found:
            return found
    if surface in short and len(surface) > 2:
        return gazetteer.places_named(short[surface])
    stripped = _SORT.sub("", bare)
    return gazetteer.places_named(stripped) if stripped != bare else ()


def locate(
    mentions: Sequence[tuple[int, Mention, str]], metonym: Mapping[int, bool], leaning: Mapping[str, int]
) -> dict[int, Located]:
    """What each mention of one article means.

    Args:
        mentions: Number of the mention, itself, the text of its block; in order.
        metonym: Which of them mean a government.
        leaning: Countries of the book, by how often they are named.
    """
    candidates = {n: _looked_up(mention.surface) for n, mention, _ in mentions}
    qualified: dict[str, dict[int, tuple[Place, ...]]] = defaultdict(dict)
    """By name, the mentions that say which they are, and how."""
    evidence = _Evidence(Counter(), Counter(), defaultdict(set), defaultdict(set), defaultdict(list), set(), leaning)
    absent: dict[str, str] = {}
    """Towns by folded name that are said to lie in a state where the gazetteer has none of the name."""
    for n, mention, text in mentions:
        key = fold_name(mention.surface)
        found = candidates[n]
        after = qualifier(text, mention.passage.span.end)
        if after and found and found[0].kind in _DIVISIONS and _in_a_list(text, mention.passage.span):
            after = ()  # "Illinois, Iowa, Louisiana and Maine": no town of Iowa in Louisiana
        if after and any(_within(place, after) for place in found):
            qualified[key][n] = after
            first = next(q for q in after if any(_within(place, (q,)) for place in found))
            evidence.countries[first.country] += 1
            evidence.towns[first.country].add(key)
            if first.kind is PlaceKind.REGION:
                evidence.divisions[first.country, first.division] += 1
        elif found and found[0].kind is PlaceKind.COUNTRY:
            evidence.countries[found[0].country] += 1
        elif found and found[0].kind is PlaceKind.CITY and found[0].population >= SURELY_KNOWN:
            # "New York" is named in reports from everywhere: it hardly tells that a town lies in its state.
            evidence.far.add((found[0].country, found[0].division))
            evidence.towns[found[0].country].add(key)
        elif found and (found[0].kind is PlaceKind.REGION or len({(p.country, p.division) for p in found}) == 1):
            if found[0].kind is PlaceKind.CITY:
                evidence.alone[found[0].country, found[0].division].append(key)
            evidence.towns[found[0].country].add(key)
            evidence.divisions[found[0].country, found[0].division] += 1
        elif found:
            # Its largest bearer, as a guess: two towns of one state make the state likely.
            evidence.votes[found[0].country, found[0].division].add(key)
            if found[0].capital:
                evidence.towns[found[0].country].add(key)
        elsewhere = _state_without(found, text, mention.passage.span.end)
        if elsewhere:
            absent[key] = elsewhere
    located: dict[int, Located] = {}
    bare_before: dict[str, list[int]] = defaultdict(list)
    chosen: dict[str, Located] = {}
    for at, (n, mention, text) in enumerate(mentions):
        found = candidates[n]
        if not found:
            located[n] = Located(None, "a place by its words; the gazetteer has none of that name")
            continue
        key = fold_name(mention.surface)
        if key in absent and key not in qualified:
            located[n] = Located(None, f"the gazetteer has none of that name in {absent[key]}")
            continue
        said = qualified.get(key, {})
        after = said.get(n, ())
        if said and not after:
            famous = next((p for p in found if p.capital or p.population >= SURELY_KNOWN), None)
            if any(
                evidence.divisions[q.country, q.division] >= AT_HOME for qs in said.values() for q in qs if q.division
            ):
                famous = None  # "suburban Birmingham", in a report on Alabama
            headline = not _ENDS.search(text) or (mention.passage.block == 0 and len(text) <= HEADLINE_LENGTH)
            after = _meant_elsewhere(n, said, famous, headline=headline)
            if after and famous is not None and bare_before[key]:
                others = tuple(place for place in found if _within(place, after))[:1]
                located[n] = Located(famous, "the article has more than one of that name", others, open=True)
                continue
            if not after and famous is not None:
                bare_before[key].append(n)
                located[n] = Located(famous, "the one everybody knows by that name", metonym=metonym.get(n, False))
                continue
        around = _around(mentions, candidates, at) or _state_behind(text, mention.passage.span.end, found)
        if after or around:
            meant = _choose(found, mention.surface, after, around, evidence)
        elif mention.surface in chosen:
            meant = chosen[mention.surface]  # nothing beside it tells: it means what it means elsewhere in the article
        else:
            meant = chosen[mention.surface] = _choose(found, mention.surface, (), (), evidence)
        governs = meant.place is not None and metonym.get(n, False)
        located[n] = meant._replace(metonym=True) if governs else meant
    return located


def _choose(
    found: Sequence[Place], surface: str, after: Sequence[Place], around: Sequence[Place], evidence: "_Evidence"
) -> Located:
    """Which of the places that are called so is meant, by what stands beside the name and what else the article names."""
    key = fold_name(surface)
    if found[0].kind is PlaceKind.COUNTRY and not after and not around:
        # Whoever means a town called like a country says where it is: "Peru, Indiana".
        found = tuple([place for place in found if place.kind is not PlaceKind.CITY])
    best = found[0]
    rivals: tuple[Place, ...] = ()
    if len(found) > 1:
        own, told = _own_weights(surface), (*after, *around)
        scored = [(-_weight(p, own[i], told, evidence, key), i, p) for i, p in enumerate(found)]
        scored.sort(key=itemgetter(0, 1))
        least, _, best = scored[0]
        rivals = tuple([p for weight, _, p in scored[1:4] if weight - least < MARGIN and _far(best, p)])
    if not after and best not in around and not _is_supported(best, evidence, key):
        return Located(None, "a village of that name is in the gazetteer, but nothing in the article lies near it")
    if rivals:
        why = "the gazetteer has more than one of that name, and the article does not say which"
    elif best in around:
        why = "what stands beside it says which"
    else:
        why = _reason(best, found, after, evidence.countries)
    return Located(best, why, rivals, open=bool(rivals))


_STATE_SHORT = re.compile(r", ([A-Z][\w.]{1,6}\.)(?=[,;)\s]|$)")


def _state_without(found: Sequence[Place], text: str, end: int) -> str:
    """The state that a town is said to lie in by its abbreviation ("Oslo, Minn."), where none of those found does; else empty."""
    match = _STATE_SHORT.match(text, end) if found else None
    name = gazetteer.division_abbreviations().get(match[1]) if match else None
    if name is None:
        return ""
    states = [p for p in gazetteer.places_named(name) if p.kind is PlaceKind.REGION]
    return name if states and not any(_within(place, states) for place in found) else ""


VILLAGE = 15_000
"""Inhabitants up to which a town is named far away only with what lies around it."""


def _is_supported(place: Place, evidence: "_Evidence", key: str) -> bool:
    """Whether a town is large enough to be meant anywhere, or something else of the article lies in its state or country.

    In the United States it must be the state: every other article names the country.
    """
    if place.kind is not PlaceKind.CITY or place.population >= VILLAGE or place.capital:
        return True
    where = (place.country, place.division)
    if (
        evidence.divisions.get(where, 0) > evidence.alone[where].count(key)
        or where in evidence.far
        or _others(evidence.votes.get(where), key)
    ):
        return True
    # The only one of its name is meant unless something else lies in another country.
    elsewhere = evidence.countries.keys() | evidence.towns.keys()
    if key in evidence.alone[where] and elsewhere <= {place.country}:
        return True
    if place.country == "US":
        return False
    return bool(evidence.countries.get(place.country) or _others(evidence.towns.get(place.country), key))


def _around(
    mentions: Sequence[tuple[int, Mention, str]], candidates: Mapping[int, Sequence[Place]], at: int
) -> tuple[Place, ...]:
    """The country or region that the name at `at` means where the place right before it lies in one ("In Atlanta, Georgia")."""
    if not at:
        return ()
    (before, town, _), (n, mention, text) = mentions[at - 1 : at + 1]
    one, other = town.passage, mention.passage
    if one.block != other.block or text[one.span.end : other.span.start] not in {", ", " ("}:
        return ()
    wholes = [p for p in candidates[n] if p.kind in {PlaceKind.COUNTRY, PlaceKind.REGION}]
    return tuple(whole for whole in wholes if any(_within(part, (whole,)) for part in candidates[before]))[:1]


def _state_behind(text: str, end: int, found: Sequence[Place]) -> tuple[Place, ...]:
    """The American state where an officer of one is named behind it ("Georgia state Rep. Ruwa Romman", "Georgia Gov.")."""
    if _OF_A_STATE.match(text, end) is None:
        return ()
    return tuple(p for p in found if p.kind is PlaceKind.REGION and p.country == "US")[:1]


HEADLINE_LENGTH = 90
"""Characters up to which what opens an article is its headline, though it ends in a full stop as a wire's does."""
_ENDS = re.compile(r"[.!?…][”\"’')]*\s*$")
"""What ends a paragraph and no headline."""


def _meant_elsewhere(
    n: int, said: Mapping[int, tuple[Place, ...]], famous: Place | None, *, headline: bool
) -> tuple[Place, ...]:
    """The qualifier that a mention without one takes over from another of the article; empty where it takes none.

    "Paris, Texas" stays itself: before it "Paris" is the one everybody knows. A headline above, a name nobody would know
    without its country, and what comes after the first qualified mention mean the qualified one.
    """
    before = [number for number in said if number < n]
    if famous is not None and any(_within(famous, after) for after in said.values()):
        famous = None
    if before:
        return said[before[-1]]
    return next(iter(said.values())) if famous is None or headline else ()


def _within(place: Place, qualifiers: Sequence[Place]) -> bool:
    return any(
        place.country == q.country
        and (q.kind is PlaceKind.COUNTRY or place.division == q.division)
        and place.kind is not PlaceKind.COUNTRY
        for q in qualifiers
    )


def _is_its_town(town: Place, region: Place) -> bool:
    """Whether a region's name means the town in it of that name."""
    own = town.own in {"", f"{town.name} City"}
    return own and not _far(town, region) and town.population >= max(50_000, region.population // gazetteer.TOWN_SHARE)


def _far(one: Place, other: Place) -> bool:
    return abs(one.latitude - other.latitude) > 1.5 or abs(one.longitude - other.longitude) > 1.5


class _Evidence(NamedTuple):
    """What an article's other places tell."""

    countries: Counter[str]
    divisions: Counter[tuple[str, str]]
    towns: defaultdict[str, set[str]]
    """Folded names of towns and states, by country."""
    votes: defaultdict[tuple[str, str], set[str]]
    """Folded names of towns, by the state their largest bearer lies in."""
    alone: defaultdict[tuple[str, str], list[str]]
    """By state, the folded name of each mention of a town that has the only one of its name."""
    far: set[tuple[str, str]]
    """States of cities that everybody knows."""
    leaning: Mapping[str, int]


@lru_cache(maxsize=_REMEMBERED)
def _own_weights(surface: str) -> tuple[float, ...]:
    """What speaks for each place that is looked up under a name, whatever the article says."""
    found = _looked_up(surface)
    return tuple(
        _own_weight(place, found) + (FAMOUS_TOWN * 3 if (surface, place.division) in _BYWORDS else 0.0)
        for place in found
    )


def _own_weight(place: Place, found: Sequence[Place]) -> float:
    weight = 0.0
    size = max(place.population, 300)
    tenfold = 0.0
    while size >= 10:
        size //= 10
        tenfold += 1.0
    lead = max(place.population, 300) / 10**tenfold
    weight += PER_TENFOLD * (tenfold + (lead - 1) / 9 * 0.9)
    if place.kind is PlaceKind.COUNTRY:
        weight += 4.0
    elif place.kind in {PlaceKind.AREA, PlaceKind.OTHER}:
        weight += 7.0
    elif place.kind is PlaceKind.REGION and not place.division:
        weight += ISLAND
    elif place.capital and not place.own and place.population >= gazetteer.LARGE:
        weight += 1.5
    elif place.kind is PlaceKind.REGION:
        weight -= 0.5
        if any(p.kind is PlaceKind.CITY and _is_its_town(p, place) for p in found):
            weight -= 2.5
    if place.own and any(p.kind is PlaceKind.COUNTRY and p.country == place.country for p in found):
        weight -= 2 * OTHER_NAME  # "Mexico" is no Mexico City
    if place.own and place.own != f"{place.name} City" and place.kind is not PlaceKind.COUNTRY:
        weight -= 0.25 if place.population >= gazetteer.LARGE else 0.5
        if any(not p.own and p.population >= gazetteer.LARGE for p in found):
            weight -= OTHER_NAME
    if place.kind is PlaceKind.CITY and place.population >= gazetteer.LARGE:
        weight += LARGE_TOWN
        if place.population >= FAMOUS and not place.own:
            weight += FAMOUS_TOWN
    return weight


def _weight(place: Place, weight: float, after: Sequence[Place], evidence: _Evidence, key: str) -> float:
    """The place's own weight with what the article adds."""
    if after and (_within(place, after) or place in after):
        weight += QUALIFIED
    if place.kind is not PlaceKind.COUNTRY:
        if evidence.countries.get(place.country):
            weight += COUNTRY_NAMED
        elif evidence.leaning.get(place.country, 0) > 2:
            weight += COUNTRY_NAMED / 2
        weight += min(_others(evidence.towns.get(place.country), key), 3) * NEIGHBOURS
        where = (place.country, place.division)
        if place.division and evidence.divisions.get(where, 0):
            weight += DIVISION_NAMED
        if place.division:
            weight += VOTE * min(_others(evidence.votes.get(where), key), 3)
            if where in evidence.far:
                weight += FAR_VOTE
    return weight


def _others(names: Collection[str] | None, key: str) -> int:
    """How many names but this one there are."""
    return len(names) - (key in names) if names else 0


def _reason(best: Place, found: Sequence[Place], after: Sequence[Place], countries: Mapping[str, int]) -> str:
    if after and _within(best, after):
        return f"{after[0].preferred} is named with it"
    if len(found) == 1:
        return "the gazetteer has one place of that name"
    if best.kind is PlaceKind.COUNTRY:
        return "a country"
    if countries.get(best.country):
        return "its country is named in the article"
    return "the largest place of that name"
