"""Dated sentences become entries of the chronology: verbatim, with who and where, and what kind of statement each is."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from briefbook.annotate.dates import find_expressions
from briefbook.annotate.sentences import find_sentences
from briefbook.annotate.tenses import FUTURE, PAST, Cue, find_cue
from briefbook.model.article import Article, Block, BlockKind, Passage
from briefbook.model.entity import EntityKind, Mention
from briefbook.model.event import DateMention, Event, EventStatus
from briefbook.model.text import Slug, Span, digest, squeeze
from briefbook.model.when import Precision, When, since
from briefbook.model.when import span as span_of

_M = TypeVar("_M", DateMention, Mention)
_AROUND = 400
"""Characters on either side of a date in which what tells its tense is looked for."""
_TELLING = frozenset({BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.CELL})
"""Blocks whose sentences are the source's statements; a subhead repeats, a footnote is the editor's."""


def event_id(article: Slug, when: When | None, sentence: str, expression: str) -> str:
    """The lasting id of an entry: the article, the day it begins, and a digest of the sentence as printed.

    White space does not count, so that a text wrapped anew keeps its ids.
    """
    day = when.start.isoformat() if when else "undated"
    what = when.edtf if when else squeeze(expression)
    mark = digest(squeeze(sentence) + "\n" + what)[:8]
    return f"{article}-{day}-{mark}"


def find_events(article: Article, dates: Sequence[DateMention], mentions: Sequence[Mention]) -> tuple[Event, ...]:
    """The dated sentences of an article in the order of its text, one entry for each day that a sentence names.

    Durations and repeated times make none; a sentence printed twice, as captions are, counts once. A date that stays
    open (inside a quotation, or where the day of publication is not known) gives an entry without a day, marked as
    doubtful.
    """
    people = {
        (m.passage.block, at)
        for m in mentions
        if m.kind is EntityKind.PERSON
        for at in range(m.passage.span.start, m.passage.span.end)
    }
    by_block: dict[int, list[DateMention]] = {}
    for mention in dates:
        if (mention.passage.block, mention.passage.span.start) not in people:  # "Holtz or May": a surname
            by_block.setdefault(mention.passage.block, []).append(mention)
    names: dict[int, list[Mention]] = {}
    for name in mentions:
        if name.entity is not None:
            names.setdefault(name.passage.block, []).append(name)
    events: list[Event] = []
    seen: set[tuple[str, str]] = set()
    for number, block in enumerate(article.blocks):
        found = [mention for mention in by_block.get(number, ()) if _names_a_day(mention)]
        if not found or block.kind not in _TELLING:
            continue
        for sentence in find_sentences(block.text):
            inside = _unsigned(block.text, sentence, _begun_in(found, sentence))
            inside = _joined_ends(block.text, _undatelined(block.text, sentence, inside))
            if _tells_nothing(block, sentence, inside):
                continue
            for mention in _one_a_day(inside):
                when = since(mention.when) if mention.when and mention.since else mention.when
                event = _event(article, number, block, sentence, mention, when, names.get(number, []))
                key = (squeeze(sentence.of(block.text)), when.edtf if when else mention.surface)
                if key not in seen:
                    seen.add(key)
                    events.append(event)
    lead = _dateline_event(article, names, events)
    return (lead, *events) if lead else tuple(events)


def _names_a_day(mention: DateMention) -> bool:
    if mention.timex_type not in {"DATE", "TIME"}:
        return False
    if mention.when is not None:
        return True
    # Open: in a quotation, or counted from a day of publication that is not known. A bare time of day is no date.
    return mention.timex[:1] in "0123456789X" and bool(mention.basis) and "T" not in mention.timex


def _begun_in(mentions: Sequence[_M], sentence: Span) -> Sequence[_M]:
    """Those of a block's mentions, in the order of the text, that begin in a sentence."""
    first = bisect_left(mentions, sentence.start, key=lambda mention: mention.passage.span.start)
    last = bisect_left(mentions, sentence.end, key=lambda mention: mention.passage.span.start)
    return mentions[first:last]


_DATELINE = re.compile(r"\s*[A-Z][\w.'’-]*(?:[ ,]+[\w.'’-]+){0,6}?,?\s*(?=$)")
_DASH = re.compile(r"\s*(?:,?\s*\d{4}\s*)?(?:\([^)\n]{1,30}\)\s*)?(?:--|[–—-])\s")


def _undatelined(text: str, sentence: Span, mentions: Sequence[DateMention]) -> Sequence[DateMention]:
    """The mentions without that of the dateline which opens the text ("OSTMARK, March 3 --"), where others follow it."""
    if len(mentions) < 2 or sentence.start or not _DASH.match(text, mentions[0].passage.span.end):
        return mentions
    lead = text[: mentions[0].passage.span.start]
    return mentions[1:] if lead[:2].isupper() and _DATELINE.fullmatch(lead) else mentions


_SIGNED = re.compile(r"(?:^|\s)[—–-]{1,2}\s?[^—–]{1,80}\(@\w{1,20}\)\s*$")
_SIGNATURE = 110
"""Characters before its date in which a signature is looked for."""


def _unsigned(text: str, sentence: Span, mentions: Sequence[DateMention]) -> Sequence[DateMention]:
    """The mentions without that of a quoted message's signature: "— Ana Ruel (@anaruel) May 3, 2015" tells nothing."""
    if not mentions:
        return mentions
    last = mentions[-1].passage.span
    signed = _SIGNED.search(text[max(sentence.start, last.start - _SIGNATURE) : last.start])
    return mentions[:-1] if signed and not text[last.end : sentence.end].strip(" .") else mentions


_HANDLE = re.compile(r"@\w{1,30}")
_SMALL_WORD = re.compile(r"\b[^\W\d_A-Z][^\W\d_]*\b")
"""A word without a capital: next to names and days alone nothing is said."""


def _tells_nothing(block: Block, sentence: Span, mentions: Sequence[DateMention]) -> bool:
    """Whether beside its days a sentence has but names: a message's head ("Ana Ruel @anaruel Jun 21"), a picture's credit."""
    if not mentions:
        return False
    rest = list(sentence.of(block.text))
    for mention in mentions:
        span = mention.passage.span
        rest[span.start - sentence.start : span.end - sentence.start] = " " * (span.end - span.start)
    words = "".join(rest)
    handle = _HANDLE.search(words) is not None
    return (handle or block.kind is BlockKind.CAPTION) and not _SMALL_WORD.search(_HANDLE.sub(" ", words))


_BETWEEN = re.compile(r"\b(?P<word>between|from)\s+$", re.IGNORECASE)
_TO = re.compile(r" ?[-–] ?")
_AND = {"between": re.compile(r"\s+and\s+"), "from": re.compile(r"\s+(?:to|until|till|through)\s+")}


def _joined_ends(text: str, mentions: Sequence[DateMention]) -> Sequence[DateMention]:
    """The mentions with the two of "between 2009 and 2012", of "May 2007-June 2009", made one stretch."""
    kept: list[DateMention] = []
    for mention in mentions:
        last = kept[-1] if kept else None
        if last is not None and last.when is not None and mention.when is not None:
            opened = _BETWEEN.search(text[max(0, last.passage.span.start - 10) : last.passage.span.start])
            gap = text[last.passage.span.end : mention.passage.span.start]
            if (
                ((opened and _AND[opened["word"].lower()].fullmatch(gap)) or _TO.fullmatch(gap))
                and last.when.precision is mention.when.precision
                and last.when.end < mention.when.start
            ):
                whole = Span(last.passage.span.start, mention.passage.span.end)
                kept[-1] = replace(
                    last,
                    passage=replace(last.passage, span=whole),
                    surface=whole.of(text),
                    when=span_of(last.when, mention.when),
                )
                continue
        kept.append(mention)
    return kept


def _one_a_day(mentions: Iterable[DateMention]) -> list[DateMention]:
    """The first mention of each value."""
    kept: dict[tuple[str, bool], DateMention] = {}
    for mention in mentions:
        value = mention.when.edtf if mention.when else mention.surface
        kept.setdefault((value, mention.since), mention)
    return list(kept.values())


def _event(
    article: Article,
    number: int,
    block: Block,
    sentence: Span,
    mention: DateMention,
    when: When | None,
    names: Sequence[Mention],
) -> Event:
    text = sentence.of(block.text)
    status, doubt = _status(article, block, sentence, mention)
    inside = [m for m in _begun_in(names, sentence) if m.passage.span.end <= sentence.end]
    return Event(
        id=event_id(article.slug, when, text, mention.surface),
        when=when,
        status=status,
        expression=mention.surface,
        basis=mention.basis,
        passages=(Passage(article.slug, number, sentence),),
        people=_entities(inside, EntityKind.PERSON),
        places=_entities([m for m in inside if not m.metonym], EntityKind.PLACE),
        organisations=_entities(inside, EntityKind.ORGANISATION),
        doubtful=doubt,
    )


def _entities(mentions: Iterable[Mention], kind: EntityKind) -> tuple[Slug, ...]:
    """The entities of a kind, each once, in the order of the text."""
    ordered = sorted((m for m in mentions if m.kind is kind and m.entity is not None), key=lambda m: m.passage)
    return tuple(dict.fromkeys(m.entity for m in ordered if m.entity is not None))


def _status(article: Article, block: Block, sentence: Span, mention: DateMention) -> tuple[EventStatus, str]:
    when, published = mention.when, article.published.when
    span = mention.passage.span
    caption = block.kind is BlockKind.CAPTION
    # Only what stands around: to fold a long paragraph once a date would take the square of its length.
    base = max(0, sentence.start, span.start - _AROUND)
    text = block.text[base : min(max(sentence.end, span.end), span.end + _AROUND)]
    low = text.lower()
    if len(low) != len(text):  # İ and its like
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    at = span.start - base
    cue = find_cue(low, at, span.end - base, 0, len(text), caption=caption, text=text)
    said = cue.said and _dates_the_saying(low, at, cue)
    if when is None:
        return (
            EventStatus.SAID if said else EventStatus.OCCURRED,
            mention.basis or "the words do not tell which day is meant",
        )
    doubt = ""
    if when.one_of and when.precision is Precision.INTERVAL and mention.timex_type == "DATE":
        doubt = f"{mention.basis}, so the day is one of several"
    if mention.since:
        return EventStatus.SINCE, doubt
    if published is not None and when.start > published.end:
        if mention.cue == PAST and not caption and not cue.near:
            return EventStatus.PLANNED, doubt
        if caption or (mention.cue == PAST and cue.near and not said):
            return EventStatus.OCCURRED, doubt or "told as past, but dated after the article"
        return EventStatus.PLANNED, doubt
    if cue.firm and published is not None and when.end >= published.start:
        return EventStatus.PLANNED, doubt
    if published is not None and cue.tense == FUTURE and when.end > published.end and _MODAL.search(low, 0, at):
        return EventStatus.PLANNED, doubt  # "would come by the end of the year"
    if _ONCE_PLANNED.search(low, 0, at):
        return EventStatus.PLANNED, doubt
    return (EventStatus.SAID if said else EventStatus.OCCURRED), doubt


_MODAL = re.compile(r"\b(?:would|will|could|may|might|should|to\s+be|expect(?:s|ed)?|plan(?:s|ned)?)\b[^.;:]{0,60}$")
_ONCE_PLANNED = re.compile(
    r"\b(?:once|originally|initially|first|previously|had\s+been)\s+(?:scheduled|expected|planned|due|set|slated)\s+(?:for|to|on|in|by)?\s*$"
)
_SAYS = frozenset("say says tell tells add adds state states note notes".split())


def _dates_the_saying(low: str, at: int, cue: Cue) -> bool:
    """Whether a date that a verb of saying governs is the day of the statement: "said Monday", not "said that in 2009"."""
    verb = low.rfind(cue.word, 0, at)
    between = low[verb + len(cue.word) : at] if verb >= 0 else ""
    return re.search(r"\bthat\b", between) is None and (cue.near or cue.word not in _SAYS)


def _dateline_event(article: Article, names: dict[int, list[Mention]], events: Sequence[Event]) -> Event | None:
    """The lead sentence, dated by a dateline that prints a day and stands outside the text; None where the lead has a
    date of its own.
    """
    if article.dateline is None or not article.dateline.date:
        return None
    number = next((n for n, block in enumerate(article.blocks) if block.kind is BlockKind.PARAGRAPH), None)
    if number is None or any(event.passages[0].block == number for event in events):
        return None
    days = [
        item
        for item in find_expressions(article.dateline.date, article.published.when)
        if item.when is not None and item.when.precision is Precision.DAY
    ]
    sentences = find_sentences(article.blocks[number].text)
    if not days or not sentences:
        return None
    when, sentence = days[0].when, sentences[0]
    text = sentence.of(article.blocks[number].text)
    inside = [m for m in names.get(number, ()) if m.passage.span.end <= sentence.end]
    return Event(
        id=event_id(article.slug, when, text, ""),
        when=when,
        status=EventStatus.OCCURRED,
        expression="",
        basis=f"the day of the dateline, {article.dateline.date}",
        passages=(Passage(article.slug, number, sentence),),
        people=_entities(inside, EntityKind.PERSON),
        places=_entities([m for m in inside if not m.metonym], EntityKind.PLACE),
        organisations=_entities(inside, EntityKind.ORGANISATION),
    )
