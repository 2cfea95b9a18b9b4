"""The authors that a line names."""

import pytest

from briefbook.clean.byline import read_byline, read_signature


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
        ("Written byby Maren Holt", ("Maren Holt",)),
        ("Written by:Maren Holt", ("Maren Holt",)),
        ("Author: Maren Holt", ("Maren Holt",)),
        ("Author: Maren Holt. Maren Holt Transport", ("Maren Holt",)),
        ("Recipe by Maren Holt", ("Maren Holt",)),
        ("This post was written by Maren Holt, physician, Northview Health", ("Maren Holt",)),
        ("Maren Holt Published 10:19am 19 December 2015", ("Maren Holt",)),
        ("Authority for the harbour", ()),
        ("About the author", ()),
        ("|  By Maren Holt", ("Maren Holt",)),
        ("Posted on May 3, 2010 by Maud", ("Maud",)),
        ("By Maren Holt, Senior Editor", ("Maren Holt",)),
        ("By Maren Holt, MD. Reviewed by Tom Adeyemi, DVM", ("Maren Holt",)),
        ("Maren Holt 15 min read", ("Maren Holt",)),
        ("Maren Holt Maren Holt", ("Maren Holt",)),
        ("Maren Holt in Flateyri", ("Maren Holt",)),
        ("By Maren Holt and Tom Adeyemi + More", ("Maren Holt", "Tom Adeyemi")),
        ("by Maren Holt, Tidal Science Contributor", ("Maren Holt",)),
        ("By Maren Holt and Tom Adeyemi 2014-09-30T14:34:55Z", ("Maren Holt", "Tom Adeyemi")),
        ("Maren Holt | Courier Media By Maren Holt | Courier Media The Post", ("Maren Holt",)),
        ("Maren Holt By Maren Holt The Harbour Post", ("Maren Holt",)),
        ("Maren Holt@marenholt", ("Maren Holt",)),
        ("Maren Holt 8/17/13 11:04am Yesterday 11:04am", ("Maren Holt",)),
        ("Maren Holt March 9, 2017 13", ("Maren Holt",)),
        ("Harbour Daily 9/21/2016 Maren Holt", ()),
        ("By Maren Holt March 18 at 12:22 PM Follow @marenholt", ("Maren Holt",)),
        ("By Maren HoltLeave a comment", ("Maren Holt",)),
        ("By Maren Holt courier.example", ("Maren Holt",)),
        ("Posted by Maren Holt, Software Engineer on Tidal Play", ("Maren Holt",)),
        ("Analysis by Maren Holt, Harbour Senior Court Analyst", ("Maren Holt",)),
        ("By Reuters", ("Reuters",)),
        ("By Staff", ()),
        ("By Maren Holt posted Aug 18th 2010 7:30PM", ("Maren Holt",)),
        ("Byby MAREN HOLT", ("MAREN HOLT",)),
        ("By Maren Holt@marenholt Dec 10, 2016, 10:20am EST", ("Maren Holt",)),
        ("By Maren Holt Dec 12, 2016 2:00 PMTags", ("Maren Holt",)),
        ("Maren HoltTwitterNews & Culture Writer", ("Maren Holt",)),
        ("Maren Holt Senior Politics Editor, The Harbour Post", ("Maren Holt",)),
        ("Maren Holt, DAILY POST 3:53 p.m. EST January 25, 2014", ("Maren Holt",)),
        ("Par MAREN HOLT, TOM ADEYEMI Envoyés spéciaux à Flateyri", ("MAREN HOLT", "TOM ADEYEMI")),
        ("Par Maren Holt(Flateyri, bureau islandais)", ("Maren Holt",)),
        ("Von Maren Holt und Tom Adeyemi", ("Maren Holt", "Tom Adeyemi")),
        ("Autorka: Žaneta Holt", ()),
        ("Autor: Žaneta Holt", ("Žaneta Holt",)),
        ("作者：林晓", ("林晓",)),
        ("Por la mañana", ()),
        ("Related Interviews:", ()),
        ("Nobody was hurt", ()),
    ],
)
def test_names_are_told_from_what_stands_by_them(line, authors):
    assert read_byline(line) == authors


def test_without_by_a_line_is_no_byline_where_one_is_asked_for():
    assert read_byline("Maren Holt", bare=False) == ()


def test_a_reporter_signs_below_a_korean_or_chinese_story():
    assert read_signature("김하늘 기자 haneul@hannae.example") == ("김하늘",)
    assert read_signature("（記者王小明／台北報導）") == ("王小明",)
    assert read_signature("기자들은 오늘도 기다렸다.") == ()
    assert read_signature("Maren Holt") == ()
