"""The lines of places.tsv by name: a hash table of their offsets, shipped beside it as places.idx.

Most of what is looked up is no place, and one number tells so; nothing is cut or parsed when the tables are read. places.idx has
a slot for each name, and for the words that longer names begin with, with a space behind them. A slot is 32 bits: one more than
the offset of the first line (24), of the name's checksum (5), what the name by itself is worth (3, `gazetteer.place_strength`).
The checksum's low bits say which slot is a name's; where that is taken it is the next one behind.
"""

import sys
from array import array
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from zlib import crc32

SLOTS = 1 << 19
"""More than twice as many as there are names, so that most of what is no name meets a free slot at once."""
LONGEST = 60
"""Characters of a name at the most."""
_MASK = SLOTS - 1
_OFFSET = (1 << 24) - 1
"""The table is smaller than 16 MiB."""
_CHECK = 24
_WORTH = 29


@cache
def table() -> bytes:
    """places.tsv as it is."""
    return (files("briefbook") / "lexicon" / "places.tsv").read_bytes()


@cache
def _slots() -> "array[int]":
    slots = array("I", (files("briefbook") / "lexicon" / "places.idx").read_bytes())
    if sys.byteorder == "big":
        slots.byteswap()
    return slots


@cache
def _tables() -> "tuple[array[int], bytes]":
    return _slots(), table()


def _slot(key: bytes) -> int:
    """The slot of a name with a tab behind it, or of its first words with a space; 0 where it is in none."""
    slots, lines = _tables()
    checksum = crc32(key)
    at, check = checksum & _MASK, checksum >> 27
    while slot := slots[at]:
        if slot >> _CHECK & 31 == check and lines.startswith(key, (slot & _OFFSET) - 1):
            return slot
        at = at + 1 & _MASK
    return 0


def worth_of(key: str) -> int:
    """What the table says the folded name is worth, 0 to 7; -1 where it has no such name."""
    slot = _slot(f"{key}\t".encode())
    return slot >> _WORTH if slot else -1


def begins_name(words: str) -> bool:
    """Whether a longer name begins with these folded words."""
    return _slot(f"{words} ".encode()) != 0


def lines_of(key: str) -> list[bytes]:
    """The lines of the folded name, in the table's order."""
    wanted = f"{key}\t".encode()
    slot = _slot(wanted)
    if not slot:
        return []
    lines, at, found = table(), (slot & _OFFSET) - 1, []
    while lines.startswith(wanted, at):
        stop = lines.index(b"\n", at)
        found.append(lines[at:stop])
        at = stop + 1
    return found


def make_index(lines: bytes, worth: Callable[[str, list[bytes]], int]) -> bytes:
    """places.idx for the sorted lines of places.tsv.

    Args:
        lines: The table.
        worth: What a folded name with these lines is worth, 0 to 7.
    """
    first: dict[bytes, int] = {}
    of: dict[bytes, list[bytes]] = {}
    at = 0
    for line in lines.removesuffix(b"\n").split(b"\n"):
        key = line.partition(b"\t")[0]
        first.setdefault(key + b"\t", at)
        of.setdefault(key + b"\t", []).append(line)
        space = key.find(b" ")
        while space >= 0:
            first.setdefault(key[: space + 1], at)
            space = key.find(b" ", space + 1)
        at += len(line) + 1
    slots = array("I", bytes(4 * SLOTS))
    for key, offset in first.items():
        checksum = crc32(key)
        place = checksum & _MASK
        while slots[place]:
            place = place + 1 & _MASK
        value = worth(key[:-1].decode(), of[key]) if key in of else 0
        slots[place] = value << _WORTH | (checksum >> 27) << _CHECK | offset + 1
    if sys.byteorder == "big":
        slots.byteswap()
    return slots.tobytes()
