"""Sports pages: clubs go by their towns' names, and players stand in lists, score cards and brackets."""

import re
from collections.abc import Sequence

from briefbook.annotate.evidence import Candidate
from briefbook.annotate.gazetteer import COUNTRY, REGION, nationalities, place_strength, words
from briefbook.annotate.segments import ORGANISATION, PERSON, PLACE
from briefbook.annotate.weights import (
    AT_BEFORE,
    GIVEN_NAME_FIRST,
    PLACE_HEAD,
    ROLE_NOUN_BEFORE,
    STAFF_AFTER,
    TEAM,
    TOWN,
)
from briefbook.annotate.wordforms import IS_COMMON, IS_NATIONALITY, IS_ORGANISATION_HEAD

SPORT_SHARE = 0.012
"""Share of sport's words from which an article is read as a sports page; ordinary news stays below a third of it."""
INDENT = 8
"""Spaces before what stands first on a line at the most."""
FEWEST = 2
"""Words of sport that a page has at the least: in a brief one may be chance."""
TEAM_SHARE = 0.006
"""The same for the words of team sports."""
TEAM_SPORT = 2
"""A page of a sport whose sides play for towns."""
_WORD = re.compile(r"[\w\-'’]+")
_APART = {n: " " for n in range(128) if not _WORD.match(chr(n))}
"""What parts words in a text without accents."""
_TYPOGRAPHIC = "“”‘–—…\u00a0"
"""What else parts words in most texts."""
_READ = 4000
"""Characters of a paragraph that tell of its subject."""
_HEADED = re.compile(r"([A-Z][A-Z ]{3,30}?) ?[-–—]")
""""NFL AMERICAN FOOTBALL - ": the sport that heads a story."""
_SCORE_AFTER = re.compile(r"[ \u00a0]+\d{1,3}(?!\d|[ \u00a0]*(?:percent|per|people|years|miles|km|%))|[ \u00a0]?\(\d")
_SCORE_BEFORE = re.compile(r"\d-\d(?: draw| win| defeat| loss| victory)? (?:with|at|against|to|over|by|for) $")
_BEHIND_SCORE = frozenset("with at against to over by for".split())
_RESULT_LINE = re.compile(r"[^\d,:;()\n]{3,40} \d{1,3} [^\d,:;()\n]{3,40} \d{1,3}(?: \([^\n]*\))?\.?\s*")
_MEETING = re.compile(r"[^\W\d_a-z][A-Z. ]+ AT [A-Z. ]+\s*")
_ROUNDS = re.compile(r" \d\d(?: \d\d)+\b")
_DISMISSED = re.compile(r" (?:(?:c|b|st) (?:and b )?[^\W\d_a-z]|not out\b|run out\b|lbw b |hit wicket|retired hurt)")
_VENUE = re.compile(r"(?: \([^()]+\))?: ([^\W\d_a-z][\w ]+?) \d")
_DISMISSED_BY = re.compile(r"(?:[\w)] (?:c|b|st|lbw b|c and b|hit wicket b) |\(run out )(?:sub \()?$")
_BEFORE_DISMISSED = (" c ", " b ", " st ", "(run out ", "sub (")
"""How what _DISMISSED_BY finds ends."""
_BOWLED = re.compile(r" \d{1,2}(?:\.\d)?-\d{1,2}-\d{1,3}-\d{1,2}\b")
_PLAYER_NUMBER = re.compile(r"(?:^|[,;(:.] ?|- )\d{1,2} ?[-.] ?$")
"""What stands before a player in a list of a side: "15 - Matthew Burke; 14 - David Campese", "1-Khaled Al-Fadhli"."""
_SCORERS = re.compile(r"\d(?:[ ,:]+\w+)? ?\([^()]*$")
_PITCHER = re.compile(r"(?: \d{1,2}-\d{1,2})+\)")
""""Seattle (Fassero 5-2)"."""
_SCORERS_LINE = re.compile(
    r"\s{0,8}(?:[\w’' ]{1,20} )?(?:[Ss]corers?|[Gg]oals?|[Tt]ries|[Pp]itchers)\b[^\n:–-]{0,30}[:–-]"
)
"""What opens a line of those who scored."""
_SIDE_LINE = re.compile(r"\s{0,8}[^\W\d_a-z][\w.’' ]{2,30} - [^\W\d_a-z]")
_GOAL_MINUTE = re.compile(r" \(\d{1,3}(?:st|nd|rd|th)?(?:[ ,)]| min)")
_TALLY = re.compile(r" (?:\(\d|\d)")
_CLUB_NEXT = re.compile(
    r" (?:City|Town|County|Forest|Wednesday|Villa|Palace|Vale|Argyle|Orient|Alexandra|North End|St\.? Germain|Saint-Germain|Thistle|Hearts|Stars)\b"
)
"""What makes a club of a town's name."""
_OF_STATE = re.compile(r" (?:State\b(?! [^\W\d_a-z])|STATE\b)")
"""What makes a university's side of a state's name: "Ohio State"."""
_SCORED_BY = re.compile(r" \d{1,2} \([^\W\d_A-Z]{0,5} ?[^\W\d_a-z][\w.’' -]{2,24},? \d{1,3}(?:st|nd|rd|th)?\b")
""""Sparta Rotterdam 3 (Gerritsen 12th": a side, its goals and who scored them."""
_ROUT = re.compile(r"\b(?:rout|defeat|defeats|thrashing|trouncing|upset|sweep|demolition|shutout) of $")
_TRANSFERRED = re.compile(r"\b(?:join|sign|buy|bought|transfer|mov|loan)\w*(?: \w+)? (?:from|to)(?: the)? $")
_MINUTE = re.compile(r"(?:[ \u00a0](?:\d{1,3}(?:st|nd|rd|th)?\b|pen\b|penalty\b|own\b)|, \d{1,3}\b)")
_HAS_WON = re.compile(r" ha(?:s|ve) (?:won|lost)\b")
_SORT_OF_SIDE = frozenset({"side", "club", "outfit", "team", "giants"})
"""Behind a town these say what plays for it: the town is meant."""
_AGAINST = frozenset({"v", "vs", "beat", "bt"})
"""Between those who play each other."""
_OF_STATES = frozenset({"governor", "mayor", "senator", "prosecutor", "judge", "resident", "attorney"})
_MOTION = re.compile(r"\b(?:fl(?:y|ew|own|ies)|travel\w*|went|drove|return\w*|arriv\w*|came) (?:back )?to $")
_OF = frozenset({"of", "after", "visited", "reached", "between", "left"})
_REGION_NEXT = re.compile(r", [^\W\d_a-z][\w.]+(?: [^\W\d_a-z][\w.]+)?(?:[,.;]|$| \d| [(–-])")
"""", Texas," behind a town."""
_CLOSED = re.compile(r"(?:, (?:captain|capt))?(?: \d\d?)?\)")
_NAME_BEFORE = re.compile(r"[^\W\d_]{2}[ \u00a0]$")
_OWNED_PLAYER = re.compile(r"['’]s? (?:[a-z][\w-]+ ){0,2}[^\W\d_a-z][\w.'’-]+ [^\W\d_a-z]\w")
""""Milan's George Weah", "Sheffield Wednesday's striker David Hirst"."""


def _words(texts: Sequence[str]) -> list[str]:
    """The words of an article in lower case; of a typographic apostrophe it only matters that it parts none."""
    low = "\n".join([text[:_READ] for text in texts]).lower()
    if not low.isascii():
        low = low.replace("’", "'")
        for mark in _TYPOGRAPHIC:
            low = low.replace(mark, " ")
    return low.translate(_APART).split() if low.isascii() else _WORD.findall(low)


def kind_of_sport(texts: Sequence[str]) -> int:
    """0 where the article is no sports page, TEAM_SPORT where sides play for towns in it, else 1."""
    every = _words(texts)
    headed = _HEADED.match(texts[0]) if texts else None
    named = [word for word in headed[1].lower().split() if word in words("sport_name")] if headed else []
    if not every or (
        not named and sum(map(words("sport").__contains__, every)) < max(FEWEST, SPORT_SHARE * len(every))
    ):
        return 0
    sides = any(word in words("team_sport") for word in named)
    return TEAM_SPORT if sides or sum(map(words("team_sport").__contains__, every)) >= TEAM_SHARE * len(every) else 1


def weigh_sport(
    c: Candidate,
    text: str,
    sport: int,
    before: str,
    comma: bool,
    mark: str,
    follow: str,
    at: int,
) -> None:
    """On a sports page clubs go by their town's name, and players have their country behind them in brackets."""
    scores = c.scores
    n = len(c.tokens)
    named = bool(c.strength) or (n > 1 and c.tokens[-1].strength >= 1.0)
    if len(text) < 100 and _RESULT_LINE.fullmatch(text):
        _take_for_team(c)
        return
    if len(text) < 100 and _MEETING.fullmatch(text):
        if before == "at":
            scores[PLACE] += AT_BEFORE + 1.0  # "MIAMI AT ORLANDO": a side, and where it plays
        else:
            _take_for_team(c)
        return
    venue = None if c.start > INDENT or text[: c.start].strip() else _VENUE.match(text, c.end)
    if venue and (c.strength or (text.startswith(": ", c.end) and place_strength(venue[1]))):
        scores[PLACE] += PLACE_HEAD  # "Tunbridge Wells: Nottinghamshire 214"
        return
    if _PLAYER_NUMBER.search(text, max(0, c.start - 8), c.start):
        scores[PERSON] += STAFF_AFTER
    dismissed = text.endswith(_BEFORE_DISMISSED, 0, c.start) and _DISMISSED_BY.search(
        text, max(0, c.start - 48), c.start
    )
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
    scored = text[c.start - 1 : c.start] == "(" and _PITCHER.match(text, c.end)
    if c.strength < COUNTRY and (
        scored or (not c.strength and _TALLY.match(text, c.end) and _SCORERS_LINE.match(text, 0, c.start))
    ):
        scores[PERSON] += TEAM
        scores[PLACE] -= 1.5
        return
    if not c.strength and _GOAL_MINUTE.match(text, c.end) and _SIDE_LINE.match(text):
        scores[PERSON] += TEAM  # "Thailand - Kiatisuk Senamuang (80th)"
        return
    if c.strength < COUNTRY and _SCORERS_LINE.match(text, 0, c.start) and text.startswith((" - ", " – "), c.end):
        _take_for_team(c)
        return
    if (
        sport == TEAM_SPORT
        and c.strength < COUNTRY
        and (_CLUB_NEXT.match(text, c.end) or _SCORED_BY.match(text, c.end))
    ):
        _take_for_team(c)
        return
    if REGION <= c.strength < COUNTRY and _OF_STATE.match(text, c.end):
        _take_for_team(c)
        scores[PLACE] -= TEAM
        return
    if (
        c.strength < COUNTRY
        and text.rfind("(", max(0, c.start - 80), c.start) >= 0
        and _SCORERS.search(text, max(0, c.start - 80), c.start)
        and _MINUTE.match(text, c.end)
    ):
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
        played = before in words("team_before") or (
            not mark and (follow in words("team_before") or follow in words("team_after"))
        )
        side = (bool(c.strength) and played) or (
            named
            and (
                (
                    not mark
                    and follow in words("role_noun")
                    and follow not in _OF_STATES
                    and (sport == TEAM_SPORT or not c.headline)
                )
                or _SCORE_AFTER.match(text, c.end) is not None
            )
        )
        side = side or (bool(c.strength) and mark == "," and follow in {"who", "whose"})
        side = side or (
            bool(c.strength)
            and before in {"from", "to"}
            and _TRANSFERRED.search(text, max(0, c.start - 30), c.start) is not None
        )
        side = side or (
            before in _BEHIND_SCORE and _SCORE_BEFORE.search(text, max(0, c.start - 30), c.start) is not None
        )
        side = side or (named and _OWNED_PLAYER.match(text, c.end) is not None)
        side = side or (c.strength >= TOWN and _HAS_WON.match(text, c.end) is not None)
        side = side or (
            c.strength > 0 and before == "of" and _ROUT.search(text, max(0, c.start - 24), c.start) is not None
        )
        sure = side and follow not in _SORT_OF_SIDE and sport == TEAM_SPORT
        # In a report on sides that play for towns, a town that nothing is in, at or from is its side.
        side = side or (
            sport == TEAM_SPORT
            and not c.headline
            and TOWN < c.strength < COUNTRY
            and mark != "("
            and not (comma and before in words("calendar"))
            and before not in words("before_place") | _OF
            and not _REGION_NEXT.match(text, c.end)
            and not (before == "to" and _MOTION.search(text, max(0, c.start - 24), c.start))
            and c.start > 0
        )
        if side and before not in words("inside_place") and before != "at":
            scores[ORGANISATION] += TEAM
            scores[PLACE] -= 3.0 if sure else 1.5
            scores[PERSON] -= 1.5
    if n == 1 and not c.strength and not comma and before in nationalities() and _is_player(c):
        scores[PERSON] += ROLE_NOUN_BEFORE  # "Barcelona's Brazilian Ronaldinho"
    if sport != TEAM_SPORT and not c.strength and (before in _AGAINST or (not mark and follow in _AGAINST)):
        scores[PERSON] += ROLE_NOUN_BEFORE  # "Sun Jun v Hoyer-Larsen"
    if n > 1 and not c.strength and _ROUNDS.match(text, c.end):
        scores[PERSON] += STAFF_AFTER
    if mark == "(" and len(c.tokens) > 1:
        inside = text[at : at + 40].partition(")")[0]
        if place_strength(inside) >= COUNTRY:
            scores[PERSON] += 3.0
            scores[PLACE] -= 1.0


_LINE_UP = re.compile(
    r"[^\W\d_a-z][\w.’' -]{2,30}(?: [-–] |: ?)(?:\d{1,2} ?- ?)?[^\W\d_a-z][\w.’' -]*(?: \([^()]{2,40}\))?"
    r"(?:[;,] ?(?:\d{1,2} ?- ?)?[^\W\d_a-z][\w.’' -]*(?: \([^()]{2,40}\))?){5,}\.?\s*"
)
"""A side and its players: "Fenerbahce - Rustu; Ilker, Hogh, Uche; Okafor, Tarik (Saffet 70); Kostadin"."""
_PLACED = re.compile(r" [-–] |: ?")
LINE_UP_LENGTH = 500


def weigh_line_up(candidates: Sequence[Candidate], text: str) -> None:
    """Takes every name of a side's line-up for a player, the side itself apart."""
    if ";" not in text or len(text) > LINE_UP_LENGTH or not _LINE_UP.fullmatch(text):
        return
    side = _PLACED.search(text)
    begin = side.end() if side else 0
    for c in candidates:
        if (
            c.start >= begin
            and c.strength < COUNTRY
            and not text.startswith((" - ", " – ", ")"), c.end)
            and not (text[c.start - 1] == "(" and not _TALLY.match(text, c.end))
            and not any(t.facts & IS_NATIONALITY for t in c.tokens)
        ):
            c.scores[PERSON] += TEAM + (TEAM if len(c.tokens) == 1 else 0.0)
            c.scores[ORGANISATION] -= TEAM
            c.scores[PLACE] -= TEAM


_LEAGUES = frozenset(
    "bundesliga serie ligue primera eredivisie liga copa superliga open cup grand prix masters derby blue blues".split()
)


def _is_player(c: Candidate) -> bool:
    """Whether a word may be what a player is called: no league's, and no word of the language."""
    return c.tokens[0].low not in _LEAGUES and not c.tokens[0].facts & (
        IS_COMMON | IS_ORGANISATION_HEAD | IS_NATIONALITY
    )


def _take_for_team(c: Candidate) -> None:
    if c.strength < COUNTRY:
        c.scores[ORGANISATION] += TEAM
        c.scores[PLACE] -= 1.5
        c.scores[PERSON] -= TEAM
