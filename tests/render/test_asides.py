"""Names in the editor's notes lead to their pages, as those in the text do."""

from briefbook.model.article import Passage
from briefbook.model.entity import Entity, EntityKind, Mention
from briefbook.model.text import Slug, Span
from briefbook.render.asides import add_forms, gather_names, link_names
from briefbook.render.prose import Setting, format_html


def entity(name, kind=EntityKind.PERSON, aliases=()):
    slug = Slug(name.lower().replace(" ", "-").replace(".", ""))
    return Entity(slug=slug, kind=kind, name=name, sort_name=name, aliases=tuple(aliases), provisional=False)


def mention(surface, slug, kind=EntityKind.PERSON):
    passage = Passage(article=Slug("talks"), block=0, span=Span(0, len(surface)))
    return Mention(passage=passage, surface=surface, kind=kind, entity=slug, found_by="rules", reason="")


HOLM, SON = entity("Karin Holm", aliases=["K. Holm"]), entity("Nils Holm")
OSTMARK = entity("Ostmark", EntityKind.PLACE)
NEW = entity("New Ostmark", EntityKind.PLACE)
BOOK = gather_names([HOLM, SON, OSTMARK, NEW])


def linked(text, names=BOOK):
    flow = link_names(text, names, lambda kind, slug: f"{kind}/{slug}.html")
    return str(format_html(flow, Setting(numbered=False, permalinks=False)))


def test_a_full_name_and_an_alias_lead_to_the_page_once():
    html = linked("Karin Holm denies it; K. Holm's letter says so.")
    assert html.count('href="person/karin-holm.html"') == 1
    assert ">Karin Holm</a> denies it; K. Holm" in html


def test_the_longest_name_wins():
    assert ">New Ostmark</a>" in linked("The road to New Ostmark.")


def test_a_surname_is_linked_only_as_the_article_uses_it():
    assert "<a" not in linked("Holm was there.")
    assert 'href="person/karin-holm.html"' in linked("Holm was there.", add_forms(BOOK, [mention("Holm", HOLM.slug)]))


def test_a_form_that_means_two_in_the_article_is_left_open():
    both = add_forms(BOOK, [mention("Holm", HOLM.slug), mention("Holm", SON.slug)])
    assert "<a" not in linked("Holm was there.", both)


def test_a_name_of_two_is_left_open():
    twice = gather_names([entity("Jan Berg", aliases=["Berg"]), entity("Eva Berg", aliases=["Berg"])])
    assert "<a" not in linked("Berg was there.", twice)


def test_names_in_links_and_code_stay_as_they_are():
    html = linked("See [Karin Holm](https://example.org/) and `Ostmark`.")
    assert html.count("<a") == 1
    assert "<code>Ostmark</code>" in html


def test_words_far_apart_are_no_name():
    assert "person" not in linked("Karin met nobody. Karin — the Holm farm.")


def test_the_page_of_an_article_links_the_names_of_its_notes(book, theme, config):
    from dataclasses import replace

    from briefbook.model.article import Note
    from briefbook.render.site import render_site

    name = next(e for e in book.register.entities if e.kind is EntityKind.PERSON and not e.hidden)
    first, *rest = book.articles
    noted = replace(first, notes=(Note(at="", text=f"Compare {name.name}.", author="RM", date=""),))
    files = render_site(replace(book, articles=(noted, *rest)), theme, config)
    page = next(f.data for f in files if str(f.path) == f"articles/{first.slug}.html").decode()
    note = page[page.index('id="note-1"') :]
    assert f'people/{name.slug}.html"' in note[: note.index("</div>")]
