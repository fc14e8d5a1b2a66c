"""Sign: what shows that a text is of another kind than a workshop's note."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a kind of text: what it weighs, its pattern, and whether only the head counts."""

    kind: str
    weight: float
    pattern: re.Pattern[str]
    head: bool


def sign(
    kind: str, weight: float, *alternatives: str, head: bool = False, case: bool = False
) -> Sign:
    """Make a sign of patterns, any of which shows it; `case` minds capitals."""
    flags = re.MULTILINE if case else re.MULTILINE | re.IGNORECASE
    return Sign(kind, weight, re.compile("|".join(alternatives), flags), head)
