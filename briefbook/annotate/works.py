"""Titles of works: what stands in quotation marks with a capital on every word is a film or a book, whoever it is called after."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from briefbook.annotate.evidence import Candidate
from briefbook.annotate.segments import FULL, PERSON, PLACE
from briefbook.annotate.weights import (
    COORDINATED,
    GIVEN_NAME_FIRST,
    IN_A_NAME,
    IN_A_TITLE,
    QUOTED,
    STAFF_AFTER,
    TITLE_BEFORE,
)

_WORD = r"(?:[^\W\d_a-z]|\d)[\w.'’&-]*"
_SMALL = r"(?:of|the|a|an|and|in|on|to|for|with|at|from|by|or|my|is|not|as|de|la|le|el)"
_TITLE = re.compile(
    rf"[\"“‘'](?:(?<=[\"“])(?<![\w’'].)(?:{_SMALL} )?{_WORD}(?:[,:]?[ \u00a0](?:{_SMALL}[ \u00a0]){{0,2}}{_WORD}){{0,8}}(?P<mark>[,.!?]?)[\"”]"
    rf"|(?<=[‘'])(?<!\w.)(?:{_SMALL} )?{_WORD}(?:[,:]?[ \u00a0](?:{_SMALL}[ \u00a0]){{0,2}}{_WORD}){{0,8}}?(?P<stop>[,.!?]?)[’'](?!\w))"
)
"""A quotation whose every word has a capital, but for the small words that a title may have: "Harbor Lights", "Saint Maud of Oslo"."""
_CALLED = re.compile(
    r"\b(?:known(?: \w+){0,3} as|a\.?k\.?a\.?|alias|nick-?named?|dubbed|called (?:him|her|himself|herself)|code-?named?|nickname(?: of| is| was)?|pseudonym|nom de guerre)[ \u00a0]?,?[ \u00a0]?$"
)
"""Before what somebody goes by."""
_CALLED_REACH = 40
_SPOKEN = re.compile(
    r" (?:\w+ ){0,3}?(?:said|says|say|told|asked|added|replied|answered|shouted|cried|yelled|called|whispered|chanted|wrote|tweeted|recalled|sang)\b"
)
"""Behind what somebody said."""


def weigh_works(candidates: Sequence[Candidate], text: str) -> None:
    """Takes off what a title's words lose as names; a byname in quotation marks is somebody's."""
    if not candidates or not ('"' in text or "“" in text or "'" in text or "‘" in text):
        return
    ordered = sorted(candidates, key=lambda c: c.start)
    for title in _TITLE.finditer(text):
        first, last = title.start() + 1, title.end() - 1
        inside = []
        for c in ordered[bisect_left(ordered, first, key=lambda c: c.start) :]:
            if c.start >= last:
                break
            if c.end <= last:
                inside.append(c)
        if not inside:
            continue
        if _CALLED.search(text, max(0, first - _CALLED_REACH), first - 1):
            for c in inside:
                if len(c.tokens) == 1 and not c.strength and c.end == last:
                    c.scores[PERSON] += GIVEN_NAME_FIRST
            continue
        if (title["mark"] or title["stop"]) and _SPOKEN.match(text, title.end()):
            continue
        words = text.count(" ", first, last) + 1
        for c in inside:
            c.scores[PERSON] -= (IN_A_NAME if words >= FULL else COORDINATED + QUOTED) + (
                TITLE_BEFORE if c.titled else 0.0
            )
            if words > len(c.tokens):
                c.scores[PLACE] -= IN_A_TITLE + STAFF_AFTER
