"""Finds the names of people, places and organisations in one article.

Every run of capitalised words is cut into candidates by rules; what a language model read, where there is one, is cleaned and
added to them; each candidate collects evidence for what it names; the article as a whole then decides (a surname that a full
name introduced is that person's wherever it stands). Names that the editor has listed are found whatever reads the rest.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from briefbook.annotate.capitals import ARTICLE, RUN, WORD, Token, is_headline, split_run, starts_sentence
from briefbook.annotate.evidence import Candidate, cut_pieces
from briefbook.annotate.gazetteer import COUNTRY, REGION, common_words, fold_name, places_named, same_given_names, words
from briefbook.annotate.known import find_known
from briefbook.annotate.neighbours import weigh_lists, weigh_neighbours
from briefbook.annotate.person_names import is_first_of_two, nickname
from briefbook.annotate.romanised import is_family_first
from briefbook.annotate.segments import CITY_KNOWN, FULL, ORGANISATION, OTHER, PERSON, PLACE
from briefbook.annotate.spans import CREDITED, SURE_PERSON, Spans, add_spans
from briefbook.annotate.sport import kind_of_sport, weigh_line_up
from briefbook.annotate.surroundings import continued, weigh_context, weigh_line
from briefbook.annotate.weights import (
    COMPANY,
    DATELINE,
    GIVEN_NAME_FIRST,
    IN_A_NAME,
    KNOWN_GIVEN_NAME,
    KNOWN_SURNAME,
    PLACE_HEAD,
    THE_BEFORE,
    THRESHOLD,
    TOWN,
)
from briefbook.annotate.wordforms import (
    IS_COMMON,
    IS_GIVEN,
    IS_HONORIFIC,
    IS_PARTICLE,
    IS_ROLE_NOUN,
    IS_SUFFIX,
    IS_SURNAME,
)
from briefbook.annotate.works import weigh_works
from briefbook.model.article import Article, BlockKind, Passage
from briefbook.model.entity import EntityKind, Mention, Register
from briefbook.model.text import Slug, Span

DATELINE_LENGTH = 100
"""Characters at a block's start within which a dateline ends."""
SURE_PLACE = 2.5
"""From which score a place vouches for the article's other mentions of it."""
SURE_ORGANISATION = 4.0
"""From which score the last word of an organisation is its own, whoever else is called so."""
_REMEMBERED = 1 << 15
"""How many names are remembered with what they are called by."""
_KINDS = (EntityKind.PERSON, EntityKind.PLACE, EntityKind.ORGANISATION)
_WORD = re.compile(r"[\w\-'’]+")
_DATELINE = re.compile(
    r"[ \u00a0]*([^\W\d_a-z][^\n()\d–—]{2,40}?)(?:, (?:[^\W\d_]{3,9}\.? \d{1,2}|\d{1,2} [^\W\d_]+))?(?: \d{4}-\d\d-\d\d| ?\([^)\n]{2,30}\))?[ \u00a0]?(?:[–—]|--|- )"
)
_DATELINE_SIGN = re.compile(r"[–—\d-](?:(?<!-)|[- ])")
_DATED_LINE = re.compile(
    r"[ \u00a0]*([^\W\d_a-z][^\n()\d–—]{2,40}?),? (?:\d{4}-\d\d-\d\d|[^\W\d_]{3,9}\.? \d{1,2}(?:, \d{4})?)[ \u00a0]*$"
)
_QUOTED = re.compile(r"\w[ \u00a0][\"“][^\W\d_a-z][^\"”]{1,40}[\"”][ \u00a0][^\W\d_a-z]")
"""What a nickname within a name looks like from afar: most texts have none."""
_NICKNAMED = re.compile(
    rf"(?<![\w@/]){WORD}(?:[ \u00a0]{WORD})? [\"“]{WORD}(?: {WORD}){{0,2}}[\"”] {WORD}(?: (?:[JS]r\.|I{{2,3}}\b|IV\b))?"
)
_ARABIC_ARTICLE = re.compile(rf"^{ARTICLE}[-‑ ](?=\w)")


_CAPITALS_LEAD = re.compile(r"[ \u00a0]*(?:[A-Z0-9'’&.-]+ ){2,12}[A-Z0-9'’&.-]+ ?(?:[—–]|-- |- )")
"""The topic in capitals that leads a paragraph: "TREASURY BUYERS IN RETREAT — "."""
_SLUG = re.compile(
    r"(?:[A-Z]{3,12} )?(?:UPDATE \d|WRAPUP \d|RPT|REFILE|CORRECTED|EXCLUSIVE|INTERVIEW|ANALYSIS|FEATURE|FACTBOX|INSIGHT|SOCCER|CRICKET|TENNIS|GOLF|RUGBY|BASEBALL|BASKETBALL|HOCKEY|BOXING|CYCLING"
    r"|ATHLETICS|SKIING|SWIMMING|RACING|OLYMPICS|NBA|NFL|NHL|MLB)-(?=[^\W\d_a-z][a-z])"
)
"""What an agency sets before a headline: "BOXING-Okpara stops Zielinski", "UPDATE 2-Oil rises"."""
_SUFFIX_BEHIND = re.compile(r", (?:[JS]r\.|I{2,3}\b(?!\.))")
_ROADS = frozenset({"highway", "interstate", "route", "motorway", "autobahn"})
_NUMBER_BEHIND = re.compile(r" \d{1,4}(?:[A-Z]|[EWNS]\b)?(?![\d,.%]*\d)")
_ROAD = (0.0, PLACE_HEAD + TOWN, 0.0, 0.0)
_CREDIT_REACH = 200
"""Characters at the end of a caption in which its credit stands."""
_CREDIT = re.compile(
    r"""(?:
        \((?=[^()]*(?:/|\b(?i:photo|photograph|image|picture|handout|courtesy|credit|via)\b))[^()]{1,120}\)
      | \b(?i:photo(?:graph)?|image|picture|credit)s?(?:\s+(?i:by|courtesy\s+of|credit:?)|:)\s*[^.()!?]{2,100}
      | (?:(?<=[.!?)”"])\s+|^)[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,3}\s?/\s?[A-Z][\w\s.,'’-]{1,40}
    )[\s.]*$""",
    re.VERBOSE,
)
"""The credit that ends a caption: (AP Photo/Jane Roe), (Jane Roe/Harbor Courier), Photo: Jane Roe, REUTERS/Jane Roe."""


def find_names(
    article: Article, spans: tuple[Spans, ...] | None, listed: Register, *, engine: str = "rules"
) -> tuple[Mention, ...]:
    """The names in an article, unresolved, by block and offset; disjoint within a block.

    Args:
        article: Its blocks are read; `named` lists names that are found in any case.
        spans: What a language model read, one tuple a block, or None where none read.
        listed: The editor's entities: their names and aliases are found in any case, in any script.
        engine: `rules` reads without a model; with `none`, and where `spacy` gave no spans or the article is not in English,
            only listed names are found.
    """
    texts = [block.text for block in article.blocks]
    known = find_known(article, listed)
    blocks: list[list[Candidate]] = [[] for _ in texts]
    english = article.language.partition("-")[0].lower() in {"en", ""}
    if english and engine != "none" and (spans is not None or engine != "spacy"):
        blocks = _read(texts, spans)
    mentions: list[Mention] = []
    for number, (text, candidates) in enumerate(zip(texts, blocks, strict=True)):
        sure = known.get(number, ())
        if not candidates and not sure:
            continue
        credit = (
            _CREDIT.search(text, max(0, len(text) - _CREDIT_REACH))
            if article.blocks[number].kind is BlockKind.CAPTION
            else None
        )
        mentions.extend(
            _mention(article, number, hit.start, text[hit.start : hit.end], hit.kind, hit.found_by, hit.reason)
            for hit in sure
        )
        for c, kind in _select(candidates):
            if (credit and c.start >= credit.start()) or (
                text[c.end : c.end + 1] == "/" and CREDITED.match(text, c.end)
            ):
                continue  # who took a picture, or sells it, is nobody of the story
            if not sure or all(c.end <= hit.start or hit.end <= c.start for hit in sure):
                found_by = "spacy" if c.label else "rules"
                mentions.append(_mention(article, number, c.start, c.text, _KINDS[kind], found_by, c.reason))
    if known:
        # By hand: passages compare field by field, which costs more than all else here.
        mentions.sort(key=lambda m: (m.passage.block, m.passage.span.start, m.passage.span.end))
    return tuple(mentions)


def _opens_dateline(c: Candidate, text: str, end: int) -> bool:
    """Whether a word that the gazetteer lacks may be the town of a dateline that ends at `end`: "FILE - " is none.

    Nor is "BERNANKE WINS PRIZE - ", the topic of a digest, nor a wire's own "RTRS - ".
    """
    rest = text[c.end : end].strip(" \u00a0")
    return (
        c.text.isupper()
        and (not rest or rest[0] in ",/")
        and not _NO_VOWEL.fullmatch(c.text)
        and (c.key == "united nations" or rest[:1] == "," or not any(t.facts & IS_COMMON for t in c.tokens))
    )


_NO_VOWEL = re.compile(r"[^AEIOUYaeiouy]+")


def _mention(
    article: Article, block: int, start: int, surface: str, kind: EntityKind, found_by: str, reason: str
) -> Mention:
    passage = Passage(Slug(article.slug), block, Span(start, start + len(surface)))
    return Mention(passage=passage, surface=surface, kind=kind, found_by=found_by, reason=reason)


def _read(texts: Sequence[str], spans: tuple[Spans, ...] | None) -> list[list[Candidate]]:
    """The candidates of each block with all evidence."""
    sport = kind_of_sport(texts)
    blocks: list[list[Candidate]] = []
    for number, text in enumerate(texts):
        candidates = _cut(text, sport)
        if spans is not None:
            candidates = add_spans(text, spans[number], candidates, sport)
        weigh_works(candidates, text)
        if sport:
            weigh_line_up(candidates, text)
        weigh_lists(candidates, text)
        if _is_quoting(text):
            candidates.extend(_with_nicknames(text, candidates))
        blocks.append(candidates)
    _decide(blocks, sport)
    return blocks


def _cut(text: str, sport: int) -> list[Candidate]:
    """The candidates that the rules see in a block, weighed."""
    found: list[Candidate] = []
    line_start, line_end, bare, headline, lead_end = 0, -1, 0, False, -1
    slug = _SLUG.match(text)
    opened = slug.end() if slug else -1
    for match in RUN.finditer(text, max(0, opened)):
        begin = match.start()
        if begin > line_end:
            line_start = text.rfind("\n", 0, begin) + 1
            stop = text.find("\n", begin)
            line_end = stop if stop >= 0 else len(text)
            line = text[line_start:line_end]
            headline, bare = is_headline(line), len(line.strip())
            lead = None if headline else _CAPITALS_LEAD.match(line)
            lead_end = line_start + lead.end() if lead else -1
        in_capitals = headline or begin < lead_end
        for piece in cut_pieces(match.group(), begin == opened or starts_sentence(text, begin), in_capitals):
            first, last, tokens, label, titled, scores, strength, key = piece
            start, end = begin + first, begin + last
            if label is ORGANISATION and (more := continued(text, tokens, end)) != end:
                end, key = more, ""
            elif len(tokens) > 1 and text[end : end + 1] == "," and (suffix := _SUFFIX_BEHIND.match(text, end)):
                end, key = suffix.end(), ""  # "Martin Luther King, Jr."
            elif tokens[-1].low in _ROADS and (number := _NUMBER_BEHIND.match(text, end)):
                end, key, scores, titled = number.end(), "", _ROAD, False  # "along Highway 290"
            c = Candidate(start, end, text[start:end], tokens, list(scores), strength, key)
            c.titled = titled
            c.headline = in_capitals
            weigh_context(c, text, sport)
            if end - start == bare:
                weigh_line(c)
            found.append(c)
    weigh_neighbours(found, text)
    head = text[:DATELINE_LENGTH]
    dateline = None
    if found and found[0].start < DATELINE_LENGTH / 4 and _DATELINE_SIGN.search(head):
        dateline = _DATELINE.match(head) or (_DATED_LINE.match(text) if len(text) < DATELINE_LENGTH else None)
    if dateline:
        for c in found:
            if c.start < dateline.end(1) and (
                c.strength or (c.start == dateline.start(1) and _opens_dateline(c, text, dateline.end(1)))
            ):
                c.scores[PLACE] += DATELINE
            elif dateline.end(1) < c.start < dateline.end() and text[c.start - 1] == "(":
                c.scores[OTHER] += DATELINE * 3  # "ODESA, Ukraine (CW) -": a wire's initials, no name of the story
    return found


def _is_quoting(text: str) -> bool:
    """Whether a nickname may stand within a name of the text."""
    return ('"' in text or "“" in text) and _QUOTED.search(text) is not None


def _with_nicknames(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Names with a nickname in quotation marks between their parts, whole: Lynette "Squeaky" Fromme."""
    found = []
    for match in _NICKNAMED.finditer(text):
        tokens = tuple(t for m in RUN.finditer(text, *match.span()) for t in split_run(text, m.start(), m.end()))
        if (
            tokens[0].facts & (IS_HONORIFIC | IS_ROLE_NOUN)
            and len(tokens) > FULL
            and text[tokens[0].end :][1:2] not in {'"', "“"}
        ):
            tokens = tokens[1:]  # "President Joko “Jokowi” Widodo"
        inside = [c for c in candidates if tokens[0].start <= c.start and c.end <= match.end()]
        told = any(c.scores[PERSON] >= THRESHOLD for c in inside) or tokens[0].facts & IS_GIVEN
        if told and not tokens[0].facts & (IS_COMMON | IS_HONORIFIC):
            end = tokens[-1].end  # without a possessive
            start = tokens[0].start
            c = Candidate(start, end, text[start:end], tokens, [SURE_PERSON, 0.0, 0.0, 0.0], 0.0)
            c.scores[PERSON] += sum(max(0.0, other.scores[PERSON]) for other in inside)
            found.append(c)
    return found


def _part_speaker(candidates: list[Candidate], people: Counter[str]) -> list[Candidate]:
    """Whoever stands right behind an organisation ("told Al Jazeera Mubarak must go") and is named in the article elsewhere."""
    found = []
    for c in candidates:
        if len(c.tokens) == 1 or not max(c.scores) == c.scores[ORGANISATION] < SURE_ORGANISATION:
            continue
        last = c.tokens[-1]
        if not c.headline and not last.gap and people.get(_called(last.text), 0) > 1 and c.end == last.end:
            words = c.tokens[:-1]
            scores = [0.0, 0.0, c.scores[ORGANISATION], 0.0]
            found.append(
                Candidate(c.start, words[-1].end, c.text[: words[-1].end - words[0].start], words, scores, 0.0)
            )
            found.append(Candidate(last.start, last.end, last.text, (last,), [0.5, 0.0, 0.0, 0.0], 0.0))
            found[-1].label = c.label
            c.scores[ORGANISATION] = 0.0
    return found


@lru_cache(maxsize=_REMEMBERED)
def _called(text: str) -> str:
    """What somebody is called by, folded, without the Arabic article: al-Haddad and Haddad are one surname."""
    return fold_name(_ARABIC_ARTICLE.sub("", text))


def _surname_alone(c: Candidate) -> str:
    """What somebody is called by if the candidate is a surname alone: without the "Jr." behind it."""
    return _called(c.tokens[0].text if len(c.tokens) == FULL and c.tokens[1].facts & IS_SUFFIX else c.text)


def _surnames(tokens: Sequence[Token]) -> Iterator[str]:
    """What a person named in full may be called by: the last word, with its particles too, or the first where it is the family's."""
    end = len(tokens)
    while end > 1 and tokens[end - 1].facts & IS_SUFFIX:
        end -= 1
    yield _called(tokens[end - 1].text)
    start = end - 1
    if start > 1 and tokens[start].gap in words("particle"):
        yield _called(tokens[start - 1].text)  # "Salinas", of Carlos Salinas de Gortari
    if tokens[start].gap:
        yield fold_name(f"{tokens[start].gap} {tokens[start].text}")
    while start > 1 and tokens[start - 1].facts & IS_PARTICLE:
        start -= 1
        yield fold_name(" ".join(t.text for t in tokens[start:end]))
    if is_family_first([t.text for t in tokens]):
        yield tokens[0].key
    elif end > FULL and not tokens[end - 1].gap and not tokens[end - 2].gap and is_first_of_two(tokens[end - 2].key):
        yield _called(tokens[end - 2].text)  # "Arniches" and "Arniches Velasco", of Jose Luis Arniches Velasco
        yield fold_name(f"{tokens[end - 2].text} {tokens[end - 1].text}")


def _is_family(key: str, sport: int) -> bool:
    """Whether a folded plural is the name of a family that nobody need introduce: "the Kennedys", no side's."""
    return not sport and key.removesuffix("s") in words("known_alone")


OFTEN = 3
"""Times that an English word stands by itself with a capital in an article that calls somebody by it (Dylann Roof, "Roof said")."""
CALLED_BY_LAST = 2.0
"""For an unknown name of two or three words whose last word the article also prints alone, as it does with surnames."""


def _goes_by_last(c: Candidate, alone: Collection[str]) -> bool:
    """Whether a full name that nothing else explains goes by its last word elsewhere in the article."""
    return (
        2 <= len(c.tokens) <= 3
        and not c.headline
        and not c.strength
        and 0.0 <= c.scores[PERSON] < THRESHOLD
        and max(c.scores[1:]) <= c.scores[PERSON] + 0.5
        and max(c.scores[1:]) < THRESHOLD
        and c.tokens[-1].key in alone
        and all(t.text[1:].islower() for t in c.tokens)
        and not any(t.strength >= TOWN for t in c.tokens)
        and not any(t.facts & (IS_COMMON | IS_SURNAME) == IS_COMMON for t in c.tokens[:-1])
    )


def _decide(blocks: list[list[Candidate]], sport: int) -> None:
    """Lets the article as a whole speak: surnames follow full names, and one string has one reading."""
    people: Counter[str] = Counter()
    first_names: set[str] = set()
    every = list(chain.from_iterable(blocks))
    several: list[Candidate] = []
    single: list[Candidate] = []
    for c in every:
        (single if len(c.tokens) == 1 else several).append(c)
    often = Counter([c.key for c in single if not c.headline])
    alone = {key for key, count in often.items() if count >= OFTEN or key not in common_words()}
    sides = {c.key for c in several if c.after_the}
    nicknames: set[str] = set()
    full: defaultdict[str, int] = defaultdict(int)
    for c in single:
        if c.titled or c.described:
            people[_called(c.text)] += 1
    for c in several:
        if c.key in sides:
            # "the Red Sox": nobody's name, though "Red Sox fans" looks like one.
            c.scores[PERSON] -= 0.0 if c.after_the or c.titled else THE_BEFORE
        elif _goes_by_last(c, alone):
            c.scores[PERSON] += CALLED_BY_LAST
        if not c.headline and c.scores[PERSON] >= THRESHOLD and c.scores[PERSON] == max(c.scores):
            full[c.key] += 2 if c.titled else 1
            for called in _surnames(c.tokens):
                people[called] += 1
            if c.scores[PERSON] >= GIVEN_NAME_FIRST:
                called = c.tokens[0].key
                if c.tokens[0].facts & IS_GIVEN or (
                    c.scores[PERSON] >= SURE_PERSON and called not in common_words() and len(called) > 2
                ):
                    first_names.add(called)
            if called := nickname(c.text):
                nicknames.add(fold_name(called))
    if people and max(people.values()) > 1:
        for candidates in blocks:
            parted = _part_speaker(candidates, people)
            candidates.extend(parted)
            several.extend(c for c in parted if len(c.tokens) > 1)
        every = list(chain.from_iterable(blocks))
    _weigh_things(every, several)
    seen = Counter([c.key for c in every if not c.headline])
    headlines = {c.key for c in every if c.headline}
    totals = {key: [0.0, 0.0, 0.0, 0.0] for key, count in seen.items() if count > 1 or key in headlines}
    places: set[str] = set()
    countries = {
        c.key
        for c in single
        if c.strength >= COUNTRY and c.key in first_names and (c.inside or c.qualifies or _has_towns_of(c, every))
    }
    other_forms = same_given_names()
    forms = {number for called in first_names for number in other_forms.get(called, ())}
    # Whose words stand in the article more than once, or where capitals say nothing.
    shared: list[Candidate] = []
    for c in every:
        key = c.key
        by_one = len(c.tokens) == 1
        alike = key if by_one and " " not in key else None if key in full and not by_one else _surname_alone(c)
        if alike in people and not (c.titled or c.qualifies or c.inside):
            c.scores[PERSON] += KNOWN_SURNAME
            c.known = True
            c.reason = "the surname of somebody named in full in the article"
            if sport and c.strength <= TOWN:
                c.scores[ORGANISATION] = min(c.scores[ORGANISATION], TOWN)  # "Moore, who beat him": no side of Moore's
        elif by_one and c.plural and (people.get(key.removesuffix("s")) or (c.after_the and _is_family(key, sport))):
            c.scores[PERSON] += KNOWN_SURNAME  # "the Horvats"
        elif key in nicknames:
            c.scores[PERSON] += KNOWN_SURNAME
            c.reason = "the nickname of somebody named in full in the article"
        elif by_one and (key in first_names or (key in other_forms and not forms.isdisjoint(other_forms[key]))):
            # "talks with Chad", where the article has both Chad and a Chad: a country, unless more speaks for the person.
            c.scores[PERSON] += KNOWN_GIVEN_NAME - (0.5 if key in countries else 0.0)
            c.reason = "the given name of somebody named in full in the article"
        elif key in full and full[key] > (0 if c.headline else 1 if max(c.scores) < THRESHOLD else len(blocks)):
            c.scores[PERSON] += KNOWN_SURNAME
            c.known = True
        if c.headline:
            shared.append(c)
        elif key in totals:
            shared.append(c)
            person, place, organisation, other = c.scores
            total = totals[key]
            total[PERSON] += person
            total[PLACE] += place
            total[ORGANISATION] += organisation
            total[OTHER] += other
            if by_one and place >= SURE_PLACE and place == max(c.scores):
                places.add(key)
    months = words("surname_month")
    for c in shared:
        count = seen[c.key]
        if c.headline and not c.known and not (count and max(totals[c.key][:3]) / count >= THRESHOLD):
            # Capitals say nothing here: only what is known from elsewhere counts.
            named = c.label == "PERSON" and len(c.tokens) > 1 and c.tokens[0].facts & IS_GIVEN
            if c.strength < REGION and not named:
                c.scores[OTHER] += 6.0
        # On a sports page a town's name means the town in one line and its club in the next.
        one_reading = not (sport and c.strength) and not c.inside and c.key not in months
        if (count > 1 or (c.headline and count)) and one_reading:
            total = totals[c.key]
            person, place, organisation, other = c.scores
            c.scores = [
                0.5 * person + 0.5 * total[PERSON] / count,
                0.5 * place + 0.5 * total[PLACE] / count,
                0.5 * organisation + 0.5 * total[ORGANISATION] / count,
                0.5 * other + 0.5 * total[OTHER] / count,
            ]
            if c.key in places and 1.0 <= c.scores[PLACE] == max(c.scores):
                c.scores[PLACE] = max(c.scores[PLACE], THRESHOLD)  # sure in one line, a place in another
        elif c.headline and count and sport and c.strength < COUNTRY and not c.inside and c.scores[PLACE] > -IN_A_NAME:
            c.scores = [score / count for score in totals[c.key]]  # a side in the text is one above it


def _has_towns_of(country: Candidate, every: Sequence[Candidate]) -> bool:
    """Whether the article names something else that lies in the country."""
    code = places_named(country.text)[0].country
    return any(
        c.strength >= TOWN
        and c.key != country.key
        and c.scores[PLACE] == max(c.scores)
        and any(place.country == code for place in places_named(c.text)[:1])
        for c in every
    )


def _weigh_things(every: Sequence[Candidate], several: Sequence[Candidate]) -> None:
    """What is a ship or a storm in one place of the article is one wherever it is named: "Hurricane Hilda", then "Hilda"."""
    storms = words("storm")
    called = [c for c in every if c.thing]
    called += [c for c in several if len(c.tokens) == FULL and c.tokens[0].low in storms]
    things = {c.tokens[-1].low if c.tokens[0].low in storms else c.key for c in called}
    for c in every if things else ():
        if c.key in things and not c.titled and c.strength < CITY_KNOWN:
            c.scores[OTHER] += COMPANY


def _select(candidates: Sequence[Candidate]) -> list[tuple[Candidate, int]]:
    """The best reading of each stretch: the strongest first, longer before shorter, none overlapping; in order."""
    read = []
    stop, apart = 0, True
    for c in candidates:
        scores = c.scores
        best = max(scores)
        if best >= THRESHOLD and (kind := scores.index(best)) != OTHER:
            read.append((c, kind))
            apart = apart and c.start >= stop
            stop = c.end
    if apart:
        return read
    ranked = [(-(c.scores[kind] + 0.5 * (len(c.tokens) - 1)), c.start, -c.end, c, kind) for c, kind in read]
    ranked.sort(key=lambda item: item[:3])
    taken: list[tuple[Candidate, int]] = []
    for *_, c, kind in ranked:
        # What is taken is disjoint and in order: only the neighbours can overlap.
        at = bisect_left(taken, c.start, key=lambda item: item[0].start)
        before, after = taken[max(0, at - 1) : at], taken[at : at + 1]
        if all(other.end <= c.start for other, _ in before) and all(c.end <= other.start for other, _ in after):
            taken.insert(at, (c, kind))
    return taken
