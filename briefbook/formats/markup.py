"""The tree of a web page as flat lines, as a browser would show them, each with what its elements say of it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from briefbook.model.text import squeeze


class Surroundings(NamedTuple):
    """The elements that a line stands in, from the page's root to the block that holds it."""

    tag: str = ""
    """Of the block."""
    depth: int = 0
    """Blocks around it, itself among them."""
    inside: frozenset[str] = frozenset()
    """Which of `TELLING` are among them."""
    speaks_for: int = 0
    """How many words of their classes and identifiers are usual for an article."""
    speaks_against: int = 0
    """How many are usual for furniture."""
    comments: bool = False
    """Whether they say that here readers comment."""
    hidden: bool = False
    """Whether the page shows it only when asked to."""
    captioned: bool = False
    """Whether their names say that here the words under a picture stand."""
    block: int = 0
    """The block, by its number on the page."""
    parent: int = 0
    """The block around it."""
    grandparent: int = 0


class MarkedLine(NamedTuple):
    """A line of a page with its markup."""

    text: str = ""
    """Empty for a blank line. Tabs part the cells of a row; there is no other white space than that and spaces."""
    kind: str = ""
    """heading, item, quote, row, caption, code; empty for a paragraph or a blank line."""
    level: int = 0
    """Of a heading, from 1; of an item, how many lists it stands in."""
    number: int = 0
    """Of an item of a numbered list, from 1."""
    cells: tuple[str, ...] = ()
    """Of a row of a table."""
    linked: float = 0.0
    """Share of its characters that are links."""
    around: Surroundings = Surroundings()


TELLING = frozenset(
    ("article", "main", "aside", "nav", "footer", "header", "form", "figure", "figcaption", "button", "table", "ul", "ol", "li",
     "blockquote", "section", "dl", "details", "label")
)  # fmt: skip
"""Elements that tell what a line within them may be."""

_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog", "dir",
     "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
     "hgroup", "hr", "html", "label", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary",
     "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul")
)  # fmt: skip
_PARTED = frozenset(
    (
        "blockquote",
        "dl",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "ol",
        "p",
        "pre",
        "table",
        "ul",
    )
)
"""Blocks that a browser sets apart from what stands above and below."""
_UNSEEN = frozenset(
    ("audio", "canvas", "datalist", "frameset", "head", "iframe", "input", "math", "noscript", "object", "option", "script",
     "select", "style", "svg", "template", "textarea", "title", "video")
)  # fmt: skip
_BEGUN = frozenset(("figcaption", "li", "menu", "ol", "pre", "tr", "ul"))
"""Blocks that change how the lines within them are written."""
_JOINING = frozenset(("a", "span"))
"""Elements within a line after whose ends words may lack the space between them."""
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_FOR = frozenset(
    ("article", "articlebody", "body", "content", "copy", "entry", "main", "page", "paragraph", "post", "prose", "rich",
     "richtext", "rte", "single", "story", "storybody", "text", "wysiwyg")
)  # fmt: skip
_AGAINST = frozenset(
    ("ad", "ads", "advert", "advertisement", "affiliate", "alert", "author", "authors", "banner", "bio", "bottom", "box",
     "breadcrumb", "breadcrumbs", "btn", "button", "byline", "callout", "card", "cards", "carousel", "consent", "contents",
     "cookie", "cookies", "copyright", "credit", "cta", "disclaimer", "disclosure", "donate", "dropdown", "footer", "form",
     "gdpr", "header", "hidden", "latest", "legal", "links", "list", "login", "menu", "meta", "modal", "more", "most", "nav",
     "navbar", "navigation", "newsletter", "next", "notice", "outbrain", "overlay", "pagination", "partner", "paywall",
     "popular", "popup", "prev", "pricing", "product", "products", "profile", "promo", "promoted", "promotion", "rating",
     "read", "recent", "recirc", "recommended", "recommendations", "register", "related", "review", "reviews", "rail", "share",
     "sharing", "shop", "sidebar", "signup", "similar", "skip", "social", "sponsor", "sponsored", "subscribe", "subscription",
     "suggested", "taboola", "tags", "teaser", "testimonial", "testimonials", "toc", "toolbar", "tooltip", "top", "topics",
     "trending", "tweet", "upsell", "widget")
)  # fmt: skip
_COMMENTS = frozenset(("comment", "comments", "commentlist", "disqus", "replies", "respond"))
_CAPTIONS = frozenset(("caption", "figcaption"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MAY_FUSE = re.compile(r"[a-z.,;:!?)\]%\"”’][A-Z“]|[0-9][A-Z]|[a-z][0-9]")

CELL_LENGTH = 300
"""Characters of a cell above which its table lays out a page rather than tells figures."""
CELL_BLOCKS = 3
"""Paragraphs and line breaks of a cell up to which its words can stand on one line."""
CELL_ELEMENTS = 40
MOST_CELLS = 30
"""Cells of a row above which its table lays out a page."""


def flatten(root: Any, blocks: list[Any] | None = None) -> tuple[MarkedLine, ...]:
    """The lines of a page, from its lxml tree, in the order of its text; the time it takes grows with the page only.

    The elements of its blocks are added to `blocks`, the first of them numbered 1.

    Scripts, the fields of forms and what is drawn or played are left out. A row of a table of figures is one line. Blocks that
    a browser sets apart have a blank line around them.
    """
    writer = _Writer()
    number = 0
    around = Surroundings()
    stack: list[tuple[Any, Surroundings, Iterator[Any], bool]] = []
    element = root
    while True:
        if element is not None:
            tag = element.tag
            seen = isinstance(tag, str) and tag not in _UNSEEN
            if seen and tag == "br":
                writer.end_line(parted=True)
            elif seen:
                block = tag in _BLOCKS or ("-" in tag and _stands_alone(element))
                stack.append((element, around, iter(element), block))
                if block:
                    number += 1
                    if blocks is not None:
                        blocks.append(element)
                    around = _enter(element, tag, around, number)
                    writer.open_block(element, tag, around)
                elif tag in _JOINING:
                    writer.open_inline(tag)
                if text := element.text:
                    writer.write(text, around)
                element = next(stack[-1][2], None)
                continue
        else:
            if not stack:
                break
            element, above, _, block = stack.pop()
            tag = element.tag
            if block:
                writer.close_block(tag, around)
            elif tag in _JOINING:
                writer.close_inline(tag)
            around = above
        if not stack:
            break
        if text := element.tail:
            writer.write(text, around)
        element = next(stack[-1][2], None)
    writer.end_line()
    return tuple(writer.lines)


def _stands_alone(element: Any) -> bool:
    """Whether an element of the page's own making stands beside blocks, without text next to it: such ones are styled as blocks."""
    above, before = element.getparent(), element.getprevious()
    if above is None or not (above.tag in _HOLDING or "-" in above.tag):
        return False
    beside = above.text if before is None else before.tail
    return not (beside and beside.strip()) and not (element.tail and element.tail.strip())


_HOLDING = frozenset(("article", "aside", "body", "div", "footer", "header", "main", "nav", "section"))
"""Elements that hold blocks."""


def _enter(element: Any, tag: str, above: Surroundings, number: int) -> Surroundings:
    """What a block adds to what stands around it."""
    speaks_for, speaks_against, comments, hidden, captioned = above[3:8]
    attributes = element.items()
    if attributes and tag not in {"html", "body"}:
        known = dict(attributes)
        get = known.get
        names = " ".join([known[name] for name in _NAMING if name in known])[:NAMES_LENGTH]
        if names:
            own_for, own_against, own_comments, own_captioned = _weigh_names(names)
            speaks_for += own_for
            speaks_against += own_against
            comments = comments or own_comments
            captioned = captioned or own_captioned
        hidden = (
            hidden
            or "hidden" in known
            or get("aria-hidden") == "true"
            or ("style" in known and _HIDDEN.search(known["style"][:NAMES_LENGTH]) is not None)
        )
    inside = above.inside | {tag} if tag in TELLING else above.inside
    return Surroundings(
        tag,
        above.depth + 1,
        inside,
        speaks_for,
        speaks_against,
        comments,
        hidden,
        captioned,
        number,
        above.block,
        above.parent,
    )


@lru_cache(4096)
def _weigh_names(names: str) -> tuple[int, int, bool, bool]:
    """How many words of an element's names are usual for an article, how many for furniture; whether readers comment; a caption."""
    words = {word.lower() for word in _WORDS.findall(names)}
    return len(words & _FOR), len(words & _AGAINST), not words.isdisjoint(_COMMENTS), not words.isdisjoint(_CAPTIONS)


_NAMING = ("class", "id", "itemprop", "role")
"""Attributes whose words say what an element is for."""
NAMES_LENGTH = 400
"""Characters of an element's classes, and of its style, that are looked at."""


def _tells_figures(row: Any) -> bool:
    """Whether a row's cells are short and hold no blocks that would have to stand below each other."""
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    if not 1 < len(cells) <= MOST_CELLS:
        return False
    for cell in cells:
        blocks = length = 0
        for count, inner in enumerate(cell.iter()):
            tag = inner.tag
            blocks += tag in {"p", "div", "br", "li"}
            length += len(inner.text or "") + len(inner.tail or "")
            if tag in _SET_APART or blocks > CELL_BLOCKS or count > CELL_ELEMENTS or length > CELL_LENGTH:
                return False
    return True


def _is_short(caption: Any) -> bool:
    """Whether a caption's element holds no more than a caption."""
    length = 0
    for text in caption.itertext():
        length += len(text)
        if length > CAPTION_LENGTH:
            return False
    return True


CAPTION_LENGTH = 2_000
"""Characters above which what a caption's element holds is no caption."""
_SET_APART = frozenset(("table", "h1", "h2", "h3", "h4", "form", "article", "section"))


class _Writer:
    """Collects text into lines."""

    def __init__(self) -> None:
        self.lines: list[MarkedLine] = []
        self.pieces: list[str] = []
        self.length = self.linked = 0
        self.around = Surroundings()
        self.gap = False
        self.links = self.kept = 0
        self.joint = ""
        """What parts the next words from the last: the end of a link, the beginning of another, or of another element."""
        self.lists: list[int] = []
        """Of each open list, how many items it has had; below zero where they have no numbers."""
        self.begun: tuple[int, int] | None = None
        """Level and number of an item whose first line is still to come."""
        self.cells: list[str] | None = None
        self.joined = 0
        """Blocks open within a caption, which is one line."""

    def open_block(self, element: Any, tag: str, around: Surroundings) -> None:
        if self.cells is not None or self.joined:
            self.pieces.append(" ")
            self.joined += self.cells is None
            return
        if self.pieces:
            self.end_line()
        self.joint = ""
        self.gap = self.gap or tag in _PARTED
        if tag not in _BEGUN:
            return
        if tag == "figcaption" and _is_short(element):
            self.joined = 1
            self.around = around
        elif tag in {"ul", "ol", "menu"}:
            self.lists.append(0 if tag == "ol" else -1)
        elif tag == "li" and self.lists:
            if self.lists[-1] >= 0:
                self.lists[-1] += 1
            self.begun = len(self.lists), max(self.lists[-1], 0)
        elif tag == "pre":
            self.kept += 1
        elif tag == "tr" and _tells_figures(element):
            self.cells = []
            self.around = around

    def close_block(self, tag: str, around: Surroundings) -> None:
        if self.cells is not None:
            if tag in {"td", "th"}:
                self.cells.append(squeeze("".join(self.pieces)))
                self.pieces.clear()
            elif tag == "tr":
                self.end_row(around)
            else:
                self.pieces.append(" ")
            return
        if self.joined:
            self.joined -= 1
            if self.joined:
                self.pieces.append(" ")
                return
        if self.pieces:
            self.end_line()
        self.joint = ""
        self.gap = self.gap or tag in _PARTED
        if tag not in _BEGUN:
            return
        if tag in {"ul", "ol", "menu"} and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.begun = None
        elif tag == "pre":
            self.kept -= 1

    def open_inline(self, tag: str) -> None:
        if tag == "a":
            self.links += 1
            self.joint = "apart" if self.joint == "link" else "other"
        elif tag == "span":
            self.joint = self.joint or "other"

    def close_inline(self, tag: str) -> None:
        if tag == "a":
            self.links -= 1
            self.joint = "link"
        elif tag == "span":
            self.joint = self.joint or "other"

    def write(self, text: str, around: Surroundings) -> None:
        if self.kept and "\n" in text:
            first, *others = text.split("\n")
            self.add(first, around)
            for other in others:
                self.end_line(parted=True)
                self.add(other, around)
        else:
            self.add(text, around)

    def add(self, text: str, around: Surroundings) -> None:
        if text.isspace():
            if self.pieces:
                self.pieces.append(" ")
                self.joint = ""
            return
        if not text:
            return
        if not self.pieces and self.cells is None and not self.joined:
            self.around = around
        elif self.joint and self.pieces and (self.joint == "apart" or _MAY_FUSE.match(self.pieces[-1][-1:] + text[0])):
            self.pieces.append(" ")
        self.joint = ""
        self.pieces.append(text)
        self.length += len(text)
        if self.links:
            self.linked += len(text)

    def end_line(self, *, parted: bool = False) -> None:
        """Ends the line; `parted`: by a line break, two of which set apart what follows."""
        if self.cells is not None or self.joined:
            self.pieces.append(" ")
            return
        text = squeeze("".join(self.pieces)) if self.pieces else ""
        if text:
            kind, level, number = self.kind()
            self.put(MarkedLine(text, kind, level, number, (), self.linked / self.length, self.around))
        elif parted:
            self.gap = True
        self.clear()

    def end_row(self, around: Surroundings) -> None:
        cells, self.cells = tuple(self.cells or ()), None
        if any(cells):
            self.put(MarkedLine("\t".join(cells), "row", 0, 0, cells, self.linked / max(self.length, 1), around))
        self.clear()

    def clear(self) -> None:
        self.pieces.clear()
        self.length = self.linked = 0
        self.joint = ""

    def put(self, line: MarkedLine) -> None:
        if self.gap and self.lines:
            self.lines.append(MarkedLine())
        self.gap = False
        self.lines.append(line)

    def kind(self) -> tuple[str, int, int]:
        tag, inside = self.around.tag, self.around.inside
        begun, self.begun = self.begun, None
        if tag in _HEADINGS:
            return "heading", _HEADINGS[tag], 0
        if tag == "caption" or "figcaption" in inside:
            return "caption", 0, 0
        if begun:
            return "item", *begun
        if self.kept:
            return "code", 0, 0
        return ("quote", 0, 0) if "blockquote" in inside else ("", 0, 0)
