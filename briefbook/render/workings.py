"""How the book was made: what became of every line of every clipping."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePosixPath

from briefbook.model.article import Article, Fate, Ledger, LineFate
from briefbook.model.book import Book
from briefbook.model.text import count_words
from briefbook.render.addresses import MADE, article_address, made_address, place_of
from briefbook.render.catalogue import Account, Catalogue
from briefbook.render.doubts import LEFT_OUT, tell_doubts
from briefbook.render.paging import fill_pages, link_pages, page_paths
from briefbook.render.views import Link, short_date
from briefbook.render.wording import REASON_NAMES, count, name_clipping, say_changes

CLIPPINGS_A_PAGE = 150
"""Clippings on one page of how the book was made."""


@dataclass(frozen=True, slots=True)
class Share:
    """Lines of a clipping that shared a fate."""

    name: str
    lines: int
    words: int
    percent: str
    """Of the clipping's words."""


@dataclass(frozen=True, slots=True)
class ClippingRow:
    """A clipping in the list of all."""

    href: str
    file: str
    sha256: str
    doc: int
    title: str
    article: str
    account: Account
    removed: tuple[Share, ...]
    changed: str
    """By the editor, in few words, or empty."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring lines with one fate."""

    id: str
    first: int
    last: int
    fate: str
    reason: str
    words: int
    why: tuple[str, ...]
    lines: tuple[tuple[int, str, str], ...]
    """Number, text, and the address of the block it became."""


@dataclass(frozen=True, slots=True)
class ClippingView:
    """What became of one clipping, line by line."""

    file: str
    sha256: str
    doc: int
    title: str
    article: str
    date: str
    url: str
    account: Account
    kept: tuple[Share, ...]
    removed: tuple[Share, ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class MadeView:
    """How the book was made."""

    clippings: tuple[ClippingRow, ...]
    """Those of this page."""
    total: int
    """Of clippings."""
    lines: int
    kept: int
    removed: int
    engine: str
    engine_note: str
    edited: int
    """Documents of which the editor changed what was made from the clipping."""
    unread: tuple[tuple[str, str], ...]
    """Clippings, and files beside them, that no document was made of, each with what is known of it."""
    unwritten: tuple[Link, ...]
    """Documents without a clipping: the editor's own."""
    citation: str
    """Of the book itself."""
    pages: tuple[Link, ...]


def view_made(book: Book, catalogue: Catalogue, citation: str) -> tuple[tuple[str, MadeView], ...]:
    """All clippings in figures, on as many pages as they need, each with its path."""
    rows = []
    for article in book.articles:
        ledger = catalogue.ledgers.get(article.slug)
        if ledger:
            account = catalogue.accounts[article.slug]
            rows.append(
                ClippingRow(
                    href=made_address(article.slug),
                    file=name_clipping(ledger.seed),
                    sha256=ledger.sha256,
                    doc=article.doc,
                    title=article.title,
                    article=article_address(article.slug),
                    account=account,
                    removed=_shares(account, Fate.REMOVED),
                    changed=say_changes(article.changes),
                )
            )
    used = {ledger.seed for ledger in catalogue.ledgers.values()}
    leaves = fill_pages(rows, lambda _: 1, CLIPPINGS_A_PAGE)
    paths = page_paths(MADE, len(leaves))
    whole = MadeView(
        clippings=(),
        total=len(rows),
        lines=sum(row.account.lines for row in rows),
        kept=sum(row.account.kept for row in rows),
        removed=sum(row.account.removed for row in rows),
        engine=str(book.engine),
        engine_note=book.engine.note,
        edited=sum(bool(article.changes) for article in book.articles),
        unread=_list_unread(book, used),
        unwritten=tuple(
            Link(article_address(a.slug), f"Doc. {a.doc} – {a.title}")
            for a in book.articles
            if a.slug not in catalogue.ledgers
        ),
        citation=citation,
        pages=(),
    )
    return tuple(
        (path, replace(whole, clippings=leaf, pages=link_pages(paths, path)))
        for path, leaf in zip(paths, leaves, strict=True)
    )


def _list_unread(book: Book, used: Collection[PurePosixPath]) -> tuple[tuple[str, str], ...]:
    left = {str(ledger.seed): _say_lines(ledger) for ledger in book.ledgers if ledger.seed not in used}
    for doubt in tell_doubts(book):
        if doubt.rule in LEFT_OUT:
            left[str(doubt.found.location.path)] = doubt.message
    return tuple(sorted(left.items()))


def _say_lines(ledger: Ledger) -> str:
    return f"{count(len(ledger.lines), 'line')}; no document of the book is made of it"


def _shares(account: Account, fate: Fate) -> tuple[Share, ...]:
    rows = account.kept_by if fate is Fate.KEPT else account.removed_by
    whole = account.kept + account.removed
    return tuple(Share(REASON_NAMES[reason], lines, words, _percent(words, whole)) for reason, lines, words in rows)


def _percent(part: int, whole: int) -> str:
    share = 100 * part / whole if whole else 0
    return "< 1 %" if 0 < share < 0.5 else f"{share:.0f} %"


def view_clipping(catalogue: Catalogue, article: Article, ledger: Ledger) -> ClippingView:
    """One clipping, every line in order."""
    account = catalogue.accounts[article.slug]
    found = catalogue.annotations[article.slug]
    blocks: dict[int, tuple[str, str]] = {}
    for block, lines in zip(article.blocks, found.seed_lines, strict=False):
        for line in lines:
            blocks.setdefault(line, (article_address(article.slug, block.id), place_of(block)))
    return ClippingView(
        file=str(ledger.seed),
        sha256=ledger.sha256,
        doc=article.doc,
        title=article.title,
        article=article_address(article.slug),
        date=short_date(article),
        url=article.source.url or "",
        account=account,
        kept=_shares(account, Fate.KEPT),
        removed=_shares(account, Fate.REMOVED),
        runs=_runs(ledger.lines, blocks),
    )


def _runs(lines: Sequence[LineFate], blocks: dict[int, tuple[str, str]]) -> tuple[Run, ...]:
    """Neighbouring lines of one fate together; blank lines go with what stands before them."""
    marked: list[tuple[LineFate, tuple[Fate, str]]] = []
    last = (Fate.BLANK, "")
    for line in lines:
        if line.fate is not Fate.BLANK:
            last = (line.fate, REASON_NAMES[line.reason] if line.reason else "")
        marked.append((line, last))
    runs = []
    for (fate, reason), group in groupby(marked, key=lambda pair: pair[1]):
        own = [line for line, _ in group]
        shown = [line for line in own if line.fate is not Fate.BLANK]
        if not shown:
            continue
        runs.append(
            Run(
                id=f"l{own[0].line}",
                first=shown[0].line,
                last=shown[-1].line,
                fate=str(fate),
                reason=reason,
                words=sum(count_words(line.text) for line in shown),
                why=tuple(dict.fromkeys(line.why for line in shown if line.why)),
                lines=tuple(
                    (line.line, line.text, blocks[line.line][0] if line.line in blocks else "") for line in shown
                ),
            )
        )
    return tuple(runs)
