"""Rules for dates by name or figure: months and their days, years, quarters, seasons, decades, centuries, holidays."""

import re
from dataclasses import replace
from datetime import date

from briefbook.annotate.reading import (
    DAYNUM,
    MON,
    YEAR,
    YEAR_NOT_PRINTED,
    Found,
    Reading,
    any_of,
    made,
    nearest,
    quarter_year,
    relative_year,
    with_the,
)
from briefbook.annotate.reckoning import HOLIDAYS, LAST_YEAR, full_year, holiday, real_date, timex_of
from briefbook.annotate.tenses import FUTURE, PAST, Cue
from briefbook.annotate.timewords import CENTURY_WORDS, DECADE_WORDS, MONTHS, ORDINALS, SEASONS
from briefbook.model.when import Precision, When, century, day, decade, month, quarter, season, span, year

BARE_YEARS = range(1900, 2050)
"""Four figures that are a year even without a preposition before them."""
_CENTURIES_BEFORE = 2000
"""Years up to which "the 1800s" are a hundred years and not ten."""


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
_NO_MONTH = re.compile(r"(?i)\s+(?:fools?['’]?\b|madness\b|of\s+dimes\b)")
"""After a month's name: it is part of another name."""
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
        following = reading.text[end : end + 2]
        return company and not (
            following[:1] == " " and following[1:].isupper() and not reading.before(start).endswith(" in ")
        )
    if len(name) <= 3 or name == "sept":
        return company or reading.low[end - 1] == "."
    if name in {"april", "june", "august"} and not _NAME_COMPANY.search(reading.before(start)):
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


def _month_day(reading: Reading, match: re.Match[str], start: int) -> Found | None:
    low = reading.low
    name = match["mon"].rstrip(".")
    index, first = MONTHS[name], int(re.match(r"\d+", match["d"])[0])  # type: ignore[index]
    last = int(re.match(r"\d+", match["d2"])[0]) if match["d2"] else None  # type: ignore[index]
    end = match.end()
    if last is not None and (last <= first or (match["join"] in {"and", "or", "&"} and last != first + 1)):
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
        around = _around(reading, index, first)
        if not around:
            return _no_such_day(end)
        found, why, cue = nearest(reading, start, end, [day(value) for value in around])
        number, basis, relative = found.start.year, f"{YEAR_NOT_PRINTED}: {why}", False
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
        around = _around(reading, index, first)
        if not around:
            return _no_such_day(match.end())
        found, why, cue = nearest(reading, start, match.end(), [day(value) for value in around])
        number, basis = found.start.year, f"{YEAR_NOT_PRINTED}: {why}"
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


_YEARS = re.compile(rf"(?P<a>{YEAR})(?:\s?(?P<sep>[-–/])\s?(?P<b>\d{{4}}|\d\d)(?!\d|[-/]\d))?(?P<s>['’]?s\b)?")


_YEAR_COMPANY = re.compile(
    r"\b(?:in|since|by|of|from|until|till|during|before|after|between|early|late|mid|and|to|through|for|circa|c\.|fiscal|year|"
    r"the|around|about|back|as|or|that|throughout|spring|summer|fall|autumn|winter|pre|post)[\s-]+$"
)


_OLD_YEAR_COMPANY = re.compile(
    r"\b(?:in|since|by|of|from|until|till|before|after|between|early|late|mid|circa|c\.|year|around|about|to)[\s-]+$"
)
_NUMBERED = re.compile(
    r"\b(?:resolutions?|nos?\.|isbn|issn|pp?\.|number|flight|article|section|paragraph|page|route|highway|interstate|model|form|channel|room|"
    r"unit|district|law|decree|directive|act no\.|bill|chapter|code|extension|suite|building|lot|class|type|version|windows|boeing|"
    r"airbus|area|sector|point|block|camp|regiment|brigade)\s+$"
)
"""Before a number that is a name ("Resolution 2042") and no year."""
_DAY_BEFORE = re.compile(rf"\b(?:{MON})\s+\d{{1,2}},?\s+$")


_COUNTED = re.compile(
    r"\s+(?:[a-z]+ly\s+)?(?:people|percent|per\s+cent|years?|days?|hours?|minutes?|seconds?|months?|weeks?|miles?|km|kilomet\w+|"
    r"met(?:er|re)s?|men|women|children|troops|soldiers|dead|deaths|dollars|euros|pounds|tons|tonnes|feet|ft|acres|students|workers|"
    r"employees|jobs|members|homes|houses|civilians|refugees|police|protesters|times|points|votes|cases|units|cars|others|copies|shares|"
    r"of\s+(?:them|those|whom|us)|degrees|calories|pages|words|flights|gmt|utc|local\s+time|hrs|prisoners|fighters|rebels|victims|patients|million|billion)\b"
)


def read_years(reading: Reading, start: int) -> Found | None:
    """Reads "2013", "2009-2011", "1990s"."""
    low = reading.low
    match = _YEARS.match(low, start)
    if match is None:
        return None
    previous = low[start - 1 : start]
    if (
        previous
        and previous in "$€£#/.,-–:@+*="
        and not (previous in "-–" and re.search(r"\b(?:mid|pre|post|early|late)-$", reading.before(start)))
    ):
        return None
    number = int(match["a"])
    if _DAY_BEFORE.search(reading.before(start)) or _NUMBERED.search(reading.before(start)):
        return None  # of a day that does not exist, or a number of something else
    # "1990s", "the 1990's"; but "2010's budget" is that of a year.
    plural = match["s"] == "s" or (match["s"] and reading.before(start).endswith(("the ", "early ", "late ", "mid-")))
    if plural and not match["b"]:
        if number % 10:
            return None
        if number % 100 == 0 and number < _CENTURIES_BEFORE:  # "the 1800s" are a century, "the 2000s" ten years
            return made(match.end(), century(number), "the century as printed", start=with_the(reading, start))
        return made(match.end(), decade(number), "the decade as printed", start=with_the(reading, start))
    end = match.end("a")
    if low[end : end + 1] in {"%", ":"} or (re.match(r"[.,]\d|[-–/]\d", low[end : end + 2]) and not match["b"]):
        return None
    pattern = _YEAR_COMPANY if number in BARE_YEARS else _OLD_YEAR_COMPANY
    company = pattern.search(reading.before(start)) is not None
    if (number not in BARE_YEARS and not company) or _COUNTED.match(low, end):
        return None
    if number % 100 == 0 and number in BARE_YEARS and not company:
        return None  # "employs 2000"
    if (
        number not in BARE_YEARS
        and number % 100 == 0
        and not re.search(r"\b(?:in|since|until|year|before|after)\s+$", reading.before(start))
    ):
        return None
    if match["b"]:
        last = int(match["b"]) if len(match["b"]) == 4 else number // 100 * 100 + int(match["b"])
        if number < last <= number + 99 and last <= LAST_YEAR and not match["s"]:
            when = span(year(number), year(last))
            return Found(end=match.end("b"), timex=timex_of(when), when=when, basis="years as printed")
        if match["sep"] == "/" or low[end + 1 : end + 2].isdigit():
            return None
    if low[end : end + 1] == "-" and re.match(
        r"-(?:\d|page|member|seat|strong|foot|pound|mile|meter|metre|square)", low[end : end + 8]
    ):
        return None
    when = year(number)
    return Found(end=end, timex=timex_of(when), when=when, basis="the year as printed")


_QUARTER = re.compile(
    rf"(?:(?:the|a)\s+)?(?:(?:fiscal\s+)?(?P<y0>{YEAR}|last\s+year|this\s+year|year-earlier|year-ago)(?:['’]s)?\s+)?(?:fiscal\s+|financial\s+)?(?P<ord>{any_of(ORDINALS)})(?P<gap>[\s-]+)(?:fiscal[\s-]+|calendar\s+)?(?P<what>quarter|half)\b(?![\s-]*finals?\b|[\s-](?:mile|pound|note|century)\b)"
    rf"(?:,?\s+(?:of\s+)?(?:(?:the\s+)?(?:fiscal|financial|calendar)\s+(?:year\s+)?)?(?P<y>{YEAR}|last\s+year|this\s+year|next\s+year|the\s+(?:previous|prior|following|current|same|fiscal)\s+year|the\s+year|a\s+year\s+(?:ago|earlier|before)|last\s+fiscal\s+year)(?![\w]))?"
)


_QUARTER_BACK = 200
"""Days for which a past verb finds the quarter before; one longer ago is printed with its year."""
_FIGURES_BACK = 300
"""The same for "first-quarter earnings"."""
_REPORTED = 120
"""Days after the end of a quarter for which "third-quarter earnings" are still to be told of, whatever the verb says."""
_SPORT = re.compile(
    r"\b(?:touchdowns?|quarterbacks?|yards?|halftime|half-time|rebounds?|field\s+goals?|free\s+throws?|layups?|jumpers?|fumbles?|"
    r"interceptions?|punts?|dunks?|three-pointers?|3-pointers?|kickoff|scoreless|timeouts?|buzzer|playoffs?|possessions?)\b"
)
"""In the sentence: a quarter of a game."""


_QUARTER_CODE = re.compile(
    rf"(?:q(?P<q>[1-4])|(?P<q2>[1-4])q)(?:[\s-]+(?:of\s+|fy)?(?P<y>{YEAR}|fy\d\d)|\s*['’]?(?P<yy>\d\d)(?!\d))?(?!\w)"
)


def read_quarter(reading: Reading, start: int) -> Found | None:
    """Reads "the third quarter of 2012", "first-quarter", "the first half of 2013"."""
    match = _QUARTER.match(reading.low, start)
    if match is None:
        return None
    if match["what"] == "half":
        return _read_half(reading, match)
    if match["ord"] == "last" and not match["y"] and not match["y0"]:
        return None
    if match["ord"] in {"opening", "initial"} or (
        match["ord"] == "last" and match["y"] is None and match["y0"] is None
    ):
        return None
    around = reading.sentence(start)
    if not match["y"] and not match["y0"] and _SPORT.search(reading.low, around.start, around.end):
        return None
    return _quarter(
        reading, start, match.end(), ORDINALS[match["ord"]], match["y"] or match["y0"], told="-" in match["gap"]
    )


def _read_half(reading: Reading, match: re.Match[str]) -> Found | None:
    if match["ord"] not in {"first", "second"} or not (match["y"] or match["y0"]):
        return None
    number = quarter_year(reading, match["y"] or match["y0"])
    if number is None:
        return None
    index = ORDINALS[match["ord"]]
    when = span(month(number, 6 * index - 5), month(number, 6 * index))
    return Found(end=match.end(), timex=f"{number:04}-H{index}", when=when, basis="half of the year")


def _quarter(
    reading: Reading, start: int, end: int, index: int, words: str | None, *, told: bool = False
) -> Found | None:
    """A quarter by number; `told` where it says of what its figures are ("third-quarter earnings")."""
    anchor = reading.anchor
    if words:
        number = quarter_year(reading, words)
        if number is None:
            return None
        absolute = words[:1].isdigit()
        return made(
            end,
            quarter(number, index),
            "the quarter as printed" if absolute else "the quarter, its year counted from publication",
            relative=not absolute,
        )
    ahead = [quarter(anchor.year + offset, index) for offset in (-1, 0, 1)]
    cue = reading.cue(start, end)
    past = [when for when in ahead if when.end < anchor]
    here = next((when for when in ahead if when.start <= anchor <= when.end), None)
    if here is not None:
        when, why = here, "the one in which the article appeared"
    elif told and (anchor - past[-1].end).days <= _REPORTED:
        when, why = past[-1], "the last before publication, whose figures are told of"
    elif cue.tense == FUTURE:
        when, why = next(when for when in ahead if when.start > anchor), f"the next, since “{cue.word}” looks ahead"
    elif cue.tense == PAST and (anchor - past[-1].end).days <= (_FIGURES_BACK if told else _QUARTER_BACK):
        when, why = past[-1], "the last before publication"
    else:
        coming = next(when for when in ahead if when.start > anchor)
        when = past[-1] if anchor - past[-1].end <= coming.start - anchor else coming
        why = "the nearest to publication"
    return Found(end=end, timex=timex_of(when), when=when, basis=f"the quarter: {why}", cue=cue)


def read_quarter_code(reading: Reading, start: int) -> Found | None:
    """Reads "Q2 2013", "2Q13"."""
    match = _QUARTER_CODE.match(reading.low, start)
    if match is None or (match["q2"] and not (match["y"] or match["yy"])):
        return None
    if not reading.text[start].isupper() and not match["q2"]:
        return None
    words = match["y"] or match["yy"]
    return _quarter(
        reading, start, match.end(), int(match["q"] or match["q2"]), words.replace("fy", "") if words else None
    )


def _last_full_quarter(reading: Reading) -> When:
    """The quarter before the one of publication."""
    return quarter(*_quarter_before(reading.anchor))


def _quarter_before(value: date) -> tuple[int, int]:
    index = (value.month + 2) // 3
    return (value.year, index - 1) if index > 1 else (value.year - 1, 4)


_YEAR_AGO = re.compile(r"(?:the\s+|a\s+)?year-(?:ago|earlier)(?:\s+(?P<unit>quarter|period|month))?\b")


def read_year_ago(reading: Reading, start: int) -> Found | None:
    """Reads "the year-ago quarter"."""
    match = _YEAR_AGO.match(reading.low, start)
    if match is None:
        return None
    base = reading.reference or day(reading.anchor)
    if reading.reference is None and match["unit"] == "quarter":
        base = _last_full_quarter(reading)  # what a company reports on
    if match["unit"] == "month" or (match["unit"] == "period" and base.precision is Precision.MONTH):
        when: When | None = month(base.start.year - 1, base.start.month)
    elif base.precision is Precision.QUARTER or match["unit"] == "quarter":
        when = quarter(base.start.year - 1, (base.start.month + 2) // 3)
    else:
        when = year(base.start.year - 1)
    return made(match.end(), when, "a year before the date before it")


_YEAR_END = re.compile(r"year[\s-]end\b(?!\s+in\b)")
_AT_YEAR_END = re.compile(r"\b(?:by|at|before|until|till|through|since|to|from|after|of|the)\s+$")


def read_year_end(reading: Reading, start: int) -> Found | None:
    """Reads "by year-end", "at year end"."""
    match = _YEAR_END.match(reading.low, start)
    if match is None or not _AT_YEAR_END.search(reading.before(start)):
        return None
    when = replace(year(reading.anchor.year), part="end of")
    return made(match.end(), when, "the year of publication", relative=True)


_FISCAL = re.compile(
    rf"(?:fiscal(?:\s+year)?|financial\s+year|fy|calendar(?:\s+year)?|the\s+year)\s*(?P<y>{YEAR}|['’]?\d\d(?!\d))(?:[-/](?P<y2>\d\d(?!\d)|{YEAR}))?(?!\w)"
)


def read_fiscal(reading: Reading, start: int) -> Found | None:
    """Reads "fiscal 2013", "the year 2050"."""
    match = _FISCAL.match(reading.low, start)
    if match is None:
        return None
    digits = re.sub(r"\D", "", match["y"])
    if len(digits) == 2 and not match[0].startswith("fy"):
        return None
    number = int(digits) if len(digits) == 4 else full_year(int(digits), reading.anchor)
    when = year(number)
    return Found(end=match.end(), timex=timex_of(when), when=when, basis="the year as printed")


_DECADE = re.compile(
    rf"(?:the\s+)?(?:['’‘](?P<two>\d0)['’]?s\b|(?P<word>{any_of(DECADE_WORDS)})\b|(?P<cw>19|20|18)(?P<tens>[1-9]0)['’]?s\b)"
)


_CENTURY = re.compile(
    rf"(?:the\s+)?(?:(?P<n>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{any_of(CENTURY_WORDS)}))(?:\s+|-)centur(?:y|ies)\b(?P<bc>\s+b\.?c\.?)?"
)


_SHORT_YEAR = re.compile(r"['’‘](?P<y>\d\d)(?!\d|['’]?s\b)")


def read_decade(reading: Reading, start: int) -> Found | None:
    """Reads "the '80s", "the nineties"."""
    match = _DECADE.match(reading.low, start)
    if match is None:
        return None
    if match["word"]:
        # "in his fifties" is an age.
        if not match[0].startswith("the") or re.search(r"\b(?:his|her|their|my)\s+$", reading.before(start)):
            return None
        tens = DECADE_WORDS[match["word"]]
    else:
        tens = int(match["two"] or match["tens"])
    number = int(match["cw"]) * 100 + tens if match["cw"] else full_year(tens, reading.anchor)
    when = decade(number)
    return Found(end=match.end(), timex=timex_of(when), when=when, basis="the decade as printed")


def read_century(reading: Reading, start: int) -> Found | None:
    """Reads "the 12th century"."""
    match = _CENTURY.match(reading.low, start)
    if match is None or match["bc"]:
        return None
    number = int(match["n"]) if match["n"] else CENTURY_WORDS[match["word"]]
    if not 1 <= number <= 22:
        return None
    when = century((number - 1) * 100)
    return Found(end=match.end(), timex=timex_of(when), when=when, basis="the century as printed")


def read_short_year(reading: Reading, start: int) -> Found | None:
    """Reads "since '82"."""
    match = _SHORT_YEAR.match(reading.low, start)
    if match is None or not re.search(
        r"\b(?:in|since|of|by|from|until|summer|spring|fall|winter|class\s+of|early|late|and|the)\s+$",
        reading.before(start),
    ):
        return None
    when = year(full_year(int(match["y"]), reading.anchor))
    return Found(end=match.end(), timex=timex_of(when), when=when, basis="the year as printed, in two figures")


_SEASON = re.compile(
    rf"(?P<the>the\s+)?(?P<season>{any_of(SEASONS)})(?:\s+(?:of\s+)?(?P<y>{YEAR}|last\s+year|this\s+year|next\s+year)|\s+of\s+['’](?P<yy>\d\d))?(?!\w|['’]s)"
)


def read_season(reading: Reading, start: int) -> Found | None:
    """Reads "the summer of 2012", "in the spring"."""
    low = reading.low
    match = _SEASON.match(low, start)
    if match is None:
        return None
    name, anchor = match["season"], reading.anchor
    code = SEASONS[name]
    if match["y"] or match["yy"]:
        number = quarter_year(reading, match["y"] or match["yy"])
        return (
            made(
                match.end(),
                season(number, code),
                "the season as printed",
                relative=not (match["y"] or "1")[:1].isdigit(),
            )
            if number
            else None
        )
    end = match.end("season")
    lead = reading.before(start)
    wanted = r"\b(?:in|by|until|during|since|through|over|before|after|throughout|late|early|mid-?)\s*$"
    if not re.search(wanted, lead):
        capital = reading.text[match.start("season")].isupper()
        if not (
            capital
            and name in {"autumn", "summer", "winter"}
            and low[end : end + 1] == " "
            and re.search(r"\b[a-z]+\s+$", reading.text[max(0, start - 24) : start])
        ):
            return None
        if reading.text[end + 1 : end + 2].isupper():
            return None  # a name: "Winter Palace", "Summer Olympics"
    elif name in {"fall", "spring"} and (
        re.match(r"\s+of\b|\s+in\b", low[end : end + 4]) or (not match["the"] and name == "fall")
    ):
        return None
    if reading.text[match.start("season")].isupper() and reading.text[end + 1 : end + 2].isupper():
        return None
    found, why, cue = nearest(reading, start, end, [season(anchor.year + offset, code) for offset in (-2, -1, 0, 1)])
    return Found(end=end, timex=timex_of(found), when=found, basis=f"the {name}: {why}", cue=cue, relative=True)


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
    around = [day(value) for offset in (-1, 0, 1) if (value := holiday(name, anchor.year + offset))]
    if not around:
        return None
    found, why, cue = nearest(reading, start, match.end(), around)
    return Found(end=match.end(), timex=timex_of(found), when=found, basis=f"the holiday: {why}", cue=cue)


_NINE_ELEVEN = re.compile(r"9/11(?![/\d])")


def read_nine_eleven(reading: Reading, start: int) -> Found | None:
    """Reads "9/11"."""
    match = _NINE_ELEVEN.match(reading.low, start)
    if match is None or (start and reading.low[start - 1] in "/-."):
        return None
    when = day(date(2001, 9, 11))
    return Found(end=match.end(), timex=timex_of(when), when=when, basis="the attacks of 11 September 2001")
