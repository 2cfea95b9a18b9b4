"""The book as data for the printed page: text stays text, and every reference has its place."""

import importlib.util
import json
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.assemble.index import assemble_index
from briefbook.formats.markdown import parse_blocks, parse_flow
from briefbook.model.article import Article, Certainty, Note, Passage, Published
from briefbook.model.book import Annotations, Book, Engine
from briefbook.model.config import BookConfig, Config, Part, RenderConfig
from briefbook.model.entity import Entity, EntityKind, Mention, Register, Role
from briefbook.model.event import Event, EventStatus, Quotation
from briefbook.model.text import Slug, Span, slugify
from briefbook.model.when import parse_when
from briefbook.render.pdf import clean_text, format_print

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def invented():
    spec = importlib.util.spec_from_file_location("bench_pdf", ROOT / "bench" / "pdf.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.make_book


def article(markdown: str, name: str = "one", doc: int = 1, **more) -> Article:
    return Article(
        slug=Slug(name),
        title=more.pop("title", "A headline"),
        path=PurePosixPath(f"content/articles/{name}.md"),
        markdown=markdown,
        blocks=parse_blocks(markdown),
        flow=parse_flow(markdown),
        doc=doc,
        published=Published(when=None, basis="", certainty=Certainty.UNKNOWN),
        **more,
    )


def book_of(*articles: Article, names=(), **more) -> Book:
    """A book in which each of `names` is a person, mentioned wherever the name stands."""
    people = tuple(
        Entity(slug=slugify(n), kind=EntityKind.PERSON, name=n, sort_name=n, roles=more.pop("roles", ())) for n in names
    )
    annotations = []
    for a in articles:
        found = []
        for number, block in enumerate(a.blocks):
            for person in people:
                at = block.text.find(person.name)
                while at >= 0:
                    span = Span(at, at + len(person.name))
                    passage = Passage(a.slug, number, span)
                    found.append(
                        Mention(
                            passage=passage, surface=person.name, kind=person.kind, entity=person.slug, found_by="test"
                        )
                    )
                    at = block.text.find(person.name, at + 1)
        annotations.append(Annotations(article=a.slug, mentions=tuple(sorted(found, key=lambda m: m.passage))))
    register = Register(entities=people)
    return Book(
        title="T",
        articles=articles,
        annotations=tuple(annotations),
        ledgers=(),
        register=register,
        index=assemble_index(articles, annotations, register, more.pop("terms", ())),
        engine=Engine(name="none"),
        **more,
    )


def printed(book: Book, config: Config | None = None) -> dict:
    return json.loads(format_print(book, config or Config()))


def body(*articles: Article, **more) -> list:
    return printed(book_of(*articles, **more))["parts"][0]["documents"][0]["body"]


def nodes(value, kind: str) -> list:
    """Every node of a kind, in order."""
    found = []
    if isinstance(value, list):
        if value and value[0] == kind:
            found.append(value)
        for item in value:
            found += nodes(item, kind)
    elif isinstance(value, dict):
        for item in value.values():
            found += nodes(item, kind)
    return found


def text_of(value) -> str:
    """The characters of inline content as a reader sees them, notes left out."""
    if isinstance(value, str):
        return value
    if value and isinstance(value[0], str) and value[0] in {"b", "i", "s", "k", "x", "u", "m", "a", "n", "r", "br"}:
        inner = {"x": value[2:], "u": value[2:], "m": [], "a": [], "n": [], "br": ["\n"]}.get(value[0], value[1:])
        return "".join(map(text_of, inner))
    return "".join(map(text_of, value))


# Text


def test_markup_of_any_kind_stays_text():
    words = '#import "/etc/passwd"; $x^2$ @ref <script>alert(1)</script> {{ 7\\*7 }}'
    assert body(article(words)) == [["p", 1, [words.replace("\\", "")]]]


def test_control_characters_and_broken_halves_never_reach_the_page():
    assert clean_text("a\x00b\x1bc\tn\ud800") == "abc\tn\ufffd"
    title = printed(book_of(article("x", title="One\x07\ud83dTwo")))["parts"][0]["documents"][0]["title"]
    assert title == "One\ufffdTwo"


@given(st.text(max_size=60))
def test_any_text_gives_json_that_reads_back(text):
    assert printed(book_of(article("x", title=f"A{text}")))["parts"][0]["documents"][0]["title"] == clean_text(
        f"A{text}"
    )


def test_emphasis_links_and_code():
    assert body(article("A *b* **c** ~~d~~ `e` [f](https://example.org) [g](other.md)")) == [
        [
            "p",
            1,
            [
                "A ",
                ["i", ["b"]],
                " ",
                ["b", ["c"]],
                " ",
                ["s", ["d"]],
                " ",
                ["k", ["e"]],
                " ",
                ["u", "https://example.org", ["f"]],
                " ",
                "g",
            ],
        ]
    ]


def test_captions_lists_quotes_tables_and_rules():
    assert body(article("![A caption]()\n\n1. one\n\n> said\n\n| h |\n| --- |\n| c |\n\n---\n\n    code")) == [
        ["c", ["A caption"]],
        ["l", 1, [[["p", 1, ["one"]]]]],
        ["q", [["p", 2, ["said"]]]],
        ["t", 1, [[["h"]], [["c"]]], "3–4"],
        ["hr"],
        ["v", "code"],
    ]


def test_a_missing_picture_leaves_its_words():
    assert body(article("![What it showed](missing.png)")) == [["c", ["What it showed"]]]


def test_no_level_of_heading_is_skipped():
    levels = [node[1] for node in nodes(body(article("#### deep\n\n## a\n\n###### deeper\n\n### b")), "h")]
    assert levels == [3, 3, 4, 4]


@pytest.mark.parametrize("text", ["", " ", "\u200b", "—"])
def test_a_head_without_a_letter_is_named_or_set_as_text(text):
    record = printed(replace(book_of(article(f"## {text}\n\nx", title=text)), title=text))
    assert record["title"] == record["parts"][0]["documents"][0]["title"] == "Untitled"
    assert nodes(record["parts"], "h") == []


# Notes


def test_a_note_stands_where_it_is_referred_to_and_only_once():
    found = body(article("One[^a] two[^a].\n\n[^a]: The *note*."))
    assert found == [["p", 1, ["One", ["n", [["p", 0, ["The ", ["i", ["note"]], "."]]]], " two", ["r", "1"], "."]]]


def test_an_anchored_note_follows_its_words_and_is_signed():
    found = body(
        article("Peace was near.", notes=(Note(at="was near", text="It was not.", author="A. E.", date="2020"),))
    )
    assert found == [
        ["p", 1, ["Peace was near", ["n", [["p", 0, ["It was not."]], ["p", 0, [["i", ["— A. E., 2020"]]]]]], "."]]
    ]


@pytest.mark.parametrize("at", ["nowhere", "near"])
def test_a_note_whose_words_are_not_found_once_is_printed_at_the_end(at):
    found = body(article("So near.\n\nAnd near, near.", notes=(Note(at=at, text="Kept."),)))
    assert len(nodes(found, "n")) == 1


def test_a_link_in_a_note_says_on_paper_where_it_leads_and_one_in_the_text_adds_no_word():
    [paragraph] = body(article("A [bee](https://e.org/b).[^1]\n\n[^1]: See [sea](https://e.org/c)."))
    assert nodes(paragraph, "u") == [["u", "https://e.org/b", ["bee"]], ["u", "https://e.org/c", ["sea"]]]
    assert text_of(paragraph[2]) == "A bee."
    assert nodes(paragraph, "n")[0][1][0][2] == ["See ", ["u", "https://e.org/c", ["sea"]], " (https://e.org/c)", "."]


# Index marks and references


def test_an_index_mark_stands_after_the_name():
    [paragraph] = body(article("So Ada said."), names=("Ada",))
    assert paragraph[2][1] == ["x", "person-ada", ["Ada", ["a", "r-one-0-6"], ["m", 1]]]


def test_only_the_first_mention_in_an_article_is_a_link_but_every_one_is_marked():
    found = body(article("Ada.\n\nAda."), names=("Ada",))
    assert len(nodes(found, "x")) == 1
    assert len(nodes(found, "m")) == 2


def test_the_principal_passage_is_marked_as_such():
    found = body(article("Ada.\n\nAda, Ada."), names=("Ada",))
    assert [node[1] for node in nodes(found, "m")] == [1, -1, 1]


def test_a_mark_inside_emphasis_or_a_link_is_not_lost():
    found = body(article("*So Ada* and [Ada](https://example.org) and `Ada`."), names=("Ada",))
    assert len(nodes(found, "m")) == 3


def test_an_editors_term_for_a_whole_article_is_marked_at_its_start():
    found = body(article("Sarin.", index_terms=("weapons",)))
    assert found == [["p", 1, [["m", 1], "Sarin."]]]


def test_every_reference_has_exactly_one_place(invented):
    record = json.loads(format_print(*invented(8, hostile=True)))
    documents = record["parts"]
    places = [node[1] for node in nodes(documents, "a")]
    assert len(places) == len(set(places))

    def targets(value):
        if isinstance(value, dict):
            if "to" in value:
                yield value["to"]
            for item in value.values():
                yield from targets(item)
        elif isinstance(value, list):
            for item in value:
                yield from targets(item)

    assert set(targets(record)) == set(places)
    labels = {e["label"] for key in ("people", "places", "organisations") for e in record[key]}
    assert {node[1] for node in nodes(documents, "x")} <= labels


def test_what_is_put_in_changes_no_character(invented):
    book, config = invented(4, hostile=True)
    record = json.loads(format_print(book, config))
    documents = [d for part in record["parts"] for d in part["documents"]]
    for source, document in zip(book.articles, documents, strict=True):
        texts = {clean_text(block.text) for block in source.blocks if block.kind != "note"}
        shown = {text_of(node[-1]) for kind in ("p", "c", "h") for node in nodes(document["body"], kind)}
        cells = {text_of(cell) for table in nodes(document["body"], "t") for row in table[2] for cell in row}
        assert texts <= shown | cells


# Parts of the book


def test_empty_sections_are_empty():
    record = printed(book_of(article("x")))
    for part in (
        "people",
        "places",
        "organisations",
        "chronology",
        "undated",
        "quotations",
        "index",
        "open_names",
        "doubts",
        "pages",
    ):
        assert record[part] == []


def test_documents_stand_in_the_editors_parts_and_the_rest_after_them():
    articles = [article("x", name, n) for n, name in enumerate(("one", "two", "three"), 1)]
    config = Config(book=BookConfig(parts=(Part(title="First", articles=("two", "nothing", "two")),)))
    parts = printed(book_of(*articles), config)["parts"]
    assert [(p["title"], [d["no"] for d in p["documents"]]) for p in parts] == [
        ("First", [2]),
        ("Further documents", [1, 3]),
    ]


def test_an_event_is_cited_by_document_paragraph_and_place_in_the_text():
    event = Event(
        id="e",
        when=parse_when("2013-09-12"),
        status=EventStatus.PLANNED,
        expression="Thursday",
        basis="the day of publication",
        passages=(Passage(Slug("one"), 1, Span(4, 18)),),
    )
    record = printed(book_of(article("x\n\nSo. They will meet."), chronology=(event,)))
    [entry] = record["chronology"][0]["entries"]
    assert (entry["date"], entry["kind"], entry["text"]) == ("Thu 12 September", "planned", "They will meet")
    assert entry["refs"][0] == {"doc": 1, "at": "¶2", "to": "r-one-1-8"}
    assert nodes(record["parts"], "a") == [["a", "r-one-1-8"]]


def test_quotations_stand_under_their_speaker_and_unnamed_ones_last():
    def quotation(name, block, speaker):
        return Quotation(
            id=name,
            passages=(Passage(Slug("one"), block, Span(0, 2)),),
            speaker=speaker,
            speaker_surface="the official",
            reason="",
        )

    one = article("No.\n\nYes.\n\nAda.")
    book = book_of(one, names=("Ada",))
    notes = replace(book.annotations[0], quotations=(quotation("a", 0, None), quotation("b", 1, Slug("ada"))))
    found = printed(replace(book, annotations=(notes,)))["quotations"]
    assert [(s["speaker"], s["open"], [q["pieces"] for q in s["quotations"]]) for s in found] == [
        ("Ada", False, [["Ye"]]),
        ("the official", True, [["No"]]),
    ]


def test_roles_are_given_as_printed_each_once_with_its_place():
    one = article("Judge Ada.\n\nJudge Ada.")
    roles = tuple(Role(text="Judge", passage=Passage(one.slug, n, Span(0, 5))) for n in (0, 1))
    [person] = printed(book_of(one, names=("Ada",), roles=roles))["people"]
    assert [(text, ref["at"]) for text, ref in person["roles"]] == [("Judge", "¶1")]


def test_paper_language_and_direction():
    config = Config(book=BookConfig(language="en-GB"), render=RenderConfig(paper="letter"))
    record = printed(book_of(article("x", language="ar-SY")), config)
    assert (record["paper"], record["lang"], record["region"]) == ("us-letter", "en", "GB")
    document = record["parts"][0]["documents"][0]
    assert (document["lang"], document["region"], document["dir"]) == ("ar", "SY", "rtl")


def test_the_file_never_bears_todays_date():
    assert printed(book_of(article("x")))["created"] == [1970, 1, 1]
    assert printed(book_of(article("x")), Config(book=BookConfig(date="2024-05-06")))["created"] == [2024, 5, 6]


def test_the_same_book_gives_the_same_bytes(invented):
    assert format_print(*invented(3)) == format_print(*invented(3))


def test_the_picture_of_the_chronology_is_printed_where_there_is_enough_to_draw(invented):
    drawn = json.loads(format_print(*invented(8)))["timeline"]
    assert sum(sum(column) for column in drawn["columns"]) >= 4
    assert drawn["most"] == max(sum(column) for column in drawn["columns"])
    assert printed(book_of(article("Nothing is dated.")))["timeline"] is None
