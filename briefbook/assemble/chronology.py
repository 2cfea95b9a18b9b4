"""The entries of all articles in one order: accounts of one event joined, plans tied to what came of them, and the editor's
rulings from content/chronology.yml applied.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any, TypeVar

from briefbook.model.article import Article, Passage
from briefbook.model.config import Reader
from briefbook.model.diagnostics import Diagnostic, Outcome, report
from briefbook.model.event import Disagreement, Event, EventStatus
from briefbook.model.text import Slug, Span, digest, fold, squeeze
from briefbook.model.tree import Node, Scalar
from briefbook.model.tree import Sequence as NodeList
from briefbook.model.when import OPEN_END, OPEN_START, Precision, When, parse_when

T = TypeVar("T")

_SHARED_WORDS = 3
"""Content words that two accounts must share to be one event. Fewer join what merely has the same people and day."""
_SHARED_PART = 0.4
"""Part of the shorter account's content words that must be shared. Chosen so that statements by the same two people on one
day, which share names and stock words only, stay apart."""
_TIED_WORDS = 2
"""Content words that a plan and its later happening must share, besides people or places."""
_CANDIDATES = 3
"""Entries offered in place of an id that no longer exists."""
_FAR_AHEAD = 60 * 366
"""Days after publication beyond which a date is hardly what was meant."""


# ---------------------------------------------------------------- the editor's rulings

_Schema = dict[str, Callable[[Node, str], Any]]
"""Readers of the keys of a mapping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One thing that the editor decided about one entry."""

    id: str
    line: int = 0
    when: When | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """An entry of the editor's own."""

    text: str
    when: When | None
    by: str = ""
    article: str = ""
    at: str = ""
    """Words of that article which the entry rests on."""
    status: EventStatus = EventStatus.OCCURRED
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A disagreement as the editor wrote it down."""

    text: str
    ids: tuple[str, ...]
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """What content/chronology.yml says, in its order."""

    path: PurePosixPath = PurePosixPath("content/chronology.yml")
    add: tuple[Addition, ...] = ()
    hide: tuple[Ruling, ...] = ()
    pin: tuple[Ruling, ...] = ()
    join: tuple[tuple[Ruling, ...], ...] = ()
    split: tuple[Ruling, ...] = ()
    redate: tuple[Ruling, ...] = ()
    reword: tuple[Ruling, ...] = ()
    differ: tuple[Question, ...] = ()


def parse_rulings(node: Node | None, path: PurePosixPath) -> Outcome[Rulings]:
    """The rulings in `node`, as read from `path`; what is at fault is left out and reported, the rest holds."""
    reader = Reader(path, "front-matter-invalid")

    def each(value: Node, name: str) -> tuple[Node, ...]:
        if isinstance(value, NodeList):
            return value.items
        reader.fault(value, f"`{name}` expects a list")
        return ()

    def ids(value: Node, name: str) -> tuple[Ruling, ...]:
        nodes = (value,) if isinstance(value, Scalar) else each(value, name)
        found = [(reader.text(item, name), item.line) for item in nodes]
        return tuple(Ruling(id=text, line=line) for text, line in found if text)

    def when(value: Node, name: str) -> When | None:
        text = reader.text(value, name)
        found = parse_when(text)
        if found is None:
            reader.fault(value, f"`{name}` is {text!r}; expected an EDTF date such as 2013-04-23, 2013-04 or 2013/2014")
        return found

    def records(
        value: Node, name: str, schema: _Schema, needed: tuple[str, ...]
    ) -> Iterator[tuple[dict[str, Any], int]]:
        """The mappings of a list that hold what is needed, each with its line; the others are faults."""
        for item in each(value, name):
            fields = reader.fields(item, name, schema)
            if all(fields.get(key) for key in needed):
                yield fields, item.line
            else:
                reader.fault(
                    item, f"`{name}` has an entry that lacks its " + " or its ".join(f"`{key}`" for key in needed)
                )

    def add(value: Node, name: str) -> tuple[Addition, ...]:
        schema: _Schema = {
            "date": when,
            "status": reader.choice(*EventStatus),
            **dict.fromkeys(("text", "by", "article", "at"), reader.text),
            **dict.fromkeys(("people", "places", "organisations"), reader.texts),
        }
        return tuple(
            Addition(when=fields.pop("date"), status=EventStatus(fields.pop("status", "occurred")), line=line, **fields)
            for fields, line in records(value, name, schema, ("date", "text"))
        )

    def redate(value: Node, name: str) -> tuple[Ruling, ...]:
        found = records(value, name, {"id": reader.text, "date": when}, ("id", "date"))
        return tuple(Ruling(id=fields["id"], when=fields["date"], line=line) for fields, line in found)

    def reword(value: Node, name: str) -> tuple[Ruling, ...]:
        found = records(value, name, {"id": reader.text, "text": reader.text}, ("id", "text"))
        return tuple(Ruling(id=fields["id"], text=fields["text"], line=line) for fields, line in found)

    def join(value: Node, name: str) -> tuple[tuple[Ruling, ...], ...]:
        groups = [(ids(item, name), item) for item in each(value, name)]
        for group, item in groups:
            if len(group) < 2:
                reader.fault(item, f"`{name}` expects lists of two ids or more")
        return tuple(group for group, _ in groups if len(group) > 1)

    def differ(value: Node, name: str) -> tuple[Question, ...]:
        schema: _Schema = {"question": reader.text, "note": reader.text, "accounts": reader.texts}
        found = []
        for fields, line in records(value, name, schema, ("question", "accounts")):
            if len(fields["accounts"]) < 2:
                reader.fault(value, f"`{name}` expects two `accounts` or more")
            else:
                question = Question(
                    text=fields["question"], ids=fields["accounts"], note=fields.get("note", ""), line=line
                )
                found.append(question)
        return tuple(found)

    schema: _Schema = {
        "add": add,
        "hide": ids,
        "pin": ids,
        "join": join,
        "split": ids,
        "redate": redate,
        "reword": reword,
        "differ": differ,
    }
    values: dict[str, Any] = {}
    for key, value in reader.mapping(node, "the rulings"):
        # A list with one fault keeps its other items.
        if key.text in schema and not (isinstance(value, Scalar) and value.empty):
            values[key.text] = schema[key.text](value, key.text)
        elif key.text not in schema:
            near = difflib.get_close_matches(key.text, schema, n=1, cutoff=0.5)
            hint = f"did you mean `{near[0]}`?" if near else "known keys: " + ", ".join(schema)
            reader.fault(key, f"unknown key `{key.text}`", hint)
    return Outcome(Rulings(path=path, **values), tuple(reader.faults))


# ---------------------------------------------------------------- the chronology


def assemble_chronology(
    articles: Sequence[Article], events: Sequence[Event], rulings: Rulings
) -> Outcome[tuple[Event, ...]]:
    """The chronology: entries with a day by (start, end, passages), then those without one by passage.

    Rulings speak of single entries and come first. Then accounts of one event in several articles are joined under the
    leading one's id, all their sentences kept; a plan and what came of it name each other in `related`, as do accounts
    that differ. Diagnostics: `ruling-unmatched`, `date-implausible`.
    """
    faults: list[Diagnostic] = []
    published = {article.slug: article for article in articles}
    book = _Book(articles)
    known = {event.id: event for event in events}
    entries = {event.id: event for event in events}

    def matched(ruling: Ruling) -> bool:
        if ruling.id in known:
            return True
        faults.append(_unmatched(ruling.id, ruling.line, rulings.path, events, book))
        return False

    for ruling in rulings.redate:
        if matched(ruling):
            old = entries[ruling.id]
            printed = old.when.edtf if old.when else "open"
            entries[ruling.id] = replace(
                old, when=ruling.when, basis=f"set by the editor (read as {printed})", doubtful=""
            )
    for ruling in rulings.reword:
        if matched(ruling):
            entries[ruling.id] = replace(entries[ruling.id], editor=ruling.text)
    for ruling in rulings.pin:
        if matched(ruling):
            entries[ruling.id] = replace(entries[ruling.id], pinned=True)
    hidden = {ruling.id for ruling in rulings.hide if matched(ruling)}
    alone = {ruling.id for ruling in rulings.split if matched(ruling)}
    groups = [[r.id for r in group if matched(r)] for group in rulings.join]
    redated = {ruling.id for ruling in rulings.redate}
    standing = [event for identity, event in entries.items() if identity not in hidden]
    faults.extend(_implausible(standing, published, redated))

    joined, leader = _join(standing, groups, alone, book)
    joined.extend(_added(rulings, published, faults))
    related = _relate(joined, published, book)
    for question in rulings.differ:
        asked = [Ruling(id=identity, line=question.line) for identity in question.ids]
        present = [leader[ruling.id] for ruling in asked if matched(ruling) and ruling.id in leader]
        for one in dict.fromkeys(present):
            related[one].extend(("differs", other) for other in dict.fromkeys(present) if other != one)
    weights = _weights(joined, published)
    finished = [
        replace(event, related=tuple(dict.fromkeys(related.get(event.id, ()))), weight=weights.get(event.id, 0))
        for event in joined
    ]
    return Outcome(tuple(sorted(finished, key=_order)), tuple(faults))


def assemble_disagreements(events: Sequence[Event], rulings: Rulings) -> tuple[Disagreement, ...]:
    """The questions of `differ:`, each with the ids of the entries of the chronology that answer it."""
    found = []
    for question in rulings.differ:
        wanted = set(question.ids)
        held = [event.id for event in events if wanted & {event.id, *event.joined}]
        if held:
            found.append(Disagreement(question=question.text, events=tuple(held), note=question.note))
    return tuple(found)


def _order(event: Event) -> tuple[bool, date, date, tuple[Passage, ...], str]:
    if event.when is None:
        return (True, date.max, date.max, event.passages, event.id)
    return (False, event.when.start, event.when.end, event.passages, event.id)


def _unmatched(identity: str, line: int, path: PurePosixPath, events: Sequence[Event], book: "_Book") -> Diagnostic:
    """The fault of a ruling whose entry is gone, with the entries it may have meant."""
    stem = identity.rpartition("-")[0]
    near = [event.id for event in events if stem and event.id.startswith(f"{stem}-")]
    near += difflib.get_close_matches(identity, [event.id for event in events], n=_CANDIDATES, cutoff=0.6)
    by_id = {event.id: event for event in events}
    lines = [f"{item} (“{book.text(by_id[item])[:60]}…”)" for item in list(dict.fromkeys(near))[:_CANDIDATES]]
    hint = "did you mean " + " or ".join(lines) + "?" if lines else "no entry resembles it; delete the ruling"
    return report("ruling-unmatched", f"no entry has the id `{identity}`", path, line, hint=hint)


def _implausible(events: Iterable[Event], published: Mapping[Slug, Article], redated: set[str]) -> list[Diagnostic]:
    faults = []
    for event in events:
        if event.when is None or event.id in redated or not event.passages:
            continue
        article = published.get(event.passages[0].article)
        appeared = article.published.when if article else None
        if article is None or appeared is None:
            continue
        line = article.blocks[event.passages[0].block].line if event.passages[0].block < len(article.blocks) else 0
        hint = f"in content/chronology.yml: redate: [{{id: {event.id}, date: …}}]"
        late = event.when.start != OPEN_START and (event.when.start - appeared.end).days
        if event.status is EventStatus.OCCURRED and late and late > 0:
            message = f"“{event.expression}” is told as past but read as {event.when.edtf}, after publication ({appeared.edtf})"
        elif late and late > _FAR_AHEAD:
            message = f"“{event.expression}” is read as {event.when.edtf}, long after publication ({appeared.edtf})"
        else:
            continue
        faults.append(report("date-implausible", message, article.path, line, hint=hint))
    return faults


# ---------------------------------------------------------------- joining

_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_STOP = frozenset(
    """the and for that with from has have had was were are been being its his her their this these those not but they
    them who whom which what when where while will would could should may might must can about after before into over
    under more than also said says say told according between during against among both each other some such only very
    just out off all any our your you she him one two new first last early late day week month year today yesterday
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december jan feb mar apr jun jul aug sept oct nov dec news left right file photo picture handout
    speaks meets walks attends looks stands president minister secretary foreign state official officials government
    country countries""".split()
)
"""Words that tell nothing of which event it is: small words, days and months, titles, the stock words of captions."""
_SUFFIX = re.compile(r"(?:ations?|ings?|ments?|ers?|ions?|ies|ied|ed|es|s|ly|y|e)$")
_FIGURE = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d+)(?![\w.,]*\d)\s+(?:[a-z]+\s+){0,2}?(people|civilians|killed|dead|wounded|injured|soldiers|troops|children|rebels|fighters|arrested|protesters|deaths|victims|died)"
)


class _Book:
    """The sentences and content words of entries, each worked out once."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._blocks = {article.slug: article.blocks for article in articles}
        self._words: dict[Passage, frozenset[str]] = {}

    def text(self, event: Event) -> str:
        """The leading sentence, or the editor's words."""
        return self.sentence(event.passages[0]) if event.passages else event.editor

    def sentence(self, passage: Passage) -> str:
        blocks = self._blocks.get(passage.article, ())
        return passage.span.of(blocks[passage.block].text) if passage.block < len(blocks) else ""

    def words(self, passage: Passage) -> frozenset[str]:
        """The stems of a sentence's content words."""
        if passage not in self._words:
            found = (word for word in _WORD.findall(fold(self.sentence(passage))) if word not in _STOP)
            self._words[passage] = frozenset(_stem(word) for word in found)
        return self._words[passage]

    def figures(self, event: Event) -> dict[str, frozenset[str]]:
        """What a sentence counts, and its figures."""
        found: dict[str, set[str]] = defaultdict(set)
        for figure, what in _FIGURE.findall(self.text(event).lower()):
            found[what].add(figure.replace(",", ""))
        return {what: frozenset(figures) for what, figures in found.items()}


def _stem(word: str) -> str:
    stem = _SUFFIX.sub("", word)
    return stem if len(stem) > 2 else word


def _named(event: Event, book: _Book) -> frozenset[str]:
    """The stems that belong to the names of an entry, which count as actors and not as content."""
    names = " ".join((*event.people, *event.places, *event.organisations)).replace("-", " ")
    del book
    return frozenset(_stem(word) for word in _WORD.findall(names))


def _join(
    events: Sequence[Event], groups: Iterable[Sequence[str]], alone: set[str], book: _Book
) -> tuple[list[Event], dict[str, str]]:
    """The entries with accounts of one event joined, and the id under which each now stands."""
    parent = {event.id: event.id for event in events}
    by_id = {event.id: event for event in events}

    def root(identity: str) -> str:
        while parent[identity] != identity:
            identity = parent[identity]
        return identity

    def unite(one: str, other: str) -> None:
        first, second = root(one), root(other)
        if first != second:
            parent[second] = first

    by_day: dict[tuple[date, date], list[Event]] = defaultdict(list)
    for event in events:
        if event.when is not None and event.id not in alone and event.passages:
            by_day[event.when.start, event.when.end].append(event)
    for day in sorted(by_day):
        members = by_day[day]
        for index, event in enumerate(members):
            for other in members[index + 1 :]:
                if _one_event(event, other, book) and all(
                    _one_event(a, b, book)
                    for a in members
                    for b in members
                    if root(a.id) == root(event.id) and root(b.id) == root(other.id)
                ):
                    unite(event.id, other.id)
    for group in groups:
        present = [identity for identity in group if identity in parent]
        for identity in present[1:]:
            unite(present[0], identity)
    bundles: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        bundles[root(event.id)].append(by_id[event.id])
    leader = {member.id: bundle[0].id for bundle in bundles.values() for member in bundle}
    return [_merged(bundle) for bundle in bundles.values()], leader


def _one_event(one: Event, other: Event, book: _Book) -> bool:
    """Whether two entries of the same date are accounts of one event in two articles."""
    if one.passages[0].article == other.passages[0].article or one.status is not other.status or one.when != other.when:
        return False
    if one.when is None or one.when.precision not in {Precision.DAY, Precision.WEEKEND, Precision.WEEK}:
        return False
    if _differ(one, other, book) or not _shared(one, other):
        return False
    names = _named(one, book) | _named(other, book)
    words, others = book.words(one.passages[0]) - names, book.words(other.passages[0]) - names
    common = len(words & others)
    if one.status is EventStatus.SAID and book.text(one) != book.text(other):
        # Statements of one day are many; only nearly the same words are one statement.
        return common >= 2 * _SHARED_WORDS and common >= 2 * _SHARED_PART * min(len(words), len(others))
    return common >= _SHARED_WORDS and common >= _SHARED_PART * min(len(words), len(others))


def _shared(one: Event, other: Event) -> bool:
    """Whether two entries have an actor or a place in common."""
    actors = set(one.people) | set(one.organisations)
    return bool(actors & (set(other.people) | set(other.organisations)) or set(one.places) & set(other.places))


def _differ(one: Event, other: Event, book: _Book) -> bool:
    """Whether two accounts count the same thing differently."""
    figures, others = book.figures(one), book.figures(other)
    return any(figures[what].isdisjoint(others[what]) for what in figures.keys() & others.keys())


def _merged(bundle: Sequence[Event]) -> Event:
    if len(bundle) == 1:
        return bundle[0]
    lead = bundle[0]
    return replace(
        lead,
        passages=_once(passage for event in bundle for passage in event.passages),
        people=_once(slug for event in bundle for slug in event.people),
        places=_once(slug for event in bundle for slug in event.places),
        organisations=_once(slug for event in bundle for slug in event.organisations),
        editor=next((event.editor for event in bundle if event.editor), ""),
        pinned=any(event.pinned for event in bundle),
        doubtful=lead.doubtful,
        joined=tuple(event.id for event in bundle[1:]),
    )


def _once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


# ---------------------------------------------------------------- relations, additions, rank


def _relate(
    events: Sequence[Event], published: Mapping[Slug, Article], book: _Book
) -> defaultdict[str, list[tuple[str, str]]]:
    related: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for event in events:
        related[event.id].extend(event.related)
    dated = [event for event in events if event.when is not None and event.passages]
    plans = [event for event in dated if event.status is EventStatus.PLANNED]
    done = [event for event in dated if event.status is EventStatus.OCCURRED]
    for plan in plans:
        for event in done:
            if _came_of(plan, event, published, book):
                related[plan.id].append(("happened", event.id))
                related[event.id].append(("planned", plan.id))
    by_day: dict[tuple[date, date], list[Event]] = defaultdict(list)
    for event in dated:
        if event.when is not None:
            by_day[event.when.start, event.when.end].append(event)
    for day in sorted(by_day):
        members = by_day[day]
        for index, event in enumerate(members):
            for other in members[index + 1 :]:
                if (
                    event.passages[0].article != other.passages[0].article
                    and _shared(event, other)
                    and _differ(event, other, book)
                ):
                    related[event.id].append(("differs", other.id))
                    related[other.id].append(("differs", event.id))
    return related


def _came_of(plan: Event, event: Event, published: Mapping[Slug, Article], book: _Book) -> bool:
    """Whether an entry tells that what another announced has happened."""
    when, later = plan.when, event.when
    if when is None or later is None or plan.passages[0].article == event.passages[0].article:
        return False
    if not (when.start <= later.start and later.end <= when.end) or (when.end - when.start).days > 31:
        return False
    told, announced = (published.get(item.passages[0].article) for item in (event, plan))
    if told is None or announced is None or told.published.when is None or announced.published.when is None:
        return False
    if told.published.when.start < announced.published.when.start:
        return False
    people, places = set(plan.people) & set(event.people), set(plan.places) & set(event.places)
    organisations = set(plan.organisations) & set(event.organisations)
    names = _named(plan, book) | _named(event, book)
    common = len((book.words(plan.passages[0]) - names) & (book.words(event.passages[0]) - names))
    return (
        common >= _TIED_WORDS
        and bool(people or organisations)
        and (bool(places) or len(people | organisations) > 1 or common > _TIED_WORDS)
    )


def _added(rulings: Rulings, published: Mapping[Slug, Article], faults: list[Diagnostic]) -> list[Event]:
    """The editor's own entries."""
    events = []
    for item in rulings.add:
        passages: tuple[Passage, ...] = ()
        if item.article or item.at:
            passage = _find_words(published.get(Slug(item.article)), item.at)
            if passage is None:
                message = f"`add` names words of `{item.article}` that do not stand there once: “{item.at[:60]}”"
                faults.append(
                    report(
                        "ruling-unmatched",
                        message,
                        rulings.path,
                        item.line,
                        hint="copy the words from the article's text",
                    )
                )
            else:
                passages = (passage,)
        mark = digest(f"{item.when.edtf if item.when else ''}\n{squeeze(item.text)}")[:8]
        day = item.when.start.isoformat() if item.when and item.when.start != OPEN_START else "undated"
        events.append(
            Event(
                id=f"editor-{day}-{mark}",
                when=item.when,
                status=item.status,
                expression="",
                basis="set by the editor",
                passages=passages,
                people=tuple(Slug(slug) for slug in item.people),
                places=tuple(Slug(slug) for slug in item.places),
                organisations=tuple(Slug(slug) for slug in item.organisations),
                editor=f"{item.text} — {item.by}" if item.by else item.text,
            )
        )
    return events


def _find_words(article: Article | None, words: str) -> Passage | None:
    """The one place in an article where words stand; None where there is none, or several."""
    if article is None or not words.strip():
        return None
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()))
    hits = [
        Passage(article.slug, number, Span(match.start(), match.end()))
        for number, block in enumerate(article.blocks)
        for match in pattern.finditer(block.text)
    ]
    return hits[0] if len(hits) == 1 else None


def _weights(events: Sequence[Event], published: Mapping[Slug, Article]) -> dict[str, int]:
    """Rank by how often a day is come back to: distinct articles published after it that name it, then mentions."""
    articles: dict[tuple[date, date], set[Slug]] = defaultdict(set)
    mentions: dict[tuple[date, date], int] = defaultdict(int)
    for event in events:
        if event.when is None:
            continue
        key = event.when.start, event.when.end
        for passage in event.passages:
            article = published.get(passage.article)
            appeared = article.published.when if article else None
            mentions[key] += 1
            if appeared is not None and appeared.start > event.when.end:
                articles[key].add(passage.article)
    most = 1 + max(mentions.values(), default=0)
    return {
        event.id: len(articles[event.when.start, event.when.end]) * most + mentions[event.when.start, event.when.end]
        for event in events
        if event.when is not None and event.when.end != OPEN_END
    }
