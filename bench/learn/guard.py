"""Learn the weights by which the guard judges sentences, from labelled ones.

    python bench/learn/guard.py [--without NAME]

Reads `tests/guard/learned/*.jsonl` (label 1 identifies somebody, 0 does not) and what stands in the
shipped notes and pages, which identifies nobody; writes `guard/lists/weights.txt`. Needs
scikit-learn, which nothing else does. With `--without`, a set is left out and no weights are
written: what they make of that set, which they never saw, is printed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-not-found]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]

from workshop_notes.convert import convert
from workshop_notes.guard.identify import known_in, sentences_of
from workshop_notes.guard.known import known
from workshop_notes.guard.passage import Passage
from workshop_notes.guard.weighing import signs
from workshop_notes.vocabulary import Vocabularies, load_vocabularies

ROOT = Path(__file__).resolve().parents[2]
LEARNED = ROOT / "tests" / "guard" / "learned"
WEIGHTS = ROOT / "scripts" / "workshop_notes" / "guard" / "lists" / "weights.txt"
FEWEST = 3  # sentences that a sign stands in
STRENGTH = 0.3  # the inverse of how strongly weights are held near 0
ROUNDS = 3
LEAST = 0.03  # a smaller weight is left out
LEAN = 0.5  # what every sentence weighs more, since a leak is worse than an alarm
OWN, TOY = (
    load_vocabularies(folder / "notes" / "vocabularies", folder)[0]
    for folder in (ROOT, ROOT / "tests" / "toy")
)
# What is shipped is read by other publishers, too: who stands in it depends on what they name.
READERS = ((OWN, "en"), (TOY, "en"), (OWN, "fr"))


class Text(NamedTuple):
    """A text to learn from: whether it identifies somebody, whether it is shipped."""

    text: str
    label: int
    shipped: bool = False


def main() -> None:
    """Learn the weights, and write them or say what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--without", default="", help="a set to measure on, not to learn from")
    without = parser.parse_args().without
    texts = [one for path in sorted(LEARNED.glob("*.jsonl")) for one in labelled(path)
             if path.stem != without]  # fmt: skip
    texts += shipped()
    learned = weights_of(texts)
    if without:
        path = next(LEARNED.parent.glob(f"*/{without}.jsonl"))
        for label in (1, 0):
            found = [worth(one.text, learned) > 0 for one in labelled(path) if one.label == label]
            print(f"label {label}: {sum(found)} of {len(found)} are found")
        return
    lines = (f"{sign}\t{round(weight * 100)}" for sign, weight in sorted(learned.items()))
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(learned)} weights of {len(texts)} texts in {WEIGHTS.relative_to(ROOT)}")


def labelled(path: Path) -> Iterator[Text]:
    """Give the texts of a set with their labels; those for review are findings."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Text(row["text"], int(row["label"] != 0))


def shipped() -> Iterator[Text]:
    """Give what stands in the shipped notes, their originals, and pages, a paragraph each."""
    notes = ROOT / "notes"
    pages = [
        *ROOT.glob("*.md"),
        *ROOT.glob("scripts/*/skeletons/*.md"),
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("tests/toy/notes/*/*.md"),
    ]
    for path in sorted([*notes.glob("[0-9]*/*.*"), *pages]):
        text = path.read_text("utf-8") if path.suffix == ".md" else _converted(path)
        for one in text.split("\n---\n", 1)[-1].split("\n\n"):
            yield Text(one, 0, shipped=True)


def _converted(path: Path) -> str:
    return convert(path, path.read_bytes(), name=path.name).text


def signs_of(
    text: str, vocabularies: Vocabularies = OWN, language: str = "en"
) -> list[frozenset[str]]:
    """Give the signs of each sentence of a text that is weighed."""
    own = known(vocabularies, language)
    return [
        frozenset(_line(of, sign) for of, some in found.items() for sign in some)
        for block in Passage(text).blocks
        for _, sentence in sentences_of(block, known_in(block, own)[0])
        if (found := signs(sentence, block.kind))
    ]


def _line(of: str, sign: str | tuple[str, str]) -> str:
    """Give a sign as it stands in the list of weights."""
    said = sign if isinstance(sign, str) else " ".join(sign)
    return said if of == "about" else f"{of} {said}"


def weights_of(texts: list[Text]) -> dict[str, float]:
    """Learn the weights; of a text that identifies, the sentence that says most is learned from."""
    read = [
        (found, text.label, number)
        for number, text in enumerate(texts)
        for reader in (READERS if text.shipped else READERS[:1])
        for found in signs_of(text.text, *reader)
    ]
    count = Counter(sign for found, _, _ in read for sign in found)
    rows = [
        dict.fromkeys((one for one in found if count[one] >= FEWEST), 1) for found, _, _ in read
    ]
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(rows)
    labels = [label for _, label, _ in read]
    kept = list(range(len(rows)))
    for _ in range(ROUNDS):
        model = LogisticRegression(C=STRENGTH, max_iter=3000)
        model.fit(matrix[kept], [labels[at] for at in kept])
        worths = model.decision_function(matrix)
        best: dict[int, int] = {}
        for at, (_, _, number) in enumerate(read):
            if number not in best or worths[at] > worths[best[number]]:
                best[number] = at
        kept = [at for at, (_, label, number) in enumerate(read) if not label or best[number] == at]
    found = dict(zip(vectors.get_feature_names_out(), model.coef_[0], strict=True))
    found = {sign: float(weight) for sign, weight in found.items() if abs(weight) >= LEAST}
    return {"": float(model.intercept_[0]) + LEAN, **found}


def worth(text: str, learned: dict[str, float]) -> float:
    """Give what the weightiest sentence of a text weighs."""
    return max(
        (learned[""] + sum(learned.get(sign, 0) for sign in found) for found in signs_of(text)),
        default=-9.0,
    )


if __name__ == "__main__":
    main()
