"""The gazetteer and the word lists."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.annotate import gazetteer, placenames
from briefbook.annotate.gazetteer import fold_name, place_by_code, place_strength, places_named
from briefbook.model.entity import PlaceKind


@pytest.mark.parametrize(
    ("name", "kind", "country", "latitude", "longitude"),
    [
        ("Aleppo", PlaceKind.CITY, "SY", 36.2, 37.2),
        ("aleppo", PlaceKind.CITY, "SY", 36.2, 37.2),
        ("Geneva", PlaceKind.CITY, "CH", 46.2, 6.1),
        ("Kiev", PlaceKind.CITY, "UA", 50.5, 30.5),
        ("Kyiv", PlaceKind.CITY, "UA", 50.5, 30.5),
        ("São Paulo", PlaceKind.CITY, "BR", -23.5, -46.6),
        ("Sao Paulo", PlaceKind.CITY, "BR", -23.5, -46.6),
        ("Washington", PlaceKind.CITY, "US", 38.9, -77.0),
        ("New York", PlaceKind.CITY, "US", 40.7, -74.0),
        ("Georgia", PlaceKind.COUNTRY, "GE", 42, 43.5),
        ("Burma", PlaceKind.COUNTRY, "MM", 20, 96),
        ("Gaza Strip", PlaceKind.REGION, "PS", 31.5, 34.4),
        ("Mediterranean", PlaceKind.AREA, "", 35, 18),
        ("Kremlin", PlaceKind.OTHER, "RU", 55.75, 37.6),
    ],
)
def test_the_most_prominent_place_of_a_name_comes_first(name, kind, country, latitude, longitude):
    place = places_named(name)[0]
    assert (place.kind, place.country) == (kind, country)
    assert place.latitude == pytest.approx(latitude, abs=0.6)
    assert place.longitude == pytest.approx(longitude, abs=0.6)


@pytest.mark.parametrize(
    "name", ["U.S.", "US", "USA", "U.S.A.", "United States", "America", "United States of America"]
)
def test_one_country_has_many_names(name):
    assert places_named(name)[0].preferred == "United States"


@pytest.mark.parametrize("name", ["us", "Us", "uk", "uae", "un", "U.N.", "it"])
def test_a_word_is_no_abbreviation(name):
    assert all(place.kind is not PlaceKind.COUNTRY for place in places_named(name))


@pytest.mark.parametrize("name", ["", "  ", "!", "Atlantis of the Mind", "x" * 10_000, "\n", "\t", "aleppo\t"])
def test_what_is_not_there_is_not_found(name):
    assert places_named(name) in ((), places_named("Aleppo"))


@given(st.text(max_size=40))
def test_any_text_may_be_asked_for(text):
    assert isinstance(places_named(text), tuple)
    assert fold_name(fold_name(text)) == fold_name(text)


def test_the_table_is_sorted_and_every_line_is_a_place():
    lines = placenames.table().split(b"\n")[:-1]
    keys = [line.split(b"\t", 1)[0] for line in lines]
    assert keys == sorted(keys)
    assert 150_000 < len(lines) < 300_000
    for line in lines[:: len(lines) // 500]:
        place = gazetteer._place(line)
        key = line.decode().split("\t", 1)[0]
        assert -90 <= place.latitude <= 90
        assert -180 <= place.longitude <= 180
        assert fold_name(place.name) == key
        assert line in placenames.lines_of(key)
        assert place in places_named(place.name) or place.name.isupper() or len(place.name) <= 4


def test_the_index_is_made_of_the_table():
    shipped = (files("briefbook") / "lexicon" / "places.idx").read_bytes()
    assert gazetteer.index_places(placenames.table()) == shipped, "run briefbook/lexicon/make_index.py"
    divisions = (files("briefbook") / "lexicon" / "divisions.tsv").read_text("utf-8")
    assert gazetteer.name_divisions(placenames.table()) == divisions, "run briefbook/lexicon/make_index.py"


@pytest.mark.parametrize(
    ("words", "longer"),
    [("new", True), ("rio de", True), ("new yor", False), ("aleppo ", False), ("", False), ("zzz", False)],
)
def test_the_words_that_longer_names_begin_with_are_known(words, longer):
    assert placenames.begins_name(words) is longer


def test_every_country_has_a_position_and_a_name():
    for code in "AF BR CN DE EG FR GB IN JP KE RU SY US ZA".split():
        name = place_by_code("country", code)
        assert places_named(name)[0].country == code


def test_divisions_are_named_by_their_codes():
    assert place_by_code("region", "US", "TX") == "Texas"
    assert place_by_code("region", "ZZ", "00") == ""


def test_a_country_is_surer_than_a_village():
    assert place_strength("Syria") > place_strength("Aleppo") > place_strength("Ordway") > place_strength("Xyzzyx") == 0


def test_nationality_words_know_their_country():
    words = gazetteer.nationalities()
    assert (words["syrian"], words["britons"], words["french"], words["kurdish"]) == ("SY", "GB", "FR", "")


def test_common_words_are_no_names_of_the_great():
    common = gazetteer.common_words()
    assert {"the", "police", "minister", "said"} <= common
    assert not {"putin", "kerry", "london", "syria", "john"} & common
