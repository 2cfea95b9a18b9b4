"""A saved file becomes one quiet batch; what editors and we ourselves leave behind is no news. With a real watcher."""

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pytest

from briefbook.shell.watch import Batches, is_wanted, watch

DEADLINE = 20.0
"""Seconds a test waits for the system's event at the most; it waits for the event, not for the time."""
FOLDERS = (PurePosixPath("content"), PurePosixPath("seeds"))
FILES = (PurePosixPath("briefbook.yml"),)


def wait_for(batches: Batches, path: str) -> frozenset[PurePosixPath]:
    """The batches up to the one that names the path, as one."""
    seen: set[PurePosixPath] = set()
    while PurePosixPath(path) not in seen:
        batch = batches(DEADLINE)
        assert batch, f"no event for {path}"
        seen |= batch
    return frozenset(seen)


def save_like_an_editor(target: Path, text: str) -> None:
    swap = target.with_name(f".{target.name}.swp")
    swap.write_text(text)
    swap.replace(target)


def names(paths: Iterable[PurePosixPath]) -> set[str]:
    return {str(path) for path in paths}


def test_a_change_a_new_file_and_a_deletion_are_news(tmp_path: Path) -> None:
    (tmp_path / "content" / "articles").mkdir(parents=True)
    page = tmp_path / "content" / "articles" / "ferry.md"
    page.write_text("1")
    with watch(tmp_path, FOLDERS, FILES) as batches:
        page.write_text("2")
        wait_for(batches, "content/articles/ferry.md")
        (tmp_path / "content" / "articles" / "bridge.md").write_text("1")
        wait_for(batches, "content/articles/bridge.md")
        page.unlink()
        wait_for(batches, "content/articles/ferry.md")


def test_a_file_saved_by_renaming_is_news_and_its_swap_file_is_not(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    page = tmp_path / "content" / "ferry.md"
    page.write_text("1")
    with watch(tmp_path, FOLDERS, FILES) as batches:
        save_like_an_editor(page, "2")
        assert not any(".swp" in name for name in names(wait_for(batches, "content/ferry.md")))


def test_settings_are_watched_and_their_neighbours_are_not(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with watch(tmp_path, FOLDERS, FILES) as batches:
        (tmp_path / "other.yml").write_text("")
        (tmp_path / "site" / "index.html").write_text("")
        (tmp_path / "briefbook.yml").write_text("")
        assert names(wait_for(batches, "briefbook.yml")) == {"briefbook.yml"}


def test_a_folder_that_comes_later_is_watched(tmp_path: Path) -> None:
    with watch(tmp_path, FOLDERS, FILES) as batches:
        (tmp_path / "seeds").mkdir()
        wait_for(batches, "seeds")
        (tmp_path / "seeds" / "ferry.txt").write_text("1")
        wait_for(batches, "seeds/ferry.txt")


def test_reading_is_no_news(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    page = tmp_path / "content" / "ferry.md"
    page.write_text("1")
    with watch(tmp_path, FOLDERS, FILES) as batches:
        page.read_text()
        (tmp_path / "briefbook.yml").write_text("")
        assert "content/ferry.md" not in names(wait_for(batches, "briefbook.yml"))


def test_time_that_is_up_gives_an_empty_batch(tmp_path: Path) -> None:
    with watch(tmp_path, FOLDERS, FILES) as batches:
        assert batches(0.01) == frozenset()


def test_many_changes_at_once_come_in_few_batches(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with watch(tmp_path, FOLDERS, FILES) as batches:
        for number in range(200):
            (tmp_path / "content" / f"{number}.md").write_text("1")
        seen: set[str] = set()
        count = 0
        while not {f"content/{number}.md" for number in range(200)} <= seen:
            seen |= names(batches(DEADLINE))
            count += 1
            assert count < 20


def test_where_the_system_has_no_watches_left_looking_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import watchdog.observers

    class Full(watchdog.observers.Observer):  # type: ignore[misc, valid-type]
        def start(self) -> None:
            raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watchdog.observers, "Observer", Full)
    (tmp_path / "content").mkdir()
    with watch(tmp_path, FOLDERS, FILES) as batches:
        (tmp_path / "content" / "ferry.md").write_text("1")
        wait_for(batches, "content/ferry.md")


@pytest.mark.parametrize(
    "name", [".ferry.md.swp", "ferry.md~", "#ferry.md#", "page.html.part", ".briefbook-x.tmp", "~$ferry.txt"]
)
def test_what_an_editor_leaves_is_not_wanted(name: str) -> None:
    assert not is_wanted(PurePosixPath("content") / name, (*FOLDERS, *FILES))


def test_what_holds_something_wanted_is_wanted() -> None:
    wanted = (PurePosixPath("data/seeds"),)
    assert is_wanted(PurePosixPath("data"), wanted)
    assert is_wanted(PurePosixPath("data/seeds/a.txt"), wanted)
    assert not is_wanted(PurePosixPath("data/else"), wanted)


@pytest.mark.skipif(os.name == "nt", reason="names there are Unicode")
def test_a_name_in_another_encoding_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with watch(tmp_path, FOLDERS, FILES) as batches:
        with open(os.fsencode(tmp_path / "content") + b"/\xff.md", "wb"):  # noqa: PTH123
            pass
        (tmp_path / "content" / "é ferry.md").write_text("1")
        wait_for(batches, "content/é ferry.md")
