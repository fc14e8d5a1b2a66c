"""An OpenDocument text read: headings, lists, tables, notes, boxes, formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from workshop_notes.formats.archive import RefusedError, parse_xml
from workshop_notes.formats.document import (
    QUOTE,
    Reading,
    clean_address,
    numeral,
    publishable,
    put,
    shifted,
    shows,
    sub,
)
from workshop_notes.formats.formulas import formula_text
from workshop_notes.formats.furniture import leave_out_title
from workshop_notes.formats.hidden import as_problem
from workshop_notes.formats.odf import (
    AUTHOR_FIELDS,
    DRAW,
    FO,
    HREF,
    OFFICE,
    STYLE,
    SVG,
    TABLE,
    TEXT,
    Parts,
    open_parts,
    own_text,
    points,
)
from workshop_notes.formats.outline import is_heading_text
from workshop_notes.formats.zipped_hidden import unresolved

_HEADING = re.compile(r"heading (\d+)")
_CONTENTS = re.compile(r"contents (?:\d+|heading)|toc \d+|table of contents.*")
_INDEXES = frozenset(
    f"{TEXT}{name}"
    for name in (
        *("table-of-content", "alphabetical-index", "illustration-index", "table-index"),
        *("object-index", "user-index", "bibliography"),
    )
)
# Held apart from the text; what of it shows text is listed at the end.
_ASIDE = frozenset(
    {
        *(f"{TEXT}{name}" for name in ("tracked-changes", "hidden-text", "ruby-text")),
        *(f"{TEXT}{name}" for name in ("sequence-decls", "variable-decls", "user-field-decls")),
        f"{OFFICE}annotation",
        f"{OFFICE}forms",
    }
)
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LARGE = 1.35  # times the size of the text


def read(data: bytes, path: str) -> Reading:
    """Read an OpenDocument text; unresolved changes and comments refuse it."""
    parts = open_parts(data)
    reading = Reading()
    reading.problems += [
        as_problem(one, path, False) for one in unresolved(parts.text, "content.xml")
    ]
    if reading.problems:
        return reading
    _Reader(parts, reading).read()
    reading.ask_about_struck(path)
    return reading


class _Reader:
    def __init__(self, parts: Parts, reading: Reading) -> None:
        self.parts = parts
        self.reading = reading
        self._notes: list[etree._Element] = []
        self._counts: dict[tuple[str, int], int] = {}
        self._headings: dict[int, int] = {}
        self._first_block = True
        self._size = parts.size()

    def read(self) -> None:
        """Read the body, then the notes, and list what is left."""
        body, reading = self.reading.body, self.reading
        self._blocks(self.parts.text, body)
        at = 0
        while at < len(self._notes):
            self._blocks(self._notes[at], sub(body, "note", number=str(at + 1)))
            at += 1
        for element, why in self.parts.hidden.items():
            reading.leave_out(own_text(element), why, withheld=True)
        for kind, text in self.parts.margins:
            reading.leave_out(text, kind, withheld=True)
        for element in self.parts.text.iter(f"{TEXT}ruby-text"):
            reading.leave_out("".join(map(str, element.itertext())), "reading aid above the text")
        for element in self.parts.text.iter(f"{OFFICE}forms"):
            reading.leave_out(_all_text(element), "form", withheld=True)

    def _blocks(self, element: etree._Element, out: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _ASIDE:
                continue
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                self._paragraph(child, out)
            elif tag in _INDEXES:
                self._leave_out(child, out)
            elif tag == f"{TEXT}list":
                self._list(child, out, child.get(f"{TEXT}style-name", ""), 1)
            elif tag == f"{TABLE}table":
                self._table(child, out)
            elif tag == f"{DRAW}frame":
                self._frame(child, sub(out, "p"), out)
            else:
                self._blocks(child, out)

    def _leave_out(self, element: etree._Element, out: etree._Element) -> None:
        leave_out_title(self.reading, out, "table of contents or index")
        for paragraph in [*element.iter(f"{TEXT}p", f"{TEXT}h")]:
            text = _all_text(paragraph)
            if text:
                self.reading.leave_out(text, "table of contents or index")

    def _paragraph(self, paragraph: etree._Element, out: etree._Element) -> None:
        made, after = etree.Element("p"), etree.Element("div")
        self._inline(paragraph, made, after)
        names = self.parts.names(paragraph)
        if any(_CONTENTS.fullmatch(name) for name in names):
            self._leave_out(paragraph, out)
            return
        if shows(made):
            level = self._heading_level(paragraph, names)
            self._first_block = False
            if level:
                made.tag = f"h{level}"
                mark = self._heading_mark(paragraph)
                if mark:
                    self.reading.added.append(mark)
                    made.text = f"{mark} {made.text or ''}"
            place = sub(out, "blockquote") if not level and self._is_quotation(names) else out
            place.append(made)
        out.extend(list(after))

    def _is_quotation(self, names: tuple[str, ...]) -> bool:
        return any(QUOTE.fullmatch(name) for name in names)

    def _heading_mark(self, paragraph: etree._Element) -> str:
        """Give the number that the outline sets before a heading, such as `1.1`."""
        stated = paragraph.get(f"{TEXT}outline-level", "1")
        level = int(stated) if stated.isdigit() else 1
        if paragraph.tag != f"{TEXT}h" or paragraph.get(f"{TEXT}is-list-header") == "true":
            return ""
        self._headings[level] = self._headings.get(level, 0) + 1
        for deeper in [one for one in self._headings if one > level]:
            del self._headings[deeper]
        defined = self.parts.outline.get(level)
        if defined is None or not defined.get(f"{STYLE}num-format"):
            return ""
        shown = defined.get(f"{TEXT}display-levels", "1")
        first = level - (int(shown) if shown.isdigit() else 1) + 1
        numbers = ".".join(
            str(self._headings.get(one, 1)) for one in range(max(first, 1), level + 1)
        )
        before, after = (defined.get(f"{STYLE}num-{side}", "") for side in ("prefix", "suffix"))
        return f"{before}{numbers}{after}".strip()

    def _heading_level(self, paragraph: etree._Element, names: tuple[str, ...]) -> int:
        held = next(paragraph.iterancestors(f"{TABLE}table-cell", f"{TEXT}note-body"), None)
        if held is not None and (held.tag != f"{TABLE}table-cell" or not _is_box(held)):
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
        if not is_heading_text(_all_text(paragraph)):
            return 0
        sizes: list[float] = []
        for element in paragraph.iter(f"{TEXT}p", f"{TEXT}span", f"{TEXT}a"):
            if own_text(element).strip():
                layers = [element, *element.iterancestors(f"{TEXT}span", f"{TEXT}p")]
                weight = _first(self.parts.stated(layer, f"{FO}font-weight") for layer in layers)
                stated = _first(self.parts.stated(layer, f"{FO}font-size") for layer in layers)
                size = points(stated)
                if weight != "bold" and (size or 0) < _LARGE * self._size:
                    return 0
                sizes.append(size or self._size)
        if not sizes:
            return 0
        return 1 if self._first_block else 2

    def _inline(self, element: etree._Element, out: etree._Element, after: etree._Element) -> None:
        hidden = element in self.parts.hidden
        position = self.parts.position(element)
        put(out, "" if hidden else shifted(_flat(element.text), position))
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _ASIDE:
                self._part(child, out, after)
            put(out, "" if hidden else shifted(_flat(child.tail), position))

    def _part(self, part: etree._Element, out: etree._Element, after: etree._Element) -> None:
        tag = part.tag
        if tag in AUTHOR_FIELDS:
            why = "field that shows a property of the file"
            self.reading.leave_out(_all_text(part), why, withheld=True)
        elif tag == f"{TEXT}s":
            put(out, " ")
        elif tag == f"{TEXT}tab":
            put(out, "\t")
        elif tag == f"{TEXT}line-break":
            sub(out, "br")
        elif tag == f"{TEXT}note":
            self._notes += part.findall(f"{TEXT}note-body")
            mark = sub(out, "mark", number=str(len(self._notes)))
            for citation in part.iterfind(f"{TEXT}note-citation"):
                text = "".join(map(str, citation.itertext())).strip()
                if text == mark.get("number"):
                    mark.set("typed", text)
                elif text:
                    self.reading.leave_out(text, "footnote's mark: the page sets its own")
        elif tag == f"{DRAW}frame":
            self._frame(part, out, after)
        elif str(tag).startswith(DRAW) and tag != f"{DRAW}a":
            self._blocks(part, after)
        elif tag in (f"{TEXT}a", f"{DRAW}a"):
            address = clean_address(part.get(HREF, ""))
            self._inline(part, sub(out, "a", href=address) if address else out, after)
        elif tag == f"{TEXT}span":
            stated = self.parts.stated
            if stated(part, f"{STYLE}text-line-through-style") not in ("", "none"):
                out = sub(out, "s")
            if stated(part, f"{FO}font-weight") == "bold":
                out = sub(out, "strong")
            if stated(part, f"{FO}font-style") == "italic":
                out = sub(out, "em")
            self._inline(part, out, after)
        else:
            self._inline(part, out, after)

    def _frame(self, frame: etree._Element, out: etree._Element, after: etree._Element) -> None:
        shown = self.reading.picture(_description(frame))
        formula = self._formula(frame)
        put(out, shown or formula)
        if formula:
            self.reading.added.append(formula)
        if not shown and frame.find(f"{DRAW}image") is not None and not formula:
            self.reading.leave_out("", "picture without alternative text")
        if frame.find(f"{DRAW}object") is not None and not formula:
            self.reading.leave_out("", "embedded object")
        for name in ("title", "desc"):
            for element in frame.iterfind(f"{SVG}{name}"):
                text = "".join(map(str, element.itertext()))
                self.reading.leave_out(text, "description of a drawing", withheld=True)
        for box in frame.iter(f"{DRAW}text-box"):
            self._blocks(box, after)

    def _formula(self, frame: etree._Element) -> str:
        for embedded in frame.iterfind(f"{DRAW}object"):
            name = embedded.get(HREF, "").removeprefix("./").rstrip("/")
            content = self.parts.objects.get(f"{name}/content.xml", b"")
            if b"/Math/MathML" in content:
                try:
                    return f" {formula_text(parse_xml(content))} "
                except RefusedError:
                    return ""
        return ""

    def _list(self, element: etree._Element, out: etree._Element, style: str, level: int) -> None:
        style = element.get(f"{TEXT}style-name") or style or self._style_of_items(element)
        form, start, around = self._mark(style, level)
        key = (style, level)
        resumed = element.get(f"{TEXT}continue-numbering") == "true" or (
            level == 1 and element.get(f"{TEXT}continue-list")
        )
        count = self._counts.get(key, start - 1) if resumed else start - 1
        items = [
            child for child in element if child.tag in (f"{TEXT}list-item", f"{TEXT}list-header")
        ]
        stated = items[0].get(f"{TEXT}start-value", "") if items else ""
        if stated.isdigit():
            count = int(stated) - 1
        if not items:
            return
        plain = form == "1"
        listed = sub(out, "ol", start=str(count + 1)) if plain else sub(out, "ul")
        for item in items:
            place = sub(listed, "li")
            count += 1
            for child in item:
                if child.tag == f"{TEXT}list":
                    self._list(child, place, style, level + 1)
                elif child.tag in (f"{TEXT}p", f"{TEXT}h"):
                    self._paragraph(child, place)
                elif isinstance(child.tag, str):
                    self._blocks(child, place)
            if form and not plain and len(place) and place[0].tag == "p":
                shown = numeral(count, _FORMS.get(form, ""))
                mark = f"{around[0]}{shown}{around[1]}"
                self.reading.added.append(mark)
                place[0].text = f"{mark} {place[0].text or ''}"
        self._counts[key] = count

    def _style_of_items(self, element: etree._Element) -> str:
        for paragraph in element.iter(f"{TEXT}p"):
            for style in self.parts.chain(paragraph):
                if name := style.get(f"{STYLE}list-style-name"):
                    return name
        return ""

    def _mark(self, style: str, level: int) -> tuple[str, int, tuple[str, str]]:
        """Give the form of a list's numbers ("" for bullets), the first, and the signs around."""
        defined = self.parts.lists.get(style)
        for mark in defined if defined is not None else ():
            if mark.get(f"{TEXT}level") == str(level):
                numbered = mark.tag == f"{TEXT}list-level-style-number"
                start = mark.get(f"{TEXT}start-value", "1")
                form = mark.get(f"{STYLE}num-format", "") if numbered else ""
                around = (mark.get(f"{STYLE}num-prefix", ""), mark.get(f"{STYLE}num-suffix", ""))
                return form, int(start) if start.isdigit() else 1, around
        return "", 1, ("", "")

    def _table(self, table: etree._Element, out: etree._Element) -> None:
        made = sub(out, "table")
        for row in table.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table"), None) is not table:
                continue
            line = sub(made, "tr")
            for cell in row.iterfind(f"{TABLE}table-cell"):
                place = sub(line, "td")
                for name, kind in (("colspan", "columns"), ("rowspan", "rows")):
                    span = cell.get(f"{TABLE}number-{kind}-spanned", "1")
                    if re.fullmatch(r"[2-9]|\d\d", span):
                        place.set(name, span)
                self._blocks(cell, place)
            for covered in row.iterfind(f"{TABLE}covered-table-cell"):
                text = _all_text(covered)
                if text:
                    self.reading.leave_out(text, "cell that a merged one covers", withheld=True)


def _description(frame: etree._Element) -> str:
    """Give the alternative text of a drawing that may be published."""
    for name in ("desc", "title"):
        for element in frame.iterfind(f"{SVG}{name}"):
            if said := publishable("".join(str(text) for text in element.itertext())):
                return said
    return ""


def _is_box(cell: etree._Element) -> bool:
    """Say whether a cell is alone in each row of its table, which is then a box around blocks."""
    table = next(cell.iterancestors(f"{TABLE}table"), None)
    if table is None or next(table.iterancestors(f"{TABLE}table-cell"), None) is not None:
        return False
    rows = table.iter(f"{TABLE}table-row")
    return all(len(row.findall(f"{TABLE}table-cell")) == 1 for row in rows)


def _all_text(element: etree._Element) -> str:
    """Give the text below an element, spaces and tabs as the file states them."""
    out: list[str] = []
    for part in element.iter():
        if part.tag in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
            out.append(" ")
        elif isinstance(part.tag, str):
            out.append(part.text or "")
        if part is not element:
            out.append(part.tail or "")
            if part.tag in (f"{TEXT}p", f"{TEXT}h"):
                out.append(" ")
    return " ".join("".join(out).split())


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")
