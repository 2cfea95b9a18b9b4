"""Writes the search index of an invented book, says what it weighs, and asks it fifty questions in a browser, from the disk.

python bench/search.py --articles 10000 [--out DIR]        # needs playwright and a Chromium

The words are made here by Zipf's law with a fixed seed; the same number gives the same book. A question's time runs from
the change of the box to the results on the page, without the pause that waits for the next key: processor time of the
page, and the clock, which a busy machine makes worthless. Each question is asked twice, after another one has loaded
the first files.
"""

import argparse
import bisect
import itertools
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pdf import GIVEN, HEADS, TAILS, TOWNS, make_book

from briefbook.render.search import Record, render_search
from briefbook.render.site import render_site
from briefbook.render.theme import ThemeFile, assemble_theme

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

SYLLABLES = "ba be bi bo ca ce co da de di do el en er fa fi fo ga ge go ha he in is ka la le li lo ma me mi mo na ne no on or pa pe po ra re ri ro sa se si so ta te ti to un va ve vi".split()
COMMON = "the of and to in that for on with said is by as at from was it has he are be an have not his will were they its".split()
WORDS = 60_000
PARAGRAPHS, LENGTH = 14, 30


def make_words(chance: random.Random) -> list[str]:
    """Words that do not repeat, the commonest first."""
    found = dict.fromkeys(COMMON)
    while len(found) < WORDS:
        found.setdefault(
            "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))) + chance.choice(("", "s", "n", "r"))
        )
    return list(found)


def make_records(articles: int) -> Iterator[Record]:
    """What a search of so many articles finds: documents, people, places, entries of a chronology, quotations."""
    chance = random.Random(20260101)  # noqa: S311 - invented text, not secrets
    words = make_words(chance)
    weights = list(itertools.accumulate(1 / (n + 2.7) for n in range(len(words))))
    people = sorted(
        {f"{chance.choice(GIVEN)} {chance.choice(HEADS)}{chance.choice(TAILS)}" for _ in range(articles // 3)}
    )

    def text(length: int) -> str:
        said = [words[bisect.bisect(weights, chance.random() * weights[-1])] for _ in range(length)]
        said[chance.randrange(length)] = chance.choice(people)
        said[chance.randrange(length)] = chance.choice(TOWNS)
        return " ".join(said).capitalize() + "."

    sentences = []
    for number in range(1, articles + 1):
        href, title = f"articles/{number}.html", text(8)
        yield Record("article", href, title, "", f"Doc. {number} · {number % 28 + 1} May 2013", title)
        for paragraph in range(1, PARAGRAPHS + 1):
            words_said = text(LENGTH)
            yield Record("article", f"{href}#p{paragraph}", "", words_said, f"¶{paragraph}", words_said)
            if paragraph in {3, 7, 9}:
                sentences.append(words_said)
    for name in people:
        yield Record(
            "person",
            f"people/{name.lower().replace(' ', '-')}.html",
            name,
            "minister",
            "3 documents",
            f"{name} minister",
        )
    for town in TOWNS:
        yield Record("place", f"places/{town.lower()}.html", town, "city", "9 documents", f"{town} city")
    for number, sentence in enumerate(sentences):
        yield Record(
            "event", f"chronology.html#e{number}", "14 March 2013", sentence, "Doc. 1 ¶3", f"{sentence} 14 March 2013"
        )
    for number, sentence in enumerate(sentences[::2]):
        yield Record(
            "quote",
            f"quotes.html#q{number}",
            people[number % len(people)],
            sentence,
            "Doc. 1 ¶3",
            f"{sentence} {people[number % len(people)]}",
        )


def make_queries(articles: int) -> list[str]:
    """Fifty: a word, beginnings, slips, several words, phrases, a name, nothing."""
    chance = random.Random(7)  # noqa: S311
    words = make_words(random.Random(20260101))  # noqa: S311
    middle, rare = words[60:3000], words[3000:30000]
    texts = [
        r.text for r in itertools.islice(make_records(min(articles, 200)), 0, None, 7) if r.text and r.kind == "article"
    ]
    phrase = [" ".join(t.rstrip(".").lower().split()[4:6]) for t in texts]
    long = [w for w in rare if len(w) > 7]
    return [
        *chance.sample(middle, 8),
        *chance.sample(rare, 6),
        *(w[:4] for w in chance.sample(middle, 6)),
        *(w[:2] for w in chance.sample(rare, 2)),
        *(w[:2] + w[3:] for w in chance.sample(long, 8)),
        *(f"{a} {b}" for a, b in zip(chance.sample(middle, 6), chance.sample(middle, 6), strict=True)),
        *(f"{' '.join(chance.sample(middle, 3))}" for _ in range(3)),
        *(f'"{p}"' for p in phrase[:6]),
        *(f"{given} {town}" for given, town in zip(GIVEN[:3], TOWNS, strict=False)),
        "qqqqqqqq",
        "14 march 2013",
    ]


ASK = """async (query) => {
    const box = document.getElementById('q'), count = document.getElementById('count');
    count.textContent = '';
    box.value = query;
    const begun = performance.now();
    box.form.requestSubmit();
    await new Promise((done) => { const watch = new MutationObserver(() => { if (count.textContent) { watch.disconnect(); done(); } }); watch.observe(count, { childList: true, characterData: true, subtree: true }); });
    return [performance.now() - begun, count.textContent];
}"""


def ask(folder: Path, queries: list[str]) -> None:
    """Prints what each question takes of the page's processor and of the clock, first and second time."""
    from playwright.sync_api import sync_playwright

    columns: dict[str, list[float]] = {"processor": [], "processor, again": [], "clock": [], "clock, again": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for query in queries:
            page = browser.new_page()
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})

            def spent(session: "CDPSession" = session) -> float:
                found = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
                return float(found["TaskDuration"]) * 1000

            page.goto(f"{folder.as_uri()}/search.html")
            page.evaluate(ASK, "minister")
            known = page.evaluate("document.scripts.length")
            row = []
            for _ in range(2):
                before = spent()
                clock, said = page.evaluate(ASK, query)
                row.append((spent() - before, clock))
            files = page.evaluate("document.scripts.length") - known
            for column, value in zip(columns.values(), (row[0][0], row[1][0], row[0][1], row[1][1]), strict=True):
                column.append(value)
            print(f"  {row[0][0]:6.1f} ms, again {row[1][0]:5.1f} ms, {files:3} files   {query!r}: {said[:100]}")
            page.close()
        browser.close()
    for name, times in columns.items():
        ordered = sorted(times)
        print(
            f"{name}: median {statistics.median(times):.0f} ms, 90th percentile {ordered[len(ordered) * 9 // 10]:.0f} ms,"
            f" worst {ordered[-1]:.0f} ms, {sum(t <= 100 for t in times)} of {len(times)} within 100 ms"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "briefbook-bench-search")
    given = parser.parse_args()
    shutil.rmtree(given.out, ignore_errors=True)
    templates = Path(__file__).resolve().parents[1] / "templates"
    found = [p.relative_to(templates) for p in sorted(templates.rglob("*")) if p.is_file()]
    theme = assemble_theme(
        ThemeFile(name=PurePosixPath(p), path=PurePosixPath("templates") / p, data=(templates / p).read_bytes())
        for p in found
    ).value
    book, config = make_book(2)
    files = {str(f.path): f.data for f in render_site(book, theme, config) if "assets/search/" not in str(f.path)}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    before = time.process_time()
    records = make_records(given.articles)
    made = render_search(records)
    taken = time.process_time() - before
    used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    files.update((str(f.path), f.data) for f in made)
    for path, data in files.items():
        (given.out / path).parent.mkdir(parents=True, exist_ok=True)
        (given.out / path).write_bytes(data)
    print(
        f"{given.articles} articles: {taken:.1f} s of processor (the text itself made in it), {used:.0f} MiB more memory, {len(made)} files, {sum(len(f.data) for f in made) / 1e6:.1f} MB"
    )
    for sort in ("manifest", "words", "postings", "places", "records"):
        own = [len(f.data) for f in made if f.path.name.startswith(sort)]
        print(f"  {sort}: {len(own)} files, {sum(own) / 1e6:.2f} MB, largest {max(own) / 1e3:.0f} kB")
    ask(given.out, make_queries(given.articles))


if __name__ == "__main__":
    main()
