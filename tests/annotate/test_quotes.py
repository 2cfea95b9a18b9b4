"""Quotations: the casebook in tests/cases/annotate/quotes, and what holds for every text."""

import re
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.annotate.quotes import find_quotations
from briefbook.model.article import Article, Block, BlockKind, Certainty, Passage, Published
from briefbook.model.entity import EntityKind, Mention
from briefbook.model.text import Slug, Span

CASES = Path(__file__).parent.parent / "cases" / "annotate" / "quotes"
SEEDS = Path(__file__).parents[2] / "seeds"
MARK = re.compile(r"\[\[(.+?)\|([a-z0-9?+-]+)\]\]", re.DOTALL)


def article(*texts):
    blocks = tuple(
        Block(id=f"p{n}", kind=BlockKind.PARAGRAPH, text=text, line=n) for n, text in enumerate(texts, start=1)
    )
    return Article(
        slug=Slug("a"),
        title="A",
        path=PurePosixPath("content/articles/a.md"),
        markdown="",
        blocks=blocks,
        published=Published(when=None, basis="", certainty=Certainty.UNKNOWN),
    )


def people_of(line):
    """Surface -> slug."""
    found = {}
    for person in line.split(";"):
        slug, _, names = person.partition("=")
        found.update({name.strip(): slug.strip() for name in names.split(",")})
    return found


def mentions_in(read, people):
    pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(people, key=len, reverse=True)))
    return tuple(
        Mention(
            passage=Passage(read.slug, number, Span(match.start(), match.end())),
            surface=match[0],
            kind=EntityKind.PERSON,
            entity=Slug(people[match[0]]),
            found_by="case",
        )
        for number, block in enumerate(read.blocks)
        for match in pattern.finditer(block.text)
    )


def casebook():
    for path in sorted(CASES.glob("*.md")):
        head, *sections = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        people = people_of(re.search(r"^People: (.+)$", head, re.MULTILINE)[1])
        for section in sections:
            title, _, body = section.partition("\n")
            yield pytest.param(people, body.strip(), id=f"{path.stem}: {title}")


def unmark(body):
    """The paragraphs, and the quotations as (pieces, speaker)."""
    quotations = []
    for mark in MARK.finditer(body):
        if mark[2] == "+":
            quotations[-1][0].append(mark[1])
        else:
            quotations.append(([mark[1]], None if mark[2] == "?" else mark[2]))
    return MARK.sub(r"\1", body).split("\n\n"), quotations


@pytest.mark.parametrize(("people", "body"), tuple(casebook()))
def test_the_casebook(people, body):
    paragraphs, wanted = unmark(body)
    read = article(*paragraphs)
    found = find_quotations(read, mentions_in(read, people))
    assert [
        ([p.span.of(read.blocks[p.block].text) for p in quotation.passages], quotation.speaker) for quotation in found
    ] == wanted


def test_the_cases_of_the_seeds_are_their_own_words():
    seeds = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in sorted(SEEDS.glob("*.txt")))
    for case in casebook():
        if case.id.startswith("seeds:"):
            for paragraph in unmark(case.values[1])[0]:
                assert " ".join(paragraph.split()) in seeds


def test_a_quotation_tells_whose_it_is_and_by_which_words():
    read = article("“We are ready,” Karin Holm said.")
    (found,) = find_quotations(read, mentions_in(read, {"Karin Holm": "karin-holm"}))
    assert (found.speaker_surface, found.reason) == ("Karin Holm", "“Karin Holm said” after the quotation")


def test_who_is_left_open_is_still_shown_as_printed():
    read = article("“We do not comment on ferries,” a senior official said.")
    (found,) = find_quotations(read, ())
    assert (found.speaker, found.speaker_surface) == (None, "a senior official")


def test_ids_are_made_of_the_words_and_told_apart_where_the_words_recur():
    read = article("“We are ready to go,” he said.", "Then again: “We are ready to go,” he said.")
    ids = [item.id for item in find_quotations(read, ())]
    assert ids[1] == f"{ids[0]}-2"


WORDS = st.sampled_from(
    "“ ” \" `` '' Kerry said he she told , . : ; and Holm that according to asked saying \n the ’s of ? 6\"".split(" ")
)


@given(st.lists(st.lists(WORDS, max_size=25).map(" ".join), max_size=4))
def test_pieces_stand_in_the_text_byte_for_byte_and_do_not_overlap(texts):
    read = article(*texts)
    taken = []
    for quotation in find_quotations(read, mentions_in(read, {"Kerry": "kerry", "Holm": "holm"})):
        assert quotation.passages
        for passage in quotation.passages:
            words = passage.span.of(read.blocks[passage.block].text)
            assert words == words.strip() != ""
            taken.append((passage.block, passage.span.start, passage.span.end))
    assert all(
        one[0] != other[0] or one[2] <= other[1] for one, other in zip(sorted(taken), sorted(taken)[1:], strict=False)
    )


@pytest.mark.parametrize("piece", ["“", '"a', "“a,” he said. ", "said ", "Holm, ", '" said Holm, "'])
def test_long_repetitions_take_no_long_time(piece):
    read = article(piece * 500, piece * 500)
    find_quotations(read, mentions_in(read, {"Holm": "holm"}))
