"""The book as an EPUB 3.3 publication, made of the same values as the site, complete without script or network.

Source: EPUB 3.3, W3C Recommendation, 2023; EPUB Accessibility 1.1.
"""

import re
import textwrap
import zipfile
from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import chain
from pathlib import PurePosixPath
from typing import IO
from urllib.parse import quote

from markupsafe import Markup, escape

from briefbook.model.book import Book, OutputStream, Picture
from briefbook.model.config import Config
from briefbook.model.text import digest
from briefbook.model.when import OPEN_START, parse_when
from briefbook.render.chapters import (
    PICTURES,
    Chapter,
    choose_pictures,
    clean,
    head,
    join_lines,
    squeeze,
    write_chapters,
)
from briefbook.render.prose import direction

ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""The day every entry bears. Source: PKWARE APPNOTE 6.3.10, 4.4.6: the first a ZIP file can name."""
NO_DAY = date(1970, 1, 1)
"""`dcterms:modified` where the editor states no edition: the standard asks for one, and it is never today."""
NAMESPACES = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
CSS = """\
body { line-height: 1.45; margin: 0 4%; }
h1 { font-size: 1.6em; font-weight: normal; line-height: 1.2; margin: 1.5em 0 .8em; }
h2 { font-size: 1.2em; font-weight: normal; margin: 1.6em 0 .5em; }
h3, h4, h5, h6 { font-size: 1em; font-style: italic; font-weight: normal; margin: 1.4em 0 .4em; }
p { margin: 0 0 .6em; }
a { color: inherit; text-decoration-thickness: .05em; }
a.person, a.place, a.organisation { text-decoration-style: dotted; }
a.no { font-size: .7em; margin-right: .7em; text-decoration: none; }
img { max-width: 100%; height: auto; }
.titlepage { margin-top: 12%; text-align: center; } .titlepage h1 { font-size: 2em; margin: .4em 0; }
.titlepage .subtitle { font-style: italic; font-size: 1.15em; } .titlepage .scope { margin: 2em 8%; text-align: left; }
figure { border-left: .15em solid; margin: 1em 0; padding-left: 1em; font-size: .9em; }
.note { border: thin solid; font-size: .9em; margin: 1em 0; padding: .3em .8em; }
.label, .meta, .ref { font-size: .85em; }
.lemma { font-style: italic; }
dt { font-weight: bold; margin-top: .8em; }
dd { margin: 0 0 0 1.4em; }
table { border-collapse: collapse; } td, th { border-bottom: thin solid; padding: .2em .6em; text-align: left; }
ul.index, ul.plain { list-style: none; padding-left: 0; } ul.index ul { list-style: none; padding-left: 1.4em; }
sup { line-height: 0; }
"""


def render_epub(book: Book, config: Config, pictures: Sequence[Picture] = ()) -> tuple[OutputStream, ...]:
    """`NAME.epub`: cover, title, documents with their pictures, who's who, chronology, quotations, sources and index.

    The same bytes for the same book; packed document by document.
    """
    path = PurePosixPath(f"{config.book.stem}.epub")
    return (OutputStream(path=path, write=partial(_write, book, config, pictures)),)


def _write(book: Book, config: Config, pictures: Sequence[Picture], out: IO[bytes]) -> None:
    shown = choose_pictures(pictures)
    chapters = write_chapters(book, config, shown)
    identifier = f"urn:sha256:{digest(book.title)}"
    edition = parse_when(config.book.date)
    day = edition.start if edition and edition.start != OPEN_START else NO_DAY
    language = config.book.language
    entries = (
        ("META-INF/container.xml", _CONTAINER),
        ("EPUB/package.opf", _package(book, config, chapters, shown, identifier, day)),
        ("EPUB/nav.xhtml", _page("Contents", _navigation(chapters), language)),
        ("EPUB/style.css", CSS),
        ("EPUB/cover.svg", _cover(head(book.title), config.book.subtitle)),
    )
    written = ((f"EPUB/{c.name}", _page(c.title, c.write(), c.language or language)) for c in chapters)
    with zipfile.ZipFile(out, "w") as archive:
        _add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        for name, text in chain(entries, written):
            _add(archive, name, text.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
        for picture in shown:
            _add(archive, f"EPUB/{picture.path}", picture.data, zipfile.ZIP_STORED)


def _add(archive: zipfile.ZipFile, name: str, data: bytes, method: int) -> None:
    entry = zipfile.ZipInfo(name, ZIP_DAY)
    entry.compress_type = method
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # else it would be that of the computer at hand
    archive.writestr(entry, data)


_CONTAINER = """\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def _cover(title: str, subtitle: str) -> str:
    """The picture that stands for the book on a shelf: its title, as SVG."""
    lines = textwrap.wrap(title, 17)[:9]
    size = min(56, 800 // max(map(len, lines)))
    rows = [
        f'<text x="60" y="{220 + n * size * 1.2:.0f}" font-size="{size}">{escape(line)}</text>'
        for n, line in enumerate(lines)
    ]
    below = 220 + len(lines) * size * 1.2
    rows += [
        f'<text x="60" y="{below + 20 + n * 32:.0f}" font-size="24" font-style="italic" fill="#5b564d">{escape(line)}</text>'
        for n, line in enumerate(textwrap.wrap(subtitle, 38)[:4])
    ]
    return clean(
        '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 900" width="600" height="900">'
        f'<title>{escape(title)}</title><rect width="600" height="900" fill="#fcfbf7"/>'
        '<path d="M60 130h120" stroke="#76211f" stroke-width="4"/><path d="M60 810h480" stroke="#d8d2c4"/>'
        f'<g font-family="Palatino, Georgia, serif" fill="#1c1a17">{"".join(rows)}'
        '<text x="60" y="848" font-size="20" letter-spacing="3" fill="#5b564d">BRIEFING BOOK</text></g></svg>\n'
    )


def _package(
    book: Book, config: Config, chapters: Sequence[Chapter], pictures: Sequence[Picture], identifier: str, day: date
) -> str:
    settings = config.book
    optional = [
        f"<dc:creator>{escape(settings.editor)}</dc:creator>" if settings.editor else "",
        f"<dc:description>{escape(squeeze(settings.description))}</dc:description>" if settings.description else "",
        f"<dc:date>{day.isoformat()}</dc:date>" if day != NO_DAY else "",
    ]
    seen = "Text" if not pictures else "Text and pictures with their captions"
    drawn = [
        f'<item id="p{n}" href="{escape(quote(str(p.path)))}" media-type="{PICTURES[p.path.suffix.lower()]}"/>'
        for n, p in enumerate(pictures)
    ]
    items = [f'<item id="c{n}" href="{c.name}" media-type="application/xhtml+xml"/>' for n, c in enumerate(chapters)]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{escape(settings.language)}">',
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        f'<dc:identifier id="id">{identifier}</dc:identifier>',
        f"<dc:title>{escape(head(book.title))}</dc:title>",
        f"<dc:language>{escape(settings.language)}</dc:language>",
        *filter(None, optional),
        f'<meta property="dcterms:modified">{day.isoformat()}T00:00:00Z</meta>',
        '<meta property="schema:accessMode">textual</meta>',
        *(['<meta property="schema:accessMode">visual</meta>'] if pictures else []),
        '<meta property="schema:accessModeSufficient">textual</meta>',
        '<meta property="schema:accessibilityFeature">tableOfContents</meta>',
        '<meta property="schema:accessibilityFeature">readingOrder</meta>',
        '<meta property="schema:accessibilityFeature">structuralNavigation</meta>',
        '<meta property="schema:accessibilityFeature">index</meta>',
        '<meta property="schema:accessibilityHazard">none</meta>',
        f'<meta property="schema:accessibilitySummary">{seen}, in reading order, with headings and an index.</meta>',
        "</metadata>",
        "<manifest>",
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="css" href="style.css" media-type="text/css"/>',
        '<item id="cover" href="cover.svg" media-type="image/svg+xml" properties="cover-image"/>',
        *items,
        *drawn,
        "</manifest>",
        "<spine>",
        '<itemref idref="c0"/>',
        '<itemref idref="nav"/>',
        *(f'<itemref idref="c{n}"/>' for n in range(1, len(chapters))),
        "</spine>",
        "</package>",
        "",
    ]
    return clean("\n".join(lines))


def _navigation(chapters: Sequence[Chapter]) -> Markup:
    rows = []
    part = ""
    for chapter in chapters:
        if chapter.part != part:
            if part:
                rows.append(Markup("</ol></li>"))
            part = chapter.part
            if part:
                rows.append(Markup('<li><a href="{}">{}</a><ol>').format(chapter.name, part))
        rows.append(Markup('<li><a href="{}">{}</a></li>').format(chapter.name, chapter.title))
    if part:
        rows.append(Markup("</ol></li>"))
    return join_lines(Markup('<nav epub:type="toc" role="doc-toc"><h1>Contents</h1><ol>'), *rows, Markup("</ol></nav>"))


def _page(title: str, body: Markup, language: str) -> str:
    tag = escape(language)
    turned = ' dir="rtl"' if direction(language) == "rtl" else ""
    head = (
        f'<head><meta charset="UTF-8"/><title>{escape(title)}</title><link rel="stylesheet" href="style.css"/></head>'
    )
    # What HTML leaves open, XHTML closes; the only such elements the prose writer uses.
    closed = re.sub(r"<(br|hr|img\b[^<>]*?)(?: loading=\"lazy\" decoding=\"async\")?>", r"<\1/>", str(body))
    return clean(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html {NAMESPACES} lang="{tag}" xml:lang="{tag}"{turned}>'
        f"{head}<body>\n{closed}\n</body></html>\n"
    )
