"""The repository is a book itself: its clippings are those of their checksum list, and its articles what cleaning makes of them."""

import hashlib
from pathlib import Path, PurePosixPath

import pytest

from briefbook.clean.draft import clean_seed
from briefbook.clean.furniture import find_furniture
from briefbook.formats.yaml import parse_yaml
from briefbook.model.article import Seed
from briefbook.model.config import CleanConfig, parse_config

ROOT = Path(__file__).parents[1]
SUMS = dict(line.split()[::-1] for line in (ROOT / "seeds/SHA256SUMS").read_text("utf-8").splitlines())
SEEDS = [Seed(path=PurePosixPath(f"seeds/{name}"), data=(ROOT / "seeds" / name).read_bytes()) for name in sorted(SUMS)]


@pytest.mark.parametrize("name", sorted(SUMS))
def test_a_clipping_is_byte_for_byte_what_it_was(name):
    assert hashlib.sha256((ROOT / "seeds" / name).read_bytes()).hexdigest() == SUMS[name]


def test_no_clipping_is_missing_from_the_list():
    assert sorted(path.name for path in (ROOT / "seeds").glob("*.txt")) == sorted(SUMS)


def test_the_settings_are_valid():
    path = PurePosixPath("briefbook.yml")
    text = (ROOT / path).read_text("utf-8")
    assert parse_config(parse_yaml(text, path, "config-invalid").value, path).diagnostics == ()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.path.stem)
def test_the_articles_kept_here_are_what_cleaning_makes(seed):
    draft = clean_seed(seed, CleanConfig(), find_furniture(SEEDS)).value
    kept = ROOT / draft.document.path
    assert kept.read_text("utf-8") == draft.document.text, "run `briefbook ingest` and look at the difference"
    base = ROOT / ".briefbook/base/articles" / kept.name
    assert base.read_text("utf-8") == draft.document.text
