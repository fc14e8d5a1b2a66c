"""Which runs of a Word document are there but not to be seen, by their effective formatting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from workshop_notes.originals.ooxml_boxes import OFF, hidden_boxes, number
from workshop_notes.originals.visibility import (
    BLACK,
    TINY_POINTS,
    WHITE,
    Color,
    color,
    too_close,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

_HIGHLIGHTS: dict[str, Color] = {
    "black": BLACK,
    "white": WHITE,
    "blue": (0, 0, 255),
    "cyan": (0, 255, 255),
    "green": (0, 255, 0),
    "magenta": (255, 0, 255),
    "red": (255, 0, 0),
    "yellow": (255, 255, 0),
    "darkBlue": (0, 0, 128),
    "darkCyan": (0, 128, 128),
    "darkGreen": (0, 128, 0),
    "darkMagenta": (128, 0, 128),
    "darkRed": (128, 0, 0),
    "darkYellow": (128, 128, 0),
    "darkGray": (128, 128, 128),
    "lightGray": (192, 192, 192),
}
_SQUEEZED_TWIPS = -80
_FAR_TWIPS = 14_000  # beyond any page's width
_SMALLEST_LINE_TWIPS = 60


@dataclass(frozen=True)
class Style:
    """What one style says about runs: its parent and its own properties."""

    parent: str
    run: etree._Element | None
    paragraph: etree._Element | None


@dataclass(frozen=True)
class Styles:
    """The styles of a document, and what holds where no style speaks."""

    by_id: Mapping[str, Style] = field(default_factory=dict)
    defaults: etree._Element | None = None
    paragraph: str = ""
    filled_tables: frozenset[str] = frozenset()
    page: Color = WHITE


def read_styles(root: etree._Element | None, page: Color = WHITE) -> Styles:
    """Read word/styles.xml; without it nothing is styled."""
    if root is None:
        return Styles(page=page)
    by_id: dict[str, Style] = {}
    paragraph, filled = "", set()
    for style in root.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        based = style.find(f"{W}basedOn")
        by_id[name] = Style(
            based.get(f"{W}val", "") if based is not None else "",
            style.find(f"{W}rPr"),
            style.find(f"{W}pPr"),
        )
        kind = style.get(f"{W}type")
        if kind == "paragraph" and style.get(f"{W}default", "0") not in OFF:
            paragraph = name
        if kind == "table" and any(_fill(shade) for shade in style.iter(f"{W}shd")):
            filled.add(name)
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    return Styles(by_id, defaults, paragraph, frozenset(filled), page)


def hidden_runs(root: etree._Element, styles: Styles) -> Iterator[tuple[etree._Element, str]]:
    """Yield every run that holds text but cannot be seen, with the reason."""
    off_page = dict(hidden_boxes(root))
    for run in root.iter(f"{W}r"):
        if not any(part.text and part.text.strip() for part in run.iter(f"{W}t", f"{W}delText")):
            continue
        why = _why_hidden(run, styles, off_page)
        if why:
            yield run, why


def paragraph_numbers(root: etree._Element) -> dict[etree._Element, int]:
    """Number the paragraphs of a part, from 1."""
    return {paragraph: number for number, paragraph in enumerate(root.iter(f"{W}p"), 1)}


def _why_hidden(run: etree._Element, styles: Styles, off_page: Mapping[etree._Element, str]) -> str:
    paragraph = table = cell = row = None
    for above in run.iterancestors():
        if above in off_page:
            return off_page[above]
        if above.tag == f"{W}p" and paragraph is None:
            paragraph = above
        elif above.tag == f"{W}tc" and cell is None:
            cell = above
        elif above.tag == f"{W}tr" and row is None:
            row = above
        elif above.tag == f"{W}tbl" and table is None:
            table = above
    layers = list(_layers(run, paragraph, styles))
    if _on(layers, "vanish") or _on(layers, "specVanish"):
        return "hidden text"
    if row is not None and _row_is_hidden(row):
        return "text in a hidden row"
    size = _value(layers, "sz")
    scale = _value(layers, "w")
    if (size.isdigit() and int(size) / 2 < TINY_POINTS) or (scale.isdigit() and int(scale) < 10):
        return "tiny text"
    if number(_value(layers, "spacing")) < _SQUEEZED_TWIPS:
        return "text squeezed together"
    if abs(number(_value(layers, "position"))) * 10 > _FAR_TWIPS:
        return "text off the page"
    if paragraph is not None and _paragraph_is_off(paragraph, styles):
        return "text off the page"
    filled = table is not None and _table_is_filled(table, styles)
    ground = _ground(layers, paragraph, cell, styles)
    if ground is None and filled:
        return ""
    return _ink_problem(layers, ground if ground is not None else styles.page)


def _ink_problem(layers: list[etree._Element], ground: Color) -> str:
    for layer in layers:
        fill = layer.find(f"{W14}textFill")
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
    if ink is None and ground == BLACK and _value(layers, "highlight") == "black":
        return "text under a black marking"
    return ""


def _layers(
    run: etree._Element, paragraph: etree._Element | None, styles: Styles
) -> Iterator[etree._Element]:
    direct = run.find(f"{W}rPr")
    names = []
    if direct is not None:
        yield direct
        names.append(_attribute(direct, "rStyle"))
    properties = paragraph.find(f"{W}pPr") if paragraph is not None else None
    names.append(_attribute(properties, "pStyle") or styles.paragraph)
    for name in names:
        for style in _chain(name, styles):
            if style.run is not None:
                yield style.run
    if styles.defaults is not None:
        yield styles.defaults


def _chain(name: str, styles: Styles) -> Iterator[Style]:
    seen: set[str] = set()
    while name in styles.by_id and name not in seen:
        seen.add(name)
        yield styles.by_id[name]
        name = styles.by_id[name].parent


def _ground(
    layers: list[etree._Element],
    paragraph: etree._Element | None,
    cell: etree._Element | None,
    styles: Styles,
) -> Color | None:
    highlight = _value(layers, "highlight")
    if highlight and highlight != "none":
        return _HIGHLIGHTS.get(highlight, (128, 128, 128))
    shades = [layer.find(f"{W}shd") for layer in layers]
    if paragraph is not None:
        properties = paragraph.find(f"{W}pPr")
        if properties is not None:
            shades.append(properties.find(f"{W}shd"))
        for style in _chain(_attribute(properties, "pStyle") or styles.paragraph, styles):
            if style.paragraph is not None:
                shades.append(style.paragraph.find(f"{W}shd"))
    if cell is not None:
        shades.append(cell.find(f"{W}tcPr/{W}shd"))
    for shade in shades:
        if shade is not None and shade.get(f"{W}val") == "solid":
            return color(shade.get(f"{W}color", "")) or BLACK
        if shade is not None and _fill(shade):
            known = color(shade.get(f"{W}fill", ""))
            return known if known is not None else (128, 128, 128)
    return None


def _fill(shade: etree._Element) -> bool:
    """Say whether a shading paints something."""
    fill = shade.get(f"{W}fill", "auto").lower()
    themed = any(f"{W}themeFill{part}" in shade.attrib for part in ("", "Shade", "Tint"))
    return themed or fill not in ("auto", "", "ffffff")


def _ink(layers: list[etree._Element]) -> Color | None:
    for layer in layers:
        ink = layer.find(f"{W}color")
        if ink is not None:
            theme = ink.get(f"{W}themeColor", "")
            if theme in ("background1", "light1", "bg1") and not ink.get(f"{W}themeShade"):
                return WHITE
            if theme and not ink.get(f"{W}val"):
                return None
            return color(ink.get(f"{W}val", ""))
    return None


def _on(layers: list[etree._Element], name: str) -> bool:
    for layer in layers:
        element = layer.find(f"{W}{name}")
        if element is not None:
            return element.get(f"{W}val", "1").lower() not in OFF
    return False


def _value(layers: list[etree._Element], name: str) -> str:
    for layer in layers:
        element = layer.find(f"{W}{name}")
        if element is not None:
            return element.get(f"{W}val", "")
    return ""


def _attribute(properties: etree._Element | None, name: str) -> str:
    element = properties.find(f"{W}{name}") if properties is not None else None
    return element.get(f"{W}val", "") if element is not None else ""


def _table_is_filled(table: etree._Element, styles: Styles) -> bool:
    name = _attribute(table.find(f"{W}tblPr"), "tblStyle")
    return name in styles.filled_tables


def _row_is_hidden(row: etree._Element) -> bool:
    properties = row.find(f"{W}trPr")
    if properties is None:
        return False
    height = properties.find(f"{W}trHeight")
    exact = height is not None and height.get(f"{W}hRule") == "exact"
    return _on([properties], "hidden") or (
        exact and height is not None and number(height.get(f"{W}val")) < _SMALLEST_LINE_TWIPS
    )


def _paragraph_is_off(paragraph: etree._Element, styles: Styles) -> bool:
    own = paragraph.find(f"{W}pPr")
    layers = [own] if own is not None else []
    layers += [
        style.paragraph
        for style in _chain(_attribute(own, "pStyle") or styles.paragraph, styles)
        if style.paragraph is not None
    ]
    for layer in layers:
        indent, frame, spacing = (
            layer.find(f"{W}{name}") for name in ("ind", "framePr", "spacing")
        )
        for element in (indent, frame):
            if element is not None and any(
                abs(number(element.get(f"{W}{name}"))) > _FAR_TWIPS
                for name in ("left", "start", "right", "end", "firstLine", "hanging", "x", "y")
            ):
                return True
        if (
            spacing is not None
            and spacing.get(f"{W}lineRule") == "exact"
            and number(spacing.get(f"{W}line", "999")) < _SMALLEST_LINE_TWIPS
        ):
            return True
    return False
