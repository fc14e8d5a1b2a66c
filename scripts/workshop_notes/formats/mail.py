"""Saved web pages (.mht) and e-mails (.eml): the note is the page, the body or an attachment."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from html import escape

from workshop_notes.formats import count, html, plain
from workshop_notes.formats.columns import tables
from workshop_notes.formats.document import Reading
from workshop_notes.formats.hidden import Finding, refused
from workshop_notes.formats.html_style import with_sheets
from workshop_notes.formats.original import decode
from workshop_notes.formats.table import BY_NAME, Format, format_of

_ATTACHED = ("docx", "odt", "pdf", "rtf", "doc")
_TEXTS = ("text/plain", "text/html")
_PLAIN_HEADERS = frozenset({"mime-version", "content-type", "content-transfer-encoding"})


def read(data: bytes, path: str) -> Reading:
    """Read the note out of a message; refuses one with several documents, or with none."""
    message = _message(data)
    shown = list(_shown(message))
    documents = [held for part in _parts(message) if (held := _attached(part))]
    others = [part for part in _parts(message) if _is_text(part) and part not in shown]
    aside = [part for part in others if part not in _alternatives(message)]
    if not documents:
        length = sum(len(_text(part)) for part in shown)
        longer = [part for part in aside if _is_attached(part) and len(_text(part)) > length]
        documents = [(BY_NAME[_kind(part)], _text(part).encode()) for part in longer]
        aside = [part for part in aside if part not in longer]
    attached_texts = [part for part in aside if _is_attached(part) and _text(part).strip()]
    if (number := len(documents) + len(attached_texts) + (not documents)) > 1:
        raise refused("several documents", number=number)
    if documents:
        ((known, attached),) = documents
        reading: Reading = known.read(attached, path)
        counted = getattr(count, known.counter)
        said = attached.decode() if known.name in ("txt", "html") else attached
        reading.counted = reading.counted or counted(said)
        _set_aside(shown, "the letter around the attached document", reading)
    else:
        reading = _body(shown, message, path)
        reading.facts.setdefault("title", f"Subject: {message['subject'] or ''}")
    _set_aside(aside, "a text beside the message", reading)
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
    for part in _shown(message):
        if _kind(part) == "html":
            yield from html.find_in_page(_page(part, message))


def cleaned(data: bytes) -> bytes:
    """Give the saved page alone, clean; a letter cannot be cleaned of its sender."""
    message = _message(data)
    page = next((part for part in _shown(message) if _kind(part) == "html"), None)
    if page is None or (format_of(data, "") or BY_NAME["eml"]).name != "mht":
        raise refused("sender")
    clean = EmailMessage()
    source = html.cleaned(_page(page, message).encode()).decode("utf-8")
    clean.set_content(source, subtype="html", charset="utf-8")
    clean.make_related(boundary="page")
    return clean.as_bytes()


def _message(data: bytes) -> EmailMessage:
    return message_from_bytes(data.lstrip(), _class=EmailMessage, policy=policy.default)


def _parts(message: EmailMessage) -> Iterator[MIMEPart]:
    return (part for part in message.walk() if not part.is_multipart())


def _shown(part: MIMEPart) -> Iterator[MIMEPart]:
    """Yield the texts that a mail program shows one below the other, forwarded ones too."""
    inner = list(part.iter_parts()) if part.is_multipart() else []
    kind = part.get_content_type()
    if kind == "multipart/alternative" and inner:  # the last one that is a page, or the first
        pages = [one for one in inner if any(_kind(text) == "html" for text in one.walk())]
        inner = [*inner[:1], *pages][-1:]
    elif kind == "multipart/related":  # what follows belongs to the first
        inner = inner[:1]
    for one in inner:
        yield from _shown(one)
    if _is_text(part) and not _is_attached(part):
        yield part


def _alternatives(message: EmailMessage) -> list[MIMEPart]:
    """Give the texts that say the same in other forms."""
    held = (one for one in message.walk() if one.get_content_type() == "multipart/alternative")
    return [part for one in held for part in one.walk() if not _is_attached(part)]


def _is_text(part: MIMEPart) -> bool:
    return part.get_content_type() in _TEXTS


def _is_attached(part: MIMEPart) -> bool:
    return part.get_content_disposition() == "attachment"


def _kind(part: MIMEPart) -> str:
    return "html" if part.get_content_type() == "text/html" else "txt"


def _body(shown: list[MIMEPart], message: EmailMessage, path: str) -> Reading:
    """Read the texts of a message as one; where one is a page, all are."""
    typed = {part: _text(part) for part in shown}
    if not any(map(str.strip, typed.values())):
        raise refused("empty mail")
    reading = Reading()
    if all(_kind(part) == "txt" for part in shown):
        whole = "\n\n".join(_unflowed(part, text) for part, text in typed.items())
        reading = plain.read(whole.encode(), path)
        reading.counted = "\n".join(typed.values())
        return reading
    pages = (
        _page(part, message) if _kind(part) == "html" else _as_page(_unflowed(part, text))
        for part, text in typed.items()
    )
    source = "\n".join(pages)
    html.read_page(source, path, reading)
    reading.counted = count.html(source)
    return reading


def _set_aside(parts: list[MIMEPart], reason: str, reading: Reading) -> None:
    """Leave texts out; they may name who wrote to whom."""
    for part in parts:
        said = count.html(_text(part)) if _kind(part) == "html" else _text(part)
        reading.leave_out(said, reason, withheld=True)
        reading.counted += f"\n{said}"


def _page(part: MIMEPart, message: EmailMessage) -> str:
    """Give a page with the style sheets that are parts of the message."""
    sheets = {}
    for one in _parts(message):
        if one.get_content_type() == "text/css":
            sheets[f"cid:{(one['content-id'] or '').strip('<> ')}"] = one
            sheets[str(one["content-location"] or "").strip()] = one

    def fetch(address: str) -> str | None:
        found = sheets.get(address)
        return _text(found) if found is not None else None

    return with_sheets(_text(part), fetch, str(part["content-location"] or "").strip())


def _as_page(text: str) -> str:
    lines = plain.unwrap(text.split("\n"))
    written = [f"<p>{escape(line)}</p>\n" if line.strip() else "" for line in lines]
    for at, cells in tables(lines):
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in cells or ())
        if cells:
            table = "".join(f"<tr>{row}</tr>" for row in rows)
            written[at.start : at.stop] = [f"<table>{table}</table>", *[""] * (len(at) - 1)]
    return "".join(written)


def _unflowed(part: MIMEPart, text: str) -> str:
    """Give a text whose lines go on where they end in a space (RFC 3676) with them joined."""
    if part.get_param("format") != "flowed":
        return text
    joins = str(part.get_param("delsp")).lower() == "yes"
    lines: list[str] = []
    depth, goes_on = 0, False
    for line in text.splitlines():
        bare = line.lstrip(">")
        own, bare = len(line) - len(bare), bare.removeprefix(" ")
        if goes_on and own == depth and bare != "-- ":
            lines[-1] += bare
        else:
            lines.append(f"{'>' * own} {bare}" if own else bare)
        depth, goes_on = own, bare.endswith(" ") and bare != "-- "
        if goes_on and joins:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _text(part: MIMEPart) -> str:
    """Give the text of a part in the encoding that it states, or as that of a file is found."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise refused("mail encoding")
    return decode(content, "", part.get_content_charset() or html.declared_encoding(content))[0]


def _attached(part: MIMEPart) -> tuple[Format, bytes] | None:
    """Give the format and the bytes of an attached document that can be a note."""
    content = part.get_payload(decode=True)
    if part.get_content_maintype() in ("text", "image") or not isinstance(content, bytes):
        return None
    known = format_of(content, "")
    return (known, content) if known is not None and known.name in _ATTACHED else None


def _has_headers(message: EmailMessage) -> bool:
    return any(name.lower() not in _PLAIN_HEADERS for name in message)
