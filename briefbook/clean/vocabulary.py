"""What the vocabulary of page furniture says of a line, and of those that stand by it in a box."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from briefbook.clean.kinds import MATCHED_LENGTH, UNSPACED, is_said
from briefbook.clean.lines import Line
from briefbook.model.article import Reason
from briefbook.model.text import fold

START_WORDS = 24
"""Words a line may have that is furniture by its first words; longer ones are prose that happens to begin so."""
NOTICE_WORDS = 3
"""Spaces of first words so peculiar to a notice that it may be longer."""
END_WORDS = 5
"""Words a line may have that is furniture by its last word."""
REMEMBERED_FURNITURE = 16_384
"""Lines of which is remembered what they are: those of one site, and many of all sites, come again from page to page."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What the vocabulary of page furniture says of a line."""

    reason: Reason
    scope: str
    """`line`, `start`, `end`, `has` or `opens`, as in the lexicon."""
    words: str
    """The entry that matched."""


@cache
def _lexicon() -> tuple[dict[str, Furniture], dict[str, tuple[Furniture, ...]], dict[str, Furniture]]:
    """Entries by their whole words, those that count at the start of a line by their first word, those for its end."""
    whole: dict[str, Furniture] = {}
    starts: dict[str, list[Furniture]] = {}
    ends: dict[str, Furniture] = {}
    for entry in _entries():
        if entry.scope == "start":
            plain = replace(entry, words=entry.words.replace("’", "'"))
            starts.setdefault(_opening(plain.words), []).append(plain)
        elif entry.scope == "end":
            ends[entry.words] = entry
        elif entry.scope != "has":
            key = furniture_key(entry.words)
            if entry.scope == "opens" or whole.get(key, entry).scope != "opens":  # what may be a head is one
                whole[key] = entry
    return whole, {word: tuple(entries) for word, entries in starts.items()}, ends


def _opening(words: str) -> str:
    """The first word, by which entries are found; a mark by itself; where words are not parted by spaces, two letters."""
    if not words[0].isalnum():
        return words[0]
    return words[:2] if not words.isascii() and UNSPACED.match(words) else words.partition(" ")[0]


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, Furniture], int]:
    """The entries that count anywhere in a line: what finds the first of them, each by its words, and the length of the shortest."""
    entries = {entry.words: entry for entry in _entries() if entry.scope == "has"}
    return re.compile(_alternate(sorted(entries))), entries, min(map(len, entries))


def _alternate(phrases: Sequence[str]) -> str:
    """A pattern of phrases in order, the longest of those that begin alike first: parted by their letters, so that most places of a line are done
    with at the first look or the second.
    """
    by_letter: dict[str, list[str]] = {}
    for phrase in phrases:
        if phrase:
            by_letter.setdefault(phrase[0], []).append(phrase[1:])
    parts = [
        re.escape(letter + rest[0]) if len(rest) == 1 else f"{re.escape(letter)}(?:{_alternate(rest)})"
        for letter, rest in by_letter.items()
    ]
    return "|".join(parts if phrases[0] else [*parts, ""])


@cache
def _entries() -> tuple[Furniture, ...]:
    source = files("briefbook.lexicon").joinpath("furniture.tsv").read_text(encoding="utf-8")
    rows = (row.split("\t") for row in source.splitlines() if not row.startswith("#"))
    entries = [Furniture(Reason(reason), scope, words) for reason, scope, words in rows]
    source = files("briefbook.lexicon").joinpath("furniture_abroad.tsv").read_text(encoding="utf-8")
    rows = (row.split("\t") for row in source.splitlines() if not row.startswith("#"))
    # What stands in both lists is what the English one says; of languages that share a word, the first listed.
    listed = {(entry.words, entry.scope == "start") for entry in entries}
    for _, reason, scope, phrases in rows:
        for words in phrases.split(" | "):
            if (words, scope == "start") not in listed:
                entries.append(Furniture(Reason(reason), scope, words))
                listed.add((words, scope == "start"))
    return tuple(entries)


_EDGE = " \t.:;,!?…|»›>«‹<→←↑↓▼▲▸•·*+–—-_/#[](){}\"“”'"
_COUNT = re.compile(r"^\(?\d{1,5}\)?\s+|\s*[(\[]?\d{1,5}[)\]]?$")
_BLANKS = re.compile(r"[^\w+&'’.©]{2,}|[^\w+&'’.© ]")


def furniture_key(text: str) -> str:
    """`text` as the vocabulary of furniture lists it: folded, without marks and counts at its ends."""
    folded = text.casefold() if text.isascii() else fold(text)
    if folded.replace(" ", "").isalpha():
        return folded
    stripped = folded.strip(_EDGE)
    if not text[:1].isdigit() and text[-1:].isdigit() and len(text) < 6:  # "H1" is not a count
        return stripped
    if stripped.replace(" ", "").isalpha():
        return stripped
    if stripped[:1].isdigit() or stripped[-1:].isdigit():
        return _BLANKS.sub(" ", _COUNT.sub("", stripped)).strip(_EDGE) or stripped
    return _BLANKS.sub(" ", stripped).strip(_EDGE) or stripped


@lru_cache(REMEMBERED_FURNITURE)
def find_furniture_words(text: str) -> Furniture | None:
    """What the vocabulary says of a line of this text, or None where it does not list it."""
    if not text or len(text) > MATCHED_LENGTH:
        return None
    if text[0] == "©" and _COPYRIGHT.match(text):
        return Furniture(Reason.NAV, "start", "©")
    folded = text.casefold()
    plain = folded.replace("’", "'")
    worded = text.replace(" ", "").isalpha()
    whole, starts, ends = _lexicon()
    if len(text) <= SHORT_LENGTH:
        key = folded if worded and text.isascii() else furniture_key(text)
        found = whole.get(key) or _doubled(key, whole)
        if found is None and " " in key and text.count(" ") < END_WORDS:
            found = ends.get(key.rpartition(" ")[2])
        found = found or _find_parted(text, whole) or _find_counted(text, plain, worded=worded) or _find_row(key, whole)
        if found:
            return found
    long = text.count(" ") >= START_WORDS or (not text.isascii() and len(UNSPACED.findall(text)) > 2 * START_WORDS)
    for entry in starts.get(_opening(plain), ()):
        if plain.startswith(entry.words) and (not long or entry.words.count(" ") >= NOTICE_WORDS):
            return entry
    if long:
        return Furniture(Reason.WIDGET, "start", "tags:") if _TOPICS.match(text) else None
    if not worded and _QUOTED.search(text):
        return None
    pattern, phrases, shortest = _phrases()
    phrase = pattern.search(folded) if len(folded) >= shortest else None
    return phrases[phrase[0]] if phrase else None


SHORT_LENGTH = 60
"""Characters of the longest line that can be an entry as a whole, or several tools."""


def _find_parted(text: str, whole: dict[str, Furniture]) -> Furniture | None:
    """What a row of tools is that marks part, or that lost the spaces between them."""
    parting = _JOINED if _JOINED.search(text) else _FUSED if _CAMEL.search(text) else None
    pieces = [whole.get(furniture_key(piece)) for piece in parting.split(text) if piece] if parting else []
    return pieces[0] if pieces and all(piece and piece.scope == "line" for piece in pieces) else None


_COPYRIGHT = re.compile(r"©\s?(?:Copyright |20\d\d|19\d\d)")
_TOPICS = re.compile(
    r"(?:tags|topics|filed under|keywords|categories|posted in|in this article)\s?:\s?(?=\S)(?!.*[.!?]$)", re.IGNORECASE
)
"""How a list of topics begins, however long."""
_QUOTED = re.compile('["“”«»]')


def _find_row(key: str, whole: dict[str, Furniture]) -> Furniture | None:
    """What a row of tools is, each of one word ("Facebook Twitter WhatsApp Mail")."""
    if not ROW_TOOLS[0] <= key.count(" ") + 1 <= ROW_TOOLS[1] or key.partition(" ")[0] not in whole:
        return None
    found = [whole.get(tool) for tool in key.split(" ")]
    return (
        next((tool for tool in found if tool), None) if all(tool and tool.scope == "line" for tool in found) else None
    )


ROW_TOOLS = (3, 12)
"""Fewest and most tools of such a row."""


def _find_counted(text: str, plain: str, *, worded: bool) -> Furniture | None:
    """What a line is that counts what readers did, or a picture in its row; or that heads a box and says of what.

    Args:
        text: Of the line.
        plain: In small letters, with plain apostrophes.
        worded: Whether it has letters only.
    """
    if not worded and _COUNTED.fullmatch(text):
        return Furniture(Reason.WIDGET, "line", "87 shares")
    if "ewsletter" in text[-14:] and text.count(" ") < OFFER_WORDS and _OFFER.fullmatch(text):
        return Furniture(Reason.WIDGET, "start", "newsletter")
    heads = plain[:3] in _HEAD_STARTS or text.endswith("ecommends")
    if heads and text.count(" ") < BOX_WORDS and text[-1] not in ".?!" and (head := _HEAD.match(text)):
        side = head["side"] or head[0][:4] in {"Most", "most"}
        return Furniture(Reason.SIDEBAR if side else Reason.TEASERS, "opens", head[0].strip().casefold())
    return None


BOX_WORDS = 8
"""Words that the head of a box may have that names its outlet or section ("Most popular on …")."""
OFFER_WORDS = 12
"""Words that an offer of a newsletter has at most."""
_OFFER = re.compile(
    r"(?:[^.!?]*[.!?] )?(?:Get|Try|Receive|Join|Keep up with|Subscribe to|Sign up (?:for|to)) .*\b[Nn]ewsletters?[.!]?"
)
_COUNTED = re.compile(
    r"(?:(?:read|view|see|show|load)\s)?(?:all\s)?[(+]?\d[\d,.]*\s?[km]?\)?\+?\s(?:facebook\s|user\s|reader\s)?"
    r"(?:shares?|comments?|likes?|tweets?|retweets?|views?|reactions?|followers|fans|recommendations?|people like this|diggs?)"
    r"|(?:\d[\d,.]*|\d{1,3}\.\d)\s?k\+?|\+\d{1,3}"
    r"|(?:image|photo|picture|slide|hide caption)?\s?\d{1,3}\s(?:of|/)\s\d{1,3}(?:\s(?:photos|images|pictures|slides))?"
    r"|\d{1,3}\s?[-–]\s?\d{1,3}\sof\s\d{1,4}",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?:(?P<side>[Mm]ost (?:[Pp]opular|[Rr]ead|[Vv]iewed|[Ss]hared|[Cc]ommented|[Ww]atched|[Ee]-?mailed)|[Tt]rending|[Pp]opular|[Ff]eatured"
    r"|[Ww]hat[’']s (?:[Hh]ot|[Pp]opular|[Nn]ew|[Tt]rending)|[Tt]op (?:[Ss]tories|[Nn]ews|[Hh]eadlines)|[Ee]ditors?[’']?s?[’']? (?:[Pp]icks?|[Cc]hoice)"
    r"|[Ll]atest)|[Mm]ore|[Aa]lso|[Ee]lsewhere|[Aa]round|[Rr]elated|[Rr]ecommended)"
    r"(?: (?:[Nn]ow|[Nn]ews|[Ss]tories|[Hh]eadlines|[Vv]ideos?|[Pp]osts|[Aa]rticles|[Rr]eading|[Cc]overage|[Rr]eviews|[Mm]ust[- ][Rr]eads?|[Tt]op)){0,2}"
    r" (?:(?<![Mm]ore )[Oo]n|[Ii]n|[Ff]rom|[Aa]t|[Bb]y|[Ff]or) (?:the )?[A-ZÀ-ÖØ-Þ].*"
    r"|[Mm]ost (?:[Pp]opular|[Rr]ead|[Vv]iewed|[Ss]hared|[Cc]ommented) (?:\w+ ){0,2}(?:[Ss]tories|[Aa]rticles|[Nn]ews|[Hh]eadlines|[Vv]ideos|[Pp]osts)$"
    r"|[A-Z][\w.]+ [Rr]ecommends$|(?:[Oo]ur )?[Ll]atest (?:[Ss]tories|[Nn]ews|[Hh]eadlines|[Aa]rticles)$|[Nn]ext [Uu]p [Ii]n [A-Z].*|MORE ON [A-Z][A-Z '&-]{2,40}$"
)
_HEAD_STARTS = frozenset(
    ("als", "aro", "edi", "els", "fea", "lat", "mor", "mos", "nex", "our", "pop", "rec", "rel", "top", "tre", "wha")
)
"""What such a head begins with, unless it says who recommends."""


def mark_boxes(lines: Sequence[Line], words: Sequence[Furniture | None]) -> list[Furniture | None]:
    """What the vocabulary says of each line, and with a form's words the invitation above them and what stands between.

    "Get the Morning Dispatch" says nothing by itself; above "The day's stories in your inbox" it heads a box.
    """
    marked = list(words)
    shown = [i for i, line in enumerate(lines) if line.text]
    for k in range(len(shown) - 2, -1, -1):
        i, below = shown[k], marked[shown[k + 1]]
        text = lines[i].text
        if marked[i] is not None or below is None or below.reason is not Reason.WIDGET:
            continue
        above = marked[shown[k - 1]] if k else None
        heads = below.scope == "has" and text.count(" ") < HEAD_WORDS and _INVITES.match(text)
        between = (
            above is not None
            and above.scope == "has"
            and above.reason is Reason.WIDGET
            and not (above.words in _GOES_ON and is_said(text))
        )
        if heads or (between and text.count(" ") < START_WORDS):
            marked[i] = Furniture(Reason.WIDGET, "has", below.words)
    _mark_choices(lines, shown, marked)
    return marked


def _mark_choices(lines: Sequence[Line], shown: Sequence[int], marked: list[Furniture | None]) -> None:
    """Marks the choices of a form: what stands between notices that are alike ("You will now receive …"), and above the first."""
    notices = [k for k, i in enumerate(shown) if (word := marked[i]) is not None and word.words == CHOSEN]
    if len(notices) < CHOICES:
        return
    gap = min(after - k for k, after in pairwise(notices))
    for k, before in zip(notices, [notices[0] - gap, *notices], strict=False):
        between = shown[max(before + 1, 0) : k] if k - before <= CHOICE_LINES else ()
        if all(lines[i].spaces < START_WORDS for i in between):
            for i in between:
                marked[i] = marked[i] or marked[shown[k]]


CHOSEN = "you will now receive"
"""What says that a choice was made."""
CHOICES, CHOICE_LINES = 3, 4
"""Such notices that make a form, and the most lines from one to the next."""


_GOES_ON = frozenset(
    ("story continues below", "article continues below", "advertisement scroll to continue", "scroll to continue")
)
"""Between paragraphs, and so no form's words."""
HEAD_WORDS = 9
"""Words that the head of such a box may have."""
_INVITES = re.compile(
    r"(?:Get|Sign up|Subscribe|Join|Never miss|Don['’]t miss|Stay|Start|Keep|Follow|Support|Become|Want|Enjoy|Like|Love|Try|Read|Be)\b"
    r"(?!.*[.:][\s\"”]*$)|.*(?:[Nn]ewsletter|[Bb]riefing|[Dd]igest|[Dd]ispatch|[Aa]lerts)$"
)
_JOINED = re.compile(r" [·•|] ")
"""Between tools that stand on one line."""
_CAMEL = re.compile("[a-z][A-Z]")
_FUSED = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Between tools that lost the space between them ("FacebookTwitter")."""


def _doubled(key: str, whole: dict[str, Furniture]) -> Furniture | None:
    """The entry of words that stand twice on one line, with or without a space between ("CloseClose")."""
    half, odd = divmod(len(key), 2)
    again = half + odd
    if not half or key[0] != key[again] or key[:half] != key[again:] or (odd and key[half] != " "):
        return None
    return whole.get(key[:half])
