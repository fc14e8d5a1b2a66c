"""Running heads and feet, page numbers and text that runs across: what frames a PDF's pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from workshop_notes.convert.pdf_columns import rows
from workshop_notes.convert.pdf_lines import Segment

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


def margins(pages: Sequence[Sequence[Segment]], heights: Sequence[float]) -> Mapping[Segment, str]:
    """Tell which segments frame the pages, and why each is left out."""
    found: dict[Segment, str] = {}
    seen: dict[tuple[str, bool], list[tuple[int, float, tuple[Segment, ...]]]] = defaultdict(list)
    for number, (parts, height) in enumerate(zip(pages, heights, strict=True)):
        for row, at_top in _zones(parts, height):
            seen[_key(row), at_top].append((number, row[0].baseline, row))
    enough = max(2, _SHARE * len(pages))
    for places in seen.values():
        for number, baseline, row in places:
            like = {
                other for other, at, _ in places if abs(at - baseline) < _DRIFT or other == number
            }
            if len(like) >= enough:
                found.update(dict.fromkeys(row, RUNNING))
    for parts, height in zip(pages, heights, strict=True):
        zones = [(row, top) for row, top in _zones(parts, height)]
        left = [(row, top) for row, top in zones if not all(part in found for part in row)]
        for row, _ in _outermost(left):
            if len(row) == 1 and _NUMBER.fullmatch(row[0].text.strip()) and _apart(row, parts):
                found[row[0]] = NUMBER
    return found


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
