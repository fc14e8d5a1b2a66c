"""An OpenDocument text's own readable text, straight from its XML, for the loss account.

Shares nothing with the conversion but the judgement of what cannot be seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workshop_notes.convert.odt_parts import Parts
from workshop_notes.convert.pictures import publishable
from workshop_notes.convert.symbols import shifted
from workshop_notes.originals.odf import AUTHOR_FIELDS
from workshop_notes.originals.odf_text import DRAW, OFFICE, SVG, TABLE, TEXT

_LINES = frozenset({f"{TEXT}p", f"{TEXT}h"})
_SKIPPED = frozenset(
    {
        f"{TEXT}tracked-changes",
        f"{OFFICE}annotation",
        f"{TEXT}note-citation",
        f"{TEXT}hidden-text",
        f"{TEXT}ruby-text",
        f"{TABLE}covered-table-cell",
        f"{OFFICE}forms",
        f"{DRAW}object",
        *AUTHOR_FIELDS,
    }
)


def read(parts: Parts) -> str:
    """Give the visible text, one paragraph a line: the body, then the notes in their order."""
    body, notes = _Reader(parts), _Reader(parts)
    lines = list(body.lines(parts.text))
    for note in body.notes:
        lines += notes.lines(note)
    return "\n".join(lines)


class _Reader:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.notes: list[etree._Element] = []

    def lines(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            if child.tag in _SKIPPED or not isinstance(child.tag, str):
                continue
            if child.tag in _LINES:
                inner: list[etree._Element] = []
                line = " ".join("".join(self.inline(child, inner)).split())
                if line:
                    yield line
                for box in inner:
                    yield from self.lines(box)
            elif child.tag == f"{DRAW}frame":
                yield from self.frame(child)
            else:
                yield from self.lines(child)

    def frame(self, frame: etree._Element) -> Iterator[str]:
        said = description(frame)
        if said:
            yield said
        for box in frame.iter(f"{DRAW}text-box"):
            yield from self.lines(box)

    def inline(self, element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        hidden = element in self.parts.hidden
        yield self.said(element, element.text, hidden)
        for child in element:
            tag = child.tag
            if isinstance(tag, str) and tag not in _SKIPPED:
                if tag in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
                    yield " "
                elif tag == f"{TEXT}note":
                    self.notes += child.findall(f"{TEXT}note-body")
                elif tag == f"{DRAW}frame":
                    yield f" {description(child)} "
                    boxes += child.iter(f"{DRAW}text-box")
                elif tag.startswith(DRAW):
                    boxes.append(child)
                else:
                    yield from self.inline(child, boxes)
            yield self.said(element, child.tail, hidden)

    def said(self, element: etree._Element, text: str | None, hidden: bool) -> str:
        return "" if hidden or not text else shifted(text, self.parts.position(element))


def description(frame: etree._Element) -> str:
    """Give the alternative text of a drawing that may be published."""
    for name in ("desc", "title"):
        for element in frame.iterfind(f"{SVG}{name}"):
            if said := publishable("".join(str(text) for text in element.itertext())):
                return said
    return ""
