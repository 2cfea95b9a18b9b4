"""What machines are told of a page: schema.org in JSON-LD, the map of the site. No more than the page says."""

import json
from collections.abc import Sequence
from pathlib import PurePosixPath

from markupsafe import escape

from briefbook.model.article import Article
from briefbook.model.book import OutputFile
from briefbook.model.entity import Entity, EntityKind
from briefbook.model.event import Event, EventStatus
from briefbook.model.when import OPEN_START
from briefbook.render.catalogue import Catalogue, text_of
from briefbook.render.views import event_id
from briefbook.render.wording import html_datetime

_TYPES = {EntityKind.PERSON: "Person", EntityKind.PLACE: "Place", EntityKind.ORGANISATION: "Organization"}
_CONTEXT = {"@context": "https://schema.org"}
EVENTS_DESCRIBED = 20
"""Events of an article that machines are told of; all stand in data/book.json."""


def describe_article(catalogue: Catalogue, article: Article) -> str:
    """The article and the dated events it tells. Source: schema.org, NewsArticle, Event."""
    when = article.published.when
    value: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": html_datetime(when) if when else "",
        "author": [{"@type": "Person", "name": name} for name in article.byline],
        "publisher": {"@type": "Organization", "name": article.source.outlet} if article.source.outlet else "",
        "url": article.source.url or "",
        "inLanguage": article.language,
        "isPartOf": {"@type": "Book", "name": catalogue.book.title},
    }
    told = [_event(catalogue, e) for e in catalogue.events_in.get(article.slug, ()) if _is_plain(e)]
    own = _kept(value)
    return _format(_CONTEXT | ({"@graph": [own, *told[:EVENTS_DESCRIBED]]} if told else own))


def _is_plain(event: Event) -> bool:
    """Whether it is an event in schema.org's sense whose day is known."""
    happens = event.status in {EventStatus.OCCURRED, EventStatus.PLANNED}
    return happens and not event.doubtful and event.when is not None and event.when.start != OPEN_START


def _event(catalogue: Catalogue, event: Event) -> dict[str, object]:
    places = [
        catalogue.entities[EntityKind.PLACE, p] for p in event.places if (EntityKind.PLACE, p) in catalogue.entities
    ]
    people = [
        catalogue.entities[EntityKind.PERSON, p] for p in event.people if (EntityKind.PERSON, p) in catalogue.entities
    ]
    return _kept(
        {
            "@type": "Event",
            "identifier": event_id(event),
            "name": event.editor or text_of(catalogue, event.passages[0]) if event.passages else event.editor,
            "startDate": event.when.start.isoformat() if event.when else "",
            "location": [{"@type": "Place", "name": place.name} for place in places],
            "performer": [{"@type": "Person", "name": person.name} for person in people],
            "eventStatus": "https://schema.org/EventScheduled" if event.status is EventStatus.PLANNED else "",
        }
    )


def describe_entity(entity: Entity) -> str:
    """The person, place or organisation. Source: schema.org, Person, Place, Organization."""
    value: dict[str, object] = {**_CONTEXT, "@type": _TYPES[entity.kind], "name": entity.name}
    if entity.aliases:
        value["alternateName"] = list(entity.aliases)
    place = entity.geography
    if place and place.latitude is not None and place.longitude is not None:
        value["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return _format(value)


def _kept(value: dict[str, object]) -> dict[str, object]:
    return {name: held for name, held in value.items() if held}


def _format(value: object) -> str:
    """JSON that cannot end the element it stands in."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def format_sitemap(base_url: str, paths: Sequence[str]) -> OutputFile:
    """sitemap.xml with the pages at `paths`. Source: sitemaps.org protocol 0.9."""
    pages = "".join(f"<url><loc>{escape(f'{base_url}/{path}')}</loc></url>\n" for path in paths)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{pages}</urlset>\n'
    )
    return OutputFile(path=PurePosixPath("sitemap.xml"), data=text.encode("utf-8", "replace"))
