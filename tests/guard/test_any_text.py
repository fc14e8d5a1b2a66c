"""The guard reads any text: whatever words stand beside each other, it answers, within the text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workshop_notes.guard.identify import identify_text
from workshop_notes.guard.known import HERE, known
from workshop_notes.guard.reading import read
from workshop_notes.guard.weighing import signs, weights
from workshop_notes.vocabulary import load_vocabularies

ROOT = Path(__file__).resolve().parents[2]
VOCABULARIES, _ = load_vocabularies(ROOT / "notes" / "vocabularies", ROOT)
# Words that each lead somewhere in a sentence, and marks that end or cut one.
WORDS = re.split(
    " +",
    "by par from de of the The a an Norway Norwegian Mali's ambassador said asked was were is"
    " thanked that who which qui que et and or nor nobody no one several participants two whom"
    " in the room Otherly Dr Mme M. IPI UN MINUSMA 2480 would could have been not n't l' d' la"
    " les selon according to reply engineer mayor delegate representative Tarn * _ ** # [x](y)"
    " [^1] & / … ? it they she il dit demandé minister's Juba J.K. 0:05 , ; : . ( ) — – - \" «"
    " » ' 's | !",
)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@given(words=st.lists(st.sampled_from([*WORDS, "\n", "\n\n", "\n- ", "\n| "]), max_size=14))
@example(words=["thanked", "which"])
@example(words=["a", "Norwegian", "by"])
@settings(max_examples=150)
def test_any_words_are_read_and_places_are_in_the_text(language: str, words: list[str]) -> None:
    text = " ".join(words)
    lines = text.split("\n")
    for problem in identify_text(text, "x.md", VOCABULARIES, language=language):
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


@pytest.mark.parametrize("text", ["┌────────┬──────┬──────┐", "Roads fell apart, and CO₂ rose."])
def test_signs_and_formulas_name_nobody(text: str) -> None:
    assert not list(identify_text(text, "x.md", VOCABULARIES))


def test_each_sign_weighs_what_the_list_says() -> None:
    lines = (HERE / "lists" / "weights.txt").read_text("utf-8").splitlines()
    listed = dict(line.rsplit("\t", 1) for line in lines)
    text = "The ambassador of Norway said that chargé d'affaires and two delegates of NGOs left."
    found = signs(read(text, known(VOCABULARIES, "en")), "paragraph")
    told = 0
    for of, some in found.items():
        for sign in some:
            said = sign if isinstance(sign, str) else " ".join(sign)
            weight = weights()[of].get(sign, 0)
            assert weight == int(listed.get(said if of == "about" else f"{of} {said}", 0)), said
            told += bool(weight)
    assert told > 9
    assert weights()[""][""] == int(listed[""])
