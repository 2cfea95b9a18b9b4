"""The search index and the previews as data in scripts."""

import itertools
import json
import re

from hypothesis import given
from hypothesis import strategies as st

from briefbook.render.records import Record
from briefbook.render.search import DIGITS, fold_words, hash_address, pack_number, render_search


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


def unpack(text: str) -> list[int]:
    """Packed numbers: base 45, digits of the second half of the alphabet go on."""
    numbers, value = [], 0
    for character in text:
        digit = DIGITS.index(character)
        value = value * 45 + digit % 45
        if digit < 45:
            numbers.append(value)
            value = 0
    assert not value
    return numbers


def sums(text: str) -> list[int]:
    return list(itertools.accumulate(unpack(text)))


def places(files) -> dict[str, dict[int, list[int]]]:
    """Every term with the records it is found in, and with the words of each that it is."""
    data = values(files)
    rows = {"words": [], "sizes": [], "postings": [], "places": []}
    for number in range(len(data["manifest"]["first"])):
        words, sizes = data[f"words-{number}"]
        rows["words"] += words.split(" ")
        rows["sizes"] += unpack(sizes)
    for name in ("postings", "places"):
        for number, start in enumerate(sums(data["manifest"][name])):
            assert len(rows[name]) == start
            rows[name] += data[f"{name}-{number}"].split(" ")
    result: dict[str, dict[int, list[int]]] = {}
    for word, size, found, at in zip(*rows.values(), strict=True):
        steps = iter(unpack(at))
        own = {}
        for record in sums(found):
            number = next(steps) + 1
            own[record] = list(itertools.accumulate(next(steps) for _ in range(number)))
        assert len(own) == size
        result[word] = own
    return result


def postings(files) -> dict[str, list[int]]:
    return {word: list(found) for word, found in places(files).items()}


def test_words_are_folded():
    assert fold_words("Setúbal, SETUBAL and Straße") == ("setubal", "setubal", "and", "strasse")


def test_a_single_letter_is_no_word_but_a_digit_is():
    assert fold_words("Assad’s Doc. 3") == ("assad", "doc", "3")


def test_scripts_without_spaces_are_found_by_pairs():
    assert fold_words("北京市") == ("北京", "京市", "市")


def test_an_arabic_word_is_found_with_and_without_its_article():
    assert fold_words("الوزير وزير الله") == ("وزير", "وزير", "الله")
    assert fold_words("أُمَّة") == fold_words("امة")


def test_every_word_leads_to_its_records():
    files = render_search([record("Kerry in Geneva"), record("Lavrov in Geneva")])
    assert postings(files) == {"geneva": [0, 1], "in": [0, 1], "kerry": [0], "lavrov": [1]}


def test_the_words_of_a_record_that_a_term_is_are_known_in_order():
    files = render_search([record("No deal, no talks"), record("Talks")])
    assert places(files) == {"deal": {0: [1]}, "no": {0: [0, 2]}, "talks": {0: [3], 1: [0]}}


@given(st.integers(0, 10**9))
def test_packed_numbers_come_out_as_they_went_in(number):
    assert unpack(pack_number(number).decode()) == [number]


def test_files_are_cut_and_the_manifest_says_where_each_begins():
    files = render_search([record(" ".join(f"word{n}x{k}" for k in range(60))) for n in range(300)])
    data = values(files)
    firsts = data["manifest"]["first"]
    assert firsts == sorted(firsts)
    assert [data[f"words-{n}"][0].split()[0] for n in range(len(firsts))] == firsts
    starts = sums(data["manifest"]["records"])
    assert len(starts) > 2
    assert sum(len(data[f"records-{n}"]) for n in range(len(starts))) == data["manifest"]["size"] == 300
    assert max(len(file.data) for file in files if "words" not in file.path.name) < 60_000


def test_the_index_of_a_book_is_smaller_than_its_text():
    texts = [" ".join(f"{a}{b}" for a in "abcdefghij" for b in range(n, n + 6)) for n in range(400)]
    files = render_search([record(text) for text in texts])
    index = sum(len(f.data) for f in files if not f.path.name.startswith("records"))
    assert index < sum(map(len, texts))


def test_nothing_in_the_data_can_end_its_script_or_be_taken_for_an_address():
    files = render_search([record('</script><!-- "https://evil.example" \u2028 __proto__')])
    raw = b"".join(file.data for file in files).decode()
    assert "<" not in raw
    assert "\u2028" not in raw
    assert "://" not in raw
    assert values(files)["records-0"][0][2].startswith("</script>")


@given(st.lists(st.text(alphabet="aäbß ’-北京1", max_size=12), max_size=8))
def test_the_index_holds_all_words_of_all_records_and_no_others(texts):
    found = places(render_search([record(text) for text in texts]))
    told = {(word, number, at) for word, own in found.items() for number, all_at in own.items() for at in all_at}
    assert told == {(word, n, at) for n, text in enumerate(texts) for at, word in enumerate(fold_words(text))}


def test_addresses_hash_as_in_the_browser():
    assert hash_address("") == 0x811C9DC5
    assert hash_address("a") == 0xE40C292C  # published test vector of FNV-1a
    assert hash_address("foobar") == 0xBF9CF968


def test_in_a_long_book_words_that_stand_nearly_everywhere_are_named_and_left_out():
    files = render_search([record(f"the word{n % 50}") for n in range(6000)])
    assert values(files)["manifest"]["common"] == ["the"]
    assert "the" not in postings(files)
