"""The whole book as one value, and the files made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from briefbook.model.article import Article, Ledger, Passage
from briefbook.model.diagnostics import Diagnostic
from briefbook.model.entity import EntityKind, Mention, Register
from briefbook.model.event import DateMention, Disagreement, Event, Quotation
from briefbook.model.flow import Element
from briefbook.model.text import Slug, without_particles


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """A heading of the back-of-book index."""

    id: str
    """Its permalink on the index page."""
    heading: str
    """Inverted as printed: "Holm, Karin"."""
    sort_key: str
    """Letter by letter, folded."""
    see: str | None = None
    """The preferred heading; such an entry has no locators of its own."""
    see_also: tuple[str, ...] = ()
    sub: tuple["IndexEntry", ...] = ()
    locators: tuple[Passage, ...] = ()
    """One a block at the most, in the book's order."""
    principal: Passage | None = None
    """The passage to read first."""
    entity: tuple[str, Slug] | None = None
    """Kind and slug of the page it belongs to."""

    @property
    def under(self) -> str:
        """Of a reference to the same words filed elsewhere: the name they are filed under; else empty."""
        return without_particles(self.heading).partition(", ")[0] if self.see == self.heading else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotations:
    """What was found in one article: each tuple by block and offset."""

    article: Slug
    mentions: tuple[Mention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    seed_lines: tuple[tuple[int, ...], ...] = ()
    """For each block, the lines of the clipping it comes from, from 1; empty for the editor's own words."""
    stamp: str = ""
    """Digests the article and all the above but the lines; empty where nobody asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What read the names."""

    name: str
    """spacy, rules or none."""
    version: str = ""
    model: str = ""
    """Name and version of the language model."""
    note: str = ""
    """Why it is not the one asked for, or empty."""

    def __str__(self) -> str:
        return " ".join(part for part in (self.name, self.version, f"with {self.model}" if self.model else "") if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the editor's own: introduction, scope note and the like."""

    slug: Slug
    title: str
    markdown: str
    flow: tuple[Element, ...]
    """The same as a tree."""
    path: PurePosixPath
    addresses: tuple[tuple[str, int], ...] = ()
    """Every address its links and pictures name, with the line in its file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Everything that is published."""

    title: str
    articles: tuple[Article, ...]
    """By document number."""
    annotations: tuple[Annotations, ...]
    """One an article, in the same order."""
    ledgers: tuple[Ledger, ...]
    """Of the clippings, by path."""
    pages: tuple[Page, ...] = ()
    register: Register
    chronology: tuple[Event, ...] = ()
    """Dated entries by (start, end, passages), then the undated."""
    disagreements: tuple[Disagreement, ...] = ()
    """As the editor confirmed them."""
    index: tuple[IndexEntry, ...] = ()
    engine: Engine
    doubts: tuple[Diagnostic, ...] = ()
    """What the reader should know is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that the editor named in a text, ready to be published."""

    path: PurePosixPath
    """Within content/ and within the site alike."""
    data: bytes
    width: int
    """In pixels."""
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFile:
    """A file of the site."""

    path: PurePosixPath
    """Within site/."""
    data: bytes
    made_of: str = ""
    """The digest of all that a page was made of, by which the next build knows it; empty for what is made anew every time."""

    def write(self, out: IO[bytes]) -> None:
        """Writes it to an open file."""
        out.write(self.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A page of the site that need not be made: it stands there from an earlier build, made of the same."""

    path: PurePosixPath
    made_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputStream:
    """A file of the site that is too large to be held whole."""

    path: PurePosixPath
    """Within site/."""
    write: Callable[[IO[bytes]], object]
    """Writes it, from its beginning to its end."""


def gather_mentions(book: Book) -> dict[tuple[EntityKind, Slug], list[Mention]]:
    """Of everybody and everything that is named and not hidden, the mentions in the order of the book."""
    shown = {(entity.kind, entity.slug) for entity in book.register.entities if not entity.hidden}
    gathered: dict[tuple[EntityKind, Slug], list[Mention]] = {}
    for found in book.annotations:
        for mention in found.mentions:
            if mention.entity is not None and (mention.kind, mention.entity) in shown:
                gathered.setdefault((mention.kind, mention.entity), []).append(mention)
    return gathered
