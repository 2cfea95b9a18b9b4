# ruff: noqa: ANN001, ANN201 -- a script over untyped arrays
"""Learns the trees of `briefbook/lexicon/support.tsv`, which weigh the markup of saved pages, and measures them on folds.

    python bench/train_support.py DATA_DIR FOLDS [--write]

DATA_DIR holds `html/ID.html.gz` and `gold.json.gz` ({ID: {"body": …}}). FOLDS is what `bench/train_clean.py --folds` wrote:
each page's flat lines are scored with weights that have not seen it. The trees held out are added to FOLDS, for
`bench/clean.py --html --folds`. Needs scikit-learn.
"""

import argparse
import gzip
import json
import pickle
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from train_clean import folds, label_lines, read_trees, report

from briefbook.clean import body
from briefbook.clean.lines import find_repeated, read_lines
from briefbook.clean.sections import find_sections
from briefbook.clean.support import NUMBERS, STATED_LENGTH, find_again, find_numbers
from briefbook.clean.trees import pack_trees, sum_leaves
from briefbook.clean.vocabulary import find_furniture_words
from briefbook.formats.encodings import decode_text
from briefbook.formats.webpage import read_webpage

TREES = {
    "max_iter": 60, "learning_rate": 0.12, "max_leaf_nodes": 6, "min_samples_leaf": 100, "l2_regularization": 5.0,
    "random_state": 1,
}  # fmt: skip
"""Few and small trees: there are not many pages to learn from."""
UNREAD = 0.3
"""What a page counts a second time, as the reader of web pages had found nothing in it."""
MORE = frozenset(
    ("score", "score ±2", "score ±6", "read", "read ±2", "read ±6", "read above", "read below", "stated", "parent read",
     "parent told", "parent kept", "grandparent kept", "grandparent read")
)  # fmt: skip
"""Numbers of which more can only speak for a line."""
LESS = frozenset(
    ("linked", "parent linked", "aside", "navigation", "footer", "form", "comments", "hidden", "above read", "below read",
     "against", "above title")
)  # fmt: skip
"""Numbers of which more can only speak against it."""


def read_pages(folder, used):
    gold = json.loads(gzip.decompress((folder / "gold.json.gz").read_bytes()))
    pages = {}
    for path in sorted((folder / "html").glob("*.gz")):
        key = path.name.split(".")[0]
        page = read_webpage(decode_text(gzip.decompress(path.read_bytes())).text)
        lines = read_lines(page.text)
        words = [find_furniture_words(line.text) for line in lines]
        body.read_weights = lambda key=key: used[key]
        scores = []
        body.score_lines(
            lines,
            words,
            find_sections(lines, words),
            find_repeated(lines),
            lambda own, kept=scores: kept.extend(own) or own,
        )
        texts = [line.text for line in lines if line.text]
        labels = label_lines(texts, gold[key]["body"])
        lengths = [len(text.split()) for text in texts]
        scale = sum(n for n, label in zip(lengths, labels, strict=True) if label) + 60
        pages[key] = {
            "texts": texts, "labels": labels, "gold": gold[key]["body"], "weights": [(min(n, 150) + 2) / scale for n in lengths],
            "read": shown(lines, page, scores, page.find_article(frozenset())), "unread": shown(lines, page, scores, ""),
        }  # fmt: skip
    return pages


def shown(lines, page, scores, read):
    stated = page.stated.body
    found = find_again(lines, read) if read else None
    said = find_again(lines, stated) if len(stated) >= STATED_LENGTH else None
    rows = [row for row in find_numbers(lines, page.lines, scores, found, said) if row is not None]
    return np.array(rows, dtype=float).reshape(len(rows), len(NUMBERS))


def learn(pages, keys):
    weights = np.concatenate([pages[key]["weights"] for key in keys])
    labels = np.concatenate([pages[key]["labels"] for key in keys])
    weights = np.concatenate([weights, UNREAD * weights])
    direction = [1 if name in MORE else -1 if name in LESS else 0 for name in NUMBERS]
    model = HistGradientBoostingClassifier(monotonic_cst=direction, **TREES).fit(
        np.vstack([pages[key][way] for way in ("read", "unread") for key in keys]),
        np.concatenate([labels, labels]),
        sample_weight=weights / weights.mean(),
    )
    return read_trees(model)


def weigh(rows, trees, bias):
    return sum_leaves(rows, pack_trees(trees, bias))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("folds", type=Path)
    parser.add_argument("--write", action="store_true", help="write the trees learnt from all pages")
    options = parser.parse_args()
    used = pickle.loads(options.folds.read_bytes())  # noqa: S301 -- our own file
    pages = read_pages(options.data, used)
    keys = [key for key in sorted(pages) if pages[key]["texts"]]
    scores, held_out = {}, {}
    for train, held in folds(keys):
        trees, bias = learn(pages, train)
        for key in held:
            held_out[key] = pack_trees(trees, bias)
            scores[key] = weigh(pages[key]["read"], trees, bias)
    for threshold in (0.0, -0.5, -1.0):
        report(f"over {threshold}", pages, scores, threshold)
    options.folds.write_bytes(pickle.dumps(used | {"support": held_out}))
    if options.write:
        trees, bias = learn(pages, keys)
        rows = [
            "# Trees of briefbook/clean/support.py, in log odds; made by bench/train_support.py.",
            f"# Learnt from {len(keys)} labelled pages: the development split of WCXB (web-content-extraction-benchmark), CC BY 4.0.",
            "# tree: nodes; `number value left right` goes left up to the value of that one of support.NUMBERS; one number is a leaf.",
        ]
        for number, tree in enumerate(trees):
            nodes = (
                f"{value:g}" if which < 0 else f"{which} {value:g} {left} {right}" for which, value, left, right in tree
            )
            rows.append("\t".join(["tree", str(number), *nodes]))
        rows.append(f"bias\t{bias:g}")
        (Path(__file__).parents[1] / "briefbook/lexicon/support.tsv").write_text(
            "\n".join(rows) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
