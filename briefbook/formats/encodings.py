"""The bytes of a file to its characters: encodings by their marks, by what a page states, by what the bytes can be."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The characters of a file."""

    text: str
    encoding: str
    doubtful: bool
    """Whether the encoding was guessed, or bytes had no meaning in it."""


_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def decode_text(data: bytes) -> Decoded:
    """The characters of a file of text in whatever encoding it has.

    A byte order mark decides; then UTF-8 where all bytes fit it; else the encoding is detected and the result doubtful. UTF-16
    without a mark is known by its zeros.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return Decoded(text=text, encoding=encoding, doubtful="\ufffd" in text)
    if wide := _find_wide(data):
        return Decoded(text=data.decode(wide, "replace"), encoding=wide, doubtful=True)
    if _SHIFTS.search(data):  # such text is valid UTF-8, of other characters
        return Decoded(text=data.decode("iso2022_jp", "replace"), encoding="iso-2022-jp", doubtful=True)
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8", doubtful=False)
    except UnicodeDecodeError:
        pass
    damaged = data.decode("utf-8", "replace")
    if damaged.count("\ufffd") < DAMAGE * (len(damaged) - len(damaged.encode("ascii", "ignore"))):
        return Decoded(text=damaged, encoding="utf-8", doubtful=True)
    from resiliparse.parse.encoding import bytes_to_str

    encoding = _detect_encoding(data)
    return Decoded(text=bytes_to_str(data, encoding, errors="replace"), encoding=encoding, doubtful=True)


def _detect_encoding(data: bytes) -> str:
    """The encoding of what is not UTF-8: as the page declares, unless it declares UTF-8, else by its bytes."""
    from resiliparse.parse.encoding import detect_encoding

    for declared in (True, False):
        found: str | None = detect_encoding(data, html5_compatible=True, from_html_meta=declared)
        if found and found != "utf-8":
            return found
    return "euc-kr" if _is_korean(data) else "windows-1252"


_SHIFTS = re.compile(rb"\x1b\$[@B]")
"""What ISO-2022-JP begins its two-byte characters with. Source: RFC 1468."""
DAMAGE = 0.1
"""Share of the characters beyond ASCII that may be broken in what is still UTF-8."""


def _is_korean(data: bytes) -> bool:
    """Whether the bytes are EUC-KR: next to all characters beyond ASCII are then syllables of Hangul."""
    try:
        text = data.decode("euc_kr")
    except UnicodeDecodeError:
        return False
    letters = [char for char in text if char.isalpha() and not char.isascii()]
    return sum("\uac00" <= char <= "\ud7a3" for char in letters) > MOST * len(letters)


MOST = 0.9


def _find_wide(data: bytes) -> str:
    """UTF-16 in one of its two orders, where one order gives printable text with spaces, digits or ends of lines and the other none."""
    head = data[:4000]
    if len(head) < 2 * WIDE_LENGTH or b"\0" not in head:
        return ""
    for encoding, other in (("utf-16-le", "utf-16-be"), ("utf-16-be", "utf-16-le")):
        text, mirrored = (head.decode(order, "replace") for order in (encoding, other))
        plain = sum(map(str.isascii, text))
        shown = sum(char.isprintable() or char.isspace() for char in text)
        if plain > FEW * len(text) and plain > MANY * sum(map(str.isascii, mirrored)) and shown > MOST * len(text):
            return encoding
    return ""


WIDE_LENGTH = 8
"""Characters below which zeros tell nothing."""
FEW, MANY = 0.01, 5
"""Share of ASCII characters that any text has, by its spaces, digits or ends of lines; and how many times more than when misread."""
