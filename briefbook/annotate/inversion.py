"""A person's name as an index inverts it, by the name's own rule.

Source: Chicago Manual of Style, 17th ed., 16.71 to 16.84; NISO TR02-1997, 7.3. Where usage differs the book has one
rule: a particle in small letters stands before the family name and does not count when names are filed.
"""

import re
from collections.abc import Collection, Sequence

from briefbook.annotate import gazetteer
from briefbook.annotate.gazetteer import fold_name
from briefbook.annotate.person_names import SUFFIXES, is_first_of_two, is_regnal
from briefbook.annotate.romanised import PARTICLES, is_family_first

_SOVEREIGN = frozenset("pope king queen prince princess emperor empress sultan emir saint".split())
"""Titles whose bearers go by their given names."""
_JOINED = frozenset(
    "van von de del della di da du des dos das le la lo ter ten der den st. st saint san santa bin ben abu al el".split()
)
"""Words that are part of a family name though they are written with a capital: "De Niro", "St. John", "Le Pen"."""
_PARTS = PARTICLES | _JOINED
_PATRONYMIC = frozenset("bin ibn ben bint".split())
"""Between a name and the father's."""
_BURMESE = frozenset(
    "aung aye ba daw hla hlaing htay htin htun khin ko kyaw kyi lin lwin mar maung min moe mya myint myo ne nu nyunt oo phyo san sein shwe "
    "soe su suu swe than thant thein thura tin tun u wai win yan zaw zin".split()
)
"""Burmese names have no family name; these syllables make up those of the news."""
_ICELANDIC = frozenset(
    "arni asgeir birgir bjarni einar gudlaugur gudmundur gudni halldor hannes hordur jon kari magnus olafur ossur ragnar sigmundur sigurdur "
    "steingrimur sveinn thorsteinn".split()
)
"""Given names before an Icelandic patronymic in -son, which also ends family names elsewhere."""
_HUNGARIAN = frozenset(
    "agnes arpad attila bela csaba endre ferenc gabor gergely gyorgy gyula ildiko imre istvan janos jozsef judit kalman katalin laszlo lajos "
    "miklos peter sandor tamas tibor viktor zoltan zsolt".split()
)
"""Given names that stand last where a Hungarian name keeps its own order."""
_VIETNAMESE = frozenset(
    "bui dang dao dinh do duong ho hoang huynh lam le ly mai ngo nguyen pham phan tran trinh truong vo vu".split()
)
"""Vietnamese family names, which stand first before a middle name."""
_MIDDLE = frozenset(
    "anh cao chi cong dinh duc duy hong huu khac kim manh minh ngoc nguyen phu quang tan tat thanh thi thien trong van viet xuan".split()
)
"""Vietnamese middle names."""
_FATHERS = frozenset("faisal hamad khalid mohammed muhammad mohamed rashid saqr saud sultan zayed".split())
"""Names of Arabic fathers that the lists of given names lack, or hold as surnames."""
_BEFORE = re.compile(r"(?:[ae][lnrstdhz]{1,2}|[ae]sh|ul|ur)[-‑]\w")


def sort_name(name: str, called: Collection[str] = ()) -> str:
    """A person's name inverted: "Holm, Karin", "al-Haddad, Karim", "de Witt, Johan", "King, Martin Luther, Jr.".

    Names that are not inverted come back as they are: "Park Ji-won", "Aung San Suu Kyi", "Katrín Jakobsdóttir", "Nagy
    Imre", "Mohammed bin Salman", "Abdullah II", "Pope Francis". Of two surnames without a hyphen the first leads where it is
    among what the person is `called`, as Spanish names are: "Arniz Velasco, Jose Luis".
    """
    words = name.split()
    suffix = ""
    if len(words) > 2 and words[-1].rstrip(".").lower() in SUFFIXES:
        suffix = f", {words.pop()}"
        words[-1] = words[-1].rstrip(",")
    if len(words) < 2 or is_regnal(name.split()) or _stays(words):
        return name
    cut = len(words) - 1
    if cut > 1 and is_first_of_two(fold_name(words[cut - 1])) and words[cut - 1] in called:
        cut -= 1
    while cut > 1 and _belongs(words[cut - 1]):
        cut -= 1
    return f"{' '.join(words[cut:])}, {' '.join(words[:cut])}{suffix}"


def _belongs(word: str) -> bool:
    """Whether a word before a family name is part of it, as a particle or as its first word."""
    return word.lower() in _PARTS


def _stays(words: Sequence[str]) -> bool:
    """Whether a name is filed under its first word."""
    plain = [fold_name(word) for word in words]
    if len(words) > 2 and plain[0] in _VIETNAMESE and all(word in _MIDDLE for word in plain[1:-1]):
        return True  # "Nguyen Van Thieu"
    if words[0].lower() in _SOVEREIGN and len(words) == 2:
        return True  # "Pope Francis", "Queen Elizabeth"
    if is_family_first(words) or all(word in _BURMESE for word in plain):
        return True
    if plain[-1].endswith("dottir") or (plain[-1].endswith("sson") and _is_icelandic(words, plain)):
        return True
    if len(words) == 2 and plain[1] in _HUNGARIAN and not _is_given(plain[0]):
        return True  # "Orbán Viktor": in its own order
    # "Mohammed bin Salman" is the son of Salman; in "Osama bin Laden" what follows is a family's name.
    return len(words) > 2 and plain[-2] in _PATRONYMIC and not _BEFORE.match(words[-1]) and _is_arabic_given(plain[-1])


def _is_given(word: str) -> bool:
    return word in _HUNGARIAN or word in gazetteer.given_names()


def _is_icelandic(words: Sequence[str], plain: Sequence[str]) -> bool:
    return plain[0] in _ICELANDIC or any(c in "ðþÞ" for word in words for c in word)


def _is_arabic_given(word: str) -> bool:
    return word in gazetteer.given_names() or word in _FATHERS
