"""What can be seen of a PDF's text: its page drawn with the text, and without.

A letter whose place looks the same in both cannot be seen: it is white, covered, clipped,
transparent, off the page or on a layer that is off.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageChops

from workshop_notes.originals.visibility import TINY_POINTS

Box = tuple[float, float, float, float]

_FAINTEST = 20  # of 255: less contrast than this is not meant to be read
_INVISIBLE_MODES = frozenset({3, 7})
_FAINTEST_ALPHA = 20
_LONGEST_LIGATURE = 3
_BOLD = ("bold", "black", "heavy", "semibold", "demi")
_THIN = 4  # pixels
OFF_THE_PAGE = "text off the page"
_COVERED = "text that is covered or has the color of its ground"


@dataclass(frozen=True, slots=True)
class Ink:
    """How one text object is set: `light` is its color if that is nearly white."""

    bold: bool
    hidden: str
    light: tuple[int, int, int] | None


@dataclass(frozen=True)
class View:
    """A page drawn without its text, and what its text changes; `scale` is pixels a point."""

    scale: float
    empty: Image.Image
    difference: Image.Image

    def why_hidden(self, size: float, box: Box, light: tuple[int, int, int] | None) -> str:
        """Say why a letter in a box (points from the top left) cannot be seen; empty if it can."""
        if 0 < size < TINY_POINTS and max(box[2] - box[0], box[3] - box[1]) < TINY_POINTS:
            return "tiny text"
        # A thin sign may be drawn a pixel beside its box.
        wide = (box[2] - box[0]) * self.scale < _THIN
        high = (box[3] - box[1]) * self.scale < _THIN
        area = (
            math.floor(box[0] * self.scale) - wide,
            math.floor(box[1] * self.scale) - high,
            max(math.ceil(box[2] * self.scale), math.floor(box[0] * self.scale) + 1) + wide,
            max(math.ceil(box[3] * self.scale), math.floor(box[1] * self.scale) + 1) + high,
        )
        width, height = self.empty.size
        if area[2] <= 0 or area[3] <= 0 or area[0] >= width or area[1] >= height:
            return OFF_THE_PAGE
        extreme = self.difference.crop(area).getextrema()[1]
        if isinstance(extreme, (int, float)) and extreme < _FAINTEST:
            return _COVERED
        if light is not None:
            # Another, visible letter in the same place would make a difference, too.
            ground = (band.getextrema()[0] for band in self.empty.crop(area).split())
            pairs = zip(light, ground, strict=True)
            if all(isinstance(low, (int, float)) and ink - low < _FAINTEST for ink, low in pairs):
                return _COVERED
        return ""


def ink_of(item: pdfium.PdfObject) -> Ink:
    """Tell how a text object is set."""
    name = _font_name(item)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = raw.FPDFPageObj_GetFillColor(item.raw, red, green, blue, alpha)
    hidden = ""
    if raw.FPDFTextObj_GetTextRenderMode(item.raw) in _INVISIBLE_MODES:
        hidden = "invisible text"
    elif known and alpha.value < _FAINTEST_ALPHA:
        hidden = "transparent text"
    fill = (red.value, green.value, blue.value)
    return Ink(
        any(word in name for word in _BOLD),
        hidden,
        fill if known and min(fill) > 225 else None,
    )


def replaced(item: pdfium.PdfObject) -> bool:
    """Make a text object say what it shows, where it says that it stands for other letters.

    Replacements of a few letters are kept: they spell ligatures out.
    """
    for index in reversed(range(max(0, raw.FPDFPageObj_CountMarks(item.raw)))):
        mark = raw.FPDFPageObj_GetMark(item.raw, index)
        length = ctypes.c_ulong()
        known = raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, length)
        if known and length.value > 2 * (_LONGEST_LIGATURE + 1):
            raw.FPDFPageObj_RemoveMark(item.raw, mark)
            return True
    return False


def view(page: pdfium.PdfPage, objects: list[pdfium.PdfObject], scale: float) -> View:
    """Draw a page with its text and without."""
    drawn = _drawing(page, scale)
    texts = [item for item in objects if item.type == raw.FPDF_PAGEOBJ_TEXT]
    for item in texts:
        raw.FPDFPageObj_SetIsActive(item.raw, False)
    empty = _drawing(page, scale)
    for item in texts:
        raw.FPDFPageObj_SetIsActive(item.raw, True)
    return View(scale, empty, ImageChops.difference(drawn, empty).convert("L"))


def _drawing(page: pdfium.PdfPage, scale: float) -> Image.Image:
    bitmap = page.render(scale=scale, draw_annots=False, may_draw_forms=False)
    picture: Image.Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    return picture


def _font_name(item: pdfium.PdfObject) -> str:
    font = raw.FPDFTextObj_GetFont(item.raw)
    if not font:
        return ""
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, buffer, 128)
    return buffer.value.decode("latin-1").lower()
