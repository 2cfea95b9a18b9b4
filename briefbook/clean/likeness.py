"""What a page in another language would look like in English: what the weights, learnt from English pages, are shown of it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from briefbook.clean.words import FUNCTION_WORDS

SHOWN_LETTERS = 600
"""Letters of a line that are looked at, of scripts in which so many say as much as twice as many Latin ones."""
RUNNING_WORDS = 8
"""Words from which a line shows which words run through the text."""
RUNNING_LETTERS = 20
"""So for letters of a script without spaces."""
WORTH = 3
"""Latin letters that say as much as one of them."""
ENGLISH_SHARE = 0.2
"""Share of the words of long lines that English ones must have for a page to be left as it is; English prose has .4."""
OTHER_SHARE = 0.12
"""Share that another language's words must have for the page to be in it."""
LEAD = 1.3
"""By how much another language's words must be more than the English ones."""
SCRIPT_SHARE = 0.25
"""Share that a script must have of the letters of the lines that are not plain English ones."""
KANA_SHARE = 0.1
"""Share of kana among the letters from which a page is Japanese."""
JOINING_SHARE = 0.4
"""Share of English prose that is words which only join others."""
MOST_REPEATED = 3.0
"""The most such words that stand for one; languages of many endings say with them what English says with such words."""
PART = {"ja": 2, "zh": 2, "th": 5, "my": 5, "km": 5, "lo": 5}
"""Letters of a script without spaces that make a word, more or less."""

_LETTER = re.compile(r"[^\W\d_]")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々]"
)
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), KANA_SHARE),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"), SCRIPT_SHARE),
    ("th", re.compile("[\u0e00-\u0e7f]"), SCRIPT_SHARE),
    ("my", re.compile("[\u1000-\u109f]"), SCRIPT_SHARE),
    ("km", re.compile("[\u1780-\u17ff]"), SCRIPT_SHARE),
    ("lo", re.compile("[\u0e80-\u0eff]"), SCRIPT_SHARE),
    ("ko", re.compile("[\uac00-\ud7af]"), SCRIPT_SHARE),
)
_HIRAGANA = "\u3041-\u309f"
_PIECES = re.compile(
    f"[{_HIRAGANA}]+|[\u30a0-\u30ff]+|[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々]+|[\u0e00-\u0eff]+|[\u1000-\u109f]+|[\u1780-\u17ff]+"
)
_KOREAN_ENDINGS = frozenset("은는이가을를의에로와과도만서고며")
_ELIDED = re.compile(r"\b([cdjlmnst]|qu|jusqu|lorsqu|dell|all|nell|sull|dall|un)['’](?=\w)", re.IGNORECASE)
_EDGES = "\"'“”‘’«»„‚‹›()[]{}.,:;!?…-–—¿¡،؛؟"
_MARKS = str.maketrans(
    {"。": ". ", "．": ". ", "！": "! ", "？": "? ", "，": ", ", "、": ", ", "：": ": ", "；": "; ", "「": ' "', "」": '" ', "『": ' "',
     "』": '" ', "（": " (", "）": ") ", "【": " [", "】": "] ", "《": ' "', "》": '" ', "«": '"', "»": '"', "„": '"', "؟": "?", "،": ",",
     "؛": ";", "।": ".", "۔": ".", "။": ". ", "၊": ", ", "។": ". ", "\u3000": " ", "“": "“", "・": " "}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tongue:
    """What is known of a language's words."""

    code: str
    english: Mapping[str, str]
    """The English word that stands for each word that runs through every text."""


@cache
def _tongues() -> Mapping[str, Tongue]:
    source = files("briefbook.lexicon").joinpath("likeness.tsv").read_text(encoding="utf-8")
    words: dict[str, dict[str, str]] = {}
    for row in source.splitlines():
        if not row.startswith("#"):
            code, english, listed = row.split("\t")
            words.setdefault(code, {}).update(dict.fromkeys(listed.split(" "), english))
    return {code: Tongue(code, found) for code, found in words.items()}


def begins_with_day(texts: Sequence[str]) -> bool:
    """Whether a page is in a language whose dates in figures begin with the day: in neither English nor one that begins with the year."""
    tongue = _find_tongue(tuple(texts))
    return tongue is not None and tongue.code not in {"ja", "zh", "ko", "hu", "lt"}


def find_likeness(texts: Sequence[str]) -> list[str]:
    """The lines as an English page would have them: word for word where they are English, else in a likeness of it.

    In the likeness, words that only join others are such words in English, endings that say as much are too, scripts
    without spaces are parted into words of about the length of English ones, and sentences end with its marks. It is
    nothing to be read; its words are alike where the words of the page are.
    """
    tongue = _find_tongue(tuple(texts))
    if tongue is None:
        return list(texts)
    liken = _liken_unspaced if tongue.code in PART else _liken_spaced
    plain = [liken(text, tongue, 1.0) for text in texts]
    long = [text.split(" ") for text in plain if text.count(" ") >= 2 * RUNNING_WORDS]
    words = sum(map(len, long))
    joining = sum(_is_joining(word) for line in long for word in line) / words if words else JOINING_SHARE
    times = JOINING_SHARE * (1 - joining) / (max(joining, 0.01) * (1 - JOINING_SHARE))
    times = max(1.0, min(MOST_REPEATED, times))
    return [liken(text, tongue, times) for text in texts] if times > 1.0 else plain


def _is_joining(word: str) -> bool:
    return word in {"the", "The", "said", "we", "you"}


@lru_cache(2)
def _find_tongue(texts: tuple[str, ...]) -> Tongue | None:
    """The language of a page, by the words that run through it; None where it is English, or too little is there to tell."""
    long = [text for text in texts if text.count(" ") >= RUNNING_WORDS]
    running = " ".join(long)
    spaced = sum(map(len, long))
    letters = [len(_UNSPACED.findall(text)) for text in texts if not text.isascii()]
    unspaced = sum(number for number in letters if number >= RUNNING_LETTERS)
    if unspaced * WORTH > spaced:
        return _find_script("".join(text for text in texts if not text.isascii()))
    count = running.count(" ") + 1 if long else 0
    english = _count_english(running) / count if count else 0.0
    if english >= ENGLISH_SHARE:
        return None
    if _name_script("".join(text for text in texts if not text.isascii())) == "ko":
        return _tongues().get("ko", Tongue("ko", {}))
    if not count:
        return None
    bare: Counter[str] = Counter()
    for word, number in Counter(running.casefold().split(" ")).items():
        bare[word.strip(_EDGES)] += number
    shares = {
        code: sum(bare[word] for word in tongue.english.keys() & bare.keys()) / count
        for code, tongue in _tongues().items()
    }
    code, share = max(shares.items(), key=lambda item: (item[1], item[0]))
    return _tongues()[code] if share > OTHER_SHARE and share > LEAD * english else None


def _count_english(text: str) -> int:
    """How many words of a text are English ones that only join others."""
    if any(map(text.__contains__, _FOLDED)):
        return sum(map(FUNCTION_WORDS.__contains__, text.casefold().split(" ")))
    # Where no other letter becomes an ASCII one, only those need be made small.
    return sum(map(_FUNCTION_BYTES.__contains__, text.encode("utf-8", "surrogatepass").lower().split(b" ")))


_FUNCTION_BYTES = frozenset(word.encode() for word in FUNCTION_WORDS)
_FOLDED = (
    "\xdf\u0130\u0149\u017f\u01f0\u1e96\u1e97\u1e98\u1e99\u1e9a\u1e9e\u212a\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
)
"""What is written with ASCII letters when it is folded."""


def _find_script(text: str) -> Tongue | None:
    """The language of the letters of a text without spaces."""
    code = _name_script(text)
    return _tongues().get(code, Tongue(code, {})) if code else None


def _name_script(text: str) -> str:
    letters = len(_LETTER.findall(text)) or 1
    return next((code for code, pattern, share in _SCRIPTS if len(pattern.findall(text)) > share * letters), "")


def _liken_spaced(text: str, tongue: Tongue, times: float) -> str:
    """A line of a script with spaces; `times`: the joining words that stand for one."""
    made: list[str] = []
    owed = 0.0
    elided = _ELIDED.sub(r"\1 ", text) if "'" in text or "’" in text else text
    for word in elided.translate(_MARKS).split(" "):
        bare = word.strip(_EDGES)
        english = tongue.english.get(bare.casefold())
        ending = tongue.code == "ko" and len(bare) > 1 and bare[-1] in _KOREAN_ENDINGS
        if english is None:
            made.append(word if word.isascii() or bare[:1].islower() or bare[:1].isupper() else _spell(word))
        if english is None and not ending:
            continue
        owed += times
        count = int(owed)
        owed -= count
        if english is None:
            made += ["the"] * count
            continue
        head, _, tail = word.partition(bare)
        made += [head + (english.capitalize() if bare[:1].isupper() else english) + tail, *["the"] * (count - 1)]
    return _begin(" ".join(filter(None, made)), text)


def _liken_unspaced(text: str, tongue: Tongue, times: float) -> str:
    """A line of a script without spaces, parted into words."""
    made: list[str] = []
    owed = 0.0
    position = 0
    text = text[:SHOWN_LETTERS].translate(_MARKS)
    for match in _PIECES.finditer(text):
        made.append(text[position : match.start()])
        position = match.end()
        for piece in _part(match[0], tongue):
            english = tongue.english.get(piece) or (
                "the" if tongue.code == "ja" and "\u3041" <= piece[0] <= "\u309f" else None
            )
            if english is None:
                made.append(f" {_spell(piece)} ")
                continue
            owed += times
            count = int(owed)
            owed -= count
            made.append(f" {english} " + "the " * (count - 1) if count else "")
    made.append(text[position:])
    likeness = " ".join("".join(made).split())
    for mark in (".", ",", "!", "?", ":", ";"):
        likeness = likeness.replace(f" {mark}", mark)
    if tongue.code in {"th", "lo", "km"} and likeness.count(" ") >= 2 * RUNNING_WORDS and likeness[-1:].isalnum():
        likeness += "."
    return _begin(likeness, text)


@cache
def _parting(code: str) -> re.Pattern[str] | None:
    words = _tongues()[code].english if code in _tongues() else ()
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))) if words else None


def _part(run: str, tongue: Tongue) -> list[str]:
    """A run of letters of one script, as words."""
    if "\u3041" <= run[0] <= "\u309f":
        return [run[i : i + 3] for i in range(0, len(run), 3)]
    if "\u30a0" <= run[0] <= "\u30ff":
        return [run[i : i + 8] for i in range(0, len(run), 8)]
    size = PART[tongue.code]
    pattern = _parting(tongue.code)
    pieces: list[str] = []
    at = 0
    for match in pattern.finditer(run) if pattern else ():
        pieces += [run[i : min(i + size, match.start())] for i in range(at, match.start(), size)]
        pieces.append(match[0])
        at = match.end()
    return pieces + [run[i : i + size] for i in range(at, len(run), size)]


def _spell(word: str) -> str:
    """Letters without case as Latin ones: three for a Chinese one, two for a Korean syllable, one for any other."""
    if word.isascii():
        return word
    made: list[str] = []
    for letter in word:
        code = ord(letter)
        if not letter.isalpha() or code < 0x250:
            made.append(letter if code < 0x250 or not _UNSPACED.match(letter) else chr(97 + code % 26))
        elif 0x3400 <= code < 0xA000:
            made.append(chr(97 + code % 26) + chr(97 + code // 26 % 26) + chr(97 + code // 676 % 26))
        elif 0xAC00 <= code < 0xD7B0:
            made.append(chr(97 + code % 26) + chr(97 + code // 26 % 26))
        else:
            made.append(chr(97 + code % 26))
    return "".join(made)


def _begin(likeness: str, text: str) -> str:
    """The likeness with a capital where the script has none; never empty where the line is not."""
    if not likeness:
        return text
    first = next((letter for letter in text if letter.isalpha()), "")
    if first.isupper() or first.islower() or not likeness[0].islower():
        return likeness
    return likeness[0].upper() + likeness[1:]
