"""The tree of a page becomes lines as a browser would show them, each with what its elements say of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.formats.webpage import read_webpage


def lines_of(body):
    return [line for line in read_webpage(f"<html><body>{body}</body></html>").lines if line.text]


def texts_of(body):
    return [line.text for line in lines_of(body)]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<div>One<div>two</div>three</div>", ["One", "two", "three"]),
        ("One<br>two", ["One", "two"]),
        ("<p>One <b>and</b>\n the <i>s</i>ame</p>", ["One and the same"]),
        ("<a>Home</a><a>About</a>", ["Home About"]),
        ("<span>12 May 2019</span><span>By Ann Marsh</span>", ["12 May 2019 By Ann Marsh"]),
        ("<span>T</span>he first word", ["The first word"]),
        ("<p>Seen</p><script>alert(1)</script><noscript>No</noscript><template>No</template>", ["Seen"]),
        ("<details><summary>Why?</summary>So.</details>", ["Why?", "So."]),
        (
            "<figure><img><figcaption>The <b>quay</b>.<div>Ann/Pilot</div></figcaption></figure>",
            ["The quay. Ann/Pilot"],
        ),
        ("<table><tr><td><p>A long story</p><p>in two</p></td></tr></table>", ["A long story", "in two"]),
    ],
)
def test_lines_are_those_a_browser_shows(body, texts):
    assert texts_of(body) == texts


def test_what_the_elements_call_a_line_is_known():
    found = lines_of(
        "<h2>Head</h2><ul><li>One<ol><li>Deep</li></ol></li></ul><blockquote><p>Said</p></blockquote>"
        "<table><tr><th>Town<th>Dead<tr><td>Ulm<td>3</table><pre>a\nb</pre><p>Plain</p>"
    )
    assert [(line.text, line.kind, line.level, line.number) for line in found] == [
        ("Head", "heading", 2, 0), ("One", "item", 1, 0), ("Deep", "item", 2, 1), ("Said", "quote", 0, 0),
        ("Town\tDead", "row", 0, 0), ("Ulm\t3", "row", 0, 0), ("a", "code", 0, 0), ("b", "code", 0, 0), ("Plain", "", 0, 0),
    ]  # fmt: skip
    assert found[5].cells == ("Ulm", "3")


def test_where_a_line_stands_is_known():
    line = lines_of('<main><aside class="related-posts"><p>More</p></aside></main>')[0].around
    assert {"main", "aside"} <= line.inside
    assert line.speaks_against == 1
    assert lines_of('<div id="comments"><p>First!</p></div>')[0].around.comments
    assert lines_of('<div style="display: none"><p>Later</p></div>')[0].around.hidden


def test_no_text_is_lost_to_faults_of_the_markup():
    assert texts_of("<p>One</div></span><table><p>Two</table></p><b>Three<p>Four</b>") == [
        "One",
        "Two",
        "Three",
        "Four",
    ]


@given(st.integers(150, 3000), st.sampled_from(["<div>", "<ul><li>", "<blockquote>", "<table><tr><td>", "<b>"]))
def test_text_is_whole_however_deep_it_stands(depth, element):
    found = texts_of(f"<p>Above</p>{element * depth}Below")
    assert (found[0], found[-1]) == ("Above", "Below")


def test_elements_of_a_pages_own_making_are_lines_where_they_stand_alone():
    story = "<story-body><story-text>One.</story-text>\n<story-text>Two <x-note>notes</x-note> here.</story-text></story-body>"
    assert texts_of(f"<div>{story}</div>") == ["One.", "Two notes here."]
