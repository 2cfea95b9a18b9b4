"""What names tell of each other: side by side ("Amman, Jordan", "Nick Barmby and Juninho"), and in lists."""

import itertools
import re
from collections.abc import Sequence

from briefbook.annotate.evidence import Candidate
from briefbook.annotate.gazetteer import (
    COUNTRY,
    REGION,
    division_abbreviations,
    fold_name,
    given_names,
    place_strength,
    places_named,
    words,
)
from briefbook.annotate.roles import is_byname
from briefbook.annotate.segments import ORGANISATION, OTHER, PERSON, PLACE
from briefbook.annotate.weights import (
    COMPANY,
    COORDINATED,
    COUNTRY_BEHIND_TOWN,
    FROM_BEFORE,
    GIVEN_NAME_FIRST,
    LISTED,
    OF_AFTER_AGE,
    THRESHOLD,
    TITLE_BEFORE,
    TOWN,
)
from briefbook.annotate.wordforms import IS_COMMON, straighten
from briefbook.model.entity import PlaceKind

CLOSE = 6
"""Characters between two names side by side at the most (", and ")."""


def weigh_neighbours(found: list[Candidate], text: str) -> None:
    """Adds what candidates tell of each other: "Amman, Jordan", "Nick Barmby and Juninho"."""
    for before, c in itertools.pairwise(found):
        gap = c.start - before.end
        if not 0 < gap <= CLOSE:
            if CLOSE < gap <= CALLED and len(c.tokens) == 1 and not c.strength:
                _weigh_byname(before, c, text)
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
            if straighten(f"{before.text} {c.text}") in words("company"):
                _join(before, c, text, ORGANISATION)
                continue
            if before.strength >= REGION and place_strength(f"{before.text} and {c.text}") >= COUNTRY:
                _join(before, c, text, PLACE)  # "Antigua and Barbuda"
                continue
            if c.scores[PLACE] >= THRESHOLD and before.strength >= TOWN and text.endswith("between ", 0, before.start):
                before.scores[PLACE] += FROM_BEFORE
        if between == " of " and len(before.tokens) > 1 and not c.titled and before.scores[PERSON] >= THRESHOLD:
            c.scores[PERSON] -= COORDINATED  # "Irene Fernandes of Tenaganita": nobody is somebody's by "of"
        if (
            between == " of "
            and TOWN <= c.strength < COUNTRY
            and len(before.tokens) > 1
            and before.scores[PERSON] >= GIVEN_NAME_FIRST
            and before.scores[PERSON] == max(before.scores)
        ):
            c.scores[PLACE] += OF_AFTER_AGE  # "Tina Hughes of Erlanger"
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
            and before.key in given_names()
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


CALLED = 40
"""Characters between somebody's name and a byname at the most (", better known to his men as ")."""


def _weigh_byname(before: Candidate, c: Candidate, text: str) -> None:
    if before.scores[PERSON] < THRESHOLD or before.scores[PERSON] < max(before.scores):
        return
    if is_byname(text[before.end : c.start]):
        c.scores[PERSON] += TITLE_BEFORE  # "Joko Wibowo, known as Jokwi"
        c.described = True


def _join(before: Candidate, c: Candidate, text: str, kind: int) -> None:
    """Makes one name of two that "and" joins: "Marks and Spencer"."""
    before.end, before.tokens = c.end, (*before.tokens, *c.tokens)
    before.text = text[before.start : c.end]
    before.key = fold_name(before.text)
    before.scores = [0.0, 0.0, 0.0, 0.0]
    before.scores[kind] = COMPANY
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
_PARTING = (", ", "; ", " and ", " & ", " v ", " or ")
"""One of these parts two names of a list in any case."""
_OPENS_PARTING = frozenset({" ", ",", ";"})
LIST_LENGTH = 3
FAR_APART = 60
"""Characters between two names of a list at the most."""


def weigh_lists(candidates: Sequence[Candidate], text: str) -> None:
    """Lets the names of a list tell of each other: of three or more in a row, half of them people's, the others are people's too."""
    if len(candidates) < LIST_LENGTH or sum(map(text.count, _PARTING)) < LIST_LENGTH - 1:
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
        if run and not (
            c.start - run[-1].end <= FAR_APART
            and text[run[-1].end : run[-1].end + 1] in _OPENS_PARTING
            and _BETWEEN_LISTED.fullmatch(text, run[-1].end, c.start)
        ):
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
