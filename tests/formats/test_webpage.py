"""Saved pages give their flat text, their article and what their markup states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.formats.webpage import is_html, read_webpage

STORY = "".join(
    f"<p>Paragraph {number} of the report says that the council met again, heard both sides, and put off the vote.</p>"
    for number in range(1, 7)
)
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Council puts off vote - The Courier</title>
<meta property="og:site_name" content="The Courier">
<meta property="article:published_time" content="2014-03-06T09:15:00+00:00">
<meta property="article:section" content="Local">
<link rel="canonical" href="https://courier.example/2014/council">
<script>var secret = "not text";</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sport</a></li></ul></nav>
<article><h1>Council puts off vote</h1><p>By Ann Marsh</p>{STORY}</article>
<footer>All rights reserved.</footer></body></html>"""


def test_a_page_gives_article_titles_and_what_its_markup_states():
    page = read_webpage(PAGE)
    assert page.stated.titles[0] == "Council puts off vote"
    assert page.stated.published == "2014-03-06"
    assert (page.stated.outlet, page.stated.section, page.stated.language) == ("The Courier", "Local", "en-GB")
    assert page.stated.url == "https://courier.example/2014/council"
    assert "Paragraph 6 of the report" in page.find_article(frozenset())
    assert "Sport" not in page.find_article(frozenset())


def test_the_flat_text_is_the_whole_page_as_a_browser_shows_it():
    lines = [line.strip() for line in read_webpage(PAGE).text.split("\n") if line]
    assert lines[0] == "Home"
    assert lines[-1] == "All rights reserved."
    assert "secret" not in "".join(lines)


def test_the_date_in_structured_data_counts():
    html = PAGE.replace('<meta property="article:published_time" content="2014-03-06T09:15:00+00:00">', "").replace(
        "<script>",
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2014-03-07"}</script><script>',
    )
    assert read_webpage(html).stated.published == "2014-03-07"


def test_a_year_in_the_prose_is_no_date_of_publication():
    html = PAGE.replace('<meta property="article:published_time" content="2014-03-06T09:15:00+00:00">', "").replace(
        "the council met", "on 4 May 1999 the council met"
    )
    assert read_webpage(html).stated.published is None


def test_no_text_is_lost_past_the_nesting_limit_of_a_parser():
    deep = "<div>" * 5000 + f"<p>{'The last paragraph stands very deep. ' * 3}</p>" + "</div>" * 5000
    page = read_webpage(f"<html><body>{STORY}{deep}</body></html>")
    assert "The last paragraph stands very deep." in page.text
    assert page.find_article(frozenset()) == ""


@pytest.mark.parametrize(
    "markup",
    [
        "<p>" + "".join(f"<font size={n}>" for n in range(1000)) + "<div><p>Told again.</div>" * 2000,
        "<a href=x><b><i>" * 3000 + "Told again." + "</a>" * 3000,
        "<table><tr><td>" * 3000 + "Told again.",
        "<svg>" + "<g>" * 3000 + "</svg><p>Told again.",
        "<ul><li>" * 3000 + "Told again.",
        "<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">Told again.",
    ],
    ids=["formatting that is opened again", "links that close late", "tables", "a drawing", "lists", "attributes"],
)
def test_markup_that_a_parser_would_multiply_keeps_its_text(markup):
    page = read_webpage(f"<html><body>{STORY}{markup}<p>The last paragraph.</p></body></html>")
    assert "Told again." in page.text
    assert page.text.rstrip().endswith("The last paragraph.")
    assert len(page.lines) < 10_000


def test_a_drawing_of_many_parts_costs_a_page_no_structure():
    drawing = "<svg>" + "<path d='M0 0'/>" * 3000 + "</svg>"
    page = read_webpage(f"<html><body>{drawing}{STORY}</body></html>")
    assert page.find_article(frozenset())


def test_scripts_and_styles_are_no_text():
    assert (
        "alert"
        not in read_webpage("<html><body><p>Text.</p><script>alert(1)</script><style>p{}</style></body></html>").text
    )


@pytest.mark.parametrize(
    "text", ["<!doctype html><p>x", "\n <HTML><head>", "<!-- saved from url=(0014)about:internet -->\n<html>"]
)
def test_html_is_known_by_its_beginning(text):
    assert is_html(text)


@pytest.mark.parametrize("text", ["Plain words", "a < b and c > d", "", "<3 this story"])
def test_text_is_no_html(text):
    assert not is_html(text)


@given(st.text(st.sampled_from("<>/abp \"'=&;!-\n"), max_size=300))
def test_any_markup_can_be_read(markup):
    read_webpage(markup)


def test_the_reader_is_spared_blocks_that_hold_none_but_lines_outside_and_the_page_stays_as_it_was():
    told = "".join(
        f"<p>Paragraph {n} of the report tells what the council of Saltburn decided about the mill on that day.</p>"
        for n in range(6)
    )
    page = read_webpage(f"<html><body><div><ul><li>Weather by the hour</li></ul></div><div>{told}</div></body></html>")
    whole = page.find_article(frozenset())
    outside = frozenset(i for i, line in enumerate(page.lines) if line.text.startswith(("Weather", "Paragraph 5")))
    assert "Paragraph 5" in whole
    assert "Paragraph 5" not in page.find_article(outside)
    assert page.find_article(frozenset()) == whole
