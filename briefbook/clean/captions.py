"""Which lines are the words under a picture: by how they begin, by whom they name at their end, by their date."""

import re

from briefbook.clean.lines import DATE_TIME, fused_half
from briefbook.clean.published import is_date_line

CAPTION_LENGTH = 700
"""Characters above which a line is no caption."""

_CAPTION_START = re.compile(
    r"FILE(?: PHOTO)?\s*(?:[-–—:]|\()|File photo\b|\(?(?:AP|AFP|Reuters|EPA|Getty)\s+Photo\b|(?:Photo|Image|Picture|Caption|Photograph)\s*:"
)
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


def is_caption(text: str, *, by_story: bool = False) -> bool:
    """Whether a line reads as the words under a picture; `by_story` where one may be expected, next to the headline."""
    if len(text) > CAPTION_LENGTH or " " not in text or (text[-1].isdigit() and is_date_line(text)):
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
