"""People, places and organisations together, under the editor's rulings: mentions are linked, the register grows."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from briefbook.annotate import gazetteer, organisations, people, places, roles
from briefbook.annotate.bearers import Key, display_name
from briefbook.annotate.common_ground import CommonGround
from briefbook.annotate.gazetteer import Place, fold_name
from briefbook.annotate.governments import is_metonym
from briefbook.annotate.inversion import sort_name
from briefbook.annotate.person_names import is_regnal, parse_name
from briefbook.annotate.register import Found, geography_of, give_slugs, make_register, place_name, tell_apart
from briefbook.model.article import Article
from briefbook.model.config import AnnotateConfig
from briefbook.model.diagnostics import Diagnostic, Outcome, report
from briefbook.model.entity import Entity, EntityKind, Mention, OpenName, PlaceKind, Register
from briefbook.model.text import Slug, squeeze

SURE = frozenset({"front-matter", "content"})
"""Recognisers that are the editor's own hand."""


_ARTICLE = re.compile(r"^[Tt]he ")
_CREDITS = re.compile(
    r"[ \u00a0]*[(—–-]{0,2}[ \u00a0]?(?:(?:[Aa]dditional|[Ff]urther) )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled)(?: and \w+ing)? by "
)
"""What opens the line of credits below an agency's report: who wrote it is nobody of the story, and stays unlinked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The register grown by what was found, and the mentions linked to it."""

    register: Register
    mentions: tuple[tuple[Mention, ...], ...]
    """One tuple an article, by block and offset."""


@dataclass(slots=True, kw_only=True)
class _State:
    """What the three resolvers write into."""

    found: list[Found]
    link: dict[Key, tuple[int, str]]
    """To the number of a `Found`, and why."""
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
    texts = [[block.text for block in article.blocks] for article in articles]
    kinds = _by_kind(mentions)
    _resolve_people(kinds[EntityKind.PERSON], texts, listed, state, CommonGround(mentions))
    _resolve_places(kinds[EntityKind.PLACE], texts, listed, state)
    _resolve_organisations(kinds[EntityKind.ORGANISATION], texts, listed, state)
    slugs = give_slugs(state.found, listed)
    faults: list[Diagnostic] = []
    linked, opened = _link(articles, mentions, listed, config, state, slugs, faults)
    register = make_register(articles, linked, listed, state.found, slugs)
    return Outcome(
        Resolved(register=replace(register, open=tuple(opened)), mentions=linked),
        (*faults, *_report_open(articles, opened)),
    )


_Numbered = list[list[tuple[int, Mention]]]
"""By article, mentions with their numbers."""


def _by_kind(mentions: Sequence[tuple[Mention, ...]]) -> dict[EntityKind, _Numbered]:
    every: dict[EntityKind, _Numbered] = {kind: [[] for _ in mentions] for kind in EntityKind}
    persons, places, others = every[EntityKind.PERSON], every[EntityKind.PLACE], every[EntityKind.ORGANISATION]
    for a, found in enumerate(mentions):
        for one in enumerate(found):
            kind = one[1].kind
            (persons if kind is EntityKind.PERSON else places if kind is EntityKind.PLACE else others)[a].append(one)
    return every


def _listed_of(listed: Register, kind: EntityKind) -> list[tuple[int, Entity]]:
    return [(n, e) for n, e in enumerate(listed.entities) if e.kind is kind]


_Texts = Sequence[Sequence[str]]
"""By article, what its blocks say."""


def _resolve_people(every: _Numbered, texts: _Texts, listed: Register, state: _State, ground: CommonGround) -> None:
    ours = _listed_of(listed, EntityKind.PERSON)
    distinct = {n: frozenset(e.distinct_from) for n, e in ours if e.distinct_from}
    persons: list[list[tuple[int, Mention, bool]]] = []
    told: dict[Key, roles.Told] = {}
    sure: set[Key] = set()
    for a, (blocks, found) in enumerate(zip(texts, every, strict=True)):
        persons.append([])
        for n, m in found:
            text, span = blocks[m.passage.block], m.passage.span
            if m.found_by in SURE:
                sure.add((a, n))
            elif _CREDITS.match(text):
                continue
            persons[a].append((n, m, roles.has_title(text, span.start)))
            known = roles.told_of(text, span)
            if known != roles.NOTHING_TOLD:
                told[a, n] = known
    apposed = _apposed(texts, persons)
    born = _born(texts, persons)
    joined = _joined(texts, persons)
    names = [(n, (e.name, *e.aliases)) for n, e in ours]
    links = people.resolve_people(persons, names, distinct, told, apposed, born, joined, ground)
    base = len(state.found)
    for person in links.people:
        name = display_name(person) if person.surfaces else ""
        full = any(parsed.given for parsed in person.names)
        entity = listed.entities[person.listed] if person.listed is not None else None
        state.found.append(
            Found(
                kind=EntityKind.PERSON,
                name=entity.name if entity else name,
                sort_name=entity.sort_name if entity else sort_name(name, person.surfaces),
                mentions=list(person.mentions),
                forms=person.surfaces,
                evident=full
                or person.titled
                or not sure.isdisjoint(person.mentions)
                or any(is_regnal(form.split()) for form in person.surfaces),
                listed=person.listed,
            )
        )
    for key, (number, why) in links.link.items():
        state.link[key] = (base + number, why)
    for key, (numbers, why) in links.open.items():
        state.open[key] = (tuple(base + number for number in numbers), why)


def _apposed(texts: _Texts, persons: Sequence[Sequence[tuple[int, Mention, bool]]]) -> dict[Key, int]:
    """Mentions that the full name in apposition right after them explains ("Ms. Banda, his daughter Rose Banda")."""
    explained: dict[Key, int] = {}
    for a, (blocks, found) in enumerate(zip(texts, persons, strict=True)):
        for (n, one, _), (m, other, _) in itertools.pairwise(found):
            if one.passage.block == other.passage.block:
                between = blocks[one.passage.block][one.passage.span.end : other.passage.span.start]
                if between.startswith(",") and roles.is_apposition(between):
                    explained[a, n] = m
    return explained


def _born(texts: _Texts, persons: Sequence[Sequence[tuple[int, Mention, bool]]]) -> dict[Key, int]:
    """Full names with which somebody named before them was born ("Born Naomi Rosen in Vilnius")."""
    explained: dict[Key, int] = {}
    for a, (blocks, found) in enumerate(zip(texts, persons, strict=True)):
        before: dict[tuple[str, ...], int] = {}
        for n, mention, _ in found:
            name = parse_name(mention.surface)
            at = mention.passage
            called = name.given if name.given in before else (name.family,)  # "Born Szendrey Margit in Szeged"
            if name.given and called in before and roles.is_birth_name(blocks[at.block], at.span.start):
                explained[a, n] = before[called]
            elif name.given:
                before[name.given] = n
    return explained


def _joined(texts: _Texts, persons: Sequence[Sequence[tuple[int, Mention, bool]]]) -> dict[Key, str]:
    """The full names of those called otherwise: "Alan and Kate Golding" gives Alan Golding, "Yasir Arafi, known as Abu Ammad", the first."""
    usual, surnames = gazetteer.pronouns_of_given_names(), gazetteer.words("known_alone")
    shared: dict[Key, str] = {}
    bynames: dict[tuple[int, str], str] = {}
    for a, (blocks, found) in enumerate(zip(texts, persons, strict=True)):
        in_full = [parsed for _, mention, _ in found if (parsed := parse_name(mention.surface)).given]
        families = {parsed.family for parsed in in_full}
        named = {parsed.given[0]: parsed.family for parsed in in_full}
        for (n, one, titled), (_, other, _) in itertools.pairwise(found):
            if one.passage.block != other.passage.block:
                continue
            between = blocks[one.passage.block][one.passage.span.end : other.passage.span.start]
            if roles.is_byname(between):
                own = parse_name(one.surface)
                alike = (m.surface for _, m, _ in found if parse_name(m.surface).family == own.family)
                full = one.surface if own.given else next((s for s in alike if parse_name(s).given), "")
                bynames[a, fold_name(other.surface)] = full
            if titled or between != " and ":
                continue
            given, name = fold_name(one.surface), parse_name(other.surface)
            if (
                given in usual
                and not (given in surnames or given in families)
                and named.get(given, name.family) == name.family
                and name.given
                and name.given[0] in usual
            ):
                shared[a, n] = " ".join((one.surface, *other.surface.split()[len(name.given) :]))
    for a, found in enumerate(persons) if bynames else ():
        for n, mention, _ in found:
            if called := bynames.get((a, fold_name(mention.surface))):
                shared[a, n] = called
    return shared


def _open_listed(listed: Register, kind: EntityKind, state: _State, key: Callable[[str], str]) -> dict[str, int]:
    """Opens an entity for each that the editor lists; gives their numbers by every form's key, the first taking it."""
    by_name: dict[str, int] = {}
    for number, entity in _listed_of(listed, kind):
        state.found.append(
            Found(
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


def _resolve_places(every: _Numbered, texts: _Texts, listed: Register, state: _State) -> None:
    by_place: dict[tuple[str, ...], int] = {}
    by_name = _open_listed(listed, EntityKind.PLACE, state, fold_name)
    leaning: Counter[str] = Counter()
    for found in every:
        for country in {
            p[0].country
            for p in (gazetteer.places_named(m.surface) for _, m in found)
            if p and p[0].kind is PlaceKind.COUNTRY
        }:
            leaning[country] += 1
    metonyms: set[Key] = set()
    for article, (blocks, found) in enumerate(zip(texts, every, strict=True)):
        governments = {}
        for n, mention in found:
            known = gazetteer.places_named(mention.surface)
            span = mention.passage.span
            governments[n] = is_metonym(
                blocks[mention.passage.block], span.start, span.end, known[0] if known else None
            )
        located = places.locate([(n, m, blocks[m.passage.block]) for n, m in found], governments, leaning)
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
                meant = at.place or fold_name(_ARTICLE.sub("", mention.surface))
                _attach(state, key, _place_number(meant, by_place, state), mention, at.why)
            if at.metonym:
                metonyms.add(key)
    state.metonym = frozenset(metonyms)
    made = [f for f in state.found if f.kind is EntityKind.PLACE and f.listed is None]
    for place in made:
        place.name = place_name(place)
        place.sort_name = _ARTICLE.sub("", place.name)
    tell_apart(made, frozenset(id(state.found[number]) for numbers, _ in state.open.values() for number in numbers))


def _place_number(place: Place | str, by_place: dict[tuple[str, ...], int], state: _State) -> int:
    """The number of a place's entity, opened where it is new; a place that the gazetteer lacks goes by its folded name."""
    identity = ("", "", "", place) if isinstance(place, str) else place.key
    if identity not in by_place:
        by_place[identity] = len(state.found)
        state.found.append(
            Found(
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


def _resolve_organisations(every: _Numbered, texts: _Texts, listed: Register, state: _State) -> None:
    by_name = _open_listed(listed, EntityKind.ORGANISATION, state, organisations.normalise)
    named = {(a, n): mention for a, found in enumerate(every) for n, mention in found}
    made, why = organisations.resolve_organisations(every, texts)
    for organisation in made:
        ours = next((by_name[k] for k in map(organisations.normalise, organisation.names) if k in by_name), None)
        if ours is None:
            name = organisation.name
            sure = any(named[key].found_by in SURE for key in organisation.mentions)
            evident = (
                sure
                or " " in name
                or organisations.is_abbreviation(name)
                or len(organisation.mentions) > 1
                or fold_name(name) not in gazetteer.common_words()
            )
            ours = len(state.found)
            state.found.append(
                Found(
                    kind=EntityKind.ORGANISATION,
                    name=name,
                    sort_name=name,
                    mentions=[],
                    forms=Counter(),
                    evident=evident,
                )
            )
        for key in organisation.mentions:
            _attach(state, key, ours, named[key], why[key] or "its name")


def _shown(one: Found, config: AnnotateConfig) -> bool:
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
    shown = [_shown(one, config) for one in state.found]
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
            if surface and surface not in rulings:
                surface = in_any_case.get(surface.casefold(), "")
            if rulings and surface in rulings:
                slug = rulings[surface]
                kind = next(
                    (k for k in (mention.kind, *EntityKind) if slug is not None and (k, slug) in known), mention.kind
                )
                entity = slug if slug is not None and (kind, slug) in known else None
                done = replace(mention, kind=kind, entity=entity, reason="settled in the article's front matter")
            elif key in state.link:
                which, why = state.link[key]
                reason = why if shown[which] else f"{why}; not shown for want of evidence (a full name, a title)"
                # Built by hand: `replace` costs twice as much, and this is every mention of the book.
                done = Mention(
                    passage=mention.passage,
                    surface=mention.surface,
                    kind=mention.kind,
                    entity=slugs[which] if shown[which] else None,
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
                        positions=tuple(geography_of(state.found[k].place) for *_, k in offers)
                        if places_offered
                        else (),
                    )
                )
            else:
                done = mention
            if hidden and (done.kind, done.entity) in hidden:
                continue
            kept.append(done)
        linked.append(tuple(kept))
    return tuple(linked), opened


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
