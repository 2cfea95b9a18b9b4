"""Every mention of a name in its sentence, by date, over as many pages as they need, by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from briefbook.model.article import Article
from briefbook.model.entity import Mention
from briefbook.render.addresses import entity_address
from briefbook.render.catalogue import Catalogue, Key, sentence_of
from briefbook.render.views import Excerpt, Link, language_of, locate, mark_spans, short_date

MENTIONS_A_PAGE = 80
"""Mentions on one page: about as many as keep it below 60 kB."""
UNDATED = "not dated"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One of the pages that the mentions of a name run over."""

    href: str
    label: str
    """Its years, or its number where all are of one year."""
    title: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class MentionGroup:
    """The sentences of one document."""

    href: str
    doc: int
    title: str
    date: str
    sentences: tuple[Excerpt, ...]


def plan_leaves(catalogue: Catalogue, key: Key) -> tuple[Leaf, ...]:
    """The pages that the mentions of an entity run over, by date and document; the first is its own page.

    What fits one page stands on it. Else whole years go together as long as they fit one, and a year that does not has pages of
    its own; where all mentions are of one year the pages are numbered.
    """
    base = entity_address(*key)
    ordered = sorted(
        catalogue.mentions.get(key, ()), key=lambda m: (date_order(catalogue.articles[m.passage.article]), m.passage)
    )
    if len(ordered) <= MENTIONS_A_PAGE:
        return (Leaf(base, "1", "page 1", tuple(ordered)),)
    years = [(year, tuple(own)) for year, own in groupby(ordered, key=lambda m: _year(catalogue, m))]
    pieces: list[tuple[list[str], list[Mention]]] = []
    for year, own in years:
        if pieces and len(pieces[-1][1]) + len(own) <= MENTIONS_A_PAGE:
            pieces[-1][0].append(year)
            pieces[-1][1].extend(own)
        else:
            pieces += [([year], list(own[at : at + MENTIONS_A_PAGE])) for at in range(0, len(own), MENTIONS_A_PAGE)]
    leaves: list[Leaf] = []
    seen: dict[str, int] = {}
    for number, (named, own_mentions) in enumerate(pieces, 1):
        span = named[0] if len(named) == 1 else f"{named[0]}–{named[-1]}"
        part = seen[span] = seen.get(span, 0) + 1
        if len(years) == 1:
            label, name = str(number), str(number)
        else:
            label = span if part == 1 else f"{span} ({part})"
            name = "-".join([*dict.fromkeys((named[0], named[-1])), *([f"part-{part}"] if part > 1 else [])])
        href = base if number == 1 else f"{base.removesuffix('.html')}/mentions-{name.replace(' ', '-')}.html"
        leaves.append(Leaf(href, label, f"page {number}" if len(years) == 1 else label, tuple(own_mentions)))
    return tuple(leaves)


def link_leaves(leaves: Sequence[Leaf]) -> tuple[Link, ...]:
    """Links to all pages of mentions; none where there is one."""
    return tuple(Link(leaf.href, leaf.label) for leaf in leaves) if len(leaves) > 1 else ()


def view_mentions(catalogue: Catalogue, own: Sequence[Mention], language: str) -> tuple[MentionGroup, ...]:
    """The mentions of one page, in order, in their sentences, by document."""
    groups = []
    for slug, same_document in groupby(own, key=lambda m: m.passage.article):
        article = catalogue.articles[slug]
        sentences = tuple(
            show_sentence(catalogue, tuple(same), language)
            for _, same in groupby(same_document, key=lambda m: (m.passage.block, sentence_of(catalogue, m.passage)))
        )
        groups.append(MentionGroup(f"articles/{slug}.html", article.doc, article.title, short_date(article), sentences))
    return tuple(groups)


def _year(catalogue: Catalogue, mention: Mention) -> str:
    when = catalogue.articles[mention.passage.article].published.when
    return str(when.filed.year) if when else UNDATED


def date_order(article: Article) -> tuple[int, int]:
    """What sorts articles by date, undated ones last, and by number."""
    when = article.published.when
    return (when.filed.toordinal() if when else 10**7, article.doc)


def show_sentence(catalogue: Catalogue, mentions: Sequence[Mention], language: str) -> Excerpt:
    """One sentence with all its mentions of the name marked."""
    first = mentions[0].passage
    article = catalogue.articles[first.article]
    html = mark_spans(
        article.blocks[first.block].text, sentence_of(catalogue, first), [m.passage.span for m in mentions]
    )
    stated, written = language_of(article, first.block, language)
    return Excerpt(locate(catalogue, first), html, stated, written)
