"""Runs the layout engine in a process of its own, in a folder of its own, and makes the printed book's file small.

A template that ends with what stands on which page (`<folios>`) is set in rounds: each is told what the last one found,
until two agree. The engine's own way, looking page numbers up while it sets, keeps every version of every line until the
end; so a long book has a process for each round.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from briefbook.model.diagnostics import Diagnostic, Outcome, report

if TYPE_CHECKING:
    from typst import Compiler, Fonts

MAIN = "book.typ"
"""The template that is set; it may import the others."""
TEMPLATE_PATH = PurePosixPath("templates/print/book.typ")
TIMEOUT = 900
"""Seconds a round may take: a book of 2,000 articles takes two to three minutes of one core."""
ROUNDS = 5
"""Rounds until page numbers must have come to rest; the second is nearly always the last."""
LONG = 200_000
"""Bytes of data above which a round has a process of its own, so that what the engine kept is given back."""
NOTHING: dict[str, dict[str, list[int]]] = {"places": {}, "marks": {}}
"""What is known in the first round."""
SERIFS = ("Libertinus Serif", "New Computer Modern")
"""Fonts built into the engine in which running text looks right; what they hold comes out alike on every computer."""
STAND_IN = "□"
"""For a character no font has. U+25A1 is in the built-in fonts."""
STANDARDS = ("a-2a", "ua-1")
"""Archival and accessible. Source: ISO 19005-2:2011, level A; ISO 14289-1:2014."""
BORROWED = ("Noto Naskh Arabic", "Amiri", "Noto Serif", "Noto Serif CJK SC", "Noto Serif CJK JP", "Noto Color Emoji")
"""Fonts of this computer that are asked first for what the built-in ones lack; any other comes after them."""
ATTEMPTS = 3
"""Times a book is set before characters that cannot be shown count as a failure; the second time is nearly always right."""
LISTED = 20
"""Characters a message names before it counts the rest."""
SETTER = 4
"""Number of this module's own way of setting; grows when the same data would come out differently."""


def version() -> str:
    """What beside data and template decides the bytes of the book."""
    return f"setter {SETTER}, typst {metadata.version('typst')}, pikepdf {metadata.version('pikepdf')}"


def set_book(
    data: bytes, template: Mapping[str, bytes], pictures: Mapping[str, bytes] = MappingProxyType({})
) -> Outcome[bytes | None]:
    """The printed book as PDF/A-2a and PDF/UA-1, the same bytes for the same arguments; None where it cannot be set.

    Args:
        data: As `format_print` gives it.
        template: Files of templates/print/ by their path within it; `book.typ` is set.
        pictures: Those the data names, by their path; the template finds them in `pictures/`.

    Characters that no font has are replaced by a stand-in and reported; fonts of this computer are used only for
    scripts that the built-in ones lack, and that is reported too.
    """
    with tempfile.TemporaryDirectory(prefix="briefbook-print-") as name:
        folder = Path(name)
        for path, content in sorted(
            [*template.items(), *((f"pictures/{path}", raw) for path, raw in pictures.items())]
        ):
            if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
                return Outcome(None, (_failed(f"the template {path!r} lies outside its folder"),))
            if path in template and re.search(rb'"@[\w-]+/', content):
                return Outcome(None, (_failed(f"the template {path!r} names a package, which would be fetched"),))
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        if MAIN not in template:
            return Outcome(None, (_failed(f"the theme has no print/{MAIN}"),))
        (folder / "given.json").write_bytes(data)
        (folder / "folios.json").write_text(json.dumps(NOTHING), "utf-8")
        account: dict[str, Any] = {}
        for _ in range(ROUNDS):
            account = _run(name, 1 if len(data) > LONG else ROUNDS)
            if account["error"]:
                return Outcome(None, (_failed(str(account["error"])),))
            if account["settled"]:
                break
        else:
            return Outcome(None, (_failed(_RESTLESS),))
        pack = _run(name, 0)
        if pack["error"]:
            return Outcome(None, (_failed(str(pack["error"])),))
        pdf = (folder / "book.pdf").read_bytes()
    return Outcome(pdf, tuple(_font_reports(data, account["missing"], account["borrowed"])))


def _run(folder: str, rounds: int) -> dict[str, Any]:
    """Sets the book in `folder` in a process of its own, or with no round packs it; its account, or one of why there is none."""
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", "briefbook.shell.typesetter", folder, str(rounds)],
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"error": f"the layout engine took more than {TIMEOUT} seconds"}
    except OSError as error:
        return {"error": f"the layout engine could not be started: {error}"}
    try:
        account: dict[str, Any] = json.loads((Path(folder) / "account.json").read_text("utf-8"))
    except (OSError, ValueError):
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        ended = f"ended with status {done.returncode}" + (f": {said[-1][:300]}" if said else "")
        return {"error": f"the layout engine {ended}"}
    (Path(folder) / "account.json").unlink()
    return account


_RESTLESS = "the layout did not come to rest, so that its page numbers may be wrong; simplify the template"


def _failed(message: str) -> Diagnostic:
    return report("pdf-failed", message, TEMPLATE_PATH)


def _font_reports(data: bytes, missing: str, borrowed: str) -> Iterable[Diagnostic]:
    book = PurePosixPath("briefbook.yml")
    if missing:
        lost = set(missing)
        whole = json.loads(data)
        texts = {d["path"]: json.dumps(d, ensure_ascii=False) for p in whole.get("parts", ()) for d in p["documents"]}
        found = {path: sorted(lost.intersection(text)) for path, text in texts.items()}
        elsewhere = sorted(lost - {c for characters in found.values() for c in characters})
        for path, characters in [*found.items(), (str(book), elsewhere)]:
            if characters:
                listed = ", ".join(f"U+{ord(c):04X}" for c in characters[:LISTED])
                more = f" and {len(characters) - LISTED} more" if len(characters) > LISTED else ""
                yield report("glyph-missing", f"no font has {listed}{more}; {STAND_IN} stands for them in print", path)
    if borrowed:
        scripts = ", ".join(sorted({_script(c) for c in borrowed}))
        message = f"set in fonts of this computer, as the built-in ones lack them: {scripts}"
        yield report("font-borrowed", message, book)


def _script(character: str) -> str:
    """The first word of a character's name, which for letters is their script."""
    return unicodedata.name(character, "UNNAMED").split()[0].capitalize()


def _environment() -> dict[str, str]:
    """The environment, in which the process finds this very package whatever its folder is."""
    package = str(Path(__file__).resolve().parents[2])
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    # The C library of Linux gives memory back only from few arenas and in large pieces; elsewhere the words mean nothing.
    thrifty = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "65536"}
    return {**thrifty, **os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}


# In the process of its own -----------------------------------------------------------------------------------------


def set_folder(folder: Path, rounds: int) -> None:
    """Sets `book.typ` with `given.json` as its `book.json` in `folder`, told of `folios.json`; writes `account.json` there, and `book.pdf`
    where the page numbers have come to rest, else `folios.json` for the next round.
    """
    import typst  # only the process of its own loads the engine

    text = (folder / "given.json").read_text("utf-8")
    fonts, missing, borrowed = _choose_fonts(text)
    families = set(fonts.families())
    inputs = {"fonts": json.dumps([family for family in (*SERIFS, *BORROWED) if family in families])}
    error, settled = "", False
    for _ in range(ATTEMPTS):
        plain = text.translate(dict.fromkeys(map(ord, missing), STAND_IN))
        (folder / "book.json").write_text(plain, "utf-8")
        try:
            compiler = _open(folder / MAIN, fonts, inputs)
            for _ in range(rounds):
                settled = _settle(compiler, folder / "folios.json")
                if settled:
                    (folder / "book.pdf").write_bytes(_compile(compiler))
                    break
            error = ""
            break
        except typst.TypstError as fault:
            error = _said(fault)
            # A character can be shown alone and not beside others, where one font is taken for all of them.
            more = _refused(fault, plain)
            if not more:
                break
            missing |= more
        except _UnsettledError:
            error = _RESTLESS
            break
    account = {
        "error": error,
        "settled": settled,
        "missing": "".join(sorted(missing)),
        "borrowed": "".join(sorted(borrowed - missing)),
    }
    (folder / "account.json").write_text(json.dumps(account), "utf-8")


def _settle(compiler: "Compiler", folios: Path) -> bool:
    """Whether the pages of the template's references are those in `folios`; where not, what was found is written there."""
    found = json.loads(compiler.query("<folios>", field="value"))
    if not found:
        return True  # the template looks its page numbers up itself
    before = json.loads(folios.read_text("utf-8"))
    # Where on its page a link leads moves no line, and is right within a line or two: the pages alone decide. What is
    # set already is not told anew, for the engine would keep it twice.
    if _pages(found[0]) == _pages(before):
        return True
    folios.write_text(json.dumps(found[0], separators=(",", ":")), "utf-8")
    return False


def _pages(known: Mapping[str, Any]) -> tuple[dict[str, int], dict[str, list[tuple[int, bool]]]]:
    places = {name: spot[0] for name, spot in known["places"].items()}
    return places, {number: [(spot[0], spot[3]) for spot in spots] for number, spots in known["marks"].items()}


def _choose_fonts(text: str) -> tuple["Fonts", set[str], set[str]]:
    """The built-in fonts, or those of this computer too where they are needed; the characters none has; those borrowed."""
    import typst

    unusual = sorted({c for c in text if c > "\x7f"})
    missing = {c for c in unusual if unicodedata.category(c) in {"Co", "Cn", "Cs"} or c == "\ufffd"}
    wanted = [c for c in unusual if c not in missing]
    fonts = typst.Fonts(include_system_fonts=False)
    nowhere = _lacking(wanted, fonts, fallback=True)
    unfit = {c for c in _lacking(wanted, fonts, fallback=False) if unicodedata.category(c)[0] in "LM"}
    if not nowhere and not unfit:
        return fonts, missing, set()
    system = typst.Fonts(include_system_fonts=True)
    missing |= _lacking(sorted(nowhere), system, fallback=True)
    borrowed = (nowhere | unfit) - missing
    return (system if borrowed else fonts), missing, borrowed


def _refused(error: BaseException, text: str) -> set[str]:
    """The characters of `text` that the engine says it cannot show or may not write."""
    said = str(getattr(error, "diagnostic", ""))
    quoted = re.findall(r'the text `"(.*?)"` could not|codepoint `"(.*?)"`', said)
    shown = "".join(re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: chr(int(m[1], 16)), a or b) for a, b in quoted)
    return {c for c in shown if c > "\x7f" and c in text and c != STAND_IN}


class _UnsettledError(Exception):
    """The layout kept changing."""


def _open(main: Path, fonts: "Fonts", inputs: dict[str, str]) -> "Compiler":
    """The engine for one document; it can read nothing outside its folder, and finds no packages."""
    import typst

    packages = main.parent / "packages"
    return typst.Compiler(
        main,
        root=main.parent,
        font_paths=fonts,
        sys_inputs=inputs,
        package_path=packages,
        package_cache_path=packages,
    )


def _compile(compiler: "Compiler") -> bytes:
    """The document as PDF. Raises: TypstError; _UnsettledError where page numbers in it may be wrong."""
    # No clock: the edition's date is the editor's to print, and two builds give the same bytes.
    pdf, warnings = compiler.compile_with_warnings(
        format="pdf",
        pdf_standards=list(STANDARDS),  # type: ignore[arg-type]
        timestamp=0,
    )
    if any("converge" in warning.message for warning in warnings):
        raise _UnsettledError
    return bytes(pdf)  # type: ignore[arg-type]


_PROBE = """
#set document(title: "probe")
#set page(height: auto)
#let asked = json("probe.json")
#set text(font: asked.fonts, fallback: asked.fallback)
#for c in asked.characters { par(c) }
"""


def _lacking(characters: Sequence[str], fonts: "Fonts", *, fallback: bool) -> set[str]:
    """Those of the characters that the fonts cannot show, found by asking the engine to set each."""
    import typst

    if not characters:
        return set()
    with tempfile.TemporaryDirectory(prefix="briefbook-probe-") as name:
        (Path(name) / "probe.typ").write_text(_PROBE, "utf-8")
        record = {"characters": characters, "fonts": SERIFS, "fallback": fallback}
        (Path(name) / "probe.json").write_text(json.dumps(record), "utf-8")
        try:
            _compile(_open(Path(name) / "probe.typ", fonts, {}))
        except typst.TypstError as error:
            return _refused(error, "".join(characters))
    return set()


def _said(error: BaseException) -> str:
    """The engine's own first message, with where it was, in one line."""
    said = str(getattr(error, "diagnostic", "") or error)
    _, mark, first = said.partition("error: ")
    lines = [line.strip() for line in (first if mark else said).splitlines()]
    return " ".join(line for line in lines if line)[:600]


def pack_folder(folder: Path) -> None:
    """Packs the objects of `book.pdf` in `folder` into compressed streams. Source: ISO 32000-1:2008, 7.5.7."""
    import pikepdf  # slow to load, needed here only

    # After the engine, not beside it: both hold the whole book.
    with pikepdf.open(folder / "book.pdf", allow_overwriting_input=True) as document:
        document.save(
            folder / "book.pdf",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=False,
            deterministic_id=True,
        )
    (folder / "account.json").write_text(json.dumps({"error": ""}), "utf-8")


if __name__ == "__main__":
    if sys.argv[2] == "0":
        pack_folder(Path(sys.argv[1]))
    else:
        set_folder(Path(sys.argv[1]), int(sys.argv[2]))
