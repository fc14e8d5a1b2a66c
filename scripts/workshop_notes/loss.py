"""The loss account: each word of an original is kept, moved, left out with a reason, or unknown.

A word is a maximal run of letters and digits with apostrophes or hyphens inside, on normalized
text; raised and lowered digits are words of their own. The original's words come from the original
itself, the page's from the rendered Markdown, so that a fault of a converter shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from workshop_notes.convert.conversion import LeftOut, Loss
from workshop_notes.normalize import normalize

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_WORD = re.compile(r"[⁰¹²³⁴-⁹₀-₉]+|[^\W_⁰¹²³⁴-⁹₀-₉]+(?:['’\-][^\W_⁰¹²³⁴-⁹₀-₉]+)*")
_LARGEST_TABLE = 60_000_000  # cells compared at once: words of the original × words of the page
_ANCHORS = 50
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Account:
    """The loss and, for the editor, the words that do not balance: lost and invented ones."""

    loss: Loss
    lost: tuple[str, ...]
    invented: tuple[str, ...]


def words(text: str) -> list[str]:
    """Give the words of a text in order."""
    return [word.translate(_RAISED) for word in _WORD.findall(normalize(text))]


def account(
    original: str,
    page: str,
    left_out: Sequence[LeftOut] = (),
    added: Sequence[str] = (),
    withheld: Sequence[str] = (),
) -> Account:
    """Balance the original's readable text against the page's visible text.

    `left_out` names the passages that the conversion left out on purpose; `added` the words that
    it set by itself, such as the label of a picture. `withheld` passages of the original do not
    count as its words: they are hidden, or name somebody.
    """
    source, target = words(original), words(page)
    kept, lost, new = _compare(source, target)
    gone = Counter(word for passage in left_out for word in words(passage.text))
    hidden = Counter(word for passage in withheld for word in words(passage))
    lost = _subtract(_subtract(lost, hidden), gone)
    gone += hidden
    moved, lost, new = _meet(lost, _subtract(new, Counter(added)))
    # A word that is said to be left out and is still there does not balance either.
    still_there = [word for word in sorted(gone) for _ in range(gone[word])]
    unknown = len(lost) + len(new) + len(still_there)
    loss = Loss(len(source) - _count(withheld), kept, moved, tuple(left_out), unknown)
    return Account(loss, tuple(lost), tuple(new + still_there))


def shown(lost: Iterable[str]) -> str:
    """Give the first of the words that do not balance, for a message."""
    listed = list(lost)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return ", ".join(f"'{word}'" for word in listed[:_SHOWN]) + more


def _count(passages: Iterable[str]) -> int:
    return sum(len(words(passage)) for passage in passages)


def _compare(source: Sequence[str], target: Sequence[str]) -> tuple[int, list[str], list[str]]:
    """Count the words that stand in the same order, and give the others of each side."""
    if len(source) * len(target) > _LARGEST_TABLE:
        return _compare_in_parts(source, target)
    kept = 0
    lost: list[str] = []
    new: list[str] = []
    for step in Indel.opcodes(source, target):
        if step.tag == "equal":
            kept += step.src_end - step.src_start
        else:
            lost += source[step.src_start : step.src_end]
            new += target[step.dest_start : step.dest_end]
    return kept, lost, new


def _compare_in_parts(
    source: Sequence[str], target: Sequence[str]
) -> tuple[int, list[str], list[str]]:
    """Part two long texts at a word that each has once, and compare the parts."""
    once = Counter(source), Counter(target)
    places = {word: at for at, word in enumerate(target) if once[1][word] == 1}
    middle = len(source) // 2
    nearest = sorted(
        (abs(at - middle), at)
        for at, word in enumerate(source)
        if once[0][word] == 1 and word in places
    )[:_ANCHORS]
    if not nearest or nearest[0][0] > len(source) // 4:
        common = once[0] & once[1]
        return common.total(), _subtract(source, common.copy()), _subtract(target, common.copy())
    # The word itself may be one that moved: the one least out of place parts best.
    scale = len(target) / len(source)
    at = min((at for _, at in nearest), key=lambda at: abs(places[source[at]] - at * scale))
    to = places[source[at]]
    first = _compare(source[:at], target[:to])
    second = _compare(source[at:], target[to:])
    return first[0] + second[0], first[1] + second[1], first[2] + second[2]


def _subtract(listed: Sequence[str], taken: Counter[str]) -> list[str]:
    """Give the words that `taken` does not cover; what it covers is taken off it."""
    left = []
    for word in listed:
        if taken[word] > 0:
            taken[word] -= 1
        else:
            left.append(word)
    return left


def _meet(lost: Sequence[str], new: Sequence[str]) -> tuple[int, list[str], list[str]]:
    """Count the words that stand elsewhere on the page; give what is left of each side."""
    common = Counter(lost) & Counter(new)
    return common.total(), _subtract(lost, common.copy()), _subtract(new, common.copy())
