"""What people are called: titles before a name, appositions after it, as printed and nobody else's."""

import pytest

from briefbook.annotate.roles import find_roles, has_title, role_before
from briefbook.model.text import Span


def roles_of(text, name, *others):
    def span(words):
        return Span(text.index(words), text.index(words) + len(words))

    return [role.of(text) for role in find_roles(text, span(name), tuple(span(other) for other in others))]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("said U.S. Secretary of State John Kerry on Friday", "John Kerry", ["U.S. Secretary of State"]),
        ("after Russian Foreign Minister Sergei Lavrov left", "Sergei Lavrov", ["Russian Foreign Minister"]),
        ("Russia's Foreign Minister Sergei Lavrov attends", "Sergei Lavrov", ["Russia's Foreign Minister"]),
        ("NATO Secretary General Anders Fogh Rasmussen said", "Anders Fogh Rasmussen", ["NATO Secretary General"]),
        ("said U.S. Institute of Peace analyst Steve Heydemann.", "Steve Heydemann", ["U.S. Institute of Peace analyst"]),
        ("said State Department spokeswoman Jen Psaki. We", "Jen Psaki", ["State Department spokeswoman"]),
        ("with U.N.-Arab League peace envoy Lakhdar Brahimi.", "Lakhdar Brahimi", ["U.N.-Arab League peace envoy"]),
        ("Middle East and national security expert Ari Ratner said", "Ari Ratner", ["Middle East and national security expert"]),
        ("the government of Syrian President Bashar al-Assad fell", "Bashar al-Assad", ["Syrian President"]),
        ("the secretary-general Ban Ki-moon welcomes it", "Ban Ki-moon", ["secretary-general"]),
        ("says embattled President Assad must go", "Assad", ["President"]),
        ("until President-elect Donald Trump’s term begins", "Donald Trump", ["President-elect"]),
        ("Masha Lipman, an analyst with the Carnegie Center here in Moscow, said", "Masha Lipman", ["an analyst with the Carnegie Center"]),
        ("Anna Weber, 45, a nurse from Leeds, came", "Anna Weber", ["a nurse from Leeds"]),
        ("David Levy, the foreign minister, was in Cairo", "David Levy", ["the foreign minister"]),
        ("John Smith, Britain's foreign secretary, said", "John Smith", ["Britain's foreign secretary"]),
        # What is no description of office.
        ("that excludes Mr. Assad and his aides", "Assad", []),
        ("his Egyptian counterpart Mohamed Kamel Amr said", "Mohamed Kamel Amr", []),
        ("Kerry, speaking in Rome, said", "Kerry", []),
        ("In Moscow, John Smith slept", "John Smith", []),
        ("her brother Tom Weber stayed", "Tom Weber", []),
        ("Ohio State's Jim Tressler ran", "Jim Tressler", []),
        ("with former Jim Tressler of", "Jim Tressler", []),
        ("Parse.ly’s CTO Andrew Montel said", "Andrew Montel", ["Parse.ly’s CTO"]),
        ("Writer-director Greta Weiss said", "Greta Weiss", ["Writer-director"]),
        ("said actor-director Greta Weiss.", "Greta Weiss", ["actor-director"]),
        ("The MIT’s Science editor Dana Fell came", "Dana Fell", ["MIT’s Science editor"]),
        ("John Smith, who was there, said", "John Smith", []),
    ],
)  # fmt: skip
def test_roles_are_taken_as_printed(text, name, expected):
    assert roles_of(text, name) == expected


def test_nobody_gets_another_persons_description():
    text = "Foreign Minister Anna Holm, Peter Adeyemi, a lawyer, and Tom Berg spoke"
    people = ("Anna Holm", "Peter Adeyemi", "Tom Berg")
    assert roles_of(text, "Anna Holm", *people[1:]) == ["Foreign Minister"]
    assert roles_of(text, "Peter Adeyemi", "Anna Holm", "Tom Berg") == ["a lawyer"]
    assert roles_of(text, "Tom Berg", "Anna Holm", "Peter Adeyemi") == []


@pytest.mark.parametrize(("text", "titled"), [("Mr. Assad", True), ("President Assad", True), ("the Assad", False), ("near Assad", False)])  # fmt: skip
def test_titles(text, titled):
    assert has_title(text, text.index("Assad")) is titled


@pytest.mark.parametrize(
    "text", ["Kerry", ", , , Kerry, , ,", "a " * 5_000 + "Kerry" + ", the" * 5_000, "of of of Kerry"]
)
def test_hostile_surroundings_take_bounded_time(text):
    at = text.index("Kerry")
    assert isinstance(find_roles(text, Span(at, at + 5), ()), tuple)


def test_a_country_in_capitals_opens_a_sentence_and_belongs_to_the_office():
    text = "US Secretary of State Anna Holm, right, meets the delegation."
    assert role_before(text, text.index("Anna")).of(text) == "US Secretary of State"
