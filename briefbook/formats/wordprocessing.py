"""Documents of word processors as plain lines: Word's .docx and Rich Text, which the databases of the press hand out, too.

Source: ECMA-376, part 1, 17 (WordprocessingML); Rich Text Format Specification 1.9.1.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as ET

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What older programs show in place of a drawing: the same words a second time."""


def read_docx(data: bytes, limit: int) -> str | None:
    """The lines of a Word document, a paragraph or cell a line, notes last; None where it is none, or unpacks to more bytes than `limit`.

    Words struck in a tracked change are left out, inserted ones stand, as Word shows them in the end.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            names = ["word/document.xml", *(name for name in _NOTES if name in packed.namelist())]
            if sum(packed.getinfo(name).file_size for name in names) > limit:
                return None
            return "\n".join(line for name in names for line in _read_part(packed.read(name))) + "\n"
    except Exception:  # noqa: BLE001 -- no such part, locked, damaged: whatever the library makes of it, there is no text
        return None


def _read_part(xml: bytes) -> Iterator[str]:
    if b"<!DOCTYPE" in xml or b"\0" in xml:
        # No word processor writes entities, which could unfold without end, or UTF-16, which could hide them.
        raise ValueError
    # Read by events: a recursion would end at a depth that hostile files exceed.
    open_lines: list[list[str]] = []
    left_out = 0
    for event, element in ET.iterparse(BytesIO(xml), ("start", "end")):  # noqa: S314 - without entities, as said
        tag = str(element.tag).replace(_STRICT, _W)
        name = tag.removeprefix(_W)
        if tag == _ALTERNATIVE:
            left_out += 1 if event == "start" else -1
        elif left_out or name == tag:
            continue
        elif event == "start":
            if name == "p":
                open_lines.append([])
        elif name == "p":
            yield from "".join(open_lines.pop()).split("\n")
            element.clear()
        elif open_lines and name == "t":
            open_lines[-1].append(element.text or "")
        elif open_lines and name in _BREAKS and element.get(f"{_W}type") not in {"page", "column"}:
            open_lines[-1].append(_BREAKS[name])


_TOKEN = re.compile(
    rb"\\(?:(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?\x20?|'(?P<byte>[0-9A-Fa-f]{2})|(?P<symbol>[^A-Za-z']))|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
_SPECIAL = {
    "par": "\n", "sect": "\n", "page": "\n", "line": "\n", "row": "\n", "cell": "\n", "nestcell": "\n", "nestrow": "\n", "tab": "\t",
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "\n": "\n", "\r": "\n", "{": "{", "}": "}", "\\": "\\"}
_UNSEEN = frozenset(
    "fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf fldinst datafield "
    "listtable listoverridetable rsidtbl themedata colorschememapping latentstyles datastore generator xmlnstbl filetbl revtbl "
    "bkmkstart bkmkend annotation atnid atnauthor atndate atnref atnicn xe tc nonesttables sp objdata".split()
)
"""Groups of no words of the text. Headers and footers repeat on every page."""
_PAGES = {
    128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
"""The encodings of fonts by the number of their character set; those of set 0 are in the document's own."""
_TEXT_BOXES = frozenset({"shpinst", "shptxt"})
"""Marked as what older programs may pass over, but of words of the text."""


def read_rtf(data: bytes) -> str | None:
    """The lines of a Rich Text document, a paragraph or cell a line, notes last; None where the bytes are none."""
    if data.lstrip()[:5].lower() != b"{\\rtf":
        return None
    return _RichText().read(data)


class _RichText:
    """The state of a reader of Rich Text: the characters so far, and what each open group has set."""

    def __init__(self) -> None:
        self._story: list[str] = []
        self._notes: list[str] = []
        self._shown = self._story
        self._bytes = bytearray()
        self._page = "cp1252"
        self._pages: dict[int, str] = {}
        self._font = 0
        self._unseen = False
        self._hidden = False
        self._skip = 1
        """Characters after one told by its number that tell it again for older programs."""
        self._groups: list[tuple[list[str], int, bool, bool, int]] = []
        self._in_fonts = 0
        """How many groups are open where the table of fonts began; 0 outside of it."""

    def read(self, data: bytes) -> str:
        """All lines."""
        skip, at, star = 0, 0, False
        while (token := _TOKEN.match(data, at)) is not None or at < len(data):
            if token is None:
                at += 1  # a backslash at the very end
                continue
            at = token.end()
            if brace := token["brace"]:
                self._turn(opens=brace == b"{")
                skip, star = 0, False
            elif (word := token["word"]) is not None:
                name, number = word.decode(), int(token["number"]) if token["number"] else None
                if name == "bin":
                    at += min(max(number or 0, 0), len(data) - at)
                elif name == "u" and number is not None:
                    self._flush()
                    self._tell(chr(number % 0x10000))
                    skip = self._skip
                elif skip and name in _SPECIAL:
                    skip -= 1
                else:
                    self._control(name, number, star=star)
                star = False
            elif token["byte"]:
                if skip:
                    skip -= 1
                elif not self._unseen and not self._hidden:
                    self._bytes.append(int(token["byte"], 16))
            elif symbol := token["symbol"]:
                star = symbol == b"*"
                self._flush()
                self._tell(_SYMBOLS.get(symbol.decode("latin-1"), ""))
            elif text := token["text"]:
                taken = min(skip, len(text))
                skip -= taken
                if not self._unseen and not self._hidden:
                    self._bytes += text[taken:]
        self._flush()
        text = "".join((*self._story, *self._notes, "\n"))
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _turn(self, *, opens: bool) -> None:
        self._flush()
        if opens:
            self._groups.append((self._shown, self._font, self._unseen, self._hidden, self._skip))
        elif self._groups:
            self._shown, self._font, self._unseen, self._hidden, self._skip = self._groups.pop()
            if len(self._groups) < self._in_fonts:
                self._in_fonts = 0

    def _control(self, name: str, number: int | None, *, star: bool) -> None:
        if name in _SPECIAL:
            self._flush()
            self._tell(_SPECIAL[name])
        elif name == "ansicpg" and number:
            self._page = _known(f"cp{number}") or self._page
        elif name in {"f", "deff"}:
            self._flush()
            self._font = number or 0
        elif name == "fcharset" and self._in_fonts:
            self._pages[self._font] = _PAGES.get(number or 0, "")
        elif name == "uc":
            self._skip = max(number or 0, 0)
        elif name == "v":
            self._flush()
            self._hidden = number != 0
        elif name == "footnote":
            self._flush()
            self._shown = self._notes
            self._tell("\n")
        elif name in _UNSEEN or (star and name not in _TEXT_BOXES):
            self._flush()
            self._unseen = True
            self._in_fonts = len(self._groups) if name == "fonttbl" else self._in_fonts

    def _tell(self, words: str) -> None:
        if not self._unseen and not self._hidden:
            self._shown.append(words)

    def _flush(self) -> None:
        """Shows the bytes so far in the encoding of their font."""
        if self._bytes:
            self._shown.append(self._bytes.decode(self._pages.get(self._font) or self._page, "replace"))
            self._bytes.clear()


def _known(encoding: str) -> str:
    try:
        b"".decode(encoding)
    except LookupError:
        return ""
    return encoding
