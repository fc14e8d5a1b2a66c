import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from workshop_notes.cli import main

SLIP = """---
title: x
mission: [ZUAM]
year: 2031
date: 2031-02-30
status: published
---

Text.
"""


def write_slip(toy: Path) -> str:
    path = toy / "notes/2031/slip.md"
    path.write_text(SLIP, "utf-8")
    return str(path)


def test_a_clean_project_passes(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(toy)]) == 0
    assert capsys.readouterr().out == ""


def test_all_problems_are_told_at_once_with_place_and_fix(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--root", str(toy), write_slip(toy)]) == 1
    mission, date = capsys.readouterr().out.splitlines()
    assert mission == (
        "notes/2031/slip.md:3:11: unknown mission 'ZUAM'; did you mean 'ZUMA'? [unknown-mission]"
    )
    assert date == (
        "notes/2031/slip.md:5:7: '2031-02-30' is not a date; write the day as YYYY-MM-DD, "
        "a range as YYYY-MM-DD/YYYY-MM-DD [impossible-date]"
    )


def test_json_is_one_array_in_the_contract_s_shape(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--root", str(toy), "--format", "json", write_slip(toy)]) == 1
    problems = json.loads(capsys.readouterr().out)
    assert [set(one) for one in problems] == [
        {"path", "line", "column", "code", "level", "message", "fix"}
    ] * 2


def test_github_prints_workflow_commands(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(toy), "--format", "github", write_slip(toy)]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("::error file=notes/2031/slip.md,line=3,col=11,title=unknown-mission::")


def test_a_log_repeats_no_name_that_a_message_quotes(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = toy / "notes/2031/zuma.md"
    note.write_text(
        re.sub(r"(?m)^mission: .*$", "mission: [ZedZedson]", note.read_text("utf-8")), "utf-8"
    )
    assert main(["check", "--root", str(toy), str(note)]) == 1
    assert "ZedZedson" in capsys.readouterr().out
    assert main(["check", "--root", str(toy), "--format", "github", str(note)]) == 1
    told = capsys.readouterr().out
    assert "title=unknown-mission" in told
    assert "ZedZedson" not in told


def test_a_broken_vocabulary_stops_the_check_with_its_line(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (toy / "notes/vocabularies/themes.yml").write_text("- id: x\n  label: [\n", "utf-8")
    for paths in ([], [str(toy / "notes/2031/zuma.md")]):
        assert main(["check", "--root", str(toy), *paths]) == 1
        assert "notes/vocabularies/themes.yml:3:1" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["check", "--format", "xml"], ["ingest"], ["withdraw", "2031/zuma"]],
    ids=str,
)
def test_wrong_usage_has_its_own_exit_code(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2


def test_outside_a_project_the_command_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--root", str(tmp_path)]) == 2
    assert "mkdocs.yml" in capsys.readouterr().err


def test_the_project_is_found_from_a_folder_below_it(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(toy / "notes" / "2031")
    assert main(["check"]) == 0


def test_paths_are_taken_from_the_folder_one_stands_in(
    toy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_slip(toy)
    monkeypatch.chdir(toy / "notes")
    for path in (".", "2031", "2031/slip.md", "../notes/2031/slip.md"):
        assert main(["check", path]) == 1
        printed = capsys.readouterr().out.splitlines()
        assert [line.split(": ")[0] for line in printed] == [
            "notes/2031/slip.md:3:11",
            "notes/2031/slip.md:5:7",
        ]


def test_checking_one_note_loads_none_of_the_heavy_readers(toy: Path) -> None:
    code = (
        "import sys; from workshop_notes.cli import main; "
        f"main(['check', '--root', {str(toy)!r}, {str(toy / 'notes/2031/zuma.md')!r}]); "
        "heavy = {'lxml', 'selectolax', 'tinycss2', 'markdown_it', 'mkdocs', 'pypdfium2', 'PIL', "
        "'rapidfuzz'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
