"""The book in other people's notations, each read back by that notation's own rules."""

import csv
import importlib.util
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from briefbook.model.when import interval, parse_when
from briefbook.render.exports import EXPORTS, render_export

ROOT = Path(__file__).resolve().parents[2]
ATOM = "{http://www.w3.org/2005/Atom}"
TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@pytest.fixture(scope="module")
def made():
    spec = importlib.util.spec_from_file_location("bench_pdf", ROOT / "bench" / "pdf.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.make_book(8, hostile=True)


def content(file) -> bytes:
    out = io.BytesIO()
    file.write(out)
    return out.getvalue()


def export(made, name: str) -> str:
    return render_export(name, *made)[0].data.decode("utf-8")


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_every_export_is_some_files_below_data_and_the_same_each_time(made, name):
    files = render_export(name, *made)
    assert files
    assert all(file.path.parts[0] == "data" and content(file) for file in files)
    assert [content(file) for file in files] == [content(file) for file in render_export(name, *made)]


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_a_book_of_nothing_is_no_fault(made, name):
    book, config = made
    nothing = {
        "articles": (),
        "annotations": (),
        "ledgers": (),
        "chronology": (),
        "index": (),
        "pages": (),
        "doubts": (),
    }
    bare = replace(book, **nothing, register=replace(book.register, entities=(), open=()))
    assert render_export(name, bare, config)


# Reference managers


def test_csl_lists_the_documents_with_certain_dates_as_parts_and_others_in_words(made):
    items = json.loads(export(made, "csl"))
    assert [item["id"] for item in items] == [article.slug for article in made[0].articles]
    assert {item["type"] for item in items} == {"article-newspaper"}
    assert items[0]["issued"] == {"date-parts": [[2012, 5, 17]]}
    assert items[6]["issued"] == {"literal": "3 or 4 August 2020"}
    assert "issued" not in items[-1]  # nothing is said of a date nobody knows


def test_bibtex_and_ris_have_one_entry_a_document(made):
    assert export(made, "bibtex").count("@misc{") == len(made[0].articles)
    assert export(made, "ris").count("TY  - NEWS\r\n") == export(made, "ris").count("ER  - ") == len(made[0].articles)


# Feeds


def test_atom_has_what_the_standard_demands_newest_first(made):
    feed = ET.fromstring(export(made, "atom"))  # noqa: S314 - our own output
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        assert all(len(element.findall(ATOM + name)) == 1 for name in ("id", "title", "updated"))
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "A. Example"
    ids = [e.find(f"{ATOM}id").text for e in entries]
    assert len(set(ids)) == len(made[0].articles)
    assert all(
        re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", i) for i in ids
    )
    days = [e.find(f"{ATOM}updated").text for e in entries]
    assert days == sorted(days, reverse=True)


def test_links_are_whole_where_the_address_of_the_book_is_known(made):
    book, config = made
    assert 'href="../articles/' in export(made, "atom")
    known = replace(config, book=replace(config.book, base_url="https://example.org/book/"))
    text = render_export("atom", book, known)[0].data.decode()
    assert 'href="https://example.org/book/articles/' in text
    assert 'rel="self"' in text


# Calendars and timelines


def test_the_calendar_is_folded_escaped_and_ends_the_day_after(made):
    text = export(made, "ics")
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = text.replace("\r\n ", "")
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == len(made[0].chronology)
    starts = re.findall(r"DTSTART;VALUE=DATE:(\d{8})", whole)
    ends = re.findall(r"DTEND;VALUE=DATE:(\d{8})", whole)
    assert all(a < b for a, b in zip(starts, ends, strict=True))
    assert not re.search(r"(?m)^(?:SUMMARY|DESCRIPTION):.*(?<!\\)[,;]", whole)


@pytest.mark.parametrize(("when", "day"), [("2013-05-01/..", "20130501"), ("../2013-06-02", "20130602")])
def test_what_is_open_at_one_end_stands_in_a_calendar_on_the_day_that_is_known(made, when, day):
    book, config = made
    event = replace(book.chronology[0], when=parse_when(when))
    text = render_export("ics", replace(book, chronology=(event,)), config)[0].data.decode()
    assert f"DTSTART;VALUE=DATE:{day}\r\n" in text
    assert text.count("BEGIN:VEVENT") == 1


@pytest.mark.parametrize("name", ["ics", "timelinejs", "csv", "tei", "json"])
def test_an_entry_of_the_editors_without_a_sentence_is_exported_too(made, name):
    book, config = made
    own = replace(book.chronology[0], passages=(), editor="=The inquiry opens")
    files = render_export(name, replace(book, chronology=(own,)), config)
    text = "".join(content(file).decode() for file in files)
    assert "The inquiry opens" in text or name == "tei"
    assert ",=The" not in text


def test_the_timeline_gives_dates_at_their_precision_and_escapes_its_texts(made):
    book, config = made
    month = replace(book.chronology[0], when=parse_when("2013-05"))
    span = replace(book.chronology[1], when=interval(date(2013, 5, 1), date(2013, 5, 3)), editor="<b>Mine</b>")
    record = json.loads(render_export("timelinejs", replace(book, chronology=(month, span)), config)[0].data)
    first, second = record["events"]
    assert first["start_date"] == {"year": 2013, "month": 5}
    assert "end_date" not in first
    assert second["end_date"] == {"year": 2013, "month": 5, "day": 3}
    assert second["text"]["headline"] == "&lt;b&gt;Mine&lt;/b&gt;"


# Spreadsheets


def test_tables_have_a_head_and_a_row_each(made):
    files = {file.path.name: file.data.decode("utf-8-sig") for file in render_export("csv", *made)}
    rows = {name: list(csv.reader(io.StringIO(text))) for name, text in files.items()}
    assert sorted(rows) == ["chronology.csv", "documents.csv", "mentions.csv", "quotations.csv"]
    assert len(rows["documents.csv"]) == len(made[0].articles) + 1
    assert len(rows["chronology.csv"]) == len(made[0].chronology) + 1
    assert all(len(row) == len(table[0]) for table in rows.values() for row in table)


def test_no_cell_runs_as_a_formula(made):
    book, config = made
    title = '=HYPERLINK("http://example.org","x")'
    evil = replace(book, articles=(replace(book.articles[0], title=title), *book.articles[1:]))
    text = render_export("csv", evil, config)[0].data.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1][1] == f"'{title}"


# TEI


def test_tei_keeps_every_character_and_every_reference_resolves(made):
    corpus = ET.fromstring(export(made, "tei"))  # noqa: S314 - our own output
    ids = [e.get(XML_ID) for e in corpus.iter() if e.get(XML_ID)]
    assert len(ids) == len(set(ids))
    by_id = {e.get(XML_ID): e for e in corpus.iter() if e.get(XML_ID)}
    for article in made[0].articles:
        for block in article.blocks:
            assert "".join(by_id[f"doc-{article.doc}-{block.id}"].itertext()) == block.text
    references = [e.get("ref") for e in corpus.iter() if e.get("ref")]
    assert references
    assert all(reference.removeprefix("#") in by_id for reference in references)
    assert {e.tag for e in corpus.iter(f"{TEI}date")} == {f"{TEI}date"}
