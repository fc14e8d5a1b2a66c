"""Learn what the signs of a date weigh for the day of the workshop and for that of publication.

    python bench/learn/dates.py [--without SET]

Reads `tests/extract/learned/dates.jsonl`, of each text its days and what its file states, and the
labelled texts beside; writes `extract/dating_weights.yml`. Needs SciPy, which nothing else does.
With `--without`, a set is left out and no weights are written: how many days are found is printed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np  # type: ignore[import-not-found]
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from workshop_notes.convert import convert
from workshop_notes.extract import dating
from workshop_notes.extract.dating import HELD, NOTHING, PUBLISHED, WEIGHTS, Dated
from workshop_notes.extract.extraction import dates_of
from workshop_notes.vocabulary import load_vocabularies

ROOT = Path(__file__).resolve().parents[2]
EXTRACT = ROOT / "tests" / "extract"
FOLDERS = ("mean", "fresh")
STRENGTH = 1.0  # the inverse of how strongly weights are held near 0
LEAST = 0.05  # a smaller weight is left out
FEWEST = 2  # texts that show a sign
# Lines of the tests count for more than whole notes, and these for more than texts made hard.
WHOLE, SHORT, HARD = 2.0, 3.0, 0.5


class Text(NamedTuple):
    """The dates of a text, and the days that a reader gives it; "" for none."""

    set: str
    name: str
    dates: tuple[Dated, ...]
    held: str
    year: str
    published: str


class Choice(NamedTuple):
    """The signs of each date that a text may be dated by, nothing last, and which are right."""

    signs: Sequence[frozenset[str]]
    right: Sequence[bool]
    share: float = 1.0


def main() -> None:
    """Learn the weights, and write them or say what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--without", default="", help="a set to measure on, not to learn from")
    without = parser.parse_args().without
    texts = list(labelled())
    learned = {of: weights_of(_choices(texts, of, without)) for of in (HELD, PUBLISHED)}
    if without:
        for of, weights in learned.items():
            held = list(_choices([one for one in texts if one.set == without], of))
            print(f"{of}: {sum(_is_right(one, weights) for one in held)} of {len(held)}")
        return
    WEIGHTS.write_text("".join(_written(learned)), encoding="utf-8")
    print(f"{sum(map(len, learned.values()))} weights of {len(texts)} texts")


def labelled() -> Iterator[Text]:
    """Give the texts with their dates and what they are dated."""
    vocabularies, _ = load_vocabularies(ROOT / "notes" / "vocabularies", ROOT)

    def text(group: str, name: str, data: bytes, label: Mapping[str, Any]) -> Text:
        conversion = convert(Path(name), data)
        stated = label.get("metadata")
        conversion = conversion if stated is None else replace(conversion, metadata=stated)
        days = (str(label.get(key) or "") for key in ("workshop_date", "year", "publication_date"))
        return Text(group, name, dates_of(conversion, vocabularies), *days)

    for folder in FOLDERS:
        lines = (EXTRACT / folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
        for label in map(json.loads, lines):
            if "reject" not in label.get("expected_behaviour", ""):
                data = (EXTRACT / folder / label["file"]).read_bytes()
                yield text(folder, label["file"], data, label)
    lines = (EXTRACT / "learned" / "dates.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        yield text(row["set"], "text.txt", row["text"].encode(), row)


def weights_of(choices: Iterable[Choice]) -> dict[str, float]:
    """Learn the weights by which the right date of each text is the likeliest."""
    choices = list(choices)
    shown = Counter(sign for one in choices for sign in frozenset().union(*one.signs))
    names = sorted(sign for sign, times in shown.items() if times >= FEWEST)
    places = {name: at for at, name in enumerate(names)}
    rows = [signs for one in choices for signs in one.signs]
    found = [(at, places[sign]) for at, signs in enumerate(rows) for sign in signs & places.keys()]
    table = csr_matrix((np.ones(len(found)), np.array(found).T), (len(rows), len(names)))
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


def _choices(texts: Iterable[Text], of: str, without: str = "-") -> Iterator[Choice]:
    for one in texts:
        if one.set == without:
            continue
        dates = one.dates
        if of == HELD:
            dates = tuple(date for date in dates if date.may_be(HELD) and date.value)
            right = [_is_held(date.value, one) for date in dates]
        else:
            dates = tuple(dating.related_to(dates, one.held))
            right = [date.value == one.published for date in dates]
        signs = [*(date.signs for date in dates), frozenset([NOTHING])]
        hard = HARD if one.set.startswith("dated") else WHOLE
        share = SHORT if one.set == "toys" else hard
        yield Choice(signs, [*right, not any(right)], share)


def _is_held(value: str, text: Text) -> bool:
    """Say whether a date is the workshop's: its day, or its month or year where no day is told."""
    if len(text.held) < len("2031-05-08"):
        told = value[:4] == text.year and len(value) < len("2031-05-08") and value[0] != "-"
        return told and value != text.published
    first, day = text.held.split("/")[0], value.split("/")[0]
    whole = "/" in value or "/" not in text.held
    return (
        whole
        and len(value) >= len("--05-08")
        and (first[4:] == day[1:] if value[0] == "-" else first == day)
    )


def _is_right(choice: Choice, weights: Mapping[str, float]) -> bool:
    worth = [sum(weights.get(sign, 0.0) for sign in signs) for signs in choice.signs]
    return choice.right[worth.index(max(worth))]


def _written(learned: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    yield "# What each sign of a date weighs; learned by bench/learn/dates.py.\n"
    for of, weights in learned.items():
        yield f"{of}:\n"
        for sign, weight in sorted(weights.items()):
            if abs(weight) >= LEAST:
                yield f"  {json.dumps(sign, ensure_ascii=False)}: {weight:.2f}\n"


if __name__ == "__main__":
    main()
