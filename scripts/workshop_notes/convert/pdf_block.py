"""One block of a PDF: a heading, paragraph, item, table or footnote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from workshop_notes.convert.pdf_lines import Run
from workshop_notes.convert.pdf_tables import Cells

LARGER = 1.1  # times the size of the body: a heading
SMALLER = 0.93  # a footnote


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
