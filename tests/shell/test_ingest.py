"""Clippings become articles; what the editor wrote is never lost, and every decision can be overruled."""

from collections.abc import Callable
from pathlib import Path

import pytest

from briefbook.model.text import SLUG_LENGTH, slugify
from briefbook.shell.account import Account, Order
from briefbook.shell.ingest import ingest
from briefbook.shell.output import Fate


def run(root: Path, jobs: int = 1) -> Account:
    return ingest(Order(root=root, jobs=jobs))


def fates(account: Account) -> dict[str, Fate]:
    return {clipping.seed.name: clipping.fate for clipping in account.clippings}


def rules(account: Account) -> list[str]:
    return [item.rule for item in account.diagnostics]


def article_of(root: Path, seed: str) -> Path:
    for path in sorted((root / "content" / "articles").glob("*.md")):
        if f"seeds/{seed}" in path.read_text("utf-8"):
            return path
    raise AssertionError(seed)


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "cache" not in path.parts
    }


def test_each_clipping_becomes_an_article_and_a_base(book: Path) -> None:
    account = run(book)
    assert fates(account) == {"bridge.txt": Fate.NEW, "ferry.txt": Fate.NEW}
    for seed in ("bridge.txt", "ferry.txt"):
        article = article_of(book, seed)
        base = book / ".briefbook" / "base" / "articles" / article.name
        assert base.read_bytes() == article.read_bytes()
    by_seed = {clipping.seed.name: clipping for clipping in account.clippings}
    bridge = by_seed["bridge.txt"]
    assert bridge.title == "Norland Signs Bridge Treaty With Sudland"
    assert bridge.published.when
    assert bridge.published.when.edtf == "2014-03-28"
    assert bridge.kept > bridge.removed > 0


def test_a_second_time_nothing_is_written(book: Path) -> None:
    run(book)
    before = {path: path.stat().st_mtime_ns for path in (book / "content").rglob("*")}
    assert set(fates(run(book)).values()) == {Fate.UNCHANGED}
    assert {path: path.stat().st_mtime_ns for path in (book / "content").rglob("*")} == before


def test_clippings_are_never_written(book: Path) -> None:
    before = {path.name: path.read_bytes() for path in (book / "seeds").iterdir()}
    run(book)
    assert {path.name: path.read_bytes() for path in (book / "seeds").iterdir()} == before


def test_several_processes_give_the_same_articles(make_book: Callable[..., Path], clippings: dict[str, str]) -> None:
    many = {
        f"{number}.txt": text.replace("Ferry", f"Ferry {number}")
        for number in range(30)
        for text in [clippings["ferry.txt"]]
    }

    alone, shared = (make_book(name, clippings=many) for name in ("alone", "shared"))
    run(alone, jobs=1)
    run(shared, jobs=2)
    assert len(tree(alone)) == 1 + 3 * len(many)  # settings; clipping, base and article of each
    assert tree(alone) == tree(shared)


def test_an_edit_stays_and_is_noted(book: Path) -> None:
    run(book)
    article = article_of(book, "ferry.txt")
    article.write_text(article.read_text("utf-8").replace("ferry", "boat"), "utf-8")
    edited = article.read_bytes()
    account = run(book)
    assert fates(account)["ferry.txt"] is Fate.EDITED
    assert "article-edited" in rules(account)
    assert article.read_bytes() == edited


def test_an_edit_and_a_changed_clipping_are_merged(book: Path) -> None:
    run(book)
    article = article_of(book, "ferry.txt")
    article.write_text(article.read_text("utf-8") + "\nA line of the editor's.\n", "utf-8")
    seed = book / "seeds" / "ferry.txt"
    seed.write_text(seed.read_text("utf-8").replace("lasted four hours", "lasted five hours"), "utf-8")
    account = run(book)
    assert fates(account)["ferry.txt"] is Fate.MERGED
    text = article.read_text("utf-8")
    assert "lasted five hours" in text
    assert "A line of the editor's." in text


def test_a_conflict_keeps_both_texts_and_is_reported_until_it_is_settled(book: Path) -> None:
    run(book)
    article = article_of(book, "ferry.txt")
    article.write_text(article.read_text("utf-8").replace("lasted four hours", "went on for hours"), "utf-8")
    seed = book / "seeds" / "ferry.txt"
    seed.write_text(seed.read_text("utf-8").replace("lasted four hours", "lasted five hours"), "utf-8")
    account = run(book)
    assert fates(account)["ferry.txt"] is Fate.CONFLICT
    text = article.read_text("utf-8")
    assert "went on for hours" in text
    assert "lasted five hours" in text
    again = run(book)
    assert "merge-conflict" in rules(again)
    assert article.read_text("utf-8") == text
    mine = "\n".join(
        line
        for line in text.split("\n")
        if "five hours" not in line and line[:7] not in {"<<<<<<<", "=======", ">>>>>>>"}
    )
    article.write_text(mine, "utf-8")
    assert "merge-conflict" not in rules(run(book))


def test_an_article_that_the_editor_renamed_stays_the_clippings_article(book: Path) -> None:
    run(book)
    article = article_of(book, "ferry.txt")
    renamed = article.with_name("the-ferry.md")
    article.rename(renamed)
    seed = book / "seeds" / "ferry.txt"
    seed.write_text(seed.read_text("utf-8").replace("lasted four hours", "lasted five hours"), "utf-8")
    account = run(book)
    assert len(list((book / "content" / "articles").iterdir())) == 2
    assert str(account.clippings[1].article) == "content/articles/the-ferry.md"
    assert "lasted five hours" in renamed.read_text("utf-8")
    assert fates(run(book))["ferry.txt"] is Fate.UNCHANGED


def test_an_article_written_by_hand_is_not_replaced(book: Path) -> None:
    run(book)
    article = article_of(book, "ferry.txt")
    text = "---\ntitle: Mine\n---\n\nNot made from a clipping.\n"
    article.write_text(text, "utf-8")
    (book / ".briefbook" / "base" / "articles" / article.name).unlink()
    run(book)
    assert article.read_text("utf-8") == text


def test_an_article_that_cannot_be_read_is_not_replaced(book: Path) -> None:
    run(book)
    article = article_of(book, "ferry.txt")
    article.write_bytes(b"---\ntitle: caf\xe9\n---\n")
    account = run(book)
    assert "front-matter-invalid" in rules(account)
    assert article.read_bytes() == b"---\ntitle: caf\xe9\n---\n"


def test_a_doubt_goes_when_the_editor_settles_it(make_book: Callable[..., Path], clippings: dict[str, str]) -> None:
    undated = clippings["bridge.txt"].replace("March 28, 2014\n", "").replace("© 2014", "©").replace("2017", "time")
    root = make_book(clippings={"bridge.txt": undated})
    assert "published-doubtful" in rules(run(root))
    article = article_of(root, "bridge.txt")
    lines = [line for line in article.read_text("utf-8").split("\n") if not line.startswith(("date:", "date_"))]
    article.write_text("\n".join(["---", "date: 2014-03-28", *lines[1:]]), "utf-8")
    assert "published-doubtful" not in rules(run(root))


def test_one_bad_clipping_does_not_stop_the_others(book: Path) -> None:
    (book / "seeds" / "empty.txt").write_text("")
    (book / "seeds" / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (book / "seeds" / "menu.txt").write_text("Home\nNews\nSport\n")
    account = run(book)
    assert {"bridge.txt", "ferry.txt"} <= set(fates(account))
    assert rules(account).count("seed-unreadable") == 2
    assert "body-not-found" in rules(account)


def test_two_clippings_under_one_headline_become_two_articles(book: Path) -> None:
    (book / "seeds" / "again.txt").write_bytes((book / "seeds" / "ferry.txt").read_bytes())
    first = {clipping.seed.name: clipping.article for clipping in run(book).clippings}
    assert len(set(first.values())) == len(first) == 3
    assert {clipping.seed.name: clipping.article for clipping in run(book).clippings} == first


def test_a_later_clipping_under_the_same_headline_takes_no_address_away(book: Path) -> None:
    before = {clipping.seed.name: clipping.article for clipping in run(book).clippings}
    (book / "seeds" / "a-first.txt").write_bytes((book / "seeds" / "ferry.txt").read_bytes())
    after = {clipping.seed.name: clipping.article for clipping in run(book).clippings}
    assert {name: path for name, path in after.items() if name in before} == before
    assert len(set(after.values())) == 3


def test_a_clipping_that_was_renamed_keeps_its_article(book: Path) -> None:
    before = {clipping.seed.name: clipping.article for clipping in run(book).clippings}
    (book / "seeds" / "ferry.txt").rename(book / "seeds" / "boat.txt")
    after = {clipping.seed.name: clipping.article for clipping in run(book).clippings}
    assert after["boat.txt"] == before["ferry.txt"]
    assert article_of(book, "boat.txt").name == before["ferry.txt"].name


@pytest.mark.parametrize(
    "name", ["It's a \u201cname\u201d & more.txt", "naïve café.txt", "新闻.txt", "a" * 200 + ".txt"]
)
def test_clippings_may_have_any_name(make_book: Callable[..., Path], clippings: dict[str, str], name: str) -> None:
    root = make_book(clippings={name: clippings["ferry.txt"]})
    account = run(root)
    assert [clipping.seed.name for clipping in account.clippings] == [name]
    assert fates(run(root)) == {name: Fate.UNCHANGED}


def test_where_nothing_has_changed_the_account_is_that_of_a_full_look(book: Path) -> None:
    run(book)
    again = run(book)
    assert not again.fresh
    (book / ".briefbook" / "cache" / "ingested.json").unlink()
    looked = run(book)
    assert looked.fresh
    assert looked.clippings == again.clippings
    assert looked.diagnostics == again.diagnostics


@pytest.mark.parametrize(
    "path", ["seeds/ferry.txt", "content/articles/{}", ".briefbook/base/articles/{}", "briefbook.yml"]
)
def test_whatever_cleaning_reads_is_looked_at_again_once_it_has_changed(book: Path, path: str) -> None:
    run(book)
    file = book / path.format(article_of(book, "ferry.txt").name)
    file.write_text(file.read_text("utf-8").replace("Ferry", "Boat") + "\n", "utf-8")
    assert run(book).fresh


def test_thousands_of_one_headline_are_numbered_without_counting_from_two_each_time(
    make_book: Callable[..., Path], clippings: dict[str, str]
) -> None:
    same = {
        f"{number}.txt": clippings["ferry.txt"].replace("On Tuesday", f"On day {number}").replace("four", f"{number}")
        for number in range(4)
    }
    root = make_book("same", clippings=same)
    run(root)
    names = sorted(path.name for path in (root / "content" / "articles").iterdir())
    stem = "ferry-talks-resume-in-ostmark"
    assert names == [f"{stem}-2.md", f"{stem}-3.md", f"{stem}-4.md", f"{stem}.md"]
    assert set(fates(run(root)).values()) == {Fate.UNCHANGED}


def test_clippings_of_one_long_headline_are_filed_under_addresses_of_their_own(
    make_book: Callable[..., Path], clippings: dict[str, str]
) -> None:
    headline = "Ferry Talks Resume in Ostmark as Night Shifts Dispute Deepen"
    same = {
        f"{number}.txt": clippings["ferry.txt"]
        .replace("Ferry Talks Resume in Ostmark", headline)
        .replace("four", f"{number}")
        for number in range(12)
    }
    root = make_book("same", clippings=same)
    run(root)
    slugs = {slugify(path.stem) for path in (root / "content" / "articles").iterdir()}
    assert len(slugs) == len(same)
    assert all(len(slug) <= SLUG_LENGTH for slug in slugs)


def test_an_archive_is_read_record_by_record(make_book: Callable[..., Path], clippings: dict[str, str]) -> None:
    records = []
    for number in range(40):
        text = clippings["ferry.txt"].replace("Ferry Talks", f"Ferry {number} Talks").encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://www.example.org/{number}\r\n"
            f"WARC-Date: 2020-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
            f"Content-Type: text/plain\r\nContent-Length: {len(text)}\r\n\r\n"
        )
        records.append(head.encode() + text + b"\r\n\r\n")
    root = make_book("many", clippings={})
    (root / "seeds" / "many.wet").write_bytes(b"".join(records))
    alone = fates(run(root, jobs=2))
    assert len(alone) == 40
    (root / ".briefbook" / "cache" / "ingested.json").unlink()
    assert set(fates(run(root)).values()) == {Fate.UNCHANGED}


def test_every_decision_that_the_editor_overruled_stays_overruled(book: Path) -> None:
    run(book)
    article, seed = article_of(book, "bridge.txt"), book / "seeds" / "bridge.txt"
    head, body = article.read_text("utf-8").split("\n---\n", 1)
    paragraphs = body.strip().split("\n\n")
    gone, brought_back = paragraphs[-1], "A line that cleaning had set aside."
    lines = [
        "title: The treaty" if line.startswith("title:") else "date: 2014-03-27" if line.startswith("date:") else line
        for line in head.split("\n")
    ]
    article.write_text("\n".join(lines) + "\n---\n\n" + "\n\n".join((brought_back, *paragraphs[:-1])) + "\n", "utf-8")
    edited = article.read_text("utf-8")
    seed.with_suffix(".yml").write_text("outlet: The Norland Post\n", "utf-8")
    run(book)
    after_sidecar = article.read_text("utf-8")
    assert "outlet: The Norland Post" in after_sidecar
    seed.write_text(f"Skip to content\n{seed.read_text('utf-8')}", "utf-8")
    run(book)
    for text in (edited, after_sidecar, article.read_text("utf-8")):
        assert "title: The treaty\n" in text
        assert "date: 2014-03-27\n" in text
        assert brought_back in text
        assert gone not in text
        assert "<<<<<<<" not in text
