"""A clipping becomes a Markdown draft and the ledger of its lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from briefbook.clean.body import find_span, score_lines
from briefbook.clean.credits import Credits, find_credits, is_caption, read_dateline
from briefbook.clean.lines import (
    Furniture,
    Line,
    Section,
    ends_sentence,
    find_furniture_words,
    find_repeated,
    find_sections,
    fused_half,
    read_lines,
)
from briefbook.clean.published import DateEvidence, find_published
from briefbook.formats.frontmatter import format_article
from briefbook.formats.markdown import escape_text, format_caption, format_subhead
from briefbook.formats.webpage import decode_text
from briefbook.formats.yaml import Value
from briefbook.model.article import Certainty, Document, Draft, Fate, Ledger, LineFate, Published, Reason, Seed
from briefbook.model.config import CleanConfig
from briefbook.model.diagnostics import Diagnostic, Outcome, report
from briefbook.model.text import digest, slugify

FOLDER = PurePosixPath("content/articles")
"""Where drafts are filed, within a book whose paths are the usual ones."""
SUBHEAD_WORDS = 14
"""Most words of a subhead."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What became of one line, before it is written down."""

    reason: Reason
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A flat page, read."""

    lines: tuple[Line, ...]
    rulings: Mapping[int, Ruling]
    """By index; one for every line that is not blank."""
    credits: Credits
    span: tuple[int, int]
    published: Published

    def kept(self, reason: Reason) -> list[str]:
        """The texts of the lines kept as `reason`, in order."""
        return [self.lines[i].text for i, ruling in sorted(self.rulings.items()) if ruling.reason is reason]


def read_page(text: str, furniture: frozenset[str] = frozenset(), stated: str | None = None) -> Page | None:
    """A flat page with every line judged, or None where no line can be told to be the story."""
    lines = read_lines(text)
    words = [find_furniture_words(line.text) for line in lines]
    sections = find_sections(lines, words)
    repeated = find_repeated(lines)
    scores = score_lines(lines, words, sections, repeated)
    start, end = find_span(scores)
    if start == end:
        return None
    body = [lines[i].text for i in range(start, end) if lines[i].text and scores[i] > 0]
    found = find_credits(lines, words, repeated, start, body)
    rulings: dict[int, Ruling] = {}
    _rule_sections(rulings, lines, words, sections)
    _rule_furniture(rulings, words)
    _rule_credits(rulings, found)
    _rule_story(rulings, lines, repeated, start, end, found)
    _rule_rest(rulings, lines, repeated, start)
    published = find_published(_gather_dates(lines, rulings, found, start, end, stated))
    return Page(lines=lines, rulings=rulings, credits=found, span=(start, end), published=published)


def _rule_sections(
    rulings: dict[int, Ruling], lines: Sequence[Line], words: Sequence[Furniture | None], sections: Sequence[Section]
) -> None:
    for section in sections:
        for i in range(section.start, section.end):
            word = words[i]
            if word and (_is_notice(word) or (word.reason in _MENU and _is_isolated(lines, i))):
                rulings[i] = _by_word(word)
            elif lines[i].text:
                rulings[i] = Ruling(section.reason, section.why)


_MENU = (Reason.WIDGET, Reason.NAV)


def _is_notice(word: Furniture) -> bool:
    """Whether the line is the browser's or the site's own message, which belongs to no section."""
    return word.reason is Reason.WIDGET and word.scope == "start"


def _is_isolated(lines: Sequence[Line], i: int) -> bool:
    """Whether nothing but furniture's short words follows to the end of the page, and a blank line parts it from the rest."""
    return i > 0 and not lines[i - 1].text and not any(line.text for line in lines[i + 1 :])


def _by_word(word: Furniture) -> Ruling:
    return Ruling(word.reason, f"“{word.words}” is page furniture on many sites")


def _rule_furniture(rulings: dict[int, Ruling], words: Sequence[Furniture | None]) -> None:
    for i, word in enumerate(words):
        if word and i not in rulings:
            rulings[i] = _by_word(word)


def _rule_credits(rulings: dict[int, Ruling], found: Credits) -> None:
    for i, reason, why in (
        (found.title, Reason.TITLE, "the headline: the line above the story that shares its words"),
        (found.section, Reason.SECTION, "the name of a section, above the headline"),
        (found.byline, Reason.BYLINE, "a name by the headline"),
        (found.date, Reason.DATELINE, "the date by the headline"),
        (found.dateline, Reason.DATELINE, "the place the report comes from"),
    ):
        if i is not None:
            rulings[i] = Ruling(reason, why)


def _rule_story(
    rulings: dict[int, Ruling], lines: Sequence[Line], repeated: Mapping[int, int], start: int, end: int, found: Credits
) -> None:
    for i in [*found.captions, *range(start, end)]:
        text = lines[i].text
        if not text or i in rulings:
            continue
        if i in repeated:
            if repeated[i] == i:
                rulings[i] = Ruling(Reason.CAPTION, "the words under a picture, said twice in a row; kept once")
        elif i < start or is_caption(text):
            rulings[i] = Ruling(Reason.CAPTION, "the words under a picture")
        elif _is_subhead(lines, i, end):
            rulings[i] = Ruling(Reason.SUBHEAD, "a short line without a full stop, between paragraphs")
        else:
            rulings[i] = Ruling(Reason.BODY, "within the story")


def _is_subhead(lines: Sequence[Line], i: int, end: int) -> bool:
    text = lines[i].text
    if text.count(" ") >= SUBHEAD_WORDS or (ends_sentence(text) and not text.endswith("?")):
        return False
    following = next((line.text for line in lines[i + 1 : end] if line.text), "")
    return len(following) > len(text) and ends_sentence(following)


def _rule_rest(rulings: dict[int, Ruling], lines: Sequence[Line], repeated: Mapping[int, int], start: int) -> None:
    for i, line in enumerate(lines):
        if not line.text or i in rulings:
            continue
        kept = repeated.get(i)
        if kept is not None and kept != i and kept in rulings:
            if rulings[kept].reason is Reason.CAPTION:
                rulings[i] = Ruling(Reason.DUPLICATE_CAPTION, f"says again what line {lines[kept].number} says")
            else:
                rulings[i] = Ruling(Reason.BOILERPLATE, f"says again what line {lines[kept].number} says")
        elif i < start:
            rulings[i] = Ruling(Reason.NAV, "stands above the story and is no part of it")
        else:
            rulings[i] = Ruling(Reason.BOILERPLATE, "stands below the story and is no part of it")


def _gather_dates(
    lines: Sequence[Line], rulings: Mapping[int, Ruling], found: Credits, start: int, end: int, stated: str | None
) -> DateEvidence:
    def texts(*reasons: Reason) -> list[str]:
        return [lines[i].text for i in sorted(rulings) if rulings[i].reason in reasons]

    top = found.title if found.title is not None else start
    header = [
        lines[i].text
        for i in range(max(top - 4, 0), start)
        if lines[i].text and i not in found.captions and i != found.title and (i >= top or "ublish" in lines[i].text)
    ]
    tail = [line.text for line in lines[end : end + 40] if line.text]
    body = texts(Reason.BODY)
    opened = read_dateline(body[0]) if body else None
    place = found.place or (opened[0] if opened else None)
    return DateEvidence(
        header=header,
        tail=tail,
        captions=texts(Reason.CAPTION),
        comments=texts(Reason.COMMENTS),
        lead=body[:2],
        dateline=place.date if place else None,
        stated=stated,
    )


def clean_seed(seed: Seed, config: CleanConfig, furniture: frozenset[str] = frozenset()) -> Outcome[Draft | None]:
    """The Markdown draft of a clipping and the ledger of its lines; None, and why, where there is no story in it.

    Args:
        seed: the clipping as it came.
        config: its limits.
        furniture: lines known to be furniture, from `find_furniture`.
    """
    if len(seed.data) > config.max_megabytes * 10**6:
        message = f"{len(seed.data) / 10**6:.1f} MB; expected at most {config.max_megabytes} MB"
        return Outcome(None, (report("seed-unreadable", message, seed.path),))
    if not seed.data.strip():
        return Outcome(None, (report("seed-unreadable", "an empty file", seed.path),))
    decoded = decode_text(seed.data)
    sidecar = seed.sidecar
    page = read_page(decoded.text, furniture, sidecar.published if sidecar else None)
    if page is None:
        return Outcome(None, (report("body-not-found", "no line reads as an article", seed.path),))
    faults: list[Diagnostic] = []
    lines = page.lines
    title = lines[page.credits.title].text if page.credits.title is not None else ""
    title = fused_half(title) or title
    if not title:
        faults.append(report("title-not-found", "no headline found above the story", seed.path))
        title = seed.path.stem
    if page.published.certainty in {Certainty.UNKNOWN, Certainty.BOUNDED}:
        faults.append(report("published-doubtful", f"published: {page.published.basis}", seed.path))
    sha256 = digest(seed.data)
    body = page.kept(Reason.BODY)
    opened = read_dateline(body[0]) if body else None
    place = page.credits.place or (opened[0] if opened else None)
    fields: dict[str, Value] = {
        "title": title,
        "section": lines[page.credits.section].text if page.credits.section is not None else None,
        "date": page.published.when.edtf if page.published.when else None,
        "date_basis": page.published.basis,
        "date_certainty": str(page.published.certainty),
        "dateline": {"place": place.place, "date": place.date} if place else None,
        "author": list(page.credits.authors),
        "outlet": sidecar.outlet if sidecar else None,
        "source": sidecar.url if sidecar else None,
        "accessed": sidecar.accessed if sidecar else None,
        "seed": {"file": str(seed.path), "sha256": sha256, "lines": len(lines)},
    }
    text = format_article(fields, _format_body(page))
    document = Document(path=FOLDER / f"{slugify(title)}.md", text=text)
    return Outcome(Draft(document=document, ledger=_account(seed, sha256, page)), tuple(faults))


def _format_body(page: Page) -> str:
    blocks = []
    for i, ruling in sorted(page.rulings.items()):
        text = page.lines[i].text
        if ruling.reason is Reason.BODY:
            blocks.append(escape_text(text))
        elif ruling.reason is Reason.SUBHEAD:
            blocks.append(format_subhead(text))
        elif ruling.reason is Reason.CAPTION:
            blocks.append(format_caption(fused_half(text) or text))
    return "\n\n".join(blocks)


def _account(seed: Seed, sha256: str, page: Page) -> Ledger:
    kept = {Reason.SECTION, Reason.TITLE, Reason.BYLINE, Reason.DATELINE, Reason.CAPTION, Reason.BODY, Reason.SUBHEAD}
    fates = []
    for i, line in enumerate(page.lines):
        ruling = page.rulings.get(i)
        if ruling is None:
            fates.append(LineFate(line=line.number, fate=Fate.BLANK, reason=None, text=line.raw))
            continue
        fate = Fate.KEPT if ruling.reason in kept else Fate.REMOVED
        fates.append(LineFate(line=line.number, fate=fate, reason=ruling.reason, text=line.raw, why=ruling.why))
    return Ledger(seed=seed.path, sha256=sha256, lines=tuple(fates))


def find_furniture(seeds: Iterable[Seed]) -> frozenset[str]:
    """The lines that stand in clippings of several different stories."""
    return frozenset()
