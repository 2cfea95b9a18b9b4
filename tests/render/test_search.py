"""The search index and the previews as data in scripts."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from briefbook.render.search import Record, fold_words, hash_address, render_search


def record(text: str, kind: str = "article", href: str = "articles/a.html#p1") -> Record:
    return Record(kind, href, "", text, "", text)


def values(files):
    """What each script hands over, by name."""
    found = {}
    for file in files:
        match = re.fullmatch(r'briefbookData\("([a-z0-9-]+)",(.*)\);\n', file.data.decode(), re.DOTALL)
        assert match, file.path
        found[match[1]] = json.loads(match[2])
    return found


def unpack(text):
    numbers, total = [], 0
    for step in text.split(","):
        total += int(step, 36)
        numbers.append(total)
    return numbers


def postings(files):
    """Every term with the records it is found in."""
    data = values(files)
    result = {}
    for number in range(len(data["manifest"]["terms"])):
        terms, found = data[f"terms-{number}"]
        result.update(zip(terms.split(), map(unpack, found.split()), strict=True))
    return result


def test_words_are_folded():
    assert fold_words("Setúbal, SETUBAL and Straße") == ("setubal", "setubal", "and", "strasse")


def test_a_single_letter_is_no_word_but_a_digit_is():
    assert fold_words("Assad’s Doc. 3") == ("assad", "doc", "3")


def test_scripts_without_spaces_are_found_by_pairs():
    assert fold_words("北京市") == ("北京", "京市")


def test_every_word_leads_to_its_records():
    files = render_search([record("Kerry in Geneva"), record("Lavrov in Geneva")])
    assert postings(files) == {"geneva": [0, 1], "in": [0, 1], "kerry": [0], "lavrov": [1]}


def test_files_are_cut_and_the_manifest_names_the_first_word_of_each():
    files = render_search([record(" ".join(f"word{n}x{k}" for k in range(60))) for n in range(300)])
    data = values(files)
    firsts = data["manifest"]["terms"]
    assert len(firsts) > 2
    assert firsts == sorted(firsts)
    assert [data[f"terms-{n}"][0].split()[0] for n in range(len(firsts))] == firsts
    assert max(len(file.data) for file in files) < 60_000
    starts = data["manifest"]["records"]
    assert sum(len(data[f"records-{n}"]) for n in range(len(starts))) == 300


def test_nothing_in_the_data_can_end_its_script_or_be_taken_for_an_address():
    files = render_search([record('</script><!-- "https://evil.example" \u2028 __proto__')])
    raw = b"".join(file.data for file in files).decode()
    assert "<" not in raw
    assert "\u2028" not in raw
    assert "://" not in raw
    assert values(files)["records-0"][0][2].startswith("</script>")


@given(st.lists(st.text(alphabet="aäbß ’-北京1", max_size=12), max_size=8))
def test_the_index_holds_all_words_of_all_records(texts):
    found = postings(render_search([record(text) for text in texts]))
    for number, text in enumerate(texts):
        for word in fold_words(text):
            assert number in found[word]


def test_addresses_hash_as_in_the_browser():
    assert hash_address("") == 0x811C9DC5
    assert hash_address("a") == 0xE40C292C  # published test vector of FNV-1a
    assert hash_address("foobar") == 0xBF9CF968


def test_in_a_long_book_words_that_stand_nearly_everywhere_are_named_and_left_out():
    files = render_search([record(f"the word{n % 50}") for n in range(6000)])
    assert values(files)["manifest"]["common"] == ["the"]
    assert "the" not in postings(files)
