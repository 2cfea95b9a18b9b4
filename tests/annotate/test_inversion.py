"""Names as an index inverts them, each by its own rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.annotate.inversion import sort_name


@pytest.mark.parametrize(
    ("name", "inverted"),
    [
        ("John Kerry", "Kerry, John"),
        ("George H. W. Bush", "Bush, George H. W."),
        ("Conan O'Brien", "O'Brien, Conan"),
        ("Jill St. John", "St. John, Jill"),
        ("Angus McDonald", "McDonald, Angus"),
        ("Kim Clijsters", "Clijsters, Kim"),
        # What stands behind
        ("Martin Luther King Jr.", "King, Martin Luther, Jr."),
        ("Henry Ford II", "Ford, Henry, II"),
        # Particles: in small letters they stand before the name and do not count, with a capital they are part of it
        ("Staffan de Mistura", "de Mistura, Staffan"),
        ("Alexander van der Bellen", "van der Bellen, Alexander"),
        ("Alexander Van der Bellen", "Van der Bellen, Alexander"),
        ("Ursula von der Leyen", "von der Leyen, Ursula"),
        ("Robert De Niro", "De Niro, Robert"),
        ("Marine Le Pen", "Le Pen, Marine"),
        ("Ben Bernanke", "Bernanke, Ben"),
        # Arabic: the article stays with the family's name; who is called the son of somebody has none
        ("Bashar al-Assad", "al-Assad, Bashar"),
        ("Abdel Fattah el-Sisi", "el-Sisi, Abdel Fattah"),
        ("Saif al-Islam al-Gaddafi", "al-Gaddafi, Saif al-Islam"),
        ("Osama bin Laden", "bin Laden, Osama"),
        ("Mohammed bin Salman", "Mohammed bin Salman"),
        ("Hamad bin Khalifa Al Thani", "Al Thani, Hamad bin Khalifa"),
        # Family name first
        ("Ban Ki-moon", "Ban Ki-moon"),
        ("Mao Zedong", "Mao Zedong"),
        ("Kim Jong Il", "Kim Jong Il"),
        ("Ngo Dinh Diem", "Ngo Dinh Diem"),
        ("Vo Nguyen Giap", "Vo Nguyen Giap"),
        ("Nguyen Van Thieu", "Nguyen Van Thieu"),
        ("Orbán Viktor", "Orbán Viktor"),
        ("Viktor Orbán", "Orbán, Viktor"),
        # No family name
        ("Pelé", "Pelé"),
        ("Björk", "Björk"),
        ("Katrín Jakobsdóttir", "Katrín Jakobsdóttir"),
        ("Sigmundur Davíð Gunnlaugsson", "Sigmundur Davíð Gunnlaugsson"),
        ("Anna Karlsson", "Karlsson, Anna"),
        ("Aung San Suu Kyi", "Aung San Suu Kyi"),
        ("Abdullah II", "Abdullah II"),
        ("John Paul II", "John Paul II"),
        ("Pope Francis", "Pope Francis"),
    ],
)
def test_each_name_is_inverted_by_its_own_rule(name, inverted):
    assert sort_name(name) == inverted


@given(
    st.lists(
        st.sampled_from("Ana de van der Le al-Sadr bin Laden Jr. III Kyi Nguyen van O’Brien Ö".split()),
        min_size=1,
        max_size=6,
    )
)
def test_no_word_is_lost(words):
    assert sorted(sort_name(" ".join(words)).replace(",", "").split()) == sorted(
        " ".join(words).replace(",", "").split()
    )
