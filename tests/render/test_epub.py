"""The book for e-readers: every link within it leads somewhere, and it is valid by the standard's own checker."""

import importlib.util
import io
import shutil
import struct
import subprocess
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from briefbook.formats.markdown import parse_flow
from briefbook.model.book import Page, Picture
from briefbook.model.text import Slug
from briefbook.render.epub import render_epub

ROOT = Path(__file__).resolve().parents[2]
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
CHECKER = Path("/usr/share/java/epubcheck.jar")


def make_png() -> bytes:
    """One white pixel."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\x00\xff")),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


WORDS = "![The quay](../pictures/quay.png)\n\n![The bridge](../pictures/bridge.webp)\n\nBoth by the sea."
HARBOUR = Page(
    slug=Slug("harbour"), title="The harbour", markdown=WORDS, flow=parse_flow(WORDS), path=PurePosixPath("a.md")
)
PICTURES = (
    Picture(path=PurePosixPath("pictures/quay.png"), data=make_png(), width=1, height=1),
    Picture(path=PurePosixPath("pictures/bridge.webp"), data=b"", width=1, height=1),
)


@pytest.fixture(scope="module")
def made():
    spec = importlib.util.spec_from_file_location("bench_pdf", ROOT / "bench" / "pdf.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.make_book(6, hostile=True)


def pack(*given) -> bytes:
    [file] = render_epub(*given)
    out = io.BytesIO()
    file.write(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def archive(made):
    assert [str(file.path) for file in render_epub(*made)] == ["the-tidewater-papers.epub"]
    return zipfile.ZipFile(io.BytesIO(pack(*made)))


def tree(archive: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(archive.read(name))  # noqa: S314 - our own output


def pages(archive: zipfile.ZipFile) -> dict[str, ET.Element]:
    return {n.removeprefix("EPUB/"): tree(archive, n) for n in archive.namelist() if n.endswith(".xhtml")}


def test_the_type_stands_first_and_unpacked(archive):
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert archive.read("mimetype") == b"application/epub+zip"


def test_the_same_book_gives_the_same_bytes(made):
    assert pack(*made) == pack(*made)


def test_every_file_is_listed_once_and_every_page_is_read(archive):
    package = tree(archive, "EPUB/package.opf")
    listed = [item.get("href") for item in package.iter(f"{OPF}item")]
    assert sorted([*listed, "package.opf"]) == sorted(
        n.removeprefix("EPUB/") for n in archive.namelist() if n.startswith("EPUB/")
    )
    spine = [item.get("idref") for item in package.iter(f"{OPF}itemref")]
    assert len(spine) == len(set(spine)) == sum(name.endswith(".xhtml") for name in listed)


def test_every_link_within_it_leads_somewhere_and_every_id_stands_once(archive):
    found = pages(archive)
    ids = {}
    for name, page in found.items():
        own = [e.get("id") for e in page.iter() if e.get("id")]
        assert len(own) == len(set(own)), name
        ids[name] = set(own)
    for name, page in found.items():
        for link in page.iter(f"{XHTML}a"):
            href = link.get("href")
            if href.startswith(("https:", "http:", "mailto:")):
                continue
            target, _, fragment = href.partition("#")
            assert (target or name) in found, href
            assert not fragment or fragment in ids[target or name], (name, href)


def test_nothing_of_the_sources_acts_or_loads(archive):
    for page in pages(archive).values():
        assert not [e for e in page.iter() if e.tag in {f"{XHTML}script", f"{XHTML}img", f"{XHTML}iframe"}]
        assert not [k for e in page.iter() for k in e.attrib if k.startswith("on") or k == "src"]


def test_the_words_of_every_block_are_there(made, archive):
    for article in made[0].articles:
        page = "".join(tree(archive, f"EPUB/doc-{article.doc}.xhtml").itertext())
        assert all(
            "".join(block.text.split()) in "".join(page.split()) for block in article.blocks if "[" not in block.text
        )


def test_a_book_of_one_bare_article_has_no_empty_chapters(made):
    book, config = made
    bare = replace(
        book,
        articles=book.articles[-1:],
        annotations=(replace(book.annotations[-1], mentions=(), dates=(), quotations=()),),
        register=replace(book.register, entities=(), open=()),
        chronology=(),
        index=(),
        pages=(),
    )
    names = zipfile.ZipFile(io.BytesIO(pack(bare, config))).namelist()
    assert [n for n in names if n.endswith(".xhtml")] == [
        "EPUB/nav.xhtml",
        "EPUB/title.xhtml",
        "EPUB/doc-7.xhtml",
        "EPUB/sources.xhtml",
    ]


def test_a_book_without_a_title_has_no_empty_line_in_its_contents(made):
    book, config = made
    pages_of = tuple(replace(page, title="") for page in book.pages)
    nameless = zipfile.ZipFile(io.BytesIO(pack(replace(book, title="", pages=pages_of), config)))
    assert all(link.text for link in tree(nameless, "EPUB/nav.xhtml").iter(f"{XHTML}a"))


@pytest.mark.java
@pytest.mark.slow
@pytest.mark.skipif(not (CHECKER.exists() and shutil.which("java")), reason="needs epubcheck and Java")
def test_the_checker_of_the_standard_finds_nothing(made, tmp_path):
    path = tmp_path / "book.epub"
    book, config = made
    path.write_bytes(pack(replace(book, pages=(*book.pages, HARBOUR)), config, PICTURES))
    done = subprocess.run(["java", "-jar", str(CHECKER), str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stdout + done.stderr


def test_pictures_are_in_the_book_where_every_reader_shows_them(made):
    book, config = made
    shown = zipfile.ZipFile(io.BytesIO(pack(replace(book, pages=(HARBOUR,)), config, PICTURES)))
    assert shown.read("EPUB/pictures/quay.png") == PICTURES[0].data
    assert "EPUB/pictures/bridge.webp" not in shown.namelist()
    text = shown.read("EPUB/page-1.xhtml").decode()
    assert '<img src="pictures/quay.png" alt="" width="1" height="1"/>' in text
    assert "The bridge" in text


def test_the_book_has_a_cover_with_its_title(archive):
    assert "Tidewater" in "".join(tree(archive, "EPUB/cover.svg").itertext())
    package = archive.read("EPUB/package.opf").decode()
    assert 'properties="cover-image"' in package
