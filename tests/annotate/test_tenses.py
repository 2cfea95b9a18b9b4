"""Whether the words around a date speak of the past or of what is to come: the lists in tests/cases/annotate/tenses.md."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.annotate.dates import find_expressions
from briefbook.annotate.tenses import FUTURE, OPEN, PAST, find_cue
from briefbook.model.when import day

PUBLISHED = date(2013, 3, 21)
_, BEHIND, AHEAD = re.split(
    r"^## .*$",
    (Path(__file__).parents[1] / "cases" / "annotate" / "tenses.md").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)


def listed(text):
    return tuple(line.removeprefix("- ") for line in text.splitlines() if line.startswith("- "))


def weekdays(sentence):
    return [
        item.when.start
        for item in find_expressions(sentence, day(PUBLISHED))
        if "day" in sentence[item.start : item.end] and item.when is not None
    ]


@pytest.mark.parametrize("sentence", listed(BEHIND))
def test_what_lies_behind(sentence):
    assert weekdays(sentence)
    assert all(found < PUBLISHED for found in weekdays(sentence))


@pytest.mark.parametrize("sentence", listed(AHEAD))
def test_what_lies_ahead(sentence):
    assert weekdays(sentence)
    assert all(found > PUBLISHED for found in weekdays(sentence))


def cue(sentence, word, **how):
    low = sentence.lower()
    at = low.index(word)
    return find_cue(low, at, at + len(word), 0, len(low), **how)


def test_a_cue_names_its_word_and_whether_the_date_is_that_of_a_statement():
    found = cue("The minister said Tuesday the army would leave.", "tuesday")
    assert (found.tense, found.word, found.near, found.said) == (PAST, "said", True, True)


def test_only_an_announcement_is_firm():
    assert cue("They will meet Tuesday.", "tuesday").firm
    assert not cue("They could meet Tuesday.", "tuesday").firm


def test_in_a_caption_the_simple_present_announces_nothing():
    assert cue("The trial opens Monday.", "monday").tense == FUTURE
    assert cue("The trial opens Monday.", "monday", caption=True).tense == OPEN


@given(st.text(alphabet="abcdest willo.,;'’ ", max_size=200), st.integers(0, 200), st.integers(0, 20))
def test_any_words_are_read(low, start, length):
    start = min(start, len(low))
    end = min(start + length, len(low))
    assert find_cue(low, start, end, 0, len(low)).tense in {PAST, FUTURE, OPEN}
