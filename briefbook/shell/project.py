"""Reads a book's folder: settings, clippings with their sidecars, the editor's content, and the theme.

Nothing here is fatal but a folder that is no book: what cannot be read is reported and left out, the rest stands.
"""

import os
import re
import stat
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from briefbook.formats.frontmatter import parse_sidecar
from briefbook.formats.yaml import parse_yaml
from briefbook.model.article import Document, Seed, Sidecar
from briefbook.model.config import Config, parse_config
from briefbook.model.diagnostics import BriefbookError, Diagnostic, Outcome, Severity, report
from briefbook.model.entity import EntityKind
from briefbook.model.project import Project
from briefbook.shell.account import NOT_SEEDS, SEED_ENDINGS, SETTINGS, seed_ending
from briefbook.shell.output import describe_error
from briefbook.shell.state import BASES

ARCHIVE_ENDINGS = (".warc", ".wet")
"""Of archives: many pages in a file, read record by record, and so allowed to be larger."""
BINARY_ENDINGS = (*ARCHIVE_ENDINGS, ".docx", ".rtf")
"""Of clippings that may hold what is no text."""
ARCHIVE_FACTOR = 50
"""How many times the size of a clipping an archive may have."""
SILENT_ENDINGS = (".yml", ".yaml", ".ds_store", ".sha256", ".sha256sum")
"""Files that stand in such a folder by right."""
CONTENT_MEGABYTES = 5
"""The most a file of content/ or of a theme may have: a Bible of text; more is a mistake."""

ARTICLES, PAGES, RULINGS = "articles", "pages", "chronology.yml"
"""Within the folder of content."""
ENTITIES = {
    EntityKind.PERSON: "people",
    EntityKind.PLACE: "places",
    EntityKind.ORGANISATION: "organisations",
}


def read_project(root: Path, config: Config) -> Outcome[Project]:
    """What the editor keeps in the book's folder `root`, and all that could not be read of it."""
    content = config.paths.content
    found: list[Diagnostic] = []

    def documents(folder: PurePosixPath) -> tuple[Document, ...]:
        texts, unread = _read_documents(root, folder)
        found.extend(unread)
        return texts

    rulings, unread = _read_text(root, content / RULINGS, "config-invalid")
    found.extend(unread)
    project = Project(
        config=config,
        articles=documents(content / ARTICLES),
        entities=tuple((kind, document) for kind, name in ENTITIES.items() for document in documents(content / name)),
        pages=documents(content / PAGES),
        rulings=rulings,
    )
    return Outcome(project, tuple(found))


def read_bases(root: Path) -> Mapping[PurePosixPath, str]:
    """The drafts as last generated, by the path of the article they were made for within the folder of articles.

    One that cannot be read counts as lost: the article is then the editor's.
    """
    documents, _ = _read_documents(root, BASES / ARTICLES)
    return {document.path.relative_to(BASES): document.text for document in documents}


def read_config(root: Path) -> Outcome[Config]:
    """The settings of the book at `root`; the defaults where it has none, and for keys at fault.

    Raises: BriefbookError when the file cannot be read at all.
    """
    document, faults = _read_text(root, SETTINGS, "config-invalid")
    if faults:
        raise BriefbookError(faults[0])
    if document is None:
        return Outcome(Config())
    tree = parse_yaml(document.text, SETTINGS, "config-invalid")
    if tree.value is None and tree.diagnostics:
        # With settings that nobody can read, the book would be built into a wrong place under a wrong title.
        raise BriefbookError(tree.diagnostics[0])
    parsed = parse_config(tree.value, SETTINGS)
    return Outcome(parsed.value, (*tree.diagnostics, *parsed.diagnostics))


def read_seeds(root: Path, folder: PurePosixPath, limit: int, faults: list[Diagnostic]) -> Iterator[Seed]:
    """The clippings in `folder`, by name, each with its sidecar, read one by one; larger ones than `limit` are left out.

    What cannot be read is added to `faults`.
    """
    entries = list_folder(root / folder)
    names = {entry.name for entry in entries}
    claimed = set()
    for entry in entries:
        path = folder / entry.name
        ending = seed_ending(entry.name)
        if entry.name.startswith((".", "~")) or entry.name in NOT_SEEDS:
            continue
        if not ending:
            if not entry.is_dir() and not entry.name.lower().endswith(SILENT_ENDINGS) and "." in entry.name:
                message = f"not a clipping, and not read; expected {', '.join(SEED_ENDINGS)} or one of these with .gz"
                faults.append(_pass_over(message, path, Severity.NOTE))
            elif entry.is_dir() and not entry.name.endswith("_files") and any(map(seed_ending, _names(entry))):
                message = "clippings in a folder within the folder are not read"
                hint = f"move them up into {folder}/"
                faults.append(_pass_over(message, path, Severity.WARNING, hint))
            continue
        if _UNSAYABLE.search(entry.name):
            hint = "give the file another name"
            faults.append(
                report("seed-unreadable", "its name has bytes that are no UTF-8, or controls", path, hint=hint)
            )
            continue
        stem = entry.name[: -len(ending)]
        unpacked = entry.name.removesuffix(".gz")
        sidecar = next(
            (name for name in (f"{stem}.yml", f"{unpacked}.yml", f"{entry.name}.yml") if name in names), None
        )
        claimed.add(sidecar)
        bound = limit * ARCHIVE_FACTOR if _is_archive(entry.name) else limit
        data, why = _read_seed(root, path, bound)
        if why:
            hint = "raise `clean.max_megabytes` in briefbook.yml" if "larger" in why else ""
            faults.append(report("seed-unreadable", why, path, hint=hint))
            continue
        if _is_packed(entry.name):
            # What was unpacked is known by the name it then has.
            path = path.with_suffix("")
            if path.name in names:
                message = f"not read: {path.name}, which it should hold, is there, too"
                faults.append(_pass_over(message, folder / entry.name, Severity.WARNING))
                continue
        stated, unread = _read_sidecar(root, folder / sidecar) if sidecar else Outcome(None)
        faults.extend(unread)
        yield Seed(path=path, data=data, sidecar=stated)
    for name in sorted(names):
        if name.endswith(".yml") and name not in claimed and not name.startswith("."):
            message = "no clipping has this name, so what the file states is not used"
            faults.append(_pass_over(message, folder / name, Severity.WARNING))


# Bytes of a name that are no UTF-8 come as lone surrogates. No article could say which clipping it was made from.
_UNSAYABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def _is_archive(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(ARCHIVE_ENDINGS)


def _is_packed(name: str) -> bool:
    """Whether it is a single clipping that gzip packed; a packed archive is read as it is."""
    return name.lower().endswith(".gz") and not _is_archive(name)


def _pass_over(message: str, path: PurePosixPath, severity: Severity, hint: str = "") -> Diagnostic:
    """What is said of a file beside the clippings."""
    return replace(report("clipping-passed-over", message, path, hint=hint), severity=severity)


def _read_seed(root: Path, path: PurePosixPath, limit: int) -> tuple[bytes, str]:
    """The bytes of a clipping, unpacked, or why there are none."""
    data, why = read_bytes(root / path, root / path.parent, limit)
    if why:
        return b"", why
    if _is_packed(path.name):
        data, why = _unpack(data, limit)
        if why:
            return b"", why
    if not data.strip():
        return b"", "the clipping is empty"
    if not path.name.lower().removesuffix(".gz").endswith(BINARY_ENDINGS) and _is_binary(data):
        return b"", "not text: it holds binary data"
    return data, ""


def _unpack(data: bytes, limit: int) -> tuple[bytes, str]:
    """What gzip packed, up to `limit` bytes: a small file can unpack to any size."""
    unpacked = b""
    try:
        while data:
            machine = zlib.decompressobj(wbits=31)
            unpacked += machine.decompress(data, limit + 1 - len(unpacked))
            if len(unpacked) > limit:
                return b"", f"larger than {limit // 10**6} MB when unpacked"
            if not machine.eof:
                return b"", "packed data that ends too early"
            data = machine.unused_data.lstrip(b"\0")
    except zlib.error:
        return b"", "not packed as its ending says"
    return unpacked, ""


# The first bytes of formats that are often saved under a wrong ending.
# Source: the formats' own specifications (PDF, ZIP, PNG, JPEG, GIF, OLE2 compound file, gzip).
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAMPLE = 65536


def _is_binary(data: bytes) -> bool:
    """Whether it is no text in any encoding: a known binary format, or NUL bytes outside UTF-16 and UTF-32."""
    sample = data[:_SAMPLE]
    if sample.startswith(_MAGIC):
        return True
    if sample.startswith(_WIDE_MARKS):
        return False
    zeros = sample.count(0)
    # UTF-16 without a mark: every second byte of Latin text is zero, all on one side. A stray NUL is only a control.
    if zeros * 4 > len(sample):
        return min(sample[::2].count(0), sample[1::2].count(0)) * 20 > zeros
    return zeros * 1000 > len(sample) or zeros > 64


def _read_sidecar(root: Path, path: PurePosixPath) -> Outcome[Sidecar | None]:
    document, faults = _read_text(root, path)
    if document is None:
        return Outcome(None, faults)
    parsed = parse_sidecar(document)
    return Outcome(parsed.value, (*faults, *parsed.diagnostics))


def _read_documents(root: Path, folder: PurePosixPath) -> Outcome[tuple[Document, ...]]:
    """The Markdown files of a folder of content, by name."""
    documents: list[Document] = []
    faults: list[Diagnostic] = []
    for entry in list_folder(root / folder):
        if entry.name.startswith((".", "~", "_")) or not entry.name.endswith(".md") or entry.name in NOT_SEEDS:
            continue
        document, unread = _read_text(root, folder / entry.name)
        faults.extend(unread)
        if document is not None:
            documents.append(document)
    return Outcome(tuple(documents), tuple(faults))


def _read_text(root: Path, path: PurePosixPath, rule: str = "front-matter-invalid") -> Outcome[Document | None]:
    """A text of the editor's, with line feeds for line ends; None where there is none."""
    target = root / path
    if not os.path.lexists(target):
        return Outcome(None)
    data, why = read_bytes(target, root, CONTENT_MEGABYTES * 10**6)
    if why:
        return Outcome(None, (report(rule, f"cannot be read: {why}", path),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8: byte 0x{data[error.start]:02x} is no character"
        return Outcome(None, (report(rule, message, path, line, hint="save the file as UTF-8"),))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return Outcome(None, (report(rule, "not text: it holds a NUL character", path, line),))
    return Outcome(Document(path=path, text=text.replace("\r\n", "\n").replace("\r", "\n")))


def read_bytes(target: Path, within: Path, limit: int) -> tuple[bytes, str]:
    """The bytes of a plain file, or why there are none; links that lead out of the folder `within` are not followed."""
    try:
        if target.is_symlink() and not target.resolve().is_relative_to(within.resolve()):
            return b"", "a link that leads out of the folder is not followed"
        status = target.stat()
        if not stat.S_ISREG(status.st_mode):
            return b"", "a folder, not a file" if stat.S_ISDIR(status.st_mode) else "not a plain file"
        if status.st_size > limit:
            return b"", f"{status.st_size / 10**6:.0f} MB, larger than the {limit // 10**6} MB that are read"
        return target.read_bytes(), ""
    except FileNotFoundError:
        return b"", "a link that leads nowhere"
    except RuntimeError:
        return b"", "a link that leads to itself"
    except OSError as error:
        return b"", describe_error(error)


def list_folder(folder: Path) -> list[Path]:
    """What a folder holds, by name; nothing where there is no folder.

    Raises: BriefbookError for a folder that may not be looked into: a book must not seem to be without its articles.
    """
    try:
        return sorted(folder.iterdir(), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise BriefbookError(report("project-unusable", describe_error(error), folder.as_posix())) from error


def _names(folder: Path) -> Iterator[str]:
    return (entry.name for entry in list_folder(folder))
