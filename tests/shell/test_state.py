"""Where nothing has changed since the last build there is nothing to do; whatever has changed is seen."""

import json
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from briefbook.model.diagnostics import report
from briefbook.model.text import digest
from briefbook.shell.account import Account
from briefbook.shell.folder import MANIFEST, sync_site
from briefbook.shell.state import STATE, list_inputs, read_state, write_state

FOLDERS = (PurePosixPath("seeds"), PurePosixPath("content"))
SITE = PurePosixPath("site")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A book after a build."""
    for name in ("seeds/a.txt", "content/articles/a.md", "briefbook.yml", ".briefbook/base/articles/a.md", "other.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / ".briefbook" / "cache").mkdir()
    sync_site(tmp_path, SITE, ())
    note(tmp_path, Account(site=SITE, written=3, counts=(("articles", 1),)))
    return tmp_path


def note(root: Path, account: Account) -> None:
    manifest = digest((root / SITE / MANIFEST).read_bytes())
    write_state(root, list_inputs(root, FOLDERS), FOLDERS, manifest, account)


def test_nothing_changed(built: Path) -> None:
    account = read_state(built)
    assert account
    assert (account.fresh, account.unchanged, dict(account.counts)) == (False, 3, {"articles": 1})


def touch(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("new")


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "seeds" / "a.txt").unlink(),
        lambda root: touch(root / "seeds" / "b.txt"),
        lambda root: touch(root / "content" / "deep" / "b.md"),
        lambda root: touch(root / "content" / "articles" / "a.md"),
        lambda root: touch(root / "briefbook.yml"),
        lambda root: (root / "briefbook.yml").unlink(),
        lambda root: touch(root / ".briefbook" / "base" / "articles" / "a.md"),
        lambda root: (root / "seeds" / "link.txt").symlink_to("a.txt"),
        lambda root: touch(root / SITE / MANIFEST),
        lambda root: touch(root / STATE),
        lambda root: (root / STATE).write_text(json.dumps({"state": 1})),
        lambda root: (root / "content" / "loop").symlink_to(".."),
    ],
)
def test_a_change_is_seen(built: Path, change: Callable[[Path], object]) -> None:
    change(built)
    assert read_state(built) is None


@pytest.mark.parametrize("name", ["other.txt", "content/.hidden.swp", "site/notes.txt"])
def test_what_is_no_part_of_the_book_is_not_looked_at(built: Path, name: str) -> None:
    (built / name).write_text("new")
    assert read_state(built)


def test_what_was_saved_during_the_build_is_seen_by_the_next(built: Path) -> None:
    before = list_inputs(built, FOLDERS)
    (built / "content" / "articles" / "a.md").write_text("saved meanwhile")
    write_state(built, before, FOLDERS, digest((built / SITE / MANIFEST).read_bytes()), Account(site=SITE))
    assert read_state(built) is None


@pytest.mark.parametrize("rule", ["pdf-failed", "output-unsafe", "engine-missing", "merge-conflict"])
def test_after_a_fault_that_may_pass_by_itself_nothing_is_taken_as_built(built: Path, rule: str) -> None:
    note(built, Account(site=SITE, diagnostics=(report(rule, "a fault", "x"),)))
    assert read_state(built) is None


def test_warnings_are_told_again(built: Path) -> None:
    fault = report("published-doubtful", "a doubt", "seeds/a.txt", 3, 4, hint="do this")
    note(built, Account(site=SITE, diagnostics=(fault,)))
    account = read_state(built)
    assert account
    assert account.diagnostics == (fault,)


def test_another_version_of_the_program_looks_again(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefbook.__version__", "0.0.0")
    assert read_state(built) is None
