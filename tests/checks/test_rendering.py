"""A note whose page would take minutes is stopped, with its line, within bounds of time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from workshop_notes.checks import rules
from workshop_notes.cli import main

HEAD = "---\ntitle: T\nmission: [ZUMA]\nyear: 2031\nstatus: published\n---\n\nFirst.\n\n"
LINE = 10


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "![" * 20_000, "`" * 9 + "` " * 400_000, "[a](" * 20_000],
    ids=["brackets", "pictures", "backticks", "links"],
)
def test_a_text_that_takes_minutes_to_render_is_stopped_with_its_line(
    toy: Path, text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SECONDS", 1.0)
    note = toy / "notes/2031/slow.md"
    note.write_text(f"{HEAD}{text}\n\nLast.\n", "utf-8")
    began = time.monotonic()
    for verb in (["check", "--root", str(toy), str(note)], ["build", "--root", str(toy)]):
        assert main(verb) == 1
        assert f"notes/2031/slow.md:{LINE}:" in capsys.readouterr().out
    assert time.monotonic() - began < 20
    assert not (toy / "site").exists()


def test_an_unusual_note_that_renders_in_time_passes(toy: Path) -> None:
    rows = "\n".join(f"| [{row}](https://example.org/{row}) | b |" for row in range(200))
    note = toy / "notes/2031/wide.md"
    note.write_text(f"{HEAD}| a | b |\n|---|---|\n{rows}\n", "utf-8")
    assert main(["check", "--root", str(toy), str(note)]) == 0
