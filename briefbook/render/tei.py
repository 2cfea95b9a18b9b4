"""The book in the notation of the Text Encoding Initiative."""

import html
import re
from collections.abc import Iterable

from briefbook.model.article import Article, BlockKind
from briefbook.model.book import Annotations, Book, OutputFile
from briefbook.model.config import Config
from briefbook.model.entity import Entity, EntityKind
from briefbook.model.event import DateMention
from briefbook.model.when import OPEN_END, OPEN_START
from briefbook.render.desk import escape_line, file_of
from briefbook.render.wording import say_provenance, say_when

_TEI_NAMES = {EntityKind.PERSON: "persName", EntityKind.PLACE: "placeName", EntityKind.ORGANISATION: "orgName"}


def render_tei(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`data/book.tei.xml`: the documents with names and dates tagged, people and places listed. Source: TEI P5, 4.x."""
    engine = escape_line(str(book.engine))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{escape_line(config.book.language)}">',
        "<teiHeader><fileDesc>",
        f"<titleStmt><title>{escape_line(book.title)}</title>"
        + (f"<editor>{escape_line(config.book.editor)}</editor>" if config.book.editor else "")
        + "</titleStmt>",
        "<publicationStmt><p>A briefing book made of clippings.</p></publicationStmt>",
        "<sourceDesc><p>The clippings named with each text.</p></sourceDesc>",
        f"</fileDesc><encodingDesc><p>Names read by: {engine}.</p></encodingDesc></teiHeader>",
        "<standOff>",
        *_tei_list("listPerson", "person", "persName", book.register.of(EntityKind.PERSON)),
        *_tei_list("listPlace", "place", "placeName", book.register.of(EntityKind.PLACE)),
        *_tei_list("listOrg", "org", "orgName", book.register.of(EntityKind.ORGANISATION)),
        "</standOff>",
    ]
    for article, found in zip(book.articles, book.annotations, strict=True):
        lines += _tei_text(article, found)
    return file_of("book.tei.xml", "\n".join([*lines, "</teiCorpus>", ""]))


def _tei_list(outer: str, inner: str, name: str, entities: Iterable[Entity]) -> list[str]:
    rows = []
    for entity in entities:
        if entity.hidden:
            continue
        other = "".join(f'<{name} type="variant">{escape_line(alias)}</{name}>' for alias in entity.aliases)
        where = entity.geography
        geo = (
            f"<location><geo>{where.latitude} {where.longitude}</geo></location>"
            if where and where.latitude is not None and where.longitude is not None
            else ""
        )
        rows.append(
            f'<{inner} xml:id="{entity.kind}-{entity.slug}"><{name}>{escape_line(entity.name)}</{name}>{other}{geo}</{inner}>'
        )
    return [f"<{outer}>", *rows, f"</{outer}>"] if rows else []


def _tei_text(article: Article, found: Annotations) -> list[str]:
    when = article.published.when
    dated = f' when="{when.start.isoformat()}"' if when and when.start == when.end else ""
    source = article.source
    bibl = "".join(
        (
            f"<title>{escape_line(article.title)}</title>",
            *(f"<author>{escape_line(name)}</author>" for name in article.byline),
            f"<publisher>{escape_line(source.outlet)}</publisher>" if source.outlet else "",
            f"<date{dated}>{escape_line(say_when(when) if when else 'not known')}</date>",
            f"<note>{escape_line(provenance)}</note>" if (provenance := say_provenance(article.published)) else "",
            f'<ptr target="{escape_line(source.url)}"/>' if source.url else "",
            f'<idno type="clipping">{escape_line(str(source.seed))}</idno>' if source.seed else "",
        )
    )
    lines = [
        f'<TEI xml:id="doc-{article.doc}" n="{article.doc}" xml:lang="{escape_line(article.language)}">',
        f"<teiHeader><fileDesc><titleStmt><title>{escape_line(article.title)}</title></titleStmt>",
        "<publicationStmt><p>See the corpus.</p></publicationStmt>",
        f"<sourceDesc><bibl>{bibl}</bibl></sourceDesc></fileDesc></teiHeader>",
        "<text><body><div>",
        f"<head>{escape_line(article.title)}</head>",
    ]
    for number, block in enumerate(article.blocks):
        name = f"doc-{article.doc}-{block.id}"
        inside = _tei_inline(article, number, found)
        match block.kind:
            case BlockKind.SUBHEAD:
                lines.append(f'<p xml:id="{name}" rend="subhead">{inside}</p>')
            case BlockKind.CAPTION:
                lines.append(f'<figure xml:id="{name}"><p>{inside}</p></figure>')
            case BlockKind.QUOTE:
                lines.append(f'<quote xml:id="{name}"><p>{inside}</p></quote>')
            case BlockKind.NOTE:
                lines.append(f'<note xml:id="{name}" type="editorial">{inside}</note>')
            case _:
                lines.append(f'<p xml:id="{name}" n="{block.id}">{inside}</p>')
    return [*lines, "</div></body></text></TEI>"]


def _tei_inline(article: Article, number: int, found: Annotations) -> str:
    """The block's words with its names, and with the dates that no name overlaps."""
    text = article.blocks[number].text
    tagged: list[tuple[int, int, str, str]] = [
        (
            m.passage.span.start,
            m.passage.span.end,
            _TEI_NAMES[m.kind],
            f' ref="#{m.kind}-{m.entity}"' if m.entity else "",
        )
        for m in found.mentions
        if m.passage.block == number
    ]
    taken = [(start, end) for start, end, *_ in tagged]
    for mention in found.dates:
        span = mention.passage.span
        if mention.passage.block == number and not any(span.start < end and start < span.end for start, end in taken):
            tagged.append((span.start, span.end, "date", _tei_date(mention)))
    parts, done = [], 0
    for start, end, name, attributes in sorted(tagged):
        if start < done:
            continue
        parts.append(f"{_raw(text[done:start])}<{name}{attributes}>{_raw(text[start:end])}</{name}>")
        done = end
    return "".join([*parts, _raw(text[done:])])


def _tei_date(mention: DateMention) -> str:
    when = mention.when
    if when is None or when.start == OPEN_START or when.end == OPEN_END:
        return ""
    if when.start == when.end:
        return f' when="{when.start.isoformat()}"'
    names = ("notBefore", "notAfter") if when.one_of else ("from", "to")
    return f' {names[0]}="{when.start.isoformat()}" {names[1]}="{when.end.isoformat()}"'


def _raw(text: str) -> str:
    """Escaped, its spaces as they are."""
    return html.escape(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", text), quote=False)
