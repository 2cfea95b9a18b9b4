"""Rules for weekdays: "Tuesday", "Tuesday night", "last Friday", "Friday, March 1"."""

import re
from dataclasses import replace
from datetime import date, timedelta

from briefbook.annotate.printed import read_day_month, read_month, read_numeric
from briefbook.annotate.reading import (
    DAYNUM,
    FROM_BEFORE,
    MON,
    WD,
    WDA,
    YEAR_NOT_PRINTED,
    Found,
    Reading,
    reference_day,
)
from briefbook.annotate.reckoning import nearest_weekday, real_date
from briefbook.annotate.tenses import FUTURE, PAST, Cue
from briefbook.annotate.timewords import PARTS, WEEKDAYS
from briefbook.model.when import Precision, day

_WEEKDAY = re.compile(
    rf"(?P<wd>{WDA})(?:(?:,?\s+|\s+(?P<bracket>\())(?=(?:the\s+)?(?:{MON}|{DAYNUM}\s+(?:of\s+)?{MON})|\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d))?"
)
_WEEKDAY_TAIL = re.compile(
    r"\s+(?:(?P<part>morning|afternoon|evening|night)(?P<s>s?)\b|(?:of\s+)?(?P<week>last|this|next)\s+week\b|(?P<later>week)\b(?!\s*[-\d’']))"
)
_NAMED_DAY = re.compile(
    r"\b(?:black|bloody|good|ash|palm|super|cyber|easter|holy|maundy|shrove|fat|throwback|ruby|blue|gloomy|whit|pancake|giving|sheffield|mail on|independent on)\s+$"
)
_NO_DAY = re.compile(
    rf"\.[a-z]| the 13th\b|\s+(?:{WD})\b|(?:-|–)(?:{WD})\b| (?:times|telegraph|mirror|express|herald|independent|school)\b"
)
"""After a weekday: an address ("Monday.com"), the head of a table, a rota ("Monday-Wednesday"), a newspaper."""
_HEADLINE_SMALL = 4
"""Letters of the longest words that a headline in capitals prints small."""
_YEARS_AROUND = 6
"""Years on either side of publication in one of which every day falls on every weekday."""
_TITLED = re.compile(r"\b(?:mr|mrs|ms|dr|miss|sir|dame|judge|justice|prof|professor)\.?\s+$")
_ROTA = re.compile(rf"(?:{WD})(?:\s+|-|–)$")
_NAME_GOES_ON = re.compile(r"\s+[A-Z][a-z]+")
"""After "the Monday": a club, a paper, a film."""
_PROGRAMME = re.compile(r" (?:Night|Morning|Afternoon|Evening)\b(?P<more> [A-Z])?")
"""After a weekday: capitals that make it a broadcast ("Saturday Night Live"), but for headlines, where every word has one."""
_WEEK_LONG = re.compile(rf"(?:{WD})\s*(?:through|to|thru|-|–)\s*(?:{WD})\b")
_HOURS = re.compile(r"\d\s*(?:a|p)\.?m\b|\b(?:open|closed|hours|daily|noon)\b")
_ANY_SUCH = re.compile(r"\b(?P<which>every|each|any|an?)\s+$")
_ALONE = re.compile(
    r"\s*(?:[.,;:!?)\n]|$|(?:in|on|at|and|or|when|after|before|like|jobs?|shifts?|papers?|supplements?|routines?|ritual)\b)"
)


def _is_generic(reading: Reading, start: int, end: int) -> bool:
    """Whether a weekday is any such day: "every Monday", "on a Saturday night in July"; not "a Monday vote"."""
    which = _ANY_SUCH.search(reading.before(start))
    return which is not None and (
        not which["which"].startswith("a") or which["which"] == "any" or _ALONE.match(reading.low, end) is not None
    )


def _is_programme(reading: Reading, start: int, end: int) -> bool:
    match = _PROGRAMME.match(reading.text, end)
    if match is None:
        return False
    around = reading.sentence(start)
    others = f"{reading.text[around.start : start]} {reading.text[match.end('more') if match['more'] else match.end() : around.end]}"
    return any(word.islower() and len(word) > _HEADLINE_SMALL for word in re.findall(r"[^\W\d_]+", others))


def _is_opening_hours(reading: Reading, start: int) -> bool:
    """Whether the sentence says on which days of every week something is open: "open 9 a.m. to 5 p.m. Monday through Friday"."""
    around = reading.sentence(start)
    sentence = reading.low[around.start : around.end]
    return _WEEK_LONG.search(sentence) is not None and len(_HOURS.findall(sentence)) > 1


def read_weekday(reading: Reading, start: int) -> Found | None:
    """Reads "Tuesday", "Tuesday night", "Tuesday last week", "Tuesday week", "Friday, March 1"."""
    low = reading.low
    if not reading.text[start].isupper():
        return None
    match = _WEEKDAY.match(low, start)
    if match is None:
        return None
    name = match["wd"].rstrip(".")
    end = match.end("wd")
    if match.end() > end:
        # "Friday, Oct. 3": one date; the month and day decide.
        at = match.end()
        if low[at].isalpha() and not low.startswith("the", at):
            inner = read_month(reading, at)
        else:
            inner = read_day_month(reading, at) or read_numeric(reading, at)
        if inner is not None and inner.when is not None and inner.when.precision is Precision.DAY:
            closed = bool(match["bracket"]) and low.startswith(")", inner.end)
            return replace(_on_weekday(reading, inner, WEEKDAYS[name]), start=start, end=inner.end + closed)
    if not name.endswith("day") or _NAMED_DAY.search(reading.before(start)):
        return None
    number = WEEKDAYS[name]
    if (
        re.match(r"\w", low[end : end + 1])
        or _NO_DAY.match(low, end)
        or _ROTA.search(reading.before(start))
        or _TITLED.search(reading.before(start))
        or (reading.before(start).endswith("the ") and _NAME_GOES_ON.match(reading.text, end))
        or _is_programme(reading, start, end)
    ):
        return None
    tail = _WEEKDAY_TAIL.match(low, end)
    last = tail.end("part") if tail and tail["part"] else end
    if (tail and tail["s"]) or _is_generic(reading, start, last) or _is_opening_hours(reading, start):
        return Found(end=last, timex=f"XXXX-WXX-{number + 1}", type="SET")
    if tail and tail["week"]:
        monday = reading.anchor - timedelta(days=reading.anchor.weekday())
        value = monday + timedelta(days=number + {"last": -7, "this": 0, "next": 7}[tail["week"]])
        return Found(
            end=tail.end(), timex=value.isoformat(), when=day(value), basis=f"{tail['week']} week’s", relative=True
        )
    if tail and tail["later"]:
        # "Monday week": a week after the next one.
        value = nearest_weekday(reading.anchor, number, 1) + timedelta(days=7)
        basis = f"a week after the next {_DAY_NAMES[number]} after publication"
        cue = Cue(FUTURE, "week", near=True)
        return Found(end=tail.end(), timex=value.isoformat(), when=day(value), basis=basis, relative=True, cue=cue)
    part = tail["part"] if tail else None
    value, why, cue = _resolve_weekday(reading, start, end, number)
    when = day(value)
    if part and tail:
        return Found(
            end=tail.end(1),
            timex=f"{value.isoformat()}T{PARTS[part]}",
            when=when,
            type="TIME",
            basis=why,
            relative=True,
            cue=cue,
        )
    return Found(end=end, timex=value.isoformat(), when=when, basis=why, relative=True, cue=cue)


_TO_COME = re.compile(
    r".s\s+(?:[a-z-]+\s+){1,3}(?P<word>will|shall|is\s+(?:to|expected|scheduled|due|set|likely)\b|are\s+(?:to|expected|scheduled|due|set|likely)\b)"
)
"""After "Friday": "'s vote will", "'s talks are to"."""
_GOVERNED = re.compile(r"\b(?:to|of|in|from|after|at|by|with|about|during|over|since|following)\s+(?:the\s+)?$")
"""Before it: the vote is not what "will" speaks of."""


def _resolve_weekday(reading: Reading, start: int, end: int, number: int) -> tuple[date, str, Cue]:
    anchor = reading.anchor
    name = _DAY_NAMES[number]
    cue = reading.cue(start, end)
    if reading.low[end : end + 2] in {"'s", "’s"}:
        # "Friday's vote" lies behind, unless something is said to come before it or to be for it.
        lead = re.search(
            r"\b(?<!responsibility )(?<!blame )(?<!blamed )(?<!responsible )(?<!revenge )(?<!charged )(?:for|before|ahead of|until|by)(?:\s+the|\s+next)?\s+$",
            reading.before(start),
        )
        ahead = None if _GOVERNED.search(reading.before(start)) else _TO_COME.match(reading.low, end)
        if lead:
            cue = Cue(FUTURE, lead[0].split()[0], near=True)
        else:
            cue = Cue(FUTURE, ahead["word"]) if ahead else Cue(PAST, "’s")
    if anchor.weekday() == number:
        return anchor, f"{name}: the day of publication", cue
    if cue.tense == FUTURE:
        return (
            nearest_weekday(anchor, number, 1),
            f"the next {name} after publication, since “{cue.word}” looks ahead",
            cue,
        )
    return nearest_weekday(anchor, number, -1), f"the last {name} before publication", cue


def _on_weekday(reading: Reading, found: Found, number: int) -> Found:
    """A day printed with its weekday and without its year: of the years around, the nearest in which it falls on that
    weekday.
    """
    first = found.when.start if found.when else reading.anchor
    if first.weekday() == number or not found.basis.startswith(YEAR_NOT_PRINTED):
        return found
    years = sorted(range(-_YEARS_AROUND, _YEARS_AROUND + 1), key=lambda away: (abs(away), away > 0))
    for away in years:
        value = real_date(reading.anchor.year + away, first.month, first.day)
        if value is not None and value.weekday() == number:
            basis = f"{YEAR_NOT_PRINTED}: the nearest in which it was a {_DAY_NAMES[number]}"
            return replace(found, timex=value.isoformat(), when=day(value), basis=basis, cue=None)
    return found


_PLURAL_WEEKDAY = re.compile(rf"{WD}s\b")


def read_weekdays(reading: Reading, start: int) -> Found | None:
    """Reads "Mondays"."""
    match = _PLURAL_WEEKDAY.match(reading.low, start)
    if match is None or not reading.text[start].isupper():
        return None
    return Found(end=match.end(), timex=f"XXXX-WXX-{WEEKDAYS[match[0][:-1]] + 1}", type="SET")


_DAY_NAMES = tuple(name.capitalize() for name in WEEKDAYS if name.endswith("day"))


def read_determined_weekday(reading: Reading, match: re.Match[str], det: str, unit: str) -> Found | None:
    """Reads "last Friday", "this Saturday", "the following Monday" from what a determiner and a weekday matched."""
    if not reading.text[match.start("unit")].isupper():
        return None
    anchor, number = reading.anchor, WEEKDAYS[unit]
    monday = anchor - timedelta(days=anchor.weekday())
    cue: Cue | None = None
    relative = True
    if det in {"last", "past"}:
        value, why = nearest_weekday(anchor, number, -1), "the last before publication"
        cue = Cue(PAST, det, near=True)
    elif det in {"next", "upcoming"}:
        value, why = monday + timedelta(days=7 + number), "in the week after publication"
        cue = Cue(FUTURE, det, near=True)
    elif det == "coming":
        value, why = nearest_weekday(anchor, number, 1), "the next after publication"
        cue = Cue(FUTURE, det, near=True)
    elif det == "this":
        value, why = monday + timedelta(days=number), "in the week of publication"
        cue = reading.cue(match.start(), match.end("unit"))
        if value < anchor and cue.tense != PAST:
            value += timedelta(days=7)
    elif det in {"following", "previous", "preceding", "prior", "same", "that"}:
        base = reference_day(reading).start
        direction = 1 if det == "following" else -1
        value = (
            base if det in {"same", "that"} and base.weekday() == number else nearest_weekday(base, number, direction)
        )
        why, relative = FROM_BEFORE, reading.reference is None
    else:
        return None
    if match["part"]:
        part = match["part"].strip()
        return Found(
            end=match.end("part"),
            timex=f"{value.isoformat()}T{PARTS[part]}",
            when=day(value),
            type="TIME",
            basis=why,
            relative=relative,
            cue=cue,
        )
    return Found(end=match.end("unit"), timex=value.isoformat(), when=day(value), basis=why, relative=relative, cue=cue)
