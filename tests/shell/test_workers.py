"""Several processes give what one gives, in the same order."""

import itertools
import os
import signal
import sys
import threading
from collections.abc import Iterator

import pytest

from briefbook.shell.workers import AHEAD, CHUNK, SMALL, count_processors, map_ordered


def double(number: int) -> int:
    return 2 * number


def process_of(number: int) -> int:
    del number
    return os.getpid()


def die_elsewhere(home_and_number: tuple[int, int]) -> int:
    home, number = home_and_number
    if number == 30 and os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fail_at_thirty(number: int) -> int:
    if number == 30:
        raise ValueError("thirty")
    return number


def test_there_is_at_least_one_processor() -> None:
    assert count_processors() >= 1


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("length", [0, 1, SMALL - 1, SMALL, 5 * SMALL + 1])
def test_results_come_in_order(jobs: int, length: int) -> None:
    assert list(map_ordered(double, range(length), jobs)) == [2 * number for number in range(length)]


def test_few_items_and_one_job_stay_in_this_process() -> None:
    assert set(map_ordered(process_of, range(SMALL - 1), 4)) == {os.getpid()}
    assert set(map_ordered(process_of, range(4 * SMALL), 1)) == {os.getpid()}


def test_many_items_leave_this_process() -> None:
    assert os.getpid() not in set(map_ordered(process_of, range(4 * SMALL), 2))


class Heavy:
    """Says where it was made, and where it is asked."""

    def __init__(self) -> None:
        self.home = os.getpid()

    def __call__(self, number: int) -> tuple[int, int, int]:
        return number, self.home, os.getpid()

    def __reduce__(self) -> tuple[type["Heavy"], tuple[()]]:
        return (Heavy, ())


@pytest.mark.parametrize("inherit", [False, True])
def test_a_function_is_inherited_or_made_again_once_a_process(inherit: bool) -> None:
    # A process that has threads, as this one has once a browser was open, is not gone on with as a copy.
    copied = inherit and sys.platform == "linux" and threading.active_count() == 1
    results = list(map_ordered(Heavy(), range(5 * SMALL), 2, inherit=inherit))
    assert [number for number, _, _ in results] == list(range(5 * SMALL))
    homes = {home for _, home, _ in results}
    assert os.getpid() not in {process for _, _, process in results}
    assert homes == ({os.getpid()} if copied else {process for _, _, process in results})


def test_no_more_is_read_ahead_than_the_processes_need() -> None:
    taken = 0

    def source() -> Iterator[int]:
        nonlocal taken
        for number in range(10_000):
            taken += 1
            yield number

    results = map_ordered(double, source(), 2)
    assert list(itertools.islice(results, 5)) == [0, 2, 4, 6, 8]
    assert taken <= SMALL + (2 * AHEAD + 2) * CHUNK
    results.close()  # type: ignore[attr-defined]


def test_a_fault_of_the_function_is_the_callers() -> None:
    with pytest.raises(ValueError, match="thirty"):
        list(map_ordered(fail_at_thirty, range(100), 2))


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_the_work_of_a_process_that_dies_is_done_here() -> None:
    items = [(os.getpid(), number) for number in range(100)]
    assert list(map_ordered(die_elsewhere, items, 2)) == list(range(100))
