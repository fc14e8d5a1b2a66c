"""A hyphen at the end of a line belongs to its word, or parts it, or an editor is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop_notes.convert import convert
from workshop_notes.formats.lines import Words

SAID = "the plan of the council was that the mission is to go on co-operative ceasefire gao"
ENGLISH = frozenset(SAID.split())
RIGHT = {
    # Words of the language, and those that it has no word for.
    ("peace-", "keepers"): "peacekeepers",
    ("the deci-", "sion, then"): "the decision, then",
    ("“two-", "track” plan"): "“two-track” plan",
    ("a two-", "state view"): "a two-state view",
    ("long-", "term"): "long-term",
    ("decision-", "making"): "decision-making",
    ("vice-", "chair"): "vice-chair",
    ("post-", "election"): "post-election",
    ("non-", "attribution"): "non-attribution",
    ("a multi-", "stakeholder view"): "a multi-stakeholder view",
    # As the text has it elsewhere.
    ("co-", "operative"): "co-operative",
    ("cease-", "fire"): "ceasefire",
    # Figures, capitals, single letters and names.
    ("10-", "15 posts"): "10-15 posts",
    ("2030-", "31"): "2030-31",
    ("the 1980-", "born"): "the 1980-born",
    ("Guinea-", "Bissau"): "Guinea-Bissau",
    ("UN-", "led"): "UN-led",
    ("A-", "B."): "A-B.",
    ("e-", "mail"): "e-mail",
    ("Ban-", "gui"): "Bangui",
    # Chains and addresses.
    ("up-to-", "date"): "up-to-date",
    ("an all-", "or-nothing vote"): "an all-or-nothing vote",
    ("“hub-", "and-spoke” plan"): "“hub-and-spoke” plan",
    ("http://example.org/long-", "address/page"): "http://example.org/long-address/page",
    ("www.example.org/long-", "keepers"): "www.example.org/long-keepers",
    ("peace-", "keepers@example.org"): "peace-keepers@example.org",
    ("peace-", "keepers.example/page"): "peace-keepers.example/page",
    # No word is parted here.
    ("pre-", "and post-war"): None,
    ("ends –", "here"): None,
    ("ends -", "here"): None,
    # A soft hyphen is always one that a program set.
    ("long\u00ad", "term"): "longterm",
}
ASKED = {
    ("day-to-", "day"): "day-to-day",
    ("Bab-", "el-Mandeb"): "Bab-el-Mandeb",
    ("Xaru-", "vel"): "Xaruvel",
}


@pytest.mark.parametrize("lines", RIGHT)
def test_a_word_parted_by_a_line_is_whole(lines: tuple[str, str]) -> None:
    words = Words(ENGLISH)
    assert words.joined(*lines) == RIGHT[lines]
    assert not words.unsure


@pytest.mark.parametrize("lines", ASKED)
def test_an_editor_is_asked_of_what_is_not_sure(lines: tuple[str, str]) -> None:
    words = Words(ENGLISH)
    assert words.joined(*lines) == ASKED[lines]
    assert len(words.unsure) == 1


def test_a_text_of_a_language_without_a_list_is_joined_unasked() -> None:
    words = Words(frozenset(["der", "die", "das", "und", "in", "ist", "zu", "den", "von", "mit"]))
    assert words.joined("Sicher-", "heit") == "Sicherheit"
    assert not words.unsure


def test_figures_are_no_paragraphs_of_their_own() -> None:
    text = "The members of the council said that the budget of 2030-\n2031 and the 10-\n15 stay."
    conversion = convert(Path("note.txt"), text.encode())
    assert "of 2030-2031 and the 10-15 stay" in conversion.markdown
    doubtful = f"{text} Some of them spoke of Xaru-\nvel."
    found = convert(Path("note.txt"), doubtful.encode())
    assert [one.code for one in found.problems] == ["hyphen-unsure"]
    assert "Xaru-vel" in found.problems[0].message
