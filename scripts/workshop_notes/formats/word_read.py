"""A Word document read: its runs, fields and drawings, and the marks that it shows before items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from workshop_notes.formats.document import Reading, publishable, put, shifted, sub, symbol
from workshop_notes.formats.formulas import formula_text
from workshop_notes.formats.hidden import RESOLVE, Finding, as_problem
from workshop_notes.formats.lists import Item, numeral
from workshop_notes.formats.office_read import Cell, OfficeReader, Paragraph, set_as
from workshop_notes.formats.word import (
    CHART,
    MC,
    VML,
    WP,
    A,
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

_BY_NAME = re.compile(r"list ?(bullet|number)(?: ?([2-5]))?")
_TRANSPARENT = frozenset(
    f"{W}{name}" for name in ("smartTag", "customXml", "sdtContent", "dir", "bdo")
)
_MARKS = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_DRAWINGS = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))
# What shows letters in a run; "" where they are the element's text.
_LETTERS = {f"{W}t": "", **dict.fromkeys((f"{W}{one}" for one in ("tab", "ptab", "br", "cr")), " ")}
_LETTERS[f"{W}noBreakHyphen"] = "-"
_UNREAD = frozenset(
    f"{W}{name}"
    for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "instrText")
)
_PLACEHOLDER = "placeholder of a form field"
_SET_IN = 500  # twips from both sides


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
    reader = _Reader(parts, reading)
    reader.read()
    reader.list_the_rest()
    reading.ask_about_struck(path)
    return reading


def _unresolved(parts: Parts) -> Iterator[Finding]:
    for name, root in (("document", parts.document), *parts.notes.items()):
        yield from unresolved(root, f"word/{name}.xml")
    count = len({mark.get(f"{W}id") for mark in parts.document.iter(f"{W}commentReference")})
    if count:
        yield Finding("hidden-comment", "comment", "", count, always=True, fix=RESOLVE)


class _Lists:
    """Counts the items of a document in order, as Word does: by the abstract list they share."""

    def __init__(self, parts: Parts) -> None:
        self._cascade = parts.cascade
        root = parts.numbering if parts.numbering is not None else etree.Element("none")
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
        abstract = value(self._nums[identity], "abstractNumId")
        defined = self._level(identity, abstract, level)
        form = value(defined, "numFmt")
        indent = self._indent(paragraph, defined)
        if form == "none":
            return None
        if form == "bullet" or not form:
            return Item("ul", level, 0, indent, identity=identity)
        count = self._count(identity, abstract, level, defined)
        mark = self._mark(identity, abstract, level, defined)
        shown = value(defined, "lvlText")
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
        return (identity or None), min(int(level) if level.isdigit() else 0, 8)

    def _level(self, identity: str, abstract: str, level: int) -> etree._Element | None:
        for override in self._nums[identity].iter(f"{W}lvlOverride"):
            own = override.find(f"{W}lvl")
            if override.get(f"{W}ilvl") == str(level) and own is not None:
                return own
        defined = self._abstract.get(abstract)
        if linked := value(defined, "numStyleLink"):
            others = (one for one in self._abstract.values() if value(one, "styleLink") == linked)
            defined = next(others, defined)
        for element in defined.iter(f"{W}lvl") if defined is not None else ():
            if element.get(f"{W}ilvl") == str(level):
                return element
        return None

    def _count(
        self, identity: str, abstract: str, level: int, defined: etree._Element | None
    ) -> int:
        counts = self._counts.setdefault(abstract, {})
        first = _first(defined)
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
            higher = self._level(identity, abstract, at)
            count = self._counts[abstract].get(at, _first(higher))
            return numeral(count, "decimal" if legal else value(higher, "numFmt"))

        return re.sub(r"%([1-9])", counted, text).strip()

    def _indent(self, paragraph: etree._Element, defined: etree._Element | None) -> float | None:
        own, *styles = self._cascade.of_paragraph(paragraph)
        level = defined.find(f"{W}pPr") if defined is not None else None
        places = [own.get("ind"), level.find(f"{W}ind") if level is not None else None]
        for place in [*places, *(layer.get("ind") for layer in styles)]:
            if place is not None:
                stated = place.get(f"{W}left") or place.get(f"{W}start") or ""
                if stated.lstrip("-").isdigit():
                    return int(stated) / 20
        return None


class _Reader(OfficeReader):
    CELL, TABLE = f"{W}tc", f"{W}tbl"
    NOTES = (f"{W}footnote", f"{W}endnote")

    def __init__(self, parts: Parts, reading: Reading) -> None:
        self.parts = parts
        self.cascade = parts.cascade
        self.hidden = parts.hidden
        self._lists = _Lists(parts)
        self._contents = {run for one in parts.fields if one.kind == "TOC" for run in one.runs}
        body = parts.document.find(f"{W}body")
        text = parts.document if body is None else body
        super().__init__(reading, text, self.cascade.text_size())

    def list_the_rest(self) -> None:
        """List what is not on the page: what is hidden, notes without a mark, margins, charts."""
        parts = self.parts
        for kind in parts.notes:
            for one in parts.notes[kind]:
                if (kind, one.get(f"{W}id", "")) not in self._notes:
                    text = _all_text(one)
                    self.reading.leave_out(text, "note that nothing refers to", withheld=True)
        for run, why in self.hidden.items():
            self.reading.leave_out(_all_text(run), why, withheld=True)
        for kind, root in parts.margins:
            self.reading.leave_out(_all_text(root), f"page {kind}", withheld=True)
        for root in parts.texts:
            for unused in _unused_alternatives(root):
                text = self.all_text(unused)
                self.reading.leave_out(text, "copy of a drawing for older programs", withheld=True)
        for name, root in parts.others.items():
            for text in _texts_of_drawing(name, root):
                self.reading.leave_out(text, "chart" if "charts/" in name else "diagram")

    def all_text(self, element: etree._Element) -> str:
        """Give all text below an element, that of hidden runs aside."""
        return _all_text(element, self.hidden)

    def flat(self, container: etree._Element) -> Iterator[tuple[str, etree._Element]]:
        """Yield the paragraphs and tables of a container, controls and markup around them aside."""
        for child in container:
            if child.tag == f"{W}p":
                yield "paragraph", child
            elif child.tag == f"{W}tbl":
                yield "table", child
            elif child.tag in _TRANSPARENT:
                yield from self.flat(child)
            elif child.tag == f"{W}sdt":
                if _is_placeholder(child):
                    yield _PLACEHOLDER, child
                else:
                    for content in child.iterfind(f"{W}sdtContent"):
                        yield from self.flat(content)
            elif child.tag == f"{MC}AlternateContent" and len(child):
                yield from self.flat(child[0])

    def said_of(self, paragraph: etree._Element) -> Paragraph:
        """Say what a paragraph is."""
        properties = paragraph.find(f"{W}pPr")
        layer = properties if properties is not None else etree.Element(f"{W}pPr")
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
        """Give the place in a list of a paragraph, counting it."""
        del level
        return self._lists.item(paragraph)

    def runs(self, paragraph: etree._Element) -> Iterator[tuple[bool, float]]:
        """Say of each text of a paragraph whether it is bold, and its size."""
        for run in paragraph.iter(f"{W}r"):
            if "".join(text.text or "" for text in run.iter(f"{W}t")).strip():
                layers = self.cascade.of_run(run, paragraph)[:-1]
                stated = said(layers, "sz")
                yield is_on(layers, "b"), float(stated) if stated.isdigit() else self.size

    def rows(self, table: etree._Element) -> list[list[Cell]]:
        """Give the cells of a table; what is merged downwards stands in its first row alone."""
        rows: list[list[Cell]] = []
        above: dict[int, Cell] = {}
        for row in _children(table, f"{W}tr"):
            line: list[Cell] = []
            column = 0
            before = value(row.find(f"{W}trPr"), "gridBefore")
            if before.isdigit() and int(before) < 64:
                line.append(Cell(None, {"colspan": before}))
                column = int(before)
            for cell in _children(row, f"{W}tc"):
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
        self,
        element: etree._Element,
        out: etree._Element,
        boxes: list[etree._Element],
        link: str = "",
    ) -> None:
        """Add the runs below an element; text boxes among them are put off."""
        for child in element:
            tag = child.tag
            if tag in _UNREAD or not isinstance(tag, str) or child in self.hidden:
                continue
            if tag == f"{W}r":
                self._run(child, self._set(child, out, link), boxes)
            elif tag == f"{MC}AlternateContent":
                for choice in list(child)[:1]:
                    self.inline(choice, out, boxes, link)
            elif tag == f"{M}oMath":
                put(out, formula_text(child))
            elif tag == f"{M}oMathPara":
                put(out, f" {formula_text(child)} ")
            elif tag == f"{W}sdt" and _is_placeholder(child):
                self.reading.leave_out(self.all_text(child), _PLACEHOLDER)
            elif tag != f"{W}p":
                self.inline(child, out, boxes, self.parts.links.get(child, "") or link)

    def _is_contents_field(self, paragraph: etree._Element) -> bool:
        for control in paragraph.iterancestors(f"{W}sdt"):
            gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
            if gallery is not None and gallery.get(f"{W}val") == "Table of Contents":
                return True
        shown = [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None]
        return bool(shown) and self._contents.issuperset(shown)

    def _set(self, run: etree._Element, out: etree._Element, link: str) -> etree._Element:
        """Give the place for a run's text, by how it is set."""
        own = self.cascade.of_run(run)
        every = self.cascade.of_run(run, next(run.iterancestors(f"{W}p"), None))
        return set_as(
            out,
            link=link or self.parts.links.get(run, ""),
            struck=is_on(every, "strike") or is_on(every, "dstrike"),
            bold=is_on(own, "b"),
            italic=is_on(own, "i"),
        )

    def _run(self, run: etree._Element, out: etree._Element, boxes: list[etree._Element]) -> None:
        position = value(run.find(f"{W}rPr"), "vertAlign")
        for part in run:
            tag = part.tag
            if tag in (f"{W}br", f"{W}cr") and part.get(f"{W}type") not in ("page", "column"):
                sub(out, "br")
            elif tag in _LETTERS:
                put(out, _LETTERS[tag] or shifted(part.text or "", position))
            elif tag == f"{W}sym":
                shown = symbol(part.get(f"{W}font", ""), part.get(f"{W}char", ""))
                self.reading.added.append(shown)
                put(out, shown)
            elif tag in _MARKS:
                key = (_MARKS[tag], part.get(f"{W}id", ""))
                notes = self.parts.notes.get(key[0], ())
                held = [note for note in notes if note.get(f"{W}id") == key[1]]
                sub(out, "mark", number=self.note(key, held))
            elif tag in _DRAWINGS:
                self._drawing(part, out, boxes)
            elif tag == f"{MC}AlternateContent":
                for choice in list(part)[:1]:
                    self._run(choice, out, boxes)
            elif tag == f"{W}ruby":
                for base in part.iterfind(f"{W}rubyBase"):
                    self.inline(base, out, boxes)
                for over in part.iterfind(f"{W}rt"):
                    self.reading.leave_out(self.all_text(over), "reading aid above the text")
            elif tag not in _UNREAD and isinstance(tag, str) and len(part):
                self.inline(part, out, boxes)

    def _drawing(
        self, drawing: etree._Element, out: etree._Element, boxes: list[etree._Element]
    ) -> None:
        texts = [shown for shown in map(self.reading.picture, _descriptions(drawing)) if shown]
        put(out, "".join(texts))
        if not texts and next(drawing.iter("{*}blip", "{*}imagedata"), None) is not None:
            self.reading.leave_out("", "picture without alternative text")
        boxes += _boxes(drawing)


def _first(defined: etree._Element | None) -> int:
    """Give the number with which a level of a list begins."""
    start = value(defined, "start")
    return int(start) if start.isdigit() else 1


def _is_placeholder(control: etree._Element) -> bool:
    return control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _is_set_in(place: etree._Element) -> bool:
    """Say whether a paragraph is indented from both sides, as quotations are."""
    sides = [
        place.get(f"{W}{name}") or place.get(f"{W}{other}") or "0"
        for name, other in (("left", "start"), ("right", "end"))
    ]
    return all(side.isdigit() and int(side) >= _SET_IN for side in sides)


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
    elif tag in _LETTERS:
        out.append(_LETTERS[tag])
    elif isinstance(tag, str) and tag not in _UNREAD and element not in without:
        for child in element:
            _gather(child, out, without)
        if tag == f"{W}p":
            out.append(" ")
