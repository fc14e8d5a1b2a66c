"""A Word document opened: its parts, its cascade of styles, its fields, and what cannot be seen."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from workshop_notes.formats.archive import RefusedError, parse_xml, unpack
from workshop_notes.formats.document import clean_address
from workshop_notes.formats.hidden import BLACK, TINY_POINTS, WHITE, Color, color, too_close

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
VML = "{urn:schemas-microsoft-com:vml}"
OFF = frozenset({"0", "false", "off", "none"})
INSERTIONS = frozenset(f"{W}{name}" for name in ("ins", "moveTo", "cellIns"))
DELETIONS = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "cellDel"))
# Fields that show who wrote, saved or keeps the file, and properties that do so.
PERSONAL_FIELDS = frozenset(
    ["AUTHOR", "LASTSAVEDBY", "FILENAME", "USERNAME", "USERINITIALS", "USERADDRESS", "TEMPLATE"]
)
FETCHING_FIELDS = frozenset(["INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "LINK", "DDE", "DDEAUTO"])
_PERSONAL_PROPERTY = re.compile(
    r"(?:INFO|DOCPROPERTY)\s+\"?(?:author|last\s?saved\s?by|lastauthor|manager|company|owner|client"
    r"|filename|template|checked by|editor|recorded|typist)\b",
    re.I,
)

_STRICT = "http://purl.oclc.org/ooxml/"
_USUAL = "http://schemas.openxmlformats.org/"
_STRICT_SPACES = (
    ("wordprocessingml/main", "wordprocessingml/2006/main"),
    ("officeDocument/relationships", "officeDocument/2006/relationships"),
    ("drawingml/wordprocessingDrawing", "drawingml/2006/wordprocessingDrawing"),
    ("drawingml/main", "drawingml/2006/main"),
)
_HIGHLIGHTS: dict[str, Color] = {
    "black": BLACK, "white": WHITE, "blue": (0, 0, 255), "cyan": (0, 255, 255),
    "green": (0, 255, 0), "magenta": (255, 0, 255), "red": (255, 0, 0), "yellow": (255, 255, 0),
    "darkBlue": (0, 0, 128), "darkCyan": (0, 128, 128), "darkGreen": (0, 128, 0),
    "darkMagenta": (128, 0, 128), "darkRed": (128, 0, 0), "darkYellow": (128, 128, 0),
    "darkGray": (128, 128, 128), "lightGray": (192, 192, 192),
}  # fmt: skip
_GRAY = (128, 128, 128)
_SQUEEZED_TWIPS = -80
_FAR_TWIPS = 14_000  # beyond any page's width
_SMALLEST_LINE_TWIPS = 60
_SMALLEST_BOX_EMU = 40_000
_FAR_EMU = 12_000_000
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

Layer = Mapping[str, etree._Element]  # what one style, or the run itself, states: tag → element


@dataclass
class Field:
    """A field: its instruction, the runs that show its result, and those that only tell it."""

    instruction: str
    runs: list[etree._Element] = field(default_factory=list)
    telling: list[etree._Element] = field(default_factory=list)
    shows: bool = True  # whether its instruction is complete where it is read

    @property
    def kind(self) -> str:
        """The first word of the instruction, in capitals."""
        return (self.instruction.split() or [""])[0].upper()

    @property
    def is_personal(self) -> bool:
        """Say whether it shows who wrote, saved or keeps the file."""
        return self.kind in PERSONAL_FIELDS or bool(
            _PERSONAL_PROPERTY.match(self.instruction.strip())
        )


class Cascade:
    """What holds for paragraphs and runs: their own properties, their styles' and the defaults."""

    def __init__(self, styles: etree._Element | None, page: Color = WHITE) -> None:
        self.page = page
        self._styles: dict[str, etree._Element] = {}
        self._paragraph = ""
        self._filled_tables: set[str] = set()
        self._defaults: Layer = {}
        self._chains: dict[str, tuple[etree._Element, ...]] = {}
        self._stated: dict[tuple[str, str], tuple[Layer, ...]] = {}
        for style in styles.iter(f"{W}style") if styles is not None else ():
            name = style.get(f"{W}styleId", "")
            self._styles[name] = style
            kind = style.get(f"{W}type")
            if kind == "paragraph" and style.get(f"{W}default", "0") not in OFF:
                self._paragraph = name
            if kind == "table" and any(_paints(shade) for shade in style.iter(f"{W}shd")):
                self._filled_tables.add(name)
        if styles is not None:
            self._defaults = _layer(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))

    def chain(self, name: str) -> tuple[etree._Element, ...]:
        """Give a style and those it is based on, nearest first."""
        if name not in self._chains:
            found: dict[str, etree._Element] = {}
            at = name
            while at in self._styles and at not in found:
                found[at] = self._styles[at]
                at = value(self._styles[at], "basedOn")
            self._chains[name] = tuple(found.values())
        return self._chains[name]

    def names(self, paragraph: etree._Element) -> tuple[str, ...]:
        """Give the names of a paragraph's style and of those below it, in lower case."""
        style = value(paragraph.find(f"{W}pPr"), "pStyle")
        found = tuple((value(one, "name") or style).lower() for one in self.chain(style))
        return found or ((style.lower(),) if style else ())

    def of_paragraph(self, paragraph: etree._Element) -> list[Layer]:
        """Give the layers of a paragraph's own properties, nearest first."""
        own = paragraph.find(f"{W}pPr")
        style = value(own, "pStyle") or self._paragraph
        return [_layer(own), *self._stated_by(style, "pPr")]

    def of_run(self, run: etree._Element, paragraph: etree._Element | None = None) -> list[Layer]:
        """Give the layers of a run, nearest first; those of its paragraph's style where given."""
        own = run.find(f"{W}rPr")
        layers: list[Layer] = []
        if own is not None:
            layers = [_layer(own), *self._stated_by(value(own, "rStyle"), "rPr")]
        if paragraph is not None:
            style = value(paragraph.find(f"{W}pPr"), "pStyle") or self._paragraph
            layers += self._stated_by(style, "rPr")
            layers.append(self._defaults)
        return layers

    def text_size(self) -> float:
        """Give the size of the text in half points."""
        layers = [*self._stated_by(self._paragraph, "rPr")[:1], self._defaults]
        stated = said(layers, "sz")
        return float(stated) if stated.isdigit() and int(stated) else 20.0 if self._styles else 22.0

    def is_filled(self, table: etree._Element) -> bool:
        """Say whether a table's style paints cells."""
        return value(table.find(f"{W}tblPr"), "tblStyle") in self._filled_tables

    def _stated_by(self, style: str, kind: str) -> tuple[Layer, ...]:
        if (style, kind) not in self._stated:
            layers = (_layer(one.find(f"{W}{kind}")) for one in self.chain(style))
            self._stated[style, kind] = tuple(layer for layer in layers if layer)
        return self._stated[style, kind]


@dataclass(frozen=True, eq=False)
class Parts:
    """A Word document's parsed parts; `targets` maps a text part to its links by relation id."""

    document: etree._Element
    notes: Mapping[str, etree._Element] = field(default_factory=dict)  # footnotes and endnotes
    styles: etree._Element | None = None
    numbering: etree._Element | None = None
    margins: tuple[tuple[str, etree._Element], ...] = ()  # headers and footers, by kind
    others: Mapping[str, etree._Element] = field(default_factory=dict)  # charts and diagrams
    targets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[etree._Element, ...]:
        """The document and its notes."""
        return (self.document, *self.notes.values())

    @cached_property
    def cascade(self) -> Cascade:
        """The styles of the document."""
        return Cascade(self.styles, page_color(self.document))

    @cached_property
    def fields(self) -> list[Field]:
        """The fields of all texts."""
        return [one for root in self.texts for one in fields(root)]

    @cached_property
    def hidden(self) -> dict[etree._Element, str]:
        """The runs that are not to be seen or show who wrote the file, with the reason."""
        found = {run: why for root in self.texts for run, why in hidden_runs(root, self.cascade)}
        for one in self.fields:
            found.update(dict.fromkeys(one.telling, "field within the instruction of another"))
            if one.is_personal:
                found.update(dict.fromkeys(one.runs, "field that shows a property of the file"))
        return found

    @cached_property
    def links(self) -> dict[etree._Element, str]:
        """The address of each hyperlink, and of each run that a field makes a link."""
        found: dict[etree._Element, str] = {}
        for name, root in (("document", self.document), *self.notes.items()):
            for link in root.iter(f"{W}hyperlink"):
                target = self.targets.get(name, {}).get(link.get(f"{R}id", ""), "")
                anchor = link.get(f"{W}anchor", "")
                if target and anchor and "#" not in target:
                    target += f"#{anchor}"
                found[link] = clean_address(target)
        for one in self.fields:
            stated = re.match(r'\s*HYPERLINK\s+"([^"]*)"(?:.*?\\l\s+"([^"]*)")?', one.instruction)
            if stated and stated[1]:
                target = stated[1] + (f"#{stated[2]}" if stated[2] else "")
                found.update(dict.fromkeys(one.runs, clean_address(target)))
        return found


def parts_of(data: bytes) -> dict[str, bytes]:
    """Unpack a Word document, its strict namespaces written as the usual ones."""
    parts = unpack(data)
    for name, content in parts.items():
        if _STRICT.encode() in content and name.endswith((".xml", ".rels")):
            for strict, usual in _STRICT_SPACES:
                content = content.replace((_STRICT + strict).encode(), (_USUAL + usual).encode())
            parts[name] = content
    return parts


def open_parts(data: bytes) -> Parts:
    """Open a Word document by the relationships of its parts."""
    parts = parts_of(data)
    mains = [target for kind, _, target in _relations(parts, "") if kind == "officeDocument"]
    main = next((target for target in mains if target in parts), "")
    if not main:
        raise RefusedError(
            "unreadable-original", "this file has no document in it", "save it again from Word"
        )
    named: dict[str, etree._Element] = {}
    targets = {"document": _links(parts, main)}
    margins = []
    for kind, _, target in _relations(parts, main):
        if target in parts and kind in ("header", "footer"):
            margins.append((kind, parse_xml(parts[target])))
        elif target in parts and kind in ("footnotes", "endnotes", "styles", "numbering"):
            named[kind] = parse_xml(parts[target])
            targets[kind] = _links(parts, target)
    others = {
        name: parse_xml(content)
        for name, content in sorted(parts.items())
        if name.startswith(("word/charts/chart", "word/diagrams/data")) and name.endswith(".xml")
    }
    return Parts(
        parse_xml(parts[main]),
        {kind: root for kind, root in named.items() if kind.endswith("notes")},
        named.get("styles"),
        named.get("numbering"),
        tuple(margins),
        others,
        targets,
    )


def fields(root: etree._Element) -> list[Field]:
    """List a text's fields, the innermost of nested ones first.

    A field that is never closed shows what follows it in its own paragraph, and no more.
    """
    found = [
        Field(simple.get(f"{W}instr", ""), list(simple.iter(f"{W}r")))
        for simple in root.iter(f"{W}fldSimple")
    ]
    waiting: list[Field] = []
    begun: list[etree._Element] = []
    for run in root.iter(f"{W}r"):
        for part in run:
            if part.tag == f"{W}fldChar":
                kind = part.get(f"{W}fldCharType")
                if kind == "begin":
                    waiting.append(Field("", shows=False))
                    begun.append(run)
                elif kind == "separate" and waiting:
                    waiting[-1].shows = True
                elif kind == "end" and waiting:
                    found.append(waiting.pop())
                    begun.pop()
            elif part.tag == f"{W}instrText" and waiting and not waiting[-1].shows:
                waiting[-1].instruction += part.text or ""
            elif part.tag in (f"{W}t", f"{W}sym", f"{W}drawing", f"{W}noBreakHyphen"):
                for one in waiting:
                    held = one.runs if one.shows else one.telling
                    if not held or held[-1] is not run:
                        held.append(run)
    for one, run in zip(reversed(waiting), reversed(begun), strict=True):
        home = next(run.iterancestors(f"{W}p"), None)
        one.runs = [other for other in one.runs if next(other.iterancestors(f"{W}p"), None) is home]
        one.telling = []
        found.append(one)
    return found


def page_color(document: etree._Element) -> Color:
    """Give the color of the document's pages."""
    ground = document.find(f"{W}background")
    return (color(ground.get(f"{W}color", "")) if ground is not None else None) or WHITE


def hidden_runs(root: etree._Element, cascade: Cascade) -> Iterator[tuple[etree._Element, str]]:
    """Yield every run that holds text but cannot be seen, with the reason."""
    off_page = dict(_hidden_boxes(root))
    for run in root.iter(f"{W}r"):
        if any(part.text and part.text.strip() for part in run.iter(f"{W}t", f"{W}delText")):
            why = _why_hidden(run, cascade, off_page)
            if why:
                yield run, why


def margin_words(root: etree._Element) -> str:
    """Give a header's or footer's text, page numbers aside."""
    numbers = {
        run
        for one in fields(root)
        if one.kind in ("PAGE", "NUMPAGES", "SECTIONPAGES")
        for run in one.runs
    }
    texts = (
        text.text or ""
        for run in root.iter(f"{W}r")
        if run not in numbers
        for text in run.iter(f"{W}t")
    )
    return " ".join("".join(texts).split())


def value(properties: etree._Element | None, name: str) -> str:
    """Give the value of a property's element; "" where there is none."""
    element = properties.find(f"{W}{name}") if properties is not None else None
    return element.get(f"{W}val", "") if element is not None else ""


def said(layers: list[Layer], name: str) -> str:
    """Give the value that the nearest layer states."""
    for layer in layers:
        if (element := layer.get(name)) is not None:
            return element.get(f"{W}val", "")
    return ""


def is_on(layers: list[Layer], name: str) -> bool:
    """Say whether the nearest layer that speaks of a property switches it on."""
    for layer in layers:
        if (element := layer.get(name)) is not None:
            return element.get(f"{W}val", "1").lower() not in OFF
    return False


def number(text: str | None) -> float:
    """Read a number; 0 for what is none."""
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _layer(properties: etree._Element | None) -> Layer:
    if properties is None:
        return {}
    return {str(part.tag).removeprefix(W): part for part in properties if isinstance(part.tag, str)}


def _relations(parts: Mapping[str, bytes], part: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind, id and target of each relation of a part; an internal target names its part."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    for one in parse_xml(parts[rels]).iter(_RELATIONSHIP) if rels in parts else ():
        kind, target = posixpath.basename(one.get("Type", "")), one.get("Target", "")
        if one.get("TargetMode") != "External" and kind != "hyperlink":
            target = posixpath.normpath(posixpath.join(f"/{folder}", target))[1:]
        yield kind, one.get("Id", ""), target


def _links(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    return {name: target for kind, name, target in _relations(parts, part) if kind == "hyperlink"}


def _hidden_boxes(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the text boxes that are hidden, without size or off the page, with the reason."""
    for anchor in root.iter(f"{WP}anchor", f"{WP}inline"):
        named = anchor.find(f"{WP}docPr")
        if named is not None and named.get("hidden", "0") not in OFF:
            yield anchor, "text in a hidden box"
        extent = anchor.find(f"{WP}extent")
        if extent is not None and any(
            number(extent.get(side)) < _SMALLEST_BOX_EMU for side in ("cx", "cy")
        ):
            yield anchor, "text in a box without size"
        if any(abs(number(offset.text)) > _FAR_EMU for offset in anchor.iter(f"{WP}posOffset")):
            yield anchor, "text off the page"
    for shape in root.iter(f"{VML}shape", f"{VML}rect"):
        style = shape.get("style", "").replace(" ", "").lower()
        if "visibility:hidden" in style or "display:none" in style:
            yield shape, "text in a hidden box"
        for item in style.split(";"):
            name, _, stated = item.partition(":")
            far = abs(number(stated.removesuffix("pt"))) > 1000
            if name in ("margin-left", "margin-top", "left", "top") and far:
                yield shape, "text off the page"


def _why_hidden(
    run: etree._Element, cascade: Cascade, off_page: Mapping[etree._Element, str]
) -> str:
    above: dict[str, etree._Element] = {}
    for one in run.iterancestors():
        if one in off_page:
            return off_page[one]
        above.setdefault(str(one.tag), one)
    paragraph, row = above.get(f"{W}p"), above.get(f"{W}tr")
    layers = cascade.of_run(run, etree.Element(f"{W}p") if paragraph is None else paragraph)
    if is_on(layers, "vanish") or is_on(layers, "specVanish"):
        return "hidden text"
    if row is not None and _row_is_hidden(row):
        return "text in a hidden row"
    size, scale = said(layers, "sz"), said(layers, "w")
    if (size.isdigit() and int(size) / 2 < TINY_POINTS) or (scale.isdigit() and int(scale) < 10):
        return "tiny text"
    if number(said(layers, "spacing")) < _SQUEEZED_TWIPS:
        return "text squeezed together"
    if abs(number(said(layers, "position"))) * 10 > _FAR_TWIPS:
        return "text off the page"
    around = cascade.of_paragraph(paragraph) if paragraph is not None else []
    if any(_is_off(layer) for layer in around):
        return "text off the page"
    table = above.get(f"{W}tbl")
    ground = _ground(layers, around, above.get(f"{W}tc"))
    if ground is None and table is not None and cascade.is_filled(table):
        return ""
    return _ink_problem(layers, ground if ground is not None else cascade.page)


def _ink_problem(layers: list[Layer], ground: Color) -> str:
    for layer in layers:
        fill = layer.get(f"{W14}textFill")
        if fill is not None:
            alpha = next(iter(fill.iter(f"{W14}alpha")), None)
            amount = (alpha.get(f"{W14}val") or "") if alpha is not None else ""
            if fill.find(f"{W14}noFill") is not None or (amount.isdigit() and int(amount) > 90_000):
                return "transparent text"
            solid = next(iter(fill.iter(f"{W14}srgbClr")), None)
            if solid is not None and too_close(color(solid.get(f"{W14}val", "")), ground):
                return "text in the color of its ground"
            break
    ink = _ink(layers)
    if too_close(ink, ground):
        return "text in the color of its ground"
    if ink is None and ground == BLACK and said(layers, "highlight") == "black":
        return "text under a black marking"
    return ""


def _ground(layers: list[Layer], around: list[Layer], cell: etree._Element | None) -> Color | None:
    highlight = said(layers, "highlight")
    if highlight and highlight != "none":
        return _HIGHLIGHTS.get(highlight, _GRAY)
    shades = [layer.get("shd") for layer in (*layers, *around)]
    if cell is not None:
        shades.append(cell.find(f"{W}tcPr/{W}shd"))
    for shade in shades:
        if shade is not None and shade.get(f"{W}val") == "solid":
            return color(shade.get(f"{W}color", "")) or BLACK
        if shade is not None and _paints(shade):
            known = color(shade.get(f"{W}fill", ""))
            return known if known is not None else _GRAY
    return None


def _paints(shade: etree._Element) -> bool:
    fill = shade.get(f"{W}fill", "auto").lower()
    themed = any(f"{W}themeFill{part}" in shade.attrib for part in ("", "Shade", "Tint"))
    return themed or fill not in ("auto", "", "ffffff")


def _ink(layers: list[Layer]) -> Color | None:
    for layer in layers:
        if (ink := layer.get("color")) is not None:
            theme = ink.get(f"{W}themeColor", "")
            if theme in ("background1", "light1", "bg1") and not ink.get(f"{W}themeShade"):
                return WHITE
            return None if theme and not ink.get(f"{W}val") else color(ink.get(f"{W}val", ""))
    return None


def _row_is_hidden(row: etree._Element) -> bool:
    layer = _layer(row.find(f"{W}trPr"))
    height = layer.get("trHeight")
    exact = height is not None and height.get(f"{W}hRule") == "exact"
    return is_on([layer], "hidden") or (
        exact and height is not None and number(height.get(f"{W}val")) < _SMALLEST_LINE_TWIPS
    )


def _is_off(layer: Layer) -> bool:
    for name in ("ind", "framePr"):
        element = layer.get(name)
        if element is not None and any(
            abs(number(element.get(f"{W}{side}"))) > _FAR_TWIPS
            for side in ("left", "start", "right", "end", "firstLine", "hanging", "x", "y")
        ):
            return True
    spacing = layer.get("spacing")
    return (
        spacing is not None
        and spacing.get(f"{W}lineRule") == "exact"
        and number(spacing.get(f"{W}line", "999")) < _SMALLEST_LINE_TWIPS
    )
