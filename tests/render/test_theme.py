"""Templates as values: overrides lie over the defaults, and a template at fault is named with its line."""

from pathlib import PurePosixPath

import pytest

from briefbook.render.theme import Theme, ThemeFile, assemble_theme, make_environment, render_template


def file(name: str, text: str, folder: str = "templates") -> ThemeFile:
    return ThemeFile(name=PurePosixPath(name), path=PurePosixPath(folder) / name, data=text.encode())


def print_page(theme: Theme, name: str, **values: object) -> str:
    text, faults = render_template(theme, make_environment(theme), name, values)
    assert not faults
    assert text is not None
    return text


DEFAULTS = (
    file("html/base.html", "<h1>{% block head %}{{ title }}{% endblock %}</h1>"),
    file("html/page.html", '{% extends "base.html" %}'),
    file("assets/book.css", "a {}"),
    file("print/book.typ", "= Title"),
)


def test_an_override_takes_the_place_of_its_default():
    theme = assemble_theme(DEFAULTS, [file("html/page.html", "mine"), file("assets/book.css", "b {}")]).value
    assert print_page(theme, "page.html") == "mine"
    assert theme.assets == {"book.css": b"b {}"}


def test_an_override_may_extend_what_it_replaces():
    own = file("html/base.html", '{% extends "default/base.html" %}{% block head %}My {{ super() }}{% endblock %}')
    theme = assemble_theme(DEFAULTS, [own]).value
    assert print_page(theme, "page.html", title="Book") == "<h1>My Book</h1>"


def test_what_is_printed_is_escaped():
    theme = assemble_theme(DEFAULTS).value
    assert print_page(theme, "page.html", title="<script>") == "<h1>&lt;script&gt;</h1>"


def test_the_digest_changes_with_any_file():
    before = assemble_theme(DEFAULTS).value
    after = assemble_theme(DEFAULTS, [file("assets/new.css", "")]).value
    assert before.digest != after.digest
    assert before.digest == assemble_theme(reversed(DEFAULTS)).value.digest


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("one\n{% if %}", 2, "Expected"),
        ("one\ntwo {{ nothing }}", 2, "'nothing' is undefined"),
        ("{{ 1 // 0 }}", 1, "division"),
        ('\n\n{% include "lost.html" %}', 0, "there is no template `lost.html`"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
    ],
)
def test_a_template_at_fault_is_named_with_its_line(source, line, words):
    theme = assemble_theme(DEFAULTS, [file("html/page.html", source)]).value
    text, (fault,) = render_template(theme, make_environment(theme), "page.html", {})
    assert text is None
    assert fault.rule == "template-invalid"
    assert fault.location.path == PurePosixPath("templates/html/page.html")
    assert fault.location.line == line
    assert words in fault.message


def test_a_fault_within_an_included_template_is_found_there():
    inner = file("html/base.html", "a\nb\n{{ lost }}")
    theme = assemble_theme(DEFAULTS, [inner]).value
    _, (fault,) = render_template(theme, make_environment(theme), "page.html", {})
    assert (str(fault.location.path), fault.location.line) == ("templates/html/base.html", 3)


def test_a_template_that_is_not_text_is_reported_and_its_default_stays():
    broken = ThemeFile(
        name=PurePosixPath("html/base.html"), path=PurePosixPath("mine/base.html"), data=b"one\n\xff\xfe"
    )
    theme, (fault,) = assemble_theme(DEFAULTS, [broken])
    assert (str(fault.location), fault.rule) == ("mine/base.html:2", "template-invalid")
    assert print_page(theme, "page.html", title="Book") == "<h1>Book</h1>"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("html/pagee.html", "html/page.html"),
        ("page.html", "html/page.html"),
        ("book.css", "assets/book.css"),
        ("html/x.txt", "templates stand in"),
    ],
)
def test_a_file_that_nothing_uses_is_reported_with_the_name_it_may_have_meant(name, hint):
    (fault,) = assemble_theme(DEFAULTS, [file(name, "mine")]).diagnostics
    assert (fault.rule, str(fault.location)) == ("template-unused", f"templates/{name}")
    assert hint in fault.hint


def test_a_template_that_another_names_and_whatever_is_published_are_used():
    own = [
        file("html/page.html", "{% include 'seal.html' %}"),
        file("html/seal.html", "x"),
        file("assets/seal.svg", "x"),
    ]
    assert assemble_theme(DEFAULTS, own).diagnostics == ()
