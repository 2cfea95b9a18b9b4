"""Who wrote a story, where, under which headline and section: read from the lines around its text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefbook.clean.byline import NO_AUTHOR, is_agency, is_role, read_byline
from briefbook.clean.captions import is_caption, is_pictured, is_worded
from briefbook.clean.dates import find_dates, is_date_line, is_label
from briefbook.clean.headline import find_above, find_headline, is_headline_like
from briefbook.clean.kinds import is_sentence, is_teaser_end
from briefbook.clean.lines import Line
from briefbook.clean.vocabulary import Furniture
from briefbook.formats.metadata import Metadata
from briefbook.model.article import Dateline
from briefbook.model.text import fold

HEADER_LINES = 30
"""Shown lines above the story among which its headline, byline and date are looked for."""
CAPTION_WORDS = 5
"""Spaces of a line from which, said twice by the headline, it is a caption."""
_SECTION = re.compile(r"[\w&'’. -]{2,40}(?:\s+[/>»›|]\s+[\w&'’. -]{2,40}){1,3}")
_DATELINE = re.compile(
    r"(?P<place>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’\- ]{2,40}(?:,\s*[A-Z][\w.\- ]{1,30}){0,2}?)"
    r"(?:,?\s*(?P<date>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?:,\s*\d{4})?))?"
    r"\s*(?:\((?P<agency>[A-Z][\w ]{1,20})\)\s*)?(?:—|–|--|-)\s*"
)
_DATED_DATELINE = re.compile(
    r"(?P<place>[^\W\d_][^\W\d_.'’-]*(?:[.'’ -]{1,2}[^\W\d_]+){0,4}(?:, (?!(?:le|den|el|a)\s)[^\W\d_]+(?: [^\W\d_]+){0,2})?)"
    r"(?P<comma>,)?\s+(?:le\s+|den\s+|el\s+|a\s+)?(?P<date>\d{4}-\d\d-\d\d"
    r"|[^\W\d_]{3,9}\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}(?:er|\.|º)?\s+(?:de\s+)?[^\W\d_]{3,10}\.?,?\s+(?:del?\s+)?\d{4})"
    r"\s*(?:\((?P<agency>[A-Z][\w ]{1,20})\)\s*)?(?:(?:—|–|--|-|[.:/])\s*|\Z)"
)
"""A dateline with the year in it, which is one also in small letters and without a dash."""
_WITHIN_PLACES = frozenset(("am", "an", "da", "de", "del", "der", "di", "do", "el", "la", "les", "of", "sur"))
_NO_PLACE = frozenset(("as", "before", "by", "dated", "from", "in", "since", "until"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """The lines, by index, that say what a story is; and what they say."""

    title: int | None = None
    section: int | None = None
    byline: int | None = None
    date: int | None = None
    dateline: int | None = None
    """Of a line that is a dateline and nothing else."""
    captions: tuple[int, ...] = ()
    authors: tuple[str, ...] = ()
    place: Dateline | None = None


@cache
def _sections() -> frozenset[str]:
    source = files("briefbook.lexicon").joinpath("sections.txt").read_text(encoding="utf-8")
    return frozenset(row for row in source.splitlines() if row and not row.startswith("#"))


@cache
def _countries() -> frozenset[str]:
    source = files("briefbook.lexicon").joinpath("countries.txt").read_text(encoding="utf-8")
    rows = (row.split("\t") for row in source.splitlines() if not row.startswith("#"))
    return frozenset(fold(name) for row in rows for column in row[1:3] for name in column.split("|") if " " in name)


def is_section(text: str) -> bool:
    """Whether the line names a section of a newspaper ("World", "News / Middle East")."""
    if len(text) > 90:
        return False
    if fold(text) in _sections():
        return True
    if text.count(" ") > 9 or text.replace(" ", "").isalnum() or _SECTION.fullmatch(text) is None:
        return False
    # Bars part menus as well: one that leads home, or has no section in it ("Schedule | Contact").
    pieces = {fold(piece.strip()) for piece in text.split("|")}
    return len(pieces) == 1 or ("home" not in pieces and not pieces.isdisjoint(_sections()))


def read_dateline(text: str) -> tuple[Dateline, str] | None:
    """The dateline that opens a paragraph, and the rest of the paragraph."""
    match = _DATELINE.match(text[:120])
    if match is None:
        return _read_dated_dateline(text)
    place = match["place"].strip(" ,-")
    if len(re.findall(r"[A-ZÀ-ÖØ-Þ]", place.split(",")[0])) < 3:
        return None
    return Dateline(place=place, date=match["date"]), text[match.end() :]


def _read_dated_dateline(text: str) -> tuple[Dateline, str] | None:
    """The dateline with a year that opens a paragraph ("Téhéran, le 3 mai 2019."), and the rest of the paragraph."""
    if not (text[:1].isupper() and any(map(str.isdigit, text[:60]))):
        return None
    match = _DATED_DATELINE.match(text[:120])
    if match is None or not find_dates(match["date"]):
        return None
    place = match["place"]
    in_capitals = place.isupper() and len(place) > 2
    words = place.split()
    of_a_place = all(word[0].isupper() or word in _WITHIN_PLACES for word in words) and fold(words[0]) not in _NO_PLACE
    if not (in_capitals or (match["comma"] and of_a_place and not is_label(place))):
        return None
    return Dateline(place=place, date=match["date"]), text[match.end() :]


def find_agency(text: str) -> str | None:
    """The agency named in the dateline that opens a paragraph ("LIMA, May 2 (Reuters) - "), as written; None for others."""
    match = _DATELINE.match(text[:120]) or _DATED_DATELINE.match(text[:120])
    name = match["agency"] if match and read_dateline(text) else None
    return name if name and is_agency(name) else None


def find_credits(
    lines: Sequence[Line],
    words: Sequence[Furniture | None],
    repeated: Mapping[int, int],
    start: int,
    body: Sequence[str],
    stated: Metadata | None = None,
) -> Credits:
    """What the lines above the story say of it.

    Args:
        lines: of the page.
        words: what the vocabulary says of each.
        repeated: copies, by index, with the line each copies.
        start: index of the story's first line.
        body: the story's paragraphs, for the words a headline shares with them.
        stated: what the page's markup states; a word that stands nowhere but in its navigation is no section.
    """
    titles, menu = (stated.titles, stated.menu) if stated else ((), ())
    title = _find_title(lines, words, repeated, start, body, titles)
    top = max(title - HEADER_LINES, 0) if title is not None else 0
    header = [i for i in range(top, start) if lines[i].text]
    if title is None:
        header = header[-HEADER_LINES:]
    section = None
    above = [i for i in header if title is not None and i < title]
    while above and (is_date_line(lines[above[-1]].text) or read_byline(lines[above[-1]].text, bare=False)):
        above.pop()
    if above and is_section(lines[above[-1]].text) and not words[above[-1]]:
        text = lines[above[-1]].text
        in_menu = _ends_menu(lines, above) or (
            text in menu and sum(line.text == text for line in lines[:start]) <= menu.count(text)
        )
        section = None if in_menu else above[-1]
    captions, byline, dated, place_line = [], None, None, None
    authors: tuple[str, ...] = ()
    place: Dateline | None = None
    below = [
        i
        for i in header
        if (title is None or i > title)
        and not (i in repeated and lines[i].spaces >= CAPTION_WORDS)
        and not is_caption(lines[i].text, by_story=True)
    ]
    alone: list[int] = []
    for i in [i for i in header if title is None or i > title]:
        text = lines[i].text
        if repeated.get(i, i) != i or words[i]:
            continue
        if (
            (i in repeated and text.count(" ") >= CAPTION_WORDS)
            or is_caption(text, by_story=True)
            or _has_picture(lines, i)
        ):
            captions.append(i)
        elif (opened := read_dateline(text)) and not opened[1]:
            place, place_line = opened[0], i
        elif (
            (byline is None or all(map(_is_wire, authors)))
            and (named := read_byline(text, bare=byline is None))
            and (byline is None or not any(map(_is_wire, named)))
            and (read_byline(text, bare=False) or _is_credit(lines, below, i, body, stated.authors if stated else ()))
        ):
            byline, authors = i, named
        elif is_date_line(text, either=True):
            dated = i if dated is None else dated
        elif (
            (byline or dated) is not None
            and is_worded(text)
            and not is_sentence(text)
            and not is_teaser_end(text)
            and not is_role(text)
        ):
            headed = [words[j] for j in range(max(i - 3, 0), i)]
            alone += [i] if not any(word and word.scope == "opens" for word in headed) else []
    if len(alone) == 1:  # between byline and story stands what a picture shows; of several, who knows
        captions = sorted({*captions, *alone})
    if byline is None and title is not None:
        above = [i for i in header if i < title][-3:]
        for i in above:
            if not words[i] and i != section and (authors := read_byline(lines[i].text, bare=False)):
                byline = i
                break
    if byline is None or not read_byline(lines[byline].text, bare=False):  # nothing says that the name is an author's
        below = [i for i in range(start + 1, len(lines)) if lines[i].text][:BELOW_LEAD]
        for i in below:
            if not words[i] and lines[i].spaces <= BY_WORDS and (named := read_byline(lines[i].text, bare=False)):
                byline, authors = i, named
                break
    return Credits(
        title=title,
        section=section,
        byline=byline,
        date=dated,
        dateline=place_line,
        captions=tuple(captions),
        authors=authors if byline is not None else (),
        place=place,
    )


BELOW_LEAD = 3
"""Lines below the first paragraph one of which may say by whom the story is."""
BY_WORDS = 5
"""Most spaces of such a line."""


def _has_picture(lines: Sequence[Line], i: int) -> bool:
    """Whether the lines around a line are a picture's."""
    above = next((lines[j].text for j in range(i - 1, max(i - 3, -1), -1) if lines[j].text), "")
    below = next((lines[j].text for j in range(i + 1, min(i + 3, len(lines))) if lines[j].text), "")
    return is_pictured(lines[i].text, above, below)


def _find_title(
    lines: Sequence[Line],
    words: Sequence[Furniture | None],
    repeated: Mapping[int, int],
    start: int,
    body: Sequence[str],
    titles: Sequence[str],
) -> int | None:
    """The headline: the last line above the story that the page's markup states; where it states none, the likeliest."""
    if titles:
        named = [i for i in range(start) if lines[i].text in titles and not words[i] and repeated.get(i, i) == i]
        return named[-1] if named else None
    barred, credited = set(), set()
    last = {
        kept: i for i, kept in sorted(repeated.items()) if i < start
    }  # the headline follows the crumb that says it too
    for i in find_above(lines, words, start):
        text = lines[i].text
        by = read_byline(text, bare=False)
        if not (by or is_headline_like(text)):
            continue
        if (
            last.get(repeated.get(i, i), i) != i
            or is_caption(text, by_story=True)
            or _has_picture(lines, i)
            or is_section(text)
            or ((opened := read_dateline(text)) and not opened[1])
        ):
            barred.add(i)
        elif by:
            credited.add(i)
    return find_headline(lines, words, start, body, barred, credited)


def _is_wire(name: str) -> bool:
    """Whether a name is an agency's or its wire's, which another's may stand beside."""
    return is_agency(name) or name.endswith((" Wire", " Wires", " wire"))


def _is_credit(lines: Sequence[Line], below: Sequence[int], i: int, body: Sequence[str], stated: Sequence[str]) -> bool:
    """Whether a bare name is an author's: an agency's, or one that the page states; else by its place and its words.

    Its place is next to a date, a dateline or "By", or alone between headline and story. Of its words, none may also be written small on the
    page, as those of "Key Takeaways" are; nor is its bearer one of whom the story tells, or a country.

    Args:
        lines: Of the page.
        below: Those between headline and story that are not captions, in order.
        i: The line.
        body: The story's paragraphs.
        stated: Authors that the page's markup states; where it does, no other is believed.
    """
    text = lines[i].text
    names = read_byline(text)
    above = next((lines[j].text for j in range(i - 1, max(i - 3, -1), -1) if lines[j].text), "")
    if _PICTURE_BY.fullmatch(above):
        return False
    if not all(NO_AUTHOR.isdisjoint(fold(name).split()) or is_agency(name) for name in names):
        return False
    if any(is_agency(name) or name in stated for name in names):
        return True
    at = below.index(i)
    beside = [lines[k].text for k in (i, *below[max(at - 1, 0) : at], *below[at + 1 : at + 2])]
    by_date = any(
        is_date_line(other, either=True)
        or read_dateline(other)
        or _BY_ALONE.fullmatch(other)
        or _READING_TIME.search(other)
        or is_role(other)
        or (_HANDLE.fullmatch(other) and fold(other).strip("@") in {fold(name).replace(" ", "") for name in names})
        for other in beside
    )
    if stated or not (by_date or len(below) == 1):
        return False
    told = {
        word
        for paragraph in body[:TOLD]
        if not paragraph.startswith(tuple(f"{name} " for name in names))  # a note on the author
        for word in NAME_WORD.findall(paragraph)
    }
    if any(name.split(" ")[-1] in told or fold(name) in _countries() for name in names):
        return False
    small = [word.lower() for name in names for word in NAME_WORD.findall(name)]
    return not any(
        word in line.text and word in _SMALL.findall(line.text) for line in lines if line.text for word in small
    )


TOLD = 12
"""Paragraphs of a story among which those are named of whom it tells."""
NAME_WORD = re.compile(r"[^\W\d_]{3,}")
_SMALL = re.compile(r"(?<![\w@/.#-])[^\W\d_A-Z][^\W\d_]+(?![\w@/]|[.-][\w@])")
"""A word written small; what stands in an address or an account's name is none."""
_PICTURE_BY = re.compile(
    r"(?:photo|photograph|image|picture|illustration|video|graphic)s?(?: credit)?(?: by)?:?", re.IGNORECASE
)
_BY_ALONE = re.compile(r"(?:(?:written|posted|published|reported|words|text|story) )?by:?|authors?:?", re.IGNORECASE)
_READING_TIME = re.compile(
    r"\b\d{1,3}[ -]?min(?:ute)?s?\b(?: read)?|^\d{1,2}:\d\d\s?[ap]\.?m\.?(?:\s[a-z]{2,4})?$", re.IGNORECASE
)
"""How long a story takes to read, or an hour alone."""
_HANDLE = re.compile(r"@\w{3,40}")
"""An account's name."""


def _ends_menu(lines: Sequence[Line], above: Sequence[int]) -> bool:
    """Whether another section stands right above the last of these lines, or in the run of short lines it ends."""
    for i, after in list(zip(above[-2::-1], above[:0:-1], strict=True))[:MENU_LINES]:
        if fold(lines[i].text) in _sections():
            return True
        if after - i > 1 or lines[i].spaces >= MENU_WORDS:
            return False
    return False


MENU_WORDS = 3
"""Most words of a menu's entry."""
MENU_LINES = 12
"""Entries of a menu that are looked at."""
