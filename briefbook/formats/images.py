"""Pictures by their first bytes: what they are and how large; nothing of them is decoded."""

import struct
from dataclasses import dataclass

IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp")
"""Of pictures that every browser shows and that hold no program; SVG may."""


@dataclass(frozen=True, slots=True)
class Image:
    """The head of a picture."""

    kind: str
    """png, jpeg, gif or webp."""
    width: int
    """In pixels."""
    height: int


def read_image(data: bytes) -> Image | None:
    """What the bytes show, by what they are and not by what they are called; None for anything else."""
    for read in (_read_png, _read_gif, _read_webp, _read_jpeg):
        found = read(data)
        if found:
            return found if found.width and found.height else None
    return None


def _read_png(data: bytes) -> Image | None:
    """Source: PNG specification, third edition, 5.2 and 11.2.1."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return Image("png", *struct.unpack(">II", data[16:24]))


def _read_gif(data: bytes) -> Image | None:
    """Source: GIF89a specification, 17 and 18."""
    if not data.startswith((b"GIF87a", b"GIF89a")) or len(data) < 10:
        return None
    return Image("gif", *struct.unpack("<HH", data[6:10]))


def _read_webp(data: bytes) -> Image | None:
    """Source: RFC 9649, 2.3 to 2.7; RFC 6386, 9.1 for the lossy kind."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    match data[12:16]:
        case b"VP8 ":
            width, height = struct.unpack("<HH", data[26:30])
            return Image("webp", width & 0x3FFF, height & 0x3FFF)
        case b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            return Image("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case b"VP8X":
            return Image("webp", int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1)
        case _:
            return None


# Start of frame, in all the ways of coding. Source: ITU-T T.81, table B.1.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a segment."""


def _read_jpeg(data: bytes) -> Image | None:
    """Walks the segments up to the frame; each step moves on. Source: ITU-T T.81, B.1 and B.2."""
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
        elif marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return Image("jpeg", width, height)
        else:
            at += 2 + max(int.from_bytes(data[at + 2 : at + 4], "big"), 2)
    return None
