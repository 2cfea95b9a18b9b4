"""Words as printed, and what the lists say of them."""

import pytest

from briefbook.annotate import wordforms
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
