"""The parts of an OpenDocument text: its body, its styles, and what of it cannot be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from workshop_notes.originals.archive import RefusedError, parse_xml, unpack
from workshop_notes.originals.odf import MARGINS, margin_words
from workshop_notes.originals.odf_text import (
    FO,
    OFFICE,
    STYLE,
    TEXT,
    Styles,
    hidden_passages,
    points,
    read_styles,
)

_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"


@dataclass(frozen=True, eq=False)
class Parts:
    """A document's body and styles; `hidden` maps elements whose own text is not seen to why."""

    text: etree._Element
    styles: Styles
    lists: Mapping[str, etree._Element]
    hidden: Mapping[etree._Element, str]
    margins: tuple[str, ...]

    def names(self, element: etree._Element) -> tuple[str, ...]:
        """Give the names of an element's paragraph style and of its parents, in lower case."""
        found = [_spelled(element.get(f"{TEXT}style-name", ""))]
        for style in self.chain(element):
            found += [*_named(style), _spelled(style.get(f"{STYLE}parent-style-name", ""))]
        return tuple(name for name in dict.fromkeys(found) if name)

    def chain(self, element: etree._Element) -> Iterator[etree._Element]:
        """Yield an element's own style and those it is based on."""
        family = "paragraph" if element.tag in (f"{TEXT}p", f"{TEXT}h") else "text"
        name = element.get(f"{TEXT}style-name", "")
        seen: set[str] = set()
        while name not in seen and (family, name) in self.styles.by_name:
            seen.add(name)
            style = self.styles.by_name[family, name]
            yield style
            name = style.get(f"{STYLE}parent-style-name", "")

    def stated(self, element: etree._Element, attribute: str) -> str:
        """Give a property of the letters of an element, as its own styles state it."""
        for style in self.chain(element):
            for properties in style.iterfind(f"{STYLE}text-properties"):
                if value := properties.get(attribute):
                    return value
        return ""

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
    if "content.xml" not in parts:
        raise RefusedError(
            "unreadable-original", "this file has no text in it", "save it again from its program"
        )
    content = parse_xml(parts["content.xml"])
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
        "page header" if "header" in str(margin.tag) else "page footer"
        for root in roots
        for margin in root.iter(*MARGINS)
        if any(letter.isalnum() for letter in margin_words(margin))
    ]
    return Parts(text, styles, lists, dict(hidden_passages(content, styles)), tuple(margins))


@lru_cache(maxsize=4096)
def _spelled(name: str) -> str:
    return name.replace("_20_", " ").replace("_", " ").lower()


def _named(style: etree._Element) -> Iterator[str]:
    yield _spelled(style.get(f"{STYLE}name", ""))
    if shown := style.get(f"{STYLE}display-name"):
        yield shown.lower()
