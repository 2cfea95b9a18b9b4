"""Articles that a database of the press handed out as text, and mail: the fields are told apart from the story, which is kept whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from briefbook.clean.byline import read_byline
from briefbook.clean.credits import read_dateline
from briefbook.clean.dates import is_date_line
from briefbook.clean.filing import date_fields, doubt_date, file_draft, foreign_language, tell_fate
from briefbook.clean.layout import KeptLine, format_body
from briefbook.clean.lines import WRAP_LEAST, Line, clean_text, join_wrapped, make_lines, read_lines
from briefbook.clean.published import DateEvidence, find_published
from briefbook.clean.rulings import Ruling
from briefbook.formats.databases import Export, Field
from briefbook.formats.languages import detect_language
from briefbook.formats.markup import MarkedLine
from briefbook.formats.yaml import Value
from briefbook.model.article import Certainty, Dateline, Draft, LineFate, Published, Reason, Seed, Sidecar
from briefbook.model.diagnostics import Diagnostic, Outcome, report

_RULINGS = {
    Field.TITLE: Ruling(Reason.TITLE, "the headline, as its label says"),
    Field.AUTHOR: Ruling(Reason.BYLINE, "the author, as its label says"),
    Field.DATE: Ruling(Reason.DATELINE, "the day, as its label says"),
    Field.PLACE: Ruling(Reason.DATELINE, "the place, as its label says"),
    Field.SECTION: Ruling(Reason.SECTION, "the section, as its label says"),
    Field.CAPTION: Ruling(Reason.CAPTION, "what the picture shows, as its label says"),
    Field.BODY: Ruling(Reason.BODY, "the story, as the labels say"),
}
_OTHER = Ruling(Reason.BOILERPLATE, "a field of the database")
_LABEL = Ruling(Reason.BOILERPLATE, "the label of the story")
_COPYRIGHT = re.compile(r"copyright\b|\(c\)|©|all rights reserved|(?:document\s+)?\d+ of \d+\b", re.IGNORECASE)
_QUOTED = re.compile(r"^\s*(?:>\s?)+")
_ASIDE = re.compile(r"\s*[(\[<].*")
_INVERTED = re.compile(r"(?P<last>[^\W\d_][\w'’.-]*(?:\s[\w'’.-]+)?),\s+(?P<first>[^,]+)")


def draft_exported(seed: Seed, text: str, export: Export) -> Outcome[Draft]:
    """The draft of an exported article or a mail: its fields as front matter, its story, broken lines joined, and the ledger."""
    lines = read_lines(text)
    kinds = _read_head(export, lines)
    kept = [line for line in _read_story(export, lines, kinds) if line.text]
    faults: list[Diagnostic] = []
    title = _value(export, lines, kinds, Field.TITLE)
    if not title:
        faults.append(report("title-not-found", "no field of the clipping is its headline", seed.path))
        title = kept[0].text[:60] if kept else seed.path.stem
    sidecar = seed.sidecar or Sidecar(path=seed.path)
    published = _date(sidecar, _value(export, lines, kinds, Field.DATE))
    faults += doubt_date(published, seed)
    opened = read_dateline(kept[0].text) if kept else None
    place = export.values.get(Field.PLACE)
    dateline = Dateline(place=place.rstrip(". ,"), date=None) if place else opened[0] if opened else None
    address = export.values.get(Field.ADDRESS, "")
    fields: dict[str, Value] = {
        "title": title,
        "section": export.values.get(Field.SECTION, "").partition(";")[0].strip() or None,
        **date_fields(published),
        "dateline": {"place": dateline.place, "date": dateline.date} if dateline else None,
        "author": [sidecar.author] if sidecar.author else list(_read_authors(export.values.get(Field.AUTHOR, ""))),
        "outlet": sidecar.outlet
        or _ASIDE.sub("", _value(export, lines, kinds, Field.OUTLET).partition(";")[0]).strip()
        or None,
        "source": sidecar.url or (address if address.startswith(("http://", "https://")) else None),
        "accessed": sidecar.accessed,
        "lang": foreign_language(detect_language(" ".join(line.text for line in kept))),
    }
    captions = [KeptLine(export.values[Field.CAPTION], Reason.CAPTION)] if Field.CAPTION in export.values else []
    fates = list(_account(export, lines, kinds))
    return Outcome(file_draft(seed, fields, format_body([*captions, *kept]), fates), tuple(faults))


def _read_story(export: Export, lines: Sequence[Line], kinds: Sequence[Field | None]) -> Iterator[KeptLine]:
    """The lines of the story without its label, joined where they were broken; those that a mail quotes as a quotation."""
    first = kinds.index(Field.BODY)
    last = len(kinds) - kinds[::-1].index(Field.BODY)
    story = [
        (line.number, line.raw[export.begins[i] :])
        for i, line in enumerate(lines[first:last], start=first)
        if kinds[i] in {Field.BODY, None}
    ]
    for quoted, group in groupby(story, key=lambda line: clean_text(line[1]).startswith(">")):
        part = make_lines((number, _QUOTED.sub("", raw) if quoted else raw) for number, raw in group)
        joined = [line.text for line in join_wrapped(part)]
        if len(joined) == len(part):  # too short to show a width: what is broken goes on in a small letter
            joined = _join_small(part)
        for text in joined:
            yield KeptLine(text, Reason.BODY, MarkedLine(text, "quote") if quoted else MarkedLine())


def _join_small(story: Sequence[Line]) -> list[str]:
    joined: list[str] = []
    for line in story:
        before = joined[-1] if joined else ""
        if len(before) >= WRAP_LEAST and line.text[:1].islower() and before[-1] not in ".!?:":
            joined[-1] = f"{before} {line.text}"
        else:
            joined.append(line.text)
    return joined


def _read_head(export: Export, lines: Sequence[Line]) -> list[Field | None]:
    """What each line is, those above the first label by what they look like: a date, a headline, the paper's name."""
    kinds: list[Field | None] = list(export.lines)
    named: list[int] = []
    day: int | None = None
    for i, field in enumerate(kinds):
        if field is not Field.HEAD:
            continue
        kinds[i] = Field.OTHER
        if _COPYRIGHT.match(lines[i].text):
            continue
        if not is_date_line(lines[i].text):
            named.append(i)
        elif day is None:
            day, kinds[i] = i, Field.DATE
    # Older exports print paper, day, headline; newer ones headline, paper, day.
    paper_first = day is not None and bool(named) and (len(named) < 2 or named[1] > day)
    order = (Field.OUTLET, Field.TITLE) if paper_first else (Field.TITLE, Field.OUTLET)
    wanted = [field for field in order if field not in export.values]
    for i, field in zip(named, wanted, strict=False):
        kinds[i] = field
    return kinds


def _value(export: Export, lines: Sequence[Line], kinds: Sequence[Field | None], field: Field) -> str:
    """What a field says, or the line of the head that is one."""
    if field in export.values:
        return export.values[field]
    return next((lines[i].text for i, kind in enumerate(kinds) if kind is field), "")


def _date(sidecar: Sidecar, text: str) -> Published:
    published = find_published(DateEvidence(stated=sidecar.published, header=[text] if text else []))
    if sidecar.published or published.certainty is Certainty.UNKNOWN:
        return published
    return replace(
        published, basis=published.basis.replace("printed by the byline", "stated in the clipping's own fields")
    )


def _read_authors(text: str) -> Iterator[str]:
    """The names in a field: "By Ruth Lindqvist", "Lindqvist, Ruth; Holm, Karin", "Karin Holm <kh@example.org>"."""
    for piece in re.split(r";|(?<=[)\]]),|\s\band\b\s", text):
        plain = _ASIDE.sub("", piece).strip(" ,.\"'")
        inverted = _INVERTED.fullmatch(plain)
        name = f"{inverted['first']} {inverted['last']}" if inverted else plain
        yield from read_byline(name) or ((name,) if inverted else ())


def _account(export: Export, lines: Sequence[Line], kinds: Sequence[Field | None]) -> Iterator[LineFate]:
    for i, line in enumerate(lines):
        kind = kinds[i]
        bare = kind is Field.BODY and not line.raw[export.begins[i] :].strip()
        yield tell_fate(line, None if kind is None else _LABEL if bare else _RULINGS.get(kind, _OTHER))
