"""What stands below a story's last words and speaks of its author rather than of its subject; with it the story ends."""

import re
from collections.abc import Sequence

from briefbook.clean.byline import BY, read_byline
from briefbook.clean.lines import Line

NOTES = 4
"""Lines in a row that may say who the authors are."""
NOTE_LENGTH = 600
"""Characters of the longest of them."""
BELOW = 12
"""Lines below such notes that may be headlines of other stories, or another box."""
BELOW_PROSE = 1
"""Paragraphs among them; with more of them the notes stand within the text."""

_AUTHOR_NOTE = re.compile(
    r"(?:(?:Dr|Prof|Professor|Sir)\.? )?(?P<name>[A-ZÀ-ÖØ-Þ][\w’'-]+(?: [A-ZÀ-ÖØ-Þ](?:[\w’'-]+|\.))* [A-ZÀ-ÖØ-Þ][\w’'-]+)"
    r"(?: \([^()]{2,60}\))?(?:,? [^,.]{2,60},)? (?:is|was|has|are|covers|writes|reports|joined|lives|teaches|works|serves|served|directs|edits|leads|holds)\b"
)
_TRADE = re.compile(
    r"^[^.]{0,160}\b(?:writer|reporter|journalist|editor|correspondent|columnist|author|contributor|blogger|fellow|lecturer|freelancer"
    r"|professor|researcher|producer|founder|consultant|economist|analyst|historian|novelist|photographer|strategist|attorney|covers|writes|reports|edits)\b",
    re.IGNORECASE,
)
_BY_SURNAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sir)\.? )?(?P<name>[A-ZÀ-ÖØ-Þ][\w’'-]+)(?:, [^,.]{2,80},)? (?:is|was) "
)
_REACHED = re.compile(
    r"[A-ZÀ-ÖØ-Þ][^.!?]{2,60}? (?:can|may) be (?:reached|contacted|followed)\b|[A-ZÀ-ÖØ-Þ][^.!?]{2,60}? is on (?:Twitter|Facebook|Instagram|Mastodon|LinkedIn) (?:at|as)\b"
    r"|\(?(?:You can )?(?:[Ff]ollow|FOLLOW|[Rr]each|[Ee]-?mail|[Cc]ontact) (?:the (?:author|reporter|writer)s?\b|(?:him|her|me|them|us|[A-ZÀ-ÖØ-Þ@][^.!?]{1,60}?) (?:on|at|via) )"
    r"|(?:This|The) (?:article|story|post|piece|report|column) (?:(?:was|is|has) )?(?:originally|first|also) (?:appeared|published|posted|ran|appears) (?:on|in|at|by)\b"
    r"|To contact the (?:reporter|editor|author|writer)s?\b|Follow @?[A-Z][\w.]+(?: [A-Z][\w.]+){0,2}$"
)
_ELSEWHERE = re.compile(
    r"(?:To (?:listen|read|see|watch|view|hear|learn|find|get|order|buy|subscribe)|For (?:the|more|a|further)|Read|See|Watch|Listen|Click|Find|Get)\b"
    r"(?:.*\b(?:click here|subscribe (?:now|today|here)|sign up (?:now|today|here)|here)\b)[^.!?]{0,60}[.!]?$"
)
"""A last line that sends its reader elsewhere ("To listen to the whole interview, click here.")."""
_ASKED = re.compile(
    r"(?:Would you like|Do you want|Want|Interested in|Got|Have (?:a|an|any)) [^?.!]{3,80}\?.*\b(?:[Jj]oin|[Ss]ign up|[Ss]ubscribe|[Aa]pply|[Ee]-?mail|[Ww]rite to|[Cc]lick|[Cc]ontact|[Cc]all)\b"
    r"|If you have (?:a|an|any) (?:question|comment|tip|suggestion)s?\b.*\b(?:[Ee]-?mail|[Ww]rite|[Cc]ontact|[Cc]all|submit|send)\b"
    r"|[\"“]?(?:Questions|Comments|Suggestions|Tips)\?.*\b(?:[Ee]-?mail|[Ww]rite|[Cc]ontact|[Cc]all)\b"
)
"""An invitation that asks its reader first ("Would you like to be part of the team? Join …")."""
_FOLLOW = re.compile(r"\b[Ff]ollow (?:him|her|me|them|us) (?:on|at|via) \w+")


def tells_author(text: str, name: str) -> bool:
    """Whether a line tells of one who bears a name that he writes, edits, teaches or the like ("Ann Holt is a writer in Vik.")."""
    if len(text) > NOTE_LENGTH or not text.startswith(name):
        return False
    match = _AUTHOR_NOTE.match(text)
    return match is not None and match["name"] in {name, name.removeprefix("Dr. ")} and _TRADE.search(text) is not None


def find_notes(lines: Sequence[Line], story: Sequence[int], authors: Sequence[str]) -> frozenset[int]:
    """Of a story's lines, by index, those at its end that say who wrote it or how to reach them; what stands below is none of it.

    Such a line begins with an author's name; or with a name that the story has nowhere else, though it says that its bearer
    writes, edits or teaches; or it says where to follow or to write to somebody, or where to read on.
    """
    for at in range(len(story) - 1, max(len(story) - 1 - BELOW, 0), -1):
        if sum(lines[i].prose for i in story[at + 1 :]) > BELOW_PROSE:
            break
        if not _is_note(lines, story[:at], lines[story[at]].text, authors):
            continue
        first = at
        while first > 1 and at - first < NOTES - 1:
            text = lines[story[first - 1]].text
            if text in authors or _is_note(lines, story[: first - 1], text, authors):
                first -= 1
            elif first > 2 and text.count(" ") < ASIDE_WORDS and _ASKED.match(lines[story[first - 2]].text):
                first -= 2
            else:
                break
        return frozenset(story[first : at + 1])
    last = lines[story[-1]].text if len(story) > 1 else ""
    sent = last.count(" ") < ELSEWHERE_WORDS and _ELSEWHERE.match(last)
    return frozenset(story[-1:] if sent else ())


ASIDE_WORDS = 14
"""Words that a line between two such notes may have."""
ELSEWHERE_WORDS = 24
"""Most words of a line that sends its reader elsewhere."""


def _is_note(lines: Sequence[Line], above: Sequence[int], text: str, authors: Sequence[str]) -> bool:
    if len(text) > NOTE_LENGTH:
        return False
    if _REACHED.match(text) or any(
        text.startswith(f"{name} ") and (_TRADE.search(text) or text[len(name) + 1] == "@") for name in authors
    ):
        return True
    signed = frozenset(read_byline(text, bare=False) if authors and BY.match(text.lstrip("-–— ")) else ())
    if _ASKED.match(text) or (signed and signed <= set(authors)):
        return True
    match = _AUTHOR_NOTE.match(text)
    if match and not text.startswith("The "):  # "The Harbour Post reports that …"
        surname = match["name"].split(" ")[-1]
        return match["name"] in authors or (
            _TRADE.search(text) is not None and not any(surname in lines[j].text for j in above)
        )
    short = _BY_SURNAME.match(text)
    if short is None or not any(short["name"] in name.split(" ") for name in authors):
        return False
    return (_TRADE.search(text) or _FOLLOW.search(text)) is not None
