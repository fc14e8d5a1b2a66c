"""The letters of a PDF page into segments: text on one baseline without a wide gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workshop_notes.originals.pdf_glyphs import Glyph, Page

WORD_GAP = 0.2  # of the size of the letters; less is kerning, more is a space
SEGMENT_GAP = 1.2  # more is another column, cell or tab
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"

_RAISED_SIZE = 0.86
_RAISED_BY = 0.12
_TO_RAISED = str.maketrans("0123456789", RAISED)
_HYPHEN = 2  # the code that PDFium gives to a hyphen at the end of a line


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
