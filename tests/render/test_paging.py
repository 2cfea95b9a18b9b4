"""Lists too long for one page are cut between groups, and every page leads to all others."""

from hypothesis import given
from hypothesis import strategies as st

from briefbook.render.paging import fill_pages, link_pages, page_paths


@given(st.lists(st.integers(0, 30), max_size=60), st.integers(1, 20))
def test_no_group_is_lost_cut_or_moved_and_no_page_is_larger_than_it_must_be(groups, limit):
    pages = fill_pages(groups, lambda size: size, limit)
    assert [group for page in pages for group in page] == groups
    for page in pages:
        assert sum(page) <= limit or len([size for size in page if size]) == 1


def test_an_empty_list_still_has_a_page():
    assert fill_pages([], len, 10) == ((),)
    assert page_paths("contents.html", 1) == ("contents.html",)


def test_the_pages_are_linked_by_number_but_for_the_one_at_hand():
    paths = page_paths("contents.html", 3)
    assert paths == ("contents.html", "contents-2.html", "contents-3.html")
    assert [(link.href, link.text) for link in link_pages(paths, paths[1])] == [
        ("contents.html", "1"),
        ("", "2"),
        ("contents-3.html", "3"),
    ]
    assert link_pages(paths[:1], paths[0]) == ()
