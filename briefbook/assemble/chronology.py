"""The entries of all articles in one order: accounts of one event joined, plans tied to what came of them, the editor's rulings applied."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from briefbook.assemble.accounts import Reader, join_accounts, relate_accounts
from briefbook.assemble.amendments import Addition, Ruling, Rulings, name_entries
from briefbook.model.article import Article, Passage
from briefbook.model.diagnostics import Diagnostic, Outcome, report
from briefbook.model.entity import EntityKind, Register
from briefbook.model.event import Disagreement, Event, EventStatus
from briefbook.model.text import Slug, Span, digest, squeeze
from briefbook.model.when import OPEN_END, OPEN_START

_CANDIDATES = 3
"""Entries offered in place of an id that no longer exists."""
_FAR_AHEAD = 60 * 366
"""Days after publication beyond which a date is hardly what was meant."""


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
    own = _added(rulings, published, register, faults)
    events = (*events, *own)
    known = {event.id: event for event in events}
    entries = {event.id: event for event in events}
    rulings = name_entries(rulings, known)

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
    ours = {event.id for event in own}
    alone = {ruling.id for ruling in rulings.split if matched(ruling)} | ours
    groups = [[r.id for r in group if matched(r)] for group in rulings.join]
    redated = {ruling.id for ruling in rulings.redate} | ours
    standing = [
        event
        for identity, event in entries.items()
        if identity not in hidden
        and (statements or event.pinned or identity in ours or event.status is not EventStatus.SAID)
    ]
    faults.extend(_implausible(standing, published, redated))

    joined, leader = join_accounts(standing, groups, alone, reader)
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
    known = {identity for event in events for identity in (event.id, *event.joined)}
    for question in name_entries(rulings, known).differ:
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
