"""Mail as it was saved (.eml), and web pages saved as one file (.mhtml): what a person reads of a message.

Source: RFC 5322 (messages), RFC 2045 to 2047 (MIME), RFC 2557 (pages in MIME).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from briefbook.formats.encodings import decode_text
from briefbook.model.text import squeeze

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
"""What of a mail's head its reader sees, in this order."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A web page taken out of the one file it was saved as."""

    html: str
    address: str | None
    saved: str | None
    """The day it was saved, ISO 8601, as the file states it."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as its reader sees it."""

    head: str
    """Lines `Name: value`, characters decoded."""
    text: str
    """Plain text; empty where the message has none, or none but HTML."""
    html: str
    """Its HTML where it has no plain text."""
    attachments: tuple[str, ...]
    """The names of what is attached, in order."""


def read_saved_page(data: bytes) -> SavedPage | None:
    """The page in a file of MHTML, its main part; None where there is none that can be read."""
    message = _parse(data)
    part = next((part for part in _parts(message) if part.get_content_type() == "text/html"), None) if message else None
    if message is None or part is None:
        return None
    address = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
    return SavedPage(_text(part), address if address.startswith(("http://", "https://")) else None, _day(message))


def read_mail(data: bytes) -> Mail | None:
    """A message's head and words; None where the bytes are no message with words."""
    message = _parse(data)
    if message is None:
        return None
    head = "\n".join(f"{name}: {value}" for name in _HEADERS if (value := _header(message, name)))
    parts = list(_parts(message))
    attached = [part for part in parts if part.is_attachment() or part.get_content_maintype() != "text"]
    told = [part for part in parts if part not in attached]
    plain = [_text(part) for part in told if part.get_content_type() != "text/html"]
    html = [_text(part) for part in told if part.get_content_type() == "text/html"]
    text = "\n\n".join(words for words in plain if words.strip())
    if not head or not (text or any(html)):
        return None
    names = tuple(squeeze(part.get_filename() or part.get_content_type()) for part in attached)
    return Mail(head, text, "" if text else "\n".join(html), names)


def _parse(data: bytes) -> EmailMessage | None:
    try:
        return BytesParser(policy=policy.default).parsebytes(data.lstrip())
    except Exception:  # noqa: BLE001 -- whatever the parser makes of a hostile message, there is none then
        return None


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something, in order; of mails within the mail, theirs."""
    for part in message.walk():
        if not part.is_multipart() and isinstance(part, EmailMessage):
            yield part


def _header(message: EmailMessage, name: str) -> str:
    try:
        return squeeze(str(message.get(name, "")))
    except Exception:  # noqa: BLE001 -- the library fails at some broken headers; such a one says nothing
        return ""


def _day(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _text(part: EmailMessage) -> str:
    """The characters of a part in the encoding it states; where that is wrong or none, in the one its bytes show."""
    try:
        raw = part.get_payload(decode=True)
        data = raw if isinstance(raw, bytes) else b""
        stated = part.get_content_charset()
    except Exception:  # noqa: BLE001 -- as above
        return ""
    try:
        return data.decode(stated) if stated else decode_text(data).text
    except (LookupError, ValueError):
        return decode_text(data).text
