"""What holds clippings, opened: WARC and WET records, exports of several articles, documents, messages, gzipped files."""

import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from briefbook.formats.databases import may_be_many, split_exports
from briefbook.formats.encodings import decode_text
from briefbook.formats.mime import read_mail, read_saved_page
from briefbook.formats.webpage import read_webpage
from briefbook.formats.wordprocessing import read_docx, read_rtf
from briefbook.model.article import Seed, Sidecar
from briefbook.model.diagnostics import Diagnostic, Severity, report

RECORD_BYTES = 20 * 10**6
"""Most bytes of a record, or of a file once unpacked; what is larger is left out, and a gzip bomb costs no more."""
TEXTS = (".txt", ".text", "", ".docx", ".rtf")
"""Endings of files that may hold several exported articles."""
DOCUMENTS = {
    ".docx": "a Word document",
    ".rtf": "a Rich Text document",
    ".eml": "a mail",
    ".mhtml": "a web page in one file",
    ".mht": "a web page in one file",
}
"""Endings of files that are read as what is written in them, and what they should be."""
ARCHIVES = (".warc", ".wet", ".arc")
_PAGES = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt"}


def read_records(seed: Seed, faults: list[Diagnostic] | None = None) -> Iterator[Seed]:
    """The clippings in a file, in order: every page of an archive, every article of a database's export, else the file itself,
    unpacked where it is gzipped, its words alone where it is a document or a mail.

    A record's path is the archive's with the record's number as a file's name; its sidecar has the address and day of capture.
    Pages that were not answered with success, other kinds of content and what cannot be read are left out. An unpacked file
    that is no valid gzip comes back as it is, for cleaning to report. An archive that breaks off, a document that is none, and what
    is attached to a mail are reported in `faults`.
    """
    faults = [] if faults is None else faults
    ending = PurePosixPath(seed.path.name.lower().removesuffix(".gz")).suffix
    if ending in ARCHIVES:
        yield from _read_archive(seed, faults)
        return
    if seed.path.suffix.lower() == ".gz":
        seed = replace(seed, data=unpack(seed.data))
    if ending in DOCUMENTS:
        opened = _open(seed, ending, faults)
        if opened is None:
            hint = "save it anew in the program it comes from, or put its words into a .txt file"
            message = f"not {DOCUMENTS[ending]}, or damaged or locked"
            faults.append(report("seed-unreadable", message, seed.path, hint=hint))
            return
        seed = replace(opened, file_sha256=seed.sha256)
    parts = _split(seed.data) if ending in TEXTS and may_be_many(seed.data) else ()
    if len(parts) < 2:
        yield seed
    for number, part in enumerate(parts if len(parts) > 1 else (), start=1):
        path = seed.path / f"{number:05}.txt"
        yield Seed(
            path=path, data=part.encode("utf-8"), sidecar=replace(seed.sidecar, path=path) if seed.sidecar else None
        )


def _open(seed: Seed, ending: str, faults: list[Diagnostic]) -> Seed | None:
    """The words of a document or a message as a clipping; None where it cannot be read."""
    if ending == ".docx":
        text = read_docx(seed.data, RECORD_BYTES)
    elif ending == ".rtf":
        text = read_rtf(seed.data)
    elif ending == ".eml":
        text = _open_mail(seed, faults)
    else:
        page = read_saved_page(seed.data)
        text = page.html if page else None
        if page:
            stated = seed.sidecar or Sidecar(path=seed.path)
            stated = replace(stated, url=stated.url or page.address, accessed=stated.accessed or page.saved)
            seed = replace(seed, sidecar=stated)
    return replace(seed, data=text.encode("utf-8", "replace")) if text and text.strip() else None


def _open_mail(seed: Seed, faults: list[Diagnostic]) -> str | None:
    mail = read_mail(seed.data)
    if mail is None:
        return None
    if mail.attachments:
        message = f"attached to the mail and not read: {', '.join(mail.attachments)}"
        hint = "save what is a clipping of its own beside it"
        faults.append(replace(report("clipping-passed-over", message, seed.path, hint=hint), severity=Severity.NOTE))
    return f"{mail.head}\n\n{mail.text or read_webpage(mail.html).text}\n"


def _split(data: bytes) -> tuple[str, ...]:
    return split_exports(decode_text(data).text)


def unpack(data: bytes, limit: int = RECORD_BYTES) -> bytes:
    """The unpacked bytes of a gzip file of one or many members; more than `limit` ends them; `data` where it is no gzip."""
    unpacked = bytearray()
    rest = data
    while rest and len(unpacked) <= limit:
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            unpacked += member.decompress(rest, limit + 1 - len(unpacked))
        except zlib.error:
            return bytes(unpacked) or data
        rest = member.unused_data
        if not member.eof:
            break
    return bytes(unpacked)


def _read_archive(seed: Seed, faults: list[Diagnostic]) -> Iterator[Seed]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.conversion | WarcRecordType.resource
    number = 0
    try:
        for record in ArchiveIterator(BytesIO(seed.data), record_types=wanted, parse_http=True):
            page = _read_record(seed, record, number + 1)
            if page is not None:
                number += 1
                yield page
    except Exception:  # noqa: BLE001 -- whatever the parser makes of a broken archive ends it; what came before stands
        faults.append(
            report("seed-unreadable", f"the archive breaks off; {number} pages of it could be read", seed.path)
        )
        return
    if _is_cut(seed.data):
        faults.append(
            report("seed-unreadable", f"the archive is cut short; {number} pages of it could be read", seed.path)
        )


def _is_cut(data: bytes) -> bool:
    """Whether the last member of a gzipped archive, or the last record of a plain one, has no end."""
    if data.startswith(b"\x1f\x8b"):
        return _ends_within_member(data)
    return data.startswith(b"WARC/") and not data.endswith((b"\r\n\r\n", b"\n\n"))


def _ends_within_member(data: bytes) -> bool:
    rest, unpacked = data, 0
    while rest:
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            while not member.eof and rest:
                unpacked += len(member.decompress(rest, RECORD_BYTES))
                rest = member.unconsumed_tail
                if unpacked > ARCHIVE_BYTES:
                    return False
        except zlib.error:
            return True
        if not member.eof:
            return True
        rest = member.unused_data
    return False


ARCHIVE_BYTES = 200 * 10**6
"""Unpacked bytes of an archive beyond which its end is not looked for."""


def _read_record(seed: Seed, record: Any, number: int) -> Seed | None:
    http = record.http_headers
    if http is not None and http.status_code is not None and not 200 <= http.status_code < 300:
        return None
    content = (record.http_content_type or "") if http is not None else record.headers.get("Content-Type", "")
    suffix = _PAGES.get(content.split(";")[0].strip().lower())
    if suffix is None:
        return None
    data = record.reader.read(RECORD_BYTES + 1)
    if http is not None and http.get("Content-Encoding", "").lower() in {"gzip", "x-gzip"}:
        data = unpack(data)
    if not data.strip() or len(data) > RECORD_BYTES:
        return None
    path = seed.path / f"{number:05}{suffix}"
    captured = record.headers.get("WARC-Date", "")[:10]
    sidecar = Sidecar(
        path=path, url=record.headers.get("WARC-Target-URI"), accessed=captured or None,
        outlet=seed.sidecar.outlet if seed.sidecar else None,
    )  # fmt: skip
    return Seed(path=path, data=data, sidecar=sidecar)
