"""Runs of capitalised words in a text, and their words; where capitals tell nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefbook.annotate.gazetteer import common_words, words
from briefbook.annotate.wordforms import IS_JOINED, IS_OWNED, form_of, straighten

_UPPER = "".join(chr(c) for c in (*range(0x590), *range(0x1E00, 0x1F00)) if chr(c).isupper())
_U = f"[{_UPPER}]"
_SHORTENED = (
    "Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Maj|Capt|Cpl|Sgt|Adm|Sen|Rep|Gov|Rev|Fr|Prof|Messrs|Brig|Cmdr|Hon|Pres|Jr|Sr|Supt|Insp|Det|Mt|Ft|ST|MT|FT|Cos?|Corp|Inc|Ltd|Spc|Pfc"
    "|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Penn|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|Ont|Que|Alta|Sask"
)
ARTICLE = "(?:[AaEe]l|[Aa][dhnrst]|[Aa]sh|[EeAa]z|[Uu][lr]|[Bb]in|[Ii]bn|[Aa]bu|[Bb]en)"
"""The Arabic article and what joins names like it, before a hyphen."""
WORD = (
    rf"(?:{_U}\.(?:(?:{_U}\.)+(?:{_U}(?!\w))?|(?=[ \u00a0]?{_U}))|(?=\w{{2,6}}+\.)(?:{_SHORTENED})\."
    rf"|(?=\w{{2,3}}+[-‑]){ARTICLE}[-‑]{_U}\w*(?:['’‑\-]\w+)*|[DdLl]['’]{_U}\w+"
    rf"|{_U}\w*(?:['’‑\-&]\w+)*)"
)
_PARTICLES = "(?:van|von|der|den|de|da|di|du|del|della|dos|das|la|le|bin|ibn|al|el|ul|ter|zu|abu|bint|wa)"
_BETWEEN = frozenset({"of", "the", *_PARTICLES.removeprefix("(?:").removesuffix(")").split("|")})
"""Small words that may stand between the words of a run."""
_GAP = rf"[ \u00a0]{{1,2}}(?:(?:&|of(?: the)?|{_PARTICLES}(?: {_PARTICLES})?)[ \u00a0])?"
_ARTICLE_REST = "(?:(?<=[AaEe])l|(?<=[Aa])(?:[dhnrst]|sh|bu)|(?<=[EeAa])z|(?<=[Uu])[lr]|(?<=[Bb])(?:in|en)|(?<=[Ii])bn)"
"""ARTICLE behind its first letter."""
_SHORTENED_REST = "|".join(f"(?<={word[0]}){word[1:]}" for word in _SHORTENED.split("|"))
_WORD_REST = (
    rf"(?:(?<={_U})\.(?:(?:{_U}\.)+(?:{_U}(?!\w))?|(?=[ \u00a0]?{_U}))|(?<={_U})(?=\w{{1,5}}+\.)(?:{_SHORTENED_REST})\."
    rf"|(?=\w{{1,2}}+[-‑]){_ARTICLE_REST}[-‑]{_U}\w*(?:['’‑\-]\w+)*|(?<=[DdLl])['’]{_U}\w+"
    rf"|(?<={_U})\w*(?:['’‑\-&]\w+)*)"
)
"""WORD behind its first letter."""
RUN = re.compile(
    rf"[{_UPPER}abdeilu](?<![\w@].)(?:(?<!/.)|(?<={_U}{_U}/.)|(?<={_U})(?={_U}{{3}})){_WORD_REST}(?:{_GAP}{WORD})*"
)
"""A run of capitalised words, with the small words inside names. Its first word is WORD, written with the first letter apart:
a pattern that begins with one of some letters passes over all others at once, and a text is mostly those."""
CONTINUATION = re.compile(
    rf"[ \u00a0](?:for|on|of|against)(?: the)? {WORD}(?:{_GAP}{WORD})*(?: and {WORD}(?:{_GAP}{WORD})*)?"
)
"""What goes on after an organisation's head: "for Human Rights", "on Foreign Relations"."""
_TOKEN = re.compile(WORD)
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_POSSESSIVE = ("'s", "’s", "'", "’", "‘s", "'S", "’S")
POSSESSIVE_GAP = 2
"""Characters between two words beyond which a possessive ending stands there: "Banesto's Miguel Indurain" is two names."""
PLAIN_WORDS = 2
"""Common words that a headline has at the least."""
MOSTLY = 0.8
"""Share of a headline's longer words that have a capital."""


@dataclass(slots=True)
class Token:
    """A word of a run."""

    start: int
    end: int
    """Without a possessive ending."""
    gap: str
    """The small words between it and the token before ("of", "al"), or empty."""
    text: str
    low: str
    """In lower case, apostrophes straight, without the full stop of an abbreviation."""
    key: str
    """Folded."""
    facts: int
    """What it may be: bits of `wordforms`."""
    strength: float
    """How sure it by itself is a place."""


def split_run(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of the run at these offsets."""
    if end is None and "  " not in text and text.replace(" ", "").isalpha():
        return _split_plain(text)
    tokens: list[Token] = []
    before = stop = start
    single = end is None and " " not in text and "\u00a0" not in text
    parts = [(0, len(text))] if single else [word.span() for word in _TOKEN.finditer(text, start, end or len(text))]
    for first, after in parts:
        surface = text[first:after]
        place, gap = 0, ""
        if tokens:
            if first - before > 1:
                gap = text[before:first].strip("'’sS \u00a0")
            if not gap:
                apart = first - stop
                place = IS_JOINED if apart < POSSESSIVE_GAP else IS_OWNED if apart > POSSESSIVE_GAP else 0
        stop = before = after
        if surface.endswith(_POSSESSIVE) and straighten(surface) not in words("company"):  # "Moody's" is a firm's name
            ending = next(ending for ending in _POSSESSIVE if surface.endswith(ending))
            if len(surface) > len(ending):
                stop -= len(ending)
                surface = surface[: -len(ending)]
        _, low, key, facts, strength = form_of(surface)
        tokens.append(Token(first, stop, gap, surface, low, key, facts | place, strength))
    return tokens


def _split_plain(run: str) -> list[Token]:
    """The words of a run of nothing but letters and single spaces, as most are."""
    tokens: list[Token] = []
    at, gap = 0, ""
    for word in run.split(" "):
        if word in _BETWEEN:
            gap = f"{gap} {word}" if gap else word
        else:
            _, low, key, facts, strength = form_of(word)
            joined = IS_JOINED if tokens and not gap else 0
            tokens.append(Token(at, at + len(word), gap.strip("s"), word, low, key, facts | joined, strength))
            gap = ""
        at += len(word) + 1
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
    if not capitals and sum(word.lower() in common_words() for word in words) < PLAIN_WORDS:
        return False  # names alone: "Sun Jun v Hoyer-Larsen; Ye Zhaoying v Susi Susanti"
    return sum(1 for word in words if word[0].isupper()) >= MOSTLY * len(words)
