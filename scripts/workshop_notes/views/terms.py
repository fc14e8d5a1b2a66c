"""The pages of terms, each with the index of its kind.

Missions, years, themes, resolutions, the glossary and organizations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any

from workshop_notes.exports import taken_on
from workshop_notes.text.sentences import first_sentence
from workshop_notes.views import mandate
from workshop_notes.views.body import Paragraph
from workshop_notes.views.comparison import over_time
from workshop_notes.views.edition import Edition, Entry
from workshop_notes.views.page import FEED, Page, Plan, View, filled, slug, web
from workshop_notes.views.parts import (
    Here,
    brief,
    gaps,
    heat_map,
    mission_grid,
    plans_of,
    timeline,
    trend,
)
from workshop_notes.vocabulary import Term, Vocabulary

NEWEST_ASKED = 4
QUOTED_PER_CELL = 4
# The paragraphs on a theme in the notes of a year.
Discussed = dict[tuple[str, int], list[tuple[Entry, Paragraph]]]
THEMES_OF_A_YEAR = 8
THEMES_BESIDE = 3
QUOTED_AT_MOST = 30
NAMED_AT_MOST = 40
SAME = ("theme", "mission", "organization")


def pages(edition: Edition) -> Iterator[Plan]:
    """Give the page of each term and year, and their indexes."""

    def by_id(vocabulary: Vocabulary) -> dict[str, Term]:
        return {term.id: term for term in vocabulary.terms}

    known = edition.collection.vocabularies
    years = {str(year): year for year in edition.collection.years}
    numbers = {number: number for number in edition.resolutions}
    yield from plans_of(edition, "glossary", by_id(known.glossary), _glossary, _term)
    organizations = by_id(known.organizations)
    missions = {name: name for name in (*by_id(known.missions), *edition.missions)}
    yield from plans_of(edition, "mission", missions, _missions, _mission)
    yield from plans_of(edition, "organization", organizations, _organizations, _organization)
    yield from plans_of(edition, "resolution", numbers, _resolutions, _resolution)
    yield from plans_of(edition, "theme", by_id(known.themes), _themes, _theme)
    yield from plans_of(edition, "year", years, _years, _year)


def _missions(here: Here) -> View:
    edition = here.edition
    terms = edition.collection.vocabularies.missions.terms
    rest = sorted(one.id for one in terms if one.id not in edition.missions)
    others = [
        filled(**here.link("mission", name), country=here.fact(term, "country"), **_span(term))
        for name in rest
        if (term := edition.term("mission", name))
    ]
    grid = mission_grid(here, edition.missions, edition.collection.workshops)
    return {"grid": grid, "others": others}


def _mission(here: Here, mission: str) -> Page:
    edition, term = here.edition, here.edition.term("mission", mission)
    notes = edition.collection.on("mission", mission)
    entries = edition.of(notes)
    discussed: Discussed = {}
    for entry in entries:
        for theme, paragraphs in entry.themes.items() if entry.note.year else ():
            found = discussed.setdefault((theme, entry.note.year or 0), [])
            found += [(entry, paragraph) for paragraph in paragraphs]
    heat = heat_map(here, mission, {place: len(found) for place, found in discussed.items()})
    asked = [(entry, *asked) for entry in entries for asked in entry.asked]
    return _page(
        here,
        "mission",
        mission,
        tags=(here.label("mission", mission),),
        fields={"feed": FEED} if entries else {},
        kind=(here.fact(term, "kind") or "mission") if term else "",
        hue=edition.hues.get(mission),
        full=here.fact(term, "full_name"),
        facts=_facts_of_mission(here, term) if term else {},
        ended=_ended(here, mission, term),
        newest=_newest(here, entries),
        timeline=timeline(edition, mission, entries),
        events=_events(here, mission, entries),
        compare=here.pairs(mission, list(pairwise(edition.years(mission)))[::-1]),
        requests=over_time(here, asked, missions=False),
        heat=heat,
        by_theme=list(_by_theme(here, discussed)) if heat else [],
        pack=f"{slug(mission)}.zip" if entries else "",
        take=taken_on(edition, "mission", mission),
    )


def _span(term: Term) -> dict[str, int]:
    return {name: int(year) for name in ("start", "end") if (year := term.text(name))}


def _facts_of_mission(here: Here, term: Term) -> View:
    number = here.fact(term, "founding_resolution")
    return filled(
        country=here.fact(term, "country"),
        **_span(term),
        founding=here.link("resolution", number) if number else None,
        before=_related_missions(here, term.texts("predecessors")),
        after=_related_missions(here, term.texts("successors")),
        french=here.other(term, "acronym", "full_name"),
    )


def _related_missions(here: Here, names: list[str]) -> list[View]:
    """Give other missions, those that are listed with a link to their page."""
    known = [name for name in names if here.edition.term("mission", name)]
    there = {name: here.to(here.edition.site.term("mission", name)) for name in known}
    return [filled(label=name, address=there.get(name)) for name in names]


def _ended(here: Here, mission: str, term: Term | None) -> View:
    mandates = here.edition.mandates.get(mission, ())
    last = next((one for one in reversed(mandates) if mandate.ends(one)), None)
    said = here.resolution(last) if last else {}
    return filled(
        year=_span(term).get("end") if term else None,
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
        events.append((note.when or "9999", event))
    for term in here.edition.mandates.get(mission, ()):
        events.append((term.text("adopted"), {"kind": "resolution", **here.resolution(term)}))
    for first, last in _runs(gaps(here.edition, mission)):
        events.append((f"{last}-99", {"kind": "gap", "first": first, "last": last}))
    return [event for _, event in sorted(events, key=lambda pair: pair[0], reverse=True)]


def _runs(years: list[int]) -> list[tuple[int, int]]:
    """Give the runs of years that follow one another, as (first, last)."""
    alike = groupby(enumerate(years), lambda one: one[1] - one[0])
    runs = ([year for _, year in run] for _, run in alike)
    return [(run[0], run[-1]) for run in runs]


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
                "text": first_sentence(paragraph.text),
                "address": here.paragraph(entry, paragraph),
            }
            for entry, paragraph in found[:QUOTED_PER_CELL]
        ],
        more=more if more > 0 else None,
    )


def _years(here: Here) -> View:
    collection = here.edition.collection
    lines = [
        filled(
            address=here.to(here.edition.site.term("year", str(year))),
            year=year,
            count=len(notes),
            chips=here.chips(dict.fromkeys(one for note in notes for one in note.mission)),
        )
        for year in reversed(collection.years)
        for notes in [collection.on("year", year)]
    ]
    return {"years": lines}


def _year(here: Here, year: int) -> Page:
    """Give the page of a year: its notes, its themes, and what was adopted in it."""
    collection = here.edition.collection
    notes, years = collection.on("year", year), collection.years
    counts = Counter(theme for note in notes for theme in note.themes)
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:THEMES_OF_A_YEAR]
    place = years.index(year)
    near = [(place - 1, "prev"), (place + 1, "next")]
    adopted = sorted(
        (term.text("adopted"), term.id, term)
        for term in collection.vocabularies.resolutions.terms
        if term.text("adopted").startswith(f"{year}-")
    )
    return here.page(
        "year",
        str(year),
        here.say("year-description", year=year),
        tags=(str(year),),
        crumbs=here.crumbs("year"),
        year=year,
        count=len(notes),
        missions=len({mission for note in notes for mission in note.mission}),
        steps=[
            {
                "address": here.to(here.edition.site.term("year", str(years[at]))),
                "year": years[at],
                "rel": rel,
            }
            for at, rel in near
            if 0 <= at < len(years)
        ],
        notes=here.rows(notes),
        themes=here.bars(best),
        adopted=[
            filled(
                when=here.dated(date),
                resolution=here.link("resolution", name),
                definition=here.fact(term, "definition"),
            )
            for date, name, term in adopted
        ],
    )


def _themes(here: Here) -> View:
    themes = here.edition.collection.vocabularies.themes.terms
    numbers = [(term.id, len(here.edition.collection.on("theme", term.id))) for term in themes]
    lines = [
        filled(**line, french=here.other(term), definition=here.fact(term, "definition"))
        for term, line in zip(themes, here.bars(numbers), strict=True)
    ]
    return {"themes": lines}


def _theme(here: Here, term: Term) -> Page:
    edition, collection = here.edition, here.edition.collection
    notes = collection.on("theme", term.id)
    held = {mission for note in notes for mission in note.mission}
    narrower = [one.id for one in collection.vocabularies.themes.narrower(term.id)]
    beside = Counter(name for note in notes for name in note.themes if name != term.id)
    best = sorted(beside, key=lambda name: (-beside[name], name))[:THEMES_BESIDE]
    years = Counter(note.year for note in notes if note.year)
    return _page(
        here,
        "theme",
        term.id,
        tags=(here.label("theme", term.id),),
        fields={"feed": FEED},
        facts=filled(
            french=here.other(term),
            aliases=list(term.aliases),
            broader=here.links("theme", [term.broader] if term.broader else []),
            narrower=here.links("theme", narrower),
            beside=here.links("theme", best),
        ),
        count=len(notes),
        trend=trend(years, collection.years),
        grid=mission_grid(here, [one for one in edition.missions if one in held], notes),
        requests=over_time(here, edition.asked_on(term.id), missions=True),
        notes=here.rows(reversed(notes)),
        take=taken_on(edition, "theme", term.id),
    )


def _resolutions(here: Here) -> View:
    """Give the resolutions by the year of their adoption, the newest first."""
    by_year: dict[str, list[View]] = {}
    for number in reversed(here.edition.resolutions):
        term = here.edition.term("resolution", number)
        line = filled(
            **here.link("resolution", number),
            count=len(here.edition.citations("resolution", number)),
            chips=here.chips(_mission_ids(term)),
            effect=here.fact(term, "effect"),
        )
        by_year.setdefault(here.fact(term, "year"), []).append(line)
    years = sorted(by_year.items(), reverse=True)
    return {"years": [filled(year=year, lines=lines) for year, lines in years]}


def _resolution(here: Here, number: str) -> Page:
    """Give the page of a resolution: what it did, its notes, the sentences that name it."""
    edition, term = here.edition, here.edition.term("resolution", number)
    citations = edition.citations("resolution", number)
    return _page(
        here,
        "resolution",
        number,
        tags=_mission_ids(term),
        # A number that no vocabulary has may be that of another body.
        body=(here.fact(term, "body") or here.say("council")) if term else "",
        number=number,
        facts=_facts(here, term) if term else {},
        count=len(citations),
        notes=here.rows(reversed(edition.collection.on("resolution", number))),
        named=here.quotations(citations[: -NAMED_AT_MOST - 1 : -1]),
    )


def _facts(here: Here, term: Term) -> View:
    said = here.resolution(term)
    return filled(
        adopted=said["when"]["text"] if "when" in said else "",
        doubt="memory" if term.text("evidence") == "memory" else "",
        missions=here.chips(_mission_ids(term)),
        effect=said.get("effect"),
        until=said.get("until"),
        before=_neighbours(here, term, -1),
        after=_neighbours(here, term, 1),
        document=mandate.document(term, here.edition.site.documents),
        french=here.other(term),
    )


def _neighbours(here: Here, term: Term, step: int) -> list[View]:
    found, missions = [], _mission_ids(term)
    for mission in missions:
        order = here.edition.mandates.get(mission, ())
        place = next((at + step for at, one in enumerate(order) if one.id == term.id), -1)
        if 0 <= place < len(order):
            several = here.label("mission", mission) if len(missions) > 1 else ""
            link = here.link("resolution", order[place].id)
            found.append(filled(**{**link, "label": order[place].id}, mission=several))
    return found


def _glossary(here: Here) -> View:
    lines = [
        filled(
            **here.link("glossary", term.id),
            means=here.fact(term, "expansion") or here.fact(term, "definition"),
        )
        for term in here.edition.collection.vocabularies.glossary.terms
    ]
    lines.sort(key=lambda line: (line["label"].casefold(), line["address"]))
    return {"terms": lines}


def _term(here: Here, term: Term) -> Page:
    """Give the page of a term of the glossary, with its expansion and where notes use it."""
    label, expansion = here.label("glossary", term.id), here.fact(term, "expansion")
    definition = here.fact(term, "definition")
    other, spelled = here.other(term), here.other(term, "expansion")
    citations = here.edition.citations("glossary", term.id)
    same = [(kind, term.text(kind)) for kind in SAME]
    return here.page(
        "term",
        f"{label}: {expansion}" if expansion else label,
        definition or expansion,
        crumbs=here.crumbs("glossary"),
        label=label,
        expansion=expansion,
        definition=definition,
        facts=filled(
            french=f"{other}: {spelled}" if spelled and other not in ("", label) else spelled,
            aliases=list(term.aliases),
            same=[here.link(*one) for one in same if one[1] and here.edition.term(*one)],
        ),
        count=len(citations),
        used=here.quotations(citations[: -QUOTED_AT_MOST - 1 : -1]),
    )


def _organizations(here: Here) -> View:
    lines = [
        filled(
            **here.link("organization", term.id),
            role=here.fact(term, "role"),
            definition=here.fact(term, "definition"),
        )
        for term in here.edition.collection.vocabularies.organizations.terms
    ]
    return {"organizations": lines}


def _organization(here: Here, term: Term) -> Page:
    """Give the page of an organization: the notes of workshops that it organized or paid for."""
    collection = here.edition.collection
    narrower = [one.id for one in collection.vocabularies.organizations.narrower(term.id)]
    names, family = {term.id, *narrower}, [*([term.broader] if term.broader else []), *narrower]
    named = here.edition.citations("organization", term.id)[: -QUOTED_AT_MOST - 1 : -1]
    newest = list(reversed(collection.workshops))
    organized = [one for one in newest if names & set(one.organizers)]
    funded = [one for one in newest if names & set(one.funders)]
    return _page(
        here,
        "organization",
        term.id,
        role=here.fact(term, "role") or "organization",
        facts=filled(
            website=web(here.fact(term, "website")),
            aliases=list(term.aliases),
            family=here.links("organization", family),
        ),
        organized=here.rows(organized, briefly=False),
        funded=here.rows(funded, briefly=False),
        mentioned=here.quotations(named),
    )


def _page(here: Here, kind: str, name: str, /, **more: Any) -> Page:
    """Give the page of a term, which says what it is called and what it is."""
    term = here.edition.term(kind, name)
    label, definition = here.label(kind, name), here.fact(term, "definition")
    view = {"crumbs": here.crumbs(kind), "label": label, "definition": definition, **more}
    return here.page(kind, label, definition, **view)


def _mission_ids(term: Term | None) -> list[str]:
    return term.texts("missions") if term else []
