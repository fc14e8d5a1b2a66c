"""The letters of a PDF page in reading order: segments, margins, columns, tables, joined lines."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from workshop_notes.formats.pdf_glyphs import Glyph, Page
from workshop_notes.text.expressions import pattern

WORD_GAP = 0.2  # of the size of the letters; less is kerning, more is a space
SEGMENT_GAP = 1.2  # more is another column, cell or tab
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED_SIZE = 0.86
_RAISED_BY = 0.12
_TO_RAISED = str.maketrans("0123456789", RAISED)
_HYPHEN = 2  # the code that PDFium gives to a hyphen at the end of a line

_NARROWEST_GUTTER = 6.0
_MOST_CROSSING = 0.12
_FEWEST_LINES = 4
_FEWEST_FLOWING = 3  # lines of a column whose sentences go on from each to the next
_FEWEST_LETTERS = 14  # in the middle line of a column; the cells of a table hold less
_MARK_GAP = 6.0  # times the size: a list's mark may stand this far before its text
_MARK = frozenset("•‣◦▪▫●○■□⁃∙·–—-*o§\uf0b7\uf0a7\uf0d8\uf0fc")

RUNNING = "running head or foot, repeated on the pages"
NUMBER = "page number"
_ZONE = 0.14  # of the page's height, at its top and at its bottom
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

_HYPHENS = Path(__file__).with_name("hyphens.yml")
_SENTENCE_END = re.compile(r"[.!?:][”’\"')\]]*\d*$")
_BAND_GAP = 1.5  # times the usual distance of lines
_END = re.compile(r"([^\W_]+)([-\u2010\u00ad])$")
_START = re.compile(r"^([^\W_]+)")
_WORDS = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
_SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Run:
    """Text set in one way."""

    text: str
    raised: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """Text on one baseline; lengths in points from the page's top left, y downwards."""

    runs: tuple[Run, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    page: int

    @property
    def text(self) -> str:
        """The text without its setting."""
        return "".join(run.text for run in self.runs)

    @property
    def raw(self) -> str:
        """The text with raised digits as such, so that they are words of their own."""
        return "".join(
            run.text.translate(_TO_RAISED) if run.raised else run.text for run in self.runs
        )


Row = tuple[Segment, ...]
Cells = tuple[tuple[Run, ...], ...]


def segments(page: Page) -> list[Segment]:
    """Give a page's visible, upright text in the order of the file."""
    found: list[Segment] = []
    group: list[Glyph] = []
    for glyph in page.glyphs:
        if glyph.hidden or not glyph.straight:
            continue
        if group and not _continues(group, glyph):
            found += _segment(group, page.number)
            group = []
        group.append(glyph)
    return found + _segment(group, page.number)


def joined(parts: Sequence[Segment]) -> Segment:
    """Put the segments of one row together, from left to right, with spaces between."""
    parts = sorted(parts, key=lambda part: part.x0)
    main = max(parts, key=lambda part: (len(part.text), -part.x0))
    runs: list[Run] = []
    for number, part in enumerate(parts):
        raised = part is not main and is_raised(part, main)
        if number and not raised:
            runs.append(Run(" "))
        runs += [Run(run.text, run.raised or raised, run.link) for run in part.runs]
    letters = [part for part in parts if any(letter.isalpha() for letter in part.text)]
    return Segment(
        _compact(runs),
        min(part.x0 for part in parts),
        max(part.x1 for part in parts),
        min(part.top for part in parts),
        max(part.bottom for part in parts),
        main.baseline,
        main.size,
        all(part.bold for part in letters or parts),
        main.page,
    )


def is_raised(part: Segment, main: Segment) -> bool:
    """Say whether a segment is a raised mark beside another one's text."""
    rise = main.baseline - part.baseline
    return part.size < _RAISED_SIZE * main.size and _RAISED_BY * main.size < rise < 0.7 * main.size


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
    for band in (part for whole in _bands(lines, gutter) for part in _parted(whole, gutter)):
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


def margins(pages: Sequence[Sequence[Segment]], heights: Sequence[float]) -> Mapping[Segment, str]:
    """Tell which segments frame the pages, and why each is left out."""
    found: dict[Segment, str] = {}
    seen: dict[tuple[str, bool], list[tuple[int, float, tuple[Segment, ...]]]] = defaultdict(list)
    for number, (parts, height) in enumerate(zip(pages, heights, strict=True)):
        for row, at_top in _zones(parts, height):
            seen[_key(row), at_top].append((number, row[0].baseline, row))
    found.update(_repeated(seen, max(2, _SHARE * len(pages))))
    large = max((part.size for part in pages[0]), default=0.0) if pages else 0.0
    titles = {part.text for part in pages[0] if part.size == large} if pages else set()
    for at, (parts, height) in enumerate(zip(pages, heights, strict=True)):
        left = [
            (row, top)
            for row, top in _zones(parts, height)
            if not all(part in found for part in row)
        ]
        for row, _ in _outermost(left):
            counts = [part for part in row if _NUMBER.fullmatch(part.text.strip())]
            if len(row) == len(counts) == 1 and _apart(row, parts):
                found[row[0]] = NUMBER
            elif len(counts) == 1 and len(row) == 2 and at:
                other = next(part for part in row if part is not counts[0])
                # The title stands as a running head beside the number.
                found |= {counts[0]: NUMBER, other: RUNNING} if other.text in titles else {}
    return found


def _repeated(
    seen: Mapping[tuple[str, bool], Sequence[tuple[int, float, Row]]], enough: float
) -> dict[Segment, str]:
    found: dict[Segment, str] = {}
    for places in seen.values():
        for number, baseline, row in places:
            like = {
                other for other, at, _ in places if abs(at - baseline) < _DRIFT or other == number
            }
            if len(like) >= enough and _counts_pages(places):
                found.update(dict.fromkeys(row, RUNNING))
    return found


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


def wrapped_table_at(rows: Sequence[Row], start: int) -> tuple[int, tuple[Cells, ...]]:
    """Read a table whose cells run over several lines: the row after it, and its cells.

    Its columns are places that no line crosses; its rows are told by the distance of lines, and
    only where every column has as many.
    """
    near = rows[start : start + 2]
    if not near or all(len(row) < 2 for row in near):
        return start, ()
    taken: list[Segment] = []
    columns: list[tuple[float, float]] = []
    end = start
    for row in rows[start:]:
        size = row[0].size
        if taken and row[0].baseline - max(part.baseline for part in taken) > 3 * size:
            break
        wider = _merged([*columns, *((part.x0, part.x1) for part in row)], size)
        if is_mark(row[0].text) or (len(columns) > 1 and len(wider) < len(columns)):
            break
        taken, columns, end = [*taken, *row], wider, end + 1
    table = [_cells_of(taken, column) for column in columns]
    lengths = {len(cells) for cells in table}
    if len(columns) < 2 or len(lengths) != 1 or min(lengths) < _FEWEST_ROWS or _is_prose(table):
        return start, ()
    return end, tuple(
        tuple(tuple(join_lines([part.runs for part in cell], frozenset())) for cell in row)
        for row in zip(*table, strict=True)
    )


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """Give the words of a document in small letters, those at the ends of lines aside."""
    found: set[str] = set()
    for line in lines:
        line = line.rstrip()
        words = list(_WORDS.finditer(line))
        if words and _END.search(line):
            words.pop()
        for word in words[1:] or words:
            found.add(word.group().replace("\u2010", "-").lower())
    return frozenset(found)


def join_lines(lines: Sequence[Sequence[Run]], known: frozenset[str]) -> list[Run]:
    """Join the runs of lines; a word that a hyphen parts is put together."""
    out: list[Run] = []
    for line in lines:
        if not line:
            continue
        if not out:
            out = list(line)
            continue
        last, first = out[-1], line[0]
        end, start = _END.search(last.text), _START.match(first.text)
        if end and start and not last.raised and not first.raised:
            word = _word(end.group(1), start.group(1), known)
            head = last.text[: end.start()] + word + first.text[start.end() :]
            out[-1:] = [Run(head, False, last.link or first.link), *line[1:]]
        else:
            space = Run(last.text + " ", last.raised, last.link)
            if space.raised or space.link != first.link:
                out.append(Run(" ", link=last.link if last.link == first.link else ""))
                out += line
            else:
                out[-1] = space
                out += line
    return out


def _continues(group: list[Glyph], glyph: Glyph) -> bool:
    before = group[-1]
    size = max(glyph.size, before.size, 1.0)
    if abs(glyph.baseline - before.baseline) > 0.6 * size:
        return False
    smaller = min(glyph.size, before.size) < _RAISED_SIZE * size
    if abs(glyph.baseline - before.baseline) > 0.25 * size and not smaller:
        return False
    gap = glyph.x0 - before.x1
    # The letters of a ligature share one box.
    if gap < -0.5 * size and abs(glyph.x0 - before.x0) > 0.1:
        return False
    typed = glyph.text.isspace() or before.text.isspace()
    in_one_go = glyph.drawn_with == before.drawn_with
    return gap < (SEGMENT_GAP if typed or in_one_go else WORD_GAP) * size


def _segment(group: list[Glyph], page: int) -> list[Segment]:
    if not any(not glyph.text.isspace() for glyph in group):
        return []
    weights = Counter[float]()
    baselines = Counter[float]()
    for glyph in group:
        if not glyph.text.isspace():
            weights[round(glyph.size, 1)] += 1
    size = max(weights, key=lambda known: (weights[known], known))
    for glyph in group:
        if abs(glyph.size - size) < 0.2 and not glyph.text.isspace():
            baselines[round(glyph.baseline, 1)] += 1
    baseline = max(baselines, key=lambda known: (baselines[known], known))
    runs: list[Run] = []
    before: Glyph | None = None
    for glyph in group:
        raised = (
            glyph.size < _RAISED_SIZE * size
            and baseline - glyph.baseline > _RAISED_BY * size
            and not glyph.text.isspace()
        )
        text = "-" if ord(glyph.text) == _HYPHEN else glyph.text
        if before is not None and not text.isspace() and not before.text.isspace():
            gap = glyph.x0 - before.x1
            text = f" {text}" if gap > WORD_GAP * max(size, 1.0) else text
        runs.append(Run(" " if text.isspace() else text, raised, glyph.link))
        before = glyph
    inked = [glyph for glyph in group if not glyph.text.isspace()]
    letters = [glyph for glyph in inked if glyph.text.isalpha()]
    return [
        Segment(
            _compact(runs),
            min(glyph.x0 for glyph in inked),
            max(glyph.x1 for glyph in inked),
            min(glyph.y0 for glyph in inked),
            max(glyph.y1 for glyph in inked),
            baseline,
            size,
            all(glyph.bold for glyph in letters or inked),
            page,
        )
    ]


def _compact(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Join neighbouring runs of one setting; single spaces, none at the ends."""
    out: list[Run] = []
    for run in runs:
        text = run.text
        if out and out[-1].text.endswith(" ") and text.startswith(" "):
            text = text.lstrip(" ")
        if not text:
            continue
        last = out[-1] if out else None
        same = last and (last.raised, last.link) == (run.raised, run.link)
        if last and (same or (text == " " and not last.raised and not last.link)):
            out[-1] = Run(last.text + text, last.raised, last.link)
        else:
            out.append(Run(text, run.raised and text != " ", run.link))
    if out:
        out[0] = Run(out[0].text.lstrip(" "), out[0].raised, out[0].link)
        out[-1] = Run(out[-1].text.rstrip(" "), out[-1].raised, out[-1].link)
    return tuple(run for run in out if run.text)


def _gutter(parts: Sequence[Segment]) -> float | None:
    """Find the place between two columns of prose, if the page has one."""
    x0, x1 = min(part.x0 for part in parts), max(part.x1 for part in parts)
    width = x1 - x0
    lines = [part for part in parts if len(part.text) >= 3]
    if width <= 0 or len(lines) < 2 * _FEWEST_FLOWING:
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
        if len(side) < _FEWEST_FLOWING:
            return False
        if median(len(part.text) for part in side) < _FEWEST_LETTERS:
            return False
        if len(side) < _FEWEST_LINES and not _flows(side):
            return False
    top = max(min(part.top for part in side) for side in (left, right))
    bottom = min(max(part.bottom for part in side) for side in (left, right))
    shorter = min(
        max(part.bottom for part in side) - min(part.top for part in side) for side in (left, right)
    )
    return bottom - top > 0.5 * shorter


def _flows(side: Sequence[Segment]) -> bool:
    """Say whether sentences go on from line to line, as they do in no table."""
    texts = [part.text for part in sorted(side, key=lambda part: part.baseline)]
    joints = [
        below[:1].islower() and not _SENTENCE_END.search(above) for above, below in pairwise(texts)
    ]
    return sum(joints) >= max(2, 0.6 * len(joints))


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


def _parted(band: list[list[Segment]], gutter: float) -> list[list[list[Segment]]]:
    """Part two columns that stand one pair above another, where their sentences go on so.

    A page's program fills the upper pair before the lower; what tells is that a column ends within
    a sentence, or begins in one, only where the next begins with, or the last ended by, its rest.
    """
    lines = sorted(band, key=lambda line: line[0].baseline)
    if len(lines) < 2 * _FEWEST_LINES or any(_side(line, gutter) == 0 for line in lines):
        return [band]
    steps = [below[0].baseline - above[0].baseline for above, below in pairwise(lines)]
    usual = median(step for side in (1, 2) for step in _steps(lines, gutter, side)) or 1.0
    for at, step in enumerate(steps, 1):
        if step < _BAND_GAP * usual:
            continue
        upper, lower = _columns(lines[:at], gutter), _columns(lines[at:], gutter)
        if not all((*upper, *lower)):
            continue
        across = [*upper, *lower]
        along = [upper[0], lower[0], upper[1], lower[1]]
        if not _breaks(across) and _breaks(along) > 1:
            return [lines[:at], *_parted(lines[at:], gutter)]
    return [band]


def _columns(lines: Sequence[list[Segment]], gutter: float) -> tuple[list[str], list[str]]:
    texts: tuple[list[str], list[str]] = ([], [])
    body = median(part.size for line in lines for part in line)
    for line in lines:
        whole = joined(line)
        if whole.size < 0.93 * body:
            continue  # a footnote, to which no sentence goes on
        # A heading ends no sentence, and is whole.
        end = "." if whole.bold or whole.size > 1.08 * body else ""
        texts[_side(line, gutter) - 1].append(whole.text + end)
    return texts


def _steps(lines: Sequence[list[Segment]], gutter: float, side: int) -> list[float]:
    places = [line[0].baseline for line in lines if _side(line, gutter) == side]
    return [below - above for above, below in pairwise(places)] or [0.0]


def _breaks(columns: Sequence[Sequence[str]]) -> int:
    """Count the columns that end within a sentence, or begin within one, by mistake."""
    return sum(
        bool(_SENTENCE_END.search(above[-1])) == below[0][:1].islower()
        for above, below in pairwise(columns)
    )


def _side(line: Sequence[Segment], gutter: float) -> int:
    """Say whether a line crosses the gutter (0), or is left (1) or right (2) of it."""
    if min(part.x0 for part in line) >= gutter:
        return 2
    return 1 if max(part.x1 for part in line) <= gutter else 0


def _same_row(row: Sequence[Segment], part: Segment) -> bool:
    main = row[0]
    if abs(main.baseline - part.baseline) < 0.3 * max(1.0, min(main.size, part.size)):
        return True
    gaps = (min(abs(part.x0 - each.x1), abs(each.x0 - part.x1)) for each in row)
    near = min(gaps) < 0.5 * main.size
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


def _zones(parts: Sequence[Segment], height: float) -> list[tuple[tuple[Segment, ...], bool]]:
    """Give the first and last rows of a page, as far as they stand in its margins."""
    listed = _plain_rows(parts)
    top = [(row, True) for row in listed[:_DEPTH] if row[0].baseline < _ZONE * height]
    bottom = [(row, False) for row in listed[-_DEPTH:] if row[0].baseline > (1 - _ZONE) * height]
    return top + bottom


def _plain_rows(parts: Sequence[Segment]) -> list[tuple[Segment, ...]]:
    """Group segments by baseline without joining them."""
    listed: list[list[Segment]] = []
    for part in sorted(parts, key=lambda each: (each.baseline, each.x0)):
        if listed and part.baseline - listed[-1][0].baseline < 0.4 * part.size:
            listed[-1].append(part)
        else:
            listed.append([part])
    return [tuple(row) for row in listed]


def _key(row: Sequence[Segment]) -> str:
    text = " ".join(segment.text for line in rows(row) for segment in line)
    return re.sub(r"\d+", "#", " ".join(text.lower().split()))


def _counts_pages(places: Sequence[tuple[int, float, Row]]) -> bool:
    """Say whether rows that are alike but for their figures differ as page numbers do.

    Footnotes such as `1 UN Doc. S/2031/101` are alike in that way, and are text.
    """
    figures = [
        (page, [int(one) for one in re.findall(r"\d{1,9}", " ".join(part.text for part in row))])
        for page, _, row in places
    ]
    changing = [
        {(numbers[at] - page) for page, numbers in figures}
        for at in range(min(len(numbers) for _, numbers in figures))
        if len({numbers[at] for _, numbers in figures}) > 1
    ]
    return len(changing) <= 1 and all(len(steps) == 1 for steps in changing)


def _outermost(
    zones: Sequence[tuple[tuple[Segment, ...], bool]],
) -> list[tuple[tuple[Segment, ...], bool]]:
    top = [zone for zone in zones if zone[1]][:1]
    bottom = [zone for zone in zones if not zone[1]][-1:]
    return top + bottom


def _apart(row: Sequence[Segment], parts: Sequence[Segment]) -> bool:
    """Say whether a number stands apart from the text."""
    number = row[0]
    near = [
        part
        for part in parts
        if part is not number and abs(part.baseline - number.baseline) < 1.5 * number.size
    ]
    return not near or number.x0 > max(part.x1 for part in near) + 2 * number.size


def _aligned(full: Sequence[Row]) -> bool:
    """Say whether a gap runs down between each two columns."""
    for at in range(1, len(full[0])):
        gap = min(row[at].x0 for row in full) - max(row[at - 1].x1 for row in full)
        if gap < _GAP * full[0][0].size:
            return False
    return True


def _merged(places: Sequence[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """Put together the places that overlap, or that no more than a letter parts."""
    out: list[tuple[float, float]] = []
    for x0, x1 in sorted(places):
        if out and x0 - out[-1][1] < 0.5 * size:
            out[-1] = (out[-1][0], max(out[-1][1], x1))
        else:
            out.append((x0, x1))
    return out


def _cells_of(parts: Sequence[Segment], column: tuple[float, float]) -> list[list[Segment]]:
    """Part the lines of a column where they stand farther from one another."""
    cells: list[list[Segment]] = []
    inside = (part for part in parts if column[0] <= part.x0 <= column[1])
    for part in sorted(inside, key=lambda part: part.baseline):
        if cells and part.baseline - cells[-1][-1].baseline <= _CELL_GAP * part.size:
            cells[-1].append(part)
        else:
            cells.append([part])
    return cells


def _is_prose(table: Sequence[Sequence[Sequence[Segment]]]) -> bool:
    cells = [cell for column in table for cell in column]
    return all(len(cell) == 1 for cell in cells) or max(map(len, cells)) > _TALLEST_CELL


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


def _word(first: str, second: str, known: frozenset[str]) -> str:
    """Decide whether a hyphen at a line's end belongs to the word."""
    plain, hyphened = first + second, f"{first}-{second}"
    if hyphened.lower() in known:
        return hyphened
    if plain.lower() in known:
        return plain
    compound = (
        bool(pattern(_HYPHENS, "kept").fullmatch(hyphened))
        or second[0].isupper()
        or not first[-1].isalpha()
        or not second[0].isalpha()
        or (
            min(len(first), len(second)) >= _SHORTEST_WORD
            and first.lower() in known
            and second.lower() in known
        )
    )
    return hyphened if compound else plain
