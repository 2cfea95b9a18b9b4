"""A book's folder is read as it is: what cannot be read is reported with its name, and the rest stands."""

import gzip
import os
from pathlib import Path, PurePosixPath

import pytest

from briefbook.model.article import Seed
from briefbook.model.config import Config
from briefbook.model.diagnostics import BriefbookError, Diagnostic, Severity
from briefbook.model.entity import EntityKind
from briefbook.shell.account import find_root
from briefbook.shell.project import (
    read_bases,
    read_config,
    read_project,
    read_seeds,
    seed_ending,
)
from briefbook.shell.theme import read_theme

SEEDS = PurePosixPath("seeds")
LIMIT = 1000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    return tmp_path


def read(root: Path, limit: int = LIMIT) -> tuple[list[Seed], list[Diagnostic]]:
    faults: list[Diagnostic] = []
    return list(read_seeds(root, SEEDS, limit, faults)), faults


def seeds(root: Path) -> tuple[list[str], list[str]]:
    """The names of what was read, and "name: message" of what was not."""
    found, faults = read(root)
    return [seed.path.name for seed in found], [f"{fault.location.path.name}: {fault.message}" for fault in faults]


# Clippings


def test_clippings_are_read_by_name_as_they_are(root: Path) -> None:
    for name in ("b.txt", "a.HTML", "c.md", "d.htm", "e.warc", "f.wet"):
        (root / "seeds" / name).write_bytes(b"text of " + name.encode() + b"\r\n")
    found, faults = read(root)
    assert [str(seed.path) for seed in found] == [
        f"seeds/{n}" for n in ("a.HTML", "b.txt", "c.md", "d.htm", "e.warc", "f.wet")
    ]
    assert found[0].data == b"text of a.HTML\r\n"
    assert not faults


def test_notes_on_the_clippings_are_no_clippings(root: Path) -> None:
    for name in ("README.md", "README.txt", "SHA256SUMS", ".hidden.txt", "~lock.txt", ".DS_Store"):
        (root / "seeds" / name).write_text("text")
    assert seeds(root) == ([], [])


def test_packed_clippings_are_unpacked_and_archives_are_not(root: Path) -> None:
    (root / "seeds" / "a.txt.gz").write_bytes(gzip.compress(b"one") + gzip.compress(b" two"))
    (root / "seeds" / "b.warc.gz").write_bytes(gzip.compress(b"WARC/1.0"))
    found, faults = read(root)
    assert [(seed.path.name, seed.data) for seed in found] == [
        ("a.txt", b"one two"),
        ("b.warc.gz", gzip.compress(b"WARC/1.0")),
    ]
    assert not faults


def test_a_clipping_that_is_there_packed_and_unpacked_is_read_once(root: Path) -> None:
    (root / "seeds" / "a.txt").write_bytes(b"one")
    (root / "seeds" / "a.txt.gz").write_bytes(gzip.compress(b"one"))
    found, faults = seeds(root)
    assert found == ["a.txt"]
    assert [fault.split(":")[0] for fault in faults] == ["a.txt.gz"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\n", "is empty"),
        ("long.txt", b"x" * (LIMIT + 1), "larger than"),
        ("bomb.txt.gz", gzip.compress(b"x" * 100_000), "larger than"),
        ("not.txt.gz", b"plain text", "not packed"),
        ("cut.txt.gz", gzip.compress(os.urandom(200))[:50], "ends too early"),
        ("report.txt", b"%PDF-1.7 ...", "not text"),
        ("photo.html", b"\xff\xd8\xff\xe0JFIF", "not text"),
        ("program.txt", bytes(range(256)) * 3, "not text"),
    ],
)
def test_what_is_no_readable_text_is_reported_and_left_out(root: Path, name: str, data: bytes, message: str) -> None:
    (root / "seeds" / name).write_bytes(data)
    (root / "seeds" / "good.txt").write_text("text")
    found, faults = seeds(root)
    assert found == ["good.txt"]
    assert len(faults) == 1
    assert faults[0].startswith(f"{name}: ")
    assert message in faults[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "koi8-r"])
def test_text_in_any_encoding_is_no_binary_data(root: Path, encoding: str) -> None:
    text = "Привет, мир" if encoding == "koi8-r" else "The minister said “no” again, and left the café."
    (root / "seeds" / "a.txt").write_bytes((text * 5).encode(encoding))
    assert seeds(root) == (["a.txt"], [])


def test_a_stray_nul_makes_no_binary_file_of_a_text(root: Path) -> None:
    (root / "seeds" / "a.txt").write_bytes(b"The minister said no. " * 100 + b"\0")
    found, _ = read(root, 10_000)
    assert len(found) == 1


def test_links_out_of_the_folder_are_refused_and_links_within_followed(root: Path) -> None:
    (root / "secret").write_text("secret")
    (root / "seeds" / "a.txt").write_text("text")
    (root / "seeds" / "b.txt").symlink_to("a.txt")
    (root / "seeds" / "c.txt").symlink_to(root / "secret")
    (root / "seeds" / "d.txt").symlink_to("nowhere")
    (root / "seeds" / "e.txt").symlink_to("e.txt")
    found, faults = seeds(root)
    assert found == ["a.txt", "b.txt"]
    assert [fault.split(":")[0] for fault in faults] == ["c.txt", "d.txt", "e.txt"]


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_name_that_cannot_be_written_down_is_reported_and_odd_ones_are_read(root: Path) -> None:
    for name in ("-dash.txt", "two words.txt", "עברית.txt", "Foto 3.14\u202fPM.txt", f"{'x' * 251}.txt"):
        (root / "seeds" / name).write_text("text")
    for name in (b"bad\xff.txt", b"new\nline.txt"):
        with open(os.fsencode(root / "seeds") + b"/" + name, "w") as file:  # noqa: PTH123 - no path of text has such bytes
            file.write("text")
    found, faults = seeds(root)
    assert len(found) == 5
    assert len(faults) == 2
    assert all("its name" in fault for fault in faults)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_a_pipe_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "seeds" / "a.txt")
    assert seeds(root) == ([], ["a.txt: not a plain file"])


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_reported(root: Path) -> None:
    (root / "seeds" / "a.txt").write_text("text")
    (root / "seeds" / "a.txt").chmod(0)
    assert seeds(root) == ([], ["a.txt: permission denied"])


def test_a_folder_with_a_clippings_name_is_reported(root: Path) -> None:
    (root / "seeds" / "a.txt").mkdir()
    assert seeds(root) == ([], ["a.txt: a folder, not a file"])


def test_other_files_and_deeper_folders_are_mentioned_but_a_saved_pages_parts_are_not(root: Path) -> None:
    for name in ("report.pdf", "older/vote.txt", "page_files/style.txt", "pictures/a.jpg"):
        (root / "seeds" / name).parent.mkdir(exist_ok=True)
        (root / "seeds" / name).write_text("text")
    _, faults = read(root)
    assert [(str(f.location), f.severity) for f in faults] == [
        ("seeds/older", Severity.WARNING),
        ("seeds/report.pdf", Severity.NOTE),
    ]


def test_no_folder_of_clippings_is_no_fault(tmp_path: Path) -> None:
    assert read(tmp_path) == ([], [])


# Sidecars


def test_a_sidecar_states_what_the_clipping_does_not(root: Path) -> None:
    (root / "seeds" / "vote.txt").write_text("text")
    (root / "seeds" / "vote.yml").write_text("outlet: The Courier\npublished: 2014-03-12\n")
    (seed,), faults = read(root)
    assert not faults
    assert seed.sidecar
    assert (seed.sidecar.outlet, seed.sidecar.published) == ("The Courier", "2014-03-12")


def test_a_sidecar_at_fault_is_reported_and_the_clipping_stays(root: Path) -> None:
    (root / "seeds" / "vote.txt").write_text("text")
    (root / "seeds" / "vote.yml").write_text("outlets: The Courier\n")
    (seed,), faults = read(root)
    assert seed.path.name == "vote.txt"
    assert [str(fault.location) for fault in faults] == ["seeds/vote.yml:1:1"]
    assert "outlet" in faults[0].hint


def test_a_sidecar_without_a_clipping_is_reported(root: Path) -> None:
    (root / "seeds" / "vote.yml").write_text("outlet: The Courier\n")
    assert seeds(root) == ([], ["vote.yml: no clipping has this name, so what the file states is not used"])


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.txt", ".txt"),
        ("a.TXT", ".TXT"),
        ("a.html.gz", ".html.gz"),
        ("a.docx", ".docx"),
        ("a.mhtml", ".mhtml"),
        ("a.pdf", ""),
        (".txt", ""),
        ("a.gz", ""),
        ("txt", ""),
    ],
)
def test_what_is_a_clipping_by_its_ending(name: str, ending: str) -> None:
    assert seed_ending(name) == ending


# Settings and content


def test_no_settings_are_all_defaults(tmp_path: Path) -> None:
    assert read_config(tmp_path) == (Config(), ())


def test_settings_at_fault_are_reported_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "briefbook.yml").write_text("book:\n  titel: x\n")
    _, (fault,) = read_config(tmp_path)
    assert str(fault.location) == "briefbook.yml:2:3"
    assert fault.hint == "did you mean `title`?"


@pytest.mark.parametrize("data", [b"book: [a\n", b"book: \xff\n", b"\0"])
def test_settings_that_cannot_be_read_stop_everything(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "briefbook.yml").write_bytes(data)
    with pytest.raises(BriefbookError, match=r"briefbook\.yml:\d+.*config-invalid"):
        read_config(tmp_path)


def test_content_is_read_by_kind(tmp_path: Path) -> None:
    for name in ("articles/b", "articles/a", "articles/_draft", "people/kerry", "places/geneva", "pages/scope"):
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / f"{name}.md").write_text(f"text of {name}\r\n")
    (tmp_path / "content" / "articles" / "notes.txt").write_text("no Markdown")
    (tmp_path / "content" / "chronology.yml").write_text("hide: []\n")
    project, faults = read_project(tmp_path, Config())
    assert not faults
    assert [str(d.path) for d in project.articles] == ["content/articles/a.md", "content/articles/b.md"]
    assert project.articles[0].text == "text of articles/a\n"
    assert [(kind, str(d.path)) for kind, d in project.entities] == [
        (EntityKind.PERSON, "content/people/kerry.md"),
        (EntityKind.PLACE, "content/places/geneva.md"),
    ]
    assert [str(d.path) for d in project.pages] == ["content/pages/scope.md"]
    assert project.rulings
    assert project.rulings.text == "hide: []\n"


def test_content_that_is_no_text_is_reported_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "content" / "articles").mkdir(parents=True)
    (tmp_path / "content" / "articles" / "a.md").write_bytes(b"one\ntwo \xe9\n")
    (tmp_path / "content" / "articles" / "b.md").write_bytes(b"one\n\0\n")
    (tmp_path / "content" / "articles" / "c.md").write_text("good")
    project, faults = read_project(tmp_path, Config())
    assert [d.path.name for d in project.articles] == ["c.md"]
    assert [str(fault.location) for fault in faults] == ["content/articles/a.md:2", "content/articles/b.md:2"]


def test_the_bases_are_found_by_the_name_of_their_article(tmp_path: Path) -> None:
    (tmp_path / ".briefbook" / "base" / "articles").mkdir(parents=True)
    (tmp_path / ".briefbook" / "base" / "articles" / "a.md").write_text("as generated")
    assert read_bases(tmp_path) == {PurePosixPath("articles/a.md"): "as generated"}


# The theme


def test_the_books_templates_lie_over_the_default_ones(tmp_path: Path) -> None:
    (tmp_path / "templates" / "html").mkdir(parents=True)
    (tmp_path / "templates" / "html" / "article.html").write_text("mine")
    (tmp_path / "templates" / "html" / ".article.html.swp").write_text("swap")
    (defaults, overrides), faults = read_theme(tmp_path, PurePosixPath("templates"))
    assert not faults
    assert {file.name.parts[0] for file in defaults} >= {"html", "assets"}
    assert [(str(file.name), str(file.path)) for file in overrides] == [
        ("html/article.html", "templates/html/article.html")
    ]


# Finding and making a book


def test_the_nearest_book_at_or_above_here_is_taken(book: Path) -> None:
    (book / "content" / "articles").mkdir(parents=True)
    assert find_root(book / "content" / "articles", explicit=False) == book.resolve()
    assert find_root(book, explicit=True) == book


def test_a_named_folder_is_not_searched_upwards(book: Path) -> None:
    (book / "deep").mkdir()
    with pytest.raises(BriefbookError, match="not a book"):
        find_root(book / "deep", explicit=True)


def test_a_folder_with_clippings_alone_is_a_book(root: Path) -> None:
    assert find_root(root, explicit=True) == root


@pytest.mark.parametrize("name", ["none", "file"])
def test_what_is_no_folder_is_no_book(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BriefbookError, match="project-unusable"):
        find_root(tmp_path / name, explicit=True)


def test_misspelt_settings_are_named(tmp_path: Path) -> None:
    (tmp_path / "briefbook.yaml").write_text("")
    with pytest.raises(BriefbookError) as caught:
        find_root(tmp_path, explicit=True)
    assert caught.value.diagnostic.hint == "rename briefbook.yaml to briefbook.yml"
