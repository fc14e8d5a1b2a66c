"""The mandates by the day on which their term ends, with what was asked before each."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.views import mandate
from workshop_notes.views.address import DUE
from workshop_notes.views.edition import Edition, Entry
from workshop_notes.views.page import Page, View, filled
from workshop_notes.views.parts import Here
from workshop_notes.vocabulary import Term

ASKED = 4
BEFORE = 2  # notes whose requests are shown: the last workshop's, and those of the one before
ON_HOME = 3


def pages(edition: Edition) -> Iterator[Page]:
    """Give the mandates that are due, the next first, then those known to be past."""
    if not edition.mandates:
        return
    here, day = Here(edition, DUE), edition.collection.day
    found = _standing(edition)
    ahead = [one for one in found if mandate.until(one[1]) >= day]
    past = [one for one in reversed(found) if mandate.until(one[1]) < day]
    yield here.page(
        "due",
        here.say("due"),
        here.say("due-description"),
        view=filled(
            crumbs=here.crumbs(),
            ahead=[_mandate(here, *one) for one in ahead],
            past=[_mandate(here, *one) for one in past],
        ),
    )


def due_next(here: Here) -> View:
    """Give the mandates that the home page names: the few that are due next."""
    edition = here.edition
    day = edition.collection.day
    found = [one for one in _standing(edition) if mandate.until(one[1]) >= day]
    listed = [_head(here, *one) for one in found[:ON_HOME]]
    return filled(address=here.to(DUE), mandates=listed) if edition.mandates else {}


def _standing(edition: Edition) -> list[tuple[str, Term]]:
    """Give the mandates of missions that have not ended."""
    known = ((one, edition.term("mission", one[0])) for one in mandate.due(edition.mandates))
    return [one for one, mission in known if mission and not mission.facts.get("end")]


def _head(here: Here, mission: str, resolution: Term) -> View:
    return {
        "mission": here.chips([mission])[0],
        "until": here.dated(mandate.until(resolution)),
        "resolution": here.link("resolution", resolution.id),
    }


def _mandate(here: Here, mission: str, resolution: Term) -> View:
    edition = here.edition
    entries = edition.of(edition.collection.by_mission(mission))[::-1]
    asking = [entry for entry in entries if entry.asked][:BEFORE]
    silent = entries and entries[0] not in asking
    return filled(
        **_head(here, mission, resolution),
        full=here.fact(edition.term("mission", mission), "full_name"),
        asked=[asked_in(here, entry, ASKED, "requests") for entry in asking],
        newest=here.row(entries[0].note) if silent else None,
    )


def asked_in(here: Here, entry: Entry, most: int, key: str) -> View:
    """Give a note with at most so many of its requests, and how many more there are where."""
    asked = here.asked(entry)
    more = len(asked) - most
    return filled(
        note=here.row(entry.note),
        **{key: asked[:most]},
        more=more if more > 0 else None,
        all=here.to(f"{entry.address}#asked") if more > 0 else "",
    )
