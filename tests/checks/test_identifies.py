"""The guard on labelled sentences and on the catalogue: nobody passes, nothing is cried over."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workshop_notes.checks import identifies as package
from workshop_notes.checks.identifies.identify import identifies
from workshop_notes.front_matter import read_note
from workshop_notes.problem import Problem
from workshop_notes.vocabulary import Vocabularies, load_vocabularies

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
OURS = sorted((HERE / "data").glob("sentences_*.jsonl"))
SHARED = ROOT.parent / "shared" / "dev-set" / "attribution.jsonl"
RECALL = 0.95
FALSE_ALARMS = 0.05
PER_THOUSAND_WORDS = 1.0


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    found, problems = load_vocabularies(ROOT / "notes" / "vocabularies", ROOT)
    assert not problems
    return found


def sentences(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def found_in(text: str, vocabularies: Vocabularies) -> list[Problem]:
    return list(identifies(text, "note.md", 1, (), vocabularies))


@pytest.mark.parametrize("path", [*OURS, HERE / "mean.jsonl", SHARED], ids=lambda path: path.stem)
def test_recall_and_false_alarms_keep_to_the_standard(
    path: Path, vocabularies: Vocabularies
) -> None:
    if not path.is_file():
        pytest.skip(f"{path.name} is not here")
    missed, alarms, counted = [], [], {"1": 0, "0": 0}
    for row in sentences(path):
        levels = {problem.level for problem in found_in(row["text"], vocabularies)}
        if row["label"] == 1:
            counted["1"] += 1
            missed.extend([row["text"]] if "error" not in levels else [])
        elif row["label"] == 0:
            counted["0"] += 1
            alarms.extend([row["text"]] if levels else [])
    assert len(missed) <= (1 - RECALL) * counted["1"], missed
    assert len(alarms) <= FALSE_ALARMS * counted["0"], alarms


@pytest.mark.parametrize("path", [*OURS, SHARED], ids=lambda path: path.stem)
def test_a_class_is_a_warning_for_the_editor_to_weigh(
    path: Path, vocabularies: Vocabularies
) -> None:
    if not path.is_file():
        pytest.skip(f"{path.name} is not here")
    for row in sentences(path):
        if row["label"] == "review":
            levels = {problem.level for problem in found_in(row["text"], vocabularies)}
            assert levels == {"warning"}, row["text"]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_every_finding_says_why_and_offers_a_rewriting_and_no_finding_repeats_a_name(
    path: Path, vocabularies: Vocabularies
) -> None:
    for row in sentences(path):
        names = re.findall(r"(?<!^)(?<![.!?“] )\b[A-Z][a-z]{5,}\b", row["text"])
        for problem in found_in(row["text"], vocabularies):
            assert problem.code.startswith("identifies-")
            assert problem.message
            assert problem.fix
            for name in names:
                assert name not in problem.message + problem.fix, row["text"]


def test_the_catalogue_is_clean(vocabularies: Vocabularies) -> None:
    words, found = 0, []
    for path in sorted((ROOT / "notes").glob("[0-9]*/*.md")):
        note, _ = read_note(path, ROOT)
        if note is None:
            continue
        names = tuple(speaker.name for speaker in note.speakers)
        for text in (note.title, note.summary, note.body):
            words += len(text.split())
            found.extend(identifies(text, note.shown, 1, names, vocabularies, note.language))
    assert len(found) <= PER_THOUSAND_WORDS * words / 1000, found


def checks() -> Iterator[Any]:
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if name.startswith("identifies_") and function.__module__ == loaded.__name__:
                yield pytest.param(function, id=name)


@pytest.mark.parametrize("check", list(checks()))
def test_the_examples_of_a_rule_are_what_it_says(check: Any, vocabularies: Vocabularies) -> None:
    text = inspect.getdoc(check) or ""
    bad = re.search(r"Bad: `([^`]+)`", text)
    good = re.search(r"Good: `([^`]+)`", text)
    assert bad
    assert good
    assert found_in(bad[1], vocabularies)
    assert not found_in(good[1], vocabularies)
