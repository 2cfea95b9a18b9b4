"""A picture is known by its first bytes: what it is, and how large."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.formats.images import Image, read_image

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 480, 320) + bytes(20)
GIF = b"GIF89a" + struct.pack("<HH", 480, 320) + bytes(20)
JPEG = b"\xff\xd8\xff\xe0\x00\x10" + bytes(14) + b"\xff\xff\xc2\x00\x11\x08" + struct.pack(">HH", 320, 480) + bytes(20)
LOSSY = b"RIFF\0\0\0\0WEBPVP8 " + bytes(10) + struct.pack("<HH", 480, 320) + bytes(20)
LOSSLESS = b"RIFF\0\0\0\0WEBPVP8L" + bytes(5) + (479 | 319 << 14).to_bytes(4, "little") + bytes(20)
EXTENDED = b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + (479).to_bytes(3, "little") + (319).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("data", "kind"),
    [(PNG, "png"), (GIF, "gif"), (JPEG, "jpeg"), (LOSSY, "webp"), (LOSSLESS, "webp"), (EXTENDED, "webp")],
)
def test_kind_and_size_of_a_picture(data, kind):
    assert read_image(data) == Image(kind, 480, 320)


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff", JPEG[:20], PNG[:20], GIF[:8], LOSSY[:28]],
)
def test_what_is_no_picture_or_breaks_off_is_none(data):
    assert read_image(data) is None


def test_a_picture_without_height_is_none():
    assert read_image(PNG[:20] + bytes(24)) is None


@given(st.sampled_from([PNG, GIF, JPEG, LOSSY, LOSSLESS, EXTENDED]), st.integers(0, 60), st.binary(max_size=40))
def test_whatever_follows_the_mark_does_no_harm(data, kept, rest):
    read_image(data[:kept] + rest)
