"""Re-cleaning never loses an edit."""

from hypothesis import given
from hypothesis import strategies as st

from briefbook.clean.merge import MIDDLE, NEW, YOURS, Merge, keep_edited, merge_drafts

BASE = "title: A\n\nFirst paragraph.\n\nSecond paragraph.\n\nThird paragraph.\n"
LINES = st.lists(st.sampled_from(["", "a", "b", "c", "d", "e"]), max_size=8)


def test_an_article_nobody_edited_becomes_the_new_draft():
    assert merge_drafts(BASE, BASE, "other\n") == Merge(text="other\n")


def test_an_edited_article_stays_when_the_draft_is_the_same():
    assert merge_drafts(BASE, "mine\n", BASE) == Merge(text="mine\n")


def test_edit_and_new_draft_in_different_paragraphs_are_merged():
    edited = BASE.replace("First", "My first")
    new = BASE.replace("Third", "New third")
    assert merge_drafts(BASE, edited, new) == Merge(text=edited.replace("Third", "New third"))


def test_a_paragraph_the_editor_took_out_stays_out():
    edited = BASE.replace("Second paragraph.\n\n", "")
    new = BASE.replace("title: A", "title: B")
    assert merge_drafts(BASE, edited, new) == Merge(text=edited.replace("title: A", "title: B"))


def test_the_same_change_on_both_sides_is_no_conflict():
    both = BASE.replace("First", "Other")
    assert merge_drafts(BASE, both, both) == Merge(text=both)


def test_what_both_changed_is_kept_twice_between_markers():
    merge = merge_drafts(BASE, BASE.replace("First", "My first"), BASE.replace("First", "New first"))
    assert merge.conflicts == (3,)
    assert merge.text.split("\n")[2:7] == [YOURS, "My first paragraph.", MIDDLE, "New first paragraph.", NEW]


def test_line_ends_of_another_system_are_no_edit():
    edited = BASE.replace("First", "My first").replace("\n", "\r\n")
    new = BASE.replace("Third", "New third")
    assert merge_drafts(BASE, edited, new).conflicts == ()


@given(LINES, LINES, LINES)
def test_no_line_of_the_editors_is_lost(base, edited, new):
    merge = merge_drafts("\n".join(base), "\n".join(edited), "\n".join(new))
    kept = merge.text.split("\n")
    for line in set(edited) - set(base):
        assert kept.count(line) >= 1
    assert merge.text.count(YOURS) == len(merge.conflicts)


@given(LINES, LINES)
def test_merging_with_an_unchanged_side_gives_the_other(base, other):
    first, second = "\n".join(base), "\n".join(other)
    assert merge_drafts(first, second, first).text == second
    assert merge_drafts(first, first, second).text == second


def test_a_book_is_made_with_the_editors_side_of_an_open_conflict():
    base, edited, new = "one\n\ntwo\n\nthree\n", "one\n\nmine\n\nthree\n", "one\n\ntheirs\n\nthree\n"
    merged = merge_drafts(base, edited, new)
    assert merged.conflicts
    assert keep_edited(merged.text) == edited
    assert keep_edited(edited) == edited
