"""A new book: its folder, and the clippings it is begun with."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from briefbook.model.diagnostics import BriefbookError
from briefbook.shell.project import read_config
from briefbook.shell.scaffold import copy_seeds, find_seeds, make_project


@pytest.mark.parametrize("name", ["syria-talks", "Übung: 1", 'it\'s "quoted"', "on"])
def test_a_made_book_reads_back_with_its_title(tmp_path: Path, name: str) -> None:
    make_project(tmp_path / name, None)
    config, faults = read_config(tmp_path / name)
    assert not faults
    assert config.book.title == {"syria-talks": "Syria talks"}.get(name, name[:1].upper() + name[1:])


def test_making_a_book_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine")
    made = make_project(tmp_path, "Title")
    assert (tmp_path / ".gitignore").read_text() == "mine"
    assert tmp_path / "briefbook.yml" in made
    assert not make_project(tmp_path, "Title")


def test_clippings_are_copied_with_their_sidecars_and_never_over_another(
    tmp_path: Path, make_book: Callable[..., Path]
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("a.txt", "a.yml", "b.html", "other.yml", "README.md", "notes.pdf"):
        (source / name).write_text(name)
    found, _ = find_seeds(source)
    assert [path.name for path in found] == ["a.txt", "a.yml", "b.html"]
    book = make_book(clippings={})
    assert copy_seeds(found, book) == 3
    assert copy_seeds(found, book) == 0
    (book / "seeds" / "a.txt").write_text("another")
    with pytest.raises(BriefbookError, match="output-unsafe"):
        copy_seeds(found, book)


def test_what_is_not_copied_is_named_with_the_reason(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "older").mkdir(parents=True)
    (source / "page_files").mkdir()
    for name in ("secret.txt", "source/a.txt", "source/other.yml", "source/older/b.txt", "source/page_files/c.html"):
        (tmp_path / name).write_text(name)
    for number in range(5):
        (source / f"scan {number}.pdf").write_bytes(b"%PDF-1.7")
    (source / "link.txt").symlink_to(tmp_path / "secret.txt")
    (source / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(source / "pipe.txt")
    found, faults = find_seeds(source)
    assert [path.name for path in found] == ["a.txt"]
    assert {fault.rule for fault in faults} == {"clipping-passed-over"}
    assert [fault.message for fault in faults] == [
        "not copied into the book: loop.txt (a folder or link that leads nowhere or may not be followed)",
        "not copied into the book: older (a folder within the folder)",
        "not copied into the book: link.txt (a link that leads out of the folder)",
        "not copied into the book: other.yml (no clipping has its name)",
        "not copied into the book: scan 0.pdf, scan 1.pdf, scan 2.pdf and 2 more (not a clipping)",
        "not copied into the book: pipe.txt (not a plain file)",
    ]


def test_a_folder_without_clippings_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BriefbookError, match=r"no clippings.*\.txt"):
        find_seeds(tmp_path)
