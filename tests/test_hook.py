"""The hook that runs before a commit, as `.pre-commit-config.yaml` states it."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def entry() -> list[str]:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0][
        "hooks"
    ]
    return shlex.split(next(hook["entry"] for hook in hooks if hook["id"] == "notes-check"))


def run(toy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=toy, capture_output=True, text=True, check=False)


def test_without_the_environment_the_hook_says_how_to_install_it(
    toy: Path, entry: list[str]
) -> None:
    done = run(toy, *entry, "notes/2031/zuma.md")
    assert done.returncode == 1
    assert "make site" in done.stdout


def test_the_hook_stops_a_commit_that_identifies_somebody(toy: Path, entry: list[str]) -> None:
    (toy / ".venv/bin").mkdir(parents=True)
    (toy / ".venv/bin/notes").symlink_to(Path(sys.executable).with_name("notes"))
    note = toy / "notes/2031/zuma.md"
    assert run(toy, *entry, "notes/2031/zuma.md", "notes/2032/zuma.md").returncode == 0
    note.write_text(note.read_text("utf-8") + "\nAmbassador Zedson noted delays.\n", "utf-8")
    done = run(toy, *entry, "notes/2031/zuma.md")
    assert done.returncode == 1
    assert "[identifies-name]" in done.stdout
    assert "Zedson" not in done.stdout
