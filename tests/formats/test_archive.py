"""Archives of many pages, and gzipped clippings, come out as clippings."""

import gzip
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.formats.archive import read_records, unpack
from briefbook.model.article import Seed

PAGE = b"<html><body><p>A page.</p></body></html>"


def warc(*records: tuple[str, str, bytes]) -> bytes:
    made = b""
    for kind, address, block in records:
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2013-09-13T08:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{len(made):012}>\r\n"
            f"Content-Type: {'text/plain' if kind == 'conversion' else 'application/http; msgtype=response'}\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        )
        made += head.encode() + block + b"\r\n\r\n"
    return made


def answer(body: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def records(name: str, data: bytes) -> list[Seed]:
    return list(read_records(Seed(path=PurePosixPath("seeds", name), data=data)))


def test_a_file_that_is_no_archive_is_its_own_clipping():
    assert [seed.data for seed in records("a.txt", b"text")] == [b"text"]


def test_every_page_of_an_archive_is_a_clipping_with_its_address_and_day_of_capture():
    data = warc(
        ("response", "https://example.org/a", answer(PAGE)),
        ("response", "https://example.org/picture", answer(b"\x89PNG", kind="image/png")),
        ("response", "https://example.org/gone", answer(PAGE, status="404 Not Found")),
        ("response", "https://example.org/b", answer(PAGE)),
    )
    found = records("pages.warc", data)
    assert [str(seed.path) for seed in found] == ["seeds/pages.warc/00001.html", "seeds/pages.warc/00002.html"]
    assert [seed.data for seed in found] == [PAGE, PAGE]
    assert [seed.sidecar.url for seed in found if seed.sidecar] == ["https://example.org/a", "https://example.org/b"]
    assert {seed.sidecar.accessed for seed in found if seed.sidecar} == {"2013-09-13"}


def test_text_records_are_clippings_of_text():
    found = records("pages.wet", warc(("conversion", "https://example.org/a", b"Plain words.")))
    assert [(seed.path.suffix, seed.data) for seed in found] == [(".txt", b"Plain words.")]


def test_archives_and_clippings_may_be_gzipped():
    plain = warc(("response", "https://example.org/a", answer(PAGE)))
    assert [seed.data for seed in records("pages.warc.gz", gzip.compress(plain))] == [PAGE]
    assert [seed.data for seed in records("a.txt.gz", gzip.compress(b"text"))] == [b"text"]


def test_a_broken_archive_gives_what_came_before_the_break():
    whole = warc(("response", "https://example.org/a", answer(PAGE)))
    assert len(records("pages.warc", whole + b"WARC/1.0\r\nContent-Length: nonsense\r\n\r\n")) == 1
    assert records("pages.warc", b"no archive at all") == []
    assert records("pages.warc.gz", gzip.compress(whole)[:40]) == []


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_archive_that_is_cut_short_says_so(pack):
    name = "pages.warc" if pack is bytes else "pages.warc.gz"
    pages = [("response", f"https://example.org/{number}", answer(PAGE)) for number in range(3)]
    data = b"".join(pack(warc(page)) for page in pages)
    faults = []
    assert len(list(read_records(Seed(path=PurePosixPath("seeds", name), data=data), faults))) == 3
    assert faults == []
    cut = Seed(path=PurePosixPath("seeds", name), data=data[:-20])
    assert len(list(read_records(cut, faults))) >= 2
    assert [(fault.rule, str(fault.location.path)) for fault in faults] == [("seed-unreadable", f"seeds/{name}")]


def test_a_gzip_bomb_costs_no_more_than_the_limit():
    assert len(unpack(gzip.compress(bytes(5_000_000)), limit=1000)) == 1001


def test_what_is_no_gzip_comes_back_as_it_is():
    assert unpack(b"plain") == b"plain"


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data):
    for name in ("x.warc", "x.warc.gz", "x.txt.gz", "x.wet"):
        records(name, data)
