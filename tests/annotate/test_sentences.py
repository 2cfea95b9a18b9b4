"""Where sentences end, and what stands in quotation marks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.annotate.sentences import find_quoted, find_sentences


def sentences(text):
    return [span.of(text) for span in find_sentences(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It sank. Nobody died.", ["It sank.", "Nobody died."]),
        ("Mr. Lima met Gen. Holm on Sept. 12. They left.", ["Mr. Lima met Gen. Holm on Sept. 12.", "They left."]),
        ("The U.S. Senate voted. He left the U.S. The rest stayed.", ["The U.S. Senate voted.", "He left the U.S.", "The rest stayed."]),
        ("“It sank.” Nobody died.", ["“It sank.”", "Nobody died."]),
        ("“Why?” he asked. Nobody knew.", ["“Why?” he asked.", "Nobody knew."]),
        ("It came at 8 p.m. and left.", ["It came at 8 p.m. and left."]),
        ("J. R. Holm spoke.", ["J. R. Holm spoke."]),
        ("A head\n\nA paragraph.", ["A head", "A paragraph."]),
        ("He waited ... The boat came.", ["He waited ...", "The boat came."]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences(text, wanted):
    assert sentences(text) == wanted


@given(st.text(alphabet="aBc .?!”“\"'’\n0U", max_size=120))
def test_sentences_hold_every_letter_in_order(text):
    spans = find_sentences(text)
    kept = [letter for span in spans for letter in span.of(text) if not letter.isspace()]
    assert kept == [letter for letter in text if not letter.isspace()]
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('"A," he said. "B."', [("A,", True), ("B.", True)]),
        ("“A,” he said. “B.”", [("A,", True), ("B.", True)]),
        ("``A,'' he said.", [("A,", True)]),
        ("“A and so on", [("A and so on", False)]),
        ('A plank 6" wide.', []),
        ("No marks at all.", []),
    ],
)
def test_quoted_stretches(text, wanted):
    assert [(item.inner.of(text), item.closed) for item in find_quoted(text)] == wanted
