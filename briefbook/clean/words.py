"""The words of a page's lines, all at once: what each says by itself, and the numbers of those that say what a text is about."""

import re
from dataclasses import dataclass
from importlib.resources import files
from itertools import repeat

import numpy as np

from briefbook.clean.letters import SPACE, Letters, Numbers

FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the a an of to in and or that which who is was are were be been being for on with as at by from it its this these"
        " those he she they we you i his her their our your my not but has have had will would can could may might should do"
        " does did if when than then there so such into about after before over under between while also more most no any"
        " all some what how why where out up just only",
    )
)
_FIRST = frozenset(("i", "i'm", "i’m", "i've", "i’ve", "my", "me", "we", "our", "us"))
_SECOND = frozenset(("you", "your", "you're", "you’re"))
STEM = 6
"""Letters of a long word that forms of it share; a shorter one says little of what a text is about."""
REMEMBERED = 50_000
"""Stems whose numbers are kept from page to page."""


def _read_cues() -> tuple[str, ...]:
    source = files("briefbook.lexicon").joinpath("cues.txt").read_text(encoding="utf-8")
    return tuple(word for row in source.splitlines() if not row.startswith("#") for word in row.split())


CUES = _read_cues()
"""The words that are features by themselves."""
JOINING, FIRST, SECOND, _CUE = 1, 2, 4, 8
"""What a word says by itself, as bits: it only joins others, or means who writes or who reads; above them the place among `CUES`, from 1."""
_SAYS = {word: _CUE * number for number, word in enumerate(CUES, start=1)}
for _bit, _words in ((JOINING, FUNCTION_WORDS), (FIRST, _FIRST), (SECOND, _SECOND)):
    _SAYS |= {word: _SAYS.get(word, 0) | _bit for word in _words}


class _Numbers(dict[str, int]):
    """Numbers of words from 1 on, in the order in which they are first met."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self) + 1
        return number


_stems = _Numbers()


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """The words of some texts, one text behind the other."""

    sizes: Numbers
    """How many each text has."""
    starts: Numbers
    """Of each text, the place of its first word."""
    texts: Numbers
    """Of each word, the text it is in."""
    says: Numbers
    """What each word says by itself: bits."""
    stems: Numbers
    """The number of each word's stem; 0 for a short word."""

    def cued(self) -> Numbers:
        """The words that are features by themselves, each once a text, in order: a row of texts and one of places among `CUES`, from 1."""
        places = np.flatnonzero(self.says >= _CUE)
        number = len(CUES) + 1
        pairs = each_once(self.texts[places] * number + self.says[places] // _CUE)
        return np.stack((pairs // number, pairs % number))


def read_words(letters: Letters) -> Spoken:
    """The words of texts, without regard to capitals; spaces part them."""
    words = letters.lowered[:-1].replace("\n", " ").split(" ")
    sizes = letters.count(SPACE) + 1
    if len(_stems) > REMEMBERED:
        _stems.clear()
    says = np.fromiter(map(_SAYS.get, words, repeat(0)), dtype=np.int64, count=len(words))
    long = np.flatnonzero(np.fromiter(map(len, words), dtype=np.int64, count=len(words)) >= STEM)
    stems = np.zeros(len(words), dtype=np.int64)
    stems[long] = [_stems[words[place][:STEM]] for place in long.tolist()]
    return Spoken(sizes, np.cumsum(sizes) - sizes, np.repeat(np.arange(len(sizes)), sizes), says, stems)


def each_once(numbers: Numbers) -> Numbers:
    """Each of the numbers once, in order."""
    ordered: Numbers = np.sort(numbers)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered
