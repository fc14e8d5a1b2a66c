"""The home page and the other ways in: the table, the search, what is due, former addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from workshop_notes.exports import all_taken
from workshop_notes.note import Note
from workshop_notes.views import mandate
from workshop_notes.views.edition import ALL, Edition
from workshop_notes.views.page import (
    BROWSE,
    DUE,
    FEED,
    HOME,
    SEVERAL,
    Page,
    Plan,
    View,
    filled,
    note_address,
    slug,
)
from workshop_notes.views.parts import Here, mission_grid, plan
from workshop_notes.vocabulary import Term

NEWEST = 6
THEMES_SHOWN = 12
SEARCH = "search/"
TABLE = "assets/data/notes.csv"
ASKED = 4
BEFORE = 2  # notes whose requests are shown: the last workshop's, and those of the one before
DUE_ON_HOME = 3

Standing = tuple[str, Term]  # a mission, and the resolution that sets its last term


def pages(edition: Edition) -> Iterator[Plan]:
    """Give the home page, the table of all notes, the search, what is due, and what moved.

    The browser fills the page of the search. A former address at which nothing else stands leads on
    to where its note or term stands now.
    """
    yield plan(edition, BROWSE, _browse)
    if edition.mandates:
        yield plan(edition, DUE, _due)
    yield plan(edition, HOME, _home)
    yield from _moves(edition)
    yield plan(edition, SEARCH, _search)


def _home(here: Here) -> Page:
    edition, known = here.edition, here.edition.collection.vocabularies
    notes = edition.collection.workshops
    numbers = [
        (term.id, len(edition.collection.on("theme", term.id))) for term in known.themes.terms
    ]
    held = sorted((one for one in numbers if one[1]), key=lambda one: (-one[1], one[0]))
    ways = {
        "resolution": edition.resolutions,
        "glossary": known.glossary.terms,
        "organization": known.organizations.terms,
        "year": edition.collection.years,
    }
    due = [_standing(here, *one) for one in _mandates(edition)[0][:DUE_ON_HOME]]
    return here.page(
        "home",
        edition.site.name,
        edition.site.description,
        fields={"feed": FEED},
        name=edition.site.name,
        count=len(notes),
        browse=BROWSE,
        all_themes=edition.site.section("theme"),
        ways=here.crumbs(*(kind for kind, terms in ways.items() if terms))[1:],
        description=edition.site.description,
        grid=mission_grid(here, edition.missions, notes),
        due=filled(address=here.to(DUE), mandates=due) if edition.mandates else {},
        newest=here.rows(notes[: -NEWEST - 1 : -1]),
        themes=here.bars(held[:THEMES_SHOWN]),
    )


def _browse(here: Here) -> Page:
    notes = here.edition.collection.workshops
    return here.page(
        "browse",
        here.say("browse"),
        here.say("browse-description"),
        crumbs=here.crumbs(),
        count=len(notes),
        table=here.to(TABLE),
        filters=_filters(here.edition),
        notes=[_row(here, note) for note in reversed(notes)],
        take=all_taken(here.edition, BROWSE) if notes else [],
    )


def _search(here: Here) -> Page:
    said = here.say("search.title"), here.say("search.description")
    return here.page("search", *said, table=here.to(BROWSE))


def _due(here: Here) -> Page:
    ahead, past = _mandates(here.edition)
    return here.page(
        "due",
        here.say("due"),
        here.say("due-description"),
        crumbs=here.crumbs(),
        ahead=[_mandate(here, *one) for one in ahead],
        past=[_mandate(here, *one) for one in reversed(past)],
    )


def _moved(here: Here, there: str, label: str) -> Page:
    here.edition.reads(ALL)  # its label is a note's title
    link = {"address": here.to(there), "label": label}
    return here.page("moved", here.say("moved"), fields={"robots": "noindex"}, to=link)


def _filters(edition: Edition) -> list[View]:
    notes = edition.collection.oldest_first
    themes = {name for note in notes for name in note.themes}
    organizers = {name for note in notes for name in note.organizers}
    years = map(str, reversed(edition.collection.years))
    languages = [{"value": name} for name in sorted({note.language for note in notes})]
    options = {
        "mission": _named(edition, "mission", edition.missions),
        "year": [{"value": year, "label": year} for year in years],
        "theme": _named(edition, "theme", themes),
        "organizer": _named(edition, "organization", organizers),
        "language": languages,
    }
    return [filled(name=name, options=found) for name, found in options.items()]


def _named(edition: Edition, kind: str, names: Iterable[str]) -> list[View]:
    found = [{"value": slug(name), "label": edition.label(kind, name)} for name in names]
    return sorted(found, key=lambda one: (one["label"].casefold(), one["value"]))


def _row(here: Here, note: Note) -> View:
    languages = [{"language": note.language}, *here.also(note)]
    return filled(
        address=here.to(note_address(note.id)),
        languages=languages,
        lang=here.foreign(note),
        slugs=filled(
            mission=" ".join(map(slug, note.mission)),
            year=str(note.year or ""),
            date=note.when,
            theme=" ".join(map(slug, note.themes)),
            organizer=" ".join(map(slug, note.organizers)),
            language=" ".join(one["language"] for one in languages),
        ),
        title=note.title,
        chips=here.chips(note.mission),
        when=here.when(note),
        themes=here.links("theme", note.themes),
        organizers=[here.label("organization", name) for name in note.organizers],
    )


def _mandates(edition: Edition) -> tuple[list[Standing], list[Standing]]:
    """Give the mandates of missions that have not ended: those that run, and those known past."""
    ahead: list[Standing] = []
    past: list[Standing] = []
    for mission, resolution in mandate.due(edition.mandates):
        term = edition.term("mission", mission)
        if term and not term.text("end"):
            runs = resolution.text("until") >= edition.collection.day
            (ahead if runs else past).append((mission, resolution))
    return ahead, past


def _standing(here: Here, mission: str, resolution: Term) -> View:
    return {
        "mission": here.chips([mission])[0],
        "until": here.dated(resolution.text("until")),
        "resolution": here.link("resolution", resolution.id),
    }


def _mandate(here: Here, mission: str, resolution: Term) -> View:
    edition = here.edition
    notes = edition.collection.on("mission", mission)[::-1]
    entries = (edition.entry(note.id) for note in notes)
    asking = list(islice((entry for entry in entries if entry.asked), BEFORE))
    silent = notes and notes[0].id not in {entry.note.id for entry in asking}
    return filled(
        **_standing(here, mission, resolution),
        full=here.fact(edition.term("mission", mission), "full_name"),
        asked=[here.asked_in(entry, ASKED, "requests") for entry in asking],
        newest=here.row(notes[0]) if silent else None,
    )


def _moves(edition: Edition) -> Iterator[Plan]:
    for note in edition.collection.notes:
        for former in note.was:
            if edition.collection.get(former) is None:
                there, lang = note_address(note.id), edition.interface(note.language)
                label = note.title or note.id
                yield plan(edition, note_address(former), _moved, there, label, language=lang)
    for kind, folder in SEVERAL.items():
        vocabulary = getattr(edition.collection.vocabularies, folder, None)
        terms = vocabulary.terms if vocabulary else ()
        standing = {edition.site.term(kind, term.id) for term in terms}
        for term, former in ((one, former) for one in terms for former in one.was):
            moves = [(edition.site.term(kind, former), edition.site.term(kind, term.id))]
            for years in pairwise(edition.years(term.id)) if kind == "mission" else ():
                places = (edition.site.comparison(name, *years) for name in (former, term.id))
                moves.append((next(places), next(places)))
            for before, after in moves:
                if before not in standing:
                    lang = edition.site.language
                    yield plan(edition, before, _moved, after, term.label, language=lang)
