"""The five sample clippings come out as a careful person would have cut them."""

import re
from pathlib import Path, PurePosixPath

import pytest

from briefbook.clean.draft import clean_seed
from briefbook.formats.frontmatter import parse_article
from briefbook.model.article import BlockKind, Draft, Fate, Seed
from briefbook.model.config import CleanConfig

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests/cases/clean/seeds").glob("*.ledger"))


def read_case(path: Path) -> tuple[dict[str, str], dict[int, str]]:
    fields, reasons = {}, {}
    for row in path.read_text(encoding="utf-8").splitlines():
        if field := re.fullmatch(r"(\w+):\s*(.*)", row):
            fields[field[1]] = field[2]
        elif fate := re.fullmatch(r"(\d+)(?:-(\d+))?\s+(\w+)", row):
            reasons.update(dict.fromkeys(range(int(fate[1]), int(fate[2] or fate[1]) + 1), fate[3]))
    return fields, reasons


def clean(path: Path) -> Draft:
    seed = Seed(path=PurePosixPath("seeds", path.name), data=path.read_bytes())
    draft = clean_seed(seed, CleanConfig(), frozenset()).value
    assert draft is not None
    return draft


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_every_line_has_the_fate_a_careful_person_gives_it(case):
    text = (ROOT / "seeds" / f"{case.stem}.txt").read_text(encoding="utf-8")
    _, reasons = read_case(case)
    expected = [
        (number, reasons.get(number) if line.strip() else None) for number, line in enumerate(text.split("\n"), start=1)
    ]
    ledger = clean(ROOT / "seeds" / f"{case.stem}.txt").ledger
    assert [(fate.line, fate.reason) for fate in ledger.lines] == expected
    assert [fate.text for fate in ledger.lines] == text.split("\n")
    assert all((fate.fate is Fate.BLANK) == (fate.reason is None) for fate in ledger.lines)
    assert all(fate.why for fate in ledger.lines if fate.fate is not Fate.BLANK)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_headline_section_byline_and_date(case):
    fields, _ = read_case(case)
    draft = clean(ROOT / "seeds" / f"{case.stem}.txt")
    parsed = parse_article(draft.document)
    assert parsed.diagnostics == ()
    article = parsed.value
    assert article is not None
    assert article.title == fields["title"]
    assert (article.section or "") == fields["section"]
    assert ", ".join(article.byline) == fields["author"]
    assert article.published.when is not None
    assert article.published.when.edtf == fields["date"]
    assert article.published.certainty == fields["certainty"]
    assert article.published.basis


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_the_story_stands_word_for_word(case):
    text = (ROOT / "seeds" / f"{case.stem}.txt").read_text(encoding="utf-8").split("\n")
    _, reasons = read_case(case)
    kinds = {"body": BlockKind.PARAGRAPH, "subhead": BlockKind.SUBHEAD, "caption": BlockKind.CAPTION}
    expected = [
        (kinds[reason], " ".join(text[number - 1].split()))
        for number, reason in sorted(reasons.items())
        if reason in kinds and text[number - 1].strip()
    ]
    article = parse_article(clean(ROOT / "seeds" / f"{case.stem}.txt").document).value
    assert article is not None
    assert [(block.kind, block.text) for block in article.blocks] == expected
