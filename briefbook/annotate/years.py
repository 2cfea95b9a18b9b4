"""Rules for dates no finer than a quarter or season: years, quarters, decades, centuries."""

import re
from dataclasses import replace
from datetime import date

from briefbook.annotate.reading import (
    MON,
    YEAR,
    Found,
    Reading,
    any_of,
    made,
    nearest,
    quarter_year,
    with_the,
)
from briefbook.annotate.reckoning import LAST_YEAR, full_year, timex_of
from briefbook.annotate.tenses import FUTURE, OPEN, PAST
from briefbook.annotate.timewords import CENTURY_WORDS, DECADE_WORDS, ORDINALS, SEASONS
from briefbook.model.when import Precision, When, century, day, decade, month, quarter, season, span, year

BARE_YEARS = range(1900, 2050)
"""Four figures that are a year even without a preposition before them."""
_CENTURIES_BEFORE = 2000
"""Years up to which "the 1800s" are a hundred years and not ten."""
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
_STREET = re.compile(
    r"\s+(?:block\s+of\b|(?:[NSEW]\.?\s+)?(?:[A-Z][\w.'’]*\s+){1,3}(?:Street|Avenue|Road|Drive|Boulevard|Lane|Terrace|Parkway|Highway|"
    r"(?:St|Ave|Rd|Dr|Blvd|Ln)\b))"
)
"""After a number: it is that of a house."""
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
    if (number not in BARE_YEARS and not company) or _COUNTED.match(low, end) or _STREET.match(reading.text, end):
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
"""Days for which a past verb at some distance finds the quarter before; one longer ago is printed with its year."""
_FIGURES_BACK = 300
"""The same for "first-quarter earnings"."""
_MEASURED = re.compile(
    r"\b(?:fell|rose|dropped|climbed|grew|slipped|declined|jumped|slid|increased|decreased|gained|lost|posted|earned|recorded|swung|"
    r"plunged|tumbled|surged|soared|shrank|contracted|expanded|(?:up|down)\s+(?:by\s+)?[\d.]+\s?(?:%|per\s?cent))\b(?:[^.;]|\.\d)*$"
)
"""Before "in the first quarter": its figures are known."""
_REPORTED = 120
"""Days after the end of a quarter for which "third-quarter earnings" are still to be told of, whatever the verb says."""
_FORECAST = re.compile(
    r"\b(?:expect|forecast|predict|project|anticipat|estimat|guid|see[sn]?\b|outlook|target|likely|could|may|might|would|will)[a-z]*\b[^.;]*$"
)
"""Before "second-quarter profit": it is still to come."""
_SPORT = re.compile(
    r"\b(?:touchdowns?|quarterbacks?|yards?|halftime|half-time|rebounds?|field\s+goals?|free\s+throws?|layups?|jumpers?|fumbles?|"
    r"interceptions?|punts?|dunks?|three-pointers?|3-pointers?|kickoff|scoreless|timeouts?|buzzer|playoffs?|possessions?)\b"
)
"""In the sentence: a quarter of a game."""
_GAME_REACH = 300
"""Characters on either side in which it is looked for."""
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
    first, last = max(around.start, start - _GAME_REACH), min(around.end, start + _GAME_REACH)
    if not match["y"] and not match["y0"] and _SPORT.search(reading.low, first, last):
        return None
    told = "-" in match["gap"]
    found = _quarter(reading, start, match.end(), ORDINALS[match["ord"]], match["y"] or match["y0"], told=told)
    return replace(found, start=start + 2) if found and reading.low.startswith("a ", start) else found


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
    elif told and (
        (anchor - past[-1].end).days <= _REPORTED
        or (
            cue.tense != FUTURE
            and not _FORECAST.search(reading.before(start, _GAME_REACH))
            and _recent(anchor, past[-1])
        )
    ):
        when, why = past[-1], "the last before publication, whose figures are told of"
    elif cue.tense == FUTURE:
        when, why = next(when for when in ahead if when.start > anchor), f"the next, since “{cue.word}” looks ahead"
    elif cue.tense == PAST and (
        (anchor - past[-1].end).days <= (_FIGURES_BACK if told else _QUARTER_BACK)
        or _MEASURED.search(reading.before(start, _GAME_REACH))
    ):
        when, why = past[-1], "the last before publication"
    else:
        coming = next(when for when in ahead if when.start > anchor)
        when = past[-1] if anchor - past[-1].end <= coming.start - anchor else coming
        why = "the nearest to publication"
    return Found(end=end, timex=timex_of(when), when=when, basis=f"the quarter: {why}", cue=cue)


def _recent(anchor: date, when: When) -> bool:
    return (anchor - when.end).days <= _FIGURES_BACK


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


_YEAR_END = re.compile(r"year(?:['’]s)?[\s-]end\b(?!\s+in\b)")
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


_OF_SEASON = re.compile(
    r"\s+(?:vacations?|weather|storms?|months?|temperatures?|conditions|sports?|coats?|clothes|clothing|break|holidays?|heat|cold|rains?|snow|"
    r"tires|tyres|crops?|wheat|heating|solstice|camps?|jobs?|reading)\b"
)
"""After a season: it says of what kind, not when."""


_PERFECT = re.compile(
    r"\b(?:has|have|['’]ve)\s+(?:\w+ly\s+|ever\s+|never\s+)?(?:been|seen|\w+ed|\w+en|\w+ne)\b"
    r"(?:(?!\b(?:would|will|could|should|was|were|is|are|to|that)\b)[^,;]){0,60}$"
)
"""A perfect governs what follows: it tells of no certain winter."""


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
    if _OF_SEASON.match(low, end):
        return None
    found, why, cue = nearest(reading, start, end, [season(anchor.year + offset, code) for offset in (-2, -1, 0, 1)])
    opened = low[reading.sentence(start).start : start]
    told_after = not match["the"] and opened.count(" ") > 2 and not re.search(rf"\b{re.escape(cue.word)}\b", opened)
    perfect = not match["the"] and bool(_PERFECT.search(opened))
    if cue.tense == OPEN or cue.word in {"can", "cannot"} or told_after or perfect:
        # "Most mains break in winter, when …", "who has seen it in winter": of every year.
        return Found(end=end, timex=f"XXXX-{code}")
    return Found(end=end, timex=timex_of(found), when=found, basis=f"the {name}: {why}", cue=cue, relative=True)
