"""Writes drafts and sites: only changes, each file whole, inside one folder, never over somebody else's file."""

import contextlib
import errno
import io
import json
import os
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO

from briefbook.clean.merge import merge_drafts
from briefbook.model.book import OutputFile
from briefbook.model.diagnostics import BriefbookError, Diagnostic, Outcome, report
from briefbook.model.text import digest

MANIFEST = PurePosixPath(".briefbook-manifest.json")
"""Within the site: what the last build wrote. It is also the marker by which we know a folder as ours."""
MANIFEST_SCHEMA = 1

Manifest = Mapping[PurePosixPath, str]
"""The SHA-256 of every file that a build wrote."""

# Names that Windows gives to devices, with any ending: a book is handed on, so nobody's copy may fail.
# Source: Microsoft Learn, "Naming Files, Paths, and Namespaces".
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What has to happen for a folder to hold exactly the files of a build."""

    write: tuple[OutputFile, ...] = ()
    """New or changed, by path."""
    delete: tuple[PurePosixPath, ...] = ()
    """Written by an earlier build and not wanted any more, by path."""
    unchanged: tuple[PurePosixPath, ...] = ()
    manifest: Manifest = field(default_factory=dict)
    """What the folder holds of ours afterwards."""
    diagnostics: tuple[Diagnostic, ...] = ()


def plan_sync(
    manifest: Manifest, files: Iterable[OutputFile], present: Mapping[PurePosixPath, str | None], site: PurePosixPath
) -> Plan:
    """How `site` comes to hold `files`, given what the last build wrote and what is there now.

    `present` has the digest of every path among `manifest` and `files` that exists, None for what is no plain file.
    A file that no build wrote is never replaced, and one that somebody changed is never deleted (`output-unsafe`).
    """
    write, unchanged, kept, faults = [], [], {}, []
    seen: dict[str, PurePosixPath] = {}
    for file in sorted(files, key=lambda f: f.path):
        path, wanted = file.path, digest(file.data)
        if fault := _path_fault(path):
            faults.append(report("output-unsafe", f"`{path}` {fault}", site / path))
            continue
        twin = seen.setdefault(str(path).casefold(), path)
        if twin is not path:
            # Two names that differ in case alone are one file on many disks.
            faults.append(report("output-unsafe", f"two pages would be written to `{path}`", site / path))
            continue
        found = present.get(path, "")
        if found == wanted:
            unchanged.append(path)
        elif found == "" or (found is not None and path in manifest):
            write.append(file)
        else:
            what = "is not a plain file" if found is None else "was not written by briefbook"
            hint = f"move `{site / path}` away, or choose another folder under `paths.site`"
            faults.append(report("output-unsafe", f"a page belongs here, but this {what}", site / path, hint=hint))
            continue
        kept[path] = wanted
    delete = []
    for path in sorted(set(manifest) - set(seen.values())):
        found = present.get(path, "")
        if found == manifest[path]:
            delete.append(path)
        elif found != "":
            message = "no longer part of the book, but changed by somebody since it was written; left in place"
            faults.append(
                report("output-unsafe", message, site / path, hint=f"delete `{site / path}` if it is not needed")
            )
    return Plan(
        write=tuple(write),
        delete=tuple(delete),
        unchanged=tuple(unchanged),
        manifest=kept,
        diagnostics=tuple(faults),
    )


def _path_fault(path: PurePosixPath) -> str:
    """Why no file may be written to `path` within a site; empty if it may."""
    if path.is_absolute() or not path.parts or ".." in path.parts:
        return "lies outside the site"
    if path == MANIFEST or path.name == ".gitignore":
        return "is kept for briefbook itself"
    if any(_FORBIDDEN.search(part) or _DEVICE.fullmatch(part) or part[-1:] in {".", " "} for part in path.parts):
        return "is no file name on every system"
    return ""


def read_manifest(site: Path) -> Manifest:
    """What the last build wrote into `site`; empty where there was none or its account cannot be read."""
    try:
        parsed = json.loads((site / MANIFEST).read_bytes())
        return {PurePosixPath(path): str(value) for path, value in parsed["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


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
    return all(_read_digest(site, path) == value for path, value in read_manifest(site).items())


def sync_site(root: Path, site: PurePosixPath, files: Iterable[OutputFile]) -> Outcome[Plan]:
    """Makes the folder `site` of the book at `root` hold `files`; only what changed is written.

    Raises: BriefbookError when the folder cannot be written, or is a link that leads out of the book.
    """
    folder = root / site
    if not folder.resolve().is_relative_to(root.resolve()):
        raise _unsafe(site, "the output folder is a link that leads out of the book")
    files = tuple(files)
    manifest = read_manifest(folder)
    present = {
        path: found
        for path in {f.path for f in files if not _path_fault(f.path)} | set(manifest)
        if (found := _read_digest(folder, path)) != ""
    }
    plan = plan_sync(manifest, files, present, site)
    account = format_manifest(plan.manifest)
    if not plan.write and not plan.delete and _read_digest(folder, MANIFEST) == digest(account):
        return Outcome(plan, plan.diagnostics)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if plan.write:
            # Everything that is about to be written is listed first: after a power cut it is still known as ours.
            write_whole(folder / MANIFEST, format_manifest({**manifest, **plan.manifest}))
        for file in plan.write:
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            # The next build compares what is there with what belongs there, so that the disk need not be waited for.
            write_whole(target, file.data, durable=False)
        for path in plan.delete:
            (folder / path).unlink(missing_ok=True)
            _remove_empty(folder, path.parent)
        write_whole(folder / MANIFEST, account)
    except OSError as error:
        raise _unsafe(site, f"cannot be written: {describe_error(error)}", rule="project-unusable") from error
    return Outcome(plan, plan.diagnostics)


def _unsafe(path: PurePosixPath, message: str, rule: str = "output-unsafe") -> BriefbookError:
    return BriefbookError(report(rule, message, path))


def _read_digest(folder: Path, path: PurePosixPath) -> str | None:
    """The digest of a file; empty where there is none, None for anything but a plain file reached through folders."""
    for parent in reversed(path.parents[:-1]):
        step = folder / parent
        if step.is_symlink() or (step.exists() and not step.is_dir()):
            return None
    target = folder / path
    if target.is_symlink():
        return None
    try:
        return digest(target.read_bytes())
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
        raise _unsafe(site, f"cannot be emptied: {describe_error(error)}", rule="project-unusable") from error
    return before - len(left)


def remove_cache(root: Path) -> bool:
    """Deletes `.briefbook/cache` of the book at `root`; whether there was one."""
    cache = root / ".briefbook" / "cache"
    if cache.is_symlink() or not cache.is_dir():
        return False
    shutil.rmtree(cache, ignore_errors=True)
    return True


class Fate(StrEnum):
    """What happens to an article's file when its clipping is cleaned again."""

    NEW = "new"
    UPDATED = "updated"
    """The editor had not touched it."""
    UNCHANGED = "unchanged"
    EDITED = "edited"
    """The editor's text stands, and the draft is what it was."""
    MERGED = "merged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPlan:
    """What is to be written for one draft; None: leave the file as it is."""

    fate: Fate
    article: str | None = None
    base: str | None = None


def plan_draft(base: str | None, edited: str | None, new: str) -> DraftPlan:
    """What becomes of an article whose last generated text was `base`, whose file holds `edited`, and which is now `new`.

    None: there is no such file. No edit is ever lost: what cannot be merged keeps both texts between markers.
    """
    if edited is None:
        return DraftPlan(fate=Fate.NEW, article=new, base=new if base != new else None)
    if edited == new:
        return DraftPlan(fate=Fate.UNCHANGED, base=new if base != new else None)
    if base is None or base == new:
        return DraftPlan(fate=Fate.EDITED)
    if edited == base:
        return DraftPlan(fate=Fate.UPDATED, article=new, base=new)
    merge = merge_drafts(base, edited, new)
    return DraftPlan(
        fate=Fate.CONFLICT if merge.conflicts else Fate.MERGED,
        article=merge.text if merge.text != edited else None,
        base=new,
    )


def write_draft(root: Path, article: PurePosixPath, base: PurePosixPath, plan: DraftPlan) -> None:
    """Carries out `plan` in the book at `root`: the article first, so that a power cut repeats the merge, not skips it.

    A new article is not waited for, since thousands come at once; `settle_disk` does so for all of them.

    Raises: BriefbookError when a file cannot be written or would lie outside the book.
    """
    for path, text in ((article, plan.article), (base, plan.base)):
        if text is None:
            continue
        target = root / path
        if target.is_symlink() or not target.resolve().is_relative_to(root.resolve()):
            raise _unsafe(path, "is a link, or lies outside the book")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            data = text.encode("utf-8", "surrogatepass")
            write_whole(target, data, durable=plan.fate is not Fate.NEW)
        except OSError as error:
            raise _unsafe(path, f"cannot be written: {describe_error(error)}", rule="project-unusable") from error


def settle_disk() -> None:
    """Waits until everything written so far is on the disk, where the system can be asked for that."""
    if hasattr(os, "sync"):
        os.sync()


def write_files(files: Sequence[OutputFile], target: Path) -> tuple[Path, ...]:
    """Writes the files into the folder `target` under their last names, or a single one as `target`; where they are.

    Raises: BriefbookError when one cannot be written.
    """
    single = len(files) == 1 and not target.is_dir()
    written = []
    try:
        for file in files:
            path = target if single else target / file.path.name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, file.data)
            written.append(path)
    except OSError as error:
        raise BriefbookError(report("project-unusable", describe_error(error), target.as_posix())) from error
    return tuple(written)


CONFLICT_MARKER = re.compile(r"^(<{7} .*|>{7} .*)$", re.MULTILINE)


def find_conflict(text: str) -> int:
    """The line, from 1, on which a conflict that nobody settled begins; 0 where there is none."""
    match = CONFLICT_MARKER.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else 0


def write_whole(target: Path, data: bytes, *, durable: bool = True) -> None:
    """Replaces `target` by `data` at one stroke: a reader, or a power cut, sees the old file or the new one.

    Not `durable`: a power cut within the next seconds may leave an empty file. That spares waiting for the disk some
    ten milliseconds, and is for what is made again from something else.

    Raises: OSError, also for anything but a plain file: a device or a pipe must not be replaced by one.
    """
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "not a plain file")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".briefbook-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(name, _mode_of(target))  # noqa: PTH101 - mkstemp gives a name, and makes the file private
        os.replace(name, target)  # noqa: PTH105 - the same
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - the same
        raise


def _mode_of(target: Path) -> int:
    """The permissions `target` has, or those that a new file would have."""
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        return 0o666 & ~_UMASK


def _read_umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


_UMASK = _read_umask()


@contextlib.contextmanager
def lock(root: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Holds the book at `root` for one writer; calls `waiting` once when another one has it, and waits.

    Raises: BriefbookError when the folder cannot be written.
    """
    folder = root / ".briefbook" / "cache"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "lock").open("a+b")
    except OSError as error:
        raise _unsafe(
            PurePosixPath(".briefbook"), f"cannot be written: {describe_error(error)}", "project-unusable"
        ) from error
    with file:
        _lock(file, waiting)
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes], waiting: Callable[[], None]) -> None:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            waiting()
            while True:
                with contextlib.suppress(OSError):
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # tries for ten seconds
                    return
else:
    import fcntl

    def _lock(file: IO[bytes], waiting: Callable[[], None]) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)


def describe_error(error: OSError) -> str:
    """What the system says, without its number and path: "permission denied"."""
    return (error.strerror or type(error).__name__).lower()


def pack_site(site: Path, target: Path, folder: str) -> None:
    """Packs what the last build wrote into one zip file, under `folder`; the same bytes for the same site.

    Raises: BriefbookError when it cannot be written.
    """
    try:
        # A pack of the site that is published with it is no part of another.
        paths = (path for path in read_manifest(site) if path != PurePosixPath(f"{folder}.zip"))
        files = (OutputFile(path=path, data=(site / path).read_bytes()) for path in sorted(paths))
        write_whole(target, pack_files(files, folder))
    except OSError as error:
        raise BriefbookError(report("project-unusable", describe_error(error), target.as_posix())) from error


def pack_files(files: Iterable[OutputFile], folder: str) -> bytes:
    """The files in their order as one zip file, under `folder`; the same bytes for the same files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            # The earliest time the format knows: when a site was packed is no part of it.
            entry = zipfile.ZipInfo(f"{folder}/{file.path}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.data)
    return packed.getvalue()
