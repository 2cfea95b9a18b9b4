"""Archives of many pages, and gzipped clippings, come out as clippings."""

import gzip
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.formats.archive import read_records, unpack
from briefbook.model.article import Seed, Sidecar
from briefbook.model.diagnostics import Diagnostic
from briefbook.model.text import digest

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


RTF = rb"{\rtf1\ansi HEADLINE: The mill is sold\par BYLINE: Ruth Lindqvist\par LENGTH: 9 words\par BODY:\par The mill is sold.\par LOAD-DATE: 2012}"
MAIL = b"From: Karin Holm <kh@mill.example>\nSubject: The mill\nDate: Tue, 5 Jun 2012 09:12:44 -0400\n"
PAGE_IN_ONE = (
    b"Snapshot-Content-Location: https://courier.example/mill\nDate: Thu, 6 Mar 2014 18:05:11 -0000\n"
    b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="cut"\n\n--cut\nContent-Type: text/html; charset=utf-8\n\n'
    b"<html><body><p>The mill is sold.</p></body></html>\n--cut--\n"
)


def opened(name: str, data: bytes) -> tuple[list[Seed], list[str]]:
    faults: list[Diagnostic] = []
    found = list(read_records(Seed(path=PurePosixPath("seeds", name), data=data), faults))
    return found, [f"{fault.severity.value}: {fault.message}" for fault in faults]


def test_of_a_document_the_words_are_read_and_the_fingerprint_is_the_files():
    (seed,), faults = opened("mill.rtf", RTF)
    assert seed.data.startswith(b"HEADLINE: The mill is sold\n")
    assert (seed.sha256, faults) == (digest(RTF), [])


def test_a_document_with_many_exported_articles_gives_each():
    article = RTF[6:-1].partition(b" ")[2] + rb"\par End of Document\par "
    found, _ = opened("mill.rtf", rb"{\rtf1\ansi " + article * 3 + b"}")
    assert [str(seed.path) for seed in found] == [f"seeds/mill.rtf/0000{number}.txt" for number in (1, 2, 3)]


def test_a_mail_is_its_head_and_its_words_and_what_is_attached_is_named():
    kind = b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="cut"\n\n--cut\nContent-Type: text/plain\n\nIt is sold.\n'
    attached = (
        b'--cut\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="deed.pdf"\n\nx\n--cut--\n'
    )
    (seed,), faults = opened("mill.eml", MAIL + kind + attached)
    assert seed.data.decode().split("\n") == [
        "From: Karin Holm <kh@mill.example>",
        "Date: Tue, 05 Jun 2012 09:12:44 -0400",
        "Subject: The mill",
        *("", "It is sold.", ""),
    ]
    assert faults == ["note: attached to the mail and not read: deed.pdf"]


def test_a_mail_of_html_alone_is_read_as_a_reader_sees_it():
    (seed,), _ = opened("mill.eml", MAIL + b"Content-Type: text/html\n\n<style>p{}</style><p>It is <b>sold</b>.</p>")
    assert seed.data.decode().rstrip().endswith("\n\nIt is sold.")


@pytest.mark.parametrize("name", ["mill.mhtml", "mill.mht"])
def test_a_page_saved_as_one_file_brings_its_address_and_the_day_it_was_saved(name):
    (seed,), faults = opened(name, PAGE_IN_ONE)
    assert seed.data == b"<html><body><p>The mill is sold.</p></body></html>"
    assert (seed.sidecar.url, seed.sidecar.accessed) == ("https://courier.example/mill", "2014-03-06")
    assert (seed.sha256, faults) == (digest(PAGE_IN_ONE), [])


def test_what_its_sidecar_states_goes_before_what_a_saved_page_does():
    path = PurePosixPath("seeds/mill.mhtml")
    stated = Sidecar(path=path, url="https://gazette.example/mill")
    (seed,) = read_records(Seed(path=path, data=PAGE_IN_ONE, sidecar=stated))
    assert (seed.sidecar.url, seed.sidecar.accessed) == ("https://gazette.example/mill", "2014-03-06")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("a.docx", "a Word document"),
        ("a.rtf", "a Rich Text document"),
        ("a.eml", "a mail"),
        ("a.mht", "a web page in one file"),
    ],
)
def test_a_document_that_is_none_is_reported(name, what):
    assert opened(name, b"Plain words.") == ([], [f"error: not {what}, or damaged or locked"])


def test_a_gzip_bomb_costs_no_more_than_the_limit():
    assert len(unpack(gzip.compress(bytes(5_000_000)), limit=1000)) == 1001


def test_what_is_no_gzip_comes_back_as_it_is():
    assert unpack(b"plain") == b"plain"


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data):
    for name in ("x.warc", "x.warc.gz", "x.txt.gz", "x.wet"):
        records(name, data)
