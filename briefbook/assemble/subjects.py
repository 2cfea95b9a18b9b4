"""The editor's subjects: terms of the index, and where they stand in the articles."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from briefbook.assemble.locators import Block
from briefbook.model.article import Article, Passage
from briefbook.model.text import Span, filing_key, fold_letters

PART = ": "
"""Between a subject and its sub-entry."""


class Subjects:
    """The editor's terms and where they stand; one with a colon is a sub-entry: "chemical weapons: inspection"."""

    def __init__(self, articles: Sequence[Article], terms: Sequence[str], taken: set[str]) -> None:
        self.terms: dict[str, str] = {}
        """As first written, by key, in the order given; a sub-entry's key has both parts."""
        everywhere = {key for term in terms if (key := _register_term(self.terms, term))}
        here = [{key for term in a.index_terms if (key := _register_term(self.terms, term))} for a in articles]
        self.blocks: dict[str, dict[Block, tuple[Passage, int]]] = {key: {} for key in self.terms}
        self.at: dict[Block, list[str]] = defaultdict(list)
        """The terms of each block, sub-entries left out."""
        for article, own in zip(articles, here, strict=True):
            active = {
                key: self.terms[key] for key in self.terms if (key in own or key in everywhere) and key not in taken
            }
            for number, block in enumerate(article.blocks if active else ()):
                for key, span in _find_terms(block.text, active):
                    place = (article.slug, number)
                    first, count = self.blocks[key].get(place, (Passage(article.slug, number, span), 0))
                    self.blocks[key][place] = (first, count + 1)
            if article.blocks:
                for key in sorted(own & active.keys()):
                    # The editor says that the article is about it, whatever words it uses.
                    if not any(slug == article.slug for slug, _ in self.blocks[key]):
                        self.blocks[key][article.slug, 0] = (Passage(article.slug, 0, Span(0, 0)), 1)
        for key, found in self.blocks.items():
            for place in found if PART not in self.terms[key] else ():
                self.at[place].append(key)


def _register_term(wanted: dict[str, str], term: str) -> str:
    """The key of a term, noted with its first spelling; empty for a term without letters."""
    head, _, part = (" ".join(piece.split()) for piece in term.partition(":"))
    key = filing_key(head)
    if key and filing_key(part):
        key, head = f"{key}{PART}{filing_key(part)}", f"{head}{PART}{part}"
    if key:
        wanted.setdefault(key, head)
    return key


def _find_terms(text: str, terms: Mapping[str, str]) -> Iterator[tuple[str, Span]]:
    """Each whole-word occurrence of each term, whatever its case and accents, with its span in `text`.

    A sub-entry is found where both its parts stand, at the second.
    """
    haystack, offsets = fold_letters(text)

    def matches(term: str) -> list[re.Match[str]]:
        needle, _ = fold_letters(term)
        return list(re.finditer(rf"(?<!\w){re.escape(needle)}(?!\w)", haystack)) if needle in haystack else []

    for key, term in terms.items():
        head, _, part = term.partition(PART)
        found = matches(head)
        for match in matches(part) if found and part else found:
            yield key, Span(offsets[match.start()], offsets[match.end() - 1] + 1)
