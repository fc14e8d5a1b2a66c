"""A PDF read: headings, lists, tables and footnotes told from its layout."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from workshop_notes.formats.document import Reading, clean_address, put, sub
from workshop_notes.formats.lists import Item, Nesting
from workshop_notes.formats.pdf_glyphs import Page, pages_of
from workshop_notes.formats.pdf_layout import (
    TO_RAISED,
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
)
from workshop_notes.problem import Problem

LARGER = 1.1  # times the size of the body: a heading
SMALLER = 0.93  # a footnote
_ALIKE = 0.08  # sizes that differ by less are one

_BARE_NOTE = re.compile(r"^(\d{1,3})\s+(?=\D)")
_NOTE = re.compile(r"^(\d{1,3})(?:[.)]\s*|\s+)(?=\S)")
_LONGEST_HEADING = 220
_LONGEST_BOLD = 120
_PARAGRAPH_GAP = 1.35  # times the usual distance of lines
_INDENT = 0.8
_SET_IN = 2.5  # times the size, from an item's mark: where another item's text begins
_DEEPEST_HEADING = 6
_MARKS = {
    "bullet": re.compile(r"^([•‣◦▪▫●○■□⁃∙·–—*\-§\uf0b7\uf0a7\uf0d8\uf0fc]|o(?= ))\s+(?=\S)"),
    "number": re.compile(r"^(\d{1,3})([.)])\s+(?=\S)"),
}
_ENDS = (".", "!", "?", ":", ";", ".”", "?”", "!”", '."', ")", "’")
_DIGITS = re.compile(r"\d+")

_MOST_UNMAPPED = 0.03
_SCAN = 0.5  # of a page's area under one picture
_FEW_LETTERS = 30
_TURNED = 0.5
_LEFTWARD = 0.1  # of the letters: more is a text, less a name or a quotation
_PICTURE = 0.02
_SOURCE = "use the document that it was made from"
_RECOGNIZE = "have the text recognized, check it against the pages, and save it as .docx or .txt"


@dataclass(frozen=True, slots=True)
class Block:
    """One block; `level` is a heading's from 1, or by how many points an item is set in."""

    kind: str  # heading | paragraph | bullet | number | table | note
    runs: tuple[Run, ...] = ()
    level: int = 0
    number: int = 0
    rows: tuple[Cells, ...] = ()
    page: int = 0
    size: float = 0.0
    full: bool = False  # its last line reaches the edge, so that it may go on elsewhere
    cells: Cells = ()  # of a lone row, which may be the head of a table on the next page
    mark: str = ""  # the bullet of an item

    @property
    def text(self) -> str:
        """The text without its setting."""
        return "".join(run.text for run in self.runs)

    def going_on(self, below: Block, known: frozenset[str]) -> Block:
        """Put the text of another block at the end of this one's."""
        return replace(self, runs=tuple(join_lines([self.runs, below.runs], known)))


@dataclass
class _Group:
    """Lines that become one block."""

    lines: list[Segment] = field(default_factory=list)
    row: Row = ()
    mark: str = ""
    number: int = 0


@dataclass(frozen=True)
class _Layout:
    """What holds for the whole document: its words, the size of its text, its lines' distance."""

    known: frozenset[str]
    body: float  # the size that most of the text is set in, in points
    pitch: float  # the usual distance of two lines' baselines, as times their size


def read(data: bytes, path: str) -> Reading:
    """Read a PDF; what cannot be read as text is refused with what to do instead."""
    reading = Reading(is_clean=True)
    pages = pages_of(data)
    problem = _unreadable(pages, path)
    if problem:
        reading.problems.append(problem)
        return reading
    parts = [segments(page) for page in pages]
    framing = margins(parts, [page.height for page in pages])
    kept = [[part for part in listed if part not in framing] for listed in parts]
    words = vocabulary(part.raw for listed in kept for part in listed)
    found = blocks([region for listed in kept for region in regions(listed)], words)
    for reason in sorted(set(framing.values())):
        framed = [part for part, why in framing.items() if why == reason]
        numbers = sorted({part.page for part in framed})
        where = f"page {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} pages"
        text = " ".join(part.raw for part in framed)
        reading.leave_out(text, f"{reason} ({where})", withheld=True)
    _leave_out_unseen(pages, reading)
    shown = [str(page.number) for page in pages if page.picture_share > _PICTURE]
    if shown:
        where = ("page " if len(shown) == 1 else "pages ") + ", ".join(shown)
        message = f"the pictures of {where} are left out, and any words in them"
        fix = "type what they say into the note where it matters"
        reading.problems.append(Problem(path, 1, 1, "pictures-left-out", message, fix, "warning"))
    _Writer(found, reading).write()
    return reading


def blocks(regions: Sequence[Region], known: frozenset[str]) -> list[Block]:
    """Give the document's blocks in reading order."""
    layout = _layout(regions, known)
    found: list[Block] = []
    notes: list[Block] = []
    marks = {
        (region.page, int(number))
        for region in regions
        for row in region.rows
        for run in (run for part in row for run in part.runs if run.raised)
        for number in _DIGITS.findall(run.text)
    }
    for region in regions:
        cut = _notes_start(region, layout.body, marks)
        for number, block in enumerate(_region(region, region.rows[:cut], layout)):
            _append(found, block, number == 0, known)
        for block in _notes(region, region.rows[cut:], known):
            if block.number or not notes:
                notes.append(block)
            else:
                notes[-1] = notes[-1].going_on(block, known)
    return _leveled(found, layout.body) + notes


def _layout(regions: Sequence[Region], known: frozenset[str]) -> _Layout:
    sizes, steps = Counter[float](), Counter[float]()
    for region in regions:
        for row in region.rows:
            for part in row:
                sizes[round(part.size * 2) / 2] += len(part.text)
        for above, below in zip(region.rows, region.rows[1:], strict=False):
            size = above[0].size
            step = (below[0].baseline - above[0].baseline) / max(size, 1.0)
            if abs(below[0].size - size) < 0.05 * size and 0.9 < step < 2.2:
                steps[round(step, 1)] += 1
    body = max(sizes, key=lambda size: (sizes[size], -size), default=0.0)
    return _Layout(known, body, max(steps, key=lambda step: (steps[step], -step), default=1.2))


def _notes_start(region: Region, body: float, marks: set[tuple[int, int]]) -> int:
    """Find the row at which the footnotes of a region begin; its end if there are none."""
    start, below, plain = len(region.rows), 0, 0
    for at in range(len(region.rows) - 1, -1, -1):
        line = joined(region.rows[at])
        if any(part.table for part in region.rows[at]):
            break
        small = line.size <= SMALLER * body
        number = _note_number(line, small)
        # Some word processors set footnotes like the text, with an unraised, bare number.
        bare = _BARE_NOTE.match(line.text)
        if bare and line.size < LARGER * body and (region.page, int(bare[1])) in marks:
            number = number or int(bare[1])
        if number and (not below or number < below):
            start, below, plain = at, number, 0
        elif not small:
            plain += 1
            if plain > 3 or line.size >= LARGER * body:
                break
    return start


def _notes(region: Region, rows: Sequence[Row], known: frozenset[str]) -> Iterator[Block]:
    groups: list[list[Segment]] = []
    for line in map(joined, rows):
        if groups and not _note_number(line, small=True):
            groups[-1].append(line)
        else:
            groups.append([line])
    for lines in groups:
        number = _note_number(lines[0], small=True)
        runs = tuple(join_lines((line.runs for line in lines), known))
        if number and runs[0].raised:
            runs = _without_start(runs[1:], re.compile(r"\s*"))
        elif number:
            runs = _without_start(runs, _NOTE)
        yield Block("note", runs, number=number, page=region.page, size=lines[0].size)


def _note_number(line: Segment, small: bool) -> int:
    first = line.runs[0]
    if first.raised and first.text.strip().isdigit() and len(line.runs) > 1:
        return int(first.text)
    match = _NOTE.match(line.text) if small else None
    return int(match[1]) if match else 0


def _without_start(runs: Sequence[Run], pattern: re.Pattern[str]) -> tuple[Run, ...]:
    """Take the mark off the start of runs; it may reach over several of them."""
    match = pattern.match("".join(run.text for run in runs))
    left = match.end() if match else 0
    out: list[Run] = []
    for run in runs:
        out.append(replace(run, text=run.text[left:]))
        left = max(0, left - len(run.text))
    return tuple(run for run in out if run.text)


def _region(region: Region, rows: Sequence[Row], layout: _Layout) -> Iterator[Block]:
    group = _Group()
    at = 0
    while at < len(rows):
        ruled = next((part for part in rows[at] if part.table), None)
        end, table = (at, ruled.table) if ruled else table_at(rows, at)
        if table:
            yield from _block(group, region, layout)
            yield Block("table", rows=table, page=region.page)
            rest = [part for part in rows[at] if part is not ruled] if ruled else []
            group, at = _Group(rest), end + bool(ruled)
            continue
        line = joined(rows[at])
        mark, number = _mark(line.text)
        if not mark and _is_set_in(line, group, region):
            mark = "bullet"  # one that is drawn, and no letter
        if mark or not group.lines or _breaks(line, group, region, layout):
            yield from _block(group, region, layout)
            group = _Group([line], rows[at], mark, number)
        else:
            group.lines.append(line)
        at += 1
    yield from _block(group, region, layout)


def _mark(text: str) -> tuple[str, int]:
    for kind, pattern in _MARKS.items():
        if match := pattern.match(text):
            return kind, int(match[1]) if kind == "number" else 0
    return "", 0


def _is_set_in(line: Segment, group: _Group, region: Region) -> bool:
    """Say whether a line is an item below the one above, by its place alone."""
    if not group.mark:
        return False
    before, first = group.lines[-1], group.lines[0]
    if _is_full(before, region) or not _is_alike(before.size, line.size):
        return False
    if line.baseline - before.baseline > 2 * line.size:
        return False
    if not _mark(first.text)[0]:
        return abs(line.x0 - first.x0) < 0.1 * line.size
    return line.x0 > first.x0 + _SET_IN * line.size


def _breaks(line: Segment, group: _Group, region: Region, layout: _Layout) -> bool:
    """Say whether a line begins another block."""
    before = group.lines[-1]
    step = line.baseline - before.baseline
    usual = max(layout.pitch * before.size, before.size)
    far = step > _PARAGRAPH_GAP * usual or step < 0
    if far or not _is_alike(before.size, line.size):
        return True
    if before.size >= LARGER * layout.body:
        return before.bold != line.bold
    first_word = line.text.split(" ", 1)[0]
    width = (line.x1 - line.x0) * len(first_word) / max(1, len(line.text))
    reaches = before.x1 + width + 0.25 * line.size > region.x1 - 0.02 * (region.x1 - region.x0)
    goes_on = line.text[:1].islower()
    if before.bold != line.bold and not (reaches and goes_on):
        return True
    if group.mark:
        return line.x0 < group.lines[0].x0 + 0.3 * line.size and not reaches
    ends = before.text.endswith(_ENDS)
    if before.text.endswith(("-", "\u2010")) or (goes_on and not ends):
        return False
    indented = line.x0 > before.x0 + _INDENT * line.size
    return not reaches or (indented and ends and len(group.lines) > 1)


def _is_alike(size: float, other: float) -> bool:
    return abs(size - other) <= _ALIKE * max(size, other)


def _is_full(line: Segment, region: Region) -> bool:
    return line.x1 > region.x1 - 0.12 * (region.x1 - region.x0)


def _block(group: _Group, region: Region, layout: _Layout) -> Iterator[Block]:
    if not group.lines:
        return
    runs = tuple(join_lines((line.runs for line in group.lines), layout.known))
    first, single = group.lines[0], len(group.lines) == 1
    full = _is_full(group.lines[-1], region)
    cells = tuple(part.runs for part in group.row) if single and not group.mark else ()
    cells = cells if len(cells) > 1 else ()
    block = Block("paragraph", runs, page=region.page, size=first.size, full=full, cells=cells)
    text = block.text
    larger = first.size >= LARGER * layout.body and len(text) <= _LONGEST_HEADING
    heavy = (
        all(line.bold for line in group.lines)
        and len(text) <= _LONGEST_BOLD
        and not text.endswith((".", ",", ";"))
        and first.size > SMALLER * layout.body
        and len(group.lines) <= 3
        and not cells
    )
    kind = group.mark
    if not kind or larger or (kind == "number" and heavy and single):
        heading = (larger or heavy) and any(letter.isalpha() for letter in text)
        yield replace(block, kind="heading") if heading else block
        return
    bullet = _MARKS[kind].match(text)
    yield replace(
        block,
        kind=kind,
        runs=_without_start(runs, _MARKS[kind]),
        level=round(first.x0 - region.x0),
        number=group.number,
        mark=bullet[1] if bullet and kind == "bullet" else "",
    )


def _append(found: list[Block], block: Block, begins: bool, known: frozenset[str]) -> None:
    """Add a block, or go on with the last one where a column or page (`begins`) broke it."""
    last = found[-1] if found else Block("")
    if (
        block.kind == "paragraph"
        and last.kind in ("paragraph", "bullet", "number")
        and _is_alike(last.size, block.size)
        and (begins or last.full)
        and not last.text.endswith(_ENDS)
        and (block.text[:1].islower() or last.text.endswith(("-", "\u2010", ",")))
    ):
        found[-1] = replace(last.going_on(block, known), full=block.full)
    elif block.rows and len(last.cells) == len(block.rows[0]):
        found[-1] = replace(block, rows=(last.cells, *block.rows))
    elif (
        block.rows
        and last.rows
        and last.page != block.page
        and (len(last.rows[0]) == len(block.rows[0]))
    ):
        found[-1] = replace(last, rows=last.rows + block.rows, page=block.page)
    else:
        found.append(block)


def _leveled(found: Sequence[Block], body: float) -> list[Block]:
    """Set the levels of headings by size; find the title."""
    headings = [block for block in found if block.kind == "heading"]
    page = min((block.page for block in found), default=0)
    large = [block for block in headings if block.page == page and block.size >= 1.15 * body]
    title = max(large, key=lambda block: block.size, default=None)
    sizes = sorted({_step(block, body) for block in headings if block is not title}, reverse=True)
    out: list[Block] = []
    for block in found:
        if block is title:
            out.insert(0, replace(block, level=1))
        elif block.kind == "heading":
            level = 2 + sizes.index(_step(block, body))
            out.append(replace(block, level=min(level, _DEEPEST_HEADING)))
        else:
            out.append(block)
    return out


def _step(block: Block, body: float) -> float:
    """Give a heading's size; bold ones of the body's size come after all larger ones."""
    return round(block.size * 2) / 2 if block.size >= LARGER * body else 0.0


class _Writer:
    """Puts the blocks of a PDF into a tree, its footnotes as footnotes."""

    def __init__(self, found: Sequence[Block], reading: Reading) -> None:
        self._found = found
        self._reading = reading
        self._notes = {
            (block.page, block.number): block
            for block in reversed(found)
            if block.kind == "note" and block.number
        }
        self._labels: dict[tuple[int, int], int] = {}
        for block in found:
            cells = [cell for row in block.rows for cell in row]
            for run in (run for runs in (block.runs, *cells) for run in runs if run.raised):
                for number in _DIGITS.findall(run.text) if block.kind != "note" else ():
                    note = self._note_of(block.page, int(number))
                    if note is not None:
                        self._labels.setdefault(note, len(self._labels) + 1)

    def write(self) -> None:
        """Write all blocks, then the notes that are referred to."""
        body = self._reading.body
        lists = Nesting()
        for block in self._found:
            if block.kind in _MARKS:
                if block.mark.isalnum():
                    self._reading.leave_out(block.mark, "bullet of a list")
                paragraph = sub(body, "p")
                self._put(block.runs, block.page, paragraph)
                kind = "ol" if block.kind == "number" else "ul"
                item = lists.place(Item(kind, None, block.number, float(block.level)), paragraph)
                if kind == "ol":
                    item.set("typed", "typed")
                continue
            lists.close()
            if block.kind == "heading":
                self._put(block.runs, block.page, sub(body, f"h{block.level}"))
            elif block.kind == "table":
                table = sub(body, "table")
                for row in block.rows:
                    line = sub(table, "tr")
                    for cell in row:
                        self._put(cell, block.page, sub(line, "td"))
            elif (block.page, block.number) not in self._labels:
                typed = f"{block.number} " if block.number else ""
                self._put((Run(typed), *block.runs), block.page, sub(body, "p"))
        for key, label in self._labels.items():
            note = sub(body, "note", number=str(label))
            self._tell(note, key[1], label)
            self._put(self._notes[key].runs, key[0], sub(note, "p"))

    def _put(self, runs: Sequence[Run], page: int, out: etree._Element) -> None:
        for run in runs:
            address = clean_address(run.link) if run.link else ""
            place = sub(out, "a", href=address) if address and run.text.strip() else out
            numbers = _DIGITS.findall(run.text) if run.raised else []
            notes = [note for one in numbers if (note := self._note_of(page, int(one)))]
            if not numbers or len(notes) < len(numbers):
                put(place, run.text.translate(TO_RAISED) if run.raised else run.text)
                continue
            for note in notes:
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


def _leave_out_unseen(pages: Sequence[Page], reading: Reading) -> None:
    """List what cannot be seen, and what runs across the page."""
    for page in pages:
        kinds: dict[str, list[str]] = {}
        for glyph in page.glyphs:
            why = glyph.hidden or ("" if glyph.straight else "text that runs across the page")
            if why:
                kinds.setdefault(why, []).append(glyph.text)
        for why, letters in sorted(kinds.items()):
            reason = f"{why}, page {page.number} ({len(letters)} letters)"
            reading.leave_out("".join(letters), reason, withheld=True)


def _unreadable(pages: Sequence[Page], path: str) -> Problem | None:
    glyphs = [glyph for page in pages for glyph in page.glyphs if not glyph.text.isspace()]
    visible = [glyph for glyph in glyphs if not glyph.hidden]
    letters = [glyph.text for glyph in visible if glyph.text.isalpha()]
    scanned = [
        page
        for page in pages
        if page.picture_share > _SCAN
        and sum(not glyph.hidden for glyph in page.glyphs) < _FEW_LETTERS
    ]
    leftward = sum(unicodedata.bidirectional(one[0]) in ("R", "AL") for one in letters)
    unmapped = sum(glyph.unmapped or glyph.text == "\ufffd" for glyph in visible)
    turned = sum(not glyph.straight for glyph in visible)
    refusals = (
        (
            not glyphs and not any(page.pictures for page in pages),
            "empty-original",
            "this PDF holds no text",
            "put the note's text in it",
        ),
        (
            not visible or len(scanned) > len(pages) / 2,
            "scanned-original",
            "this PDF is a picture of its pages, without text that can be seen",
            f"{_SOURCE}, or {_RECOGNIZE}",
        ),
        (
            unmapped > _MOST_UNMAPPED * len(visible),
            "unreadable-original",
            "this PDF does not say which letters its signs stand for",
            _SOURCE,
        ),
        (
            leftward > _LEFTWARD * len(letters),
            "turned-original",
            "the text of this PDF runs from right to left, and its order cannot be told",
            _SOURCE,
        ),
        (
            turned > _TURNED * len(visible),
            "turned-original",
            "the text of this PDF does not run from left to right",
            "turn its pages upright and save it again",
        ),
    )
    for is_so, code, message, fix in refusals:
        if is_so:
            return Problem(path, 1, 1, code, message, fix)
    return None
