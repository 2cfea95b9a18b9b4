"""Text as HTML: what a clipping holds stays text, every block has its permalink, notes follow what they are tied to."""

import re
from html.parser import HTMLParser
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from briefbook.formats.markdown import parse_blocks, parse_flow, weave_marks
from briefbook.model.book import Picture
from briefbook.model.flow import Mark
from briefbook.model.text import Span
from briefbook.render.prose import Aside, Setting, direction, format_html


def html(markdown: str, **setting: object) -> str:
    return str(format_html(parse_flow(markdown), Setting(**setting)))


def test_paragraphs_are_numbered_and_link_to_themselves():
    assert html("One.\n\nTwo.") == (
        '<p id="p1"><a class="no" href="#p1" aria-label="Paragraph 1">1</a>One.</p>\n'
        '<p id="p2"><a class="no" href="#p2" aria-label="Paragraph 2">2</a>Two.</p>\n'
    )


def test_markup_in_a_clipping_stays_text():
    assert "&lt;img src=x onerror=alert(1)&gt;" in html("<img src=x onerror=alert(1)>", numbered=False)


def test_a_link_with_a_dangerous_scheme_keeps_its_words_only():
    assert html("[press](javascript:alert(1))", numbered=False) == '<p id="p1">press</p>\n'


def test_a_link_between_files_of_content_leads_to_their_pages():
    assert 'href="../people/a.html#said"' in html("[A](../people/a.md#said)")
    assert 'href="https://a.example/b.md" rel="external noreferrer"' in html("[B](https://a.example/b.md)")


def test_headings_never_skip_a_level():
    assert re.findall(r"<(h\d)", html("# A\n\n#### B\n\n## C\n\n###### D")) == ["h2", "h3", "h2", "h3"]


def test_a_caption_without_its_picture_says_so():
    made = html("![Cranes stand idle.]()")
    assert made == (
        '<figure id="c1"><figcaption><a class="label" href="#c1">Caption, without its picture</a> '
        "Cranes stand idle.</figcaption></figure>\n"
    )


def test_a_picture_of_the_books_is_shown_at_its_size_so_that_nothing_moves():
    quay = Picture(path=PurePosixPath("pictures/the quay.png"), data=b"", width=480, height=320)
    made = html(
        "![Cranes.](../pictures/the%20quay.png)\n\n![Far.](https://a.example/b.png)\n\n![Gone.](../pictures/gone.png)",
        root="../",
        page="articles/talks.html",
        pictures={"pictures/the quay.png": quay},
    )
    assert (
        '<img src="../pictures/the%20quay.png" alt="" width="480" height="320" loading="lazy" decoding="async">' in made
    )
    assert made.count("<img") == 1
    assert made.count("Caption, without its picture") == 2


def test_a_footnote_stands_after_the_paragraph_that_refers_to_it():
    made = html("One[^1].\n\nTwo.\n\n[^1]: A note.\n")
    assert made.index('id="n1"') < made.index('id="p2"')
    assert '<a class="ref" id="n1-ref" href="#n1"' in made
    assert made.count("A note.") == 1


def test_a_footnote_may_refer_to_another():
    made = html("One[^1].\n\n[^1]: See[^2].\n\n[^2]: Second.\n")
    assert made.count("Second.") == 1
    assert 'id="n2"' in made


def test_a_note_tied_to_words_follows_their_block_and_has_no_permalinks_of_the_article():
    aside = Aside(id="note-1", lemma="One", signature="RM, 2 May 2019", flow=parse_flow("It *did*."))
    flow = weave_marks(parse_flow("One.\n\nTwo."), {0: (Mark(span=Span(0, 3), kind="anchor", href="#note-1"),)})
    made = str(format_html(flow, Setting(asides={0: (aside,)})))
    assert '<a class="anchor" id="note-1-ref" href="#note-1">One</a>' in made
    assert "RM, 2 May 2019" in made
    assert made.index("<em>did</em>") < made.index('id="p2"')
    assert len(re.findall(r'id="p1"', made)) == 1


def test_a_note_whose_words_are_not_in_the_text_stands_at_the_end_and_leads_nowhere_back():
    aside = Aside(id="note-1", lemma="lost words", signature="", flow=parse_flow("Kept."), anchored=False)
    made = str(format_html(parse_flow("One.[^1]\n\n[^1]: A footnote ends the text."), Setting(asides={1: (aside,)})))
    assert made.index("A footnote ends") < made.index("Kept.")
    assert "#note-1-ref" not in made


def test_names_and_dates_are_links():
    marks = {
        0: (
            Mark(span=Span(0, 5), kind="person", href="people/a-b.html", value="a-b"),
            Mark(span=Span(9, 15), kind="date", href="chronology.html#e-1", value="2013-09-12", label="the day"),
            Mark(span=Span(19, 23), kind="date", value="19XX"),
        )
    }
    made = str(
        format_html(weave_marks(parse_flow("Kerry on Friday in 1900."), marks), Setting(root="../", numbered=False))
    )
    assert made == (
        '<p id="p1"><a class="person" href="../people/a-b.html">Kerry</a> on '
        '<a class="date" href="../chronology.html#e-1" data-says="the day"><time datetime="2013-09-12">Friday</time></a>'
        ' in <span class="date">1900</span>.</p>\n'
    )


def test_a_block_in_another_language_says_which_and_runs_its_way():
    assert '<p id="p1" lang="ar" dir="rtl">' in html("مرحبا", languages={0: "ar"})
    assert [direction("he-IL"), direction("en"), direction("")] == ["rtl", "ltr", "ltr"]


def test_tables_lists_and_quotations():
    made = html("| a | b |\n|---|---|\n| c | d |\n\n3. x\n4. y\n\n> q\n\n---\n\n    code <b>\n", numbered=False)
    assert '<th id="p1">a</th>' in made
    assert '<ol start="3">' in made
    assert "<blockquote>" in made
    assert "<hr>" in made
    assert "<pre><code>code &lt;b&gt;</code></pre>" in made


def test_a_table_shows_which_numbers_its_cells_take_so_that_none_seems_to_be_missing():
    made = html("One.\n\n| a | b |\n|---|---|\n| c | d |\n\nTwo.\n")
    assert '<a class="no" href="#p2" aria-label="Paragraphs 2–5">2–5</a>' in made
    assert 'href="#p6"' in made


class Seen(HTMLParser):
    """The tags, attributes and characters of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.names.update(name for name, _ in attrs)

    def handle_data(self, data):
        self.text += data


TAGS = (
    "p h2 h3 h4 h5 h6 blockquote ul ol li em strong s a code pre hr br figure figcaption img div table thead tbody tr td th "
    "span sup"
).split()


@given(st.text(max_size=120))
def test_whatever_the_text_its_html_says_it_again_and_holds_nothing_active(text):
    made = Seen(html(text, numbered=False))
    said = re.sub(r"\s+", "", made.text)
    for block in parse_blocks(text):
        assert re.sub(r"\s+", "", block.text) in said
    assert made.tags <= set(TAGS)
    assert not any(name.startswith("on") or name == "style" for name in made.names)
