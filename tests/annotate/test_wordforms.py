"""Words as printed, and what the lists say of them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.annotate import wordforms
from briefbook.annotate.capitals import RUN, WORD, split_run
from briefbook.annotate.wordforms import form_of

CASES = {
    "Secretary": {"IS_ROLE", "IS_ROLE_HEAD", "IS_ROLE_NOUN", "IS_HONORIFIC", "IS_COMMON"},
    "Nikolai": {"IS_GIVEN"},
    "José": {"IS_GIVEN", "IS_SURNAME"},
    "O’Reilly": {"IS_SURNAME"},
    "I’m": {"IS_NEVER_FIRST"},
    "Pa.": set(),
    "May": {"IS_CALENDAR", "IS_SURNAME_MONTH"},
    "Britain-based": {"IS_COMPOUND"},
    "Then-nominee": {"IS_FORMER"},
    "Merrill": {"IS_COMPANY_OPENING"},
    "Nokia": {"IS_COMPANY", "IS_COMPANY_OPENING"},
    "Shi’ite": {"IS_NATIONALITY"},
}


@pytest.mark.parametrize(("word", "facts"), CASES.items(), ids=CASES)
def test_what_a_word_may_be(word, facts):
    bits = {name: bit for name, bit in vars(wordforms).items() if name.startswith("IS_")}
    found = {name for name, bit in bits.items() if form_of(word).facts & bit}
    assert facts <= found
    assert not found & ({"IS_GIVEN", "IS_SURNAME"} - facts) or word in {"Merrill", "May", "Secretary", "Nikolai", "Pa."}


def test_every_fact_fits_one_digit_of_an_integer():
    bits = [bit for name, bit in vars(wordforms).items() if name.startswith("IS_")]
    assert len(set(bits)) == len(bits)
    assert sum(bits) < 1 << 30


def test_a_word_is_known_in_its_plainest_form():
    assert form_of("St.")[:3] == ("St.", "st", "st")
    assert form_of("D’Angelo")[:3] == ("D’Angelo", "d'angelo", "dangelo")
    assert form_of("Paris").strength > form_of("Springfield").strength > 0 == form_of("Zzyzxq").strength


WORDS = st.sampled_from(
    ["Karin", "Holm", "Bank", "of", "the", "England", "van", "der", "Berg", "al-Haddad", "d'Or", "U.N.", "Mr.", "Élysée", "Banesto's", "&", "AP/Karin", "said", "los"]
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@given(TEXTS)
def test_a_run_has_the_same_words_by_itself_and_within_a_text(text):
    for run in RUN.finditer(text):
        alone, there = split_run(run.group()), split_run(text, run.start(), run.end())
        assert [(t.text, t.gap, t.facts, t.start + run.start(), t.end + run.start()) for t in alone] == [
            (t.text, t.gap, t.facts, t.start, t.end) for t in there
        ]


@given(TEXTS)
def test_a_run_that_begins_with_a_capital_begins_with_a_whole_word(text):
    for run in RUN.finditer(text):
        if run.group()[0].isupper():
            word = re.compile(WORD).match(text, run.start())
            assert word is not None
            assert word.end() <= run.end()
