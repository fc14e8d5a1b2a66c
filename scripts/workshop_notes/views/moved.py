"""Former addresses of notes and terms, each a page that leads on to where it stands now."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from workshop_notes.views.address import SEVERAL, comparison_address, note_address, term_address
from workshop_notes.views.edition import ALL, Edition
from workshop_notes.views.page import Page, Plan, plan
from workshop_notes.views.parts import Here

KINDS = {kind: folder for kind, folder in SEVERAL.items() if kind != "year"}


def pages(edition: Edition) -> Iterator[Plan]:
    """Give a page for each former address that nothing else stands at."""
    for note in edition.collection.notes:
        for former in note.was:
            if edition.collection.get(former) is None:
                here = note_address(former), edition.interface(note.language)
                there = note_address(note.id), note.title or note.id
                yield plan(here[0], _moved, edition, *here, *there)
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
                        lang = edition.site.language
                        yield plan(before, _moved, edition, before, lang, after, term.label)


def _moved(edition: Edition, address: str, lang: str, there: str, label: str) -> Page:
    edition.reads(ALL)  # its label is a note's title
    here = Here(edition, address, lang)
    link = {"address": here.to(there), "label": label}
    return here.page("moved", here.say("moved"), fields={"robots": "noindex"}, view={"to": link})
