"""Sitemap and Atom feed, for books that say where they will stand."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from xml.sax.saxutils import escape, quoteattr

from briefbook.model.article import Article
from briefbook.model.book import Book, OutputFile
from briefbook.render.addresses import article_address

EPOCH = "1970-01-01"
"""For a document without a date: Atom asks for one, and the day of the build would change the bytes."""


def render_feeds(book: Book, base_url: str, paths: Sequence[str]) -> tuple[OutputFile, ...]:
    """sitemap.xml with the pages at `paths`, and feed.atom with the documents, the newest first.

    Source: sitemaps.org protocol 0.9; RFC 4287.
    """
    pages = "".join(f"<url><loc>{escape(f'{base_url}/{path}')}</loc></url>\n" for path in paths)
    sitemap = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{pages}</urlset>\n'
    )
    newest = sorted(book.articles, key=lambda a: (_updated(a), a.doc), reverse=True)
    entries = "".join(_format_entry(article, base_url) for article in newest)
    feed = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{_text(book.title)}</title>\n<id>{escape(base_url)}/</id>\n"
        f'<link href={quoteattr(base_url + "/")}/>\n<link rel="self" href={quoteattr(base_url + "/feed.atom")}/>\n'
        f"<updated>{_updated(newest[0]) if newest else EPOCH}T00:00:00Z</updated>\n"
        f"<author><name>{_text(book.title)}</name></author>\n{entries}</feed>\n"
    )
    return (
        OutputFile(path=PurePosixPath("feed.atom"), data=feed.encode("utf-8", "replace")),
        OutputFile(path=PurePosixPath("sitemap.xml"), data=sitemap.encode("utf-8", "replace")),
    )


def _format_entry(article: Article, base_url: str) -> str:
    address = f"{base_url}/{article_address(article.slug)}"
    return (
        f"<entry><title>{_text(article.title)}</title><id>{escape(address)}</id><link href={quoteattr(address)}/>"
        f"<updated>{_updated(article)}T00:00:00Z</updated><summary>{_text(article.summary or '')}</summary></entry>\n"
    )


def _updated(article: Article) -> str:
    return article.published.when.start.isoformat() if article.published.when else EPOCH


def _text(text: str) -> str:
    """Escaped, without the characters XML does not allow."""
    return escape("".join(c for c in text if c in "\t\n" or c >= " "))
