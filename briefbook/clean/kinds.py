"""What one line is by itself: running text, a sentence, a date with its time, who comments, the tools of a comment."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from briefbook.clean.dates import DATE, DATE_TIME, has_hour, is_timed
from briefbook.clean.letters import (
    BRACKET,
    CLOSE,
    CLOSING,
    COLON,
    CONTINUOUS,
    DIGIT,
    INVITING,
    SIGNING,
    SPACE,
    STOP,
    STOPLESS,
    STOPS,
    UNSPACED_RANGES,
    read_letters,
)

MATCHED_LENGTH = 400
"""Characters of a line that patterns look at; a line of furniture is shorter, and a huge line costs no more."""
_DIGIT = re.compile(r"\d")
_AGO = re.compile(
    r"(?:about |over |almost )?(?:\d{1,3}|an?|one) (?:second|minute|min|hour|hr|day|week|month|year|yr)s? ago"
    r"|(?:il y a|hace|há|vor|před|för|for|pirms|prieš) (?:\w{1,6} )?\w{1,4} [^\W\d_]{1,10}(?: sedan| siden)?"
    r"|\d{1,3} [^\W\d_]{1,8} (?:fa|geleden|sedan|siden|sitten|temu|önce|назад|тому|lalu|yang lalu|trước|पहले)"
    r"|\d{1,3}\s?(?:分钟|分鐘|小时|小時|天|个月|個月|月|周|週|年|분|시간|일|개월|秒|分|時間|日|か月|週間)\s?(?:前|전)|منذ (?:\d{1,3} )?\w{2,8}",
    re.IGNORECASE,
)
"""How long ago something was, in many languages."""
_AGO_LETTERS = frozenset("aAoOiIhHvVpPfFم")
"""What that begins with, where not with a number."""
_COMMENT_HEAD = re.compile(
    r"by:\s?.{1,80}|.{1,60}\b(?:says|said|wrote|commented|replied)\s?:|.{1,20}\bcomment on .{4,60}\bwrote\s?:|(?:posted|submitted|comment(?:ed)?) by:? .{1,60}"
    r"|.{1,40} in reply to .{1,40}|by .{1,60} writes\b.{0,60}|.{1,40}\s\((?:\d{1,3}|an?|one) [a-z]{3,7} ago\)"
    r"|.{1,60}\b(?:a écrit|dice|dijo|escribió|disse|escreveu|schrieb|schreibt|sagt|scrive|ha scritto|pisze|napisał|пишет|написал|schreef|skrev)\s?:",
    re.IGNORECASE,
)
_COMMENT_TOOLS = re.compile(
    r"(?:(?:reply|like|dislike|quote|flag|report(?: abuse| this| comment)?|share|link|permalink|upvote|downvote|edit|\d{1,4})"
    r"[\s·•|()\-–,]*){1,6}",
    re.IGNORECASE,
)


def is_stamp(text: str) -> bool:
    """Whether the line is a date with its time, or a time ago, and nothing else: how comments are dated."""
    if len(text) > STAMP_LENGTH:
        return False
    if not _DIGIT.search(text):
        return is_ago(text)
    plain = text.strip(" -–—|•·()")
    if DATE_TIME.fullmatch(plain):
        return ":" in plain or plain[-1:] in "mM"
    return _AGO.fullmatch(plain) is not None or is_timed(plain)


def find_moment(text: str) -> str | None:
    """The words of a short line that date it to the hour, or say how long ago it was; None where it has none."""
    found = _ENDS_AGO.search(text) if "ago" in text[-20:].lower() else None
    return found[0] if found else text if _DIGIT.search(text) and has_hour(text) else None


_ENDS_AGO = re.compile(
    r"(?:^|\s|\(|(?<=[a-z])(?=\d))(?:about )?(?:\d{1,3}|an?|one) (?:second|minute|min|hour|hr|day|week|month|year|yr)s? ago(?: \(\d{1,2}:\d\d [AP]M\))?\)?$",
    re.IGNORECASE,
)


def has_moment(text: str) -> bool:
    """Whether a line has a date and an hour, in whatever order and however far from each other."""
    return _DIGIT.search(text) is not None and DATE.search(text) is not None and _AT.search(text) is not None


_AT = re.compile(r"\b\d{1,2}:\d\d\b")


def is_ago(text: str) -> bool:
    """Whether the line says how long ago something was, and nothing else: teasers say so as well as comments."""
    return (
        len(text) <= AGO_LENGTH
        and (text[:1] in _AGO_LETTERS or text[:1].isdigit())
        and _AGO.fullmatch(text) is not None
    )


STAMP_LENGTH, AGO_LENGTH, HEAD_LENGTH = 60, 40, 120
"""Characters of the longest such lines."""


def is_comment_head(text: str) -> bool:
    """Whether the line says who comments ("by: Ann from: Leeds", "Ann says:")."""
    return (
        len(text) <= HEAD_LENGTH
        and (":" in text or " by " in text or " reply" in text or text.endswith(" ago)"))
        and (text[-1] in ":)" or " reply" in text or text[:2].casefold() in _HEAD_STARTS)
        and _COMMENT_HEAD.fullmatch(text) is not None
    )


_HEAD_STARTS = frozenset(("by", "po", "su", "co"))
"""What such a line begins with, unless it ends with a colon or with how long ago it was, or replies to somebody."""
_TOOL_STARTS = frozenset(
    ("repl", "like", "disl", "quot", "flag", "repo", "shar", "link", "perm", "upvo", "down", "edit")
)


def is_comment_tool(text: str) -> bool:
    """Whether the line is what stands under a comment ("Reply", "Like · Report")."""
    if len(text) > 60 or text[:4].casefold() not in _TOOL_STARTS:
        return False
    return _COMMENT_TOOLS.fullmatch(text) is not None


_WITHIN = frozenset(".!?…,。！？।۔؟")
"""What a sentence ends with before the marks that close a quotation."""
_TEASER_ENDS = frozenset(("more", "details"))
_TEASER_PAIRS = frozenset(
    (("full", "story"), ("read", "now"), ("continue", "reading"), ("keep", "reading"), ("whole", "story"))
)
_BEFORE_MORE = frozenset(("and", "click", "discover", "learn", "much", "or", "out", "read", "see", "show", "view"))
"""What stands before "more" or "details" where they end a sentence that sends its reader elsewhere."""
_TEASER_LETTERS = frozenset("eEsSwWgGyY")
"""What all of these end with; hardly any other line does."""
PROSE_WORDS = 12
"""Words from which a line that ends like a sentence is taken for running text."""


def is_prose(text: str) -> bool:
    """Whether the line is running text: long enough, in letters where words are not parted, and ending like a sentence."""
    if text.count(" ") + 1 < PROSE_WORDS and (text.isascii() or len(UNSPACED.findall(text)) < PROSE_LETTERS):
        return False
    return ends_sentence(text) and not is_teaser_end(text)


def is_sentence(text: str) -> bool:
    """Whether the line is a sentence, if a short one; where words are not parted by spaces, its letters count."""
    if (
        text.count(" ") + 1 < SENTENCE_WORDS and (text.isascii() or len(UNSPACED.findall(text)) < SENTENCE_LETTERS)
    ) or is_teaser_end(text):
        return False
    return ends_sentence(text) or (text[0] == "(" and text[-1] == ")")


def is_said(text: str) -> bool:
    """Whether the line ends as a sentence does, be it as short as "He was nine"."""
    return ends_sentence(text) and (text.count(" ") >= SAID_WORDS - 1 or len(UNSPACED.findall(text)) >= SAID_LETTERS)


SAID_WORDS, SAID_LETTERS = 3, 5
"""Fewest words, or letters of a script without spaces, of what is taken for said."""
SENTENCE_WORDS = 5
"""Words from which a line that ends like a sentence is one."""
SENTENCE_LETTERS = 10
"""The same in letters of scripts that write words without spaces."""
PROSE_LETTERS = 20
"""So for `PROSE_WORDS`."""
UNENDED_LETTERS = 40
"""Letters from which a line of a script without stops is a sentence rather than a headline."""
UNSPACED = re.compile(f"[{UNSPACED_RANGES}]")
"""A letter of a script that writes words without spaces."""


class Kinds(NamedTuple):
    """What each of some texts is by itself."""

    spaces: list[int]
    """Spaces in each: its words, less one."""
    held: list[int]
    """The classes of characters that each has, as bits (`clean.letters`)."""
    ended: list[bool]
    """`ends_sentence`."""
    invites: list[bool]
    """`is_teaser_end`."""
    sentence: list[bool]
    """`is_sentence`."""
    prose: list[bool]
    """`is_prose`."""
    stamp: list[bool]
    """`is_stamp`."""
    comment_head: list[bool]
    """`is_comment_head`."""
    comment_tool: list[bool]
    """`is_comment_tool`."""


def find_kinds(texts: Sequence[str]) -> Kinds:
    """What each text is, all told at once: the functions of these names are asked only where its characters leave it open."""
    if not texts:
        return Kinds(*([] for _ in Kinds._fields))
    letters = read_letters(texts)
    held, first, last = letters.held, letters.first, letters.last
    spaces, unspaced, lengths = letters.count(SPACE), letters.count(CONTINUOUS), letters.lengths
    open_ended = (last & STOP == 0) & (((last & (CLOSE | STOPLESS)) | (held & SIGNING)) != 0)
    ended = (last & STOP != 0) | _ask(ends_sentence, texts, open_ended)
    invites = _ask(is_teaser_end, texts, last & INVITING != 0)
    bracketed = np.array([text[-1:] == ")" for text in texts]) & (first & BRACKET != 0)
    sentence = ((spaces >= SENTENCE_WORDS - 1) | (unspaced >= SENTENCE_LETTERS)) & (ended | bracketed) & ~invites
    prose = ((spaces >= PROSE_WORDS - 1) | (unspaced >= PROSE_LETTERS)) & ended & ~invites
    digit = held & DIGIT != 0
    worded = ~digit & (spaces > 0) & (lengths <= AGO_LENGTH)
    stamp = _ask(is_stamp, texts, worded | (digit & (lengths <= STAMP_LENGTH)))
    said = (held & COLON != 0) | letters.find(" by ") | letters.find(" reply") | letters.find(" ago)")
    head = _ask(is_comment_head, texts, said & (lengths <= HEAD_LENGTH))
    tool = _ask(is_comment_tool, texts, np.array([text[:4].casefold() in _TOOL_STARTS for text in texts]))
    found = (spaces, held, ended, invites, sentence, prose, stamp, head, tool)
    return Kinds(*(values.tolist() for values in found))


def _ask(question: Callable[[str], bool], texts: Sequence[str], asked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The answers to a question about those of the texts that are asked; of the others, no."""
    answers = np.zeros(len(texts), dtype=np.bool_)
    for k in np.flatnonzero(asked).tolist():
        answers[k] = question(texts[k])
    return answers


def is_debris(text: str) -> bool:
    """Whether a long line is made of punctuation rather than of words: markup's remains, or a drawing; or of a record's hours."""
    if text.count(":") >= RECORDED and len(_HOURS.findall(text)) >= RECORDED:
        return True
    return len(text) > DEBRIS_LENGTH and len(_MARKS.findall(text)) > DEBRIS_SHARE * (len(text) - text.count(" "))


RECORDED = 3
_HOURS = re.compile(r"\d{4}[/-]\d\d[/-]\d\d[ T]\d\d:\d\d:\d\d")
DEBRIS_LENGTH = 400
"""Characters below which a line may be odd and still be somebody's words."""
DEBRIS_SHARE = 0.5
"""Share of ASCII punctuation among the characters; prose has about a twentieth."""
_MARKS = re.compile(r"[!-/:-@\[-`{-~]")


def is_teaser_end(text: str) -> bool:
    """Whether the line ends with an invitation to read on elsewhere ("More", "Read more »"); "asked for more." is none."""
    tail = text[-40:].rstrip(" .…»>→")
    if tail[-1:] not in _TEASER_LETTERS:
        return False
    words = tail.casefold().rsplit(" ", 2)
    if words[-1] not in _TEASER_ENDS:
        return tuple(words[-2:]) in _TEASER_PAIRS
    stopped = text[-1] == "." and text[-2:-1] != "." and tail[-len(words[-1])].islower()
    return (
        not stopped
        or len(words) == 1
        or words[-2] in _BEFORE_MORE
        or tail.endswith((" here for more", " here for details"))
    )


def ends_sentence(text: str) -> bool:
    """Whether the line ends as a sentence does: a stop, a colon, or a closed quotation; Thai and Lao have no stops."""
    last = text[-1:]
    if last in STOPS:
        return last != ""
    if last in CLOSING:
        bare = text[-12:].rstrip(CLOSING)
        quoted = (
            last in "」』" and len(UNSPACED.findall(text)) >= UNENDED_LETTERS
        )  # no stop before the mark in Japanese
        if bare[-1:] in _WITHIN or (last in '"”' and text[0] in '"“') or quoted:
            return True
    if "\u0e00" <= last <= "\u0eff":
        return len(UNSPACED.findall(text)) >= UNENDED_LETTERS
    end = text[-60:]
    return ("- " in end or "—" in end or "–" in end or "[" in end) and _SIGNED.search(end) is not None


_SIGNED = re.compile(
    r"[.!?][\"”']?\s(?:(?:--?|[–—])\s?[A-ZÀ-ÖØ-Þ][\w.’' ]{1,40}|\[(?:MUSIC|APPLAUSE|LAUGHTER|END)\]|\[[A-ZÀ-ÖØ-Þ][\w.’']*(?: [A-ZÀ-ÖØ-Þ][\w.’']*)+\])$"
)
"""A sentence with its writer's name behind it, after a dash or in brackets, as of a review."""
