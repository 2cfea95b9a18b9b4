"""The date of publication: what decides it, what bounds it, and what must never be taken for it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.clean.bounds import is_archive
from briefbook.clean.dates import Order, find_dates, find_order, is_date_line
from briefbook.clean.published import DateEvidence, find_published

COMMENT = ["by: Ann from: Leeds", "September 12, 2013 11:16 AM"]
CAPTION = "Ministers meet in Geneva, Sept. 11, 2013."

CASES = {
    "a person's word goes before all": (
        DateEvidence(stated="2013-09", header=["September 12, 2013"]), "2013-09", "exact"),
    "the page's metadata": (
        DateEvidence(metadata="2013-09-12", header=["Updated September 14, 2013"]), "2013-09-12", "exact"),
    "printed the day before the metadata's, which count in universal time": (
        DateEvidence(metadata="2013-09-13", header=["By Ann Marsh", "September 12, 2013 9:40 PM"]), "2013-09-12", "exact"),
    "printed on another day than the metadata's: the page's own words go first, and the basis tells of the other": (
        DateEvidence(metadata="2013-11-02", header=["Published: September 12, 2013"]), "2013-09-12", "inferred"),
    "printed on another day than the metadata's, which the page's address has": (
        DateEvidence(metadata="2013-11-02", header=["Published: September 12, 2013"],
                     address="https://courier.example/news/2013/11/02/ferry.html"), "2013-11-02", "exact"),
    "printed on another day than the metadata's, and the page's address has it": (
        DateEvidence(metadata="2013-11-02", header=["Published: September 12, 2013"],
                     address="https://courier.example/news/2013/09/12/ferry.html"), "2013-09-12", "exact"),
    "the day in the page's address, where nothing else tells": (
        DateEvidence(address="https://courier.example/2013/9/12/ferry-sinks"), "2013-09-12", "inferred"),
    "no day in the address": (DateEvidence(address="https://courier.example/a/2013/99/12/ferry"), "", "unknown"),
    "a day that may be a month, and the month in the address": (
        DateEvidence(header=["05/04/2013 12:30"], address="https://courier.example/2013/05/ferry"), "2013-05-04", "inferred"),
    "a day that may be a month, and the dateline's day": (
        DateEvidence(header=["5/3/2014"], dateline="March 5"), "2014-03-05", "inferred"),
    "metadata later than a comment is not believed": (
        DateEvidence(metadata="2019-01-01", comments=COMMENT, captions=[CAPTION]), "[2013-09-11,2013-09-12]", "bounded"),
    "printed by the byline": (
        DateEvidence(header=["By Ann Marsh", "Published: 12 September 2013, 18:22 GMT"]), "2013-09-12", "exact"),
    "printed twice, the day of publication counts and not that of the update": (
        DateEvidence(header=["Updated 15 September 2013", "Posted 12 September 2013"]), "2013-09-12", "exact"),
    "both on one line": (
        DateEvidence(header=["Published September 12, 2013 | Updated September 15, 2013"]), "2013-09-12", "exact"),
    "the day of an update is a bound, for the story was there by then": (
        DateEvidence(header=["Last updated on: September 12, 2013 5:14 PM"]), "[..2013-09-12]", "bounded"),
    "an update on the weekday of the lead": (
        DateEvidence(header=["updated 7:47 AM EDT, Thu September 12, 2013"], lead=["Talks began Thursday."]),
        "2013-09-12", "inferred"),
    "an update, and the weekday before it": (
        DateEvidence(header=["Last Modified: 12 Sep 2013 15:21"], lead=["Talks began on Wednesday."]),
        "[2013-09-11,2013-09-12]", "bounded"),
    "an update later than the first comment": (
        DateEvidence(header=["Updated September 15, 2013"], comments=COMMENT), "[..2013-09-12]", "bounded"),
    "hours ago, where day and hour of saving are known": (
        DateEvidence(header=["AGP – 3 hours ago"], accessed="2013-09-12T14:00"), "2013-09-12", "inferred"),
    "hours ago, where the day alone is known": (
        DateEvidence(header=["AGP – 3 hours ago"], accessed="2013-09-12"), "[2013-09-11,2013-09-12]", "bounded"),
    "days ago": (
        DateEvidence(header=["Posted 2 days ago"], accessed="2013-09-12"), "[2013-09-09,2013-09-10]", "bounded"),
    "hours ago, and nobody knows from when": (DateEvidence(header=["3 hours ago"]), "", "unknown"),
    "updated hours ago": (
        DateEvidence(header=["Updated 3 hours ago"], accessed="2013-09-12"), "[..2013-09-12]", "bounded"),
    "the day the page was saved is a bound": (DateEvidence(accessed="2013-09-12"), "[..2013-09-12]", "bounded"),
    "a day that may be a month": (
        DateEvidence(header=["05/04/2013 12:30"]), "[2013-04-05..2013-05-04]", "bounded"),
    "a day that may be a month, where the page shows which comes first": (
        DateEvidence(header=["05/04/2013 12:30"], order=Order.MONTH), "2013-05-04", "exact"),
    "a day that may be a month, where readers have written in between": (
        DateEvidence(header=["05/04/2013"], comments=["by: Ann", "April 6, 2013 9:00 AM"]), "2013-04-05", "inferred"),
    "printed below the story, and said to be the day of publication": (
        DateEvidence(tail=["First published on 12 September 2013"]), "2013-09-12", "exact"),
    "a date below the story that does not say what it is": (
        DateEvidence(tail=["Copyright 12 September 2013"]), "", "unknown"),
    "caption and earliest comment on one day": (
        DateEvidence(captions=["Kerry, Sept. 12, 2013."], comments=COMMENT), "2013-09-12", "inferred"),
    "caption and earliest comment a day apart": (
        DateEvidence(captions=[CAPTION], comments=COMMENT), "[2013-09-11,2013-09-12]", "bounded"),
    "a weekday in the lead picks the day inside the bounds": (
        DateEvidence(captions=[CAPTION], comments=COMMENT, lead=["Talks began Thursday."]), "2013-09-12", "inferred"),
    "the earliest comment is the minimum over all, for threads are not in order": (
        DateEvidence(captions=["In Geneva, Sept. 10, 2013."], comments=["September 14, 2013 1:00 AM", *COMMENT]),
        "[2013-09-10..2013-09-12]", "bounded"),
    "only a caption, and a weekday": (
        DateEvidence(captions=[CAPTION], lead=["Talks began Thursday."]), "2013-09-12", "inferred"),
    "only a caption": (DateEvidence(captions=[CAPTION]), "[2013-09-11..]", "bounded"),
    "only comments": (DateEvidence(comments=COMMENT), "[..2013-09-12]", "bounded"),
    "comments, and a weekday before them": (
        DateEvidence(comments=COMMENT, lead=["Talks began Wednesday."]), "[2013-09-11,2013-09-12]", "bounded"),
    "an archive photo is no bound": (
        DateEvidence(captions=["FILE - Ministers meet in Geneva, Sept. 11, 2013."]), "", "unknown"),
    "a caption after the comments belongs to something else": (
        DateEvidence(captions=["Paris, May 1, 2014."], comments=COMMENT), "[..2013-09-12]", "bounded"),
    "a year in the lead is no date of publication": (
        DateEvidence(lead=["The war that began on March 15, 2011 goes on."]), "", "unknown"),
    "a weekday to come is not the day of the report": (
        DateEvidence(captions=[CAPTION], comments=COMMENT, lead=["They meet until Thursday."]),
        "[2013-09-11,2013-09-12]", "bounded"),
    "a dateline's day takes its year from the comments": (
        DateEvidence(dateline="Sept. 11", comments=COMMENT), "2013-09-11", "inferred"),
    "a dateline with its year is the day of the report": (
        DateEvidence(dateline="Sept. 11, 2013", lead=["The war began on March 15, 2011."]), "2013-09-11", "exact"),
    "the date by the byline goes before that of the dateline": (
        DateEvidence(header=["September 12, 2013"], dateline="Sept. 11, 2013"), "2013-09-12", "exact"),
    "a dateline later than a comment is not believed": (
        DateEvidence(dateline="Sept. 11, 2019", comments=COMMENT), "[..2013-09-12]", "bounded"),
    "in French, published and updated": (
        DateEvidence(header=["Publié le 12 septembre 2013 à 18h22, mis à jour le 14 septembre 2013"]), "2013-09-12", "exact"),
    "nothing": (DateEvidence(), "", "unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("evidence", "edtf", "certainty"), CASES.values(), ids=CASES)
def test_published(evidence, edtf, certainty):
    published = find_published(evidence)
    assert (published.when.edtf if published.when else "", str(published.certainty)) == (edtf, certainty)
    assert published.basis


UPDATES = {
    "the last day of several": (
        ["Updated 13 September 2013", "Posted 12 September 2013, last updated 15 September 2013"], "2013-09-15"),
    "an update of the same day tells nothing": (["September 12, 2013 9:00 AM", "Updated September 12, 2013 4:00 PM"], ""),
    "an update before publication is another page's": (["September 12, 2013", "Updated September 2, 2013"], ""),
    "without a day of publication an update is a bound": (["Updated 15 September 2013"], ""),
    "none": (["September 12, 2013"], ""),
}  # fmt: skip


@pytest.mark.parametrize(("header", "day"), UPDATES.values(), ids=UPDATES)
def test_the_day_of_the_last_update(header, day):
    updated = find_published(DateEvidence(header=header)).updated
    assert (updated.isoformat() if updated else "") == day


def test_an_update_below_the_story_counts_and_prose_does_not():
    evidence = DateEvidence(header=["September 12, 2013"], tail=["This article was updated on September 14, 2013"])
    assert find_published(evidence).updated == date(2013, 9, 14)
    evidence = DateEvidence(
        header=["September 12, 2013"],
        tail=["The port was last modified by its owners, who hope to open it again for good on September 14, 2015."],
    )
    assert find_published(evidence).updated is None


@pytest.mark.parametrize(
    "text",
    [
        "September 12, 2013",
        "Sept. 12, 2013",
        "12 Sep 2013",
        "12th of September 2013",
        "2013-09-12",
        "2013/9/12",
        "09/12/2013 and 13/09/2013",
        "12 septembre 2013",
        "12. September 2013",
        "12 de septiembre de 2013",
        "12 settembre 2013",
        "12 de setembro de 2013",
        "12 сентября 2013 г.",
        "2013年9月12日",
        "2013년 9월 12일",
        "2013.09.12",
        "12 سبتمبر 2013",
        "١٢ أيلول/سبتمبر ٢٠١٣",
        "12 ก.ย. 2556",
        "2013. szeptember 12.",
        "2013. gada 12. septembris",
        "12 Eylül 2013",
        "12 września 2013, 9:41",
        "12.set.2013 às 12h55",
        "12 SEP 2013 - 12:14 CET",
        "ngày 12 tháng 9 năm 2013",
    ],
)
def test_full_dates_are_read(text):
    assert find_dates(text)[0] in {date(2013, 9, 12), date(2013, 9, 13)}


def test_where_nothing_tells_only_an_english_page_may_begin_a_date_with_the_month():
    assert find_order(["08/01/2014"]) is None
    assert find_order(["08/01/2014"], day_first=True) is Order.DAY
    assert find_order(["08/21/2014"], day_first=True) is Order.MONTH


@pytest.mark.parametrize(
    "text",
    [
        "09/12/2013",
        "3 listopada 2013",
        "In 2016 may 3 people",
        "31 June 2013",
        "May 2013",
        "September 12",
        "1812-13-01",
    ],
)
def test_what_is_ambiguous_or_impossible_is_no_date(text):
    assert find_dates(text) == []


@pytest.mark.parametrize(
    "text", ["March 08, 2017 4:15 PM", "Published: 3 November 2015, 18:22 GMT", "Paula Reyes | May 2, 2014"]
)
def test_lines_by_the_headline_that_are_its_date(text):
    assert is_date_line(text)


@pytest.mark.parametrize(
    "text", ["A ferry caught fire on May 2, 2014, and 700 people spent the night at sea.", "News", ""]
)
def test_lines_that_are_not(text):
    assert not is_date_line(text)


@pytest.mark.parametrize(
    "text", ["FILE - A ferry, May 2, 2014.", "A ferry (file photo)", "Archive photo of a ferry", "FILE: A ferry"]
)
def test_archive_pictures(text):
    assert is_archive(text)


def test_a_picture_of_filing_is_no_archive_picture():
    assert not is_archive("File a complaint at the harbor office, May 2, 2014.")


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(0, 40), st.integers(0, 6))
def test_inferred_days_lie_between_caption_and_comment(first, days, weekday):
    last = date.fromordinal(first.toordinal() + days)
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    published = find_published(
        DateEvidence(
            captions=[f"In Geneva, {first.isoformat()}."],
            comments=[f"{last.isoformat()} 10:00 AM"],
            lead=[f"Talks began {names[weekday]}."],
        )
    )
    assert published.when is not None
    assert first <= published.when.start <= published.when.end <= last
