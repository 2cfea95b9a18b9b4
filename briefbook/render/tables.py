"""The book as tables for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from briefbook.model.book import Book, OutputFile
from briefbook.model.config import Config
from briefbook.model.entity import EntityKind
from briefbook.model.text import Slug
from briefbook.model.when import OPEN_END, OPEN_START
from briefbook.render.desk import Desk, file_of, one_line
from briefbook.render.wording import STATUS_NAMES, say_provenance


def render_csv(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`data/documents.csv`, `chronology.csv`, `mentions.csv` and `quotations.csv`. Source: RFC 4180."""
    desk = Desk(book, config)

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
            say_provenance(article.published),
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
    return file_of(name, "\ufeff" + out.getvalue())


def _cell(value: str | int) -> str | int:
    """The value, kept from being run as a formula. Source: OWASP, CSV injection."""
    if isinstance(value, int):
        return value
    plain = one_line(value)
    return f"'{plain}" if plain[:1] in {"=", "+", "-", "@", "＝", "＋", "－", "＠"} else plain


# For tools of the humanities ----------------------------------------------------------------------------------------
