"""An OpenDocument text as the few HTML elements that Markdown can say, guarded for pandoc."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape as html_escape

from lxml import etree

from workshop_notes.convert.links import clean_address
from workshop_notes.convert.odt_parts import Parts
from workshop_notes.convert.odt_text import description
from workshop_notes.convert.office_furniture import without_furniture
from workshop_notes.convert.outline import is_heading_text
from workshop_notes.convert.pandoc import guard
from workshop_notes.convert.pictures import stands_for
from workshop_notes.convert.symbols import shifted
from workshop_notes.furniture.cuts import Cut
from workshop_notes.normalize import normalize
from workshop_notes.originals.odf import AUTHOR_FIELDS, HREF
from workshop_notes.originals.odf_text import DRAW, FO, OFFICE, STYLE, TABLE, TEXT, points

_HEADING = re.compile(r"heading (\d+)")
_QUOTE = re.compile(r"(?:intense )?quote|block ?text|quotations?|citation(?: intense)?")
_CONTENTS = re.compile(r"contents (?:\d+|heading)|toc \d+|table of contents.*")
_INDEXES = frozenset(
    f"{TEXT}{name}"
    for name in (
        "table-of-content",
        "alphabetical-index",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
    )
)
_SKIPPED = frozenset(
    {
        f"{TEXT}tracked-changes",
        f"{OFFICE}annotation",
        f"{TEXT}hidden-text",
        f"{TEXT}ruby-text",
        f"{TEXT}sequence-decls",
        f"{TEXT}variable-decls",
        f"{TEXT}user-field-decls",
        f"{OFFICE}forms",
        f"{DRAW}object",
    }
)
_LARGE = 1.35  # times the size of the text


class Writer:
    """Writes one document; `left_out` gathers (text, reason), `pictures` counts the labels set."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.left_out: list[tuple[str, str]] = [("", why) for why in parts.hidden.values()]
        self.left_out += [("", kind) for kind in parts.margins]
        self.furniture: list[Cut] = []
        self.pictures = 0
        self._notes: list[etree._Element] = []
        self._counts: dict[tuple[str, int], int] = {}
        self._first_block = True
        self._size = parts.size()

    def page(self) -> str:
        """Give the HTML for pandoc: the body, then each note in a numbered division."""
        out: list[str] = []
        self._blocks(self.parts.text, out)
        out, self.furniture = without_furniture(out)
        at = 0
        while at < len(self._notes):
            out.append(f'<div id="wn-note-{at + 1}">')
            self._blocks(self._notes[at], out)
            out.append("</div>")
            at += 1
        return "".join(["<html><body>", *out, "</body></html>"])

    def _blocks(self, element: etree._Element, out: list[str]) -> None:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                continue
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                self._paragraph(child, out)
            elif tag in _INDEXES:
                self._leave_out(child, "table of contents or index")
            elif tag == f"{TEXT}list":
                self._list(child, out, child.get(f"{TEXT}style-name", ""), 1)
            elif tag == f"{TABLE}table":
                self._table(child, out)
            elif tag == f"{DRAW}frame":
                self._frame(child, out, out)
            else:
                self._blocks(child, out)

    def _leave_out(self, element: etree._Element, reason: str) -> None:
        for paragraph in element.iter(f"{TEXT}p", f"{TEXT}h"):
            said: list[str] = []
            self._plain(paragraph, said)
            text = " ".join("".join(said).split())
            if text:
                self.left_out.append((text, reason))

    def _plain(self, element: etree._Element, said: list[str]) -> None:
        said.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                said.append(" " if child.tag in (f"{TEXT}s", f"{TEXT}tab") else "")
                self._plain(child, said)
            said.append(child.tail or "")

    def _paragraph(self, paragraph: etree._Element, out: list[str]) -> None:
        inner: list[str] = []
        after: list[str] = []
        self._inline(paragraph, inner, after)
        said = "".join(inner)
        names = self.parts.names(paragraph)
        if any(_CONTENTS.fullmatch(name) for name in names):
            self._leave_out(paragraph, "table of contents or index")
            return
        if re.sub(r"<[^>]*>|\s", "", said) or "<span" in said:
            level = self._heading_level(paragraph, names)
            self._first_block = False
            if level:
                out.append(f"<h{level}>{said}</h{level}>")
            elif any(_QUOTE.fullmatch(name) for name in names):
                out.append(f"<blockquote><p>{said}</p></blockquote>")
            else:
                out.append(f"<p>{said}</p>")
        out += after

    def _heading_level(self, paragraph: etree._Element, names: tuple[str, ...]) -> int:
        if (
            next(paragraph.iterancestors(f"{TABLE}table-cell", f"{TEXT}note-body"), None)
            is not None
        ):
            return 0
        if "title" in names:
            return 1
        if paragraph.tag == f"{TEXT}h":
            stated = paragraph.get(f"{TEXT}outline-level", "1")
            return min(int(stated) + 1, 6) if stated.isdigit() else 2
        for name in names:
            if found := _HEADING.fullmatch(name):
                return min(int(found[1]) + 1, 6)
        if next(paragraph.iterancestors(f"{TEXT}list"), None) is None:
            return self._meant_as_heading(paragraph)
        return 0

    def _meant_as_heading(self, paragraph: etree._Element) -> int:
        """Give the level of a paragraph that is bold or large from end to end, else 0."""
        said: list[str] = []
        self._plain(paragraph, said)
        if not is_heading_text("".join(said)):
            return 0
        sizes: list[float] = []
        for element in paragraph.iter(f"{TEXT}p", f"{TEXT}span", f"{TEXT}a"):
            own = (element.text or "") + "".join(child.tail or "" for child in element)
            if own.strip():
                layers = [element, *element.iterancestors(f"{TEXT}span", f"{TEXT}p")]
                weight = _first(self.parts.stated(layer, f"{FO}font-weight") for layer in layers)
                size = points(
                    _first(self.parts.stated(layer, f"{FO}font-size") for layer in layers)
                )
                if weight != "bold" and (size or 0) < _LARGE * self._size:
                    return 0
                sizes.append(size or self._size)
        if not sizes:
            return 0
        return 1 if self._first_block else 2

    def _inline(self, element: etree._Element, out: list[str], after: list[str]) -> None:
        hidden = element in self.parts.hidden
        position = self.parts.position(element)
        out.append("" if hidden else _say(element.text, position))
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                self._part(child, out, after)
            out.append("" if hidden else _say(child.tail, position))

    def _part(self, part: etree._Element, out: list[str], after: list[str]) -> None:
        tag = part.tag
        if tag in AUTHOR_FIELDS:
            self.left_out.append(("", "field that shows a property of the file"))
        elif tag in (f"{TEXT}s", f"{TEXT}tab"):
            out.append(" ")
        elif tag == f"{TEXT}line-break":
            out.append("<br>")
        elif tag == f"{TEXT}note":
            self._notes += part.findall(f"{TEXT}note-body")
            out.append(f'<span id="wn-mark-{len(self._notes)}"></span>')
        elif tag == f"{DRAW}frame":
            self._frame(part, out, after)
        elif str(tag).startswith(DRAW) and tag != f"{DRAW}a":
            self._blocks(part, after)
        elif tag in (f"{TEXT}a", f"{DRAW}a"):
            address = clean_address(part.get(HREF, ""))
            out.append(f'<a href="{html_escape(address)}">' if address else "")
            self._inline(part, out, after)
            out.append("</a>" if address else "")
        elif tag == f"{TEXT}span":
            bold = self.parts.stated(part, f"{FO}font-weight") == "bold"
            italic = self.parts.stated(part, f"{FO}font-style") == "italic"
            out.append("<strong>" * bold + "<em>" * italic)
            self._inline(part, out, after)
            out.append("</em>" * italic + "</strong>" * bold)
        else:
            self._inline(part, out, after)

    def _frame(self, frame: etree._Element, out: list[str], after: list[str]) -> None:
        said = description(frame)
        if said:
            self.pictures += 1
            out.append(f" {_say(stands_for(said), '')} ")
        elif frame.find(f"{DRAW}image") is not None:
            self.left_out.append(("", "picture without alternative text"))
        if frame.find(f"{DRAW}object") is not None:
            self.left_out.append(("", "embedded object"))
        for box in frame.iter(f"{DRAW}text-box"):
            self._blocks(box, after)

    def _list(self, element: etree._Element, out: list[str], style: str, level: int) -> None:
        style = element.get(f"{TEXT}style-name") or style or self._style_of_items(element)
        kind, start = self._mark(style, level)
        key = (style, level)
        resumed = element.get(f"{TEXT}continue-numbering") == "true" or (
            level == 1 and element.get(f"{TEXT}continue-list")
        )
        number = self._counts.get(key, start - 1) if resumed else start - 1
        items = [
            child for child in element if child.tag in (f"{TEXT}list-item", f"{TEXT}list-header")
        ]
        stated = items[0].get(f"{TEXT}start-value", "") if items else ""
        if stated.isdigit():
            number = int(stated) - 1
        if not items:
            return
        out.append(f'<ol start="{number + 1}">' if kind == "ol" else "<ul>")
        for item in items:
            out.append("<li>")
            for child in item:
                if child.tag == f"{TEXT}list":
                    self._list(child, out, style, level + 1)
                elif isinstance(child.tag, str):
                    self._one(child, out)
            out.append("</li>")
            number += 1
        self._counts[key] = number
        out.append(f"</{kind}>")

    def _one(self, block: etree._Element, out: list[str]) -> None:
        if block.tag in (f"{TEXT}p", f"{TEXT}h"):
            self._paragraph(block, out)
        else:
            self._blocks(block, out)

    def _style_of_items(self, element: etree._Element) -> str:
        for paragraph in element.iter(f"{TEXT}p"):
            for style in self.parts.chain(paragraph):
                if name := style.get(f"{STYLE}list-style-name"):
                    return name
        return ""

    def _mark(self, style: str, level: int) -> tuple[str, int]:
        """Give the kind of list, `ol` or `ul`, and its first number."""
        defined = self.parts.lists.get(style)
        for mark in defined if defined is not None else ():
            if mark.get(f"{TEXT}level") == str(level):
                numbered = mark.tag == f"{TEXT}list-level-style-number"
                start = mark.get(f"{TEXT}start-value", "1")
                shown = bool(mark.get(f"{STYLE}num-format"))
                return ("ol" if numbered and shown else "ul", int(start) if start.isdigit() else 1)
        return "ul", 1

    def _table(self, table: etree._Element, out: list[str]) -> None:
        out.append("<table>")
        for row in table.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table"), None) is not table:
                continue
            out.append("<tr>")
            for cell in row.iterfind(f"{TABLE}table-cell"):
                spans = (
                    ("colspan", cell.get(f"{TABLE}number-columns-spanned", "1")),
                    ("rowspan", cell.get(f"{TABLE}number-rows-spanned", "1")),
                )
                said = "".join(
                    f' {name}="{value}"'
                    for name, value in spans
                    if re.fullmatch(r"[2-9]|\d\d", value)
                )
                out.append(f"<td{said}>")
                self._blocks(cell, out)
                out.append("</td>")
            out.append("</tr>")
        out.append("</table>")


def _say(text: str | None, position: str) -> str:
    said = normalize(text or "").replace("\n", " ")
    return html_escape(guard(shifted(said, position)), quote=False)


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")
