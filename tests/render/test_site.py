"""The whole site: which pages there are, what stands on them, and that every link leads somewhere."""

import json
import posixpath
import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import PurePosixPath

import pytest

from briefbook.formats.markdown import parse_flow
from briefbook.model.article import Certainty, Fate, LineFate, Note, Reason
from briefbook.model.book import Book
from briefbook.model.config import Config, Part
from briefbook.model.diagnostics import Diagnostic, report
from briefbook.model.entity import Entity, EntityKind, Register
from briefbook.model.event import EventStatus
from briefbook.model.memory import Memory
from briefbook.model.text import Slug, Span
from briefbook.model.when import day, year
from briefbook.render.site import render_site
from briefbook.render.theme import ThemeFile, assemble_theme


class PageOf(HTMLParser):
    """Addresses, ids and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.words = ""
        self.attributes: set[str] = set()
        self.scripts: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.attributes.update(found)
        self.links.extend(value for name, value in attrs if name in {"href", "src", "action"} and value)
        if found.get("id"):
            self.ids.append(found["id"])
        if tag == "script":
            self.scripts.append(found)

    def handle_data(self, data):
        self.words += data


def build(book: Book, theme, config) -> dict[str, bytes]:
    faults: list[Diagnostic] = []
    files = {str(file.path): file.data for file in render_site(book, theme, config, faults)}
    assert not faults
    return files


@pytest.fixture(scope="module")
def site(book, theme, config):
    return build(book, theme, replace(config, outputs=("html",)))


@pytest.fixture(scope="module")
def pages(site):
    return {path: PageOf(data.decode()) for path, data in site.items() if path.endswith(".html")}


def test_every_kind_of_page_is_there(site):
    wanted = """index contents chronology people places organisations quotes index-of-names search made open-questions 404
        articles/port-talks articles/calendar people/helena-duarte people/rui-calado places/setubal
        organisations/sado-port-authority pages/introduction made/port-talks chronology/planned quotes/by-date""".split()
    assert {f"{name}.html" for name in wanted} <= set(site)
    assert {"assets/book.css", "assets/search.js", "assets/search/manifest.js", "assets/previews/0.js"} <= set(site)


def test_every_address_within_the_site_leads_somewhere(site, pages):
    for path, page in pages.items():
        for address in page.links:
            if re.match(r"[a-z]+:", address):
                continue
            target, _, fragment = address.partition("#")
            assert not target.startswith("/"), (path, address)
            reached = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
            assert reached in site, (path, address)
            if fragment and reached in pages:
                assert fragment in pages[reached].ids, (path, address)


def test_every_id_stands_once(pages):
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path


def test_nothing_is_loaded_from_elsewhere_and_nothing_inline_runs(site, pages):
    for path, page in pages.items():
        text = site[path].decode()
        assert "default-src 'none'; script-src 'self'" in text, path
        assert "unsafe" not in text, path
        assert "style" not in page.attributes, path
        assert not any(name.startswith("on") for name in page.attributes), path
        for script in page.scripts:
            assert script.get("src") or script.get("type") == "application/ld+json", path


def test_markup_in_a_title_or_a_comment_stays_text(site):
    assert "A calendar, signed &lt;script&gt;alert(1)&lt;/script&gt;" in site["articles/calendar.html"].decode()
    assert "&lt;img src=x onerror=alert(1)&gt;" in site["made/port-talks.html"].decode()
    shown = [data for path, data in site.items() if path.endswith((".html", ".js"))]
    assert b"<script>alert" not in b"".join(shown)


def test_a_name_is_linked_at_its_first_mention_in_a_section(site):
    text = site["articles/port-talks.html"].decode().partition('id="text"')[2].partition("</article>")[0]
    assert re.findall(r'class="person" href="../people/([a-z-]+).html">([^<]+)', text) == [
        ("helena-duarte", "Helena Duarte"),
        ("helena-duarte", "Duarte"),  # again after the subhead
        ("rui-calado", "Rui Calado"),
    ]


def test_an_article_says_what_its_date_rests_on_and_what_was_set_aside(pages):
    words = pages["articles/port-talks.html"].words
    assert "Date: printed under the headline" in words
    assert re.search(
        r"Kept ?21 words ?Set aside ?14 words: readers’ comments 13, navigation 1", " ".join(words.split())
    )


def test_a_clipping_is_accounted_for_line_by_line(book, site):
    text = site["made/port-talks.html"].decode()
    for line in book.ledgers[0].lines:
        if line.text:
            assert f'<li value="{line.line}">' in text


def test_a_person_has_every_mention_in_its_sentence(site):
    text = site["people/helena-duarte.html"].decode()
    assert text.count("<mark>Duarte</mark>") == 2
    assert text.count("<mark>Helena Duarte</mark>") == 2
    assert 'href="../articles/port-talks.html#p1"' in text
    assert "Minister from 2017." in text


def test_nobody_the_editor_hid_appears(site):
    assert b"Nobody Hidden" not in b"".join(site.values())


def test_an_entry_of_the_chronology_has_its_sentence_place_and_basis(pages):
    words = " ".join(pages["chronology.html"].words.split())
    assert "Thu 14 March happened The Transport Minister, Helena Duarte, met a delegation of dockers" in words
    assert "Doc. 1 ¶1 – Port talks resume after minister meets dockers, 14 March 2019 “Thursday”: the day of" in words
    assert words.index("In doubt") < words.index("Not dated")


def test_an_entry_of_the_editors_needs_no_sentence(book, theme, config):
    own = replace(book.chronology[1], id="own", passages=(), related=(), editor="The minister resigned.")
    made = build(replace(book, chronology=(*book.chronology, own)), theme, replace(config, outputs=("html",)))
    words = " ".join(PageOf(made["chronology.html"].decode()).words.split())
    assert "happened The minister resigned. Editor" in words
    assert b"The minister resigned." in made["assets/search/records-0.js"]


def test_a_quotation_says_who_spoke_and_where(pages):
    words = " ".join(pages["quotes.html"].words.split())
    assert "“Nobody wins when a harbour is silent,” … “We have agreed to talk.”" in words
    assert "Speaker left open" in words


def test_the_index_names_a_document_once_and_leads_to_each_passage(pages):
    words = " ".join(pages["index-of-names.html"].words.split())
    assert "Calado, Rui Doc. 1 ¶3 – Port talks resume after minister meets dockers, 14 March 2019" in words
    assert "Minister, see Duarte, Helena" in words
    assert "See also Duarte, Helena" in words


def test_what_is_open_is_listed(pages):
    words = " ".join(pages["open-questions.html"].words.split())
    assert "the river or the authority" in words
    assert "no line says when it appeared" in words


def test_a_date_in_doubt_says_what_a_ruling_calls_its_entry(book, theme, config):
    first, *others = book.chronology
    doubted = replace(first, doubtful="the day of speaking is not stated")
    made = build(replace(book, chronology=(doubted, *others)), theme, replace(config, outputs=("html",)))
    assert f"Its id: <code>{first.id}</code>" in made["open-questions.html"].decode()


def test_a_name_left_open_in_many_places_of_an_article_is_one_question(book, theme, config):
    (name, *_), register = book.register.open, book.register
    other = replace(name.mention.passage, block=4, span=Span(0, 4))
    again = replace(name, mention=replace(name.mention, passage=other))
    made = build(
        replace(book, register=replace(register, open=(name, again))), theme, replace(config, outputs=("html",))
    )
    page = made["open-questions.html"].decode()
    assert page.count(f"<b>{name.mention.surface}</b>") == 1
    assert ", and ¶" in " ".join(PageOf(page).words.split())


def test_dates_that_wait_for_the_day_of_publication_are_asked_for_once(book, theme, config):
    (first, *others), (event, *events) = book.articles, book.chronology
    unknown = replace(first, published=replace(first.published, when=None, certainty=Certainty.UNKNOWN))
    doubted = replace(event, when=None, doubtful="the day of publication is not known")
    doubted = replace(doubted, passages=(replace(doubted.passages[0], article=first.slug),))
    made = build(
        replace(book, articles=(unknown, *others), chronology=(doubted, *events)),
        theme,
        replace(config, outputs=("html",)),
    )
    page = made["open-questions.html"].decode()
    assert "1 date of its text waits for it" in page
    assert doubted.id not in page


def test_two_builds_give_the_same_bytes(book, theme, config, site):
    assert build(book, theme, replace(config, outputs=("html",))) == site


def test_a_remembered_page_is_not_printed_again(book, theme, config):
    known: dict[tuple[str, str], bytes] = {}
    printed: list[str] = []

    def remember(stage, key, make):
        if (stage, key) not in known:
            printed.append(key)
            known[stage, key] = make()
        return known[stage, key]

    memory = Memory(remember=remember)
    first = list(render_site(book, theme, config, memory=memory))
    assert len(printed) == len(set(printed)) > 20
    printed.clear()
    assert list(render_site(book, theme, config, memory=memory)) == first
    assert not printed
    retitled = replace(book, articles=(replace(book.articles[0], byline=("Somebody Else",)), book.articles[1]))
    list(render_site(retitled, theme, config, memory=memory))
    assert 0 < len(printed) < 10


def test_sections_with_nothing_in_them_are_left_out(book, theme, config):
    bare = replace(
        book,
        register=Register(),
        chronology=(),
        index=(),
        ledgers=(),
        annotations=tuple(replace(a, mentions=(), dates=(), quotations=()) for a in book.annotations),
    )
    made = build(bare, theme, replace(config, outputs=("html",)))
    assert not {"people.html", "chronology.html", "quotes.html", "index-of-names.html"} & set(made)
    assert "Chronology" not in PageOf(made["index.html"].decode()).words


def test_a_bare_book_links_to_nothing_that_is_not_there(book, theme, config):
    bare = replace(
        book,
        register=Register(),
        chronology=(),
        index=(),
        ledgers=(),
        pages=(),
        annotations=tuple(replace(a, mentions=(), dates=(), quotations=()) for a in book.annotations),
    )
    made = build(bare, theme, replace(config, outputs=("html",)))
    for path, data in made.items():
        if path.endswith(".html"):
            for address in PageOf(data.decode()).links:
                if not re.match(r"[a-z]+:|#", address):
                    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), address.partition("#")[0]))
                    assert target in made, (path, address)


def test_control_characters_of_a_clipping_are_shown_not_sent(book, theme, config):
    line = LineFate(line=1, fate=Fate.REMOVED, reason=Reason.WIDGET, text="a\x00b\x1bc\x7fd\x85e\ufffff")
    odd = replace(book, ledgers=(replace(book.ledgers[0], lines=(line,)),))
    made = build(odd, theme, replace(config, outputs=("html",)))["made/port-talks.html"].decode()
    assert "a␀b␛c\ufffdd\ufffde\ufffdf" in made


def test_a_template_at_fault_is_reported_once_and_the_default_page_stands_in(book, theme, config):
    own = ThemeFile(
        name=PurePosixPath("html/article.html"),
        path=PurePosixPath("templates/html/article.html"),
        data=b'{% extends "default/article.html" %}\n{% block main %}\n{{ view.nothing }}\n{% endblock %}',
    )
    defaults = [
        ThemeFile(name=PurePosixPath("html") / name, path=PurePosixPath("default") / name, data=t.source.encode())
        for name, t in theme.templates.items()
        if not name.startswith("default/")
    ]
    faults: list[Diagnostic] = []
    files = list(render_site(book, assemble_theme(defaults, [own]).value, config, faults))
    assert [(str(f.location), f.rule) for f in faults] == [("templates/html/article.html:3", "template-invalid")]
    article = next(f.data for f in files if str(f.path) == "articles/port-talks.html")
    assert b"Helena Duarte" in article


def test_a_long_chronology_has_a_page_a_year_or_month(book, theme, config):
    met = next(e for e in book.chronology if e.id == "calendar-1")
    early = tuple(replace(met, id=f"a{n}", when=day(date(2019, 3, 4))) for n in range(150))
    many = tuple(replace(met, id=f"e{n}", when=day(date(2019, 4, 3))) for n in range(150))
    made = build(replace(book, chronology=(*early, *many)), theme, replace(config, outputs=("html",)))
    assert made["chronology/2019-04.html"].count(b'id="e-e') == 150
    assert b"chronology/2019-03.html#e-a7" in made["people/rui-calado.html"]
    assert "2019 March 150 April 150" in " ".join(PageOf(made["chronology.html"].decode()).words.split())


def test_no_page_of_a_chronology_has_more_entries_than_can_be_read(book, theme, config):
    met = replace(next(e for e in book.chronology if e.id == "calendar-1"), status=EventStatus.OCCURRED)
    before = tuple(replace(met, id=f"b{n:03}", when=year(1900 + n // 3)) for n in range(330))
    one_day = tuple(replace(met, id=f"d{n:03}", when=day(date(2019, 4, 3))) for n in range(250))
    later = tuple(replace(met, id=f"l{n:03}", when=day(date(2019, 4, 20))) for n in range(10))
    open_day = tuple(replace(met, id=f"o{n:03}", when=None) for n in range(210))
    whole = (*before, *one_day, *later, *open_day)
    made = build(replace(book, chronology=whole), theme, replace(config, outputs=("html",)))
    pages = {
        path: data.decode()
        for path, data in made.items()
        if re.match(r"chronology(\.html|/(earlier|2019|not-dated)[0-9-]*\.html)", path)
    }
    found = [name for text in pages.values() for name in re.findall(r'<li id="e-([a-z]\d+)"', text)]
    assert sorted(found) == sorted(event.id for event in whole)  # each once
    assert max(text.count('<li id="e-') for text in pages.values()) <= 200
    words = " ".join(PageOf(pages["chronology.html"]).words.split())
    assert "1900–1965 198 1966–2009 132" in words
    assert "2019 3 April 200 3–20 April 60" in words


def test_in_a_long_chronology_each_year_or_month_can_be_seen_by_kind(book, theme, config):
    met = replace(next(e for e in book.chronology if e.id == "calendar-1"), status=EventStatus.OCCURRED)
    many = tuple(replace(met, id=f"e{n}", when=day(date(2019, 3 + n % 2, 3))) for n in range(300))
    plan = replace(met, id="plan", status=EventStatus.PLANNED)
    made = build(replace(book, chronology=(*many, plan)), theme, replace(config, outputs=("html",)))
    assert made["chronology/2019-04-planned.html"].count(b'id="e-') == 1
    assert b'href="../chronology/2019-04-planned.html"' in made["chronology/2019-04.html"]


def test_those_with_several_entries_have_them_on_a_page_alone(book, theme, config):
    met = replace(next(e for e in book.chronology if e.id == "calendar-1"), status=EventStatus.OCCURRED)
    other = replace(met, id="other", people=(), places=(), organisations=())
    made = build(
        replace(book, chronology=(*(replace(met, id=f"e{n}") for n in range(3)), other)),
        theme,
        replace(config, outputs=("html",)),
    )
    assert b'href="chronology/people-rui-calado.html"' in made["chronology.html"]
    alone = made["chronology/people-rui-calado.html"]
    assert alone.count(b'id="e-e') == 3
    assert b'id="e-other"' not in alone
    words = " ".join(PageOf(alone.decode()).words.split())
    assert "3 entries of 4" in words


def test_a_long_chronology_begins_with_the_days_that_are_come_back_to(book, theme, config):
    met = replace(next(e for e in book.chronology if e.id == "calendar-1"), status=EventStatus.OCCURRED)
    many = tuple(replace(met, id=f"e{n}", when=day(date(2019, 4, 1 + n % 28)), weight=n % 28) for n in range(300))
    pinned = replace(met, id="chosen", when=day(date(2019, 5, 1)), pinned=True)
    made = build(replace(book, chronology=(*many, pinned)), theme, replace(config, outputs=("html",)))
    page = PageOf(made["chronology.html"].decode())
    words = " ".join(page.words.split())
    assert "Principal entries" in words
    assert "1 May 2019" in words
    assert "28 April 2019" in words
    assert "Monday 1 April 2019" not in words  # nothing came back to it
    home = " ".join(PageOf(made["index.html"].decode()).words.split())
    assert "1 May 2019" in home


def test_the_years_before_the_first_document_stand_under_one_head(book, theme, config):
    met = replace(next(e for e in book.chronology if e.id == "calendar-1"), status=EventStatus.OCCURRED)
    early = (replace(met, id="one", when=year(1984)), replace(met, id="two", when=replace(year(2001), part="early")))
    made = build(replace(book, chronology=(*early, met)), theme, replace(config, outputs=("html",)))
    words = " ".join(PageOf(made["chronology.html"].decode()).words.split())
    assert words.index("Before 2019") < words.index("1984 happened") < words.index("early 2001 happened")
    assert "Not dated to a month" not in words


def test_open_questions_run_over_as_many_pages_as_they_need(book, theme, config):
    many = tuple(replace(book.doubts[0], message=f"doubt {n}") for n in range(130))
    made = build(replace(book, doubts=many), theme, replace(config, outputs=("html",)))
    first, second = (made[f"open-questions{end}.html"].decode() for end in ("", "-2"))
    assert 'href="open-questions-2.html"' in first
    asked = [re.findall(r">(doubt \d+)<", page) for page in (first, second)]
    assert [*asked[0], *asked[1]] == [doubt.message for doubt in many]
    assert 90 < len(asked[0]) <= 100


def test_notes_run_over_as_many_pages_as_they_need(book, theme, config, monkeypatch):
    monkeypatch.setattr("briefbook.render.notes.NOTES_A_PAGE", 1)
    noted = replace(book.articles[0], slug=Slug("again"), path=PurePosixPath("content/articles/again.md"), doc=9)
    longer = replace(
        book,
        articles=(*book.articles, noted),
        annotations=(*book.annotations, replace(book.annotations[0], article=noted.slug)),
    )
    made = build(longer, theme, replace(config, outputs=("html",)))
    assert 'href="notes-2.html"' in made["notes.html"].decode()
    assert "articles/again.html#" in made["notes-2.html"].decode()


def test_the_head_of_open_questions_is_short_and_says_what_to_do(book, theme, config):
    doubt = report("note-unmatched", "no such words", book.articles[0].path)
    made = build(replace(book, doubts=(*book.doubts, doubt)), theme, replace(config, outputs=("html",)))
    words = " ".join(PageOf(made["open-questions.html"].decode()).words.split())
    assert "Notes without their words The words a note is tied to do not stand in the article" in words
    assert "Copy the words after at: from the text" in words


def test_what_was_reported_of_several_documents_is_asked_once_and_names_them_by_number(book, theme, config):
    first, second = book.articles[:2]
    seed = replace(second.source, seed=PurePosixPath("seeds/second.txt"))
    told = (
        report("encoding-doubtful", "not UTF-8", first.path),
        report("encoding-doubtful", "not UTF-8", seed.seed),
        report("seed-duplicate", f"the words of {first.path}", seed.seed),
        report("text-changed", "a control character", first.path),
    )
    articles = (first, replace(second, source=seed), *book.articles[2:])
    made = build(replace(book, articles=articles, doubts=told), theme, replace(config, outputs=("html",)))
    words = " ".join(PageOf(made["open-questions.html"].decode()).words.split())
    assert words.count("not UTF-8") == 1
    assert f"not UTF-8 Doc. {first.doc} – {first.title}, Doc. {second.doc} – {second.title}" in words
    assert f"the words of Doc. {first.doc}" in words
    assert "control character" not in words
    page = " ".join(PageOf(made[f"articles/{second.slug}.html"].decode()).words.split())
    assert "2 open questions" in page
    assert "Open here not UTF-8" in page


def test_how_the_book_was_made_names_what_is_not_in_it_and_why(book, theme, config):
    left = (
        report("seed-unreadable", "the clipping is empty", "seeds/blank.txt"),
        report("clipping-passed-over", "not a clipping", "seeds/leaflet.pdf"),
    )
    made = build(replace(book, doubts=left), theme, replace(config, outputs=("html",)))
    words = " ".join(PageOf(made["made.html"].decode()).words.split())
    assert "2 files besides were not read, or are not in the book" in words
    assert "seeds/blank.txt: the clipping is empty seeds/leaflet.pdf: not a clipping" in words


def test_the_first_page_opens_with_the_introduction(pages):
    assert "Why this book." in " ".join(pages["index.html"].words.split())
    assert "in full" not in pages["index.html"].words


def test_of_a_long_introduction_the_first_page_shows_the_beginning_with_its_links_and_notes(book, theme, config):
    text = (
        "A [person](../people/helena-duarte.html), a [place](#far), a note.[^1]\n\n## Scope\n\n"
        + "words " * 300
        + "\n\nThe end.[^2]\n\n[^1]: The first.\n\n[^2]: The second.\n"
    )
    page = replace(book.pages[0], flow=parse_flow(text))
    made = build(replace(book, pages=(page,)), theme, replace(config, outputs=("html",)))
    home = made["index.html"].decode()
    assert 'href="people/helena-duarte.html"' in home
    assert 'href="pages/introduction.html#far"' in home
    assert "The first." in home
    assert "The second." not in home
    assert "words words" not in home
    assert ">Scope<" not in home
    assert '<a href="pages/introduction.html">Introduction, in full</a>' in home


def test_what_the_editor_calls_somebody_stands_before_what_the_sources_do(book, theme, config):
    entities = tuple(
        replace(e, role="the minister", aliases=(*e.aliases, "Duarte, H.")) if e.slug == "helena-duarte" else e
        for e in book.register.entities
    )
    told = replace(book, register=replace(book.register, entities=entities))
    made = build(told, theme, replace(config, outputs=("html",)))
    person = " ".join(PageOf(made["people/helena-duarte.html"].decode()).words.split())
    assert re.search("the minister Editor .*Transport Minister", person)
    assert "Also called Duarte, H. Editor" in person
    assert not re.search("Also printed as [^.]*Duarte, H", person.partition("Also called")[0])
    assert "the minister Editor; " in " ".join(PageOf(made["people.html"].decode()).words.split())
    assert b"the minister (editor)" in b"".join(data for path, data in made.items() if "previews" in path)


def test_a_link_in_a_note_leads_on_from_the_list_of_notes_too(book, theme, config):
    article = book.articles[0]
    noted = replace(article, notes=(*article.notes, Note(at="", text="See [that](calendar.md#p1).")))
    made = build(replace(book, articles=(noted, *book.articles[1:])), theme, replace(config, outputs=("html",)))
    assert 'href="articles/calendar.html#p1"' in made["notes.html"].decode()
    assert 'href="calendar.html#p1"' in made[f"articles/{article.slug}.html"].decode()


def test_the_page_of_a_document_shows_the_accounts_that_count_otherwise(book, theme, config):
    met = next(e for e in book.chronology if e.id == "port-talks-20190314-1")
    told = tuple(replace(e, related=(("differs", "calendar-1"),)) if e is met else e for e in book.chronology)
    made = build(replace(book, chronology=told), theme, replace(config, outputs=("html",)))
    page = made["articles/port-talks.html"].decode()
    accounts = page[page.index("Other accounts of the same events") : page.index("Dates and events told here")]
    assert "another account" in accounts
    assert "articles/calendar.html#p1" in accounts


def test_quotations_stand_by_date_too_with_the_role_the_article_gives(pages):
    words = " ".join(pages["quotes/by-date.html"].words.split())
    assert "March 2019" in words
    assert "Helena Duarte, Transport Minister" in words


def test_many_mentions_run_over_several_pages(book, theme, config):
    notes = book.annotations[0]
    first = notes.mentions[0]
    block = book.articles[0].blocks[0]
    more = tuple(replace(block, id=f"p{n}") for n in range(4, 204))
    article = replace(book.articles[0], blocks=(*book.articles[0].blocks, *more))
    own = tuple(
        replace(first, passage=replace(first.passage, block=n))
        for n in range(len(book.articles[0].blocks), len(article.blocks))
    )
    longer = replace(
        book,
        articles=(article, book.articles[1]),
        annotations=(replace(notes, mentions=(*notes.mentions, *own), seed_lines=()), book.annotations[1]),
    )
    made = list(render_site(longer, theme, config))
    paths = {str(file.path) for file in made}
    assert {"people/helena-duarte/mentions-2.html", "people/helena-duarte/mentions-3.html"} <= paths


def test_many_mentions_of_several_years_run_over_pages_by_year(book, theme, config):
    def told(number, year, times):
        block = book.articles[0].blocks[0]
        when = day(date(year, 3, 14))
        return replace(
            book.articles[0],
            slug=Slug(f"told-{number}"),
            doc=number,
            blocks=tuple(replace(block, id=f"p{n}", line=n) for n in range(1, times + 1)),
            published=replace(book.articles[0].published, when=when),
        )

    articles = tuple(
        told(n, year, times) for n, (year, times) in enumerate([(2011, 30), (2012, 30), (2013, 90), (2014, 5)], 3)
    )
    first = book.annotations[0].mentions[0]
    annotations = tuple(
        replace(
            book.annotations[0],
            article=article.slug,
            mentions=tuple(
                replace(first, passage=replace(first.passage, article=article.slug, block=n))
                for n in range(len(article.blocks))
            ),
            dates=(),
            quotations=(),
            seed_lines=(),
        )
        for article in articles
    )
    longer = replace(book, articles=(*book.articles, *articles), annotations=(*book.annotations, *annotations))
    made = build(longer, theme, config)
    own = made["people/helena-duarte.html"].decode()
    pages = re.search(r'<nav class="pages".*?</nav>', own, re.DOTALL)[0]
    assert {"people/helena-duarte/mentions-2013.html", "people/helena-duarte/mentions-2013-2019.html"} <= set(made)
    assert re.findall(r">([^<\s][^<]*)</(?:a|b)>", pages) == ["2011–2012", "2013", "2013–2019"]


def test_the_settings_switch_previews_off(book, theme, config):
    quiet = replace(config, render=replace(config.render, previews=False))
    files = {str(f.path): f.data for f in render_site(book, theme, quiet)}
    assert b'data-previews="0"' in files["index.html"]


def test_budgets_of_the_theme(theme):
    scripts = sum(len(data) for name, data in theme.assets.items() if name.endswith(".js"))
    styles = sum(len(data) for name, data in theme.assets.items() if name.endswith(".css"))
    assert scripts <= 30_000
    assert styles <= 40_000
    assert Config().render.previews


def test_the_contents_are_by_the_editors_parts_and_by_date(book, theme, config):
    parts = (Part(title="The calendar", articles=("calendar",)),)
    made = build(book, theme, replace(config, book=replace(config.book, parts=parts)))
    by_part, by_date = made["contents.html"].decode(), made["contents-by-date.html"].decode()
    assert re.findall(r'<h2 class="part"[^>]*>([^<]*)', by_part) == ["The calendar", "Further documents"]
    assert re.findall(r'<h2 class="part"[^>]*>([^<]*)', by_date) == ["2019"]
    assert 'href="contents-by-date.html"' in by_part
    assert 'href="contents.html"' in by_date


def test_a_long_list_of_people_goes_letter_by_letter_over_pages(book, theme, config):
    many = tuple(
        Entity(
            slug=Slug(f"{letter.lower()}{n}"),
            kind=EntityKind.PERSON,
            name=f"{letter}{n:03}",
            sort_name=f"{letter}{n:03}",
            provisional=False,
        )
        for letter in "ABC"
        for n in range(100)
    )
    grown = replace(book, register=replace(book.register, entities=(*book.register.entities, *many)))
    made = build(grown, theme, config)
    assert 'href="people-2.html#l-c"' in made["people.html"].decode()
    assert '<tbody id="l-c">' in made["people-2.html"].decode()


def test_the_notes_are_listed_with_what_they_are_tied_to(pages):
    words = " ".join(pages["notes.html"].words.split())
    assert "The minute of the ministry puts the meeting a day earlier. Note 1" in words
    assert "It did so in May. “open its books” RM, 2 May 2019" in words


def test_a_book_that_says_where_it_stands_has_a_sitemap(book, theme, config):
    placed = replace(config, book=replace(config.book, base_url="https://books.example/harbour/"))
    made = build(book, theme, replace(placed, outputs=("html",)))
    assert b"<loc>https://books.example/harbour/articles/port-talks.html</loc>" in made["sitemap.xml"]
    titles = re.findall(r"<entry>.*?<title>([^<]*)</title>", made["data/feed.xml"].decode(), re.DOTALL)
    assert [unescape(title) for title in titles] == [f"2. {book.articles[1].title}", f"1. {book.articles[0].title}"]


def test_a_book_that_does_not_has_none(site):
    assert "sitemap.xml" not in site
    assert "data/feed.xml" in site


def test_machines_are_told_of_an_article_and_of_the_events_it_tells(site):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', site["articles/port-talks.html"].decode())
    article, event = json.loads(found[1])["@graph"]
    assert (article["@type"], article["headline"]) == ("NewsArticle", "Port talks resume after minister meets dockers")
    assert (event["@type"], event["startDate"]) == ("Event", "2019-03-14")
    assert event["location"] == [{"@type": "Place", "name": "Setúbal"}]


def test_machines_are_told_what_the_page_says(site):
    text = site["places/setubal.html"].decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert json.loads(found[1])["name"] == "Setúbal"
    assert f"'sha256-{b64encode(sha256(found[1].encode()).digest()).decode()}'" in text


def test_a_question_on_which_accounts_differ_has_its_page(site):
    page = site["accounts-differ.html"].decode()
    assert "On which day did they meet?" in page
    assert "The minute was found later." in page
    assert 'href="accounts-differ.html"' in site["index.html"].decode()


def test_the_organisations_have_a_list_of_their_abbreviations(book, theme, config):
    short = tuple(
        replace(entity, aliases=("SPA",)) if entity.slug == "sado-port-authority" else entity
        for entity in book.register.entities
    )
    made = build(
        replace(book, register=replace(book.register, entities=short)), theme, replace(config, outputs=("html",))
    )
    words = " ".join(PageOf(made["organisations.html"].decode()).words.split())
    assert "SPA · Sado Port Authority" in words
    assert b"Abbreviations" not in made["people.html"]
