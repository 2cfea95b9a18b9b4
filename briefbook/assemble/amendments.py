"""What the editor decided about the chronology, as content/chronology.yml says it."""

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from briefbook.model.config import Reader as Fields
from briefbook.model.diagnostics import Outcome
from briefbook.model.event import EventStatus
from briefbook.model.tree import Mapping as Tree
from briefbook.model.tree import Node, Scalar
from briefbook.model.tree import Sequence as NodeList
from briefbook.model.when import When, parse_when

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


def name_entries(rulings: Rulings, known: Collection[str]) -> Rulings:
    """The rulings with the permalink of an entry (`chronology.html#e-…`, or what stands behind the mark) read as its id."""

    def name(text: str) -> str:
        end = text.rpartition("#")[2]
        return next((found for found in (text, end, end.removeprefix("e-")) if found in known), text)

    def named(found: Iterable[Ruling]) -> tuple[Ruling, ...]:
        return tuple(replace(ruling, id=name(ruling.id)) for ruling in found)

    return replace(
        rulings,
        hide=named(rulings.hide),
        pin=named(rulings.pin),
        split=named(rulings.split),
        redate=named(rulings.redate),
        reword=named(rulings.reword),
        join=tuple(named(group) for group in rulings.join),
        differ=tuple(replace(asked, ids=tuple(map(name, asked.ids))) for asked in rulings.differ),
    )


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
                continue
            # A value that is there but cannot be read was reported where it stands.
            missing = [key for key in needed if not isinstance(item, Tree) or item.get(key) is None]
            if missing:
                reader.fault(
                    item, f"`{name}` has an entry that lacks its " + " and its ".join(f"`{k}`" for k in missing)
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
