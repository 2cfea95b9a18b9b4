"""How a long chronology is cut: what each of its pages lists of the others."""

from briefbook.render.stretches import STRETCHES_LISTED, Stretch, list_stretches


def months(*years: int) -> list[Stretch]:
    return [
        Stretch(f"{year}-{month:02}", f"{month}/{year}", f"{month}/{year}", str(year), ())
        for year in years
        for month in range(1, 13)
    ]


FIRST = Stretch("", "", "", "", ())


def listed(stretches: list[Stretch], own: str) -> list[str]:
    return [link.text for link in list_stretches([FIRST, *stretches], own, "2013")]


def test_few_stretches_are_listed_on_every_page():
    stretches = months(2013, 2014)
    assert listed(stretches, "2013") == [stretch.label for stretch in stretches]


def test_of_many_a_page_lists_those_of_its_year_and_the_first_of_each_other():
    before = [Stretch("earlier", "1990", "1990", "", ()), Stretch("earlier-2", "1991–2000", "1991–2000", "", ())]
    stretches = [*before, *months(*range(2013, 2019)), Stretch("2019", "2019", "2019", "2019", ())]
    assert len(stretches) > STRETCHES_LISTED
    years = [str(year) for year in range(2013, 2020) if year != 2015]
    assert listed(stretches, "2015") == [
        "Before 2013",
        *years[:2],
        *(f"{month}/2015" for month in range(1, 13)),
        *years[2:],
    ]
    assert listed(stretches, "earlier") == ["1990", "1991–2000", *map(str, range(2013, 2020))]


def test_the_first_page_lists_them_all():
    stretches = months(*range(2013, 2020))
    assert listed(stretches, FIRST.shelf) == [stretch.label for stretch in stretches]
