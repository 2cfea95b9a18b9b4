# ruff: noqa: ANN001, ANN201, ANN204, D102, SLF001 -- a script over untyped arrays; the trees can only be read from inside
"""Learns the weights of `briefbook/lexicon/weights.tsv` from labelled pages, and measures them on held-out folds.

    python bench/train_clean.py DATA_DIR [--write]

DATA_DIR holds `flat/ID.txt.gz` (whole pages as flat text) and `gold.json.gz` ({ID: {"body": …}}). Needs scikit-learn.
"""

import argparse
import gzip
import json
import pickle
import re
import statistics
import unicodedata
from bisect import bisect
from collections import Counter
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from briefbook.clean.features import REACH, find_features
from briefbook.clean.lines import find_repeated, read_lines
from briefbook.clean.sections import find_sections
from briefbook.clean.vocabulary import find_furniture_words, mark_boxes
from briefbook.clean.weighing import Weights, decide, smooth, weigh

WEIGHTS = Path(__file__).parents[1] / "briefbook/lexicon/weights.tsv"
FOLDS = 5
STRENGTH = 0.3
"""Inverse regularisation of the first step."""
TREES = {"max_iter": 60, "learning_rate": 0.12, "max_leaf_nodes": 12, "min_samples_leaf": 60, "l2_regularization": 1.0}
"""The second step: few and small trees, so that they can be read and are fast."""


def tokens(text):
    return re.findall(r"\w+", unicodedata.normalize("NFC", text))


def shingles(found):
    return Counter(tuple(found[i : i + 4]) for i in range(max(1, len(found) - 3)) if found[i : i + 4])


def label_lines(texts, gold):
    """1 for each line whose words the gold body has, once for each time it has them; blank lines 0."""
    wanted = tokens(gold)
    bag, run = shingles(wanted), f" {' '.join(wanted)} "
    paragraphs = {" ".join(tokens(part)) for part in gold.split("\n")}
    found = [tokens(text) for text in texts]
    labels = [0] * len(texts)
    for i, words in enumerate(found):
        if len(words) >= 4:
            own = shingles(words)
            labels[i] = int(sum(min(n, bag[key]) for key, n in own.items()) >= 0.8 * sum(own.values()))
    sure = [i for i, words in enumerate(found) if labels[i] and len(words) >= 8] or [
        i for i, x in enumerate(labels) if x
    ]
    for i, words in enumerate(found):
        if not words or labels[i] or len(words) >= 4:
            continue
        text = " ".join(words)
        at = bisect(sure, i)
        gap = min((abs(sure[j] - i) for j in (at - 1, at) if 0 <= j < len(sure)), default=999)
        inside = 0 < at < len(sure)
        labels[i] = int(
            (text in paragraphs and gap <= (40 if inside else 6)) or (inside and gap <= 3 and f" {text} " in run)
        )
    same = {}
    for i, words in enumerate(found):
        if labels[i]:
            same.setdefault(" ".join(words), []).append(i)
    for text, places in same.items():
        allowed = max(1, run.count(f" {text} "))
        if len(places) > allowed:
            company = {
                i: sum(labels[j] and " ".join(found[j]) != text for j in range(max(0, i - 12), min(len(texts), i + 13)))
                for i in places
            }
            for i in sorted(places, key=lambda i: (-company[i], i))[allowed:]:
                labels[i] = 0
    return labels


def agreement(gold, predicted):
    """Precision and recall of 4-shingles."""
    a, b = shingles(tokens(gold)), shingles(tokens(predicted))
    both = sum((a & b).values())
    return (both / sum(b.values()) if b else float(not a)), (both / sum(a.values()) if a else float(not b))


class Rows:
    """Rows of named features as a sparse matrix; names unknown when frozen are left out."""

    def __init__(self):
        self.numbers = {}

    def matrix(self, rows, *, grow):
        columns, ends = [], [0]
        for row in rows:
            for name in row:
                number = self.numbers.setdefault(name, len(self.numbers)) if grow else self.numbers.get(name)
                if number is not None:
                    columns.append(number)
            ends.append(len(columns))
        return sparse.csr_matrix(
            (np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(ends) - 1, len(self.numbers))
        )


def spread(shown):
    """One row of named features a line, with those of its neighbours under their offset."""
    own, placed = zip(*shown.names(), strict=True) if shown.own.size else ((), ())
    rows = []
    for k in range(len(own)):
        row = [("place", name) for name in placed[k]]
        for offset in range(-REACH, REACH + 1):
            if 0 <= k + offset < len(own):
                row += [(offset, name) for name in own[k + offset]]
            else:
                row.append((offset, "edge"))
        rows.append(row)
    return rows


def fit(rows, labels, weights, strength):
    names = Rows()
    matrix = names.matrix(rows, grow=True)
    counts = np.asarray((matrix > 0).sum(axis=0)).ravel()
    model = LogisticRegression(C=strength, max_iter=200).fit(matrix, labels, sample_weight=weights / weights.mean())
    return {
        name: float(model.coef_[0][number]) for name, number in names.numbers.items() if counts[number] >= 20
    }, float(model.intercept_[0])


def as_line_weights(coefficients, bias):
    lines = {}
    for (where, name), value in coefficients.items():
        if where != "place":
            lines.setdefault(name, [0.0] * (2 * REACH + 1))[where + REACH] = round(value, 2)
    places = {name: round(value, 3) for (where, name), value in coefficients.items() if where == "place"}
    return {name: tuple(values) for name, values in lines.items()}, places | {"bias": round(bias, 3)}


def learn_first(pages, keys):
    coefficients, bias = fit(
        [row for key in keys for row in pages[key]["rows"]],
        np.concatenate([pages[key]["labels"] for key in keys]),
        np.concatenate([pages[key]["weights"] for key in keys]),
        STRENGTH,
    )
    return Weights(*as_line_weights(coefficients, bias))


def learn_second(pages, keys, first):
    """The trees over what the first step says, held out, of the lines that are looked at twice."""
    rows, labels, weights = [], [], []
    for key in keys:
        page = pages[key]
        found = smooth(weigh(page["shown"], first[key]), page["texts"])
        rows.append(found.numbers)
        labels.append(np.array(page["labels"])[found.doubtful])
        weights.append(np.array(page["weights"])[found.doubtful])
    weights = np.concatenate(weights)
    model = HistGradientBoostingClassifier(**TREES, random_state=1).fit(
        np.concatenate(rows).astype(np.float32), np.concatenate(labels), sample_weight=weights / weights.mean()
    )
    return read_trees(model)


def read_trees(model):
    """The trees of a fitted model in the form of `trees.Node`, and its bias."""
    trees = []
    for (predictor,) in model._predictors:
        trees.append(
            tuple(
                (-1, round(float(node["value"]), 3), 0, 0)
                if node["is_leaf"]
                else (
                    int(node["feature_idx"]),
                    float(f"{float(node['num_threshold']):.4g}"),
                    int(node["left"]),
                    int(node["right"]),
                )
                for node in predictor.nodes
            )
        )
    return tuple(trees), float(model._baseline_prediction.ravel()[0])


def folds(keys):
    return [
        ([keys[i] for i in a], [keys[i] for i in b]) for a, b in KFold(FOLDS, shuffle=True, random_state=1).split(keys)
    ]


def out_of_fold(pages, keys):
    """What the first step makes of the lines, and the weights it comes from, by page."""
    found, used = {}, {}
    for train, held in folds(keys):
        weights = learn_first(pages, train)
        for key in held:
            found[key], used[key] = weigh(pages[key]["shown"], weights), weights
    return found, used


def report(name, pages, scores, threshold=0.0):
    results = []
    for key in scores:
        page = pages[key]
        kept = [text for text, score in zip(page["texts"], scores[key], strict=True) if score > threshold]
        results.append(agreement(page["gold"], "\n".join(kept)))
    precision, recall = (statistics.mean(values) for values in zip(*results, strict=True))
    low = sum(2 * p * r < 0.5 * (p + r) or p + r == 0 for p, r in results) / len(results)
    print(
        f"{name:<28} P {precision:.4f}  R {recall:.4f}  F1 {2 * precision * recall / (precision + recall):.4f}  <.5 {low:.3f}"
    )


def read_pages(folder):
    gold = json.loads(gzip.decompress((folder / "gold.json.gz").read_bytes()))
    pages = {}
    for key in sorted(gold):
        lines = read_lines(gzip.decompress((folder / f"flat/{key}.txt.gz").read_bytes()).decode())
        words = mark_boxes(lines, [find_furniture_words(line.text) for line in lines])
        shown = find_features(lines, words, find_sections(lines, words), find_repeated(lines))
        texts = [line.text for line in lines if line.text]
        labels = label_lines(texts, gold[key]["body"])
        lengths = [text.count(" ") + 1 for text in texts]
        # A page's lines weigh by their words, and each page about the same, as the measure counts them.
        scale = sum(n for n, label in zip(lengths, labels, strict=True) if label) + 60
        pages[key] = {
            "texts": texts, "labels": labels, "gold": gold[key]["body"], "shown": shown, "rows": spread(shown),
            "weights": [(min(n, 150) + 2) / scale for n in lengths],
        }  # fmt: skip
    return pages


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights learnt from all pages")
    parser.add_argument("--folds", type=Path, help="where to write the held-out weights, for bench/clean.py")
    options = parser.parse_args()
    pages = read_pages(options.data)
    keys = [key for key in pages if pages[key]["texts"]]
    first, used = out_of_fold(pages, keys)
    report("first step, held out", pages, {key: found.scores for key, found in first.items()})
    final, seconds = {}, {}
    for train, held in folds(keys):
        trees, bias = learn_second(pages, train, used)
        for key in held:
            seconds[key] = Weights(used[key].lines, used[key].places, trees, bias)
            final[key] = decide(smooth(first[key], pages[key]["texts"]), seconds[key])
    for threshold in (0.0, -0.5, -1.0, -1.5):
        report(f"both steps, over {threshold}", pages, final, threshold)
    if options.folds:
        options.folds.write_bytes(pickle.dumps(seconds))
    if options.write:
        weights = learn_first(pages, keys)
        trees, bias = learn_second(pages, keys, used)
        write(Weights(weights.lines, weights.places, trees, bias), len(keys))


def write(weights, count):
    rows = [
        "# Weights of briefbook/clean/weighing.py, in log odds; made by bench/train_clean.py.",
        f"# Learnt from {count} labelled article pages: the development split of WCXB (web-content-extraction-benchmark), CC BY 4.0.",
        f"# line: what a line shows, weighed for the lines from {REACH} above it to {REACH} below it. place: where it stands.",
        "# tree: nodes; `number value left right` goes left up to the value of that one of weighing.NUMBERS; one number is a leaf.",
    ]
    rows += ["\t".join(["line", name, *(f"{v:g}" for v in values)]) for name, values in sorted(weights.lines.items())]
    rows += [f"place\t{name}\t{value:g}" for name, value in sorted(weights.places.items())]
    for number, tree in enumerate(weights.trees):
        nodes = (
            f"{value:g}" if which < 0 else f"{which} {value:g} {left} {right}" for which, value, left, right in tree
        )
        rows.append("\t".join(["tree", str(number), *nodes]))
    rows.append(f"second\tbias\t{weights.bias:g}")
    WEIGHTS.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
