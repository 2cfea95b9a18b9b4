# ruff: noqa: ANN001, ANN201, ANN202, ANN002, A004 -- a script
"""Learns what speaks for a line's being the headline, from labelled flat pages whose title stands on them.

    python bench/train_headline.py DATA_DIR [--write]

DATA_DIR holds `gold.json.gz` and `flat/ID.txt.gz`. Prints how many headlines are right in five folds by page; `--write` learns
from all pages and writes `briefbook/lexicon/headline.tsv`. Needs numpy.
"""

import argparse
import gzip
import json
import re
from pathlib import Path

import numpy as np

from briefbook.clean import credits, headline
from briefbook.clean.page import read_page
from briefbook.formats.encodings import decode_text
from briefbook.model.text import fold

FOLDS = 5
PENALTY = 1.0
STEPS = 12

HEAD = """# What of a line above a story speaks for its being the headline (above 0) or against it: weights of a choice among such lines.
# Learnt by bench/train_headline.py from the development split of WCXB (web-content-extraction-benchmark, CC BY 4.0; {pages} flat
# pages whose labelled title stands on them above the story); right on {right:.1%} of them in five folds by page.
# what	weight
"""


def plain(text):
    return " ".join(re.findall(r"\w+", fold(text or "")))


def read_pages(data):
    """The candidates of each page with what they show, and the number of the one that is the title; in order of pages."""
    gold = json.loads(gzip.decompress((data / "gold.json.gz").read_bytes()))
    seen = []
    find = headline.find_headline

    def spy(lines, *rest):
        seen.append((lines, headline.describe_candidates(lines, *rest)))
        return find(lines, *rest)

    credits.find_headline = spy
    pages, lost = [], 0
    for path in sorted((data / "flat").glob("*.gz")):
        key = path.name.split(".")[0]
        seen.clear()
        text = decode_text(gzip.decompress(path.read_bytes())).text
        read_page(text)
        wanted = plain(gold[key].get("title"))
        lines, found = seen[-1] if seen else ((), [])
        right = [k for k, (i, _) in enumerate(found) if plain(lines[i].text) == wanted]
        if right:
            pages.append(([shown for _, shown in found], right))
        elif any(plain(line.text) == wanted for line in lines if line.text):
            lost += 1
    print(f"{len(pages)} pages have their title among the candidates; on {lost} more it stands elsewhere")
    return pages


BLANKS = ("blank line above", "blank line below")


def without_blanks(pages):
    """The pages as if saved without their blank lines, as many clippings are."""
    return [
        ([{n: v for n, v in features.items() if n not in BLANKS} for features in shown], right)
        for shown, right in pages
    ]


def learn(pages, names):
    pages = [*pages, *without_blanks(pages)]
    place = {name: n for n, name in enumerate(names)}
    tables, rights = [], []
    for shown, right in pages:
        table = np.zeros((len(shown), len(names)))
        for k, features in enumerate(shown):
            for name, value in features.items():
                table[k, place[name]] = value
        tables.append(table)
        rights.append(np.array(right))
    all_rows = np.vstack(tables)
    starts = np.cumsum([0] + [len(table) for table in tables])
    first = starts[:-1]
    group = np.repeat(np.arange(len(tables)), np.diff(starts))
    good = np.zeros(len(all_rows), bool)
    for start, right in zip(first, rights, strict=True):
        good[start + right] = True
    weights = np.zeros(len(names))
    for _ in range(STEPS):  # Newton's method
        logits = all_rows @ weights
        odds = np.exp(logits - np.maximum.reduceat(logits, first)[group])
        among = odds / np.add.reduceat(odds, first)[group]
        chosen = np.where(good, odds, 0.0)
        target = chosen / np.add.reduceat(chosen, first)[group]
        weighted = all_rows * among[:, None]
        means = np.add.reduceat(weighted, first)
        slope = all_rows.T @ (among - target) + PENALTY * weights
        bend = all_rows.T @ weighted - means.T @ means + PENALTY * np.eye(len(names))
        weights -= np.linalg.solve(bend, slope)
    return dict(zip(names, weights, strict=True))


def is_right(page, weights):
    shown, right = page
    scores = [sum(weights.get(name, 0.0) * value for name, value in features.items()) for features in shown]
    best = max(scores)
    return max(k for k, score in enumerate(scores) if score == best) in right


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    pages = read_pages(options.data)
    names = sorted({name for shown, _ in pages for features in shown for name in features})
    right = bare = 0
    for fold_number in range(FOLDS):
        weights = learn([page for n, page in enumerate(pages) if n % FOLDS != fold_number], names)
        right += sum(is_right(page, weights) for page in pages[fold_number::FOLDS])
        bare += sum(is_right(page, weights) for page in without_blanks(pages[fold_number::FOLDS]))
    print(f"held out: {right} of {len(pages)} right ({right / len(pages):.1%}); saved without blank lines {bare}")
    weights = learn(pages, names)
    print(f"seen: {sum(is_right(page, weights) for page in pages)} right")
    for name, weight in sorted(weights.items(), key=lambda item: -item[1]):
        print(f"{weight:8.3f}  {name}")
    if options.write:
        rows = [f"{name}\t{weight:.3f}\n" for name, weight in sorted(weights.items(), key=lambda item: -item[1])]
        target = Path("briefbook/lexicon/headline.tsv")
        target.write_text(HEAD.format(pages=len(pages), right=right / len(pages)) + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
