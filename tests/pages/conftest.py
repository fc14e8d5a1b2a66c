"""Editions of invented notes for the tests of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workshop_notes.collection import Collection
from workshop_notes.note import Note
from workshop_notes.pages.edition import Edition, Site
from workshop_notes.pages.page import Page
from workshop_notes.site import pages
from workshop_notes.vocabulary import Vocabularies

FACTS: dict[str, Any] = {
    "title": "Ranking the Tasks",
    "mission": ("ZUMA",),
    "year": 2031,
    "date": "2031-05-20",
    "themes": ("human-rights",),
    "organizers": ("itp",),
    "status": "published",
}

MakeNote = Callable[..., Note]
MakeEdition = Callable[..., Edition]


@pytest.fixture
def note() -> MakeNote:
    """Give a maker of notes: `note("2031/zuma", body, title=…)`."""

    def make(identifier: str, body: str = "Tea was served.", **facts: Any) -> Note:
        values = {**FACTS, **facts}
        return Note(id=identifier, path=Path(f"notes/{identifier}.md"), body=body, **values)

    return make


@pytest.fixture
def edition(toy_vocabularies: Vocabularies) -> MakeEdition:
    """Give a maker of editions from notes."""

    def make(*notes: Note) -> Edition:
        site = Site("Toy notes", "https://toys.example/", "Invented notes.")
        return Edition(Collection(Path(), tuple(notes), toy_vocabularies), site)

    return make


@pytest.fixture
def built() -> Callable[[Edition], dict[str, Page]]:
    """Give all pages of an edition by their address."""

    def build(edition: Edition) -> dict[str, Page]:
        return dict(_addressed(pages(edition)))

    return build


def _addressed(every: Iterator[Page]) -> Iterator[tuple[str, Page]]:
    for page in every:
        yield page.path.removesuffix("index.md"), page
