"""Markdown to the flow every renderer walks and to blocks, and plain text to Markdown that reads back to it.

CommonMark with tables, strike-through and footnotes; raw HTML is text. Block *n* of a text is its *n*-th inline token.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from briefbook.model.article import Block, BlockKind
from briefbook.model.flow import Element, ElementKind, Inline, InlineKind, Mark
from briefbook.model.text import Span, squeeze

MAX_NESTING = 60
"""Levels of quotes and lists that are read as such; deeper ones would cost the parser its stack."""
LONGEST = 20_000
"""Characters of a paragraph that is tried unescaped first; what is longer is no prose, and the parser may dwell on it."""
SCHEMES = frozenset({"http", "https", "mailto"})
"""What a link may lead to, beside relative addresses."""


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"]).use(footnote_plugin, inline=False)
    # Every address passes here, so that a link we do not publish keeps its text; `safe_address` judges it later.
    parser.validateLink = lambda _: True  # type: ignore[method-assign,assignment]
    return parser


def safe_address(href: str) -> bool:
    """Whether the book may link there: http, https, mailto, or relative."""
    if re.search(r"[\x00-\x20\x7f\\]", href) or href.startswith("//"):
        return False
    try:
        scheme = urlsplit(href).scheme.lower()
    except ValueError:
        return False
    return scheme in SCHEMES or (not scheme and ":" not in re.split(r"[/?#]", href, maxsplit=1)[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A Markdown text, read."""

    flow: tuple[Element, ...]
    """Elements in order, footnotes last; every block numbered and with its permalink."""
    blocks: tuple[Block, ...]
    addresses: tuple[tuple[str, int], ...]
    """Every address that links and pictures name, unsafe ones too, with its line in the file."""


def parse_text(markdown: str, first_line: int = 1) -> Text:
    """The text as flow and as blocks.

    Args:
        markdown: The body of an article or page.
        first_line: Number in its file of the body's first line.
    """
    reader = _Reader(_parser().parse(markdown))
    flow = reader.read()
    return Text(
        flow=flow,
        blocks=tuple(
            Block(id=found.id, kind=found.kind, text=found.text, line=found.line + first_line)
            for found in reader.blocks
        ),
        addresses=tuple((address, line + first_line) for address, line in reader.addresses),
    )


def parse_flow(markdown: str) -> tuple[Element, ...]:
    """The text as elements in order, footnotes last; every block numbered and with its permalink."""
    return parse_text(markdown).flow


def parse_blocks(markdown: str, first_line: int = 1) -> tuple[Block, ...]:
    """The blocks of the text in order, with their lines in a file where the text begins at `first_line`."""
    return parse_text(markdown, first_line).blocks


def flatten(inlines: Sequence[Inline]) -> str:
    """The characters of the inlines without markup; a note's reference has none."""
    return "".join(_flat(inline) for inline in inlines)


def _flat(inline: Inline) -> str:
    if inline.kind is InlineKind.NOTE_REFERENCE:
        return ""
    return inline.text if not inline.children else flatten(inline.children)


class _Found:
    """A block while the flow is read."""

    __slots__ = ("id", "kind", "line", "text")

    def __init__(self, permalink: str, kind: BlockKind, line: int, text: str) -> None:
        self.id, self.kind, self.line, self.text = permalink, kind, line, text


_CONTAINERS = {
    "blockquote_open": ElementKind.QUOTE,
    "bullet_list_open": ElementKind.LIST,
    "ordered_list_open": ElementKind.LIST,
    "list_item_open": ElementKind.ITEM,
    "table_open": ElementKind.TABLE,
    "tr_open": ElementKind.ROW,
    "footnote_open": ElementKind.NOTE,
}
_SPANS = {"strong_open": InlineKind.STRONG, "em_open": InlineKind.EMPHASIS, "s_open": InlineKind.STRIKE}


class _Reader:
    """Walks one token stream; holds the counters of permalinks."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.blocks: list[_Found] = []
        self.addresses: list[tuple[str, int]] = []
        self.counts = {"p": 0, "h": 0, "c": 0}

    def read(self) -> tuple[Element, ...]:
        return self._elements("", ())

    def _elements(self, closing: str, within: tuple[ElementKind, ...], note: int = 0) -> tuple[Element, ...]:
        found: list[Element] = []
        inside_note = 0
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if closing and token.type == closing:
                break
            if token.type in _CONTAINERS:
                kind = _CONTAINERS[token.type]
                number = int(token.meta["id"]) + 1 if kind is ElementKind.NOTE else int(token.attrGet("start") or 1)
                number = number if kind is ElementKind.NOTE or token.type == "ordered_list_open" else 0
                children = self._elements(
                    token.type.replace("_open", "_close"), (*within, kind), number if kind is ElementKind.NOTE else note
                )
                found.append(
                    Element(
                        kind=kind, children=children, number=number, id=f"n{number}" if kind is ElementKind.NOTE else ""
                    )
                )
            elif token.type in {"paragraph_open", "heading_open", "th_open", "td_open"}:
                inline = self.tokens[self.at]
                self.at += 2
                inside_note += 1
                found.append(self._block(token, inline, within, note, inside_note))
            elif token.type in {"fence", "code_block"}:
                text = token.content.removesuffix("\n")
                found.append(Element(kind=ElementKind.CODE, inlines=(Inline(kind=InlineKind.TEXT, text=text),)))
            elif token.type == "hr":
                found.append(Element(kind=ElementKind.RULE))
        return tuple(found)

    def _block(
        self, opening: Token, inline: Token, within: tuple[ElementKind, ...], note: int, position: int
    ) -> Element:
        inlines = _read_inlines(inline.children or [])
        source = ""
        if opening.type == "heading_open":
            kind, element, letter = BlockKind.SUBHEAD, ElementKind.HEADING, "h"
        elif opening.type in {"th_open", "td_open"}:
            element = ElementKind.HEADER_CELL if opening.type == "th_open" else ElementKind.CELL
            kind, letter = BlockKind.CELL, "p"
        else:
            kind, element, letter = BlockKind.PARAGRAPH, ElementKind.PARAGRAPH, "p"
            children = inline.children or []
            if len(children) == 1 and children[0].type == "image":
                kind, element, letter = BlockKind.CAPTION, ElementKind.FIGURE, "c"
                address = str(children[0].attrGet("src") or "")
                source = address if safe_address(address) and not urlsplit(address).scheme else ""
            elif ElementKind.NOTE in within:
                kind = BlockKind.NOTE
            elif ElementKind.ITEM in within:
                kind = BlockKind.LIST_ITEM
            elif ElementKind.QUOTE in within:
                kind = BlockKind.QUOTE
        if note:
            kind = BlockKind.NOTE
            permalink, number = f"n{note}p{position}", 0
        else:
            self.counts[letter] += 1
            number = self.counts[letter]
            permalink = f"{letter}{number}"
        if element is ElementKind.HEADING:
            number = int(opening.tag[1:])
        line = inline.map[0] if inline.map else (opening.map[0] if opening.map else 0)
        for child in inline.children or []:
            if child.type in {"link_open", "image"}:
                address = str(child.attrGet("href" if child.type == "link_open" else "src") or "")
                if address:
                    self.addresses.append((address, line))
        self.blocks.append(_Found(permalink, kind, line, flatten(inlines)))
        return Element(
            kind=element, inlines=inlines, block=len(self.blocks) - 1, id=permalink, number=number, source=source
        )


def _read_inlines(tokens: list[Token]) -> tuple[Inline, ...]:
    stack: list[list[Inline]] = [[]]
    hrefs: list[str] = []
    for token in tokens:
        top = stack[-1]
        if token.type in {"softbreak", "text", "text_special", "html_inline"}:
            text = " " if token.type == "softbreak" else token.content
            if top and top[-1].kind is InlineKind.TEXT:
                top[-1] = Inline(kind=InlineKind.TEXT, text=top[-1].text + text)
            elif text:
                top.append(Inline(kind=InlineKind.TEXT, text=text))
        elif token.type == "code_inline":
            top.append(Inline(kind=InlineKind.CODE, text=token.content))
        elif token.type == "hardbreak":
            top.append(Inline(kind=InlineKind.BREAK, text="\n"))
        elif token.type == "image":
            top.extend(_read_inlines(token.children or []))
        elif token.type == "footnote_ref":
            number = int(token.meta["id"]) + 1
            top.append(Inline(kind=InlineKind.NOTE_REFERENCE, href=f"n{number}", text=str(number)))
        elif token.type == "link_open":
            hrefs.append(str(token.attrGet("href") or ""))
            stack.append([])
        elif token.type in _SPANS:
            stack.append([])
        elif token.type == "link_close" or token.type.replace("_close", "_open") in _SPANS:
            children = tuple(stack.pop())
            if token.type != "link_close":
                stack[-1].append(Inline(kind=_SPANS[token.type.replace("_close", "_open")], children=children))
            elif safe_address(href := hrefs.pop()) and href:
                stack[-1].append(Inline(kind=InlineKind.LINK, href=href, children=children))
            else:
                stack[-1].extend(children)
    return tuple(stack[0])


def weave_marks(flow: tuple[Element, ...], marks: Mapping[int, Sequence[Mark]]) -> tuple[Element, ...]:
    """The flow with marks around their characters; one that crosses emphasis is woven in pieces.

    Args:
        flow: As `parse_flow` gave it.
        marks: By block; within a block sorted and disjoint. Code and text already inside a link get none.
    """
    return tuple(_weave_element(element, marks) for element in flow)


def _weave_element(element: Element, marks: Mapping[int, Sequence[Mark]]) -> Element:
    own = marks.get(element.block, ()) if element.block is not None else ()
    if not own and not element.children:
        return element
    inlines = _weave_inlines(element.inlines, 0, own)[0] if own else element.inlines
    return Element(
        kind=element.kind,
        inlines=inlines,
        children=weave_marks(element.children, marks),
        block=element.block,
        id=element.id,
        number=element.number,
        source=element.source,
    )


def _weave_inlines(inlines: tuple[Inline, ...], offset: int, marks: Sequence[Mark]) -> tuple[tuple[Inline, ...], int]:
    woven: list[Inline] = []
    for inline in inlines:
        if inline.kind is InlineKind.TEXT:
            woven.extend(_weave_text(inline.text, offset, marks))
            offset += len(inline.text)
        elif inline.children and inline.kind is not InlineKind.LINK:
            children, offset = _weave_inlines(inline.children, offset, marks)
            woven.append(
                Inline(kind=inline.kind, text=inline.text, href=inline.href, mark=inline.mark, children=children)
            )
        else:
            woven.append(inline)
            offset += len(_flat(inline))
    return tuple(woven), offset


def _weave_text(text: str, offset: int, marks: Sequence[Mark]) -> list[Inline]:
    pieces: list[Inline] = []
    done = 0
    whole = Span(offset, offset + len(text))
    for mark in marks:
        if not mark.span.overlaps(whole):
            continue
        start, end = max(mark.span.start - offset, done), min(mark.span.end - offset, len(text))
        if start > done:
            pieces.append(Inline(kind=InlineKind.TEXT, text=text[done:start]))
        inner = Inline(kind=InlineKind.TEXT, text=text[start:end])
        pieces.append(Inline(kind=InlineKind.MARK, mark=mark, children=(inner,)))
        done = end
    if done < len(text):
        pieces.append(Inline(kind=InlineKind.TEXT, text=text[done:]))
    return pieces


_SPECIAL = re.compile(r"[\\`*_\[\]<>&~!#|^{}()+\-=.:\"']")
_PLAIN = re.compile(
    r"(?![-+=:!]|\d{1,9}[.)](?:\s|$))(?:[^\\`*_\[\]<>&~#|^{}]++|&(?![#\w])|(?<=\w)_(?=\w)|(?<!^)[>|]|#(?=\w)|~(?=[\w ])|<(?=[ \d]))+"
)
"""A line that is one paragraph, and nothing else, in CommonMark: no mark of its inlines is in it, and it begins no block."""


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def escape_text(text: str) -> str:
    """Markdown of one paragraph that reads back to `text`, white space squeezed; escaped only where it must be."""
    plain = _normal(text)
    return _least(plain, plain, BlockKind.PARAGRAPH, lambda inner: inner)


def format_subhead(text: str) -> str:
    """Markdown of a subhead that reads back to `text`."""
    plain = _normal(text)
    return _least(f"## {plain}", plain, BlockKind.SUBHEAD, lambda inner: f"## {inner}")


def format_caption(text: str) -> str:
    """Markdown of a picture without address whose caption reads back to `text`."""
    plain = _normal(text)
    return _least(f"![{plain}]()", plain, BlockKind.CAPTION, lambda inner: f"![{inner}]()")


def _normal(text: str) -> str:
    return squeeze(re.sub(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\ud800-\udfff]", "", text))


def _least(candidate: str, plain: str, kind: BlockKind, full: Callable[[str], str]) -> str:
    if not plain:
        return ""
    if _PLAIN.fullmatch(plain):
        return candidate
    if len(plain) > LONGEST:
        return full(_escape(plain))
    candidates: tuple[str, ...] = (full(re.sub(r"[\\`*\[\]<&]", r"\\\g<0>", plain)),)
    if "[^" not in plain:
        candidates = (candidate, *candidates)
    for markdown in candidates:
        blocks = parse_blocks(markdown)
        if len(blocks) == 1 and blocks[0].kind is kind and blocks[0].text == plain and not _marked_up(markdown):
            return markdown
    return full(_escape(plain))


def _marked_up(markdown: str) -> bool:
    """Whether reading it would find markup: words such as `http://…` in angle brackets keep their text but become links."""
    return any(inline.kind is not InlineKind.TEXT for element in parse_flow(markdown) for inline in element.inlines)
