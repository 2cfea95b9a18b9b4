"""The whole book as data: what the schema promises is there, and it says what the pages say."""

import importlib.util
import io
import json
from dataclasses import replace
from pathlib import Path, PurePosixPath

import jsonschema
import pytest

from briefbook.model.article import Article, Block, BlockKind, Certainty, Fate, Ledger, LineFate, Published, Reason
from briefbook.model.book import Annotations, Book, Engine
from briefbook.model.config import Config
from briefbook.model.entity import Register
from briefbook.model.text import Slug
from briefbook.model.when import parse_when
from briefbook.render.data import DATA_PATH, format_json, format_record, render_data

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def invented():
    """The maker of invented books that the measurements use."""
    spec = importlib.util.spec_from_file_location("bench_pdf", ROOT / "bench" / "pdf.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.make_book


@pytest.fixture(scope="module")
def validator():
    schema = json.loads((ROOT / "docs" / "book.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def written(book: Book, config: Config) -> bytes:
    [file] = render_data(book, config)
    out = io.BytesIO()
    file.write(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def record(invented):
    book, config = invented(6, hostile=True)
    return json.loads(written(book, config))


def small_book(**article) -> Book:
    first = Article(
        **{
            "slug": Slug("one"),
            "title": "One",
            "path": PurePosixPath("content/articles/one.md"),
            "markdown": "Héllo 😀 world.",
            "blocks": (Block(id="p1", kind=BlockKind.PARAGRAPH, text="Héllo 😀 world.", line=5),),
            "doc": 1,
            "published": Published(when=None, basis="nothing says when", certainty=Certainty.UNKNOWN),
            **article,
        }
    )
    return Book(
        title="T",
        articles=(first,),
        annotations=(Annotations(article=first.slug, seed_lines=((),) * len(first.blocks)),),
        ledgers=(),
        register=Register(),
        engine=Engine(name="none"),
    )


def article_of(book: Book) -> dict:
    return json.loads(written(book, Config()))["articles"][0]


def test_a_full_book_and_an_empty_one_are_valid(record, validator):
    validator.validate(record)
    empty = replace(small_book(), articles=(), annotations=())
    validator.validate(json.loads(written(empty, Config())))


def test_every_property_of_the_schema_says_what_it_is_or_is_plain(validator):
    """A record that may hold anything would promise nothing."""

    def records(node):
        if isinstance(node, dict):
            if node.get("type") == "object":
                yield node
            for value in node.values():
                yield from records(value)
        elif isinstance(node, list):
            for value in node:
                yield from records(value)

    assert all(
        r["additionalProperties"] is False and set(r["required"]) <= set(r["properties"])
        for r in records(validator.schema)
    )


def test_offsets_count_code_points(record):
    blocks = {(a["slug"], b["id"]): b["text"] for a in record["articles"] for b in a["blocks"]}
    entities = [*record["people"], *record["places"], *record["organisations"]]
    mentions = [m for e in entities for m in e["mentions"]]
    assert mentions
    assert all(blocks[m["article"], m["block"]][m["start"] : m["end"]] == m["surface"] for m in mentions)
    quoted = [p for e in [*record["events"], *record["quotations"]] for p in e["passages"]]
    assert quoted
    assert all(blocks[p["article"], p["block"]][p["start"] : p["end"]] == p["text"] for p in quoted)


def test_every_reference_leads_somewhere(record):
    blocks = {(a["slug"], b["id"]) for a in record["articles"] for b in a["blocks"]}
    people = {p["slug"] for p in record["people"]}
    assert all((r["article"], r["block"]) in blocks for p in record["people"] for r in p["roles"])
    assert all(q["speaker"] is None or q["speaker"] in people for q in record["quotations"])
    headings = {e["heading"] for e in record["index"] if not e["see"]}
    for entry in record["index"]:
        assert entry["see"] is None or entry["see"] in headings
        assert all((at["article"], at["block"]) in blocks for at in entry["locators"])
        assert entry["principal"] is None or entry["principal"] in entry["locators"]


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("2013-04-23", "2013-04-23", "2013-04-23"),
        ("[2013-06-22,2013-06-23]", "2013-06-22", "2013-06-23"),
        ("2013-04", "2013-04-01", "2013-04-30"),
        ("2013-05-01/..", "2013-05-01", None),
    ],
)
def test_a_date_is_given_as_edtf_and_as_its_first_and_last_day(edtf, start, end):
    published = Published(when=parse_when(edtf), basis="printed", certainty=Certainty.EXACT)
    got = article_of(small_book(published=published))["published"]
    assert (got["edtf"], got["start"], got["end"], got["certainty"]) == (edtf, start, end, "exact")


def test_an_unknown_date_is_null_and_still_says_why():
    assert article_of(small_book())["published"] == {
        "edtf": None,
        "start": None,
        "end": None,
        "basis": "nothing says when",
        "certainty": "unknown",
        "updated": None,
    }


def test_the_clipping_is_accounted_for_in_words_and_lines():
    path = PurePosixPath("seeds/a.txt")
    ledger = Ledger(
        seed=path,
        sha256="a" * 64,
        lines=(
            LineFate(line=1, fate=Fate.KEPT, reason=Reason.BODY, text="Three words here."),
            LineFate(line=2, fate=Fate.BLANK, reason=None, text=""),
            LineFate(line=3, fate=Fate.REMOVED, reason=Reason.COMMENTS, text="I don't agree"),
        ),
    )
    plain = small_book()
    book = replace(
        plain,
        articles=(replace(plain.articles[0], source=replace(plain.articles[0].source, seed=path)),),
        annotations=(replace(plain.annotations[0], seed_lines=((1,),)),),
        ledgers=(ledger,),
    )
    record = json.loads(written(book, Config()))
    assert record["articles"][0]["seed"] == {
        "file": "seeds/a.txt",
        "sha256": "a" * 64,
        "lines": 3,
        "kept": 3,
        "removed": 3,
    }
    assert record["articles"][0]["blocks"][0]["seed_lines"] == [1]
    assert [(line["line"], line["fate"], line["reason"]) for line in record["ledgers"][0]["lines"]] == [
        (1, "kept", "body"),
        (2, "blank", None),
        (3, "removed", "comments"),
    ]


def test_the_same_book_gives_the_same_bytes_in_one_file(invented):
    first, second = (written(*invented(3)) for _ in range(2))
    assert first == second
    assert [file.path for file in render_data(*invented(3))] == [DATA_PATH]


def test_a_record_stands_on_a_line_of_its_own():
    assert format_json({"a": [{"b": 1, "c": [1, 2]}, {"b": 2, "c": []}], "d": "é"}) == (
        '{\n "a":[\n  {"b":1,"c":[1,2]},\n  {"b":2,"c":[]}\n ],\n "d":"é"\n}'
    )


def test_what_is_written_reads_back(record):
    assert json.loads(format_json(record)) == record


def test_what_is_written_item_by_item_is_the_same(invented, record):
    assert written(*invented(6, hostile=True)).decode() == format_json(record) + "\n"
    assert "".join(format_record({"a": iter([]), "b": iter([{"c": 1}, {"c": 2}]), "d": []})) == format_json(
        {"a": [], "b": [{"c": 1}, {"c": 2}], "d": []}
    )
