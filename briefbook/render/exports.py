"""The book in other people's notations: for reference managers, feed readers, calendars, timelines, spreadsheets, TEI tools."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from briefbook.model.article import Article, BlockKind
from briefbook.model.book import Book, OutputFile, OutputStream
from briefbook.model.config import Config
from briefbook.model.event import Event
from briefbook.model.text import digest
from briefbook.model.when import OPEN_END, OPEN_START, Precision, When, parse_when
from briefbook.render.addresses import HOME, article_address
from briefbook.render.citations import format_bibtex, format_ris
from briefbook.render.data import render_data
from briefbook.render.desk import NO_DAY, Desk, escape_line, file_of, one_line
from briefbook.render.tables import render_csv
from briefbook.render.tei import render_tei
from briefbook.render.wording import STATUS_NAMES, say_when

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]

HEADLINE = 80
"""Characters of a sentence that serve as its headline in a timeline or calendar."""


def render_export(name: str, book: Book, config: Config) -> tuple[OutputFile | OutputStream, ...]:
    """The files of one export, below `data/`; the same bytes for the same book.

    Raises: KeyError for a name that `EXPORTS` does not list.
    """
    return EXPORTS[name](book, config)


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


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

    return file_of("book.csl.json", _dump([item(article) for article in book.articles]))


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
    return file_of("book.bib", "\n".join(format_bibtex(article, book.title) for article in book.articles))


def render_ris(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`data/book.ris`: the documents as RIS."""
    del config
    return file_of("book.ris", "\r\n".join(format_ris(article, book.title) for article in book.articles))


# For readers of feeds -----------------------------------------------------------------------------------------------


def render_atom(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`data/feed.xml`: the documents as an Atom feed, newest first. Source: RFC 4287."""
    desk = Desk(book, config)
    editor = config.book.editor or book.title
    edition = parse_when(config.book.date)
    days = [_last_day(a.published.when) for a in book.articles]
    updated = max([*days, edition.start if edition and edition.start != OPEN_START else NO_DAY])
    # Links lead from data/ to the pages; a feed that is read elsewhere needs the book's own address.
    back = "" if desk.base else "../"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape_line(config.book.language)}">',
        f"<id>{_urn(book.title)}</id>",
        f"<title>{escape_line(book.title)}</title>",
        f"<updated>{updated.isoformat()}T00:00:00Z</updated>",
        f"<author><name>{escape_line(editor)}</name></author>",
        f'<link rel="alternate" type="text/html" href="{escape_line(back + desk.address(HOME))}"/>',
    ]
    if desk.base:
        lines.append(
            f'<link rel="self" type="application/atom+xml" href="{escape_line(desk.address("data/feed.xml"))}"/>'
        )
    ordered = sorted(book.articles, key=lambda a: (-_last_day(a.published.when).toordinal(), a.doc))
    for article in ordered:
        first = next((b.text for b in article.blocks if b.kind is BlockKind.PARAGRAPH), "")
        lines += [
            "<entry>",
            f"<id>{_urn(f'{book.title}/{article.slug}')}</id>",
            f"<title>{escape_line(f'{article.doc}. {article.title}')}</title>",
            f"<updated>{_last_day(article.published.when).isoformat()}T00:00:00Z</updated>",
            *(f"<author><name>{escape_line(name)}</name></author>" for name in article.byline),
            f'<link rel="alternate" type="text/html" href="{escape_line(back + desk.address(article_address(article.slug)))}"/>',
            f'<summary type="text">{escape_line(article.summary or first)}</summary>',
            "</entry>",
        ]
    return file_of("feed.xml", "\n".join([*lines, "</feed>", ""]))


def _last_day(when: When | None) -> date:
    return when.end if when and when.end != OPEN_END else NO_DAY


def _urn(text: str) -> str:
    """A UUID made of the text alone. Source: RFC 9562, 5.8, version 8: the bits are the maker's."""
    bits = int(digest(text)[:32], 16)
    bits = bits & ~(0xF << 76) | (0x8 << 76)
    bits = bits & ~(0x3 << 62) | (0x2 << 62)
    plain = f"{bits:032x}"
    return f"urn:uuid:{plain[:8]}-{plain[8:12]}-{plain[12:16]}-{plain[16:20]}-{plain[20:]}"


# For calendars and timelines ----------------------------------------------------------------------------------------


def render_calendar(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`data/chronology.ics`: every entry whose days are known, as all-day events. Source: RFC 5545."""
    desk = Desk(book, config)
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
    return file_of("chronology.ics", "".join(_fold_line(line) for line in lines))


def _days(events: Iterable[Event]) -> Iterable[tuple[Event, When, date, date]]:
    """The dated events with their first and last day; what began or ended at an open time has the day that is known."""
    for event in events:
        when = event.when
        if when and not (when.start == OPEN_START and when.end == OPEN_END):
            yield event, when, when.filed, when.filed if when.end == OPEN_END else when.end


def _basic(value: date) -> str:
    """Source: RFC 5545, 3.3.4; `strftime` does not pad years on every system."""
    return value.isoformat().replace("-", "")


def _ics(text: str) -> str:
    """Source: RFC 5545, 3.3.11."""
    return re.sub(r"([\\;,])", r"\\\1", one_line(text))


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
    plain = one_line(text)
    return plain if len(plain) <= HEADLINE else f"{plain[:HEADLINE].rpartition(' ')[0] or plain[:HEADLINE]}…"


def render_timeline(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`data/timeline.json` for TimelineJS; its texts are HTML there, so they are escaped here.

    Source: TimelineJS 3, JSON data format.
    """
    desk = Desk(book, config)

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
                "headline": escape_line(_headline(event.editor or text)),
                "text": f"<p>{escape_line(text)}</p><p>{escape_line(cited)}. {escape_line(event.basis)}</p>",
            },
            "display_date": say_when(when),
            "group": STATUS_NAMES[event.status],
            "unique_id": event.id,
        }
        if first != last and when.precision not in {Precision.MONTH, Precision.YEAR}:
            slide["end_date"] = day(last, when)
        events.append(slide)
    title = {"text": {"headline": escape_line(book.title), "text": f"<p>{escape_line(config.book.subtitle)}</p>"}}
    return file_of("timeline.json", _dump({"title": title, "events": events}))


# For spreadsheets ---------------------------------------------------------------------------------------------------


EXPORTS: Mapping[str, Callable[[Book, Config], tuple[OutputFile | OutputStream, ...]]] = {
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
