"""What a line of a text is by its shape: prose, a title, the name of a section, a breadcrumb."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from workshop_notes.furniture.wording import class_of

CUT_OFF = re.compile(r"\.\.\.|…|€¦")
SHORTEST_TITLE_BELOW_CRUMBS = 8  # words
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*\d*\s*$")
_SMALL = (
    "a an and as at but by de des du et for from in into la le les of on or sur the to un une with"
)
_SMALL_WORDS = frozenset(_SMALL.split())
_SECTION_NAMES = (
    "introduction background context contexte conclusion conclusions summary overview "
    "recommendations recommandations résumé annex annexe endnotes notes footnotes acknowledgements"
)
_SECTIONS = frozenset(_SECTION_NAMES.split())
_LONGEST_CRUMB = 8
_PROSE_WORDS = 14


def words_of(line: str) -> list[str]:
    """Give the words of a line."""
    return _WORDS.findall(line)


@lru_cache(maxsize=4096)
def is_prose(line: str) -> bool:
    """Say whether a line is running text: long enough, and it ends like a sentence."""
    words = words_of(line)
    if len(words) >= 2 * _PROSE_WORDS:
        return True
    if CUT_OFF.search(line.rstrip()[-3:]):
        return False
    lower = sum(word[0].islower() for word in words)
    return (
        len(words) >= _PROSE_WORDS and lower * 2 > len(words) and bool(_SENTENCE_END.search(line))
    )


def title_line(lines: Sequence[str]) -> int | None:
    """Give the index of the line that is the text's title, or None where it has none.

    The title stands above the first prose, is a phrase of three words or more and not the name of
    a section; among several, the longest of the first block of candidates wins.
    """
    head, _ = prose_range(lines)
    stop = head if head is not None else min(len(lines), 3)
    candidates = [
        at for at in range(stop) if is_title_like(lines[at]) and not is_section(lines[at])
    ]
    if not candidates:
        return None
    first = candidates[0]
    longer = [at for at in candidates if weight(lines[at]) >= SHORTEST_TITLE_BELOW_CRUMBS]
    if longer and weight(lines[first]) < SHORTEST_TITLE_BELOW_CRUMBS and is_crumb(lines[first]):
        return longer[0]
    return first


def is_title_like(line: str) -> bool:
    """Say whether a line reads as a title: a short phrase without a sentence's end."""
    words = words_of(line)
    text = line.strip()
    if not 3 <= len(words) <= 30 or is_prose(line) or re.search(r"[.;,:…!]$", text):
        return False
    if re.search(r"https?://|\S@\S", text) or re.match(r"[•\-*–—]", text):
        return False
    first = next((letter for letter in text if letter.isalnum()), "")
    return first.isupper() or first.isdigit()


def is_section(line: str) -> bool:
    """Say whether a line is the usual name of a section, such as Introduction."""
    words = [word.lower() for word in words_of(line)]
    return bool(words) and len(words) <= 3 and any(word in _SECTIONS for word in words)


def prose_range(lines: Sequence[str]) -> tuple[int | None, int]:
    """Give the index of the first line of prose (None without prose) and one after the last."""
    prose = [at for at, line in enumerate(lines) if is_prose(line) and not class_of(line)]
    return (prose[0], prose[-1] + 1) if prose else (None, 0)


def is_crumb(line: str) -> bool:
    """Say whether a line can be a label above a title: a few words, all with capitals."""
    words = words_of(line)
    if not words or len(words) > _LONGEST_CRUMB or re.search(r"[.!?;:]$", line.strip()):
        return False
    capital = [word for word in words if word[0].isupper() or word.lower() in _SMALL_WORDS]
    return len(capital) == len(words) and not is_section(line)


def is_same(one: str, other: str) -> bool:
    """Say whether two lines have the same words, whatever their case and marks."""
    words = [[word.casefold() for word in words_of(text)] for text in (one, other)]
    return words[0] == words[1]


def weight(line: str) -> int:
    """Count the words of a line."""
    return len(words_of(line))


def script(text: str) -> str:
    """Name the script most letters belong to, such as LATIN; empty without letters."""
    counted = Counter(
        unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha()
    )
    return max(sorted(counted), key=lambda name: counted[name]) if counted else ""


def is_of_one_script(text: str) -> bool:
    """Say whether all letters of a text belong to one script."""
    names = {unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha()}
    return len(names) == 1
