"""The house stands as ARCHITECTURE.md says: floors, order within rooms, doors of libraries, effects at the edges."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "briefbook"
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")

FLOORS = {
    "model": 0,
    "formats": 1,
    "clean": 2,
    "annotate": 2,
    "assemble": 2,
    "render": 3,
    "pipeline": 4,
    "shell": 5,
    "cli": 6,
    "__main__": 7,
}
DOORS = {
    "markdown_it": {"formats.markdown"},
    "mdit_py_plugins": {"formats.markdown"},
    "yaml": {"formats.yaml"},
    "trafilatura": {"formats.webpage"},
    "lxml": {"formats.webpage"},
    "resiliparse": {"formats.encodings", "formats.languages", "formats.webpage"},
    "fastwarc": {"formats.archive"},
    "merge3": {"clean.merge"},
    "numpy": {
        "clean.letters",
        "clean.words",
        "clean.kinds",
        "clean.features",
        "clean.trees",
        "clean.weighing",
        "clean.support",
    },
    "jinja2": {"render.theme"},
    "typst": {"shell.typesetter"},
    "pikepdf": {"shell.typesetter"},
    "spacy": {"shell.models"},
    "watchdog": {"shell.watch"},
}
SLOW = {"trafilatura", "lxml", "resiliparse", "fastwarc", "typst", "pikepdf", "spacy", "watchdog"}
"""Imported when first needed, never at the top of a module."""
FOLDERS_OF_DATA = {"lexicon", "theme"}

EFFECT_MODULES = {
    "os", "shutil", "tempfile", "subprocess", "socket", "socketserver", "http", "urllib.request", "time", "random", "secrets",
    "logging", "locale", "threading", "multiprocessing", "concurrent", "asyncio", "signal", "sqlite3", "glob", "fileinput",
    "getpass", "platform", "webbrowser", "ctypes", "mmap", "pickle", "shelve", "uuid",
}  # fmt: skip
EFFECT_CALLS = {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}
EFFECT_METHODS = {
    "read_text", "write_text", "read_bytes", "write_bytes", "iterdir", "mkdir", "unlink", "rmdir", "touch", "rename",
    "symlink_to", "is_file", "is_dir", "is_symlink", "lstat", "samefile", "expanduser", "today", "now", "utcnow",
}  # fmt: skip


class Module(NamedTuple):
    name: str
    """Within the package: clean.lines."""
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @property
    def floor(self) -> int:
        return FLOORS[self.room]


class Import(NamedTuple):
    target: str
    line: int
    top: bool


def _read() -> list[Module]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] not in FOLDERS_OF_DATA and parts != ("__init__",):
            found.append(Module(".".join(parts), ast.parse(path.read_text("utf-8"), str(path))))
    return found


MODULES = _read()
CODE = [module for module in MODULES if not module.name.endswith("__init__")]
BELOW = [module for module in CODE if module.floor < FLOORS["shell"]]
OURS = {module.name for module in MODULES}


def imports(module: Module) -> Iterator[Import]:
    """All imports; those of our own package by module name within it."""
    top = {id(node) for node in module.tree.body}
    for node in ast.walk(module.tree):
        at_top = id(node) in top
        if isinstance(node, ast.Import):
            yield from (Import(_ours(alias.name), node.lineno, at_top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name}:{node.lineno}: a relative import"
            name = _ours(node.module or "")
            inner = [f"{name}.{alias.name}".lstrip(".") for alias in node.names]
            if name == "briefbook" or name in FLOORS or name == "":
                inner = [found if found in OURS else name for found in inner]
                yield from (Import(found, node.lineno, at_top) for found in inner)
            else:
                yield Import(name, node.lineno, at_top)


def _ours(name: str) -> str:
    return name.removeprefix("briefbook.") if name != "briefbook" else ""


def internal(module: Module) -> Iterator[Import]:
    return (found for found in imports(module) if found.target in OURS)


def drawn_modules() -> dict[str, list[str]]:
    """The modules of each room in the order in which ARCHITECTURE.md draws them."""
    drawing = ARCHITECTURE.partition("## Rooms and floors")[2].partition("```\n")[2].partition("```")[0]
    rooms: dict[str, list[str]] = {}
    room = ""
    for line in drawing.splitlines():
        if match := re.match(r"  (\w+)/", line):
            room = match[1]
            rooms[room] = []
        elif match := re.match(r"    (\w+)\.py\b", line):
            rooms[room].append(match[1])
    return rooms


def test_every_module_stands_in_the_drawing() -> None:
    drawn = {f"{room}.{name}" for room, names in drawn_modules().items() for name in names}
    built = {module.name for module in CODE if "." in module.name}
    assert sorted(built - drawn) == [], "built, but not in ARCHITECTURE.md"
    assert sorted(drawn - built) == [], "in ARCHITECTURE.md, but not built"


@pytest.mark.parametrize("module", CODE, ids=lambda module: module.name)
def test_imports_go_down(module: Module) -> None:
    order = drawn_modules()
    for found in internal(module):
        room = found.target.partition(".")[0]
        where = f"{module.name}:{found.line} imports {found.target}"
        if room != module.room:
            assert FLOORS[room] < module.floor, f"{where}: not on a lower floor"
            continue
        names = order.get(room, [])
        mine, theirs = (name.partition(".")[2] for name in (module.name, found.target))
        if mine in names and theirs in names:
            assert names.index(theirs) < names.index(mine), f"{where}: not above it in the drawing"


def test_there_is_no_cycle() -> None:
    graph = {module.name: sorted({found.target for found in internal(module)}) for module in MODULES}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for target in graph[name]:
                visit(target, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("module", CODE, ids=lambda module: module.name)
def test_libraries_come_in_by_their_doors(module: Module) -> None:
    for found in imports(module):
        library = found.target.partition(".")[0]
        if library in DOORS:
            where = f"{module.name}:{found.line} imports {library}"
            assert module.name in DOORS[library], f"{where}: its door is {sorted(DOORS[library])}"
            assert not (found.top and library in SLOW), f"{where}: slow to load, so to be imported when needed"


def test_the_model_needs_the_standard_library_alone() -> None:
    import sys

    for module in CODE:
        if module.room == "model":
            for found in imports(module):
                library = found.target.partition(".")[0]
                assert library in sys.stdlib_module_names or found.target in OURS, f"{module.name}:{found.line}"


def effects(module: Module) -> Iterator[str]:
    for found in imports(module):
        if found.target in EFFECT_MODULES or found.target.partition(".")[0] in EFFECT_MODULES:
            yield f"line {found.line}: imports {found.target}"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Global | ast.Nonlocal):
            if isinstance(node, ast.Global):
                yield f"line {node.lineno}: a global statement"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in EFFECT_CALLS:
            yield f"line {node.lineno}: calls {node.func.id}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in EFFECT_METHODS:
            yield f"line {node.lineno}: calls .{node.func.attr}"
        elif isinstance(node, ast.Attribute) and node.attr in {"environ", "stdout", "stderr", "stdin"}:
            yield f"line {node.lineno}: touches .{node.attr}"


def reads_lexicon(module: Module) -> bool:
    return any(found.target in {"importlib", "importlib.resources"} for found in imports(module))


@pytest.mark.parametrize("module", BELOW, ids=lambda module: module.name)
def test_there_is_no_effect_below_the_shell(module: Module) -> None:
    allowed = {"read_text", "read_bytes", "open", "iterdir", "is_file"} if reads_lexicon(module) else set()
    found = [effect for effect in effects(module) if effect.rpartition(".")[2] not in allowed]
    assert not found, f"{module.name}: {found}"


def test_folders_have_docstrings_and_nothing_else() -> None:
    for module in MODULES:
        if module.name.endswith("__init__"):
            assert ast.get_docstring(module.tree), module.name
            assert len(module.tree.body) == 1, f"{module.name} holds more than its docstring"


def test_every_module_says_what_it_is_for() -> None:
    for module in CODE:
        assert ast.get_docstring(module.tree), module.name


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from time import monotonic",
        "open('x')",
        "x.write_text('')",
        "date.today()",
        "global x",
        "print(1)",
    ],
)
def test_the_search_for_effects_finds_them(source: str) -> None:
    assert list(effects(Module("model.x", ast.parse(source))))
