"""How long an editor waits: from the saving of one word to the news in the browser, while `briefbook serve` runs and really watches.

python bench/serve.py [--articles 300 | --book DIR] [--engine rules] [--times 8] [--seed 1]

The book is that of bench/books.py, or a copy of the one in DIR. Prints what the start takes, and the median and the most of the
changes: seconds that pass, CPU seconds of the serving process (Linux). Every change is in the same article.
"""

import argparse
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from books import write_book

TICKS = os.sysconf("SC_CLK_TCK")


def cpu(process: int) -> float:
    """Seconds that a process has computed, with those of its children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for_news(port: int, process: subprocess.Popen[bytes]) -> http.client.HTTPResponse:
    """The stream of news, once the server answers."""
    while process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
            connection.request("GET", "/-/events")
            return connection.getresponse()
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server has ended")


def read_news(stream: http.client.HTTPResponse, shown: int) -> int:
    """The next making of the book after the one that is `shown`."""
    while line := stream.readline():
        if line.startswith(b"data: ") and (made := int(json.loads(line[6:])["generation"])) > shown:
            return made
    raise SystemExit("the server has ended")


def measure(folder: Path, times: int) -> None:
    port = free_port()
    start = time.monotonic()
    command = [sys.executable, "-m", "briefbook", "serve", "--project", str(folder), "--port", str(port), "-q"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        stream = wait_for_news(port, process)
        shown = read_news(stream, 0)
        print(f"| start | {time.monotonic() - start:.2f} | {cpu(process.pid):.2f} | | |", flush=True)
        article = next(
            path for path in sorted((folder / "content/articles").glob("*.md")) if " said " in path.read_text("utf-8")
        )
        passed, computed = [], []
        for number in range(times):
            text = article.read_text("utf-8")
            before, begin = cpu(process.pid), time.monotonic()
            article.write_text(text.replace(" said ", f" said number {number} ", 1), "utf-8")
            shown = read_news(stream, shown)
            passed.append(time.monotonic() - begin)
            computed.append(cpu(process.pid) - before)
        row = (statistics.median(passed), statistics.median(computed), max(passed), max(computed))
        print("| one word | {:.2f} | {:.2f} | {:.2f} | {:.2f} |".format(*row))
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--book", type=Path)
    parser.add_argument("--engine", default="rules", help="of the names in the invented book: rules, spacy, none")
    parser.add_argument("--times", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp()) / "book"
    try:
        if options.book:
            kept = shutil.ignore_patterns("site", "cache", ".git")
            for name in ("briefbook.yml", "seeds", "content", "templates", ".briefbook"):
                source = options.book / name
                if source.is_dir():
                    shutil.copytree(source, folder / name, ignore=kept)
                elif source.is_file():
                    folder.mkdir(parents=True, exist_ok=True)
                    shutil.copy(source, folder / name)
        else:
            write_book(folder, options.articles, 30, options.seed)
            with (folder / "briefbook.yml").open("a", encoding="utf-8") as settings:
                settings.write(f"annotate: {{engine: {options.engine}}}\n")
        print("| what | median s | CPU s | most s | CPU s |\n|---|--:|--:|--:|--:|")
        measure(folder, options.times)
    finally:
        shutil.rmtree(folder.parent)


if __name__ == "__main__":
    main()
