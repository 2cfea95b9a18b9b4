"""The stages composed: what a folder of Markdown becomes, and what is said on the way."""

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from briefbook.model.article import Document
from briefbook.model.book import Engine
from briefbook.model.config import Config
from briefbook.model.entity import EntityKind
from briefbook.model.memory import Memory
from briefbook.model.project import Project
from briefbook.pipeline import Tools, build_book, check_links, find_pictures, recognise

NO_ENGINE = Tools(engine=Engine(name="none"))
RULES = Tools(engine=Engine(name="rules"))


def project(**articles):
    documents = tuple(
        Document(path=PurePosixPath(f"content/articles/{name.replace('_', '-')}.md"), text=text)
        for name, text in articles.items()
    )
    return Project(config=Config(), articles=documents)


def build(found, tools=NO_ENGINE, **more):
    return build_book(found, more.pop("ledgers", ()), tools)


def rules(outcome):
    return sorted(d.rule for d in outcome.diagnostics)


TALKS = """---
title: Port talks resume
date: 2019-03-14
people: [Helena Duarte]
places: [Setúbal]
---

Helena Duarte met dockers on Thursday in Setúbal.

Formal talks begin again on Monday, Duarte said.
"""


def test_names_that_the_front_matter_lists_are_linked_whatever_the_engine():
    book = build(project(talks=TALKS)).value
    linked = {(m.surface, m.entity) for m in book.annotations[0].mentions}
    assert ("Helena Duarte", "helena-duarte") in linked
    assert ("Setúbal", "setubal") in linked
    assert book.engine.name == "none"


def test_every_mention_is_the_text_of_its_passage_and_mentions_are_disjoint():
    book = build(project(talks=TALKS), RULES).value
    (article,), (notes,) = book.articles, book.annotations
    assert notes.mentions
    for mention in notes.mentions:
        assert mention.passage.span.of(article.blocks[mention.passage.block].text) == mention.surface
    for first, second in zip(notes.mentions, notes.mentions[1:], strict=False):
        assert first.passage.block < second.passage.block or first.passage.span.end <= second.passage.span.start


def test_the_chronology_is_in_order_and_each_entry_has_its_sentence():
    book = build(project(talks=TALKS)).value
    dated = [event for event in book.chronology if event.when]
    assert [event.when.edtf for event in dated] == ["2019-03-14", "2019-03-18"]
    assert all(event.passages for event in book.chronology)


def test_a_book_without_articles_is_an_error():
    assert rules(build(project())) == ["book-empty"]


def test_one_broken_file_does_not_lose_the_others():
    outcome = build(project(bad="---\ntitle: [\n---\n\nText.\n", good=TALKS))
    assert [a.slug for a in outcome.value.articles] == ["good"]
    assert rules(outcome) == ["front-matter-invalid"]


def test_an_article_whose_clipping_is_gone_stays_and_says_so():
    text = TALKS.replace("title:", "seed: {file: seeds/gone.txt}\ntitle:")
    outcome = build(project(talks=text))
    assert rules(outcome) == ["seed-missing"]
    assert len(outcome.value.articles) == 1


def test_an_article_in_another_language_is_built_and_says_that_no_engine_read_it():
    text = (
        "---\ntitle: Переговоры\nlang: ru\ndate: 2019-03-14\npeople: [Сергей Лавров]\n---\n\nСергей Лавров приехал.\n"
    )
    outcome = build(project(talks=text), RULES)
    assert rules(outcome) == ["language-unread"]
    assert [m.surface for m in outcome.value.annotations[0].mentions] == ["Сергей Лавров"]


def test_that_the_model_reads_only_the_beginning_of_a_huge_paragraph_is_told():
    tools = Tools(engine=Engine(name="spacy"), load=lambda: lambda texts: (() for _ in texts))
    outcome = build(project(talks=TALKS + "\n" + "It rained on the quay. " * 9_000), tools)
    assert rules(outcome) == ["paragraph-long"]
    assert outcome.value.doubts[0].location.line == 12


def test_two_entity_files_with_one_address_are_an_error():
    entities = tuple(
        (
            EntityKind.PERSON,
            Document(path=PurePosixPath(f"content/people/{name}.md"), text="---\nname: Helena Duarte\n---\n"),
        )
        for name in ("helena-duarte", "Helena-Duarte")
    )
    found = Project(config=Config(), articles=project(talks=TALKS).articles, entities=entities)
    assert "slug-collision" in rules(build(found))


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("[x](../people/nobody.html)", "'../people/nobody.html', which the book does not have"),
        ("[x](other.html#p9)", "that document has no p9"),
        ("[x](other.html#p1)", None),
        ("[x](other.md#p1)", None),
        ("[x](another.md)", "'another.md', which the book does not have"),
        ("[x](#p1)", None),
        ("[x](https://example.org/)", None),
    ],
)
def test_a_link_that_leads_nowhere_is_reported_at_its_line(link, said):
    book = build(project(talks=f"{TALKS}\n{link}\n", other=TALKS)).value
    faults = check_links(book, frozenset({"articles/talks.html", "articles/other.html"}))
    if said is None:
        assert faults == ()
    else:
        (fault,) = faults
        assert fault.rule == "link-broken"
        assert said in fault.message
        assert fault.location.line == 12


def test_pictures_are_named_once_a_text_with_their_line_and_are_no_links():
    drawn = f"{TALKS}\n![A quay.](../pictures/the%20quay.png)\n\n![Again.](../pictures/the%20quay.png)\n\n![Far.](https://a.example/b.png)\n"
    book = build(project(talks=drawn)).value
    (named,) = find_pictures(book)
    assert (str(named.path), named.line) == ("pictures/the quay.png", 12)
    assert check_links(book, frozenset({"articles/talks.html"})) == ()


def test_what_the_engine_saw_is_remembered_and_asked_for_once():
    asked, memory = [], {}

    def read(texts):
        for text in texts:
            asked.append(text)
            yield ((0, 13, "PERSON"),) if text.startswith("Helena Duarte") else ()

    def remember(stage, key, compute):
        if (stage, key) not in memory:
            memory[stage, key] = compute()
        return memory[stage, key]

    tools = Tools(engine=Engine(name="spacy"), load=lambda: read)
    book = build(project(talks=TALKS)).value
    first = recognise(book.articles, book.register, tools, Memory(remember=remember))
    assert len(asked) == 2
    assert recognise(book.articles, book.register, tools, Memory(remember=remember)) == first
    assert len(asked) == 2
    # Where a paragraph changes, the others are not read again.
    changed = build(project(talks=TALKS.replace("met dockers", "received dockers"))).value
    recognise(changed.articles, changed.register, tools, Memory(remember=remember))
    assert [text for text in asked[2:] if "received dockers" not in text] == []
    assert len(asked) == 3


def test_a_question_the_editor_put_has_a_page_with_each_account():
    documents = {"talks": TALKS, "other": TALKS.replace("met dockers on Thursday", "received dockers on Wednesday")}
    found = project(**documents)
    entries = [event.id for event in build(found).value.chronology if event.when and event.when.edtf < "2019-03-15"]
    rulings = Document(
        path=PurePosixPath("content/chronology.yml"),
        text=f"differ:\n  - {{question: When did they meet?, note: The minute says Wednesday., accounts: [{', '.join(entries)}]}}\n",
    )
    book = build(replace(found, rulings=rulings)).value
    (question,) = book.disagreements
    assert set(question.events) == set(entries)
    assert len(entries) == 2
