"""Where everything stands within the site; every address is relative to its root."""

import posixpath
from urllib.parse import unquote

from briefbook.model.article import Block
from briefbook.model.entity import EntityKind
from briefbook.model.text import Slug

HOME = "index.html"
CONTENTS = "contents.html"
CONTENTS_BY_DATE = "contents-by-date.html"
CHRONOLOGY = "chronology.html"
QUOTES = "quotes.html"
QUOTES_BY_DATE = "quotes/by-date.html"
INDEX = "index-of-names.html"
SEARCH = "search.html"
MADE = "made.html"
NOTES = "notes.html"
DIFFER = "accounts-differ.html"
QUESTIONS = "open-questions.html"
NOT_FOUND = "404.html"

FOLDERS = {EntityKind.PERSON: "people", EntityKind.PLACE: "places", EntityKind.ORGANISATION: "organisations"}
"""Of the pages about people, places and organisations; the list of each is FOLDER.html."""


def root_of(path: str) -> str:
    """What leads from a page to the root of the site: empty, or `../` for each folder."""
    return "../" * path.count("/")


def resolve_address(page: str, address: str) -> str:
    """The file that a relative address on a page names; it begins with `..` or `/` where it leaves the site."""
    path = unquote(address.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page


def article_address(slug: Slug, block: str = "") -> str:
    """The page of an article, or one block on it."""
    return f"articles/{slug}.html#{block}" if block else f"articles/{slug}.html"


def entity_address(kind: EntityKind, slug: Slug) -> str:
    """The page of a person, place or organisation."""
    return f"{FOLDERS[kind]}/{slug}.html"


def list_address(kind: EntityKind) -> str:
    """The list of all people, places or organisations."""
    return f"{FOLDERS[kind]}.html"


def filter_address(name: str) -> str:
    """A page with some of the entries of the chronology: a year, a kind, a person."""
    return f"chronology/{name}.html"


def made_address(slug: Slug) -> str:
    """The page that shows what became of an article's clipping."""
    return f"{MADE.removesuffix('.html')}/{slug}.html"


def page_address(slug: Slug) -> str:
    """A page of the editor's own."""
    return f"pages/{slug}.html"


def place_of(block: Block, last: Block | None = None) -> str:
    """How a locator names a block: ¶4, caption 1, subhead 2, note 1; with the `last` of a run of paragraphs ¶4–6."""
    number = block.id.lstrip("pchn").partition("p")[0]
    match block.id[:1]:
        case "c":
            return f"caption {number}"
        case "h":
            return f"subhead {number}"
        case "n":
            return f"note {number}"
        case _:
            return f"¶{number}" + (f"–{last.id[1:]}" if last and last is not block else "")
