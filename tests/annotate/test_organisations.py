"""Organisations and their abbreviations."""

import pytest

from briefbook.annotate.organisations import is_abbreviation, letters, normalise, resolve_organisations
from briefbook.model.article import Passage
from briefbook.model.entity import EntityKind, Mention
from briefbook.model.text import Slug, Span


def tie(*names, text=""):
    """The groups of surfaces that a book of one article with these organisations has."""
    mentions = [
        (n, Mention(passage=Passage(Slug("a"), 0, Span(n * 99, n * 99 + len(name))), surface=name, kind=EntityKind.ORGANISATION, found_by="rules"))
        for n, name in enumerate(names)
    ]  # fmt: skip
    made, _ = resolve_organisations([mentions], [[text]])
    return {(one.name, one.names) for one in made}


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (("United Nations", "U.N.", "UN"), "", ("United Nations", ("U.N.", "UN", "United Nations"))),
        (("NATO", "North Atlantic Treaty Organization"), "", ("North Atlantic Treaty Organization", ("NATO", "North Atlantic Treaty Organization"))),
        (("Ferry Commission of Norland", "FCN"), "", ("Ferry Commission of Norland", ("FCN", "Ferry Commission of Norland"))),
        (("Norland Harbour Board", "HBN"), "the Norland Harbour Board (HBN) met", ("Norland Harbour Board", ("HBN", "Norland Harbour Board"))),
        (("U.N. Security Council", "Security Council"), "", ("U.N. Security Council", ("Security Council", "U.N. Security Council"))),
        (("The State Department", "State Department"), "", ("State Department", ("State Department",))),
        (("Labour Party", "Labor Party"), "", ("Labour Party", ("Labor Party", "Labour Party"))),
    ],
)  # fmt: skip
def test_forms_of_one_name_are_tied(names, text, expected):
    assert tie(*names, text=text) == {expected}


@pytest.mark.parametrize(
    "names",
    [
        ("Bank of England", "Bank of Japan"),
        ("Party of Labour", "Party of God", "PG"),
        ("Syrian Red Crescent", "Turkish Red Crescent", "Red Crescent"),
    ],
)
def test_what_fits_two_is_tied_to_neither(names):
    made = tie(*names)
    assert len(made) >= 2
    assert all(len(forms) < len(names) for _, forms in made)


def test_writing():
    assert is_abbreviation("U.N.")
    assert is_abbreviation("OPCW")
    assert not is_abbreviation("Hamas")
    assert letters("Organisation for the Prohibition of Chemical Weapons") == "opcw"
    assert normalise("The U.N. Security Council") == normalise("United Nations Security Council")
