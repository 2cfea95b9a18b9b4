"""Over the whole book: which person each mention means, or that it stays open.

Within an article a short form goes to the nearest preceding full name with that surname. Across the book names are blocked by
surname and joined only where every pair is compatible; a surname that fits two people stays open.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from briefbook.annotate import gazetteer
from briefbook.annotate.bearers import (
    PAIR,
    Key,
    Person,
    are_father_and_son,
    by_age,
    by_suffix,
    last_before,
    nearest,
    nearest_fitting,
    surname_keys,
)
from briefbook.annotate.common_ground import CommonGround
from briefbook.annotate.gazetteer import fold_name
from briefbook.annotate.person_names import (
    Name,
    consonants,
    given_compatible,
    is_regnal,
    nickname,
    other_surnames,
    parse_name,
    skeleton,
)
from briefbook.annotate.roles import ELDER, Told
from briefbook.model.entity import Mention
from briefbook.model.text import Slug, slugify

WELL_KNOWN = 3
"""Articles from which somebody is known to the whole book by the surname."""
USUAL = 2
"""Times that somebody was called by the bare surname before another of it came up, from which it goes on meaning the first."""
LONG_ENOUGH = 6
"""Letters from which a surname printed in two ways is more likely one than two."""


class Links(NamedTuple):
    """What became of the mentions of persons."""

    people: tuple[Person, ...]
    link: dict[Key, tuple[int, str]]
    """To the number of the person, and why."""
    open: dict[Key, tuple[tuple[int, ...], str]]
    """To the numbers of the candidates, and why."""


class _Waiting(NamedTuple):
    """A short form that its article does not explain."""

    at: Key
    mention: Mention
    titled: bool
    said: Told


def resolve_people(
    mentions: Sequence[Sequence[tuple[int, Mention, bool]]],
    listed: Sequence[tuple[int, Sequence[str]]],
    distinct: Mapping[int, frozenset[Slug]],
    told: Mapping[Key, Told] = MappingProxyType({}),
    apposed: Mapping[Key, int] = MappingProxyType({}),
    born: Mapping[Key, int] = MappingProxyType({}),
    joined: Mapping[Key, str] = MappingProxyType({}),
    ground: CommonGround | None = None,
) -> Links:
    """Links every mention of a person.

    Args:
        mentions: For each article its persons in order: number of the mention, itself, whether a title stands before it.
        listed: The editor's people: number and every name and alias.
        distinct: For an editor's person, the slugs of those it never is.
        told: By article and mention, what the words around it tell of the person's sex, age and office.
        apposed: By article and mention, the number of the full name that explains it.
        born: By article and mention, the number of the full name of whoever was born with this one.
        joined: By article and mention, the full name of whoever is called by the given name there ("Alan and Kate Golding").
        ground: What the articles name in common; without it every article may explain every other's surnames.
    """
    book = _Book(told, apposed, joined, ground)
    book.learn_listed(listed)
    book.learn_full(mentions, distinct, born)
    for article, found in enumerate(mentions):
        book.read_article(article, found)
    book.settle_waiting()
    book.settle_kin()
    return Links(tuple(book.people), book.link, book.open)


class _Book:
    """The people of a book as they are put together."""

    def __init__(
        self,
        told: Mapping[Key, Told],
        apposed: Mapping[Key, int],
        joined: Mapping[Key, str],
        ground: CommonGround | None,
    ) -> None:
        self.people: list[Person] = []
        self.link: dict[Key, tuple[int, str]] = {}
        self.open: dict[Key, tuple[tuple[int, ...], str]] = {}
        self._told, self._apposed, self._joined, self._ground = told, apposed, joined, ground
        self._by_surface: dict[str, list[int]] = defaultdict(list)
        self._by_family: dict[str, list[int]] = defaultdict(list)
        self._by_consonants: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._surfaces: dict[Key, str] = {}
        self._person_of: dict[str, int] = {}
        """By full name as printed."""
        self._nicknamed: dict[tuple[str, str], str] = {}
        """By nickname and surname, the full name as printed."""
        self._undecided: dict[str, tuple[int, ...]] = {}
        self._sovereigns: dict[str, dict[str, int]] = defaultdict(dict)
        self._waiting: list[_Waiting] = []
        self._kin: list[_Waiting] = []
        self._families: dict[int, set[str]] = defaultdict(set)
        """By article, the surnames in it."""

    def _new_person(self) -> int:
        self.people.append(Person())
        return len(self.people) - 1

    def _learn(self, number: int, name: Name) -> None:
        person = self.people[number]
        if name in person.names or not name.given:
            return
        person.names.append(name)
        for key in surname_keys(name):
            if number not in self._by_family[key]:
                self._by_family[key].append(number)
        self._by_consonants[skeleton(name.given[0]), consonants(name.family)].append(number)

    def learn_listed(self, listed: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Opens a person for each that the editor lists."""
        for index, names in listed:
            number = self._new_person()
            self.people[number].listed = index
            for surface in names:
                name = parse_name(surface)
                # Two forms may fold to one: "Lehné" and "Lehne".
                if number not in self._by_surface[fold_name(surface)]:
                    self._by_surface[fold_name(surface)].append(number)
                if name.given:
                    self._learn(number, name)
                elif number not in self._by_family[skeleton(name.family)]:
                    self._by_family[skeleton(name.family)].append(number)

    def learn_full(
        self,
        mentions: Sequence[Sequence[tuple[int, Mention, bool]]],
        distinct: Mapping[int, frozenset[Slug]],
        born: Mapping[Key, int],
    ) -> None:
        """Opens or finds a person for every full name: the commonest forms first, so that what is well attested gathers what is rare."""
        seen: Counter[str] = Counter()
        together: dict[int, set[str]] = defaultdict(set)
        for article, found in enumerate(mentions):
            for n, mention, _ in found:
                surface = self._joined.get((article, n), mention.surface)
                self._surfaces[article, n] = surface
                if parse_name(surface).given:
                    seen[surface] += 1
                    together[article].add(surface)
        families = {parse_name(surface).family for surface in seen}
        numbered = {parse_name(surface).family for surface in self._surfaces.values() if is_regnal(surface.split())}
        for surface in [
            surface for surface in seen if _is_surname_of(surface, families) or fold_name(surface) in numbered
        ]:
            del seen[surface]  # "Pope John Paul", who is John Paul II
        maiden = {self._surfaces[at]: self._surfaces[at[0], later] for at, later in born.items()}
        order = sorted(seen, key=lambda s: (not nickname(s), -len(parse_name(s).given[0]) > -2, -seen[s], s))
        for surface in order:
            if surface not in maiden:
                self._place_full(surface, distinct, together)
        for surface, later in maiden.items():
            if later in self._person_of:
                self._person_of[surface] = self._person_of[later]
                self.people[self._person_of[later]].former.add(surface)
            elif surface in seen:
                self._place_full(surface, distinct, together)
        for at, known in self._told.items():
            number = self._person_of.get(self._surfaces.get(at, ""))
            if number is not None:
                self.people[number].sexes.update({known.sex} - {""})
                self.people[number].titles.update({known.title} - {""})
                self.people[number].sovereign |= known.sovereign

    def _place_full(
        self, surface: str, distinct: Mapping[int, frozenset[Slug]], together: Mapping[int, set[str]]
    ) -> None:
        name = parse_name(surface)
        if called := nickname(surface):
            self._nicknamed[skeleton(fold_name(called)), skeleton(name.family)] = surface
        elif len(name.given) == 1:
            full = self._nicknamed.get((skeleton(name.given[0]), skeleton(name.family)), "")
            if full in self._person_of:
                self._person_of[surface] = self._person_of[full]  # "Teddy Sanchez", of Teodoro "Teddy" Sanchez
                return
        exact = self._by_surface.get(fold_name(surface), [])
        if len(exact) == 1:
            self._person_of[surface] = exact[0]
            self._learn(exact[0], name)
            return
        near = {n for key in surname_keys(name) for n in self._by_family.get(key, ())}
        near.update(self._by_consonants.get((skeleton(name.given[0]), consonants(name.family)), ()))
        people = self.people
        fitting = [
            n
            for n in sorted(near)
            if people[n].accepts(name)
            and (people[n].listed is None or slugify(surface) not in distinct.get(people[n].listed or 0, frozenset()))
            and not are_father_and_son(name, people[n], together, surface)
        ]
        exact_name = [n for n in fitting if name in people[n].names]
        if exact_name:
            fitting = exact_name[:1]
        if len(fitting) > 1:
            # Editor's people before found ones; then the one whose given name is written the same.
            ours = [n for n in fitting if people[n].listed is not None]
            same = [n for n in fitting if any(known.given[0] == name.given[0] for known in people[n].names)]
            fitting = ours if len(ours) == 1 else same if len(same) == 1 else fitting
        if len(fitting) > 1:
            self._undecided[surface] = tuple(fitting)
            return
        number = fitting[0] if fitting else self._new_person()
        self._person_of[surface] = number
        self._learn(number, name)

    def _attach(self, at: Key, number: int, mention: Mention, why: str, titled: bool) -> None:
        self.link[at] = (number, why)
        person = self.people[number]
        person.surfaces[mention.surface] += 1
        person.mentions.append(at)
        person.titled |= titled
        title = self._told[at].title if at in self._told else ""
        if title:
            person.titles.add(title)

    def _reigning(self, key: str, number: str) -> int:
        """Who is called "King Hussein": the only one of the surname with such a title, or whoever goes by that name alone.

        Another number is somebody else; without one it is the only one of the name.
        """
        known = self._sovereigns[key]
        if number in known:
            return known[number]
        if known and (not number or known.keys() == {""}) and len(known) == 1:
            known[number] = next(iter(known.values()))
            return known[number]
        crowned = [] if number else [n for n in self._by_family.get(key, ()) if self.people[n].sovereign]
        known[number] = crowned[0] if len(crowned) == 1 else self._new_person()
        self.people[known[number]].sovereign = True
        return known[number]

    def read_article(self, article: int, found: Sequence[tuple[int, Mention, bool]]) -> None:
        """Links what the article itself explains: a short form is somebody named in full there, else it waits."""
        people = self.people
        full = [
            (n, self._person_of[surface])
            for n, _, _ in found
            if (surface := self._surfaces[article, n]) in self._person_of
        ]
        inside: dict[str, list[Key]] = defaultdict(list)
        """By surname, the number of the mention and of the person."""
        given: dict[str, list[Key]] = defaultdict(list)
        besides: dict[str, list[Key]] = defaultdict(list)
        """By what else than the last surname somebody may be called."""
        for n, number in full:
            for words in people[number].names:
                for key in surname_keys(words):
                    inside[key].append((n, number))
                given[skeleton(words.given[0])].append((n, number))
                for called in other_surnames(words, self._surfaces[article, n]):
                    besides[called].append((n, number))
            if called := nickname(self._surfaces[article, n]):
                given[skeleton(fold_name(called))].append((n, number))
        self._families[article].update(inside)
        styled_given = {
            skeleton(words.given[0]): number
            for n, number in full
            for words in people[number].names
            if (said := self._told.get((article, n), _NOTHING_TOLD)).sovereign or said.by_given
        }
        """Princes and sheikhs named in full, by given name."""
        for n, mention, _ in found:
            if mention.surface not in self._person_of and self._told.get((article, n), _NOTHING_TOLD).sovereign:
                name = parse_name(mention.surface)
                if not name.given and skeleton(name.family) not in styled_given:
                    inside[skeleton(name.family)].append((n, self._reigning(skeleton(name.family), name.suffix)))
        ages = self._ages(article, full)
        contradicted: dict[str, int] = {}
        plain: Counter[int] = Counter()
        """How often somebody went by the bare surname."""
        styled: dict[int, set[bool]] = defaultdict(set)
        """Whether short forms of somebody's name have "Mr." or "Ms." before them."""
        for n, mention, titled in found:
            at = (article, n)
            surface = self._surfaces[at]
            if surface in self._person_of:
                why = "named in full" if surface == mention.surface else "the full name is told by the name beside it"
                self._attach(at, self._person_of[surface], mention, why, titled)
                people[self._person_of[surface]].surfaces.setdefault(surface, 0)
                continue
            name = parse_name(surface)
            if surface in self._undecided:
                here = {number for _, number in full} & set(self._undecided[surface])
                if len(here) == 1:
                    self._attach(at, here.pop(), mention, "the only one of that name in the article", titled)
                else:
                    self.open[at] = (self._undecided[surface], "the name fits more than one person")
                continue
            exact = self._by_surface.get(fold_name(surface), [])
            if len(exact) == 1:
                self._attach(at, exact[0], mention, "a name its file lists", titled)
                continue
            family = fold_name(surface) if name.given else name.family
            key = skeleton(family)
            said = self._told.get(at, _NOTHING_TOLD)
            explained = self._person_of.get(self._surfaces.get((article, self._apposed.get(at, -1)), ""))
            if explained is not None and explained in (number for _, number in inside.get(key, ())):
                self._attach(at, explained, mention, "the full name in apposition to it", titled)
                continue
            if (said.sovereign or said.by_given) and key in styled_given and not name.suffix:
                why = "the given name of the only one of that title named in full in the article"
                self._attach(at, styled_given[key], mention, why, titled)
                continue
            if said.sovereign or is_regnal(surface.split()):
                number = self._reigning(key, name.suffix)
                self._attach(at, number, mention, "a monarch or a pope of that name", titled)
                inside[key] = sorted({*inside[key], (n, number)})
                continue
            bearers = [b for b in inside.get(key, ()) if people[b[1]].sovereign or people[b[1]].bears(family)]
            spelled = [b for b in bearers if people[b[1]].sovereign or people[b[1]].is_spelled(family)]
            bearers = spelled or besides.get(family) or bearers
            if len(bearers) > 1 and not name.given:
                # "Bucaramo" is he who has the very surname, not the wife who is "Pulley de Bucaramo".
                bearers = [b for b in bearers if any(n.family == family for n in people[b[1]].names)] or bearers
            if said.rank and len({number for _, number in bearers}) > 1:
                aged = by_suffix(people, bearers, said.rank)
                if aged is None:
                    aged = by_age(bearers, said.rank, ages)
                if aged is None:
                    aged = self._by_descent(article, bearers, said.rank)
                if aged is None:
                    why = f"{said.rank} of several of the surname; the article does not say which is"
                    self.open[at] = (tuple(sorted({number for _, number in bearers})), why)
                else:
                    self._attach(at, aged, mention, f"the {said.rank} of that surname in the article", titled)
                    inside[key] = sorted({*inside[key], (n, aged)})
                continue
            choice = nearest_fitting(people, bearers, n, said)
            if said.title and choice is not None and said.title not in people[choice].titles:
                holders = [bearer for bearer in bearers if said.title in people[bearer[1]].titles]
                choice = nearest(holders, n) if holders else choice
            if choice is not None and not (said.sex or said.title) and styled[choice] == {True}:
                # Who is "Ms. Sedgemoor" throughout is not meant by "Sedgemoor" where another goes by that.
                choice = nearest([bearer for bearer in bearers if styled[bearer[1]] == {False}], n) or choice
            if choice is not None and not (said.sex or said.title) and not plain[choice]:
                # Nor is the wife, named once, by the surname that the senator has gone by all along.
                usual = [bearer for bearer in bearers if plain[bearer[1]] >= USUAL]
                choice = usual[0][1] if len({number for _, number in usual}) == 1 else choice
            officer = self._officer(family, key, choice, bearers, said)
            if officer is not None:
                self._attach(
                    at, officer, mention, "the only person of that surname in the book with that title", titled
                )
                continue
            if choice is not None and not (said.sex == "" and contradicted.get(key, -1) >= last_before(bearers, n)):
                self._attach(at, choice, mention, "the surname of the person named in full before it", titled)
                styled[choice].add(said.sex != "" and not said.title)
                plain[choice] += not said.sex
                people[choice].sexes.update({said.sex} - {""})
                continue
            if bearers:
                # "Ms. Banda", his daughter: somebody whom the article does not name in full.
                contradicted[key] = n
                if not said.kin and self._others(family, key, {number for _, number in bearers}, said):
                    self._waiting.append(_Waiting(at, mention, titled, said))  # "Mr. Trump", where Ivanka is named
                    continue
                against = "its title speaks against the bearers of the surname named in the article"
                why = against if said.sex else "somebody else of the surname stands before it"
                self.open[at] = (tuple(sorted({number for _, number in bearers})), why)
                continue
            waiting = _Waiting(at, mention, titled, said)
            if said.kin:
                self._kin.append(waiting)
                continue
            choice = nearest(given.get(key, ()) or _in_other_form(given, fold_name(surface)), n)
            if choice is not None and not titled:
                self._attach(at, choice, mention, "the given name of a person named in full in the article", titled)
                continue
            self._families[article].add(key)
            self._waiting.append(waiting)

    def _by_descent(self, article: int, bearers: Sequence[Key], rank: str) -> int | None:
        """The elder or the younger of two of whom one is called the other's son or daughter; None where neither is."""
        numbers = sorted({number for _, number in bearers})
        children = {number for n, number in bearers if self._told.get((article, n), _NOTHING_TOLD).child}
        parents = {number for n, number in bearers if self._told.get((article, n), _NOTHING_TOLD).parent}
        children = children or (set(numbers) - parents if parents else set())
        if len(numbers) != PAIR or len(children) != 1:
            return None
        child = next(iter(children))
        return child if rank != ELDER else next(number for number in numbers if number != child)

    def _officer(self, family: str, key: str, choice: int | None, bearers: Sequence[Key], said: Told) -> int | None:
        """Who else of the surname bears the office that is told, where nobody does whom the article names in full.

        "President Oduya" is not Esther Oduya, though she is named before him.
        """
        if not said.title or choice is None or any(said.title in self.people[number].titles for _, number in bearers):
            return None
        named = {number for _, number in bearers}
        others = [
            number
            for number in self._by_family.get(key, ())
            if number not in named and said.title in self.people[number].titles and self._is_spelled(number, family)
        ]
        return others[0] if len(others) == 1 else None

    def _others(self, family: str, key: str, named: Collection[int], said: Told) -> bool:
        """Whether the book has a bearer of the surname whom the article does not name and the words about the mention allow."""
        return any(
            number not in named and self.people[number].bears(family) and self.people[number].fits(said.sex)
            for number in self._by_family.get(key, ())
        )

    def _ages(self, article: int, full: Sequence[Key]) -> dict[int, int]:
        """How old the article says its people are, in years."""
        ages: dict[int, int] = {}
        for n, number in full:
            said = self._told.get((article, n), _NOTHING_TOLD)
            if said.age:
                ages[number] = said.age
        return ages

    def settle_waiting(self) -> None:
        """Links what no article explained: to the only person of the surname in the book, as far as sex and office allow.

        What an article calls somebody at one mention holds for the surname's others in it.
        """
        akin = {(one.at[0], fold_name(one.mention.surface)) for one in self._kin}
        self._kin += [one for one in self._waiting if (one.at[0], fold_name(one.mention.surface)) in akin]
        self._waiting = [one for one in self._waiting if (one.at[0], fold_name(one.mention.surface)) not in akin]
        by_given = self._by_given()
        groups: dict[tuple[int, str], list[_Waiting]] = defaultdict(list)
        for one in self._waiting:
            groups[one.at[0], skeleton(parse_name(one.mention.surface).family)].append(one)
        alone: dict[str, int] = {}
        # Who is called what is learnt from the sure ones before it decides the others.
        later: list[tuple[str, list[_Waiting], str]] = []
        for (_, key), group in groups.items():
            sexes = {one.said.sex for one in group} - {""}
            for part in [group] if len(sexes) <= 1 else [[one] for one in group]:
                sex = next(iter(sexes), "") if len(sexes) <= 1 else part[0].said.sex
                if not self._settle_group(key, part, sex, by_given):
                    later.append((key, part, sex))
        for key, part, sex in later:
            family = parse_name(part[0].mention.surface).family
            everybody = [number for number in self._by_family.get(key, ()) if self._is_spelled(number, family)]
            fitting = self._apart([number for number in everybody if self.people[number].fits(sex)])
            titles = {one.said.title for one in part} - {""}
            called = [number for number in fitting if titles & self.people[number].titles]
            for one in part:
                if len(fitting) == 1 and len(everybody) > 1 and self._may_mean(part, family, fitting[0]):
                    why = "the others of that surname are named beside this person alone"
                    self._attach(one.at, fitting[0], one.mention, why, one.titled)
                elif len(called) == 1:
                    why = "the only person of that surname in the book with that title"
                    self._attach(one.at, called[0], one.mention, why, one.titled)
                elif fitting:
                    self.open[one.at] = (tuple(sorted(fitting)), "the surname fits more than one person of the book")
                elif everybody:
                    why = "the title speaks against the bearers of the surname in the book"
                    self.open[one.at] = (tuple(sorted(everybody)), why)
                else:
                    if key not in alone:
                        alone[key] = self._new_person()
                    self._attach(one.at, alone[key], one.mention, "nobody of that surname is named in full", one.titled)

    def _apart(self, numbers: Sequence[int]) -> list[int]:
        """Those of several bearers whom not every article that has them names beside another of them, who stands in more.

        A senator's wife is named where he is; whoever is called by the surname alone elsewhere is the senator.
        """
        articles = {number: {article for article, _ in self.people[number].mentions} for number in numbers}
        return [
            number
            for number in numbers
            if not any(articles[number] < articles[other] for other in numbers if articles[number])
        ]

    def _settle_group(
        self, key: str, group: Sequence[_Waiting], sex: str, by_given: Mapping[str, Sequence[int]]
    ) -> bool:
        """Links an article's mentions of a surname that the book leaves one bearer for; whether it did."""
        family = parse_name(group[0].mention.surface).family
        everybody = [number for number in self._by_family.get(key, ()) if self._is_spelled(number, family)]
        fitting = [number for number in everybody if self.people[number].fits(sex)]
        if len(fitting) == 1:
            choice = fitting[0]
            why = "the only person of that surname in the book"
            if len(everybody) > 1:
                why = "the only person of that surname and sex in the book"
            if not self._may_mean(group, family, choice):
                for one in group:
                    self.open[one.at] = (choice,), "nothing else ties the article to the only person of that surname"
                return True
        elif not everybody and any(one.titled for one in group) and len(by_given.get(key, ())) == 1:
            choice, why = by_given[key][0], "the only person of that given name in the book"
            group = [one for one in group if one.titled]
        else:
            return False
        for one in group:
            self._attach(one.at, choice, one.mention, why, one.titled)
        return True

    def _may_mean(self, group: Sequence[_Waiting], family: str, number: int) -> bool:
        """Whether a surname that its article does not explain may be the person's whom other articles name in full.

        A cricketer is not the economist of his surname because the book has no other: there must be something else that ties
        the article to the person, or the person is known so well that nobody need say more.
        """
        person = self.people[number]
        articles = {article for article, _ in person.mentions}
        if self._ground is None or person.listed is not None or len(articles) >= WELL_KNOWN:
            return True
        if family in gazetteer.words("known_alone") or any(one.said.title in person.titles - {""} for one in group):
            return True
        here = group[0].at[0]
        return any(self._ground.are_related(here, article) for article in sorted(articles))

    def _is_spelled(self, number: int, family: str) -> bool:
        """Whether a surname is the person's, a short one in the same letters: "Joe" is no Joye, "Buck" no Book."""
        person = self.people[number]
        if len(family) >= LONG_ENOUGH or person.listed is not None:
            return person.bears(family)
        return person.is_spelled(family)

    def _by_given(self) -> dict[str, list[int]]:
        by_given: dict[str, list[int]] = defaultdict(list)
        for number, person in enumerate(self.people):
            for key in sorted({skeleton(known.given[0]) for known in person.names if known.given}):
                by_given[key].append(number)
        return by_given

    def settle_kin(self) -> None:
        """Links "his wife, Doris": to the only Doris of a surname that the article has, else to somebody of her own."""
        by_given = self._by_given() if self._kin else {}
        relations: dict[tuple[int, str], tuple[int, str]] = {}
        for at, mention, titled, _ in self._kin:
            folded = fold_name(mention.surface)
            whose = (at[0], folded)
            if whose not in relations:
                families = self._families[at[0]]
                akin = [
                    number
                    for number in by_given.get(skeleton(folded), ())
                    if any(not families.isdisjoint(surname_keys(name)) for name in self.people[number].names)
                ]
                relations[whose] = (
                    (akin[0], "a relation of somebody in the article, the only one of that given name and surname")
                    if len(akin) == 1
                    else (self._new_person(), "a relation of somebody in the article, named by the given name alone")
                )
            number, why = relations[whose]
            self._attach(at, number, mention, why, titled)


def _in_other_form(given: Mapping[str, Sequence[Key]], surface: str) -> Sequence[Key]:
    """Where the only person stands whose given name has the folded one as another form: Reg for Reginald."""
    forms = gazetteer.same_given_names()
    if surface not in forms:
        return ()
    fitting = [
        bearer
        for called, bearers in given.items()
        if called in forms and given_compatible(surface, called)
        for bearer in bearers
    ]
    return fitting if len({number for _, number in fitting}) == 1 else ()


def _is_surname_of(surface: str, families: set[str]) -> bool:
    """Whether what looks like a full name is the surname of somebody else ("Van Essen", of Kees van Essen)."""
    return " " in surface and parse_name(surface).given in _PARTICLES_ALONE and fold_name(surface) in families


_PARTICLES_ALONE = frozenset({("al",), ("ben",), ("van",), ("del",), ("abu",)})


_NOTHING_TOLD = Told()
