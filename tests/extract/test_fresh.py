"""Texts written and labelled before the engine was looked at, ours and another publisher's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workshop_notes.convert import convert
from workshop_notes.extract.extraction import extract
from workshop_notes.extract.original import Extraction
from workshop_notes.vocabulary import load_vocabularies

ROOT = Path(__file__).parents[2]
FRESH = Path(__file__).parent / "fresh"
# Each set with its vocabularies and its floor for themes: no text was mended for.
SETS = {
    "ours": (FRESH, ROOT / "notes", 0.78),
    "another's": (FRESH / "other", FRESH / "other", 0.88),
}
KEYS = {
    "title": "title",
    "mission": "missions",
    "date": "workshop_date",
    "published": "publication_date",
    "year": "year",
}


def _read(name: str) -> list[tuple[dict[str, Any], Extraction]]:
    folder, words, _ = SETS[name]
    vocabularies, problems = load_vocabularies(words / "vocabularies", ROOT)
    assert problems == []
    lines = (folder / "labels.jsonl").read_text("utf-8").splitlines()
    labels = [json.loads(line) for line in lines]
    return [
        (one, extract(convert(folder / one["file"]), vocabularies, one["file"])) for one in labels
    ]


@pytest.mark.parametrize("name", SETS)
def test_what_a_fresh_text_says_is_proposed(name: str) -> None:
    for label, found in _read(name):
        assert found.kind == "note", label["file"]
        for field, key in KEYS.items():
            value = found.value(field)
            wanted = label[key]
            if field == "mission":
                value, wanted = set(value or ()), set(wanted)
            assert value == wanted, f"{label['file']}: {field}"


@pytest.mark.parametrize("name", SETS)
def test_themes_of_fresh_texts_are_those_that_they_discuss(name: str) -> None:
    right = proposed = wanted = 0
    for label, found in _read(name):
        themes = set(found.value("themes") or ())
        right += len(themes & set(label["themes"]))
        proposed, wanted = proposed + len(themes), wanted + len(label["themes"])
    assert 2 * right / (proposed + wanted) >= SETS[name][2]
