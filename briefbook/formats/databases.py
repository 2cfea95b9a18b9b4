"""Articles as the databases of the press hand them out as text, and mail: labelled fields around the story.

Source: the exports of Nexis ("1 of 24 DOCUMENTS", HEADLINE:, LENGTH:, LOAD-DATE:, "End of Document"), Factiva (two letters before each
field, HD to AN), ProQuest ("Full text:", "Publication title:", a rule of underscores between articles), as the public tools that
read them describe them; mail by RFC 5322.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class Field(StrEnum):
    """What a line of an exported article is."""

    TITLE = "title"
    AUTHOR = "author"
    OUTLET = "outlet"
    DATE = "date"
    PLACE = "place"
    SECTION = "section"
    LANGUAGE = "language"
    ADDRESS = "address"
    CAPTION = "caption"
    BODY = "body"
    HEAD = "head"
    """A line above the first label."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Export:
    """An exported article."""

    values: Mapping[Field, str]
    """What the fields say, the first of each kind; continued lines joined by a space."""
    lines: tuple[Field | None, ...]
    """What each line is, the first line first; None for a blank one."""
    begins: tuple[int, ...]
    """Of the lines of the body: how many characters at the start are a label."""
    head: tuple[str, ...]
    """The lines above the first label, squeezed."""


_LABELS: Mapping[Field, Sequence[str]] = {
    Field.TITLE: ("headline", "title"),
    Field.AUTHOR: ("byline", "author", "authors"),
    Field.OUTLET: ("publication title", "publication", "publication name"),
    Field.DATE: ("publication date", "pub date", "date"),
    Field.PLACE: ("dateline",),
    Field.SECTION: ("section",),
    Field.LANGUAGE: ("language", "language of publication"),
    Field.ADDRESS: ("document url", "url"),
    Field.CAPTION: ("graphic",),
    Field.BODY: ("body", "full text", "highlight"),
    Field.OTHER: (
        *(
            "length",
            "load-date",
            "publication-type",
            "publication type",
            "document-type",
            "document type",
            "journal-code",
            "series",
        ),
        *(
            "acc-no",
            "copyright",
            "subject",
            "organization",
            "company",
            "company / organization",
            "person",
            "people",
            "geographic",
        ),
        *(
            "city",
            "state",
            "country",
            "industry",
            "ticker",
            "type",
            "correction",
            "correction-date",
            "notes",
            "publication year",
        ),
        *(
            "publisher",
            "place of publication",
            "country of publication",
            "publication subject",
            "publication info",
            "issn",
            "isbn",
        ),
        *(
            "source type",
            "proquest document id",
            "last updated",
            "database",
            "location",
            "credit",
            "links",
            "abstract",
            "column",
        ),
        *(
            "document feature",
            "pages",
            "page",
            "first page",
            "volume",
            "issue",
            "edition",
            "identifier / keyword",
            "distribution",
        ),
        *(
            "classification",
            "cite",
            "insert-date",
            "update",
            "source",
            "number of pages",
            "dateline date",
            "accession number",
        ),
    ),
}
_FIELD_OF = {label: field for field, labels in _LABELS.items() for label in labels}
_SPACED = "|".join(re.escape(label).replace(r"\ ", r"\s") for label in sorted(_FIELD_OF, key=len, reverse=True))
_LABEL = re.compile(rf"\s*(?P<label>{_SPACED})\s?:(?=\s|$)\s*", re.IGNORECASE)
_TAIL_HEADS = frozenset({"Classification", "Graphic", "Notes"})
"""Heads without a value, above the fields at the end of newer exports of Nexis."""
_LABEL_REACH = 48
"""Characters within which a label ends."""
_COVER = re.compile(r"\s*(?:Job\sNumber|Client/Matter|Search\s(?:Terms|Type)|Narrowed\sby)\b")
"""Lines of the title page of newer exports of Nexis."""
_BARE_BODY = re.compile(r"\s*Body\s*$")
"""How newer exports of Nexis head the story."""
_ENOUGH = 4
"""Different labels from which on a text is an export: a page of the web has one or two by chance."""
_TELLING = frozenset(
    {"headline", "length", "load-date", "full text", "publication title", "proquest document id", "byline", "body"}
)
"""Labels of which an export has two: the others stand in forms and lists as well."""

_CODES: Mapping[str, Field] = {
    **dict.fromkeys(("HD",), Field.TITLE),
    **dict.fromkeys(("BY",), Field.AUTHOR),
    **dict.fromkeys(("SN",), Field.OUTLET),
    **dict.fromkeys(("PD",), Field.DATE),
    **dict.fromkeys(("SE",), Field.SECTION),
    **dict.fromkeys(("LA",), Field.LANGUAGE),
    **dict.fromkeys(("LP", "TD"), Field.BODY),
    **dict.fromkeys("CR WC ET SC ED PG VOL CY ART CLM CT RF CO IN NS RE IPC IPD PUB AN DE CX".split(), Field.OTHER),
}
_CODE = re.compile(rf"(?P<label>{'|'.join(_CODES)})(?=\s|$)\s*")
_CODES_NEEDED = frozenset({"HD", "PD"})
_CODES_ENOUGH = 6

_MAIL: Mapping[str, Field] = {
    "from": Field.AUTHOR,
    "subject": Field.TITLE,
    "date": Field.DATE,
    "sent": Field.DATE,
    **dict.fromkeys(
        ("to", "cc", "bcc", "reply-to", "importance", "attachments", "message-id", "mime-version"), Field.OTHER
    ),
    **dict.fromkeys(("content-type", "content-transfer-encoding", "return-path", "received", "priority"), Field.OTHER),
}
_HEADER = re.compile(rf"(?P<label>{'|'.join(sorted(_MAIL, key=len, reverse=True))})\s?:\s*", re.IGNORECASE)
_MAIL_LINES = 40
"""Lines within which the head of a mail ends."""

_END = re.compile(r"[ \t]*End of Document[ \t]*")
_FACTIVA_END = re.compile(r"(?:AN[ \t]+)?Document [A-Z]{3,10}\d[0-9a-z]{12,}[ \t]*")
_RULE = re.compile(r"[ \t]*_{20,}[ \t]*")
_MARKS = (
    (
        re.compile(r"[ \t]*(?:Document[ \t]+)?\d{1,6}[ \t]+of[ \t]+\d{1,6}(?:[ \t]+DOCUMENTS?)?[ \t]*", re.IGNORECASE),
        True,
    ),
    (_END, False),
    (_FACTIVA_END, False),
    (_RULE, False),
)
"""What parts the articles of a file, and whether it stands above an article or below one."""
_MANY = re.compile(
    rb"(?im)^[ \t]*(?:(?:document[ \t]+)?\d+[ \t]+of[ \t]+\d+|end of document|_{20,}|(?:an[ \t]+)?document[ \t]+[a-z]{3,10}\d)"
)


def may_be_many(data: bytes) -> bool:
    """Whether a file may hold several exported articles; a quick look, before it is decoded."""
    return len(_MANY.findall(data)) > 1


def split_exports(text: str) -> tuple[str, ...]:
    """The articles of a file that holds several, each with the lines around it, none lost; the text itself where it holds one.

    Cut is where the first kind of mark stands that stands more than once; what lies between two marks and is no article belongs
    to the one before it, above the first to the one after.
    """
    lines = text.splitlines(keepends=True)
    for mark, above in _MARKS:
        cuts = [n + (not above) for n, line in enumerate(lines) if mark.fullmatch(line.rstrip("\r\n"))]
        if len(cuts) > 1:
            break
    else:
        return (text,)
    found: list[str] = []
    lead = ""
    for first, last in pairwise(sorted({0, *cuts, len(lines)})):
        part = "".join(lines[first:last])
        if read_export(part) is not None:
            found.append(lead + part)
            lead = ""
        elif found:
            found[-1] += part
        else:
            lead += part
    return tuple(found) if len(found) > 1 else (text,)


def read_export(text: str) -> Export | None:
    """The fields and lines of an exported article or a mail; None for any other text."""
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    lines = [line.removesuffix("\r") for line in lines]
    return _read_mail(lines) or _read_coded(lines) or _read_labelled(lines)


def _read_mail(lines: Sequence[str]) -> Export | None:
    first = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    end = next((n for n in range(first, min(len(lines), first + _MAIL_LINES)) if not lines[n].strip()), None)
    if end is None or not _HEADER.match(lines[first]):
        return None
    labels = {match["label"].lower() for line in lines[first:end] if (match := _HEADER.match(line))}
    if not {"from", "subject"} <= labels or not labels & {"date", "sent", "to"}:
        return None
    reader = _Reader(len(lines))
    field = Field.OTHER
    for number in range(first, end):
        match = _HEADER.match(lines[number])
        if match:
            field = _MAIL[match["label"].lower()]
        reader.tell(number, field, lines[number][match.end() if match else 0 :], new=match is not None)
    for number in range(end, len(lines)):
        reader.tell(number, Field.BODY, lines[number])
    return reader.export()


def _read_coded(lines: Sequence[str]) -> Export | None:
    codes = {match["label"] for line in lines if (match := _CODE.match(line))}
    if not codes >= _CODES_NEEDED or len(codes) < _CODES_ENOUGH or not codes & {"LP", "TD"}:
        return None
    reader = _Reader(len(lines))
    field: Field | None = None
    for number, line in enumerate(lines):
        match = _CODE.match(line)
        if match:
            field = _CODES[match["label"]]
        reader.tell(number, field or Field.HEAD, line, match.end() if match else 0, new=match is not None)
    return reader.export()


def _read_labelled(lines: Sequence[str]) -> Export | None:
    found = [_LABEL.match(line) if ":" in line[:_LABEL_REACH] else None for line in lines]
    labels = {" ".join(match["label"].lower().split()) for match in found if match}
    labels |= {line.strip().lower() for line in lines if _BARE_BODY.match(line) or _END.fullmatch(line)}
    if len(labels) < _ENOUGH or len(labels & _TELLING) < 2:
        return None
    tail = _find_tail(lines, found)
    begins = _find_body(lines, found, tail)
    cover = _find_cover(lines[:begins])
    reader = _Reader(len(lines))
    field: Field | None = None
    seen = False
    for number, line in enumerate(lines):
        match = found[number]
        if number < cover:
            reader.tell(number, Field.OTHER, line)
            continue
        if begins <= number < tail:
            label = match is not None and _field(match) is Field.BODY
            reader.tell(
                number, Field.BODY, line, match.end() if match and label else len(line) if _BARE_BODY.match(line) else 0
            )
            continue
        if match:
            field, seen = _field(match), True
        elif not line.strip():
            field = None
        own = field or (Field.OTHER if seen else Field.HEAD)
        reader.tell(
            number, Field.OTHER if own is Field.BODY else own, line, match.end() if match else 0, new=match is not None
        )
    return reader.export()


def _find_cover(lines: Sequence[str]) -> int:
    """Where a title page above an article, with the search and a list of what it found, has ended."""
    last = next((n for n in range(len(lines) - 1, -1, -1) if _COVER.match(lines[n])), -1)
    while last >= 0 and last < len(lines) and lines[last].strip():
        last += 1
    return max(last, 0)


def _field(match: re.Match[str]) -> Field:
    return _FIELD_OF[" ".join(match["label"].lower().split())]


def _find_tail(lines: Sequence[str], found: Sequence[re.Match[str] | None]) -> int:
    """Where the fields after the story begin: of its paragraphs, read from the end, all that open with a label."""
    opens: list[int] = []
    for number, line in enumerate(lines):
        goes_on = number and line.strip() and lines[number - 1].strip() and not found[number]
        opens.append(opens[-1] if goes_on else number)
    tail = number = len(lines)
    while number:
        number -= 1
        opener = found[opens[number]]
        closing = _closes(lines[number]) and tail - number <= 2
        if (opener and _field(opener) is not Field.BODY) or closing:
            tail = number
        elif lines[number].strip():
            break
    return tail


def _closes(line: str) -> bool:
    return any(mark.fullmatch(line) for mark in (_END, _FACTIVA_END, _RULE)) or line.strip() in _TAIL_HEADS


def _find_body(lines: Sequence[str], found: Sequence[re.Match[str] | None], tail: int) -> int:
    """Where the story begins: at its label, else with the first paragraph without one after the labels above it."""
    for number in range(tail):
        match = found[number]
        if (match and _field(match) is Field.BODY) or _BARE_BODY.match(lines[number]):
            return number
    seen = False
    for number in range(tail):
        if found[number]:
            seen = True
        elif seen and lines[number].strip() and not lines[number - 1].strip():
            return number
    return tail


class _Reader:
    """Gathers what is told of the lines, one after the other."""

    def __init__(self, number: int) -> None:
        self._lines: list[Field | None] = [None] * number
        self._begins = [0] * number
        self._values: dict[Field, list[str]] = {}
        self._open: Field | None = None
        self._head: list[str] = []

    def tell(self, number: int, field: Field, line: str, begin: int = 0, *, new: bool = False) -> None:
        """Takes a line: what it is, its text from `begin` on, and whether it opens a field."""
        words = " ".join(line[begin:].split())
        if new:
            self._open = field if field not in self._values else None
        if line.strip() or begin:
            self._lines[number], self._begins[number] = field, begin
        if field is Field.HEAD and words:
            self._head.append(words)
        elif words and self._open is field and field is not Field.BODY:
            self._values.setdefault(field, []).append(words)

    def export(self) -> Export | None:
        """What was told; None without a story."""
        if Field.BODY not in self._lines:
            return None
        values = {field: " ".join(parts) for field, parts in self._values.items()}
        return Export(values, tuple(self._lines), tuple(self._begins), tuple(self._head))
