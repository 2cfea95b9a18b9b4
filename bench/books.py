"""Writes the folder of an invented book of any size: clippings with all that stands around a story, and articles an editor has had.

python bench/books.py FOLDER --articles 300 [--written 30] [--seed 1]

then `briefbook build --project FOLDER`. All names and words are made here from short lists; the same numbers give the same files.
Of the articles, `--written` percent are Markdown in content/articles/ with notes, footnotes, subheads, pictures, tables, some in
Russian and Arabic; the rest are clippings in seeds/, flattened as a scraper leaves them, with menus, captions and readers' comments.
"""

import argparse
import random
import struct
import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

GIVEN = (
    "Adela Anton Beata Bruno Clara Daniel Dora Edvard Elena Emil Farid Flora Gustav Hana Hugo Ida Ivan Jana Jonas Karin Klaus Laila "
    "Leo Lidia Marek Marta Milan Nadia Nils Olga Omar Oskar Paula Pavel Petra Rafael Rosa Samir Sara Simon Sofia Stefan Tamara "
    "Tarek Tobias Ulla Vera Viktor Yusuf Zora"
).split()
ROOTS = "Al Bal Bran Cor Dal Dem Dor El Fal Far Gal Gor Hal Har Hol Ing Jan Kal Kar Kel Kor Lar Lin Lor Mal Mar Mer Nor Ol Or Pal Par Ral Ros Sal Sel Sor Tal Tor Var Vel Vin Wal Wen Yar Zal Zel".split()
ENDINGS = "adin aro berg brecht dahl denko egger eira enko feld gren hadi heim holm ides inger kov land lund mann mark marsen nova oglu ovich pour quist rud skog stein strand tano vik wald wick zano".split()
LONG_NAMES = (
    "Maria-Theresia Anastasopoulou-Lindqvist von Hohenstrand",
    "Abdulrahman ibn Yusuf al-Mansouri al-Hadidi",
    "Ngo Thi Bich Ngoc",
)
PLACES = (
    "Geneva Lisbon Setúbal Rotterdam Hamburg Gdańsk Riga Tallinn Helsinki Oslo Bergen Athens Istanbul Odesa Beirut Amman Cairo "
    "Tunis Algiers Casablanca Dakar Lagos Nairobi Mombasa Djibouti Aden Muscat Karachi Mumbai Colombo Singapore Jakarta Manila "
    "Busan Yokohama Vladivostok Vancouver Seattle Boston Baltimore Houston Havana Caracas Santos Montevideo Valparaíso Lima "
    "Buenos_Aires Port_Said Cape_Town New_York"
).split()
COUNTRIES = "Portugal Norway Finland Poland Greece Turkey Egypt Tunisia Morocco Senegal Nigeria Kenya Oman Pakistan India Indonesia Japan Canada Cuba Brazil Uruguay Chile Peru Germany Russia".split()
BODIES = (
    ("Northern Harbour Authority", "NHA"),
    ("International Seafarers Federation", "ISF"),
    ("Joint Commission on Ports", "JCP"),
    ("Baltic Shipping Council", "BSC"),
    ("Ministry of Transport", ""),
    ("Maritime Relief Fund", "MRF"),
    ("Customs Modernisation Agency", "CMA"),
    ("Union of Dock Workers", "UDW"),
    ("Ostmark Ferry Company", ""),
    ("Institute for Trade Studies", "ITS"),
)
OFFICES = (
    "Transport Minister",
    "Foreign Minister",
    "Deputy Prime Minister",
    "Harbour Commissioner",
    "Ambassador",
    "Union President",
    "Customs Director",
    "Judge",
    "Professor",
)
OUTLETS = (
    "The Coast Courier",
    "Maritime Daily",
    "The Evening Ledger",
    "Radio Harbour",
    "Northern Wire",
    "The Quay Review",
)
SECTIONS = ("News / Europe", "World", "Economy", "News / Middle East", "Analysis")
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()

HEADLINES = (
    "{short} Presses {country} on {topic} at {place} Talks",
    "Ministers Meet in {place} as {topic} Dispute Deepens",
    "{body} Warns of Delay Over {topic}",
    "{place} {topic_word} Talks Resume After {short} Visit",
    "Dockers in {place} Reject {topic} Offer",
    "{country}, {country2} Near Accord on {topic}",
    "{short}: No Deal on {topic} Without {country}",
    "In {place}, a Long Night Over {topic}",
    "{body} Publishes Its Report on {topic}, Naming Nobody, Blaming Everybody, and Leaving the Question of Who Is to Pay for the Dredging of the Outer Basin to a Committee Yet to Be Appointed",
)
TOPICS = (
    "Port Fees",
    "Night Shifts",
    "Grain Transit",
    "Customs Data",
    "the Ferry Sale",
    "Dredging",
    "Pilot Licences",
    "Safety Rules",
)
LEADS = (
    "{office} {full} met {office2} {full2} in {place} on {weekday}, and both sides said afterwards that formal talks on {topic} would begin again next {weekday2}.",
    "{country} and {country2} have agreed on most of the text about {topic}, {office} {full} told reporters in {place} on {weekday}.",
    "The {body} said on {weekday} that it would publish its findings on {topic} before the end of {month}.",
    "Thousands of dockers walked out in {place} on {weekday} after {office} {full} refused to reopen the agreement on {topic}.",
)
SENTENCES = (
    "“Nobody wins when a harbour is silent,” {short} told reporters. “We have agreed to talk about {topic} first and about everything else afterwards.”",
    "{short} said the {body} would open its books by {date}.",
    "“We do not regard the schedule as final,” said {full2}, who leads the delegation of {country2}.",
    "The dispute began in {past_month}, when the {body} ended a rota that had stood for eleven years.",
    "A spokesman for the {body2} said on {weekday2} that a quarter of the spring traffic had moved from {place} to {place2}.",
    "On {past_date}, {short} and {short2} signed a first agreement in {place2}, which both governments later called provisional.",
    "{office2} {full2} is expected in {place2} on {future_date}.",
    "Officials in {place2} said the convoy had been withdrawn after weeks of inspections, although no text was published.",
    "{full3}, an analyst at the {body2} in {place3}, said that both sides had “run out of patience, not of arguments.”",
    "Shipments through {place2} fell by a third between {past_month} and {month}, the steepest decline in a decade.",
    "The {body} was founded in {year} after a collision off {place3}.",
    "Neither {short2} nor the delegation of the {body2} responded to questions.",
    "“That is a pause, not a farewell,” {short2} said when asked about the lines that had left {place}.",
    "{short3} warned that {country2} would not accept a decision made without it.",
    "Last year, {short2} told parliament that the ships would sail under their own flag.",
    "Two carriers have already moved their calls to {place3}; a third, people familiar with the talks said, will follow in {month}.",
    "The ministers of {country} and {country2} last met in {place3} on {past_date}.",
    "{short} described the proposal as ‘a rope with two ends’ and left the room before midnight.",
)
SUBHEADS = (
    "Shipping lines turn south",
    "A room with two clocks",
    "What the report says",
    "Who pays",
    "The view from the quay",
)
NOTES = (
    "The minute of the {body} puts the meeting a day earlier.",
    "Compare what {short} is quoted as saying in {place2} a year before.",
    "The text was published later; *article 4* is the disputed one.",
    "Not the {short2} who was harbour master until {year}: a namesake.",
)
COMMENTERS = ("by: A Reader from: The Coast", "by: Old Salt", "by: dockside99 from: Nowhere", "by: M. P.")
COMMENTS = (
    "I never liked harbours and I like ministers less.",
    "Why does nobody ask who paid for the cranes in the first place?",
    "My grandfather worked there forty years and was never once asked his opinion.",
)
MENU = ("Home", "World", "Economy", "Video", "Photos", "Search", "Subscribe", "Newsletters", "Facebook", "Twitter")
RUSSIAN_TITLE = "Переговоры о порте возобновились после визита министра"
RUSSIAN = (
    "Министр транспорта {russian} встретился в Женеве с делегацией докеров, и обе стороны заявили, что переговоры начнутся вновь.",
    "«Никто не выигрывает, когда порт молчит», — сказал {russian} журналистам на набережной.",
    "Спор начался в январе, когда управление порта отменило график, действовавший одиннадцать лет.",
)
ARABIC_TITLE = "استئناف محادثات الميناء بعد زيارة الوزير"
ARABIC = (
    "التقى وزير النقل {arabic} وفدا من عمال الميناء في جنيف يوم الخميس، وقال الجانبان إن المحادثات الرسمية ستبدأ من جديد.",
    "وقال {arabic} للصحفيين على الرصيف: «لا أحد يربح عندما يصمت الميناء».",
    "بدأ الخلاف في يناير عندما ألغت الهيئة (NHA) جدولا دام أحد عشر عاما، منها 4 أعوام بلا عقد.",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented, with the office held throughout."""

    name: str
    surname: str
    office: str


def make_cast(chance: random.Random, size: int) -> list[Person]:
    """So many people, two of them with one surname, some with long names."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    while len(names) < size:
        surname = chance.choice(ROOTS) + chance.choice(ENDINGS)
        if len(taken) >= len(ROOTS) * len(ENDINGS) // 2:
            surname += f"-{chance.choice(ROOTS)}{chance.choice(ENDINGS)}"  # the single ones run out
        if surname not in taken:
            taken.add(surname)
            names.setdefault(f"{chance.choice(GIVEN)} {surname}", surname)
    cast = [Person(name, surname, chance.choice(OFFICES)) for name, surname in names.items()]
    cast[5:5] = [Person(f"Ottoline {cast[0].surname}", cast[0].surname, "Judge")]
    cast[8:8] = [Person(name, name.split()[-1], chance.choice(OFFICES)) for name in LONG_NAMES]
    return cast


def say(when: date) -> str:
    """12 March 2019."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def american(when: date) -> str:
    """March 12, 2019."""
    return f"{MONTHS[when.month - 1]} {when.day}, {when.year}"


class Story:
    """The words of one invented report, filled from one draw of people, places and dates."""

    def __init__(self, chance: random.Random, cast: list[Person], published: date) -> None:
        self.chance = chance
        self.published = published
        # A few are in many reports, most in one or two.
        weights = [1 / (rank + 2) for rank in range(len(cast))]
        people: list[Person] = []
        while len(people) < 3:
            one = chance.choices(cast, weights)[0]
            if one not in people:
                people.append(one)
        places = [name.replace("_", " ") for name in chance.sample(PLACES, 3)]
        bodies = chance.sample(BODIES, 2)
        countries = chance.sample(COUNTRIES, 2)
        topic = chance.choice(TOPICS)
        earlier = published - timedelta(days=chance.randrange(20, 700))
        later = published + timedelta(days=chance.randrange(5, 60))
        self.people, self.places, self.bodies = people, places, bodies
        self.words = {
            **{f"full{n or ''}": p.name for n, p in zip((0, 2, 3), people, strict=True)},
            **{f"short{n or ''}": p.surname for n, p in zip((0, 2, 3), people, strict=True)},
            **{f"office{n or ''}": p.office for n, p in zip((0, 2, 3), people, strict=True)},
            **{f"place{n or ''}": p for n, p in zip((0, 2, 3), places, strict=True)},
            **{f"body{n or ''}": b[0] for n, b in zip((0, 2), bodies, strict=True)},
            **{f"country{n or ''}": c for n, c in zip((0, 2), countries, strict=True)},
            "topic": topic if topic[0].islower() else topic.lower(),
            "topic_word": topic.removeprefix("the ").split()[0],
            "weekday": WEEKDAYS[(published - timedelta(days=chance.randrange(3))).weekday()],
            "weekday2": chance.choice(WEEKDAYS),
            "month": MONTHS[later.month - 1],
            "past_month": f"{MONTHS[earlier.month - 1]} {earlier.year}",
            "past_date": american(earlier),
            "future_date": american(later),
            "date": american(later + timedelta(days=10)),
            "year": str(chance.randrange(1920, 1999)),
        }
        self.title = self.say(chance.choice(HEADLINES).replace("{topic}", topic.removeprefix("the ")))

    def say(self, pattern: str) -> str:
        """The pattern filled in."""
        return pattern.format_map(self.words)

    def paragraphs(self, number: int) -> list[str]:
        """So many paragraphs; the first names who and where in full."""
        rest = self.chance.sample(SENTENCES, len(SENTENCES))
        lead = self.say(self.chance.choice(LEADS))
        introduced = self.say("{office2} {full2}, {office3} {full3} and the {body2} took part; {full} spoke last.")
        made = [lead, introduced]
        while len(made) < number and rest:
            made.append(" ".join(self.say(rest.pop()) for _ in range(min(len(rest), self.chance.randrange(1, 4)))))
        return made


def write_clipping(chance: random.Random, story: Story, outlet: str) -> str:
    """A page as a scraper flattens it: menu, section, headline, byline, date, story, captions, comments."""
    teasers = [chance.choice(HEADLINES).format_map({**story.words, "topic": "Fishing"})[:80] for _ in range(4)]
    text = story.paragraphs(chance.randrange(7, 15))
    writer = f"{chance.choice(GIVEN)} {chance.choice(ROOTS)}{chance.choice(ENDINGS)}"
    return "\n".join(
        [
            *MENU,
            "",
            chance.choice(SECTIONS),
            story.title,
            story.say("{full} arrives in {place}, ") + american(story.published) + ".",
            f"By {writer}",
            outlet,
            american(story.published),
            "",
            story.places[0].upper() + " — " + text[0],
            *(line for paragraph in text[1:] for line in ("", paragraph)),
            "",
            "Share",
            "Related Articles",
            *teasers,
            "Comments",
            *(
                line
                for _ in range(chance.randrange(4))
                for line in (
                    chance.choice(COMMENTERS),
                    american(story.published + timedelta(days=1)) + " 3:17 PM",
                    chance.choice(COMMENTS),
                )
            ),
            "Terms of Use",
            "© " + outlet,
            "",
        ]
    )


def write_article(chance: random.Random, story: Story, number: int, outlet: str) -> str:
    """An article as an editor leaves it, with front matter and notes."""
    front = {
        "title": story.title,
        "section": chance.choice(SECTIONS),
        "date": story.published.isoformat(),
        "date_basis": "printed under the headline",
        "outlet": outlet,
        "author": f"{chance.choice(GIVEN)} {chance.choice(ROOTS)}{chance.choice(ENDINGS)}",
        "dateline": story.places[0].upper(),
    }
    paragraphs = story.paragraphs(chance.randrange(8, 14))
    anchor = " ".join(paragraphs[1].split()[-4:]).rstrip(".")
    extra = ""
    if number % 9 == 4:
        front |= {"title": RUSSIAN_TITLE, "lang": "ru", "dateline": "ЖЕНЕВА"}
        paragraphs = [line.format(russian="Иван Холмов") for line in RUSSIAN] * 2
        anchor = ""
    elif number % 9 == 7:
        front |= {"title": ARABIC_TITLE, "lang": "ar", "dateline": "جنيف"}
        paragraphs = [line.format(arabic="سامر الحديدي") for line in ARABIC] * 2
        anchor = ""
    elif number % 3 == 0:
        front |= {
            "subtitle": story.say("What {short} and {short2} want from each other"),
            "summary": "Both sides sign.",
        }
        front["author"] = f"[{front['author']}, {story.people[2].name}]"
        if number % 6 == 0:
            front |= {"date": f'"[{story.published},{story.published + timedelta(days=1)}]"'}
            front["date_basis"] = "between a caption and the earliest comment"
    for at in range(4, len(paragraphs), 5):
        paragraphs.insert(at, f"## {chance.choice(SUBHEADS)}")
    paragraphs[2] += "[^1]"
    paragraphs.insert(
        3, f"![{story.say('{full} on the quay in {place}.')}]({'../pictures/quay.png' if number % 2 else ''})"
    )
    if number % 4 == 0:
        paragraphs += ["> Nothing is settled until everything is settled.", "- First, the rosters.\n- Then, the fees."]
        paragraphs += ["| Port | Tonnes |\n| --- | --- |\n| " + " | 1,200 |\n| ".join(story.places) + " | 900 |"]
    if anchor:
        extra = f"notes:\n  - at: {quote(anchor)}\n    text: {quote(story.say(chance.choice(NOTES)))}\n    author: A. L.\n    date: 2020-02-03\n"
    head = "".join(f"{key}: {value if value[:1] in '[“' + chr(34) else quote(value)}\n" for key, value in front.items())
    notes = f"\n\n[^1]: {story.say(chance.choice(NOTES))}\n"
    return f"---\n{head}{extra}---\n\n" + "\n\n".join(paragraphs) + notes


def quote(text: str) -> str:
    """As a YAML text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def make_picture(width: int = 480, height: int = 320) -> bytes:
    """A quay at dusk, roughly, as PNG."""
    rows = b"".join(
        b"\x00" + bytes(value for x in range(width) for value in (90 + y // 4, 110 + x // 8, 150 - y // 5))
        for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def write_book(folder: Path, articles: int, written: int, seed: int) -> None:
    """The folder of the book; what stands in it already is overwritten name by name."""
    chance = random.Random(seed)  # noqa: S311 - invented text, not secrets
    cast = make_cast(chance, 24 + articles // 3)
    for name in ("seeds", "content/articles", "content/people", "content/pages", "content/pictures"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    by_hand: list[str] = []
    for number in range(articles):
        published = date(2016, 1, 4) + timedelta(days=number * 1500 // articles + chance.randrange(2))
        story, outlet = Story(chance, cast, published), chance.choice(OUTLETS)
        if number * written // 100 != (number + 1) * written // 100:
            name = f"{len(by_hand) + 1:04}"
            path = folder / "content/articles" / f"{name}.md"
            path.write_text(write_article(chance, story, len(by_hand), outlet), encoding="utf-8")
            by_hand.append(name)
        else:
            path = folder / "seeds" / f"{number + 1:05}.txt"
            path.write_text(write_clipping(chance, story, outlet), encoding="utf-8")
    (folder / "content/pictures/quay.png").write_bytes(make_picture())
    (folder / "content/pages/introduction.md").write_text(
        "---\ntitle: Introduction\n---\n\nNothing in this book happened. It shows what a book of this size looks like.\n\n"
        "## What is in it\n\n- Ministers\n- Harbours\n\n## What is not\n\nThe sea.\n",
        encoding="utf-8",
    )
    first = cast[0]
    (folder / "content/people/first.md").write_text(
        f"---\nname: {quote(first.name)}\nsort_name: {quote(first.surname + ', ' + first.name.split()[0])}\naliases:\n"
        f"  - {quote('Minister ' + first.surname)}\nrole: Transport Minister from 2015\n---\n\n"
        "Born in a harbour town, and minister for longer than anybody had expected.\n",
        encoding="utf-8",
    )
    parts = "".join(
        f"    - title: {title}\n      articles: [{', '.join(quote(name) for name in by_hand[at::3][:12])}]\n"
        for at, title in enumerate(("The first round", "The long night", "After the signing"))
        if by_hand[at::3]
    )
    (folder / "briefbook.yml").write_text(
        f"book:\n  title: The Tidewater Papers\n  subtitle: An invented book of {articles} documents\n  editor: A. Example\n"
        "  description: Nothing in this book happened. The words are no newspaper's, the ships never sailed.\n"
        f"  name: tidewater\n  date: 2020-03\n{'  parts:' + chr(10) if parts else ''}{parts}"
        "  index_terms: [night shifts, grain transit, dredging]\noutputs: [html, data]\n",
        encoding="utf-8",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--written", type=int, default=30, help="percent that are Markdown of an editor's")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write_book(options.folder, options.articles, options.written, options.seed)


if __name__ == "__main__":
    main()
