"""Kept lines become Markdown that says what the page's markup said, and every word of it can be read back."""

from hypothesis import given
from hypothesis import strategies as st

from briefbook.clean.layout import KeptLine, format_body
from briefbook.formats.markdown import parse_blocks
from briefbook.formats.markup import MarkedLine
from briefbook.model.article import BlockKind, Reason
from briefbook.model.text import squeeze

BODY = Reason.BODY


def kept(text, kind="", level=0, number=0, cells=()):
    return KeptLine(text, BODY, MarkedLine(text, kind, level, number, tuple(cells)))


def test_items_become_a_list_and_lists_within_them_are_indented():
    lines = [kept("Fruit", "item", 1), kept("Apples", "item", 2), kept("Pears", "item", 2), kept("Nuts", "item", 1)]
    assert format_body([*lines, kept("And so on.")]) == "- Fruit\n  - Apples\n  - Pears\n- Nuts\n\nAnd so on."


def test_items_of_a_numbered_list_keep_their_numbers():
    assert format_body([kept("Stop.", "item", 1, 3), kept("Look.", "item", 1, 4)]) == "3. Stop.\n4. Look."


def test_a_quotation_of_two_paragraphs_is_one_quotation():
    assert format_body([kept("We stay.", "quote"), kept("All of us.", "quote")]) == "> We stay.\n>\n> All of us."


def test_rows_become_a_table_whose_first_row_is_its_head():
    rows = [
        kept("Town Dead", "row", cells=("Town", "Dead")),
        kept("Ulm 3", "row", cells=("Ulm", "3|4")),
        kept("Bar", "row", cells=("Bar",)),
    ]
    assert format_body(rows) == "| Town | Dead |\n| --- | --- |\n| Ulm | 3\\|4 |\n| Bar |  |"


def test_a_row_alone_is_a_paragraph():
    assert format_body([kept("Town Dead", "row", cells=("Town", "Dead"))]) == "Town Dead"


def test_preformatted_text_keeps_its_lines():
    assert format_body([kept("a = 1", "code"), kept("```", "code")]) == "````\na = 1\n```\n````"


WORDS = (
    st.text(st.sampled_from("ab1 .-*_#|[]()<>&`\\!+~"), min_size=1, max_size=12)
    .map(squeeze)
    .filter(lambda t: any(map(str.isalnum, t)))
)


@given(st.lists(st.tuples(WORDS, st.sampled_from(["", "item", "quote"]), st.integers(1, 3)), max_size=6))
def test_every_line_can_be_read_back(rows):
    lines = [kept(text, kind, level if kind == "item" else 0) for text, kind, level in rows]
    assert [block.text for block in parse_blocks(format_body(lines))] == [text for text, _, _ in rows]


@given(st.lists(st.lists(WORDS, min_size=2, max_size=3), min_size=2, max_size=4))
def test_every_cell_can_be_read_back(rows):
    blocks = parse_blocks(format_body([kept(" ".join(cells), "row", cells=cells) for cells in rows]))
    assert all(block.kind is BlockKind.CELL for block in blocks)
    assert [block.text for block in blocks if block.text] == [cell for cells in rows for cell in cells]
