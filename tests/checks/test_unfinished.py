"""Text that nobody has written yet does not pass: the template is known by its own words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from workshop_notes.cli import main

ROOT = Path(__file__).parents[2]
NEW = ("--mission", "ZUMA", "--date", "2033-02-01", "--title", "Toy tasks")


@pytest.fixture
def project(toy: Path) -> Path:
    shutil.copy(ROOT / "notes" / "TEMPLATE.md", toy / "notes" / "TEMPLATE.md")
    return toy


def check(root: Path, path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    main(["check", "--root", str(root), str(path)])
    return [line for line in capsys.readouterr().out.splitlines() if "unfinished-text" in line]


def test_a_new_note_published_as_it_comes_is_an_error_at_each_sentence(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "--root", str(project), *NEW]) == 0
    path = project / "notes/2033/zuma.md"
    path.write_text(path.read_text("utf-8").replace("draft", "published"), "utf-8")
    found = check(project, path, capsys)
    lines = path.read_text("utf-8").splitlines()
    for words in ("The first request.", "Begin with what was held", "The text of the note"):
        number = next(n for n, line in enumerate(lines, 1) if words in line)
        assert any(line.startswith(f"notes/2033/zuma.md:{number}:") for line in found), words
    assert main(["build", "--root", str(project)]) == 1


def test_the_template_itself_is_an_error_when_it_is_copied(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project / "notes/2033/zuma.md"
    path.parent.mkdir()
    shutil.copy(project / "notes/TEMPLATE.md", path)
    found = check(project, path, capsys)
    assert len(found) > 5
    assert any("title" in line for line in found)


def test_whatever_the_template_says_is_known(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = project / "notes/TEMPLATE.md"
    text = template.read_text("utf-8")
    template.write_text(f"{text}\nSay here how the river\nrose that year. More words.\n", "utf-8")
    path = project / "notes/2031/zuma.md"
    path.write_text(path.read_text("utf-8") + "\n- say here how *the river* rose that year.\n")
    assert len(check(project, path, capsys)) == 1


@pytest.mark.parametrize("title", ["The Case of …", "The Case of...", "…", "The Case of … "])
def test_a_title_that_ends_in_dots_is_unfinished(
    toy: Path, title: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = toy / "notes/2031/zuma.md"
    lines = path.read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines) if line.startswith("title:"))
    lines[number] = f'title: "{title}"'
    path.write_text("\n".join(lines) + "\n", "utf-8")
    (line,) = check(toy, path, capsys)
    assert line.startswith(f"notes/2031/zuma.md:{number + 1}:")


def test_headings_of_the_template_are_no_template_text(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project / "notes/2031/zuma.md"
    path.write_text(path.read_text("utf-8") + "\n## What was discussed\n\nTasks pile up.\n")
    assert check(project, path, capsys) == []


@pytest.mark.parametrize(
    "date", ["2031-13-01", "2031-02-30", "2031-00-10", "2031-05-20/2031-05-01"]
)
def test_a_new_note_is_of_a_day_that_the_calendar_has(
    toy: Path, date: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--mission", "ZUMA", "--date", date, "--title", "x"]
    assert main(["new", "--root", str(toy), *arguments]) == 2
    assert "YYYY-MM-DD" in capsys.readouterr().err
    assert not (toy / "notes/2031/zuma-2.md").exists()


def test_a_new_note_may_be_of_several_days(toy: Path) -> None:
    arguments = ["--mission", "ZUMA", "--date", "2033-05-20/2033-05-21", "--title", "x"]
    assert main(["new", "--root", str(toy), *arguments]) == 0
    assert "date: 2033-05-20/2033-05-21" in (toy / "notes/2033/zuma.md").read_text("utf-8")
