"""The book in the browser while it is written: made anew on every saved change, the last good one where that fails."""

import gc
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import PurePosixPath

from briefbook.model.book import OutputFile
from briefbook.model.diagnostics import (
    BriefbookError,
    Severity,
)
from briefbook.model.memory import Memory
from briefbook.render.plan import MakeFiles
from briefbook.shell.account import SETTINGS, Account, Order, describe_fault
from briefbook.shell.build import make_site
from briefbook.shell.memory import Keeper, remember_in_memory, remember_on_disk
from briefbook.shell.project import RULINGS, read_config
from briefbook.shell.server import Stage, serve_site
from briefbook.shell.state import CACHE, digest_program
from briefbook.shell.watch import watch

FREEZING = frozenset({"config-invalid", "template-invalid"})
"""Faults that touch every page: until they are mended the last good site is shown as it was."""
LOSING = frozenset({"front-matter-invalid", "entity-invalid", "slug-collision"})
"""Faults that take a page out of the book: until they are mended its last good version is shown."""
LOOK = 1.0
"""Seconds after which a server without news asks whether it is to end."""


def serve(
    order: Order,
    port: int | None,
    ready: Callable[[str], None],
    tell: Callable[[Account, frozenset[str]], None],
    ended: Callable[[], bool] = lambda: False,
) -> None:
    """Serves the book, and makes anew what a saved change touches, until `ended` says so or the user interrupts.

    Args:
        order: The book.
        port: As for `serve_site`.
        ready: Called with the address as soon as it answers.
        tell: Called after every making, with the account and the paths that changed.
        ended: Asked at least every second.

    Raises: BriefbookError when the port is taken, or there is no book.
    """
    config, _ = read_config(order.root)
    paths = config.paths
    stage = Stage()
    salt = digest_program()
    with ExitStack() as stack:
        stored = stack.enter_context(remember_on_disk(order.root / CACHE, salt, shared=True))
        keeper = Keeper()
        memory = Memory(remember=remember_in_memory(stored), keep=keeper)
        batches = stack.enter_context(watch(order.root, (paths.seeds, paths.content, paths.templates), (SETTINGS,)))
        ready(stack.enter_context(serve_site(stage, port, order.root / paths.site)))
        changed = first = True
        while not ended():
            if changed:
                account, pages = _show(order, stage, memory)
                keeper.forget_unused()
                if first:  # most of what is kept now stays: it need not be searched for garbage at every change
                    gc.collect()
                    gc.freeze()
                first = False
                tell(account, pages)
            changed = bool(batches(LOOK))


def _show(order: Order, stage: Stage, memory: Memory) -> tuple[Account, frozenset[str]]:
    """Makes the site and puts it on the stage, as far as its faults allow; the account and the paths that changed."""
    later: list[MakeFiles] = []
    try:
        files, account = make_site(order, memory, later.append)
    except BriefbookError as error:
        files, account = None, Account(diagnostics=(error.diagnostic,))
    except Exception as error:  # noqa: BLE001 - whoever writes must not lose the preview by a fault of ours
        files, account = None, Account(diagnostics=(describe_fault(error),))
    errors = [item for item in account.diagnostics if item.severity is Severity.ERROR]
    wrong = {item.rule for item in errors}
    old = stage.news.pages
    if files is not None and old:
        # Without the editor's rulings, what they hid and corrected would be back on every page.
        if wrong & FREEZING or any(item.location.path.name == RULINGS for item in errors):
            files = None
        elif wrong & LOSING:
            there = {str(file.path) for file in files}
            kept = (OutputFile(path=PurePosixPath(path), data=old[path]) for path in sorted(old) if path not in there)
            files = (*files, *kept)
    return account, stage.show(files, account.diagnostics, later[0] if later else None)
