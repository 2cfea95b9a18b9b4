"""Clippings become articles: cleaned by several processes, merged with what the editor wrote, accounted for."""

import contextlib
import itertools
from collections import Counter, deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar

from briefbook.clean.changes import list_changes, state_day
from briefbook.clean.furniture import digest_cleaning, find_furniture, find_own_furniture
from briefbook.clean.merge import keep_edited
from briefbook.formats.archive import read_records
from briefbook.formats.frontmatter import parse_article, split_front_matter
from briefbook.formats.record import notation_of
from briefbook.formats.yaml import parse_yaml
from briefbook.model.article import Certainty, Change, Document, Draft, Fate, Ledger, Published, Seed
from briefbook.model.config import CleanConfig, Config
from briefbook.model.diagnostics import (
    Diagnostic,
    Outcome,
    Severity,
    report,
)
from briefbook.model.memory import Keep, Memory, UnknownError, recall
from briefbook.model.project import Project
from briefbook.model.text import count_words, digest, number_slug
from briefbook.model.tree import Mapping as Tree
from briefbook.model.tree import Scalar
from briefbook.shell import output
from briefbook.shell.account import Account, Clipping, Order, settle
from briefbook.shell.memory import remember_on_disk
from briefbook.shell.output import find_conflict, plan_draft, write_draft
from briefbook.shell.project import ARTICLES, read_bases, read_config, read_project, read_seeds
from briefbook.shell.state import BASES, CACHE, digest_program, list_inputs, read_ingested, write_ingested
from briefbook.shell.workers import map_ordered

T = TypeVar("T")
R = TypeVar("R")

ReadSeeds = Callable[[list[Diagnostic]], Iterator[Seed]]
"""Reads the clippings one by one, as often as it is called; what cannot be read is added to the list."""
Cleaned = Outcome[Draft | None]
"""The draft of a clipping, None where no article was found in it, and the doubts."""
CLEANED = notation_of(Cleaned)
"""As it is remembered."""

LEAST = 200
"""Articles or pages below which one process does it all: a second takes about as long to start."""
STAGES = {
    "names": ("Reading names", "Telling who is who"),
    "dates": ("Reading dates", "Reading quotations"),
    "told": ("Reading quotations", "Putting the book together"),
    "pages": ("Making pages", "Writing the rest"),
}
"""Steps that are shared out: what is told while they last, and of what follows them."""
RULED_BY_EDITOR = {"published-doubtful": "date", "title-not-found": "title"}
"""Doubts of cleaning that are settled once the editor has set the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """The articles as they are, or would be, after cleaning."""

    articles: tuple[Document, ...]
    """By path."""
    ledgers: tuple[Ledger, ...]
    clippings: tuple[Clipping, ...]
    changes: Mapping[PurePosixPath, tuple[Change, ...]]
    """What the editor changed, by article; those without a change are left out."""
    written: Mapping[PurePosixPath, str]
    """The digest of every file that was changed, articles and bases, by path within the book."""


def open_book(order: Order, stack: ExitStack, *, write: bool) -> Memory:
    """Locks the book for writing, and opens what is remembered of it; steps are shared out as ordered."""
    share = partial(share_out, order)
    if write:
        stack.enter_context(output.lock(order.root, order.waiting))
    elif not (order.root / CACHE).is_dir():
        return Memory(share=share)
    stored = remember_on_disk(order.root / CACHE, digest_program(), read_only=not write)
    return Memory(remember=stack.enter_context(stored), share=share)


def share_out(order: Order, stage: str, step: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """What the step gives for each item, computed by as many processes as ordered, the progress told."""
    queue = items if isinstance(items, Sequence) else tuple(items)
    during, after = STAGES[stage]
    results = map_ordered(step, queue, order.jobs, least=LEAST, inherit=True)
    for done, result in enumerate(results):
        order.progress(during, done, len(queue))
        yield result
    order.progress(after, 0, 0)


def ingest(order: Order) -> Account:
    """Cleans new and changed clippings into articles; does nothing where nothing changed.

    Raises: BriefbookError when the folder cannot be written.
    """
    with ExitStack() as stack:
        memory = open_book(order, stack, write=True)
        if (done := read_ingested(order.root)) is not None:
            return done
        config, faults = read_config(order.root)
        folders = (config.paths.seeds, config.paths.content / ARTICLES)
        seen = list_inputs(order.root, folders)
        project, unread = read_project(order.root, config)
        read = partial(read_seeds, order.root, config.paths.seeds, config.clean.max_megabytes * 10**6)
        ingested, found = ingest_seeds(
            order, project, read, read_bases(order.root), memory, write=True, keep_ledgers=False
        )
        account = Account(diagnostics=settle((*faults, *unread, *found), config), clippings=ingested.clippings)
        seen.update(ingested.written)
        write_ingested(order.root, seen, folders, account)
    return account


def ingest_seeds(
    order: Order,
    project: Project,
    read: ReadSeeds,
    bases: Mapping[PurePosixPath, str],
    memory: Memory,
    *,
    write: bool,
    keep_ledgers: bool = True,
) -> Outcome[Ingested]:
    """The articles of the book after its clippings were cleaned; without `write` nothing but the value changes.

    Args:
        order: The book.
        project: As read.
        read: Called several times, so that no more than a few clippings are ever in memory.
        bases: As read.
        memory: For the drafts.
        write: Whether articles and bases are written.
        keep_ledgers: Whether the value has them; those of ten thousand clippings are as large as the clippings.

    Raises: BriefbookError when a file cannot be written.
    """
    faults: list[Diagnostic] = []
    config = project.config
    keep = memory.keep
    pages = tuple((page.path, page.sha256) for page in _read_pages(read, faults))
    furniture = keep("furniture", "", (pages,), lambda: find_furniture(_read_pages(read, [])))
    folder = config.paths.content / ARTICLES
    articles = {document.path: document for document in project.articles}
    homes = _find_homes(project.articles, pages, keep)
    written: dict[PurePosixPath, str] = {}
    ledgers, clippings = [], []
    drafts: dict[PurePosixPath, str] = {}
    taken = set(homes.values())
    # Where the editor renamed an article, its base still has the old name.
    lost = (Document(path=name, text=text) for name, text in bases.items() if folder.parent / name not in articles)
    orphans = {made_of: document.text for document in lost if (made_of := _read_seed(document, keep)[0]) is not None}
    numbers: Counter[PurePosixPath] = Counter()
    for number, (seed, outcome) in enumerate(_clean_all(order, read, furniture, config.clean, memory)):
        order.progress("Cleaning", number, len(pages))
        draft, doubts = outcome
        if draft is None:
            # An article that the editor wrote for it settles that no text was found.
            faults.extend(d for d in doubts if not (d.rule == "body-not-found" and seed in homes))
            continue
        path = homes.get(seed) or _find_free(folder / draft.document.path.name, taken, numbers)
        taken.add(path)
        base = PurePosixPath(ARTICLES) / path.name
        edited = articles.get(path)
        if edited is None and (order.root / path).exists():
            continue  # there, but unreadable, which has been reported; nobody's file is replaced
        before = bases.get(base) or orphans.get(seed)
        plan = plan_draft(before, edited.text if edited else None, draft.document.text)
        drafts[path] = draft.document.text
        if write:
            write_draft(order.root, path, BASES / base, plan)
        if plan.article is not None:
            articles[path] = Document(path=path, text=plan.article)
            written[path] = digest(plan.article)
        if plan.base is not None:
            written[BASES / base] = digest(plan.base)
        doubts = keep(
            "ruled",
            str(path),
            (doubts, draft.document, articles[path]),
            partial(_rule_out, doubts, draft.document, articles[path]),
        )
        faults.extend(doubts)
        if plan.fate in {output.Fate.MERGED, output.Fate.EDITED}:
            what = "merged with the new draft" if plan.fate is output.Fate.MERGED else "left as it is"
            faults.append(report("article-edited", f"edited since it was made; {what}", path))
        if keep_ledgers:
            ledgers.append(draft.ledger)
        changes = _find_changes(articles[path], draft.document.text, keep)
        account = partial(_account, seed, draft.ledger, articles[path], plan.fate, doubts, changes, config)
        clippings.append(keep("account", str(path), account.args, account))
    if write and any(clipping.fate is output.Fate.NEW for clipping in clippings):
        output.settle_disk()
    faults.extend(_find_conflicts(articles.values()))
    return Outcome(
        Ingested(
            articles=tuple(Document(path=path, text=keep_edited(articles[path].text)) for path in sorted(articles)),
            ledgers=tuple(ledgers),
            clippings=tuple(clippings),
            changes={
                path: changes
                for path, document in articles.items()
                # Of a clipping that is gone, the last draft is still there.
                if (was := drafts.get(path) or bases.get(PurePosixPath(ARTICLES) / path.name)) is not None
                and (changes := _find_changes(document, was, keep))
            },
            written=written,
        ),
        tuple(faults),
    )


def _read_pages(read: ReadSeeds, faults: list[Diagnostic]) -> Iterator[Seed]:
    """Every page of every clipping, archives opened."""
    for seed in read(faults):
        reported, number = len(faults), 0
        for page in read_records(seed, faults):
            number += 1
            yield page
        if not number and len(faults) == reported:
            faults.append(report("seed-unreadable", "an archive without a page that can be read", seed.path))


def _clean_all(
    order: Order, read: ReadSeeds, furniture: frozenset[str], config: CleanConfig, memory: Memory
) -> Iterator[tuple[PurePosixPath, Cleaned]]:
    """The path of every page and its draft, in order: remembered, or made by as many processes as asked for."""
    waiting: deque[tuple[PurePosixPath, str, bool]] = deque()

    def look_up(path: PurePosixPath, key: str) -> Cleaned:
        outcome: Cleaned = memory.keep(
            "draft", str(path), (key,), lambda: recall("clean", key, CLEANED.decode, memory.remember)
        )
        return outcome

    def is_known(key: str) -> bool:
        try:
            recall("clean", key, bytes, memory.remember)
        except UnknownError:
            return False
        return True

    def find_unknown() -> Iterator[tuple[Seed, frozenset[str]]]:
        for page in _read_pages(read, []):
            inputs = (page.sha256, furniture)
            own = memory.keep("own-furniture", str(page.path), inputs, partial(find_own_furniture, page, furniture))
            key = digest_cleaning(page, config, own)
            known = is_known(key)
            waiting.append((page.path, key, known))
            if not known:
                yield page, own

    made = map_ordered(partial(_clean_page, config), find_unknown(), order.jobs)
    ahead: deque[Cleaned] = deque()
    while True:
        if not waiting:
            ahead.extend(itertools.islice(made, 1))  # reads on, until a page is not known or none is left
            if not waiting:
                return
        path, key, known = waiting.popleft()
        if known:
            with contextlib.suppress(UnknownError):
                yield path, look_up(path, key)
                continue
            # Forgotten since it was looked for.
            page = next(page for page in _read_pages(read, []) if page.path == path)
            ahead.appendleft(_clean_page(config, (page, find_own_furniture(page, furniture))))
        outcome = ahead.popleft() if ahead else next(made)
        encoded = CLEANED.encode(outcome)
        memory.remember("clean", key, lambda encoded=encoded: encoded)  # type: ignore[misc]
        yield path, memory.keep("draft", str(path), (key,), lambda outcome=outcome: outcome)  # type: ignore[misc]


def _clean_page(config: CleanConfig, item: tuple[Seed, frozenset[str]]) -> Cleaned:
    # The trained weights and what reads them are loaded where there is something to clean, and in no other process.
    from briefbook.clean.draft import clean_seed

    return clean_seed(item[0], config, item[1])


def _find_homes(
    articles: Iterable[Document], pages: Iterable[tuple[PurePosixPath, str]], keep: Keep
) -> dict[PurePosixPath, PurePosixPath]:
    """For every clipping that an article says it was made from, the article: the editor may have renamed either.

    A clipping under a new name is known again by its digest.
    """
    known = {path for path, _ in pages}
    homes: dict[PurePosixPath, PurePosixPath] = {}
    lost: dict[str, PurePosixPath] = {}
    for article in articles:
        seed, sha256 = _read_seed(article, keep)
        if seed in known:
            homes.setdefault(seed, article.path)
        elif sha256:
            lost.setdefault(sha256, article.path)
    for path, sha256 in pages if lost else ():
        if path not in homes and (home := lost.pop(sha256, None)):
            homes[path] = home
    return homes


def _find_free(path: PurePosixPath, taken: Container[PurePosixPath], numbers: Counter[PurePosixPath]) -> PurePosixPath:
    """The path, or the same with the first number from 2 that no other clipping's article has; `numbers` are used up."""
    found = path
    while found in taken:
        numbers[path] += 1
        found = path.with_name(f"{number_slug(path.stem, numbers[path] + 1)}{path.suffix}")
    return found


def _read_head(document: Document) -> Tree:
    """The front matter; empty where it cannot be read."""
    head, _, _ = split_front_matter(document.text)
    node = parse_yaml(head, document.path, "front-matter-invalid").value if head else None
    return node if isinstance(node, Tree) else Tree()


def _read_seed(document: Document, keep: Keep) -> tuple[PurePosixPath | None, str]:
    """The clipping that an article says it was made from, and the digest it had; None and empty where it says nothing."""
    return keep("made-of", str(document.path), (document,), partial(_parse_seed, document))


def _parse_seed(document: Document) -> tuple[PurePosixPath | None, str]:
    node = _read_head(document).get("seed")
    sha256 = node.get("sha256") if isinstance(node, Tree) else None
    file = node.get("file") if isinstance(node, Tree) else node
    path = PurePosixPath(file.text) if isinstance(file, Scalar) and file.text else None
    return path, sha256.text if isinstance(sha256, Scalar) else ""


def _rule_out(doubts: Iterable[Diagnostic], draft: Document, article: Document) -> tuple[Diagnostic, ...]:
    """The doubts without those that the editor settled by changing the field."""
    doubts = tuple(doubts)
    if article.text == draft.text or not any(doubt.rule in RULED_BY_EDITOR for doubt in doubts):
        return doubts
    before, after = _read_head(draft), _read_head(article)

    def settled(field: str) -> bool:
        value, was = after.get(field), before.get(field)
        text = value.text if isinstance(value, Scalar) else ""
        return bool(text) and text != (was.text if isinstance(was, Scalar) else "")

    return tuple(d for d in doubts if not (d.rule in RULED_BY_EDITOR and settled(RULED_BY_EDITOR[d.rule])))


def _find_changes(document: Document, draft: str, keep: Keep) -> tuple[Change, ...]:
    if document.text == draft:
        return ()
    return keep(
        "changes", str(document.path), (document, draft), lambda: list_changes(draft, keep_edited(document.text))
    )


def _account(
    seed: PurePosixPath,
    ledger: Ledger,
    document: Document,
    fate: output.Fate,
    doubts: Sequence[Diagnostic],
    changes: Sequence[Change],
    config: Config,
) -> Clipping:
    head, _, _ = split_front_matter(document.text)
    article = parse_article(replace(document, text=f"---\n{head}---\n"), config.book.language).value
    kept, removed = (
        sum(count_words(line.text) for line in ledger.lines if line.fate is which)
        for which in (Fate.KEPT, Fate.REMOVED)
    )
    unknown = Published(when=None, basis="the front matter cannot be read", certainty=Certainty.UNKNOWN)
    return Clipping(
        seed=seed,
        article=document.path,
        fate=fate,
        title=article.title if article else "",
        outlet=article.source.outlet if article else None,
        published=state_day(article, changes).published if article else unknown,
        kept=kept,
        removed=removed,
        doubts=sum(doubt.severity is not Severity.NOTE for doubt in doubts),
    )


def _find_conflicts(articles: Iterable[Document]) -> Iterator[Diagnostic]:
    for article in articles:
        if line := find_conflict(article.text):
            message = "your edit and the new draft change the same lines; both are kept between markers"
            hint = "keep the lines you want, and delete those that begin with <<<<<<<, ======= or >>>>>>>"
            yield report("merge-conflict", message, article.path, line, hint=hint)
