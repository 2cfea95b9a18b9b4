"""Faults as values: where, how bad, what, and what to type."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Severity(StrEnum):
    """`note` informs; `warning`: the output stands; `error`: part of it is missing or wrong."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file of the book; line and column count from 1, 0 where unknown."""

    path: PurePosixPath
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [str(self.path)]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        # A name may hold anything but a slash; a message stays on its line.
        return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in ":".join(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One fault in somebody's input."""

    rule: str
    """A key of `RULES`."""
    severity: Severity
    message: str
    """What was seen, then what was expected; no full stop."""
    location: Location
    hint: str = ""
    """What to type to settle it, or empty."""

    def __str__(self) -> str:
        text = f"{self.location}: {self.severity}: {self.message} [{self.rule}]"
        return f"{text}\n    hint: {self.hint}" if self.hint else text


class Outcome(NamedTuple, Generic[T]):
    """A result and the faults met on the way to it."""

    value: T
    diagnostics: tuple[Diagnostic, ...] = ()


class BriefbookError(Exception):
    """The environment or the command is at fault; carries the one diagnostic to print."""

    def __init__(self, diagnostic: Diagnostic, *, status: int = 2) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a diagnostic means."""

    title: str
    """What it is about, as the head of a list of them."""
    severity: Severity
    """Unless the settings change it."""
    meaning: str
    """One or two sentences for the person who meets it."""
    remedy: str
    """How to settle it."""


def report(
    rule: str, message: str, path: PurePosixPath | str, line: int = 0, column: int = 0, *, hint: str = ""
) -> Diagnostic:
    """A diagnostic of `rule` with the rule's own severity.

    Raises: KeyError for a rule that `RULES` does not list.
    """
    return Diagnostic(
        rule=rule,
        severity=RULES[rule].severity,
        message=message,
        location=Location(PurePosixPath(path), line, column),
        hint=hint,
    )


def apply_severities(
    diagnostics: Iterable[Diagnostic], severities: Mapping[str, Severity | None]
) -> tuple[Diagnostic, ...]:
    """The diagnostics under the book's own severities; those set to None are left out. Errors cannot be left out."""
    kept = []
    for item in diagnostics:
        if item.rule not in severities:
            kept.append(item)
            continue
        severity = severities[item.rule]
        if severity is None and item.severity is not Severity.ERROR:
            continue
        kept.append(replace(item, severity=severity or item.severity))
    return tuple(kept)


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By place, then rule, then message; each one once."""
    return tuple(sorted(set(diagnostics), key=lambda d: (d.location, d.rule, d.message, d.hint)))


_NOTE, _WARNING, _ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR

RULES: dict[str, Rule] = {
    "config-invalid": Rule(
        title="Settings that cannot be read",
        severity=_ERROR,
        meaning="briefbook.yml has a key that is not known, or a value of the wrong kind.",
        remedy="Correct the key or value at the line named; docs/settings.md lists them all.",
    ),
    "project-unusable": Rule(
        title="A folder that is not a book",
        severity=_ERROR,
        meaning="The folder is not a book, or cannot be read or written.",
        remedy="Go to the book's folder, name it with --project, or make one with `briefbook new`.",
    ),
    "internal-fault": Rule(
        title="A fault in briefbook",
        severity=_ERROR,
        meaning="Something in briefbook itself went wrong; your files are as they were.",
        remedy="Run the command again with -v, which shows where, and report what it prints.",
    ),
    "book-empty": Rule(
        title="A book without articles",
        severity=_ERROR,
        meaning="There is no article to build a book from.",
        remedy="Put clippings into seeds/ or Markdown articles into content/articles/.",
    ),
    "seed-unreadable": Rule(
        title="Clippings that cannot be read",
        severity=_ERROR,
        meaning="A clipping is empty, binary, too large, or cannot be read.",
        remedy="Save the page again as text or HTML, or take the file out of seeds/.",
    ),
    "clipping-passed-over": Rule(
        title="Files passed over",
        severity=_WARNING,
        meaning="Something beside the clippings is no clipping or may not be followed, so the book is made without it.",
        remedy="Put it into seeds/ itself as text or HTML if the book should have it; else nothing is to be done.",
    ),
    "body-not-found": Rule(
        title="Clippings without a story",
        severity=_ERROR,
        meaning="No line of the clipping could be told to be the article's text.",
        remedy="Write the article by hand in content/articles/, or save the page as HTML.",
    ),
    "front-matter-invalid": Rule(
        title="Fields that cannot be read",
        severity=_ERROR,
        meaning="The YAML at the top of a Markdown file, of content/chronology.yml or of a file beside a clipping cannot be read, or a field has the wrong kind of value.",
        remedy="Correct the line named; docs/writing.md lists the fields.",
    ),
    "front-matter-unknown": Rule(
        title="Keys that are not used",
        severity=_WARNING,
        meaning="The front matter has a key that briefbook does not use; other programs may.",
        remedy="Correct its spelling, or set `front-matter-unknown: off` under `rules:` in the settings.",
    ),
    "slug-collision": Rule(
        title="Two files for one address",
        severity=_ERROR,
        meaning="Two files would be published at one address.",
        remedy="Rename one of the files; its name is its address.",
    ),
    "template-invalid": Rule(
        title="Templates that do not work",
        severity=_ERROR,
        meaning="A template of the theme does not parse, or uses a name that does not exist.",
        remedy="Correct the template at the line named, or delete your copy to return to the default.",
    ),
    "template-unused": Rule(
        title="Templates that are not used",
        severity=_WARNING,
        meaning="A file in templates/ has no default's name, and no template names it, so that no page is made with it.",
        remedy="Give it the name of the template it is to replace, name it in one, or put it into templates/assets/.",
    ),
    "output-unsafe": Rule(
        title="Files in the way",
        severity=_ERROR,
        meaning="A file would be written outside site/, or over something that briefbook did not write.",
        remedy="Move the file that is in the way, or name another output folder under `paths.site`.",
    ),
    "merge-conflict": Rule(
        title="Edits that contradict the clipping",
        severity=_ERROR,
        meaning="The clipping or the cleaner changed the same lines that you edited; both texts are kept between markers.",
        remedy="Open the article, keep what you want between the `<<<<<<<` and `>>>>>>>` markers, and delete the markers.",
    ),
    "pdf-failed": Rule(
        title="The printed book",
        severity=_ERROR,
        meaning="The layout engine could not set the printed book.",
        remedy="The message is the engine's own; `outputs: [html, data]` builds the rest meanwhile.",
    ),
    "pdf-long": Rule(
        title="A book too long to print",
        severity=_WARNING,
        meaning="The layout engine takes some 3 MiB of memory for each article, and more than a quarter of an hour for several "
        "thousand: the printed book of so many articles was not set. The pages, the data and the EPUB have them all.",
        remedy="Set `render.most_printed` higher where the computer has the memory; print a part of the book, with `draft: true` in "
        "the articles that need not be in it; or leave `pdf` out of `outputs:`.",
    ),
    "published-doubtful": Rule(
        title="Days of publication",
        severity=_WARNING,
        meaning="The clipping does not say when it was published; the book shows what can be told, or nothing.",
        remedy="Add `date: YYYY-MM-DD` to the article's front matter, or `published:` to a .yml file beside the clipping.",
    ),
    "title-not-found": Rule(
        title="Headlines not found",
        severity=_WARNING,
        meaning="No line of the clipping could be told to be its headline.",
        remedy="Add `title:` to the article's front matter.",
    ),
    "encoding-doubtful": Rule(
        title="Characters that may be wrong",
        severity=_WARNING,
        meaning="The clipping's character encoding had to be guessed, and some characters may be wrong.",
        remedy="Save it as UTF-8.",
    ),
    "text-changed": Rule(
        title="Characters taken out",
        severity=_NOTE,
        meaning="Characters that cannot be printed or shown (control characters) were taken out of the text.",
        remedy="Nothing needs doing; the ledger names the lines.",
    ),
    "article-edited": Rule(
        title="Articles edited",
        severity=_NOTE,
        meaning="The article was edited since it was made; the editor's text is left as it is or merged with the new draft.",
        remedy="Nothing needs doing.",
    ),
    "seed-missing": Rule(
        title="Clippings no longer there",
        severity=_WARNING,
        meaning="An article names a clipping that is no longer in seeds/; the article stays, but cannot be checked against it.",
        remedy="Put the clipping back, or take `seed:` out of the front matter.",
    ),
    "seed-duplicate": Rule(
        title="The same story twice",
        severity=_WARNING,
        meaning="Two clippings seem to hold the same story; both are in the book.",
        remedy="Set `draft: true` in the one you do not want.",
    ),
    "mention-ambiguous": Rule(
        title="Names that stay unlinked",
        severity=_WARNING,
        meaning="A name fits more than one person or place; it stays unlinked.",
        remedy="Add the name and the slug it means under `resolve:` in the article's front matter.",
    ),
    "entity-unknown": Rule(
        title="Names the book does not have",
        severity=_WARNING,
        meaning="The front matter or a file in content/ names a person, place or organisation that the book does not have.",
        remedy="Correct the slug, or add a file for it under content/.",
    ),
    "entity-invalid": Rule(
        title="Files about people, places and organisations",
        severity=_ERROR,
        meaning="A file in content/people, places or organisations contradicts another, or lacks its name.",
        remedy="Correct the file at the line named.",
    ),
    "date-unparsable": Rule(
        title="Dates that cannot be read",
        severity=_WARNING,
        meaning="A date in the front matter is not an EDTF date.",
        remedy="Write YYYY-MM-DD, YYYY-MM, YYYY, or bounds such as [2013-06-22,2013-06-23].",
    ),
    "date-implausible": Rule(
        title="Dates that cannot be right",
        severity=_WARNING,
        meaning="A date lies outside what a news text can speak of, or two dates contradict each other.",
        remedy="Check the sentence, and correct the date in content/chronology.yml or the front matter.",
    ),
    "ruling-unmatched": Rule(
        title="Rulings that fit no entry",
        severity=_WARNING,
        meaning="content/chronology.yml names an entry that the book no longer has.",
        remedy="Take one of the candidates the message lists, or delete the ruling.",
    ),
    "link-broken": Rule(
        title="Links that lead nowhere",
        severity=_WARNING,
        meaning="A link in an article or page leads nowhere within the book.",
        remedy="Correct the address.",
    ),
    "picture-unread": Rule(
        title="Pictures not published",
        severity=_WARNING,
        meaning="A picture that a text names cannot be published; its caption stands alone.",
        remedy="Put a PNG, JPEG, GIF or WebP file into content/, and name it relative to the text: ../pictures/quay.jpg.",
    ),
    "link-unsafe": Rule(
        title="Links not published",
        severity=_WARNING,
        meaning="A link has a scheme that the book does not publish; its text stays, the link does not.",
        remedy="Use http, https or mailto, or a relative address.",
    ),
    "note-unmatched": Rule(
        title="Notes without their words",
        severity=_WARNING,
        meaning="The words a note is tied to do not stand in the article, or stand there more than once.",
        remedy="Copy the words after `at:` from the text, enough of them to be unique.",
    ),
    "engine-missing": Rule(
        title="Names read by rules alone",
        severity=_WARNING,
        meaning="The engine for recognising names could not be loaded; the book was read with rules alone and says so.",
        remedy="Install the model package, or set `annotate.engine: rules`.",
    ),
    "model-differs": Rule(
        title="Another language model",
        severity=_WARNING,
        meaning="The language model's weights are not the ones this version was measured with.",
        remedy="Install the version of the model that briefbook asks for.",
    ),
    "language-unread": Rule(
        title="Languages nobody reads",
        severity=_NOTE,
        meaning="No engine reads this article's language: only names listed in the book are linked.",
        remedy="List its names under `people:`, `places:`, `organisations:` in the front matter.",
    ),
    "paragraph-long": Rule(
        title="Paragraphs too long for the model",
        severity=_NOTE,
        meaning="The language model read only the beginning of a paragraph; the rules alone read the rest.",
        remedy="Part the paragraph with blank lines where the text has its breaks.",
    ),
    "glyph-missing": Rule(
        title="Characters no font has",
        severity=_WARNING,
        meaning="No font at hand has a character; the printed book shows a stand-in for it.",
        remedy="Install a font for that script; the site is not affected.",
    ),
    "font-borrowed": Rule(
        title="Fonts of this computer",
        severity=_NOTE,
        meaning="The printed book uses fonts of this computer for a script that the built-in ones lack; another computer may set it otherwise.",
        remedy="Nothing needs doing; for the same bytes everywhere, build on computers with the same fonts.",
    ),
}
"""Every rule there is; a test asks for a case of each."""
