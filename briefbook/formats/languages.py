"""The language of a text, by its script, its commonest words and the profile of its letters."""

import re
from typing import Any

from briefbook.model.text import squeeze

LANGUAGE_LETTERS = 100
"""Letters below which a text in Latin letters does not show its language."""
LANGUAGE_LOOKED_AT = 4000
"""Characters that are looked at; more would say no more."""
LEAD_OVER_ENGLISH = 15
LEAD_OVER_OTHERS = 5
"""By how much nearer a language's profile must be than English, and than any other. Of 673 English bodies of the WCXB's
development split, one was taken for another language when cut to 400 characters, none in full."""
ENGLISH_WORDS = 0.1
"""Share of the commonest English words from which a text is English whatever its letters; English prose has about a third."""
SCRIPT_SHARE = 0.5
"""Share of the letters that a script must have for the text to be in one of its languages."""
JAPANESE_SHARE = 0.1
"""Share of kana among the letters from which a text is Japanese."""
_ANY_RANK = 100_000
"""No text is farther from a profile; one of the languages asked for is the nearest."""

_COMMONEST = frozenset(
    ("the", "of", "and", "to", "that", "was", "is", "are", "with", "for", "said", "it", "his", "from")
)
_LATIN_LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "is", "pl", "cs", "sk", "sl", "hr", "ro", "hu", "tr",
    "id", "ms", "vi", "sq", "lt", "lv", "et", "ca", "sw", "az",
)  # fmt: skip
"""Languages of newspapers in Latin letters; rarer ones are only mistaken for them."""
_SCRIPTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff", ("ar", "fa", "ur", "ps")),
    ("\u0400-\u052f", ("ru", "uk", "bg", "sr", "be", "mk", "kk")),
    ("\u0370-\u03ff\u1f00-\u1fff", ("el",)),
    ("\u0590-\u05ff", ("he",)),
    ("\u3040-\u30ff", ("ja",)),
    ("\uac00-\ud7af\u1100-\u11ff", ("ko",)),
    ("\u3400-\u4dbf\u4e00-\u9fff", ("zh",)),
    ("\u0900-\u097f", ("hi", "mr", "ne")),
    ("\u0980-\u09ff", ("bn",)),
    ("\u0a00-\u0a7f", ("pa",)),
    ("\u0a80-\u0aff", ("gu",)),
    ("\u0b80-\u0bff", ("ta",)),
    ("\u0c00-\u0c7f", ("te",)),
    ("\u0c80-\u0cff", ("kn",)),
    ("\u0d00-\u0d7f", ("ml",)),
    ("\u0d80-\u0dff", ("si",)),
    ("\u0e00-\u0e7f", ("th",)),
    ("\u1000-\u109f", ("my",)),
    ("\u10a0-\u10ff", ("ka",)),
    ("\u0530-\u058f", ("hy",)),
    ("\u1200-\u137f", ("am",)),
    ("\u1780-\u17ff", ("km",)),
)
"""The letters of scripts and the languages of newspapers written in them. Source: Unicode 16, Blocks.txt."""
_SCRIPT_LETTERS = tuple((re.compile(f"[{letters}]"), languages) for letters, languages in _SCRIPTS)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_HINDI = re.compile(r"(?<!\S)(?:में|है|हैं)(?!\w)")
"""Words that Hindi has in every other sentence; Marathi and Nepali, in the same script, have none of them."""


def detect_language(text: str) -> str | None:
    """The language of a text, BCP 47, `en` among them; None where it is too short or too mixed to tell.

    A script decides by itself where one language is written in it, however short the text.
    """
    from resiliparse.parse.lang import detect_fast

    text = squeeze(text[:LANGUAGE_LOOKED_AT])
    letters = sum(map(str.isalpha, text))
    for pattern, languages in () if text.isascii() else _SCRIPT_LETTERS:
        count = len(pattern.findall(text))
        if languages == ("ja",):  # Japanese mixes its own letters with many Chinese ones
            if count > JAPANESE_SHARE * letters:
                return "ja"
        elif count > SCRIPT_SHARE * letters:
            if len(languages) == 1 or (languages[0] == "hi" and _HINDI.search(text)):
                return languages[0]
            return str(detect_fast(text, cutoff=_ANY_RANK, langs=languages)[0])
    words = text.casefold().split(" ")
    if letters < LANGUAGE_LETTERS or sum(map(len, _LATIN.findall(text))) < SCRIPT_SHARE * len(text):
        return None
    if sum(map(_COMMONEST.__contains__, words)) >= ENGLISH_WORDS * len(words):
        return "en"
    found: Any = detect_fast(text, cutoff=_ANY_RANK, n_results=len(_LATIN_LANGUAGES), langs=_LATIN_LANGUAGES)
    ranks: dict[str, int] = dict(found)
    (rank, best), (next_rank, _) = sorted((rank, language) for language, rank in ranks.items())[:2]
    if best == "en":
        return "en"
    return best if ranks["en"] - rank >= LEAD_OVER_ENGLISH and next_rank - rank >= LEAD_OVER_OTHERS else None
