"""Invented pages of the kinds that end up in a folder of clippings, each line with the fate it should have.

A case is a page with its expectations beside it: `reason | line`; blank lines have no reason; `# key: value` states a field.
"""

import re
from pathlib import Path, PurePosixPath

import pytest

from briefbook.clean.draft import clean_seed
from briefbook.formats.frontmatter import parse_article
from briefbook.model.article import Fate, Seed
from briefbook.model.config import CleanConfig

CASES = sorted(
    case
    for kind in ("abroad", "news", "pages")
    for case in (Path(__file__).parents[1] / "cases/clean" / kind).glob("*.page")
)


def read_case(path):
    fields, expected = {}, []
    for row in path.read_text(encoding="utf-8").splitlines():
        if field := re.fullmatch(r"# (\w+):\s*(.*)", row):
            fields[field[1]] = field[2]
        elif not row.startswith("#"):
            reason, _, text = row.partition("| ")
            expected.append((reason.strip() or None, text))
    return fields, expected


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_page_is_cut_as_a_careful_person_would_cut_it(case):
    fields, expected = read_case(case)
    page = "\n".join(text for _, text in expected)
    draft = clean_seed(Seed(path=PurePosixPath("seeds/page.txt"), data=page.encode()), CleanConfig(), frozenset()).value
    assert draft is not None
    fates = [(fate.reason, fate.text) for fate in draft.ledger.lines]
    assert [f"{reason} | {text}" for reason, text in fates] == [f"{reason} | {text}" for reason, text in expected]
    article = parse_article(draft.document).value
    assert article is not None
    published = article.published
    found = {
        "date": published.when.edtf if published.when else "",
        "certainty": str(published.certainty),
        "author": ", ".join(article.byline),
        "place": article.dateline.place if article.dateline else "",
        "outlet": article.source.outlet or "",
        "updated": str(published.updated or ""),
    }
    assert {key: found[key] for key in fields} == fields


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_line_is_kept_or_removed_or_blank_and_says_why(case):
    _, expected = read_case(case)
    page = "\r\n".join(text for _, text in expected)
    draft = clean_seed(Seed(path=PurePosixPath("seeds/page.txt"), data=page.encode()), CleanConfig(), frozenset()).value
    assert draft is not None
    for fate in draft.ledger.lines:
        assert (fate.fate is Fate.BLANK) == (not fate.text.strip()) == (fate.reason is None)
        assert bool(fate.why) == (fate.fate is not Fate.BLANK)
