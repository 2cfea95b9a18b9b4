"""What stands on every page of the site."""

from dataclasses import dataclass

from briefbook.model.book import Book
from briefbook.model.config import Config
from briefbook.model.entity import EntityKind
from briefbook.render.addresses import (
    CHRONOLOGY,
    CONTENTS,
    DIFFER,
    INDEX,
    MADE,
    NOTES,
    QUESTIONS,
    QUOTES,
    list_address,
    page_address,
)
from briefbook.render.catalogue import Catalogue
from briefbook.render.citations import say_edition
from briefbook.render.notes import has_notes
from briefbook.render.prose import direction
from briefbook.render.search import count_previews
from briefbook.render.views import Link
from briefbook.render.wording import say_period


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands on every page."""

    title: str
    subtitle: str
    editor: str
    description: str
    language: str
    direction: str
    period: str
    edition: str
    destinations: tuple[Link, ...]
    downloads: tuple[Link, ...]
    footer: tuple[Link, ...]
    previews: int
    """Files of previews; 0 where the settings switch them off."""
    generator: str
    base_url: str


def make_frame(book: Book, catalogue: Catalogue, config: Config) -> Frame:
    """What every page of the book shares; destinations with nothing behind them are left out."""
    settings = config.book
    kinds = [kind for kind in EntityKind if any(key[0] is kind for key in catalogue.entities)]
    destinations = [
        Link(CONTENTS, "Contents"),
        *([Link(CHRONOLOGY, "Chronology")] if book.chronology else []),
        *([Link(list_address(kinds[0]), "People & places")] if kinds else []),
        *([Link(QUOTES, "Quotes")] if catalogue.quotations else []),
        *([Link(INDEX, "Index")] if book.index else []),
    ]
    downloads = [
        *([Link(f"{settings.stem}.pdf", "PDF")] if "pdf" in config.outputs else []),
        *([Link(f"{settings.stem}.epub", "EPUB")] if "epub" in config.outputs else []),
        *([Link("data/book.json", "Data")] if "data" in config.outputs else []),
        *([Link(f"{settings.stem}.zip", "Zip")] if "zip" in config.outputs else []),
    ]
    pages = [Link(page_address(page.slug), page.title) for page in book.pages]
    pages += [Link(NOTES, "Notes")] if any(has_notes(article) for article in book.articles) else []
    pages += [Link(DIFFER, "Accounts differ")] if book.disagreements and book.chronology else []
    whens = [a.published.when for a in book.articles if a.published.when]
    return Frame(
        title=book.title,
        subtitle=settings.subtitle,
        editor=settings.editor,
        description=settings.description,
        language=settings.language,
        direction=direction(settings.language),
        period=say_period(whens),
        edition=say_edition(settings),
        destinations=tuple(destinations),
        downloads=tuple(downloads),
        footer=(Link(MADE, "How this book was made"), Link(QUESTIONS, "Open questions"), *pages),
        previews=count_previews(catalogue) if config.render.previews and catalogue.entities else 0,
        generator=str(book.engine),
        base_url=settings.base_url.rstrip("/"),
    )
