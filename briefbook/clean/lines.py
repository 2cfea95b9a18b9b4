"""The lines of a flat page: what each one is by itself, which repeat, and where sections of furniture begin and end."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from briefbook.model.article import Reason
from briefbook.model.text import fold

_INVISIBLE = dict.fromkeys((*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)))
_INVISIBLE |= dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))

MATCHED_LENGTH = 400
"""Characters of a line that patterns look at; a line of furniture is shorter, and a huge line costs no more."""
START_WORDS = 24
"""Words a line may have that is furniture by its first words; longer ones are prose that happens to begin so."""
END_WORDS = 5
"""Words a line may have that is furniture by its last word."""
CAPTION_WORDS = 4
"""Words from which two equal lines, one after the other, are a caption and its copy rather than a menu."""
CAPTION_LENGTH = 1500
"""Characters above which a repeated line is no caption."""
REMEMBERED = 2048
"""Lines of which is remembered what they are: each is asked about several times while its page is read."""


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line of a page."""

    number: int
    """From 1."""
    raw: str
    """As it came, without its end."""
    text: str
    """White space squeezed, characters that cannot be seen taken out; empty for a blank line."""
    parts: tuple["Line", ...] = ()
    """The physical lines that were joined into this one; none where it is one itself."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What the vocabulary of page furniture says of a line."""

    reason: Reason
    scope: str
    """`line`, `start`, `end`, `has` or `opens`, as in the lexicon."""
    words: str
    """The entry that matched."""


def read_lines(text: str) -> tuple[Line, ...]:
    """The physical lines of a page, numbered from 1; an end of line at the end of the page begins no further line.

    Lines end with a line feed, with or without a carriage return; carriage returns alone count where there is no other.
    """
    if "\n" not in text:
        text = text.replace("\r", "\n")
    pieces = text.split("\n")
    if len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    return tuple(
        Line(number, raw := piece.removesuffix("\r"), clean_text(raw)) for number, piece in enumerate(pieces, start=1)
    )


def join_wrapped(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with those joined that were broken at the width of a screen or a letter; as they are where none were.

    A page is wrapped where hardly a line is longer than `WRAP_WIDTH`, and where lines that had no room for the next word are
    mostly followed by one that does not begin with a capital. Only lines that had no room for it are joined.
    """
    lengths = [len(line.text) for line in lines]
    shown = sum(map(bool, lengths))
    if sum(length > WRAP_WIDTH for length in lengths) > LONG_SHARE * shown:
        return tuple(lines)
    full = sorted(n for n, after in pairwise(lengths) if WRAP_LEAST <= n <= WRAP_WIDTH and after)
    if len(full) < WRAPPED_LINES:
        return tuple(lines)
    width = full[int(FULL_SHARE * len(full))]
    wrapped = [
        WRAP_LEAST <= len(line.text) <= WRAP_WIDTH
        and bool(after.text)
        and len(line.text) + 1 + len(after.text.split(" ", 1)[0]) > width
        for line, after in pairwise(lines)
    ]
    followed = [lines[i + 1].text for i, broken in enumerate(wrapped) if broken]
    if len(followed) < WRAPPED_LINES or sum(text[0].isupper() for text in followed) > CAPITAL_SHARE * len(followed):
        return tuple(lines)
    joined: list[Line] = []
    group: list[Line] = []
    for line, broken in zip(lines, [*wrapped, False], strict=True):
        group.append(line)
        if not broken:
            joined.append(line if len(group) == 1 else Line(group[0].number, line.raw, _join(group), tuple(group)))
            group = []
    return tuple(joined)


WRAP_WIDTH = 100
"""Characters of the longest line that a program wraps text at; 72 to 80 are usual."""
WRAP_LEAST = 40
"""Characters of the shortest."""
LONG_SHARE = 0.03
"""Share of lines that may be longer in wrapped text: addresses and tables are not broken."""
WRAPPED_LINES = 3
"""Broken lines below which a page shows no width."""
FULL_SHARE = 0.9
"""The width is the length that this share of the lines before others do not exceed: a headline may stand out."""
CAPITAL_SHARE = 0.5
"""Share of the lines after broken ones that may begin with a capital; in a list of headlines all do."""


def _join(group: Sequence[Line]) -> str:
    text = group[0].text
    for line in group[1:]:
        hyphen = text[-1] == "-" and text[-2:-1].isalpha() and line.text[0].islower()
        unspaced = _UNSPACED.match(text[-1]) and _UNSPACED.match(line.text)
        text += line.text if hyphen or unspaced else f" {line.text}"
    return text


def clean_text(text: str) -> str:
    """`text` with white space squeezed and without characters that cannot be seen."""
    return " ".join((text if text.isprintable() else text.translate(_INVISIBLE)).split())


@cache
def _lexicon() -> tuple[dict[str, Furniture], dict[str, tuple[Furniture, ...]], dict[str, Furniture]]:
    """Entries by their whole words, those that count at the start of a line by their first word, those for its end."""
    whole: dict[str, Furniture] = {}
    starts: dict[str, list[Furniture]] = {}
    ends: dict[str, Furniture] = {}
    for entry in _entries():
        if entry.scope == "start":
            starts.setdefault(entry.words.split(" ")[0], []).append(entry)
        elif entry.scope == "end":
            ends[entry.words] = entry
        elif entry.scope != "has":
            whole[furniture_key(entry.words)] = entry
    return whole, {word: tuple(entries) for word, entries in starts.items()}, ends


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, Furniture]]:
    """The entries that count anywhere in a line: what finds the first of them, and each by its words."""
    entries = {entry.words: entry for entry in _entries() if entry.scope == "has"}
    return re.compile("|".join(map(re.escape, sorted(entries, key=lambda words: (-len(words), words))))), entries


@cache
def _entries() -> tuple[Furniture, ...]:
    source = files("briefbook.lexicon").joinpath("furniture.tsv").read_text(encoding="utf-8")
    rows = (row.split("\t") for row in source.splitlines() if not row.startswith("#"))
    return tuple(Furniture(Reason(reason), scope, words) for reason, scope, words in rows)


_EDGE = " \t.:;,!?…|»›>«‹<→←↑↓▼▲▸•·*+–—-_/#[](){}\"“”'"
_COUNT = re.compile(r"^\(?\d{1,5}\)?\s+|\s*[(\[]?\d{1,5}[)\]]?$")
_BLANKS = re.compile(r"[^\w+&'’.©]+")


def furniture_key(text: str) -> str:
    """`text` as the vocabulary of furniture lists it: folded, without marks and counts at its ends."""
    folded = text.casefold() if text.isascii() else fold(text)
    if folded.replace(" ", "").isalpha():
        return folded
    stripped = folded.strip(_EDGE)
    if not text[:1].isdigit() and text[-1:].isdigit() and len(text) < 6:  # "H1" is not a count
        return stripped
    if stripped[:1].isdigit() or stripped[-1:].isdigit():
        return _BLANKS.sub(" ", _COUNT.sub("", stripped)).strip(_EDGE) or stripped
    return _BLANKS.sub(" ", stripped).strip(_EDGE) or stripped


@lru_cache(REMEMBERED)
def find_furniture_words(text: str) -> Furniture | None:
    """What the vocabulary says of a line of this text, or None where it does not list it."""
    if not text or len(text) > MATCHED_LENGTH:
        return None
    whole, starts, ends = _lexicon()
    if len(text) <= 60:
        key = furniture_key(text)
        found = whole.get(key) or _doubled(key, whole)
        if found is None and text.count(" ") < END_WORDS:
            found = ends.get(key.rpartition(" ")[2]) if " " in key else None
        parting = None if found else _JOINED if _JOINED.search(text) else _FUSED if _CAMEL.search(text) else None
        if parting:
            pieces = [whole.get(furniture_key(piece)) for piece in parting.split(text) if piece]
            found = pieces[0] if pieces and all(piece and piece.scope == "line" for piece in pieces) else None
        found = found or _find_counted(text)
        if found:
            return found
    folded = text.casefold()
    if text.count(" ") >= START_WORDS:
        return None
    for entry in starts.get(folded.split(" ", 1)[0], ()):
        if folded.startswith(entry.words):
            return entry
    if _QUOTED.search(text):
        return None
    pattern, phrases = _phrases()
    phrase = pattern.search(folded)
    return phrases[phrase[0]] if phrase else None


_QUOTED = re.compile('["“”«»]')


def _find_counted(text: str) -> Furniture | None:
    """What a line is that counts what readers did, or a picture in its row; or that heads a box and says of what."""
    if _COUNTED.fullmatch(text):
        return Furniture(Reason.WIDGET, "line", "87 shares")
    if text.count(" ") < BOX_WORDS and text[-1] not in ".?!" and (head := _HEAD.match(text)):
        return Furniture(Reason.SIDEBAR if head["side"] else Reason.TEASERS, "opens", head[0].strip().casefold())
    return None


BOX_WORDS = 8
"""Words that the head of a box may have that names its outlet or section ("Most popular on …")."""
_COUNTED = re.compile(
    r"(?:(?:read|view|see|show|load)\s)?(?:all\s)?[(+]?\d[\d,.]*\s?[km]?\)?\+?\s(?:facebook\s|user\s|reader\s)?"
    r"(?:shares?|comments?|likes?|tweets?|retweets?|views?|reactions?|followers|fans|recommendations?|people like this|diggs?)"
    r"|(?:\d[\d,.]*|\d{1,3}\.\d)\s?k\+?|\+\d{1,3}"
    r"|(?:image|photo|picture|slide|hide caption)?\s?\d{1,3}\s(?:of|/)\s\d{1,3}(?:\s(?:photos|images|pictures|slides))?"
    r"|\d{1,3}\s?[-–]\s?\d{1,3}\sof\s\d{1,4}",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?:(?P<side>[Mm]ost (?:[Pp]opular|[Rr]ead|[Vv]iewed|[Ss]hared|[Cc]ommented|[Ww]atched|[Ee]-?mailed)|[Tt]rending|[Pp]opular|[Ff]eatured"
    r"|[Ww]hat[’']s (?:[Hh]ot|[Pp]opular|[Nn]ew|[Tt]rending)|[Tt]op (?:[Ss]tories|[Nn]ews|[Hh]eadlines)|[Ee]ditors?[’']?s?[’']? (?:[Pp]icks?|[Cc]hoice)"
    r"|[Ll]atest)|[Mm]ore|[Aa]lso|[Ee]lsewhere|[Aa]round|[Rr]elated|[Rr]ecommended)"
    r"(?: (?:[Nn]ow|[Nn]ews|[Ss]tories|[Hh]eadlines|[Vv]ideos?|[Pp]osts|[Aa]rticles|[Rr]eading|[Cc]overage)){0,2}"
    r" (?:(?<![Mm]ore )[Oo]n|[Ii]n|[Ff]rom|[Aa]t|[Bb]y|[Ff]or) (?:the )?[A-ZÀ-ÖØ-Þ].*"
)


def mark_boxes(lines: Sequence[Line], words: Sequence[Furniture | None]) -> list[Furniture | None]:
    """What the vocabulary says of each line, and with a form's words the invitation above them and what stands between.

    "Get the Morning Dispatch" says nothing by itself; above "The day's stories in your inbox" it heads a box.
    """
    marked = list(words)
    shown = [i for i, line in enumerate(lines) if line.text]
    for k in range(len(shown) - 2, -1, -1):
        i, below = shown[k], marked[shown[k + 1]]
        text = lines[i].text
        if marked[i] is not None or below is None or below.reason is not Reason.WIDGET:
            continue
        above = marked[shown[k - 1]] if k else None
        heads = below.scope == "has" and text.count(" ") < HEAD_WORDS and _INVITES.match(text)
        between = above is not None and above.scope == "has" and above.reason is Reason.WIDGET
        if heads or (between and text.count(" ") < START_WORDS):
            marked[i] = Furniture(Reason.WIDGET, "has", below.words)
    return marked


HEAD_WORDS = 9
"""Words that the head of such a box may have."""
_INVITES = re.compile(
    r"(?:Get|Sign up|Subscribe|Join|Never miss|Don['’]t miss|Stay|Start|Keep|Follow|Support|Become|Want|Enjoy|Like|Love|Try|Read|Be)\b"
    r"(?!.*[.:][\s\"”]*$)|.*(?:[Nn]ewsletter|[Bb]riefing|[Dd]igest|[Dd]ispatch|[Aa]lerts)$"
)


_JOINED = re.compile(r" [·•|] ")
"""Between tools that stand on one line."""
_CAMEL = re.compile("[a-z][A-Z]")
_FUSED = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Between tools that lost the space between them ("FacebookTwitter")."""


def _doubled(key: str, whole: dict[str, Furniture]) -> Furniture | None:
    """The entry of words that stand twice on one line, with or without a space between ("CloseClose")."""
    half, odd = divmod(len(key), 2)
    if half and not odd and key[:half] == key[half:]:
        return whole.get(key[:half])
    if half and odd and key[:half] == key[half + 1 :] and key[half] == " ":
        return whole.get(key[:half])
    return None


def fused_half(text: str) -> str | None:
    """The words that stand twice on one line with nothing or a space between, or None."""
    half, odd = divmod(len(text), 2)
    if half > 8 and not odd and text[:half] == text[half:]:
        return text[:half]
    if half > 8 and odd and text[half] == " " and text[:half] == text[half + 1 :]:
        return text[:half]
    return None


MONTH = (
    r"(?:jan(?:uary)?|febr?(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TIME = r"\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?\s?m\b\.?)?"
DATE_TIME = re.compile(
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
    rf"(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}}"
    rf"|\d{{4}}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}})"
    rf"(?:\s*(?:,|at|-|–|—|\||T|@)?\s*{_TIME}(?:\s*(?:[A-Z]{{2,4}}|\([A-Z]{{2,4}}\)))?)?",
    re.IGNORECASE,
)
"""A date as pages print it, with or without a time."""
_DIGIT = re.compile(r"\d")
_AGO = re.compile(
    r"(?:about |over |almost )?(?:\d{1,3}|an?|one) (?:second|minute|min|hour|hr|day|week|month|year|yr)s? ago",
    re.IGNORECASE,
)
_COMMENT_HEAD = re.compile(
    r"by:\s?.{1,80}|.{1,60}\b(?:says|said|wrote|commented|replied)\s?:|(?:posted|submitted|comment(?:ed)?) by:? .{1,60}"
    r"|.{1,40} in reply to .{1,40}|by .{1,60} writes\b.{0,60}",
    re.IGNORECASE,
)
_COMMENTS_COUNTED = re.compile(
    r"(?:\d{1,5} )?(?:comments?|responses?|replies|thoughts?|reactions?) (?:on|to|for|about) [\"“‘'].*", re.IGNORECASE
)
_COMMENT_TOOLS = re.compile(
    r"(?:(?:reply|like|dislike|quote|flag|report(?: abuse| this)?|share|link|permalink|upvote|downvote|edit|\d{1,4})"
    r"[\s·•|()\-–,]*){1,6}",
    re.IGNORECASE,
)


@lru_cache(REMEMBERED)
def is_stamp(text: str) -> bool:
    """Whether the line is a date with its time, or a time ago, and nothing else: how comments are dated."""
    if len(text) > 60 or not (text.endswith("ago") or _DIGIT.search(text)):
        return False
    plain = text.strip(" -–—|•·()")
    if DATE_TIME.fullmatch(plain):
        return ":" in plain or plain[-1:] in "mM"
    return _AGO.fullmatch(plain) is not None


@lru_cache(REMEMBERED)
def is_comment_head(text: str) -> bool:
    """Whether the line says who comments ("by: Ann from: Leeds", "Ann says:")."""
    return (
        len(text) <= 120
        and (":" in text or " by " in text or " reply" in text)
        and _COMMENT_HEAD.fullmatch(text) is not None
    )


_TOOL_STARTS = frozenset(
    ("repl", "like", "disl", "quot", "flag", "repo", "shar", "link", "perm", "upvo", "down", "edit")
)


def is_comment_tool(text: str) -> bool:
    """Whether the line is what stands under a comment ("Reply", "Like · Report")."""
    if len(text) > 60 or text[:4].casefold() not in _TOOL_STARTS:
        return False
    return _COMMENT_TOOLS.fullmatch(text) is not None


def find_repeated(lines: Sequence[Line]) -> dict[int, int]:
    """Lines that say again what a line just before said, by index, with the index of the line kept.

    A picture's caption comes twice, or fused with its copy on one line, sometimes with a lone `x` between. The line that is
    kept is the first that holds the words exactly once; the fused one only where no other holds them.
    """
    copies: dict[int, int] = {}
    shown = [i for i, line in enumerate(lines) if line.text]
    position = 0
    while position < len(shown):
        first = shown[position]
        text = lines[first].text
        half = fused_half(text) if len(text) <= 2 * CAPTION_LENGTH else None
        words = half or text
        if len(words) > CAPTION_LENGTH or words.count(" ") + 1 < CAPTION_WORDS:
            position += 1
            continue
        group = [first]
        after = position + 1
        while after < len(shown) and after - position < 8:
            other = lines[shown[after]].text
            if other == words or fused_half(other) == words:
                group.append(shown[after])
            elif len(other) > 1:
                break
            after += 1
        kept = next((i for i in group if lines[i].text == words), first)
        if len(group) > 1 or half:
            copies.update((i, kept) for i in group)
            position = shown.index(group[-1], position) + 1
        else:
            position += 1
    return copies


@dataclass(frozen=True, slots=True)
class Section:
    """A run of lines that is furniture as a whole."""

    reason: Reason
    start: int
    """Index of its head."""
    end: int
    """Index after its last line."""
    why: str
    certain: bool = False
    """Whether what it holds leaves no doubt: dated comments; or teasers that all end or begin with the same words."""
    closed: bool = False
    """Whether it reaches to the next section or the end of the page; false where running text resumes after it."""


_STOPS = ".!?…:;。！？।۔؟"
"""What ends a sentence, also in Chinese, Japanese, Hindi, Urdu and Arabic."""
_CLOSING = "\"'”’»)]」』） "
_WITHIN = frozenset(".!?…,。！？।۔؟")
"""What a sentence ends with before the marks that close a quotation."""
_TEASER_ENDS = frozenset(("more", "details"))
_TEASER_PAIRS = frozenset((("full", "story"), ("continue", "reading"), ("keep", "reading"), ("whole", "story")))

PROSE_WORDS = 12
"""Words from which a line that ends like a sentence is taken for running text."""
EVIDENCE_LINES = 14
"""Lines after the head of a comment section within which a comment must show."""
BOX_LINES = 6
"""Headlines that a box inside the article may have ("Related", then headlines)."""


@lru_cache(REMEMBERED)
def is_prose(text: str) -> bool:
    """Whether the line is running text: long enough, in letters where words are not parted, and ending like a sentence."""
    if text.count(" ") + 1 < PROSE_WORDS and (text.isascii() or len(_UNSPACED.findall(text)) < PROSE_LETTERS):
        return False
    return ends_sentence(text) and not is_teaser_end(text)


def is_sentence(text: str) -> bool:
    """Whether the line is a sentence, if a short one; where words are not parted by spaces, its letters count."""
    if (
        text.count(" ") + 1 < SENTENCE_WORDS and (text.isascii() or len(_UNSPACED.findall(text)) < SENTENCE_LETTERS)
    ) or is_teaser_end(text):
        return False
    return ends_sentence(text) or (text[0] == "(" and text[-1] == ")")


SENTENCE_WORDS = 5
"""Words from which a line that ends like a sentence is one."""
SENTENCE_LETTERS = 10
"""The same in letters of scripts that write words without spaces."""
PROSE_LETTERS = 20
"""So for `PROSE_WORDS`."""
_UNSPACED = re.compile("[\u0e00-\u0e7f\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


def is_bare(lines: Sequence[Line], words: Sequence[Furniture | None], sections: Sequence[Section]) -> bool:
    """Whether a text has nothing around it: no furniture is known in it, and nearly all its lines are sentences."""
    if sections or any(words):
        return False
    shown = [line.text for line in lines if line.text]
    return len(shown) >= BARE_LINES and sum(map(is_sentence, shown)) >= BARE_SHARE * len(shown)


BARE_LINES = 2
"""Lines below which a text shows nothing."""
BARE_SHARE = 0.6
"""Share of the lines that must be sentences; a headline, a name and a date may stand above three paragraphs."""


def is_debris(text: str) -> bool:
    """Whether a long line is made of punctuation rather than of words: markup's remains, or a drawing."""
    return len(text) > DEBRIS_LENGTH and len(_MARKS.findall(text)) > DEBRIS_SHARE * (len(text) - text.count(" "))


DEBRIS_LENGTH = 400
"""Characters below which a line may be odd and still be somebody's words."""
DEBRIS_SHARE = 0.5
"""Share of ASCII punctuation among the characters; prose has about a twentieth."""
_MARKS = re.compile(r"[!-/:-@\[-`{-~]")


@lru_cache(REMEMBERED)
def is_teaser_end(text: str) -> bool:
    """Whether the line ends with an invitation to read on elsewhere ("More", "Read more »")."""
    words = text[-40:].casefold().rstrip(" .…»>→").rsplit(" ", 2)
    return words[-1] in _TEASER_ENDS or tuple(words[-2:]) in _TEASER_PAIRS


def ends_sentence(text: str) -> bool:
    """Whether the line ends as a sentence does: a stop, a colon, or a closed quotation."""
    last = text[-1:]
    if last in _STOPS:
        return last != ""
    if last in _CLOSING:
        bare = text[-12:].rstrip(_CLOSING)
        return bare[-1:] in _WITHIN or (last in '"”' and text[0] in '"“')
    return False


def find_sections(lines: Sequence[Line], words: Sequence[Furniture | None]) -> tuple[Section, ...]:
    """The sections of teasers, comments and side matter, in order and disjoint.

    A head counts only where what follows bears it out: a comment under "Comments", headlines under "Related". It reaches to
    the next head, or to where running text resumes.
    """
    shown = [i for i, line in enumerate(lines) if line.text]
    texts = [lines[i].text for i in shown]
    heads = [_head_reason(words[i], texts, k) for k, i in enumerate(shown)]
    unannounced = _find_comments(texts)
    if unannounced is not None:
        heads[unannounced] = Reason.COMMENTS
    sections: list[Section] = []
    certain = False
    k = 0
    while k < len(shown):
        reason = heads[k]
        if reason is Reason.COMMENTS and _comments_follow(texts, k):
            end = _end_of_comments(texts, heads, k)
            announced = words[shown[k]] or _COMMENTS_COUNTED.match(texts[k])
            why = "the readers' comments begin here" if announced else "a reader's comment with its date"
        elif reason in {Reason.TEASERS, Reason.SIDEBAR}:
            end = _end_of_box(texts, heads, k)
            why = f"“{texts[k][:60]}” heads other stories"
        else:
            k += 1
            continue
        if end > k + 1:
            closed = end == len(shown) or heads[end] is not None
            certain = certain or reason is Reason.COMMENTS or _teasers_show(texts[k:end])
            stop = shown[end] if end < len(shown) else len(lines)
            sections.append(Section(reason, shown[k], stop, why, certain, closed))
        k = max(end, k + 1)
    # What closes a section must be closed itself: a chain of boxes after which the story goes on ends nothing.
    for number in range(len(sections) - 2, -1, -1):
        section, following = sections[number : number + 2]
        if section.closed and section.end == following.start and not following.closed:
            sections[number] = replace(section, closed=False)
    return tuple(sections)


def _head_reason(word: Furniture | None, texts: Sequence[str], k: int) -> Reason | None:
    if word is not None and word.scope == "opens":
        return word.reason
    if is_comment_head(texts[k]) and any(is_stamp(text) for text in texts[k + 1 : k + 3]):
        return Reason.COMMENTS
    if len(texts[k]) < MATCHED_LENGTH and " " in texts[k] and _COMMENTS_COUNTED.fullmatch(texts[k]):
        return Reason.COMMENTS
    return None


def _find_comments(texts: Sequence[str]) -> int | None:
    """Where comments begin that no head announces: a name, a date with its time, some words; and soon the same again."""
    opened = [
        k
        for k in range(len(texts) - 2)
        if is_stamp(texts[k + 1])
        and not texts[k + 1].endswith("ago")
        and texts[k].count(" ") < NAME_WORDS
        and not ends_sentence(texts[k])
        and not is_stamp(texts[k])
        and is_sentence(texts[k + 2])
    ]
    told = [k for k, text in enumerate(texts) if is_prose(text)][TOLD - 1 : TOLD] if opened else []
    return next((k for k, after in pairwise(opened) if after - k <= EVIDENCE_LINES and told and told[0] < k), None)


NAME_WORDS = 5
"""Most words of the name that a reader comments under."""
TOLD = 2
"""Paragraphs that must stand above comments without a head; a byline and its date stand above the story."""


def _comments_follow(texts: Sequence[str], k: int) -> bool:
    """Whether a comment shows soon below, before any running text that is not a comment's."""
    heads, stamps, tools = int(is_comment_head(texts[k])), 0, 0
    for text in texts[k + 1 : k + 1 + EVIDENCE_LINES]:
        head, stamp = is_comment_head(text), is_stamp(text)
        heads, stamps, tools = heads + head, stamps + stamp, tools + is_comment_tool(text)
        if heads + stamps >= 2 or (heads + stamps and tools):
            return True
        if is_prose(text) and not heads + stamps and find_furniture_words(text) is None:
            return False
    return False


def _teasers_show(texts: Sequence[str]) -> bool:
    """Whether the items of a box bear the same mark: each ends with "More", or the same short line stands by each."""
    if sum(is_teaser_end(text) for text in texts) >= TEASER_MARKS:
        return True
    marks = Counter(text for text in texts if text.count(" ") < 2)
    return max(marks.values(), default=0) >= max(TEASER_MARKS, sum(map(is_prose, texts)) / 2)


TEASER_MARKS = 2
"""Items that must bear the same mark."""


def _end_of_comments(texts: Sequence[str], heads: Sequence[Reason | None], k: int) -> int:
    end = k + 1
    while end < len(texts) and heads[end] not in {Reason.TEASERS, Reason.SIDEBAR}:
        end += 1
    return end


def _end_of_box(texts: Sequence[str], heads: Sequence[Reason | None], k: int) -> int:
    """Up to the next head of another kind, or to where running text resumes: two paragraphs, one after the other."""
    blurbs = 0
    end = k + 1
    while end < len(texts):
        if heads[end] not in {None, heads[k]} and (heads[end] is not Reason.COMMENTS or _comments_follow(texts, end)):
            return end
        if is_prose(texts[end]):
            follows_headline = not is_prose(texts[end - 1])
            resumes = end + 1 < len(texts) and is_prose(texts[end + 1])
            if resumes and not (follows_headline and blurbs):
                return end
            blurbs += follows_headline
        elif is_teaser_end(texts[end]):
            blurbs += 1
        end += 1
    return end
