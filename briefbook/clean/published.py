"""The date of publication, its bounds, and how it is known."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from briefbook.clean.bounds import Bound, dateline_day, infer_published, spell
from briefbook.clean.dates import (
    DATE,
    LABEL_LENGTH,
    Order,
    find_dates,
    is_date_line,
    read_date,
)
from briefbook.clean.kinds import is_stamp
from briefbook.model.article import Certainty, Published
from briefbook.model.when import Precision, day, interval, parse_when

_PUBLISHED_LABEL = re.compile(
    r"\b(?:published|posted|publication date|date published|date created|first published|issued|released"
    r"|publiée?|veröffentlicht|publicado|pubblicato|опубликовано|opublikowano|publikováno|publicerad|publisert|publiceret|gepubliceerd"
    r"|julkaistu|yayınlanma|تاريخ النشر|نُشر|नشر)\b|发布|公開|기사입력|입력",
    re.IGNORECASE,
)
_UPDATED_ELSEWHERE = (
    "aktualisiert|actualizado|aggiornato|atualizado|modifié|обновлено|оновлено|zaktualizowano|aktualizacja|aktualizováno|bijgewerkt|uppdaterad"
    "|opdateret|oppdatert|päivitetty|güncelleme|güncellenme|diperbarui|cập nhật|atjaunots|آخر تحديث|기사수정|수정|最終更新|最后更新|最後更新"
)
_UPDATED_LABEL = re.compile(
    rf"\b(?:updated?|modified|revised|reviewed|edited|mise? à jour|{_UPDATED_ELSEWHERE})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateEvidence:
    """What on a page speaks of the day it appeared."""

    header: Sequence[str] = ()
    """Lines by the headline and byline, in order."""
    above: Sequence[str] = ()
    """Lines right above the headline; they count where they bear one date only."""
    tail: Sequence[str] = ()
    """Lines after the story, in order; only those that say "published" count."""
    captions: Sequence[str] = ()
    comments: Sequence[str] = ()
    """Lines of the comment section."""
    lead: Sequence[str] = ()
    """The first paragraphs."""
    dateline: str | None = None
    stated: str | None = None
    """EDTF that a person wrote beside the clipping."""
    metadata: str | None = None
    """ISO date of the page's metadata, already judged trustworthy."""
    address: str | None = None
    """Of the page, as it states it; many have the day in them ("/2014/12/16/")."""
    accessed: str | None = None
    """ISO day, or day and time, when the page was saved: what "3 hours ago" counts from, and a bound from above."""
    order: Order | None = None
    """How the page writes numeric dates."""


def find_published(evidence: DateEvidence) -> Published:
    """The date of publication by the best evidence there is, and the last day the page says it was changed.

    Order: what a person stated; the page's own metadata; the date printed by the byline, or with its year in the dateline; else bounds from captions (from below)
    and readers' comments (from above), inside which a weekday in the lead picks the day.
    """
    published = _find_published(evidence)
    when = published.when
    if when is None or when.precision is not Precision.DAY:
        return published
    changes = [
        value
        for value in find_updates([*evidence.header, *evidence.above, *evidence.tail], evidence.order)
        if value > when.start
    ]
    return replace(published, updated=max(changes, default=None))


def _find_published(evidence: DateEvidence) -> Published:
    if evidence.stated:
        when = parse_when(evidence.stated)
        if when is not None:
            return Published(when=when, basis="stated in the file beside the clipping", certainty=Certainty.EXACT)
    latest = _earliest_comment(evidence.comments, evidence.order)
    printed = _find_printed(evidence, latest)
    addressed = _read_address(evidence.address, latest)
    if evidence.metadata:
        when = parse_when(evidence.metadata)
        if when is not None and (latest is None or _is_before(when.start, latest)):
            if printed and _is_nearer(printed, when.start, addressed):
                return printed
            if printed and when.precision is Precision.DAY and _contradicts(printed, when.start, addressed):
                basis = f"{printed.basis}; the page's metadata say {spell(when.start)}"
                return replace(printed, basis=basis, certainty=Certainty.INFERRED)
            return Published(when=when, basis="stated in the page's metadata", certainty=Certainty.EXACT)
    if printed and printed.certainty is not Certainty.BOUNDED:
        return printed
    if addressed and (printed is None or printed.when is None or addressed in {printed.when.start, printed.when.end}):
        return Published(when=day(addressed), basis="the day in the page's address", certainty=Certainty.INFERRED)
    return _settle(printed, evidence) or printed or _infer(evidence, latest)


def _is_nearer(printed: Published, stated: date, addressed: date | None) -> bool:
    """Whether the day printed by the byline is to be believed rather than the metadata's.

    It is where the page's address has it, and where it is the day before: metadata often count in universal time.
    """
    if printed.certainty is not Certainty.EXACT or printed.basis != BY_BYLINE or printed.when is None:
        return False
    found = printed.when.start
    return found != stated and (found == addressed or (addressed != stated and stated - found == timedelta(days=1)))


def _contradicts(printed: Published, stated: date, addressed: date | None) -> bool:
    """Whether the day by the byline and the metadata's are days apart, and the address is not for the metadata.

    The page's own words then go first: metadata are as often the day of a template, of a move or of an update.
    """
    if printed.certainty is not Certainty.EXACT or printed.basis != BY_BYLINE or printed.when is None:
        return False
    return addressed != stated and abs((printed.when.start - stated).days) > 1


def _read_address(address: str | None, latest: Bound | None) -> date | None:
    """The day in a page's address; None where it has none, or one that cannot be."""
    match = _DAY_IN_ADDRESS.search(address or "")
    if match is None:
        return None
    try:
        found = date(*map(int, match.groups()))
    except ValueError:
        return None
    return found if latest is None or _is_before(found, latest) else None


def _settle(printed: Published | None, evidence: DateEvidence) -> Published | None:
    """Of two days that a printed date may mean, the one whose month the page's address has, or that the dateline's day leads to."""
    if printed is None or printed.when is None:
        return None
    both = {printed.when.start, printed.when.end}
    match = _MONTH_IN_ADDRESS.search(evidence.address or "")
    in_address = [value for value in both if match and (value.year, value.month) == (int(match[1]), int(match[2]))]
    in_dateline = [value for value in both if dateline_day(evidence.dateline, value, value)]
    for days, why in ((in_address, "the page's address has the month"), (in_dateline, "the dateline has the day")):
        if len(days) == 1:
            return Published(when=day(days[0]), basis=f"{printed.basis}; {why}", certainty=Certainty.INFERRED)
    return None


BY_BYLINE = "printed by the byline"
_DAY_IN_ADDRESS = re.compile(r"//[^/]+/(?:.*?/)??((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/_-])")
_MONTH_IN_ADDRESS = re.compile(r"//[^/]+/(?:.*?/)??((?:19|20)\d\d)[/-](\d\d?)(?=[/_-])")


def _part(texts: Iterable[str]) -> list[str]:
    """The lines with a space where a page's markup alone had parted words ("2022Updated"), and the pieces of a row of labels.

    A label on a line of its own ("Updated:") is joined to the date below it.
    """
    parted: list[str] = []
    label = ""
    for text in texts:
        pieces = text.split(" • ") if text.count(" • ") >= ROW else (text,)
        parted += [
            label + (_FUSED.sub(" ", piece) if len(piece) <= LABEL_LENGTH and _DIGIT.search(piece) else piece)
            for piece in pieces
        ]
        label = f"{text} " if _LABEL_ALONE.fullmatch(text) else ""
    return parted


ROW = 2
"""Bullets in a line from which on it is a row of labels ("Brief • Lifestyle • May 3, 2014")."""


_DIGIT = re.compile(r"\d")
_LABEL_ALONE = re.compile(
    r"(?:last |first |originally )?(?:updated?|modified|revised|published|posted|created|original)(?: on| at)?\s?:?",
    re.IGNORECASE,
)
_FUSED = re.compile(r"(?<=\d)(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])|(?<=[a-z])(?=\d{4}-\d\d-\d\d)")


def _find_printed(evidence: DateEvidence, latest: Bound | None) -> Published | None:
    changed = False
    either: Published | None = None
    for text in _part(evidence.header):
        if not is_date_line(text, either=True):
            continue
        for piece in _UPDATES.split(text):
            dates = find_dates(piece, evidence.order)
            if _is_update(piece):
                changed = changed or bool(dates)
            elif dates and _is_before(dates[0], latest):
                return Published(when=day(dates[0]), basis=BY_BYLINE, certainty=Certainty.EXACT)
            elif not dates:
                either = either or _read_either(piece, latest)
    if either:
        return either
    lines = _part(evidence.above)
    above = {
        value
        for text in lines
        if is_date_line(text, either=True) and not _is_masthead(text) and not _is_update(text)
        for value in find_dates(text, evidence.order)
    }
    if len(above) == 1 and not changed and _is_before(value := above.pop(), latest):
        return Published(when=day(value), basis="printed above the headline", certainty=Certainty.EXACT)
    for text in _part(evidence.tail):
        if len(text) > LABEL_LENGTH:
            continue
        dates = find_dates(text, evidence.order)
        if dates and _PUBLISHED_LABEL.search(text) and is_date_line(text):
            return Published(when=day(dates[0]), basis="printed below the story", certainty=Certainty.EXACT)
    reported = find_dates(evidence.dateline or "", evidence.order)
    if reported and _is_before(reported[0], latest):
        return Published(when=day(reported[0]), basis="printed in the dateline", certainty=Certainty.EXACT)
    return _find_relative(evidence)


_UPDATES = re.compile(
    rf"(?i)(?=\b(?:last |latest )?(?:updated?|modified|revised|edited|mise? à jour|{_UPDATED_ELSEWHERE})\b)"
)


def _is_update(text: str) -> bool:
    """Whether the line dates a change of the page and not its publication."""
    return _UPDATED_LABEL.search(text) is not None and _PUBLISHED_LABEL.search(text) is None


def _is_before(value: date, latest: Bound | None) -> bool:
    return latest is None or value <= latest.value + timedelta(days=1)  # a reader may write from a day ahead


def _read_either(text: str, latest: Bound | None) -> Published | None:
    """The span of the two days that a printed date may mean, or the one of them that can be."""
    for match in DATE.finditer(text):
        days = sorted(value for value in read_date(match) if _is_before(value, latest))
        if len(days) > 1:
            basis = f"printed by the byline as {match[0]}, which may begin with the day or the month"
            return Published(when=interval(days[0], days[-1], one_of=True), basis=basis, certainty=Certainty.BOUNDED)
        if days:
            basis = f"printed by the byline as {match[0]}; the other reading is later than the bound from above"
            return Published(when=day(days[0]), basis=basis, certainty=Certainty.INFERRED)
    return None


def _find_relative(evidence: DateEvidence) -> Published | None:
    """The day that "3 hours ago" by the headline means, counted from when the page was saved; None where that is not known."""
    saved = _read_moment(evidence.accessed)
    if saved is None:
        return None
    for text in evidence.header:
        match = _AGO.search(text) if len(text) <= AGO_LENGTH else None
        if match is None or _is_update(text):
            continue
        number = int(match["number"]) if match["number"].isdecimal() else 1
        shortest, longest = (
            timedelta(minutes=minutes * n)
            for minutes, n in zip(_UNITS[match["unit"].lower()[0:2]], (number, number + 1), strict=True)
        )
        timed = "T" in (evidence.accessed or "") and longest <= timedelta(days=1)
        first, last = (saved - longest).date(), (saved - shortest).date()
        if timed and (saved - longest).date() == last:
            first = last
        elif longest <= timedelta(days=1):
            first, last = saved.date() - timedelta(days=1), saved.date()
        basis = f"“{match[0]}” when the page was saved, {spell(saved.date())}"
        if first == last:
            return Published(when=day(last), basis=basis, certainty=Certainty.INFERRED)
        return Published(when=interval(first, last, one_of=True), basis=basis, certainty=Certainty.BOUNDED)
    return None


AGO_LENGTH = 60
"""Characters above which a line that says "ago" is prose."""
_AGO = re.compile(
    r"\b(?P<number>\d{1,3}|an?|one) (?P<unit>minute|min|hour|hr|day|week|month|year|yr)s?(?:,? \d{1,2} min(?:ute)?s?)? ago\b",
    re.IGNORECASE,
)
_HOUR, _DAY = 60, 24 * 60
_UNITS = {
    "mi": (1, 1), "ho": (_HOUR, _HOUR), "hr": (_HOUR, _HOUR), "da": (_DAY, _DAY), "we": (7 * _DAY, 7 * _DAY), "mo": (28 * _DAY, 31 * _DAY),
    "ye": (365 * _DAY, 366 * _DAY), "yr": (365 * _DAY, 366 * _DAY),
}  # fmt: skip
"""Minutes of a unit by its first letters: the fewest and the most."""


def _read_moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        return None


def _is_masthead(text: str) -> bool:
    """Whether a line is a day of the week with its date and no time: the day a newspaper's page was looked at."""
    return _MASTHEAD.match(text) is not None and not re.search(r"\d[:.]\d\d", text)


_MASTHEAD = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", re.IGNORECASE)


def _earliest_comment(comments: Iterable[str], order: Order | None) -> Bound | None:
    """The minimum over all comments: threads are not in order of time."""
    dates = [value for text in comments if is_stamp(text) or is_date_line(text) for value in find_dates(text, order)]
    return Bound(value, "the earliest reader comment") if (value := min(dates, default=None)) else None


def find_updates(texts: Iterable[str], order: Order | None) -> list[date]:
    """The days on which lines by the headline or below the story say the page was changed."""
    return [
        value
        for text in _part(texts)
        if is_date_line(text)
        for piece in _UPDATES.split(text)
        if _is_update(piece)
        for value in find_dates(piece, order)
    ]


def _earliest_update(evidence: DateEvidence) -> Bound | None:
    """The earliest day by the headline on which the page says it was changed: it was there by then."""
    dates = find_updates([*evidence.header, *evidence.above], evidence.order)
    return Bound(value, "the last update") if (value := min(dates, default=None)) else None


def _infer(evidence: DateEvidence, comment: Bound | None) -> Published:
    """What the bounds leave, the earlier of a comment's and an update's from above."""
    latest = min(filter(None, (comment, _earliest_update(evidence))), key=lambda bound: bound.value, default=None)
    moment = _read_moment(evidence.accessed)
    return infer_published(
        evidence.captions,
        evidence.lead,
        evidence.dateline,
        latest=latest,
        saved=moment.date() if moment else None,
        order=evidence.order,
    )
