"""The command line: one short function a command. What a command finds wrong goes to people and programs alike."""

import argparse
import contextlib
import difflib
import json
import os
import re
import shlex
import shutil
import sys
import textwrap
import time
import traceback
import webbrowser
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from briefbook import __version__
from briefbook.model.diagnostics import RULES, BriefbookError, Diagnostic, Severity, report
from briefbook.model.entity import EntityKind

if TYPE_CHECKING:
    from briefbook.shell.account import Account, Clipping, Order

FINE, FAULTY, UNUSABLE, CONFLICT, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit statuses."""
FORMATS = ("json", "csv", "csl", "bibtex", "ris", "atom", "ics", "timelinejs", "tei")
"""What a book can be exported as."""
SHOWN_WARNINGS = 12
"""Warnings that a build prints one by one; `check` prints them all."""

Run = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            # A terminal that lacks a character gets its escape instead of an error.
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    parser = make_parser()
    verbose = as_json = False
    try:
        chosen = parser.parse_args(arguments)
        verbose, as_json = chosen.verbose, chosen.json
        run: Run | None = getattr(chosen, "run", None)
        if run is None:
            parser.print_help()
            return UNUSABLE
        status = run(chosen)
        sys.stdout.flush()
    except BriefbookError as error:
        _clear_progress()
        _say(_format(error.diagnostic, colour=_has_colour(sys.stderr)))
        if as_json:
            from briefbook.shell.account import describe  # noqa: PLC0415

            _print(
                json.dumps({"status": error.status, "diagnostics": [describe(error.diagnostic)]}, ensure_ascii=False)
            )
        return error.status
    except KeyboardInterrupt:
        _clear_progress()
        _say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever reads has enough. Python would complain again on leaving, when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:  # noqa: BLE001 - no person ought to meet a traceback
        _clear_progress()
        if verbose:
            traceback.print_exc()
        from briefbook.shell.account import describe_fault  # noqa: PLC0415

        _say(_format(describe_fault(error), colour=_has_colour(sys.stderr)))
        _say("    hint: this is a fault in briefbook, not in your files; -v shows where")
        return FAULTY
    return status


# --- what is said ---------------------------------------------------------------------------------------------


def _say(text: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        _print(text, sys.stderr)
        sys.stderr.flush()


def _print(text: str, stream: TextIO | None = None) -> None:
    (stream or sys.stdout).write(f"{text}\n")


def _has_colour(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _plain(text: str) -> str:
    """The text without characters by which a clipping could steer the reader's terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


def _format(item: Diagnostic, *, colour: bool, prefix: PurePosixPath = PurePosixPath()) -> str:
    place = item.location
    where = str(replace(place, path=prefix / place.path))
    severity = str(item.severity)
    if colour:
        where, severity = f"\x1b[1m{_plain(where)}\x1b[0m", f"\x1b[1;{_COLOURS[item.severity]}m{severity}\x1b[0m"
    else:
        where = _plain(where)
    text = f"{where}: {severity}: {_plain(item.message)} [{item.rule}]"
    return f"{text}\n    hint: {_plain(item.hint)}" if item.hint else text


def _clear_progress() -> None:
    if _PROGRESS.shown:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
        _PROGRESS.shown = False


@dataclass
class _Progress:
    """The one line at the foot of the terminal that says what goes on, how far it is, and how long it may still take."""

    shown: bool = False
    what: str = ""
    since: float = 0.0
    last: float = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
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
    about = f", about {_number(max(1, round(left / 60)), 'minute')} left" if left >= 60 else ""
    return f"{what} [{bar}] {done:,} of {total:,}{about}"


BAR = 24
"""Characters of the bar."""
BLINK = 0.1
"""Seconds between two changes of the line: more often nobody sees, and a terminal takes longer than a clipping."""
TELLING = 5.0
"""Seconds of work after which the time left is told."""
_PROGRESS = _Progress()


def _make_order(chosen: argparse.Namespace, root: Path) -> "Order":
    from briefbook.shell.account import Order, no_progress  # noqa: PLC0415

    loud = sys.stderr.isatty() and not chosen.quiet and os.environ.get("TERM") != "dumb"
    return Order(
        root=root,
        jobs=chosen.jobs,
        progress=_PROGRESS if loud else no_progress,
        waiting=lambda: _say("another briefbook is at work in this folder; waiting for it"),
    )


def _find_root(chosen: argparse.Namespace) -> Path:
    from briefbook.shell.account import find_root  # noqa: PLC0415

    return find_root(Path(chosen.project or "."), explicit=chosen.project is not None)


def _prefix(root: Path) -> PurePosixPath:
    """What leads from here to the book, so that the paths in messages can be opened."""
    with contextlib.suppress(ValueError, OSError):
        return PurePosixPath(Path(os.path.relpath(root)).as_posix())
    return PurePosixPath(root.as_posix())


def _status(diagnostics: Iterable[Diagnostic], *, strict: bool) -> int:
    diagnostics = tuple(diagnostics)
    if any(item.rule == "merge-conflict" for item in diagnostics):
        return CONFLICT
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return FAULTY if any(item.severity in grave for item in diagnostics) else FINE


def _report(
    diagnostics: Sequence[Diagnostic], chosen: argparse.Namespace, root: Path, stream: TextIO, *, every: bool
) -> None:
    """Prints the diagnostics, errors last, where the eye is; unless `every`, no notes and not all warnings."""
    colour, prefix = _has_colour(stream), _prefix(root)
    rank = [Severity.NOTE, Severity.WARNING, Severity.ERROR]
    warnings = 0
    for item in sorted(diagnostics, key=lambda item: rank.index(item.severity)) if not every else diagnostics:
        if not every and not chosen.verbose:
            if item.severity is Severity.NOTE or (
                chosen.quiet and not chosen.strict and item.severity is Severity.WARNING
            ):
                continue
            warnings += item.severity is Severity.WARNING
            if item.severity is Severity.WARNING and warnings > SHOWN_WARNINGS:
                continue
        _print(_format(item, colour=colour, prefix=prefix), stream)
    if warnings > SHOWN_WARNINGS:
        more = _number(warnings - SHOWN_WARNINGS, "more warning")
        _print(f"… and {more}: `briefbook check` lists them all", stream)


def _number(number: int, noun: str) -> str:
    plural = {"person": "people"}.get(noun, f"{noun}s")
    return f"{number:,} {noun if number == 1 else plural}"


def _summary(diagnostics: Sequence[Diagnostic]) -> str:
    counts = [
        (sum(item.severity is severity for item in diagnostics), str(severity)) for severity in reversed(Severity)
    ]
    return ", ".join(_number(number, name) for number, name in counts if number) or "nothing to report"


def _finish(account: "Account", chosen: argparse.Namespace, root: Path, text: str) -> int:
    """Says what a command did, in the form that was asked for; the exit status."""
    from briefbook.shell.account import describe, describe_clipping  # noqa: PLC0415

    _clear_progress()
    status = _status(account.diagnostics, strict=chosen.strict)
    if chosen.json:
        record = {
            "status": status,
            "project": str(_prefix(root)),
            "site": str(account.site) if account.site else None,
            "fresh": account.fresh,
            "written": account.written,
            "deleted": account.deleted,
            "unchanged": account.unchanged,
            "counts": dict(account.counts),
            "clippings": [describe_clipping(clipping) for clipping in account.clippings],
            "diagnostics": [describe(item) for item in account.diagnostics],
        }
        _print(json.dumps(record, ensure_ascii=False, indent=1))
        return status
    sys.stdout.flush()
    _report(account.diagnostics, chosen, root, sys.stderr, every=False)
    if text and not chosen.quiet:
        _print(_plain(text))
    return status


def _format_clipping(clipping: "Clipping") -> str:
    """One line: which clipping, whose, of when and how that is known, how much stayed, how much is doubtful."""
    published = clipping.published
    day = f"{published.when.edtf} ({published.basis})" if published.when else f"undated ({published.basis})"
    parts = [
        f"{clipping.seed.name}: {clipping.fate}",
        clipping.outlet or "outlet unknown",
        day,
        f"{_number(clipping.kept, 'word')} kept, {clipping.removed:,} set aside",
    ]
    if clipping.doubts:
        parts.append(_number(clipping.doubts, "doubt"))
    return " · ".join(parts)


# --- the commands ---------------------------------------------------------------------------------------------


def run_new(chosen: argparse.Namespace) -> int:
    """A new book's folder; with clippings, the built book."""
    from briefbook.model.diagnostics import Outcome  # noqa: PLC0415
    from briefbook.shell.account import SETTINGS, seed_ending  # noqa: PLC0415
    from briefbook.shell.build import build  # noqa: PLC0415
    from briefbook.shell.scaffold import copy_seeds, find_seeds, make_project  # noqa: PLC0415

    root = Path(chosen.name)
    if (root / SETTINGS).exists():
        hint = f"`briefbook build --project {_quote(root)}` builds it"
        raise BriefbookError(report("project-unusable", "this folder is a book already", root.as_posix(), hint=hint))
    clippings, passed_over = find_seeds(Path(chosen.source)) if chosen.source else Outcome(())
    make_project(root, chosen.title)
    copied = copy_seeds(clippings, root)
    if not chosen.quiet and not chosen.json:
        number = sum(bool(seed_ending(path.name)) for path in clippings)
        held = f" of {_number(number, 'clipping')}" if number else ""
        _print(_plain(f"{root}: a new book{held}"))
    if not copied:
        if chosen.json:
            _print(json.dumps({"status": FINE, "project": root.as_posix()}, ensure_ascii=False))
        elif not chosen.quiet:
            _print(_plain(f"Put clippings into {root / 'seeds'}, and run: briefbook build --project {_quote(root)}"))
        return FINE
    sys.stdout.flush()
    account = build(_make_order(chosen, root))
    account = replace(account, diagnostics=(*passed_over, *account.diagnostics))
    status = _finish(account, chosen, root, _built(account, root))
    _open_site(account, chosen, root)
    return status


def _quote(path: Path) -> str:
    """As a shell reads it."""
    return shlex.quote(path.as_posix())


def run_ingest(chosen: argparse.Namespace) -> int:
    """Clippings become articles."""
    from briefbook.shell.ingest import ingest  # noqa: PLC0415

    root = _find_root(chosen)
    account = ingest(_make_order(chosen, root))
    lines = [_format_clipping(clipping) for clipping in account.clippings]
    fates = [str(clipping.fate) for clipping in account.clippings]
    counted = ", ".join(f"{fates.count(fate)} {fate}" for fate in dict.fromkeys(fates))
    lines.append(
        f"{_number(len(fates), 'clipping')}{': ' if counted else ''}{counted}; {_summary(account.diagnostics)}"
    )
    return _finish(account, chosen, root, "\n".join(lines))


def run_build(chosen: argparse.Namespace) -> int:
    """Articles become the book."""
    root = _find_root(chosen)
    account = _build(chosen, root)
    status = _finish(account, chosen, root, _built(account, root))
    _open_site(account, chosen, root)
    return status


def _build(chosen: argparse.Namespace, root: Path) -> "Account":
    """Builds the book, unless a look shows that nothing has changed; only then is the program itself loaded."""
    from briefbook.shell.state import read_state  # noqa: PLC0415

    if (account := read_state(root)) is not None:
        return account
    from briefbook.shell.build import build  # noqa: PLC0415

    return build(_make_order(chosen, root))


def _built(account: "Account", root: Path) -> str:
    """What a build made, for its last line."""
    if account.site is None:
        return ""
    home = _prefix(root) / account.site / "index.html"
    if not account.fresh:
        return f"{home}: nothing has changed since it was built"
    names = {"articles": "article", "people": "person", "places": "place", "organisations": "organisation"}
    counts = dict(account.counts)
    held = ", ".join(_number(counts[key], noun) for key, noun in names.items() if counts.get(key))
    files = f"{_number(account.written, 'file')} written, {account.unchanged:,} unchanged"
    gone = f", {account.deleted:,} deleted" if account.deleted else ""
    return f"{home}: {held} ({files}{gone})"


def _open_site(account: "Account", chosen: argparse.Namespace, root: Path) -> None:
    if getattr(chosen, "open", False) and account.site is not None:
        home = root / account.site / "index.html"
        if home.is_file():
            webbrowser.open(home.resolve().as_uri())


def run_serve(chosen: argparse.Namespace) -> int:
    """The book in the browser, changing as it is written."""
    from briefbook.shell.preview import serve  # noqa: PLC0415

    root = _find_root(chosen)

    def ready(address: str) -> None:
        _clear_progress()
        _print(f"{address} shows the book in {root.resolve().name}; Ctrl-C ends it")
        sys.stdout.flush()
        if chosen.open:
            webbrowser.open(address)

    said: set[Diagnostic] = set()

    def tell(account: "Account", changed: frozenset[str]) -> None:
        _clear_progress()
        # What was said before and still holds is not said again at every saved file.
        news = [item for item in account.diagnostics if item not in said]
        said.clear()
        said.update(account.diagnostics)
        _report(news, chosen, root, sys.stderr, every=False)
        if not chosen.quiet:
            _print(f"{_number(len(changed), 'page')} changed; {_summary(account.diagnostics)}")
            sys.stdout.flush()

    try:
        serve(_make_order(chosen, root), chosen.port, ready, tell)
    except KeyboardInterrupt:
        _clear_progress()
    return FINE


def run_check(chosen: argparse.Namespace) -> int:
    """Everything wrong or doubtful."""
    from briefbook.shell.build import check  # noqa: PLC0415

    root = _find_root(chosen)
    account = check(_make_order(chosen, root))
    if chosen.json:
        return _finish(account, chosen, root, "")
    _clear_progress()
    fatal = {Severity.ERROR, Severity.WARNING} if chosen.strict else {Severity.ERROR}
    shown = [item for item in account.diagnostics if not chosen.quiet or item.severity in fatal]
    _report(shown, chosen, root, sys.stdout, every=True)
    if not chosen.quiet:
        _print(_summary(account.diagnostics))
    return _status(account.diagnostics, strict=chosen.strict)


def run_annotate(chosen: argparse.Namespace) -> int:
    """What is found in plain text files."""
    from briefbook.model.config import AnnotateConfig  # noqa: PLC0415
    from briefbook.shell.build import load_tools  # noqa: PLC0415
    from briefbook.shell.plaintext import annotate_texts, read_texts, record  # noqa: PLC0415

    documents, unread = read_texts(chosen.files)
    config = AnnotateConfig(engine=chosen.engine, show="all")
    tools, faults = load_tools(config)
    faults = (*unread, *faults)
    annotated = annotate_texts(documents, chosen.date, tools, config)
    for number, (document, found) in enumerate(zip(documents, annotated, strict=True)):
        entry = record(found, document.text, number)
        if chosen.json:
            _print(json.dumps(entry, ensure_ascii=False))
            continue
        for start, end, mention, entity in found.mentions:
            surface = " ".join(document.text[start:end].split())
            _print(
                _plain(
                    f"{document.path}:{start}-{end}: {mention.kind}: {surface}{f' = {entity.name}' if entity else ''}"
                )
            )
        for start, end, dated in found.dates:
            surface = " ".join(document.text[start:end].split())
            value = dated.when.edtf if dated.when else dated.timex
            _print(_plain(f"{document.path}:{start}-{end}: date: {surface} = {value}"))
    sys.stdout.flush()
    _report(faults, chosen, Path(), sys.stderr, every=False)
    return _status(faults, strict=chosen.strict)


def run_adopt(chosen: argparse.Namespace) -> int:
    """The editor's file for somebody or something found by the program."""
    from briefbook.shell.build import adopt  # noqa: PLC0415

    root = _find_root(chosen)
    path = adopt(_make_order(chosen, root), EntityKind(chosen.kind), chosen.name)
    shown = str(_prefix(root) / path)
    _print(json.dumps({"status": FINE, "path": shown}, ensure_ascii=False) if chosen.json else _plain(shown))
    return FINE


def run_export(chosen: argparse.Namespace) -> int:
    """The book in another program's notation."""
    from briefbook.shell.build import export  # noqa: PLC0415
    from briefbook.shell.output import write_files  # noqa: PLC0415

    root = _find_root(chosen)
    files = export(_make_order(chosen, root), chosen.format)
    _clear_progress()
    if not files:
        message = "no article to export"
        raise BriefbookError(
            report("book-empty", message, root.as_posix(), hint="`briefbook check` says more"), status=FAULTY
        )
    if chosen.output is None:
        if len(files) > 1:
            hint = f"name a folder for them: briefbook export {chosen.format} -o FOLDER"
            names = ", ".join(file.path.name for file in files)
            raise BriefbookError(report("project-unusable", f"this export is several files: {names}", ".", hint=hint))
        sys.stdout.flush()
        sys.stdout.buffer.write(files[0].data)
        sys.stdout.buffer.flush()
        return FINE
    for path in write_files(files, Path(chosen.output)):
        _print(_plain(str(path)))
    return FINE


def run_zip(chosen: argparse.Namespace) -> int:
    """The site as one file."""
    from briefbook.shell.output import pack_site  # noqa: PLC0415
    from briefbook.shell.project import read_config  # noqa: PLC0415

    root = _find_root(chosen)
    account = _build(chosen, root)
    if account.site is None:
        return _finish(account, chosen, root, "")
    name = read_config(root).value.book.stem
    target = Path(chosen.output) if chosen.output else root / f"{name}.zip"
    pack_site(root / account.site, target, name)
    return _finish(account, chosen, root, str(_prefix(target)))


def run_clean(chosen: argparse.Namespace) -> int:
    """The output and what is remembered, deleted."""
    from briefbook.shell.output import remove_cache, remove_site  # noqa: PLC0415
    from briefbook.shell.project import read_config  # noqa: PLC0415

    root = _find_root(chosen)
    config, _ = read_config(root)
    site = config.paths.site
    files = remove_site(root, site)
    cache = remove_cache(root)
    where = _prefix(root) / site
    if chosen.json:
        _print(json.dumps({"status": FINE, "site": str(where), "deleted": files, "cache": cache}, ensure_ascii=False))
    elif not chosen.quiet:
        left = f"{where} is left alone: it holds no account of a build by briefbook"
        gone = f"{_number(files or 0, 'file')} deleted from {where}" if files is not None else left
        _print(f"{gone}; the cache deleted" if cache else gone)
    return FINE


def run_explain(chosen: argparse.Namespace) -> int:
    """What a diagnostic means."""
    if chosen.rule is None and chosen.json:
        _print(json.dumps([_describe_rule(name) for name in RULES], ensure_ascii=False, indent=1))
        return FINE
    if chosen.rule is None:
        width = max(map(len, RULES))
        for name, rule in RULES.items():
            _print(f"{name:{width}}  {rule.severity:7}  {rule.meaning}" if not chosen.quiet else name)
        return FINE
    name = chosen.rule.strip("[]")
    if name not in RULES:
        near = difflib.get_close_matches(name, RULES, n=1, cutoff=0.55)
        hint = f"did you mean `{near[0]}`?" if near else "`briefbook explain` lists them all"
        raise BriefbookError(report("project-unusable", f"there is no rule `{name}`", "explain", hint=hint))
    rule = RULES[name]
    if chosen.json:
        _print(json.dumps(_describe_rule(name), ensure_ascii=False))
        return FINE
    wrap = textwrap.TextWrapper(width=min(shutil.get_terminal_size().columns, 88), subsequent_indent="  ").fill
    _print(wrap(f"{name} ({rule.severity}): {rule.meaning}"))
    _print(wrap(f"To settle it: {rule.remedy}"))
    if rule.severity is not Severity.ERROR:
        _print(wrap(f"To change its weight: `rules: {{{name}: error}}` (or `note`, `off`) in briefbook.yml."))
    return FINE


def _describe_rule(name: str) -> dict[str, str]:
    rule = RULES[name]
    return {"rule": name, "severity": rule.severity, "meaning": rule.meaning, "remedy": rule.remedy}


# --- the parser -----------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    def parse_args(self, *given: Any, **more: Any) -> Any:
        """As usual, but the command itself complains of what it does not know, and so names its own help."""
        chosen, unknown = self.parse_known_args(*given, **more)
        if unknown:
            name = f"{self.prog} {chosen.command}" if getattr(chosen, "command", None) else self.prog
            _say(f"{name}: it takes no {' '.join(unknown)}\n    hint: `{name} --help` shows what it takes")
            raise SystemExit(UNUSABLE)
        return chosen

    def error(self, message: str) -> NoReturn:
        """Says what is wrong and where help is, in two lines."""
        if unknown := re.match(r"argument COMMAND: invalid choice: '(.*?)' \(choose from", message):
            # Python lists the choices with quotation marks or without.
            names = re.findall(r"\w+", message.partition("(choose from")[2])
            near = difflib.get_close_matches(unknown[1], names, n=1, cutoff=0.5)
            hint = f"did you mean `{near[0]}`?" if near else f"`{self.prog} --help` lists the commands"
            _say(f"{self.prog}: there is no command `{unknown[1]}`\n    hint: {hint}")
            raise SystemExit(UNUSABLE)
        _say(f"{self.prog}: {message}\n    hint: `{self.prog} --help` shows how it is used")
        raise SystemExit(UNUSABLE)


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; expected YYYY-MM-DD") from None


def _read_count(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 6:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number")


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group = common.add_argument_group("common flags")
    group.add_argument("--project", metavar="DIR", help="the book's folder (default: the nearest one at or above here)")
    group.add_argument("--strict", action="store_true", help="warnings count as errors for the exit status")
    group.add_argument("--json", action="store_true", help="one JSON object on standard output, for programs")
    group.add_argument("-q", "--quiet", action="store_true", help="errors only")
    group.add_argument("-v", "--verbose", action="store_true", help="notes and every warning, too")
    group.add_argument(
        "-j", "--jobs", metavar="N", type=_read_count, help="processes for cleaning (default: one a processor)"
    )
    parser = _Parser(
        prog="briefbook",
        parents=[common],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Turns a folder of messy news clippings into an annotated briefing book: site, PDF and data.",
        epilog=_text(
            """
            first steps:
              briefbook new syria --from ~/clippings --open   a book in the browser, from a folder of clippings
              briefbook serve --open                          write, and see every saved change at once
              briefbook check                                 what is wrong or doubtful, and how to settle it

            exit status:
              0 fine   1 errors (or warnings with --strict)   2 wrong usage, or no book here   3 a merge needs a person
            """
        ),
    )
    parser.set_defaults(project=None, strict=False, json=False, quiet=False, verbose=False, jobs=0)
    parser.add_argument("--version", action="version", version=f"briefbook {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)

    def command(run: Run, name: str, summary: str, details: str, examples: str, **more: Sequence[str]) -> _Parser:
        made = commands.add_parser(
            name,
            parents=[common],
            help=summary,
            description=f"{_text(details)}",
            epilog=f"examples:\n{textwrap.indent(_text(examples), '  ')}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            aliases=more.get("aliases", ()),
        )
        made.set_defaults(run=run, command=name)
        return made

    new = command(
        run_new,
        "new",
        "make a book's folder; with clippings, build it at once",
        """
        Makes the folder NAME with briefbook.yml, seeds/ for clippings and content/ for your own writing.
        With --from, the clippings in DIR are copied into seeds/ and the book is built. Nothing that exists is replaced.
        """,
        """
        briefbook new syria --from ~/clippings --open
        briefbook new harbour --title "Two years of talks on the harbour"
        """,
        aliases=["init"],
    )
    new.add_argument(
        "name", metavar="NAME", help="the folder to make; its name becomes the title unless --title is given"
    )
    new.add_argument(
        "--from", dest="source", metavar="DIR", help="a folder of clippings (.txt .html .htm .md .warc .wet, .gz)"
    )
    new.add_argument("--title", metavar="TEXT", help="the book's title")
    new.add_argument("--open", action="store_true", help="open the built book in the browser")
    command(
        run_ingest,
        "ingest",
        "clean new and changed clippings into content/articles/",
        """
        Cleans the clippings in seeds/ into one Markdown file an article under content/articles/, and prints a line for
        each: outlet, date and how it is known, words kept and set aside, doubts. What you have edited is merged with the
        new draft, never replaced; where both changed the same lines, both are kept between markers (exit status 3).
        """,
        """
        briefbook ingest
        briefbook ingest --json | jq '.clippings[] | select(.doubts > 0)'
        """,
    )
    build = command(
        run_build,
        "build",
        "bring articles and site up to date",
        """
        Ingests what is new, then makes the site from content/: HTML, PDF and data, as `outputs:` in briefbook.yml says.
        Only changed files are written; when nothing has changed, nothing is done. Files in site/ that briefbook did not
        write are left alone.
        """,
        """
        briefbook build
        briefbook build --strict -q       for scripts: silent when all is well
        """,
    )
    build.add_argument("--open", action="store_true", help="open the built book in the browser")
    serve = command(
        run_serve,
        "serve",
        "show the book in the browser, changing as you write",
        """
        Serves the book to this machine alone and shows every saved change in content/, templates/, seeds/ and the settings
        at once. A mistake is shown over the last good page. site/ is not touched: `briefbook build` makes it.
        """,
        """
        briefbook serve --open
        briefbook serve --port 8080
        """,
    )
    serve.add_argument("--open", action="store_true", help="open the browser")
    serve.add_argument("--port", metavar="N", type=_read_count, help="the port (default: the first free one from 8000)")
    command(
        run_check,
        "check",
        "list everything wrong or doubtful; write nothing",
        """
        Makes the book in memory and prints what is wrong or doubtful as `path:line:column: severity: message [rule]`, with
        what to type to settle it. Writes nothing. `briefbook explain RULE` says more about a rule.
        """,
        """
        briefbook check
        briefbook check --strict -q && briefbook build
        """,
    )
    annotate = command(
        run_annotate,
        "annotate",
        "names and dates in plain text files, with offsets",
        """
        Reads plain text files as clean prose and prints the names and dates in them, with offsets in characters from the
        start of the file. All files of one call are taken as one book when deciding who is who. With --json, one object
        a file: {file, mentions[{start, end, surface, kind, entity, latitude, longitude}],
        dates[{start, end, surface, edtf, timex, type}]}. An entity that begins with ? stays open; what it may mean is
        listed with it as candidates[{entity, name, latitude, longitude}].
        """,
        """
        briefbook annotate speech.txt --date 2013-06-22
        briefbook annotate *.txt --date 2013-06-22 --json > names.jsonl
        echo "Karin Holm met Rui Calado on Friday." | briefbook annotate - --date 2013-09-14
        """,
    )
    annotate.add_argument("files", metavar="FILE", nargs="+", help="a text file in UTF-8; - reads standard input")
    annotate.add_argument("--date", metavar="YYYY-MM-DD", type=_read_day, help='the day from which "Friday" counts')
    annotate.add_argument(
        "--engine",
        choices=["auto", "spacy", "rules", "none"],
        default="auto",
        help="what reads the names (default: auto)",
    )
    adopt = command(
        run_adopt,
        "adopt",
        "write your own file for a person, place or organisation",
        """
        Writes content/people/SLUG.md (or places, organisations) for somebody or something that was found automatically, with
        the name and its variants filled in, for you to correct and to add to. An existing file is not replaced.
        """,
        """
        briefbook adopt person "Karin Holm"
        briefbook adopt place geneva
        """,
    )
    adopt.add_argument(
        "kind", choices=["person", "place", "organisation"], metavar="KIND", help="person, place or organisation"
    )
    adopt.add_argument("name", metavar="NAME", help="the name or the address (slug) as the book has it")
    export = command(
        run_export,
        "export",
        "the book for other programs: tables, references, feeds, calendars",
        """
        Writes the book in another notation: json (everything), csv (tables), csl, bibtex and ris (references), atom (a
        feed), ics (a calendar), timelinejs, tei. One file goes to standard output unless -o names a place for it; csv is
        several files and needs a folder.
        """,
        """
        briefbook export bibtex > syria.bib
        briefbook export csv -o tables
        """,
    )
    export.add_argument("format", choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    export.add_argument("-o", "--output", metavar="PATH", help="a folder, or the file's own name")
    packed = command(
        run_zip,
        "zip",
        "the site as one file to hand over",
        """
        Builds the book and packs the site into one .zip file: it can be unpacked anywhere and read without a server.
        The same site gives the same file, byte for byte.
        """,
        """
        briefbook zip
        briefbook zip -o ~/Desktop/syria.zip
        """,
    )
    packed.add_argument("-o", "--output", metavar="FILE", help="where to (default: NAME.zip in the book's folder)")
    explain = command(
        run_explain,
        "explain",
        "what a diagnostic means and how to settle it",
        "Explains the rule that stands in brackets at the end of a message; without one, lists them all.",
        """
        briefbook explain published-doubtful
        briefbook explain
        """,
    )
    explain.add_argument("rule", metavar="RULE", nargs="?", help="such as merge-conflict")
    command(
        run_clean,
        "clean",
        "delete the built site and the cache",
        """
        Deletes from site/ what briefbook wrote and nobody changed since, and .briefbook/cache. Clippings, content and
        everything else stay. A folder that holds no account of a build is not touched.
        """,
        "briefbook clean && briefbook build",
    )
    return parser


def _text(text: str) -> str:
    return textwrap.dedent(text).strip("\n")
