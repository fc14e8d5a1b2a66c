"""Characters that nobody sees and that can carry text or turn it round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workshop_notes.originals.finding import Finding

TAGS = "\U000e0000-\U000e007f"
SELECTORS = "\U000e0100-\U000e01ef"

_KINDS = (
    (re.compile(f"[{TAGS}]"), "tag characters"),
    (re.compile("[\u202a-\u202e\u2066-\u2069]"), "characters that turn the direction of text"),
    (re.compile(f"[{SELECTORS}]{{2,}}"), "runs of variation selectors"),
    (re.compile("[\u200b-\u200d\u2060-\u2064\ufeff]{4,}"), "runs of characters without width"),
)


def find_characters(text: str, place: str) -> Iterator[Finding]:
    """Yield the kinds of invisible characters that can carry a message, with their number."""
    for pattern, what in _KINDS:
        number = len(pattern.findall(text))
        if number:
            yield Finding("hidden-character", what, place, number)


def without_hidden_characters(text: str) -> str:
    """Take out the characters that `find_characters` reports."""
    for pattern, _ in _KINDS:
        text = pattern.sub("", text)
    return text
