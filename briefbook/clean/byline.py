"""The authors that a line names."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import takewhile

from briefbook.clean.dates import DATE_TIME, MONTH, REMEMBERED
from briefbook.model.text import fold

BYLINE_WORDS = 5
"""Most words of a name that stands alone."""


_CAPITAL = "A-Z" + "".join(chr(code) for code in range(0xC0, 0x530) if chr(code).isupper())
"""Letters that a name begins with: Latin, Greek and Cyrillic."""
BY = re.compile(
    r"(?i:(?:(?:(?:this\s+(?:article|post|story|piece|guide|blog(?:\s+post)?)\s+was\s+)?(?:written|reported|posted|published|contributed|authored)"
    r"|story|words|text|report|article|analysis|opinion|commentary|review|essay|column|interview|perspective|recipe)(?:\s+on)?\s+)?by(?::\s*|\s+)|authors?:\s*)"
    r"(?P<names>\S.{1,120})"
)
_BY_ELSEWHERE = re.compile(
    rf"(?:(?:Par|PAR|Von|VON|Por|POR|Door|DOOR|Di|DI|Av|Af|Un texte de)\s+(?=[{_CAPITAL}][\w'’.-]*\s(?:[\w.'’-]+\s)?[{_CAPITAL}])"
    r"|(?i:auteure?|autore?|autora|autoři|autorzy|autori|redaktor|redaktør|texto?|текст|автор|корреспондент|кореспондент|"
    r"記者|记者|作者|撰文|文|نویسنده|الكاتب|كتب)\s?[:：/]\s*)(?P<names>\S.{1,120})"
)
"""The same in other languages."""
_NAME_LETTERS = re.compile(
    "[\u0600-\u06ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af·・]{2,10}(?: [\u0600-\u06ff]{2,12}){0,3}"
)
"""A name in letters without case."""
_NAME_PART = (
    rf"(?:[{_CAPITAL}][\w'’.\-]*|al-[A-Z][\w'’\-]+|de|da|di|del|della|der|den|van|von|bin|bint|ibn|el|al|la|le|ten|ter)"
)
_NAME = re.compile(rf"[{_CAPITAL}][\w'’.\-]*(?:\s+{_NAME_PART}){{1,{BYLINE_WORDS - 1}}}")


@cache
def _agencies() -> frozenset[str]:
    source = files("briefbook.lexicon").joinpath("agencies.txt").read_text(encoding="utf-8")
    return frozenset(row for row in source.splitlines() if row and not row.startswith("#"))


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency or broadcaster whose reports others print."""
    return fold(name) in _agencies()


_PARTED = re.compile(r"\s*(?:[|·•⋅—–]|\s-\s)\s*")
_FUSED_BY = re.compile(r"By(?=[A-ZÀ-ÖØ-Þ][a-zà-ÿ])|\b[Bb]yby(?=\s)|(?<=[Ww]ritten )by(?=[A-ZÀ-ÖØ-Þ][a-zà-ÿ])")
_SENTENCE = re.compile(r"this\s", re.IGNORECASE)
_SAYS_BY = re.compile(r"by|author", re.IGNORECASE)
_STAMPS = re.compile(
    rf"{DATE_TIME.pattern}|\b{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:\sat)?(?=$|,?\s\d|\s?[|·•-])|\b\d{{1,2}}[/.]\d{{1,2}}[/.]\d\d\b|\b(?:(?:yesterday|today),?(?:\sat)?\s)?\d{{1,2}}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?(?:\s[A-Z]{{2,4}}\b)?"
    r"|\b\d{1,3}[ -]?min(?:ute)?s?(?: read)?\b",
    re.IGNORECASE,
)
"""A date, an hour, or how long a story takes to read."""
_AFTER_NAME = re.compile(
    r"(?:(?<=[a-zà-ÿ])|[\s.,;]+)(?=(?:Last |First |Originally )?(?:Updated|Published|Modified|Posted|Reviewed|Edited|Medically|Fact[- ]?[Cc]hecked"
    r"|Translated|Illustrat\w+|Photograph\w*|Photos?|Follow|Contact|E-?mail)\b)"
    r"|\s+(?=(?:[Oo]n|[Aa]t|[Ii]n|for|FOR|from|via|posted|published|updated|last updated)(?:\s|$))|\s+(?=\S+@\S+\.\S)|\s*(?=@)"
    r"|\s+(?=[\w-]+\.(?:com|net|org|info|co\.\w\w|example)\b)"
)
"""Between an author's name and what a line says besides: when, where, for whom, how to write to them."""
_AFTER_BARE_NAME = re.compile(r"(?<=[a-zà-ÿ]) (?=(?:Last |First )?(?:Updated|Published|Modified|Posted)\b)")
_WHEREABOUTS = re.compile(r"(?<=\w)\s+in\s+[A-ZÀ-ÖØ-Þ][\w .'’-]*$")
"""Where an author writes from, behind a name that stands without "By"."""
_ROLES = frozenset(
    "analyst anchor assistant associate bureau chief co-founder columnist contributing contributor coo correspondent ceo cto deputy digital director"
    " designer developer economist editor editor-in-chief engineer executive fellow foreign founder freelance head journalist managing manager political president producer professor"
    " reporter researcher reviewer scientist senior specialist sr staff vp writer".split()
)
_CREDENTIAL = re.compile(r"(?:[A-Z]\.?){2,5}|Ph\.?D\.?|Jr\.?|Sr\.?")
"""A degree, or an outlet in capitals, after an author's name."""


@lru_cache(REMEMBERED)
def read_byline(text: str, *, bare: bool = True) -> tuple[str, ...]:
    """The authors that a line names, or none; `bare`: also a name without "By"."""
    text = _once_with_by(text)
    if len(text) > LINE_LENGTH or not (bare or _SAYS_BY.search(text[:40]) or _BY_ELSEWHERE.match(text)):
        return ()
    text = _AFTER_HOUR.split(text, maxsplit=1)[0]
    parts = _STAMPED.split(_STAMPS.sub("\0", _FUSED_BY.sub("By ", text, count=1)))
    plain = " ".join(" ".join(parts).split()).strip(" ,|·•-–—")
    head = _PARTED.split(_ASIDE.sub("", _MORE.sub("", plain)), maxsplit=1)[0]
    head = _GLUED.split(head, maxsplit=1)[0].strip(" ,;/")
    match = BY.fullmatch(head) or _BY_ELSEWHERE.fullmatch(head)
    if match is None and (not bare or text.endswith(":")):
        return ()
    if match is None and len(parts) > 1:
        if all(_NAME.fullmatch(part.strip(" ,|·•-–—")) for part in (parts[0], parts[-1])):
            return ()  # a name on either side of the date: which is the outlet's?
        head = _COUNT.sub("", head)
    authors: list[str] = []
    if match and _SENTENCE.match(head):
        head = head.partition(",")[0]  # whom and what for its author works is told behind the name
        match = BY.fullmatch(head)
    named = _OF_OUTLET.sub("", match["names"]) if match else _WHEREABOUTS.sub("", head)
    for piece in (_BETWEEN_ELSEWHERE if match and not BY.match(head) else _BETWEEN_NAMES).split(named):
        part = (_AFTER_NAME if match else _AFTER_BARE_NAME).split(piece, maxsplit=1)[0]
        name = _once(_in_capitals(_without_role(part.strip(" .,:/"))))
        if not name or (authors and (_is_outlet(name, authors[0]) or _CREDENTIAL.fullmatch(part))):
            continue  # an outlet, a degree or a field behind the name
        known = is_agency(name) or (match is None and _NAME.fullmatch(name))
        cased = name[0].isupper() or _NAME_LETTERS.fullmatch(name)
        if (known or (match and cased and NO_AUTHOR.isdisjoint(fold(name).split()))) and (
            len(name.split()) <= BYLINE_WORDS
        ):
            authors.append(name)
        elif not authors or not match:
            return ()
    return tuple(authors)


def is_role(text: str) -> bool:
    """Whether a short line says what its author is ("Science editor", "Harbour Post staff reporter")."""
    words = text.casefold().split(" ")
    return 1 < len(words) <= ROLE_WORDS and words[-1].strip(".,") in _ROLES and not text.endswith(".")


ROLE_WORDS = 6


def read_signature(text: str) -> tuple[str, ...]:
    """The reporter who signs below a Korean or Chinese story, or none ("김하늘 기자", "記者 王小明")."""
    match = _SIGNATURE.match(text) if len(text) <= SIGNATURE_LENGTH and not text.isascii() else None
    return (match["before"] or match["after"],) if match else ()


SIGNATURE_LENGTH = 60
_SIGNATURE = re.compile(
    r"\W{0,2}(?:(?P<before>[\uac00-\ud7af]{2,4})\s?(?:[\uac00-\ud7af]{2,4}\s?)?기자(?![\uac00-\ud7af])"
    r"|(?:記者|记者)[\s:：]?(?P<after>[\u4e00-\u9fff]{2,4})(?=\W|$))"
)


_STAMPED = re.compile("\0+")
_COUNT = re.compile(r"\s\d{1,4}$")
"""How many comments a story has, behind its date."""
_AFTER_HOUR = re.compile(r"(?<=\d [AP]M)(?=[A-Z][a-z])")
"""Between an hour and the word that lost the space before it ("2:00 PMTags")."""
_GLUED = re.compile(
    r"(?<=[a-zà-ÿ])(?=@\w+(?:\s|$))|(?<=[a-zà-ÿ])(?=(?:Twitter|Facebook|Instagram|LinkedIn|Leave|Comments?|Print|Email|Tweet|Staff|Senior|Chief|Reporter|Contributor|Correspondent|Editor|Columnist)(?![a-z]))"
)
"""Between a name and the button or the role that lost the space before it."""


def _is_outlet(name: str, author: str) -> bool:
    """Whether what stands behind an author's name is whom the author writes for rather than a second author."""
    return " " not in name or is_agency(name) or name.startswith("The ") or (name.isupper() and not author.isupper())


LINE_LENGTH = 160
"""Characters above which a line is no byline."""
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|&|\b[Aa]nd\b|\bAND\b)\s*")
_BETWEEN_ELSEWHERE = re.compile(r"\s*(?:[,;&、，/]|\s(?:et|ET|und|UND|y|e|en|og|och|i|a|и|і|та|و)\s)\s*")
_ASIDE = re.compile(r"\s*\([^()]{1,60}\)")
"""What is said of an author in brackets."""
_OF_OUTLET = re.compile(
    r"\s*[,;]\s*[\w.’' ]+ (?:[Ss]taff )?(?:[Cc]ontributor|[Ww]riter|[Rr]eporter|[Cc]orrespondent|[Cc]olumnist)(?=\s*(?:[,;]|and\b|$))"
)
"""For whom an author writes and as what, behind the name ("Science Weekly Contributor")."""
_MORE = re.compile(r"\s*\+\s?[Mm]ore$")
"""What opens the names of further authors."""


def _once_with_by(text: str) -> str:
    """A line that names its author without "By" and again with it ("Ann Holt | Post By Ann Holt | Post"), from "By" on; without what follows the name where it alone stands twice."""
    name, by, again = text.partition(" By ")
    if again.startswith(f"{name} ") and _NAME.fullmatch(name):
        return f"By {name}"
    return f"By {again}" if by and again.startswith(" ".join(name.split(" ", 2)[:2])) else text


def _in_capitals(name: str) -> str:
    """A name in capitals without what follows it in small letters ("CLAIRE VASSEUR Envoyée spéciale")."""
    words = name.split()
    if len(words) > 2 and words[0].isupper() and words[1].isupper() and len(words[1]) > 2:
        return " ".join(takewhile(str.isupper, words))
    return name


def _without_role(name: str) -> str:
    """A name without what its bearer does ("Ana Cruz Senior Editor"); empty where it is nothing but that."""
    words = name.split()
    role = next((n for n, word in enumerate(words) if word.lower().strip(".,") in _ROLES), len(words))
    return " ".join(words[:role]) if role != 1 or len(words) == 1 else ""


def _once(name: str) -> str:
    """A name that stands twice, for its link and its picture's, once; without what follows it the second time."""
    first, stop, rest = name.partition(". ")
    if stop and " " in first and rest.startswith(first):
        return first
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
    ("account", "admin", "assist", "download", "login", "menu", "open", "search", "subscribe", "toggle", "administrator", "blog", "by", "clinic", "comments", "contents", "contributor", "contributors", "desk", "editor", "editorial", "editors",
     "group", "guest", "help", "homework", "inc", "last", "llc", "ltd", "magazine", "marketing", "media", "modified", "network", "news", "newsroom", "press", "overview", "published", "questions", "related", "show", "sidebar", "staff", "stories", "summary", "takeaways", "team", "the", "updated",
     "webmaster", "written")
)  # fmt: skip
"""Words of which no person's name is made. A desk's or a team's name is no author: better none than one who is nobody."""
