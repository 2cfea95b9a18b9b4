"""Pages of the editor's own, and how the first page opens with one of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from briefbook.model.book import Page, Picture
from briefbook.model.flow import Element, ElementKind, Inline, InlineKind
from briefbook.model.text import count_words
from briefbook.render.addresses import HOME, page_address, root_of
from briefbook.render.prose import Setting, format_html
from briefbook.render.views import Link

INTRODUCTION = "introduction"
"""The page that the first page opens with."""
WORDS_ON_HOME = 180
"""Of a longer introduction the first page shows whole paragraphs up to about as many words."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the first page shows of the introduction."""

    html: Markup
    rest: Link | None
    """To all of it, where it goes on."""


def format_page(page: Page, pictures: Mapping[str, Picture]) -> Markup:
    """The text of a page for its own address."""
    path = page_address(page.slug)
    return format_html(page.flow, Setting(root=root_of(path), page=path, pictures=pictures, numbered=False))


def open_with(pages: Iterable[Page], pictures: Mapping[str, Picture]) -> Opening | None:
    """The introduction, or its beginning, for the first page; None for a book without one."""
    page = next((page for page in pages if page.slug == INTRODUCTION), None)
    if page is None or not page.flow:
        return None
    shown, whole = _begin(page.flow)
    referred = {inline.href for inline in _walk(shown) if inline.kind is InlineKind.NOTE_REFERENCE}
    notes = (e for e in page.flow if e.kind is ElementKind.NOTE and e.id in referred)
    path = page_address(page.slug)
    setting = Setting(
        root=root_of(HOME), page=path, moved=True, pictures=pictures, numbered=False, permalinks=False, top=3
    )
    return Opening(format_html((*shown, *notes), setting), None if whole else Link(path, page.title))


def _begin(flow: Iterable[Element]) -> tuple[list[Element], bool]:
    """The first elements, and whether they are all; a heading is not left alone at the end."""
    text = [element for element in flow if element.kind is not ElementKind.NOTE]
    shown: list[Element] = []
    words = 0
    for element in text:
        own = sum(count_words(inline.text) for inline in _walk([element]))
        if shown and words + own > WORDS_ON_HOME:
            break
        shown.append(element)
        words += own
    while len(shown) < len(text) and len(shown) > 1 and shown[-1].kind is ElementKind.HEADING:
        shown.pop()
    return shown, len(shown) == len(text)


def _walk(elements: Iterable[Element]) -> Iterator[Inline]:
    for element in elements:
        waiting = list(element.inlines)
        while waiting:
            inline = waiting.pop()
            yield inline
            waiting.extend(inline.children)
        yield from _walk(element.children)
