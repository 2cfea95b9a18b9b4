"""What a search can find: documents by the paragraph, names, entries, quotations, pages about the book."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefbook.formats.markdown import parse_blocks
from briefbook.model.entity import EntityKind
from briefbook.model.when import MONTHS
from briefbook.render.addresses import MADE, QUESTIONS, article_address, made_address, page_address, place_of
from briefbook.render.catalogue import Catalogue, text_of
from briefbook.render.dossiers import describe
from briefbook.render.quotations import QuotesView
from briefbook.render.views import see_day, short_date
from briefbook.render.wording import count


@dataclass(frozen=True, slots=True)
class Record:
    """Something a search can find."""

    kind: str
    """article, person, place, organisation, event, quote, or page: one about the book."""
    href: str
    title: str
    text: str
    note: str
    """Document number, date and place, for the reader of the result."""
    terms: str
    """What it is found by."""


def collect_records(
    catalogue: Catalogue, events: dict[str, str], quotes: Sequence[tuple[str, QuotesView]]
) -> tuple[Record, ...]:
    """Everything that can be found, by kind; `events` and `quotes` say where entries and quotations stand."""
    records: list[Record] = []
    for article in catalogue.book.articles:
        note = " · ".join(filter(None, (f"Doc. {article.doc}", short_date(article), article.source.outlet or "")))
        about = " ".join(
            [
                article.title,
                article.section or "",
                article.source.outlet or "",
                *article.byline,
                note,
                f"document {article.doc}",
            ]
        )
        href = article_address(article.slug)
        records.append(Record("article", href, article.title, article.summary or article.subtitle or "", note, about))
        records += [
            Record("article", f"{href}#{block.id}", "", block.text, place_of(block), block.text)
            for block in article.blocks
            if block.text
        ]
    for kind in EntityKind:
        # Of two that a search finds alike, the one the book says more of comes first.
        listed = sorted(catalogue.entities.items(), key=lambda item: -len(catalogue.mentions.get(item[0], ())))
        for key, entity in listed:
            if key[0] is kind:
                lead = describe(catalogue, entity)
                documents = len({m.passage.article for m in catalogue.mentions.get(key, ())})
                text = " · ".join(filter(None, (lead, f"also {', '.join(entity.aliases)}" if entity.aliases else "")))
                href = f"{'people' if kind is EntityKind.PERSON else f'{kind}s'}/{entity.slug}.html"
                names = " ".join([entity.name, *entity.aliases, lead])
                records.append(Record(str(kind), href, entity.name, text, count(documents, "document"), names))
    for event in catalogue.book.chronology:
        text = " … ".join(filter(None, (event.editor, *(text_of(catalogue, p) for p in event.passages))))
        day = see_day(event.when, weekday=True).text if event.when else "no date"
        note = "the editor’s entry"
        if event.passages:
            first = event.passages[0]
            article = catalogue.articles[first.article]
            note = f"Doc. {article.doc} {place_of(article.blocks[first.block])} – {article.title}"
        dated = (
            f"{event.when.filed.day} {MONTHS[event.when.filed.month - 1]} {event.when.filed.year}" if event.when else ""
        )
        records.append(Record("event", events[event.id], day, text, note, f"{text} {day} {dated}"))
    for path, view in quotes:
        for group in view.groups:
            for quote in group.quotes:
                text = " … ".join(quote.pieces)
                who = quote.speaker.text if quote.speaker else quote.surface or "speaker left open"
                note = f"{quote.locator.text} · {quote.locator.date}"
                records.append(Record("quote", f"{path}#{quote.id}", who, text, note, f"{text} {who}"))
    return (*records, *_collect_pages(catalogue))


def _collect_pages(catalogue: Catalogue) -> Iterator[Record]:
    """The editor's own pages, and those on what was kept and set aside."""
    for page in catalogue.book.pages:
        text = " ".join(block.text for block in parse_blocks(page.markdown))
        yield Record("page", page_address(page.slug), page.title, text, "From the editor", f"{page.title} {text}")
    yield _page(
        MADE, "How this book was made", "What was kept of each clipping and what was removed; how to cite this book"
    )
    yield _page(QUESTIONS, "Open questions", "Doubts the program did not decide: names, dates, days of publication")
    for article in catalogue.book.articles:
        if article.slug in catalogue.ledgers:
            title = f"The clipping of document {article.doc}, line by line"
            account = catalogue.accounts[article.slug]
            note = f"{count(account.kept, 'word')} kept, {account.removed:,} set aside"
            yield _page(made_address(article.slug), title, f"What was removed and what was kept: {article.title}", note)


def _page(href: str, title: str, text: str, note: str = "") -> Record:
    return Record("page", href, title, text, note, f"{title} {text} {note}")
