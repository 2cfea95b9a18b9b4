"""The printed book as it comes out: its page numbers are true, its bytes repeat, its faults are reported."""

import importlib.util
import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pikepdf
import pytest

from briefbook.formats.markdown import parse_flow
from briefbook.model.book import Page, Picture
from briefbook.model.diagnostics import Outcome, report
from briefbook.model.text import Slug
from briefbook.render.pdf import format_print
from briefbook.shell import typesetter
from briefbook.shell.build import _print
from briefbook.shell.typesetter import _font_reports, set_book, version

ROOT = Path(__file__).resolve().parents[2]
SMALL = {
    "book.typ": b'#set document(title: "T", date: datetime(year: 1970, month: 1, day: 1))\n#json("book.json").text'
}
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\xb18\xf6\x14\x00\x00\x00\x00IEND\xaeB`\x82"
)
"""One white pixel."""
poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs pdftotext")


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("bench_pdf", ROOT / "bench" / "pdf.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def template():
    return {path.name: path.read_bytes() for path in sorted((ROOT / "templates" / "print").iterdir())}


@pytest.fixture(scope="module")
def printed(bench, template):
    """An invented book of eight documents, hostile text included, and its PDF."""
    book, config = bench.make_book(8, hostile=True)
    outcome = set_book(format_print(book, config), template)
    assert outcome.value, outcome.diagnostics
    return book, outcome


def small(text: str, template=SMALL):
    return set_book(json.dumps({"text": text}, ensure_ascii=False).encode(), template)


def rules(outcome) -> list[str]:
    return [d.rule for d in outcome.diagnostics]


# What comes out


def test_it_is_tagged_titled_archival_and_in_a_language(printed):
    with pikepdf.open(io.BytesIO(printed[1].value)) as pdf:
        claims = pdf.open_metadata()
        assert (claims["pdfaid:part"], claims["pdfaid:conformance"], claims["pdfuaid:part"]) == ("2", "A", "1")
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == "The Tidewater Papers"
        assert "2026" not in str(pdf.docinfo["/CreationDate"])


def test_every_part_and_document_has_a_bookmark(printed):
    book, outcome = printed
    with pikepdf.open(io.BytesIO(outcome.value)) as pdf, pdf.open_outline() as outline:
        parts = {item.title: [child.title for child in item.children] for item in outline.root}
    assert parts["Documents"] == [article.title for article in book.articles]
    assert {"Contents", "Who’s who", "Chronology", "Quotations by speaker", "Sources", "Index"} <= set(parts)


def test_fonts_are_embedded_and_nothing_in_it_acts(printed):
    with pikepdf.open(io.BytesIO(printed[1].value)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary):
                if item.get("/Type") == "/FontDescriptor":
                    assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(item.keys())
                assert not {"/JS", "/JavaScript", "/Launch", "/EF"} & set(item.keys())


@poppler
def test_the_index_names_true_pages(bench, printed):
    book, outcome = printed
    pages = text_of_pages(outcome.value)
    said, true, lacking, wrong = bench.check_index(book, pages)
    assert said > 100
    assert (true, lacking, wrong) == (said, 0, [])


def test_a_long_book_is_set_in_a_process_a_round_and_comes_out_the_same(bench, template, monkeypatch):
    book, config = bench.make_book(2, hostile=True)
    data = format_print(book, config)
    at_once = set_book(data, template)
    monkeypatch.setattr(typesetter, "LONG", 0)
    assert set_book(data, template) == at_once


@poppler
def test_contents_and_running_heads_agree_with_the_pages(printed):
    book, outcome = printed
    pages = text_of_pages(outcome.value)
    contents = re.sub(r"\s+", " ", pages[2])
    for article in book.articles[:-1]:
        page = int(re.search(re.escape(article.title) + r" (\d+)", contents)[1])
        assert article.title in re.sub(r"\s+", " ", pages[page - 1])
    for number, page in enumerate(text_of_pages(outcome.value, "-layout")[2:], 3):
        head = next(line for line in page.split("\n") if line.strip())
        assert head.split()[-1] == str(number), head


@poppler
def test_every_character_of_the_documents_is_on_the_pages(printed):
    book, outcome = printed

    def bare(text: str) -> str:
        return re.sub(r"[\W\d_]+", "", text)

    everything = bare("".join(text_of_pages(outcome.value)))
    # A line end may split a word, a page end a paragraph: single sentences are looked for.
    missing = [
        sentence
        for article in book.articles[:-1]
        for block in article.blocks
        for sentence in re.split(r"(?<=\.)\s", block.text)
        if bare(sentence) not in everything
    ]
    assert len(missing) <= len(book.articles) * 2, missing  # those cut by a note, a head or a page end


@poppler
def test_no_page_is_empty(printed):
    assert all(len(page.split()) > 3 for page in text_of_pages(printed[1].value))


def text_of_pages(pdf: bytes, *options: str) -> list[str]:
    """The text of each page as a reader of the file gets it."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


# Bytes


def test_two_runs_give_the_same_bytes(bench, template):
    data = format_print(*bench.make_book(2))
    assert set_book(data, template) == set_book(data, template)


def test_the_version_names_the_engines():
    assert re.fullmatch(r"setter \d+, typst [\d.]+, pikepdf [\d.]+", version())


# Characters


def test_plain_text_of_european_scripts_borrows_no_font():
    assert small("Ünïcode – Ελληνικά, кириллица, “quotes”, ¶ § † ½ →").diagnostics == ()


def test_a_character_of_no_font_is_replaced_and_reported():
    outcome = small("private \ue000, lost \ufffd")
    assert outcome.value
    assert rules(outcome) == ["glyph-missing"]
    assert "no font has U+E000, U+FFFD;" in outcome.diagnostics[0].message


def test_the_report_names_the_article_that_has_the_character(printed):
    missing = [d for d in printed[1].diagnostics if d.rule == "glyph-missing"]
    assert [str(d.location.path) for d in missing] == ["content/articles/hostile.md"]


def test_fonts_of_this_computer_are_named_by_their_scripts():
    (fault,) = _font_reports(b"{}", "", "\u0633\u4e2d")
    assert fault.rule == "font-borrowed"
    assert fault.message.endswith("Arabic, Cjk")


def test_text_that_looks_like_markup_is_set_as_text():
    outcome = small('#panic("no") $x$ <label> @ref *a*')
    assert outcome.value
    assert outcome.diagnostics == ()


# Faults


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ({}, "no print/book.typ"),
        ({**SMALL, "../out.typ": b""}, "outside its folder"),
        ({"book.typ": b"#unknown-name"}, "unknown variable"),
        ({"book.typ": b'= No title\n#json("book.json").text'}, "title"),
        ({"book.typ": b'#read("/etc/hostname")'}, "not found"),
        ({"book.typ": b'#import "@preview/cetz:0.2.0"'}, "names a package"),
    ],
)
def test_a_template_at_fault_is_reported_and_nothing_is_set(template, said):
    outcome = small("x", template)
    assert outcome.value is None
    assert rules(outcome) == ["pdf-failed"]
    assert said in outcome.diagnostics[0].message


def test_a_layout_that_never_comes_to_rest_is_not_handed_out():
    restless = (
        SMALL["book.typ"]
        + b"""
#context for n in range(query(<x>).len() + 1) [#metadata(n)<x> ]
"""
    )
    outcome = small("x", {"book.typ": restless})
    assert outcome.value is None
    assert "did not come to rest" in outcome.diagnostics[0].message


def test_a_book_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(typesetter, "TIMEOUT", 0.01)
    assert rules(small("x")) == ["pdf-failed"]


def test_data_that_cannot_be_read_is_reported():
    outcome = set_book(b"\xff not JSON", SMALL)
    assert (outcome.value, rules(outcome)) == (None, ["pdf-failed"])


# Pictures


def test_a_picture_is_printed_and_said_in_the_words_of_its_caption(bench, template):
    book, config = bench.make_book(2)
    words = "![The quay at night](../pictures/quay.png)"
    page = Page(slug=Slug("a"), title="A", markdown=words, flow=parse_flow(words), path=PurePosixPath("a.md"))
    data = format_print(replace(book, pages=(page,)), config, ["pictures/quay.png"])
    outcome = set_book(data, template, {"pictures/quay.png": PNG})
    assert outcome.value, outcome.diagnostics
    with pikepdf.open(io.BytesIO(outcome.value)) as pdf:
        said = [str(one.Alt) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
        assert "The quay at night" in said


def test_a_picture_the_engine_refuses_is_named_as_the_fault(bench, template):
    book, config = bench.make_book(2)
    words = "![The quay](../pictures/quay.png)"
    page = Page(slug=Slug("a"), title="A", markdown=words, flow=parse_flow(words), path=PurePosixPath("a.md"))
    data = format_print(replace(book, pages=(page,)), config, ["pictures/quay.png"])
    assert rules(set_book(data, template, {"pictures/quay.png": PNG[:40]})) == ["pdf-failed"]


def test_no_picture_is_written_outside_the_folder():
    assert rules(set_book(b'{"text":"a"}', SMALL, {"../../quay.png": PNG})) == ["pdf-failed"]


def test_a_book_whose_picture_the_engine_refuses_is_printed_without_it_and_says_so(bench, monkeypatch):
    def refuse(_data, _files, pictures):
        fault = report("pdf-failed", "failed to decode image", "book.typ")
        return Outcome(None, (fault,)) if pictures else Outcome(b"%PDF", ())

    monkeypatch.setattr(typesetter, "set_book", refuse)
    picture = Picture(path=PurePosixPath("pictures/quay.png"), data=b"", width=1, height=1)
    files, found = _print(*bench.make_book(2), ((), ()), [picture], lambda _kind, _key, make: make())
    assert [file.data for file in files] == [b"%PDF"]
    assert [(d.rule, d.message) for d in found] == [
        ("picture-unread", "the printed book is set without its pictures: failed to decode image")
    ]
