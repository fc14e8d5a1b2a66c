from pathlib import Path

import pytest
from tests.conftest import TOY

from workshop_notes.cli import main
from workshop_notes.front_matter import read_note

GOOD = (TOY / "raw" / "zuma.txt").read_text(encoding="utf-8")


def upload(toy: Path, name: str, data: bytes) -> Path:
    path = toy / "notes/inbox" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_clean_upload_becomes_a_draft_and_leaves_the_inbox(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = upload(toy, "Final draft (Zed Zedson).txt", GOOD.encode())
    summary = toy / "summary.md"
    assert main(["inbox", "--root", str(toy), "--summary", str(summary)]) == 0
    assert not path.exists()
    note, problems = read_note(toy / "notes/2033/zuma.md", toy)
    assert note is not None
    assert problems == []
    assert (note.mission, note.date, note.status) == (("ZUMA",), "2033-05-20", "draft")
    assert "Zedson" not in (toy / "notes/2033/zuma.md").read_text("utf-8")
    assert "became a draft" in summary.read_text("utf-8")
    assert "**Themes**: Human rights" in summary.read_text("utf-8")
    assert "Workshop" in capsys.readouterr().out


def test_a_refused_upload_stays_and_the_summary_says_what_to_do(toy: Path) -> None:
    path = upload(toy, "empty.txt", b"")
    summary = toy / "summary.md"
    assert main(["inbox", "--root", str(toy), "--summary", str(summary)]) == 1
    assert path.exists()
    assert "could not be taken" in summary.read_text("utf-8")


def test_an_upload_never_overwrites_a_note(toy: Path) -> None:
    before = (toy / "notes/2031/zuma.md").read_bytes()
    path = upload(toy, "again.txt", GOOD.replace("2033", "2031").encode())
    main(["inbox", "--root", str(toy)])
    assert (toy / "notes/2031/zuma.md").read_bytes() == before
    assert path.exists()


def test_an_upload_that_identifies_somebody_stops_and_names_nobody(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = upload(
        toy, "note.txt", (GOOD + "\nAmbassador Zedson noted that tasks pile up.\n").encode()
    )
    summary = toy / "summary.md"
    assert main(["inbox", "--root", str(toy), "--summary", str(summary)]) == 1
    assert path.exists()
    assert not (toy / "notes/2033/zuma.md").exists()
    assert "could not be taken" in summary.read_text("utf-8")
    assert "Zedson" not in summary.read_text("utf-8") + capsys.readouterr().out
