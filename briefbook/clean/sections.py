"""Where sections of comments, teasers and side matter begin and end, and whether a text has any furniture around it."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from briefbook.clean.captions import is_caption
from briefbook.clean.kinds import MATCHED_LENGTH, UNSPACED, find_moment, has_moment, is_ago, is_said
from briefbook.clean.letters import CONTINUOUS, DIGIT
from briefbook.clean.lines import Line
from briefbook.clean.vocabulary import Furniture, find_furniture_words
from briefbook.model.article import Reason

_COMMENTS_COUNTED = re.compile(
    r"(?:\d{1,5} )?(?:comments?|responses?|replies|thoughts?|reactions?) (?:on|to|for|about) [\"“‘'].*"
    r"|comments? from (?:our |the )?(?:[a-z]+ )?readers"
    r"|(?:reader|visitor|user)s?['’]? comments?:? \(?\d{1,5}\)?(?: total)?|comments? (?:\(\d{1,5}\)|\d{1,5} total)",
    re.IGNORECASE,
)


_COUNT_STARTS = frozenset("cCrRtTvVuU")
"""What such a line begins with, where not with a figure."""


@dataclass(frozen=True, slots=True)
class Section:
    """A run of lines that is furniture as a whole."""

    reason: Reason
    start: int
    """Index of its head."""
    end: int
    """Index after its last line."""
    why: str
    certain: bool = False
    """Whether what it holds leaves no doubt: dated comments; or teasers that all end or begin with the same words."""
    closed: bool = False
    """Whether it reaches to the next section or the end of the page; false where running text resumes after it."""


PARTED = 6
"""Paragraphs, all but one of which must stand below a blank line on a page that parts them so."""
EVIDENCE_LINES = 14
"""Lines after the head of a comment section within which a comment must show."""
BOX_LINES = 6
"""Headlines that a box inside the article may have ("Related", then headlines)."""


def is_bare(lines: Sequence[Line], words: Sequence[Furniture | None], sections: Sequence[Section]) -> bool:
    """Whether a text has nothing around it: no furniture is known in it, and from its first sentence on nearly all is sentences."""
    if sections or any(words):
        return False
    shown = [line for line in lines if line.text]
    first = next((k for k, line in enumerate(shown) if line.sentence), len(shown))
    told = shown[first:]
    whole = len(shown) >= BARE_LINES and sum(line.sentence for line in shown) >= BARE_SHARE * len(shown)
    return whole or (
        first <= BARE_HEAD
        and len(told) >= BARE_LINES
        and sum(is_said(line.text) for line in told) >= BARE_STORY_SHARE * len(told)
    )


BARE_LINES = 1
"""Lines below which a text shows nothing; a note of one sentence is kept."""
BARE_SHARE = 0.6
"""Share of the lines that must be sentences; a headline, a name and a date may stand above three paragraphs."""
BARE_HEAD = 5
"""Lines that may stand above the first sentence: a headline, what adds to it, a name, a place, a date."""
BARE_STORY_SHARE = 0.75
"""Share of the lines from the first sentence on that must be said; subheads may stand between."""


def find_sections(lines: Sequence[Line], words: Sequence[Furniture | None]) -> tuple[Section, ...]:
    """The sections of teasers, comments and side matter, in order and disjoint.

    A head counts only where what follows bears it out: a comment under "Comments", headlines under "Related". It reaches to
    the next head, or to where running text resumes.
    """
    shown = [i for i, line in enumerate(lines) if line.text]
    seen = [lines[i] for i in shown]
    heads = _find_heads(seen, [words[i] for i in shown])
    unannounced = _find_comments(seen)
    if unannounced is None:
        unannounced = _find_signed(seen)
        signed = unannounced
    else:
        signed = None
    if unannounced is not None:
        heads[unannounced] = Reason.COMMENTS
    ticker = _find_ticker(seen)
    if ticker is not None:
        heads[ticker] = Reason.TEASERS
    blank_above = [i > 0 and not lines[i - 1].text for i in shown]
    told = [k for k, i in enumerate(shown) if seen[k].prose and words[i] is None]
    parted = len(told) >= PARTED and sum(blank_above[k] for k in told[:PARTED]) >= PARTED - 1
    sections: list[Section] = []
    certain = False
    k = 0
    while k < len(shown):
        reason = heads[k]
        if reason is Reason.COMMENTS and (k == signed or _comments_follow(seen, k, above=bisect_left(told, k))):
            end = _end_of_comments(heads, k)
            announced = words[shown[k]] or _COMMENTS_COUNTED.match(seen[k].text)
            why = "the readers' comments begin here" if announced else "a reader's comment with its date"
        elif k == ticker:
            reason, end = Reason.TEASERS, _end_of_comments(heads, k)
            why = "a ticker: news by the minute"
        elif reason in {Reason.TEASERS, Reason.SIDEBAR}:
            end = _end_of_box(seen, heads, blank_above, k, signed=signed, parted=parted)
            why = f"“{seen[k].text[:60]}” heads other stories"
        else:
            k += 1
            continue
        if end > k + 1:
            closed = end == len(shown) or heads[end] is not None or not told or told[-1] < end
            certain = certain or reason is Reason.COMMENTS or k == ticker or _teasers_show(seen[k:end])
            stop = shown[end] if end < len(shown) else len(lines)
            sections.append(Section(reason, shown[k], stop, why, certain, closed))
        k = max(end, k + 1)
    # What closes a section must be closed itself: a chain of boxes after which the story goes on ends nothing.
    for number in range(len(sections) - 2, -1, -1):
        section, following = sections[number : number + 2]
        if section.closed and section.end == following.start and not following.closed:
            sections[number] = replace(section, closed=False)
    return tuple(sections)


def _find_heads(seen: Sequence[Line], words: Sequence[Furniture | None]) -> list[Reason | None]:
    """Of each line the kind of section that it may head; None for most."""
    heads = [word.reason if word is not None and word.scope == "opens" else None for word in words]
    for k, line in enumerate(seen):
        if heads[k] is None and (
            (line.comment_head and _is_dated(seen, k))
            or (
                (line.text[0] in _COUNT_STARTS or line.text[0].isdecimal())
                and len(line.text) < MATCHED_LENGTH
                and _COMMENTS_COUNTED.fullmatch(line.text)
            )
        ):
            heads[k] = Reason.COMMENTS
    return heads


def _is_dated(seen: Sequence[Line], k: int) -> bool:
    """Whether a line that says who comments says when too, or one right below it does."""
    text = seen[k].text
    return any(line.stamp for line in seen[k + 1 : k + 3]) or (text[-1] == ":" and has_moment(text))


def _find_comments(seen: Sequence[Line]) -> int | None:
    """Where comments begin that no head announces: a name, a date with its time, some words; and soon the same again."""
    opened = [
        k - 1
        for k, line in enumerate(seen)
        if line.stamp
        and 0 < k < len(seen) - 1
        and not seen[k - 1].stamp
        and not is_ago(line.text)
        and seen[k - 1].spaces < NAME_WORDS
        and not seen[k - 1].ended
        and seen[k + 1].sentence
    ]
    told = [k for k, line in enumerate(seen) if line.prose][TOLD - 1 : TOLD] if opened else []
    return next((k for k, after in pairwise(opened) if after - k <= EVIDENCE_LINES and told and told[0] < k), None)


def _find_signed(seen: Sequence[Line]) -> int | None:
    """Where comments begin each of which has its writer and its hour on one line ("Submitted by Ann, 3 May 2012 at 16:01").

    They stand below paragraphs, not far from them, and what is written stands between them.
    """
    signed = [k for k, line in enumerate(seen) if line.spaces <= SIGNED_WORDS + DATE_WORDS and _is_signed(line)]
    for k, last in zip(signed, signed[DENSE - 1 :], strict=False):
        said = sum(line.sentence for line in seen[k : last + 1])
        told = sum(line.prose for line in seen[max(k - SIGNED_BELOW, 0) : k])
        if last - k <= (DENSE - 1) * DENSE_LINES and said >= SIGNED - 1 and told >= SIGNED_PROSE:
            return k
    for n, k in enumerate(signed[: 1 - SIGNED]):
        after = signed[n + SIGNED - 1]
        if after - k > (SIGNED - 1) * EVIDENCE_LINES:
            continue
        written = [any(line.sentence for line in seen[i + 1 : j]) for i, j in pairwise(signed[n : n + SIGNED])]
        above = seen[max(k - SIGNED_BELOW, 0) : k]
        if all(written) and sum(line.prose for line in above) >= SIGNED_PROSE:
            return k
    return None


DENSE, DENSE_LINES = 6, 3
"""Signed lines that make comments, whatever is written between them, where so many lines at most lead from one to the next."""
SIGNED = 3
"""Signed lines that make comments."""
SIGNED_BELOW, SIGNED_PROSE = 60, 4
"""Lines above the first, and how many of them must be paragraphs."""
SIGNED_LENGTH, SIGNED_WORDS, DATE_WORDS = 90, 8, 6
"""Characters of such a line, and words besides those of its date; and these."""


def _is_signed(line: Line) -> bool:
    """Whether a line of so few words names somebody and an hour: a comment's head or foot."""
    text = line.text
    return (
        (not line.ended or line.stamp)
        and len(text) <= SIGNED_LENGTH
        and (line.held & DIGIT != 0 or "ago" in text[-20:].lower())
        and find_moment(text) is not None
    )


def _find_ticker(seen: Sequence[Line]) -> int | None:
    """Where lines begin that say a minute and what was new then; None where a story itself is told by the minute."""
    timed = [k for k, line in enumerate(seen) if line.text[0].isdigit() and _CLOCK.match(line.text)]
    told = [k for k, line in enumerate(seen) if line.prose][TOLD - 1 : TOLD] if len(timed) >= TICKS else []
    for k, last in zip(timed, timed[TICKS - 1 :], strict=False):
        around = seen[k : last + 1]
        headlines = sum(line.spaces >= TICK_WORDS and not line.ended for line in around if _CLOCK.match(line.text))
        if (
            told
            and told[0] < k
            and last - k <= EVIDENCE_LINES
            and headlines >= TICKS / 2
            and sum(line.prose for line in around) < TICKS
        ):
            return k
    return None


TICKS = 4
"""Lines with a minute, near each other, that make a ticker."""
TICK_WORDS = 4
"""Spaces that such a line has where its news stands on it."""
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])(?:[:.]|\s?h\s?)[0-5]\d(?:\s?[ap]\.?m\.?)?(?=$|\s|[^\W\d_])")
NAME_WORDS = 5
"""Most words of the name that a reader comments under."""
TOLD = 2
"""Paragraphs that must stand above comments without a head; a byline and its date stand above the story."""


def _comments_follow(seen: Sequence[Line], k: int, *, above: int = TOLD) -> bool:
    """Whether a comment shows soon below, before any running text that is not a comment's; `above` is how many paragraphs stand there.

    Above a story "By: Ann Holt" and its date are no comment, unless another follows.
    """
    heads, stamps, tools = int(seen[k].comment_head), 0, 0
    enough = 3 if heads and above < TOLD else 2
    welcome = _COMMENTS_COUNTED.match(seen[k].text) is not None
    for line in seen[k + 1 : k + 1 + EVIDENCE_LINES]:
        heads, stamps, tools = heads + line.comment_head, stamps + line.stamp, tools + line.comment_tool
        if heads + stamps >= enough or (heads + stamps and tools):
            return True
        if line.prose and not heads + stamps and find_furniture_words(line.text) is None:
            if not welcome:
                return False
            welcome = False
    return False


def _teasers_show(seen: Sequence[Line]) -> bool:
    """Whether the items of a box bear the same mark: each ends with "More", or the same short line stands by each."""
    told = sum(line.prose for line in seen)
    marked = [k for k, line in enumerate(seen) if line.invites]
    if len(marked) >= TEASER_MARKS and (len(marked) >= told * MARKED_SHARE or marked[1] <= TEASER_MARKS + 1):
        return True
    if _alternate(seen[1:]):
        return True
    marks = Counter(line.text for line in seen if line.spaces < 2)
    return max(marks.values(), default=0) >= max(TEASER_MARKS, told / 2)


def _alternate(seen: Sequence[Line]) -> bool:
    """Whether headlines and single sentences take turns, down to the end: what other stories are about."""
    blurbs = [k for k, line in enumerate(seen) if line.prose]
    if len(blurbs) < BLURBS or blurbs[0] == 0:
        return False
    headed = [
        k
        for k in blurbs
        if not seen[k - 1].ended
        and HEADLINE[0] < seen[k - 1].spaces < HEADLINE[1]
        and len(seen[k].text) <= BLURB_LENGTH
    ]
    return len(headed) >= max(BLURBS, BLURB_SHARE * len(blurbs))


BLURBS = 4
"""Headlines with a sentence below that a box of other stories has at least to be told by them."""
HEADLINE = (2, 18)
"""Words, less one, between which such a headline has its own."""
BLURB_SHARE = 0.8
"""Share of the sentences there that must stand below one."""
BLURB_LENGTH = 320
"""Characters of the longest such sentence."""
TEASER_MARKS = 2
"""Items that must bear the same mark."""
MARKED_SHARE = 0.3
"""Invitations to read on, for each paragraph that has none, below which a story may stand among them, unless it begins with them."""


def _end_of_comments(heads: Sequence[Reason | None], k: int) -> int:
    end = k + 1
    while end < len(heads) and heads[end] not in {Reason.TEASERS, Reason.SIDEBAR}:
        end += 1
    return end


JOINED = 2
"""Headlines of such a box."""


def _resumes(seen: Sequence[Line], blank_above: Sequence[bool], k: int) -> bool:
    """Whether two paragraphs stand here that blank lines part, below two short lines at most."""
    told = [n for n in range(k, min(k + RESUMING, len(seen))) if seen[n].prose]
    return len(told) > 1 and told[0] - k < 3 and told[1] - told[0] < 3 and all(blank_above[k : told[1] + 1])


RESUMING = 5
"""Lines among which those must be."""


def _is_long(line: Line) -> bool:
    """Whether a line is too long for the words under a teaser's headline."""
    return line.spaces >= LONG_WORDS or (
        line.held & CONTINUOUS != 0 and len(UNSPACED.findall(line.text)) >= LONG_LETTERS
    )


LONG_WORDS, LONG_LETTERS = 45, 85
"""Words, or letters of a script without spaces, of a paragraph that is no teaser's."""


def _end_of_box(
    seen: Sequence[Line],
    heads: Sequence[Reason | None],
    blank_above: Sequence[bool],
    k: int,
    *,
    signed: int | None,
    parted: bool,
) -> int:
    """Up to the next head of another kind, or to where running text resumes: two paragraphs, with a caption between at most.

    A box of headlines between which no blank line stands ends where one does and paragraphs follow that it parts, with subheads above them.
    Where the page parts its paragraphs so (`parted`), lines that none parts are none. `signed` is where comments begin, whatever stands below.
    """
    blurbs = apart = joined = 0
    end = k + 1
    while end < len(seen):
        if joined >= JOINED and blank_above[end] and _resumes(seen, blank_above, end):
            return end
        joined += end == k + 1 or (joined > 0 and not blank_above[end] and not seen[end].ended)
        if joined != end - k:
            joined = 0
        if heads[end] not in {None, heads[k]} and (
            heads[end] is not Reason.COMMENTS or end == signed or _comments_follow(seen, end)
        ):
            return end
        if seen[end].prose:
            follows_headline = not seen[end - 1].prose
            below = seen[end + 1 : end + 3]
            after = next((line for line in below if not is_caption(line.text)), None)
            resumes = (after is not None and after.prose) or (
                _is_long(seen[end]) and any(line.prose and _is_long(line) for line in below)
            )
            apart += blank_above[end] and end > k + 1
            following = range(end + 1, min(end + 3, len(seen)))
            joined_on = parted and not apart and not any(blank_above[n] and seen[n].prose for n in following)
            if resumes and not joined_on and not (follows_headline and blurbs):
                return end
            blurbs += follows_headline
        elif seen[end].invites:
            blurbs += 1
        end += 1
    return end
