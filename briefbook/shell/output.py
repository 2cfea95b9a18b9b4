"""Writes files whole, drafts merged with what the editor wrote, one writer at a time."""

import contextlib
import errno
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO

from briefbook.clean.merge import merge_drafts
from briefbook.model.book import OutputFile, OutputStream
from briefbook.model.diagnostics import BriefbookError, report


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
            raise refuse(path, "is a link, or lies outside the book")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            data = text.encode("utf-8", "surrogatepass")
            write_whole(target, data, durable=plan.fate is not Fate.NEW)
        except OSError as error:
            raise refuse(path, f"cannot be written: {describe_error(error)}", rule="project-unusable") from error


def settle_disk() -> None:
    """Waits until everything written so far is on the disk, where the system can be asked for that."""
    if hasattr(os, "sync"):
        os.sync()


def write_files(files: Sequence[OutputFile | OutputStream], target: Path) -> tuple[Path, ...]:
    """Writes the files into the folder `target` under their last names, or a single one as `target`; where they are.

    Raises: BriefbookError when one cannot be written.
    """
    single = len(files) == 1 and not target.is_dir()
    written = []
    try:
        for file in files:
            path = target if single else target / file.path.name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, file.write)
            written.append(path)
    except OSError as error:
        raise BriefbookError(report("project-unusable", describe_error(error), target.as_posix())) from error
    return tuple(written)


CONFLICT_MARKER = re.compile(r"^(<{7} .*|>{7} .*)$", re.MULTILINE)


def find_conflict(text: str) -> int:
    """The line, from 1, on which a conflict that nobody settled begins; 0 where there is none."""
    match = CONFLICT_MARKER.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else 0


def write_whole(target: Path, data: bytes | Callable[[IO[bytes]], object], *, durable: bool = True) -> None:
    """Replaces `target` by `data`, or what that writes, at one stroke: a reader, or a power cut, sees the old file or the new.

    Not `durable`: a power cut within the next seconds may leave an empty file. That spares waiting for the disk some
    ten milliseconds, and is for what is made again from something else.

    Raises: OSError, also for anything but a plain file: a device or a pipe must not be replaced by one.
    """
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "not a plain file")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".briefbook-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            if callable(data):
                data(file)
            else:
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
        raise refuse(
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


def refuse(path: PurePosixPath, message: str, rule: str = "output-unsafe") -> BriefbookError:
    """The error of a path that is not written to, and why."""
    return BriefbookError(report(rule, message, path))


def describe_error(error: OSError) -> str:
    """What the system says, without its number and path: "permission denied"."""
    return (error.strerror or type(error).__name__).lower()
