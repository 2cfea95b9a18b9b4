"""The back-of-book index: headings, see-references, sub-entries and locators."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from briefbook.assemble.locators import Key, by_block, entry_order, find_principal, most_said
from briefbook.assemble.subentries import Sections
from briefbook.assemble.subjects import PART, Subjects
from briefbook.model.article import Article
from briefbook.model.book import Annotations, IndexEntry
from briefbook.model.entity import Entity, EntityKind, Mention, PlaceKind, Register
from briefbook.model.text import filing_key, fold, slugify, spelling_key, without_particles

GIVEN_NAME = 2
"""Times somebody must be called by the given name alone to be looked for under it: once is a turn of phrase."""
SEE_ALSO = 6
"""See-also references an entry has at the most."""


def assemble_index(
    articles: Sequence[Article], annotations: Sequence[Annotations], register: Register, terms: Sequence[str]
) -> tuple[IndexEntry, ...]:
    """The index of a book, by sort key; every locator is a passage of `articles`, every see-reference a heading in it.

    `articles` come in the book's order with their `annotations` beside them; `terms` are looked for in all of them,
    an article's own `index_terms` in it alone. An entry has at most one locator a block, in the book's order.

    Source: ISO 999:1996 and Chicago Manual of Style, 17th ed., chapter 16, for order, inversion and references.
    """
    entities: dict[Key, Entity] = {(e.kind, e.slug): e for e in register.entities if not e.hidden}
    mentions: dict[Key, list[Mention]] = defaultdict(list)
    for found in annotations:
        for mention in found.mentions:
            key = (mention.kind, mention.entity) if mention.entity else None
            if key in entities:
                mentions[key].append(mention)
    headings = _headings([entities[key] for key in entities if key in mentions])
    blocks = {key: by_block(found) for key, found in mentions.items()}
    taken = {filing_key(heading) for heading in headings.values()}
    subjects = Subjects(articles, terms, taken)
    sections = Sections(articles, annotations, blocks, headings, subjects)
    entries = []
    for key, heading in headings.items():
        principal = find_principal(entities[key], blocks[key])
        sub, rest = sections.divide(f"{key[0]}-{key[1]}", blocks[key], principal, entities[key])
        entries.append(
            IndexEntry(
                id=f"{key[0]}-{key[1]}",
                heading=heading,
                sort_key=filing_key(heading),
                sub=sub,
                locators=rest,
                principal=principal,
                entity=(str(key[0]), key[1]),
            )
        )
    entries = _add_subjects(entries, subjects, sections)
    entries = _add_see_also(entries, {key: entities[key] for key in headings})
    seen = {key: Counter(fold(mention.surface) for mention in mentions[key]) for key in headings}
    entries += _see_references(entries, {headings[key]: (entities[key], seen[key]) for key in headings})
    return _unique_ids(sorted(entries, key=entry_order))


# Headings ---------------------------------------------------------------------------------------------------------


def _headings(entities: Iterable[Entity]) -> dict[Key, str]:
    """The heading of each entity; those that would read alike say what they are."""
    listed = sorted(entities, key=lambda e: (filing_key(_heading(e)), _heading(e), e.kind, e.slug))
    alike = Counter(filing_key(_heading(e)) for e in listed)
    result: dict[Key, str] = {}
    used: set[str] = set()
    for entity in listed:
        heading = _heading(entity)
        if alike[filing_key(heading)] > 1:
            heading = f"{heading} ({_qualifier(entity)})"
        number = 2
        plain = heading
        while heading in used:
            heading, number = f"{plain} [{number}]", number + 1
        used.add(heading)
        result[entity.kind, entity.slug] = heading
    return result


def _heading(entity: Entity) -> str:
    """Inverted as the name wants it; a body without its article, a place with it behind: "Hague, The"."""
    heading = entity.sort_name or entity.name
    plain = re.sub(r"^[Tt]he (?=\S)", "", heading)
    if entity.kind is EntityKind.ORGANISATION:
        return plain
    if entity.kind is EntityKind.PLACE and entity.name.startswith("The ") and entity.name.endswith(plain):
        return f"{plain}, The"
    return heading


def _qualifier(entity: Entity) -> str:
    """What tells a name from the same name of another."""
    if entity.kind is EntityKind.PERSON and entity.roles:
        return entity.roles[0].text
    if entity.geography and entity.geography.kind is not PlaceKind.OTHER:
        country = entity.geography.country if entity.geography.kind is not PlaceKind.COUNTRY else None
        return f"{entity.geography.kind}, {country}" if country else str(entity.geography.kind)
    return str(entity.kind)


def _unique_ids(entries: Iterable[IndexEntry]) -> tuple[IndexEntry, ...]:
    """The entries, an id that stood before told apart by a number."""
    seen: set[str] = set()

    def name(entry: IndexEntry) -> IndexEntry:
        unique, number = entry.id, 2
        while unique in seen:
            unique, number = f"{entry.id}-{number}", number + 1
        seen.add(unique)
        return replace(entry, id=unique, sub=tuple(name(sub) for sub in entry.sub))

    return tuple([name(entry) for entry in entries])


def _add_subjects(entries: Sequence[IndexEntry], subjects: Subjects, sections: Sections) -> list[IndexEntry]:
    """The entries with the editor's subjects that are found: as entries, or as sub-entries of what is there already."""
    wholes: dict[str, str] = {}
    parts: dict[str, list[IndexEntry]] = defaultdict(list)
    for key, term in subjects.terms.items():
        head, _, part = term.partition(PART)
        if not subjects.blocks[key]:
            continue
        wholes.setdefault(filing_key(head), head)
        if part:
            parts[filing_key(head)].append(
                IndexEntry(
                    id=f"term-{slugify(head)}--{slugify(part)}",
                    heading=part,
                    sort_key=filing_key(part),
                    locators=tuple(passage for passage, _ in subjects.blocks[key].values()),
                )
            )
    result = [
        replace(entry, sub=tuple(sorted((*entry.sub, *parts[entry.sort_key]), key=entry_order))) for entry in entries
    ]
    there = {entry.sort_key for entry in entries}
    for key, head in wholes.items():
        if key in there:
            continue
        name, own = f"term-{slugify(head)}", subjects.blocks.get(key, {})
        principal = most_said(own)
        sub, rest = sections.divide(name, own, principal)
        result.append(
            IndexEntry(
                id=name,
                heading=head,
                sort_key=key,
                sub=tuple(sorted((*sub, *parts[key]), key=entry_order)),
                locators=rest,
                principal=principal,
            )
        )
    return result


# References -------------------------------------------------------------------------------------------------------


def _add_see_also(entries: Sequence[IndexEntry], entities: Mapping[Key, Entity]) -> list[IndexEntry]:
    """The entries, those whose name opens the name of others pointing to them ("United Nations" to its council)."""
    heading_of = {entry.entity: entry.heading for entry in entries if entry.entity}
    openings: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for (kind, slug), entity in entities.items():
        if kind is EntityKind.ORGANISATION:
            for name in sorted({entity.name, *entity.aliases}):
                words = _words(name)
                for count in range(1, len(words)):
                    openings[" ".join(words[:count])].append((heading_of[str(kind), slug], slug))
    result = []
    neighbours = {entry.heading: index for index, entry in enumerate(sorted(entries, key=entry_order))}
    for entry in entries:
        named = entities.get((EntityKind(entry.entity[0]), entry.entity[1])) if entry.entity else None
        if named is None or named.kind is not EntityKind.ORGANISATION:
            result.append(entry)
            continue
        names = {" ".join(_words(name)) for name in (named.name, *named.aliases)}
        more = sorted(
            {
                heading
                for name in names
                for heading, slug in openings.get(name, ())
                if slug != named.slug and abs(neighbours[heading] - neighbours[entry.heading]) > 1
            },
            key=lambda heading: (filing_key(heading), heading),
        )
        result.append(replace(entry, see_also=tuple(more[:SEE_ALSO])))
    return result


def _words(name: str) -> list[str]:
    """Folded words of a name; "U.N." is one."""
    return re.findall(r"[^\W_]+", re.sub(r"(?<=\w)[.'](?=\w)|[.'](?!\w)", "", fold(name)))


def _see_references(
    entries: Sequence[IndexEntry], entities: Mapping[str, tuple[Entity, Counter[str]]]
) -> list[IndexEntry]:
    """References from the other forms of each name, where a reader would look elsewhere than at its heading."""
    taken = {entry.sort_key for entry in entries}
    standing = sorted(entries, key=entry_order)
    place_of = {entry.heading: index for index, entry in enumerate(standing)}
    keys = [entry.sort_key for entry in standing]
    result: list[IndexEntry] = []
    for entry in standing:
        named = entities.get(entry.heading) if entry.entity else None
        forms = [(form, filing_key(form)) for form in _other_forms(*named)] if named else []
        # "al-Haddad, Karim" is filed under Haddad, and looked for under its article too.
        forms.append((entry.heading, spelling_key(entry.heading)))
        for form, key in forms:
            index = place_of[entry.heading]
            before = keys[index - 1] if index else ""
            after = keys[index + 1] if index + 1 < len(keys) else None
            beside = before <= key and (after is None or key <= after)
            if not key or key in taken or beside:
                continue
            result.append(IndexEntry(id=f"see-{slugify(form)}", heading=form, sort_key=key, see=entry.heading))
    return result


def _other_forms(entity: Entity, seen: Counter[str]) -> list[str]:
    """Other headings under which a reader may look for the entity, one a place in the alphabet; `seen` counts surfaces."""
    if entity.kind is not EntityKind.PERSON:
        forms = [re.sub(r"^(?:the|an?)\s+(?=\S)", "", alias, flags=re.IGNORECASE) for alias in entity.aliases]
        if entity.name != entity.sort_name:
            forms.append(entity.name)
        best: dict[str, str] = {}
        for form in sorted(forms, key=lambda form: (len(form), form)):
            best.setdefault(filing_key(form), form)
        return list(best.values())
    surname, comma, given = entity.sort_name.partition(", ")
    own = set(_words(without_particles(surname)))
    best = {}
    for alias in sorted(entity.aliases, key=lambda alias: (len(alias), alias)):
        words = alias.split()
        if own <= set(_words(alias)) or not words:
            continue
        if set(_words(alias)) <= set(_words(given)) and seen[fold(alias)] < GIVEN_NAME:
            continue
        inverts = comma and len(words) > 1 and alias.isascii() == entity.sort_name.isascii()
        form = f"{words[-1]}, {' '.join(words[:-1])}" if inverts else alias
        best.setdefault(filing_key(form).split(" ")[0], form)
    return list(best.values())
