"""How a document is cited."""

from dataclasses import replace
from datetime import date

from briefbook.model.article import Certainty, Published
from briefbook.model.when import interval
from briefbook.render.citations import cite, format_bibtex, format_ris


def test_in_words(book):
    assert cite(book.articles[0], book.title).text == (
        "Ana Prates, “Port talks resume after minister meets dockers”, The Coast Courier, 14 March 2019. "
        "In: The Harbour Papers, Doc. 1. https://courier.example/talks"
    )


def test_as_bibtex(book):
    assert format_bibtex(book.articles[0], "Dock & Quay") == (
        "@misc{port-talks,\n"
        "  author = {{Ana Prates}},\n"
        "  title = {{Port talks resume after minister meets dockers}},\n"
        "  howpublished = {The Coast Courier},\n"
        "  year = {2019},\n"
        "  month = mar,\n"
        "  note = {14 March 2019; in Dock \\& Quay, Doc. 1},\n"
        "  url = {https://courier.example/talks},\n"
        "}\n"
    )


def test_as_ris(book):
    assert format_ris(book.articles[0], "Dock & Quay").splitlines() == [
        "TY  - NEWS",
        "AU  - Ana Prates",
        "TI  - Port talks resume after minister meets dockers",
        "T2  - The Coast Courier",
        "PY  - 2019",
        "DA  - 2019/03/14/",
        "UR  - https://courier.example/talks",
        "N1  - Dock & Quay, Doc. 1",
        "ER  -  ",
    ]


def test_a_bounded_date_is_said_and_not_made_exact(book):
    when = interval(date(2012, 12, 31), date(2013, 1, 1), one_of=True)
    article = replace(book.articles[0], published=Published(when=when, basis="comments", certainty=Certainty.BOUNDED))
    assert "31 December 2012 or 1 January 2013" in cite(article, "B").text
    assert "year =" not in format_bibtex(article, "B")
    assert "DA  - " not in format_ris(article, "B")


def test_words_of_a_clipping_cannot_leave_their_field(book):
    article = replace(book.articles[0], title="A}, url = {x\nTY  - BOOK \\input")
    assert r"A\}, url = \{x TY - BOOK \textbackslash{}input" in format_bibtex(article, "B")
    assert "\nTY  - BOOK" not in format_ris(article, "B")
