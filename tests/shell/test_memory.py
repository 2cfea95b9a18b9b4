"""What was computed once is not computed again, and nothing wrong is ever remembered."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from briefbook.shell.memory import remember_in_memory, remember_on_disk

STORE = "results.sqlite"


class Step:
    """A step that counts how often it runs."""

    def __init__(self, result: bytes = b"result") -> None:
        self.result = result
        self.runs = 0

    def __call__(self) -> bytes:
        self.runs += 1
        return self.result


def recall(folder: Path, step: Callable[[], bytes], key: str = "key", salt: str = "1") -> bytes:
    with remember_on_disk(folder, salt) as remember:
        return remember("stage", key, step)


def test_memory_returns_what_was_computed() -> None:
    remember, step = remember_in_memory(), Step()
    assert [remember("stage", "key", step) for _ in range(3)] == [b"result"] * 3
    assert step.runs == 1


def test_memory_tells_stages_and_keys_apart() -> None:
    remember = remember_in_memory()
    assert remember("one", "key", lambda: b"1") == b"1"
    assert remember("two", "key", lambda: b"2") == b"2"
    assert remember("one", "other", lambda: b"3") == b"3"


def test_memory_forgets_what_was_not_used_for_longest() -> None:
    remember = remember_in_memory(limit=2)
    first, second = Step(b"1"), Step(b"2")
    remember("s", "first", first)
    remember("s", "second", second)
    remember("s", "first", first)
    remember("s", "third", Step(b"3"))
    remember("s", "first", first)
    remember("s", "second", second)
    assert (first.runs, second.runs) == (1, 2)


def test_memory_asks_the_store_behind_it_first() -> None:
    asked = []

    def behind(stage: str, key: str, compute: Callable[[], bytes]) -> bytes:
        asked.append((stage, key))
        return compute()

    remember = remember_in_memory(behind)
    remember("s", "k", Step())
    remember("s", "k", Step())
    assert asked == [("s", "k")]


def test_a_failed_step_leaves_nothing_behind() -> None:
    remember = remember_in_memory()

    def fail() -> bytes:
        raise ValueError

    with pytest.raises(ValueError):
        remember("s", "k", fail)
    assert remember("s", "k", lambda: b"good") == b"good"


def test_the_disk_remembers_from_one_build_to_the_next(tmp_path: Path) -> None:
    step = Step()
    assert recall(tmp_path, step) == recall(tmp_path, step) == b"result"
    assert step.runs == 1


def test_another_program_computes_anew(tmp_path: Path) -> None:
    step = Step()
    recall(tmp_path, step, salt="1")
    recall(tmp_path, step, salt="2")
    assert step.runs == 2


def test_an_interrupted_build_keeps_what_it_computed(tmp_path: Path) -> None:
    step = Step()
    with pytest.raises(KeyboardInterrupt), remember_on_disk(tmp_path, "1") as remember:  # noqa: PT012
        remember("stage", "key", step)
        raise KeyboardInterrupt
    recall(tmp_path, step)
    assert step.runs == 1


def test_a_forged_entry_is_computed_again(tmp_path: Path) -> None:
    step = Step()
    recall(tmp_path, step)
    store = sqlite3.connect(tmp_path / STORE)
    store.execute("UPDATE results SET value = ?", (b"forged",))
    store.commit()
    store.close()
    assert recall(tmp_path, step) == b"result"
    assert step.runs == 2


@pytest.mark.parametrize("rubbish", [b"", b"no store at all", b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_broken_store_is_made_anew(tmp_path: Path, rubbish: bytes) -> None:
    (tmp_path / STORE).write_bytes(rubbish)
    step = Step()
    assert recall(tmp_path, step) == b"result"
    assert recall(tmp_path, step) == b"result"
    assert step.runs == 1


def test_a_store_that_cannot_be_opened_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert recall(tmp_path / "file", Step()) == b"result"


def test_reading_only_leaves_no_trace(tmp_path: Path) -> None:
    recall(tmp_path, Step())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    known, unknown = Step(), Step()
    with remember_on_disk(tmp_path, "1", read_only=True) as remember:
        remember("stage", "key", known)
        remember("stage", "new", unknown)
    assert (known.runs, unknown.runs) == (0, 1)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_reading_only_where_there_is_nothing_makes_nothing(tmp_path: Path) -> None:
    with remember_on_disk(tmp_path / "none", "1", read_only=True) as remember:
        assert remember("stage", "key", Step()) == b"result"
    assert not (tmp_path / "none").exists()


def test_the_store_stays_within_its_bound_and_drops_the_oldest(tmp_path: Path) -> None:
    old, kept = Step(b"x" * 600), Step(b"y" * 600)
    with remember_on_disk(tmp_path, "1", limit=1000) as remember:
        remember("s", "old", old)
    with remember_on_disk(tmp_path, "1", limit=1000) as remember:
        remember("s", "kept", kept)
    with remember_on_disk(tmp_path, "1", limit=1000) as remember:
        remember("s", "kept", kept)
        remember("s", "old", old)
    assert (kept.runs, old.runs) == (1, 2)
