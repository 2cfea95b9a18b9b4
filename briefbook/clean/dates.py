"""Dates as pages print them: in figures, and with the months' names of many languages."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

MONTH = (
    r"(?:jan(?:uary)?|febr?(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TIME = r"\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?\s?m\b\.?)?"
DATE_TIME = re.compile(
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
    rf"(?:{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}}"
    rf"|\d{{4}}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}})"
    rf"(?:\s*(?:,|at|-|–|—|\||T|@)?\s*{_TIME}(?:\s*(?:[A-Z]{{2,4}}|Z|\([A-Z]{{2,4}}\)))?)?",
    re.IGNORECASE,
)
"""A date as pages print it, with or without a time."""
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, start=1)}


@cache
def _months_elsewhere() -> Mapping[str, tuple[int, ...]]:
    """The numbers of the months that a name means, by its name in small letters; two where languages differ."""
    source = files("briefbook.lexicon").joinpath("months.tsv").read_text(encoding="utf-8")
    numbers: dict[str, set[int]] = {}
    for row in source.splitlines():
        if not row.startswith("#"):
            for number, names in enumerate(row.split("\t")[1:], start=1):
                for name in names.split("/"):
                    numbers.setdefault(name, set()).add(number)
    return {name: tuple(sorted(found)) for name, found in numbers.items()}


_ELSEWHERE = (
    r"(?=[^\W\d_])(?:"  # most figures have no letter behind them, and there are hundreds of names
    + "|".join(map(re.escape, sorted(_months_elsewhere(), key=lambda name: (-len(name), name))))
    + r")(?![^\W\d_])"
)
DATE = re.compile(
    rf"(?=[\djfmasond])(?<![A-Za-z0-9_\u00c0-\u024f\u0400-\u04ff])(?:(?P<m1>{MONTH})(?:\s+|(?<=\.)|/)(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+|/)(?P<y1>\d{{4}}|['’]\d\d(?!\w))"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m2>{MONTH}),?[\s-]+(?P<y2>\d{{4}}|['’]\d\d(?!\w))"
    r"|(?P<y3>\d{4})(?P<s3>[-/.])\s?(?P<n3>\d{1,2})(?P=s3)\s?(?P<d3>\d{1,2})(?!\d)(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
    r"|(?P<a4>\d{1,2})(?P<s4>[/.-])(?P<b4>\d{1,2})(?P=s4)(?P<y4>\d{4})"
    rf"|(?P<d5>\d{{1,2}})(?:er|\.|º|°|-?го|η)?[\s./-]{{0,2}}(?:de\s+|d['’]|di\s+)?(?:{_ELSEWHERE}\s?/\s?)?(?P<m5>{_ELSEWHERE})"
    r"[\s.,/-]{0,2}\s?(?:del?\s+|năm\s+)?(?P<y5>\d{4})(?!\d)"
    r"|(?P<y6>\d{4})\s?[年년]\s?(?P<n6>\d{1,2})\s?[月월]\s?(?P<d6>\d{1,2})\s?[日일]"
    rf"|(?P<y8>\d{{4}})(?:\.|\sm\.|\.\sgada)\s+(?:(?P<d8>\d{{1,2}})\.\s+)?(?P<m8>{_ELSEWHERE})(?:\s+(?P<e8>\d{{1,2}}))?"
    r"|(?<![\d./])(?P<a7>\d{1,2})(?P<s7>[/.])(?P<b7>\d{1,2})(?P=s7)(?P<y7>\d\d)(?![\d./]))",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"\b(?:first|originally|last|was|this|article|story|page|post|published|publication|posted|post|created|released|issued|latest|"
    r"updated|update|modified|revised|reviewed|edited|date|dated|on|at|by|time|et|est|edt|gmt|utc|bst|pst|pdt|cst|cdt|cet|ist|"
    r"am|pm|[ap]\.m|local|ago|min|mins|minutes?|hours?|read|reading|comments?|views?|shares?|print|email|share|save|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b\.?|\d{1,2}[:.]\d\d(?::\d\d)?|\b\d{1,3}\b",
    re.IGNORECASE,
)
_LABELS_ELSEWHERE = re.compile(
    r"\b(?:publiée?|mise?|jour|le|à|veröffentlicht|aktualisiert|stand|um|uhr|publicado|actualizado|el|a las|pubblicato|aggiornato|il|alle"
    r"|atualizado|às|опубликовано|обновлено|г|\d{1,2}h\d{0,2}|o|godz|v|kl|klo|hs|hrs|horas|ore|saat|lúc|ngày|ที่|เวลา|น)\b"
    r"|[(（][日月火水木金土월화수목금토一二三四五六][)）]|时间|发布|更新|来源|公開|配信|입력|기사입력|수정|승인",
    re.IGNORECASE,
)
FIRST_YEAR = 1900
"""No clipping of a web page shows an earlier date as its own."""
LABEL_WORDS = 6
"""Words a line may hold besides its date and still be the date of the article (an author's name, a place)."""
LABEL_LENGTH = 140
"""Characters above which a line is prose that has a date in it."""


class Order(StrEnum):
    """Which number of a date comes first."""

    DAY = "day"
    MONTH = "month"


def find_dates(text: str, order: Order | None = None) -> list[date]:
    """The full dates a text has, in order; a numeric one only where day and month cannot be taken for each other.

    Args:
        text: Of a line.
        order: How the page writes numeric dates, where that is known.
    """
    found = []
    for match in DATE.finditer(text) if _YEAR.search(text) else ():
        days = read_date(match)
        if len(days) == 1:
            found.append(days[0])
        elif days and order and (match["a4"] or match["a7"]):
            found.append(days[0] if order is Order.DAY else days[1])
    return found


_YEAR = re.compile(r"[\d'’](?:\d{3}|(?<=\D)\d\d|[./]\d\d(?!\d))")
"""What every date has in it."""


def read_date(match: re.Match[str]) -> list[date]:
    """The day of a match; the day if it comes first and the day if the month does, where that is not known; none for no day."""
    parts = match.groupdict()
    try:
        if parts["y1"]:
            days = [date(_read_year(parts["y1"]), MONTHS[parts["m1"][:3].lower()], int(parts["d1"]))]
        elif parts["y2"]:
            days = [date(_read_year(parts["y2"]), MONTHS[parts["m2"][:3].lower()], int(parts["d2"]))]
        elif parts["y3"]:
            days = [date(int(parts["y3"]), int(parts["n3"]), int(parts["d3"]))]
        elif name := parts["m5"] or parts["m8"]:
            of_month = parts["d5"] or parts["d8"] or parts["e8"]
            in_year = int(parts["y5"] or parts["y8"])
            days = [date(_common_era(in_year), number, int(of_month or 0)) for number in _read_month(name)]
        elif parts["y6"]:
            days = [date(int(parts["y6"]), int(parts["n6"]), int(parts["d6"]))]
        else:
            days = _read_numbers(match)
    except ValueError:
        return []
    return [value for value in days if value.year >= FIRST_YEAR]


def _read_month(name: str) -> tuple[int, ...]:
    """The numbers of the month that a name in another language than English may mean; none where it is written oddly."""
    return _months_elsewhere().get(name.lower(), ())


def _common_era(in_year: int) -> int:
    """The year of a Thai date, which counts from the death of the Buddha; others as they are."""
    return in_year - 543 if in_year > FIRST_BUDDHIST_YEAR else in_year


FIRST_BUDDHIST_YEAR = 2443
"""1900 in Thailand."""


def _read_year(text: str) -> int:
    """A year as it is written, or by its last two figures ("’15")."""
    return int(text) if text[0].isdigit() else CENTURY + int(text[1:])


def _read_numbers(match: re.Match[str]) -> list[date]:
    short = match["y7"] is not None
    first, second, mark = (
        (int(match["a7"]), int(match["b7"]), match["s7"])
        if short
        else (int(match["a4"]), int(match["b4"]), match["s4"])
    )
    in_year = CENTURY + int(match["y7"]) if short else int(match["y4"])
    if short and mark == "/" and first > LAST_MONTH:  # as likely the year first
        return []
    if short and first > LAST_MONTH >= second and int(match["y7"]) > LAST_MONTH:
        return [date(in_year, second, first)]
    if short and first > LAST_MONTH:  # as likely 19.03.02 begins with its year
        return _both(date(in_year, second, first), CENTURY + first, second, int(match["y7"]))
    if first == second or first > LAST_MONTH:
        return [date(in_year, second, first)]
    if second > LAST_MONTH:
        return [date(in_year, first, second)]
    return [date(in_year, second, first), date(in_year, first, second)]


def _both(value: date, in_year: int, number: int, of_month: int) -> list[date]:
    """A day, and the other one that its figures mean where they are such."""
    try:
        return [value, date(in_year, number, of_month)]
    except ValueError:
        return [value]


LAST_MONTH = 12
CENTURY = 2000
"""Of a year of two digits: pages of the web are of this century."""


def find_order(texts: Iterable[str], *, day_first: bool = False) -> Order | None:
    """How a page writes numeric dates, where it has one that can be read in one way only, and none that speaks against it.

    Where nothing tells, the day comes first in languages that put it so (`day_first`).
    """
    orders = set()
    for text in texts:
        for match in DATE.finditer(text) if len(text) <= LABEL_LENGTH and _NUMERIC.search(text) else ():
            first, second = match["a4"] or match["a7"], match["b4"] or match["b7"]
            if first and len(read_date(match)) == 1 and first != second:
                orders.add(Order.DAY if int(first) > LAST_MONTH else Order.MONTH)
    if day_first and not orders:
        return Order.DAY
    return orders.pop() if len(orders) == 1 else None


_NUMERIC = re.compile(r"\d([/.-])\d{1,2}\1\d\d")
"""What every date in figures has in it."""
REMEMBERED = 2048
"""Lines of which is remembered what they are: each is asked about several times while its page is read."""


@lru_cache(REMEMBERED)
def is_date_line(text: str, *, either: bool = False) -> bool:
    """Whether a line by the headline is the date of the article: a date, and little else.

    A message's signature ("— Ana Cruz (@anacruz) May 3, 2016") dates the message. With `either` also a numeric date whose day and month may be taken for each other.
    """
    if (
        len(text) > LABEL_LENGTH
        or "(@" in text
        or not _YEAR.search(text)
        or not (any(map(read_date, DATE.finditer(text))) if either else find_dates(text))
    ):
        return False
    rest = _LABELS_ELSEWHERE.sub(" ", _LABELS.sub(" ", DATE.sub(" ", text)))
    # "Activated on 27 March 1943." is a sentence.
    said = text[-1] == "." and not text.endswith(("m.", "г.")) and _DATED.match(text) is None
    return len(re.findall(r"\w+", rest)) <= (0 if said else LABEL_WORDS)


_DATED = re.compile(r"(?:Originally |First |Last )?(?:Published|Posted|Updated|Modified)\b", re.IGNORECASE)


def is_label(text: str) -> bool:
    """Whether words that stand before a date say what it is, or are the day of the week, rather than a name."""
    return _LABELS.search(text) is not None


def has_hour(text: str) -> bool:
    """Whether a line has a date and, right after it, an hour."""
    match = DATE.search(text) if _HOUR.search(text) and _YEAR.search(text) else None
    return (
        match is not None and bool(read_date(match)) and _CLOCK.search(text, match.end(), match.end() + 12) is not None
    )


def is_timed(text: str) -> bool:
    """Whether a line is a date in another language or order with its time and nothing else."""
    match = DATE.search(text) if _HOUR.search(text) and _YEAR.search(text) else None
    if match is None or not read_date(match):
        return False
    rest, count = _CLOCK.subn(" ", text[: match.start()] + " " + text[match.end() :])
    return count == 1 and not re.search(r"[^\W_]", _LABELS_ELSEWHERE.sub(" ", _LABELS.sub(" ", rest)))


_HOUR = re.compile(r"\d[:.hH]\d\d|[時点點时시]")
"""What every hour has in it."""
_CLOCK = re.compile(r"(?<!\d)\d{1,2}(?:[:.hH]\d\d(?::\d\d)?(?!\d)|\s?[時点點时시]\s?\d{1,2}\s?[分분])")
