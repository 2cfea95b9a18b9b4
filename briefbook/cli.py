"""The command line: one short function a command. What a command finds wrong goes to people and programs alike."""

import argparse
import contextlib
import difflib
import json
import os
import shlex
import shutil
import sys
import textwrap
import traceback
import webbrowser
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from briefbook.model.diagnostics import RULES, BriefbookError, Diagnostic, Severity, report
from briefbook.shell.terminal import (
    PROGRESS,
    clear_progress,
    count,
    format_diagnostic,
    has_colour,
    lead_to,
    plain,
    print_diagnostics,
    print_line,
    say,
    summarise,
)
from briefbook.shell.usage import CONFLICT, FAULTY, FINE, INTERRUPTED, UNUSABLE, Run, make_parser

if TYPE_CHECKING:
    from briefbook.shell.account import Account, Clipping, Order


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            # A terminal that lacks a character gets its escape instead of an error.
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    parser = make_parser(COMMANDS)
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
        clear_progress()
        say(format_diagnostic(error.diagnostic, colour=has_colour(sys.stderr)))
        if as_json:
            from briefbook.shell.account import describe

            print_line(
                json.dumps({"status": error.status, "diagnostics": [describe(error.diagnostic)]}, ensure_ascii=False)
            )
        return error.status
    except KeyboardInterrupt:
        clear_progress()
        say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever reads has enough. Python would complain again on leaving, when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:  # noqa: BLE001 - no person ought to meet a traceback
        clear_progress()
        if verbose:
            traceback.print_exc()
        from briefbook.shell.account import describe_fault

        say(format_diagnostic(describe_fault(error), colour=has_colour(sys.stderr)))
        say("    hint: this is a fault in briefbook, not in your files; -v shows where")
        return FAULTY
    return status


def _make_order(chosen: argparse.Namespace, root: Path) -> "Order":
    from briefbook.shell.account import Order, no_progress

    loud = sys.stderr.isatty() and not chosen.quiet and os.environ.get("TERM") != "dumb"
    return Order(
        root=root,
        jobs=chosen.jobs,
        progress=PROGRESS if loud else no_progress,
        waiting=lambda: say("another briefbook is at work in this folder; waiting for it"),
    )


def _find_root(chosen: argparse.Namespace) -> Path:
    from briefbook.shell.account import find_root

    return find_root(Path(chosen.project or "."), explicit=chosen.project is not None)


def _status(diagnostics: Iterable[Diagnostic], *, strict: bool) -> int:
    diagnostics = tuple(diagnostics)
    if any(item.rule == "merge-conflict" for item in diagnostics):
        return CONFLICT
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return FAULTY if any(item.severity in grave for item in diagnostics) else FINE


def _finish(account: "Account", chosen: argparse.Namespace, root: Path, text: str) -> int:
    """Says what a command did, in the form that was asked for; the exit status."""
    from briefbook.shell.account import describe, describe_clipping

    clear_progress()
    status = _status(account.diagnostics, strict=chosen.strict)
    if chosen.json:
        record = {
            "status": status,
            "project": str(lead_to(root)),
            "site": str(account.site) if account.site else None,
            "fresh": account.fresh,
            "written": account.written,
            "deleted": account.deleted,
            "unchanged": account.unchanged,
            "counts": dict(account.counts),
            "clippings": [describe_clipping(clipping) for clipping in account.clippings],
            "diagnostics": [describe(item) for item in account.diagnostics],
        }
        print_line(json.dumps(record, ensure_ascii=False, indent=1))
        return status
    sys.stdout.flush()
    print_diagnostics(account.diagnostics, chosen, root, sys.stderr, every=False)
    if text and not chosen.quiet:
        print_line(plain(text))
    return status


def _format_clipping(clipping: "Clipping") -> str:
    """One line: which clipping, whose, of when and how that is known, how much stayed, how much is doubtful."""
    published = clipping.published
    day = f"{published.when.edtf} ({published.basis})" if published.when else f"undated ({published.basis})"
    parts = [
        f"{PurePosixPath(*clipping.seed.parts[1:])}: {clipping.fate}",
        clipping.outlet or "outlet unknown",
        day,
        f"{count(clipping.kept, 'word')} kept, {clipping.removed:,} set aside",
    ]
    if clipping.doubts:
        parts.append(count(clipping.doubts, "doubt"))
    return " · ".join(parts)


# --- the commands ---------------------------------------------------------------------------------------------


def run_new(chosen: argparse.Namespace) -> int:
    """A new book's folder; with clippings, the built book."""
    from briefbook.model.diagnostics import Outcome
    from briefbook.shell.account import SETTINGS, seed_ending
    from briefbook.shell.build import build
    from briefbook.shell.scaffold import copy_seeds, find_seeds, make_project

    root = Path(chosen.name)
    if (root / SETTINGS).exists():
        hint = f"`briefbook build --project {_quote(root)}` builds it"
        raise BriefbookError(report("project-unusable", "this folder is a book already", root.as_posix(), hint=hint))
    clippings, passed_over = find_seeds(Path(chosen.source)) if chosen.source else Outcome(())
    make_project(root, chosen.title)
    copied = copy_seeds(clippings, root)
    if not chosen.quiet and not chosen.json:
        number = sum(bool(seed_ending(path.name)) for path in clippings)
        held = f" of {count(number, 'clipping')}" if number else ""
        print_line(plain(f"{root}: a new book{held}"))
    if not copied:
        if chosen.json:
            print_line(json.dumps({"status": FINE, "project": root.as_posix()}, ensure_ascii=False))
        elif not chosen.quiet:
            print_line(plain(f"Put clippings into {root / 'seeds'}, and run: briefbook build --project {_quote(root)}"))
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
    root = _find_root(chosen)
    account = _ingest(chosen, root)
    lines = [_format_clipping(clipping) for clipping in account.clippings]
    fates = [str(clipping.fate) for clipping in account.clippings]
    counted = ", ".join(f"{fates.count(fate)} {fate}" for fate in dict.fromkeys(fates))
    lines.append(f"{count(len(fates), 'clipping')}{': ' if counted else ''}{counted}; {summarise(account.diagnostics)}")
    return _finish(account, chosen, root, "\n".join(lines))


def _ingest(chosen: argparse.Namespace, root: Path) -> "Account":
    """Cleans the clippings, unless a look shows that nothing has changed; only then is the program itself loaded."""
    from briefbook.shell.state import read_ingested

    if (account := read_ingested(root)) is not None:
        return account
    from briefbook.shell.ingest import ingest

    return ingest(_make_order(chosen, root))


def run_build(chosen: argparse.Namespace) -> int:
    """Articles become the book."""
    root = _find_root(chosen)
    account = _build(chosen, root)
    status = _finish(account, chosen, root, _built(account, root))
    _open_site(account, chosen, root)
    return status


def _build(chosen: argparse.Namespace, root: Path) -> "Account":
    """Builds the book, unless a look shows that nothing has changed; only then is the program itself loaded."""
    from briefbook.shell.state import read_state

    if (account := read_state(root)) is not None:
        return account
    from briefbook.shell.build import build

    return build(_make_order(chosen, root))


def _built(account: "Account", root: Path) -> str:
    """What a build made, for its last line."""
    if account.site is None:
        return ""
    home = lead_to(root) / account.site / "index.html"
    if not account.fresh:
        return f"{home}: nothing has changed since it was built"
    names = {"articles": "article", "people": "person", "places": "place", "organisations": "organisation"}
    counts = dict(account.counts)
    held = ", ".join(count(counts[key], noun) for key, noun in names.items() if counts.get(key))
    files = f"{count(account.written, 'file')} written, {account.unchanged:,} unchanged"
    gone = f", {account.deleted:,} deleted" if account.deleted else ""
    return f"{home}: {held} ({files}{gone})"


def _open_site(account: "Account", chosen: argparse.Namespace, root: Path) -> None:
    if getattr(chosen, "open", False) and account.site is not None:
        home = root / account.site / "index.html"
        if home.is_file():
            webbrowser.open(home.resolve().as_uri())


def run_serve(chosen: argparse.Namespace) -> int:
    """The book in the browser, changing as it is written."""
    from briefbook.shell.preview import serve

    root = _find_root(chosen)

    def ready(address: str) -> None:
        clear_progress()
        print_line(f"{address} shows the book in {root.resolve().name}; Ctrl-C ends it")
        sys.stdout.flush()
        if chosen.open:
            webbrowser.open(address)

    said: set[Diagnostic] = set()

    def tell(account: "Account", changed: frozenset[str]) -> None:
        clear_progress()
        # What was said before and still holds is not said again at every saved file.
        news = [item for item in account.diagnostics if item not in said]
        said.clear()
        said.update(account.diagnostics)
        print_diagnostics(news, chosen, root, sys.stderr, every=False)
        if not chosen.quiet:
            print_line(f"{count(len(changed), 'page')} changed; {summarise(account.diagnostics)}")
            sys.stdout.flush()

    try:
        serve(_make_order(chosen, root), chosen.port, ready, tell)
    except KeyboardInterrupt:
        clear_progress()
    return FINE


def run_check(chosen: argparse.Namespace) -> int:
    """Everything wrong or doubtful."""
    from briefbook.shell.build import check

    root = _find_root(chosen)
    account = check(_make_order(chosen, root))
    if chosen.json:
        return _finish(account, chosen, root, "")
    clear_progress()
    fatal = {Severity.ERROR, Severity.WARNING} if chosen.strict else {Severity.ERROR}
    shown = [item for item in account.diagnostics if not chosen.quiet or item.severity in fatal]
    print_diagnostics(shown, chosen, root, sys.stdout, every=True)
    if not chosen.quiet:
        print_line(summarise(account.diagnostics))
    return _status(account.diagnostics, strict=chosen.strict)


def run_annotate(chosen: argparse.Namespace) -> int:
    """What is found in plain text files."""
    from briefbook.model.config import AnnotateConfig
    from briefbook.shell.build import load_tools
    from briefbook.shell.plaintext import annotate_texts, read_texts, record

    documents, unread = read_texts(chosen.files)
    config = AnnotateConfig(engine=chosen.engine, show="all")
    tools, faults = load_tools(config)
    faults = (*unread, *faults)
    annotated = annotate_texts(documents, chosen.date, tools, config)
    for number, (document, found) in enumerate(zip(documents, annotated, strict=True)):
        entry = record(found, document.text, number)
        if chosen.json:
            print_line(json.dumps(entry, ensure_ascii=False))
            continue
        for start, end, mention, entity in found.mentions:
            surface = " ".join(document.text[start:end].split())
            print_line(
                plain(
                    f"{document.path}:{start}-{end}: {mention.kind}: {surface}{f' = {entity.name}' if entity else ''}"
                )
            )
        for start, end, dated in found.dates:
            surface = " ".join(document.text[start:end].split())
            value = dated.when.edtf if dated.when else dated.timex
            print_line(plain(f"{document.path}:{start}-{end}: date: {surface} = {value}"))
    sys.stdout.flush()
    print_diagnostics(faults, chosen, Path(), sys.stderr, every=False)
    return _status(faults, strict=chosen.strict)


def run_adopt(chosen: argparse.Namespace) -> int:
    """The editor's file for somebody or something found by the program."""
    from briefbook.model.entity import EntityKind
    from briefbook.shell.build import adopt

    root = _find_root(chosen)
    path = adopt(_make_order(chosen, root), EntityKind(chosen.kind), chosen.name)
    shown = str(lead_to(root) / path)
    print_line(json.dumps({"status": FINE, "path": shown}, ensure_ascii=False) if chosen.json else plain(shown))
    return FINE


def run_export(chosen: argparse.Namespace) -> int:
    """The book in another program's notation."""
    from briefbook.shell.build import export
    from briefbook.shell.output import write_files

    root = _find_root(chosen)
    files = export(_make_order(chosen, root), chosen.format)
    clear_progress()
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
        files[0].write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return FINE
    for path in write_files(files, Path(chosen.output)):
        print_line(plain(str(path)))
    return FINE


def run_zip(chosen: argparse.Namespace) -> int:
    """The site as one file."""
    from briefbook.shell.folder import pack_site
    from briefbook.shell.project import read_config

    root = _find_root(chosen)
    account = _build(chosen, root)
    if account.site is None:
        return _finish(account, chosen, root, "")
    name = read_config(root).value.book.stem
    target = Path(chosen.output) if chosen.output else root
    if target.is_dir():
        target /= f"{name}.zip"
    pack_site(root / account.site, target, name)
    return _finish(account, chosen, root, str(lead_to(target)))


def run_clean(chosen: argparse.Namespace) -> int:
    """The output and what is remembered, deleted."""
    from briefbook.shell.folder import remove_site
    from briefbook.shell.output import remove_cache
    from briefbook.shell.project import read_config

    root = _find_root(chosen)
    config, _ = read_config(root)
    site = config.paths.site
    files = remove_site(root, site)
    cache = remove_cache(root)
    where = lead_to(root) / site
    if chosen.json:
        print_line(
            json.dumps({"status": FINE, "site": str(where), "deleted": files, "cache": cache}, ensure_ascii=False)
        )
    elif not chosen.quiet:
        if files is not None:
            gone = f"{count(files, 'file')} deleted from {where}"
        elif os.path.lexists(root / site):
            gone = f"{where} is left alone: it holds no account of a build by briefbook"
        else:
            gone = f"there is no {where}"
        print_line(f"{gone}; the cache deleted" if cache else gone)
    return FINE


def run_explain(chosen: argparse.Namespace) -> int:
    """What a diagnostic means."""
    if chosen.rule is None and chosen.json:
        print_line(json.dumps([_describe_rule(name) for name in RULES], ensure_ascii=False, indent=1))
        return FINE
    if chosen.rule is None:
        width = max(map(len, RULES))
        for name, rule in RULES.items():
            print_line(f"{name:{width}}  {rule.severity:7}  {rule.meaning}" if not chosen.quiet else name)
        return FINE
    name = chosen.rule.strip("[]")
    if name not in RULES:
        near = difflib.get_close_matches(name, RULES, n=1, cutoff=0.55)
        hint = f"did you mean `{near[0]}`?" if near else "`briefbook explain` lists them all"
        raise BriefbookError(report("project-unusable", f"there is no rule `{name}`", "explain", hint=hint))
    rule = RULES[name]
    if chosen.json:
        print_line(json.dumps(_describe_rule(name), ensure_ascii=False))
        return FINE
    wrap = textwrap.TextWrapper(width=min(shutil.get_terminal_size().columns, 88), subsequent_indent="  ").fill
    print_line(wrap(f"{name} ({rule.severity}): {rule.meaning}"))
    print_line(wrap(f"To settle it: {rule.remedy}"))
    if rule.severity is not Severity.ERROR:
        print_line(wrap(f"To change its weight: `rules: {{{name}: error}}` (or `note`, `off`) in briefbook.yml."))
    return FINE


def _describe_rule(name: str) -> dict[str, str]:
    rule = RULES[name]
    return {"rule": name, "severity": rule.severity, "meaning": rule.meaning, "remedy": rule.remedy}


COMMANDS: dict[str, Run] = {
    "new": run_new,
    "ingest": run_ingest,
    "build": run_build,
    "serve": run_serve,
    "check": run_check,
    "annotate": run_annotate,
    "adopt": run_adopt,
    "export": run_export,
    "zip": run_zip,
    "explain": run_explain,
    "clean": run_clean,
}
"""Each command by its name."""
