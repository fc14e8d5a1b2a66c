import json
import subprocess
from pathlib import Path

import pytest
from tests.conftest import TOY

from workshop_notes.cli import main
from workshop_notes.note import Note
from workshop_notes.printed import printed
from workshop_notes.problem import Problem, UsageError
from workshop_notes.report import as_annotations, base_of

GOOD = (TOY / "raw" / "zuma.txt").read_text(encoding="utf-8")


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def pull_request(toy: Path) -> Path:
    """A repository whose branch is about to change notes; gives the event's file."""
    git(toy, "init", "--quiet", "--initial-branch", "main")
    git(toy, "add", "--all")
    git(toy, "commit", "--quiet", "--message", "base")
    base = git(toy, "rev-parse", "HEAD")
    event = toy.parent / "event.json"
    event.write_text(json.dumps({"pull_request": {"base": {"sha": base}}}), "utf-8")
    git(toy, "switch", "--quiet", "--create", "branch")
    return event


def commit(toy: Path, name: str, text: str) -> None:
    (toy / name).parent.mkdir(parents=True, exist_ok=True)
    (toy / name).write_text(text, "utf-8")
    git(toy, "add", "--all")
    git(toy, "commit", "--quiet", "--no-verify", "--message", "change")


def run(toy: Path, event: Path) -> tuple[int, str]:
    summary = toy.parent / "summary.md"
    code = main(["review", "--root", str(toy), "--event", str(event), "--summary", str(summary)])
    return code, summary.read_text("utf-8")


def test_a_good_pull_request_passes_and_its_new_note_is_described(
    toy: Path, pull_request: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (toy / "notes/2033").mkdir()
    (toy / "notes/2033/zuma.txt").write_text(GOOD, "utf-8")
    assert main(["ingest", "--root", str(toy), str(toy / "notes/2033/zuma.txt")]) == 0
    commit(toy, "notes/2033/.keep", "")
    capsys.readouterr()
    code, summary = run(toy, pull_request)
    assert (code, "::error" in capsys.readouterr().out) == (0, False)
    assert "Nothing to mend" in summary or "warning" in summary
    assert "| mission | ZUMA |" in summary
    assert "words are in the note" in summary


def test_a_bad_pull_request_fails_with_annotations_at_the_line(
    toy: Path, pull_request: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (toy / "notes/2031/zuma.md").read_text("utf-8")
    commit(toy, "notes/2031/zuma.md", text.replace("[human-rights,", "[huamn-rights,"))
    code, summary = run(toy, pull_request)
    assert code == 1
    assert "::error file=notes/2031/zuma.md,line=7,col=10,title=unknown-theme::unknown theme" in (
        capsys.readouterr().out
    )
    assert "notes/2031/zuma\\.md:7" in summary.replace("\\-", "-") or "unknown" in summary


def test_what_was_committed_past_the_hook_is_caught(
    toy: Path, pull_request: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (toy / "notes/2031/zuma.md").read_text("utf-8")
    commit(toy, "notes/2031/zuma.md", text + "\nAmbassador Zedson noted that tasks pile up.\n")
    code, summary = run(toy, pull_request)
    printed = capsys.readouterr().out
    assert code == 1
    assert "identifies-" in printed
    assert "Zedson" not in printed + summary


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("organizers", "[Anders Zedson]"),
        ("themes", "[anders-zedson, Zedson]"),
        ("title", "Zedson on the Case of ZUMA"),
        ("summary", "Zedson spoke."),
        ("speakers", "[{name: Anders Zedson}]"),
        ("public", "[{text: Zedson spoke, reason: announced}]"),
        ("source_url", "https://example.org/anders-zedson"),
    ],
)
def test_no_field_is_quoted_in_public_that_may_name_somebody(
    field: str, value: str, toy: Path, pull_request: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (toy / "notes/2031/zuma.md").read_text("utf-8").split("\n")
    kept = [line for line in lines if not line.startswith(f"{field}:")]
    kept.insert(kept.index("---", 1), f"{field}: {value}")
    commit(toy, "notes/2031/zuma.md", "\n".join(kept))
    code, summary = run(toy, pull_request)
    assert code == 1
    assert "zedson" not in (capsys.readouterr().out + summary).lower()


def test_what_the_summary_tells_is_shown_as_typed(toy: Path) -> None:
    note = Note("2031/x", toy / "x.md", shown="notes/2031/x_*y*.md")
    rows = [("title", "<b>One | two</b>\n- three"), ("date", "8. May"), ("theme", "- + x")]
    summary = printed("review.md", problems=[], alone=[(note, rows)], read=[], sheets=[])
    assert "| title | \\<b\\>One \\| two\\</b\\> - three |" in summary
    assert "| date | 8\\. May |" in summary
    assert "| theme | \\- + x |" in summary
    assert "### notes/2031/x\\_\\*y\\*.md" in summary


def test_annotations_stay_within_the_host_s_limit() -> None:
    many = [Problem("a.md", line, 1, "x", "m") for line in range(1, 50)]
    warnings = [Problem("a.md", line, 1, "x", "m", level="warning") for line in range(1, 50)]
    shown = as_annotations([*many, *warnings])
    assert len(shown) == 20
    assert sum(line.startswith("::error") for line in shown) == 10


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"before": "0000000000000000000000000000000000000000"}',
        '{"pull_request": {"base": {"sha": "--output=/etc/passwd"}}}',
    ],
)
def test_an_event_that_names_no_commit_is_a_usage_error(tmp_path: Path, text: str) -> None:
    event = tmp_path / "event.json"
    event.write_text(text, "utf-8")
    with pytest.raises(UsageError):
        base_of(event)


@pytest.mark.parametrize("base", ["--output=PWNED", "-OPWNED", "--output=PWNED^{commit}", "nobody"])
def test_the_commit_to_compare_with_is_never_an_option(
    toy: Path, pull_request: Path, base: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "--root", str(toy), f"--base={base}"]) == 2
    assert not list(toy.glob("*PWNED*"))
    assert capsys.readouterr().err.startswith("notes: ")


def test_a_check_that_was_started_by_name_compares_with_the_main_branch(toy: Path) -> None:
    event = toy.parent / "event.json"
    event.write_text(json.dumps({"repository": {"default_branch": "main"}}), "utf-8")
    assert base_of(event) == "refs/remotes/origin/main"
