"""What the long entries of an index are divided by."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefbook.assemble.locators import Block, Blocks, Key, entry_order
from briefbook.assemble.subjects import Subjects
from briefbook.model.article import Article, BlockKind, Passage
from briefbook.model.book import Annotations, IndexEntry
from briefbook.model.entity import Entity, EntityKind
from briefbook.model.text import Slug, filing_key, fold, slugify
from briefbook.model.when import MONTHS, OPEN_START

LONG_ENTRY = 6
"""Locators beyond which an entry is divided. Source: Chicago Manual of Style, 17th ed., 16.10 (five or six)."""
SUB_ENTRY = 3
"""Locators a sub-entry must have: fewer are found as fast in the whole list."""
LONG_SUB_ENTRY = 12
"""Locators beyond which a sub-entry is divided by year."""
YEARS = 4
"""Years it is divided by at the most."""
SUB_ENTRIES = 8
"""Sub-entries by what is told beside it, at the most; those that divide it best."""
EVERYWHERE = 0.8
"""Share of an entry's locators above which a sub-entry divides nothing."""


@dataclass(frozen=True, slots=True)
class Section:
    """A sub-entry that an entry may be divided by."""

    heading: str
    blocks: Mapping[Block, Passage]
    order: str = ""
    """Where it is filed among its kind; empty: by its heading."""
    weight: float = 1.0
    """What it is worth to a reader, beside how much it takes out of the list."""
    always: bool = False


class Sections:
    """What long entries are divided by: who is quoted or shown, as what, beside whom and which subjects, else when."""

    def __init__(
        self,
        articles: Sequence[Article],
        annotations: Sequence[Annotations],
        blocks: Mapping[Key, Blocks],
        headings: Mapping[Key, str],
        subjects: Subjects,
    ) -> None:
        self.headings = headings
        self.subjects = subjects
        self.articles = {article.slug: article for article in articles}
        self.captions = {
            (article.slug, number)
            for article in articles
            for number, block in enumerate(article.blocks)
            if block.kind is BlockKind.CAPTION
        }
        self.quoted: dict[Slug, dict[Block, Passage]] = defaultdict(dict)
        for found in annotations:
            for quotation in found.quotations:
                for passage in quotation.passages if quotation.speaker else ():
                    self.quoted[quotation.speaker].setdefault((passage.article, passage.block), passage)  # type: ignore[index]
        self.beside: dict[Block, list[Key]] = defaultdict(list)
        for key in headings:
            for place in blocks[key]:
                self.beside[place].append(key)

    def divide(
        self, name: str, own: Blocks, principal: Passage | None, entity: Entity | None = None
    ) -> tuple[tuple[IndexEntry, ...], tuple[Passage, ...]]:
        """The sub-entries of a long entry by heading, and the locators that stand before them; a short one has none.

        What no sub-entry takes stands under the heading itself; where that is still long, it is divided by year or month.
        """
        if len(own) <= LONG_ENTRY:
            return (), tuple(passage for passage, _ in own.values())
        open_ = set(own)
        chosen: list[Section] = []
        pool = self.sections(own, entity)
        for section in [section for section in pool if section.always]:
            pool.remove(section)
            chosen.append(section)
            open_ -= section.blocks.keys()
        while pool and len(open_) > LONG_ENTRY and len(chosen) < SUB_ENTRIES:
            # Of the equals the one filed first: the pool is in that order.
            best = max(pool, key=lambda one: len(open_ & one.blocks.keys()) * one.weight)
            if len(open_ & best.blocks.keys()) < SUB_ENTRY:
                break
            pool.remove(best)
            chosen.append(best)
            open_ -= best.blocks.keys()
        first = (principal.article, principal.block) if principal else None
        rest = {place: own[place][0] for place in own if place in open_ and place != first}
        if len(rest) > LONG_ENTRY:
            times = self.by_time(rest)
            chosen += times
            rest = {} if times else rest
        parts = [part for section in chosen for part in self.by_year(section)]
        entries = [
            IndexEntry(
                id=f"{name}--{slugify(section.heading)}",
                heading=section.heading,
                sort_key=section.order or _file(section.heading),
                locators=tuple(section.blocks.values()),
            )
            for section in parts
        ]
        return (
            tuple(sorted(entries, key=entry_order)),
            tuple(passage for place, (passage, _) in own.items() if place in rest or place == first),
        )

    def sections(self, own: Blocks, entity: Entity | None) -> list[Section]:
        """All that an entry may be divided by, in the order of their headings."""
        found: list[Section] = []
        shown = {place: own[place][0] for place in own if place in self.captions}
        if len(shown) >= SUB_ENTRY:
            found.append(Section("in captions", shown, always=True))
        if entity and entity.kind is EntityKind.PERSON:
            said = self.quoted.get(entity.slug, {})
            if len(said) >= SUB_ENTRY:
                found.append(Section("quoted", said, always=True))
            found += _by_role(entity, own)
        limit = len(own) * EVERYWHERE
        together: dict[Key | str, dict[Block, Passage]] = defaultdict(dict)
        for place, (passage, _) in own.items():
            for key in (*self.beside.get(place, ()), *self.subjects.at.get(place, ())):
                together[key][place] = passage
        for key, shared in together.items():
            heading = self.subjects.terms[key] if isinstance(key, str) else self.headings[key]
            if (entity and key == (entity.kind, entity.slug)) or not SUB_ENTRY <= len(shared) < limit:
                continue
            if len(shared) > LONG_SUB_ENTRY * YEARS:
                continue  # it would want dividing itself
            # The editor's subjects tell most of what a passage is about, a country's name least.
            weight = 2.0 if isinstance(key, str) else 0.6 if key[0] is EntityKind.PLACE else 1.0
            found.append(Section(f"and {heading}", shared, weight=weight))
        return sorted(found, key=lambda one: (filing_key(one.heading), one.heading))

    def by_time(self, blocks: Mapping[Block, Passage], of: str = "") -> list[Section]:
        """The blocks by the year their articles appeared, or by month where it is one year; none where it is one month.

        They are a heading's own ("in 2013"), or those of the section `of` ("and Holm, Karin (2013)").
        """
        for length, say in ((4, _say_year), (7, _say_month)):
            groups: dict[str, dict[Block, Passage]] = defaultdict(dict)
            for place, passage in blocks.items():
                when = self.articles[place[0]].published.when
                stretch = when.start.isoformat()[:length] if when and when.start != OPEN_START else ""
                groups[stretch][place] = passage
            if len(groups) > 1:
                return [
                    Section(
                        _say_part(of, say(stretch) if stretch else ""),
                        group,
                        f"{_file(of)} {stretch}".strip(),
                    )
                    for stretch, group in sorted(groups.items())
                ]
        return []

    def by_year(self, section: Section) -> list[Section]:
        """The section, or where it is itself far too long its years, if they are few."""
        if len(section.blocks) <= LONG_SUB_ENTRY or section.order:
            return [section]
        times = self.by_time(section.blocks, section.heading)
        return times if 0 < len(times) <= YEARS else [section]


def _file(heading: str) -> str:
    """The key of a sub-entry, which its preposition does not count for."""
    return filing_key(re.sub(r"^(?:and|as|in) ", "", heading))


def _say_part(of: str, time: str) -> str:
    if not of:
        return f"in {time}" if time else "undated"
    return f"{of} ({time or 'undated'})"


def _say_year(stretch: str) -> str:
    return str(int(stretch))


def _say_month(stretch: str) -> str:
    return f"{MONTHS[int(stretch[5:]) - 1]} {int(stretch[:4])}"


def _by_role(entity: Entity, own: Blocks) -> list[Section]:
    """The blocks that print what the person was called, where there is more than one such thing."""
    roles: dict[str, tuple[str, dict[Block, Passage]]] = {}
    for role in entity.roles:
        place = (role.passage.article, role.passage.block)
        if place in own:
            roles.setdefault(fold(role.text), (role.text, {}))[1][place] = own[place][0]
    often = [(text, blocks) for text, blocks in roles.values() if len(blocks) >= SUB_ENTRY]
    return [Section(f"as {text}", blocks) for text, blocks in often] if len(often) > 1 else []
