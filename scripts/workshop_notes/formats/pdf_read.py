"""A PDF read: headings, lists, tables and footnotes told from its layout."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from workshop_notes.formats.document import Reading, clean_address, put, sub
from workshop_notes.formats.pdf_glyphs import Page, open_pdf, read_pages
from workshop_notes.formats.pdf_layout import (
    RAISED,
    Cells,
    Region,
    Row,
    Run,
    Segment,
    join_lines,
    joined,
    margins,
    regions,
    segments,
    table_at,
    vocabulary,
    wrapped_table_at,
)
from workshop_notes.problem import Problem

LARGER = 1.1  # times the size of the body: a heading
SMALLER = 0.93  # a footnote

_BARE_NOTE = re.compile(r"^(\d{1,3})\s+(?=\D)")
_NOTE = re.compile(r"^(\d{1,3})(?:[.)]\s*|\s+)(?=\S)")

_LONGEST_HEADING = 220
_LONGEST_BOLD = 120
_PARAGRAPH_GAP = 1.35  # times the usual distance of lines
_INDENT = 0.8
_SET_IN = 2.5  # times the size, from an item's mark: where another item's text begins
_DEEPEST_HEADING = 6
_BULLET = re.compile(r"^([•‣◦▪▫●○■□⁃∙·–—*\-§\uf0b7\uf0a7\uf0d8\uf0fc]|o(?= ))\s+(?=\S)")
_NUMBER = re.compile(r"^(\d{1,3})([.)])\s+(?=\S)")
_ENDS = (".", "!", "?", ":", ";", ".”", "?”", "!”", '."', ")", "’")

_TO_RAISED = str.maketrans("0123456789", RAISED)
_DIGITS = re.compile(r"\d+")

_MOST_UNMAPPED = 0.03
_SCAN = 0.5  # of a page's area under one picture
_FEW_LETTERS = 30
_TURNED = 0.5
_LEFTWARD = 0.1  # of the letters: more is a text, less a name or a quotation
_PICTURE = 0.02


@dataclass(frozen=True, slots=True)
class Block:
    """One block; `level` is a heading's from 1 or an item's depth from 0, `number` an item's."""

    kind: str  # heading | paragraph | bullet | number | table | note
    runs: tuple[Run, ...] = ()
    level: int = 0
    number: int = 0
    rows: tuple[Cells, ...] = ()
    page: int = 0
    size: float = 0.0
    bold: bool = False
    full: bool = False  # its last line reaches the edge, so that it may go on elsewhere
    cells: Cells = ()  # of a lone row, which may be the head of a table on the next page
    mark: str = ""  # the bullet of an item

    @property
    def text(self) -> str:
        """The text without its setting."""
        return "".join(run.text for run in self.runs)


def without_start(runs: Sequence[Run], pattern: re.Pattern[str]) -> list[Run]:
    """Take the mark off the start of runs; it may reach over several of them."""
    match = pattern.match("".join(run.text for run in runs))
    left = match.end() if match else 0
    out: list[Run] = []
    for run in runs:
        cut = min(left, len(run.text))
        left -= cut
        if run.text[cut:]:
            out.append(replace(run, text=run.text[cut:]))
    return out


def marks_by_page(regions: Sequence[Region]) -> dict[int, frozenset[int]]:
    """Give the numbers that stand raised on each page."""
    found: dict[int, set[int]] = {}
    for region in regions:
        for row in region.rows:
            for run in (run for part in row for run in part.runs if run.raised):
                numbers = (int(number) for number in re.findall(r"\d+", run.text))
                found.setdefault(region.page, set()).update(numbers)
    return {page: frozenset(numbers) for page, numbers in found.items()}


def notes_start(region: Region, body: float, marks: frozenset[int]) -> int:
    """Find the row at which the footnotes of a region begin; its end if there are none."""
    start, below, plain = len(region.rows), 0, 0
    for at in range(len(region.rows) - 1, -1, -1):
        line = joined(region.rows[at])
        small = line.size <= SMALLER * body
        number = _note_number(line, small)
        # Some word processors set footnotes like the text, with an unraised, bare number.
        bare = _BARE_NOTE.match(line.text)
        if not number and bare and line.size < LARGER * body and int(bare.group(1)) in marks:
            number = int(bare.group(1))
        if number and (not below or number < below):
            start, below, plain = at, number, 0
        elif not small:
            plain += 1
            if plain > 3 or line.size >= LARGER * body:
                break
    return start


def notes_of(rows: Sequence[Row], region: Region, known: frozenset[str]) -> Iterator[Block]:
    lines: list[Segment] = []
    for row in rows:
        line = joined(row)
        if lines and _note_number(line, small=True):
            yield _note(lines, region, known)
            lines = []
        lines.append(line)
    if lines:
        yield _note(lines, region, known)


@dataclass
class _Group:
    """Lines that become one block."""

    lines: list[Segment] = field(default_factory=list)
    row: Row = ()
    mark: str = ""
    number: int = 0
    mark_x: float = 0.0


def body_size(regions: Sequence[Region]) -> float:
    """Give the size that most of the text is set in, in points."""
    weights = Counter[float]()
    for region in regions:
        for row in region.rows:
            for part in row:
                weights[round(part.size * 2) / 2] += len(part.text)
    return max(weights, key=lambda size: (weights[size], -size), default=0.0)


def blocks(regions: Sequence[Region], known: frozenset[str]) -> list[Block]:
    """Give the document's blocks in reading order."""
    body = body_size(regions)
    pitch = _pitch(regions)
    found: list[Block] = []
    notes: list[Block] = []
    marks = marks_by_page(regions)
    for region in regions:
        cut = notes_start(region, body, marks.get(region.page, frozenset()))
        listed = _region(region.rows[:cut], region, body, pitch, known)
        for number, block in enumerate(listed):
            _append(found, block, number == 0, known)
        for block in notes_of(region.rows[cut:], region, known):
            if block.number or not notes:
                notes.append(block)
            else:
                merged = join_lines([notes[-1].runs, block.runs], known)
                notes[-1] = replace(notes[-1], runs=tuple(merged))
    return _leveled(found, body) + notes


def read(data: bytes, path: str) -> Reading:
    """Read a PDF; what cannot be read as text is refused with what to do instead."""
    reading = Reading(is_clean=True)
    document = open_pdf(data)
    pages = tuple(read_pages(document))
    document.close()
    problem = _unreadable(pages, path)
    if problem:
        reading.problems.append(problem)
        return reading
    parts = tuple(tuple(segments(page)) for page in pages)
    framing = margins(parts, [page.height for page in pages])
    body = [
        region
        for listed in parts
        for region in regions([part for part in listed if part not in framing])
    ]
    lines = [part.raw for listed in parts for part in listed if part not in framing]
    found = blocks(body, vocabulary(lines))
    for reason in sorted(set(framing.values())):
        framed = [part for part, why in framing.items() if why == reason]
        numbers = sorted({part.page for part in framed})
        where = f"page {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} pages"
        text = " ".join(part.raw for part in framed)
        reading.leave_out(text, f"{reason} ({where})", withheld=True)
    _leave_out_unseen(pages, reading)
    reading.problems += _pictures(pages, path)
    _Writer(found, reading).write()
    return reading


class _Writer:
    """Puts the blocks of a PDF into a tree, its footnotes as footnotes."""

    def __init__(self, found: Sequence[Block], reading: Reading) -> None:
        self._found = found
        self._reading = reading
        self._notes: dict[tuple[int, int], Block] = {}
        for block in reversed(found):
            if block.kind == "note" and block.number:
                self._notes[block.page, block.number] = block
        self._labels: dict[tuple[int, int], int] = {}
        for block in found:
            for number in _marks(block) if block.kind != "note" else ():
                note = self._note_of(block.page, number)
                if note is not None:
                    self._labels.setdefault(note, len(self._labels) + 1)

    def write(self) -> None:
        """Write all blocks, then the notes that are referred to."""
        body = self._reading.body
        lists: list[tuple[int, etree._Element]] = []  # depth and list
        for block in self._found:
            if block.kind in ("bullet", "number"):
                self._item(block, lists, body)
                continue
            lists = []
            if block.kind == "heading":
                self._put(block.runs, block.page, sub(body, f"h{block.level}"))
            elif block.kind == "table":
                self._table(block, sub(body, "table"))
            elif block.kind == "paragraph":
                self._put(block.runs, block.page, sub(body, "p"))
            elif (block.page, block.number) not in self._labels:
                number = f"{block.number} " if block.number else ""
                self._put((Run(number), *block.runs), block.page, sub(body, "p"))
        for key, label in self._labels.items():
            note = sub(body, "note", number=str(label))
            self._tell(note, key[1], label)
            self._put(self._notes[key].runs, key[0], sub(note, "p"))

    def _item(
        self, block: Block, lists: list[tuple[int, etree._Element]], body: etree._Element
    ) -> None:
        kind = "ul" if block.kind == "bullet" else "ol"
        while lists and lists[-1][0] > block.level:
            lists.pop()
        last = lists.pop() if lists and lists[-1][0] == block.level else None
        if last is not None and last[1].tag == kind:
            listed = last[1]
        else:
            listed = sub(lists[-1][1][-1] if lists else body, kind)
        item = sub(listed, "li")
        if kind == "ol":
            item.set("value", str(block.number))
            item.set("typed", "typed")
        elif block.mark.isalnum():
            self._reading.leave_out(block.mark, "bullet of a list")
        self._put(block.runs, block.page, item)
        lists.append((block.level, listed))

    def _table(self, block: Block, table: etree._Element) -> None:
        for row in block.rows:
            line = sub(table, "tr")
            for cell in row:
                self._put(cell, block.page, sub(line, "td"))

    def _put(self, runs: Sequence[Run], page: int, out: etree._Element) -> None:
        for run in runs:
            address = clean_address(run.link) if run.link else ""
            place = sub(out, "a", href=address) if address and run.text.strip() else out
            if not run.raised:
                put(place, run.text)
                continue
            notes = [self._note_of(page, int(number)) for number in _DIGITS.findall(run.text)]
            if not notes or not all(note in self._labels for note in notes):
                put(place, run.text.translate(_TO_RAISED))
                continue
            for note in notes:
                if note is not None:
                    label = self._labels[note]
                    self._tell(sub(place, "mark", number=str(label)), note[1], label)

    def _tell(self, mark: etree._Element, printed: int, label: int) -> None:
        """Say whether the page's number of a note is the printed one."""
        if printed == label:
            mark.set("typed", "typed")
        else:
            self._reading.leave_out(str(printed), "footnote's number, which the page counts anew")

    def _note_of(self, page: int, number: int) -> tuple[int, int] | None:
        """Find the note that a mark on a page refers to."""
        near = [(abs(at - page), -at) for at, known in self._notes if known == number]
        return (-min(near)[1], number) if near and min(near)[0] <= 1 else None


def _note(lines: Sequence[Segment], region: Region, known: frozenset[str]) -> Block:
    number = _note_number(lines[0], small=True)
    runs = join_lines([line.runs for line in lines], known)
    if runs and runs[0].raised and number:
        runs = runs[1:]
        runs[0] = replace(runs[0], text=runs[0].text.lstrip()) if runs else Run("")
    elif number:
        runs = without_start(runs, _NOTE)
    return Block("note", tuple(runs), number=number, page=region.page, size=lines[0].size)


def _note_number(line: Segment, small: bool) -> int:
    first = line.runs[0]
    if first.raised and first.text.strip().isdigit() and len(line.runs) > 1:
        return int(first.text)
    match = _NOTE.match(line.text) if small else None
    return int(match.group(1)) if match else 0


def _region(
    rows: Sequence[Row],
    region: Region,
    body: float,
    pitch: float,
    known: frozenset[str],
) -> Iterator[Block]:
    group = _Group()
    at = 0
    before: Segment | None = None
    while at < len(rows):
        end, table = wrapped_table_at(rows, at)
        if not table:
            end, table = table_at(rows, at)
        if table:
            yield from _block(group, region, body, known)
            group, before = _Group(), None
            yield Block("table", rows=table, page=region.page)
            at = end
            continue
        line = joined(rows[at])
        mark, number = _mark(line.text)
        if before is not None and not mark and _is_set_in(before, line, group, region):
            mark = "bullet"  # one that is drawn, and no letter
        if before is None or mark or _breaks(before, line, group, region, body, pitch):
            yield from _block(group, region, body, known)
            group = _Group([line], rows[at], mark, number, line.x0)
        else:
            group.lines.append(line)
        before = line
        at += 1
    yield from _block(group, region, body, known)


def _is_set_in(before: Segment, line: Segment, group: _Group, region: Region) -> bool:
    """Say whether a line is an item below the one above, by its place alone."""
    room = region.x1 - 0.12 * (region.x1 - region.x0)
    if not group.mark or before.x1 > room or abs(before.size - line.size) > 0.08 * line.size:
        return False
    if line.baseline - before.baseline > 2 * line.size:
        return False
    typed = _mark(group.lines[0].text)[0]
    if not typed:
        return abs(line.x0 - group.mark_x) < 0.1 * line.size
    return line.x0 > group.mark_x + _SET_IN * line.size


def _breaks(
    before: Segment, line: Segment, group: _Group, region: Region, body: float, pitch: float
) -> bool:
    if abs(before.size - line.size) > 0.08 * max(before.size, line.size):
        return True
    step = line.baseline - before.baseline
    usual = max(pitch * before.size, before.size)
    if step > _PARAGRAPH_GAP * usual or step < 0:
        return True
    if before.size >= LARGER * body:
        return before.bold != line.bold
    first_word = line.text.split(" ", 1)[0]
    width = (line.x1 - line.x0) * len(first_word) / max(1, len(line.text))
    reaches = before.x1 + width + 0.25 * line.size > region.x1 - 0.02 * (region.x1 - region.x0)
    if before.bold != line.bold and not (reaches and line.text[:1].islower()):
        return True
    if group.mark:
        return line.x0 < group.mark_x + 0.3 * line.size and not reaches
    if before.text.endswith(("-", "\u2010")) or (
        line.text[:1].islower() and not before.text.endswith(_ENDS)
    ):
        return False
    indented = line.x0 > before.x0 + _INDENT * line.size
    return not reaches or (indented and before.text.endswith(_ENDS) and len(group.lines) > 1)


def _block(group: _Group, region: Region, body: float, known: frozenset[str]) -> Iterator[Block]:
    if not group.lines:
        return
    runs = join_lines([line.runs for line in group.lines], known)
    first, last = group.lines[0], group.lines[-1]
    full = last.x1 > region.x1 - 0.12 * (region.x1 - region.x0)
    bold = all(line.bold for line in group.lines)
    lone = len(group.lines) == 1 and len(group.row) > 1 and not group.mark
    cells = tuple(part.runs for part in group.row) if lone else ()
    block = Block("paragraph", tuple(runs), 0, 0, (), region.page, first.size, bold, full, cells)
    text = block.text
    letters = any(letter.isalpha() for letter in text)
    larger = first.size >= LARGER * body and len(text) <= _LONGEST_HEADING
    heavy = bold and len(text) <= _LONGEST_BOLD and not text.endswith((".", ",", ";"))
    heavy = heavy and first.size > SMALLER * body and len(group.lines) <= 3 and not cells
    if group.mark == "bullet" and not larger:
        pattern = _BULLET
    elif group.mark == "number" and not larger and not (heavy and len(group.lines) == 1):
        pattern = _NUMBER
    elif letters and (larger or heavy):
        yield replace(block, kind="heading")
        return
    else:
        yield block
        return
    # The depth is told by the mark's place; `level` holds it until all items are known.
    runs = without_start(runs, pattern)
    depth = round(group.mark_x - region.x0)
    bullet = pattern.match(text)
    said = bullet[1] if bullet and group.mark == "bullet" else ""
    yield replace(
        block, kind=group.mark, runs=tuple(runs), level=depth, number=group.number, mark=said
    )


def _append(found: list[Block], block: Block, begins: bool, known: frozenset[str]) -> None:
    """Add a block, or go on with the last one where a column or page (`begins`) broke it."""
    last = found[-1] if found else None
    open_ended = last is not None and not last.text.endswith(_ENDS)
    if (
        last is not None
        and block.kind == "paragraph"
        and last.kind in ("paragraph", "bullet", "number")
        and abs(last.size - block.size) < 0.08 * last.size
        and (begins or last.full)
        and open_ended
        and (block.text[:1].islower() or last.text.endswith(("-", "\u2010", ",")))
    ):
        runs = join_lines([last.runs, block.runs], known)
        found[-1] = replace(last, runs=tuple(runs), full=block.full)
        return
    if last is not None and block.rows and len(last.cells) == len(block.rows[0]):
        found[-1] = replace(block, rows=(last.cells, *block.rows))
        return
    if (
        last is not None
        and last.kind == block.kind == "table"
        and last.page != block.page
        and len(last.rows[0]) == len(block.rows[0])
    ):
        found[-1] = replace(last, rows=last.rows + block.rows, page=block.page)
        return
    found.append(block)


def _leveled(found: Sequence[Block], body: float) -> list[Block]:
    """Set the levels of headings by size and of list items by place; find the title."""
    headings = [block for block in found if block.kind == "heading"]
    first_page = min((block.page for block in found), default=0)
    candidates = [
        block for block in headings if block.page == first_page and block.size >= 1.15 * body
    ]
    title = max(candidates, key=lambda block: block.size, default=None)
    sizes = sorted({_step(block, body) for block in headings if block is not title}, reverse=True)
    out: list[Block] = []
    indents: list[int] = []
    for block in found:
        if block.kind == "heading":
            level = 1 if block is title else 2 + sizes.index(_step(block, body))
            out.append(replace(block, level=min(level, _DEEPEST_HEADING)))
        elif block.kind in ("bullet", "number"):
            while indents and block.level < indents[-1] - 4:
                indents.pop()
            if not indents or block.level > indents[-1] + 4:
                indents.append(block.level)
            out.append(replace(block, level=len(indents) - 1))
            continue
        else:
            out.append(block)
        indents = []
    if title is not None:
        at = next(number for number, block in enumerate(out) if block.level == 1)
        out.insert(0, out.pop(at))
    return out


def _step(block: Block, body: float) -> float:
    """Give a heading's size; bold ones of the body's size come after all larger ones."""
    return round(block.size * 2) / 2 if block.size >= LARGER * body else 0.0


def _mark(text: str) -> tuple[str, int]:
    if _BULLET.match(text):
        return "bullet", 0
    match = _NUMBER.match(text)
    return ("number", int(match.group(1))) if match else ("", 0)


def _pitch(regions: Sequence[Region]) -> float:
    """Give the usual distance of two lines' baselines, as times their size."""
    steps = Counter[float]()
    for region in regions:
        for above, below in zip(region.rows, region.rows[1:], strict=False):
            size = above[0].size
            step = (below[0].baseline - above[0].baseline) / max(size, 1.0)
            if abs(below[0].size - size) < 0.05 * size and 0.9 < step < 2.2:
                steps[round(step, 1)] += 1
    return max(steps, key=lambda step: (steps[step], -step), default=1.2)


def _marks(block: Block) -> list[int]:
    cells = [cell for row in block.rows for cell in row]
    runs = [*block.runs, *(run for cell in cells for run in cell)]
    return [int(n) for run in runs if run.raised for n in _DIGITS.findall(run.text)]


def _leave_out_unseen(pages: Sequence[Page], reading: Reading) -> None:
    """List what cannot be seen, and what runs across the page."""
    for page in pages:
        kinds: dict[tuple[str, bool], list[str]] = {}
        for glyph in page.glyphs:
            why = glyph.hidden or ("" if glyph.straight else "text that runs across the page")
            if why:
                kinds.setdefault((why, bool(glyph.hidden)), []).append(glyph.text)
        for (why, hidden), letters in sorted(kinds.items()):
            reason = f"{why}, page {page.number} ({len(letters)} letters)"
            reading.leave_out("".join(letters), reason, withheld=True)
            del hidden


def _unreadable(pages: Sequence[Page], path: str) -> Problem | None:
    glyphs = [glyph for page in pages for glyph in page.glyphs if not glyph.text.isspace()]
    visible = [glyph for glyph in glyphs if not glyph.hidden]
    scanned = [
        page
        for page in pages
        if page.picture_share > _SCAN
        and sum(not glyph.hidden for glyph in page.glyphs) < _FEW_LETTERS
    ]
    if not visible or len(scanned) > len(pages) / 2:
        if not any(page.pictures for page in pages) and not glyphs:
            return _problem(
                path, "empty-original", "this PDF holds no text", "put the note's text in it"
            )
        return _problem(
            path,
            "scanned-original",
            "this PDF is a picture of its pages, without text that can be seen",
            "use the document that it was made from, or have the text recognized, check it against "
            "the pages, and save it as .docx or .txt",
        )
    unmapped = sum(glyph.unmapped or glyph.text == "\ufffd" for glyph in visible)
    if unmapped > _MOST_UNMAPPED * len(visible):
        return _problem(
            path,
            "unreadable-original",
            "this PDF does not say which letters its signs stand for",
            "use the document that it was made from",
        )
    letters = [glyph.text for glyph in visible if glyph.text.isalpha()]
    leftward = sum(unicodedata.bidirectional(one[0]) in ("R", "AL") for one in letters)
    if leftward > _LEFTWARD * len(letters):
        return _problem(
            path,
            "turned-original",
            "the text of this PDF runs from right to left, and its order cannot be told",
            "use the document that it was made from",
        )
    turned = sum(not glyph.straight for glyph in visible)
    if turned > _TURNED * len(visible):
        return _problem(
            path,
            "turned-original",
            "the text of this PDF does not run from left to right",
            "turn its pages upright and save it again",
        )
    return None


def _pictures(pages: Sequence[Page], path: str) -> list[Problem]:
    shown = [page.number for page in pages if page.picture_share > _PICTURE]
    if not shown:
        return []
    where = f"page {shown[0]}" if len(shown) == 1 else "pages " + ", ".join(map(str, shown))
    return [
        Problem(
            path,
            1,
            1,
            "pictures-left-out",
            f"the pictures of {where} are left out, and any words in them",
            "type what they say into the note where it matters",
            "warning",
        )
    ]


def _problem(path: str, code: str, message: str, fix: str) -> Problem:
    return Problem(path, 1, 1, code, message, fix)
