"""Patterns: what the guard looks for in a sentence, by name, from patterns.yml."""

from __future__ import annotations

from functools import cache, lru_cache

from workshop_notes.guard.known import HERE
from workshop_notes.text import expressions
from workshop_notes.text.sieve import Pattern


@cache
def pattern(name: str, *, case: bool = False) -> Pattern:
    """Give the pattern of a section; `case` minds capitals."""
    return expressions.pattern(HERE / "patterns.yml", name, case=case)


@lru_cache(maxsize=64)
def found_in(name: str, text: str) -> bool:
    """Say whether a section's pattern is found in a text."""
    return pattern(name).search(text) is not None


@cache
def patterns(name: str) -> tuple[Pattern, ...]:
    """Give the patterns of a section one by one, with their groups; capitals count."""
    entries = expressions.sections(HERE / "patterns.yml")[name]
    return tuple(entry.pattern(case=True) for entry in entries)
