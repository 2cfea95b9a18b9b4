"""A flat page, or a saved one as flat lines: its story is found, and every line of it is judged."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from briefbook.clean.body import LEAD_EDGE, NAMED, find_story, score_lines
from briefbook.clean.byline import read_byline
from briefbook.clean.captions import find_pictured, is_caption
from briefbook.clean.credits import Credits, find_credits, read_dateline
from briefbook.clean.dates import DATE, find_order, is_date_line
from briefbook.clean.endnotes import find_notes
from briefbook.clean.insertions import settle_story
from briefbook.clean.intruders import find_intruders
from briefbook.clean.kinds import is_debris, is_prose, is_said
from briefbook.clean.letters import DIGIT
from briefbook.clean.likeness import begins_with_day
from briefbook.clean.lines import Line, find_repeated, join_wrapped, read_lines
from briefbook.clean.published import DateEvidence, find_published, find_updates
from briefbook.clean.rulings import HEADLINE_WORDS, Ruling, rule_lines
from briefbook.clean.sections import find_sections, is_bare
from briefbook.clean.signatures import find_signed
from briefbook.clean.support import find_captions, weigh_markup
from briefbook.clean.vocabulary import Furniture, find_furniture_words, mark_boxes
from briefbook.formats.markup import MarkedLine
from briefbook.formats.webpage import Webpage
from briefbook.model.article import KEPT_REASONS, Published, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A flat page, read."""

    lines: tuple[Line, ...]
    """Joined where the page's text is broken at a fixed width."""
    rulings: Mapping[int, Ruling]
    """By index; one for every line that is not blank."""
    credits: Credits
    span: tuple[int, int]
    published: Published

    def kept(self, reason: Reason) -> list[str]:
        """The texts of the lines kept as `reason`, in order."""
        return [self.lines[i].text for i, ruling in sorted(self.rulings.items()) if ruling.reason is reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is known of a page besides its lines."""

    furniture: frozenset[str] = frozenset()
    """Lines that stand in clippings of other stories."""
    webpage: Webpage | None = None
    stated: str | None = None
    """Day of publication that a person wrote beside the clipping, EDTF."""
    accessed: str | None = None
    """When the page was saved, ISO."""


_UPDATE = Ruling(Reason.DATELINE, "the day of the last change, by the headline")
NO_HINTS = Hints()
PLAIN = 1.0
"""The least score of a sentence of a text without furniture."""
KNOWN = 5.0
"""What a line loses, in log odds, that stands in clippings of other stories."""


def read_page(text: str, hints: Hints = NO_HINTS) -> Page | None:
    """A flat page with every line judged, or None where no line can be told to be the story."""
    lines = read_lines(text) if hints.webpage else join_wrapped(read_lines(text))
    words = mark_boxes(lines, [find_furniture_words(line.text) for line in lines])
    sections = find_sections(lines, words)
    repeated = find_repeated(lines)
    webpage = hints.webpage
    marks = webpage.lines if webpage else ()
    captions = find_captions(marks) if webpage else find_pictured(lines)
    if webpage:  # rows of a table, and lines of a list, may say the same
        repeated = {i: kept for i, kept in repeated.items() if marks[i].kind not in _SAID_AGAIN}
    scores = score_lines(lines, words, sections, repeated, partial(weigh_markup, lines, webpage) if webpage else None)
    # What the markup calls a caption, or a credit below it, is treated as one that shows by being said twice.
    repeated |= {i: i for i in captions if lines[i].text and i not in repeated}
    if hints.furniture:
        scores = [x - KNOWN if line.text in hints.furniture else x for x, line in zip(scores, lines, strict=True)]
    bare = is_bare(lines, words, sections) and not any(line.text in hints.furniture for line in lines)
    if bare and not (webpage and sum(bool(line.text) for line in lines) == 1):
        # nothing is there that a sentence could be told from; but a page that shows one line may be a notice
        scores = [
            max(x, PLAIN) if line.text and is_said(line.text) else x for line, x in zip(lines, scores, strict=True)
        ]
    story = _trim_furniture(words, find_story(lines, words, repeated, scores))
    if repeated and not any(lines[i].sentence for i in story):  # what is said twice is then all there is
        repeated = {i: i for i in captions if lines[i].text}
        story = _trim_furniture(words, find_story(lines, words, repeated, scores))
    story = _extend_to_end(lines, words, story)
    if not story:
        return None
    story = [i for i in _keep_tables(lines, marks, story) if not is_debris(lines[i].text)]
    intruders = {} if bare or not story else find_intruders(lines, words, story, marked=webpage is not None)
    if intruders:
        story = [i for i in story if i not in intruders]
    if webpage and story:
        story = settle_story(lines, marks, scores, webpage.stated.titles, story)
    if captions:
        story = [i for i in story if i not in captions]
    if not story:
        return None
    lead = _find_lead(lines, words, repeated, story)
    body = [lines[i].text for i in story if i >= lead]
    found = find_credits(lines, words, repeated, lead, body, webpage.stated if webpage else None)
    found = find_signed(lines, found, story, webpage.stated.authors if webpage else ())
    story = _find_parted_lead(lines, words, scores, story, found) + story
    story = _take_credits(lines, story, lead, found, repeated)
    notes = find_notes(lines, story, found.authors)
    story = [i for i in story if i < min(notes, default=len(lines))]
    rulings = rule_lines(
        lines,
        words,
        sections,
        repeated,
        marks,
        hints.furniture,
        story=story,
        intruders=intruders,
        notes=notes,
        found=found,
    )
    start, end = story[0], story[-1] + 1
    evidence = _gather_dates(lines, rulings, found, start, end, hints)
    published = find_published(evidence)
    if published.updated:
        below = [
            i for i in range((found.title or 0) + 1, start) if i in rulings and rulings[i].reason not in KEPT_REASONS
        ]
        rulings |= {i: _UPDATE for i in below if published.updated in find_updates([lines[i].text], evidence.order)}
    return Page(lines=lines, rulings=rulings, credits=found, span=(start, end), published=published)


def _find_parted_lead(
    lines: Sequence[Line],
    words: Sequence[Furniture | None],
    scores: Sequence[float],
    story: Sequence[int],
    found: Credits,
) -> list[int]:
    """The story's first paragraph where it stands right below byline and date, and a box of short lines parts it from the rest."""
    credited = [i for i in (found.byline, found.date) if i is not None and i < story[0]]
    if found.title is None or not credited:
        return []
    below = [i for i in range(max(credited) + 1, story[0]) if lines[i].text and not words[i]]
    if len(below) < BOXED_LINES or below[0] in found.captions:
        return []
    text = lines[below[0]].text
    short = all(lines[i].spaces < HEADLINE_WORDS and not lines[i].prose for i in below[1:])
    opens = len(text) >= LEAD_LENGTH and is_prose(text) and not is_caption(text, by_story=True)
    if not (short and opens and scores[below[0]] > LEAD_EDGE):
        return []
    named = set(NAMED.findall(text))
    return below[:1] if any(not named.isdisjoint(NAMED.findall(lines[i].text)) for i in story) else []


BOXED_LINES = 4
"""Fewest lines from such a paragraph on to the next."""
LEAD_LENGTH = 120
"""Characters of the shortest."""
_SAID_AGAIN = frozenset(("row", "item", "code"))


LAST_WORDS = 3
"""Lines below a story that may be its end, where nothing follows them: a page ends with a bio or two more often than not."""


def _extend_to_end(lines: Sequence[Line], words: Sequence[Furniture | None], story: Sequence[int]) -> list[int]:
    """The story with the last sentences of the page, where nothing but they follow it and each speaks of somebody it names."""
    if not story:
        return []
    rest = range(story[-1] + 1, len(lines))
    if not 0 < len(rest) <= LAST_WORDS:
        return list(story)
    told = {name for i in story for name in NAMED.findall(lines[i].text)}
    ends = all(
        not words[i] and lines[i].sentence and told.intersection(re.findall(r"[^\W\d_]{3,}", lines[i].text))
        for i in rest
    )
    return [*story, *rest] if ends else list(story)


def _trim_furniture(words: Sequence[Furniture | None], story: Sequence[int]) -> list[int]:
    """The story without furniture at its ends."""
    kept = list(story)
    while kept and words[kept[0]]:
        kept.pop(0)
    while kept and words[kept[-1]]:
        kept.pop()
    return kept


def _keep_tables(lines: Sequence[Line], marks: Sequence[MarkedLine], story: Sequence[int]) -> list[int]:
    """The story with the tables of figures that stand between its lines: their rows are no sentences, but they are its text."""
    kept = set(story)
    shown = [i for i in range(story[0], story[-1] + 1) if lines[i].text] if marks else []
    at = 0
    while at < len(shown):
        end = at
        while end < len(shown) and marks[shown[end]].kind == "row":
            end += 1
        rows = shown[at:end]
        if rows and at and end < len(shown) and shown[at - 1] in kept and shown[end] in kept:
            linked = sum(marks[i].linked for i in rows)
            if (
                len(rows) > 1
                and linked < LINKED_ROWS * len(rows)
                and not _BESIDE.intersection(marks[rows[0]].around.inside)
            ):
                kept.update(rows)
        at = max(end, at + 1)
    return sorted(kept)


LINKED_ROWS = 0.5
"""Share of a table that is links from which it is a menu."""
_BESIDE = frozenset(("aside", "nav", "footer", "form"))

HEADER_LINES = 8
"""Lines of the story, at its top, that may be its headline, byline, date and picture rather than its text."""


def _find_lead(
    lines: Sequence[Line], words: Sequence[Furniture | None], repeated: Mapping[int, int], story: Sequence[int]
) -> int:
    """The index of the first paragraph of running text; of the story's first line where none comes soon.

    A standfirst, below which byline or date stand, is none.
    """
    leads = []
    for i in story[:HEADER_LINES]:
        text = lines[i].text
        if i in repeated or is_caption(text, by_story=True) or _is_credit(text):
            continue
        if is_prose(text) or text.count(" ") >= HEADLINE_WORDS:
            leads.append(i)
    if not leads:
        return next((i for i in story[:HEADER_LINES] if i not in repeated and not _is_credit(lines[i].text)), story[0])
    above = [i for i in range(leads[0]) if lines[i].text and words[i] is None][-CREDIT_LINES:]
    if any(_is_credit(lines[i].text) for i in above):
        return leads[0]
    for before, after in pairwise(leads[: STANDFIRSTS + 1]):
        between = [i for i in range(before + 1, after) if lines[i].text and words[i] is None]
        if len(between) <= CREDIT_LINES and any(_is_credit(lines[i].text) for i in between):
            return after
    return leads[0]


STANDFIRSTS = 2
"""Paragraphs that may stand between a headline and the byline."""
CREDIT_LINES = 5
"""Lines by the story's first paragraph among which a byline or date is looked for."""


def _is_credit(text: str) -> bool:
    return bool(read_byline(text, bare=False)) or is_date_line(text)


def _take_credits(
    lines: Sequence[Line], story: Sequence[int], lead: int, found: Credits, repeated: Mapping[int, int]
) -> list[int]:
    """The story without the lines above its lead that are credits or stand above its headline, and without its author's name alone."""
    taken = {found.section, found.byline, found.date, found.dateline, *found.captions}
    top = found.title if found.title is not None else -1
    return [
        i
        for i in story
        if (i >= lead and lines[i].text not in found.authors)
        or (top < i < lead and i not in taken and i not in repeated and is_said(lines[i].text))
    ] or list(story)


def _gather_dates(
    lines: Sequence[Line], rulings: Mapping[int, Ruling], found: Credits, start: int, end: int, hints: Hints
) -> DateEvidence:
    ruled = [(rulings[i].reason, lines[i].text) for i in sorted(rulings)]

    def texts(reason: Reason) -> list[str]:
        return [text for found, text in ruled if found is reason]

    top = found.title if found.title is not None else start
    header = [
        lines[i].text
        for i in range(max(top - 4, 0), start)
        if lines[i].text and i not in found.captions and i != found.title and (i >= top or "ublish" in lines[i].text)
    ]
    header += [lines[i].text for i in range(start, end) if lines[i].text][:STORY_TOP]
    if found.date is not None and found.date >= start:  # below a standfirst
        header.append(lines[found.date].text)
    if found.byline is not None and (
        dated := DATE.search(lines[found.byline].text)
    ):  # behind an outlet, or before topics
        header.append(re.split(r"[|•·]", lines[found.byline].text[: dated.start()])[-1] + dated[0])
    if found.byline is not None:  # other stories' dates may stand between headline and byline
        shown = [i for i in range(max(top, 0), start) if lines[i].text]
        at = shown.index(found.byline) if found.byline in shown else 0
        header = [
            lines[i].text for i in shown[max(at - 1, 0) : at + 2] if i != found.title and i not in found.captions
        ] + header
    above = [lines[i].text for i in range(top) if lines[i].text][-LINES_ABOVE:] if found.title is not None else []
    tail = [line.text for line in lines[end : end + 40] if line.text]
    body = texts(Reason.BODY)
    opened = read_dateline(body[0]) if body else None
    place = found.place or (opened[0] if opened else None)
    return DateEvidence(
        header=header,
        above=above,
        tail=tail,
        captions=texts(Reason.CAPTION),
        comments=texts(Reason.COMMENTS),
        lead=body[:2],
        dateline=place.date if place else None,
        stated=hints.stated,
        address=hints.webpage.stated.url if hints.webpage else None,
        accessed=hints.accessed,
        order=find_order(
            [line.text for line in lines if line.held & DIGIT],
            day_first=begins_with_day([line.text for line in lines if line.text]),
        ),
        metadata=hints.webpage.stated.published if hints.webpage else None,
    )


STORY_TOP = 4
"""Lines of the story, at its top, one of which may be its date."""
LINES_ABOVE = 6
"""Lines above the headline among which the date of the story may stand."""
