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
from workshop_notes.formats.archive import RefusedError
from workshop_notes.formats.hidden import (
    Finding,
    find_characters,
    has_file_path,
    has_user_path,
    merged,
)
from workshop_notes.formats.pdf_glyphs import Page, load_page, open_pdf, read_page, read_pages

_OBJECT = re.compile(rb"(?<![\d])(\d{1,10})\s+(\d{1,5})\s+obj\b")
_END = re.compile(rb"\bendobj\b|\bstream\r?\n")
_STREAM_END = re.compile(rb"\r?\n?endstream")
_HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]+)>(?!>)", re.S)
_MOST_BYTES = 64 * 1024 * 1024
_LONGEST_DICTIONARY = 1_000_000

PROPERTIES = ("Author", "Title", "Subject", "Keywords")
_ANNOTATIONS = {
    1: "note",
    3: "free text",
    9: "highlighting",
    10: "underlining",
    12: "strike-out",
    13: "stamp",
    17: "attached file",
    20: "form field",
}
_LINK, _POPUP = 2, 16
_KEYS = (
    (rb"/(?:JavaScript|JS)\b", "hidden-embedded", "a script"),
    (rb"/EmbeddedFiles?\b", "hidden-attachment", "an attached file"),
    (rb"/PieceInfo\b", "hidden-metadata", "private data of a program"),
    (rb"/Thumb\b", "hidden-embedded", "preview pictures of pages"),
    (rb"/Type\s*/Metadata\b", "hidden-metadata", "metadata (XMP)"),
    (rb"/(?:XFA|RichMedia|Movie|Sound|3D)\b", "hidden-embedded", "a form or media object"),
    (rb"/Encrypt\b", "hidden-metadata", "an encryption that keeps parts from being checked"),
    (rb"/(?:Launch|GoToR|ImportData|SubmitForm)\b", "hidden-link", "an action on another file"),
)
_OFF = re.compile(rb"/OFF\s*\[\s*\d|/BaseState\s*/OFF")
_SHOWN_INFO = frozenset(
    b"Producer Creator CreationDate ModDate Trapped Author Title Subject Keywords".split()
)
_NO_VALUES = ("", "untitled", "unspecified", "anonymous")
_INFO = re.compile(rb"/(?:Producer|Creator|CreationDate|ModDate)\s*[(<]")
_KEY = re.compile(rb"/([A-Za-z][\w.:-]*)\s*[(<](?!<)")

_PDF_LINK = 2
_DESCRIBED = re.compile(rb"<<[^<>]{0,2000}>>\s*BDC")
_DESCRIBING = (b"Alt", b"E", b"T", b"Title", b"Contents", b"Lang")
_ANEW = "switch the layer or text off in its own program, or take it out, and export it anew"
_PDF_KEYS = re.compile(rb"/(?:PieceInfo|Metadata|Thumb|AA|OpenAction|OCProperties)\s+\d+\s+\d+\s+R")
_PDF_OFF = re.compile(rb"/OFF\s*\[\s*\d|/BaseState\s*/OFF")


def dictionaries(data: bytes) -> Iterator[bytes]:
    """Yield the text of every object that is no stream's content, names without escapes.

    Objects in compressed object streams come as one text for each stream.
    """
    unpacked = 0
    for head, content in _objects(data):
        yield _HEX_NAME.sub(lambda match: bytes([int(match.group(1), 16)]), head)
        if re.search(rb"/Type\s*/ObjStm", head) and unpacked < _MOST_BYTES:
            text = inflated(content, _MOST_BYTES - unpacked)
            unpacked += len(text)
            yield _HEX_NAME.sub(lambda match: bytes([int(match.group(1), 16)]), text)


def jpegs(data: bytes) -> Iterator[bytes]:
    """Yield the content of each stream that is a JPEG as it stands."""
    for head, content in _objects(data):
        if re.search(rb"/Filter\s*\[?\s*/DCTDecode\s*\]?\s*(?:/|>>|$)", head):
            yield content


def streams(data: bytes) -> Iterator[bytes]:
    """Yield the strings of each page's content and form, unpacked."""
    for _, content in _objects(data):
        unpacked = inflated(content, _MOST_BYTES)
        for described in _DESCRIBED.finditer(unpacked):
            yield described[0]


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


def inflated(content: bytes, most: int) -> bytes:
    """Unpack a deflated stream up to a number of bytes; what cannot be unpacked is empty."""
    try:
        return zlib.decompressobj().decompress(content, most)
    except zlib.error:
        return b""


def find_hidden(data: bytes, _path: str = "") -> list[Finding]:
    """List what a PDF hides."""
    document = open_pdf(data)
    found = list(_document(document))
    for page in read_pages(document):
        place = f"page {page.number}"
        for why, number in sorted(Counter(g.hidden for g in page.glyphs if g.hidden).items()):
            found.append(Finding("hidden-text", f"letters of {why}", place, number))
        if page.replacements:
            what = "replacement for the text that is shown"
            found.append(Finding("hidden-text", what, place, page.replacements))
        text = "".join(glyph.text for glyph in page.glyphs)
        found += find_characters(text, place)
    document.close()
    found += _file(data)
    return merged(found)


def page_annotations(page: pdfium.PdfPage) -> Iterator[tuple[int, int]]:
    """Yield the index and subtype of each annotation of a page."""
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            yield index, raw.FPDFAnnot_GetSubtype(annotation)
            raw.FPDFPage_CloseAnnot(annotation)


def cleaned(data: bytes, _path: str = "") -> bytes:
    """Give the same pages in a new file; refuses where text to be seen would go with the hidden."""
    if _PDF_OFF.search(data):
        raise RefusedError("hidden-layer", "a layer is switched off", _ANEW)
    source = open_pdf(data)
    seen = [_clean_page(page, number + 1) for number, page in _pages(source)]
    first = _rewritten(source)
    # What the pages refer to besides their content is blanked out, and so left behind by the next
    # rewriting; blanks keep the places of all objects.
    blank = _PDF_KEYS.sub(lambda match: b" " * len(match.group()), first)
    for content in list(jpegs(blank)):
        if picture.metadata(content):
            bare = picture.cleaned(content)
            blank = blank.replace(content, bare.ljust(len(content), b"\0"))
    second = open_pdf(blank)
    clean = _rewritten(second)
    kept = [_visible(read_page(page, number + 1)) for number, page in _pages(open_pdf(clean))]
    if seen != kept:
        raise RefusedError("hidden-text", "its hidden text cannot be taken out alone", _ANEW)
    return clean


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


def _document(document: pdfium.PdfDocument) -> Iterator[Finding]:
    for name in PROPERTIES:
        if _property(document, name):
            yield Finding("hidden-property", f"the property {name}")
    attached = raw.FPDFDoc_GetAttachmentCount(document.raw)
    if attached > 0:
        yield Finding("hidden-attachment", "attached files", "", attached)
    for number in range(len(document)):
        page = load_page(document, number)
        for _, subtype in page_annotations(page):
            if subtype not in (_LINK, _POPUP):
                what = _ANNOTATIONS.get(subtype, "annotation")
                code = "hidden-attachment" if subtype == 17 else "hidden-annotation"
                yield Finding(code, what, f"page {number + 1}")
        page.close()


def _property(document: pdfium.PdfDocument, name: str) -> bool:
    length = raw.FPDF_GetMetaText(document.raw, name.encode("ascii"), None, 0)
    if length <= 2:
        return False
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_GetMetaText(document.raw, name.encode("ascii"), buffer, length)
    value = buffer.raw[:length].decode("utf-16-le", errors="replace").strip("\0 ")
    return value.lower() not in _NO_VALUES


def _file(data: bytes) -> Iterator[Finding]:
    for dictionary in dictionaries(data):
        for pattern, code, what in _KEYS:
            if re.search(pattern, dictionary):
                yield Finding(code, what)
        if _OFF.search(dictionary):
            yield Finding("hidden-layer", "a layer that is switched off")
        if _INFO.search(dictionary) and not dictionary.count(b" obj"):
            unusual = set(_KEY.findall(dictionary)) - _SHOWN_INFO
            if unusual and b"/Type" not in dictionary:
                yield Finding("hidden-property", "properties of its own", "", len(unusual))
        for text in strings(dictionary):
            if has_file_path(text) and re.search(rb"/(?:URI|UF?|F|Launch)\b", dictionary):
                yield Finding("hidden-link", "a link to a file on somebody's machine")
            elif has_user_path(text):
                yield Finding("hidden-alt-path", "a path of somebody's machine")
    for content in jpegs(data):
        yield from picture.metadata(content, "a picture")
    trailer = data[data.rfind(b"startxref") :] if b"startxref" in data else b""
    if data.rfind(b"/Encrypt") >= 0 and re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", data):
        yield Finding("hidden-metadata", "an encryption that keeps parts from being checked")
    states = len(re.findall(rb"startxref\s+\d+", data))
    linearized = b"/Linearized" in data[:2048]
    if states > (2 if linearized else 1):
        yield Finding("hidden-embedded", "earlier states of the file", "", states - 1)
    rest = trailer.partition(b"%%EOF")[2]
    if rest.strip(b"\r\n\t \0") or not data[:1024].lstrip().startswith(b"%PDF-"):
        yield Finding("hidden-embedded", "bytes outside of the document")


def _pages(document: pdfium.PdfDocument) -> Iterator[tuple[int, pdfium.PdfPage]]:
    for number in range(len(document)):
        page = load_page(document, number)
        yield number, page
        page.close()


def _visible(page: Page) -> str:
    return "".join(glyph.text for glyph in page.glyphs if not glyph.hidden and glyph.text.strip())


def _clean_page(page: pdfium.PdfPage, number: int) -> str:
    """Take out what is hidden on a page, and give the text that was to be seen before."""
    unwanted = [index for index, subtype in page_annotations(page) if subtype != _PDF_LINK]
    for index in reversed(unwanted):
        raw.FPDFPage_RemoveAnnot(page.raw, index)
    read = read_page(page, number)
    hidden = {glyph.drawn_with for glyph in read.glyphs if glyph.hidden}
    shown = {glyph.drawn_with for glyph in read.glyphs if not glyph.hidden and glyph.text.strip()}
    if hidden & shown:
        raise RefusedError("hidden-text", "its hidden text cannot be taken out alone", _ANEW)
    described = False
    for item in list(page.get_objects(max_depth=12)):
        described = _undescribed(item) or described
    for item in list(page.get_objects(max_depth=1)):
        if item.type == raw.FPDF_PAGEOBJ_TEXT and ctypes.addressof(item.raw.contents) in hidden:
            page.remove_obj(item)
    if hidden or described:
        page.gen_content()
    return _visible(read)


def _undescribed(item: pdfium.PdfObject) -> bool:
    """Take the marks off an object that say in words what it is."""
    found = False
    for index in reversed(range(max(0, raw.FPDFPageObj_CountMarks(item.raw)))):
        mark = raw.FPDFPageObj_GetMark(item.raw, index)
        length = ctypes.c_ulong()
        if any(
            raw.FPDFPageObjMark_GetParamStringValue(mark, name, None, 0, length)
            for name in _DESCRIBING
        ):
            found = bool(raw.FPDFPageObj_RemoveMark(item.raw, mark)) or found
    return found


def _rewritten(source: pdfium.PdfDocument) -> bytes:
    target = pdfium.PdfDocument.new()
    buffer = io.BytesIO()
    try:
        target.import_pages(source)
        target.save(buffer)
    except pdfium.PdfiumError as error:
        raise RefusedError("unreadable-original", "this PDF is damaged", _ANEW) from error
    target.close()
    return buffer.getvalue()
