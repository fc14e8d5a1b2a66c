"""Measure the guard: own and strangers' sentences side by side, and what a catalogue must settle.

Usage: python bench/attribution.py [SENTENCES.jsonl …] [--notes FOLDER] [--misses]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from workshop_notes.guard.identify import identify, identify_text
from workshop_notes.note import read_note
from workshop_notes.problem import Problem, as_text
from workshop_notes.vocabulary import Vocabularies, load_vocabularies

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "dev-set"
SENTENCES = [
    *sorted(SHARED.glob("attribution*.jsonl")),
    *sorted((ROOT / "tests" / "guard" / "held_out").glob("*.jsonl")),
    *sorted((ROOT / "tests" / "guard" / "learned").glob("*.jsonl")),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences", nargs="*", type=Path, default=SENTENCES)
    parser.add_argument("--notes", type=Path, default=ROOT / "notes")
    parser.add_argument("--misses", action="store_true", help="print every sentence taken wrongly")
    options = parser.parse_args()
    vocabularies, problems = load_vocabularies(ROOT / "notes" / "vocabularies", ROOT)
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    for path in options.sentences:
        if path.is_file():
            measure_sentences(path, vocabularies, options.misses)
    measure_notes(options.notes, vocabularies)


def measure_sentences(path: Path, vocabularies: Vocabularies, misses: bool) -> None:
    """Print recall, false alarms and how classes were taken, overall and by kind."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    by_kind: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        language = row.get("language", "en")
        found = list(identify_text(row["text"], "sentence", vocabularies, language=language))
        label = str(row["label"])
        good = taken_rightly(label, found)
        total[label] += 1
        right[label] += good
        by_kind[f"{label} {row.get('kind', '')}"].append("." if good else "x")
        if misses and not good:
            codes = " ".join(f"{one.code}@{one.column}" for one in found)
            print(f"  {row.get('id', '')} [{label} {row.get('kind', '')}] {row['text']}  {codes}")
    print(f"{path.name}:")
    print(f"  recall on label 1: {right['1']}/{total['1']} = {right['1'] / max(1, total['1']):.3f}")
    alarms = total["0"] - right["0"]
    print(f"  false alarms on label 0: {alarms}/{total['0']} = {alarms / max(1, total['0']):.3f}")
    print(f"  review taken as a warning: {right['review']}/{total['review']}")
    for kind, marks in sorted(by_kind.items()):
        print(f"    {kind}: {''.join(marks)}")


def taken_rightly(label: str, found: list[Problem]) -> bool:
    """Say whether the findings fit the label: an error for 1, none for 0, else a warning."""
    levels = {problem.level for problem in found}
    if label == "1":
        return "error" in levels
    return levels == (set() if label == "0" else {"warning"})


def measure_notes(folder: Path, vocabularies: Vocabularies) -> None:
    """Print the findings per 1,000 words over the notes of a folder, all taken for false."""
    words = alarms = warnings = notes = 0
    for path in sorted(folder.glob("*/*.md")):
        note, _ = read_note(path, ROOT)
        if note is None:
            continue
        notes += 1
        words += sum(len(text.split()) for text in (note.title, note.summary, note.body))
        for problem in identify(note, vocabularies):
            alarms += problem.level == "error"
            warnings += problem.level == "warning"
            print(f"  {as_text(problem)}")
    rate = 1000 * (alarms + warnings) / max(1, words)
    print(
        f"{notes} notes, {words} words: {alarms} errors, {warnings} warnings,"
        f" {rate:.2f} per 1,000 words"
    )


if __name__ == "__main__":
    main()
