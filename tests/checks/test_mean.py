"""The guard on sentences by another hand: how many are found, and how few are found wrongly."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from workshop_notes.checks.identifies.identify import identifies
from workshop_notes.problem import Problem
from workshop_notes.vocabulary import Vocabularies, load_vocabularies

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# Of the sentences that identify, the share found; of the others, the share found wrongly.
FLOORS = {"mean.jsonl": (0.99, 0.0), "mean_short.jsonl": (0.975, 0.006)}
LEAST_OF_A_KIND = 0.8
NAME = re.compile(r"(?<!^)(?<![.!?“] )\b[A-Z][\w-]{4,}")


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    found, problems = load_vocabularies(ROOT / "notes" / "vocabularies", ROOT)
    assert not problems
    return found


def rows(name: str) -> list[dict[str, object]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def errors(row: dict[str, object], vocabularies: Vocabularies) -> list[Problem]:
    found = identifies(str(row["text"]), "note.md", 1, (), vocabularies)
    return [problem for problem in found if problem.level == "error"]


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_sentences_by_another_hand_are_found(name: str, vocabularies: Vocabularies) -> None:
    recall, alarms = FLOORS[name]
    identifying = [row for row in rows(name) if row["label"] == 1]
    others = [row for row in rows(name) if row["label"] == 0]
    missed = [row["text"] for row in identifying if not errors(row, vocabularies)]
    wrong = [row["text"] for row in others if errors(row, vocabularies)]
    assert len(missed) <= (1 - recall) * len(identifying), missed
    assert len(wrong) <= alarms * len(others), wrong


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_kind_of_sentence_is_left_behind(name: str, vocabularies: Vocabularies) -> None:
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for row in rows(name):
        if row["label"] == 1:
            kind = str(row["kind"])
            total[kind] += 1
            found[kind] += bool(errors(row, vocabularies))
    assert {kind for kind in total if found[kind] < LEAST_OF_A_KIND * total[kind]} == set()


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_every_finding_offers_a_rewriting_that_names_nobody(
    name: str, vocabularies: Vocabularies
) -> None:
    for row in rows(name):
        text = str(row["text"])
        names = NAME.findall(text)
        for problem in identifies(text, "note.md", 1, (), vocabularies):
            said = problem.message + problem.fix
            assert problem.fix
            assert not [name for name in names if name in said], text
