"""One page of the site before it is printed."""

from collections.abc import Callable
from dataclasses import dataclass

from briefbook.render.views import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """A step on the way to a page."""

    href: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePlan:
    """A page before it is printed."""

    path: str
    template: str
    title: str
    section: str
    """The destination it belongs to, by its path."""
    kind: str
    """Of page, for the style sheet."""
    view: Callable[[], object]
    """What the template shows as `view`."""
    inputs: Callable[[], object]
    """All that the page depends on, so that equal inputs mean an equal page; for most pages the view itself."""
    description: str = ""
    previous: Link | None = None
    next: Link | None = None
    crumbs: tuple[Crumb, ...] = ()
    structured: Callable[[], str] = str
    """JSON-LD."""


def given(view: object) -> object:
    """A view that is small enough to be made before its page is printed."""
    return view
