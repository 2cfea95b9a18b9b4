"""Characters: slugs, spans, folding, digests, line and column arithmetic."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NewType

Slug = NewType("Slug", str)
"""`[a-z0-9-]+`, unique per kind, stable once published."""

SLUG_LENGTH = 60
"""Characters a slug may have; longer ones are cut at a word so that paths stay short on every file system."""

# Words on which a title that is cut short should not end.
_TRAILING = frozenset("a an and as at but by for from in into of on or over s that the to with".split())

# Letters that Unicode does not decompose, with their usual Latin transcription.
_UNDECOMPOSED = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "’": "'",
        "ʼ": "'",
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text in code points, half-open: `0 <= start <= end`."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]


def fold(text: str) -> str:
    """`text` without case and diacritics, for comparing; letters of other scripts stay as they are."""
    if text.isascii():
        return text.lower()
    if _TYPOGRAPHIC.fullmatch(text):
        return text.lower().replace("’", "'")
    # Twice: decomposing can bring out letters that have a case again.
    for _ in range(2):
        plain = unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED))
        text = unicodedata.normalize("NFC", without(plain, unicodedata.combining))
    return text


def fold_letters(text: str) -> tuple[str, Sequence[int]]:
    """`text` folded letter by letter, and for each letter of that where in `text` it comes from."""
    if text.isascii() or _TYPOGRAPHIC.fullmatch(text):
        return fold(text), range(len(text))
    known = {character: fold(character) for character in set(text)}
    pairs = [(plain, offset) for offset, character in enumerate(text) for plain in known[character]]
    return "".join(plain for plain, _ in pairs), [offset for _, offset in pairs]


_TYPOGRAPHIC = re.compile(r"[\x00-\x7f‘’“”–—•«»©]*")
"""Letters without diacritics, and the marks of common typography."""


def without(text: str, unwanted: Callable[[str], object]) -> str:
    """`text` without the characters for which that is true; each is asked about once, however often it stands there."""
    dropped = dict.fromkeys(ord(c) for c in set(text) if unwanted(c))
    return text.translate(dropped) if dropped else text


_ARTICLE = re.compile(r"\A(?:the|an?)\s+(?=\S)", re.IGNORECASE)
_PARTICLES = re.compile(
    r"(?:a[lnrstdhz]|a[dst][hs]|e[ldst]|ul|ur)[-‑]|d['’]"
    r"|(?:al|el|bin|ibn|bint|de|da|di|do|du|del|della|dei|dos|das|van|von|vom|zu|zum|zur|der|den|ter|ten|te|la|le|af|av|y)\s+"
)


def without_particles(heading: str) -> str:
    """`heading` as it is filed: without an article and without particles in small letters before the name proper.

    "al-Haddad, Karim" is filed as "Haddad, Karim", "van der Bellen, Alexander" as "Bellen, Alexander"; a particle with a
    capital is part of the name ("De Niro, Robert"), and small letters before small letters are words ("de facto").
    """
    text = _ARTICLE.sub("", heading, count=1)
    rest = text
    while found := _PARTICLES.match(rest):
        rest = rest[found.end() :]
    return rest if rest[:1].isupper() else text


@lru_cache(maxsize=1 << 15)
def filing_key(heading: str) -> str:
    """The key that files a heading letter by letter: spaces, hyphens and apostrophes do not count, nor do articles and
    particles before the name proper; a comma or bracket ends the first comparison.

    Source: Chicago Manual of Style, 17th ed., 16.59 to 16.61 (letter by letter), 16.48 (articles); for particles
    NISO TR02-1997, 7.3.1, of whose two ways the book has the one that ignores them.
    """
    return spelling_key(without_particles(heading))


_NO_LETTER = re.compile(r"[\W_]+")
_COMPARISON = re.compile(r",\s|\s\(")
"""What ends a comparison: a comma or a bracket."""


@lru_cache(maxsize=1 << 15)
def spelling_key(heading: str) -> str:
    """The same with every article and particle counted: where a reader looks who does not know the rule."""
    parts = _COMPARISON.split(heading)
    return " ".join(filter(None, [_NO_LETTER.sub("", fold(part)) for part in parts]))


_NO_SLUG = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = dict.fromkeys(map(ord, "'‘’ʼ"))


def slugify(text: str, *, fallback: str = "untitled") -> Slug:
    """A slug made of `text`; idempotent. A text with no Latin letter or digit gives `fallback` and a digest."""
    slug = _NO_SLUG.sub("-", fold(text).translate(_APOSTROPHES)).strip("-")
    if not slug:
        return Slug(f"{fallback}-{digest(text)[:8]}" if text.strip() else fallback)
    if len(slug) > SLUG_LENGTH:
        cut = slug[: SLUG_LENGTH + 1].rpartition("-")[0]
        while (last := cut.rpartition("-"))[2] in _TRAILING:
            cut = last[0]
        slug = cut or slug[:SLUG_LENGTH]
    return Slug(slug)


def number_slug(slug: str, number: int) -> Slug:
    """The slug with a number behind it, cut at a word where the two would be longer than a slug may be."""
    room = SLUG_LENGTH - len(f"-{number}")
    if len(slug) > room:
        slug = slug[: room + 1].rpartition("-")[0] or slug[:room]
    return Slug(f"{slug}-{number}")


def digest(data: str | bytes) -> str:
    """The SHA-256 of `data` (of its UTF-8 form) as 64 hexadecimal digits."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return hashlib.sha256(raw).hexdigest()


def squeeze(text: str) -> str:
    """`text` with every run of white space made one space, and none at the ends."""
    return " ".join(text.split())


def count_words(text: str) -> int:
    """The number of runs of letters and digits (apostrophes and hyphens inside a word do not part it)."""
    return len(re.findall(r"\w+(?:['’\-]\w+)*", text))


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of the code point at `offset`, both counted from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
