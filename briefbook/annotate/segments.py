"""Cuts runs of capitalised words into stretches that may each be a name.

"Danish Foreign Minister Karin Holm" is cut into a nationality word, a title that is no part of a name, and a stretch that a
title precedes; "Bank of England Governor Eddie George" into an organisation and a titled stretch.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefbook.annotate.capitals import Token, join
from briefbook.annotate.gazetteer import (
    CAPITAL,
    COUNTRY,
    REGION,
    begins_place,
    division_abbreviations,
    place_strength,
    words,
)
from briefbook.annotate.wordforms import (
    IS_AIRPORT,
    IS_ALONE,
    IS_CALENDAR,
    IS_COMMON,
    IS_COMPANY,
    IS_COMPANY_OPENING,
    IS_COMPOUND,
    IS_DIRECTION,
    IS_FORMER,
    IS_GENERIC_HEAD,
    IS_GIVEN,
    IS_GIVEN_TITLE,
    IS_HEAD_FIRST,
    IS_HONORIFIC,
    IS_JOINED,
    IS_NATIONALITY,
    IS_NEVER_FIRST,
    IS_NO_NAME,
    IS_ORGANISATION_HEAD,
    IS_OWNED,
    IS_PARTICLE,
    IS_PLACE_HEAD,
    IS_ROLE,
    IS_ROLE_HEAD,
    IS_ROLE_NOUN,
    IS_STREET,
    IS_SUFFIX,
    IS_SURNAME,
    IS_SURNAME_MONTH,
    IS_TOLD,
    form_of,
)

PERSON, PLACE, ORGANISATION, OTHER = range(4)
"""What a stretch may be read as."""
LONGEST_PLACE = 5
"""Words in a place's name."""
FULL = 2
"""Words of the shortest full name."""
LONGEST_ORGANISATION = 8
"""Words up to an organisation's head."""
CITY_KNOWN = 2.0
"""Strength of a place from which its name is hardly a surname behind another."""
SHIPS = frozenset("uss hms ins hmas hmcs hmnzs rms ss mv km kri mt fv usns uscgc rfa".split())
"""What stands before a ship's name."""
_COMPANY_HEADS = frozenset(
    "group inc corp corporation ltd limited co cos company plc ag sa nv gmbh llc securities industries holding holdings systems airlines airways".split()
)
"""Ends of firms' names: what "of" adds is where they are ("Pearl Group of Britain")."""
_SAINTS = frozenset({"st", "saint", "san", "santa", "los", "las"})
"""Words that begin a place's name and end none where another stands behind."""
_PRINTED_CAPITALS = 4
"""Letters from which a word all in capitals in a line that is not has them for a reason: it opens a dateline."""
_TITLE = IS_HONORIFIC | IS_ROLE_HEAD
_EXPLAINED = IS_HONORIFIC | IS_ROLE | IS_ROLE_HEAD | IS_NATIONALITY | IS_CALENDAR | IS_ORGANISATION_HEAD | IS_PLACE_HEAD
"""What a word behind a place may be that is not the rest of a person's name."""
_NO_PART = IS_SURNAME_MONTH | IS_CALENDAR | IS_NO_NAME | IS_COMPOUND
"""What is no part of a name, or seldom one."""
_NO_NAMES_ALONE = _NO_PART | IS_ALONE | IS_COMMON
_KING = IS_HONORIFIC | IS_SURNAME | IS_JOINED
_OFFICE = IS_HONORIFIC | IS_ROLE_HEAD | IS_ROLE | IS_ROLE_NOUN | IS_NATIONALITY | IS_DIRECTION | IS_GIVEN_TITLE


class Segment(NamedTuple):
    """A stretch of a run that may be a name."""

    first: int
    last: int
    """One past the last token."""
    label: int | None
    """How it is read by its cut alone; None: open."""
    titled: bool
    """Whether an honorific or an office precedes it."""


def _adjoins(tokens: Sequence[Token], at: int) -> bool:
    """Whether there is a token, and only a space between it and the one before."""
    return at < len(tokens) and bool(tokens[at].facts & IS_JOINED)


def organisation_end(tokens: Sequence[Token], first: int) -> int:
    """One past the last token of the organisation that begins at `first`, or `first` where none does."""
    head = -1
    n = len(tokens)
    for index in range(first, min(n, first + LONGEST_ORGANISATION)):
        token = tokens[index]
        facts = token.facts
        if index > first:
            gap = token.gap
            if facts & IS_CALENDAR or (gap not in {"", "&"} and (head < 0 or not gap.startswith("of"))):
                break
            if facts & IS_OWNED and (
                not facts & IS_ORGANISATION_HEAD or index + 1 < n or tokens[index - 1].strength >= COUNTRY
            ):
                break
            if gap == "&":
                head = index
                continue
        if facts & IS_ORGANISATION_HEAD:
            head = index
            if (
                index == first
                and token.low == "radio"
                and _adjoins(tokens, first + 1)
                and tokens[first + 1].strength >= REGION
            ):
                return first + 2  # "Radio Tanzania"
        elif head >= 0 and not token.gap:
            break
    if head < 0:
        return first
    end = head + 1
    while (
        end < n
        and tokens[end].gap.startswith("of")
        and tokens[head].low not in _COMPANY_HEADS
        and not tokens[end].facts & IS_HONORIFIC
        and not _begins_person(tokens, end)
    ):
        end += 1
        while end < n and not tokens[end].gap and not tokens[end].facts & (IS_HONORIFIC | IS_ROLE):
            end += 1
    return end


def _begins_person(tokens: Sequence[Token], at: int) -> bool:
    """Whether a given name that is no place stands there with a word behind it: "the party of Yukio Hatoyama"."""
    return (
        at + 1 < len(tokens)
        and not tokens[at + 1].gap
        and bool(tokens[at].facts & IS_GIVEN)
        and not tokens[at + 1].facts & IS_ORGANISATION_HEAD
        and tokens[at].strength < REGION
    )


def _first_kept(tokens: Sequence[Token]) -> bool:
    """Whether the first word of a sentence belongs to a name although it is a common word."""
    n = len(tokens)
    first = tokens[0]
    if first.text.endswith(".") or (first.text.isupper() and len(first.low) >= _PRINTED_CAPITALS):
        return True
    if first.facts & (IS_ROLE | IS_HONORIFIC | IS_ORGANISATION_HEAD):
        return True
    if n == 1:
        return False
    if tokens[1].gap.startswith("of"):
        return True
    begins = first.facts & IS_GIVEN or first.low in words("leading_particle")
    if begins and not tokens[1].gap and not tokens[1].facts & IS_COMMON:
        return True
    least = 0.5 if first.low == "the" else 2.0
    return begins_place(first.key) and any(place_strength(join(tokens[0:j])) >= least for j in range(2, min(n, 4) + 1))


def _place_end(tokens: Sequence[Token], first: int, titled: bool) -> int:
    """One past the last token of the place that begins at `first`, or `first` where none does."""
    n = len(tokens)
    token = tokens[first]
    end = first
    reach = first + 1
    if reach < n and begins_place(token.key):
        while reach < min(n, first + LONGEST_PLACE) and _runs_on(tokens[reach].gap):
            reach += 1
    for stop in range(reach, first + 1, -1):
        if place_strength(join(tokens[first:stop])) >= 1.0:
            end = stop
            break
    else:
        if token.strength < CITY_KNOWN:
            return first
        end = first + 1
    if end == n:
        return first if end == first + 1 and _no_town(token, titled=titled, at_end=True) else end
    after = tokens[end]
    joined = after.facts & IS_JOINED
    if after.facts & IS_PLACE_HEAD and joined and not (after.low in _SAINTS and _adjoins(tokens, end + 1)):
        # "the Gaza Strip", "the Atacama Desert"
        return end + 1
    explained = after.facts & _EXPLAINED
    if end > first + 1:
        small = joined and place_strength(join(tokens[first:end])) < CITY_KNOWN
        return first if small and not explained and not after.facts & IS_COMMON else end
    if _no_town(token, titled=titled, at_end=False):
        return first
    if joined and not explained:
        # "Jordan Smith": a given name with a word behind it that nothing else explains; "Cuauhtemoc Cardenas", a small
        # place's with a surname.
        surname = after.facts & (IS_SURNAME | IS_COMMON)
        if token.facts & IS_GIVEN and surname != IS_COMMON:
            return first
        if token.strength < CAPITAL and surname == IS_SURNAME and after.strength < CITY_KNOWN:
            return first
    return end


def _no_town(token: Token, *, titled: bool, at_end: bool) -> bool:
    """Whether a town's name of one word begins another's: "Tour of Spain", "Van Ommeren"; or is somebody's behind a title."""
    facts = token.facts
    return bool(
        (titled and facts & (IS_SURNAME | IS_GIVEN))
        or (facts & IS_TOLD and token.low in words("title_noun"))
        or (facts & IS_PARTICLE and not at_end and token.low in words("leading_particle"))
    )


def _runs_on(gap: str) -> bool:
    """Whether a place's name may go on behind these small words."""
    return not gap or gap.startswith("of") or gap in words("particle")


def _firm_end(tokens: Sequence[Token], first: int) -> int:
    """One past the last token of a firm that is called like people, or `first` where none begins."""
    facts = tokens[first].facts
    if facts & IS_COMPANY_OPENING and _adjoins(tokens, first + 1):
        for stop in (first + 3, first + 2):
            if stop <= len(tokens) and " ".join(t.low for t in tokens[first:stop]) in words("company"):
                return stop
    if not facts & IS_COMPANY:
        return first
    # "Moody's Analytics", "Boeing Commercial Airplanes"; not "Boeing President Alan Mulally", "the Amazon River".
    stop = first + 1
    while _adjoins(tokens, stop) and not tokens[stop].facts & (_EXPLAINED | IS_GIVEN):
        if tokens[stop].strength >= CITY_KNOWN:
            break
        stop += 1
    if _adjoins(tokens, stop) and tokens[stop].facts & IS_PLACE_HEAD:
        return first
    return max(stop, organisation_end(tokens, first))


def _airport_end(tokens: Sequence[Token], first: int) -> int:
    """One past the last token of an airport's name that begins at `first` ("Ronald Reagan National Airport"), or `first`."""
    for at in range(first + 1, min(len(tokens), first + LONGEST_PLACE)):
        if not tokens[at].facts & IS_JOINED:
            break
        if tokens[at].facts & IS_AIRPORT:
            return at + 1
    return first


def _street_end(tokens: Sequence[Token], first: int) -> int:
    """One past the last token of a street's name that begins at `first` ("University Avenue"), or `first`.

    "Picabo Street" stays open: a given name with what may be a surname.
    """
    for at in range(first + 1, min(len(tokens), first + LONGEST_PLACE)):
        if not tokens[at].facts & IS_JOINED:
            break
        if tokens[at].facts & IS_STREET:
            return first if at == first + 1 and tokens[first].facts & IS_GIVEN else at + 1
    return first


def heads_name(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether the token is a title because a full name follows: nobody called President has another name behind that."""
    facts = tokens[at].facts
    if not facts & (IS_ROLE_NOUN | IS_HONORIFIC):
        return False
    if facts & IS_ROLE_NOUN and _calls(tokens, at):
        return True
    title, *name = tokens[at : at + 3]
    if not facts & IS_HONORIFIC or len(name) < FULL or any(token.gap for token in (title, *name)):
        return False
    return bool(name[0].facts & IS_GIVEN or (facts & IS_ROLE_NOUN and not tokens[first].facts & IS_GIVEN))


def _calls(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word at `at` only says what the person is whose given name and surname follow it."""
    if at + FULL >= len(tokens) or tokens[at].facts & IS_GIVEN:
        return False
    given, surname = tokens[at + 1], tokens[at + 2]
    return (
        given.facts & (IS_JOINED | IS_GIVEN | IS_COMMON) == IS_JOINED | IS_GIVEN
        and not given.text.isupper()
        and not surname.facts & (_EXPLAINED | IS_OWNED)
        and (
            not surname.gap or (surname.gap in words("particle") and surname.start - given.end <= 2 + len(surname.gap))
        )
    )


def _run_end(tokens: Sequence[Token], first: int) -> int:
    """One past the last token of the stretch that begins at `first`."""
    second = first + 1
    opening = tokens[first].facts
    given = opening & (IS_GIVEN | IS_COMMON) == IS_GIVEN
    for end in range(second, len(tokens)):
        token = tokens[end]
        facts = token.facts
        if facts & (IS_OWNED | IS_NO_NAME) or heads_name(tokens, first, end):
            return end
        if end + 1 < len(tokens) and token.low == "white" and tokens[end + 1].low == "house":
            return end  # "the Trump White House"
        # "Alonzo Mourning": behind a given name a common word with a capital is a surname.
        surname = facts & IS_SURNAME or (
            given and end == second and facts & IS_COMMON and not facts & (IS_ROLE | IS_HONORIFIC)
        )
        if token.gap:
            if any(part not in words("particle") for part in token.gap.split()):
                return end
        elif end == second and (opening & IS_HEAD_FIRST or (len(tokens) == FULL and place_strength(join(tokens)))):
            pass  # "River Wye", "Prairie View"
        elif not surname and (
            token.strength >= COUNTRY or facts & (IS_COMMON | IS_SUFFIX | IS_PLACE_HEAD | IS_GIVEN) == IS_COMMON
        ):
            return end
        month = facts & IS_CALENDAR and not (given and facts & IS_SURNAME_MONTH and end == second and not token.gap)
        if month or (
            not surname
            and facts & (IS_NATIONALITY | IS_ROLE | IS_ROLE_HEAD | (0 if facts & IS_GIVEN else IS_HONORIFIC))
        ):
            return end
    return len(tokens)


SIDES = frozenset({"side", "end", "coast"})
"""What a quarter of the compass makes a place of: "the East End"."""
_RANKED = frozenset({"crown", "grand"})
"""What makes more of a title behind it: "Grand Duke"."""


def cut_run(tokens: Sequence[Token], *, sentence_start: bool) -> list[Segment]:
    """The stretches of a run in running text, in order."""
    n = len(tokens)
    if n == 1:
        return _cut_word(tokens[0], sentence_start=sentence_start)
    opening = tokens[0].facts
    found: list[Segment] = []
    titled = False
    i = 0
    if sentence_start and opening & IS_COMMON and not _first_kept(tokens):
        i = 1
    if sentence_start and opening & (IS_ROLE_NOUN | IS_GIVEN) == IS_ROLE_NOUN and not tokens[1].gap:
        # "Neighbor Rosa Delgado heard it": the capital is the sentence's.
        titled = not tokens[1].facts & IS_ORGANISATION_HEAD and tokens[1].strength < COUNTRY
        i = 1
    if _is_division(tokens[0].text) and not tokens[1].gap:
        # "Santa Barbara, Calif. Dole went home."
        found.append(Segment(0, 1, PLACE, False))
        i = 1
    every = 0
    headed = False
    for token in tokens:
        every |= token.facts
        headed = headed or token.gap == "&"
    headed = headed or bool(every & IS_ORGANISATION_HEAD)
    flies, streets = every & IS_AIRPORT, every & IS_STREET
    while i < n:
        token = tokens[i]
        facts = token.facts
        if facts & _NO_PART or token.low in _RANKED:
            if token.low == "the" and i + 1 < n and place_strength(join(tokens[i : i + 2])):
                found.append(Segment(i, i + 2, PLACE, False))
                i += 2
                continue
            if facts & IS_SURNAME_MONTH and token.text.istitle():
                found.append(Segment(i, i + 1, OTHER, False))  # a name where the article knows one
                titled = False
                i += 1
                continue
            crown = token.low in _RANKED and i + 1 < n and tokens[i + 1].facts & IS_HONORIFIC
            jan = token.text == "Jan" and _adjoins(tokens, i + 1)  # no month's abbreviation before a number
            if facts & (IS_NO_NAME | IS_COMPOUND) or (facts & IS_CALENDAR and not jan) or crown:
                titled = False
                i += 1
                continue
        if flies and (end := _airport_end(tokens, i)) > i and not facts & (IS_ROLE | IS_NATIONALITY):
            found.append(Segment(i, end, PLACE, False))
            titled = False
            i = end
            continue
        if streets and (end := _street_end(tokens, i)) > i and not facts & (IS_ROLE | IS_HONORIFIC | IS_NATIONALITY):
            found.append(Segment(i, end, PLACE, False))
            titled = False
            i = end
            continue
        if facts & IS_TOLD and _is_thing(tokens, i):
            found.append(Segment(i, i + 2, OTHER, False))
            titled = False
            i += 2
            continue
        if facts & (IS_COMPANY_OPENING | IS_NEVER_FIRST | IS_FORMER):
            end = _firm_end(tokens, i)
            if end > i:
                found.append(Segment(i, end, ORGANISATION, False))  # "Dean Witter": no dean
                titled = False
                i = end
                continue
            if facts & (IS_NEVER_FIRST | IS_PARTICLE) == IS_NEVER_FIRST and _adjoins(tokens, i + 1):
                titled = False
                i += 1  # "I'm Alex Burns", "And Accomazzo"
                continue
            if facts & IS_FORMER and i + 1 < n:
                titled = _adjoins(tokens, i + 1)
                i += 1
                continue
        if headed and (end := organisation_end(tokens, i)) > i and not (end == i + 1 and facts & IS_GENERIC_HEAD):
            place = end > i + 1 and place_strength(join(tokens[i:end])) >= CITY_KNOWN  # "the West Bank"
            found.append(Segment(i, end, PLACE if place else ORGANISATION, False))
            titled = False
            i = end
            continue
        if facts & IS_DIRECTION and _adjoins(tokens, i + 1) and tokens[i + 1].low in SIDES:
            found.append(Segment(i, i + 2, PLACE, False))  # "the Upper West Side"
            titled = False
            i += 2
            continue
        end = _place_end(tokens, i, titled)
        if end > i:
            found.append(Segment(i, end, PLACE, False))
            titled = False
            i = end
            continue
        if i + 2 == n and facts & IS_GIVEN and tokens[-1].facts & _KING == _KING:
            found.append(Segment(i, n, None, titled))  # "Don King": each by itself is a title
            break
        if facts & _OFFICE:
            following = tokens[i + 1].facts if i + 1 < n else 0
            if facts & IS_GIVEN_TITLE and following & IS_JOINED and not following & _EXPLAINED:
                end = _run_end(tokens, i)
                if end == i + FULL and not following & IS_GIVEN:
                    found.append(Segment(i, end, None, titled))  # "Earl Paysinger", "Dean Barker": no earl, no dean
                    titled = False
                    i = end
                    continue
            if i + 1 == n and facts & IS_HONORIFIC and facts & IS_SURNAME:
                found.append(Segment(i, n, None, titled))  # "King said": a name where the article knows one
                break
            if facts & _TITLE or (facts & IS_ROLE and i + 1 < n):
                # "King" and "Bishop" are surnames too: behind a given name they never get here.
                titled = bool(facts & _TITLE) and i + 1 < n and not tokens[i + 1].gap
                if token.low == "state" and following & IS_PLACE_HEAD and i + FULL >= n:
                    titled = False  # "Montana de Oro State Park"
                i += 1
                continue
            if facts & IS_DIRECTION and following & IS_NATIONALITY and following & IS_JOINED:
                found.append(Segment(i, i + 2, OTHER, False))  # "the former East German commander"
                i += 2
                continue
            if facts & IS_NATIONALITY:
                named = titled and i + 1 == n and facts & IS_GIVEN  # "Crown Prince Christian"
                found.append(Segment(i, i + 1, None if named else OTHER, bool(named)))
                i += 1
                continue
            if facts & IS_ROLE_NOUN and _calls(tokens, i):
                titled = True  # "Park Ranger Supervisor Robert Colligan"
                i += 1
                continue
        if i + FULL < n and 1 < len(token.low) <= _PRINTED_CAPITALS and _is_initials(token) and _calls(tokens, i):
            found.append(Segment(i, i + 1, None, False))  # "GM Mike Rizzo", "CBS Dan Rather"
            i += 1
            continue
        end = _run_end(tokens, i) if i + 1 < n else n
        # "Park Ranger Supervisor Robert Colligan"
        office = end < n and bool(tokens[end - 1].facts & IS_ROLE_NOUN) and heads_name(tokens, i, end)
        found.append(Segment(i, end, OTHER if office else None, titled and not office))
        titled = False
        i = end
    return found


def _is_thing(tokens: Sequence[Token], at: int) -> bool:
    """Whether the two words from there on are called like somebody or some place, and are nobody: "Hail Mary"."""
    return _adjoins(tokens, at + 1) and f"{tokens[at].low} {tokens[at + 1].low}" in words("thing")


def _cut_word(token: Token, *, sentence_start: bool) -> list[Segment]:
    """What a run of one word may name, if anything."""
    facts = token.facts
    label: int | None = None
    if facts & _NO_NAMES_ALONE:
        if facts & IS_ALONE:
            return []  # "Most or all used old telephones": no town in Bohemia
        if sentence_start and facts & IS_COMMON and not _first_kept([token]):
            # "Conte, 48, left": a name where the article knows one and more speaks for it
            return [Segment(0, 1, OTHER, False)] if facts & IS_SURNAME else []
        if facts & IS_SURNAME_MONTH and token.text.istitle():
            return [Segment(0, 1, OTHER, False)]
        if facts & (IS_CALENDAR | IS_NO_NAME | IS_COMPOUND):
            return []
    if facts & IS_COMPANY or facts & (IS_ORGANISATION_HEAD | IS_GENERIC_HEAD) == IS_ORGANISATION_HEAD:
        label = ORGANISATION
    elif token.strength >= CITY_KNOWN and not _no_town(token, titled=False, at_end=True):
        label = PLACE
    elif facts & _TITLE and facts & (IS_HONORIFIC | IS_SURNAME) != IS_HONORIFIC | IS_SURNAME:
        return []  # but "King said": a name where the article knows one
    elif facts & IS_NATIONALITY and not facts & _TITLE:
        label = OTHER
    return [Segment(0, 1, label, False)]


def _is_division(text: str) -> bool:
    """Whether a word is the abbreviation of a state's or province's name, and of nothing else."""
    return text.endswith(".") and text != "St." and text in division_abbreviations()


def _is_initials(token: Token) -> bool:
    """Whether a word in capitals may be the initials of an office or of a firm, and no ship's."""
    return token.text.isupper() and token.low not in SHIPS


def part_sport(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a headline without the sport that opens it: "SKIING-GOETSCHL" is Goetschl."""
    parted = []
    for token in tokens:
        sport, hyphen, name = token.text.partition("-")
        if hyphen and name and token.text.isupper() and sport.lower() in words("sport"):
            start = token.start + len(sport) + 1
            parted.append(Token(start, token.end, "", *form_of(name)))
        else:
            parted.append(token)
    return parted


def cut_headline(tokens: Sequence[Token]) -> Iterator[Segment]:
    """The stretches of a run whose capitals tell nothing: every word, every known place, every given name with what follows."""
    n = len(tokens)
    for i, token in enumerate(tokens):
        most = LONGEST_PLACE if i + 1 < n and begins_place(token.key) else 1
        end = 0
        for stop in range(min(n, i + most), i, -1):
            if place_strength(join(tokens[i:stop])) >= 1.0 if stop > i + 1 else token.strength >= CITY_KNOWN:
                end = stop
                break
        if end and (end > i + 1 or not token.facts & IS_COMMON or token.strength >= CAPITAL):
            yield Segment(i, end, PLACE, False)
        if token.facts & IS_GIVEN and i + 1 < n and not tokens[i + 1].facts & IS_COMMON:
            yield Segment(i, i + 2, None, False)
        if not end or end > i + 1:
            yield Segment(i, i + 1, None, False)
        stop = organisation_end(tokens, i)
        if stop > i + 1:
            yield Segment(i, stop, ORGANISATION, False)
