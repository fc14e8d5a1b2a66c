"""Zipped documents and their XML, read within bounds; elements taken out of a tree."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from workshop_notes.formats.hidden import refused

MOST_PARTS = 4_000
LARGEST_PART = 48 * 1024 * 1024
LARGEST_ARCHIVE = 128 * 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError)
_ENCRYPTED = 0x1
_LONGEST_DESCRIPTOR = 24
_LOCAL_HEADER = 30

# What no tree may hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def unpack(data: bytes) -> dict[str, bytes]:
    """Unpack a zipped document: part name → bytes, in the archive's order.

    Refuses archives that are broken, encrypted, too large unpacked, or name a part twice (two
    programs would read two different documents).
    """
    parts: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_PARTS:
                raise refused("unpacks", much=f"has {len(members)} parts")
            if sum(member.file_size for member in members) > LARGEST_ARCHIVE:
                raise refused("unpacks", much="unpacks to too much")
            for member in members:
                if member.is_dir():
                    continue
                if member.flag_bits & _ENCRYPTED:
                    raise refused("encrypted")
                if member.filename in parts:
                    raise refused("broken", how="names one of its parts twice")
                with archive.open(member) as part:
                    content = part.read(LARGEST_PART + 1)
                total += len(content)
                if len(content) > LARGEST_PART or total > LARGEST_ARCHIVE:
                    raise refused("unpacks", much="unpacks to too much")
                parts[member.filename] = content
    except _BROKEN as error:
        raise refused("broken", how="is damaged") from error
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise refused("encrypted")
    return parts


def pack(parts: Mapping[str, bytes], first: str = "") -> bytes:
    """Pack parts into a zipped document; `first` is stored uncompressed at its start."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda part: (part != first, part != "[Content_Types].xml")):
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            archive.writestr(member, parts[name])
    return target.getvalue()


def bytes_outside_parts(data: bytes) -> int:
    """Count the bytes of an archive that belong to none of its parts, comments included."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = sorted(archive.infolist(), key=lambda member: member.header_offset)
        at, outside = 0, len(archive.comment)
        for member in members:
            header = data[member.header_offset : member.header_offset + _LOCAL_HEADER]
            if len(header) < _LOCAL_HEADER:
                continue
            lengths = sum(struct.unpack("<HH", header[26:30]))  # of its name and extra field
            outside += _gap(at, member.header_offset) + len(member.comment)
            at = member.header_offset + _LOCAL_HEADER + lengths + member.compress_size
        outside += _gap(at, archive.start_dir)
        end = data.rfind(b"PK\x05\x06")
        outside += max(0, len(data) - end - 22 - len(archive.comment)) if end >= 0 else 0
    return outside


def parse_xml(data: bytes) -> etree._Element:
    """Parse one XML part; refuses document types, for they can define entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refused("broken", how="holds XML that is damaged or nested too deeply") from error
    if root is None:
        raise refused("broken", how="holds XML without content")
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise refused("entities")
    return root


def remove(element: etree._Element) -> None:
    """Take an element out; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        holder, place = (parent, "text") if before is None else (before, "tail")
        said = f"{getattr(holder, place) or ''}{element.tail}"
        setattr(holder, place, UNWRITABLE.sub("", said))
        element.tail = None
    parent.remove(element)


def swap(element: etree._Element, made: etree._Element) -> None:
    """Put another element in the place of one; the text after it stays."""
    made.tail, element.tail = element.tail, None
    if (parent := element.getparent()) is not None:
        parent.replace(element, made)


def whole_text(element: etree._Element) -> str:
    """Give all text in an element, that of its children too."""
    return "".join(map(str, element.itertext()))


def whole_number(text: str | None, without: int = 0) -> int:
    """Read a whole number of a few digits; `without` is given for what is none."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,5}", text) else without


def own_text(element: etree._Element) -> str:
    """Give an element's text without that of its children."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def clear_own_text(element: etree._Element) -> None:
    """Take an element's text away and leave its children."""
    element.text = None
    for child in element:
        child.tail = None


def unwrap(element: etree._Element) -> None:
    """Put an element's children in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(at, child)
    parent.remove(element)


def _gap(start: int, end: int) -> int:
    """Count the bytes between two parts, a data descriptor aside."""
    return max(0, end - start) if end - start > _LONGEST_DESCRIPTOR else 0
