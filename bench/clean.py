# ruff: noqa: ANN001, ANN201, ANN202 -- a script
"""Cleans labelled pages and writes what a scorer reads: the body, one paragraph a line.

    python bench/clean.py DATA_DIR OUT_DIR [--html] [--folds FILE]
    python bench/clean.py DATA_DIR OUT_DIR --html --against trafilatura

DATA_DIR holds `flat/ID.txt.gz` and `html/ID.html.gz`; OUT_DIR gets `ID.txt`. Prints the CPU time a page, and, where there is
`gold.json.gz` ({ID: {"body": …, "url": …}}), how much of the bodies' runs of four words was found, also of the news pages alone.
With `--against trafilatura`, its own `extract` reads the same bytes in the same process: first once for the whole set, so that what
it loads is loaded, then in turn with ours, three times; the least time of each page counts, of both.
With `--folds FILE`, made by `bench/train_clean.py --folds FILE` (and, for HTML, `bench/train_support.py`), each page is read with weights that have not seen it.
"""

import argparse
import gzip
import json
import math
import pickle
import re
import statistics
import time
import unicodedata
from collections import Counter
from pathlib import Path, PurePosixPath

from briefbook.clean import body, support
from briefbook.clean.draft import clean_seed
from briefbook.clean.page import Hints, read_page
from briefbook.formats.encodings import decode_text
from briefbook.formats.webpage import read_webpage
from briefbook.model.article import Reason, Seed
from briefbook.model.config import CleanConfig

STORY = (Reason.BODY, Reason.SUBHEAD)


ROUNDS = 3


def compare(pages):
    """CPU seconds of ours, with the draft and its ledger, and of trafilatura's, over all pages."""
    import trafilatura

    def ours(data):
        clean_seed(Seed(path=PurePosixPath("seeds/page.html"), data=data), CleanConfig())

    for data in pages:
        trafilatura.extract(data)
    best = [[math.inf, math.inf] for _ in pages]
    for _ in range(ROUNDS):
        for data, least in zip(pages, best, strict=True):
            for which, read in enumerate((ours, trafilatura.extract)):
                start = time.process_time()
                read(data)
                least[which] = min(least[which], time.process_time() - start)
    return [sum(column) for column in zip(*best, strict=True)]


NEWS = re.compile(r"news|times|post\b|guardian|bbc|cnn|reuters|journal|tribune|herald|npr|/20\d\d/\d\d")
"""Of addresses that look like a news site's; there is no better mark of them in the set."""


def measure(gold, paths):
    """Precision, recall and F1 of 4-word shingles, pages weighted equally, and the share of pages below .5."""
    results = []
    for path in paths:
        wanted, found = (shingles(text) for text in (gold[path.stem]["body"], path.read_text(encoding="utf-8")))
        both = (wanted & found).total()
        results.append((both / found.total() if found else float(not wanted), both / wanted.total() if wanted else 1.0))
    precision, recall = (statistics.mean(values) for values in zip(*results, strict=True))
    low = sum(p + r == 0 or 2 * p * r / (p + r) < 0.5 for p, r in results) / len(results)
    return precision, recall, 2 * precision * recall / (precision + recall), low


def shingles(text):
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text))
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)) if words[i : i + 4])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--html", action="store_true", help="read the HTML of the pages that have it")
    parser.add_argument("--folds", type=Path, help="held-out weights")
    parser.add_argument("--against", choices=["trafilatura"], help="compare the CPU time with it, and write nothing")
    options = parser.parse_args()
    if options.against:
        pages = [gzip.decompress(path.read_bytes()) for path in sorted((options.data / "html").glob("*.gz"))]
        ours, theirs = compare(pages)
        print(
            f"{len(pages)} pages: {1000 * ours / len(pages):.1f} ms a page, with its draft and ledger;"
            f" trafilatura.extract {1000 * theirs / len(pages):.1f} ms; {ours / theirs:.2f} times as much"
        )
        return
    folds = pickle.loads(options.folds.read_bytes()) if options.folds else None  # noqa: S301 -- our own file
    shipped, shipped_trees = body.read_weights(), support.read_trees()
    held_out = folds.get("support", {}) if folds else {}
    options.out.mkdir(parents=True, exist_ok=True)
    times = []
    for path in sorted((options.data / ("html" if options.html else "flat")).glob("*.gz")):
        key = path.name.split(".")[0]
        data = gzip.decompress(path.read_bytes())
        body.read_weights = lambda key=key: folds[key] if folds and key in folds else shipped
        support.read_trees = lambda key=key: held_out.get(key, shipped_trees)
        start = time.process_time()
        text = decode_text(data).text
        if options.html:
            webpage = read_webpage(text)
            page = read_page(webpage.text, Hints(webpage=webpage))
        else:
            page = read_page(text)
        times.append(1000 * (time.process_time() - start))
        kept = [page.lines[i].text for i, r in sorted(page.rulings.items()) if r.reason in STORY] if page else []
        (options.out / f"{key}.txt").write_text("\n".join(kept), encoding="utf-8")
    print(
        f"{len(times)} pages, {statistics.median(times):.1f} ms a page (median), {statistics.mean(times):.1f} ms (mean)"
    )
    if (options.data / "gold.json.gz").exists():
        gold = json.loads(gzip.decompress((options.data / "gold.json.gz").read_bytes()))
        paths = sorted(options.out.glob("*.txt"))
        news = [path for path in paths if NEWS.search(gold[path.stem].get("url") or "")]
        for name, chosen in (("all", paths), ("news by their address", news)):
            if chosen:
                precision, recall, f1, low = measure(gold, chosen)
                print(
                    f"{len(chosen)} pages, {name}: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f},"
                    f" below .5: {100 * low:.1f}% of pages"
                )


if __name__ == "__main__":
    main()
