"""Brings the folder of the site up to date: only changes, file by file, never over or away somebody else's file."""

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from briefbook.model.book import OutputFile, OutputStream, Standing
from briefbook.model.diagnostics import BriefbookError, Diagnostic, Outcome, report
from briefbook.model.text import digest
from briefbook.shell.output import describe_error, refuse, write_whole

MANIFEST = PurePosixPath(".briefbook-manifest.json")
"""Within the site: what the last build wrote. It is also the marker by which we know a folder as ours."""
MANIFEST_SCHEMA = 1
JOURNAL = PurePosixPath(".briefbook-journal")
"""Within the site while it is written: what a build that was interrupted may have written, a digest and a path a line."""
BATCH_FILES, BATCH_BYTES = 64, 8 * 2**20
"""Files, and bytes, that are listed in the journal at one stroke before they are written."""

Manifest = Mapping[PurePosixPath, str]
"""The SHA-256 of every file that a build wrote."""

# Names that Windows gives to devices, with any ending: a book is handed on, so nobody's copy may fail.
# Source: Microsoft Learn, "Naming Files, Paths, and Namespaces".
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What has to happen for a folder to hold some files of a build."""

    write: tuple[PurePosixPath, ...] = ()
    """New or changed."""
    unchanged: tuple[PurePosixPath, ...] = ()
    manifest: Manifest = field(default_factory=dict)
    """What the folder holds of them afterwards."""
    diagnostics: tuple[Diagnostic, ...] = ()


def plan_writing(
    manifest: Manifest,
    wanted: Iterable[tuple[PurePosixPath, str]],
    present: Mapping[PurePosixPath, str | None],
    site: PurePosixPath,
    seen: dict[str, PurePosixPath],
) -> Plan:
    """How `site` comes to hold the files `wanted`, each with its digest, given what the last build wrote and what is there.

    `present` has the digest of every path among them that exists, None for what is no plain file. A file that no build
    wrote is never replaced (`output-unsafe`). `seen` holds the paths planned so far by their folded names, and gains these.
    """
    write, unchanged, kept, faults = [], [], {}, []
    for path, digested in wanted:
        if fault := _path_fault(path):
            faults.append(report("output-unsafe", f"`{path}` {fault}", site / path))
            continue
        twin = seen.setdefault(str(path).casefold(), path)
        if twin is not path:
            # Two names that differ in case alone are one file on many disks.
            faults.append(report("output-unsafe", f"two pages would be written to `{path}`", site / path))
            continue
        found = present.get(path, "")
        if found == digested:
            unchanged.append(path)
        elif found == "" or (found is not None and path in manifest):
            write.append(path)
        else:
            what = "is not a plain file" if found is None else "was not written by briefbook"
            hint = f"move `{site / path}` away, or choose another folder under `paths.site`"
            faults.append(report("output-unsafe", f"a page belongs here, but this {what}", site / path, hint=hint))
            continue
        kept[path] = digested
    return Plan(write=tuple(write), unchanged=tuple(unchanged), manifest=kept, diagnostics=tuple(faults))


def plan_deleting(
    manifest: Manifest,
    wanted: Container[PurePosixPath],
    present: Mapping[PurePosixPath, str | None],
    site: PurePosixPath,
) -> Outcome[tuple[PurePosixPath, ...]]:
    """What the last build wrote and this one does not want, by path; what somebody changed is left (`output-unsafe`).

    `present` is as for `plan_writing`.
    """
    delete, faults = [], []
    for path in sorted(path for path in manifest if path not in wanted):
        found = present.get(path, "")
        if found == manifest[path]:
            delete.append(path)
        elif found != "":
            message = "no longer part of the book, but changed by somebody since it was written; left in place"
            faults.append(
                report("output-unsafe", message, site / path, hint=f"delete `{site / path}` if it is not needed")
            )
    return Outcome(tuple(delete), tuple(faults))


def _path_fault(path: PurePosixPath) -> str:
    """Why no file may be written to `path` within a site; empty if it may."""
    if path.is_absolute() or not path.parts or ".." in path.parts:
        return "lies outside the site"
    if path in {MANIFEST, JOURNAL} or path.name == ".gitignore":
        return "is kept for briefbook itself"
    if any(_FORBIDDEN.search(part) or _DEVICE.fullmatch(part) or part[-1:] in {".", " "} for part in path.parts):
        return "is no file name on every system"
    return ""


def read_manifest(site: Path) -> Manifest:
    """What the last build wrote into `site`, and what one that was interrupted may have; nothing where no account is left."""
    try:
        parsed = json.loads((site / MANIFEST).read_bytes())
        manifest = {PurePosixPath(path): str(value) for path, value in parsed["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        manifest = {}
    try:
        lines = (site / JOURNAL).read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    return manifest | {
        PurePosixPath(path): digested for digested, gap, path in (line.partition(" ") for line in lines) if gap
    }


def format_manifest(manifest: Manifest) -> bytes:
    """The account of a build as JSON, by path."""
    files = {str(path): manifest[path] for path in sorted(manifest)}
    return (json.dumps({"schema": MANIFEST_SCHEMA, "files": files}, indent=0, ensure_ascii=False) + "\n").encode()


def is_intact(site: Path, account: str) -> bool:
    """Whether `site` holds what the manifest with the digest `account` lists, unchanged."""
    try:
        if digest((site / MANIFEST).read_bytes()) != account:
            return False
    except OSError:
        return False
    return all(read_digest(site, path) == value for path, value in read_manifest(site).items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """What a build did to its folder."""

    written: int
    deleted: int
    unchanged: int
    manifest: Manifest
    """What the folder holds of ours."""
    pages: Mapping[PurePosixPath, str]
    """What the pages among them are made of."""


def sync_site(
    root: Path, site: PurePosixPath, files: Iterable[OutputFile | OutputStream | Standing], pack: str = ""
) -> Outcome[Synced]:
    """Makes the folder `site` of the book at `root` hold `files`; only what changed is written, and none is kept in memory.

    Args:
        root: The book's folder.
        site: Within it.
        files: Taken one after another.
        pack: The name of the zip file of it all that is published with it; empty for none.

    Raises: BriefbookError when the folder cannot be written, or is a link that leads out of the book.
    """
    folder = root / site
    if not folder.resolve().is_relative_to(root.resolve()):
        raise refuse(site, "the output folder is a link that leads out of the book")
    try:
        sync = _Sync(folder, site)
        for batch in _batch(files):
            sync.take(batch)
        if pack:
            paths = sorted(sync.kept)
            sync.take(
                [OutputStream(path=PurePosixPath(f"{pack}.zip"), write=partial(_pack_paths, folder, paths, pack))]
            )
        return sync.finish()
    except OSError as error:
        raise refuse(site, f"cannot be written: {describe_error(error)}", rule="project-unusable") from error


def _batch(
    files: Iterable[OutputFile | OutputStream | Standing],
) -> Iterator[list[OutputFile | OutputStream | Standing]]:
    """The files in their order, a few at a time."""
    batch: list[OutputFile | OutputStream | Standing] = []
    size = 0
    for file in files:
        batch.append(file)
        size += len(file.data) if isinstance(file, OutputFile) else 0
        if len(batch) == BATCH_FILES or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Sync:
    """A folder while it is brought up to date."""

    def __init__(self, folder: Path, site: PurePosixPath) -> None:
        self.kept: dict[PurePosixPath, str] = {}
        self._folder = folder
        self._site = site
        self._manifest = read_manifest(folder)
        self._seen: dict[str, PurePosixPath] = {}
        self._pages: dict[PurePosixPath, str] = {}
        self._written = self._unchanged = 0
        self._faults: list[Diagnostic] = []

    def take(self, batch: Iterable[OutputFile | OutputStream | Standing]) -> None:
        """Writes what changed of some files, listed first: after a power cut it is still known as ours."""
        with contextlib.ExitStack() as stack:
            wanted: dict[PurePosixPath, tuple[str, Callable[[IO[bytes]], object] | None]] = {}
            for file in batch:
                if isinstance(file, OutputStream):
                    draft = stack.enter_context(tempfile.TemporaryFile())
                    file.write(draft)
                    wanted[file.path] = (_digest_file(draft), partial(_copy, draft))
                elif isinstance(file, OutputFile):
                    wanted[file.path] = (digest(file.data), file.write)
                else:
                    wanted[file.path] = (self._manifest.get(file.path, ""), None)
                if not isinstance(file, OutputStream) and file.made_of:
                    self._pages[file.path] = file.made_of
            present = {path: read_digest(self._folder, path) for path in wanted if not _path_fault(path)}
            digests = ((path, digested) for path, (digested, _) in wanted.items())
            plan = plan_writing(self._manifest, digests, present, self._site, self._seen)
            self._note(plan)
            for path in plan.write:
                write = wanted[path][1]
                if write is None:  # somebody changed it just now: the next build makes it again
                    self._pages.pop(path, None)
                    continue
                target = self._folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                # The next build compares what is there with what belongs there, so that the disk need not be waited for.
                write_whole(target, write, durable=False)
        self.kept |= plan.manifest
        self._written += len(plan.write)
        self._unchanged += len(plan.unchanged)
        self._faults.extend(plan.diagnostics)

    def _note(self, plan: Plan) -> None:
        if plan.write:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not (self._folder / MANIFEST).exists():
                write_whole(self._folder / MANIFEST, format_manifest({}))
            with (self._folder / JOURNAL).open("ab") as journal:
                journal.writelines(f"{plan.manifest[path]} {path}\n".encode() for path in plan.write)
                journal.flush()
                os.fsync(journal.fileno())

    def finish(self) -> Outcome[Synced]:
        """Deletes what is no longer wanted, and leaves the account of what there is."""
        folder = self._folder
        present = {path: read_digest(folder, path) for path in self._manifest if path not in self.kept}
        delete, faults = plan_deleting(self._manifest, frozenset(self._seen.values()), present, self._site)
        account = format_manifest(self.kept)
        if self._written or delete or read_digest(folder, MANIFEST) != digest(account):
            folder.mkdir(parents=True, exist_ok=True)
            for path in delete:
                (folder / path).unlink(missing_ok=True)
                _remove_empty(folder, path.parent)
            write_whole(folder / MANIFEST, account)
        (folder / JOURNAL).unlink(missing_ok=True)
        synced = Synced(
            written=self._written,
            deleted=len(delete),
            unchanged=self._unchanged,
            manifest=self.kept,
            pages={path: made_of for path, made_of in self._pages.items() if path in self.kept},
        )
        return Outcome(synced, (*self._faults, *faults))


def _digest_file(file: IO[bytes]) -> str:
    """The digest of an open file, from its beginning."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    source.seek(0)
    shutil.copyfileobj(source, target)


def read_digest(folder: Path, path: PurePosixPath) -> str | None:
    """The digest of a file; empty where there is none, None for anything but a plain file reached through folders."""
    for parent in reversed(path.parents[:-1]):
        step = folder / parent
        if step.is_symlink() or (step.exists() and not step.is_dir()):
            return None
    target = folder / path
    if target.is_symlink():
        return None
    try:
        with target.open("rb") as file:
            return _digest_file(file)
    except FileNotFoundError:
        return ""
    except OSError:
        return None


def _remove_empty(folder: Path, path: PurePosixPath) -> None:
    """Removes folders that a deleted file leaves empty, from `path` upwards."""
    while path.parts:
        try:
            (folder / path).rmdir()
        except OSError:
            return
        path = path.parent


def remove_site(root: Path, site: PurePosixPath) -> int | None:
    """Deletes from `site` what a build wrote and nobody changed; how many files that were, None for a folder not ours.

    Raises: BriefbookError where the folder is a link out of the book or cannot be written.
    """
    folder = root / site
    if not (folder / MANIFEST).is_file():
        return None
    before = len(read_manifest(folder))
    left = sync_site(root, site, ()).diagnostics
    try:
        (folder / MANIFEST).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            folder.rmdir()
    except OSError as error:
        raise refuse(site, f"cannot be emptied: {describe_error(error)}", rule="project-unusable") from error
    return before - len(left)


def pack_site(site: Path, target: Path, folder: str) -> None:
    """Packs what the last build wrote into one zip file, under `folder`; the same bytes for the same site.

    Raises: BriefbookError when it cannot be written.
    """
    # A pack of the site that is published with it is no part of another.
    paths = sorted(path for path in read_manifest(site) if path != PurePosixPath(f"{folder}.zip"))
    try:
        write_whole(target, partial(_pack_paths, site, paths, folder))
    except OSError as error:
        raise BriefbookError(report("project-unusable", describe_error(error), target.as_posix())) from error


def _pack_paths(site: Path, paths: Iterable[PurePosixPath], folder: str, out: IO[bytes]) -> None:
    """Packs files of the site in their order into one zip file."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            # The earliest time the format knows: when a site was packed is no part of it.
            entry = zipfile.ZipInfo(f"{folder}/{path}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.file_size = (site / path).stat().st_size
            with (site / path).open("rb") as file, archive.open(entry, "w") as packed:
                shutil.copyfileobj(file, packed)
