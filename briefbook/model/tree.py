"""Settings and front matter before their kinds are decided: text with its line and column."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """One value as written; `no`, `012` and `12:30` are text until a schema says otherwise."""

    text: str
    quoted: bool = False
    """Whether it stood in quotation marks or as a block, so that an empty or `null` text is meant."""
    line: int = 0
    column: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not self.quoted and self.text in {"", "~", "null"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """A list, in order."""

    items: "tuple[Node, ...]"
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Keys with their values, in order; a key stands once."""

    entries: "tuple[tuple[Scalar, Node], ...]" = ()
    line: int = 0
    column: int = 0

    def get(self, key: str) -> "Node | None":
        """The value under `key`, or None."""
        return next((value for name, value in self.entries if name.text == key), None)

    def __iter__(self) -> "Iterator[tuple[Scalar, Node]]":
        return iter(self.entries)


Node = Scalar | Sequence | Mapping
