"""How the results of pure steps are remembered, by the digest of their inputs as bytes or as values beside their inputs; and how
steps are shared out.

All is handed in: without it every step is computed, here, and with it the result is the same.
"""

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")

Remember = Callable[[str, str, Callable[[], bytes]], bytes]
"""(stage, key, step) -> the result of the step, computed or remembered; the key digests every input."""


def compute(stage: str, key: str, step: Callable[[], bytes]) -> bytes:
    """Remembers nothing."""
    del stage, key
    return step()


class Keep(Protocol):
    """A function that keeps, for one item of one stage, the last value together with the inputs it was made of.

    (stage, item, inputs, step) -> the very value of last time where the inputs equal those of last time, else the value
    of the step. `inputs` holds everything that the step reads; values in it are frozen, and equal ones interchangeable.
    What was not asked for between two makings of the book may be forgotten.
    """

    def __call__(self, stage: str, item: str, inputs: tuple[object, ...], step: Callable[[], T], /) -> T:
        """The value of the step."""


def anew(stage: str, item: str, inputs: tuple[object, ...], step: Callable[[], T], /) -> T:
    """Keeps nothing."""
    del stage, item, inputs
    return step()


def same(keep: Keep, stage: str, item: str, value: T) -> T:
    """The value, or the equal one of last time, so that what is made of it is known again at a glance."""
    return keep(stage, item, (value,), lambda: value)


class Share(Protocol):
    """A function that gives what a step gives for each of some items, in their order, computed by whoever is there.

    (stage, step, items) -> the values. Steps, items and values may be sent to other processes and back.
    """

    def __call__(self, stage: str, step: Callable[[T], R], items: Iterable[T], /) -> Iterable[R]:
        """The values."""


def alone(stage: str, step: Callable[[T], R], items: Iterable[T], /) -> Iterable[R]:
    """Computes all here."""
    del stage
    return map(step, items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """How steps are remembered and shared out; by itself it remembers nothing and computes all here.

    What it keeps, it keeps in one process: a memory keeps or shares out.
    """

    remember: Remember = compute
    keep: Keep = anew
    share: Share = alone


NO_MEMORY = Memory()
"""For whoever makes a thing once."""


class UnknownError(Exception):
    """The result of a step is not remembered; never seen outside."""


def recall(stage: str, key: str, decode: Callable[[bytes], R], remember: Remember) -> R:
    """The result of a step as it is remembered.

    Raises: UnknownError where it is not.
    """
    return decode(remember(stage, key, _raise_unknown))


def _raise_unknown() -> bytes:
    raise UnknownError


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[T, R]):
    """A step that is taken once an item, and how its results are remembered."""

    stage: str
    """By which they are kept, remembered and shared out."""
    find: Callable[[T], R]
    key: Callable[[T], str]
    """Digests all that it reads."""
    encode: Callable[[R], bytes]
    decode: Callable[[bytes], R]


def take(
    step: Step[T, R], items: Sequence[tuple[str, T]], memory: Memory, *, among: tuple[object, ...] = ()
) -> list[R]:
    """What the step gives for each item: kept, else remembered, else found by whoever is there.

    Args:
        step: To be taken.
        items: What it reads of each, after a name that no other has.
        memory: For the results.
        among: All that it reads besides.
    """
    found: dict[str, R] = {}
    unknown: dict[str, tuple[T, str]] = {}
    for name, item in items:

        def look(name: str = name, item: T = item) -> R:
            key = step.key(item)
            unknown[name] = (item, key)
            value = recall(step.stage, key, step.decode, memory.remember)
            del unknown[name]
            return value

        with contextlib.suppress(UnknownError):
            found[name] = memory.keep(step.stage, name, (item, *among), look)
    made = memory.share(step.stage, step.find, [item for item, _ in unknown.values()])
    for (name, (item, key)), value in zip(unknown.items(), made, strict=True):
        memory.remember(step.stage, key, partial(step.encode, value))
        found[name] = memory.keep(step.stage, name, (item, *among), partial(_given, value))
    return [found[name] for name, _ in items]


def _given(value: R) -> R:
    return value
