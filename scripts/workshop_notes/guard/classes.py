"""Classes of words as bits: `from classes import OFFICES` is the list `offices` of words.yml."""

from __future__ import annotations

from workshop_notes.guard.known import tag


def __getattr__(name: str) -> int:
    if not name.isupper():
        raise AttributeError(name)
    return tag(name.lower())
