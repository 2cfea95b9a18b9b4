"""Reads the casebook of names: prose with its names marked, and who the book then knows."""

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from briefbook.formats.frontmatter import parse_entity
from briefbook.model.article import Article, Block, BlockKind, Certainty, Document, Published
from briefbook.model.entity import EntityKind, Register
from briefbook.model.text import Slug, Span

CASES = Path(__file__).parent.parent / "cases" / "annotate" / "names"
_MARK = re.compile(r"\[\[([^\]|]+)\|(person|place|organisation)(?::([a-z0-9-]+))?([!?]?)\]\]")


@dataclass(frozen=True)
class Marked:
    """A name marked in a case."""

    block: int
    span: Span
    surface: str
    kind: str
    slug: str
    sign: str


@dataclass(frozen=True)
class Person:
    """A line below `## Persons`."""

    slug: str
    name: str
    sort_name: str
    aliases: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A small book."""

    title: str
    needs_model: bool
    articles: tuple[Article, ...]
    marked: tuple[tuple[Marked, ...], ...]
    persons: tuple[Person, ...] = field(default=())
    listed: Register = field(default=Register())
    """What the editor's files say."""


def make_article(*paragraphs, slug="article", language="en", **fields):
    """An article of these paragraphs, one block each."""
    blocks = tuple(
        Block(id=f"p{number}", kind=BlockKind.PARAGRAPH, text=text, line=number)
        for number, text in enumerate(paragraphs, 1)
    )
    return Article(
        slug=Slug(slug),
        title=slug,
        path=PurePosixPath(f"content/articles/{slug}.md"),
        markdown="",
        blocks=blocks,
        published=Published(when=None, basis="not stated", certainty=Certainty.UNKNOWN),
        language=language,
        **fields,
    )


def _read_paragraph(line, block):
    text, marked, at = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        span = Span(len(text), len(text) + len(mark[1]))
        marked.append(Marked(block, span, mark[1], mark[2], mark[3] or "", mark[4]))
        text += mark[1]
        at = mark.end()
    return text + line[at:], marked


def _read_file(line):
    """An editor's file from a line `people/karin-holm | name: Karin Holm | same_as: [K. Holm]`."""
    path, *fields = (part.strip() for part in line.split("|"))
    kind = {"people": EntityKind.PERSON, "places": EntityKind.PLACE, "organisations": EntityKind.ORGANISATION}
    text = "\n".join(("---", *fields, "---", ""))
    made = parse_entity(Document(path=PurePosixPath(f"content/{path}.md"), text=text), kind[path.partition("/")[0]])
    assert not made.diagnostics
    return made.value


def read_case(path):
    """The case in a file."""
    head, _, rest = path.read_text(encoding="utf-8").partition("\n")
    files = ""
    if "\n## Files" in rest:
        before, _, after = rest.partition("\n## Files")
        files, mark, known = after.partition("\n## Persons")
        rest = before + mark + known
    body, _, known = rest.partition("\n## Persons")
    articles, every = [], []
    for number, part in enumerate(body.split("\n---\n"), 1):
        paragraphs, marked = [], []
        for line in filter(str.strip, part.split("\n")):
            text, found = _read_paragraph(line, len(paragraphs))
            paragraphs.append(text)
            marked.extend(found)
        articles.append(make_article(*paragraphs, slug=f"article-{number}"))
        every.append(tuple(marked))
    persons = []
    for line in filter(str.strip, known.split("\n")):
        slug, name, sort_name, aliases, roles = (part.strip() for part in line.split("|"))
        split = [tuple(filter(None, (item.strip() for item in field.split(";")))) for field in (aliases, roles)]
        persons.append(Person(slug, name, sort_name, *split))
    title = head.removeprefix("# ")
    listed = Register(entities=tuple(map(_read_file, filter(str.strip, files.split("\n")))))
    return Case(title, title.endswith("(model)"), tuple(articles), tuple(every), tuple(persons), listed)


def all_cases():
    """Every case of the folder, by file name."""
    return {path.stem: read_case(path) for path in sorted(CASES.glob("*.md")) if path.stem != "README"}
