"""How well and how fast names are read: `python bench/names.py GOLD [--engine auto|spacy|rules] [--errors N]`.

GOLD is a file of one object a line, `{"doc_id", "text", "spans": [{"start", "end", "type"}]}` with types PER and LOC (others are not
scored), as WikiGold has them; or a Markdown file, or a folder of them, of stories parted by `---` with their names marked
(`tests/cases/annotate/newswire`). Each line of a text is a paragraph. Printed are precision, recall and F1 by overlap (one to one), the
distinct names of each document, words a second by processor time, and with a model its time against the bare model's own. The tables
are read before; a first reading remembers nothing yet; read again (the best of five), every run of capitals and every place is
remembered, as a book's later pages have most of theirs.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from briefbook.annotate.gazetteer import division_abbreviations, places_named, same_given_names, word_lists
from briefbook.annotate.names import find_names
from briefbook.annotate.resolve import resolve_names
from briefbook.model.article import Article, Block, BlockKind, Certainty, Published
from briefbook.model.config import AnnotateConfig
from briefbook.model.entity import EntityKind, Register
from briefbook.model.text import Slug
from briefbook.shell.models import load_engine

KINDS = {"PER": EntityKind.PERSON, "LOC": EntityKind.PLACE}
LABELS = {"person": "PER", "place": "LOC"}
Stretch = tuple[int, int]


MARK = re.compile(r"\[\[([^\]|]+)\|(person|place)\]\]")


def read_marked(text: str) -> list[dict[str, Any]]:
    """The stories of a Markdown file whose names are marked `[[Paris|place]]`, as the lines of a JSON file are."""
    documents = []
    for story in text.partition("\n")[2].split("\n---\n"):
        plain, spans, at = "", [], 0
        for mark in MARK.finditer(story):
            plain += story[at : mark.start()]
            spans.append({"start": len(plain), "end": len(plain) + len(mark[1]), "type": LABELS[mark[2]]})
            plain += mark[1]
            at = mark.end()
        documents.append({"text": plain + story[at:], "spans": spans})
    return documents


def read_gold(path: Path) -> list[dict[str, Any]]:
    """The documents of a labelled set."""
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    files = sorted(path.glob("*.md")) if path.is_dir() else [path]
    return [found for file in files if file.name != "README.md" for found in read_marked(file.read_text("utf-8"))]


def make_article(number: int, text: str) -> tuple[Article, list[int]]:
    """The text as an article, one paragraph a line, and where each paragraph begins."""
    starts, blocks, at = [], [], 0
    for line in text.split("\n"):
        if line.strip():
            starts.append(at)
            blocks.append(Block(id=f"p{len(blocks)}", kind=BlockKind.PARAGRAPH, text=line, line=len(blocks) + 1))
        at += len(line) + 1
    published = Published(when=None, basis="", certainty=Certainty.UNKNOWN)
    path = PurePosixPath(f"{number}.txt")
    article = Article(
        slug=Slug(f"t{number}"), title="", path=path, markdown="", blocks=tuple(blocks), published=published
    )
    return article, starts


def match(gold: list[Stretch], found: list[Stretch]) -> tuple[int, list[Stretch], list[Stretch]]:
    """How many overlap one to one, the greatest overlaps first; what was missed; what was false."""
    pairs = sorted(
        (max(a, c) - min(b, d), i, j)
        for i, (a, b) in enumerate(gold)
        for j, (c, d) in enumerate(found)
        if min(b, d) > max(a, c)
    )
    left, right = set(range(len(gold))), set(range(len(found)))
    for _, i, j in pairs:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
    return len(gold) - len(left), [gold[i] for i in sorted(left)], [found[j] for j in sorted(right)]


def rate(hits: int, found: int, gold: int) -> str:
    precision, recall = hits / max(found, 1), hits / max(gold, 1)
    score = 2 * precision * recall / (precision + recall) if hits else 0.0
    return f"P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * score:5.1f}  ({hits} of {found}, gold {gold})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--errors", type=int, default=0)
    chosen = parser.parse_args()
    documents = read_gold(chosen.gold)
    made = [make_article(number, document["text"]) for number, document in enumerate(documents)]
    articles = [article for article, _ in made]
    words = sum(len(document["text"].split()) for document in documents)

    config = AnnotateConfig(engine=chosen.engine, show="all")
    engine, load = load_engine(config).value.engine, load_engine(config).value.load
    read = load() if load else None
    begun = time.process_time()
    seen = read(block.text for article in articles for block in article.blocks) if read else None
    spans = [tuple(next(seen) for _ in article.blocks) if seen else None for article in articles]
    model_time = time.process_time() - begun
    begun = time.process_time()
    word_lists(), division_abbreviations(), same_given_names(), places_named("Paris")
    load_time = time.process_time() - begun
    readings = []
    for _ in range(6):
        begun = time.process_time()
        found = [find_names(a, s, Register(), engine=engine.name) for a, s in zip(articles, spans, strict=True)]
        names_time = time.process_time() - begun
        begun = time.process_time()
        resolved = resolve_names(articles, found, Register(), config).value
        readings.append((names_time, time.process_time() - begun))

    print(engine, f"- {len(documents)} documents, {words} words")
    for label, kind in KINDS.items():
        hits = gold_count = found_count = same = gold_names = found_names = 0
        missed: Counter[str] = Counter()
        false: Counter[str] = Counter()
        for document, (_, starts), mentions in zip(documents, made, resolved.mentions, strict=True):
            text = document["text"]
            gold = [(s["start"], s["end"]) for s in document["spans"] if s["type"] == label]
            ours = [
                (starts[m.passage.block] + m.passage.span.start, starts[m.passage.block] + m.passage.span.end)
                for m in mentions
                if m.kind is kind
            ]
            matched, left, right = match(gold, ours)
            hits, gold_count, found_count = hits + matched, gold_count + len(gold), found_count + len(ours)
            missed.update(text[a:b] for a, b in left)
            false.update(text[a:b] for a, b in right)
            one, other = ({text[a:b].casefold() for a, b in stretches} for stretches in (gold, ours))
            same, gold_names, found_names = same + len(one & other), gold_names + len(one), found_names + len(other)
        print(f"{kind:8} overlap  {rate(hits, found_count, gold_count)}")
        print(f"{kind:8} names    {rate(same, found_names, gold_names)}")
        if chosen.errors:
            print("  missed:", ", ".join(f"{n} {c}" for n, c in missed.most_common(chosen.errors)))
            print("  false: ", ", ".join(f"{n} {c}" for n, c in false.most_common(chosen.errors)))
    print(f"tables read in {load_time:.2f} s")
    for which, (names_time, resolve_time) in (
        ("first reading", readings[0]),
        ("read again", min(readings[1:], key=sum)),
    ):
        total = names_time + resolve_time
        print(
            f"{which}: {words / total:,.0f} words a second without the model's own time ({names_time:.2f} s + {resolve_time:.2f} s)"
        )
        if read:
            print(f"model {model_time:.2f} s; all of it {(model_time + total) / model_time:.2f} times that")


if __name__ == "__main__":
    main()
