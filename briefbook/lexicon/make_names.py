"""Makes given_names.txt, surnames.txt and common_words.txt: one folded word a line, sorted; and given_names_by_sex.tsv.

Run it with the packages it reads installed:

    pip install names==0.3.0 faker==40.54.0 symspellpy==6.10.1 english-words==2.0.2
    python briefbook/lexicon/make_names.py

See names.md for provenance and licence.
"""

import importlib
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

from english_words import get_english_words_set

from briefbook.annotate.gazetteer import fold_name

HERE = Path(__file__).parent
SURNAMES = 30_000
"""How many of the census's surnames are kept; the rarer ones are as often words or places."""
WORDS = 30_000
"""How many of the commonest English words are looked at."""
SURE_WORDS = 400
"""Words this common stay words even where they are somebody's name (will, may, long)."""
COMMON_SURNAMES = 4_000
"""Surnames this common are not listed among the words (brown, bush, hill)."""
CLEARLY = 100
"""How many times as often one sex must bear a given name for it to say which pronoun is meant."""
LARGE = 100_000
"""Inhabitants from which a town's name is not listed among the words."""


def installed(package: str) -> Path:
    """The folder of an installed package, which is not imported."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed")
    return Path(spec.origin).parent


def by_locale(prefix: str) -> Counter[str]:
    """The single Latin words of the locales' lists of names, and in how many languages each stands."""
    found: dict[str, set[str]] = {}
    for folder in sorted((installed("faker") / "providers" / "person").iterdir()):
        if not (folder / "__init__.py").exists():
            continue
        provider = importlib.import_module(f"faker.providers.person.{folder.name}").Provider
        for attribute in dir(provider):
            names = getattr(provider, attribute)
            if attribute.startswith(prefix) and not isinstance(names, property) and not callable(names):
                for name in names:
                    found.setdefault(fold_name(str(name)), set()).add(folder.name.partition("_")[0])
    words = {name: len(languages) for name, languages in found.items()}
    return Counter({name: n for name, n in words.items() if name.isascii() and name.isalpha() and len(name) > 1})


def by_sex(census: Path) -> dict[str, str]:
    """The given names that go with one pronoun: borne by one sex a hundred times as often as by the other in the census, or
    only by one in the lists of two languages; and hardly in any language by the other (Andrea, Jean, Simone are both).
    """
    shares: dict[str, dict[str, float]] = {"he": {}, "she": {}}
    for pronoun, name in (("he", "dist.male.first"), ("she", "dist.female.first")):
        for line in (census / name).read_text("ascii").splitlines():
            word, share, *_ = line.split()
            shares[pronoun][word.lower()] = float(share)
    lists = {"he": by_locale("first_names_male"), "she": by_locale("first_names_female")}
    found = {}
    for pronoun, other in (("he", "she"), ("she", "he")):
        for word in shares[pronoun].keys() | lists[pronoun]:
            here, against = shares[pronoun].get(word, 0.0), shares[other].get(word, 0.0)
            clear = against * CLEARLY <= here if here else lists[pronoun][word] > 1 and not against
            if clear and lists[other][word] <= (1 if here else 0):
                found[word] = pronoun
    return found


def stems(word: str) -> set[str]:
    """The word, and what it can be an inflection of."""
    found = {word}
    for ending in ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "est", "ings"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            bare = word[: -len(ending)]
            found |= {
                bare,
                bare + "e",
                bare[:-1] if bare[-1] == bare[-2] else bare,
                bare[:-1] + "y" if bare[-1] == "i" else bare,
            }
    return found


def write(name: str, words: set[str]) -> None:
    (HERE / name).write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
    print(name, len(words))


def main() -> None:
    census = installed("names")

    def ranked(name: str) -> list[str]:
        return [line.split()[0].lower() for line in (census / name).read_text("ascii").splitlines()]

    lines = (HERE / "given_names_by_hand.txt").read_text("utf-8").splitlines()
    by_hand = {fold_name(word) for line in lines if not line.startswith("#") for word in line.split()}
    first = {*ranked("dist.male.first"), *ranked("dist.female.first")}
    common_first = {*ranked("dist.male.first")[:500], *ranked("dist.female.first")[:500]}
    given = first | by_hand | by_locale("first_names").keys() | by_locale("first_romanized").keys()
    last = ranked("dist.all.last")
    surnames = {*last[:SURNAMES], *by_locale("last_names"), *by_locale("last_romanized")}

    dictionary = installed("symspellpy") / "frequency_dictionary_en_82_765.txt"
    words = [line.split()[0] for line in dictionary.read_text("utf-8-sig").splitlines()][:WORDS]
    large = set()
    for line in (HERE / "places.tsv").read_text("utf-8").splitlines():
        key, _, kind, *_, people = line.split("\t")[:8]
        if " " not in key and (kind != "city" or int(people) >= LARGE):
            large.add(key)
    names = large | common_first | by_hand | set(last[:COMMON_SURNAMES])
    written = get_english_words_set(["web2"])
    proper = {"john", "jan", "york", "paris", "london", "mr"}
    sure = {word for word in words[:SURE_WORDS] if word not in proper}
    common = {word for word in words if word not in names and any(stem in written for stem in stems(word))} | sure
    common = {word for word in common if word.isascii() and word.isalpha()}
    rank = {word: number for number, word in enumerate(words)}
    given = {name for name in given if rank.get(name, WORDS) > SURE_WORDS or name in common_first}
    write("given_names.txt", given)
    write("given_names_by_sex.tsv", {f"{word}\t{pronoun}" for word, pronoun in by_sex(census).items() if word in given})
    write("surnames.txt", surnames)
    write("common_words.txt", common)


if __name__ == "__main__":
    main()
