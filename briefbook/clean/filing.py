"""An article's draft as it is filed: its name, its front matter, and the ledger of the clipping's lines."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from briefbook.clean.lines import Line
from briefbook.clean.rulings import Ruling
from briefbook.formats.frontmatter import format_article
from briefbook.formats.yaml import Value
from briefbook.model.article import (
    KEPT_REASONS,
    Certainty,
    Document,
    Draft,
    Fate,
    Ledger,
    LineFate,
    Published,
    Reason,
    Seed,
)
from briefbook.model.diagnostics import Diagnostic, report
from briefbook.model.text import slugify

FOLDER = PurePosixPath("content/articles")
"""Where drafts are filed, within a book whose paths are the usual ones."""
IN_BODY = frozenset((Reason.BODY, Reason.SUBHEAD, Reason.CAPTION))
"""What the lines of an article's body are kept as."""
_STATE_THE_DAY = (
    "write `date: YYYY-MM-DD` in the article's front matter, or `published: YYYY-MM-DD` in a .yml beside the clipping"
)


def date_fields(published: Published) -> dict[str, Value]:
    """The fields of front matter that say when an article appeared."""
    return {
        "date": published.when.edtf if published.when else None,
        "date_basis": published.basis,
        "date_certainty": str(published.certainty),
        "updated": published.updated.isoformat() if published.updated else None,
    }


def doubt_date(published: Published, seed: Seed) -> list[Diagnostic]:
    """What is reported of a day of publication that is not known."""
    if published.certainty not in {Certainty.UNKNOWN, Certainty.BOUNDED}:
        return []
    return [report("published-doubtful", f"published: {published.basis}", seed.path, hint=_STATE_THE_DAY)]


def foreign_language(language: str | None) -> str | None:
    """The language where it is another than English, in which a book is taken to be."""
    return language if language and language.lower().partition("-")[0] != "en" else None


def file_draft(seed: Seed, fields: dict[str, Value], body: str, fates: Sequence[LineFate]) -> Draft:
    """The draft of a clipping: its front matter, with what it was made of, its body and its ledger."""
    sha256 = seed.sha256
    fields = {**fields, "seed": {"file": str(seed.path), "sha256": sha256, "lines": len(fates)}}
    # A title in another script leaves no Latin letter: the file is then called after its clipping.
    name = slugify(str(fields["title"]), fallback=slugify(seed.path.stem, fallback="article"))
    document = Document(path=FOLDER / f"{name}.md", text=format_article(fields, body))
    return Draft(document=document, ledger=Ledger(seed=seed.path, sha256=sha256, lines=tuple(fates)))


def tell_fate(line: Line, ruling: Ruling | None) -> LineFate:
    """The entry of a line in the ledger; no ruling is a blank line's."""
    if ruling is None:
        return LineFate(line=line.number, fate=Fate.BLANK, reason=None, text=line.raw)
    fate = Fate.KEPT if ruling.reason in KEPT_REASONS else Fate.REMOVED
    return LineFate(line=line.number, fate=fate, reason=ruling.reason, text=line.raw, why=ruling.why)
