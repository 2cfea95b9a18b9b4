"""A new book's folder, and the clippings it is begun with."""

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from briefbook.model.diagnostics import BriefbookError, Diagnostic, Outcome, report
from briefbook.shell.account import NOT_SEEDS, SEED_ENDINGS, SETTINGS, seed_ending
from briefbook.shell.output import describe_error, write_whole
from briefbook.shell.project import ARTICLES, ENTITIES, PAGES, list_folder

NAMED = 3
"""How many of the files that were passed over for one reason a message names."""


def find_seeds(folder: Path) -> Outcome[tuple[Path, ...]]:
    """The clippings and sidecars in a folder from which a book is to be made, by name; a warning for all else in it.

    Raises: BriefbookError where there are none.
    """
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        raise BriefbookError(report("project-unusable", f"the folder of clippings {what}", folder.as_posix()))
    # A link out of the folder may lead to anything; what it shows is not copied into a book that is handed on.
    inside = folder.resolve()
    passed_over: dict[str, list[str]] = {}
    files = []
    for entry in list_folder(folder):
        if entry.name.startswith(".") or entry.name in NOT_SEEDS:
            continue
        if why := _refuse(entry, inside):
            passed_over.setdefault(why, []).append(entry.name)
        elif not entry.is_dir():
            files.append(entry)
    seeds = [entry for entry in files if seed_ending(entry.name)]
    if not seeds:
        message = f"no clippings in this folder; expected files ending in {', '.join(SEED_ENDINGS)}, or these with .gz"
        raise BriefbookError(report("project-unusable", message, folder.as_posix()))
    stems = {name for seed in seeds for name in (seed.name, seed.name.removesuffix(seed_ending(seed.name)))}
    sidecars = [entry for entry in files if entry.suffix == ".yml" and entry.name.removesuffix(".yml") in stems]
    for entry in sorted({*files} - {*seeds, *sidecars}):
        why = "no clipping has its name" if entry.suffix == ".yml" else "not a clipping"
        passed_over.setdefault(why, []).append(entry.name)
    return Outcome(
        tuple(sorted([*seeds, *sidecars])),
        tuple(_describe(why, names, folder) for why, names in sorted(passed_over.items())),
    )


def _refuse(entry: Path, inside: Path) -> str:
    """Why what stands in the folder `inside` is not even looked at; empty for files, and for folders without clippings."""
    try:
        if entry.is_symlink() and not entry.resolve(strict=True).is_relative_to(inside):
            return "a link that leads out of the folder"
        if entry.is_dir():
            held = not entry.name.endswith("_files") and any(seed_ending(within.name) for within in entry.iterdir())
            return "a folder within the folder" if held else ""
    except (OSError, RuntimeError):
        return "a folder or link that leads nowhere or may not be followed"
    return "" if entry.is_file() else "not a plain file"


def _describe(why: str, names: list[str], folder: Path) -> Diagnostic:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    names = [ascii(name)[1:-1] if not name.isprintable() else name for name in names]
    message = f"not copied into the book: {', '.join(names[:NAMED])}{more} ({why})"
    hints = {
        "a folder within the folder": "copy the clippings in it into the book's seeds/",
        "a link that leads out of the folder": "copy the file itself into the book's seeds/",
        "not a clipping": f"clippings end in {', '.join(SEED_ENDINGS)}, or in one of these with .gz: save the page as one",
    }
    return report("clipping-passed-over", message, folder.resolve().as_posix(), hint=hints.get(why, ""))


def make_project(root: Path, title: str | None) -> tuple[Path, ...]:
    """Makes a book's folder; what exists stays as it is. The files and folders that were made, in order.

    Raises: BriefbookError when something cannot be made.
    """
    name = title or re.sub(r"[-_]+", " ", root.resolve().name).strip() or "Briefing book"
    title = name if title else name[:1].upper() + name[1:]
    texts = {
        SETTINGS: _SETTINGS_TEXT.format(title=json.dumps(title, ensure_ascii=False)),
        PurePosixPath(".gitignore"): "/site/\n/.briefbook/cache/\n",
    }
    folders = ("seeds", *(f"content/{name}" for name in (ARTICLES, *ENTITIES.values(), PAGES)))
    made = []
    try:
        for name in folders:
            if not (root / name).is_dir():
                (root / name).mkdir(parents=True)
                made.append(root / name)
        for path, text in texts.items():
            if not os.path.lexists(root / path):
                write_whole(root / path, text.encode())
                made.append(root / path)
    except OSError as error:
        raise BriefbookError(report("project-unusable", describe_error(error), root.as_posix())) from error
    return tuple(made)


_SETTINGS_TEXT = """\
# The book's settings. Every one of them can be left out; docs/settings.md lists them all.
book:
  title: {title}
  # subtitle: …
  # editor: Your name
  # description: What the book covers, in your words; it stands on its first page.

# outputs: [html, pdf, data]
"""


def copy_seeds(seeds: Iterable[Path], root: Path) -> int:
    """Copies clippings into the book at `root`; how many files were copied.

    Raises: BriefbookError when one cannot be read or written, or another file of its name is there.
    """
    copied = 0
    for seed in seeds:
        target = root / "seeds" / seed.name
        try:
            if os.path.lexists(target):
                if seed.samefile(target) or seed.read_bytes() == target.read_bytes():
                    continue
                raise BriefbookError(report("output-unsafe", "another file of this name is there", target.as_posix()))
            write_whole(target, seed.read_bytes())
        except OSError as error:
            where = error.filename or seed
            raise BriefbookError(report("project-unusable", describe_error(error), Path(where).as_posix())) from error
        copied += 1
    return copied
