"""Finds the names of people, places and organisations in one article.

Every run of capitalised words is cut into candidates by rules; what a language model read, where there is one, is cleaned and
added to them; each candidate collects evidence for what it names; the article as a whole then decides (a surname that a full
name introduced is that person's wherever it stands).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from briefbook.annotate import gazetteer
from briefbook.annotate.gazetteer import fold_name
from briefbook.annotate.romanised import is_family_first
from briefbook.model.article import Article, Passage
from briefbook.model.entity import EntityKind, Mention, PlaceKind, Register
from briefbook.model.text import Slug, Span

Spans = tuple[tuple[int, int, str], ...]
"""What an engine read in one block: start, end, label."""

PERSON, PLACE, ORGANISATION, OTHER = range(4)
_KINDS = (EntityKind.PERSON, EntityKind.PLACE, EntityKind.ORGANISATION)

# Weights of evidence, in steps of a half. Set by hand; checked on WikiGold and on the casebook (docs/names.md).
THRESHOLD = 2.0
"""What the best reading needs before a candidate is a name at all."""
_MODEL = {
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
TITLE_BEFORE = 4.0
ROLE_NOUN_BEFORE = 2.0
GIVEN_NAME_FIRST = 2.5
INITIAL_FIRST = 3.0
KNOWN_SURNAME = 4.0
SAID_AFTER = 1.0
AGE_OR_ROLE_AFTER = 1.5
COUNTRY = 4.0
AREA = 3.0
CAPITAL = 3.0
REGION = 2.5
CITY = ((1_000_000, 2.5), (100_000, 1.5), (15_000, 1.0), (0, 0.5))
"""By inhabitants."""
PLACE_HEAD = 2.5
PLACE_BEFORE = 1.5
INSIDE_BEFORE = 1.0
REGION_AFTER = 2.0
DATELINE = 4.0
PART_OF_LONGER = 2.0
THE_BEFORE = 2.0
QUOTED = 1.0
KNOWN_GIVEN_NAME = 2.5
UNSUPPORTED = 1.0
"""What a model's PERSON for one word that is also a place loses where nothing else speaks for a person."""
PLACE_NOUN_AFTER = 2.5
""""the Assal al-Ward area"."""
ORGANISATION_HEAD = 4.0
ACRONYM = 2.0
COUNTRY_BEHIND_TOWN = 4.0
"""The second name of "Amman, Jordan"."""
COORDINATED = 1.5
"""Joined to a person named in full ("Nick Barmby and Juninho")."""
TEAM = 3.5
COMMON_WORD = 2.0
SPORT_WORDS = 0.012
"""Share of sport's words from which an article is read as a sports page."""

_UPPER = "".join(chr(c) for c in range(0x590) if chr(c).isupper()) + "".join(
    chr(c) for c in range(0x1E00, 0x1F00) if chr(c).isupper()
)
_U = f"[{_UPPER}]"
_SHORTENED = (
    "Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Maj|Capt|Cpl|Sgt|Adm|Sen|Rep|Gov|Rev|Fr|Prof|Messrs|Brig|Cmdr|Hon|Pres|Jr|Sr|Supt|Insp|Det|Mt|Ft|Cos?|Corp|Inc|Ltd|Spc|Pfc"
    "|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Penn|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|Ont|Que|Alta|Sask"
)
_ARTICLE = "(?:[AaEe]l|[Aa][dhnrst]|[Aa]sh|[EeAa]z|[Uu][lr]|[Bb]in|[Ii]bn|[Aa]bu|[Bb]en)"
_WORD = (
    rf"(?:{_U}\.(?:{_U}\.)+(?:{_U}(?!\w))?|{_U}\.(?=[ \u00a0]?{_U})|(?:{_SHORTENED})\.|{_ARTICLE}[-‑]{_U}[\w]*(?:['’‑\-]\w+)*|[DdLl]['’]{_U}\w+"
    rf"|{_U}\w*(?:['’‑\-&]\w+)*)"
)
_PARTICLES = "(?:van|von|der|den|de|da|di|du|del|della|dos|das|la|le|bin|ibn|al|el|ul|ter|zu|abu|bint)"
_GAP = rf"[ \u00a0]{{1,2}}(?:(?:of(?: the)?|{_PARTICLES}(?: {_PARTICLES})?)[ \u00a0])?"
_CHUNK = re.compile(rf"(?<![\w@/]){_WORD}(?:{_GAP}{_WORD})*")
_TOKEN = re.compile(_WORD)
_LOWER_WORD = re.compile(r"[\w\-'’]+")
_WORD_BEFORE = re.compile(r"([\w\-'’.]+)(,?)[ \u00a0]+(?:[“\"‘'(]|the )?$")
_WORD_AFTER = re.compile(r"(?:['’]s)?[ \u00a0]*([,(]?)[ \u00a0]?([\w\-'’.]+)")
_AGE = re.compile(r", \d{1,2}\b|,? aged \d| \(\d{1,2}\)")
_APPOSITION = re.compile(r",[ \u00a0](?:an?|the|who|whose|former|his|her|their|[\w-]+['’]s)[ \u00a0]((?:[\w\-'’]+[ \u00a0]){0,4}?[\w\-'’]+)")
_SCORE_AFTER = re.compile(r"[ \u00a0]+\d{1,3}(?!\d|[ \u00a0]*(?:percent|per|people|years|miles|km|%))|[ \u00a0]?\(\d")
_SCORE_BEFORE = re.compile(r"\d-\d(?: draw| win| defeat| loss| victory)? (?:with|at|against|to|over|by|for) $")
_CONTINUATION = re.compile(rf"[ \u00a0](?:for|on|of|against|in)(?: the)? {_WORD}(?:{_GAP}{_WORD})*(?: and {_WORD}(?: {_WORD})*)?")
_HEADLINE_WORDS = re.compile(r"[^\W\d_]{4,}")
_DATELINE = re.compile(
    rf"^[ \u00a0]*({_U}[^\n()\d–—]{{2,40}}?)(?:, (?:{_U}[a-z]{{2,8}}\.? \d{{1,2}}|\d{{1,2}} {_U}))?(?: \d{{4}}-\d\d-\d\d| ?\([^)\n]{{2,30}}\))?[ \u00a0]?(?:[–—]|--|- )"
)
_DATED_LINE = re.compile(rf"^[ \u00a0]*({_U}[^\n()\d–—]{{2,40}}?),? (?:\d{{4}}-\d\d-\d\d|{_U}[a-z]{{2,8}}\.? \d{{1,2}})[ \u00a0]*$")
_POSSESSIVE = ("'s", "’s", "'", "’", "‘s")


class _Token(NamedTuple):
    start: int
    end: int
    text: str
    low: str
    """In lower case, without a possessive ending."""
    gap: str
    """The small words between it and the token before ("of", "al"), or empty."""


class _Candidate:
    """A stretch of capitalised words and the evidence for what it names."""

    __slots__ = ("block", "end", "headline", "known", "label", "qualifies", "reason", "scores", "sentence_start", "start", "text", "titled", "tokens")

    def __init__(self, block: int, start: int, end: int, text: str, tokens: list[_Token]) -> None:
        self.block = block
        self.start = start
        self.end = end
        self.text = text
        self.tokens = tokens
        self.scores = [0.0, 0.0, 0.0, 0.0]
        self.reason = ""
        self.titled = False
        self.sentence_start = False
        self.headline = False
        self.known = False
        self.qualifies = False
        self.label = ""


class _Words(NamedTuple):
    """The lists every step looks words up in, fetched once an article."""

    honorific: frozenset[str]
    role: frozenset[str]
    role_head: frozenset[str]
    role_noun: frozenset[str]
    organisation_head: frozenset[str]
    place_head: frozenset[str]
    said: frozenset[str]
    before_place: frozenset[str]
    calendar: frozenset[str]
    particle: frozenset[str]
    suffix: frozenset[str]
    sport: frozenset[str]
    team_before: frozenset[str]
    nationality: dict[str, str]
    given: frozenset[str]
    surname: frozenset[str]
    common: frozenset[str]


def _word_lists() -> _Words:
    sections = (
        "honorific", "role", "role_head", "role_noun", "organisation_head", "place_head", "said", "before_place", "calendar", "particle",
        "suffix", "sport", "team_before",
    )  # fmt: skip
    return _Words(
        *(gazetteer.words(section) for section in sections),
        gazetteer.nationalities(),
        gazetteer.given_names(),
        gazetteer.surnames(),
        gazetteer.common_words(),
    )


_INSIDE = frozenset({"in", "near", "outside", "inside", "across", "throughout", "northern", "southern", "eastern", "western", "downtown"})
_PLACE_NOUNS = frozenset(
    "neighborhood neighbourhood area district province city town village region suburb suburbs governorate county island islands airport peninsula "
    "valley countryside border quarter township river metropolitan man woman resident residents police native officials authorities".split()
)
_GENERIC_HEADS = frozenset(
    "army navy police parliament government council senate cabinet congress union united international capital force forces assembly state party post "
    "press order group front guard guards club team church court board bank news unit watch works wire exchange service services mission review section "
    "electric energy oil gas foods systems resources coalition jihad legion league society school college center centre program office commission company".split()
)
_NEVER_PERSON = frozenset({"god", "allah", "christ", "jesus", "internet", "english", "i", "i'm", "i've", "i'll", "i'd", "tv", "mr", "mrs", "ms"})


def _tokens(text: str, match: re.Match[str]) -> list[_Token]:
    """The words of a chunk."""
    tokens: list[_Token] = []
    end = match.start()
    for word in _TOKEN.finditer(text, match.start(), match.end()):
        start, stop = word.span()
        surface = word.group()
        for ending in _POSSESSIVE:
            if surface.endswith(ending) and len(surface) > len(ending):
                surface = surface[: -len(ending)]
                stop -= len(ending)
                break
        tokens.append(_Token(start, stop, surface, surface.lower(), text[end:start].strip("'’s \u00a0") if tokens else ""))
        end = word.end()
    return tokens


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" \u00a0")
    return not before or before[-1] in ".!?:\n“\"‘—–…•*[" or before[-1] == "'"


def _is_headline(line: str) -> bool:
    """Whether a line prints nearly every word with a capital, so that capitals tell nothing."""
    words = _HEADLINE_WORDS.findall(line)
    if len(words) < 3 or ("(" in line or sum(map(str.isdigit, line)) > 3) and not line.isupper() or line.rstrip().endswith(('."', ".”", ".")) and not line.isupper():
        return False
    return sum(word[0].isupper() for word in words) >= 0.8 * len(words) and (len(words) > 4 or line.isupper())


def _join(tokens: list[_Token]) -> str:
    return " ".join(f"{t.gap} {t.text}" if t.gap and n else t.text for n, t in enumerate(tokens))


_PLAYING_COUNTRIES = frozenset({"England", "Scotland", "Wales", "Northern Ireland"})
"""Regions that field national sides."""


def _strong_place(name: str) -> float:
    """How sure it is that `name` by itself is a place: 0 for none in the gazetteer."""
    found = gazetteer.places_named(name)
    if not found:
        return 0.0
    place = found[0]
    if place.kind is PlaceKind.COUNTRY or place.name in _PLAYING_COUNTRIES:
        return COUNTRY
    if place.kind in {PlaceKind.AREA, PlaceKind.OTHER}:
        return AREA
    if place.capital and not place.own:
        return CAPITAL
    own = 0.5 if place.own and place.own != f"{place.name} City" else 0.0
    if place.kind is PlaceKind.REGION:
        return REGION - 2 * own if place.population >= 500_000 or not own else 0.5
    return next(weight for people, weight in CITY if place.population >= people) - own


_LEADING_PARTICLES = frozenset({"bin", "de", "van", "von", "el", "al", "ben", "ibn", "della", "di", "du", "da", "la", "le"})


class _Segment(NamedTuple):
    first: int
    last: int
    """One past the last token."""
    label: int | None
    titled: bool


def _organisation_end(tokens: list[_Token], first: int, w: _Words) -> int:
    """One past the last token of the organisation that begins at `first`, or `first` where none does."""
    head = -1
    for index in range(first, min(len(tokens), first + 8)):
        token = tokens[index]
        if index > first and (token.low in w.calendar or (token.gap and (head < 0 or not token.gap.startswith("of")))):
            break
        if token.low.rstrip(".") in w.organisation_head:
            head = index
        elif index > first and token.low in w.honorific and token.low not in {"general", "justice", "chief"} and head >= 0:
            break
        elif head >= 0 and not token.gap:
            break
    if head < 0:
        return first
    end = head + 1
    while end < len(tokens) and tokens[end].gap.startswith("of") and tokens[end].low not in w.honorific:
        end += 1
        while end < len(tokens) and not tokens[end].gap and tokens[end].low not in w.honorific and tokens[end].low not in w.role:
            end += 1
    return end


def _segments(tokens: list[_Token], sentence_start: bool, w: _Words) -> Iterator[_Segment]:
    """The candidates of a chunk of running text, in order."""
    n = len(tokens)
    i = 0
    titled = False
    if sentence_start and n and tokens[0].low in w.common and tokens[0].low not in w.organisation_head:
        least = 0.5 if tokens[0].low == "the" else 2.0
        kept = n > 1 and any(_strong_place(_join(tokens[0:j])) >= least for j in range(2, min(n, 4) + 1))
        if n > 1 and not tokens[1].gap and tokens[1].low not in w.common:
            kept = kept or tokens[0].low in w.given or tokens[0].low in _LEADING_PARTICLES
        if not kept and not (n > 1 and tokens[1].gap.startswith("of")) and tokens[0].low not in w.role and tokens[0].low not in w.honorific:
            i = 1
    while i < n:
        token = tokens[i]
        low = token.low.rstrip(".")
        if low in w.calendar or low in {"a", "an", "i"} or (low == "the" and not (i + 1 < n and _strong_place(_join(tokens[i : i + 2])))):
            i += 1
            titled = False
            continue
        if low == "the" and i + 1 < n and _strong_place(_join(tokens[i : i + 2])):
            yield _Segment(i, i + 2, PLACE, False)
            i += 2
            continue
        end = _organisation_end(tokens, i, w)
        if end > i and not (end == i + 1 and low in _GENERIC_HEADS):
            yield _Segment(i, end, ORGANISATION, False)
            i = end
            titled = False
            continue
        place_end = i
        for j in range(min(n, i + 5), i, -1):
            if any(t.gap and not t.gap.startswith("of") and t.gap not in w.particle for t in tokens[i + 1 : j]):
                continue
            strength = _strong_place(_join(tokens[i:j]))
            if strength >= (1.0 if j > i + 1 else 2.0):
                place_end = j
                break
        if place_end == i + 1 and i + 1 < n and not tokens[i + 1].gap and low in w.given:
            following = tokens[i + 1].low
            if not (following in w.honorific or following in w.role or following in w.role_head or following in w.nationality or following in w.calendar or following in w.common):
                place_end = i
        if place_end == i + 1 and titled and (low in w.surname or low in w.given):
            place_end = i
        if place_end > i:
            yield _Segment(i, place_end, PLACE, False)
            i = place_end
            titled = False
            continue
        if low in w.honorific or low in w.role_head or (low in w.role and i + 1 < n):
            # "King" and "Bishop" are surnames too: after a given name they never get here.
            titled = (low in w.honorific or low in w.role_head) and i + 1 < n and not tokens[i + 1].gap
            i += 1
            continue
        if low in w.nationality:
            yield _Segment(i, i + 1, OTHER, False)
            i += 1
            continue
        j = i + 1
        while j < n:
            after = tokens[j]
            follow = after.low.rstrip(".")
            if after.gap and any(part not in w.particle for part in after.gap.split()):
                break
            if follow in w.calendar or (follow in w.nationality and follow not in w.surname):
                break
            if follow in w.honorific and follow not in w.surname and follow not in w.given:
                break
            if (follow in w.role or follow in w.role_head) and follow not in w.surname:
                break
            if _strong_place(after.text) >= COUNTRY and follow not in w.surname and not after.gap:
                break
            if not after.gap and follow in w.common and follow not in w.surname and follow not in w.suffix and follow not in w.place_head and follow not in w.given:
                break
            j += 1
        yield _Segment(i, j, None, titled)
        i = j
        titled = False


def _headline_segments(tokens: list[_Token], w: _Words) -> Iterator[_Segment]:
    """The candidates of a chunk whose capitals tell nothing: every word, every known place, every given name with its surname."""
    n = len(tokens)
    for i, token in enumerate(tokens):
        end = next((j for j in range(min(n, i + 4), i, -1) if _strong_place(_join(tokens[i:j])) >= (1.0 if j > i + 1 else 2.0)), 0)
        if end:
            yield _Segment(i, end, PLACE, False)
        if token.low in w.given and i + 1 < n and tokens[i + 1].low not in w.common:
            yield _Segment(i, i + 2, None, False)
        if not end or end > i + 1:
            yield _Segment(i, i + 1, None, False)
        stop = _organisation_end(tokens, i, w)
        if stop > i + 1:
            yield _Segment(i, stop, ORGANISATION, False)


def _score(c: _Candidate, text: str, sport: bool, w: _Words) -> None:
    """Adds what the candidate's words and its surroundings tell."""
    scores = c.scores
    tokens = c.tokens
    n = len(tokens)
    first, last = tokens[0].low.rstrip("."), tokens[-1].low.rstrip(".")
    folded = fold_name(tokens[0].text)
    before_text = text[max(0, c.start - 40) : c.start]
    before = _WORD_BEFORE.search(before_text)
    word_before = before[1].lower() if before else ""
    comma_before = bool(before and before[2])
    after = _WORD_AFTER.match(text, c.end)
    mark_after, word_after = (after[1], after[2].lower()) if after else ("", "")

    # What the words themselves say.
    strength = _strong_place(c.text)
    if strength:
        scores[PLACE] += strength
    if n > 1 and (last in w.place_head or first in {"lake", "mount", "mt", "cape", "port", "fort", "ft", "camp", "river"}):
        scores[PLACE] += PLACE_HEAD
        scores[PERSON] -= 1.5
    if strength >= AREA:
        pass
    elif last in w.organisation_head and (n > 1 or last not in _GENERIC_HEADS):
        scores[ORGANISATION] += ORGANISATION_HEAD
        scores[PERSON] -= 3.0
        scores[PLACE] -= 2.0
    elif n > 1 and any(t.low in w.organisation_head and t.low not in w.surname for t in tokens):
        scores[ORGANISATION] += ORGANISATION_HEAD / 2
        scores[PERSON] -= 2.0
    if first in w.nationality and n == 1:
        scores[OTHER] += 5.0
    if n > 1:
        person_shaped = all(t.text[:1].isalpha() and not any(ch.isdigit() for ch in t.text) for t in tokens) and n <= 5
        odd = sum(t.low in w.common and t.low not in w.surname for t in tokens)
        if person_shaped and not any(t.gap.startswith("of") for t in tokens[1:]):
            if first in {"al", "el"} and fold_name(tokens[1].text) not in w.surname:
                scores[ORGANISATION] += 1.0
                scores[PERSON] -= 1.0
            elif folded in w.given or fold_name(tokens[0].text.partition("-")[0]) in w.given:
                scores[PERSON] += GIVEN_NAME_FIRST
            elif len(first) == 1 or re.fullmatch(r"(?:\w\.)+", tokens[0].text):
                scores[PERSON] += INITIAL_FIRST if len(tokens[0].text) == 2 or not strength else 0.0
            if fold_name(tokens[-1].text) in w.surname:
                scores[PERSON] += 0.5
            if any(len(t.text) == 2 and t.text[1] == "." for t in tokens[1:-1]):
                scores[PERSON] += 1.5
            if last in w.suffix and n > 2:
                scores[PERSON] += 1.5
            if any(t.gap for t in tokens[1:]) or "-" in tokens[-1].text[:4]:
                scores[PERSON] += 0.5
        scores[PERSON] -= 1.5 * odd
    else:
        if folded in w.given:
            scores[PERSON] += 1.0
        if folded in w.surname and first not in w.common:
            scores[PERSON] += 0.5
        if first in w.common:
            scores[OTHER] += COMMON_WORD * (1.5 if c.sentence_start else 1.0)
        bare = tokens[0].text.replace(".", "")
        if bare.isupper() and 2 <= len(bare) <= 6:
            scores[PERSON] -= 3.0
            if strength < REGION and not c.headline:
                scores[PLACE] -= strength
                scores[ORGANISATION] += ACRONYM
        if any(ch.isdigit() for ch in bare):
            scores[OTHER] += 2.0
    if first in _NEVER_PERSON:
        scores[PERSON] -= 3.0
    if n == 1 and (first in _GENERIC_HEADS or first in w.role or first in w.honorific) and not c.titled:
        scores[OTHER] += 3.0
    if n == 1 and "-" in tokens[0].text and _is_compound(tokens[0].text, w):
        scores[OTHER] += 5.0

    # What stands before and after.
    if n == 1 and first in {"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"}:
        scores[OTHER] += 3.0
    if text[max(0, c.start - 4) : c.start].lower() == "the " and not c.titled:
        scores[PERSON] -= THE_BEFORE
    if before_text[-1:] in {'"', "“"} and text[c.end : c.end + 1] in {'"', "”"}:
        scores[PERSON] -= QUOTED
        scores[PLACE] -= QUOTED
    if c.titled:
        scores[PERSON] += TITLE_BEFORE
        c.reason = c.reason or "a title before it"
    elif word_before.rstrip(".") in w.role_noun and not comma_before:
        scores[PERSON] += ROLE_NOUN_BEFORE
    if word_before in {"at", "of", "to"} and strength:
        scores[PLACE] += 0.5
    if word_before in w.before_place and not comma_before:
        scores[PLACE] += PLACE_BEFORE if word_before in _INSIDE else INSIDE_BEFORE if word_before == "from" else 0.5
        if word_before in _INSIDE:
            scores[PERSON] -= 1.0
    if not mark_after and word_after in w.said:
        scores[PERSON] += SAID_AFTER
    elif mark_after == "," and word_after in w.said:
        scores[PERSON] += SAID_AFTER / 2
    if _AGE.match(text, c.end):
        scores[PERSON] += AGE_OR_ROLE_AFTER
    else:
        apposition = _APPOSITION.match(text, c.end)
        if apposition and any(word in w.role_noun for word in apposition[1].lower().split()):
            scores[PERSON] += AGE_OR_ROLE_AFTER
    if not mark_after and word_after in _PLACE_NOUNS:
        scores[PLACE] += PLACE_NOUN_AFTER if not strength else 1.5
    if word_before in {"by"} and n > 1:
        scores[PERSON] += 0.5
    if mark_after == "," and after:
        region = _CHUNK.match(text, after.start(2))
        if region and scores[PERSON] < 3:
            name = region.group()
            if name in gazetteer.division_abbreviations():
                scores[PLACE] += REGION_AFTER
            else:
                found = gazetteer.places_named(name)
                own = gazetteer.places_named(c.text)
                if found and found[0].kind in {PlaceKind.COUNTRY, PlaceKind.REGION} and (
                    not own or any(p.country == found[0].country for p in own)
                ):
                    scores[PLACE] += REGION_AFTER if own or strength else REGION_AFTER / 2
    if sport and strength < COUNTRY and n <= 2 and not c.titled and not scores[PERSON] >= GIVEN_NAME_FIRST:
        side = (
            (bool(strength) and word_before in w.team_before)
            or (bool(strength) and not mark_after and word_after in w.team_before)
            or (bool(strength) and not mark_after and word_after in w.role_noun)
            or (bool(strength) and bool(_SCORE_AFTER.match(text, c.end)))
            or bool(_SCORE_BEFORE.search(before_text))
        )
        if side and word_before not in _INSIDE:
            scores[ORGANISATION] += TEAM
            scores[PLACE] -= 1.5
            scores[PERSON] -= 1.5
    if sport and word_before in {"c", "b", "lbw", "st"} and not strength:
        scores[PERSON] += ROLE_NOUN_BEFORE
    if sport and mark_after == "(" and n > 1:
        inside = text[after.start(2) : after.start(2) + 40].partition(")")[0] if after else ""
        if _strong_place(inside) >= COUNTRY:
            scores[PERSON] += 3.0
            scores[PLACE] -= 1.0


def _is_compound(word: str, w: _Words) -> bool:
    """Whether a hyphened word joins things that are each of their own ("NATO-Russia", "Israeli-Palestinian", "Paris-based")."""
    left, _, right = word.rpartition("-")
    if _strong_place(word) or len(left) < 2:
        return False
    if right.islower() and _strong_place(left) >= 1:
        return True
    return all(
        part.lower() in w.nationality or part.replace(".", "").isupper() or _strong_place(part) >= CAPITAL for part in (left, right)
    )


def _runs_on(after: _Token, last: _Token, w: _Words) -> bool:
    """Whether the capitalised word behind a place goes on with its name rather than beginning another."""
    low = after.low.rstrip(".")
    return (
        not after.gap
        and last.end + 1 == after.start
        and low not in w.calendar
        and low not in w.honorific
        and low not in w.role
        and low not in w.role_head
        and low not in w.nationality
        and fold_name(after.text) not in w.given
        and not _strong_place(after.text)
        and not (len(low) == 1 or after.text.isupper())
    )


def _chunk_candidates(block: int, text: str, sport: bool, w: _Words) -> list[_Candidate]:
    found: list[_Candidate] = []
    headlines: dict[int, bool] = {}
    for match in _CHUNK.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        headline = headlines.get(line_start)
        if headline is None:
            line_end = text.find("\n", line_start)
            headline = headlines[line_start] = _is_headline(text[line_start : line_end if line_end >= 0 else len(text)])
        tokens = _tokens(text, match)
        starts = _starts_sentence(text, match.start())
        for segment in _headline_segments(tokens, w) if headline else _segments(tokens, starts, w):
            inner = tokens[segment.first : segment.last]
            c = _Candidate(block, inner[0].start, inner[-1].end, text[inner[0].start : inner[-1].end], inner)
            c.titled = segment.titled
            c.headline = headline
            c.sentence_start = starts and segment.first == 0
            if segment.last < len(tokens) and not headline:
                follows = tokens[segment.last]
                low = follows.low.rstrip(".")
                # "Stanley Cup", "Battle of Hastings": part of a longer name that is nobody's.
                if follows.gap.startswith("of") or (not follows.gap and inner[-1].end + 1 == follows.start and low in w.common and low not in w.calendar and low not in w.honorific and low not in w.role and low not in w.role_head):
                    c.scores[PERSON] -= PART_OF_LONGER
                if segment.label is PLACE and _runs_on(tokens[segment.last], inner[-1], w):
                    # "Pittsburgh Pirates", "Paris Club".
                    c.scores[PLACE] -= PART_OF_LONGER * (2 if tokens[segment.last].low in w.common else 1)
            if segment.label is ORGANISATION:
                c.scores[ORGANISATION] += 2.0
                more = _CONTINUATION.match(text, c.end) if inner[-1].low in w.organisation_head else None
                if more and inner[-1].low in {"observatory", "council", "institute", "center", "centre", "commission", "committee", "agency", "association",
                                              "organisation", "organization", "party", "movement", "front", "campaign", "coalition", "program", "programme"} and more.group().lstrip()[:2] != "in":  # fmt: skip
                    c.end = more.end()
                    c.text = text[c.start : c.end]
            elif segment.label is OTHER:
                c.scores[OTHER] += 2.0
            _score(c, text, sport, w)
            found.append(c)
    for before, c in zip(found, found[1:], strict=False):
        between = text[before.end : c.start]
        if between in {", ", " ("}:
            if c.text in gazetteer.division_abbreviations() and (before.scores[PLACE] > 0 or len(before.tokens) == 1) and before.scores[PERSON] < TITLE_BEFORE:
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
            and not _strong_place(c.text)
        ):
            c.scores[PERSON] += COORDINATED
    return found


def _lies_in(town: str, country: str) -> bool:
    """Whether the gazetteer has a place of the first name in a country or region of the second."""
    wholes = [p for p in gazetteer.places_named(country) if p.kind in {PlaceKind.COUNTRY, PlaceKind.REGION}]
    return any(
        part.kind is not PlaceKind.COUNTRY and any(w.country == part.country and w.division in {"", part.division} for w in wholes)
        for part in gazetteer.places_named(town)
    )


_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


def _clean_span(text: str, start: int, end: int, label: str, w: _Words) -> tuple[int, int, bool] | None:
    """A model's span without titles, quotes and what a line break glued to it; whether a title was cut; None if nothing is left."""
    piece = text[start:end]
    for mark in (" - ", " – ", " — ", "--", "; ", "/"):
        if mark in piece:
            parts = sorted(piece.split(mark), key=len)
            start += piece.rfind(parts[-1])
            piece = parts[-1]
            end = start + len(piece)
    if "\n" in piece:
        # A name does not run over a line: the longer side is meant.
        parts = sorted(piece.split("\n"), key=len)
        start += piece.rfind(parts[-1])
        piece = parts[-1]
        end = start + len(piece)
    chunk = _CHUNK.search(text, start, end)
    if chunk is None:
        return None
    tokens = _tokens(text, chunk)
    if label == "ORG" and (", " in piece or " (" in piece) and not re.search(r", (?:Inc|Ltd|Corp|Co|LLC|LLP|and )", piece):
        return None
    if label != "ORG" and chunk.end() < end and not text[chunk.end() : end].strip(" .,'’s\"”)"):
        end = chunk.end()
    last = end
    while last > start and text[last - 1] in " .,;:'’\"”)]\u00a0" and not re.search(r"(?:\b\w|Jr|Sr|Inc|Corp|Co|Ltd)\.$", text[start:last]):
        last -= 1
    if text[start:last].endswith(("'s", "’s")):
        last -= 2
    first = tokens[0].start
    titled = False
    if label == "PERSON":
        while tokens and (tokens[0].low.rstrip(".") in w.honorific or tokens[0].low in w.role or (tokens[0].low in w.nationality and len(tokens) > 1)):
            titled = True
            tokens.pop(0)
        if not tokens:
            return None
        first = tokens[0].start
        last = min(last, tokens[-1].end) if tokens[-1].end > first else last
    elif tokens[0].low == "the" and len(tokens) > 1 and not gazetteer.places_named(_join(tokens[:2])):
        first = tokens[1].start
    return (first, last, titled) if first < last else None


def _merge_spans(block: int, text: str, spans: Spans, candidates: list[_Candidate], sport: bool, w: _Words) -> list[_Candidate]:
    """The candidates with the model's reading added: same words gain its label, other words become candidates too."""
    found = list(candidates)
    for start, end, label in spans:
        if label not in _MODEL:
            continue
        cleaned = _clean_span(text, start, end, label, w)
        if cleaned is None:
            continue
        first, last, titled = cleaned
        kind, weight = _MODEL[label]
        same = next((c for c in candidates if c.start == first and c.end == last), None)
        touching = [c for c in candidates if c.start < last and first < c.end]
        if same is not None:
            if kind == PERSON and len(same.tokens) == 1 and same.scores[PLACE] >= 1.0 and same.scores[PERSON] < 1.0:
                weight -= UNSUPPORTED
            same.scores[kind] += weight
            same.label = label
            same.titled |= titled
            continue
        inside = [c for c in touching if first <= c.start and c.end <= last]
        around = [c for c in touching if c.start <= first and last <= c.end]
        if around:
            around[0].scores[kind] += weight * 0.8
            around[0].label = around[0].label or label
            continue
        tokens = [t for m in _CHUNK.finditer(text, first, last) for t in _tokens(text, m)]
        if not tokens:
            continue
        if kind == PLACE and len(inside) > 1:
            for c in inside:
                c.scores[PLACE] += weight * 0.6
            continue
        if kind == PERSON and inside and (len(inside) > 1 or max(inside[0].scores) >= 3.0):
            for c in inside:
                c.scores[PERSON] += weight * 0.6 if c.scores[PLACE] < COUNTRY else 0.0
            continue
        c = _Candidate(block, first, last, text[first:last], tokens)
        c.titled = titled
        c.label = label
        c.headline = bool(touching and touching[0].headline)
        c.sentence_start = _starts_sentence(text, first)
        _score(c, text, sport, w)
        c.scores[kind] += weight
        if kind == ORGANISATION and len(inside) >= 1 and "\n" not in c.text:
            c.scores[ORGANISATION] += 0.5
        found.append(c)
    return found


def _select(candidates: list[_Candidate]) -> list[tuple[_Candidate, int]]:
    """The best reading of each stretch: longest of the strong first, none overlapping, in order."""
    ranked = []
    for c in candidates:
        kind = max(range(4), key=lambda k: (c.scores[k], -k))
        if kind == OTHER or c.scores[kind] < THRESHOLD:
            continue
        ranked.append((c, kind))
    ranked.sort(key=lambda item: (-(item[0].scores[item[1]] + 0.5 * (len(item[0].tokens) - 1)), item[0].start, -item[0].end))
    taken: list[tuple[_Candidate, int]] = []
    for c, kind in ranked:
        if all(c.end <= other.start or other.end <= c.start for other, _ in taken):
            taken.append((c, kind))
    return sorted(taken, key=lambda item: item[0].start)


_ARABIC_ARTICLE = re.compile(rf"^{_ARTICLE}[-‑ ](?=\w)")


def _called(text: str) -> str:
    """What somebody is called by, folded, without the Arabic article: al-Assad and Assad are one surname."""
    return fold_name(_ARABIC_ARTICLE.sub("", text))


def _surnames(tokens: list[_Token], w: _Words) -> Iterator[str]:
    """What a person named in full may be called by: the last word, with its particles too, or the first where it is the family's."""
    end = len(tokens)
    while end > 1 and tokens[end - 1].low.rstrip(".") in w.suffix:
        end -= 1
    yield _called(tokens[end - 1].text)
    start = end - 1
    if tokens[start].gap:
        yield fold_name(f"{tokens[start].gap} {tokens[start].text}")
    while start > 1 and tokens[start - 1].low in w.particle:
        start -= 1
        yield fold_name(" ".join(t.text for t in tokens[start:end]))
    if is_family_first([t.text for t in tokens]):
        yield fold_name(tokens[0].text)


def _decide(blocks: list[list[_Candidate]], w: _Words) -> None:
    """Lets the article as a whole speak: surnames follow full names, and one string has one reading."""
    people: Counter[str] = Counter()
    full: Counter[str] = Counter()
    for candidates in blocks:
        for c in candidates:
            if len(c.tokens) > 1 and not c.headline and c.scores[PERSON] >= THRESHOLD and c.scores[PERSON] == max(c.scores):
                full[fold_name(c.text)] += 1
                for surname in _surnames(c.tokens, w):
                    people[surname] += 1
    first_names = Counter(fold_name(c.tokens[0].text) for cs in blocks for c in cs if len(c.tokens) > 1 and not c.headline and c.scores[PERSON] >= 3.0 and c.scores[PERSON] == max(c.scores))
    titled = Counter(_called(c.text) for cs in blocks for c in cs if c.titled and len(c.tokens) == 1)
    for surname in titled:
        people[surname] += 1
    totals: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    seen: Counter[str] = Counter()
    for candidates in blocks:
        for c in candidates:
            key = fold_name(c.text)
            if people.get(_called(c.text)) and not c.titled and not c.qualifies and not (len(c.tokens) > 1 and full.get(key)):
                c.scores[PERSON] += KNOWN_SURNAME
                c.known = True
                c.reason = "the surname of somebody named in full in the article"
            elif len(c.tokens) == 1 and first_names.get(key) and key in w.given:
                c.scores[PERSON] += KNOWN_GIVEN_NAME
                c.reason = "the given name of somebody named in full in the article"
            elif c.headline and full.get(key):
                c.scores[PERSON] += KNOWN_SURNAME
                c.known = True
            if not c.headline:
                seen[key] += 1
                for k in range(4):
                    totals[key][k] += c.scores[k]
    for candidates in blocks:
        for c in candidates:
            key = fold_name(c.text)
            if c.headline:
                # Capitals say nothing here: only what is known from elsewhere counts.
                if not c.known and not (seen[key] and max(totals[key][:3]) / seen[key] >= THRESHOLD):
                    known_place = _strong_place(c.text) >= REGION
                    named = c.label == "PERSON" and len(c.tokens) > 1 and fold_name(c.tokens[0].text) in w.given
                    if not known_place and not named:
                        c.scores[OTHER] += 6.0
            if seen[key] > 1 or (c.headline and seen[key]):
                for k in range(4):
                    c.scores[k] = 0.5 * c.scores[k] + 0.5 * totals[key][k] / seen[key]


def _is_sport(texts: list[str], w: _Words) -> bool:
    words = [word.lower() for text in texts for word in _LOWER_WORD.findall(text)[:1000]]
    return bool(words) and sum(word in w.sport for word in words) >= SPORT_WORDS * len(words)


def find_names(
    article: Article,
    spans: tuple[Spans, ...] | None,
    listed: Register,  # noqa: ARG001
    *,
    engine: str = "rules",  # noqa: ARG001
) -> tuple[Mention, ...]:
    """The names in an article, unresolved, by block and offset; disjoint within a block.

    `spans` is what a language model read, one tuple a block, or None for rules alone.
    """
    w = _word_lists()
    texts = [block.text for block in article.blocks]
    sport = _is_sport(texts, w)
    blocks: list[list[_Candidate]] = []
    for number, text in enumerate(texts):
        candidates = _chunk_candidates(number, text, sport, w)
        dateline = _DATELINE.match(text) or _DATED_LINE.match(text)
        if dateline:
            for c in candidates:
                if c.start < dateline.end(1) and c.scores[PLACE] > 0:
                    c.scores[PLACE] += DATELINE
        if spans is not None:
            candidates = _merge_spans(number, text, spans[number], candidates, sport, w)
        blocks.append(candidates)
    _decide(blocks, w)
    mentions = []
    for number, candidates in enumerate(blocks):
        for c, kind in _select(candidates):
            mentions.append(
                Mention(
                    passage=Passage(Slug(article.slug), number, Span(c.start, c.end)),
                    surface=c.text,
                    kind=_KINDS[kind],
                    found_by="rules" if spans is None or not c.label else "spacy",
                    reason=c.reason,
                )
            )
    return tuple(mentions)
