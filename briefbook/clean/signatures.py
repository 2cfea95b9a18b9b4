"""Whose a story is, where no line above it says so: who signs it, and of whom the page tells that it is the author's name."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from briefbook.clean.byline import is_author, read_byline, read_signature
from briefbook.clean.credits import NAME_WORD, TOLD, Credits
from briefbook.clean.endnotes import tells_author
from briefbook.clean.lines import Line

SIGNED_LINES = 3
"""Lines, the story's last among them, one of which may be signed."""
ABOVE = 6
"""Lines above the headline among which the author's name may stand alone."""
BEFORE_END = 8
"""Lines up to the story's last one, among them its author's name and what is told of him."""
BELOW_END = 12
"""Lines below it."""
_SAID_OF = re.compile(
    r"(?:(?:Written|Posted|Published|Authored|Words|Text) by|Author|About(?: the author)?|Who is|Meet"
    r"|(?:(?:More|All|View|See|Read)(?: all| more)? )?(?:posts|articles|stories)?(?: ?(?:by|from)))[: ]+(?P<name>[^\W\d_].{3,50}?)[?’']?(?:s (?:posts|articles|stories|reviews))?"
)
"""What a page says of its author: "Written by Ann Holt", "More from Ann Holt", "Who is Ann Holt?"."""


def find_signed(lines: Sequence[Line], found: Credits, story: Sequence[int], stated: Sequence[str] = ()) -> Credits:
    """The credits with the author by whom the story is signed, where none stands above it; as they are where none signs.

    In this order: the name of a Korean or Chinese reporter at the end; a name alone between headline and story, or above the headline,
    of which the page elsewhere says that it is the author's ("Written by Ann Holt", "Ann Holt is a writer …"); the name alone
    at the end of the story with a note on its bearer below it; "Written by" right below the story.

    Args:
        lines: Of the page.
        found: Its credits so far.
        story: Its lines, by index, in order.
        stated: Authors that the page's markup states; where it does, none is looked for.
    """
    if found.authors or any(map(is_author, stated)):
        return found
    end = story[-1]
    below = [i for i in range(end, min(end + 6, len(lines))) if lines[i].text][:SIGNED_LINES]
    signed = next((i for i in below if read_signature(lines[i].text)), None)
    if signed is not None:
        return replace(found, byline=signed, authors=read_signature(lines[signed].text))
    shown = [i for i, line in enumerate(lines) if line.text]
    after = [*[i for i in story if lines[i].text][-BEFORE_END:], *[i for i in shown if i > end]]
    top = found.title if found.title is not None else story[0]
    heads = [*[i for i in shown if top < i < story[0]], *[i for i in shown if i < top][-ABOVE:]]
    named = [(i, name) for i in heads if (name := _name_alone(lines[i].text))]
    if named:
        about = [lines[i].text for i in {*heads, *after} if len(lines[i].text) <= NAME_LENGTH]
        said = {match["name"] for text in about if (match := _SAID_OF.fullmatch(text))}
        for i, name in named:
            if name in said or any(tells_author(lines[j].text, name) for j in after):
                return replace(found, byline=i, authors=(name,))
    for i, note in pairwise(after[: BEFORE_END + BELOW_END]):
        name = _name_alone(lines[i].text)
        if name and _IS.match(_behind(name, lines[note].text)) and not _tells_of(lines, story, name):
            return replace(found, byline=i, authors=(name,))
    for i in [i for i in shown if i > end][:SIGNED_LINES]:
        if _WRITTEN_BY.match(lines[i].text) and (names := read_byline(lines[i].text, bare=False)):
            return replace(found, byline=i, authors=names)
    return found


def _name_alone(text: str) -> str:
    """The one person whose name a line is and nothing else; empty for others."""
    if len(text) > NAME_LENGTH or not (1 <= text.count(" ") <= NAME_SPACES and text[0].isupper()):
        return ""
    names = read_byline(text)
    return names[0] if len(names) == 1 and text.startswith(names[0]) and is_author(names[0]) else ""


def _tells_of(lines: Sequence[Line], story: Sequence[int], name: str) -> bool:
    """Whether a story tells of one who bears a name, but for the note on him."""
    surname = name.rpartition(" ")[2]
    told = (lines[i].text for i in story[:TOLD])
    return any(
        surname in NAME_WORD.findall(text)
        for text in told
        if surname in text and not _behind(name, text) and text != name
    )


def _behind(name: str, text: str) -> str:
    """What stands behind a name in a line that it opens; empty for another line."""
    return text.removeprefix("Dr. ").removeprefix(name) if name in text[: len(name) + 4] else ""


NAME_LENGTH = 60
NAME_SPACES = 5
_IS = re.compile(r"(?:,[^,.]{2,60},)? (?:is|was) (?:an?|the|one)\b")
"""After a name that stands alone and again at the beginning of the next line."""
_WRITTEN_BY = re.compile(r"(?:this \w+(?: \w+)? was )?written by\b", re.IGNORECASE)
