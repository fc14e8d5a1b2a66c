"""Sentences: where each begins and ends in a text, whatever reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from workshop_notes.bounded import read_own
from workshop_notes.text.expressions import pattern
from workshop_notes.text.folding import bare, same_length
from workshop_notes.text.languages import month_numbers

# Sections, each of `words`, a line that `holds` and one that `parts`.
ABBREVIATIONS = Path(__file__).with_name("abbreviations.yml")
ITSELF = Path(__file__).with_name("itself.yml")
# No sentence is longer; a text without full stops is cut, so that all work on it is bounded.
LONGEST = 1500
_STOP = re.compile(
    r"""(?P<mark>[.!?…。؟]+(?:\s?»|['"’”)\]])*)(?P<note>\[?\d{1,3}\]?(?!\d)|\s?\[\^?\d{1,3}\])?"""
    r"""(?P<space>\s+)"""
)
_BULLETS = "•‣▪●◦"
_STOP_OR_BULLET = re.compile(rf"{_STOP.pattern}|\s(?=[{_BULLETS}]\s)")
_OPENING = "\"'“‘«([ \u00a0¿¡"
_INITIAL = re.compile(r"(?:^|[^\w.])[^\W\d_]$")


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Give (start, end) of each sentence of `text[start:end]`, without the white space around it.

    A sentence ends at a mark that something other than a small letter follows; a full stop after an
    abbreviation or an initial ends none, and a footnote's number belongs to the sentence before it.
    """
    return list(_spans(text, start, len(text) if end is None else end))


def sentences(text: str) -> list[str]:
    """Give the sentences of a text."""
    return [text[start:end] for start, end in sentence_spans(text)]


def spans_of_itself(text: str) -> list[tuple[int, int]]:
    """Give (start, end) of each sentence of a note that speaks of the note or of the event."""
    plain, found = same_length(text), pattern(ITSELF, "about-itself")
    return [one for one in sentence_spans(text) if found.search(plain[slice(*one)])]


def first_sentence(text: str) -> str:
    """Give the first sentence of a text; the text where it has none."""
    return text[slice(*next(_spans(text, 0, len(text)), (None,)))]


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in _cut(text, start, end):
        passage = text[first:last]
        if passage.strip():
            lead = len(passage) - len(passage.lstrip())
            yield first + lead, first + len(passage.rstrip())


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    listed = any(text.find(one, start, end) >= 0 for one in _BULLETS)
    stops = _STOP_OR_BULLET if listed else _STOP
    for stop in stops.finditer(text, start, end):
        if stop["mark"] and not _ends(text, stop, end):
            continue
        yield from _no_longer(text, first, stop.start("space") if stop["mark"] else stop.start())
        first = stop.end()
    yield from _no_longer(text, first, end)


def _ends(text: str, stop: re.Match[str], end: int) -> bool:
    at = stop.end()
    while at < end and text[at] in _OPENING:
        at += 1
    following = text[at : at + 1]
    if following.islower():
        return False
    if stop["note"]:
        return stop["mark"] != "." or not text[stop.start() - 1].isdigit()
    if stop["mark"] != ".":
        return True
    before = text[max(0, stop.start() - 12) : stop.start()]
    word = re.split(r"[\s(\"'\[]", before)[-1]
    if _INITIAL.search(before) and word.isupper():
        return False
    if word.isdigit() and len(word) < 3 and _names_month(text[at : at + 12]):
        return False
    always, numbered = _known()
    return word not in always and not (word in numbered and following.isdigit())


def _names_month(text: str) -> bool:
    """Say whether a text begins with a month: `7. Februar` is no end of a sentence."""
    name = re.match(r"[^\W\d_]+", text)
    return name is not None and bare(name[0]) in month_numbers()


@lru_cache(maxsize=1)
def _known() -> tuple[frozenset[str], frozenset[str]]:
    words = {name: frozenset(one["words"].split()) for name, one in read_own(ABBREVIATIONS).items()}
    numbered = words.pop("numbers")
    return frozenset().union(*words.values()), numbered


def _no_longer(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    yield start, end
