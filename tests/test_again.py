"""What is kept beside Python's bytecode is what was read."""

from __future__ import annotations

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
