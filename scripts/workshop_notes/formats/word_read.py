"""A Word document read: headings, lists with the marks that Word shows, tables, notes, boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from workshop_notes.formats.document import (
    QUOTE,
    Reading,
    numeral,
    publishable,
    put,
    shifted,
    shows,
    sub,
    symbol,
)
from workshop_notes.formats.formulas import formula_text
from workshop_notes.formats.furniture import leave_out_title
from workshop_notes.formats.hidden import RESOLVE, Finding, as_problem
from workshop_notes.formats.outline import is_heading_text
from workshop_notes.formats.word import (
    CHART,
    MC,
    VML,
    WP,
    A,
    Cascade,
    Layer,
    M,
    Parts,
    W,
    is_on,
    open_parts,
    said,
    value,
)
from workshop_notes.formats.zipped_hidden import unresolved
from workshop_notes.problem import Problem, has_errors

_HEADING = re.compile(r"heading ?([1-9])")
_CONTENTS = re.compile(r"toc ?\d|toc ?heading|table of (?:contents|figures|authorities)")
_BY_NAME = re.compile(r"list ?(bullet|number)(?: ?([2-5]))?")
# Styles that are often based on the title's.
_BELOW_TITLE = frozenset({"subtitle", "date", "author", "byline", "abstract", "salutation"})
_NAMING = frozenset({"author", "authors", "byline"})
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
_FORMULAS = frozenset({f"{M}oMath", f"{M}oMathPara"})
_LARGE = 1.35  # times the size of the text
_SET_IN = 500  # twips from both sides
_STEP = 100  # twips by which an item must be set in to stand below another list's


def read(data: bytes, path: str) -> Reading:
    """Read a Word document; unresolved changes and comments refuse it, with their number."""
    parts = open_parts(data)
    reading = Reading()
    reading.problems += [as_problem(finding, path, False) for finding in _unresolved(parts)]
    roots = parts.texts
    if any(True for root in roots for _ in root.iter(f"{W}altChunk", f"{W}subDoc")):
        message = "part of the text is another document embedded in this one"
        fix = "paste its text into the note itself"
        reading.problems.append(Problem(path, 1, 1, "embedded-document", message, fix))
    if has_errors(reading.problems):
        return reading
    _Reader(parts, reading).read()
    reading.ask_about_struck(path)
    return reading


def _unresolved(parts: Parts) -> Iterator[Finding]:
    for name, root in (("document", parts.document), *parts.notes.items()):
        yield from unresolved(root, f"word/{name}.xml")
    count = len({mark.get(f"{W}id") for mark in parts.document.iter(f"{W}commentReference")})
    if count:
        yield Finding("hidden-comment", "comment", "", count, always=True, fix=RESOLVE)


@dataclass(frozen=True)
class _Item:
    """A paragraph's place in a list, and the mark that Word shows before it; `kind` is ul or ol."""

    identity: str
    level: int
    kind: str
    number: int = 0
    indent: int | None = None
    mark: str = ""


class _Lists:
    """Counts the items of a document in order, as Word does: by the abstract list they share."""

    def __init__(self, parts: Parts) -> None:
        self._cascade = parts.cascade
        self._abstract: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        if parts.numbering is not None:
            for element in parts.numbering.iter(f"{W}abstractNum"):
                self._abstract[element.get(f"{W}abstractNumId", "")] = element
            for element in parts.numbering.iter(f"{W}num"):
                self._nums[element.get(f"{W}numId", "")] = element
        self._counts: dict[str, dict[int, int]] = {}
        self._used: set[tuple[str, int]] = set()

    def item(self, paragraph: etree._Element) -> _Item | None:
        """Give the place of a paragraph, counting it; None where it is no item."""
        properties = paragraph.find(f"{W}pPr")
        identity, level = self._stated(properties)
        named = next(
            (hit for name in self._cascade.names(paragraph) if (hit := _BY_NAME.fullmatch(name))),
            None,
        )
        direct = properties is not None and properties.find(f"{W}numPr") is not None
        if named and not direct and level == 0:
            level = int(named[2] or 1) - 1
        if named and identity is None:
            return _Item(f"style {named[1]}", level, "ul" if named[1] == "bullet" else "ol")
        if not identity or identity == "0" or identity not in self._nums:
            return None
        abstract = value(self._nums[identity], "abstractNumId")
        defined = self._level(identity, abstract, level)
        form = value(defined, "numFmt")
        indent = self._indent(paragraph, defined)
        if form == "none":
            return None
        if form == "bullet" or not form:
            return _Item(identity, level, "ul", 0, indent)
        count = self._count(identity, abstract, level, defined)
        text = self._mark(identity, abstract, level, defined)
        shown = value(defined, "lvlText")
        plain = not shown or (
            form == "decimal" and re.fullmatch(rf"\W*%{level + 1}\W*", shown) is not None
        )
        return _Item(identity, level, "ol" if plain else "ul", count, indent, text)

    def _stated(self, properties: etree._Element | None) -> tuple[str | None, int]:
        """Give the list's id and level from the paragraph or its style."""
        stated = properties.find(f"{W}numPr") if properties is not None else None
        identity, level = value(stated, "numId"), value(stated, "ilvl")
        for above in self._cascade.chain(value(properties, "pStyle")):
            by_style = above.find(f"{W}pPr/{W}numPr")
            identity = identity or value(by_style, "numId")
            level = level or value(by_style, "ilvl")
        return (identity or None), min(int(level) if level.isdigit() else 0, 8)

    def _level(self, identity: str, abstract: str, level: int) -> etree._Element | None:
        for override in self._nums[identity].iter(f"{W}lvlOverride"):
            own = override.find(f"{W}lvl")
            if override.get(f"{W}ilvl") == str(level) and own is not None:
                return own
        defined = self._abstract.get(abstract)
        linked = value(defined, "numStyleLink")
        if linked:
            defined = next(
                (one for one in self._abstract.values() if value(one, "styleLink") == linked),
                defined,
            )
        for element in defined.iter(f"{W}lvl") if defined is not None else ():
            if element.get(f"{W}ilvl") == str(level):
                return element
        return None

    def _count(
        self, identity: str, abstract: str, level: int, defined: etree._Element | None
    ) -> int:
        counts = self._counts.setdefault(abstract, {})
        start = value(defined, "start")
        first = int(start) if start.isdigit() else 1
        for override in self._nums[identity].iter(f"{W}lvlOverride"):
            anew = value(override, "startOverride")
            if override.get(f"{W}ilvl") == str(level) and anew.isdigit():
                first = int(anew)
                if (identity, level) not in self._used:
                    counts.pop(level, None)
        self._used.add((identity, level))
        counts[level] = counts[level] + 1 if level in counts else first
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return counts[level]

    def _mark(
        self, identity: str, abstract: str, level: int, defined: etree._Element | None
    ) -> str:
        """Give what Word shows before the item, such as `2.1` or `(a)`."""
        text = value(defined, "lvlText") or f"%{level + 1}."
        legal = defined is not None and defined.find(f"{W}isLgl") is not None

        def counted(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            form = value(self._level(identity, abstract, at), "numFmt")
            start = value(self._level(identity, abstract, at), "start")
            count = self._counts[abstract].get(at, int(start) if start.isdigit() else 1)
            return numeral(count, "decimal" if legal else form)

        return re.sub(r"%([1-9])", counted, text).strip()

    def _indent(self, paragraph: etree._Element, defined: etree._Element | None) -> int | None:
        own, *styles = self._cascade.of_paragraph(paragraph)
        level = defined.find(f"{W}pPr") if defined is not None else None
        places = [own.get("ind"), level.find(f"{W}ind") if level is not None else None]
        for place in [*places, *(layer.get("ind") for layer in styles)]:
            if place is not None:
                stated = place.get(f"{W}left") or place.get(f"{W}start") or ""
                if stated.lstrip("-").isdigit():
                    return int(stated)
        return None


class _Nesting:
    """Puts a run of items into nested lists."""

    def __init__(self, container: etree._Element) -> None:
        self._container = container
        self._open: list[tuple[_Item, etree._Element]] = []

    def place(self, item: _Item) -> etree._Element:
        """Give the element of a new item."""
        while self._open and _depth(item, self._open[-1][0]) < 0:
            self._open.pop()
        if self._open and _depth(item, self._open[-1][0]) == 0:
            last, element = self._open.pop()
            listed = element.getparent()
            follows = item.number in (0, last.number + 1) or item.kind == "ul"
            if listed is None or not follows or item.kind != last.kind:
                listed = self._new_list(item)
        else:
            listed = self._new_list(item)
        element = sub(listed, "li")
        self._open.append((item, element))
        return element

    def close(self) -> None:
        """End all lists."""
        self._open.clear()

    @property
    def is_open(self) -> bool:
        """Say whether a list is open."""
        return bool(self._open)

    def _new_list(self, item: _Item) -> etree._Element:
        holder = self._open[-1][1] if self._open else self._container
        if item.kind == "ul":
            return sub(holder, "ul")
        return sub(holder, "ol", start=str(item.number or 1))


class _Reader:
    def __init__(self, parts: Parts, reading: Reading) -> None:
        self.parts = parts
        self.reading = reading
        self.cascade: Cascade = parts.cascade
        self.hidden = parts.hidden
        self._size = parts.cascade.text_size()
        self._lists = _Lists(parts)
        self._notes: dict[tuple[str, str], int] = {}
        self._contents = {run for one in parts.fields if one.kind == "TOC" for run in one.runs}
        self._headings = self._meant_as_headings()
        self._carried = ""

    def read(self) -> None:
        """Read the body, then each note that is referred to, and list what is left."""
        body, reading = self.reading.body, self.reading
        for part in self.parts.document.iterfind(f"{W}body"):
            self._blocks(part, body)
        written = 0
        while written < len(self._notes):
            kind, identity = list(self._notes)[written]
            written += 1
            note = sub(body, "note", number=str(written))
            for one in self._note(kind, identity):
                self._blocks(one, note)
        for kind in self.parts.notes:
            for one in self.parts.notes[kind]:
                if (kind, one.get(f"{W}id", "")) not in self._notes:
                    reading.leave_out(_all_text(one), "note that nothing refers to", withheld=True)
        for run, why in self.hidden.items():
            reading.leave_out(_all_text(run), why, withheld=True)
        for kind, root in self.parts.margins:
            reading.leave_out(_all_text(root), f"page {kind}", withheld=True)
        for root in self.parts.texts:
            for unused in _unused_alternatives(root):
                text = _all_text(unused, self.hidden)
                reading.leave_out(text, "copy of a drawing for older programs", withheld=True)
        for name, root in self.parts.others.items():
            for text in _texts_of_drawing(name, root):
                reading.leave_out(text, "chart" if "charts/" in name else "diagram")

    def _note(self, kind: str, identity: str) -> list[etree._Element]:
        notes = self.parts.notes.get(kind, ())
        return [note for note in notes if note.get(f"{W}id") == identity]

    def _blocks(self, container: etree._Element, out: etree._Element) -> None:
        nesting = _Nesting(out)
        titled = False
        for block in self._flat(container):
            if block.tag == f"{W}tbl":
                nesting.close()
                titled = False
                self._table(block, out)
                continue
            boxes: list[etree._Element] = []
            made = etree.Element("p")
            self._inline(block, made, boxes, block)
            if self._is_byline(block) and shows(made):
                self.reading.leave_out(_all_text(block, self.hidden), "byline", withheld=True)
            elif self._is_contents(block) and next(made.iter("mark"), None) is None:
                self._leave_out_contents(block, out)
            elif self._is_drop_capital(block):
                self._carried += "".join(str(text) for text in made.itertext()).strip()
            elif shows(made) or self._carried:
                if self._carried:
                    made.text = self._carried + (made.text or "").lstrip()
                    self._carried = ""
                titled = self._paragraph(block, made, titled, nesting, out)
            for box in boxes:
                nesting.close()
                titled = False
                self._blocks(box, out)
        if self._carried:
            put(sub(out, "p"), self._carried)
            self._carried = ""

    def _flat(self, container: etree._Element) -> Iterator[etree._Element]:
        """Yield the paragraphs and tables of a container, controls and markup around them aside."""
        for child in container:
            if child.tag in (f"{W}p", f"{W}tbl"):
                yield child
            elif child.tag in _TRANSPARENT:
                yield from self._flat(child)
            elif child.tag == f"{W}sdt":
                if child.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
                    self._leave_out(child, "placeholder of a form field")
                    continue
                for content in child.iterfind(f"{W}sdtContent"):
                    yield from self._flat(content)
            elif child.tag == f"{MC}AlternateContent" and len(child):
                yield from self._flat(child[0])

    def _paragraph(
        self,
        block: etree._Element,
        made: etree._Element,
        titled: bool,
        nesting: _Nesting,
        out: etree._Element,
    ) -> bool:
        """Place a paragraph; returns whether it is a title, which may go on in the next one."""
        level = self._headings.get(block) or self._heading_level(block)
        item = self._lists.item(block)
        mark = item.mark if item else ""
        if level and mark:
            self._prefix(made, mark)
        if level == 1 and not nesting.is_open:
            if titled:
                put(out[-1], " ")
                _move(made, out[-1])
            else:
                made.tag = "h1"
                out.append(made)
            return True
        if level:
            nesting.close()
            made.tag = f"h{level}"
            out.append(made)
        elif item:
            if item.kind == "ul" and mark:
                self._prefix(made, mark)
            nesting.place(item).append(made)
        else:
            nesting.close()
            place = sub(out, "blockquote") if self._is_quotation(block) else out
            place.append(made)
        return False

    def _prefix(self, made: etree._Element, mark: str) -> None:
        """Set the mark that Word shows before a paragraph."""
        self.reading.added.append(mark)
        made.text = f"{mark} {(made.text or '').lstrip()}"

    def _heading_level(self, paragraph: etree._Element) -> int:
        """Give a paragraph's heading level from 1 (the title), or 0."""
        cell = next(paragraph.iterancestors(f"{W}tc", f"{W}footnote", f"{W}endnote"), None)
        if cell is not None and (cell.tag != f"{W}tc" or not _is_box(cell)):
            return 0
        for name in self.cascade.names(paragraph):
            if name in _BELOW_TITLE:
                return 0
            if name == "title":
                return 1
            if found := _HEADING.fullmatch(name):
                return min(int(found[1]) + 1, 6)
        outline = said(self.cascade.of_paragraph(paragraph), "outlineLvl")
        return min(int(outline) + 2, 6) if outline.isdigit() and int(outline) < 9 else 0

    def _is_quotation(self, paragraph: etree._Element) -> bool:
        if any(QUOTE.fullmatch(name) for name in self.cascade.names(paragraph)):
            return True
        place = paragraph.find(f"{W}pPr/{W}ind")
        if place is None:
            return False
        sides = [
            place.get(f"{W}{name}") or place.get(f"{W}{other}") or "0"
            for name, other in (("left", "start"), ("right", "end"))
        ]
        return all(side.isdigit() and int(side) >= _SET_IN for side in sides)

    def _is_byline(self, paragraph: etree._Element) -> bool:
        return bool(_NAMING & set(self.cascade.names(paragraph)[:1]))

    def _is_contents(self, paragraph: etree._Element) -> bool:
        if any(_CONTENTS.fullmatch(name) for name in self.cascade.names(paragraph)):
            return True
        gallery = paragraph.xpath(
            "ancestor::*[local-name()='sdt']/*[local-name()='sdtPr']/*[local-name()='docPartObj']"
            "/*[local-name()='docPartGallery']/@*[local-name()='val']"
        )
        if isinstance(gallery, list) and "Table of Contents" in gallery:
            return True
        shown = [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None]
        return bool(shown) and all(run in self._contents for run in shown)

    def _leave_out_contents(self, block: etree._Element, out: etree._Element) -> None:
        leave_out_title(self.reading, out, "table of contents")
        text = _all_text(block, self.hidden)
        if text:
            self.reading.leave_out(text, "table of contents")

    def _is_drop_capital(self, paragraph: etree._Element) -> bool:
        frame = paragraph.find(f"{W}pPr/{W}framePr")
        return frame is not None and frame.get(f"{W}dropCap", "none") != "none"

    def _inline(
        self,
        element: etree._Element,
        out: etree._Element,
        boxes: list[etree._Element],
        paragraph: etree._Element,
        link: str = "",
    ) -> None:
        """Add the runs below an element; text boxes among them are put off."""
        for child in element:
            tag = child.tag
            if tag in _UNREAD or not isinstance(tag, str) or child in self.hidden:
                continue
            if tag == f"{W}r":
                layers = self.cascade.of_run(child)
                address = link or self.parts.links.get(child, "")
                self._run(child, self._set(out, layers, child, paragraph, address), boxes)
            elif tag == f"{W}hyperlink":
                address = self.parts.links.get(child, "") or link
                self._inline(child, out, boxes, paragraph, address)
            elif tag == f"{MC}AlternateContent":
                for choice in list(child)[:1]:
                    self._inline(choice, out, boxes, paragraph, link)
            elif tag in _FORMULAS:
                put(
                    out, f" {formula_text(child)} " if tag.endswith("Para") else formula_text(child)
                )
            elif tag == f"{W}sdt" and child.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
                self._leave_out(child, "placeholder of a form field")
            elif tag != f"{W}p":
                self._inline(child, out, boxes, paragraph, link)

    def _set(
        self,
        out: etree._Element,
        layers: list[Layer],
        run: etree._Element,
        paragraph: etree._Element,
        link: str,
    ) -> etree._Element:
        """Give the place for a run's text, by how it is set."""
        if link:
            out = sub(out, "a", href=link)
        every = self.cascade.of_run(run, paragraph)
        if is_on(every, "strike") or is_on(every, "dstrike"):
            out = sub(out, "s")
        if is_on(layers, "b"):
            out = sub(out, "strong")
        return sub(out, "em") if is_on(layers, "i") else out

    def _run(self, run: etree._Element, out: etree._Element, boxes: list[etree._Element]) -> None:
        position = value(run.find(f"{W}rPr"), "vertAlign")
        for part in run:
            tag = part.tag
            if tag == f"{W}t":
                put(out, shifted(part.text or "", position))
            elif tag in _SPACES:
                put(out, " ")
            elif tag in (f"{W}br", f"{W}cr"):
                if part.get(f"{W}type") in ("page", "column"):
                    put(out, " ")
                else:
                    sub(out, "br")
            elif tag == f"{W}noBreakHyphen":
                put(out, "-")
            elif tag == f"{W}sym":
                shown = symbol(part.get(f"{W}font", ""), part.get(f"{W}char", ""))
                self.reading.added.append(shown)
                put(out, shown)
            elif tag in _MARKS:
                key = (_MARKS[tag], part.get(f"{W}id", ""))
                sub(out, "mark", number=str(self._notes.setdefault(key, len(self._notes) + 1)))
            elif tag in _DRAWINGS:
                self._drawing(part, out, boxes)
            elif tag == f"{MC}AlternateContent":
                for choice in list(part)[:1]:
                    self._run(choice, out, boxes)
            elif tag == f"{W}ruby":
                for base in part.iterfind(f"{W}rubyBase"):
                    self._inline(base, out, boxes, base)
                for over in part.iterfind(f"{W}rt"):
                    self.reading.leave_out(
                        _all_text(over, self.hidden), "reading aid above the text"
                    )
            elif tag not in _UNREAD and isinstance(tag, str) and len(part):
                self._inline(part, out, boxes, run)

    def _drawing(
        self, drawing: etree._Element, out: etree._Element, boxes: list[etree._Element]
    ) -> None:
        texts = [said for said in map(self.reading.picture, _descriptions(drawing)) if said]
        put(out, "".join(texts))
        if not texts and next(drawing.iter("{*}blip", "{*}imagedata"), None) is not None:
            self.reading.leave_out("", "picture without alternative text")
        boxes += _boxes(drawing)

    def _table(self, table: etree._Element, out: etree._Element) -> None:
        made = sub(out, "table")
        above: dict[int, etree._Element] = {}
        for row in _children(table, f"{W}tr"):
            line = sub(made, "tr")
            column = 0
            before = value(row.find(f"{W}trPr"), "gridBefore")
            if before.isdigit() and int(before) < 64:
                sub(line, "td", colspan=before)
                column = int(before)
            for cell in _children(row, f"{W}tc"):
                span = value(cell.find(f"{W}tcPr"), "gridSpan")
                width = int(span) if re.fullmatch(r"[2-9]|\d\d", span) else 1
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
                if goes_on and column in above and not _all_text(cell).strip():
                    above[column].set("rowspan", str(int(above[column].get("rowspan", "1")) + 1))
                else:
                    place = sub(line, "td", **({"colspan": str(width)} if width > 1 else {}))
                    self._blocks(cell, place)
                    above[column] = place
                column += width

    def _leave_out(self, element: etree._Element, reason: str) -> None:
        text = _all_text(element, self.hidden)
        if text:
            self.reading.leave_out(text, reason)

    def _meant_as_headings(self) -> dict[etree._Element, int]:
        """Find the paragraphs that are bold or large from end to end; give their levels."""
        paragraphs = [
            (block, text)
            for body in self.parts.document.iterfind(f"{W}body")
            for block in body.iterchildren(f"{W}p", f"{W}sdt")
            for block in ([block] if block.tag == f"{W}p" else block.iter(f"{W}p"))
            if (text := _plain(block))
        ]
        real = {block for block, _ in paragraphs if self._heading_level(block)}
        sizes = {
            block: size
            for block, text in paragraphs[:-1]
            if block not in real
            and block.find(f"{W}pPr/{W}numPr") is None
            and is_heading_text(text)
            and (size := self._uniform_size(block))
        }
        ranked = enumerate(sorted(set(sizes.values()), reverse=True), 2)
        ranks = {size: rank for rank, size in ranked}
        levels: dict[etree._Element, int] = {}
        level = 1
        for block, _ in paragraphs:
            if block in real:
                level = self._heading_level(block)
            elif block in sizes:
                levels[block] = min(level + 1 if real else ranks[sizes[block]], 6)
        return levels

    def _uniform_size(self, paragraph: etree._Element) -> float:
        """Give the smallest size, in half points, of a paragraph all bold or large, else 0."""
        sizes: list[float] = []
        for run in paragraph.iter(f"{W}r"):
            if not "".join(text.text or "" for text in run.iter(f"{W}t")).strip():
                continue
            layers = self.cascade.of_run(run, paragraph)[:-1]
            stated = said(layers, "sz")
            size = float(stated) if stated.isdigit() else self._size
            if not is_on(layers, "b") and size < _LARGE * self._size:
                return 0.0
            sizes.append(size)
        return min(sizes, default=0.0)


def _depth(item: _Item, other: _Item) -> int:
    """Say whether an item stands deeper than another (1), as deep (0), or higher (-1)."""
    alike = item.identity == other.identity or item.level != other.level
    if not alike and item.indent is not None and other.indent is not None:
        step = item.indent - other.indent
        return (step > _STEP) - (step < -_STEP)
    return (item.level > other.level) - (item.level < other.level)


def _is_box(cell: etree._Element) -> bool:
    """Say whether a cell is alone in each row of its table, which is then a box around blocks."""
    table = next(cell.iterancestors(f"{W}tbl"), None)
    if table is None or next(table.iterancestors(f"{W}tc"), None) is not None:
        return False
    return all(len(list(_children(row, f"{W}tc"))) == 1 for row in _children(table, f"{W}tr"))


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


def _descriptions(drawing: etree._Element) -> Iterator[str]:
    """Yield the alternative texts of a drawing that may be published."""
    for element in drawing.iter(f"{WP}docPr", f"{VML}shape", f"{VML}rect"):
        text = publishable(element.get("descr") or element.get("alt") or "")
        if text:
            yield text


def _unused_alternatives(root: etree._Element) -> Iterator[etree._Element]:
    for either in root.iter(f"{MC}AlternateContent"):
        inside = next(either.iterancestors(f"{MC}Fallback"), None)
        if inside is None:
            yield from list(either)[1:]


def _texts_of_drawing(name: str, root: etree._Element) -> Iterator[str]:
    texts = [element.text or "" for element in root.iter(f"{A}t")]
    if "charts/" in name:
        texts += [
            one.text or ""
            for cache in root.iter(f"{CHART}strCache")
            for one in cache.iter(f"{CHART}v")
        ]
    return (text for text in (" ".join(text.split()) for text in texts) if text)


def _all_text(element: etree._Element, without: dict[etree._Element, str] | None = None) -> str:
    """Give all text below an element, that of hidden runs aside where they are given."""
    out: list[str] = []
    _gather(element, out, without or {})
    return " ".join("".join(out).split())


def _gather(element: etree._Element, out: list[str], without: dict[etree._Element, str]) -> None:
    tag = element.tag
    if tag in (f"{W}t", f"{M}t", f"{A}t"):
        run = element.getparent()
        position = value(run.find(f"{W}rPr"), "vertAlign") if run is not None else ""
        out.append(shifted(element.text or "", position))
    elif tag in (f"{W}tab", f"{W}br", f"{W}cr", f"{W}ptab"):
        out.append(" ")
    elif tag == f"{W}noBreakHyphen":
        out.append("-")
    elif isinstance(tag, str) and tag not in _UNREAD and element not in without:
        for child in element:
            _gather(child, out, without)
        if tag == f"{W}p":
            out.append(" ")


def _plain(paragraph: etree._Element) -> str:
    spaces = {f"{W}tab", f"{W}br", f"{W}cr"}
    return "".join(
        (part.text or "") if part.tag == f"{W}t" else " " if part.tag in spaces else ""
        for run in paragraph.iter(f"{W}r")
        for part in run
    ).strip()


def _move(made: etree._Element, to: etree._Element) -> None:
    put(to, (made.text or "").lstrip())
    to.extend(list(made))
