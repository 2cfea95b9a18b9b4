"""All that the editor has written beside the documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from briefbook.model.article import Article, BlockKind
from briefbook.model.flow import ElementKind
from briefbook.render.addresses import NOTES, article_address
from briefbook.render.asides import place_notes
from briefbook.render.catalogue import Catalogue
from briefbook.render.paging import fill_pages, link_pages, page_paths
from briefbook.render.prose import Setting, format_html
from briefbook.render.views import Link

NOTES_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class NoteView:
    """An editor's note in the list of all."""

    href: str
    """Of the note beside its text."""
    lemma: str
    signature: str
    text: Markup


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """The notes of one document."""

    href: str
    doc: int
    title: str
    notes: tuple[NoteView, ...]


@dataclass(frozen=True, slots=True)
class NotesView:
    """A page of the notes."""

    groups: tuple[NoteGroup, ...]
    total: int
    pages: tuple[Link, ...]


def has_notes(article: Article) -> bool:
    """Whether the editor has written beside an article."""
    return bool(article.notes) or any(block.kind is BlockKind.NOTE for block in article.blocks)


def view_notes(catalogue: Catalogue) -> tuple[tuple[str, NotesView], ...]:
    """Every page of the notes with its path; none where there are no notes."""
    groups = _collect_notes(catalogue, [article for article in catalogue.book.articles if has_notes(article)])
    total = sum(len(group.notes) for group in groups)
    leaves = fill_pages(groups, lambda group: len(group.notes), NOTES_A_PAGE) if groups else ()
    paths = page_paths(NOTES, len(leaves)) if leaves else ()
    return tuple(
        (path, NotesView(leaf, total, link_pages(paths, path))) for path, leaf in zip(paths, leaves, strict=True)
    )


def _collect_notes(catalogue: Catalogue, articles: Sequence[Article]) -> tuple[NoteGroup, ...]:
    """All notes of the editor's in some articles, by document: the numbered ones, then those tied to words."""
    groups = []
    for article in articles:
        own = article_address(article.slug)
        setting = Setting(root="", page=own, moved=True, numbered=False, permalinks=False, top=3)
        notes = [
            NoteView(article_address(article.slug, e.id), f"Note {e.number}", "", format_html(e.children, setting))
            for e in article.flow
            if e.kind is ElementKind.NOTE
        ]
        if article.notes:
            placed = place_notes(article, catalogue.notes[article.slug])[1]
            for aside in (a for _, own in sorted(placed.items()) for a in own):
                lemma = f"“{aside.lemma}”"
                text = format_html(aside.flow, setting)
                notes.append(NoteView(article_address(article.slug, aside.id), lemma, aside.signature, text))
        if notes:
            groups.append(NoteGroup(article_address(article.slug), article.doc, article.title, tuple(notes)))
    return tuple(groups)
