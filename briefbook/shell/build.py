"""One whole build: read, compose, write, account for it."""

import contextlib
import difflib
import gc
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from briefbook.formats.frontmatter import format_article
from briefbook.formats.yaml import Value
from briefbook.model.book import Book, OutputFile, OutputStream, Picture, Standing
from briefbook.model.config import AnnotateConfig, Config
from briefbook.model.diagnostics import (
    BriefbookError,
    Diagnostic,
    Outcome,
    Severity,
    report,
)
from briefbook.model.entity import EntityKind
from briefbook.model.memory import Memory, Remember
from briefbook.model.project import Project
from briefbook.model.text import digest, fold, squeeze
from briefbook.pipeline import Tools, build_book, find_pictures, limit_outputs, render_book
from briefbook.render.exports import render_export
from briefbook.render.pdf import format_print
from briefbook.render.plan import Defer
from briefbook.render.site import Known
from briefbook.render.theme import ThemeFile, assemble_theme
from briefbook.shell import output, typesetter
from briefbook.shell.account import (
    Account,
    Clipping,
    Order,
    describe,
    read_diagnostic,
    settle,
)
from briefbook.shell.folder import format_manifest, sync_site
from briefbook.shell.ingest import Ingested, ReadSeeds, ingest_seeds, open_book
from briefbook.shell.models import load_engine
from briefbook.shell.output import describe_error, write_whole
from briefbook.shell.pictures import read_pictures
from briefbook.shell.project import (
    ENTITIES,
    read_bases,
    read_config,
    read_project,
    read_seeds,
)
from briefbook.shell.state import list_inputs, read_pages, read_state, write_pages, write_state
from briefbook.shell.theme import read_theme

PRINT = PurePosixPath("print")
"""Within a theme: the templates of the printed book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything a book is made of."""

    project: Project
    seeds: ReadSeeds
    bases: Mapping[PurePosixPath, str]
    theme: tuple[tuple[ThemeFile, ...], tuple[ThemeFile, ...]]
    faults: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A book in memory."""

    book: Book
    files: Iterator[OutputFile | OutputStream | Standing] | None
    """Each made when it is asked for; None where none can be shown."""
    clippings: tuple[Clipping, ...]
    written: Mapping[PurePosixPath, str]
    """What cleaning changed in the book's folder."""


def build(order: Order) -> Account:
    """Brings the articles and the site up to date; does nothing where nothing changed.

    Raises: BriefbookError when the folder cannot be read or written.
    """
    with ExitStack() as stack:
        memory = open_book(order, stack, write=True)
        if (done := read_state(order.root)) is not None:
            return done
        order.progress("Reading", 0, 0)
        config, faults = _read_config(order.root)
        folders = (config.paths.seeds, config.paths.content, config.paths.templates)
        # Listed before anything is read: what somebody saves while we build is seen by the next build.
        seen = list_inputs(order.root, folders)
        inputs = _read_inputs(order.root, config)
        known = read_pages(order.root, config.paths.site)
        made = _make(order, inputs, memory, faults, write=True, known=known)
        written = deleted = unchanged = 0
        manifest = b""
        if made.files is not None:
            pack = config.book.stem if "zip" in config.outputs else ""
            with _settled():
                synced, unsafe = sync_site(order.root, config.paths.site, made.files, pack)
            faults.extend(unsafe)
            written, deleted, unchanged = synced.written, synced.deleted, synced.unchanged
            manifest = format_manifest(synced.manifest)
            write_pages(order.root, synced)
        account = Account(
            diagnostics=settle(faults, config),
            clippings=made.clippings,
            site=config.paths.site if made.files is not None else None,
            written=written,
            deleted=deleted,
            unchanged=unchanged,
            counts=_count(made.book),
        )
        seen.update(made.written)
        write_state(order.root, seen, folders, digest(manifest), account)
        return account


@contextlib.contextmanager
def _settled() -> Iterator[None]:
    """While pages are made, the book stays as it is: it need not be searched for garbage again and again."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def check(order: Order) -> Account:
    """Everything wrong or doubtful, found by making the book in memory; writes nothing."""
    with ExitStack() as stack:
        memory = open_book(order, stack, write=False)
        config, faults = _read_config(order.root)
        config = replace(config, outputs=("html",))
        made = _make(order, _read_inputs(order.root, config), memory, faults, write=False)
        with _settled():
            for _ in made.files or ():
                pass  # what is at fault with a page is found by making it
    return Account(diagnostics=settle(faults, config), clippings=made.clippings, counts=_count(made.book))


def make_site(
    order: Order, memory: Memory, defer: Defer | None = None
) -> tuple[tuple[OutputFile, ...] | None, Account]:
    """The pages for serving, in memory (None where there are none), and the account; drafts are written.

    The search index is handed to `defer`, where there is one, to be made when somebody asks for it.

    Raises: BriefbookError when the folder cannot be read or written.
    """
    with output.lock(order.root, order.waiting):
        config, faults = _read_config(order.root)
        config = replace(config, outputs=("html",))
        made = _make(order, _read_inputs(order.root, config), memory, faults, write=True, kept=memory, defer=defer)
        files = made.files
        pages = None if files is None else tuple(file for file in files if isinstance(file, OutputFile))
    return pages, Account(diagnostics=settle(faults, config), clippings=made.clippings, counts=_count(made.book))


def _read_config(root: Path) -> tuple[Config, list[Diagnostic]]:
    config, faults = read_config(root)
    return config, [*faults]


def _read_inputs(root: Path, config: Config) -> Inputs:
    project, unread = read_project(root, config)
    theme, unthemed = read_theme(root, config.paths.templates)
    return Inputs(
        project=project,
        seeds=partial(read_seeds, root, config.paths.seeds, config.clean.max_megabytes * 10**6),
        bases=read_bases(root),
        theme=theme,
        faults=(*unread, *unthemed),
    )


def _make(
    order: Order,
    inputs: Inputs,
    memory: Memory,
    faults: list[Diagnostic],
    *,
    write: bool,
    known: Known = MappingProxyType({}),
    kept: Memory | None = None,
    defer: Defer | None = None,
) -> Made:
    """The book, and its files to be made one by one; what is at fault is added to `faults`, of a file when it is made.

    Args:
        order: What is asked for.
        inputs: As read.
        memory: For the steps that cost.
        faults: Told on the way.
        write: Whether drafts are written.
        known: Pages that stand.
        kept: For the pages, where they are not written and known again by `known`.
        defer: As for `render_site`.
    """
    faults.extend(inputs.faults)
    config = inputs.project.config
    ingested, found = ingest_seeds(order, inputs.project, inputs.seeds, inputs.bases, memory, write=write)
    faults.extend(found)
    project = replace(inputs.project, articles=ingested.articles)
    book, found = _make_book(order, project, ingested, memory, found)
    faults.extend(found)
    files: Iterator[OutputFile | OutputStream | Standing] | None = None
    if book.articles:
        config, found = limit_outputs(config, book)
        faults.extend(found)
        theme, found = memory.keep("theme", "", inputs.theme, lambda: assemble_theme(*inputs.theme))
        faults.extend(found)
        pictures, found = read_pictures(order.root, config.paths.content, find_pictures(book))
        faults.extend(found)
        pages = kept or Memory(share=memory.share)
        files = render_book(book, theme, config, faults, memory=pages, pictures=pictures, known=known, defer=defer)
        if "pdf" in config.outputs:
            files = chain(files, _print_later(order, book, config, inputs.theme, pictures, memory.remember, faults))
    return Made(book=book, files=files, clippings=ingested.clippings, written=ingested.written)


def _make_book(
    order: Order, project: Project, ingested: Ingested, memory: Memory, doubts: Sequence[Diagnostic]
) -> Outcome[Book]:
    order.progress("Reading names and dates", 0, 0)
    tools, faults = load_tools(project.config.annotate)
    book, found = build_book(project, ingested.ledgers, tools, memory, doubts, ingested.changes)
    return Outcome(book, (*faults, *found))


@cache
def load_tools(config: AnnotateConfig) -> Outcome[Tools]:
    """The engine that reads names; its model is loaded when first needed, and once in the life of the process."""
    loaded, faults = load_engine(config)
    return Outcome(Tools(engine=loaded.engine, load=cache(loaded.load) if loaded.load else None), faults)


def _print_later(
    order: Order,
    book: Book,
    config: Config,
    theme: tuple[tuple[ThemeFile, ...], tuple[ThemeFile, ...]],
    pictures: Sequence[Picture],
    remember: Remember,
    faults: list[Diagnostic],
) -> Iterator[OutputFile]:
    """The printed book, set when it is asked for; what is at fault is added to `faults`."""
    order.progress("Setting the printed book", 0, 0)
    printed, found = _print(book, config, theme, pictures, remember)
    faults.extend(found)
    yield from printed


def _print(
    book: Book,
    config: Config,
    theme: tuple[tuple[ThemeFile, ...], tuple[ThemeFile, ...]],
    pictures: Sequence[Picture],
    remember: Remember,
) -> Outcome[tuple[OutputFile, ...]]:
    """The printed book, remembered by its data, pictures and templates; nothing where it cannot be set.

    A picture the engine refuses is no reason to have no book: it is set without pictures then, and that is reported.
    """
    drawn = {str(picture.path): picture.data for picture in pictures}
    printed, found = _set(format_print(book, config, drawn), config, theme, drawn, remember)
    if printed or not drawn:
        return Outcome(printed, found)
    printed, again = _set(format_print(book, config), config, theme, {}, remember)
    if not printed:
        return Outcome((), again)
    message = f"the printed book is set without its pictures: {found[0].message}"
    return Outcome(printed, (*again, report("picture-unread", message, PurePosixPath("briefbook.yml"))))


def _set(
    data: bytes,
    config: Config,
    theme: tuple[tuple[ThemeFile, ...], tuple[ThemeFile, ...]],
    pictures: Mapping[str, bytes],
    remember: Remember,
) -> Outcome[tuple[OutputFile, ...]]:
    files = {
        file.name.relative_to(PRINT).as_posix(): file.data
        for files in theme
        for file in files
        if file.name.is_relative_to(PRINT)
    }
    parts = [typesetter.version(), digest(data), *(f"{name} {digest(raw)}" for name, raw in sorted(files.items()))]
    parts += [f"{path} {digest(raw)}" for path, raw in sorted(pictures.items())]
    failed: tuple[Diagnostic, ...] = ()

    def typeset() -> bytes:
        nonlocal failed
        pdf, found = typesetter.set_book(data, files, pictures)
        if pdf is None:
            failed = found
            raise _FailedError
        return json.dumps([describe(item) for item in found]).encode() + b"\n" + pdf

    try:
        head, _, pdf = remember("pdf", digest("\n".join(parts)), typeset).partition(b"\n")
    except _FailedError:
        return Outcome((), failed)
    file = OutputFile(path=PurePosixPath(f"{config.book.stem}.pdf"), data=pdf)
    return Outcome((file,), tuple(map(read_diagnostic, json.loads(head))))


def _count(book: Book) -> tuple[tuple[str, int], ...]:
    shown = {kind: sum(not entity.hidden for entity in book.register.of(kind)) for kind in EntityKind}
    return (
        ("articles", len(book.articles)),
        ("people", shown[EntityKind.PERSON]),
        ("places", shown[EntityKind.PLACE]),
        ("organisations", shown[EntityKind.ORGANISATION]),
        ("events", len(book.chronology)),
    )


class _FailedError(Exception):
    """The printed book could not be set; never seen outside."""


def read_book(order: Order) -> tuple[Book, Config]:
    """The book as it is, in memory, and its settings; writes nothing. What is wrong with it, `check` says.

    Raises: BriefbookError when the folder cannot be read.
    """
    with ExitStack() as stack:
        memory = open_book(order, stack, write=False)
        config, _ = read_config(order.root)
        inputs = _read_inputs(order.root, config)
        ingested, doubts = ingest_seeds(order, inputs.project, inputs.seeds, inputs.bases, memory, write=False)
        project = replace(inputs.project, articles=ingested.articles)
        book, _ = _make_book(order, project, ingested, memory, doubts)
    return book, config


def export(order: Order, name: str) -> tuple[OutputFile | OutputStream, ...]:
    """The files of the export `name`; empty for a book without articles.

    Raises: BriefbookError when the folder cannot be read.
    """
    book, config = read_book(order)
    return render_export(name, book, config) if book.articles else ()


def adopt(order: Order, kind: EntityKind, name: str) -> PurePosixPath:
    """Writes the editor's file for the one person, place or organisation called `name`; its path.

    Raises: BriefbookError when there is none or several of that name, or a file already.
    """
    made, config = read_book(order)
    folder = config.paths.content / ENTITIES[kind]
    wanted = fold(squeeze(name))
    entities = made.register.of(kind)
    found = [e for e in entities if e.slug == name] or [
        e for e in entities if wanted in {fold(form) for form in (e.name, e.sort_name, *e.aliases)}
    ]
    if len(found) != 1:
        names = found or [
            e
            for near in difflib.get_close_matches(wanted, [fold(e.name) for e in entities], n=3, cutoff=0.5)
            for e in entities
            if fold(e.name) == near
        ]
        listed = ", ".join(f"`{e.slug}` ({e.name})" for e in names)
        message = f"the book has {'several' if found else 'no'} {kind} called {name!r}"
        hint = f"name one by its address: {listed}" if listed else ""
        unknown = report("entity-unknown", message, folder, hint=hint)
        raise BriefbookError(replace(unknown, severity=Severity.ERROR))
    entity = found[0]
    path = folder / f"{entity.slug}.md"
    if os.path.lexists(order.root / path):
        raise BriefbookError(report("output-unsafe", "there is a file for it already", path))
    fields: dict[str, Value] = {"name": entity.name, "sort_name": entity.sort_name, "aliases": list(entity.aliases)}
    try:
        (order.root / folder).mkdir(parents=True, exist_ok=True)
        write_whole(order.root / path, format_article(fields, "").encode())
    except OSError as error:
        raise BriefbookError(report("project-unusable", describe_error(error), path)) from error
    return path
