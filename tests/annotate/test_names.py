"""Names: the casebook in tests/cases/annotate/names under both engines, and what holds for every text."""

import importlib.util
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbook.annotate.names import find_names
from briefbook.annotate.resolve import resolve_names
from briefbook.model.article import BlockKind, NamedEntity
from briefbook.model.config import AnnotateConfig
from briefbook.model.entity import Entity, EntityKind, Register
from briefbook.model.text import Slug
from briefbook.shell.models import load_engine

_spec = importlib.util.spec_from_file_location("casebook", Path(__file__).parent / "casebook.py")
casebook = importlib.util.module_from_spec(_spec)
sys.modules["casebook"] = casebook
_spec.loader.exec_module(casebook)
make_article = casebook.make_article
_spec = importlib.util.spec_from_file_location("bench_names", Path(__file__).parents[2] / "bench" / "names.py")
gauge = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(gauge)
CASES = casebook.all_cases()
WITH_MODEL = [pytest.param(name, "spacy", marks=pytest.mark.model, id=f"{name}-model") for name in CASES]
WITH_RULES = [pytest.param(name, "rules", id=f"{name}-rules") for name in CASES if not CASES[name].needs_model]


@cache
def reader():
    """The model's reader, loaded once."""
    return load_engine(AnnotateConfig(engine="spacy")).value.load()


def read_book(articles, engine="rules", listed=None, show="evident"):
    """A book's names, found and resolved."""
    listed = listed or Register()
    found = []
    for article in articles:
        spans = tuple(reader()(block.text for block in article.blocks)) if engine == "spacy" else None
        found.append(find_names(article, spans, listed, engine=engine))
    return resolve_names(articles, found, listed, AnnotateConfig(show=show))


def overlapping(mentions, mark):
    return [m for m in mentions if m.passage.block == mark.block and m.passage.span.overlaps(mark.span)]


@pytest.mark.parametrize(("name", "engine"), [*WITH_RULES, *WITH_MODEL])
def test_casebook(name, engine):
    case = CASES[name]
    resolved = read_book(case.articles, engine, case.listed).value
    for article, marks, mentions in zip(case.articles, case.marked, resolved.mentions, strict=True):
        for mark in marks:
            found = [m for m in overlapping(mentions, mark) if m.kind == mark.kind]
            if mark.kind == "organisation" and mark.sign == "?":
                continue
            assert [m.surface for m in found] == [mark.surface], f"{mark.kind} in {article.blocks[mark.block].text!r}"
            if mark.sign == "?":
                assert found[0].entity is None
            elif mark.slug:
                assert found[0].entity == mark.slug
            if mark.kind == "place":
                assert found[0].metonym == (mark.sign == "!")
        for mention in mentions:
            marked = [m for m in marks if m.block == mention.passage.block and mention.passage.span.overlaps(m.span)]
            assert mention.kind is EntityKind.ORGANISATION or marked, f"{mention.kind} {mention.surface!r} is none"
    known = {e.slug: e for e in resolved.register.of(EntityKind.PERSON)}
    for person in case.persons:
        entity = known[person.slug]
        assert (entity.name, entity.sort_name) == (person.name, person.sort_name)
        assert set(person.aliases) <= set(entity.aliases)
        assert set(person.roles) <= {role.text for role in entity.roles}


def surfaces(article, engine="rules", listed=None):
    mentions = find_names(article, None, listed or Register(), engine=engine)
    return [(m.surface, str(m.kind)) for m in mentions]


class TestListedNames:
    def person(self, name, *aliases):
        return Entity(
            slug=Slug("x-" + name.lower().replace(" ", "-")),
            kind=EntityKind.PERSON,
            name=name,
            sort_name=name,
            aliases=aliases,
            provisional=False,
        )

    def test_are_found_without_an_engine(self):
        listed = Register(entities=(self.person("grandmother", "Oma Grete"),))
        article = make_article("We asked grandmother, and Oma Grete told Anna Weber.")
        assert surfaces(article, "none", listed) == [("grandmother", "person"), ("Oma Grete", "person")]

    def test_are_found_in_any_script(self):
        listed = Register(entities=(self.person("Sergei Lavrov", "Сергей Лавров", "سيرغي لافروف", "拉夫罗夫"),))
        article = make_article(
            "Министр Сергей Лавров прибыл.", "وصل سيرغي لافروف إلى دمشق.", "俄罗斯外长拉夫罗夫抵达。", language="mul"
        )
        assert [s for s, _ in surfaces(article, "rules", listed)] == ["Сергей Лавров", "سيرغي لافروف", "拉夫罗夫"]

    def test_of_front_matter_count_in_that_article(self):
        article = make_article(
            "The Harbour met Kit on Monday.",
            named=(NamedEntity(kind="organisation", name="The Harbour"), NamedEntity(kind="person", name="Kit")),
        )
        assert surfaces(article, "none") == [("The Harbour", "organisation"), ("Kit", "person")]

    def test_the_longest_wins(self):
        listed = Register(entities=(self.person("Anna"), self.person("Anna Weber-Holm")))
        assert surfaces(make_article("Anna Weber-Holm met Anna."), "none", listed) == [
            ("Anna Weber-Holm", "person"),
            ("Anna", "person"),
        ]

    def test_are_whole_words(self):
        listed = Register(entities=(self.person("Ann"),))
        assert surfaces(make_article("Annual plans of Joann and Ann."), "none", listed) == [("Ann", "person")]


class TestOtherLanguages:
    @pytest.mark.parametrize(
        "text",
        ["Президент России Владимир Путин прибыл в Дамаск.", "وصل الرئيس إلى دمشق اليوم.", "总统抵达大马士革。"],
    )
    def test_are_read_by_no_engine(self, text):
        assert surfaces(make_article(text, language="ru")) == []

    def test_do_not_break_an_english_article(self):
        text = "“Дамаск” and 大马士革 are names of Damascus, John Smith said."
        assert ("John Smith", "person") in surfaces(make_article(text))


def test_a_model_that_was_asked_for_and_read_nothing_leaves_only_listed_names():
    assert surfaces(make_article("John Smith went to Damascus."), "spacy") == []


NASTY = st.text(alphabet=st.sampled_from("AbcKerry Mr.'’-–—,()\n\u00a0éÅж中\"“”&0123:/"), max_size=120)


@settings(max_examples=150)
@given(st.lists(NASTY, max_size=4))
def test_mentions_are_what_the_text_says_in_order_and_disjoint(paragraphs):
    article = make_article(*paragraphs)
    mentions = find_names(article, None, Register())
    before = (-1, -1)
    for mention in mentions:
        at = mention.passage
        assert at.span.of(article.blocks[at.block].text) == mention.surface != ""
        assert (at.block, at.span.start) >= before
        before = (at.block, at.span.end)


@settings(max_examples=100)
@given(NASTY, st.lists(st.tuples(st.integers(0, 120), st.integers(0, 120), st.sampled_from(["PERSON", "GPE", "ORG", "NORP", "DATE"])), max_size=5))  # fmt: skip
def test_whatever_spans_a_model_gives_mentions_stay_disjoint(text, spans):
    clean = tuple((min(a, b), min(max(a, b), len(text)), label) for a, b, label in spans if min(a, b) < len(text))
    article = make_article(text)
    mentions = find_names(article, (clean,), Register(), engine="spacy")
    resolved = resolve_names((article,), (mentions,), Register(), AnnotateConfig(show="all")).value
    ends = [0]
    for mention in resolved.mentions[0]:
        assert mention.passage.span.start >= ends[-1]
        assert mention.passage.span.of(text) == mention.surface
        ends.append(mention.passage.span.end)


def test_long_runs_of_capitals_take_bounded_time():
    article = make_article("Aa " * 20_000, "A." * 20_000, "Bb-" * 20_000, "O'" * 20_000, "de la " * 20_000 + "Cc")
    assert isinstance(find_names(article, None, Register()), tuple)


class TestTheGauge:
    """Invented wire stories of all kinds, read with few errors: `bench/names.py` prints what is wrong in them."""

    def read(self, engine):
        documents = gauge.read_gold(Path(__file__).parents[1] / "cases" / "annotate" / "newswire")
        made = [gauge.make_article(number, document["text"]) for number, document in enumerate(documents)]
        return documents, made, read_book(tuple(article for article, _ in made), engine, show="all").value

    @pytest.mark.parametrize(
        ("engine", "floors", "linked_floor"),
        [
            pytest.param("rules", (0.97, 0.955), 0.985, id="rules"),
            pytest.param("spacy", (0.975, 0.96), 0.985, id="model", marks=pytest.mark.model),
        ],
    )
    def test_people_and_places_of_wire_stories_are_found_and_known_again(self, engine, floors, linked_floor):
        documents, made, resolved = self.read(engine)
        hits, found, gold = Counter(), Counter(), Counter()
        for document, (_, starts), mentions in zip(documents, made, resolved.mentions, strict=True):
            for label, kind in gauge.KINDS.items():
                marked = [(s["start"], s["end"]) for s in document["spans"] if s["type"] == label]
                ours = gauge.stretches_of([m for m in mentions if m.kind is kind], starts)
                hits[kind] += gauge.match(marked, ours)[0]
                found[kind] += len(ours)
                gold[kind] += len(marked)
        for kind, floor in zip(gauge.KINDS.values(), floors, strict=True):
            assert 2 * hits[kind] / (found[kind] + gold[kind]) >= floor, kind
        pairs = [(one, other) for one, other, _ in gauge.linked_persons(documents, made, resolved)]
        assert gauge.bcubed(pairs)[2] >= linked_floor
        placed = [far for far, _ in gauge.distances(documents, made, resolved) if far is not None]
        assert sum(far <= gauge.NEAR for far in placed) >= 0.95 * len(placed)


@pytest.mark.parametrize(
    "caption",
    [
        "Karin Holm leaves the talks in Geneva. (AP Photo/Jane Roe)",
        "Karin Holm leaves the talks in Geneva. (Jane Roe/Harbor Courier)",
        "Karin Holm leaves the talks in Geneva. Photo: Jane Roe",
        "Karin Holm leaves the talks in Geneva. REUTERS/Jane Roe",
        "Karin Holm leaves the talks in Geneva. Jane Roe/AFP",
        "Karin Holm leaves the talks in Geneva (photo by Jane Roe).",
    ],
)
def test_who_took_a_picture_is_nobody_of_the_story(caption):
    article = make_article(caption)
    article = replace(article, blocks=tuple(replace(block, kind=BlockKind.CAPTION) for block in article.blocks))
    assert [m.surface for m in find_names(article, None, Register())] == ["Karin Holm", "Geneva"]


def test_who_stands_beside_another_in_a_picture_is_no_credit():
    article = make_article("Karin Holm (left) meets Jane Roe in Geneva.")
    article = replace(article, blocks=tuple(replace(block, kind=BlockKind.CAPTION) for block in article.blocks))
    assert [m.surface for m in find_names(article, None, Register())] == ["Karin Holm", "Jane Roe", "Geneva"]
