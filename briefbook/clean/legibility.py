"""Whether a clipping can be read at all, and what was wrong with its characters."""

import re

from briefbook.model.article import Seed
from briefbook.model.config import CleanConfig

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes((*range(0x09), *range(0x0E, 0x20), 0x7F))
_MOJIBAKE = re.compile(
    r"\u00e2\u20ac[\u0153\u2122\u02dc\u201c\u201d\x9d\x9c\x99\x98\u00a6]|\u00c3[\u00a9\u00a8\u00bc\u00b6\u00a4\u00b1]"
)
_BINARY = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x7fELF")
BINARY_SHARE = 0.05
"""Share of control characters above which a file is no text."""
ZEROS = 0.005
"""Share of zero bytes above which it is none either."""
LONGEST_LINES = 50_000
"""Lines above which a clipping is a data file, not a page."""


def find_control(text: str, data: bytes) -> int:
    """The first line with a control character that no text has; 0 for none. `data`: the bytes that the text was decoded from."""
    if len(data.translate(None, _CONTROL_BYTES)) == len(data):  # a tenth of the time of looking for them in the text
        return 0
    found = _CONTROL.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def find_fault(seed: Seed, config: CleanConfig) -> str:
    """Why the clipping cannot be read, or nothing."""
    data = seed.data
    if len(data) > config.max_megabytes * 10**6:
        return f"{len(data) / 10**6:.1f} MB; expected at most {config.max_megabytes} MB"
    if not data.strip(b"\x00\t\n\r\f\v \xef\xbb\xbf"):
        return "an empty file; expected the text of a page"
    if data.startswith(_BINARY):
        return "a binary file; expected text or HTML"
    return find_length(data.count(b"\n"))


def find_length(lines: int) -> str:
    """That a page has too many lines, or nothing."""
    return f"{lines} lines; expected at most {LONGEST_LINES}" if lines > LONGEST_LINES else ""


def is_binary(text: str) -> bool:
    """Whether what came out of decoding is no text: control characters, zeros and characters that mean nothing abound."""
    head = text[:20_000]
    return len(_CONTROL.findall(head)) + head.count("\ufffd") > BINARY_SHARE * len(head) or head.count(
        "\0"
    ) > ZEROS * len(head)


def find_mojibake(text: str) -> int:
    """The first line with several characters typical of text decoded wrongly before it was saved; 0 for none."""
    if text.isascii() or not ("\u00e2\u20ac" in text or "\u00c3" in text):
        return 0
    if len(_MOJIBAKE.findall(text[:200_000])) < MOJIBAKE:
        return 0
    found = _MOJIBAKE.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


MOJIBAKE = 3
"""Wrong characters from which they are no coincidence."""
