"""Plain text is cut into paragraphs whose offsets are those of the file."""

import itertools
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.model.article import Document
from briefbook.model.book import Engine
from briefbook.model.config import AnnotateConfig
from briefbook.pipeline import Tools
from briefbook.shell.plaintext import annotate_texts, read_texts, record, split_prose


def paragraphs(text: str) -> list[str]:
    return [text[start:end] for start, end in split_prose(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \n\t\n", [], id="blank"),
        pytest.param("One.\n\nTwo.\n", ["One.", "Two."], id="blank lines part paragraphs"),
        pytest.param("One.\r\n\r\nTwo.\r\n", ["One.", "Two."], id="whatever the line ends"),
        pytest.param("  One.  \n \n  Two.", ["One.", "Two."], id="white space around goes"),
        pytest.param(
            "A headline\nThe first paragraph, which is long enough to show that lines are not broken at a width.\nThe second.",
            [
                "A headline",
                "The first paragraph, which is long enough to show that lines are not broken at a width.",
                "The second.",
            ],
            id="a line is a paragraph",
        ),
        pytest.param(
            "The minister said on Friday that the talks in\nGeneva would begin next week, and that nobody\nhad been left out.\n\nTwo.",
            [
                "The minister said on Friday that the talks in\nGeneva would begin next week, and that nobody\nhad been left out.",
                "Two.",
            ],
            id="lines broken at a width are one paragraph",
        ),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


@given(st.text(alphabet="ab \n\t\r", max_size=60))
def test_every_character_that_is_not_space_is_in_one_paragraph(text: str) -> None:
    spans = split_prose(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    assert "".join("".join(paragraphs(text)).split()) == "".join(text.split())
    assert all(part == part.strip() for part in paragraphs(text))


def test_texts_are_read_as_they_are(tmp_path) -> None:
    (tmp_path / "a.txt").write_bytes("café\r\n".encode())
    (tmp_path / "b.txt").write_bytes(b"caf\xe9\n")
    documents, faults = read_texts([str(tmp_path / name) for name in ("a.txt", "b.txt", "none.txt")])
    assert [document.text for document in documents] == ["café\r\n", "caf�\n"]
    assert [fault.rule for fault in faults] == ["encoding-doubtful", "seed-unreadable"]


def test_a_town_that_stays_open_is_told_with_what_it_may_be() -> None:
    document = Document(path=PurePosixPath("fair.txt"), text="The fair in Springfield drew a crowd.")
    (found,) = annotate_texts([document], None, Tools(engine=Engine(name="rules")), AnnotateConfig(show="all"))
    (mention,) = record(found, document.text)["mentions"]
    assert (mention["entity"], mention["latitude"]) == ("?springfield-0", None)
    assert {(c["name"], round(c["latitude"])) for c in mention["candidates"]} >= {
        ("Springfield, Missouri", 37),
        ("Springfield, Massachusetts", 42),
    }
