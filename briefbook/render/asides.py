"""The editor's notes that are tied to words of an article: where they stand, and the names in them, which lead to their pages."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefbook.formats.markdown import parse_text, weave_marks
from briefbook.model.article import Article, Note
from briefbook.model.entity import Entity, EntityKind, Mention
from briefbook.model.flow import Element, Mark
from briefbook.model.text import Slug, Span
from briefbook.model.when import parse_when
from briefbook.render.prose import Aside
from briefbook.render.wording import say_when

Key = tuple[EntityKind, Slug]

_WORD = re.compile(r"\w+")
_LONGEST_GAP = 2
"""Characters between two words of a name: a space, a hyphen, the full stop of an initial."""


@dataclass(frozen=True, slots=True)
class Names:
    """Whom the words of a note can mean."""

    meant: Mapping[tuple[str, ...], Key | None]
    """By the words of a name; None where they are the name of two."""
    longest: Mapping[str, int]
    """Words of the longest name that begins with a word."""


def gather_names(entities: Iterable[Entity]) -> Names:
    """The full names of those that have a page in the book."""
    meant: dict[tuple[str, ...], Key | None] = {}
    for entity in entities:
        for name in dict.fromkeys((entity.name, *entity.aliases)):
            _add(meant, name, (entity.kind, entity.slug))
    return _names(meant)


def add_forms(names: Names, mentions: Iterable[Mention]) -> Names:
    """The same with the forms that an article uses of those it names, which go before; a form of two means neither."""
    own: dict[tuple[str, ...], Key | None] = {}
    for mention in mentions:
        if mention.entity:
            _add(own, mention.surface, (mention.kind, mention.entity))
    return _names({**names.meant, **own})


def _names(meant: Mapping[tuple[str, ...], Key | None]) -> Names:
    longest: dict[str, int] = {}
    for words in meant:
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return Names(meant, longest)


def _add(meant: dict[tuple[str, ...], Key | None], name: str, key: Key) -> None:
    words = tuple(_WORD.findall(name))
    if words:
        meant[words] = key if meant.get(words, key) == key else None


def link_names(text: str, names: Names, address: Callable[[EntityKind, Slug], str]) -> tuple[Element, ...]:
    """A note's Markdown as a flow in which everybody is linked once, where they are named first; the longest name wins."""
    read = parse_text(text)
    marks: dict[int, list[Mark]] = {}
    seen: set[Key] = set()
    for number, block in enumerate(read.blocks):
        words = list(_WORD.finditer(block.text))
        i = 0
        while i < len(words):
            run = _run(words[i : i + names.longest.get(words[i][0], 0)])
            while run and tuple(word[0] for word in run) not in names.meant:
                run = run[:-1]
            key = names.meant[tuple(word[0] for word in run)] if run else None
            if key and key not in seen:
                seen.add(key)
                kind, slug = key
                span = Span(run[0].start(), run[-1].end())
                marks.setdefault(number, []).append(
                    Mark(span=span, kind=str(kind), href=address(kind, slug), value=slug)
                )
            i += len(run) or 1
    return weave_marks(read.flow, marks)


def _run(words: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    """The first of the words that stand as close together as those of a name."""
    for i in range(1, len(words)):
        if words[i].start() - words[i - 1].end() > _LONGEST_GAP:
            return words[:i]
    return words


def place_notes(
    article: Article, flows: Sequence[tuple[Element, ...]]
) -> tuple[dict[int, list[Mark]], dict[int, list[Aside]]]:
    """The anchors of the notes and the notes themselves, by block.

    Words that stand nowhere or twice were reported; their note is kept where it can be read, after the last block.

    Args:
        article: Whose notes are placed.
        flows: The text of each of its notes.
    """
    marks: dict[int, list[Mark]] = {}
    asides: dict[int, list[Aside]] = {}
    for number, (note, flow) in enumerate(zip(article.notes, flows, strict=True), 1):
        found = [n for n, block in enumerate(article.blocks) if note.at and block.text.count(note.at) == 1]
        block = found[0] if len(found) == 1 else len(article.blocks) - 1
        name = f"note-{number}"
        anchored = False
        if len(found) == 1:
            start = article.blocks[block].text.index(note.at)
            span = Span(start, start + len(note.at))
            anchored = not any(m.span.overlaps(span) for m in marks.get(block, ()))
            if anchored:
                marks.setdefault(block, []).append(Mark(span=span, kind="anchor", href=f"#{name}"))
        aside = Aside(id=name, lemma=note.at, signature=_sign(note), flow=flow, anchored=anchored)
        asides.setdefault(block, []).append(aside)
    return marks, asides


def _sign(note: Note) -> str:
    when = parse_when(note.date) if note.date else None
    return ", ".join(filter(None, (note.author, say_when(when) if when else note.date)))
