"""Words as printed, each with what the lists say of it: one number made once, asked bit by bit.

A word of a name is looked up in some thirty lists by dozens of rules. Here it is looked up in all of them the first time it
is met; the rules ask its bits, several at once where they mean several.
"""

from functools import cache, lru_cache
from typing import NamedTuple

from briefbook.annotate.gazetteer import (
    common_words,
    fold_name,
    given_names,
    is_place,
    nationalities,
    place_strength,
    surnames,
    words,
)

(
    IS_GIVEN,
    IS_SURNAME,
    IS_COMMON,
    IS_HONORIFIC,
    IS_ROLE,
    IS_ROLE_HEAD,
    IS_ROLE_NOUN,
    IS_ORGANISATION_HEAD,
    IS_GENERIC_HEAD,
    IS_PLACE_HEAD,
    IS_HEAD_FIRST,
    IS_CALENDAR,
    IS_SURNAME_MONTH,
    IS_NATIONALITY,
    IS_PARTICLE,
    IS_SUFFIX,
    IS_GIVEN_TITLE,
    IS_DIRECTION,
    IS_AIRPORT,
    IS_STREET,
    IS_COMPANY,
    IS_COMPANY_OPENING,
    IS_ALONE,
    IS_NEVER_FIRST,
    IS_TOLD,
    IS_NO_NAME,
    IS_COMPOUND,
    IS_FORMER,
    IS_JOINED,
    IS_OWNED,
) = (1 << bit for bit in range(30))
"""What a word may be: the sections of name_words.txt, the lists of names, and what its form or its place in a run says.

Thirty, so that they fit one digit of the interpreter's integers: more would be asked more slowly.
IS_TOLD: some shorter list says what it is, alone or with the next. IS_JOINED: only a space stands between it and the capitalised word before. IS_OWNED: a possessive ending does.
"""
_SECTIONS = {
    "honorific": IS_HONORIFIC,
    "role": IS_ROLE,
    "role_head": IS_ROLE_HEAD,
    "role_noun": IS_ROLE_NOUN,
    "organisation_head": IS_ORGANISATION_HEAD,
    "generic_head": IS_GENERIC_HEAD,
    "place_head": IS_PLACE_HEAD,
    "head_first": IS_HEAD_FIRST,
    "calendar": IS_CALENDAR,
    "surname_month": IS_SURNAME_MONTH,
    "particle": IS_PARTICLE,
    "suffix": IS_SUFFIX,
    "given_title": IS_GIVEN_TITLE,
    "compass": IS_DIRECTION,
    "airport": IS_AIRPORT,
    "street": IS_STREET,
    "company": IS_COMPANY,
    "alone": IS_ALONE,
    "never_first": IS_NEVER_FIRST,
    "never_person": IS_TOLD,
    "title_noun": IS_TOLD,
    "storm": IS_TOLD,
}
_NO_NAMES = frozenset({"A", "An", "I", "The", "the", "AN", "THE", "AT", "V", "VS", "AND", "OF"})
"""Small words in capitals that no name has."""
COMPOUNDS = (
    "-based", "-led", "-backed", "-born", "-controlled", "-run", "-sponsored", "-bound", "-style", "-esque", "-ish", "-gate", "-themed", "-owned", "-funded", "-inspired",
)  # fmt: skip
"""What ends a word that is made of a name and is none: "the Britain-based Observatory"."""
FORMERLY = ("ex-", "then-", "now-", "one-time-", "long-time-")
"""What begins a word for somebody's former office: "Then-nominee"."""
WINDS = frozenset({"northeast", "northwest", "southeast", "southwest"})
QUARTERS = frozenset({"northern", "southern", "eastern"})
GAMES = frozenset({"olympics", "paralympics", "games"})
_CONTRACTED = ("'m", "'re", "'ve", "'ll", "'d", "n't")
"""Ends of words that are no names, though without the apostrophe some would be ("I'm")."""
_REMEMBERED = 1 << 16
"""How many words are remembered with what they may be."""


class Form(NamedTuple):
    """A word as printed, and what is known of it by itself."""

    text: str
    low: str
    """In lower case, apostrophes straight, without the full stop of an abbreviation."""
    key: str
    """Folded, as the lists of names and places have it."""
    facts: int
    """Which lists have it."""
    strength: float
    """How sure it by itself is a place."""


@cache
def _listed() -> dict[str, int]:
    """The words of all sections, in lower case, to their bits."""
    table = dict.fromkeys(nationalities(), IS_NATIONALITY)
    for section, bit in _SECTIONS.items():
        for word in words(section):
            table[word] = table.get(word, 0) | bit
    for name in words("company"):
        opening = name.partition(" ")[0]
        table[opening] = table.get(opening, 0) | IS_COMPANY_OPENING
    for name in (*words("thing"), *WINDS, *QUARTERS, *GAMES):
        opening = name.partition(" ")[0]
        table[opening] = table.get(opening, 0) | IS_TOLD
    return table


def straighten(text: str) -> str:
    """The text in lower case, its apostrophes straight, as the lists of words have it."""
    return text.lower().replace("’", "'")


def is_hyphened_role(text: str) -> bool:
    """Whether a hyphened word as printed says what somebody is: "writer-director", "Olympic-champion"."""
    parts = straighten(text).split("-")
    if all(_listed().get(part, 0) & (IS_ROLE_NOUN | IS_ROLE_HEAD) for part in parts):
        return True
    first, _, last = text.rpartition("-")
    return len(first) > _PARTICLE and last.islower() and bool(_listed().get(last, 0) & IS_ROLE_NOUN)


_PARTICLE = 3
"""Letters of an article or particle before a hyphen at the most: "Al-sheikh" is a name."""


@lru_cache(maxsize=_REMEMBERED)
def form_of(text: str) -> Form:
    """The word with all that the lists say of it."""
    if text.isascii() and text.isalpha():
        low = key = name = text.lower()  # as nearly every word
    else:
        low = straighten(text).rstrip(".")
        key = fold_name(text)
        # "U.N." is no Un, "I'm" no Im.
        name = low if "." in low or low.endswith(_CONTRACTED) else key
    facts = _listed().get(low, 0)
    if low in common_words():
        facts |= IS_COMMON
    if name in given_names():
        facts |= IS_GIVEN
    if name in surnames():
        facts |= IS_SURNAME
    if key in words("known_alone"):
        facts |= IS_TOLD
    if text in _NO_NAMES:
        facts |= IS_NO_NAME
    if "-" in low:
        facts |= (IS_COMPOUND if low.endswith(COMPOUNDS) else 0) | (IS_FORMER if low.startswith(FORMERLY) else 0)
        if not facts and is_hyphened_role(text):
            facts |= IS_ROLE_NOUN
    return Form(text, low, key, facts, place_strength(text) if is_place(key) else 0.0)
