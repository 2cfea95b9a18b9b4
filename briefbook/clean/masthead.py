"""The newspaper or site that a flat page is from: the name in which two of its own places agree."""

import re
from collections.abc import Iterator, Sequence

from briefbook.clean.byline import is_agency
from briefbook.clean.credits import is_section
from briefbook.model.article import Reason
from briefbook.model.text import fold

NAME_WORDS = 6
"""Most words of an outlet's name."""
NAME_LENGTH = 60
"""Most characters of it."""

_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)[\s©(c)]*(?:\d{4}(?:\s?[-–]\s?\d{4})?,?\s*)?(?:by\s+)?(?P<name>[^\W\d_][^.|©•·]*)",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"(?:/\s?|\bfor |\bvia )(?P<name>[A-ZÀ-ÖØ-Þ][\w’'& -]{2,40}?)\)?\W*$")
_WELCOME = re.compile(
    r"(?:subscribe to|sign up for|support|more from|follow|download|about|register with|log in to|sign in to|by commenting on)"
    r" (?P<name>(?:[Tt]he )?[A-ZÀ-ÖØ-Þ][\w’'&-]*(?: (?:of|and|[A-ZÀ-ÖØ-Þ&][\w’'&-]*)){0,4})",
    re.IGNORECASE,
)
_LEGAL_FORM = re.compile(
    r",?\s+(?:inc|llc|ltd|limited|plc|gmbh|co|corp|corporation|company|all rights reserved)\b.*$", re.IGNORECASE
)


def find_outlet(lines: Sequence[tuple[str, Reason | None]]) -> str | None:
    """The outlet's name as printed at its best place; None where no two places agree.

    Places: a line above the story that is a name and nothing else, the line of the copyright, the credit of a picture, and the
    offers of the page ("Subscribe to The Harbor Courier"). The name is never guessed from one of them: a paper prints others' pictures, and
    menus are made of names.

    Args:
        lines: The shown lines of the page in order, with what became of each.
    """
    claims: dict[str, dict[str, str]] = {}
    for place, name in _read_places(lines):
        shown = _LEGAL_FORM.sub("", name).strip(" ,;:-–—")
        key = fold(shown).removeprefix("the ")
        if key and not _is_part(key) and len(shown) <= NAME_LENGTH and shown.count(" ") < NAME_WORDS:
            claims.setdefault(key, {}).setdefault(place, shown)
    for key, by_place in claims.items():
        if len(by_place) > 1 and not (is_agency(key) and "masthead" not in by_place):
            return next(by_place[place] for place in _BEST if place in by_place)
    return None


_ALONE = frozenset("blog blogs home news podcast podcasts press shop store".split())
_PARTS = frozenset(
    "account accounts career careers customer customers login member members newsletter newsletters podcast podcasts"
    " subscriber subscribers subscription subscriptions".split()
)
"""Words for parts of a site, which stand in its menu and in its offers as its name does."""


def _is_part(key: str) -> bool:
    """Whether a folded name is that of a part of a site: "blog", "subscriber area"."""
    return key in _ALONE or not _PARTS.isdisjoint(key.split())


_BEST = ("masthead", "rights", "offer", "credit")


def _read_places(lines: Sequence[tuple[str, Reason | None]]) -> Iterator[tuple[str, str]]:
    """Every place of the page that may name its outlet, and the name."""
    above = True
    for text, reason in lines:
        above = above and reason is not Reason.TITLE and reason is not Reason.BODY
        if reason in {Reason.CAPTION, Reason.DUPLICATE_CAPTION}:
            if match := _CREDIT.search(text[-80:]):
                yield "credit", match["name"]
        elif reason in _FURNITURE and len(text) <= 4 * NAME_LENGTH:
            if match := _RIGHTS.search(text):
                yield "rights", match["name"]
            elif match := _WELCOME.match(text):
                if " " in match["name"]:  # of one word it is as often a section or a newsletter
                    yield "offer", match["name"]
            elif above and not is_section(text) and text[0].isupper() and not text.isdecimal():
                yield "masthead", text


_FURNITURE = frozenset((Reason.NAV, Reason.WIDGET, Reason.BOILERPLATE, Reason.COMMENTS, Reason.SIDEBAR, Reason.TEASERS))
