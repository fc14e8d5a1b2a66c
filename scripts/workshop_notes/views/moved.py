"""Former addresses of notes and terms, each a page that leads on to where it stands now."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from workshop_notes.views.address import (
    FOLDERS,
    comparison_address,
    note_address,
    relative,
    source_path,
    term_address,
)
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import Page

KINDS = {kind: folder for kind, folder in FOLDERS.items() if kind != "year"}


def pages(edition: Edition) -> Iterator[Page]:
    """Give a page for each former address that nothing else stands at."""
    collection = edition.collection
    for note in collection.notes:
        for former in note.was:
            if collection.get(former) is None:
                language = edition.interface(note.language)
                title = note.title or note.id
                yield _moved(edition, note_address(former), note_address(note.id), title, language)
    for kind, folder in KINDS.items():
        terms = getattr(collection.vocabularies, folder).terms
        standing = {term_address(kind, term.id) for term in terms}
        for term in terms:
            for former in term.was:
                here, there = term_address(kind, former), term_address(kind, term.id)
                if here not in standing:
                    yield _moved(edition, here, there, term.label, edition.site.language)
                for years in pairwise(edition.years(term.id)) if kind == "mission" else ():
                    before, after = (comparison_address(one, *years) for one in (former, term.id))
                    yield _moved(edition, before, after, term.label, edition.site.language)


def _moved(edition: Edition, here: str, there: str, label: str, language: str) -> Page:
    return Page(
        path=source_path(here),
        template="moved.html",
        title=edition.site.say("moved", language),
        lang=language,
        fields={"robots": "noindex"},
        view={"to": {"address": relative(here, there), "label": label}},
    )
