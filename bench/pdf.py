"""Makes an invented book of any size, prints it, and says what that cost and whether every page number is true.

python bench/pdf.py 20 200 [--out DIR] [--hostile]

All text is made here from small word lists with a fixed seed; the same number gives the same book.
"""

import argparse
import itertools
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path, PurePosixPath

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from briefbook.assemble.index import assemble_index
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
from briefbook.model.book import Annotations, Book, Engine, Page
from briefbook.model.config import BookConfig, Config
from briefbook.model.diagnostics import report
from briefbook.model.entity import Entity, EntityKind, Geography, Mention, OpenName, PlaceKind, Register, Role
from briefbook.model.event import DateMention, Event, EventStatus, Quotation
from briefbook.model.text import Slug, Span, digest, fold, slugify
from briefbook.model.when import day, interval
from briefbook.render.data import render_data
from briefbook.render.pdf import format_print
from briefbook.shell.typesetter import set_book

GIVEN = "Anna Boris Carla Dmitri Elena Farid Grace Hamid Ines Jonas Katya Layla Marek Nadia Omar Petra Rosa Samir Ulla".split()
HEADS = (
    "Al Bar Cor Dan El Far Gor Har Is Jan Kor Lav Mar Nor Or Pol Rad Sal Tar Var Wol Yar Zim Ber Cast Dur Fen".split()
)
TAILS = (
    "adi ansky berg chenko dotti eira field gren hadi ić kowski lund mann nova oğlu pour quist rova shvili wick".split()
)
TOWNS = (
    "Alvar Besra Coria Dolmen Ervat Fasil Garda Hesper Ilvane Jasrin Kessel Lorrin Morav Nadir Osterby Palmar".split()
)
BODIES = ("National Council", "Joint Commission", "Port Authority", "Border Agency", "Relief Fund", "Energy Bureau")
ROLES = ("Foreign Minister", "Deputy Minister", "Chief Negotiator", "Ambassador", "spokeswoman", "Energy Minister")
SCRIPTS = (("Сергей Орлов", "Орлов, Сергей"), ("Αλέξης Νίκου", "Νίκου, Αλέξης"), ("Þóra Ægisdóttir", "Þóra Ægisdóttir"))
OUTLETS = ("The Tidewater Courier", "The Evening Ledger", "Agence du Quai", "Radio Harbour")
SAYINGS = (
    "{role} {full} told reporters in {town} that the provisional agreement would not be postponed before {day}.",
    "Officials in {town} said the convoy had been withdrawn after weeks of inspections, although no text was published.",
    "According to two people familiar with the mandate, {short} objected to the disputed clause and asked for a rewrite.",
    "The decision, which had been expected since {day}, leaves the {body} without a budget for the rest of the year.",
    "“We do not regard the corridor as final,” {short} said, adding that the bilateral schedule was open to both sides.",
    "Figures released on {day} show that shipments through {town} fell by a third, the steepest decline in a decade.",
    "Neither {short} nor the delegation of the {body} responded to questions about the ceasefire.",
    "Analysts cautioned that a regional tribunal rarely survives its first ballot, and pointed to earlier attempts.",
    "In a written answer the {body} confirmed that the hospital in {town} had been approved under the revised contract.",
    "By evening the warehouse had been abandoned; the harbour, once crowded, was almost empty.",
)
SCOPE = "What is in it, and *what is not*.\n\n- One thing\n- Another thing"
SCOPE_PATH = PurePosixPath("content/pages/scope.md")
MONTHS = "January February March April May June July August September October November December".split()


def make_book(size: int, *, hostile: bool = False) -> tuple[Book, Config]:
    """An invented book of `size` articles with everything a book can have; `hostile` adds text that breaks renderers."""
    chance = random.Random(20260101)  # noqa: S311 - invented text, not secrets
    people = _people(chance, 12 + size)
    towns = [_entity(EntityKind.PLACE, n, n, geography=Geography(kind=PlaceKind.CITY, country="XX")) for n in TOWNS]
    bodies = [_entity(EntityKind.ORGANISATION, n, n, (_initials(n),)) for n in BODIES]
    start = date(2011, 1, 3)
    step = max(1, 4000 // size)
    articles, ledgers = [], []
    for number in range(1, size + 1):
        published = start + timedelta(days=step * number)
        article, ledger = _article(chance, number, published, people, towns, bodies)
        articles.append(article)
        ledgers.append(ledger)
    if hostile:
        articles.append(_hostile(size + 1))
    roles: dict[Slug, list[Role]] = {}
    annotations = [_annotate(article, [*people, *towns, *bodies], roles) for article in articles]
    named = tuple(
        Entity(
            **{
                **{f: getattr(e, f) for f in ("slug", "kind", "name", "sort_name", "aliases", "geography")},
                "roles": tuple(roles.get(e.slug, ())),
            }
        )
        for kind in (people, towns, bodies)
        for e in sorted(kind, key=lambda e: (fold(e.sort_name), e.slug))
    )
    first = annotations[0].mentions[0]
    register = Register(
        entities=named,
        open=(OpenName(mention=first, candidates=(people[0].slug, people[1].slug), why="two people have this name"),),
    )
    events = tuple(_events(articles, annotations))
    config = Config(
        book=BookConfig(
            title="The Tidewater Papers",
            subtitle=f"An invented book of {size} documents",
            editor="A. Example",
            description="Nothing in this book happened. It shows what a printed book looks like, and what it costs to set.",
        )
    )
    book = Book(
        title=config.book.title,
        articles=tuple(articles),
        annotations=tuple(annotations),
        ledgers=tuple(ledgers),
        pages=(
            Page(
                slug=Slug("scope"), title="Scope of this book", markdown=SCOPE, flow=parse_flow(SCOPE), path=SCOPE_PATH
            ),
        ),
        register=register,
        chronology=events,
        index=assemble_index(articles, annotations, register, ("ceasefire", "budget", "harbour")),
        engine=Engine(name="rules", version="1"),
        doubts=(
            report("published-doubtful", "no line says when it was published", articles[0].path, 4, hint="add `date:`"),
        ),
    )
    return book, config


def _entity(kind: EntityKind, name: str, sort_name: str, aliases: tuple[str, ...] = (), **more: object) -> Entity:
    return Entity(slug=slugify(name), kind=kind, name=name, sort_name=sort_name, aliases=aliases, **more)  # type: ignore[arg-type]


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


def _people(chance: random.Random, wanted: int) -> list[Entity]:
    found = {name: (name, heading) for name, heading in SCRIPTS}
    while len(found) < wanted:
        given, surname = chance.choice(GIVEN), chance.choice(HEADS) + chance.choice(TAILS)
        found.setdefault(f"{given} {surname}", (f"{given} {surname}", f"{surname}, {given}"))
    # One surname a person, so that a short form means one of them.
    by_surname = {name.split()[-1]: (name, heading) for name, heading in found.values()}
    return [
        _entity(EntityKind.PERSON, name, heading, (surname,)) for surname, (name, heading) in sorted(by_surname.items())
    ]


def _say(when: date) -> str:
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def _article(
    chance: random.Random,
    number: int,
    published: date,
    people: list[Entity],
    towns: list[Entity],
    bodies: list[Entity],
) -> tuple[Article, Ledger]:
    cast = chance.sample(people, 5)
    cast[0] = people[number % len(people)]
    paragraphs = [f"![{cast[0].name} arrives in {chance.choice(towns).name}, {_say(published)}.]()"]
    notes = []
    for part in range(14):
        person = cast[part % len(cast)]
        said = [
            chance.choice(SAYINGS).format(
                role=chance.choice(ROLES),
                full=person.name,
                short=person.aliases[0] if person.aliases else person.name,
                town=chance.choice(towns).name,
                body=chance.choice(bodies).name,
                day=_say(published - timedelta(days=chance.randrange(1, 300))),
            )
            for _ in range(chance.randrange(2, 4))
        ]
        text = " ".join(said)
        if part in {2, 6, 10}:
            text += f"[^{part}]"
            notes.append(
                f"[^{part}]: Compare what {cast[1].name} is said to have *written* about it in document {part}."
            )
        paragraphs.append(text)
        if part == 5:
            paragraphs.append("## A second round")
    if number % 5 == 0:
        paragraphs.append("> Nothing is settled until everything is settled.")
        paragraphs.append("| Port | Tonnes |\n| --- | --- |\n| Alvar | 1,200 |\n| Besra | 900 |")
    name = f"{chance.choice(['Quiet', 'Bitter', 'Formal', 'Revised'])} talks on the {chance.choice(TOWNS)} harbour, round {number}"
    markdown = "\n\n".join([*paragraphs, *notes])
    blocks = parse_blocks(markdown, 1)
    seed = PurePosixPath(f"seeds/{number:04}.txt")
    article = Article(
        slug=slugify(f"{number}-{name}"),
        title=name,
        path=PurePosixPath(f"content/articles/{number:04}.md"),
        markdown=markdown,
        blocks=blocks,
        flow=parse_flow(markdown),
        doc=number,
        section="World / Ports",
        byline=(chance.choice(people).name,),
        dateline=Dateline(place=chance.choice(TOWNS).upper()),
        published=Published(
            when=day(published) if number % 7 else interval(published, published + timedelta(days=1), one_of=True),
            basis="printed by the byline" if number % 7 else "a caption and the earliest comment",
            certainty=Certainty.EXACT if number % 7 else Certainty.BOUNDED,
        ),
        source=Source(
            outlet=chance.choice(OUTLETS), url=f"https://example.org/{number}", seed=seed, sha256=digest(name)
        ),
        notes=(Note(at=blocks[1].text[:20], text="A note tied to *words*.", author="A. E.", date="2020-01-01"),),
    )
    lines = tuple(
        LineFate(line=n, fate=Fate.KEPT, reason=Reason.BODY, text=block.text) for n, block in enumerate(blocks, 1)
    )
    return article, Ledger(seed=seed, sha256=digest(name), lines=lines)


def _hostile(number: int) -> Article:
    """Text that breaks renderers: markup of every kind, scripts, private-use and unbreakable runs."""
    paragraphs = [
        "Emoji 😀 👩‍👩‍👧 🇺🇦; musical 𝄞; combining e\u0301; zero-width \u200b; soft\u00adhyphen; private \ue000; lost \ufffd.",
        '#import "/etc/passwd"; #read("book.json") \\*bold\\* \\_it\\_ \\$x^2\\$ \\<label\\> @ref // comment /\\* c \\*/ {{ 7\\*7 }} {% raw %}',
        "Unbroken: " + "Donaudampfschiff" * 60,
        "Mixed: (بشار الأسد) and (יאיר לפיד), then 123 and ABC. עברית English עברית 45%. 王毅 安倍晋三 김정은 ქართული ไทย",
        f"[A long address](https://example.org/{'a/b-c_d?e=' * 60}) and <script>alert(1)</script> &amp; \\&lt;.",
        "![A picture that does not exist](missing.png)",
        "A note of many words.[^1]",
        "[^1]: " + "Very long note text goes on and on. " * 200,
    ]
    markdown = "\n\n".join(paragraphs)
    return Article(
        slug=Slug("hostile"),
        title='Inputs that break renderers #let x = [*] <script> $a$ @b \\ {{ 7*7 }} "quoted"',
        path=PurePosixPath("content/articles/hostile.md"),
        markdown=markdown,
        blocks=parse_blocks(markdown, 1),
        flow=parse_flow(markdown),
        doc=number,
        published=Published(when=None, basis="", certainty=Certainty.UNKNOWN),
    )


def _annotate(article: Article, entities: list[Entity], roles: dict[Slug, list[Role]]) -> Annotations:
    forms = {form: e for e in entities for form in (e.name, *e.aliases)}
    names = re.compile(r"\b(" + "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) + r")\b")
    days = re.compile(r"\b(\d{1,2}) (" + "|".join(MONTHS) + r") (\d{4})\b")
    titles = re.compile(r"(" + "|".join(ROLES) + r") $")
    mentions, dates, quotations = [], [], []
    for number, block in enumerate(article.blocks):
        for match in names.finditer(block.text):
            entity = forms[match[0]]
            passage = Passage(article.slug, number, Span(*match.span()))
            mentions.append(
                Mention(passage=passage, surface=match[0], kind=entity.kind, entity=entity.slug, found_by="rules")
            )
            before = titles.search(block.text[: match.start()])
            if before and entity.kind is EntityKind.PERSON:
                roles.setdefault(entity.slug, []).append(Role(text=before[1], passage=passage))
        for match in days.finditer(block.text):
            when = day(date(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1])))
            passage = Passage(article.slug, number, Span(*match.span()))
            dates.append(DateMention(passage=passage, surface=match[0], when=when, timex=when.edtf, basis="full date"))
        for match in re.finditer(r"“([^”]+)” (\w+) said", block.text):
            speaker = forms.get(match[2])
            quotations.append(
                Quotation(
                    id=f"q-{article.doc}-{number}-{match.start()}",
                    passages=(Passage(article.slug, number, Span(*match.span(1))),),
                    speaker=speaker.slug if speaker else None,
                    speaker_surface=match[2],
                    reason="said",
                )
            )
    return Annotations(
        article=article.slug,
        mentions=tuple(mentions),
        dates=tuple(dates),
        quotations=tuple(quotations),
        seed_lines=tuple((n,) for n in range(1, len(article.blocks) + 1)),
    )


def _events(articles: list[Article], annotations: list[Annotations]) -> Iterator[Event]:
    found = []
    for article, notes in zip(articles, annotations, strict=True):
        for mention in notes.dates:
            text = article.blocks[mention.passage.block].text
            start = (
                text.rfind(". ", 0, mention.passage.span.start) + 2 if ". " in text[: mention.passage.span.start] else 0
            )
            end = text.find(". ", mention.passage.span.end)
            span = Span(start, end + 1 if end >= 0 else len(text))
            found.append(
                Event(
                    id=f"e-{article.doc}-{mention.passage.block}-{start}",
                    when=mention.when,
                    status=EventStatus.OCCURRED if start else EventStatus.SAID,
                    expression=mention.surface,
                    basis="printed in full",
                    passages=(Passage(article.slug, mention.passage.block, span),),
                )
            )
    found.sort(key=lambda e: (e.when.sort_key if e.when else (), e.passages))
    yield from (next(same) for _, same in itertools.groupby(found, key=lambda e: e.id))


# True page numbers -------------------------------------------------------------------------------------------------


def flat(text: str) -> str:
    """Without spaces and hyphens, so that a name broken over two lines still matches."""
    return re.sub(r"[\s\u00ad\u200b-\u2010\u202a-\u202e\u2066-\u2069-]+", "", text)


def check_index(book: Book, pages: list[str]) -> tuple[int, int, int, list[str]]:
    """How many page numbers the printed index gives, how many are true, how many it lacks, and the entries at fault.

    A page number is true when its page prints the name or another form of it. Read from the pages' text.
    """
    # The contents name it too: the last page that does is the index itself.
    first = max(n for n, page in enumerate(pages) if "Letter by letter." in page)
    documents = _document_pages(pages)
    heads = re.compile(r"^(?:Index|\d+|" + re.escape(book.title) + r")$\n?", re.MULTILINE)
    listed = re.sub(r"\s+", " ", " ".join(heads.sub("", page) for page in pages[first:]))
    said = true = lacking = 0
    wrong = []
    # Headlines and bylines bear no marks, nor do the running heads.
    unmarked = {flat(text) for a in book.articles for text in (a.title, *a.byline)}
    flats = {n: flat(pages[n]) for n in documents}
    for text in sorted(unmarked, key=len, reverse=True):
        by = "" if text in {flat(a.title) for a in book.articles} else "By"
        flats = {n: page.replace(by + text, "") for n, page in flats.items()}
    for entry in book.index:
        if entry.see or not entry.entity or re.search(r"[^\x00-\u024f]", entry.heading):
            continue
        # An entry and its sub-entries, in the order they are printed; together they name all its pages.
        lines = [one for one in (entry, *entry.sub) if one.locators]
        start = r"(?<!and )(?<!see under )(?<!\w)"
        if not entry.locators:
            start += re.escape(entry.heading) + r",? (?=" + re.escape(entry.sub[0].heading) + ", )"
        pages = r", ((?:\d+(?:–\d+)?(?:, )?)+)(?:\. See also .*?)?"
        match = re.search(start + " ?".join(re.escape(one.heading) + pages for one in lines), listed)
        if not match:
            wrong.append(f"{entry.heading}: not in the index as it is")
            continue
        named = set()
        for piece in re.findall(r"\d+(?:–\d+)?", " ".join(match.groups())):
            low, _, high = piece.partition("–")
            named |= set(range(int(low), int(high or low) + 1))
        surfaces = {flat(m.surface) for a in book.annotations for m in a.mentions if (m.kind, m.entity) == entry.entity}
        # A name may be broken over two pages: the page that ends it counts.
        real = {
            n + 1
            for n in documents
            if any(s in flats[n] or (n - 1 in flats and s in flats[n - 1][-40:] + flats[n][:400]) for s in surfaces)
        }
        said += len(named)
        true += len(named & real)
        if not named <= real:
            wrong.append(f"{entry.heading}: {sorted(named - real)} do not print it")
        whole = {n + 1 for n in documents if any(s in flats[n] for s in surfaces)}
        lacking += len(whole - named)
        if not whole <= named:
            wrong.append(f"{entry.heading}: {sorted(whole - named)} print it and are not named")
    return said, true, lacking, wrong


def _document_pages(pages: list[str]) -> range:
    """Those from the first document to the section after the last."""
    openings = [n for n, page in enumerate(pages) if re.search(r"^\s*Document\s*$", page, re.MULTILINE)]
    after = (
        n
        for n in range(openings[-1] + 1, len(pages))
        if re.match(r"\s*(?:\d+\s+)?(?:Chronology|Quotations by speaker|Sources)\s*$", pages[n], re.MULTILINE)
    )
    return range(openings[0], next(after, len(pages)))


def main() -> None:
    """Prints one line a size: pages, bytes, processor seconds of each stage, peak memory, page numbers checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[20, 200])
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "briefbook-bench")
    parser.add_argument("--hostile", action="store_true")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    templates = Path(__file__).resolve().parents[1] / "templates" / "print"
    template = {path.name: path.read_bytes() for path in sorted(templates.iterdir())}
    for size in given.sizes:
        book, config = make_book(size, hostile=given.hostile)
        before = time.process_time()
        data = format_print(book, config)
        formatted = time.process_time() - before
        before = time.process_time()
        [record] = render_data(book, config)
        with tempfile.TemporaryFile() as file:
            record.write(file)
            json_size = file.tell()
        written = time.process_time() - before
        outcome = set_book(data, template)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        for fault in outcome.diagnostics:
            print(fault)
        path = given.out / f"book-{size}.pdf"
        path.write_bytes(outcome.value or b"")
        print(
            f"{size} articles: {len(outcome.value or b'') / 1e6:.2f} MB; format {formatted:.2f} s, data {written:.2f} s "
            f"({json_size / 1e6:.1f} MB), typesetting {used.ru_utime + used.ru_stime:.2f} s in all so far, "
            f"{used.ru_maxrss / 1024:.0f} MiB -> {path}"
        )
        if outcome.value and shutil.which("pdftotext"):
            text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode()
            said, true, lacking, wrong = check_index(book, text.split("\f")[:-1])
            print(f"  index: {said} page numbers, {true} true, {lacking} lacking", *wrong[:5], sep="\n    ")


if __name__ == "__main__":
    main()
