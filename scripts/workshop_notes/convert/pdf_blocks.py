"""Regions of a PDF's pages into blocks: title, headings, paragraphs, lists, tables, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from workshop_notes.convert.pdf_columns import Region
from workshop_notes.convert.pdf_joins import Join, join_lines
from workshop_notes.convert.pdf_lines import Run, Segment, joined
from workshop_notes.convert.pdf_tables import Cells, Row, table_at

_LARGER = 1.1  # times the size of the body: a heading
_SMALLER = 0.93  # a footnote
_LONGEST_HEADING = 220
_LONGEST_BOLD = 120
_PARAGRAPH_GAP = 1.35  # times the usual distance of lines
_INDENT = 0.8
_DEEPEST_HEADING = 6
_BULLET = re.compile(r"^([•‣◦▪▫●○■□⁃∙·–—*\-§\uf0b7\uf0a7\uf0d8\uf0fc]|o(?= ))\s+(?=\S)")
_NUMBER = re.compile(r"^(\d{1,3})([.)])\s+(?=\S)")
_BARE_NOTE = re.compile(r"^(\d{1,3})\s+(?=\D)")
_NOTE = re.compile(r"^(\d{1,3})(?:[.)]\s*|\s+)(?=\S)")
_ENDS = (".", "!", "?", ":", ";", ".”", "?”", "!”", '."', ")", "’")


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

    @property
    def text(self) -> str:
        """The text without its setting."""
        return "".join(run.text for run in self.runs)


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


def blocks(regions: Sequence[Region], known: frozenset[str]) -> tuple[list[Block], list[Join]]:
    """Give the document's blocks in reading order, and the words put together on the way."""
    body = body_size(regions)
    pitch = _pitch(regions)
    joins: list[Join] = []
    found: list[Block] = []
    notes: list[Block] = []
    marks = _marks_by_page(regions)
    for region in regions:
        cut = _notes_start(region, body, marks.get(region.page, frozenset()))
        listed = _region(region.rows[:cut], region, body, pitch, known, joins)
        for number, block in enumerate(listed):
            _append(found, block, number == 0, known, joins)
        for block in _notes(region.rows[cut:], region, known, joins):
            if block.number or not notes:
                notes.append(block)
            else:
                merged, more = join_lines([notes[-1].runs, block.runs], known)
                joins += more
                notes[-1] = replace(notes[-1], runs=tuple(merged))
    return _leveled(found, body) + notes, joins


def _region(
    rows: Sequence[Row],
    region: Region,
    body: float,
    pitch: float,
    known: frozenset[str],
    joins: list[Join],
) -> Iterator[Block]:
    group = _Group()
    at = 0
    before: Segment | None = None
    while at < len(rows):
        end, table = table_at(rows, at)
        if table:
            yield from _block(group, region, body, known, joins)
            group, before = _Group(), None
            yield Block("table", rows=table, page=region.page)
            at = end
            continue
        line = joined(rows[at])
        mark, number = _mark(line.text)
        if before is None or mark or _breaks(before, line, group, region, body, pitch):
            yield from _block(group, region, body, known, joins)
            group = _Group([line], rows[at], mark, number, line.x0)
        else:
            group.lines.append(line)
        before = line
        at += 1
    yield from _block(group, region, body, known, joins)


def _breaks(
    before: Segment, line: Segment, group: _Group, region: Region, body: float, pitch: float
) -> bool:
    if abs(before.size - line.size) > 0.08 * max(before.size, line.size):
        return True
    step = line.baseline - before.baseline
    usual = max(pitch * before.size, before.size)
    if step > _PARAGRAPH_GAP * usual or step < 0:
        return True
    if before.size >= _LARGER * body:
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


def _block(
    group: _Group, region: Region, body: float, known: frozenset[str], joins: list[Join]
) -> Iterator[Block]:
    if not group.lines:
        return
    runs, more = join_lines([line.runs for line in group.lines], known)
    joins += more
    first, last = group.lines[0], group.lines[-1]
    full = last.x1 > region.x1 - 0.12 * (region.x1 - region.x0)
    bold = all(line.bold for line in group.lines)
    lone = len(group.lines) == 1 and len(group.row) > 1 and not group.mark
    cells = tuple(part.runs for part in group.row) if lone else ()
    block = Block("paragraph", tuple(runs), 0, 0, (), region.page, first.size, bold, full, cells)
    text = block.text
    letters = any(letter.isalpha() for letter in text)
    larger = first.size >= _LARGER * body and len(text) <= _LONGEST_HEADING
    heavy = bold and len(text) <= _LONGEST_BOLD and not text.endswith((".", ",", ";"))
    heavy = heavy and first.size > _SMALLER * body and len(group.lines) <= 3 and not cells
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
    runs = _without_start(runs, pattern)
    depth = round(group.mark_x - region.x0)
    yield replace(block, kind=group.mark, runs=tuple(runs), level=depth, number=group.number)


def _append(
    found: list[Block], block: Block, begins: bool, known: frozenset[str], joins: list[Join]
) -> None:
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
        runs, more = join_lines([last.runs, block.runs], known)
        joins += more
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
    return round(block.size * 2) / 2 if block.size >= _LARGER * body else 0.0


def _marks_by_page(regions: Sequence[Region]) -> dict[int, frozenset[int]]:
    """Give the numbers that stand raised on each page."""
    found: dict[int, set[int]] = {}
    for region in regions:
        for row in region.rows:
            for run in (run for part in row for run in part.runs if run.raised):
                numbers = (int(number) for number in re.findall(r"\d+", run.text))
                found.setdefault(region.page, set()).update(numbers)
    return {page: frozenset(numbers) for page, numbers in found.items()}


def _notes_start(region: Region, body: float, marks: frozenset[int]) -> int:
    """Find the row at which the footnotes of a region begin; its end if there are none."""
    start, below, plain = len(region.rows), 0, 0
    for at in range(len(region.rows) - 1, -1, -1):
        line = joined(region.rows[at])
        small = line.size <= _SMALLER * body
        number = _note_number(line, small)
        # Some word processors set footnotes like the text, with an unraised, bare number.
        bare = _BARE_NOTE.match(line.text)
        if not number and bare and line.size < _LARGER * body and int(bare.group(1)) in marks:
            number = int(bare.group(1))
        if number and (not below or number < below):
            start, below, plain = at, number, 0
        elif not small:
            plain += 1
            if plain > 3 or line.size >= _LARGER * body:
                break
    return start


def _notes(
    rows: Sequence[Row], region: Region, known: frozenset[str], joins: list[Join]
) -> Iterator[Block]:
    lines: list[Segment] = []
    for row in rows:
        line = joined(row)
        if lines and _note_number(line, small=True):
            yield _note(lines, region, known, joins)
            lines = []
        lines.append(line)
    if lines:
        yield _note(lines, region, known, joins)


def _note(
    lines: Sequence[Segment], region: Region, known: frozenset[str], joins: list[Join]
) -> Block:
    number = _note_number(lines[0], small=True)
    runs, more = join_lines([line.runs for line in lines], known)
    joins += more
    if runs and runs[0].raised and number:
        runs = runs[1:]
        runs[0] = replace(runs[0], text=runs[0].text.lstrip()) if runs else Run("")
    elif number:
        runs = _without_start(runs, _NOTE)
    return Block("note", tuple(runs), number=number, page=region.page, size=lines[0].size)


def _note_number(line: Segment, small: bool) -> int:
    first = line.runs[0]
    if first.raised and first.text.strip().isdigit() and len(line.runs) > 1:
        return int(first.text)
    match = _NOTE.match(line.text) if small else None
    return int(match.group(1)) if match else 0


def _mark(text: str) -> tuple[str, int]:
    if _BULLET.match(text):
        return "bullet", 0
    match = _NUMBER.match(text)
    return ("number", int(match.group(1))) if match else ("", 0)


def _without_start(runs: Sequence[Run], pattern: re.Pattern[str]) -> list[Run]:
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
