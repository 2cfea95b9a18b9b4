"""What the editor changed of a clipping's draft is told: nothing of it, and nothing else."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.clean.changes import list_changes, state_day
from briefbook.formats.frontmatter import parse_article
from briefbook.model.article import Article, Certainty, Change, Document

DRAFT = """---
title: Ferry talks resume
date: 2013-06-22
date_basis: printed by the byline
date_certainty: exact
author:
  - Karin Holm
seed:
  file: seeds/ferry.txt
---

![The quay at Vik]()

The talks lasted four hours.

Nobody was hurt.
"""


def changes(*edits: tuple[str, str]) -> tuple[Change, ...]:
    text = DRAFT
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    return list_changes(DRAFT, text)


def article(*edits: tuple[str, str]) -> Article:
    text = DRAFT
    for before, after in edits:
        text = text.replace(before, after)
    parsed = parse_article(Document(path=PurePosixPath("content/articles/ferry.md"), text=text), "en").value
    assert parsed
    return state_day(parsed, list_changes(DRAFT, text))


def test_a_changed_an_added_and_a_deleted_passage_are_told_in_their_order() -> None:
    assert changes(("four hours", "five hours"), ("Nobody was hurt.\n", "")) == (
        Change(before="The talks lasted four hours.\nNobody was hurt.", after="The talks lasted five hours."),
    )
    assert changes(("four hours", "five hours")) == (
        Change(before="The talks lasted four hours.", after="The talks lasted five hours."),
    )
    assert changes(("Nobody was hurt.\n", "Nobody was hurt.\n\nOne man was.\n")) == (
        Change(before="", after="One man was."),
    )
    assert changes(("Nobody was hurt.\n", "")) == (Change(before="Nobody was hurt.", after=""),)


def test_fields_that_a_clipping_states_are_told() -> None:
    assert changes(
        ("Ferry talks resume", "Talks on the ferry"), ("  - Karin Holm", "  - Karin Holm\n  - Rui Calado")
    ) == (
        Change(field="headline", before="Ferry talks resume", after="Talks on the ferry"),
        Change(field="byline", before="Karin Holm", after="Karin Holm, Rui Calado"),
    )
    assert changes(("author:", "outlet: The Courier\nauthor:")) == (
        Change(field="outlet", before="", after="The Courier"),
    )


@pytest.mark.parametrize(
    "edit",
    [
        ("Nobody was hurt.", "## Nobody was hurt."),
        ("four hours", "**four** [hours](https://example.org)"),
        ("four hours.", "four hours.[^1]\n\n[^1]: The communiqué says five.\n\n    It says more."),
        ("![The quay at Vik]()", "![The quay at Vik](../pictures/quay.jpg)"),
        ("The talks lasted", "The talks\nlasted"),
        ("author:", "tags: [ferries]\nsummary: Talks.\ndraft: false\nauthor:"),
        ("\n", "\r\n"),
    ],
    ids=[
        "a subhead",
        "markup and a link",
        "a note",
        "a picture's address",
        "another line",
        "what is the editor's",
        "ends",
    ],
)
def test_what_changes_no_word_of_the_clipping_is_no_change(edit: tuple[str, str]) -> None:
    assert changes(edit) == ()


def test_a_date_that_the_editor_corrected_is_not_said_to_be_printed() -> None:
    published = article(("date: 2013-06-22", "date: 2013-06-23")).published
    assert published.basis == "stated by the editor; the clipping has 2013-06-22, printed by the byline"
    assert published.certainty is Certainty.EXACT
    assert article(("date: 2013-06-22", "date: 2013-06")).published.certainty is Certainty.BOUNDED
    assert article(("date: 2013-06-22\n", "")).published.basis.startswith("left open by the editor")


def test_a_basis_in_the_editors_words_stays() -> None:
    edited = article(("date: 2013-06-22", "date: 2013-06-23"), ("printed by the byline", "the paper edition"))
    assert edited.published.basis == "the paper edition"
    assert [change.field for change in edited.changes] == ["date"]
    assert article().published.basis == "printed by the byline"


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_files_can_be_compared(one: str, other: str) -> None:
    assert list_changes(one, one) == ()
    list_changes(one, other)
