"""What is kept beside Python's bytecode is what was read."""

from __future__ import annotations

import dataclasses
import re
import sys
from pathlib import Path

import pytest

from workshop_notes import again


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("_kept", "_new"):
        monkeypatch.setattr(again, name, {})
    monkeypatch.setattr(again, "KEPT", tmp_path / "lists")
    monkeypatch.setattr(again, "LEAST", 1)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_what_is_kept_is_read_again_and_what_is_damaged_is_not() -> None:
    assert again.once("yaml", b"a", lambda: {"kept": 1}) == {"kept": 1}
    again.keep_lists()
    kept = again._read_kept()
    assert kept == again._kept != {}
    for damaged in (again.KEPT.read_bytes()[:-1], b"", b"x" * 99):
        again.KEPT.write_bytes(damaged)
        assert again._read_kept() == {}


def test_what_is_no_plain_data_is_not_kept() -> None:
    again.once("yaml", b"b", lambda: Path())
    assert again._kept == {}


def test_where_python_may_not_write_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    again.once("yaml", b"c", lambda: [1])
    assert again._new
    again.keep_lists()
    assert not again.KEPT.exists()


def test_a_pattern_of_a_module_is_made_of_what_was_kept_as_it_was_made_first() -> None:
    text = r"import re; made = re.compile(r'(?P<a>b+)|[c-\u0101]\w', re.IGNORECASE)"
    one: dict[str, re.Pattern[str]] = {}
    other: dict[str, re.Pattern[str]] = {}
    for names in (one, other):
        re.purge()
        exec(text, names)
        assert len(again._kept) == 1
    plain = again._compile(one["made"].pattern, re.IGNORECASE)
    for made in (one["made"], other["made"]):
        assert made == plain
        assert (made.flags, made.groupindex) == (plain.flags, plain.groupindex)
        found = made.search("-BB")
        assert found
        assert found["a"] == "BB"


def test_a_pattern_that_a_running_program_makes_is_not_kept() -> None:
    assert re.compile("somebody's name").match("somebody's name")
    assert again._kept == {}


def test_methods_of_a_dataclass_are_made_of_what_was_kept() -> None:
    for value in (1, 2):
        made = dataclasses.make_dataclass("Made", [("one", int)], frozen=True)
        assert made(value) == made(value) != made(3)
        if value == 1:
            count = len(again._kept)
            assert count
    assert len(again._kept) == count
