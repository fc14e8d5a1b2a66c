"""An OpenDocument text: its parts, its styles, and the tree that is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from functools import lru_cache
from math import inf

from lxml import etree

from workshop_notes.formats.archive import (
    own_text,
    parse_xml,
    unpack,
    whole_number,
    whole_text,
)
from workshop_notes.formats.document import (
    UNSAID,
    Reading,
    bullet,
    clean_address,
    publishable,
    put,
    set_as,
    shifted,
    sub,
    walk,
)
from workshop_notes.formats.hidden import WHITE, Color, RefusedError, as_problem, color, refused
from workshop_notes.formats.names import names, ordered
from workshop_notes.formats.office_read import (
    DESCRIPTION,
    OWN_FIELD,
    PLACEHOLDER,
    SPACES,
    Cell,
    Look,
    OfficeReader,
    Paragraph,
    blocks,
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
MARGINS, PAGE_FIELDS = _ELEMENTS["margins"], _ELEMENTS["page-fields"]
AUTHOR_FIELDS = tuple(sorted(names("opendocument", TEXT)["author-fields"]))
_AUTOMATIC, _OPACITY = f"{STYLE}use-window-font-color", f"{LOEXT}opacity"
_PERSONAL = re.compile("|".join(ordered("word")["personal-properties"]), re.I)
# What paints the ground of a text, and where the name of its style stands.
_GROUNDS = (
    ("table-cell", f"{TABLE}style-name"),
    ("table-row", f"{TABLE}style-name"),
    ("table", f"{TABLE}style-name"),
    ("graphic", f"{DRAW}style-name"),
    ("section", f"{TEXT}style-name"),
)
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_ITEMS = (f"{TEXT}list-item", f"{TEXT}numbered-paragraph")
_OUTLINE = f"{TEXT}outline-style"
_LOWEST_LINE = 3.0  # points
_BLANKS = {f"{TEXT}s": " ", f"{TEXT}tab": "\t"}


class Styles:
    """The styles of styles.xml and content.xml by family and name, and the color of pages."""

    def __init__(self, *roots: etree._Element) -> None:
        self.by_name: dict[tuple[str, str], etree._Element] = {}
        self.defaults: dict[str, etree._Element] = {}
        self.page = WHITE
        for root in roots:
            for style in root.iter(f"{STYLE}style"):
                named = style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")
                self.by_name[named] = style
            for style in root.iter(f"{STYLE}default-style"):
                self.defaults[style.get(f"{STYLE}family", "")] = style
            for layout in root.iter(f"{STYLE}page-layout-properties"):
                self.page = color(layout.get(f"{FO}background-color", "")) or self.page


def hidden_passages(root: etree._Element, styles: Styles) -> Iterator[tuple[etree._Element, str]]:
    """Yield each element whose own text (that of its children aside) cannot be seen, and why."""
    body = root.find(f"{OFFICE}body")
    texts = (one for one in walk(root if body is None else body) if str(one.tag).startswith(TEXT))
    holders = (one for one in texts if own_text(one).strip())
    yield from unseen(root, holders, lambda one: _look(one, styles))
    for element in root.iter(f"{TEXT}hidden-text"):
        if element.get(f"{TEXT}string-value", "").strip() or own_text(element).strip():
            yield element, "hidden text"
    for element in root.iter(f"{TEXT}user-defined", f"{TEXT}user-field-get"):
        if _PERSONAL.search(element.get(f"{TEXT}name", "")):
            yield element, OWN_FIELD


def _look(element: etree._Element, styles: Styles) -> Look:
    texts, paragraphs = (_properties(element, styles, kind) for kind in ("text", "paragraph"))
    scale, transparency = (
        _stated(texts, name).rstrip("%")
        for name in (f"{STYLE}text-scale", f"{LOEXT}char-transparency")
    )
    margins = (
        points(_stated(paragraphs, f"{FO}{name}")) for name in ("margin-left", "text-indent")
    )
    is_flat = (points(_stated(paragraphs, f"{FO}line-height")) or inf) < _LOWEST_LINE
    smaller = _stated(texts, f"{STYLE}text-position").partition(" ")[2].rstrip("%")
    automatic = _stated(texts, _AUTOMATIC) == "true"
    inks = (part for part in texts if any(map(part.get, (_AUTOMATIC, _OPACITY, f"{FO}color"))))
    nearest = next(inks, etree.Element("none"))
    opacity = 100
    if nearest.get(_AUTOMATIC) != "true":  # of which LibreOffice writes that it is clear
        opacity = whole_number(nearest.get(_OPACITY, "").rstrip("%"), 100)
    return Look(
        _stated(texts, f"{TEXT}display") in ("none", "true"),
        points(_stated(texts, f"{FO}font-size")),
        min(whole_number(scale, 100), whole_number(smaller, 100)),
        max(whole_number(transparency), 100 - opacity),
        away=inf if is_flat else max(abs(margin or 0) for margin in margins),
        ink=None if automatic else color(_stated(texts, f"{FO}color")),
        ground=_ground([*texts, *paragraphs], element, styles),
    )


def _properties(
    element: etree._Element, styles: Styles, kind: str = "text", whole: bool = True
) -> list[etree._Element]:
    """Give what styles state of letters, nearest first: of spans, and on the `whole` of all around.

    What they state of a `kind` is given: of the `text` itself, or of the `paragraph`.
    """
    layers: list[etree._Element] = []
    for above in (element, *element.iterancestors()):
        is_paragraph = above.tag in _PARAGRAPHS
        if whole or not is_paragraph:
            layers += _styled(above, styles)
        if is_paragraph:
            break
    default = styles.defaults.get("paragraph")
    layers += [default] if whole and default is not None else []
    return [part for layer in layers for part in layer.iterfind(f"{STYLE}{kind}-properties")]


def _styled(element: etree._Element, styles: Styles) -> Iterator[etree._Element]:
    """Yield the style of a paragraph or span and those it is based on."""
    family = "paragraph" if element.tag in _PARAGRAPHS else "text"
    return _chain(family, element.get(f"{TEXT}style-name", ""), styles)


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
    roots = [parse_xml(parts[name]) for name in ("styles.xml", "content.xml") if name in parts]
    text = roots[-1].find(f"{OFFICE}body/{OFFICE}text") if "content.xml" in parts else None
    if text is None:
        raise refused("no text")
    reading = Reading()
    reading.problems += [as_problem(one, path, False) for one in unresolved(text, "content.xml")]
    if reading.problems:
        return reading
    # A cell or row may stand for several alike; those within others are repeated with them.
    for one in [*text.iter(_Reader.CELL, _Reader.ROW)][::-1]:
        said = " ".join(map(str, one.itertext()))
        kind = "columns" if one.tag == _Reader.CELL else "rows"
        times = whole_number(one.get(f"{TABLE}number-{kind}-repeated"), 1)
        for _ in range(1, times if said.strip() else 1):
            one.addnext(deepcopy(one))
            reading.added.append(said)
    reader = _Reader(reading, text, roots, parts)
    reader.read()
    reader.list_the_rest()
    reading.ask(path)
    return reading


class _Reader(OfficeReader):
    CELL, ROW, TABLE = (f"{TABLE}{name}" for name in ("table-cell", "table-row", "table"))
    BLOCKS = blocks("opendocument-blocks")
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
        self._styles = Styles(*roots)
        self._hidden = dict(hidden_passages(roots[-1], self._styles))
        self._lists = {
            _OUTLINE if style.tag == _OUTLINE else style.get(f"{STYLE}name", ""): style
            for root in roots
            for style in root.iter(_OUTLINE, f"{TEXT}list-style")
        }
        self._counts: dict[tuple[str, int], int] = {}
        # The mark that the next paragraph of an item begins with; None where it is none of a list.
        self._items: dict[etree._Element, str | None] = {}
        default = self._styles.defaults.get("paragraph")
        stated = [] if default is None else list(default.iterfind(f"{STYLE}text-properties"))
        sizes = (points(part.get(f"{FO}font-size")) for part in stated)
        super().__init__(reading, text, next(filter(None, sizes), 12.0))

    def list_the_rest(self) -> None:
        """List what is not on the page: hidden text, margins, aids, forms."""
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

    def said_of(self, paragraph: etree._Element) -> Paragraph:
        outline = whole_number(paragraph.get(f"{TEXT}outline-level"), 1) + 1
        is_item = next(paragraph.iterancestors(f"{TEXT}list"), None) is not None
        is_heading = paragraph.tag == f"{TEXT}h"
        return Paragraph(self._names(paragraph), outline * is_heading, is_item)

    def item_of(self, paragraph: etree._Element, level: int) -> Item | None:
        item = paragraph.getparent()
        if item is None or item.tag not in _ITEMS:
            return self._outlined(paragraph) if level and paragraph.tag == f"{TEXT}h" else None
        listed = item.getparent() if item.tag == f"{TEXT}list-item" else item
        style, at = self._level_of(item if listed is None else listed)
        if item not in self._items:
            self._count(item, style, at)
        if (mark := self._items[item]) is None:
            return None
        # What stands below a heading in an item is none of a list, either.
        if level or self.all_text(paragraph):
            self._items[item] = None if level else ""
        defined = self._defined(style, at)
        is_deep = whole_number(defined.get(f"{TEXT}display-levels"), 1) > 1
        around = (defined.get(f"{STYLE}num-{side}", "") for side in ("prefix", "suffix"))
        is_worded = any(map(str.isalnum, "".join(around)))
        is_plain = defined.get(f"{STYLE}num-format") == "1" and not (is_deep or is_worded)
        kind, number = "ol" if is_plain else "ul", self._counts[style, at]
        return Item(kind, at - 1, number, mark=mark, holder=item)

    def _outlined(self, heading: etree._Element) -> Item | None:
        """Give the number that the outline sets before a heading, such as `1.1`, counting it."""
        own = whole_number(heading.get(f"{TEXT}outline-level"), 1)
        if heading.get(f"{TEXT}is-list-header") == "true":
            return None
        for deeper in [key for key in self._counts if key[0] == _OUTLINE and key[1] > own]:
            del self._counts[deeper]
        self._counts[_OUTLINE, own] = self._counts.get((_OUTLINE, own), 0) + 1
        is_numbered = self._defined(_OUTLINE, own).get(f"{STYLE}num-format")
        return Item("ul", mark=self._mark(_OUTLINE, own)) if is_numbered else None

    def _count(self, item: etree._Element, style: str, level: int) -> None:
        """Count an item of a list, whose first one begins anew unless the list goes on."""
        listed = item.getparent()
        if listed is not None and item is listed.find(f"{TEXT}list-item"):
            goes_on = level == 1 and listed.get(f"{TEXT}continue-list")
            if not goes_on and listed.get(f"{TEXT}continue-numbering") != "true":
                self._counts.pop((style, level), None)
        before = whole_number(self._defined(style, level).get(f"{TEXT}start-value"), 1) - 1
        number = self._counts.get((style, level), before) + 1
        self._counts[style, level] = whole_number(item.get(f"{TEXT}start-value"), number)
        self._items[item] = self._mark(style, level)

    def runs(self, paragraph: etree._Element) -> Iterator[tuple[bool, float]]:
        for element in paragraph.iter(f"{TEXT}p", f"{TEXT}span", f"{TEXT}a"):
            if own_text(element).strip():
                letters = _properties(element, self._styles)
                weight, size = (_stated(letters, f"{FO}font-{name}") for name in ("weight", "size"))
                yield weight == "bold", points(size) or self.size

    def rows(self, table: etree._Element) -> list[list[Cell]]:
        return [
            [Cell(cell, dict(_spans(cell))) for cell in self.own(row, self.CELL)]
            for row in self.own(table, self.ROW)
        ]

    def _level_of(self, listed: etree._Element) -> tuple[str, int]:
        """Give the name of a list's style and the list's level, from 1."""
        around = [listed]
        for above in listed.iterancestors():
            if above.tag in (self.CELL, *self.NOTES, f"{DRAW}text-box"):
                break
            around += [above] if above.tag == f"{TEXT}list" else []
        named = [one.get(f"{TEXT}style-name") or "" for one in around]
        chains = (one for part in listed.iter(f"{TEXT}p") for one in _styled(part, self._styles))
        of_items = (one.get(f"{STYLE}list-style-name", "") for one in chains)
        level = whole_number(listed.get(f"{TEXT}level"), len(around))
        return _first(named) or _first(of_items), level

    def _defined(self, style: str, level: int) -> etree._Element:
        """Give what states the numbers or bullets of a list's level; else an empty element."""
        for one in self._lists.get(style, ()):
            if one.get(f"{TEXT}level") == str(level):
                return one
        return etree.Element("bullet")

    def _mark(self, style: str, level: int) -> str:
        """Give the number of the last item of a level, those of higher levels before it."""
        defined = self._defined(style, level)
        if not defined.get(f"{STYLE}num-format"):
            letters = list(defined.iter(f"{STYLE}text-properties"))
            fonts = (_stated(letters, name) for name in (f"{STYLE}font-name", f"{FO}font-family"))
            return bullet(defined.get(f"{TEXT}bullet-char", ""), _first(fonts))
        shown = whole_number(defined.get(f"{TEXT}display-levels"), 1)
        levels = range(max(1, level - shown + 1), level + 1)
        forms = (self._defined(style, at).get(f"{STYLE}num-format", "") for at in levels)
        numbers = (
            numeral(self._counts.get((style, at), 1), form)
            for at, form in zip(levels, forms, strict=True)
            if form
        )
        before, after = (defined.get(f"{STYLE}num-{side}", "") for side in ("prefix", "suffix"))
        return f"{before}{'.'.join(numbers)}{after}".strip()

    def inline(self, element: etree._Element, out: etree._Element) -> None:
        if element.tag == f"{DRAW}frame":
            self._frame(element, out)
            return
        hidden = element in self._hidden
        for child in (None, *element):
            if (
                child is not None
                and isinstance(child.tag, str)
                and self.BLOCKS.get(child.tag) != ""
            ):
                self._part(child, out)
            text = element.text if child is None else child.tail
            if text and not hidden:
                self._say(text.replace("\n", " "), element, out)

    def _say(self, text: str, element: etree._Element, out: etree._Element) -> None:
        """Add an element's own text by how it is set; of bold and italic as spans alone state."""
        every, spans = (_properties(element, self._styles, whole=one) for one in (True, False))
        lines = [_stated(every, f"{STYLE}text-line-through-{name}") for name in ("style", "type")]
        place = set_as(
            out,
            struck=any(lines) and "none" not in lines,
            bold=_stated(spans, f"{FO}font-weight") == "bold",
            italic=_stated(spans, f"{FO}font-style") == "italic",
        )
        fonts = (_stated(every, name) for name in (f"{STYLE}font-name", f"{FO}font-family"))
        capitals = _stated(every, f"{FO}font-variant") == "small-caps"
        case = "uppercase" if capitals else _stated(every, f"{FO}text-transform")
        said = self.reading.signs(text, _first(fonts), case)
        put(place, shifted(said, _position(_stated(spans, f"{STYLE}text-position"))))

    def _part(self, part: etree._Element, out: etree._Element) -> None:
        tag = str(part.tag)
        if tag in AUTHOR_FIELDS:
            self.reading.leave_out(self.all_text(part), OWN_FIELD, withheld=True)
        elif tag == f"{TEXT}placeholder" or part.get(f"{LOEXT}showing-place-holder") == "true":
            self.reading.leave_out(self.all_text(part), PLACEHOLDER)
            self.reading.ask_about("unfilled", self.all_text(part))
        elif tag == f"{DRAW}control":
            put(out, self.reading.not_read("field of a form"))
        elif tag in _BLANKS:
            put(out, _BLANKS[tag])
        elif tag == f"{TEXT}line-break":
            sub(out, "br")
        elif tag == f"{TEXT}note":
            mark = sub(out, "mark", number=self.note(part, part.findall(self.NOTES[0])))
            for citation in part.iterfind(f"{TEXT}note-citation"):
                self.reading.own_mark(mark, whole_text(citation).strip())
        elif tag.startswith(DRAW) and tag not in (f"{DRAW}a", f"{DRAW}frame"):
            self.boxes.append(part)
            if not self.all_text(part):
                self.draw_over(part, *_PARAGRAPHS)
        else:
            is_link = tag in (f"{TEXT}a", f"{DRAW}a")
            address = clean_address(part.get(HREF, "")) if is_link else ""
            self.inline(part, sub(out, "a", href=address) if address else out)

    def _frame(self, frame: etree._Element, out: etree._Element) -> None:
        texts = frame.findall(f"{DRAW}text-box")
        self.boxes += texts
        parts = (one for name in ("desc", "title") for one in frame.iterfind(f"{SVG}{name}"))
        said = _first(publishable(whole_text(one)) for one in parts)
        shown = "" if any(map(self.all_text, texts)) else self.reading.picture(said)
        put(out, shown)
        is_said = bool(shown) or self._formula(frame, out)
        if not is_said and frame.find(f"{DRAW}object") is not None:
            sub(out, "picture", what="embedded object")
        elif not is_said and frame.find(f"{DRAW}image") is not None:
            sub(out, "picture", what=UNSAID)
        for element in frame.iterchildren(f"{SVG}title", f"{SVG}desc"):
            self.reading.leave_out(whole_text(element), DESCRIPTION, withheld=True)

    def _formula(self, frame: etree._Element, out: etree._Element) -> bool:
        """Add a frame's formula, if it holds one, whose words are in another part of the file."""
        for embedded in frame.iterfind(f"{DRAW}object"):
            if (inline := next(embedded.iterchildren("{*}math"), None)) is not None:
                self.reading.formula(inline, out)
                return True
            name = embedded.get(HREF, "").removeprefix("./").rstrip("/")
            content = self._parts.get(f"{name}/content.xml", b"")
            with suppress(RefusedError):
                root = parse_xml(content or b"<none/>")
                if not str(root.tag).endswith("}math"):
                    continue
                before = len(self.reading.left_out)
                self.reading.formula(root, out)
                self.reading.added += [one.text for one in self.reading.left_out[before:]]
                self.reading.added.append(out[-1].text or "")
                return True
        return False

    def _names(self, element: etree._Element) -> tuple[str, ...]:
        """Give the names of an element's paragraph style and of its parents, in lower case."""
        found = [_spelled(element.get(f"{TEXT}style-name", ""))]
        for style in _styled(element, self._styles):
            found.append(_spelled(style.get(f"{STYLE}name", "")))
            found.append(style.get(f"{STYLE}display-name", "").lower())
            found.append(_spelled(style.get(f"{STYLE}parent-style-name", "")))
        return tuple(filter(None, dict.fromkeys(found)))

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
                if part.tag in _PARAGRAPHS:
                    out.append(" ")
        return " ".join("".join(out).split())


def _position(stated: str) -> str:
    """Say whether letters are raised (`superscript`) or lowered (`subscript`)."""
    if stated.startswith("super") or (stated[:1].isdigit() and not stated.startswith("0")):
        return "superscript"
    return "subscript" if stated.startswith(("sub", "-")) else ""


def _spans(cell: etree._Element) -> Iterator[tuple[str, str]]:
    for name, kind in (("colspan", "columns"), ("rowspan", "rows")):
        span = cell.get(f"{TABLE}number-{kind}-spanned", "1")
        if re.fullmatch(r"[2-9]|\d\d", span):
            yield name, span


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _stated(properties: Iterable[etree._Element], name: str) -> str:
    return _first(one.get(name, "") for one in properties)
