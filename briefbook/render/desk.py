"""The book looked up while it is written out in other notations."""

import html
import re
from datetime import date
from pathlib import PurePosixPath

from briefbook.model.article import Block, Passage
from briefbook.model.book import Book, OutputFile
from briefbook.model.config import Config
from briefbook.model.event import Event
from briefbook.render.addresses import article_address, place_of

NO_DAY = date(1970, 1, 1)
"""Stands where a notation demands a day and none is known: no output bears today's."""


def file_of(name: str, text: str) -> tuple[OutputFile, ...]:
    """A file of that name among the data, with the text as UTF-8."""
    return (OutputFile(path=PurePosixPath("data") / name, data=text.encode("utf-8", "replace")),)


def one_line(text: str) -> str:
    """`text` on one line, without characters that XML and calendars forbid. Source: XML 1.0, 2.2, Char."""
    return " ".join(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", text).split())


def escape_line(text: str) -> str:
    """The same, escaped for XML."""
    return html.escape(one_line(text))


class Desk:
    """The book looked up while it is written out."""

    def __init__(self, book: Book, config: Config) -> None:
        self.book = book
        self.base = config.book.base_url.rstrip("/")
        self.articles = {article.slug: article for article in book.articles}
        self.names = {(e.kind, e.slug): e.name for e in book.register.entities}

    def words(self, passage: Passage) -> str:
        """Those of a passage."""
        return passage.span.of(self.block(passage).text)

    def block(self, passage: Passage) -> Block:
        """The one a passage stands in."""
        return self.articles[passage.article].blocks[passage.block]

    def cite(self, passage: Passage) -> str:
        """Document and place of a passage: Doc. 3 ¶4."""
        return f"Doc. {self.articles[passage.article].doc} {place_of(self.block(passage))}"

    def tell(self, event: Event) -> tuple[str, str]:
        """The words of an entry, and where they stand; an entry of the editor's own may have no sentence."""
        if not event.passages:
            return event.editor, "the editor’s own entry"
        return self.words(event.passages[0]), "; ".join(self.cite(passage) for passage in event.passages)

    def address(self, path: str) -> str:
        """Where a page stands: whole where the book's address is known, else relative to its root."""
        return f"{self.base}/{path}" if self.base else path

    def passage_address(self, passage: Passage) -> str:
        """Where the block of a passage stands."""
        return self.address(article_address(passage.article, self.block(passage).id))


# For reference managers ---------------------------------------------------------------------------------------------
