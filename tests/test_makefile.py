"""A file's name is never code: not for make, not for the workflows, not for git."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose `notes` command only says what it was asked."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name in ("mkdocs.yml", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "notes" / "2020").mkdir(parents=True)
    program = tmp_path / ".venv" / "bin" / "notes"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$@" >> asked\n', "utf-8")
    program.chmod(0o755)
    (program.parent / "python").write_text("#!/bin/sh\necho python >> asked\n", "utf-8")
    (program.parent / "python").chmod(0o755)
    (tmp_path / ".cache").mkdir()
    os.utime(tmp_path / "requirements.txt", (0, 0))
    os.utime(tmp_path / "pyproject.toml", (0, 0))
    os.utime(program.parent / "python", (0, 0))
    (tmp_path / ".cache" / "installed").touch()
    return tmp_path


def make(project: Path, *targets: str) -> str:
    done = subprocess.run(
        ["make", *targets], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return (project / "asked").read_text("utf-8")


@pytest.mark.parametrize(
    "name",
    ["minusca.txt;date>PWNED;.txt", "a:b.txt", "$(shell touch PWNED).txt", "`touch PWNED`.md",
     "a b.md", "a\nb: c.md", "%.txt", "#x.md", "-n", "~$x.docx", "$$.md", "a\\ b.md"],
)  # fmt: skip
@pytest.mark.parametrize("folder", ["notes/2020", "docs", "overrides", "scripts"])
def test_a_file_name_never_reaches_make(project: Path, name: str, folder: str) -> None:
    (project / folder).mkdir(parents=True, exist_ok=True)
    (project / folder / name).write_text("x", "utf-8")
    assert "build" in make(project, "site")
    assert not (project / "PWNED").exists()
    assert not (project / folder / "PWNED").exists()


def test_the_makefile_lists_no_sources() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    assert "$(shell" not in text
    assert "$(wildcard" not in text
