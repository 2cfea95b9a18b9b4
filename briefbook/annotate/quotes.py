"""Who said what."""

from collections.abc import Sequence

from briefbook.model.article import Article
from briefbook.model.entity import Mention
from briefbook.model.event import Quotation


def find_quotations(article: Article, mentions: Sequence[Mention]) -> tuple[Quotation, ...]:
    """The quotations of an article, in the order of its text."""
    del article, mentions
    return ()
