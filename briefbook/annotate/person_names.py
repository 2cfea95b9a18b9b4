"""A person's name in its parts, and whether two names can be one person's."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from briefbook.annotate import gazetteer
from briefbook.annotate.gazetteer import fold_name
from briefbook.annotate.romanised import PARTICLES, is_family_first

MOST_EDITS = 3
"""Letters in which two romanisations of a surname differ at the most (Tchaikovsky, Chaikovskii)."""
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "jnr", "snr"})


_NICKNAME = re.compile(r"[ \u00a0][\"“]([^\"”]*)[\"”](?=[ \u00a0])")
_UNMARKED = str.maketrans({".": " ", ",": " ", "'": "", "’": "", "ʼ": ""})
_AL = re.compile(r"^(?:[AaEe][lnrstdh]{1,2}|[Uu][lr])[-‑ ](?=\w)")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELLESS = str.maketrans("", "", "aeiou")
_INITIAL = 2
"""Letters an initial has at the most."""
_LONGER_NAME = 5
"""Letters from which a surname can be told by its consonants."""


class Name(NamedTuple):
    """A person's name in its parts, folded."""

    given: tuple[str, ...]
    family: str
    """Particles included ("de mistura"); empty for a name of one word until it is known what it is."""
    suffix: str
    family_first: bool


@lru_cache(maxsize=1 << 14)
def parse_name(surface: str) -> Name:
    """The parts of a personal name as printed, without titles."""
    surface = _NICKNAME.sub(" ", surface)
    words = surface.translate(_UNMARKED).split()
    if is_regnal(words):
        # A monarch has no surname: he is called by all but the number, "King Abdullah".
        return Name((), fold_name(" ".join(words[:-1])), words[-1].lower(), False)
    suffix = ""
    while len(words) > 1 and words[-1].lower() in SUFFIXES:
        suffix = words.pop().lower()
    if len(words) == 1 or _is_surname_alone(words):
        return Name((), _family(" ".join(words)), suffix, False)
    first = fold_name(words[0])
    if is_family_first(words):
        return Name((fold_name(" ".join(words[1:])).replace(" ", ""),), first, suffix, True)
    cut = len(words) - 1
    while (
        cut > 1
        and words[cut - 1].lower() in PARTICLES
        and (words[cut - 1].islower() or words[cut - 1].lower() in _CAPITAL_TOO)
    ):
        cut -= 1
    return Name(tuple(fold_name(word) for word in words[:cut]), _family(" ".join(words[cut:])), suffix, False)


_CAPITAL_TOO = frozenset("al el bin ben ibn abu de di da du del della la le van von ter ten".split())
"""Particles that are part of a surname with a capital as well: Sami Abu Zuhri, Tony La Russa."""
_GIVEN_TOO = frozenset({"al", "ben", "van", "del"})
"""Particles that are given names as well: Al Gore, Ben Affleck, Van Morrison."""


def _is_surname_alone(words: Sequence[str]) -> bool:
    """Whether the words are a surname with its particles and no given name ("De Witt", "Bin Zayed")."""
    if any(word.lower() not in PARTICLES for word in words[:-1]):
        return False
    given = len(words) == 2 and words[0].lower() in _GIVEN_TOO and words[0][:1].isupper()
    # "Ben Revere": an English word is no Arabic or Dutch surname's second half.
    second = fold_name(words[1])
    return not (given and (second in gazetteer.surnames() or second in gazetteer.common_words()))


def _family(surname: str) -> str:
    """A surname for comparing: folded, the article "al" and a possessive dropped."""
    return fold_name(_AL.sub("", surname))


@lru_cache(maxsize=1 << 14)
def skeleton(word: str) -> str:
    """A folded name with what romanisations differ in evened out (Andrei, Andrey; -sky, -ski; Khalil, Halil; Qasim, Kasim)."""
    out = word.replace(" ", "")
    if len(out) >= _LONGER_NAME:
        out = out.replace("ae", "a").replace("oe", "o").replace("ue", "u")  # Mueller is Müller
    for old, new in (
        ("sch", "sh"), ("kh", "h"), ("gh", "g"), ("dj", "j"), ("dzh", "j"), ("ph", "f"), ("q", "k"), ("ck", "k"), ("tch", "ch"), ("tz", "ts"), ("ou", "u"), ("oo", "u"),
        ("ee", "i"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("y", "i"), ("ei", "e"), ("ie", "e"), ("ai", "e"), ("ii", "i"), ("w", "v"), ("x", "ks"), ("j", "i"),
    ):  # fmt: skip
        out = out.replace(old, new)
    return _DOUBLED.sub(r"\1", out)


def same_surname(one: str, other: str) -> bool:
    """Whether two folded surnames can be one, printed in two romanisations: Petrov, Petroff; not Murray, Moore."""
    if one == other:
        return True
    return skeleton(one) == skeleton(other) and _edits(one, other) <= MOST_EDITS


@lru_cache(maxsize=1 << 12)
def _edits(one: str, other: str) -> int:
    """How many letters are put in, left out or changed to make one word of the other."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        left, row[0] = row[0], number
        for at, against in enumerate(other, 1):
            left, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, left + (letter != against))
    return row[-1]


@lru_cache(maxsize=1 << 14)
def consonants(word: str) -> str:
    """The skeleton of a folded name without its vowels."""
    return skeleton(word).translate(_VOWELLESS)


def _in_other_vowels(one: Name, other: Name) -> bool:
    """Whether the given names are the same and the surnames differ in vowels alone, as romanised ones do: Muallem, Moallem.

    Two surnames that are both known ("Hansen", "Hanson") are two families'.
    """
    a, b = one.family, other.family
    return (
        bool(one.given and other.given)
        and len(one.given[0]) > 1
        and skeleton(one.given[0]) == skeleton(other.given[0])
        and min(len(a), len(b)) >= _LONGER_NAME
        and consonants(a) == consonants(b)
        and _edits(a, b) <= MOST_EDITS - 1
        and not (a in gazetteer.surnames() and b in gazetteer.surnames())
    )


def given_compatible(one: str, other: str) -> bool:
    """Whether two folded given names can be one: equal, an initial of the other, forms of one another."""
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[:1] == other[:1]
    if skeleton(one) == skeleton(other):
        return True
    groups = gazetteer.same_given_names()
    if groups.get(one, frozenset()) & groups.get(other, frozenset()):
        return True
    # "Jean-Bertrand" printed as "Jean", "Ki-moon" as "Kimoon".
    return bool(len(one) > 3 and len(other) > 3 and (one.startswith(other + " ") or other.startswith(one + " ")))


def compatible(one: Name, other: Name) -> bool:
    """Whether two names can be one person's: same surname, given names equal, initials or forms of each other, no suffix against another."""
    if (
        not same_surname(one.family, other.family)
        and not (
            one.given
            and other.given
            and same_surname(one.family.split()[-1], other.family.split()[-1])
            and given_compatible(one.given[0], other.given[0])
        )
        and not _in_other_vowels(one, other)
    ):
        return False
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return False
    if not one.given or not other.given:
        return True
    if not given_compatible(one.given[0], other.given[0]):
        # "J. Edgar Hoover" and "Edgar Hoover".
        longer, shorter = (one, other) if len(one.given) > len(other.given) else (other, one)
        return (
            len(shorter.given) == 1
            and len(longer.given) > 1
            and len(shorter.given[0]) > 1
            and shorter.given[0] in longer.given
        )
    middle_one, middle_other = one.given[1:], other.given[1:]
    if middle_one and middle_other:
        return all(given_compatible(a, b) for a, b in zip(middle_one, middle_other, strict=False)) and (
            len(middle_one) == len(middle_other) or all(len(m) > 1 for m in (*middle_one, *middle_other))
        )
    return True


def first_surname(name: Name) -> str:
    """The surname before another with a particle, by which its bearer may be called: "Salinas" of Carlos Salinas de Gortari."""
    called = len(name.given) > 1 and len(name.given[-1]) > _INITIAL and name.family.partition(" ")[0] in PARTICLES
    return name.given[-1] if called and " " in name.family else ""


@lru_cache(maxsize=1 << 14)
def is_first_of_two(word: str) -> bool:
    """Whether a folded word between a given name and a surname may be the first of two surnames, as Spanish names have them."""
    usual = gazetteer.pronouns_of_given_names()
    return (
        len(word) > _INITIAL
        and word not in usual
        and (word in gazetteer.surnames() or word not in gazetteer.given_names())
    )


def other_surnames(name: Name, surface: str) -> tuple[str, ...]:
    """What else than by the last surname somebody may be called, folded: Arniches of Jose Luis Arniches Velasco, Abu Hamza of Abu Hamza
    al-Sharif, Khoa of Pham Van Khoa.
    """
    if name.family_first:
        return (fold_name(surface.rsplit(maxsplit=1)[-1]),)
    if len(name.given) < _INITIAL:
        return ()
    called = [name.given[-1]] if is_first_of_two(name.given[-1]) else []
    if name.given[0] in {"abu", "umm"}:
        called.append(f"{name.given[0]} {name.given[1]}")
    return tuple(called)


def nickname(surface: str) -> str:
    """What stands in quotation marks within a name ('Bernard "Bunny" Coyle'), or empty."""
    match = _NICKNAME.search(surface)
    return match[1] if match else ""


_REGNAL = re.compile(r"(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})")
"""A number from I to XXIX, as after a monarch's name."""


def is_regnal(words: Sequence[str]) -> bool:
    """Whether a name is a monarch's or a pope's: given names and a number ("Abdullah II", "John Paul II")."""
    if len(words) < 2 or not _REGNAL.fullmatch(words[-1]):
        return False
    return len(words) == 2 or words[-1].lower() not in SUFFIXES or _of_given_names(words[:-1])


def _of_given_names(words: Sequence[str]) -> bool:
    """Whether every word is a given name: "John Paul II", unlike "John Smith II"."""
    usual = gazetteer.words("his_name") | gazetteer.words("her_name")
    return all(fold_name(word) in usual for word in words)
