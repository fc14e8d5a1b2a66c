"""Learn what the signs of a mission weigh for those that a note is about.

    python bench/learn/missions.py [--without SET]

Reads the notes of `tests/extract/learned/texts.jsonl` whose missions are labelled and the labelled
folders beside it; writes `extract/missions_weights.yml`. Needs SciPy, which nothing else does.
With `--without`, a set is left out and no weights are written: of how many of its notes all
missions are found is printed; `--without all` does so for each set.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from choices import Choice, is_note, labelled_files, rows_of, weights_of, write_weights

from workshop_notes.convert import convert
from workshop_notes.extract.extraction import Text as Read
from workshop_notes.extract.missions import WEIGHTS
from workshop_notes.vocabulary import load_vocabularies

ROOT = Path(__file__).resolve().parents[2]
FEWEST = 3  # missions that show a sign
# Lines of the tests count for more than whole notes.
SHARES = {"toys": 3.0}


class Text(NamedTuple):
    """The missions that a text names, each by its signs, and those that it is about."""

    set: str
    name: str
    signs: Mapping[str, frozenset[str]]
    about: frozenset[str]

    def choices(self) -> Iterator[Choice]:
        """Yield of each mission the choice between it and none."""
        for name, signs in self.signs.items():
            right = name in self.about
            yield Choice(
                [dict.fromkeys(signs, 1.0), {}],
                [right, not right],
                SHARES.get(self.set, 1.0),
            )

    def is_right(self, weights: Mapping[str, float]) -> bool:
        """Say whether those that weigh enough are those that it is about."""
        worth = {
            name: sum(map(weights.get, of, [0.0] * len(of))) for name, of in self.signs.items()
        }
        return {name for name, much in worth.items() if much > 0} == self.about


def main() -> None:
    """Learn the weights, and write them or say what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--without", default="", help="a set to measure on, not to learn from")
    without = parser.parse_args().without
    texts = list(labelled())
    sets = dict.fromkeys(one.set for one in texts) if without == "all" else [without]
    for name in filter(None, sets):
        held = [one for one in texts if one.set == name]
        learned = _learned([one for one in texts if one.set != name])
        print(f"{name}: {sum(one.is_right(learned) for one in held)} of {len(held)}")
    if not without:
        written = write_weights(WEIGHTS, "mission", "missions.py", _learned(texts))
        print(f"{written} weights of {len(texts)} texts")


def labelled() -> Iterator[Text]:
    """Give the texts with the missions that they name and are about."""
    vocabularies, _ = load_vocabularies(ROOT / "notes" / "vocabularies", ROOT)

    def text(group: str, name: str, data: bytes, label: Mapping[str, Any]) -> Text:
        named = Read(convert(Path(name), data), vocabularies).missions
        signs = {one: named.signs(one) for one in named.all}
        return Text(group, name, signs, frozenset(label["missions"]))

    for folder, data, label in labelled_files("mean", "fresh"):
        if is_note(label):
            yield text(folder, label["file"], data, label)
    for row in rows_of("learned/texts.jsonl"):
        if "missions" in row:
            yield text(row["set"], row["name"], row["text"].encode(), row)


def _learned(texts: Sequence[Text]) -> dict[str, float]:
    return weights_of([one for text in texts for one in text.choices()], FEWEST)


if __name__ == "__main__":
    main()
