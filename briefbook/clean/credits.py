"""Who wrote a story, where, under which headline and section: read from the lines around its text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefbook.clean.headline import find_headline
from briefbook.clean.lines import DATE_TIME, Furniture, Line, fused_half
from briefbook.clean.published import find_dates, is_date_line, is_label
from briefbook.formats.metadata import Metadata
from briefbook.model.article import Dateline
from briefbook.model.text import fold

HEADER_LINES = 30
"""Shown lines above the story among which its headline, byline and date are looked for."""
CAPTION_LENGTH = 700
"""Characters above which a line is no caption."""
CAPTION_WORDS = 5
"""Spaces of a line from which, said twice by the headline, it is a caption."""
BYLINE_WORDS = 5
"""Most words of a name that stands alone."""

_SECTION = re.compile(r"[\w&'’. -]{2,40}(?:\s+[/>»›|]\s+[\w&'’. -]{2,40}){1,3}")
_BY = re.compile(
    r"(?:(?:written|reported|posted|story|words|text|report)\s+)?by:?\s+(?P<names>\S.{1,120})", re.IGNORECASE
)
_NAME_PART = (
    r"(?:[A-ZÀ-ÖØ-Þ][\w'’.\-]*|al-[A-Z][\w'’\-]+|de|da|di|del|della|der|den|van|von|bin|bint|ibn|el|al|la|le|ten|ter)"
)
_NAME = re.compile(rf"[A-ZÀ-ÖØ-Þ][\w'’.\-]*(?:\s+{_NAME_PART}){{1,{BYLINE_WORDS - 1}}}")
_DATELINE = re.compile(
    r"(?P<place>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’\- ]{2,40}(?:,\s*[A-Z][\w.\- ]{1,30}){0,2}?)"
    r"(?:,?\s*(?P<date>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?:,\s*\d{4})?))?"
    r"\s*(?:\((?P<agency>[A-Z][\w ]{1,20})\)\s*)?(?:—|–|--|-)\s*"
)
_CAPTION_START = re.compile(
    r"FILE(?: PHOTO)?\s*(?:[-–—:]|\()|File photo\b|\(?(?:AP|AFP|Reuters|EPA|Getty)\s+Photo\b|(?:Photo|Image|Picture|Caption|Photograph)\s*:"
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
_CAPTION = re.compile(
    r"\((?:AP|AFP|Reuters|EPA|Getty|VOA|Photo)\b[^()]{0,80}\)\W*$|\b(?:Photo|Image|Photograph) (?:by|credit|courtesy)\b[^.]{0,80}\.?$"
    r"|\((?:File|file) (?:photo|Photo)\)\W*$"
)
_COUNTED = re.compile(r"\[\d{1,3}\s?/\s?\d{1,3}\]\s*")
_CREDITED = re.compile(
    r"[.,;!?’”\"')]\s*\(?(?:REUTERS|AFP|AP|EPA|EPA-EFE|DPA|TASS|Reuters|Getty Images|Handout|Pool)(?:/[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4}){1,3}\)?\W*$"
)
_PHOTOGRAPHER = re.compile(
    r"\b(?:Photos?|Photographs?|Images?|Pictures?|Illustration|Credit|(?:Photo|Image|Picture) credit)\s?[:/|]\s?[A-ZÀ-ÖØ-Þ©][^.!?:]{1,80}\W*$"
)
_PHOTOGRAPHER_BRACKETED = re.compile(
    r"\([A-ZÀ-ÖØ-Þ][\w.’'-]*(?: [A-ZÀ-ÖØ-Þ][\w.’'-]*){0,3}(?:\s?/\s?| for The | via )[A-ZÀ-ÖØ-Þ][\w.’' -]{1,40}\)\W*$"
)
_LIBRARY = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w.’'-]+\s?/\s?(?:Getty(?: Images)?|AFP|AP|Reuters|Shutterstock|Flickr|Unsplash|iStock|Alamy|EPA|Bloomberg|Wikimedia Commons)\W*$"
    r"|\b(?:Getty Images|Shutterstock|Wikimedia Commons)\)?\W*$"
)
_LICENCE = re.compile(
    r"\s*(?:purchase|acquire|buy|obtain) (?:licen[sc]ing |reprint )?rights(?:\s*,?\s*opens (?:in )?(?:a )?new (?:tab|window))?\W*$",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r"\((?:[LRC]|left|right|center|centre|[lrc]|2nd [LR]|not pictured|not seen|front|back|top|bottom)\)|, (?:left|right|center|centre),"
)
_DATED_END = re.compile(rf"(?:\b(?:in|on|at)\b[^.]*,|,)\s*{DATE_TIME.pattern}\W*$", re.IGNORECASE)
_SAID = re.compile(r"\b(?:said|says|told|announced)\b")


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
def _agencies() -> frozenset[str]:
    source = files("briefbook.lexicon").joinpath("agencies.txt").read_text(encoding="utf-8")
    return frozenset(row for row in source.splitlines() if row and not row.startswith("#"))


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency or broadcaster whose reports others print."""
    return fold(name) in _agencies()


def is_section(text: str) -> bool:
    """Whether the line names a section of a newspaper ("World", "News / Middle East")."""
    if len(text) > 90:
        return False
    return fold(text) in _sections() or (_SECTION.fullmatch(text) is not None and text.count(" ") <= 9)


def is_caption(text: str, *, by_story: bool = False) -> bool:
    """Whether a line reads as the words under a picture; `by_story` where one may be expected, next to the headline."""
    if len(text) > CAPTION_LENGTH or " " not in text:
        return False
    if text[0] == "[" and _COUNTED.match(text):
        return True
    if "/" in text[-100:] and (by_story or not _SAID.search(text)) and _CREDITED.search(_LICENCE.sub("", text)[-160:]):
        return True
    marked = text[:4].upper() == "FILE" or text[-1] in ")." or "hoto" in text or text[:5] in {"Image", "Pictu", "Capti"}
    if marked and (_CAPTION_START.match(text) or (_credits(text) and _CAPTION.search(text))):
        return True
    if _names_photographer(text[-130:]):
        return True
    if not any(map(str.isdigit, text[-8:])) or _SAID.search(text):
        return False
    return _DATED_END.search(text[-160:]) is not None and (by_story or _SIDES.search(text) is not None)


def _credits(text: str) -> bool:
    """Whether there is anything in a line that `_CAPTION` could find; most lines have none of it."""
    return "(" in text or "Photo" in text or "Image" in text


def _names_photographer(end: str) -> bool:
    """Whether words end as newspapers and picture libraries write who took a picture."""
    slash = "/" in end
    if (":" in end or slash or "|" in end) and _PHOTOGRAPHER.search(end):
        return True
    if (slash or " for The " in end or " via " in end) and ")" in end[-3:] and _PHOTOGRAPHER_BRACKETED.search(end):
        return True
    return (slash or "Getty" in end or "Shutterstock" in end or "Commons" in end) and _LIBRARY.search(end) is not None


def read_caption(text: str) -> str:
    """The words of a caption once, without its place in a row of pictures and without offers of rights to the picture."""
    text = fused_half(text) or text
    return _LICENCE.sub("", _COUNTED.sub("", text, count=1) if _COUNTED.match(text) else text) or text


_WHEREABOUTS = re.compile(r"(?<=\w)\s+in\s+[A-ZÀ-ÖØ-Þ][\w .'’-]*$")
"""Where an author writes from, behind the name."""


def read_byline(text: str, *, bare: bool = True) -> tuple[str, ...]:
    """The authors that a line names, or none; `bare`: also a name without "By"."""
    if len(text) > 160 or not (bare or _BY.match(text)):
        return ()
    head = re.split(r"\s*(?:\||·|•|–|—)\s*", DATE_TIME.sub(" ", text).strip(" ,|·•-–—"), maxsplit=1)[0].strip(" ,;")
    match = _BY.fullmatch(head)
    names = match["names"] if match else head if bare else ""
    if not names:
        return ()
    authors = []
    for part in re.split(r"\s*(?:,|;|&|\band\b)\s*", names):
        name = _WHEREABOUTS.sub("", part).strip(" .,:") if match else part.strip(" .,:")
        if not name:
            continue
        if (
            is_agency(name)
            or (_NAME.fullmatch(name) and len(name.split()) <= BYLINE_WORDS)
            or (match and name[:1].isupper() and len(name.split()) <= BYLINE_WORDS)
        ):
            authors.append(name)
        elif not authors or not match:
            return ()
    return tuple(authors)


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
        and not (i in repeated and lines[i].text.count(" ") >= CAPTION_WORDS)
        and not is_caption(lines[i].text, by_story=True)
    ]
    for i in [i for i in header if title is None or i > title]:
        text = lines[i].text
        if repeated.get(i, i) != i or words[i]:
            continue
        if (i in repeated and text.count(" ") >= CAPTION_WORDS) or is_caption(text, by_story=True):
            captions.append(i)
        elif (opened := read_dateline(text)) and not opened[1]:
            place, place_line = opened[0], i
        elif (
            byline is None
            and (authors := read_byline(text))
            and (_BY.match(text) or _is_credit(lines, below, i, stated.authors if stated else ()))
        ):
            byline = i
        elif dated is None and is_date_line(text):
            dated = i
    if byline is None and title is not None:
        above = [i for i in header if i < title][-3:]
        for i in above:
            if not words[i] and i != section and (authors := read_byline(lines[i].text, bare=False)):
                byline = i
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
    for i in range(start):
        text = lines[i].text
        if not text or words[i]:
            continue
        opened = read_dateline(text)
        if repeated.get(i, i) != i or is_caption(text, by_story=True) or is_section(text) or (opened and not opened[1]):
            barred.add(i)
        elif read_byline(text, bare=False):
            credited.add(i)
    return find_headline(lines, words, start, body, barred, credited)


def _is_credit(lines: Sequence[Line], below: Sequence[int], i: int, stated: Sequence[str]) -> bool:
    """Whether a bare name is an author's: an agency's, or one that the page states; else by its place and its words.

    Its place is next to a date, a dateline or "By", or alone between headline and story. Of its words, none may also be written small on the
    page, as those of "Key Takeaways" are.

    Args:
        lines: Of the page.
        below: Those between headline and story that are not captions, in order.
        i: The line.
        stated: Authors that the page's markup states; where it does, no other is believed.
    """
    text = lines[i].text
    names = read_byline(text)
    if any(is_agency(name) or name in stated for name in names):
        return True
    at = below.index(i)
    beside = [lines[k].text for k in (i, *below[max(at - 1, 0) : at], *below[at + 1 : at + 2])]
    by_date = any(
        is_date_line(other) or read_dateline(other) or _BY_ALONE.fullmatch(other) or _READING_TIME.search(other)
        for other in beside
    )
    if stated or not (by_date or len(below) == 1):
        return False
    written = {word for line in lines for word in re.findall(r"(?<!\w)[^\W\d_A-Z][^\W\d_]+", line.text)}
    return all(_NO_AUTHOR.isdisjoint(fold(name).split()) for name in names) and not any(
        word.lower() in written for name in names for word in re.findall(r"[^\W\d_]{3,}", name)
    )


_BY_ALONE = re.compile(r"(?:(?:written|posted|published|reported|words|text|story) )?by:?|authors?:?", re.IGNORECASE)
_READING_TIME = re.compile(r"\b\d{1,3}[ -]?min(?:ute)?s?\b(?: read)?", re.IGNORECASE)


def is_author(name: str) -> bool:
    """Whether what a page states as its author can be a person's name rather than an account's, a role or a desk."""
    words = fold(name).split()
    return (
        1 < len(words) <= AUTHOR_WORDS
        and name[0].isupper()
        and not any(map(str.isdigit, name))
        and "@" not in name
        and _NO_AUTHOR.isdisjoint(words)
    )


AUTHOR_WORDS = 6
_NO_AUTHOR = frozenset(
    ("admin", "administrator", "blog", "by", "clinic", "comments", "contents", "contributor", "contributors", "desk", "editor", "editorial", "editors",
     "guest", "inc", "llc", "ltd", "magazine", "marketing", "news", "newsroom", "press", "overview", "staff", "stories", "summary", "takeaways", "team", "the", "updated",
     "webmaster", "written")
)  # fmt: skip
"""Words of which no person's name is made. A desk's or a team's name is no author: better none than one who is nobody."""


def _ends_menu(lines: Sequence[Line], above: Sequence[int]) -> bool:
    """Whether another section stands right above the last of these lines, or in the run of short lines it ends."""
    for i, after in list(zip(above[-2::-1], above[:0:-1], strict=True))[:MENU_LINES]:
        if fold(lines[i].text) in _sections():
            return True
        if after - i > 1 or lines[i].text.count(" ") >= MENU_WORDS:
            return False
    return False


MENU_WORDS = 3
"""Most words of a menu's entry."""
MENU_LINES = 12
"""Entries of a menu that are looked at."""
