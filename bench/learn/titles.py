"""Learn what the signs of a title weigh, from heads of texts whose titles are known.

    python bench/learn/titles.py [--without SET]

Reads `tests/extract/learned/titles.jsonl`: of each text its rows, what its file states, and the
title; writes `formats/title.yml`. Needs SciPy, which nothing else does. With `--without`, a set
is left out and no weights are written: how many of its titles they find is printed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np  # type: ignore[import-not-found]
from scipy.optimize import minimize  # type: ignore[import-untyped]

from workshop_notes.formats.title import WEIGHTS, Row, candidates
from workshop_notes.text.folding import letters

LEARNED = Path(__file__).resolve().parents[2] / "tests" / "extract" / "learned"
STRENGTH = 1.0  # the inverse of how strongly weights are held near 0
LEAST = 0.05  # a smaller weight is left out
# Texts of one series, whose titles are much alike, count for less.
ALIKE = {"first": 0.3, "second": 0.3, "shapes": 0.3}
# What the extraction takes off a title: the name of a site, a year.
_TAIL = re.compile(r"\s+[|•–-]\s+|\s\(")


class Text(NamedTuple):
    """The candidates of a text by their signs, and which of them are its title."""

    set: str
    signs: Sequence[Mapping[str, float]]
    right: Sequence[bool]


def main() -> None:
    """Learn the weights, and write them or say what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--without", default="", help="a set to measure on, not to learn from")
    without = parser.parse_args().without
    lines = (LEARNED / "titles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [_text(json.loads(line)) for line in lines]
    learned = weights_of([one for one in texts if one.set != without])
    if without:
        held = [one for one in texts if one.set == without]
        print(f"{sum(is_found(one, learned) for one in held)} of {len(held)} titles are found")
        return
    kept = {sign: weight for sign, weight in learned.items() if abs(weight) >= LEAST}
    head = "# What each sign of a title weighs; learned by bench/learn/titles.py.\n"
    rows = (f'"{sign}": {weight:.2f}\n' for sign, weight in sorted(kept.items()))
    WEIGHTS.write_text(head + "".join(rows), encoding="utf-8")
    print(f"{len(kept)} weights of {len(texts)} texts")


def weights_of(texts: Sequence[Text]) -> dict[str, float]:
    """Learn the weights by which the right candidate of each text is the likeliest."""
    names = sorted({sign for text in texts for signs in text.signs for sign in signs})
    tables = [
        (
            np.array([[signs.get(name, 0.0) for name in names] for signs in text.signs]),
            np.array(text.right),
            ALIKE.get(text.set, 1.0),
        )
        for text in texts
        if any(text.right)
    ]

    def loss(weights: Any) -> tuple[float, Any]:
        total, slope = 0.5 * weights @ weights / STRENGTH, weights / STRENGTH
        for table, right, share in tables:
            worth = table @ weights
            likely = np.exp(worth - worth.max())
            likely /= likely.sum()
            hit = np.where(right, likely, 0.0)
            total -= share * np.log(hit.sum())
            slope = slope - share * (hit / hit.sum() - likely) @ table
        return total, slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {name: float(weight) for name, weight in zip(names, found, strict=True)}


def is_found(text: Text, learned: Mapping[str, float]) -> bool:
    """Say whether the weightiest candidate of a text is its title."""
    worth = [sum(learned.get(one, 0.0) * share for one, share in row.items()) for row in text.signs]
    return bool(worth) and text.right[worth.index(max(worth))]


def _text(stated: Mapping[str, Any]) -> Text:
    rows = [Row(*row) for row in stated["rows"]]
    found = list(candidates(rows, stated["stated"]))
    title = letters(stated["title"])
    right = [title in {letters(one.text), letters(_TAIL.split(one.text)[0])} for one, _ in found]
    return Text(stated["set"], [signs for _, signs in found], right)


if __name__ == "__main__":
    main()
