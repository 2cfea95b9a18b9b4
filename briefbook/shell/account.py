"""What is asked of a command: in which book, how; and what it did."""

import contextlib
import shlex
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from briefbook.model.article import Certainty, Published
from briefbook.model.config import Config
from briefbook.model.diagnostics import (
    BriefbookError,
    Diagnostic,
    Location,
    Severity,
    apply_severities,
    report,
    sort_diagnostics,
)
from briefbook.model.text import squeeze
from briefbook.model.when import parse_when
from briefbook.shell.output import Fate, describe_error

SETTINGS = PurePosixPath("briefbook.yml")
MISSPELT_SETTINGS = ("briefbook.yaml", "briefbook.toml", "briefbook.json", "_briefbook.yml")

SEED_ENDINGS = (".txt", ".html", ".htm", ".mhtml", ".mht", ".md", ".docx", ".rtf", ".eml", ".warc", ".wet")
"""Of clippings, each also with `.gz`."""
NOT_SEEDS = ("README.md", "README.txt", "LICENSE.md", "LICENSE.txt")
"""Notes on the clippings, which are no clippings; in capitals, as such files are commonly named."""

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
    progress: Progress = no_progress
    waiting: Callable[[], None] = lambda: None
    """Called when another build holds the book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clipping:
    """What became of one clipping."""

    seed: PurePosixPath
    article: PurePosixPath
    fate: Fate
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


def find_root(start: Path, *, explicit: bool) -> Path:
    """The book's folder: `start` where it is named explicitly, else the nearest one at or above it.

    Raises: BriefbookError where there is none.
    """
    try:
        if explicit and not start.is_dir():
            what = "is not a folder" if start.exists() else "does not exist"
            raise BriefbookError(report("project-unusable", f"the folder {what}", start.as_posix()))
        for folder in (start,) if explicit else (start, *start.resolve().parents):
            if (folder / SETTINGS).is_file():
                return folder
        if (start / "seeds").is_dir() or (start / "content").is_dir():
            return start
        misspelt = next((name for name in MISSPELT_SETTINGS if (start / name).exists()), None)
    except OSError as error:
        raise BriefbookError(report("project-unusable", describe_error(error), start.as_posix())) from error
    hint = "make a book with `briefbook new NAME --from FOLDER-OF-CLIPPINGS`, or name one with --project"
    if misspelt:
        hint = f"rename {misspelt} to {SETTINGS}"
    elif _holds_clippings(start):
        hint = f"this folder holds clippings; `briefbook new NAME --from {shlex.quote(start.as_posix())}` makes a book of them"
    message = f"not a book: no {SETTINGS}, no seeds/ and no content/ here"
    raise BriefbookError(report("project-unusable", message, start.as_posix(), hint=hint))


def seed_ending(name: str) -> str:
    """The ending by which a file is a clipping, as written, `.gz` included; empty where it is none."""
    lower = name.lower()
    for ending in SEED_ENDINGS:
        for full in (ending, f"{ending}.gz"):
            if lower.endswith(full) and len(lower) > len(full):
                return name[-len(full) :]
    return ""


def _holds_clippings(folder: Path) -> bool:
    """Whether files that can be clippings lie in the folder itself."""
    with contextlib.suppress(OSError):
        return any(seed_ending(entry.name) and entry.name not in NOT_SEEDS for entry in folder.iterdir())
    return False


def settle(faults: Iterable[Diagnostic], config: Config) -> tuple[Diagnostic, ...]:
    """The diagnostics under the book's own severities, by place, each once."""
    return sort_diagnostics(apply_severities(faults, dict(config.rules)))


def describe(item: Diagnostic) -> dict[str, str | int]:
    """A diagnostic as JSON can hold it."""
    fields = asdict(item)
    location = item.location
    del fields["location"]
    return {**fields, "path": str(location.path), "line": location.line, "column": location.column}


def describe_clipping(clipping: Clipping) -> dict[str, str | int | None]:
    """What became of a clipping as JSON can hold it."""
    published = clipping.published
    return {
        "seed": str(clipping.seed),
        "article": str(clipping.article),
        "fate": str(clipping.fate),
        "title": clipping.title,
        "outlet": clipping.outlet,
        "published": published.when.edtf if published.when else None,
        "basis": published.basis,
        "certainty": str(published.certainty),
        "words_kept": clipping.kept,
        "words_removed": clipping.removed,
        "doubts": clipping.doubts,
    }


def read_clipping(item: Mapping[str, Any]) -> Clipping:
    """The clipping that `describe_clipping` described. Raises: KeyError or ValueError for anything else."""
    when = parse_when(item["published"]) if item["published"] else None
    return Clipping(
        seed=PurePosixPath(item["seed"]),
        article=PurePosixPath(item["article"]),
        fate=Fate(item["fate"]),
        title=item["title"],
        outlet=item["outlet"],
        published=Published(when=when, basis=item["basis"], certainty=Certainty(item["certainty"])),
        kept=item["words_kept"],
        removed=item["words_removed"],
        doubts=item["doubts"],
    )


def describe_fault(error: Exception) -> Diagnostic:
    """An error that nobody foresaw, as a diagnostic that names the place in the program."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "briefbook" in Path(frame.filename).parts]
    place = next(reversed(ours or frames), None)
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
