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
from typing import Any

from briefbook.assemble.accounts import Reader, join_accounts, relate_accounts
from briefbook.model.article import Article, Passage
from briefbook.model.config import Reader as Fields
from briefbook.model.diagnostics import Diagnostic, Outcome, report
from briefbook.model.entity import EntityKind, Register
from briefbook.model.event import Disagreement, Event, EventStatus
from briefbook.model.text import Slug, Span, digest, squeeze
from briefbook.model.tree import Node, Scalar
from briefbook.model.tree import Sequence as NodeList
from briefbook.model.when import OPEN_END, OPEN_START, When, parse_when

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
    reader = Fields(path, "front-matter-invalid")

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
    articles: Sequence[Article],
    events: Sequence[Event],
    rulings: Rulings,
    *,
    register: Register | None = None,
    statements: bool = True,
) -> Outcome[tuple[Event, ...]]:
    """The chronology: entries with a day by (start, end, passages), then those without one by passage.

    Rulings speak of single entries and come first. Then accounts of one event in several articles are joined under the
    leading one's id, all their sentences kept; a plan and what came of it name each other in `related`, as do accounts
    that differ. Without `statements`, entries that only date what somebody said are left out unless they are pinned.
    With the `register`, whom the editor's own entries name must be in it. Diagnostics: `ruling-unmatched`, `date-implausible`.
    """
    faults: list[Diagnostic] = []
    published = {article.slug: article for article in articles}
    reader = Reader(articles)
    known = {event.id: event for event in events}
    entries = {event.id: event for event in events}

    def matched(ruling: Ruling) -> bool:
        if ruling.id in known:
            return True
        faults.append(_unmatched(ruling.id, ruling.line, rulings.path, events, reader))
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
    standing = [
        event
        for identity, event in entries.items()
        if identity not in hidden and (statements or event.pinned or event.status is not EventStatus.SAID)
    ]
    faults.extend(_implausible(standing, published, redated))

    joined, leader = join_accounts(standing, groups, alone, reader)
    joined.extend(_added(rulings, published, register, faults))
    related = relate_accounts(joined, reader)
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
    return (False, event.when.filed, event.when.end, event.passages, event.id)


def _unmatched(identity: str, line: int, path: PurePosixPath, events: Sequence[Event], reader: Reader) -> Diagnostic:
    """The fault of a ruling whose entry is gone, with the entries it may have meant."""
    stem = identity.rpartition("-")[0]
    near = [event.id for event in events if stem and event.id.startswith(f"{stem}-")]
    near += difflib.get_close_matches(identity, [event.id for event in events], n=_CANDIDATES, cutoff=0.6)
    by_id = {event.id: event for event in events}
    lines = [f"{item} (“{reader.sentence(by_id[item])[:60]}…”)" for item in list(dict.fromkeys(near))[:_CANDIDATES]]
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


# ---------------------------------------------------------------- additions and rank


def _added(
    rulings: Rulings, published: Mapping[Slug, Article], register: Register | None, faults: list[Diagnostic]
) -> list[Event]:
    """The editor's own entries."""
    events = []
    known = {kind: [e.slug for e in register.of(kind)] for kind in EntityKind} if register else {}

    def named(item: Addition, key: str, slugs: Iterable[str], kind: EntityKind) -> tuple[Slug, ...]:
        kept = []
        for slug in slugs:
            if kind not in known or slug in known[kind]:
                kept.append(Slug(slug))
                continue
            near = difflib.get_close_matches(slug, known[kind], n=_CANDIDATES, cutoff=0.6)
            hint = (
                f"did you mean {' or '.join(near)}?"
                if near
                else "write the name as it stands in the address of its page"
            )
            faults.append(
                report(
                    "ruling-unmatched",
                    f"`{key}` names `{slug}`, of whom there is no page",
                    rulings.path,
                    item.line,
                    hint=hint,
                )
            )
        return tuple(kept)

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
                people=named(item, "people", item.people, EntityKind.PERSON),
                places=named(item, "places", item.places, EntityKind.PLACE),
                organisations=named(item, "organisations", item.organisations, EntityKind.ORGANISATION),
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
