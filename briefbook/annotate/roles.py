"""Who was called what: titles before a name and appositions after it, as printed."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from briefbook.annotate import gazetteer
from briefbook.annotate.wordforms import is_hyphened_role
from briefbook.model.text import Span

LONGEST = 90
"""Characters a role may have; a longer run of words is no description of office."""
_MODIFIERS = frozenset(
    "acting armed assistant chief civil co defence defense deputy domestic economic exiled executive external former foreign human intelligence interim international "
    "joint junior legal longtime main military national nuclear opposition outgoing peace permanent political presidential press prime principal public rebel regional religious retired ruling "
    "security senior special spiritual state supreme then top trade veteran vice visiting leading incoming rights policy affairs finance interior justice transport health oil energy research news "
    "guerrilla government party parliamentary congressional campaign medical team club union minority majority house".split()
)
_NOT_ROLES = frozenset(
    "counterpart brother brothers cousin daughter father mother sister son uncle widow wife husband nephew niece heir rival opponent predecessor successor partner winner victim team-mate teammate neighbor neighbour "
    "mr mrs ms miss mx".split()
)
_FORMER = frozenset({"former", "ex", "late", "acting", "interim", "then", "vice", "deputy"})
"""What makes an office of a word behind it, and none alone."""
_REACH = 30
"""Characters before a name in which the word before it stands."""
_WORD = re.compile(r"[^\W_](?:[\w.'’\-–&]*[\w.])?(?:['’]s)?")
_APPOSITION = re.compile(
    r"(?:, \d{1,3})?,[ \u00a0](?P<role>(?:an?[ \u00a0]|the[ \u00a0]|[\w\-]+(?:[ \u00a0][\w\-]+){0,3}['’]s[ \u00a0])?(?:[\w\-'’.]+[ \u00a0]){0,14}?[\w\-'’.]+?)(?=[,;:)—–]|\.(?:\s(?![a-z])|$|[”\"])|[ \u00a0](?:who|that|here|has|had|said|says|told|was|is|were|are)[ \u00a0]|$)"
)


_ABBREVIATED = re.compile(r"\b[A-Z]\.[A-Z]$")
""""an envoy to the U.S": its last full stop is its own, too."""
_OWNED = re.compile(r"[\w\-]+(?:[ \u00a0][\w\-]+){0,3}['’]s[ \u00a0]")
""""Britain's foreign secretary"."""


@cache
def _offices() -> frozenset[str]:
    return (
        gazetteer.words("honorific")
        | gazetteer.words("role_noun")
        | gazetteer.words("role")
        | gazetteer.words("role_head")
    ) - _NOT_ROLES


def _plain(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s").rstrip(".").lower()


def _small_word_before(text: str, start: int) -> str:
    """The word in small letters that a space parts from what begins at `start`, as before most names; else empty."""
    if text[start - 1 : start] != " ":
        return ""
    space = text.rfind(" ", max(0, start - _REACH), start - 1)
    word = text[space + 1 : start - 1] if space >= 0 else ""
    return word if word.isalpha() and word.islower() else ""


_ABBREVIATION = 6
"""Letters that an abbreviated title has at the most (Messrs)."""


def _word_before(text: str, start: int) -> str:
    """The word right before what begins at `start`, with its full stop; empty where another mark stands between."""
    small = _small_word_before(text, start)
    if small:
        return small
    tokens = list(_WORD.finditer(text, max(0, start - _REACH), start))
    if not tokens or text[tokens[-1].end() : start].strip(" \u00a0."):
        return ""
    word = tokens[-1].group()
    bare = word.rstrip(".")
    if "." in text[tokens[-1].start() + len(bare) : start] and (len(bare) > _ABBREVIATION or bare.lower() in _CROWNED):
        return ""  # "says Peter King. Suh stayed"
    return word


_BREAK = re.compile(
    r"[,;:!?()\[\]“”\"\n—]|[ \u00a0](?:-{1,2}|–)[ \u00a0]|(?<!\b\w)(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z][a-z])\.[ \u00a0]"
)
"""What no title runs over."""


def role_before(text: str, start: int, floor: int = 0) -> Span | None:
    """The description of office that ends right before the name at `start`, not reaching below `floor`; or None.

    "said Danish Foreign Minister Karin Holm" gives "Danish Foreign Minister"; a mere "Mr." gives None.
    """
    small = _small_word_before(text, start)
    if small and small not in _offices() and small not in {"of", "for"}:
        return None
    low = max(floor, start - LONGEST)
    stretch = text[low:start]
    # A break that no title runs over: the last of them bounds it.
    breaks = [m.end() for m in _BREAK.finditer(stretch)]
    low += breaks[-1] if breaks else 0
    tokens = list(_WORD.finditer(text, low, start))
    if not tokens or text[tokens[-1].end() : start].strip(" \u00a0"):
        return None
    if tokens[-1].group().endswith(("'s", "’s")):
        return None  # "Ohio State's Jim Tressel"
    if _plain(tokens[-1].group()) in {"of", "for"}:
        return None  # "the spokesman for John Holm", "in defence of Keith"
    offices, nationalities = _offices(), gazetteer.nationalities()
    first = len(tokens)
    office = False
    for index in range(len(tokens) - 1, -1, -1):
        word = tokens[index].group()
        plain = _plain(word)
        following = _plain(tokens[index + 1].group()) if index + 1 < len(tokens) else ""
        if plain in {"of", "for"} and following in gazetteer.words("honorific"):
            break  # "critic of Mr.", "the office of President"
        if plain in offices or ("-" in plain and is_hyphened_role(word)):
            office, first = True, index
        elif (
            not office
            and not (word[:1].isupper() and index and _plain(tokens[index - 1].group()) in {"of", "for"})
            and plain not in {"of", "for"}
        ):
            break
        elif plain in {"of", "for", "the", "and"} or plain in nationalities:
            first = first if plain in {"of", "for", "the", "and"} else index
        elif word[:1].isupper() or plain in _MODIFIERS or plain.rpartition("-")[2] in _MODIFIERS:
            first = index
        else:
            break
    if not office:
        return None
    # "government of Syrian President": what stands before "of" is no office.
    for index in range(len(tokens) - 1, first, -1):
        if (
            _plain(tokens[index].group()) == "of"
            and tokens[index - 1].group()[:1].islower()
            and not any(_plain(t.group()) in offices for t in tokens[max(first, index - 2) : index])
        ):
            rest = tokens[index + 1 :]
            if any(_plain(t.group()) in offices for t in rest):
                first = index + 1
                break
    joined = next((n for n in range(first + 1, len(tokens)) if _plain(tokens[n].group()) == "and"), first)
    if (
        joined > first
        and tokens[joined + 1].group()[:1].isupper()
        and not any(_plain(t.group()) in offices for t in tokens[first:joined])
    ):
        first = joined + 1  # "a lawyer in New Jersey and President Bush"
    while first < len(tokens) and _plain(tokens[first].group()) in {"the", "and", "of", "for"}:
        first += 1
    # The first word of a sentence has its capital from there, not from a name.
    if (
        len(tokens) - first > 1
        and not _opens_name(tokens[first:])
        and not tokens[first].group().isupper()  # "US" is no pronoun
        and _plain(tokens[first].group()) in gazetteer.common_words()
        and _plain(tokens[first].group()) not in offices | _MODIFIERS
        and not gazetteer.places_named(f"{tokens[first].group()} {tokens[first + 1].group()}")
        and text[: tokens[first].start()].rstrip(" \u00a0")[-1:] in {"", ".", "“", '"', "\n", ")", "?", "!", ":"}
    ):
        first += 1
    while first < len(tokens) and _plain(tokens[first].group()) in {"the", "and", "of", "for"}:
        first += 1
    kept = tokens[first:]
    if not kept or all(_plain(t.group()) in _NOT_ROLES | _FORMER for t in kept):
        return None
    return Span(kept[0].start(), tokens[-1].end())


_OPENING_WORDS = frozenset(
    """after before when while as but and then last meanwhile yesterday today although though if since with without for by in on
    at from to even only also both his her their our my its like unlike so that this these those where who why how despite
    because until unless outside inside under over once now earlier later some many most one two three several another other
    every each all no not yet or nor what which there here next soon still again perhaps maybe despite
    does did do is are was were see has have had being amid among about""".split()
)
"""Words that open a sentence and no name."""


def _opens_name(tokens: Sequence[re.Match[str]]) -> bool:
    """Whether a sentence opens with a name of two words before an office in small letters: "Associated Press writer"."""
    if len(tokens) < 3 or _plain(tokens[0].group()) in _OPENING_WORDS:
        return False
    return tokens[1].group()[:1].isupper() and tokens[2].group()[:1].islower()


_CUT_SHORT = re.compile(r"(?:\b[A-Z]|\b(?:Sen|Rep|Gov|Gen|Lt|Col|Dr|Mr|Mrs|Ms|St|Rev|Prof|[A-Z]\.[A-Z]))$")
"""An abbreviation whose full stop ends no sentence."""
_FULL_STOP = re.compile(r"[a-z]{3}\.[ \u00a0]")


def _owns(words: Sequence[str]) -> bool:
    """Whether what stands before "'s" is whose the office is: "Kenya's", "the city's"; not "soared over the batsman's"."""
    first = _plain(words[0])
    return first == "the" or (words[0][:1].isupper() and first not in _OPENING_WORDS) or len(words) == 1


def role_after(text: str, end: int) -> Span | None:
    """The description that stands in apposition after the name that ends at `end`, without its comma; or None.

    ", a surgeon with the Harbour Clinic here in Porto," gives "a surgeon with the Harbour Clinic".
    """
    match = _APPOSITION.match(text, end, min(len(text), end + APPOSITION_REACH))
    if match is None:
        return None
    role = match["role"]
    words = [_plain(w.group()) for w in _WORD.finditer(role)]
    offices = _offices()
    owned = _OWNED.match(role) is not None
    if not any(word in offices for word in words[:7]):
        return None
    if role[:1].isupper() and not owned and words[0] not in offices:
        return None
    if any(word in gazetteer.words("calendar") or word in gazetteer.words("said") for word in words):
        return None
    begins = words[0] in {"a", "an", "the"} or words[0] in offices or words[0] in _MODIFIERS
    if not begins and not owned and words[0] not in gazetteer.nationalities():
        return None
    start, stop = match.span("role")
    plainly = words[0] in {"a", "an", "the"} or words[0] in offices or words[0] in _MODIFIERS
    if owned and not plainly and not _owns([word.group() for word in _WORD.finditer(role)]):
        return None
    if text.startswith(". ", stop) and _CUT_SHORT.search(role):
        return None  # ", a favourite running against Sen. Reid": where it ends is not clear
    if text[stop : stop + 1] == "." and _ABBREVIATED.search(role):
        stop += 1
    return Span(start, stop) if stop - start <= LONGEST else None


_LEAD_REACH = 12
"""Characters looked at before a description for what opens its clause."""
_OPENING = re.compile(r"\b(?:[Tt]he|[\w\-]+(?:[ \u00a0][\w\-]+){0,3}['’]s)[ \u00a0]")
_LEAD = re.compile(r"(?:^|[.!?:;,“\"\n—–(]|\b(?:and|but|that|said|when|while|as))[ \u00a0]*$")
"""What stands before a description that opens its clause."""
_OPEN_ROLE = re.compile(
    r"(?P<role>(?:[Tt]he[ \u00a0]|[\w\-]+(?:[ \u00a0][\w\-]+){0,3}['’]s[ \u00a0])(?:[\w\-'’.]+[ \u00a0]){0,9}?[\w\-'’.]+),[ \u00a0]$"
)


def role_set_before(text: str, start: int, floor: int = 0) -> Span | None:
    """The description before the name at `start` with which it stands in apposition, without its comma; or None.

    "The leader of Chad, Mahamat Deby, met" gives "leader of Chad", "Kenya’s deputy president, William Ruto," all before the
    comma. `floor` is the end of the last person's name before.
    """
    if text[start - 2 : start - 1] != ",":
        return None
    low = max(floor, start - LONGEST)
    for opening in _OPENING.finditer(text, low, start):
        at = opening.start()
        if not _LEAD.search(text, max(0, at - _LEAD_REACH), at):
            continue
        match = _OPEN_ROLE.fullmatch(text, at, start)
        if match is None:
            continue
        role = match["role"]
        words = [word.group() for word in _WORD.finditer(role)]
        plain = [_plain(word) for word in words]
        offices = _offices()
        of = next((n for n, word in enumerate(plain) if word in {"of", "for", "in", "at"}), len(plain))
        # The head: right before "of", else the last word; "the meeting in Paris, John Major" has none.
        if of == 0 or plain[of - 1] not in offices:
            continue
        if any(word in gazetteer.words("calendar") or word in gazetteer.words("said") for word in plain):
            continue
        if not _owns([word.group() for word in _WORD.finditer(opening.group())]) or _FULL_STOP.search(role):
            continue
        begin = at + (4 if plain[0] == "the" else 0)
        return Span(begin, at + len(role))
    return None


APPOSITION_REACH = 160
"""Characters behind a name in which an apposition ends."""


def find_roles(text: str, span: Span, others: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches of `text` that say what the person named at `span` is, in order; none from another name's surroundings."""
    floor = max([o.end for o in others if o.end <= span.start], default=0)
    behind = tuple([(o.start, o.end) for o in others if span.end <= o.start])
    return _find_roles(text, span.start, span.end, floor, behind)


@lru_cache(maxsize=1 << 15)
def _find_roles(text: str, start: int, end: int, floor: int, others: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
    """The same, of a name at these offsets: the end of the last name before it, and where those behind it stand."""
    before = role_before(text, start, floor) or role_set_before(text, start, floor)
    after = role_after(text, end) if text[end : end + 1] == "," else None
    if after is not None and any(first < after.end and after.start < last for first, last in others):
        after = None
    return tuple([role for role in (before, after) if role is not None])


def has_title(text: str, start: int) -> bool:
    """Whether an honorific or an office stands directly before the name at `start` ("Mr.", "President")."""
    word = _word_before(text, start)
    plain = word.rstrip(".").lower()
    return word[:1].isupper() and (plain in gazetteer.words("honorific") or plain in gazetteer.words("role_head"))


class Told(NamedTuple):
    """What the words around a person's name tell of who it is not."""

    sex: str = ""
    """"he" or "she", empty where nothing tells."""
    kin: bool = False
    """Whether the person is called a relation of somebody named before ("Ms. Banda, his daughter")."""
    sovereign: bool = False
    """Whether a title of those who go by their given names stands before the name ("King Hussein")."""
    title: str = ""
    """The office right before the name, in lower case ("president")."""
    rank: str = ""
    """ELDER or YOUNGER where the words say which of a surname it is."""
    age: int = 0
    """In years, right behind the name; 0 where none stands there."""
    child: bool = False
    """Whether the person is called somebody's son or daughter."""
    parent: bool = False
    """Whether the person is called somebody's father or mother."""
    by_given: bool = False
    """Whether a title of those who go by it with their given names stands before the name ("Sheikh Hamdan")."""


NOTHING_TOLD = Told()
ELDER, YOUNGER = "elder", "younger"
_RANKS = {"elder": ELDER, "older": ELDER, "senior": ELDER, "younger": YOUNGER, "junior": YOUNGER}
_RANK_BEFORE = re.compile(r"\b[Tt]he (elder|older|senior|younger|junior) $")
_AGE_AFTER = re.compile(r",[ \u00a0](\d{1,3})\b(?![ \u00a0]*(?:percent|per|-|/|:)|[.,]\d)")
_AND_KIN = re.compile(
    r"[ \u00a0]and[ \u00a0](?P<whose>his|her)[ \u00a0](?:[a-z]+[ \u00a0])?(?:wife|husband|widow|widower|fiancee?|girlfriend|boyfriend)\b"
)
"""President Oduya "and his wife Esther"."""
_CALLED = re.compile(
    r",? (?:who is |who was |also |better |widely |popularly |sometimes |locally |universally ){0,2}(?:known|nicknamed|dubbed)(?: (?:locally|affectionately))?(?: (?:as|to [\w ]{3,20} as))? [\"“‘']?"
)
"""What stands between somebody's name and another he goes by."""


def is_byname(between: str) -> bool:
    """Whether what stands between two names makes the second another name of the first (", better known as ")."""
    return _CALLED.fullmatch(between) is not None


_BIRTH = re.compile(r"(?:\b[Bb]orn|\b[Nn][ée]e|, formerly)[ \u00a0]$")


def is_birth_name(text: str, start: int) -> bool:
    """Whether the name at `start` is one that somebody was born with."""
    return _BIRTH.search(text, max(0, start - 12), start) is not None


_HIS = frozenset({"mr", "sir", "king", "prince", "lord", "baron", "pope"})
_HER = frozenset({"mrs", "ms", "miss", "lady", "dame", "queen", "princess", "baroness"})
_CROWNED = frozenset({"king", "queen", "prince", "princess", "pope", "emperor", "empress", "sultan"})
_STYLED = _HIS | _HER | _CROWNED
_KNIGHTS = frozenset({"sir", "dame"})
_BY_GIVEN = frozenset(
    "sheikh sheik shaikh shaykh sheikha sayyid emir imam mullah don doña u daw datuk dato haji hajji seri".split()
)
_KIN_LISTED = re.compile(
    r"\b(?:wives|wife|husband|widow|widower|sons?|daughters?|children|brothers?|sisters?|parents|grand(?:sons?|daughters?|children)"
    r"|step(?:sons?|daughters?)|nieces?|nephews?|siblings|twins),[ \u00a0](?:[^\W\d_a-z][\w'’-]*(?:,| and|, and)[ \u00a0]){0,5}$"
)
"""What stands before a given name in "his wife, Doris" and "three sons, James, Peter and Lionel"."""
_KIN_OF_HERS = "wife|widow|ex-wife|daughter|mother|sister|niece|aunt|grandmother|granddaughter|stepmother|stepdaughter"
_KIN_OF_HIS = "husband|widower|ex-husband|son|father|brother|nephew|uncle|grandfather|grandson|stepfather|stepson"
_KIN = rf"(?:(?P<she>{_KIN_OF_HERS})|(?P<he>{_KIN_OF_HIS}))"
_RELATIONS = tuple(f"{_KIN_OF_HERS}|{_KIN_OF_HIS}".split("|"))
_AGED = r"(?:(?:late|elder|eldest|younger|youngest|older|oldest|former|only|twin|second|first)[ \u00a0])?"
_KIN_BEFORE = re.compile(
    rf"\b(?:his|her)[ \u00a0]{_AGED}{_KIN}(?:,?[ \u00a0]|,[ \u00a0](?-i:(?:[A-Z][\w.]*[ \u00a0]){{1,5}}))$",
    re.IGNORECASE,
)
""""his father, Washington County Sheriff Larry Schlicher": an office may stand between."""
_SPOUSE_OF = re.compile(r"\b(?:(?:wife|widow)|(?P<she>husband|widower))[ \u00a0]of[ \u00a0]$", re.IGNORECASE)
"""The widow of a man: what stands behind it is his name."""
_KIN_AFTER = re.compile(rf",[ \u00a0](?i:(?:his|her)[ \u00a0]{_AGED}{_KIN})\b(?!,?[ \u00a0][^\W\d_a-z])")
"""", his daughter," behind a name; in "Robert Oduya, his wife Esther and" the wife is the next."""
_KIN_BETWEEN = re.compile(rf",[ \u00a0](?:his|her)[ \u00a0]{_AGED}{_KIN},?[ \u00a0]", re.IGNORECASE)
_KIN_REACH = 40
"""Characters before a name in which "his younger sister" stands."""


def stands_in_kinship(text: str, start: int) -> bool:
    """Whether the name at `start` is one of somebody's relations: "his wife, Doris", "three sons, James, Peter and Lionel"."""
    if text[start - 2 : start - 1] != "," and text[start - 4 : start - 1] != "and":
        return False  # as nearly everywhere
    return _KIN_LISTED.search(text, max(0, start - 2 * _KIN_REACH), start) is not None


@lru_cache(maxsize=1 << 15)
def told_of(text: str, span: Span) -> Told:
    """What the title before the name at `span`, a kinship before or after it, and an age behind it tell of the person."""
    told = _told_by_neighbours(text, span)
    age = _AGE_AFTER.match(text, span.end) if text[span.end : span.end + 1] == "," else None
    ranked = text[max(0, span.start - 3) : span.start] in {"er ", "or "}
    rank = _RANK_BEFORE.search(text, max(0, span.start - 13), span.start) if ranked else None
    if age or rank:
        return told._replace(age=int(age[1]) if age else 0, rank=_RANKS[rank[1]] if rank else "")
    return told


def _told_by_neighbours(text: str, span: Span) -> Told:
    low = max(0, span.start - _KIN_REACH)
    before = text[low : span.start].lower()
    # "his father, Washington County Sheriff": an office may stand between.
    owned = ("his" in before or "her" in before) and (
        before.rstrip(", \u00a0").endswith(_RELATIONS) or ", " in before[:-2]
    )
    kin = (_KIN_BEFORE.search(text, low, span.start) if owned else None) or _KIN_AFTER.match(text, span.end)
    if kin is not None:
        relation = (kin["she"] or kin["he"]).lower()
        child, parent = relation in {"son", "daughter"}, relation in {"father", "mother"}
        return Told("she" if kin["she"] else "he", kin=True, child=child, parent=parent)
    spouse_of = _SPOUSE_OF.search(text, low, span.start) if before[-3:-1] == "of" else None
    if spouse_of is not None:
        return Told("she" if spouse_of["she"] else "he")
    printed = _word_before(text, span.start)
    if printed:
        word = _plain(printed)
        if (printed[:1].isupper() and word in _STYLED) or word in _CROWNED:
            sex = "he" if word in _HIS else "she" if word in _HER else ""
            return Told(sex, sovereign=word in _CROWNED, by_given=word in _KNIGHTS)
        if printed[:1].isupper() and word in _BY_GIVEN:
            return Told(title=word, by_given=True)
        office = word if printed[:1].isupper() and word in _titles() else ""
        spouse = _AND_KIN.match(text, span.end)
        if office or spouse:
            return Told("" if spouse is None else "he" if spouse["whose"] == "his" else "she", title=office)
    if stands_in_kinship(text, span.start):
        return Told(kin=True)
    return NOTHING_TOLD


@cache
def _titles() -> frozenset[str]:
    """Offices that tell one bearer of a surname from another; a mere "Dr." or "former" tells none."""
    return (gazetteer.words("honorific") | gazetteer.words("role_head")) - _NO_OFFICES


_NO_OFFICES = frozenset(
    "mr mrs ms miss mx messrs dr prof sir dame fr father mother sister brother saint former ex late deputy vice acting interim chief".split()
)


def is_apposition(between: str) -> bool:
    """Whether what stands between two names makes the second an explanation of the first (", his daughter ")."""
    return _KIN_BETWEEN.fullmatch(between) is not None
