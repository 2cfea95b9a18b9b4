"""Lines between a flat story's paragraphs that are not its own: what repeats, what counts, what points elsewhere."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from briefbook.clean.headline import content_words
from briefbook.clean.lines import Furniture, Line, ends_sentence, is_prose
from briefbook.model.article import Reason

REPEATED = 3
"""Times that a line must stand between paragraphs to be a tool of each."""
REPEATED_WORDS = 3
"""Fewest words of such a line; what is shorter may be a subhead that comes again ("For", "Against")."""
POINTER_WORDS = 24
"""Most words of a line that points to another story."""

_POINTER = re.compile(
    r"[(\[]?(?:(?:READ|WATCH|LISTEN|SEE|VIEW|PHOTOS?|PICTURES?|VIDEOS?|GALLERY|INTERACTIVE|GRAPHIC|MAP|OPINION|ANALYSIS|EXPLAINER|TIMELINE|RELATED|MORE"
    r"|IN PICTURES|SLIDESHOW|QUIZ|PODCAST|ALSO|LIVE)(?: (?:MORE|ALSO|NOW|NEXT|HERE|THIS|ON))?"
    r"|Read|Watch|See|Photos?|Pictures|Video|Gallery|Interactive|Graphic|Map|Opinion|Analysis|Explainer|Timeline|Related|In pictures|Slideshow|Quiz|Also on [^:]{2,40}"
    r"|Also [Rr]ead|Read also|Read more|Also on)\s?:\s(?=\S+ \S+ \S+).*[^.:]"
)
_NUMBER = re.compile(r"\(?\d{1,5}\)?")


def find_intruders(lines: Sequence[Line], words: Sequence[Furniture | None], story: Sequence[int]) -> frozenset[int]:
    """The lines of a story, by index, that its page put between its paragraphs; its first line is never one."""
    numbers = [i for i in story[1:] if _NUMBER.fullmatch(lines[i].text)]
    found = set(numbers if len(numbers) < NUMBERS else ())
    between = [
        i
        for before, i, after in zip(story, story[1:], story[2:], strict=False)
        if is_prose(lines[before].text) and is_prose(lines[after].text)
    ]
    again = Counter(lines[i].text for i in between)
    for i in story[1:]:
        text = lines[i].text
        count = text.count(" ") + 1
        points = count <= POINTER_WORDS and _POINTER.fullmatch(text) is not None and not text.endswith(('"', "”"))
        if points or (again[text] >= REPEATED and count >= REPEATED_WORDS and not ends_sentence(text)):
            found.add(i)
    return frozenset(found) | _find_foreign_end(lines, words, [i for i in story if i not in found])


HEADS = 2
"""Heads of boxes that a story may have within it; more of them part a list's entries."""
NUMBERS = 3
"""Lines that are a number and nothing else, from which on they are a list's or a table's; fewer count readers."""


def _find_foreign_end(lines: Sequence[Line], words: Sequence[Furniture | None], story: Sequence[int]) -> frozenset[int]:
    """What stands below the first head of a box inside the story, where it takes up hardly a word of what is told above."""
    cuts = [
        n
        for n, (i, after) in enumerate(pairwise(story), start=1)
        if any(_heads_box(words[j]) for j in range(i + 1, after))
    ]
    if not 0 < len(cuts) <= HEADS:
        return frozenset()
    told, rest = (
        [_long_words(lines[j].text) for j in part if is_prose(lines[j].text)]
        for part in (story[: cuts[0]], story[cuts[0] :])
    )
    if len(told) < TOLD or sum(map(len, rest)) < FOREIGN_WORDS:
        return frozenset()
    known = frozenset().union(*told)
    linked = sum(len(words_of & known) for words_of in rest)
    return frozenset(story[cuts[0] :]) if linked < LINKED * sum(map(len, rest)) else frozenset()


TOLD = 2
"""Paragraphs of a story that must stand above such a head."""
FOREIGN_WORDS = 40
"""Words of four letters and more below it, from which on it is no chance that hardly one has been said above."""
LINKED = 0.025
"""Share of those words that were said above, up to which what follows is foreign; of a story's later paragraphs it is .04 to .3."""


def _heads_box(word: Furniture | None) -> bool:
    return word is not None and word.scope == "opens" and word.reason in {Reason.SIDEBAR, Reason.TEASERS}


def _long_words(text: str) -> frozenset[str]:
    return frozenset(word for word in content_words(text) if len(word) >= LONG_WORD)


LONG_WORD = 4
"""Letters of a word from which it says what a text is about."""
