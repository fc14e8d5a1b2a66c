"""The mission's page: its names and dates, what was asked last, its years and themes."""

from __future__ import annotations

from itertools import pairwise

from workshop_notes.pages import mandate
from workshop_notes.pages.address import (
    comparison_address,
    section_address,
    source_path,
    term_address,
)
from workshop_notes.pages.body import Paragraph
from workshop_notes.pages.edition import Edition
from workshop_notes.pages.entry import Entry
from workshop_notes.pages.figures import gaps, heat_map, mission_grid, timeline
from workshop_notes.pages.html import crumbs, esc, facts, link, section
from workshop_notes.pages.listing import rows, title_of, when
from workshop_notes.pages.page import Page
from workshop_notes.pages.words import count, day, listed
from workshop_notes.vocabulary import Term

NEWEST_ASKED = 4
QUOTED_PER_CELL = 4
KINDS = {
    "peacekeeping": "Peacekeeping operation",
    "special-political-mission": "Special political mission",
    "au-led": "Mission of the African Union",
    "support-office": "Support office",
}
EFFECTS = {
    "establishes": "establishes the mission",
    "renews": "renews the mandate",
    "renews-technical": "extends it for a short time, unchanged",
    "ends": "ends the mandate",
    "other": "concerns the mission",
}


def mission_page(edition: Edition, mission: str) -> Page:
    """Give the page of a mission."""
    here = term_address("mission", mission)
    term = edition.term("mission", mission)
    entries = edition.of(edition.collection.by_mission(mission))
    themes = _paragraphs_by_theme(entries)
    years = edition.years(mission)
    parts = [
        _head(edition, here, mission, term),
        _newest(here, entries),
        section("years", "Year by year", _years(edition, here, mission, entries)),
        section("compare", "Compare two years", _comparisons(here, mission, years)),
        section("themes", "Themes by year", _themes(edition, here, mission, themes)),
        section("notes", "All notes", rows(edition, here, reversed(entries))),
    ]
    hue = edition.hues.get(mission, 0)
    return Page(
        path=source_path(here),
        title=edition.label("mission", mission),
        html=f'<div class="mission" style="--h:{hue}">{"".join(parts)}</div>',
        kind="mission-page",
        description=term.definition if term else "",
        fields={"feed": "feed.xml"} if entries else {},
    )


def missions_page(edition: Edition) -> Page:
    """Give the index of missions: those with notes as a grid, the others as a list."""
    here = section_address("mission")
    grid = mission_grid(edition, here, edition.missions, edition.entries)
    rest = sorted(
        (
            term
            for term in edition.collection.vocabularies.missions.terms
            if term.id not in edition.missions
        ),
        key=lambda term: term.id,
    )
    items = "".join(
        f"<li>{link(here, term_address('mission', term.id), esc(term.label))} "
        f"<small>{esc(term.facts.get('country', ''))}, {_dates(term)}</small></li>"
        for term in rest
    )
    others = f'<ul class="columns">{items}</ul>' if items else ""
    return Page(
        path=source_path(here),
        title="Missions",
        html=crumbs(here, [("", "Home")], "Path to this page")
        + "<h1>Missions</h1>"
        + grid
        + section("others", "Without a note here", others),
        kind="index-page",
        description="Every mission, and the years for which there is a note.",
    )


def _head(edition: Edition, here: str, mission: str, term: Term | None) -> str:
    path = crumbs(
        here, [("", "Home"), (section_address("mission"), "Missions")], "Path to this page"
    )
    if term is None:
        return f"{path}<header><h1>{esc(mission)}</h1></header>"
    known = term.facts
    french = " · ".join(
        dict.fromkeys(
            str(known[name]) for name in ("acronym_fr", "full_name_fr") if known.get(name)
        )
    )
    number = str(known.get("founding_resolution") or "")
    founding = (
        link(here, term_address("resolution", number), esc(edition.label("resolution", number)))
        if number
        else ""
    )
    table = facts(
        [
            ("Country", esc(known.get("country", ""))),
            ("Mandate", _dates(term)),
            ("Founded by", founding),
            ("Before it", _missions(edition, here, known.get("predecessors"))),
            ("After it", _missions(edition, here, known.get("successors"))),
            ("In French", f'<span lang="fr">{esc(french)}</span>' if french else ""),
        ]
    )
    kind = KINDS.get(str(known.get("kind")), "Mission")
    return (
        f'{path}<header><p class="kicker">{esc(kind)}</p><h1>{esc(term.label)}</h1>'
        f'<p class="name">{esc(known.get("full_name", ""))}</p>'
        f'<p class="lede">{esc(term.definition)}</p></header>{table}'
    )


def _dates(term: Term) -> str:
    start, end = term.facts.get("start"), term.facts.get("end")
    if not start:
        return esc(f"until {end}") if end else ""
    return esc(f"{start}–{end}" if end else f"since {start}")


def _missions(edition: Edition, here: str, names: object) -> str:
    shown = []
    for name in names if isinstance(names, (list, tuple)) else ():
        known = edition.term("mission", str(name))
        label = esc(name)
        shown.append(link(here, term_address("mission", known.id), label) if known else label)
    return ", ".join(shown)


def _newest(here: str, entries: list[Entry]) -> str:
    if not entries:
        return '<p class="notice">There is no note on this mission in the collection.</p>'
    entry = next((entry for entry in reversed(entries) if entry.asked), entries[-1])
    note = entry.note
    wishes = entry.asked
    items = "".join(
        f"<li>{esc(text)} "
        + link(
            here, f"{entry.address}#{paragraph.anchor}", "¶", 'class="to" aria-label="In the note"'
        )
        + "</li>"
        for paragraph, text in wishes[:NEWEST_ASKED]
    )
    more = ""
    if len(wishes) > NEWEST_ASKED:
        left = count(len(wishes) - NEWEST_ASKED, "more request", "more requests")
        more = f"<p>{link(here, f'{entry.address}#asked', left)}</p>"
    lang = f' lang="{esc(note.language)}"' if note.language != "en" else ""
    said = f"<ul{lang}>{items}</ul>{more}" if items else f"<p{lang}>{esc(note.summary)}</p>"
    return (
        '<section class="asked newest" aria-labelledby="newest"><h2 id="newest">'
        f"{'Asked for last' if items else 'The newest note'}</h2>"
        f"<p>{link(here, entry.address, title_of(note))}, {when(note)}</p>{said}</section>"
    )


def _years(edition: Edition, here: str, mission: str, entries: list[Entry]) -> str:
    events: list[tuple[str, str]] = []
    for entry in entries:
        note = entry.note
        place = f' id="y{note.year}"' if note.year else ""
        if any(f'id="y{note.year}"' in said for _, said in events):
            place = ""
        said = (
            f'<li class="workshop"{place}><p class="when">{when(note)}</p><p><b>'
            f"{link(here, entry.address, title_of(note))}</b></p></li>"
        )
        events.append((note.date or str(note.year or "9999"), said))
    for term in edition.mandates.get(mission, ()):
        effect = EFFECTS.get(str(term.facts.get("effect")), "")
        until = mandate.until(term)
        ends = f", until {day(until)}" if until else ""
        name = link(here, term_address("resolution", term.id), esc(term.label))
        adopted = mandate.adopted(term)
        said = (
            f'<li class="resolution"><p class="when"><time datetime="{esc(adopted)}">'
            f"{esc(day(adopted))}</time></p><p>{name} {esc(effect + ends)}</p></li>"
        )
        events.append((adopted, said))
    missing = gaps(edition, mission)
    events += [
        (
            f"{year}-99",
            f'<li class="gap"><p class="when">{year}</p><p>No note in this collection</p></li>',
        )
        for year in missing
    ]
    listing = "".join(said for _, said in sorted(events, key=lambda event: event[0], reverse=True))
    drawn = timeline(edition, mission, entries)
    figure = (
        '<div class="scroll" role="region" aria-label="Timeline" tabindex="0">' + drawn + "</div>"
        if drawn
        else ""
    )
    said = ""
    if missing and entries:
        years = listed([str(year) for year in missing])
        said = f'<p class="gaps">There is no note here for {years}.</p>'
    return f'{figure}{said}<ol class="events">{listing}</ol>' if listing else ""


def _comparisons(here: str, mission: str, years: list[int]) -> str:
    items = "".join(
        f"<li>{link(here, comparison_address(mission, *pair), '{} and {}'.format(*pair))}</li>"
        for pair in reversed(list(pairwise(years)))
    )
    return f'<ul class="pairs">{items}</ul>' if items else ""


def _themes(
    edition: Edition,
    here: str,
    mission: str,
    themes: dict[tuple[str, int], list[tuple[Entry, Paragraph]]],
) -> str:
    counts = {place: len(found) for place, found in themes.items()}
    table = heat_map(edition, here, mission, counts)
    if not table:
        return ""
    blocks = []
    for term in edition.collection.vocabularies.themes.terms:
        years = sorted({year for theme, year in themes if theme == term.id}, reverse=True)
        if years:
            said = "".join(_cell(here, term.id, year, themes[term.id, year]) for year in years)
            blocks.append(f"<details><summary>{esc(term.label)}</summary>{said}</details>")
    return f'{table}<div class="by-theme">{"".join(blocks)}</div>'


def _cell(here: str, theme: str, year: int, found: list[tuple[Entry, Paragraph]]) -> str:
    items = "".join(
        f"<li>{link(here, f'{entry.address}#{paragraph.anchor}', esc(_opening(paragraph)))}</li>"
        for entry, paragraph in found[:QUOTED_PER_CELL]
    )
    if not items:
        items = "<li>Tagged, and discussed in no single paragraph.</li>"
    if len(found) > QUOTED_PER_CELL:
        more = count(len(found) - QUOTED_PER_CELL, "more paragraph", "more paragraphs")
        items += f"<li>{esc(more)}</li>"
    return f'<div class="cell" id="{esc(theme)}-{year}"><h3>{year}</h3><ul>{items}</ul></div>'


def _opening(paragraph: Paragraph) -> str:
    found = paragraph.sentences
    return found[0] if found else paragraph.text


def _paragraphs_by_theme(
    entries: list[Entry],
) -> dict[tuple[str, int], list[tuple[Entry, Paragraph]]]:
    found: dict[tuple[str, int], list[tuple[Entry, Paragraph]]] = {}
    for entry in entries:
        for theme, paragraphs in entry.themes.items():
            if entry.note.year:
                row = found.setdefault((theme, entry.note.year), [])
                row.extend((entry, paragraph) for paragraph in paragraphs)
    return found
