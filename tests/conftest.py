"""Small books for tests that need one on disk; every word in them is invented."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test fails by the clock of a busy machine, and none by chance: what Hypothesis tries is the same at each run.
settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

CLIPPINGS = {
    "ferry.txt": """\
Home | News | Weather | Sport
Share
World
Ferry Talks Resume in Ostmark
By Anna Lindqvist
March 12, 2014
OSTMARK — The foreign minister of Norland, Karin Holm, met her Sudland counterpart Peter Adeyemi in Ostmark on Tuesday to reopen talks on the ferry that has not sailed between the two countries since March.

“We will not leave this table without a timetable,” Ms. Holm said after the first session, which lasted four hours and ended without a statement. Mr. Adeyemi said that Sudland was ready to sign an agreement before the end of the month.

The Ferry Commission of Norland said in a report last week that 40,000 travellers had been turned away, and that the harbour of Ostmark had lost a third of its trade. The commission, which was set up in 2009, asked both governments to act.

Related
Storm closes the northern road
Read more
Comments
Sign in to comment
© 2014 The Norland Courier. All rights reserved.
""",
    "bridge.txt": """\
Home | News | Weather | Sport
Share
World
Norland Signs Bridge Treaty With Sudland
By Jonas Berg
March 28, 2014
VIK — Norland and Sudland signed a treaty on Friday that puts a bridge in the place of the ferry between Ostmark and the town of Vik, ending a quarrel that began when the ferry stopped two years ago.

Karin Holm, who signed for Norland, called the treaty a beginning. “A bridge cannot be cancelled in the morning,” she said. Peter Adeyemi, who signed for Sudland, said that work would begin in June and take until 2017 at the latest.

The treaty must be approved by both parliaments. A vote in Norland is planned for April 9, and the opposition said on Thursday that it would ask for a study of the cost before it agreed to any date.

Related
Ferry Talks Resume in Ostmark
Comments
Sign in to comment
© 2014 The Norland Courier. All rights reserved.
""",
}
SETTINGS = """\
book:
  title: The bridge at Vik
annotate:
  engine: rules
outputs: [html, data]
"""


@pytest.fixture
def clippings() -> dict[str, str]:
    """The two clippings by file name."""
    return dict(CLIPPINGS)


@pytest.fixture
def make_book(tmp_path: Path) -> Callable[..., Path]:
    """Makes a folder with the two clippings and settings that need neither language model nor layout engine."""

    def make(name: str = "book", settings: str = SETTINGS, clippings: dict[str, str] | None = None) -> Path:
        root = tmp_path / name
        (root / "seeds").mkdir(parents=True)
        (root / "briefbook.yml").write_text(settings, "utf-8")
        for file, text in (CLIPPINGS if clippings is None else clippings).items():
            (root / "seeds" / file).write_text(text, "utf-8")
        return root

    return make


@pytest.fixture
def book(make_book: Callable[..., Path]) -> Path:
    """A book's folder with two clippings, not built yet."""
    return make_book()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder that is the current one."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
