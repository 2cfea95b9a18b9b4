"""What is found becomes entities: their names, slugs and positions, and the register."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefbook.annotate import gazetteer, roles
from briefbook.annotate.bearers import Key
from briefbook.annotate.gazetteer import Place, fold_name
from briefbook.annotate.inversion import sort_name
from briefbook.model.article import Article, Passage
from briefbook.model.entity import Entity, EntityKind, Geography, Mention, PlaceKind, Register, Role
from briefbook.model.text import Slug, Span, filing_key, number_slug, slugify, squeeze

_DEVICES = frozenset({"con", "prn", "aux", "nul"}) | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
"""Names no file may have on Windows, with whatever extension. Source: Microsoft, "Naming Files, Paths, and Namespaces"."""


@dataclass(slots=True, kw_only=True)
class Found:
    """An entity being made."""

    kind: EntityKind
    name: str
    sort_name: str
    mentions: list[Key]
    forms: Counter[str]
    evident: bool
    place: Place | None = None
    listed: int | None = None


def place_name(found: Found) -> str:
    """A country by the gazetteer's name, any other place by its commonest form in the book."""
    if found.place and (found.place.kind is PlaceKind.COUNTRY or found.place.own == "" or not found.forms):
        return found.place.preferred
    spelled = {squeeze(form): count for form, count in found.forms.items() if not form.isupper()}
    if not spelled and found.place:
        return found.place.name
    spelled = spelled or {squeeze(form): count for form, count in found.forms.items()}
    return max(sorted(spelled), key=lambda form: spelled[form])


def tell_apart(made: Sequence[Found], tied: frozenset[int]) -> None:
    """Places of one name get their state or country behind it, but for the country, capital or largest of them.

    Of those that a mention fits equally well (`tied`, by identity) the largest has no better claim.
    """
    same: dict[str, list[Found]] = defaultdict(list)
    for found in made:
        same[fold_name(found.name)].append(found)
    for group in same.values():
        ranked = sorted(group, key=_claim)
        _, obscure, *_ = _claim(ranked[0])
        for found in ranked[0 if obscure and len(ranked) > 1 and id(ranked[0]) in tied else 1 :]:
            if found.place is None:
                continue
            division = (
                gazetteer.place_by_code("region", found.place.country, found.place.division)
                if found.place.division
                else ""
            )
            country = gazetteer.place_by_code("country", found.place.country)
            behind = (
                division
                if division and found.place.kind is PlaceKind.CITY and found.place.country in {"US", "CA"}
                else country
            )
            if behind and fold_name(behind) != fold_name(found.name):
                found.name = f"{found.name}, {behind}"
                found.sort_name = found.name


def _claim(found: Found) -> tuple[bool, bool, int, list[Key]]:
    place = found.place
    if place is None:
        return (True, True, 0, found.mentions)
    return (place.kind is not PlaceKind.COUNTRY, not place.capital, -place.population, found.mentions)


def give_slugs(found: Sequence[Found], listed: Register) -> list[Slug]:
    """A slug for each, unique within its kind; the editor's keep theirs."""
    taken: dict[EntityKind, set[Slug]] = defaultdict(set)
    for entity in listed.entities:
        taken[entity.kind].add(entity.slug)
    slugs = [Slug("")] * len(found)
    order = sorted(
        range(len(found)), key=lambda n: (found[n].kind, -len(found[n].mentions), found[n].name, found[n].mentions)
    )
    for number in order:
        one = found[number]
        if one.listed is not None:
            slugs[number] = listed.entities[one.listed].slug
            continue
        base = slugify(one.name, fallback=one.kind)
        if base in _DEVICES:
            base = Slug(f"{base}-{one.kind}")
        slug, count = base, 2
        while slug in taken[one.kind]:
            slug, count = number_slug(base, count), count + 1
        taken[one.kind].add(slug)
        slugs[number] = slug
    return slugs


def geography_of(place: Place | None) -> Geography | None:
    """Where a place lies and what says so; a place that the gazetteer lacks has no position."""
    if place is None:
        return Geography(kind=PlaceKind.OTHER)
    # The gazetteer gives a country or region a point by convention.
    basis = "GeoNames" if place.kind is PlaceKind.CITY else "a point in its middle"
    return Geography(
        kind=place.kind, country=place.country or None, latitude=place.latitude, longitude=place.longitude, basis=basis
    )


def make_register(
    articles: Sequence[Article],
    linked: Sequence[Sequence[Mention]],
    listed: Register,
    found: Sequence[Found],
    slugs: Sequence[Slug],
) -> Register:
    """The editor's entities and those found that a mention links to."""
    forms: dict[tuple[EntityKind, Slug], set[str]] = defaultdict(set)
    said: dict[Slug, list[Role]] = defaultdict(list)
    for article, mentions in zip(articles, linked, strict=True):
        for mention in mentions:
            if mention.entity is not None:
                forms[mention.kind, mention.entity].add(mention.surface)
        _add_roles(said, article, [mention for mention in mentions if mention.kind is EntityKind.PERSON])
    entities = []
    for entity in listed.entities:
        seen = forms.get((entity.kind, entity.slug), set())
        aliases = tuple(sorted({*entity.aliases, *map(squeeze, seen)} - {entity.name}))
        geography = entity.geography or (_listed_geography(entity) if entity.kind is EntityKind.PLACE else None)
        entities.append(
            replace(
                entity,
                sort_name=entity.sort_name
                or (sort_name(entity.name) if entity.kind is EntityKind.PERSON else entity.name),
                aliases=aliases,
                roles=(*entity.roles, *said.get(entity.slug, ())) if entity.kind is EntityKind.PERSON else entity.roles,
                geography=geography,
            )
        )
    for one, slug in zip(found, slugs, strict=True):
        seen = forms.get((one.kind, slug), set())
        if one.listed is not None or not seen:
            continue
        entities.append(
            Entity(
                slug=slug,
                kind=one.kind,
                name=one.name,
                sort_name=one.sort_name,
                aliases=tuple(sorted(set(map(squeeze, seen)) - {one.name})),
                roles=tuple(said.get(slug, ())) if one.kind is EntityKind.PERSON else (),
                geography=geography_of(one.place) if one.kind is EntityKind.PLACE else None,
            )
        )
    order = {kind: place for place, kind in enumerate(EntityKind)}
    return Register(entities=tuple(sorted(entities, key=lambda e: (order[e.kind], filing_key(e.sort_name), e.slug))))


def _listed_geography(entity: Entity) -> Geography | None:
    """Where the editor's file gives no position: the gazetteer's first place of the name."""
    known = gazetteer.places_named(entity.name)
    return geography_of(known[0]) if known else None


def _add_roles(said: dict[Slug, list[Role]], article: Article, persons: Sequence[Mention]) -> None:
    """Adds what the persons of an article are called at each mention, as printed, each wording once a person."""
    worded: set[tuple[Slug, str]] = set()
    for n, mention in enumerate(persons):
        if mention.entity is None:
            continue
        at = mention.passage
        text = article.blocks[at.block].text
        here = []
        for span in roles.find_roles(text, at.span, _beside(persons, n)):
            role = Role(text=squeeze(span.of(text)), passage=Passage(article.slug, at.block, span))
            if (mention.entity, role.text) not in worded:
                here.append(role)
        said[mention.entity].extend(here)
        worded.update([(mention.entity, role.text) for role in here])


def _beside(persons: Sequence[Mention], n: int) -> list[Span]:
    """Where the persons stand that can bound what is said of the one with that number: the last before it, and those close behind."""
    at = persons[n].passage
    others = [other.passage.span for other in persons[max(0, n - 1) : n] if other.passage.block == at.block]
    for behind in range(n + 1, len(persons)):
        other = persons[behind].passage
        if other.block != at.block or other.span.start >= at.span.end + roles.APPOSITION_REACH:
            break
        others.append(other.span)
    return others
