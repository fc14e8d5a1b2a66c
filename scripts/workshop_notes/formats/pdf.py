"""A PDF: where each letter stands and whether a reader sees it; the same without the rest."""

from __future__ import annotations

import base64
import ctypes
import io
import math
import re
import unicodedata
import zlib
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageChops, ImageDraw

from workshop_notes.formats import count, picture
from workshop_notes.formats.hidden import (
    TINY_POINTS,
    Finding,
    find_characters,
    has_file_path,
    has_user_path,
    refused,
    unsaid,
    words_shown,
)
from workshop_notes.formats.names import names, reasons

T = TypeVar("T")
Box = tuple[float, float, float, float]
_FAINTEST = 20  # of 255: less contrast than this is not meant to be read
_INVISIBLE_MODES = frozenset({3, 7})
_FAINTEST_ALPHA = 20
_SIGNS = frozenset("\x02\xad\uf0b7\uf0a7\uf0d8\uf0fc")  # hyphens, and bullets of a font's own
_NO_LETTERS = ("Cc", "Cf", "Cn", "Co", "Cs")
_SMALLEST_INK = 0.35  # times the size: less beside the boxes of letters is their overhang
_NARROWEST_INK = 1.5  # points
_FEWEST_CURVES = 8  # parts of a path that may be a letter
_WORDS_DRAWN = 60  # parts of the paths of a row that may be words
_LONGEST_LIGATURE = 3
_BLANK = ord(" ")
_COMBINING = (768, 769, 770, 770, 771, 776, 780, 774, 772, 775, 778, 807, 808, 779)
# Accents as signs of their own, and as parts of letters.
ACCENTS = dict(zip("`´^ˆ˜¨ˇ˘¯˙˚¸˛˝", map(chr, _COMBINING), strict=True))
_LONGEST_MARK = 16  # letters of its name
_BOLD = ("bold", "black", "heavy", "semibold", "demi")
_THIN = 4  # pixels
OFF_THE_PAGE = "text off the page"
_COVERED = "text that is covered or has the color of its ground"

MOST_PAGES = 400
MOST_GLYPHS = 1_500_000
_SCALE = 2.0
_MOST_PIXELS = 4_000_000
_DEEPEST_FORM = 12
_MOST_SEGMENTS = 5_000
_THIN_RULE = 2.0  # points
_SHORTEST_RULE = 3.0
# Between these heights over the baseline, in times the size, a line strikes letters out.
_STRUCK_FROM, _STRUCK_TO = 0.12, 0.55
_STRIKE_OUT = 12
_FINE = 1000


@dataclass(frozen=True, slots=True)
class Ink:
    """How one text object is set: `light` is its color if that is nearly white."""

    bold: bool
    hidden: str
    light: tuple[int, int, int] | None
    aside: bool  # the file says that it is no text of the document


_NO_INK = Ink(False, "", None, False)

_OBJECT = re.compile(rb"(?<![\d])(\d{1,10})\s+(\d{1,5})\s+obj\b")
_END = re.compile(rb"\bendobj\b|\bstream\r?\n")
_STREAM_END = re.compile(rb"\r?\n?endstream")
_HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]+)>(?!>)", re.S)
_MOST_BYTES = 64 * 1024 * 1024
_LONGEST_DICTIONARY = 1_000_000
_LONGEST_OBJECT = 4_000  # bytes: more is a stream of several

_PROPERTIES = ("Author", "Title", "Subject", "Keywords")
_NO_VALUES = ("", "untitled", "unspecified", "anonymous")
_INFO = re.compile(rb"/(?:Producer|Creator|CreationDate|ModDate)\s*[(<]")
_ANNOTATIONS = reasons("pdf-annotations")
_LINK, _POPUP, _ATTACHED = 2, 16, 17
_ENCRYPTED = rb"/Encrypt\s+\d+\s+\d+\s+R"
_SAYS = re.compile(rb"T[jJ]\b|(?<![/\w])[A-Za-z]{4}")
_OF_FONTS_AND_COLORS = re.compile(rb"begincmap|\A.{36}acsp", re.S)
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
_TOLD = frozenset(map(str.encode, _PROPERTIES))
_OF_PROGRAMS, _NO_PAINT = (
    frozenset(map(str.encode, names("pdf")[kind])) for kind in ("of-programs", "unpainted")
)
_OF_ANCHORS = frozenset(names("pdf")["of-anchors"])
_KEYED = re.compile(rb"/([A-Za-z][\w.:-]*)\s*(%s)" % _STRING.pattern, re.S)
_BETWEEN = re.compile(rb"(?<=>>)\s*(?=<<)")
_NOTED = re.compile(rb"/(?:JS|EF|FT)\b")
_MAILBOX = re.compile(r"[\w.+-]+(?:@|%40)[\w-]+\.\w")
_PROGRAM_STREAM = re.compile(rb"/Type\s*/(?:ObjStm|XRef|Metadata|EmbeddedFile)\b")
_PAINTABLE = re.compile(rb"/Subtype\s*/(?:Form|Image)\b")
_NAMED = re.compile(rb"/([^\s/<>()\[\]]+)\s+(\d{1,10})\s+\d+\s+R\b")
_PAINTED = re.compile(rb"/([^\s/<>()\[\]]+)\s+Do\b")
_DESCRIBED = re.compile(rb"<<[^<>]{0,2000}>>\s*BDC")
_DESCRIBING = (b"Alt", b"E", b"T", b"Title", b"Contents", b"Lang")


@dataclass(frozen=True, slots=True)
class _Object:
    """An object of a file: its number, its dictionary, and the content of its stream if any."""

    number: bytes
    head: bytes
    content: bytes

    @property
    def unpacked(self) -> bytes:
        """The content, deflated or not, and spelled in letters or not."""
        content = self.content
        with suppress(ValueError):
            if content.rstrip().endswith(b"~>"):
                content = base64.a85decode(content.rstrip()[:-2])
        try:
            return zlib.decompressobj().decompress(content, _MOST_BYTES) or content
        except zlib.error:
            return content


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
        left, top, right, bottom = (edge * self.scale for edge in box)
        # A thin sign may be drawn a pixel beside its box.
        wide, high = right - left < _THIN, bottom - top < _THIN
        area = (
            math.floor(left) - wide,
            math.floor(top) - high,
            max(math.ceil(right), math.floor(left) + 1) + wide,
            max(math.ceil(bottom), math.floor(top) + 1) + high,
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


def ink_of(item: pdfium.PdfTextObj) -> Ink:
    """Tell how a text object is set."""
    name = item.get_font().get_base_name().lower()
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = raw.FPDFPageObj_GetFillColor(item.raw, red, green, blue, alpha)
    hidden = ""
    if raw.FPDFTextObj_GetTextRenderMode(item.raw) in _INVISIBLE_MODES:
        hidden = "invisible text"
    elif known and alpha.value < _FAINTEST_ALPHA:
        hidden = "transparent text"
    fill = (red.value, green.value, blue.value)
    light = fill if known and min(fill) > 225 else None
    aside = any(map(_is_artifact, _marks(item)))
    return Ink(any(word in name for word in _BOLD), hidden, light, aside)


def _marks(item: pdfium.PdfObject) -> Iterator[raw.FPDF_PAGEOBJECTMARK]:
    """Yield the marks on an object, the last first, so that each may be taken off."""
    for at in reversed(range(raw.FPDFPageObj_CountMarks(item.raw))):
        yield raw.FPDFPageObj_GetMark(item.raw, at)


def _is_artifact(mark: raw.FPDF_PAGEOBJECTMARK) -> bool:
    name = (ctypes.c_ushort * _LONGEST_MARK)()
    raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.c_ulong())
    return bytes(name).decode("utf-16-le").rstrip("\0") == "Artifact"


def unmarked(item: pdfium.PdfObject, names: Iterable[bytes], longest: int = 0) -> bool:
    """Take the marks off an object that say something in words; those of few letters are kept.

    Replacements (`ActualText`) of a few letters spell ligatures out.
    """
    found = False
    for mark in _marks(item):
        length = ctypes.c_ulong()
        for name in names:
            known = raw.FPDFPageObjMark_GetParamStringValue(mark, name, None, 0, length)
            if known and length.value > 2 * longest + bool(longest) * 2:
                found = bool(raw.FPDFPageObj_RemoveMark(item.raw, mark)) or found
                break
    return found


def view(page: pdfium.PdfPage, texts: list[pdfium.PdfObject], scale: float) -> View:
    """Draw a page with its text and without."""
    drawn = _drawing(page, scale)
    for item in texts:
        raw.FPDFPageObj_SetIsActive(item.raw, False)
    empty = _drawing(page, scale)
    for item in texts:
        raw.FPDFPageObj_SetIsActive(item.raw, True)
    return View(scale, empty, ImageChops.difference(drawn, empty).convert("L"))


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter: its box and baseline in points from the page's top left, y downwards.

    `hidden` says why a reader cannot see it; empty if one can. `straight` is False for text that
    does not run from left to right.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    bold: bool
    hidden: str
    straight: bool
    link: str = ""
    unread: bool = False  # it has ink, and the file does not say which letter it is
    drawn_with: int = 0  # letters drawn in one go share this number
    struck: bool = False  # a line runs through it
    aside: bool = False  # the file says that it is no text of the document
    overhang: float = 0.0  # points of its box at the right that reach into the blank after it

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its box."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """One page's letters in the order of the file, and what else stands on it."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    picture_share: float  # of the page's area under its largest picture, 0 to 1
    replacements: int  # passages that say other letters than they show; what they show is taken
    rules: tuple[Box, ...] = ()  # lines that are drawn across and down
    annotations: tuple[int, ...] = ()  # what stands on it besides its content, by PDFium's numbers
    is_drawn: bool = False  # curves stand on it that may be words


def grouped(parts: Iterable[T], together: Callable[[Sequence[T], T], bool]) -> list[list[T]]:
    """Part things, in their order, where one does not go `together` with the group before it."""
    groups: list[list[T]] = []
    for part in parts:
        if groups and together(groups[-1], part):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def holds(box: Sequence[float], place: tuple[float, float]) -> bool:
    """Say whether a place is in a box."""
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """Open a PDF; refuses what needs a password, is damaged or has too many pages."""
    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError as error:
        if "assword" in str(error) or "security" in str(error).lower():
            raise refused("pdf password") from error
        raise refused("pdf damaged", what="this PDF") from error
    if pages > MOST_PAGES:
        raise refused("pdf pages", pages=pages)
    return document


@lru_cache(maxsize=1)
def pages_of(data: bytes) -> tuple[Page, ...]:
    """Give the pages with their letters, hidden ones included and marked."""
    document = open_pdf(data)
    found: list[Page] = []
    for _, page in _opened(document):
        found.append(page)
        if sum(len(one.glyphs) for one in found) > MOST_GLYPHS:
            raise refused("pdf text")
    document.close()
    return tuple(found)


def _opened(document: pdfium.PdfDocument) -> Iterator[tuple[pdfium.PdfPage, Page]]:
    """Yield each page and what is read of it; refuses a damaged one."""
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            read = _upright(page, number)
        except pdfium.PdfiumError as error:
            raise refused("pdf damaged", what=f"page {number} of this PDF") from error
        yield page, read
        page.close()


def _upright(page: pdfium.PdfPage, number: int) -> Page:
    """Read one page, turned so that its text is upright."""
    turned = page.get_rotation()
    try:
        read = _read(page, number)
        for turn in (90, 180, 270) if _is_turned(read) else ():
            page.set_rotation((turned + turn) % 360)
            upright = _read(page, number)
            if not _is_turned(upright):
                return upright
        return read
    finally:
        page.set_rotation(turned)


def dictionaries(data: bytes) -> Iterator[bytes]:
    """Yield the text of every object that is no stream's content, names without escapes.

    Objects in compressed object streams come as one text for each stream.
    """
    for one in _objects(data):
        is_packed = re.search(rb"/Type\s*/ObjStm", one.head)
        for text in (one.head, one.unpacked) if is_packed else (one.head,):
            yield _HEX_NAME.sub(lambda match: bytes([int(match[1], 16)]), text)


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


def find_hidden(data: bytes) -> Iterator[Finding]:
    """List what a PDF hides."""
    document = open_pdf(data)
    for name in _PROPERTIES:
        if document.get_metadata_value(name).strip("\0 ").lower() not in _NO_VALUES:
            yield Finding("hidden-property", f"the property {name}")
    if (attached := document.count_attachments()) > 0:
        yield Finding("hidden-attachment", "attached files", "", attached)
    document.close()
    for read in pages_of(data):
        place = f"page {read.number}"
        for kind in read.annotations:
            code = "hidden-attachment" if kind == _ATTACHED else "hidden-annotation"
            if kind not in (0, _LINK, _POPUP):
                yield Finding(code, _ANNOTATIONS.get(str(kind), "annotation"), place)
        for why, number in sorted(Counter(g.hidden for g in read.glyphs if g.hidden).items()):
            yield Finding("hidden-text", f"letters of {why}", place, number)
        if read.replacements:
            what = "replacement for the text that is shown"
            yield Finding("hidden-text", what, place, read.replacements)
        yield from find_characters("".join(glyph.text for glyph in read.glyphs), place)
    is_open = not re.search(_ENCRYPTED, data)
    shown = words_shown(count.pdf(data)) | _OF_ANCHORS
    # Pages and forms describe their parts within their content.
    described = (one for held in _objects(data) for one in _DESCRIBED.findall(held.unpacked))
    for dictionary in (*dictionaries(data), *described):
        yield from _said(dictionary, shown if is_open else None)
    if is_open and (number := len(list(_unpainted(data))) + _unreached(data)):
        yield Finding("hidden-embedded", "parts that no page shows", "", number)
    for content in _jpegs(data):
        yield from picture.find_hidden(content, "a picture")
    yield from _around(data)


def cleaned(data: bytes) -> bytes:
    """Give the same pages in a new file; refuses where text to be seen would go with the hidden."""
    if re.search(_OFF, data):
        raise refused("pdf layer")
    source = open_pdf(data)
    seen = [_clean_page(page, read) for page, read in _opened(source)]
    # What the pages refer to besides their content is blanked out, and so left behind by the next
    # rewriting; blanks keep the places of all objects.
    blank = _REFERRED.sub(lambda match: b" " * len(match[0]), _rewritten(source))
    for content in list(_jpegs(blank)):
        if picture.find_hidden(content):
            bare = picture.cleaned(content)
            blank = blank.replace(content, bare.ljust(len(content), b"\0"))
    for reference in set(_unpainted(blank)):
        blank = blank.replace(reference, b" " * len(reference))
    shown = words_shown(count.pdf(data)) | _OF_ANCHORS
    for dictionary in dictionaries(blank):
        for match in _unshown(dictionary, shown):
            silent = match[0].replace(match[2], b"()".center(len(match[2])))
            blank = blank.replace(match[0], silent)
    clean = _rewritten(open_pdf(blank))
    if seen != [_visible(page) for page in pages_of(clean)]:
        raise refused("pdf hidden")
    return clean


def _is_turned(page: Page) -> bool:
    letters = [glyph for glyph in page.glyphs if glyph.text.isalnum()]
    return sum(not glyph.straight for glyph in letters) > 0.8 * len(letters)


def _drawing(page: pdfium.PdfPage, scale: float) -> Image.Image:
    bitmap = page.render(scale=scale, draw_annots=False, may_draw_forms=False)
    picture: Image.Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    return picture


def _read(page: pdfium.PdfPage, number: int) -> Page:
    width, height = page.get_size()
    if not (0 < width < 15_000 and 0 < height < 15_000):
        raise refused("pdf size", number=number)
    device = _device(page, width, height)
    annotations = list(_annotations(page, device))
    links = [(box, address) for _, box, address in annotations if address]
    objects = list(page.get_objects(max_depth=_DEEPEST_FORM))
    texts = [item for item in objects if item.type == raw.FPDF_PAGEOBJ_TEXT]
    replacements = sum(unmarked(item, (b"ActualText",), _LONGEST_LIGATURE) for item in texts)
    text_page = page.get_textpage()
    inks = {ctypes.addressof(item.raw.contents): ink_of(item) for item in texts}
    seen = view(page, texts, min(_SCALE, math.sqrt(_MOST_PIXELS / (width * height))))
    glyphs = [
        glyph
        for index in range(text_page.count_chars())
        if (glyph := _glyph(text_page, index, device, inks, seen, links))
    ]
    pictures = [_extent(item) for item in objects if item.type == raw.FPDF_PAGEOBJ_IMAGE]
    shares = [min(1.0, wide * high / (width * height)) for wide, high in pictures]
    text_page.close()
    paths = [one for one in page.get_objects(max_depth=1) if one.type == raw.FPDF_PAGEOBJ_PATH]
    curves, is_drawn = _curves(paths, device)
    glyphs = _accented(_with_unread(glyphs, _unread_ink(seen, glyphs), curves))
    rules = [(rule, item) for item in paths for rule in _rules(item, device)]
    lines = [rule for rule, item in rules if _is_thin(item)]
    glyphs = _struck(glyphs, lines, [box for kind, box, _ in annotations if kind == _STRIKE_OUT])
    return Page(
        number,
        width,
        height,
        _whole_words(glyphs),
        max(shares, default=0.0),
        replacements,
        tuple(rule for rule, _ in rules),
        tuple(kind for kind, _, _ in annotations),
        is_drawn,
    )


def _is_thin(item: pdfium.PdfObject) -> bool:
    """Say whether a path is drawn as lines, or is itself no higher than one."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.raw, filled, stroked)
    return bool(stroked.value) or min(_extent(item)) < _THIN_RULE


def _curves(paths: Iterable[pdfium.PdfObject], device: pdfium.PdfMatrix) -> tuple[list[Box], bool]:
    """Give the places of paths that may be letters, and whether a row of them may be words."""
    found: list[Box] = []
    parts = Counter[int]()
    for item in paths:
        count = raw.FPDFPath_CountSegments(item.raw)
        if count < _FEWEST_CURVES or _is_thin(item):
            continue
        with suppress(pdfium.PdfiumError):
            found.append(device.on_rect(*item.get_bounds()))
            parts[round(found[-1][3] / _THIN)] += count
    return found, max(parts.values(), default=0) > _WORDS_DRAWN


def _annotations(page: pdfium.PdfPage, device: pdfium.PdfMatrix) -> Iterator[tuple[int, Box, str]]:
    """Yield kind, place and web address of each annotation; the kind is 0 for a damaged one."""
    area = raw.FS_RECTF()
    for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, index)
        if not annotation or not raw.FPDFAnnot_GetRect(annotation, area):
            area = raw.FS_RECTF()
        box = device.on_rect(area.left, area.bottom, area.right, area.top)
        kind = raw.FPDFAnnot_GetSubtype(annotation) if annotation else 0
        yield kind, box, _address(page, annotation) if kind == _LINK else ""
        if annotation:
            raw.FPDFPage_CloseAnnot(annotation)


def _address(page: pdfium.PdfPage, annotation: raw.FPDF_ANNOTATION) -> str:
    action = raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(annotation))
    if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
        return ""
    length = raw.FPDFAction_GetURIPath(page.pdf.raw, action, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, length)
    address = buffer.value.decode("utf-8", errors="replace")
    return address if address.startswith(("http://", "https://")) else ""


def _struck(glyphs: list[Glyph], lines: Sequence[Box], marked: Sequence[Box]) -> list[Glyph]:
    """Mark the letters that a line runs through, or that an annotation strikes out."""
    across = sorted((line for line in lines if line[3] - line[1] < _THIN_RULE), key=itemgetter(1))
    heights = [line[1] for line in across]

    def is_struck(glyph: Glyph) -> bool:
        first = bisect(heights, glyph.baseline - _STRUCK_TO * glyph.size)
        last = bisect(heights, glyph.baseline - _STRUCK_FROM * glyph.size)
        through = any(line[0] <= glyph.middle[0] <= line[2] for line in across[first:last])
        return through or any(holds(box, glyph.middle) for box in marked)

    if not across and not marked:
        return glyphs
    return [replace(glyph, struck=True) if is_struck(glyph) else glyph for glyph in glyphs]


def _rules(item: pdfium.PdfObject, device: pdfium.PdfMatrix) -> Iterator[Box]:
    """Yield the straight lines of a path that run across or down; a thin area is one, too."""
    x, y = ctypes.c_float(), ctypes.c_float()
    matrix, begun, before = item.get_matrix(), None, None
    for index in range(min(_MOST_SEGMENTS, raw.FPDFPath_CountSegments(item.raw))):
        segment = raw.FPDFPath_GetPathSegment(item.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        place = device.on_point(*matrix.on_point(x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        ends = [place]
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begun, before = place, None
        elif begun and raw.FPDFPathSegment_GetClose(segment):
            ends.append(begun)
        for end in ends:
            if before and kind != raw.FPDF_SEGMENT_BEZIERTO:
                across, down = abs(end[0] - before[0]), abs(end[1] - before[1])
                if min(across, down) < _THIN_RULE < _SHORTEST_RULE < max(across, down):
                    xs, ys = sorted((end[0], before[0])), sorted((end[1], before[1]))
                    yield xs[0], ys[0], xs[1], ys[1]
            before = end


def _device(page: pdfium.PdfPage, width: float, height: float) -> pdfium.PdfMatrix:
    """Give the map from a page's own space to points from its top left."""
    far = 100.0
    turned = pdfium.PdfPosConv(page, (0, 0, int(width * _FINE), int(height * _FINE), 0))
    (e, f), (ax, ay), (cx, cy) = (
        [place / _FINE for place in turned.to_bitmap(*point)]
        for point in ((0, 0), (far, 0), (0, far))
    )
    return pdfium.PdfMatrix((ax - e) / far, (ay - f) / far, (cx - e) / far, (cy - f) / far, e, f)


def _glyph(
    text_page: pdfium.PdfTextPage,
    index: int,
    device: pdfium.PdfMatrix,
    inks: dict[int, Ink],
    seen: View,
    links: list[tuple[Box, str]],
) -> Glyph | None:
    handle = text_page.raw
    code = raw.FPDFText_GetUnicode(handle, index)
    text = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    box = device.on_rect(*text_page.get_charbox(index))
    is_drawn = box[2] - box[0] > 0 < box[3] - box[1] and not text.isspace()
    control = text in "\r\n" or (code < 32 and code not in (2, 9) and not is_drawn)
    if control or raw.FPDFText_IsGenerated(handle, index) == 1:
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(handle, index, x, y)
    item = raw.FPDFText_GetTextObject(handle, index)
    drawn_with = ctypes.addressof(item.contents) if item else 0
    ink = inks.get(drawn_with, _NO_INK)
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, matrix)
    along = device.a * matrix.a + device.c * matrix.b, device.b * matrix.a + device.d * matrix.b
    size = raw.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
    hidden = ink.hidden
    if not hidden and not text.isspace():
        hidden = seen.why_hidden(abs(size), box, ink.light)
    x0, y0, x1, y1 = device.on_rect(*text_page.get_charbox(index, loose=True))
    middle = (x0 + x1) / 2, (y0 + y1) / 2
    start, baseline = device.on_point(x.value, y.value)
    wide = ctypes.c_float()
    if item and raw.FPDFText_GetUnicode(handle, index + 1) == _BLANK and box[2] >= x1 - 0.01:
        font_size = raw.FPDFText_GetFontSize(handle, index) * math.hypot(*along)
        raw.FPDFFont_GetGlyphWidth(raw.FPDFTextObj_GetFont(item), code, font_size, wide)
    return Glyph(
        text,
        x0,
        y0,
        x1,
        y1,
        baseline,
        abs(size),
        ink.bold,
        hidden,
        straight=along[0] > 0 and abs(along[1]) < 0.1 * along[0],
        link=next((address for area, address in links if holds(area, middle)), ""),
        unread=is_drawn
        and (raw.FPDFText_HasUnicodeMapError(handle, index) == 1 or _is_no_letter(text)),
        drawn_with=drawn_with,
        aside=ink.aside,
        overhang=max(0.0, x1 - start - wide.value) if wide.value else 0.0,
    )


def _is_no_letter(text: str) -> bool:
    """Say whether a sign stands for no letter, or for one whose order in its line is not known."""
    no_letter = text == "\ufffd" or unicodedata.category(text) in _NO_LETTERS
    return text not in _SIGNS and (no_letter or unicodedata.bidirectional(text) in ("R", "AL"))


def _unread_ink(seen: View, glyphs: Sequence[Glyph]) -> Iterator[Box]:
    """Yield the places where text is drawn and no letter stands."""
    rest = seen.difference.point([0] * 2 * _FAINTEST + [255] * (256 - 2 * _FAINTEST))
    blot = ImageDraw.Draw(rest)
    for one in glyphs:
        if not one.text.isspace():
            edges = (one.x0, one.y0, one.x1, one.y1)
            left, top, right, bottom = (edge * seen.scale for edge in edges)
            blot.rectangle((left - 1, top - 1, right + 1, bottom + 1), fill=0)
    for top, bottom in _inked(rest.getprojection()[1]):
        strip = rest.crop((0, top, rest.width, bottom))
        for left, right in _inked(strip.getprojection()[0]):
            scale = seen.scale
            yield left / scale, top / scale, right / scale, bottom / scale


def _inked(shown: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where ink begins and ends in a row of pixels."""
    held = [at for at, one in enumerate(shown) if one]
    for group in grouped(held, lambda group, at: at - group[-1] <= _THIN):
        yield group[0], group[-1] + 1


def _with_unread(glyphs: list[Glyph], ink: Iterable[Box], curves: Iterable[Box]) -> list[Glyph]:
    """Add a sign without a letter where ink stands in a line, of curves only between letters."""
    places = [*((box, False) for box in ink), *((box, True) for box in curves)]
    for (x0, y0, x1, y1), is_curve in places:
        line = sorted(
            (one for one in glyphs if y0 < one.baseline - 0.2 * one.size < y1 and one.text.strip()),
            key=lambda one: one.x0,
        )
        before = [one for one in line if one.x0 < x0][-1:]
        beside = before + [one for one in line if one.x1 > x1][:1]
        size = beside[0].size if beside else y1 - y0
        near = [one for one in beside if max(one.x0 - x1, x0 - one.x1) < 1.5 * size]
        is_small = y1 - y0 < _SMALLEST_INK * size or x1 - x0 < _NARROWEST_INK
        if is_small or (is_curve and len(near) < 2):
            continue
        at = glyphs.index(near[0]) + (near[0] in before) if near else len(glyphs)
        base = near[0].baseline if near else y1
        made = Glyph("\ufffd", x0, y0, x1, y1, base, size, False, "", True, unread=True)
        glyphs = [*glyphs[:at], made, *glyphs[at:]]
    return glyphs


def _accented(glyphs: list[Glyph]) -> list[Glyph]:
    """Put each accent that is drawn as a sign of its own on the letter that it is drawn over."""
    accents = [one for one in glyphs if one.text in ACCENTS]
    letters = sorted((one for one in glyphs if one.text.isalpha()), key=lambda one: one.x0)
    starts = [one.x0 for one in letters] if accents else []
    made: dict[Glyph, Glyph] = {}
    for accent in accents:
        x = accent.middle[0]
        for letter in letters[bisect(starts, x - 2 * accent.size) : bisect(starts, x)]:
            rise = (letter.baseline - accent.baseline) / max(letter.size, 1.0)
            if x < letter.x1 and -0.1 < rise < 0.5:
                base = made.get(letter, letter).text.replace("\u0131", "i")
                text = unicodedata.normalize("NFC", base + ACCENTS[accent.text])
                made |= {letter: replace(letter, text=text), accent: replace(accent, text="")}
    placed = (made.get(one, one) for one in glyphs) if made else glyphs
    return [one for one in placed if one.text]


def _whole_words(glyphs: list[Glyph]) -> tuple[Glyph, ...]:
    """Hide the whole of a word of which a part is hidden: its rest could still be read.

    Signs are small enough to be missed in drawing, and a page's edge hides nothing on purpose.
    """
    marked: list[Glyph] = []
    for letters in grouped(glyphs, lambda word, glyph: _goes_on(word[-1], glyph)):
        reasons = (one.hidden for one in letters if one.text.isalnum())
        why = next((reason for reason in reasons if reason not in ("", OFF_THE_PAGE)), "")
        marked += [replace(one, hidden=one.hidden or why) for one in letters] if why else letters
    return tuple(marked)


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    """Say whether a word goes on with the next letter."""
    is_inked = not (glyph.text.isspace() or before.text.isspace())
    is_in_line = abs(glyph.baseline - before.baseline) <= before.size
    gap = glyph.x0 - before.x1
    return is_inked and is_in_line and -before.size < gap < 0.3 * max(before.size, 1.0)


def _extent(item: pdfium.PdfObject) -> tuple[float, float]:
    """Give the width and height of an object; 0 of one that has no place."""
    try:
        left, bottom, right, top = map(float, item.get_bounds())
    except pdfium.PdfiumError:
        return 0.0, 0.0
    return abs(right - left), abs(top - bottom)


def _said(dictionary: bytes, shown: Collection[str] | None) -> Iterator[Finding]:
    """Yield what the keys and strings of an object say, beside the words `shown` if it is open."""
    known = (said for like, said in _OBJECTS.items() if re.search(like, dictionary, re.S))
    held = next(known, "")
    if shown is not None and any(_unshown(dictionary, shown)):
        what = "words that no page shows, or the address of a person"
        yield Finding("hidden-text", what, held)
    place = held if len(dictionary) < _LONGEST_OBJECT else ""
    for pattern, (code, what) in _KEYS.items():
        if re.search(pattern, dictionary):
            yield Finding(code, what, place)
    for text in strings(dictionary):
        if has_file_path(text) and re.search(rb"/(?:URI|UF?|F|Launch)\b", dictionary):
            yield Finding("hidden-link", "a link to a file on somebody's machine", place)
        elif has_user_path(text):
            yield Finding("hidden-alt-path", "a path of somebody's machine", place)


def _around(data: bytes) -> Iterator[Finding]:
    """Yield what stands in the file around the objects of its last state."""
    if re.search(_ENCRYPTED, data):
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
    for one in _objects(data):
        if re.search(rb"/Filter\s*\[?\s*/DCTDecode\s*\]?\s*(?:/|>>|$)", one.head):
            yield one.content


def _unshown(dictionary: bytes, shown: Collection[str]) -> Iterator[re.Match[bytes]]:
    """Yield each key with a string that says what no page does, or leads to a mailbox."""
    for one in _BETWEEN.split(dictionary[:_LONGEST_DICTIONARY]):
        is_noted = b"/Rect" in one and b"/Link" not in one
        is_told = is_noted or _NOTED.search(one)
        own = _OF_PROGRAMS | (_TOLD if _INFO.search(one) else frozenset())
        keyed = [(match, " ".join(strings(match[2]))) for match in _KEYED.finditer(one)]
        # A tagged link says its own address.
        led_to = {said for match, said in keyed if match[1] == b"URI"}
        for match, said in keyed:
            is_own = is_told or match[1] in own or (match[1] == b"Contents" and said in led_to)
            if _MAILBOX.search(said) if match[1] == b"URI" else not is_own and unsaid(said, shown):
                yield match


def _unreached(data: bytes) -> int:
    """Count the streams with words that no page leads to."""
    kept = {one.content for one in _objects(_rewritten(open_pdf(data)))} | {b""}
    lost = (
        one.unpacked
        for one in _objects(data)
        if one.content not in kept and not _PROGRAM_STREAM.search(one.head)
    )
    return sum(bool(_SAYS.search(one)) and not _OF_FONTS_AND_COLORS.search(one) for one in lost)


def _unpainted(data: bytes) -> Iterator[bytes]:
    """Yield the references to forms and pictures that nothing paints."""
    held = {one.number for one in _objects(data) if _PAINTABLE.search(one.head)}
    drawn = (one.unpacked for one in _objects(data)) if held else ()
    painted = {name for one in drawn for name in _PAINTED.findall(one)} | _NO_PAINT
    for dictionary in dictionaries(data) if held else ():
        for match in _NAMED.finditer(dictionary):
            if match[2] in held and match[1] not in painted:
                yield match[0]


def _objects(data: bytes) -> Iterator[_Object]:
    at = 0
    while match := _OBJECT.search(data, at):
        end = _END.search(data, match.end())
        if end is None:
            return
        head = data[match.end() : min(end.start(), match.end() + _LONGEST_DICTIONARY)]
        begin = at = end.end()
        if end.group().startswith(b"stream"):
            length = re.search(rb"/Length\s+(\d{1,10})(?!\s+\d+\s+R)", head)
            at = begin + int(length.group(1)) if length else -1
            if at < 0 or not _STREAM_END.match(data, at):
                found = _STREAM_END.search(data, begin)
                at = found.start() if found else len(data)
        yield _Object(match[1], head, data[begin:at])


def _clean_page(page: pdfium.PdfPage, read: Page) -> str:
    """Take out what is hidden on a page, and give the text that was to be seen before."""
    for index, kind in reversed(list(enumerate(read.annotations))):
        if kind not in (0, _LINK):
            raw.FPDFPage_RemoveAnnot(page.raw, index)
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
