"""The resolution's page: what it did, the notes around it, and the sentences that name it."""

from __future__ import annotations

from workshop_notes.pages import mandate
from workshop_notes.pages.address import section_address, source_path, term_address
from workshop_notes.pages.around import document
from workshop_notes.pages.edition import Edition
from workshop_notes.pages.html import crumbs, esc, facts, link, outward, section
from workshop_notes.pages.listing import chip, quotations, rows
from workshop_notes.pages.mission import EFFECTS
from workshop_notes.pages.page import Page
from workshop_notes.pages.words import count, day
from workshop_notes.vocabulary import Term

QUOTED_AT_MOST = 40


def resolution_page(edition: Edition, number: str) -> Page:
    """Give the page of a resolution; one in no vocabulary has its sentences alone."""
    here = term_address("resolution", number)
    term = edition.term("resolution", number)
    label = edition.label("resolution", number)
    citations = edition.citations("resolution", number)
    tagged = edition.of(edition.collection.by_resolution(number))
    path = crumbs(
        here, [("", "Home"), (section_address("resolution"), "Resolutions")], "Path to this page"
    )
    definition = term.definition if term else ""
    lede = esc(definition) or "No details of this resolution are listed here."
    return Page(
        path=source_path(here),
        title=label,
        html=f'{path}<header><p class="kicker">Security Council</p><h1>{esc(label)}</h1>'
        f'<p class="lede">{lede}</p></header>'
        + (_facts(edition, here, term) if term else "")
        + section("notes", "Notes on it", rows(edition, here, reversed(tagged)))
        + section(
            "named",
            count(len(citations), "note names it", "notes name it"),
            quotations(edition, here, list(reversed(citations))[:QUOTED_AT_MOST]),
        ),
        kind="resolution-page",
        description=definition,
    )


def resolutions_page(edition: Edition) -> Page:
    """Give the index of resolutions, by year, the newest first."""
    here = section_address("resolution")
    by_year: dict[str, list[str]] = {}
    for number in reversed(edition.resolutions):
        term = edition.term("resolution", number)
        year = str(term.facts.get("year") or "") if term else ""
        by_year.setdefault(year, []).append(_row(edition, here, number, term))
    parts = "".join(
        section(
            f"y{year or 'none'}",
            year or "Without details",
            f'<ul class="plain">{"".join(items)}</ul>',
        )
        for year, items in sorted(by_year.items(), reverse=True)
    )
    return Page(
        path=source_path(here),
        title="Resolutions",
        html=crumbs(here, [("", "Home")], "Path to this page") + f"<h1>Resolutions</h1>{parts}",
        kind="index-page",
        description="The Security Council’s resolutions on the missions’ mandates.",
    )


def _facts(edition: Edition, here: str, term: Term) -> str:
    known = term.facts
    missions = [str(name) for name in known.get("missions") or ()]
    doubt = ""
    if known.get("evidence") == "memory":
        doubt = "<small>The date has not been checked against a page.</small>"
    adopted = mandate.adopted(term)
    return facts(
        [
            ("Adopted", f"{esc(day(adopted))}{doubt}" if adopted else doubt),
            ("Missions", " ".join(chip(edition, here, mission) for mission in missions)),
            ("Effect", esc(EFFECTS.get(str(known.get("effect")), ""))),
            ("Until", esc(day(mandate.until(term)))),
            ("Before it", _neighbours(edition, here, term, missions, -1)),
            ("After it", _neighbours(edition, here, term, missions, 1)),
            ("Text", outward(document(term), "S/RES/" + esc(term.id) + " at the United Nations")),
            ("In French", f'<span lang="fr">{esc(term.label_fr)}</span>' if term.label_fr else ""),
        ]
    )


def _neighbours(edition: Edition, here: str, term: Term, missions: list[str], step: int) -> str:
    found = []
    for mission in missions:
        row = edition.mandates.get(mission, ())
        place = next((at for at, one in enumerate(row) if one.id == term.id), None)
        if place is not None and 0 <= place + step < len(row):
            other = row[place + step]
            name = link(here, term_address("resolution", other.id), esc(other.id))
            found.append(f"{name} ({esc(mission)})" if len(missions) > 1 else name)
    return ", ".join(found)


def _row(edition: Edition, here: str, number: str, term: Term | None) -> str:
    name = link(here, term_address("resolution", number), esc(edition.label("resolution", number)))
    missions = [str(one) for one in term.facts.get("missions") or ()] if term else []
    marks = " ".join(chip(edition, here, mission) for mission in missions)
    effect = esc(EFFECTS.get(str(term.facts.get("effect")), "")) if term else ""
    named = len(edition.citations("resolution", number))
    said = f" · {count(named, 'note', 'notes')}" if named else ""
    return f"<li>{name} {marks} <small>{effect}{said}</small></li>"
