"""A build writes what changed and nothing else, says what is wrong, and makes the rest of the book all the same."""

import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

import briefbook.clean.draft
import briefbook.render.site
import briefbook.shell.build
import briefbook.shell.workers
from briefbook.model.diagnostics import BriefbookError
from briefbook.model.entity import EntityKind
from briefbook.shell.account import Account, Order
from briefbook.shell.build import adopt, build, check


def run(root: Path, **more: object) -> Account:
    return build(Order(root=root, jobs=1, **more))  # type: ignore[arg-type]


def rules(account: Account) -> set[str]:
    return {item.rule for item in account.diagnostics}


def stamps(root: Path) -> dict[str, int]:
    return {path.relative_to(root).as_posix(): path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


def articles(root: Path) -> list[Path]:
    return sorted((root / "content" / "articles").glob("*.md"))


def test_clippings_become_a_site_and_data(book: Path) -> None:
    account = run(book)
    assert dict(account.counts)["articles"] == 2
    assert (book / "site" / "index.html").is_file()
    record = json.loads((book / "site" / "data" / "book.json").read_text("utf-8"))
    assert [article["title"] for article in record["articles"]] == [
        "Ferry Talks Resume in Ostmark",
        "Norland Signs Bridge Treaty With Sudland",
    ]
    assert not {item for item in account.diagnostics if item.severity == "error"}


def test_what_is_wrong_with_the_clippings_stands_in_the_book(book: Path) -> None:
    first = run(book)
    ferry = next(path for path in articles(book) if "ferry" in path.name)
    (book / "seeds" / "ferry.txt").write_text("")
    (book / "seeds" / "old.txt").write_bytes(
        "Bridge opens\n\nThe café on the new bridge opened on Friday, the mayor said.\n".encode("cp1252")
    )
    again = run(book)
    assert "seed-missing" not in rules(again), "the clipping is there, though it cannot be read"
    made = (book / "site" / "made.html").read_text("utf-8")
    assert "seeds/ferry.txt: the clipping is empty" in made
    asked = (book / "site" / "open-questions.html").read_text("utf-8")
    assert "not UTF-8; read as" in asked
    assert f'href="articles/{ferry.stem}.html"' in asked
    assert len(again.diagnostics) > len(first.diagnostics)


def test_a_second_build_does_nothing_at_all(book: Path) -> None:
    first = run(book)
    before = stamps(book)
    second = run(book)
    assert (second.fresh, second.written, second.diagnostics) == (False, 0, first.diagnostics)
    assert stamps(book) == before


@pytest.mark.parametrize("forks", [True, False], ids=["inheriting", "told"])
def test_pages_made_by_several_processes_are_the_same(make_book: Callable[..., Path], monkeypatch, forks: bool) -> None:
    monkeypatch.setattr(briefbook.shell.ingest, "LEAST", 2)
    monkeypatch.setattr(briefbook.shell.workers, "_can_fork", lambda: forks and sys.platform == "linux")
    monkeypatch.setattr(briefbook.shell.workers, "CHUNK", 2)
    sites = []
    for name, jobs in (("one", 1), ("two", 2)):
        root = make_book(name)
        (root / "templates" / "html").mkdir(parents=True)
        (root / "templates" / "html" / "index-of-names.html").write_text("{{ view.nothing }}")
        account = build(Order(root=root, jobs=jobs))
        sites.append(({path.relative_to(root): path.read_bytes() for path in (root / "site").rglob("*.*")}, account))
    assert len(sites[0][0]) > 20
    assert sites[0] == sites[1]


def test_a_page_made_of_the_same_is_not_printed_again(book: Path, monkeypatch) -> None:
    printed: list[str] = []
    real = briefbook.render.site.render_template

    def render(theme, environment, name, values):
        printed.append(values["page"].path)
        return real(theme, environment, name, values)

    monkeypatch.setattr(briefbook.render.site, "render_template", render)
    run(book)
    assert "articles/ferry-talks-resume-in-ostmark.html" in printed
    printed.clear()
    ferry, _ = articles(book)
    ferry.write_text(ferry.read_text("utf-8").replace("four hours", "five hours"), "utf-8")
    (book / "site" / "search.html").write_text("changed by somebody")
    account = run(book)
    assert account.unchanged > account.written > 0
    assert {"articles/ferry-talks-resume-in-ostmark.html", "search.html"} <= set(printed)
    assert "articles/norland-signs-bridge-treaty-with-sudland.html" not in printed
    assert "changed by" not in (book / "site" / "search.html").read_text("utf-8")


def test_a_book_too_long_to_print_says_so_and_offers_no_pdf(make_book: Callable[..., Path]) -> None:
    root = make_book("long", "annotate: {engine: rules}\noutputs: [html, pdf]\nrender: {most_printed: 1}\n")
    account = run(root)
    [fault] = [item for item in account.diagnostics if item.rule == "pdf-long"]
    assert fault.message == "the book has 2 articles and is not printed; `render.most_printed` is 1"
    assert not list((root / "site").glob("*.pdf"))
    assert ".pdf" not in (root / "site" / "index.html").read_text("utf-8")


def test_without_the_cache_the_same_bytes_come_out_and_none_is_written(book: Path) -> None:
    run(book)
    before = stamps(book / "site")
    shutil.rmtree(book / ".briefbook" / "cache")
    account = run(book)
    assert account.fresh
    assert account.written == 0
    assert stamps(book / "site") == before


def test_a_change_of_one_article_leaves_the_others_pages_alone(book: Path) -> None:
    run(book)
    before = stamps(book / "site")
    ferry = next(path for path in articles(book) if "ferry" in path.name)
    ferry.write_text(ferry.read_text("utf-8").replace("four hours", "five hours"), "utf-8")
    run(book)
    changed = {name for name, stamp in stamps(book / "site").items() if before.get(name) != stamp}
    assert f"articles/{ferry.stem}.html" in changed
    assert not any(name.startswith("articles/norland") for name in changed)


@pytest.mark.parametrize("change", ["settings", "clipping", "content", "page", "template", "output"])
def test_whatever_changes_is_seen(book: Path, change: str) -> None:
    run(book)
    match change:
        case "settings":
            (book / "briefbook.yml").write_text("book: {title: Another}\nannotate: {engine: none}\noutputs: [html]\n")
        case "clipping":
            (book / "seeds" / "ferry.txt").unlink()
        case "content":
            articles(book)[0].write_text(articles(book)[0].read_text("utf-8") + "\nMore.\n", "utf-8")
        case "page":
            (book / "content" / "pages").mkdir()
            (book / "content" / "pages" / "scope.md").write_text("# Scope\n\nAll of it.\n")
        case "template":
            (book / "templates" / "assets").mkdir(parents=True)
            (book / "templates" / "assets" / "mine.css").write_text("p {}")
        case "output":
            (book / "site" / "index.html").write_text("changed by hand")
    assert run(book).fresh
    assert not run(book).fresh


def test_the_page_of_a_deleted_article_goes(book: Path) -> None:
    run(book)
    (book / "seeds" / "ferry.txt").unlink()
    ferry = next(path for path in articles(book) if "ferry" in path.name)
    ferry.unlink()
    account = run(book)
    assert account.deleted > 0
    assert not (book / "site" / "articles" / f"{ferry.stem}.html").exists()


def test_an_empty_book_is_an_error_and_the_last_site_stays(book: Path) -> None:
    run(book)
    before = stamps(book / "site")
    shutil.rmtree(book / "seeds")
    shutil.rmtree(book / "content")
    account = run(book)
    assert rules(account) == {"book-empty"}
    assert account.site is None
    assert stamps(book / "site") == before


def test_broken_front_matter_costs_that_article_alone(book: Path) -> None:
    run(book)
    ferry, bridge = sorted(articles(book), key=lambda path: "ferry" not in path.name)
    ferry.write_text("---\ntitle: [unclosed\n---\n\nText.\n", "utf-8")
    account = run(book)
    fault = next(item for item in account.diagnostics if item.rule == "front-matter-invalid")
    assert fault.location.path.name == ferry.name
    assert fault.location.line > 1
    assert dict(account.counts)["articles"] == 1
    assert (book / "site" / "articles" / f"{bridge.stem}.html").is_file()


def test_an_unknown_setting_is_an_error_and_the_book_is_built(book: Path) -> None:
    with (book / "briefbook.yml").open("a") as file:
        file.write("outptus: [html]\n")
    account = run(book)
    fault = next(item for item in account.diagnostics if item.rule == "config-invalid")
    assert fault.hint == "did you mean `outputs`?"
    assert (book / "site" / "index.html").is_file()


def test_a_template_at_fault_is_named_with_its_line(book: Path) -> None:
    (book / "templates" / "html").mkdir(parents=True)
    (book / "templates" / "html" / "article.html").write_text("<p>\n<p>{{ nothing.of.this }}\n")
    account = run(book)
    fault = next(item for item in account.diagnostics if item.rule == "template-invalid")
    assert str(fault.location) == "templates/html/article.html:2"
    assert (book / "site" / "index.html").is_file()


def test_a_foreign_file_in_the_site_is_neither_replaced_nor_deleted(book: Path) -> None:
    (book / "site").mkdir()
    (book / "site" / "index.html").write_text("somebody's")
    (book / "site" / "thesis.txt").write_text("somebody's")
    account = run(book)
    assert "output-unsafe" in rules(account)
    assert (book / "site" / "index.html").read_text() == "somebody's"
    assert (book / "site" / "thesis.txt").read_text() == "somebody's"
    assert run(book).fresh, "a fault of the folder is looked at again"


def test_a_broken_cache_does_no_harm(book: Path) -> None:
    run(book)
    before = stamps(book / "site")
    for path in (book / ".briefbook" / "cache").iterdir():
        path.write_bytes(b"\xff\x00 rubbish")
    run(book)
    assert stamps(book / "site") == before
    assert not run(book).fresh


@pytest.mark.parametrize("outputs", ["data", "html"])
def test_each_output_can_be_made_alone(make_book: Callable[..., Path], outputs: str) -> None:
    root = make_book(settings=f"annotate: {{engine: none}}\noutputs: [{outputs}]\n")
    account = run(root)
    assert not {item for item in account.diagnostics if item.severity == "error"}
    assert (root / "site" / "data" / "book.json").exists() is (outputs == "data")
    assert (root / "site" / "index.html").exists() is (outputs == "html")


def test_the_site_as_one_file_holds_all_but_itself(make_book: Callable[..., Path]) -> None:
    root = make_book(settings="book: {name: harbour}\noutputs: [html, zip]\n")
    run(root)
    with zipfile.ZipFile(root / "site" / "harbour.zip") as archive:
        packed = {name.removeprefix("harbour/") for name in archive.namelist()}
    site = root / "site"
    written = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert packed == {name for name in written if name != "harbour.zip" and not name.startswith(".")}
    assert 'href="harbour.zip"' in (site / "index.html").read_text("utf-8")


def test_a_site_elsewhere_in_the_book(make_book: Callable[..., Path]) -> None:
    root = make_book(settings="annotate: {engine: none}\noutputs: [data]\npaths: {site: out/web}\n")
    assert run(root).site == PurePosixPath("out/web")
    assert (root / "out" / "web" / "data" / "book.json").is_file()


def test_a_folder_that_cannot_be_written_is_an_error(book: Path) -> None:
    (book / ".briefbook").write_text("a file is in the way")
    with pytest.raises(BriefbookError, match="project-unusable"):
        run(book)


def test_no_work_is_done_twice(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(book)
    cleaned = []
    real = briefbook.clean.draft.clean_seed
    monkeypatch.setattr(briefbook.clean.draft, "clean_seed", lambda *given: cleaned.append(given) or real(*given))
    with (book / "briefbook.yml").open("a") as file:
        file.write("# changed\nrender: {previews: false}\n")
    assert run(book).fresh
    assert not cleaned


def test_progress_is_told(book: Path) -> None:
    told = []
    run(book, progress=lambda what, done, total: told.append((what, done, total)))
    assert ("Cleaning", 1, 2) in told


# Checking


def test_checking_finds_the_same_and_writes_nothing(book: Path) -> None:
    (book / "seeds" / "empty.txt").write_text("")
    before = stamps(book)
    found = check(Order(root=book, jobs=1))
    assert stamps(book) == before
    assert sorted(os.listdir(book)) == ["briefbook.yml", "seeds"]  # noqa: PTH208
    assert found.diagnostics == run(book).diagnostics


def test_checking_a_built_book_writes_nothing(book: Path) -> None:
    run(book)
    before = {path: path.read_bytes() for path in book.rglob("*") if path.is_file()}
    check(Order(root=book, jobs=1))
    assert {path: path.read_bytes() for path in book.rglob("*") if path.is_file()} == before


# Adopting


def test_a_person_that_was_found_gets_a_file_for_the_editor(book: Path) -> None:
    run(book)
    path = adopt(Order(root=book, jobs=1), EntityKind.PERSON, "karin holm")
    assert path == PurePosixPath("content/people/karin-holm.md")
    assert "name: Karin Holm" in (book / path).read_text("utf-8")
    assert not {item for item in run(book).diagnostics if item.severity == "error"}
    with pytest.raises(BriefbookError, match="already"):
        adopt(Order(root=book, jobs=1), EntityKind.PERSON, "karin-holm")


def test_what_the_editor_writes_of_a_person_wins_and_survives_rebuilding(book: Path) -> None:
    run(book)
    path = book / adopt(Order(root=book, jobs=1), EntityKind.PERSON, "karin holm")
    path.write_text("---\nname: Karin Holm-Berg\nsame_as: [Karin Holm]\n---\n\nShe kept the minutes.\n", "utf-8")
    before = path.read_bytes()
    run(book)
    run(book)
    assert path.read_bytes() == before
    page = (book / "site" / "people" / "karin-holm.html").read_text("utf-8")
    assert "<h1>Karin Holm-Berg</h1>" in page
    assert "She kept the minutes." in page


def test_a_name_that_the_book_does_not_have_is_an_error_with_the_nearest(book: Path) -> None:
    with pytest.raises(BriefbookError, match="karin-holm"):
        adopt(Order(root=book, jobs=1), EntityKind.PERSON, "Karin Holme")
