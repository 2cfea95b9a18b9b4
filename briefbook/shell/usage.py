"""What can be typed: the commands, their arguments, and the help of each."""

import argparse
import difflib
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NoReturn

from briefbook import __version__
from briefbook.shell.terminal import say

Run = Callable[[argparse.Namespace], int]

FINE, FAULTY, UNUSABLE, CONFLICT, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit statuses."""
FORMATS = ("json", "csv", "csl", "bibtex", "ris", "atom", "ics", "timelinejs", "tei")
"""What a book can be exported as."""


class _Parser(argparse.ArgumentParser):
    def parse_args(self, *given: Any, **more: Any) -> Any:
        """As usual, but the command itself complains of what it does not know, and so names its own help."""
        chosen, unknown = self.parse_known_args(*given, **more)
        if unknown:
            name = f"{self.prog} {chosen.command}" if getattr(chosen, "command", None) else self.prog
            say(f"{name}: it takes no {' '.join(unknown)}\n    hint: `{name} --help` shows what it takes")
            raise SystemExit(UNUSABLE)
        return chosen

    def error(self, message: str) -> NoReturn:
        """Says what is wrong and where help is, in two lines."""
        if unknown := re.match(r"argument COMMAND: invalid choice: '(.*?)' \(choose from", message):
            # Python lists the choices with quotation marks or without.
            names = re.findall(r"\w+", message.partition("(choose from")[2])
            near = difflib.get_close_matches(unknown[1], names, n=1, cutoff=0.5)
            hint = f"did you mean `{near[0]}`?" if near else f"`{self.prog} --help` lists the commands"
            say(f"{self.prog}: there is no command `{unknown[1]}`\n    hint: {hint}")
            raise SystemExit(UNUSABLE)
        say(f"{self.prog}: {message}\n    hint: `{self.prog} --help` shows how it is used")
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


def _make_common() -> _Parser:
    """The flags that every command takes; those that are not given leave no trace, so that both places of them count."""
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
    return common


def make_parser(runs: Mapping[str, Run]) -> argparse.ArgumentParser:
    """The parser of the whole command line: it puts under `run` what `runs` has under the command's name."""
    parser = _Parser(
        prog="briefbook",
        parents=[_make_common()],
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

    def command(name: str, summary: str, details: str, examples: str, **more: Sequence[str]) -> _Parser:
        made = commands.add_parser(
            name,
            parents=[_make_common()],
            help=summary,
            description=f"{_text(details)}",
            epilog=f"examples:\n{textwrap.indent(_text(examples), '  ')}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            aliases=more.get("aliases", ()),
        )
        made.set_defaults(run=runs[name], command=name)
        return made

    new = command(
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
        "--from",
        dest="source",
        metavar="DIR",
        help="a folder of clippings (.txt .html .mhtml .md .docx .rtf .eml .warc .wet, .gz)",
    )
    new.add_argument("--title", metavar="TEXT", help="the book's title")
    new.add_argument("--open", action="store_true", help="open the built book in the browser")
    command(
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
    packed.add_argument(
        "-o",
        "--output",
        metavar="PATH",
        help="a folder, or the file's own name (default: NAME.zip in the book's folder)",
    )
    explain = command(
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
