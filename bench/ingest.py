"""What it costs to clean a folder of very many clippings, and to do so again when nothing, or one clipping, has changed.

python bench/ingest.py --clippings 10000 [--folder DIR] [--jobs N] [--command build] [--seed 1]

Seven tenths of the clippings are flat text, two tenths saved web pages, the rest packed with gzip or records of WET archives; all are
invented. Prints a row a run: wall seconds, CPU seconds of all processes, the most memory that they held together, what was said last.
"""

import argparse
import gzip
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from html import escape
from pathlib import Path

from books import ENDINGS, OUTLETS, ROOTS, Story, make_cast, write_clipping

SAMPLE = 0.25
"""Seconds between two looks at the memory."""
RECORDS = 50
"""In a WET archive."""
VERBS = "promised refused forgot proposed delayed examined welcomed questioned praised recalled".split()
THINGS = "the berth fees, a second survey, the night tariff, two cranes, the old lease, the ice clause, a new register, the pilot rules".split(
    ", "
)


def write_page(text: str) -> str:
    """The flat page as somebody saved it from a browser."""
    lines = text.split("\n")
    title = lines[12]
    body = "\n".join(f"<p>{escape(line)}</p>" for line in lines[12:] if line)
    menu = "".join(f'<li><a href="/{escape(line)}">{escape(line)}</a></li>' for line in lines[:10])
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{escape(title)}</title></head><body>"
        f"<nav><ul>{menu}</ul></nav><main><article><h1>{escape(title)}</h1>{body}</article></main></body></html>"
    )


def write_record(text: str, number: int) -> bytes:
    data = text.encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://www.example.org/{number}\r\n"
        f"WARC-Date: 2020-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data + b"\r\n\r\n"


def write_clippings(folder: Path, clippings: int, seed: int) -> None:
    """The book's folder with so many clippings; no two tell the same story."""
    chance = random.Random(seed)  # noqa: S311 - invented text, not secrets
    cast = make_cast(chance, 60 + min(clippings // 3, 600))
    (folder / "seeds").mkdir(parents=True)
    (folder / "briefbook.yml").write_text(
        "book:\n  title: Very many\nannotate: {engine: none}\noutputs: [html]\n", "utf-8"
    )
    records: list[bytes] = []
    for number in range(clippings):
        story = Story(chance, cast, date(2016, 1, 4) + timedelta(days=number * 1500 // clippings))
        outlet = chance.choice(OUTLETS)
        own = " ".join(
            f"{chance.choice(ROOTS)}{chance.choice(ENDINGS)} of {chance.choice(story.places)} {chance.choice(VERBS)} "
            f"{chance.choice(THINGS)} in {chance.choice(ROOTS)}{chance.choice(ENDINGS)} on the {chance.randrange(2, 29)}th, "
            f"{chance.randrange(2, 9999)} days after {chance.choice(ROOTS)}{chance.choice(ENDINGS)} had {chance.choice(VERBS)} it."
            for _ in range(3)
        )
        text = write_clipping(chance, story, outlet).replace("\nShare\n", f"\n{own}\n\nShare\n")
        name = folder / "seeds" / f"{number:06}"
        if number % 10 < 7:
            name.with_suffix(".txt").write_text(text, "utf-8")
        elif number % 10 < 9:
            name.with_suffix(".html").write_text(write_page(text), "utf-8")
        elif number % 20 == 9:
            name.with_suffix(".txt.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
        else:
            records.append(write_record(text, number))
        if len(records) == RECORDS:
            name.with_suffix(".wet").write_bytes(b"".join(records))
            records.clear()
    if records:
        (folder / "seeds" / "last.wet").write_bytes(b"".join(records))


def memory_of(leader: int) -> int:
    """Bytes that the processes of a session hold, shared ones divided among them; 0 where the system does not say."""
    total = 0
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(entry.name)) == leader:
                rollup = (entry / "smaps_rollup").read_text()
                total += int(rollup.partition("\nPss:")[2].split()[0]) * 1024
        except (OSError, IndexError, ValueError):
            continue
    return total


def run(name: str, command: list[str]) -> None:
    before = os.times()
    start = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, start_new_session=True)
        most = 0
        done = threading.Event()

        def look() -> None:
            nonlocal most
            while not done.wait(SAMPLE):
                most = max(most, memory_of(process.pid))

        watcher = threading.Thread(target=look)
        watcher.start()
        status = process.wait()
        done.set()
        watcher.join()
        after = os.times()
        said.seek(0)
        last = said.read().strip().rpartition("\n")[2]
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    print(
        f"| {name} | {time.monotonic() - start:.1f} | {cpu:.1f} | {most / 2**20:.0f} | {status} | {last[:160]} |",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clippings", type=int, default=1000)
    parser.add_argument("--folder", type=Path, help="kept afterwards; else a temporary one")
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--command", default="ingest", help="ingest or build")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp())
    try:
        if not (folder / "seeds").is_dir():
            write_clippings(folder, options.clippings, options.seed)
        command = [
            sys.executable,
            "-m",
            "briefbook",
            options.command,
            "--project",
            str(folder),
            "-j",
            str(options.jobs),
        ]
        print("| run | wall s | CPU s | MiB at most | status | last line |\n|---|--:|--:|--:|--:|---|")
        run("first", command)
        run("again", command)
        clipping = folder / "seeds" / "000001.txt"
        clipping.write_text(
            clipping.read_text("utf-8").replace("Share\n", "The harbour was quiet again.\n\nShare\n", 1), "utf-8"
        )
        run("one changed", command)
    finally:
        if not options.folder:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
