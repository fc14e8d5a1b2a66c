"""A PDF read: its letters in order, and headings, lists, tables and footnotes told from that."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress, pairwise, product, takewhile
from statistics import median

from lxml import etree

from workshop_notes.formats.archive import whole_number
from workshop_notes.formats.columns import merged
from workshop_notes.formats.document import (
    Reading,
    bullet,
    clean_address,
    put,
    set_as,
    shifted,
    sub,
)
from workshop_notes.formats.hidden import refused
from workshop_notes.formats.hyphens import Words
from workshop_notes.formats.outline import Item, Nesting
from workshop_notes.formats.pdf import Box, Glyph, Page, grouped, holds, pages_of
from workshop_notes.problem import Problem
from workshop_notes.text.languages import LISTS, ordinary

_FEWEST_SPACED = 5  # letters of a line
WORD_GAP = 0.2  # of the size of the letters; less is kerning, more is a space
SEGMENT_GAP = 1.2  # more is another column, cell or tab
_RAISED_SIZE = 0.92
_RAISED_BY = 0.12
_LONGEST_RAISED = 5  # letters
_HYPHEN = "\x02"  # what PDFium gives for a hyphen at the end of a line

_NARROWEST_GUTTER = 6.0
_ALIGNED = 1.5  # points
_EVEN = 0.3  # of the size: the blanks of a justified line differ by less
_CLOSE = 0.45  # of the size: words without a blank between stand nearer, cells of a row do not
_FEWEST_LINES = 4
_FEWEST_FLOWING = 3  # lines of a column whose sentences go on from each to the next
_FEWEST_LETTERS = 14  # in the middle line of a column; the cells of a table hold less
# Dashes, dots, arrows, boxes and other signs that stand for nothing in a sentence.
_BULLET = r"[•‣⁃∙·–—*§\-\u2190-\u21ff\u25a0-\u27bf\u2900-\u2bff\uf0b7\uf0a7\uf0d8\uf0fc]"
_MARK = re.compile(rf"{_BULLET}|o|(?=.{{2,7}}\Z)\(?(?:\d+|[ivxlcIVXLC]+|[^().])[.)]+")

RUNNING = "running head or foot, repeated on the pages"
MARKED = "head or foot that the file marks as such"
NUMBER = "page number"
LINE_NUMBER = "line number"
_ZONE = 0.14  # of the page's height, at its top and at its bottom
_FEWEST_COUNTED = 3  # lines of a page
_DEPTH = 3  # rows of a zone that can repeat
_SHARE = 0.3  # of the pages
_DRIFT = 8.0
_NUMBER = re.compile(
    r"(?:page|p\.|seite|página)?[\s|–—·-]*(?:\d{1,4}|[ivxlc]{1,6})"
    r"(?:\s*(?:/|of|de|sur|von)\s*\d{1,4})?[\s|–—·-]*",
    re.I,
)

_FEWEST_ROWS = 2
_NEXT_LINE = 1.5  # times the size: a line this near goes on in the cell above
_GAP = 0.15
_CELL_GAP = 1.35  # times the size: lines farther apart than this are of two cells
_TALLEST_CELL = 6  # lines
_TALLEST_RULED = 30  # lines: more is a column of a page
_MOST_RULES = 1_500  # on a page: more is a drawing
_SHORTEST_SIDE = 6.0  # points of a rule of a table
_LONGEST_BAR = 40.0  # points of the bar of a fraction
_TOUCH = 3.0  # points between rules that meet

_SENTENCE_END = re.compile(r"[.!?:][”’\"')\]]*\d*$")
_SENTENCE = re.compile(r"(?:\w+\W+){2,}\w+[.!?:;][”’\"')\]]*$")
_LINE_STEP = 1.7  # of a line's size: more is no next line of the same paragraph
_BAND_GAP = 1.5  # times the usual distance of lines
_END = re.compile(r"([^\W_]+)([-\u2010\u00ad])$")
_SET_APART = re.compile(r"(?<!\w)(?:[^\W\d_] ){2,}[^\W\d_](?!\w)")
_WORDS_ALONE = "AIÀY"  # letters that may be words
_SHORTEST_SPELLED = 5  # letters of a name that no guard reads
# An address that goes on in the next line, and a telephone number.
_ADDRESS_GOES_ON = re.compile(r"\S+@ \w|[\w.-]+ @\w+\.\w|\S*://\S* (?:[-./?=&_#%~]|\w+[/=])")
_NUMBER_GOES_ON = re.compile(r".*\+\d[\d ().-]*\n\d", re.S)
_UNKNOWN = re.compile("\ufffd(?:[\ufffd ]*\ufffd)?")
_WORDS = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")

LARGER = 1.1  # times the size of the body: a heading
SMALLER = 0.93  # a footnote
_ALIKE = 0.08  # sizes that differ by less are one

_BARE_NOTE = re.compile(r"^(\d{1,3})\s+(?=\D)")
_NOTE = re.compile(r"^(\d{1,3})(?:[.)]\s*|\s+)(?=\S)")
_NOTE_STEP = 2.5  # times the size: a line farther below a note is none of it
_LONGEST_HEADING = 220
_LONGEST_BOLD = 120
_PARAGRAPH_GAP = 1.35  # times the usual distance of lines
_INDENT = 0.8
_SET_IN = 2.5  # times the size, from an item's mark: where another item's text begins
_DEEPEST_HEADING = 6
_MARKS = {
    "bullet": re.compile(rf"^({_BULLET}|o(?= ))\s+(?=\S)"),
    "number": re.compile(r"^(\d{1,3})([.)])\s+(?=\S)"),
}
_ENDS = (".", "!", "?", ":", ";", ".”", "?”", "!”", '."', ")", "’")
_DIGITS = re.compile(r"\d+")
_UNIT = re.compile(r"[\d⁰-⁹]\s?[a-z]{1,2}\Z")  # of a measure: what is raised at it is its power

_MOST_UNMAPPED = 0.03
_SCAN = 0.5  # of a page's area under one picture
_FEW_LETTERS = 30
_TURNED = 0.5
_LEFTWARD = 0.1  # of the letters: more is a text, less a name or a quotation
_PICTURE = 0.02


@dataclass(frozen=True, slots=True)
class Run:
    """Text set in one way."""

    text: str
    raised: bool = False
    link: str = ""
    struck: bool = False

    @property
    def said(self) -> str:
        """The text, raised letters as such."""
        return shifted(self.text, "superscript") if self.raised else self.text


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Text on one baseline; lengths in points from the page's top left, y downwards."""

    runs: tuple[Run, ...]
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool
    page: int
    glyphs: tuple[Glyph, ...] = field(repr=False)
    table: tuple[Cells, ...] = ()  # of a ruled table, which stands in its place as one segment

    @property
    def text(self) -> str:
        """The text without its setting."""
        return _said_in(self.runs)

    @property
    def raw(self) -> str:
        """The text with raised digits as such, so that they are words of their own."""
        return "".join(run.said for run in self.runs)


Row = tuple[Segment, ...]
Cells = tuple[tuple[Run, ...], ...]
_Sides = tuple[list[Segment], list[Segment]]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page that is read from the top down; each row is one or more segments."""

    x0: float
    x1: float
    rows: tuple[Row, ...]
    page: int


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
    mark: str = ""  # the bullet or number of an item

    @property
    def text(self) -> str:
        """The text without its setting."""
        return _said_in(self.runs)

    def going_on(self, below: Block, known: Words) -> Block:
        """Put the text of another block at the end of this one's."""
        return replace(self, runs=tuple(join_lines([self.runs, below.runs], known)))


@dataclass
class _Group:
    """Lines that become one block."""

    lines: list[Segment] = field(default_factory=list)
    row: Row = ()
    mark: str = ""


@dataclass(frozen=True)
class _Layout:
    """What holds for the whole document: its words, the size of its text, its lines' distance."""

    known: Words
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
                if block.mark.isalpha():
                    self._reading.leave_out(block.mark, "bullet of a list")
                paragraph = sub(body, "p")
                self._put(block.runs, block.page, paragraph)
                kind = "ol" if block.kind == "number" else "ul"
                item = lists.place(Item(kind, None, block.number, float(block.level)), paragraph)
                if kind == "ol":
                    item.set("typed", "typed")
                elif said := _said(block.mark):
                    self._reading.set_mark(paragraph, said)
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

    def _put(self, runs: Sequence[Run], page: int, out: etree._Element) -> None:
        where = f"letters on page {page}"
        for at, run in enumerate(runs):
            address = clean_address(run.link) if run.link else ""
            place = sub(out, "a", href=address) if address and run.text.strip() else out
            place = set_as(place, struck=run.struck, bold=False, italic=False)
            is_power = _UNIT.search("".join(one.said for one in runs[:at])) is not None
            numbers = _DIGITS.findall(run.text) if run.raised and not is_power else []
            notes = [note for one in numbers if (note := self._note_of(page, int(one)))]
            if not numbers or len(notes) < len(numbers):
                said = run.said
                for letters in _SET_APART.findall(said):
                    word = letters.replace(" ", "")
                    if _is_word(word):
                        said = said.replace(letters, word, 1)
                    elif len(word) >= _SHORTEST_SPELLED:
                        said = said.replace(letters, "\ufffd", 1)
                        self._reading.leave_out(letters, "letters set apart", withheld=True)
                put(place, _UNKNOWN.sub(lambda _: self._reading.not_read(where), said))
                continue
            for note in notes:
                label = self._labels.setdefault(note, len(self._labels) + 1)
                self._reading.own_mark(sub(place, "mark", number=str(label)), str(note[1]))

    def _note_of(self, page: int, number: int) -> tuple[int, int] | None:
        """Find the note that a mark on a page refers to."""
        near = [(abs(at - page), -at) for at, known in self._notes if known == number]
        return (-min(near)[1], number) if near and min(near)[0] <= 1 else None


def segments(page: Page) -> list[Segment]:
    """Give a page's visible, upright text in the order of the file, ruled tables as segments."""
    shown = [glyph for glyph in page.glyphs if glyph.straight and not glyph.hidden]
    shown = _with_fractions(shown, page.rules)
    found: list[Segment] = []
    for xs, ys in _grids(page.rules):
        whole = (xs[0], ys[0], xs[-1], ys[-1])
        if table := _ruled_table(xs, ys, [one for one in shown if holds(whole, one.middle)], page):
            found.append(table)
            shown = [one for one in shown if not holds(whole, one.middle)]
    return found + _with_initials(_set(shown, page.number))


def joined(parts: Sequence[Segment]) -> Segment:
    """Put the segments of one row together, from left to right, with spaces between."""
    if len(parts) == 1:
        return parts[0]
    return _segment([part.glyphs for part in _across(parts)], parts[0].page)


def regions(parts: Sequence[Segment]) -> list[Region]:
    """Give the parts of a page in reading order: cut where white runs down between columns.

    A box beside lines whose paragraph goes on below it comes before that paragraph.
    """
    listed = rows(parts)
    rest = [part for row in listed for part in row]
    bands = _columns(listed)
    if not bands:
        x0, x1 = min(part.x0 for part in rest), max(part.x1 for part in rest)
        if not any(glyph.text.isspace() for part in rest for glyph in part.glyphs):
            listed = [tuple(map(joined, grouped(_across(row), _stands_near))) for row in listed]
        return [Region(x0, x1, tuple(_justified(listed, x0, x1)), rest[0].page)]
    found: list[Region] = []
    for sides in bands:
        inside = {*sides[0], *sides[1]}
        top = min(part.baseline for part in inside)
        above = [part for part in rest if part.baseline < top]
        below = [part for part in rest if part.baseline >= top and part not in inside]
        if on := _going_on(sides, below):
            found += _each(above, *(side for side in sides if side is not on))
            rest = [*on, *below]
        else:
            found += _each(above, *(side for pair in _parted(*sides) for side in pair))
            rest = below
    return found + _each(rest)


def rows(parts: Sequence[Segment]) -> list[Row]:
    """Group segments by baseline from the top down, raised marks with what they mark."""
    found: list[list[Segment]] = []
    for part in sorted(parts, key=lambda each: (-each.size, each.baseline, each.x0)):
        home = next((row for row in found if _same_row(row, part)), None)
        if home is None:
            found.append([part])
        else:
            home.append(part)
    found.sort(key=lambda row: (max(row, key=lambda each: each.size).baseline, row[0].x0))
    return [tuple(joined(group) for group in grouped(_across(row), _marks)) for row in found]


def margins(pages: Sequence[Sequence[Segment]], heights: Sequence[float]) -> Mapping[Segment, str]:
    """Tell which segments frame the pages, and why each is left out."""
    zones = [_zones(parts, height) for parts, height in zip(pages, heights, strict=True)]
    found = _repeated(zones) | {one: LINE_NUMBER for parts in pages for one in _counted(parts)}
    first = [part for listed in pages[:1] for part in listed]
    large = max((part.size for part in first), default=0.0)
    title = [joined(row).text for row in rows([part for part in first if part.size == large])]
    titles = {*map(_uncounted, [*title, " ".join(title)])} - {""}
    for at, (parts, listed) in enumerate(zip(pages, zones, strict=True)):
        upper, lower = ([row for row in zone if not found.keys() >= set(row)] for zone in listed)
        for row in upper[:1] + lower[-1:]:
            text = joined(row).text
            if _NUMBER.fullmatch(text) and _apart(joined(row), set(parts) - set(row)):
                found |= dict.fromkeys(row, NUMBER)
            elif at and text != _uncounted(text) in titles:
                # The title stands as a running head beside the number.
                found |= dict.fromkeys(row, RUNNING)
    return found


def is_mark(text: str) -> bool:
    """Say whether a text is the mark of a list's item: a bullet, `1.`, `(a)`."""
    return bool(_MARK.fullmatch(text.strip()))


def vocabulary(lines: Iterable[str]) -> Words:
    """Give the words of a document in small letters, those at the ends of lines aside."""
    found: set[str] = set()
    for line in lines:
        words = _WORDS.findall(line)
        if words and _END.search(line.rstrip()):
            words.pop()
        found.update(word.replace("\u2010", "-").lower() for word in words[1:] or words)
    return Words(frozenset(found))


def join_lines(lines: Iterable[Sequence[Run]], known: Words) -> list[Run]:
    """Join the runs of lines; a word that a hyphen parts is put together."""
    out: list[Run] = []
    for line in lines:
        if not (line and out):
            out += line
            continue
        last, first = out[-1], line[0]
        ends = f"{last.text.rsplit(' ', 1)[-1]} {first.text}"
        if last.raised or first.raised:
            head = None
        elif _ADDRESS_GOES_ON.match(ends):
            head = last.text + first.text
        else:
            head = known.joined(last.text, first.text)
        if head is not None:
            is_struck = last.struck and first.struck
            out[-1:] = [Run(head, False, last.link or first.link, is_struck), *line[1:]]
            continue
        if last.raised or (last.link, last.struck) != (first.link, first.struck):
            out.append(Run(" "))
        else:
            out[-1] = replace(last, text=last.text + " ")
        out += line
    return out


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
    found = blocks(_each(*kept), words)
    for reason in sorted(set(framing.values())):
        framed = [part for part, why in framing.items() if why == reason]
        numbers = sorted({part.page for part in framed})
        where = f"page {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} pages"
        for number in numbers:
            for row in rows([part for part in framed if part.page == number]):
                reading.leave_out(joined(row).raw, f"{reason} ({where})", withheld=True)
    _leave_out_unseen(pages, reading)
    shown = [one.number for one in pages if one.is_drawn or one.picture_share > _PICTURE]
    reading.ask_about("pictures-left-out", *(f"pictures on page {number}" for number in shown))
    _Writer(found, reading).write()
    reading.unsure = words.unsure
    reading.ask(path)
    return reading


def blocks(regions: Sequence[Region], known: Words) -> list[Block]:
    """Give the document's blocks in reading order."""
    layout = _layout(regions, known)
    found: list[Block] = []
    notes: list[Block] = []
    marks = {
        (region.page, mark)
        for region in regions
        for row in region.rows
        for run in (run for part in row for run in part.runs if run.raised)
        for mark in _DIGITS.findall(run.text) or [run.text]
    }
    for region in regions:
        cut = _notes_start(region, layout.body, marks)
        if notes and region.page - notes[-1].page <= 2:  # a page between may hold nothing
            cut = _carried_over(notes[-1], region.rows[:cut], layout.body)
        for number, block in enumerate(_region(region, region.rows[:cut], layout, marks)):
            _append(found, block, number == 0, known)
        for at, block in enumerate(_notes(region, region.rows[cut:], known)):
            if block.number or at or not notes:
                notes.append(block)
            else:
                notes[-1] = notes[-1].going_on(block, known)
    return _leveled(found, layout.body) + notes


def _set(glyphs: Iterable[Glyph], page: int) -> list[Segment]:
    groups = grouped(glyphs, lambda group, glyph: _continues(group[-1], glyph))
    inked = (group for group in groups if any(not glyph.text.isspace() for glyph in group))
    return [_segment([group], page) for group in inked]


def _with_initials(parts: list[Segment]) -> list[Segment]:
    """Put a large first letter, beside which several lines stand, before the first of them."""
    for large in [one for one in parts if len(one.text) == 1 and one.text.isalpha()]:
        beside = [
            one
            for one in parts
            if large.size > 2 * one.size
            and -1 < one.x0 - large.x1 < one.size
            and 0 <= large.baseline - one.baseline < large.size
        ]
        first = min(beside, key=lambda one: one.baseline, default=large)
        if len({one.baseline for one in beside}) > 1:
            word = first.text.split()[0]
            is_part = large.text not in _WORDS_ALONE or _is_word(f"{large.text}{word}")
            end = first.x0 - first.size * (not is_part and _is_word(word))
            letter = replace(first.glyphs[0], text=large.text, x0=large.x0, x1=end)
            parts = [one for one in parts if one is not large]
            parts[parts.index(first)] = _segment([[letter, *first.glyphs]], first.page)
    return parts


def _is_word(text: str) -> bool:
    return any(text.lower() in ordinary(code) for code in LISTS)


def _with_fractions(glyphs: list[Glyph], rules: Sequence[Box]) -> list[Glyph]:
    """Write figures over and under a bar as `3/4`, in the line that the bar stands in."""
    short = [rule for rule in rules if 0 < rule[2] - rule[0] < _LONGEST_BAR]
    for bar in short if len(rules) < _MOST_RULES else ():
        over, under = _beside_bar(glyphs, bar)
        line = _line_of(glyphs, bar, over, under) if over and under else None
        if line is None or not all(one.text.isdigit() for one in over + under):
            continue
        said = "/".join("".join(one.text for one in part) for part in (over, under))
        made = replace(line, text=f" {said} ", x0=bar[0], x1=bar[2], link="", struck=False)
        at = sum(one not in under for one in glyphs[: glyphs.index(over[0])])
        left = [one for one in glyphs if one not in over and one not in under]
        glyphs = [*left[:at], made, *left[at:]]
    for slash in [one for one in glyphs if one.text == "\u2044"]:
        at = glyphs.index(slash)
        over = _small_figures(glyphs[:at][::-1], slash)[::-1]
        under = _small_figures(glyphs[at + 1 :], slash)
        if over and under:
            said = "/".join("".join(one.text for one in part) for part in (over, under))
            made = replace(slash, text=f" {said} ", x0=over[0].x0, x1=under[-1].x1)
            glyphs[at - len(over) : at + 1 + len(under)] = [made]
    return glyphs


def _small_figures(glyphs: Sequence[Glyph], slash: Glyph) -> list[Glyph]:
    """Give the first glyphs, as far as they are figures smaller than the stroke beside them."""
    small = (one.text.isdigit() and one.size < slash.size for one in glyphs)
    return list(compress(glyphs, takewhile(bool, small)))


def _beside_bar(glyphs: Sequence[Glyph], bar: Box) -> tuple[list[Glyph], list[Glyph]]:
    """Give the letters right over and right under a bar."""
    inside = [one for one in glyphs if bar[0] - 1 <= one.middle[0] <= bar[2] + 1]
    over = [one for one in inside if 0 < bar[1] - one.baseline < 0.6 * one.size]
    return over, [one for one in inside if 0.5 * one.size < one.baseline - bar[1] < 1.4 * one.size]


def _line_of(
    glyphs: Sequence[Glyph], bar: Box, over: Sequence[Glyph], under: Sequence[Glyph]
) -> Glyph | None:
    """Find a letter beside a bar whose line runs between what is over it and under it."""
    top, bottom = over[0].baseline + 1, under[0].baseline - 1
    near = (one for one in glyphs if bar[0] - one.size < one.x1 and one.x0 < bar[2] + one.size)
    return next((one for one in near if top < one.baseline < bottom and one.text.strip()), None)


def _grids(rules: Sequence[Box]) -> Iterator[tuple[list[float], list[float]]]:
    """Yield the places of the rules of each table, across and down: rules that meet are of one."""
    long = (one for one in rules if max(one[2] - one[0], one[3] - one[1]) > _SHORTEST_SIDE)
    waiting = list(dict.fromkeys(tuple(round(at, 1) for at in rule) for rule in long))
    while waiting and len(waiting) < _MOST_RULES:
        met = [waiting.pop()]
        for rule in met:
            near = [other for other in waiting if _meet(rule, other)]
            met += near
            waiting = [other for other in waiting if other not in near] if near else waiting
        down = [rule for rule in met if rule[3] - rule[1] > rule[2] - rule[0]]
        xs = _places(rule[0] for rule in down)
        # A row that goes on in the next page has no line below it, but the columns end there.
        ends = Counter(round(end) for rule in down for end in rule[1::2])
        across = [rule[1] for rule in met if rule[3] - rule[1] < rule[2] - rule[0]]
        ys = _places([*across, *(end for end, number in ends.items() if number >= len(xs))])
        if len(xs) > 2 and len(ys) > 2:
            yield xs, ys


def _meet(rule: Sequence[float], other: Sequence[float]) -> bool:
    return (
        rule[0] - _TOUCH < other[2]
        and other[0] - _TOUCH < rule[2]
        and rule[1] - _TOUCH < other[3]
        and other[1] - _TOUCH < rule[3]
    )


def _places(found: Iterable[float]) -> list[float]:
    out: list[float] = []
    for place in sorted(found):
        if not out or place - out[-1] > _TOUCH:
            out.append(place)
    return out


def _owners(
    xs: Sequence[float], ys: Sequence[float], rules: Sequence[Box]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Give for each place of a table that of the cell that goes on over it, row before column."""
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for row, column in product(range(len(ys) - 1), range(len(xs) - 1)):
        x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
        left, top = (xs[column], y, xs[column], y), (x, ys[row], x, ys[row])
        owners[row, column] = row, column
        if column and not any(_meet(rule, left) for rule in rules):
            owners[row, column] = owners[row, column - 1]
        elif row and not any(_meet(rule, top) for rule in rules):
            owners[row, column] = owners[row - 1, column]
    return owners


def _ruled_table(
    xs: Sequence[float], ys: Sequence[float], glyphs: Sequence[Glyph], page: Page
) -> Segment | None:
    """Read a table whose rules say its rows and columns; None where they part no text.

    A cell goes on over a place where no rule stands; its text is that of its first row and column.
    """
    owners = _owners(xs, ys, page.rules)
    held: dict[tuple[int, int], list[Glyph]] = {place: [] for place in owners}
    for glyph in glyphs:
        x, y = glyph.middle
        held[owners[bisect(ys[1:-1], y), bisect(xs[1:-1], x)]].append(glyph)
    texts = {place: rows(_set(listed, page.number)) for place, listed in held.items()}
    filled = [place for place, listed in texts.items() if listed]
    if any(len({place[at] for place in filled}) < 2 for at in (0, 1)):
        return None
    if max(map(len, texts.values())) > _TALLEST_RULED:
        return None
    listed = [one for row in texts.values() for one in row]
    whole = _segment([part.glyphs for one in listed for part in one], page.number)
    across = sorted({place[1] for place in filled})
    cells = _cells(
        [map(joined, texts[row, column]) for column in across]
        for row in sorted({place[0] for place in filled})
    )
    first = min(part.baseline for one in listed for part in one)
    return replace(whole, baseline=first, x0=xs[0], x1=xs[-1], bold=False, table=cells)


def _continues(before: Glyph, glyph: Glyph) -> bool:
    size = max(glyph.size, before.size, 1.0)
    smaller = min(glyph.size, before.size) < _RAISED_SIZE * size
    if abs(glyph.baseline - before.baseline) > (0.6 if smaller else 0.25) * size:
        return False
    gap = glyph.x0 - before.x1
    # The letters of a ligature share one box.
    if gap < -0.5 * size and abs(glyph.x0 - before.x0) > 0.1:
        return False
    typed = glyph.text.isspace() or before.text.isspace()
    in_one_go = glyph.drawn_with == before.drawn_with
    return gap < (SEGMENT_GAP if typed or in_one_go else WORD_GAP) * size


def _segment(parts: Sequence[Sequence[Glyph]], page: int) -> Segment:
    glyphs = tuple(glyph for part in parts for glyph in part)
    firsts = {id(part[0]) for part in parts}
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
    size = _usual(glyph.size for glyph in inked)
    baseline = _usual(glyph.baseline for glyph in inked if abs(glyph.size - size) < 0.2)
    letters = [glyph for glyph in inked if glyph.text.isalpha()]
    return Segment(
        _compact(_runs_of(glyphs, firsts, size, baseline)),
        min(glyph.x0 for glyph in inked),
        max(glyph.x1 for glyph in inked),
        baseline,
        size,
        all(glyph.bold for glyph in letters or inked),
        page,
        glyphs,
    )


def _runs_of(glyphs: Sequence[Glyph], firsts: set[int], size: float, baseline: float) -> list[Run]:
    """Give the letters of a segment with blanks between its words, and before those of `firsts`."""
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
    runs: list[Run] = []
    before: Glyph | None = None
    gap = WORD_GAP * max(size, 1.0)
    if is_spaced := _is_letterspaced(inked, gap):
        gap += median(after.x0 - one.x1 for one, after in pairwise(inked))
        firsts = set()
    for glyph in inked if is_spaced else glyphs:
        text = "\ufffd" if glyph.unread else "-" if glyph.text == _HYPHEN else glyph.text
        raised = (
            not text.isspace()
            and glyph.size < _RAISED_SIZE * size
            and baseline - glyph.baseline > _RAISED_BY * size
        )
        if before and not raised and not before.text.isspace():
            far = glyph.x0 - before.x1 + before.overhang > gap
            runs += [Run(" ")] if far or id(glyph) in firsts else []
        runs.append(Run(" " if text.isspace() else text, raised, glyph.link, glyph.struck))
        before = glyph
    return runs


def _is_letterspaced(inked: Sequence[Glyph], gap: float) -> bool:
    """Say whether letters are set apart as words are, and make words where they are farther."""
    gaps = [after.x0 - one.x1 for one, after in pairwise(inked)]
    usual = median(gaps or [0.0])
    if len(inked) < _FEWEST_SPACED or usual <= gap:
        return False
    between = [*(" " * (one > usual + gap) for one in gaps), ""]
    words = "".join(one.text + far for one, far in zip(inked, between, strict=True))
    return all(map(_is_word, words.split()))


def _usual(lengths: Iterable[float]) -> float:
    counts = Counter(round(length, 1) for length in lengths)
    return max(counts, key=lambda known: (counts[known], known))


def _compact(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Join neighbouring runs of one setting; single spaces, none at the ends."""
    out: list[Run] = []
    for run in runs:
        if run.text == " " and (not out or out[-1].text.endswith(" ")):
            continue
        last = out[-1] if out else Run("", True)
        plain = run.text == " " and not (last.raised or last.link or last.struck)
        if out and (plain or replace(last, text="") == replace(run, text="")):
            out[-1] = replace(last, text=last.text + run.text)
        else:
            out.append(run)
    if out:
        out[-1] = replace(out[-1], text=out[-1].text.rstrip(" "))
    return tuple(run for run in out if run.text)


def _each(*columns: Sequence[Segment]) -> list[Region]:
    return [region for parts in columns if parts for region in regions(parts)]


def _justified(rows: Sequence[Row], x0: float, x1: float) -> Iterator[Row]:
    """Yield the rows, joined where lines of prose fill them with blanks as wide as a table's."""

    def is_full(row: Row) -> bool:
        gaps = [part.x0 - before.x1 for before, part in pairwise(row)] or [0.0]
        is_even = max(gaps) - min(gaps) < _EVEN * row[0].size
        is_figure = any(map(str.isdigit, row[-1].text))
        is_wide = row[0].x0 - x0 < _SET_IN * row[0].size and x1 - row[-1].x1 < _ALIGNED
        return is_wide and is_even and not is_figure

    full = list(map(is_full, rows))
    is_prose = 2 * sum(full) > len(rows) and _flows(list(map(joined, rows)), 0.2)
    for row, is_joined in zip(rows, full, strict=True):
        yield (joined(row),) if is_prose and is_joined else row


def _columns(rows: Sequence[Row]) -> list[_Sides]:
    """Give what stands left and right of the place between columns of prose, from the top down.

    Lines of the right column begin at one place, with white before it as far down as it goes.
    """
    parts = sorted((part for row in rows for part in row), key=_height)
    x0, x1 = min(part.x0 for part in parts), max(part.x1 for part in parts)
    margin = 0.12 * (x1 - x0)
    begun = Counter(
        round(part.x0)
        for row in rows
        for before, part in zip((None, *row), row, strict=False)
        if before is None or part.x0 - before.x1 >= _NARROWEST_GUTTER
    )
    found: list[tuple[int, list[_Sides]]] = []
    for x, number in begun.items():
        if number < _FEWEST_FLOWING or not x0 + margin < x < x1 - margin:
            continue
        bands = list(_bands(parts, x))
        left, right = ([part for band in bands for part in band[side]] for side in (0, 1))
        if bands and _is_between_prose(_lines(left), _lines(right)):
            found.append((len(_begun(right, x)), bands))
    return max(found, key=lambda one: one[0])[1] if found else []


def _bands(parts: Sequence[Segment], x: float) -> Iterator[_Sides]:
    """Yield what stands left and right of a place between the lines that cross it, top down."""
    crossing = [one for one in parts if one.x0 < x - 1 and one.x1 > x - _NARROWEST_GUTTER]
    heights = sorted({0.0, *(one.baseline for one in crossing), float("inf")})
    for above, below in pairwise(heights):
        near = parts[bisect(parts, above, key=_height) : bisect(parts, below, key=_height)]
        inside = [one for one in near if above + 0.3 * one.size < one.baseline < below - 1]
        left = [one for one in inside if one.x0 < x - 1]
        right = [one for one in inside if one.x0 >= x - 1]
        begun = {round(one.baseline) for one in right}
        if len(_begun(right, x)) <= max(1, 0.5 * len(begun)):
            continue
        # The short last line of a paragraph above is no line of a column.
        left = [
            one
            for one in left
            if any(abs(one.baseline - other) < 0.5 * one.size for other in begun)
            or not any(_is_next(line, one) for line in crossing)
        ]
        if left:
            yield left, right


def _height(part: Segment) -> float:
    return part.baseline


def _begun(right: Iterable[Segment], x: float) -> set[float]:
    return {one.baseline for one in right if abs(one.x0 - x) < _ALIGNED}


def _lines(parts: Sequence[Segment]) -> list[Segment]:
    return [line for line in map(joined, rows(parts)) if len(line.text) >= 3]


def _going_on(sides: _Sides, below: Sequence[Segment]) -> list[Segment]:
    """Give the column whose paragraph goes on below, so that the other is a box beside it."""
    begins = any(line.text[:1].islower() for line in _lines(sides[1])[:1])
    for side in () if begins else sides:
        if any(_is_next(*pair) for pair in zip(_lines(side)[-1:], _lines(below)[:1], strict=False)):
            return side
    return []


def _is_next(above: Segment, line: Segment) -> bool:
    """Say whether a line goes on with the paragraph of the one above it."""
    near = 0 < line.baseline - above.baseline < _LINE_STEP * line.size
    return near and abs(line.size - above.size) < 0.5 and not _SENTENCE_END.search(above.text)


def _is_between_prose(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    places = [[part.baseline for part in side] for side in (left, right)]
    # The lines of a row of a table stand at one height.
    beside = sum(any(abs(one - other) < 1 for other in places[1]) for one in places[0])
    is_even = 2 * beside > min(map(len, places))
    for side in (left, right):
        short = len(side) < _FEWEST_FLOWING
        if short or median(len(part.text) for part in side) < _FEWEST_LETTERS:
            return False
        if is_even and not _flows(side, 0.6 if len(side) < _FEWEST_LINES else 0.3):
            return False
    shorter = min(max(side) - min(side) for side in places)
    return min(map(max, places)) - max(map(min, places)) > 0.5 * shorter


def _flows(side: Sequence[Segment], share: float) -> bool:
    """Say whether sentences go on from line to line, as they do in no table."""
    texts = [part.text for part in sorted(side, key=lambda part: part.baseline)]
    joints = [
        below[:1].islower() and not _SENTENCE_END.search(above) for above, below in pairwise(texts)
    ]
    return sum(joints) >= share * len(joints)


def _parted(left: list[Segment], right: list[Segment]) -> Iterator[_Sides]:
    """Yield two columns as pairs that stand one above another, where their sentences go on so.

    A page's program fills the upper pair before the lower; what tells is a heading beside which
    nothing stands, or that a column ends within a sentence, or begins in one, only where the next
    begins with, or the last ended by, its rest.
    """
    sides: _Sides = (left, right)
    lines = sorted((line for side in sides for line in _lines(side)), key=lambda one: one.baseline)
    steps = (b.baseline - a.baseline for side in sides for a, b in pairwise(_lines(side)))
    usual = median(steps) if len(lines) >= 2 * _FEWEST_LINES else float("inf")
    body = median([line.size for line in lines] or [0.0])
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        if line.baseline - above.baseline < _BAND_GAP * usual:
            continue
        parts = [
            [one for one in side if (one.baseline > above.baseline + 1) == is_lower]
            for side in sides
            for is_lower in (False, True)
        ]
        along = [_sentences(part, body) for part in parts]
        if not all(along) or _broken_off([along[0], along[2], along[1]]):
            continue
        is_alone = below.baseline - line.baseline > _BAND_GAP * usual and line.x0 < parts[3][0].x0
        is_headed = is_alone and _is_heading(line, body)
        if _broken_off(along) > 1 or (is_headed and _end_near(parts[0], parts[2], 3 * usual)):
            yield parts[0], parts[2]
            sides = parts[1], parts[3]
    yield sides


def _end_near(left: Sequence[Segment], right: Sequence[Segment], reach: float) -> bool:
    """Say whether two columns end at about one height, and without a table, which reaches down."""
    ends = [max(map(_height, side)) for side in (left, right)]
    return abs(ends[0] - ends[1]) < reach and not any(part.table for part in (*left, *right))


def _is_heading(line: Segment, body: float) -> bool:
    return line.bold or line.size > LARGER * body


def _sentences(part: Sequence[Segment], body: float) -> list[str]:
    """Give the lines of a column without its footnotes; a heading is whole and ends nothing."""
    lines = [line for line in _lines(part) if line.size >= SMALLER * body]
    return [line.text + "." * _is_heading(line, body) for line in lines]


def _broken_off(columns: Sequence[Sequence[str]]) -> int:
    """Count the columns that end within a sentence, or begin within one, by mistake."""
    return sum(
        bool(_SENTENCE_END.search(above[-1])) == below[0][:1].islower()
        for above, below in pairwise(columns)
    )


def _is_raised(part: Segment, main: Segment) -> bool:
    """Say whether a segment is a raised mark beside another one's text."""
    rise = (main.baseline - part.baseline) / max(main.size, 1.0)
    is_small = part.size < _RAISED_SIZE * main.size and len(part.text) <= _LONGEST_RAISED
    return is_small and _RAISED_BY < rise < 0.7


def _same_row(row: Sequence[Segment], part: Segment) -> bool:
    main = row[0]
    if abs(main.baseline - part.baseline) < 0.3 * max(1.0, min(main.size, part.size)):
        return True
    gaps = (min(abs(part.x0 - each.x1), abs(each.x0 - part.x1)) for each in row)
    return _is_raised(part, main) and min(gaps) < 0.5 * main.size


def _across(row: Iterable[Segment]) -> list[Segment]:
    return sorted(row, key=lambda part: part.x0)


def _stands_near(group: Sequence[Segment], part: Segment) -> bool:
    is_near = part.x0 - group[-1].x1 < _CLOSE * min(part.size, group[-1].size)
    return is_near and max(len(part.text), len(group[-1].text)) > 1  # else of a word set apart


def _marks(group: Sequence[Segment], part: Segment) -> bool:
    """Say whether a raised mark and the segment that it stands at meet."""
    last = group[-1]
    raised = _is_raised(part, last) or _is_raised(last, part)
    return raised and part.x0 - last.x1 < 0.5 * max(part.size, last.size)


def _zones(parts: Sequence[Segment], height: float) -> tuple[list[Row], list[Row]]:
    """Give the first and the last rows of a page, as far as they stand in its margins."""
    rows = grouped(
        sorted(parts, key=lambda each: (each.baseline, each.x0)),
        lambda row, part: part.baseline - row[0].baseline < 0.4 * part.size,
    )
    size = median([part.size for part in parts] or [0.0])
    steps = [low[0].baseline - high[0].baseline for high, low in pairwise(rows)]
    usual = min(median(steps or [0.0]), _LINE_STEP * size)
    top = _framing(rows, usual, size)
    low = (1 - _ZONE) * height
    bottom = _framing(rows[::-1], usual, size)[::-1]
    return [row for row in top if row[0].baseline < _ZONE * height], [
        row for row in bottom if row[0].baseline > low
    ]


def _framing(rows: Sequence[Sequence[Segment]], usual: float, size: float) -> list[Row]:
    """Give the first rows, from a page's edge, that stand apart from the text or are smaller.

    What is set and ends as a sentence of the text is one, wherever it stands.
    """
    apart = [
        at
        for at, (row, inner) in enumerate(pairwise(rows[: _DEPTH + 1]), start=1)
        if abs(inner[0].baseline - row[0].baseline) > _PARAGRAPH_GAP * usual
        or row[0].size < SMALLER * inner[0].size
    ]
    return [
        tuple(row)
        for row in rows[: max(apart, default=len(rows) if len(rows) <= _DEPTH else 0)]
        if row[-1].size < SMALLER * size or not _SENTENCE.search(joined(row).text)
    ]


def _repeated(zones: Sequence[tuple[list[Row], list[Row]]]) -> dict[Segment, str]:
    """Find the rows that the file marks, or that stand in one place of enough pages."""
    seen: dict[tuple[str, int], list[tuple[int, float, Row]]] = defaultdict(list)
    for number, listed in enumerate(zones):
        for side, zone in enumerate(listed):
            for row in zone:
                said = joined(row).text.lower()
                words = re.sub(r"\d+", "#", _uncounted(said) or said).split()
                key = " ".join(sorted(words))  # left pages are set the other way round
                seen[key, side].append((number, row[0].baseline, row))
    framing = [part for listed in zones for zone in listed for row in zone for part in row]
    found = {part: MARKED for part in framing if all(glyph.aside for glyph in part.glyphs)}
    for places in seen.values():
        for number, baseline, row in places if _counts_pages(places) else ():
            like = {
                other for other, at, _ in places if abs(at - baseline) < _DRIFT or other == number
            }
            if len(like) >= max(2, _SHARE * len(zones)):
                found.update(dict.fromkeys(row, RUNNING))
    return found


def _counted(parts: Sequence[Segment]) -> list[Segment]:
    """Give the figures left of all text that count its lines, each or every so many."""
    figures = [part for part in parts if part.text.isdecimal()]
    edge = min((part.x0 for part in parts if part not in figures), default=0.0)
    beside = sorted((one for one in figures if one.x1 < edge), key=lambda one: one.baseline)
    steps = {int(below.text) - int(above.text) for above, below in pairwise(beside)}
    return beside if len(beside) >= _FEWEST_COUNTED and len(steps) == 1 and min(steps) > 0 else []


def _counts_pages(places: Sequence[tuple[int, float, Row]]) -> bool:
    """Say whether rows that are alike but for their figures differ as page numbers do.

    Footnotes such as `1 UN Doc. S/2031/101` are alike in that way, and are text.
    """
    steps: list[set[int]] = []
    texts = [(page, joined(row).text) for page, _, row in places]
    if all(re.search(rf"\b{page + 1}\s?(?:/|of|de|sur|von)\s?\d+$", text) for page, text in texts):
        return True
    figures = [(page, sorted(map(int, re.findall(r"\d{1,9}", text)))) for page, text in texts]
    for at in range(min(len(numbers) for _, numbers in figures)):
        if len({numbers[at] for _, numbers in figures}) > 1:
            steps.append({numbers[at] - page for page, numbers in figures})
    return len(steps) <= 1 and all(len(known) == 1 for known in steps)


def _uncounted(text: str) -> str:
    """Give a row's words without what may be the number of a page."""
    return " ".join(word for word in text.split() if not _NUMBER.fullmatch(word))


def _apart(number: Segment, others: Iterable[Segment]) -> bool:
    """Say whether a number stands apart from the text."""
    near = [part.x1 for part in others if abs(part.baseline - number.baseline) < 1.5 * number.size]
    return not near or number.x0 > max(near) + 2 * number.size


def _aligned_table(rows: Sequence[Row], start: int) -> tuple[int, tuple[Cells, ...]]:
    """Read a table each of whose rows is a line, of which some may go on in one cell."""
    end = start
    while end < len(rows) and (
        _goes_on(rows, start, end) if len(rows[end]) == 1 else not is_mark(rows[end][0].text)
    ):
        end += 1
    block = rows[start:end]
    most = max((len(row) for row in block), default=0)
    full = [row for row in block if len(row) == most]
    if most < 2 or len(full) < _FEWEST_ROWS:
        return start, ()
    places = [
        (min(row[at].x0 for row in full), max(row[at].x1 for row in full)) for at in range(most)
    ]
    if any(right[0] - left[1] < _GAP * full[0][0].size for left, right in pairwise(places)):
        return start, ()
    if not all(map(_is_column, zip(*full, strict=True))):
        return start, ()
    table: list[list[list[Segment]]] = []
    for number, row in enumerate(block):
        cells: list[list[Segment]] = [[] for _ in places]
        for part in row:
            over = [min(part.x1, x1) - max(part.x0, x0) for x0, x1 in places]
            cells[over.index(max(over))].append(part)
        if _goes_on(block, 0, number):
            for above, cell in zip(table[-1], cells, strict=True):
                above += cell
        else:
            table.append(cells)
    return end, _cells(table)


def _is_column(cells: Sequence[Segment]) -> bool:
    """Say whether cells begin at one place, or have one middle, or are figures with one end."""
    ends = [cell.x1 for cell in cells if any(map(str.isdigit, cell.text))] or [0.0, 1e9]
    places = ([cell.x0 for cell in cells], [cell.x0 + cell.x1 for cell in cells], ends)
    return any(max(listed) - min(listed) < cells[0].size for listed in places)


def _goes_on(rows: Sequence[Row], start: int, at: int) -> bool:
    """Say whether a row is the next line of a cell of the row above."""
    if at == start or len(rows[at]) > 1:
        return False
    part, columns = rows[at][0], max(rows[start:at], key=len)
    if part.baseline - rows[at - 1][0].baseline > _NEXT_LINE * part.size:
        return False
    limits = [*(cell.x0 for cell in columns[1:]), float("inf")]
    return any(
        abs(part.x0 - cell.x0) < part.size and part.x1 < limit
        for cell, limit in zip(columns, limits, strict=True)
    )


def _wrapped_table(rows: Sequence[Row], start: int) -> tuple[int, tuple[Cells, ...]]:
    """Read a table whose cells run over several lines.

    Its columns are places that no line crosses; its rows are told by the distance of lines, and
    only where every column has as many.
    """
    if all(len(row) < 2 for row in rows[start : start + 2]):
        return start, ()
    taken: list[Segment] = []
    columns: list[tuple[float, float]] = []
    end = start
    for row in rows[start:]:
        size = row[0].size
        if taken and row[0].baseline - max(part.baseline for part in taken) > 3 * size:
            break
        wider = merged([*columns, *((part.x0, part.x1) for part in row)], 0.5 * size)
        if is_mark(row[0].text) or (len(columns) > 1 and len(wider) < len(columns)):
            break
        taken, columns, end = [*taken, *row], wider, end + 1
    table = [_cells_of(taken, *column) for column in columns]
    tallest = max((len(cell) for cells in table for cell in cells), default=0)
    numbers = {len(cells) for cells in table}
    if len(columns) < 2 or len(numbers) != 1 or min(numbers) < _FEWEST_ROWS:
        return start, ()
    if not 1 < tallest <= _TALLEST_CELL:
        return start, ()
    return end, _cells(zip(*table, strict=True))


def _cells(table: Iterable[Iterable[Iterable[Segment]]]) -> tuple[Cells, ...]:
    """Give the text of each cell, whose lines are joined."""
    return tuple(
        tuple(tuple(join_lines((line.runs for line in cell), Words())) for cell in row)
        for row in table
    )


def _cells_of(parts: Sequence[Segment], x0: float, x1: float) -> list[list[Segment]]:
    """Part the lines of a column where they stand farther from one another."""
    inside = (part for part in parts if x0 <= part.x0 <= x1)
    return grouped(
        sorted(inside, key=lambda part: part.baseline),
        lambda cell, part: part.baseline - cell[-1].baseline <= _CELL_GAP * part.size,
    )


def _layout(regions: Sequence[Region], known: Words) -> _Layout:
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


def _notes_start(region: Region, body: float, marks: set[tuple[int, str]]) -> int:
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
        if bare and line.size < LARGER * body and (region.page, bare[1]) in marks:
            number = number or int(bare[1])
        if number and (not below or number < below):
            start, below, plain = at, number, 0
        elif not small:
            plain += 1
            if plain > 3 or line.size >= LARGER * body:
                break
    return start


def _carried_over(note: Block, rows: Sequence[Row], body: float) -> int:
    """Find the row from which a note of the page before goes on; the end if it does not."""
    start = len(rows)
    while start and joined(rows[start - 1]).size <= SMALLER * body:
        start -= 1
    is_broken_off = not _SENTENCE_END.search(note.text) and rows[start:]
    goes_on = is_broken_off and joined(rows[start]).text[:1].islower()
    return start if goes_on else len(rows)


def _notes(region: Region, rows: Sequence[Row], known: Words) -> Iterator[Block]:
    def is_of_note(lines: Sequence[Segment], line: Segment) -> bool:
        is_near = line.baseline - lines[-1].baseline < _NOTE_STEP * line.size
        return is_near and not _note_number(line, small=True)

    for lines in grouped(map(joined, rows), is_of_note):
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
    match = pattern.match(_said_in(runs))
    left = match.end() if match else 0
    out: list[Run] = []
    for run in runs:
        out.append(replace(run, text=run.text[left:]))
        left = max(0, left - len(run.text))
    return tuple(run for run in out if run.text)


def _region(
    region: Region, rows: Sequence[Row], layout: _Layout, marks: Collection[tuple[int, str]]
) -> Iterator[Block]:
    group = _Group()
    lines = [joined(row) for row in rows]
    edges = list(_edges(lines, region, layout))
    at = 0
    while at < len(rows):
        ruled = next((part for part in rows[at] if part.table), None)
        # Each gives the row after a table that begins here, and its cells; no cells if none does.
        end, table = (at + 1, ruled.table) if ruled else _wrapped_table(rows, at)
        if not table:
            end, table = _aligned_table(rows, at)
        if table:
            yield from _block(group, region, layout)
            yield Block("table", rows=table, page=region.page)
            rest = [part for part in rows[at] if part is not ruled] if ruled else []
            group, at = _Group(rest), end
            continue
        line = lines[at]
        mark = _mark(line.text)
        if mark == "bullet" and (
            (region.page, line.text[0]) in marks  # the note that a raised sign refers to
            or (_said(line.text[0]) and not group.mark)
        ):
            mark = ""
        if not mark and _is_set_in(line, group, region):
            mark = "bullet"  # one that is drawn, and no letter
        is_marked = len(rows[at]) > 1 and is_mark(rows[at][0].text)
        if mark or is_marked or not group.lines or _breaks(line, group, edges[at], layout):
            yield from _block(group, region, layout)
            group = _Group([line], rows[at], mark)
        else:
            group.lines.append(line)
        at += 1
    yield from _block(group, region, layout)


def _edges(lines: Sequence[Segment], region: Region, layout: _Layout) -> Iterator[float]:
    """Yield where the lines around each one end: of its paragraph, or of others of its size."""
    runs = grouped(lines, lambda run, line: not _is_far(run[-1], line, layout))
    known: dict[int, float] = {}
    flowing = [run for run in runs if len(run) >= _FEWEST_FLOWING and _flows(run, 0.5)]
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


def _is_set_in(line: Segment, group: _Group, region: Region) -> bool:
    """Say whether a line is an item below the one above, by its place alone."""
    if not group.mark:
        return False
    before, first = group.lines[-1], group.lines[0]
    if _is_full(before, region) or not _is_alike(before.size, line.size):
        return False
    if line.baseline - before.baseline > 2 * line.size:
        return False
    if not _mark(first.text):
        return abs(line.x0 - first.x0) < 0.1 * line.size
    return line.x0 > first.x0 + _SET_IN * line.size


def _is_far(before: Segment, line: Segment, layout: _Layout) -> bool:
    """Say whether a line is not the next of the text above it, by its place and size."""
    step = line.baseline - before.baseline
    usual = max(layout.pitch * before.size, before.size)
    is_near = 0 <= step <= _PARAGRAPH_GAP * usual
    return not (is_near and _is_alike(before.size, line.size))


def _breaks(line: Segment, group: _Group, edge: float, layout: _Layout) -> bool:
    """Say whether a line begins another block; `edge` is where the lines around it end."""
    before = group.lines[-1]
    if _is_far(before, line, layout):
        return True
    if before.size >= LARGER * layout.body:
        return before.bold != line.bold
    inked = [glyph for glyph in line.glyphs if not glyph.text.isspace()]
    width = inked[: len(line.text.split()[0])][-1].x1 - line.x0
    reaches = before.x1 + width + 0.25 * line.size > edge - 0.02 * (edge - line.x0)
    goes_on = line.text[:1].islower()
    if before.bold != line.bold and not (reaches and goes_on):
        return True
    if group.mark:
        return line.x0 < group.lines[0].x0 + 0.3 * line.size and not reaches
    ends = before.text.endswith(_ENDS)
    goes_on = goes_on or _NUMBER_GOES_ON.match(f"{before.text}\n{line.text}") is not None
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
    is_sentence = text.endswith((".", ".”", '."', ",", ";"))
    larger = first.size >= LARGER * layout.body and len(text) <= _LONGEST_HEADING
    larger = larger and not is_sentence
    heavy = (
        all(line.bold for line in group.lines)
        and len(text) <= _LONGEST_BOLD
        and not is_sentence
        and first.size > SMALLER * layout.body
        and len(group.lines) <= 3
        and not cells
    )
    kind = group.mark
    if not kind or larger or (kind == "number" and heavy and single):
        heading = (larger or heavy) and any(letter.isalpha() for letter in text)
        yield replace(block, kind="heading") if heading else block
        return
    found = _MARKS[kind].match(text)
    mark = found[1] if found else ""
    yield replace(
        block,
        kind=kind,
        runs=_without_start(runs, _MARKS[kind]),
        level=round(first.x0 - region.x0),
        number=whole_number(mark),
        mark=mark,
    )


def _append(found: list[Block], block: Block, begins: bool, known: Words) -> None:
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
        found[-1:] = _over_pages(last, block, known)
    else:
        found.append(block)


def _over_pages(above: Block, below: Block, known: Words) -> list[Block]:
    """Give two parts of a table as one, and the head that is printed again as a block before it."""
    rows, again = below.rows, []
    if list(map(_said_in, rows[0])) == list(map(_said_in, above.rows[0])):
        again = [Block("again", tuple(run for cell in rows[0] for run in (*cell, Run(" "))))]
        rows = rows[1:]
    whole = above.rows
    if rows and not rows[0][0] and any(_said_in(cell)[:1].islower() for cell in rows[0]):
        pairs = zip(whole[-1], rows[0], strict=True)
        whole = (*whole[:-1], tuple(tuple(join_lines(pair, known)) for pair in pairs))
        rows = rows[1:]
    return [*again, replace(above, rows=whole + rows, page=below.page)]


def _said_in(cell: Sequence[Run]) -> str:
    return "".join(run.text for run in cell)


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


def _leave_out_unseen(pages: Sequence[Page], reading: Reading) -> None:
    """List what cannot be seen, and what runs across the page."""
    for page in pages:
        kinds: dict[str, list[str]] = {}
        for glyph in page.glyphs:
            why = glyph.hidden or ("" if glyph.straight else "text that runs across the page")
            why = why or ("letters that cannot be read" if glyph.unread else "")
            if why:
                kinds.setdefault(why, []).append(glyph.text)
        for why, letters in sorted(kinds.items()):
            reason = f"{why}, page {page.number} ({len(letters)} letters)"
            reading.leave_out("".join(letters), reason, withheld=True)
        if any(not (one.straight or one.hidden) for one in page.glyphs):
            reading.ask_about("pictures-left-out", f"text across page {page.number}")


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
    unread = sum(glyph.unread for glyph in visible)
    turned = sum(not glyph.straight for glyph in visible)
    refusals = {
        "pdf empty": not glyphs and not any(page.pictures for page in pages),
        "pdf scan": not visible or len(scanned) > len(pages) / 2,
        "pdf leftward": leftward > _LEFTWARD * len(letters),
        "pdf unmapped": unread - leftward > _MOST_UNMAPPED * len(visible),
        "pdf turned": turned > _TURNED * len(visible),
    }
    return next((refused(why).problem(path) for why, is_so in refusals.items() if is_so), None)
