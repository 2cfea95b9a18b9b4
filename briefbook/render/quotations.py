"""The quotations as pages: by speaker, and by the day they were printed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from briefbook.model.entity import EntityKind
from briefbook.model.event import Quotation
from briefbook.model.text import filing_key
from briefbook.render.addresses import QUOTES, QUOTES_BY_DATE, entity_address
from briefbook.render.catalogue import Catalogue
from briefbook.render.paging import fill_pages
from briefbook.render.views import Link, QuoteView, last_role, month_of, view_quote
from briefbook.render.wording import name_month, say_month

QUOTES_A_PAGE = 250


@dataclass(frozen=True, slots=True)
class QuoteGroup:
    """Quotations of one speaker, or of one month."""

    id: str
    speaker: Link | None
    title: str
    """Where it is not that of a speaker."""
    month: str
    """2013-09, where it is that of a month."""
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True)
class QuotesView:
    """A page of quotations."""

    by_date: bool
    groups: tuple[QuoteGroup, ...]
    jumps: tuple[Link, ...]
    """To every month; to every speaker on the first page, to those of the page on the others."""
    pages: tuple[Link, ...]
    total: int


def view_quotes(catalogue: Catalogue, language: str) -> tuple[tuple[str, QuotesView], ...]:
    """Every page of the quotations by speaker with its path, those left open last."""
    groups: list[QuoteGroup] = []
    by_name = sorted(
        catalogue.said, key=lambda slug: (filing_key(catalogue.entities[EntityKind.PERSON, slug].sort_name), slug)
    )
    for slug in by_name:
        entity = catalogue.entities[EntityKind.PERSON, slug]
        quotes = tuple(view_quote(catalogue, q, language) for q in catalogue.said[slug])
        speaker = Link(entity_address(EntityKind.PERSON, slug), entity.name, "person", last_role(entity))
        groups.append(QuoteGroup(f"s-{slug}", speaker, "", "", quotes))
    known = set(catalogue.said)
    rest = tuple(view_quote(catalogue, q, language) for q in catalogue.quotations if q.speaker not in known)
    if rest:
        groups.append(QuoteGroup("s-open", None, "Speaker left open", "", rest))
    return _leaves(groups, QUOTES, "quotes/{}.html", len(catalogue.quotations), by_date=False)


def view_quotes_by_date(catalogue: Catalogue, language: str) -> tuple[tuple[str, QuotesView], ...]:
    """The same by the day their article appeared, month by month; those of articles without a date last."""

    def day(quotation: Quotation) -> tuple[str, str]:
        when = catalogue.articles[quotation.passages[0].article].published.when
        return (month_of(when), when.filed.isoformat()) if when else ("", "")

    ordered = sorted(catalogue.quotations, key=lambda quotation: (not day(quotation)[0], day(quotation)[1]))
    groups = [
        QuoteGroup(
            f"m-{month}" if month else "m-undated",
            None,
            say_month(month) if month else "Not dated",
            month,
            tuple(view_quote(catalogue, q, language) for q in found),
        )
        for month, found in groupby(ordered, key=lambda quotation: day(quotation)[0])
    ]
    return _leaves(groups, QUOTES_BY_DATE, "quotes/by-date-{}.html", len(ordered), by_date=True)


def _name(group: QuoteGroup) -> tuple[str, str]:
    """What a group is called in the list of all, and the year it is listed under."""
    if group.speaker:
        return group.speaker.text, ""
    return name_month(group.month) if group.month else (group.title, "")


def _leaves(
    groups: Iterable[QuoteGroup], first: str, others: str, total: int, *, by_date: bool
) -> tuple[tuple[str, QuotesView], ...]:
    pieces = [
        replace(group, quotes=group.quotes[at : at + QUOTES_A_PAGE])
        for group in groups
        for at in range(0, len(group.quotes), QUOTES_A_PAGE)
    ]
    leaves = fill_pages(pieces, lambda piece: len(piece.quotes), QUOTES_A_PAGE)
    paths = [first if n == 1 else others.format(n) for n in range(1, len(leaves) + 1)]
    jumps = [
        tuple(Link(f"{path}#{g.id}", *_name(g), f"{len(g.quotes):,}") for g in leaf)
        for path, leaf in zip(paths, leaves, strict=True)
    ]
    every = tuple(link for own in jumps for link in own)
    pages = tuple(Link(path, str(n)) for n, path in enumerate(paths, 1)) if len(paths) > 1 else ()
    return tuple(
        (path, QuotesView(by_date, leaf, every if by_date or path == first else own, pages, total))
        for path, leaf, own in zip(paths, leaves, jumps, strict=True)
    )
