"""Figures drawn when the site is built: the grid, the heat map, the timeline, the trend.

What readers act on is a table of links; SVG is used where a position says more than a number, and
always beside a list that says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workshop_notes.pages import mandate
from workshop_notes.pages.address import note_address, term_address
from workshop_notes.pages.edition import Edition
from workshop_notes.pages.entry import Entry
from workshop_notes.pages.html import COLOURLESS, esc, link, scrolling
from workshop_notes.pages.words import short_day
from workshop_notes.vocabulary import Term

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
) -> str:
    """Give the grid of missions and years: a cell is a note, a gap, or no mission at all."""
    cells: dict[tuple[str, int], list[Entry]] = {}
    for entry in entries:
        for mission in entry.note.mission or (ACROSS,):
            if entry.note.year:
                cells.setdefault((mission, entry.note.year), []).append(entry)
    if not cells:
        return ""
    years = range(min(year for _, year in cells), max(year for _, year in cells) + 1)
    across = [ACROSS] if any(mission == ACROSS for mission, _ in cells) else []
    head = "".join(
        f'<th scope="col">{link(here, term_address("year", str(year)), str(year))}</th>'
        if any((mission, year) in cells for mission in (*missions, *across))
        else f'<th scope="col">{year}</th>'
        for year in years
    )
    body = "".join(
        _grid_row(edition, here, mission, years, cells) for mission in (*missions, *across)
    )
    table = (
        '<table class="grid"><caption class="unseen">Notes by mission and year</caption>'
        f'<thead><tr><th scope="col"><span class="unseen">Mission</span></th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )
    return scrolling(table, "Notes by mission and year")


def gaps(edition: Edition, mission: str) -> list[int]:
    """Give the years of the mission, within the collection's years, that have no note."""
    years = edition.collection.years
    if not years:
        return []
    having = set(edition.years(mission))
    return [
        year
        for year in range(years[0], years[-1] + 1)
        if year not in having and _ran(edition, mission, year)
    ]


def heat_map(
    edition: Edition, here: str, mission: str, counts: Mapping[tuple[str, int], int]
) -> str:
    """Give the table of themes and years: how many paragraphs, each cell a link to them."""
    years = edition.years(mission)
    themes = [
        term.id
        for term in edition.collection.vocabularies.themes.terms
        if any((term.id, year) in counts for year in years)
    ]
    if not themes:
        return ""
    most = max(counts.values())
    head = "".join(f'<th scope="col">{year}</th>' for year in years)
    rows = []
    for theme in themes:
        name = link(here, term_address("theme", theme), esc(edition.label("theme", theme)))
        row = "".join(_heat_cell(theme, year, counts, most) for year in years)
        rows.append(f'<tr><th scope="row">{name}</th>{row}</tr>')
    table = (
        '<table class="heat"><caption class="unseen">Paragraphs on each theme, by year</caption>'
        f'<thead><tr><th scope="col"><span class="unseen">Theme</span></th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
    return scrolling(table, "Paragraphs on each theme, by year")


def timeline(edition: Edition, mission: str, entries: Sequence[Entry]) -> str:
    """Draw the mission's mandate terms as bars and its workshops as dots, on one axis of years."""
    terms = edition.mandates.get(mission, ())
    days = [mandate.adopted(term) for term in terms]
    days += [date for date in map(_first_day, entries) if date]
    if len(days) < 2:
        return ""
    first, last = int(min(days)[:4]), int(max(days)[:4]) + 1
    scale = (WIDTH - 2 * MARGIN) / (last - first)
    marks = [
        _axis(year, MARGIN + (year - first) * scale, last - first)
        for year in range(first, last + 1)
    ]
    bars = [
        _bar(term, terms[place + 1] if place + 1 < len(terms) else None, first, last, scale, place)
        for place, term in enumerate(terms)
    ]
    dots = [
        f'<circle cx="{_x(date, first, scale):.1f}" cy="26" r="6"><title>{esc(date)}</title>'
        "</circle>"
        for date in map(_first_day, entries)
        if date
    ]
    return (
        f'<svg class="timeline" viewBox="0 0 {WIDTH} 84" role="img" '
        f'aria-label="Timeline: {len(dots)} workshops above {len(bars)} mandate resolutions; '
        f'the list below says the same">{"".join(marks)}{"".join(bars)}{"".join(dots)}</svg>'
    )


def trend(counts: Mapping[int, int], years: Sequence[int], name: str) -> str:
    """Draw how many notes there are a year as small bars; a year without any is a hollow one."""
    if not years or not counts:
        return ""
    span = range(years[0], years[-1] + 1)
    most = max(counts.values())
    bars = []
    for place, year in enumerate(span):
        number = counts.get(year, 0)
        height = max(2.0, (TREND_HEIGHT - TREND_ROOM) * number / most)
        x, y = place * TREND_STEP, TREND_HEIGHT - 16 - height
        kind = "" if number else ' class="none"'
        bars.append(
            f'<rect{kind} x="{x + 6}" y="{y:.1f}" width="{TREND_STEP - 12}" height="{height:.1f}"/>'
            f'<text x="{x + TREND_STEP / 2:g}" y="{TREND_HEIGHT - 3}">{year}</text>'
        )
        if number:
            bars.append(f'<text x="{x + TREND_STEP / 2:g}" y="{y - 3:.1f}">{number}</text>')
    said = ", ".join(f"{year}: {counts.get(year, 0)}" for year in span)
    width = len(span) * TREND_STEP
    return (
        f'<svg class="trend" viewBox="0 0 {width} {TREND_HEIGHT}" width="{width}" role="img" '
        f'aria-label="{esc(name)}: {said}">{"".join(bars)}</svg>'
    )


def _grid_row(
    edition: Edition,
    here: str,
    mission: str,
    years: range,
    cells: Mapping[tuple[str, int], list[Entry]],
) -> str:
    term = edition.term("mission", mission)
    label = esc(edition.label("mission", mission))
    country = esc(term.facts.get("country", "")) if term else ""
    name = link(here, term_address("mission", mission), label) if mission else "No one mission"
    row = "".join(_grid_cell(edition, here, mission, year, cells) for year in years)
    colour = f"--h:{edition.hues.get(mission, 0)}" if mission else COLOURLESS
    return f'<tr style="{colour}"><th scope="row">{name}<small>{country}</small></th>{row}</tr>'


def _grid_cell(
    edition: Edition,
    here: str,
    mission: str,
    year: int,
    cells: Mapping[tuple[str, int], list[Entry]],
) -> str:
    found = cells.get((mission, year), [])
    name = esc(f"{edition.label('mission', mission) or 'No one mission'} {year}")
    if len(found) == 1:
        note = found[0].note
        shown = short_day(note.date) or "note"
        label = f'<span class="unseen">{name}: </span>{esc(shown)}'
        return f"<td>{link(here, note_address(note.id), label)}</td>"
    if found:
        there = term_address("mission", mission) if mission else term_address("year", str(year))
        there += f"#y{year}" if mission else ""
        label = (
            f'<span class="unseen">{name}: </span>{len(found)}<span class="unseen"> notes</span>'
        )
        return f"<td>{link(here, there, label)}</td>"
    if year in edition.years(mission):
        return '<td class="other"><span class="unseen">a note on other themes</span></td>'
    if mission and _ran(edition, mission, year):
        return '<td class="gap"><span class="unseen">no note</span></td>'
    return '<td class="off"><span class="unseen">no mission</span></td>'


def _ran(edition: Edition, mission: str, year: int) -> bool:
    term = edition.term("mission", mission)
    start = int(term.facts.get("start") or 0) if term else 0
    end = int(term.facts.get("end") or 9999) if term else 9999
    return start <= year <= end


def _heat_cell(theme: str, year: int, counts: Mapping[tuple[str, int], int], most: int) -> str:
    if (theme, year) not in counts:
        return '<td><span class="unseen">none</span></td>'
    number = counts[theme, year]
    shade = max(1, -(-number * SHADES // most)) if most and number else 1
    said = f"{number}" if number else "·"
    words = "paragraphs" if number else "tagged, no single paragraph"
    return (
        f'<td class="h{shade}"><a href="#{esc(theme)}-{year}">{said}'
        f'<span class="unseen"> {words}, {year}</span></a></td>'
    )


def _first_day(entry: Entry) -> str:
    date = entry.note.date.partition("/")[0]
    return date if len(date) == len("2020-05-20") else ""


def _x(date: str, first: int, scale: float) -> float:
    year, month, number = (int(part) for part in date.split("-"))
    return MARGIN + (year - first + (month - 1) / 12 + (number - 1) / 372) * scale


def _axis(year: int, x: float, years: int) -> str:
    every = 1 if years <= 12 else 2 if years <= 24 else 5
    label = f'<text x="{x:.1f}" y="80">{year}</text>' if year % every == 0 else ""
    return f'<line x1="{x:.1f}" y1="10" x2="{x:.1f}" y2="66"/>{label}'


def _bar(term: Term, after: Term | None, first: int, last: int, scale: float, place: int) -> str:
    start = mandate.adopted(term)
    if term.facts.get("effect") == mandate.ENDS:
        x = _x(start, first, scale)
        return f'<path class="ends" d="M{x:.1f} 42v22"><title>{esc(term.label)}</title></path>'
    stop = mandate.adopted(after) if after else mandate.until(term)
    x = _x(start, first, scale)
    end = min(_x(stop, first, scale), MARGIN + (last - first) * scale) if stop else x + scale
    width = max(2.0, end - x - 1.5)
    kind = "bar even" if place % 2 else "bar"
    number = (
        f'<text class="in" x="{x + width / 2:.1f}" y="57">{esc(term.id)}</text>'
        if width > 30
        else ""
    )
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="43" width="{width:.1f}" height="20">'
        f"<title>{esc(term.label)}</title></rect>{number}"
    )
