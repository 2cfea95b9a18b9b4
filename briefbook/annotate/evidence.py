"""What words and their surroundings tell of what they name: weights, and who collects them.

Weights are in steps of a half. They were set by hand from the conventions of news writing, and checked on WikiGold and on the
casebook (docs/names.md); they are not fitted to any set.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from briefbook.annotate.capitals import (
    COMPOUNDS,
    HEADS_FIRST,
    ORGANISATION,
    OTHER,
    PERSON,
    PLACE,
    SHIPS,
    Token,
    cut_headline,
    cut_run,
    part_sport,
    split_run,
    surface_key,
)
from briefbook.annotate.gazetteer import (
    AREA,
    CAPITAL,
    CITY,
    COUNTRY,
    REGION,
    Words,
    fold_name,
    place_strength,
    pronouns_of_given_names,
    word_lists,
    words,
)
from briefbook.annotate.romanised import is_family_first

THRESHOLD = 2.0
"""What the best reading needs before a candidate is a name at all."""
MODEL = {
    "PERSON": (PERSON, 2.5),
    "GPE": (PLACE, 2.5),
    "LOC": (PLACE, 2.5),
    "FAC": (PLACE, 1.5),
    "ORG": (ORGANISATION, 2.0),
    "NORP": (OTHER, 2.5),
    "EVENT": (OTHER, 1.5),
    "PRODUCT": (OTHER, 1.5),
    "WORK_OF_ART": (OTHER, 2.0),
    "LAW": (OTHER, 2.0),
    "LANGUAGE": (OTHER, 2.0),
}
"""A language model's labels (OntoNotes) to a reading and its weight."""
TITLE_BEFORE = 4.0
SURNAME_LAST = 1.5
"""Two or three words that end in a listed surname, none of them common or a place."""
COMMON_IN_NAME = 1.5
"""Taken off a full name for each common word in it."""
WHO_AFTER = 2.0
"""", who" is said of nothing but people."""
KIN_BEFORE = 2.5
""""his wife, Doris"; "three sons, James and Peter"."""
LISTED = 2.5
"""For one of three or more names in a row, half of them people's beyond doubt."""
OF_AFTER_AGE = 1.5
""""Amber Tate, 19, of Beaverton"."""
ROLE_NOUN_BEFORE = 2.0
GIVEN_NAME_FIRST = 2.5
INITIAL_FIRST = 3.0
KNOWN_SURNAME = 4.0
KNOWN_GIVEN_NAME = 2.5
KNOWN_ALONE = 2.0
"""For a surname by which the press calls somebody without more."""
SAID_AFTER = 1.0
AGE_OR_ROLE_AFTER = 1.5
COORDINATED = 1.5
"""Joined to a person named in full ("Nick Barmby and Juninho")."""
PLACE_HEAD = 2.5
SEVERAL_WORDS = 1.0
"""For a name of several words that the gazetteer has, its first no given name."""
INSIDE_BEFORE = 1.5
FROM_BEFORE = 1.0
AT_BEFORE = 0.5
PLACE_NOUN_AFTER = 2.5
""""the Assal al-Ward area"."""
REGION_AFTER = 2.0
COUNTRY_BEHIND_TOWN = 4.0
"""The second name of "Amman, Jordan"."""
TOWN = 1.0
"""Strength of a place from which its name is more than a village's, which many surnames are too."""
DATELINE = 4.0
ORGANISATION_HEAD = 4.0
CUT_AS_ORGANISATION = 2.0
ACRONYM = 2.0
TEAM = 4.0
BYLINE = 2.5
STAFF_AFTER = 2.5
""""Merrill Lynch analyst Steve Fortuna": what stands before the office employs the person."""
COMPANY = 5.0
IN_A_NAME = 6.0
"""Taken off the place in "Tour of Spain": it is part of that name whatever a model says."""
COMMON_WORD = 2.0
PART_OF_LONGER = 2.0
THE_BEFORE = 2.0
QUOTED = 1.0
IN_A_TITLE = 2.0
"""Taken off a place within what a model reads as an event, a work, a product or a law ("the Geneva Convention")."""
UNSUPPORTED = 1.5
"""What a model's PERSON for one word that is also a place loses where nothing else speaks for a person."""
UNLISTED = 0.75
"""What it loses for one word that no list of names has."""
CONTINUED = frozenset(
    "observatory council institute center centre commission committee agency association organisation organization party movement front campaign coalition program programme".split()
)
"""Heads after which "for Human Rights" belongs to the name."""

_DIRECTIONS = frozenset("north south east west northeast northwest southeast southwest".split())
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
_REMEMBERED = 1 << 15
"""How many runs are remembered with their cuts; runs repeat within an article and across a book."""


class Piece(NamedTuple):
    """A stretch of a run with what its words alone tell; offsets count from the run's start."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    label: int | None
    titled: bool
    first: bool
    """Whether it opens its run."""
    scores: tuple[float, float, float, float]
    strength: float
    key: str
    """The stretch, folded."""


@lru_cache(maxsize=_REMEMBERED)
def cut_pieces(run: str, sentence_start: bool, headline: bool) -> tuple[Piece, ...]:
    """The stretches of a run, weighed by their words."""
    w = word_lists()
    tokens = split_run(run, 0, len(run))
    if headline:
        tokens = part_sport(tokens, w)
    pieces = []
    for segment in cut_headline(tokens, w) if headline else cut_run(tokens, sentence_start, w):
        inner = tuple(tokens[segment.first : segment.last])
        surface = run[inner[0].start : inner[-1].end]
        scores = weigh_words(inner, surface, sentence_start and segment.first == 0, headline)
        if segment.label is ORGANISATION:
            scores[ORGANISATION] += CUT_AS_ORGANISATION
        elif segment.label is OTHER:
            scores[OTHER] += COMMON_WORD
        if segment.titled:
            scores[PERSON] += TITLE_BEFORE
        if segment.last < len(tokens) and headline and segment.label is PLACE and tokens[segment.last].low in _EVENTS:
            scores[PLACE] -= 4 * IN_A_NAME
        elif segment.last < len(tokens) and not headline:
            _weigh_next(scores, segment.label, inner[-1], tokens[segment.last], w)
        pieces.append(
            Piece(
                inner[0].start,
                inner[-1].end,
                inner,
                segment.label,
                segment.titled,
                segment.first == 0,
                (scores[0], scores[1], scores[2], scores[3]),
                place_strength(surface),
                fold_name(surface),
            )
        )
    return tuple(pieces)


def _weigh_next(scores: list[float], label: int | None, last: Token, after: Token, w: Words) -> None:
    """Takes off what the next capitalised word takes: "Stanley Cup", "Battle of Hastings", "Pittsburgh Pirates"."""
    low = after.low
    if label is PLACE and low in _EVENTS and not after.gap and last.end + 1 == after.start:
        scores[PLACE] -= IN_A_NAME  # "the Brussels Grand Prix"
        return
    if after.gap.startswith("of"):
        # "Klaus Kinkel of Germany" is a person still.
        scores[PERSON] -= PART_OF_LONGER if scores[PERSON] < THRESHOLD else 0.0
        return
    if after.gap or last.end + 1 != after.start:
        return
    if low in _OF_FIRMS and scores[PERSON] <= MODEL["PERSON"][1]:
        scores[ORGANISATION] += STAFF_AFTER  # "Activision Blizzard CEO Bobby Kotick"
        scores[PERSON] -= STAFF_AFTER
        return
    if low in w.calendar or low in w.honorific or low in w.role or low in w.role_head:
        return
    if low in w.common:
        scores[PERSON] -= PART_OF_LONGER
    if (
        label is PLACE
        and low not in w.nationality
        and fold_name(after.text) not in w.given
        and not place_strength(after.text)
        and not (len(low) == 1 or after.text.isupper())
    ):
        scores[PLACE] -= PART_OF_LONGER * (2 if low in w.common else 1)


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
_GAMES = frozenset({"olympics", "paralympics", "games"})
STORMS = frozenset({"hurricane", "typhoon", "cyclone", "storm"})
_MEDIA = frozenset({"tv", "television", "radio", "media", "press", "newspaper", "newspapers"})
"""Behind a nationality they name no one station or paper."""


def weigh_words(tokens: tuple[Token, ...], text: str, sentence_start: bool, headline: bool) -> list[float]:
    """What the words themselves tell, as scores for person, place, organisation and other."""
    w = word_lists()
    person = place = organisation = other = 0.0
    n = len(tokens)
    first, last = tokens[0].low, tokens[-1].low
    folded = fold_name(tokens[0].text)
    strength = place_strength(text)
    place += strength
    if n > 1 and (last in w.place_head or first in HEADS_FIRST):
        # "Damon Hill": a given name before a surname that is a word for a place as well.
        called = (
            n == 2
            and not strength
            and last != "park"
            and folded in w.given
            and last in w.surname
            and not tokens[1].gap
            and first not in w.common
        )
        place += PLACE_HEAD / 2 if called else PLACE_HEAD
        person -= 0.0 if called else 1.5
    if strength >= AREA:
        pass
    elif last in w.organisation_head and (n > 1 or last not in w.generic_head | w.no_organisation):
        organisation += ORGANISATION_HEAD
        person -= 3.0
        place -= 2.0
    elif n > 1 and any(t.low in w.organisation_head and t.low not in w.surname for t in tokens):
        organisation += ORGANISATION_HEAD / 2
        person -= 2.0
    elif n > 1 and first in w.club_word:
        organisation += ORGANISATION_HEAD
        person -= 3.0
    if last in _GAMES or (n == 2 and first in _DIRECTIONS and last in w.nationality):
        other += COMPANY
    if first in STORMS:
        other += 3 * COMPANY
    if n > 1 and last in _EVENTS_LAST and not strength:
        other += IN_A_NAME
        place -= IN_A_NAME
    if n > 1 and any(t.gap == "&" for t in tokens):
        organisation += ORGANISATION_HEAD
        person -= ORGANISATION_HEAD
    if n > 1:
        person += _weigh_full_name(tokens, strength, w)
        if (
            n == 2
            and not sentence_start
            and not headline
            and first in w.common
            and first not in w.surname
            and last in w.surname
        ):
            person += 1.0  # "band leader Cab Calloway"
        if first in {"al", "el"} and fold_name(tokens[1].text) not in w.surname:
            organisation += 1.0
            person -= 1.0
    else:
        word = tokens[0].text
        if first in w.nationality:
            other += 5.0
        if folded in w.given:
            person += 1.0
        if folded in w.known_alone and strength < CITY[-2][1] and not headline:
            person += KNOWN_ALONE
        elif folded in w.surname and first not in w.common:
            person += 0.5
        if first in w.common:
            other += COMMON_WORD * (1.5 if sentence_start else 1.0)
        bare = word.replace(".", "")
        if bare.isupper() and 2 <= len(bare) <= 5:
            person -= 3.0
            if strength < REGION and not headline:
                place -= strength
                organisation += ACRONYM if first not in w.no_organisation else -ACRONYM
        if not bare.isalpha() and any(map(str.isdigit, bare)):
            other += 2.0
        if first in w.generic_head or first in w.role or first in w.honorific:
            other += 3.0
        if first in _DIRECTIONS or first in w.title_noun:
            other += 3.0
        if first in w.suffix:
            other += COMPANY
        if "-" in word and _is_compound(word, w):
            other += 5.0
    if surface_key(text) in w.company:
        organisation += COMPANY
        person -= COMPANY
    if n == 2 and first in w.nationality and last in _MEDIA:
        other += 3 * COMPANY  # "Russian TV": any of them
    if (n > 1 and text.lower() in w.nationality) or _PARTY_AND_STATE.match(text):
        other += 2 * COMPANY
    if first in w.never_person:
        person -= 3.0
    if n > 1 and (last.endswith(COMPOUNDS) or (first in SHIPS and tokens[0].text.isupper())):
        other += COMPANY
        person -= COMPANY
    if n > 1 and last == "airport":
        place += PLACE_HEAD
        organisation = min(organisation, 0.0)
    if n > 1 and last in _NO_SURNAMES:
        person -= COMPANY
    if (
        n > 1
        and folded not in w.given
        and first not in w.particle
        and all(t.low in w.common and not t.gap for t in tokens)
    ):
        person -= COMMON_IN_NAME  # "Bottom Line", "Park Bench"
    return [person, place, organisation, other]


def _weigh_full_name(tokens: tuple[Token, ...], strength: float, w: Words) -> float:
    """How much several words look like a person's full name."""
    common = [t.low in w.common and t.low not in w.surname and not t.gap for t in tokens]
    weight = -COMMON_IN_NAME * sum(common)
    if len(tokens) > 5 or any(t.gap.startswith("of") for t in tokens[1:]):
        return weight
    if any(not t.text.isalpha() and (not t.text[:1].isalpha() or any(map(str.isdigit, t.text))) for t in tokens):
        return weight
    first = tokens[0].text
    arabic = tokens[0].low in {"al", "el"} and fold_name(tokens[1].text) not in w.surname
    elsewhere = (
        CAPITAL <= place_strength(first) < COUNTRY
        and not strength
        and fold_name(first) not in words("her_name")
        and fold_name(tokens[-1].text) not in w.surname
        and len(tokens) == 2
    )  # "London Stansted"
    if not arabic and not elsewhere and (fold_name(first) in w.given or fold_name(first.partition("-")[0]) in w.given):
        weight += GIVEN_NAME_FIRST
        usual = fold_name(first) in pronouns_of_given_names()
        if len(tokens) == 2 and common == [False, True] and usual and place_strength(first) < CAPITAL:
            weight += COMMON_IN_NAME - 0.5  # "Alonzo Mourning"
    elif _INITIALS.fullmatch(first) or (len(first) == 1 and not tokens[-1].text.isupper()):
        weight += INITIAL_FIRST if len(first) == 2 or not strength else 0.0
    if fold_name(tokens[-1].text) in w.surname:
        weight += 0.5
        if len(tokens) <= 3 and not strength and not any(common) and weight < GIVEN_NAME_FIRST:
            weight += SURNAME_LAST - 0.5
    if first.lower() not in w.common and is_family_first([t.text for t in tokens]):
        weight += GIVEN_NAME_FIRST if weight < GIVEN_NAME_FIRST else 0.0
    if _ARABIC.search(tokens[-1].text):
        weight += SURNAME_LAST - (0.5 if tokens[0].low in _ARABIC_PLACES or tokens[-1].text[:1].isupper() else 0.0)
    if any(len(t.text) == 2 and t.text[1] == "." for t in tokens[1:-1]):
        weight += 1.5
    if tokens[-1].low in w.suffix and len(tokens) > 2:
        weight += 1.5
    if len(tokens) == 2 and tokens[1].gap in _GERMANIC:
        weight += SURNAME_LAST  # "Kees van Essen"
    if any(t.gap for t in tokens[1:]) or "-" in tokens[-1].text[:4]:
        weight += 0.5
    return weight


def _is_compound(word: str, w: Words) -> bool:
    """Whether a hyphened word joins things that are each of their own ("NATO-Russia", "Israeli-Palestinian", "Paris-based")."""
    left, _, right = word.rpartition("-")
    if place_strength(word) or len(left) < 2:
        return False
    if right.islower() and place_strength(left) >= 1:
        return True
    return all(
        part.lower() in w.nationality or part.replace(".", "").isupper() or place_strength(part) >= CAPITAL
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
