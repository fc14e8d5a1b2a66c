"""The blocks of a PDF as Markdown, its footnotes as footnotes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workshop_notes.convert.conversion import LeftOut
from workshop_notes.convert.escape import escape_at
from workshop_notes.convert.links import clean_address
from workshop_notes.convert.pdf_block import Block
from workshop_notes.convert.pdf_lines import RAISED, Run
from workshop_notes.convert.pdf_tables import Cells

_RENUMBERED = "footnote's number, which the page counts anew"
_TO_RAISED = str.maketrans("0123456789", RAISED)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Notes:
    """The footnotes that are referred to: (page, number as printed) → number on the page."""

    labels: Mapping[tuple[int, int], int]
    texts: Mapping[int, Block]
    left_out: tuple[LeftOut, ...]
    added: tuple[str, ...]

    def label(self, page: int, number: int) -> int:
        """Give the number of the note that a mark on a page refers to; 0 if there is none."""
        near = [(abs(at - page), -at) for at, known in self.labels if known == number]
        return self.labels[-min(near)[1], number] if near and min(near)[0] <= 1 else 0


def number_notes(found: Sequence[Block]) -> Notes:
    """Number the footnotes in the order of the marks that refer to them."""
    texts = {
        (block.page, block.number): block
        for block in reversed(found)
        if block.kind == "note" and block.number
    }
    every = Notes(dict.fromkeys(texts, 1), {}, (), ())
    labels: dict[tuple[int, int], int] = {}
    marks: list[tuple[int, int]] = []
    for block in found:
        if block.kind == "note":
            continue
        for number in _marks(block):
            if every.label(block.page, number):
                near = min(
                    (key for key in texts if key[1] == number),
                    key=lambda key: (abs(key[0] - block.page), -key[0]),
                )
                labels.setdefault(near, len(labels) + 1)
                marks.append(near)
    left_out, added = [], []
    for key in [*marks, *labels]:
        if labels[key] != key[1]:
            left_out.append(LeftOut(str(key[1]), _RENUMBERED))
            added.append(str(labels[key]))
    return Notes(
        labels, {label: texts[key] for key, label in labels.items()}, tuple(left_out), tuple(added)
    )


def markdown(found: Sequence[Block], notes: Notes) -> str:
    """Write the blocks as Markdown; footnotes that nothing refers to become paragraphs."""
    out: list[str] = []
    expected: dict[int, int] = {}
    open_list = ""
    for block in found:
        if block.kind in ("bullet", "number"):
            item = _item(block, notes, expected)
            if item:
                if open_list and (block.level or open_list == block.kind):
                    out[-1] += "\n" + item
                else:
                    out.append(item.lstrip())
                open_list = open_list if block.level and open_list else block.kind
                continue
            block_text = _spelled((Run(f"{block.number}. "), *block.runs), block.page, notes)
            out.append(block_text)
        elif block.kind == "heading":
            out.append("#" * block.level + " " + _spelled(block.runs, block.page, notes, "heading"))
        elif block.kind == "table":
            out.append(_table(block.rows, block.page, notes))
        elif block.kind == "paragraph":
            out.append(_spelled(block.runs, block.page, notes))
        elif (block.page, block.number) not in notes.labels:
            number = f"{block.number} " if block.number else ""
            out.append(_spelled((Run(number), *block.runs), block.page, notes))
        open_list, expected = "", {}
    for label in sorted(notes.texts):
        note = notes.texts[label]
        out.append(f"[^{label}]: {_spelled(note.runs, note.page, notes)}")
    return "\n\n".join(out) + "\n" if out else ""


def plain_text(found: Sequence[Block], notes: Notes) -> str:
    """Give the blocks' text, a line each, without the marks of footnotes."""
    lines: list[str] = []
    for block in found:
        if block.kind == "table":
            for row in block.rows:
                cells = ("".join(run.text for run in cell).strip() for cell in row)
                lines.append(" | ".join(cells))
            continue
        text = "".join(
            run.text
            for run in block.runs
            if not (run.raised and any(_label(run, block.page, notes)))
        )
        lead = f"{block.number}. " if block.kind in ("number", "note") and block.number else ""
        lead = "• " if block.kind == "bullet" else lead
        lines.append(lead + " ".join(text.split()))
    return "\n".join(line for line in lines if line)


def _item(block: Block, notes: Notes, expected: dict[int, int]) -> str:
    """Write an item of a list; empty where Markdown would change its number."""
    indent = "    " * block.level
    text = _spelled(block.runs, block.page, notes)
    for deeper in [level for level in expected if level > block.level]:
        del expected[deeper]
    if block.kind == "bullet":
        expected[block.level] = 0
        return f"{indent}- {text}"
    if expected.get(block.level, 0) in (0, block.number):
        expected[block.level] = block.number + 1
        return f"{indent}{block.number}. {text}"
    expected.clear()
    return ""


def _table(rows: Sequence[Cells], page: int, notes: Notes) -> str:
    lines = []
    for number, row in enumerate(rows):
        cells = (_spelled(cell, page, notes, "table") for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
        if number == 0:
            lines.append("|" + " --- |" * len(row))
    return "\n".join(lines)


def _spelled(runs: Sequence[Run], page: int, notes: Notes, place: str = "") -> str:
    """Write text so that Markdown shows it as it was typed, with its links and footnotes."""
    texts = [" ".join(run.text.split(" ")) for run in runs]
    line = "".join(texts)
    start = len(line) - len(line.lstrip())
    out: list[str] = []
    at = 0
    for run, text in zip(runs, texts, strict=True):
        if run.raised:
            out.append(_raised(run, page, notes))
        else:
            spelled = "".join(
                escape_at(
                    line, at + offset, start, table=place == "table", heading=place == "heading"
                )
                for offset in range(len(text))
            )
            out.append(_linked(spelled, clean_address(run.link)) if run.link else spelled)
        at += len(text)
    return "".join(out).strip()


def _linked(spelled: str, address: str) -> str:
    bare = spelled.strip()
    if not address or not bare:
        return spelled
    before, after = (
        spelled[: len(spelled) - len(spelled.lstrip())],
        spelled[len(spelled.rstrip()) :],
    )
    return f"{before}[{bare}](<{address}>){after}"


def _raised(run: Run, page: int, notes: Notes) -> str:
    labels = _label(run, page, notes)
    if labels and all(labels):
        return "".join(f"[^{label}]" for label in labels)
    return run.text.translate(_TO_RAISED)


def _label(run: Run, page: int, notes: Notes) -> list[int]:
    return [notes.label(page, int(number)) for number in _DIGITS.findall(run.text)]


def _marks(block: Block) -> list[int]:
    cells = [cell for row in block.rows for cell in row]
    runs = [*block.runs, *(run for cell in cells for run in cell)]
    return [int(n) for run in runs if run.raised for n in _DIGITS.findall(run.text)]
