"""Which place a name means, and whether a government is meant."""

import pytest

from briefbook.annotate import gazetteer
from briefbook.annotate.governments import is_metonym
from briefbook.annotate.places import locate, qualifier
from briefbook.model.article import Passage
from briefbook.model.entity import EntityKind, Mention
from briefbook.model.text import Slug, Span


def locate_in(text, *names):
    mentions = []
    for number, name in enumerate(names):
        at = text.index(name)
        passage = Passage(Slug("a"), 0, Span(at, at + len(name)))
        mentions.append((number, Mention(passage=passage, surface=name, kind=EntityKind.PLACE, found_by="rules"), text))
    return [located.place for located in locate(mentions, {}, {}).values()]


@pytest.mark.parametrize(
    ("text", "names", "country", "division"),
    [
        ("in Paris, Texas, on Sunday", ["Paris"], "US", "TX"),
        ("in Paris (Texas) on Sunday", ["Paris"], "US", "TX"),
        ("in Paris, France, on Sunday", ["Paris"], "FR", None),
        ("in Paris on Sunday", ["Paris"], "FR", None),
        ("in Paris, Tenn., on Sunday", ["Paris"], "US", "TN"),
        ("from Hamburg, Germany", ["Hamburg"], "DE", None),
        ("in Birmingham, Alabama", ["Birmingham"], "US", "AL"),
        ("in Birmingham and Leeds and Manchester", ["Birmingham", "Leeds", "Manchester"], "GB", None),
        ("in London, Ontario", ["London"], "CA", None),
        ("in Hyderabad, Pakistan", ["Hyderabad"], "PK", None),
        ("Tripoli fell. Libya celebrated, Benghazi too.", ["Tripoli", "Libya", "Benghazi"], "LY", None),
        ("in Tripoli, Lebanon", ["Tripoli"], "LB", None),
    ],
)
def test_what_stands_around_a_name_decides(text, names, country, division):
    place = locate_in(text, *names)[0]
    assert place.country == country
    assert division is None or place.division == division


def test_a_place_the_gazetteer_does_not_have_stays_without_position():
    assert locate_in("in Assal al-Ward today", "Assal al-Ward") == [None]


def test_the_region_behind_a_town_is_read():
    assert [p.name for p in qualifier("Paris, Texas", 5)][:1] == ["Texas"]
    assert qualifier("Paris, he said", 5) == ()
    assert qualifier("Paris", 5) == ()


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("Washington has accused Moscow of war crimes", "Washington", True),
        ("Washington has accused Moscow of war crimes", "Moscow", True),
        ("Moscow says there is no such demand", "Moscow", True),
        ("said Washington and Moscow supporting opposing sides", "Washington", True),
        ("wanted an apology from Moscow for its support", "Moscow", True),
        ("Washington can still work closely with Moscow.", "Moscow", True),
        ("the Kremlin has consistently maintained that", "Kremlin", True),
        ("a meeting in Moscow on Friday", "Moscow", False),
        ("flew from Washington to Geneva", "Washington", False),
        ("the Carnegie Center here in Moscow, said Russia", "Moscow", False),
        ("arrived in Washington, accused of spying", "Washington", False),
        ("Aleppo accused nobody", "Aleppo", False),
    ],
)
def test_a_government_meant_by_its_capital(text, name, meant):
    at = text.index(name)
    assert is_metonym(text, at, at + len(name), gazetteer.places_named(name)[0]) is meant
