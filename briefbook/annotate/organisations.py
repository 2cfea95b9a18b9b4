"""Over the whole book: organisations and their abbreviations."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from briefbook.annotate import gazetteer
from briefbook.annotate.gazetteer import fold_name
from briefbook.model.entity import Mention

_SMALL = frozenset({"of", "the", "for", "and", "on", "in", "de", "to", "against", "&", "du", "des", "la"})
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.?){2,8}")
_KNOWN = (
    "United Nations|UN|U.N.", "North Atlantic Treaty Organization|NATO|Nato", "European Union|EU|E.U.", "Central Intelligence Agency|CIA|C.I.A.",
    "Federal Bureau of Investigation|FBI|F.B.I.", "International Monetary Fund|IMF", "World Trade Organization|WTO", "World Health Organization|WHO",
    "International Atomic Energy Agency|IAEA", "Organization of the Petroleum Exporting Countries|OPEC|Opec", "African Union|AU",
    "Organization for Security and Cooperation in Europe|OSCE", "United Nations Security Council|U.N. Security Council|UN Security Council|UNSC",
    "United Nations High Commissioner for Refugees|UNHCR", "British Broadcasting Corporation|BBC", "National Security Agency|NSA", "Free Syrian Army|FSA",
    "Palestine Liberation Organization|PLO", "Irish Republican Army|IRA", "African National Congress|ANC", "Kurdistan Workers' Party|PKK",
    "National Aeronautics and Space Administration|NASA", "Organisation for the Prohibition of Chemical Weapons|OPCW", "Gulf Cooperation Council|GCC",
    "U.S. Agency for International Development|USAID", "Association of Southeast Asian Nations|ASEAN", "World Bank",
)  # fmt: skip
"""Organisations whose abbreviation news texts leave unexplained: full name, then abbreviations."""
_ARTICLE = re.compile(r"^[Tt]he ")
_OF_NATIONS = re.compile(r"^(?:U\.N\.|UN)(?= )")
_OF_STATES = re.compile(r"^(?:U\.S\.|US|American) (?=\w)")
_IN_BRACKETS = re.compile(r"\(([A-Z][A-Z.&]{1,9})\)")
_REMEMBERED = 1 << 15
"""How many surfaces are remembered with their normal form."""


class Organisation(NamedTuple):
    """An organisation of the book."""

    name: str
    names: tuple[str, ...]
    """Every form seen, sorted."""
    mentions: tuple[tuple[int, int], ...]
    reason: str


def letters(name: str) -> str:
    """The initials of a name's words that count, in lower case."""
    return "".join(word[0] for word in fold_name(name).split() if word not in _SMALL)


def is_abbreviation(surface: str) -> bool:
    """Whether it is written like one: two to eight capitals, full stops or not."""
    bare = surface.replace(".", "")
    return bool(_ABBREVIATION.fullmatch(surface)) and bare.isupper() and len(bare) >= 2


@lru_cache(maxsize=_REMEMBERED)
def normalise(surface: str) -> str:
    """The form under which an organisation's surfaces meet: folded, no article, "U.N." spelled out."""
    name = _ARTICLE.sub("", " ".join(surface.split()))
    if name.startswith(("U", "American")):
        name = _OF_NATIONS.sub("United Nations", name)
        name = _OF_STATES.sub("United States ", name)
    return (
        fold_name(name)
        .replace("organisation", "organization")
        .replace("centre", "center")
        .replace("defence", "defense")
        .replace("labour", "labor")
    )


def _endings(text: str) -> Iterator[str]:
    """The last words of `text`, from all to one."""
    words = text.split()
    return (" ".join(words[cut:]) for cut in range(len(words)))


def resolve_organisations(
    mentions: Sequence[Sequence[tuple[int, Mention]]], texts: Sequence[Sequence[str]]
) -> tuple[tuple[Organisation, ...], dict[tuple[int, int], str]]:
    """The organisations of a book by name, and for each mention why it is linked.

    Args:
        mentions: For each article its organisations: number of the mention, itself.
        texts: For each article the texts of its blocks.
    """
    groups: dict[str, list[tuple[int, int, Mention]]] = defaultdict(list)
    for article, named in enumerate(mentions):
        for number, mention in named:
            groups[normalise(mention.surface)].append((article, number, mention))
    parent = {key: key for key in groups}
    reasons: dict[str, str] = {}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    def tie(short: str, long: str, why: str) -> None:
        if root(short) != root(long):
            reasons[short] = why
            parent[root(short)] = root(long)

    known: dict[str, str] = {}
    for entry in _KNOWN:
        forms = [normalise(form) for form in entry.split("|")]
        present = [form for form in forms if form in parent]
        for form in forms:
            known[form] = forms[0]
        for form in present[1:]:
            tie(form, present[0], "its usual abbreviation")
    full_by_letters: dict[str, list[str]] = defaultdict(list)
    for key, found in groups.items():
        if len(key.split()) > 1:
            full_by_letters[letters(found[0][2].surface)].append(key)
    explained: dict[str, Counter[str]] = defaultdict(Counter)
    for blocks in texts:
        for text in blocks:
            for match in _IN_BRACKETS.finditer(text) if "(" in text else ():
                explained[normalise(match[1])][fold_name(text[max(0, match.start() - 80) : match.start()])] += 1
    for key in sorted(groups):
        surface = groups[key][0][2].surface
        if is_abbreviation(surface) and root(key) == key:
            before = explained.get(key, Counter())
            spelled = {full for text in before for full in _endings(text) if " " in full and full in groups}
            if spelled:
                tie(key, max(sorted(spelled), key=len), "explained in brackets")
                continue
            # Initials fit many things: some article must have both.
            stands_in = {article for article, _, _ in groups[key]}
            fitting = [
                full
                for full in full_by_letters.get(key.replace(" ", ""), [])
                if full != key and any(article in stands_in for article, _, _ in groups[full])
            ]
            if len(fitting) == 1 and key not in known:
                tie(key, fitting[0], "the initials of its full name")
    # "Security Council" is the U.N. Security Council, "State Department" the U.S. one, where the book has no other.
    tails: dict[str, list[str]] = defaultdict(list)
    for key in sorted(groups):
        words = key.split()
        for cut in range(1, len(words) - 1):
            tails[" ".join(words[cut:])].append(key)
    nationalities = gazetteer.nationalities()
    for key in sorted(groups):
        longer = [long for long in tails.get(key, []) if root(long) != root(key)]
        owners = {root(long) for long in longer}
        if len(owners) == 1 and len(key.split()) > 1:
            long = longer[0]
            lead = long.removesuffix(key).strip()
            if lead in nationalities or gazetteer.places_named(lead) or lead in {"united nations", "united states"}:
                tie(key, long, f"the only {' '.join(groups[key][0][2].surface.split())} of the book")
    merged: dict[str, list[tuple[int, int, Mention]]] = defaultdict(list)
    for key, found in groups.items():
        merged[root(key)].extend(found)
    why: dict[tuple[int, int], str] = {}
    for key, found in groups.items():
        for article, number, _ in found:
            why[article, number] = reasons.get(key, "")
    made = []
    for found in merged.values():
        counted = Counter(_ARTICLE.sub("", " ".join(m.surface.split())) for _, _, m in found)
        written_out = {name: count for name, count in counted.items() if not is_abbreviation(name)} or dict(counted)
        name = max(sorted(written_out), key=lambda form: (written_out[form], len(form)))
        made.append(
            Organisation(
                name=name,
                names=tuple(sorted(counted)),
                mentions=tuple(sorted((article, number) for article, number, _ in found)),
                reason="",
            )
        )
    return tuple(sorted(made, key=lambda o: (o.name, o.mentions))), why
