"""A Word document as the few HTML elements that Markdown can say, guarded for pandoc."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape as html_escape

from lxml import etree

from workshop_notes.convert.docx_lists import Lists, Nesting
from workshop_notes.convert.docx_parts import MC, M, Parts, links, unseen
from workshop_notes.convert.docx_styles import Looks
from workshop_notes.convert.docx_text import descriptions
from workshop_notes.convert.office_furniture import without_furniture
from workshop_notes.convert.outline import is_heading_text
from workshop_notes.convert.pandoc import guard, plain_text
from workshop_notes.convert.pictures import LABEL, stands_for
from workshop_notes.convert.symbols import shifted, symbol
from workshop_notes.furniture.cuts import Cut
from workshop_notes.normalize import normalize
from workshop_notes.originals.ooxml_text import W

_TRANSPARENT = frozenset(
    f"{W}{name}" for name in ("smartTag", "customXml", "sdtContent", "dir", "bdo")
)
_SPACES = frozenset(f"{W}{name}" for name in ("tab", "ptab"))
_MARKS = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_DRAWINGS = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))
_UNREAD = frozenset(
    f"{W}{name}"
    for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "instrText")
)


class Writer:
    """Writes one document; `left_out` gathers (text, reason), `pictures` counts the labels set."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.hidden = unseen(parts)
        self.left_out: list[tuple[str, str]] = [("", reason) for reason in self.hidden.values()]
        self.furniture: list[Cut] = []
        self.bylines: list[str] = []
        self.pictures = 0
        self._looks = Looks(parts)
        self._lists = Lists(parts)
        self._links = links(parts)
        self._notes: dict[tuple[str, str], int] = {}
        self._headings = self._fake_headings()
        self._carried = ""

    def page(self) -> str:
        """Give the HTML for pandoc: the body, then each note in a numbered division."""
        out: list[str] = []
        for body in self.parts.document.iterfind(f"{W}body"):
            self._blocks(body, out)
        out, self.furniture = without_furniture(out)
        self.furniture += [Cut(0, text, "byline", withheld=True) for text in self.bylines]
        written = 0
        while written < len(self._notes):
            kind, identity = list(self._notes)[written]
            written += 1
            out.append(f'<div id="wn-note-{written}">')
            for note in self.parts.notes.get(kind, ()):
                if note.get(f"{W}id") == identity:
                    self._blocks(note, out)
            out.append("</div>")
        return "".join(["<html><body>", *out, "</body></html>"])

    def _blocks(self, container: etree._Element, out: list[str]) -> None:
        nesting = Nesting()
        title: list[str] = []
        for block in self._flat(container):
            if block.tag == f"{W}tbl":
                out += [*_titled(title), *nesting.close()]
                self._table(block, out)
                continue
            boxes: list[etree._Element] = []
            said = self._inline(block, boxes)
            if self._looks.is_byline(block) and _is_seen(said):
                text = "".join(_plain(run) for run in block.iter(f"{W}r"))
                self.bylines.append(" ".join(text.split()))
            elif self._looks.is_contents(block) and "<span" not in said:
                if _is_seen(said):
                    text = plain_text(said).replace(f"[{LABEL}: ", "[")
                    self.left_out.append((text, "table of contents"))
            elif self._looks.is_drop_capital(block):
                self._carried += said
            elif _is_seen(self._carried + said):
                said, self._carried = self._carried + said, ""
                self._paragraph(block, said, title, nesting, out)
            for box in boxes:
                out += [*_titled(title), *nesting.close()]
                self._blocks(box, out)
        if self._carried:
            out.append(f"<p>{self._carried}</p>")
            self._carried = ""
        out += [*_titled(title), *nesting.close()]

    def _flat(self, container: etree._Element) -> Iterator[etree._Element]:
        """Yield the paragraphs and tables of a container, controls and markup around them aside."""
        for child in container:
            if child.tag in (f"{W}p", f"{W}tbl"):
                yield child
            elif child.tag in _TRANSPARENT:
                yield from self._flat(child)
            elif child.tag == f"{W}sdt":
                yield from self._control(child)
            elif child.tag == f"{MC}AlternateContent" and len(child):
                yield from self._flat(child[0])

    def _control(self, control: etree._Element) -> Iterator[etree._Element]:
        if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            self._leave_out(control, "placeholder of a form field")
            return
        for content in control.iterfind(f"{W}sdtContent"):
            yield from self._flat(content)

    def _paragraph(
        self,
        block: etree._Element,
        said: str,
        title: list[str],
        nesting: Nesting,
        out: list[str],
    ) -> None:
        level = self._headings.get(block) or self._looks.heading_level(block)
        item = None if level else self._lists.item(block)
        if level == 1 and not nesting.is_open:
            title.append(said)
            return
        out += _titled(title)
        if item:
            out += [*nesting.before(item), said]
            return
        out += nesting.close()
        if level:
            out.append(f"<h{level}>{said}</h{level}>")
        elif self._looks.is_quotation(block):
            out.append(f"<blockquote><p>{said}</p></blockquote>")
        else:
            out.append(f"<p>{said}</p>")

    def _inline(self, element: etree._Element, boxes: list[etree._Element], link: str = "") -> str:
        """Give the runs of a paragraph as HTML; text boxes in it are put off."""
        pieces = list(self._pieces(element, boxes, link))
        out: list[str] = []
        at = 0
        while at < len(pieces):
            look = pieces[at][1:]
            same: list[str] = []
            while at < len(pieces) and pieces[at][1:] == look:
                same.append(pieces[at][0])
                at += 1
            bold, italic, address = look
            text = "".join(same)
            text = f"<em>{text}</em>" if italic else text
            text = f"<strong>{text}</strong>" if bold else text
            out.append(f'<a href="{html_escape(address)}">{text}</a>' if address else text)
        return "".join(out)

    def _pieces(
        self, element: etree._Element, boxes: list[etree._Element], link: str
    ) -> Iterator[tuple[str, bool, bool, str]]:
        for child in element:
            tag = child.tag
            if tag in _UNREAD or not isinstance(tag, str) or child in self.hidden:
                continue
            if tag == f"{W}r":
                bold, italic = self._looks.emphasis(child)
                address = link or self._links.get(child, "")
                yield self._run(child, boxes), bold, italic, address
            elif tag == f"{W}hyperlink":
                yield from self._pieces(child, boxes, self._links.get(child, ""))
            elif tag == f"{MC}AlternateContent":
                for choice in list(child)[:1]:
                    yield from self._pieces(choice, boxes, link)
            elif tag == f"{M}t":
                yield _say(child.text), False, False, link
            elif tag == f"{W}sdt" and child.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
                self._leave_out(child, "placeholder of a form field")
            else:
                yield from self._pieces(child, boxes, link)

    def _run(self, run: etree._Element, boxes: list[etree._Element]) -> str:
        position = self._looks.position(run)
        out: list[str] = []
        for part in run:
            tag = part.tag
            if tag == f"{W}t":
                out.append(_say(shifted(part.text or "", position)))
            elif tag in _SPACES:
                out.append(" ")
            elif tag in (f"{W}br", f"{W}cr"):
                out.append(" " if part.get(f"{W}type") in ("page", "column") else "<br>")
            elif tag == f"{W}noBreakHyphen":
                out.append(_say("-"))
            elif tag == f"{W}sym":
                out.append(_say(symbol(part.get(f"{W}font", ""), part.get(f"{W}char", ""))))
            elif tag in _MARKS:
                out.append(self._mark(_MARKS[tag], part.get(f"{W}id", "")))
            elif tag in _DRAWINGS:
                out.append(self._drawing(part, boxes))
            elif tag == f"{MC}AlternateContent":
                for choice in list(part)[:1]:
                    out.append(self._run(choice, boxes))
            elif tag not in _UNREAD and isinstance(tag, str) and len(part):
                out.append(self._inline(part, boxes))
        return "".join(out)

    def _mark(self, kind: str, identity: str) -> str:
        known = (kind, identity) in self._notes
        number = self._notes.setdefault((kind, identity), len(self._notes) + 1)
        return f'<span id="wn-{"again" if known else "mark"}-{number}"></span>'

    def _drawing(self, drawing: etree._Element, boxes: list[etree._Element]) -> str:
        texts = list(descriptions(drawing))
        self.pictures += len(texts)
        if not texts and next(drawing.iter("{*}blip", "{*}imagedata"), None) is not None:
            self.left_out.append(("", "picture without alternative text"))
        boxes += _boxes(drawing)
        return "".join(f" {_say(stands_for(text))} " for text in texts)

    def _table(self, table: etree._Element, out: list[str]) -> None:
        out.append("<table>")
        for row in _children(table, f"{W}tr"):
            out.append("<tr>")
            for cell in _children(row, f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                width = span.get(f"{W}val", "1") if span is not None else "1"
                out.append(
                    f'<td colspan="{width}">' if re.fullmatch(r"[2-9]|\d\d", width) else "<td>"
                )
                self._blocks(cell, out)
                out.append("</td>")
            out.append("</tr>")
        out.append("</table>")

    def _leave_out(self, element: etree._Element, reason: str) -> None:
        seen = (run for run in element.iter(f"{W}r") if run not in self.hidden)
        text = "".join(_plain(run) for run in seen)
        text = " ".join([text, *descriptions(element)])
        if text.strip():
            self.left_out.append((" ".join(text.split()), reason))

    def _fake_headings(self) -> dict[etree._Element, int]:
        """Find the paragraphs that are bold or large from end to end; give their levels."""
        paragraphs = [
            block
            for body in self.parts.document.iterfind(f"{W}body")
            for block in self._flat(body)
            if block.tag == f"{W}p" and "".join(_plain(run) for run in block.iter(f"{W}r")).strip()
        ]
        real = [block for block in paragraphs if self._looks.heading_level(block)]
        sizes = {
            block: size
            for block in paragraphs[:-1]
            if block not in real
            and block.find(f"{W}pPr/{W}numPr") is None
            and is_heading_text("".join(_plain(run) for run in block.iter(f"{W}r")))
            and (size := self._looks.uniform_size(block))
        }
        ranks = {
            size: rank for rank, size in enumerate(sorted(set(sizes.values()), reverse=True), 2)
        }
        levels: dict[etree._Element, int] = {}
        level = 1
        for block in paragraphs:
            if block in real:
                level = self._looks.heading_level(block)
            elif block in sizes:
                levels[block] = min(level + 1 if real else ranks[sizes[block]], 6)
        return levels


def _titled(title: list[str]) -> Iterator[str]:
    """Yield the title, which may stand in several paragraphs, once."""
    if title:
        yield f"<h1>{' '.join(title)}</h1>"
        title.clear()


def _boxes(drawing: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes of a drawing, those inside of others aside."""
    for child in drawing:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{MC}AlternateContent":
            yield from _boxes(child[0]) if len(child) else ()
        else:
            yield from _boxes(child)


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag == f"{W}sdt" or child.tag in _TRANSPARENT:
            yield from _children(child, tag)


def _is_seen(said: str) -> bool:
    return "<span" in said or bool(re.sub(r"<[^>]*>|\s", "", said))


def _plain(run: etree._Element) -> str:
    spaces = {f"{W}tab", f"{W}br", f"{W}cr"}
    return "".join(
        (part.text or "") if part.tag == f"{W}t" else " " if part.tag in spaces else ""
        for part in run
    )


def _say(text: str | None) -> str:
    return html_escape(guard(normalize(text or "").replace("\n", " ")), quote=False)
