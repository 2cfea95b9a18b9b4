"""How to cite a document: in words, as BibTeX and as RIS."""

import re
from dataclasses import dataclass

from briefbook.model.article import Article
from briefbook.model.config import BookConfig
from briefbook.model.when import MONTHS, Precision, parse_when
from briefbook.render.wording import join, say_when

# Source: BibTeX 0.99d, btxdoc.pdf, section 4; the ten characters TeX gives a meaning.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "#": r"\#",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """A document as others cite it."""

    text: str
    bibtex_href: str
    ris_href: str


def cite(article: Article, book_title: str) -> Citation:
    """The citation of an article, and where its files stand."""
    when = article.published.when
    parts = [
        join(article.byline),
        f"“{article.title}”",
        article.source.outlet or "",
        say_when(when) if when else "undated",
    ]
    place = f"In: {book_title}, Doc. {article.doc}."
    text = f"{', '.join(filter(None, parts))}. {place}"
    if article.source.url:
        accessed = f" (seen {article.source.accessed})" if article.source.accessed else ""
        text = f"{text} {article.source.url}{accessed}"
    return Citation(text, f"cite/{article.slug}.bib", f"cite/{article.slug}.ris")


def cite_book(settings: BookConfig) -> str:
    """The book itself, as others cite it."""
    edition = f"Edition of {say_edition(settings)}." if settings.date else ""
    title = f"{settings.title}: {settings.subtitle}" if settings.subtitle else settings.title
    named = f"{settings.editor} (ed.), {title}." if settings.editor else f"{title}."
    return " ".join(filter(None, (named, "Briefing book.", edition, settings.base_url)))


def say_edition(settings: BookConfig) -> str:
    """The day of the edition in words, or as the editor wrote it."""
    when = parse_when(settings.date) if settings.date else None
    return say_when(when) if when else settings.date


def format_bibtex(article: Article, book_title: str) -> str:
    """The document as a BibTeX entry. Source: BibTeX 0.99d, btxdoc.pdf, sections 2 and 3."""
    when = article.published.when
    fields = [
        ("author", " and ".join("{" + _tex(name) + "}" for name in article.byline)),
        ("title", "{" + _tex(article.title) + "}"),
        ("howpublished", _tex(article.source.outlet or "")),
        ("year", str(when.start.year) if when and when.start.year == when.end.year else ""),
        ("month", MONTHS[when.start.month - 1][:3].lower() if when and when.start == when.end else ""),
        ("note", _tex(f"{say_when(when) if when else 'undated'}; in {book_title}, Doc. {article.doc}")),
        ("url", _url(article.source.url or "")),
    ]
    lines = [
        f"  {name} = {{{value}}}," if name != "month" else f"  {name} = {value}," for name, value in fields if value
    ]
    return "\n".join([f"@misc{{{article.slug},", *lines, "}", ""])


def format_ris(article: Article, book_title: str) -> str:
    """The document as a RIS record. Source: RIS format specifications, Research Information Systems, 2001."""
    when = article.published.when
    date = ""
    if when and when.start == when.end:
        date = f"{when.start.year:04}/{when.start.month:02}/{when.start.day:02}/"
    elif when and when.precision is Precision.MONTH:
        date = f"{when.start.year:04}/{when.start.month:02}//"
    rows = [
        ("TY", "NEWS"),
        *(("AU", name) for name in article.byline),
        ("TI", article.title),
        ("T2", article.source.outlet or ""),
        ("PY", date[:4] if date else ""),
        ("DA", date),
        ("UR", _url(article.source.url or "")),
        ("N1", f"{book_title}, Doc. {article.doc}"),
        ("ER", " "),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in rows if value)


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in _line(text))


def _url(text: str) -> str:
    return re.sub(r"[\s{}\\]", "", text)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
