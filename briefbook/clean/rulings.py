"""What becomes of each line of a page whose story and credits are found, and why, in a reader's words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefbook.clean.captions import is_caption
from briefbook.clean.credits import Credits
from briefbook.clean.lines import Line, fused_half
from briefbook.clean.sections import Section
from briefbook.clean.vocabulary import Furniture
from briefbook.formats.markup import MarkedLine
from briefbook.model.article import KEPT_REASONS, Reason

SUBHEAD_WORDS = 14
"""Most words of a subhead."""
HEADLINE_WORDS = 28
"""Words that no headline has."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What became of one line, before it is written down."""

    reason: Reason
    why: str


_ENTRY = Ruling(Reason.NAV, "an entry of the menus above the story")
_PICTURE = Ruling(Reason.CAPTION, "the words under a picture")
_WITHIN = Ruling(Reason.BODY, "within the story")
_INSIDE = Ruling(Reason.BOILERPLATE, "stands inside the story, but reads as page furniture")
_RULE = Ruling(Reason.BOILERPLATE, "a rule between parts of the story, without a word")
_SUBHEAD = Ruling(Reason.SUBHEAD, "a short line without a full stop, between paragraphs")
_KNOWN = Ruling(Reason.BOILERPLATE, "stands in clippings of other stories too")
_ABOVE = Ruling(Reason.NAV, "stands above the story and is no part of it")
_BELOW = Ruling(Reason.BOILERPLATE, "stands below the story and is no part of it")


def rule_lines(
    lines: Sequence[Line],
    words: Sequence[Furniture | None],
    sections: Sequence[Section],
    repeated: Mapping[int, int],
    marks: Sequence[MarkedLine],
    furniture: frozenset[str],
    *,
    story: Sequence[int],
    intruders: Mapping[int, str],
    notes: Iterable[int],
    found: Credits,
) -> dict[int, Ruling]:
    """What becomes of each line, by its index; one ruling for every line that is not blank.

    Args:
        lines: Of the page.
        words: What the vocabulary of furniture says of each.
        sections: Of teasers, comments and side matter.
        repeated: Lines said again, and the line kept of each.
        marks: Their markup, one for each; empty where the page has none.
        furniture: Lines that stand in clippings of other stories.
        story: The lines of the story, in order; not empty.
        intruders: Lines that the page put between or below its paragraphs, and what each is.
        notes: Lines at its end that say who its authors are.
        found: Its headline, byline, date and the rest of its credits.
    """
    start = story[0]
    rulings: dict[int, Ruling] = {}
    _rule_sections(rulings, lines, words, sections, frozenset(story))
    _rule_last_line(rulings, lines, story)
    _rule_furniture(rulings, words, start)
    _rule_credits(rulings, found)
    for i in found.captions:
        rulings.pop(i, None)  # a row of pictures may be headed like a box
    for i, why in intruders.items():
        if i > start:
            rulings.setdefault(i, Ruling(Reason.BOILERPLATE, why))
    rulings.update(dict.fromkeys(notes, Ruling(Reason.BOILERPLATE, "who the author is, not the story")))
    _rule_story(rulings, lines, repeated, story, found, marks)
    _rule_markup(rulings, lines, marks)
    _rule_rest(rulings, lines, repeated, start, furniture)
    return rulings


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
        ruling = Ruling(section.reason, section.why)
        for i in inside:
            word = words[i]
            if i in story or not lines[i].text:
                continue
            if word and (_is_notice(word) or i in footer):
                rulings[i] = _by_word(word)
            else:
                rulings[i] = ruling


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
        and not lines[last].ended
        and not lines[last].stamp
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
            rulings[i] = _ENTRY
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
                how = "said twice in a row; kept once" if twice else "as its markup or its credit says"
                rulings[i] = Ruling(Reason.CAPTION, f"the words under a picture, {how}")
        elif i < start or i in found.captions or is_caption(text):
            rulings[i] = _PICTURE
        elif i not in kept:
            rulings[i] = _INSIDE
        elif not any(map(str.isalnum, text)):
            rulings[i] = _RULE
        elif marks and marks[i].kind:
            heading = marks[i].kind == "heading" and text.count(" ") < HEADLINE_WORDS
            rulings[i] = Ruling(
                Reason.SUBHEAD if heading else Reason.BODY, f"{_CALLED[marks[i].kind]} within the story"
            )
        elif _is_subhead(lines, i, end):
            rulings[i] = _SUBHEAD
        else:
            rulings[i] = _WITHIN


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
    line = lines[i]
    if line.spaces >= SUBHEAD_WORDS or (line.ended and line.text[-1] != "?"):
        return False
    if line.text[0] in "—–" or "(@" in line.text:  # who said what stands above
        return False
    following = next((lines[j] for j in range(i + 1, end) if lines[j].text), None)
    return following is not None and len(following.text) > len(line.text) and following.ended


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
    start: int,
    furniture: frozenset[str],
) -> None:
    for i, line in enumerate(lines):
        if not line.text or i in rulings:
            continue
        kept = repeated.get(i)
        if kept is not None and kept != i and kept in rulings and rulings[kept].reason in KEPT_REASONS:
            reason = Reason.DUPLICATE_CAPTION if rulings[kept].reason is Reason.CAPTION else Reason.BOILERPLATE
            rulings[i] = Ruling(reason, f"says again what line {lines[kept].number} says")
        elif line.text in furniture:
            rulings[i] = _KNOWN
        elif i < start:
            rulings[i] = _ABOVE
        else:
            rulings[i] = _BELOW
