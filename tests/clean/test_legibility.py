"""What cannot be read, or was damaged before it was saved, is said and not guessed at."""

from pathlib import PurePosixPath

import pytest

from briefbook.clean.draft import clean_seed
from briefbook.model.article import Seed
from briefbook.model.config import CleanConfig

PAGE = """Split Closes Harbor to Raise a Trawler

Ana Kovac

The harbor of Split will close to cruise ships for two days so that divers can lift a wreck from the channel.

The trawler sank in 1971 with a cargo of tiles. It lay too deep to matter until bigger ships began to call.

"We know every tile by now," said the engineer in charge, Iva Radman. "The hull is sound enough for one lift."

Insurers have agreed to pay for the work, and the museum wants the wheelhouse.
"""


def clean(data):
    data = data.encode() if isinstance(data, str) else data
    return clean_seed(Seed(path=PurePosixPath("seeds/page.txt"), data=data), CleanConfig())


def rules(outcome):
    return [diagnostic.rule for diagnostic in outcome.diagnostics]


def test_text_in_an_old_encoding_is_read_and_reported():
    outcome = clean(PAGE.replace("harbor", "café").replace('"', "”").encode("windows-1252"))
    assert "café" in outcome.value.document.text
    assert "encoding-doubtful" in rules(outcome)


def test_a_few_broken_bytes_are_reported_as_such():
    outcome = clean(PAGE.replace('"', "”").replace("channel", "naïve café’s façade – “déjà vu” –").encode() + b"\xff")
    assert [d.message for d in outcome.diagnostics if d.rule == "encoding-doubtful"] == [
        "some bytes have no meaning in UTF-8; each is shown as \ufffd"
    ]


def test_damage_done_before_saving_is_reported_with_its_line():
    broken = PAGE.replace('"', "”").replace("'", "’").encode().decode("windows-1252", "replace")
    outcome = clean(broken + " donâ€™t wonâ€™t canâ€™t")
    assert "encoding-doubtful" in rules(outcome)


def test_control_characters_go_and_the_line_is_named():
    outcome = clean(PAGE.replace("trawler sank", "trawler\x07 sank"))
    assert "The trawler sank in 1971" in outcome.value.document.text
    assert [d.location.line for d in outcome.diagnostics if d.rule == "text-changed"] == [7]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n\n ",
        b"\xef\xbb\xbf",
        b"%PDF-1.7\n...",
        b"\x89PNG\r\n\x1a\n" + bytes(90),
        bytes(range(256)) * 40,
        bytes(500),
    ],
)
def test_what_is_no_text_is_reported_and_not_read(data):
    outcome = clean(data)
    assert outcome.value is None
    assert rules(outcome) == ["seed-unreadable"]


def test_a_clipping_over_the_limit_is_reported_and_not_read():
    seed = Seed(path=PurePosixPath("seeds/big.txt"), data=b"x" * 1_000_001)
    outcome = clean_seed(seed, CleanConfig(max_megabytes=1), frozenset())
    assert outcome.value is None
    assert rules(outcome) == ["seed-unreadable"]


@pytest.mark.parametrize(
    "data",
    ["line\n" * 60_000, "<html><body>" + "<p>line</p>" * 30_000, "<html><body>" + "line<br>" * 60_000],
    ids=["text", "paragraphs", "line breaks"],
)
def test_a_data_file_is_no_page(data):
    assert rules(clean(data)) == ["seed-unreadable"]
