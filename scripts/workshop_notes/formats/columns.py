"""Columns typed with tabs, blanks or strokes: the cells of their rows, where they are sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise, takewhile
from textwrap import dedent

Cells = list[list[str]]
_Held = tuple[int, Cells | None] | None  # one after the last line of a table, and its cells

_TAB_STOP = 8
_FEWEST_COLUMNS, _FEWEST_ROWS, _SURE_ROWS = 3, 2, 3
# Two blanks part no pieces where a sentence ends, or a label.
_PIECE = re.compile(r"\S+(?:(?: |(?<=[.?!:;])  )\S+)*")
_FIGURE = re.compile(r"[+\-−–]?\d[\d.,:/–-]*\s?%?")
_BORDER = re.compile(r"\s*\+(?:[-=]+\+)+\s*")
# The line below a table's head, and what parts its cells.
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*")
_STROKE = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"\s*-{2,}(?:\s+-{2,})+\s*")
# Lines drawn with signs for boxes, as typed ones.
_DRAWN = {
    **dict.fromkeys(range(0x2500, 0x2580), "+"),
    **dict.fromkeys(map(ord, "─━═┄┅┈┉╌╍"), "-"),
    **dict.fromkeys(map(ord, "│┃║┆┇┊┋╎╏"), "|"),
}
_NO_ROW = re.compile(r"\s*(?:[|+]|[-_=*~–—]{3})")


def tabbed(lines: Sequence[str]) -> Cells | None:
    """Give the cells of lines with tabs between them; [] for no columns, None for unequal ones."""
    rows = [
        [cell.strip() for cell in line.split("\t")] for line in dedent("\n".join(lines)).split("\n")
    ]
    widths = {len(row) for row in rows}
    if len(lines) < _FEWEST_ROWS or max(widths) < _FEWEST_COLUMNS:
        return []
    if len(widths) > 1:
        return None if _counts(rows) else []
    shown = [at for at, column in enumerate(zip(*rows, strict=True)) if any(column)]
    return [[row[at] for at in shown] for row in rows]


def tables(lines: Sequence[str], *, drawn: bool = False) -> Iterator[tuple[range, Cells | None]]:
    """Yield the lines of each table, and its cells; None where they cannot be told.

    Of those that are `drawn`, lines of hyphens show the columns.
    """
    kinds = (_framed, _dashed) if drawn else (_framed, _ruled, _dashed, _set_apart)
    lines = [line if line.isascii() else line.translate(_DRAWN) for line in lines]
    at = 0
    while at < len(lines):
        found = next(filter(None, (kind(lines, at) for kind in kinds)), None)
        end, cells = found or (at + 1, [])
        if cells != []:
            yield range(at, end), cells
        at = end


def merged(places: Iterable[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """Put together the places, each from where to where, that overlap or have no gap between."""
    out: list[tuple[float, float]] = []
    for start, end in sorted(places):
        if out and start - out[-1][1] < gap:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _set_apart(lines: Sequence[str], at: int) -> _Held:
    """Find rows of pieces that tabs or blanks part, with empty lines between them or not."""
    rows = []
    for to in range(at, len(lines)):
        if _is_row(lines[to]):
            rows.append(to)
        elif to == at or lines[to].strip():
            break
    if len(rows) < _FEWEST_ROWS:
        return None
    found = [lines[row] for row in rows]
    is_tabbed = all("\t" in line.strip() for line in found)
    return rows[-1] + 1, (tabbed(found) if is_tabbed else None) or _aligned(found)


def _aligned(lines: Sequence[str]) -> Cells | None:
    """Give the cells of lines whose pieces stand below one another."""
    typed = [line.expandtabs(_TAB_STOP) for line in lines]
    found = [[(piece.span(), piece[0]) for piece in _PIECE.finditer(line)] for line in typed]
    bounds = merged((span for row in found for span, _ in row), 1)
    texts = [[text for _, text in row] for row in found]
    rows = [
        [" ".join(text for (start, _), text in row if low <= start < high) for low, high in bounds]
        for row in found
    ]
    whole = all(sum(map(bool, row)) == len(row_) for row, row_ in zip(rows, found, strict=True))
    apart = all(low - high > 1 for (_, high), (low, _) in pairwise(bounds))
    if whole and apart and len(bounds) >= _FEWEST_COLUMNS:
        return rows if _counts(rows) or len(rows) >= _SURE_ROWS else []
    is_wide = max(map(len, texts)) >= _FEWEST_COLUMNS
    return None if is_wide and _counts(texts) else []


def _ruled(lines: Sequence[str], at: int) -> _Held:
    """Find a table whose cells strokes part, with a ruled line below its head."""
    if "|" not in lines[at] or at + 1 >= len(lines) or not _RULE.fullmatch(lines[at + 1]):
        return None
    typed = [lines[at], *takewhile(lambda line: "|" in line, islice(lines, at + 2, None))]
    rows = list(map(_stroked, typed))
    widest = max(map(len, rows))
    return at + len(rows) + 1, [
        [cell.replace("\\|", "|").strip() for cell in [*row, *[""] * (widest - len(row))]]
        for row in rows
    ]


def _dashed(lines: Sequence[str], at: int) -> _Held:
    """Find a table with a row of hyphens over each column, below its head."""
    if not lines[at].strip() or at + 1 >= len(lines) or not _DASHES.fullmatch(lines[at + 1]):
        return None
    held = takewhile(lambda line: line.strip(" -"), islice(lines, at + 2, None))
    rows = [line.expandtabs(_TAB_STOP) for line in (lines[at], *held)]
    begins = [found.start() for found in re.finditer("-+", lines[at + 1].expandtabs(_TAB_STOP))]
    if any(row[begin - 1 : begin].strip() for row in rows for begin in begins[1:]):
        return None
    bounds = list(pairwise([0, *begins[1:], None]))
    end = at + len(rows) + 1
    end += end < len(lines) and bool(_DASHES.fullmatch(lines[end]))
    return end, [[row[low:high].strip() for low, high in bounds] for row in rows]


def _framed(lines: Sequence[str], at: int) -> _Held:
    """Find a table in a frame of strokes; with a line below each row, rows wrap."""
    if not _BORDER.fullmatch(lines[at]):
        return None
    held = list(takewhile(lambda line: line.lstrip()[:1] in ("|", "+"), islice(lines, at, None)))
    borders = [below for below, line in enumerate(held) if _BORDER.fullmatch(line)]
    groups = [
        [_stroked(line) for line in held[low + 1 : high]]
        for low, high in pairwise([*borders, len(held)])
    ]
    groups = [group for group in groups if group]
    if len(groups) > 2:
        groups = [[[" ".join(cell) for cell in zip(*one, strict=False)]] for one in groups]
    cells = [[" ".join(cell.split()) for cell in row] for group in groups for row in group]
    return at + len(held), cells if len({len(row) for row in cells}) == 1 else []


def _stroked(line: str) -> list[str]:
    return _STROKE.split(line.strip().removeprefix("|").removesuffix("|"))


def _counts(rows: Cells) -> bool:
    """Say whether figures stand behind the first cell of rows."""
    return any(_FIGURE.fullmatch(cell) for row in rows for cell in row[1:])


def _is_row(line: str) -> bool:
    return not _NO_ROW.match(line) and (
        "\t" in line.strip() or len(_PIECE.findall(line.expandtabs(_TAB_STOP))) > 1
    )
