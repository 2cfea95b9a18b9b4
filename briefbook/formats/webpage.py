"""Saved pages: bytes to text, HTML to article text and metadata, and the whole page as flat lines."""

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

    A byte order mark decides; then UTF-8 where all bytes fit it; else the encoding is detected and the result doubtful.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return Decoded(text=text, encoding=encoding, doubtful="\ufffd" in text)
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8", doubtful=False)
    except UnicodeDecodeError:
        pass
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding  # noqa: PLC0415

    encoding = detect_encoding(data, html5_compatible=True) or "windows-1252"
    return Decoded(text=bytes_to_str(data, encoding, errors="replace"), encoding=encoding, doubtful=True)
