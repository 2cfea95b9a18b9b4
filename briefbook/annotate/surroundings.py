"""What stands before and after a name, or around it on its line, as evidence for what it names."""

import re
from functools import cache

from briefbook.annotate.capitals import CONTINUATION, RUN, Token
from briefbook.annotate.evidence import Candidate
from briefbook.annotate.gazetteer import (
    AREA,
    COUNTRY,
    REGION,
    division_abbreviations,
    given_names,
    nationalities,
    places_named,
    surnames,
    words,
)
from briefbook.annotate.roles import role_set_before, stands_in_kinship
from briefbook.annotate.segments import FULL, ORGANISATION, OTHER, PERSON, PLACE
from briefbook.annotate.sport import TEAM_SPORT, weigh_sport
from briefbook.annotate.weights import (
    AGE_OR_ROLE_AFTER,
    AT_BEFORE,
    BYLINE,
    COMMON_WORD,
    COMPANY,
    CUT_AS_ORGANISATION,
    FROM_BEFORE,
    GIVEN_NAME_FIRST,
    IN_A_NAME,
    INSIDE_BEFORE,
    KIN_BEFORE,
    OF_AFTER_AGE,
    ORGANISATION_HEAD,
    PLACE_HEAD,
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
    IS_DIRECTION,
    IS_GIVEN,
    IS_JOINED,
    IS_NATIONALITY,
    IS_ORGANISATION_HEAD,
    IS_PLACE_HEAD,
    IS_STREET,
    IS_SURNAME,
    IS_SURNAME_MONTH,
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
_OPENING_TITLE = re.compile(r"[\"“]The $")
_SORT_OF_PLACE = re.compile(
    r"\b(?:town|city|village|port|suburb|resort|island|hamlet|district|province|parish|municipality|residents|streets|suburbs|outskirts|mayor|governor|capital|shrine|temple|monastery|coast|siege|shelling|bombardment|recapture|(?:north|south)?(?:east|west)|north|south) of $"
)
_FROM_TO = re.compile(r"\bfrom [^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)? to $")
_FROM_NEWSROOM = re.compile(r" (?:[Nn]ewsroom|[Nn]ewsdesk|[Dd]esk)\b")
""""Paris newsroom +33 1": who sent the story."""
_FULL_NAME_NEXT = re.compile(r"[ \u00a0][^\W\d_a-z][\w.'’-]*[ \u00a0][^\W\d_a-z]\w")
_NAME_NEXT = re.compile(r"[ \u00a0][^\W\d_a-z]\w")


_REACH = 40
"""Characters beside a name in which the next word stands."""
_THE_BETWEEN = frozenset({"the", "The"})
_ENDED = frozenset({"", " "})
"""What stands behind a full stop that ends a sentence."""


def word_before(text: str, start: int) -> tuple[str, bool]:
    """The word before `start` in lower case, and whether a comma stands between; quotes and "the" are stepped over."""
    low = start - _REACH if start > _REACH else 0
    if text[start - 1 : start] == " " and (space := text.rfind(" ", low, start - 1)) >= 0:
        # Nearly every name stands behind a plain word, or behind one and "the".
        word = text[space + 1 : start - 1]
        if word in _THE_BETWEEN:
            first = text.rfind(" ", low, space)
            if first >= 0 and (word := text[first + 1 : space]).isalnum():
                return word.lower(), False
        elif word.isalnum() and (word := word.lower()) != "the":
            return word, False
    before = text[low:start].rstrip(" \u00a0“\"‘'(")
    if before.endswith((" the", " The")):
        before = before[:-4].rstrip(" \u00a0")
    comma = before.endswith(",")
    tail = before.rstrip(",") if comma else before
    word = tail[tail.rfind(" ") + 1 :]
    if word.isalnum():
        return word.lower(), comma
    at = len(word)
    while at and (word[at - 1].isalnum() or word[at - 1] in "-'’."):
        at -= 1
    return word[at:].lower(), comma


def word_after(text: str, end: int) -> tuple[str, str, int, int]:
    """What stands behind `end`: a comma, an opening bracket or nothing; the next word in lower case; where it begins and ends.

    A possessive ending is stepped over. Where no word follows all is empty.
    """
    closed = text[end : end + 1]
    if closed == ".":
        if text[end + 1 : end + 2] in _ENDED:
            return "", "", end, end + 1
    elif closed == " " or text[end : end + 2] == ", ":
        # Nearly every name stands before a plain word.
        at = end + 1 if closed == " " else end + 2
        space = text.find(" ", at, end + _REACH)
        if space >= 0 and (word := text[at:space]).isalpha():
            return closed.strip(), word.lower(), at, space
    after = _WORD_AFTER.match(text, end)
    return (after[1], after[2].lower().rstrip("."), *after.span(2)) if after else ("", "", end, end)


def weigh_context(c: Candidate, text: str, sport: int) -> None:
    """Adds what stands before and after the candidate."""
    scores = c.scores
    n = len(c.tokens)
    strength, start, end = c.strength, c.start, c.end
    before, comma = word_before(text, start)
    mark, follow, at, stop = word_after(text, end)
    known = _telling()
    told_before, told_after = known.get(before, 0), known.get(follow, 0)
    facts = c.tokens[0].facts
    closed = text[end : end + 1]
    the = text.startswith(_THE, start - 4) if start >= len("the ") else False
    if c.titled:
        c.reason = c.reason or "a title before it"
    elif (
        _is_apposed(c, text, told_before, mark)
        if comma
        else told_before & _ROLE_NOUN or (before.endswith(".") and known.get(before.rstrip("."), 0) & _ROLE_NOUN)
    ):
        scores[PERSON] += ROLE_NOUN_BEFORE
        c.described = not strength and not facts & IS_COMMON
    if the:
        if n == 1 and strength >= AREA and facts & IS_COMPANY:
            scores[ORGANISATION] -= COMPANY + CUT_AS_ORGANISATION  # "the Amazon"
        if not c.titled:
            scores[PERSON] -= THE_BEFORE
            c.after_the = True
            if n > 1 and scores[PLACE] > 0 and c.tokens[-1].facts & IS_PLACE_HEAD and c.tokens[-1].gap == "":
                scores[PLACE] += 1.0  # "the Kennedy Bridge"
            c.plural = n == 1 and c.key.endswith("s") and not strength
    elif start == 0 and n == 1 and not strength:
        c.plural = c.key.endswith("s")
    if told_after & _BELONGING or closed in _QUOTES or text[start - 1 : start] in _QUOTES_OPEN:
        _weigh_belonging(c, text, follow, mark, closed)
    if n > 1 and strength and not (the and strength < TOWN) and not sport and not facts & IS_GIVEN:
        scores[PLACE] += SEVERAL_WORDS
    if text[start - 2 : start] == "] " and _BRACKETED.search(text, max(0, start - 20), start):
        scores[PERSON] += TITLE_BEFORE  # "President [Barack] Obama"
    if told_before:
        _weigh_word_before(c, text, before, told_before, comma=comma)
        if not sport and told_before & _TRAVEL:
            _weigh_travel(c, text, before, told_before)
        if n > 1 and not strength and scores[PERSON] >= 0:
            if told_before & _BORN:
                scores[PERSON] += GIVEN_NAME_FIRST
            elif told_before & _NATIONALITY and n == FULL and not comma and not scores[ORGANISATION]:
                scores[PERSON] += 1.0
    if (comma or told_before & _AND) and n <= 3 and strength < REGION and stands_in_kinship(text, start):
        scores[PERSON] += KIN_BEFORE
    if told_after or mark:
        if n == 1 and (
            told_after & _PLURAL or ((mark == "," or told_after & _AND) and _COUNTIES.match(text, end) is not None)
        ):
            scores[PLACE] += PLACE_NOUN_AFTER
            scores[PERSON] -= PLACE_NOUN_AFTER
        if mark == ",":
            _weigh_apposition(c, text, before, follow, sport)
        if told_after & _SAID:
            scores[PERSON] += SAID_AFTER if not mark else SAID_AFTER / 2 if mark == "," else 0.0
        if told_after and not mark:
            _weigh_word_after(c, text, told_after, stop, former=before == "former", sport=sport)
    bracket = text.rfind("(", start - TICKER_LENGTH if start > TICKER_LENGTH else 0, start)
    if bracket >= 0 and _TICKER.match(text, bracket):
        scores[OTHER] += 2 * IN_A_NAME  # "Larsen (LART.NS)"
    if n == 1 and facts & (IS_SURNAME_MONTH | IS_DIRECTION):
        if facts & IS_SURNAME_MONTH and (told_before & _BEFORE_MONTH or follow[:1].isdigit()):
            scores[OTHER] += IN_A_NAME
            c.inside = True
        if facts & IS_DIRECTION and the and (told_after & (_SAID | _AUXILIARY) or text.startswith(_OWNING, end)):
            # "the North said", not "the North Sea"
            scores[OTHER] -= THE_COMPASS
            scores[PLACE] += THRESHOLD
    if strength == 0 and c.text in _CITY_SHORT:
        scores[PLACE] += PLACE_NOUN_AFTER
        scores[OTHER] -= THRESHOLD
    if told_after & _OF_PERSON or closed == ":" or follow[:1].isdigit():
        _weigh_person_after(c, text, follow, told_after, closed)
    if mark == "," and scores[PERSON] < 3:
        _weigh_region_after(c, text, at)
    if sport:
        weigh_sport(c, text, sport, before, comma, mark, follow, at)


def _weigh_belonging(c: Candidate, text: str, follow: str, mark: str, closed: str) -> None:
    """Adds what makes something else of the candidate: a firm, an agency, the title of a work."""
    scores, start, end = c.scores, c.start, c.end
    if follow == "and" and not mark and _AND_COMPANY.match(text, end):
        scores[ORGANISATION] += ORGANISATION_HEAD
        scores[PERSON] -= ORGANISATION_HEAD
    elif follow == "news" and not mark and text.startswith(" news agency", end):
        scores[ORGANISATION] += STAFF_AFTER + THRESHOLD  # "the Antara news agency"
        scores[PERSON] -= STAFF_AFTER
    opened = text[start - 1 : start] in _QUOTES_OPEN
    if closed in _QUOTES and (opened or _OPENING_TITLE.search(text, max(0, start - 5), start)):
        scores[PERSON] -= QUOTED
        scores[PLACE] -= QUOTED
    elif opened and _WORK.match(text, end):
        scores[PERSON] -= 2 * QUOTED  # "Anna Karenina's Dog"
        scores[PLACE] -= 2 * QUOTED


def _weigh_person_after(c: Candidate, text: str, follow: str, told: int, closed: str) -> None:
    """Adds what behind the candidate speaks for a person, or says that the name stands in a line of another kind."""
    scores, strength, end = c.scores, c.strength, c.end
    if (told & _AGED or follow[:1].isdigit()) and closed in _BEFORE_AGE and _AGE.match(text, end):
        scores[PERSON] += AGE_OR_ROLE_AFTER
        if _is_unlisted(c) and closed == ",":
            scores[PERSON] += UNLISTED_INSIDE
            c.described = True  # "a woman, Sumiati, 26,"
    if told & _AND and strength < REGION and _AND_SPOUSE.match(text, end):
        scores[PERSON] += KIN_BEFORE
    if strength and told & _NEWSROOM and _FROM_NEWSROOM.match(text, end):
        scores[OTHER] += IN_A_NAME
        scores[PLACE] -= IN_A_NAME
    if closed == ":" and c.start == 0 and 2 <= len(c.tokens) <= SPEAKER_WORDS and not strength and c.text.isupper():
        _weigh_transcript(c)


_THE = ("the ", "The ", "THE ")
_QUOTES = frozenset({'"', "”"})
_QUOTES_OPEN = frozenset({'"', "“"})
_BEFORE_AGE = frozenset({",", " "})
_OWNING = ("'s ", "’s ")
(
    _ROLE_NOUN,
    _VESSEL,
    _STORM,
    _AT,
    _BEFORE_PLACE,
    _INSIDE,
    _BY,
    _BORN,
    _VISITED,
    _NATIONALITY,
    _BEFORE_MONTH,
    _SAID,
    _AUXILIARY,
    _PLACE_NOUN,
    _EMPLOYED,
    _OF_PEOPLE,
    _GOODS,
    _ORGANISATION_NOUN,
    _WORK_NOUN,
    _ON,
    _ALONG,
    _DOING,
    _AND,
    _NEWS,
    _AGED,
    _NEWSROOM,
    _PLURAL,
    _TOWARDS,
    _SUCH_AS,
) = (1 << bit for bit in range(29))
"""What a word beside a name may be that tells of it."""
_BESIDE = {
    _AT: "at of to",
    _BY: "by",
    _ON: "on along off",
    _ALONG: "along across down up",
    _SUCH_AS: "like as including",
    # Of what a name does that opens a sentence: no noun of the language does it without an article.
    _DOING: "also did would could has had was is",
    _BORN: "born née nee",
    _VISITED: "visit visits visited visiting reach reached reaching retook besieged overran",
    _BEFORE_MONTH: "in of by last next this since until till on early late mid from to after before during every between through for",
    # Before a month "May" is nobody.
    _AUXILIARY: "will has had",
    _EMPLOYED: "driver rider spokesman spokeswoman analyst economist trader executive chairman president director manager coach captain striker midfielder defender goalkeeper forward skipper chief boss owner team-mate teammate lawyer",
    # Who may be somebody's, and need not be a firm's: "Donald Trump advocate Rudy Giuliani".
    _OF_PEOPLE: "adviser advisor aide advocate ally attorney backer biographer confidant critic donor impersonator lawyer loyalist opponent rival spokesman spokeswoman supporter",
    _GOODS: "crude",
    _AND: "and",
    _NEWS: "news",
    _AGED: "aged",
    _NEWSROOM: "newsroom newsdesk desk",
    _PLURAL: "counties provinces townships",
    _TOWARDS: "to in for",
}
_BELONGING = _AND | _NEWS
_OF_PERSON = _AND | _AGED | _NEWSROOM
_TRAVEL = _VISITED | _TOWARDS


@cache
def _telling() -> dict[str, int]:
    """The words beside a name that tell of it, in lower case, to what they may be."""
    table: dict[str, int] = {}
    listed = [(bit, frozenset(named.split())) for bit, named in _BESIDE.items()]
    listed += [
        (_ROLE_NOUN, words("role_noun")),
        (_VESSEL, words("vessel")),
        (_STORM, words("storm")),
        (_SAID, words("said")),
        (_ORGANISATION_NOUN, words("organisation_noun")),
        (_WORK_NOUN, words("work_noun")),
    ]
    listed += [(_BEFORE_PLACE, words("before_place")), (_INSIDE, words("inside_place"))]
    listed += [(_NATIONALITY, frozenset(nationalities())), (_PLACE_NOUN, words("place_noun"))]
    for bit, section in listed:
        for word in section:
            table[word] = table.get(word, 0) | bit
    return table


def _weigh_word_before(c: Candidate, text: str, before: str, told: int, *, comma: bool) -> None:
    """Adds what the word before the candidate tells."""
    scores, strength, start, n = c.scores, c.strength, c.start, len(c.tokens)
    storm = told & _STORM and text[start - len(before) - 1].isupper()
    if (told & _VESSEL or storm) and not comma and not c.titled and strength < COUNTRY:
        scores[OTHER] += IN_A_NAME  # "the ferry Maria Teresa"
        c.thing = True
    if told & (_ORGANISATION_NOUN | _WORK_NOUN) and not comma and not c.titled:
        # "the weekly Magyar Fokusz", "the film Annie Hall"
        scores[ORGANISATION if told & _ORGANISATION_NOUN else OTHER] += STAFF_AFTER
        scores[PERSON] -= COMPANY if told & _ORGANISATION_NOUN else STAFF_AFTER
    if told & _AT and strength:
        scores[PLACE] += AT_BEFORE
        if before == "to" and _FROM_TO.search(text, max(0, start - 40), start):
            scores[PLACE] += FROM_BEFORE
    if told & _BEFORE_PLACE and not comma and (n == 1 or strength or scores[PERSON] < GIVEN_NAME_FIRST):
        if told & _INSIDE:
            c.inside = strength >= REGION and not c.titled and n == 1
            # "in Guinobatan": what no list knows and is no acronym is more likely a place than anything else there.
            scores[PLACE] += INSIDE_BEFORE + (UNLISTED_INSIDE if _is_unlisted(c) else 0.0)
            scores[PERSON] -= 1.0
        else:
            scores[PLACE] += FROM_BEFORE if before == "from" else AT_BEFORE
            if before == "from" and strength and c.key not in surnames() and c.key not in given_names():
                scores[PLACE] += AT_BEFORE
            if before == "from" and n == 1 and word_before(text, text.rfind("from", 0, start))[0] in words("role_noun"):
                scores[PLACE] += FROM_BEFORE  # "a lawyer from Bloemendaal"
    if before == "of":
        if _SORT_OF_PLACE.search(text, max(0, start - 24), start):
            scores[PLACE] += PLACE_NOUN_AFTER
        if strength and _AGED_OF.search(text, max(0, start - 24), start):
            scores[PLACE] += OF_AFTER_AGE
        if strength and not c.titled:
            head = word_before(text, text.rfind("of", 0, start))[0]
            if (
                head in words("title_noun")
                and text[:start].rstrip()[: -len(" of")].rstrip()[-len(head) :][:1].isupper()
            ):
                scores[PLACE] -= IN_A_NAME
    if told & _ON and n == FULL and c.tokens[1].facts & IS_STREET and not c.titled:
        scores[PLACE] += PLACE_HEAD  # "on Spring Street", whoever has the given name Spring
        scores[PERSON] -= PLACE_HEAD
    if told & _SUCH_AS and not c.titled and _FIRMS_LIKE.search(text, max(0, start - 32), start):
        scores[ORGANISATION] += STAFF_AFTER + AT_BEFORE  # "firms like Global Crossing"
        scores[PERSON] -= STAFF_AFTER
    if told & _ALONG and n == 1 and c.after_the and not c.tokens[0].facts & (IS_COMMON | IS_NATIONALITY):
        scores[PLACE] += PLACE_NOUN_AFTER  # "along the Tisza"
    if told & _BY and n > 1:
        scores[PERSON] += 0.5 if strength or not _LED.search(text, max(0, start - 14), start) else 1.5


_SETTLEMENTS = frozenset("town village hamlet suburb island islet port city seaport resort".split())
"""What only a place is called behind its name and a comma."""


def _weigh_apposition(c: Candidate, text: str, before: str, follow: str, sport: int) -> None:
    """Adds what stands behind the candidate and a comma: who somebody is, or that somebody is."""
    if follow in {"who", "whose"} and not (c.strength and (sport or (before == "of" and c.strength >= REGION))):
        c.scores[PERSON] += WHO_AFTER
    if follow == "which" and c.strength:  # "Jordan, which has no lake": nobody is a which
        c.scores[PLACE] += WHO_AFTER
        c.scores[PERSON] -= WHO_AFTER
    if follow[:1].isdigit():
        return
    apposition = _APPOSITION.match(text, c.end)
    told = apposition[1].lower().split() if apposition else ()
    if any(word in words("role_noun") for word in told):
        c.scores[PERSON] += AGE_OR_ROLE_AFTER + (0.5 if not c.strength else 0.0)
    elif not c.titled and any(word in _SETTLEMENTS for word in told):
        c.scores[PLACE] += PLACE_NOUN_AFTER  # "Catanduanes, an island the storm hit"


def _weigh_word_after(c: Candidate, text: str, told: int, stop: int, *, former: bool, sport: int) -> None:
    """Adds what the word right behind the candidate tells, which ends at `stop`."""
    scores, strength, n = c.scores, c.strength, len(c.tokens)
    if told & _PLACE_NOUN:
        acronym = n == 1 and (
            (len(c.text) <= LONGEST_ACRONYM and c.text.isupper()) or bool(c.tokens[0].facts & IS_COMMON)
        )  # "U.N. officials", "the Business District"
        scores[PLACE] += 1.5 if strength else 0.0 if acronym else PLACE_NOUN_AFTER
    if told & _ROLE_NOUN and n > 1 and not (told & _OF_PEOPLE and scores[PERSON] >= GIVEN_NAME_FIRST):
        if _NAME_NEXT.match(text, stop):
            scores[ORGANISATION] += STAFF_AFTER
            scores[PERSON] -= STAFF_AFTER
    elif (
        told & _EMPLOYED
        and n == 1
        and (not c.titled or former)
        and strength < COUNTRY
        and (sport == TEAM_SPORT or text[c.end] == " ")
        and _FULL_NAME_NEXT.match(text, stop)
    ):
        scores[ORGANISATION] += STAFF_AFTER
        scores[PERSON] -= STAFF_AFTER + (TITLE_BEFORE if c.titled else 0.0)
    if (
        told & _DOING
        and n == 1
        and c.tokens[0].facts & (IS_GIVEN | IS_COMMON | IS_NATIONALITY) == IS_GIVEN
        and not strength
    ):
        scores[PERSON] += SAID_AFTER  # "Raul would play"
    if told & _DOING and n == 1 and c.tokens[0].facts & _SURNAME_TOO == _SURNAME_TOO:
        scores[OTHER] -= COMMON_WORD  # "Law also built": where the article knows a Law, it is she
    if told & _GOODS:
        scores[OTHER] += IN_A_NAME


_WORK = re.compile(r"['’]s(?: [^\W\d_a-z][\w'’-]*| (?:of|the|and|in|to|for|a|at|on|with)){1,6}[,.]?[\"”]")
"""What makes a title of a name that a quotation begins with."""
_BRACKETED = re.compile(r"\[[^\W\d_a-z][^\W\d_]+\] $")
_COUNTIES = re.compile(
    r"(?:, [^\W\d_a-z][\w'’-]+){0,6},? and [^\W\d_a-z][\w'’-]+ (?:counties|parishes|provinces|districts|boroughs|townships)\b"
)
"""What follows the first of "Rogers, Craig and Mayes counties"."""
_LED = re.compile(r"\b(?:led|headed|coached|captained|chaired|trained|managed|directed|written|married|succeeded) by $")
_MOTION = re.compile(
    r"\b(?:fled|flees?|fleeing|fl(?:y|ew|own|ies)|travell?(?:s|ed|ing)?|drove|driven|extradited|deported|evacuated|flights?) (?:back )?to $"
)
_WAY = re.compile(
    r"\b(?:roads?|highway|railway|train|bus|ferry|flights?|pipeline|route|trip|visits?|tour|way|envoy|ambassador|ambassadors|access|aid|supplies|migrants|troops) to $"
)
""""the road to Guaranda"."""
_LIVED = re.compile(
    r"\b(?:born|died|lives?|lived|living|based|buried|raised|up|house|homes?|arrested|killed|shot|funeral|rally|clashes|fighting) in $"
)
""""She died in Salthill", "grew up in Konna"."""
_SITS = re.compile(r"\b(?:MP|MEP|TD|MSP) for $")
"""Behind whom the seat stands: "the MP for Thanet"."""


def _weigh_travel(c: Candidate, text: str, before: str, told: int) -> None:
    """Adds what verbs tell of where somebody goes, lives or sits for: "fled to Konna", "died in Salthill", "the MP for Thanet"."""
    start = c.start
    if c.strength and told & _VISITED:
        c.scores[PLACE] += FROM_BEFORE
    landmark = c.tokens[-1].facts & IS_PLACE_HEAD  # "flew to Hartley Bay"
    if len(c.tokens) > FULL or c.titled or (c.scores[PERSON] >= GIVEN_NAME_FIRST and not landmark):
        return
    if before == "to" and (
        _MOTION.search(text, max(0, start - 24), start) or (c.strength and _WAY.search(text, max(0, start - 24), start))
    ):
        c.scores[PLACE] += INSIDE_BEFORE
    elif before == "in" and _LIVED.search(text, max(0, start - 24), start):
        c.scores[PLACE] += FROM_BEFORE
    elif before == "for" and _SITS.search(text, max(0, start - 10), start):
        c.scores[PLACE] += INSIDE_BEFORE


_OWNED_ROLE = re.compile(r"(?:\b[Hh]is|\b[Hh]er|\b[Tt]heir|\b[Ii]ts|\bwhose|['’]s)(?: [a-z-]+){1,3}, $")
""""With his lawyer, Trimurti."""


def _is_apposed(c: Candidate, text: str, told: int, mark: str) -> bool:
    """Whether a name stands behind the description, with a comma, of somebody."""
    if len(c.tokens) > 1:
        return role_set_before(text, c.start) is not None
    if c.strength:
        return False
    if mark == "," and role_set_before(text, c.start) is not None:
        return True
    return (
        told & _ROLE_NOUN != 0
        and (mark == "," or text[c.end : c.end + 1] == ".")
        and _OWNED_ROLE.search(text, max(0, c.start - _ROLE_REACH), c.start) is not None
    )


_FIRMS_LIKE = re.compile(
    r"\b(?i:firms|companies|brands|retailers|carmakers|automakers|airlines|banks|startups|start-ups|newspapers|magazines|websites|sites|apps|chains|stores|networks|studios|labels|publishers|bands|makers)"
    r"(?: such as|,? like|,? including) $"
)
_ROLE_REACH = 60
_SURNAME_TOO = IS_COMMON | IS_SURNAME
UNLISTED_INSIDE = 0.5


def _is_unlisted(c: Candidate) -> bool:
    """Whether no list has the word, which is printed as a name is."""
    return (
        len(c.tokens) == 1
        and not c.strength
        and not c.tokens[0].facts & ~IS_JOINED
        and c.text.isalpha()
        and c.text.istitle()
    )


_AND_COMPANY = re.compile(r" and (?:Co|Sons?|Company|Associates|Partners|Brothers|Bros)\b")
"""What makes a firm of the name before it: "Robert W. Baird and Co"."""
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


def continued(text: str, tokens: tuple[Token, ...], end: int) -> int:
    """Where an organisation's name ends that goes on behind its head ("Observatory for Human Rights"), else `end`."""
    if tokens[-1].low not in _CONTINUED:
        return end
    more = CONTINUATION.match(text, end)
    if more is None or more.group().split()[1].lower() in words("calendar"):
        return end  # "the World Health Organization on Monday"
    return more.end()
