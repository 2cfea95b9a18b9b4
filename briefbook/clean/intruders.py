"""Lines between a flat story's paragraphs that are not its own: what repeats, what counts, what points elsewhere."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import partial

from briefbook.clean.byline import read_byline
from briefbook.clean.captions import is_worded
from briefbook.clean.dates import is_date_line
from briefbook.clean.headline import content_words
from briefbook.clean.kinds import MATCHED_LENGTH, ends_sentence, find_moment, is_prose, is_sentence, is_teaser_end
from briefbook.clean.letters import BAR, COLON, DIGIT
from briefbook.clean.lines import Line
from briefbook.clean.vocabulary import Furniture
from briefbook.model.article import Reason

REPEATED = 3
"""Times that a line must stand between paragraphs to be a tool of each."""
REPEATED_WORDS = 3
"""Fewest words of such a line; what is shorter may be a subhead that comes again ("For", "Against")."""
REPEATED_NUMBER = 2
"""Times from which a number that stands alone counts nothing of the story."""
POINTER_WORDS = 24
"""Most words of a line that points to another story."""

_POINTER = re.compile(
    r"[(\[]?(?:(?:READ|WATCH|LISTEN|SEE|VIEW|PHOTOS?|PICTURES?|VIDEOS?|GALLERY|INTERACTIVE|GRAPHIC|MAP|OPINION|ANALYSIS|EXPLAINER|TIMELINE|RELATED|MORE"
    r"|IN PICTURES|SLIDESHOW|QUIZ|PODCAST|ALSO|LIVE)(?: (?:MORE|ALSO|NOW|NEXT|HERE|THIS|ON))?"
    r"|Read|Watch|See|Story|Stories|Blog|Column|Editorial|Related (?:articles?|story|stories|content|video|post)|Photos?|Pictures|Video|Gallery|Interactive|Graphic|Map|Opinion|Analysis|Explainer|Timeline|Related|In pictures|Slideshow|Quiz|Also on [^:]{2,40}"
    r"|Also [Rr]ead|Read also|Read more|Also on|For more,? (?:read|see|watch|listen to)|More on [^:]{2,40})\s?:\s(?=\S+ \S+ \S+).*[^.:]"
    r"|(?:READ|WATCH|LISTEN|SEE|VIEW|MORE|RELATED|PHOTOS|VIDEO)\s?\|\s(?=\S+ \S+).*[^.:]"
)
_READ_MORE = re.compile(r"[.…!?] ?Read (?:more|now|on)(?: Read more)?\W*$")
_TAG = re.compile(r"</?[a-z]{1,10}>?|/?[a-z]{1,10}>")
_NUMBER = re.compile(r"\(?\d{1,9}\)?")
_HOUR = re.compile(r"(?:(?:yesterday|today),? (?:at )?)?\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)


def find_intruders(
    lines: Sequence[Line], words: Sequence[Furniture | None], story: Sequence[int], *, marked: bool = False
) -> dict[int, str]:
    """The lines of a story, by index, that its page put between or below its paragraphs, and what each is, in a reader's words.

    Where the page has markup (`marked`), what that tells better is left to it.
    """
    plain = (
        (_find_numbers, "a number and no more, as of readers"),
        (_find_pointers, _POINTS),
        (_find_tools, "stands between paragraphs again and again"),
        (_find_second_telling, "the page holds the story twice"),
        (_find_openings, "the openings of other stories, each with its author and its day"),
        (_find_same_tails, "a headline with its outlet's name behind it, as others here"),
        (_find_pull_quotes, "set apart; a paragraph near by says it too"),
        (_find_dated_boxes, "other stories and their dates, between two paragraphs"),
        (_find_boxes, "headlines of other stories, between two paragraphs"),
        (_find_blocks, "another story's headline and first words, with an invitation to read it"),
        (partial(_find_below_topics, words=words), _BELOW_TOPICS),
        (partial(_find_foreign_end, words=words), "stands below a box, and speaks of nothing that is told above it"),
        (_find_closing_box, _CLOSES),
        (_find_loose_end, "topics, an address or initials below the last paragraph"),
    )
    found: dict[int, str] = {}
    rest = list(story)
    for find, why in plain:
        if marked and why not in _MARKED_TOO:
            continue
        if more := find(lines, rest):
            found |= dict.fromkeys(sorted(more), why)
            rest = [i for i in story if i not in found]
        if not rest:
            break
    return found


_POINTS = "points to another story"
_BELOW_TOPICS = "stands below the list of the story's topics"
_CLOSES = "an invitation to read on, and the headlines below it"
_MARKED_TOO = frozenset((_POINTS, _BELOW_TOPICS, _CLOSES))
"""What a page's markup does not tell."""


def _find_numbers(lines: Sequence[Line], story: Sequence[int]) -> set[int]:
    """Lone numbers, unless they are a list's or a table's, what is left of a tag, and a letter that stands alone more than once."""
    short = [i for i in story if len(lines[i].text) <= SHORT]
    numbers = {i for i in short if _NUMBER.fullmatch(lines[i].text)}
    letters = Counter(lines[i].text for i in short if len(lines[i].text) == 1 and lines[i].text.isascii())
    tags = {i for i in short if _TAG.fullmatch(lines[i].text)}
    again = Counter(lines[i].text for i in numbers)
    tags |= {i for i in short if letters[lines[i].text] > 1 or again[lines[i].text] > REPEATED_NUMBER}
    return tags | (numbers if len(numbers) < NUMBERS else set())


SHORT = 13
"""Characters of the longest tag or number."""


def _find_pointers(lines: Sequence[Line], story: Sequence[int]) -> set[int]:
    """Lines that point to other stories; not those of a list, and the openings of other stories, where several say to read on."""
    opened = [
        n for n, i in enumerate(story) if n and "Read " in (end := lines[i].text[-40:]) and _READ_MORE.search(end)
    ]
    if len(opened) > 1:
        above = {story[n - 1] for n in opened if n > 1 and not lines[story[n - 1]].sentence}
        return above.union(story[n] for n in opened)
    return {
        i
        for i in story[1:]
        if lines[i].held & (COLON | BAR)
        and lines[i].spaces < POINTER_WORDS
        and _POINTER.fullmatch(lines[i].text) is not None
        and not lines[i].text.endswith(('"', "”"))
    }


def _find_tools(lines: Sequence[Line], story: Sequence[int]) -> set[int]:
    """Lines that stand between two paragraphs at several places."""
    again = Counter(
        lines[i].text
        for before, i, after in zip(story, story[1:], story[2:], strict=False)
        if lines[before].prose and lines[after].prose
    )
    tools = {
        text
        for text, times in again.items()
        if times >= REPEATED and text.count(" ") + 1 >= REPEATED_WORDS and not ends_sentence(text)
    }
    return {i for i in story[1:] if lines[i].text in tools}


def _find_second_telling(lines: Sequence[Line], story: Sequence[int]) -> set[int]:
    """The end of a story that a page holds twice, for two kinds of screen, say: from where its first paragraphs come again."""
    texts = [lines[i].text for i in story]
    top = {lines[i].text: n for n, i in reversed(list(enumerate(story[:AGAIN_TOP]))) if lines[i].prose}
    tries = 0
    for n in range(AGAIN_LINES - 1, len(texts) - AGAIN_LINES + 2):
        again = min(AGAIN_LINES, len(texts) - n)
        first = top.get(texts[n])
        if first is None or first + again > n or texts[first : first + again] != texts[n : n + again]:
            continue
        tries += 1
        above = set(texts[:n])
        told = [text for text in texts[n:] if is_prose(text)]
        if sum(len(text) for text in told if text in above) >= AGAIN_SHARE * sum(map(len, told)):
            return set(story[n:])
        if tries == AGAIN_TRIES:
            break
    return set()


AGAIN_TRIES = 8
"""Places looked at from which the story might come again; a page that repeats itself oftener is no page told twice."""
AGAIN_TOP = 8
"""Lines at a story's top, one of which is the first that comes again."""
AGAIN_LINES = 3
"""Lines in a row that must come again."""
AGAIN_SHARE = 0.6
"""Share of the paragraphs from there on that must stand above too."""


def _find_openings(lines: Sequence[Line], story: Sequence[int]) -> set[int]:
    """The end of a story below which others open, each with a headline, its author and its day: from the first of them on."""
    told = [i for i in story if lines[i].prose]
    if len(told) <= OPENED:
        return set()
    shown = [i for i in range(told[OPENED - 1], len(lines)) if lines[i].text]
    heads = [
        title
        for title, name, dated in zip(shown, shown[1:], shown[2:], strict=False)
        if lines[dated].held & DIGIT
        and is_date_line(lines[dated].text)
        and read_byline(lines[name].text)
        and is_worded(lines[title].text)
    ]
    if len(heads) < OPENINGS or not any(heads[0] <= i <= heads[0] + HEAD_LINES for i in story):
        return set()
    last = max(j for j in told if j < heads[0])
    known = frozenset().union(*(_long_words(lines[j].text) for j in told if j <= last))
    rest = [_long_words(lines[j].text) for j in told if j > last]
    if sum(len(words & known) for words in rest) > RESUMED * sum(map(len, rest)):
        return set()
    return {i for i in story if i > last}


RESUMED = 0.1
"""Share of the long words below that are said above too, from which the story goes on below the other ones' names."""
OPENINGS = 2
"""Names with a day below them that show the openings of other stories."""
HEAD_LINES = 6
"""Lines from such a headline on one of which must have been taken for the story's."""
OPENED = 3
"""Paragraphs that must stand above; a story's own author and day stand above its first."""


def _find_same_tails(lines: Sequence[Line], story: Sequence[int]) -> set[int]:
    """Lines below the last paragraph that end with a bar and the same words behind it: titles of pages of one outlet."""
    tails = {i: parts[1] for i in story if lines[i].held & BAR and len(parts := lines[i].text.split(" | ")) == 2}
    again = Counter(tails.values())
    found = {i for i, tail in tails.items() if again[tail] >= REPEATED and len(tail) > 1}
    first = min(found, default=len(lines))
    return set() if any(i > first and i not in found and lines[i].prose for i in story) else found


def _find_pull_quotes(lines: Sequence[Line], story: Sequence[int]) -> set[int]:
    """Sentences set apart between two longer paragraphs, that a paragraph near by says too, word by word; a few at most."""
    texts = [lines[i].text for i in story]
    folded: list[str] = []
    found: set[int] = set()
    for n in range(1, len(story) - 1):
        text = texts[n]
        if len(texts[n - 1]) < len(text) or len(texts[n + 1]) < len(text):
            continue
        stopped = lines[story[n]].ended
        if not stopped and text[0] not in _QUOTES:
            continue
        if any(story[m] in found or not lines[story[m]].prose for m in (n - 1, n + 1)):
            continue
        folded = folded or [line.casefold() for line in texts]
        words = _WORD.findall(folded[n])
        said = f" {' '.join(words)} "
        if not PULLED_LENGTH[0 if stopped else 1] < len(said) < PULLED_LENGTH[2]:
            continue
        longest = sorted(words, key=len)[-3:]
        for m in range(max(n - PULLED_REACH, 0), min(n + PULLED_REACH + 1, len(story))):
            if m == n or not all(map(folded[m].__contains__, longest)):
                continue
            other = f" {' '.join(_WORD.findall(folded[m]))} "
            if said in other and (len(other) > len(said) or m < n):
                found.add(story[n])
                break
    return found if len(found) <= PULLED else set()


PULLED_LENGTH = (36, 60, 420)
"""Characters of the shortest and the longest sentence that is set apart so; the second where it has no stop, as subheads have none."""
PULLED_REACH = 20
"""Lines of the story, above and below, one of which has the words."""
PULLED = 6
"""Most such sentences of a story; more of them are its own way to repeat itself."""
_WORD = re.compile(r"\w+")
_QUOTES = "\"“‘'«"

HEADS = 2
"""Heads of boxes that a story may have within it; more of them part a list's entries."""
NUMBERS = 3
"""Lines that are a number and nothing else, from which on they are a list's or a table's; fewer count readers."""


def _find_dated_boxes(lines: Sequence[Line], story: Sequence[int]) -> set[int]:
    """Between two paragraphs, what stands in a row of lines two of which are a date and no more: other stories."""
    found: set[int] = set()
    row: list[int] = []
    for i in story:
        if not lines[i].prose:
            row.append(i)
            continue
        dates = sum(_is_dated(lines[j]) for j in row)
        if dates >= DATES and dates >= DATED_SHARE * len(row) and row[0] != story[0]:
            found.update(row)
        row = []
    return found


def _is_dated(line: Line) -> bool:
    """Whether a line is a date or an hour, or names an author and says how long ago ("By Ann Holt 42 minutes ago")."""
    text = line.text
    return (line.held & DIGIT != 0 and (is_date_line(text) or _HOUR.fullmatch(text) is not None)) or (
        text.startswith(("By ", "by ")) and find_moment(text[:MATCHED_LENGTH]) is not None
    )


DATES = 2
"""Dates between two paragraphs that are those of other stories."""
DATED_SHARE = 0.3
"""Share of the lines there that must be dates."""


def _find_boxes(lines: Sequence[Line], story: Sequence[int]) -> set[int]:
    """Headlines of other stories between two paragraphs, in a story of sentences that has no lists: two to four lines together."""
    sentences = [lines[i].sentence for i in story]
    if sum(sentences) < TOLD_SHARE * len(story):
        return set()
    boxes: list[list[int]] = []
    at = 0
    while at < len(story):
        end = at
        while end < len(story) and not sentences[end]:
            end += 1
        if at and end < len(story) and end - at > 1:
            boxes.append(list(story[at:end]))
        at = max(end, at + 1)
    if len(boxes) != 1:  # several are the entries of a list
        return set()
    texts = [lines[i].text for i in boxes[0]]
    headed = len(texts) <= BOX_LINES and not texts[-1].endswith(":")
    return set(boxes[0]) if headed and all(map(_is_headline, texts)) else set()


def _find_blocks(lines: Sequence[Line], story: Sequence[int]) -> set[int]:
    """Two or three lines without a blank one between, on a page that parts its paragraphs by them, the last of which says to read on."""
    found: set[int] = set()
    for at, i in enumerate(story[1:-1], start=1):
        if lines[i - 1].text or lines[i].sentence:
            continue
        end = next(j for j in range(i + 1, len(lines)) if not lines[j].text or j == len(lines) - 1)
        last = lines[end - 1].text
        if not 1 < end - i <= BLOCK_LINES or not (is_teaser_end(last) and last.count(" ") < READ_ON_WORDS):
            continue
        told = [j for j in story[:at] if lines[j].prose][-PARTED:]
        if told and not any(lines[j + 1].text for j in told):
            found.update(j for j in story[at : at + BLOCK_LINES] if j < end)
    return found


BLOCK_LINES = 4
"""Most lines of such a block, with the one that says to read on."""
READ_ON_WORDS = 3
"""Words, less one, below which that line has to say so."""
PARTED = 3
"""Paragraphs above it that blank lines must follow."""


def _is_headline(text: str) -> bool:
    return text[0].isupper() and not ends_sentence(text) and text.count(" ") < HEADLINE_WORDS and not _ENTRY.match(text)


HEADLINE_WORDS = 14
"""Words that no headline in a box has."""
TOLD_SHARE = 0.6
"""Share of the lines that must be sentences in a story that has such boxes."""
BOX_LINES = 4
"""Most lines of such a box."""
_ENTRY = re.compile(r"\d{1,2}[:.]|[A-Z]\.|[A-Z][A-Z .'’-]+:|[\"“‘'«•*–—(-]")
"""How an entry of a live blog or a list, an answer, a speaker's words or a quotation begins."""


def _find_closing_box(lines: Sequence[Line], story: Sequence[int]) -> set[int]:
    """The last lines of a story that are headlines below a line that ends with a colon and speaks of reading on."""
    for n in range(len(story) - 1, max(len(story) - 2 - CLOSING_LINES, TOLD - 1), -1):
        text = lines[story[n]].text
        if text.endswith(":") and text.count(" ") < HEADLINE_WORDS and _READ_ON.search(text):
            return set(story[n:])
        if is_sentence(text) and is_prose(text):
            break
    return set()


CLOSING_LINES = 6
"""Most headlines of such a box."""
_READ_ON = re.compile(
    r"\b(?:more|also|related|next|previous|like|latest|further|recommended|see|read)\b", re.IGNORECASE
)


def _find_loose_end(lines: Sequence[Line], story: Sequence[int]) -> set[int]:
    """The last lines of a story whose paragraphs are sentences, where they are none: topics, addresses, an agency's initials."""
    told = sum(lines[i].sentence for i in story)
    end = len(story)
    while end and not lines[story[end - 1]].sentence:
        end -= 1
    loose = story[end:]
    if len(loose) > LOOSE or told < TOLD or told < SENTENCES * end:
        return set()
    return {
        i
        for i in loose
        if (lines[i].spaces < LOOSE_WORDS and not _ENTRY.match(lines[i].text))
        or len(_JOINTS.findall(lines[i].text)) >= JOINTS
    }


_JOINTS = re.compile(r"(?<=[a-z’.…])(?=[A-Z])")
JOINTS = 2
"""Places in a line where words lost what parted them: of a list of topics, or of the stories before and after."""
LOOSE = 3
"""Most lines of such an end; more of them are a list, with which a story may close."""
LOOSE_WORDS, LOOSE_LETTERS = 8, 30
"""Words, or letters of a script without spaces, from which a line without a stop may be a sentence that lost it."""
SENTENCES = 0.8
"""Share of the story's lines that must be sentences."""


def _find_below_topics(lines: Sequence[Line], story: Sequence[int], words: Sequence[Furniture | None]) -> set[int]:
    """What stands below the list of a story's topics, where less is told there than above it."""
    listed = [j for j, word in enumerate(words) if word is not None and word.words in _TOPICS]
    above = below = paragraphs = 0
    cut = None
    for n, (i, after) in enumerate(zip(story, [*story[1:], story[-1] + 1], strict=True), start=1):
        length = len(lines[i].text) if lines[i].prose else 0
        if cut is None:
            above, paragraphs = above + length, paragraphs + (length > 0)
            if paragraphs >= TOLD and any(i < j < after for j in listed):
                cut = n
        else:
            below += length
    return set(story[cut:]) if cut and below < above else set()


_TOPICS = frozenset(
    (
        "categories:",
        "filed in:",
        "tags",
        "topics",
        "filed under",
        "filed under:",
        "in this article:",
        "keywords:",
        "posted in:",
        "tags:",
        "topics:",
    )
)


def _find_foreign_end(lines: Sequence[Line], story: Sequence[int], words: Sequence[Furniture | None]) -> set[int]:
    """What stands below the first head of a box inside the story, where it takes up hardly a word of what is told above."""
    heads = [j for j, word in enumerate(words) if word is not None and _heads_box(word)]
    cuts = sorted({bisect_left(story, j) for j in heads if story[0] < j < story[-1] and j not in story})
    if not 0 < len(cuts) <= HEADS:
        return set()
    told, rest = (
        [_long_words(lines[j].text) for j in part if lines[j].prose] for part in (story[: cuts[0]], story[cuts[0] :])
    )
    if len(told) < TOLD or sum(map(len, rest)) < FOREIGN_WORDS:
        return set()
    known = frozenset().union(*told)
    linked = sum(len(words_of & known) for words_of in rest)
    return set(story[cuts[0] :]) if linked < LINKED * sum(map(len, rest)) else set()


TOLD = 2
"""Paragraphs of a story that must stand above such a head."""
FOREIGN_WORDS = 40
"""Words of four letters and more below it, from which on it is no chance that hardly one has been said above."""
LINKED = 0.025
"""Share of those words that were said above, up to which what follows is foreign; of a story's later paragraphs it is .04 to .3."""


def _heads_box(word: Furniture) -> bool:
    return word.scope == "opens" and word.reason in {Reason.SIDEBAR, Reason.TEASERS}


def _long_words(text: str) -> frozenset[str]:
    return frozenset(word for word in content_words(text) if len(word) >= LONG_WORD)


LONG_WORD = 4
"""Letters of a word from which it says what a text is about."""
