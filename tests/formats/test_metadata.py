"""What a page states of itself is taken from wherever sites are used to state it."""

import pytest

from briefbook.formats.webpage import read_webpage


def stated(head, body="<p>Text.</p>"):
    return read_webpage(f"<html><head>{head}</head><body>{body}</body></html>").stated


ARTICLE = """<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "name": "No"}, {"@type": ["NewsArticle"],
"headline": "Bridge closes &amp; reopens", "author": [{"@type": "Person", "name": "Ann Marsh"}, {"name": "Joe Orr"}],
"datePublished": "2019-05-09T23:30:00Z", "articleSection": ["Local", "Roads"], "publisher": {"name": "The Courier"},
"articleBody": "The bridge is closed."}]}</script>"""


def test_statements_for_search_engines_are_read():
    page = stated(ARTICLE)
    assert page.titles == ("Bridge closes & reopens",)
    assert page.authors == ("Ann Marsh", "Joe Orr")
    assert (page.published, page.section, page.outlet) == ("2019-05-09", "Local", "The Courier")
    assert page.body == "The bridge is closed."


@pytest.mark.parametrize(
    "script", ["{", "[" * 5000, '{"@type": 5}', '{"@type": "Article", "author": {"name": [1]}}', "null", '"x"']
)
def test_statements_that_make_no_sense_state_nothing(script):
    page = stated(f'<script type="application/ld+json">{script}</script>')
    assert (page.authors, page.published, page.body) == ((), None, "")


def test_the_author_of_the_head_counts_and_an_address_is_no_author():
    page = stated(
        '<meta name="author" content="Ann Marsh"><meta property="article:author" content="https://x.example/ann">'
    )
    assert page.authors == ("Ann Marsh",)


def test_a_trail_of_crumbs_is_no_menu():
    page = stated("", '<nav class="breadcrumbs"><a>World</a></nav><nav><a>Home</a><a>Sport</a></nav>')
    assert page.menu == ("Home", "Sport")


def test_a_heading_with_the_site_s_name_is_no_headline():
    head = "<title>Ferry owner pays back wages - The Courier</title>"
    assert stated(head, "<h1>The Courier Logo</h1><h2>Ferry owner pays</h2>").titles == (
        "Ferry owner pays back wages - The Courier",
    )
    assert stated(head, "<h1>Ferry owner pays back wages</h1>").titles[0] == "Ferry owner pays back wages"


def test_headings_of_other_stories_are_no_headlines():
    head = "<title>Ferry owner pays back wages</title>"
    assert stated(head, "<h1>Mill burns down</h1><h1>Choir sells organ</h1>").titles == ("Ferry owner pays back wages",)
    assert stated(head, "<h1>Wages paid at last</h1>").titles == ("Ferry owner pays back wages", "Wages paid at last")


def test_what_a_program_writes_in_place_of_a_section_is_none():
    assert stated('<meta property="article:section" content="undefined">').section is None


def test_a_statement_in_the_wrong_attribute_counts_too():
    assert stated('<meta name="author" value="Ann Marsh">').authors == ("Ann Marsh",)
