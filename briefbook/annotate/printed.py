"""Rules for days and months by name or figure, and for holidays."""

import re
from datetime import date

from briefbook.annotate.reading import (
    DAYNUM,
    MON,
    WDA,
    YEAR,
    YEAR_NOT_PRINTED,
    Found,
    Reading,
    any_of,
    made,
    nearest,
    relative_year,
)
from briefbook.annotate.reckoning import HOLIDAYS, full_year, holiday, real_date, timex_of
from briefbook.annotate.tenses import PAST, Cue
from briefbook.annotate.timewords import MONTHS
from briefbook.model.when import When, day, month, span

_MONTH_DAY = re.compile(
    rf"(?P<mon>{MON})(?:\s+|,\s+(?={DAYNUM},?\s+{YEAR}))(?P<d>{DAYNUM})(?![:%.]\d|%)"
    rf"(?:\s*(?P<join>-|–|—|to|through|and|or|&)\s*(?P<d2>{DAYNUM})(?![:%.,]\d|%|\s+(?:people|percent|per cent|others|million|billion)))?"
    rf"(?:,?\s+(?P<y>{YEAR})(?!-)|,?\s+(?:of\s+)?(?P<rel>last|this|next)\s+year\b)?"
)
_MONTH_SPAN = re.compile(rf"(?P<mon>{MON})\s*[-–]\s*(?P<mon2>{MON})(?:,?\s+(?P<y>{YEAR}))?")
_MONTH = re.compile(
    rf"(?P<mon>{MON})(?:(?:,|,?\s+of|\s+in)?\s+(?P<y>{YEAR})(?!-\d)|,?\s+(?:of\s+)?(?P<rel>last|this|next|the\s+same|the\s+following|the\s+previous|that)\s+year\b)?"
)
_SHARED_YEAR = re.compile(
    rf"(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?(?:\s*,\s*(?:{MON})(?:\s+\d{{1,2}})?){{0,3}},?\s+(?:and|or|to|through|until)\s+(?:{MON})(?:\s+\d{{1,2}})?,?\s+(?P<y>{YEAR})"
)
_TO_MONTH = re.compile(rf"\s+(?:to|through|until|till)\s+(?P<mon>{MON})(?!\s*,?\s*\d)")
_YEAR_OR_DAY = re.compile(r"[\s,]*\d")
_COMPANY = re.compile(
    r"\b(?:in|since|by|until|till|during|last|next|this|early|late|mid|of|from|to|and|or|between|through|before|after|for|"
    r"as of|through|the|each|every|mid-|around|about|throughout|starting|beginning|end of|to|its|their|his|her|on)[\s-]+$"
)
_NAME_AFTER = re.compile(r"\s+[A-Z][a-z]+")
_NAME_COMPANY = re.compile(
    r"\b(?:in|since|until|till|during|last|next|this|early|late|mid|through|throughout|beginning|starting|end of)[\s-]+$"
)
"""Before "April" and its like with a capital after it: the month all the same ("in April President Bush")."""
_NO_MONTH = re.compile(r"(?i)\s+(?:fools?['’]?\b|madness\b|of\s+dimes\b)|-(?:a|al|el|de|la)-")
"""After a month's name: it is part of another name."""
_GIVEN_NAME_BEFORE = re.compile(r"[a-z,;] [A-Z][a-z]+ $")
"""Before "June" and its like, in the middle of a sentence: a given name."""
_MARCH_ON = re.compile(r" on (?:the )?[A-Z]")
"""After "the March": a demonstration by its name."""
_HONORIFIC = re.compile(r"\b(?:mr|mrs|ms|dr|miss|sir|dame|judge|justice|prof|professor)\.?\s+$")


def read_month(reading: Reading, start: int) -> Found | None:
    """Reads "May 3, 2013", "June-August", "October of last year", "in June"."""
    low, text = reading.low, reading.text
    if not text[start].isupper():
        return None
    if match := _MONTH_DAY.match(low, start):
        return _month_day(reading, match, start)
    if match := _MONTH_SPAN.match(low, start):
        first, last = MONTHS[match["mon"].rstrip(".")], MONTHS[match["mon2"].rstrip(".")]
        number = int(match["y"]) if match["y"] else None
        if number is None:
            found, why, cue = _near_month(reading, start, match.end(), last)
            number = found.start.year
        when = span(month(number - (first > last), first), month(number, last))
        return Found(end=match.end(), timex=timex_of(when), when=when, basis="months as printed")
    match = _MONTH.match(low, start)
    if match is None:
        return None
    name = match["mon"].rstrip(".")
    index = MONTHS[name]
    if match["y"]:
        when = month(int(match["y"]), index)
        return Found(end=match.end("y"), timex=timex_of(when), when=when, basis="printed with its year")
    if match["rel"]:
        number = relative_year(reading, match["rel"])
        if number is None:
            return None
        when = month(number, index)
        return Found(
            end=match.end(), timex=timex_of(when), when=when, basis="year counted from publication", relative=True
        )
    if not _is_month(reading, start, match.end(), name):
        return None
    end = match.end("mon")
    if shared := _SHARED_YEAR.match(low, end):
        when = month(int(shared["y"]), index)
        return Found(end=end, timex=timex_of(when), when=when, basis="year printed with the next month")
    if low[end - 1] == "." and len(name) > 4:
        end -= 1
    if onward := _TO_MONTH.match(low, end):
        # "from March to May": one stretch, so that the first month lies before the second.
        other = MONTHS[onward["mon"].rstrip(".")]
        until, why, cue = _near_month(reading, onward.start("mon"), onward.end("mon"), other)
        when = month(until.start.year - (index > other), index)
    else:
        when, why, cue = _near_month(reading, start, end, index)
    return Found(end=end, timex=timex_of(when), when=when, basis=f"{name.capitalize()}: {why}", cue=cue, relative=False)


_MONTH_AHEAD = re.compile(
    r"\b(?:in|by|until|till|from|through|before|starting|beginning|as of|early|late|mid-?|end of|to)\s*$"
)
"""Before a month's name: a verb that looks ahead speaks of the month. "Figures for March", "the March figures" are data."""


def _near_month(reading: Reading, start: int, end: int, index: int) -> tuple[When, str, Cue]:
    number = reading.anchor.year
    ahead = _MONTH_AHEAD.search(reading.before(start)) is not None
    return nearest(reading, start, end, [month(number + offset, index) for offset in (-1, 0, 1)], look_ahead=ahead)


def _is_month(reading: Reading, start: int, end: int, name: str) -> bool:
    """Whether a month's name without a number means the month; "May", "March" and given names need company."""
    if _NO_MONTH.match(reading.low, end) or _HONORIFIC.search(reading.before(start)):
        return False
    company = _COMPANY.search(reading.before(start)) is not None
    if name in {"may", "march"}:
        if reading.text[start:end].isupper():
            return False
        if reading.before(start).endswith("the ") and _MARCH_ON.match(reading.text, end):
            return False
        following = reading.text[end : end + 2]
        return company and not (
            following[:1] == " " and following[1:].isupper() and not reading.before(start).endswith(" in ")
        )
    if len(name) <= 3 or name == "sept":
        return company or reading.low[end - 1] == "."
    if name in {"april", "june", "august"} and not _NAME_COMPANY.search(reading.before(start)):
        if _GIVEN_NAME_BEFORE.search(reading.text, max(0, start - 24), start):
            return False
        named = _NAME_AFTER.match(reading.text, end) is not None and not _YEAR_OR_DAY.match(reading.low, end)
        return not named and (company or not reading.text[start:end].isupper())
    return True


def _no_such_day(end: int) -> Found:
    """What "31 February" is: no day, and not the month either."""
    return Found(end=end, timex="XXXX-XX-XX", basis="no such day")


def _around(reading: Reading, index: int, number: int) -> list[date]:
    """That day of that month in the years around publication, as far as the next leap years where no nearer has it."""
    for reach in (1, 4):
        near = range(-reach, reach + 1)
        found = [value for offset in near if (value := real_date(reading.anchor.year + offset, index, number))]
        if found:
            return found
    return []


_YEAR_BACK = 345
"""Days from which on a past day would be printed with its year."""
_UPDATED = 14
"""Days for which pages are commonly added to."""
_EITHER = "a day soon after publication, told in an update, or one a year before: the words do not say"


_WEEKDAY_BEFORE = re.compile(rf"\b{WDA},?\s+$")


def _near_day(reading: Reading, start: int, end: int, index: int, number: int) -> Found:
    """That day of that month in the year that is meant; open where there is none, or where two are as likely.

    Of a day told as past, almost a year back by the calendar, an update may tell soon after publication. A weekday decides.
    """
    around = _around(reading, index, number)
    if not around:
        return _no_such_day(end)
    named = reading.days.get((index, number))
    if named is not None and abs((named.start - reading.anchor).days) < _YEAR_BACK:
        return Found(
            end=end,
            timex=timex_of(named),
            when=named,
            basis=f"{YEAR_NOT_PRINTED}: the day named before",
            cue=reading.cue(start, end),
        )
    found, why, cue = nearest(reading, start, end, [day(value) for value in around])
    ahead = [value for value in around if value > reading.anchor]
    if (
        cue.tense == PAST
        and (reading.anchor - found.start).days >= _YEAR_BACK
        and ahead
        and (min(ahead) - reading.anchor).days <= _UPDATED
        and not _WEEKDAY_BEFORE.search(reading.before(start))
    ):
        return Found(end=end, timex=f"XXXX-{index:02}-{number:02}", basis=_EITHER)
    return Found(end=end, timex=timex_of(found), when=found, basis=f"{YEAR_NOT_PRINTED}: {why}", cue=cue)


_NOT_A_FIGURE = re.compile(r"\D.*", re.DOTALL)
"""From the first character of "3rd", "12." on that is none."""


def _month_day(reading: Reading, match: re.Match[str], start: int) -> Found | None:
    low = reading.low
    name = match["mon"].rstrip(".")
    index, first = MONTHS[name], int(_NOT_A_FIGURE.sub("", match["d"]))
    last = int(_NOT_A_FIGURE.sub("", match["d2"])) if match["d2"] else None
    end = match.end()
    paired = match["join"] in {"and", "or", "&"} and not reading.before(start).endswith("between ")
    if last is not None and (last <= first or (paired and last != first + 1)):
        # Not a stretch of days but two dates; the second is left to the next reading.
        last, end = None, match.end("d")
    if (
        last is not None
        and match["join"] in {"and", "or", "to", "through", "&"}
        and match["y"] is None
        and match["rel"] is None
    ):
        end = match.end("d2")
    cue = None
    if match["y"] and end == match.end():
        number, basis, relative = int(match["y"]), "printed in full", False
    elif match["rel"] and end == match.end():
        number = relative_year(reading, match["rel"]) or reading.anchor.year
        basis, relative = "year counted from publication", True
    elif shared := _SHARED_YEAR.match(low, match.end("mon")):
        number, basis, relative = int(shared["y"]), "year printed with the next date", False
        end = match.end("d") if last is None else match.end("d2")
    else:
        if match["y"] is None and match["rel"] is None:
            end = match.end("d2") if last is not None else match.end("d")
        if index == 9 and first == 11 and re.match(r",?\s+(?:terror|attack|hijack|bomb)", low[end : end + 12]):
            when = day(date(2001, 9, 11))
            return Found(end=end, timex=timex_of(when), when=when, basis="the attacks of 11 September 2001")
        near = _near_day(reading, start, end, index, first)
        if near.when is None:
            return near
        number, basis, relative, cue = near.when.start.year, near.basis, False, near.cue
    begin = real_date(number, index, first)
    if begin is None:
        return _no_such_day(end)
    finish = real_date(number, index, last) if last else None
    when = span(day(begin), day(finish)) if finish else day(begin)
    return Found(end=end, timex=timex_of(when), when=when, basis=basis, relative=relative, cue=cue)


_DAY_MONTH = re.compile(
    rf"(?:the\s+)?(?P<d>{DAYNUM})(?:\s*(?:-|–|to|and)\s*(?P<d2>{DAYNUM}))?(?:\s+(?:of\s+)?(?P<mon>{MON})(?:,?\s+(?P<y>{YEAR}))?|(?P<sep>[-/])(?P<mon1>{MON})(?P=sep)(?P<y1>{YEAR}))"
)


def read_day_month(reading: Reading, start: int) -> Found | None:
    """Reads "3 May 2013", "the 14th of August"."""
    match = _DAY_MONTH.match(reading.low, start)
    if match is None:
        return None
    name, printed = match["mon"] or match["mon1"], match["y"] or match["y1"]
    if not reading.text[match.start("mon" if match["mon"] else "mon1")].isupper():
        return None
    if (
        name in {"may", "march"}
        and not printed
        and not re.search(
            r"\b(?:on|the|of|since|by|from|until|before|after|dated|[a-z]+day),?\s+$|th$|st$|nd$|rd$",
            reading.before(start) + match["d"][2:],
        )
    ):
        return None
    index = MONTHS[name.rstrip(".")]
    first, last = (int(re.sub(r"\D", "", match[group])) if match[group] else 0 for group in ("d", "d2"))
    cue = None
    if printed:
        number, basis = int(printed), "printed in full"
    else:
        near = _near_day(reading, start, match.end(), index, first)
        if near.when is None:
            return near
        number, basis, cue = near.when.start.year, near.basis, near.cue
    begin = real_date(number, index, first)
    if begin is None:
        return _no_such_day(match.end())
    finish = real_date(number, index, last) if last > first else None
    when = span(day(begin), day(finish)) if finish else day(begin)
    return Found(end=match.end(), timex=timex_of(when), when=when, basis=basis, cue=cue)


_NUMERIC = re.compile(
    r"(?P<a>\d{1,4})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4}|\d{2})(?![\d/]|-\d|\.\d)(?:t(?P<t>\d\d:\d\d(?::\d\d)?)z?)?"
)


def read_numeric(reading: Reading, start: int) -> Found | None:
    """Reads "2013-05-03", "5/3/2013", "3.5.2013"."""
    match = _NUMERIC.match(reading.low, start)
    if match is None or (start and reading.low[start - 1] in "/.-$€£"):
        return None
    a, b, c = match["a"], match["b"], match["c"]
    value = None
    if len(a) == 4 and len(c) == 2 and match["sep"] in "-/":
        value = real_date(int(a), int(b), int(c))
    elif len(a) <= 2 and (len(c) == 4 or match["sep"] == "/"):
        number = int(c) if len(c) == 4 else full_year(int(c), reading.anchor)
        # Month first, as American papers print it, unless only day first is possible; with full stops day first.
        value = (
            real_date(number, int(b), int(a))
            if match["sep"] == "."
            else real_date(number, int(a), int(b)) or real_date(number, int(b), int(a))
        )
    if value is None:
        return None
    when = day(value)
    timex = f"{timex_of(when)}T{match['t']}" if match["t"] else timex_of(when)
    return Found(
        end=match.end(), timex=timex, when=when, type="TIME" if match["t"] else "DATE", basis="printed in figures"
    )


_HOLIDAY = re.compile(
    rf"(?:{any_of(w.replace(chr(39), chr(0)) for w in (*HOLIDAYS,))})\b(?:,?\s+(?P<y>{YEAR}))?".replace(
        r"\x00", "['’]"
    ).replace("\x00", "['’]")
)


def read_holiday(reading: Reading, start: int) -> Found | None:
    """Reads "Christmas 2011", "Good Friday"."""
    match = _HOLIDAY.match(reading.low, start)
    if match is None or not reading.text[start].isupper():
        return None
    name = re.sub(r",?\s+\d{4}$", "", match[0]).replace("’", "'")
    if _NO_HOLIDAY.match(reading.low, match.end()):
        return None
    if re.match(r"\s+[A-Z]", reading.text[match.end() : match.end() + 2]) and name in {
        "christmas",
        "easter",
        "thanksgiving",
    }:
        return None
    if (
        name == "independence day"
        and re.search(r"(?:['’]s|n|h|i)\s+$", reading.before(start))
        and not reading.before(start).endswith(("american ", "on ", "in "))
    ):
        return None

    anchor = reading.anchor
    if match["y"]:
        value = holiday(name, int(match["y"]))
        return made(match.end(), day(value), "the holiday in the year printed") if value else None
    if _OWN_DAY.search(reading.text[max(0, start - 24) : start]):
        return None  # of a memorial with a name of its own, or somebody's surname
    reach = 1 if holiday(name, anchor.year) and holiday(name, anchor.year + 1) else 4  # not every year has it
    near = range(-reach, reach + 1)
    around = [day(value) for offset in near if (value := holiday(name, anchor.year + offset))]
    if not around:
        return None
    found, why, cue = nearest(reading, start, match.end(), around)
    return Found(end=match.end(), timex=timex_of(found), when=found, basis=f"the holiday: {why}", cue=cue)


_NO_HOLIDAY = re.compile(
    r"(?:['’]?s)?\s+(?:resolutions?|trees?|cards?|presents?|gifts?|carols?|songs?|albums?|music|films?|movies?|specials?|"
    r"decorations?|ornaments?|lights|wreaths?|stockings?|shopp(?:ing|ers?)|markets?|cookies?|cakes?|puddings?|cand(?:y|ies)|"
    r"costumes?|props?|outfits?|sweaters?|jumpers?|eggs?|bunn(?:y|ies)|baskets?|turkeys?|traditions?|spirit|bonus(?:es)?|"
    r"lists?|wish(?:es)?|stor(?:y|ies)|mugs?|crackers?|recipes?)\b"
)
"""After a holiday: what is made, bought or promised for it, at whatever time."""
_OWN_DAY = re.compile(r"[a-z,;] (?!(?:On|In|Last|This|Next|By|Since|Until|American|US|America)\b)(?:[A-Z][a-z]+ )+$")
"""Before "Remembrance Day" and its like, in the middle of a sentence: a capital that makes it another day or a name."""
_NINE_ELEVEN = re.compile(r"9/11(?![/\d])")


def read_nine_eleven(reading: Reading, start: int) -> Found | None:
    """Reads "9/11"."""
    match = _NINE_ELEVEN.match(reading.low, start)
    if match is None or (start and reading.low[start - 1] in "/-."):
        return None
    when = day(date(2001, 9, 11))
    return Found(end=match.end(), timex=timex_of(when), when=when, basis="the attacks of 11 September 2001")
