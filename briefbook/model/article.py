"""Clippings, what became of each of their lines, and the articles made of them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath

from briefbook.model.flow import Element
from briefbook.model.text import Slug, Span, digest
from briefbook.model.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A clipping as it came."""

    path: PurePosixPath
    """Within the project."""
    data: bytes
    sidecar: "Sidecar | None" = None
    file_sha256: str = ""
    """Of the file itself, where `data` was read out of a document or a message."""

    @property
    def sha256(self) -> str:
        """The fingerprint of the clipping: of its file, or of its part of an archive."""
        return self.file_sha256 or digest(self.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """What NAME.yml beside a clipping states of it."""

    path: PurePosixPath
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    """EDTF, as written."""
    accessed: str | None = None
    author: str | None = None


class Fate(StrEnum):
    """What became of a line of a clipping."""

    KEPT = "kept"
    REMOVED = "removed"
    BLANK = "blank"


class Reason(StrEnum):
    """As what a line was kept, or why it was removed."""

    SECTION = "section"
    TITLE = "title"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    BODY = "body"
    SUBHEAD = "subhead"
    DUPLICATE_CAPTION = "duplicate_caption"
    TEASERS = "teasers"
    COMMENTS = "comments"
    SIDEBAR = "sidebar"
    WIDGET = "widget"
    NAV = "nav"
    BOILERPLATE = "boilerplate"


KEPT_REASONS = frozenset(
    {Reason.SECTION, Reason.TITLE, Reason.BYLINE, Reason.DATELINE, Reason.CAPTION, Reason.BODY, Reason.SUBHEAD}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFate:
    """One line of a clipping and what became of it."""

    line: int
    """From 1."""
    fate: Fate
    reason: Reason | None
    """None for a blank line only."""
    text: str
    """The line itself, without its end."""
    why: str = ""
    """For a reader: the rule that decided, in a few words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What became of every line of a clipping, in order, none left out."""

    seed: PurePosixPath
    sha256: str
    lines: tuple[LineFate, ...]


class Certainty(StrEnum):
    """How well a publication date is known."""

    EXACT = "exact"
    """Printed on the page or stated by a person."""
    INFERRED = "inferred"
    """One day follows from evidence that is not itself a publication date."""
    BOUNDED = "bounded"
    """It lies between two days."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When an article appeared, and how that is known."""

    when: When | None
    """None when unknown; an interval when bounded."""
    basis: str
    """For a reader: "printed by the byline", "caption and the earliest reader comment" …"""
    certainty: Certainty
    updated: date | None = None
    """The last day on which the page says it was changed, where that is later than the one day of publication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """Place and day that open a report ("GENEVA, Sept. 12 —"), as printed."""

    place: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an article comes from."""

    url: str | None = None
    outlet: str | None = None
    accessed: str | None = None
    seed: PurePosixPath | None = None
    """Within the project."""
    sha256: str | None = None
    """Of the clipping the article was made from."""


class BlockKind(StrEnum):
    """What a block is on the page."""

    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    """The words under a picture; the picture itself is seldom part of a clipping."""
    QUOTE = "quote"
    LIST_ITEM = "list_item"
    CELL = "cell"
    """Of a table."""
    NOTE = "note"
    """A footnote of the editor's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph-like unit of an article."""

    id: str
    """Its permalink on the article's page: p4, h2, c1, n1. Unique in the article."""
    kind: BlockKind
    text: str
    """Without markup."""
    line: int
    """Its first line within the article's file, from 1."""
    language: str = ""
    """Of the words in it where it is not the article's, BCP 47."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An editor's note tied to words of the text."""

    at: str
    text: str
    """Markdown."""
    author: str | None = None
    date: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedEntity:
    """A name that front matter lists under `people:`, `places:` or `organisations:`."""

    kind: str
    """person, place or organisation."""
    name: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text file of the book, before it is parsed."""

    path: PurePosixPath
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What cleaning makes of a clipping: the article's file as generated, and the account of every line."""

    document: Document
    ledger: Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that the editor changed of what was made from the clipping."""

    field: str = ""
    """Of the front matter, in a reader's words; empty for words of the text."""
    before: str
    """As made from the clipping; empty where the editor added it."""
    after: str
    """Empty where the editor took it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One document of the book."""

    slug: Slug
    title: str
    path: PurePosixPath
    """Of its Markdown file, within the project."""
    markdown: str
    """Its body."""
    first_line: int = 1
    """Of the body within its file."""
    blocks: tuple[Block, ...] = ()
    flow: tuple[Element, ...] = ()
    """The body as a tree; its blocks are `blocks`."""
    addresses: tuple[tuple[str, int], ...] = ()
    """Every address its links and pictures name, with the line in its file."""
    subtitle: str | None = None
    doc: int = 0
    """Document number in the book, from 1; 0 before the book is assembled unless the editor gave one."""
    section: str | None = None
    byline: tuple[str, ...] = ()
    dateline: Dateline | None = None
    published: Published
    source: Source = field(default_factory=Source)
    language: str = "en"
    tags: tuple[str, ...] = ()
    summary: str | None = None
    draft: bool = False
    """Kept out of the book."""
    notes: tuple[Note, ...] = ()
    resolutions: tuple[tuple[str, Slug | None], ...] = ()
    """By the editor: this surface means this entity, or none."""
    named: tuple[NamedEntity, ...] = ()
    index_terms: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    """By the editor: fields first, then passages in their order."""


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A stretch of one block of one article."""

    article: Slug
    block: int
    """Number of the block, from 0."""
    span: Span
