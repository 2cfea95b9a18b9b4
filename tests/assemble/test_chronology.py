"""The chronology: order, joining, plans and what came of them, the editor's rulings."""

from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.assemble.amendments import Ruling, Rulings, parse_rulings
from briefbook.assemble.chronology import assemble_chronology, assemble_disagreements
from briefbook.formats.yaml import parse_yaml
from briefbook.model.article import Article, Block, BlockKind, Certainty, Passage, Published
from briefbook.model.entity import Entity, EntityKind, Register
from briefbook.model.event import Event, EventStatus
from briefbook.model.text import Slug, Span
from briefbook.model.when import day, parse_when

PATH = PurePosixPath("content/chronology.yml")


def told(slug, sentence, when="2014-03-11", published="2014-03-12", status="occurred", **who):
    """One article of one sentence, and its entry."""
    article = Article(
        slug=Slug(slug),
        title=slug,
        path=PurePosixPath(f"content/articles/{slug}.md"),
        markdown="",
        blocks=(Block(id="p1", kind=BlockKind.PARAGRAPH, text=sentence, line=7),),
        published=Published(when=parse_when(published), basis="", certainty=Certainty.EXACT),
    )
    event = Event(
        id=f"{slug}-{when or 'undated'}-00000000",
        when=parse_when(when) if when else None,
        status=EventStatus(status),
        expression="Tuesday",
        basis="",
        passages=(Passage(Slug(slug), 0, Span(0, len(sentence))),),
        people=tuple(who.get("people", ())),
        places=tuple(who.get("places", ())),
        organisations=tuple(who.get("organisations", ())),
    )
    return article, event


def chronology(*pairs, rulings=""):
    read = parse_rulings(parse_yaml(rulings, PATH, "front-matter-invalid").value, PATH)
    assert read.diagnostics == ()
    return assemble_chronology([a for a, _ in pairs], [e for _, e in pairs], read.value)


SINKING = told("one", "The ferry Sigrun sank off Ostmark on Tuesday with 40 people aboard.", places=["ostmark"])
AGAIN = told("two", "Off Ostmark the old ferry Sigrun sank on Tuesday, its owner said.", places=["ostmark"])


# ---------------------------------------------------------------- order


def test_entries_come_by_day_and_the_undated_last():
    events = chronology(
        told("c", "Later.", "2014-05"),
        told("b", "Whenever.", None),
        told("a", "First.", "2013"),
        told("d", "In May.", "2014-05-01"),
    ).value
    assert [event.passages[0].article for event in events] == ["a", "d", "c", "b"]


@given(
    st.lists(
        st.tuples(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), st.integers(0, 400)), max_size=12
    )
)
def test_the_order_is_that_of_start_end_and_passage(days):
    pairs = [told(f"a{n}", "It happened.", one.isoformat()) for n, (one, _) in enumerate(days)]
    events = chronology(*pairs).value
    keys = [(event.when.start, event.when.end, event.passages) for event in events]
    assert keys == sorted(keys)
    assert len(events) == len(pairs)


def test_statements_are_left_out_where_the_settings_say_so_but_not_pinned_ones():
    article, event = told("one", "Holm said Tuesday the crossing was safe.", status="said")
    assert assemble_chronology([article], [event], Rulings(), statements=False).value == ()
    pinned = Rulings(pin=(Ruling(id=event.id),))
    assert len(assemble_chronology([article], [event], pinned, statements=False).value) == 1


# ---------------------------------------------------------------- joining


def test_accounts_of_one_event_are_joined_and_all_their_sentences_kept():
    (event,) = chronology(SINKING, AGAIN).value
    assert [passage.article for passage in event.passages] == ["one", "two"]
    assert event.id == SINKING[1].id
    assert event.joined == (AGAIN[1].id,)


@pytest.mark.parametrize(
    "other",
    [
        told("two", AGAIN[0].blocks[0].text, "2014-03-10", places=["ostmark"]),
        told("two", AGAIN[0].blocks[0].text, places=["sudhavn"]),
        told("two", AGAIN[0].blocks[0].text, places=["ostmark"], status="planned"),
        told("two", "The mayor of Ostmark opened a school on Tuesday.", places=["ostmark"]),
        told("one", AGAIN[0].blocks[0].text, places=["ostmark"]),
        told("two", AGAIN[0].blocks[0].text, "2014-03", places=["ostmark"]),
    ],
    ids=["another day", "another place", "a plan", "another matter", "one article", "another precision"],
)
def test_what_differs_in_day_place_kind_or_matter_stays_apart(other):
    pairs = (SINKING, other)
    if other[1].id == SINKING[1].id:
        from dataclasses import replace

        pairs = (SINKING, (other[0], replace(other[1], id="one-2014-03-11-11111111")))
    assert len(chronology(*pairs).value) == 2


@pytest.mark.parametrize("when", ["2014-03-11", "2014-03", "2014/.."])
def test_the_same_sentence_in_copies_of_a_report_is_one_entry(when):
    text = "She said the crossing would open again for cars in June."
    one, two, other = told("one", text, when), told("two", text, when), told("three", f"{text} Perhaps.", when)
    joined, apart = chronology(one, two, other).value
    assert [passage.article for passage in joined.passages] == ["one", "two"]
    assert apart.passages[0].article == "three"
    short = "It sank off Ostmark on Tuesday."
    assert len(chronology(told("one", short), told("two", short)).value) == 2


def test_statements_of_two_people_on_one_day_stay_apart():
    one = told("one", "Holm said Tuesday the crossing was safe.", status="said", people=["karin-holm", "peter-adeyemi"])
    two = told("two", "Adeyemi said Tuesday the crossing was lost.", status="said", people=["peter-adeyemi"])
    assert len(chronology(one, two).value) == 2


def test_accounts_that_count_differently_stand_side_by_side():
    one = told("one", "The ferry Sigrun sank off Ostmark on Tuesday and 12 people died.", places=["ostmark"])
    two = told("two", "The ferry Sigrun sank off Ostmark on Tuesday and 15 people died.", places=["ostmark"])
    first, second = chronology(one, two).value
    assert first.related == (("differs", second.id),)
    assert second.related == (("differs", first.id),)


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("About 400 demonstrators", "Some 2,000 demonstrators", True),
        ("About 400 demonstrators", "Some 450 demonstrators", False),
        ("More than 30 passengers", "34 passengers", False),
        ("More than 40 passengers", "34 passengers", True),
        ("Twelve people", "12 people", False),
        ("Twelve people", "15 people", True),
        ("2 million voters", "2,000,000 voters", False),
        ("For two days the crowds", "For three days the crowds", False),
    ],
)
def test_whether_two_figures_differ(one, other, differs):
    rest = "marched through the old harbour of Ostmark against the ferry treaty on Tuesday."
    events = chronology(
        told("one", f"{one} {rest}", places=["ostmark"]), told("two", f"{other} {rest}", places=["ostmark"])
    ).value
    assert (len(events) == 2) is differs
    assert all(event.related for event in events) is differs


# ---------------------------------------------------------------- plans


def test_a_plan_and_what_came_of_it_name_each_other():
    plan = told(
        "before", "Holm will open the new pier in Ostmark on Tuesday.", published="2014-03-08", status="planned",
        people=["karin-holm"], places=["ostmark"],
    )  # fmt: skip
    done = told("after", "Holm opened the pier on Tuesday in Ostmark.", people=["karin-holm"], places=["ostmark"])
    by_article = {event.passages[0].article: event for event in chronology(plan, done).value}
    assert by_article["before"].related == (("happened", done[1].id),)
    assert by_article["after"].related == (("planned", plan[1].id),)


def test_on_the_very_day_that_was_announced_a_shared_place_is_enough():
    plan = told(
        "before", "A vote on the treaty will be held on Tuesday, the Ostmark parliament decided.", published="2014-03-08",
        status="planned", organisations=["ostmark-parliament"],
    )  # fmt: skip
    done = told("after", "Ostmark voters approved the treaty on Tuesday.", places=["ostmark"])
    assert chronology(plan, done).value[0].related
    late = told("late", "Ostmark voters approved the treaty on Monday.", "2014-03-17", "2014-03-18", places=["ostmark"])
    assert not chronology(plan, late).value[0].related


def test_a_plan_for_a_season_came_about_on_one_of_its_days():
    plan = told(
        "before", "The first ferry will sail from Ostmark to Lund in the summer.", "2014-22", "2014-04-04",
        status="planned", places=["ostmark", "lund"],
    )  # fmt: skip
    done = told(
        "after", "The first ferry sailed from Ostmark to Lund on Saturday with passengers.", "2014-07-05", "2014-07-07",
        places=["ostmark", "lund"],
    )  # fmt: skip
    assert not chronology(plan, done).value[0].related  # two words are too few for a season
    done = told(
        "after", "The ferry sailed from Ostmark to Lund on its first crossing.", "2014-07-05", "2014-07-07",
        places=["ostmark", "lund"],
    )  # fmt: skip
    plan = told(
        "before", "The ferry will sail from Ostmark to Lund on a first crossing in summer.", "2014-22", "2014-04-04",
        status="planned", places=["ostmark", "lund"],
    )  # fmt: skip
    assert chronology(plan, done).value[0].related


def test_what_merely_falls_on_the_day_of_a_plan_did_not_come_of_it():
    plan = told("before", "Holm will open the pier on Tuesday.", published="2014-03-08", status="planned", people=["h"])
    other = told("after", "Holm lost her voice on Tuesday.", people=["h"])
    assert all(event.related == () for event in chronology(plan, other).value)


# ---------------------------------------------------------------- doubts and rank


def test_a_past_dated_after_publication_is_reported_with_the_line_to_type():
    (fault,) = chronology(told("one", "The ferry sank on June 3.", "2014-06-03")).diagnostics
    assert (fault.rule, str(fault.location)) == ("date-implausible", "content/articles/one.md:7")
    assert "redate" in fault.hint


def test_days_that_later_articles_come_back_to_weigh_more():
    events = chronology(
        told("a", "It rained.", "2014-03-11", "2014-03-11"),
        told("b", "It snowed.", "2014-03-01", "2014-03-20"),
        told("c", "It snowed on and on.", "2014-03-01", "2014-04-20"),
    ).value
    assert events[0].weight == events[1].weight > events[2].weight


# ---------------------------------------------------------------- the editor's rulings


def test_an_entry_is_hidden():
    assert chronology(SINKING, rulings=f"hide: [{SINKING[1].id}]").value == ()


def test_an_entry_is_pinned_redated_and_reworded_and_says_so():
    rulings = f"""
pin: [{SINKING[1].id}]
redate:
  - {{id: {SINKING[1].id}, date: 2014-03-10}}
reword:
  - {{id: {SINKING[1].id}, text: The Sigrun goes down}}
"""
    (event,) = chronology(SINKING, rulings=rulings).value
    assert (event.pinned, event.when, event.editor) == (True, day(date(2014, 3, 10)), "The Sigrun goes down")
    assert event.basis == "set by the editor (read as 2014-03-11)"
    assert event.passages == SINKING[1].passages


def test_entries_are_joined_and_split_at_the_editors_word():
    other = told("two", "A boat went down on Monday night.", "2014-03-10")
    (event,) = chronology(SINKING, other, rulings=f"join: [[{SINKING[1].id}, {other[1].id}]]").value
    assert len(event.passages) == 2
    assert len(chronology(SINKING, AGAIN, rulings=f"split: [{AGAIN[1].id}]").value) == 2


def test_an_entry_of_the_editors_own_is_signed_and_tied_to_words():
    rulings = """
add:
  - date: 2014-03
    text: The inquiry opens
    by: A. Editor
    article: one
    at: the ferry Sigrun sank
    places: ostmark
"""
    text = rulings.replace("the ferry", "The ferry")
    added = next(e for e in chronology(SINKING, rulings=text).value if e.editor)
    assert (added.editor, added.when.edtf, added.basis) == (
        "The inquiry opens — A. Editor",
        "2014-03",
        "set by the editor",
    )
    assert added.passages[0].span.of(SINKING[0].blocks[0].text) == "The ferry Sigrun sank"
    assert added.places == ("ostmark",)
    assert chronology(SINKING, rulings=rulings).diagnostics[0].rule == "ruling-unmatched"


def test_whom_an_entry_of_the_editors_names_must_be_in_the_book():
    text = "add:\n  - {date: 2014-03, text: The inquiry opens, people: [karin-holm, karin-hulm]}"
    rulings = parse_rulings(parse_yaml(text, PATH, "front-matter-invalid").value, PATH).value
    register = Register(
        entities=(Entity(slug=Slug("karin-holm"), kind=EntityKind.PERSON, name="Karin Holm", sort_name="Holm, Karin"),)
    )
    made = assemble_chronology([], [], rulings, register=register)
    assert made.value[0].people == ("karin-holm",)
    (fault,) = made.diagnostics
    assert (fault.rule, fault.hint) == ("ruling-unmatched", "did you mean karin-holm?")


def test_accounts_that_the_editor_says_differ_get_a_question():
    text = f"differ: [{{question: When did she sink?, accounts: [{SINKING[1].id}, {AGAIN[1].id}]}}]"
    rulings = parse_rulings(
        parse_yaml(text + f"\nsplit: [{AGAIN[1].id}]", PATH, "front-matter-invalid").value, PATH
    ).value
    events = assemble_chronology([SINKING[0], AGAIN[0]], [SINKING[1], AGAIN[1]], rulings).value
    assert [event.related for event in events] == [(("differs", AGAIN[1].id),), (("differs", SINKING[1].id),)]
    (found,) = assemble_disagreements(events, rulings)
    assert (found.question, found.events) == ("When did she sink?", (SINKING[1].id, AGAIN[1].id))


def test_an_id_that_is_gone_is_reported_with_the_nearest_entries():
    gone = "one-2014-03-11-ffffffff"
    outcome = chronology(SINKING, rulings=f"hide:\n  - {gone}")
    (fault,) = outcome.diagnostics
    assert (fault.rule, str(fault.location)) == ("ruling-unmatched", "content/chronology.yml:2")
    assert SINKING[1].id in fault.hint
    assert len(outcome.value) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hide: {a: b}", "expects a list"),
        ("hidden: [a]", "unknown key"),
        ("redate: [{id: a, date: someday}]", "expected an EDTF date"),
        ("redate: [{id: a}]", "lacks its `date`"),
        ("reword: [{text: x}]", "lacks its `id`"),
        ("add: [{text: x}]", "lacks its `date`"),
        ("join: [[a]]", "two ids or more"),
        ("differ: [{question: x, accounts: [a]}]", "two `accounts`"),
        ("add: [{text: x, date: 2014, status: maybe}]", "expected one of"),
    ],
)
def test_a_faulty_ruling_is_reported_with_its_line_and_left_out(text, message):
    rulings, faults = parse_rulings(parse_yaml(text, PATH, "front-matter-invalid").value, PATH)
    assert any(message in fault.message for fault in faults)
    assert all(fault.location.line == 1 for fault in faults)
    assert (rulings.hide, rulings.redate, rulings.reword, rulings.join, rulings.differ) == ((), (), (), (), ())


def test_no_file_is_no_rulings():
    assert parse_rulings(None, PATH) == (Rulings(path=PATH), ())


def test_a_value_that_cannot_be_read_is_not_called_missing_too():
    (fault,) = parse_rulings(
        parse_yaml("add: [{date: 2016-02-30, text: x}]", PATH, "front-matter-invalid").value, PATH
    ).diagnostics
    assert "'2016-02-30'" in fault.message


@pytest.mark.parametrize("before", ["e-", "#e-", "chronology.html#e-"])
def test_the_permalink_of_an_entry_names_it_as_its_id_does(before):
    assert chronology(SINKING, rulings=f"hide: ['{before}{SINKING[1].id}']").value == ()
    other = told("three", "It went down.", places=["ostmark"])
    asked = f"differ: [{{question: What?, accounts: ['{before}{SINKING[1].id}', '{before}{other[1].id}']}}]"
    first, second = chronology(SINKING, other, rulings=asked).value
    assert {first.related, second.related} == {(("differs", second.id),), (("differs", first.id),)}


def test_the_editors_own_entry_can_be_ruled_like_any_other():
    added = "add: [{date: 2014-03-01, text: The inquiry opens, status: said}]"
    (event,) = chronology(rulings=added).value
    (pinned,) = chronology(rulings=f"{added}\npin: [{event.id}]").value
    assert pinned.pinned
    article, _ = SINKING
    read = parse_rulings(parse_yaml(added, PATH, "front-matter-invalid").value, PATH).value
    assert len(assemble_chronology([article], [], read, statements=False).value) == 1
