"""How well and how fast names are read: `python bench/names.py GOLD [--engine auto|spacy|rules] [--errors N]`.

GOLD is a file of one object a line, `{"doc_id", "text", "spans": [{"start", "end", "type"}]}` with types PER and LOC (others are not
scored), as WikiGold has them; or a Markdown file, or a folder of them, of stories parted by `---` with their names marked
(`tests/cases/annotate/newswire`). Each line of a text is a paragraph. Printed are precision, recall and F1 by overlap (one to one), the
distinct names of each document, words a second by processor time, and with a model its time against the bare model's own. The tables
are read before; a first reading remembers nothing yet; read again (the best of five), every run of capitals and every place is
remembered, as a book's later pages have most of theirs.

Where GOLD says who a person is (`"link"`, all documents being one book) the linking is scored by B-cubed, over the marked spans and over
those found of them; an open name is nobody of another document. Where it says where a town lies (`"lat"`, `"lon"`), printed is how many of the
towns found have a position, and how many of these within 161 km (a hundred miles) of the true one.
Source: Bagga and Baldwin 1998, "Algorithms for Scoring Coreference Chains"; Leidner 2007, "Toponym Resolution in Text".
"""

import argparse
import json
import math
import re
import sys
import time
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from briefbook.annotate.gazetteer import place_by_code, places_named, pronouns_of_given_names
from briefbook.annotate.names import find_names
from briefbook.annotate.resolve import Resolved, resolve_names
from briefbook.annotate.wordforms import form_of
from briefbook.model.article import Article, Block, BlockKind, Certainty, Passage, Published
from briefbook.model.config import AnnotateConfig
from briefbook.model.entity import EntityKind, Mention, Register
from briefbook.model.text import Slug, Span
from briefbook.shell.models import load_engine

KINDS = {"PER": EntityKind.PERSON, "LOC": EntityKind.PLACE}
LABELS = {"person": "PER", "place": "LOC"}
Stretch = tuple[int, int]


MARK = re.compile(r"\[\[([^\]|]+)\|(person|place)(?::([\w-]+))?\]\]")
NEAR = 161.0
"""Kilometres: a hundred miles."""


def read_towns(path: Path) -> dict[str, tuple[float, float]]:
    """Degrees north and east by the key of a town, from lines `key latitude longitude`."""
    lines = [line.split() for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {key: (float(north), float(east)) for key, north, east in lines}


def read_marked(text: str, towns: dict[str, tuple[float, float]]) -> list[dict[str, Any]]:
    """The stories of a Markdown file whose names are marked, as the lines of a JSON file are.

    `[[Paris|place]]`, `[[Paris|place:paris-tx]]` with the key of a town, `[[Holm|person:karin-holm]]` with who it is.
    """
    documents = []
    for story in text.partition("\n")[2].split("\n---\n"):
        plain, spans, at = "", [], 0
        for mark in MARK.finditer(story):
            plain += story[at : mark.start()]
            span: dict[str, Any] = {"start": len(plain), "end": len(plain) + len(mark[1]), "type": LABELS[mark[2]]}
            if mark[3] and mark[2] == "person":
                span["link"] = mark[3]
            elif mark[3]:
                span["lat"], span["lon"] = towns[mark[3]]
            spans.append(span)
            plain += mark[1]
            at = mark.end()
        documents.append({"text": plain + story[at:], "spans": spans})
    return documents


def read_gold(path: Path) -> list[dict[str, Any]]:
    """The documents of a labelled set."""
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    files = sorted(path.glob("*.md")) if path.is_dir() else [path]
    towns = read_towns(files[0].parent / "towns.txt")
    return [
        found for file in files if file.name != "README.md" for found in read_marked(file.read_text("utf-8"), towns)
    ]


def make_article(number: int, text: str) -> tuple[Article, list[int]]:
    """The text as an article, one paragraph a line, and where each paragraph begins."""
    starts: list[int] = []
    blocks: list[Block] = []
    at = 0
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


def pair(gold: list[Stretch], found: list[Stretch]) -> list[tuple[int, int]]:
    """The numbers of those that overlap, one to one, the greatest overlaps first."""
    pairs = sorted(
        (max(a, c) - min(b, d), i, j)
        for i, (a, b) in enumerate(gold)
        for j, (c, d) in enumerate(found)
        if min(b, d) > max(a, c)
    )
    left, right = set(range(len(gold))), set(range(len(found)))
    made = []
    for _, i, j in pairs:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            made.append((i, j))
    return made


def match(gold: list[Stretch], found: list[Stretch]) -> tuple[int, list[Stretch], list[Stretch]]:
    """How many overlap one to one; what was missed; what was false."""
    made = pair(gold, found)
    left, right = {i for i, _ in made}, {j for _, j in made}
    missed = [one for i, one in enumerate(gold) if i not in left]
    return len(made), missed, [one for j, one in enumerate(found) if j not in right]


def stretches_of(mentions: Sequence[Mention], starts: list[int]) -> list[Stretch]:
    """Where mentions stand in their document."""
    return [
        (starts[m.passage.block] + m.passage.span.start, starts[m.passage.block] + m.passage.span.end) for m in mentions
    ]


def bcubed(linked: list[tuple[Hashable, Hashable]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs of who a mention is and who it was taken for."""
    gold: dict[Hashable, set[int]] = defaultdict(set)
    ours: dict[Hashable, set[int]] = defaultdict(set)
    for number, (one, other) in enumerate(linked):
        gold[one].add(number)
        ours[other].add(number)
    shared = [(len(gold[one] & ours[other]), len(ours[other]), len(gold[one])) for one, other in linked]
    precision = sum(both / found for both, found, _ in shared) / len(linked)
    recall = sum(both / known for both, _, known in shared) / len(linked)
    return precision, recall, 2 * precision * recall / (precision + recall)


def marked_mentions(
    documents: list[dict[str, Any]], made: list[tuple[Article, list[int]]]
) -> list[tuple[Mention, ...]]:
    """The marked persons and places themselves as mentions, not linked yet."""
    every = []
    for document, (article, starts) in zip(documents, made, strict=True):
        found = []
        for span in sorted(document["spans"], key=lambda span: span["start"]):
            if span["type"] not in KINDS:
                continue
            block = bisect_right(starts, span["start"]) - 1
            stretch = Span(span["start"] - starts[block], span["end"] - starts[block])
            surface = stretch.of(article.blocks[block].text)
            passage = Passage(article.slug, block, stretch)
            found.append(Mention(passage=passage, surface=surface, kind=KINDS[span["type"]], found_by="gold"))
        every.append(tuple(found))
    return every


Linked = list[tuple[Hashable, Hashable, str]]
"""Who a person is, who it was taken for, and for a reader the words and what they were taken for."""


def linked_persons(
    documents: list[dict[str, Any]], made: list[tuple[Article, list[int]]], resolved: Resolved
) -> Linked:
    """The marked persons that were found. An open name was taken for nobody of another document."""
    linked: Linked = []
    for number, (document, (_, starts), mentions) in enumerate(zip(documents, made, resolved.mentions, strict=True)):
        gold = [span for span in document["spans"] if span["type"] == "PER"]
        ours = [m for m in mentions if m.kind is EntityKind.PERSON]
        for i, j in pair([(s["start"], s["end"]) for s in gold], stretches_of(ours, starts)):
            if "link" in gold[i]:
                taken = ours[j].entity or (number, ours[j].surface.casefold())
                linked.append((gold[i]["link"], taken, f"{ours[j].surface} = {ours[j].entity}, is {gold[i]['link']}"))
    return linked


def distances(
    documents: list[dict[str, Any]], made: list[tuple[Article, list[int]]], resolved: Resolved
) -> list[tuple[float | None, str]]:
    """For each marked town that was found, how many kilometres off it is placed, None where it has no position; and its name."""
    position = {e.slug: e.geography for e in resolved.register.of(EntityKind.PLACE)}
    found: list[tuple[float | None, str]] = []
    for document, (_, starts), mentions in zip(documents, made, resolved.mentions, strict=True):
        gold = [span for span in document["spans"] if span["type"] == "LOC"]
        ours = [m for m in mentions if m.kind is EntityKind.PLACE]
        for i, j in pair([(s["start"], s["end"]) for s in gold], stretches_of(ours, starts)):
            if "lat" not in gold[i]:
                continue
            at = position.get(ours[j].entity or Slug(""))
            if at is None or at.latitude is None or at.longitude is None:
                found.append((None, ours[j].surface))
            else:
                found.append((kilometres(gold[i]["lat"], gold[i]["lon"], at.latitude, at.longitude), ours[j].surface))
    return found


def kilometres(north: float, east: float, other_north: float, other_east: float) -> float:
    """The great circle between two points in degrees, the earth being a ball."""
    a, b, c, d = map(math.radians, (north, east, other_north, other_east))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(half)))


def print_links(
    documents: list[dict[str, Any]],
    made: list[tuple[Article, list[int]]],
    resolved: Resolved,
    config: AnnotateConfig,
    errors: int,
) -> None:
    """B-cubed over found and marked persons, and how far off the towns are."""
    gold = resolve_names([article for article, _ in made], marked_mentions(documents, made), Register(), config).value
    for which, reading in (("found", resolved), ("marked", gold)):
        linked = linked_persons(documents, made, reading)
        if linked:
            precision, recall, score = bcubed([(one, other) for one, other, _ in linked])
            print(
                f"persons linked, {which:6} spans: B-cubed P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * score:5.1f}  ({len(linked)})"
            )
            for line in wrong_links(linked)[:errors]:
                print("  ", line)
        away = distances(documents, made, reading)
        placed = [far for far, _ in away if far is not None]
        if placed:
            near = sum(far <= NEAR for far in placed)
            print(
                f"towns, {which:6} spans: {len(placed)} of {len(away)} have a position, {100 * near / len(placed):.1f}% of these within {NEAR:.0f} km ({100 * near / len(away):.1f}% of all)"
            )
            if errors:
                wrong = Counter(
                    f"{name} ({'none' if far is None else f'{far:.0f} km'})"
                    for far, name in away
                    if far is None or far > NEAR
                )
                print("  off:", ", ".join(f"{name} {count}" for name, count in wrong.most_common(errors)))


def wrong_links(linked: Linked) -> list[str]:
    """What was taken for somebody else than most mentions of the same person, or stands among another's."""
    usual: dict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    bearer: dict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for one, other, _ in linked:
        usual[one][other] += 1
        bearer[other][one] += 1
    return [
        told
        for one, other, told in linked
        if usual[one].most_common(1)[0][0] != other or bearer[other].most_common(1)[0][0] != one
    ]


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
    form_of("Paris"), places_named("Paris"), place_by_code("country", "FR"), pronouns_of_given_names()
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
            ours = stretches_of([m for m in mentions if m.kind is kind], starts)
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
    print_links(documents, made, resolved, config, chosen.errors)
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
