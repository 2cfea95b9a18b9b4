"""Base, edited and new draft become one document; what cannot be merged keeps both texts between markers."""

from dataclasses import dataclass

YOURS = "<<<<<<< your text"
"""Opens a conflict; the editor's lines follow."""
MIDDLE = "======="
"""Parts the editor's lines from those of the new draft."""
NEW = ">>>>>>> new draft"
"""Closes a conflict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Three texts made one."""

    text: str
    conflicts: tuple[int, ...] = ()
    """Lines of `text`, from 1, on which a conflict opens."""


def merge_drafts(base: str, edited: str, new: str) -> Merge:
    """The edited text with what changed between base and new draft worked in, line by line.

    No line of the edited text that the base does not have is lost. Line ends become line feeds; they are no difference.
    """
    if base == new:
        return Merge(text=edited)
    if edited in (base, new):
        return Merge(text=new)
    from merge3 import Merge3

    before, theirs, ours = (_split(text) for text in (base, edited, new))
    merged: list[str] = []
    conflicts: list[int] = []
    for kind, *ends in Merge3(before, theirs, ours).merge_regions():
        if kind == "conflict":
            _, _, their_start, their_end, our_start, our_end = ends
            conflicts.append(len(merged) + 1)
            merged += [YOURS, *theirs[their_start:their_end], MIDDLE, *ours[our_start:our_end], NEW]
        else:
            source = {"unchanged": before, "a": theirs, "same": theirs, "b": ours}[kind]
            merged += source[ends[0] : ends[1]]
    return Merge(text="\n".join(merged), conflicts=tuple(conflicts))


def keep_edited(text: str) -> str:
    """`text` with the editor's lines of every conflict that is still open, without the new draft's and the markers.

    A book is never published with both texts of a conflict; the file keeps them until a person has chosen.
    """
    if YOURS not in text:
        return text
    kept: list[str] = []
    side = ""
    for line in _split(text):
        if line == YOURS and not side:
            side = YOURS
        elif line == MIDDLE and side == YOURS:
            side = MIDDLE
        elif line == NEW and side == MIDDLE:
            side = ""
        elif side != MIDDLE:
            kept.append(line)
    return "\n".join(kept)


def _split(text: str) -> list[str]:
    """Lines without their ends; a final line feed gives a last empty one, so that joining restores the text."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
