"""What stands beside the documents of the printed book and points into them: who is who, the chronology, quotations, the index."""

import re
from collections import defaultdict
from collections.abc import Mapping

from briefbook.formats.markdown import parse_flow
from briefbook.model.article import Article, Passage
from briefbook.model.book import Book, IndexEntry, gather_mentions
from briefbook.model.entity import Entity, EntityKind, PlaceKind
from briefbook.model.event import Event, EventStatus, Quotation
from briefbook.model.text import Slug, fold
from briefbook.render.addresses import place_of
from briefbook.render.nodes import Json, Points, language_of, write_flow
from briefbook.render.prose import direction
from briefbook.render.stretches import first_year, shelve
from briefbook.render.timelines import plan_events
from briefbook.render.wording import (
    PLACE_KINDS,
    STATUS_NAMES,
    count,
    name_countries,
    say_country,
    say_speaker,
    say_when,
)

ROLES = 4
"""Roles a person's entry lists; all of them stand on the person's page and in the data."""

Record = dict[str, Json]


class BackMatter:
    """Writes those parts, and notes in the documents' points where they lead to: the documents are therefore written last."""

    def __init__(self, book: Book, points: Mapping[Slug, Points]) -> None:
        self.book = book
        self.points = points
        self.articles = {article.slug: article for article in book.articles}
        self.mentions = gather_mentions(book)
        self.entities = {(e.kind, e.slug): e for e in book.register.entities if (e.kind, e.slug) in self.mentions}
        self.countries = name_countries(self.entities.values())
        self.entries = {event.id: event for event in book.chronology}
        self.numbers = 0

    # References

    def _cite(self, passage: Passage) -> Record:
        """Document, place and label of a passage; the label is put behind its first word, never before it."""
        article = self.articles[passage.article]
        block = article.blocks[passage.block]
        word = re.compile(r"\s*\S+").match(block.text, min(passage.span.start, len(block.text)))
        offset = word.end() if word else len(block.text)
        label = f"r-{article.slug}-{passage.block}-{offset}"
        self.points[article.slug].labels[passage.block, offset] = label
        return {"doc": article.doc, "at": place_of(block), "to": label}

    def _words(self, passage: Passage) -> str:
        return passage.span.of(self.articles[passage.article].blocks[passage.block].text)

    # People, places, organisations

    def listed(self, kind: EntityKind) -> list[Entity]:
        """Of a kind, those who are named and shown, in the order of the register."""
        return [e for e in self.book.register.of(kind) if (e.kind, e.slug) in self.entities]

    def entity(self, entity: Entity) -> Record:
        """The entry of a person, place or organisation."""
        mentions = self.mentions[entity.kind, entity.slug]
        roles: dict[str, tuple[str, Passage]] = {}
        for role in entity.roles:
            roles.setdefault(fold(role.text), (role.text, role.passage))
        place = entity.geography
        kind = ""
        if place and place.kind is not PlaceKind.OTHER:
            country = say_country(entity, self.countries)
            kind = PLACE_KINDS[place.kind] + (f", {country}" if country else "")
        documents = len({m.passage.article for m in mentions})
        return {
            "label": f"{entity.kind}-{entity.slug}",
            "name": entity.sort_name,
            "kind": kind,
            "stated": entity.role,
            "roles": [[text, self._cite(passage)] for text, passage in list(roles.values())[:ROLES]],
            "more": max(len(roles) - ROLES, 0),
            "also": _variants(entity),
            "documents": count(documents, "document"),
            "first": self._cite(mentions[0].passage),
            "biography": write_flow(parse_flow(entity.biography), Points(), top=0) if entity.biography.strip() else [],
        }

    # Chronology and quotations

    def chronology(self) -> list[Json]:
        """Years of entries, in order."""
        return [
            {"year": head, "entries": [self.event(event, day) for event, day in entries]}
            for head, entries in shelve(self.book.chronology, self.book.articles)
        ]

    def timeline(self) -> Record | None:
        """The picture of the chronology: entries by column; ticks in hundredths of a percent of the width."""
        plan = plan_events(self.book.chronology, first_year(self.book.articles))
        if plan is None:
            return None
        return {
            "columns": [[done, planned] for done, planned in plan.columns],
            "most": plan.tallest,
            "ticks": [[round(100 * x), text] for x, text in plan.ticks],
            "key": plan.planned,
            "caption": f"{plan.label}; {plan.note}.",
        }

    def event(self, event: Event, day: str) -> Record:
        """An entry of the chronology; `day` is how its date is printed under its head."""
        first = next(iter(event.passages), None)
        relations = {
            "differs": "Told otherwise:",
            "planned": "Planned before:",
            "happened": "Happened:",
        }
        return {
            "date": day,
            "kind": "" if event.status is EventStatus.OCCURRED else STATUS_NAMES[event.status],
            "editor": event.editor,
            **(self._script(first.article) if first else {"lang": None, "dir": "ltr"}),
            "text": self._words(first) if first else "",
            "refs": [self._cite(passage) for passage in event.passages],
            "basis": event.basis,
            "doubtful": event.doubtful,
            "related": [
                [relations.get(relation, "See:"), self._cite(self.entries[other].passages[0])]
                for relation, other in event.related
                if other in self.entries and self.entries[other].passages
            ],
        }

    def quotations(self) -> list[Json]:
        """By speaker in index order; words of nobody named come last, by what the source calls their speaker."""
        spoken: dict[tuple[int, str, str], list[Quotation]] = defaultdict(list)
        for found in self.book.annotations:
            for quotation in found.quotations:
                speaker = self.entities.get((EntityKind.PERSON, quotation.speaker)) if quotation.speaker else None
                name = speaker.sort_name if speaker else say_speaker(quotation.speaker_surface)
                spoken[0 if speaker else 1, fold(name), name].append(quotation)
        return [
            {
                "speaker": head(name, "Speaker not named"),
                "open": bool(rank),
                "quotations": [
                    {
                        "pieces": [self._words(passage) for passage in quotation.passages],
                        "ref": self._cite(quotation.passages[0]),
                        "date": self._short_date(quotation.passages[0].article),
                        **self._script(quotation.passages[0].article),
                    }
                    for quotation in quotations
                ],
            }
            for (rank, _, name), quotations in sorted(spoken.items(), key=lambda item: item[0])
        ]

    def _script(self, slug: Slug) -> Record:
        language = self.articles[slug].language
        return {"lang": language_of(language)[0], "dir": direction(language)}

    def _short_date(self, slug: Slug) -> str:
        when = self.articles[slug].published.when
        return say_when(when) if when else ""

    # Index

    def index(self) -> list[Json]:
        """Letters of entries; every locator and every mention of an entry's name is marked with its number."""
        letters: dict[str, list[Json]] = {}
        for entry in self.book.index:
            letters.setdefault(_letter(entry.sort_key), []).append(self._entry(entry, entry.entity))
        return [{"letter": letter, "entries": entries} for letter, entries in letters.items()]

    def _entry(self, entry: IndexEntry, entity: tuple[str, Slug] | None) -> Record:
        """An entry, or a sub-entry of one of `entity`; every mention in its passages is marked, for they may break."""
        self.numbers += 1
        number = self.numbers
        at: dict[tuple[Slug, int, int], int] = {}
        for passage in entry.locators:
            principal = passage == entry.principal
            at[passage.article, passage.block, passage.span.end] = -number if principal else number
        if entity and not entry.see:
            own = {(passage.article, passage.block) for passage in entry.locators}
            for mention in self.mentions.get((EntityKind(entity[0]), entity[1]), ()):
                place = mention.passage
                if (place.article, place.block) in own:
                    at.setdefault((place.article, place.block, place.span.end), number)
        for (article, block, offset), mark in at.items():
            self.points[article].marks[block, offset].append(mark)
        return {
            "no": number,
            "head": entry.heading,
            "see": entry.see,
            "under": entry.under,
            "also": list(entry.see_also),
            "sub": [self._entry(sub, entity) for sub in entry.sub],
        }

    def open_names(self) -> list[Json]:
        """The names that stayed open, each in the words around it."""
        return [
            {
                "name": name.mention.surface,
                "text": _around(self.articles[name.mention.passage.article], name.mention.passage),
                "why": name.why,
                "ref": self._cite(name.mention.passage),
            }
            for name in self.book.register.open
        ]


def head(text: str, fallback: str = "Untitled") -> str:
    """`text`, or what stands for a head without a visible character: the standard refuses an empty one."""
    return text if any(c.isalnum() for c in text) else fallback


def _letter(key: str) -> str:
    first = key[:1]
    if not first or first.isdigit():
        return "0–9" if first else "·"
    return first.upper()


def _variants(entity: Entity) -> list[str]:
    """Other forms worth printing: not those whose words all stand in the name."""
    name = set(re.findall(r"\w+", fold(entity.name)))
    known = {fold(entity.name), fold(entity.sort_name)}
    result = []
    for alias in entity.aliases:
        plain = fold(alias)
        if plain not in known and not set(re.findall(r"\w+", plain)) <= name:
            known.add(plain)
            result.append(alias)
    return result


def _around(article: Article, passage: Passage) -> str:
    """The sentence-like stretch around a passage: up to sixty characters each side, cut at words."""
    text = article.blocks[passage.block].text
    start, end = max(passage.span.start - 60, 0), min(passage.span.end + 60, len(text))
    left, right = text[start : passage.span.start], text[passage.span.end : end]
    left = "…" + left.partition(" ")[2] if start else left
    right = right.rpartition(" ")[0] + "…" if end < len(text) else right
    return f"{left}{passage.span.of(text)}{right}"
