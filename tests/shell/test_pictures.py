"""Pictures that the editor named are read from the folder of content alone, and only where they are pictures."""

import struct
from pathlib import Path, PurePosixPath

import pytest

from briefbook.pipeline import PictureName
from briefbook.shell.pictures import read_pictures

CONTENT = PurePosixPath("content")
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 480, 320) + bytes(20)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content/pictures").mkdir(parents=True)
    (tmp_path / "content/pictures/quay.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    return tmp_path


def name(path: str, line: int = 7) -> PictureName:
    return PictureName(path=PurePosixPath(path), named_in=PurePosixPath("content/articles/talks.md"), line=line)


def test_a_picture_is_read_once_with_its_size(root: Path) -> None:
    found, faults = read_pictures(root, CONTENT, [name("pictures/quay.png"), name("pictures/quay.png", 9)])
    assert faults == ()
    assert [(str(p.path), p.data, p.width, p.height) for p in found] == [("pictures/quay.png", PNG, 480, 320)]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("pictures/boat.png", "there is no such file in content/"),
        ("pictures/quay.svg", "its name does not end in"),
        ("../secret.png", "it would stand outside content/"),
        ("/etc/hostname.png", "it would stand outside content/"),
        ("pictures/linked.png", "a link that leads out of the folder is not followed"),
        ("away/secret.png", "a link that leads out of the folder is not followed"),
        ("pictures/text.png", "the file is no PNG, JPEG, GIF or WebP picture"),
        ("pictures/folder.png", "a folder, not a file"),
        ("pictures/ring.png", ""),
        ("pictures/\0.png", "there is no such file"),
        (f"pictures/{'a' * 4000}.png", ""),
    ],
)
def test_what_is_no_picture_of_the_books_is_reported_where_it_is_named(root: Path, path: str, why: str) -> None:
    (root / "content/pictures/linked.png").symlink_to(root / "secret.png")
    (root / "content/pictures/ring.png").symlink_to(root / "content/pictures/ring.png")
    (root / "content/away").symlink_to(root)
    (root / "content/pictures/text.png").write_text("<script>")
    (root / "content/pictures/folder.png").mkdir()
    found, (fault,) = read_pictures(root, CONTENT, [name(path)])
    assert found == ()
    assert fault.rule == "picture-unread"
    assert fault.location.line == 7
    assert why in fault.message
    assert fault.hint.startswith("put it at content/pictures/")
