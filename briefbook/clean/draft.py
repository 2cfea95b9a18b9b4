"""A clipping becomes a Markdown draft and the ledger of its lines."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import PurePosixPath

from briefbook.clean.body import find_story, score_lines
from briefbook.clean.credits import (
    Credits,
    find_agency,
    find_credits,
    is_author,
    is_caption,
    read_byline,
    read_dateline,
)
from briefbook.clean.layout import KeptLine, format_body
from briefbook.clean.lines import (
    Furniture,
    Line,
    Section,
    clean_text,
    ends_sentence,
    find_furniture_words,
    find_repeated,
    find_sections,
    fused_half,
    is_bare,
    is_debris,
    is_prose,
    is_sentence,
    is_stamp,
    join_wrapped,
    mark_boxes,
    read_lines,
)
from briefbook.clean.masthead import find_outlet
from briefbook.clean.published import DateEvidence, find_published, is_date_line
from briefbook.clean.support import find_captions, weigh_markup
from briefbook.formats.frontmatter import format_article, split_front_matter
from briefbook.formats.markup import MarkedLine
from briefbook.formats.webpage import Webpage, decode_text, detect_language, is_html, read_webpage
from briefbook.formats.yaml import Value, parse_yaml
from briefbook.model.article import (
    KEPT_REASONS,
    Certainty,
    Dateline,
    Document,
    Draft,
    Fate,
    Ledger,
    LineFate,
    Published,
    Reason,
    Seed,
    Sidecar,
)
from briefbook.model.config import CleanConfig
from briefbook.model.diagnostics import Diagnostic, Outcome, report
from briefbook.model.text import digest, fold, slugify
from briefbook.model.tree import Mapping as Tree
from briefbook.model.tree import Scalar
from briefbook.model.tree import Sequence as TreeSequence

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
    """Joined where the page's text is broken at a fixed width."""
    rulings: Mapping[int, Ruling]
    """By index; one for every line that is not blank."""
    credits: Credits
    span: tuple[int, int]
    published: Published

    def kept(self, reason: Reason) -> list[str]:
        """The texts of the lines kept as `reason`, in order."""
        return [self.lines[i].text for i, ruling in sorted(self.rulings.items()) if ruling.reason is reason]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is known of a page besides its lines."""

    furniture: frozenset[str] = frozenset()
    """Lines that stand in clippings of other stories."""
    webpage: Webpage | None = None
    stated: str | None = None
    """Day of publication that a person wrote beside the clipping, EDTF."""


NO_HINTS = Hints()
PLAIN = 1.0
"""The least score of a sentence of a text without furniture."""
KNOWN = 5.0
"""What a line loses, in log odds, that stands in clippings of other stories."""


def read_page(text: str, hints: Hints = NO_HINTS) -> Page | None:
    """A flat page with every line judged, or None where no line can be told to be the story."""
    lines = read_lines(text) if hints.webpage else join_wrapped(read_lines(text))
    words = mark_boxes(lines, [find_furniture_words(line.text) for line in lines])
    sections = find_sections(lines, words)
    repeated = find_repeated(lines)
    webpage = hints.webpage
    marks = webpage.lines if webpage else ()
    captions = find_captions(marks)
    if webpage:  # rows of a table, and lines of a list, may say the same
        repeated = {i: kept for i, kept in repeated.items() if marks[i].kind not in _SAID_AGAIN}
    scores = score_lines(lines, words, sections, repeated, partial(weigh_markup, lines, webpage) if webpage else None)
    # What the markup calls a caption is treated as one that shows by being said twice.
    repeated |= {i: i for i in captions if lines[i].text and i not in repeated}
    if hints.furniture:
        scores = [x - KNOWN if line.text in hints.furniture else x for x, line in zip(scores, lines, strict=True)]
    if is_bare(lines, words, sections) and not any(
        line.text in hints.furniture for line in lines
    ):  # nothing is there that a sentence could be told from
        scores = [max(x, PLAIN) if is_sentence(line.text) else x for line, x in zip(lines, scores, strict=True)]
    story = _trim_furniture(words, find_story(lines, words, repeated, scores))
    story = _extend_to_end(lines, words, story)
    if not story:
        return None
    story = [i for i in _keep_tables(lines, marks, story) if not is_debris(lines[i].text)]
    if captions:
        story = [i for i in story if i not in captions]
    if not story:
        return None
    lead = _find_lead(lines, repeated, story)
    body = [lines[i].text for i in story if i >= lead]
    found = find_credits(lines, words, repeated, lead, body, webpage.stated if webpage else None)
    story = _take_credits(story, lead, found, repeated)
    notes = _find_author_notes(lines, story, found.authors)
    story = [i for i in story if i not in notes]
    start, end = story[0], story[-1] + 1
    rulings: dict[int, Ruling] = {}
    _rule_sections(rulings, lines, words, sections, frozenset(story))
    _rule_last_line(rulings, lines, story)
    _rule_furniture(rulings, words, start)
    _rule_credits(rulings, found)
    rulings.update(dict.fromkeys(notes, Ruling(Reason.BOILERPLATE, "who the author is, not the story")))
    _rule_story(rulings, lines, repeated, story, found, marks)
    _rule_markup(rulings, lines, marks)
    _rule_rest(rulings, lines, repeated, (start, end), hints.furniture)
    published = find_published(_gather_dates(lines, rulings, found, start, end, hints))
    return Page(lines=lines, rulings=rulings, credits=found, span=(start, end), published=published)


_SAID_AGAIN = frozenset(("row", "item", "code"))


LAST_WORDS = 3
"""Lines below a story that may be its end, where nothing follows them: a page ends with a bio or two more often than not."""
_NAMED = re.compile(r"(?<=[^\W\d_][ “\"‘'])[A-ZÀ-ÖØ-Þ][^\W\d_]{2,}")


def _extend_to_end(lines: Sequence[Line], words: Sequence[Furniture | None], story: Sequence[int]) -> list[int]:
    """The story with the last sentences of the page, where nothing but they follow it and each speaks of somebody it names."""
    if not story:
        return []
    rest = range(story[-1] + 1, len(lines))
    if not 0 < len(rest) <= LAST_WORDS:
        return list(story)
    told = {name for i in story for name in _NAMED.findall(lines[i].text)}
    ends = all(
        not words[i] and is_sentence(lines[i].text) and told.intersection(re.findall(r"[^\W\d_]{3,}", lines[i].text))
        for i in rest
    )
    return [*story, *rest] if ends else list(story)


def _trim_furniture(words: Sequence[Furniture | None], story: Sequence[int]) -> list[int]:
    """The story without furniture at its ends."""
    kept = list(story)
    while kept and words[kept[0]]:
        kept.pop(0)
    while kept and words[kept[-1]]:
        kept.pop()
    return kept


def _find_author_notes(lines: Sequence[Line], story: Sequence[int], authors: Sequence[str]) -> frozenset[int]:
    """Of the story's last lines, those that say who wrote it.

    Such a line begins with an author's name; or with a name that the story has nowhere else, though it says that its bearer
    writes, edits or teaches.
    """
    notes: set[int] = set()
    for i in reversed(story[1:]):
        text = lines[i].text
        match = _AUTHOR_NOTE.match(text) if len(text) <= NOTE_LENGTH else None
        if match is None or len(notes) == NOTES:
            break
        surname = match["name"].split(" ")[-1]
        if match["name"] not in authors and (
            not _TRADE.search(text) or any(surname in lines[j].text for j in story if j < i)
        ):
            break
        notes.add(i)
    return frozenset(notes)


NOTES = 4
"""Lines that may say who the authors are."""
NOTE_LENGTH = 600
"""Characters of the longest of them."""
_AUTHOR_NOTE = re.compile(
    r"(?:(?:Dr|Prof|Professor|Sir)\.? )?(?P<name>[A-ZÀ-ÖØ-Þ][\w’'-]+(?: [A-ZÀ-ÖØ-Þ](?:[\w’'-]+|\.))* [A-ZÀ-ÖØ-Þ][\w’'-]+)"
    r"(?:, [^,.]{2,60},)? (?:is|was|has|are|covers|writes|reports|joined|lives|teaches|works|serves|served|directs|edits|leads|holds)\b"
)
_TRADE = re.compile(
    r"^[^.]{0,160}\b(?:writer|reporter|journalist|editor|correspondent|columnist|author|contributor|blogger|fellow|lecturer|freelancer"
    r"|professor|researcher|producer|covers|writes|reports|edits)\b"
)


def _keep_tables(lines: Sequence[Line], marks: Sequence[MarkedLine], story: Sequence[int]) -> list[int]:
    """The story with the tables of figures that stand between its lines: their rows are no sentences, but they are its text."""
    kept = set(story)
    shown = [i for i in range(story[0], story[-1] + 1) if lines[i].text] if marks else []
    at = 0
    while at < len(shown):
        end = at
        while end < len(shown) and marks[shown[end]].kind == "row":
            end += 1
        rows = shown[at:end]
        if rows and at and end < len(shown) and shown[at - 1] in kept and shown[end] in kept:
            linked = sum(marks[i].linked for i in rows)
            if (
                len(rows) > 1
                and linked < LINKED_ROWS * len(rows)
                and not _BESIDE.intersection(marks[rows[0]].around.inside)
            ):
                kept.update(rows)
        at = max(end, at + 1)
    return sorted(kept)


LINKED_ROWS = 0.5
"""Share of a table that is links from which it is a menu."""
_BESIDE = frozenset(("aside", "nav", "footer", "form"))

HEADLINE_WORDS = 28
"""Words that no headline has."""
HEADER_LINES = 8
"""Lines of the story, at its top, that may be its headline, byline, date and picture rather than its text."""


def _find_lead(lines: Sequence[Line], repeated: Mapping[int, int], story: Sequence[int]) -> int:
    """The index of the first paragraph of running text; of the story's first line where none comes soon."""
    for i in story[:HEADER_LINES]:
        text = lines[i].text
        if i in repeated or is_caption(text, by_story=True):
            continue
        if is_prose(text) or text.count(" ") >= HEADLINE_WORDS:
            return i
    return story[0]


def _take_credits(story: Sequence[int], lead: int, found: Credits, repeated: Mapping[int, int]) -> list[int]:
    """The story without the lines above its lead that are credits, or stand above its headline."""
    taken = {found.section, found.byline, found.date, found.dateline, *found.captions}
    top = found.title if found.title is not None else -1
    return [i for i in story if i >= lead or (i > top and i not in taken and i not in repeated)]


def _rule_sections(
    rulings: dict[int, Ruling],
    lines: Sequence[Line],
    words: Sequence[Furniture | None],
    sections: Sequence[Section],
    story: frozenset[int],
) -> None:
    first = min(story)
    footer = _find_footer(lines, words)
    for section in sections:
        inside = range(section.start, section.end)
        if section.start < first and any(i in story for i in inside):
            continue  # an entry of a menu that reads like a section's head
        for i in inside:
            word = words[i]
            if i in story or not lines[i].text:
                continue
            if word and (_is_notice(word) or i in footer):
                rulings[i] = _by_word(word)
            else:
                rulings[i] = Ruling(section.reason, section.why)


def _rule_last_line(rulings: dict[int, Ruling], lines: Sequence[Line], story: Sequence[int]) -> None:
    """A word or two that stand alone at the end of the page, after readers' comments or side matter, are a tool's."""
    shown = [i for i in range(story[-1] + 1, len(lines)) if lines[i].text][-2:]
    if len(shown) < 2:
        return
    before, last = shown
    text = lines[last].text
    ruling = rulings.get(last)
    if (
        ruling
        and ruling.reason in {Reason.COMMENTS, Reason.SIDEBAR}
        and last - before > 1
        and text.count(" ") < LONE_WORDS
        and not ends_sentence(text)
        and not is_stamp(text)
    ):
        rulings[last] = Ruling(Reason.WIDGET, "a word or two alone at the end of the page")


LONE_WORDS = 2
"""Most words of such a fragment."""


def _find_footer(lines: Sequence[Line], words: Sequence[Furniture | None]) -> frozenset[int]:
    """The page's last lines where they are furniture by their words: menus, and one tool parted by a blank line."""
    footer: list[int] = []
    for i in range(len(lines) - 1, -1, -1):
        word = words[i]
        if not lines[i].text:
            continue
        if word is None or word.reason not in _MENU:
            break
        if word.reason is Reason.WIDGET and (footer or (i and lines[i - 1].text)):
            break
        footer.append(i)
    return frozenset(footer)


_MENU = (Reason.WIDGET, Reason.NAV)


def _is_notice(word: Furniture) -> bool:
    """Whether the line is the browser's or the site's own message, which belongs to no section of teasers."""
    return word.scope == "start" and word.reason in {Reason.WIDGET, Reason.COMMENTS}


def _by_word(word: Furniture) -> Ruling:
    return Ruling(word.reason, f"“{word.words}” is page furniture on many sites")


def _rule_furniture(rulings: dict[int, Ruling], words: Sequence[Furniture | None], start: int) -> None:
    for i, word in enumerate(words):
        if word is None or i in rulings:
            continue
        if word.scope == "opens" and i < start:
            rulings[i] = Ruling(Reason.NAV, "an entry of the menus above the story")
        else:
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
    rulings: dict[int, Ruling],
    lines: Sequence[Line],
    repeated: Mapping[int, int],
    story: Sequence[int],
    found: Credits,
    marks: Sequence[MarkedLine],
) -> None:
    start, end = story[0], story[-1] + 1
    kept = set(story)
    copies = Counter(repeated.values())
    below = _find_pictures_below(lines, repeated, rulings, end)
    for i in [*found.captions, *range(start, end), *below]:
        text = lines[i].text
        if not text or i in rulings:
            continue
        if i in repeated:
            if repeated[i] == i:
                twice = copies[i] > 1 or fused_half(text)
                how = "said twice in a row; kept once" if twice else "as the page's markup says"
                rulings[i] = Ruling(Reason.CAPTION, f"the words under a picture, {how}")
        elif i < start or is_caption(text):
            rulings[i] = Ruling(Reason.CAPTION, "the words under a picture")
        elif i not in kept:
            rulings[i] = Ruling(Reason.BOILERPLATE, "stands inside the story, but reads as page furniture")
        elif not any(c.isalnum() for c in text):
            rulings[i] = Ruling(Reason.BOILERPLATE, "a rule between parts of the story, without a word")
        elif marks and marks[i].kind:
            heading = marks[i].kind == "heading" and text.count(" ") < HEADLINE_WORDS
            rulings[i] = Ruling(
                Reason.SUBHEAD if heading else Reason.BODY, f"{_CALLED[marks[i].kind]} within the story"
            )
        elif _is_subhead(lines, i, end):
            rulings[i] = Ruling(Reason.SUBHEAD, "a short line without a full stop, between paragraphs")
        else:
            rulings[i] = Ruling(Reason.BODY, "within the story")


_CALLED = {
    "heading": "a heading",
    "item": "an item of a list",
    "quote": "a quotation",
    "row": "a row of a table",
    "caption": "a caption",
    "code": "preformatted text",
}


def _find_pictures_below(
    lines: Sequence[Line], repeated: Mapping[int, int], rulings: Mapping[int, Ruling], end: int
) -> list[int]:
    """The captions that stand right below the story, tools between them aside."""
    found = []
    for i in range(end, len(lines)):
        ruling = rulings.get(i)
        if not lines[i].text or (ruling and ruling.reason is Reason.WIDGET):
            continue
        if ruling or not (i in repeated or is_caption(lines[i].text)):
            break
        found.append(i)
    return found


def _is_subhead(lines: Sequence[Line], i: int, end: int) -> bool:
    text = lines[i].text
    if text.count(" ") >= SUBHEAD_WORDS or (ends_sentence(text) and not text.endswith("?")):
        return False
    following = next((lines[j].text for j in range(i + 1, end) if lines[j].text), "")
    return len(following) > len(text) and ends_sentence(following)


def _rule_markup(rulings: dict[int, Ruling], lines: Sequence[Line], marks: Sequence[MarkedLine]) -> None:
    """What the markup calls the lines that are not the story's."""
    for i, mark in enumerate(marks):
        if not lines[i].text or i in rulings:
            continue
        if mark.around.comments:
            rulings[i] = Ruling(Reason.COMMENTS, "stands where readers comment, by the page's markup")
            continue
        for element, reason, where in _PLACES:
            if element in mark.around.inside:
                rulings[i] = Ruling(reason, f"stands in the page's {where}, by its markup")
                break


_PLACES = (
    ("nav", Reason.NAV, "navigation"),
    ("footer", Reason.NAV, "footer"),
    ("aside", Reason.SIDEBAR, "margin"),
    ("form", Reason.WIDGET, "form"),
    ("button", Reason.WIDGET, "buttons"),
)


def _rule_rest(
    rulings: dict[int, Ruling],
    lines: Sequence[Line],
    repeated: Mapping[int, int],
    span: tuple[int, int],
    furniture: frozenset[str],
) -> None:
    start, _ = span
    for i, line in enumerate(lines):
        if not line.text or i in rulings:
            continue
        kept = repeated.get(i)
        if kept is not None and kept != i and kept in rulings and rulings[kept].reason in KEPT_REASONS:
            reason = Reason.DUPLICATE_CAPTION if rulings[kept].reason is Reason.CAPTION else Reason.BOILERPLATE
            rulings[i] = Ruling(reason, f"says again what line {lines[kept].number} says")
        elif line.text in furniture:
            rulings[i] = Ruling(Reason.BOILERPLATE, "stands in clippings of other stories too")
        elif i < start:
            rulings[i] = Ruling(Reason.NAV, "stands above the story and is no part of it")
        else:
            rulings[i] = Ruling(Reason.BOILERPLATE, "stands below the story and is no part of it")


def _gather_dates(
    lines: Sequence[Line], rulings: Mapping[int, Ruling], found: Credits, start: int, end: int, hints: Hints
) -> DateEvidence:
    def texts(*reasons: Reason) -> list[str]:
        return [lines[i].text for i in sorted(rulings) if rulings[i].reason in reasons]

    top = found.title if found.title is not None else start
    header = [
        lines[i].text
        for i in range(max(top - 4, 0), start)
        if lines[i].text and i not in found.captions and i != found.title and (i >= top or "ublish" in lines[i].text)
    ]
    header += [lines[i].text for i in range(start, end) if lines[i].text][:STORY_TOP]
    above = [lines[i].text for i in range(top) if lines[i].text][-LINES_ABOVE:] if found.title is not None else []
    tail = [line.text for line in lines[end : end + 40] if line.text]
    body = texts(Reason.BODY)
    opened = read_dateline(body[0]) if body else None
    place = found.place or (opened[0] if opened else None)
    return DateEvidence(
        header=header,
        above=above,
        tail=tail,
        captions=texts(Reason.CAPTION),
        comments=texts(Reason.COMMENTS),
        lead=body[:2],
        dateline=place.date if place else None,
        stated=hints.stated,
        metadata=hints.webpage.stated.published if hints.webpage else None,
    )


STORY_TOP = 4
"""Lines of the story, at its top, one of which may be its date."""
LINES_ABOVE = 6
"""Lines above the headline among which the date of the story may stand."""


def clean_seed(seed: Seed, config: CleanConfig, furniture: frozenset[str] = frozenset()) -> Outcome[Draft | None]:
    """The Markdown draft of a clipping and the ledger of its lines; None, and why, where there is no story in it.

    Args:
        seed: The clipping as it came; text, HTML or Markdown in any encoding.
        config: Its limits.
        furniture: Lines known to be furniture, from `find_furniture`.
    """
    fault = _find_fault(seed, config)
    if fault:
        return Outcome(None, (report("seed-unreadable", fault, seed.path),))
    decoded = decode_text(seed.data)
    if _is_binary(decoded.text):
        return Outcome(None, (report("seed-unreadable", "a binary file; expected text or HTML", seed.path),))
    faults: list[Diagnostic] = []
    if decoded.doubtful:
        message = f"not UTF-8; read as {decoded.encoding}"
        faults.append(report("encoding-doubtful", message, seed.path))
    elif line := _find_mojibake(decoded.text):
        message = "characters that look like UTF-8 once read as Windows-1252 and saved so"
        faults.append(report("encoding-doubtful", message, seed.path, line))
    if control := _CONTROL.search(decoded.text):
        line = decoded.text.count("\n", 0, control.start()) + 1
        faults.append(report("text-changed", "control characters taken out", seed.path, line))
    kind = PurePosixPath(seed.path.name.lower().removesuffix(".gz")).suffix
    if kind in {".md", ".markdown"}:
        draft = _draft_markdown(seed, decoded.text)
    else:
        sidecar = seed.sidecar
        webpage = read_webpage(decoded.text) if kind in {".html", ".htm", ".xhtml"} or is_html(decoded.text) else None
        stated = sidecar.published if sidecar else None
        hints = Hints(furniture=furniture, webpage=webpage, stated=stated)
        page = read_page(webpage.text if webpage else decoded.text, hints)
        draft = _draft_page(seed, page, webpage) if page else Outcome(None)
    if draft.value is None:
        faults.append(report("body-not-found", "no line reads as an article", seed.path))
    return Outcome(draft.value, (*faults, *draft.diagnostics))


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MOJIBAKE = re.compile(
    r"\u00e2\u20ac[\u0153\u2122\u02dc\u201c\u201d\x9d\x9c\x99\x98\u00a6]|\u00c3[\u00a9\u00a8\u00bc\u00b6\u00a4\u00b1]"
)
_BINARY = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x7fELF")
BINARY_SHARE = 0.05
"""Share of control characters above which a file is no text."""
ZEROS = 0.005
"""Share of zero bytes above which it is none either."""
LONGEST_LINES = 200_000
"""Lines above which a clipping is a data file, not a page."""


def _find_fault(seed: Seed, config: CleanConfig) -> str:
    """Why the clipping cannot be read, or nothing."""
    data = seed.data
    if len(data) > config.max_megabytes * 10**6:
        return f"{len(data) / 10**6:.1f} MB; expected at most {config.max_megabytes} MB"
    if not data.strip(b"\x00\t\n\r\f\v \xef\xbb\xbf"):
        return "an empty file; expected the text of a page"
    if data.startswith(_BINARY):
        return "a binary file; expected text or HTML"
    count = data.count(b"\n")
    if count > LONGEST_LINES:
        return f"{count} lines; expected at most {LONGEST_LINES}"
    return ""


def _is_binary(text: str) -> bool:
    """Whether what came out of decoding is no text: control characters, zeros and characters that mean nothing abound."""
    head = text[:20_000]
    return len(_CONTROL.findall(head)) + head.count("\ufffd") > BINARY_SHARE * len(head) or head.count(
        "\0"
    ) > ZEROS * len(head)


def _find_mojibake(text: str) -> int:
    """The first line with several characters typical of text decoded wrongly before it was saved; 0 for none."""
    if len(_MOJIBAKE.findall(text[:200_000])) < MOJIBAKE:
        return 0
    found = _MOJIBAKE.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


MOJIBAKE = 3
"""Wrong characters from which they are no coincidence."""


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
    if page.published.certainty in {Certainty.UNKNOWN, Certainty.BOUNDED}:
        faults.append(report("published-doubtful", f"published: {page.published.basis}", seed.path, hint=STATE_THE_DAY))
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
        **_date_fields(page.published),
        "dateline": {"place": place.place, "date": place.date} if place else None,
        "author": authors,
        "outlet": stated.outlet
        or (webpage.stated.outlet if webpage else None)
        or find_outlet([(line.text, _reason_of(page, i)) for i, line in enumerate(lines) if line.text])
        or find_agency(body[0] if body else ""),
        "source": stated.url or (webpage.stated.url if webpage else None),
        "accessed": stated.accessed,
        "lang": language if language and not _is_english(language) else None,
    }
    return Outcome(_file_draft(seed, fields, format_body(_keep(page, webpage)), _account(page)), tuple(faults))


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


def _is_english(language: str) -> bool:
    return language.lower().partition("-")[0] == "en"


def _date_fields(published: Published) -> dict[str, Value]:
    return {
        "date": published.when.edtf if published.when else None,
        "date_basis": published.basis,
        "date_certainty": str(published.certainty),
    }


def _file_draft(seed: Seed, fields: dict[str, Value], body: str, fates: Sequence[LineFate]) -> Draft:
    sha256 = digest(seed.data)
    fields = {**fields, "seed": {"file": str(seed.path), "sha256": sha256, "lines": len(fates)}}
    document = Document(path=FOLDER / f"{slugify(str(fields['title']))}.md", text=format_article(fields, body))
    return Draft(document=document, ledger=Ledger(seed=seed.path, sha256=sha256, lines=tuple(fates)))


_CLIPPED = {
    "title": ("title", "headline"),
    "source": ("source", "url", "link", "canonical"),
    "outlet": ("outlet", "site", "publisher", "publication", "site_name"),
    "author": ("author", "authors", "byline", "creator"),
    "published": ("published", "date", "date_published", "datepublished", "pubdate"),
    "accessed": ("accessed", "clipped", "created", "saved", "date_saved", "retrieved"),
    "section": ("section", "category"),
    "lang": ("lang", "language"),
}
"""Names under which clippers write what they know into front matter, the usual ones first."""


def _draft_markdown(seed: Seed, text: str) -> Outcome[Draft | None]:
    """A page that a clipper already turned into Markdown: its body stays as it is, its front matter becomes ours.

    Of its first lines, the byline and the date are taken out where the front matter does not say it.
    """
    head, _, first_line = split_front_matter(text)
    known = _read_clipped(head, seed)
    lines = read_lines(text)
    fates = [
        _fate(line, Ruling(Reason.DATELINE, "the clipper's front matter") if line.text else None)
        for line in lines[: first_line - 1]
    ]
    title = known.get("title", "")
    kept: list[str] = []
    paragraphs, excerpt = 0, False
    place: Dateline | None = None
    for line in lines[first_line - 1 :]:
        heading = re.match(r"#{1,6}\s+(.*?)\s*#*$", line.text)
        plain = line.text.strip("*_ ")
        excerpt = not paragraphs and line.text.startswith(">") and (excerpt or _EXCERPT.match(line.text) is not None)
        if not line.text:
            ruling = None
        elif excerpt:
            ruling = Ruling(Reason.BOILERPLATE, "the clipper's summary of the page")
        elif heading and not any(kept) and (not title or heading[1] == title):
            title = title or heading[1]
            ruling = Ruling(Reason.TITLE, "the first heading")
        elif heading:
            ruling = Ruling(Reason.SUBHEAD, "a heading of the clipping")
        elif line.text.startswith("![") and line.text.endswith(")"):
            ruling = Ruling(Reason.CAPTION, "a picture of the clipping")
        elif not paragraphs and "author" not in known and (names := read_byline(plain, bare=False)):
            known["author"] = "; ".join(names)
            ruling = Ruling(Reason.BYLINE, "a name above the story")
        elif not paragraphs and "published" not in known and is_date_line(plain):
            known["published"] = plain
            ruling = Ruling(Reason.DATELINE, "the date above the story")
        else:
            ruling = Ruling(Reason.BODY, "the clipping's own text")
            paragraphs += any(map(str.isalnum, plain))
            opened = read_dateline(plain.replace("*", "")) if paragraphs == 1 and plain else None
            place = opened[0] if opened else place
        fates.append(_fate(line, ruling))
        if ruling is None or ruling.reason in _IN_BODY:
            kept.append(line.raw.rstrip())
    if not any(kept):
        return Outcome(None)
    faults: list[Diagnostic] = []
    if not title:
        faults.append(report("title-not-found", "no title in the front matter and no heading", seed.path))
        title = seed.path.name.split(".")[0]
    sidecar = seed.sidecar or Sidecar(path=seed.path)
    published = _date_clipped(sidecar, known, place)
    if published.certainty in {Certainty.UNKNOWN, Certainty.BOUNDED}:
        faults.append(report("published-doubtful", f"published: {published.basis}", seed.path, hint=STATE_THE_DAY))
    language = detect_language("\n".join(kept))
    fields: dict[str, Value] = {
        "title": title,
        "section": known.get("section"),
        **_date_fields(published),
        "dateline": {"place": place.place, "date": place.date} if place else None,
        "author": _read_authors(sidecar.author or known.get("author", "")),
        "outlet": sidecar.outlet or known.get("outlet"),
        "source": sidecar.url or known.get("source"),
        "accessed": sidecar.accessed or known.get("accessed"),
        "lang": known.get("lang") or (language if language and not _is_english(language) else None),
    }
    return Outcome(_file_draft(seed, fields, "\n".join(kept), fates), tuple(faults))


def _date_clipped(sidecar: Sidecar, known: Mapping[str, str], place: Dateline | None) -> Published:
    """When a clipped page appeared: as a person states it, else its front matter, else its first lines."""
    stated = known.get("published", "")
    day = _ISO_DAY.match(stated)
    if day and not sidecar.published:
        return replace(find_published(DateEvidence(stated=day[0])), basis="stated in the clipping's front matter")
    dateline = place.date if place else None
    return find_published(DateEvidence(stated=sidecar.published, header=[stated], dateline=dateline))


_EXCERPT = re.compile(r">\s*#{1,6}\s*(?:Excerpt|Summary|Description)\s*$", re.IGNORECASE)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _read_authors(text: str) -> list[str]:
    """The names of a clipper's `author`, without "By", brackets and the links of a notebook."""
    plain = re.sub(r"[\[\]]", "", text)
    return [
        name
        for part in re.split(r"[;,]", plain)
        for name in (read_byline(part.strip(), bare=False) or (part.strip(),))
        if name
    ]


def _read_clipped(head: str, seed: Seed) -> dict[str, str]:
    """What a clipper's front matter states, under our names; what cannot be read states nothing."""
    tree = parse_yaml(head, seed.path, "front-matter-invalid").value if head else None
    if not isinstance(tree, Tree):
        return {}
    texts = {}
    for key, value in tree:
        items = value.items if isinstance(value, TreeSequence) else (value,)
        texts[key.text.lower()] = "; ".join(item.text for item in items if isinstance(item, Scalar) and not item.empty)
    found = {
        name: text for name, keys in _CLIPPED.items() if (text := next((texts[k] for k in keys if texts.get(k)), ""))
    }
    addresses = [texts[key] for key in _CLIPPED["source"] if _ADDRESS.match(texts.get(key, ""))]
    if addresses:  # "source" may also be the tool that clipped the page
        found["source"] = addresses[0]
    if day := _ISO_DAY.match(found.get("accessed", "")):
        found["accessed"] = day[0]
    return found


_ADDRESS = re.compile(r"https?://\S", re.IGNORECASE)


def _keep(page: Page, webpage: Webpage | None) -> Iterator[KeptLine]:
    for i, ruling in sorted(page.rulings.items()):
        if ruling.reason in _IN_BODY:
            yield KeptLine(page.lines[i].text, ruling.reason, webpage.lines[i] if webpage else MarkedLine())


_IN_BODY = frozenset((Reason.BODY, Reason.SUBHEAD, Reason.CAPTION))


STATE_THE_DAY = (
    "write `date: YYYY-MM-DD` in the article's front matter, or `published: YYYY-MM-DD` in a .yml beside the clipping"
)


def _account(page: Page) -> list[LineFate]:
    return [_fate(part, page.rulings.get(i)) for i, line in enumerate(page.lines) for part in line.parts or (line,)]


def _fate(line: Line, ruling: Ruling | None) -> LineFate:
    if ruling is None:
        return LineFate(line=line.number, fate=Fate.BLANK, reason=None, text=line.raw)
    fate = Fate.KEPT if ruling.reason in KEPT_REASONS else Fate.REMOVED
    return LineFate(line=line.number, fate=fate, reason=ruling.reason, text=line.raw, why=ruling.why)


FURNITURE_STORIES = 3
"""Different stories in whose clippings a line must stand to be known as furniture."""
FURNITURE_LENGTH = (20, 400)
"""Bytes of such a line: shorter ones are left to the vocabulary, longer ones are text."""
LEAD_WORDS = 15
"""Words from which a line is long enough to tell one story from another."""


def find_furniture(seeds: Iterable[Seed]) -> frozenset[str]:
    """The lines that stand in flat clippings of several different stories.

    Clippings whose first long line is the same are one story, however many copies there are: what they share is its text.
    """
    stories: dict[bytes, set[bytes]] = {}
    found = set()
    for seed in seeds:
        if PurePosixPath(seed.path.name.lower().removesuffix(".gz")).suffix != ".txt":
            continue
        lines = {line.strip(): None for line in seed.data.splitlines()}
        lead = next((line for line in lines if line.count(b" ") >= LEAD_WORDS), b"")
        story = blake2b(lead, digest_size=8).digest()
        for line in lines:
            if not FURNITURE_LENGTH[0] <= len(line) <= FURNITURE_LENGTH[1] or line == lead:
                continue
            known = stories.setdefault(blake2b(line, digest_size=8).digest(), set())
            if len(known) < FURNITURE_STORIES and story not in known:
                known.add(story)
                if len(known) == FURNITURE_STORIES:
                    found.add(clean_text(line.decode("utf-8", "replace")))
    return frozenset(found)
