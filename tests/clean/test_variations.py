"""The same pages, saved otherwise: what is kept and what goes must not hang on blank lines, captions, length or menus."""

import importlib.util
from pathlib import Path, PurePosixPath

import pytest

from briefbook.clean.draft import clean_seed
from briefbook.model.article import KEPT_REASONS, Fate, Seed
from briefbook.model.config import CleanConfig

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MENU = ["Home", "World", "Africa", "Asia", "Comments", "Video", "Search"]


def load(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_pages():
    pages, seeds = load("test_pages"), load("test_seeds")
    for case in (case for case in pages.CASES if case.parent.name == "pages"):
        yield case.stem, pages.read_case(case)[1]
    for case in seeds.CASES:
        _, reasons = seeds.read_case(case)
        lines = (ROOT / "seeds" / f"{case.stem}.txt").read_text(encoding="utf-8").split("\n")
        yield case.stem, [(reasons.get(n) if text.strip() else None, text) for n, text in enumerate(lines, start=1)]


def without_blank_lines(page):
    return [(reason, text) for reason, text in page if text.strip()]


def with_blank_lines_everywhere(page):
    return [row for reason, text in page if text.strip() for row in ((reason, text), (None, ""))]


def without_headline_and_byline(page):
    return [(reason, text) for reason, text in page if reason not in {"section", "title", "byline", "dateline"}]


def without_captions(page):
    return [(reason, text) for reason, text in page if reason not in {"caption", "duplicate_caption"}]


def cut_to_two_paragraphs(page):
    kept, count = [], 0
    for reason, text in page:
        count += reason == "body"
        if reason not in {"body", "subhead"} or count + (reason == "subhead") <= 2:
            kept.append((reason, text))
    return kept


def without_what_follows(page):
    return [(reason, text) for reason, text in page if reason not in {"teasers", "comments", "sidebar"}]


CHANGES = (
    without_blank_lines, with_blank_lines_everywhere, without_headline_and_byline, without_captions, cut_to_two_paragraphs,
    without_what_follows,
)  # fmt: skip
PAGES = list(read_pages())


def misjudged(page):
    data = "\n".join(text for _, text in page).encode()
    draft = clean_seed(Seed(path=PurePosixPath("seeds/page.txt"), data=data), CleanConfig(), frozenset()).value
    assert draft is not None
    return [
        f"{expected}, not {fate.reason}: {fate.text[:60]}"
        for (expected, _), fate in zip(page, draft.ledger.lines, strict=False)
        if expected and (fate.fate is Fate.KEPT) != (expected in KEPT_REASONS)
    ]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize(("name", "page"), PAGES, ids=[name for name, _ in PAGES])
def test_the_same_lines_are_kept(name, page, change):
    assert misjudged(change(page)) == []


@pytest.mark.parametrize(("name", "page"), PAGES, ids=[name for name, _ in PAGES])
def test_a_menu_above_does_not_move_the_story(name, page):
    paragraphs = sum(reason == "body" for reason, _ in page)
    lost = [
        fault for fault in misjudged([*(("nav", text) for text in MENU), (None, ""), *page]) if fault.startswith("body")
    ]
    assert len(lost) <= paragraphs / 5
