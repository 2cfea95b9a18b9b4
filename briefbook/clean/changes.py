"""What the editor changed of what was made from a clipping: words of the text, and fields of the front matter."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from briefbook.formats.frontmatter import split_front_matter
from briefbook.formats.yaml import parse_yaml
from briefbook.model.article import Article, Certainty, Change
from briefbook.model.text import squeeze
from briefbook.model.tree import Mapping as Tree
from briefbook.model.tree import Node, Scalar
from briefbook.model.tree import Sequence as NodeList
from briefbook.model.when import Precision

FIELDS = {
    "title": "headline",
    "subtitle": "subtitle",
    "section": "section",
    "date": "date",
    "updated": "day of the update",
    "dateline": "dateline",
    "author": "byline",
    "outlet": "outlet",
    "source": "address",
}
"""What a clipping may say, by its key in the front matter, in a reader's words."""
_ALIASES = {"date": "published", "author": "byline", "source": "url"}
BASIS = "basis of the date"
"""The field that says how the date is known."""
MOST_PARAGRAPHS = 2_000
"""Longer texts are compared as one passage: comparing may cost the square of it."""

_NOTE = re.compile(r"^\[\^[^\]]+\]:")
_APPARATUS = re.compile(r"\[\^[^\]]+\]|(?<=\])\([^)]*\)|\{#[^}]*\}")
"""References to notes, and the addresses of links and pictures: none of them are words."""
_MARKUP = re.compile(r"(?m)^(?:[>#*+-]+|\d+[.)])\s+|[*_`~\\|\[\]]|!(?=\[)")


def list_changes(draft: str, edited: str) -> tuple[Change, ...]:
    """The changes between two files of an article, first of fields, then of passages in their order.

    Markup, notes and what the clipping cannot say (tags, a summary) are no changes of its words.
    """
    if draft == edited:
        return ()
    (head, body, _), (head_now, body_now, _) = split_front_matter(draft), split_front_matter(edited)
    before, after = _read_fields(head), _read_fields(head_now)
    fields = [
        Change(field=name, before=before.get(name, ""), after=after.get(name, ""))
        for name in (*FIELDS.values(), BASIS)
        if squeeze(before.get(name, "")) != squeeze(after.get(name, ""))
    ]
    return (*fields, *_list_passages(_paragraphs(body), _paragraphs(body_now)))


def state_day(article: Article, changes: Sequence[Change]) -> Article:
    """The article with its changes; where its day of publication is the editor's, its basis says so."""
    names = {change.field: change for change in changes}
    day, published = names.get(FIELDS["date"]), article.published
    if day is not None and BASIS not in names:
        from_clipping = f"; the clipping has {day.before}, {published.basis}" if day.before else ""
        if published.when is None:
            published = replace(published, basis=f"left open by the editor{from_clipping}")
        else:
            known = published.when.precision is Precision.DAY and not published.when.one_of
            certainty = Certainty.EXACT if known else Certainty.BOUNDED
            published = replace(published, basis=f"stated by the editor{from_clipping}", certainty=certainty)
    return replace(article, published=published, changes=tuple(c for c in changes if c.field != BASIS))


def _read_fields(head: str) -> dict[str, str]:
    node = parse_yaml(head, PurePosixPath(), "front-matter-invalid").value if head else None
    if not isinstance(node, Tree):
        return {}
    read = {name: _say(node.get(key) or node.get(_ALIASES.get(key, key))) for key, name in FIELDS.items()}
    return {**read, BASIS: _say(node.get("date_basis"))}


def _say(node: Node | None) -> str:
    match node:
        case Scalar():
            return "" if node.empty else node.text
        case NodeList():
            return ", ".join(filter(None, map(_say, node.items)))
        case Tree():
            return ", ".join(filter(None, (_say(value) for _, value in node)))
        case None:
            return ""


def _paragraphs(body: str) -> list[tuple[str, str]]:
    """The paragraphs without notes: their words, by which they are compared, and how they are shown."""
    found = []
    within_note = False
    for part in re.split(r"\n[ \t]*\n", body.strip("\n")):
        # What is indented below a note goes on with it.
        within_note = bool(_NOTE.match(part)) or (within_note and part.startswith(("    ", "\t")))
        shown = squeeze(_MARKUP.sub(" ", _APPARATUS.sub("", part)))
        if shown and not within_note:
            found.append((" ".join(re.findall(r"\w+|[^\w\s]", shown)), shown))
    return found


def _list_passages(before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Iterable[Change]:
    old, new = [words for words, _ in before], [words for words, _ in after]
    ranges: Sequence[tuple[str, int, int, int, int]]
    if max(len(old), len(new)) > MOST_PARAGRAPHS:
        ranges = [("replace", 0, len(old), 0, len(new))] if old != new else []
    else:
        ranges = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, start, end, first, last in ranges:
        if kind == "equal":
            continue
        pairs = zip(range(start, end), range(first, last), strict=False) if end - start == last - first else ()
        if pairs:
            for was, now in pairs:
                yield Change(before=before[was][1], after=after[now][1])
        else:
            yield Change(
                before="\n".join(shown for _, shown in before[start:end]),
                after="\n".join(shown for _, shown in after[first:last]),
            )
