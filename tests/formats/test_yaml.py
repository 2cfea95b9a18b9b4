"""Restricted YAML: everything is text with its place, and what could surprise an editor is refused with a reason."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.formats.yaml import format_yaml, parse_yaml
from briefbook.model import tree

PATH = PurePosixPath("briefbook.yml")


def read(text, first_line=1):
    return parse_yaml(text, PATH, "config-invalid", first_line)


def plain(node):
    if isinstance(node, tree.Scalar):
        return node.text
    if isinstance(node, tree.Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node}


@pytest.mark.parametrize("word", ["no", "012", "12:30", "2013-04-23", "1e3", "true", "~x", "Al Pessin"])
def test_a_value_stays_the_text_that_was_written(word):
    assert plain(read(f"key: {word}").value) == {"key": word}


def test_values_know_their_line_and_column():
    node = read("book:\n  title: Port talks", first_line=3).value
    title = node.get("book").get("title")
    assert (title.line, title.column) == (4, 10)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: &x 1\nb: *x", "1:4", "anchor `&x`"),
        ("a: !!python/object:os.system x", "1:4", "tag"),
        ("a: 1\nb: 2\na: 3", "3:1", "stands twice, first in line 1"),
        ("a: [1, 2", "", "cannot read the YAML"),
        ("a: 1\n---\nb: 2", "2:1", "second YAML document"),
        ("[1]: x", "1:1", "as a key"),
        ("a: " + "[" * 40 + "]" * 40, "1:", "levels of nesting"),
        ("a: \x00", "1", "cannot read the YAML"),
        ("x" * 1_000_001, "1", "1000001 characters"),
    ],
)
def test_what_is_not_read_is_refused_with_its_place(text, place, words):
    outcome = read(text)
    assert outcome.value is None
    (fault,) = outcome.diagnostics
    assert str(fault).startswith(f"briefbook.yml:{place}")
    assert words in fault.message


def test_an_empty_text_is_nothing_and_no_fault():
    assert read("# only a comment\n") == (None, ())


texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1)


@given(st.dictionaries(texts, st.one_of(texts, st.lists(texts, min_size=1)), max_size=4))
def test_what_is_written_reads_back(fields):
    text = format_yaml(fields)
    outcome = read(text)
    assert outcome.diagnostics == ()
    assert ({} if outcome.value is None else plain(outcome.value)) == fields


def test_front_matter_is_written_as_a_person_would():
    fields = {
        "title": "US: a test",
        "date": "2013-06-22",
        "author": ["Al Pessin", "no"],
        "seed": {"file": "seeds/a.txt", "lines": 12},
        "summary": None,
    }
    assert format_yaml(fields) == (
        'title: "US: a test"\n'
        "date: 2013-06-22\n"
        "author:\n"
        "  - Al Pessin\n"
        '  - "no"\n'
        "seed:\n"
        "  file: seeds/a.txt\n"
        "  lines: 12\n"
    )


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("hide: [a\nadd: x\n", "close the list that begins in line 1 with `]`"),
        ('title: "He said "no""\n', "close each quotation mark once"),
        ('title: "open\ndate: 2013\n', "close the quotation mark or bracket that opens in line 1"),
        ("title: Talks: a report\n", "put a text that holds `: ` in quotation marks"),
        ("add:\n\t- date: 2013\n", "indent with spaces"),
        ("title: @home\n", "in quotation marks"),
        ("- a\nb: c\n", "begin every entry of the list with `- `"),
    ],
)
def test_a_fault_says_what_to_type(text: str, advice: str) -> None:
    (fault,) = parse_yaml(text, PurePosixPath("a.yml"), "front-matter-invalid").diagnostics
    assert advice in fault.hint
