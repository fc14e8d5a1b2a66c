"""Learn what the signs of a theme weigh, and how surely each phrase shows one, from labelled texts.

    python bench/learn/themes.py [--try]

Reads `tests/extract/learned/themes.jsonl`: of each text or paragraph its passages, the themes that
it discusses and those that it only mentions; writes `text/themes.yml` and
`extract/theme_words.yml`. Needs SciPy, which nothing
else does. With `--try` no weights are written: each tenth of the texts is judged by the others,
and how good that is is printed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import expm1, log
from pathlib import Path
from typing import Any

import numpy as np  # type: ignore[import-not-found]
from scipy.optimize import minimize  # type: ignore[import-untyped]

from workshop_notes.extract.tagging import (
    LEARNED_IN,
    WORDS,
    Signs,
    Statement,
    Telling,
    read_words,
    theme_signs,
    word_weights,
)
from workshop_notes.text.themes import LEARNED as WEIGHTS
from workshop_notes.text.themes import ThemeHit, phrase_index, weighed_phrases
from workshop_notes.vocabulary import load_vocabularies

ROOT = Path(__file__).resolve().parents[2]
LEARNED = ROOT / "tests" / "extract" / "learned" / "themes.jsonl"
THEMES = load_vocabularies(ROOT / "notes" / "vocabularies", ROOT)[0].themes
IDS = [term.id for term in THEMES.terms]
HELD_SIGNS = 1 / 0.3  # how strongly the weights of signs are held near 0
TRUST = 5.0  # so many texts the sureness of a phrase weighs of which nothing is known
FEWEST, LEAST = 3, 0.05  # texts of a phrase, and by how much it must differ, to be written
# Texts that a word must stand in; how strongly what it tells is held near 0, and in how many steps
# that is found; what makes the sign of words 0 where a theme is as likely as not.
OFTEN, HELD, STEPS, MIDDLE = 8, 0.01, 60, 2.0
INNER, OUTER = 5, 10  # parts of the texts, each judged by the others
# What a text counts, most where its writer had not seen the project: notes of one series are much
# alike, and a paragraph is no note;
COUNTS = {"fresh": 3.0, "dev": 3.0, "mean": 0.5, "notes": 0.4, "paragraphs": 0.15,
          "paraphrases": 0.5} | {f"raw{number}": 3.0 for number in range(16, 22)}  # fmt: skip
# and what tells of phrases: a paragraph is on its themes throughout.
TELLS = {"notes": 0.6, "dev": 1.5}
MENTIONED = 0.5
HEAD = """\
# What bench/learn/themes.py has learned of themes: what each sign of one weighs, what its
# phrases weigh in texts that are not on it ("": any theme's), and how surely each of them, by its
# stems, shows it."""
WORDS_HEAD = """\
# What bench/learn/themes.py has learned of words, by their stems: how rare each is, and what it
# tells of each theme; "" is any text."""
SHORT = ("paragraphs", "paraphrases")
Known = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Text:
    """A text to learn from; `mentions` are themes that it names in passing."""

    set: str
    themes: frozenset[str]
    mentions: frozenset[str]
    reported: bool
    language: str
    passages: tuple[Statement, ...]

    @property
    def counts(self) -> float:
        """Give what the text counts beside others."""
        return COUNTS.get(self.set, 1.0)

    @property
    def tells(self) -> float:
        """Give what it counts for phrases."""
        return TELLS.get(self.set, 1.0)


def main() -> None:
    """Learn the weights, and write them or say what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--try", action="store_true", dest="tried", help="print, do not write")
    texts = [_read(json.loads(line)) for line in LEARNED.read_text("utf-8").splitlines()]
    if parser.parse_args().tried:
        _try(texts)
        return
    phrases, usual, signs, told = learn(texts)
    seen = Counter(key for one in texts for key in _keys(one))
    kept: Known = defaultdict(dict)
    for (theme, stems), count in sorted(seen.items()):
        sure = phrases[theme][stems]
        if count >= FEWEST and abs(sure - _unlearned(theme, stems)) >= LEAST:
            kept[theme][stems] = sure
    rows = [HEAD]
    for name, table in (("signs", signs), ("usual", usual)):
        rows += [f"{name}:", *(f'  "{key}": {worth:.2f}' for key, worth in sorted(table.items()))]
    rows.append("phrases:")
    for theme, found in sorted(kept.items()):
        rows.append(f"  {theme}:")
        rows += [f'    "{stems}": {sure:.2f}' for stems, sure in sorted(found.items())]
    WEIGHTS.write_text("\n".join(rows) + "\n", encoding="utf-8")
    rows = [WORDS_HEAD, f"themes: [{', '.join(IDS)}]", "words:"]
    for stem, (rare, tells) in sorted(told.items()):
        rows.append(f'  "{stem}": {rare:.2f} {" ".join(f"{tells[theme]:.1f}" for theme in IDS)}')
    WORDS.write_text("\n".join(rows) + "\n", encoding="utf-8")
    phrases_known = sum(map(len, kept.values()))
    print(
        f"{len(texts)} texts tell of {phrases_known} phrases, {len(told)} words, {len(signs)} signs"
    )


def learn(texts: Sequence[Text]) -> tuple[Known, dict[str, float], dict[str, float], Telling]:
    """Learn how surely phrases show themes, what these usually weigh, and what signs and words do.

    The signs of each text are counted by what the other texts tell of phrases, as in one that was
    never seen.
    """
    rows: list[tuple[Mapping[str, float], bool, float]] = []
    for part in range(INNER):
        others = [one for at, one in enumerate(texts) if at % INNER != part]
        phrases = sureness(others)
        usual, told = usual_weights(others, phrases), tell_words(others)
        for one in texts[part::INNER]:
            found = signs_of(one, phrases, usual, told)
            rows += [(signs, theme in one.themes, one.counts) for theme, signs in found.items()]
    phrases = sureness(texts)
    return phrases, usual_weights(texts, phrases), _regress(rows), tell_words(texts)


def sureness(texts: Iterable[Text]) -> Known:
    """Tell how surely each phrase shows its theme: the share of its texts that are on it."""
    right: dict[tuple[str, str], float] = defaultdict(float)
    every: dict[tuple[str, str], float] = defaultdict(float)
    for one in texts:
        for theme, stems in _keys(one):
            share = MENTIONED if theme in one.mentions else 1.0
            every[theme, stems] += one.tells * share
            right[theme, stems] += one.tells * (theme in one.themes)
    found: Known = defaultdict(dict)
    for (theme, stems), count in every.items():
        prior = TRUST * _unlearned(theme, stems)
        found[theme][stems] = (right[theme, stems] + prior) / (count + TRUST)
    return found


def usual_weights(texts: Sequence[Text], phrases: Known) -> dict[str, float]:
    """Give what the phrases of each theme weigh in texts that are not on it, and of any (`""`)."""
    weights: dict[str, list[float]] = defaultdict(list)
    for one in (one for one in texts if one.set not in SHORT):
        found = signs_of(one, phrases, {"": 1.0}, {})
        for term in THEMES.terms:
            if term.id not in one.themes:
                weights[term.id].append(expm1(found.get(term.id, {}).get("weight", 0.0)))
    mean = float(np.mean([weight for some in weights.values() for weight in some]))
    few = INNER * mean
    return {"": mean} | {t: (sum(w) + few) / (len(w) + INNER) for t, w in weights.items()}


def tell_words(texts: Iterable[Text]) -> Telling:
    """Give what each word tells of each theme: one regression a theme over the words of texts."""
    known = [one for one in texts if one.language == LEARNED_IN]
    seen = Counter(stem for one in known for stem in {s for p in one.passages for s in p.stems})
    rare: Telling = {s: (log(len(known) / n), {}) for s, n in seen.items() if n >= OFTEN}
    at = {stem: place for place, stem in enumerate(sorted(rare))}
    table = np.zeros((len(known), len(at)), dtype=np.float32)
    for row, one in zip(table, known, strict=True):
        for stem, weight in word_weights(one.passages, rare).items():
            row[at[stem]] = weight
    right = np.array([[theme in one.themes for theme in IDS] for one in known], dtype=np.float32)
    counts = np.array([[one.counts] for one in known])
    found = _likeliest(table, right, counts, HELD, maxiter=STEPS)
    *weights, usual = (dict(zip(IDS, one, strict=True)) for one in found)
    told: Telling = {stem: (rare[stem][0], weights[place]) for stem, place in at.items()}
    return {**told, "": (0.0, {theme: weight + MIDDLE for theme, weight in usual.items()})}


def signs_of(text: Text, phrases: Known, usual: Mapping[str, float], told: Telling) -> Signs:
    """Give the signs of each theme in a text, by what is known of phrases."""
    passages = [
        replace(one, hits=tuple(_weighed(hit, phrases) for hit in one.hits))
        for one in text.passages
    ]
    return theme_signs(passages, text.reported, usual, told if text.language == LEARNED_IN else {})


def f1(texts: Sequence[Text], worth: Mapping[tuple[int, str], float]) -> float:
    """Tell how well the themes of texts are found, which are those that weigh more than 0."""
    own = {id(one) for one in texts}
    got = {key for key, weight in worth.items() if key[0] in own and weight > 0.0}
    want = {(id(one), theme) for one in texts for theme in one.themes}
    return 2 * len(got & want) / max(len(got) + len(want), 1)


def _regress(rows: Sequence[tuple[Mapping[str, float], bool, float]]) -> dict[str, float]:
    """Give the weights of signs by which a theme is likelier than not where it is discussed.

    Signs are measured by how much they vary. What is proposed is what gives the best F1 of the
    rows, so that the weight of `always` moves.
    """
    names = [name for name in rows[0][0] if name != "always"]
    table = np.array([[signs[name] for name in names] for signs, _, _ in rows])
    right = np.array([[right] for _, right, _ in rows], dtype=float)
    counts = np.array([[count] for _, _, count in rows])
    mean, spread = table.mean(0), table.std(0) + 1e-9
    table = (table - mean) / spread
    found = _likeliest(table, right, counts, HELD_SIGNS)[:, 0]
    worth = (table @ found[:-1] + found[-1])[:, None]

    def good(least: float) -> float:
        got = worth > least
        return float(2 * (counts * got * right).sum() / (counts * (got + right)).sum())

    least = max(np.arange(-1.2, 0.4, 0.02), key=good)
    weights = found[:-1] / spread
    always = float(found[-1] - weights @ mean - least)
    return {"always": always} | {n: float(w) for n, w in zip(names, weights, strict=True)}


def _likeliest(table: Any, right: Any, counts: Any, held: float, **options: int) -> Any:
    """Give the weights of logistic regressions, one a column of `right`; the last row is free."""

    def loss(given: Any) -> tuple[float, Any]:
        weights = given.reshape(-1, right.shape[1])
        likely = 1.0 / (1.0 + np.exp(-(table @ weights[:-1] + weights[-1])))
        logs = right * np.log(likely + 1e-9) + (1.0 - right) * np.log(1.0 - likely + 1e-9)
        off, pull = counts * (likely - right), weights[:-1] * held
        slope = np.vstack([table.T @ off + pull, off.sum(0)])
        return float(-(counts * logs).sum() + 0.5 * (pull * weights[:-1]).sum()), slope.ravel()

    start = np.zeros((table.shape[1] + 1) * right.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    return found.reshape(-1, right.shape[1])


def _try(texts: Sequence[Text]) -> None:
    order = np.random.RandomState(0).permutation(len(texts))
    worth: dict[tuple[int, str], float] = {}
    for part in range(OUTER):
        held = [texts[at] for at in order[part::OUTER]]
        others = [texts[at] for at in order if at not in order[part::OUTER]]
        phrases, usual, weights, told = learn(others)
        for one in held:
            for theme, signs in signs_of(one, phrases, usual, told).items():
                much = sum(weights[sign] * value for sign, value in signs.items())
                worth[id(one), theme] = much
    for name in sorted({one.set for one in texts}):
        print(f"{name:12} {f1([one for one in texts if one.set == name], worth):.3f}")


def _read(row: Mapping[str, Any]) -> Text:
    index = phrase_index(THEMES, row["language"], untaught=True)
    passages = []
    for passage in row["passages"]:
        hits, stems = read_words(passage[-1], index)
        stems = frozenset(stem for stem in stems if set(stem) != {"x"})  # which masks a name
        passages.append(Statement(*passage, hits, stems))
    themes, mentions = frozenset(row["themes"]), frozenset(row.get("mentions", ()))
    return Text(row["set"], themes, mentions, row["reported"], row["language"], tuple(passages))


def _keys(text: Text) -> list[tuple[str, str]]:
    return sorted({(hit.theme, " ".join(hit.stems)) for one in text.passages for hit in one.hits})


def _weighed(hit: ThemeHit, phrases: Known) -> ThemeHit:
    stems = " ".join(hit.stems)
    sure = phrases.get(hit.theme, {}).get(stems) or _unlearned(hit.theme, stems)
    return hit._replace(weight=sure)


@cache
def _defaults(theme: str) -> dict[str, float]:
    term = next(term for term in THEMES.terms if term.id == theme)
    return {
        " ".join(stems): weight
        for language in ("es", "de", "fr", "en")
        for stems, weight in weighed_phrases(term, language, {}).items()
    }


def _unlearned(theme: str, stems: str) -> float:
    return _defaults(theme)[stems]


if __name__ == "__main__":
    main()
