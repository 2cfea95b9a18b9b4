"""Which pages people, places and organisations have, and what each shows."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from markupsafe import Markup

from briefbook.model.entity import Entity, EntityKind
from briefbook.model.text import digest
from briefbook.render.addresses import list_address, root_of
from briefbook.render.catalogue import Catalogue, stamp_passages
from briefbook.render.dossiers import (
    Dossiers,
    EntityRow,
    draw_places,
    list_abbreviations,
    shelve_entities,
    view_entity,
)
from briefbook.render.machines import describe_entity
from briefbook.render.mentions import Leaf, link_leaves, plan_leaves, view_mentions
from briefbook.render.pageplan import Crumb, PagePlan, given
from briefbook.render.views import Link
from briefbook.render.wording import KIND_NAMES, say_country


def plan_entities(dossiers: Dossiers, rows_of: Mapping[EntityKind, Sequence[EntityRow]]) -> Iterator[PagePlan]:
    """The lists of each kind, from their rows, and the pages of everybody and everything on them."""
    catalogue = dossiers.catalogue
    kinds = [kind for kind in EntityKind if any(key[0] is kind for key in catalogue.entities)]
    tabs = [Link(list_address(kind), KIND_NAMES[kind][2]) for kind in kinds]
    section = list_address(kinds[0]) if kinds else ""
    places = digest(repr(dossiers.spots))
    for kind in kinds:
        rows = rows_of[kind]
        drawn = draw_places(catalogue) if kind is EntityKind.PLACE else ""
        for path, shelf in shelve_entities(rows, list_address(kind)):
            view = {
                "groups": shelf.groups,
                "letters": shelf.letters,
                "tabs": tabs,
                "kind": str(kind),
                "described": any(row.role or row.stated for row in rows),
                "list": list_address(kind),
                "abbreviations": list_abbreviations(catalogue)
                if kind is EntityKind.ORGANISATION and path == list_address(kind)
                else (),
                "map": Markup(drawn if path == list_address(kind) else ""),  # noqa: S704 - as above
            }
            yield PagePlan(
                path=path,
                template="entities.html",
                title=KIND_NAMES[kind][2],
                section=section,
                kind="list",
                view=partial(given, view),
                inputs=partial(given, view),
            )
        for row in rows:
            yield from _plan_entity(dossiers, catalogue.entities[kind, row.slug], section, places)


def _plan_entity(dossiers: Dossiers, entity: Entity, section: str, places: str) -> Iterator[PagePlan]:
    """The page of an entity, and those its mentions run over; `places` is the digest of all that its map may show."""
    catalogue = dossiers.catalogue
    key = (entity.kind, entity.slug)
    leaves = plan_leaves(catalogue, key)
    links = link_leaves(leaves)
    crumbs = (Crumb(href=list_address(entity.kind), text=KIND_NAMES[entity.kind][2]),)
    yield PagePlan(
        path=leaves[0].href,
        template="entity.html",
        title=entity.name,
        section=section,
        kind=str(entity.kind),
        view=partial(view_entity, dossiers, entity, root_of(leaves[0].href)),
        inputs=partial(_list_entity, dossiers, entity, leaves, places),
        crumbs=crumbs,
        structured=partial(describe_entity, entity),
    )
    for leaf in leaves[1:]:
        yield PagePlan(
            path=leaf.href,
            template="mentions.html",
            title=f"{entity.name}: mentions, {leaf.title}",
            section=section,
            kind="mentions",
            view=partial(_view_leaf, catalogue, entity.name, leaf, links, dossiers.language),
            inputs=partial(_list_leaf, catalogue, leaf, links),
            crumbs=(*crumbs, Crumb(href=leaves[0].href, text=entity.name)),
        )


def _list_entity(dossiers: Dossiers, entity: Entity, leaves: Sequence[Leaf], places: str) -> object:
    """All that the page of an entity depends on."""
    catalogue = dossiers.catalogue
    key = (entity.kind, entity.slug)
    mentions = catalogue.mentions.get(key, ())
    told = catalogue.events.get(key, ())
    said = catalogue.said.get(entity.slug, ()) if entity.kind is EntityKind.PERSON else ()
    open_names = catalogue.open_names.get(key, ())
    passages = [
        *(m.passage for m in leaves[0].mentions),
        *(role.passage for role in entity.roles),
        *(p for q in said for p in q.passages),
        *(name.mention.passage for name in open_names),
    ]
    return (
        entity,
        stamp_passages(catalogue, passages),
        [m.passage for m in leaves[0].mentions],
        (
            len(mentions),
            len({m.passage.article for m in mentions}),
            len({(m.passage.article, m.passage.block) for m in mentions}),
        ),
        sorted({m.surface for m in mentions}),
        link_leaves(leaves),
        [dossiers.stamps[event.id] for event in told],
        said,
        open_names,
        dossiers.companions.get(key, ()),
        say_country(entity, catalogue.countries),
        places if entity.kind is EntityKind.PLACE else "",
        dossiers.scale if told else (),
    )


def _view_leaf(catalogue: Catalogue, name: str, leaf: Leaf, links: Sequence[Link], language: str) -> object:
    """A page of mentions that do not fit the page of their entity."""
    return {"name": name, "leaf": leaf, "leaves": links, "mentions": view_mentions(catalogue, leaf.mentions, language)}


def _list_leaf(catalogue: Catalogue, leaf: Leaf, links: Sequence[Link]) -> object:
    """All that such a page depends on."""
    here = [m.passage for m in leaf.mentions]
    return (stamp_passages(catalogue, here), here, leaf.href, leaf.label, links)
