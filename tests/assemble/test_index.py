"""The index a professional indexer would hand in, as far as the sources alone can give it."""

from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.assemble.index import assemble_index
from briefbook.model.article import Article, Block, BlockKind, Certainty, Passage, Published
from briefbook.model.book import Annotations, IndexEntry
from briefbook.model.entity import Entity, EntityKind, Geography, Mention, PlaceKind, Register, Role
from briefbook.model.event import Quotation
from briefbook.model.text import Slug, Span, filing_key, slugify
from briefbook.model.when import day

PERSON, PLACE, ORGANISATION = EntityKind.PERSON, EntityKind.PLACE, EntityKind.ORGANISATION


def article(name: str, *texts: str, terms: tuple[str, ...] = (), captions: tuple[int, ...] = ()) -> Article:
    return Article(
        slug=Slug(name),
        title=name,
        path=PurePosixPath(f"content/articles/{name}.md"),
        markdown="\n\n".join(texts),
        blocks=tuple(
            Block(
                id=f"p{n}",
                kind=BlockKind.CAPTION if n - 1 in captions else BlockKind.PARAGRAPH,
                text=text,
                line=n,
            )
            for n, text in enumerate(texts, 1)
        ),
        published=Published(when=None, basis="", certainty=Certainty.UNKNOWN),
        index_terms=terms,
    )


def published(what: Article, when: date) -> Article:
    return replace(what, published=Published(when=day(when), basis="printed", certainty=Certainty.EXACT))


def entity(kind: EntityKind, name: str, sort_name: str = "", *aliases: str, **more) -> Entity:
    return Entity(slug=slugify(name), kind=kind, name=name, sort_name=sort_name or name, aliases=aliases, **more)


def mention(where: Article, block: int, surface: str, of: Entity, nth: int = 1) -> Mention:
    start = -1
    for _ in range(nth):
        start = where.blocks[block].text.index(surface, start + 1)
    return Mention(
        passage=Passage(where.slug, block, Span(start, start + len(surface))),
        surface=surface,
        kind=of.kind,
        entity=of.slug,
        found_by="test",
    )


def index(articles, mentions=(), entities=(), terms=(), quotations=()) -> tuple[IndexEntry, ...]:
    annotations = [
        Annotations(
            article=a.slug,
            mentions=tuple(m for m in mentions if m.passage.article == a.slug),
            quotations=tuple(q for q in quotations if q.passages[0].article == a.slug),
        )
        for a in articles
    ]
    return assemble_index(articles, annotations, Register(entities=tuple(entities)), terms)


def index_of_names(*entities: Entity) -> tuple[IndexEntry, ...]:
    """Every entity mentioned once."""
    text = " ".join(e.name for e in entities)
    where = article("one", text)
    return index([where], [mention(where, 0, e.name, e) for e in entities], entities)


def printed(entries) -> list[str]:
    return [f"{e.heading}, see {e.see}" if e.see else e.heading for e in entries]


# Order


def test_letter_by_letter_spaces_hyphens_and_apostrophes_do_not_count():
    headings = [
        "New York",
        "Newark",
        "Newman-Smith, Ann",
        "Newmans, Bo",
        "O'Brien, Pat",
        "Obama, Barack",
        "Obrador, Ana",
    ]
    assert sorted(headings, key=filing_key) == [
        "Newark",
        "Newmans, Bo",
        "Newman-Smith, Ann",
        "New York",
        "Obama, Barack",
        "Obrador, Ana",
        "O'Brien, Pat",
    ]
    assert filing_key("New York") == "newyork"
    assert filing_key("O’Brien, Pat") == filing_key("O'Brien, Pat") == "obrien pat"
    assert filing_key("Éluard, Paul") == "eluard paul"


def test_a_comma_ends_the_first_comparison():
    assert filing_key("New, Zoe") < filing_key("Newark")
    assert filing_key("Georgia (country)") < filing_key("Georgians")


def test_articles_and_particles_in_small_letters_do_not_count():
    assert filing_key("The Hague") == "hague"
    assert filing_key("al-Assad, Bashar") == filing_key("Assad, Bashar")
    assert filing_key("van der Bellen, Alexander") == filing_key("Bellen, Alexander")
    assert filing_key("De Niro, Robert") == "deniro robert"
    assert filing_key("de facto government") == "defactogovernment"
    assert filing_key("an-Najaf") == "najaf"


def test_a_body_loses_its_article_and_a_place_keeps_it_behind():
    names = index_of_names(entity(ORGANISATION, "The Tribune"), entity(PLACE, "The Hague", "Hague"))
    assert printed(names) == ["Hague, The", "Tribune"]


def test_names_are_filed_by_their_sort_name():
    names = index_of_names(
        entity(PERSON, "Staffan de Mistura", "de Mistura, Staffan"),
        entity(PERSON, "Ban Ki-moon", "Ban Ki-moon"),
        entity(PERSON, "John Kerry", "Kerry, John"),
    )
    assert printed(names) == [
        "Ban Ki-moon",
        "de Mistura, Staffan, see de Mistura, Staffan",
        "Kerry, John",
        "de Mistura, Staffan",
    ]


# Headings


def test_names_that_read_alike_say_what_they_are():
    names = index_of_names(
        entity(PLACE, "Georgia", geography=Geography(kind=PlaceKind.COUNTRY, country="GE")),
        Entity(
            slug=Slug("georgia-us"),
            kind=PLACE,
            name="Georgia",
            sort_name="Georgia",
            geography=Geography(kind=PlaceKind.REGION, country="US"),
        ),
    )
    assert printed(names) == ["Georgia (country)", "Georgia (region, US)"]


def test_hidden_and_unmentioned_entities_have_no_heading():
    where = article("one", "Acme spoke.")
    hidden = entity(ORGANISATION, "Acme", hidden=True)
    silent = entity(ORGANISATION, "Globex")
    assert index([where], [mention(where, 0, "Acme", hidden)], [hidden, silent]) == ()


# See and see also


def test_no_reference_to_the_neighbouring_line():
    names = index_of_names(entity(PERSON, "John Kerry", "Kerry, John", "Kerry", "Mr. Kerry", "Secretary Kerry"))
    assert printed(names) == ["Kerry, John"]


def test_another_spelling_is_a_reference_only_where_it_is_filed_elsewhere():
    names = index_of_names(
        entity(PERSON, "Muammar Gaddafi", "Gaddafi, Muammar", "Gaddafi", "Muammar Qaddafi", "Qaddafi"),
        entity(PERSON, "Sergei Lavrov", "Lavrov, Sergei", "Sergey Lavrov"),
    )
    assert printed(names) == ["Gaddafi, Muammar", "Lavrov, Sergei", "Qaddafi, see Gaddafi, Muammar"]


def test_abbreviations_lead_to_the_full_name_once():
    names = index_of_names(
        entity(ORGANISATION, "United Nations", "", "U.N.", "UN", "the UN"),
        entity(ORGANISATION, "Upper House"),
        entity(ORGANISATION, "Union of Writers"),
    )
    assert printed(names) == ["UN, see United Nations", "Union of Writers", "United Nations", "Upper House"]


def test_an_arabic_article_is_looked_for_too():
    names = index_of_names(
        entity(PERSON, "Bashar al-Assad", "al-Assad, Bashar", "Assad", "Bashar Assad"),
        entity(PLACE, "Amman"),
        entity(PLACE, "Ankara"),
    )
    assert printed(names) == ["al-Assad, Bashar, see al-Assad, Bashar", "Amman", "Ankara", "al-Assad, Bashar"]


def test_a_body_points_to_its_parts():
    names = index_of_names(
        entity(ORGANISATION, "United Nations", "", "U.N."),
        entity(ORGANISATION, "U.N. Security Council"),
        entity(ORGANISATION, "Unity Party"),
    )
    [whole] = [e for e in names if e.heading == "United Nations"]
    assert whole.see_also == ("U.N. Security Council",)
    assert all(target in {e.heading for e in names} for e in names for target in e.see_also)


# Locators


def test_one_locator_a_block_in_the_order_of_the_book():
    one = article("one", "Kerry met Lavrov. Kerry left.", "Nothing here.")
    two = article("two", "Kerry again.")
    kerry = entity(PERSON, "John Kerry", "Kerry, John")
    found = index(
        [one, two],
        [mention(one, 0, "Kerry", kerry), mention(one, 0, "Kerry", kerry, 2), mention(two, 0, "Kerry", kerry)],
        [kerry],
    )
    assert [(p.article, p.block, p.span.start) for p in found[0].locators] == [("one", 0, 0), ("two", 0, 0)]


def test_the_principal_passage_introduces_the_name_with_its_role():
    one = article("one", "Kerry, Kerry, Kerry.", "Secretary of State John Kerry spoke.")
    role = Role(text="Secretary of State", passage=Passage(one.slug, 1, Span(0, 18)))
    kerry = entity(PERSON, "John Kerry", "Kerry, John", roles=(role,))
    found = index(
        [one], [*(mention(one, 0, "Kerry", kerry, n) for n in (1, 2, 3)), mention(one, 1, "John Kerry", kerry)], [kerry]
    )
    assert found[0].principal == found[0].locators[1]


def test_else_it_is_the_block_that_says_it_most():
    one = article("one", "Oslo.", "Oslo, Oslo.")
    oslo = entity(PLACE, "Oslo")
    found = index(
        [one], [mention(one, 0, "Oslo", oslo), mention(one, 1, "Oslo", oslo), mention(one, 1, "Oslo", oslo, 2)], [oslo]
    )
    assert found[0].principal == found[0].locators[1]


def test_a_single_locator_needs_no_emphasis():
    assert index_of_names(entity(PLACE, "Oslo"))[0].principal is None


# Sub-entries


def divided(found: IndexEntry) -> list[tuple[str, list[int]]]:
    return [(sub.heading, [p.block for p in sub.locators]) for sub in found.sub]


def test_a_long_entry_is_divided_by_what_the_reader_may_want():
    texts = ["Ada met Bo."] * 3 + ["Ada."] * 2 + ["Ada said yes."] * 3 + ["Ada slept."]
    one = article("one", *texts, captions=(3, 4, 0))
    ada, bo = entity(PERSON, "Ada"), entity(PERSON, "Bo")
    mentions = [mention(one, n, "Ada", ada) for n in range(9)] + [mention(one, n, "Bo", bo) for n in range(3)]
    said = [
        Quotation(
            id=f"q{n}",
            passages=(Passage(one.slug, n, Span(9, 12)),),
            speaker=ada.slug,
            speaker_surface="Ada",
            reason="",
        )
        for n in (5, 6, 7)
    ]
    found = index([one], mentions, [ada, bo], quotations=said)
    assert divided(found[0]) == [("in captions", [0, 3, 4]), ("quoted", [5, 6, 7])]
    assert [p.block for p in found[0].locators] == [1, 2, 8]  # what no sub-entry takes stays before them
    assert found[1].sub == ()


def test_of_what_stands_beside_a_name_that_is_chosen_which_divides_it_best():
    texts = ["Ada met Bo in Rome."] * 4 + ["Ada met Cy."] * 5 + ["Ada wrote."] * 3
    one = article("one", *texts)
    ada, bo, cy, rome = entity(PERSON, "Ada"), entity(PERSON, "Bo"), entity(PERSON, "Cy"), entity(PLACE, "Rome")
    mentions = [mention(one, n, "Ada", ada) for n in range(12)] + [mention(one, n, "Cy", cy) for n in range(4, 9)]
    mentions += [mention(one, n, e.name, e) for n in range(4) for e in (bo, rome)]
    found = index([one], mentions, [ada, bo, cy, rome])
    assert divided(found[0]) == [("and Cy", [4, 5, 6, 7, 8])] or divided(found[0])[0][0] == "and Bo"
    assert "and Rome" not in dict(divided(found[0]))
    told = [p.block for e in (found[0], *found[0].sub) for p in e.locators]
    assert sorted(set(told)) == list(range(12))


def test_the_editors_subjects_divide_before_names_do():
    one = article("one", *["Ada and Bo spoke of sarin."] * 5, *["Ada wrote."] * 5)
    ada, bo = entity(PERSON, "Ada"), entity(PERSON, "Bo")
    mentions = [mention(one, n, "Ada", ada) for n in range(10)] + [mention(one, n, "Bo", bo) for n in range(5)]
    found = index([one], mentions, [ada, bo], terms=("sarin",))
    assert divided(found[0]) == [("and sarin", [0, 1, 2, 3, 4])]


def test_what_nothing_divides_is_divided_by_year_and_one_year_by_month():
    years = [published(article(f"a{n}", "Oslo. " * 3), date(2012 + n % 2, 5, n + 1)) for n in range(8)]
    months = [published(article(f"b{n}", "Oslo. " * 3), date(2012, 1 + n % 3, n + 1)) for n in range(8)]
    oslo = entity(PLACE, "Oslo")
    by_year = index(years, [mention(a, 0, "Oslo", oslo) for a in years], [oslo])
    assert [sub.heading for sub in by_year[0].sub] == ["in 2012", "in 2013"]
    assert by_year[0].locators == ()
    by_month = index(months, [mention(a, 0, "Oslo", oslo) for a in months], [oslo])
    assert [sub.heading for sub in by_month[0].sub] == ["in January 2012", "in February 2012", "in March 2012"]


def test_a_long_sub_entry_is_divided_by_year_and_stands_where_its_name_does():
    articles = [
        published(article(f"a{n}", "Ada. Bo." if n < 14 else "Ada. Cy."), date(2012 + n % 2, 1, 1)) for n in range(18)
    ]
    ada, bo, cy = (entity(PERSON, name) for name in ("Ada", "Bo", "Cy"))
    mentions = [mention(a, 0, "Ada", ada) for a in articles]
    mentions += [mention(a, 0, *(("Bo", bo) if n < 14 else ("Cy", cy))) for n, a in enumerate(articles)]
    found = index(articles, mentions, [ada, bo, cy])[0]
    assert [sub.heading for sub in found.sub] == ["and Bo (2012)", "and Bo (2013)"]
    assert len(found.locators) == 4


def test_a_person_of_several_offices_is_divided_by_them():
    one = article("one", *["Senator Ada spoke."] * 3, *["Minister Ada spoke."] * 3, *["Ada slept."] * 2)
    words = [(n, "Senator") for n in range(3)] + [(n, "Minister") for n in range(3, 6)]
    roles = tuple(Role(text=text, passage=Passage(one.slug, n, Span(0, len(text)))) for n, text in words)
    ada = entity(PERSON, "Ada", roles=roles)
    found = index([one], [mention(one, n, "Ada", ada) for n in range(8)], [ada])
    assert {"as Minister", "as Senator"} & dict(divided(found[0])).keys()


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 3)), min_size=1, max_size=30))
def test_a_divided_entry_names_every_passage_and_no_other(blocks):
    articles = [
        published(article(f"a{n}", "Ada. Bo. Cy."), date(2010 + year, 1, 1)) for n, (*_, year) in enumerate(blocks)
    ]
    ada, bo, cy = (entity(PERSON, name) for name in ("Ada", "Bo", "Cy"))
    mentions = [mention(a, 0, "Ada", ada) for a in articles]
    mentions += [mention(a, 0, "Bo", bo) for a, (with_bo, _, _) in zip(articles, blocks, strict=True) if with_bo]
    mentions += [mention(a, 0, "Cy", cy) for a, (_, with_cy, _) in zip(articles, blocks, strict=True) if with_cy]
    found = index(articles, mentions, [ada, bo, cy])[0]
    told = {p.article for e in (found, *found.sub) for p in e.locators}
    assert told == {a.slug for a in articles}
    assert len(found.locators) <= 7


# Terms


def test_the_editors_terms_are_found_whole_whatever_case_and_accents():
    one = article("one", "A Cease-Fire held; ceasefires did not. The cafe.", "No ceasefire.")
    found = index([one], terms=("ceasefire", "café", "never there"))
    assert [(e.heading, [p.block for p in e.locators]) for e in found] == [("café", [0]), ("ceasefire", [1])]
    assert found[0].locators[0].span.of(one.blocks[0].text) == "cafe"


def test_an_articles_own_term_counts_for_that_article_even_in_other_words():
    one = article("one", "Sarin was used.", terms=("chemical weapons",))
    two = article("two", "No chemical weapons.")
    [found] = index([one, two])
    assert [(p.article, p.block) for p in found.locators] == [("one", 0)]


def test_a_subject_with_a_colon_is_a_sub_entry_where_both_its_parts_stand():
    one = article("one", "Chemical weapons exist.", "An inspection of chemical weapons.", "An inspection.")
    [found] = index([one], terms=("chemical weapons: inspection", "chemical weapons"))
    assert found.heading == "chemical weapons"
    assert [p.block for p in found.locators] == [0, 1]
    assert divided(found) == [("inspection", [1])]


def test_a_subject_may_stand_under_a_name():
    one = article("one", "The Oslo talks.", "Oslo.")
    oslo = entity(PLACE, "Oslo")
    mentions = [mention(one, 0, "Oslo", oslo), mention(one, 1, "Oslo", oslo)]
    [found] = index([one], mentions, [oslo], terms=("Oslo: talks",))
    assert divided(found) == [("talks", [0])]


def test_a_term_that_is_a_heading_already_is_not_doubled():
    one = article("one", "Oslo.")
    oslo = entity(PLACE, "Oslo")
    assert printed(index([one], [mention(one, 0, "Oslo", oslo)], [oslo], terms=("oslo",))) == ["Oslo"]


# Invariants


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(EntityKind)),
            st.text("AbČ -'’., al", min_size=1, max_size=8),
            st.lists(st.text("Ab al-U.N", max_size=6), max_size=3),
        ),
        max_size=6,
    )
)
def test_ids_are_unique_order_is_kept_and_every_reference_resolves(names):
    entities = [
        Entity(slug=Slug(f"e{n}"), kind=kind, name=name, sort_name=name, aliases=tuple(aliases))
        for n, (kind, name, aliases) in enumerate(names)
    ]
    where = article("one", *(e.name for e in entities))
    found = index([where], [mention(where, n, e.name, e) for n, e in enumerate(entities)], entities, terms=("Ab",))
    ids = [e.id for entry in found for e in (entry, *entry.sub)]
    assert len(ids) == len(set(ids))
    assert [e.sort_key for e in found] == sorted(e.sort_key for e in found)
    headings = [e.heading for e in found if not e.see]
    assert len(headings) == len(set(headings))
    assert all(e.see in headings for e in found if e.see)
    assert all(e.locators or e.sub for e in found if not e.see)
    assert all(e.principal in e.locators for e in found if e.principal)


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_the_register_does_not_matter(turned):
    names = [entity(PLACE, "Oslo"), entity(PLACE, "Rome"), entity(ORGANISATION, "Oslo")]
    where = article("one", "Oslo Rome Oslo")
    mentions = [mention(where, 0, e.name, e) for e in names]
    assert index([where], mentions, names[::-1] if turned else names) == index([where], mentions, names)
