"""The timeline."""

import re
from datetime import date, timedelta

from briefbook.render.pictures import Bar, draw_timeline, plan_timeline


def bars(*days: str, planned: bool = False) -> list[Bar]:
    return [Bar(date.fromisoformat(day), planned) for day in days]


def test_few_entries_are_not_drawn():
    assert draw_timeline(bars("2013-01-01", "2013-05-01")) == ""


def test_entries_of_one_month_are_not_drawn():
    assert draw_timeline(bars("2013-01-01", "2013-01-02", "2013-01-03", "2013-01-04")) == ""


def test_the_label_says_what_is_drawn():
    made = draw_timeline(bars("2013-01-01", "2013-02-01", "2013-02-02", "2013-04-01"))
    assert 'aria-label="Timeline: 4 entries, January 2013 to April 2013"' in made
    assert made.count("<rect") == 3


def test_planned_entries_are_hollow_on_top_of_the_others():
    made = draw_timeline([*bars("2013-01-01", "2013-02-01", "2013-04-01"), *bars("2013-04-02", planned=True)])
    assert made.count('<rect class="planned"') == 1
    assert "</span> happened" in made


def test_the_tallest_column_bears_its_number_within_the_width():
    made = draw_timeline(bars("2013-01-01", "2013-01-02", "2013-01-03", "2013-02-01", "2013-12-01"))
    assert re.search(r'<text class="most"[^>]*text-anchor="middle">3<', made)
    made = draw_timeline(bars("1990-01-01", "1990-01-02", "1990-01-03", "1990-02-01", "2013-12-01"))
    assert re.search(r'<text class="most"[^>]*text-anchor="start">', made)


def test_what_is_left_out_is_said():
    made = draw_timeline(bars("2013-01-01", "2013-02-01", "2013-02-02", "2013-04-01"), earlier=3, first_year="2013")
    assert "a column is a month; 3 entries before 2013, not drawn." in made


def test_a_far_date_does_not_squeeze_the_rest():
    many = [Bar(date(2013, 1, 1) + timedelta(days=10 * n), planned=False) for n in range(40)]
    made = draw_timeline([*many, *bars("1945-05-08")])
    assert "Timeline: 40 entries, January 2013 to January 2014" in made


def test_centuries_fit_in_the_width():
    made = draw_timeline(bars("1500-01-01", "1700-01-01", "1900-01-01", "2000-01-01"))
    assert made.count("<text") <= 12
    assert all(0 <= float(x) <= 100 for x in re.findall(r'[ "]x="([\d.]+)%"', made))


def test_the_plan_holds_what_is_drawn():
    plan = plan_timeline([*bars("2013-01-01", "2013-01-02", "2013-04-01"), *bars("2013-04-02", planned=True)])
    assert plan.columns == ((2, 0), (0, 0), (0, 0), (1, 1))
    assert plan.tallest == 2
    assert plan.ticks[0] == (0, "2013")
    assert plan.label == "4 entries, January 2013 to April 2013"


def test_too_few_entries_have_no_plan():
    assert plan_timeline(bars("2013-01-01", "2013-05-01")) is None
