"""Rows of a PDF page whose segments stand in columns: a table."""

from __future__ import annotations

from collections.abc import Sequence

from workshop_notes.convert.pdf_columns import is_mark
from workshop_notes.convert.pdf_lines import Run, Segment

Row = tuple[Segment, ...]
Cells = tuple[tuple[Run, ...], ...]

_FEWEST_ROWS = 2
_NEXT_LINE = 1.5  # times the size: a line this near goes on in the cell above
_GAP = 0.15


def table_at(rows: Sequence[Row], start: int) -> tuple[int, tuple[Cells, ...]]:
    """Read a table that begins at a row: the row after it, and its cells; no cells if none does."""
    end = start
    while end < len(rows) and len(rows[end]) > 1 and not is_mark(rows[end][0].text):
        end += 1
        while end < len(rows) and len(rows[end]) == 1 and _goes_on(rows, start, end):
            end += 1
    block = rows[start:end]
    most = max((len(row) for row in block), default=0)
    full = [row for row in block if len(row) == most]
    if most < 2 or len(full) < _FEWEST_ROWS or not _aligned(full):
        return start, ()
    edges = [max(row[at].x1 for row in full) for at in range(most)]
    starts = [min(row[at].x0 for row in full) for at in range(most)]
    table: list[list[list[Run]]] = []
    for number, row in enumerate(block):
        cells: list[list[Run]] = [[] for _ in range(most)]
        for part in row:
            cells[_column(part, starts, edges)] += part.runs
        if number and len(row) < most and table and _goes_on(block, 0, number):
            for above, cell in zip(table[-1], cells, strict=True):
                above += [Run(" "), *cell] if cell and above else cell
        else:
            table.append(cells)
    return end, tuple(tuple(tuple(cell) for cell in row) for row in table)


def _aligned(full: Sequence[Row]) -> bool:
    """Say whether a gap runs down between each two columns."""
    for at in range(1, len(full[0])):
        gap = min(row[at].x0 for row in full) - max(row[at - 1].x1 for row in full)
        if gap < _GAP * full[0][0].size:
            return False
    return True


def _column(part: Segment, starts: Sequence[float], edges: Sequence[float]) -> int:
    shared = [
        (min(part.x1, edge) - max(part.x0, start), -at)
        for at, (start, edge) in enumerate(zip(starts, edges, strict=True))
    ]
    # A merged cell belongs to the first column that it begins in.
    begun = [-at for over, at in shared if over > 0]
    return begun[0] if begun else -max(shared)[1]


def _goes_on(rows: Sequence[Row], start: int, at: int) -> bool:
    """Say whether a row is the next line of a cell of the row above."""
    part, above = rows[at][0], rows[at - 1]
    if part.baseline - above[0].baseline > _NEXT_LINE * part.size or len(rows[at]) > 1:
        return False
    columns = max(rows[start:at], key=len)
    for number, cell in enumerate(columns):
        limit = columns[number + 1].x0 if number + 1 < len(columns) else float("inf")
        if abs(part.x0 - cell.x0) < part.size and part.x1 < limit:
            return True
    return False
