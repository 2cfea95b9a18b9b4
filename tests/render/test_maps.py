"""Outline maps: land, dots, and names that never cover each other."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from briefbook.render.maps import SIZES, Spot, draw_map

LISBON = Spot("Lisbon", 38.72, -9.14, 5)
SETUBAL = Spot("Setúbal", 38.52, -8.89, 9)
PARIS = Spot("Paris", 48.85, 2.35, 1)
PORTUGAL = Spot("Portugal", 39.5, -8.0, 3, area=True)


def names(picture: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)", picture)


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
    assert len(texts) == made.count("<text")
    for narrowest, hidden in ((300, ("wide-only",)), (570, ())):
        for size in SIZES:
            width = narrowest * size
            boxes = []
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
