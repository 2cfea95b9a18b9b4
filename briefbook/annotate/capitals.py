"""Cuts runs of capitalised words into stretches that may each be a name.

"Danish Foreign Minister Karin Holm" is cut into a nationality word, a title that is no part of a name, and a stretch that a
title precedes; "Bank of England Governor Eddie George" into an organisation and a titled stretch.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from briefbook.annotate.gazetteer import (
    CAPITAL,
    COUNTRY,
    REGION,
    Words,
    begins_place,
    division_abbreviations,
    fold_name,
    place_strength,
    word_lists,
)

_UPPER = "".join(chr(c) for c in (*range(0x590), *range(0x1E00, 0x1F00)) if chr(c).isupper())
_U = f"[{_UPPER}]"
_SHORTENED = (
    "Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Maj|Capt|Cpl|Sgt|Adm|Sen|Rep|Gov|Rev|Fr|Prof|Messrs|Brig|Cmdr|Hon|Pres|Jr|Sr|Supt|Insp|Det|Mt|Ft|ST|MT|FT|Cos?|Corp|Inc|Ltd|Spc|Pfc"
    "|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Penn|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|Ont|Que|Alta|Sask"
)
ARTICLE = "(?:[AaEe]l|[Aa][dhnrst]|[Aa]sh|[EeAa]z|[Uu][lr]|[Bb]in|[Ii]bn|[Aa]bu|[Bb]en)"
"""The Arabic article and what joins names like it, before a hyphen."""
WORD = (
    rf"(?:{_U}\.(?:{_U}\.)+(?:{_U}(?!\w))?|{_U}\.(?=[ \u00a0]?{_U})|(?:{_SHORTENED})\.|{ARTICLE}[-‑]{_U}\w*(?:['’‑\-]\w+)*|[DdLl]['’]{_U}\w+"
    rf"|{_U}\w*(?:['’‑\-&]\w+)*)"
)
_PARTICLES = "(?:van|von|der|den|de|da|di|du|del|della|dos|das|la|le|bin|ibn|al|el|ul|ter|zu|abu|bint|wa)"
_GAP = rf"[ \u00a0]{{1,2}}(?:(?:&|of(?: the)?|{_PARTICLES}(?: {_PARTICLES})?)[ \u00a0])?"
RUN = re.compile(
    rf"(?<![\w@])(?:(?<!/)|(?<={_U}{_U}/)|(?={_U}{{4}}))(?:(?=[aeubi]){ARTICLE}[-‑]{_U}\w*(?:['’‑\-]\w+)*|[dl]['’]{_U}\w+|(?={_U}){WORD})(?:{_GAP}{WORD})*"
)
"""A run of capitalised words, with the small words inside names. Its first word is WORD, with what can begin in small letters
apart: most of a text does, and is passed over at its first letter."""
CONTINUATION = re.compile(
    rf"[ \u00a0](?:for|on|of|against)(?: the)? {WORD}(?:{_GAP}{WORD})*(?: and {WORD}(?:{_GAP}{WORD})*)?"
)
"""What goes on after an organisation's head: "for Human Rights", "on Foreign Relations"."""
_TOKEN = re.compile(WORD)
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_POSSESSIVE = ("'s", "’s", "'", "’", "‘s", "'S", "’S")
_LEADING_PARTICLES = frozenset(
    {"bin", "de", "van", "von", "el", "al", "ben", "ibn", "della", "di", "du", "da", "la", "le"}
)
_COMPANY_HEADS = frozenset(
    "group inc corp corporation ltd limited co cos company plc ag sa nv gmbh llc securities industries holding holdings systems airlines airways".split()
)
"""Ends of firms' names: what "of" adds is where they are ("Pearl Group of Britain")."""
_DIRECTIONS = frozenset({"north", "south", "east", "west"})
HEADS_FIRST = frozenset("lake mount mt cape port fort ft camp river stade stadio estadio gare rue".split())
"""Words for a place that stand before its name."""
LONGEST_PLACE = 5
"""Words in a place's name."""
FULL = 2
"""Words of the shortest full name."""
LONGEST_ORGANISATION = 8
"""Words up to an organisation's head."""
COMPOUNDS = (
    "-based", "-led", "-backed", "-born", "-controlled", "-run", "-sponsored", "-bound", "-style", "-esque", "-ish", "-gate", "-themed", "-owned", "-funded", "-inspired",
)  # fmt: skip
"""What ends a word that is made of a name and is none: "the Britain-based Observatory"."""
POSSESSIVE_GAP = 2
"""Characters between two words beyond which a possessive ending stands there: "Banesto's Miguel Indurain" is two names."""
PLAIN_WORDS = 2
"""Common words that a headline has at the least."""
CITY_KNOWN = 2.0
"""Strength of a place from which its name is hardly a surname behind another."""
MOSTLY = 0.8
"""Share of a headline's longer words that have a capital."""
PERSON, PLACE, ORGANISATION, OTHER = range(4)
"""What a stretch may be read as."""


class Token(NamedTuple):
    """A word of a run."""

    start: int
    end: int
    """Without a possessive ending."""
    text: str
    low: str
    """In lower case, without the full stop of an abbreviation."""
    gap: str
    """The small words between it and the token before ("of", "al"), or empty."""


class Segment(NamedTuple):
    """A stretch of a run that may be a name."""

    first: int
    last: int
    """One past the last token."""
    label: int | None
    """How it is read by its cut alone; None: open."""
    titled: bool
    """Whether an honorific or an office precedes it."""


def _is_firm(word: str) -> bool:
    """Whether a word that ends in "'s" is a firm's name ("Moody's")."""
    return surface_key(word) in word_lists().company


def surface_key(text: str) -> str:
    """A firm's name as its list has it."""
    return text.lower().replace("’", "'")


def split_run(text: str, start: int, end: int) -> list[Token]:
    """The words of the run at these offsets."""
    tokens: list[Token] = []
    before = start
    for word in _TOKEN.finditer(text, start, end):
        first, stop = word.span()
        surface = word.group()
        if surface.endswith(_POSSESSIVE) and not _is_firm(surface):
            for ending in _POSSESSIVE:
                if surface.endswith(ending) and len(surface) > len(ending):
                    surface = surface[: -len(ending)]
                    stop -= len(ending)
                    break
        gap = text[before:first].strip("'’sS \u00a0") if tokens and first - before > 1 else ""
        tokens.append(Token(first, stop, surface, surface.lower().rstrip("."), gap))
        before = word.end()
    return tokens


def join(tokens: Sequence[Token]) -> str:
    """The tokens as one name, one space between words."""
    return " ".join(f"{t.gap} {t.text}" if t.gap and n else t.text for n, t in enumerate(tokens))


def starts_sentence(text: str, start: int) -> bool:
    """Whether a capital at `start` is owed to a sentence's beginning."""
    if start > 1 and text[start - 1] == " " and text[start - 2].isalnum():
        return False  # as nearly everywhere
    before = text[max(0, start - 4) : start].rstrip(" \u00a0")
    return not before or before == "-" or before.endswith(" -") or before[-1] in ".!?:\n“\"‘—–…•*['"


def is_headline(line: str) -> bool:
    """Whether a line prints nearly every word with a capital, so that capitals tell nothing."""
    capitals = line.isupper()
    if not capitals and (line.rstrip("\"”’' \u00a0").endswith(".") or "(" in line or len(line) > 160):
        return False
    words: list[str] = _LONG_WORD.findall(line)
    if len(words) < 3 or (not capitals and (len(words) < 5 or sum(map(str.isdigit, line)) > 3)):
        return False
    if not capitals and " v " in line:
        return False  # "Semifinals: Sun Jun v Hoyer-Larsen; Ye Zhaoying v Susi Susanti"
    if not capitals and sum(word.lower() in word_lists().common for word in words) < PLAIN_WORDS:
        return False  # names alone: "Sun Jun v Hoyer-Larsen; Ye Zhaoying v Susi Susanti"
    return sum(1 for word in words if word[0].isupper()) >= MOSTLY * len(words)


def organisation_end(tokens: Sequence[Token], first: int, w: Words) -> int:
    """One past the last token of the organisation that begins at `first`, or `first` where none does."""
    head = -1
    for index in range(first, min(len(tokens), first + LONGEST_ORGANISATION)):
        token = tokens[index]
        if index > first and (
            token.low in w.calendar or (token.gap not in {"", "&"} and (head < 0 or not token.gap.startswith("of")))
        ):
            break
        if (
            index > first
            and not token.gap
            and token.start - tokens[index - 1].end > POSSESSIVE_GAP
            and (
                token.low not in w.organisation_head
                or index + 1 < len(tokens)
                or place_strength(tokens[index - 1].text) >= COUNTRY
            )
        ):
            break
        if token.gap == "&" and index > first:
            head = index
            continue
        if token.low in w.organisation_head:
            head = index
            if (
                index == first
                and token.low == "radio"
                and first + 1 < len(tokens)
                and _adjoin(tokens, first + 1)
                and place_strength(tokens[first + 1].text) >= REGION
            ):
                return first + 2  # "Radio Tanzania"
        elif head >= 0 and not token.gap:
            break
    if head < 0:
        return first
    end = head + 1
    while (
        end < len(tokens)
        and tokens[end].gap.startswith("of")
        and tokens[head].low not in _COMPANY_HEADS
        and tokens[end].low not in w.honorific
        and not _begins_person(tokens, end, w)
    ):
        end += 1
        while (
            end < len(tokens)
            and not tokens[end].gap
            and not (tokens[end].low in w.honorific or tokens[end].low in w.role)
        ):
            end += 1
    return end


def _begins_person(tokens: Sequence[Token], at: int, w: Words) -> bool:
    """Whether a given name that is no place stands there with a word behind it: "the party of Yukio Hatoyama"."""
    return (
        at + 1 < len(tokens)
        and not tokens[at + 1].gap
        and tokens[at].low in w.given
        and tokens[at + 1].low not in w.organisation_head
        and place_strength(tokens[at].text) < REGION
    )


_PRINTED_CAPITALS = 4
"""Letters from which a word all in capitals in a line that is not has them for a reason: it opens a dateline."""


def _first_kept(tokens: Sequence[Token], w: Words) -> bool:
    """Whether the first word of a sentence belongs to a name although it is a common word."""
    n = len(tokens)
    first = tokens[0].low
    if tokens[0].text.endswith(".") or (tokens[0].text.isupper() and len(first) >= _PRINTED_CAPITALS):
        return True
    if first in w.role or first in w.honorific or first in w.organisation_head:
        return True
    if n == 1:
        return False
    if tokens[1].gap.startswith("of"):
        return True
    if not tokens[1].gap and tokens[1].low not in w.common and (first in w.given or first in _LEADING_PARTICLES):
        return True
    least = 0.5 if first == "the" else 2.0
    return begins_place(fold_name(tokens[0].text)) and any(
        place_strength(join(tokens[0:j])) >= least for j in range(2, min(n, 4) + 1)
    )


def _explained(low: str, w: Words) -> bool:
    """Whether a word behind a place is something else than the rest of a person's name."""
    return any(
        low in words
        for words in (w.honorific, w.role, w.role_head, w.nationality, w.calendar, w.organisation_head, w.place_head)
    )


_SAINTS = frozenset({"st", "saint", "san", "santa", "los", "las"})
"""Words that begin a place's name and end none where another stands behind."""


def _place_end(tokens: Sequence[Token], first: int, titled: bool, w: Words) -> int:
    """One past the last token of the place that begins at `first`, or `first` where none does."""
    n = len(tokens)
    end = first
    reach = first + 1
    if reach < n and begins_place(fold_name(tokens[first].text)):
        while reach < min(n, first + LONGEST_PLACE) and _runs_on(tokens[reach].gap, w):
            reach += 1
    for stop in range(reach, first + 1, -1):
        if place_strength(join(tokens[first:stop])) >= 1.0:
            end = stop
            break
    else:
        if place_strength(tokens[first].text) >= 2.0:
            end = first + 1
    if (
        first < end < n
        and tokens[end].low in w.place_head
        and _adjoin(tokens, end)
        and not (tokens[end].low in _SAINTS and end + 1 < n and _adjoin(tokens, end + 1))
    ):
        # "the Gaza Strip", "the Atacama Desert"
        return end + 1
    if end > first + 1:
        small = end < n and _adjoin(tokens, end) and place_strength(join(tokens[first:end])) < CITY_KNOWN
        return first if small and not _explained(tokens[end].low, w) and tokens[end].low not in w.common else end
    if end == first:
        return end
    low, folded = tokens[first].low, fold_name(tokens[first].text)
    if low in w.title_noun or (low in _LEADING_PARTICLES and end < n):
        return first  # "Tour of Spain", "Van Ommeren", "Van der Berg"
    if titled and (folded in w.surname or folded in w.given):
        return first
    if end < n and _adjoin(tokens, end):
        # "Jordan Smith": a given name with a word behind it that nothing else explains; "Cuauhtemoc Cardenas", a small
        # place's with a surname.
        after = tokens[end].low
        explained = _explained(after, w)
        if folded in w.given and not explained and (after not in w.common or after in w.surname):
            return first
        small = place_strength(tokens[first].text) < CAPITAL
        if (
            small
            and after in w.surname
            and after not in w.common
            and not explained
            and place_strength(tokens[end].text) < CITY_KNOWN
        ):
            return first
    return end


def _runs_on(gap: str, w: Words) -> bool:
    """Whether a place's name may go on behind these small words."""
    return not gap or gap.startswith("of") or gap in w.particle


def _firm_end(tokens: Sequence[Token], first: int, w: Words) -> int:
    """One past the last token of a firm that is called like people, or `first` where none begins."""
    if surface_key(tokens[first].low) not in w.company_opening:
        return first
    for stop in (first + 3, first + 2):
        if (
            stop <= len(tokens)
            and _adjoin(tokens, first + 1)
            and surface_key(" ".join(t.low for t in tokens[first:stop])) in w.company
        ):
            return stop
    if surface_key(tokens[first].low) not in w.company:
        return first
    # "Moody's Analytics", "Boeing Commercial Airplanes"; not "Boeing President Alan Mulally", "the Amazon River".
    stop = first + 1
    while stop < len(tokens) and _adjoin(tokens, stop) and not _explained(tokens[stop].low, w):
        if tokens[stop].low in w.given or place_strength(tokens[stop].text) >= CITY_KNOWN:
            break
        stop += 1
    if stop < len(tokens) and _adjoin(tokens, stop) and tokens[stop].low in w.place_head:
        return first
    organisation = organisation_end(tokens, first, w)
    return max(stop, organisation)


SURNAME_MONTHS = frozenset({"may", "march"})
"""Months that are surnames too: Theresa May."""
SHIPS = frozenset({"uss", "hms", "ins", "hmas", "rms", "ss", "mv"})
"""What stands before a ship's name."""
GIVEN_TITLES = frozenset({"earl", "dean", "don"})
"""Titles that before a surname alone are given names."""
FORMERLY = ("ex-", "then-", "now-", "one-time-", "long-time-")
"""What begins a word for somebody's former office: "Then-nominee"."""
_AIRPORTS = frozenset({"airport", "airfield", "airbase", "aerodrome"})


def _airport_end(tokens: Sequence[Token], first: int) -> int:
    """One past the last token of an airport's name that begins at `first` ("Ronald Reagan National Airport"), or `first`."""
    for at in range(first + 1, min(len(tokens), first + LONGEST_PLACE)):
        if not _adjoin(tokens, at):
            break
        if tokens[at].low in _AIRPORTS:
            return at + 1
    return first


_STREETS = frozenset(
    {"avenue", "boulevard", "street", "road", "highway", "freeway", "expressway", "parkway", "turnpike"}
)


def _street_end(tokens: Sequence[Token], first: int, w: Words) -> int:
    """One past the last token of a street's name that begins at `first` ("University Avenue"), or `first`.

    "Picabo Street" stays open: a given name with what may be a surname.
    """
    for at in range(first + 1, min(len(tokens), first + LONGEST_PLACE)):
        if not _adjoin(tokens, at):
            break
        if tokens[at].low in _STREETS:
            return first if at == first + 1 and tokens[first].low in w.given else at + 1
    return first


def _is_jan(tokens: Sequence[Token], at: int) -> bool:
    """Whether "Jan" is the given name, which a month's abbreviation before a number is not."""
    return tokens[at].text == "Jan" and at + 1 < len(tokens) and _adjoin(tokens, at + 1)


_NO_NAMES = frozenset({"A", "An", "I", "The", "the", "AN", "THE", "AT", "V", "VS", "AND", "OF"})
"""Small words in capitals that no name has."""


def _adjoin(tokens: Sequence[Token], at: int) -> bool:
    """Whether only a space stands between a token and the one before it."""
    return not tokens[at].gap and tokens[at].start - tokens[at - 1].end <= POSSESSIVE_GAP - 1


def heads_name(tokens: Sequence[Token], first: int, at: int, w: Words) -> bool:
    """Whether the token is a title because a full name follows: nobody called President has another name behind that."""
    title, *name = tokens[at : at + 3]
    if title.low in w.role_noun and _calls(tokens, at, w):
        return True
    if title.low not in w.honorific or len(name) < FULL or any(token.gap for token in (title, *name)):
        return False
    return name[0].low in w.given or (title.low in w.role_noun and tokens[first].low not in w.given)


def _run_end(tokens: Sequence[Token], first: int, w: Words) -> int:
    """One past the last token of the stretch that begins at `first`."""
    end = first + 1
    given = tokens[first].low in w.given and tokens[first].low not in w.common
    while end < len(tokens):
        token = tokens[end]
        low = token.low
        # "Alonzo Mourning": behind a given name a common word with a capital is a surname.
        surname = low in w.surname or (
            given and end == first + 1 and low in w.common and not (low in w.role or low in w.honorific)
        )
        if not token.gap and token.start - tokens[end - 1].end > POSSESSIVE_GAP:
            break
        if token.text in _NO_NAMES or heads_name(tokens, first, end, w):
            break
        if token.gap:
            if any(part not in w.particle for part in token.gap.split()):
                break
        elif end == first + 1 and tokens[first].low in HEADS_FIRST:
            pass  # "River Wye"
        elif not surname and (
            place_strength(token.text) >= COUNTRY
            or (low in w.common and low not in w.suffix and low not in w.place_head and low not in w.given)
        ):
            break
        month = low in w.calendar and not (given and low in SURNAME_MONTHS and end == first + 1 and not token.gap)
        if month or (not surname and (low in w.nationality or low in w.role or low in w.role_head)):
            break
        if low in w.honorific and not surname and low not in w.given:
            break
        end += 1
    return end


def cut_run(tokens: Sequence[Token], sentence_start: bool, w: Words) -> Iterator[Segment]:
    """The stretches of a run in running text, in order."""
    n = len(tokens)
    titled = False
    if n == 1 and tokens[0].low in w.alone:
        return  # "Most or all used old telephones": no town in Bohemia
    i = 1 if sentence_start and n and tokens[0].low in w.common and not _first_kept(tokens, w) else 0
    if i and n == 1 and tokens[0].low in w.surname:
        yield Segment(
            0, 1, OTHER, False
        )  # "Conte, 48, left": a name where the article knows one and more speaks for it
        return
    if sentence_start and n > 1 and tokens[0].low in w.role_noun and tokens[0].low not in w.given and not tokens[1].gap:
        # "Neighbor Rosa Delgado heard it": the capital is the sentence's.
        titled = tokens[1].low not in w.organisation_head
        i = 1
    abbreviation = tokens[0].text if n > 1 and tokens[0].text.endswith(".") else ""
    if abbreviation in division_abbreviations() and not tokens[1].gap and abbreviation != "St.":
        # "Santa Barbara, Calif. Dole went home."
        yield Segment(0, 1, PLACE, False)
        i = 1
    if i == n:
        return
    lows = [token.low for token in tokens]
    flies = not _AIRPORTS.isdisjoint(lows)
    streets = not _STREETS.isdisjoint(lows)
    headed = not w.organisation_head.isdisjoint(lows) or any(token.gap == "&" for token in tokens)
    while i < n:
        low = lows[i]
        hyphened = "-" in low
        if low == "the" and i + 1 < n and place_strength(join(tokens[i : i + 2])):
            yield Segment(i, i + 2, PLACE, False)
            i += 2
            continue
        if low in SURNAME_MONTHS and tokens[i].text.istitle():
            yield Segment(i, i + 1, OTHER, False)  # a name where the article knows one
            titled = False
            i += 1
            continue
        if (low in w.calendar and not _is_jan(tokens, i)) or tokens[i].text in _NO_NAMES:
            titled = False
            i += 1
            continue
        if (hyphened and low.endswith(COMPOUNDS)) or (
            low == "crown" and i + 1 < n and tokens[i + 1].low in w.honorific
        ):
            titled = False
            i += 1
            continue
        airport = _airport_end(tokens, i) if flies else i
        if airport > i and low not in w.role and low not in w.nationality:
            yield Segment(i, airport, PLACE, False)
            titled = False
            i = airport
            continue
        street = _street_end(tokens, i, w) if streets else i
        if street > i and low not in w.role and low not in w.honorific and low not in w.nationality:
            yield Segment(i, street, PLACE, False)
            titled = False
            i = street
            continue
        firm = _firm_end(tokens, i, w)
        if firm > i:
            yield Segment(i, firm, ORGANISATION, False)  # "Dean Witter": no dean
            titled = False
            i = firm
            continue
        if i + 1 < n and surface_key(low) in w.never_first and low not in w.particle and _adjoin(tokens, i + 1):
            titled = False
            i += 1  # "I'm Alex Burns", "And Accomazzo"
            continue
        if hyphened and low.startswith(FORMERLY) and i + 1 < n:
            titled = _adjoin(tokens, i + 1)
            i += 1
            continue
        end = organisation_end(tokens, i, w) if headed else i
        if end > i and not (end == i + 1 and low in w.generic_head):
            yield Segment(i, end, ORGANISATION, False)
            titled = False
            i = end
            continue
        end = _place_end(tokens, i, titled, w)
        if end > i:
            yield Segment(i, end, PLACE, False)
            titled = False
            i = end
            continue
        if (
            low in w.given
            and i + 2 == n
            and _adjoin(tokens, n - 1)
            and lows[-1] in w.honorific
            and lows[-1] in w.surname
        ):
            yield Segment(i, n, None, titled)  # "Don King": each by itself is a title
            return
        if low in GIVEN_TITLES and i + 1 < n and _adjoin(tokens, i + 1) and not _explained(lows[i + 1], w):
            end = _run_end(tokens, i, w)
            if end == i + FULL and lows[i + 1] not in w.given:
                yield Segment(i, end, None, titled)  # "Earl Paysinger", "Dean Barker": no earl, no dean
                titled = False
                i = end
                continue
        if low in w.honorific and i + 1 == n and low in w.surname:
            yield Segment(i, n, None, titled)  # "King said": a name where the article knows one
            return
        if low in w.honorific or low in w.role_head or (low in w.role and i + 1 < n):
            # "King" and "Bishop" are surnames too: behind a given name they never get here.
            titled = (low in w.honorific or low in w.role_head) and i + 1 < n and not tokens[i + 1].gap
            i += 1
            continue
        if low in _DIRECTIONS and i + 1 < n and tokens[i + 1].low in w.nationality and _adjoin(tokens, i + 1):
            yield Segment(i, i + 2, OTHER, False)  # "the former East German commander"
            i += 2
            continue
        if low in w.nationality:
            yield Segment(i, i + 1, OTHER, False)
            i += 1
            continue
        if low in w.role_noun and _calls(tokens, i, w):
            titled = True  # "Park Ranger Supervisor Robert Colligan"
            i += 1
            continue
        if (
            tokens[i].text.isupper()
            and low not in SHIPS
            and 1 < len(low) < _PRINTED_CAPITALS + 1
            and _calls(tokens, i, w)
        ):
            yield Segment(i, i + 1, None, False)  # "GM Mike Rizzo", "CBS Dan Rather"
            i += 1
            continue
        end = _run_end(tokens, i, w)
        office = end < n and tokens[end - 1].low in w.role_noun and heads_name(tokens, i, end, w)
        yield Segment(
            i, end, OTHER if office else None, titled and not office
        )  # "Park Ranger Supervisor Robert Colligan"
        titled = False
        i = end


def _calls(tokens: Sequence[Token], at: int, w: Words) -> bool:
    """Whether the word at `at` only says what the person is whose given name and surname follow it."""
    name = tokens[at + 1 : at + 3]
    return (
        len(name) == FULL
        and tokens[at].low not in w.given
        and _adjoin(tokens, at + 1)
        and name[0].low in w.given
        and name[0].low not in w.common
        and not name[0].text.isupper()
        and (not name[1].gap or name[1].gap in w.particle)
        and name[1].start - name[0].end <= POSSESSIVE_GAP + len(name[1].gap)
        and not _explained(name[1].low, w)
    )


def part_sport(tokens: Sequence[Token], w: Words) -> list[Token]:
    """The tokens of a headline without the sport that opens it: "SKIING-GOETSCHL" is Goetschl."""
    parted = []
    for token in tokens:
        sport, hyphen, name = token.text.partition("-")
        if hyphen and name and sport.lower() in w.sport and token.text.isupper():
            start = token.start + len(sport) + 1
            parted.append(Token(start, token.end, name, name.lower(), ""))
        else:
            parted.append(token)
    return parted


def cut_headline(tokens: Sequence[Token], w: Words) -> Iterator[Segment]:
    """The stretches of a run whose capitals tell nothing: every word, every known place, every given name with what follows."""
    n = len(tokens)
    for i, token in enumerate(tokens):
        most = LONGEST_PLACE if begins_place(fold_name(token.text)) else 1
        stops = range(min(n, i + most), i, -1)
        end = next((j for j in stops if place_strength(join(tokens[i:j])) >= (1.0 if j > i + 1 else 2.0)), 0)
        if end and (end > i + 1 or token.low not in w.common or place_strength(token.text) >= CAPITAL):
            yield Segment(i, end, PLACE, False)
        if token.low in w.given and i + 1 < n and tokens[i + 1].low not in w.common:
            yield Segment(i, i + 2, None, False)
        if not end or end > i + 1:
            yield Segment(i, i + 1, None, False)
        stop = organisation_end(tokens, i, w)
        if stop > i + 1:
            yield Segment(i, stop, ORGANISATION, False)
