"""Dates, counts and kinds in a reader's words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from briefbook.annotate.gazetteer import place_by_code
from briefbook.model.article import Change, Published, Reason
from briefbook.model.diagnostics import Severity
from briefbook.model.entity import Entity, EntityKind, PlaceKind
from briefbook.model.event import EventStatus
from briefbook.model.when import MONTHS, OPEN_END, OPEN_START, Precision, When

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}
_QUARTERS = ("first", "second", "third", "fourth")

KIND_NAMES = {
    EntityKind.PERSON: ("person", "people", "People"),
    EntityKind.PLACE: ("place", "places", "Places"),
    EntityKind.ORGANISATION: ("organisation", "organisations", "Organisations"),
}
"""One, many, and as a heading."""

STATUS_NAMES = {
    EventStatus.OCCURRED: "happened",
    EventStatus.SAID: "said",
    EventStatus.PLANNED: "planned",
    EventStatus.SINCE: "since",
}

PLACE_KINDS = {
    PlaceKind.COUNTRY: "country",
    PlaceKind.REGION: "region",
    PlaceKind.CITY: "city or town",
    PlaceKind.AREA: "area",
    PlaceKind.OTHER: "place",
}

REASON_NAMES = {
    Reason.SECTION: "section",
    Reason.TITLE: "headline",
    Reason.BYLINE: "byline",
    Reason.DATELINE: "dateline",
    Reason.CAPTION: "caption",
    Reason.BODY: "text",
    Reason.SUBHEAD: "subhead",
    Reason.DUPLICATE_CAPTION: "caption repeated",
    Reason.TEASERS: "links to other stories",
    Reason.COMMENTS: "readers’ comments",
    Reason.SIDEBAR: "matter from beside the story",
    Reason.WIDGET: "buttons and players",
    Reason.NAV: "navigation",
    Reason.BOILERPLATE: "standing matter",
}

SEVERITY_NAMES = {Severity.ERROR: "wrong", Severity.WARNING: "open", Severity.NOTE: "note"}


def say_day(value: date, *, weekday: bool = False, year: bool = True) -> str:
    """23 April 2013; with its weekday, without its year."""
    text = f"{value.day} {MONTHS[value.month - 1]}"
    text = f"{text} {value.year}" if year else text
    return f"{WEEKDAYS[value.weekday()]} {text}" if weekday else text


def say_provenance(published: Published) -> str:
    """How a day of publication is known, and the day of the last change: "printed by the byline; updated 13 September 2013"."""
    updated = f"updated {say_day(published.updated)}" if published.updated else ""
    return "; ".join(filter(None, (published.basis, updated)))


@lru_cache(maxsize=1 << 14)
def say_when(when: When, *, weekday: bool = False) -> str:
    """The days at their precision: "April 2013", "22–23 June 2013", "about 1990", "since 5 May 2012"."""
    text = say_part(when.part, _say(when, weekday=weekday)) if when.end != OPEN_END else _say(when, weekday=weekday)
    if when.approximate:
        text = f"about {text}"
    return f"probably {text}" if when.uncertain else text


def _say(when: When, *, weekday: bool) -> str:
    start, end = when.start, when.end
    if start == OPEN_START and end == OPEN_END:
        return "at a time not known"
    if start == OPEN_START:
        return f"{'not after' if when.one_of else 'until'} {_say_end(end, when.end_unit)}"
    if end == OPEN_END:
        first = say_part(when.part, _say_end(start, when.start_unit))
        return f"{'not before' if when.one_of else 'since'} {first}"
    match when.precision:
        case Precision.DAY if start == end:
            return say_day(start, weekday=weekday)
        case Precision.MONTH:
            return f"{MONTHS[start.month - 1]} {start.year}"
        case Precision.SEASON if start.month in _SEASONS:
            years = str(start.year) if start.year == end.year else f"{start.year}–{end.year % 100:02}"
            return f"{_SEASONS[start.month]} {years}"
        case Precision.QUARTER:
            return f"{_QUARTERS[(start.month - 1) // 3]} quarter of {start.year}"
        case Precision.YEAR:
            return str(start.year)
        case Precision.DECADE:
            return f"the {start.year}s"
        case Precision.CENTURY:
            return f"{start.year}–{end.year}"
        case Precision.WEEK:
            return f"week of {_say_range(start, end)}"
        case Precision.WEEKEND:
            return f"weekend of {_say_range(start, end)}"
        case _:
            pass
    if start == end:
        return say_day(start, weekday=weekday)
    if when.one_of:
        if (end - start).days == 1:
            same = (start.year, start.month) == (end.year, end.month)
            return f"{start.day} or {say_day(end)}" if same else f"{say_day(start)} or {say_day(end)}"
        return f"between {say_day(start, year=start.year != end.year)} and {say_day(end)}"
    if Precision.DAY in {when.start_unit, when.end_unit} or when.precision is not Precision.INTERVAL:
        return _say_range(start, end)
    return f"{_say_end(start, when.start_unit)} – {_say_end(end, when.end_unit)}"


def say_part(part: str, whole: str) -> str:
    """Early 2014, mid-May 2013, the late 1980s, the end of 2012."""
    if not part:
        return whole
    if part.endswith(" of"):
        return f"the {part} {whole}"
    article = "the " if whole.startswith("the ") else ""
    return f"{article}{part}{'-' if part == 'mid' else ' '}{whole.removeprefix('the ')}"


def _say_end(value: date, unit: Precision) -> str:
    if unit is Precision.DECADE:
        return f"the {value.year}s"
    if unit is Precision.YEAR:
        return str(value.year)
    return f"{MONTHS[value.month - 1]} {value.year}" if unit is Precision.MONTH else say_day(value)


def _say_range(start: date, end: date) -> str:
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{say_day(end)}"
    return f"{say_day(start, year=start.year != end.year)} – {say_day(end)}"


def say_heading(when: When) -> str:
    """As an entry under the head of its month: "Thu 12 September", "22–23 June", "September"."""
    if when.start == when.end:
        return f"{WEEKDAYS[when.start.weekday()][:3]} {say_day(when.start, year=False)}"
    text = say_when(when)
    tail = f" {when.start.year}"
    if text.endswith(f" of{tail}") and when.precision is Precision.YEAR:
        return f"{text.removesuffix(tail)} the year"
    return text.removesuffix(tail) if when.start.year == when.end.year and text != tail.strip() else text


def html_datetime(when: When) -> str:
    """The value an HTML `time` element may have, or empty: it knows days, months and years, nothing wider.

    Source: HTML Living Standard, 4.5.14, the time element.
    """
    if when.approximate or when.uncertain or when.one_of or when.start == OPEN_START or when.end == OPEN_END:
        return ""
    if when.start == when.end:
        return when.start.isoformat()
    if when.precision is Precision.MONTH:
        return when.start.isoformat()[:7]
    return f"{when.start.year:04}" if when.precision is Precision.YEAR else ""


def say_period(whens: Sequence[When]) -> str:
    """The months the days span: "December 2012 – December 2016"; empty for none."""
    starts = [w.start for w in whens if w.start != OPEN_START]
    ends = [w.end for w in whens if w.end != OPEN_END]
    if not starts or not ends:
        return ""
    first, last = min(starts), max(ends)
    if (first.year, first.month) == (last.year, last.month):
        return f"{MONTHS[first.month - 1]} {first.year}"
    left = MONTHS[first.month - 1] if first.year == last.year else f"{MONTHS[first.month - 1]} {first.year}"
    return f"{left} – {MONTHS[last.month - 1]} {last.year}"


def say_month(month: str) -> str:
    """May 2013 for 2013-05, 2013 for 2013."""
    return f"{MONTHS[int(month[5:]) - 1]} {int(month[:4])}" if len(month) > 4 else str(int(month))


def name_month(month: str) -> tuple[str, str]:
    """What a month is called in a list of months, and the year it is listed under, with which it ends."""
    year = say_month(month[:4])
    return (say_month(month) if len(month) > 4 else f"no month {year}"), year


def count(number: int, one: str, many: str = "") -> str:
    """1 document, 1,138 documents."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def say_changes(changes: Sequence[Change]) -> str:
    """What the editor changed of a document: headline, date and 2 passages."""
    passages = sum(not change.field for change in changes)
    return join([*(c.field for c in changes if c.field), *([count(passages, "passage")] if passages else [])])


def name_clipping(seed: PurePosixPath) -> str:
    """The name of a clipping's file; of one out of several in a file, that file's before it (`radio.warc/00001.html`)."""
    return f"{seed.parent.name}/{seed.name}" if seed.parent.suffix else seed.name


def join(words: Sequence[str], last: str = "and") -> str:
    """A, B and C."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def name_countries(entities: Iterable[Entity]) -> dict[str, str]:
    """The names of the countries the book speaks of, by ISO code."""
    return {
        e.geography.country: e.name
        for e in entities
        if e.geography and e.geography.country and e.geography.kind is PlaceKind.COUNTRY
    }


def say_country(entity: Entity, countries: Mapping[str, str]) -> str:
    """The country a place lies in: as the book calls it, else as the gazetteer does; empty for a country itself."""
    place = entity.geography
    if not place or not place.country or place.kind is PlaceKind.COUNTRY:
        return ""
    return countries.get(place.country) or place_by_code("country", place.country) or place.country


_PRONOUNS = frozenset("he she it they we i who one".split())


def say_speaker(surface: str) -> str:
    """What a source calls somebody who is quoted and not known; empty where it is a mere "he", which names nobody."""
    return "" if surface.lower() in _PRONOUNS else surface
