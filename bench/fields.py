# ruff: noqa: ANN001, ANN201 -- a script
"""Titles, dates and authors of labelled pages: right, wrong, none, and how many titles stand on the page at all.

    python bench/fields.py DATA_DIR [--html] [--every N] [--list title|date|author]

DATA_DIR holds `gold.json.gz`, `flat/ID.txt.gz` and `html/ID.html.gz`. A date is wrong where its span does not hold the labelled
day; an author is right where the names are the labelled ones, in any order.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path

from briefbook.clean.byline import is_author
from briefbook.clean.page import Hints, read_page
from briefbook.formats.encodings import decode_text
from briefbook.formats.webpage import read_webpage
from briefbook.model.text import fold


def plain(text):
    """The words of a text alone, so that marks and spaces do not count."""
    return " ".join(re.findall(r"\w+", fold(text or "")))


def judge_title(page, webpage, wanted):
    found = page.credits.title
    title = page.lines[found].text if found is not None else ""
    if not title and webpage and webpage.stated.titles:
        title = webpage.stated.titles[0]
    if plain(title) == plain(wanted):
        return "right", title
    printed = any(plain(line.text) == plain(wanted) for line in page.lines if line.text)
    return ("wrong" if title else "none") + (", though printed" if printed else ", and not printed"), title


def judge_date(page, wanted):
    when = page.published.when
    if when is None:
        return "none", ""
    if str(when.start) == wanted == str(when.end):
        return "right", when.edtf
    return ("bounds hold it" if str(when.start) <= wanted <= str(when.end) else "wrong"), when.edtf


def judge_author(page, webpage, wanted):
    stated = webpage.stated.authors if webpage else ()
    found = page.credits.authors or [name for name in stated if is_author(name)]
    if not found:
        return "none", ""
    names = sorted(plain(name) for name in re.split(r",|;|&|\band\b", wanted))
    return (
        "right" if sorted(map(plain, found)) == names or plain(wanted) == plain(", ".join(found)) else "wrong"
    ), ", ".join(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--html", action="store_true", help="read the HTML of the pages that have it")
    parser.add_argument("--every", type=int, default=1, help="read every Nth page only")
    parser.add_argument("--list", choices=("title", "date", "author"), help="print the pages that are not right")
    options = parser.parse_args()
    gold = json.loads(gzip.decompress((options.data / "gold.json.gz").read_bytes()))
    counts = {field: Counter() for field in ("title", "date", "author")}
    for path in sorted((options.data / ("html" if options.html else "flat")).glob("*.gz"))[:: options.every]:
        key = path.name.split(".")[0]
        text = decode_text(gzip.decompress(path.read_bytes())).text
        webpage = read_webpage(text) if options.html else None
        page = read_page(webpage.text if webpage else text, Hints(webpage=webpage))
        for field, judge in (
            ("title", lambda wanted, page=page, webpage=webpage: judge_title(page, webpage, wanted)),
            ("date", lambda wanted, page=page: judge_date(page, wanted)),
            ("author", lambda wanted, page=page, webpage=webpage: judge_author(page, webpage, wanted)),
        ):
            wanted = gold[key].get(field)
            if not wanted:
                continue
            verdict, found = judge(wanted) if page else ("none", "")
            counts[field][verdict] += 1
            if options.list == field and verdict != "right":
                print(f"{key}\t{verdict}\t{found}\t{wanted}")
    for field, counted in counts.items():
        print(
            field,
            sum(counted.values()),
            ", ".join(f"{n} {verdict}" for verdict, n in sorted(counted.items(), key=lambda item: -item[1])),
        )


if __name__ == "__main__":
    main()
