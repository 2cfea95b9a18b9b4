"""Which lines of a flat page are the article: the stretch that speaks for itself, by weights and by sections."""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

from briefbook.clean.captions import is_caption
from briefbook.clean.features import SHOWN_LENGTH, find_features
from briefbook.clean.kinds import SENTENCE_WORDS, UNSPACED, is_prose, is_sentence
from briefbook.clean.likeness import find_likeness
from briefbook.clean.lines import Line
from briefbook.clean.sections import BOX_LINES, Section
from briefbook.clean.vocabulary import Furniture
from briefbook.clean.weighing import FAVOUR, decide, read_weights, smooth, weigh
from briefbook.model.article import Reason


def score_lines(
    lines: Sequence[Line],
    words: Sequence[Furniture | None],
    sections: Sequence[Section],
    repeated: Mapping[int, int],
    support: Callable[[list[float]], list[float]] | None = None,
) -> list[float]:
    """How much each line speaks for the article (above 0) or against it, in log odds; 0 for a blank line.

    Args:
        lines: Of the page.
        words: What the vocabulary of furniture says of each.
        sections: Runs that are furniture as a whole; those that end the story count whatever the weights say.
        repeated: Captions and their copies, by index.
        support: What the page's markup makes of the scores of the lines by themselves; None where there is no markup.
    """
    weights = read_weights()
    told = [line.text for line in lines if line.text]
    texts = find_likeness(told)
    shown = find_features(lines, words, sections, repeated, texts)
    decided = iter(decide(smooth(weigh(shown, weights), texts), weights))
    lost = 0.0 if texts == told else UNKNOWN if support is None else UNKNOWN_MARKED
    scores = [next(decided) + FAVOUR - lost if line.text else 0.0 for line in lines]
    if support is not None:
        scores = support(scores)
    else:
        _raise_whole(lines, words, scores)
        _lift(lines, words, scores)
        _resume(lines, words, sections, scores)
    mass = [0, *accumulate(len(line.text) if score > 0 else 0 for line, score in zip(lines, scores, strict=True))]
    prose = [0, *accumulate(line.prose and i not in repeated for i, line in enumerate(lines))]
    for section in sections:
        before, inside = mass[section.start], mass[section.end] - mass[section.start]
        if section.closed and (before > inside or (section.certain and prose[section.start])):
            for i in range(section.start, section.end):
                scores[i] = OUT if lines[i].text else 0.0
        elif not section.closed and section.end - section.start:
            _close_box(lines, section, scores)
    ends = [section.start for section in sections if section.certain and scores[section.start] == OUT]
    for i in range(min(ends, default=0)):
        if words[i] is None and scores[i] > OUT and lines[i].sentence:
            scores[i] += ABOVE
    return scores


def _raise_whole(lines: Sequence[Line], words: Sequence[Furniture | None], scores: list[float]) -> None:
    """Raises the one line that has most of a page's words: a story whose breaks were lost, whatever it begins and ends with."""
    lengths = [line.text.count(" ") + 1 if line.text else 0 for line in lines]
    most = max(lengths, default=0)
    i = lengths.index(most) if most else 0
    if (
        most >= WHOLE_WORDS
        and 2 * most > sum(lengths)
        and words[i] is None
        and len(_INNER_STOP.findall(lines[i].text[:SHOWN_LENGTH])) >= WHOLE_SENTENCES
    ):
        scores[i] = max(scores[i], CLEAR)


WHOLE_WORDS = 200
"""Fewest words of a story that stands in one line."""
WHOLE_SENTENCES = 3
"""Fewest sentences that end inside the part of it that is looked at."""
_INNER_STOP = re.compile(r"[.!?]['\"”’)]? [\"“‘(]?[A-ZÀ-ÖØ-Þ]")


def _lift(lines: Sequence[Line], words: Sequence[Furniture | None], scores: list[float]) -> None:
    """Raises the sentences of a page none of whose paragraphs speaks clearly for itself.

    Much furniture around a brief speaks against all its lines; what matters is which of them speak least against themselves.
    """
    told = [i for i, line in enumerate(lines) if words[i] is None and line.text and line.sentence]
    best = max((scores[i] for i in told if lines[i].prose), default=CLEAR)
    lift = min(CLEAR - best, LIFT)
    if lift > 0 and best > LEAST:
        for i in told:
            scores[i] += lift


CLEAR = 2.0
"""Score from which a paragraph speaks clearly for itself."""
LIFT = 3.0
"""The most that the sentences of a page without such a paragraph gain."""


def _resume(
    lines: Sequence[Line], words: Sequence[Furniture | None], sections: Sequence[Section], scores: list[float]
) -> None:
    """Raises the paragraphs of a short story that stand below a box and name somebody or something named above it.

    Of so few paragraphs the box is half the page, and speaks against those that follow it.
    """
    above: list[str] = []
    seen = 0
    for section in sections:
        above += [lines[i].text for i in range(seen, section.start) if lines[i].prose and scores[i] > 0]
        seen = section.start
        if len(above) > TOLD[1]:
            return
        if section.closed or len(above) < TOLD[0]:
            continue
        named = {name for text in above for name in NAMED.findall(text)}
        end = section.end
        while end < len(lines) and (not lines[end].text or lines[end].prose or is_caption(lines[end].text)):
            text = lines[end].text
            if text and words[end] is None and is_prose(text) and any(name in text for name in named):
                scores[end] = max(scores[end], RESUMED)
            end += 1


TOLD = (2, 6)
"""Paragraphs above a box in a story that is short."""
RESUMED = 0.5
"""The least score of a paragraph that goes on with such a story."""
NAMED = re.compile(r"(?<=[^\W\d_][ “\"‘'])[A-ZÀ-ÖØ-Þ][^\W\d_]{2,}")
"""A name within a sentence."""


def _close_box(lines: Sequence[Line], section: Section, scores: list[float]) -> None:
    """Takes a box inside the story out of it: its head, and the few headlines right below."""
    box = [i for i in range(section.start, section.end) if lines[i].text]
    if len(box) <= BOX_LINES + 1 and not any(lines[i].ended for i in box[1:]):
        for i in box:
            scores[i] = BOXED


UNKNOWN, UNKNOWN_MARKED = 2.5, 0.8
"""What every line of a page in another language loses: words of furniture, which speak against lines, are hardly known there;
the second where the markup tells furniture too."""
ABOVE = 1.0
"""What a sentence gains that stands above comments or teasers that leave no doubt: there the story ends, so here it is."""
BOXED = -2.5
"""The score of a line in a box inside the story: out of it, but no end to it."""
OUT = -20.0
"""The score of a line in a section that ends the story."""
KEPT = -0.5
"""Lines of the story below this score are furniture inside it."""


def find_story(
    lines: Sequence[Line],
    words: Sequence[Furniture | None],
    repeated: Mapping[int, int],
    scores: Sequence[float],
) -> list[int]:
    """The indices of the lines that are the story: the stretch that scores best, without what speaks against it inside.

    A sentence at the story's edge, or between two of its lines, stays unless it speaks strongly against itself; captions and
    the page's tools may stand between.
    """
    shown = [
        i
        for i, (line, word) in enumerate(zip(lines, words, strict=True))
        if line.text and i not in repeated and not (word and _is_tool(word))
    ]
    kept = set(_drop_strays(shown, [i for i in shown if scores[i] > KEPT], lines, scores))
    said = sum(lines[i].spaces + 1 for i in kept)
    if not kept or (said < HARDLY and not any(lines[i].prose for i in kept)):
        kept |= _find_best(lines, shown, scores)
    for order, edge in ((shown, EDGE), (shown[::-1], LEAD_EDGE)):
        before = -1
        for i in order:
            if i in kept or (before in kept and _joins(lines[i].text, scores[i], edge)):
                kept.add(i)
                before = i
            elif scores[i] == OUT or not _is_between(lines[i].text, scores[i]):
                before = -1
    kept |= _find_last(shown, kept, lines, scores)
    for before, i, after in zip(shown, shown[1:], shown[2:], strict=False):
        text = lines[i].text
        if (
            before in kept
            and after in kept
            and scores[i] > SUBHEAD
            and text.count(" ") < SUBHEAD_WORDS
            and words[i] is None
        ):
            kept.add(i)
    return sorted(kept)


def _find_last(shown: Sequence[int], kept: set[int], lines: Sequence[Line], scores: Sequence[float]) -> set[int]:
    """The long paragraphs right below the story's last that name somebody or something named in it."""
    found: set[int] = set()
    end = max(kept, default=-1)
    for i in shown[bisect_right(shown, end) :]:
        text = lines[i].text
        if scores[i] <= LEAD_EDGE or text.count(" ") < LONG_WORDS or not is_prose(text):
            break
        named = {name for j in kept for name in NAMED.findall(lines[j].text[:SHOWN_LENGTH])}
        if named.isdisjoint(NAMED.findall(text[:SHOWN_LENGTH])):
            break
        found.add(i)
    return found


LONG_WORDS = 24
"""Words, less one, of a long paragraph."""
HARDLY = 40
"""Words of lines without a paragraph among them below which they can be no whole story."""
STRAY_GAP = 10
"""Lines in a row that are not the story's, after which what follows must be worth keeping for itself."""
STRAY_SHARE = 0.02
"""Share of the best part's worth below which a part that stands alone is not the story's."""
EDGE = -2.0
"""A sentence next to the story joins it above this score."""
LEAD_EDGE = -3.0
"""So does a paragraph right above it, where menus and notices may speak against the story's first words."""
BETWEEN = -3.0
"""A short line may part paragraphs above this score."""
SUBHEAD = -2.0
"""A short line between two of the story's stays above this score."""
SUBHEAD_WORDS = 12
"""Most words of such a line."""


def _find_best(lines: Sequence[Line], shown: Sequence[int], scores: Sequence[float]) -> set[int]:
    """The paragraphs that speak least against themselves, where no line speaks for itself; of hopeless ones, reports only."""
    paragraphs = [i for i in shown if lines[i].prose and scores[i] > OUT]
    prose = [i for i in paragraphs if scores[i] > LEAST] or [
        i for i in paragraphs if _REPORTS.search(lines[i].text[:300])
    ]
    best = max((scores[i] for i in prose), default=0.0)
    return {i for i in prose if scores[i] >= best - 1.0}


_REPORTS = re.compile(
    r"\b(?:said|told|announced|according to|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b(?!.*\b(?:[Yy]ou|[Yy]our|[Ww]e|[Oo]ur)\b)"
)
"""Words of a report, and none that speak to its reader: such a paragraph is a story if nothing else is."""
LEAST = -3.0
"""Score below which not even the best paragraph of a page is a story."""


def _drop_strays(
    shown: Sequence[int], chosen: Sequence[int], lines: Sequence[Line], scores: Sequence[float]
) -> list[int]:
    """The chosen lines without parts that stand far from the others and have little to say, or far below and name others.

    Args:
        shown: Indices of the lines that count, in order.
        chosen: Those that speak for themselves.
        lines: Of the page.
        scores: Of the lines.
    """
    place = {i: number for number, i in enumerate(shown)}
    parts: list[list[int]] = []
    for i in chosen:
        if parts and place[i] - place[parts[-1][-1]] <= STRAY_GAP and min(scores[parts[-1][-1] : i], default=0) > OUT:
            parts[-1].append(i)
        else:
            parts.append([i])
    worth = [sum(min(len(lines[i].text), SHOWN_LENGTH) * max(scores[i], 0.0) for i in part) for part in parts]
    most = max(worth, default=0.0)
    main = worth.index(most) if worth else 0
    named = _find_names(lines, parts[main]) if len(parts) > 1 else frozenset()
    return [
        i
        for n, (part, value) in enumerate(zip(parts, worth, strict=True))
        if value >= STRAY_SHARE * most and not (n > main and _is_other_story(named, _find_names(lines, part)))
        for i in part
    ]


def _find_names(lines: Sequence[Line], part: Sequence[int]) -> frozenset[str]:
    """The names in a part of a page; none in scripts without spaces, where capitals show only the foreign ones."""
    texts = (lines[i].text[:SHOWN_LENGTH] for i in part)
    return frozenset(
        name for text in texts if text.isascii() or not UNSPACED.search(text) for name in NAMED.findall(text)
    )


def _is_other_story(named: frozenset[str], others: frozenset[str]) -> bool:
    """Whether of two parts of a page each names many, and hardly any of the second's stand in the first."""
    return min(len(named), len(others)) >= MANY_NAMES and len(others & named) <= SHARED_NAMES * len(others)


MANY_NAMES = 6
"""Names from which a part of a page shows of whom it speaks."""
SHARED_NAMES = 0.1
"""Share of its names that a story's own part has in common with the rest, at least; parts of one share half of them or more."""


def _is_tool(word: Furniture) -> bool:
    """Whether the line is the page's and never the story's: a tool, or a pointer to another story ("Read more: …")."""
    return word.reason is Reason.WIDGET or (word.reason is Reason.TEASERS and word.scope == "start")


def _joins(text: str, score: float, edge: float) -> bool:
    """Whether a line next to the story is part of it: a sentence, or the names of those who helped to report it."""
    if score > EDGE and is_sentence(text):
        return True
    return (score > edge and is_prose(text)) or (score > OUT and _SIGNATURE.search(text[:300]) is not None)


_SIGNATURE = re.compile(
    r"\bcontributed to this (?:report|story|article)\b|\binformation (?:for|in) this (?:report|story)\b"
    r"|^\(?(?:additional )?(?:reporting|writing|editing) by [A-Z]",
    re.IGNORECASE,
)


def _is_between(text: str, score: float) -> bool:
    """Whether a line that is not kept may be a subhead, a caption or a boxed headline, after which the story can go on."""
    return score == BOXED or (score > BETWEEN and (text.count(" ") < SENTENCE_WORDS or is_caption(text)))
