"""People, places and organisations, and where they are mentioned."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath

from briefbook.model.article import Passage
from briefbook.model.text import Slug


class EntityKind(StrEnum):
    """What a name names."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"


class PlaceKind(StrEnum):
    """What sort of place."""

    COUNTRY = "country"
    REGION = "region"
    """A state, province or governorate."""
    CITY = "city"
    AREA = "area"
    """A sea, river, mountain range, continent or part of one."""
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Geography:
    """Where a place is."""

    kind: PlaceKind = PlaceKind.OTHER
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    latitude: float | None = None
    """Degrees north, WGS 84."""
    longitude: float | None = None
    """Degrees east, WGS 84."""
    basis: str = ""
    """For a reader: where the position comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What somebody was called, as printed."""

    text: str
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, place or organisation of the book."""

    slug: Slug
    """Unique within its kind."""
    kind: EntityKind
    name: str
    sort_name: str
    """As an index inverts it: "Holm, Karin", "al-Haddad, Karim" (filed under H), "Park Ji-won"."""
    aliases: tuple[str, ...] = ()
    """Other forms seen or stated, without the name itself; sorted."""
    roles: tuple[Role, ...] = ()
    provisional: bool = True
    """Found by the program; no file in content/ speaks for it."""
    geography: Geography | None = None
    """For places."""
    biography: str = ""
    """Markdown by the editor; the program writes none."""
    role: str = ""
    """By the editor: what the book calls them; the sources' own words are in `roles`."""
    hidden: bool = False
    """By the editor: not a person, place or organisation of this book."""
    distinct_from: tuple[Slug, ...] = ()
    """By the editor: never merged with these."""
    path: PurePosixPath | None = None
    """The editor's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An occurrence of a name."""

    passage: Passage
    surface: str
    """Its characters as written."""
    kind: EntityKind
    entity: Slug | None = None
    """None while unresolved, and where it stays open."""
    found_by: str
    """The recogniser: front-matter, content, spacy, rules …"""
    reason: str = ""
    """For a reader: why it is linked to that entity, or why not."""
    metonym: bool = False
    """A government meant by its capital: linked, but no place on the map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenName:
    """A name that fits several entities, or none well enough."""

    mention: Mention
    candidates: tuple[Slug, ...]
    why: str
    names: tuple[str, ...] = ()
    """Of the candidates, in their order."""
    positions: tuple[Geography | None, ...] = ()
    """Where the candidates lie, if they are places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The authority file: every entity of the book, by kind and sort name."""

    entities: tuple[Entity, ...] = ()
    open: tuple[OpenName, ...] = field(default=())

    def of(self, kind: EntityKind) -> tuple[Entity, ...]:
        """The entities of one kind, in order."""
        return tuple(e for e in self.entities if e.kind is kind)
