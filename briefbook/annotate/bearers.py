"""A person as it is put together, and which bearer of a surname a mention means."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from briefbook.annotate import gazetteer
from briefbook.annotate.person_names import (
    SUFFIXES,
    Name,
    compatible,
    first_surname,
    parse_name,
    same_surname,
    skeleton,
)
from briefbook.annotate.roles import ELDER, Told

Key = tuple[int, int]
"""(article, number of the mention in it)."""


@dataclass(slots=True)
class Person:
    """A person being put together: the names seen and where."""

    names: list[Name] = field(default_factory=list)
    surfaces: Counter[str] = field(default_factory=Counter)
    mentions: list[Key] = field(default_factory=list)
    listed: int | None = None
    """Number of the editor's entity it is."""
    titled: bool = False
    sovereign: bool = False
    """Whether a king's, a queen's or a pope's title was seen before the name."""
    sexes: set[str] = field(default_factory=set)
    """What honorifics and kinship told: "he", "she"."""
    former: set[str] = field(default_factory=set)
    """Names the person was born with: none to be called by."""
    titles: set[str] = field(default_factory=set)
    """Offices seen right before the name, in lower case."""

    def fits(self, sex: str) -> bool:
        """Whether "he" or "she" can be the person: what was told of it before its given name."""
        known = self.sexes or {_usual_sex(name.given[0]) for name in self.names}
        return not sex or sex in known or known - {""} in (set(), {"he", "she"})

    def bears(self, family: str) -> bool:
        """Whether a surname, as folded, is the person's."""
        return any(
            same_surname(family, known.family)
            or same_surname(_last_word(family), _last_word(known.family))
            or family == first_surname(known)
            for known in self.names
        )

    def is_spelled(self, family: str) -> bool:
        """Whether a surname, as folded, is the person's in the same letters."""
        return any(family in {known.family, _last_word(known.family), first_surname(known)} for known in self.names)

    def accepts(self, name: Name) -> bool:
        """Whether the name is compatible with every full name seen of the person."""
        return all(compatible(name, known) for known in self.names)


def _usual_sex(given: str) -> str:
    """Whose a given name usually is: "he", "she", or empty where it may be anybody's."""
    return "she" if given in gazetteer.words("her_name") else "he" if given in gazetteer.words("his_name") else ""


def _last_word(family: str) -> str:
    return family.rpartition(" ")[2]


@lru_cache(maxsize=1 << 14)
def surname_keys(name: Name) -> tuple[str, ...]:
    """Under which surnames a name is looked for: with and without its particles, and each half of a double name."""
    family = name.family
    words = family.split()
    keys = {skeleton(family), skeleton(words[-1]) if words else "", skeleton(first_surname(name))}
    keys.discard("")
    return tuple(sorted(keys))


PAIR = 2
"""Bearers of a surname of whom one can be the elder."""
_LOOKED_AT = 100
"""Full names looked at on either side of a short form: more than any report has of one surname."""


def by_age(bearers: Sequence[Key], rank: str, ages: Mapping[int, int]) -> int | None:
    """The elder or the younger of those whose ages the article tells; None where it does not."""
    known = {number: ages[number] for _, number in bearers if number in ages}
    untold = len({number for _, number in bearers}) - len(known)
    # Of two whose ages are told the younger is meant, though their late father has none.
    if untold and (rank == ELDER or len(known) < PAIR):
        return None
    if len(set(known.values())) < len(known):
        return None
    pick = max if rank == ELDER else min
    return pick(known, key=lambda number: known[number])


def by_suffix(people: Sequence[Person], bearers: Sequence[Key], rank: str) -> int | None:
    """The elder or the younger of a senior and a junior of one name; None where the suffixes do not tell."""
    numbers = {number for _, number in bearers}
    suffixes = {number: {name.suffix for name in people[number].names} & SUFFIXES for number in numbers}
    young = {number for number in numbers if suffixes[number] & _OF_SONS}
    picked = young if rank != ELDER else numbers - young
    return picked.pop() if len(picked) == 1 and young else None


_OF_SONS = frozenset({"jr", "jnr"})


def _can_be(people: Sequence[Person], number: int, said: Told, before: bool) -> bool:
    """Whether a short form can be that person; "his daughter" is nobody named before her, unless told to be a woman."""
    person = people[number]
    if said.kin and before and said.sex not in (person.sexes or {_usual_sex(name.given[0]) for name in person.names}):
        return False
    return person.fits(said.sex)


def last_before(bearers: Sequence[Key], at: int) -> int:
    """The number of the last full name before a mention; 0 where there is none."""
    count = bisect_left(bearers, at, key=lambda bearer: bearer[0])
    return bearers[count - 1][0] if count else 0


def nearest_fitting(people: Sequence[Person], bearers: Sequence[Key], at: int, said: Told) -> int | None:
    """The person named last before `at` whom the words about the mention allow, else first after it."""
    count = bisect_left(bearers, at, key=lambda bearer: bearer[0])
    tried: set[int] = set()
    for number in (n for _, n in reversed(bearers[max(0, count - _LOOKED_AT) : count])):
        if number not in tried and _can_be(people, number, said, before=True):
            return number
        tried.add(number)
    for _, number in bearers[count : count + _LOOKED_AT]:
        if number not in tried and _can_be(people, number, said, before=False):
            return number
        tried.add(number)
    return None


def nearest(places: Sequence[Key], at: int) -> int | None:
    """The person named last before `at`, else first after it; `places` are in order."""
    count = bisect_left(places, at, key=lambda place: place[0])
    if count:
        return places[count - 1][1]
    return places[0][1] if places else None


def are_father_and_son(name: Name, person: Person, together: Mapping[int, set[str]], surface: str) -> bool:
    """Whether a name with "Jr." and one without stand in one article: then they are two people."""
    for known in person.names:
        if bool(known.suffix) != bool(name.suffix):
            others = {s for surfaces in together.values() if surface in surfaces for s in surfaces}
            if any(parse_name(other) == known for other in others):
                return True
    return False


def display_name(person: Person) -> str:
    """The fullest common form of the person's name, without title; a form seen once does not win over one seen often."""
    full = {s: c for s, c in person.surfaces.items() if parse_name(s).given and s not in person.former}
    forms = full or dict(person.surfaces)
    if len(forms) == 1:
        return " ".join(next(iter(forms)).split())

    def weight(surface: str) -> tuple[bool, bool, int, int, int, str]:
        initials = any(len(part) == 1 for part in parse_name(surface).given)
        return (
            not surface.isupper(),
            not initials or len(parse_name(surface).given) > 1,
            forms[surface],
            sum(map(len, parse_name(surface).given)),
            len(surface),
            surface,
        )

    best = max(forms, key=weight)
    return " ".join(best.split())
