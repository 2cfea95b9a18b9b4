"""The back-of-book index: headings, see-references, sub-entries and locators."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from briefbook.model.article import Article, BlockKind, Passage
from briefbook.model.book import Annotations, IndexEntry
from briefbook.model.entity import Entity, EntityKind, Mention, PlaceKind, Register
from briefbook.model.text import Slug, Span, fold, slugify

LONG_ENTRY = 6
"""Locators beyond which an entry is divided. Source: Chicago Manual of Style, 17th ed., 16.10 (five or six)."""
SUB_ENTRY = 3
"""Locators a sub-entry must have: fewer are found as fast in the whole list."""
SUB_ENTRIES = 4
"""Names an entry is divided by at the most, those met together most often."""
GIVEN_NAME = 2
"""Times somebody must be called by the given name alone to be looked for under it: once is a turn of phrase."""
SEE_ALSO = 6
"""See-also references an entry has at the most."""

Key = tuple[EntityKind, Slug]


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
    blocks = {key: _by_block(found) for key, found in mentions.items()}
    sections = _Sections(articles, annotations, blocks, headings)
    entries = [
        IndexEntry(
            id=f"{key[0]}-{key[1]}",
            heading=heading,
            sort_key=sort_key(heading),
            sub=sections.divide(key),
            locators=tuple(found[0] for found in blocks[key].values()),
            principal=_principal(entities[key], blocks[key]),
            entity=(str(key[0]), key[1]),
        )
        for key, heading in headings.items()
    ]
    entries += _term_entries(articles, terms, {entry.sort_key for entry in entries})
    entries = _add_see_also(entries, {key: entities[key] for key in headings})
    seen = {key: Counter(fold(mention.surface) for mention in mentions[key]) for key in headings}
    entries += _see_references(entries, {headings[key]: (entities[key], seen[key]) for key in headings})
    return _unique_ids(sorted(entries, key=_order))


def sort_key(heading: str) -> str:
    """The key that files a heading letter by letter: spaces, hyphens and apostrophes do not count, a comma or
    bracket ends the first comparison.

    Source: Chicago Manual of Style, 17th ed., 16.61.
    """
    parts = re.split(r",\s|\s\(", re.sub(r"^(?:the|an?)\s+(?=\S)", "", heading, flags=re.IGNORECASE))
    return " ".join(filter(None, ("".join(c for c in fold(part) if c.isalnum()) for part in parts)))


def _order(entry: IndexEntry) -> tuple[str, str, str, str]:
    return (entry.sort_key, entry.heading, entry.see or "", entry.id)


# Headings ---------------------------------------------------------------------------------------------------------


def _headings(entities: Iterable[Entity]) -> dict[Key, str]:
    """The heading of each entity; those that would read alike say what they are."""
    listed = sorted(entities, key=lambda e: (sort_key(e.sort_name), e.sort_name, e.kind, e.slug))
    alike = Counter(sort_key(e.sort_name) for e in listed)
    result: dict[Key, str] = {}
    used: set[str] = set()
    for entity in listed:
        heading = entity.sort_name or entity.name
        if alike[sort_key(entity.sort_name)] > 1:
            heading = f"{heading} ({_qualifier(entity)})"
        number = 2
        plain = heading
        while heading in used:
            heading, number = f"{plain} [{number}]", number + 1
        used.add(heading)
        result[entity.kind, entity.slug] = heading
    return result


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


# Locators ---------------------------------------------------------------------------------------------------------

Blocks = Mapping[tuple[Slug, int], tuple[Passage, int]]
"""For each block in the book's order the first passage in it and how many there are."""


def _by_block(mentions: Iterable[Mention]) -> dict[tuple[Slug, int], tuple[Passage, int]]:
    result: dict[tuple[Slug, int], tuple[Passage, int]] = {}
    for mention in mentions:
        passage = mention.passage
        first, count = result.get((passage.article, passage.block), (passage, 0))
        result[passage.article, passage.block] = (first, count + 1)
    return result


def _principal(entity: Entity, blocks: Blocks) -> Passage | None:
    """Where the name is introduced with its role, else the block that says it most; None where nothing stands out."""
    if len(blocks) < 2:
        return None
    introduced = {(role.passage.article, role.passage.block) for role in entity.roles}
    for place, (passage, _) in blocks.items():
        if place in introduced:
            return passage
    passage, count = max(blocks.values(), key=lambda found: found[1])  # the first of equals
    return passage if count > 1 else None


# Sub-entries ------------------------------------------------------------------------------------------------------


class _Sections:
    """What long entries are divided by: who is quoted, who is shown, who is named beside whom."""

    def __init__(
        self,
        articles: Sequence[Article],
        annotations: Sequence[Annotations],
        blocks: Mapping[Key, Blocks],
        headings: Mapping[Key, str],
    ) -> None:
        self.blocks = blocks
        self.headings = headings
        self.captions = {
            (article.slug, number)
            for article in articles
            for number, block in enumerate(article.blocks)
            if block.kind is BlockKind.CAPTION
        }
        self.quoted: dict[Slug, dict[tuple[Slug, int], Passage]] = defaultdict(dict)
        for found in annotations:
            for quotation in found.quotations:
                for passage in quotation.passages if quotation.speaker else ():
                    self.quoted[quotation.speaker].setdefault((passage.article, passage.block), passage)  # type: ignore[index]
        self.beside: dict[tuple[Slug, int], list[Key]] = defaultdict(list)
        for key in headings:
            if key[0] is not EntityKind.PLACE:
                for place in blocks[key]:
                    self.beside[place].append(key)

    def divide(self, key: Key) -> tuple[IndexEntry, ...]:
        """The sub-entries of a long entry, by heading; none for a short one."""
        own = self.blocks[key]
        if len(own) <= LONG_ENTRY or key[0] is EntityKind.PLACE:
            return ()  # beside whom a place is named says nothing of the place
        found: list[tuple[str, tuple[Passage, ...]]] = []
        if key[0] is EntityKind.PERSON:
            shown = tuple(passage for place, (passage, _) in own.items() if place in self.captions)
            found += [("quoted", tuple(self.quoted[key[1]].values()) if key[1] in self.quoted else ())]
            found += [("in captions", shown)]
        together: Counter[Key] = Counter(other for place in own for other in self.beside[place] if other != key)
        # A name met beside it nearly everywhere divides nothing.
        ranked = sorted(together.items(), key=lambda item: (-item[1], self.headings[item[0]]))
        partners = [other for other, count in ranked if SUB_ENTRY <= count < len(own)][:SUB_ENTRIES]
        for other in partners:
            shared = tuple(passage for place, (passage, _) in own.items() if place in self.blocks[other])
            found.append((f"and {self.headings[other]}", shared))
        return tuple(
            sorted(
                (
                    IndexEntry(
                        id=f"{key[0]}-{key[1]}--{slugify(heading)}",
                        heading=heading,
                        sort_key=sort_key(heading.removeprefix("and ")),
                        locators=locators,
                    )
                    for heading, locators in found
                    if len(locators) >= SUB_ENTRY
                ),
                key=_order,
            )
        )


# The editor's terms -----------------------------------------------------------------------------------------------


def _term_entries(articles: Sequence[Article], terms: Sequence[str], taken: set[str]) -> list[IndexEntry]:
    """An entry for each term that is found and is not a name's heading already; ordered as first given."""
    wanted: dict[str, str] = {}
    everywhere = {key for term in terms if (key := _register_term(wanted, term))}
    here = [{key for term in article.index_terms if (key := _register_term(wanted, term))} for article in articles]
    located: dict[str, dict[tuple[Slug, int], tuple[Passage, int]]] = {key: {} for key in wanted}
    for article, own in zip(articles, here, strict=True):
        active = {key: wanted[key] for key in wanted if (key in own or key in everywhere) and key not in taken}
        for number, block in enumerate(article.blocks if active else ()):
            for key, span in _find_terms(block.text, active):
                place = (article.slug, number)
                first, count = located[key].get(place, (Passage(article.slug, number, span), 0))
                located[key][place] = (first, count + 1)
        if article.blocks:
            for key in sorted(own & active.keys()):
                # The editor says that the article is about it, whatever words it uses.
                if not any(slug == article.slug for slug, _ in located[key]):
                    located[key][article.slug, 0] = (Passage(article.slug, 0, Span(0, 0)), 1)
    return [
        IndexEntry(
            id=f"term-{slugify(term)}",
            heading=term,
            sort_key=key,
            locators=tuple(passage for passage, _ in located[key].values()),
            principal=_most(located[key]),
        )
        for key, term in wanted.items()
        if located[key]
    ]


def _register_term(wanted: dict[str, str], term: str) -> str:
    """The key of a term, noted with its first spelling; empty for a term without letters."""
    plain = " ".join(term.split())
    key = sort_key(plain)
    if key:
        wanted.setdefault(key, plain)
    return key


def _most(blocks: Blocks) -> Passage | None:
    if len(blocks) < 2:
        return None
    passage, count = max(blocks.values(), key=lambda found: found[1])
    return passage if count > 1 else None


def _find_terms(text: str, terms: Mapping[str, str]) -> Iterator[tuple[str, Span]]:
    """Each whole-word occurrence of each term, whatever its case and accents, with its span in `text`."""
    folded, offsets = [], []
    for offset, character in enumerate(text):
        for plain in fold(character):
            folded.append(plain)
            offsets.append(offset)
    haystack = "".join(folded)
    for key, term in terms.items():
        needle = "".join(fold(character) for character in term)
        for match in re.finditer(rf"(?<!\w){re.escape(needle)}(?!\w)", haystack):
            yield key, Span(offsets[match.start()], offsets[match.end() - 1] + 1)


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
    neighbours = {entry.heading: index for index, entry in enumerate(sorted(entries, key=_order))}
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
            key=lambda heading: (sort_key(heading), heading),
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
    standing = sorted(entries, key=_order)
    place_of = {entry.heading: index for index, entry in enumerate(standing)}
    keys = [entry.sort_key for entry in standing]
    result: list[IndexEntry] = []
    for entry in standing:
        named = entities.get(entry.heading) if entry.entity else None
        for form in _other_forms(*named) if named else ():
            key = sort_key(form)
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
            best.setdefault(sort_key(form), form)
        return list(best.values())
    surname, comma, given = entity.sort_name.partition(", ")
    own = set(_words(surname))
    best = {}
    # "al-Assad, Bashar" is looked for under its article too; the heading files it under what follows.
    particle = re.search(r"(?:^|\s)((?:[^\W\d_]+['’]|[^\W\d_]+-|[a-zà-ÿ]+))$", given) if comma else None
    if particle and (particle[1][-1] in "-'’" or particle[1].islower()):
        join = "" if particle[1][-1] in "-'’" else " "
        rest = given[: particle.start()].strip()
        form = f"{particle[1]}{join}{surname}" + (f", {rest}" if rest else "")
        best[sort_key(form).split(" ")[0]] = form
    for alias in sorted(entity.aliases, key=lambda alias: (len(alias), alias)):
        words = alias.split()
        if own <= set(_words(alias)) or not words:
            continue
        if set(_words(alias)) <= set(_words(given)) and seen[fold(alias)] < GIVEN_NAME:
            continue
        inverts = comma and len(words) > 1 and alias.isascii() == entity.sort_name.isascii()
        form = f"{words[-1]}, {' '.join(words[:-1])}" if inverts else alias
        best.setdefault(sort_key(form).split(" ")[0], form)
    return list(best.values())
