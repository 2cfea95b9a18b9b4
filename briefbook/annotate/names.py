"""Finds the names of people, places and organisations in one article.

Every run of capitalised words is cut into candidates by rules; what a language model read, where there is one, is cleaned and
added to them; each candidate collects evidence for what it names; the article as a whole then decides (a surname that a full
name introduced is that person's wherever it stands). Names that the editor has listed are found whatever reads the rest.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

from briefbook.annotate.capitals import RUN, WORD, is_headline, split_run, starts_sentence
from briefbook.annotate.decision import decide
from briefbook.annotate.evidence import Candidate, cut_pieces
from briefbook.annotate.known import find_known
from briefbook.annotate.neighbours import weigh_lists, weigh_neighbours
from briefbook.annotate.segments import FULL, ORGANISATION, OTHER, PERSON, PLACE
from briefbook.annotate.spans import CREDITED, SURE_PERSON, Spans, add_spans
from briefbook.annotate.sport import kind_of_sport, weigh_line_up
from briefbook.annotate.surroundings import continued, weigh_context, weigh_line
from briefbook.annotate.weights import (
    DATELINE,
    PLACE_HEAD,
    THRESHOLD,
    TOWN,
)
from briefbook.annotate.wordforms import (
    IS_COMMON,
    IS_GIVEN,
    IS_HONORIFIC,
    IS_ROLE_NOUN,
)
from briefbook.annotate.works import weigh_works
from briefbook.model.article import Article, BlockKind, Passage
from briefbook.model.entity import EntityKind, Mention, Register
from briefbook.model.text import Slug, Span

DATELINE_LENGTH = 100
"""Characters at a block's start within which a dateline ends."""
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
    decide(blocks, sport)
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
