"""Former addresses of notes and terms, each a page that leads on to where it stands now."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from workshop_notes.views.address import FOLDERS, comparison_address, note_address, term_address
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import Page
from workshop_notes.views.parts import Here

KINDS = {kind: folder for kind, folder in FOLDERS.items() if kind != "year"}


def pages(edition: Edition) -> Iterator[Page]:
    """Give a page for each former address that nothing else stands at."""
    for note in edition.collection.notes:
        for former in note.was:
            if edition.collection.get(former) is None:
                here = Here(edition, note_address(former), edition.interface(note.language))
                yield _moved(here, note_address(note.id), note.title or note.id)
    for kind, folder in KINDS.items():
        terms = getattr(edition.collection.vocabularies, folder).terms
        standing = {term_address(kind, term.id) for term in terms}
        for term in terms:
            for former in term.was:
                old = [term_address(kind, former)]
                new = [term_address(kind, term.id)]
                for years in pairwise(edition.years(term.id)) if kind == "mission" else ():
                    old.append(comparison_address(former, *years))
                    new.append(comparison_address(term.id, *years))
                for before, after in zip(old, new, strict=True):
                    if before not in standing:
                        here = Here(edition, before, edition.site.language)
                        yield _moved(here, after, term.label)


def _moved(here: Here, there: str, label: str) -> Page:
    link = {"address": here.to(there), "label": label}
    return here.page("moved", here.say("moved"), fields={"robots": "noindex"}, view={"to": link})
