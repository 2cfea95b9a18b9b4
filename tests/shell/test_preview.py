"""While somebody writes, the browser shows what was saved. With a real watcher, real sockets and a real book."""

import http.client
import json
import queue
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from briefbook.shell.account import Account, Order
from briefbook.shell.preview import serve

DEADLINE = 60.0
"""Seconds a test waits for the next making of the book at the most."""


class Preview:
    """A served book: its address, and an event for every making."""

    def __init__(self) -> None:
        self.told: queue.SimpleQueue[tuple[Account, frozenset[str]]] = queue.SimpleQueue()
        self.address: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.ended = threading.Event()
        self.where = ("", 0)

    def get(self, path: str) -> str:
        connection = http.client.HTTPConnection(*self.where, timeout=DEADLINE)
        connection.request("GET", path)
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    def faults(self) -> list[str]:
        return [fault["where"] for fault in json.loads(self.get("/-/state"))["faults"]]

    def wait(self, until: str = "") -> Account:
        """The account of the making that changed a page whose address holds `until`, or of the next one."""
        while True:
            account, changed = self.told.get(timeout=DEADLINE)
            if any(until in path for path in changed) or not until:
                return account

    def wait_for_faults(self, number: int) -> list[str]:
        while len(found := self.faults()) != number:
            self.told.get(timeout=DEADLINE)
        return found


@contextmanager
def previewing(root: Path) -> Iterator[Preview]:
    preview = Preview()
    thread = threading.Thread(
        target=serve,
        args=(
            Order(root=root, jobs=1),
            0,
            preview.address.put,
            lambda account, changed: preview.told.put((account, changed)),
            preview.ended.is_set,
        ),
    )
    thread.start()
    try:
        parts = urlsplit(preview.address.get(timeout=DEADLINE))
        assert parts.hostname
        assert parts.port
        preview.where = (parts.hostname, parts.port)
        yield preview
    finally:
        preview.ended.set()
        thread.join(DEADLINE)
        assert not thread.is_alive()


def ferry(root: Path) -> Path:
    return next(path for path in (root / "content" / "articles").glob("*.md") if "ferry" in path.name)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_saved_article_shows_and_the_site_on_disk_is_left_alone(book: Path) -> None:
    with previewing(book) as preview:
        preview.wait("index.html")
        page = f"/articles/{ferry(book).stem}.html"
        assert "four hours" in preview.get(page)
        edit(ferry(book), "four hours", "seven hours")
        preview.wait(page[1:])
        assert "seven hours" in preview.get(page)
    assert not (book / "site").exists()


def test_a_new_clipping_a_new_title_and_an_own_style_show(book: Path, clippings: dict[str, str]) -> None:
    with previewing(book) as preview:
        preview.wait("index.html")
        again = clippings["ferry.txt"].replace("Ferry Talks Resume in Ostmark", "Ferry Sails Again From Ostmark")
        (book / "seeds" / "again.txt").write_text(again, "utf-8")
        preview.wait("ferry-sails-again")
        assert "Ferry Sails Again" in preview.get("/contents.html")
        edit(book / "briefbook.yml", "The bridge at Vik", "The ferry at Vik")
        preview.wait("index.html")
        assert "The ferry at Vik" in preview.get("/")
        (book / "templates" / "assets").mkdir(parents=True)
        (book / "templates" / "assets" / "mine.css").write_text("p { color: black }")
        preview.wait("mine.css")
        assert "black" in preview.get("/assets/mine.css")


def test_a_broken_article_is_told_and_its_last_good_page_stays_until_it_is_mended(book: Path) -> None:
    with previewing(book) as preview:
        preview.wait("index.html")
        good = ferry(book).read_text("utf-8")
        page = f"/articles/{ferry(book).stem}.html"
        ferry(book).write_text(good.replace("title:", "title: [", 1), "utf-8")
        (where,) = preview.wait_for_faults(1)
        assert re.fullmatch(r"content/articles/ferry[a-z-]*\.md:\d+(:\d+)?", where)
        assert "four hours" in preview.get(page)
        ferry(book).write_text(good, "utf-8")
        assert preview.wait_for_faults(0) == []


def test_a_clipping_that_cannot_be_read_keeps_no_page_that_is_no_more(book: Path) -> None:
    (book / "seeds" / "empty.txt").write_text("")
    with previewing(book) as preview:
        preview.wait("index.html")
        found = re.search(r'"(people/[a-z-]+\.html)">([^<]+), ([^<]+)<', preview.get("/people.html"))
        assert found
        person, name = found[1], f"{found[3]} {found[2]}"
        (book / "content" / "people").mkdir(parents=True, exist_ok=True)
        (book / "content" / "people" / "nobody.md").write_text(f'---\nname: "{name}"\nhide: true\n---\n')
        preview.wait(person)
        assert "Not in this book" in preview.get(f"/{person}")


def test_a_broken_template_is_told_and_every_page_stays(book: Path) -> None:
    with previewing(book) as preview:
        preview.wait("index.html")
        before = preview.get("/")
        (book / "templates" / "html").mkdir(parents=True)
        template = book / "templates" / "html" / "index.html"
        template.write_text("<p>\n{% if %}\n")
        assert preview.wait_for_faults(1) == ["templates/html/index.html:2"]
        assert preview.get("/") == before
        template.unlink()
        assert preview.wait_for_faults(0) == []


def test_rulings_that_cannot_be_read_bring_back_nothing_that_the_editor_hid(book: Path) -> None:
    with previewing(book) as preview:
        preview.wait("index.html")
        before = preview.get("/chronology.html")
        rulings = book / "content" / "chronology.yml"
        entry = re.search(r'id="e-([^"]+)"', before)
        assert entry
        rulings.write_text(f"hide: [{entry[1]}]\n")
        preview.wait("chronology.html")
        hidden = preview.get("/chronology.html")
        assert entry[1] not in hidden
        rulings.write_text(f"hide: [{entry[1]}\n")
        assert preview.wait_for_faults(1) == ["content/chronology.yml:2:1"]
        assert preview.get("/chronology.html") == hidden


def test_broken_settings_are_told_and_every_page_stays(book: Path) -> None:
    with previewing(book) as preview:
        preview.wait("index.html")
        before = preview.get("/")
        good = (book / "briefbook.yml").read_text("utf-8")
        (book / "briefbook.yml").write_text("book: {titel: Another}\n", "utf-8")
        assert preview.wait_for_faults(1) == ["briefbook.yml:1:8"]
        assert preview.get("/") == before
        (book / "briefbook.yml").write_text(good, "utf-8")
        assert preview.wait_for_faults(0) == []


def test_an_empty_book_waits_for_its_first_clipping(book: Path, clippings: dict[str, str]) -> None:
    for path in (book / "seeds").iterdir():
        path.unlink()
    with previewing(book) as preview:
        preview.wait()
        assert "Building" in preview.get("/")
        assert len(preview.faults()) == 1
        (book / "seeds" / "ferry.txt").write_text(clippings["ferry.txt"], "utf-8")
        preview.wait("index.html")
        assert "Ferry Talks" in preview.get("/contents.html")


def test_a_fault_of_ours_does_not_end_the_preview(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import briefbook.shell.build

    real = briefbook.shell.build.render_book

    def render(made, *more, **named):
        if any("Crash" in article.title for article in made.articles):
            raise ZeroDivisionError("a fault")
        return real(made, *more, **named)

    monkeypatch.setattr(briefbook.shell.build, "render_book", render)
    with previewing(book) as preview:
        preview.wait("index.html")
        edit(ferry(book), "title: Ferry", "title: Crash Ferry")
        assert len(preview.wait_for_faults(1)) == 1
        assert "Ferry Talks" in preview.get("/contents.html")
        edit(ferry(book), "title: Crash Ferry", "title: Ferry")
        assert preview.wait_for_faults(0) == []
