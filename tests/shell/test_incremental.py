"""Whatever is changed in whatever order, what was remembered of earlier makings gives the bytes of a clean build."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefbook.model.memory import NO_MEMORY, Memory
from briefbook.shell.account import Order
from briefbook.shell.build import build, make_site
from briefbook.shell.memory import Keeper, remember_in_memory

ARTICLE = """---
title: {title}
date: {day}
outlet: The Norland Courier
{head}---

{lead}

Karin Holm of Norland said on Tuesday that {word} was all she had asked for. “We asked for {word},” Ms. Holm said.

Peter Adeyemi, who signed for Sudland in Vik, denied it the day after.[^1]

[^1]: A note on {word}.
"""
WORDS = ("a ferry", "the bridge", "Ostmark", "March 2, 2014", "Anna Lindqvist of the Ferry Commission")
LEADS = ("The talks ended on Friday.", "Jonas Berg met Karin Holm in Ostmark on March 28, 2014.", "Nothing was said.")
HEADS = (
    "",
    "people: [Karin Holm]\n",
    "resolve: {Berg: null}\n",
    "draft: true\n",
    "notes: [{at: denied it, text: So they say.}]\n",
)

slugs = st.sampled_from(["one", "two", "three"])
articles = st.builds(
    lambda slug, title, day, head, lead, word: (
        f"content/articles/{slug}.md",
        ARTICLE.format(title=title, day=day, head=head, lead=lead, word=word),
    ),
    slugs,
    st.sampled_from(["Ferry talks", "Bridge signed", "Vote in Norland"]),
    st.sampled_from(["2014-03-12", "2014-03-28", "'[2014-03-12,2014-03-13]'"]),
    st.sampled_from(HEADS),
    st.sampled_from(LEADS),
    st.sampled_from(WORDS),
)
others = st.sampled_from(
    [
        (
            "content/people/karin-holm.md",
            "---\nname: Karin Holm\naliases: [Ms. Holm]\nrole: Minister\n---\n\nA life.\n",
        ),
        ("content/people/karin-holm.md", "---\nname: Karin Holm\nhide: true\n---\n"),
        ("content/places/vik.md", "---\nname: Vik\n---\n"),
        ("content/pages/introduction.md", "---\ntitle: Introduction\n---\n\nSee [the contents](../contents.html).\n"),
        ("content/chronology.yml", "add: [{date: 2014-04-09, text: The vote.}]\n"),
        ("briefbook.yml", "book: {title: Another title}\nannotate: {engine: rules}\n"),
        ("briefbook.yml", "book: {title: Vik}\nannotate: {engine: rules}\nrender: {previews: false}\n"),
        ("content/articles/one.md", "---\ntitle: [\n---\n\nBroken.\n"),
        ("templates/html/quotes.html", '{% extends "default/quotes.html" %}\n'),
        ("templates/html/quotes.html", "{% if %}\n"),
    ]
)
changes = st.lists(
    st.one_of(articles, articles, others, st.tuples(st.just(""), st.sampled_from(["one", "two", "ferry", "quotes"]))),
    min_size=2,
    max_size=7,
)


def carry_out(root: Path, path: str, text: str) -> None:
    """Writes a file; without a path, deletes every file whose name begins so, and puts a clipping back or takes it."""
    if path:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
        return
    for file in [*root.rglob(f"{text}*.md"), *root.rglob(f"{text}*.txt"), *root.rglob(f"{text}*.html")]:
        if ".briefbook" not in file.parts:
            file.unlink()


@pytest.fixture(scope="module")
def count() -> list[int]:
    return [0]


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sequence=changes)
def test_remembering_changes_nothing(
    make_book: Callable[..., Path], count: list[int], sequence: list[tuple[str, str]]
) -> None:
    count[0] += 1
    root = make_book(f"book-{count[0]}")
    order = Order(root=root, jobs=1)
    keeper = Keeper()
    memory = Memory(remember=remember_in_memory(), keep=keeper)
    make_site(order, memory)
    for path, text in sequence:
        carry_out(root, path, text)
        files, account = make_site(order, memory)
        keeper.forget_unused()
        clean, clean_account = make_site(order, NO_MEMORY)
        assert account.diagnostics == clean_account.diagnostics
        assert account.clippings == clean_account.clippings
        assert {str(f.path): f.data for f in files or ()} == {str(f.path): f.data for f in clean or ()}


def read_site(root: Path) -> dict[str, bytes]:
    files = (path for path in (root / "site").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sequence=changes)
def test_a_site_brought_up_to_date_is_the_site_made_anew(
    make_book: Callable[..., Path], count: list[int], sequence: list[tuple[str, str]]
) -> None:
    count[0] += 1
    root = make_book(f"book-{count[0]}")
    build(Order(root=root, jobs=1))
    for number, (path, text) in enumerate(sequence):
        carry_out(root, path, text)
        anew = root.with_name(f"{root.name}-{number}")
        shutil.copytree(root, anew, ignore=shutil.ignore_patterns("cache", "site"))
        account, clean = build(Order(root=root, jobs=1)), build(Order(root=anew, jobs=1))
        assert account.diagnostics == clean.diagnostics
        if clean.site is not None:
            assert read_site(root) == read_site(anew)


def test_a_change_of_one_word_makes_its_own_pages_and_no_others(book: Path) -> None:
    order = Order(root=book, jobs=1)
    keeper = Keeper()
    made: list[str] = []

    def keep(stage, item, inputs, step, /):
        def counted():
            made.append(f"{stage} {item}")
            return step()

        return keeper(stage, item, inputs, counted)

    memory = Memory(keep=keep)
    make_site(order, memory)
    (ferry,) = (path for path in (book / "content/articles").glob("ferry*.md"))
    make_site(order, memory)  # the articles that cleaning has just written are read
    made.clear()
    make_site(order, memory)
    assert made == []
    ferry.write_text(ferry.read_text("utf-8").replace("four hours", "five hours"), "utf-8")
    make_site(order, memory)
    assert "article content/articles/norland-signs-bridge-treaty-with-sudland.md" not in made
    # What is not remembered is asked for, and then made.
    assert [step for step in dict.fromkeys(made) if step.startswith(("article ", "names ", "dates ", "told "))] == [
        f"article content/articles/{ferry.name}",
        f"names {ferry.stem}",
        f"dates {ferry.stem}",
        f"told {ferry.stem}",
    ]
    assert not [step for step in made if step.startswith("page articles/norland")]
