"""Markdown to flow and blocks; plain text to Markdown; marks woven into the flow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.formats.markdown import (
    escape_text,
    flatten,
    format_caption,
    format_subhead,
    parse_blocks,
    parse_flow,
    safe_address,
    weave_marks,
)
from briefbook.model.article import BlockKind
from briefbook.model.flow import ElementKind, Inline, InlineKind, Mark
from briefbook.model.text import Span, squeeze

ARTICLE = """\
The *minister* spoke.[^1]

![Cranes stand idle.]()

## Lines turn south

- first
- second

> “Nobody wins.”

| port | calls |
|---|---|
| Sado | 4 |

```
code
```

[^1]: Says the ministry.

    Twice.
"""


def shown(inlines):
    """A compact form: text as it is, a mark in double brackets, other markup in its name's brackets."""
    out = []
    for inline in inlines:
        inner = shown(inline.children) if inline.children else inline.text
        out.append(inner if inline.kind is InlineKind.TEXT else f"{inline.kind}<{inner}>")
    return "".join(out)


def test_blocks_have_kinds_permalinks_and_lines():
    assert [(b.id, b.kind.value, b.text, b.line) for b in parse_blocks(ARTICLE, 10)] == [
        ("p1", "paragraph", "The minister spoke.", 10),
        ("c1", "caption", "Cranes stand idle.", 12),
        ("h1", "subhead", "Lines turn south", 14),
        ("p2", "list_item", "first", 16),
        ("p3", "list_item", "second", 17),
        ("p4", "quote", "“Nobody wins.”", 19),
        ("p5", "cell", "port", 21),
        ("p6", "cell", "calls", 21),
        ("p7", "cell", "Sado", 23),
        ("p8", "cell", "4", 23),
        ("n1p1", "note", "Says the ministry.", 29),
        ("n1p2", "note", "Twice.", 31),
    ]


def walk(flow):
    for element in flow:
        yield element
        yield from walk(element.children)


markdown_texts = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "a *b* c",
                "## h",
                "- x",
                "> q",
                "![c *d*]()",
                "[l](http://x)",
                "x[^1]",
                "[^1]: n",
                "|a|\n|-|\n|b|",
                "```\nz\n```",
            ]
        ),
        st.text(max_size=30),
    ),
    max_size=8,
).map("\n\n".join)


@given(markdown_texts)
def test_block_n_is_the_nth_element_with_inlines_in_reading_order(text):
    blocks = parse_blocks(text)
    elements = [e for e in walk(parse_flow(text)) if e.block is not None]
    assert [e.block for e in elements] == list(range(len(blocks)))
    assert [(e.id, flatten(e.inlines)) for e in elements] == [(b.id, b.text) for b in blocks]
    assert len({b.id for b in blocks}) == len(blocks)


@given(markdown_texts)
def test_weaving_no_marks_changes_nothing(text):
    assert weave_marks(parse_flow(text), {}) == parse_flow(text)


@given(markdown_texts, st.integers(0, 5), st.integers(0, 20), st.integers(1, 9))
def test_weaving_marks_changes_no_character(text, block, start, length):
    mark = Mark(span=Span(start, start + length), kind="person")
    woven = [e for e in walk(weave_marks(parse_flow(text), {block: (mark,)})) if e.block is not None]
    assert [flatten(e.inlines) for e in woven] == [b.text for b in parse_blocks(text)]


def test_a_mark_that_crosses_emphasis_is_woven_in_pieces():
    text = "met Bashar *al-Assad* there"
    mark = Mark(span=Span(4, 19), kind="person")
    (element,) = weave_marks(parse_flow(text), {0: (mark,)})
    assert shown(element.inlines) == "met mark<Bashar >emphasis<mark<al-Assad>> there"


def test_code_and_links_get_no_marks():
    text = "`Kerry` and [Kerry](http://example.org/) and Kerry"
    marks = tuple(Mark(span=Span(i, i + 5), kind="person") for i in (0, 10, 20))
    (element,) = weave_marks(parse_flow(text), {0: marks})
    assert shown(element.inlines) == "code<Kerry> and link<Kerry> and mark<Kerry>"


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScript:x", "data:text/html,x", "file:///etc/passwd", "//evil.example/x", "vbscript:x"],
)
def test_a_link_with_an_unlisted_scheme_keeps_its_text_only(address):
    (element,) = parse_flow(f"see [this]({address}) here")
    assert shown(element.inlines) == "see this here"
    assert not safe_address(address)


@pytest.mark.parametrize(
    "address", ["http://x.org/", "mailto:a@b.c", "chronology.html#e1", "../people/x.html", "#p4", "a?b=c:d"]
)
def test_listed_schemes_and_relative_addresses_stay(address):
    (element,) = parse_flow(f"[this]({address})")
    assert element.inlines[0].href == address


def test_raw_html_is_text():
    assert shown(parse_flow("a <script>alert(1)</script> b")[0].inlines) == "a <script>alert(1)</script> b"
    assert parse_flow("<div onclick=x>")[0].kind is ElementKind.PARAGRAPH


def test_a_figure_takes_only_a_picture_of_the_book():
    assert parse_flow("![c](pictures/a.jpg)")[0].source == "pictures/a.jpg"
    assert parse_flow("![c](https://x.org/a.jpg)")[0].source == ""


hostile = st.text(st.one_of(st.sampled_from(list("ab1 \\`*_[]<>&~!#|^{}()+-=.:\"'\t/;")), st.characters()))


@given(hostile)
def test_plain_text_reads_back_from_its_markdown(text):
    printable = "".join(c for c in text if not (ord(c) < 32 and c not in "\t\n\v\f\r") and c not in "\x7f\ufeff")
    plain = squeeze("".join(c for c in printable if not 0xD800 <= ord(c) < 0xE000))
    for write, kind in (
        (escape_text, BlockKind.PARAGRAPH),
        (format_subhead, BlockKind.SUBHEAD),
        (format_caption, BlockKind.CAPTION),
    ):
        blocks = parse_blocks(write(text))
        assert [(b.text, b.kind) for b in blocks] == ([(plain, kind)] if plain else [])


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("“If [the] situation could be dealt with,” he said.", "“If [the] situation could be dealt with,” he said."),
        ("2013. It was a year", "2013\\. It was a year"),
        ("— The talks", "— The talks"),
        ("snake_case stays", "snake_case stays"),
        ("AT&T and R&D", "AT&T and R&D"),
        ("see [^1]", "see \\[^1\\]"),
    ],
)
def test_only_what_must_be_is_escaped(text, markdown):
    assert escape_text(text) == markdown


def test_note_references_have_no_characters():
    assert flatten((Inline(kind=InlineKind.NOTE_REFERENCE, text="1", href="n1"),)) == ""
