"""What the tests of the extraction share: the project's vocabularies, a text taken as a note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from workshop_notes.convert import convert
from workshop_notes.extract.original import Extraction
from workshop_notes.vocabulary import Vocabularies, load_vocabularies

ROOT = Path(__file__).parents[2]
Take = Callable[..., Extraction]


@pytest.fixture(scope="session")
def vocabularies() -> Vocabularies:
    """The vocabularies that the project ships."""
    loaded, problems = load_vocabularies(ROOT / "notes" / "vocabularies", ROOT)
    assert not problems
    return loaded


@pytest.fixture(scope="session")
def take(vocabularies: Vocabularies) -> Take:
    """Extract from a plain text; keyword arguments are the format's metadata."""
    from workshop_notes.extract.extraction import extract

    def taken(text: str, **metadata: str) -> Extraction:
        conversion = convert(Path("toy.txt"), text.encode())
        return extract(replace(conversion, metadata=metadata), vocabularies, "toy.txt")

    return taken
