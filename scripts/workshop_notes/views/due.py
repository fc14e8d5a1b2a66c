"""The mandates by the day on which their term ends, with what was asked before each."""

from __future__ import annotations

from collections.abc import Iterator

from workshop_notes.views import mandate
from workshop_notes.views.address import DUE, HOME, relative, source_path
from workshop_notes.views.edition import Edition, Entry
from workshop_notes.views.page import Page, View, filled
from workshop_notes.views.parts import chips, crumbs, dated, row, term_links
from workshop_notes.views.requests import passages
from workshop_notes.vocabulary import Term

ASKED = 4
BEFORE = 2  # notes whose requests are shown: the last workshop's, and those of the one before
ON_HOME = 3


def pages(edition: Edition) -> Iterator[Page]:
    """Give the page of what is due, where anything is known of mandates."""
    if edition.mandates:
        yield due_page(edition)


def due_page(edition: Edition) -> Page:
    """Give the page of the mandates that are due, the next first, then those known to be past."""
    here, lang, day = DUE, edition.site.language, edition.collection.day
    found = _standing(edition)
    ahead = [one for one in found if mandate.until(one[1]) >= day]
    past = [one for one in reversed(found) if mandate.until(one[1]) < day]
    return Page(
        path=source_path(here),
        template="due.html",
        title=edition.site.say("due", lang),
        description=edition.site.say("due-description", lang),
        view=filled(
            crumbs=crumbs(here),
            ahead=[_mandate(edition, here, *one) for one in ahead],
            past=[_mandate(edition, here, *one) for one in past],
        ),
    )


def due_next(edition: Edition) -> View:
    """Give the mandates that the home page names: the few that are due next."""
    day = edition.collection.day
    found = [one for one in _standing(edition) if mandate.until(one[1]) >= day]
    listed = [_head(edition, HOME, *one) for one in found[:ON_HOME]]
    return filled(address=relative(HOME, DUE), mandates=listed) if edition.mandates else {}


def _standing(edition: Edition) -> list[tuple[str, Term]]:
    """Give the mandates of missions that have not ended."""
    known = ((one, edition.term("mission", one[0])) for one in mandate.due(edition.mandates))
    return [one for one, mission in known if mission and not mission.facts.get("end")]


def _head(edition: Edition, here: str, mission: str, resolution: Term) -> View:
    return {
        "mission": chips(edition, here, [mission])[0],
        "until": dated(mandate.until(resolution), edition.site.language),
        "resolution": term_links(edition, here, "resolution", [resolution.id])[0],
    }


def _mandate(edition: Edition, here: str, mission: str, resolution: Term) -> View:
    notes = edition.collection.by_mission(mission)
    entries: list[Entry] = list(reversed(edition.of(notes)))
    asking = [entry for entry in entries if entry.asked][:BEFORE]
    lang = edition.site.language
    return filled(
        **_head(edition, here, mission, resolution),
        full=edition.fact(edition.term("mission", mission), "full_name"),
        asked=[_asked(edition, here, entry) for entry in asking],
        newest=row(edition, here, entries[0].note, lang)
        if entries and entries[0] not in asking
        else None,
    )


def _asked(edition: Edition, here: str, entry: Entry) -> View:
    asked = passages(here, entry)
    return filled(
        note=row(edition, here, entry.note, edition.site.language),
        requests=asked[:ASKED],
        more=len(asked) - ASKED if len(asked) > ASKED else None,
        all=relative(here, f"{entry.address}#asked") if len(asked) > ASKED else "",
    )
