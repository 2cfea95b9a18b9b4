"""briefbook.yml: every key checked, with its line and the nearest known key."""

from pathlib import PurePosixPath

import pytest

from briefbook.formats.yaml import parse_yaml
from briefbook.model.config import Config, parse_config
from briefbook.model.diagnostics import Severity

PATH = PurePosixPath("briefbook.yml")


def read(text):
    return parse_config(parse_yaml(text, PATH, "config-invalid").value, PATH)


def test_no_settings_are_all_defaults():
    assert read("") == (Config(), ())


def test_the_settings_of_a_book():
    config, faults = read(
        """
book:
  title: The Harbour Papers
  name: harbour
  parts:
    - title: The strike
      articles: [a, b]
annotate: {engine: rules}
outputs: [data]
rules: {published-doubtful: error, entity-unknown: off}
"""
    )
    assert faults == ()
    assert (config.book.title, config.book.stem, config.book.parts[0].articles) == (
        "The Harbour Papers",
        "harbour",
        ("a", "b"),
    )
    assert (config.annotate.engine, config.outputs) == ("rules", ("data",))
    assert dict(config.rules) == {"published-doubtful": Severity.ERROR, "entity-unknown": None}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bok:\n  title: x", "briefbook.yml:1:1: error: unknown key `bok`"),
        ("book:\n  titel: x", "briefbook.yml:2:3: error: unknown key `book.titel`"),
        ("annotate:\n  engine: magic", "briefbook.yml:2:11: error: `annotate.engine` is 'magic'; expected one of"),
        ("outputs: [pdf, docx]", "briefbook.yml:1:10: error: `outputs` names 'docx'"),
        ("outputs: []", "`outputs` is empty"),
        ("paths: {site: ../elsewhere}", "expected a folder within the book"),
        ("paths: {site: /tmp}", "expected a folder within the book"),
        ("clean: {max_megabytes: many}", "expected a whole number"),
        ("chronology: {statements: perhaps}", "expected true or false"),
        ("book: [x]", "`book` holds a list; expected keys and values"),
        ("rules: {no-such-rule: off}", "unknown key `rules.no-such-rule`"),
    ],
)
def test_a_fault_names_its_place_and_what_was_expected(text, said):
    assert said in "\n".join(map(str, read(text).diagnostics))


def test_the_nearest_key_is_offered():
    assert read("book:\n  titel: x").diagnostics[0].hint == "did you mean `title`?"


def test_one_fault_does_not_lose_the_other_settings():
    config, faults = read("book:\n  title: Kept\n  titel: x\noutputs: [pdf]")
    assert len(faults) == 1
    assert (config.book.title, config.outputs) == ("Kept", ("pdf",))
