"""Bytes become text without silent damage; saved pages give their flat text, their article and what their markup states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.formats.webpage import decode_text, detect_language, is_html, read_webpage

STORY = "".join(
    f"<p>Paragraph {number} of the report says that the council met again, heard both sides, and put off the vote.</p>"
    for number in range(1, 7)
)
PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Council puts off vote - The Courier</title>
<meta property="og:site_name" content="The Courier">
<meta property="article:published_time" content="2014-03-06T09:15:00+00:00">
<meta property="article:section" content="Local">
<link rel="canonical" href="https://courier.example/2014/council">
<script>var secret = "not text";</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sport</a></li></ul></nav>
<article><h1>Council puts off vote</h1><p>By Ann Marsh</p>{STORY}</article>
<footer>All rights reserved.</footer></body></html>"""


def test_utf8_needs_no_guess():
    decoded = decode_text("Zürich – “quoted”".encode())
    assert (decoded.text, decoded.encoding, decoded.doubtful) == ("Zürich – “quoted”", "utf-8", False)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(encoding):
    decoded = decode_text("Zürich".encode(encoding))
    assert decoded.text == "Zürich"
    assert not decoded.doubtful


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1252", "The café’s owner said “no” – and the mayor said the naïve résumé was Zoë’s. " * 8),
        ("windows-1251", "Министр иностранных дел заявил, что переговоры будут продолжены на следующей неделе. " * 8),
        ("koi8-r", "Министр иностранных дел заявил, что переговоры будут продолжены на следующей неделе. " * 8),
        ("shift_jis", "外務大臣は来週も交渉を続けると述べた。会議は東京で開かれる予定である。" * 8),
        ("gb18030", "外交部长表示，谈判将于下周继续进行。会议将在北京举行，双方都表示愿意参加。" * 8),
    ],
)
def test_other_encodings_are_detected_and_said_to_be_guessed(encoding, text):
    decoded = decode_text(text.encode(encoding))
    assert decoded.text == text
    assert decoded.doubtful


RUSSIAN = "Порт Сплита на два дня закроют для круизных судов, чтобы водолазы подняли траулер. 4 мая 2016"
JAPANESE = "スプリト港は、潜水士が水路から沈没船を引き揚げるため、二日間クルーズ船の入港を停止する。2016年5月4日"
CHINESE = "斯普利特港将对邮轮关闭两天，以便潜水员从航道中打捞一艘沉船。2016年5月4日"
KOREAN = "스플리트 항구는 잠수부들이 난파선을 인양할 수 있도록 이틀 동안 입항을 금지한다. 2016년 5월 4일"
ARABIC = "سيغلق ميناء سبليت أمام السفن السياحية لمدة يومين حتى يتمكن الغواصون من رفع حطام سفينة. 2016"


@pytest.mark.parametrize("declared", ["", "<meta charset=utf-8>", "<meta charset={}>"], ids=["none", "wrong", "right"])
@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        *((encoding, RUSSIAN) for encoding in ("windows-1251", "utf-16-le", "utf-16-be")),
        *((encoding, JAPANESE) for encoding in ("shift_jis", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be")),
        *((encoding, CHINESE) for encoding in ("gbk", "gb18030", "utf-16-le", "utf-16-be")),
        *((encoding, KOREAN) for encoding in ("euc_kr", "utf-16-le")),
        *((encoding, ARABIC) for encoding in ("windows-1256", "utf-16-le")),
    ],
)
def test_no_page_is_misread_whatever_it_declares(encoding, text, declared):
    html = f"<html><head>{declared.format(encoding)}</head><body>" + f"<p>{text}</p>\n" * 3 + "</body></html>"
    decoded = decode_text(html.encode(encoding))
    assert text in decoded.text
    assert decoded.doubtful


def test_a_few_broken_bytes_leave_the_rest_of_a_text_what_it_is():
    decoded = decode_text(f"{RUSSIAN} ".encode() + b"\xff\xfe!")
    assert RUSSIAN in decoded.text
    assert decoded.doubtful


def test_utf16_without_a_mark_is_read():
    decoded = decode_text("A plain report of some length, saved by an old editor.".encode("utf-16-le"))
    assert decoded.text.startswith("A plain report")
    assert decoded.doubtful


def test_a_page_gives_article_titles_and_what_its_markup_states():
    page = read_webpage(PAGE)
    assert page.stated.titles[0] == "Council puts off vote"
    assert page.stated.published == "2014-03-06"
    assert (page.stated.outlet, page.stated.section, page.stated.language) == ("The Courier", "Local", "en-GB")
    assert page.stated.url == "https://courier.example/2014/council"
    assert "Paragraph 6 of the report" in page.find_article(frozenset())
    assert "Sport" not in page.find_article(frozenset())


def test_the_flat_text_is_the_whole_page_as_a_browser_shows_it():
    lines = [line.strip() for line in read_webpage(PAGE).text.split("\n") if line]
    assert lines[0] == "Home"
    assert lines[-1] == "All rights reserved."
    assert "secret" not in "".join(lines)


def test_the_date_in_structured_data_counts():
    html = PAGE.replace('<meta property="article:published_time" content="2014-03-06T09:15:00+00:00">', "").replace(
        "<script>",
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2014-03-07"}</script><script>',
    )
    assert read_webpage(html).stated.published == "2014-03-07"


def test_a_year_in_the_prose_is_no_date_of_publication():
    html = PAGE.replace('<meta property="article:published_time" content="2014-03-06T09:15:00+00:00">', "").replace(
        "the council met", "on 4 May 1999 the council met"
    )
    assert read_webpage(html).stated.published is None


def test_no_text_is_lost_past_the_nesting_limit_of_a_parser():
    deep = "<div>" * 5000 + f"<p>{'The last paragraph stands very deep. ' * 3}</p>" + "</div>" * 5000
    page = read_webpage(f"<html><body>{STORY}{deep}</body></html>")
    assert "The last paragraph stands very deep." in page.text
    assert page.find_article(frozenset()) == ""


@pytest.mark.parametrize(
    "markup",
    [
        "<p>" + "".join(f"<font size={n}>" for n in range(1000)) + "<div><p>Told again.</div>" * 2000,
        "<a href=x><b><i>" * 3000 + "Told again." + "</a>" * 3000,
        "<table><tr><td>" * 3000 + "Told again.",
        "<svg>" + "<g>" * 3000 + "</svg><p>Told again.",
        "<ul><li>" * 3000 + "Told again.",
        "<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">Told again.",
    ],
    ids=["formatting that is opened again", "links that close late", "tables", "a drawing", "lists", "attributes"],
)
def test_markup_that_a_parser_would_multiply_keeps_its_text(markup):
    page = read_webpage(f"<html><body>{STORY}{markup}<p>The last paragraph.</p></body></html>")
    assert "Told again." in page.text
    assert page.text.rstrip().endswith("The last paragraph.")
    assert len(page.lines) < 10_000


def test_a_drawing_of_many_parts_costs_a_page_no_structure():
    drawing = "<svg>" + "<path d='M0 0'/>" * 3000 + "</svg>"
    page = read_webpage(f"<html><body>{drawing}{STORY}</body></html>")
    assert page.find_article(frozenset())


def test_scripts_and_styles_are_no_text():
    assert (
        "alert"
        not in read_webpage("<html><body><p>Text.</p><script>alert(1)</script><style>p{}</style></body></html>").text
    )


@pytest.mark.parametrize(
    "text", ["<!doctype html><p>x", "\n <HTML><head>", "<!-- saved from url=(0014)about:internet -->\n<html>"]
)
def test_html_is_known_by_its_beginning(text):
    assert is_html(text)


@pytest.mark.parametrize("text", ["Plain words", "a < b and c > d", "", "<3 this story"])
def test_text_is_no_html(text):
    assert not is_html(text)


@given(st.binary(max_size=400))
def test_any_bytes_have_a_text(data):
    assert isinstance(decode_text(data).text, str)


@given(st.text(st.sampled_from("<>/abp \"'=&;!-\n"), max_size=300))
def test_any_markup_can_be_read(markup):
    read_webpage(markup)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "قال الوزير يوم الثلاثاء إن المحادثات كانت مفيدة، وأضاف أن الاجتماع القادم سيعقد في جنيف."),
        ("fa", "وزیر خارجه روز سه‌شنبه گفت که گفتگوها مفید بوده است و دور بعدی در ژنو برگزار خواهد شد."),
        ("ru", "Министр заявил во вторник в Женеве, что переговоры возобновятся. Дату он не назвал."),
        ("uk", "Міністр заявив у вівторок у Женеві, що переговори відновляться. Дату він не назвав."),
        ("el", "Ο υπουργός δήλωσε την Τρίτη στη Γενεύη ότι οι διαπραγματεύσεις θα επαναληφθούν."),
        ("he", "השר אמר ביום שלישי בז'נבה כי המשא ומתן יחודש."),
        ("zh", "部长周二在日内瓦表示,谈判将恢复。"),
        ("ja", "外相は火曜日にジュネーブで交渉が再開されると述べた。"),
        ("ko", "장관은 화요일 제네바에서 협상이 재개될 것이라고 말했다."),
        ("hi", "मंत्री ने मंगलवार को जिनेवा में कहा कि वार्ता फिर से शुरू होगी।"),
        (
            "fr",
            ("Le ministre a déclaré mardi à Genève que les négociations reprendraient. Il n’a pas donné de date. La"
            " délégation est arrivée à l’hôtel dans la soirée, selon un témoin."),
        ),
        (
            "de",
            ("Der Minister erklärte am Dienstag in Genf, dass die Verhandlungen wieder aufgenommen würden. Ein Datum nannte"
            " er nicht. Die Abordnung traf am Abend im Hotel ein."),
        ),
        (
            "en",
            ("The minister said on Tuesday in Geneva that talks would resume. He gave no date. The delegation arrived at the"
            " hotel in the evening, a witness said."),
        ),
        ("en", ("“Nous avons gagné,” said the mayor of the town. He and his wife, Zoë, were at the Hôtel de Ville, it was said."
         " The café “Le Grand Véfour” is next to the hall.")),
        (None, "Genève, mardi"),
        (None, ""),
        (None, "1234 5678 !!!! " * 20),
    ],
)  # fmt: skip
def test_the_language_of_a_text_is_told_where_it_shows(language, text):
    assert detect_language(text) == language


@given(st.text(max_size=400))
def test_any_text_has_a_language_or_none(text):
    detect_language(text)


def test_the_reader_is_spared_blocks_that_hold_none_but_lines_outside_and_the_page_stays_as_it_was():
    told = "".join(
        f"<p>Paragraph {n} of the report tells what the council of Saltburn decided about the mill on that day.</p>"
        for n in range(6)
    )
    page = read_webpage(f"<html><body><div><ul><li>Weather by the hour</li></ul></div><div>{told}</div></body></html>")
    whole = page.find_article(frozenset())
    outside = frozenset(i for i, line in enumerate(page.lines) if line.text.startswith(("Weather", "Paragraph 5")))
    assert "Paragraph 5" in whole
    assert "Paragraph 5" not in page.find_article(outside)
    assert page.find_article(frozenset()) == whole
