"""A picture: what it carries besides its pixels, and the same without that.

Each kind is walked once, piece by piece; a piece says what it hides, and what of it stays.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Iterator

from lxml import etree
from PIL import Image, ImageFile, ImageSequence

from workshop_notes.formats.archive import parse_xml
from workshop_notes.formats.hidden import Finding, RefusedError, has_user_path, merged, refused
from workshop_notes.formats.names import names
from workshop_notes.formats.original import sniff

Piece = tuple[str, bytes]  # what it hides, if anything, and what of it stays

ORIENTATION = 0x0112
_GPS = 0x8825
_EXIF = "camera data (EXIF)"
_XMP = "metadata (XMP)"
_AFTER = "bytes after the picture"
_UNUSUAL = "an unusual chunk"
_DAMAGE = "damage that may hide data"
_TEXT = "text in a chunk"
_APPLICATION = "application data"
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_JPEG = {0xFE: "a comment", 0xED: "captions and credits (IPTC)"}
_PNG_SHOWN, _WEBP_SHOWN = (
    frozenset(one.encode() for one in names("pictures")[kind]) for kind in ("png", "webp")
)
_PNG = {
    b"eXIf": _EXIF,
    **dict.fromkeys((b"tEXt", b"zTXt", b"iTXt"), _TEXT),
    b"tIME": "the time of its change",
}
_WEBP = {b"EXIF": _EXIF, b"XMP ": _XMP}
_WEBP_METADATA_FLAGS = 0x04 | 0x08
_TIFF_SHOWN = frozenset(map(int, names("pictures")["tiff"]))

_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]")
_DAMAGES = (
    struct.error, IndexError, ValueError, OSError, SyntaxError, Image.DecompressionBombError,
)  # fmt: skip
_SCRIPT, _OUTSIDE = "a script", "an external picture or link"
_PATH, _OF_PROGRAM = "a path of somebody's machine", "data of the drawing program"
_CODES = {_SCRIPT: "hidden-embedded", _OUTSIDE: "hidden-link", _PATH: "hidden-alt-path"}
_SVG = "{http://www.w3.org/2000/svg}"
_SHOWN_NAMES = ("{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML")
_SVG_TEXT = ("text", "title", "desc", "metadata", "foreignObject")
_SVG_SCRIPTS = ("script", "handler")


def is_picture(data: bytes) -> bool:
    """Say whether the bytes are a picture whose metadata can be read."""
    return sniff(data) in _WALKS


def find_hidden(data: bytes, place: str = "") -> list[Finding]:
    """List what a picture carries besides itself; `place` is where it stands in a document."""
    kind = sniff(data)
    try:
        found = [what for what, _ in _WALKS[kind](data) if what] if kind in _WALKS else []
    except RefusedError:
        found = ["a drawing that cannot be read"]
    except _DAMAGES:
        found = [_DAMAGE]
    return merged(Finding(_CODES.get(what, "hidden-metadata"), what, place) for what in found)


def cleaned(data: bytes) -> bytes:
    """Give the picture without camera data, comments, previews and what follows its end."""
    kind = sniff(data)
    if kind not in _WALKS:
        raise refused("kind of picture")
    try:
        clean = b"".join(kept for _, kept in _WALKS[kind](data))
    except _DAMAGES as error:
        raise refused("damaged picture") from error
    if kind == "webp":
        clean = clean[:4] + struct.pack("<I", len(clean) - 8) + clean[8:]
    return clean


def _jpeg(data: bytes) -> Iterator[Piece]:
    yield "", data[:2]
    at = 2
    while at + 4 <= len(data) and data[at : at + 2] != b"\xff\xd9":
        marker = data[at + 1]
        if data[at] != 0xFF or marker == 0xFF:
            at += 1
        elif marker in _STANDALONE:
            yield "", data[at : at + 2]
            at += 2
        else:
            end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
            if marker == 0xDA:
                after = _END_OF_SCAN.search(data, end)
                end = after.start() if after else len(data)
            yield from _jpeg_segment(marker, data[at:end])
            at = end
    if data[at : at + 2] == b"\xff\xd9":
        yield "", data[at : at + 2]
        at += 2
    if data[at:].strip(b"\0\r\n "):
        yield _AFTER, b""


def _jpeg_segment(marker: int, segment: bytes) -> Iterator[Piece]:
    body = segment[4:]
    if marker == 0xE1 and body.startswith(b"Exif\0"):
        exif = Image.Exif()
        exif.load(body)
        if set(exif) <= {ORIENTATION} and len(body) <= 70:
            yield "", segment
            return
        turned = Image.Exif()
        turned[ORIENTATION] = up = exif.get(ORIENTATION, 1)
        kept = b"\xff\xe1" + struct.pack(">H", len(turned.tobytes()) + 2) + turned.tobytes()
        yield _EXIF, kept if up in range(2, 9) else b""
        if _GPS in exif:
            yield "the place where it was taken (GPS)", b""
    elif marker == 0xE1 and b"ns.adobe.com/xap" in body[:40]:
        yield _XMP, b""
    elif marker in _JPEG:
        yield _JPEG[marker], b""
    elif marker == 0xE0 and (body[:5] != b"JFIF\0" or body[12:14].strip(b"\0")):
        bare = struct.pack(">HH", 0xFFE0, 16) + body[:12] + b"\0\0"
        yield "a preview picture", bare if body.startswith(b"JFIF\0") else b""
    elif marker == 0xE2 and not body.startswith(b"ICC_PROFILE"):
        yield "further pictures or data (APP2)", b""
    elif marker in range(0xE0, 0xF0) and marker not in (0xE0, 0xE2, 0xEE):
        yield _APPLICATION, b""
    else:
        yield "", segment


def _png(data: bytes) -> Iterator[Piece]:
    yield "", data[:8]
    at, name = 8, b""
    while at + 12 <= len(data) and name != b"IEND":
        name = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if name in _PNG_SHOWN:
            yield "", data[at:end]
        else:
            yield _PNG.get(name, _UNUSUAL), b""
        at = end
    if at < len(data):
        yield _AFTER, b""


def _gif(data: bytes) -> Iterator[Piece]:
    at = 13 + _colors(data[10])
    yield "", data[:at]
    while at < len(data):
        start, mark = at, data[at]
        if mark == 0x3B:
            yield "", data[at : at + 1]
            if data[at + 1 :].strip(b"\0"):
                yield _AFTER, b""
            return
        label = data[at + 1]
        at = at + 2 if mark == 0x21 else at + 11 + _colors(data[at + 9])
        if mark not in (0x21, 0x2C):
            yield _DAMAGE, b""
            return
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
        repeats = label == 0xFF and data[start + 3 : start + 14] == b"NETSCAPE2.0"
        if mark == 0x2C or label == 0xF9 or repeats:
            yield "", data[start:at]
        else:
            yield "a comment" if label == 0xFE else _APPLICATION, b""


def _colors(packed: int) -> int:
    """Give the length of the table of colors that a packed byte announces."""
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _webp(data: bytes) -> Iterator[Piece]:
    yield "", data[:12]
    at = 12
    while at + 8 <= len(data):
        name = data[at : at + 4]
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        chunk = data[at : at + 8 + length + length % 2]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_METADATA_FLAGS]) + chunk[9:]
        if name in _WEBP_SHOWN:
            yield "", chunk
        else:
            yield _WEBP.get(name, _UNUSUAL), b""
        at += 8 + length + length % 2
    if len(data) > 8 + int.from_bytes(data[4:8], "little"):
        yield _AFTER, b""


def _tiff(data: bytes) -> Iterator[Piece]:
    # Another library may have told Pillow, for all of the process, to draw what is cut short.
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with Image.open(io.BytesIO(data)) as picture:
            tags = {tag for frame in ImageSequence.Iterator(picture) for tag in frame.getexif()}
            picture.seek(0)
            bare = Image.new(picture.mode, picture.size)
            bare.paste(picture)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    target = io.BytesIO()
    bare.save(target, "TIFF", compression="tiff_lzw")
    yield "", target.getvalue()
    if _GPS in tags:
        yield "the place where it was taken (GPS)", b""
    if tags - _TIFF_SHOWN:
        yield "tags that describe it", b""


def _svg(data: bytes) -> Iterator[Piece]:
    """Take out of a drawing what draws nothing; words that it draws stay."""
    root = parse_xml(data)
    for element in list(root.iter()):
        parent, tag = element.getparent(), element.tag
        local = etree.QName(element).localname if isinstance(tag, str) else ""
        what, goes = "", local != "text"
        if not local:
            what = "a comment"
        elif local in _SVG_SCRIPTS:
            what = _SCRIPT
        elif local in _SVG_TEXT:
            said = any(str(text).strip() for text in element.itertext())
            what = f"text ({local})" if said else ""
        elif not str(tag).startswith(_SVG) and tag != local:
            what = _OF_PROGRAM
        else:
            goes = False
        yield what, b""
        if goes and parent is not None:
            parent.remove(element)
        elif local:
            for key in map(str, element.keys()):
                yield _unneeded(element, key), b""
    etree.cleanup_namespaces(root)
    yield "", etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _unneeded(element: etree._Element, key: str) -> str:
    """Take out an attribute that draws nothing; give what is to be said of it."""
    said = str(element.attrib[key])
    if key.endswith("href") and not said.startswith(("#", "data:image/")):
        what = _OUTSIDE
    elif key.lower().startswith("on"):
        what = _SCRIPT
    elif key.startswith("{") and not key.startswith(_SHOWN_NAMES):
        what = _OF_PROGRAM
    else:
        return _PATH if has_user_path(said) else ""
    del element.attrib[key]
    return what


_WALKS: dict[str, Callable[[bytes], Iterator[Piece]]] = {
    "jpg": _jpeg,
    "png": _png,
    "gif": _gif,
    "webp": _webp,
    "tiff": _tiff,
    "svg": _svg,
}
