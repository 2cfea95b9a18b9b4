"""Which lines are the words under a picture: by how they begin, by whom they name at their end, by their date."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from briefbook.clean.byline import is_agency
from briefbook.clean.dates import DATE_TIME, MONTH, REMEMBERED, is_date_line
from briefbook.clean.lines import Line, fused_half

CAPTION_LENGTH = 700
"""Characters above which a line is no caption."""

_CAPTION_START = re.compile(
    r"FILE(?: PHOTO)?\s*(?:[-–—:]|\()|File photo\b|(?i:view full[ -]?size)(?=\s?[A-Z])|\(?(?:AP|AFP|Reuters|EPA|Getty)\s+Photo\b|\(?(?:Photo|Image|Picture|Caption|Photograph|Credit)s?(?: [Cc]redits?)?\s*:"
    r"|©\s?(?:[^.]{2,80}\b(?:Getty Images|AP|AFP|Reuters|Corbis|Shutterstock|Alamy)\b|Photo(?: by| courtesy of)?:? [A-Z])"
)
_CAPTION_STARTS = frozenset("FVv(AREGPIC©")
"""What these begin with."""
_CAPTION = re.compile(
    r"\((?:AP|AFP|Reuters|EPA|Getty|VOA|Photo)\b[^()]{0,80}\)\W*$|\b(?:Photo|Image|Photograph|Video|Graphic)s? (?:by|credit|courtesy)\b(?:[^.]|\.(?=[a-z]{2,4}\b)){0,80}\.?$"
    r"|\((?:[A-Z][\w.’'-]* ){0,3}(?:File|file) (?:photo|Photo)\)\W*$|[.?!’”\"'] \((?:The )?Associated Press\)$"
)
_ABROAD = re.compile(
    r"(?:图注|图说|图片说明|圖說|写真|사진|Foto|Fotos|Photo|Bild|Archivbild|Symbolbild|Fotó|Фото|Fot|صورة|Crédits? photo)(?:\s?[:：=]|\.(?=\s[A-ZÀ-Þ]))|(?:图为|圖為|▲)\s?\S"
    r"|.*[|(/（【\[]\s?(?:Foto|Fotos|Photo|Bild|Fotó|Фото|Fot|写真|사진|Crédits?|Imagen|Imagem|fot|foto|photo)\.?\s?[:：=＝][^.!?]{2,60}[)）】\]]?$"
    r"|.*(?:사진\s?(?:제공\s?)?=|写真[＝=]|(?:攝|摄|撮影)[)）]?$).{0,30}$"
    r"|.*\S\s/\s[A-ZÀ-Þ][A-ZÀ-Þ.' -]{3,40}$"
)
"""Captions of other languages: what they begin with, or whom they credit."""
_MARKS_ABROAD = (
    "oto", "Bild", "bild", " / ", "Fot", "fot", "图", "圖", "写", "사", "攝", "摄", "撮", "▲", "Ф", "ص", "Crédit", "Imagen", "Imagem",
)  # fmt: skip
"""Of these every one of them has some; most lines have none."""
_DIGIT = re.compile(r"\d")
_DATED_START = re.compile(rf"(?:{MONTH})\s\d{{1,2}}:\s[A-ZÀ-Þ]", re.IGNORECASE)
"""How a picture of some days ago is captioned: "Apr. 8: The presidents sign …"; a report that begins with its day has the year."""
_COUNTED = re.compile(r"\[\d{1,3}\s?/\s?\d{1,3}\]\s*|\d{1,3} of \d{1,3}\. (?=[A-Z])")
_CREDITED = re.compile(
    r"[.,;!?’”\"')]\s*\(?(?:REUTERS|AFP|AP|EPA|EPA-EFE|DPA|TASS|Reuters|Getty Images|Handout|Pool)(?:/[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4}){1,3}\)?\W*$"
)
_PHOTOGRAPHER = re.compile(
    r"\b(?:Photos?|Photographs?|Photographers?|Images?|Pictures?|Illustration|Credit|(?:Photo|Image|Picture) credit)\s?[:/|]\s?[A-ZÀ-ÖØ-Þ©](?:[^.!?:]|(?<=\b[A-Z])\.|\.(?=[a-z]{2,4}\b)){1,80}\W*$"
)
_AGENCY_END = re.compile(
    r"[\[(](?:AP|AFP|Reuters|REUTERS|EPA|Getty(?: Images)?|DPA|dpa|TASS|Xinhua|ANSA|AAP|UPI|AA|file|File|FILE)(?:\s?[/,]\s?[\w .&-]{1,30})?[\])]$"
    r"|\b(?:[A-Z]{2,5}|Reuters|Getty) [Pp]hotos?(?: Close)?$"
)
"""An agency at the end of a caption: "[EPA]", "DHA photo"."""
_SOURCE_END = re.compile(r"[^\]]\s\[(?P<source>[A-ZÀ-ÖØ-Þ][\w.&’'-]*(?:[ /][A-ZÀ-ÖØ-Þ][\w.&’'-]*){0,3})\]$")
"""Any source at the end of a caption, in the brackets that prose has no use for: "[Splash]"."""
SOURCED_LENGTH = 250
"""Characters above which a line is signed by its writer so."""
_NO_SOURCE = re.compile(
    r"(?:photo|picture|pic|video|image|update|updated|slideshow|gallery|infographic|chart|map|graphic|poll|watch|listen|audio|exclusive|opinion|review|report"
    r"|interview|removed|deleted|sic|laughs|applause|laughter)s?",
    re.IGNORECASE,
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
_TELLS = re.compile(r"\b(?:is|was) (?:the|an?)\b")
"""What says what something is, and so is no picture's."""
_SAID = re.compile(r"\b(?:said|says|told|announced)\b")


@lru_cache(REMEMBERED)
def is_caption(text: str, *, by_story: bool = False) -> bool:
    """Whether a line reads as the words under a picture; `by_story` where one may be expected, next to the headline."""
    if len(text) > CAPTION_LENGTH or (" " not in text and text.isascii()):
        return False
    dated = _DIGIT.search(text[-12:]) is not None
    if dated and is_date_line(text):
        return False
    if (text[0] == "[" or text[0].isdigit()) and _COUNTED.match(text):
        return True
    if "/" in text[-100:] and (by_story or not _SAID.search(text)) and _CREDITED.search(_LICENCE.sub("", text)[-160:]):
        return True
    starts, credited = text[0] in _CAPTION_STARTS, _credits(text)
    if (
        (starts or credited)
        and _is_marked(text)
        and ((starts and _CAPTION_START.match(text)) or (credited and _CAPTION.search(text)))
    ):
        return True
    if (
        (not text.isascii() or "oto" in text or " / " in text or "Bild" in text)
        and any(map(text.__contains__, _MARKS_ABROAD))
        and _ABROAD.match(text)
    ):
        return True
    if by_story and _DATED_START.match(text):
        return True
    if _names_photographer(text[-130:]) or (
        (text[-1] in "])" or "hoto" in text[-15:])
        and _AGENCY_END.search(text[-60:])
        and text.count(" ") >= PICTURED_WORDS
    ):
        return True
    if (
        text[-1] == "]"
        and len(text) <= SOURCED_LENGTH
        and (ends := _SOURCE_END.search(text[-80:]))
        and not _NO_SOURCE.match(ends["source"])
    ):
        return True
    if not dated or not _DIGIT.search(text[-8:]) or _SAID.search(text) or _TELLS.search(text):
        return False
    return _DATED_END.search(text[-160:]) is not None and (by_story or _SIDES.search(text) is not None)


def _is_marked(text: str) -> bool:
    """Whether there is a mark of captions at a line's ends, or their words in it."""
    return (
        text[:4].upper() == "FILE"
        or text[-1] in ")."
        or text[0] == "©"
        or "hoto" in text
        or "ideo" in text[-100:]
        or text[:5] in {"Image", "Pictu", "Capti", "Credi", "View "}
    )


def is_pictured(text: str, above: str, below: str) -> bool:
    """Whether a line is a caption by what stands right above and below it: a picture's number, its tools, its credit."""
    if not is_worded(text):
        return False
    return (
        _ABOVE_CAPTION.fullmatch(above) is not None or _BELOW_CAPTION.fullmatch(below) is not None or is_agency(below)
    )


def find_pictured(lines: Sequence[Line]) -> frozenset[int]:
    """The captions, by index, that a picture's credit or tools stand right below or above, on a page that parts its paragraphs by blank lines."""
    prose = [i for i, line in enumerate(lines) if line.prose]
    blank = [not line.text for line in lines] + [True, True]
    parted = sum(blank[i + 1] for i in prose)
    if len(prose) < PARTED or parted < PARTED_SHARE * len(prose):
        return frozenset()
    found = set()
    for i, (line, below) in enumerate(pairwise(lines)):
        if (
            line.spaces >= PICTURED_WORDS
            and 0 < len(below.text) <= CREDIT_LENGTH
            and not (i and lines[i - 1].prose)
            and _BELOW_CAPTION.fullmatch(below.text)
            and is_worded(line.text)
        ):
            found.add(i)
        if (
            below.spaces >= PICTURED_WORDS
            and blank[i + 2]
            and line.spaces <= CREDIT_WORDS
            and _CREDIT_ALONE.fullmatch(line.text)
            and is_worded(below.text)
        ):
            found.add(i + 1)
    for i, line in enumerate(lines[2:]):
        if (
            line.text[:1] == "("
            and blank[i + 1]
            and not blank[i]
            and is_worded(lines[i].text)
            and _CREDIT_BELOW.fullmatch(line.text)
        ):
            found.add(i)
    return frozenset(found)


CREDIT_LENGTH, CREDIT_WORDS = 90, 12
"""More characters and more words than a credit or a picture's tool has that stands alone."""
_CREDIT_BELOW = re.compile(r"\((?:[Pp]hoto |[Ii]mage |[Pp]icture )?[Cc]redit:? [^()]{2,80}\)")
_CREDIT_ALONE = re.compile(
    r"(?:[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){0,4}\s?[/,]\s?)?(?:AP|AFP|Reuters|REUTERS|EPA|Getty(?: Images)?|AFP ?/ ?Getty(?: Images)?|Corbis|Bloomberg|DPA|TASS|UPI|Xinhua)(?: Photo)?"
)
PARTED = 4
"""Paragraphs from which on a page shows whether it parts them."""
PARTED_SHARE = 0.8
"""Share of them that a blank line must follow."""


def is_worded(text: str) -> bool:
    """Whether a line has the words of a caption rather than those of a credit or of a list of topics, which are names."""
    return (
        text.count(" ") >= PICTURED_WORDS
        and len(text) <= CAPTION_LENGTH
        and sum([token[:1].islower() for token in text.split(" ")]) > 1
    )


PICTURED_WORDS = 3
"""Spaces that such a caption has at least."""
_ABOVE_CAPTION = re.compile(
    r"(?:(?:image|photo|picture|slide) )?\d{1,3} ?(?:of|/) ?\d{1,3}|(?:click to )?enlarge(?: this)?(?: image| photo)?|view larger image",
    re.IGNORECASE,
)
_BELOW_CAPTION = re.compile(
    r"(?:hide|i?toggle|show) caption|(?:photo|image|picture) credit:?(?: .{2,60})?|credit(?::(?: .{2,60})?)?|\+\d{1,2}|view (?:gallery|photos)|(?:photo|image|picture)s? (?:by|:) .{2,60}",
    re.IGNORECASE,
)


def _credits(text: str) -> bool:
    """Whether there is anything in a line that `_CAPTION` could find; most lines have none of it."""
    return "(" in text or "hoto" in text or "Image" in text or "Video" in text or "Graphic" in text


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
