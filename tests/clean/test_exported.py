"""Articles exported from the databases of the press, and mail: fields in the front matter, the story whole, no line lost."""

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.clean.draft import clean_seed
from briefbook.formats.archive import read_records
from briefbook.formats.databases import read_export, split_exports
from briefbook.formats.frontmatter import parse_article
from briefbook.model.article import BlockKind, Seed
from briefbook.model.config import CleanConfig

CASES = Path(__file__).parent.parent / "cases" / "clean" / "exports"
SEEDS = Path(__file__).parents[2] / "seeds"


def articles(name):
    """The articles of an exported file, each with its ledger."""
    seed = Seed(path=PurePosixPath("seeds") / name, data=(CASES / name).read_bytes())
    found = []
    for page in read_records(seed):
        draft = clean_seed(page, CleanConfig()).value
        article = parse_article(draft.document).value
        found.append((article, draft.ledger.lines, page))
    return found


def paragraphs(article):
    return [block.text for block in article.blocks if block.kind in {BlockKind.PARAGRAPH, BlockKind.QUOTE}]


def told(article):
    when = article.published.when
    return article.title, article.source.outlet, when and when.edtf, list(article.byline)


COURT = (
    "A federal judge on Wednesday refused to stop an order that requires large ferries to carry a second pilot.",
    'Karin Holm, president of the Hallowby Ferry Company, said the ruling "leaves us with empty quays."',
)
ISLAND = "There were three ferries in May and there is one now."


def test_nexis_several_articles_in_a_file():
    first, second, third = (article for article, _, _ in articles("nexis.txt"))
    assert told(first) == ("Ferry order stands, court says", "The Hallowby Courier", "2012-09-14", ["Ruth Lindqvist"])
    assert (first.section, paragraphs(first)) == ("NEWS", list(COURT))
    assert told(second) == ("Island counts its boats", "The Sorn Island Gazette", "2012-09-15", ["Tom Hale"])
    assert second.dateline.place == "SORN"
    assert paragraphs(third) == ["To the editor: Location: nowhere. We need the boats."]


def test_newer_nexis_headline_first_and_the_story_under_a_bare_head():
    ((article, _, _),) = articles("nexis-uni.txt")
    assert told(article) == ("Ferry order stands, court says", "The Hallowby Courier", "2012-09-14", ["Ruth Lindqvist"])
    assert paragraphs(article) == [
        "The company says it will appeal.",
        COURT[0],
        "Notes: that is what the harbor calls its rule book.",
        "It has 400 pages.",
    ]


def test_newer_nexis_the_title_page_with_the_search_is_no_part_of_the_first_article():
    first, second = (article for article, _, _ in articles("nexis-cover.txt"))
    authors = ["Ruth Lindqvist", "Tom Hale"]
    assert told(first) == ("Ferry order stands, court says", "The Hallowby Courier", "2012-09-14", authors)
    assert paragraphs(first) == [COURT[0]]
    assert told(second) == ("Island counts its boats", "The Sorn Island Gazette", "2012-09-15", [])
    assert paragraphs(second) == [ISLAND]


def test_proquest_names_filed_by_surname():
    first, second = (article for article, _, _ in articles("proquest.txt"))
    assert told(first) == ("Ferry order stands, court says", "The Hallowby Courier", "2012-09-14", ["Ruth Lindqvist"])
    assert first.source.url == "https://www.example.org/docview/1040000000"
    assert paragraphs(first) == list(COURT)
    assert told(second) == (
        "Island counts its boats",
        "The Sorn Island Gazette",
        "2012-09-15",
        ["Tom Hale", "Anna Berg"],
    )
    assert paragraphs(second) == [ISLAND]


def test_factiva_fields_by_two_letters():
    ((article, _, _),) = articles("factiva.txt")
    assert told(article) == ("Ferry order stands, court says", "The Hallowby Courier", "2012-09-14", ["Ruth Lindqvist"])
    assert len(paragraphs(article)) == 3


def test_a_mail_with_what_it_answers():
    ((article, _, _),) = articles("mail.txt")
    assert told(article) == ("Second pilots", None, "2012-06-05", ["Karin Holm"])
    *_, above, quoted = paragraphs(article)
    assert above == "On Mon, Jun 4, 2012 at 5:01 PM, Rui Calado wrote:"
    assert quoted == "Ms. Holm, the order stands. We have heard the objections and they do not persuade us."


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.glob("*.txt")))
def test_every_line_of_the_file_is_accounted_for_once(name):
    pages = articles(name)
    assert "".join(page.data.decode() for _, _, page in pages) == (CASES / name).read_text("utf-8")
    for _, fates, page in pages:
        assert [fate.text for fate in fates] == page.data.decode().removesuffix("\n").split("\n")


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_page_of_the_web_is_no_export(path):
    text = path.read_text("utf-8")
    assert read_export(text) is None
    assert split_exports(text) == (text,)


LABELS = [
    "HEADLINE: x",
    "BYLINE: y",
    "BODY:",
    "LENGTH: 3 words",
    "1 of 2 DOCUMENTS",
    "End of Document",
    "HD x",
    "PD x",
    "LP",
    "",
    "text",
]


@given(st.lists(st.sampled_from(LABELS), max_size=30))
def test_cut_into_articles_a_text_is_still_whole(lines):
    text = "\n".join(lines)
    assert "".join(split_exports(text)) == text
    export = read_export(text)
    if export is not None:
        assert len(export.lines) == len(text.removesuffix("\n").split("\n"))


@pytest.mark.parametrize(
    "lines", ["SUBJECT: x\nfurther\n\n", "further\n", "1 of 2\n", "____________________\n", "End of Document\n"]
)
def test_the_same_again_and_again_takes_no_long_time(lines):
    text = "HEADLINE: a\nLENGTH: 1 word\nBYLINE: b\nLOAD-DATE: c\n" + lines * 20_000
    assert "".join(split_exports(text)) == text


def test_a_rule_within_a_story_does_not_part_it():
    text = (
        (CASES / "nexis.txt")
        .read_text("utf-8")
        .replace("LOAD-DATE: September 15", f"{'_' * 60}\n\nIt rained.\n\nLOAD-DATE: September 15")
    )
    assert len(split_exports(text)) == 3
