"""What Word documents and OpenDocument texts share in being read: what each paragraph becomes.

A format says what its paragraphs are called, how they are set and what stands in them; headings,
lists, quotations, tables, notes and boxes are made of that here.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from workshop_notes.formats.document import Reading, put, shows, sub
from workshop_notes.formats.furniture import leave_out_title
from workshop_notes.formats.lists import Item, Nesting
from workshop_notes.formats.outline import is_heading_text

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
OWN_FIELD = "field that shows a property of the file"


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
    TABLE: str
    NOTES: tuple[str, ...]

    def __init__(self, reading: Reading, text: etree._Element, size: float) -> None:
        self.reading = reading
        self.text = text
        self.size = size
        self._notes: dict[object, list[etree._Element]] = {}
        self._boxes: dict[etree._Element, bool] = {}
        self._carried = ""
        self._said: dict[etree._Element, Paragraph] = {}  # of the paragraphs of the body
        self._headings = self._meant_as_headings()

    @abstractmethod
    def flat(self, container: etree._Element) -> Iterator[tuple[str, etree._Element]]:
        """Yield the `paragraph`s, `table`s and `list`s of a container; of the rest why it goes."""

    @abstractmethod
    def said_of(self, paragraph: etree._Element) -> Paragraph:
        """Say what a paragraph is."""

    @abstractmethod
    def item_of(self, paragraph: etree._Element, level: int) -> Item | None:
        """Give the place in a list of a paragraph or of a heading of a level, counting it."""

    @abstractmethod
    def inline(
        self, element: etree._Element, out: etree._Element, boxes: list[etree._Element]
    ) -> None:
        """Add what stands in an element to `out`; text boxes are put off."""

    @abstractmethod
    def runs(self, paragraph: etree._Element) -> Iterable[tuple[bool, float]]:
        """Say of each text of a paragraph whether it is bold, and its size."""

    @abstractmethod
    def rows(self, table: etree._Element) -> list[list[Cell]]:
        """Give the cells of a table."""

    @abstractmethod
    def all_text(self, element: etree._Element) -> str:
        """Give the text below an element, that of hidden runs aside."""

    def add_list(self, listed: etree._Element, out: etree._Element) -> None:
        """Add a list, where the format holds lists and not paragraphs with marks."""
        raise NotImplementedError

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

    def note(self, key: object, contents: list[etree._Element]) -> str:
        """Give the number of a note that is referred to."""
        self._notes.setdefault(key, contents)
        return str(list(self._notes).index(key) + 1)

    def blocks(self, container: etree._Element, out: etree._Element) -> None:
        """Add the blocks of a container."""
        lists = Nesting()
        title: etree._Element | None = None
        for kind, block in self.flat(container):
            if kind == "paragraph":
                title = self._paragraph(block, out, lists, title)
                continue
            lists.close()
            title = None
            if kind == "table":
                self._table(block, out)
            elif kind == "list":
                self.add_list(block, out)
            elif kind == CONTENTS:
                self._leave_out_contents(block, out)
            elif text := self.all_text(block):
                self.reading.leave_out(text, kind)
        if self._carried:
            put(sub(out, "p"), self._carried)
            self._carried = ""

    def _paragraph(
        self,
        block: etree._Element,
        out: etree._Element,
        lists: Nesting,
        title: etree._Element | None,
    ) -> etree._Element | None:
        """Add a paragraph; gives it back where it is the title, which may go on in the next one."""
        boxes: list[etree._Element] = []
        made = etree.Element("p")
        self.inline(block, made, boxes)
        said = self._said.get(block) or self.said_of(block)
        if not _NAMING.isdisjoint(said.names[:1]) and shows(made):
            self.reading.leave_out(self.all_text(block), "byline", withheld=True)
        elif self._is_contents(said) and next(made.iter("mark"), None) is None:
            self._leave_out_contents(block, out)
        elif said.is_initial:
            self._carried += "".join(map(str, made.itertext())).strip()
        elif shows(made) or self._carried:
            if self._carried:
                made.text = self._carried + (made.text or "").lstrip()
                self._carried = ""
            title = self._placed(block, said, made, out, lists, title)
        for box in boxes:
            lists.close()
            title = None
            self.blocks(box, out)
        return title

    def _placed(
        self,
        block: etree._Element,
        said: Paragraph,
        made: etree._Element,
        out: etree._Element,
        lists: Nesting,
        title: etree._Element | None,
    ) -> etree._Element | None:
        level = self._headings.get(block) or self._level(block, said)
        item = self.item_of(block, level)
        if item and item.mark and (level or item.kind == "ul"):
            self.reading.added.append(item.mark)
            made.text = f"{item.mark} {(made.text or '').lstrip()}"
        if level == 1 and not lists.is_open and title is not None:
            put(title, f" {(made.text or '').lstrip()}")
            title.extend(list(made))
            return title
        out.append(made)
        if item and not level:
            lists.place(item, made)
            return None
        is_first = level == 1 and not lists.is_open
        lists.close()
        if level:
            made.tag = f"h{level}"
        elif said.is_quotation or any(map(_QUOTE.fullmatch, said.names)):
            sub(out, "blockquote").append(made)
        return made if is_first else None

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
        if table not in self._boxes:
            inner = next(table.iterancestors(self.CELL), None) is not None
            self._boxes[table] = not inner and all(len(row) == 1 for row in self.rows(table))
        return self._boxes[table]

    def _is_contents(self, said: Paragraph) -> bool:
        return said.is_contents or any(map(_CONTENTS.fullmatch, said.names))

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


def set_as(
    out: etree._Element, *, link: str = "", struck: bool, bold: bool, italic: bool
) -> etree._Element:
    """Give the place in an element for text that is set in a certain way."""
    if link:
        out = sub(out, "a", href=link)
    for tag, is_so in (("s", struck), ("strong", bold), ("em", italic)):
        out = sub(out, tag) if is_so else out
    return out
