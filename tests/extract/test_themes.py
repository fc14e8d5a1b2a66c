"""Themes from paraphrases, and not from names, standing sentences or mere look-alikes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from workshop_notes.extract.original import Extraction
from workshop_notes.text.folding import phrases_of, stem

Take = Callable[..., Extraction]
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "paraphrases.yml").read_text(encoding="utf-8")
)
HEADS = {
    "en": "Notes on the toy area\n\nIPI and Stimson held a workshop on May 8, 2031.",
    "fr": "Notes sur la région\n\nL'IPI et le Stimson Center ont tenu un atelier le 8 mai 2031.",
}


def _text(case: dict[str, Any]) -> str:
    return f"{HEADS[case.get('language', 'en')]}\n\n{case['text']}"


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_a_paraphrase_shows_its_themes(take: Take, case: dict[str, Any]) -> None:
    found = set(take(_text(case)).value("themes") or ())
    assert found == set(case["themes"])


def test_a_text_without_an_event_must_say_more(take: Take) -> None:
    text = "Both stabilize, both protect civilians, both help the state return. That is all."
    assert take(f"Two missions compared\n\n{text}").value("themes") is None


def test_a_passing_mention_in_a_long_text_is_no_theme(take: Take) -> None:
    long = " ".join(
        f"In village {n} the elders met, and nothing else was said." for n in range(300)
    )
    text = f"{HEADS['en']}\n\n{long} Someone mentioned the pandemic."
    assert "covid-19" not in (take(text).value("themes") or ())


def test_what_was_weighed_and_left_out_is_told(take: Take) -> None:
    found = take(f"{HEADS['en']}\n\nThe penholder spoke. Somebody mentioned the radio in passing.")
    assert found.value("themes") == ("council-dynamics",)
    [(theme, why, line)] = found.fields["themes"].considered
    assert (theme, line) == ("strategic-communication", 5)
    assert "radio" in why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("elections", "election"),
        ("stabilisation", "stabilization"),
        ("prioritised", "prioritizing"),
        ("neighbours", "neighbor"),
        ("communities", "community"),
        ("électorales", "electorale"),
        ("withdrawing", "withdraw"),
        ("state's", "state"),
        ("l'État", "état"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("rights", "right"), ("developments", "development")])
def test_plurals_of_another_meaning_keep_their_own(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_pattern_is_each_of_its_words_in_either_order() -> None:
    assert set(phrases_of("army|police ~ train")) == {
        "army … train",
        "train … army",
        "police … train",
        "train … police",
    }
    assert list(phrases_of("peace agreement")) == ["peace agreement"]
