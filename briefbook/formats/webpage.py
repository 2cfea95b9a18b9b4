"""Saved pages: bytes to text, HTML to article text and metadata, and the whole page as flat lines."""

import re
from dataclasses import dataclass
from typing import Any

from briefbook.model.text import squeeze
from briefbook.model.when import parse_when


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The characters of a file."""

    text: str
    encoding: str
    doubtful: bool
    """Whether the encoding was guessed, or bytes had no meaning in it."""


_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def decode_text(data: bytes) -> Decoded:
    """The characters of a file of text in whatever encoding it has.

    A byte order mark decides; then UTF-8 where all bytes fit it; else the encoding is detected and the result doubtful. UTF-16
    without a mark is known by its zeros.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return Decoded(text=text, encoding=encoding, doubtful="\ufffd" in text)
    if wide := _find_wide(data):
        return Decoded(text=data.decode(wide, "replace"), encoding=wide, doubtful=True)
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8", doubtful=False)
    except UnicodeDecodeError:
        pass
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding  # noqa: PLC0415

    encoding = detect_encoding(data, html5_compatible=True, from_html_meta=True) or "windows-1252"
    return Decoded(text=bytes_to_str(data, encoding, errors="replace"), encoding=encoding, doubtful=True)


def _find_wide(data: bytes) -> str:
    """UTF-16 in one of its two orders, where every other byte of the beginning is mostly zero and the others are not."""
    head = data[:2000]
    even, odd = head[::2], head[1::2]
    if len(odd) < WIDE_LENGTH:
        return ""
    zeros = even.count(0) / len(even), odd.count(0) / len(odd)
    if zeros[1] > MANY and zeros[0] < FEW:
        return "utf-16-le"
    return "utf-16-be" if zeros[0] > MANY and zeros[1] < FEW else ""


WIDE_LENGTH = 8
"""Characters below which zeros tell nothing."""
MANY, FEW = 0.6, 0.1
"""Shares of zero bytes in the high and the low half of UTF-16 text in a Latin script."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webpage:
    """A saved page, read."""

    text: str
    """The whole page as flat lines, as a browser would show it."""
    article: str = ""
    """The paragraphs that the reader of web pages takes for the article; empty where it finds none or cannot be trusted."""
    titles: tuple[str, ...] = ()
    """Headlines the page's markup names, the best first."""
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO day that the page's own metadata states."""
    outlet: str | None = None
    url: str | None = None
    section: str | None = None
    language: str | None = None
    """BCP 47."""
    captions: frozenset[str] = frozenset()
    """Lines that the markup says are the words under a picture."""
    menu: tuple[str, ...] = ()
    """The entries of the page's navigation, each as often as it stands there."""


MAX_DEPTH = 200
"""Nesting beyond which the reader of web pages loses text (libxml2 stops at 256); the flat text is whole at any depth."""
MARKUP_LENGTH = 6_000_000
"""Characters of markup above which only the flat text is read."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,2000}?(/?)>")
_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
    )
)
_HTML = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
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
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_ISO_DAY = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?!\d)")


def is_html(text: str) -> bool:
    """Whether the text begins as an HTML page does."""
    return _HTML.match(text[:5000]) is not None


def read_webpage(html: str) -> Webpage:
    """The flat text of a saved page, the article in it, and what its markup states.

    Nesting deeper than `MAX_DEPTH` and markup that the reader of web pages fails at leave `article` empty; the flat text
    is whole all the same.
    """
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415
    from resiliparse.parse.html import HTMLTree  # noqa: PLC0415

    tree = HTMLTree.parse(html)
    captions = _lift_captions(tree)
    text = extract_plain_text(
        tree, preserve_formatting=True, main_content=False, list_bullets=False, alt_texts=False, links=False,
        form_fields=False, noscript=False, comments=True,
    )  # fmt: skip
    stated = _read_metadata(tree)
    article = ""
    found: dict[str, str | None] = {}
    if len(html) <= MARKUP_LENGTH and not _is_deep(html):
        article, found = _read_article(html)
    titles = [*stated.get("heading", ()), found.get("title") or "", *stated.get("title", ())]
    return Webpage(
        text=text,
        article=article,
        titles=tuple(dict.fromkeys(title for title in map(_plain, titles) if title)),
        authors=tuple(name for name in map(_plain, (found.get("author") or "").split(";")) if name),
        published=next(iter(stated.get("published", ())), None),
        outlet=_plain(next(iter(stated.get("outlet", ())), "") or found.get("sitename") or "") or None,
        url=next(iter(stated.get("url", ())), None),
        section=next(iter(stated.get("section", ())), None),
        language=next(iter(stated.get("language", ())), None),
        captions=captions,
        menu=_read_menu(tree),
    )


def _plain(text: str) -> str:
    return squeeze(text)[:300]


def _lift_captions(tree: Any) -> frozenset[str]:
    """The captions of figures, each put before its figure as a paragraph of its own: flat text leaves figures out.

    The caption of a link's picture, or one beside the page's content, belongs to another story and stays where it is.
    """
    found: dict[str, None] = {}
    for caption in tree.document.query_selector_all("figcaption")[:MAX_CAPTIONS]:
        figure, above = caption, caption.parent
        elsewhere = False
        for _ in range(MAX_DEPTH):
            if above is None or above.tag is None:
                break
            figure = above if above.tag == "figure" else figure
            elsewhere = elsewhere or above.tag in {"a", "aside", "nav", "footer"}
            above = above.parent
        text = _spaced(caption) if not elsewhere and len(caption.text or "") <= CAPTION_LENGTH else ""
        if elsewhere or not text or text in found or figure.parent is None:
            continue
        paragraph = tree.create_element("p")
        paragraph.text = text
        figure.parent.insert_before(paragraph, figure)
        found[text] = None
    return frozenset(found)


CAPTION_LENGTH = 2_000
"""Characters above which what a caption's element holds is no caption."""
MAX_CAPTIONS = 100
"""Figures of a page whose captions are read."""
_PARTED = re.compile(r"(?=<(?:p|div|span|cite|small|br|li)\b)|(?<=</p>)|(?<=</div>)|(?<=</li>)")


def _spaced(element: Any) -> str:
    """The element's text on one line, with a space where markup parts words."""
    from resiliparse.parse.html import HTMLTree  # noqa: PLC0415

    body = HTMLTree.parse(_PARTED.sub(" ", element.html)).body
    return squeeze(body.text or "") if body is not None else ""


def _read_menu(tree: Any) -> tuple[str, ...]:
    """The entries of the page's navigation; a trail of crumbs says where the story stands and is none."""
    found: list[str] = []
    for menu in tree.document.query_selector_all("nav, [role=navigation]")[:MAX_MENUS]:
        above = menu.parent
        if _CRUMBS.search(f"{menu.getattr('class')} {menu.getattr('aria-label')}") or (above and above.tag == "nav"):
            continue
        if len(menu.text or "") > MENU_LENGTH:
            continue
        linked = menu.query_selector_all("a")
        found += [_plain(entry.text) for entry in linked or menu.query_selector_all("li")]
    return tuple(found)


MENU_LENGTH = 10_000
"""Characters above which an element that calls itself navigation holds more than that."""
MAX_MENUS = 50
"""Menus of a page that are read."""
_CRUMBS = re.compile("crumb", re.IGNORECASE)


def _is_deep(html: str) -> bool:
    """Whether elements nest deeper than `MAX_DEPTH`, counted roughly, in one pass."""
    depth = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name in _VOID or tag[3]:
            continue
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > MAX_DEPTH:
            return True
    return False


def _read_metadata(tree: Any) -> dict[str, list[str]]:
    """What the page's head states, best first: published (ISO days), title, heading, outlet, url, section, language."""
    found: dict[str, list[str]] = {}
    dates: dict[str, str] = {}
    root = tree.document.query_selector("html")
    language = (root.getattr("lang") or "").strip() if root is not None else ""
    if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", language):
        found["language"] = [language.replace("_", "-")]
    for meta in tree.document.query_selector_all("meta"):
        name = (meta.getattr("property") or meta.getattr("name") or meta.getattr("itemprop") or "").strip().lower()
        content = (meta.getattr("content") or "").strip()
        if not name or not content:
            continue
        if name in _PUBLISHED:
            dates.setdefault(name, content)
        elif name in _META:
            found.setdefault(_META[name], []).append(content)
    for script in tree.document.query_selector_all('script[type="application/ld+json"]'):
        for value in _LD_DATE.findall(script.text[:200_000]):
            dates.setdefault("datepublished", value)
    for element in tree.document.query_selector_all("time[itemprop=datePublished], [itemprop=datePublished][datetime]"):
        dates.setdefault("datepublished", element.getattr("datetime") or element.getattr("content") or element.text)
    days = [day for name in _PUBLISHED if (day := _read_day(dates.get(name, "")))]
    if days:
        found["published"] = days
    for link in tree.document.query_selector_all("link[rel=canonical]"):
        address = link.getattr("href") or ""
        if address.startswith(("http://", "https://")):
            found.setdefault("url", []).insert(0, address)
    found["url"] = [url for url in found.get("url", []) if url.startswith(("http://", "https://"))]
    found["heading"] = [element.text for element in tree.document.query_selector_all("h1")[:3]]
    if tree.title:
        found.setdefault("title", []).append(tree.title)
    return found


_META = {
    "og:title": "title",
    "twitter:title": "title",
    "og:site_name": "outlet",
    "og:url": "url",
    "article:section": "section",
}


def _read_day(text: str) -> str | None:
    match = _ISO_DAY.match(text)
    if match is None:
        return None
    day = "-".join(match.groups())
    return day if parse_when(day) is not None and "1900" <= day[:4] <= "2100" else None


def _read_article(html: str) -> tuple[str, dict[str, str | None]]:
    """The article as paragraphs, one a line, and its title, author and outlet, as the reader of web pages finds them."""
    import trafilatura  # noqa: PLC0415

    try:
        document: Any = trafilatura.bare_extraction(
            html,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params=_DATE_PARAMETERS,
        )
    except Exception:  # noqa: BLE001 -- a page it fails at is read from its flat text alone
        return "", {}
    if document is None:
        return "", {}
    return document.text or "", {
        "title": document.title, "author": document.author, "sitename": document.sitename,
    }  # fmt: skip


# Free-text search for dates takes any year in the prose for a date of publication.
_DATE_PARAMETERS = {"extensive_search": False, "original_date": True}


LANGUAGE_LETTERS = 100
"""Letters below which a text in Latin letters does not show its language."""
LANGUAGE_LOOKED_AT = 4000
"""Characters that are looked at; more would say no more."""
LEAD_OVER_ENGLISH = 15
LEAD_OVER_OTHERS = 5
"""By how much nearer a language's profile must be than English, and than any other. Of 673 English bodies of the WCXB's
development split, one was taken for another language when cut to 400 characters, none in full."""
ENGLISH_WORDS = 0.1
"""Share of the commonest English words from which a text is English whatever its letters; English prose has about a third."""
SCRIPT_SHARE = 0.5
"""Share of the letters that a script must have for the text to be in one of its languages."""

_COMMONEST = frozenset(
    ("the", "of", "and", "to", "that", "was", "is", "are", "with", "for", "said", "it", "his", "from")
)
_LATIN_LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "is", "pl", "cs", "sk", "sl", "hr", "ro", "hu", "tr",
    "id", "ms", "vi", "sq", "lt", "lv", "et", "ca", "sw", "az",
)  # fmt: skip
"""Languages of newspapers in Latin letters; rarer ones are only mistaken for them."""
_SCRIPTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff", ("ar", "fa", "ur", "ps")),
    ("\u0400-\u052f", ("ru", "uk", "bg", "sr", "be", "mk", "kk")),
    ("\u0370-\u03ff\u1f00-\u1fff", ("el",)),
    ("\u0590-\u05ff", ("he",)),
    ("\u3040-\u30ff", ("ja",)),
    ("\uac00-\ud7af\u1100-\u11ff", ("ko",)),
    ("\u3400-\u4dbf\u4e00-\u9fff", ("zh",)),
    ("\u0900-\u097f", ("hi", "mr", "ne")),
    ("\u0980-\u09ff", ("bn",)),
    ("\u0a00-\u0a7f", ("pa",)),
    ("\u0a80-\u0aff", ("gu",)),
    ("\u0b80-\u0bff", ("ta",)),
    ("\u0c00-\u0c7f", ("te",)),
    ("\u0c80-\u0cff", ("kn",)),
    ("\u0d00-\u0d7f", ("ml",)),
    ("\u0d80-\u0dff", ("si",)),
    ("\u0e00-\u0e7f", ("th",)),
    ("\u1000-\u109f", ("my",)),
    ("\u10a0-\u10ff", ("ka",)),
    ("\u0530-\u058f", ("hy",)),
    ("\u1200-\u137f", ("am",)),
    ("\u1780-\u17ff", ("km",)),
)
"""The letters of scripts and the languages of newspapers written in them. Source: Unicode 16, Blocks.txt."""
_SCRIPT_LETTERS = tuple((re.compile(f"[{letters}]"), languages) for letters, languages in _SCRIPTS)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_HINDI = re.compile(r"(?<!\S)(?:में|है|हैं)(?!\w)")
"""Words that Hindi has in every other sentence; Marathi and Nepali, in the same script, have none of them."""


def detect_language(text: str) -> str | None:
    """The language of a text, BCP 47, `en` among them; None where it is too short or too mixed to tell.

    A script decides by itself where one language is written in it, however short the text.
    """
    from resiliparse.parse.lang import detect_fast  # noqa: PLC0415

    text = squeeze(text[:LANGUAGE_LOOKED_AT])
    letters = sum(map(str.isalpha, text))
    for pattern, languages in _SCRIPT_LETTERS:
        count = len(pattern.findall(text))
        if languages == ("ja",):  # Japanese mixes its own letters with many Chinese ones
            if count > JAPANESE_SHARE * letters:
                return "ja"
        elif count > SCRIPT_SHARE * letters:
            if len(languages) == 1 or (languages[0] == "hi" and _HINDI.search(text)):
                return languages[0]
            return str(detect_fast(text, cutoff=_ANY_RANK, langs=languages)[0])
    words = text.casefold().split(" ")
    if letters < LANGUAGE_LETTERS or len(_LATIN.findall(text)) < SCRIPT_SHARE * len(text):
        return None
    if sum(map(_COMMONEST.__contains__, words)) >= ENGLISH_WORDS * len(words):
        return "en"
    found: Any = detect_fast(text, cutoff=_ANY_RANK, n_results=len(_LATIN_LANGUAGES), langs=_LATIN_LANGUAGES)
    ranks: dict[str, int] = dict(found)
    (rank, best), (next_rank, _) = sorted((rank, language) for language, rank in ranks.items())[:2]
    if best == "en":
        return "en"
    return best if ranks["en"] - rank >= LEAD_OVER_ENGLISH and next_rank - rank >= LEAD_OVER_OTHERS else None


JAPANESE_SHARE = 0.1
"""Share of kana among the letters from which a text is Japanese."""
_ANY_RANK = 100_000
"""No text is farther from a profile; one of the languages asked for is the nearest."""
