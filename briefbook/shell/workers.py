"""The pure per-clipping steps over processes: ordered, streamed, at home in any operating system."""

import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

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


def map_ordered(function: Callable[[T], R], items: Iterable[T], jobs: int) -> Iterator[R]:
    """The results of a picklable, pure `function` for `items`, in their order, computed by up to `jobs` processes.

    0 jobs: as many as there are processors. One job, or few items, are computed here. If a process dies, its items
    are computed here, too.
    """
    wanted = jobs or count_processors()
    source = iter(items)
    first = list(itertools.islice(source, SMALL))
    if wanted < 2 or len(first) < SMALL:
        yield from map(function, itertools.chain(first, source))
        return
    chunks = _chunk(itertools.chain(first, source))
    pending: deque[tuple[list[T], Future[list[R]] | None]] = deque()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=wanted, mp_context=context) as pool:

        def submit(chunk: list[T]) -> None:
            try:
                pending.append((chunk, pool.submit(_apply, function, chunk)))
            except BrokenProcessPool:
                pending.append((chunk, None))

        try:
            for chunk in itertools.islice(chunks, wanted * AHEAD):
                submit(chunk)
            while pending:
                chunk, future = pending.popleft()
                try:
                    results = future.result() if future else _apply(function, chunk)
                except BrokenProcessPool:
                    results = _apply(function, chunk)
                for following in itertools.islice(chunks, 1):
                    submit(following)
                yield from results
        finally:
            for _, future in pending:
                if future:
                    future.cancel()


def _chunk(items: Iterable[T]) -> Iterator[list[T]]:
    source = iter(items)
    while chunk := list(itertools.islice(source, CHUNK)):
        yield chunk


def _apply(function: Callable[[T], R], chunk: list[T]) -> list[R]:
    return [function(item) for item in chunk]
