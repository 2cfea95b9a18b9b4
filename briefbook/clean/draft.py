"""A clipping becomes a Markdown draft and the ledger of its lines."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from briefbook.clean.byline import is_author
from briefbook.clean.clippers import draft_clipped
from briefbook.clean.credits import find_agency, read_dateline
from briefbook.clean.exported import draft_exported
from briefbook.clean.filing import IN_BODY, date_fields, doubt_date, file_draft, foreign_language, tell_fate
from briefbook.clean.layout import KeptLine, format_body
from briefbook.clean.legibility import find_control, find_fault, find_length, find_mojibake, is_binary
from briefbook.clean.lines import fused_half
from briefbook.clean.masthead import find_outlet
from briefbook.clean.page import Hints, Page, read_page
from briefbook.formats.databases import read_export
from briefbook.formats.encodings import decode_text
from briefbook.formats.languages import detect_language
from briefbook.formats.markup import MarkedLine
from briefbook.formats.webpage import Webpage, is_html, read_webpage
from briefbook.formats.yaml import Value
from briefbook.model.article import Draft, LineFate, Reason, Seed, Sidecar
from briefbook.model.config import CleanConfig
from briefbook.model.diagnostics import Diagnostic, Outcome, report
from briefbook.model.text import fold


def clean_seed(seed: Seed, config: CleanConfig, furniture: frozenset[str] = frozenset()) -> Outcome[Draft | None]:
    """The Markdown draft of a clipping and the ledger of its lines; None, and why, where there is no story in it.

    Args:
        seed: The clipping as it came; text, HTML or Markdown in any encoding.
        config: Its limits.
        furniture: Lines known to be furniture, from `furniture.find_furniture`.
    """
    fault = find_fault(seed, config)
    if fault:
        return Outcome(None, (report("seed-unreadable", fault, seed.path),))
    decoded = decode_text(seed.data)
    if is_binary(decoded.text):
        return Outcome(None, (report("seed-unreadable", "a binary file; expected text or HTML", seed.path),))
    faults: list[Diagnostic] = []
    if decoded.doubtful:
        message = f"not UTF-8; read as {decoded.encoding}"
        if decoded.encoding == "utf-8":
            message = "some bytes have no meaning in UTF-8; each is shown as \ufffd"
        faults.append(report("encoding-doubtful", message, seed.path))
    elif line := find_mojibake(decoded.text):
        message = "characters that look like UTF-8 once read as Windows-1252 and saved so"
        faults.append(report("encoding-doubtful", message, seed.path, line))
    if line := find_control(decoded.text, seed.data):
        faults.append(report("text-changed", "control characters taken out", seed.path, line))
    kind = PurePosixPath(seed.path.name.lower().removesuffix(".gz")).suffix
    if kind in {".md", ".markdown"}:
        draft = draft_clipped(seed, decoded.text)
    else:
        sidecar = seed.sidecar
        webpage = (
            read_webpage(decoded.text)
            if kind in {".html", ".htm", ".xhtml", ".mhtml", ".mht"} or is_html(decoded.text)
            else None
        )
        if webpage and (fault := find_length(len(webpage.lines))):
            return Outcome(None, (report("seed-unreadable", fault, seed.path),))
        export = read_export(decoded.text) if webpage is None else None
        if export is not None:
            exported = draft_exported(seed, decoded.text, export)
            return Outcome(exported.value, (*faults, *exported.diagnostics))
        stated, accessed = (sidecar.published, sidecar.accessed) if sidecar else (None, None)
        hints = Hints(furniture=furniture, webpage=webpage, stated=stated, accessed=accessed)
        page = read_page(webpage.text if webpage else decoded.text, hints)
        draft = _draft_page(seed, page, webpage) if page else Outcome(None)
    if draft.value is None:
        faults.append(report("body-not-found", "no line reads as an article", seed.path))
    return Outcome(draft.value, (*faults, *draft.diagnostics))


def _draft_page(seed: Seed, page: Page, webpage: Webpage | None) -> Outcome[Draft | None]:
    faults: list[Diagnostic] = []
    lines, sidecar = page.lines, seed.sidecar
    title = lines[page.credits.title].text if page.credits.title is not None else ""
    title = fused_half(title) or title
    if not title and webpage and webpage.stated.titles:
        title = webpage.stated.titles[0]
    if not title:
        faults.append(report("title-not-found", "no headline found above the story", seed.path))
        title = _first_words(page) or seed.path.name
    faults += doubt_date(page.published, seed)
    body = page.kept(Reason.BODY)
    opened = read_dateline(body[0]) if body else None
    place = page.credits.place or (opened[0] if opened else None)
    section = lines[page.credits.section].text if page.credits.section is not None else None
    stated = sidecar or Sidecar(path=seed.path)
    authors = [stated.author] if stated.author else list(page.credits.authors)
    if webpage:
        section = section or webpage.stated.section
        outlet = fold(stated.outlet or webpage.stated.outlet or "")
        authors = authors or [name for name in webpage.stated.authors if is_author(name) and fold(name) != outlet]
    language = (webpage.stated.language if webpage else None) or detect_language(" ".join(body))
    fields: dict[str, Value] = {
        "title": title,
        "section": section,
        **date_fields(page.published),
        "dateline": {"place": place.place, "date": place.date} if place else None,
        "author": authors,
        "outlet": stated.outlet
        or (webpage.stated.outlet if webpage else None)
        or find_outlet([(line.text, _reason_of(page, i)) for i, line in enumerate(lines) if line.text])
        or find_agency(body[0] if body else ""),
        "source": stated.url or (webpage.stated.url if webpage else None),
        "accessed": stated.accessed,
        "lang": foreign_language(language),
    }
    return Outcome(file_draft(seed, fields, format_body(_keep(page, webpage)), _account(page)), tuple(faults))


def _reason_of(page: Page, i: int) -> Reason | None:
    ruling = page.rulings.get(i)
    return ruling.reason if ruling else None


TITLE_LENGTH = 60
"""Characters of a story's first words that stand in for its headline."""


def _first_words(page: Page) -> str:
    """The first words of the story, cut at a space where there is one."""
    text = next(iter(page.kept(Reason.BODY)), "")
    opened = read_dateline(text)
    text = (opened[1] if opened else "") or text
    if len(text) <= TITLE_LENGTH:
        return text
    return (
        text[:TITLE_LENGTH].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"
        if " " in text[:TITLE_LENGTH]
        else text[:TITLE_LENGTH]
    )


def _keep(page: Page, webpage: Webpage | None) -> Iterator[KeptLine]:
    for i, ruling in sorted(page.rulings.items()):
        if ruling.reason in IN_BODY:
            yield KeptLine(page.lines[i].text, ruling.reason, webpage.lines[i] if webpage else MarkedLine())


def _account(page: Page) -> list[LineFate]:
    return [tell_fate(part, page.rulings.get(i)) for i, line in enumerate(page.lines) for part in line.parts or (line,)]
