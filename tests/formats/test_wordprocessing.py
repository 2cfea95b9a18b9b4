"""Documents of word processors give their words, a paragraph a line, whatever the bytes."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.formats.wordprocessing import read_docx, read_rtf

LIMIT = 10**6
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pack(body: str, **notes: str) -> bytes:
    """A Word document with that body, and with footnotes or endnotes."""
    parts = {"document": body, **notes}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, xml in parts.items():
            text = f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{NAMESPACE}">{xml}</w:{name}>'
            file.writestr(f"word/{name}.xml", text)
    return packed.getvalue()


def say(*runs: str) -> str:
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs) + "</w:p>"


@pytest.mark.parametrize(
    ("xml", "lines"),
    [
        (say("The mill is ", "sold", ".") + say("Zoë – said"), ["The mill is sold.", "Zoë – said"]),
        ("<w:p/>" + say("After an empty one."), ["", "After an empty one."]),
        (
            "<w:p><w:r><w:t>One</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t></w:r></w:p>",
            ["One", "two\tthree"],
        ),
        (
            f"<w:tbl><w:tr><w:tc>{say('Berth')}</w:tc><w:tc>{say('Ship')}</w:tc></w:tr></w:tbl>",
            ["Berth", "Ship"],
        ),
        (
            "<w:p><w:hyperlink><w:r><w:t>the report</w:t></w:r></w:hyperlink><w:r><w:instrText>HYPERLINK x</w:instrText></w:r></w:p>",
            ["the report"],
        ),
        (
            "<w:p><w:del><w:r><w:delText>forty</w:delText></w:r></w:del><w:ins><w:r><w:t>fourteen</w:t></w:r></w:ins></w:p>",
            ["fourteen"],
        ),
        (f"<w:p><w:r><w:pict><w:txbxContent>{say('In a box')}</w:txbxContent></w:pict><w:t>Around it</w:t></w:r></w:p>", ["In a box", "Around it"]),
    ],
    ids=["runs", "empty paragraphs", "breaks and tabs", "tables", "links", "tracked changes", "text boxes"],
)  # fmt: skip
def test_the_words_of_a_document_stand_a_paragraph_a_line(xml, lines):
    assert read_docx(pack(f"<w:body>{xml}</w:body>"), LIMIT) == "\n".join(lines) + "\n"


def test_notes_come_last():
    data = pack(
        f"<w:body>{say('The mill is sold.')}</w:body>",
        footnotes=f"<w:footnote>{say('By the council.')}</w:footnote>",
        endnotes=f"<w:endnote>{say('In 1998.')}</w:endnote>",
    )
    assert read_docx(data, LIMIT) == "The mill is sold.\nBy the council.\nIn 1998.\n"


def test_a_document_that_unpacks_beyond_the_limit_is_not_read():
    assert read_docx(pack(f"<w:body>{say('words ' * LIMIT)}</w:body>"), LIMIT) is None


def test_entities_are_refused():
    bomb = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "words">]><w:document/>'
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("word/document.xml", bomb)
    assert read_docx(packed.getvalue(), LIMIT) is None


def test_nesting_without_end_is_read():
    depth = 50_000
    assert read_docx(pack("<w:sdt>" * depth + say("Deep.") + "</w:sdt>" * depth), 10 * LIMIT) == "Deep.\n"


@given(st.integers(0, 400), st.binary(min_size=1, max_size=20))
def test_no_damaged_document_is_a_fault(at, junk):
    data = pack(f"<w:body>{say('The mill is sold.')}</w:body>")
    read_docx(data[:at] + junk + data[at + len(junk) :], LIMIT)


RTF = rb"{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fswiss\fcharset204 Arial Cyr;}}{\info{\author Nobody}}"


@pytest.mark.parametrize(
    ("rtf", "lines"),
    [
        (rb"The {\b mill} is sold.\par Next.", ["The mill is sold.", "Next."]),
        (rb"Zo\'eb \'96 said", ["Zoë – said"]),
        (rb"\f1 \'cc\'e8\'ed\'e8\'f1\'f2\'f0\f0  \'e9", ["Министр é"]),
        (rb"\u1052?\u1080?\u1085?", ["Мин"]),
        (rb"\uc2\u8364 EUR 5{\uc0\u8364 }6", ["€R 5€6"]),
        (rb"\ldblquote No\rdblquote\emdash \{she\} said\~so", ["“No”—{she} said\u00a0so"]),
        (rb"{\field{\*\fldinst HYPERLINK \"http://x.example\"}{\fldrslt the report}}", ["the report"]),
        (rb"{\*\unknown words of no reader}Seen.", ["Seen."]),
        (rb"The mill{\super\chftn{\footnote\pard By the council.}} is sold.", ["The mill is sold.", "By the council."]),
        (rb"\trowd Berth\cell Ship\cell\row", ["Berth", "Ship", "", ""]),
        (b"{\\pict\\bin4 \\}{}}After.", ["After."]),
        (rb"{\v hidden}Seen. {\v\v0 Shown.}", ["Seen. Shown."]),
        (rb"\u-10179?\u-8704?", ["😀"]),
        (rb"\u-10179? alone", ["\ufffd alone"]),
    ],
    ids=[
        *("paragraphs", "bytes", "fonts", "numbers", "characters told again", "marks", "links", "unknown groups", "notes", "tables"),
        *("pictures", "hidden words", "pairs", "half pairs"),
    ],
)  # fmt: skip
def test_the_words_of_rich_text_stand_a_paragraph_a_line(rtf, lines):
    assert read_rtf(RTF + rtf + b"}").removesuffix("\n") == "\n".join(lines)


@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    rb"{ } \ \par \u1052 ? \'e9 \' \bin9 \bin-1 \uc9 \f1 \fonttbl \fcharset204 \footnote \* \v a".split()
                ),
                b" ",
                b"\xff",
            ]
        )
    )
)
def test_no_rich_text_is_too_much(pieces):
    text = read_rtf(b"{\\rtf1 " + b"".join(pieces))
    assert text.encode("utf-8")


@pytest.mark.parametrize("data", [b"", b"Plain words.", b"PK\x03\x04", b"{\\html"])
def test_what_is_no_document_is_none(data):
    assert read_docx(data, LIMIT) is None
    assert read_rtf(data) is None
