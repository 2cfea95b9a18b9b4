"""Over the whole book: which person each mention means, or that it stays open.

Within an article a short form goes to the nearest preceding full name with that surname. Across the book names are blocked by
surname and joined only where every pair is compatible; a surname that fits two people stays open.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from briefbook.annotate import gazetteer
from briefbook.annotate.gazetteer import fold_name
from briefbook.annotate.roles import Told
from briefbook.annotate.romanised import PARTICLES, is_family_first
from briefbook.model.entity import Mention
from briefbook.model.text import Slug, slugify

MOST_EDITS = 3
"""Letters in which two romanisations of a surname differ at the most (Tchaikovsky, Chaikovskii)."""
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "jnr", "snr"})


_NICKNAME = re.compile(r"[ \u00a0][\"“][^\"”]*[\"”](?=[ \u00a0])")


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
    words = re.sub(r"[.,'’ʼ]", lambda m: " " if m[0] in ".," else "", surface).split()
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
        and (words[cut - 1].islower() or words[cut - 1].lower() in {"al", "el", "bin", "de", "van", "von"})
    ):
        cut -= 1
    return Name(tuple(fold_name(word) for word in words[:cut]), _family(" ".join(words[cut:])), suffix, False)


_GIVEN_TOO = frozenset({"al", "ben", "van", "del", "abu"})
"""Particles that are given names as well: Al Gore, Ben Affleck, Van Morrison."""


def _is_surname_alone(words: Sequence[str]) -> bool:
    """Whether the words are a surname with its particles and no given name ("De Mistura", "Bin Laden")."""
    if any(word.lower() not in PARTICLES for word in words[:-1]):
        return False
    given = len(words) == 2 and words[0].lower() in _GIVEN_TOO and words[0][:1].isupper()
    return not (given and fold_name(words[1]) in gazetteer.surnames())


def _family(surname: str) -> str:
    """A surname for comparing: folded, the article "al" and a possessive dropped."""
    return fold_name(re.sub(r"^(?:[AaEe][lnrstdh]{1,2}|[Uu][lr])[-‑ ](?=\w)", "", surname))


@lru_cache(maxsize=1 << 14)
def skeleton(word: str) -> str:
    """A folded name with what romanisations differ in evened out (Sergei, Sergey; -sky, -ski; Khatib, Hatib; Gaddafi, Qaddafi)."""
    out = word.replace(" ", "")
    for old, new in (
        ("sch", "sh"), ("kh", "h"), ("gh", "g"), ("dj", "j"), ("dzh", "j"), ("ph", "f"), ("q", "k"), ("ck", "k"), ("tch", "ch"), ("tz", "ts"), ("ou", "u"), ("oo", "u"),
        ("ee", "i"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("y", "i"), ("ei", "e"), ("ie", "e"), ("ai", "e"), ("ii", "i"), ("w", "v"), ("x", "ks"), ("j", "i"),
    ):  # fmt: skip
        out = out.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", out)


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


def _given_compatible(one: str, other: str) -> bool:
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
    if not same_surname(one.family, other.family) and not (
        one.given
        and other.given
        and same_surname(one.family.split()[-1], other.family.split()[-1])
        and _given_compatible(one.given[0], other.given[0])
    ):
        return False
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return False
    if not one.given or not other.given:
        return True
    if not _given_compatible(one.given[0], other.given[0]):
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
        return all(_given_compatible(a, b) for a, b in zip(middle_one, middle_other, strict=False)) and (
            len(middle_one) == len(middle_other) or all(len(m) > 1 for m in (*middle_one, *middle_other))
        )
    return True


@dataclass(slots=True)
class Person:
    """A person being put together: the names seen and where."""

    names: list[Name] = field(default_factory=list)
    surfaces: Counter[str] = field(default_factory=Counter)
    mentions: list[tuple[int, int]] = field(default_factory=list)
    """(article, number of the mention in it)."""
    listed: int | None = None
    """Number of the editor's entity it is."""
    titled: bool = False
    sovereign: bool = False
    """Whether a king's, a queen's or a pope's title was seen before the name."""
    sexes: set[str] = field(default_factory=set)
    """What honorifics and kinship told: "he", "she"."""

    def fits(self, sex: str) -> bool:
        """Whether "he" or "she" can be the person: what was told of it before its given name."""
        known = self.sexes or {_usual_sex(name.given[0]) for name in self.names}
        return not sex or sex in known or known - {""} in (set(), {"he", "she"})

    def bears(self, family: str) -> bool:
        """Whether a surname, as folded, is the person's."""
        return any(
            same_surname(family, known.family) or same_surname(_last_word(family), _last_word(known.family))
            for known in self.names
        )

    def accepts(self, name: Name) -> bool:
        """Whether the name is compatible with every full name seen of the person."""
        return all(compatible(name, known) for known in self.names)


def _usual_sex(given: str) -> str:
    """Whose a given name usually is: "he", "she", or empty where it may be anybody's."""
    return "she" if given in gazetteer.words("her_name") else "he" if given in gazetteer.words("his_name") else ""


def _last_word(family: str) -> str:
    return family.rpartition(" ")[2]


class Links(NamedTuple):
    """What became of the mentions of persons."""

    people: tuple[Person, ...]
    link: dict[tuple[int, int], tuple[int, str]]
    """(article, mention) -> (number of the person, why)."""
    open: dict[tuple[int, int], tuple[tuple[int, ...], str]]
    """(article, mention) -> (numbers of the candidates, why)."""


def _is_full(name: Name) -> bool:
    return bool(name.given)


def resolve_people(
    mentions: Sequence[Sequence[tuple[int, Mention, bool]]],
    listed: Sequence[tuple[int, Sequence[str]]],
    distinct: Mapping[int, frozenset[Slug]],
    told: Mapping[tuple[int, int], Told] = MappingProxyType({}),
    apposed: Mapping[tuple[int, int], int] = MappingProxyType({}),
) -> Links:
    """Links every mention of a person.

    Args:
        mentions: For each article its persons in order: number of the mention, itself, whether a title stands before it.
        listed: The editor's people: number and every name and alias.
        distinct: For an editor's person, the slugs of those it never is.
        told: By article and mention, what the words around it tell of the person's sex.
        apposed: By article and mention, the number of the full name that explains it.
    """
    people: list[Person] = []
    link: dict[tuple[int, int], tuple[int, str]] = {}
    open_names: dict[tuple[int, int], tuple[tuple[int, ...], str]] = {}
    by_surface: dict[str, list[int]] = defaultdict(list)
    by_family: dict[str, list[int]] = defaultdict(list)

    def new_person() -> int:
        people.append(Person())
        return len(people) - 1

    def learn(number: int, name: Name) -> None:
        person = people[number]
        if name not in person.names and _is_full(name):
            person.names.append(name)
            for key in _keys(name):
                if number not in by_family[key]:
                    by_family[key].append(number)

    for index, names in listed:
        number = new_person()
        people[number].listed = index
        for surface in names:
            name = parse_name(surface)
            by_surface[fold_name(surface)].append(number)
            if _is_full(name):
                learn(number, name)
            elif number not in by_family[skeleton(name.family)]:
                by_family[skeleton(name.family)].append(number)

    # Full names first, the commonest forms first, so that what is well attested gathers what is rare.
    seen: Counter[str] = Counter()
    together: dict[int, set[str]] = defaultdict(set)
    surfaces = {(a, n): mention.surface for a, found in enumerate(mentions) for n, mention, _ in found}
    for article, found in enumerate(mentions):
        for _, mention, _ in found:
            if _is_full(parse_name(mention.surface)):
                seen[mention.surface] += 1
                together[article].add(mention.surface)
    order = sorted(seen, key=lambda s: (-len(parse_name(s).given[0]) > -2, -seen[s], s))
    person_of: dict[str, int] = {}
    undecided: dict[str, tuple[int, ...]] = {}
    for surface in order:
        name = parse_name(surface)
        exact = by_surface.get(fold_name(surface), [])
        if len(exact) == 1:
            person_of[surface] = exact[0]
            learn(exact[0], name)
            continue
        near = sorted({n for key in _keys(name) for n in by_family.get(key, [])})
        fitting = [n for n in near if people[n].accepts(name)]
        fitting = [
            n
            for n in fitting
            if slugify(surface) not in distinct.get(people[n].listed or 0, frozenset()) or people[n].listed is None
        ]
        fitting = [n for n in fitting if not _father_and_son(name, people[n], together, surface)]
        exact_name = [n for n in fitting if name in people[n].names]
        if exact_name:
            fitting = exact_name[:1]
        if len(fitting) > 1:
            # Editor's people before found ones; then the one whose given name is written the same.
            ours = [n for n in fitting if people[n].listed is not None]
            same = [n for n in fitting if any(known.given[0] == name.given[0] for known in people[n].names)]
            fitting = ours if len(ours) == 1 else same if len(same) == 1 else fitting
        if len(fitting) == 1:
            person_of[surface] = fitting[0]
            learn(fitting[0], name)
        elif len(fitting) > 1:
            undecided[surface] = tuple(fitting)
        else:
            number = new_person()
            person_of[surface] = number
            learn(number, name)

    def attach(at: tuple[int, int], number: int, mention: Mention, why: str, titled: bool) -> None:
        link[at] = (number, why)
        person = people[number]
        person.surfaces[mention.surface] += 1
        person.mentions.append(at)
        person.titled |= titled

    for at, known in told.items():
        surface = surfaces.get(at, "")
        if surface in person_of and known.sex:
            people[person_of[surface]].sexes.add(known.sex)
        if surface in person_of:
            people[person_of[surface]].sovereign |= known.sovereign
    sovereigns: dict[str, dict[str, int]] = defaultdict(dict)

    def reigning(key: str, number: str) -> int:
        """Who is called "King Hussein": the only one of the surname with such a title, or whoever goes by that name alone.

        Another number is somebody else; without one it is the only one of the name.
        """
        known = sovereigns[key]
        if number in known:
            return known[number]
        if known and (not number or known.keys() == {""}) and len(known) == 1:
            known[number] = next(iter(known.values()))
            return known[number]
        crowned = [] if number else [n for n in by_family.get(key, ()) if people[n].sovereign]
        known[number] = crowned[0] if len(crowned) == 1 else new_person()
        people[known[number]].sovereign = True
        return known[number]

    waiting: list[tuple[tuple[int, int], Mention, bool]] = []
    kin: list[tuple[tuple[int, int], Mention, bool]] = []
    for article, found in enumerate(mentions):
        # In an article a short form is somebody named in full there: the nearest before it, else the first after it.
        full = [(n, person_of[m.surface]) for n, m, _ in found if m.surface in person_of]
        inside: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for n, number in full:
            for words in people[number].names:
                for key in _keys(words):
                    inside[key].append((n, number))
        given: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for n, number in full:
            for words in people[number].names:
                given[skeleton(words.given[0])].append((n, number))
        contradicted: dict[str, int] = {}
        for n, mention, titled in found:
            at = (article, n)
            surface = mention.surface
            if surface in person_of:
                attach(at, person_of[surface], mention, "named in full", titled)
                continue
            name = parse_name(surface)
            if surface in undecided:
                here = {number for _, number in full} & set(undecided[surface])
                if len(here) == 1:
                    attach(at, here.pop(), mention, "the only one of that name in the article", titled)
                else:
                    open_names[at] = (undecided[surface], "the name fits more than one person")
                continue
            exact = by_surface.get(fold_name(surface), [])
            if len(exact) == 1:
                attach(at, exact[0], mention, "a name its file lists", titled)
                continue
            key = skeleton(name.family)
            said = told.get(at, _NOTHING_TOLD)
            explained = person_of.get(surfaces.get((article, apposed.get(at, -1)), ""))
            if explained is not None and explained in (number for _, number in inside.get(key, ())):
                attach(at, explained, mention, "the full name in apposition to it", titled)
                continue
            if said.sovereign or is_regnal(surface.split()):
                number = reigning(key, name.suffix)
                attach(at, number, mention, "a monarch or a pope of that name", titled)
                inside[key] = sorted({*inside[key], (n, number)})
                continue
            bearers = [b for b in inside.get(key, ()) if people[b[1]].sovereign or people[b[1]].bears(name.family)]
            choice = _nearest_fitting(people, bearers, n, said)
            if choice is not None and not (said.sex == "" and contradicted.get(key, -1) >= _last_before(bearers, n)):
                attach(at, choice, mention, "the surname of the person named in full before it", titled)
                people[choice].sexes.update({said.sex} - {""})
                continue
            if bearers:
                # "Ms. Banda", his daughter: somebody whom the article does not name in full.
                contradicted[key] = n
                against = "its title speaks against the bearers of the surname named in the article"
                why = against if said.sex else "somebody else of the surname stands before it"
                open_names[at] = (tuple(sorted({number for _, number in bearers})), why)
                continue
            if said.kin:
                kin.append((at, mention, titled))
                continue
            choice = _nearest(given.get(key, ()), n)
            if choice is not None and not titled:
                attach(at, choice, mention, "the given name of a person named in full in the article", titled)
                continue
            waiting.append((at, mention, titled))

    by_given: dict[str, list[int]] = defaultdict(list)
    for number, person in enumerate(people):
        for key in sorted({skeleton(known.given[0]) for known in person.names if known.given}):
            by_given[key].append(number)
    alone: dict[str, int] = {}
    for at, mention, titled in waiting:
        key = skeleton(parse_name(mention.surface).family)
        family = parse_name(mention.surface).family
        everybody = [number for number in by_family.get(key, []) if people[number].bears(family)]
        fitting = [number for number in everybody if people[number].fits(told.get(at, _NOTHING_TOLD).sex)]
        if len(fitting) == 1 < len(everybody):
            attach(at, fitting[0], mention, "the only person of that surname and sex in the book", titled)
        elif everybody and not fitting:
            open_names[at] = (
                tuple(sorted(everybody)),
                "the title speaks against the bearers of the surname in the book",
            )
        elif len(fitting) == 1:
            attach(at, fitting[0], mention, "the only person of that surname in the book", titled)
        elif len(fitting) > 1:
            open_names[at] = (tuple(sorted(fitting)), "the surname fits more than one person of the book")
        elif titled and len(by_given.get(key, ())) == 1:
            attach(at, by_given[key][0], mention, "the only person of that given name in the book", titled)
        else:
            if key not in alone:
                alone[key] = new_person()
            attach(at, alone[key], mention, "nobody of that surname is named in full", titled)
    relations: dict[tuple[int, str], int] = {}
    for at, mention, titled in kin:
        # "his wife, Doris", named by nothing else in the article.
        whose = (at[0], fold_name(mention.surface))
        if whose not in relations:
            relations[whose] = new_person()
        attach(
            at,
            relations[whose],
            mention,
            "a relation of somebody in the article, named by the given name alone",
            titled,
        )
    return Links(tuple(people), link, open_names)


def _keys(name: Name) -> tuple[str, ...]:
    """Under which surnames a name is looked for: with and without its particles, and each half of a double name."""
    family = name.family
    words = family.split()
    keys = {skeleton(family), skeleton(words[-1]) if words else ""}
    return tuple(sorted(keys - {""}))


_NOTHING_TOLD = Told()
_LOOKED_AT = 100
"""Full names looked at on either side of a short form: more than any report has of one surname."""


def _can_be(people: Sequence[Person], number: int, said: Told, before: bool) -> bool:
    """Whether a short form can be that person; "his daughter" is nobody named before her, unless told to be a woman."""
    person = people[number]
    if said.kin and before and said.sex not in (person.sexes or {_usual_sex(name.given[0]) for name in person.names}):
        return False
    return person.fits(said.sex)


def _last_before(bearers: Sequence[tuple[int, int]], at: int) -> int:
    """The number of the last full name before a mention; 0 where there is none."""
    count = bisect_left(bearers, at, key=lambda bearer: bearer[0])
    return bearers[count - 1][0] if count else 0


def _nearest_fitting(people: Sequence[Person], bearers: Sequence[tuple[int, int]], at: int, said: Told) -> int | None:
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


def _nearest(places: Sequence[tuple[int, int]], at: int) -> int | None:
    """The person named last before `at`, else first after it; `places` are in order."""
    count = bisect_left(places, at, key=lambda place: place[0])
    if count:
        return places[count - 1][1]
    return places[0][1] if places else None


def _father_and_son(name: Name, person: Person, together: Mapping[int, set[str]], surface: str) -> bool:
    """Whether a name with "Jr." and one without stand in one article: then they are two people."""
    for known in person.names:
        if bool(known.suffix) != bool(name.suffix):
            others = {s for surfaces in together.values() if surface in surfaces for s in surfaces}
            if any(parse_name(other) == known for other in others):
                return True
    return False


_REGNAL = re.compile(r"(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})")
"""A number from I to XXIX, as after a monarch's name."""


def display_name(person: Person) -> str:
    """The fullest common form of the person's name, without title; a form seen once does not win over one seen often."""
    full = {s: c for s, c in person.surfaces.items() if _is_full(parse_name(s))}
    forms = full or dict(person.surfaces)

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


def is_regnal(words: Sequence[str]) -> bool:
    """Whether a name is a monarch's or a pope's: given names and a number ("Abdullah II", "John Paul II")."""
    if len(words) < 2 or not _REGNAL.fullmatch(words[-1]):
        return False
    return len(words) == 2 or words[-1].lower() not in SUFFIXES or _of_given_names(words[:-1])


def _of_given_names(words: Sequence[str]) -> bool:
    """Whether every word is a given name: "John Paul II", unlike "John Smith II"."""
    usual = gazetteer.words("his_name") | gazetteer.words("her_name")
    return all(fold_name(word) in usual for word in words)
