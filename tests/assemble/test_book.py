"""Which document gets which number, and what is said of two with one address."""

from pathlib import PurePosixPath

from briefbook.assemble.book import check_notes, find_duplicates, order_articles
from briefbook.model.article import Article, Block, BlockKind, Certainty, Note, Published
from briefbook.model.when import parse_when


def article(slug, on=None, **more):
    when = parse_when(on) if on else None
    published = Published(when=when, basis="", certainty=Certainty.EXACT if when else Certainty.UNKNOWN)
    path = more.pop("path", PurePosixPath(f"content/articles/{slug}.md"))
    return Article(slug=slug, title=slug.title(), path=path, markdown="", published=published, **more)


def numbers(articles):
    return {a.slug: a.doc for a in order_articles(articles).value}


def test_documents_are_numbered_by_date_and_the_undated_come_last():
    assert numbers([article("c"), article("b", "2013-02-01"), article("a", "2013-01-01")]) == {"a": 1, "b": 2, "c": 3}


def test_a_document_known_to_be_no_later_than_a_day_is_filed_there():
    assert numbers([article("b", "[..2013-02-01]"), article("a", "2013-01-01")]) == {"a": 1, "b": 2}


def test_a_number_the_editor_gave_stays_and_the_others_go_around_it():
    assert numbers([article("a", "2013-01-01"), article("b", "2013-02-01", doc=1), article("c", "2013-03-01")]) == {
        "b": 1,
        "a": 2,
        "c": 3,
    }


def test_a_number_given_twice_is_reported_and_given_to_neither():
    outcome = order_articles([article("a", "2013-01-01", doc=7), article("b", "2013-02-01", doc=7)])
    assert [d.rule for d in outcome.diagnostics] == ["front-matter-invalid"] * 2
    assert sorted(a.doc for a in outcome.value) == [1, 2]


def test_drafts_are_left_out():
    assert numbers([article("a", draft=True), article("b")]) == {"b": 1}


def test_two_files_for_one_address_are_an_error_and_the_first_stays():
    other = article("a", path=PurePosixPath("content/articles/A.md"))
    outcome = order_articles([article("a"), other])
    assert [d.rule for d in outcome.diagnostics] == ["slug-collision"]
    assert [str(a.path) for a in outcome.value] == ["content/articles/A.md"]


def test_a_note_whose_words_do_not_stand_in_the_text_is_reported():
    block = Block(id="p1", kind=BlockKind.PARAGRAPH, text="on the quay, on the quay", line=9)
    notes = (Note(at="on the ship", text="x", line=4), Note(at="on the quay", text="x", line=5))
    faults = check_notes([article("a", blocks=(block,), notes=notes)])
    assert [(d.rule, d.location.line) for d in faults] == [("note-unmatched", 4), ("note-unmatched", 5)]


def story(slug, *paragraphs):
    blocks = tuple(
        Block(id=f"p{n}", kind=BlockKind.PARAGRAPH, text=text, line=n) for n, text in enumerate(paragraphs, start=1)
    )
    return article(slug, blocks=blocks)


FIRST = "The minister met a delegation of striking dockers, and both sides said that talks would begin again."
SECOND = "“Nobody wins when a harbour is silent,” the minister told reporters on the quay after the meeting."
THIRD = "Two lines have already moved their calls; a quarter of the traffic might not come back, said the operator."


def test_two_clippings_of_one_story_are_reported_and_neither_is_dropped():
    copy = story(
        "b",
        SECOND.replace("“", '"').replace("”", '"'),
        FIRST,
        "A word of another editor’s at the end of the story, long enough.",
    )
    (fault,) = find_duplicates([story("a", FIRST, SECOND, THIRD), copy])
    assert fault.rule == "seed-duplicate"
    assert str(fault).startswith(
        "content/articles/b.md:1: warning: 2 of its 3 longer paragraphs stand word for word in"
    )


def test_a_shared_sentence_does_not_make_two_stories_one():
    assert find_duplicates([story("a", FIRST, SECOND, THIRD), story("b", THIRD, FIRST[::-1], SECOND[::-1])]) == ()
    assert find_duplicates([story("a", "He declined to comment."), story("b", "He declined to comment.")]) == ()
