"""Learn what the signs of a title weigh, from heads of texts whose titles are known.

    python bench/learn/titles.py [--without SET]

Reads `tests/extract/learned/titles.jsonl`: of each text its rows, what its file states, and the
title; writes `formats/title.yml`. Needs SciPy, which nothing else does. With `--without`, a set
is left out and no weights are written: how many of its titles they find is printed.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from typing import Any

from choices import Choice, rows_of, weights_of, write_weights

from workshop_notes.formats.title import WEIGHTS, Row, candidates
from workshop_notes.text.folding import letters

# Texts of one series, whose titles are much alike, count for less.
ALIKE = {"first": 0.3, "second": 0.3, "shapes": 0.3}
# What the extraction takes off a title: the name of a site, a year.
_TAIL = re.compile(r"\s+[|•–-]\s+|\s\(")


def main() -> None:
    """Learn the weights, and write them or say what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--without", default="", help="a set to measure on, not to learn from")
    without = parser.parse_args().without
    texts = [(row["set"], _choice(row)) for row in rows_of("learned/titles.jsonl")]
    learned = weights_of([one for of, one in texts if of != without])
    if without:
        held = [one for of, one in texts if of == without]
        print(f"{sum(one.is_right(learned) for one in held)} of {len(held)} titles are found")
        return
    written = write_weights(WEIGHTS, "title", "titles.py", learned)
    print(f"{written} weights of {len(texts)} texts")


def _choice(stated: Mapping[str, Any]) -> Choice:
    rows = [Row(*row) for row in stated["rows"]]
    found = list(candidates(rows, stated["stated"]))
    title = letters(stated["title"])
    right = [title in {letters(one.text), letters(_TAIL.split(one.text)[0])} for one, _ in found]
    return Choice([signs for _, signs in found], right, ALIKE.get(stated["set"], 1.0))


if __name__ == "__main__":
    main()
