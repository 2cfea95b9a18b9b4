"""Saved pages: bytes to text, HTML to flat lines with their markup, the article in it and what the page states."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from briefbook.formats.markup import MarkedLine, flatten
from briefbook.formats.metadata import Metadata, read_metadata
from briefbook.model.text import squeeze


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The characters of a file."""

    text: str
    encoding: str
    doubtful: bool
    """Whether the encoding was guessed, or bytes had no meaning in it."""


_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def decode_text(data: bytes) -> Decoded:
    """The characters of a file of text in whatever encoding it has.

    A byte order mark decides; then UTF-8 where all bytes fit it; else the encoding is detected and the result doubtful. UTF-16
    without a mark is known by its zeros.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return Decoded(text=text, encoding=encoding, doubtful="\ufffd" in text)
    if wide := _find_wide(data):
        return Decoded(text=data.decode(wide, "replace"), encoding=wide, doubtful=True)
    if _SHIFTS.search(data):  # such text is valid UTF-8, of other characters
        return Decoded(text=data.decode("iso2022_jp", "replace"), encoding="iso-2022-jp", doubtful=True)
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8", doubtful=False)
    except UnicodeDecodeError:
        pass
    damaged = data.decode("utf-8", "replace")
    if damaged.count("\ufffd") < DAMAGE * (len(damaged) - len(damaged.encode("ascii", "ignore"))):
        return Decoded(text=damaged, encoding="utf-8", doubtful=True)
    from resiliparse.parse.encoding import bytes_to_str  # noqa: PLC0415

    encoding = _detect_encoding(data)
    return Decoded(text=bytes_to_str(data, encoding, errors="replace"), encoding=encoding, doubtful=True)


def _detect_encoding(data: bytes) -> str:
    """The encoding of what is not UTF-8: as the page declares, unless it declares UTF-8, else by its bytes."""
    from resiliparse.parse.encoding import detect_encoding  # noqa: PLC0415

    for declared in (True, False):
        found: str | None = detect_encoding(data, html5_compatible=True, from_html_meta=declared)
        if found and found != "utf-8":
            return found
    return "euc-kr" if _is_korean(data) else "windows-1252"


_SHIFTS = re.compile(rb"\x1b\$[@B]")
"""What ISO-2022-JP begins its two-byte characters with. Source: RFC 1468."""
DAMAGE = 0.1
"""Share of the characters beyond ASCII that may be broken in what is still UTF-8."""


def _is_korean(data: bytes) -> bool:
    """Whether the bytes are EUC-KR: next to all characters beyond ASCII are then syllables of Hangul."""
    try:
        text = data.decode("euc_kr")
    except UnicodeDecodeError:
        return False
    letters = [char for char in text if char.isalpha() and not char.isascii()]
    return sum("\uac00" <= char <= "\ud7a3" for char in letters) > MOST * len(letters)


MOST = 0.9


def _find_wide(data: bytes) -> str:
    """UTF-16 in one of its two orders, where one order gives printable text with spaces, digits or ends of lines and the other none."""
    head = data[:4000]
    if len(head) < 2 * WIDE_LENGTH or b"\0" not in head:
        return ""
    for encoding, other in (("utf-16-le", "utf-16-be"), ("utf-16-be", "utf-16-le")):
        text, mirrored = (head.decode(order, "replace") for order in (encoding, other))
        plain = sum(map(str.isascii, text))
        shown = sum(char.isprintable() or char.isspace() for char in text)
        if plain > FEW * len(text) and plain > MANY * sum(map(str.isascii, mirrored)) and shown > MOST * len(text):
            return encoding
    return ""


WIDE_LENGTH = 8
"""Characters below which zeros tell nothing."""
FEW, MANY = 0.01, 5
"""Share of ASCII characters that any text has, by its spaces, digits or ends of lines; and how many times more than when misread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webpage:
    """A saved page, read."""

    lines: tuple[MarkedLine, ...]
    """The whole page as flat lines, as a browser would show it."""
    stated: Metadata = field(default_factory=Metadata)
    find_article: Callable[[frozenset[int]], str] = field(default=lambda _: "", compare=False)
    """Asks the reader of web pages for the article, which takes longer than all the rest: its paragraphs, one a line; nothing where it
    finds none or cannot be trusted. It is spared the blocks that hold none but the lines given, by their indices."""

    @property
    def text(self) -> str:
        """The flat lines as one text."""
        return "\n".join(line.text for line in self.lines)


MAX_DEPTH = 200
"""Nesting beyond which parsers lose text (libxml2 stops at 256); deeper pages are read without their structure."""
_TOO_DEEP = f"boolean({'/*' * (MAX_DEPTH + 1)})"
DEEPEST = 2_000
"""Nesting beyond which the parser that reads as browsers do is not asked: what it makes of some such markup takes it hours."""
ATTRIBUTES = 1_000
"""Attributes of an element above which it is read without any: parsers compare each with all others."""
REOPENED = 500_000
"""Elements that it may add where `<b>` and its like are not closed before the next block, which it then opens again."""
MARKUP_LENGTH = 6_000_000
"""Characters of markup above which a page is read without its structure."""
HEAD_LENGTH = 300_000
"""Characters of such a page in which its metadata is looked for."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,2000}?(/?)>")
_TAGS = re.compile(
    r"<!--(?s:.*?)(?:-->|\Z)"
    r"|<(/?[a-zA-Z][a-zA-Z0-9]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?)*+)"
)
"""Each tag: its name, from its slash on, and its attributes, among which a value in quotation marks may hold `>`; and comments."""
_VALUE = re.compile(r"=\s*(?:\"[^\"]*\"?|'[^']*'?|[^\s\"'>]*)")
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
"""Elements without an end. Source: HTML Living Standard, void elements."""
_UNCOUNTED = _VOID | {"dd", "dt", "li", "option", "p", "tbody", "td", "tfoot", "th", "thead", "tr"}
"""With those whose end is often left out."""
_FORMATTING = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)
"""Elements that are opened again in the next block where they were not closed. Source: HTML Living Standard, formatting."""
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "dfn", "em", "font", "i", "img", "ins", "kbd", "mark", "q", "s", "small",
     "span", "strong", "sub", "sup", "time", "u", "var", "wbr")
)  # fmt: skip
_HTML = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile(r"<(script|style|template|noscript|textarea|title|head)\b", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Whether the text begins as an HTML page does."""
    return _HTML.match(text[:5000]) is not None


def read_webpage(html: str) -> Webpage:
    """The flat lines of a saved page with their markup, the article in it, and what it states of itself.

    Nesting deeper than `MAX_DEPTH`, and markup longer than `MARKUP_LENGTH`, cost a page its structure but none of its text;
    what the reader of web pages fails at leaves `article` empty.
    """
    html = html.replace("\x00", "")
    tree = _parse(html) if len(html) <= MARKUP_LENGTH else None
    if tree is None:
        head, leveled = _parse(html[:HEAD_LENGTH]), _parse(_level(html))
        return Webpage(
            lines=flatten(leveled) if leveled is not None else (),
            stated=read_metadata(head) if head is not None else Metadata(),
        )
    blocks: list[Any] = []
    lines = flatten(tree, blocks)
    return Webpage(
        lines=lines, stated=read_metadata(tree), find_article=cache(partial(_read_article, tree, lines, blocks))
    )


def _parse(html: str) -> Any:
    """The page's lxml tree; None where there is nothing in it, or where it is too deep.

    A parser that reads markup as browsers do goes first: libxml2 leaves out what follows some faults. Markup that it would
    multiply is left to libxml2 alone.
    """
    from lxml import etree  # noqa: PLC0415
    from resiliparse.parse.html import HTMLTree  # noqa: PLC0415

    wild, crowded = _look_over(html)
    if crowded:
        html = _TAGS.sub(_empty_crowded, html)
    if wild:
        html = f"<html>{html}"
    else:
        parsed = HTMLTree.parse(html).document
        html = parsed.html if parsed is not None else ""
    try:
        tree = etree.fromstring(html.encode("utf-8", "surrogatepass"), _make_parser())
        return None if tree is None or tree.xpath(_TOO_DEEP) else tree
    except Exception:  # noqa: BLE001 -- whatever the parser makes of hostile markup, there is no page then
        return None


@cache
def _make_parser() -> Any:
    """libxml2's parser of HTML, whose elements are all of one class: to ask for the class of each by its tag costs a fifth."""
    from lxml import etree  # noqa: PLC0415
    from lxml.html import HtmlElement  # noqa: PLC0415

    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def _look_over(html: str) -> tuple[bool, bool]:
    """Whether elements nest deeper than `DEEPEST` or would be opened again more than `REOPENED` times, and whether one has too many
    attributes; in one pass, counted roughly.
    """
    steps = _Steps({"": (0, 0)})
    depth = formatting = reopened = 0
    wild = crowded = False
    for tag, attributes in _TAGS.findall(html):
        step, formats = steps[tag]
        if attributes:
            if attributes[-1] == "/":  # it says that it is empty; drawings have thousands of these
                continue
            if len(attributes) > ATTRIBUTES:
                crowded = crowded or _count_attributes(attributes) > ATTRIBUTES
        depth += step
        if formats:
            formatting = max(formatting + formats, 0)
        elif formatting:
            reopened += formatting
        if depth < 0:
            depth = 0
        elif depth > DEEPEST or reopened > REOPENED:
            wild = True
    return wild, crowded


class _Steps(dict[str, tuple[int, int]]):
    """What a tag, from its slash on, adds to the elements that are open, and to those of formatting among them."""

    def __missing__(self, tag: str) -> tuple[int, int]:
        name = tag.lower().removeprefix("/")
        step = -1 if tag[0] == "/" else 1
        self[tag] = found = 0 if name in _UNCOUNTED else step, step if name in _FORMATTING else 0
        return found


def _count_attributes(text: str) -> int:
    return len(_VALUE.sub(" ", text).replace("/", " ").split())


def _empty_crowded(tag: re.Match[str]) -> str:
    """The tag without its attributes where there are too many of them."""
    crowded = tag[1] and len(tag[2]) > ATTRIBUTES and _count_attributes(tag[2]) > ATTRIBUTES
    return f"<{tag[1]}" if crowded else tag[0]


def _level(html: str) -> str:
    """The page with line breaks in place of its blocks, and without what no browser shows."""
    kept: list[str] = []
    at = 0
    lowered = html.lower()
    while match := _UNSEEN.search(html, at):
        kept.append(html[at : match.start()])
        end = lowered.find(f"</{match[1].lower()}", match.end())
        at = len(html) if end < 0 else end
    kept.append(html[at:])
    return f"<html><body>{_TAG.sub(_break, ''.join(kept))}</body></html>"


def _break(tag: re.Match[str]) -> str:
    return "" if tag[2].lower() in _INLINE else "<br>"


def _read_article(tree: Any, lines: Sequence[MarkedLine], blocks: Sequence[Any], outside: frozenset[int]) -> str:
    """The article as paragraphs, one a line, as the reader of web pages finds it, without the blocks of the lines `outside`.

    It is asked in its quick way first; where it then misses most of the page's running text, at length, which costs double.
    """
    if len(lines) > READ_LINES:
        return ""
    prose = [squeeze(line.text) for i, line in enumerate(lines) if i not in outside and _is_running(line)]
    taken = _take_out(lines, blocks, outside)
    try:
        read = _ask(tree, fast=True)
        if prose and _share(prose, read) < SCANT:
            second = _ask(tree, fast=False)
            if _share(prose, second) > _share(prose, read):
                return second
        return read
    finally:
        for parent, place, element in reversed(taken):
            parent.insert(place, element)


def _take_out(
    lines: Sequence[MarkedLine], blocks: Sequence[Any], outside: frozenset[int]
) -> list[tuple[Any, int, Any]]:
    """Takes the blocks that hold lines, but none except those `outside`, from the tree: each with what it stood in and its place there."""
    kept: set[Any] = set()
    for i, line in enumerate(lines) if outside else ():
        if line.text and i not in outside and line.around.block:
            element = blocks[line.around.block - 1]
            while element is not None and element not in kept:
                kept.add(element)
                element = element.getparent()
    taken = []
    gone: set[Any] = set()
    for i in sorted(outside) if kept else ():
        element = blocks[lines[i].around.block - 1] if lines[i].around.block else None
        while element is not None and element not in kept and element not in gone:
            gone.add(element)
            above = element.getparent()
            if above in kept and not (element.tail and element.tail.strip()):
                taken.append((above, above.index(element), element))
                above.remove(element)
            element = above
    return taken


def _ask(tree: Any, *, fast: bool) -> str:
    import trafilatura  # noqa: PLC0415

    try:
        document: Any = trafilatura.bare_extraction(
            tree, include_comments=False, include_tables=True, fast=fast, favor_recall=fast
        )
    except Exception:  # noqa: BLE001 -- a page it fails at is read from its flat text alone
        return ""
    return (document.text or "") if document is not None else ""


def _is_running(line: MarkedLine) -> bool:
    """Whether a line is running text outside of readers' comments and of what stands beside the page's content."""
    around = line.around
    return (
        line.text.count(" ") >= RUNNING_WORDS
        and line.linked < HALF
        and not around.comments
        and around.inside.isdisjoint(_BESIDE)
    )


def _share(prose: Sequence[str], read: str) -> float:
    """How much of the running text the article has, by its characters; a paragraph counts by how it begins."""
    spoken = squeeze(read)
    return sum(len(text) for text in prose if text[:OPENING] in spoken) / sum(map(len, prose))


READ_LINES = 10_000
"""Lines above which the reader is not asked: what it takes grows faster than the page."""
RUNNING_WORDS = 15
"""Words from which a line counts as running text."""
OPENING = 30
"""Characters by which a paragraph is found again."""
HALF = 0.5
SCANT = 0.4
"""Share of the running text below which an article is doubted."""
_BESIDE = frozenset(("aside", "nav", "footer", "form"))


LANGUAGE_LETTERS = 100
"""Letters below which a text in Latin letters does not show its language."""
LANGUAGE_LOOKED_AT = 4000
"""Characters that are looked at; more would say no more."""
LEAD_OVER_ENGLISH = 15
LEAD_OVER_OTHERS = 5
"""By how much nearer a language's profile must be than English, and than any other. Of 673 English bodies of the WCXB's
development split, one was taken for another language when cut to 400 characters, none in full."""
ENGLISH_WORDS = 0.1
"""Share of the commonest English words from which a text is English whatever its letters; English prose has about a third."""
SCRIPT_SHARE = 0.5
"""Share of the letters that a script must have for the text to be in one of its languages."""

_COMMONEST = frozenset(
    ("the", "of", "and", "to", "that", "was", "is", "are", "with", "for", "said", "it", "his", "from")
)
_LATIN_LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "is", "pl", "cs", "sk", "sl", "hr", "ro", "hu", "tr",
    "id", "ms", "vi", "sq", "lt", "lv", "et", "ca", "sw", "az",
)  # fmt: skip
"""Languages of newspapers in Latin letters; rarer ones are only mistaken for them."""
_SCRIPTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff", ("ar", "fa", "ur", "ps")),
    ("\u0400-\u052f", ("ru", "uk", "bg", "sr", "be", "mk", "kk")),
    ("\u0370-\u03ff\u1f00-\u1fff", ("el",)),
    ("\u0590-\u05ff", ("he",)),
    ("\u3040-\u30ff", ("ja",)),
    ("\uac00-\ud7af\u1100-\u11ff", ("ko",)),
    ("\u3400-\u4dbf\u4e00-\u9fff", ("zh",)),
    ("\u0900-\u097f", ("hi", "mr", "ne")),
    ("\u0980-\u09ff", ("bn",)),
    ("\u0a00-\u0a7f", ("pa",)),
    ("\u0a80-\u0aff", ("gu",)),
    ("\u0b80-\u0bff", ("ta",)),
    ("\u0c00-\u0c7f", ("te",)),
    ("\u0c80-\u0cff", ("kn",)),
    ("\u0d00-\u0d7f", ("ml",)),
    ("\u0d80-\u0dff", ("si",)),
    ("\u0e00-\u0e7f", ("th",)),
    ("\u1000-\u109f", ("my",)),
    ("\u10a0-\u10ff", ("ka",)),
    ("\u0530-\u058f", ("hy",)),
    ("\u1200-\u137f", ("am",)),
    ("\u1780-\u17ff", ("km",)),
)
"""The letters of scripts and the languages of newspapers written in them. Source: Unicode 16, Blocks.txt."""
_SCRIPT_LETTERS = tuple((re.compile(f"[{letters}]"), languages) for letters, languages in _SCRIPTS)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_HINDI = re.compile(r"(?<!\S)(?:में|है|हैं)(?!\w)")
"""Words that Hindi has in every other sentence; Marathi and Nepali, in the same script, have none of them."""


def detect_language(text: str) -> str | None:
    """The language of a text, BCP 47, `en` among them; None where it is too short or too mixed to tell.

    A script decides by itself where one language is written in it, however short the text.
    """
    from resiliparse.parse.lang import detect_fast  # noqa: PLC0415

    text = squeeze(text[:LANGUAGE_LOOKED_AT])
    letters = sum(map(str.isalpha, text))
    for pattern, languages in () if text.isascii() else _SCRIPT_LETTERS:
        count = len(pattern.findall(text))
        if languages == ("ja",):  # Japanese mixes its own letters with many Chinese ones
            if count > JAPANESE_SHARE * letters:
                return "ja"
        elif count > SCRIPT_SHARE * letters:
            if len(languages) == 1 or (languages[0] == "hi" and _HINDI.search(text)):
                return languages[0]
            return str(detect_fast(text, cutoff=_ANY_RANK, langs=languages)[0])
    words = text.casefold().split(" ")
    if letters < LANGUAGE_LETTERS or sum(map(len, _LATIN.findall(text))) < SCRIPT_SHARE * len(text):
        return None
    if sum(map(_COMMONEST.__contains__, words)) >= ENGLISH_WORDS * len(words):
        return "en"
    found: Any = detect_fast(text, cutoff=_ANY_RANK, n_results=len(_LATIN_LANGUAGES), langs=_LATIN_LANGUAGES)
    ranks: dict[str, int] = dict(found)
    (rank, best), (next_rank, _) = sorted((rank, language) for language, rank in ranks.items())[:2]
    if best == "en":
        return "en"
    return best if ranks["en"] - rank >= LEAD_OVER_ENGLISH and next_rank - rank >= LEAD_OVER_OTHERS else None


JAPANESE_SHARE = 0.1
"""Share of kana among the letters from which a text is Japanese."""
_ANY_RANK = 100_000
"""No text is farther from a profile; one of the languages asked for is the nearest."""
