"""The language of a text is told where it shows, and not guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.formats.languages import detect_language


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
