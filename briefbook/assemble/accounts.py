"""Which entries of different articles tell of one event: accounts joined, accounts that differ, plans and what came of them."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from typing import TypeVar

from briefbook.model.article import Article, Passage
from briefbook.model.event import Event, EventStatus
from briefbook.model.text import Slug, fold
from briefbook.model.when import Precision, When

T = TypeVar("T")

_SHARED_WORDS = 3
"""Content words that two accounts must share to be one event. Fewer join what merely has the same people and day."""
_SHARED_PART = 0.4
"""Part of the shorter account's content words that must be shared. Chosen so that statements by the same two people on one
day, which share names and stock words only, stay apart."""
_TIED_WORDS = 2
"""Content words that a plan and its later happening must share, besides people or places."""
_LONGEST_PLAN = 93
"""Days within which a plan must fall for one event to be what came of it: a season."""
_SURE_PLAN = 31
"""Days beyond which, up to a season, more must be shared: a month."""
_JOINED = frozenset({Precision.DAY, Precision.WEEKEND, Precision.WEEK})
"""Two events of one month are seldom the same."""

_COPIED_WORDS = 6
"""Words of three letters or more in a sentence that two articles would hardly have alike unless one copied the other."""

_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_STOP = frozenset(
    """the and for that with from has have had was were are been being its his her their this these those not but they
    them who whom which what when where while will would could should may might must can about after before into over
    under more than also said says say told according between during against among both each other some such only very
    just out off all any our your you she him one two new first last early late day week month year today yesterday
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december jan feb mar apr jun jul aug sept oct nov dec news left right file photo picture handout
    speaks meets walks attends looks stands president minister secretary foreign state official officials government
    country countries""".split()
)
"""Words that tell nothing of which event it is: small words, days and months, titles, the stock words of captions."""
_SUFFIX = re.compile(r"(?:ations?|ings?|ments?|ers?|ions?|ies|ied|ed|es|s|ly|y|e)$")
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty".split(),
        start=2,
    )
} | {word: 10 * number for number, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), start=3)}
_FIGURE = re.compile(
    r"(?:(?P<least>more\s+than|over|at\s+least|no\s+fewer\s+than)\s+|(?P<most>fewer\s+than|less\s+than|up\s+to|under|nearly|almost)\s+"
    r"|(?P<about>about|around|some|roughly|approximately|an\s+estimated)\s+)?"
    rf"(?<![\w.,$€£])(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}}|\b(?:{'|'.join(sorted(_NUMBERS, reverse=True))}))(?![\w.,]*\d|[\w-])(?:\s+(?P<times>thousand|million|billion))?"
    r"\s+(?:(?!and\b|or\b|to\b|in\b|on\b|at\b|of\b|from\b|the\b|a\b|an\b)[a-z-]*[^\Ws]\s+){0,2}?"
    r"(?P<what>people|civilians|men|women|children|police|troops|killed|dead|wounded|injured|arrested|missing|died|[a-z]{3,}[^s\W]s)\b"
)
_UNCOUNTED = re.compile(
    r"(?:second|minute|hour|day|week|month|year|decade|mile|met(?:er|re)|kilomet(?:er|re)|cent|dollar|euro|pound|point|degree|time|"
    r"page|yard|inche|tonne|ton|gallon|barrel|round|other|term|way)s$"
)
"""Units: "two days" counts nothing that two accounts could differ on."""
_ABOUT = 0.2
"""Part by which "about" may miss."""


@dataclass(frozen=True, slots=True)
class _Account:
    """What an entry is compared by."""

    event: Event
    article: Slug
    actors: frozenset[Slug]
    """People and organisations."""
    places: frozenset[Slug]
    named: frozenset[str]
    """The words of all their names: "Ostmark" is one of "the Ostmark parliament"."""
    words: frozenset[str]
    """Stems of its content words, without those of names."""
    figures: Mapping[str, tuple[tuple[float, float], ...]]
    """What is counted, and the figures: the least and the most that each allows."""
    sentence: str


class Reader:
    """Reads entries in their articles, each once."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = {article.slug: article for article in articles}
        self._accounts: dict[str, _Account] = {}

    def article(self, event: Event) -> Article | None:
        """The article of the leading sentence; None for an entry of the editor's own."""
        return self._articles.get(event.passages[0].article) if event.passages else None

    def sentence(self, event: Event) -> str:
        """The leading sentence, or the editor's words."""
        article = self.article(event)
        if article is None:
            return event.editor
        passage: Passage = event.passages[0]
        return passage.span.of(article.blocks[passage.block].text) if passage.block < len(article.blocks) else ""

    def account(self, event: Event) -> _Account:
        """What an entry is compared by."""
        if event.id not in self._accounts:
            sentence = self.sentence(event)
            names = " ".join((*event.people, *event.places, *event.organisations)).replace("-", " ")
            self._accounts[event.id] = _Account(
                event=event,
                article=event.passages[0].article,
                actors=frozenset((*event.people, *event.organisations)),
                places=frozenset(event.places),
                named=frozenset(names.split()) - _STOP,
                words=_stems(sentence) - _stems(names),
                figures=read_figures(sentence),
                sentence=sentence,
            )
        return self._accounts[event.id]


def read_figures(sentence: str) -> dict[str, tuple[tuple[float, float], ...]]:
    """What a sentence counts, with the least and the most that each figure allows: "more than 30 people" is 30 and up."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for match in _FIGURE.finditer(sentence.lower()):
        what = match["what"]
        if _UNCOUNTED.match(what):
            continue
        digits = match["n"].replace(",", "")
        number = float(digits) if digits.isdecimal() else float(_NUMBERS[digits])
        number *= {"thousand": 1e3, "million": 1e6, "billion": 1e9}.get(match["times"] or "", 1)
        least = number * (1 - _ABOUT) if match["about"] else 0 if match["most"] else number
        most = number * (1 + _ABOUT) if match["about"] else inf if match["least"] else number
        found[_SAME.get(what, what)].append((least, most))
    return {what: tuple(pairs) for what, pairs in found.items()}


_SAME = {"dead": "killed", "died": "killed", "wounded": "injured"}


def _stems(text: str) -> frozenset[str]:
    found = (word for word in _WORD.findall(fold(text)) if word not in _STOP)
    return frozenset(stem if len(stem := _SUFFIX.sub("", word)) > 2 else word for word in found)


def join_accounts(
    events: Sequence[Event], groups: Iterable[Sequence[str]], alone: set[str], reader: Reader
) -> tuple[list[Event], dict[str, str]]:
    """The entries with accounts of one event joined under the first, and the id under which each now stands.

    An entry joins those before it only if it is one event with every one of them; the same sentence in two articles, as
    copies of one report have it, is told once whatever its date. `groups` are joined whatever they say,
    `alone` are not joined to others.
    """
    leader = {event.id: event.id for event in events}
    by_day: dict[tuple[When, EventStatus], list[Event]] = defaultdict(list)
    for event in events:
        if event.when is not None and event.when.precision in _JOINED and event.id not in alone and event.passages:
            by_day[event.when, event.status].append(event)
    for day in by_day.values():
        bundles: list[list[_Account]] = []
        # Of the thousands of entries that a day of a large book has, few name the same as the first of a bundle does.
        naming: dict[Slug, list[int]] = defaultdict(list)
        for event in day:
            account = reader.account(event)
            near = sorted({number for name in account.actors | account.places for number in naming[name]})
            fitting = (bundles[n] for n in near if all(_one_event(account, other) for other in bundles[n]))
            bundle = next(fitting, None)
            if bundle is None:
                for name in account.actors | account.places:
                    naming[name].append(len(bundles))
                bundles.append([account])
            else:
                bundle.append(account)
                leader[event.id] = bundle[0].event.id
    moved = _find_copies((event for event in events if leader[event.id] == event.id and event.id not in alone), reader)
    leader = {identity: moved.get(head, head) for identity, head in leader.items()}
    for group in groups:
        present = list(dict.fromkeys(leader[identity] for identity in group if identity in leader))
        for identity, head in leader.items():
            if head in present[1:]:
                leader[identity] = present[0]
    members: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        members[leader[event.id]].append(event)
    return [_merged(head, bundle) for head, bundle in members.items()], leader


def _one_event(one: _Account, other: _Account) -> bool:
    """Whether two entries of the same days and kind are accounts of one event in two articles."""
    if one.article == other.article or not _together(one, other) or _differ(one, other):
        return False
    common, least = len(one.words & other.words), min(len(one.words), len(other.words))
    # Statements of one day are many; only nearly the same words are one statement.
    times = 2 if one.event.status is EventStatus.SAID and one.sentence != other.sentence else 1
    return common >= times * _SHARED_WORDS and common >= times * _SHARED_PART * least


def _find_copies(events: Iterable[Event], reader: Reader) -> dict[str, str]:
    """The ids of entries whose date and sentence an entry before them has in another article, each with that one's id."""
    first: dict[tuple[object, ...], tuple[str, set[Slug]]] = {}
    found = {}
    for event in events:
        if event.when is None or not event.passages:
            continue
        account = reader.account(event)
        words = tuple(_WORD.findall(fold(account.sentence)))
        if len(words) < _COPIED_WORDS:
            continue
        head, articles = first.setdefault((event.when, event.status, words), (event.id, set()))
        if head != event.id and account.article not in articles:
            found[event.id] = head
        articles.add(account.article)
    return found


def _together(one: _Account, other: _Account) -> bool:
    """Whether two entries have an actor or a place in common."""
    return bool(one.actors & other.actors or one.places & other.places)


def _differ(one: _Account, other: _Account) -> bool:
    """Whether two accounts count the same thing differently."""
    return any(
        all(
            most < least_too or most_too < least
            for least, most in one.figures[what]
            for least_too, most_too in other.figures[what]
        )
        for what in one.figures.keys() & other.figures.keys()
    )


def _merged(head: str, bundle: Sequence[Event]) -> Event:
    lead = next(event for event in bundle if event.id == head)
    rest = [event for event in bundle if event is not lead]
    if not rest:
        return lead
    bundle = [lead, *rest]
    return replace(
        lead,
        passages=_once(passage for event in bundle for passage in event.passages),
        people=_once(slug for event in bundle for slug in event.people),
        places=_once(slug for event in bundle for slug in event.places),
        organisations=_once(slug for event in bundle for slug in event.organisations),
        editor=next((event.editor for event in bundle if event.editor), ""),
        pinned=any(event.pinned for event in bundle),
        joined=tuple(event.id for event in rest),
    )


def _once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


Relations = defaultdict[str, list[tuple[str, str]]]
"""By id of an entry: how it is related, and to which."""


def relate_accounts(events: Sequence[Event], reader: Reader) -> Relations:
    """Plans and what came of them ("happened", "planned"), and accounts that count differently ("differs")."""
    related: Relations = defaultdict(list)
    dated = sorted(
        (event for event in events if event.when is not None and event.passages), key=lambda e: (_days(e), e.id)
    )
    done = [event for event in dated if event.status is EventStatus.OCCURRED]
    starts = [_days(event)[0] for event in done]
    naming: dict[str, list[int]] = defaultdict(list)
    for number, event in enumerate(done):
        for name in _names(reader.account(event)):
            naming[name].append(number)
    for plan in (event for event in dated if event.status is EventStatus.PLANNED):
        first, last = _days(plan)
        if (last - first).days <= _LONGEST_PLAN:
            low, high = bisect_left(starts, first), bisect_right(starts, last)
            told = (naming[name] for name in _names(reader.account(plan)))
            near = sorted({n for found in told for n in found[bisect_left(found, low) : bisect_left(found, high)]})
            for event in (done[number] for number in near):
                if _days(event)[1] <= last and _came_of(plan, event, reader):
                    related[plan.id].append(("happened", event.id))
                    related[event.id].append(("planned", plan.id))
    counting: dict[tuple[date, date], list[_Account]] = defaultdict(list)
    for event in dated:
        account = reader.account(event)
        if account.figures:
            counting[_days(event)].append(account)
    for accounts in counting.values():
        alike: dict[tuple[str, Slug], list[int]] = defaultdict(list)
        for index, one in enumerate(accounts):
            for sign in _signs(one):
                alike[sign].append(index)
        for index, one in enumerate(accounts):
            near = sorted({n for sign in _signs(one) for n in alike[sign][bisect_right(alike[sign], index) :]})
            for other in (accounts[n] for n in near):
                if one.article != other.article and _together(one, other) and _differ(one, other):
                    related[one.event.id].append(("differs", other.event.id))
                    related[other.event.id].append(("differs", one.event.id))
    return related


def _signs(account: _Account) -> list[tuple[str, Slug]]:
    """What two accounts must have in common, for one to count something otherwise than the other: a thing counted, and a name."""
    return [(what, name) for what in account.figures for name in (*account.actors, *account.places)]


def _names(account: _Account) -> frozenset[str]:
    """What two entries must share some of, for one to have come of the other."""
    return account.actors | account.places | account.named


def _days(event: Event) -> tuple[date, date]:
    return (event.when.start, event.when.end) if event.when else (date.max, date.max)


def _came_of(plan: Event, event: Event, reader: Reader) -> bool:
    """Whether an entry tells that what another announced has happened."""
    announced, told = reader.article(plan), reader.article(event)
    if announced is None or told is None or announced is told:
        return False
    before, after = announced.published.when, told.published.when
    if before is None or after is None or after.start < before.start:
        return False
    one, other = reader.account(plan), reader.account(event)
    common, actors = len(one.words & other.words), one.actors & other.actors
    places = one.places & other.places
    first, last = _days(plan)
    if first == last == _days(event)[1]:  # the very day that was announced
        return common >= _TIED_WORDS and bool(actors or places or one.named & other.named)
    if (last - first).days > _SURE_PLAN:
        return common > _TIED_WORDS and len(actors) + len(places) > 1
    near = bool(places) or len(actors) > 1 or common > _TIED_WORDS
    return common >= _TIED_WORDS and bool(actors) and near
