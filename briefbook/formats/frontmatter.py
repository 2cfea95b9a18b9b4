"""The files of `content/` and the sidecars of clippings: YAML front matter and Markdown, to and from values."""

import difflib
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import TypeVar
from urllib.parse import urlsplit

from briefbook.formats.markdown import Text, parse_text, safe_address
from briefbook.formats.yaml import Value, format_yaml, parse_yaml
from briefbook.model import tree
from briefbook.model.article import (
    Article,
    Certainty,
    Dateline,
    Document,
    NamedEntity,
    Note,
    Published,
    Sidecar,
    Source,
)
from briefbook.model.book import Page
from briefbook.model.config import Reader
from briefbook.model.diagnostics import Diagnostic, Outcome, report
from briefbook.model.entity import Entity, EntityKind, Geography, PlaceKind
from briefbook.model.text import Slug, slugify
from briefbook.model.when import Precision, When, parse_when

T = TypeVar("T")
D = TypeVar("D")

_RULE = "front-matter-invalid"
_FENCE = re.compile(r"\A---[ \t]*\n(.*?)(?:^---[ \t]*$|^\.\.\.[ \t]*$)\n?", re.DOTALL | re.MULTILINE)


def split_front_matter(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the number of the body's first line; no front matter gives an empty one.

    Line ends become line feeds; a byte order mark goes.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = _FENCE.match(plain)
    if found is None:
        return "", plain, 1
    body = plain[found.end() :]
    return found[1], body, plain.count("\n", 0, found.end()) + 1


def format_article(fields: Mapping[str, Value], markdown: str) -> str:
    """The file of an article: front matter in the order of `fields` (empty ones left out), a blank line, the body."""
    return f"---\n{format_yaml(fields)}---\n\n{markdown.strip()}\n"


def _read_head(document: Document) -> tuple[tree.Node | None, str, int, tuple[Diagnostic, ...], bool]:
    """The front matter's tree, body, its first line, faults, and whether the front matter could be read."""
    head, body, first_line = split_front_matter(document.text)
    parsed = parse_yaml(head, document.path, _RULE, first_line=2)
    faults = parsed.diagnostics
    if not head and document.text.lstrip("\ufeff").startswith("---"):
        message = "front matter that is not closed; expected a line `---` after it"
        faults = (*faults, report(_RULE, message, document.path, 1))
    if parsed.value is not None and not isinstance(parsed.value, tree.Mapping):
        message = "front matter that is not a list of `key: value` lines"
        faults = (*faults, report(_RULE, message, document.path, 2))
    return parsed.value, body, first_line, faults, not faults


class _Schema:
    """Reads the fields of one front matter; what is wrong is reported and left out, the rest stands."""

    def __init__(self, document: Document, node: tree.Node | None) -> None:
        self.reader = Reader(document.path, _RULE)
        self.node = node if isinstance(node, tree.Mapping) else tree.Mapping()
        self.document = document
        self.unknown: list[Diagnostic] = []

    def field(self, key: str, read: Callable[[tree.Node, str], T], default: D) -> T | D:
        value = self.node.get(key)
        if value is None or (isinstance(value, tree.Scalar) and value.empty):
            return default
        before = len(self.reader.faults)
        result = read(value, key)
        return result if len(self.reader.faults) == before else default

    def text(self, *keys: str) -> str | None:
        for key in keys:
            found = self.field(key, self.reader.text, "")
            if found:
                return found
        return None

    def texts(self, *keys: str) -> tuple[str, ...]:
        for key in keys:
            found = tuple(item for item in self.field(key, self.reader.texts, ()) if item)
            if found:
                return found
        return ()

    def check_keys(self, known: frozenset[str]) -> None:
        """Unknown keys are a warning: other programs keep theirs in the same place."""
        for key, _ in self.node:
            if key.text not in known:
                hint = _nearest(key.text, known)
                message = f"unknown key `{key.text}` in the front matter; it is not used"
                self.unknown.append(
                    report("front-matter-unknown", message, self.document.path, key.line, key.column, hint=hint)
                )

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        return (*self.reader.faults, *self.unknown)


def _nearest(key: str, known: frozenset[str]) -> str:

    near = difflib.get_close_matches(key, sorted(known), n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else ""


_ARTICLE_KEYS = frozenset(
    [
        "title",
        "subtitle",
        "doc",
        "section",
        "date",
        "date_basis",
        "date_certainty",
        "updated",
        "published",
        "dateline",
        "author",
        "byline",
        "outlet",
        "source",
        "url",
        "accessed",
        "lang",
        "language",
        "tags",
        "summary",
        "description",
        "draft",
        "aliases",
        "notes",
        "resolve",
        "seed",
        "people",
        "places",
        "organisations",
        "index",
    ]
)


def parse_article(document: Document, language: str = "en") -> Outcome[Article | None]:
    """The article in a Markdown file; None where its front matter cannot be read.

    Args:
        document: The file; its name without ending becomes the slug.
        language: Of the book, BCP 47; front matter overrides it.
    """
    node, body, first_line, faults, readable = _read_head(document)
    if not readable:
        return Outcome(None, faults)
    schema = _Schema(document, node)
    schema.check_keys(_ARTICLE_KEYS)
    named_source = schema.text("source")
    url = schema.text("url")
    outlet = schema.text("outlet")
    if named_source and urlsplit(named_source).scheme in {"http", "https"}:
        url = url or named_source
    elif named_source:
        outlet = outlet or named_source
    published, date_faults = _read_published(schema, document)
    seed = schema.field("seed", lambda value, name: _read_seed(schema, value, name), (None, None))
    number = schema.field("doc", schema.reader.integer, 0)
    stem = document.path.name.removesuffix(".md")
    text = parse_text(body, first_line)
    article = Article(
        slug=slugify(stem),
        title=schema.text("title") or (text.blocks[0].text[:80] if text.blocks else stem),
        path=document.path,
        markdown=body,
        first_line=first_line,
        blocks=text.blocks,
        flow=text.flow,
        addresses=text.addresses,
        subtitle=schema.text("subtitle"),
        doc=number,
        section=schema.text("section"),
        byline=schema.texts("author", "byline"),
        dateline=schema.field("dateline", lambda value, name: _read_dateline(schema, value, name), None),
        published=published,
        source=Source(url=url, outlet=outlet, accessed=schema.text("accessed"), seed=seed[0], sha256=seed[1]),
        language=schema.text("lang", "language") or language,
        tags=schema.texts("tags"),
        summary=schema.text("summary", "description"),
        draft=schema.field("draft", schema.reader.boolean, False),
        notes=schema.field("notes", lambda value, name: _read_notes(schema, value, name), ()),
        resolutions=schema.field("resolve", lambda value, name: _read_resolutions(schema, value, name), ()),
        named=_read_named(schema),
        index_terms=schema.texts("index"),
    )
    links = _check_links(document, text)
    return Outcome(article, (*faults, *schema.faults, *date_faults, *links))


_TIME_OF_DAY = re.compile(r"(?<=^\d{4}-\d\d-\d\d)[T ]\d\d:.*$")
"""Clippers write times of day; a book counts in days."""


def _read_published(schema: _Schema, document: Document) -> tuple[Published, tuple[Diagnostic, ...]]:
    key = "date" if schema.node.get("date") is not None else "published"
    text = schema.text(key)
    basis = schema.text("date_basis")
    certainties = {str(c): c for c in Certainty}
    stated = schema.field("date_certainty", schema.reader.choice(*certainties), "")
    if not text:
        return Published(when=None, basis=basis or "the clipping does not say", certainty=Certainty.UNKNOWN), ()
    when = parse_when(re.sub(_TIME_OF_DAY, "", text))
    if when is None:
        node = schema.node.get(key)
        line, column = (node.line, node.column) if node else (0, 0)
        message = f"`{key}` is {text!r}; expected an EDTF date such as 2013-06-22 or [2013-06-22,2013-06-23]"
        fault = report("date-unparsable", message, document.path, line, column, hint="write YYYY-MM-DD")
        return Published(when=None, basis="the front matter's date cannot be read", certainty=Certainty.UNKNOWN), (
            fault,
        )
    certainty = certainties.get(stated) or _certainty_of(when)
    updated, faults = _read_updated(schema, document, when)
    basis = basis or "stated in the front matter"
    return Published(when=when, basis=basis, certainty=certainty, updated=updated), faults


def _read_updated(schema: _Schema, document: Document, published: When) -> tuple[date | None, tuple[Diagnostic, ...]]:
    """The day of the last change, where that is later than the one day of publication."""
    text = schema.text("updated")
    if not text:
        return None, ()
    when = parse_when(re.sub(_TIME_OF_DAY, "", text))
    if when is None or when.precision is not Precision.DAY:
        node = schema.node.get("updated")
        line, column = (node.line, node.column) if node else (0, 0)
        message = f"`updated` is {text!r}; expected a day such as 2013-06-24"
        return None, (report("date-unparsable", message, document.path, line, column, hint="write YYYY-MM-DD"),)
    later = published.precision is Precision.DAY and when.start > published.start
    return (when.start if later else None), ()


def _certainty_of(when: When) -> Certainty:
    if when.precision is not Precision.DAY:
        return Certainty.BOUNDED
    return Certainty.INFERRED if when.uncertain or when.approximate else Certainty.EXACT


def _read_seed(schema: _Schema, value: tree.Node, name: str) -> tuple[PurePosixPath | None, str | None]:
    if isinstance(value, tree.Scalar):
        return PurePosixPath(value.text), None
    read = dict.fromkeys(("file", "sha256", "lines"), schema.reader.text)
    got = schema.reader.fields(value, name, read)
    return (PurePosixPath(got["file"]) if got.get("file") else None), got.get("sha256")


def _read_dateline(schema: _Schema, value: tree.Node, name: str) -> Dateline | None:
    if isinstance(value, tree.Scalar):
        return Dateline(place=value.text)
    return Dateline(**schema.reader.fields(value, name, {"place": schema.reader.text, "date": schema.reader.text}))


def _read_notes(schema: _Schema, value: tree.Node, name: str) -> tuple[Note, ...]:
    if not isinstance(value, tree.Sequence):
        schema.reader.fault(
            value, f"`{name}` is no list; expected a list of notes", "write `- at: words` and `text: …`"
        )
        return ()
    notes = []
    text = schema.reader.text
    for item in value.items:
        got = schema.reader.fields(item, name, {"at": text, "text": text, "author": text, "date": text})
        if got.get("at") and got.get("text"):
            notes.append(
                Note(at=got["at"], text=got["text"], author=got.get("author"), date=got.get("date"), line=item.line)
            )
        else:
            schema.reader.fault(item, f"a note under `{name}` without `at` or `text`")
    return tuple(notes)


def _read_resolutions(schema: _Schema, value: tree.Node, name: str) -> tuple[tuple[str, Slug | None], ...]:
    found: list[tuple[str, Slug | None]] = []
    for key, item in schema.reader.mapping(value, name):
        text = schema.reader.text(item, f"{name}.{key.text}")
        none = (isinstance(item, tree.Scalar) and item.empty) or text.lower() in {"none", "no"}
        found.append((key.text, None if none else slugify(text)))
    return tuple(found)


_NAMED_KEYS = (("people", "person"), ("places", "place"), ("organisations", "organisation"))


def _read_named(schema: _Schema) -> tuple[NamedEntity, ...]:
    found = []
    for key, kind in _NAMED_KEYS:
        value = schema.node.get(key)
        items = value.items if isinstance(value, tree.Sequence) else (value,) if value is not None else ()
        for item in items:
            if isinstance(item, tree.Scalar) and not item.empty:
                found.append(NamedEntity(kind=kind, name=item.text.strip(), line=item.line))
            elif not isinstance(item, tree.Scalar):
                schema.reader.fault(item, f"`{key}` holds something other than names; expected a list of names")
    return tuple(found)


def _check_links(document: Document, text: Text) -> tuple[Diagnostic, ...]:
    return tuple(
        report(
            "link-unsafe",
            f"a link to {address[:60]!r}; the text stays, the link does not",
            document.path,
            line,
        )
        for address, line in text.addresses
        if not safe_address(address)
    )


_ENTITY_KEYS = frozenset(
    ["name", "sort_name", "aliases", "hide", "role", "same_as", "not", "kind", "country", "latitude", "longitude"]
)


def parse_entity(document: Document, kind: EntityKind) -> Outcome[Entity | None]:
    """The editor's file on a person, place or organisation; None where it cannot be read."""
    node, body, _, faults, readable = _read_head(document)
    if not readable:
        return Outcome(None, faults)
    schema = _Schema(document, node)
    schema.check_keys(_ENTITY_KEYS)
    stem = document.path.name.removesuffix(".md")
    name = schema.text("name")
    if not name:
        message = "no `name`; expected the name the book prints"
        return Outcome(None, (*faults, *schema.faults, report("entity-invalid", message, document.path, 1)))
    aliases = {*schema.texts("aliases"), *schema.texts("same_as")} - {name}
    geography = None
    if kind is EntityKind.PLACE:
        kinds = {str(k): k for k in PlaceKind}
        chosen = schema.field("kind", schema.reader.choice(*kinds), "")
        latitude = _degrees(schema, "latitude", 90.0)
        longitude = _degrees(schema, "longitude", 180.0)
        country = schema.text("country")
        if chosen or country or latitude is not None:
            geography = Geography(
                kind=kinds.get(chosen, PlaceKind.OTHER),
                country=country.upper() if country else None,
                latitude=latitude,
                longitude=longitude,
                basis="stated by the editor",
            )
    entity = Entity(
        slug=slugify(stem),
        kind=kind,
        name=name,
        sort_name=schema.text("sort_name") or "",
        aliases=tuple(sorted(aliases)),
        provisional=False,
        geography=geography,
        biography=body.strip(),
        role=schema.text("role") or "",
        hidden=schema.field("hide", schema.reader.boolean, False),
        distinct_from=tuple(slugify(item) for item in schema.texts("not")),
        path=document.path,
    )
    return Outcome(entity, (*faults, *schema.faults))


def _degrees(schema: _Schema, key: str, limit: float) -> float | None:
    text = schema.text(key)
    if text is None:
        return None
    value = float(text) if re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,12})?", text, re.ASCII) else limit + 1
    if abs(value) > limit:
        schema.reader.fault(schema.node.get(key), f"`{key}` is {text!r}; expected degrees from -{limit:g} to {limit:g}")
        return None
    return value


def parse_page(document: Document) -> Outcome[Page | None]:
    """A page of the editor's own; its title is the front matter's, or its first heading, or its file's name."""
    node, body, first_line, faults, readable = _read_head(document)
    if not readable:
        return Outcome(None, faults)
    schema = _Schema(document, node)
    schema.check_keys(frozenset({"title"}))
    stem = document.path.name.removesuffix(".md")
    title = schema.text("title")
    heading = re.match(r"\s*#[ \t]+([^\n]+)\n?", body)
    if heading and title is None:
        title = heading[1].strip()
        first_line += body.count("\n", 0, heading.end())
        body = body[heading.end() :]
    text = parse_text(body, first_line)
    page = Page(
        slug=slugify(stem),
        title=title or stem,
        markdown=body,
        flow=text.flow,
        addresses=text.addresses,
        path=document.path,
    )
    return Outcome(page, (*faults, *schema.faults, *_check_links(document, text)))


def parse_sidecar(document: Document) -> Outcome[Sidecar | None]:
    """What a .yml file beside a clipping states; None where it cannot be read."""
    parsed = parse_yaml(document.text, document.path, _RULE)
    if parsed.value is None:
        return Outcome(None, parsed.diagnostics)
    reader = Reader(document.path, _RULE)
    keys = ("url", "outlet", "published", "accessed", "author")
    fields = reader.fields(parsed.value, "", dict.fromkeys(keys, reader.text))
    return Outcome(Sidecar(path=document.path, **fields), (*parsed.diagnostics, *reader.faults))
