"""The book in other people's notations: for reference managers, feed readers, calendars, timelines, spreadsheets, TEI tools."""

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import PurePosixPath

from briefbook.model.article import Article, Block, BlockKind, Passage
from briefbook.model.book import Annotations, Book, OutputFile
from briefbook.model.config import Config
from briefbook.model.entity import Entity, EntityKind
from briefbook.model.event import DateMention, Event
from briefbook.model.text import Slug, digest
from briefbook.model.when import OPEN_END, OPEN_START, Precision, When, parse_when
from briefbook.render.addresses import HOME, article_address, place_of
from briefbook.render.citations import format_bibtex, format_ris
from briefbook.render.data import render_data
from briefbook.render.wording import STATUS_NAMES, say_when

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]

NO_DAY = date(1970, 1, 1)
"""Stands where a notation demands a day and none is known: no output bears today's."""
HEADLINE = 80
"""Characters of a sentence that serve as its headline in a timeline or calendar."""


def render_export(name: str, book: Book, config: Config) -> tuple[OutputFile, ...]:
    """The files of one export, below `data/`; the same bytes for the same book.

    Raises: KeyError for a name that `EXPORTS` does not list.
    """
    return EXPORTS[name](book, config)


def _file(name: str, text: str) -> tuple[OutputFile, ...]:
    return (OutputFile(path=PurePosixPath("data") / name, data=text.encode("utf-8", "replace")),)


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _plain(text: str) -> str:
    """`text` on one line, without characters that XML and calendars forbid. Source: XML 1.0, 2.2, Char."""
    return " ".join(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", text).split())


class _Desk:
    """The book looked up while it is written out."""

    def __init__(self, book: Book, config: Config) -> None:
        self.book = book
        self.base = config.book.base_url.rstrip("/")
        self.articles = {article.slug: article for article in book.articles}
        self.names = {(e.kind, e.slug): e.name for e in book.register.entities}

    def words(self, passage: Passage) -> str:
        return passage.span.of(self.block(passage).text)

    def block(self, passage: Passage) -> Block:
        return self.articles[passage.article].blocks[passage.block]

    def cite(self, passage: Passage) -> str:
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
        return self.address(article_address(passage.article, self.block(passage).id))


# For reference managers ---------------------------------------------------------------------------------------------


def render_csl(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`data/book.csl.json`: the documents as CSL-JSON, by document number.

    Source: Citation Style Language 1.0.2, csl-data.json.
    """
    del config

    def item(article: Article) -> Json:
        accessed = parse_when(article.source.accessed) if article.source.accessed else None
        fields: dict[str, Json] = {
            "id": article.slug,
            "type": "article-newspaper",
            "title": article.title,
            "author": [{"literal": name} for name in article.byline],
            "container-title": article.source.outlet,
            "section": article.section,
            "issued": _csl_date(article.published.when),
            "accessed": _csl_date(accessed),
            "URL": article.source.url,
            "language": article.language,
            "note": f"{book.title}, Doc. {article.doc}",
        }
        return {key: value for key, value in fields.items() if value}

    return _file("book.csl.json", _dump([item(article) for article in book.articles]))


def _csl_date(when: When | None) -> Json:
    """A date of CSL: parts where the days are certain, words where they are not; None where unknown."""
    if when is None:
        return None
    if when.one_of or when.start == OPEN_START or when.end == OPEN_END:
        return {"literal": say_when(when)}
    parts: list[Json]
    match when.precision:
        case Precision.YEAR:
            parts = [[when.start.year]]
        case Precision.MONTH:
            parts = [[when.start.year, when.start.month]]
        case _:
            days = [when.start] if when.start == when.end else [when.start, when.end]
            parts = [[day.year, day.month, day.day] for day in days]
    return {"date-parts": parts, **({"circa": True} if when.approximate or when.uncertain else {})}


def render_bibtex(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`data/book.bib`: the documents as BibTeX."""
    del config
    return _file("book.bib", "\n".join(format_bibtex(article, book.title) for article in book.articles))


def render_ris(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`data/book.ris`: the documents as RIS."""
    del config
    return _file("book.ris", "\r\n".join(format_ris(article, book.title) for article in book.articles))


# For readers of feeds -----------------------------------------------------------------------------------------------


def render_atom(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`data/feed.xml`: the documents as an Atom feed, newest first. Source: RFC 4287."""
    desk = _Desk(book, config)
    editor = config.book.editor or book.title
    edition = parse_when(config.book.date)
    days = [_last_day(a.published.when) for a in book.articles]
    updated = max([*days, edition.start if edition and edition.start != OPEN_START else NO_DAY])
    # Links lead from data/ to the pages; a feed that is read elsewhere needs the book's own address.
    back = "" if desk.base else "../"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_escape(config.book.language)}">',
        f"<id>{_urn(book.title)}</id>",
        f"<title>{_escape(book.title)}</title>",
        f"<updated>{updated.isoformat()}T00:00:00Z</updated>",
        f"<author><name>{_escape(editor)}</name></author>",
        f'<link rel="alternate" type="text/html" href="{_escape(back + desk.address(HOME))}"/>',
    ]
    if desk.base:
        lines.append(f'<link rel="self" type="application/atom+xml" href="{_escape(desk.address("data/feed.xml"))}"/>')
    ordered = sorted(book.articles, key=lambda a: (-_last_day(a.published.when).toordinal(), a.doc))
    for article in ordered:
        first = next((b.text for b in article.blocks if b.kind is BlockKind.PARAGRAPH), "")
        lines += [
            "<entry>",
            f"<id>{_urn(f'{book.title}/{article.slug}')}</id>",
            f"<title>{_escape(f'{article.doc}. {article.title}')}</title>",
            f"<updated>{_last_day(article.published.when).isoformat()}T00:00:00Z</updated>",
            *(f"<author><name>{_escape(name)}</name></author>" for name in article.byline),
            f'<link rel="alternate" type="text/html" href="{_escape(back + desk.address(article_address(article.slug)))}"/>',
            f'<summary type="text">{_escape(article.summary or first)}</summary>',
            "</entry>",
        ]
    return _file("feed.xml", "\n".join([*lines, "</feed>", ""]))


def _last_day(when: When | None) -> date:
    return when.end if when and when.end != OPEN_END else NO_DAY


def _urn(text: str) -> str:
    """A UUID made of the text alone. Source: RFC 9562, 5.8, version 8: the bits are the maker's."""
    bits = int(digest(text)[:32], 16)
    bits = bits & ~(0xF << 76) | (0x8 << 76)
    bits = bits & ~(0x3 << 62) | (0x2 << 62)
    plain = f"{bits:032x}"
    return f"urn:uuid:{plain[:8]}-{plain[8:12]}-{plain[12:16]}-{plain[16:20]}-{plain[20:]}"


def _escape(text: str) -> str:
    return html.escape(_plain(text))


# For calendars and timelines ----------------------------------------------------------------------------------------


def render_calendar(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`data/chronology.ics`: every entry whose days are known, as all-day events. Source: RFC 5545."""
    desk = _Desk(book, config)
    edition = parse_when(config.book.date)
    stamp = f"{edition.start if edition and edition.start != OPEN_START else NO_DAY:%Y%m%d}T000000Z"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//briefbook//chronology//EN",
        f"X-WR-CALNAME:{_ics(book.title)}",
    ]
    for event, when, first, last in _days(book.chronology):
        text, cited = desk.tell(event)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_ics(event.id)}@{digest(book.title)[:16]}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{_basic(first)}",
            f"DTEND;VALUE=DATE:{_basic(last + timedelta(days=1))}",
            f"SUMMARY:{_ics(_headline(event.editor or text))}",
            f"CATEGORIES:{_ics(STATUS_NAMES[event.status])}",
            f"DESCRIPTION:{_ics(f'{text} ({cited}; {say_when(when)}: {event.basis})')}",
            *([f"URL:{desk.passage_address(event.passages[0])}"] if desk.base and event.passages else []),
            f"STATUS:{'TENTATIVE' if event.doubtful else 'CONFIRMED'}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return _file("chronology.ics", "".join(_fold_line(line) for line in lines))


def _days(events: Iterable[Event]) -> Iterable[tuple[Event, When, date, date]]:
    """The dated events with their first and last day; what began or ended at an open time has the day that is known."""
    for event in events:
        when = event.when
        if when and not (when.start == OPEN_START and when.end == OPEN_END):
            first = when.end if when.start == OPEN_START else when.start
            yield event, when, first, first if when.end == OPEN_END else when.end


def _basic(value: date) -> str:
    """Source: RFC 5545, 3.3.4; `strftime` does not pad years on every system."""
    return value.isoformat().replace("-", "")


def _ics(text: str) -> str:
    """Source: RFC 5545, 3.3.11."""
    return re.sub(r"([\\;,])", r"\\\1", _plain(text))


def _fold_line(line: str) -> str:
    """Folded after at most 75 octets, never inside a character. Source: RFC 5545, 3.1."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > 75:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += octets
    return "\r\n".join([*pieces, piece]) + "\r\n"


def _headline(text: str) -> str:
    plain = _plain(text)
    return plain if len(plain) <= HEADLINE else f"{plain[:HEADLINE].rpartition(' ')[0] or plain[:HEADLINE]}…"


def render_timeline(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`data/timeline.json` for TimelineJS; its texts are HTML there, so they are escaped here.

    Source: TimelineJS 3, JSON data format.
    """
    desk = _Desk(book, config)

    def day(value: date, when: When) -> Json:
        parts: dict[str, Json] = {"year": value.year}
        if when.precision is not Precision.YEAR:
            parts["month"] = value.month
            if when.precision is not Precision.MONTH:
                parts["day"] = value.day
        return parts

    events: list[Json] = []
    for event, when, first, last in _days(book.chronology):
        text, cited = desk.tell(event)
        slide: dict[str, Json] = {
            "start_date": day(first, when),
            "text": {
                "headline": _escape(_headline(event.editor or text)),
                "text": f"<p>{_escape(text)}</p><p>{_escape(cited)}. {_escape(event.basis)}</p>",
            },
            "display_date": say_when(when),
            "group": STATUS_NAMES[event.status],
            "unique_id": event.id,
        }
        if first != last and when.precision not in {Precision.MONTH, Precision.YEAR}:
            slide["end_date"] = day(last, when)
        events.append(slide)
    title = {"text": {"headline": _escape(book.title), "text": f"<p>{_escape(config.book.subtitle)}</p>"}}
    return _file("timeline.json", _dump({"title": title, "events": events}))


# For spreadsheets ---------------------------------------------------------------------------------------------------


def render_csv(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`data/documents.csv`, `chronology.csv`, `mentions.csv` and `quotations.csv`. Source: RFC 4180."""
    desk = _Desk(book, config)

    def names(kind: EntityKind, slugs: Iterable[Slug]) -> str:
        return "; ".join(desk.names.get((kind, slug), slug) for slug in slugs)

    documents = [
        (
            article.doc,
            article.title,
            article.source.outlet or "",
            "; ".join(article.byline),
            article.published.when.edtf if article.published.when else "",
            article.published.certainty,
            article.published.basis,
            article.source.url or "",
            str(article.source.seed or ""),
        )
        for article in book.articles
    ]
    chronology = [
        (
            event.when.edtf if event.when else "",
            _iso(event.when.start) if event.when else "",
            _iso(event.when.end) if event.when else "",
            STATUS_NAMES[event.status],
            *desk.tell(event),
            event.editor,
            names(EntityKind.PERSON, event.people),
            names(EntityKind.PLACE, event.places),
            names(EntityKind.ORGANISATION, event.organisations),
            event.expression,
            event.basis,
            event.doubtful,
            event.id,
        )
        for event in book.chronology
    ]
    mentions = [
        (
            desk.names.get((m.kind, m.entity), m.entity),
            m.kind,
            m.surface,
            desk.articles[m.passage.article].doc,
            desk.block(m.passage).id,
            m.passage.span.start,
            m.passage.span.end,
        )
        for found in book.annotations
        for m in found.mentions
        if m.entity
    ]
    quotations = [
        (
            desk.names.get((EntityKind.PERSON, q.speaker), "") if q.speaker else "",
            q.speaker_surface,
            " … ".join(desk.words(passage) for passage in q.passages),
            desk.cite(q.passages[0]),
            q.reason,
        )
        for found in book.annotations
        for q in found.quotations
    ]
    return (
        *_table(
            "documents.csv",
            ("document", "title", "outlet", "byline", "date", "certainty", "basis", "url", "clipping"),
            documents,
        ),
        *_table(
            "chronology.csv",
            (
                "date",
                "first_day",
                "last_day",
                "kind",
                "sentence",
                "where",
                "editor",
                "people",
                "places",
                "organisations",
                "as_printed",
                "basis",
                "doubt",
                "id",
            ),
            chronology,
        ),
        *_table("mentions.csv", ("name", "kind", "as_printed", "document", "block", "start", "end"), mentions),
        *_table("quotations.csv", ("speaker", "as_printed", "words", "where", "reason"), quotations),
    )


def _iso(value: date) -> str:
    return "" if value in {OPEN_START, OPEN_END} else value.isoformat()


def _table(name: str, head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> tuple[OutputFile, ...]:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    # The mark tells spreadsheets that it is UTF-8.
    return _file(name, "\ufeff" + out.getvalue())


def _cell(value: str | int) -> str | int:
    """The value, kept from being run as a formula. Source: OWASP, CSV injection."""
    if isinstance(value, int):
        return value
    plain = _plain(value)
    return f"'{plain}" if plain[:1] in {"=", "+", "-", "@", "＝", "＋", "－", "＠"} else plain


# For tools of the humanities ----------------------------------------------------------------------------------------

_TEI_NAMES = {EntityKind.PERSON: "persName", EntityKind.PLACE: "placeName", EntityKind.ORGANISATION: "orgName"}


def render_tei(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`data/book.tei.xml`: the documents with names and dates tagged, people and places listed. Source: TEI P5, 4.x."""
    engine = _escape(str(book.engine))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{_escape(config.book.language)}">',
        "<teiHeader><fileDesc>",
        f"<titleStmt><title>{_escape(book.title)}</title>"
        + (f"<editor>{_escape(config.book.editor)}</editor>" if config.book.editor else "")
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
    return _file("book.tei.xml", "\n".join([*lines, "</teiCorpus>", ""]))


def _tei_list(outer: str, inner: str, name: str, entities: Iterable[Entity]) -> list[str]:
    rows = []
    for entity in entities:
        if entity.hidden:
            continue
        other = "".join(f'<{name} type="variant">{_escape(alias)}</{name}>' for alias in entity.aliases)
        where = entity.geography
        geo = (
            f"<location><geo>{where.latitude} {where.longitude}</geo></location>"
            if where and where.latitude is not None and where.longitude is not None
            else ""
        )
        rows.append(
            f'<{inner} xml:id="{entity.kind}-{entity.slug}"><{name}>{_escape(entity.name)}</{name}>{other}{geo}</{inner}>'
        )
    return [f"<{outer}>", *rows, f"</{outer}>"] if rows else []


def _tei_text(article: Article, found: Annotations) -> list[str]:
    when = article.published.when
    dated = f' when="{when.start.isoformat()}"' if when and when.start == when.end else ""
    source = article.source
    bibl = "".join(
        (
            f"<title>{_escape(article.title)}</title>",
            *(f"<author>{_escape(name)}</author>" for name in article.byline),
            f"<publisher>{_escape(source.outlet)}</publisher>" if source.outlet else "",
            f"<date{dated}>{_escape(say_when(when) if when else 'not known')}</date>",
            f"<note>{_escape(article.published.basis)}</note>" if article.published.basis else "",
            f'<ptr target="{_escape(source.url)}"/>' if source.url else "",
            f'<idno type="clipping">{_escape(str(source.seed))}</idno>' if source.seed else "",
        )
    )
    lines = [
        f'<TEI xml:id="doc-{article.doc}" n="{article.doc}" xml:lang="{_escape(article.language)}">',
        f"<teiHeader><fileDesc><titleStmt><title>{_escape(article.title)}</title></titleStmt>",
        "<publicationStmt><p>See the corpus.</p></publicationStmt>",
        f"<sourceDesc><bibl>{bibl}</bibl></sourceDesc></fileDesc></teiHeader>",
        "<text><body><div>",
        f"<head>{_escape(article.title)}</head>",
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


EXPORTS: Mapping[str, Callable[[Book, Config], tuple[OutputFile, ...]]] = {
    "json": render_data,
    "csv": render_csv,
    "csl": render_csl,
    "bibtex": render_bibtex,
    "ris": render_ris,
    "atom": render_atom,
    "ics": render_calendar,
    "timelinejs": render_timeline,
    "tei": render_tei,
}
"""What the book can be exported to, by the name the command line has for it."""
