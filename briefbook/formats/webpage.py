"""Saved pages: bytes to text, HTML to flat lines with their markup, the article in it and what the page states."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from briefbook.formats.markup import MarkedLine, flatten
from briefbook.formats.metadata import Metadata, read_metadata
from briefbook.model.text import squeeze


@dataclass(frozen=True, slots=True, kw_only=True)
class Webpage:
    """A saved page, read."""

    lines: tuple[MarkedLine, ...]
    """The whole page as flat lines, as a browser would show it."""
    stated: Metadata = field(default_factory=Metadata)
    find_article: Callable[[frozenset[int]], str] = field(default=lambda _: "", compare=False)
    """Asks the reader of web pages for the article, which takes longer than all the rest: its paragraphs, one a line; nothing where it
    finds none or cannot be trusted. It is spared the blocks that hold none but the lines given, by their indices."""

    @property
    def text(self) -> str:
        """The flat lines as one text."""
        return "\n".join(line.text for line in self.lines)


MAX_DEPTH = 200
"""Nesting beyond which parsers lose text (libxml2 stops at 256); deeper pages are read without their structure."""
_TOO_DEEP = f"boolean({'/*' * (MAX_DEPTH + 1)})"
DEEPEST = 2_000
"""Nesting beyond which the parser that reads as browsers do is not asked: what it makes of some such markup takes it hours."""
ATTRIBUTES = 1_000
"""Attributes of an element above which it is read without any: parsers compare each with all others."""
REOPENED = 500_000
"""Elements that it may add where `<b>` and its like are not closed before the next block, which it then opens again."""
MARKUP_LENGTH = 6_000_000
"""Characters of markup above which a page is read without its structure."""
HEAD_LENGTH = 300_000
"""Characters of such a page in which its metadata is looked for."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,2000}?(/?)>")
_TAGS = re.compile(
    r"<!--(?s:.*?)(?:-->|\Z)"
    r"|<(/?[a-zA-Z][a-zA-Z0-9]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?)*+)"
)
"""Each tag: its name, from its slash on, and its attributes, among which a value in quotation marks may hold `>`; and comments."""
_VALUE = re.compile(r"=\s*(?:\"[^\"]*\"?|'[^']*'?|[^\s\"'>]*)")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
"""Elements without an end. Source: HTML Living Standard, void elements."""
_UNCOUNTED = _VOID | {"dd", "dt", "li", "option", "p", "tbody", "td", "tfoot", "th", "thead", "tr"}
"""With those whose end is often left out."""
_FORMATTING = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)
"""Elements that are opened again in the next block where they were not closed. Source: HTML Living Standard, formatting."""
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "dfn", "em", "font", "i", "img", "ins", "kbd", "mark", "q", "s", "small",
     "span", "strong", "sub", "sup", "time", "u", "var", "wbr")
)  # fmt: skip
_HTML = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile(r"<(script|style|template|noscript|textarea|title|head)\b", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Whether the text begins as an HTML page does."""
    return _HTML.match(text[:5000]) is not None


def read_webpage(html: str) -> Webpage:
    """The flat lines of a saved page with their markup, the article in it, and what it states of itself.

    Nesting deeper than `MAX_DEPTH`, and markup longer than `MARKUP_LENGTH`, cost a page its structure but none of its text;
    what the reader of web pages fails at leaves `article` empty.
    """
    html = html.replace("\x00", "")
    tree = _parse(html) if len(html) <= MARKUP_LENGTH else None
    if tree is None:
        head, leveled = _parse(html[:HEAD_LENGTH]), _parse(_level(html))
        return Webpage(
            lines=flatten(leveled) if leveled is not None else (),
            stated=read_metadata(head) if head is not None else Metadata(),
        )
    blocks: list[Any] = []
    lines = flatten(tree, blocks)
    return Webpage(
        lines=lines, stated=read_metadata(tree), find_article=cache(partial(_read_article, tree, lines, blocks))
    )


def _parse(html: str) -> Any:
    """The page's lxml tree; None where there is nothing in it, or where it is too deep.

    A parser that reads markup as browsers do goes first: libxml2 leaves out what follows some faults. Markup that it would
    multiply is left to libxml2 alone.
    """
    from lxml import etree
    from resiliparse.parse.html import HTMLTree

    wild, crowded = _look_over(html)
    if crowded:
        html = _TAGS.sub(_empty_crowded, html)
    if wild:
        html = f"<html>{html}"
    else:
        parsed = HTMLTree.parse(html).document
        html = parsed.html if parsed is not None else ""
    try:
        tree = etree.fromstring(html.encode("utf-8", "surrogatepass"), _make_parser())
        return None if tree is None or tree.xpath(_TOO_DEEP) else tree
    except Exception:  # noqa: BLE001 -- whatever the parser makes of hostile markup, there is no page then
        return None


@cache
def _make_parser() -> Any:
    """libxml2's parser of HTML, whose elements are all of one class: to ask for the class of each by its tag costs a fifth."""
    from lxml import etree
    from lxml.html import HtmlElement

    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def _look_over(html: str) -> tuple[bool, bool]:
    """Whether elements nest deeper than `DEEPEST` or would be opened again more than `REOPENED` times, and whether one has too many
    attributes; in one pass, counted roughly.
    """
    steps = _Steps({"": (0, 0)})
    depth = formatting = reopened = 0
    wild = crowded = False
    for tag, attributes in _TAGS.findall(html):
        step, formats = steps[tag]
        if attributes:
            if attributes[-1] == "/":  # it says that it is empty; drawings have thousands of these
                continue
            if len(attributes) > ATTRIBUTES:
                crowded = crowded or _count_attributes(attributes) > ATTRIBUTES
        depth += step
        if formats:
            formatting = max(formatting + formats, 0)
        elif formatting:
            reopened += formatting
        if depth < 0:
            depth = 0
        elif depth > DEEPEST or reopened > REOPENED:
            wild = True
    return wild, crowded


class _Steps(dict[str, tuple[int, int]]):
    """What a tag, from its slash on, adds to the elements that are open, and to those of formatting among them."""

    def __missing__(self, tag: str) -> tuple[int, int]:
        name = tag.lower().removeprefix("/")
        step = -1 if tag[0] == "/" else 1
        self[tag] = found = 0 if name in _UNCOUNTED else step, step if name in _FORMATTING else 0
        return found


def _count_attributes(text: str) -> int:
    return len(_VALUE.sub(" ", text).replace("/", " ").split())


def _empty_crowded(tag: re.Match[str]) -> str:
    """The tag without its attributes where there are too many of them."""
    crowded = tag[1] and len(tag[2]) > ATTRIBUTES and _count_attributes(tag[2]) > ATTRIBUTES
    return f"<{tag[1]}" if crowded else tag[0]


def _level(html: str) -> str:
    """The page with line breaks in place of its blocks, and without what no browser shows."""
    kept: list[str] = []
    at = 0
    lowered = html.lower()
    while match := _UNSEEN.search(html, at):
        kept.append(html[at : match.start()])
        end = lowered.find(f"</{match[1].lower()}", match.end())
        at = len(html) if end < 0 else end
    kept.append(html[at:])
    return f"<html><body>{_TAG.sub(_break, ''.join(kept))}</body></html>"


def _break(tag: re.Match[str]) -> str:
    return "" if tag[2].lower() in _INLINE else "<br>"


def _read_article(tree: Any, lines: Sequence[MarkedLine], blocks: Sequence[Any], outside: frozenset[int]) -> str:
    """The article as paragraphs, one a line, as the reader of web pages finds it, without the blocks of the lines `outside`.

    It is asked in its quick way first; where it then misses most of the page's running text, at length, which costs double.
    """
    if len(lines) > READ_LINES:
        return ""
    prose = [squeeze(line.text) for i, line in enumerate(lines) if i not in outside and _is_running(line)]
    taken = _take_out(lines, blocks, outside)
    try:
        read = _ask(tree, fast=True)
        if prose and _share(prose, read) < SCANT:
            second = _ask(tree, fast=False)
            if _share(prose, second) > _share(prose, read):
                return second
        return read
    finally:
        for parent, place, element in reversed(taken):
            parent.insert(place, element)


def _take_out(
    lines: Sequence[MarkedLine], blocks: Sequence[Any], outside: frozenset[int]
) -> list[tuple[Any, int, Any]]:
    """Takes the blocks that hold lines, but none except those `outside`, from the tree: each with what it stood in and its place there."""
    kept: set[Any] = set()
    for i, line in enumerate(lines) if outside else ():
        if line.text and i not in outside and line.around.block:
            element = blocks[line.around.block - 1]
            while element is not None and element not in kept:
                kept.add(element)
                element = element.getparent()
    taken = []
    gone: set[Any] = set()
    for i in sorted(outside) if kept else ():
        element = blocks[lines[i].around.block - 1] if lines[i].around.block else None
        while element is not None and element not in kept and element not in gone:
            gone.add(element)
            above = element.getparent()
            if above in kept and not (element.tail and element.tail.strip()):
                taken.append((above, above.index(element), element))
                above.remove(element)
            element = above
    return taken


def _ask(tree: Any, *, fast: bool) -> str:
    import trafilatura

    try:
        document: Any = trafilatura.bare_extraction(
            tree, include_comments=False, include_tables=True, fast=fast, favor_recall=fast
        )
    except Exception:  # noqa: BLE001 -- a page it fails at is read from its flat text alone
        return ""
    return (document.text or "") if document is not None else ""


def _is_running(line: MarkedLine) -> bool:
    """Whether a line is running text outside of readers' comments and of what stands beside the page's content."""
    around = line.around
    return (
        line.text.count(" ") >= RUNNING_WORDS
        and line.linked < HALF
        and not around.comments
        and around.inside.isdisjoint(_BESIDE)
    )


def _share(prose: Sequence[str], read: str) -> float:
    """How much of the running text the article has, by its characters; a paragraph counts by how it begins."""
    spoken = squeeze(read)
    return sum(len(text) for text in prose if text[:OPENING] in spoken) / sum(map(len, prose))


READ_LINES = 10_000
"""Lines above which the reader is not asked: what it takes grows faster than the page."""
RUNNING_WORDS = 15
"""Words from which a line counts as running text."""
OPENING = 30
"""Characters by which a paragraph is found again."""
HALF = 0.5
SCANT = 0.4
"""Share of the running text below which an article is doubted."""
_BESIDE = frozenset(("aside", "nav", "footer", "form"))
