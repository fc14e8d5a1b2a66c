"""A cleaned page as the few elements that Markdown can say, its text guarded for pandoc."""

from __future__ import annotations

import re
from html import escape as html_escape

from lxml import etree

from workshop_notes.convert.links import clean_address
from workshop_notes.convert.outline import is_heading_text
from workshop_notes.convert.pandoc import guard
from workshop_notes.convert.pictures import publishable, stands_for
from workshop_notes.convert.symbols import shifted
from workshop_notes.convert.webpage_text import BLOCKS, UNSEEN
from workshop_notes.convert.webpage_tree import text_of
from workshop_notes.normalize import normalize

_KEPT_NAMES = (
    "blockquote br dd dl dt h1 h2 h3 h4 h5 h6 hr li ol p table tbody tfoot thead td th tr ul "
    "caption"
)
_KEPT = frozenset(_KEPT_NAMES.split())
_INLINE = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TABLE_PARTS = frozenset({"table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption"})
_POSITIONS = {"sup": "superscript", "sub": "subscript"}
_LARGE = re.compile(r"font-size:\s*(?:(\d+(?:\.\d+)?)pt|(\d+(?:\.\d+)?)px)")
_LONG_CELL = 80
_SET_IN = 0.3  # inches


class Writer:
    """Writes one page; `pictures` counts those that a label stands for, `dropped` links that led
    nowhere a public page may link to."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.pictures = 0
        self.dropped = 0
        self._level = 1
        self._seen_text = False
        self._layouts: dict[etree._Element | None, bool] = {None: True}

    def page(self, body: etree._Element, notes: list[etree._Element]) -> str:
        """Give the HTML for pandoc: the body, then each note in a numbered division."""
        out = ["<html><body>"]
        self._children(body, out, "")
        for number, note in enumerate(notes, 1):
            out.append(f'<div id="wn-note-{number}">')
            self._children(note, out, "")
            out.append("</div>")
        return "".join([*out, "</body></html>"])

    def _children(self, element: etree._Element, out: list[str], position: str) -> None:
        out.append(_say(element.text, position))
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, out, position)
            out.append(_say(child.tail, position))

    def _element(self, element: etree._Element, out: list[str], position: str) -> None:
        tag = element.tag
        if tag in UNSEEN or tag in ("col", "colgroup"):
            return
        if tag in ("br", "hr"):
            out.append(f"<{tag}>")
        elif tag == "img":
            self._picture(element, out)
        elif tag in _HEADINGS:
            self._heading(element, int(tag[1]), out)
        elif tag == "pre":
            self._lines(element, out)
        elif self._is_part_of_layout(element):
            self._division(element, out, position)
        elif tag == "p" and _is_set_in(element):
            out.append("<blockquote><p>")
            self._children(element, out, position)
            out.append("</p></blockquote>")
        elif tag == "p" and (level := self._meant_as_heading(element)):
            self._heading(element, level, out)
        elif tag in _KEPT:
            self._seen_text = self._seen_text or tag == "p"
            out.append(f"<{tag}{_attributes(element)}>")
            self._children(element, out, position)
            out.append(f"</{tag}>")
        elif tag in _INLINE:
            out.append(f"<{_INLINE[tag]}>")
            self._children(element, out, position)
            out.append(f"</{_INLINE[tag]}>")
        elif tag == "a":
            self._link(element, out, position)
        elif tag == "span" and (element.get("id") or "").startswith("wn-"):
            out.append(f'<span id="{element.get("id")}"></span>')
        elif tag in BLOCKS:
            self._division(element, out, position)
        else:
            self._children(element, out, _POSITIONS.get(tag, position))

    def _division(self, element: etree._Element, out: list[str], position: str) -> None:
        out.append("<div>")
        self._children(element, out, position)
        out.append("</div>")

    def _picture(self, element: etree._Element, out: list[str]) -> None:
        text = publishable(element.get("alt") or "")
        if text:
            self.pictures += 1
            out.append(f" {_say(stands_for(text), '')} ")

    def _heading(self, element: etree._Element, level: int, out: list[str]) -> None:
        self._level, self._seen_text = level, True
        out.append(f"<h{level}>")
        self._children(element, out, "")
        out.append(f"</h{level}>")

    def _lines(self, element: etree._Element, out: list[str]) -> None:
        text = "".join(str(part) for part in element.itertext())
        for paragraph in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
            lines = [_say(line, "") for line in paragraph.split("\n") if line.strip()]
            out.append(f"<p>{'<br>'.join(lines)}</p>")

    def _link(self, element: etree._Element, out: list[str], position: str) -> None:
        href = element.get("href") or ""
        address = "" if href.startswith("#") else clean_address(href, self.base)
        if href and not href.startswith("#") and not address:
            self.dropped += 1
        if address and text_of(element):
            out.append(f'<a href="{html_escape(address)}">')
            self._children(element, out, position)
            out.append("</a>")
        else:
            self._children(element, out, position)

    def _is_part_of_layout(self, element: etree._Element) -> bool:
        if element.tag not in _TABLE_PARTS:
            return False
        table = element if element.tag == "table" else next(element.iterancestors("table"), None)
        if table not in self._layouts:
            self._layouts[table] = table is not None and _is_layout(table)
        return self._layouts[table]

    def _meant_as_heading(self, element: etree._Element) -> int:
        """Give the level of a paragraph that is bold or large from end to end, else 0."""
        text = text_of(element)
        if "\n" in text or not is_heading_text(text) or _in_cell_or_list(element):
            return 0
        size = max([_size(part) for part in element.iter() if isinstance(part.tag, str)], default=0)
        if size >= 18 and not self._seen_text:
            return 1
        inner = element
        while (
            len(inner) == 1 and not (inner.text or "").strip() and not (inner[0].tail or "").strip()
        ):
            inner = inner[0]
            if inner.tag in ("b", "strong"):
                return min(self._level + 1, 6)
        return min(self._level + 1, 6) if size >= 15 else 0


def _say(text: str | None, position: str) -> str:
    said = normalize((text or "").replace("\r", " ").replace("\n", " "))
    return html_escape(guard(shifted(said, position)), quote=False)


def _attributes(element: etree._Element) -> str:
    wanted = {"ol": ("start",), "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan")}
    stated = [(name, element.get(name) or "") for name in wanted.get(element.tag, ())]
    return "".join(
        f' {name}="{value}"' for name, value in stated if re.fullmatch(r"[1-9]\d{0,2}", value)
    )


def _is_layout(table: etree._Element) -> bool:
    if (table.get("role") or "") == "presentation" or next(
        table.iterdescendants("table"), None
    ) is not None:
        return True
    cells = list(table.iter("td"))
    return any(len(text_of(cell).split()) > _LONG_CELL for cell in cells) or any(
        next(cell.iter(*sorted(_HEADINGS)), None) is not None for cell in cells
    )


def _in_cell_or_list(element: etree._Element) -> bool:
    return next(element.iterancestors("td", "th", "li", "dd", "blockquote"), None) is not None


def _is_set_in(element: etree._Element) -> bool:
    """Say whether a paragraph is indented from both sides, as word processors set quotations."""
    said = element.get("style") or ""
    sides = [re.search(rf"margin-{side}:\s*([\d.]+)in", said) for side in ("left", "right")]
    return all(side is not None and float(side[1]) >= _SET_IN for side in sides)


def _size(element: etree._Element) -> float:
    """Give the size of the letters that an element states, in points, or 0."""
    if element.tag == "font" and (element.get("size") or "").isdigit():
        return {4: 13.5, 5: 18.0, 6: 24.0, 7: 36.0}.get(int(element.get("size") or 0), 0.0)
    found = _LARGE.search(element.get("style") or "")
    if not found:
        return 0.0
    return float(found[1]) if found[1] else float(found[2]) * 0.75
