"""Footnotes at the foot of a PDF's pages and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from workshop_notes.convert.pdf_block import LARGER, SMALLER, Block, without_start
from workshop_notes.convert.pdf_columns import Region
from workshop_notes.convert.pdf_joins import Join, join_lines
from workshop_notes.convert.pdf_lines import Run, Segment, joined
from workshop_notes.convert.pdf_tables import Row

_BARE_NOTE = re.compile(r"^(\d{1,3})\s+(?=\D)")
_NOTE = re.compile(r"^(\d{1,3})(?:[.)]\s*|\s+)(?=\S)")


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


def notes_of(
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
        runs = without_start(runs, _NOTE)
    return Block("note", tuple(runs), number=number, page=region.page, size=lines[0].size)


def _note_number(line: Segment, small: bool) -> int:
    first = line.runs[0]
    if first.raised and first.text.strip().isdigit() and len(line.runs) > 1:
        return int(first.text)
    match = _NOTE.match(line.text) if small else None
    return int(match.group(1)) if match else 0
