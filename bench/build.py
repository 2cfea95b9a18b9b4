"""What it costs to build a whole book of very many articles, again when nothing has changed, and when one word has.

python bench/build.py --articles 3000 [--engine rules] [--jobs N] [--folder DIR] [--seed 1]

The book is that of bench/books.py. Prints a row a run: wall seconds, CPU seconds of all processes, the most memory that they held
together (what they share counted once), the exit status, what was said last.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from books import write_book
from ingest import run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--engine", default="rules", help="of the names: rules, spacy, none")
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="kept afterwards; else a temporary one")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp())
    try:
        write_book(folder, options.articles, 30, options.seed)
        with (folder / "briefbook.yml").open("a", encoding="utf-8") as settings:
            settings.write(f"annotate: {{engine: {options.engine}}}\n")
        command = [sys.executable, "-m", "briefbook", "build", "--project", str(folder), "-j", str(options.jobs)]
        print("| run | wall s | CPU s | MiB at most | status | last line |\n|---|--:|--:|--:|--:|---|", flush=True)
        run("first", command)
        run("again", command)
        article = folder / "content/articles/0002.md"
        article.write_text(article.read_text("utf-8").replace(" said ", " said again ", 1), "utf-8")
        run("one word changed", command)
    finally:
        if not options.folder:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
