"""What Word documents and OpenDocument texts share: what of them is seen, and what it becomes.

A format says what its paragraphs are called, how they look and what stands in them; headings,
lists, quotations, tables, notes and boxes are made of that here.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from workshop_notes.formats.archive import remove, whole_text
from workshop_notes.formats.document import Reading, pieces, put, shows, sub
from workshop_notes.formats.furniture import leave_out_title
from workshop_notes.formats.hidden import (
    POINTS,
    TINY_POINTS,
    Color,
    Finding,
    too_close,
)
from workshop_notes.formats.names import ordered, reasons
from workshop_notes.formats.outline import (
    Item,
    Nesting,
    is_heading_text,
    set_in_columns,
)

SPACES = reasons("spaces")
_HEADING = re.compile(r"heading ?([1-9]\d*)")
_CONTENTS = re.compile(
    r"(?:toc|contents) ?(?:\d+|heading)|table of (?:contents|figures|authorities).*"
)
_QUOTE = re.compile(r"(?:intense )?quote|block ?text|quotations?|citation(?: intense)?")
# Styles that are often based on the title's.
_BELOW_TITLE = frozenset({"subtitle", "date", "author", "byline", "abstract", "salutation"})
_NAMING = frozenset({"author", "authors", "byline"})
_LARGE = 1.35  # times the size of the text
CONTENTS = "table of contents"
DESCRIPTION = "description of a drawing"
OWN_FIELD = "field that shows a property of the file"
PLACEHOLDER = "placeholder of a form field"
_LENGTH = re.compile(rf"(-?\d*\.?\d+)({'|'.join(POINTS)})")
_FAR = 700.0  # points, beyond the margins of any page
_SQUEEZED = -4.0  # points between letters


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look: lengths in points, shares in percent; the ground is None if not known."""

    hidden: bool = False
    size: float | None = None
    scale: float | None = None
    transparency: float = 0.0
    spacing: float = 0.0
    away: float = 0.0  # from where they would stand
    ink: Color | None = None
    ground: Color | None = None

    def why_unseen(self) -> str:
        """Say why nobody sees such letters; empty if one does."""
        small = self.size is not None and self.size < TINY_POINTS
        narrow = self.scale is not None and self.scale < 10
        reasons = (
            (self.hidden, "hidden text"),
            (small or narrow, "tiny text"),
            (self.transparency >= 90, "transparent text"),
            (self.spacing < _SQUEEZED, "text squeezed together"),
            (abs(self.away) > _FAR, "text off the page"),
            (too_close(self.ink, self.ground), "text in the color of its ground"),
        )
        return next((why for is_so, why in reasons if is_so), "")


def tag(name: str) -> str:
    """Give the name of an element or attribute in full: `w:p` with its space."""
    space, _, local = name.partition(":")
    return f"{{{SPACES[space]}}}{local}"


def tags(listed: str) -> tuple[str, ...]:
    """Give names in full that are separated by blanks."""
    return tuple(map(tag, listed.split()))


def elements(section: str) -> dict[str, tuple[str, ...]]:
    """Give each list of a section as names in full."""
    return {key: tuple(map(tag, listed)) for key, listed in ordered(section).items()}


def blocks(section: str) -> dict[str, str]:
    """Give the kind of each element of a section, by its name in full."""
    return {tag(name): kind for name, kind in reasons(section).items()}


_CHANGES = elements("changes")
_COMMENTS = tags("w:comment office:annotation")


def points(length: str | None) -> float | None:
    """Read a length in points; None for percentages and what is no length."""
    match = _LENGTH.fullmatch((length or "").strip())
    return float(match[1]) * POINTS[match[2]] if match else None


def _measured(_context: object, held: list[str]) -> float:
    length = points(held[0]) if held else None
    return float("nan") if length is None else length


_UNSEEN, _OVER_WORDS = (
    [
        (
            etree.XPath(
                expression,
                namespaces={**SPACES, "re": "http://exslt.org/regular-expressions"},
                extensions={(None, "points"): _measured},
            ),
            why,
        )
        for expression, why in reasons(section).items()
    ]
    for section in ("unseen", "over-words")
)


def unseen(
    root: etree._Element,
    holders: Iterable[etree._Element],
    look: Callable[[etree._Element], Look],
) -> Iterator[tuple[etree._Element, str]]:
    """Yield those holders of text that nobody sees, by what they stand in or by their look."""
    around: dict[etree._Element, str] = {}
    for expression, why in _UNSEEN:
        elements: Any = expression(root)
        for element in elements:
            around.setdefault(element, why)
    for holder in holders:
        above = (holder, *holder.iterancestors()) if around else ()
        why = next(filter(None, map(around.get, above)), "") or look(holder).why_unseen()
        if why:
            yield holder, why


def unresolved(root: etree._Element, name: str) -> Iterator[Finding]:
    """Count the changes and comments of a part that somebody has to decide about first."""
    *kinds, (rest, marks) = _CHANGES.items()
    numbers = {what: sum(1 for _ in root.iter(*tags)) for what, tags in kinds}
    if not any(numbers.values()):
        numbers[rest] = sum(1 for _ in root.iter(*marks))
    for what, number in numbers.items():
        if number:
            yield Finding("hidden-tracked-change", what, name, number, always=True)
    if number := sum(1 for _ in root.iter(*_COMMENTS)):
        yield Finding("hidden-comment", "comment", "", number, always=True)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What a format says of a paragraph; `names` are those of its style and what that is based on.

    `outline` is the level of a heading by its outline, from 1, or 0.
    """

    names: tuple[str, ...] = ()
    outline: int = 0
    is_item: bool = False
    is_quotation: bool = False
    is_contents: bool = False
    is_initial: bool = False  # a drop capital, of the paragraph that follows


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, or the place of a missing one, with its spans."""

    content: etree._Element | None
    spans: dict[str, str]


class OfficeReader(ABC):
    """Reads the tree of a format into that of a note; `size` is that of the text."""

    CELL: str
    ROW: str
    TABLE: str
    NOTES: tuple[str, ...]
    BLOCKS: Mapping[str, str]  # the kinds of elements that are blocks; of "" nothing is read

    def __init__(self, reading: Reading, text: etree._Element, size: float) -> None:
        self.reading = reading
        self.text = text
        self.size = size
        self._notes: dict[object, list[etree._Element]] = {}
        self.boxes: list[etree._Element] = []  # of text, of the paragraph that is read
        self._of_boxes: dict[etree._Element, bool] = {}  # which tables are drawn as boxes of blocks
        self._carried = ""
        self._title: etree._Element | None = None  # which may go on in the next paragraph
        self._said: dict[etree._Element, Paragraph] = {}  # of the paragraphs of the body
        self._headings = self._meant_as_headings()

    @abstractmethod
    def said_of(self, paragraph: etree._Element) -> Paragraph:
        """Say what a paragraph is."""

    @abstractmethod
    def item_of(self, paragraph: etree._Element, level: int) -> Item | None:
        """Give the place in a list of a paragraph or of a heading of a level, counting it."""

    @abstractmethod
    def inline(self, element: etree._Element, out: etree._Element) -> None:
        """Add what stands in an element to `out`; text boxes are put off into `boxes`."""

    @abstractmethod
    def runs(self, paragraph: etree._Element) -> Iterable[tuple[bool, float]]:
        """Say of each text of a paragraph whether it is bold, and its size."""

    @abstractmethod
    def rows(self, table: etree._Element) -> list[list[Cell]]:
        """Give the cells of a table."""

    @abstractmethod
    def all_text(self, element: etree._Element) -> str:
        """Give the text below an element, that of hidden runs aside."""

    def flat(self, container: etree._Element) -> Iterator[tuple[str, etree._Element]]:
        """Yield the kind and the element of each block of a container."""
        for child in container:
            kind = self.BLOCKS.get(str(child.tag))
            if kind:
                yield kind, child
            elif kind is None:
                yield from self.flat(child)

    def own(self, holder: etree._Element, name: str) -> Iterator[etree._Element]:
        """Yield the rows of a table or the cells of a row, those of tables within it aside."""
        for one in holder.iter(name):
            if next(one.iterancestors(str(holder.tag)), None) is holder:
                yield one

    def read(self) -> None:
        """Read the body, then each note that is referred to."""
        body = self.reading.body
        self.blocks(self.text, body)
        written = 0
        while written < len(self._notes):
            contents = list(self._notes.values())[written]
            written += 1
            note = sub(body, "note", number=str(written))
            for one in contents:
                self.blocks(one, note)
        self.reading.ask_about("columns-mixed", *set_in_columns(body))

    def note(self, key: object, contents: list[etree._Element]) -> str:
        """Give the number of a note that is referred to."""
        self._notes.setdefault(key, contents)
        return str(list(self._notes).index(key) + 1)

    def blocks(self, container: etree._Element, out: etree._Element) -> None:
        """Add the blocks of a container."""
        lists = Nesting()
        self._title = None
        for kind, block in self.flat(container):
            if kind == "paragraph":
                self._paragraph(block, out, lists)
                continue
            lists.close()
            self._title = None
            if kind == "table":
                self._table(block, out)
            elif kind == CONTENTS:
                self._leave_out_contents(block, out)
        if self._carried:
            put(sub(out, "p"), self._carried)
            self._carried = ""
        self._title = None

    def _paragraph(self, block: etree._Element, out: etree._Element, lists: Nesting) -> None:
        """Add a paragraph, then the text boxes in it."""
        self.boxes = []
        made = etree.Element("p")
        self.inline(block, made)
        self._stand_for_pictures(made)
        boxes = self.boxes
        said = self._said.get(block) or self.said_of(block)
        is_contents = said.is_contents or any(map(_CONTENTS.fullmatch, said.names))
        if not _NAMING.isdisjoint(said.names[:1]) and shows(made):
            self.reading.leave_out(self.all_text(block), "byline", withheld=True)
        elif is_contents and next(made.iter("mark"), None) is None:
            self._leave_out_contents(block, out)
        elif said.is_initial:
            self._carried += whole_text(made).strip()
        elif shows(made) or self._carried:
            if self._carried:
                made.text = self._carried + (made.text or "").lstrip()
                self._carried = ""
            self._place(block, said, made, out, lists)
        elif (item := self.item_of(block, 0)) and item.mark and out.tag == "td":
            self.reading.set_mark(sub(out, "p"), item.mark)
        for box in boxes:
            lists.close()
            self.blocks(box, out)

    def draw_over(self, drawing: etree._Element, *paragraphs: str) -> None:
        """Ask about a drawing without words where it lies over those of its paragraph."""
        paragraph = next(drawing.iterancestors(*paragraphs), None)
        listed = [*self.text.iter(*paragraphs)]
        lies_over = any(expression(drawing) for expression, _ in _OVER_WORDS)
        if lies_over and paragraph in listed and self.all_text(paragraph):
            self.reading.ask_about("drawn-over", f"paragraph {listed.index(paragraph) + 1}")

    def _stand_for_pictures(self, paragraph: etree._Element) -> None:
        """Put [?] for each picture without words that stands in the middle of a sentence."""
        for picture in list(paragraph.iter("picture")):
            signs = {picture: "\ufffc", **dict.fromkeys(paragraph.iter("br"), "\n")}
            said = (
                getattr(one, at) or (signs.get(one, "") if at == "text" else "")
                for one, at in pieces(paragraph)
            )
            before, after = "".join(said).split("\ufffc", 1)
            if before.rpartition("\n")[2].strip() and after.partition("\n")[0].strip():
                picture.tail = self.reading.not_read(picture.get("what", "")) + (picture.tail or "")
            else:
                self.reading.leave_out("", picture.get("what", ""))
            remove(picture)

    def _place(
        self,
        block: etree._Element,
        said: Paragraph,
        made: etree._Element,
        out: etree._Element,
        lists: Nesting,
    ) -> None:
        level = self._headings.get(block) or self._level(block, said)
        item = self.item_of(block, level)
        if item and (level or item.kind == "ul"):
            self.reading.set_mark(made, item.mark)
        is_title = level == 1 and not lists.is_open
        if is_title and self._title is not None:
            put(self._title, f" {(made.text or '').lstrip()}")
            self._title.extend(list(made))
            return
        out.append(made)
        self._title = made if is_title else None
        if item and not level:
            lists.place(item, made)
            return
        lists.close()
        if level:
            made.tag = f"h{level}"
        elif said.is_quotation or any(map(_QUOTE.fullmatch, said.names)):
            sub(out, "blockquote").append(made)

    def _table(self, table: etree._Element, out: etree._Element) -> None:
        made = sub(out, "table")
        for row in self.rows(table):
            line = sub(made, "tr")
            for cell in row:
                place = sub(line, "td", **cell.spans)
                if cell.content is not None:
                    self.blocks(cell.content, place)

    def _level(self, paragraph: etree._Element, said: Paragraph) -> int:
        """Give a paragraph's heading level from 1 (the title), or 0."""
        held = next(paragraph.iterancestors(self.CELL, *self.NOTES), None)
        if held is not None and not self._is_box(held):
            return 0
        for name in said.names:
            if name in _BELOW_TITLE:
                return 0
            if name == "title":
                return 1
            if found := _HEADING.fullmatch(name):
                return min(int(found[1]) + 1, 6)
        return min(said.outline, 6)

    def _is_box(self, cell: etree._Element) -> bool:
        """Say whether a cell is alone in each row of its table, which is then a box of blocks."""
        table = next(cell.iterancestors(self.TABLE), None)
        if cell.tag != self.CELL or table is None:
            return False
        if table not in self._of_boxes:
            inner = next(table.iterancestors(self.CELL), None) is not None
            self._of_boxes[table] = not inner and all(len(row) == 1 for row in self.rows(table))
        return self._of_boxes[table]

    def _leave_out_contents(self, block: etree._Element, out: etree._Element) -> None:
        leave_out_title(self.reading, out, CONTENTS)
        if text := self.all_text(block):
            self.reading.leave_out(text, CONTENTS)

    def _meant_as_headings(self) -> dict[etree._Element, int]:
        """Find the paragraphs that are bold or large from end to end; give their levels."""
        blocks = [block for kind, block in self.flat(self.text) if kind == "paragraph"]
        paragraphs = [(block, text) for block in blocks if (text := self.all_text(block))]
        said = self._said = {block: self.said_of(block) for block, _ in paragraphs}
        levels = {block: level for block in said if (level := self._level(block, said[block]))}
        sizes = {
            block: size
            for block, text in paragraphs[:-1]
            if block not in levels
            and not said[block].is_item
            and is_heading_text(text)
            and (size := self._uniform_size(block))
        }
        ranks = {size: at for at, size in enumerate(sorted({*sizes.values()}, reverse=True), 2)}
        level, found = 1, {}
        for block, _ in paragraphs:
            level = levels.get(block, level)
            if block in sizes:
                found[block] = min(level + 1 if levels else ranks[sizes[block]], 6)
        return found

    def _uniform_size(self, paragraph: etree._Element) -> float:
        """Give the smallest size of a paragraph that is all bold or large, else 0."""
        sizes = []
        for bold, size in self.runs(paragraph):
            if not bold and size < _LARGE * self.size:
                return 0.0
            sizes.append(size)
        return min(sizes, default=0.0)
