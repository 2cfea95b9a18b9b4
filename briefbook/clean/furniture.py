"""Lines known to be page furniture because clippings of several stories have them."""

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import PurePosixPath

from briefbook import __version__
from briefbook.clean.lines import clean_text
from briefbook.model.article import Seed
from briefbook.model.config import CleanConfig
from briefbook.model.text import digest

FURNITURE_STORIES = 3
"""Different stories in whose clippings a line must stand to be known as furniture."""
FURNITURE_LENGTH = (20, 400)
"""Bytes of such a line: shorter ones are left to the vocabulary, longer ones are text."""
LEAD_WORDS = 15
"""Words from which a line is long enough to tell one story from another."""


def find_furniture(seeds: Iterable[Seed]) -> frozenset[str]:
    """The lines that stand in flat clippings of several different stories.

    Clippings whose first long line is the same are one story, however many copies there are: what they share is its text.
    """
    stories: dict[bytes, set[bytes]] = {}
    found = set()
    for seed in seeds:
        if PurePosixPath(seed.path.name.lower().removesuffix(".gz")).suffix != ".txt":
            continue
        lines = {line.strip(): None for line in seed.data.splitlines()}
        lead = next((line for line in lines if line.count(b" ") >= LEAD_WORDS), b"")
        story = blake2b(lead, digest_size=8).digest()
        for line in lines:
            if not FURNITURE_LENGTH[0] <= len(line) <= FURNITURE_LENGTH[1] or line == lead:
                continue
            known = stories.setdefault(blake2b(line, digest_size=8).digest(), set())
            if len(known) < FURNITURE_STORIES and story not in known:
                known.add(story)
                if len(known) == FURNITURE_STORIES:
                    found.add(clean_text(line.decode("utf-8", "replace")))
    return frozenset(found)


def find_own_furniture(seed: Seed, furniture: frozenset[str]) -> frozenset[str]:
    """The furniture that stands in the clipping.

    A line of another clipping that becomes known furniture is no reason to clean this one again.
    """
    if not furniture:
        return furniture
    return frozenset(clean_text(line) for line in seed.data.decode("utf-8", "replace").splitlines()) & furniture


def digest_cleaning(seed: Seed, config: CleanConfig, furniture: frozenset[str]) -> str:
    """The digest of all that the draft of a clipping depends on: itself, its sidecar, the settings, its own furniture."""
    parts = (__version__, str(seed.path), seed.sha256, repr(seed.sidecar), repr(config), *sorted(furniture))
    return digest("\n".join(parts))
