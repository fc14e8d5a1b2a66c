"""Sweep: a built site searched for everything that must not be seen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workshop_notes.collection import Collection
from workshop_notes.problem import Problem


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must not stand anywhere in a built site."""

    texts: tuple[str, ...] = ()


def secrets_of(root: Path, collection: Collection) -> Secrets:
    """Gather from the project's own files what its site must not show."""
    return Secrets()


def sweep(folder: Path, secrets: Secrets = Secrets()) -> list[Problem]:  # noqa: B008
    """Search every file of a built site for leaks."""
    return []
