"""The contents: the documents by date and by the editor's parts, and the book in figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefbook.model.article import Article, BlockKind
from briefbook.model.config import Part
from briefbook.model.entity import EntityKind
from briefbook.model.text import Slug
from briefbook.model.when import MONTHS, When
from briefbook.render.addresses import CONTENTS, CONTENTS_BY_DATE, article_address
from briefbook.render.catalogue import Catalogue
from briefbook.render.paging import fill_pages, link_pages, page_paths
from briefbook.render.views import Day, Link, link_entity
from briefbook.render.wording import count, say_when

FEW_DOCUMENTS = 30
"""Documents up to which a list by date has heads for years only."""
LONG_CONTENTS = 120
"""Documents beyond which a list of them names nobody: it would take longer to read than to search."""
DOCUMENTS_A_PAGE = 150
"""Documents on one page of the contents: about 60 kB of it."""
CARD_NAMES = 5
"""Names on a card of the contents: enough to know the document by, few enough to read at a glance."""


@dataclass(frozen=True, slots=True)
class Card:
    """A document in a list."""

    href: str
    doc: int
    title: str
    day: Day
    head: str
    """The one it stands under in a list by date: its year, in a longer book its month."""
    outlet: str
    line: str
    """One line of it: the editor's summary, else its first sentence."""
    signed: bool
    """Whether that line is the editor's."""
    names: tuple[Link, ...]
    language: str


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Documents under one head."""

    id: str
    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class ContentsView:
    """A page of the contents."""

    title: str
    groups: tuple[CardGroup, ...]
    """Those of this page."""
    heads: tuple[Link, ...]
    """Those of all pages; the kind of a month is its year."""
    tabs: tuple[Link, ...]
    """The orders there are, where there are several."""
    tab: str
    """The address of this one."""
    pages: tuple[Link, ...]


def first_line(article: Article, catalogue: Catalogue) -> str:
    """The article's first sentence."""
    for number, block in enumerate(article.blocks):
        if block.kind is BlockKind.PARAGRAPH and block.text:
            sentences = catalogue.sentences[article.slug][number]
            # A report often opens with a dash, its dateline lost: that is no part of what the line says.
            return (sentences[0].of(block.text) if sentences else block.text).lstrip("—–- ")
    return ""


def view_card(catalogue: Catalogue, article: Article, language: str) -> Card:
    """The document in a list."""
    counts: dict[tuple[EntityKind, Slug], int] = {}
    for mention in catalogue.annotations[article.slug].mentions:
        key = (mention.kind, mention.entity or Slug(""))
        if key in catalogue.entities:
            counts[key] = counts.get(key, 0) + 1
    rank = {EntityKind.PERSON: 0, EntityKind.PLACE: 1, EntityKind.ORGANISATION: 1}
    named = sorted(counts, key=lambda k: (rank[k[0]], -counts[k], k))
    people = [k for k in named if k[0] is EntityKind.PERSON][: CARD_NAMES - 2]
    others = [k for k in named if k[0] is not EntityKind.PERSON][: CARD_NAMES - len(people)]
    shown = [*people, *others] if len(catalogue.book.articles) <= LONG_CONTENTS else []
    when = article.published.when
    return Card(
        href=article_address(article.slug),
        doc=article.doc,
        title=article.title,
        day=Day(say_when(when), "") if when else Day("date not known", ""),
        head=_head(when, long=len(catalogue.book.articles) > FEW_DOCUMENTS),
        outlet=article.source.outlet or "",
        line=article.summary or first_line(article, catalogue),
        signed=bool(article.summary),
        names=tuple(link_entity(catalogue.entities[k]) for k in shown),
        language=article.language if article.language != language else "",
    )


def _head(when: When | None, *, long: bool) -> str:
    if not when:
        return "Date not known"
    return f"{MONTHS[when.filed.month - 1]} {when.filed.year}" if long else str(when.filed.year)


def view_contents(catalogue: Catalogue, parts: Sequence[Part], language: str) -> tuple[tuple[str, ContentsView], ...]:
    """Every page of the contents with its path: by the editor's parts where there are any, and by date."""
    cards = {a.slug: view_card(catalogue, a, language) for a in catalogue.book.articles}
    groups: list[tuple[str, list[Card]]] = []
    placed: set[str] = set()
    for part in parts:
        own = [cards[Slug(slug)] for slug in dict.fromkeys(part.articles) if slug in cards and slug not in placed]
        placed.update(part.articles)
        if own:
            groups.append((part.title, own))
    if not groups:
        return _page_contents("Contents", CONTENTS, _by_date(cards.values()), ())
    tabs = (Link(CONTENTS, "By part"), Link(CONTENTS_BY_DATE, "By date"))
    rest = [card for slug, card in cards.items() if slug not in placed]
    if len(rest) > FEW_DOCUMENTS:
        groups += _by_date(rest)
    elif rest:
        groups.append(("Further documents", rest))
    return (
        *_page_contents("Contents", CONTENTS, groups, tabs),
        *_page_contents("Contents by date", CONTENTS_BY_DATE, _by_date(cards.values()), tabs),
    )


def _by_date(cards: Iterable[Card]) -> list[tuple[str, list[Card]]]:
    heads: dict[str, list[Card]] = {}
    for card in cards:
        heads.setdefault(card.head, []).append(card)
    return list(heads.items())


def _year_of_month(head: str) -> str:
    """The year of a head that is a month of it, or empty."""
    month, _, year = head.partition(" ")
    return year if month in MONTHS and year.isdigit() else ""


def _page_contents(
    title: str, first: str, groups: Sequence[tuple[str, list[Card]]], tabs: tuple[Link, ...]
) -> tuple[tuple[str, ContentsView], ...]:
    named = [CardGroup(f"g{n}", head, tuple(own)) for n, (head, own) in enumerate(groups, 1)]
    leaves = fill_pages(named, lambda group: len(group.cards), DOCUMENTS_A_PAGE)
    paths = page_paths(first, len(leaves))
    heads = tuple(
        Link(f"{path}#{g.id}", g.title, _year_of_month(g.title), str(len(g.cards)))
        for path, leaf in zip(paths, leaves, strict=True)
        for g in leaf
    )
    return tuple(
        (path, ContentsView(title, leaf, heads, tabs, first, link_pages(paths, path)))
        for path, leaf in zip(paths, leaves, strict=True)
    )


def describe_counts(catalogue: Catalogue) -> tuple[Link, ...]:
    """The figures of the book that lead somewhere; nothing that is nought."""
    kinds = [(kind, sum(1 for k in catalogue.entities if k[0] is kind)) for kind in EntityKind]
    outlets = len({a.source.outlet for a in catalogue.book.articles if a.source.outlet})
    names = {EntityKind.PERSON: ("person", "people"), EntityKind.PLACE: ("place", "places")}
    figures = [
        ("contents.html", len(catalogue.book.articles), "document", "documents"),
        ("", outlets, "outlet", "outlets"),
        *(
            (f"{folder}.html", number, *names.get(kind, ("organisation", "organisations")))
            for (kind, number), folder in zip(kinds, ("people", "places", "organisations"), strict=True)
        ),
        ("chronology.html", len(catalogue.book.chronology), "chronology entry", "chronology entries"),
        ("quotes.html", len(catalogue.quotations), "quotation", "quotations"),
        ("made.html", sum(a.removed for a in catalogue.accounts.values()), "word set aside", "words set aside"),
    ]
    return tuple(Link(href, count(number, one, many)) for href, number, one, many in figures if number)
