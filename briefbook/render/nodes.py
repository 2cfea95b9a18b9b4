"""A flow as nodes for the fixed print template, with what the book puts into it: links, labels, notes, index marks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from briefbook.formats.markdown import parse_flow
from briefbook.model.article import Note
from briefbook.model.flow import Element, ElementKind, Inline, InlineKind
from briefbook.render.addresses import resolve_address
from briefbook.render.prose import direction, number_cells

DOCUMENT = 3
"""Level of the highest heading inside a document; only there are paragraphs numbered, for only there are they cited."""
HEADINGS = 6
"""Levels of headings there are."""
Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


@dataclass(slots=True)
class Points:
    """What is put into one article's text: index marks, places that other pages refer to, anchored notes."""

    marks: dict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    labels: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: dict[tuple[int, int], list[Note]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Pictures:
    """Those that can be printed."""

    paths: frozenset[str] = frozenset()
    """By their address within the site."""
    page: str = ""
    """From which a text names them."""


def language_of(tag: str) -> tuple[str, str | None]:
    """Language and region of a BCP 47 tag as the template engine takes them; "en" for what is none."""
    parts = tag.replace("_", "-").split("-")
    language = parts[0].lower()
    region = next((p.upper() for p in parts[1:] if re.fullmatch(r"[A-Za-z]{2}", p)), None)
    return (language, region) if re.fullmatch(r"[a-z]{2,3}", language) else ("en", None)


def _words(inline: Inline) -> str:
    return inline.text + "".join(map(_words, inline.children))


_HOLDERS = {InlineKind.STRONG: "b", InlineKind.EMPHASIS: "i", InlineKind.STRIKE: "s"}


def write_flow(
    flow: Sequence[Element],
    points: Points,
    languages: Mapping[int, str] | None = None,
    top: int = 2,
    pictures: Pictures = Pictures(),
) -> list[Json]:
    """The elements of a flow as nodes.

    Args:
        flow: To be written.
        points: What is put into it.
        languages: Of blocks in another language than the page's, BCP 47.
        top: Level of the highest heading; 0: headings are set as bold paragraphs.
        pictures: Those that can be printed.
    """
    return _Flow(flow, points, languages or {}, top, pictures).elements(flow)


class _Flow:
    """Walks one flow into the template's nodes, putting in what its points say."""

    def __init__(
        self,
        flow: Sequence[Element],
        points: Points,
        languages: Mapping[int, str],
        top: int,
        pictures: Pictures,
    ) -> None:
        self.top = top
        """Level of the highest heading; 0: headings are set as bold paragraphs."""
        self.level = top - 1
        self.pictures = pictures
        self.own = top != DOCUMENT
        """Whether the words are the editor's."""
        self.notes = {e.id: e for e in flow if e.kind is ElementKind.NOTE}
        self.languages = languages
        self.inserted: dict[int, list[tuple[int, Json]]] = defaultdict(list)
        for (block, offset), label in points.labels.items():
            self.inserted[block].append((offset, ["a", label]))
        for (block, offset), numbers in points.marks.items():
            self.inserted[block].append((offset, ["m", *sorted(set(numbers), key=lambda n: (abs(n), n))]))
        for (block, offset), notes in points.notes.items():
            self.inserted[block].extend((offset, ["n", self.anchored(note)]) for note in notes)
        for nodes in self.inserted.values():
            nodes.sort(key=lambda item: item[0])
        self.offset = 0
        self.waiting: list[tuple[int, Json]] = []
        self.used: set[str] = set()

    def anchored(self, note: Note) -> list[Json]:
        signed = ", ".join(filter(None, (note.author, note.date)))
        body = _Flow((), Points(), {}, 0, Pictures()).elements(parse_flow(note.text))
        return [*body, ["p", 0, [["i", [f"— {signed}"]]]]] if signed else body

    def elements(self, elements: Iterable[Element]) -> list[Json]:
        return [self.element(e) for e in elements if e.kind is not ElementKind.NOTE]

    def element(self, element: Element) -> Json:
        node = self.bare(element)
        language = self.languages.get(element.block, "") if element.block is not None else ""
        return ["g", language_of(language)[0], direction(language), node] if language else node

    def bare(self, element: Element) -> Json:
        match element.kind:
            case ElementKind.HEADING:
                if not self.top or not any(c.isalnum() for c in "".join(map(_words, element.inlines))):
                    return ["p", 0, [["b", self.block(element)]]]
                # A level that was skipped would break the outline that screen readers walk.
                self.level = min(max(element.number + self.top - 2, self.top), self.level + 1, HEADINGS)
                return ["h", self.level, self.block(element)]
            case ElementKind.FIGURE:
                words = self.block(element)
                path = resolve_address(self.pictures.page, element.source) if element.source else ""
                # What is heard in its place is the caption's words: there is nothing else the book could say of it.
                said = "".join(map(_words, element.inlines)) or "Picture without a caption"
                return ["c", words, path, said] if path in self.pictures.paths else ["c", words]
            case ElementKind.QUOTE:
                return ["q", self.elements(element.children)]
            case ElementKind.LIST:
                return ["l", element.number, [self.elements(item.children) for item in element.children]]
            case ElementKind.TABLE:
                heads = sum(all(c.kind is ElementKind.HEADER_CELL for c in row.children) for row in element.children)
                rows = [[self.block(cell) for cell in row.children] for row in element.children]
                return ["t", heads, rows, number_cells(element) if self.top == DOCUMENT else ""]
            case ElementKind.CODE:
                return ["v", "".join(i.text for i in element.inlines)]
            case ElementKind.RULE:
                return ["hr"]
            case ElementKind.ITEM | ElementKind.ROW | ElementKind.NOTE:
                return ["q", self.elements(element.children)]
            case _:
                return ["p", element.number if self.top == DOCUMENT else 0, self.block(element)]

    def block(self, element: Element) -> list[Json]:
        saved = self.offset, self.waiting
        self.offset = 0
        self.waiting = list(self.inserted.get(element.block, ())) if element.block is not None else []
        nodes: list[Json] = []
        self.take(nodes, 0)
        nodes += self.inlines(element.inlines)
        nodes += [node for _, node in self.waiting]
        self.offset, self.waiting = saved
        return nodes

    def take(self, nodes: list[Json], end: int) -> None:
        """Puts in what stands at or before offset `end`."""
        while self.waiting and self.waiting[0][0] <= end:
            nodes.append(self.waiting.pop(0)[1])

    def inlines(self, inlines: Iterable[Inline]) -> list[Json]:
        nodes: list[Json] = []
        for inline in inlines:
            if inline.kind is InlineKind.TEXT:
                self.text(inline.text, nodes)
            elif inline.kind is InlineKind.CODE:
                nodes.append(["k", [inline.text]])
                self.offset += len(inline.text)
                self.take(nodes, self.offset)
            elif inline.kind is InlineKind.BREAK:
                nodes.append(["br"])
                self.offset += len(inline.text)
            elif inline.kind is InlineKind.NOTE_REFERENCE:
                nodes.append(self.reference(inline))
            elif inline.kind is InlineKind.LINK and re.match(r"(?:https?|mailto):", inline.href, re.IGNORECASE):
                words = self.inlines(inline.children)
                nodes.append(["u", inline.href, words])
                # Paper leads nowhere: the editor's links say where to. The sources' words stay as they are.
                if self.own and inline.href not in words:
                    nodes.append(f" ({inline.href.removeprefix('mailto:')})")
            elif inline.kind is InlineKind.MARK and inline.mark:
                nodes.append(["x", inline.mark.href, self.inlines(inline.children)])
            elif inline.kind in _HOLDERS:
                nodes.append([_HOLDERS[inline.kind], self.inlines(inline.children)])
            else:
                nodes += self.inlines(inline.children)
        return nodes

    def text(self, text: str, nodes: list[Json]) -> None:
        start = self.offset
        end = start + len(text)
        done = start
        while self.waiting and self.waiting[0][0] <= end:
            at = max(self.waiting[0][0], done)
            if at > done:
                nodes.append(text[done - start : at - start])
            done = at
            self.take(nodes, at)
        if done < end:
            nodes.append(text[done - start :])
        self.offset = end

    def reference(self, inline: Inline) -> Json:
        """The note itself where it is first referred to, its number where it is again."""
        note = self.notes.get(inline.href)
        if note is None or inline.href in self.used:
            return ["r", inline.text]
        self.used.add(inline.href)
        before, self.own = self.own, True
        elements = self.elements(note.children)
        self.own = before
        return ["n", elements]
