"""What templates see: locators, sentences, dated entries and quotations, made ready for print.

Every `href` is relative to the root of the site; a template puts `root` before it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from briefbook.model.article import Article, Passage
from briefbook.model.entity import Entity, EntityKind
from briefbook.model.event import Event, Quotation
from briefbook.model.text import Slug, Span, digest
from briefbook.model.when import Precision, When
from briefbook.render.addresses import article_address, entity_address, place_of
from briefbook.render.catalogue import Catalogue, Key, sentence_of, stamp_passages
from briefbook.render.prose import direction
from briefbook.render.wording import STATUS_NAMES, html_datetime, say_heading, say_when


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere in the book."""

    href: str
    text: str
    kind: str = ""
    """person, place or organisation, or empty."""
    note: str = ""
    """What stands behind it: a role, a number."""


@dataclass(frozen=True, slots=True)
class Locator:
    """Where something stands, so that a reader knows what lies behind the link."""

    href: str
    text: str
    """Doc. 3 ¶4"""
    place: str
    """¶4"""
    headline: str
    date: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence of the sources, verbatim."""

    locator: Locator
    html: Markup
    language: str = ""
    """Where it is not the book's."""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it is printed."""

    text: str
    datetime: str
    """For the `time` element, or empty."""


@dataclass(frozen=True, slots=True)
class EventView:
    """An entry of the chronology."""

    id: str
    """Its anchor."""
    ruled: str
    """What the editor's rulings call it."""
    href: str
    day: Day
    """In full."""
    heading: str
    """Under the head of its month."""
    status: str
    statements: tuple[Excerpt, ...]
    basis: str
    doubtful: str
    editor: str
    pinned: bool
    related: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class QuoteView:
    """Somebody's words."""

    id: str
    pieces: tuple[str, ...]
    """Each in the quotation marks of the source."""
    locator: Locator
    speaker: Link | None
    surface: str
    reason: str
    language: str
    direction: str


def published_day(article: Article) -> Day:
    """The day an article appeared, in full."""
    when = article.published.when
    return see_day(when, weekday=True) if when else Day("date not known", "")


def see_day(when: When, *, weekday: bool = False) -> Day:
    """A date as printed."""
    return Day(say_when(when, weekday=weekday), html_datetime(when))


def short_date(article: Article) -> str:
    """The day an article appeared, for a locator."""
    return say_when(article.published.when) if article.published.when else "undated"


def locate(catalogue: Catalogue, passage: Passage) -> Locator:
    """The locator of a passage."""
    article = catalogue.articles[passage.article]
    block = article.blocks[passage.block]
    place = place_of(block)
    return Locator(
        href=article_address(article.slug, block.id),
        text=f"Doc. {article.doc} {place}",
        place=place,
        headline=article.title,
        date=short_date(article),
    )


def locate_all(catalogue: Catalogue, passages: Sequence[Passage]) -> tuple[Locator, ...]:
    """One locator a block, in the order of the passages."""
    seen = dict.fromkeys((p.article, p.block) for p in passages)
    return tuple(locate(catalogue, Passage(article, block, Span(0, 0))) for article, block in seen)


def link_entity(entity: Entity, note: str = "") -> Link:
    """The page of an entity."""
    return Link(entity_address(entity.kind, entity.slug), entity.name, str(entity.kind), note)


def language_of(article: Article, block: int, book_language: str) -> tuple[str, str]:
    """Language and direction to state for a block's words, or two empty texts."""
    language = article.blocks[block].language or article.language
    return (language, direction(language)) if language and language != book_language else ("", "")


def excerpt(
    catalogue: Catalogue, passage: Passage, language: str, *, root: str, linked: bool = False, date: str = ""
) -> Excerpt:
    """The sentence around a passage.

    Args:
        catalogue: The book.
        passage: Marked in the sentence; with `linked` the passage is the whole sentence, and its names lead to their pages.
        language: Of the page it is printed on.
        root: Of the page it is printed on.
        linked: Whether names are linked.
        date: Of a linked sentence: the words of its date, which are marked; empty for none.
    """
    article = catalogue.articles[passage.article]
    text = article.blocks[passage.block].text
    sentence = sentence_of(catalogue, passage)
    if linked:
        html = _link_names(catalogue, text, sentence, passage, root, date)
    else:
        html = mark_spans(text, sentence, [passage.span])
    stated, written = language_of(article, passage.block, language)
    return Excerpt(locate(catalogue, passage), html, stated, written)


def mark_spans(text: str, sentence: Span, spans: Sequence[Span]) -> Markup:
    """The sentence with spans of it marked."""
    parts: list[str] = []
    done = sentence.start
    for span in spans:
        parts += (escape(text[done : span.start]), "<mark>", escape(span.of(text)), "</mark>")
        done = span.end
    parts.append(escape(text[done : sentence.end]))
    return Markup("".join(parts))  # noqa: S704 - every piece of the text went through escape


def _link_names(catalogue: Catalogue, text: str, sentence: Span, passage: Passage, root: str, date: str) -> Markup:
    """The sentence with each name that has a page linked once, and the words of its date marked."""
    marks: list[tuple[Span, str]] = []
    seen: set[Key] = set()
    for mention in catalogue.in_block.get((passage.article, passage.block), ()):
        span = mention.passage.span
        key = (mention.kind, mention.entity or Slug(""))
        if key in seen or span.start < sentence.start or span.end > sentence.end:
            continue
        seen.add(key)
        # Kind and address are made of our own letters; the words are the source's.
        marks.append(
            (span, f'<a class="{mention.kind}" href="{root}{entity_address(*key)}">{escape(span.of(text))}</a>')
        )
    at = text.find(date, sentence.start, sentence.end) if date else -1
    if at >= 0 and not any(span.overlaps(Span(at, at + len(date))) for span, _ in marks):
        marks.append((Span(at, at + len(date)), f'<span class="date">{escape(date)}</span>'))
    parts: list[str] = []
    done = sentence.start
    for span, html in sorted(marks):
        if span.start >= done:
            parts += (escape(text[done : span.start]), html)
            done = span.end
    parts.append(escape(text[done : sentence.end]))
    return Markup("".join(parts))  # noqa: S704 - as said


_RELATIONS = {
    "happened": "it happened",
    "planned": "as planned",
    "differs": "another account",
}


def view_event(
    catalogue: Catalogue, addresses: Mapping[str, str], event: Event, language: str, *, root: str
) -> EventView:
    """An entry of the chronology for a page with that root."""
    related = tuple(
        Link(
            addresses[other],
            f"{_RELATIONS.get(relation, relation)}: {_brief(catalogue, catalogue.event[other], relation)}",
        )
        for relation, other in event.related
        if other in addresses
    )
    return EventView(
        id=event_id(event),
        ruled=event.id,
        href=addresses[event.id],
        day=see_day(event.when, weekday=True) if event.when else Day("no date", ""),
        heading=say_heading(event.when) if event.when else "no date",
        status=STATUS_NAMES[event.status],
        statements=tuple(
            excerpt(catalogue, p, language, root=root, linked=True, date=event.expression if number == 0 else "")
            for number, p in enumerate(event.passages)
        ),
        basis=say_basis(event),
        doubtful=event.doubtful,
        editor=event.editor,
        pinned=event.pinned,
        related=related,
    )


def stamp_events(catalogue: Catalogue, addresses: Mapping[str, str]) -> dict[str, str]:
    """The digest of all that is shown of each entry of the chronology, on whatever page, by its id."""
    return {event.id: _stamp_event(catalogue, addresses, event) for event in catalogue.book.chronology}


def _stamp_event(catalogue: Catalogue, addresses: Mapping[str, str], event: Event) -> str:
    related = [
        (relation, addresses[other], catalogue.event[other].when, catalogue.event[other].passages[:1])
        for relation, other in event.related
        if other in addresses
    ]
    first = (passage for *_, passages in related for passage in passages)
    named = [
        (kind, slug, entity.name)
        for kind, slugs in (
            (EntityKind.PERSON, event.people),
            (EntityKind.PLACE, event.places),
            (EntityKind.ORGANISATION, event.organisations),
        )
        for slug in slugs
        if (entity := catalogue.entities.get((kind, slug)))
    ]
    return digest(
        repr((event, addresses[event.id], related, named, stamp_passages(catalogue, (*event.passages, *first))))
    )


def _brief(catalogue: Catalogue, event: Event, relation: str) -> str:
    """When, or of an account of the same day where."""
    if relation == "differs" and event.passages:
        return locate(catalogue, event.passages[0]).text
    return say_when(event.when) if event.when else "no date"


def say_basis(event: Event) -> str:
    """How the date is known, the words of the source first (“Thursday”: before publication on …)."""
    if event.expression and event.basis and event.expression not in event.basis:
        return f"“{event.expression}”: {event.basis}"
    return event.basis or (f"“{event.expression}”" if event.expression else "")


def event_id(event: Event) -> str:
    """The anchor of an entry."""
    return f"e-{event.id}"


def view_quote(catalogue: Catalogue, quotation: Quotation, language: str) -> QuoteView:
    """A quotation as printed."""
    first = quotation.passages[0]
    article = catalogue.articles[first.article]
    speaker = catalogue.entities.get((EntityKind.PERSON, quotation.speaker)) if quotation.speaker else None
    stated, written = language_of(article, first.block, language)
    return QuoteView(
        id=f"q-{quotation.id}",
        pieces=tuple(_with_marks(catalogue, p) for p in quotation.passages),
        locator=locate(catalogue, first),
        speaker=link_entity(speaker, catalogue.called.get(((speaker.kind, speaker.slug), article.slug), ""))
        if speaker
        else None,
        surface=quotation.speaker_surface,
        reason=quotation.reason,
        language=stated,
        direction=written,
    )


_OPENING, _CLOSING = "“\"‘'«„`", "”\"’'»“`"


def _with_marks(catalogue: Catalogue, passage: Passage) -> str:
    """The words in the quotation marks they are printed in; in our own where the source has none beside them."""
    text = catalogue.articles[passage.article].blocks[passage.block].text
    start, end = passage.span.start, passage.span.end
    before, after = text[start - 1 : start], text[end : end + 1]
    opening = before if before and before in _OPENING else "“"
    closing = after if after and after in _CLOSING else "”"
    return f"{opening}{passage.span.of(text)}{closing}"


def last_role(entity: Entity) -> str:
    """What the sources call somebody; of several the one said most often, the earliest of equals."""
    counts: dict[str, int] = {}
    for role in entity.roles:
        counts[role.text] = counts.get(role.text, 0) + 1
    return max(counts, key=lambda text: counts[text]) if counts else ""


def is_dated(event: Event) -> bool:
    """Whether an entry stands in the dated part of the chronology."""
    return event.when is not None and not event.doubtful


def month_of(when: When) -> str:
    """The month an entry is filed under, or the year where it is not known to a month: 2013-09, 2013."""
    wide = when.precision in {Precision.YEAR, Precision.DECADE, Precision.CENTURY} or when.start_unit in {
        Precision.YEAR,
        Precision.DECADE,
    }
    return f"{when.filed.year:04}" if wide else when.filed.isoformat()[:7]
