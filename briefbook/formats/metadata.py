"""What a page states of itself: in the metadata of its head, for search engines, and in its navigation."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from briefbook.model.text import squeeze
from briefbook.model.when import parse_when


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Statements of a page, as they stand there."""

    titles: tuple[str, ...] = ()
    """Headlines, the best first."""
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO day."""
    outlet: str | None = None
    url: str | None = None
    section: str | None = None
    language: str | None = None
    """BCP 47."""
    body: str = ""
    """The article's text; most pages do not state it."""
    menu: tuple[str, ...] = ()
    """The entries of the page's navigation, each as often as it stands there."""


_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "publish-date",
    "publish_date",
    "published-date",
    "publication_date",
    "pubdate",
    "publishdate",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "date",
)
"""Names under which pages state their date of publication. Source: Open Graph protocol, schema.org, Dublin Core, and the
metadata conventions of Parse.ly, Sailthru and Cxense."""
_META = {
    "og:title": "title",
    "twitter:title": "title",
    "og:site_name": "outlet",
    "og:url": "url",
    "article:section": "section",
    "author": "author",
    "article:author": "author",
    "parsely-author": "author",
    "sailthru.author": "author",
    "dc.creator": "author",
    "dcterms.creator": "author",
    "byl": "author",
}
_NO_SECTION = frozenset(
    (
        "article",
        "articles",
        "category",
        "default",
        "featured",
        "home",
        "none",
        "null",
        "post",
        "posts",
        "tag",
        "tags",
        "uncategorized",
        "undefined",
    )
)
"""What programs write in place of a section."""
_ARTICLE_TYPES = re.compile(r"Article$|^BlogPosting$|^Report$|^LiveBlogPosting$")
_ISO_DAY = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_CRUMBS = re.compile("crumb", re.IGNORECASE)
_ELEMENT = re.compile(r"<[^<>]{0,500}>")

SCRIPT_LENGTH = 500_000
"""Characters of a page's statements for search engines that are read."""
STATEMENTS = 200
"""Things they may speak of before the rest is left aside."""
TITLE_LENGTH = 300
MENU_LENGTH = 10_000
"""Characters above which an element that calls itself navigation holds more than that."""
MAX_MENUS = 50
"""Menus of a page that are read."""


def read_metadata(tree: Any) -> Metadata:
    """What a page states of itself, from its lxml tree."""
    found: dict[str, list[str]] = {}
    dates: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = (meta.get("content") or meta.get("value") or "").strip()
        if not name or not content:
            continue
        if name in _PUBLISHED:
            dates.setdefault(name, content)
        elif name in _META:
            found.setdefault(_META[name], []).append(content)
    stated = _read_statements(tree)
    if stated.get("published"):
        dates.setdefault("datepublished", stated["published"])
    for element in tree.xpath("//*[@itemprop='datePublished']"):
        value = element.get("datetime") or element.get("content") or "".join(element.itertext())[:100]
        dates.setdefault("datepublished", value)
    days = [day for name in _PUBLISHED if (day := _read_day(dates.get(name, "")))]
    addresses = [
        address
        for address in (
            *(
                link.get("href") or ""
                for link in (link for link in tree.iter("link") if link.get("rel") == "canonical")
            ),
            *found.get("url", ()),
        )
        if address.startswith(("http://", "https://"))
    ]
    headings = ["".join(heading.itertext())[:1000] for heading in islice(tree.iter("h1"), 3)]
    names = ["".join(title.itertext())[:1000] for title in tree.xpath("//head/title")[:1]]
    titles = _rank([*headings], [stated.get("title", ""), *found.get("title", ()), *names])
    authors = stated.get("author", "").split("\n") if stated.get("author") else found.get("author", ())
    language = (tree.get("lang") or "").strip()
    return Metadata(
        titles=tuple(dict.fromkeys(title for title in map(_plain, titles) if title)),
        authors=tuple(dict.fromkeys(name for name in map(_plain, authors) if name and "/" not in name)),
        published=next(iter(days), None),
        outlet=next((name for name in map(_plain, (*found.get("outlet", ()), stated.get("outlet", ""))) if name), None),
        url=next(iter(addresses), None),
        section=next(
            (
                name
                for name in map(_plain, (*found.get("section", ()), stated.get("section", "")))
                if name and name.casefold() not in _NO_SECTION
            ),
            None,
        ),
        language=language.replace("_", "-") if _LANGUAGE.fullmatch(language) else None,
        body=stated.get("body", ""),
        menu=_read_menu(tree),
    )


def _rank(headings: list[str], named: list[str]) -> list[str]:
    """First the headings whose words the title of the page has too: another may be the site's name, several are those of other stories."""
    words = {word for title in named for word in re.findall(r"\w+", title.casefold())}
    able = [heading for heading in headings if not _names_site(heading, named)]
    own = [heading for heading in able if _shares(heading, words)] or ([] if any(named) else able)
    others = [heading for heading in able if heading not in own]
    return [*own, *named, *(others if len(others) == 1 else ())]


def _names_site(heading: str, named: list[str]) -> bool:
    """Whether a heading has the words of a part of the page's title, and hardly another, that is not its longest: the site's name."""
    found = set(re.findall(r"\w+", heading.casefold()))
    for title in named:
        parts = [set(re.findall(r"\w+", part.casefold())) for part in _PARTS.split(title)]
        longest = max(parts, key=len)
        if any(part and len(part) < len(longest) and part <= found and len(found - part) <= 1 for part in parts):
            return True
    return False


_PARTS = re.compile(r"\s+[|–—·•»:-]\s+|: ")
"""Between a headline and the site's name."""


def _shares(heading: str, words: set[str]) -> bool:
    found = re.findall(r"\w+", heading.casefold())
    return len(found) > 1 and sum(word in words for word in found) >= SHARED * len(found)


SHARED = 0.5
"""Share of a heading's words that the page's title must have."""


def _plain(text: str) -> str:
    return squeeze(text)[:TITLE_LENGTH]


def _read_day(text: str) -> str | None:
    match = _ISO_DAY.match(text)
    if match is None:
        return None
    day = "-".join(match.groups())
    return day if parse_when(day) is not None and "1900" <= day[:4] <= "2100" else None


def _read_statements(tree: Any) -> dict[str, str]:
    """What the page states for search engines of its article: title, author (one a line), published, outlet, section, body."""
    found: dict[str, str] = {}
    left = SCRIPT_LENGTH
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        text = script.text or ""
        left -= len(text)
        if left < 0:
            break
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(value):
            kinds = thing.get("@type")
            if not any(
                isinstance(kind, str) and _ARTICLE_TYPES.search(kind)
                for kind in (kinds if isinstance(kinds, list) else [kinds])
            ):
                continue
            for field, name in (("title", "headline"), ("published", "datePublished"), ("section", "articleSection")):
                stated = thing.get(name)
                stated = stated[0] if isinstance(stated, list) and stated else stated
                if isinstance(stated, str):
                    found.setdefault(field, html.unescape(stated))
            body = thing.get("articleBody")
            if isinstance(body, str) and len(body) > len(found.get("body", "")):
                found["body"] = _ELEMENT.sub(" ", html.unescape(body))
            for field, name in (("author", "author"), ("outlet", "publisher")):
                if names := "\n".join(_names(thing.get(name))):
                    found.setdefault(field, names)
    return found


def _things(value: Any) -> Iterator[dict[str, Any]]:
    """The objects stated, one by one, at most `STATEMENTS`."""
    waiting = [value]
    for _ in range(STATEMENTS):
        if not waiting:
            return
        thing = waiting.pop(0)
        if isinstance(thing, list):
            waiting[:0] = thing[:STATEMENTS]
        elif isinstance(thing, dict):
            yield thing
            waiting += [thing[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in thing]


def _names(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for item in value[:MAX_NAMES] for name in _names(item) if not isinstance(item, list)]
    if isinstance(value, dict):
        value = value.get("name")
    return [squeeze(html.unescape(value))] if isinstance(value, str) and value.strip() else []


MAX_NAMES = 20


def _read_menu(tree: Any) -> tuple[str, ...]:
    """The entries of the page's navigation; a trail of crumbs says where the story stands and is none."""
    found: list[str] = []
    for menu in tree.xpath("//nav | //*[@role='navigation']")[:MAX_MENUS]:
        above = menu.getparent()
        if _CRUMBS.search(f"{menu.get('class')} {menu.get('aria-label')}") or (
            above is not None and above.tag == "nav"
        ):
            continue
        if sum(map(len, menu.itertext())) > MENU_LENGTH:
            continue
        entries = list(menu.iter("a")) or list(menu.iter("li"))
        found += [_plain("".join(entry.itertext())) for entry in entries]
    return tuple(found)
