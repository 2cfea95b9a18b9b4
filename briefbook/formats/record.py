"""Values as JSON, for remembering between builds what was made: the fields in their order, without names.

What a field holds is told by its annotation, so that reading needs no names, and makes nothing but values of ours, whoever
wrote the file. A class that gains a field is another program: results are remembered by the digest of the program that made them.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from operator import attrgetter
from pathlib import PurePosixPath
from types import NoneType, UnionType
from typing import Any, Generic, NamedTuple, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

Turn = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Notation(Generic[T]):
    """How values of one kind are written and read."""

    encode: Callable[[T], bytes]
    """JSON, UTF-8; surrogates are kept."""
    decode: Callable[[bytes], T]
    """Raises: ValueError, LookupError or TypeError for what `encode` did not write."""


class _Way(NamedTuple):
    """Of a value to what JSON has, and back; None where it is that already."""

    there: Turn | None
    back: Turn | None


def notation_of(kind: Any) -> Notation[Any]:
    """How values of a kind are written: frozen dataclasses and named tuples, tuples, enumerations of text, dates, paths,
    texts, numbers, and each of these or None.

    Raises: TypeError for any other kind.
    """
    there, back = _find_way(kind)

    def encode(value: object) -> bytes:
        return json.dumps(there(value) if there else value, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )

    def decode(data: bytes) -> object:
        value = json.loads(data.decode("utf-8", "surrogatepass"))
        return back(value) if back else value

    return Notation(encode, decode)


@cache
def _find_way(kind: Any) -> _Way:
    if isinstance(kind, NewType):
        return _find_way(kind.__supertype__)
    if kind in {str, int, float, bool, NoneType}:
        return _Way(None, None)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType} and len(arguments) == 2 and NoneType in arguments:
        return _optional(*(_find_way(one) for one in arguments if one is not NoneType))
    if origin is tuple:
        return _row(_find_way(arguments[0])) if arguments[1:] == (...,) else _parts(tuple(map(_find_way, arguments)))
    if isinstance(origin or kind, type):
        return _class(origin or kind, arguments)
    raise TypeError(f"{kind} cannot be written")


def _class(kind: Any, arguments: tuple[Any, ...]) -> _Way:
    if issubclass(kind, Enum):
        # A look-up costs a third of what the enumeration asks for one.
        return _Way(None, {str(member): member for member in kind}.__getitem__)
    if kind is date:
        return _Way(date.isoformat, date.fromisoformat)
    if kind is PurePosixPath:
        return _Way(str, PurePosixPath)
    of = dict(zip(getattr(kind, "__parameters__", ()), arguments, strict=False))
    if is_dataclass(kind):
        names = [field.name for field in fields(kind)]
        hints = get_type_hints(kind)
        return _record(kind, names, [_find_way(of.get(hints[name], hints[name])) for name in names])
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        there, back = _parts(tuple(_find_way(of.get(hints[name], hints[name])) for name in kind._fields))
        return _Way(there, (lambda values: kind._make(back(values))) if back else kind._make)
    raise TypeError(f"{kind} cannot be written")


def _optional(way: _Way) -> _Way:
    there, back = way
    return _Way(
        there and (lambda value: None if value is None else there(value)),
        back and (lambda value: None if value is None else back(value)),
    )


def _row(way: _Way) -> _Way:
    there, back = way
    return _Way(
        there and (lambda values: [there(value) for value in values]),
        (lambda values: tuple([back(value) for value in values])) if back else tuple,
    )


def _parts(ways: tuple[_Way, ...]) -> _Way:
    def there(values: Any) -> list[Any]:
        return [turn(value) if turn else value for value, (turn, _) in zip(values, ways, strict=True)]

    def back(values: Any) -> tuple[Any, ...]:
        return tuple([turn(value) if turn else value for value, (_, turn) in zip(values, ways, strict=True)])

    return _Way(there if any(way.there for way in ways) else None, back)


def _record(kind: Any, names: list[str], ways: list[_Way]) -> _Way:
    read = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    outward = [(place, turn) for place, (turn, _) in enumerate(ways) if turn]
    inward = [(place, turn) for place, (_, turn) in enumerate(ways) if turn]
    known_by_place = not any(field.kw_only for field in fields(kind))

    def there(value: Any) -> list[Any]:
        values = [*read(value)]
        for place, turn in outward:
            values[place] = turn(values[place])
        return values

    def back(values: list[Any]) -> Any:
        for place, turn in inward:
            values[place] = turn(values[place])
        return kind(*values) if known_by_place else kind(**dict(zip(names, values, strict=True)))

    return _Way(there, back)
