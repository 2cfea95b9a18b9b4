"""The article as a whole decides what its candidates name: surnames follow full names, and one string has one reading."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from briefbook.annotate.capitals import ARTICLE, Token
from briefbook.annotate.evidence import Candidate
from briefbook.annotate.gazetteer import COUNTRY, REGION, common_words, fold_name, places_named, same_given_names, words
from briefbook.annotate.person_names import is_first_of_two, nickname
from briefbook.annotate.romanised import is_family_first
from briefbook.annotate.segments import CITY_KNOWN, FULL, ORGANISATION, OTHER, PERSON, PLACE
from briefbook.annotate.spans import SURE_PERSON
from briefbook.annotate.weights import (
    COMPANY,
    GIVEN_NAME_FIRST,
    IN_A_NAME,
    KNOWN_GIVEN_NAME,
    KNOWN_SURNAME,
    THE_BEFORE,
    THRESHOLD,
    TOWN,
)
from briefbook.annotate.wordforms import (
    IS_COMMON,
    IS_GIVEN,
    IS_PARTICLE,
    IS_SUFFIX,
    IS_SURNAME,
)

SURE_PLACE = 2.5
"""From which score a place vouches for the article's other mentions of it."""
SURE_ORGANISATION = 4.0
"""From which score the last word of an organisation is its own, whoever else is called so."""
_REMEMBERED = 1 << 15
"""How many names are remembered with what they are called by."""
_ARABIC_ARTICLE = re.compile(rf"^{ARTICLE}[-‑ ](?=\w)")


def _part_speaker(candidates: list[Candidate], people: Counter[str]) -> list[Candidate]:
    """Whoever stands right behind an organisation ("told Al Jazeera Mubarak must go") and is named in the article elsewhere."""
    found = []
    for c in candidates:
        if len(c.tokens) == 1 or not max(c.scores) == c.scores[ORGANISATION] < SURE_ORGANISATION:
            continue
        last = c.tokens[-1]
        if not c.headline and not last.gap and people.get(_called(last.text), 0) > 1 and c.end == last.end:
            words = c.tokens[:-1]
            scores = [0.0, 0.0, c.scores[ORGANISATION], 0.0]
            found.append(
                Candidate(c.start, words[-1].end, c.text[: words[-1].end - words[0].start], words, scores, 0.0)
            )
            found.append(Candidate(last.start, last.end, last.text, (last,), [0.5, 0.0, 0.0, 0.0], 0.0))
            found[-1].label = c.label
            c.scores[ORGANISATION] = 0.0
    return found


@lru_cache(maxsize=_REMEMBERED)
def _called(text: str) -> str:
    """What somebody is called by, folded, without the Arabic article: al-Haddad and Haddad are one surname."""
    return fold_name(_ARABIC_ARTICLE.sub("", text))


def _surname_alone(c: Candidate) -> str:
    """What somebody is called by if the candidate is a surname alone: without the "Jr." behind it."""
    return _called(c.tokens[0].text if len(c.tokens) == FULL and c.tokens[1].facts & IS_SUFFIX else c.text)


def _surnames(tokens: Sequence[Token]) -> Iterator[str]:
    """What a person named in full may be called by: the last word, with its particles too, or the first where it is the family's."""
    end = len(tokens)
    while end > 1 and tokens[end - 1].facts & IS_SUFFIX:
        end -= 1
    yield _called(tokens[end - 1].text)
    start = end - 1
    if start > 1 and tokens[start].gap in words("particle"):
        yield _called(tokens[start - 1].text)  # "Salinas", of Carlos Salinas de Gortari
    if tokens[start].gap:
        yield fold_name(f"{tokens[start].gap} {tokens[start].text}")
    while start > 1 and tokens[start - 1].facts & IS_PARTICLE:
        start -= 1
        yield fold_name(" ".join(t.text for t in tokens[start:end]))
    if is_family_first([t.text for t in tokens]):
        yield tokens[0].key
    elif end > FULL and not tokens[end - 1].gap and not tokens[end - 2].gap and is_first_of_two(tokens[end - 2].key):
        yield _called(tokens[end - 2].text)  # "Arniches" and "Arniches Velasco", of Jose Luis Arniches Velasco
        yield fold_name(f"{tokens[end - 2].text} {tokens[end - 1].text}")


def _is_family(key: str, sport: int) -> bool:
    """Whether a folded plural is the name of a family that nobody need introduce: "the Kennedys", no side's."""
    return not sport and key.removesuffix("s") in words("known_alone")


OFTEN = 3
"""Times that an English word stands by itself with a capital in an article that calls somebody by it (Dylann Roof, "Roof said")."""
CALLED_BY_LAST = 2.0
"""For an unknown name of two or three words whose last word the article also prints alone, as it does with surnames."""


def _goes_by_last(c: Candidate, alone: Collection[str]) -> bool:
    """Whether a full name that nothing else explains goes by its last word elsewhere in the article."""
    return (
        2 <= len(c.tokens) <= 3
        and not c.headline
        and not c.strength
        and 0.0 <= c.scores[PERSON] < THRESHOLD
        and max(c.scores[1:]) <= c.scores[PERSON] + 0.5
        and max(c.scores[1:]) < THRESHOLD
        and c.tokens[-1].key in alone
        and all(t.text[1:].islower() for t in c.tokens)
        and not any(t.strength >= TOWN for t in c.tokens)
        and not any(t.facts & (IS_COMMON | IS_SURNAME) == IS_COMMON for t in c.tokens[:-1])
    )


def decide(blocks: list[list[Candidate]], sport: int) -> None:
    """Lets the article as a whole speak: surnames follow full names, and one string has one reading."""
    people: Counter[str] = Counter()
    first_names: set[str] = set()
    every = list(chain.from_iterable(blocks))
    several: list[Candidate] = []
    single: list[Candidate] = []
    for c in every:
        (single if len(c.tokens) == 1 else several).append(c)
    often = Counter([c.key for c in single if not c.headline])
    alone = {key for key, count in often.items() if count >= OFTEN or key not in common_words()}
    sides = {c.key for c in several if c.after_the}
    nicknames: set[str] = set()
    full: defaultdict[str, int] = defaultdict(int)
    for c in single:
        if c.titled or c.described:
            people[_called(c.text)] += 1
    for c in several:
        if c.key in sides:
            # "the Red Sox": nobody's name, though "Red Sox fans" looks like one.
            c.scores[PERSON] -= 0.0 if c.after_the or c.titled else THE_BEFORE
        elif _goes_by_last(c, alone):
            c.scores[PERSON] += CALLED_BY_LAST
        if not c.headline and c.scores[PERSON] >= THRESHOLD and c.scores[PERSON] == max(c.scores):
            full[c.key] += 2 if c.titled else 1
            for called in _surnames(c.tokens):
                people[called] += 1
            if c.scores[PERSON] >= GIVEN_NAME_FIRST:
                called = c.tokens[0].key
                if c.tokens[0].facts & IS_GIVEN or (
                    c.scores[PERSON] >= SURE_PERSON and called not in common_words() and len(called) > 2
                ):
                    first_names.add(called)
            if called := nickname(c.text):
                nicknames.add(fold_name(called))
    if people and max(people.values()) > 1:
        for candidates in blocks:
            parted = _part_speaker(candidates, people)
            candidates.extend(parted)
            several.extend(c for c in parted if len(c.tokens) > 1)
        every = list(chain.from_iterable(blocks))
    _weigh_things(every, several)
    seen = Counter([c.key for c in every if not c.headline])
    headlines = {c.key for c in every if c.headline}
    totals = {key: [0.0, 0.0, 0.0, 0.0] for key, count in seen.items() if count > 1 or key in headlines}
    places: set[str] = set()
    countries = {
        c.key
        for c in single
        if c.strength >= COUNTRY and c.key in first_names and (c.inside or c.qualifies or _has_towns_of(c, every))
    }
    other_forms = same_given_names()
    forms = {number for called in first_names for number in other_forms.get(called, ())}
    # Whose words stand in the article more than once, or where capitals say nothing.
    shared: list[Candidate] = []
    for c in every:
        key = c.key
        by_one = len(c.tokens) == 1
        alike = key if by_one and " " not in key else None if key in full and not by_one else _surname_alone(c)
        if alike in people and not (c.titled or c.qualifies or c.inside):
            c.scores[PERSON] += KNOWN_SURNAME
            c.known = True
            c.reason = "the surname of somebody named in full in the article"
            if sport and c.strength <= TOWN:
                c.scores[ORGANISATION] = min(c.scores[ORGANISATION], TOWN)  # "Moore, who beat him": no side of Moore's
        elif by_one and c.plural and (people.get(key.removesuffix("s")) or (c.after_the and _is_family(key, sport))):
            c.scores[PERSON] += KNOWN_SURNAME  # "the Horvats"
        elif key in nicknames:
            c.scores[PERSON] += KNOWN_SURNAME
            c.reason = "the nickname of somebody named in full in the article"
        elif by_one and (key in first_names or (key in other_forms and not forms.isdisjoint(other_forms[key]))):
            # "talks with Chad", where the article has both Chad and a Chad: a country, unless more speaks for the person.
            c.scores[PERSON] += KNOWN_GIVEN_NAME - (0.5 if key in countries else 0.0)
            c.reason = "the given name of somebody named in full in the article"
        elif key in full and full[key] > (0 if c.headline else 1 if max(c.scores) < THRESHOLD else len(blocks)):
            c.scores[PERSON] += KNOWN_SURNAME
            c.known = True
        if c.headline:
            shared.append(c)
        elif key in totals:
            shared.append(c)
            person, place, organisation, other = c.scores
            total = totals[key]
            total[PERSON] += person
            total[PLACE] += place
            total[ORGANISATION] += organisation
            total[OTHER] += other
            if by_one and place >= SURE_PLACE and place == max(c.scores):
                places.add(key)
    months = words("surname_month")
    for c in shared:
        count = seen[c.key]
        if c.headline and not c.known and not (count and max(totals[c.key][:3]) / count >= THRESHOLD):
            # Capitals say nothing here: only what is known from elsewhere counts.
            named = c.label == "PERSON" and len(c.tokens) > 1 and c.tokens[0].facts & IS_GIVEN
            if c.strength < REGION and not named:
                c.scores[OTHER] += 6.0
        # On a sports page a town's name means the town in one line and its club in the next.
        one_reading = not (sport and c.strength) and not c.inside and c.key not in months
        if (count > 1 or (c.headline and count)) and one_reading:
            total = totals[c.key]
            person, place, organisation, other = c.scores
            c.scores = [
                0.5 * person + 0.5 * total[PERSON] / count,
                0.5 * place + 0.5 * total[PLACE] / count,
                0.5 * organisation + 0.5 * total[ORGANISATION] / count,
                0.5 * other + 0.5 * total[OTHER] / count,
            ]
            if c.key in places and 1.0 <= c.scores[PLACE] == max(c.scores):
                c.scores[PLACE] = max(c.scores[PLACE], THRESHOLD)  # sure in one line, a place in another
        elif c.headline and count and sport and c.strength < COUNTRY and not c.inside and c.scores[PLACE] > -IN_A_NAME:
            c.scores = [score / count for score in totals[c.key]]  # a side in the text is one above it


def _has_towns_of(country: Candidate, every: Sequence[Candidate]) -> bool:
    """Whether the article names something else that lies in the country."""
    code = places_named(country.text)[0].country
    return any(
        c.strength >= TOWN
        and c.key != country.key
        and c.scores[PLACE] == max(c.scores)
        and any(place.country == code for place in places_named(c.text)[:1])
        for c in every
    )


def _weigh_things(every: Sequence[Candidate], several: Sequence[Candidate]) -> None:
    """What is a ship or a storm in one place of the article is one wherever it is named: "Hurricane Hilda", then "Hilda"."""
    storms = words("storm")
    called = [c for c in every if c.thing]
    called += [c for c in several if len(c.tokens) == FULL and c.tokens[0].low in storms]
    things = {c.tokens[-1].low if c.tokens[0].low in storms else c.key for c in called}
    for c in every if things else ():
        if c.key in things and not c.titled and c.strength < CITY_KNOWN:
            c.scores[OTHER] += COMPANY
