"""What two articles name in common, as evidence that a surname means the same person in both."""

import math
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import chain

from briefbook.annotate.gazetteer import fold_name
from briefbook.model.entity import EntityKind, Mention

RELATED = 2.5
"""What two articles name in common at the least, from which one may explain the other's surnames. In steps of the logarithm of how
few articles of the book name a thing: one name that a twelfth of them have is enough, countries that half of them have are not. By
hand, from the invented stories and from what news pages of seven years have in common by chance."""


class CommonGround:
    """The names of each article of a book, but for surnames alone."""

    def __init__(self, mentions: Sequence[Sequence[Mention]]) -> None:
        self._mentions = mentions

    @cached_property
    def _named(self) -> list[frozenset[str]]:
        return [
            frozenset(
                [
                    fold_name(mention.surface)
                    for mention in found
                    if mention.kind is not EntityKind.PERSON or " " in mention.surface
                ]
            )
            for found in self._mentions
        ]

    @cached_property
    def _articles(self) -> Counter[str]:
        return Counter(chain.from_iterable(self._named))

    def are_related(self, one: int, other: int) -> bool:
        """Whether two articles, by their numbers, name enough in common."""
        shared = sorted(self._named[one] & self._named[other])
        count = len(self._named) + 2  # in a book of two articles what both name tells something still
        least = min(RELATED, math.log(count / 2))  # a name that no third article has is enough
        return sum(math.log(count / self._articles[name]) for name in shared) >= least
