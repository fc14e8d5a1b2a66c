"""Text hygiene: what looks the same is the same, and nothing hides."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop_notes.normalize import hiding_characters, look_alikes, normalize, place


@pytest.mark.parametrize("typed", ["n\bno\bot\bt", "\x1b[9mnever\x1b[0m", "_\bsoon"])
def test_what_strikes_letters_out_is_no_plain_text(typed: str) -> None:
    problems = list(hiding_characters(f"They must\n{typed} withdraw.", "note.txt"))
    assert [(one.code, one.line, one.level) for one in problems] == [
        ("hidden-character", 2, "error")
    ]


@given(st.text())
def test_is_idempotent(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once


@given(st.text())
def test_is_composed_and_without_carriage_returns(text: str) -> None:
    normal = normalize(text)
    assert unicodedata.is_normalized("NFC", normal)
    assert "\r" not in normal


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_leaves_printable_ascii_alone(text: str) -> None:
    assert normalize(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u0085d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("12\u00a0°C\u202f; x\u2003y", "12 °C ; x y"),
        ("soft\u00adhyphen and zero\u200bwidth\ufeff", "softhyphen and zerowidth"),
        ("co\u2011operation \u2010 x", "co-operation - x"),
        ("e\u0301le\u0300ve", "élève"),
        ("e\u200b\u0301", "é"),
        ("oﬃce ﬁrst", "office first"),
        ("ＭＩＮＵＳＭＡ 𝐌𝐀𝐋𝐈", "MINUSMA MALI"),
        ("MINUSМA", "MINUSMA"),
        ("ΜΟNUSCO", "MONUSCO"),
        ("Миссия ООН", "Миссия ООН"),
        ("Αθήνα", "Αθήνα"),
        ("\x00a\x08b\x1b[31mc", "ab[31mc"),
        ("\uf0b7 item", "• item"),
        ("tab\tstays, end  ", "tab\tstays, end  "),
        ("مجلس\u200cالأمن", "مجلسالأمن"),
    ],
)
def test_spells_one_way(text: str, expected: str) -> None:
    assert normalize(text) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "".join(chr(0xE0000 + ord(letter)) for letter in "jane"),
        "\u202eenaj\u202c",
        "\u200b\u200c\u200d" * 4,
        "\ufe00\ufe01\ufe02",
        "\U000e0101",
        "\ufff9note\ufffa",
        "\U000f1234",
    ],
)
def test_what_can_hide_a_name_is_an_error_that_does_not_repeat_it(hidden: str) -> None:
    problems = list(hiding_characters(f"One line.\nThe minister{hidden} spoke.", "note.txt"))
    assert problems
    assert {problem.level for problem in problems} == {"error"}
    assert all(problem.code == "hidden-character" for problem in problems)
    assert (problems[0].line, problems[0].column) == (2, 13)
    assert not any(letter in repr(problems) for letter in hidden if not letter.isascii())


def test_alternating_hints_between_letters_are_an_error() -> None:
    text = "".join(
        f"{letter}{hint}" for letter, hint in zip("a" * 40, "\u200b\u200c" * 20, strict=True)
    )
    assert [problem.code for problem in hiding_characters(text + "a", "x")] == ["hidden-character"]


@pytest.mark.parametrize(
    "text",
    [
        "soft\u00adhyphen",
        "👩\u200d🔬 and ❤\ufe0f",
        "می\u200cخواهم",
        "a\u200bb",
        "left\u200e right\u200f",
    ],
)
def test_ordinary_invisible_characters_are_no_error(text: str) -> None:
    assert list(hiding_characters(text, "x")) == []


def test_look_alikes_are_told_once_with_their_place() -> None:
    problems = list(look_alikes("In Mali,\nMINUSМA and MINUSМA.", "note.txt"))
    assert [(problem.line, problem.column, problem.level) for problem in problems] == [
        (2, 1, "warning")
    ]
    assert "MINUSMA" in problems[0].message


def test_place_counts_from_one() -> None:
    assert place("ab\ncd", 0) == (1, 1)
    assert place("ab\ncd", 4) == (2, 2)
