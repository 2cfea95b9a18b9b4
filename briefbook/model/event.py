"""Dated statements and quotations."""

from dataclasses import dataclass
from enum import StrEnum

from briefbook.model.article import Passage
from briefbook.model.text import Slug
from briefbook.model.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A temporal expression in the text and the days it means."""

    passage: Passage
    surface: str
    when: When | None
    """None when it names no calendar date, or cannot be resolved."""
    timex: str
    """TIMEX3 value ("2013-04-23", "P3D", "PRESENT_REF")."""
    timex_type: str = "DATE"
    """DATE, TIME, DURATION or SET."""
    basis: str = ""
    """For a reader: how it was resolved."""
    since: bool = False
    """An open interval that begins with the date ("since May")."""
    quoted: bool = False
    """Inside somebody's words: relative expressions there do not count from the publication date."""
    cue: str = ""
    """What the words around say of its time: "", "past" or "future"."""


class EventStatus(StrEnum):
    """What kind of statement a chronology entry is."""

    OCCURRED = "occurred"
    PLANNED = "planned"
    SINCE = "since"
    SAID = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated statement of the sources, in their own words."""

    id: str
    """Stable across rebuilds: made of the article, the date and the sentence."""
    when: When | None
    """None for an entry whose date cannot be told."""
    status: EventStatus
    expression: str
    """The date as printed, or empty for a dateline or an editor's entry."""
    basis: str
    """For a reader: how the date is known."""
    passages: tuple[Passage, ...]
    """The sentences, the leading one first; verbatim."""
    people: tuple[Slug, ...] = ()
    places: tuple[Slug, ...] = ()
    organisations: tuple[Slug, ...] = ()
    doubtful: str = ""
    """For a reader: what is not certain, or empty."""
    related: tuple[tuple[str, str], ...] = ()
    """Other entries, as (relation, id): ("happened", …), ("planned", …), ("differs", …)."""
    joined: tuple[str, ...] = ()
    """Ids of the other accounts that were joined to this one; rulings may go on naming them."""
    editor: str = ""
    """The editor's own words for it, signed as such; the sentences stay."""
    pinned: bool = False
    weight: int = 0
    """Rank in a long book: distinct articles that mention the date after the day, then mentions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Somebody's words as the source prints them."""

    id: str
    passages: tuple[Passage, ...]
    """The pieces in order, without quotation marks; a quotation may be interrupted or run over paragraphs."""
    speaker: Slug | None
    """A person, or None: left open."""
    speaker_surface: str
    """As printed ("the senior official"), or empty."""
    reason: str
    """For a reader: the words that attribute it, or why it stays open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A question on which accounts differ, as the editor put it."""

    question: str
    events: tuple[str, ...]
    """Ids of the entries that answer it, in the order of the chronology."""
    note: str = ""
    """The editor's own words on it, or empty."""
