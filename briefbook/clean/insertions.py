"""What the markup of a saved page says of the lines within its story: which are not its own, and which are although they do not read so."""

import re
from collections import Counter
from collections.abc import Sequence

from briefbook.clean.lines import Line
from briefbook.formats.markup import MarkedLine
from briefbook.model.text import fold

ALL = 0.9
"""Share of a line's characters that are links from which it is a link and nothing else."""
LEFT = 0.3
"""Share of the story's characters that must be left for the rest to be insertions."""
AGAINST = -0.3
"""Score, in log odds, below which a heading that is a link is another story's."""
AGAIN = 2
"""Times that a line of the story must stand there to be a tool of each place."""
AGAIN_WORDS = 3
"""Fewest words of such a line; what is shorter may be a subhead that comes again, or an answer."""
TOOL_WORDS = 20
"""Most words of one; a longer one is a paragraph that stands twice."""
TOOLS = 2
"""Most of such lines that a story has."""
TOLD_SHARE = 0.6
"""Share of the story's paragraphs that must be sentences for what repeats to be told from a list."""
NUMBERS = 3
"""Lines that are a number and nothing else, from which on they are a list's or a table's; fewer count readers."""
_NUMBER = re.compile(r"\(?\d[\d,.]{0,9}\)?")
_HELD = frozenset(("blockquote", "table", "ul", "ol", "dl"))


def settle_story(
    lines: Sequence[Line],
    marks: Sequence[MarkedLine],
    scores: Sequence[float],
    titles: Sequence[str],
    story: Sequence[int],
) -> list[int]:
    """The story with the quotations between its lines, and without what its page put there, above its headline or as a head at its end.

    Args:
        lines: Of the page.
        marks: Their markup, one for each.
        scores: How much each speaks for the story, in log odds.
        titles: What the page states as its title.
        story: The indices of its lines, in order; not empty.
    """
    story = _drop_above(marks, titles, _keep_quotations(marks, scores, story))
    inserted = _find_insertions(lines, marks, scores, story)
    return _drop_heads(lines, marks, [i for i in story if i not in inserted])


def _find_insertions(
    lines: Sequence[Line], marks: Sequence[MarkedLine], scores: Sequence[float], story: Sequence[int]
) -> frozenset[int]:
    """The lines of a story, by index, that its page put between its paragraphs; a linked heading only where it speaks against itself."""
    plain = [i for i in story if not marks[i].kind and marks[i].around.inside.isdisjoint(_HELD)]
    numbers = [i for i in plain if _NUMBER.fullmatch(lines[i].text)]
    found = set(numbers if len(numbers) < NUMBERS else ())
    found.update(i for i in plain if marks[i].linked > ALL and not lines[i].ended)
    found.update(i for i in story if marks[i].kind == "heading" and marks[i].linked > ALL and scores[i] < AGAINST)
    if sum(lines[i].sentence for i in plain) >= TOLD_SHARE * len(plain):
        again = _find_again([lines[i].text for i in plain])
        found.update(i for i in plain if lines[i].text in again)
    length, rest = (sum(len(lines[i].text) for i in story if i not in taken) for taken in ((), found))
    return frozenset(found if rest >= LEFT * length else ())


def _find_again(texts: Sequence[str]) -> frozenset[str]:
    """What stands several times in a story: one or two tools of its page; more of them are the parts of a list, or a page said twice."""
    again = {
        text
        for text, count in Counter(texts).items()
        if count >= AGAIN and AGAIN_WORDS <= text.count(" ") + 1 <= TOOL_WORDS
    }
    return frozenset(again if len(again) <= TOOLS and not any(text.endswith(":") for text in again) else ())


def _keep_quotations(marks: Sequence[MarkedLine], scores: Sequence[float], story: Sequence[int]) -> list[int]:
    """The story with the quotations set apart that stand between its lines: their words may be of any kind, in any language."""
    kept = set(story)
    shown = [i for i in range(story[0], story[-1] + 1) if marks[i].text]
    at = 0
    while at < len(shown):
        end = at
        while end < len(shown) and (marks[shown[end]].kind == "quote"):
            end += 1
        quoted = shown[at:end]
        if quoted and at and end < len(shown) and shown[at - 1] in kept and shown[end] in kept:
            kept.update(i for i in quoted if scores[i] > QUOTED)
        at = max(end, at + 1)
    return sorted(kept)


QUOTED = -4.0
"""The least score of a line of such a quotation."""


def _drop_heads(lines: Sequence[Line], marks: Sequence[MarkedLine], story: Sequence[int]) -> list[int]:
    """The story without the heads at its end that have nothing of it below them."""
    kept = list(story)
    while len(kept) > 1 and (
        marks[kept[-1]].kind == "heading" or (lines[kept[-1]].text.endswith(":") and not marks[kept[-1]].kind)
    ):
        kept.pop()
    return kept


def _drop_above(marks: Sequence[MarkedLine], titles: Sequence[str], story: Sequence[int]) -> list[int]:
    """The story without its page's headline and what stands above that: the heading that the page states as its title, once."""
    heads = [
        i
        for i, mark in enumerate(marks)
        if mark.kind == "heading" and mark.level <= TOP_LEVEL and fold(mark.text) in {fold(t) for t in titles}
    ]
    if len(heads) != 1:
        return list(story)
    below = [i for i in story if i > heads[0]]
    length = sum(len(marks[i].text) for i in story)
    return below if sum(len(marks[i].text) for i in below) > MOST * length else list(story)


TOP_LEVEL = 2
MOST = 0.9
"""Share of the story's characters that must stand below a headline for it to be its own."""
