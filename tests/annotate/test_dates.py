"""Temporal expressions: the casebook in tests/cases/annotate/dates, and what holds for every text."""

import re
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.annotate.dates import find_dates, find_expressions
from briefbook.model.article import Article, Block, BlockKind, Certainty, Dateline, Published
from briefbook.model.text import Slug
from briefbook.model.when import day, parse_when

CASES = Path(__file__).parent.parent / "cases" / "annotate" / "dates"
SEEDS = Path(__file__).parents[2] / "seeds"
MARK = re.compile(r"\[\[(.+?)\|((?:\[[^\]]*\]|[^\]])+)\]\]")
PUBLISHED = re.compile(r"^Published: ([^\s]+?)(?:,\s.*)?$", re.MULTILINE)


def casebook():
    """Each paragraph of each section, with the day of publication that its section or file names."""
    for path in sorted(CASES.glob("*.md")):
        head, *sections = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for section in sections:
            title, _, body = section.partition("\n")
            published = (PUBLISHED.search(body) or PUBLISHED.search(head))[1]
            paragraphs = [part.strip() for part in PUBLISHED.sub("", body).split("\n\n") if part.strip()]
            for number, paragraph in enumerate(paragraphs, start=1):
                yield pytest.param(
                    published, paragraph, id=f"{path.stem}: {title}" + (f" ¶{number}" if number > 1 else "")
                )


def unmark(marked):
    """The plain text, and what is marked in it: offset, words, value."""
    plain, wanted, at = "", [], 0
    for mark in MARK.finditer(marked):
        plain += marked[at : mark.start()]
        wanted.append((len(plain), mark[1], mark[2]))
        plain += mark[1]
        at = mark.end()
    return plain + marked[at:], wanted


def value(item):
    """As the casebook writes it: EDTF, else "open" for a calendar date that stays open, else TIMEX3."""
    if item.when is not None:
        return item.edtf
    return "open" if item.type == "DATE" and re.match(r"[\dX]{4}", item.timex) else item.timex


@pytest.mark.parametrize(("published", "marked"), tuple(casebook()))
def test_the_casebook(published, marked):
    caption = marked.startswith("Caption: ")
    text, wanted = unmark(marked.removeprefix("Caption: "))
    anchor = None if published == "unknown" else parse_when(published)
    found = find_expressions(text, anchor, caption=caption)
    assert [(item.start, text[item.start : item.end], value(item)) for item in found] == wanted


def test_the_cases_of_the_seeds_are_their_own_words():
    seeds = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in sorted(SEEDS.glob("*.txt")))
    for case in casebook():
        if case.id.startswith("seeds:"):
            text, _ = unmark(case.values[1].removeprefix("Caption: "))
            assert " ".join(text.split()) in seeds


# ---------------------------------------------------------------- what the values say


def only(text, published="2013-03-22"):
    (item,) = find_expressions(text, parse_when(published))
    return item


def test_since_is_told():
    assert only("The office has been shut since 2009.").since
    assert not only("The office was shut in 2009.").since


def test_the_basis_tells_a_reader_how_the_day_was_reached():
    assert only("They met Tuesday.").basis == "the last Tuesday before publication"
    assert only("They will meet Tuesday.").basis == "the next Tuesday after publication, since “will” looks ahead"
    assert only("They met on June 3, 2011.").basis == "printed in full"
    assert only("It has been so since early 2011.").basis == "the year as printed"
    assert only("It says 31 February 2011.").basis == "no such day"
    assert only("She is to go to Washington Tuesday.").basis.endswith("since “go” looks ahead")
    assert only("She heads to Washington Tuesday.").basis.endswith("since “heads” looks ahead")


@pytest.mark.parametrize(
    ("words", "part", "edtf"),
    [
        ("early 2011", "early", "2011"),
        ("mid-June", "mid", "2012-06"),
        ("the late 1980s", "late", "198X"),
        ("the end of last year", "end of", "2012"),
        ("the beginning of March 2012", "beginning of", "2012-03"),
        ("earlier this year", "", "2013"),
    ],
)
def test_the_part_of_a_year_or_month_is_told_and_its_days_are_those_of_the_whole(words, part, edtf):
    item = only(f"They met in {words}.")
    assert (item.when.part, item.edtf) == (part, edtf)


def test_inside_quotation_marks_timex_keeps_the_value_of_the_standard_and_the_day_stays_open():
    item = only('"I saw him Tuesday," she said.')
    assert (item.when, item.timex, item.quoted) == (None, "2013-03-19", True)


@pytest.mark.parametrize(
    ("words", "timex"),
    [
        ("last week", "2013-W11"),
        ("last weekend", "2013-W11-WE"),
        ("last month", "2013-02"),
        ("last summer", "2012-SU"),
        ("the third quarter of 2012", "2012-Q3"),
        ("the second half of 2012", "2012-H2"),
        ("the 1990s", "199"),
        ("the 12th century", "11"),
        ("Tuesday night", "2013-03-19TNI"),
        ("8:30 p.m. Tuesday", "2013-03-19T20:30"),
        ("2009-2011", "2009/2011"),
    ],
)
def test_timex_follows_the_standard(words, timex):
    assert only(f"It happened in {words}.").timex == timex


def test_unresolved_fields_of_a_timex_are_masked():
    (item,) = find_expressions("The minister resigned on June 3.", None)
    assert (item.when, item.timex) == (None, "XXXX-06-03")


# ---------------------------------------------------------------- articles


def article(*texts, published="2013-03-22", updated=None, kind=BlockKind.PARAGRAPH, dateline=None):
    blocks = tuple(Block(id=f"p{n}", kind=kind, text=text, line=n) for n, text in enumerate(texts, start=1))
    return Article(
        slug=Slug("a"),
        title="A",
        path=PurePosixPath("content/articles/a.md"),
        markdown="",
        blocks=blocks,
        published=Published(
            when=parse_when(published) if published else None,
            basis="",
            certainty=Certainty.EXACT,
            updated=date.fromisoformat(updated) if updated else None,
        ),
        dateline=dateline,
    )


def test_mentions_come_by_block_and_offset_with_their_surface():
    found = find_dates(article("They met Tuesday and Thursday.", "They left in 2009."))
    assert [(m.passage.block, m.surface, m.when.edtf) for m in found] == [
        (0, "Tuesday", "2013-03-19"),
        (0, "Thursday", "2013-03-21"),
        (1, "2009", "2009"),
    ]


def test_a_dateline_shortly_before_publication_is_the_day_the_report_speaks_from():
    report = article("The king abdicated today.", dateline=Dateline(place="OSTMARK", date="March 20"))
    assert find_dates(report)[0].when == day(date(2013, 3, 20))


def test_a_dateline_of_long_ago_is_not():
    report = article("The king abdicated today.", dateline=Dateline(place="OSTMARK", date="March 2"))
    assert find_dates(report)[0].when == day(date(2013, 3, 22))


def test_what_means_another_day_when_counted_from_an_update_is_one_of_the_two():
    # Published on a Friday, added to on the Sunday.
    told = article("They met Friday. The ferry sank Saturday. It was raised today.", updated="2013-03-24")
    assert [m.when.edtf for m in find_dates(told)] == [
        "2013-03-22",
        "[2013-03-16..2013-03-23]",
        "[2013-03-22..2013-03-24]",
    ]
    assert find_dates(told)[1].basis == "16 March counted from publication, 23 March from the update"


def test_an_update_of_weeks_later_is_a_correction():
    told = article("The ferry sank Saturday.", updated="2013-04-07")
    assert find_dates(told)[0].when == day(date(2013, 3, 16))


def test_the_simple_present_of_a_caption_is_past():
    shown = article("Kofi Annan meets the king Tuesday.", kind=BlockKind.CAPTION)
    assert find_dates(shown)[0].when == day(date(2013, 3, 19))


def test_an_unknown_publication_resolves_only_what_is_printed_in_full():
    found = find_dates(article("They met Tuesday and on June 3, 2011.", published=None))
    assert [m.when and m.when.edtf for m in found] == [None, "2011-06-03"]


# ---------------------------------------------------------------- invariants

WORDS = st.sampled_from(
    "the a last next this May March 3 12 2013 1990s Tuesday June 's ago two years week of and to said will in since early "
    "quarter third Q2 8 p.m. 9/11 '09 – - , . “ ” \" day before after month first half İ \n\n 31 Feb. 0000 99999999999 "
    "century 20th weekend fall summer following same that yesterday now every".split(" ")
)


@given(
    st.lists(WORDS, max_size=30).map(" ".join), st.sampled_from(["2013-03-22", "[2013-06-22,2013-06-23]", "2013", None])
)
def test_expressions_are_ordered_disjoint_and_within_the_text(text, published):
    found = find_expressions(text, parse_when(published) if published else None)
    ends = [0]
    for item in found:
        assert ends[-1] <= item.start < item.end <= len(text)
        assert text[item.start : item.end].strip()
        ends.append(item.end)
        if item.when is not None:
            assert parse_when(item.edtf) is not None


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    find_expressions(text, day(date(2013, 3, 22)))


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2199, 12, 31)))
def test_any_day_of_publication_serves(published):
    words = (
        "They met Tuesday, last week, two months ago, in May, last summer, the third quarter, a century ago, tomorrow."
    )
    find_expressions(words, day(published))


@pytest.mark.parametrize(
    "piece",
    [
        "the last ",
        "third quarter ",
        "three years ago this ",
        "1 ",
        "May 1, ",
        "a year and a half ",
        "early ",
        "9:00 ",
        "“",
        '" ',
        "'90s ",
    ],
)
def test_long_repetitions_take_no_long_time(piece):
    find_expressions(piece * 1000, day(date(2013, 3, 22)))
