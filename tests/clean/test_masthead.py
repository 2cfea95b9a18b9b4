"""The outlet of a flat page: named where two of the page's own places agree, never from one of them."""

import pytest

from briefbook.clean.credits import is_section
from briefbook.clean.masthead import find_outlet
from briefbook.model.article import Reason

MASTHEAD = ("The Harbor Courier", Reason.NAV)
TITLE = ("Ferry catches fire", Reason.TITLE)
CREDIT = ("A ferry on fire. (Ann Marsh/Harbor Courier)", Reason.CAPTION)
RIGHTS = ("© 2024 The Harbor Courier. All rights reserved.", Reason.NAV)
OFFER = ("Subscribe to The Harbor Courier", Reason.WIDGET)

CASES = {
    "masthead and copyright": ([MASTHEAD, TITLE, RIGHTS], "The Harbor Courier"),
    "masthead and the credit of a picture, which leaves out the article": ([MASTHEAD, CREDIT, TITLE], "The Harbor Courier"),
    "masthead and an offer": ([MASTHEAD, TITLE, OFFER], "The Harbor Courier"),
    "no masthead: copyright and credit": ([TITLE, CREDIT, RIGHTS], "The Harbor Courier"),
    "the company's form is no part of the name": (
        [MASTHEAD, TITLE, ("Copyright 2019-2024 Harbor Courier, Inc.", Reason.BOILERPLATE)], "The Harbor Courier"),
    "a masthead alone": ([MASTHEAD, ("Fish prices", Reason.NAV), TITLE], None),
    "a copyright alone": ([TITLE, RIGHTS], None),
    "the same place twice": ([TITLE, RIGHTS, RIGHTS], None),
    "an entry of the menus that the copyright does not name": ([("Harbor News", Reason.NAV), TITLE, RIGHTS], None),
    "an agency whose pictures and report a paper prints": (
        [TITLE, ("A ferry. (Ann Marsh/Reuters)", Reason.CAPTION), ("© 2024 Reuters", Reason.BOILERPLATE)], None),
    "the agency's own page": (
        [("Reuters", Reason.NAV), TITLE, ("© 2024 Reuters. All rights reserved.", Reason.NAV)], "Reuters"),
    "words of the story count for nothing": (
        [MASTHEAD, TITLE, ("Subscribe to The Harbor Courier, he told the crowd.", Reason.BODY)], None),
    "a name below the story is no masthead": ([TITLE, MASTHEAD, RIGHTS], None),
    "a section that an offer names": (
        [("Nutrition", Reason.NAV), TITLE, ("More from Nutrition", Reason.TEASERS)], None),
    "a part of the site that an offer names": (
        [("Subscriber Area", Reason.NAV), TITLE, ("Log in to Subscriber Area", Reason.WIDGET)], None),
    "nothing": ([], None),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "outlet"), CASES.values(), ids=CASES)
def test_outlet(lines, outlet):
    assert find_outlet(lines) == outlet


@pytest.mark.parametrize(
    ("line", "whether"),
    [
        ("News / Middle East", True),
        ("World | Asia", True),
        ("Business", True),
        ("Home | Schedule | Contact", False),
        ("Home | Politics | Video", False),
        ("Log in | Subscribe", False),
    ],
)
def test_a_row_of_a_menu_is_no_section(line, whether):
    assert is_section(line) is whether
