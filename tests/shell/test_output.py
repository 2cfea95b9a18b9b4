"""Files are written whole, one writer at a time, and no edit is lost."""

import multiprocessing
import os
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.model.book import OutputFile
from briefbook.model.diagnostics import BriefbookError
from briefbook.shell.output import (
    Fate,
    find_conflict,
    lock,
    plan_draft,
    remove_cache,
    write_draft,
    write_files,
    write_whole,
)


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# The disk


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


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_a_pipe_or_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BriefbookError, match="not a plain file"):
        write_files((OutputFile(path=PurePosixPath("a.bib"), data=b"x"),), tmp_path / "pipe")
    assert not (tmp_path / "pipe").is_file()


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
