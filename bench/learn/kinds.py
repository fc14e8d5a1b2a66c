"""Learn what the signs of a note weigh, from texts of which it is known whether they are notes.

    python bench/learn/kinds.py [--without SET]

Reads `tests/extract/learned/texts.jsonl` and the labelled folders beside it; writes
`extract/kind.yml`. Needs SciPy, which nothing else does. With `--without`, a set is left out and no
weights are written: what they make of that set, which they never saw, is printed; `--without all`
does so for each tenth of all texts.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np  # type: ignore[import-not-found]
from choices import EXTRACT, is_note, labelled_files, rows_of, write_weights
from scipy.optimize import minimize  # type: ignore[import-untyped]

from workshop_notes.convert import convert
from workshop_notes.extract.extraction import Text as Read
from workshop_notes.extract.kind import WEIGHTS, shares_of, worth
from workshop_notes.vocabulary import Vocabularies, load_vocabularies

ROOT = Path(__file__).resolve().parents[2]
STRENGTH = 10.0  # the inverse of how strongly weights are held near 0
# Texts of two or three sentences, made for tests, count for less.
ALIKE = {"toys": 0.8}
# What speaks neither for a note nor against it by itself.
FREE = ("manner opinion",)


class Text(NamedTuple):
    """A text by its signs, those that speak for a note and all, and whether it is one."""

    set: str
    name: str
    signs: Mapping[str, float]
    favoring: frozenset[str]
    is_note: bool


def main() -> None:
    """Learn the weights, and write them or say what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--without", default="", help="a set to measure on, not to learn from")
    without = parser.parse_args().without
    texts = list(labelled())
    if without:
        tenths = [texts[at::10] for at in range(10)]
        parts = tenths if without == "all" else [[one for one in texts if one.set == without]]
        wrong = [one for part in parts for one in _mistaken(texts, part)]
        size = sum(map(len, parts))
        print(f"{size - len(wrong)} of {size} are taken for what they are")
        print(*(f"  {one.set} {one.name}: note is {one.is_note}" for one in wrong), sep="\n")
        return
    learned = weights_of(texts)
    written = write_weights(WEIGHTS, "note", "kinds.py", learned)
    print(f"{written} weights of {len(texts)} texts")


def labelled() -> Iterator[Text]:
    """Give the texts by their signs."""
    words = ROOT / "notes" / "vocabularies"
    for folder, data, label in labelled_files("mean", "fresh", "fresh/other"):
        own = EXTRACT / folder / "vocabularies"
        of_it = own if own.is_dir() else words
        yield _text(folder, label["file"], data, of_it, is_note(label))
    for row in rows_of("learned/texts.jsonl"):
        yield _text(row["set"], row["name"], row["text"].encode(), words, row["kind"] == "note")


def weights_of(texts: Sequence[Text]) -> dict[str, float]:
    """Learn the weights; a sign of a meeting weighs for a note, one of another kind against it."""
    names = sorted({sign for text in texts for sign in text.signs})
    favoring = frozenset[str]().union(*(text.favoring for text in texts))
    table = np.array([[text.signs.get(name, 0.0) for name in names] + [1.0] for text in texts])
    side = np.array([1.0 if text.is_note else -1.0 for text in texts])
    share = np.array([ALIKE.get(text.set, 1.0) for text in texts])
    for one in (1.0, -1.0):
        share[side == one] *= len(texts) / 2 / share[side == one].sum()

    def loss(weights: Any) -> tuple[float, Any]:
        held = np.append(weights[:-1], 0.0)
        margin = side * (table @ weights)
        missed = share * side / (1 + np.exp(margin))
        total = share @ np.logaddexp(0, -margin) + 0.5 * held @ held / STRENGTH
        return total, held / STRENGTH - missed @ table

    bounds = [
        (None, None) if name in FREE else (0, None) if name in favoring else (None, 0)
        for name in names
    ]
    begun = np.zeros(len(names) + 1)
    found = minimize(loss, begun, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    return {name: float(weight) for name, weight in zip([*names, ""], found, strict=True)}


def _mistaken(texts: Sequence[Text], held: Sequence[Text]) -> Iterator[Text]:
    learned = weights_of([one for one in texts if one not in held])
    yield from (one for one in held if (worth(one.signs, learned) > 0) != one.is_note)


@lru_cache(maxsize=4)
def _vocabularies(folder: Path) -> Vocabularies:
    return load_vocabularies(folder, folder.parents[1])[0]


def _text(group: str, name: str, data: bytes, words: Path, is_note: bool) -> Text:
    found = Read(convert(Path(name), data), _vocabularies(words)).signs
    favoring = frozenset(sign.name for sign in found if not sign.kind)
    return Text(group, name, shares_of(found), favoring, is_note)


if __name__ == "__main__":
    main()
