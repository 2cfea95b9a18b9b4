"""Only changes are written, whole, inside one folder, never over somebody else's file, and no edit is lost."""

import multiprocessing
import os
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.model.book import OutputFile
from briefbook.model.diagnostics import BriefbookError
from briefbook.model.text import digest
from briefbook.shell.output import (
    MANIFEST,
    Fate,
    find_conflict,
    is_intact,
    lock,
    pack_site,
    plan_draft,
    plan_sync,
    read_manifest,
    remove_cache,
    remove_site,
    sync_site,
    write_draft,
    write_files,
    write_whole,
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


def test_a_new_file_is_written_a_changed_one_rewritten_and_an_equal_one_left() -> None:
    a, b, c = files(a="1", b="2", c="3")
    manifest = {a.path: digest("1"), b.path: digest("old")}
    plan = plan_sync(manifest, (a, b, c), {a.path: digest("1"), b.path: digest("old")}, SITE)
    assert [file.path.name for file in plan.write] == ["b.html", "c.html"]
    assert plan.unchanged == (a.path,)
    assert not plan.delete
    assert not plan.diagnostics


def test_what_the_book_no_longer_has_is_deleted_but_only_as_it_was_written() -> None:
    gone, changed = PurePosixPath("gone.html"), PurePosixPath("changed.html")
    manifest = {gone: digest("1"), changed: digest("2")}
    plan = plan_sync(manifest, (), {gone: digest("1"), changed: digest("mine")}, SITE)
    assert plan.delete == (gone,)
    assert [fault.rule for fault in plan.diagnostics] == ["output-unsafe"]


def test_a_file_that_no_build_wrote_is_not_replaced() -> None:
    (page,) = files(index="ours")
    plan = plan_sync({}, (page,), {page.path: digest("theirs")}, SITE)
    assert not plan.write
    assert str(plan.diagnostics[0].location) == "site/index.html"


def test_a_page_of_ours_that_somebody_changed_is_restored() -> None:
    (page,) = files(index="ours")
    plan = plan_sync({page.path: digest("older")}, (page,), {page.path: digest("theirs")}, SITE)
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
    ],
)
def test_no_path_leads_out_of_the_site_or_troubles_another_system(path: str) -> None:
    plan = plan_sync({}, (OutputFile(path=PurePosixPath(path), data=b""),), {}, SITE)
    assert not plan.write
    assert [fault.rule for fault in plan.diagnostics] == ["output-unsafe"]


def test_two_names_that_differ_in_case_alone_are_reported() -> None:
    plan = plan_sync({}, files(Kerry="1", kerry="2"), {}, SITE)
    assert len(plan.write) == 1
    assert [fault.rule for fault in plan.diagnostics] == ["output-unsafe"]


TEXTS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("123"))


@given(old=TEXTS, new=TEXTS, edits=TEXTS)
def test_after_a_plan_the_folder_holds_the_book_and_every_foreign_file(
    old: dict[str, str], new: dict[str, str], edits: dict[str, str]
) -> None:
    disk = {PurePosixPath(name): text for name, text in (old | edits).items()}
    manifest = {PurePosixPath(name): digest(text) for name, text in old.items()}
    book = tuple(OutputFile(path=PurePosixPath(name), data=text.encode()) for name, text in new.items())
    plan = plan_sync(manifest, book, {path: digest(text) for path, text in disk.items()}, SITE)
    after = {path: text for path, text in disk.items() if path not in plan.delete}
    after |= {file.path: file.data.decode() for file in plan.write}
    for name, text in edits.items():
        path = PurePosixPath(name)
        if name not in old or (name not in new and old[name] != text):
            assert after[path] == text
    for name, text in new.items():
        path = PurePosixPath(name)
        assert after[path] == text or (name in edits and name not in old)
    again = plan_sync(plan.manifest, book, {path: digest(text) for path, text in after.items()}, SITE)
    assert not again.write
    assert not again.delete


# The disk


def test_a_second_sync_writes_nothing(tmp_path: Path) -> None:
    book = files(index="1", articles__ferry="2")
    sync_site(tmp_path, SITE, book)
    assert names(tmp_path / "site") == [str(MANIFEST), "articles/ferry.html", "index.html"]
    before = stamps(tmp_path)
    assert not sync_site(tmp_path, SITE, book).value.write
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
    plan, faults = sync_site(root, SITE, files(articles__ferry="1", index="2"))
    assert not plan.write
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
    assert sync_site(tmp_path, SITE, files(index="1")).value.write
    assert is_intact(tmp_path / "site", digest((tmp_path / "site" / MANIFEST).read_bytes()))


def test_a_site_is_intact_until_a_file_of_it_changes(tmp_path: Path) -> None:
    sync_site(tmp_path, SITE, files(index="1"))
    account = digest((tmp_path / "site" / MANIFEST).read_bytes())
    assert is_intact(tmp_path / "site", account)
    (tmp_path / "site" / "index.html").write_text("2")
    assert not is_intact(tmp_path / "site", account)


def test_an_interrupted_write_leaves_the_old_file_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "page.html"
    write_whole(target, b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["page.html"]


def test_a_new_file_can_be_read_by_others_as_the_system_has_it(tmp_path: Path) -> None:
    (tmp_path / "usual").write_text("")
    write_whole(tmp_path / "ours", b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode


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
    assert not remove_cache(tmp_path)


def test_the_cache_goes_and_the_bases_stay(tmp_path: Path) -> None:
    for name in ("cache/results.sqlite", "base/articles/a.md"):
        (tmp_path / ".briefbook" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / ".briefbook" / name).write_text("")
    assert remove_cache(tmp_path)
    assert names(tmp_path) == [".briefbook/base/articles/a.md"]


# Drafts


@pytest.mark.parametrize(
    ("base", "edited", "new", "fate", "article", "kept"),
    [
        pytest.param(None, None, "new", Fate.NEW, "new", "new", id="a first draft"),
        pytest.param("new", None, "new", Fate.NEW, "new", None, id="the editor deleted the file"),
        pytest.param("old", "old", "new", Fate.UPDATED, "new", "new", id="not edited, and the draft changed"),
        pytest.param("old", "old", "old", Fate.UNCHANGED, None, None, id="nothing changed"),
        pytest.param("old", "mine", "old", Fate.EDITED, None, None, id="edited, and the draft is what it was"),
        pytest.param(None, "mine", "new", Fate.EDITED, None, None, id="written by hand, or the base was lost"),
        pytest.param(None, "new", "new", Fate.UNCHANGED, None, "new", id="the base was lost, and nothing was edited"),
        pytest.param("a\nb\nc", "a!\nb\nc", "a\nb\nc!", Fate.MERGED, "a!\nb\nc!", "a\nb\nc!", id="both changed, apart"),
    ],
)
def test_what_becomes_of_an_article(
    base: str | None, edited: str | None, new: str, fate: Fate, article: str | None, kept: str | None
) -> None:
    plan = plan_draft(base, edited, new)
    assert (plan.fate, plan.article, plan.base) == (fate, article, kept)


def test_what_cannot_be_merged_keeps_both_texts() -> None:
    plan = plan_draft("one\n", "mine\n", "theirs\n")
    assert plan.fate is Fate.CONFLICT
    assert plan.article is not None
    assert find_conflict(plan.article) == 1
    assert "mine" in plan.article
    assert "theirs" in plan.article


LINES = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=6).map("\n".join)


@given(base=LINES, edited=LINES, new=LINES)
def test_no_edited_line_is_ever_lost_and_repeating_changes_nothing(base: str, edited: str, new: str) -> None:
    plan = plan_draft(base, edited, new)
    after = plan.article if plan.article is not None else edited
    before = set(base.split("\n"))
    assert {line for line in edited.split("\n") if line not in before} <= set(after.split("\n"))
    again = plan_draft(plan.base if plan.base is not None else base, after, new)
    assert again.article is None


def test_a_settled_text_has_no_conflict() -> None:
    assert find_conflict("a line\n<<<<<<<\n=======\nsix >>>>>> signs\n") == 0


def test_a_draft_is_not_written_through_a_link(tmp_path: Path) -> None:
    root = tmp_path / "book"
    root.mkdir()
    (tmp_path / "outside").mkdir()
    (root / "content").symlink_to(tmp_path / "outside")
    with pytest.raises(BriefbookError, match="output-unsafe"):
        write_draft(root, PurePosixPath("content/a.md"), PurePosixPath("base/a.md"), plan_draft(None, None, "new"))
    assert not list((tmp_path / "outside").iterdir())


# One writer at a time


def _write_in_turn(root: Path, name: str) -> None:
    for _ in range(20):
        with lock(root, lambda: None):
            text = (root / "log").read_text()
            (root / "log").write_text(f"{text}{name}")


def test_two_builds_take_turns(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("")
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write_in_turn, args=(tmp_path, name)) for name in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    text = (tmp_path / "log").read_text()
    assert (text.count("a"), text.count("b")) == (20, 20)


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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_a_pipe_or_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BriefbookError, match="not a plain file"):
        write_files((OutputFile(path=PurePosixPath("a.bib"), data=b"x"),), tmp_path / "pipe")
    assert not (tmp_path / "pipe").is_file()
