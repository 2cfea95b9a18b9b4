"""What is remembered between builds comes back as it was, and nothing but our own values comes back."""

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.formats.record import notation_of
from briefbook.model.article import Certainty, Document, Draft, Fate, Ledger, LineFate, Passage, Reason
from briefbook.model.diagnostics import Diagnostic, Location, Outcome, Severity
from briefbook.model.entity import EntityKind, Mention
from briefbook.model.event import DateMention, Event, Quotation
from briefbook.model.text import Slug, Span
from briefbook.model.when import Precision, When

KINDS = (
    tuple[Mention, ...],
    tuple[DateMention, ...],
    tuple[Event, ...],
    tuple[Quotation, ...],
    tuple[tuple[tuple[int, int, str], ...], ...],
    Certainty | None,
)

st.register_type_strategy(Span, st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda pair: Span(*sorted(pair))))
st.register_type_strategy(
    PurePosixPath, st.lists(st.text("ab.", min_size=1), min_size=1).map("/".join).map(PurePosixPath)
)
st.register_type_strategy(
    When,
    st.tuples(st.dates(), st.dates(), st.sampled_from(Precision)).map(
        lambda w: When(start=min(w[:2]), end=max(w[:2]), precision=w[2])
    ),
)


@pytest.mark.parametrize("kind", KINDS, ids=str)
@given(data=st.data())
def test_what_is_written_is_read_again(kind: object, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))  # type: ignore[arg-type]
    notation = notation_of(kind)
    assert notation.decode(notation.encode(value)) == value


def test_the_classes_of_values_come_back() -> None:
    mention = Mention(
        passage=Passage(Slug("a"), 1, Span(2, 5)), surface="Ann", kind=EntityKind.PERSON, found_by="rules"
    )
    notation = notation_of(tuple[Mention, ...])
    (read,) = notation.decode(notation.encode((mention,)))
    assert (type(read), type(read.kind), type(read.passage.span)) == (Mention, EntityKind, Span)


def test_a_broken_half_of_a_character_is_kept() -> None:
    line = LineFate(line=1, fate=Fate.KEPT, reason=next(iter(Reason)), text="\ud800", why="")
    ledger = Ledger(seed=PurePosixPath("seeds/a.txt"), sha256="0", lines=(line,))
    draft = Draft(document=Document(path=PurePosixPath("content/articles/a.md"), text="\udfff\x00"), ledger=ledger)
    doubt = Diagnostic(
        rule="seed-unreadable",
        severity=Severity.ERROR,
        message="what",
        location=Location(PurePosixPath("a"), 2, 3),
        hint="type",
    )
    notation = notation_of(Outcome[Draft | None])
    outcome = Outcome(draft, (doubt,))
    assert notation.decode(notation.encode(outcome)) == outcome


@pytest.mark.parametrize("data", [b"[[1]]", b"[", b'[["x"]]', b"7"])
def test_what_was_not_written_so_is_no_value(data: bytes) -> None:
    with pytest.raises((ValueError, LookupError, TypeError)):
        notation_of(tuple[Mention, ...]).decode(data)


@dataclass
class Other:
    """Holds what has no notation."""

    day: date
    anything: object


@pytest.mark.parametrize("kind", [Other, object, dict[str, int], list[int], int | str])
def test_only_what_has_a_notation_is_written(kind: object) -> None:
    with pytest.raises(TypeError):
        notation_of(kind)
