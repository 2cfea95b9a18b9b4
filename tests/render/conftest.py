"""A small invented book, built by hand, and the default theme."""

from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from briefbook.formats.markdown import parse_blocks, parse_flow
from briefbook.model.article import (
    Article,
    Certainty,
    Dateline,
    Fate,
    Ledger,
    LineFate,
    Note,
    Passage,
    Published,
    Reason,
    Source,
)
from briefbook.model.book import Annotations, Book, Engine, IndexEntry, Page
from briefbook.model.config import BookConfig, Config
from briefbook.model.diagnostics import report
from briefbook.model.entity import Entity, EntityKind, Geography, Mention, OpenName, PlaceKind, Register, Role
from briefbook.model.event import DateMention, Disagreement, Event, EventStatus, Quotation
from briefbook.model.text import Slug, Span
from briefbook.model.when import day, interval, month
from briefbook.render.theme import Theme, ThemeFile, assemble_theme

TEMPLATES = Path(__file__).parents[2] / "templates"

TALKS = """The Transport Minister, Helena Duarte, met a delegation of dockers on Thursday in Setúbal.

“Nobody wins when a harbour is silent,” Duarte told reporters. “We have agreed to talk.”[^1]

![Cranes stand idle at the Sado terminal in Setúbal, 12 March 2019.]()

## Lines turn south

Duarte said the Sado Port Authority would open its books. Rui Calado, who leads the delegation, wants more.

[^1]: The minute of the ministry puts the meeting *a day earlier*.
"""

CALENDAR = """Rui Calado and Helena Duarte signed a calendar in Setúbal on 2 April 2019.

The men return on Monday. <b>Bold & "quoted"</b> words stay words.

مرحبا بكم.
"""


def passage(article: Article, words: str, nth: int = 0) -> Passage:
    """Where the words stand for the nth time."""
    for number, block in enumerate(article.blocks):
        start = -1
        while (start := block.text.find(words, start + 1)) >= 0:
            if not nth:
                return Passage(article.slug, number, Span(start, start + len(words)))
            nth -= 1
    raise LookupError(words)


def make_article(slug: str, doc: int, title: str, markdown: str, published: date, **more: object) -> Article:
    return Article(
        slug=Slug(slug),
        doc=doc,
        title=title,
        path=PurePosixPath(f"content/articles/{slug}.md"),
        markdown=markdown,
        blocks=parse_blocks(markdown),
        flow=parse_flow(markdown),
        published=Published(when=day(published), basis="printed under the headline", certainty=Certainty.EXACT),
        **more,
    )


def mention(article: Article, words: str, kind: EntityKind, slug: str, nth: int = 0) -> Mention:
    return Mention(
        passage=passage(article, words, nth),
        surface=words,
        kind=kind,
        entity=Slug(slug) if slug else None,
        found_by="test",
    )


PERSON, PLACE, ORGANISATION = EntityKind


def make_book() -> Book:
    talks = make_article(
        "port-talks",
        1,
        "Port talks resume after minister meets dockers",
        TALKS,
        date(2019, 3, 14),
        section="News / Europe",
        byline=("Ana Prates",),
        dateline=Dateline(place="Lisbon"),
        source=Source(
            outlet="The Coast Courier",
            url="https://courier.example/talks",
            seed=PurePosixPath("seeds/talks.txt"),
            sha256="ab" * 32,
        ),
        notes=(Note(at="open its books", text="It did so in *May*.", author="RM", date="2019-05-02"),),
    )
    calendar = make_article(
        "calendar",
        2,
        "A calendar, signed <script>alert(1)</script>",
        CALENDAR,
        date(2019, 4, 2),
        summary="Both sides sign.",
    )
    calendar = replace(
        calendar, blocks=(*calendar.blocks[:2], replace(calendar.blocks[2], language="ar"), *calendar.blocks[3:])
    )
    duarte = [
        mention(talks, "Helena Duarte", PERSON, "helena-duarte"),
        mention(talks, "Duarte", PERSON, "helena-duarte", 1),
        mention(talks, "Duarte", PERSON, "helena-duarte", 2),
    ]
    in_talks = [
        duarte[0],
        mention(talks, "Setúbal", PLACE, "setubal"),
        duarte[1],
        mention(talks, "Setúbal", PLACE, "setubal", 1),
        duarte[2],
        mention(talks, "Sado Port Authority", ORGANISATION, "sado-port-authority"),
        mention(talks, "Rui Calado", PERSON, "rui-calado"),
    ]
    in_calendar = [
        mention(calendar, "Rui Calado", PERSON, "rui-calado"),
        mention(calendar, "Helena Duarte", PERSON, "helena-duarte"),
        mention(calendar, "Setúbal", PLACE, "setubal"),
    ]
    thursday = DateMention(
        passage=passage(talks, "Thursday"),
        surface="Thursday",
        when=day(date(2019, 3, 14)),
        timex="2019-03-14",
        basis="the day of publication",
    )
    monday = DateMention(
        passage=passage(calendar, "Monday"),
        surface="Monday",
        when=day(date(2019, 4, 8)),
        timex="2019-04-08",
        basis="the Monday after publication",
    )
    met = Event(
        id="port-talks-20190314-1",
        when=day(date(2019, 3, 14)),
        status=EventStatus.OCCURRED,
        expression="Thursday",
        basis="the day of publication",
        passages=(passage(talks, talks.blocks[0].text),),
        people=(Slug("helena-duarte"),),
        places=(Slug("setubal"),),
        related=(("happened", "calendar-1"),),
    )
    signed = Event(
        id="calendar-1",
        when=day(date(2019, 4, 2)),
        status=EventStatus.PLANNED,
        expression="2 April 2019",
        basis="printed",
        passages=(passage(calendar, calendar.blocks[0].text),),
        people=(Slug("rui-calado"), Slug("helena-duarte")),
        places=(Slug("setubal"),),
    )
    spring = Event(
        id="spring",
        when=month(2019, 3),
        status=EventStatus.SAID,
        expression="",
        basis="",
        passages=(passage(talks, "Nobody wins when a harbour is silent"),),
        doubtful="the words give no day",
    )
    bounded = Event(
        id="bounded",
        when=interval(date(2019, 4, 8), date(2019, 4, 9), one_of=True),
        status=EventStatus.PLANNED,
        expression="Monday",
        basis="the Monday after publication",
        passages=(passage(calendar, "The men return on Monday."),),
    )
    undated = Event(
        id="undated",
        when=None,
        status=EventStatus.SINCE,
        expression="",
        basis="",
        passages=(passage(talks, "We have agreed to talk."),),
    )
    quotation = Quotation(
        id="q1",
        passages=(
            passage(talks, "Nobody wins when a harbour is silent,"),
            passage(talks, "We have agreed to talk."),
        ),
        speaker=Slug("helena-duarte"),
        speaker_surface="Duarte",
        reason="Duarte told",
    )
    open_quotation = Quotation(
        id="q2", passages=(passage(calendar, "quoted"),), speaker=None, speaker_surface="", reason="nobody is named"
    )
    register = Register(
        entities=(
            Entity(slug=Slug("rui-calado"), kind=PERSON, name="Rui Calado", sort_name="Calado, Rui", roles=()),
            Entity(
                slug=Slug("helena-duarte"),
                kind=PERSON,
                name="Helena Duarte",
                sort_name="Duarte, Helena",
                aliases=("Duarte",),
                roles=(Role(text="Transport Minister", passage=passage(talks, "Transport Minister")),),
                provisional=False,
                biography="Minister from 2017. See [the talks](../articles/port-talks.md#p1).",
                path=PurePosixPath("content/people/helena-duarte.md"),
            ),
            Entity(
                slug=Slug("setubal"),
                kind=PLACE,
                name="Setúbal",
                sort_name="Setúbal",
                geography=Geography(
                    kind=PlaceKind.CITY, country="PT", latitude=38.52, longitude=-8.89, basis="gazetteer"
                ),
            ),
            Entity(
                slug=Slug("sado-port-authority"),
                kind=ORGANISATION,
                name="Sado Port Authority",
                sort_name="Sado Port Authority",
                aliases=("SPA",),
            ),
            Entity(slug=Slug("nobody"), kind=PERSON, name="Nobody Hidden", sort_name="Hidden", hidden=True),
        ),
        open=(
            OpenName(
                mention=mention(talks, "Sado", PLACE, ""),
                candidates=(Slug("setubal"),),
                why="the river or the authority",
            ),
        ),
    )
    index = (
        IndexEntry(
            id="person-rui-calado",
            heading="Calado, Rui",
            sort_key="calado rui",
            locators=(in_talks[6].passage, in_calendar[0].passage),
            principal=in_talks[6].passage,
            entity=("person", Slug("rui-calado")),
            see_also=("Duarte, Helena",),
        ),
        IndexEntry(
            id="person-helena-duarte",
            heading="Duarte, Helena",
            sort_key="duarte helena",
            locators=(duarte[0].passage,),
            entity=("person", Slug("helena-duarte")),
            sub=(IndexEntry(id="duarte-sub", heading="and Calado", sort_key="calado", locators=(duarte[2].passage,)),),
        ),
        IndexEntry(id="minister", heading="Minister", sort_key="minister", see="Duarte, Helena"),
    )
    texts = [
        (Fate.KEPT, Reason.TITLE, talks.title),
        (Fate.BLANK, None, ""),
        (Fate.KEPT, Reason.BODY, talks.blocks[0].text),
        (Fate.REMOVED, Reason.COMMENTS, "by: A Reader <img src=x onerror=alert(1)>"),
        (Fate.REMOVED, Reason.COMMENTS, "I never liked harbours."),
        (Fate.REMOVED, Reason.NAV, "Share"),
    ]
    ledger = Ledger(
        seed=PurePosixPath("seeds/talks.txt"),
        sha256="ab" * 32,
        lines=tuple(
            LineFate(line=n, fate=fate, reason=reason, text=text, why="after the last paragraph" if n == 4 else "")
            for n, (fate, reason, text) in enumerate(texts, 1)
        ),
    )
    return Book(
        title="The Harbour Papers",
        articles=(talks, calendar),
        annotations=(
            Annotations(
                article=talks.slug,
                mentions=tuple(sorted(in_talks, key=lambda m: m.passage)),
                dates=(thursday,),
                quotations=(quotation,),
                seed_lines=((3,), *(() for _ in talks.blocks[1:])),
            ),
            Annotations(
                article=calendar.slug,
                mentions=tuple(in_calendar),
                dates=(monday,),
                quotations=(open_quotation,),
                seed_lines=tuple(() for _ in calendar.blocks),
            ),
        ),
        ledgers=(ledger,),
        pages=(
            Page(
                slug=Slug("introduction"),
                title="Introduction",
                markdown="Why this *book*.\n",
                flow=parse_flow("Why this *book*.\n"),
                path=PurePosixPath("content/pages/introduction.md"),
            ),
        ),
        register=register,
        chronology=(spring, met, signed, bounded, undated),
        disagreements=(
            Disagreement(question="On which day did they meet?", note="The minute was found later.", events=(met.id,)),
        ),
        index=index,
        engine=Engine(name="rules", note="no model was found"),
        doubts=(report("published-doubtful", "no line says when it appeared", calendar.path, 1),),
    )


def read_theme() -> Theme:
    files = [
        ThemeFile(
            name=PurePosixPath(file.relative_to(TEMPLATES).as_posix()),
            path=PurePosixPath("templates") / file.relative_to(TEMPLATES).as_posix(),
            data=file.read_bytes(),
        )
        for file in sorted(TEMPLATES.rglob("*"))
        if file.is_file()
    ]
    return assemble_theme(files).value


@pytest.fixture(scope="session")
def theme() -> Theme:
    return read_theme()


@pytest.fixture(scope="session")
def book() -> Book:
    return make_book()


@pytest.fixture(scope="session")
def config() -> Config:
    return Config(
        book=BookConfig(
            title="The Harbour Papers",
            subtitle="A strike",
            editor="R. M.",
            description="What was said.",
            date="2019-05-02",
        )
    )
