"""People, places and organisations together, under the editor's rulings: mentions are linked, the register grows."""

import itertools
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from briefbook.annotate import gazetteer, organisations, people, places, roles
from briefbook.annotate.gazetteer import Place, fold_name
from briefbook.annotate.inversion import sort_name
from briefbook.annotate.person_names import is_regnal, parse_name
from briefbook.model.article import Article, Passage
from briefbook.model.config import AnnotateConfig
from briefbook.model.diagnostics import Diagnostic, Outcome, report
from briefbook.model.entity import Entity, EntityKind, Geography, Mention, OpenName, PlaceKind, Register, Role
from briefbook.model.text import Slug, Span, filing_key, slugify, squeeze

SURE = frozenset({"front-matter", "content"})
"""Recognisers that are the editor's own hand."""
_DEVICES = frozenset({"con", "prn", "aux", "nul"}) | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
"""Names no file may have on Windows, with whatever extension. Source: Microsoft, "Naming Files, Paths, and Namespaces"."""
_BESIDE = 40
"""Names looked at behind a name: more than its apposition has room for."""
Key = tuple[int, int]
"""(article, number of the mention in it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The register grown by what was found, and the mentions linked to it."""

    register: Register
    mentions: tuple[tuple[Mention, ...], ...]
    """One tuple an article, by block and offset."""


@dataclass(slots=True, kw_only=True)
class _Found:
    """An entity being made."""

    kind: EntityKind
    name: str
    sort_name: str
    mentions: list[Key]
    forms: Counter[str]
    evident: bool
    place: Place | None = None
    listed: int | None = None


@dataclass(slots=True, kw_only=True)
class _State:
    """What the three resolvers write into."""

    found: list[_Found]
    link: dict[Key, tuple[int, str]]
    """To the number of a `_Found`, and why."""
    open: dict[Key, tuple[tuple[int, ...], str]]
    metonym: frozenset[Key] = frozenset()


def resolve_names(
    articles: Sequence[Article],
    mentions: Sequence[tuple[Mention, ...]],
    listed: Register,
    config: AnnotateConfig,
) -> Outcome[Resolved]:
    """Every mention linked to an entity, or open.

    Args:
        articles: In the book's order.
        mentions: One tuple an article, unresolved.
        listed: The editor's entities.
        config: `show` says which provisional entities the book has.

    Returns:
        The register by kind and sort name with its open names, and the mentions; mentions of hidden entities are gone.
        Reports `mention-ambiguous` once a name and article, and `entity-unknown` for a ruling that names no entity.
    """
    state = _State(found=[], link={}, open={})
    _resolve_people(mentions, articles, listed, state)
    _resolve_places(mentions, articles, listed, state)
    _resolve_organisations(mentions, articles, listed, state)
    slugs = _give_slugs(state.found, listed)
    faults: list[Diagnostic] = []
    linked, opened = _link(articles, mentions, listed, config, state, slugs, faults)
    register = _register(articles, linked, listed, state.found, slugs)
    return Outcome(
        Resolved(register=replace(register, open=tuple(opened)), mentions=linked),
        (*faults, *_report_open(articles, opened)),
    )


def _of_kind(mentions: Sequence[tuple[Mention, ...]], kind: EntityKind) -> list[list[tuple[int, Mention]]]:
    return [[(n, m) for n, m in enumerate(found) if m.kind is kind] for found in mentions]


def _listed_of(listed: Register, kind: EntityKind) -> list[tuple[int, Entity]]:
    return [(n, e) for n, e in enumerate(listed.entities) if e.kind is kind]


def _resolve_people(
    mentions: Sequence[tuple[Mention, ...]], articles: Sequence[Article], listed: Register, state: _State
) -> None:
    ours = _listed_of(listed, EntityKind.PERSON)
    distinct = {n: frozenset(e.distinct_from) for n, e in ours if e.distinct_from}
    persons = [
        [(n, m, roles.has_title(article.blocks[m.passage.block].text, m.passage.span.start)) for n, m in found]
        for article, found in zip(articles, _of_kind(mentions, EntityKind.PERSON), strict=True)
    ]
    told = {
        (a, n): known
        for a, (article, found) in enumerate(zip(articles, persons, strict=True))
        for n, m, _ in found
        if (known := roles.told_of(article.blocks[m.passage.block].text, m.passage.span)) != roles.Told()
    }
    apposed = _apposed(articles, persons)
    born = _born(articles, persons)
    links = people.resolve_people(persons, [(n, (e.name, *e.aliases)) for n, e in ours], distinct, told, apposed, born)
    base = len(state.found)
    for person in links.people:
        name = people.display_name(person) if person.surfaces else ""
        sure = any(mentions[a][n].found_by in SURE for a, n in person.mentions)
        full = any(parsed.given for parsed in person.names)
        entity = listed.entities[person.listed] if person.listed is not None else None
        state.found.append(
            _Found(
                kind=EntityKind.PERSON,
                name=entity.name if entity else name,
                sort_name=entity.sort_name if entity else sort_name(name),
                mentions=list(person.mentions),
                forms=person.surfaces,
                evident=full or person.titled or sure or any(is_regnal(form.split()) for form in person.surfaces),
                listed=person.listed,
            )
        )
    for key, (number, why) in links.link.items():
        state.link[key] = (base + number, why)
    for key, (numbers, why) in links.open.items():
        state.open[key] = (tuple(base + number for number in numbers), why)


def _apposed(articles: Sequence[Article], persons: Sequence[Sequence[tuple[int, Mention, bool]]]) -> dict[Key, int]:
    """Mentions that the full name in apposition right after them explains ("Ms. Banda, his daughter Rose Banda")."""
    explained: dict[Key, int] = {}
    for a, (article, found) in enumerate(zip(articles, persons, strict=True)):
        for (n, one, _), (m, other, _) in itertools.pairwise(found):
            if one.passage.block == other.passage.block:
                between = article.blocks[one.passage.block].text[one.passage.span.end : other.passage.span.start]
                if roles.is_apposition(between):
                    explained[a, n] = m
    return explained


def _born(articles: Sequence[Article], persons: Sequence[Sequence[tuple[int, Mention, bool]]]) -> dict[Key, int]:
    """Full names with which somebody named before them was born ("Born Naomi Rosen in Vilnius")."""
    explained: dict[Key, int] = {}
    for a, (article, found) in enumerate(zip(articles, persons, strict=True)):
        before: dict[tuple[str, ...], int] = {}
        for n, mention, _ in found:
            given = parse_name(mention.surface).given
            at = mention.passage
            if given in before and roles.is_birth_name(article.blocks[at.block].text, at.span.start):
                explained[a, n] = before[given]
            elif given:
                before[given] = n
    return explained


def _open_listed(listed: Register, kind: EntityKind, state: _State, key: Callable[[str], str]) -> dict[str, int]:
    """Opens an entity for each that the editor lists; gives their numbers by every form's key, the first taking it."""
    by_name: dict[str, int] = {}
    for number, entity in _listed_of(listed, kind):
        state.found.append(
            _Found(
                kind=kind,
                name=entity.name,
                sort_name=entity.sort_name,
                mentions=[],
                forms=Counter(),
                evident=True,
                listed=number,
            )
        )
        for form in (entity.name, *entity.aliases):
            by_name.setdefault(key(form), len(state.found) - 1)
    return by_name


def _resolve_places(
    mentions: Sequence[tuple[Mention, ...]], articles: Sequence[Article], listed: Register, state: _State
) -> None:
    by_place: dict[tuple[str, ...], int] = {}
    by_name = _open_listed(listed, EntityKind.PLACE, state, fold_name)
    leaning: Counter[str] = Counter()
    every = _of_kind(mentions, EntityKind.PLACE)
    for found in every:
        for country in {
            p[0].country
            for p in (gazetteer.places_named(m.surface) for _, m in found)
            if p and p[0].kind is PlaceKind.COUNTRY
        }:
            leaning[country] += 1
    metonyms: set[Key] = set()
    for article, found in enumerate(every):
        texts = [block.text for block in articles[article].blocks]
        governments = {}
        for n, mention in found:
            known = gazetteer.places_named(mention.surface)
            span = mention.passage.span
            governments[n] = places.is_metonym(
                texts[mention.passage.block], span.start, span.end, known[0] if known else None
            )
        located = places.locate([(n, m, texts[m.passage.block]) for n, m in found], governments, leaning)
        for n, mention in found:
            key = (article, n)
            at = located[n]
            ours = by_name.get(fold_name(mention.surface))
            if ours is not None:
                _attach(state, key, ours, mention, "a name its file lists")
            elif at.open and at.place is not None:
                numbers = tuple(_place_number(place, by_place, state) for place in (at.place, *at.rivals))
                state.open[key] = (numbers, at.why)
                continue
            else:
                meant = at.place or fold_name(re.sub(r"^[Tt]he ", "", mention.surface))
                _attach(state, key, _place_number(meant, by_place, state), mention, at.why)
            if at.metonym:
                metonyms.add(key)
    state.metonym = frozenset(metonyms)
    made = [f for f in state.found if f.kind is EntityKind.PLACE and f.listed is None]
    for place in made:
        place.name = _place_name(place)
        place.sort_name = re.sub(r"^[Tt]he ", "", place.name)
    _tell_apart(made, frozenset(id(state.found[number]) for numbers, _ in state.open.values() for number in numbers))


def _place_number(place: Place | str, by_place: dict[tuple[str, ...], int], state: _State) -> int:
    """The number of a place's entity, opened where it is new; a place that the gazetteer lacks goes by its folded name."""
    identity = ("", "", "", place) if isinstance(place, str) else place.key
    if identity not in by_place:
        by_place[identity] = len(state.found)
        state.found.append(
            _Found(
                kind=EntityKind.PLACE,
                name="",
                sort_name="",
                mentions=[],
                forms=Counter(),
                evident=True,
                place=None if isinstance(place, str) else place,
            )
        )
    return by_place[identity]


def _attach(state: _State, key: Key, number: int, mention: Mention, why: str) -> None:
    state.link[key] = (number, why)
    state.found[number].mentions.append(key)
    state.found[number].forms[mention.surface] += 1


def _place_name(found: _Found) -> str:
    """A country by the gazetteer's name, any other place by its commonest form in the book."""
    if found.place and (found.place.kind is PlaceKind.COUNTRY or found.place.own == "" or not found.forms):
        return found.place.preferred
    spelled = {squeeze(form): count for form, count in found.forms.items() if not form.isupper()}
    if not spelled and found.place:
        return found.place.name
    spelled = spelled or {squeeze(form): count for form, count in found.forms.items()}
    return max(sorted(spelled), key=lambda form: spelled[form])


def _tell_apart(made: Sequence[_Found], tied: frozenset[int]) -> None:
    """Places of one name get their state or country behind it, but for the country, capital or largest of them.

    Of those that a mention fits equally well (`tied`, by identity) the largest has no better claim.
    """
    same: dict[str, list[_Found]] = defaultdict(list)
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


def _claim(found: _Found) -> tuple[bool, bool, int, list[Key]]:
    place = found.place
    if place is None:
        return (True, True, 0, found.mentions)
    return (place.kind is not PlaceKind.COUNTRY, not place.capital, -place.population, found.mentions)


def _resolve_organisations(
    mentions: Sequence[tuple[Mention, ...]], articles: Sequence[Article], listed: Register, state: _State
) -> None:
    by_name = _open_listed(listed, EntityKind.ORGANISATION, state, organisations.normalise)
    every = _of_kind(mentions, EntityKind.ORGANISATION)
    texts = [[block.text for block in article.blocks] for article in articles]
    made, why = organisations.resolve_organisations(every, texts)
    for organisation in made:
        ours = next((by_name[k] for k in map(organisations.normalise, organisation.names) if k in by_name), None)
        if ours is None:
            name = organisation.name
            sure = any(mentions[a][n].found_by in SURE for a, n in organisation.mentions)
            evident = (
                sure
                or " " in name
                or organisations.is_abbreviation(name)
                or len(organisation.mentions) > 1
                or fold_name(name) not in gazetteer.common_words()
            )
            ours = len(state.found)
            state.found.append(
                _Found(
                    kind=EntityKind.ORGANISATION,
                    name=name,
                    sort_name=name,
                    mentions=[],
                    forms=Counter(),
                    evident=evident,
                )
            )
        for key in organisation.mentions:
            _attach(state, key, ours, mentions[key[0]][key[1]], why[key] or "its name")


def _give_slugs(found: Sequence[_Found], listed: Register) -> list[Slug]:
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
            slug, count = Slug(f"{base}-{count}"), count + 1
        taken[one.kind].add(slug)
        slugs[number] = slug
    return slugs


def _shown(one: _Found, config: AnnotateConfig) -> bool:
    if one.listed is not None or config.show == "all":
        return True
    return config.show == "evident" and one.evident


def _link(
    articles: Sequence[Article],
    mentions: Sequence[tuple[Mention, ...]],
    listed: Register,
    config: AnnotateConfig,
    state: _State,
    slugs: Sequence[Slug],
    faults: list[Diagnostic],
) -> tuple[tuple[tuple[Mention, ...], ...], list[OpenName]]:
    """The mentions with their entities, and the open ones."""
    hidden = {(e.kind, e.slug) for e in listed.entities if e.hidden}
    offered = {number for numbers, _ in state.open.values() for number in numbers}
    known = {
        (one.kind, slugs[n])
        for n, one in enumerate(state.found)
        if one.mentions or one.listed is not None or n in offered
    }
    linked = []
    opened: list[OpenName] = []
    for number, (article, found) in enumerate(zip(articles, mentions, strict=True)):
        rulings = {squeeze(surface): slug for surface, slug in article.resolutions}
        in_any_case = {surface.casefold(): surface for surface in sorted(rulings, reverse=True)}
        for surface, slug in sorted(rulings.items()):
            if slug is not None and not any((kind, slug) in known for kind in EntityKind):
                message = (
                    f"`resolve:` sends {surface!r} to {slug!r}, and the book has no such person, place or organisation"
                )
                faults.append(
                    report(
                        "entity-unknown",
                        message,
                        article.path,
                        1,
                        hint="correct the slug, or add a file for it under content/",
                    )
                )
        kept: list[Mention] = []
        for n, mention in enumerate(found):
            key = (number, n)
            surface = squeeze(mention.surface) if rulings else ""
            surface = surface if surface in rulings else in_any_case.get(surface.casefold(), "")
            if surface in rulings:
                slug = rulings[surface]
                kind = next(
                    (k for k in (mention.kind, *EntityKind) if slug is not None and (k, slug) in known), mention.kind
                )
                entity = slug if slug is not None and (kind, slug) in known else None
                done = replace(mention, kind=kind, entity=entity, reason="settled in the article's front matter")
            elif key in state.link:
                which, why = state.link[key]
                one = state.found[which]
                shown = _shown(one, config)
                reason = why if shown else f"{why}; not shown for want of evidence (a full name, a title)"
                # Built by hand: `replace` costs twice as much, and this is every mention of the book.
                done = Mention(
                    passage=mention.passage,
                    surface=mention.surface,
                    kind=mention.kind,
                    entity=slugs[which] if shown else None,
                    found_by=mention.found_by,
                    reason=reason,
                    metonym=key in state.metonym,
                )
            elif key in state.open:
                numbers, why = state.open[key]
                done = replace(mention, entity=None, reason=why)
                offers = sorted((slugs[k], state.found[k].name, k) for k in numbers)
                places_offered = mention.kind is EntityKind.PLACE
                opened.append(
                    OpenName(
                        mention=done,
                        candidates=tuple(slug for slug, _, _ in offers),
                        why=why,
                        names=tuple(name for _, name, _ in offers),
                        positions=tuple(_geography(state.found[k].place) for *_, k in offers) if places_offered else (),
                    )
                )
            else:
                done = mention
            if done.entity is not None and (done.kind, done.entity) in hidden:
                continue
            kept.append(done)
        linked.append(tuple(kept))
    return tuple(linked), opened


def _geography(place: Place | None) -> Geography | None:
    if place is None:
        return Geography(kind=PlaceKind.OTHER)
    # The gazetteer gives a country or region a point by convention.
    basis = "GeoNames" if place.kind is PlaceKind.CITY else "a point in its middle"
    return Geography(
        kind=place.kind, country=place.country or None, latitude=place.latitude, longitude=place.longitude, basis=basis
    )


def _register(
    articles: Sequence[Article],
    linked: Sequence[Sequence[Mention]],
    listed: Register,
    found: Sequence[_Found],
    slugs: Sequence[Slug],
) -> Register:
    """The editor's entities and those found that a mention links to."""
    forms: dict[tuple[EntityKind, Slug], set[str]] = defaultdict(set)
    said: dict[Slug, list[Role]] = defaultdict(list)
    for article, mentions in zip(articles, linked, strict=True):
        persons: dict[int, list[Span]] = defaultdict(list)
        for mention in mentions:
            if mention.kind is EntityKind.PERSON:
                persons[mention.passage.block].append(mention.passage.span)
        for mention in mentions:
            if mention.entity is None:
                continue
            forms[mention.kind, mention.entity].add(squeeze(mention.surface))
            if mention.kind is EntityKind.PERSON:
                said[mention.entity].extend(
                    _roles(article, mention, persons[mention.passage.block], said[mention.entity])
                )
    entities = []
    for entity in listed.entities:
        seen = forms.get((entity.kind, entity.slug), ())
        aliases = tuple(sorted({*entity.aliases, *seen} - {entity.name}))
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
        seen = forms.get((one.kind, slug), ())
        if one.listed is not None or not seen:
            continue
        entities.append(
            Entity(
                slug=slug,
                kind=one.kind,
                name=one.name,
                sort_name=one.sort_name,
                aliases=tuple(sorted(set(seen) - {one.name})),
                roles=tuple(said.get(slug, ())) if one.kind is EntityKind.PERSON else (),
                geography=_geography(one.place) if one.kind is EntityKind.PLACE else None,
            )
        )
    order = list(EntityKind)
    return Register(
        entities=tuple(sorted(entities, key=lambda e: (order.index(e.kind), filing_key(e.sort_name), e.slug)))
    )


def _listed_geography(entity: Entity) -> Geography | None:
    """Where the editor's file gives no position: the gazetteer's first place of the name."""
    known = gazetteer.places_named(entity.name)
    return _geography(known[0]) if known else None


def _roles(article: Article, mention: Mention, persons: Sequence[Span], before: Sequence[Role]) -> list[Role]:
    """What the person is called at this mention, as printed; each wording once an article."""
    at = mention.passage
    text = article.blocks[at.block].text
    # Only the names beside it can bound what is said of it.
    place = bisect_left(persons, at.span.start, key=lambda span: span.start)
    near = persons[max(0, place - 1) : place + _BESIDE]
    others = tuple(span for span in near if span != at.span)
    known = {(role.passage.article, role.text) for role in before}
    made = []
    for span in roles.find_roles(text, at.span, others):
        words = squeeze(span.of(text))
        if (article.slug, words) not in known:
            made.append(Role(text=words, passage=Passage(article.slug, at.block, span)))
    return made


def _report_open(articles: Sequence[Article], opened: Sequence[OpenName]) -> list[Diagnostic]:
    """One `mention-ambiguous` a name and article, with the line to type."""
    by_slug: Mapping[Slug, Article] = {article.slug: article for article in articles}
    told: set[tuple[Slug, str]] = set()
    faults = []
    # A line in capitals comes before the text: the hint spells the name as the text does, and settles both.
    for item in sorted(opened, key=lambda item: (item.mention.passage.article, item.mention.surface.isupper())):
        mention = item.mention
        surface = squeeze(mention.surface)
        article = by_slug[mention.passage.article]
        if (article.slug, surface.casefold()) in told or not item.candidates:
            continue
        told.add((article.slug, surface.casefold()))
        meant = " or ".join(f"{name} ({slug})" for name, slug in zip(item.names, item.candidates, strict=True))
        faults.append(
            report(
                "mention-ambiguous",
                f"{surface!r} can be {meant}; it stays unlinked",
                article.path,
                article.blocks[mention.passage.block].line,
                hint=f'add to the front matter:  resolve: {{"{surface}": {item.candidates[0]}}}',
            )
        )
    return faults
