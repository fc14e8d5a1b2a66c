"""The segments of a PDF page in reading order: columns by position, rows from the top down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from workshop_notes.convert.pdf_lines import SEGMENT_GAP, Segment, is_raised, joined

_NARROWEST_GUTTER = 6.0
_MOST_CROSSING = 0.12
_FEWEST_LINES = 4
_FEWEST_LETTERS = 14  # in the middle line of a column; the cells of a table hold less
_MARK_GAP = 6.0  # times the size: a list's mark may stand this far before its text
_MARK = frozenset("•‣◦▪▫●○■□⁃∙·–—-*o§\uf0b7\uf0a7\uf0d8\uf0fc")


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page that is read from the top down; each row is one or more segments."""

    x0: float
    x1: float
    rows: tuple[tuple[Segment, ...], ...]
    page: int


def regions(parts: Sequence[Segment]) -> list[Region]:
    """Give the parts of a page in reading order."""
    if not parts:
        return []
    lines = [group for row in rows(parts) for group in _near_ones(row)]
    gutter = _gutter([joined(line) for line in lines])
    if gutter is None:
        return [
            Region(
                min(part.x0 for part in parts),
                max(part.x1 for part in parts),
                tuple(rows(parts)),
                parts[0].page,
            )
        ]
    found: list[Region] = []
    for band in _bands(lines, gutter):
        sides: tuple[list[Segment], ...] = ([], [], [])
        for line in band:
            sides[_side(line, gutter)].extend(line)
        for side in sides:
            found += regions(side) if len(side) < len(parts) else []
    return found


def rows(parts: Sequence[Segment]) -> list[tuple[Segment, ...]]:
    """Group segments by baseline from the top down, raised marks with what they mark."""
    found: list[list[Segment]] = []
    for part in sorted(parts, key=lambda each: (-each.size, each.baseline, each.x0)):
        home = next((row for row in found if _same_row(row, part)), None)
        if home is None:
            found.append([part])
        else:
            home.append(part)
    found.sort(key=lambda row: (max(row, key=lambda each: each.size).baseline, row[0].x0))
    return [tuple(_marks_joined(row)) for row in found]


def is_mark(text: str) -> bool:
    """Say whether a text is the mark of a list's item: a bullet, `1.`, `(a)`."""
    text = text.strip()
    if len(text) == 1 and text in _MARK:
        return True
    bare = text.strip("().")
    return text != bare and (bare.isdigit() or len(bare) == 1) and len(text) <= 5


def _gutter(parts: Sequence[Segment]) -> float | None:
    """Find the place between two columns of prose, if the page has one."""
    x0, x1 = min(part.x0 for part in parts), max(part.x1 for part in parts)
    width = x1 - x0
    lines = [part for part in parts if len(part.text) >= 3]
    if width <= 0 or len(lines) < 2 * _FEWEST_LINES:
        return None
    best: tuple[float, float] | None = None
    edges = sorted({part.x1 for part in lines} | {part.x0 for part in lines})
    for start, end in pairwise(edges):
        if end - start < _NARROWEST_GUTTER:
            continue
        middle = (start + end) / 2
        if not x0 + 0.12 * width < middle < x1 - 0.12 * width:
            continue
        crossing = sum(1 for part in lines if part.x0 < middle < part.x1)
        if crossing > _MOST_CROSSING * len(lines) + 3 or not _is_between_prose(lines, middle):
            continue
        if best is None or crossing < best[0]:
            best = crossing, middle
    return best[1] if best else None


def _is_between_prose(lines: Sequence[Segment], middle: float) -> bool:
    left = [part for part in lines if part.x1 <= middle]
    right = [part for part in lines if part.x0 >= middle]
    for side in (left, right):
        if len(side) < _FEWEST_LINES or median(len(part.text) for part in side) < _FEWEST_LETTERS:
            return False
    top = max(min(part.top for part in side) for side in (left, right))
    bottom = min(max(part.bottom for part in side) for side in (left, right))
    shorter = min(
        max(part.bottom for part in side) - min(part.top for part in side) for side in (left, right)
    )
    return bottom - top > 0.5 * shorter


def _bands(lines: Sequence[list[Segment]], gutter: float) -> list[list[list[Segment]]]:
    """Part the page at the lines that cross the gutter; these are bands of their own."""
    bands: list[list[list[Segment]]] = []
    crossing_before = False
    for line in lines:
        crosses = _side(line, gutter) == 0
        if not bands or crosses != crossing_before:
            bands.append([])
        bands[-1].append(line)
        crossing_before = crosses
    return bands


def _side(line: Sequence[Segment], gutter: float) -> int:
    """Say whether a line crosses the gutter (0), or is left (1) or right (2) of it."""
    if min(part.x0 for part in line) >= gutter:
        return 2
    return 1 if max(part.x1 for part in line) <= gutter else 0


def _same_row(row: Sequence[Segment], part: Segment) -> bool:
    main = row[0]
    if abs(main.baseline - part.baseline) < 0.3 * max(1.0, min(main.size, part.size)):
        return True
    near = min(abs(part.x0 - each.x1) for each in row) < 0.5 * main.size
    return near and is_raised(part, main)


def _near_ones(row: Sequence[Segment]) -> list[list[Segment]]:
    groups: list[list[Segment]] = []
    for part in sorted(row, key=lambda each: each.x0):
        if groups:
            last = groups[-1][-1]
            gap = part.x0 - last.x1
            mark = len(groups[-1]) == 1 and is_mark(last.text)
            if gap < (_MARK_GAP if mark else SEGMENT_GAP) * min(part.size, last.size):
                groups[-1].append(part)
                continue
        groups.append([part])
    return groups


def _marks_joined(row: Sequence[Segment]) -> list[Segment]:
    """Join raised marks with the segment that they stand at."""
    groups: list[list[Segment]] = []
    for part in sorted(row, key=lambda each: each.x0):
        last = groups[-1][-1] if groups else None
        if last and (is_raised(part, last) or is_raised(last, part)):
            near = part.x0 - last.x1 < 0.5 * max(part.size, last.size)
            if near:
                groups[-1].append(part)
                continue
        groups.append([part])
    return [joined(group) if len(group) > 1 else group[0] for group in groups]
