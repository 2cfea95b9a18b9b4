"""What stands in the book for e-readers: title page, documents, who's who, chronology, quotations, sources, index."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from types import MappingProxyType

from markupsafe import Markup, escape

from briefbook.formats.markdown import parse_flow, weave_marks
from briefbook.model.article import Article, Passage
from briefbook.model.book import Annotations, Book, IndexEntry, Picture, gather_mentions
from briefbook.model.config import Config
from briefbook.model.entity import Entity, EntityKind, Mention, Role
from briefbook.model.event import Event, EventStatus, Quotation
from briefbook.model.flow import Element, Inline, InlineKind, Mark
from briefbook.model.text import Slug, fold
from briefbook.render.addresses import article_address, page_address, place_of, resolve_address
from briefbook.render.asides import add_forms, gather_names, link_names, place_notes
from briefbook.render.citations import say_edition
from briefbook.render.index import join_neighbours
from briefbook.render.prose import Setting, direction, format_html
from briefbook.render.stretches import shelve
from briefbook.render.wording import (
    KIND_NAMES,
    STATUS_NAMES,
    join,
    say_changes,
    say_period,
    say_provenance,
    say_speaker,
    say_when,
)

PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}
"""What every e-reader shows. Source: EPUB 3.2, 3.1, core media types; 3.3 has WebP too, older readers do not."""
_NO_MARKS: Mapping[int, Sequence[Mark]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Chapter:
    """A file of the publication."""

    name: str
    title: str
    write: Callable[[], Markup]
    """Its words; those of a document are written when they are asked for, for a book may have very many."""
    language: str = ""
    part: str = ""
    """The head it stands under in the contents, or empty."""


def clean(text: str) -> str:
    """`text` without the characters XML forbids. Source: XML 1.0, 2.2, Char."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", text)


def head(text: str) -> str:
    """`text` on one line, or what stands for a head of nothing: contents may not have an empty line."""
    return squeeze(clean(text)) or "Untitled"


def squeeze(text: str) -> str:
    """`text` on one line, with single spaces."""
    return " ".join(text.split())


def join_lines(*parts: Markup) -> Markup:
    """The parts one below the other."""
    return Markup("\n").join(parts)


def choose_pictures(pictures: Iterable[Picture]) -> tuple[Picture, ...]:
    """Those that every e-reader shows."""
    return tuple(p for p in pictures if p.path.suffix.lower() in PICTURES)


def write_chapters(book: Book, config: Config, pictures: Sequence[Picture]) -> list[Chapter]:
    """The chapters in reading order; `pictures` are those the publication holds."""
    return _Writer(book, config, pictures).all()


class _Writer:
    """Holds what the chapters need of each other while one book is written."""

    def __init__(self, book: Book, config: Config, pictures: Sequence[Picture]) -> None:
        self.book = replace(book, title=head(book.title))
        self.config = config
        self.pictures = {str(p.path): p for p in pictures}
        self.articles = {article.slug: article for article in book.articles}
        self.mentions = gather_mentions(book)
        self.entities = {(e.kind, e.slug): e for e in book.register.entities if (e.kind, e.slug) in self.mentions}
        self.names = gather_names(self.entities.values())

    def all(self) -> list[Chapter]:
        """In reading order; empty ones are left out."""
        found: list[Chapter | None] = [
            self.title(),
            *(
                _chapter(
                    f"page-{n}.xhtml",
                    head(p.title),
                    _titled(head(p.title), self.text(p.flow, Setting(numbered=False, page=page_address(p.slug)))),
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

    def text(
        self, flow: Sequence[Element], setting: Setting, marks: Mapping[int, Sequence[Mark]] = _NO_MARKS
    ) -> Markup:
        """The words of a document or page, with the pictures the publication holds."""
        kept = _portable(flow, lambda source: resolve_address(setting.page, source) in self.pictures)
        return format_html(weave_marks(kept, marks) if marks else kept, replace(setting, pictures=self.pictures))

    def title(self) -> Chapter:
        """The title page: what the book is, of when, by whom, and what may be relied on."""
        settings = self.config.book
        period = say_period([a.published.when for a in self.book.articles if a.published.when])
        edition = say_edition(settings)
        lines = [
            ("meta", " · ".join(filter(None, ("Briefing book", period)))),
            ("", Markup("<h1>{}</h1>").format(self.book.title)),
            ("subtitle", settings.subtitle),
            ("", f"Edited by {settings.editor}" if settings.editor else ""),
            ("meta", f"Edition of {edition}" if edition else ""),
            ("scope", settings.description),
            (
                "meta",
                f"Names read by {self.book.engine}. Notes marked “Editor’s note” are the editor’s; the rest is the sources’ own.",
            ),
        ]
        body = [
            line if isinstance(line, Markup) else Markup('<p class="{}">{}</p>').format(kind or "by", line)
            for kind, line in lines
            if line
        ]
        section = Markup('<section class="titlepage" epub:type="titlepage">'), *body, Markup("</section>")
        return _chapter("title.xhtml", self.book.title, join_lines(*section))

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

    def listed(self, kind: EntityKind) -> Chapter | None:
        found = [e for e in self.book.register.of(kind) if (e.kind, e.slug) in self.entities]
        if not found:
            return None
        title = "Who’s who" if kind is EntityKind.PERSON else KIND_NAMES[kind][2]
        rows = [self.entity(entity) for entity in found]
        return _chapter(f"{kind}.xhtml", title, _titled(title, join_lines(Markup("<dl>"), *rows, Markup("</dl>"))))

    def entity(self, entity: Entity) -> Markup:
        roles: dict[str, Role] = {}
        for role in entity.roles:
            roles.setdefault(fold(role.text), role)
        said = Markup("; ").join(Markup("{} ({})").format(r.text, self.cite(r.passage)) for r in roles.values())
        first = self.mentions[entity.kind, entity.slug][0].passage
        also = f"Also {', '.join(entity.aliases)}. " if entity.aliases else ""
        stated = f"{entity.role} (editor). " if entity.role else ""
        facts = Markup("{}{}{}{}First in {}.").format(stated, said, ". " if said else "", also, self.cite(first))
        body = Markup('<dt id="{}">{}</dt><dd>{}</dd>').format(entity.slug, entity.sort_name, facts)
        if entity.biography.strip():
            body += Markup('<dd><p class="label">Editor’s note</p>{}</dd>').format(
                format_html(_portable(parse_flow(entity.biography)), replace(_unnumbered(), permalinks=False))
            )
        return body

    # Documents

    def documents(self) -> list[Chapter]:
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

    def document(self, article: Article, found: Annotations, part: str) -> Chapter:
        title, write = f"{article.doc}. {article.title}", partial(self.write_document, article, found)
        return Chapter(_file_of(article), title, write, article.language, part)

    def write_document(self, article: Article, found: Annotations) -> Markup:
        published = article.published
        credit = filter(
            None,
            (article.source.outlet, article.section, f"By {join(article.byline)}" if article.byline else ""),
        )
        dated = say_when(published.when, weekday=True) if published.when else "Date not known"
        basis = f", {provenance}" if (provenance := say_provenance(published)) else ""
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
        woven = {n: sorted(own, key=lambda m: m.span) for n, own in marks.items()}
        languages = {n: b.language for n, b in enumerate(article.blocks) if b.language}
        setting = Setting(asides=asides, languages=languages, page=article_address(article.slug))
        body.append(self.text(article.flow, setting, woven))
        if article.source.url:
            body.append(Markup('<p class="meta">Published at <a href="{0}">{0}</a></p>').format(article.source.url))
        return join_lines(*body)

    def first_mentions(self, found: Annotations) -> Iterable[Mention]:
        seen = set()
        for mention in found.mentions:
            key = (mention.kind, mention.entity)
            if key in self.entities and key not in seen:
                seen.add(key)
                yield mention

    # Chronology, quotations, sources, index

    def chronology(self) -> Chapter | None:
        if not self.book.chronology:
            return None
        body: list[Markup] = []
        undated = tuple((event, "Date not known") for event in self.book.chronology if event.when is None)
        shelves = [*shelve(self.book.chronology, self.book.articles), *([("Undated", undated)] if undated else [])]
        for head, entries in shelves:
            body += [Markup("<h2>{}</h2>").format(head), Markup("<dl>")]
            body += [self.event(event, day) for event, day in entries]
            body.append(Markup("</dl>"))
        return _chapter("chronology.xhtml", "Chronology", _titled("Chronology", join_lines(*body)))

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

    def quotations(self) -> Chapter | None:
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
        return _chapter("quotations.xhtml", "Quotations", _titled("Quotations", join_lines(*body)))

    def sources(self) -> Chapter | None:
        if not self.book.articles:
            return None
        rows = []
        for article in self.book.articles:
            when = article.published.when
            parts = [
                article.source.outlet,
                say_when(when) if when else "date not known",
                say_provenance(article.published),
            ]
            where = Markup(' <a href="{0}">{0}</a>').format(article.source.url) if article.source.url else Markup()
            seed = Markup("<br/><code>{}</code>").format(str(article.source.seed)) if article.source.seed else Markup()
            changed = f" Changed by the editor: {say_changes(article.changes)}." if article.changes else ""
            rows.append(
                Markup('<li value="{}"><a href="{}">{}</a>. {}.{}{}{}</li>').format(
                    article.doc, _file_of(article), article.title, ", ".join(filter(None, parts)), changed, where, seed
                )
            )
        return _chapter(
            "sources.xhtml", "Sources", _titled("Sources", join_lines(Markup("<ol>"), *rows, Markup("</ol>")))
        )

    def index(self) -> Chapter | None:
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
        return _chapter("index.xhtml", "Index", _titled("Index", join_lines(*body, Markup("</ul>"))))

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


def _chapter(name: str, title: str, body: Markup) -> Chapter:
    return Chapter(name, title, lambda: body)


def _file_of(article: Article) -> str:
    return f"doc-{article.doc}.xhtml"


def _titled(title: str, body: Markup) -> Markup:
    return Markup("<h1>{}</h1>\n{}").format(title, body)


def _unnumbered() -> Setting:
    return Setting(numbered=False)


def _entry_of(kind: EntityKind, slug: Slug) -> str:
    """Where somebody or something is described."""
    return f"{kind}.xhtml#{slug}"


def _portable(flow: Sequence[Element], kept: Callable[[str], bool] = lambda _: False) -> tuple[Element, ...]:
    """The flow without links to files the publication does not hold, and with those pictures alone that are `kept`; their words stay."""
    return tuple(
        replace(
            element,
            source=element.source if element.source and kept(element.source) else "",
            inlines=_portable_inlines(element.inlines),
            children=_portable(element.children, kept),
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
