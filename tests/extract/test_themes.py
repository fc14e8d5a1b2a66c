"""Themes from paraphrases, and not from names, standing sentences or mere look-alikes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from workshop_notes.extract.original import Extraction
from workshop_notes.extract.tagging import telling
from workshop_notes.text.folding import phrases_of, stem, words
from workshop_notes.text.themes import SHOWN, ThemeHit, phrase_index, theme_hits
from workshop_notes.vocabulary import Vocabularies

Take = Callable[..., Extraction]
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "paraphrases.yml").read_text(encoding="utf-8")
)
HELD_OUT = Path(__file__).parent / "held_out" / "paragraphs.jsonl"
HEADS = {
    "en": "Notes on the toy area\n\nIPI and Stimson held a workshop on May 8, 2031.",
    "fr": "Notes sur la région\n\nL'IPI et le Stimson Center ont tenu un atelier le 8 mai 2031.",
}


def _text(case: dict[str, Any]) -> str:
    return f"{HEADS[case.get('language', 'en')]}\n\n{case['text']}"


def _hits(text: str, vocabularies: Vocabularies, language: str = "en") -> list[ThemeHit]:
    return theme_hits(words(text), phrase_index(vocabularies.themes, language))


def test_paraphrases_show_their_themes(take: Take) -> None:
    wrong = [
        (case["text"], theme)
        for case in CASES
        for theme in {*case["themes"]} ^ set(take(_text(case)).value("themes") or ())
    ]
    assert len(wrong) <= len(CASES) / 8, wrong


def test_paragraphs_that_were_never_learned_are_on_what_they_show_most(
    vocabularies: Vocabularies,
) -> None:
    rows = [json.loads(line) for line in HELD_OUT.read_text("utf-8").splitlines()]
    wrong = []
    for row in rows:
        left = dict.fromkeys((term.id for term in vocabularies.themes.terms), 1.0)
        for hit in _hits(row["text"], vocabularies, row["language"]):
            left[hit.theme] *= 1.0 - hit.weight
        surest = min(left, key=lambda theme: left[theme])
        if row["themes"] and surest not in row["themes"]:
            wrong.append((surest, row["text"]))
    assert len(wrong) <= 0.15 * sum(bool(row["themes"]) for row in rows), wrong


@pytest.mark.parametrize(
    ("language", "text", "themes"),
    [
        (
            "de",
            "Die Gerichte sind geschlossen, Untersuchungshaft dauert Jahre, und Richter fehlen.",
            ["rule-of-law-justice"],
        ),
        (
            "de",
            "Dürre und Überschwemmungen vertreiben die Hirten. Klimarisiken fehlen im Mandat.",
            ["climate-security"],
        ),
        (
            "es",
            "Los jueces no llegan y las cárceles están llenas. Sin fiscales, la impunidad crece.",
            ["rule-of-law-justice"],
        ),
    ],
)
def test_themes_are_known_in_german_and_spanish(
    language: str, text: str, themes: list[str], vocabularies: Vocabularies
) -> None:
    weights: dict[str, float] = {}
    for hit in _hits(text, vocabularies, language):
        weights[hit.theme] = weights.get(hit.theme, 0.0) + hit.weight
    assert [max(weights, key=lambda theme: weights[theme])] == themes


def test_what_any_note_says_shows_a_theme_less_surely(vocabularies: Vocabularies) -> None:
    hits = _hits("The army read a text on disarmament.", vocabularies)
    sure = {" ".join(hit.stems): hit.weight for hit in hits}
    assert sure["text"] < SHOWN < sure["disarmament"]
    assert sure["army"] < SHOWN


def test_a_text_without_an_event_must_say_more(take: Take) -> None:
    text = "Both stabilize, both protect civilians, both help the state return. That is all."
    assert take(f"Two missions compared\n\n{text}").value("themes") is None


def test_a_passing_mention_in_a_long_text_is_no_theme(take: Take) -> None:
    long = " ".join(
        f"In village {n} the elders met, and nothing else was said." for n in range(300)
    )
    text = f"{HEADS['en']}\n\n{long} Someone mentioned the pandemic."
    assert "covid-19" not in (take(text).value("themes") or ())


def test_words_that_are_no_phrases_tell_what_a_text_is_on(take: Take) -> None:
    """Both texts use one phrase of the theme; only the words around it differ."""
    said = "Some were concerned about prisons."
    law = "Magistrates sit twice a month, suspects wait for years, and lawyers and judges are few."
    aid = "Convoys wait at checkpoints, agencies lose trucks, and permits for relief take weeks."
    for around, is_on_it in ((law, True), (aid, False)):
        found = take(f"{HEADS['en']}\n\n{said} {around}").value("themes") or ()
        assert ("rule-of-law-justice" in found) == is_on_it


def test_what_words_tell_is_told_of_every_theme(vocabularies: Vocabularies) -> None:
    ids = {term.id for term in vocabularies.themes.terms}
    assert all(tells.keys() == ids for _, tells in telling().values())


def test_what_was_weighed_and_left_out_is_told(take: Take) -> None:
    said = "The penholder spoke, and members abstained. Somebody mentioned the radio in passing."
    found = take(f"{HEADS['en']}\n\n{said}")
    assert found.value("themes") == ("council-dynamics",)
    left_out = {theme: (why, line) for theme, why, line in found.fields["themes"].considered}
    why, line = left_out["strategic-communication"]
    assert line == 5
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
