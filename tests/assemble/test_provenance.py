"""Every block says which lines of the clipping it comes from."""

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from briefbook.assemble.provenance import trace_blocks
from briefbook.model.article import Block, BlockKind, Fate, Ledger, LineFate, Reason

BODY, CAPTION, TITLE = Reason.BODY, Reason.CAPTION, Reason.TITLE
STORY = (
    "The ministers met in the capital on Tuesday to talk about the harbour.",
    "Neither side would say how long the talks could last.",
    "A second meeting is planned for the week after the elections.",
)


def ledger(*lines: tuple[str, Reason | None]) -> Ledger:
    return Ledger(
        seed=PurePosixPath("seeds/a.txt"),
        sha256="0" * 64,
        lines=tuple(
            LineFate(
                line=number,
                fate=Fate.BLANK
                if reason is None
                else Fate.REMOVED
                if reason in {Reason.COMMENTS, Reason.DUPLICATE_CAPTION}
                else Fate.KEPT,
                reason=reason,
                text=text,
            )
            for number, (text, reason) in enumerate(lines, 1)
        ),
    )


def blocks(*texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> tuple[Block, ...]:
    return tuple(Block(id=f"p{n}", kind=kind, text=text, line=n) for n, text in enumerate(texts, 1))


def test_a_paragraph_left_as_it_was_comes_from_its_line():
    source = ledger(("Headline", TITLE), ("", None), (STORY[0], BODY), ("", None), (STORY[1], BODY))
    assert trace_blocks(blocks(STORY[0], STORY[1]), source) == ((3,), (5,))


def test_spacing_quotation_marks_and_a_leading_dash_do_not_matter():
    source = ledger((f"—  {STORY[0].replace(' on ', '  on ')}", BODY))
    assert trace_blocks(blocks(STORY[0]), source) == ((1,),)


def test_words_said_twice_go_to_their_lines_in_order():
    source = ledger(("He left.", BODY), (STORY[0], BODY), ("He left.", BODY))
    assert trace_blocks(blocks("He left.", STORY[0], "He left."), source) == ((1,), (2,), (3,))


def test_removed_lines_are_nobodys_source():
    source = ledger((STORY[0], Reason.DUPLICATE_CAPTION), (STORY[0], CAPTION), (STORY[1], Reason.COMMENTS))
    assert trace_blocks(blocks(STORY[0], STORY[1]), source) == ((2,), ())


def test_a_paragraph_set_from_several_lines_lists_them_all():
    source = ledger(*((f"{text} ", BODY) for text in STORY))
    assert trace_blocks(blocks(" ".join(STORY)), source) == ((1, 2, 3),)


def test_a_paragraph_the_editor_split_keeps_its_line_in_both_halves():
    source = ledger((" ".join(STORY), BODY))
    assert trace_blocks(blocks(STORY[0], " ".join(STORY[1:])), source) == ((1,), (1,))


def test_an_edited_paragraph_is_known_by_what_it_kept():
    edited = STORY[1].replace("would say", "was ready to say")
    assert trace_blocks(blocks(STORY[0], edited, STORY[2]), ledger(*((text, BODY) for text in STORY))) == (
        (1,),
        (2,),
        (3,),
    )


def test_a_spelling_corrected_in_every_word_is_known_by_its_place():
    source = ledger((STORY[0], BODY), ("Teh minsters lefft erly", BODY), (STORY[2], BODY))
    assert trace_blocks(blocks(STORY[0], "The ministers left early", STORY[2]), source)[1] == (2,)


def test_the_editors_own_words_come_from_nowhere():
    note = blocks(STORY[0], kind=BlockKind.NOTE)
    own = blocks("An entirely new remark by somebody else.")
    assert trace_blocks((*own, *note), ledger((STORY[0], BODY))) == ((), ())


def test_an_article_without_a_clipping_has_no_lines():
    assert trace_blocks(blocks(STORY[0]), None) == ((),)


@given(st.lists(st.text("ab c.", max_size=12), max_size=8), st.lists(st.text("ab c.", max_size=12), max_size=8))
def test_every_number_is_a_kept_line_and_ascending(texts, lines):
    source = ledger(*((text, BODY if n % 3 else None) for n, text in enumerate(lines)))
    kept = {entry.line for entry in source.lines if entry.fate is Fate.KEPT}
    found = trace_blocks(blocks(*texts), source)
    assert len(found) == len(texts)
    assert all(set(numbers) <= kept and list(numbers) == sorted(set(numbers)) for numbers in found)
