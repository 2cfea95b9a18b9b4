"""Where in the book something is said: one passage a block."""

from collections.abc import Iterable, Mapping

from briefbook.model.article import Passage
from briefbook.model.book import IndexEntry
from briefbook.model.entity import Entity, EntityKind, Mention
from briefbook.model.text import Slug

Key = tuple[EntityKind, Slug]
"""Of an entity."""
Block = tuple[Slug, int]
"""Article and number of the block."""
Blocks = Mapping[Block, tuple[Passage, int]]
"""For each block in the book's order the first passage in it and how many there are."""


def by_block(mentions: Iterable[Mention]) -> dict[Block, tuple[Passage, int]]:
    """The mentions by block, in the order they come in."""
    result: dict[Block, tuple[Passage, int]] = {}
    for mention in mentions:
        passage = mention.passage
        first, count = result.get((passage.article, passage.block), (passage, 0))
        result[passage.article, passage.block] = (first, count + 1)
    return result


def find_principal(entity: Entity, blocks: Blocks) -> Passage | None:
    """Where the name is introduced with its role, else the block that says it most; None where nothing stands out."""
    if len(blocks) < 2:
        return None
    introduced = {(role.passage.article, role.passage.block) for role in entity.roles}
    for place, (passage, _) in blocks.items():
        if place in introduced:
            return passage
    return most_said(blocks)


def most_said(blocks: Blocks) -> Passage | None:
    """The block that says it most, or None where none does so more than once."""
    if len(blocks) < 2:
        return None
    passage, count = max(blocks.values(), key=lambda found: found[1])  # the first of equals
    return passage if count > 1 else None


def entry_order(entry: IndexEntry) -> tuple[str, str, str, str]:
    """The order of entries in an index and of sub-entries under one."""
    return (entry.sort_key, entry.heading, entry.see or "", entry.id)
