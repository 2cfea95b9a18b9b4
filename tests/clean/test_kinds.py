"""What one line is by itself."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefbook.clean.kinds import ends_sentence, find_kinds, is_prose, is_sentence, is_teaser_end


@pytest.mark.parametrize(
    "line",
    [
        "The tale catches the wonder and the dreaminess of the old one. -- Karen Sandholm",
        "“She is not alone.” — Springholt",
        "Also, good luck getting that song out of your head. [A.D. Quill]",
        "Nobody was hurt, he said:",
    ],
)
def test_a_sentence_may_be_signed_behind_a_dash(line):
    assert ends_sentence(line)


@pytest.mark.parametrize("line", ["Lighthouse to close. What now - and why", "The Pier — Karen Sandholm"])
def test_a_dash_alone_ends_nothing(line):
    assert not ends_sentence(line)


@given(
    st.lists(
        st.text(st.sampled_from("abgyEW 19.…:!»)”\"'([-—–，。」』ไทบ日本ßİΣ\ud800")).map(str.strip)
        | st.sampled_from(
            ["Read more »", "Full story", "asked for more.", "He was nine", "(see below for more of it)"]
        ),
        max_size=6,
    )
)
@example(["a" * 30_000, "", "ไท" * 30])
def test_what_all_lines_are_is_told_at_once_as_one_by_one(lines):
    kinds = find_kinds(lines)
    assert kinds.spaces == [line.count(" ") for line in lines]
    assert kinds.ended == list(map(ends_sentence, lines))
    assert kinds.invites == list(map(is_teaser_end, lines))
    assert kinds.sentence == list(map(is_sentence, lines))
    assert kinds.prose == list(map(is_prose, lines))
