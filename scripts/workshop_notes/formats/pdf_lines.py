"""A page of a PDF: its letters as segments, lines and columns in reading order, frames apart.

Letters that follow one another are a `Segment`; segments of one height are a line. Where white runs
down between lines of prose, what stands left and right of it are columns, down to the next line
that crosses: a band. What is left, and each column, is a `Region`, read from the top down.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, product, takewhile
from operator import attrgetter
from statistics import median

from workshop_notes.formats.document import shifted
from workshop_notes.formats.lines import Words
from workshop_notes.formats.pdf import Box, Glyph, Page, grouped, holds
from workshop_notes.text.languages import LISTS, ordinary

_FEWEST_SPACED = 5  # letters of a line
WORD_GAP = 0.2  # of the size of the letters; less is kerning, more is a space
SEGMENT_GAP = 1.2  # more is another column, cell or tab
_RAISED_SIZE = 0.92
_RAISED_BY = 0.12
_LONGEST_RAISED = 5  # letters
_HYPHEN = "\x02"  # what PDFium gives for a hyphen at the end of a line
_WORDS_ALONE = "AIÀY"  # letters that may be words

_SLASH = "\u2044"  # of a fraction
_LONGEST_BAR = 40.0  # points of the bar of a fraction
_TALLEST_RULED = 30  # lines: more is a column of a page
_MOST_RULES = 1_500  # on a page: more is a drawing
_SHORTEST_SIDE = 6.0  # points of a rule of a table
_TOUCH = 3.0  # points between rules that meet

_NARROWEST_GUTTER = 6.0
_ALIGNED = 1.5  # points
_EVEN = 0.3  # of the size: the blanks of a justified line differ by less
SET_IN = 2.5  # times the size, from an item's mark: where another item's text begins
_CLOSE = 0.45  # of the size: words without a blank between stand nearer, cells of a row do not
_FEWEST_LINES = 4
FEWEST_FLOWING = 3  # lines of a column whose sentences go on from each to the next
_FEWEST_LETTERS = 14  # in the middle line of a column; the cells of a table hold less
_LINE_STEP = 1.7  # of a line's size: more is no next line of the same paragraph
_BAND_GAP = 1.5  # times the usual distance of lines
PARAGRAPH_GAP = 1.35  # times the usual distance of lines
# The end of a sentence or of a part of a list, perhaps with the number of a note; no `3.5`.
ENDS = re.compile(r"(?:[.!?:;)][”’\"')\]]*|(?<!\d)[.!?:;)][”’\"')\]]*\d+)$")
_SENTENCE = re.compile(r"(?:\w+\W+){2,}\w+[.!?:;][”’\"')\]]*$")

LARGER = 1.1  # times the size of the body: a heading
SMALLER = 0.93  # a footnote

RUNNING = "running head or foot, repeated on the pages"
MARKED = "head or foot that the file marks as such"
NUMBER = "page number"
LINE_NUMBER = "line number"
_ZONE = 0.14  # of the page's height, at its top and at its bottom
_FEWEST_COUNTED = 3  # lines of a page
_DEPTH = 3  # lines of a zone that can repeat
_SHARE = 0.3  # of the pages
_DRIFT = 8.0
_NUMBER = re.compile(
    r"(?:page|p\.|seite|página)?[\s|–—·-]*(?:\d{1,4}|[ivxlc]{1,6})"
    r"(?:\s*(?:/|of|de|sur|von)\s*\d{1,4})?[\s|–—·-]*",
    re.I,
)

# An address that goes on in the next line.
_ADDRESS_GOES_ON = re.compile(r"\S+@ \w|[\w.-]+ @\w+\.\w|\S*://\S* (?:[-./?=&_#%~]|\w+[/=])")

_height = attrgetter("baseline")


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


Cells = tuple[tuple[Run, ...], ...]


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
    parts: tuple[Segment, ...] = ()  # of a line, from left to right
    table: tuple[Cells, ...] = ()  # of a ruled table, which stands in its place as one segment

    @property
    def text(self) -> str:
        """The text without its setting."""
        return said_in(self.runs)

    @property
    def raw(self) -> str:
        """The text with raised digits as such, so that they are words of their own."""
        return "".join(run.said for run in self.runs)


_Sides = tuple[list[Segment], list[Segment]]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page that is read from the top down."""

    x0: float
    x1: float
    lines: tuple[Segment, ...]


def segments(page: Page) -> list[Segment]:
    """Give a page's visible, upright text: what follows one another, raised marks at their words.

    A ruled table is one segment.
    """
    shown = [glyph for glyph in page.glyphs if glyph.straight and not glyph.hidden]
    shown = _with_fractions(shown, page.rules)
    found: list[Segment] = []
    for xs, ys in _grids(page.rules):
        whole = (xs[0], ys[0], xs[-1], ys[-1])
        if table := _ruled_table(xs, ys, [one for one in shown if holds(whole, one.middle)], page):
            found.append(table)
            shown = [one for one in shown if not holds(whole, one.middle)]
    rows = _rows([*found, *_with_initials(_set(shown, page.number))])
    return [_joined(group) for row in rows for group in grouped(row, _marks)]


def lines(parts: Iterable[Segment]) -> list[Segment]:
    """Put the segments of each line together, from the top down."""
    return list(map(_line, _rows(parts)))


def regions(parts: Sequence[Segment]) -> list[Region]:
    """Give the parts of a page in reading order: cut where white runs down between columns.

    A box beside lines whose paragraph goes on below it comes before that paragraph.
    """
    rows = _rows(parts)
    rest = [part for row in rows for part in row]
    bands = _columns(rows)
    if not bands:
        if not any(glyph.text.isspace() for part in rest for glyph in part.glyphs):
            rows = [list(map(_joined, grouped(row, _stands_near))) for row in rows]
        x0, x1 = min(part.x0 for part in rest), max(part.x1 for part in rest)
        return [Region(x0, x1, tuple(_justified(list(map(_line, rows)), x0, x1)))]
    found: list[Region] = []
    for sides in bands:
        inside = {*sides[0], *sides[1]}
        top = min(part.baseline for part in inside)
        above = [part for part in rest if part.baseline < top]
        below = [part for part in rest if part.baseline >= top and part not in inside]
        if on := _going_on(sides, below):
            found += each(above, *(side for side in sides if side is not on))
            rest = [*on, *below]
        else:
            found += each(above, *(side for pair in _parted(*sides) for side in pair))
            rest = below
    return found + each(rest)


def each(*columns: Sequence[Segment]) -> list[Region]:
    """Give the regions of columns or pages, one after the other."""
    return [region for parts in columns if parts for region in regions(parts)]


def margins(pages: Sequence[Sequence[Segment]], heights: Sequence[float]) -> Mapping[Segment, str]:
    """Tell which segments frame the pages, and why each is left out."""
    zones = [_zones(parts, height) for parts, height in zip(pages, heights, strict=True)]
    found = _repeated(zones) | {one: LINE_NUMBER for parts in pages for one in _counted(parts)}
    first = [part for listed in pages[:1] for part in listed]
    large = max((part.size for part in first), default=0.0)
    titled = lines(part for part in first if part.size == large)
    title = _uncounted(" ".join(line.text for line in titled))
    for at, (parts, listed) in enumerate(zip(pages, zones, strict=True)):
        upper, lower = (
            [one for one in zone if not found.keys() >= {*one.parts}] for zone in listed
        )
        for line in upper[:1] + lower[-1:]:
            text = line.text
            if _NUMBER.fullmatch(text) and _apart(line, set(parts) - set(line.parts)):
                found |= dict.fromkeys(line.parts, NUMBER)
            elif at and text != _uncounted(text) == title:
                # The title stands as a running head beside the number.
                found |= dict.fromkeys(line.parts, RUNNING)
    return found


def join_lines(lines: Iterable[Sequence[Run]], known: Words) -> list[Run]:
    """Join the runs of lines; a word that a hyphen parts is put together."""
    out: list[Run] = []
    for line in lines:
        if not (line and out):
            out += line
            continue
        last, first = out[-1], line[0]
        head = None
        if not (last.raised or first.raised):
            is_address = _ADDRESS_GOES_ON.match(f"{last.text.rsplit(' ', 1)[-1]} {first.text}")
            head = last.text + first.text if is_address else known.joined(last.text, first.text)
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


def cells(table: Iterable[Iterable[Iterable[Segment]]]) -> tuple[Cells, ...]:
    """Give the text of each cell of a table, whose lines are joined."""
    return tuple(
        tuple(tuple(join_lines((line.runs for line in cell), Words())) for cell in row)
        for row in table
    )


def said_in(runs: Iterable[Run]) -> str:
    """Give the text of runs without its setting."""
    return "".join(run.text for run in runs)


def is_word(text: str) -> bool:
    """Say whether a text is an ordinary word of any language that is known."""
    return any(text.lower() in ordinary(code) for code in LISTS)


def flows(side: Iterable[Segment], share: float) -> bool:
    """Say whether sentences go on from line to line, as they do in no table."""
    joints = [goes_on(above.text, below.text) for above, below in pairwise(side)]
    return sum(joints) >= share * len(joints)


def goes_on(above: str, below: str) -> bool:
    """Say whether a sentence goes on from one text to the next."""
    return below[:1].islower() and not ENDS.search(above)


def _set(glyphs: Iterable[Glyph], page: int) -> list[Segment]:
    groups = grouped(glyphs, lambda group, glyph: _continues(group[-1], glyph))
    inked = (group for group in groups if any(not glyph.text.isspace() for glyph in group))
    return [_segment([group], page) for group in inked]


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
        _runs_of(glyphs, firsts, size, baseline),
        min(glyph.x0 for glyph in inked),
        max(glyph.x1 for glyph in inked),
        baseline,
        size,
        all(glyph.bold for glyph in letters or inked),
        page,
        glyphs,
    )


def _line(row: Sequence[Segment]) -> Segment:
    return replace(_joined(row), parts=tuple(row))


def _joined(parts: Sequence[Segment]) -> Segment:
    """Put segments together that stand from left to right, with spaces between."""
    return _segment([part.glyphs for part in parts], parts[0].page) if parts[1:] else parts[0]


def _runs_of(
    glyphs: Sequence[Glyph], firsts: set[int], size: float, baseline: float
) -> tuple[Run, ...]:
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
        if (
            before
            and not raised
            and (glyph.x0 - before.x1 + before.overhang > gap or id(glyph) in firsts)
        ):
            _add(runs, Run(" "))
        _add(runs, Run(" " if text.isspace() else text, raised, glyph.link, glyph.struck))
        before = glyph
    if runs and runs[-1].text.endswith(" "):
        runs[-1] = replace(runs[-1], text=runs[-1].text[:-1])
    return tuple(run for run in runs if run.text)


def _add(runs: list[Run], run: Run) -> None:
    """Add a run, to the last one where it is set alike; blanks are single, and none comes first."""
    last = runs[-1] if runs else Run(" ")
    is_blank = run.text == " "
    if is_blank and last.text.endswith(" "):
        return
    is_alike = last == replace(run, text=last.text)
    if runs and (is_alike or (is_blank and last == Run(last.text))):
        runs[-1] = replace(last, text=last.text + run.text)
    else:
        runs.append(run)


def _is_letterspaced(inked: Sequence[Glyph], gap: float) -> bool:
    """Say whether letters are set apart as words are, and make words where they are farther."""
    gaps = [after.x0 - one.x1 for one, after in pairwise(inked)]
    usual = median(gaps or [0.0])
    if len(inked) < _FEWEST_SPACED or usual <= gap:
        return False
    between = [*(" " * (one > usual + gap) for one in gaps), ""]
    words = "".join(one.text + far for one, far in zip(inked, between, strict=True))
    return all(map(is_word, words.split()))


def _usual(lengths: Iterable[float]) -> float:
    counts = Counter(round(length, 1) for length in lengths)
    return max(counts, key=lambda known: (counts[known], known))


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
            is_part = large.text not in _WORDS_ALONE or is_word(f"{large.text}{word}")
            end = first.x0 - first.size * (not is_part and is_word(word))
            letter = replace(first.glyphs[0], text=large.text, x0=large.x0, x1=end)
            parts = [one for one in parts if one is not large]
            parts[parts.index(first)] = _segment([[letter, *first.glyphs]], first.page)
    return parts


def _with_fractions(glyphs: list[Glyph], rules: Sequence[Box]) -> list[Glyph]:
    """Write the figures on both sides of a stroke as `3/4`, in the line that it stands in."""
    for made, over, rest in [*_bars(glyphs, rules), *_slashes(glyphs)]:
        said = "/".join("".join(one.text for one in part) for part in (over, rest))
        whole = replace(made, text=f" {said.replace(_SLASH, '')} ")
        taken = set(map(id, (*over[1:], *rest)))
        glyphs = [whole if one is over[0] else one for one in glyphs if id(one) not in taken]
    return glyphs


def _bars(
    glyphs: Sequence[Glyph], rules: Sequence[Box]
) -> Iterator[tuple[Glyph, list[Glyph], list[Glyph]]]:
    """Yield a letter in the place of each bar within a line, and the figures over and under it."""
    short = [rule for rule in rules if 0 < rule[2] - rule[0] < _LONGEST_BAR]
    for x0, y, x1, _ in short if len(rules) < _MOST_RULES else ():
        inside = [one for one in glyphs if x0 - 1 <= one.middle[0] <= x1 + 1]
        over = [one for one in inside if 0 < y - one.baseline < 0.6 * one.size]
        under = [one for one in inside if 0.5 * one.size < one.baseline - y < 1.4 * one.size]
        if not (over and under and all(one.text.isdigit() for one in over + under)):
            continue
        top, bottom = over[0].baseline + 1, under[0].baseline - 1
        near = (one for one in glyphs if x0 - one.size < one.x1 and one.x0 < x1 + one.size)
        line = [one for one in near if top < one.baseline < bottom and one.text.strip()]
        for beside in line[:1]:
            yield replace(beside, x0=x0, x1=x1, link="", struck=False), over, under


def _slashes(glyphs: Sequence[Glyph]) -> Iterator[tuple[Glyph, list[Glyph], list[Glyph]]]:
    """Yield a letter in the place of each typed fraction, the figures before it, and its rest."""
    for at, slash in enumerate(glyphs):
        if slash.text != _SLASH:
            continue
        over = _small_figures(glyphs[:at][::-1], slash)[::-1]
        under = _small_figures(glyphs[at + 1 :], slash)
        if over and under:
            yield replace(slash, x0=over[0].x0, x1=under[-1].x1), over, [slash, *under]


def _small_figures(glyphs: Sequence[Glyph], slash: Glyph) -> list[Glyph]:
    return list(takewhile(lambda one: one.text.isdigit() and one.size < slash.size, glyphs))


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
    return all(
        rule[side] - _TOUCH < other[side + 2] and other[side] - _TOUCH < rule[side + 2]
        for side in (0, 1)
    )


def _places(found: Iterable[float]) -> list[float]:
    near = grouped(sorted(found), lambda group, place: place - group[0] <= _TOUCH)
    return [group[0] for group in near]


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
    texts = {place: lines(_set(listed, page.number)) for place, listed in held.items()}
    down, across = (
        sorted({place[at] for place, listed in texts.items() if listed}) for at in (0, 1)
    )
    if min(len(down), len(across)) < 2 or max(map(len, texts.values())) > _TALLEST_RULED:
        return None
    listed = [line for cell in texts.values() for line in cell]
    return replace(
        _segment([part.glyphs for line in listed for part in line.parts], page.number),
        baseline=min(part.baseline for line in listed for part in line.parts),
        x0=xs[0],
        x1=xs[-1],
        bold=False,
        table=cells([texts[row, column] for column in across] for row in down),
    )


def _rows(parts: Iterable[Segment]) -> list[list[Segment]]:
    """Group segments by baseline, from the top down and from left to right."""
    found: list[list[Segment]] = []
    for part in sorted(parts, key=lambda each: (-each.size, each.baseline, each.x0)):
        home = next((row for row in found if _same_row(row, part)), None)
        if home is None:
            found.append([part])
        else:
            home.append(part)
    found.sort(key=lambda row: (row[0].baseline, row[0].x0))
    return [sorted(row, key=lambda part: part.x0) for row in found]


def _same_row(row: Sequence[Segment], part: Segment) -> bool:
    main = row[0]
    if main.table or part.table:  # what stands beside a table is no line of it
        return False
    if abs(main.baseline - part.baseline) < 0.3 * max(1.0, min(main.size, part.size)):
        return True
    gaps = (min(abs(part.x0 - each.x1), abs(each.x0 - part.x1)) for each in row)
    return _is_raised(part, main) and min(gaps) < 0.5 * main.size


def _is_raised(part: Segment, main: Segment) -> bool:
    """Say whether a segment is a raised mark beside another one's text."""
    rise = (main.baseline - part.baseline) / max(main.size, 1.0)
    is_small = part.size < _RAISED_SIZE * main.size and len(part.text) <= _LONGEST_RAISED
    return is_small and _RAISED_BY < rise < 0.7


def _marks(group: Sequence[Segment], part: Segment) -> bool:
    """Say whether a raised mark and the segment that it stands at meet."""
    last = group[-1]
    raised = _is_raised(part, last) or _is_raised(last, part)
    return raised and part.x0 - last.x1 < 0.5 * max(part.size, last.size)


def _stands_near(group: Sequence[Segment], part: Segment) -> bool:
    is_near = part.x0 - group[-1].x1 < _CLOSE * min(part.size, group[-1].size)
    return is_near and max(len(part.text), len(group[-1].text)) > 1  # else of a word set apart


def _justified(listed: Sequence[Segment], x0: float, x1: float) -> Iterator[Segment]:
    """Yield the lines, whole where lines of prose fill them with blanks as wide as a table's."""

    def is_full(line: Segment) -> bool:
        gaps = [part.x0 - before.x1 for before, part in pairwise(line.parts)] or [0.0]
        is_even = max(gaps) - min(gaps) < _EVEN * line.size
        is_figure = any(map(str.isdigit, line.parts[-1].text))
        is_wide = line.x0 - x0 < SET_IN * line.size and x1 - line.x1 < _ALIGNED
        return is_wide and is_even and not is_figure

    full = list(map(is_full, listed))
    is_prose = 2 * sum(full) > len(listed) and flows(listed, 0.2)
    for line, is_whole in zip(listed, full, strict=True):
        yield replace(line, parts=(line,)) if is_prose and is_whole else line


def _columns(rows: Sequence[Sequence[Segment]]) -> list[_Sides]:
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
    usual = median(part.size for part in parts)
    large = {round(part.x0) for part in parts if part.size > LARGER * usual}
    found: list[tuple[int, list[_Sides]]] = []
    for x, number in begun.items():
        is_begun = number >= FEWEST_FLOWING or x in large
        if not (is_begun and x0 + margin < x < x1 - margin):
            continue
        bands = list(_bands(parts, x))
        left, right = ([part for band in bands for part in band[side]] for side in (0, 1))
        if bands and _are_prose(_prose(left), _prose(right)):
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


def _begun(right: Iterable[Segment], x: float) -> set[float]:
    return {one.baseline for one in right if abs(one.x0 - x) < _ALIGNED}


def _prose(parts: Iterable[Segment]) -> list[Segment]:
    return [line for line in lines(parts) if len(line.text) >= 3]


def _are_prose(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Say whether two columns hold lines of prose, whose sentences go on where they are even."""
    for side, other in ((left, right), (right, left)) if left and right else ():
        is_larger = min(one.size for one in side) > LARGER * max(one.size for one in other)
        if is_larger and len(other) >= FEWEST_FLOWING and flows(other, 0.3):
            return True  # a quotation or the like, set larger than the text beside it
    places = [[line.baseline for line in side] for side in (left, right)]
    # The lines of a row of a table stand at one height.
    beside = sum(any(abs(one - other) < 1 for other in places[1]) for one in places[0])
    is_even = 2 * beside > min(map(len, places))
    for side in (left, right):
        short = len(side) < FEWEST_FLOWING
        if short or median(len(line.text) for line in side) < _FEWEST_LETTERS:
            return False
        if is_even and not flows(side, 0.6 if len(side) < _FEWEST_LINES else 0.3):
            return False
    shorter = min(max(side) - min(side) for side in places)
    return min(map(max, places)) - max(map(min, places)) > 0.5 * shorter


def _going_on(sides: _Sides, below: Sequence[Segment]) -> list[Segment]:
    """Give the column whose paragraph goes on below, so that the other is a box beside it."""
    begins = any(line.text[:1].islower() for line in _prose(sides[1])[:1])
    for side in () if begins else sides:
        if any(_is_next(*pair) for pair in zip(_prose(side)[-1:], _prose(below)[:1], strict=False)):
            return side
    return []


def _is_next(above: Segment, line: Segment) -> bool:
    """Say whether a line goes on with the paragraph of the one above it."""
    near = 0 < line.baseline - above.baseline < _LINE_STEP * line.size
    return near and abs(line.size - above.size) < 0.5 and not ENDS.search(above.text)


def _parted(left: list[Segment], right: list[Segment]) -> Iterator[_Sides]:
    """Yield two columns as pairs that stand one above another, where their sentences go on so.

    A page's program fills the upper pair before the lower; what tells is a heading beside which
    nothing stands, or that a column ends within a sentence, or begins in one, only where the next
    begins with, or the last ended by, its rest.
    """
    sides: _Sides = (left, right)
    listed = sorted((line for side in sides for line in _prose(side)), key=_height)
    steps = (b.baseline - a.baseline for side in sides for a, b in pairwise(_prose(side)))
    usual = median(steps) if len(listed) >= 2 * _FEWEST_LINES else float("inf")
    body = median([line.size for line in listed] or [0.0])
    for above, line, below in zip(listed, listed[1:], listed[2:], strict=False):
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
    listed = [line for line in _prose(part) if line.size >= SMALLER * body]
    return [line.text + "." * _is_heading(line, body) for line in listed]


def _broken_off(columns: Sequence[Sequence[str]]) -> int:
    """Count the columns that end within a sentence, or begin within one, by mistake."""
    return sum(
        bool(ENDS.search(above[-1])) == below[0][:1].islower() for above, below in pairwise(columns)
    )


def _zones(parts: Sequence[Segment], height: float) -> tuple[list[Segment], list[Segment]]:
    """Give the first and the last lines of a page, as far as they stand in its margins."""
    listed = lines(parts)
    size = median([part.size for part in parts] or [0.0])
    steps = [below.baseline - above.baseline for above, below in pairwise(listed)]
    usual = min(median(steps or [0.0]), _LINE_STEP * size)
    upper, lower = _framing(listed, usual, size), _framing(listed[::-1], usual, size)
    return (
        [line for line in upper if line.baseline < _ZONE * height],
        [line for line in lower[::-1] if line.baseline > (1 - _ZONE) * height],
    )


def _framing(listed: Sequence[Segment], usual: float, size: float) -> list[Segment]:
    """Give the first lines, from a page's edge, that stand apart from the text or are smaller.

    What is set and ends as a sentence of the text is one, wherever it stands.
    """
    apart = [
        at
        for at, (line, inner) in enumerate(pairwise(listed[: _DEPTH + 1]), start=1)
        if abs(inner.baseline - line.baseline) > PARAGRAPH_GAP * usual
        or line.size < SMALLER * inner.size
    ]
    few = len(listed) if len(listed) <= _DEPTH else 0
    return [
        line
        for line in listed[: max(apart, default=few)]
        if line.size < SMALLER * size or not _SENTENCE.search(line.text)
    ]


def _repeated(zones: Sequence[tuple[list[Segment], list[Segment]]]) -> dict[Segment, str]:
    """Find the lines that the file marks, or that stand in one place of enough pages."""
    seen: dict[tuple[str, int], list[tuple[int, Segment]]] = defaultdict(list)
    found: dict[Segment, str] = {}
    for number, listed in enumerate(zones):
        for side, zone in enumerate(listed):
            for line in zone:
                said = line.text.lower()
                words = re.sub(r"\d+", "#", _uncounted(said) or said).split()
                key = " ".join(sorted(words))  # left pages are set the other way round
                seen[key, side].append((number, line))
                marked = [one for one in line.parts if all(glyph.aside for glyph in one.glyphs)]
                found |= dict.fromkeys(marked, MARKED)
    for places in seen.values():
        for number, line in places if _counts_pages(places) else ():
            like = {
                other
                for other, one in places
                if abs(one.baseline - line.baseline) < _DRIFT or other == number
            }
            if len(like) >= max(2, _SHARE * len(zones)):
                found |= dict.fromkeys(line.parts, RUNNING)
    return found


def _counts_pages(places: Sequence[tuple[int, Segment]]) -> bool:
    """Say whether lines that are alike but for their figures differ as page numbers do.

    Footnotes such as `1 UN Doc. S/2031/101` are alike in that way, and are text.
    """
    texts = [(page, line.text) for page, line in places]
    if all(re.search(rf"\b{page + 1}\s?(?:/|of|de|sur|von)\s?\d+$", text) for page, text in texts):
        return True
    figures = [sorted(map(int, re.findall(r"\d{1,9}", text))) for _, text in texts]
    steps = [
        {number - page for number, (page, _) in zip(column, texts, strict=True)}
        for column in zip(*figures, strict=False)
        if len(set(column)) > 1
    ]
    return len(steps) <= 1 and all(len(known) == 1 for known in steps)


def _counted(parts: Sequence[Segment]) -> list[Segment]:
    """Give the figures left of all text that count its lines, each or every so many."""
    figures = [part for part in parts if part.text.isdecimal()]
    edge = min((part.x0 for part in parts if part not in figures), default=0.0)
    beside = sorted((one for one in figures if one.x1 < edge), key=_height)
    steps = {int(below.text) - int(above.text) for above, below in pairwise(beside)}
    return beside if len(beside) >= _FEWEST_COUNTED and len(steps) == 1 and min(steps) > 0 else []


def _uncounted(text: str) -> str:
    """Give a line's words without what may be the number of a page."""
    return " ".join(word for word in text.split() if not _NUMBER.fullmatch(word))


def _apart(number: Segment, others: Iterable[Segment]) -> bool:
    """Say whether a number stands apart from the text."""
    near = [part.x1 for part in others if abs(part.baseline - number.baseline) < 1.5 * number.size]
    return not near or number.x0 > max(near) + 2 * number.size
