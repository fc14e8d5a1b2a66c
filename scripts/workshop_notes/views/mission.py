"""The mission's page: what was asked last, its years, its themes; and the index of missions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from workshop_notes.exports.take import taken
from workshop_notes.views import mandate
from workshop_notes.views.address import (
    comparison_address,
    relative,
    section_address,
    slug,
    source_path,
    term_address,
)
from workshop_notes.views.body import Paragraph
from workshop_notes.views.edition import Edition, Entry
from workshop_notes.views.figures import (
    gaps,
    heat_map,
    mission_grid,
    timeline,
)
from workshop_notes.views.page import Page, View, filled
from workshop_notes.views.parts import (
    brief,
    crumbs,
    dated,
    day,
    french,
    row,
    term_links,
)
from workshop_notes.views.requests import over_time, passages
from workshop_notes.vocabulary import Term

NEWEST_ASKED = 4
QUOTED_PER_CELL = 4
FEED = "feed.xml"


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of each mission, and their index."""
    known = [term.id for term in edition.collection.vocabularies.missions.terms]
    missions = dict.fromkeys([*known, *edition.missions])
    if missions:
        yield missions_page(edition)
    yield from (mission_page(edition, mission) for mission in missions)


def mission_page(edition: Edition, mission: str) -> Page:
    """Give the page of a mission."""
    here = term_address("mission", mission)
    term = edition.term("mission", mission)
    entries = edition.of(edition.collection.by_mission(mission))
    themes = _paragraphs_by_theme(entries)
    counts = {place: len(found) for place, found in themes.items()}
    heat = heat_map(edition, here, mission, counts)
    label = edition.label("mission", mission)
    return Page(
        path=source_path(here),
        template="mission.html",
        title=label,
        description=term.definition if term else "",
        tags=(label,),
        fields={"feed": FEED} if entries else {},
        view=filled(
            crumbs=crumbs(here, "mission"),
            label=label,
            kind=str(term.facts.get("kind") or "mission") if term else "",
            hue=edition.hues.get(mission),
            full=edition.fact(term, "full_name"),
            definition=term.definition if term else "",
            facts=_facts(edition, here, term),
            ended=_ended(edition, here, mission, term),
            newest=_newest(edition, here, entries),
            timeline=timeline(edition, mission, entries),
            events=list(_events(edition, here, mission, entries)),
            compare=pairs(here, mission, list(reversed(list(pairwise(edition.years(mission)))))),
            requests=over_time(
                edition,
                here,
                [(entry, *asked) for entry in entries for asked in entry.asked],
                missions=False,
            ),
            heat=heat,
            by_theme=list(_by_theme(edition, here, themes)) if heat else [],
            pack=f"{slug(mission)}.zip" if entries else "",
            take=taken(edition, slug(mission), edition.collection.by_mission(mission)),
        ),
    )


def missions_page(edition: Edition) -> Page:
    """Give the index of missions."""
    here = section_address("mission")
    lang = edition.site.language
    rest = [
        term
        for term in edition.collection.vocabularies.missions.terms
        if term.id not in edition.missions
    ]
    return Page(
        path=source_path(here),
        template="missions.html",
        title=edition.site.say("missions", lang),
        description=edition.site.say("missions-description", lang),
        view=filled(
            crumbs=crumbs(here),
            grid=mission_grid(edition, here, edition.missions, edition.entries),
            others=[
                filled(
                    address=relative(here, term_address("mission", term.id)),
                    label=edition.label("mission", term.id),
                    country=edition.fact(term, "country"),
                    **_years(term),
                )
                for term in sorted(rest, key=lambda term: term.id)
            ],
        ),
    )


def pairs(here: str, mission: str, years: Sequence[tuple[int, int]]) -> list[View]:
    """Give the links to a mission's comparisons of these pairs of years."""
    return [
        {
            "address": relative(here, comparison_address(mission, before, after)),
            "before": before,
            "after": after,
        }
        for before, after in years
    ]


def _years(term: Term) -> dict[str, int]:
    found = {name: term.facts.get(name) for name in ("start", "end")}
    return {name: int(year) for name, year in found.items() if year}


def _facts(edition: Edition, here: str, term: Term | None) -> dict[str, Any]:
    if term is None:
        return {}
    known = term.facts
    number = str(known.get("founding_resolution") or "")
    return filled(
        country=edition.fact(term, "country"),
        **_years(term),
        founding=term_links(edition, here, "resolution", [number])[0] if number else None,
        before=_missions(edition, here, known.get("predecessors")),
        after=_missions(edition, here, known.get("successors")),
        french=french(edition, term, "acronym", "full_name"),
    )


def _missions(edition: Edition, here: str, names: object) -> list[dict[str, str]]:
    found = []
    for name in names if isinstance(names, (list, tuple)) else ():
        known = edition.term("mission", str(name))
        there = relative(here, term_address("mission", known.id)) if known else ""
        found.append(filled(label=str(name), address=there))
    return found


def _ended(edition: Edition, here: str, mission: str, term: Term | None) -> dict[str, Any]:
    last = [
        one for one in edition.mandates.get(mission, ()) if one.facts.get("effect") == mandate.ENDS
    ][-1:]
    year = _years(term).get("end") if term else None
    if not year and not last:
        return {}
    links = term_links(edition, here, "resolution", [one.id for one in last])
    return filled(
        year=year,
        when=dated(mandate.adopted(last[0]), edition.site.language) if last else None,
        resolution=links[0] if links else None,
    )


def _newest(edition: Edition, here: str, entries: list[Entry]) -> dict[str, Any]:
    if not entries:
        return {}
    lang = edition.site.language
    place = next((at for at, entry in enumerate(reversed(entries)) if entry.asked), None)
    if place is None:
        newest = entries[-1]
        return filled(note=row(edition, here, newest.note, lang), summary=newest.note.summary)
    entry = entries[-1 - place]
    asked = passages(here, entry)
    more = max(0, len(asked) - NEWEST_ASKED)
    return filled(
        note=row(edition, here, entry.note, lang),
        asked=asked[:NEWEST_ASKED],
        **({"more": more, "all": relative(here, f"{entry.address}#asked")} if more else {}),
        newer=[
            row(edition, here, one.note, lang) for one in reversed(entries[len(entries) - place :])
        ],
    )


def _events(
    edition: Edition, here: str, mission: str, entries: list[Entry]
) -> Iterator[dict[str, Any]]:
    """Give the mission's workshops, resolutions and years without a note, the newest first."""
    lang = edition.site.language
    events: list[tuple[str, dict[str, Any]]] = []
    seen: set[int] = set()
    for entry in entries:
        note = entry.note
        place = f"y{note.year}" if note.year and note.year not in seen else ""
        seen.add(note.year or 0)
        shown = row(edition, here, note, lang, brief=brief(note))
        shown.pop("hue", None)
        event = filled(kind="workshop", id=place, note=shown)
        events.append((note.date or str(note.year or "9999"), event))
    for term in edition.mandates.get(mission, ()):
        until, adopted = mandate.until(term), mandate.adopted(term)
        event = filled(
            kind="resolution",
            when=dated(adopted, lang),
            resolution=term_links(edition, here, "resolution", [term.id])[0],
            effect=str(term.facts.get("effect") or ""),
            until=day(until, lang) if until else "",
        )
        events.append((adopted, event))
    for first, last in _runs(gaps(edition, mission)):
        events.append((f"{last}-99", {"kind": "gap", "first": first, "last": last}))
    yield from (event for _, event in sorted(events, key=lambda pair: pair[0], reverse=True))


def _runs(years: list[int]) -> list[tuple[int, int]]:
    """Give the runs of years that follow one another, as (first, last)."""
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def _by_theme(
    edition: Edition,
    here: str,
    themes: dict[tuple[str, int], list[tuple[Entry, Paragraph]]],
) -> Iterator[dict[str, Any]]:
    for term in edition.collection.vocabularies.themes.terms:
        years = sorted({year for theme, year in themes if theme == term.id}, reverse=True)
        if years:
            yield {
                "label": edition.label("theme", term.id),
                "years": [
                    _theme_year(here, term.id, year, themes[term.id, year]) for year in years
                ],
            }


def _theme_year(
    here: str, theme: str, year: int, found: list[tuple[Entry, Paragraph]]
) -> dict[str, Any]:
    passages = [
        {
            "text": (paragraph.sentences or [paragraph.text])[0],
            "address": relative(here, f"{entry.address}#{paragraph.anchor}"),
        }
        for entry, paragraph in found[:QUOTED_PER_CELL]
    ]
    more = max(0, len(found) - QUOTED_PER_CELL)
    return filled(
        id=f"{theme}-{year}", year=year, paragraphs=passages, **({"more": more} if more else {})
    )


def _paragraphs_by_theme(
    entries: list[Entry],
) -> dict[tuple[str, int], list[tuple[Entry, Paragraph]]]:
    found: dict[tuple[str, int], list[tuple[Entry, Paragraph]]] = {}
    for entry in entries:
        for theme, paragraphs in entry.themes.items():
            if entry.note.year:
                found.setdefault((theme, entry.note.year), []).extend(
                    (entry, paragraph) for paragraph in paragraphs
                )
    return found
