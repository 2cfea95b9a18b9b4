"""The index of the book as pages: letter by letter, every heading with what it leads to."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from briefbook.model.article import Block
from briefbook.model.book import IndexEntry
from briefbook.model.entity import EntityKind
from briefbook.model.text import fold
from briefbook.render.addresses import INDEX, article_address, entity_address, place_of
from briefbook.render.catalogue import Catalogue
from briefbook.render.paging import fill_pages
from briefbook.render.views import Link, short_date

LOCATORS_A_PAGE = 1500
"""Locators of the index beyond which each letter has a page of its own, and a letter beyond as many has several."""
DOCUMENTS_AN_ENTRY = 30
"""Documents an entry lists; the page of the person or place it leads to has all passages."""


@dataclass(frozen=True, slots=True)
class EntryView:
    """A heading of the index."""

    id: str
    heading: str
    href: str
    see: Link | None
    under: bool
    """Whether that is the name the same words are filed under."""
    see_also: tuple[Link, ...]
    locators: tuple["LocatorGroup", ...]
    more: int
    """Documents that are not listed."""
    sub: tuple["EntryView", ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of the document its group names."""

    href: str
    text: str
    """Doc. 3 ¶4 for the first of its group, ¶7 for the others."""
    principal: bool


@dataclass(frozen=True, slots=True)
class LocatorGroup:
    """Locators within one document."""

    places: tuple[Place, ...]
    headline: str
    date: str


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """Headings under one letter."""

    id: str
    letter: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """A page of the index."""

    letters: tuple[Link, ...]
    """To every letter, and to every page of one that has several."""
    groups: tuple[LetterGroup, ...]
    total: int


def letter_of(entry: IndexEntry) -> str:
    """The letter a heading stands under; # for those that begin with none."""
    initial = fold(entry.sort_key)[:1]
    return initial.upper() if initial.isalpha() else "#"


def plan_index(entries: Sequence[IndexEntry]) -> Mapping[str, str]:
    """The address of every heading by its id, sub-entries too."""
    return {
        one.id: f"{leaf.path}#i-{one.id}"
        for leaf in _cut(entries)
        for entry in leaf.entries
        for one in (entry, *entry.sub)
    }


@dataclass(frozen=True, slots=True)
class _Leaf:
    """Headings under one letter that stand on one page."""

    path: str
    letter: str
    label: str
    """The letter, with a number from its second page on."""
    entries: tuple[IndexEntry, ...]


def _cut(entries: Sequence[IndexEntry]) -> tuple[_Leaf, ...]:
    """The headings letter by letter, on the pages they stand on."""
    letters: dict[str, list[IndexEntry]] = defaultdict(list)
    for entry in entries:
        letters[letter_of(entry)].append(entry)
    if sum(map(_weigh, entries)) <= LOCATORS_A_PAGE:
        return tuple(_Leaf(INDEX, letter, letter, tuple(own)) for letter, own in letters.items())
    return tuple(
        _Leaf(_letter_page(letter, number), letter, f"{letter} {number}" if number > 1 else letter, own)
        for letter, found in letters.items()
        for number, own in enumerate(fill_pages(found, _weigh, LOCATORS_A_PAGE), 1)
    )


def _weigh(entry: IndexEntry) -> int:
    """The locators of a heading and what stands under it, and one for each of these themselves."""
    return sum(len(one.locators) + 1 for one in (entry, *entry.sub))


def _letter_page(letter: str, number: int) -> str:
    name = letter.lower() if letter.isascii() and letter.isalpha() else f"u{ord(letter):04x}" if letter != "#" else "0"
    return f"index-of-names/{name}{f'-{number}' if number > 1 else ''}.html"


def plan_index_pages(catalogue: Catalogue) -> tuple[tuple[str, Callable[[], IndexView]], ...]:
    """Every page of the index, with its path and what makes its view."""
    entries = catalogue.book.index
    addresses = plan_index(entries)
    leaves = _cut(entries)
    links = tuple(
        Link(
            f"{leaf.path}#{_anchor(leaf.letter)}",
            leaf.label,
            note=" – ".join(dict.fromkeys((leaf.entries[0].heading, leaf.entries[-1].heading))),
        )
        for leaf in leaves
    )

    def view(own: Sequence[_Leaf]) -> IndexView:
        groups = (
            LetterGroup(
                _anchor(leaf.letter), leaf.label, tuple(_view_entry(catalogue, addresses, e) for e in leaf.entries)
            )
            for leaf in own
        )
        return IndexView(links, tuple(groups), len(entries))

    pages: dict[str, list[_Leaf]] = {INDEX: []}
    for leaf in leaves:
        pages.setdefault(leaf.path, []).append(leaf)
    return tuple((path, partial(view, own)) for path, own in pages.items())


def _anchor(letter: str) -> str:
    return f"l-{letter if letter.isascii() and letter.isalpha() else f'u{ord(letter):04x}'}"


def _group_locators(catalogue: Catalogue, entry: IndexEntry) -> tuple[LocatorGroup, ...]:
    """Doc. 3 ¶4, ¶7 – headline, date: the document is named once."""
    main = (entry.principal.article, entry.principal.block) if entry.principal else None
    groups = []
    for slug, same in groupby(entry.locators, key=lambda passage: passage.article):
        article = catalogue.articles[slug]
        places: list[Place] = []
        for run in join_neighbours([(article.blocks[p.block], (slug, p.block) == main) for p in same]):
            block, principal = run[0]
            text = place_of(block, run[-1][0])
            text = text if places else f"Doc. {article.doc} {text}"
            places.append(Place(article_address(slug, block.id), text, principal))
        groups.append(LocatorGroup(tuple(places), article.title, short_date(article)))
    return tuple(groups)


def join_neighbours(blocks: Sequence[tuple[Block, bool]]) -> Iterator[list[tuple[Block, bool]]]:
    """Neighbouring paragraphs together, the principal one by itself."""
    run: list[tuple[Block, bool]] = []
    for block, principal in blocks:
        last, alone = run[-1] if run else (None, True)
        follows = (
            last is not None
            and last.id[:1] == block.id[:1] == "p"
            and last.id[1:].isdigit()
            and block.id[1:] == str(int(last.id[1:]) + 1)
        )
        if run and (principal or alone or not follows):
            yield run
            run = []
        run.append((block, principal))
    if run:
        yield run


def _view_entry(catalogue: Catalogue, addresses: Mapping[str, str], entry: IndexEntry) -> EntryView:
    def see(heading: str, words: str = "") -> Link:
        target = catalogue.headings.get(heading)
        return Link(addresses[target.id] if target else "", words or heading)

    page = ""
    if entry.entity:
        kind = EntityKind(entry.entity[0])
        if (kind, entry.entity[1]) in catalogue.entities:
            page = entity_address(kind, entry.entity[1])
    groups = _group_locators(catalogue, entry)
    shown = groups[:DOCUMENTS_AN_ENTRY] if page else groups

    return EntryView(
        id=f"i-{entry.id}",
        heading=entry.heading,
        href=page,
        see=see(entry.see, entry.under) if entry.see else None,
        under=bool(entry.under),
        see_also=tuple(see(heading) for heading in entry.see_also),
        locators=shown,
        more=len(groups) - len(shown),
        sub=tuple(_view_entry(catalogue, addresses, sub) for sub in entry.sub),
    )
