"""The index as a reader of the site sees it: runs of paragraphs joined, references that read the same told apart."""

from dataclasses import replace

from briefbook.model.article import Block, BlockKind
from briefbook.model.book import IndexEntry
from briefbook.render.addresses import place_of
from briefbook.render.catalogue import assemble_catalogue
from briefbook.render.index import join_neighbours, plan_index_pages


def block(name: str) -> Block:
    return Block(id=name, kind=BlockKind.PARAGRAPH, text="x", line=1)


def joined(*names: str, principal: str = "") -> list[str]:
    runs = join_neighbours([(block(name), name == principal) for name in names])
    return [place_of(run[0][0], run[-1][0]) for run in runs]


def test_neighbouring_paragraphs_are_one_locator():
    assert joined("p2", "p3", "p4", "p6", "p9", "p10") == ["¶2–4", "¶6", "¶9–10"]


def test_the_passage_to_read_first_stands_by_itself():
    assert joined("p2", "p3", "p4", principal="p3") == ["¶2", "¶3", "¶4"]


def test_captions_and_subheads_join_nothing():
    assert joined("c1", "c2", "p1", "h1", "p2") == ["caption 1", "caption 2", "¶1", "subhead 1", "¶2"]


def test_a_reference_to_the_same_words_says_under_what_they_are_filed(book):
    name = "al-Duarte, Helena"
    main = replace(book.index[1], heading=name, sort_key="duarte helena")
    asked = IndexEntry(id="see-al-duarte", heading=name, sort_key="alduarte helena", see=name)
    catalogue = assemble_catalogue(replace(book, index=(asked, book.index[0], main)))
    [(_, view)] = plan_index_pages(catalogue)
    entry = view().groups[0].entries[0]
    assert (entry.see.text, entry.under) == ("Duarte", True)
    assert entry.see.href.endswith(f"#i-{main.id}")
