"""The text of an article as a tree that every renderer walks: elements of inlines, with marks woven in."""

from dataclasses import dataclass
from enum import StrEnum

from briefbook.model.text import Span


class ElementKind(StrEnum):
    """What an element is. Those with inlines are blocks; the others hold elements."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    FIGURE = "figure"
    """A picture, or only its caption: its inlines are the caption."""
    QUOTE = "quote"
    LIST = "list"
    ITEM = "item"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"
    HEADER_CELL = "header_cell"
    CODE = "code"
    """Preformatted; its text is one inline."""
    RULE = "rule"
    NOTE = "note"
    """A footnote's text, at the end of the flow; `id` is its permalink, `number` its number."""


class InlineKind(StrEnum):
    """What an inline is. TEXT, CODE and BREAK have text; the others children."""

    TEXT = "text"
    CODE = "code"
    BREAK = "break"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    STRIKE = "strike"
    LINK = "link"
    MARK = "mark"
    NOTE_REFERENCE = "note_reference"
    """`href` is the note's id, `text` its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something found in a block's text that a renderer shows: a name, a date."""

    span: Span
    """In the block's text."""
    kind: str
    """person, place, organisation, date, anchor."""
    href: str = ""
    """Relative to the site's root; empty: marked but not linked."""
    value: str = ""
    """A date's EDTF value; an entity's slug."""
    label: str = ""
    """What a reader is told of it (the full name, the resolved date)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """A piece of running text."""

    kind: InlineKind
    text: str = ""
    href: str = ""
    """Of a link: http, https, mailto or relative only."""
    mark: Mark | None = None
    children: "tuple[Inline, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A piece of the page."""

    kind: ElementKind
    inlines: tuple[Inline, ...] = ()
    children: "tuple[Element, ...]" = ()
    block: int | None = None
    """Number of the block its inlines are, from 0; None for an element without inlines."""
    id: str = ""
    """The block's permalink."""
    number: int = 0
    """Of a paragraph: its number as printed; of a heading: its level (1 to 6); of an ordered list: its start; of a note."""
    source: str = ""
    """Of a figure: the picture's relative address, or empty where the clipping has none."""
