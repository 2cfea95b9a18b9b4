"""What was reported while the book was made, as its readers are told of it: about which document, in which words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from briefbook.model.article import Article
from briefbook.model.book import Book
from briefbook.model.diagnostics import Diagnostic, Severity

ASK_NOTHING = frozenset({"text-changed", "article-edited", "font-borrowed"})
"""Rules of notes that leave nothing to decide."""
LEFT_OUT = frozenset({"seed-unreadable", "body-not-found", "clipping-passed-over"})
"""Rules that say why a file beside the clippings, or one of them, is not in the book."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt in the words of the book."""

    rule: str
    message: str
    """With the documents it names by their numbers."""
    article: Article | None
    """What it is about: the article, or the one made of the clipping."""
    found: Diagnostic

    @property
    def asks(self) -> bool:
        """Whether it leaves something to decide."""
        return self.found.severity is not Severity.NOTE or self.rule not in {*ASK_NOTHING, *LEFT_OUT}


def tell_doubts(book: Book) -> tuple[Doubt, ...]:
    """Every doubt of the book but the names left open, which have lists of their own; in the book's order."""
    articles = {a.path: a for a in book.articles}
    owners = {a.source.seed: a for a in book.articles if a.source.seed} | articles
    return tuple(
        Doubt(found.rule, _name_documents(found.message, articles), owners.get(found.location.path), found)
        for found in book.doubts
        if found.rule != "mention-ambiguous"
    )


def _name_documents(message: str, articles: Mapping[PurePosixPath, Article]) -> str:
    """The message with `Doc. 3` for the path of an article: a reader of the book has no files."""

    def name(found: re.Match[str]) -> str:
        article = articles.get(PurePosixPath(found[0]))
        return f"Doc. {article.doc}" if article else found[0]

    return re.sub(r"\S+\.md\b", name, message)
