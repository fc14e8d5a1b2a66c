"""Words that the end of a line parts: where the hyphen belongs to the word, it stays."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from workshop_notes.text.expressions import pattern
from workshop_notes.text.languages import LISTS, Lines, language_with_count, ordinary

_LIST = Path(__file__).with_suffix(".yml")
_END = re.compile(r"(\S*?)([^\W_]+)([-\u2010\u00ad])")
_START = re.compile(r"([^\W_]+)(\S*)")
_IN_ADDRESS = re.compile(r"[/@]|\w\.\w")
_SHORTEST = 3
_SHORTEST_AFTER_PREFIX = 5


@dataclass(frozen=True)
class Words:
    """The words of a text, folded, and those of its joined ones of which nothing is sure."""

    known: frozenset[str] = frozenset()
    unsure: dict[str, None] = field(default_factory=dict)

    def joined(self, above: str, below: str) -> str | None:
        """Join two lines between which a hyphen parts a word; None where none does."""
        is_parted = above.endswith(("-", "\u2010", "\u00ad"))
        end = _END.fullmatch(above.rsplit(None, 1)[-1]) if is_parted else None
        start = _START.match(below)
        if not end or not start or pattern(_LIST, "suspended").match(below):
            return None
        first, second = end[2], start[1]
        kept = end[3] != "\u00ad" and self._keeps(first, second, end[1], start[2])
        return f"{above[:-1]}{'-' * kept}{below}"

    @cached_property
    def _lists(self) -> tuple[Lines, ...]:
        language = language_with_count(" ".join(sorted(self.known)))[0]
        return (ordinary(language),) if language in LISTS else ()

    def _keeps(self, first: str, second: str, before: str, after: str) -> bool:
        """Say whether the hyphen belongs to the word; one that is not sure is noted."""
        plain, hyphened = first + second, f"{first}-{second}"
        is_word = any(plain.lower() in listed for listed in self._lists)
        if before[-1:] == "-" or re.match(r"-\w", after):
            if is_word:
                self.unsure[f"{before}{hyphened}{after}"] = None
            return True
        if (
            any(map(str.isdigit, plain))
            or min(len(first), len(second)) == 1
            or _IN_ADDRESS.search(before)
            or re.match(r"[\w.]*(?:@|\.\w+/)", after)
        ):
            return True
        for word in (hyphened, plain):
            if word.lower() in self.known:
                return word == hyphened
        if second[0].isupper() or (first.isupper() and second.islower()):
            return True
        if pattern(_LIST, "kept").fullmatch(hyphened):
            return True
        if is_word or any(one.starting(plain.lower(), whole=True) for one in _names()):
            return False
        halves = [self._is_word(half) for half in (first, second)]
        if not all(halves) and self._lists:
            self.unsure[hyphened] = None
        is_prefixed = first.islower() and halves[1] and len(second) >= _SHORTEST_AFTER_PREFIX
        return all(halves) or (is_prefixed and bool(self._lists))

    def _is_word(self, half: str) -> bool:
        low = half.lower()
        listed = low in self.known or any(low in one for one in self._lists)
        return len(half) >= _SHORTEST and listed


@cache
def _names() -> tuple[Lines, ...]:
    return Lines("places"), Lines("capitals")
