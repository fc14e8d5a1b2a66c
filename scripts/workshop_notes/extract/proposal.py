"""Evidence, Proposal, Extraction: what a text says about a note, and where it says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from workshop_notes.problem import Level, Problem

Considered = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of the original, as it stands there, and its line (from 1)."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for one field with the evidence for it.

    `considered` holds what else could have been meant: (value, why not, line).
    """

    value: Any
    evidence: tuple[Evidence, ...]
    considered: tuple[Considered, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything proposed for one original.

    `fields` maps front-matter names to proposals, in the front matter's order; a field without
    evidence is absent. `kind` is `note`, or what the text is instead; then `problems` holds the
    refusal.
    """

    fields: Mapping[str, Proposal]
    kind: str
    problems: tuple[Problem, ...]

    def value(self, name: str) -> Any:
        """Give a field's value, or None if nothing is proposed."""
        proposal = self.fields.get(name)
        return proposal.value if proposal else None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one subject found: its proposal, if any, and the doubts to show with it."""

    proposal: Proposal | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something an editor must weigh or mend; it becomes a Problem at `line` of the original."""

    code: str
    message: str
    fix: str
    line: int = 1
    level: Level = "warning"

    def as_warning(self) -> Doubt:
        """Give the same as something to weigh, not to stop at."""
        return replace(self, level="warning")

    def at(self, path: str) -> Problem:
        """Give the problem that shows this doubt for the original at `path`."""
        return Problem(path, self.line, 1, self.code, self.message, self.fix, self.level)


def unique(evidence: Iterable[Evidence], limit: int = 6) -> tuple[Evidence, ...]:
    """Give the first `limit` different passages in the order given."""
    return tuple(dict.fromkeys(evidence))[:limit]
