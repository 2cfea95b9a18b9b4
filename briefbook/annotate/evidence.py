"""What words and their surroundings tell of what they name: weights, and who collects them.

Weights are in steps of a half. They were set by hand from the conventions of news writing, and checked on WikiGold and on the
casebook (docs/names.md); they are not fitted to any set.
"""

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from briefbook.annotate.capitals import (
    CONTINUATION,
    ORGANISATION,
    OTHER,
    PERSON,
    PLACE,
    RUN,
    Token,
    cut_headline,
    cut_run,
    part_sport,
    split_run,
)
from briefbook.annotate.gazetteer import (
    AREA,
    CAPITAL,
    COUNTRY,
    REGION,
    Words,
    division_abbreviations,
    fold_name,
    place_strength,
    places_named,
    word_lists,
)
from briefbook.annotate.roles import role_set_before, stands_in_kinship
from briefbook.annotate.romanised import is_family_first
from briefbook.model.entity import PlaceKind

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
TEAM_SPORT = 2
"""A page of a sport whose sides play for towns."""
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
_HEADS_FIRST = frozenset("lake mount mt cape port fort ft camp river".split())
_WORD_AFTER = re.compile(r"(?:['’]s)?[ \u00a0]*([,(]?)[ \u00a0]?([\w\-'’.]+)")
_ARABIC = re.compile(
    r"^(?:Al|El|As|Ar|An|At|Ad|Az|Ash|Ul|Bin|Ibn|Abu|Ben|Abd|Abdel|Abdul)-(?=[A-Z])|-(?:ul|ur|ud|al|el|us|uz|in)-[A-Z]",
    re.IGNORECASE,
)
"""Words with the Arabic article or a word of kinship joined on ("Al-Huwaidi", "Inzamam-ul-Haq")."""
_AGED_OF = re.compile(r"(?:, \d{1,3}(?: years old)?,|[^\W\d_], both|\)) of $")
_AGE = re.compile(r", \d{1,2}\b|,? aged \d| \(\d{1,2}\)")
_APPOSITION = re.compile(
    r",[ \u00a0](?:an?|the|who|whose|former|his|her|their|[\w-]+['’]s)[ \u00a0]((?:[\w\-'’]+[ \u00a0]){0,3}[\w\-'’]+)"
)
_SCORE_AFTER = re.compile(r"[ \u00a0]+\d{1,3}(?!\d|[ \u00a0]*(?:percent|per|people|years|miles|km|%))|[ \u00a0]?\(\d")
_SCORE_BEFORE = re.compile(r"\d-\d(?: draw| win| defeat| loss| victory)? (?:with|at|against|to|over|by|for) $")
_EMPLOYED = frozenset(
    "driver rider spokesman spokeswoman analyst economist trader executive chairman president director manager coach captain striker midfielder defender goalkeeper team-mate teammate lawyer".split()
)
_FULL_NAME_NEXT = re.compile(r"[ \u00a0][^\W\d_a-z][\w.'’-]*[ \u00a0][^\W\d_a-z]\w")
_NAME_NEXT = re.compile(r"[ \u00a0][^\W\d_a-z]\w")
_RESULT_LINE = re.compile(r"[^\d,:;()\n]{3,40} \d{1,3} [^\d,:;()\n]{3,40} \d{1,3}(?: \([^\n]*\))?\.?\s*")
_MEETING = re.compile(r"[^\W\d_a-z][A-Z. ]+ AT [A-Z. ]+\s*")
_ROUNDS = re.compile(r" \d\d(?: \d\d)+\b")
_DISMISSED = re.compile(r" (?:(?:c|b|st) (?:and b )?[^\W\d_a-z]|not out\b|run out\b|lbw b |hit wicket|retired hurt)")
_VENUE = re.compile(r"(?: \([^()]+\))?: [^\W\d_a-z][\w ]+ \d")
_DISMISSED_BY = re.compile(r"(?:[\w)] (?:c|b|st|lbw b|c and b|hit wicket b) |\(run out )(?:sub \()?$")
_BOWLED = re.compile(r" \d{1,2}(?:\.\d)?-\d{1,2}-\d{1,3}-\d{1,2}\b")
_PLAYER_NUMBER = re.compile(r"(?:^|[,;(:.] ?|- )\d{1,2} ?[-.] ?$")
"""What stands before a player in a list of a side: "15 - Matthew Burke; 14 - David Campese", "1-Khaled Al-Fadhli"."""
_SCORERS = re.compile(r"\d(?:[ ,:]+\w+)? ?\([^()]*$")
_MINUTE = re.compile(r"(?:[ \u00a0](?:\d{1,3}(?:st|nd|rd|th)?\b|pen\b|penalty\b|own\b)|, \d{1,3}\b)")
_OF = frozenset({"of", "after", "visit", "visited", "reached", "between", "left"})
_REGION_NEXT = re.compile(r", [^\W\d_a-z][\w.]+(?: [^\W\d_a-z][\w.]+)?(?:[,.;]|$| \d| [(–-])")
"""", Texas," behind a town."""
_CLOSED = re.compile(r"(?:, (?:captain|capt))?(?: \d\d?)?\)")
_NAME_BEFORE = re.compile(r"[^\W\d_]{2}[ \u00a0]$")
_OWNED_PLAYER = re.compile(r"['’]s? (?:[a-z][\w-]+ ){0,2}[^\W\d_a-z][\w.'’-]+ [^\W\d_a-z]\w")
""""Milan's George Weah", "Sheffield Wednesday's striker David Hirst"."""
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
        scores = weigh_words(
            inner, run[inner[0].start : inner[-1].end], sentence_start and segment.first == 0, headline
        )
        if segment.label is ORGANISATION:
            scores[ORGANISATION] += CUT_AS_ORGANISATION
        elif segment.label is OTHER:
            scores[OTHER] += COMMON_WORD
        if segment.titled:
            scores[PERSON] += TITLE_BEFORE
        if segment.last < len(tokens) and not headline:
            _weigh_next(scores, segment.label, inner[-1], tokens[segment.last], w)
        strength = place_strength(run[inner[0].start : inner[-1].end])
        pieces.append(
            Piece(
                inner[0].start,
                inner[-1].end,
                inner,
                segment.label,
                segment.titled,
                segment.first == 0,
                (scores[0], scores[1], scores[2], scores[3]),
                strength,
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
        scores[PERSON] -= PART_OF_LONGER if scores[PERSON] < GIVEN_NAME_FIRST else 0.0
        return
    if after.gap or last.end + 1 != after.start:
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


_EVENTS = frozenset(
    "open cup masters marathon grand classic derby championship championships festival trophy shield".split()
)
"""What makes a longer name of the place before it."""
_STORMS = frozenset({"hurricane", "typhoon", "cyclone", "storm"})
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
    if n > 1 and (last in w.place_head or first in _HEADS_FIRST):
        place += PLACE_HEAD
        person -= 1.5
    if strength >= AREA:
        pass
    elif last in w.organisation_head and (n > 1 or last not in w.generic_head):
        organisation += ORGANISATION_HEAD
        person -= 3.0
        place -= 2.0
    elif n > 1 and any(t.low in w.organisation_head and t.low not in w.surname for t in tokens):
        organisation += ORGANISATION_HEAD / 2
        person -= 2.0
    if first in _STORMS:
        other += 3 * COMPANY
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
        if folded in w.surname and first not in w.common:
            person += 0.5
        if first in w.common:
            other += COMMON_WORD * (1.5 if sentence_start else 1.0)
        bare = word.replace(".", "")
        if bare.isupper() and 2 <= len(bare) <= 5:
            person -= 3.0
            if strength < REGION and not headline:
                place -= strength
                organisation += ACRONYM
        if any(map(str.isdigit, bare)):
            other += 2.0
        if first in w.generic_head or first in w.role or first in w.honorific:
            other += 3.0
        if first in _DIRECTIONS:
            other += 3.0
        if "-" in word and _is_compound(word, w):
            other += 5.0
    if text.lower() in w.company:
        organisation += COMPANY
        person -= COMPANY
    if n == 2 and first in w.nationality and last in _MEDIA:
        other += 3 * COMPANY  # "Russian TV": any of them
    if (n > 1 and text.lower() in w.nationality) or _PARTY_AND_STATE.match(text):
        other += 2 * COMPANY
    if first in w.never_person:
        person -= 3.0
    return [person, place, organisation, other]


def _weigh_full_name(tokens: tuple[Token, ...], strength: float, w: Words) -> float:
    """How much several words look like a person's full name."""
    words = [t.low in w.common and t.low not in w.surname and not t.gap for t in tokens]
    weight = -COMMON_IN_NAME * sum(words)
    if len(tokens) > 5 or any(t.gap.startswith("of") for t in tokens[1:]):
        return weight
    if any(not t.text[:1].isalpha() or any(map(str.isdigit, t.text)) for t in tokens):
        return weight
    first = tokens[0].text
    arabic = tokens[0].low in {"al", "el"} and fold_name(tokens[1].text) not in w.surname
    if not arabic and (fold_name(first) in w.given or fold_name(first.partition("-")[0]) in w.given):
        weight += GIVEN_NAME_FIRST
        if len(tokens) == 2 and words == [False, True] and place_strength(first) < CAPITAL:
            weight += COMMON_IN_NAME - 0.5  # "Alonzo Mourning"
    elif _INITIALS.fullmatch(first) or (len(first) == 1 and not tokens[-1].text.isupper()):
        weight += INITIAL_FIRST if len(first) == 2 or not strength else 0.0
    if fold_name(tokens[-1].text) in w.surname:
        weight += 0.5
        if len(tokens) <= 3 and not strength and not any(words) and weight < GIVEN_NAME_FIRST:
            weight += SURNAME_LAST - 0.5
    if first.lower() not in w.common and is_family_first([t.text for t in tokens]):
        weight += GIVEN_NAME_FIRST if weight < GIVEN_NAME_FIRST else 0.0
    if _ARABIC.search(tokens[-1].text):
        weight += SURNAME_LAST - 0.5
    if any(len(t.text) == 2 and t.text[1] == "." for t in tokens[1:-1]):
        weight += 1.5
    if tokens[-1].low in w.suffix and len(tokens) > 2:
        weight += 1.5
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

    __slots__ = (
        "end", "headline", "inside", "key", "known", "label", "qualifies", "reason", "scores", "start", "strength", "text", "titled", "tokens",
    )  # fmt: skip

    def __init__(
        self, start: int, end: int, text: str, tokens: tuple[Token, ...], scores: list[float], strength: float
    ) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.tokens = tokens
        self.scores = scores
        self.strength = strength
        self.key = fold_name(text)
        self.reason = ""
        self.label = ""
        """The model's, where one read it."""
        self.titled = False
        self.headline = False
        self.known = False
        """Known from elsewhere in the article."""
        self.inside = False
        """A place by its name, with "in" or the like before it: what a person of that name does not change."""
        self.qualifies = False
        """The second name of "Amman, Jordan": a place whatever else is called so."""


def word_before(text: str, start: int) -> tuple[str, bool]:
    """The word before `start` in lower case, and whether a comma stands between; quotes and "the" are stepped over."""
    before = text[max(0, start - 40) : start].rstrip(" \u00a0“\"‘'(")
    if before.endswith((" the", " The")):
        before = before[:-4].rstrip(" \u00a0")
    comma = before.endswith(",")
    tail = before.rstrip(",")
    at = len(tail)
    while at and (tail[at - 1].isalnum() or tail[at - 1] in "-'’."):
        at -= 1
    return tail[at:].lower(), comma


def weigh_context(c: Candidate, text: str, sport: int, w: Words) -> None:
    """Adds what stands before and after the candidate."""
    scores = c.scores
    n = len(c.tokens)
    strength = c.strength
    before, comma = word_before(text, c.start)
    after = _WORD_AFTER.match(text, c.end)
    mark, follow = (after[1], after[2].lower()) if after else ("", "")
    if c.titled:
        c.reason = c.reason or "a title before it"
    elif (not comma and before.rstrip(".") in w.role_noun) or (comma and n > 1 and role_set_before(text, c.start)):
        scores[PERSON] += ROLE_NOUN_BEFORE
    if not c.titled and text[max(0, c.start - 4) : c.start].lower() == "the ":
        scores[PERSON] -= THE_BEFORE
    if text[c.start - 1 : c.start] in {'"', "“"} and text[c.end : c.end + 1] in {'"', "”"}:
        scores[PERSON] -= QUOTED
        scores[PLACE] -= QUOTED
    if n > 1 and strength and not sport and c.tokens[0].low not in w.given:
        scores[PLACE] += SEVERAL_WORDS
    if strength and before in {"at", "of", "to"}:
        scores[PLACE] += AT_BEFORE
    if not comma and before in w.before_place:
        if before in w.inside_place:
            c.inside = strength >= REGION and not c.titled and n == 1
            scores[PLACE] += INSIDE_BEFORE
            scores[PERSON] -= 1.0
        else:
            scores[PLACE] += FROM_BEFORE if before == "from" else AT_BEFORE
    if n <= 3 and c.strength < REGION and (comma or before == "and") and stands_in_kinship(text, c.start):
        scores[PERSON] += KIN_BEFORE
    if mark == "," and follow in {"who", "whose"}:
        scores[PERSON] += WHO_AFTER
    if before == "of" and strength and _AGED_OF.search(text, max(0, c.start - 24), c.start):
        scores[PLACE] += OF_AFTER_AGE
    if follow in w.said:
        scores[PERSON] += SAID_AFTER if not mark else SAID_AFTER / 2 if mark == "," else 0.0
    if text[c.end : c.end + 1] in {",", " "} and _AGE.match(text, c.end):
        scores[PERSON] += AGE_OR_ROLE_AFTER
    elif mark == ",":
        apposition = _APPOSITION.match(text, c.end)
        if apposition and any(word in w.role_noun for word in apposition[1].lower().split()):
            scores[PERSON] += AGE_OR_ROLE_AFTER + (0.5 if n == 1 and not strength else 0.0)
    if not mark and follow in w.place_noun:
        scores[PLACE] += 1.5 if strength else PLACE_NOUN_AFTER
    if after and n > 1 and not mark and follow in w.role_noun and _NAME_NEXT.match(text, after.end()):
        scores[ORGANISATION] += STAFF_AFTER
        scores[PERSON] -= STAFF_AFTER
    if before == "of" and strength and not c.titled:
        head = word_before(text, text.rfind("of", 0, c.start))[0]
        if head in w.title_noun and text[: c.start].rstrip()[: -len(" of")].rstrip()[-len(head) :][:1].isupper():
            scores[PLACE] -= IN_A_NAME
    if (
        after
        and n == 1
        and not mark
        and follow in _EMPLOYED
        and not c.titled
        and strength < COUNTRY
        and _FULL_NAME_NEXT.match(text, after.end())
    ):
        scores[ORGANISATION] += STAFF_AFTER
        scores[PERSON] -= STAFF_AFTER
    if n > 1 and before == "by":
        scores[PERSON] += 0.5
    if after and mark == "," and scores[PERSON] < 3:
        _weigh_region_after(c, text, after.start(2))
    if sport:
        _weigh_sport(c, text, sport, before, comma, mark, follow, after, w)


def _weigh_region_after(c: Candidate, text: str, start: int) -> None:
    region = RUN.match(text, start)
    if region is None:
        return
    name = region.group()
    if name in division_abbreviations():
        c.scores[PLACE] += REGION_AFTER
        return
    found = places_named(name)
    if found and found[0].kind in {PlaceKind.COUNTRY, PlaceKind.REGION}:
        own = places_named(c.text)
        if not own or any(place.country == found[0].country for place in own):
            c.scores[PLACE] += REGION_AFTER if own else REGION_AFTER / 2


def _weigh_sport(
    c: Candidate,
    text: str,
    sport: int,
    before: str,
    comma: bool,
    mark: str,
    follow: str,
    after: re.Match[str] | None,
    w: Words,
) -> None:
    """On a sports page clubs go by their town's name, and players have their country behind them in brackets."""
    scores = c.scores
    n = len(c.tokens)
    named = bool(c.strength) or (n > 1 and place_strength(c.tokens[-1].text) >= 1.0)
    if len(text) < 100 and _RESULT_LINE.fullmatch(text):
        _take_for_team(c)
        return
    if len(text) < 100 and _MEETING.fullmatch(text):
        if before == "at":
            scores[PLACE] += AT_BEFORE + 1.0  # "MIAMI AT ORLANDO": a side, and where it plays
        else:
            _take_for_team(c)
        return
    if c.strength and not text[: c.start].strip() and _VENUE.match(text, c.end):
        scores[PLACE] += PLACE_HEAD  # "Tunbridge Wells: Nottinghamshire 214"
        return
    if _PLAYER_NUMBER.search(text, max(0, c.start - 8), c.start):
        scores[PERSON] += STAFF_AFTER
    dismissed = _DISMISSED_BY.search(text, max(0, c.start - 48), c.start)
    if c.strength < COUNTRY and (dismissed or (not mark and _DISMISSED.match(text, c.end))):
        # A cricket score: "Jayasuriya c Healy b Fleming 44".
        scores[PERSON] += TEAM
        scores[PLACE] -= TEAM
        scores[ORGANISATION] -= TEAM
        return
    if c.strength < COUNTRY and _BOWLED.match(text, c.end):
        scores[PERSON] += TEAM
        scores[PLACE] -= 1.5
        return
    if c.strength < COUNTRY and _SCORERS.search(text, max(0, c.start - 80), c.start) and _MINUTE.match(text, c.end):
        # "Barcelona 2 (Ronaldo 12, 54)"
        scores[PERSON] += TEAM if not c.strength else ROLE_NOUN_BEFORE
        scores[PLACE] -= 1.5
        return
    if (
        c.strength < COUNTRY
        and text[c.start - 1 : c.start] == "("
        and _CLOSED.match(text, c.end)
        and _NAME_BEFORE.search(text, max(0, c.start - 30), c.start - 1)
    ):
        # "Paolo Maldini (Milan)"
        scores[ORGANISATION] += TEAM
        scores[PERSON] -= TEAM
        scores[PLACE] -= 1.5
        return
    if c.strength < COUNTRY and n <= 2 and not c.titled and scores[PERSON] < GIVEN_NAME_FIRST:
        played = before in w.team_before or (not mark and (follow in w.team_before or follow in w.team_after))
        side = (bool(c.strength) and played) or (
            named and ((not mark and follow in w.role_noun) or _SCORE_AFTER.match(text, c.end) is not None)
        )
        side = side or _SCORE_BEFORE.search(text, max(0, c.start - 30), c.start) is not None
        side = side or (named and _OWNED_PLAYER.match(text, c.end) is not None)
        # In a report on sides that play for towns, a town that nothing is in, at or from is its side.
        side = side or (
            sport == TEAM_SPORT
            and not c.headline
            and TOWN < c.strength < COUNTRY
            and mark != "("
            and not (comma and before in w.calendar)
            and before not in w.before_place | _OF
            and not _REGION_NEXT.match(text, c.end)
            and c.start > 0
        )
        if side and before not in w.inside_place and before != "at":
            scores[ORGANISATION] += TEAM
            scores[PLACE] -= 1.5
            scores[PERSON] -= 1.5
    if n > 1 and not c.strength and _ROUNDS.match(text, c.end):
        scores[PERSON] += STAFF_AFTER
    if after and mark == "(" and len(c.tokens) > 1:
        inside = text[after.start(2) : after.start(2) + 40].partition(")")[0]
        if place_strength(inside) >= COUNTRY:
            scores[PERSON] += 3.0
            scores[PLACE] -= 1.0


def _take_for_team(c: Candidate) -> None:
    if c.strength < COUNTRY:
        c.scores[ORGANISATION] += TEAM
        c.scores[PLACE] -= 1.5
        c.scores[PERSON] -= TEAM


def weigh_line(c: Candidate, w: Words) -> None:
    """A line that holds two or three capitalised words and nothing else is a byline."""
    if (
        2 <= len(c.tokens) <= 3
        and not c.text.isupper()
        and not any(t.low in w.common or t.gap for t in c.tokens)
        and c.strength < TOWN
    ):
        c.scores[PERSON] += BYLINE
        c.scores[ORGANISATION] -= 1.0


def weigh_neighbours(found: list[Candidate], text: str) -> None:
    """Adds what candidates tell of each other: "Amman, Jordan", "Nick Barmby and Juninho"."""
    for before, c in itertools.pairwise(found):
        if not 0 < c.start - before.end <= 6:
            continue
        between = text[before.end : c.start]
        if between in {", ", " ("}:
            if c.text in division_abbreviations() and before.scores[PERSON] < TITLE_BEFORE:
                c.scores[PLACE] += COUNTRY_BEHIND_TOWN
                c.qualifies = True
            elif before.scores[PLACE] > 0 and _lies_in(before.text, c.text):
                c.scores[PLACE] += COUNTRY_BEHIND_TOWN / 2
                c.qualifies = True
        if (
            between in {" and ", ", ", ", and "}
            and len(before.tokens) > 1
            and before.scores[PERSON] >= 3.0
            and before.scores[PERSON] == max(before.scores)
            and c.strength < TOWN
        ):
            c.scores[PERSON] += COORDINATED
        elif (
            between in {" and ", ", ", ", and "}
            and c.strength
            and before.scores[PLACE] >= THRESHOLD
            and before.scores[PLACE] == max(before.scores)
        ):
            c.scores[PLACE] += COORDINATED


_BETWEEN_LISTED = re.compile(
    r"(?: \([^()]{1,40}\))?(?:(?: \d{1,3}(?:st|nd|rd|th)?(?: \w+)?)+)?(?:, |; | and |, and | & | v | or )(?:\d{1,2} ?-? ?)?"
)
"""What parts the names of a list, with a club, a goal or a number for each."""
LIST_LENGTH = 3


def weigh_lists(candidates: Sequence[Candidate], text: str, w: Words) -> None:
    """Lets the names of a list tell of each other: of three or more in a row, half of them people's, the others are people's too."""
    ordered: list[Candidate] = []
    for c in sorted(candidates, key=lambda c: (c.start, -c.end)):
        if ordered and c.start < ordered[-1].end:
            if max(c.scores) > max(ordered[-1].scores):
                ordered[-1] = c
        else:
            ordered.append(c)
    run: list[Candidate] = []
    for c in ordered:
        if run and not _BETWEEN_LISTED.fullmatch(text, run[-1].end, c.start):
            _weigh_list(run, w)
            run = []
        run.append(c)
    _weigh_list(run, w)


def _weigh_list(run: Sequence[Candidate], w: Words) -> None:
    def is_a(c: Candidate, kind: int) -> bool:
        return c.scores[kind] >= THRESHOLD and c.scores[kind] == max(c.scores)

    if len(run) < LIST_LENGTH:
        return
    people = sum(is_a(c, PERSON) and len(c.tokens) > 1 for c in run)
    towns = sum(is_a(c, PLACE) and c.strength > 0 for c in run)
    for c in run:
        if any(t.low in w.common for t in c.tokens) or c.headline:
            continue
        if 2 * people >= len(run) and c.strength < COUNTRY and c.scores[OTHER] <= 0:
            c.scores[PERSON] += LISTED
            c.scores[PLACE] -= LISTED / 2
        elif (
            2 * towns >= len(run)
            and len(c.tokens) <= 2
            and c.scores[PERSON] < GIVEN_NAME_FIRST
            and c.scores[OTHER] <= 0
        ):
            c.scores[PLACE] += COORDINATED


def _lies_in(town: str, country: str) -> bool:
    """Whether the gazetteer has a place of the first name in a country or region of the second."""
    wholes = [p for p in places_named(country) if p.kind in {PlaceKind.COUNTRY, PlaceKind.REGION}]
    return any(
        part.kind is not PlaceKind.COUNTRY
        and any(w.country == part.country and w.division in {"", part.division} for w in wholes)
        for part in places_named(town)
    )


def continued(text: str, tokens: tuple[Token, ...], end: int) -> int:
    """Where an organisation's name ends that goes on behind its head ("Observatory for Human Rights"), else `end`."""
    if tokens[-1].low not in CONTINUED:
        return end
    more = CONTINUATION.match(text, end)
    return more.end() if more else end
