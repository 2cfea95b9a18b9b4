"""A clipping of any kind becomes a draft and a ledger, or a clear message."""

import textwrap
from datetime import date
from html import unescape
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbook.clean.credits import read_dateline
from briefbook.clean.dates import find_dates
from briefbook.clean.draft import clean_seed
from briefbook.clean.layout import LONGEST_PARAGRAPH, part_paragraph
from briefbook.formats.frontmatter import parse_article
from briefbook.model.article import BlockKind, Certainty, Fate, Seed, Sidecar
from briefbook.model.config import CleanConfig

STORY = [
    "The harbor of Split will close to cruise ships for two days so that divers can lift a wreck from the channel.",
    "The trawler sank in 1971 with a cargo of tiles. It lay too deep to matter until bigger ships began to call.",
    '"We know every tile by now," said the engineer in charge, Iva Radman. "The hull is sound enough for one lift."',
    "Insurers have agreed to pay for the work, and the museum wants the wheelhouse.",
]
PAGE = "\n\n".join(
    ["News / Europe", "Split Closes Harbor to Raise a Trawler", "Ana Kovac", *STORY, "You May Like", "Otters Return"]
)
HTML = (
    "<html><head><title>Split Closes Harbor to Raise a Trawler | The Pilot</title>"
    '<meta property="og:site_name" content="The Pilot"><meta property="article:published_time" content="2016-05-04">'
    '</head><body><div><a href="/">Home</a> <a href="/sea">Sea</a></div><h1>Split Closes Harbor to Raise a Trawler</h1>'
    + "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    + "<h3>Related</h3><ul><li><a href='/o'>Otters Return</a></li></ul></body></html>"
)


def clean(data, name="page.txt", sidecar=None, furniture=frozenset()):
    data = data.encode() if isinstance(data, str) else data
    return clean_seed(Seed(path=PurePosixPath("seeds", name), data=data, sidecar=sidecar), CleanConfig(), furniture)


def article_of(outcome):
    assert outcome.value is not None
    parsed = parse_article(outcome.value.document)
    assert parsed.value is not None
    return parsed.value


def paragraphs(article):
    return [block.text for block in article.blocks if block.kind is BlockKind.PARAGRAPH]


def rules(outcome):
    return [diagnostic.rule for diagnostic in outcome.diagnostics]


def test_text_becomes_an_article_named_after_its_headline():
    outcome = clean(PAGE)
    article = article_of(outcome)
    assert outcome.value.document.path == PurePosixPath("content/articles/split-closes-harbor-to-raise-a-trawler.md")
    assert article.title == "Split Closes Harbor to Raise a Trawler"
    assert paragraphs(article) == STORY
    assert article.byline == ("Ana Kovac",)


def test_html_gives_the_same_story_and_what_its_markup_states():
    outcome = clean(HTML, "page.html")
    article = article_of(outcome)
    assert paragraphs(article) == STORY
    assert article.source.outlet == "The Pilot"
    assert article.published.when.edtf == "2016-05-04"
    assert article.published.certainty is Certainty.EXACT
    assert article.published.basis == "stated in the page's metadata"


FIGURE = (
    "<figure><img src=quay.jpg><figcaption><div>The crane stands ready on the quay of Split.</div>"
    "<span>Mia Horvat/Pilot</span></figcaption></figure>"
)


@pytest.mark.parametrize("width", [60, 65, 72, 80, 110])
def test_text_broken_at_a_fixed_width_is_joined_and_every_line_accounted_for(width):
    lines = [line for text in PAGE.split("\n\n") for line in [*textwrap.wrap(text, width), ""]]
    outcome = clean("\n".join(lines))
    article = article_of(outcome)
    assert article.title == "Split Closes Harbor to Raise a Trawler"
    assert paragraphs(article) == STORY
    ledger = outcome.value.ledger.lines
    assert [fate.text for fate in ledger] == lines[:-1]
    assert [fate.line for fate in ledger] == list(range(1, len(lines)))
    assert [fate.text for fate in ledger if fate.reason == "body"] == [
        line for text in STORY for line in textwrap.wrap(text, width)
    ]


def test_headlines_of_about_one_length_are_not_joined():
    heads = [
        f"Otters return to the {place} after forty years of silence"
        for place in ("Neretva", "Cetina", "Krka", "Zrmanja")
    ]
    ledger = clean(PAGE + "\n" + "\n".join(heads)).value.ledger
    assert {fate.reason for fate in ledger.lines if fate.text in heads} == {"teasers"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[2/3] Divers on the quay, May 3, 2016. REUTERS/Ivo Lay Purchase Licensing Rights", "Divers on the quay, May 3, 2016. REUTERS/Ivo Lay"),
        ("Divers rest on the quay of Split. AFP/Ivo Lay", "Divers rest on the quay of Split. AFP/Ivo Lay"),
    ],
)  # fmt: skip
def test_a_caption_with_an_agencys_credit_is_one_without_offers_of_rights(line, words):
    article = article_of(clean("\n\n".join(["Split Closes Harbor to Raise a Trawler", STORY[0], line, *STORY[1:]])))
    assert [block.text for block in article.blocks if block.kind is BlockKind.CAPTION] == [words]
    assert paragraphs(article) == STORY


def test_a_dated_caption_is_a_bound_from_below():
    line = "[2/3] Divers on the quay, May 3, 2016. REUTERS/Ivo Lay"
    article = article_of(clean("\n\n".join(["Split Closes Harbor to Raise a Trawler", line, *STORY])))
    assert article.published.when.edtf == "[2016-05-03..]"
    assert article.published.certainty is Certainty.BOUNDED


@pytest.mark.parametrize(
    ("opening", "outlet"),
    [
        ("SPLIT, May 3 (Reuters) - ", "Reuters"),
        ("SPLIT, Croatia (AP) — ", "AP"),
        ("SPLIT (AFP) – ", "AFP"),
        ("SPLIT, May 3 (Xinhua) -- ", "Xinhua"),
        ("SPLIT (Mainland) - ", None),
        ("SPLIT — ", None),
    ],
)
def test_the_agency_of_the_dateline_is_the_outlet_where_nothing_else_is(opening, outlet):
    lead = opening + STORY[0]
    assert article_of(clean("\n\n".join(["Split Closes Harbor", lead, *STORY[1:]]))).source.outlet == outlet
    assert article_of(clean(HTML.replace(STORY[0], lead), "page.html")).source.outlet == "The Pilot"


def test_a_place_with_a_dash_is_a_dateline_and_neither_headline_nor_name():
    article = article_of(clean("\n\n".join(["Wreck Lifted", "Ana Kovac", "NEW YORK —", *STORY])))
    assert (article.title, article.byline, article.dateline.place) == ("Wreck Lifted", ("Ana Kovac",), "NEW YORK")
    assert paragraphs(article) == STORY


COMMENTS = "Comments\n\nby: Ann from: Leeds\nMay 04, 2016 11:58 PM\nThey should have lifted it years ago."


@pytest.mark.parametrize(
    ("last", "reason"), [("PhoneTablet", "widget"), ("Get app", "widget"), ("Lift it now.", "comments")]
)
def test_a_word_alone_at_the_end_of_the_page_is_a_tool(last, reason):
    page = "\n\n".join([PAGE.split("\n\nYou May Like")[0], COMMENTS, last])
    fates = clean(page).value.ledger.lines
    assert fates[-1].reason == reason
    assert clean(page).value.ledger.lines[-3].reason == "comments"


def test_the_last_entry_of_a_menu_of_sections_is_no_section():
    menu = "World\nBusiness\nMy View\nEurope"
    assert article_of(clean(PAGE.replace("News / Europe", menu))).section is None


def test_the_words_under_a_picture_of_html_are_a_caption_in_their_place():
    article = article_of(clean(HTML.replace(f"</p><p>{STORY[2]}", f"</p>{FIGURE}<p>{STORY[2]}"), "page.html"))
    kinds = [(block.kind, block.text) for block in article.blocks]
    caption = (BlockKind.CAPTION, "The crane stands ready on the quay of Split. Mia Horvat/Pilot")
    assert kinds == [
        *((BlockKind.PARAGRAPH, text) for text in STORY[:2]), caption,
        *((BlockKind.PARAGRAPH, text) for text in STORY[2:]),
    ]  # fmt: skip


def test_a_picture_of_another_story_stays_out():
    linked = f"<a href=/crane>{FIGURE}</a>"
    assert "crane stands" not in article_of(clean(HTML.replace("</h1>", f"</h1>{linked}"), "page.html")).markdown


def test_an_entry_of_the_navigation_is_no_section():
    menu = "<body><nav><ul><li><a>Home</a></li><li><a>World</a></li></ul></nav>"
    assert article_of(clean(HTML.replace("<body>", menu), "page.html")).section is None
    kicker = HTML.replace("<body>", menu).replace("<h1>", "<p>World</p><h1>")
    assert article_of(clean(kicker, "page.html")).section == "World"
    stated = menu.replace("<body>", '<meta property="article:section" content="Ports"><body>')
    assert article_of(clean(HTML.replace("<body>", stated), "page.html")).section == "Ports"


def test_html_saved_under_the_name_of_text_is_still_html():
    assert paragraphs(article_of(clean(HTML, "page.txt"))) == STORY


def test_the_ledger_of_an_html_page_counts_the_lines_of_its_flat_text():
    ledger = clean(HTML, "page.html").value.ledger
    assert [fate.line for fate in ledger.lines] == list(range(1, len(ledger.lines) + 1))
    assert [fate.text.strip() for fate in ledger.lines if fate.reason == "body"] == STORY


def test_what_a_person_wrote_beside_the_clipping_wins():
    sidecar = Sidecar(
        path=PurePosixPath("seeds/page.yml"),
        url="https://pilot.example/t",
        outlet="Pilot",
        published="2016-05",
        author="A. K.",
    )
    article = article_of(clean(HTML, "page.html", sidecar))
    assert article.published.when.edtf == "2016-05"
    assert article.byline == ("A. K.",)
    assert (article.source.outlet, article.source.url) == ("Pilot", "https://pilot.example/t")


ARABIC = """وزير الخارجية الروسي يلتقي نظيره السوري في موسكو

قال سيرغي لافروف يوم الثلاثاء إن المحادثات كانت مفيدة.

وأضاف أن الاجتماع القادم سيعقد في جنيف الشهر المقبل بمشاركة الأمم المتحدة.
"""
FRENCH = """Les négociations reprendront à Genève

Le ministre a déclaré mardi à Genève que les négociations reprendraient avant la fin du mois, sans donner de date.

La délégation est arrivée à l’hôtel dans la soirée, selon un témoin qui a demandé à ne pas être nommé.
"""


@pytest.mark.parametrize(("language", "text"), [("ar", ARABIC), ("fr", FRENCH)])
def test_a_story_in_another_language_says_which(language, text):
    article = article_of(clean(text))
    assert article.language == language
    assert article.title == text.split("\n")[0]
    assert paragraphs(article) == text.strip().split("\n\n")[1:]


def test_english_is_not_marked_and_what_a_page_states_stands():
    assert "lang:" not in clean(PAGE).value.document.text
    assert article_of(clean(HTML.replace("<html>", '<html lang="ga">'), "page.html")).language == "ga"
    html = "<html><body>" + "".join(f"<p>{part}</p>" for part in FRENCH.split("\n\n")) + "</body></html>"
    assert article_of(clean(html, "page.html")).language == "fr"


def test_a_page_without_a_story_says_so():
    outcome = clean("Home\nNews\nSport\nLog in\nSubscribe\nContact us\n")
    assert outcome.value is None
    assert rules(outcome) == ["body-not-found"]


def test_a_story_without_a_headline_is_named_after_its_first_words_and_says_so():
    outcome = clean("\n\n".join(STORY), "harbor_wreck.txt")
    article = article_of(outcome)
    assert article.title == "The harbor of Split will close to cruise ships for two days…"
    assert "title-not-found" in rules(outcome)
    assert paragraphs(article) == STORY


SHORT = {
    "french": [
        "Le ministre a déclaré mardi à Genève que les négociations reprendraient.",
        "Il n’a pas donné de date.",
        "La délégation est arrivée à l’hôtel dans la soirée, selon un témoin.",
    ],
    "chinese": ["部长周二在日内瓦表示,谈判将恢复。", "他没有给出具体的日期。", "代表团当晚抵达酒店,一名目击者说。"],
    "hindi": [
        "मंत्री ने मंगलवार को जिनेवा में कहा कि वार्ता फिर से शुरू होगी।",
        "उन्होंने अगली बैठक की कोई तारीख नहीं दी।",
        "प्रतिनिधिमंडल शाम को होटल पहुँचा, एक गवाह ने कहा।",
    ],
}


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT)
def test_a_few_sentences_with_nothing_around_them_are_all_kept(text):
    outcome = clean("\n\n".join(text))
    assert paragraphs(article_of(outcome)) == text
    assert "title-not-found" in rules(outcome)


def test_nothing_in_a_clipping_is_markup():
    story = [
        *STORY,
        "He wrote <script>alert(1)</script> and *stars* and [a link](javascript:x) on the wall of the old house.",
    ]
    article = article_of(clean("\n\n".join(["A Headline About the Harbor Wreck", *story])))
    assert paragraphs(article) == story


def test_an_article_in_another_script_is_filed_under_the_name_of_its_clipping():
    page = PAGE.replace("Split Closes Harbor to Raise a Trawler", "Сплит закрывает гавань, чтобы поднять траулер")
    draft = clean(page.encode(), name="wreck of 1971.txt").value
    assert draft.document.path.name.startswith("wreck-of-1971-")


def test_huge_lines_cost_no_more_than_their_length():
    outcome = clean("A Headline About the Harbor Wreck\n\n" + "The wreck was lifted again and again. " * 40_000)
    assert outcome.value is not None


@pytest.mark.parametrize("debris", ["<" * 9000, "&lt;" * 9000, "&amp; " * 9000, "a <b> *c* [d] " * 900])
def test_a_page_of_punctuation_holds_no_story(debris):
    assert rules(clean(f"<html><body><p>{debris}", "page.html")) == ["body-not-found"]
    page = clean("\n\n".join(["Split Closes Harbor to Raise a Trawler", *STORY[:2], unescape(debris), *STORY[2:]]))
    assert paragraphs(article_of(page)) == STORY


def test_mixed_line_ends_are_lines_of_the_same_page():
    lines = PAGE.split("\n")
    mixed = "".join(line + ("\r\n" if number % 2 else "\n") for number, line in enumerate(lines))
    fates = clean(mixed).value.ledger.lines
    assert [fate.text for fate in fates] == lines


def test_known_furniture_leaves_the_story():
    bar = "Listen to our evening program on short wave every day and every night of the week."
    page = "\n\n".join([PAGE.split("\n\nYou May Like")[0], bar])
    outcome = clean(page, furniture=frozenset({bar}))
    fate = outcome.value.ledger.lines[-1]
    assert (fate.fate, fate.why) == (Fate.REMOVED, "stands in clippings of other stories too")


TEXTS = st.lists(
    st.one_of(st.sampled_from([*STORY, *PAGE.split("\n"), "x", "Comments", "\xa0"]), st.text(max_size=60)), max_size=25
)


@settings(max_examples=60)
@given(TEXTS)
def test_every_line_of_any_page_is_accounted_for(parts):
    text = "\n".join(parts)
    draft = clean(text.encode("utf-8", "surrogatepass")).value
    if draft is None:
        return
    assert [fate.line for fate in draft.ledger.lines] == list(range(1, len(draft.ledger.lines) + 1))
    assert all((fate.reason is None) == (fate.fate is Fate.BLANK) for fate in draft.ledger.lines)
    kept = {"".join(fate.text.split()) for fate in draft.ledger.lines if fate.fate is Fate.KEPT}
    parsed = parse_article(draft.document)
    assert parsed.value is not None
    assert kept


@settings(max_examples=30)
@given(st.binary(max_size=300))
def test_no_bytes_raise(data):
    for name in ("a.txt", "a.html", "a.md"):
        clean(data, name)


@pytest.mark.parametrize("length", range(1195, 1206))
def test_long_paragraphs_may_end_anywhere(length):
    paragraph = ("word " * 300)[:length].strip() + " a b c d e f g."
    assert clean("\n\n".join(["A Headline About the Harbor Wreck", *STORY, paragraph])).value is not None


def test_a_page_saved_without_line_breaks_is_parted_after_sentences_and_loses_nothing():
    text = "The minister spoke in Paris on Monday. " * 2_000
    pieces = part_paragraph(text.strip())
    assert " ".join(pieces) == text.strip()
    assert all(piece.endswith(".") and len(piece) <= LONGEST_PARAGRAPH for piece in pieces)
    assert part_paragraph("A short one.") == ["A short one."]
    assert "".join(part_paragraph("x" * 20_000)) == "x" * 20_000


def test_the_last_sentence_of_a_short_story_is_kept_where_nothing_follows_it():
    page = "The Courier\n\nMinisters meet in Ostmark over the ferry\n\nBy Karin Holm\n\n"
    page += "Foreign minister Anna Lindqvist met Emil Varga in Ostmark on Monday.\n\n“We disagree,” Varga said. He flew home.\n"
    draft = clean_seed(Seed(path=PurePosixPath("seeds/a.txt"), data=page.encode()), CleanConfig()).value
    assert "He flew home." in draft.document.text


def test_a_byline_is_no_headline():
    page = "Good headline about the sea\nBy Ann Other\nPublished: 3 May 2023\n\n"
    page += (
        "The river fell on Monday, said Ann Other, the mayor of Springfield, in a different story of some length.\n\n"
    )
    page += '"We shall cope," she told reporters on Tuesday, adding that nothing was lost.\n'
    draft = clean_seed(Seed(path=PurePosixPath("seeds/a.txt"), data=page.encode()), CleanConfig()).value
    assert "title: Good headline about the sea\n" in draft.document.text


def test_a_line_of_marks_alone_is_no_subhead():
    page = "Mayor resigns after audit of the harbour\n\nBy Karin Holm\n\n"
    page += "The mayor resigned on Thursday after an audit found that money was missing from the harbour.\n\n"
    page += "She said on Friday that she had done nothing wrong and would answer every question.\n\n___\n\n"
    page += "The Courier’s Emil Varga in Ostmark contributed to this report about the mayor and the harbour.\n"
    draft = clean_seed(Seed(path=PurePosixPath("seeds/a.txt"), data=page.encode()), CleanConfig()).value
    assert "___" not in draft.document.text
    assert "contributed to this report" in draft.document.text


def test_the_tables_lists_and_quotations_of_a_saved_page_stay_what_they_are():
    table = "<table><tr><th>Town</th><th>Dead</th></tr><tr><td>Ulm</td><td>3</td></tr></table>"
    listed = "<ol><li>The owner of the crane pays for the work on the quay.</li><li>The museum pays for the wheelhouse.</li></ol>"
    quoted = (
        "<blockquote><p>We have waited for this crane for twelve years, and we can wait another week.</p></blockquote>"
    )
    extra = f"{table}<p>{STORY[1]} Nobody else spoke.</p><h2>Who pays for it</h2>{listed}{quoted}"
    article = article_of(clean(HTML.replace(f"</p><p>{STORY[2]}", f"</p>{extra}<p>{STORY[2]}"), "page.html"))
    found = [(block.kind, block.text) for block in article.blocks]
    assert [text for kind, text in found if kind is BlockKind.CELL] == ["Town", "Dead", "Ulm", "3"]
    assert [text for kind, text in found if kind is BlockKind.SUBHEAD] == ["Who pays for it"]
    assert [text[-11:] for kind, text in found if kind is BlockKind.LIST_ITEM] == ["n the quay.", "wheelhouse."]
    assert [text[-12:] for kind, text in found if kind is BlockKind.QUOTE] == ["nother week."]


def test_a_caption_of_two_names_is_no_byline():
    caption = "President Ana Kovac, left, meets Prime Minister Ivo Babic in Split, May 14, 2024."
    article = article_of(
        clean("\n".join(("Crane Comes Home to Split", caption, "By Mia Horvat and Jack Horn", "", *STORY)), "page.txt")
    )
    assert article.byline == ("Mia Horvat", "Jack Horn")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("May 18, 2024", "2024-05-18"),
        ("Harbours | Published 18 May 2024", "2024-05-18"),
        ("Sat, 18 May, 2024 - 06:36", "2024-05-18"),
        ("Saturday, May 18, 2024", None),
        ("05/06/2024", None),
    ],
)
def test_a_date_right_above_the_headline_is_the_storys_and_a_mastheads_is_not(line, day):
    article = article_of(clean("\n".join((line, "Crane Comes Home to Split", "By Mia Horvat", "", *STORY)), "page.txt"))
    assert (article.published.when.edtf if article.published.when else None) == day


@pytest.mark.parametrize(
    "text",
    [
        "GENEVA, Sept. 12, 2013 (AP) — Talks began.",
        "Téhéran, le 12 septembre 2013. Les négociations.",
        "ISTANBUL, Turkey, 12 September 2013 - Talks began.",
        "Rio de Janeiro, 12 de setembro de 2013 – Os ministros.",
        "LONDON 2013-09-12",
    ],
)
def test_datelines_with_a_year(text):
    opened = read_dateline(text)
    assert opened is not None
    assert find_dates(opened[0].date) == [date(2013, 9, 12)]


@pytest.mark.parametrize(
    "text",
    [
        "Updated September 12, 2013. Talks began.",
        "Thursday, September 12, 2013. Talks began.",
        "In Geneva, Sept. 12, 2013 - Talks began.",
        "The war, March 15, 2011 onwards, goes on.",
        "On the morning of Friday, 12 September 2013.",
    ],
)
def test_dates_at_the_start_of_a_text_that_are_no_datelines(text):
    assert read_dateline(text) is None


def test_a_page_without_spaces_between_words_has_a_headline_and_a_date():
    text = (
        "東京で霧の国際会議が開幕\n\n2013年9月12日\n\n"
        "東京で12日、国際会議が開幕し、二十か国の代表が参加した。会議は三日間の日程で、霧から水を集める方法について話し合う予定だ。\n\n"
        "議長は開会の挨拶で「各国が協力しなければならない」と述べた。参加者からは支持する声が相次いだ。\n\n"
        "会議の最終日には共同声明が採択される見通しである。政府関係者が明らかにした。\n"
    )
    article = article_of(clean(text.encode("shift_jis"), "page.txt"))
    assert article.title == "東京で霧の国際会議が開幕"
    assert article.published.when.edtf == "2013-09-12"
    assert len(paragraphs(article)) == 3


def test_a_date_in_russian_is_no_headline():
    text = (
        "Главная\nНовости\nСпорт\n\nРоссия и Чили договорились о ловле тумана\n\n12 сентября 2013, 18:22\n\n"
        "ЖЕНЕВА, 12 сентября. Министры двух стран начали в четверг переговоры в Женеве о том, как добывать воду из прибрежного тумана.\n\n"
        "«Мы должны договориться до конца недели», - заявил один из них журналистам после первой встречи, которая продолжалась более часа.\n\n"
        "Другая сторона настаивает на том, чтобы чертежи передали в течение семи дней, сообщил представитель делегации.\n"
    )
    article = article_of(clean(text.encode("cp1251"), "page.txt"))
    assert article.title == "Россия и Чили договорились о ловле тумана"
    assert article.published.when.edtf == "2013-09-12"
    assert len(paragraphs(article)) == 3


@pytest.mark.parametrize("name", ["page.txt", "page.html"])
@pytest.mark.parametrize(
    ("menu", "story"),
    [
        (
            ["ホーム", "ニュース", "スポーツ"],
            [
                "港が二日間閉鎖へ 沈没船引き揚げで",
                "スプリト港は、潜水士が水路から沈没船を引き揚げるため、二日間クルーズ船の入港を停止する。",
                "船は1971年にタイルを積んだまま沈没した。大型船が来るまでは問題にならなかった。",
                "「船体は十分に頑丈だ」と責任者の技師は語った。",
            ],
        ),
        (
            ["首页", "新闻", "体育"],
            [
                "斯普利特港将关闭两天打捞沉船",
                "斯普利特港将对邮轮关闭两天，以便潜水员从航道中打捞一艘沉船。",
                "这艘拖网渔船于1971年满载瓷砖沉没，一直没有影响航行。",
                "负责工程师说：“船体足够坚固。”",
            ],
        ),
        (
            ["Главная", "Новости", "Спорт"],
            [
                "Порт Сплита закроют на два дня",
                "Порт Сплита на два дня закроют для круизных судов, чтобы водолазы подняли затонувший траулер.",
                "Траулер затонул в 1971 году с грузом черепицы и долго никому не мешал.",
                "«Корпус достаточно прочен», — сказала инженер Ива Радман.",
            ],
        ),
        (
            ["الرئيسية", "أخبار", "رياضة"],
            [
                "إغلاق ميناء سبليت يومين لرفع سفينة",
                "سيغلق ميناء سبليت أمام السفن السياحية لمدة يومين حتى يتمكن الغواصون من رفع حطام سفينة من القناة.",
                "غرقت السفينة عام 1971 وعلى متنها حمولة من البلاط ولم تكن تعيق أحدا.",
                "قالت المهندسة إيفا رادمان إن الهيكل متين بما يكفي.",
            ],
        ),
    ],
    ids=["Japanese", "Chinese", "Russian", "Arabic"],
)
def test_a_short_page_in_another_script_has_its_headline_and_all_its_paragraphs(menu, story, name):
    title, *body = story
    if name.endswith("html"):
        entries = "".join(f"<li><a href='/'>{entry}</a></li>" for entry in menu)
        page = (
            f"<html><body><ul>{entries}</ul><h1>{title}</h1>{''.join(f'<p>{text}</p>' for text in body)}</body></html>"
        )
    else:
        page = "\n\n".join([*menu, *story])
    article = article_of(clean(page, name))
    assert article.title == title
    assert paragraphs(article) == body
