"""What is open: names, dates and faults nobody has settled, and the questions on which accounts differ."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from briefbook.model.article import Article, Certainty
from briefbook.model.diagnostics import RULES
from briefbook.model.entity import EntityKind, OpenName
from briefbook.model.event import Event
from briefbook.model.text import Slug
from briefbook.render.addresses import QUESTIONS, article_address
from briefbook.render.catalogue import Catalogue
from briefbook.render.doubts import tell_doubts
from briefbook.render.paging import link_pages, page_paths
from briefbook.render.views import EventView, Excerpt, Link, Locator, excerpt, link_entity, locate, view_event
from briefbook.render.wording import count, say_provenance, say_when

QUESTIONS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Question:
    """A fault or doubt in words."""

    message: str
    places: tuple[Link, ...]
    """The documents, or the files, that it is about."""


@dataclass(frozen=True, slots=True)
class NameQuestion:
    """A name that stays unlinked in an article."""

    surface: str
    excerpt: Excerpt
    """The first sentence with it."""
    others: tuple[Locator, ...]
    """Where it stands further on, a paragraph once."""
    why: str
    candidates: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGroup:
    """Open questions of one kind; one of the three has something."""

    id: str
    title: str
    meaning: str
    remedy: str
    names: tuple[NameQuestion, ...] = ()
    events: tuple[EventView, ...] = ()
    questions: tuple[Question, ...] = ()

    def __len__(self) -> int:
        return len(self.names) + len(self.events) + len(self.questions)

    def part(self, start: int, end: int) -> "QuestionGroup":
        """Some of the questions, under the same head."""
        own = {name: getattr(self, name)[start:end] for name in ("names", "events", "questions")}
        return replace(self, **own)


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """A page of what is open in the book."""

    groups: tuple[QuestionGroup, ...]
    """Those of this page."""
    heads: tuple[Link, ...]
    """To every kind, where there are several."""
    total: int
    pages: tuple[Link, ...]


def view_questions(
    catalogue: Catalogue, addresses: Mapping[str, str], language: str
) -> tuple[tuple[str, QuestionsView], ...]:
    """Everything open, by kind, on as many pages as it needs, each with its path; `addresses` are those of the entries."""
    groups = [*_ask_names(catalogue, language), *_ask_dates(catalogue, addresses, language), *_ask_faults(catalogue)]
    leaves = _fill(groups)
    paths = page_paths(QUESTIONS, len(leaves))
    places = {group.id: path for path, leaf in reversed(tuple(zip(paths, leaves, strict=True))) for group in leaf}
    heads = tuple(Link(f"{places[g.id]}#{g.id}", g.title, note=f"{len(g):,}") for g in groups)
    return tuple(
        (path, QuestionsView(leaf, heads if len(heads) > 1 else (), sum(map(len, groups)), link_pages(paths, path)))
        for path, leaf in zip(paths, leaves, strict=True)
    )


def _fill(groups: Iterable[QuestionGroup]) -> Sequence[tuple[QuestionGroup, ...]]:
    """The questions on as few pages as hold them; a kind that runs over has its head on each."""
    leaves: list[list[QuestionGroup]] = [[]]
    for group in groups:
        start = 0
        while start < len(group):
            room = QUESTIONS_A_PAGE - sum(map(len, leaves[-1]))
            if not room:
                leaves.append([])
                room = QUESTIONS_A_PAGE
            leaves[-1].append(group.part(start, start + room))
            start += room
    return [tuple(leaf) for leaf in leaves]


def _ask_names(catalogue: Catalogue, language: str) -> Iterable[QuestionGroup]:
    groups: dict[tuple[object, ...], list[OpenName]] = {}
    for name in catalogue.book.register.open:
        if name.mention.kind in EntityKind:
            key = (name.mention.passage.article, name.mention.surface, name.mention.kind, name.why, name.candidates)
            groups.setdefault(key, []).append(name)
    names = tuple(_ask_name(catalogue, group, language) for group in groups.values())
    if names:
        yield _group("names", "mention-ambiguous", names=names)


def _ask_name(catalogue: Catalogue, group: Sequence[OpenName], language: str) -> NameQuestion:
    """One question for all the places of an article where a name stays open for the same reason: one line settles them."""
    first = group[0]
    blocks = {name.mention.passage.block: name.mention.passage for name in reversed(group)}
    del blocks[first.mention.passage.block]
    return NameQuestion(
        surface=first.mention.surface,
        excerpt=excerpt(catalogue, first.mention.passage, language, root=""),
        others=tuple(locate(catalogue, blocks[number]) for number in sorted(blocks)),
        why=first.why,
        candidates=tuple(
            link_entity(catalogue.entities[first.mention.kind, slug])
            for slug in first.candidates
            if (first.mention.kind, slug) in catalogue.entities
        ),
    )


def _ask_dates(catalogue: Catalogue, addresses: Mapping[str, str], language: str) -> Iterable[QuestionGroup]:
    doubtful = [event for event in catalogue.book.chronology if event.doubtful and not _waits_in(catalogue, event)]
    if doubtful:
        yield QuestionGroup(
            id="dates",
            title="Dates in doubt",
            meaning="",
            remedy="To settle one, write the id of the entry and the day it means under `redate:` in `content/chronology.yml`.",
            events=tuple(view_event(catalogue, addresses, e, language, root="") for e in doubtful),
        )


def _waits_in(catalogue: Catalogue, event: Event) -> Article | None:
    """The article of an entry in doubt, where its day of publication is not known: that is what is to be settled first."""
    article = catalogue.articles.get(event.passages[0].article) if event.passages and event.doubtful else None
    return article if article is not None and article.published.when is None else None


def _say_waiting(message: str, waiting: int) -> str:
    """The message, and how many dates of the article count from the day that is asked for."""
    return (
        f"{message}; {count(waiting, 'date')} of its text wait{'s' if waiting == 1 else ''} for it"
        if waiting
        else message
    )


def _group(name: str, rule: str, **own: tuple[NameQuestion, ...] | tuple[Question, ...]) -> QuestionGroup:
    known = RULES[rule]
    return QuestionGroup(id=name, title=known.title, meaning=known.meaning, remedy=known.remedy, **own)  # type: ignore[arg-type]


def _ask_faults(catalogue: Catalogue) -> Iterable[QuestionGroup]:
    """What was reported, by rule, each thing once with the documents it is said of, and the documents whose day is open."""
    waiting = Counter(a.slug for event in catalogue.book.chronology if (a := _waits_in(catalogue, event)))
    days = tuple(_ask_days(catalogue, waiting))
    if days:
        yield _group("published", _DAYS, questions=days)
    by_rule: dict[str, dict[str, list[Link]]] = {}
    for doubt in tell_doubts(catalogue.book):
        if doubt.asks and not (doubt.rule == _DAYS and doubt.article and _is_open(doubt.article)):
            place = _lead_to(doubt.article) if doubt.article else Link("", str(doubt.found.location.path))
            by_rule.setdefault(doubt.rule, {}).setdefault(doubt.message, []).append(place)
    for rule, messages in by_rule.items():
        questions = tuple(Question(message, tuple(dict.fromkeys(places))) for message, places in messages.items())
        yield _group(f"r-{rule}", rule, questions=questions)


_DAYS = "published-doubtful"


def _lead_to(article: Article) -> Link:
    return Link(article_address(article.slug), f"Doc. {article.doc} – {article.title}")


def _is_open(article: Article) -> bool:
    return article.published.certainty in {Certainty.BOUNDED, Certainty.UNKNOWN}


def _ask_days(catalogue: Catalogue, waiting: Mapping[Slug, int]) -> Iterable[Question]:
    """Documents whose day of publication is not known."""
    for article in filter(_is_open, catalogue.book.articles):
        published = article.published
        known = say_when(published.when) if published.when else "not known"
        message = ": ".join(filter(None, (known, say_provenance(published))))
        yield Question(_say_waiting(message, waiting[article.slug]), (_lead_to(article),))


@dataclass(frozen=True, slots=True)
class DisagreementView:
    """A question on which accounts differ."""

    id: str
    question: str
    note: str
    """The editor's."""
    accounts: tuple[EventView, ...]


def view_disagreements(
    catalogue: Catalogue, addresses: Mapping[str, str], language: str
) -> tuple[DisagreementView, ...]:
    """The questions that the editor put, each with the accounts that answer it."""
    entries = {event.id: event for event in catalogue.book.chronology}
    return tuple(
        DisagreementView(
            id=f"d{number}",
            question=found.question,
            note=found.note,
            accounts=tuple(
                view_event(catalogue, addresses, entries[name], language, root="")
                for name in found.events
                if name in entries
            ),
        )
        for number, found in enumerate(catalogue.book.disagreements, start=1)
    )
