"""Invented saved pages, each line with the fate it should have: first `reason | line`, then, after a blank line, the page's markup."""

from pathlib import Path, PurePosixPath

import pytest

from briefbook.clean.draft import clean_seed
from briefbook.model.article import Seed
from briefbook.model.config import CleanConfig

CASES = sorted((Path(__file__).parents[1] / "cases/clean/saved").glob("*.page"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_saved_page_is_cut_as_a_careful_person_would_cut_it(case):
    wanted, _, page = case.read_text(encoding="utf-8").partition("\n\n")
    expected = [tuple(row.split(" | ", 1)) for row in wanted.splitlines()]
    draft = clean_seed(
        Seed(path=PurePosixPath("seeds/page.html"), data=page.encode()), CleanConfig(), frozenset()
    ).value
    assert draft is not None
    assert [(str(fate.reason), fate.text) for fate in draft.ledger.lines if fate.reason is not None] == expected
