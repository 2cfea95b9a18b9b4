"""The pages of people, places and organisations: what the sources say of each, and nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from briefbook.annotate.organisations import is_abbreviation
from briefbook.formats.markdown import parse_flow
from briefbook.model.article import Article
from briefbook.model.entity import Entity, EntityKind, Mention, PlaceKind, Role
from briefbook.model.text import Slug, filing_key, fold
from briefbook.render.addresses import article_address
from briefbook.render.catalogue import Catalogue, Key
from briefbook.render.chronology import EVENTS_SHOWN, subject_address
from briefbook.render.maps import Spot, draw_map
from briefbook.render.mentions import MentionGroup, date_order, link_leaves, plan_leaves, show_sentence, view_mentions
from briefbook.render.paging import fill_pages, page_paths
from briefbook.render.prose import Setting, format_html
from briefbook.render.timelines import Scale, draw_share, scale_of
from briefbook.render.views import (
    EventView,
    Excerpt,
    Link,
    Locator,
    QuoteView,
    excerpt,
    last_role,
    link_entity,
    locate,
    short_date,
    view_event,
    view_quote,
)
from briefbook.render.wording import KIND_NAMES, PLACE_KINDS, count, say_country

QUOTES_SHOWN = 30
FEW_ROWS = 40
"""Lines of a list up to which it has no letters."""
ROWS_A_PAGE = 250
COMPANIONS = 15
"""Rows of the table "Appears with"; further ones met once say little."""


@dataclass(frozen=True, slots=True)
class RoleRow:
    """What somebody was called, and when."""

    text: str
    sentence: Excerpt
    """The first one that says so."""
    first: Locator
    last: Locator | None
    """None where it was said once."""
    times: int


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody named in the same passages."""

    link: Link
    passages: int
    documents: int
    first: Locator


@dataclass(frozen=True, slots=True)
class EntityView:
    """The page of a person, place or organisation."""

    kind: str
    slug: str
    name: str
    lead: str
    """The role most often printed, or what sort of place."""
    stated: str
    """What the editor calls it."""
    variants: tuple[str, ...]
    """Other forms that the sources print."""
    called: tuple[str, ...]
    """Other forms that the editor lists and no source prints."""
    country: str
    position: str
    position_basis: str
    map: Markup
    provisional: bool
    biography: Markup
    roles: tuple[RoleRow, ...]
    quotes: tuple[QuoteView, ...]
    more_quotes: int
    events: tuple[EventView, ...]
    more_events: int
    all_events: str
    """The page of the chronology with its entries alone, or empty."""
    timeline: Markup
    figures: str
    named_in: tuple[Link, ...]
    """The documents that name it, each leading to its sentences where they stand on this page, else to itself."""
    mentions: tuple[MentionGroup, ...]
    """Those of the first page."""
    leaves: tuple[Link, ...]
    """The pages that the mentions run over, in order; empty where they stand on this one."""
    companions: tuple[Companion, ...]
    doubts: tuple[tuple[str, Excerpt], ...]
    """Why a name stayed open, and where it stands."""
    file: str
    """Of the editor, or the one to write."""


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A line in the list of its kind."""

    slug: Slug
    link: Link
    sort_name: str
    letter: str
    role: str
    stated: str
    """By the editor."""
    country: str
    documents: int
    passages: int
    seen: str
    """First and last date."""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """The lines under one letter; without a letter, of a list too short for any."""

    id: str
    letter: str
    rows: tuple[EntityRow, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of a list of entities."""

    groups: tuple[RowGroup, ...]
    letters: tuple[Link, ...]
    """Of all pages."""


@dataclass(frozen=True, slots=True)
class Dossiers:
    """What the pages of people, places and organisations have in common."""

    catalogue: Catalogue
    events: Mapping[str, str]
    """Where each entry of the chronology stands."""
    stamps: Mapping[str, str]
    """The digest of each entry."""
    companions: Mapping[Key, Sequence[Companion]]
    """Whom each is named with."""
    spots: tuple[Spot, ...]
    """The places among which one is drawn."""
    scale: Scale
    """The time of the book, on which each is drawn."""
    language: str
    """Of the book."""


def open_dossiers(
    catalogue: Catalogue, events: Mapping[str, str], stamps: Mapping[str, str], language: str
) -> Dossiers:
    """What the pages are made of; `events` and `stamps` say where each entry of the chronology stands, and its digest."""
    companions, spots, scale = find_companions(catalogue), find_spots(catalogue), scale_of(catalogue)
    return Dossiers(catalogue, events, stamps, companions, spots, scale, language)


def view_entity(dossiers: Dossiers, entity: Entity, root: str) -> EntityView:
    """The page of one entity; `root` leads from it to the site's root."""
    catalogue, events, language = dossiers.catalogue, dossiers.events, dossiers.language
    key = (entity.kind, entity.slug)
    mentions = catalogue.mentions.get(key, ())
    told = catalogue.events.get(key, ())
    said = catalogue.said.get(entity.slug, ()) if entity.kind is EntityKind.PERSON else ()
    surfaces = {m.surface for m in mentions}
    documents = len({m.passage.article for m in mentions})
    figures = ", ".join(
        filter(
            None,
            (
                f"named in {count(documents, 'document')}, {count(_blocks(mentions), 'passage')}" if mentions else "",
                count(len(said), "quotation") if said else "",
                count(len(told), "chronology entry", "chronology entries") if told else "",
            ),
        )
    )
    geography = entity.geography
    position = ""
    if geography and geography.latitude is not None and geography.longitude is not None:
        position = say_position(geography.latitude, geography.longitude)
    names = catalogue.open_names.get(key, ())
    leaves = plan_leaves(catalogue, key)
    shown = view_mentions(catalogue, leaves[0].mentions, language)
    return EntityView(
        kind=str(entity.kind),
        slug=entity.slug,
        name=entity.name,
        lead=describe(catalogue, entity),
        stated=entity.role,
        variants=_in_order(surfaces - {entity.name}),
        called=_in_order({*entity.aliases} - surfaces - {entity.name}) if mentions else (),
        country=say_country(entity, catalogue.countries),
        position=position,
        position_basis=geography.basis if geography and position else "",
        map=Markup(draw_place(catalogue, entity, dossiers.spots)),  # noqa: S704 - drawn from numbers, names escaped
        provisional=entity.provisional,
        biography=format_html(
            parse_flow(entity.biography),
            Setting(root=root, page=leaves[0].href, pictures=catalogue.pictures, numbered=False),
        ),
        roles=_roles(catalogue, entity.roles, language),
        quotes=tuple(view_quote(catalogue, q, language) for q in said[:QUOTES_SHOWN]),
        more_quotes=max(len(said) - QUOTES_SHOWN, 0),
        events=tuple(view_event(catalogue, events, e, language, root=root) for e in told[:EVENTS_SHOWN]),
        more_events=max(len(told) - EVENTS_SHOWN, 0),
        all_events=subject_address(*key) if len(told) > EVENTS_SHOWN else "",
        timeline=Markup(draw_share(catalogue, key, dossiers.scale)),  # noqa: S704 - drawn from numbers
        figures=figures,
        named_in=_name_documents(catalogue, mentions, shown, leaves[0].href),
        mentions=shown,
        leaves=link_leaves(leaves),
        companions=tuple(dossiers.companions.get(key, ())),
        doubts=tuple((name.why, show_sentence(catalogue, [name.mention], language)) for name in names),
        file=str(entity.path or ""),
    )


def _in_order(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(forms, key=lambda form: (fold(form), form)))


def _name_documents(
    catalogue: Catalogue, mentions: Sequence[Mention], shown: Sequence[MentionGroup], own: str
) -> tuple[Link, ...]:
    here = {group.doc for group in shown}
    articles = sorted({m.passage.article for m in mentions}, key=lambda slug: date_order(catalogue.articles[slug]))
    return tuple(
        Link(f"{own}#in-{a.doc}" if a.doc in here else article_address(a.slug), f"Doc. {a.doc}", note=short_date(a))
        for a in map(catalogue.articles.__getitem__, articles)
    )


def find_spots(catalogue: Catalogue) -> tuple[Spot, ...]:
    """The places the book speaks of as places, where their position is known; capitals that stand for governments do not count."""
    spots = []
    for key, entity in catalogue.entities.items():
        place = entity.geography
        weight = sum(1 for m in catalogue.mentions.get(key, ()) if not m.metonym)
        if place and weight and place.latitude is not None and place.longitude is not None:
            area = place.kind in {PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.AREA}
            spots.append(Spot(entity.name, place.latitude, place.longitude, weight, area=area))
    return tuple(spots)


def draw_places(catalogue: Catalogue) -> str:
    """The map of the book's places, or empty where the position of none is known."""
    unplaced = [
        (-len(catalogue.mentions.get(key, ())), entity.name)
        for key, entity in catalogue.entities.items()
        if entity.kind is EntityKind.PLACE and (not entity.geography or entity.geography.latitude is None)
    ]
    return draw_map(find_spots(catalogue), unplaced=[name for _, name in sorted(unplaced)])


def draw_place(catalogue: Catalogue, entity: Entity, spots: Sequence[Spot]) -> str:
    """The map around a place among the book's others, or empty where its position is not known."""
    place = entity.geography
    if not place or place.latitude is None or place.longitude is None:
        return ""
    main = Spot(entity.name, place.latitude, place.longitude, 0, main=True)
    others = [s for s in spots if (s.name, s.latitude, s.longitude) != (main.name, main.latitude, main.longitude)]
    inside = _inside(catalogue, place.country) if place.kind is PlaceKind.COUNTRY else frozenset()
    within = [spot for spot in others if (spot.name, spot.latitude, spot.longitude) in inside]
    return draw_map([main, *others], main, within)


def _inside(catalogue: Catalogue, country: str | None) -> frozenset[tuple[str, float | None, float | None]]:
    """The places of the book that lie in a country."""
    return frozenset(
        (entity.name, place.latitude, place.longitude)
        for entity in catalogue.entities.values()
        if (place := entity.geography) and country and place.country == country and place.kind is not PlaceKind.COUNTRY
    )


def say_position(latitude: float, longitude: float) -> str:
    """33.5° N, 36.3° E: to a tenth of a degree, about as fine as the name of a town is."""
    return (
        f"{abs(latitude):.1f}° {'N' if latitude >= 0 else 'S'}, {abs(longitude):.1f}° {'E' if longitude >= 0 else 'W'}"
    )


def describe(catalogue: Catalogue, entity: Entity) -> str:
    """What the sources call somebody, or what sort of place it is."""
    if entity.kind is EntityKind.PLACE:
        kind = PLACE_KINDS[entity.geography.kind] if entity.geography else "place"
        country = say_country(entity, catalogue.countries)
        return f"{kind}, {country}" if country else kind
    return last_role(entity)


def _blocks(mentions: Sequence[Mention]) -> int:
    return len({(m.passage.article, m.passage.block) for m in mentions})


def _roles(catalogue: Catalogue, roles: Sequence[Role], language: str) -> tuple[RoleRow, ...]:
    """Each wording with the first and the last passage by date; in order of first sight."""
    grouped: dict[str, list[Role]] = defaultdict(list)
    for role in sorted(roles, key=lambda r: (date_order(catalogue.articles[r.passage.article]), r.passage)):
        grouped[fold(role.text)].append(role)
    rows = []
    for same in grouped.values():
        last = same[-1] if same[-1].passage.article != same[0].passage.article else None
        sentence = excerpt(catalogue, same[0].passage, language, root="")
        later = locate(catalogue, last.passage) if last else None
        rows.append(RoleRow(same[0].text, sentence, sentence.locator, later, len(same)))
    return tuple(rows)


def shelve_entities(rows: Sequence[EntityRow], first: str) -> tuple[tuple[str, Shelf], ...]:
    """Every page of a list of entities with its path, letter by letter; a short one is a single group."""
    if len(rows) <= FEW_ROWS:
        return ((first, Shelf((RowGroup("", "", tuple(rows)),), ())),)
    groups = [
        RowGroup(f"l-{letter.lower() if letter != '#' else 'other'}", letter, tuple(own))
        for letter, own in groupby(rows, key=lambda row: row.letter)
    ]
    merged: dict[str, RowGroup] = {}
    for group in groups:  # what begins with no letter may stand before and after the alphabet
        held = merged.get(group.id)
        merged[group.id] = replace(group, rows=(*held.rows, *group.rows)) if held else group
    leaves = fill_pages(tuple(merged.values()), lambda group: len(group.rows), ROWS_A_PAGE)
    paths = page_paths(first, len(leaves))
    letters = tuple(
        Link(f"{path}#{group.id}", group.letter) for path, leaf in zip(paths, leaves, strict=True) for group in leaf
    )
    return tuple((path, Shelf(leaf, letters)) for path, leaf in zip(paths, leaves, strict=True))


def find_companions(catalogue: Catalogue) -> dict[Key, tuple[Companion, ...]]:
    """For each entity those named in the same passages, the most frequent first."""
    together: dict[Key, dict[Key, list[tuple[Slug, int]]]] = defaultdict(lambda: defaultdict(list))
    order = {article.slug: article.doc for article in catalogue.book.articles}
    for place in sorted(catalogue.in_block, key=lambda p: (order[p[0]], p[1])):
        named = dict.fromkeys((m.kind, m.entity) for m in catalogue.in_block[place] if m.entity)
        for one in named:
            for other in named:
                if one != other:
                    together[one][other].append(place)
    result = {}
    for key, others in together.items():
        ranked = sorted(others.items(), key=lambda item: (-len(item[1]), item[0]))[:COMPANIONS]
        result[key] = tuple(_companion(catalogue, other, places) for other, places in ranked)
    return result


def _companion(catalogue: Catalogue, key: Key, places: Sequence[tuple[Slug, int]]) -> Companion:
    entity = catalogue.entities[key]
    mention = next(m for m in catalogue.in_block[places[0]] if (m.kind, m.entity) == key)
    return Companion(
        link_entity(entity, KIND_NAMES[entity.kind][0]),
        len(places),
        len({place[0] for place in places}),
        locate(catalogue, mention.passage),
    )


def list_abbreviations(catalogue: Catalogue) -> tuple[tuple[str, Link], ...]:
    """The organisations' abbreviations seen in the book, sorted, each with the page that it leads to; none for itself alone."""
    found = []
    for (kind, _), entity in catalogue.entities.items():
        if kind is not EntityKind.ORGANISATION or is_abbreviation(entity.name):
            continue
        shorts = sorted({form for form in entity.aliases if is_abbreviation(form)})
        if shorts:
            found.append((", ".join(shorts), link_entity(entity)))
    return tuple(sorted(found, key=lambda pair: (fold(pair[0].replace(".", "")), pair[1].href)))


def _say_seen(articles: Sequence[Article]) -> str:
    """The first and the last day, of articles in the order of their dates, and whether some have none."""
    dates = [short_date(article) for article in articles if article.published.when]
    span = dates[0] if len(set(dates)) == 1 else f"{dates[0]} – {dates[-1]}" if dates else ""
    return ", and ".join(filter(None, (span, "undated" if len(dates) < len(articles) else "")))


def list_entities(catalogue: Catalogue, kind: EntityKind) -> tuple[EntityRow, ...]:
    """All of a kind, by sort name."""
    rows = []
    for key, entity in catalogue.entities.items():
        if key[0] is not kind:
            continue
        mentions = catalogue.mentions.get(key, ())
        seen = sorted({m.passage.article for m in mentions}, key=lambda slug: date_order(catalogue.articles[slug]))
        span = _say_seen([catalogue.articles[slug] for slug in seen])
        initial = filing_key(entity.sort_name)[:1]
        rows.append(
            EntityRow(
                slug=entity.slug,
                link=link_entity(entity),
                sort_name=entity.sort_name,
                letter=initial.upper() if initial.isalpha() else "#",
                role=describe(catalogue, entity),
                stated=entity.role,
                country=say_country(entity, catalogue.countries),
                documents=len(seen),
                passages=_blocks(mentions),
                seen=span,
            )
        )
    return tuple(sorted(rows, key=lambda row: (filing_key(row.sort_name), row.link.href)))
