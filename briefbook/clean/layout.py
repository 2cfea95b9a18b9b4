"""The kept lines of a page as the Markdown of an article."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from briefbook.clean.captions import read_caption
from briefbook.formats.markdown import escape_text, format_caption, format_subhead
from briefbook.formats.markup import MarkedLine
from briefbook.model.article import Reason
from briefbook.model.text import squeeze

LONGEST_PARAGRAPH = 8_000
"""Characters after which a paragraph is parted at the end of a sentence. The longest of the labelled pages' have 4,000; a
page that was saved without its line breaks is one line, and nobody could cite a paragraph of it."""
_SENTENCE_END = re.compile(r"[.!?][”\"’)\]]*\s+")
_BAR = "\ue000"
"""Stands for a bar while the rest of a cell is escaped; a bar within a table is escaped in a way of its own."""


class KeptLine(NamedTuple):
    """A line that is kept in the body of an article."""

    text: str
    reason: Reason
    mark: MarkedLine = MarkedLine()
    """Its markup, where the page has any."""


def format_body(lines: Iterable[KeptLine]) -> str:
    """The body in Markdown: paragraphs, subheads and captions; where the markup says so lists, quotations, tables and code."""
    blocks: list[str] = []
    for kind, group in groupby(lines, key=_kind):
        blocks += _FORMATS.get(kind, _format_lines)(list(group))
    return "\n\n".join(block for block in blocks if block)


def part_paragraph(text: str) -> list[str]:
    """The text in pieces of at most `LONGEST_PARAGRAPH` characters, cut after a sentence, else at a space, else anywhere."""
    pieces = []
    start = 0
    while len(text) - start > LONGEST_PARAGRAPH:
        window = text[start : start + LONGEST_PARAGRAPH]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)]
        cut = ends[-1] if ends else window.rfind(" ") + 1 or LONGEST_PARAGRAPH
        pieces.append(window[:cut].rstrip())
        start += cut
    return [*pieces, text[start:]]


def _kind(line: KeptLine) -> str:
    return line.mark.kind if line.reason is Reason.BODY else ""


def _format_lines(lines: list[KeptLine]) -> Iterator[str]:
    for line in lines:
        if line.reason is Reason.SUBHEAD:
            yield format_subhead(line.text)
        elif line.reason is Reason.CAPTION:
            yield format_caption(read_caption(line.text))
        else:
            yield from map(escape_text, part_paragraph(line.text))


def _format_list(lines: list[KeptLine]) -> Iterator[str]:
    """One list, its items indented under the item they belong to; each list of numbers goes on from the number it begins with."""
    rows: list[str] = []
    open_lists: list[tuple[int, int]] = []  # level, and width of the mark
    for line in lines:
        while open_lists and open_lists[-1][0] >= line.mark.level:
            open_lists.pop()
        indent = " " * sum(width for _, width in open_lists)
        mark = f"{line.mark.number}. " if line.mark.number else "- "
        open_lists.append((line.mark.level, len(mark)))
        rows.append(f"{indent}{mark}{escape_text(line.text)}")
    yield "\n".join(rows)


def _format_quotation(lines: list[KeptLine]) -> Iterator[str]:
    yield "\n>\n".join(f"> {escape_text(piece)}" for line in lines for piece in part_paragraph(line.text))


def _format_table(lines: list[KeptLine]) -> Iterator[str]:
    if len(lines) == 1:
        yield from _format_lines(lines)
        return
    width = max(len(line.mark.cells) for line in lines)
    rows = ["| " + " | ".join(_format_cells(line, width)) + " |" for line in lines]
    yield "\n".join((rows[0], "|" + " --- |" * width, *rows[1:]))


def _format_cells(line: KeptLine, width: int) -> list[str]:
    cells = [_escape_bars(escape_text(squeeze(cell).replace("|", _BAR))) for cell in line.mark.cells]
    return cells + [""] * (width - len(cells))


def _escape_bars(text: str) -> str:
    """A cell with its bars escaped; a backslash before one, which stood before a letter until now, is escaped too."""
    return re.sub(rf"(\\*){_BAR}", lambda match: match[1] + "\\" * (len(match[1]) % 2) + r"\|", text)


def _format_code(lines: list[KeptLine]) -> Iterator[str]:
    fence = "```"
    while any(fence in line.text for line in lines):
        fence += "`"
    yield "\n".join((fence, *(line.text for line in lines), fence))


_FORMATS: dict[str, Callable[[list[KeptLine]], Iterator[str]]] = {
    "item": _format_list,
    "quote": _format_quotation,
    "row": _format_table,
    "code": _format_code,
}
