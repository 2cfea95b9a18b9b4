"""Loading the language model, or saying why it cannot be had; reading spans with it."""

import itertools
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbook.model.config import DEFAULT_MODEL, AnnotateConfig
from briefbook.shell import models
from briefbook.shell.models import load_engine, quiet_capitals


@pytest.fixture(scope="module")
def read():
    return load_engine(AnnotateConfig(engine="spacy")).value.load()


class TestChoosing:
    @pytest.mark.parametrize("engine", ["rules", "none"])
    def test_rules_and_none_load_nothing(self, engine):
        loaded, faults = load_engine(AnnotateConfig(engine=engine))
        assert (loaded.engine.name, loaded.load, faults) == (engine, None, ())

    @pytest.mark.model
    @pytest.mark.parametrize("engine", ["auto", "spacy"])
    def test_spacy_is_named_with_its_version_and_model(self, engine):
        loaded, faults = load_engine(AnnotateConfig(engine=engine))
        assert loaded.engine.name == "spacy"
        assert loaded.engine.version.startswith("3.8.")
        assert loaded.engine.model == f"{DEFAULT_MODEL} 3.8.0"
        assert faults == ()

    @pytest.mark.parametrize("model", ["no_such_model", "json", "../etc", ""])
    def test_a_model_that_cannot_be_had_leaves_rules_and_says_so(self, model):
        loaded, faults = load_engine(AnnotateConfig(engine="spacy", model=model))
        assert (loaded.engine.name, loaded.load) == ("rules", None)
        assert loaded.engine.note
        assert [fault.rule for fault in faults] == ["engine-missing"]
        assert faults[0].hint

    def test_a_missing_spacy_leaves_rules(self, monkeypatch):
        monkeypatch.setattr(models, "find_spec", lambda _name: None)
        loaded, faults = load_engine(AnnotateConfig())
        assert loaded.engine.name == "rules"
        assert "spacy" in faults[0].message

    @pytest.mark.model
    def test_other_weights_are_reported_and_used(self, monkeypatch):
        monkeypatch.setitem(models.WEIGHTS, DEFAULT_MODEL, {"ner/model": "0" * 64, "no/such": "0" * 64})
        loaded, faults = load_engine(AnnotateConfig(engine="spacy"))
        assert loaded.load is not None
        assert [fault.rule for fault in faults] == ["model-differs", "model-differs"]

    def test_choosing_imports_no_library(self):
        before = set(sys.modules)
        load_engine(AnnotateConfig())
        assert not {"spacy", "thinc"} & (set(sys.modules) - before)


@pytest.mark.model
class TestReading:
    def test_spans_come_in_order_one_tuple_a_text(self, read):
        spans = list(read(["John Kerry met Sergei Lavrov in Geneva.", "", "   ", "It rained in Paris."]))
        assert len(spans) == 4
        assert (0, 10, "PERSON") in spans[0]
        assert spans[1] == spans[2] == ()
        assert spans[3] == ((13, 18, "GPE"),)

    def test_reading_streams(self, read, monkeypatch):
        monkeypatch.setattr(models, "MANY", 500)
        monkeypatch.setattr(models, "MOST_PROCESSES", 1)
        taken = list(itertools.islice(read(f"Ann Lee saw it on day {n}." for n in itertools.count()), 3))
        assert len(taken) == 3

    def test_a_text_of_any_length_is_read_in_pieces(self, read, monkeypatch):
        monkeypatch.setattr(models, "LONGEST", 60)
        text = "It rained. " * 12 + "John Kerry met Sergei Lavrov in Geneva. " + "It rained. " * 12
        (spans,) = read([text])
        assert "Geneva" in {text[a:b] for a, b, _ in spans}
        assert len(list(read(["x" * 500, text, "Paris"]))) == 3

    def test_what_lies_beyond_the_longest_paragraph_is_left_to_the_rules(self, read, monkeypatch):
        monkeypatch.setattr(models, "MOST_READ", 40)
        text = "Ada Lovelace met Charles Babbage there. Mary Somerville came later."
        (spans,) = read([text])
        assert all(end <= 40 for _, end, _ in spans)

    def test_several_processes_give_what_one_gives(self, read, monkeypatch):
        texts = [f"John Kerry flew to Geneva on day {n}." for n in range(20)]
        alone = list(read(texts))
        monkeypatch.setattr(models, "MANY", 400)
        monkeypatch.setattr(models, "MOST_PROCESSES", 2)
        monkeypatch.setattr(models.threading, "active_count", lambda: 1)
        assert list(read(texts)) == alone

    def test_lines_in_capitals_are_read_too(self, read):
        (spans,) = read(["CHINA SAYS TAIWAN SPOILS ATMOSPHERE FOR TALKS"])
        assert (0, 5, "GPE") in spans


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("GERMANY BEATS O'NEIL", "Germany Beats O'neil"),
        ("NATO said", "NATO said"),
        ("NATO", "NATO"),
        ("ONE LINE\nand another", "One Line\nand another"),
        ("ÉTAT DES LIEUX", "État Des Lieux"),
    ],
)
def test_capitals_are_quieted_in_lines_that_have_nothing_else(text, quiet):
    assert quiet_capitals(text) == quiet


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_quieting_keeps_every_offset(text):
    assert len(quiet_capitals(text)) == len(text)
