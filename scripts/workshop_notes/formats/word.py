"""A Word document: its parts, its cascade of styles, its fields, the tree that is made of it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from workshop_notes.formats.archive import parse_xml, remove, unpack, whole_number
from workshop_notes.formats.document import (
    UNSAID,
    Reading,
    bullet,
    clean_address,
    put,
    set_as,
    shifted,
    sub,
)
from workshop_notes.formats.hidden import (
    BLACK,
    WHITE,
    Color,
    Finding,
    as_problem,
    color,
    refused,
)
from workshop_notes.formats.names import names, ordered, reasons
from workshop_notes.formats.office_read import (
    DESCRIPTION,
    OWN_FIELD,
    PLACEHOLDER,
    SPACES,
    Cell,
    Look,
    OfficeReader,
    Paragraph,
    blocks,
    elements,
    unresolved,
    unseen,
)
from workshop_notes.formats.outline import Item, numeral
from workshop_notes.problem import has_errors

W, W14, A, R, M, MC, WP, CHART, VML = (
    f"{{{SPACES[one]}}}" for one in ["w", "w14", "a", "r", "m", "mc", "wp", "c", "v"]
)
OFF = frozenset({"0", "false", "off", "none"})
# Fields that show who wrote, saved or keeps the file, and properties that do so.
PERSONAL_FIELDS, FETCHING_FIELDS, _SILENT_FIELDS, DRAWN_FIELDS = (
    names("word")[f"{kind}-fields"] for kind in ("personal", "fetching", "silent", "drawn")
)
_PERSONAL_PROPERTY = re.compile(
    rf"(?:INFO|DOCPROPERTY)\s+\"?(?:{'|'.join(ordered('word')['personal-properties'])})\b", re.I
)

_STRICT = "http://purl.oclc.org/ooxml/"
_USUAL = "http://schemas.openxmlformats.org/"
_STRICT_SPACES = reasons("strict-spaces")
_HIGHLIGHTS = reasons("highlights")
_GRAY = (128, 128, 128)
_FAR_SIDES = ("left", "start", "right", "end", "firstLine", "hanging", "x", "y")
_SMALLEST_LINE = 60  # twips
_KNOWN_SPACE = re.compile(r"http://schemas\.(?:microsoft|openxmlformats)\.|\Z")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_BY_NAME = re.compile(r"list ?(bullet|number)(?: ?([2-5]))?")
_ELEMENTS = elements("word-elements")
DRAWINGS, _UNREAD = (frozenset(_ELEMENTS[kind]) for kind in ("drawings", "unread"))
_MARKS = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
# What shows letters in a run; "" where they are the element's text.
_LETTERS = {
    f"{W}t": "",
    f"{W}noBreakHyphen": "-",
    **dict.fromkeys(_ELEMENTS["blanks"], " "),
    f"{W}tab": "\t",
}
TEXTS = (f"{W}t", f"{M}t", f"{A}t")
RUNS = (f"{W}r", f"{M}r")
_SHOWN = (f"{W}t", f"{W}sym", f"{W}drawing", f"{W}noBreakHyphen", f"{W}pict", f"{W}object")
# What a style of tables says of letters where it holds for some rows or columns only.
_TELLING = frozenset({"strike", "dstrike", "vanish", "specVanish"})
_NOTHING = etree.Element("none")
_COPY = "copy of a drawing for older programs"
_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp"
_HOLDERS = (f"{W}tc", _SHAPE, *(f"{VML}{name}" for name in ("shape", "rect", "roundrect", "oval")))
_FILLS = tuple(f"{A}{kind}Fill" for kind in ("no", "solid", "grad", "blip", "patt", "grp"))
_THEME = {"bg1": WHITE, "lt1": WHITE, "tx1": BLACK, "dk1": BLACK}
_SET_IN = 500  # twips from both sides
_SMALL = 0.8  # of the text's size
_NOTE_NUMBERS = re.compile(rb":num(?:Start|Fmt)\b")

LINK_FIELD = re.compile(r'\s*HYPERLINK\s+"[^"]*"(?:\s*\\l\s+"[^"]*")?')

Layer = Mapping[str, etree._Element]  # what one style, or the run itself, states: tag → element


@dataclass
class Field:
    """A field: its instruction, the runs that show its result, and those that only tell it."""

    instruction: str = ""
    runs: list[etree._Element] = field(default_factory=list)
    telling: list[etree._Element] = field(default_factory=list)
    codes: list[etree._Element] = field(default_factory=list)  # that hold the instruction
    shows: bool = False  # whether its instruction is complete where it is read
    begins: etree._Element | None = None  # the run that it begins in
    place: etree._Element | None = None  # where what it shows ends; None within an instruction
    form: etree._Element | None = None  # what it is as a field of a form

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

    @property
    def is_drawn(self) -> bool:
        """Say whether it shows something that does not stand in the file as its result."""
        stated = self.shows and self.kind not in DRAWN_FIELDS
        silent = self.is_personal or self.kind in _SILENT_FIELDS or not self.kind
        return self.place is not None and not (self.runs or stated or silent)


class Cascade:
    """What holds for paragraphs and runs: their own properties, their styles' and the defaults."""

    def __init__(self, styles: etree._Element | None) -> None:
        self.styles = [] if styles is None else list(styles.iter(f"{W}style"))
        self._styles = {style.get(f"{W}styleId", ""): style for style in self.styles}
        self._paragraph = ""
        self.filled_tables: set[str] = set()
        self._lettered_tables = False
        self._defaults: Layer = {}
        self._stated: dict[tuple[str, str], tuple[Layer, ...]] = {}
        for name, style in self._styles.items():
            kind = style.get(f"{W}type")
            if kind == "paragraph" and style.get(f"{W}default", "0") not in OFF:
                self._paragraph = name
            if kind == "table" and any(_paints(shade) for shade in style.iter(f"{W}shd")):
                self.filled_tables.add(name)
            if kind == "table" and any(True for _ in style.iter(f"{W}rPr")):
                self._lettered_tables = True
        if styles is not None:
            self._defaults = _layer(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))

    def chain(self, name: str) -> tuple[etree._Element, ...]:
        """Give a style and those it is based on, nearest first."""
        found: dict[str, etree._Element] = {}
        while name in self._styles and name not in found:
            found[name] = self._styles[name]
            name = value(found[name], "basedOn")
        return tuple(found.values())

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
            layers += self._of_table(paragraph) if self._lettered_tables else ()
            layers.append(self._defaults)
        return layers

    def _of_table(self, paragraph: etree._Element) -> Iterator[Layer]:
        """Yield what the style of the table around says of letters at a paragraph's place in it.

        Whether they are struck or hidden in other parts of it is taken as said of all: it is asked.
        """
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        table = next(paragraph.iterancestors(f"{W}tbl"), None)
        if cell is None or table is None:
            return
        sides = _sides(cell, table)
        for style in self.chain(value(table.find(f"{W}tblPr"), "tblStyle")):
            for part in style.iterfind(f"{W}tblStylePr[{W}rPr]"):
                layer, held = _layer(part.find(f"{W}rPr")), sides.get(part.get(f"{W}type", ""))
                if held is None:
                    layer = {name: one for name, one in layer.items() if name in _TELLING}
                yield layer if held is not False else {}
            yield _layer(style.find(f"{W}rPr"))

    def text_size(self) -> float:
        """Give the size of the text in half points."""
        layers = [*self._stated_by(self._paragraph, "rPr")[:1], self._defaults]
        stated = said(layers, "sz")
        return float(stated) if stated.isdigit() and int(stated) else 20.0 if self._styles else 22.0

    def _stated_by(self, style: str, kind: str) -> tuple[Layer, ...]:
        if (style, kind) not in self._stated:
            layers = (_layer(one.find(f"{W}{kind}")) for one in self.chain(style))
            self._stated[style, kind] = tuple(layer for layer in layers if layer)
        return self._stated[style, kind]


@lru_cache(maxsize=1)
def parts_of(data: bytes) -> Mapping[str, bytes]:
    """Unpack a Word document, its strict namespaces written as the usual ones."""
    parts = unpack(data)
    for name, content in parts.items():
        if _STRICT.encode() in content and name.endswith((".xml", ".rels")):
            for strict, usual in _STRICT_SPACES.items():
                content = content.replace((_STRICT + strict).encode(), (_USUAL + usual).encode())
            parts[name] = content
    return parts


@lru_cache(maxsize=1)
def cascade_of(styles: bytes) -> Cascade:
    """Read the styles of a document, once for who scans it and who reads it."""
    return Cascade(parse_xml(styles) if styles else None)


def fields(root: etree._Element) -> list[Field]:
    """List a text's fields, the innermost of nested ones first.

    A field that is never closed shows what follows it in its own paragraph, and no more.
    """
    found = [
        Field(simple.get(f"{W}instr", ""), list(simple.iter(f"{W}r")), [], [simple], place=simple)
        for simple in root.iter(f"{W}fldSimple")
    ]
    waiting: list[Field] = []
    for run in root.iter(f"{W}r"):
        for part in run:
            kind = part.get(f"{W}fldCharType")
            if kind == "begin":
                waiting.append(Field(begins=run, form=part.find(f"{W}ffData")))
            elif kind == "separate" and waiting:
                waiting[-1].shows = True
            elif kind == "end" and waiting:
                ended = waiting.pop()
                ended.place = part if all(one.shows for one in waiting) else None
                found.append(ended)
            elif part.tag == f"{W}instrText" and waiting and not waiting[-1].shows:
                waiting[-1].instruction += part.text or ""
                waiting[-1].codes.append(part)
            elif part.tag in _SHOWN and (part.tag != f"{W}t" or part.text):
                for one in waiting:
                    held = one.runs if one.shows else one.telling
                    if not held or held[-1] is not run:
                        held.append(run)
    for one in reversed(waiting):
        one.runs = [run for run in one.runs if _paragraph_of(run) is _paragraph_of(one.begins)]
        one.telling = []
    return [*found, *reversed(waiting)]


def _paragraph_of(run: etree._Element | None) -> etree._Element | None:
    return None if run is None else next(run.iterancestors(f"{W}p"), None)


def page_color(document: etree._Element) -> Color:
    """Give the color of the document's pages."""
    ground = document.find(f"{W}background")
    return (color(ground.get(f"{W}color", "")) if ground is not None else None) or WHITE


def hidden_runs(
    root: etree._Element, cascade: Cascade, page: Color = WHITE
) -> Iterator[tuple[etree._Element, str]]:
    """Yield every run that holds text but cannot be seen, with the reason."""
    texts = (f"{W}t", f"{W}delText", f"{M}t", f"{W}sym")
    holders = (
        run
        for run in root.iter(*RUNS)
        if any(part.tag == texts[-1] or (part.text or "").strip() for part in run.iter(*texts))
    )
    return unseen(root, holders, lambda run: _look(run, cascade, page))


def value(properties: etree._Element | None, name: str) -> str:
    """Give the value of a property's element; "" where there is none."""
    element = properties.find(f"{W}{name}") if properties is not None else None
    return element.get(f"{W}val", "") if element is not None else ""


def said(layers: Sequence[Layer], name: str) -> str:
    """Give the value that the nearest layer states."""
    for layer in layers:
        if (element := layer.get(name)) is not None:
            return element.get(f"{W}val", "")
    return ""


def is_on(layers: Sequence[Layer], name: str) -> bool:
    """Say whether the nearest layer that speaks of a property switches it on."""
    for layer in layers:
        if (element := layer.get(name)) is not None:
            return element.get(f"{W}val", "1").lower() not in OFF
    return False


def number(text: str | None, without: float = 0.0) -> float:
    """Read a number; `without` is given for what is none."""
    try:
        return float(text or without)
    except ValueError:
        return without


def _sides(cell: etree._Element, table: etree._Element) -> dict[str, bool]:
    """Say of each side of a table that its style may set apart whether a cell stands there so."""
    look = table.find(f"{W}tblPr/{W}tblLook")
    stated = {} if look is None else {str(key): str(said) for key, said in look.items()}
    said = stated.get(f"{W}val", "")
    bits = int(said, 16) if re.fullmatch("[0-9A-Fa-f]{1,8}", said) else 0x1E0
    found = {}
    for at, side in enumerate(("firstRow", "lastRow", "firstColumn", "lastColumn")):
        one = cell.getparent() if "Row" in side else cell
        is_set = stated.get(f"{W}{side}", str(bits >> (5 + at) & 1)) not in OFF
        before = side.startswith("first")
        is_last = (
            one is not None and next(one.itersiblings(one.tag, preceding=before), None) is None
        )
        found[side.removesuffix("umn")] = is_set and is_last
    return found


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


def _look(run: etree._Element, cascade: Cascade, page: Color) -> Look:
    above = {str(one.tag): one for one in reversed(list(run.iterancestors()))}
    paragraph, table = above.get(f"{W}p"), above.get(f"{W}tbl")
    around = cascade.of_paragraph(paragraph) if paragraph is not None else []
    layers = cascade.of_run(run, etree.Element(f"{W}p") if paragraph is None else paragraph)
    held = next((one for one in run.iterancestors() if one.tag in _HOLDERS), None)
    cell = above.get(f"{W}tc")
    is_filled, fill = _fill(held) if held is not None and held.tag != f"{W}tc" else (False, None)
    ground = _ground(layers, around, None if is_filled else cell)
    filled = (
        table is not None and value(table.find(f"{W}tblPr"), "tblStyle") in cascade.filled_tables
    )
    ground = (fill if is_filled else page) if ground is None and not filled else ground
    ink, transparency = _ink(layers)
    marked = ink is None and said(layers, "highlight") == "black"
    return Look(
        is_on(layers, "vanish") or is_on(layers, "specVanish"),
        number(said(layers, "sz"), 20) / 2,
        number(said(layers, "w"), 100),
        transparency,
        number(said(layers, "spacing")) / 20,
        max([abs(number(said(layers, "position"))) / 2, *map(_away, around)]),
        BLACK if marked else ink,
        ground,
    )


def _away(layer: Layer) -> float:
    """Say how far a paragraph is moved, in points; without end where its lines have no height."""
    spacing = layer.get("spacing")
    exact = spacing is not None and spacing.get(f"{W}lineRule") == "exact"
    if exact and number(layer["spacing"].get(f"{W}line"), 999) < _SMALLEST_LINE:
        return float("inf")
    places = [layer[name] for name in ("ind", "framePr") if name in layer]
    sides = (abs(number(one.get(f"{W}{side}"))) / 20 for one in places for side in _FAR_SIDES)
    return max(sides, default=0.0)


def _ground(
    layers: Sequence[Layer], around: list[Layer], cell: etree._Element | None
) -> Color | None:
    highlight = said(layers, "highlight")
    if highlight and highlight != "none":
        return color(_HIGHLIGHTS.get(highlight, "")) or _GRAY
    shades = [layer.get("shd") for layer in (*layers, *around)]
    if cell is not None:
        shades.append(cell.find(f"{W}tcPr/{W}shd"))
    for shade in shades:
        if shade is not None and shade.get(f"{W}val") == "solid":
            return color(shade.get(f"{W}color", "")) or BLACK
        if shade is not None and _paints(shade):
            return color(shade.get(f"{W}fill", "")) or _GRAY
    return None


def _fill(box: etree._Element) -> tuple[bool, Color | None]:
    """Say whether a box is filled, and with what color; None for a picture or what is not known."""
    if box.tag == _SHAPE:
        properties = next(box.iterchildren("{*}spPr"), None)
        style = next(box.iterchildren("{*}style"), None)
        fills = properties.iterchildren(*_FILLS) if properties is not None else iter(())
        if (fill := next(fills, None)) is None:
            reference = style.find(f"{A}fillRef") if style is not None else None
            return reference is not None and reference.get("idx", "0") != "0", None
        stated = next(iter(fill), None) if fill.tag == f"{A}solidFill" else None
        plain = stated is not None and not len(stated)
        said = stated.get("val", "") if stated is not None and plain else ""
        return fill.tag != f"{A}noFill", _THEME.get(said) or color(said)
    if box.get("filled", "t") in ("f", "false"):
        return False, None
    fill = box.find(f"{VML}fill")
    plain = fill is None or fill.get("type", "solid") == "solid"
    return True, color(box.get("fillcolor", "white").split(" ")[0]) if plain else None


def _paints(shade: etree._Element) -> bool:
    fill = shade.get(f"{W}fill", "auto").lower()
    themed = any(f"{W}themeFill{part}" in shade.attrib for part in ("", "Shade", "Tint"))
    return themed or fill not in ("auto", "", "ffffff")


def _ink(layers: Sequence[Layer]) -> tuple[Color | None, float]:
    """Give the color of letters, None where it is automatic, and their transparency in percent."""
    transparency, solid = 0.0, None
    key = f"{W14}textFill"
    fill = next((layer[key] for layer in layers if key in layer), None)
    if fill is not None:
        found = {one.tag: one.get(f"{W14}val") for one in fill.iter()}
        transparency = 100.0 if f"{W14}noFill" in found else number(found.get(f"{W14}alpha")) / 1000
        solid = color(found.get(f"{W14}srgbClr") or "")
    ink = next((layer["color"] for layer in layers if "color" in layer), None)
    if solid is not None or ink is None:
        return solid, transparency
    theme, stated = ink.get(f"{W}themeColor", ""), ink.get(f"{W}val", "")
    if theme in ("background1", "light1", "bg1") and not ink.get(f"{W}themeShade"):
        return WHITE, transparency
    return color(stated), transparency


def read(data: bytes, path: str) -> Reading:
    """Read a Word document; unresolved changes and comments refuse it, with their number."""
    parts = parts_of(data)
    mains = (target for kind, _, target in _relations(parts, "") if kind == "officeDocument")
    main = next((target for target in mains if target in parts), "")
    if not main:
        raise refused("no document")
    related = {target: kind for kind, _, target in _relations(parts, main) if target in parts}
    notes = {kind: name for name, kind in related.items() if kind in ("footnotes", "endnotes")}
    sources = {"document": main, **notes}
    texts = {kind: parse_xml(parts[name]) for kind, name in sources.items()}
    reading = Reading()
    found = [one for kind in texts for one in unresolved(texts[kind], f"word/{kind}.xml")]
    marks = {one.get(f"{W}id") for one in texts["document"].iter(f"{W}commentReference")}
    if marks:
        found.append(Finding("hidden-comment", "comment", "", len(marks), always=True))
    reading.problems += [as_problem(one, path, False) for one in found]
    if any(True for root in texts.values() for _ in root.iter(f"{W}altChunk", f"{W}subDoc")):
        reading.problems.append(refused("embedded").problem(path))
    if has_errors(reading.problems):
        return reading
    reader = _Reader(reading, texts, parts, related)
    for kind, name in sources.items():
        reader.find_links(texts[kind], _relations(parts, name))
    reader.read()
    reader.list_the_rest()
    reading.ask(path)
    return reading


class _Lists:
    """Counts the items of a document in order, as Word does: by the abstract list they share."""

    def __init__(self, cascade: Cascade, root: etree._Element) -> None:
        self._cascade = cascade
        self._abstract = {
            one.get(f"{W}abstractNumId", ""): one for one in root.iter(f"{W}abstractNum")
        }
        self._nums = {one.get(f"{W}numId", ""): one for one in root.iter(f"{W}num")}
        self._counts: dict[str, dict[int, int]] = {}
        self._used: set[tuple[str, int]] = set()

    def item(self, paragraph: etree._Element) -> Item | None:
        """Give the place of a paragraph, counting it; None where it is no item."""
        properties = paragraph.find(f"{W}pPr")
        identity, level = self._stated(properties)
        named = next(filter(None, map(_BY_NAME.fullmatch, self._cascade.names(paragraph))), None)
        direct = properties is not None and properties.find(f"{W}numPr") is not None
        if named and not direct and level == 0:
            level = int(named[2] or 1) - 1
        if named and identity is None:
            kind = "ul" if named[1] == "bullet" else "ol"
            return Item(kind, level, identity=f"style {named[1]}")
        if not identity or identity == "0" or identity not in self._nums:
            return None
        defined = self._level(identity, level)
        form, shown = value(defined, "numFmt"), value(defined, "lvlText")
        indent = self._indent(paragraph, defined)
        if form == "bullet" or not form:
            bare = re.sub(r"%[1-9]\W*", "", shown)  # of bullets, no number
            mark = bullet(bare, _font([_layer(defined.find(f"{W}rPr"))]))
            return Item("ul", level, 0, indent, mark, identity)
        count = self._count(identity, level)
        mark = self._mark(identity, level)
        if form == "none" and not mark:
            return None
        plain = not shown or (form == "decimal" and re.fullmatch(rf"\W*%{level + 1}\W*", shown))
        return Item("ol" if plain else "ul", level, count, indent, mark, identity)

    def _stated(self, properties: etree._Element | None) -> tuple[str | None, int]:
        """Give the list's id and level from the paragraph or its style."""
        stated = properties.find(f"{W}numPr") if properties is not None else None
        identity, level = value(stated, "numId"), value(stated, "ilvl")
        for above in self._cascade.chain(value(properties, "pStyle")):
            by_style = above.find(f"{W}pPr/{W}numPr")
            identity = identity or value(by_style, "numId")
            level = level or value(by_style, "ilvl")
        return (identity or None), min(whole_number(level), 8)

    def _level(self, identity: str, level: int) -> etree._Element:
        """Give what a list states of one level; an empty element where it states nothing."""
        number = self._nums[identity]
        defined = self._abstract.get(value(number, "abstractNumId"), _NOTHING)
        if linked := value(defined, "numStyleLink"):
            others = (one for one in self._abstract.values() if value(one, "styleLink") == linked)
            defined = next(others, defined)
        own = number.find(f"{W}lvlOverride[@{W}ilvl='{level}']/{W}lvl")
        stated = defined.find(f"{W}lvl[@{W}ilvl='{level}']") if own is None else own
        return _NOTHING if stated is None else stated

    def _counts_of(self, identity: str) -> dict[int, int]:
        return self._counts.setdefault(value(self._nums[identity], "abstractNumId"), {})

    def _count(self, identity: str, level: int) -> int:
        counts = self._counts_of(identity)
        override = self._nums[identity].find(f"{W}lvlOverride[@{W}ilvl='{level}']")
        anew = value(override, "startOverride")
        first = whole_number(anew, whole_number(value(self._level(identity, level), "start"), 1))
        if anew and (identity, level) not in self._used:
            counts.pop(level, None)
        self._used.add((identity, level))
        counts[level] = counts[level] + 1 if level in counts else first
        for deeper in [one for one in counts if one > level]:
            restart = value(self._level(identity, deeper), "lvlRestart")
            if level < (int(restart) if restart.isdigit() else deeper):
                del counts[deeper]
        return counts[level]

    def _mark(self, identity: str, level: int) -> str:
        """Give what Word shows before the item, such as `2.1` or `(a)`."""
        defined = self._level(identity, level)
        usual = "" if value(defined, "numFmt") == "none" else f"%{level + 1}."
        text = value(defined, "lvlText") or usual
        legal = defined.find(f"{W}isLgl") is not None

        def counted(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            higher = self._level(identity, at)
            first = whole_number(value(higher, "start"), 1)
            count = self._counts_of(identity).get(at, first)
            form = value(higher, "numFmt")
            # It makes figures of letters; those with a zero before them are some.
            return numeral(count, form if not legal or form == "decimalZero" else "decimal")

        return re.sub(r"%([1-9])", counted, text).strip()

    def _indent(self, paragraph: etree._Element, defined: etree._Element) -> float | None:
        own, *styles = (layer.get("ind") for layer in self._cascade.of_paragraph(paragraph))
        for place in (own, defined.find(f"{W}pPr/{W}ind"), *styles):
            if place is not None:
                stated = place.get(f"{W}left") or place.get(f"{W}start") or ""
                if re.fullmatch(r"-?\d+", stated):
                    return int(stated) / 20
        return None


class _Reader(OfficeReader):
    CELL, ROW, TABLE = f"{W}tc", f"{W}tr", f"{W}tbl"
    BLOCKS = blocks("word-blocks")
    NOTES = (f"{W}footnote", f"{W}endnote")

    def __init__(
        self,
        reading: Reading,
        texts: Mapping[str, etree._Element],
        parts: Mapping[str, bytes],
        related: Mapping[str, str],
    ) -> None:
        named = {kind: name for name, kind in related.items()}
        document = texts["document"]
        self._texts = texts  # the document, its footnotes and endnotes
        self._parts = parts
        self._related = related  # the kinds of other parts, by their names
        self.cascade = cascade_of(parts.get(named.get("styles", ""), b""))
        numbering = parts.get(named.get("numbering", ""), b"<none/>")
        self._lists = _Lists(self.cascade, parse_xml(numbering))
        self._fields = [one for root in texts.values() for one in fields(root)]
        self._contents = {run for one in self._fields if one.kind == "TOC" for run in one.runs}
        self._drawn = {one.place: one for one in self._fields if one.is_drawn}
        self._marks: dict[str, int] = {}  # how many footnotes and endnotes were counted
        settings = parts.get(named.get("settings", ""), b"")
        self._settings = parse_xml(settings if _NOTE_NUMBERS.search(settings) else b"<none/>")
        self._links: dict[etree._Element, str] = {}  # addresses of hyperlinks and runs
        page = page_color(document)
        self.hidden = {
            run: why
            for root in texts.values()
            for run, why in hidden_runs(root, self.cascade, page)
        }
        for one in self._fields:
            shown = "".join(map(_all_text, one.runs))
            if one.kind == "MERGEFIELD" and shown.startswith("«"):
                reading.ask_about("unfilled", shown)
            told = dict.fromkeys(one.telling, "field within the instruction of another")
            own = dict.fromkeys(one.runs, OWN_FIELD) if one.is_personal else {}
            self.hidden |= {**told, **own}
            stated = re.match(r'\s*HYPERLINK\s+"([^"]*)"(?:.*?\\l\s+"([^"]*)")?', one.instruction)
            if stated and stated[1]:
                target = stated[1] + (f"#{stated[2]}" if stated[2] else "")
                self._links |= dict.fromkeys(one.runs, clean_address(target))
        self._unused = [one for root in texts.values() for one in _take_unused(root)]
        body = document.find(f"{W}body")
        super().__init__(reading, document if body is None else body, self.cascade.text_size())

    def find_links(self, root: etree._Element, relations: Iterable[tuple[str, str, str]]) -> None:
        """Find the address of each hyperlink of a text by its part's relations."""
        targets = {name: target for kind, name, target in relations if kind == "hyperlink"}
        for link in root.iter(f"{W}hyperlink"):
            target = targets.get(link.get(f"{R}id", ""), "")
            anchor = link.get(f"{W}anchor", "")
            if target and anchor and "#" not in target:
                target += f"#{anchor}"
            self._links[link] = clean_address(target)

    def list_the_rest(self) -> None:
        """List what is not on the page: what is hidden, notes without a mark, margins, charts."""
        leave_out = self.reading.leave_out
        for kind, root in self._texts.items():
            for one in root if kind != "document" else ():
                text = _all_text(one)
                if text and (kind, one.get(f"{W}id", "")) not in self._notes:
                    leave_out(text, "note that nothing refers to", withheld=True)
        for run, why in self.hidden.items():
            leave_out(_all_text(run), why, withheld=True)
        for name, kind in self._related.items():
            if kind in ("header", "footer"):
                leave_out(_all_text(parse_xml(self._parts[name])), f"page {kind}", withheld=True)
        for unused, why in self._unused:
            text = self.all_text(unused)
            leave_out(text, why, withheld=why == _COPY)
            if text and why == PLACEHOLDER:
                self.reading.ask_about("unfilled", text)
        for name in sorted(self._parts):
            drawn = re.fullmatch(r"word/(chart|diagram)s/(?:chart|data).*\.xml", name)
            if not drawn:
                continue
            root = parse_xml(self._parts[name])
            for one in (*root.iter(f"{A}t"), *root.iterfind(f".//{CHART}strCache//{CHART}v")):
                if (one.text or "").strip():
                    leave_out(one.text or "", drawn[1])

    def all_text(self, element: etree._Element) -> str:
        return _all_text(element, self.hidden)

    def said_of(self, paragraph: etree._Element) -> Paragraph:
        properties = paragraph.find(f"{W}pPr")
        layer = properties if properties is not None else _NOTHING
        outline = said(self.cascade.of_paragraph(paragraph), "outlineLvl")
        frame, place = layer.find(f"{W}framePr"), layer.find(f"{W}ind")
        return Paragraph(
            self.cascade.names(paragraph),
            int(outline) + 2 if outline.isdigit() and int(outline) < 9 else 0,
            is_item=layer.find(f"{W}numPr") is not None,
            is_quotation=place is not None and _is_set_in(place),
            is_contents=self._is_contents_field(paragraph),
            is_initial=frame is not None and frame.get(f"{W}dropCap", "none") != "none",
        )

    def item_of(self, paragraph: etree._Element, level: int) -> Item | None:
        del level
        letters = _layer(paragraph.find(f"{W}pPr/{W}rPr"))
        is_gone = is_on([letters], "vanish") and not self.all_text(paragraph)
        return None if is_gone else self._lists.item(paragraph)

    def runs(self, paragraph: etree._Element) -> Iterator[tuple[bool, float]]:
        for run in paragraph.iter(f"{W}r"):
            if "".join(text.text or "" for text in run.iter(f"{W}t")).strip():
                layers = self.cascade.of_run(run, paragraph)[:-1]
                stated = said(layers, "sz")
                yield is_on(layers, "b"), float(stated) if stated.isdigit() else self.size

    def rows(self, table: etree._Element) -> list[list[Cell]]:
        """Give the cells of a table; what is merged downwards stands in its first row alone."""
        rows: list[list[Cell]] = []
        above: dict[int, Cell] = {}
        for row in self.own(table, self.ROW):
            line: list[Cell] = []
            if 0 < (column := whole_number(value(row.find(f"{W}trPr"), "gridBefore"))) < 64:
                line.append(Cell(None, {"colspan": str(column)}))
            for cell in self.own(row, self.CELL):
                span = value(cell.find(f"{W}tcPr"), "gridSpan")
                width = int(span) if re.fullmatch(r"[2-9]|\d\d", span) else 1
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
                if goes_on and column in above and not _all_text(cell):
                    spans = above[column].spans
                    spans["rowspan"] = str(int(spans.get("rowspan", "1")) + 1)
                else:
                    above[column] = Cell(cell, {"colspan": str(width)} if width > 1 else {})
                    line.append(above[column])
                column += width
            rows.append(line)
        return rows

    def inline(
        self, element: etree._Element, out: etree._Element, layers: Sequence[Layer] = ()
    ) -> None:
        """Add what stands in a paragraph or run, of which the `layers` say how it looks."""
        for part in element:
            tag = part.tag
            if tag in _UNREAD or not isinstance(tag, str) or part in self.hidden:
                continue
            link = self._links.get(part, "")
            place = sub(out, "a", href=link) if link else out
            if tag == f"{W}r":
                self._run(part, place)
            elif tag in (f"{W}br", f"{W}cr") and part.get(f"{W}type") not in ("page", "column"):
                sub(out, "br")
            elif tag in _LETTERS:
                case = "uppercase" if is_on(layers, "caps") or is_on(layers, "smallCaps") else ""
                said = self.reading.signs(part.text or "", _font(layers), case)
                put(out, shifted(_LETTERS[tag] or said, self._position(layers)))
            elif tag == f"{W}sym":
                code = part.get(f"{W}char", "")
                at = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else 0
                self._show(self.reading.sign(part.get(f"{W}font", ""), at), out)
            elif tag in _MARKS:
                self._refer(part, _MARKS[tag], out)
            elif tag in DRAWINGS:
                self._drawing(part, out)
            elif tag == f"{W}rt":
                self.reading.leave_out(self.all_text(part), "reading aid above the text")
            elif tag == f"{M}oMath":
                self._formula(part, out)
            elif tag != f"{W}p":
                between = " " if tag == f"{M}oMathPara" else ""
                put(out, between)
                self.inline(part, place, layers)
                put(out, between)
            if part in self._drawn and not _look(element, self.cascade, WHITE).why_unseen():
                self._show(self._said_by(self._drawn[part]), out)

    def _is_contents_field(self, paragraph: etree._Element) -> bool:
        for control in paragraph.iterancestors(f"{W}sdt"):
            gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
            if gallery is not None and gallery.get(f"{W}val") == "Table of Contents":
                return True
        shown = [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None]
        return bool(shown) and self._contents.issuperset(shown)

    def _run(self, run: etree._Element, out: etree._Element) -> None:
        """Add what stands in a run, by how it is set."""
        own = self.cascade.of_run(run)
        every = self.cascade.of_run(run, _paragraph_of(run))
        bold, italic = is_on(own, "b"), is_on(own, "i")
        place = set_as(out, struck=_is_struck(every), bold=bold, italic=italic)
        self.inline(run, place, every)

    def _refer(self, part: etree._Element, kind: str, out: etree._Element) -> None:
        """Add the mark of a note of `footnotes` or `endnotes`."""
        key = (kind, part.get(f"{W}id", ""))
        notes = self._texts.get(key[0], ())
        held = [note for note in notes if note.get(f"{W}id") == key[1]]
        is_counted = key not in self._notes and not part.get(f"{W}customMarkFollows")
        mark = sub(out, "mark", number=self.note(key, held))
        if is_counted:
            self.reading.number_note(self._printed(key[0]), mark.get("number", ""))
        elif part.get(f"{W}customMarkFollows"):
            self._leave_out_own_mark(part, held, mark.get("number", ""))

    def _leave_out_own_mark(
        self, reference: etree._Element, held: list[etree._Element], label: str
    ) -> None:
        """Leave out the mark of its own that a note has, where it is referred to and below."""
        parts = [one for one in reference.itersiblings() if one.tag in (f"{W}t", f"{W}sym")]
        typed = "".join(one.text or "" for one in parts).strip()
        below = [next(note.iter(f"{W}t"), None) for note in held]
        self.reading.number_note(typed, label)
        for one in (*parts, *below):
            if typed and one is not None and (one.text or "").strip() == typed:
                self.reading.leave_out(one.text or "", "footnote's mark: the page sets its own")
                one.text = ""

    def _position(self, layers: Sequence[Layer]) -> str:
        """Say whether letters are raised (`superscript`), as such or small and by hand."""
        by_hand = number(said(layers, "position"))
        if by_hand and number(said(layers, "sz"), self.size) < _SMALL * self.size:
            return "superscript" if by_hand > 0 else "subscript"
        return said(layers, "vertAlign")

    def _printed(self, kind: str) -> str:
        """Give the number of the next mark of `footnotes` or `endnotes`, as Word counts."""
        self._marks[kind] = self._marks.get(kind, 0) + 1
        stated = [
            (value(one, "numStart"), value(one, "numFmt"))
            for root in (self._texts["document"], self._settings)
            for one in root.iter(f"{W}{kind[:-1]}Pr")
        ]
        start = next((int(first) for first, _ in stated if first.isdigit()), 1)
        usual = "decimal" if kind == "footnotes" else "lowerRoman"
        form = next((form for _, form in stated if form), usual)
        return numeral(start - 1 + self._marks[kind], form)

    def _show(self, text: str, out: etree._Element) -> None:
        """Add text that the original shows and does not hold as such."""
        self.reading.added.append(text)
        put(out, text)

    def _said_by(self, drawn: Field) -> str:
        """Give what a field shows of itself, which has to be asked of most."""
        said = drawn.instruction.replace('"', " ").split()
        if drawn.kind == "SYMBOL" and said[1:2] and said[1].isdigit():
            font = said[said.index("\\f") + 1 :][:1] if "\\f" in said else []
            return self.reading.sign("".join(font), int(said[1]))
        shown = filled_in(drawn.form) if drawn.form is not None else ""
        known = f"the field {drawn.kind}" if drawn.kind in DRAWN_FIELDS else "a field"
        return shown or self.reading.not_read(known)

    def _formula(self, formula: etree._Element, out: etree._Element) -> None:
        runs = list(formula.iter(f"{M}r"))
        layers = {run: self.cascade.of_run(run, _paragraph_of(run)) for run in runs}
        for run in self.hidden.keys() & layers:
            remove(run)
        self.reading.formula(formula, out, [run for run in runs if _is_struck(layers[run])])

    def _drawing(self, drawing: etree._Element, out: etree._Element) -> None:
        inside = list(_boxes(drawing))
        self.boxes += inside
        said = described(drawing)
        pictured = _is_pictured(drawing)
        if not pictured and any(map(self.all_text, inside)):
            if any(said):
                self.reading.leave_out("", DESCRIPTION)
            said = []
        paths = list(drawing.iter(f"{VML}textpath"))
        gone = {one for one, _ in unseen(drawing, paths, lambda _: Look())}
        letters = [f" {one.get('string', '')} " for one in paths if one not in gone]
        self.reading.added += letters
        shown = "".join([*map(self.reading.picture, said), *letters])
        put(out, shown)
        if not shown and pictured:
            sub(out, "picture", what=UNSAID)
        elif not shown and not inside:
            self.draw_over(drawing, f"{W}p")


def described(drawing: etree._Element) -> list[str]:
    """Give the descriptions of a drawing that stand for it in the note."""
    held = drawing.iter(f"{WP}docPr", f"{VML}shape", f"{VML}rect", f"{VML}roundrect")
    return [one.get("descr") or one.get("alt") or "" for one in held]


def shown_of(drawing: etree._Element) -> list[str]:
    """Give what the note says of a drawing beside the text in its boxes."""
    letters = [one.get("string", "") for one in drawing.iter(f"{VML}textpath")]
    is_box = not _is_pictured(drawing) and any(map(_all_text, _boxes(drawing)))
    return letters if is_box else letters + described(drawing)


def _is_pictured(drawing: etree._Element) -> bool:
    return next(drawing.iter("{*}blip", "{*}imagedata"), None) is not None


def _is_struck(layers: Sequence[Layer]) -> bool:
    return is_on(layers, "strike") or is_on(layers, "dstrike")


def _font(layers: Sequence[Layer]) -> str:
    """Give the font of letters that every font has."""
    fonts = (layer["rFonts"] for layer in layers if "rFonts" in layer)
    stated = (one.get(f"{W}{kind}") for one in fonts for kind in ("ascii", "hAnsi"))
    return next(filter(None, stated), "")


def filled_in(form: etree._Element) -> str:
    """Give what a form's field shows: the box, ticked or not, or the word that was chosen."""
    if (box := form.find(f"{W}checkBox")) is not None:
        state = "checked" if box.find(f"{W}checked") is not None else "default"
        return "☒" if is_on([_layer(box)], state) else "☐"
    chosen = form.find(f"{W}ddList")
    at = value(chosen, "result") or value(chosen, "default") or "0"
    listed = [one.get(f"{W}val", "") for one in form.iter(f"{W}listEntry")]
    return listed[int(at)] if at.isdigit() and int(at) < len(listed) else ""


def _take_unused(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Take out, and give, what is shown until a form is filled in, or by older programs alone."""
    for control in list(root.iter(f"{W}sdt")):
        if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            remove(control)
            yield control, PLACEHOLDER
    for either in list(root.iter(f"{MC}AlternateContent")):
        shown = chosen(either)
        for copy in [one for one in either if one is not shown]:
            remove(copy)
            yield copy, _COPY


def chosen(either: etree._Element) -> etree._Element | None:
    """Give that of several contents which is shown: the first of which anything can be read."""
    for one in either:
        spaces = (one.nsmap.get(name, "") for name in one.get("Requires", "").split())
        is_read = next(one.iter(*TEXTS, *DRAWINGS), None) is not None
        if is_read and all(map(_KNOWN_SPACE.match, spaces)):
            return one
    return next(iter(either), None)


def _is_set_in(place: etree._Element) -> bool:
    """Say whether a paragraph is indented from both sides, as quotations are."""
    sides = [
        place.get(f"{W}{name}") or place.get(f"{W}{other}")
        for name, other in (("left", "start"), ("right", "end"))
    ]
    return all(whole_number(side) >= _SET_IN for side in sides)


def _boxes(drawing: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes of a drawing, those inside of others aside."""
    for child in drawing:
        if child.tag == f"{W}txbxContent":
            yield child
        else:
            yield from _boxes(child)


def _all_text(element: etree._Element, without: Collection[etree._Element] = ()) -> str:
    """Give all text below an element, that of hidden runs aside where they are given."""
    out: list[str] = []
    for part in element.iter(*TEXTS, *_LETTERS, f"{W}p"):
        if without and any(run in without for run in (part, *part.iterancestors(*RUNS))):
            continue
        if part.tag in TEXTS:
            run = part.getparent()
            position = value(run.find(f"{W}rPr"), "vertAlign") if run is not None else ""
            text = part.text or ""
            out.append(shifted(text, position) if text.strip().isdigit() else text)
        else:
            out.append(_LETTERS.get(str(part.tag), " "))
    return " ".join("".join(out).split())
