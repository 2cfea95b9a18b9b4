"""What the documents promise is what the program knows."""

import re
from dataclasses import fields
from pathlib import Path, PurePosixPath

import pytest

from briefbook.assemble.amendments import parse_rulings
from briefbook.cli import COMMANDS
from briefbook.formats.frontmatter import _ARTICLE_KEYS, _ENTITY_KEYS
from briefbook.formats.yaml import parse_yaml
from briefbook.model.config import Config, parse_config
from briefbook.model.diagnostics import RULES
from briefbook.shell.usage import make_parser

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
HERE = PurePosixPath("docs/example.yml")


def blocks(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_example_of_all_settings_is_valid_and_complete() -> None:
    (example,) = blocks("docs/settings.md", "yaml")
    config, faults = parse_config(parse_yaml(example, HERE, "config-invalid").value, HERE)
    assert not faults
    assert config.book.title == "Kerry and Lavrov over Syria"
    for section in fields(Config):
        assert re.search(rf"^{section.name}:", example, re.MULTILINE), section.name
        if section.name not in {"outputs", "rules"}:
            for key in fields(getattr(config, section.name)):
                assert re.search(rf"^  {key.name}:", example, re.MULTILINE), f"{section.name}.{key.name}"


@pytest.mark.parametrize("key", sorted(_ARTICLE_KEYS | _ENTITY_KEYS))
def test_every_field_of_front_matter_is_explained(key: str) -> None:
    assert f"`{key}`" in (ROOT / "docs" / "writing.md").read_text("utf-8")


def test_the_example_of_rulings_is_valid() -> None:
    example = next(block for block in blocks("docs/writing.md", "yaml") if block.startswith("add:"))
    rulings, faults = parse_rulings(parse_yaml(example, HERE, "config-invalid").value, HERE)
    assert not faults
    assert all(getattr(rulings, field.name) for field in fields(rulings))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_paths_lead_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if not target.startswith(("http", "mailto")) and target.strip():
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_that_are_named_exist(path: Path) -> None:
    parser = make_parser(COMMANDS)
    known = set(next(action.choices for action in parser._actions if action.dest == "command" or action.choices))
    for name in re.findall(r"(?:`|bin/|uv run )briefbook ([a-z]+)", path.read_text("utf-8")):
        assert name in known, name


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_rules_that_are_named_exist(path: Path) -> None:
    for name in re.findall(r"briefbook explain ([a-z]+-[a-z]+)", path.read_text("utf-8")):
        assert name in RULES


def test_the_check_runs_the_commands_that_the_readme_shows() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    build, test = (block.strip() for block in blocks("README.md", "sh")[:2])
    assert "\n" not in build + test
    assert build in script.splitlines()
    assert test in script.splitlines()
    assert test in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
