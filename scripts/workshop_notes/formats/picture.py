"""A picture: what it carries besides its pixels, and the same without that."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from lxml import etree
from PIL import Image

from workshop_notes.formats.archive import RefusedError, parse_xml
from workshop_notes.formats.hidden import Finding, has_user_path, merged
from workshop_notes.formats.original import sniff

KINDS = ("jpg", "png", "gif", "webp", "tiff", "svg")
ORIENTATION = 0x0112
_SVG = "{http://www.w3.org/2000/svg}"
_PNG_SIGNATURE = 8
_SHOWN_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs acTL fcTL fdAT cICP mDCV".split()
)
_CHUNKS = {
    b"eXIf": ("hidden-metadata", "camera data (EXIF)"),
    b"tEXt": ("hidden-metadata", "text in a chunk"),
    b"zTXt": ("hidden-metadata", "text in a chunk"),
    b"iTXt": ("hidden-metadata", "text in a chunk"),
    b"tIME": ("hidden-metadata", "the time of its change"),
}
_JPEG_SHOWN = frozenset({0xE0, 0xE2, 0xEE})
_TIFF_SHOWN = frozenset(
    {
        254, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 283, 284, 296, 317, 320,
        322, 323, 324, 325, 338, 339, 347, 530, 531, 532,
    }
)  # fmt: skip
_GPS = 0x8825
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})

_WEBP_METADATA_FLAGS = 0x04 | 0x08
_PICTURE_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_UNDRAWN = ("title", "desc", "metadata", "script", "handler", "foreignObject")


def is_picture(data: bytes) -> bool:
    """Say whether the bytes are a picture whose metadata can be read."""
    return sniff(data) in KINDS


def find_hidden(data: bytes, _path: str = "") -> list[Finding]:
    """List what a picture carries besides itself."""
    return metadata(data)


def metadata(data: bytes, place: str = "") -> list[Finding]:
    """List what a picture carries besides itself; `place` is where it stands in a document."""
    kind = sniff(data)
    if kind == "jpg":
        found = _jpeg(data)
    elif kind == "png":
        found = _png(data)
    elif kind == "gif":
        found = _gif(data)
    elif kind == "webp":
        found = _webp(data)
    elif kind == "tiff":
        found = _tiff(data)
    elif kind == "svg":
        found = _svg(data)
    else:
        return []
    try:
        return merged(Finding(code, what, place) for code, what in found)
    except (struct.error, IndexError, ValueError):
        return [Finding("hidden-metadata", "damage that may hide data", place)]


def jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the marker, start and end of each segment of a JPEG; the scan's data is part of SOS."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            at += 1
            continue
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _STANDALONE:
            yield marker, at, at + 2
            at += 2
        elif marker == 0xD9:
            break
        else:
            end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
            if marker == 0xDA:
                end = _end_of_scan(data, end)
            yield marker, at, min(end, len(data))
            at = end
    if data[at : at + 2] == b"\xff\xd9":
        yield 0xD9, at, at + 2


def png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name, start and end of each chunk of a PNG."""
    at = _PNG_SIGNATURE
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        end = at + 12 + length
        yield name, at, min(end, len(data))
        at = end
        if name == b"IEND":
            break


def is_shown_chunk(name: bytes) -> bool:
    """Say whether a PNG's chunk is part of the picture."""
    return name in _SHOWN_CHUNKS


def orientation(exif: bytes) -> int:
    """Read from camera data which way is up: 1 to 8 as the camera says, 1 if it does not."""
    order = "<" if exif[:2] == b"II" else ">"
    for index in range(min(64, len(exif) // 12)):
        entry = exif[10 + 12 * index : 22 + 12 * index]
        if len(entry) == 12 and struct.unpack(order + "H", entry[:2])[0] == ORIENTATION:
            value = int(struct.unpack(order + "H", entry[8:10])[0])
            return value if 1 <= value <= 8 else 1
    return 1


def is_orientation_alone(exif: bytes) -> bool:
    """Say whether camera data says nothing but which way is up."""
    return _tiff_tags(exif) <= {ORIENTATION} and len(exif) <= 64


def gif_blocks(data: bytes) -> Iterator[tuple[str, str, int, int]]:
    """Yield code, kind, start and end of each block of a GIF; the code is empty for the picture."""
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    yield "", "header", 0, at
    while at < len(data):
        start = at
        if data[at] == 0x3B:
            yield "", "end", start, at + 1
            if data[at + 1 :].strip(b"\0"):
                yield "hidden-metadata", "bytes after the picture", at + 1, len(data)
            return
        if data[at] == 0x2C:
            packed = data[at + 9]
            at = _end_of_blocks(data, at + 11 + (3 << ((packed & 7) + 1) if packed & 0x80 else 0))
            yield "", "picture", start, at
        elif data[at] == 0x21:
            label = data[at + 1]
            shown = label == 0xF9 or (label == 0xFF and data[at + 3 : at + 14] == b"NETSCAPE2.0")
            at = _end_of_blocks(data, at + 2)
            what = "a comment" if label == 0xFE else "application data"
            yield ("", "control", start, at) if shown else ("hidden-metadata", what, start, at)
        else:
            yield "hidden-metadata", "damage that may hide data", start, len(data)
            return


def webp_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name, start and end of each chunk of a WebP."""
    at = 12
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + length + length % 2
        yield data[at : at + 4], at, min(end, len(data))
        at = end


def cleaned(data: bytes, _path: str = "") -> bytes:
    """Give the picture without camera data, comments, previews and what follows its end."""
    kind = sniff(data)
    if kind == "jpg":
        return _picture_jpeg(data)
    if kind == "png":
        kept = (data[start:end] for name, start, end in png_chunks(data) if is_shown_chunk(name))
        return data[:8] + b"".join(kept)
    if kind == "gif":
        return b"".join(data[start:end] for code, _, start, end in gif_blocks(data) if not code)
    if kind == "webp":
        return _picture_webp(data)
    if kind == "svg":
        return _picture_svg(data)
    if kind == "tiff":
        return _drawn_anew(data)
    raise RefusedError(
        "hidden-metadata", "this kind of picture cannot be cleaned", "save it as .png or .jpg"
    )


def _end_of_scan(data: bytes, at: int) -> int:
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


def _jpeg(data: bytes) -> Iterator[tuple[str, str]]:
    last = 2
    for marker, start, end in jpeg_segments(data):
        last = end
        body = data[start + 4 : end]
        if marker == 0xFE:
            yield "hidden-metadata", "a comment"
        elif marker == 0xE1 and body.startswith(b"Exif\0"):
            exif = body[6:]
            if not is_orientation_alone(exif):
                gps = _GPS in _tiff_tags(exif)
                yield "hidden-metadata", "camera data (EXIF)"
                if gps:
                    yield "hidden-metadata", "the place where it was taken (GPS)"
        elif marker == 0xE1 and b"ns.adobe.com/xap" in body[:40]:
            yield "hidden-metadata", "metadata (XMP)"
        elif marker == 0xED:
            yield "hidden-metadata", "captions and credits (IPTC)"
        elif marker == 0xE2 and not body.startswith(b"ICC_PROFILE"):
            yield "hidden-metadata", "further pictures or data (APP2)"
        elif marker == 0xE0 and (body[:5] != b"JFIF\0" or body[12:14].strip(b"\0")):
            yield "hidden-metadata", "a preview picture"
        elif 0xE0 <= marker <= 0xEF and marker not in _JPEG_SHOWN:
            yield "hidden-metadata", "application data"
        if marker == 0xD9:
            break
    if last < len(data) and data[last:].strip(b"\0\r\n "):
        yield "hidden-metadata", "bytes after the picture"


def _png(data: bytes) -> Iterator[tuple[str, str]]:
    last = _PNG_SIGNATURE
    for name, _, end in png_chunks(data):
        last = end
        if name in _CHUNKS:
            yield _CHUNKS[name]
        elif name not in _SHOWN_CHUNKS:
            yield "hidden-metadata", "an unusual chunk"
    if last < len(data):
        yield "hidden-metadata", "bytes after the picture"


def _gif(data: bytes) -> Iterator[tuple[str, str]]:
    for code, what, start, end in gif_blocks(data):
        del start, end
        if code:
            yield code, what


def _end_of_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1


def _webp(data: bytes) -> Iterator[tuple[str, str]]:
    for name, start, end in webp_chunks(data):
        del start, end
        if name == b"EXIF":
            yield "hidden-metadata", "camera data (EXIF)"
        elif name == b"XMP ":
            yield "hidden-metadata", "metadata (XMP)"
        elif name not in (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"):
            yield "hidden-metadata", "an unusual chunk"
    if len(data) > 8 + int.from_bytes(data[4:8], "little"):
        yield "hidden-metadata", "bytes after the picture"


def _tiff(data: bytes) -> Iterator[tuple[str, str]]:
    tags = _tiff_tags(data)
    if _GPS in tags:
        yield "hidden-metadata", "the place where it was taken (GPS)"
    if tags - _TIFF_SHOWN:
        yield "hidden-metadata", "tags that describe it"


def _tiff_tags(data: bytes) -> set[int]:
    order = "<" if data[:2] == b"II" else ">"
    tags: set[int] = set()
    seen: set[int] = set()
    (at,) = struct.unpack(order + "I", data[4:8]) if len(data) >= 8 else (0,)
    while at and at not in seen and at + 2 <= len(data):
        seen.add(at)
        (number,) = struct.unpack(order + "H", data[at : at + 2])
        for index in range(min(number, 4096)):
            entry = data[at + 2 + 12 * index : at + 14 + 12 * index]
            if len(entry) == 12:
                tags.add(struct.unpack(order + "H", entry[:2])[0])
        follow = data[at + 2 + 12 * number : at + 6 + 12 * number]
        at = struct.unpack(order + "I", follow)[0] if len(follow) == 4 else 0
    return tags


def _svg(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        root = parse_xml(data)
    except RefusedError:
        yield "hidden-metadata", "a drawing that cannot be read"
        return
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield "hidden-metadata", "a comment"
            continue
        local = etree.QName(element).localname
        if local in ("text", "title", "desc", "metadata", "foreignObject"):
            if any(str(text).strip() for text in element.itertext()):
                yield "hidden-metadata", f"text ({local})"
        elif local in ("script", "handler"):
            yield "hidden-embedded", "a script"
        elif not str(element.tag).startswith(_SVG) and element.tag != local:
            yield "hidden-metadata", "data of the drawing program"
        for key, value in element.attrib.items():
            if str(key).endswith("href") and not str(value).startswith(("#", "data:image/")):
                yield "hidden-link", "an external picture or link"
            elif has_user_path(str(value)):
                yield "hidden-alt-path", "a path of somebody's machine"
            elif str(key).lower().startswith("on"):
                yield "hidden-embedded", "a script"
            elif str(key).startswith("{") and "xlink" not in str(key) and "XML" not in str(key):
                yield "hidden-metadata", "data of the drawing program"


def _picture_jpeg(data: bytes) -> bytes:
    out = [data[:2]]
    up = 1
    for marker, start, end in jpeg_segments(data):
        body = data[start + 4 : end]
        if marker == 0xE1 and body.startswith(b"Exif\0"):
            up = orientation(body[6:])
    if up != 1:
        out.append(_orientation_segment(up))
    for marker, start, end in jpeg_segments(data):
        body = data[start + 4 : end]
        if marker == 0xE0 and body.startswith(b"JFIF\0"):
            bare = body[:12] + b"\0\0"
            out.insert(1, b"\xff\xe0" + struct.pack(">H", len(bare) + 2) + bare)
        elif (
            (marker == 0xE2 and body.startswith(b"ICC_PROFILE"))
            or marker == 0xEE
            or not (0xE0 <= marker <= 0xEF or marker == 0xFE)
        ):
            out.append(data[start:end])
    return b"".join(out)


def _orientation_segment(up: int) -> bytes:
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, up, 0)
    exif = b"Exif\0\0" + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


def _picture_webp(data: bytes) -> bytes:
    chunks = []
    for name, start, end in webp_chunks(data):
        chunk = data[start:end]
        if name in (b"EXIF", b"XMP "):
            continue
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_METADATA_FLAGS]) + chunk[9:]
        if name in (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"):
            chunks.append(chunk)
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _picture_svg(data: bytes) -> bytes:
    root = parse_xml(data)
    for element in list(root.iter()):
        parent = element.getparent()
        foreign = not isinstance(element.tag, str) or (
            element.tag.startswith("{") and not element.tag.startswith(_PICTURE_SVG)
        )
        local = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if parent is not None and (foreign or local in _UNDRAWN):
            parent.remove(element)
            continue
        if not isinstance(element.tag, str):
            continue
        for key, value in list(element.attrib.items()):
            name, said = str(key), str(value)
            linked = name.endswith("href") and not said.startswith(("#", "data:image/"))
            named = name.startswith("{") and not name.startswith((_XLINK, "{http://www.w3.org/XML"))
            if linked or named or name.lower().startswith("on"):
                del element.attrib[key]
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _drawn_anew(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as picture:
        bare = Image.new(picture.mode, picture.size)
        bare.paste(picture)
        target = io.BytesIO()
        bare.save(target, "TIFF", compression="tiff_lzw")
    return target.getvalue()
