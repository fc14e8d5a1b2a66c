"""The loss account: each word of an original is kept, moved, left out with a reason, or unknown.

A word is a maximal run of letters and digits with apostrophes or hyphens inside, on normalized
text; raised and lowered digits are words of their own. The original's words come from its bytes by
a reader of their own (`formats.count`), the page's from the rendered Markdown, so that a fault of a
reader or writer shows. Words that are the same letters, parted otherwise, are the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from workshop_notes.normalize import normalize

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_WORD = re.compile(r"[⁰¹²³⁴-⁹₀-₉]+|[^\W_⁰¹²³⁴-⁹₀-₉]+(?:['’\-][^\W_⁰¹²³⁴-⁹₀-₉]+)*")
_LARGEST_TABLE = 60_000_000  # cells compared at once: words of the original × words of the page
_ANCHORS = 50
_SHOWN = 6
_MOST_PARTS = 5  # of one word that was parted or put together


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A passage of the original that is not on the page, and why.

    `text` is empty where the passage was hidden: such text is named by kind and number of words.
    """

    text: str
    reason: str
    words: int = 0


@dataclass(frozen=True, slots=True)
class Loss:
    """Every word of the original: kept in place, moved, left out with a reason, or unknown.

    `words`, `kept`, `moved` and `unknown` count words of the original; `unknown` counts invented
    words of the page too, so that it is 0 only when the account balances.
    """

    words: int = 0
    kept: int = 0
    moved: int = 0
    left_out: tuple[LeftOut, ...] = ()
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """The loss and, for the editor, the words that do not balance: lost and invented ones."""

    loss: Loss
    lost: tuple[str, ...]
    invented: tuple[str, ...]


def words(text: str) -> list[str]:
    """Give the words of a text in order."""
    found: list[str] = _WORD.findall(normalize(text))
    return found if text.isascii() else [word.translate(_RAISED) for word in found]


def account(
    original: str,
    page: str,
    left_out: Iterable[tuple[str, str, bool]] = (),
    added: Iterable[str] = (),
) -> Account:
    """Balance all text of an original against the page's visible text.

    `left_out` holds text, reason and whether it is withheld, for each passage that is not on the
    page; `added` the words that were set without standing in the original, as a picture's label.
    """
    source, target = words(original), words(page)
    kept, lost, new = _compare(source, target)
    gone: Counter[str] = Counter()
    listed: dict[tuple[str, str], int] = {}
    for text, reason, withheld in left_out:
        said = words(text)
        gone.update(said)
        key = ("" if withheld else text, reason)
        listed[key] = listed.get(key, 0) + len(said)
    lost = _subtract(lost, gone)
    own = Counter(word for text in added for word in words(text))
    new = _subtract(new, own)
    moved, lost, new = _meet(lost, new)
    # A word that is said to be left out and is still there does not balance either.
    # Where both sides have it, as the number of a footnote, one stands for the other.
    still_there = [word for word in sorted(gone) for _ in range(gone[word] - own[word])]
    if lost and _letters(lost) == _letters([*new, *still_there]):
        kept += len(lost)
        lost, new, still_there = [], [], []
    unknown = len(lost) + len(new) + len(still_there)
    passages = tuple(LeftOut(text, reason, count) for (text, reason), count in listed.items())
    loss = Loss(len(source), kept, moved, passages, unknown)
    return Account(loss, tuple(lost), (*new, *still_there))


def shown(lost: Iterable[str]) -> str:
    """Give the first of the words that do not balance, for a message."""
    listed = list(lost)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return ", ".join(f"'{word}'" for word in listed[:_SHOWN]) + more


def _compare(source: Sequence[str], target: Sequence[str]) -> tuple[int, list[str], list[str]]:
    """Count the words that stand in the same order, and give the others of each side."""
    if len(source) * len(target) > _LARGEST_TABLE:
        return _compare_in_parts(source, target)
    kept = 0
    lost: list[str] = []
    new: list[str] = []
    here: list[str] = []
    there: list[str] = []
    for step in [*Indel.opcodes(source, target), None]:
        if step is None or step.tag == "equal":
            same, here, there = _respaced(here, there)
            kept += same
            lost += here
            new += there
            here, there = [], []
            kept += step.src_end - step.src_start if step else 0
        else:
            here += source[step.src_start : step.src_end]
            there += target[step.dest_start : step.dest_end]
    return kept, lost, new


def _respaced(here: list[str], there: list[str]) -> tuple[int, list[str], list[str]]:
    """Count the words that stand on both sides as the same letters, parted otherwise."""
    if not here or not there:
        return 0, here, there
    lost: list[str] = []
    kept = at = to = 0
    new: list[str] = []
    while at < len(here):
        found = _same_letters(here, at, there, to)
        if found is None:
            lost.append(here[at])
            at += 1
            continue
        taken, start, end = found
        new += there[to:start]
        kept += taken
        at, to = at + taken, end
    return kept, lost, [*new, *there[to:]]


def _same_letters(
    here: list[str], at: int, there: list[str], to: int
) -> tuple[int, int, int] | None:
    """Find words from `at` that have the letters of words from `to`: how many, and where."""
    sides = [_joined(here[at : at + count]) for count in range(1, _MOST_PARTS + 1)]
    sides = sides[: len(here) - at]
    for start in range(to, min(len(there), to + 4 * _MOST_PARTS)):
        joined = ""
        for end in range(start + 1, min(len(there), start + _MOST_PARTS) + 1):
            joined += _joined(there[end - 1 : end])
            if joined in sides:
                return sides.index(joined) + 1, start, end
    return None


def _joined(parts: Sequence[str]) -> str:
    return "".join(parts).replace("-", "").replace("'", "").replace("’", "")


def _letters(listed: Iterable[str]) -> Counter[str]:
    return Counter(letter for word in listed for letter in _joined([word]))


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
