"""What one line is by itself."""

import pytest

from briefbook.clean.kinds import ends_sentence


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
