"""Whom the words around a quotation give it to: those after it, those before it, those that led to it."""

import re
from collections.abc import Sequence

from briefbook.annotate.attribution import Speaker, by_name, first_subject, subject_before, whom_named
from briefbook.annotate.narration import MARKS, Narration, Piece
from briefbook.annotate.sentences import find_sentences
from briefbook.annotate.speech import (
    ACCORDING,
    AGENT,
    AUXILIARY,
    LONGEST_SUBJECT,
    PASSIVE,
    QUOTED_AS,
    SAY_ONLY,
    SAYING,
    VERB,
)
from briefbook.model.text import Span, squeeze

_FRAME = 600
"""Characters before a quotation in which a verb of speech may govern it."""
_AFTER_MARKS = "\"”“»«'’,`) \t\u00a0\u202f"
_COLON = re.compile(r"(?:\s*\([^)]{0,40}\))?\s*:\s*[\"“‘'«„]?\s?$")
"""Between a name and the words it speaks in an interview."""
_SIGNED = re.compile(r"[\"”'’]*\s*(?:—|–|--)\s*")
_CLOSING = re.compile(rf",[\"“”'’ ]*\s(?P<who>[^,;:\"“”]{{1,{LONGEST_SUBJECT}}}\s(?P<verb>{SAY_ONLY}))\.[\s\"”'’]*$")
"""At the end of a sentence: ", Holm said."."""


_NOBODY = Speaker(None, "", "nobody is named")


def ends_phrase(text: str, piece: Piece) -> bool:
    """Whether a quoted piece ends so that an attribution can follow."""
    return (
        text[piece.span.start : piece.span.end].rstrip("'’ \u00a0\u202f")[-1:] in {",", "?", "!", "—", "-", "…", "–"}
        or text[piece.span.end : piece.span.end + 4].lstrip(MARKS)[:1] == ","
    )


def find_speaker(read: Narration, group: Sequence[Piece]) -> Speaker:
    """Who said it: by the words after each piece, then by those before the first, then by the sentence that led to it."""
    for piece in group:
        if (speaker := speaker_after(read, piece)) is not None:
            return speaker
    if (speaker := speaker_before(read, group[0])) is not None:
        return speaker
    if (speaker := _led_to(read, group[0])) is not None:
        return speaker
    return _NOBODY


def speaker_after(read: Narration, piece: Piece) -> Speaker | None:
    """“…,” Holm said / said Holm."""
    block, text = piece.block, read.texts[piece.block]
    if piece.closed and (signed := _SIGNED.match(text, piece.span.end)) is not None:
        for person in read.narrated(block, signed.end(), len(text))[:1]:
            if person.passage.span.start == signed.end():
                return by_name(person, "signed with the name")
    if not piece.closed:
        return None
    if not ends_phrase(text, piece):
        return _at_the_end(read, piece)
    start = piece.span.end
    while start < len(text) and text[start] in _AFTER_MARKS:
        start += 1
    limit = read.next_quote(block, start)
    stop = _sentence_end(text, start, limit)
    clause = text[start:stop]
    if match := re.match(rf"(?:{AUXILIARY})?(?:{SAY_ONLY})\b\s+(?=\S)", clause, re.IGNORECASE):
        subject_start = start + match.end()
        subject_end = subject_start + _cut_subject(text[subject_start:stop])
        return whom_named(
            read, block, subject_start, subject_end, f"“{squeeze(text[start:subject_end])[:60]}” after the quotation"
        )
    if match := ACCORDING.match(clause):
        subject_start = start + match.end()
        subject_end = subject_start + _cut_subject(text[subject_start:stop])
        return whom_named(read, block, subject_start, subject_end, "“according to” after the quotation")
    verb = VERB.search(clause[: LONGEST_SUBJECT + 40])
    if verb is None or verb.start() == 0 or verb[0].lower() in SAYING:
        return None
    return subject_before(read, block, start, start + verb.start(), verb[0], "after the quotation")


def find_closing(read: Narration, piece: Piece) -> Span | None:
    """The attribution that ends the sentence in which a piece is quoted: “… a promise” to the island, Holm said."""
    frame = read.frames[piece.block]
    if not piece.closed or ends_phrase(read.texts[piece.block], piece):
        return None
    stop = _sentence_end(frame, piece.span.end, min(len(frame), piece.span.end + _FRAME))
    match = _CLOSING.search(frame, piece.span.end, stop)
    return Span(match.start("who"), match.end("verb")) if match else None


def _at_the_end(read: Narration, piece: Piece) -> Speaker | None:
    closing = find_closing(read, piece)
    if closing is None:
        return None
    words = closing.of(read.frames[piece.block])
    verb = words.rpartition(" ")[2]
    return subject_before(read, piece.block, closing.start, closing.end - len(verb), verb, "at the end of the sentence")


def _sentence_end(text: str, start: int, limit: int) -> int:
    for sentence in find_sentences(text[start:limit]):
        return start + sentence.end
    return limit


def _cut_subject(words: str) -> int:
    """The length of the noun phrase that follows "said"."""
    match = re.search(
        r",|;|:|\.\s*$|\.[\"”]|\s(?:in|at|on|during|after|before|when|as|while|who|to|outside|through|via|late|early)\s|\s(?:mon|tues|wednes|thurs|fri|satur|sun)day",
        words,
        re.IGNORECASE,
    )
    return match.start() if match else len(words)


def speaker_before(read: Narration, piece: Piece) -> Speaker | None:
    """Holm said there is “…” / Holm said: “…”."""
    block = piece.block
    around = read.sentence(block, piece.span.start)
    holding = read.inside(block, around.start)
    if holding is not None and holding.start < around.start and holding.start <= piece.span.start <= holding.end:
        # A sentence inside the quotation is not where the frame began.
        around = read.sentence(block, holding.start - 1)
    frame = read.frames[block]
    begin = max(around.start, piece.span.start - _FRAME)
    for verb in reversed(list(VERB.finditer(frame, begin, piece.span.start))):
        word = verb[0].lower()
        if word not in SAYING and PASSIVE.search(frame, begin, verb.start()):
            agent = AGENT.match(frame, verb.end(), piece.span.start)
            if agent is None:
                return Speaker(None, "", f"“{word}” tells of one who was spoken to or of")
            return whom_named(
                read, block, agent.start("agent"), agent.end("agent"), f"“{word} by” before the quotation"
            )
        if QUOTED_AS.search(frame, max(begin, verb.start() - 4), verb.start()):
            speaker = _quoted_as(read, block, begin, verb.start(), word)
        elif word in SAYING or _joined(frame, begin, verb.start()):
            speaker = first_subject(read, block, begin, verb.start(), word)
        elif word == "quoted":
            speaker = Speaker(None, "", "somebody or something quoted")
        else:
            speaker = subject_before(read, block, begin, verb.start(), verb[0], "before the quotation")
        if speaker is not None:
            return speaker
    named = read.narrated(block, begin, piece.span.start)[-1:]
    if (
        named
        and named[0].passage.span.start == begin
        and _COLON.match(frame[named[0].passage.span.end : piece.span.start])
    ):
        return by_name(named[0], "a colon after the name")
    if match := list(ACCORDING.finditer(frame, begin, piece.span.start)):
        start = match[-1].end()
        return whom_named(
            read,
            block,
            start,
            start + _cut_subject(frame[start : piece.span.start]),
            "“according to” before the quotation",
        )
    return None


def _quoted_as(read: Narration, block: int, begin: int, verb: int, word: str) -> Speaker | None:
    """The person right before "as saying": "quoted Adeyemi as saying", "Adeyemi was quoted as saying"."""
    persons = read.narrated(block, begin, verb)
    between = read.frames[block][persons[-1].passage.span.end : verb] if persons else ""
    if re.fullmatch(r"\s+(?:(?:was|were|is|has been|had been)\s+(?:quoted|cited)\s+)?(?:[^,]{0,40}\s)?as\s+", between):
        return by_name(persons[-1], f"quoted as {word}")
    return Speaker(None, "", f"somebody quoted as {word}")


def _joined(frame: str, begin: int, verb: int) -> bool:
    """Whether the verb shares the subject of an earlier one: "… accused the West and said"."""
    return bool(
        re.search(r"\b(?:(?:and|but)\s+(?:also\s+|then\s+|later\s+)?|,\s+then\s+)$", frame[begin:verb], re.IGNORECASE)
    )


def _led_to(read: Narration, piece: Piece) -> Speaker | None:
    """A paragraph that ends in a colon, or "He said:", gives the words of the next one to its speaker."""
    block = piece.block
    if read.texts[block][: piece.span.start].strip(MARKS):
        return None
    earlier = read.paragraph_before(block)
    if earlier is None or not read.texts[earlier].rstrip().endswith(":"):
        return None
    sentence = read.sentences(earlier)[-1]
    verbs = list(VERB.finditer(read.frames[earlier], sentence.start, sentence.end))
    for verb in reversed(verbs):
        speaker = subject_before(
            read, earlier, sentence.start, verb.start(), verb[0], "before the colon that leads to it"
        )
        if speaker is not None:
            return speaker
    return None
