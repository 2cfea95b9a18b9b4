# ruff: noqa: ANN201 -- a script
"""Cleans labelled pages and writes what a scorer reads: the body, one paragraph a line.

    python bench/clean.py DATA_DIR OUT_DIR [--html] [--folds FILE]

DATA_DIR holds `flat/ID.txt.gz` and `html/ID.html.gz`; OUT_DIR gets `ID.txt`. Prints the CPU time a page.
With `--folds FILE`, made by `bench/train_clean.py --folds FILE` (and, for HTML, `bench/train_support.py`), each page is read with weights that have not seen it.
"""

import argparse
import gzip
import pickle
import statistics
import time
from pathlib import Path

from briefbook.clean import body, support
from briefbook.clean.page import Hints, read_page
from briefbook.formats.webpage import decode_text, read_webpage
from briefbook.model.article import Reason

STORY = (Reason.BODY, Reason.SUBHEAD)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--html", action="store_true", help="read the HTML of the pages that have it")
    parser.add_argument("--folds", type=Path, help="held-out weights")
    options = parser.parse_args()
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


if __name__ == "__main__":
    main()
