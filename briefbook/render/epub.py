"""The book as an EPUB 3.3 publication, made of the same values as the site, complete without script or network.

Source: EPUB 3.3, W3C Recommendation, 2023; EPUB Accessibility 1.1.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import PurePosixPath

from markupsafe import Markup, escape

from briefbook.formats.markdown import parse_flow, weave_marks
from briefbook.model.article import Article, Passage
from briefbook.model.book import Annotations, Book, IndexEntry, OutputFile
from briefbook.model.config import Config
from briefbook.model.entity import Entity, EntityKind, Mention, Role
from briefbook.model.event import Event, EventStatus, Quotation
from briefbook.model.flow import Element, Inline, InlineKind, Mark
from briefbook.model.text import Slug, digest, fold
from briefbook.model.when import OPEN_START, parse_when
from briefbook.render.addresses import place_of
from briefbook.render.asides import add_forms, gather_names, link_names, place_notes
from briefbook.render.index import join_neighbours
from briefbook.render.prose import Setting, direction, format_html
from briefbook.render.stretches import shelve
from briefbook.render.wording import KIND_NAMES, STATUS_NAMES, join, say_speaker, say_when

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
a.no { float: left; font-size: .7em; margin-left: -2.4em; text-decoration: none; }
figure { border-left: .15em solid; margin: 1em 0; padding-left: 1em; font-size: .9em; }
aside.note { border: thin solid; font-size: .9em; margin: 1em 0; padding: .3em .8em; }
.label, .meta, .ref { font-size: .85em; }
.lemma { font-style: italic; }
dt { font-weight: bold; margin-top: .8em; }
dd { margin: 0 0 0 1.4em; }
table { border-collapse: collapse; } td, th { border-bottom: thin solid; padding: .2em .6em; text-align: left; }
ul.index, ul.plain { list-style: none; padding-left: 0; } ul.index ul { list-style: none; padding-left: 1.4em; }
sup { line-height: 0; }
"""


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A file of the publication."""

    name: str
    title: str
    body: Markup
    language: str = ""
    part: str = ""
    """The head it stands under in the contents, or empty."""


def render_epub(book: Book, config: Config) -> tuple[OutputFile, ...]:
    """`NAME.epub`: title, documents, who's who, chronology, quotations, sources and index; the same bytes for the same book."""
    chapters = _Writer(book, config).chapters()
    identifier = f"urn:sha256:{digest(book.title)}"
    edition = parse_when(config.book.date)
    day = edition.start if edition and edition.start != OPEN_START else NO_DAY
    language = config.book.language
    entries = [
        ("META-INF/container.xml", _CONTAINER),
        ("EPUB/package.opf", _package(book, config, chapters, identifier, day)),
        ("EPUB/nav.xhtml", _page("Contents", _navigation(chapters), language)),
        ("EPUB/style.css", CSS),
        *((f"EPUB/{c.name}", _page(c.title, c.body, c.language or language)) for c in chapters),
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        for name, text in entries:
            _add(archive, name, text.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
    return (OutputFile(path=PurePosixPath(f"{config.book.stem}.epub"), data=out.getvalue()),)


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


def _package(book: Book, config: Config, chapters: Sequence[_Chapter], identifier: str, day: date) -> str:
    settings = config.book
    optional = [
        f"<dc:creator>{escape(settings.editor)}</dc:creator>" if settings.editor else "",
        f"<dc:description>{escape(_squeezed(settings.description))}</dc:description>" if settings.description else "",
        f"<dc:date>{day.isoformat()}</dc:date>" if day != NO_DAY else "",
    ]
    items = [f'<item id="c{n}" href="{c.name}" media-type="application/xhtml+xml"/>' for n, c in enumerate(chapters)]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{escape(settings.language)}">',
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        f'<dc:identifier id="id">{identifier}</dc:identifier>',
        f"<dc:title>{escape(_head(book.title))}</dc:title>",
        f"<dc:language>{escape(settings.language)}</dc:language>",
        *filter(None, optional),
        f'<meta property="dcterms:modified">{day.isoformat()}T00:00:00Z</meta>',
        '<meta property="schema:accessMode">textual</meta>',
        '<meta property="schema:accessModeSufficient">textual</meta>',
        '<meta property="schema:accessibilityFeature">tableOfContents</meta>',
        '<meta property="schema:accessibilityFeature">readingOrder</meta>',
        '<meta property="schema:accessibilityFeature">structuralNavigation</meta>',
        '<meta property="schema:accessibilityFeature">index</meta>',
        '<meta property="schema:accessibilityHazard">none</meta>',
        '<meta property="schema:accessibilitySummary">Text only, in reading order, with headings and an index.</meta>',
        "</metadata>",
        "<manifest>",
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="css" href="style.css" media-type="text/css"/>',
        *items,
        "</manifest>",
        "<spine>",
        '<itemref idref="c0"/>',
        '<itemref idref="nav"/>',
        *(f'<itemref idref="c{n}"/>' for n in range(1, len(chapters))),
        "</spine>",
        "</package>",
        "",
    ]
    return _valid("\n".join(lines))


def _navigation(chapters: Sequence[_Chapter]) -> Markup:
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
    return _join(Markup('<nav epub:type="toc" role="doc-toc"><h1>Contents</h1><ol>'), *rows, Markup("</ol></nav>"))


def _page(title: str, body: Markup, language: str) -> str:
    tag = escape(language)
    turned = ' dir="rtl"' if direction(language) == "rtl" else ""
    head = (
        f'<head><meta charset="UTF-8"/><title>{escape(title)}</title><link rel="stylesheet" href="style.css"/></head>'
    )
    # What HTML leaves open, XHTML closes; the only such elements the prose writer uses.
    closed = re.sub(r"<(br|hr|img\b[^<>]*)>", r"<\1/>", str(body))
    return _valid(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html {NAMESPACES} lang="{tag}" xml:lang="{tag}"{turned}>'
        f"{head}<body>\n{closed}\n</body></html>\n"
    )


def _valid(text: str) -> str:
    """`text` without the characters XML forbids. Source: XML 1.0, 2.2, Char."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", text)


def _head(text: str) -> str:
    """`text` on one line, or what stands for a head of nothing: contents may not have an empty line."""
    return _squeezed(_valid(text)) or "Untitled"


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _join(*parts: Markup) -> Markup:
    return Markup("\n").join(parts)


class _Writer:
    """Holds what the chapters need of each other while one book is written."""

    def __init__(self, book: Book, config: Config) -> None:
        self.book = replace(book, title=_head(book.title))
        self.config = config
        self.articles = {article.slug: article for article in book.articles}
        self.mentions: dict[tuple[EntityKind, Slug], list[Mention]] = defaultdict(list)
        for found in book.annotations:
            for mention in found.mentions:
                if mention.entity is not None:
                    self.mentions[mention.kind, mention.entity].append(mention)
        self.entities = {
            (e.kind, e.slug): e for e in book.register.entities if not e.hidden and self.mentions.get((e.kind, e.slug))
        }
        self.names = gather_names(self.entities.values())

    def chapters(self) -> list[_Chapter]:
        """In reading order; empty ones are left out."""
        found: list[_Chapter | None] = [
            self.title(),
            *(
                _Chapter(
                    f"page-{n}.xhtml",
                    _head(p.title),
                    _titled(_head(p.title), format_html(_portable(p.flow), _unnumbered())),
                )
                for n, p in enumerate(self.book.pages, 1)
            ),
            *(self.listed(kind) for kind in EntityKind),
            *self.documents(),
            self.chronology(),
            self.quotations(),
            self.sources(),
            self.index(),
        ]
        return [chapter for chapter in found if chapter is not None]

    def title(self) -> _Chapter:
        settings = self.config.book
        lines = [settings.subtitle, f"Edited by {settings.editor}" if settings.editor else "", settings.description]
        body = [Markup("<h1>{}</h1>").format(self.book.title)]
        body += [Markup("<p>{}</p>").format(line) for line in lines if line]
        made = f"Names read by: {self.book.engine}. Notes marked “Editor’s note” are the editor’s; the rest is the sources’ own."
        body.append(Markup('<p class="meta">{}</p>').format(made))
        return _Chapter("title.xhtml", self.book.title, _join(*body))

    # References

    def cite(self, passage: Passage) -> Markup:
        article = self.articles[passage.article]
        block = article.blocks[passage.block]
        return Markup('<a href="{}#{}">Doc. {} {}</a>').format(
            _file_of(article), block.id, article.doc, place_of(block)
        )

    def words(self, passage: Passage) -> Markup:
        article = self.articles[passage.article]
        words = escape(passage.span.of(article.blocks[passage.block].text))
        if article.language == self.config.book.language:
            return words
        return Markup('<span lang="{0}" xml:lang="{0}" dir="{1}">{2}</span>').format(
            article.language, direction(article.language), words
        )

    # People, places, organisations

    def listed(self, kind: EntityKind) -> _Chapter | None:
        found = [e for e in self.book.register.of(kind) if (e.kind, e.slug) in self.entities]
        if not found:
            return None
        title = "Who’s who" if kind is EntityKind.PERSON else KIND_NAMES[kind][2]
        rows = [self.entity(entity) for entity in found]
        return _Chapter(f"{kind}.xhtml", title, _titled(title, _join(Markup("<dl>"), *rows, Markup("</dl>"))))

    def entity(self, entity: Entity) -> Markup:
        roles: dict[str, Role] = {}
        for role in entity.roles:
            roles.setdefault(fold(role.text), role)
        said = Markup("; ").join(Markup("{} ({})").format(r.text, self.cite(r.passage)) for r in roles.values())
        first = self.mentions[entity.kind, entity.slug][0].passage
        also = f"Also {', '.join(entity.aliases)}. " if entity.aliases else ""
        facts = Markup("{}{}{}First in {}.").format(said, ". " if said else "", also, self.cite(first))
        body = Markup('<dt id="{}">{}</dt><dd>{}</dd>').format(entity.slug, entity.sort_name, facts)
        if entity.biography.strip():
            body += Markup('<dd><p class="label">Editor’s note</p>{}</dd>').format(
                format_html(_portable(parse_flow(entity.biography)), replace(_unnumbered(), permalinks=False))
            )
        return body

    # Documents

    def documents(self) -> list[_Chapter]:
        """Under the editor's parts, the others after them."""
        pairs = {a.slug: (a, n) for a, n in zip(self.book.articles, self.book.annotations, strict=True)}
        placed: dict[str, str] = {}
        for part in self.config.book.parts:
            for slug in part.articles:
                if slug in pairs:
                    placed.setdefault(slug, part.title)
        rest = "Further documents" if placed else "Documents"
        order = [*placed, *(slug for slug in pairs if slug not in placed)]
        return [self.document(*pairs[Slug(slug)], placed.get(slug, rest)) for slug in order]

    def document(self, article: Article, found: Annotations, part: str) -> _Chapter:
        published = article.published
        credit = filter(
            None,
            (article.source.outlet, article.section, f"By {join(article.byline)}" if article.byline else ""),
        )
        dated = say_when(published.when, weekday=True) if published.when else "Date not known"
        basis = f", {published.basis}" if published.basis else ""
        body = [
            Markup('<p class="meta">Document {}</p>').format(article.doc),
            Markup("<h1>{}</h1>").format(article.title),
        ]
        if article.subtitle:
            body.append(Markup("<p><em>{}</em></p>").format(article.subtitle))
        line = " · ".join(credit)
        if line:
            body.append(Markup('<p class="meta">{}</p>').format(line))
        body.append(Markup('<p class="meta">{}{}</p>').format(dated, basis))
        names = add_forms(self.names, (m for m in found.mentions if (m.kind, m.entity) in self.entities))
        flows = [_portable(link_names(note.text, names, _entry_of)) for note in article.notes]
        marks, asides = place_notes(article, flows)
        for mention in self.first_mentions(found):
            span = mention.passage.span
            own = marks.setdefault(mention.passage.block, [])
            if mention.entity and not any(m.span.overlaps(span) for m in own):
                own.append(Mark(span=span, kind=mention.kind, href=_entry_of(mention.kind, mention.entity)))
        woven = weave_marks(_portable(article.flow), {n: sorted(own, key=lambda m: m.span) for n, own in marks.items()})
        languages = {n: b.language for n, b in enumerate(article.blocks) if b.language}
        body.append(format_html(woven, Setting(asides=asides, languages=languages)))
        if article.source.url:
            body.append(Markup('<p class="meta">Published at <a href="{0}">{0}</a></p>').format(article.source.url))
        return _Chapter(_file_of(article), f"{article.doc}. {article.title}", _join(*body), article.language, part)

    def first_mentions(self, found: Annotations) -> Iterable[Mention]:
        seen = set()
        for mention in found.mentions:
            key = (mention.kind, mention.entity)
            if key in self.entities and key not in seen:
                seen.add(key)
                yield mention

    # Chronology, quotations, sources, index

    def chronology(self) -> _Chapter | None:
        if not self.book.chronology:
            return None
        body: list[Markup] = []
        undated = tuple((event, "Date not known") for event in self.book.chronology if event.when is None)
        shelves = [*shelve(self.book.chronology, self.book.articles), *([("Undated", undated)] if undated else [])]
        for head, entries in shelves:
            body += [Markup("<h2>{}</h2>").format(head), Markup("<dl>")]
            body += [self.event(event, day) for event, day in entries]
            body.append(Markup("</dl>"))
        return _Chapter("chronology.xhtml", "Chronology", _titled("Chronology", _join(*body)))

    def event(self, event: Event, day: str) -> Markup:
        kind = "" if event.status is EventStatus.OCCURRED else f"({STATUS_NAMES[event.status]}) "
        cited = Markup("; ").join(self.cite(passage) for passage in event.passages)
        doubt = f" Doubtful: {event.doubtful}." if event.doubtful and event.doubtful != event.basis else ""
        own = Markup("<p>Editor’s words: {}</p>").format(event.editor) if event.editor else Markup()
        return Markup('<dt>{}</dt><dd>{}<p>{} <span class="meta">{}{} · {}.{}</span></p></dd>').format(
            day,
            own,
            self.words(event.passages[0]) if event.passages else "",
            kind,
            cited,
            event.basis or "date as printed",
            doubt,
        )

    def quotations(self) -> _Chapter | None:
        spoken: dict[tuple[int, str, str], list[Quotation]] = defaultdict(list)
        for found in self.book.annotations:
            for quotation in found.quotations:
                speaker = self.entities.get((EntityKind.PERSON, quotation.speaker)) if quotation.speaker else None
                name = speaker.sort_name if speaker else say_speaker(quotation.speaker_surface) or "Speaker not named"
                spoken[0 if speaker else 1, fold(name), name].append(quotation)
        if not spoken:
            return None
        body = []
        for (_, _, name), quotations in sorted(spoken.items(), key=lambda item: item[0]):
            body.append(Markup("<h2>{}</h2>").format(name))
            for quotation in quotations:
                first = quotation.passages[0]
                when = self.articles[first.article].published.when
                pieces = Markup(" … ").join(Markup("“{}”").format(self.words(p)) for p in quotation.passages)
                dated = f", {say_when(when)}" if when else ""
                body.append(Markup('<p>{} <span class="meta">{}{}</span></p>').format(pieces, self.cite(first), dated))
        return _Chapter("quotations.xhtml", "Quotations", _titled("Quotations", _join(*body)))

    def sources(self) -> _Chapter | None:
        if not self.book.articles:
            return None
        rows = []
        for article in self.book.articles:
            when = article.published.when
            parts = [article.source.outlet, say_when(when) if when else "date not known", article.published.basis]
            where = Markup(' <a href="{0}">{0}</a>').format(article.source.url) if article.source.url else Markup()
            seed = Markup("<br/><code>{}</code>").format(str(article.source.seed)) if article.source.seed else Markup()
            rows.append(
                Markup('<li value="{}"><a href="{}">{}</a>. {}.{}{}</li>').format(
                    article.doc, _file_of(article), article.title, ", ".join(filter(None, parts)), where, seed
                )
            )
        return _Chapter("sources.xhtml", "Sources", _titled("Sources", _join(Markup("<ol>"), *rows, Markup("</ol>"))))

    def index(self) -> _Chapter | None:
        if not self.book.index:
            return None
        targets = {entry.heading: entry.id for entry in self.book.index if not entry.see}
        body: list[Markup] = []
        letter: str | None = None
        for entry in self.book.index:
            first = entry.sort_key[:1].upper()
            head = "0–9" if first.isdigit() else first or "·"
            if head != letter:
                body += [Markup("</ul>")] if letter is not None else []
                body += [Markup("<h2>{}</h2>").format(head), Markup('<ul class="index">')]
                letter = head
            body.append(self.entry(entry, targets))
        return _Chapter("index.xhtml", "Index", _titled("Index", _join(*body, Markup("</ul>"))))

    def entry(self, entry: IndexEntry, targets: dict[str, str]) -> Markup:
        def to(heading: str, words: str = "") -> Markup:
            return Markup('<a href="#{}">{}</a>').format(targets.get(heading, entry.id), words or heading)

        text = Markup('<li id="{}">{}').format(entry.id, entry.heading)
        if entry.see:
            text += Markup(", <em>see{}</em> {}").format(" under" if entry.under else "", to(entry.see, entry.under))
        cited: list[Markup] = []
        for slug, same in groupby(entry.locators, key=lambda passage: passage.article):
            article, first = self.articles[slug], True
            for run in join_neighbours([(article.blocks[p.block], p == entry.principal) for p in same]):
                # The document is named once.
                place = Markup('<a href="{}#{}">{}{}</a>').format(
                    _file_of(article), run[0][0].id, f"Doc. {article.doc} " * first, place_of(run[0][0], run[-1][0])
                )
                cited.append(Markup("<strong>{}</strong>").format(place) if run[0][1] else place)
                first = False
        if cited:
            text += Markup(", ") + Markup(", ").join(cited)
        if entry.see_also:
            text += Markup(". <em>See also</em> ") + Markup("; ").join(to(heading) for heading in entry.see_also)
        if entry.sub:
            text += Markup("<ul>{}</ul>").format(Markup().join(self.entry(sub, targets) for sub in entry.sub))
        return text + Markup("</li>")


def _file_of(article: Article) -> str:
    return f"doc-{article.doc}.xhtml"


def _titled(title: str, body: Markup) -> Markup:
    return Markup("<h1>{}</h1>\n{}").format(title, body)


def _unnumbered() -> Setting:
    return Setting(numbered=False)


def _entry_of(kind: EntityKind, slug: Slug) -> str:
    """Where somebody or something is described."""
    return f"{kind}.xhtml#{slug}"


def _portable(flow: Sequence[Element]) -> tuple[Element, ...]:
    """The flow without pictures and links that lead to files the publication does not hold; their words stay."""
    return tuple(
        replace(
            element,
            source="",
            inlines=_portable_inlines(element.inlines),
            children=_portable(element.children),
        )
        for element in flow
    )


def _portable_inlines(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    result: list[Inline] = []
    for inline in inlines:
        children = _portable_inlines(inline.children)
        if inline.kind is InlineKind.LINK and not re.match(r"(?:https?|mailto):", inline.href, re.IGNORECASE):
            result.extend(children)
        else:
            result.append(replace(inline, children=children))
    return tuple(result)
