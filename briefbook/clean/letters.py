"""What characters the texts of a page are made of: their classes as bits of numbers, looked up for all texts at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint32]
Numbers = NDArray[np.int64]

STOPS = ".!?…:;。！？।۔؟"
"""What ends a sentence, also in Chinese, Japanese, Hindi, Urdu and Arabic."""
CLOSING = "\"'”’»)]」』） "
"""What closes a quotation or a bracket, and may stand behind the end of a sentence."""
UNSPACED_RANGES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Letters of scripts that write words without spaces, as ranges of a pattern."""

_KNOWN = 1
"""Of every character that has been looked up."""
(
    SPACE, DIGIT, UPPER, LOWER, TITLE, LETTER, OTHER, STOP, CLOSE, STOPLESS, CONTINUOUS, INVITING, SIGNING, COLON, SLASH, BAR, QUOTE, BRACKET,
    COMMA, AT, ABROAD, PARTING, COPYRIGHT,
) = (1 << n for n in range(1, 24))  # fmt: skip
"""Classes of characters. `OTHER`: neither letter nor one of ". -'"; `STOPLESS`: Thai and Lao, which have no stops; `CONTINUOUS`:
letters of scripts that write words without spaces; `INVITING`: what an invitation to read on ends with; `SIGNING`: what parts a sentence from its writer's name; `ABROAD`: not ASCII; `PARTING`: "›" and "»", between the links of
a path."""
_CHARACTERS = {
    SPACE: " ",
    STOP: STOPS,
    CLOSE: CLOSING,
    INVITING: "eEsSwWgGyY .…»>→",
    SIGNING: "-—–[",
    COLON: ":",
    SLASH: "/",
    BAR: "|",
    QUOTE: '"“',
    BRACKET: "(",
    COMMA: ",",
    AT: "@",
    PARTING: "›»",
    COPYRIGHT: "©",
}
_classes = np.zeros(0x110000, dtype=np.uint32)
"""By code point; each is found when it is first met."""


def _classify(code: int) -> int:
    char = chr(code)
    if char == "\n":
        return _KNOWN
    letter = char.isalpha()
    continuous = any(ord(low) <= code <= ord(high) for low, high in (part.split("-") for part in _UNSPACED_PARTS))
    holds = (
        (DIGIT, char.isdecimal()),
        (UPPER, char.isupper()),
        (LOWER, char.islower()),
        (TITLE, char.istitle() and not char.isupper()),
        (LETTER, letter),
        (OTHER, not letter and char not in ". -'"),
        (STOPLESS, 0xE00 <= code < 0xF00),
        (CONTINUOUS, continuous),
        (ABROAD, code > 0x7F),
        *((bit, char in characters) for bit, characters in _CHARACTERS.items()),
    )
    return _KNOWN | sum(bit for bit, held in holds if held)


_UNSPACED_PARTS = tuple(UNSPACED_RANGES[n : n + 3] for n in range(0, len(UNSPACED_RANGES), 3))


def _look_up(codes: Bits) -> Bits:
    """The classes of characters, by their code points."""
    classes = np.take(_classes, codes)
    if not np.bitwise_and.reduce(classes, initial=_KNOWN):
        for code in set(codes[classes == 0].tolist()):
            _classes[code] = _classify(code)
        classes = np.take(_classes, codes)
    return classes


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """The characters of some texts, one behind the other with a line feed after each."""

    joined: str
    """All of them."""
    classes: Bits
    """Of each character; a line feed has none but that of what is looked up."""
    starts: NDArray[np.intp]
    """Where each text begins."""
    ends: NDArray[np.intp]
    """Where each ends: the place of its line feed."""

    @property
    def held(self) -> Bits:
        """The classes that each text has a character of."""
        return np.bitwise_or.reduceat(self.classes, self.starts) & ~np.uint32(_KNOWN)

    @property
    def first(self) -> Bits:
        """The classes of the character that each begins with."""
        return self.classes[self.starts]

    @property
    def last(self) -> Bits:
        """The classes of the character that each ends with; of an empty one none."""
        return np.where(self.ends > self.starts, self.classes[self.ends - 1], 0).astype(np.uint32)

    @property
    def lowered(self) -> str:
        """All of them in small letters."""
        if np.any(self.classes & (UPPER | TITLE | ABROAD) > ABROAD):
            return self.joined.lower()
        return (
            self.joined.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")
        )  # many times faster

    @property
    def lengths(self) -> NDArray[np.intp]:
        """How many characters each has."""
        return self.ends - self.starts

    def count(self, wanted: int) -> Numbers:
        """How many characters of a class each has."""
        return self._add(self.classes & wanted != 0)

    def count_beginning(self, wanted: int) -> Numbers:
        """How many words of each begin with a character of a class."""
        begins = np.empty(len(self.classes), dtype=np.bool_)
        np.not_equal(self.classes[:-1] & SPACE, 0, out=begins[1:])
        begins[self.starts] = True
        return self._add(begins & (self.classes & wanted != 0))

    def _add(self, flags: NDArray[np.bool_]) -> Numbers:
        return np.add.reduceat(flags, self.starts, dtype=np.int64)

    def hold_early(self, wanted: int, reach: int) -> NDArray[np.bool_]:
        """Whether each has a character of a class among as many first ones."""
        return self._flag(np.flatnonzero(self.classes & wanted), reach)

    def find(self, words: str) -> NDArray[np.bool_]:
        """Whether each has these words anywhere; they have no line feed."""
        places = []
        place = self.joined.find(words)
        while place >= 0:
            places.append(place)
            place = self.joined.find(words, self.joined.index("\n", place))
        return self._flag(np.array(places, dtype=np.intp), len(self.joined))

    def _flag(self, places: NDArray[np.intp], reach: int) -> NDArray[np.bool_]:
        """The texts that one of these places is in, among as many first characters."""
        flags = np.zeros(len(self.starts), dtype=np.bool_)
        texts = np.searchsorted(self.starts, places, side="right") - 1
        flags[texts[places - self.starts[texts] < reach]] = True
        return flags


def read_letters(texts: Sequence[str]) -> Letters:
    """The characters of texts, of which there is one at least and none has a line feed in it."""
    joined = "\n".join(texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    ends = np.cumsum(np.fromiter(map(len, texts), dtype=np.intp, count=len(texts)) + 1) - 1
    return Letters(joined, _look_up(codes), np.concatenate(([0], ends[:-1] + 1)), ends)
