"""Slugs, folding, counting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.model.text import SLUG_LENGTH, count_words, fold, line_and_column, number_slug, slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("US, Russia Clash Over Syria", "us-russia-clash-over-syria"),
        ("Setúbal", "setubal"),
        ("Staffan de Mistura’s goal", "staffan-de-misturas-goal"),
        ("Łódź – Øresund", "lodz-oresund"),
        ("   ", "untitled"),
    ],
)
def test_slugs(text, slug):
    assert slugify(text) == slug


@given(st.text())
def test_a_slug_is_plain_short_and_its_own_slug(text):
    slug = slugify(text)
    assert slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(slug) <= SLUG_LENGTH
    assert slugify(slug) == slug


def test_texts_of_other_scripts_have_slugs_of_their_own():
    assert slugify("Сирия") != slugify("Россия")


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_words_with_apostrophes_and_hyphens_are_one():
    assert count_words("The two-year-old didn’t speak — twice.") == 5


def test_lines_and_columns_count_from_one():
    assert line_and_column("ab\ncd", 4) == (2, 2)


def test_a_numbered_slug_is_no_longer_than_a_slug_may_be():
    long = slugify("The long road to the harbour of the northern islands and what came of it in winter")
    numbered = number_slug(long, 2)
    assert numbered.endswith("-2")
    assert slugify(numbered) == numbered
