"""Bytes become text without silent damage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.formats.encodings import decode_text


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


@given(st.binary(max_size=400))
def test_any_bytes_have_a_text(data):
    assert isinstance(decode_text(data).text, str)
