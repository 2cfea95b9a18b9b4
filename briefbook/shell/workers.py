"""Pure steps over processes, a clipping or a page each: ordered, streamed, at home in any operating system."""

import gc
import itertools
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

SMALL = 24
"""Items below which starting processes costs more than it saves: a start is about as long as cleaning twenty pages."""
CHUNK = 8
"""Items a process gets at a time, so that the traffic between processes does not count."""
AHEAD = 3
"""Chunks a process may be ahead of the reader: memory stays bounded however long the input."""


def count_processors() -> int:
    """The processors this process may use, at least 1."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def map_ordered(
    function: Callable[[T], R], items: Iterable[T], jobs: int, *, least: int = SMALL, inherit: bool = False
) -> Iterator[R]:
    """The results of a picklable, pure `function` for `items`, in their order, computed by up to `jobs` processes.

    If a process dies, its items are computed here.

    Args:
        function: Given to each process once.
        items: Picklable.
        jobs: Processes; 0: as many as there are processors. One job is computed here.
        least: Items below which all are computed here.
        inherit: Whether the function holds so much that a process should inherit it, where the system can do that.
    """
    wanted = jobs or count_processors()
    source = iter(items)
    first = list(itertools.islice(source, least))
    if wanted < 2 or len(first) < least:
        yield from map(function, itertools.chain(first, source))
        return
    chunks = _chunk(itertools.chain(first, source))
    pending: deque[tuple[list[T], Future[list[R]] | None]] = deque()
    context = multiprocessing.get_context("fork" if inherit and _can_fork() else "spawn")
    # What is inherited is shared until somebody touches it: the search for garbage would touch all.
    gc.freeze()
    with ProcessPoolExecutor(wanted, context, initializer=_start, initargs=(function,)) as pool:

        def submit(chunk: list[T]) -> None:
            try:
                pending.append((chunk, pool.submit(_apply, chunk)))
            except BrokenProcessPool:
                pending.append((chunk, None))

        try:
            for chunk in itertools.islice(chunks, wanted * AHEAD):
                submit(chunk)
            while pending:
                chunk, future = pending.popleft()
                try:
                    results = future.result() if future else list(map(function, chunk))
                except BrokenProcessPool:
                    results = list(map(function, chunk))
                for following in itertools.islice(chunks, 1):
                    submit(following)
                yield from results
        finally:
            for _, future in pending:
                if future:
                    future.cancel()
            gc.unfreeze()


def _can_fork() -> bool:
    """Whether a process may go on as a copy of this one: not where threads hold locks that nobody would release in the
    copy, and not on macOS, whose libraries have such threads unseen.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def _chunk(items: Iterable[T]) -> Iterator[list[T]]:
    source = iter(items)
    while chunk := list(itertools.islice(source, CHUNK)):
        yield chunk


# In the process ----------------------------------------------------------------------------------------------------

_function: Callable[[Any], Any]
"""What this process computes."""


def _start(function: Callable[[Any], Any]) -> None:
    global _function  # noqa: PLW0603 - the one thing a process has all its life
    _function = function
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts means the process that started this one


def _apply(chunk: list[Any]) -> list[Any]:
    return [_function(item) for item in chunk]
