"""What is kept beside Python's bytecode is what was read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from workshop_notes import bounded


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("_kept", "_new"):
        monkeypatch.setattr(bounded, name, {})
    monkeypatch.setattr(bounded, "KEPT", tmp_path / "lists")
    monkeypatch.setattr(bounded, "LEAST", 1)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_what_is_kept_is_read_again_and_what_is_damaged_is_not() -> None:
    assert bounded.once("yaml", b"a", lambda: {"kept": 1}) == {"kept": 1}
    bounded.keep_lists()
    kept = bounded._read_kept()
    assert kept == bounded._kept != {}
    for damaged in (bounded.KEPT.read_bytes()[:-1], b"", b"x" * 99):
        bounded.KEPT.write_bytes(damaged)
        assert bounded._read_kept() == {}


def test_what_is_no_plain_data_is_not_kept() -> None:
    bounded.once("yaml", b"b", lambda: Path())
    assert bounded._kept == {}


def test_where_python_may_not_write_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    bounded.once("yaml", b"c", lambda: [1])
    assert bounded._new
    bounded.keep_lists()
    assert not bounded.KEPT.exists()
