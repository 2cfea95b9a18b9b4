"""The words of time as English newspapers print them, in small letters: months, weekdays, seasons, numbers, units."""

MONTHS = {
    name: index
    for index, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = {
    name: index
    for index, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tues", "tue"),
            ("wednesday", "wed"),
            ("thursday", "thurs", "thur", "thu"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        )
    )
    for name in names
}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""With their EDTF codes."""
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = {word: number for number, word in enumerate(_SMALL)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
NUMBERS |= {f"{ten}-{_SMALL[n]}": NUMBERS[ten] + n for ten in _TENS for n in range(1, 10)}
NUMBERS |= {"a": 1, "an": 1, "hundred": 100, "dozen": 12}
VAGUE = frozenset("several few some many dozens scores hundreds thousands countless numerous recent couple".split())
ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            ("first", "1st", "opening", "initial"),
            ("second", "2nd"),
            ("third", "3rd"),
            ("fourth", "4th", "final", "last"),
        ),
        start=1,
    )
    for word in words
}
CENTURY_WORDS = {
    word: number
    for number, word in enumerate(
        (
            "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
            "twentieth twenty-first"
        ).split(),
        start=10,
    )
}
DECADE_WORDS = {
    f"{ten[:-1]}ies": 10 * number for number, ten in enumerate(_TENS, start=2)
}  # twenties, thirties … nineties
UNITS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE"}
CLOCK_UNITS = {"second": "S", "minute": "M", "hour": "H"}
"""TIMEX3 letters; those of the clock stand after a T."""
PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
DETERMINERS = (
    "last next this past previous preceding prior coming current following same that upcoming first final recent latest most opening "
    "early these those its their his her our"
).split()
"""Words that say which week, month or year; "its" and the like may stand before them."""
