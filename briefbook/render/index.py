"""The index of the book as pages: letter by letter, every heading with what it leads to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from briefbook.model.article import Block
from briefbook.model.book import IndexEntry
from briefbook.model.entity import EntityKind
from briefbook.model.text import fold
from briefbook.render.addresses import INDEX, article_address, entity_address, place_of
from briefbook.render.catalogue import Catalogue
from briefbook.render.views import Link, short_date

LOCATORS_A_PAGE = 1500
"""Locators of the index beyond which each letter has a page of its own."""
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
    groups: tuple[LetterGroup, ...]
    total: int


def letter_of(entry: IndexEntry) -> str:
    """The letter a heading stands under; # for those that begin with none."""
    initial = fold(entry.sort_key)[:1]
    return initial.upper() if initial.isalpha() else "#"


def plan_index(entries: Sequence[IndexEntry]) -> Mapping[str, str]:
    """The address of every heading by its id, sub-entries too."""
    split = _is_long(entries)
    result = {}
    for entry in entries:
        page = _letter_page(letter_of(entry)) if split else INDEX
        for one in (entry, *entry.sub):
            result[one.id] = f"{page}#i-{one.id}"
    return result


def _is_long(entries: Sequence[IndexEntry]) -> bool:
    return sum(len(one.locators) + 1 for entry in entries for one in (entry, *entry.sub)) > LOCATORS_A_PAGE


def _letter_page(letter: str) -> str:
    name = letter.lower() if letter.isascii() and letter.isalpha() else f"u{ord(letter):04x}" if letter != "#" else "0"
    return f"index-of-names/{name}.html"


def view_index(catalogue: Catalogue) -> tuple[tuple[str, IndexView], ...]:
    """Every page of the index with its path."""
    entries = catalogue.book.index
    addresses = plan_index(entries)
    split = _is_long(entries)
    letters: dict[str, list[EntryView]] = defaultdict(list)
    for entry in entries:
        letters[letter_of(entry)].append(_view_entry(catalogue, addresses, entry))
    groups = tuple(LetterGroup(f"l-{_anchor(letter)}", letter, tuple(found)) for letter, found in letters.items())
    links = tuple(
        Link(
            f"{_letter_page(g.letter) if split else INDEX}#{g.id}",
            g.letter,
            note=" – ".join(dict.fromkeys((g.entries[0].heading, g.entries[-1].heading))),
        )
        for g in groups
    )
    if not split:
        return ((INDEX, IndexView(links, groups, len(entries))),)
    pages = [(INDEX, IndexView(links, (), len(entries)))]
    pages += [(_letter_page(g.letter), IndexView(links, (g,), len(entries))) for g in groups]
    return tuple(pages)


def _anchor(letter: str) -> str:
    return letter if letter.isascii() and letter.isalpha() else f"u{ord(letter):04x}"


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
