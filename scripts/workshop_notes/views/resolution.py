"""The resolution's page: what it did, its notes, the sentences that name it; and the index."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.views import mandate
from workshop_notes.views.address import section_address, term_address
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import Page, Plan, View, filled, plans_of
from workshop_notes.views.parts import Here, index
from workshop_notes.vocabulary import Term

QUOTED_AT_MOST = 40


def pages(edition: Edition) -> Iterator[Plan]:
    """Give the page of each resolution, and their index, the newest year first."""
    numbers = {number: number for number in edition.resolutions}
    return plans_of("resolution", numbers, _index, resolution_page, edition)


def _index(edition: Edition) -> Page:
    here = Here(edition, section_address("resolution"))
    by_year: dict[str, list[View]] = {}
    for number in reversed(edition.resolutions):
        term = edition.term("resolution", number)
        line = filled(
            **here.link("resolution", number),
            count=len(edition.citations("resolution", number)),
            chips=here.chips(_missions(term)),
            effect=here.fact(term, "effect"),
        )
        by_year.setdefault(here.fact(term, "year"), []).append(line)
    years = sorted(by_year.items(), reverse=True)
    lines = [filled(year=year, lines=lines) for year, lines in years]
    return index(here, "resolution", years=lines)


def resolution_page(edition: Edition, number: str) -> Page:
    """Give the page of a resolution."""
    here = Here(edition, term_address("resolution", number))
    term, label = edition.term("resolution", number), here.label("resolution", number)
    definition, citations = here.fact(term, "definition"), edition.citations("resolution", number)
    notes = edition.collection.by_resolution(number)
    return here.page(
        "resolution",
        label,
        definition,
        tags=tuple(_missions(term)),
        view=filled(
            crumbs=here.crumbs("resolution"),
            # A number that no vocabulary has may be that of another body.
            body=(here.fact(term, "body") or here.say("council")) if term else "",
            label=label,
            number=number,
            definition=definition,
            facts=_facts(here, term) if term else {},
            count=len(citations),
            notes=here.rows(reversed(notes)),
            named=here.quotations(list(reversed(citations))[:QUOTED_AT_MOST]),
        ),
    )


def _missions(term: Term | None) -> list[str]:
    return [str(name) for name in term.facts.get("missions") or ()] if term else []


def _facts(here: Here, term: Term) -> View:
    said = here.resolution(term)
    when, until = said.get("when"), said.get("until")
    return filled(
        adopted=when and when["text"],
        doubt="memory" if term.facts.get("evidence") == "memory" else "",
        missions=here.chips(_missions(term)),
        effect=said.get("effect"),
        until=until,
        before=_neighbours(here, term, -1),
        after=_neighbours(here, term, 1),
        document=mandate.document(term, here.edition.site.documents),
        french=here.other(term),
    )


def _neighbours(here: Here, term: Term, step: int) -> list[View]:
    found, missions = [], _missions(term)
    for mission in missions:
        order = here.edition.mandates.get(mission, ())
        place = next((at + step for at, one in enumerate(order) if one.id == term.id), -1)
        if 0 <= place < len(order):
            several = here.label("mission", mission) if len(missions) > 1 else ""
            link = here.link("resolution", order[place].id)
            found.append(filled(**{**link, "label": order[place].id}, mission=several))
    return found
