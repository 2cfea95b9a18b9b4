"""What the editor's folder holds, as read."""

from dataclasses import dataclass

from briefbook.model.article import Document
from briefbook.model.config import Config
from briefbook.model.entity import EntityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """All but the clippings, which are streamed apart."""

    config: Config
    articles: tuple[Document, ...] = ()
    entities: tuple[tuple[EntityKind, Document], ...] = ()
    pages: tuple[Document, ...] = ()
    rulings: Document | None = None
    """content/chronology.yml."""
