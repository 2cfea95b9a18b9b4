"""Joins articles, annotations, register, chronology and index into the one value that is published."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from briefbook.model.article import Article, BlockKind
from briefbook.model.diagnostics import Diagnostic, Outcome, report
from briefbook.model.memory import Keep, anew
from briefbook.model.text import digest, fold
from briefbook.model.when import OPEN_END


def order_articles(articles: Iterable[Article]) -> Outcome[tuple[Article, ...]]:
    """The articles of the book, numbered: the editor's `doc` numbers first, the others by date, then title, in the free numbers.

    Drafts are left out; of two with one slug the first by path stays and the other is reported.
    """
    found: dict[str, Article] = {}
    faults: list[Diagnostic] = []
    for article in sorted(articles, key=lambda a: a.path):
        if article.draft:
            continue
        if article.slug in found:
            other = found[article.slug].path
            message = f"would be published at the address of {other}"
            faults.append(report("slug-collision", message, article.path, 1, hint="rename one of the two files"))
            continue
        found[article.slug] = article
    wanted = Counter(article.doc for article in found.values() if article.doc)
    for article in found.values():
        if wanted[article.doc] > 1:
            message = f"document number {article.doc} is given to {wanted[article.doc]} articles"
            faults.append(
                report("front-matter-invalid", message, article.path, 1, hint="give each its own `doc`, or none")
            )
    taken = set(wanted)
    free = (number for number in range(1, len(found) + len(taken) + 1) if number not in taken)
    numbered = [
        article if wanted[article.doc] == 1 else replace(article, doc=next(free))
        for article in sorted(found.values(), key=_order)
    ]
    return Outcome(tuple(sorted(numbered, key=lambda a: a.doc)), tuple(faults))


def _order(article: Article) -> tuple[int, int, str, str]:
    when = article.published.when
    start = when.filed.toordinal() if when else OPEN_END.toordinal()
    end = when.end.toordinal() if when else OPEN_END.toordinal()
    return (start, end, article.title, article.slug)


def check_notes(articles: Sequence[Article]) -> tuple[Diagnostic, ...]:
    """A diagnostic for every editor's note whose words do not stand exactly once in its article."""
    faults = []
    for article in articles:
        for note in article.notes:
            times = sum(block.text.count(note.at) for block in article.blocks)
            if times != 1:
                seen = "do not stand" if times == 0 else f"stand {times} times"
                message = f"the words {note.at[:60]!r} of a note {seen} in the article; expected once"
                faults.append(report("note-unmatched", message, article.path, note.line))
    return tuple(faults)


LONG = 60
"""Characters from which a paragraph tells one story from another; shorter ones ("He declined to comment.") recur."""
SAME_STORY = 0.5
"""Share of the shorter story's long paragraphs that another one has word for word, from which they count as one story."""


def find_duplicates(articles: Sequence[Article], keep: Keep = anew) -> tuple[Diagnostic, ...]:
    """A diagnostic for every article that has at least half of its long paragraphs in common with one before it.

    Reports the earlier article that shares most. Linear in the text but for paragraphs that very many articles share.
    """
    holders: dict[str, list[int]] = {}
    lengths: list[int] = []
    faults = []
    for number, article in enumerate(articles):
        own = keep("paragraphs", article.slug, (article.blocks,), partial(_long_paragraphs, article))
        shared = Counter(other for text in own for other in holders.get(text, ()))
        for other, times in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:1]:
            if times >= SAME_STORY * min(len(own), lengths[other]):
                same = f"{times} of its {len(own)} longer paragraphs stand word for word in {articles[other].path}"
                hint = "set `draft: true` in the one you do not want in the book"
                faults.append(report("seed-duplicate", same, article.path, 1, hint=hint))
        lengths.append(len(own))
        for text in own:
            holders.setdefault(text, []).append(number)
    return tuple(faults)


def _long_paragraphs(article: Article) -> frozenset[str]:
    return frozenset(_plain(b.text) for b in article.blocks if b.kind is BlockKind.PARAGRAPH and len(b.text) >= LONG)


_BETWEEN = re.compile(r"[\W_]+")


def _plain(text: str) -> str:
    """Letters and digits alone, so that a copy with other quotation marks or spaces is the same."""
    return digest(_BETWEEN.sub("", fold(text)))[:16]
