"""The lines of a flat page: read, joined where they were broken at a fixed width, and told which repeat."""

from collections.abc import Iterable, Sequence
from itertools import count, pairwise, repeat
from typing import NamedTuple

from briefbook.clean.kinds import UNSPACED, find_kinds

_INVISIBLE = dict.fromkeys((*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)))
_INVISIBLE |= dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))
CAPTION_WORDS = 4
"""Words from which two equal lines, one after the other, are a caption and its copy rather than a menu."""
CAPTION_LENGTH = 1500
"""Characters above which a repeated line is no caption."""


class Line(NamedTuple):
    """One physical line of a page."""

    number: int
    """From 1."""
    raw: str
    """As it came, without its end."""
    text: str
    """White space squeezed, characters that cannot be seen taken out; empty for a blank line."""
    parts: tuple["Line", ...]
    """The physical lines that were joined into this one; none where it is one itself."""
    spaces: int
    """Spaces in its text: its words, less one."""
    held: int
    """The classes of characters in its text, as bits (`clean.letters`)."""
    ended: bool
    """Whether it ends as a sentence does."""
    invites: bool
    """Whether it ends with an invitation to read on elsewhere."""
    sentence: bool
    """Whether it is a sentence, if a short one."""
    prose: bool
    """Whether it is running text."""
    stamp: bool
    """Whether it is a date with its time, or a time ago, and nothing else."""
    comment_head: bool
    """Whether it says who comments."""
    comment_tool: bool
    """Whether it is what stands under a comment."""


def read_lines(text: str) -> tuple[Line, ...]:
    """The physical lines of a page, numbered from 1; an end of line at the end of the page begins no further line.

    Lines end with a line feed, with or without a carriage return; carriage returns alone count where there is no other.
    """
    if "\n" not in text:
        text = text.replace("\r", "\n")
    pieces = text.split("\n")
    if len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    if "\r" in text:
        pieces = [piece.removesuffix("\r") for piece in pieces]
    texts = [
        piece
        if piece.isprintable() and "  " not in piece and piece[:1] != " " and piece[-1:] != " "
        else clean_text(piece)
        for piece in pieces
    ]
    return tuple(map(Line, count(1), pieces, texts, repeat(()), *find_kinds(texts)))


def make_lines(pieces: Iterable[tuple[int, str]]) -> tuple[Line, ...]:
    """Lines of these numbers and words."""
    numbers, raws = zip(*pieces, strict=True)
    texts = [clean_text(raw) for raw in raws]
    return tuple(map(Line, numbers, raws, texts, repeat(()), *find_kinds(texts)))


def join_wrapped(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with those joined that were broken at the width of a screen or a letter; as they are where none were.

    A page is wrapped where hardly a line is longer than `WRAP_WIDTH`, and where lines that had no room for the next word are
    mostly followed by one that begins with a small letter; in scripts that have none, where they seldom end a sentence. Only
    lines that had no room are joined.
    """
    lengths = [
        len(line.text) if line.raw is line.text else len(line.raw.expandtabs().rstrip()) if line.text else 0
        for line in lines
    ]
    shown = sum(map(bool, lengths))
    if sum(length > WRAP_WIDTH for length in lengths) > LONG_SHARE * shown:
        return tuple(lines)
    full = sorted(n for n, after in pairwise(lengths) if WRAP_LEAST <= n <= WRAP_WIDTH and after)
    if len(full) < WRAPPED_LINES:
        return tuple(lines)
    width = full[int(FULL_SHARE * len(full))]
    wrapped = [
        WRAP_LEAST <= length <= WRAP_WIDTH
        and bool(after.text)
        and length + 1 + len(after.text.split(" ", 1)[0]) > width
        for length, after in zip(lengths, lines[1:], strict=False)
    ]
    if not _goes_on(
        [(line.text, after.text) for (line, after), broken in zip(pairwise(lines), wrapped, strict=True) if broken]
    ):
        return tuple(lines)
    # What a hand has broken is ragged: there a line that ends in no stop goes on in a small letter.
    wrapped = [
        broken or (length >= RAGGED * width and after.text[:1].islower() and line.text[-1] not in _STOPPED)
        for broken, length, (line, after) in zip(wrapped, lengths, pairwise(lines), strict=False)
    ]
    groups: list[list[Line]] = [[]]
    for line, broken in zip(lines, [*wrapped, False], strict=True):
        groups[-1].append(line)
        if not broken:
            groups.append([])
    groups.pop()
    texts = [group[0].text if len(group) == 1 else _join(group) for group in groups]
    return tuple(
        group[0] if len(group) == 1 else Line(group[0].number, group[-1].raw, text, tuple(group), *kinds)
        for group, text, *kinds in zip(groups, texts, *find_kinds(texts), strict=True)
    )


WRAP_WIDTH = 132
"""Characters of the longest line that a program wraps text at; 72 to 80 are usual, a PDF's pages give some 110."""
WRAP_LEAST = 40
"""Characters of the shortest."""
LONG_SHARE = 0.03
"""Share of lines that may be longer in wrapped text: addresses and tables are not broken."""
WRAPPED_LINES = 3
"""Broken lines below which a page shows no width."""
RAGGED = 0.75
"""Share of the width that a line broken by hand fills."""
FULL_SHARE = 0.9
"""The width is the length that this share of the lines before others do not exceed: a headline may stand out."""
SMALL_SHARE = 0.5
"""Share of the lines after broken ones that must begin with a small letter; in a list of headlines none does."""
UNCASED_LINES = 8
"""Broken lines below which a page in a script without small letters shows no width."""
_STOPPED = frozenset(".!?…:;。！？।۔؟)）]】」")
STOPPED_SHARE = 0.25
"""Share of its broken lines that may end a sentence; of the entries of a list most do, or end in a figure."""


def _goes_on(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether lines without room for the next word and the lines after them, mostly, are one sentence."""
    if len(pairs) < WRAPPED_LINES:
        return False
    begins = [after[0] for _, after in pairs]
    if sum(char.islower() for char in begins) >= SMALL_SHARE * len(pairs):
        return True
    uncased = sum(char.isalpha() and char.lower() == char.upper() for char in begins)
    stopped = sum(line[-1] in _STOPPED or line[-1].isdigit() for line, _ in pairs)
    return len(pairs) >= UNCASED_LINES and uncased >= SMALL_SHARE * len(pairs) and stopped <= STOPPED_SHARE * len(pairs)


def _join(group: Sequence[Line]) -> str:
    text = group[0].text
    for line in group[1:]:
        hyphen = text[-1] == "-" and text[-2:-1].isalpha() and line.text[0].islower()
        unspaced = UNSPACED.match(text[-1]) and UNSPACED.match(line.text)
        text += line.text if hyphen or unspaced else f" {line.text}"
    return text


def clean_text(text: str) -> str:
    """`text` with white space squeezed and without characters that cannot be seen."""
    return " ".join((text if text.isprintable() else text.translate(_INVISIBLE)).split())


def fused_half(text: str) -> str | None:
    """The words that stand twice on one line with nothing or a space between, or None."""
    half, odd = divmod(len(text), 2)
    if half <= 8 or text[0] != text[half + odd]:
        return None
    if not odd and text[:half] == text[half:]:
        return text[:half]
    if odd and text[half] == " " and text[:half] == text[half + 1 :]:
        return text[:half]
    return None


def find_repeated(lines: Sequence[Line]) -> dict[int, int]:
    """Lines that say again what a line just before said, by index, with the index of the line kept.

    A picture's caption comes twice, or fused with its copy on one line, sometimes with a lone `x` between. The line that is
    kept is the first that holds the words exactly once; the fused one only where no other holds them.
    """
    copies: dict[int, int] = {}
    shown = [i for i, line in enumerate(lines) if line.text]
    position = 0
    while position < len(shown):
        first = shown[position]
        text = lines[first].text
        if lines[first].spaces + 1 < CAPTION_WORDS:  # most lines are a menu's
            position += 1
            continue
        half = fused_half(text) if len(text) <= 2 * CAPTION_LENGTH else None
        words = half or text
        if len(words) > CAPTION_LENGTH or words.count(" ") + 1 < CAPTION_WORDS:
            position += 1
            continue
        group = [first]
        after = position + 1
        while after < len(shown) and after - position < 8:
            other = lines[shown[after]].text
            if other == words or (len(other) >= 2 * len(words) and fused_half(other) == words):
                group.append(shown[after])
            elif len(other) > 1:
                break
            after += 1
        if len(group) > 1 or half:
            kept = next((i for i in group if lines[i].text == words), first)
            copies.update((i, kept) for i in group)
            position = shown.index(group[-1], position) + 1
        else:
            position += 1
    return copies
