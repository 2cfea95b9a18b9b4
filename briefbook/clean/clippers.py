"""Pages that clippers saved as Markdown: what they know of the page, and the text they kept."""

import re
from collections.abc import Mapping
from dataclasses import replace

from briefbook.clean.byline import read_byline
from briefbook.clean.credits import read_dateline
from briefbook.clean.dates import is_date_line
from briefbook.clean.filing import IN_BODY, date_fields, doubt_date, file_draft, foreign_language, tell_fate
from briefbook.clean.lines import read_lines
from briefbook.clean.published import DateEvidence, find_published
from briefbook.clean.rulings import Ruling
from briefbook.formats.frontmatter import split_front_matter
from briefbook.formats.languages import detect_language
from briefbook.formats.yaml import Value, parse_yaml
from briefbook.model.article import Dateline, Draft, Published, Reason, Seed, Sidecar
from briefbook.model.diagnostics import Diagnostic, Outcome, report
from briefbook.model.tree import Mapping as Tree
from briefbook.model.tree import Scalar
from briefbook.model.tree import Sequence as TreeSequence

_CLIPPED = {
    "title": ("title", "headline"),
    "source": ("source", "url", "link", "canonical"),
    "outlet": ("outlet", "site", "publisher", "publication", "site_name"),
    "author": ("author", "authors", "byline", "creator"),
    "published": ("published", "date", "date_published", "datepublished", "pubdate"),
    "accessed": ("accessed", "clipped", "created", "saved", "date_saved", "retrieved"),
    "section": ("section", "category"),
    "lang": ("lang", "language"),
}
"""Names under which clippers write what they know into front matter, the usual ones first."""


def draft_clipped(seed: Seed, text: str) -> Outcome[Draft | None]:
    """A page that a clipper already turned into Markdown: its body stays as it is, its front matter becomes ours.

    Of its first lines, the byline and the date are taken out where the front matter does not say it.
    """
    head, _, first_line = split_front_matter(text)
    known = _read_clipped(head, seed)
    lines = read_lines(text)
    fates = [
        tell_fate(line, Ruling(Reason.DATELINE, "the clipper's front matter") if line.text else None)
        for line in lines[: first_line - 1]
    ]
    title = known.get("title", "")
    kept: list[str] = []
    paragraphs, excerpt = 0, False
    place: Dateline | None = None
    for line in lines[first_line - 1 :]:
        heading = re.match(r"#{1,6}\s+(.*?)\s*#*$", line.text)
        plain = line.text.strip("*_ ")
        excerpt = not paragraphs and line.text.startswith(">") and (excerpt or _EXCERPT.match(line.text) is not None)
        if not line.text:
            ruling = None
        elif excerpt:
            ruling = Ruling(Reason.BOILERPLATE, "the clipper's summary of the page")
        elif heading and not any(kept) and (not title or heading[1] == title):
            title = title or heading[1]
            ruling = Ruling(Reason.TITLE, "the first heading")
        elif heading:
            ruling = Ruling(Reason.SUBHEAD, "a heading of the clipping")
        elif line.text.startswith("![") and line.text.endswith(")"):
            ruling = Ruling(Reason.CAPTION, "a picture of the clipping")
        elif not paragraphs and "author" not in known and (names := read_byline(plain, bare=False)):
            known["author"] = "; ".join(names)
            ruling = Ruling(Reason.BYLINE, "a name above the story")
        elif not paragraphs and "published" not in known and is_date_line(plain):
            known["published"] = plain
            ruling = Ruling(Reason.DATELINE, "the date above the story")
        else:
            ruling = Ruling(Reason.BODY, "the clipping's own text")
            paragraphs += any(map(str.isalnum, plain))
            opened = read_dateline(plain.replace("*", "")) if paragraphs == 1 and plain else None
            place = opened[0] if opened else place
        fates.append(tell_fate(line, ruling))
        if ruling is None or ruling.reason in IN_BODY:
            kept.append(line.raw.rstrip())
    if not any(kept):
        return Outcome(None)
    faults: list[Diagnostic] = []
    if not title:
        faults.append(report("title-not-found", "no title in the front matter and no heading", seed.path))
        title = seed.path.name.split(".")[0]
    sidecar = seed.sidecar or Sidecar(path=seed.path)
    published = _date_clipped(sidecar, known, place)
    faults += doubt_date(published, seed)
    fields: dict[str, Value] = {
        "title": title,
        "section": known.get("section"),
        **date_fields(published),
        "dateline": {"place": place.place, "date": place.date} if place else None,
        "author": _read_authors(sidecar.author or known.get("author", "")),
        "outlet": sidecar.outlet or known.get("outlet"),
        "source": sidecar.url or known.get("source"),
        "accessed": sidecar.accessed or known.get("accessed"),
        "lang": known.get("lang") or foreign_language(detect_language("\n".join(kept))),
    }
    return Outcome(file_draft(seed, fields, "\n".join(kept), fates), tuple(faults))


def _date_clipped(sidecar: Sidecar, known: Mapping[str, str], place: Dateline | None) -> Published:
    """When a clipped page appeared: as a person states it, else its front matter, else its first lines."""
    stated = known.get("published", "")
    day = _ISO_DAY.match(stated)
    if day and not sidecar.published:
        return replace(find_published(DateEvidence(stated=day[0])), basis="stated in the clipping's front matter")
    dateline = place.date if place else None
    return find_published(DateEvidence(stated=sidecar.published, header=[stated], dateline=dateline))


_EXCERPT = re.compile(r">\s*#{1,6}\s*(?:Excerpt|Summary|Description)\s*$", re.IGNORECASE)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _read_authors(text: str) -> list[str]:
    """The names of a clipper's `author`, without "By", brackets and the links of a notebook."""
    plain = re.sub(r"[\[\]]", "", text)
    return [
        name
        for part in re.split(r"[;,]", plain)
        for name in (read_byline(part.strip(), bare=False) or (part.strip(),))
        if name
    ]


def _read_clipped(head: str, seed: Seed) -> dict[str, str]:
    """What a clipper's front matter states, under our names; what cannot be read states nothing."""
    tree = parse_yaml(head, seed.path, "front-matter-invalid").value if head else None
    if not isinstance(tree, Tree):
        return {}
    texts = {}
    for key, value in tree:
        items = value.items if isinstance(value, TreeSequence) else (value,)
        texts[key.text.lower()] = "; ".join(item.text for item in items if isinstance(item, Scalar) and not item.empty)
    found = {
        name: text for name, keys in _CLIPPED.items() if (text := next((texts[k] for k in keys if texts.get(k)), ""))
    }
    addresses = [texts[key] for key in _CLIPPED["source"] if _ADDRESS.match(texts.get(key, ""))]
    if addresses:  # "source" may also be the tool that clipped the page
        found["source"] = addresses[0]
    if day := _ISO_DAY.match(found.get("accessed", "")):
        found["accessed"] = day[0]
    return found


_ADDRESS = re.compile(r"https?://\S", re.IGNORECASE)
