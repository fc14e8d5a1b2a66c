"""Regions of a PDF's pages into blocks: title, headings, paragraphs, lists, tables, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from workshop_notes.convert.pdf_block import LARGER, SMALLER, Block, without_start
from workshop_notes.convert.pdf_columns import Region
from workshop_notes.convert.pdf_joins import Join, join_lines
from workshop_notes.convert.pdf_lines import Segment, joined
from workshop_notes.convert.pdf_notes import marks_by_page, notes_of, notes_start
from workshop_notes.convert.pdf_tables import Row, table_at

_LONGEST_HEADING = 220
_LONGEST_BOLD = 120
_PARAGRAPH_GAP = 1.35  # times the usual distance of lines
_INDENT = 0.8
_DEEPEST_HEADING = 6
_BULLET = re.compile(r"^([•‣◦▪▫●○■□⁃∙·–—*\-§\uf0b7\uf0a7\uf0d8\uf0fc]|o(?= ))\s+(?=\S)")
_NUMBER = re.compile(r"^(\d{1,3})([.)])\s+(?=\S)")
_ENDS = (".", "!", "?", ":", ";", ".”", "?”", "!”", '."', ")", "’")


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
    marks = marks_by_page(regions)
    for region in regions:
        cut = notes_start(region, body, marks.get(region.page, frozenset()))
        listed = _region(region.rows[:cut], region, body, pitch, known, joins)
        for number, block in enumerate(listed):
            _append(found, block, number == 0, known, joins)
        for block in notes_of(region.rows[cut:], region, known, joins):
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
