"""Figures as data: the grid, the heat map, the timeline, the trend; templates draw them.

What readers act on is a table of links; a drawing is used where a position says more than a
number, and always beside a list that says the same. Places are in a drawing's own units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workshop_notes.note import Note
from workshop_notes.views import mandate
from workshop_notes.views.edition import Edition, Entry
from workshop_notes.views.page import View, filled, note_address, term_address
from workshop_notes.views.parts import Here, short_day

# The grid's row for notes that are on no mission alone.
ACROSS = ""
WIDTH = 720
MARGIN = 16
SHADES = 4
TREND_HEIGHT = 72
TREND_ROOM = 30
TREND_STEP = 44


def mission_grid(here: Here, missions: Sequence[str], notes: Iterable[Note]) -> View:
    """Give the grid of missions and years: a cell is a note, a gap, or no mission at all."""
    cells: dict[tuple[str, int], list[Note]] = {}
    for note in notes:
        for mission in dict.fromkeys(note.mission) or (ACROSS,):
            if note.year:
                cells.setdefault((mission, note.year), []).append(note)
    if not cells:
        return {}
    having = {year for _, year in cells}
    links = {year: here.to(term_address("year", str(year))) for year in having}
    years = range(min(having), max(having) + 1)
    across = [ACROSS] if any(mission == ACROSS for mission, _ in cells) else []
    return {
        "years": [filled(year=year, address=links.get(year)) for year in years],
        "rows": [
            {
                "cells": [
                    _cell(here, mission, year, cells.get((mission, year), [])) for year in years
                ],
                **(_head(here, mission) if mission else {}),
            }
            for mission in (*missions, *across)
        ],
    }


def gaps(edition: Edition, mission: str) -> list[int]:
    """Give the years of the mission, within the collection's years, that have no note."""
    years, having = edition.collection.years, edition.years(mission)
    span = range(years[0], years[-1] + 1) if years else ()
    return [year for year in span if year not in having and _ran(edition, mission, year)]


def heat_map(here: Here, mission: str, counts: Mapping[tuple[str, int], int]) -> View:
    """Give the table of themes and years; each cell leads to its paragraphs further down."""
    years, most = here.edition.years(mission), max(counts.values(), default=0)

    def cell(theme: str, year: int) -> View:
        number = counts.get((theme, year))
        if number is None:
            return {"year": year}
        shade = max(1, -(-number * SHADES // most)) if most else 1
        return {"year": year, "part": f"{theme}-{year}", "count": number, "shade": shade}

    known = [term.id for term in here.edition.collection.vocabularies.themes.terms]
    rows = [
        {"theme": here.link("theme", theme), "cells": [cell(theme, year) for year in years]}
        for theme in known
        if any((theme, year) in counts for year in years)
    ]
    unplaced = "" if all(counts.values()) else "unplaced"
    return filled(years=years, rows=rows, unplaced=unplaced) if rows else {}


def timeline(edition: Edition, mission: str, entries: Sequence[Entry]) -> View:
    """Give the mission's timeline, or nothing where there are not two days to show."""
    terms = edition.mandates.get(mission, ())
    dates = [entry.note.date.partition("/")[0] for entry in entries]
    workshops = [date for date in dates if len(date) == len("2020-05-20")]
    days = [*map(mandate.adopted, terms), *workshops]
    if len(days) < 2:
        return {}
    first, last = int(min(days)[:4]), int(max(days)[:4]) + 1
    scale = (WIDTH - 2 * MARGIN) / (last - first)
    every = 1 if last - first <= 12 else 2 if last - first <= 24 else 5

    def at(date: str) -> float:
        year, month, number = (int(part) for part in date.split("-"))
        return MARGIN + (year - first + (month - 1) / 12 + (number - 1) / 372) * scale

    bars, ends = [], []
    for place, (term, after) in enumerate(zip(terms, (*terms[1:], None), strict=False)):
        start, name = at(mandate.adopted(term)), edition.label("resolution", term.id)
        if mandate.ends(term):
            ends.append({"x": round(start, 1), "name": name})
            continue
        stop = mandate.adopted(after) if after else mandate.until(term)
        end = min(at(stop), WIDTH - MARGIN) if stop else start + scale
        width = max(2.0, end - start - 1.5)
        bars.append(
            filled(
                x=round(start, 1),
                width=round(width, 1),
                middle=round(start + width / 2, 1),
                name=name,
                kind="even" if place % 2 else "odd",
                number=term.id if width > 30 else "",
            )
        )
    ticks = [
        (round(MARGIN + (year - first) * scale, 1), str(year) if year % every == 0 else "")
        for year in range(first, last + 1)
    ]
    return filled(
        width=WIDTH,
        ticks=[filled(x=x, label=label) for x, label in ticks],
        bars=bars,
        ends=ends,
        dots=[{"x": round(at(date), 1), "name": date} for date in workshops],
    )


def trend(counts: Mapping[int, int], years: Sequence[int]) -> View:
    """Give how many notes there are a year as small bars."""
    if not years or not counts:
        return {}
    span, most = range(years[0], years[-1] + 1), max(counts.values())
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
    width = len(span) * TREND_STEP
    return {"width": width, "height": TREND_HEIGHT, "step": TREND_STEP, "bars": bars}


def _head(here: Here, mission: str) -> View:
    return filled(
        **here.chips([mission])[0],
        country=here.fact(here.edition.term("mission", mission), "country"),
    )


def _cell(here: Here, mission: str, year: int, found: list[Note]) -> View:
    if not found:
        other = mission and here.edition.of_year(mission, year)
        runs = mission and _ran(here.edition, mission, year)
        return {"kind": "other" if other else "gap" if runs else "off", "year": year}
    also = [one["language"] for note in found for one in here.also(note)]
    there, day = note_address(found[0].id), short_day(found[0].date, here.lang)
    if len(found) > 1:
        within = f"{term_address('mission', mission)}#y{year}" if mission else ""
        there, day = within or term_address("year", str(year)), ""
    return filled(
        kind="notes", year=year, count=len(found), address=here.to(there), day=day, also=also
    )


def _ran(edition: Edition, mission: str, year: int) -> bool:
    term = edition.term("mission", mission)
    start = int(term.facts.get("start") or 0) if term else 0
    end = int(term.facts.get("end") or 9999) if term else 9999
    return start <= year <= end
