"""A PDF of the same pages without properties, annotations, attachments and hidden text."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from workshop_notes.originals import picture, scrub_picture
from workshop_notes.originals.archive import RefusedError
from workshop_notes.originals.pdf import page_annotations
from workshop_notes.originals.pdf_glyphs import Page, load_page, open_pdf, read_page
from workshop_notes.originals.pdf_objects import jpegs

_LINK = 2
_ANEW = "switch the layer or text off in its own program, or take it out, and export it anew"
_KEYS = re.compile(rb"/(?:PieceInfo|Metadata|Thumb|AA|OpenAction|OCProperties)\s+\d+\s+\d+\s+R")
_OFF = re.compile(rb"/OFF\s*\[\s*\d|/BaseState\s*/OFF")


def cleaned(data: bytes) -> bytes:
    """Give the same pages in a new file; refuses where text to be seen would go with the hidden."""
    if _OFF.search(data):
        raise RefusedError("hidden-layer", "a layer is switched off", _ANEW)
    source = open_pdf(data)
    seen = [_clean_page(page, number + 1) for number, page in _pages(source)]
    first = _rewritten(source)
    # What the pages refer to besides their content is blanked out, and so left behind by the next
    # rewriting; blanks keep the places of all objects.
    blank = _KEYS.sub(lambda match: b" " * len(match.group()), first)
    for content in list(jpegs(blank)):
        if picture.find_hidden(content):
            bare = scrub_picture.cleaned(content)
            blank = blank.replace(content, bare.ljust(len(content), b"\0"))
    second = open_pdf(blank)
    clean = _rewritten(second)
    kept = [_visible(read_page(page, number + 1)) for number, page in _pages(open_pdf(clean))]
    if seen != kept:
        raise RefusedError("hidden-text", "its hidden text cannot be taken out alone", _ANEW)
    return clean


def _pages(document: pdfium.PdfDocument) -> Iterator[tuple[int, pdfium.PdfPage]]:
    for number in range(len(document)):
        page = load_page(document, number)
        yield number, page
        page.close()


def _visible(page: Page) -> str:
    return "".join(glyph.text for glyph in page.glyphs if not glyph.hidden and glyph.text.strip())


def _clean_page(page: pdfium.PdfPage, number: int) -> str:
    """Take out what is hidden on a page, and give the text that was to be seen before."""
    unwanted = [index for index, subtype in page_annotations(page) if subtype != _LINK]
    for index in reversed(unwanted):
        raw.FPDFPage_RemoveAnnot(page.raw, index)
    read = read_page(page, number)
    hidden = {glyph.drawn_with for glyph in read.glyphs if glyph.hidden}
    shown = {glyph.drawn_with for glyph in read.glyphs if not glyph.hidden and glyph.text.strip()}
    if hidden & shown:
        raise RefusedError("hidden-text", "its hidden text cannot be taken out alone", _ANEW)
    for item in list(page.get_objects(max_depth=1)):
        if item.type == raw.FPDF_PAGEOBJ_TEXT and ctypes.addressof(item.raw.contents) in hidden:
            page.remove_obj(item)
    if hidden:
        page.gen_content()
    return _visible(read)


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
