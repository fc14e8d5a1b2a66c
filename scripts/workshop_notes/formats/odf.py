"""An OpenDocument text: its parts, its styles, and the tree that is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from workshop_notes.formats.archive import (
    own_text,
    parse_xml,
    unpack,
    whole_number,
    whole_text,
)
from workshop_notes.formats.document import (
    Reading,
    clean_address,
    formula_text,
    publishable,
    put,
    set_as,
    shifted,
    sub,
)
from workshop_notes.formats.hidden import WHITE, Color, RefusedError, as_problem, color, refused
from workshop_notes.formats.names import names
from workshop_notes.formats.office_read import (
    CONTENTS,
    OWN_FIELD,
    SPACES,
    Cell,
    Look,
    OfficeReader,
    Paragraph,
    elements,
    points,
    tag,
    unresolved,
    unseen,
)
from workshop_notes.formats.outline import Item, numeral

OFFICE, TEXT, TABLE, STYLE, FO, DRAW, SVG, LOEXT = (
    f"{{{SPACES[one]}}}"
    for one in ["office", "text", "table", "style", "fo", "draw", "svg", "loext"]
)
HREF = tag("xlink:href")
_ELEMENTS = elements("opendocument-elements")
MARGINS = _ELEMENTS["margins"]
AUTHOR_FIELDS = tuple(sorted(names("opendocument", TEXT)["author-fields"]))
# What paints the ground of a text, and where the name of its style stands.
_GROUNDS = (
    ("table-cell", f"{TABLE}style-name"),
    ("table-row", f"{TABLE}style-name"),
    ("table", f"{TABLE}style-name"),
    ("graphic", f"{DRAW}style-name"),
    ("section", f"{TEXT}style-name"),
)
_BLANKS = {f"{TEXT}s": " ", f"{TEXT}tab": "\t"}


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
    holders = (one for one in root.iter(*_ELEMENTS["carriers"]) if own_text(one).strip())
    yield from unseen(root, holders, lambda one: _look(one, styles))
    for element in root.iter(f"{TEXT}hidden-text"):
        if element.get(f"{TEXT}string-value", "").strip() or own_text(element).strip():
            yield element, "hidden text"


def margin_words(margin: etree._Element) -> str:
    """Give a header's or footer's text, page numbers aside."""
    pages = {
        text
        for element in margin.iter(*_ELEMENTS["page-fields"])
        for text in element.itertext()
        if element.text
    }
    texts = (str(text) for text in margin.itertext() if text not in pages)
    return " ".join("".join(texts).split())


def _look(element: etree._Element, styles: Styles) -> Look:
    layers = list(_layers(element, styles))
    texts, paragraphs = (
        [part for layer in layers for part in layer.iterfind(f"{STYLE}{kind}-properties")]
        for kind in ("text", "paragraph")
    )
    scale, transparency = (
        _stated(texts, name).rstrip("%")
        for name in (f"{STYLE}text-scale", f"{LOEXT}char-transparency")
    )
    margins = (
        points(_stated(paragraphs, f"{FO}{name}")) for name in ("margin-left", "text-indent")
    )
    automatic = _stated(texts, f"{STYLE}use-window-font-color") == "true"
    return Look(
        _stated(texts, f"{TEXT}display") in ("none", "true"),
        points(_stated(texts, f"{FO}font-size")),
        whole_number(scale, 100),
        whole_number(transparency),
        away=max(abs(margin or 0) for margin in margins),
        ink=None if automatic else color(_stated(texts, f"{FO}color")),
        ground=_ground([*texts, *paragraphs], element, styles),
    )


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


def _ground(layers: list[etree._Element], element: etree._Element, styles: Styles) -> Color | None:
    around = (
        color(_fill(part))
        for above in element.iterancestors()
        for family, attribute in _GROUNDS
        for style in _chain(family, above.get(attribute, ""), styles)
        for part in style
    )
    return color(_first(map(_fill, layers))) or next(filter(None, around), styles.page)


def _fill(properties: etree._Element) -> str:
    said = properties.get(f"{FO}background-color") or properties.get(f"{DRAW}fill-color") or ""
    return "" if said == "transparent" else said


@lru_cache(maxsize=4096)
def _spelled(name: str) -> str:
    return name.replace("_20_", " ").replace("_", " ").lower()


def read(data: bytes, path: str) -> Reading:
    """Read an OpenDocument text; unresolved changes and comments refuse it."""
    parts = unpack(data)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise refused("encrypted")
    roots = [parse_xml(parts[name]) for name in ("styles.xml", "content.xml") if name in parts]
    text = roots[-1].find(f"{OFFICE}body/{OFFICE}text") if "content.xml" in parts else None
    if text is None:
        raise refused("no text")
    reading = Reading()
    reading.problems += [as_problem(one, path, False) for one in unresolved(text, "content.xml")]
    if reading.problems:
        return reading
    reader = _Reader(reading, text, roots, parts)
    reader.read()
    reader.list_the_rest()
    reading.ask(path)
    return reading


class _Reader(OfficeReader):
    CELL, TABLE = f"{TABLE}table-cell", f"{TABLE}table"
    NOTES = (f"{TEXT}note-body",)

    def __init__(
        self,
        reading: Reading,
        text: etree._Element,
        roots: Sequence[etree._Element],
        parts: Mapping[str, bytes],
    ) -> None:
        self._roots = roots
        self._parts = parts
        self._styles = read_styles(*roots)
        self._hidden = dict(hidden_passages(roots[-1], self._styles))
        self._lists = {
            style.get(f"{STYLE}name", ""): style
            for root in roots
            for style in root.iter(f"{TEXT}list-style")
        }
        self._numbering = {
            whole_number(level.get(f"{TEXT}level")): level
            for root in roots
            for level in root.iter(f"{TEXT}outline-level-style")
        }
        self._counts: dict[tuple[str, int], int] = {}
        self._outline: dict[int, int] = {}
        default = self._styles.defaults.get("paragraph")
        stated = [] if default is None else list(default.iterfind(f"{STYLE}text-properties"))
        sizes = (points(part.get(f"{FO}font-size")) for part in stated)
        super().__init__(reading, text, next(filter(None, sizes), 12.0))

    def list_the_rest(self) -> None:
        """List what is not on the page: hidden text, margins, aids, forms, covered cells."""
        leave_out = self.reading.leave_out
        for element, why in self._hidden.items():
            leave_out(own_text(element), why, withheld=True)
        for margin in (one for root in self._roots for one in root.iter(*MARGINS)):
            text = " ".join(map(str, margin.itertext()))
            if any(map(str.isalnum, text)):
                kind = "page header" if "header" in str(margin.tag) else "page footer"
                leave_out(text, kind, withheld=True)
        for element in self.text.iter(f"{TEXT}ruby-text"):
            leave_out(whole_text(element), "reading aid above the text")
        for element in self.text.iter(f"{OFFICE}forms"):
            leave_out(self.all_text(element), "form", withheld=True)
        for element in self.text.iter(f"{TABLE}covered-table-cell"):
            if text := self.all_text(element):
                leave_out(text, "cell that a merged one covers", withheld=True)

    def flat(self, container: etree._Element) -> Iterator[tuple[str, etree._Element]]:
        for child in container:
            tag = child.tag
            if not isinstance(tag, str) or tag in _ELEMENTS["aside"]:
                continue
            if tag in (f"{TEXT}p", f"{TEXT}h", f"{DRAW}frame"):
                yield "paragraph", child
            elif tag in _ELEMENTS["indexes"]:
                yield CONTENTS, child
            elif tag == f"{TEXT}list":
                yield "list", child
            elif tag == self.TABLE:
                yield "table", child
            else:
                yield from self.flat(child)

    def said_of(self, paragraph: etree._Element) -> Paragraph:
        outline = whole_number(paragraph.get(f"{TEXT}outline-level"), 1) + 1
        is_item = next(paragraph.iterancestors(f"{TEXT}list"), None) is not None
        is_heading = paragraph.tag == f"{TEXT}h"
        return Paragraph(self._names(paragraph), outline * is_heading, is_item)

    def item_of(self, paragraph: etree._Element, level: int) -> Item | None:
        """Give the number that the outline sets before a heading, such as `1.1`, counting it."""
        own = whole_number(paragraph.get(f"{TEXT}outline-level"), 1)
        is_header = paragraph.get(f"{TEXT}is-list-header") == "true"
        if not level or paragraph.tag != f"{TEXT}h" or is_header:
            return None
        self._outline = {at: count for at, count in self._outline.items() if at <= own}
        self._outline[own] = self._outline.get(own, 0) + 1
        defined = self._numbering.get(own)
        if defined is None or not defined.get(f"{STYLE}num-format"):
            return None
        first = max(1, own - whole_number(defined.get(f"{TEXT}display-levels"), 1) + 1)
        numbers = ".".join(str(self._outline.get(at, 1)) for at in range(first, own + 1))
        before, after = (defined.get(f"{STYLE}num-{side}", "") for side in ("prefix", "suffix"))
        return Item("ul", mark=f"{before}{numbers}{after}".strip())

    def runs(self, paragraph: etree._Element) -> Iterator[tuple[bool, float]]:
        for element in paragraph.iter(f"{TEXT}p", f"{TEXT}span", f"{TEXT}a"):
            if own_text(element).strip():
                layers = [element, *element.iterancestors(f"{TEXT}span", f"{TEXT}p")]
                weight, size = (
                    _first(self._stated(layer, f"{FO}font-{name}") for layer in layers)
                    for name in ("weight", "size")
                )
                yield weight == "bold", points(size) or self.size

    def rows(self, table: etree._Element) -> list[list[Cell]]:
        return [
            [Cell(cell, dict(_spans(cell))) for cell in row.iterfind(self.CELL)]
            for row in table.iter(f"{TABLE}table-row")
            if next(row.iterancestors(self.TABLE), None) is table
        ]

    def add_list(self, listed: etree._Element, out: etree._Element) -> None:
        """Add a list, its marks as its style states them."""
        around = [listed]
        for above in listed.iterancestors():
            if above.tag in (self.CELL, *self.NOTES, f"{DRAW}text-box"):
                break
            around += [above] if above.tag == f"{TEXT}list" else []
        named = [one.get(f"{TEXT}style-name") or "" for one in around]
        chains = (one for part in listed.iter(f"{TEXT}p") for one in self._chain(part))
        of_items = (one.get(f"{STYLE}list-style-name", "") for one in chains)
        key = (_first(named) or _first(of_items), len(around))
        form, start, signs = self._mark(*key)
        resumed = listed.get(f"{TEXT}continue-numbering") == "true" or (
            len(around) == 1 and listed.get(f"{TEXT}continue-list")
        )
        count = self._counts.get(key, start - 1) if resumed else start - 1
        items = [one for one in listed if one.tag in (f"{TEXT}list-item", f"{TEXT}list-header")]
        if not items:
            return
        count = whole_number(items[0].get(f"{TEXT}start-value"), count + 1) - 1
        plain = form == "1"
        made = sub(out, "ol", start=str(count + 1)) if plain else sub(out, "ul")
        for item in items:
            place = sub(made, "li")
            count += 1
            self.blocks(item, place)
            if form and not plain and len(place) and place[0].tag == "p":
                mark = f"{signs[0]}{numeral(count, form)}{signs[1]}"
                self.reading.added.append(mark)
                place[0].text = f"{mark} {place[0].text or ''}"
        self._counts[key] = count

    def _mark(self, style: str, level: int) -> tuple[str, int, tuple[str, str]]:
        """Give the form of a list's numbers ("" for bullets), the first, and the signs around."""
        defined = self._lists.get(style)
        for mark in defined if defined is not None else ():
            if mark.get(f"{TEXT}level") == str(level):
                numbered = mark.tag == f"{TEXT}list-level-style-number"
                start = whole_number(mark.get(f"{TEXT}start-value"), 1)
                form = mark.get(f"{STYLE}num-format", "") if numbered else ""
                around = (mark.get(f"{STYLE}num-prefix", ""), mark.get(f"{STYLE}num-suffix", ""))
                return form, start, around
        return "", 1, ("", "")

    def inline(
        self, element: etree._Element, out: etree._Element, boxes: list[etree._Element]
    ) -> None:
        if element.tag == f"{DRAW}frame":
            self._frame(element, out, boxes)
            return
        hidden = element in self._hidden
        position = self._position(element)
        for child in (None, *element):
            if (
                child is not None
                and isinstance(child.tag, str)
                and child.tag not in _ELEMENTS["aside"]
            ):
                self._part(child, out, boxes)
            text = element.text if child is None else child.tail
            if text and not hidden:
                put(out, shifted(text.replace("\n", " "), position))

    def _part(self, part: etree._Element, out: etree._Element, boxes: list[etree._Element]) -> None:
        tag = str(part.tag)
        if tag in AUTHOR_FIELDS:
            self.reading.leave_out(self.all_text(part), OWN_FIELD, withheld=True)
        elif tag in _BLANKS:
            put(out, _BLANKS[tag])
        elif tag == f"{TEXT}line-break":
            sub(out, "br")
        elif tag == f"{TEXT}note":
            mark = sub(out, "mark", number=self.note(part, part.findall(self.NOTES[0])))
            for citation in part.iterfind(f"{TEXT}note-citation"):
                text = whole_text(citation).strip()
                if text == mark.get("number"):
                    mark.set("typed", text)
                elif text:
                    self.reading.leave_out(text, "footnote's mark: the page sets its own")
        elif tag.startswith(DRAW) and tag not in (f"{DRAW}a", f"{DRAW}frame"):
            boxes.append(part)
        else:
            self.inline(part, self._set(part, out), boxes)

    def _set(self, part: etree._Element, out: etree._Element) -> etree._Element:
        """Give the place for the text of a span or a link, by how it is set."""
        if part.tag in (f"{TEXT}a", f"{DRAW}a"):
            address = clean_address(part.get(HREF, ""))
            return sub(out, "a", href=address) if address else out
        if part.tag != f"{TEXT}span":
            return out
        stated = self._stated
        return set_as(
            out,
            struck=stated(part, f"{STYLE}text-line-through-style") not in ("", "none"),
            bold=stated(part, f"{FO}font-weight") == "bold",
            italic=stated(part, f"{FO}font-style") == "italic",
        )

    def _frame(
        self, frame: etree._Element, out: etree._Element, boxes: list[etree._Element]
    ) -> None:
        parts = (one for name in ("desc", "title") for one in frame.iterfind(f"{SVG}{name}"))
        shown = self.reading.picture(_first(publishable(whole_text(one)) for one in parts))
        formula = self._formula(frame)
        put(out, shown or formula)
        if formula:
            self.reading.added.append(formula)
        elif frame.find(f"{DRAW}object") is not None:
            self.reading.leave_out("", "embedded object")
        elif not shown and frame.find(f"{DRAW}image") is not None:
            self.reading.leave_out("", "picture without alternative text")
        for element in frame.iterchildren(f"{SVG}title", f"{SVG}desc"):
            self.reading.leave_out(whole_text(element), "description of a drawing", withheld=True)
        boxes += frame.iterfind(f"{DRAW}text-box")

    def _formula(self, frame: etree._Element) -> str:
        for embedded in frame.iterfind(f"{DRAW}object"):
            name = embedded.get(HREF, "").removeprefix("./").rstrip("/")
            content = self._parts.get(f"{name}/content.xml", b"")
            if b"/Math/MathML" in content:
                try:
                    return f" {formula_text(parse_xml(content))} "
                except RefusedError:
                    return ""
        return ""

    def _names(self, element: etree._Element) -> tuple[str, ...]:
        """Give the names of an element's paragraph style and of its parents, in lower case."""
        found = [_spelled(element.get(f"{TEXT}style-name", ""))]
        for style in self._chain(element):
            found.append(_spelled(style.get(f"{STYLE}name", "")))
            found.append(style.get(f"{STYLE}display-name", "").lower())
            found.append(_spelled(style.get(f"{STYLE}parent-style-name", "")))
        return tuple(filter(None, dict.fromkeys(found)))

    def _chain(self, element: etree._Element) -> Iterator[etree._Element]:
        """Yield an element's own style and those it is based on."""
        return _chain(_family(element), element.get(f"{TEXT}style-name", ""), self._styles)

    def _stated(self, element: etree._Element, attribute: str) -> str:
        """Give a property of the letters of an element, as its own styles state it."""
        chain = self._chain(element)
        return _stated([p for s in chain for p in s.iterfind(f"{STYLE}text-properties")], attribute)

    def _position(self, element: etree._Element) -> str:
        """Say whether an element's letters are raised (`superscript`) or lowered (`subscript`)."""
        said = (
            self._stated(element, f"{STYLE}text-position") if element.tag == f"{TEXT}span" else ""
        )
        if said.startswith("super") or (said[:1].isdigit() and not said.startswith("0")):
            return "superscript"
        return "subscript" if said.startswith(("sub", "-")) else ""

    def all_text(self, element: etree._Element) -> str:
        """Give the text below an element, spaces and tabs as the file states them."""
        out: list[str] = []
        for part in element.iter():
            if part.tag in (*_BLANKS, f"{TEXT}line-break"):
                out.append(" ")
            elif isinstance(part.tag, str):
                out.append(part.text or "")
            if part is not element:
                out.append(part.tail or "")
                if part.tag in (f"{TEXT}p", f"{TEXT}h"):
                    out.append(" ")
        return " ".join("".join(out).split())


def _spans(cell: etree._Element) -> Iterator[tuple[str, str]]:
    for name, kind in (("colspan", "columns"), ("rowspan", "rows")):
        span = cell.get(f"{TABLE}number-{kind}-spanned", "1")
        if re.fullmatch(r"[2-9]|\d\d", span):
            yield name, span


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _stated(properties: Iterable[etree._Element], name: str) -> str:
    return _first(one.get(name, "") for one in properties)
