"""The flow of a text as HTML; whatever the text holds stays text."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from markupsafe import Markup, escape

from briefbook.model.book import Picture
from briefbook.model.flow import Element, ElementKind, Inline, InlineKind, Mark
from briefbook.model.when import parse_when
from briefbook.render.addresses import resolve_address
from briefbook.render.wording import html_datetime

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages written from right to left. Source: CLDR, characterOrder of their main scripts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """An editor's note that stands beside the text."""

    id: str
    lemma: str
    """The words it is tied to, as printed; empty for a numbered note."""
    signature: str
    """Who wrote it and when, or empty."""
    flow: tuple[Element, ...]
    anchored: bool = True
    """Whether the words it is tied to are marked in the text, so that one can go back to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a text is set on its page."""

    root: str = ""
    """What leads to the site's root."""
    asides: Mapping[int, Sequence[Aside]] = field(default_factory=dict)
    """Notes by the block they follow."""
    languages: Mapping[int, str] = field(default_factory=dict)
    """Of blocks in another language than the page's, BCP 47."""
    page: str = ""
    """The address of the page, from which its pictures and links are named."""
    moved: bool = False
    """Whether the text stands on another page than that: its links then lead on from the site's root."""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """Those that can be shown, by their address within the site."""
    apparatus: str = ""
    """The language of labels and of the editor's notes, BCP 47, where the text around them is in another."""
    numbered: bool = True
    """Whether paragraphs show their number as a permalink."""
    permalinks: bool = True
    """Whether blocks bear their ids."""
    top: int = 2
    """The level of the highest heading."""


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language.lower().partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def format_html(flow: Sequence[Element], setting: Setting | None = None) -> Markup:
    """The flow as HTML: each block with its permalink, each note after the element that refers to it."""
    return Markup(_Writer(setting or Setting()).document(flow))  # noqa: S704 - everything in it went through escape


_TAGS = {
    InlineKind.STRONG: "strong",
    InlineKind.EMPHASIS: "em",
    InlineKind.STRIKE: "s",
}


class _Writer:
    """Walks one flow; holds what was already said on the page."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.level = setting.top - 1
        self.ours = _language(setting.apparatus)
        self.referred: dict[str, int] = {}
        self.anchored: set[str] = set()
        self.writers: dict[ElementKind, Callable[[Element], str]] = {
            ElementKind.PARAGRAPH: self.paragraph,
            ElementKind.HEADING: self.heading,
            ElementKind.FIGURE: self.figure,
            ElementKind.QUOTE: lambda e: f"<blockquote>\n{self.elements(e.children)}</blockquote>\n",
            ElementKind.LIST: self.list,
            ElementKind.ITEM: self.item,
            ElementKind.TABLE: self.table,
            ElementKind.ROW: lambda e: f"<tr>{self.elements(e.children)}</tr>\n",
            ElementKind.CELL: lambda e: f"<td{self.attributes(e)}>{self.inlines(e.inlines)}</td>",
            ElementKind.HEADER_CELL: lambda e: f"<th{self.attributes(e)}>{self.inlines(e.inlines)}</th>",
            ElementKind.CODE: lambda e: f"<pre{self.attributes(e)}><code>{self.inlines(e.inlines)}</code></pre>\n",
            ElementKind.RULE: lambda _: "<hr>\n",
            ElementKind.NOTE: lambda _: "",
        }

    def document(self, flow: Sequence[Element]) -> str:
        notes = {e.id: e for e in flow if e.kind is ElementKind.NOTE}
        asides = dict(self.setting.asides)
        parts: list[str] = []
        for element in flow:
            if element.kind is ElementKind.NOTE:
                continue
            parts.append(self.writers[element.kind](element))
            own = [aside for block in _blocks(element) for aside in asides.pop(block, ())]
            parts.extend(map(self.tied, own))
            waiting = [i for i in self.referred if i in notes]
            while waiting:  # a note may refer to another one
                for name in waiting:
                    note = notes.pop(name)
                    parts.append(self.aside(note.id, "", "", note.children, note.number))
                waiting = [i for i in self.referred if i in notes]
        parts.extend(self.aside(note.id, "", "", note.children, note.number) for note in notes.values())
        # What is tied to words of a note, or to none, stands at the end.
        late = [aside for _, own in sorted(asides.items()) for aside in own]
        parts.extend(map(self.tied, late))
        return "".join(parts)

    def elements(self, elements: Sequence[Element]) -> str:
        return "".join(self.writers[e.kind](e) for e in elements)

    def attributes(self, element: Element) -> str:
        text = f' id="{escape(element.id)}"' if element.id and self.setting.permalinks else ""
        language = self.setting.languages.get(element.block, "") if element.block is not None else ""
        return text + _language(language)

    def paragraph(self, element: Element) -> str:
        number = ""
        if self.setting.numbered and element.number and element.id:
            number = f'<a class="no" href="#{escape(element.id)}" aria-label="Paragraph {element.number}">{element.number}</a>'
        return f"<p{self.attributes(element)}>{number}{self.inlines(element.inlines)}</p>\n"

    def heading(self, element: Element) -> str:
        # A level that was skipped would break the outline that screen readers walk.
        self.level = min(max(element.number, self.setting.top), self.level + 1, 6)
        return f"<h{self.level}{self.attributes(element)}>{self.inlines(element.inlines)}</h{self.level}>\n"

    def figure(self, element: Element) -> str:
        shown = (
            self.setting.pictures.get(resolve_address(self.setting.page, element.source)) if element.source else None
        )
        label = "Caption" if shown else "Caption, without its picture"
        picture = (  # its size is said, so that the text stays where it is while it loads
            f'<img src="{self.setting.root}{escape(quote(str(shown.path)))}" alt="" width="{shown.width}"'
            f' height="{shown.height}" loading="lazy" decoding="async">'
            if shown
            else ""
        )
        words = self.inlines(element.inlines)
        name = f'<span class="label"{self.ours}>{label}</span>'
        if self.setting.permalinks and element.id:
            name = f'<a class="label"{self.ours} href="#{escape(element.id)}">{label}</a>'
        return f"<figure{self.attributes(element)}>{picture}<figcaption>{name} {words}</figcaption></figure>\n"

    def list(self, element: Element) -> str:
        tag = "ol" if element.number else "ul"
        start = f' start="{element.number}"' if element.number > 1 else ""
        return f"<{tag}{start}>\n{self.elements(element.children)}</{tag}>\n"

    def item(self, element: Element) -> str:
        return f"<li>{self.elements(element.children)}</li>\n"

    def table(self, element: Element) -> str:
        head = [r for r in element.children if any(c.kind is ElementKind.HEADER_CELL for c in r.children)]
        body = [r for r in element.children if r not in head]
        inner = f"<thead>\n{self.elements(head)}</thead>\n" if head else ""
        inner += f"<tbody>\n{self.elements(body)}</tbody>\n" if body else ""
        wide = f'<div class="wide" tabindex="0" role="group" aria-label="Table"><table>\n{inner}</table></div>\n'
        cells = number_cells(element)
        if not cells or not self.setting.numbered:
            return wide
        first = next(cell.id for row in element.children for cell in row.children if cell.id)
        return f'<div class="tabled"><a class="no" href="#{escape(first)}" aria-label="Paragraphs {cells}">{cells}</a>{wide}</div>\n'

    def tied(self, aside: Aside) -> str:
        return self.aside(aside.id, aside.lemma, aside.signature, aside.flow, 0, back=aside.anchored)

    def aside(
        self, name: str, lemma: str, signature: str, flow: Sequence[Element], number: int, *, back: bool = True
    ) -> str:
        label = f"Note {number}" if number else "Note"
        signed = f" · {escape(signature)}" if signature else ""
        leads = back and (not number or self.referred.get(name, 0) > 0)
        arrow = f'<a class="back" href="#{escape(name)}-ref" aria-label="Back to the text">↩</a>' if leads else ""
        words = f'<span class="lemma">{escape(lemma)}</span>' if lemma else ""
        # The paragraphs of a numbered note are blocks of the article; those of an anchored note would take its permalinks.
        inner = _Writer(Setting(root=self.setting.root, numbered=False, permalinks=bool(number), top=3))
        inner.referred = self.referred  # so that a note's own references are known to the page
        return (
            f'<div class="note"{self.ours} role="note" id="{escape(name)}" aria-label="{escape(label)} by the editor">'
            f'<p class="label">Editor’s {label.lower()}{signed} {arrow}</p>{words}{inner.elements(flow)}</div>\n'
        )

    def inlines(self, inlines: Sequence[Inline]) -> str:
        return "".join(self.inline(i) for i in inlines)

    def inline(self, inline: Inline) -> str:
        match inline.kind:
            case InlineKind.TEXT:
                return str(escape(inline.text))
            case InlineKind.CODE:
                return f"<code>{escape(inline.text)}</code>"
            case InlineKind.BREAK:
                return "<br>\n"
            case InlineKind.LINK:
                return self.link(inline)
            case InlineKind.NOTE_REFERENCE:
                return self.reference(inline)
            case InlineKind.MARK if inline.mark:
                return self.mark(inline.mark, self.inlines(inline.children))
            case _:
                tag = _TAGS.get(inline.kind, "span")
                return f"<{tag}>{self.inlines(inline.children)}</{tag}>"

    def link(self, inline: Inline) -> str:
        outside = re.match(r"[a-z]+:", inline.href, re.IGNORECASE)
        # content/ and the site have the same folders, so that a link between two files of content leads to their pages.
        href = inline.href if outside else lead_to_page(inline.href)
        attributes = ' rel="external noreferrer"' if outside else ""
        if self.setting.moved and not outside:
            fragment = href[href.find("#") :] if "#" in href else ""
            href = self.setting.root + quote(resolve_address(self.setting.page, href)) + fragment
        return f'<a href="{escape(href)}"{attributes}>{self.inlines(inline.children)}</a>'

    def reference(self, inline: Inline) -> str:
        times = self.referred.get(inline.href, 0) + 1
        self.referred[inline.href] = times
        name = f"{inline.href}-ref" if times == 1 else f"{inline.href}-ref{times}"
        number = escape(inline.text)
        return (
            f'<a class="ref" id="{escape(name)}" href="#{escape(inline.href)}" aria-label="Note {number}">'
            f"<sup>{number}</sup></a>"
        )

    def mark(self, mark: Mark, words: str) -> str:
        if mark.kind == "anchor":
            name = f"{mark.href.lstrip('#')}-ref"
            own = "" if name in self.anchored else f' id="{escape(name)}"'
            self.anchored.add(name)
            return f'<a class="anchor"{own} href="{escape(mark.href)}">{words}</a>'
        if mark.kind == "date":
            when = parse_when(mark.value)
            value = html_datetime(when) if when else ""
            words = f'<time datetime="{value}">{words}</time>' if value else words
        if not mark.href:
            return f'<span class="{escape(mark.kind)}">{words}</span>'
        href = mark.href if mark.href.startswith("#") else self.setting.root + mark.href
        says = f' data-says="{escape(mark.label)}"' if mark.kind == "date" and mark.label else ""
        return f'<a class="{escape(mark.kind)}" href="{escape(href)}"{says}>{words}</a>'


def lead_to_page(address: str) -> str:
    """A relative address of the editor's: that of a Markdown file of content/ leads to the page made of it."""
    return re.sub(r"\.md(?=$|#)", ".html", address)


def number_cells(table: Element) -> str:
    """The numbers of a table's cells, which are blocks as paragraphs are: 6–11; empty where they have none."""
    numbers = [cell.number for row in table.children for cell in row.children if cell.number]
    return f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else "".join(map(str, numbers))


def _language(language: str) -> str:
    """The attributes that state a language, or nothing."""
    return f' lang="{escape(language)}" dir="{direction(language)}"' if language else ""


def _blocks(element: Element) -> list[int]:
    own = [element.block] if element.block is not None else []
    return own + [block for child in element.children for block in _blocks(child)]
