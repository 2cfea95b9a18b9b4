"""The headline of a flat page: of the lines above the story, the one that its words, its place and its neighbours speak for.

What a line shows is weighed as learnt from labelled pages. `bench/train_headline.py` makes the weights.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefbook.clean.dates import is_date_line
from briefbook.clean.kinds import MATCHED_LENGTH, is_sentence
from briefbook.clean.letters import DIGIT
from briefbook.clean.likeness import find_likeness
from briefbook.clean.lines import Line
from briefbook.clean.vocabulary import Furniture

REACH = 60
"""Shown lines above the story's first paragraph among which its headline is looked for."""
WORDS = (2, 32)
"""Fewest and most words of a headline."""
UNSPACED_WORD = 3
"""Characters of Chinese, Japanese or Thai that count as a word."""
ABBREVIATION = 4
"""Letters up to which a capitalised word with a stop may be an abbreviation."""
SPOKEN_PARAGRAPHS, SPOKEN_LENGTH = 12, 6000
"""Paragraphs of the story, and characters of them, whose words a headline may share."""
SPOKEN_SHARE = 0.5
"""Share of a short line's words that the story must have, where no byline or date stands right below."""
LONG = 5
"""Words from which a line is no entry of a menu."""

_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_STOP = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be but by for from had has have he her his in into is it its not of on or over said she that the"
        " their they this to up was were what when which who will with after about more new than us",
    )
)
_CONTENT = re.compile(r"[^\W\d_]{2,}")
_NUMBERED = re.compile(r"(?:step|tip|day|part|chapter|no\.?|q)?\s*#?\d{1,3}\s*[.):–-]", re.IGNORECASE)
_SEPARATOR = re.compile(r"[|»›→]|\s[>/]\s|>$")
_TIMED = re.compile(
    r"\d{1,3}[ -]?min(?:ute)?s?(?: read)?|(?:last )?(?:updated?|modified|published|posted)\b(?=.*(?:\d|\bago\b))[^.?!]{0,40}",
    re.IGNORECASE,
)
"""How long a story takes to read, or the hour it was last changed."""
_TIMED_STARTS = frozenset("lLuUmMpP")
"""What that begins with, where not with a figure."""
_SHORT = frozenset(("words 2-3",))
_CREDITED = frozenset(("byline or date right below", "byline or date two below"))
_LENGTHS = ((3, "2-3"), (5, "4-5"), (8, "6-8"), (13, "9-13"), (20, "14-20"))


def find_headline(
    lines: Sequence[Line],
    words: Sequence[Furniture | None],
    lead: int,
    body: Sequence[str],
    barred: Collection[int],
    credited: Collection[int],
) -> int | None:
    """The index of the headline, or None where no line above the story can be one.

    Args:
        lines: Of the page.
        words: What the vocabulary of furniture says of each.
        lead: Index of the story's first paragraph.
        body: The story's paragraphs.
        barred: Lines that are captions, copies, sections or datelines and so no headline.
        credited: Lines that name an author after "By".
    """
    weights = read_weights()
    best, chosen = -math.inf, None
    for i, shown in describe_candidates(lines, words, lead, body, barred, credited):
        unsaid = "nothing shared" in shown and shown["capitals"] == 1.0
        short = not _SHORT.isdisjoint(shown) and shown["share of its words in the story"] < SPOKEN_SHARE
        if (unsaid or short) and _CREDITED.isdisjoint(shown):
            continue  # as likely the name of the site, or an entry of its menu
        score = sum(weights.get(name, 0.0) * value for name, value in shown.items())
        if score >= best:
            best, chosen = score, i
    return chosen


@cache
def read_weights() -> Mapping[str, float]:
    """The weights shipped with the package, by what they are of."""
    source = files("briefbook.lexicon").joinpath("headline.tsv").read_text(encoding="utf-8")
    rows = (row.split("\t") for row in source.splitlines() if not row.startswith("#"))
    return {name: float(weight) for name, weight in rows}


def find_above(lines: Sequence[Line], words: Sequence[Furniture | None], lead: int) -> list[int]:
    """The lines above the story, by index, among which its headline is looked for."""
    return [i for i in range(lead) if lines[i].text and words[i] is None][-REACH:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """What stands above a story."""

    shown: Sequence[int]
    """The lines among which the headline is looked for."""
    credited: Sequence[bool]
    """Whether each of them names an author or a date."""
    counts: Sequence[int]
    """How many words each has."""
    last_credited: int
    """The last of these, by its place among the lines; -1 where there is none."""
    first_credited: int
    """The first; where there is none, after them all."""
    long: Sequence[int]
    """Those that may be the headline and are no entries of a menu."""
    first: int
    """The first line of the page."""


def describe_candidates(
    lines: Sequence[Line],
    words: Sequence[Furniture | None],
    lead: int,
    body: Sequence[str],
    barred: Collection[int],
    credited: Collection[int],
) -> list[tuple[int, dict[str, float]]]:
    """The lines that may be the headline, by index in order, and what each shows; arguments as of `find_headline`."""
    shown = find_above(lines, words, lead)
    dated = {
        i
        for i in shown
        if (lines[i].held & DIGIT and is_date_line(lines[i].text))
        or ((lines[i].text[0] in _TIMED_STARTS or lines[i].text[0].isdecimal()) and _TIMED.fullmatch(lines[i].text))
    }
    told = dated | {i for i in shown if i in credited}
    candidates = [i for i in shown if i not in barred and i not in told and is_headline_like(lines[i].text)]
    all_texts = [line.text for line in lines if line.text]
    likeness = find_likeness(all_texts)  # its joining words are known as such
    english = {} if likeness == all_texts else dict(zip(all_texts, likeness, strict=True))
    spoken = content_words(" ".join(english.get(text, text) for text in body[:SPOKEN_PARAGRAPHS])[:SPOKEN_LENGTH])
    opening = content_words(" ".join(english.get(text, text) for text in body[:2])[:1000])
    texts = Counter(all_texts)
    whole = "\n".join(line.text[:MATCHED_LENGTH] for line in lines)
    counts = [_count(lines[i].text) for i in shown]
    place = {i: k for k, i in enumerate(shown)}
    above = Above(
        shown=shown,
        credited=[i in told for i in shown],
        last_credited=max((k for k, i in enumerate(shown) if i in told), default=-1),
        first_credited=next((k for k, i in enumerate(shown) if i in told), len(shown)),
        counts=counts,
        long=[i for i in candidates if counts[place[i]] >= LONG],
        first=next((i for i, line in enumerate(lines) if line.text), 0),
    )
    return [
        (
            i,
            _describe(lines[i], english.get(lines[i].text, lines[i].text), spoken, opening)
            | _describe_place(lines, above, place[i])
            | _describe_copies(lines[i].text, texts[lines[i].text], whole),
        )
        for i in candidates
    ]


MENTION_LENGTH = 20
"""Characters from which a line may have a headline in it."""


def _describe(line: Line, english: str, spoken: frozenset[str], opening: frozenset[str]) -> dict[str, float]:
    """What a line shows by itself and, as English would have it, beside the story's words."""
    text = line.text
    own = content_words(english)
    shared = len(own & spoken)
    count = _count(text)
    share = shared / len(own) if own else 0.0
    tokens = text.split(" ")
    length = next((name for most, name in _LENGTHS if count <= most), "more")
    shown = {
        f"words {length}": 1.0,
        "share of its words in the story": share,
        "share of its words in the first two paragraphs": len(own & opening) / len(own) if own else 0.0,
        "words shared": math.log1p(shared),
        "capitals": sum([token[:1].isupper() for token in tokens]) / len(tokens),
    }
    for name, holds in (
        ("nothing shared", not shared),
        ("ends as a question", text[-1] == "?"),
        ("ends with a colon", text[-1] == ":"),
        ("ends as a sentence", line.ended and text[-1] not in "?:"),
        ("numbered", _NUMBERED.match(text) is not None),
        ("in capitals", text.isupper()),
        ("begins small", text[0].islower()),
        ("parted by marks", _SEPARATOR.search(text) is not None),
        ("has an address", "@" in text or "http" in text or "www." in text),
    ):
        if holds:
            shown[name] = 1.0
    return shown


def _describe_place(lines: Sequence[Line], above: Above, k: int) -> dict[str, float]:
    """What the lines around the `k`-th above the story show: how far the story is, where byline and date stand."""
    shown, credited, long = above.shown, above.credited, above.long
    i = shown[k]
    longer = bisect_left(long, i)
    other = long[longer - 1] if longer else -1
    further = bisect_right(long, i)
    following = long[further] if further < len(long) else -1
    found = {
        "lines to the story": math.log1p(len(shown) - k - 1),
        "long lines to the story": math.log1p(len(long) - further),
        "long lines above": math.log1p(longer),
    }
    for name, holds in (
        ("byline or date right below", any(credited[k + 1 : k + 2])),
        ("byline or date two below", any(credited[k + 2 : k + 3])),
        ("byline or date three or four below", any(credited[k + 3 : k + 5])),
        ("byline or date further below", above.last_credited >= k + 5),
        ("byline or date right above", k > 0 and credited[k - 1]),
        ("byline or date further above", above.first_credited < k - 1),
        ("a menu above", k > 2 and max(above.counts[k - 3 : k]) < LONG),
        ("a long line right above", k > 0 and shown[k - 1] == other),
        ("a long line right below", k + 1 < len(shown) and shown[k + 1] == following),
        ("first long line", bool(long) and long[0] == i),
        ("blank line above", i > 0 and not lines[i - 1].text),
        ("blank line below", i + 1 < len(lines) and not lines[i + 1].text),
        ("first line", i == above.first),
    ):
        if holds:
            found[name] = 1.0
    return found


def _describe_copies(text: str, copies: int, whole: str) -> dict[str, float]:
    """Whether the page says the line again, by itself or within another."""
    found = {}
    if copies > 1:
        found["said again"] = 1.0
    if len(text) >= MENTION_LENGTH and whole.count(text) > copies:
        found["said again within a line"] = 1.0
    return found


def is_headline_like(text: str) -> bool:
    """Whether a line has as many words as headlines have, and is no full sentence."""
    return WORDS[0] <= _count(text) <= WORDS[1] and not _is_full_sentence(text)


def _count(text: str) -> int:
    return text.count(" ") + 1 + (0 if text.isascii() else len(_UNSPACED.findall(text)) // UNSPACED_WORD)


def _is_full_sentence(text: str) -> bool:
    """Whether the line ends with a full stop that is not an abbreviation's ("U.S.", "Inc.", "v.")."""
    if text[-1] not in ".。।۔" or text.endswith(".."):
        return False
    last = text.rpartition(" ")[2].rstrip(".")
    return is_sentence(text) and not ("." in last or (last[:1].isupper() and len(last) <= ABBREVIATION) or last == "v")


def content_words(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, cut to six letters so that forms of one word meet."""
    return frozenset(word[:6] for word in set(_CONTENT.findall(text.casefold())) - _STOP)
