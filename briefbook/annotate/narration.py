"""An article as the attribution of quotations reads it: quoted words blanked out, persons by block, sentences, pronouns."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefbook.annotate import gazetteer
from briefbook.annotate.sentences import STARTERS, find_quoted, find_sentences
from briefbook.annotate.speech import SAY_ONLY
from briefbook.annotate.tenses import is_past
from briefbook.model.article import Article, BlockKind
from briefbook.model.entity import EntityKind, Mention
from briefbook.model.text import Slug, Span

SPOKEN = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.CELL, BlockKind.CAPTION})
MARKS = "\"“”„«»‘’`' \t\n\u00a0\u202f"
"""Quotation marks, and the spaces that stand at them."""
_TITLE_REACH = 20
"""Characters before a name in which its title stands."""
_TITLE_OF_ONE = re.compile(
    r"\b(?:(?P<he>Mr\.?|Sir|King|Prince|spokesman|chairman|congressman|councilman|businessman)|(?P<she>Mrs\.?|Ms\.?|Miss|Lady|Dame|Queen|"
    r"Princess|spokeswoman|chairwoman|congresswoman|councilwoman|businesswoman))\s+$"
)
_BARE_NAME = re.compile(r"([A-Z][\w’'-]{2,})(?=\s)")
_NEXT_WORD = re.compile(r"\s+(?:[a-z]+ly\s+|also\s+|then\s+|later\s+)?([a-z]+)\b")
_SOMEBODY = re.compile(
    r"(?:This|That|An?|One|Another|The)\s+(?:[\w’'-]+\s+){0,3}?(?:student|man|woman|boy|girl|teenager|resident|worker|driver|passenger|"
    r"witness|neighbou?r|friend|mother|father|brother|sister|son|daughter|wife|husband|teacher|professor|nurse|soldier|officer|"
    r"official|spokes(?:man|woman|person)|lawyer|activist|protester|reporter|customer|player|coach|farmer|fisherman|patient|victim|"
    r"suspect|survivor|voter|analyst|aide|diplomat|source)\s+(?:[a-z]+ly\s+|also\s+)?(?P<verb>[a-z]+)\b"
)
"""A subject that names nobody."""
_SAID_BY = re.compile(rf"[\"”'’,]\s+(?:{SAY_ONLY})\s+(?P<name>[A-Z][a-z]+)(?=,\s|\s+(?:an?|the|who|of)\s|\.)")
_PRESENT = frozenset("has is was does wants says denies insists".split())


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch between quotation marks."""

    block: int
    span: Span
    """Without the marks."""
    closed: bool


class Narration:
    """An article as the attribution reads it: its blocks with the quoted words blanked out, its persons by block."""

    def __init__(self, article: Article, mentions: Sequence[Mention]) -> None:
        self.article = article
        self.texts = [block.text for block in article.blocks]
        self.kinds = [block.kind for block in article.blocks]
        self.quoted = [
            find_quoted(text) if kind in SPOKEN else () for text, kind in zip(self.texts, self.kinds, strict=True)
        ]
        self.frames = [
            _blank(text, (item.inner for item in quoted)) for text, quoted in zip(self.texts, self.quoted, strict=True)
        ]
        self.persons: dict[int, list[Mention]] = {}
        for mention in sorted(mentions, key=lambda m: m.passage):
            if mention.kind is EntityKind.PERSON:
                self.persons.setdefault(mention.passage.block, []).append(mention)
        # Every look-up below is by halving, so that a paragraph of ten thousand quotation marks takes no hours.
        self._quote_starts = [[item.inner.start for item in quoted] for quoted in self.quoted]
        self._narrated = {
            block: [m for m in persons if not self.inside(block, m.passage.span.start)]
            for block, persons in self.persons.items()
        }
        self._sentences: dict[int, tuple[Span, ...]] = {}
        self.others = {
            (m.passage.block, m.passage.span.start): m.passage.span.end
            for m in mentions
            if m.kind is not EntityKind.PERSON
        }
        """Where something else than a person is named, and where its name ends."""
        self.called = self._titles()
        self._given = self._given_names()

    def _titles(self) -> dict[Slug, str]:
        """The pronoun of persons whom a title somewhere in the article tells to be a he or a she; none where titles differ."""
        found: dict[Slug, set[str]] = {}
        for block, persons in self.persons.items():
            for person in persons:
                lead = self.texts[block][max(0, person.passage.span.start - _TITLE_REACH) : person.passage.span.start]
                title = _TITLE_OF_ONE.search(lead) or _TITLE_OF_ONE.match(person.surface.partition(" ")[0] + " ")
                if person.entity is not None and title:
                    found.setdefault(person.entity, set()).add("she" if title["she"] else "he")
        return {entity: min(words) for entity, words in found.items() if len(words) == 1}

    def _given_names(self) -> dict[Slug, str]:
        """The pronoun of persons whose given name, somewhere in the article, nearly always goes with one."""
        pronouns = gazetteer.pronouns_of_given_names()
        found: dict[Slug, str] = {}
        for persons in self.persons.values():
            for person in persons:
                first, _, rest = person.surface.partition(" ")
                if person.entity is not None and rest and (pronoun := pronouns.get(gazetteer.fold_name(first))):
                    found[person.entity] = pronoun
        return found

    def unlikely(self, entity: Slug, pronoun: str) -> bool:
        """Whether a pronoun would be odd for a person by the given name; a title says more than that."""
        return entity not in self.called and self._given.get(entity, pronoun) != pronoun

    def fits(self, person: Mention, pronoun: str) -> bool:
        """Whether a pronoun may mean a person."""
        return person.entity is None or self.called.get(person.entity, pronoun) == pronoun

    def about_another(self, block: int, sentence: Span) -> bool:
        """Whether the subject of a sentence is a name, but none of a known person, or somebody without one: "Ostmark denied it";
        "Lima voted no", where nobody knows whether Lima is a man; "This student left".
        """
        begin = sentence.start
        somebody = _SOMEBODY.match(self.texts[block], begin, sentence.end)
        if somebody is not None and (is_past(somebody["verb"]) or somebody["verb"] in _PRESENT):
            return True
        the = 4 if self.texts[block].startswith("The ", begin) else 0
        end = self.others.get((block, begin)) or self.others.get((block, begin + the))
        if end is None:
            name = _BARE_NAME.match(self.texts[block], begin)
            if (
                name is None
                or name[1].lower() in STARTERS
                or any(m.passage.span.start <= begin < m.passage.span.end for m in self.persons.get(block, ()))
            ):
                return False
            end = name.end(1)
        verb = _NEXT_WORD.match(self.texts[block], end)
        return verb is not None and (is_past(verb[1]) or verb[1] in _PRESENT)

    def unknown_speaks(self, block: int, begin: int, end: int) -> bool:
        """Whether a verb of speech between two offsets gives words to a name that is no known person's: “…,” said Jared, a student."""
        known = [m.passage.span for m in self.persons.get(block, ())]
        return any(
            not any(span.start <= match.start("name") < span.end for span in known)
            and (block, match.start("name")) not in self.others
            for match in _SAID_BY.finditer(self.frames[block], begin, end)
        )

    def sentences(self, block: int) -> tuple[Span, ...]:
        """The sentences of a block."""
        if block not in self._sentences:
            self._sentences[block] = find_sentences(self.texts[block])
        return self._sentences[block]

    def sentence(self, block: int, at: int) -> Span:
        """The sentence that holds an offset."""
        spans = self.sentences(block)
        index = bisect_right(spans, at, key=lambda span: span.start) - 1
        return spans[index] if index >= 0 else Span(0, len(self.texts[block]))

    def inside(self, block: int, at: int) -> Span | None:
        """The quoted stretch that holds an offset."""
        index = bisect_right(self._quote_starts[block], at) - 1
        if index < 0:
            return None
        inner = self.quoted[block][index].inner
        return inner if at < inner.end else None

    def next_quote(self, block: int, at: int) -> int:
        """Where the next quoted stretch begins, or the end of the block."""
        index = bisect_right(self._quote_starts[block], at)
        starts = self._quote_starts[block]
        return starts[index] - 1 if index < len(starts) else len(self.texts[block])

    def paragraph_before(self, block: int) -> int | None:
        """The number of the nearest block before one in which somebody may speak."""
        return next((n for n in range(block - 1, -1, -1) if self.kinds[n] in SPOKEN), None)

    def narrated(self, block: int, first: int, last: int) -> list[Mention]:
        """The persons named between two offsets, outside quotation marks."""
        persons = self._narrated.get(block, [])
        index = bisect_left(persons, first, key=lambda m: m.passage.span.start)
        found = []
        while index < len(persons) and persons[index].passage.span.end <= last:
            found.append(persons[index])
            index += 1
        return found


def _blank(text: str, spans: Iterable[Span]) -> str:
    pieces, at = [], 0
    for span in spans:
        pieces += [text[at : span.start], " " * (span.end - span.start)]
        at = span.end
    return "".join((*pieces, text[at:]))
