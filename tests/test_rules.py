"""Every rule of the table is reported somewhere, is met by some test, and tells a person what to do."""

from pathlib import Path

import pytest

from briefbook.model.diagnostics import RULES

HERE = Path(__file__).parent
SOURCES = "\n".join(
    path.read_text("utf-8")
    for path in sorted((HERE.parent / "briefbook").rglob("*.py"))
    if path.name != "diagnostics.py"
)
TESTS = "\n".join(
    path.read_text("utf-8")
    for path in sorted(HERE.rglob("*"))
    if path.suffix in {".py", ".txt", ".md", ".ledger"} and path != Path(__file__)
)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_is_reported_by_the_program(rule):
    assert f'"{rule}"' in SOURCES


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_has_a_case(rule):
    assert rule in TESTS


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_says_what_it_means_and_how_to_settle_it(rule):
    found = RULES[rule]
    assert len(found.title) < 45
    assert not found.title.endswith(".")
    assert found.meaning.endswith(".")
    assert found.remedy.endswith(".")
