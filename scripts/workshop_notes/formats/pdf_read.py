"""A PDF read: its lines as headings, paragraphs, lists, tables and footnotes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lxml import etree

from workshop_notes.formats.archive import whole_number
from workshop_notes.formats.columns import merged
from workshop_notes.formats.document import Reading, bullet, clean_address, put, set_as, sub
from workshop_notes.formats.hidden import refused
from workshop_notes.formats.lines import Words
from workshop_notes.formats.outline import Item, Nesting
from workshop_notes.formats.pdf import Page, grouped, pages_of
from workshop_notes.formats.pdf_lines import (
    ENDS,
    FEWEST_FLOWING,
    LARGER,
    PARAGRAPH_GAP,
    SET_IN,
    SMALLER,
    Cells,
    Region,
    Run,
    Segment,
    cells,
    each,
    flows,
    goes_on,
    is_word,
    join_lines,
    lines,
    margins,
    said_in,
    segments,
)
from workshop_notes.problem import Problem

# Dashes, dots, arrows, boxes and other signs that stand for nothing in a sentence.
_BULLET = r"[•‣⁃∙·–—*§\-\u2190-\u21ff\u25a0-\u27bf\u2900-\u2bff\uf0b7\uf0a7\uf0d8\uf0fc]"
_MARK = re.compile(rf"{_BULLET}|o|(?=.{{2,7}}\Z)\(?(?:\d+|[ivxlcIVXLC]+|[^().])[.)]+")
_MARKS = {
    "bullet": re.compile(rf"^({_BULLET}|o(?= ))\s+(?=\S)"),
    "number": re.compile(r"^(\d{1,3})([.)])\s+(?=\S)"),
}
_BARE_NOTE = re.compile(r"^(\d{1,3})\s+(?=\D)")
_NOTE = re.compile(r"^(\d{1,3})(?:[.)]\s*|\s+)(?=\S)")
_NOTE_STEP = 2.5  # times the size: a line farther below a note is none of it
_DIGITS = re.compile(r"\d+")
_UNIT = re.compile(r"[\d⁰-⁹]\s?[a-z]{1,2}\Z")  # of a measure: what is raised at it is its power

_FEWEST_ROWS = 2
_NEXT_LINE = 1.5  # times the size: a line this near goes on in the cell above
_CELL_GAP = 1.35  # times the size: lines farther apart than this are of two cells
_GAP = 0.15
_TALLEST_CELL = 6  # lines

_ALIKE = 0.08  # sizes that differ by less are one
_QUOTED = re.compile(r"[“«„\"].*[”»“\"]\Z", re.S)
_LONGEST_HEADING = 220
_LONGEST_BOLD = 120
_INDENT = 0.8
_DEEPEST_HEADING = 6
_HYPHENS = ("-", "\u2010")
_NUMBER_GOES_ON = re.compile(r".*\+\d[\d ().-]*\n\d", re.S)  # a telephone's

_UNKNOWN = re.compile("\ufffd(?:[\ufffd ]*\ufffd)?")
_SET_APART = re.compile(r"(?<!\w)(?:[^\W\d_] ){2,}[^\W\d_](?!\w)")
_SHORTEST_SPELLED = 5  # letters of a name that no guard reads
_MOST_UNMAPPED = 0.03
_SCAN = 0.5  # of a page's area under one picture
_FEW_LETTERS = 30
_TURNED = 0.5
_LEFTWARD = 0.1  # of the letters: more is a text, less a name or a quotation
_PICTURE = 0.02

_Table = tuple[int, tuple[Cells, ...]] | None


@dataclass(frozen=True, slots=True)
class Block:
    """One block; `level` is a heading's from 1, or by how many points an item is set in."""

    kind: str  # heading | paragraph | bullet | number | table | note | again
    runs: tuple[Run, ...] = ()
    level: int = 0
    number: int = 0
    rows: tuple[Cells, ...] = ()
    page: int = 0
    size: float = 0.0
    full: bool = False  # its last line reaches the edge, so that it may go on elsewhere
    cells: Cells = ()  # of a lone row, which may be the head of a table on the next page
    mark: str = ""  # the bullet or number of an item

    @property
    def text(self) -> str:
        """The text without its setting."""
        return said_in(self.runs)

    def going_on(self, below: Block, known: Words) -> Block:
        """Put the text of another block at the end of this one's."""
        return replace(self, runs=tuple(join_lines([self.runs, below.runs], known)))


@dataclass(frozen=True)
class _Layout:
    """What holds for the whole document.

    Its words, the places of its raised marks, the size of its text, its lines' distance.
    """

    known: Words
    marks: Collection[tuple[int, str]]  # each with its page
    body: float  # the size that most of the text is set in, in points
    pitch: float  # the usual distance of two lines' baselines, as times their size


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
        self._labels: dict[tuple[int, int], int] = {}  # of the notes that are referred to

    def write(self) -> None:
        """Write all blocks, then the notes that are referred to."""
        body = self._reading.body
        lists = Nesting()
        for block in self._found:
            if block.kind in _MARKS:
                self._put_item(block, lists)
                continue
            lists.close()
            if block.kind == "again":
                self._reading.leave_out(block.text, "head of a table, repeated on a page")
            elif block.kind == "heading":
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
        written = 0
        while written < len(self._labels):  # a note may be the first to refer to another
            key = list(self._labels)[written]
            written += 1
            note = sub(body, "note", number=str(written))
            self._reading.own_mark(note, str(key[1]))
            self._put(self._notes[key].runs, key[0], sub(note, "p"))

    def _put_item(self, block: Block, lists: Nesting) -> None:
        if block.mark.isalpha():
            self._reading.leave_out(block.mark, "bullet of a list")
        paragraph = sub(self._reading.body, "p")
        self._put(block.runs, block.page, paragraph)
        kind = "ol" if block.kind == "number" else "ul"
        item = lists.place(
            Item(kind, None, whole_number(block.mark), float(block.level)), paragraph
        )
        if kind == "ol":
            item.set("typed", "typed")
        else:
            self._reading.set_mark(paragraph, _said(block.mark))

    def _put(self, runs: Sequence[Run], page: int, out: etree._Element) -> None:
        before = ""
        for run in runs:
            address = clean_address(run.link) if run.link else ""
            place = sub(out, "a", href=address) if address and run.text.strip() else out
            place = set_as(place, struck=run.struck, bold=False, italic=False)
            is_power = _UNIT.search(before) is not None
            before += run.said
            numbers = _DIGITS.findall(run.text) if run.raised and not is_power else []
            notes = [note for one in numbers if (note := self._note_of(page, int(one)))]
            if not numbers or len(notes) < len(numbers):
                put(place, self._spelled(run.said, f"letters on page {page}"))
                continue
            for note in notes:
                label = self._labels.setdefault(note, len(self._labels) + 1)
                self._reading.own_mark(sub(place, "mark", number=str(label)), str(note[1]))

    def _spelled(self, said: str, where: str) -> str:
        """Give a text whose letters that are set apart are words, and which says what is unread."""
        for letters in _SET_APART.findall(said):
            word = letters.replace(" ", "")
            if is_word(word):
                said = said.replace(letters, word, 1)
            elif len(word) >= _SHORTEST_SPELLED:
                said = said.replace(letters, "\ufffd", 1)
                self._reading.leave_out(letters, "letters set apart", withheld=True)
        return _UNKNOWN.sub(lambda _: self._reading.not_read(where), said)

    def _note_of(self, page: int, number: int) -> tuple[int, int] | None:
        """Find the note that a mark on a page refers to."""
        near = [(abs(at - page), -at) for at, known in self._notes if known == number]
        return (-min(near)[1], number) if near and min(near)[0] <= 1 else None


def read(data: bytes, path: str) -> Reading:
    """Read a PDF; what cannot be read as text is refused with what to do instead."""
    reading = Reading(is_clean=True)
    pages = pages_of(data)
    if problem := _unreadable(pages, path):
        reading.problems.append(problem)
        return reading
    parts = [segments(page) for page in pages]
    framing = margins(parts, [page.height for page in pages])
    kept = [[part for part in listed if part not in framing] for listed in parts]
    words = Words.of(part.raw for listed in kept for part in listed)
    found = _blocks(each(*kept), words)
    for reason in sorted(set(framing.values())):
        framed = [part for part, why in framing.items() if why == reason]
        numbers = sorted({part.page for part in framed})
        where = f"page {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} pages"
        for number in numbers:
            for line in lines(part for part in framed if part.page == number):
                reading.leave_out(line.raw, f"{reason} ({where})", withheld=True)
    _leave_out_unseen(pages, reading)
    shown = [one.number for one in pages if one.is_drawn or one.picture_share > _PICTURE]
    reading.ask_about("pictures-left-out", *(f"pictures on page {number}" for number in shown))
    _Writer(found, reading).write()
    reading.unsure = words.unsure
    reading.ask(path)
    return reading


def _unreadable(pages: Sequence[Page], path: str) -> Problem | None:
    glyphs = [glyph for page in pages for glyph in page.glyphs if not glyph.text.isspace()]
    visible = [glyph for glyph in glyphs if not glyph.hidden]
    letters = [glyph.text for glyph in visible if glyph.text.isalpha()]
    scanned = sum(
        page.picture_share > _SCAN and sum(not one.hidden for one in page.glyphs) < _FEW_LETTERS
        for page in pages
    )
    leftward = sum(unicodedata.bidirectional(one[0]) in ("R", "AL") for one in letters)
    unread = sum(glyph.unread for glyph in visible)
    turned = sum(not glyph.straight for glyph in visible)
    refusals = {
        "pdf empty": not glyphs and not any(page.picture_share for page in pages),
        "pdf scan": not visible or scanned > len(pages) / 2,
        "pdf leftward": leftward > _LEFTWARD * len(letters),
        "pdf unmapped": unread - leftward > _MOST_UNMAPPED * len(visible),
        "pdf turned": turned > _TURNED * len(visible),
    }
    return next((refused(why).problem(path) for why, is_so in refusals.items() if is_so), None)


def _leave_out_unseen(pages: Sequence[Page], reading: Reading) -> None:
    """List what cannot be seen, and what runs across the page."""
    for page in pages:
        kinds: dict[str, list[str]] = {}
        for glyph in page.glyphs:
            across = "" if glyph.straight else "text that runs across the page"
            unread = "letters that cannot be read" if glyph.unread else ""
            if why := glyph.hidden or across or unread:
                kinds.setdefault(why, []).append(glyph.text)
        for why, letters in sorted(kinds.items()):
            reason = f"{why}, page {page.number} ({len(letters)} letters)"
            reading.leave_out("".join(letters), reason, withheld=True)
        if any(not (one.straight or one.hidden) for one in page.glyphs):
            reading.ask_about("pictures-left-out", f"text across page {page.number}")


def _blocks(regions: Sequence[Region], known: Words) -> list[Block]:
    """Give the document's blocks in reading order."""
    layout = _layout(regions, known)
    found: list[Block] = []
    notes: list[Block] = []
    for region in regions:
        # A page between may hold nothing.
        last = next((one.text for one in notes[-1:] if region.lines[0].page - one.page <= 2), "")
        cut = _notes_start(region, layout, last)
        for number, block in enumerate(_region(region, region.lines[:cut], layout)):
            _append(found, block, number == 0, known)
        for at, block in enumerate(_notes(region.lines[cut:], known)):
            if block.number or at or not notes:
                notes.append(block)
            else:
                notes[-1] = notes[-1].going_on(block, known)
    return _leveled(found, layout.body) + notes


def _layout(regions: Sequence[Region], known: Words) -> _Layout:
    sizes, steps = Counter[float](), Counter[float]()
    for region in regions:
        for line in region.lines:
            for part in line.parts:
                sizes[round(part.size * 2) / 2] += len(part.text)
        for above, below in pairwise(region.lines):
            step = (below.baseline - above.baseline) / max(above.size, 1.0)
            if abs(below.size - above.size) < 0.05 * above.size and 0.9 < step < 2.2:
                steps[round(step, 1)] += 1
    marks = {
        (line.page, mark)
        for region in regions
        for line in region.lines
        for part in line.parts
        for run in part.runs
        for mark in (_DIGITS.findall(run.text) or [run.text] if run.raised else ())
    }
    body = max(sizes, key=lambda size: (sizes[size], -size), default=0.0)
    pitch = max(steps, key=lambda step: (steps[step], -step), default=1.2)
    return _Layout(known, marks, body, pitch)


def _notes_start(region: Region, layout: _Layout, last: str) -> int:
    """Find the line at which footnotes begin, or the `last` goes on; the end if there are none."""
    start, below, plain = len(region.lines), 0, 0
    for at, line in reversed(list(enumerate(region.lines))):
        if line.table:
            break
        small = line.size <= SMALLER * layout.body
        # Some word processors set footnotes like the text, with an unraised, bare number.
        bare = _BARE_NOTE.match(line.text) if line.size < LARGER * layout.body else None
        is_bare = bare is not None and (line.page, bare[1]) in layout.marks
        number = _note_number(line, small or is_bare)
        if number and (not below or number < below):
            start, below, plain = at, number, 0
        elif not small:
            plain += 1
            if plain > 3 or line.size >= LARGER * layout.body:
                break
    on = start
    while on and last and region.lines[on - 1].size <= SMALLER * layout.body:
        on -= 1
    return on if on < start and goes_on(last, region.lines[on].text) else start


def _notes(listed: Sequence[Segment], known: Words) -> Iterator[Block]:
    def is_of_note(held: Sequence[Segment], line: Segment) -> bool:
        is_near = line.baseline - held[-1].baseline < _NOTE_STEP * line.size
        return is_near and not _note_number(line, small=True)

    for held in grouped(listed, is_of_note):
        number = _note_number(held[0], small=True)
        runs = tuple(join_lines((line.runs for line in held), known))
        if number and runs[0].raised:
            runs = _without_start(runs[1:], re.compile(r"\s*"))
        elif number:
            runs = _without_start(runs, _NOTE)
        yield Block("note", runs, number=number, page=held[0].page, size=held[0].size)


def _note_number(line: Segment, small: bool) -> int:
    first = line.runs[0]
    if first.raised and first.text.strip().isdigit() and len(line.runs) > 1:
        return int(first.text)
    match = _NOTE.match(line.text) if small else None
    return int(match[1]) if match else 0


def _without_start(runs: Sequence[Run], pattern: re.Pattern[str]) -> tuple[Run, ...]:
    """Take the mark off the start of runs; it may reach over several of them."""
    match = pattern.match(said_in(runs))
    left = match.end() if match else 0
    out: list[Run] = []
    for run in runs:
        out.append(replace(run, text=run.text[left:]))
        left = max(0, left - len(run.text))
    return tuple(run for run in out if run.text)


def _region(region: Region, listed: Sequence[Segment], layout: _Layout) -> Iterator[Block]:
    group: list[Segment] = []  # lines that become one block
    kind, at = "", 0
    edges = list(_edges(listed, region, layout))
    while at < len(listed):
        line = listed[at]
        if table := _table(listed, at):
            yield from _block(group, kind, region, layout)
            at, rows = table
            yield Block("table", rows=rows, page=line.page)
            group, kind = [], ""
            continue
        mark = _mark(line.text)
        if mark == "bullet" and (
            (line.page, line.text[0]) in layout.marks  # the note that a raised sign refers to
            or (_said(line.text[0]) and not kind)
        ):
            mark = ""
        if kind and not mark and _is_set_in(line, group, region):
            mark = "bullet"  # one that is drawn, and no letter
        is_marked = len(line.parts) > 1 and _is_mark(line.parts[0])
        if mark or is_marked or not group or _breaks(line, group, kind, edges[at], layout):
            yield from _block(group, kind, region, layout)
            group, kind = [], mark
        group.append(line)
        at += 1
    yield from _block(group, kind, region, layout)


def _edges(listed: Sequence[Segment], region: Region, layout: _Layout) -> Iterator[float]:
    """Yield where the lines around each one end: of its paragraph, or of others of its size."""
    runs = grouped(listed, lambda run, line: not _is_far(run[-1], line, layout))
    known: dict[int, float] = {}
    flowing = [run for run in runs if len(run) >= FEWEST_FLOWING and flows(run, 0.5)]
    for run in flowing:
        size = round(run[0].size)
        known[size] = max(known.get(size, 0.0), *(one.x1 for one in run))
    for run in runs:
        edge = known.get(round(run[0].size), region.x1)
        yield from [max(one.x1 for one in run) if run in flowing else edge] * len(run)


def _said(mark: str) -> str:
    """Give a bullet that says something, such as ✔; "" for any other, and for a font's own code."""
    return "" if mark.isalpha() or unicodedata.category(mark or "-") == "Co" else bullet(mark, "")


def _mark(text: str) -> str:
    """Say what kind of mark a line begins with; "" for none."""
    return next((kind for kind, mark in _MARKS.items() if mark.match(text)), "")


def _is_mark(part: Segment) -> bool:
    """Say whether a text is the mark of a list's item: a bullet, `1.`, `(a)`."""
    return _MARK.fullmatch(part.text.strip()) is not None


def _is_set_in(line: Segment, group: Sequence[Segment], region: Region) -> bool:
    """Say whether a line is an item below the one above, by its place alone."""
    before, first = group[-1], group[0]
    is_near = line.baseline - before.baseline <= 2 * line.size
    if _is_full(before, region) or not (is_near and _is_alike(before.size, line.size)):
        return False
    if not _mark(first.text):
        return abs(line.x0 - first.x0) < 0.1 * line.size
    return line.x0 > first.x0 + SET_IN * line.size


def _is_far(before: Segment, line: Segment, layout: _Layout) -> bool:
    """Say whether a line is not the next of the text above it, by its place and size."""
    step = line.baseline - before.baseline
    usual = max(layout.pitch * before.size, before.size)
    is_near = 0 <= step <= PARAGRAPH_GAP * usual
    return not (is_near and _is_alike(before.size, line.size))


def _breaks(
    line: Segment, group: Sequence[Segment], kind: str, edge: float, layout: _Layout
) -> bool:
    """Say whether a line begins another block; `edge` is where the lines around it end."""
    before = group[-1]
    if _is_far(before, line, layout):
        return True
    if before.size >= LARGER * layout.body:
        return before.bold != line.bold
    inked = [glyph for glyph in line.glyphs if not glyph.text.isspace()]
    width = inked[: len(line.text.split()[0])][-1].x1 - line.x0
    reaches = before.x1 + width + 0.25 * line.size > edge - 0.02 * (edge - line.x0)
    if before.bold != line.bold and not (reaches and line.text[:1].islower()):
        return True
    if kind:
        return line.x0 < group[0].x0 + 0.3 * line.size and not reaches
    if (
        before.text.endswith(_HYPHENS)
        or goes_on(before.text, line.text)
        or _NUMBER_GOES_ON.match(f"{before.text}\n{line.text}")
    ):
        return False
    indented = line.x0 > before.x0 + _INDENT * line.size
    return not reaches or bool(indented and ENDS.search(before.text) and len(group) > 1)


def _is_alike(size: float, other: float) -> bool:
    return abs(size - other) <= _ALIKE * max(size, other)


def _is_full(line: Segment, region: Region) -> bool:
    return line.x1 > region.x1 - 0.12 * (region.x1 - region.x0)


def _block(group: Sequence[Segment], kind: str, region: Region, layout: _Layout) -> Iterator[Block]:
    if not group:
        return
    runs = tuple(join_lines((line.runs for line in group), layout.known))
    first, single = group[0], len(group) == 1
    is_row = single and not kind and len(first.parts) > 1
    block = Block(
        "paragraph",
        runs,
        page=first.page,
        size=first.size,
        full=_is_full(group[-1], region),
        cells=tuple(part.runs for part in first.parts) if is_row else (),
    )
    text = block.text
    is_sentence = text.endswith((".", ".”", '."', ",", ";"))
    larger = first.size >= LARGER * layout.body and len(text) <= _LONGEST_HEADING
    heavy = (
        all(line.bold for line in group)
        and len(text) <= _LONGEST_BOLD
        and first.size > SMALLER * layout.body
        and not is_row
    )
    may_be_heading = not kind or larger or (kind == "number" and heavy and single)
    if may_be_heading and (larger or heavy) and not is_sentence and any(map(str.isalpha, text)):
        block = replace(block, kind="heading")
    elif kind:
        found = _MARKS[kind].match(text)
        block = replace(
            block,
            kind=kind,
            runs=_without_start(runs, _MARKS[kind]),
            level=round(first.x0 - region.x0),
            mark=found[1] if found else "",
        )
    yield block


def _append(found: list[Block], block: Block, begins: bool, known: Words) -> None:
    """Add a block, or go on with the last one where a column or page (`begins`) broke it."""
    last = found[-1] if found else Block("")
    width = len(block.rows[0]) if block.rows else 0
    if (
        block.kind == "paragraph"
        and last.kind in ("paragraph", *_MARKS)
        and _is_alike(last.size, block.size)
        and (begins or last.full)
        and (goes_on(last.text, block.text) or last.text.endswith((*_HYPHENS, ",")))
    ):
        found[-1] = replace(last.going_on(block, known), full=block.full)
    elif width and len(last.cells) == width:
        found[-1] = replace(block, rows=(last.cells, *block.rows))
    elif width and last.rows and last.page != block.page and len(last.rows[0]) == width:
        found[-1:] = _over_pages(last, block, known)
    else:
        found.append(block)


def _over_pages(above: Block, below: Block, known: Words) -> list[Block]:
    """Give two parts of a table as one, and the head that is printed again as a block before it."""
    rows, again = below.rows, []
    if list(map(said_in, rows[0])) == list(map(said_in, above.rows[0])):
        again = [Block("again", tuple(run for cell in rows[0] for run in (*cell, Run(" "))))]
        rows = rows[1:]
    whole = above.rows
    if rows and not rows[0][0] and any(said_in(cell)[:1].islower() for cell in rows[0]):
        pairs = zip(whole[-1], rows[0], strict=True)
        whole = (*whole[:-1], tuple(tuple(join_lines(pair, known)) for pair in pairs))
        rows = rows[1:]
    return [*again, replace(above, rows=whole + rows, page=below.page)]


def _leveled(found: Sequence[Block], body: float) -> list[Block]:
    """Set the levels of headings by size; find the title."""
    page = min((block.page for block in found), default=0)
    headings = [block for block in found if block.kind == "heading"]
    large = [block for block in headings if block.page == page and block.size >= 1.15 * body]
    title = max(large, key=lambda one: (not _QUOTED.match(one.text), one.size), default=None)
    # Neither what is quoted nor what stands first, right above the title, begins a section.
    at = headings.index(title) if title else 0
    after = headings[at:] if title and found.index(title) == at else headings
    sections = [one for one in after if one is not title and not _QUOTED.match(one.text)]
    sizes = sorted({_step(one, body) for one in sections}, reverse=True)
    levels = {size: min(2 + at, _DEEPEST_HEADING) for at, size in enumerate(sizes)}
    rest = [
        replace(block, level=levels[_step(block, body)])
        if block in sections
        else replace(block, kind="paragraph" if block in headings else block.kind)
        for block in found
        if block is not title
    ]
    return [replace(title, level=1), *rest] if title else rest


def _step(block: Block, body: float) -> float:
    """Give a heading's size; bold ones of the body's size come after all larger ones."""
    return round(block.size * 2) / 2 if block.size >= LARGER * body else 0.0


def _table(listed: Sequence[Segment], start: int) -> _Table:
    """Give the line after a table that begins at a line, and its rows; None where none begins."""
    if listed[start].table:
        return start + 1, listed[start].table
    return _wrapped_table(listed, start) or _aligned_table(listed, start)


def _aligned_table(listed: Sequence[Segment], start: int) -> _Table:
    """Read a table each of whose rows is a line, of which some may go on in one cell."""
    end = start
    while end < len(listed) and (
        _is_next_of_cell(listed[start : end + 1])
        or (len(listed[end].parts) > 1 and not _is_mark(listed[end].parts[0]))
    ):
        end += 1
    block = listed[start:end]
    most = max((len(line.parts) for line in block), default=0)
    columns = list(zip(*(one.parts for one in block if len(one.parts) == most), strict=True))
    places = [(min(one.x0 for one in held), max(one.x1 for one in held)) for held in columns]
    gap = _GAP * listed[start].size
    if (
        len(columns) < 2
        or len(columns[0]) < _FEWEST_ROWS
        or any(right[0] - left[1] < gap for left, right in pairwise(places))
        or not all(map(_is_column, columns))
    ):
        return None
    table: list[list[list[Segment]]] = []
    for number, line in enumerate(block, start=1):
        if not _is_next_of_cell(block[:number]):
            table.append([[] for _ in places])
        for part in line.parts:
            over = [min(part.x1, x1) - max(part.x0, x0) for x0, x1 in places]
            table[-1][over.index(max(over))].append(part)
    return end, cells(table)


def _is_column(held: Sequence[Segment]) -> bool:
    """Say whether cells begin at one place, or have one middle, or are figures with one end."""
    ends = [cell.x1 for cell in held if any(map(str.isdigit, cell.text))] or [0.0, 1e9]
    places = ([cell.x0 for cell in held], [cell.x0 + cell.x1 for cell in held], ends)
    return any(max(listed) - min(listed) < held[0].size for listed in places)


def _is_next_of_cell(listed: Sequence[Segment]) -> bool:
    """Say whether the last line of some is the next of a cell of the row above."""
    *above, line = listed
    if not above or len(line.parts) > 1:
        return False
    if line.baseline - above[-1].parts[0].baseline > _NEXT_LINE * line.size:
        return False
    columns = max((one.parts for one in above), key=len)
    limits = [*(cell.x0 for cell in columns[1:]), float("inf")]
    return any(
        abs(line.x0 - cell.x0) < line.size and line.x1 < limit
        for cell, limit in zip(columns, limits, strict=True)
    )


def _wrapped_table(listed: Sequence[Segment], start: int) -> _Table:
    """Read a table whose cells run over several lines.

    Its columns are places that no line crosses; its rows are told by the distance of lines, and
    only where every column has as many.
    """
    if all(len(line.parts) < 2 for line in listed[start : start + 2]):
        return None
    taken: list[Segment] = []
    columns: list[tuple[float, float]] = []
    end = start
    for line in listed[start:]:
        if taken and line.baseline - taken[-1].baseline > 3 * line.size:
            break
        wider = merged([*columns, *((one.x0, one.x1) for one in line.parts)], 0.5 * line.size)
        if _is_mark(line.parts[0]) or len(wider) < len(columns) > 1:
            break
        taken, columns, end = [*taken, *line.parts], wider, end + 1
    table = [
        grouped(
            sorted((one for one in taken if x0 <= one.x0 <= x1), key=lambda one: one.baseline),
            lambda cell, one: one.baseline - cell[-1].baseline <= _CELL_GAP * one.size,
        )
        for x0, x1 in columns
    ]
    tallest = max((len(cell) for held in table for cell in held), default=0)
    numbers = {len(held) for held in table}
    is_table = len(columns) > 1 and len(numbers) == 1 and min(numbers) >= _FEWEST_ROWS
    is_table = is_table and 1 < tallest <= _TALLEST_CELL
    return (end, cells(zip(*table, strict=True))) if is_table else None
