"""File events become quiet batches of changed paths."""

import queue
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

QUIET = 0.04
"""Seconds without an event after which a batch is complete: an editor saves a file in several steps within a few."""
PATIENCE = 0.5
"""Seconds after which a batch is handed over although events still come: a large copy shows as it grows."""
TELLING = frozenset({"created", "modified", "deleted", "moved"})
"""Events that change a file; that a file was opened or read is no news, least of all by our own reading."""

Batches = Callable[[float | None], frozenset[PurePosixPath]]
"""Waits for the next batch, at most so many seconds (None: for ever); empty when the time is up."""


@contextmanager
def watch(root: Path, folders: Iterable[PurePosixPath], files: Iterable[PurePosixPath]) -> Iterator[Batches]:
    """Watches `files` and everything under `folders`, paths within `root`, whether they exist already or not.

    Falls back to looking every second where the system has no room for more watches.
    """
    wanted = (*folders, *files)
    tops = {PurePosixPath(path.parts[0]) for path in folders if path.parts}
    events: queue.SimpleQueue[PurePosixPath] = queue.SimpleQueue()
    base = root.resolve()

    def take(event: Any) -> None:
        if event.event_type not in TELLING:
            return
        for name in (event.src_path, getattr(event, "dest_path", "")):
            path = _relative(base, name)
            if path is None:
                continue
            if path in tops and (base / path).is_dir():
                follow(path)
            if path.parts and is_wanted(path, wanted):
                events.put(path)

    observer, follow = _start(base, tops, take)
    try:
        yield lambda timeout: _next_batch(events, timeout)
    finally:
        observer.stop()
        observer.join()


def is_wanted(path: PurePosixPath, wanted: Iterable[PurePosixPath]) -> bool:
    """Whether a change of `path` matters: it is, lies in, or holds something watched, and is no editor's swap file."""
    if path.name.startswith((".", "#", "~")) or path.name.endswith(
        ("~", ".swp", ".swx", ".tmp", ".part", ".crdownload")
    ):
        return False
    return any(path == item or item in path.parents or path in item.parents for item in wanted)


def _relative(base: Path, name: str | bytes) -> PurePosixPath | None:
    text = name.decode("utf-8", "surrogateescape") if isinstance(name, bytes) else name
    if not text:
        return None
    try:
        return PurePosixPath(Path(text).relative_to(base).as_posix())
    except ValueError:
        return None


def _start(base: Path, tops: Iterable[PurePosixPath], take: Callable[[Any], None]) -> tuple[Any, Callable[[Any], None]]:
    """A running observer, and a function that makes it follow one more folder under `base`."""
    from watchdog.events import FileSystemEventHandler  # only serving needs it
    from watchdog.observers import Observer
    from watchdog.observers.polling import PollingObserver

    class Handler(FileSystemEventHandler):  # type: ignore[misc, unused-ignore]
        def on_any_event(self, event: Any) -> None:
            take(event)

    # A folder made while its parent begins to be watched is announced twice; the watcher warns, and takes it once.
    warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
    handler = Handler()

    def start(kind: Any) -> Any:
        observer = kind()
        observer.schedule(handler, str(base), recursive=False)
        for top in sorted(tops):
            if (base / top).is_dir():
                observer.schedule(handler, str(base / top), recursive=True)
        observer.start()
        return observer

    try:
        observer = start(Observer)
    except OSError:  # no watches left, or a file system without events
        observer = start(PollingObserver)

    def follow(top: PurePosixPath) -> None:
        observer.schedule(handler, str(base / top), recursive=True)

    return observer, follow


def _next_batch(events: "queue.SimpleQueue[PurePosixPath]", timeout: float | None) -> frozenset[PurePosixPath]:
    try:
        batch = {events.get(timeout=timeout)}
    except queue.Empty:
        return frozenset()
    end = time.monotonic() + PATIENCE
    while (left := end - time.monotonic()) > 0:
        try:
            batch.add(events.get(timeout=min(QUIET, left)))
        except queue.Empty:
            break
    return frozenset(batch)
