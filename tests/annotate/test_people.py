"""Who is who: names in their parts, what can be one person, and links over a book."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.annotate.people import resolve_people
from briefbook.annotate.person_names import compatible, parse_name, skeleton
from briefbook.model.article import Passage
from briefbook.model.entity import EntityKind, Mention
from briefbook.model.text import Slug, Span


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sergei Lavrov", "Sergey Lavrov", True),
        ("Mikhail Khodorkovsky", "Mikhail Khodorkovski", True),
        ("Mouaz al-Khatib", "Mouaz Khatib", True),
        ("Mohamed Morsi", "Mohammed Morsi", True),
        ("Bill Clinton", "William Clinton", True),
        ("J. Edgar Hoover", "Edgar Hoover", True),
        ("J. Smith", "John Smith", True),
        ("John F. Kerry", "John Kerry", True),
        ("John F. Kerry", "John Forbes Kerry", True),
        ("Bashar al-Assad", "Bashar Assad", True),
        ("Bill Clinton", "Hillary Clinton", False),
        ("John Kerry", "Bob Kerry", False),
        ("Hafez al-Assad", "Bashar al-Assad", False),
        ("George W. Bush", "George H. W. Bush", False),
        ("Cal Ripken Jr.", "Cal Ripken Sr.", False),
        ("John Kerry", "John Perry", False),
        ("J. Smith", "Adam Smith", False),
    ],
)
def test_two_names_can_be_one_persons(one, other, same):
    assert compatible(parse_name(one), parse_name(other)) is same
    assert compatible(parse_name(other), parse_name(one)) is same


@given(st.text(max_size=40))
def test_any_surface_has_parts(text):
    if text.strip(" .,'’ʼ\n\t") and text.split():
        parse_name(text)
    assert skeleton(skeleton(text.lower())) is not None


def book(*articles, listed=(), distinct=None):
    """Links for articles given as the surfaces of their persons; a leading "*" is a title."""
    mentions = []
    for number, names in enumerate(articles):
        found = []
        for at, name in enumerate(names):
            passage = Passage(Slug(f"a{number}"), 0, Span(at * 50, at * 50 + len(name.lstrip("*"))))
            mention = Mention(passage=passage, surface=name.lstrip("*"), kind=EntityKind.PERSON, found_by="rules")
            found.append((at, mention, name.startswith("*")))
        mentions.append(found)
    return resolve_people(mentions, listed, distinct or {})


def who(links, article, mention):
    return links.link[article, mention][0] if (article, mention) in links.link else None


def test_a_short_form_goes_to_the_nearest_full_name_before_it():
    links = book(["Hafez Assad", "Assad", "Bashar Assad", "Assad"])
    assert who(links, 0, 1) == who(links, 0, 0) != who(links, 0, 2) == who(links, 0, 3)


def test_a_short_form_may_come_before_its_full_name():
    links = book(["Kerry", "John Kerry"])
    assert who(links, 0, 0) == who(links, 0, 1)


def test_across_the_book_one_bearer_of_a_surname_gets_its_short_forms():
    links = book(["John Kerry"], ["*Kerry"])
    assert who(links, 0, 0) == who(links, 1, 0)


def test_a_surname_of_two_people_stays_open():
    links = book(["John Kerry"], ["Bob Kerry"], ["Kerry"])
    assert who(links, 2, 0) is None
    assert len(links.open[2, 0][0]) == 2


def test_an_initial_that_fits_two_stays_open():
    links = book(["James Smith"], ["John Smith"], ["J. Smith"])
    assert (2, 0) in links.open


def test_an_initial_goes_to_the_one_named_beside_it():
    links = book(["James Smith"], ["John Smith", "J. Smith"])
    assert who(links, 1, 1) == who(links, 1, 0)


def test_two_forms_of_the_editors_that_fold_to_one_are_one_person():
    links = book(["Aino Lehne"], ["Aino Lehné"], listed=[(7, ("Aino Lehné", "Aino Lehne", "Aino Lehn"))])
    assert links.people[who(links, 0, 0)].listed == 7
    assert links.people[who(links, 1, 0)].listed == 7


def test_the_editors_alias_settles_it():
    links = book(["John Kerry"], ["Bob Kerry"], ["Kerry"], listed=[(7, ("John Kerry", "Kerry"))])
    number = who(links, 2, 0)
    assert links.people[number].listed == 7
    assert who(links, 0, 0) == number


def test_the_editors_not_keeps_two_apart():
    apart = book(["J. Smith"], listed=[(0, ("John Smith",))], distinct={0: frozenset({Slug("j-smith")})})
    assert apart.people[who(apart, 0, 0)].listed is None
    joined = book(["J. Smith"], listed=[(0, ("John Smith",))])
    assert joined.people[who(joined, 0, 0)].listed == 0


def test_every_link_says_why():
    links = book(["John Kerry", "Kerry", "*Lavrov"])
    assert all(why for _, why in links.link.values())
