"""Dated sentences become entries: which, of what kind, with whom and where."""

from pathlib import Path, PurePosixPath

import pytest

from briefbook.annotate.dates import find_dates
from briefbook.annotate.events import find_events
from briefbook.clean.draft import clean_seed
from briefbook.formats.frontmatter import parse_article
from briefbook.model.article import Article, Block, BlockKind, Certainty, Dateline, Passage, Published, Seed
from briefbook.model.config import CleanConfig
from briefbook.model.entity import EntityKind, Mention
from briefbook.model.event import EventStatus
from briefbook.model.text import Slug, Span
from briefbook.model.when import parse_when

ROOT = Path(__file__).parents[2]
GOLD = [
    [cell.strip() for cell in line.strip("| \n").split(" | ")]
    for line in (ROOT / "tests/cases/annotate/entries.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| 0")
]
NAMES = {
    "Holm": (EntityKind.PERSON, "karin-holm"),
    "Adeyemi": (EntityKind.PERSON, "peter-adeyemi"),
    "Ostmark": (EntityKind.PLACE, "ostmark"),
    "Ferry Commission": (EntityKind.ORGANISATION, "ferry-commission"),
}


def article(*blocks, published="2014-03-12", dateline=None):
    made = tuple(
        Block(id=f"p{n}", kind=kind, text=text, line=n)
        for n, (kind, text) in enumerate(
            ((BlockKind.PARAGRAPH, block) if isinstance(block, str) else block for block in blocks), start=1
        )
    )
    return Article(
        slug=Slug("ferry"),
        title="Ferry",
        path=PurePosixPath("content/articles/ferry.md"),
        markdown="",
        blocks=made,
        published=Published(when=parse_when(published) if published else None, basis="", certainty=Certainty.EXACT),
        dateline=dateline,
    )


def named(read, metonym=()):
    return tuple(
        Mention(
            passage=Passage(read.slug, number, Span(at, at + len(name))),
            surface=name,
            kind=kind,
            entity=Slug(slug),
            found_by="case",
            metonym=name in metonym,
        )
        for number, block in enumerate(read.blocks)
        for name, (kind, slug) in NAMES.items()
        if (at := block.text.find(name)) >= 0
    )


def entries(*blocks, **how):
    read = article(*blocks, **how)
    return find_events(read, find_dates(read), named(read))


def only(*blocks, **how):
    (event,) = entries(*blocks, **how)
    return event


def test_an_entry_is_the_sentence_with_the_date_verbatim():
    text = "The talks went on. Holm met Adeyemi in Ostmark on Tuesday. Nobody smiled."
    event = only(text)
    assert event.passages[0].span.of(text) == "Holm met Adeyemi in Ostmark on Tuesday."
    assert (event.when.edtf, event.expression, event.basis) == (
        "2014-03-11",
        "Tuesday",
        "the last Tuesday before publication",
    )


def test_a_month_that_is_somebodys_surname_is_no_date():
    read = article("The judge rules in favor of either Holm or May.", "The ferry sank in May.")
    surname = Passage(read.slug, 0, Span(43, 46))
    may = Mention(passage=surname, surface="May", kind=EntityKind.PERSON, entity=Slug("mark-may"), found_by="case")
    (event,) = find_events(read, find_dates(read), (*named(read), may))
    assert event.passages[0].block == 1


def test_who_and_where_are_those_of_the_sentence():
    event = only("Holm met Adeyemi in Ostmark on Tuesday. The Ferry Commission was not there.")
    assert (event.people, event.places, event.organisations) == (("karin-holm", "peter-adeyemi"), ("ostmark",), ())


def test_a_capital_that_means_its_government_is_no_place():
    read = article("Ostmark rejected the plan on Tuesday.")
    (event,) = find_events(read, find_dates(read), named(read, metonym={"Ostmark"}))
    assert event.places == ()


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The ferry sank on Tuesday.", EventStatus.OCCURRED),
        ("The ferry will sail on Saturday.", EventStatus.PLANNED),
        ("The ferry will sail Wednesday.", EventStatus.PLANNED),
        ("Envoys meet in Ostmark Saturday.", EventStatus.PLANNED),
        ("Repairs are to begin next month.", EventStatus.PLANNED),
        ("Fares fail to cover the costs this year.", EventStatus.OCCURRED),
        ("The harbour has been closed since 2011.", EventStatus.SINCE),
        ("Holm said Tuesday the ferry was safe.", EventStatus.SAID),
        ("Holm said the ferry sank on Tuesday.", EventStatus.OCCURRED),
        ("The boat was to be sold on June 3, 2012.", EventStatus.OCCURRED),
        ("Lawyers say that in 2011 the owners cancelled four inspections.", EventStatus.OCCURRED),
        ("Holm told the inquiry that the ferry sank in 2011.", EventStatus.OCCURRED),
        ("The judge said a verdict would come by the end of the year.", EventStatus.PLANNED),
        ("The talks were first scheduled for last month.", EventStatus.PLANNED),
    ],
)
def test_the_kind_of_statement(sentence, status):
    assert only(sentence).status is status


def test_a_state_begins_with_its_date_and_has_no_end():
    assert only("The harbour has been closed since 2011.").when.edtf == "2011/.."


def test_the_two_ends_of_a_stretch_are_one_entry():
    event = only("Between 2009 and 2012 the owners cancelled four inspections.")
    assert (event.when.edtf, event.expression) == ("2009/2012", "2009 and 2012")
    assert only("The pier was shut from March 3 to March 7.").when.edtf == "2014-03-03/2014-03-07"


def test_a_stretch_printed_with_a_dash_is_one_entry():
    found = entries("The December 2007-June 2009 downturn closed the yard.")
    assert [(event.when.edtf, event.expression) for event in found] == [("2007-12/2009-06", "December 2007-June 2009")]


def test_the_signature_of_a_quoted_message_is_no_entry():
    assert not entries("No boat has been seen since. — Ana Ruel (@anaruel) March 11, 2014")
    assert not entries("Ana Ruel @anaruel March 11, 2014")
    assert entries("Ana Ruel (@anaruel) left on March 11, 2014.")


def test_a_dateline_within_the_text_is_no_day_of_the_plan_it_reports():
    found = entries("OSTMARK, March 11 -- Holm and Adeyemi will meet on March 20, officials said.")
    assert [(event.when.edtf, event.status) for event in found] == [("2014-03-20", EventStatus.PLANNED)]


def test_a_day_that_refers_back_counts_from_the_paragraph_before():
    found = entries("The ferry sank on February 14.", "The next day the harbour was closed.")
    assert found[1].when.edtf == "2014-02-15"
    assert only("The next day the harbour was closed.").when is None


def test_each_day_that_a_sentence_names_is_an_entry():
    found = entries("The ferry sank on Tuesday and was raised on Thursday, March 6.")
    assert [event.when.edtf for event in found] == ["2014-03-11", "2014-03-06"]


def test_one_day_named_twice_is_one_entry():
    assert len(entries("The ferry sank on Tuesday, March 11, 2014, and was raised the same day.")) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "The voyage took two days.",
        "The ferry sails every day.",
        "The ferry is now a museum.",
        "The ferry sank recently.",
        "It sank at 8 p.m. in calm weather.",
    ],
)
def test_stretches_habits_and_vague_times_are_no_entries(sentence):
    assert entries(sentence) == ()


def test_a_copied_caption_counts_once():
    caption = (BlockKind.CAPTION, "Holm walks along the quay in Ostmark, March 11, 2014.")
    assert len(entries(caption, caption)) == 1


def test_a_caption_is_an_entry_with_its_printed_date():
    event = only((BlockKind.CAPTION, "Holm walks along the quay in Ostmark, March 11, 2014."))
    assert (event.when.edtf, event.status) == ("2014-03-11", EventStatus.OCCURRED)


def test_subheads_and_the_editors_footnotes_are_no_statements():
    assert entries((BlockKind.SUBHEAD, "The crisis of 2011"), (BlockKind.NOTE, "Corrected on March 13, 2014.")) == ()


def test_a_day_spoken_of_in_a_quotation_gives_a_doubtful_entry_without_a_day():
    event = only("“I saw the ferry two days ago,” he said.")
    assert (event.when, event.doubtful) == (None, "in a quotation: the day of speaking is not stated")


def test_an_unknown_publication_leaves_the_day_open():
    event = only("The ferry sank on Tuesday.", published=None)
    assert (event.when, event.doubtful) == (None, "the day of publication is not known")


def test_a_bounded_publication_gives_the_days_between():
    event = only("The ferry sank yesterday.", published="[2014-03-12,2014-03-13]")
    assert event.when.edtf == "[2014-03-11,2014-03-12]"
    assert "one of several" in event.doubtful


def test_a_dated_dateline_dates_the_lead():
    event = only("The ferry is lost.", dateline=Dateline(place="OSTMARK", date="March 11"))
    assert (event.when.edtf, event.expression, event.basis) == ("2014-03-11", "", "the day of the dateline, March 11")


def test_a_lead_with_a_date_of_its_own_keeps_it():
    event = only("The ferry sank Monday.", dateline=Dateline(place="OSTMARK", date="March 11"))
    assert event.expression == "Monday"


def test_an_id_is_made_of_article_day_and_sentence_and_does_not_mind_white_space():
    one = only("The  ferry sank\non Tuesday.")
    other = only("Nothing. The ferry sank on Tuesday.")
    assert one.id == other.id
    assert one.id.startswith("ferry-2014-03-11-")
    assert one.id != only("The ferry sank here on Tuesday.").id


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_clippings_of_this_checkout_give_the_entries_that_a_person_would_write(number):
    (path,) = (ROOT / "seeds").glob(f"{number}_*.txt")
    seed = Seed(path=PurePosixPath("seeds", path.name), data=path.read_bytes())
    read = parse_article(clean_seed(seed, CleanConfig(), frozenset()).value.document, "en").value
    found = []
    for event in find_events(read, find_dates(read), ()):
        (passage,) = event.passages
        words = passage.span.of(read.blocks[passage.block].text)
        found.append((event.when.edtf if event.when else "open", event.status, event.expression, words))
    wanted = [case[1:] for case in GOLD if case[0] == number]
    assert sorted(one[:3] for one in found) == sorted(tuple(case[:3]) for case in wanted)
    for day, kind, printed, words in wanted:
        assert any(one[:3] == (day, kind, printed) and one[3].startswith(words) for one in found), words
