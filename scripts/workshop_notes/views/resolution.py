"""The resolution's page: what it did, its notes, the sentences that name it; and the index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workshop_notes.views import mandate
from workshop_notes.views.address import relative, section_address, source_path, term_address
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import Page, filled
from workshop_notes.views.parts import (
    chips,
    crumbs,
    day,
    quotations,
    rows,
)
from workshop_notes.views.theme import other_label
from workshop_notes.vocabulary import Term

QUOTED_AT_MOST = 40


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of each resolution, and their index."""
    if edition.resolutions:
        yield resolutions_page(edition)
    yield from (resolution_page(edition, number) for number in edition.resolutions)


def resolution_page(edition: Edition, number: str) -> Page:
    """Give the page of a resolution."""
    here = term_address("resolution", number)
    term, lang = edition.term("resolution", number), edition.site.language
    label = edition.label("resolution", number)
    citations = edition.citations("resolution", number)
    return Page(
        path=source_path(here),
        template="resolution.html",
        title=label,
        description=term.definition if term else "",
        tags=tuple(map(str, term.facts.get("missions") or ())) if term else (),
        view=filled(
            crumbs=crumbs(here, "resolution"),
            # A number that no vocabulary has may be that of another body.
            body=str(term.facts.get("body") or edition.site.say("council", lang)) if term else "",
            label=label,
            number=number,
            definition=term.definition if term else "",
            facts=_facts(edition, here, term) if term else {},
            count=len(citations),
            notes=rows(
                edition, here, reversed(edition.of(edition.collection.by_resolution(number)))
            ),
            named=quotations(edition, here, list(reversed(citations))[:QUOTED_AT_MOST]),
        ),
    )


def resolutions_page(edition: Edition) -> Page:
    """Give the index of resolutions."""
    here, lang = section_address("resolution"), edition.site.language
    by_year: dict[str, list[dict[str, Any]]] = {}
    for number in reversed(edition.resolutions):
        term = edition.term("resolution", number)
        year = str(term.facts.get("year") or "") if term else ""
        by_year.setdefault(year, []).append(_line(edition, here, number, term))
    return Page(
        path=source_path(here),
        template="resolutions.html",
        title=edition.site.say("resolutions", lang),
        description=edition.site.say("resolutions-description", lang),
        view=filled(
            crumbs=crumbs(here),
            years=[
                filled(year=year, lines=lines)
                for year, lines in sorted(by_year.items(), reverse=True)
            ],
        ),
    )


def _facts(edition: Edition, here: str, term: Term) -> dict[str, Any]:
    lang = edition.site.language
    missions = [str(name) for name in term.facts.get("missions") or ()]
    adopted, until = mandate.adopted(term), mandate.until(term)
    return filled(
        adopted=day(adopted, lang) if adopted else "",
        doubt="memory" if term.facts.get("evidence") == "memory" else "",
        missions=chips(edition, here, missions),
        effect=str(term.facts.get("effect") or ""),
        until=day(until, lang) if until else "",
        before=_neighbours(edition, here, term, missions, -1),
        after=_neighbours(edition, here, term, missions, 1),
        document=mandate.document(term, edition.site.documents),
        french=other_label(edition, term),
    )


def _neighbours(
    edition: Edition, here: str, term: Term, missions: list[str], step: int
) -> list[dict[str, Any]]:
    found = []
    for mission in missions:
        order = edition.mandates.get(mission, ())
        place = next((at for at, one in enumerate(order) if one.id == term.id), None)
        if place is not None and 0 <= place + step < len(order):
            other = order[place + step]
            found.append(
                filled(
                    address=relative(here, term_address("resolution", other.id)),
                    label=other.id,
                    mission=edition.label("mission", mission) if len(missions) > 1 else "",
                )
            )
    return found


def _line(edition: Edition, here: str, number: str, term: Term | None) -> dict[str, Any]:
    missions = [str(one) for one in term.facts.get("missions") or ()] if term else []
    return filled(
        address=relative(here, term_address("resolution", number)),
        label=edition.label("resolution", number),
        count=len(edition.citations("resolution", number)),
        chips=chips(edition, here, missions),
        effect=str(term.facts.get("effect") or "") if term else "",
    )
