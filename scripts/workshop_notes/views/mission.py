"""The mission's page: what was asked last, its years, its themes; and the index of missions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from workshop_notes.exports.take import taken
from workshop_notes.views import mandate
from workshop_notes.views.body import Paragraph
from workshop_notes.views.comparison import over_time
from workshop_notes.views.edition import Edition, Entry
from workshop_notes.views.figures import gaps, heat_map, mission_grid, timeline
from workshop_notes.views.page import FEED, Page, Plan, View, filled, slug, term_address
from workshop_notes.views.parts import Here, brief, plans_of
from workshop_notes.vocabulary import Term

NEWEST_ASKED = 4
QUOTED_PER_CELL = 4
# The paragraphs on a theme in the notes of a year.
Discussed = dict[tuple[str, int], list[tuple[Entry, Paragraph]]]


def pages(edition: Edition) -> Iterator[Plan]:
    """Give the page of each mission, and their index: those with notes as a grid, the others."""
    terms = edition.collection.vocabularies.missions.terms
    missions = {name: name for name in (*(term.id for term in terms), *edition.missions)}
    return plans_of(edition, "mission", missions, _index, _mission)


def _index(here: Here) -> View:
    edition = here.edition
    terms = edition.collection.vocabularies.missions.terms
    rest = sorted(one.id for one in terms if one.id not in edition.missions)
    others = [
        filled(**here.link("mission", name), country=here.fact(term, "country"), **_years(term))
        for name in rest
        if (term := edition.term("mission", name))
    ]
    grid = mission_grid(here, edition.missions, edition.collection.workshops)
    return {"grid": grid, "others": others}


def _mission(here: Here, mission: str) -> Page:
    edition, term = here.edition, here.edition.term("mission", mission)
    label, definition = here.label("mission", mission), here.fact(term, "definition")
    notes = edition.collection.by_mission(mission)
    entries = edition.of(notes)
    discussed: Discussed = {}
    for entry in entries:
        for theme, paragraphs in entry.themes.items() if entry.note.year else ():
            found = discussed.setdefault((theme, entry.note.year or 0), [])
            found += [(entry, paragraph) for paragraph in paragraphs]
    heat = heat_map(here, mission, {place: len(found) for place, found in discussed.items()})
    asked = [(entry, *asked) for entry in entries for asked in entry.asked]
    return here.page(
        "mission",
        label,
        definition,
        tags=(label,),
        fields={"feed": FEED} if entries else {},
        view=filled(
            crumbs=here.crumbs("mission"),
            label=label,
            kind=(here.fact(term, "kind") or "mission") if term else "",
            hue=edition.hues.get(mission),
            full=here.fact(term, "full_name"),
            definition=definition,
            facts=_facts(here, term) if term else {},
            ended=_ended(here, mission, term),
            newest=_newest(here, entries),
            timeline=timeline(edition, mission, entries),
            events=_events(here, mission, entries),
            compare=here.pairs(mission, list(pairwise(edition.years(mission)))[::-1]),
            requests=over_time(here, asked, missions=False),
            heat=heat,
            by_theme=list(_by_theme(here, discussed)) if heat else [],
            pack=f"{slug(mission)}.zip" if entries else "",
            take=taken(edition, slug(mission), edition.collection.texts(notes)),
        ),
    )


def _years(term: Term) -> dict[str, int]:
    found = {name: term.facts.get(name) for name in ("start", "end")}
    return {name: int(year) for name, year in found.items() if year}


def _facts(here: Here, term: Term) -> View:
    number = here.fact(term, "founding_resolution")
    return filled(
        country=here.fact(term, "country"),
        **_years(term),
        founding=here.link("resolution", number) if number else None,
        before=_missions(here, term.facts.get("predecessors")),
        after=_missions(here, term.facts.get("successors")),
        french=here.other(term, "acronym", "full_name"),
    )


def _missions(here: Here, names: object) -> list[View]:
    """Give other missions, those that are listed with a link to their page."""
    found = list(map(str, names)) if isinstance(names, (list, tuple)) else []
    known = [name for name in found if here.edition.term("mission", name)]
    there = {name: here.to(term_address("mission", name)) for name in known}
    return [filled(label=name, address=there.get(name)) for name in found]


def _ended(here: Here, mission: str, term: Term | None) -> View:
    mandates = here.edition.mandates.get(mission, ())
    last = next((one for one in reversed(mandates) if mandate.ends(one)), None)
    said = here.resolution(last) if last else {}
    return filled(
        year=_years(term).get("end") if term else None,
        when=said.get("when"),
        resolution=said.get("resolution"),
    )


def _newest(here: Here, entries: list[Entry]) -> View:
    """Give what was asked last, and the newer notes that asked nothing; else the newest note."""
    newest = entries[::-1]
    place = next((at for at, entry in enumerate(newest) if entry.asked), None)
    if place is not None:
        newer = [here.row(one.note) for one in newest[:place]]
        return here.asked_in(newest[place], NEWEST_ASKED, "asked") | filled(newer=newer)
    note = newest[0].note if newest else None
    return filled(note=here.row(note), summary=note.summary) if note else {}


def _events(here: Here, mission: str, entries: list[Entry]) -> list[View]:
    """Give the mission's workshops, resolutions and years without a note, the newest first."""
    events: list[tuple[str, View]] = []
    seen: set[int] = set()
    for note in (entry.note for entry in entries):
        place = f"y{note.year}" if note.year and note.year not in seen else ""
        seen.add(note.year or 0)
        shown = here.row(note, brief=brief(note), also=here.also(note))
        shown.pop("hue", None)
        event = filled(kind="workshop", id=place, note=shown)
        events.append((note.date or str(note.year or "9999"), event))
    for term in here.edition.mandates.get(mission, ()):
        events.append((mandate.adopted(term), {"kind": "resolution", **here.resolution(term)}))
    for first, last in _runs(gaps(here.edition, mission)):
        events.append((f"{last}-99", {"kind": "gap", "first": first, "last": last}))
    return [event for _, event in sorted(events, key=lambda pair: pair[0], reverse=True)]


def _runs(years: list[int]) -> list[tuple[int, int]]:
    """Give the runs of years that follow one another, as (first, last)."""
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def _by_theme(here: Here, discussed: Discussed) -> Iterator[View]:
    for term in here.edition.collection.vocabularies.themes.terms:
        years = sorted({year for theme, year in discussed if theme == term.id}, reverse=True)
        if years:
            cells = [_cell(here, term.id, year, discussed[term.id, year]) for year in years]
            yield {"label": here.label("theme", term.id), "years": cells}


def _cell(here: Here, theme: str, year: int, found: list[tuple[Entry, Paragraph]]) -> View:
    more = len(found) - QUOTED_PER_CELL
    return filled(
        id=f"{theme}-{year}",
        year=year,
        paragraphs=[
            {
                "text": (paragraph.sentences or [paragraph.text])[0],
                "address": here.paragraph(entry, paragraph),
            }
            for entry, paragraph in found[:QUOTED_PER_CELL]
        ],
        more=more if more > 0 else None,
    )
