"""An OpenDocument text opened: its parts, its styles, and what of it cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from workshop_notes.formats.archive import RefusedError, own_text, parse_xml, unpack
from workshop_notes.formats.hidden import TINY_POINTS, WHITE, Color, color, too_close
from workshop_notes.formats.names import names

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_FAR_POINTS = 700.0  # beyond the margins of any page
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0, "px": 0.75}
_LENGTH = re.compile(r"(-?[\d.]+)(pt|in|cm|mm|pc|px)")
_CARRIERS = tuple(f"{TEXT}{name}" for name in ("p", "h", "span", "a", "ruby-base", "meta"))

CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
SCRIPT = "{urn:oasis:names:tc:opendocument:xmlns:script:1.0}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
HREF = "{http://www.w3.org/1999/xlink}href"
MARGINS = tuple(
    f"{STYLE}{name}{side}" for name in ("header", "footer") for side in ("", "-left", "-first")
)
PAGE_FIELDS = tuple(f"{TEXT}{name}" for name in ("page-number", "page-count", "page-continuation"))
AUTHOR_FIELDS = tuple(sorted(names("opendocument", TEXT)["author-fields"]))


@dataclass(frozen=True)
class Styles:
    """The styles of both parts of a document by family and name, and the color of its pages."""

    by_name: Mapping[tuple[str, str], etree._Element] = field(default_factory=dict)
    defaults: Mapping[str, etree._Element] = field(default_factory=dict)
    page: Color = WHITE


def read_styles(*roots: etree._Element | None) -> Styles:
    """Read the styles of styles.xml and content.xml."""
    by_name: dict[tuple[str, str], etree._Element] = {}
    defaults: dict[str, etree._Element] = {}
    page = WHITE
    for root in roots:
        if root is None:
            continue
        for style in root.iter(f"{STYLE}style"):
            by_name[style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")] = style
        for style in root.iter(f"{STYLE}default-style"):
            defaults[style.get(f"{STYLE}family", "")] = style
        for layout in root.iter(f"{STYLE}page-layout-properties"):
            page = color(layout.get(f"{FO}background-color", "")) or page
    return Styles(by_name, defaults, page)


def hidden_passages(root: etree._Element, styles: Styles) -> Iterator[tuple[etree._Element, str]]:
    """Yield each element whose own text (that of its children aside) cannot be seen, and why."""
    for element in root.iter(*_CARRIERS):
        if own_text(element).strip():
            why = _why_hidden(element, styles)
            if why:
                yield element, why
    for element in root.iter(f"{TEXT}hidden-text"):
        if element.get(f"{TEXT}string-value", "").strip() or own_text(element).strip():
            yield element, "hidden text"


def points(length: str | None) -> float | None:
    """Read a length in points; None for percentages and what is no length."""
    match = _LENGTH.fullmatch((length or "").strip())
    return float(match.group(1)) * _POINTS[match.group(2)] if match else None


def margin_words(margin: etree._Element) -> str:
    """Give a header's or footer's text, page numbers aside."""
    pages = {
        text for element in margin.iter(*PAGE_FIELDS) for text in element.itertext() if element.text
    }
    texts = (str(text) for text in margin.itertext() if text not in pages)
    return " ".join("".join(texts).split())


@dataclass(frozen=True, eq=False)
class Parts:
    """A document's body and styles; `hidden` maps elements whose own text is not seen to why."""

    text: etree._Element
    styles: Styles
    lists: Mapping[str, etree._Element]
    hidden: Mapping[etree._Element, str]
    margins: tuple[tuple[str, str], ...]  # kind and text of headers and footers
    outline: Mapping[int, etree._Element]  # how headings are numbered, by level
    objects: Mapping[str, bytes]  # the parts of embedded objects

    def names(self, element: etree._Element) -> tuple[str, ...]:
        """Give the names of an element's paragraph style and of its parents, in lower case."""
        found = [_spelled(element.get(f"{TEXT}style-name", ""))]
        for style in self.chain(element):
            found += [*_named(style), _spelled(style.get(f"{STYLE}parent-style-name", ""))]
        return tuple(name for name in dict.fromkeys(found) if name)

    def chain(self, element: etree._Element) -> Iterator[etree._Element]:
        """Yield an element's own style and those it is based on."""
        return _chain(_family(element), element.get(f"{TEXT}style-name", ""), self.styles)

    def stated(self, element: etree._Element, attribute: str) -> str:
        """Give a property of the letters of an element, as its own styles state it."""
        chain = self.chain(element)
        return _first([p for s in chain for p in s.iterfind(f"{STYLE}text-properties")], attribute)

    def position(self, element: etree._Element) -> str:
        """Say whether an element's letters are raised (`superscript`) or lowered (`subscript`)."""
        said = self.stated(element, f"{STYLE}text-position") if element.tag == f"{TEXT}span" else ""
        if said.startswith("super") or (said[:1].isdigit() and not said.startswith("0")):
            return "superscript"
        return "subscript" if said.startswith(("sub", "-")) else ""

    def size(self) -> float:
        """Give the size of the text in points."""
        default = self.styles.defaults.get("paragraph")
        stated = [] if default is None else list(default.iterfind(f"{STYLE}text-properties"))
        return next((size for part in stated if (size := points(part.get(f"{FO}font-size")))), 12.0)


def open_parts(data: bytes) -> Parts:
    """Open an OpenDocument text; each call parses anew."""
    parts = unpack(data)
    manifest = parts.get("META-INF/manifest.xml", b"")
    if b"encryption-data" in manifest:
        raise RefusedError(
            "encrypted-original", "this file is encrypted", "save it without a password"
        )
    content = parse_xml(parts["content.xml"]) if "content.xml" in parts else etree.Element("none")
    master = parse_xml(parts["styles.xml"]) if "styles.xml" in parts else None
    text = content.find(f"{OFFICE}body/{OFFICE}text")
    if text is None:
        raise RefusedError(
            "unreadable-original", "this file has no text in it", "save it again from its program"
        )
    roots = [root for root in (master, content) if root is not None]
    styles = read_styles(master, content)
    lists = {
        style.get(f"{STYLE}name", ""): style
        for root in roots
        for style in root.iter(f"{TEXT}list-style")
    }
    margins = [
        ("page header" if "header" in str(margin.tag) else "page footer", _text_of(margin))
        for root in roots
        for margin in root.iter(*MARGINS)
        if any(letter.isalnum() for letter in _text_of(margin))
    ]
    outline = {
        int(level.get(f"{TEXT}level", "0")): level
        for root in roots
        for level in root.iter(f"{TEXT}outline-level-style")
        if level.get(f"{TEXT}level", "").isdigit()
    }
    objects = {name: part for name, part in parts.items() if name.endswith("/content.xml")}
    hidden = dict(hidden_passages(content, styles))
    return Parts(text, styles, lists, hidden, tuple(margins), outline, objects)


def _why_hidden(element: etree._Element, styles: Styles) -> str:
    layers = list(_layers(element, styles))
    texts = [part for layer in layers for part in layer.iterfind(f"{STYLE}text-properties")]
    if _first(texts, f"{TEXT}display") in ("none", "true"):
        return "hidden text"
    size = points(_first(texts, f"{FO}font-size"))
    scale = _first(texts, f"{STYLE}text-scale").rstrip("%")
    if (size is not None and size < TINY_POINTS) or (scale.isdigit() and int(scale) < 10):
        return "tiny text"
    transparency = _first(texts, f"{LOEXT}char-transparency").rstrip("%")
    if transparency.isdigit() and int(transparency) >= 90:
        return "transparent text"
    around = _hidden_around(element)
    if around:
        return around
    paragraphs = [p for layer in layers for p in layer.iterfind(f"{STYLE}paragraph-properties")]
    margins = (points(_first(paragraphs, f"{FO}{name}")) for name in ("margin-left", "text-indent"))
    if any(margin is not None and abs(margin) > _FAR_POINTS for margin in margins):
        return "text off the page"
    ground = _ground(texts + paragraphs, element, styles)
    automatic = _first(texts, f"{STYLE}use-window-font-color") == "true"
    if not automatic and too_close(color(_first(texts, f"{FO}color")), ground):
        return "text in the color of its ground"
    return ""


def _layers(element: etree._Element, styles: Styles) -> Iterator[etree._Element]:
    for above in (element, *element.iterancestors()):
        family = _family(above)
        yield from _chain(family, above.get(f"{TEXT}style-name", ""), styles)
        if family == "paragraph":
            break
    if "paragraph" in styles.defaults:
        yield styles.defaults["paragraph"]


def _family(element: etree._Element) -> str:
    return "paragraph" if element.tag in (f"{TEXT}p", f"{TEXT}h") else "text"


def _chain(family: str, name: str, styles: Styles) -> Iterator[etree._Element]:
    seen: set[str] = set()
    while name and name not in seen and (family, name) in styles.by_name:
        seen.add(name)
        style = styles.by_name[family, name]
        yield style
        name = style.get(f"{STYLE}parent-style-name", "")


def _hidden_around(element: etree._Element) -> str:
    for above in element.iterancestors():
        if above.tag == f"{TEXT}section" and above.get(f"{TEXT}display") in ("none", "condition"):
            return "text in a hidden section"
        if above.get(f"{TABLE}visibility") in ("collapse", "filter"):
            return "text in a hidden row"
        if above.tag == f"{TEXT}hidden-paragraph" or (
            above.tag == f"{TEXT}p" and above.find(f"{TEXT}hidden-paragraph") is not None
        ):
            return "hidden text"
        if above.tag in (f"{DRAW}frame", f"{DRAW}custom-shape", f"{DRAW}rect"):
            places = (points(above.get(f"{SVG}{side}")) for side in ("x", "y"))
            if any(place is not None and abs(place) > _FAR_POINTS * 2 for place in places):
                return "text off the page"
            sizes = (points(above.get(f"{SVG}{side}")) for side in ("width", "height"))
            if any(size is not None and size < TINY_POINTS for size in sizes):
                return "text in a box without size"
            if above.get(f"{DRAW}display") in ("none", "printer"):
                return "text in a hidden box"
    hidden_mark = element.find(f"{TEXT}hidden-paragraph")
    return "hidden text" if hidden_mark is not None else ""


def _ground(layers: list[etree._Element], element: etree._Element, styles: Styles) -> Color | None:
    known = _fill(_first_fill(layers, f"{FO}background-color"))
    if known is not None:
        return known
    for above in element.iterancestors():
        for family, attribute in (
            ("table-cell", f"{TABLE}style-name"),
            ("table-row", f"{TABLE}style-name"),
            ("table", f"{TABLE}style-name"),
            ("graphic", f"{DRAW}style-name"),
            ("section", f"{TEXT}style-name"),
        ):
            for style in _chain(family, above.get(attribute, ""), styles):
                for part in style:
                    said = part.get(f"{FO}background-color") or part.get(f"{DRAW}fill-color") or ""
                    known = _fill(said)
                    if known is not None:
                        return known
    return styles.page


def _fill(text: str) -> Color | None:
    return None if text in ("", "transparent") else color(text)


def _first_fill(layers: list[etree._Element], name: str) -> str:
    return next(
        (v for layer in layers if (v := layer.get(name, "")) not in ("", "transparent")), ""
    )


def _first(layers: list[etree._Element], name: str) -> str:
    return next((value for layer in layers if (value := layer.get(name))), "")


@lru_cache(maxsize=4096)
def _spelled(name: str) -> str:
    return name.replace("_20_", " ").replace("_", " ").lower()


def _named(style: etree._Element) -> Iterator[str]:
    yield _spelled(style.get(f"{STYLE}name", ""))
    if shown := style.get(f"{STYLE}display-name"):
        yield shown.lower()


def _text_of(element: etree._Element) -> str:
    return " ".join(" ".join(map(str, element.itertext())).split())
