"""What stands in the terminal: messages with their places, the line that tells the progress, counted things in words."""

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TextIO

from briefbook.model.diagnostics import RULES, Diagnostic, Severity

SHOWN_WARNINGS = 12
"""Warnings that a build prints one by one; `check` prints them all."""


def say(text: str) -> None:
    """Prints to standard error; a closed one is no reason to stop."""
    with contextlib.suppress(OSError, ValueError):
        print_line(text, sys.stderr)
        sys.stderr.flush()


def print_line(text: str, stream: TextIO | None = None) -> None:
    """Prints to standard output, or to `stream`."""
    (stream or sys.stdout).write(f"{text}\n")


def has_colour(stream: TextIO) -> bool:
    """Whether it is a terminal that shows colours, and nobody wants none."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def plain(text: str) -> str:
    """The text without characters by which a clipping could steer the reader's terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


def format_diagnostic(item: Diagnostic, *, colour: bool, prefix: PurePosixPath = PurePosixPath()) -> str:
    """One message as it is printed, its hint under it; `prefix` leads from here to the book."""
    place = item.location
    where = str(replace(place, path=prefix / place.path))
    severity = str(item.severity)
    if colour:
        where, severity = f"\x1b[1m{plain(where)}\x1b[0m", f"\x1b[1;{_COLOURS[item.severity]}m{severity}\x1b[0m"
    else:
        where = plain(where)
    text = f"{where}: {severity}: {plain(item.message)} [{item.rule}]"
    return f"{text}\n    hint: {plain(item.hint)}" if item.hint else text


def clear_progress() -> None:
    """Takes the line of progress away before something else is printed."""
    if PROGRESS.shown:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
        PROGRESS.shown = False


@dataclass
class Progress:
    """The one line at the foot of the terminal that says what goes on, how far it is, and how long it may still take."""

    shown: bool = False
    what: str = ""
    since: float = 0.0
    last: float = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        """Shows that `done` of `total` are done, at most ten times a second."""
        now = time.monotonic()
        if what != self.what:
            self.what, self.since = what, now
        elif now - self.last < BLINK and done != total:
            return
        self.last = now
        sys.stderr.write(f"\r\x1b[K{describe_progress(what, done, total, now - self.since)}")
        sys.stderr.flush()
        self.shown = True


def describe_progress(what: str, done: int, total: int, elapsed: float) -> str:
    """The line: a bar where the total is known, and the time left once that can be told; `elapsed` in seconds."""
    if not total:
        return f"{what} …"
    filled = BAR * done // total
    bar = "#" * filled + "-" * (BAR - filled)
    left = elapsed * (total - done) / done if done and elapsed > TELLING else 0.0
    about = f", about {count(max(1, round(left / 60)), 'minute')} left" if left >= 60 else ""
    return f"{what} [{bar}] {done:,} of {total:,}{about}"


BAR = 24
"""Characters of the bar."""
BLINK = 0.1
"""Seconds between two changes of the line: more often nobody sees, and a terminal takes longer than a clipping."""
TELLING = 5.0
"""Seconds of work after which the time left is told."""
PROGRESS = Progress()


def lead_to(root: Path) -> PurePosixPath:
    """What leads from here to the book, so that the paths in messages can be opened."""
    with contextlib.suppress(ValueError, OSError):
        return PurePosixPath(Path(os.path.relpath(root)).as_posix())
    return PurePosixPath(root.as_posix())


def print_diagnostics(
    diagnostics: Sequence[Diagnostic], chosen: argparse.Namespace, root: Path, stream: TextIO, *, every: bool
) -> None:
    """Prints the diagnostics, errors last, where the eye is; unless `every`, no notes and not all warnings.

    Where one has no hint of its own, its rule's remedy stands for it, once a rule.
    """
    colour, prefix = has_colour(stream), lead_to(root)
    rank = [Severity.NOTE, Severity.WARNING, Severity.ERROR]
    warnings = 0
    advised: set[str] = set()
    for item in sorted(diagnostics, key=lambda item: rank.index(item.severity)) if not every else diagnostics:
        if not every and not chosen.verbose:
            if item.severity is Severity.NOTE or (
                chosen.quiet and not chosen.strict and item.severity is Severity.WARNING
            ):
                continue
            warnings += item.severity is Severity.WARNING
            if item.severity is Severity.WARNING and warnings > SHOWN_WARNINGS:
                continue
        if not item.hint and item.rule not in advised:
            item = replace(item, hint=_advise(item.rule))  # noqa: PLW2901 - the same, said in full
        advised.add(item.rule)
        print_line(format_diagnostic(item, colour=colour, prefix=prefix), stream)
    if warnings > SHOWN_WARNINGS:
        more = count(warnings - SHOWN_WARNINGS, "more warning")
        print_line(f"… and {more}: `briefbook check` lists them all", stream)


def _advise(rule: str) -> str:
    """What the rule's remedy says to do, or empty where there is nothing to do."""
    remedy = RULES[rule].remedy
    return "" if remedy.startswith("Nothing") else f"{remedy[0].lower()}{remedy[1:].removesuffix('.')}"


def count(number: int, noun: str) -> str:
    """'1 article', '1,200 people'."""
    plural = {"person": "people"}.get(noun, f"{noun}s")
    return f"{number:,} {noun if number == 1 else plural}"


def summarise(diagnostics: Sequence[Diagnostic]) -> str:
    """'1 error, 3 warnings'."""
    counts = [
        (sum(item.severity is severity for item in diagnostics), str(severity)) for severity in reversed(Severity)
    ]
    return ", ".join(count(number, name) for number, name in counts if number) or "nothing to report"
