"""The files of content/: what an editor may write, and what is said when it cannot be read."""

from datetime import date
from pathlib import PurePosixPath

import pytest

from briefbook.formats.frontmatter import format_article, parse_article, parse_entity, parse_page, parse_sidecar
from briefbook.model.article import Certainty, Document
from briefbook.model.entity import EntityKind, PlaceKind

PATH = PurePosixPath("content/articles/port-talks.md")


def article(text):
    return parse_article(Document(path=PATH, text=text))


def test_an_article_of_nothing_but_text_is_one():
    outcome = article("Port talks resumed.\n")
    assert outcome.value.title == "Port talks resumed."
    assert outcome.value.slug == "port-talks"
    assert outcome.value.published.certainty is Certainty.UNKNOWN
    assert outcome.diagnostics == ()


def test_every_field_of_the_front_matter_is_read():
    outcome = article(
        """---
title: Port talks resume
subtitle: Two calendars
doc: 4
section: News / Europe
date: "[2019-03-14,2019-03-15]"
date_basis: caption and the earliest reader comment
date_certainty: bounded
dateline: {place: LISBON, date: March 14}
author: [Ana Prates, Rui Melo]
outlet: The Coast Courier
source: https://example.org/a
accessed: 2019-04-01
lang: pt
tags: [strike]
summary: Rosters first.
notes:
  - {at: on the quay, text: Not so., author: RM}
resolve:
  Duarte: helena-duarte
  Porto:
people: [Helena Duarte]
places: [Setúbal]
organisations: [Sado Terminals]
index: [rosters]
seed: {file: seeds/a.txt, sha256: abc, lines: 96}
---

They met on the quay.
"""
    )
    assert outcome.diagnostics == ()
    found = outcome.value
    assert (found.doc, found.section, found.subtitle) == (4, "News / Europe", "Two calendars")
    assert found.published.when.edtf == "[2019-03-14,2019-03-15]"
    assert found.published.certainty is Certainty.BOUNDED
    assert found.byline == ("Ana Prates", "Rui Melo")
    assert (found.source.url, found.source.outlet) == ("https://example.org/a", "The Coast Courier")
    assert (str(found.source.seed), found.source.sha256) == ("seeds/a.txt", "abc")
    assert found.dateline.place == "LISBON"
    assert found.resolutions == (("Duarte", "helena-duarte"), ("Porto", None))
    assert [(n.kind, n.name) for n in found.named] == [
        ("person", "Helena Duarte"),
        ("place", "Setúbal"),
        ("organisation", "Sado Terminals"),
    ]
    assert found.notes[0].at == "on the quay"
    assert found.blocks[0].line == 29


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("title: [unclosed", "content/articles/port-talks.md:3:1: error: cannot read the YAML"),
        ("title: a\ntitle: b", "content/articles/port-talks.md:3:1: error: the key `title` stands twice"),
        ("just words", "error: front matter that is not a list of `key: value` lines"),
    ],
)
def test_front_matter_that_cannot_be_read_is_an_error_with_its_line(head, said):
    outcome = article(f"---\n{head}\n---\n\nText.\n")
    assert outcome.value is None
    assert said in str(outcome.diagnostics[0])


def test_front_matter_that_never_ends_is_an_error():
    outcome = article("---\ntitle: x\n\nText.\n")
    assert outcome.value is None
    assert "not closed" in outcome.diagnostics[0].message


def test_a_field_at_fault_is_left_out_and_the_rest_stands():
    outcome = article("---\ntitle: Good\ntags: {a: b}\ndate: soon\nautor: X\n---\n\nText.\n")
    assert outcome.value.title == "Good"
    assert sorted(d.rule for d in outcome.diagnostics) == [
        "date-unparsable",
        "front-matter-invalid",
        "front-matter-unknown",
    ]
    assert any(d.hint == "did you mean `author`?" for d in outcome.diagnostics)


def test_an_update_is_a_day_after_the_day_of_publication():
    def updated(*lines):
        outcome = article("\n".join(["---", *lines, "---", "They met.", ""]))
        return str(outcome.value.published.updated), [fault.rule for fault in outcome.diagnostics]

    assert updated("date: 2019-03-14", "updated: 2019-03-15T10:00:00Z") == ("2019-03-15", [])
    assert updated("date: 2019-03-14", "updated: 2019-03-14") == ("None", [])
    assert updated("date: 2019-03", "updated: 2019-04-02") == ("None", [])
    assert updated("date: 2019-03-14", "updated: last week") == ("None", ["date-unparsable"])


def test_words_that_yaml_takes_for_other_things_stay_words():
    found = article("---\ntitle: no\nsection: 012\nauthor: 12:30\n---\n\nText.\n").value
    assert (found.title, found.section, found.byline) == ("no", "012", ("12:30",))


def test_common_clippers_are_understood():
    found = article(
        "---\ntitle: A\npublished: 2019-03-14T10:00:00Z\nurl: https://x.org/a\nauthor: B\n---\n\nText.\n"
    ).value
    assert found.published.when.start == date(2019, 3, 14)
    assert found.source.url == "https://x.org/a"


def test_windows_line_ends_and_a_byte_order_mark_do_not_matter():
    assert article("\ufeff---\r\ntitle: A\r\n---\r\n\r\nText.\r\n").value.title == "A"


def test_an_unsafe_link_is_reported_at_its_line():
    outcome = article("---\ntitle: A\n---\n\nText\n\n[x](javascript:alert)\n")
    assert [d.rule for d in outcome.diagnostics] == ["link-unsafe"]
    assert str(outcome.diagnostics[0]).startswith(
        "content/articles/port-talks.md:7: warning: a link to 'javascript:alert'"
    )


def test_a_place_of_the_editors():
    document = Document(
        path=PurePosixPath("content/places/setubal.md"),
        text="---\nname: Setúbal\nkind: city\ncountry: pt\nlatitude: 38.52\nlongitude: -8.89\naliases: [Saint Ubes]\n---\nA port.\n",
    )
    place = parse_entity(document, EntityKind.PLACE).value
    assert (place.slug, place.aliases, place.biography, place.provisional) == (
        "setubal",
        ("Saint Ubes",),
        "A port.",
        False,
    )
    assert (place.geography.kind, place.geography.country) == (PlaceKind.CITY, "PT")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("---\naliases: [x]\n---\n", "entity-invalid"),
        ("---\nname: X\nlatitude: north\n---\n", "front-matter-invalid"),
        ("---\nname: X\nlatitude: 91\n---\n", "front-matter-invalid"),
    ],
)
def test_an_entity_at_fault_is_reported(text, rule):
    outcome = parse_entity(Document(path=PurePosixPath("content/places/x.md"), text=text), EntityKind.PLACE)
    assert [d.rule for d in outcome.diagnostics] == [rule]


def test_a_page_takes_its_title_from_its_first_heading():
    page = parse_page(Document(path=PurePosixPath("content/pages/scope.md"), text="# Scope\n\nWords.\n")).value
    assert (page.title, [e.inlines[0].text for e in page.flow], page.slug) == ("Scope", ["Words."], "scope")


def test_a_sidecar_states_what_the_clipping_does_not():
    document = Document(path=PurePosixPath("seeds/a.yml"), text="outlet: Courier\npublished: 2019-03-14\nurll: x\n")
    outcome = parse_sidecar(document)
    assert (outcome.value.outlet, outcome.value.published) == ("Courier", "2019-03-14")
    assert outcome.diagnostics[0].hint == "did you mean `url`?"


def test_an_article_is_written_and_read_back():
    text = format_article({"title": "A: b", "author": ["X"], "summary": ""}, "Text.\n")
    assert text == '---\ntitle: "A: b"\nauthor:\n  - X\n---\n\nText.\n'
    assert article(text).value.title == "A: b"
