"""Lines into paragraphs: spaces between them, and hyphens at their ends undone or kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workshop_notes.convert.pdf_lines import Run

_END = re.compile(r"([^\W_]+)([-\u2010\u00ad])$")
_START = re.compile(r"^([^\W_]+)")
_WORDS = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
_SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Join:
    """A word that two lines share: its halves as printed, and the word."""

    first: str
    second: str
    word: str


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """Give the words of a document in small letters, those at the ends of lines aside."""
    found: set[str] = set()
    for line in lines:
        line = line.rstrip()
        words = list(_WORDS.finditer(line))
        if words and _END.search(line):
            words.pop()
        for word in words[1:] or words:
            found.add(word.group().replace("\u2010", "-").lower())
    return frozenset(found)


def join_lines(
    lines: Sequence[Sequence[Run]], known: frozenset[str]
) -> tuple[list[Run], list[Join]]:
    """Join the runs of lines; a word that a hyphen parts is put together."""
    out: list[Run] = []
    joins: list[Join] = []
    for line in lines:
        if not line:
            continue
        if not out:
            out = list(line)
            continue
        last, first = out[-1], line[0]
        end, start = _END.search(last.text), _START.match(first.text)
        if end and start and not last.raised and not first.raised:
            word = _word(end.group(1), start.group(1), known)
            joins.append(Join(end.group(), start.group(), word))
            head = last.text[: end.start()] + word + first.text[start.end() :]
            out[-1:] = [Run(head, False, last.link or first.link), *line[1:]]
        else:
            space = Run(last.text + " ", last.raised, last.link)
            if space.raised or space.link != first.link:
                out.append(Run(" ", link=last.link if last.link == first.link else ""))
                out += line
            else:
                out[-1] = space
                out += line
    return out, joins


def undone(lines: Sequence[str], joins: Iterable[Join]) -> list[str]:
    """Put the same words together in the lines as the file has them.

    Each half is looked for at the end and at the start of a line, so that a word that was put
    together wrongly stays apart here, and shows in the account.
    """
    left = list(lines)
    for join in joins:
        ending = [at for at, line in enumerate(left) if _ends(line, join.first)]
        starting = [at for at, line in enumerate(left) if _starts(line, join.second)]
        pairs = [(b - a, a, b) for a in ending for b in starting if b > a]
        if not pairs:
            continue
        _, first, second = min(pairs)
        left[first] = left[first][: -len(join.first)] + join.word
        left[second] = left[second][len(join.second) :]
        next_to = not any(left[first + 1 : second])
        if next_to and left[second][:1] not in ("", " "):
            left[first] += left[second]
            left[second] = ""
    return left


def _ends(line: str, half: str) -> bool:
    match = _END.search(line)
    return match is not None and match.group() == half


def _starts(line: str, half: str) -> bool:
    match = _START.match(line)
    return match is not None and match.group() == half


def _word(first: str, second: str, known: frozenset[str]) -> str:
    """Decide whether a hyphen at a line's end belongs to the word."""
    plain, hyphened = first + second, f"{first}-{second}"
    if hyphened.lower() in known:
        return hyphened
    if plain.lower() in known:
        return plain
    compound = (
        second[0].isupper()
        or not first[-1].isalpha()
        or not second[0].isalpha()
        or (
            min(len(first), len(second)) >= _SHORTEST_WORD
            and first.lower() in known
            and second.lower() in known
        )
    )
    return hyphened if compound else plain
