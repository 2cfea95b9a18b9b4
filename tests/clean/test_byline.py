"""The authors that a line names."""

import pytest

from briefbook.clean.byline import read_byline


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Maren Holt", ("Maren Holt",)),
        (
            "By MAREN HOLT and TOM ADEYEMI | 5/13/13 5:02 AM EDT Updated: 5/13/13 10:20 AM EDT",
            ("MAREN HOLT", "TOM ADEYEMI"),
        ),
        ("By Maren Holt - 05/23/13 06:00 AM ET", ("Maren Holt",)),
        ("By Maren Holt | Jul.10, 2012 | 3:40 AM |  5", ("Maren Holt",)),
        ("By Maren Holt and Tom Adeyemi, GCN", ("Maren Holt", "Tom Adeyemi")),
        ("By Maren Holt, in Hammerfest and Tom Adeyemi", ("Maren Holt", "Tom Adeyemi")),
        ("By Maren Holt at The Quarry Ground", ("Maren Holt",)),
        ("By MAREN HOLT FOR THE DAILY POST", ("MAREN HOLT",)),
        ("By Maren Holt mholt@courier.example", ("Maren Holt",)),
        ("By Maren HoltPublished March 3, 2014", ("Maren Holt",)),
        ("ByMaren Holt", ("Maren Holt",)),
        ("|  By Maren Holt", ("Maren Holt",)),
        ("Posted on May 3, 2010 by Maud", ("Maud",)),
        ("By Maren Holt, Senior Editor", ("Maren Holt",)),
        ("By Maren Holt, MD. Reviewed by Tom Adeyemi, DVM", ("Maren Holt",)),
        ("Maren Holt 15 min read", ("Maren Holt",)),
        ("Maren Holt Maren Holt", ("Maren Holt",)),
        ("Maren Holt in Flateyri", ("Maren Holt",)),
        ("By Reuters", ("Reuters",)),
        ("By Staff", ()),
        ("Related Interviews:", ()),
        ("Nobody was hurt", ()),
    ],
)
def test_names_are_told_from_what_stands_by_them(line, authors):
    assert read_byline(line) == authors


def test_without_by_a_line_is_no_byline_where_one_is_asked_for():
    assert read_byline("Maren Holt", bare=False) == ()
