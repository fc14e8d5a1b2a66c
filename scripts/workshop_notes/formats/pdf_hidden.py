"""What a PDF hides, and the same pages without it."""

from __future__ import annotations

import ctypes
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from workshop_notes.formats import picture
from workshop_notes.formats.hidden import (
    Finding,
    find_characters,
    has_file_path,
    has_user_path,
    merged,
    refused,
)
from workshop_notes.formats.names import reasons
from workshop_notes.formats.pdf_glyphs import (
    Page,
    annotations_of,
    load_page,
    open_pdf,
    pages_of,
    read_page,
    unmarked,
)

_OBJECT = re.compile(rb"(?<![\d])(\d{1,10})\s+(\d{1,5})\s+obj\b")
_END = re.compile(rb"\bendobj\b|\bstream\r?\n")
_STREAM_END = re.compile(rb"\r?\n?endstream")
_HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]+)>(?!>)", re.S)
_MOST_BYTES = 64 * 1024 * 1024
_LONGEST_DICTIONARY = 1_000_000
_LONGEST_OBJECT = 4_000  # bytes: more is a stream of several

_PROPERTIES = ("Author", "Title", "Subject", "Keywords")
_SHOWN_INFO = frozenset((*_PROPERTIES, "Producer", "Creator", "CreationDate", "ModDate", "Trapped"))
_NO_VALUES = ("", "untitled", "unspecified", "anonymous")
_INFO = re.compile(rb"/(?:Producer|Creator|CreationDate|ModDate)\s*[(<]")
_KEY = re.compile(rb"/([A-Za-z][\w.:-]*)\s*[(<](?!<)")
_ANNOTATIONS = reasons("pdf-annotations")
_LINK, _POPUP, _ATTACHED = 2, 16, 17
_OFF = rb"/OFF\s*\[\s*\d|/BaseState\s*/OFF"
# What an object's key says: found, and what pages refer to by it is taken out.
_KEYS = {key.encode(): said.split(" ", 1) for key, said in reasons("pdf-keys").items()}
# What an object is, by a key that it has.
_OBJECTS = {key.encode(): what for key, what in reasons("pdf-objects").items()}
_REFERRED = re.compile(
    rb"(?:"
    + b"|".join([*_KEYS, rb"/(?:AA|OpenAction|OCProperties|Metadata)"])
    + rb")\s+\d+\s+\d+\s+R"
)
_DESCRIBED = re.compile(rb"<<[^<>]{0,2000}>>\s*BDC")
_DESCRIBING = (b"Alt", b"E", b"T", b"Title", b"Contents", b"Lang")


def dictionaries(data: bytes) -> Iterator[bytes]:
    """Yield the text of every object that is no stream's content, names without escapes.

    Objects in compressed object streams come as one text for each stream.
    """
    unpacked = 0
    for head, content in _objects(data):
        texts = [head]
        if re.search(rb"/Type\s*/ObjStm", head) and unpacked < _MOST_BYTES:
            texts.append(_inflated(content, _MOST_BYTES - unpacked))
            unpacked += len(texts[1])
        for text in texts:
            yield _HEX_NAME.sub(lambda match: bytes([int(match[1], 16)]), text)


def streams(data: bytes) -> Iterator[bytes]:
    """Yield the strings of each page's content and form, unpacked."""
    for _, content in _objects(data):
        yield from _DESCRIBED.findall(_inflated(content, _MOST_BYTES))


def strings(dictionary: bytes) -> Iterator[str]:
    """Yield the literal strings of a dictionary."""
    for match in _STRING.finditer(dictionary[:_LONGEST_DICTIONARY]):
        if match.group(2) is not None:
            digits = b"".join(match.group(2).split())
            value = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        else:
            value = re.sub(rb"\\([()\\])", rb"\1", match.group(1))
        if value.startswith(b"\xfe\xff"):
            yield value[2:].decode("utf-16-be", errors="replace")
        else:
            yield value.decode("latin-1")


def find_hidden(data: bytes, _path: str = "") -> list[Finding]:
    """List what a PDF hides."""
    document = open_pdf(data)
    found = [
        Finding("hidden-property", f"the property {name}")
        for name in _PROPERTIES
        if document.get_metadata_value(name).strip("\0 ").lower() not in _NO_VALUES
    ]
    attached = document.count_attachments()
    found += [Finding("hidden-attachment", "attached files", "", attached)] if attached > 0 else []
    document.close()
    for read in pages_of(data):
        place = f"page {read.number}"
        for kind in read.annotations:
            code = "hidden-attachment" if kind == _ATTACHED else "hidden-annotation"
            if kind not in (0, _LINK, _POPUP):
                found.append(Finding(code, _ANNOTATIONS.get(str(kind), "annotation"), place))
        for why, count in sorted(Counter(g.hidden for g in read.glyphs if g.hidden).items()):
            found.append(Finding("hidden-text", f"letters of {why}", place, count))
        if read.replacements:
            what = "replacement for the text that is shown"
            found.append(Finding("hidden-text", what, place, read.replacements))
        found += find_characters("".join(glyph.text for glyph in read.glyphs), place)
    for dictionary in dictionaries(data):
        found += _said(dictionary)
    for content in _jpegs(data):
        found += picture.metadata(content, "a picture")
    return merged([*found, *_around(data)])


def cleaned(data: bytes, _path: str = "") -> bytes:
    """Give the same pages in a new file; refuses where text to be seen would go with the hidden."""
    if re.search(_OFF, data):
        raise refused("pdf layer")
    source = open_pdf(data)
    seen = []
    for number in range(len(source)):
        page = load_page(source, number)
        seen.append(_clean_page(page, number + 1))
        page.close()
    # What the pages refer to besides their content is blanked out, and so left behind by the next
    # rewriting; blanks keep the places of all objects.
    blank = _REFERRED.sub(lambda match: b" " * len(match[0]), _rewritten(source))
    for content in list(_jpegs(blank)):
        if picture.metadata(content):
            bare = picture.cleaned(content)
            blank = blank.replace(content, bare.ljust(len(content), b"\0"))
    clean = _rewritten(open_pdf(blank))
    if seen != [_visible(page) for page in pages_of(clean)]:
        raise refused("pdf hidden")
    return clean


def _said(dictionary: bytes) -> Iterator[Finding]:
    """Yield what the keys and strings of an object say."""
    is_one = len(dictionary) < _LONGEST_OBJECT
    known = (
        said for like, said in _OBJECTS.items() if is_one and re.search(like, dictionary, re.S)
    )
    place = next(known, "")
    for pattern, (code, what) in _KEYS.items():
        if re.search(pattern, dictionary):
            yield Finding(code, what, place)
    if _INFO.search(dictionary) and b" obj" not in dictionary and b"/Type" not in dictionary:
        unusual = {key.decode("latin-1") for key in _KEY.findall(dictionary)} - _SHOWN_INFO
        if unusual:
            yield Finding("hidden-property", "properties of its own", "", len(unusual))
    for text in strings(dictionary):
        if has_file_path(text) and re.search(rb"/(?:URI|UF?|F|Launch)\b", dictionary):
            yield Finding("hidden-link", "a link to a file on somebody's machine", place)
        elif has_user_path(text):
            yield Finding("hidden-alt-path", "a path of somebody's machine", place)


def _around(data: bytes) -> Iterator[Finding]:
    """Yield what stands in the file around the objects of its last state."""
    if re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", data):
        code, what = _KEYS[rb"/Encrypt\b"]
        yield Finding(code, what)
    states = len(re.findall(rb"startxref\s+\d+", data))
    if states > (2 if b"/Linearized" in data[:2048] else 1):
        yield Finding("hidden-embedded", "earlier states of the file", "", states - 1)
    rest = data[max(0, data.rfind(b"startxref")) :].partition(b"%%EOF")[2]
    if rest.strip(b"\r\n\t \0") or not data[:1024].lstrip().startswith(b"%PDF-"):
        yield Finding("hidden-embedded", "bytes outside of the document")


def _jpegs(data: bytes) -> Iterator[bytes]:
    """Yield the content of each stream that is a JPEG as it stands."""
    for head, content in _objects(data):
        if re.search(rb"/Filter\s*\[?\s*/DCTDecode\s*\]?\s*(?:/|>>|$)", head):
            yield content


def _inflated(content: bytes, most: int) -> bytes:
    """Unpack a deflated stream up to a number of bytes; what cannot be unpacked is empty."""
    try:
        return zlib.decompressobj().decompress(content, most)
    except zlib.error:
        return b""


def _objects(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while match := _OBJECT.search(data, at):
        end = _END.search(data, match.end())
        if end is None:
            return
        head = data[match.end() : min(end.start(), match.end() + _LONGEST_DICTIONARY)]
        if not end.group().startswith(b"stream"):
            yield head, b""
            at = end.end()
            continue
        length = re.search(rb"/Length\s+(\d{1,10})(?!\s+\d+\s+R)", head)
        stop = end.end() + int(length.group(1)) if length else -1
        if stop < 0 or not _STREAM_END.match(data, stop):
            found = _STREAM_END.search(data, end.end())
            stop = found.start() if found else len(data)
        yield head, data[end.end() : stop]
        at = stop


def _clean_page(page: pdfium.PdfPage, number: int) -> str:
    """Take out what is hidden on a page, and give the text that was to be seen before."""
    for index, kind in reversed(list(enumerate(annotations_of(page)))):
        if kind not in (0, _LINK):
            raw.FPDFPage_RemoveAnnot(page.raw, index)
    read = read_page(page, number)
    hidden = {glyph.drawn_with for glyph in read.glyphs if glyph.hidden}
    shown = {glyph.drawn_with for glyph in read.glyphs if not glyph.hidden and glyph.text.strip()}
    if hidden & shown:
        raise refused("pdf hidden")
    described = [unmarked(item, _DESCRIBING) for item in page.get_objects(max_depth=12)]
    for item in list(page.get_objects(max_depth=1)):
        if item.type == raw.FPDF_PAGEOBJ_TEXT and ctypes.addressof(item.raw.contents) in hidden:
            page.remove_obj(item)
    if hidden or any(described):
        page.gen_content()
    return _visible(read)


def _visible(page: Page) -> str:
    return "".join(glyph.text for glyph in page.glyphs if not glyph.hidden and glyph.text.strip())


def _rewritten(source: pdfium.PdfDocument) -> bytes:
    target = pdfium.PdfDocument.new()
    buffer = io.BytesIO()
    try:
        target.import_pages(source)
        target.save(buffer)
    except pdfium.PdfiumError as error:
        raise refused("pdf unwritten") from error
    target.close()
    return buffer.getvalue()
