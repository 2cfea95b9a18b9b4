"""The authors that a line names."""

import re
from functools import cache
from importlib.resources import files

from briefbook.clean.kinds import DATE_TIME
from briefbook.model.text import fold

BYLINE_WORDS = 5
"""Most words of a name that stands alone."""


BY = re.compile(
    r"(?:(?:written|reported|posted|published|contributed|authored|story|words|text|report|article)(?:\s+on)?\s+)?by:?\s+(?P<names>\S.{1,120})",
    re.IGNORECASE,
)
_NAME_PART = (
    r"(?:[A-ZÀ-ÖØ-Þ][\w'’.\-]*|al-[A-Z][\w'’\-]+|de|da|di|del|della|der|den|van|von|bin|bint|ibn|el|al|la|le|ten|ter)"
)
_NAME = re.compile(rf"[A-ZÀ-ÖØ-Þ][\w'’.\-]*(?:\s+{_NAME_PART}){{1,{BYLINE_WORDS - 1}}}")


@cache
def _agencies() -> frozenset[str]:
    source = files("briefbook.lexicon").joinpath("agencies.txt").read_text(encoding="utf-8")
    return frozenset(row for row in source.splitlines() if row and not row.startswith("#"))


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency or broadcaster whose reports others print."""
    return fold(name) in _agencies()


_PARTED = re.compile(r"\s*(?:[|·•⋅—–]|\s-\s)\s*")
_FUSED_BY = re.compile(r"By(?=[A-ZÀ-ÖØ-Þ][a-zà-ÿ])")
_STAMPS = re.compile(
    rf"{DATE_TIME.pattern}|\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d\d\b|\b\d{{1,2}}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?(?:\s[A-Z]{{2,4}}\b)?"
    r"|\b\d{1,3}[ -]?min(?:ute)?s?(?: read)?\b",
    re.IGNORECASE,
)
"""A date, an hour, or how long a story takes to read."""
_AFTER_NAME = re.compile(
    r"(?:(?<=[a-zà-ÿ])|[\s.,;]+)(?=(?:Last |First |Originally )?(?:Updated|Published|Modified|Posted|Reviewed|Edited|Medically|Fact[- ]?[Cc]hecked"
    r"|Translated|Illustrat\w+|Photograph\w*|Photos?|Follow|Contact|E-?mail)\b)"
    r"|\s+(?=(?:[Oo]n|[Aa]t|[Ii]n|for|FOR|from|via)(?:\s|$))|\s+(?=\S*@)"
)
"""Between an author's name and what a line says besides: when, where, for whom, how to write to them."""
_WHEREABOUTS = re.compile(r"(?<=\w)\s+in\s+[A-ZÀ-ÖØ-Þ][\w .'’-]*$")
"""Where an author writes from, behind a name that stands without "By"."""
_ROLES = frozenset(
    "analyst anchor assistant associate bureau chief co-founder columnist contributing contributor coo correspondent ceo cto deputy digital director"
    " editor editor-in-chief executive fellow foreign founder freelance head journalist managing manager political president producer professor"
    " reporter reviewer senior specialist sr staff vp writer".split()
)
_CREDENTIAL = re.compile(r"(?:[A-Z]\.?){2,5}|Ph\.?D\.?|Jr\.?|Sr\.?")
"""A degree, or an outlet in capitals, after an author's name."""


def read_byline(text: str, *, bare: bool = True) -> tuple[str, ...]:
    """The authors that a line names, or none; `bare`: also a name without "By"."""
    if len(text) > LINE_LENGTH or not (bare or "by" in text[:40].lower()):
        return ()
    plain = " ".join(_STAMPS.sub(" ", _FUSED_BY.sub("By ", text, count=1)).split()).strip(" ,|·•-–—")
    head = _PARTED.split(plain, maxsplit=1)[0].strip(" ,;")
    match = BY.fullmatch(head)
    if match is None and (not bare or text.endswith(":")):
        return ()
    authors: list[str] = []
    for piece in _BETWEEN_NAMES.split(match["names"] if match else _WHEREABOUTS.sub("", head)):
        part = _AFTER_NAME.split(piece, maxsplit=1)[0] if match else piece
        name = _once(_without_role(part.strip(" .,:")))
        if not name or (authors and (" " not in name or _CREDENTIAL.fullmatch(part) or is_agency(name))):
            continue  # an outlet, a degree or a field behind the name
        known = is_agency(name) or (match is None and _NAME.fullmatch(name))
        if (known or (match and name[0].isupper() and NO_AUTHOR.isdisjoint(fold(name).split()))) and (
            len(name.split()) <= BYLINE_WORDS
        ):
            authors.append(name)
        elif not authors or not match:
            return ()
    return tuple(authors)


LINE_LENGTH = 160
"""Characters above which a line is no byline."""
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|&|\b[Aa]nd\b|\bAND\b)\s*")


def _without_role(name: str) -> str:
    """A name without what its bearer does ("Ana Cruz Senior Editor"); empty where it is nothing but that."""
    words = name.split()
    role = next((n for n, word in enumerate(words) if word.lower().strip(".,") in _ROLES), len(words))
    return " ".join(words[:role]) if role != 1 or len(words) == 1 else ""


def _once(name: str) -> str:
    """A name that stands twice, for its link and its picture's, once."""
    half = len(name) // 2
    return name[:half] if len(name) % 2 and name[half] == " " and name[:half] == name[half + 1 :] else name


def is_author(name: str) -> bool:
    """Whether what a page states as its author can be a person's name rather than an account's, a role or a desk."""
    words = fold(name).split()
    return (
        1 < len(words) <= AUTHOR_WORDS
        and name[0].isupper()
        and not any(map(str.isdigit, name))
        and "@" not in name
        and NO_AUTHOR.isdisjoint(words)
    )


AUTHOR_WORDS = 6
NO_AUTHOR = frozenset(
    ("account", "admin", "administrator", "blog", "by", "clinic", "comments", "contents", "contributor", "contributors", "desk", "editor", "editorial", "editors",
     "guest", "help", "homework", "inc", "last", "llc", "ltd", "magazine", "marketing", "modified", "news", "newsroom", "press", "overview", "published", "related", "show", "sidebar", "staff", "stories", "summary", "takeaways", "team", "the", "updated",
     "webmaster", "written")
)  # fmt: skip
"""Words of which no person's name is made. A desk's or a team's name is no author: better none than one who is nobody."""
