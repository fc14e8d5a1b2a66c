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
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from choices import LEAST, Choice, weights_of

from workshop_notes.formats.title import WEIGHTS, Row, candidates
from workshop_notes.text.folding import letters

LEARNED = Path(__file__).resolve().parents[2] / "tests" / "extract" / "learned"
# Texts of one series, whose titles are much alike, count for less.
ALIKE = {"first": 0.3, "second": 0.3, "shapes": 0.3}
# What the extraction takes off a title: the name of a site, a year.
_TAIL = re.compile(r"\s+[|•–-]\s+|\s\(")


def main() -> None:
    """Learn the weights, and write them or say what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--without", default="", help="a set to measure on, not to learn from")
    without = parser.parse_args().without
    lines = (LEARNED / "titles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [(row["set"], _choice(row)) for row in map(json.loads, lines)]
    learned = weights_of([one for of, one in texts if of != without])
    if without:
        held = [one for of, one in texts if of == without]
        print(f"{sum(one.is_right(learned) for one in held)} of {len(held)} titles are found")
        return
    kept = {sign: weight for sign, weight in learned.items() if abs(weight) >= LEAST}
    head = "# What each sign of a title weighs; learned by bench/learn/titles.py.\n"
    rows = (f'"{sign}": {weight:.2f}\n' for sign, weight in sorted(kept.items()))
    WEIGHTS.write_text(head + "".join(rows), encoding="utf-8")
    print(f"{len(kept)} weights of {len(texts)} texts")


def _choice(stated: Mapping[str, Any]) -> Choice:
    rows = [Row(*row) for row in stated["rows"]]
    found = list(candidates(rows, stated["stated"]))
    title = letters(stated["title"])
    right = [title in {letters(one.text), letters(_TAIL.split(one.text)[0])} for one, _ in found]
    return Choice([signs for _, signs in found], right, ALIKE.get(stated["set"], 1.0))


if __name__ == "__main__":
    main()
