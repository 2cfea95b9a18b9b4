"""Which lines of the clipping each block of an article comes from."""

import difflib
import itertools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from briefbook.model.article import Block, BlockKind, Fate, Ledger, Reason

TEXT_REASONS = frozenset({Reason.BODY, Reason.SUBHEAD, Reason.CAPTION, Reason.DATELINE})
"""Kept lines that become blocks; titles, sections and bylines become front matter."""
PAIR_SHARE = 0.5
"""Share of the word pairs of the shorter text that line and block must have in common: more of it is kept than changed."""
PAIR_WORDS = 4
"""A text of fewer words is too short for its word pairs to tell it from another."""
EDITED_RATIO = 0.6
"""Similarity above which a rewritten line is still that line. Source: `difflib.get_close_matches`, default cut-off."""
EDITED_COMPARISONS = 2_000
"""Slow comparisons an article may cost; beyond them an edited block stays without lines rather than the build without end."""
EDITED_LENGTH = 2_000
"""Characters of a text that a slow comparison reads."""


def trace_blocks(blocks: Sequence[Block], ledger: Ledger | None) -> tuple[tuple[int, ...], ...]:
    """For each block, in order, the numbers (from 1, ascending) of the kept lines of the clipping it comes from.

    A block and a line with the same words belong together, in order where they can; then a block that shares most
    word pairs with lines (joined, split or lightly edited text); then a rewritten block with the most similar line
    between its traced neighbours. Editor's words, footnotes and articles without a clipping have none.
    """
    found: list[set[int]] = [set() for _ in blocks]
    if ledger is None:
        return tuple(() for _ in blocks)
    lines = [
        (entry.line, _plain(entry.text))
        for entry in ledger.lines
        if entry.fate is Fate.KEPT and entry.reason in TEXT_REASONS
    ]
    texts = ["" if block.kind is BlockKind.NOTE else _plain(block.text) for block in blocks]
    taken = _match_equal(texts, lines, found)
    open_lines = [(number, text) for number, text in lines if number not in taken]
    _match_pairs(texts, open_lines, found)
    claimed = {number for numbers in found for number in numbers}
    _match_edited(texts, [(n, text) for n, text in open_lines if n not in claimed], found)
    return tuple(tuple(sorted(numbers)) for numbers in found)


def _plain(text: str) -> str:
    """The words of a text: without case, compatibility forms, punctuation and spacing."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def _match_equal(texts: Sequence[str], lines: Sequence[tuple[int, str]], found: list[set[int]]) -> set[int]:
    """Joins equal texts, the first occurrence after the last match preferred; the lines used."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, text in lines:
        if text:
            places[text].append(number)
    last, taken = 0, set[int]()
    for index, text in enumerate(texts):
        numbers = places.get(text)
        if not numbers:
            continue
        at = bisect_right(numbers, last)
        number = numbers.pop(at if at < len(numbers) else 0)
        last = max(last, number)
        found[index].add(number)
        taken.add(number)
    return taken


def _pairs(text: str) -> Counter[tuple[str, str]]:
    words = text.split()
    return Counter(itertools.pairwise(words))


def _match_pairs(texts: Sequence[str], lines: Sequence[tuple[int, str]], found: list[set[int]]) -> None:
    """Joins each open line with the blocks it shares most of its word pairs, or of theirs, with."""
    open_blocks = [index for index, text in enumerate(texts) if text and not found[index]]
    if not open_blocks:
        return
    pairs = {index: _pairs(texts[index]) for index in open_blocks}
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in open_blocks:
        for pair in pairs[index]:
            holders[pair].append(index)
    for number, text in lines:
        if len(text.split()) < PAIR_WORDS:
            continue
        own = _pairs(text)
        shared: Counter[int] = Counter()
        for pair, count in own.items():
            for index in holders.get(pair, ()):
                shared[index] += min(count, pairs[index][pair])
        size = own.total()
        for index, count in shared.items():
            if len(texts[index].split()) >= PAIR_WORDS and count >= PAIR_SHARE * min(size, pairs[index].total()):
                found[index].add(number)


def _match_edited(texts: Sequence[str], lines: Sequence[tuple[int, str]], found: list[set[int]]) -> None:
    """Joins each block still open with the most similar open line between its traced neighbours."""
    numbers = [number for number, _ in lines]
    comparisons = 0
    low = 0
    for index, text in enumerate(texts):
        if found[index]:
            low = max(low, *found[index])
            continue
        if not text:
            continue
        high = next((min(later) for later in found[index + 1 :] if later and min(later) > low), None)
        gap = lines[bisect_right(numbers, low) : len(lines) if high is None else bisect_left(numbers, high)]
        best, best_ratio = None, EDITED_RATIO
        for number, candidate in gap:
            comparisons += 1
            if comparisons > EDITED_COMPARISONS:
                return
            matcher = difflib.SequenceMatcher(None, candidate[:EDITED_LENGTH], text[:EDITED_LENGTH], autojunk=False)
            if matcher.real_quick_ratio() < best_ratio or matcher.quick_ratio() < best_ratio:
                continue
            ratio = matcher.ratio()
            if ratio >= best_ratio:
                best, best_ratio = number, ratio
        if best is not None:
            found[index].add(best)
            low = best
