"""Whether the words around a date speak of the past or of what is to come."""

import re
from dataclasses import dataclass

PAST, FUTURE, OPEN = "past", "future", ""

_HEADLINE_SHARE = 0.6
"""Share of capitalised words from which capitals tell nothing."""
_OPENING_QUOTES = frozenset("\"“‘'")
_REACH = 40
"""Words looked at on either side of a date; sentences of newswire average some 25."""

_WORD = re.compile(r"(?<![^\W_])[a-z]+(?:['’][a-z]+)?|[;()]|--|—")
"""A word or a break; not the letters of "6am"."""

SPEECH = frozenset(
    """said says say told tells tell added adds stated states noted notes commented replied responded remarked explained
    testified insisted argued claimed warned acknowledged""".split()
)
"""Verbs of saying: a date that one of them governs is the day of the statement."""

_MODALS = frozenset(
    "will 'll ’ll won't won’t shall would wouldn't wouldn’t could couldn't couldn’t may might should must can cannot".split()
)
_FIRM = frozenset({"will", "shall", "won't", "won’t", "until", "till"})
_SHORT_WILL = ("'ll", "’ll")
_AHEAD = frozenset(
    "due scheduled slated planned expected set poised bound tentatively deadline upcoming forthcoming".split()
)
"""Words that put a date they stand before into the future."""
_LOOKS_AHEAD = frozenset(
    """agree agreed agreeing decide decided plan plans planned planning promise promised vow vowed pledge pledged want wants
    wanted hope hopes hoped hoping threaten threatened order ordered refuse refused urge urged call called calls ask asked set
    due scheduled expected slated likely unlikely ready about preparing prepare prepared prepares intend intends intended
    aim aims aimed invite invited invites was were is are be been has have had going need needs needed wait time seek seeks
    hopeful poised supposed meant deadline proposal decision plans bid offer effort""".split()
)
"""Before "to" and a verb: the verb is still to come."""
_BE = frozenset("be being get gets getting".split())
_IS = frozenset("is are am isn't aren't isn’t aren’t".split())
_NOT_PAST = frozenset(
    """need feed speed indeed hundred united breed seed weed deed heed reed bleed creed greed proceed exceed succeed shed sacred
    naked wicked armed embattled besieged exiled alleged sophisticated limited aged advanced talented crowded beloved
    unprecedented renewed continued increased""".split()
)
_IRREGULAR = frozenset(
    """was were had did met said told held began took went came left made won lost rose fell struck shot found sent spoke
    wrote gave got saw ran led became brought bought built sold paid broke drew drove fled fought flew grew kept knew laid
    sought stood swore taught thought threw withdrew wore hung stole dealt sank shook slid spent swept tore woke overthrew
    ate bit bled blew bore burst caught chose clung crept dug drank fed felt flung forbade forgot forgave froze heard knelt
    lay leapt lent lit meant overcame overtook rang rode sang sat shone shrank slept spun sprang stuck stung strode swam
    swung undertook upset wept wound
    been done gone seen taken given shown known begun risen fallen flown grown hidden stolen thrown written spoken chosen
    woken beaten born slain hit wasn't weren't hadn't didn't wasn’t weren’t hadn’t didn’t""".split()
)
_BASE_TOO = frozenset("hit cut put set shut quit spread cost hurt let read found beat become come run".split())
"""Past forms that are infinitives too."""
_MAKE = frozenset(
    """forced allowed caused led helped enabled prompted permitted compelled drove sent went came managed began continued
    failed used returned arrived gathered traveled travelled flew rushed ran stopped started moved tried struggled""".split()
)
"""What these made somebody do, or what somebody went to do, is done."""
_NO_VERB = frozenset(
    """mid early late next last this some more about around nearly over almost date life death prison jail court power office
    school church town reporters congress parliament lawmakers voters people business children many others it him them us me
    war peace work home market""".split()
)
"""After "to": no infinitive."""
_HOLDING = frozenset(
    """holding meeting hosting visiting traveling travelling leaving arriving opening starting beginning returning taking going
    planning launching voting speaking appearing resuming convening""".split()
)
"""With "is" or "are": announced, however far the date."""
_IS_THE_DAY = frozenset({"is", "marks", "brings"})
"""Right after a date that opens the sentence."""
_COMES = frozenset({"approaches", "nears", "looms"})
"""The same, in the middle of a sentence too."""
_SHORT_LY = 4
"""Letters of "only", "July" and other words in -ly that are no such adverbs."""
_MONTHLY = frozenset({"reply", "apply", "supply", "rally", "family", "assembly", "italy"})
_BEHIND = frozenset({"after", "following", "since"})
_AFTER = frozenset({"after", "following"})
UNPLANNED = frozenset(
    """invasion invasions attack attacks killing killings murder death deaths assassination earthquake quake tsunami crash
    collapse blast blasts explosion bombing bombings shooting fire flood floods storm hurricane disaster accident coup
    kidnapping abduction resignation ouster overthrow massacre outbreak leak""".split()
)
"""What nobody sets a date for: after "after" it lies behind, whatever the verb says."""
_VICTIMS = frozenset("dead victims survivors killed wounded events riots clashes sinking".split())
_NO_MORE = frozenset("once originally initially first previously earlier".split())
"""Before "scheduled" and its like."""
_REFUSED = (["say"], ["comment"], ["discuss"], ["confirm"], ["elaborate"], ["specify"])
_ALREADY = frozenset({"has", "have", "hasn't", "haven't", "hasn’t", "haven’t"})
_MEETS = frozenset(
    """meets begins opens starts resumes convenes hosts holds goes comes takes arrives leaves travels kicks expires ends
    closes returns launches airs debuts concludes gathers departs reopens flies continues appears celebrates releases lands
    sails docks testifies retires reconvenes undergoes welcomes hears addresses unveils hands inaugurates premieres wraps
    adjourns disembarks deploys""".split()
)
"""Simple present in the singular that announces an event ("the trial opens Monday")."""
_GOES_FOR = frozenset({"for", "against", "beyond", "without"})
"""After "goes": it holds for something, and nobody goes anywhere."""
_VOTES = frozenset("votes reports plays faces takes visits marks".split())
"""Those that are plural nouns as well: only before one of the next."""
_OBJECT = frozenset("a an the its his her their on in at effect place part office earnings results".split())
_MEET = frozenset(
    """meet begin open start resume convene host hold go gather vote arrive leave travel return head end close launch
    play take expire kick depart reopen fly decide elect choose continue""".split()
)
"""The same in the plural; many of them are nouns too, so that a plural noun must stand before."""
_VERBS_ONLY = frozenset("begin resume convene arrive depart reopen gather continue go decide choose".split())
"""Those that are no nouns: a plural present wherever no auxiliary stands before."""
_NO_PRESENT = frozenset("not do did does let help helped make made him them it her us me you".split())
_PRONOUNS = frozenset({"they", "we", "you", "who", "that"})
_SINGULAR_S = frozenset({"this", "his", "its", "us", "is", "was", "as", "has", "does", "says", "it's", "it’s"})
_NO_SUBJECT = frozenset(
    "the a an his her its their our my this that these those of in on at to for with by and".split()
)
_DEADLINE = re.compile(r"\s+deadline\b")
_BEFORE_AHEAD = frozenset({"until", "till", "by", "before", "starting", "effective"})
_BEFORE_PAST = frozenset({"since"})


_NEW_CLAUSE = re.compile(r",\s+(?:and|but|while|whereas)\s+(?P<words>[^,;]{1,40}?)(?:\b(?:on|in|late|early)\s+)*$")
"""Between a comma and a date: the subject of a clause."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What the words around a date say."""

    tense: str
    """PAST, FUTURE or OPEN."""
    word: str = ""
    """The word that says so, folded to small letters."""
    near: bool = False
    """Whether nothing but small words stands between it and the date."""

    @property
    def firm(self) -> bool:
        """Whether it announces, and does not merely look ahead."""
        return self.tense == FUTURE and (self.word in _FIRM or self.word in _AHEAD)

    @property
    def said(self) -> bool:
        """Whether the date is that of a statement."""
        return self.word in SPEECH


NO_CUE = Cue(OPEN)


def find_cue(low: str, start: int, end: int, first: int, last: int, *, caption: bool = False, text: str = "") -> Cue:
    """The nearest word that tells the tense of a date at `low[start:end]` in the sentence `low[first:last]`.

    `low` is the text in small letters. The words before the date are read first, from the date away, since English puts
    the date behind its verb ("said Tuesday", "will meet in Geneva Tuesday"); the words after it decide where the date
    opens the sentence. In a caption the simple present is past: it tells what the picture shows. With `text`, the same with
    its capitals, no proper noun is taken for a verb ("to Washington", "last May").
    """
    if _DEADLINE.match(low, end):
        return Cue(FUTURE, "deadline", near=True)
    before = _words(low, max(first, start - 8 * _REACH), start, first, text)[-_REACH:]
    if before:
        nearest = before[-1]
        if nearest in _BEFORE_PAST:
            return Cue(PAST, nearest, near=True)
        if _is_verb(before, -1) or (nearest == "on" and _is_verb(before, -2)):
            return Cue(FUTURE, nearest if nearest in _IS else before[-2], near=True)
        if nearest == "of" and len(before) > 1 and before[-2] in UNPLANNED | _VICTIMS:
            return Cue(PAST, before[-2], near=True)
        if _once_planned(before[:-1] if nearest in {"for", "on", "in", "to"} else before):
            return Cue(PAST, before[-2] if nearest in {"for", "on", "in", "to"} else nearest, near=True)
        if nearest in _BEFORE_AHEAD or before[-2:] == ["ahead", "of"]:
            return Cue(FUTURE, nearest, near=True)
        if nearest == "for" and (len(before) < 2 or before[-2] not in _IRREGULAR):
            return Cue(FUTURE, nearest, near=True)
        if (verb := _own_verb(low, start, end, first, last)) is not None:
            return verb
        cue = _read_back(before, caption=caption)
        apposed = low[end : end + 1] == "," and low[max(first, start - 2) : start] == ", "
        if cue.tense and not (apposed and cue.tense == FUTURE):
            return cue
        if cue.tense:
            # "The first deadline, Nov. 1, was met": what follows knows better.
            follows = _read_on(_words(low, end, min(last, end + 40), first, text)[:3], caption=caption)
            return follows if follows.tense == PAST else cue
    return _read_on(_words(low, end, min(last, end + 8 * _REACH), first, text)[:_REACH], caption=caption)


def _own_verb(low: str, start: int, end: int, first: int, last: int) -> Cue | None:
    """The past verb right after a date whose clause has none before it: "…, and many on Tuesday issued statements"."""
    after = _WORD.match(low, end + 1, last) if low[end : end + 1] == " " else None
    if after is None or not is_past(after[0]) or after[0] in _BASE_TOO:
        return None
    clause = _NEW_CLAUSE.search(low, max(first, start - 8 * _REACH), start)
    if clause is None or not _WORD.search(clause["words"]):
        return None
    words = _WORD.findall(clause["words"])
    told = any(is_past(word) or word in _MODALS or word in _IS or word in SPEECH or word == "to" for word in words)
    return None if told else Cue(PAST, after[0], near=True)


def _once_planned(words: list[str]) -> bool:
    """Whether the words before a date say that it was set and is no more: "originally scheduled", "once expected"."""
    return len(words) > 1 and words[-1] in _AHEAD and words[-2] in _NO_MORE


def _words(low: str, start: int, end: int, first: int, text: str) -> list[str]:
    """The words of a stretch in small letters; a proper noun, capitalised within the sentence, keeps its capital."""
    matches = list(_WORD.finditer(low, start, end))
    words = [match[0] for match in matches]
    if not text:
        return words
    capital = [text[match.start()].isupper() for match in matches]
    if sum(capital) > _HEADLINE_SHARE * len(capital):
        return words  # every word of a headline has its capital
    for index, match in enumerate(matches):
        if capital[index] and match.start() != first and text[match.start() - 1] not in _OPENING_QUOTES:
            words[index] = text[match.start() : match.end()]
    return words


def _is_verb(words: list[str], index: int) -> bool:
    """Whether a word is a form of "is"; "am" is one only after "I", else the morning's."""
    if len(words) < -index or words[index] not in _IS:
        return False
    return words[index] != "am" or words[index - 1 : index] == ["i"]


def _read_back(words: list[str], *, caption: bool) -> Cue:
    after = ""
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if word in _AFTER:
            # "after the invasion on Feb. 24": the noun's own day, no verb stands between.
            after = word
            if not UNPLANNED.isdisjoint(words[index + 1 :]):
                return Cue(PAST, word)
        previous = _before_adverb(words, index)
        near = len(words) - index <= 3
        if word in _MODALS or word.endswith(_SHORT_WILL):
            return Cue(PAST if _is_past_modal(word, words[index + 1 : index + 3]) else FUTURE, word, near)
        if word == "to" and index + 1 < len(words) and _infinitive(words[index + 1]):
            if not previous or previous == "order":
                continue  # "To find the boat, they …": a purpose
            if after and previous not in _LOOKS_AHEAD:
                continue
            if previous in _LOOKS_AHEAD or not (is_past(previous) or _MAKE & set(words[max(0, index - 5) : index])):
                return Cue(FUTURE, words[index + 1], near)
            return Cue(PAST, previous)
        if word in _AHEAD and (near or previous in _IS | _BE | _IRREGULAR) and word != "set":
            return Cue(FUTURE, word, near)
        if word == "set" and words[index + 1 : index + 2] in (["for"], ["to"]):
            return Cue(FUTURE, word, near)
        if word in SPEECH:
            return Cue(PAST, word, near)
        if is_past(word):
            if previous in _BE or (previous == "to" and word in _BASE_TOO):
                continue  # "will be held": the word before decides
            if previous in _IS and word.endswith("ed"):
                continue  # "are accused of a theft Monday": a state
            return Cue(PAST, word, near)
        if word in _ALREADY:
            return Cue(PAST, word, near)
        if word.endswith("ing") and previous in _IS and (near or word in _HOLDING):
            behind = not _BEHIND.isdisjoint(words[index + 1 :])
            return Cue(PAST if behind else FUTURE, word, near)
        if not caption and _announces(words, index):
            return Cue(FUTURE, word, near)
    return Cue(PAST, after) if after else NO_CUE


def _before_adverb(words: list[str], index: int) -> str:
    """The word before one, past an adverb in -ly: "be" in "will be formally certified"; empty where none is left."""
    at = index - 1
    if at > 0 and words[at].endswith("ly") and len(words[at]) > _SHORT_LY and words[at] not in _MONTHLY:
        at -= 1
    return words[at] if at >= 0 else ""


def _read_on(words: list[str], *, caption: bool) -> Cue:
    for index, word in enumerate(words):
        previous = words[index - 1] if index else ""
        if word in _MODALS or word.endswith(_SHORT_WILL):
            return Cue(PAST if _is_past_modal(word, words[index + 1 : index + 3]) else FUTURE, word)
        if word in SPEECH:
            return Cue(PAST, word)
        if index == 0 and (word in _IS_THE_DAY or word in _COMES) and not caption:
            return Cue(FUTURE, word)  # "Monday marks a year", "as Election Day nears"
        if word in _IS and words[index + 1 : index + 2] and words[index + 1] in _AHEAD | {"to"}:
            return Cue(FUTURE, words[index + 1])
        if is_past(word) and previous not in _IS and previous not in _BE:
            return Cue(PAST, word)
        if word in _ALREADY:
            return Cue(PAST, word)
        if not caption and _announces(words, index):
            return Cue(FUTURE, word)
    return NO_CUE


def _is_past_modal(word: str, after: list[str]) -> bool:
    """Whether a modal verb speaks of what was: "could not reach", "would have met", "would not say"."""
    if after[:1] == ["have"]:
        return word != "will" and not word.endswith(_SHORT_WILL)
    if word in {"couldn't", "couldn’t"} or (word == "could" and after[:1] == ["not"]):
        return True
    refused = after[1:2] if after[:1] == ["not"] else after[:1] if word in {"wouldn't", "wouldn’t"} else []
    return refused in _REFUSED


def is_past(word: str) -> bool:
    """Whether a word in small letters is a past form of a verb."""
    return word in _IRREGULAR or (len(word) > 3 and word.endswith("ed") and word not in _NOT_PAST)


def _infinitive(word: str) -> bool:
    plain = (
        word.isalpha()
        and word.islower()
        and not word.endswith("ing")
        and word not in _NO_SUBJECT
        and word not in _NO_VERB
    )
    return plain and (word in _BASE_TOO or not is_past(word))


def _announces(words: list[str], index: int) -> bool:
    """Whether a word is a simple present that announces an event."""
    word, previous, lead = words[index], words[index - 1] if index else "", words[max(0, index - 4) : index]
    if word in _VOTES:
        follows = words[index + 1 : index + 2]
        object_follows = not _OBJECT.isdisjoint(follows) or (not follows and word in {"votes", "plays"})
        return bool(previous) and previous not in _NO_SUBJECT and object_follows
    if word == "heads" and words[index + 1 : index + 2] == ["to"]:
        return True
    if word in _MEETS:
        goes_for = word == "goes" and not _GOES_FOR.isdisjoint(words[index + 1 : index + 2])
        return bool(previous) and previous not in _NO_SUBJECT and not goes_for
    if word not in _MEET or not previous:
        return False
    if word in _VERBS_ONLY and previous not in _NO_SUBJECT | _NO_PRESENT | _MODALS:
        return True
    plural = previous.endswith("s") and previous not in _SINGULAR_S and not previous.endswith(("'s", "’s", "ss"))
    return plural or previous in _PRONOUNS or ("and" in lead and previous not in _NO_SUBJECT and lead[-1] != "and")
