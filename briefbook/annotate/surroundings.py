"""What stands before and after a name, beside it in a list, or around it on its line, as evidence for what it names."""

import itertools
import re
from collections.abc import Sequence

from briefbook.annotate.capitals import CONTINUATION, RUN, Token
from briefbook.annotate.evidence import STORMS, Candidate
from briefbook.annotate.gazetteer import AREA, COUNTRY, REGION, Words, division_abbreviations, fold_name, places_named
from briefbook.annotate.roles import role_set_before, stands_in_kinship
from briefbook.annotate.segments import FULL, ORGANISATION, OTHER, PERSON, PLACE
from briefbook.annotate.sport import TEAM_SPORT, weigh_sport
from briefbook.annotate.weights import (
    AGE_OR_ROLE_AFTER,
    AT_BEFORE,
    BYLINE,
    COMPANY,
    COORDINATED,
    COUNTRY_BEHIND_TOWN,
    CUT_AS_ORGANISATION,
    FROM_BEFORE,
    GIVEN_NAME_FIRST,
    IN_A_NAME,
    INSIDE_BEFORE,
    KIN_BEFORE,
    LISTED,
    OF_AFTER_AGE,
    ORGANISATION_HEAD,
    PLACE_NOUN_AFTER,
    QUOTED,
    REGION_AFTER,
    ROLE_NOUN_BEFORE,
    SAID_AFTER,
    SEVERAL_WORDS,
    STAFF_AFTER,
    THE_BEFORE,
    THRESHOLD,
    TITLE_BEFORE,
    TOWN,
    WHO_AFTER,
)
from briefbook.annotate.wordforms import (
    IS_COMMON,
    IS_COMPANY,
    IS_GIVEN,
    IS_ORGANISATION_HEAD,
    IS_PLACE_HEAD,
    IS_SURNAME_MONTH,
    straighten,
)
from briefbook.model.entity import PlaceKind

_CONTINUED = frozenset(
    "observatory council institute center centre commission committee agency association organisation organization party movement front campaign coalition program programme".split()
)
"""Heads after which "for Human Rights" belongs to the name."""
LONGEST_ACRONYM = 6
"""Characters of an acronym with its full stops."""
_WORD_AFTER = re.compile(r"(?:['’]s)?[ \u00a0]*([,(]?)[ \u00a0]?([\w\-'’.]+)")
_AGED_OF = re.compile(r"(?:, \d{1,3}(?: years old)?,|[^\W\d_], both|\)) of $")
_AGE = re.compile(r", \d{1,2}\b|,? aged \d| \(\d{1,2}\)")
_APPOSITION = re.compile(
    r",[ \u00a0](?:an?|the|who|whose|former|his|her|their|[\w-]+['’]s)[ \u00a0]((?:[\w\-'’]+[ \u00a0]){0,3}[\w\-'’]+)"
)
_EMPLOYED = frozenset(
    "driver rider spokesman spokeswoman analyst economist trader executive chairman president director manager coach captain striker midfielder defender goalkeeper forward skipper chief boss owner team-mate teammate lawyer".split()
)
_OF_PEOPLE = frozenset(
    "adviser advisor aide advocate ally attorney backer biographer confidant critic donor impersonator lawyer loyalist opponent rival spokesman spokeswoman supporter".split()
)
"""Who may be somebody's, and need not be a firm's: "Donald Trump advocate Rudy Giuliani"."""
_OPENING_TITLE = re.compile(r"[\"“]The $")
_SORT_OF_PLACE = re.compile(
    r"\b(?:town|city|village|port|suburb|resort|island|hamlet|district|province|parish|residents|streets|suburbs|outskirts|mayor|capital) of $"
)
_FROM_TO = re.compile(r"\bfrom [^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)? to $")
_NEWSROOM = re.compile(r" (?:[Nn]ewsroom|[Nn]ewsdesk|[Dd]esk)\b")
""""Paris newsroom +33 1": who sent the story."""
_FULL_NAME_NEXT = re.compile(r"[ \u00a0][^\W\d_a-z][\w.'’-]*[ \u00a0][^\W\d_a-z]\w")
_NAME_NEXT = re.compile(r"[ \u00a0][^\W\d_a-z]\w")


def word_before(text: str, start: int) -> tuple[str, bool]:
    """The word before `start` in lower case, and whether a comma stands between; quotes and "the" are stepped over."""
    low = max(0, start - 40)
    if text[start - 1 : start] == " " and (space := text.rfind(" ", low, start - 1)) >= 0:
        word = text[space + 1 : start - 1].lower()
        if word.isalnum() and word != "the":
            return word, False  # nearly every name stands behind a plain word
    before = text[low:start].rstrip(" \u00a0“\"‘'(")
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
    strength, start, end = c.strength, c.start, c.end
    before, comma = word_before(text, start)
    after = _WORD_AFTER.match(text, end)
    mark, follow = (after[1], after[2].lower().rstrip(".")) if after else ("", "")
    the = text[max(0, start - 4) : start].lower() == "the "
    if c.titled:
        c.reason = c.reason or "a title before it"
    elif (not comma and before.rstrip(".") in w.role_noun) or (comma and _is_apposed(c, text, before, mark, w)):
        scores[PERSON] += ROLE_NOUN_BEFORE
        c.described = not strength and not c.tokens[0].facts & IS_COMMON
    craft = before in w.vessel or (before in STORMS and text[start - len(before) - 1].isupper())
    if craft and not comma and not c.titled and strength < COUNTRY:
        scores[OTHER] += IN_A_NAME  # "the ferry Maria Teresa"
        c.thing = True
    if follow == "and" and not mark and _AND_COMPANY.match(text, end):
        scores[ORGANISATION] += ORGANISATION_HEAD
        scores[PERSON] -= ORGANISATION_HEAD
    if the and n == 1 and strength >= AREA and c.tokens[0].facts & IS_COMPANY:
        scores[ORGANISATION] -= COMPANY + CUT_AS_ORGANISATION  # "the Amazon"
    if the and not c.titled:
        scores[PERSON] -= THE_BEFORE
        c.after_the = True
        c.plural = n == 1 and c.key.endswith("s") and not strength
    elif start == 0 and n == 1 and not strength:
        c.plural = c.key.endswith("s")
    if not mark and follow == "news" and text.startswith(" news agency", end):
        scores[ORGANISATION] += STAFF_AFTER + THRESHOLD  # "the Antara news agency"
        scores[PERSON] -= STAFF_AFTER
    if text[end : end + 1] in {'"', "”"} and (
        text[start - 1 : start] in {'"', "“"} or _OPENING_TITLE.search(text, max(0, start - 5), start)
    ):
        scores[PERSON] -= QUOTED
        scores[PLACE] -= QUOTED
    elif text[start - 1 : start] in {'"', "“"} and _WORK.match(text, end):
        scores[PERSON] -= 2 * QUOTED  # "Anna Karenina's Dog"
        scores[PLACE] -= 2 * QUOTED
    if n > 1 and strength and not sport and not c.tokens[0].facts & IS_GIVEN:
        scores[PLACE] += SEVERAL_WORDS
    if strength and before in {"at", "of", "to"}:
        scores[PLACE] += AT_BEFORE
    if before == "to" and strength and _FROM_TO.search(text, max(0, start - 40), start):
        scores[PLACE] += FROM_BEFORE
    if not comma and before in w.before_place and (n == 1 or strength or scores[PERSON] < GIVEN_NAME_FIRST):
        if before in w.inside_place:
            c.inside = strength >= REGION and not c.titled and n == 1
            scores[PLACE] += INSIDE_BEFORE
            scores[PERSON] -= 1.0
        else:
            scores[PLACE] += FROM_BEFORE if before == "from" else AT_BEFORE
            if before == "from" and strength and c.key not in w.surname and c.key not in w.given:
                scores[PLACE] += AT_BEFORE
    if not sport:
        _weigh_travel(c, text, before)
    if n > 1 and not strength and scores[PERSON] >= 0:
        if before in _BORN:
            scores[PERSON] += GIVEN_NAME_FIRST
        elif n == FULL and before in w.nationality and not comma and not scores[ORGANISATION]:
            scores[PERSON] += 1.0
    if before == "of" and _SORT_OF_PLACE.search(text, max(0, start - 24), start):
        scores[PLACE] += PLACE_NOUN_AFTER
    if n <= 3 and strength < REGION and (comma or before == "and") and stands_in_kinship(text, start):
        scores[PERSON] += KIN_BEFORE
    if mark == "," and follow in {"who", "whose"} and not (sport and strength):
        scores[PERSON] += WHO_AFTER
    if before == "of" and strength and _AGED_OF.search(text, max(0, start - 24), start):
        scores[PLACE] += OF_AFTER_AGE
    if follow in w.said:
        scores[PERSON] += SAID_AFTER if not mark else SAID_AFTER / 2 if mark == "," else 0.0
    if text[end : end + 1] in {",", " "} and _AGE.match(text, end):
        scores[PERSON] += AGE_OR_ROLE_AFTER
    elif mark == ",":
        apposition = _APPOSITION.match(text, end)
        if apposition and any(word in w.role_noun for word in apposition[1].lower().split()):
            scores[PERSON] += AGE_OR_ROLE_AFTER + (0.5 if not strength else 0.0)
    if not mark and follow in w.place_noun:
        acronym = n == 1 and len(c.text) <= LONGEST_ACRONYM and c.text.isupper()
        scores[PLACE] += 1.5 if strength else 0.0 if acronym else PLACE_NOUN_AFTER  # "U.N. officials"
    of_a_person = follow in _OF_PEOPLE and scores[PERSON] >= GIVEN_NAME_FIRST
    if (
        after
        and n > 1
        and not mark
        and follow in w.role_noun
        and not of_a_person
        and _NAME_NEXT.match(text, after.end())
    ):
        scores[ORGANISATION] += STAFF_AFTER
        scores[PERSON] -= STAFF_AFTER
    if before == "of" and strength and not c.titled:
        head = word_before(text, text.rfind("of", 0, start))[0]
        if head in w.title_noun and text[:start].rstrip()[: -len(" of")].rstrip()[-len(head) :][:1].isupper():
            scores[PLACE] -= IN_A_NAME
    if (
        after
        and n == 1
        and not mark
        and follow in _EMPLOYED
        and (not c.titled or before == "former")
        and strength < COUNTRY
        and (sport == TEAM_SPORT or text[end] == " ")
        and _FULL_NAME_NEXT.match(text, after.end())
    ):
        scores[ORGANISATION] += STAFF_AFTER
        scores[PERSON] -= STAFF_AFTER + (TITLE_BEFORE if c.titled else 0.0)
    if strength and follow.startswith(("news", "desk")) and _NEWSROOM.match(text, end):
        scores[OTHER] += IN_A_NAME
        scores[PLACE] -= IN_A_NAME
    if follow == "crude" and not mark:
        scores[OTHER] += IN_A_NAME
    bracket = text.rfind("(", max(0, start - TICKER_LENGTH), start)
    if bracket >= 0 and _TICKER.match(text, bracket):
        scores[OTHER] += 2 * IN_A_NAME  # "Larsen (LART.NS)"
    if n > 1 and before == "by":
        scores[PERSON] += 0.5 if strength or not _LED.search(text, max(0, start - 14), start) else 1.5
    if n == 1 and c.tokens[0].facts & IS_SURNAME_MONTH and (before in _BEFORE_MONTH or follow[:1].isdigit()):
        scores[OTHER] += IN_A_NAME
        c.inside = True
    if (
        n == 1
        and the
        and c.tokens[0].low in _COMPASS
        and (follow in w.said or follow in {"will", "has", "had"} or text.startswith(("'s ", "’s "), end))
    ):
        # "the North said", not "the North Sea"
        scores[OTHER] -= THE_COMPASS
        scores[PLACE] += THRESHOLD
    if strength == 0 and c.text in _CITY_SHORT:
        scores[PLACE] += PLACE_NOUN_AFTER
        scores[OTHER] -= THRESHOLD
    if follow == "and" and strength < REGION and _AND_SPOUSE.match(text, end):
        scores[PERSON] += KIN_BEFORE
    if start == 0 and 2 <= n <= SPEAKER_WORDS and not strength and text[end : end + 1] == ":" and c.text.isupper():
        _weigh_transcript(c)
    if after and mark == "," and scores[PERSON] < 3:
        _weigh_region_after(c, text, after.start(2))
    if sport:
        weigh_sport(c, text, sport, before, comma, mark, follow, after, w)


_WORK = re.compile(r"['’]s(?: [^\W\d_a-z][\w'’-]*| (?:of|the|and|in|to|for|a|at|on|with)){1,6}[,.]?[\"”]")
"""What makes a title of a name that a quotation begins with."""
_BORN = frozenset({"born", "née", "nee"})
_LED = re.compile(r"\b(?:led|headed|coached|captained|chaired|trained|managed|directed|written|married|succeeded) by $")
_VISITED = frozenset("visit visits visited visiting reach reached reaching retook besieged overran".split())
_MOTION = re.compile(
    r"\b(?:fled|flees?|fleeing|fl(?:y|ew|own|ies)|travell?(?:s|ed|ing)?|drove|driven|extradited|deported|evacuated|flights?) (?:back )?to $"
)
_LIVED = re.compile(
    r"\b(?:born|died|lives?|lived|living|based|buried|raised|up|house|homes?|arrested|killed|shot|funeral|rally|clashes|fighting) in $"
)
""""She died in Salthill", "grew up in Konna"."""
_SITS = re.compile(r"\b(?:MP|MEP|TD|MSP) for $")
"""Behind whom the seat stands: "the MP for Thanet"."""


def _weigh_travel(c: Candidate, text: str, before: str) -> None:
    """Adds what verbs tell of where somebody goes, lives or sits for: "fled to Konna", "died in Salthill", "the MP for Thanet"."""
    start = c.start
    if c.strength and before in _VISITED:
        c.scores[PLACE] += FROM_BEFORE
    if len(c.tokens) > FULL or c.titled or c.scores[PERSON] >= GIVEN_NAME_FIRST:
        return
    if before == "to" and _MOTION.search(text, max(0, start - 24), start):
        c.scores[PLACE] += INSIDE_BEFORE
    elif before == "in" and _LIVED.search(text, max(0, start - 24), start):
        c.scores[PLACE] += FROM_BEFORE
    elif before == "for" and _SITS.search(text, max(0, start - 10), start):
        c.scores[PLACE] += INSIDE_BEFORE


_OWNED_ROLE = re.compile(r"(?:\b[Hh]is|\b[Hh]er|\b[Tt]heir|\b[Ii]ts|\bwhose|['’]s)(?: [a-z-]+){1,3}, $")
""""With his lawyer, Trimurti."""


def _is_apposed(c: Candidate, text: str, before: str, mark: str, w: Words) -> bool:
    """Whether a name stands behind the description, with a comma, of somebody."""
    if len(c.tokens) > 1:
        return role_set_before(text, c.start) is not None
    if c.strength:
        return False
    if mark == "," and role_set_before(text, c.start) is not None:
        return True
    return (
        before in w.role_noun
        and (mark == "," or text[c.end : c.end + 1] == ".")
        and _OWNED_ROLE.search(text, max(0, c.start - _ROLE_REACH), c.start) is not None
    )


_ROLE_REACH = 60
_AND_COMPANY = re.compile(r" and (?:Co|Sons?|Company|Associates|Partners|Brothers|Bros)\b")
"""What makes a firm of the name before it: "Robert W. Baird and Co"."""
_BEFORE_MONTH = frozenset(
    "in of by last next this since until till on early late mid from to after before during every between through for".split()
)
"""What stands before a month: there "May" is nobody."""
_COMPASS = frozenset({"north", "south", "east", "west"})
THE_COMPASS = 3.0
"""What the words for the quarters lose as words where "the" and a capital make a country or a part of one of them."""
_CITY_SHORT = frozenset({"D.C.", "DC", "L.A.", "NYC", "N.Y.C."})
_AND_SPOUSE = re.compile(
    r"[ \u00a0]and (?:his|her) (?:late |former )?(?:wife|husband|widow|fiancee?|girlfriend|boyfriend|partner|mother|father|parents|brother|sister|son|daughter|children|lawyer)\b"
)
""""Yohannes and his wife"."""
TICKER_LENGTH = 18
_TICKER = re.compile(
    r"\([A-Z0-9]{1,8}\.[A-Z]{1,3}\)|\((?:NASDAQ|Nasdaq|NYSE|AMEX|LSE|TSX|ASX|OTC\w{0,4}):[ \u00a0]?[A-Z.]{1,6}\)"
)
"""What a share goes by on its exchange, as wires print it."""
SPEAKER_WORDS = 4
"""Words a speaker's name in a transcript has at the most."""


def _weigh_transcript(c: Candidate) -> None:
    """Somebody's name in capitals that opens a line, a colon behind it, is the speaker's in a transcript ("JON SIEBERT: It is")."""
    if not any(t.facts & (IS_COMMON | IS_ORGANISATION_HEAD | IS_PLACE_HEAD) for t in c.tokens):
        c.scores[PERSON] += BYLINE


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


def weigh_line(c: Candidate) -> None:
    """A line that holds two or three capitalised words and nothing else is a byline."""
    if (
        2 <= len(c.tokens) <= 3
        and not c.text.isupper()
        and not any(t.facts & IS_COMMON or t.gap for t in c.tokens)
        and c.strength < TOWN
    ):
        c.scores[PERSON] += BYLINE
        c.scores[ORGANISATION] -= 1.0


def weigh_neighbours(found: list[Candidate], text: str, w: Words) -> None:
    """Adds what candidates tell of each other: "Amman, Jordan", "Nick Barmby and Juninho"."""
    for before, c in itertools.pairwise(found):
        if not 0 < c.start - before.end <= 6:
            continue
        between = text[before.end : c.start]
        if between in {", ", " ("}:
            if c.text in division_abbreviations() and before.scores[PERSON] < TITLE_BEFORE:
                c.scores[PLACE] += COUNTRY_BEHIND_TOWN
                c.qualifies = True
            elif before.scores[PLACE] > 0 and _lies_in(before.text, c.text) and not _plays_there(before, c, text):
                c.scores[PLACE] += COUNTRY_BEHIND_TOWN / 2
                c.qualifies = True
        if between == " and ":
            if straighten(f"{before.text} {c.text}") in w.company:
                _join_firm(before, c, text)
                continue
            if c.scores[PLACE] >= THRESHOLD and before.strength >= TOWN and text.endswith("between ", 0, before.start):
                before.scores[PLACE] += FROM_BEFORE
        if (
            between in {" and ", ", ", ", and "}
            and len(before.tokens) > 1
            and before.scores[PERSON] >= 3.0
            and before.scores[PERSON] == max(before.scores)
            and c.strength < TOWN
        ):
            c.scores[PERSON] += COORDINATED
        elif (
            between == " and "
            and len(before.tokens) == 1
            and len(c.tokens) > 1
            and c.scores[PERSON] >= 3.0
            and c.scores[PERSON] == max(c.scores)
            and before.key in w.given
            and before.scores[OTHER] <= 0
        ):
            before.scores[PERSON] += COORDINATED  # "George and Joyce Wein"
        elif (
            between == " and "
            and len(before.tokens) > 1
            and len(c.tokens) > 1
            and before.scores[PERSON] > 0
            and before.scores[PERSON] == max(before.scores)
            and not before.strength
            and c.scores[PERSON] >= 3.0
            and c.scores[PERSON] == max(c.scores)
        ):
            before.scores[PERSON] += COORDINATED
        elif (
            between in {" and ", ", ", ", and "}
            and c.strength
            and before.scores[PLACE] >= THRESHOLD
            and before.scores[PLACE] == max(before.scores)
            and not (
                between == ", "
                and not _MORE_LISTED.match(text, c.end)
                and text[max(0, before.start - 3) : before.start] in {"In ", "At "}
            )
        ):
            c.scores[PLACE] += COORDINATED


def _join_firm(before: Candidate, c: Candidate, text: str) -> None:
    """Makes one firm of two names that "and" joins: "Marks and Spencer"."""
    before.end, before.tokens = c.end, (*before.tokens, *c.tokens)
    before.text = text[before.start : c.end]
    before.key = fold_name(before.text)
    before.scores = [0.0, 0.0, COMPANY, 0.0]
    c.scores[OTHER] += 2 * COMPANY


_PLAYS = re.compile(r" (?:beat|defeated|edged|routed|blanked|downed|upset|topped|won|lost|hosts?|plays?)\b")


def _plays_there(before: Candidate, c: Candidate, text: str) -> bool:
    """Whether a name behind a place is a side that plays there: "At Ann Arbor, Michigan beat Rice"."""
    return (
        text[c.end : c.end + 1] == " "
        and text.endswith(("At ", "In "), 0, before.start)
        and _PLAYS.match(text, c.end) is not None
    )


_MORE_LISTED = re.compile(r"(?:,|,? and) [^\W\d_a-z]")
"""What goes on with a list; "In Kansas City, Detroit lost" is none."""


def _lies_in(town: str, country: str) -> bool:
    """Whether the gazetteer has a place of the first name in a country or region of the second."""
    wholes = [p for p in places_named(country) if p.kind in {PlaceKind.COUNTRY, PlaceKind.REGION}]
    return any(
        part.kind is not PlaceKind.COUNTRY
        and any(w.country == part.country and w.division in {"", part.division} for w in wholes)
        for part in places_named(town)
    )


_BETWEEN_LISTED = re.compile(
    r"(?: \([^()]{1,40}\))?(?:(?: \d{1,3}(?:st|nd|rd|th)?(?: \w+)?)+)?(?:, |; | and |, and | & | v | or )(?:\d{1,2} ?-? ?)?"
)
"""What parts the names of a list, with a club, a goal or a number for each."""
LIST_LENGTH = 3
FAR_APART = 60
"""Characters between two names of a list at the most."""


def weigh_lists(candidates: Sequence[Candidate], text: str) -> None:
    """Lets the names of a list tell of each other: of three or more in a row, half of them people's, the others are people's too."""
    if len(candidates) < LIST_LENGTH:
        return
    ordered: list[Candidate] = []
    for c in sorted(candidates, key=lambda c: (c.start, -c.end)):
        if text[c.start - 1 : c.start] == "(" and text[c.end : c.end + 1] == ")":
            continue  # "Carlos Germano (Vasco da Gama), Ze Maria (Parma)"
        if ordered and c.start < ordered[-1].end:
            if max(c.scores) > max(ordered[-1].scores):
                ordered[-1] = c
        else:
            ordered.append(c)
    run: list[Candidate] = []
    for c in ordered:
        if run and not (c.start - run[-1].end <= FAR_APART and _BETWEEN_LISTED.fullmatch(text, run[-1].end, c.start)):
            if len(run) >= LIST_LENGTH:
                _weigh_list(run)
            run = []
        run.append(c)
    if len(run) >= LIST_LENGTH:
        _weigh_list(run)


def _weigh_list(run: Sequence[Candidate]) -> None:
    def is_a(c: Candidate, kind: int) -> bool:
        return c.scores[kind] >= THRESHOLD and c.scores[kind] == max(c.scores)

    people = sum(is_a(c, PERSON) and len(c.tokens) > 1 for c in run)
    towns = sum(is_a(c, PLACE) and c.strength > 0 for c in run)
    for c in run:
        if any(t.facts & IS_COMMON for t in c.tokens) or c.headline:
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


def continued(text: str, tokens: tuple[Token, ...], end: int) -> int:
    """Where an organisation's name ends that goes on behind its head ("Observatory for Human Rights"), else `end`."""
    if tokens[-1].low not in _CONTINUED:
        return end
    more = CONTINUATION.match(text, end)
    return more.end() if more else end
