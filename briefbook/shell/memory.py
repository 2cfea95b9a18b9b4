"""Remembering functions: the results of pure steps by the digest of their inputs, in memory or on disk.

A remembering function takes the name of a step, the digest of all its inputs and the step itself, and returns the
step's result: from memory where it has been computed before, else by computing it. Forgetting is always allowed.
"""

import contextlib
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from briefbook.model.memory import Remember
from briefbook.model.memory import compute as remember_nothing

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")

MEMORY_BYTES = 256 * 2**20
"""What a serving process keeps: the results for some thousand articles, a fraction of what the language model takes."""
UNSAVED = 200
"""Results after which the disk is told of them: what a killed build loses at the most."""
DISK_BYTES = 2**30
"""What stays on disk between builds; the least recently used goes first."""


def remember_in_memory(inner: Remember = remember_nothing, limit: int = MEMORY_BYTES) -> Remember:
    """A function that keeps up to `limit` bytes of results, the least recently used going first, and asks `inner` else.

    May be called from several threads.
    """
    entries: OrderedDict[tuple[str, str], bytes] = OrderedDict()
    guard = threading.Lock()
    size = 0

    def remember(stage: str, key: str, compute: Callable[[], bytes]) -> bytes:
        nonlocal size
        with guard:
            if (found := entries.get((stage, key))) is not None:
                entries.move_to_end((stage, key))
                return found
        value = inner(stage, key, compute)
        with guard:
            if (stage, key) not in entries and len(value) <= limit:
                entries[stage, key] = value
                size += len(value)
                while size > limit:
                    size -= len(entries.popitem(last=False)[1])
        return value

    return remember


class Keeper:
    """Keeps the last value of every item of every stage, with its inputs, for a process that makes a book again and again.

    Its instances are `Keep` functions, for one thread at a time.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[tuple[object, ...], object]] = {}
        self._asked: set[tuple[str, str]] = set()

    def __call__(self, stage: str, item: str, inputs: tuple[object, ...], step: Callable[[], T], /) -> T:
        """The value of last time where the inputs are equal, else that of the step."""
        key = (stage, item)
        self._asked.add(key)
        last = self._kept.get(key)
        if last is not None and last[0] == inputs:
            return last[1]  # type: ignore[return-value]
        value = step()
        self._kept[key] = (inputs, value)
        return value

    def forget_unused(self) -> None:
        """Lets go what was not asked for since the last call: articles that are no more, names that nobody has."""
        self._kept = {key: held for key, held in self._kept.items() if key in self._asked}
        self._asked = set()


@contextlib.contextmanager
def remember_on_disk(
    folder: Path, salt: str, *, limit: int = DISK_BYTES, read_only: bool = False, shared: bool = False
) -> Iterator[Remember]:
    """A function that keeps results in `folder` until the next build, for code whose digest is `salt`.

    Every entry carries its own digest; one that does not match it is computed again. A store that cannot be opened,
    or breaks on the way, remembers nothing more and harms nothing.

    Args:
        folder: Made where it does not exist.
        salt: Of the program.
        limit: Bytes that stay.
        read_only: Nothing is written, and nothing made.
        shared: Each result is handed over at once, for a process that stays while others build.
    """
    try:
        import sqlite3  # some builds of Python come without it, and we can do without, too
    except ImportError:
        yield remember_nothing
        return
    path = folder / "results.sqlite"
    store = _open(path, read_only=read_only)
    if store is None:
        yield remember_nothing
        return
    guard = threading.Lock()
    broken = False
    unsaved = 0
    run = 0
    with contextlib.suppress(sqlite3.Error):
        run = int(store.execute("SELECT coalesce(max(used), 0) + 1 FROM results").fetchone()[0])

    def remember(stage: str, key: str, compute: Callable[[], bytes]) -> bytes:
        nonlocal broken, unsaved
        name = hashlib.sha256(f"{salt}\n{stage}\n{key}".encode()).digest()
        if not broken:
            try:
                with guard:
                    row = store.execute("SELECT digest, value, used FROM results WHERE name = ?", (name,)).fetchone()
                    if row is not None and hashlib.sha256(row[1]).digest() == row[0]:
                        if row[2] != run and not read_only and not shared:
                            store.execute("UPDATE results SET used = ? WHERE name = ?", (run, name))
                        return bytes(row[1])
            except (sqlite3.Error, TypeError):
                broken = True
        value = compute()
        if not broken and not read_only:
            try:
                with guard:
                    row = (name, hashlib.sha256(value).digest(), value, run)
                    store.execute("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", row)
                    unsaved += 1
                    if shared or unsaved >= UNSAVED:
                        store.commit()
                        unsaved = 0
            except sqlite3.Error:
                broken = True
        return value

    try:
        yield remember
    finally:
        # Also after an interrupted build: what was computed stays computed.
        with contextlib.suppress(sqlite3.Error):
            if not broken and not read_only:
                _trim(store, limit)
                store.commit()
            store.close()
        if broken and not read_only:
            path.unlink(missing_ok=True)


def _open(path: Path, *, read_only: bool) -> "sqlite3.Connection | None":
    import sqlite3

    # Immutable: a reader leaves no trace beside the file.
    address = f"{path.absolute().as_uri()}?immutable=1" if read_only else f"{path.absolute().as_uri()}"
    for _ in range(2):
        store = None
        try:
            if not read_only:
                path.parent.mkdir(parents=True, exist_ok=True)
            store = sqlite3.connect(address, uri=True, check_same_thread=False)
            if not read_only:
                # A torn write costs a computation, never a wrong result, so the disk need not be waited for.
                store.execute("PRAGMA synchronous = OFF")
                store.execute(
                    "CREATE TABLE IF NOT EXISTS results (name BLOB PRIMARY KEY, digest BLOB, value BLOB, used INT)"
                )
            store.execute("SELECT name, digest, value, used FROM results LIMIT 1").fetchone()
        except (sqlite3.Error, OSError):
            if store is not None:
                store.close()
            if read_only:
                return None
            with contextlib.suppress(OSError):
                path.unlink()
            continue
        return store
    return None


def _trim(store: "sqlite3.Connection", limit: int) -> None:
    """Deletes the entries that were not used for longest until what is left is within `limit` bytes."""
    total = store.execute("SELECT coalesce(sum(length(value)), 0) FROM results").fetchone()[0]
    while total > limit:
        oldest = store.execute("SELECT min(used) FROM results").fetchone()[0]
        total -= store.execute("SELECT sum(length(value)) FROM results WHERE used = ?", (oldest,)).fetchone()[0]
        store.execute("DELETE FROM results WHERE used = ?", (oldest,))
