"""Lines that stand in clippings of several stories are furniture, and copies of one story are one."""

from pathlib import PurePosixPath

from briefbook.clean.furniture import find_furniture
from briefbook.model.article import Seed

STORY = """Split Closes Harbor to Raise a Trawler

The harbor of Split will close to cruise ships for two days so that divers can lift a wreck from the channel.

Insurers have agreed to pay for the work, and the museum wants the wheelhouse.
"""


def test_a_line_seen_in_three_other_stories_is_furniture():
    bar = "Listen to our evening program on short wave every day"
    seeds = [
        Seed(path=PurePosixPath(f"seeds/{n}.txt"), data=f"{' '.join([word] * 20)}\n{bar}\n".encode())
        for n, word in enumerate(("one", "two", "three"))
    ]
    assert find_furniture(seeds) == {bar}
    assert find_furniture(seeds[:2]) == frozenset()


def test_copies_of_one_story_are_no_furniture():
    seeds = [Seed(path=PurePosixPath(f"seeds/{n}.txt"), data=f"{STORY}\ncopy {n}".encode()) for n in range(9)]
    assert find_furniture(seeds) == frozenset()
