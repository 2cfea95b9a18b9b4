"""Outline maps: land, dots, and names that never cover each other."""

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbook.render.maps import SIZES, Spot, _fit, draw_map

LISBON = Spot("Lisbon", 38.72, -9.14, 5)
SETUBAL = Spot("Setúbal", 38.52, -8.89, 9)
PARIS = Spot("Paris", 48.85, 2.35, 1)
PORTUGAL = Spot("Portugal", 39.5, -8.0, 3, area=True)


def names(picture: str) -> list[str]:
    return re.findall(r"<text class[^>]*>([^<]+)", picture)


def test_no_place_no_map():
    assert draw_map([]) == ""


def test_towns_have_dots_and_names_and_countries_names_alone():
    made = draw_map([LISBON, PARIS, PORTUGAL])
    assert made.count("<circle") == 2
    assert set(names(made)) >= {"Lisbon", "Paris"}
    assert 'aria-label="Map: 3 places"' in made
    assert ' d="M' in made


def test_of_two_names_without_room_the_more_frequent_stands():
    assert "Setúbal" in names(draw_map([LISBON, SETUBAL, PARIS]))


def test_the_map_says_which_places_it_cannot_show_and_that_narrow_pages_show_fewer_names():
    made = draw_map([LISBON, PARIS], unplaced=["Ostmark", "Vik <b>"])
    assert "Not on the map, for their position is not known: Ostmark, Vik &lt;b&gt;. " in made
    assert "Not every name has room" not in made
    wide_only = draw_map([Spot(f"Town of a Long Name {n}", 40, 5 * n, 9 - n) for n in range(5)])
    assert wide_only.count("<text class") == 5
    assert '<span class="narrow-only">Not every name has room' in wide_only


def test_the_map_of_a_place_has_it_in_the_middle():
    made = draw_map([Spot("Lisbon", 38.72, -9.14, 0, main=True), SETUBAL], LISBON)
    assert '<circle class="main" cx="50.0%" cy="50.0%" r="5"/>' in made


def test_names_are_text():
    made = draw_map([Spot("<b>&", 10, 10, 1), Spot("x", 12, 12, 1)])
    assert "&lt;b&gt;&amp;" in made


spots = st.builds(
    Spot,
    st.text(alphabet="abcdefg ", min_size=1, max_size=14),
    st.floats(-56, 75),
    st.floats(-180, 180),
    st.integers(0, 9),
    st.booleans(),
)


@given(st.lists(spots, max_size=12))
def test_whatever_the_places_names_stand_apart_and_inside(found):
    made = draw_map(found)
    if not made:
        return
    texts = re.findall(
        r'<text class="([^"]*)" paint-order="stroke" text-anchor="(\w+)" x="([-\d.]+)%" y="([-\d.]+)%" dx="(-?\d+)" dy="(-?\d+)">([^<]*)',
        made,
    )
    assert len(texts) == made.count("<text class")
    scaled = "km</text>" in made
    for narrowest, hidden in ((300, ("wide-only",)), (570, ())):
        for size in SIZES:
            width = narrowest * size
            high = width * 0.625
            # The scale with its words is a box like the names.
            share = float(re.search(r'class="scale"[^>]* width="([\d.]+)%"', made)[1]) / 100 if scaled else 0
            boxes = [(10, high - 14, 10 + share * width + 45, high)] if scaled else []
            for styles, anchor, across, down, dx, dy, name in texts:
                if any(style in styles for style in hidden):
                    continue
                x = float(across) / 100 * width + int(dx)
                y = float(down) / 100 * width * 0.625 + int(dy)
                long = len(unescape(name)) * 6.4
                left = x - {"start": 0, "middle": long / 2, "end": long}[anchor]
                boxes.append((left, y - 11, left + long, y + 3))
            for n, a in enumerate(boxes):
                assert a[0] >= 0
                assert a[2] <= width
                for b in boxes[:n]:
                    assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1


@given(st.lists(spots, min_size=60, max_size=300))
@settings(max_examples=5)
def test_of_hundreds_of_places_every_town_within_has_its_dot_and_the_picture_stays_small(found):
    made = draw_map(found)
    towns = [spot for spot in found if not spot.area]
    assert made.count("<circle") <= len(towns)
    assert len(made) < 90_000
    assert ("Not every name has room" in made) == (
        made.count("<text class") - made.count(" wide-only") < len(named(found))
    )


def named(found: list[Spot]) -> list[Spot]:
    """The places within the frame of all."""
    frame = _fit(found)
    return [s for s in found if all(0.01 < share < 0.99 for share in frame.place(s.longitude, s.latitude))]


# Around the world


def circles(picture: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r'<circle[^>]* cx="([\d.]+)%" cy="([\d.]+)%"', picture)]


def test_places_on_both_sides_of_the_date_line_are_neighbours():
    made = draw_map([Spot("Suva", -18.1, 178.4, 3), Spot("Apia", -13.8, -171.8, 2)])
    (suva, _), (apia, _) = circles(made)  # the one with more to say of it first
    assert 0 < suva < apia < 100
    assert "km</text>" in made  # a map of a region, not of the world


def test_two_towns_an_ocean_apart_are_shown_with_the_ocean_between_them():
    tokyo, francisco = Spot("Tokyo", 35.7, 139.7, 1), Spot("San Francisco", 37.8, -122.4, 1)
    (west, _), (east, _) = sorted(circles(draw_map([tokyo, francisco])))
    assert west < 50 < east


def test_a_map_is_as_broad_as_its_places_lie_and_shows_no_more_sea_than_it_must():
    world = [Spot("Vancouver", 49, -123, 1), Spot("Yokohama", 35, 140, 1), Spot("Cape Town", -34, 18, 1)]
    frame = _fit(world)
    assert frame.shape == "strip"
    assert frame.latitude + frame.reach <= 84
    assert frame.latitude - frame.reach >= -60
    assert 'class="map strip"' in draw_map(world)
    tall = [Spot("Oslo", 59.9, 10.7, 1), Spot("Cape Town", -34, 18, 1)]
    assert _fit(tall).shape == ""


@given(st.lists(spots, min_size=1, max_size=8))
def test_every_town_is_on_the_map(found):
    towns = [s for s in found if not s.area]
    frame = _fit(found)
    for spot in towns if len(towns) > 1 else found:
        x, y = frame.place(spot.longitude, spot.latitude)
        assert 0 <= x <= 1
        assert 0 <= y <= 1


def test_one_town_stands_in_the_middle():
    assert circles(draw_map([LISBON])) == [(50.0, 50.0)]


@given(st.lists(spots.filter(lambda spot: not spot.area), min_size=2, max_size=6), st.integers(-180, 180))
def test_turning_the_world_turns_the_map_with_it(found, turn):
    moved = [replace(s, longitude=(s.longitude + turn + 180) % 360 - 180) for s in found]
    one, other = _fit(found), _fit(moved)
    if one.reach < 100 > other.reach:
        assert one.reach == pytest.approx(other.reach)


def test_a_scale_is_drawn_only_where_it_is_true():
    north = [Spot("Oslo", 59.9, 10.7, 1), Spot("Tromso", 69.6, 18.9, 1), Spot("Longyearbyen", 78.2, 15.6, 1)]
    assert "km</text>" not in draw_map(north)
    near = draw_map([LISBON, SETUBAL])
    length = int(re.search(r"(\d+) km", near)[1])
    share = float(re.search(r'class="scale"[^>]* width="([\d.]+)%"', near)[1]) / 100
    frame = _fit([LISBON, SETUBAL])
    assert share * 2 * frame.reach * 1.6 * 111.2 == pytest.approx(length, rel=0.01)


def test_the_map_of_a_place_names_the_others_on_it_as_text_too():
    made = draw_map([Spot("Lisbon", 38.72, -9.14, 0, main=True), SETUBAL, PARIS], LISBON)
    assert "Near it in this book: Setúbal." in made
    assert "not as they are claimed" in made
