"""Figures as data: the grid, the heat map, the timeline, the trend; templates draw them.

What readers act on is a table of links; a drawing is used where a position says more than a
number, and always beside a list that says the same. Places are in a drawing's own units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshop_notes.views import mandate
from workshop_notes.views.address import relative, term_address
from workshop_notes.views.edition import Edition, Entry
from workshop_notes.views.page import filled
from workshop_notes.views.parts import short_day

# The grid's row for notes that are on no mission alone.
ACROSS = ""
WIDTH = 720
MARGIN = 16
SHADES = 4
TREND_HEIGHT = 72
TREND_ROOM = 30
TREND_STEP = 44


def mission_grid(
    edition: Edition, here: str, missions: Sequence[str], entries: Iterable[Entry]
) -> dict[str, Any]:
    """Give the grid of missions and years: a cell is a note, a gap, or no mission at all."""
    cells: dict[tuple[str, int], list[Entry]] = {}
    for entry in entries:
        for mission in dict.fromkeys(entry.note.mission) or (ACROSS,):
            if entry.note.year:
                cells.setdefault((mission, entry.note.year), []).append(entry)
    if not cells:
        return {}
    having = {year for _, year in cells}
    years = range(min(having), max(having) + 1)
    across = [ACROSS] if any(mission == ACROSS for mission, _ in cells) else []
    return {
        "years": [
            filled(
                year=year,
                address=relative(here, term_address("year", str(year))) if year in having else "",
            )
            for year in years
        ],
        "rows": [
            _grid_row(edition, here, mission, years, cells) for mission in (*missions, *across)
        ],
    }


def gaps(edition: Edition, mission: str) -> list[int]:
    """Give the years of the mission, within the collection's years, that have no note."""
    years = edition.all_years
    having = set(edition.years(mission))
    return [
        year
        for year in (range(years[0], years[-1] + 1) if years else ())
        if year not in having and _ran(edition, mission, year)
    ]


def heat_map(
    edition: Edition, here: str, mission: str, counts: Mapping[tuple[str, int], int]
) -> dict[str, Any]:
    """Give the table of themes and years; each cell leads to its paragraphs further down."""
    years = edition.years(mission)
    most = max(counts.values(), default=0)
    rows = []
    for term in edition.collection.vocabularies.themes.terms:
        if any((term.id, year) in counts for year in years):
            theme = {
                "address": relative(here, term_address("theme", term.id)),
                "label": edition.label("theme", term.id),
            }
            cells = [_heat_cell(term.id, year, counts, most) for year in years]
            rows.append({"theme": theme, "cells": cells})
    unplaced = any(not number for number in counts.values())
    return filled(years=years, rows=rows, unplaced="unplaced" if unplaced else "") if rows else {}


def timeline(edition: Edition, mission: str, entries: Sequence[Entry]) -> dict[str, Any]:
    """Give the mission's timeline, or nothing where there are not two days to show."""
    terms = edition.mandates.get(mission, ())
    workshops = [date for date in map(_first_day, entries) if date]
    days = [*map(mandate.adopted, terms), *workshops]
    if len(days) < 2:
        return {}
    first, last = int(min(days)[:4]), int(max(days)[:4]) + 1
    scale = (WIDTH - 2 * MARGIN) / (last - first)
    every = 1 if last - first <= 12 else 2 if last - first <= 24 else 5
    bars, ends = [], []
    for place, term in enumerate(terms):
        start = _x(mandate.adopted(term), first, scale)
        if term.facts.get("effect") == mandate.ENDS:
            ends.append({"x": round(start, 1), "name": edition.label("resolution", term.id)})
            continue
        after = terms[place + 1] if place + 1 < len(terms) else None
        stop = mandate.adopted(after) if after else mandate.until(term)
        end = min(_x(stop, first, scale), WIDTH - MARGIN) if stop else start + scale
        width = max(2.0, end - start - 1.5)
        bars.append(
            filled(
                x=round(start, 1),
                width=round(width, 1),
                middle=round(start + width / 2, 1),
                name=edition.label("resolution", term.id),
                kind="even" if place % 2 else "odd",
                number=term.id if width > 30 else "",
            )
        )
    return filled(
        width=WIDTH,
        ticks=[
            filled(
                x=round(MARGIN + (year - first) * scale, 1),
                label=str(year) if year % every == 0 else "",
            )
            for year in range(first, last + 1)
        ],
        bars=bars,
        ends=ends,
        dots=[{"x": round(_x(date, first, scale), 1), "name": date} for date in workshops],
    )


def trend(counts: Mapping[int, int], years: Sequence[int]) -> dict[str, Any]:
    """Give how many notes there are a year as small bars."""
    if not years or not counts:
        return {}
    span = range(years[0], years[-1] + 1)
    most = max(counts.values())
    bars = []
    for place, year in enumerate(span):
        number = counts.get(year, 0)
        height = max(2.0, (TREND_HEIGHT - TREND_ROOM) * number / most)
        bars.append(
            {
                "year": year,
                "count": number,
                "x": float(place * TREND_STEP),
                "y": round(TREND_HEIGHT - 16 - height, 1),
                "height": round(height, 1),
            }
        )
    return {
        "width": len(span) * TREND_STEP,
        "height": TREND_HEIGHT,
        "step": TREND_STEP,
        "bars": bars,
    }


def _grid_row(
    edition: Edition,
    here: str,
    mission: str,
    years: range,
    cells: Mapping[tuple[str, int], list[Entry]],
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "cells": [_grid_cell(edition, here, mission, year, cells) for year in years]
    }
    if not mission:
        return row
    term = edition.term("mission", mission)
    return row | filled(
        label=edition.label("mission", mission),
        address=relative(here, term_address("mission", mission)),
        country=edition.fact(term, "country"),
        hue=edition.hues.get(mission, 0),
    )


def _grid_cell(
    edition: Edition,
    here: str,
    mission: str,
    year: int,
    cells: Mapping[tuple[str, int], list[Entry]],
) -> dict[str, Any]:
    found = cells.get((mission, year), [])
    if len(found) == 1:
        entry = found[0]
        return filled(
            kind="notes",
            year=year,
            count=1,
            address=relative(here, entry.address),
            day=short_day(entry.note.date, edition.site.language),
        )
    if found:
        there = f"{term_address('mission', mission)}#y{year}" if mission else ""
        there = there or term_address("year", str(year))
        return {
            "kind": "notes",
            "year": year,
            "count": len(found),
            "address": relative(here, there),
        }
    if mission and edition.of_year(mission, year):
        return {"kind": "other", "year": year}
    runs = mission and _ran(edition, mission, year)
    return {"kind": "gap" if runs else "off", "year": year}


def _ran(edition: Edition, mission: str, year: int) -> bool:
    term = edition.term("mission", mission)
    start = int(term.facts.get("start") or 0) if term else 0
    end = int(term.facts.get("end") or 9999) if term else 9999
    return start <= year <= end


def _heat_cell(
    theme: str, year: int, counts: Mapping[tuple[str, int], int], most: int
) -> dict[str, Any]:
    if (theme, year) not in counts:
        return {"year": year}
    number = counts[theme, year]
    shade = max(1, -(-number * SHADES // most)) if most and number else 1
    return {"year": year, "part": f"{theme}-{year}", "count": number, "shade": shade}


def _first_day(entry: Entry) -> str:
    date = entry.note.date.partition("/")[0]
    return date if len(date) == len("2020-05-20") else ""


def _x(date: str, first: int, scale: float) -> float:
    year, month, number = (int(part) for part in date.split("-"))
    return MARGIN + (year - first + (month - 1) / 12 + (number - 1) / 372) * scale
