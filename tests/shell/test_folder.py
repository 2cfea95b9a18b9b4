"""Only changes are written, inside one folder, never over somebody else's file, and what is not ours stays."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.model.book import OutputFile, OutputStream, Standing
from briefbook.model.diagnostics import BriefbookError
from briefbook.model.text import digest
from briefbook.shell.folder import (
    BATCH_FILES,
    JOURNAL,
    MANIFEST,
    is_intact,
    pack_site,
    plan_deleting,
    plan_writing,
    read_manifest,
    remove_site,
    sync_site,
)

SITE = PurePosixPath("site")


def files(**texts: str) -> tuple[OutputFile, ...]:
    return tuple(
        OutputFile(path=PurePosixPath(name.replace("__", "/") + ".html"), data=text.encode())
        for name, text in texts.items()
    )


def stamps(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# The plan


def wanted(**texts: str) -> list[tuple[PurePosixPath, str]]:
    return [(file.path, digest(file.data)) for file in files(**texts)]


def test_a_new_file_is_written_a_changed_one_rewritten_and_an_equal_one_left() -> None:
    (a, _), (b, _), (c, _) = book = wanted(a="1", b="2", c="3")
    manifest = {a: digest("1"), b: digest("old")}
    plan = plan_writing(manifest, book, {a: digest("1"), b: digest("old")}, SITE, {})
    assert plan.write == (b, c)
    assert plan.unchanged == (a,)
    assert not plan.diagnostics


def test_what_the_book_no_longer_has_is_deleted_but_only_as_it_was_written() -> None:
    gone, changed = PurePosixPath("gone.html"), PurePosixPath("changed.html")
    manifest = {gone: digest("1"), changed: digest("2")}
    delete, faults = plan_deleting(manifest, (), {gone: digest("1"), changed: digest("mine")}, SITE)
    assert delete == (gone,)
    assert [fault.rule for fault in faults] == ["output-unsafe"]


def test_a_file_that_no_build_wrote_is_not_replaced() -> None:
    [(page, _)] = book = wanted(index="ours")
    plan = plan_writing({}, book, {page: digest("theirs")}, SITE, {})
    assert not plan.write
    assert str(plan.diagnostics[0].location) == "site/index.html"


def test_a_page_of_ours_that_somebody_changed_is_restored() -> None:
    [(page, _)] = book = wanted(index="ours")
    plan = plan_writing({page: digest("older")}, book, {page: digest("theirs")}, SITE, {})
    assert plan.write == (page,)


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../outside.html",
        "a/../../b.html",
        "a\\b.html",
        "con.html",
        "a:b.html",
        ".gitignore",
        "x/.gitignore",
        "a\nb.html",
        "end.",
        str(MANIFEST),
        str(JOURNAL),
    ],
)
def test_no_path_leads_out_of_the_site_or_troubles_another_system(path: str) -> None:
    plan = plan_writing({}, [(PurePosixPath(path), digest(""))], {}, SITE, {})
    assert not plan.write
    assert [fault.rule for fault in plan.diagnostics] == ["output-unsafe"]


def test_two_names_that_differ_in_case_alone_are_reported() -> None:
    seen: dict[str, PurePosixPath] = {}
    assert plan_writing({}, wanted(Kerry="1"), {}, SITE, seen).write
    plan = plan_writing({}, wanted(kerry="2"), {}, SITE, seen)
    assert not plan.write
    assert [fault.rule for fault in plan.diagnostics] == ["output-unsafe"]


TEXTS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("123"))


@given(old=TEXTS, new=TEXTS, edits=TEXTS)
def test_after_a_plan_the_folder_holds_the_book_and_every_foreign_file(
    old: dict[str, str], new: dict[str, str], edits: dict[str, str]
) -> None:
    disk = {PurePosixPath(name): text for name, text in (old | edits).items()}
    manifest = {PurePosixPath(name): digest(text) for name, text in old.items()}
    book = {PurePosixPath(name): text for name, text in new.items()}
    digests = [(path, digest(text)) for path, text in book.items()]
    present = {path: digest(text) for path, text in disk.items()}
    plan = plan_writing(manifest, digests, present, SITE, {})
    delete, _ = plan_deleting(manifest, book, present, SITE)
    after = {path: text for path, text in disk.items() if path not in delete}
    after |= {path: book[path] for path in plan.write}
    for name, text in edits.items():
        path = PurePosixPath(name)
        if name not in old or (name not in new and old[name] != text):
            assert after[path] == text
    for name, text in new.items():
        path = PurePosixPath(name)
        assert after[path] == text or (name in edits and name not in old)
    present = {path: digest(text) for path, text in after.items()}
    assert not plan_writing(plan.manifest, digests, present, SITE, {}).write
    assert not plan_deleting(plan.manifest, book, present, SITE).value


# The disk


def test_a_second_sync_writes_nothing(tmp_path: Path) -> None:
    book = files(index="1", articles__ferry="2")
    sync_site(tmp_path, SITE, book)
    assert names(tmp_path / "site") == [str(MANIFEST), "articles/ferry.html", "index.html"]
    before = stamps(tmp_path)
    assert not sync_site(tmp_path, SITE, book).value.written
    assert stamps(tmp_path) == before


def test_a_change_writes_that_file_and_the_account_alone(tmp_path: Path) -> None:
    sync_site(tmp_path, SITE, files(a="1", b="2"))
    before = stamps(tmp_path)
    sync_site(tmp_path, SITE, files(a="1", b="3"))
    changed = {path.name for path, stamp in stamps(tmp_path).items() if before[path] != stamp}
    assert changed == {"b.html", MANIFEST.name}


def test_deleting_takes_the_emptied_folder_and_leaves_the_authors_files(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / ".gitignore").write_text("*\n!.gitignore\n")
    (site / "notes.txt").write_text("mine")
    sync_site(tmp_path, SITE, files(articles__ferry="1", index="2"))
    sync_site(tmp_path, SITE, files(index="2"))
    assert names(site) == [str(MANIFEST), ".gitignore", "index.html", "notes.txt"]
    assert not (site / "articles").exists()


def test_a_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    root = tmp_path / "book"
    (root / "site").mkdir(parents=True)
    (root / "site" / "articles").symlink_to(outside)
    (root / "site" / "index.html").symlink_to(outside / "index.html")
    synced, faults = sync_site(root, SITE, files(articles__ferry="1", index="2"))
    assert not synced.written
    assert [fault.rule for fault in faults] == ["output-unsafe", "output-unsafe"]
    assert not list(outside.iterdir())


def test_a_site_that_is_a_link_out_of_the_book_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "site").symlink_to(tmp_path / "outside")
    with pytest.raises(BriefbookError, match="output-unsafe"):
        sync_site(tmp_path / "book", SITE, files(index="1"))


def test_a_file_where_a_folder_belongs_is_reported(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "articles").write_text("mine")
    _, faults = sync_site(tmp_path, SITE, files(articles__ferry="1"))
    assert [fault.rule for fault in faults] == ["output-unsafe"]


def test_a_site_that_is_a_file_is_an_error_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(BriefbookError, match="project-unusable"):
        sync_site(tmp_path, SITE, files(index="1"))


@pytest.mark.parametrize("account", ["", "{", "[]", '{"files": []}', '{"files": {"a": 1}}', "\x00"])
def test_a_broken_account_counts_as_none(tmp_path: Path, account: str) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / MANIFEST).write_text(account)
    assert sync_site(tmp_path, SITE, files(index="1")).value.written
    assert is_intact(tmp_path / "site", digest((tmp_path / "site" / MANIFEST).read_bytes()))


def test_what_an_interrupted_build_wrote_is_known_as_ours(tmp_path: Path) -> None:
    def interrupted() -> Iterator[OutputFile]:
        yield from files(**{f"page-{number}": "1" for number in range(BATCH_FILES)})
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync_site(tmp_path, SITE, interrupted())
    assert (tmp_path / "site" / "page-7.html").read_text() == "1"
    assert len(read_manifest(tmp_path / "site")) == BATCH_FILES
    synced, faults = sync_site(tmp_path, SITE, files(index="2"))
    assert not faults
    assert synced.deleted == BATCH_FILES
    assert names(tmp_path / "site") == [str(MANIFEST), "index.html"]


def test_a_page_that_stands_is_kept_and_what_it_is_made_of_remembered(tmp_path: Path) -> None:
    page = OutputFile(path=PurePosixPath("a.html"), data=b"1", made_of="x")
    assert sync_site(tmp_path, SITE, [page]).value.pages == {page.path: "x"}
    before = stamps(tmp_path)
    synced, faults = sync_site(tmp_path, SITE, [Standing(path=page.path, made_of="x")])
    assert (synced.unchanged, synced.deleted, synced.pages, faults) == (1, 0, {page.path: "x"}, ())
    assert stamps(tmp_path) == before


def test_a_page_changed_while_it_was_taken_to_stand_is_made_again_the_next_time(tmp_path: Path) -> None:
    page = OutputFile(path=PurePosixPath("a.html"), data=b"1", made_of="x")
    sync_site(tmp_path, SITE, [page])
    (tmp_path / "site" / "a.html").write_text("mine")
    assert not sync_site(tmp_path, SITE, [Standing(path=page.path, made_of="x")]).value.pages
    sync_site(tmp_path, SITE, [page])
    assert (tmp_path / "site" / "a.html").read_text() == "1"


def test_a_large_file_is_written_as_it_is_made_and_only_when_it_changed(tmp_path: Path) -> None:
    def write(out: IO[bytes]) -> None:
        out.writelines(b"%d\n" % number for number in range(1000))

    stream = OutputStream(path=PurePosixPath("data/book.json"), write=write)
    sync_site(tmp_path, SITE, [stream])
    assert len((tmp_path / "site/data/book.json").read_bytes().splitlines()) == 1000
    before = stamps(tmp_path)
    assert sync_site(tmp_path, SITE, [stream]).value.unchanged == 1
    assert stamps(tmp_path) == before


def test_a_pack_published_with_the_site_holds_all_but_itself(tmp_path: Path) -> None:
    for _ in range(2):
        synced, _ = sync_site(tmp_path, SITE, files(index="1", articles__ferry="2"), "book")
        with zipfile.ZipFile(tmp_path / "site" / "book.zip") as archive:
            assert archive.namelist() == ["book/articles/ferry.html", "book/index.html"]
    assert (synced.written, synced.unchanged) == (0, 3)


def test_a_site_is_intact_until_a_file_of_it_changes(tmp_path: Path) -> None:
    sync_site(tmp_path, SITE, files(index="1"))
    account = digest((tmp_path / "site" / MANIFEST).read_bytes())
    assert is_intact(tmp_path / "site", account)
    (tmp_path / "site" / "index.html").write_text("2")
    assert not is_intact(tmp_path / "site", account)


# Cleaning up


def test_cleaning_deletes_what_was_written_and_nothing_else(tmp_path: Path) -> None:
    sync_site(tmp_path, SITE, files(index="1", articles__ferry="2", kept="3"))
    (tmp_path / "site" / "notes.txt").write_text("mine")
    (tmp_path / "site" / "kept.html").write_text("changed")
    assert remove_site(tmp_path, SITE) == 2
    assert names(tmp_path / "site") == ["kept.html", "notes.txt"]


def test_a_folder_without_our_account_is_not_cleaned(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.html").write_text("mine")
    assert remove_site(tmp_path, SITE) is None
    assert names(tmp_path / "site") == ["thesis.html"]


def test_cleaning_where_there_is_nothing_is_no_fault(tmp_path: Path) -> None:
    assert remove_site(tmp_path, SITE) is None


# One file to hand over


def test_the_packed_site_is_the_same_whenever_it_is_packed(tmp_path: Path) -> None:
    sync_site(tmp_path, SITE, files(index="1", articles__ferry="2"))
    (tmp_path / "site" / "notes.txt").write_text("mine")
    pack_site(tmp_path / "site", tmp_path / "one.zip", "syria")
    os.utime(tmp_path / "site" / "index.html", (0, 0))
    pack_site(tmp_path / "site", tmp_path / "two.zip", "syria")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["syria/articles/ferry.html", "syria/index.html"]
    assert set(read_manifest(tmp_path / "site")) == {PurePosixPath("index.html"), PurePosixPath("articles/ferry.html")}
