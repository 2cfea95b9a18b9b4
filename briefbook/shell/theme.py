"""Reads the theme that ships with the package, and what the book lays over it."""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import briefbook
from briefbook.model.diagnostics import Diagnostic, Outcome, report
from briefbook.render.theme import ThemeFile
from briefbook.shell.project import CONTENT_MEGABYTES, read_bytes

DEFAULT_THEME = PurePosixPath("default theme")
"""How messages name the folder of the theme that ships with the package."""


def find_default_theme() -> Path:
    """The folder of the default theme: inside the package where it was installed, beside it in a checkout."""
    package = Path(briefbook.__file__).parent
    shipped = package / "theme"
    return shipped if shipped.is_dir() else package.parent / "templates"


def read_theme(root: Path, folder: PurePosixPath) -> Outcome[tuple[tuple[ThemeFile, ...], tuple[ThemeFile, ...]]]:
    """The files of the default theme, and those that the book lays over them; each by path."""
    default = find_default_theme()
    own = root / folder
    faults: list[Diagnostic] = []

    def files(base: Path, prefix: PurePosixPath) -> Iterator[ThemeFile]:
        for name in _walk(base):
            data, why = read_bytes(base / name, base, CONTENT_MEGABYTES * 10**6)
            if why:
                faults.append(report("template-invalid", f"cannot be read: {why}", prefix / name))
            else:
                yield ThemeFile(name=name, path=prefix / name, data=data)

    # In a checkout the book's folder of templates is the default theme itself.
    same = own.resolve() == default.resolve()
    defaults = tuple(files(default, folder if same else DEFAULT_THEME))
    overrides = () if same else tuple(files(own, folder))
    return Outcome((defaults, overrides), tuple(faults))


def _walk(base: Path) -> Iterator[PurePosixPath]:
    """The files under `base`, by path; hidden ones and what editors leave behind are passed over."""
    for folder, folders, names in os.walk(base):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in sorted(names):
            if not name.startswith((".", "#")) and not name.endswith(("~", ".swp", ".tmp", ".py")):
                yield PurePosixPath(Path(folder, name).relative_to(base).as_posix())
