"""WARC and WET records, and compressed files, to clippings: each record one, streamed, bounded."""

import io
import re
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from briefbook.model.article import Seed, Sidecar
from briefbook.model.text import slugify

MAX_RECORD = 20_000_000
"""Bytes of one record or decompressed file that are read; longer ones are cut there and the reader is told by the cleaner."""
_ARCHIVE = re.compile(r"\.(?:warc|wet)(?:\.gz)?$", re.IGNORECASE)


def read_records(seed: Seed) -> Iterator[Seed]:
    """The clippings in a file: itself, what it compresses, or one for each record of an archive that holds a page.

    A record's path is the archive's with the record's number and a name made of its address; its address and date
    become its sidecar unless the archive has one of its own. An archive that breaks off gives what came before.
    """
    if _ARCHIVE.search(seed.path.name):
        yield from _read_archive(seed)
    elif seed.path.suffix.lower() == ".gz":
        yield Seed(path=seed.path.with_suffix(""), data=_inflate(seed.data), sidecar=seed.sidecar)
    else:
        yield seed


def _inflate(data: bytes) -> bytes:
    """What gzip compressed, cut at the bound; empty where it is no gzip."""
    stream = zlib.decompressobj(wbits=31)
    try:
        return stream.decompress(data, MAX_RECORD)
    except zlib.error:
        return b""


def _read_archive(seed: Seed) -> Iterator[Seed]:
    from fastwarc.stream_io import FastWARCError  # noqa: PLC0415 -- slow to load, seldom needed
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415

    wanted = WarcRecordType.response | WarcRecordType.conversion | WarcRecordType.resource
    number = 0
    try:
        for record in ArchiveIterator(io.BytesIO(seed.data), record_types=wanted, parse_http=True, strict_mode=False):
            kind = str(record.http_content_type or record.headers.get("Content-Type") or "").lower()
            flat = record.record_type == WarcRecordType.conversion or "text/plain" in kind
            if not flat and "html" not in kind:
                continue
            number += 1
            yield _make_seed(seed, record, number, ".txt" if flat else ".html")
    except (FastWARCError, OSError, ValueError):
        return


def _make_seed(seed: Seed, record: Any, number: int, ending: str) -> Seed:
    address = record.headers.get("WARC-Target-URI")
    day = str(record.headers.get("WARC-Date") or "")[:10]
    name = f"{number:05}-{slugify(re.sub(r'^[a-z]+://', '', address or ''), fallback='record')}{ending}"
    path: PurePosixPath = seed.path / name
    sidecar = seed.sidecar or Sidecar(path=seed.path, url=address, accessed=day or None)
    return Seed(path=path, data=record.reader.read(MAX_RECORD), sidecar=sidecar)
