"""Pages that clippers saved as Markdown: each names what it knows in its own way, and some say it only in the text."""

from pathlib import PurePosixPath

import pytest

from briefbook.clean.draft import clean_seed
from briefbook.formats.frontmatter import parse_article
from briefbook.model.article import Seed
from briefbook.model.config import CleanConfig

STORY = """TBILISI, Georgia — The president on Saturday vetoed the bill.

Parliament can override the veto with a simple majority.
"""
ALL = {
    "author": "Tamar Lomidze, Jack Horn",
    "date": "2024-05-18",
    "source": "https://pilot.example/veto",
    "place": "TBILISI, Georgia",
}

CASES = {
    "authors as links of a notebook": ("""---
title: "Georgia vetoes bill"
source: "https://pilot.example/veto"
author:
  - "[[Tamar Lomidze]]"
  - "[[Jack Horn]]"
published: 2024-05-18
created: 2024-05-20
tags:
  - "clippings"
---
""", {**ALL, "accessed": "2024-05-20"}),
    "the day it was saved with a time, and a summary above the text": ("""---
created: 2024-05-20T21:00:00 (UTC +02:00)
tags: [news]
source: https://pilot.example/veto
author: Tamar Lomidze, Jack Horn
---

# Georgia vetoes bill

> ## Excerpt
> A veto, and what comes next.

---
""", {**ALL, "date": "", "accessed": "2024-05-20"}),
    "the address under `url`, the tool under `source`, a date with a time": ("""---
title: Georgia vetoes bill
source: reader
url: https://pilot.example/veto
site_name: The Pilot
authors: [Tamar Lomidze, "Jack Horn"]
date: 2024-05-18T09:00:00+02:00
saved: 2024-05-19
---
""", {**ALL, "accessed": "2024-05-19", "outlet": "The Pilot"}),
    "the address under `link`, a byline with its first word, a date in words": ("""---
title: Georgia vetoes bill
link: https://pilot.example/veto
publisher: The Pilot
byline: By Tamar Lomidze and Jack Horn
published: May 18, 2024
---
""", {**ALL, "outlet": "The Pilot"}),
    "no front matter: byline and date stand above the text": ("""# Georgia vetoes bill

*By Tamar Lomidze and Jack Horn*

May 18, 2024

""", {**ALL, "source": ""}),
}  # fmt: skip


def draft_of(data):
    draft = clean_seed(Seed(path=PurePosixPath("seeds/page.md"), data=data), CleanConfig()).value
    assert draft is not None
    return draft


def article_of(data):
    article = parse_article(draft_of(data).document).value
    assert article is not None
    return article


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("head", "expected"), CASES.values(), ids=CASES)
def test_what_the_clipper_knows_is_in_the_front_matter(head, expected, newline):
    data = (head + STORY).replace("\n", newline).encode()
    draft = draft_of(data)
    article = article_of(data)
    when = article.published.when
    found = {
        "author": ", ".join(article.byline),
        "date": when.edtf if when else "",
        "source": article.source.url or "",
        "accessed": article.source.accessed or "",
        "outlet": article.source.outlet or "",
        "place": article.dateline.place if article.dateline else "",
    }
    assert article.title == "Georgia vetoes bill"
    assert {key: found[key] for key in expected} == expected
    assert article.markdown.strip().removeprefix("---").strip() == STORY.strip()
    assert [fate.line for fate in draft.ledger.lines] == list(range(1, len(draft.ledger.lines) + 1))


def test_a_date_within_the_text_is_no_date_of_publication():
    text = "# Georgia vetoes bill\n\nThe president vetoed the bill.\n\nMay 18, 2024\n"
    assert article_of(text.encode()).published.when is None


def test_markdown_of_a_clipper_keeps_its_body_and_its_front_matter():
    text = (
        '---\ntitle: "Raising a trawler"\nsource: "https://pilot.example/t"\nauthor:\n  - "[[Ana Kovac]]"\n'
        "published: 2016-05-04\ncreated: 2020-01-02\n---\n\n# Raising a trawler\n\nThe *harbor* closes.\n\n## Why\n\nA wreck.\n"
    )
    article = article_of(text.encode())
    assert article.title == "Raising a trawler"
    assert article.markdown.strip() == "The *harbor* closes.\n\n## Why\n\nA wreck."
    assert article.byline == ("Ana Kovac",)
    assert (article.source.url, article.source.accessed) == ("https://pilot.example/t", "2020-01-02")
    assert (article.published.when.edtf, article.published.basis) == (
        "2016-05-04",
        "stated in the clipping's front matter",
    )
