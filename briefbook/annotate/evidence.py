"""What the words of a name tell of what it names: the stretches of a run of capitals, weighed."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from briefbook.annotate.capitals import Token, split_run
from briefbook.annotate.gazetteer import (
    AREA,
    CAPITAL,
    CITY,
    COUNTRY,
    REGION,
    begins_place,
    common_words,
    fold_name,
    given_names,
    nationalities,
    place_strength,
    pronouns_of_given_names,
    words,
)
from briefbook.annotate.romanised import is_family_first
from briefbook.annotate.segments import (
    ORGANISATION,
    OTHER,
    PERSON,
    PLACE,
    SHIPS,
    SIDES,
    cut_headline,
    cut_run,
    part_sport,
)
from briefbook.annotate.weights import (
    ACRONYM,
    COMMON_IN_NAME,
    COMMON_WORD,
    COMPANY,
    CUT_AS_ORGANISATION,
    GIVEN_NAME_FIRST,
    IN_A_NAME,
    INITIAL_FIRST,
    KNOWN_ALONE,
    MODEL,
    ORGANISATION_HEAD,
    PART_OF_LONGER,
    PLACE_HEAD,
    STAFF_AFTER,
    SURNAME_LAST,
    THRESHOLD,
    TITLE_BEFORE,
)
from briefbook.annotate.wordforms import (
    GAMES,
    IS_CALENDAR,
    IS_COMMON,
    IS_COMPANY,
    IS_COMPOUND,
    IS_DIRECTION,
    IS_GENERIC_HEAD,
    IS_GIVEN,
    IS_HEAD_FIRST,
    IS_HONORIFIC,
    IS_JOINED,
    IS_NATIONALITY,
    IS_ORGANISATION_HEAD,
    IS_PARTICLE,
    IS_PLACE_HEAD,
    IS_ROLE,
    IS_ROLE_HEAD,
    IS_SUFFIX,
    IS_SURNAME,
    IS_TOLD,
    QUARTERS,
    WINDS,
    straighten,
)

_ARABIC = re.compile(
    r"^(?:Al|El|As|Ar|An|At|Ad|Az|Ash|Ul|Bin|Ibn|Abu|Ben|Abd|Abdel|Abdul)-(?=[A-Z])|-(?:ul|ur|ud|al|el|us|uz|in)-[A-Z]",
    re.IGNORECASE,
)
"""Words with the Arabic article or a word of kinship joined on ("Al-Huwaidi", "Inzamam-ul-Haq")."""
_ARABIC_PLACES = frozenset(
    "umm tell tel deir jabal jebel wadi ras bab dar beit ain ayn khan qasr shatt souq bir abu".split()
)
_GERMANIC = frozenset({"van", "von", "van der", "van den", "van de", "von der", "ter", "bin", "ibn", "al", "af"})
"""Particles that people's names have and places' have not."""
_PARTY_AND_STATE = re.compile(r"[DRI]-[A-Z]")
_INITIALS = re.compile(r"(?:\w\.)+")
_LONGEST_ACRONYM = 5
"""Letters of a word in capitals that is more likely an organisation's initials than a name."""
_REMEMBERED = 1 << 15
"""How many runs are remembered with their cuts; runs repeat within an article and across a book."""


class Piece(NamedTuple):
    """A stretch of a run with what its words alone tell; offsets count from the run's start."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    label: int | None
    titled: bool
    scores: tuple[float, float, float, float]
    strength: float
    key: str
    """The stretch, folded."""


@lru_cache(maxsize=_REMEMBERED)
def cut_pieces(run: str, sentence_start: bool, headline: bool) -> tuple[Piece, ...]:
    """The stretches of a run, weighed by their words."""
    tokens = split_run(run)
    if headline:
        tokens = part_sport(tokens)
    n = len(tokens)
    pieces = []
    for first, last, label, titled in (
        cut_headline(tokens) if headline else cut_run(tokens, sentence_start=sentence_start)
    ):
        inner = tuple(tokens[first:last])
        start, end = inner[0].start, inner[-1].end
        opens = first == 0
        if last - first == 1:
            key, strength = inner[0].key, inner[0].strength
            scores = _weigh_word(
                inner[0], inner[0].text, strength, sentence_start=sentence_start and opens, headline=headline
            )
        else:
            surface = run[start:end]
            key, first_key = fold_name(surface), inner[0].key
            nowhere = key.startswith(f"{first_key} ") and not begins_place(first_key)
            strength = 0.0 if nowhere else place_strength(surface)
            scores = _weigh_several(inner, surface, strength, plain=not (sentence_start and opens) and not headline)
        if label is ORGANISATION:
            scores[ORGANISATION] += CUT_AS_ORGANISATION
        elif label is OTHER:
            scores[OTHER] += COMMON_WORD
        if titled:
            # "Captain Marvel", "General Purpose": a word that is nobody's name needs more than a title.
            word = len(inner) == 1 and inner[0].facts & (IS_COMMON | IS_SURNAME | IS_GIVEN) == IS_COMMON
            scores[PERSON] += TITLE_BEFORE / 4 if word else TITLE_BEFORE
            if len(inner) == 1 and inner[0].facts & IS_NATIONALITY:
                scores[OTHER] -= COMPANY
        if last < n:
            if not headline:
                _weigh_next(scores, label, tokens[last])
            elif label is PLACE and tokens[last].low in _EVENTS:
                scores[PLACE] -= 4 * IN_A_NAME
        person, place, organisation, other = scores
        pieces.append(Piece(start, end, inner, label, titled, (person, place, organisation, other), strength, key))
    return tuple(pieces)


_OFFICE = IS_CALENDAR | IS_HONORIFIC | IS_ROLE | IS_ROLE_HEAD


def _weigh_next(scores: list[float], label: int | None, after: Token) -> None:
    """Takes off what the next capitalised word takes: "Stanley Cup", "Battle of Hastings", "Pittsburgh Pirates"."""
    low, facts = after.low, after.facts
    if after.gap.startswith("of"):
        # "Klaus Kinkel of Germany" is a person still.
        scores[PERSON] -= PART_OF_LONGER if scores[PERSON] < THRESHOLD else 0.0
        return
    if not facts & IS_JOINED:
        return
    if label is PLACE and low in _EVENTS:
        scores[PLACE] -= IN_A_NAME  # "the Brussels Grand Prix"
        return
    if low in _OF_FIRMS and scores[PERSON] <= MODEL["PERSON"][1]:
        scores[ORGANISATION] += STAFF_AFTER  # "Activision Blizzard CEO Bobby Kotick"
        scores[PERSON] -= STAFF_AFTER
        return
    if facts & _OFFICE:
        return
    if facts & IS_COMMON:
        scores[PERSON] -= PART_OF_LONGER
    if (
        label is PLACE
        and not facts & (IS_NATIONALITY | IS_GIVEN)
        and not after.strength
        and not (len(low) == 1 or after.text.isupper())
    ):
        scores[PLACE] -= PART_OF_LONGER * (2 if facts & IS_COMMON else 1)


_OF_FIRMS = frozenset("ceo cfo coo cio cto chairman chairwoman chairperson spokesman spokeswoman spokesperson".split())
"""Offices that stand behind the name of whoever employs the person."""
_EVENTS = frozenset(
    "open cup masters marathon grand classic derby championship championships festival trophy shield".split()
)
"""What makes a longer name of the place before it."""
_EVENTS_LAST = _EVENTS - {"grand", "derby", "trophy", "shield"} | {"prix"}
"""What ends the name of a contest that is held in a place: "the Berlin Grand Prix"."""
_NO_SURNAMES = frozenset(
    "award awards prize amendment books comics bros show fair act accord pact treaty agreement americans college tower towers airport island islands stadium theater theatre museum "
    "ads app apps phone fund pro plus edition season world online".split()
)
"""Last words of what is called after people and of nobody."""
_ARTICLES = frozenset({"al", "el"})
_MEDIA = frozenset({"tv", "television", "radio", "media", "press", "newspaper", "newspapers"})
"""Behind a nationality they name no one station or paper."""


def weigh_words(tokens: Sequence[Token], text: str, *, sentence_start: bool, headline: bool) -> list[float]:
    """What the words themselves tell, as scores for person, place, organisation and other."""
    if len(tokens) == 1:
        return _weigh_word(tokens[0], text, place_strength(text), sentence_start=sentence_start, headline=headline)
    return _weigh_several(tokens, text, place_strength(text), plain=not sentence_start and not headline)


_TELLING = (
    IS_ORGANISATION_HEAD
    | IS_NATIONALITY
    | IS_COMMON
    | IS_GENERIC_HEAD
    | IS_ROLE
    | IS_HONORIFIC
    | IS_DIRECTION
    | IS_SUFFIX
    | IS_COMPANY
    | IS_TOLD
)
"""What a word may be that tells what it names when it stands alone."""


def _weigh_word(token: Token, text: str, strength: float, *, sentence_start: bool, headline: bool) -> list[float]:
    """What one word tells by itself."""
    low, facts = token.low, token.facts
    person = organisation = other = 0.0
    place = strength
    if facts & IS_GIVEN:
        person += 1.0
    if facts & (IS_SURNAME | IS_COMMON) == IS_SURNAME:
        person += 0.5
    if facts & _TELLING:
        if (
            facts & (IS_ORGANISATION_HEAD | IS_GENERIC_HEAD) == IS_ORGANISATION_HEAD
            and strength < AREA
            and low not in words("no_organisation")
        ):
            organisation += ORGANISATION_HEAD
            person -= 3.0
            place -= 2.0
        if facts & IS_NATIONALITY:
            other += 5.0
        if facts & IS_COMMON:
            other += COMMON_WORD * (1.5 if sentence_start else 1.0)
        if facts & (IS_GENERIC_HEAD | IS_ROLE | IS_HONORIFIC):
            other += 3.0
        if facts & IS_DIRECTION:
            other += 3.0
        if facts & IS_SUFFIX:
            other += COMPANY
        if facts & IS_COMPANY and text == token.text:  # no "Google.com"
            organisation += COMPANY
            person -= COMPANY
        if facts & IS_TOLD:
            if low in words("never_person"):
                person -= 3.0
            if token.key in words("known_alone") and strength < CITY[-2][1] and not headline:
                person += KNOWN_ALONE - (0.5 if facts & (IS_SURNAME | IS_COMMON) == IS_SURNAME else 0.0)
            if low in WINDS or low in words("title_noun"):
                other += 3.0
            elif low in QUARTERS:
                other += COMPANY  # "the Southern Atlantic"
            elif low in GAMES:
                other += COMPANY
            elif low in words("storm"):
                other += 3 * COMPANY
    bare = token.text.replace(".", "")
    if 2 <= len(bare) <= _LONGEST_ACRONYM and bare.isupper():
        person -= 3.0
        if strength < REGION and not headline:
            place -= strength
            organisation += ACRONYM if low not in words("no_organisation") else -ACRONYM
    if len(bare) == 1:
        person -= COMPANY  # "Professor X"
    if not bare.isalpha():
        if any(map(str.isdigit, bare)):
            other += 2.0
        if "-" in token.text and _is_compound(token):
            other += 5.0
    if "-" in text and _PARTY_AND_STATE.match(text):
        other += 2 * COMPANY
    return [person, place, organisation, other]


def _weigh_several(tokens: Sequence[Token], text: str, strength: float, *, plain: bool) -> list[float]:
    """What several words tell together; `plain`: in running text, not at a sentence's beginning."""
    person = organisation = other = 0.0
    place = strength
    n = len(tokens)
    opening, closing = tokens[0], tokens[-1]
    first, last = opening.low, closing.low
    every = gaps = 0
    shared = -1
    for token in tokens:
        every |= token.facts
        shared &= token.facts
        gaps += bool(token.gap)
    if closing.facts & IS_PLACE_HEAD or opening.facts & IS_HEAD_FIRST:
        # "Damon Hill": a given name before a surname that is a word for a place as well.
        called = (
            n == 2
            and not strength
            and last != "park"
            and opening.facts & (IS_GIVEN | IS_COMMON) == IS_GIVEN
            and closing.facts & IS_SURNAME
            and not closing.gap
        )
        place += PLACE_HEAD / 2 if called else PLACE_HEAD
        person -= 0.0 if called else 1.5
    elif opening.facts & IS_DIRECTION and last in SIDES:
        place += PLACE_HEAD
    if strength >= REGION:
        pass
    elif closing.facts & IS_ORGANISATION_HEAD:
        organisation += ORGANISATION_HEAD
        person -= 3.0
        place -= 2.0
    elif every & IS_ORGANISATION_HEAD and any(
        t.facts & (IS_ORGANISATION_HEAD | IS_SURNAME) == IS_ORGANISATION_HEAD for t in tokens
    ):
        organisation += ORGANISATION_HEAD / 2
        person -= 2.0
    elif first in words("club_word"):
        organisation += ORGANISATION_HEAD
        person -= 3.0
    if last in GAMES or (
        n == 2 and (opening.facts & IS_DIRECTION or first in WINDS) and closing.facts & IS_NATIONALITY
    ):
        other += COMPANY
    if first in words("storm"):
        other += 3 * COMPANY
    if last in _EVENTS_LAST and not strength:
        other += IN_A_NAME
        place -= IN_A_NAME
    if (gaps and any(t.gap == "&" for t in tokens)) or "&" in closing.text:
        organisation += ORGANISATION_HEAD
        person -= ORGANISATION_HEAD
    if n == 2 and opening.facts & IS_TOLD and straighten(text) in words("thing"):
        other += 3 * COMPANY
    person += _weigh_full_name(tokens, strength)
    if n == 2 and plain and closing.facts & IS_SURNAME and opening.facts & (IS_COMMON | IS_SURNAME) == IS_COMMON:
        person += 1.0  # "band leader Cab Calloway"
    if first in _ARTICLES and not tokens[1].facts & IS_SURNAME:
        organisation += 1.0
        person -= 1.0
    if straighten(text) in words("company"):
        organisation += COMPANY
        person -= COMPANY
    if n == 2 and opening.facts & IS_NATIONALITY and last in _MEDIA:
        other += 3 * COMPANY  # "Russian TV": any of them
    if text.lower() in nationalities() or ("-" in text and _PARTY_AND_STATE.match(text)):
        other += 2 * COMPANY
    if first in words("never_person") and (closing.facts & IS_COMMON or last in words("never_person")):
        person -= 3.0
    if closing.facts & IS_COMPOUND or (first in SHIPS and opening.text.isupper()):
        other += COMPANY
        person -= COMPANY
    if last == "airport":
        place += PLACE_HEAD
        organisation = min(organisation, 0.0)
    if last in _NO_SURNAMES:
        person -= COMPANY
    if shared & IS_COMMON and not gaps and not opening.facts & (IS_GIVEN | IS_PARTICLE):
        person -= COMMON_IN_NAME  # "Bottom Line", "Park Bench"
    return [person, place, organisation, other]


def _weigh_full_name(tokens: Sequence[Token], strength: float) -> float:
    """How much several words look like a person's full name."""
    n = len(tokens)
    opening, closing = tokens[0], tokens[-1]
    common = [t.facts & (IS_COMMON | IS_SURNAME) == IS_COMMON and not t.gap for t in tokens]
    weight = -COMMON_IN_NAME * sum(common)
    gaps = any(t.gap for t in tokens[1:])
    if n > 5 or (gaps and any(t.gap.startswith("of") for t in tokens[1:])):
        return weight
    if any(not t.text.isalpha() and (not t.text[:1].isalpha() or any(map(str.isdigit, t.text))) for t in tokens):
        return weight
    first = opening.text
    arabic = opening.low in _ARTICLES and not tokens[1].facts & IS_SURNAME
    elsewhere = (
        n == 2
        and CAPITAL <= opening.strength < COUNTRY
        and not strength
        and opening.key not in words("her_name")
        and not closing.facts & IS_SURNAME
    ) or (opening.facts & IS_DIRECTION and closing.strength > 0)  # "London Stansted", "West Hartlepool"
    if (
        not arabic
        and not elsewhere
        and (opening.facts & IS_GIVEN or ("-" in first and fold_name(first.partition("-")[0]) in given_names()))
    ):
        weight += GIVEN_NAME_FIRST
        if (
            n == 2
            and common == [False, True]
            and opening.strength < CAPITAL
            and opening.key in pronouns_of_given_names()
        ):
            weight += COMMON_IN_NAME - 0.5  # "Alonzo Mourning"
    elif ("." in first and _INITIALS.fullmatch(first)) or (len(first) == 1 and not closing.text.isupper()):
        weight += INITIAL_FIRST if len(first) == 2 or not strength else 0.0
    if closing.facts & IS_SURNAME:
        weight += 0.5
        if n <= 3 and not strength and weight < GIVEN_NAME_FIRST and not any(common):
            weight += SURNAME_LAST - 0.5
    if (
        n <= 3
        and weight < GIVEN_NAME_FIRST
        and first.lower() not in common_words()
        and is_family_first([t.text for t in tokens])
    ):
        weight += GIVEN_NAME_FIRST
    if "-" in closing.text and strength < CITY[-2][1] and _ARABIC.search(closing.text):
        weight += SURNAME_LAST - (0.5 if opening.low in _ARABIC_PLACES or closing.text[:1].isupper() else 0.0)
    if n > 2:
        if any(len(t.text) == 2 and t.text[1] == "." for t in tokens[1:-1]):
            weight += 1.5
        if closing.facts & IS_SUFFIX:
            weight += 1.5
        elif n == 3 and weight == SURNAME_LAST and tokens[1].facts & (IS_SURNAME | IS_GIVEN):
            weight += 0.5  # "Pargat Singh Dhillon"
    elif closing.gap in _GERMANIC:
        weight += SURNAME_LAST  # "Kees van Essen"
    if gaps or "-" in closing.text[:4]:
        weight += 0.5
    return weight


def _is_compound(token: Token) -> bool:
    """Whether a hyphened word joins things that are each of their own ("NATO-Russia", "Israeli-Palestinian", "Paris-based")."""
    left, _, right = token.text.rpartition("-")
    if token.strength or len(left) < 2:
        return False
    if right.islower() and place_strength(left) >= 1:
        return True
    return all(
        part.lower() in nationalities() or part.replace(".", "").isupper() or place_strength(part) >= CAPITAL
        for part in (left, right)
    )


class Candidate:
    """A stretch of a block and the evidence for what it names."""

    reason = ""
    label = ""
    """The model's, where one read it."""
    titled = False
    described = False
    """Whether a word for what people are stands before it ("striker")."""
    headline = False
    after_the = False
    plural = False
    """A family by its look: "the Horvats"."""
    known = False
    """Known from elsewhere in the article."""
    inside = False
    """A place by its name, with "in" or the like before it: what a person of that name does not change."""
    thing = False
    """Called so by what stands before it: a ship, a storm."""
    qualifies = False
    """The second name of "Amman, Jordan": a place whatever else is called so."""

    def __init__(
        self,
        start: int,
        end: int,
        text: str,
        tokens: tuple[Token, ...],
        scores: list[float],
        strength: float,
        key: str = "",
    ) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.tokens = tokens
        self.scores = scores
        self.strength = strength
        self.key = key or fold_name(text)
