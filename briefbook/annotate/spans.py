"""What a language model read in a block: cleaned, and added to the candidates that the rules see."""

import re
from bisect import bisect_left, bisect_right

from briefbook.annotate.capitals import RUN, join, split_run, starts_sentence
from briefbook.annotate.evidence import Candidate, weigh_words
from briefbook.annotate.gazetteer import (
    REGION,
    common_words,
    given_names,
    place_strength,
    places_named,
    surnames,
    words,
)
from briefbook.annotate.segments import CITY_KNOWN, FULL, ORGANISATION, OTHER, PERSON, PLACE, heads_name
from briefbook.annotate.surroundings import weigh_context
from briefbook.annotate.weights import IN_A_TITLE, MODEL, THRESHOLD, TITLE_BEFORE, TOWN, UNLIKELY, UNLISTED, UNSUPPORTED
from briefbook.annotate.wordforms import (
    IS_ALONE,
    IS_CALENDAR,
    IS_COMMON,
    IS_COMPOUND,
    IS_FORMER,
    IS_GIVEN,
    IS_GIVEN_TITLE,
    IS_HONORIFIC,
    IS_NATIONALITY,
    IS_NEVER_FIRST,
    IS_ORGANISATION_HEAD,
    IS_OWNED,
    IS_ROLE,
    IS_ROLE_HEAD,
    IS_ROLE_NOUN,
    IS_SUFFIX,
    IS_SURNAME_MONTH,
)

Spans = tuple[tuple[int, int, str], ...]
"""What an engine read in one block: start, end, label."""


SURE_PERSON = 3.0
"""From which score a full name vouches for others."""


_BREAKS = ("\n", " - ", " – ", " — ", "--", "; ", "/")
"""What no name runs over."""


_TRAILING = " .,;:'’\"”)]\u00a0"


_PREPOSITIONS = frozenset({"at", "in", "of", "to", "from", "by", "for", "with", "on", "and", "v", "vs"})


_ABBREVIATED = re.compile(r"(?:\b\w|Jr|Sr|Inc|Corp|Co|Ltd)\.$")


CREDITED = re.compile(
    r"/(?:[\w .]{1,30}/)?(?:AFP|AP|Associated Press|Getty|Reuters|REUTERS|EPA|Bloomberg|Corbis|Shutterstock|Alamy|PA|Rex|Xinhua|TASS|dpa|Icon|ZUMA|WireImage|FilmMagic|Newscom|Redux|USA Today Sports)\b"
)
"""Behind the name of whoever took a picture."""


_ATTENDS = re.compile(r"(?P<who>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,2}) (?P<prep>at|of) (?=[A-Z])")


_DANGLING = re.compile(r"\s+(?:and|or|of|the|at|for|in|to|by|with|on|from)$")


_NUMBERS = frozenset("one two three four five six seven eight nine ten".split())


_NUMBERS_BEHIND = re.compile(r"(?:[ \u00a0][\d.,:-]+)+$")


_COMPANY = re.compile(r", (?:Inc|Ltd|Corp|Co|LLC|LLP|and )")


_STATION = 3
"""Letters of a word in capitals that is no pair of initials ("AJ Green")."""


def _is_station(word: str) -> bool:
    return word.isupper() and word.isalpha() and len(word) >= _STATION


_SAINTS = frozenset({"st", "saint"})
_CHURCH = re.compile(r"['’]s?(?:[,.;:)]|$|[ \u00a0][^\W\d_a-z])")
"""Behind a saint's name: a church, a school or a hospital is called so."""
_OFFICE = IS_HONORIFIC | IS_ROLE | IS_ROLE_HEAD


def _narrow(text: str, start: int, end: int) -> tuple[int, int]:
    """The longest part of a model's span that no break runs through."""
    for mark in _BREAKS:
        piece = text[start:end]
        if mark in piece:
            longest = max(piece.split(mark), key=len)
            start += piece.rfind(longest)
            end = start + len(longest)
    return start, end


def _clean_span(text: str, start: int, end: int, label: str, sport: int) -> tuple[int, int, bool] | None:
    """A model's span without titles, quotes and what a break glued to it; whether a title was cut; None if nothing is left."""
    start, end = _narrow(text, start, end)
    run = RUN.search(text, start, end)
    if run is None:
        return None
    piece = text[start:end]
    if label == "ORG" and (", " in piece or " (" in piece) and not _COMPANY.search(piece):
        return None
    tokens = split_run(text, run.start(), run.end())
    if CREDITED.match(text, end) or (len(tokens) > 1 and len({token.low for token in tokens}) == 1):
        return None  # a picture's credit; a page's word printed twice ("Credit Credit")
    if (
        label == "ORG"
        and (lead := _ATTENDS.match(text, start, end))
        and (lead["prep"] == "at" or (tokens[0].facts & IS_GIVEN and " " in lead["who"]))
    ):
        # "Pence at Longwood University", "Alexandra Olgin of South Carolina Public Radio": whoever it is, and the organisation.
        if any(part.lower() in words("organisation_head") for part in lead["who"].split()):
            lead = None
        else:
            start = lead.end()
            tokens = [token for token in tokens if token.start >= start]
            if not tokens:
                return None
    while (dangling := _DANGLING.search(text, start, end)) is not None:
        end = dangling.start()
    if sport:
        end = start + len(_NUMBERS_BEHIND.sub("", text[start:end]))
    if label != "ORG" and run.end() < end and not text[run.end() : end].strip(_TRAILING + "s"):
        end = run.end()
    while end > start and text[end - 1] in _TRAILING and not _ABBREVIATED.search(text, start, end):
        end -= 1
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    while len(tokens) > 1 and (
        tokens[0].low in _PREPOSITIONS or (label == "PERSON" and tokens[0].facts & IS_NEVER_FIRST)
    ):
        tokens.pop(0)
    if starts_sentence(text, tokens[0].start):
        # "Neither Lindholm nor the others", "First, the fees": the capital is the sentence's.
        if len(tokens) > 1 and tokens[0].low in words("connective"):
            tokens.pop(0)
        if len(tokens) == 1 and (tokens[0].facts & IS_ALONE or tokens[0].low in words("connective")):
            return None
        if len(tokens) > 1 and label in {"GPE", "LOC"} and tokens[0].low in _NUMBERS:
            tokens.pop(0)  # "One Nevada Democrat"
    if len(tokens) == 1 and tokens[0].facts & (IS_CALENDAR | IS_SURNAME_MONTH) == IS_CALENDAR:
        return None  # "by Easter"
    titled = False
    if label == "ORG":
        # "Tsai's Democratic Progressive Party" is hers, "Nicholson's Limited" one name.
        owner = next(
            (
                n
                for n in range(1, len(tokens))
                if tokens[n].facts & IS_OWNED and (n + 1 < len(tokens) or not tokens[n].facts & IS_ORGANISATION_HEAD)
            ),
            0,
        )
        del tokens[:owner]
        if (
            sport
            and len(tokens) == FULL
            and tokens[0].facts & IS_NATIONALITY
            and not tokens[1].facts & IS_ORGANISATION_HEAD
        ):
            return None  # "Brazilian Ronaldinho"
    if label in {"GPE", "LOC", "FAC"}:
        owner = next((n for n in range(1, len(tokens)) if tokens[n].facts & IS_OWNED), 0)
        if owner and tokens[owner - 1].strength >= CITY_KNOWN:
            del tokens[:owner]  # "Sydney's Central Business District"
        if not text[tokens[-1].end : end].strip(_TRAILING + "abcdefghijklmnopqrstuvwxyz’'"):
            end = tokens[-1].end  # "the Earth a few hundred miles up"
    if label == "PERSON":
        ended = next((n for n in range(FULL, len(tokens)) if tokens[n - 1].facts & IS_SUFFIX), 0)
        if ended:
            del tokens[ended:]  # "Martin Luther King Jr Skate-A-Thon"
        while len(tokens) > FULL and _is_station(tokens[0].text) and not tokens[1].text.isupper():
            tokens.pop(0)  # "CBS Dan Rather"
        if tokens[0].low in _SAINTS and _CHURCH.match(text, end):
            return None  # "vicar of St Mark's"
        for index in range(len(tokens) - 1, 0, -1):
            if tokens[index].facts & IS_OWNED:
                del tokens[:index]
                break
        while len(tokens) > 1 and tokens[0].facts & IS_FORMER:
            titled = True
            tokens.pop(0)
        while len(tokens) > 1 and tokens[0].facts & (IS_ROLE_NOUN | IS_GIVEN) == IS_ROLE_NOUN:
            tokens.pop(0)
        while (
            tokens
            and tokens[0].facts & (_OFFICE | (IS_NATIONALITY if len(tokens) > 1 else 0))
            and not (len(tokens) == FULL and tokens[0].facts & IS_GIVEN_TITLE)
        ):
            titled = True
            tokens.pop(0)
        for index in range(len(tokens) - FULL, 0, -1):
            # "Activision Blizzard CEO Bobby Kotick", "Dallas Cowboy Tony Dorsett"
            if heads_name(tokens, 0, index):
                del tokens[: index + 1]
                titled = True
                break
        if not tokens:
            return None
        end = min(end, tokens[-1].end)
    elif (tokens[0].facts & IS_COMPOUND and len(tokens) > 1) or (
        tokens[0].low == "the" and len(tokens) > 1 and not places_named(join(tokens[:2]))
    ):
        tokens.pop(0)
    start = tokens[0].start
    return (start, end, titled) if start < end else None


def add_spans(text: str, spans: Spans, candidates: list[Candidate], sport: int) -> list[Candidate]:
    """The candidates with the model's reading added: the same words gain its label, other words become candidates too."""
    found = list(candidates)
    starts, ends = [c.start for c in candidates], [c.end for c in candidates]
    for begin, stop, label in spans:
        cleaned = _clean_span(text, begin, stop, label, sport) if label in MODEL else None
        if cleaned is None:
            continue
        start, end, titled = cleaned
        kind, weight = MODEL[label]
        touching = candidates[bisect_right(ends, start) : bisect_left(starts, end)]
        same = next((c for c in touching if c.start == start and c.end == end), None)
        if same is not None:
            unsupported = (kind == PERSON and same.scores[PLACE] >= 1.0 and same.scores[PERSON] < THRESHOLD) or (
                kind == ORGANISATION and len(same.tokens) == 1 and same.strength > 0 and not sport
            )
            # "President Washington": a title right before a name is no place's, whatever the model reads.
            if not (kind == PLACE and same.titled and len(same.tokens) == 1):
                unlisted = len(same.tokens) == 1 and (
                    (kind == PERSON and same.key not in given_names() and same.key not in surnames())
                    or (kind == PLACE and not same.strength)
                )
                known_place = kind == PERSON and len(same.tokens) > 1 and same.strength >= CITY_KNOWN and unsupported
                word = (
                    kind == PERSON
                    and len(same.tokens) == 1
                    and same.key in common_words()
                    and same.key not in given_names()
                )
                plain = kind == PLACE and len(same.tokens) == 1 and same.strength < TOWN and same.key in common_words()
                same.scores[kind] += weight - (
                    weight
                    if known_place
                    else UNLIKELY
                    if plain
                    else UNSUPPORTED
                    if unsupported
                    else UNLISTED
                    if unlisted or word
                    else 0.0
                )
            same.label = label
            continue
        around = next((c for c in touching if c.start <= start and end <= c.end), None)
        if around is not None:
            if not (kind == PLACE and around.titled):
                around.scores[kind] += 0.8 * weight
            around.label = around.label or label
            continue
        inside = [c for c in touching if start <= c.start and c.end <= end]
        if kind == ORGANISATION and len(inside) > 1 and text[inside[0].end : inside[1].start] == "-":
            # "U.N.-Arab League envoy": two that are joined, and no third.
            for c in inside:
                c.scores[ORGANISATION] += 0.6 * weight if c.strength < REGION else 0.0
            continue
        if kind == PLACE and len(inside) > 1:
            for c in inside:
                c.scores[PLACE] += 0.6 * weight if c.strength or not c.tokens[0].facts & IS_COMMON else 0.0
            continue
        if kind == PERSON and inside and (len(inside) > 1 or max(inside[0].scores) >= SURE_PERSON):
            for c in inside:
                c.scores[PERSON] += 0.6 * weight if c.strength < 4 else 0.0
            continue
        tokens = tuple(t for m in RUN.finditer(text, start, end) for t in split_run(text, m.start(), m.end()))
        if not tokens:
            continue
        if kind == OTHER and label != "NORP":
            for c in inside:
                c.scores[PLACE] -= IN_A_TITLE
        headline = bool(touching and touching[0].headline)
        surface = text[start:end]
        scores = weigh_words(tokens, surface, sentence_start=starts_sentence(text, start), headline=headline)
        c = Candidate(start, end, surface, tokens, scores, place_strength(surface))
        c.titled, c.label, c.headline = titled, label, headline
        c.scores[PERSON] += TITLE_BEFORE if titled else 0.0
        weigh_context(c, text, sport)
        c.scores[kind] += weight + (0.5 if kind == ORGANISATION and inside else 0.0)
        if kind == PLACE and not c.strength and c.scores[PLACE] <= weight:
            c.scores[PLACE] -= UNLISTED  # neither the gazetteer nor a word around it knows of a place
        found.append(c)
    return found
