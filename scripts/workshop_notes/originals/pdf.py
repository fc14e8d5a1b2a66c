"""What a PDF hides: text nobody sees, annotations, layers, attachments, properties, old states."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from workshop_notes.originals import picture
from workshop_notes.originals.characters import find_characters
from workshop_notes.originals.finding import Finding, merged
from workshop_notes.originals.pdf_glyphs import load_page, open_pdf, read_pages
from workshop_notes.originals.pdf_objects import dictionaries, jpegs, strings
from workshop_notes.originals.visibility import has_file_path, has_user_path

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


def find_hidden(data: bytes) -> list[Finding]:
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
        yield from picture.find_hidden(content, "a picture")
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
