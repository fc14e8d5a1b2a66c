"""Help at hand: what there is, how much, the nearest right word, completion."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from workshop_notes.cli import VERBS, _runs, main


def run(capsys: pytest.CaptureFixture[str], root: Path, *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    try:
        code = main(["--root", str(root), *arguments])
    except SystemExit as stop:
        code = int(stop.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_list_has_a_line_a_note(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, toy, "list")
    assert code == 0
    assert [line.split("\t")[0] for line in out.splitlines()] == [
        "2031/zuma",
        "2032/zuma",
        "2032/zumas",
    ]
    assert out.splitlines()[0].split("\t")[1:4] == ["2031-05-20", "ZUMA", "published"]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--mission", "zumas"], ["2032/zumas"]),
        (["--mission", "UN mission in Zubrowka"], ["2031/zuma", "2032/zuma"]),
        (["--year", "2031"], ["2031/zuma"]),
        (["--theme", "POC", "--year", "1999"], []),
        (["--status", "withdrawn"], []),
        (["--status", "draft"], ["2032/zumas"]),
    ],
)
def test_the_list_is_narrowed_by_what_editors_know(
    toy: Path, options: list[str], ids: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, toy, "list", "--json", *options)
    assert code == 0
    assert [row["id"] for row in json.loads(out)] == ids


def test_figures_are_those_of_the_notes(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, toy, "stats", "--json")
    assert code == 0
    figures = json.loads(out)
    assert figures["notes"] == 3
    assert figures["status"] == {"draft": 1, "published": 2}
    assert figures["years"] == {"2031": 1, "2032": 2}
    assert figures["missions"]["ZUMA"] == 2
    assert figures["words"] > 50
    assert "3 notes" in run(capsys, toy, "stats")[1]


def test_the_version_is_told(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, toy, "--version")
    assert code == 0
    assert out.startswith("notes ")
    assert any(letter.isdigit() for letter in out)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["chek"], "did you mean 'check'?"),
        (["list", "--mision", "ZUMA"], "did you mean '--mission'?"),
        (["check", "--formt", "json"], "did you mean '--format'?"),
        (["check", "--format", "jsn"], "did you mean 'json'?"),
        (["build", "--builder", "mkdoc"], "did you mean 'mkdocs'?"),
        (["list", "--mission", "ZUAM"], "did you mean 'ZUMA'?"),
        (["list", "--theme", "electoins"], "did you mean 'elections'?"),
        (["list", "--status", "drafted"], "did you mean 'draft'?"),
        (["withdraw", "2031/zumma", "--why", "x"], "did you mean '2031/zuma'?"),
    ],
)
def test_a_slip_is_answered_with_the_nearest_right_one(
    toy: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, toy, *arguments)
    assert code == 2
    assert says in err
    assert len(err.splitlines()) <= 2


def test_a_path_that_is_not_there_is_answered_so_too(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, toy, "check", str(toy / "notes/2031/zumma.md"))
    assert code == 1
    assert "did you mean 'notes/2031/zuma.md'?" in out


def test_bash_completes_verbs_options_and_ids(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, script, _ = run(capsys, toy, "completion", "bash")
    ask = (
        f"{script}\nnotes() {{ printf '2031/zuma\\t\\n'; }}\n"
        'try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _notes;'
        ' echo "${COMPREPLY[@]}"; }\n'
        "try notes ren\ntry notes check --for\ntry notes withdraw 2031/z\n"
    )
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["rename", "--format", "2031/zuma"]


def test_each_verb_of_the_table_has_its_function() -> None:
    assert set(VERBS) == set(_runs)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_each_verb_tells_how_it_is_called(
    verb: str, toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, toy, verb, "--help")
    assert (code, out.startswith("usage: notes "), verb in out) == (0, True, True)
