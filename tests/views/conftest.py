"""Editions of invented notes for the tests of views."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workshop_notes.collection import Collection
from workshop_notes.note import Note
from workshop_notes.site import pages
from workshop_notes.views.edition import Edition, Site
from workshop_notes.views.page import Page
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


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Give every text and number of a view with the key that it stands under."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, name)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from leaves(inner, key)
    else:
        yield key, str(value)


def words(page: Page) -> str:
    """Give everything that a page says: title, description, view and text."""
    said = [page.title, page.description, *(text for _, text in leaves(page.view)), page.markdown]
    return " ".join(said)


def links(page: Page) -> list[str]:
    """Give the addresses that a page leads to, those of its own text as the builder makes them."""
    own = re.findall(r"\]\(([^ )]+)", page.markdown)
    return [text for key, text in leaves(page.view) if key in ("address", "all", "browse")] + [
        re.sub(r"index\.md(?=#|$)", "", link) for link in own
    ]
