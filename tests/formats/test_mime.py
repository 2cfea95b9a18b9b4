"""Mail and web pages saved as one file give what their reader saw, whatever the bytes."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbook.formats.mime import read_mail, read_saved_page

SAVED = b"""\
From: <Saved by Blink>
Snapshot-Content-Location: https://courier.example/2014/dredging
Subject: =?utf-8?Q?Dredging=20put=20off=20=E2=80=93=20The=20Courier?=
Date: Thu, 6 Mar 2014 18:05:11 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----cut"

------cut
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://courier.example/2014/dredging

<!DOCTYPE html><html><head><meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3DUTF-8"></head><body><h1>D=
redging put off =E2=80=93 again</h1></body></html>
------cut
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://courier.example/port.png

iVBORw0KGgo=
------cut--
"""


def make_mail(text: str = "", html: str = "") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Zoë Lindqvist <zl@courier.example>"
    mail["To"] = "desk@courier.example"
    mail["Date"] = "Tue, 04 Mar 2014 09:15:00 +0100"
    mail["Subject"] = "Hafen: Streik „beendet“"
    if text:
        mail.set_content(text)
    if html:
        (mail.add_alternative if text else mail.set_content)(html, subtype="html")
    return mail


def test_a_saved_page_gives_its_html_its_address_and_the_day_it_was_saved():
    page = read_saved_page(SAVED)
    assert "<h1>Dredging put off – again</h1>" in page.html
    assert page.address == "https://courier.example/2014/dredging"
    assert page.saved == "2014-03-06"


def test_a_page_saved_from_the_disk_has_no_address():
    assert read_saved_page(SAVED.replace(b"https://courier", b"file:///home/courier")).address is None


def test_the_head_of_a_mail_is_what_its_reader_sees():
    mail = read_mail(make_mail("The strike is over.\n").as_bytes())
    assert mail.head.split("\n") == [
        "From: Zoë Lindqvist <zl@courier.example>",
        "To: desk@courier.example",
        "Date: Tue, 04 Mar 2014 09:15:00 +0100",
        "Subject: Hafen: Streik „beendet“",
    ]
    assert mail.text == "The strike is over.\n"


def test_a_mail_told_twice_is_read_from_its_plain_text():
    mail = read_mail(make_mail("The strike is over.\n", "<p>The strike is <b>over</b>.</p>").as_bytes())
    assert (mail.text, mail.html) == ("The strike is over.\n", "")


def test_a_mail_of_html_alone_gives_it():
    mail = read_mail(make_mail(html="<p>The strike is over.</p>").as_bytes())
    assert (mail.text, mail.html) == ("", "<p>The strike is over.</p>\n")


def test_what_is_attached_is_named():
    mail = make_mail("See the list.\n")
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="berths 2014.pdf")
    mail.add_attachment("a,b\n", subtype="csv", filename="berths.csv")
    assert read_mail(mail.as_bytes()).attachments == ("berths 2014.pdf", "berths.csv")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "no-such-charset"])
def test_a_wrong_charset_loses_no_word(charset):
    raw = b"From: a@b.example\nSubject: s\nDate: Tue, 04 Mar 2014 09:15:00 +0100\nContent-Type: text/plain; charset=%s\n\n"
    assert "Lindqvist sagte" in read_mail(raw % charset.encode() + "Zoë Lindqvist sagte".encode("latin-1")).text


@pytest.mark.parametrize("data", [b"", b"Plain words.", b"<html></html>", b"From: a\n\n"])
def test_what_is_no_message_is_none(data):
    assert read_mail(data) is None
    assert read_saved_page(data) is None


def test_parts_within_parts_without_end_are_no_message_and_no_fault():
    depth = 3000
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    assert read_mail(f"From: a\nSubject: b\n{head}Content-Type: text/plain\n\nwords".encode()) is None


@given(st.binary(max_size=300), st.integers(0, len(SAVED)), st.integers(0, 60))
def test_no_bytes_are_too_much(junk, at, cut):
    hurt = SAVED[:at] + junk + SAVED[at + cut :]
    read_saved_page(hurt)
    read_mail(hurt)
