"""What editors write is read within bounds: nothing ends the program, nothing is half a merge."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop_notes.bounded import merge_marker
from workshop_notes.note import read_note

FRONT = "---\ntitle: Invented\n---\n\n"


def problems(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "notes" / "2031" / "zuma.md"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return [(one.line, one.code) for one in read_note(path, tmp_path)[1]]


@pytest.mark.parametrize("value", ["[" * 100_000, "- " * 50_000, "{a: " * 20_000, "&a [*a]", "*a"])
def test_fields_nested_without_end_are_a_problem(tmp_path: Path, value: str) -> None:
    assert [code for _, code in problems(tmp_path, f"---\ntitle: {value}\n---\n")] == [
        "bad-front-matter"
    ]


def test_a_note_larger_than_anybody_writes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "notes" / "2031" / "zuma.md"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        file.write(FRONT.encode())
        file.truncate(3_000_000_000)
    note, found = read_note(path, tmp_path)
    assert note is None
    assert [(one.line, one.code) for one in found] == [(1, "too-large")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\n<<<<<<< HEAD\ntitle: a\n=======\ntitle: b\n>>>>>>> branch\n---\n\nText.\n", 2),
        (FRONT + "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> branch\n", 5),
        (FRONT + "One.\n||||||| base\nTwo.\n", 6),
        (FRONT + "One.\n>>>>>>> 1a2b3c4 (Note: a change)\n", 6),
        (FRONT + "One.\n\n=======\nTwo.\n", 7),
        (FRONT + "One sentence.\r\n=======\r\nTwo.\r\n", 6),
    ],
)
def test_an_unfinished_merge_is_a_problem_at_its_line(tmp_path: Path, text: str, line: int) -> None:
    assert problems(tmp_path, text) == [(line, "unfinished-merge")]


@pytest.mark.parametrize(
    "text", ["Context\n=======\n", "Context\n========\n", "> > > a\n", "a < b"]
)
def test_what_only_looks_like_a_merge_passes(text: str) -> None:
    assert merge_marker(text) is None
