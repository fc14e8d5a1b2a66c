"""Learn by which signs the right one of several is the likeliest: a title of a text, a date.

And what those who learn have in common: the labelled texts that they read, the weights they write.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np  # type: ignore[import-not-found]
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

STRENGTH = 1.0  # the inverse of how strongly weights are held near 0
LEAST = 0.05  # a smaller weight is left out
EXTRACT = Path(__file__).resolve().parents[2] / "tests" / "extract"


class Choice(NamedTuple):
    """What there is to choose from, each by its signs; which are right; how much it counts."""

    signs: Sequence[Mapping[str, float]]
    right: Sequence[bool]
    share: float = 1.0

    def is_right(self, weights: Mapping[str, float]) -> bool:
        """Say whether the weightiest is right."""
        worth = [sum(weights.get(one, 0.0) * row[one] for one in row) for row in self.signs]
        return bool(worth) and self.right[worth.index(max(worth))]


def weights_of(choices: Sequence[Choice], fewest: int = 1) -> dict[str, float]:
    """Learn what the signs weigh that are shown in the `fewest` choices at least.

    One of which nothing is right teaches nothing.
    """
    choices = [one for one in choices if any(one.right)]
    shown = Counter(sign for one in choices for sign in frozenset().union(*one.signs))
    names = sorted(sign for sign, times in shown.items() if times >= fewest)
    places = {name: at for at, name in enumerate(names)}
    rows = [signs for one in choices for signs in one.signs]
    found = [
        (at, places[sign], much)
        for at, signs in enumerate(rows)
        for sign, much in signs.items()
        if sign in places
    ]
    at, place, much = zip(*found, strict=True)
    table = csr_matrix((much, (at, place)), (len(rows), len(names)))
    right = np.array([right for one in choices for right in one.right])
    share = np.array([one.share for one in choices])
    sizes = [len(one.signs) for one in choices]
    first, text = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: Any) -> tuple[float, Any]:
        worth = table @ weights
        likely = np.exp(worth - np.maximum.reduceat(worth, first)[text])
        hit = np.where(right, likely, 0.0)
        all_, hits = np.add.reduceat(likely, first), np.add.reduceat(hit, first)
        total = share @ np.log(all_ / hits) + 0.5 * weights @ weights / STRENGTH
        missed = share[text] * (likely / all_[text] - hit / hits[text])
        return total, table.T @ missed + weights / STRENGTH

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {name: float(weight) for name, weight in zip(names, best, strict=True)}


def rows_of(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of labels below `tests/extract`."""
    yield from map(json.loads, (EXTRACT / name).read_text(encoding="utf-8").splitlines())


def labelled_files(*folders: str) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Yield each labelled text of some folders: its folder, its bytes, its label."""
    for folder in folders:
        for label in rows_of(f"{folder}/labels.jsonl"):
            yield folder, (EXTRACT / folder / label["file"]).read_bytes(), label


def is_note(label: Mapping[str, Any]) -> bool:
    """Say whether a label is one of a note."""
    return "reject" not in label.get("expected_behaviour", "")


def write_weights(path: Path, what: str, learner: str, learned: Mapping[str, float]) -> int:
    """Write what each sign of something weighs, the least aside; gives how many are written."""
    kept = {sign: weight for sign, weight in learned.items() if abs(weight) >= LEAST}
    head = f"# What each sign of a {what} weighs; learned by bench/learn/{learner}.\n"
    rows = (f'"{sign}": {weight:.2f}\n' for sign, weight in sorted(kept.items()))
    path.write_text(head + "".join(rows), encoding="utf-8")
    return len(kept)
