"""How a Word document's paragraphs and runs look, as far as it says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from workshop_notes.convert.docx_parts import Parts, paragraph_style_names
from workshop_notes.originals.ooxml_text import W

_HEADING = re.compile(r"heading ([1-9])")
_QUOTE = re.compile(r"(?:intense )?quote|block ?text|quotations?|citation(?: intense)?")
_CONTENTS = re.compile(r"toc \d|toc ?heading|table of (?:contents|figures|authorities)")
# Styles that are often based on the title's.
_BELOW_TITLE = frozenset({"subtitle", "date", "author", "byline", "abstract", "salutation"})
_NAMING = frozenset({"author", "authors", "byline"})
_OFF = frozenset({"0", "false", "off", "none"})
_LARGE = 1.35  # times the size of the text
_SET_IN = 500  # twips from both sides


class Looks:
    """What a document's styles and direct formatting say of its paragraphs and runs."""

    def __init__(self, parts: Parts) -> None:
        self._names = paragraph_style_names(parts)
        styles = [] if parts.styles is None else list(parts.styles.iter(f"{W}style"))
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles}
        self._size = _default_size(parts.styles)

    def heading_level(self, paragraph: etree._Element) -> int:
        """Give a paragraph's heading level from 1 (the title), or 0."""
        if next(paragraph.iterancestors(f"{W}tc", f"{W}footnote", f"{W}endnote"), None) is not None:
            return 0
        properties = paragraph.find(f"{W}pPr")
        for name in self._names_of(paragraph):
            if name in _BELOW_TITLE:
                return 0
            if name == "title":
                return 1
            if found := _HEADING.fullmatch(name):
                return min(int(found[1]) + 1, 6)
        stated = [properties, *(style.find(f"{W}pPr") for style in self._chain(paragraph))]
        outline = next((value for layer in stated if (value := _value(layer, "outlineLvl"))), "")
        return min(int(outline) + 2, 6) if outline.isdigit() and int(outline) < 9 else 0

    def is_quotation(self, paragraph: etree._Element) -> bool:
        """Say whether a paragraph is set as a quotation, by its style or from both sides."""
        if any(_QUOTE.fullmatch(name) for name in self._names_of(paragraph)):
            return True
        place = paragraph.find(f"{W}pPr/{W}ind")
        if place is None:
            return False
        sides = [
            place.get(f"{W}{name}") or place.get(f"{W}{other}") or "0"
            for name, other in (("left", "start"), ("right", "end"))
        ]
        return all(side.isdigit() and int(side) >= _SET_IN for side in sides)

    def is_byline(self, paragraph: etree._Element) -> bool:
        """Say whether a paragraph has the style that names an author."""
        return bool(_NAMING & set(self._names_of(paragraph)[:1]))

    def is_contents(self, paragraph: etree._Element) -> bool:
        """Say whether a paragraph is a line of a table of contents."""
        return any(_CONTENTS.fullmatch(name) for name in self._names_of(paragraph))

    def is_drop_capital(self, paragraph: etree._Element) -> bool:
        """Say whether a paragraph is the first letter of the next one, set large."""
        frame = paragraph.find(f"{W}pPr/{W}framePr")
        return frame is not None and frame.get(f"{W}dropCap", "none") != "none"

    def position(self, run: etree._Element) -> str:
        """Say whether a run is raised (`superscript`) or lowered (`subscript`)."""
        return _value(run.find(f"{W}rPr"), "vertAlign")

    def emphasis(self, run: etree._Element) -> tuple[bool, bool]:
        """Say whether a run is bold and whether it is italic, by itself or by its own style."""
        layers = list(self._run_layers(run))
        return _on(layers, "b"), _on(layers, "i")

    def uniform_size(self, paragraph: etree._Element) -> float:
        """Give the smallest size, in half points, of a paragraph all bold or large, else 0."""
        style = [layer.find(f"{W}rPr") for layer in self._chain(paragraph)]
        sizes: list[float] = []
        for run in paragraph.iter(f"{W}r"):
            if not "".join(text.text or "" for text in run.iter(f"{W}t")).strip():
                continue
            layers = [*self._run_layers(run), *(layer for layer in style if layer is not None)]
            stated = next((value for layer in layers if (value := _value(layer, "sz"))), "")
            size = float(stated) if stated.isdigit() else self._size
            if not _on(layers, "b") and size < _LARGE * self._size:
                return 0.0
            sizes.append(size)
        return min(sizes, default=0.0)

    def _names_of(self, paragraph: etree._Element) -> tuple[str, ...]:
        style = _value(paragraph.find(f"{W}pPr"), "pStyle")
        return self._names.get(style, (style.lower(),) if style else ())

    def _chain(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        return self._based(_value(paragraph.find(f"{W}pPr"), "pStyle"))

    def _run_layers(self, run: etree._Element) -> Iterator[etree._Element]:
        properties = run.find(f"{W}rPr")
        if properties is not None:
            yield properties
            for style in self._based(_value(properties, "rStyle")):
                own = style.find(f"{W}rPr")
                if own is not None:
                    yield own

    def _based(self, name: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = _value(self._styles[name], "basedOn")


def _on(layers: list[etree._Element], name: str) -> bool:
    for layer in layers:
        element = layer.find(f"{W}{name}")
        if element is not None:
            return element.get(f"{W}val", "1").lower() not in _OFF
    return False


def _value(properties: etree._Element | None, name: str) -> str:
    element = properties.find(f"{W}{name}") if properties is not None else None
    return element.get(f"{W}val", "") if element is not None else ""


def _default_size(styles: etree._Element | None) -> float:
    """Give the size of the text in half points."""
    if styles is None:
        return 22.0
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
    for style in styles.iter(f"{W}style"):
        if style.get(f"{W}default") in ("1", "true") and style.get(f"{W}type") == "paragraph":
            own = style.find(f"{W}rPr/{W}sz")
            default = own if own is not None else default
    stated = default.get(f"{W}val", "") if default is not None else ""
    return float(stated) if stated.isdigit() and int(stated) else 20.0
