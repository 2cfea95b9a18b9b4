"""Measures the dates of `briefbook annotate` on labelled text.

    python bench/dates.py GOLD.jsonl [--errors N]

GOLD has one document a line: {doc_id, dct, text, timexes: [{start, end, type, value}]}, offsets in code points, values in
TIMEX3, `dct` the day of publication. Prints precision, recall and F1 of spans (overlapping, exact), of values (TempEval-3
"value F1") and of days, over dates that name calendar days, months, quarters, years or decades; dates that name none
(PRESENT_REF and the like), durations, habits and times of day are set aside on both sides. Then documents a second.
"""

import argparse
import json
import re
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from briefbook.annotate.dates import Expression, find_expressions
from briefbook.model.when import parse_when

ROUNDS = 5
"""Readings of the whole set that are timed; the first, which loads nothing any more, is not."""
CALENDAR = re.compile(r"\d{2,3}($|X)|\d{4}(?!-XX|-WXX|-QX)")
DAY = re.compile(r"\d{4}-\d\d-\d\d(?=$|T)")


def canonical(value: str | None) -> str:
    """One form for one value: 199X and 199, 2000-W7 and 2000-W07."""
    value = (value or "").upper().rstrip("?~%")
    if match := re.fullmatch(r"(\d{4})-W(\d)(-WE)?", value):
        return f"{match[1]}-W0{match[2]}{match[3] or ''}"
    return value.rstrip("X") if re.fullmatch(r"\d{2,3}X{1,2}", value) else value


def pair(gold: list[dict[str, Any]], found: list[Expression]) -> list[tuple[int, int]]:
    """Overlapping spans, one to one, the largest overlap first."""
    candidates = sorted(
        (-(min(g["end"], f.end) - max(g["start"], f.start)), abs(g["start"] - f.start) + abs(g["end"] - f.end), i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if min(g["end"], f.end) > max(g["start"], f.start)
    )
    left, right, pairs = set(), set(), []
    for _, _, i, j in candidates:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return pairs


def score(right: int, found: int, gold: int) -> str:
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"P {100 * precision:6.2f}  R {100 * recall:6.2f}  F1 {100 * both:6.2f}   ({right} of {found} found, {gold} in gold)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="show so many differences")
    given = parser.parse_args()
    documents = [json.loads(line) for line in given.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    anchors = [parse_when(document["dct"]) for document in documents]
    read = [find_expressions(d["text"], anchor) for d, anchor in zip(documents, anchors, strict=True)]

    counts = dict.fromkeys(("gold", "found", "relaxed", "strict", "value", "gold days", "found days", "days"), 0)
    shown = []
    for document, expressions in zip(documents, read, strict=True):
        wanted = [t for t in document["timexes"] if t["type"] == "DATE" and CALENDAR.match(t["value"] or "")]
        ignored = [t for t in document["timexes"] if t not in wanted]
        found = [e for e in expressions if e.type == "DATE" and e.timex[:1].isdigit()]
        pairs = pair(wanted, found)
        paired = {j for _, j in pairs}
        spare = [e for j, e in enumerate(found) if j not in paired]
        aside = {id(spare[j]) for _, j in pair(ignored, spare)}
        found_here = [e for e in found if id(e) not in aside]
        right = [(i, j) for i, j in pairs if canonical(wanted[i]["value"]) == canonical(found[j].timex)]
        counts["gold"] += len(wanted)
        counts["found"] += len(found_here)
        counts["relaxed"] += len(pairs)
        counts["strict"] += sum(
            (wanted[i]["start"], wanted[i]["end"]) == (found[j].start, found[j].end) for i, j in pairs
        )
        counts["value"] += len(right)
        counts["gold days"] += sum(bool(DAY.match(t["value"])) for t in wanted)
        counts["found days"] += sum(bool(DAY.match(e.timex)) for e in found_here)
        counts["days"] += sum(bool(DAY.match(found[j].timex)) for _, j in right)
        matched = dict(pairs)
        for i, timex in enumerate(wanted):
            got = found[matched[i]].timex if i in matched else "nothing"
            if canonical(got) != canonical(timex["value"]):
                shown.append(
                    f"{document['doc_id'][:40]}: {document['text'][timex['start'] : timex['end']]!r} is {timex['value']}, read {got}"
                )

    for name in ("relaxed", "strict", "value"):
        print(f"{name:8}", score(counts[name], counts["found"], counts["gold"]))
    print(f"{'day':8}", score(counts["days"], counts["found days"], counts["gold days"]))
    print("\n".join(shown[: given.errors]))

    start = time.process_time()
    for _ in range(ROUNDS):
        for document, anchor in zip(documents, anchors, strict=True):
            find_expressions(document["text"], anchor)
    spent = time.process_time() - start
    letters = sum(len(document["text"]) for document in documents)
    print(
        f"{len(documents)} documents of {letters // len(documents)} characters on average: "
        f"{ROUNDS * len(documents) / spent:.0f} a second of processor time"
    )


if __name__ == "__main__":
    main()
