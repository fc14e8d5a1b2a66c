"""Files that are broken, are bombs, or are not what their name says."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from corpus.case import FIRST, SECOND, TITLE, Case
from corpus.opendocument import odt
from corpus.pages import page
from corpus.pictures import plain_jpeg, plain_png
from corpus.portable import pdf
from corpus.word import MAIN, SPACES, docx, paragraph, picture, zipped

_BROKEN = (
    "unreadable-original",
    "empty-original",
    "not-a-note-format",
    "not-what-its-name-says",
    "encrypted-original",
    "office-missing",
    "scanned-original",
    "loss-unknown",
)
_LIMITS = ("limit-size", "limit-time", "limit-memory", "limit-depth", *_BROKEN)
_ENTITIES = ("xml-entities", *_LIMITS)
_ENTITY_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "'
    + "z" * 50
    + '">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def cases() -> Iterator[Case]:
    """Yield what must be refused within bounds, and what only looks bad."""
    yield from _not_notes()
    yield from _damaged()
    yield from _bombs()
    yield from _fetching()
    yield from _long_but_fine()


def _not_notes() -> Iterator[Case]:
    yield Case("empty.txt", b"", refused=_BROKEN)
    yield Case("spaces.txt", b" \r\n\t\n", refused=_BROKEN)
    yield Case("mark-alone.txt", b"\xef\xbb\xbf", refused=_BROKEN)
    yield Case("empty.docx", b"", refused=_BROKEN)
    yield Case("nothing-but-comment.html", b"<!-- x -->", refused=_BROKEN)
    yield Case("program.txt", b"\x7fELF" + bytes(range(256)) * 40, refused=_BROKEN)
    yield Case("picture.docx", plain_png(), refused=_BROKEN)
    yield Case("photograph.pdf", plain_jpeg(), refused=_BROKEN)
    yield Case("word.pdf", docx(), refused=_BROKEN)
    yield Case("portable.docx", pdf(), refused=_BROKEN)
    yield Case("page.docx", page(), refused=_BROKEN)
    yield Case("opendocument.docx", odt(), refused=_BROKEN)
    yield Case("archive.docx", zipped({"a.txt": FIRST}), refused=_BROKEN)
    sheet = zipped(
        {
            "[Content_Types].xml": "<Types><Override ContentType='application/vnd.openxmlformats-"
            "officedocument.spreadsheetml.sheet.main+xml'/></Types>",
            "xl/workbook.xml": "<workbook/>",
        }
    )
    yield Case("sheet.xlsx", sheet, refused=_BROKEN)
    yield Case("sheet.docx", sheet, refused=_BROKEN)
    mail = "From: zed@invented.example\nMIME-Version: 1.0\nContent-Type: text/plain"
    empty = f"Received: by x\n{mail}\n\n \n"
    yield Case("empty-mail.eml", empty.encode(), refused=_BROKEN)
    letter = f"Received: by x\n{mail}\n\n{FIRST}\n"
    yield Case("mail.eml", letter.encode(), shows=(FIRST,), never=("zed@invented.example",))
    flat = f'<?xml version="1.0"?><w:wordDocument xmlns:w="{MAIN}"/>'
    yield Case("flat.xml", flat.encode(), refused=_BROKEN)
    yield Case("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, refused=_BROKEN)
    locked = "EncryptedPackage".encode("utf-16-le")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
    yield Case("locked.docx", head + locked, refused=_BROKEN)


def _damaged() -> Iterator[Case]:
    whole = {"docx": docx(), "odt": odt(), "pdf": pdf()}
    for kind, data in whole.items():
        for share in (10, 50, 90):
            cut = data[: len(data) * share // 100]
            yield Case(f"cut-at-{share}.{kind}", cut, refused=_BROKEN)
        turned = bytearray(data)
        for at in range(len(turned) // 3, len(turned) // 3 + 200):
            turned[at] ^= 0xA5
        if kind != "pdf":
            yield Case(f"turned.{kind}", bytes(turned), refused=_BROKEN)
    yield Case("without-document.docx", _without(docx(), "word/document.xml"), refused=_BROKEN)
    yield Case("without-content.odt", _without(odt(), "content.xml"), refused=_BROKEN)
    yield Case("named-twice.docx", _named_twice(docx(), "word/document.xml"), refused=_BROKEN)
    yield Case("broken-xml.docx", docx("<w:p><w:r></w:p>"), refused=_BROKEN)
    yield Case("encrypted-part.docx", _flagged(docx()), refused=_BROKEN)
    yield Case("encrypted.odt", _encrypted_odt(odt()), refused=_BROKEN)
    yield Case("head-alone.pdf", b"%PDF-1.7\n%%EOF\n", refused=_BROKEN)
    yield Case("pages-in-a-circle.pdf", _circle(), refused=_LIMITS)
    yield Case("without-text.pdf", pdf_without_text(), refused=_BROKEN)


def _bombs() -> Iterator[Case]:
    yield Case("bomb.docx", _with_part(docx(), "word/media/x.bin", b"\0" * 140_000_000), _LIMITS)
    yield Case("bomb.odt", _with_part(odt(), "Pictures/x.png", b"\0" * 140_000_000), _LIMITS)
    many = {f"word/media/{number}.bin": "x" for number in range(6_000)}
    yield Case("many-parts.docx", zipped({**_parts(docx()), **many}), refused=_LIMITS)
    for kind, data, part in (
        ("docx", docx(), "word/document.xml"),
        ("odt", odt(), "content.xml"),
    ):
        yield Case(
            f"entities.{kind}",
            _changed(data, part, lambda xml: _ENTITY_BOMB.encode() + xml),
            refused=_ENTITIES,
        )
        own = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        yield Case(
            f"entity-of-a-file.{kind}",
            _changed(data, part, lambda xml, own=own: own + xml),
            refused=_ENTITIES,
            never=("root:x:0",),
        )
    deep = "<w:sdt><w:sdtContent>" * 4000 + paragraph("deep") + "</w:sdtContent></w:sdt>" * 4000
    yield Case("deep.docx", docx(deep), refused=_LIMITS)
    sections = "<text:section>" * 4000 + "<text:p>deep</text:p>" + "</text:section>" * 4000
    yield Case("deep.odt", odt(sections), refused=_LIMITS)
    yield Case("deep.html", page("<div>" * 50_000 + "deep" + "</div>" * 50_000), refused=_LIMITS)
    yield Case("deep-quotes.html", page("<blockquote>" * 3_000 + "deep"), refused=_LIMITS)
    yield Case("elements.html", page("<b>x</b>" * 250_000), refused=_LIMITS)
    yield Case("huge-page.pdf", _sized(90_000), refused=_LIMITS)
    yield Case("content-bomb.pdf", _content_bomb(), refused=_LIMITS)
    pixels = {"word/media/image1.png": _png_bomb()}
    shown = {"rIdPicture": ("image", "media/image1.png")}
    yield Case("picture-bomb.docx", docx(picture(), pixels, shown), shows=(FIRST, SECOND))


def _fetching() -> Iterator[Case]:
    address = "http://127.0.0.1:9/never.png"
    body = f'<p>A picture: <img src="{address}" alt="A map"></p>'
    body += f'<link rel="stylesheet" href="{address}">'
    yield Case("fetching.html", page(body), shows=(FIRST, SECOND))
    yield Case(
        "including.html",
        page('<p>A file: <img src="/etc/passwd" alt="A map"> <embed src="/etc/passwd"></p>'),
        shows=(FIRST,),
        never=("root:x:0",),
    )
    entity = b'<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    data = entity + page("<p>An entity: &e;</p>").split(b"\n", 1)[1]
    yield Case("entity.html", data, never=("root:x:0",))


def _long_but_fine() -> Iterator[Case]:
    """Yield texts on which careless patterns take forever; whatever comes of them comes in time."""
    for name, text in (
        ("spaces", " " * 30_000),
        ("dashes", "- " * 10_000),
        ("stars", "*" * 20_000),
        ("brackets", "[" * 10_000),
        ("parentheses", "(" * 10_000),
        ("backticks", "`" * 10_000),
        ("hashes", "#" * 10_000),
        ("quotes", "> " * 5_000),
        ("digits", "1" * 20_000),
        ("numbers", "1. " * 5_000),
        ("pipes", "|" * 10_000),
        ("underscores", "_" * 10_000),
        ("ampersands", "&" * 10_000),
        ("angles", "<" * 10_000),
        ("tags", "<a " * 5_000),
        ("addresses", "http://" * 3_000),
        ("letters", "a" * 100_000),
        ("capitals", "J U N E " * 3_000),
        ("dates", "May 20, 2020 " * 800),
        ("resolutions", "Resolution 2480 (2019) " * 800),
        ("lines", "\n" * 50_000),
        ("breaks", "x \n" * 6_000),
    ):
        yield Case(f"long-{name}.txt", f"{TITLE}\n\n{FIRST}\n\n{text}\n".encode(), refused=("*",))
    rows = "<tr>" + "<td>x</td>" * 20 + "</tr>"
    yield Case("long-table.html", page(f"<table>{rows * 300}</table>"), refused=("*",))
    yield Case("long-attribute.html", page(f'<p title="{"x" * 500_000}">A word.</p>'), ("*",))
    yield Case("long-list.docx", docx(paragraph("An item of a list.") * 3_000), refused=("*",))


def pdf_without_text() -> bytes:
    """Write a PDF of one empty page."""
    return re.sub(rb"stream\r?\n.*?endstream", b"stream\nendstream", pdf(), flags=re.S)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _without(data: bytes, part: str) -> bytes:
    return zipped({name: text for name, text in _parts(data).items() if name != part})


def _with_part(data: bytes, part: str, content: bytes) -> bytes:
    return zipped({**_parts(data), part: content})


def _changed(data: bytes, part: str, change: object) -> bytes:
    parts: dict[str, bytes] = _parts(data)
    assert callable(change)
    return zipped({**parts, part: change(parts[part])})


def _named_twice(data: bytes, part: str) -> bytes:
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(part.replace(".xml", ".xmX"), f"<w:document {SPACES}/>")
    # zipfile warns when it is asked for the same name twice, so the name is changed afterwards.
    return target.getvalue().replace(part.replace(".xml", ".xmX").encode(), part.encode())


def _flagged(data: bytes) -> bytes:
    """Mark every part as encrypted."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(mark), data):
            out[match.start() + offset] |= 1
    return bytes(out)


def _encrypted_odt(data: bytes) -> bytes:
    return _changed(
        data,
        "META-INF/manifest.xml",
        lambda xml: xml.replace(
            b"</manifest:manifest>",
            b'<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/>'
            b"</manifest:file-entry></manifest:manifest>",
        ),
    )


def _circle() -> bytes:
    """Write a PDF whose pages are their own parent and child."""
    body = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    body += b"2 0 obj\n<</Type/Pages/Kids[2 0 R]/Count 9>>\nendobj\n"
    return body + b"trailer\n<</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF\n"


def _sized(points: int) -> bytes:
    return pdf().replace(b"[ 0 0 595 842 ]", f"[ 0 0 {points} {points} ]".encode())


def _content_bomb() -> bytes:
    """Write a PDF whose page unpacks to hundreds of megabytes of drawing."""
    content = zlib.compress(b"0 0 m 9 9 l S\n" * 4_000_000, 6)
    head = (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages"
        b"/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
        b"/Contents 4 0 R>>\nendobj\n"
    )
    stream = b"4 0 obj\n<</Filter/FlateDecode/Length %d>>stream\n" % len(content)
    return (
        head + stream + content + b"\nendstream\nendobj\ntrailer\n<</Root 1 0 R/Size 5>>\n%%EOF\n"
    )


def _png_bomb() -> bytes:
    """Write a picture that claims to be 60,000 points wide and high."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")
