"""A picture without its metadata; its pixels stay as they are."""

from __future__ import annotations

import io
import struct

from lxml import etree
from PIL import Image

from workshop_notes.originals.archive import RefusedError, parse_xml
from workshop_notes.originals.kind import sniff
from workshop_notes.originals.picture import (
    ORIENTATION,
    gif_blocks,
    is_shown_chunk,
    jpeg_segments,
    orientation,
    png_chunks,
    webp_chunks,
)

KINDS = ("jpg", "png", "gif", "webp", "tiff", "svg")

_EXIF = b"Exif\0\0"
_WEBP_METADATA_FLAGS = 0x04 | 0x08
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_UNDRAWN = ("title", "desc", "metadata", "script", "handler", "foreignObject")


def cleaned(data: bytes) -> bytes:
    """Give the picture without camera data, comments, previews and what follows its end."""
    kind = sniff(data)
    if kind == "jpg":
        return _jpeg(data)
    if kind == "png":
        kept = (data[start:end] for name, start, end in png_chunks(data) if is_shown_chunk(name))
        return data[:8] + b"".join(kept)
    if kind == "gif":
        return b"".join(data[start:end] for code, _, start, end in gif_blocks(data) if not code)
    if kind == "webp":
        return _webp(data)
    if kind == "svg":
        return _svg(data)
    if kind == "tiff":
        return _drawn_anew(data)
    raise RefusedError(
        "hidden-metadata", "this kind of picture cannot be cleaned", "save it as .png or .jpg"
    )


def _jpeg(data: bytes) -> bytes:
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
    exif = _EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"
    return b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


def _webp(data: bytes) -> bytes:
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


def _svg(data: bytes) -> bytes:
    root = parse_xml(data)
    for element in list(root.iter()):
        parent = element.getparent()
        foreign = not isinstance(element.tag, str) or (
            element.tag.startswith("{") and not element.tag.startswith(_SVG)
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
