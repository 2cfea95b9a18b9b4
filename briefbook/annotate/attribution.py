"""Whom the words of an attribution mean: a name, a title that one person bears, the subject of a verb of speech, a pronoun."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefbook.annotate.narration import Narration
from briefbook.annotate.speech import BETWEEN, LONGEST_SUBJECT, NOT_HIMSELF, SAY_ONLY, VERB, is_governed
from briefbook.annotate.tenses import is_past
from briefbook.model.entity import Mention
from briefbook.model.text import Slug, count_words, squeeze

_FAR = 3
"""Paragraphs looked back for whom a pronoun means."""
_SENTENCES_BACK = 12
"""Sentences of one paragraph looked back for the same."""
_RELATIVE = re.compile(r"\b(?:that|which|who|whom|whose)\b", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"(?:an?|the|its|his|her|their)\s+(?:[\w-]+\s+){0,3}?(?:report|letter|statement|document|study|survey|memo|memorandum|text|"
    r"ruling|verdict|article|newspaper|paper|website|complaint|indictment|lawsuit|affidavit|e-?mail|banner|sign|poster|headline|"
    r"communique|communiqué|resolution|draft|treaty|law|bill)\b",
    re.IGNORECASE,
)
"""What speaks without being a person."""
_PRONOUN = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_FIRST_PRONOUN = re.compile(r"(?:he|she|they|it|we|i|who)\b", re.IGNORECASE)
_LONGEST_TITLE = 80
"""Characters of a subject that is shown."""
_MARK_OR_BULLET = re.compile(r"[“”\"«»„•]")
_NOT_SAID = re.compile(
    r"\b(?:to|can|could|may|might|should|must|would|will|cannot|(?:ca|wo|do|did|does|should|would|could)n['’]t)(?:\s+(?:just|also|simply|always|even|not|have\s+to))*$",
    re.IGNORECASE,
)
"""Before a verb of speech: what may be said, and by nobody in particular ("you can just say")."""
_LEADING = re.compile(
    r"^(?:(?:and|but|so|as|then|though|although|while|whereas|because|if|when|yet|or|after)\s+)+", re.IGNORECASE
)
_TRAILING = re.compile(r"(?:\s+(?:has|had|have|also|later|then|was|were|is|are|did|who|which|that|[a-z]+ly))+$")
_NOUN_PHRASE = re.compile(
    r"(?:(?:the|an?|one|another|his|her|its|their|our|my|some|several|many|most|few|both|two|three|four|five|other|this|these|"
    r"those|no)\s+\S.*|(?:one|another|others|some|several|many|both|critics|officials)|(?:he|she|they|it|we|i|you)|(?-i:[A-Z]).*)",
    re.IGNORECASE | re.DOTALL,
)
_UNCLOSED = re.compile(rf",\s+(?:an?|the)\s[^,;:]{{1,{LONGEST_SUBJECT}}}\s")
"""After a name right behind the quotation: who that is, without the second comma."""
_INSERTED = re.compile(r",\s+(?:who|whom|whose|which|where|when)\b[^,]*$")
"""Before a name: a clause between commas, which speaks of the subject before it."""
_CLAUSE = re.compile(r"[,;:—–]|--|\b(?:that|but|while|because|if|when|who|which)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it, as far as the words tell."""

    entity: Slug | None
    """None where it stays open."""
    surface: str
    """As printed, or empty where the words before the verb are no name, title or pronoun."""
    reason: str
    governed: bool = False
    """Whether a verb of speech governs the words, though nobody can be shown as its subject."""


def whom_named(read: Narration, block: int, start: int, end: int, reason: str) -> Speaker | None:
    """Whom the noun phrase between two offsets of a block names; nobody, with the phrase as printed, where that stays open; None for no words."""
    phrase = read.texts[block][start:end].strip(" ,")
    if not phrase:
        return None
    if _FIRST_PRONOUN.fullmatch(phrase):
        return _pronoun(read, block, start, phrase, reason)
    for person in read.narrated(block, start, end + 1):
        span = person.passage.span
        lead, tail = read.texts[block][start : span.start], read.texts[block][span.end : end]
        if _RELATIVE.search(lead) or _DOCUMENT.match(lead):
            break
        if NOT_HIMSELF.match(tail) or is_governed(lead) or re.search(r"\band\s+$", lead) or re.match(r"\s+and\b", tail):
            return Speaker(None, phrase, f"{reason}, no one person")
        return by_name(person, reason)
    return _by_title(read, phrase, reason)


def by_name(person: Mention, reason: str) -> Speaker:
    """The person of a mention as the speaker, or nobody, with the name as printed, where it is not resolved."""
    if person.entity is None:
        return Speaker(None, person.surface, f"{reason}, a name that is not resolved")
    return Speaker(person.entity, person.surface, reason)


def _by_title(read: Narration, phrase: str, reason: str) -> Speaker:
    """The one person of the article who bears a title, where it stands without the name."""
    title = re.sub(r"^(?:the|a|an)\s+", "", squeeze(phrase).casefold())
    bearers: dict[Slug, Mention] = {}
    if count_words(title) >= 2 and not re.match(r"(?:a|an|one|some)\s", phrase.casefold()):
        for number in range(len(read.texts)):
            for person in read.persons.get(number, ()):
                lead = squeeze(
                    read.texts[number][max(0, person.passage.span.start - 80) : person.passage.span.start]
                ).casefold()
                own = squeeze(person.surface).casefold()
                if person.entity is not None and (lead.endswith(title) or own.startswith(f"{title} ")):
                    bearers[person.entity] = person
    if len(bearers) == 1:
        (entity,) = bearers
        return Speaker(entity, phrase, f"{reason}; the title is that of one person here")
    return Speaker(None, phrase, f"{reason}, no person named")


def subject_before(read: Narration, block: int, begin: int, verb: int, word: str, where: str) -> Speaker | None:
    """The subject right before the verb of speech at an offset of a block; None where the clause names a person who is not it."""
    frame = read.frames[block]
    reason = f"“{word}” {where}"
    persons = read.narrated(block, begin, verb)
    for person in reversed(persons):
        span = person.passage.span
        between = frame[span.end : verb]
        unclosed = span.start == begin and _UNCLOSED.fullmatch(between)
        if NOT_HIMSELF.match(between) or not (unclosed or BETWEEN.fullmatch(between)):
            continue
        lead = frame[begin : span.start]
        if is_governed(lead) or ("," in between and _INSERTED.search(lead)):
            continue
        if re.search(r"\band\s+(?:[\w.'’-]+\s+){0,5}$", lead) and _shares(read, block, begin, span.start):
            return Speaker(None, squeeze(frame[begin:verb])[-60:].strip(" ,"), f"{reason}, by more than one person")
        pronoun = list(_PRONOUN.finditer(frame, span.end, verb))
        if pronoun:
            break
        return by_name(person, f"“{squeeze(person.surface)} {word}” {where}")
    match = re.search(
        r"(?:^|[\s,(“\"—–-])(?P<pronoun>he|she|they|it|we)\s+(?:(?:also|later|then|has|had|have|still|again|\w+ly)\s+)*$",
        frame[begin:verb],
        re.IGNORECASE,
    )
    if match:
        return _pronoun(
            read, block, begin + match.start("pronoun"), match["pronoun"], f"“{match['pronoun']} {word}” {where}"
        )
    lead = frame[begin:verb].rstrip(" ,")
    clause = _CLAUSE.split(lead)[-1].strip()
    if not clause or persons_in(persons, frame, clause, verb):
        return None
    phrase = "" if _NOT_SAID.search(clause) else _noun_phrase(clause)
    if not phrase or len(phrase) > _LONGEST_TITLE:
        return Speaker(None, "", f"{reason}, no person named", governed=True)
    return _by_title(read, phrase, reason)


def _noun_phrase(clause: str) -> str:
    """What of the words before a verb of speech can be shown as its subject; empty where nothing can."""
    phrase = _MARK_OR_BULLET.split(clause)[-1].strip()
    phrase = _LEADING.sub("", phrase)
    phrase = _TRAILING.sub("", phrase)
    return phrase if _NOUN_PHRASE.fullmatch(phrase) else ""


def persons_in(persons: Sequence[Mention], frame: str, clause: str, verb: int) -> bool:
    """Whether a person stands in the clause right before a verb."""
    start = frame.rfind(clause, 0, verb)
    return any(person.passage.span.start >= start for person in persons)


def _shares(read: Narration, block: int, begin: int, at: int) -> bool:
    """Whether another person stands right before "and"."""
    frame = read.frames[block]
    return any(
        re.fullmatch(r"\s+and\s+(?:[\w.'’-]+\s+){0,5}", frame[m.passage.span.end : at]) is not None
        for m in read.narrated(block, begin, at)
    )


def first_subject(read: Narration, block: int, begin: int, verb: int, word: str) -> Speaker | None:
    """The subject of the sentence from `begin` on, to which "saying" and "and said" belong; None where it names no person."""
    frame = read.frames[block]
    reason = f"“{word}”, said of the subject of the sentence"
    for person in read.narrated(block, begin, verb):
        lead = frame[begin : person.passage.span.start]
        if NOT_HIMSELF.match(frame, person.passage.span.end) or is_governed(lead):
            continue
        pronoun = re.match(r"(?:[^,]{0,60},\s+)?(?P<p>he|she)\b", frame[begin:verb], re.IGNORECASE)
        if pronoun and begin + pronoun.start("p") < person.passage.span.start:
            return _pronoun(read, block, begin + pronoun.start("p"), pronoun["p"], reason)
        return by_name(person, reason)
    if pronoun := re.match(r"(?:[^,]{0,60},\s+)?(?P<p>he|she)\b", frame[begin:verb], re.IGNORECASE):
        return _pronoun(read, block, begin + pronoun.start("p"), pronoun["p"], reason)
    return None


def _pronoun(read: Narration, block: int, at: int, word: str, reason: str) -> Speaker:
    """Whom "he" or "she" means: the subject of the nearest sentence before that has one."""
    if word.lower() not in {"he", "she"}:
        return Speaker(None, word, f"{reason}, a pronoun that names nobody")
    number: int | None = block
    limit = at
    for _ in range(_FAR + 1):
        if number is None:
            break
        sentences = read.sentences(number)
        count = bisect_left(sentences, limit, key=lambda span: span.start)
        for sentence in reversed(sentences[max(0, count - _SENTENCES_BACK) : count]):
            last = min(sentence.end, limit)
            found = _speaker_of(read, number, sentence.start, last, word.lower())
            if (found is None and read.about_another(number, sentence)) or read.unknown_speaks(
                number, sentence.start, last
            ):
                return Speaker(None, word, f"{reason}, and the sentence before is about somebody or something else")
            if found is not None:
                if found.entity is None:
                    return Speaker(None, word, f"{reason}, and who that is stays open")
                if read.unlikely(found.entity, word.lower()):
                    return Speaker(None, word, f"{reason}, which hardly means “{found.surface}”, named before")
                return replace(found, surface=word, reason=f"{reason}; the sentence before is about “{found.surface}”")
        number = read.paragraph_before(number)
        limit = len(read.texts[number]) if number is not None else 0
    return Speaker(None, word, f"{reason}, and nobody is named before")


def _speaker_of(read: Narration, block: int, begin: int, end: int, pronoun: str) -> Speaker | None:
    """The person a sentence is about: who speaks in it, else its subject; None where it names nobody the pronoun fits."""
    persons = [person for person in read.narrated(block, begin, end) if read.fits(person, pronoun)]
    if not persons:
        return None
    frame = read.frames[block]
    speaking = []
    for verb in VERB.finditer(frame, begin, end):
        for person in reversed([p for p in persons if p.passage.span.end <= verb.start()]):
            span = person.passage.span
            lead = frame[begin : span.start]
            if (
                not NOT_HIMSELF.match(frame, span.end)
                and BETWEEN.fullmatch(frame[span.end : verb.start()])
                and not is_governed(lead)
            ):
                speaking.append(person)
            break
        follow = [p for p in persons if verb.end() < p.passage.span.start]
        if (
            follow
            and re.match(rf"(?:{SAY_ONLY})$", verb[0], re.IGNORECASE)
            and re.fullmatch(r"\s+(?:[\w.'’-]+\s+){0,8}", frame[verb.end() : follow[0].passage.span.start])
            and re.search(r"[\"”'’,]\s*$", frame[begin : verb.start()])
        ):
            speaking.append(follow[0])
    if speaking:
        return by_name(speaking[0], "")
    if len({person.entity for person in persons}) > 1:
        return Speaker(None, "", "more than one person")
    for person in persons:
        lead = frame[begin : person.passage.span.start]
        if NOT_HIMSELF.match(frame, person.passage.span.end) or is_governed(lead) or lead.endswith(("-", "–")):
            continue
        if _HE_LED.match(lead):
            return None  # the pronoun is the subject; whom it means is told before
        return Speaker(None, "", "the subject is somebody else") if _has_verb(lead) else by_name(person, "")
    return None


_HE_LED = re.compile(r"[\s\"“”']*(?:[^,]{0,60},\s+)?(?:he|she)\b", re.IGNORECASE)
_CLAUSE_START = re.compile(
    r"[,;:—–]\s|\b(?:that|but|and|while|because|if|when|as|after|before|since|although|though)\s"
)


def _has_verb(lead: str) -> bool:
    """Whether the clause before a name has its verb already, so that the name is not its subject: "This student left before Holm"."""
    clause = _CLAUSE_START.split(lead)[-1]
    return any(is_past(word) for word in re.findall(r"\b[a-z]+\b", clause))
