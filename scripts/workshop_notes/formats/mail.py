"""Saved web pages (.mht) and e-mails (.eml): the note is the page, the body or an attachment."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from workshop_notes.formats import count, html, plain
from workshop_notes.formats.document import Reading
from workshop_notes.formats.hidden import Finding, refused
from workshop_notes.formats.table import BY_NAME, Format, format_of

_ATTACHED = ("docx", "odt", "pdf", "rtf", "doc")
_PLAIN_HEADERS = frozenset({"mime-version", "content-type", "content-transfer-encoding"})


def read(data: bytes, path: str) -> Reading:
    """Read the note out of a message; refuses one with several documents, or with none."""
    message = _message(data)
    documents = [held for part in _parts(message) if (held := _attached(part))]
    if len(documents) > 1:
        raise refused("several documents", number=len(documents))
    page, text = _body(message, "html"), _body(message, "plain")
    reading = Reading()
    if documents:
        ((known, attached),) = documents
        reading = known.read(attached, path)
        reading.counted = reading.counted or getattr(count, known.counter)(attached)
        reading.leave_out("", "the letter around the attached document")
    elif page is not None:
        source = _text(page)
        html.read_page(source, path, reading)
        reading.counted = count.html(source)
    elif text is not None and (source := _text(text)).strip():
        reading = plain.read(source.encode(), path)
        reading.counted = source
    else:
        raise refused("empty mail")
    if not documents:
        reading.facts.setdefault("title", f"Subject: {message['subject'] or ''}")
    if _has_headers(message):
        reading.leave_out("", "headers of the message")
    return reading


def find_hidden(data: bytes) -> Iterator[Finding]:
    """List what a message hides: who sent it to whom, its attachments, and what its page hides."""
    message = _message(data)
    if _has_headers(message):
        yield Finding("hidden-property", "headers that say who sent it, and when")
    others = sum(1 for part in _parts(message) if part.get_content_maintype() != "text")
    if others:
        yield Finding("hidden-attachment", "attached files", "", others)
    page = _body(message, "html")
    if page is not None:
        yield from html.find_in_page(_text(page))


def cleaned(data: bytes) -> bytes:
    """Give the saved page alone, clean; a letter cannot be cleaned of its sender."""
    page = _body(_message(data), "html")
    if page is None or (format_of(data, "") or BY_NAME["eml"]).name != "mht":
        raise refused("sender")
    clean = EmailMessage()
    source = html.cleaned(_text(page).encode()).decode("utf-8")
    clean.set_content(source, subtype="html", charset="utf-8")
    related = EmailMessage()
    related["MIME-Version"] = "1.0"
    related.make_related(boundary="page")
    related.attach(clean)
    return related.as_bytes()


def _message(data: bytes) -> EmailMessage:
    return message_from_bytes(data.lstrip(), _class=EmailMessage, policy=policy.default)


def _parts(message: EmailMessage) -> Iterator[MIMEPart]:
    return (part for part in message.walk() if not part.is_multipart())


def _body(message: EmailMessage, subtype: str) -> MIMEPart | None:
    """Give the first text of a kind that is not attached."""
    return next(
        (
            part
            for part in _parts(message)
            if part.get_content_type() == f"text/{subtype}"
            and part.get_content_disposition() != "attachment"
        ),
        None,
    )


def _text(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, KeyError) as error:
        raise refused("mail encoding") from error


def _attached(part: MIMEPart) -> tuple[Format, bytes] | None:
    """Give the format and the bytes of an attached document that can be a note."""
    content = part.get_payload(decode=True)
    if part.get_content_maintype() in ("text", "image") or not isinstance(content, bytes):
        return None
    known = format_of(content, "")
    return (known, content) if known is not None and known.name in _ATTACHED else None


def _has_headers(message: EmailMessage) -> bool:
    return any(name.lower() not in _PLAIN_HEADERS for name in message)
