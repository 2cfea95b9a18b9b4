"""People, places and organisations together, under the editor's rulings."""

import importlib.util
import sys
from pathlib import Path

import pytest

from briefbook.annotate.names import find_names
from briefbook.annotate.resolve import resolve_names
from briefbook.model.article import NamedEntity
from briefbook.model.config import AnnotateConfig
from briefbook.model.entity import Entity, EntityKind, Geography, PlaceKind, Register
from briefbook.model.text import Slug

_spec = importlib.util.spec_from_file_location("casebook", Path(__file__).parent / "casebook.py")
casebook = importlib.util.module_from_spec(_spec)
sys.modules["casebook"] = casebook
_spec.loader.exec_module(casebook)
make_article = casebook.make_article


def entity(name, kind=EntityKind.PERSON, **fields):
    slug = Slug(name.lower().replace(" ", "-").replace(".", ""))
    values = {"slug": slug, "kind": kind, "name": name, "sort_name": name, "provisional": False} | fields
    return Entity(**values)


def resolve(*articles, listed=(), show="evident", engine="rules"):
    register = Register(entities=tuple(listed))
    found = [find_names(article, None, register, engine=engine) for article in articles]
    return resolve_names(articles, found, register, AnnotateConfig(show=show))


def links(outcome, article=0):
    return {m.surface: m.entity for m in outcome.value.mentions[article]}


class TestTheEditorWins:
    def test_an_alias_leads_to_the_editors_entity(self):
        listed = entity("John Kerry", aliases=("The Secretary",), biography="Senator once.")
        outcome = resolve(make_article("The Secretary met Senator Kerry. John Kerry left."), listed=[listed])
        assert set(links(outcome).values()) == {"john-kerry"}
        (person,) = outcome.value.register.of(EntityKind.PERSON)
        assert (person.provisional, person.biography) == (False, "Senator once.")
        assert "Kerry" in person.aliases

    def test_what_is_hidden_is_not_mentioned(self):
        listed = entity("Crucial Syria", hidden=True)
        outcome = resolve(make_article("Crucial Syria talks were held in Geneva."), listed=[listed])
        assert "Crucial Syria" not in links(outcome)

    def test_front_matter_settles_a_surface(self):
        article = make_article("Senator Kerry spoke.", slug="third", resolutions=(("Kerry", Slug("bob-kerry")),))
        others = make_article("John Kerry sat.", slug="one"), make_article("Bob Kerry stood.", slug="two")
        outcome = resolve(*others, article)
        assert links(outcome, 2)["Kerry"] == "bob-kerry"
        assert not outcome.diagnostics

    def test_front_matter_unlinks_a_surface(self):
        article = make_article("John Kerry met Kerry.", resolutions=(("John Kerry", None),))
        assert links(resolve(article))["John Kerry"] is None

    def test_a_ruling_that_leads_nowhere_is_reported(self):
        article = make_article("Senator Kerry spoke.", resolutions=(("Kerry", Slug("nobody")),))
        outcome = resolve(article)
        assert [d.rule for d in outcome.diagnostics] == ["entity-unknown"]
        assert links(outcome)["Kerry"] is None

    def test_front_matter_names_are_linked_whatever_the_engine(self):
        named = (NamedEntity(kind="person", name="Kit"), NamedEntity(kind="place", name="The Harbour"))
        outcome = resolve(make_article("Kit left The Harbour.", named=named), engine="none")
        assert links(outcome) == {"Kit": "kit", "The Harbour": "the-harbour"}

    def test_the_editors_position_stays(self):
        listed = entity(
            "Paris", EntityKind.PLACE, geography=Geography(kind=PlaceKind.CITY, latitude=1.0, longitude=2.0)
        )
        outcome = resolve(make_article("It rained in Paris."), listed=[listed])
        (place,) = outcome.value.register.of(EntityKind.PLACE)
        assert place.geography.latitude == 1.0


class TestWhatIsShown:
    def names(self, show):
        """Persons of a text in which a model has read a bare surname."""
        article = make_article("Ahmadinejad said so. John Kerry heard it. Mr. Lavrov did not.")
        found = find_names(article, (((0, 11, "PERSON"),),), Register(), engine="spacy")
        outcome = resolve_names((article,), (found,), Register(), AnnotateConfig(show=show))
        assert "Ahmadinejad" in [m.surface for m in outcome.value.mentions[0]]
        return [e.name for e in outcome.value.register.of(EntityKind.PERSON)]

    def test_a_provisional_person_needs_a_full_name_or_a_title(self):
        assert self.names("evident") == ["John Kerry", "Lavrov"]

    def test_all(self):
        assert self.names("all") == ["Ahmadinejad", "John Kerry", "Lavrov"]

    def test_only_the_editors(self):
        assert self.names("listed") == []


class TestOpenNames:
    def test_are_reported_once_with_the_line_to_type(self):
        outcome = resolve(
            make_article("John Kerry sat.", slug="one"),
            make_article("Bob Kerry stood.", slug="two"),
            make_article("Senator Kerry spoke.", "Then Mr. Kerry left.", slug="three"),
        )
        (fault,) = outcome.diagnostics
        assert fault.rule == "mention-ambiguous"
        assert str(fault.location) == "content/articles/three.md:1"
        assert fault.hint == 'add to the front matter:  resolve: {"Kerry": bob-kerry}'
        assert "John Kerry (john-kerry)" in fault.message
        assert [o.candidates for o in outcome.value.register.open] == [("bob-kerry", "john-kerry")] * 2


class TestPlaces:
    def test_two_of_one_name_have_two_pages(self):
        outcome = resolve(
            make_article("It rained in Paris, Texas, and in Dallas.", slug="one"),
            make_article("It snowed in Paris, France.", slug="two"),
        )
        places = {e.slug: e for e in outcome.value.register.of(EntityKind.PLACE)}
        assert (places["paris"].geography.country, places["paris-texas"].geography.country) == ("FR", "US")
        assert places["paris-texas"].name == "Paris, Texas"

    def test_a_country_is_called_by_its_usual_name(self):
        outcome = resolve(make_article("The U.S. and Burma agreed. America will help the US in Burma."))
        assert {e.name for e in outcome.value.register.of(EntityKind.PLACE)} == {"United States", "Myanmar"}

    def test_a_position_says_where_it_comes_from(self):
        outcome = resolve(make_article("He was in Damascus, Syria."))
        bases = {e.name: e.geography.basis for e in outcome.value.register.of(EntityKind.PLACE)}
        assert bases["Damascus"] == "GeoNames"
        assert bases["Syria"] != bases["Damascus"]


class TestSlugs:
    def test_are_unique_within_a_kind(self):
        outcome = resolve(make_article("Ann-Marie O'Neil met Ann Marie ONeil in Leeds."), show="all")
        slugs = [e.slug for e in outcome.value.register.of(EntityKind.PERSON)]
        assert len(slugs) == len(set(slugs))

    def test_every_link_leads_to_an_entity_and_every_entity_is_linked(self):
        articles = [
            make_article("John Kerry met Sergei Lavrov in Geneva, Switzerland.", "Kerry thanked the U.N.", slug="one"),
            make_article("Lavrov saw NATO officials. The Ferry Commission met.", slug="two"),
        ]
        outcome = resolve(*articles)
        entities = {(e.kind, e.slug) for e in outcome.value.register.entities}
        linked = {(m.kind, m.entity) for found in outcome.value.mentions for m in found if m.entity}
        assert linked == entities

    def test_the_order_is_by_kind_and_sort_name(self):
        outcome = resolve(make_article("Tom Zeller met Amy Adams in York and in Bath, and the Zoo Council."))
        order = [(list(EntityKind).index(e.kind), e.sort_name.lower()) for e in outcome.value.register.entities]
        assert order == sorted(order)


def test_the_same_book_gives_the_same_register():
    articles = [make_article("Ann Lee met Bob Ray in Oslo.", slug="one"), make_article("Ray and Lee left.", slug="two")]
    assert resolve(*articles) == resolve(*articles)


@pytest.mark.parametrize("engine", ["none", "rules"])
def test_an_empty_book_has_an_empty_register(engine):
    assert resolve(engine=engine).value.register == Register()
    assert resolve(make_article(), engine=engine).value.mentions == ((),)


def test_a_countrys_television_is_no_organisation():
    outcome = resolve(make_article("He told Russian TV that the NATO-Russia Council had met."))
    assert [e.name for e in outcome.value.register.of(EntityKind.ORGANISATION)] == ["NATO-Russia Council"]


class TestTiedTowns:
    def test_one_ruling_settles_a_name_in_capitals_too(self):
        ruling = (("Springfield", Slug("springfield-illinois")),)
        article = make_article("SPRINGFIELD - A mill burned in Springfield on Friday.", resolutions=ruling)
        outcome = resolve(article)
        assert links(outcome) == {"SPRINGFIELD": "springfield-illinois", "Springfield": "springfield-illinois"}
        assert [e.name for e in outcome.value.register.of(EntityKind.PLACE)] == ["Springfield, Illinois"]

    def test_towns_that_nothing_tells_apart_are_told_once_with_what_to_type(self):
        outcome = resolve(make_article("SPRINGFIELD - A mill burned in Springfield on Friday. Springfield was calm."))
        (fault,) = outcome.diagnostics
        assert fault.rule == "mention-ambiguous"
        assert "Springfield, Illinois (springfield-illinois)" in fault.message
        assert fault.hint == 'add to the front matter:  resolve: {"Springfield": springfield-illinois}'
