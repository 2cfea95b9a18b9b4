"""Plain text files taken as clean prose: what the annotators see in them, at offsets of the files' own characters."""

import itertools
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from briefbook.annotate.dates import find_dates
from briefbook.annotate.resolve import resolve_names
from briefbook.model.article import Article, Block, BlockKind, Certainty, Document, Passage, Published
from briefbook.model.config import AnnotateConfig
from briefbook.model.diagnostics import Diagnostic, Outcome, report
from briefbook.model.entity import Entity, EntityKind, Mention, OpenName, Register
from briefbook.model.event import DateMention
from briefbook.model.text import Slug, slugify
from briefbook.model.when import day
from briefbook.pipeline import Tools, recognise
from briefbook.shell.output import describe_error

WIDTH = 120
"""Characters of the longest line that somebody breaks by hand; longer lines are paragraphs."""

SENTENCE_ENDS = ".!?…”\"'’)"
"""Where every line ends with one of these, lines are sentences or paragraphs, not pieces of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """What was found in one file; offsets in code points of its text."""

    path: PurePosixPath
    mentions: tuple[tuple[int, int, Mention, Entity | None], ...]
    open: Mapping[Passage, OpenName]
    """Names that stay open, by where they stand."""
    dates: tuple[tuple[int, int, DateMention], ...]


def read_texts(names: Iterable[str]) -> Outcome[tuple[Document, ...]]:
    """The files as they are, line ends included, in order; `-` is standard input. What cannot be read is reported."""
    documents: list[Document] = []
    faults: list[Diagnostic] = []
    for name in names:
        path = PurePosixPath(Path(name).as_posix())
        try:
            data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            faults.append(report("seed-unreadable", describe_error(error), path))
            continue
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            text = data.decode("utf-8", "replace")
            line = data.count(b"\n", 0, error.start) + 1
            faults.append(report("encoding-doubtful", "not UTF-8; some characters are lost", path, line))
        documents.append(Document(path=path, text=text))
    return Outcome(tuple(documents), tuple(faults))


def split_prose(text: str) -> tuple[tuple[int, int], ...]:
    """The paragraphs of a plain text as (start, end), in order, white space around them left out.

    A blank line parts paragraphs. Within a group of lines each line is a paragraph, unless the lines are one
    paragraph broken at a width: then the next line's first word had no room on the line before it.
    """
    found = []
    for group in re.finditer(r"(?:[^\S\n]*\S[^\n]*(?:\n|\Z))+", text):
        lines = [
            (group.start() + line.start(), group.start() + line.end())
            for line in re.finditer(r"\S(?:[^\n]*\S)?", group[0])
        ]
        found.extend([(lines[0][0], lines[-1][1])] if _is_wrapped(text, lines) else lines)
    return tuple(found)


def _is_wrapped(text: str, lines: Sequence[tuple[int, int]]) -> bool:
    width = max(end - start for start, end in lines)
    if len(lines) < 2 or width > WIDTH or all(text[end - 1] in SENTENCE_ENDS for _, end in lines[:-1]):
        return False
    return all(
        end - start + 1 + len(text[follow:stop].split(maxsplit=1)[0]) > width
        for (start, end), (follow, stop) in itertools.pairwise(lines)
    )


def annotate_texts(
    documents: Sequence[Document], published: date | None, tools: Tools, config: AnnotateConfig
) -> Iterator[Annotated]:
    """What is found in each document, in order; together they are one book for deciding who is who."""
    cuts = [split_prose(document.text) for document in documents]
    articles = tuple(
        _make_article(number, document, spans, published)
        for number, (document, spans) in enumerate(zip(documents, cuts, strict=True))
    )
    found = recognise(articles, Register(), tools).value
    resolved = resolve_names(articles, found, Register(), config).value
    entities = {(entity.kind, entity.slug): entity for entity in resolved.register.entities}
    opened = {name.mention.passage: name for name in resolved.register.open}
    for document, starts, article, mentions in zip(documents, cuts, articles, resolved.mentions, strict=True):
        yield Annotated(
            path=document.path,
            mentions=tuple(
                (*_offsets(mention.passage, starts), mention, entities.get((mention.kind, mention.entity or Slug(""))))
                for mention in mentions
            ),
            open=opened,
            dates=tuple((*_offsets(found.passage, starts), found) for found in find_dates(article)),
        )


def _make_article(number: int, document: Document, spans: Iterable[tuple[int, int]], published: date | None) -> Article:
    blocks = tuple(
        Block(
            id=f"p{index}",
            kind=BlockKind.PARAGRAPH,
            # One space for one white space character: offsets within the block stay those of the file.
            text=re.sub(r"\s", " ", document.text[start:end]),
            line=document.text.count("\n", 0, start) + 1,
        )
        for index, (start, end) in enumerate(spans, 1)
    )
    if published:
        known = Published(when=day(published), basis="stated on the command line", certainty=Certainty.EXACT)
    else:
        known = Published(when=None, basis="not stated", certainty=Certainty.UNKNOWN)
    return Article(
        slug=Slug(f"text-{number}"),
        title=document.path.stem,
        path=document.path,
        markdown="",
        blocks=blocks,
        doc=number + 1,
        published=known,
    )


def _offsets(passage: Passage, cuts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    start = cuts[passage.block][0]
    return start + passage.span.start, start + passage.span.end


def record(annotated: Annotated, text: str, number: int = 0) -> dict[str, object]:
    """What was found in the `number`-th file as JSON can hold it.

    A name that stays open has an identity of its own, `?` with its slug and the file's number: nothing else is said to
    be the same. What it may mean is listed with it, towns with their positions.
    """

    def mention(start: int, end: int, found: Mention, entity: Entity | None) -> dict[str, object]:
        place = entity.geography if entity and entity.kind is EntityKind.PLACE else None
        may_mean = annotated.open.get(found.passage)
        return {
            "start": start,
            "end": end,
            "surface": text[start:end],
            "kind": str(found.kind),
            "entity": found.entity or f"?{slugify(found.surface)}-{number}",
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            **({"candidates": candidates(may_mean)} if may_mean else {}),
        }

    def candidates(may_mean: OpenName) -> list[dict[str, object]]:
        positions = may_mean.positions or (None,) * len(may_mean.candidates)
        return [
            {
                "entity": slug,
                "name": name,
                "latitude": at.latitude if at else None,
                "longitude": at.longitude if at else None,
            }
            for slug, name, at in zip(may_mean.candidates, may_mean.names, positions, strict=True)
        ]

    return {
        "file": str(annotated.path),
        "mentions": [mention(*found) for found in annotated.mentions],
        "dates": [
            {
                "start": start,
                "end": end,
                "surface": text[start:end],
                "edtf": found.when.edtf if found.when else None,
                "timex": found.timex,
                "type": found.timex_type,
            }
            for start, end, found in annotated.dates
        ],
    }
