"""Who said what: the words a source prints in quotation marks, and the person whom the words around give them to.

A quotation is attributed when a verb of speech joins it to a name, to a title that one person of the article bears, or to
a pronoun whose sentence before has one speaker; else it is left open. Indirect speech is no quotation, and a name or a
single word in quotation marks is none either unless a verb of speech governs it.
"""

import re
from collections.abc import Sequence

from briefbook.annotate.attribution import Speaker
from briefbook.annotate.narration import MARKS, SPOKEN, Narration, Piece
from briefbook.annotate.speakers import ends_phrase, find_closing, find_speaker, speaker_after, speaker_before
from briefbook.annotate.speech import LONGEST_SUBJECT, VERB
from briefbook.model.article import Article, BlockKind, Passage
from briefbook.model.entity import Mention
from briefbook.model.event import Quotation
from briefbook.model.text import Span, count_words, digest, squeeze

_FRAGMENT = 4
"""Words from which on quoted words count as somebody's speech though nobody is named; fewer may be irony or a term."""
_PHRASE = 10
"""The same for words that neither begin nor end like a sentence."""
_TITLE_WORDS = 8
"""Words up to which capitalised words in quotation marks are taken for a title or name."""
_SMALL_WORDS = frozenset("a an and of the in on for to at by from with or as vs is".split())
_NAMING_REACH = 50
"""Characters before a quotation in which a word of naming stands."""
_NAMING = re.compile(
    r"\b(?:titled|entitled|named|nicknamed|so-called|known\s+as|film|movie|book|song|album|novel|show|series|program|programme|hashtag|"
    r"(?:something|anything|(?:an|a|any|some|another)(?:\s+[\w-]+){1,3})\s+called)\s*$",
    re.IGNORECASE,
)


def find_quotations(article: Article, mentions: Sequence[Mention]) -> tuple[Quotation, ...]:
    """The quotations of an article in the order of its text, their pieces byte for byte without the marks.

    Pieces that an attribution parts, or that run over paragraphs, are one quotation. The speaker is a resolved person, or
    None with the reason; `speaker_surface` is the name, title or pronoun as printed.
    """
    read = Narration(article, mentions)
    found: list[Quotation] = []
    seen: dict[str, int] = {}
    for group in _groups(read):
        speaker = find_speaker(read, group)
        if not _is_speech(read, group, speaker):
            continue
        words = "\n".join(squeeze(piece.span.of(read.texts[piece.block])) for piece in group)
        mark = digest(words)[:8]
        if read.kinds[group[0].block] is BlockKind.CAPTION and (speaker.entity is None or mark in seen):
            continue  # what a picture shows in quotation marks is speech only where a person says it
        seen[mark] = seen.get(mark, 0) + 1
        again = f"-{seen[mark]}" if seen[mark] > 1 else ""
        found.append(
            Quotation(
                id=f"{article.slug}-q-{mark}{again}",
                passages=tuple(Passage(article.slug, piece.block, piece.span) for piece in group),
                speaker=speaker.entity,
                speaker_surface=speaker.surface,
                reason=speaker.reason,
            )
        )
    return tuple(found)


def _groups(read: Narration) -> list[list[Piece]]:
    """The pieces of each quotation."""
    groups: list[list[Piece]] = []
    open_group: list[Piece] | None = None
    for block, quoted in enumerate(read.quoted):
        if read.kinds[block] not in SPOKEN:
            continue
        previous: Piece | None = None
        for item in quoted:
            text = read.texts[block]
            span = _trimmed(item.inner, text)
            if span.start >= span.end:
                continue
            piece = Piece(block, span, item.closed)
            if previous is None and open_group is not None and not text[: item.inner.start].strip(MARKS):
                open_group.append(piece)  # the paragraph goes on with the quotation before
            elif previous is not None and groups and _goes_on(read, previous, piece):
                groups[-1].append(piece)
            else:
                groups.append([piece])
            previous = piece
            open_group = None if item.closed else groups[-1]
        if not quoted:
            open_group = None
    return groups


def _trimmed(span: Span, text: str) -> Span:
    inner = span.of(text)
    lead = len(inner) - len(inner.lstrip())
    return Span(span.start + lead, span.start + len(inner.rstrip())) if inner.strip() else Span(span.start, span.start)


def _goes_on(read: Narration, one: Piece, other: Piece) -> bool:
    """Whether only an attribution stands between two pieces of a paragraph: “…,” Holm said. “…”."""
    text = read.texts[one.block]
    between = text[one.span.end : other.span.start].strip(MARKS)
    closing = find_closing(read, one)
    if closing is not None and closing.end < other.span.start:
        # “… a promise” to the island, Holm said. “It was kept.”
        goes_on = not text[closing.end : other.span.start].strip(MARKS + ".") and other.span.of(text)[:1].isupper()
        return goes_on and speaker_after(read, other) is None
    if _has_two_speakers(read, one, other, between):
        return False
    if not ends_phrase(text, one) or len(between) > LONGEST_SUBJECT:
        return False
    sentences = [part for part in re.split(r"(?<=[a-z]{2})\.\s+(?=[A-Z])", between) if part.strip(" .,")]
    if len(sentences) != 1 or not VERB.search(between):
        return False
    if between.endswith(",") and not re.search(r"\b(?:adding|and\s+said|that)\b", between):
        return True
    # After a full stop the second piece is a sentence of its own, unless it has an attribution of its own.
    begins = other.span.of(text)[:1]
    ends = between.endswith((".", ":", "—", "–", "-"))
    return ends and (begins.isupper() or not begins.isalpha()) and speaker_after(read, other) is None


def _has_two_speakers(read: Narration, one: Piece, other: Piece, between: str) -> bool:
    """Whether the words between two pieces give each a speaker of its own: “…,” said Holm, and Lima added: “…”."""
    if len(VERB.findall(between)) <= 1:
        return False
    first, second = speaker_after(read, one), speaker_before(read, other)
    return first is not None and second is not None and second.entity is not None and first.entity != second.entity


def _is_speech(read: Narration, group: Sequence[Piece], speaker: Speaker) -> bool:
    first = group[0]
    text = read.texts[first.block]
    words = first.span.of(text)
    number = sum(count_words(piece.span.of(read.texts[piece.block])) for piece in group)
    if number == 0:
        return False
    stopped = words[-1:] in {".", ",", "!", "?", "…"}
    opens = stopped and read.sentence(first.block, first.span.start).start >= first.span.start - 2
    titled = number <= _TITLE_WORDS and _like_a_title(words) and (not stopped or number < _FRAGMENT)
    if titled and len(group) == 1 and not (opens and (speaker.surface or speaker.governed)):
        return False
    if (
        _NAMING.search(text[max(0, first.span.start - _NAMING_REACH) : first.span.start].rstrip(MARKS))
        and number <= _TITLE_WORDS
    ):
        return False
    if speaker.surface or speaker.governed:
        return True
    # Nobody is named: a few words that neither begin nor end like a sentence are a term.
    sentence = words[:1].isupper() or stopped
    return number >= (_FRAGMENT if sentence else _PHRASE)


def _like_a_title(words: str) -> bool:
    """Whether all words but small ones are capitalised: the name of a group, a book, an operation."""
    parts = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", words)
    heavy = [part for part in parts if part.lower() not in _SMALL_WORDS]
    return bool(heavy) and all(part[0].isupper() or part[0].isdigit() for part in heavy)
