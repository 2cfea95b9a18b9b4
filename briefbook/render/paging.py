"""Lists too long for one page: how they are cut, and where the pieces stand."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from briefbook.render.views import Link

T = TypeVar("T")


def fill_pages(groups: Sequence[T], size: Callable[[T], int], limit: int) -> tuple[tuple[T, ...], ...]:
    """The groups on as few pages as hold them in order with at most `limit` items each; a larger group has its own."""
    pages: list[list[T]] = [[]]
    held = 0
    for group in groups:
        if pages[-1] and held + size(group) > limit:
            pages.append([])
            held = 0
        pages[-1].append(group)
        held += size(group)
    return tuple(map(tuple, pages))


def page_paths(first: str, number: int) -> tuple[str, ...]:
    """The addresses of so many pages of one list: contents.html, contents-2.html and so on."""
    stem = first.removesuffix(".html")
    return (first, *(f"{stem}-{n}.html" for n in range(2, number + 1)))


def link_pages(paths: Sequence[str], own: str) -> tuple[Link, ...]:
    """The pages of a list by number, the one at hand without an address; none where there is but one."""
    return tuple(Link("" if path == own else path, str(n)) for n, path in enumerate(paths, 1)) if len(paths) > 1 else ()
