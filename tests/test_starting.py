"""What is kept beside Python's bytecode gives what Python works out itself."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from workshop_notes import starting

PATTERNS = [
    (r"(?P<day>\d{1,2})\s+(?P<month>[^a-zé]+)|(x)?(?(3)y|z)", re.IGNORECASE),
    (r"(?i:straße)(?<=e)(?!\w)", 0),
    (rb"[\x00-\x1f]+|(?s:a.c)", 0),
    ("(?x) a # why\n [^\\W\\d_]++", re.MULTILINE),
]


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("_kept", "_new"):
        monkeypatch.setattr(starting, name, {})
    monkeypatch.setattr(starting, "FILE", tmp_path / "starting")
    monkeypatch.setattr(starting, "LEAST", 1)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_a_pattern_that_was_kept_is_the_pattern(pattern: str, flags: int) -> None:
    anew = starting._before(pattern, flags)
    for found in (starting._compiled(pattern, flags), starting._compiled(pattern, flags)):
        assert (found, found.flags, found.groups) == (anew, anew.flags, anew.groups)
        assert found.groupindex == anew.groupindex
    assert len(starting._kept) == 1


def test_what_is_kept_is_read_again_and_what_is_damaged_is_not() -> None:
    assert starting.once("yaml", "a", lambda: {"kept": 1}) == {"kept": 1}
    starting.keep()
    kept = starting._read()
    assert kept == starting._kept != {}
    for damaged in (starting.FILE.read_bytes()[:-1], b"", b"x" * 99):
        starting.FILE.write_bytes(damaged)
        assert starting._read() == {}


def test_what_depends_on_more_than_its_text_is_not_kept() -> None:
    starting.once("yaml", "b", lambda: Path())
    starting._compiled(b"a", re.LOCALE)
    assert starting._kept == {}


def test_where_python_may_not_write_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    starting._compiled("a", 0)
    assert starting._new
    starting.keep()
    assert not starting.FILE.exists()


def test_a_wrong_pattern_is_answered_as_ever() -> None:
    command = "import workshop_notes.starting, re; re.compile('(')"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True)
    assert "missing ), unterminated subpattern at position 0" in done.stderr
