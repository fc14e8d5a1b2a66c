"""What is kept beside Python's bytecode is what was read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from workshop_notes import starting


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("_kept", "_new"):
        monkeypatch.setattr(starting, name, {})
    monkeypatch.setattr(starting, "FILE", tmp_path / "starting")
    monkeypatch.setattr(starting, "LEAST", 1)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_what_is_kept_is_read_again_and_what_is_damaged_is_not() -> None:
    assert starting.once("yaml", "a", lambda: {"kept": 1}) == {"kept": 1}
    starting.keep()
    kept = starting._read()
    assert kept == starting._kept != {}
    for damaged in (starting.FILE.read_bytes()[:-1], b"", b"x" * 99):
        starting.FILE.write_bytes(damaged)
        assert starting._read() == {}


def test_what_is_no_plain_data_is_not_kept() -> None:
    starting.once("yaml", "b", lambda: Path())
    assert starting._kept == {}


def test_where_python_may_not_write_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    starting.once("yaml", "c", lambda: [1])
    assert starting._new
    starting.keep()
    assert not starting.FILE.exists()
