"""The mandates by the day on which their term ends, with what was asked before each."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.views import mandate
from workshop_notes.views.address import DUE
from workshop_notes.views.edition import Edition, Entry
from workshop_notes.views.page import Page, Plan, View, filled, plan
from workshop_notes.views.parts import Here
from workshop_notes.vocabulary import Term

ASKED = 4
BEFORE = 2  # notes whose requests are shown: the last workshop's, and those of the one before
ON_HOME = 3

Standing = tuple[str, Term]  # a mission, and the resolution that sets its last term


def pages(edition: Edition) -> Iterator[Plan]:
    """Give the mandates that are due, the next first, then those known to be past."""
    if edition.mandates:
        yield plan(DUE, _page, edition)


def _page(edition: Edition) -> Page:
    here = Here(edition, DUE)
    ahead, past = _standing(edition)
    return here.page(
        "due",
        here.say("due"),
        here.say("due-description"),
        view=filled(
            crumbs=here.crumbs(),
            ahead=[_mandate(here, *one) for one in ahead],
            past=[_mandate(here, *one) for one in reversed(past)],
        ),
    )


def due_next(here: Here) -> View:
    """Give the mandates that the home page names: the few that are due next."""
    if not here.edition.mandates:
        return {}
    ahead, _ = _standing(here.edition)
    return filled(address=here.to(DUE), mandates=[_head(here, *one) for one in ahead[:ON_HOME]])


def _standing(edition: Edition) -> tuple[list[Standing], list[Standing]]:
    """Give the mandates of missions that have not ended: those that run, and those known past."""
    ahead: list[Standing] = []
    past: list[Standing] = []
    for mission, resolution in mandate.due(edition.mandates):
        term = edition.term("mission", mission)
        if term and not term.facts.get("end"):
            runs = mandate.until(resolution) >= edition.collection.day
            (ahead if runs else past).append((mission, resolution))
    return ahead, past


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
