"""Whom the words around a quotation give it to: by verb and name, by title, by a pronoun that can mean only one."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefbook.annotate import gazetteer
from briefbook.annotate.sentences import STARTERS, find_quoted, find_sentences
from briefbook.annotate.tenses import is_past
from briefbook.model.article import Article, BlockKind
from briefbook.model.entity import EntityKind, Mention
from briefbook.model.text import Slug, Span, count_words, squeeze

SPOKEN = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.CELL, BlockKind.CAPTION})
_FAR = 3
"""Paragraphs looked back for whom a pronoun means."""
_SENTENCES_BACK = 12
"""Sentences of one paragraph looked back for the same."""
_FRAME = 600
"""Characters before a quotation in which a verb of speech may govern it."""
LONGEST_SUBJECT = 160
"""Characters a subject may have, with what is put in between commas."""
MARKS = "\"“”„«»‘’`' \t\n\u00a0\u202f"
"""Quotation marks, and the spaces that stand at them."""
_AFTER_MARKS = "\"”“»«'’,`) \t\u00a0\u202f"
_SAY = (
    "said says say asked asks added adds stated states noted notes wrote writes insisted insists argued argues claimed claims "
    "warned warns acknowledged acknowledges announced announces declared declares explained explains replied replies responded "
    "responds remarked remarks commented comments testified testifies tweeted tweets posted quipped joked shouted cried "
    "whispered recalled recalls concluded concludes continued continues admitted admits conceded concedes confirmed confirms "
    "predicted predicts promised promises vowed vows stressed stresses emphasized emphasised emphasizes emphasises suggested "
    "suggests maintained maintains observed observes believes contended contends complained complains lamented cautioned "
    "cautions countered counters pledged reiterated reported revealed reveals "
    "answered answers chanted chant yelled screamed asserted asserts exclaimed exclaims proclaimed proclaims affirmed affirms pleaded pleads "
    "boasted boasts bragged beamed beams fumed grumbled griped gushed implored interjected mused muses opined quips retorted retorts "
    "scoffed sighed snapped swore swears thundered ventured marveled marvelled deadpanned recounted recounts reasoned"
).split()
_TELL = "told tells called calls described describes dubbed labeled labelled termed denounced condemned urged urges hailed praised criticized criticised accused dismissed referred quoted rejected branded slammed blasted likened characterized characterised".split()
_SAYING = "saying telling adding calling describing writing asking warning noting insisting arguing claiming stressing declaring explaining stating announcing urging vowing promising demanding predicting accusing".split()
_FOREIGN = (
    "dit déclaré déclare affirmé affirme ajouté ajoute expliqué explique estimé estime assuré souligné souligne poursuivi poursuit "
    "sagte sagt erklärte erklärt betonte betont meinte schrieb warnte teilte"
).split()
"""The same in French and German, by which «…» and „…“ are told."""
VERB = re.compile(rf"\b(?<!so-)(?:{'|'.join(_SAY + _TELL + _SAYING + _FOREIGN)})\b", re.IGNORECASE)
_SAY_ONLY = "|".join(_SAY + _FOREIGN)
_AUXILIARY = r"(?:a|ont|avait|hat)\s+"
"""Before a French or German participle."""
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be|got)\s+(?:(?:[a-z]+ly|also|later|once|then|again)\s+)*$")
"""Before a verb of speech: its subject is spoken to or of."""
_AS = re.compile(r"\bas\s$", re.IGNORECASE)
_COLON = re.compile(r"(?:\s*\([^)]{0,40}\))?\s*:\s*[\"“‘'«„]?\s?$")
"""Between a name and the words it speaks in an interview."""
_BY = re.compile(r"\s+by\s+(?P<agent>[^,;:“”\"]+?)(?=\s+(?:as|that|to|who|in|on|at)\b|[,;:“”\"]|\s*$)")
_RELATIVE = re.compile(r"\b(?:that|which|who|whom|whose)\b", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"(?:an?|the|its|his|her|their)\s+(?:[\w-]+\s+){0,3}?(?:report|letter|statement|document|study|survey|memo|memorandum|text|"
    r"ruling|verdict|article|newspaper|paper|website|complaint|indictment|lawsuit|affidavit|e-?mail|banner|sign|poster|headline|"
    r"communique|communiqué|resolution|draft|treaty|law|bill)\b",
    re.IGNORECASE,
)
"""What speaks without being a person."""
_TITLE_REACH = 20
"""Characters before a name in which its title stands."""
_TITLE_OF_ONE = re.compile(
    r"\b(?:(?P<he>Mr\.?|Sir|King|Prince|spokesman|chairman|congressman|councilman|businessman)|(?P<she>Mrs\.?|Ms\.?|Miss|Lady|Dame|Queen|"
    r"Princess|spokeswoman|chairwoman|congresswoman|councilwoman|businesswoman))\s+$"
)
_PRONOUN = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_FIRST_PRONOUN = re.compile(r"(?:he|she|they|it|we|i|who)\b", re.IGNORECASE)
_ACCORDING = re.compile(r"\baccording\s+to\s+", re.IGNORECASE)
_SIGNED = re.compile(r"[\"”'’]*\s*(?:—|–|--)\s*")
_BETWEEN = re.compile(
    r"""(?:\s*\([^)]{0,40}\))?
        (?:\s*,[^,]{0,120},)?
        (?:\s+(?:also|later|then|still|has|had|have|himself|herself|again|once|earlier|recently|repeatedly|publicly|
             reportedly|now|further|even|simply|only|just|first|[a-z]+ly|today|yesterday|
             (?:mon|tues|wednes|thurs|fri|satur|sun)day|was|is|did|who|which|what))*
        (?:\s+(?:on|in|at|during|after|from|before)\s+[^,]{1,60}?)?
        (?:\s+(?:also|later|then|has|had|[a-z]+ly))*
        [\s,]*""",
    re.IGNORECASE | re.VERBOSE,
)
_OBLIQUE = re.compile(
    r"\b(?!OF\b)(?i:with|for|of|by|from|to|against|between|about|under|behind|alongside|beside|near|after|before|on|in|at|like|such\s+as|than|"
    r"met|meets|meet|meeting|told|tells|telling|including|urged|urging|asked|asking|called|calling|accused|accusing|blamed|"
    r"blaming|praised|quoting|citing|echoing|paraphrasing|joining|thanking|addressing|criticizing|criticising|interviewing|"
    r"criticized|criticised|succeeded|succeeding|replaced|replacing)\s+"
    r"(?:(?:(?:the|his|her|their|its|foreign|deputy|prime|visiting|former|senior|top|state|defen[cs]e|finance|interior|minister|"
    r"president|envoy|leader|counterpart|chief|secretary|chancellor|premier|general|ambassador|king),?|[A-Z][\w.'’-]*)\s+){0,8}$"
)
"""Before a name: it is governed by a preposition or a verb, and not the subject."""
_TITLE_OF = re.compile(
    r"\b(?!(?:Aides|Allies|Members|Friends|Supporters|Relatives|Backers|Critics|Opponents)\b)([A-Z]\w+) (of) (?=(?:the )?[A-Z])"
)
"""In "Secretary of State Jane Roe" the preposition belongs to the title."""
_NOT_HIMSELF = re.compile(
    r"['’]s?\s|['’]s\b|\s+(?:administration|government|regime|forces?|army|aides?|supporters?|loyalists?|campaign|team|family|era|"
    r"all(?:y|ies)|advis[eo]rs?|spokes\w+|lawyers?|attorneys?|officials?|clan|presidency|doctrine|plan|troops|camp|associates?|"
    r"critics|opponents|backers|cabinet|office|rule)\b"
)
"""After a name: somebody or something else is meant."""
_CLOSING = re.compile(rf",[\"“”'’ ]*\s(?P<who>[^,;:\"“”]{{1,{LONGEST_SUBJECT}}}\s(?P<verb>{_SAY_ONLY}))\.[\s\"”'’]*$")
"""At the end of a sentence: ", Holm said."."""
_LONGEST_TITLE = 80
"""Characters of a subject that is shown."""
_MARK_OR_BULLET = re.compile(r"[“”\"«»„•]")
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
_BARE_NAME = re.compile(r"([A-Z][\w’'-]{2,})(?=\s)")
_NEXT_WORD = re.compile(r"\s+(?:[a-z]+ly\s+|also\s+|then\s+|later\s+)?([a-z]+)\b")
_PRESENT = frozenset("has is was does wants says denies insists".split())


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch between quotation marks."""

    block: int
    span: Span
    """Without the marks."""
    closed: bool


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


_NOBODY = Speaker(None, "", "nobody is named")


class Narration:
    """An article as the attribution reads it: its blocks with the quoted words blanked out, its persons by block."""

    def __init__(self, article: Article, mentions: Sequence[Mention]) -> None:
        self.article = article
        self.texts = [block.text for block in article.blocks]
        self.kinds = [block.kind for block in article.blocks]
        self.quoted = [
            find_quoted(text) if kind in SPOKEN else () for text, kind in zip(self.texts, self.kinds, strict=True)
        ]
        self.frames = [
            _blank(text, (item.inner for item in quoted)) for text, quoted in zip(self.texts, self.quoted, strict=True)
        ]
        self.persons: dict[int, list[Mention]] = {}
        for mention in sorted(mentions, key=lambda m: m.passage):
            if mention.kind is EntityKind.PERSON:
                self.persons.setdefault(mention.passage.block, []).append(mention)
        # Every look-up below is by halving, so that a paragraph of ten thousand quotation marks takes no hours.
        self._quote_starts = [[item.inner.start for item in quoted] for quoted in self.quoted]
        self._narrated = {
            block: [m for m in persons if not self.inside(block, m.passage.span.start)]
            for block, persons in self.persons.items()
        }
        self._sentences: dict[int, tuple[Span, ...]] = {}
        self.others = {
            (m.passage.block, m.passage.span.start): m.passage.span.end
            for m in mentions
            if m.kind is not EntityKind.PERSON
        }
        """Where something else than a person is named, and where its name ends."""
        self.called = self._titles()
        self._given = self._given_names()

    def _titles(self) -> dict[Slug, str]:
        """The pronoun of persons whom a title somewhere in the article tells to be a he or a she; none where titles differ."""
        found: dict[Slug, set[str]] = {}
        for block, persons in self.persons.items():
            for person in persons:
                lead = self.texts[block][max(0, person.passage.span.start - _TITLE_REACH) : person.passage.span.start]
                title = _TITLE_OF_ONE.search(lead) or _TITLE_OF_ONE.match(person.surface.partition(" ")[0] + " ")
                if person.entity is not None and title:
                    found.setdefault(person.entity, set()).add("she" if title["she"] else "he")
        return {entity: min(words) for entity, words in found.items() if len(words) == 1}

    def _given_names(self) -> dict[Slug, str]:
        """The pronoun of persons whose given name, somewhere in the article, nearly always goes with one."""
        pronouns = gazetteer.pronouns_of_given_names()
        found: dict[Slug, str] = {}
        for persons in self.persons.values():
            for person in persons:
                first, _, rest = person.surface.partition(" ")
                if person.entity is not None and rest and (pronoun := pronouns.get(gazetteer.fold_name(first))):
                    found[person.entity] = pronoun
        return found

    def unlikely(self, entity: Slug, pronoun: str) -> bool:
        """Whether a pronoun would be odd for a person by the given name; a title says more than that."""
        return entity not in self.called and self._given.get(entity, pronoun) != pronoun

    def fits(self, person: Mention, pronoun: str) -> bool:
        """Whether a pronoun may mean a person."""
        return person.entity is None or self.called.get(person.entity, pronoun) == pronoun

    def about_another(self, block: int, sentence: Span) -> bool:
        """Whether the subject of a sentence is a name, but none of a known person: "Ostmark denied it"; "Lima voted no",
        where nobody knows whether Lima is a man.
        """
        begin = sentence.start
        the = 4 if self.texts[block].startswith("The ", begin) else 0
        end = self.others.get((block, begin)) or self.others.get((block, begin + the))
        if end is None:
            name = _BARE_NAME.match(self.texts[block], begin)
            if (
                name is None
                or name[1].lower() in STARTERS
                or any(m.passage.span.start <= begin < m.passage.span.end for m in self.persons.get(block, ()))
            ):
                return False
            end = name.end(1)
        verb = _NEXT_WORD.match(self.texts[block], end)
        return verb is not None and (is_past(verb[1]) or verb[1] in _PRESENT)

    def sentences(self, block: int) -> tuple[Span, ...]:
        """The sentences of a block."""
        if block not in self._sentences:
            self._sentences[block] = find_sentences(self.texts[block])
        return self._sentences[block]

    def sentence(self, block: int, at: int) -> Span:
        """The sentence that holds an offset."""
        spans = self.sentences(block)
        index = bisect_right(spans, at, key=lambda span: span.start) - 1
        return spans[index] if index >= 0 else Span(0, len(self.texts[block]))

    def inside(self, block: int, at: int) -> Span | None:
        """The quoted stretch that holds an offset."""
        index = bisect_right(self._quote_starts[block], at) - 1
        if index < 0:
            return None
        inner = self.quoted[block][index].inner
        return inner if at < inner.end else None

    def next_quote(self, block: int, at: int) -> int:
        """Where the next quoted stretch begins, or the end of the block."""
        index = bisect_right(self._quote_starts[block], at)
        starts = self._quote_starts[block]
        return starts[index] - 1 if index < len(starts) else len(self.texts[block])

    def narrated(self, block: int, first: int, last: int) -> list[Mention]:
        """The persons named between two offsets, outside quotation marks."""
        persons = self._narrated.get(block, [])
        index = bisect_left(persons, first, key=lambda m: m.passage.span.start)
        found = []
        while index < len(persons) and persons[index].passage.span.end <= last:
            found.append(persons[index])
            index += 1
        return found


def _blank(text: str, spans: Iterable[Span]) -> str:
    pieces, at = [], 0
    for span in spans:
        pieces += [text[at : span.start], " " * (span.end - span.start)]
        at = span.end
    return "".join((*pieces, text[at:]))


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
                return _by_name(person, "signed with the name")
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
    if match := re.match(rf"(?:{_AUXILIARY})?(?:{_SAY_ONLY})\b\s+(?=\S)", clause, re.IGNORECASE):
        subject_start = start + match.end()
        subject_end = subject_start + _cut_subject(text[subject_start:stop])
        return _named(
            read, block, subject_start, subject_end, f"“{squeeze(text[start:subject_end])[:60]}” after the quotation"
        )
    if match := _ACCORDING.match(clause):
        subject_start = start + match.end()
        subject_end = subject_start + _cut_subject(text[subject_start:stop])
        return _named(read, block, subject_start, subject_end, "“according to” after the quotation")
    verb = VERB.search(clause[: LONGEST_SUBJECT + 40])
    if verb is None or verb.start() == 0 or verb[0].lower() in _SAYING:
        return None
    return _subject(read, block, start, start + verb.start(), verb[0], "after the quotation")


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
    return _subject(read, piece.block, closing.start, closing.end - len(verb), verb, "at the end of the sentence")


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
        if word not in _SAYING and _PASSIVE.search(frame, begin, verb.start()):
            agent = _BY.match(frame, verb.end(), piece.span.start)
            if agent is None:
                return Speaker(None, "", f"“{word}” tells of one who was spoken to or of")
            return _named(read, block, agent.start("agent"), agent.end("agent"), f"“{word} by” before the quotation")
        if _AS.search(frame, max(begin, verb.start() - 4), verb.start()):
            speaker = _quoted_as(read, block, begin, verb.start(), word)
        elif word in _SAYING or _joined(frame, begin, verb.start()):
            speaker = _first_subject(read, block, begin, verb.start(), word)
        elif word == "quoted":
            speaker = Speaker(None, "", "somebody or something quoted")
        else:
            speaker = _subject(read, block, begin, verb.start(), verb[0], "before the quotation")
        if speaker is not None:
            return speaker
    named = read.narrated(block, begin, piece.span.start)[-1:]
    if (
        named
        and named[0].passage.span.start == begin
        and _COLON.match(frame[named[0].passage.span.end : piece.span.start])
    ):
        return _by_name(named[0], "a colon after the name")
    if match := list(_ACCORDING.finditer(frame, begin, piece.span.start)):
        start = match[-1].end()
        return _named(
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
        return _by_name(persons[-1], f"quoted as {word}")
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
    earlier = _paragraph_before(read, block)
    if earlier is None or not read.texts[earlier].rstrip().endswith(":"):
        return None
    sentence = read.sentences(earlier)[-1]
    verbs = list(VERB.finditer(read.frames[earlier], sentence.start, sentence.end))
    for verb in reversed(verbs):
        speaker = _subject(read, earlier, sentence.start, verb.start(), verb[0], "before the colon that leads to it")
        if speaker is not None:
            return speaker
    return None


def _paragraph_before(read: Narration, block: int) -> int | None:
    return next((n for n in range(block - 1, -1, -1) if read.kinds[n] in SPOKEN), None)


def _named(read: Narration, block: int, start: int, end: int, reason: str) -> Speaker | None:
    """Whom the noun phrase between two offsets names."""
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
        if _NOT_HIMSELF.match(tail) or _governed(lead) or re.search(r"\band\s+$", lead) or re.match(r"\s+and\b", tail):
            return Speaker(None, phrase, f"{reason}, no one person")
        return _by_name(person, reason)
    return _by_title(read, block, phrase, reason)


def _by_name(person: Mention, reason: str) -> Speaker:
    if person.entity is None:
        return Speaker(None, person.surface, f"{reason}, a name that is not resolved")
    return Speaker(person.entity, person.surface, reason)


def _by_title(read: Narration, block: int, phrase: str, reason: str) -> Speaker:
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
    del block
    if len(bearers) == 1:
        (entity,) = bearers
        return Speaker(entity, phrase, f"{reason}; the title is that of one person here")
    return Speaker(None, phrase, f"{reason}, no person named")


def _subject(read: Narration, block: int, begin: int, verb: int, word: str, where: str) -> Speaker | None:
    """The subject right before a verb of speech."""
    frame = read.frames[block]
    reason = f"“{word}” {where}"
    persons = read.narrated(block, begin, verb)
    for person in reversed(persons):
        span = person.passage.span
        between = frame[span.end : verb]
        unclosed = span.start == begin and _UNCLOSED.fullmatch(between)
        if _NOT_HIMSELF.match(between) or not (unclosed or _BETWEEN.fullmatch(between)):
            continue
        lead = frame[begin : span.start]
        if _governed(lead) or ("," in between and _INSERTED.search(lead)):
            continue
        if re.search(r"\band\s+(?:[\w.'’-]+\s+){0,5}$", lead) and _shares(read, block, begin, span.start):
            return Speaker(None, squeeze(frame[begin:verb])[-60:].strip(" ,"), f"{reason}, by more than one person")
        pronoun = list(_PRONOUN.finditer(frame, span.end, verb))
        if pronoun:
            break
        return _by_name(person, f"“{squeeze(person.surface)} {word}” {where}")
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
    phrase = _noun_phrase(clause)
    if not phrase or len(phrase) > _LONGEST_TITLE:
        return Speaker(None, "", f"{reason}, no person named", governed=True)
    return _by_title(read, block, phrase, reason)


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


def _governed(lead: str) -> bool:
    """Whether a name after these words is no subject."""
    plain = _TITLE_OF.sub(lambda match: f"{match[1]} OF ", lead)
    return _OBLIQUE.search(plain) is not None


def _shares(read: Narration, block: int, begin: int, at: int) -> bool:
    """Whether another person stands right before "and"."""
    frame = read.frames[block]
    return any(
        re.fullmatch(r"\s+and\s+(?:[\w.'’-]+\s+){0,5}", frame[m.passage.span.end : at]) is not None
        for m in read.narrated(block, begin, at)
    )


def _first_subject(read: Narration, block: int, begin: int, verb: int, word: str) -> Speaker | None:
    """The subject of the sentence, to which "saying" and "and said" belong."""
    frame = read.frames[block]
    reason = f"“{word}”, said of the subject of the sentence"
    for person in read.narrated(block, begin, verb):
        lead = frame[begin : person.passage.span.start]
        if _NOT_HIMSELF.match(frame, person.passage.span.end) or _governed(lead):
            continue
        pronoun = re.match(r"(?:[^,]{0,60},\s+)?(?P<p>he|she)\b", frame[begin:verb], re.IGNORECASE)
        if pronoun and begin + pronoun.start("p") < person.passage.span.start:
            return _pronoun(read, block, begin + pronoun.start("p"), pronoun["p"], reason)
        return _by_name(person, reason)
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
            if found is None and read.about_another(number, sentence):
                return Speaker(None, word, f"{reason}, and the sentence before is about somebody or something else")
            if found is not None:
                if found.entity is None:
                    return Speaker(None, word, f"{reason}, and who that is stays open")
                if read.unlikely(found.entity, word.lower()):
                    return Speaker(None, word, f"{reason}, which hardly means “{found.surface}”, named before")
                return replace(found, surface=word, reason=f"{reason}; the sentence before is about “{found.surface}”")
        number = _paragraph_before(read, number)
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
                not _NOT_HIMSELF.match(frame, span.end)
                and _BETWEEN.fullmatch(frame[span.end : verb.start()])
                and not _governed(lead)
            ):
                speaking.append(person)
            break
        follow = [p for p in persons if verb.end() < p.passage.span.start]
        if (
            follow
            and re.match(rf"(?:{_SAY_ONLY})$", verb[0], re.IGNORECASE)
            and re.fullmatch(r"\s+(?:[\w.'’-]+\s+){0,8}", frame[verb.end() : follow[0].passage.span.start])
            and re.search(r"[\"”'’,]\s*$", frame[begin : verb.start()])
        ):
            speaking.append(follow[0])
    if speaking:
        return _by_name(speaking[0], "")
    if len({person.entity for person in persons}) > 1:
        return Speaker(None, "", "more than one person")
    for person in persons:
        lead = frame[begin : person.passage.span.start]
        if _NOT_HIMSELF.match(frame, person.passage.span.end) or _governed(lead):
            continue
        return _by_name(person, "")
    return None
