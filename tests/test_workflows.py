"""The code host's workflows do nothing that cannot be run, and is not tested, here."""

import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from workshop_notes.cli import parser

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TARGETS = re.findall(r"^([^\s:#=]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def steps(workflow: Path) -> list[dict[str, str]]:
    jobs = yaml.safe_load(workflow.read_text("utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_every_command_of_a_workflow_is_ours(workflow: Path) -> None:
    verbs = parser().format_help()
    for step in steps(workflow):
        if "run" not in step:
            continue
        program, verb, *_ = step["run"].split()
        if program == "make":
            assert verb.replace(".cache", "$(CACHE)") in TARGETS
        else:
            assert program == ".venv/bin/notes"
            assert re.search(rf"^    {verb}\b", verbs, re.MULTILINE)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_to_a_commit(workflow: Path) -> None:
    for step in steps(workflow):
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_no_text_of_a_pull_request_is_pasted_into_a_command(workflow: Path) -> None:
    for step in steps(workflow):
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_the_least_rights_it_needs(workflow: Path) -> None:
    data = yaml.safe_load(workflow.read_text("utf-8"))
    assert data["permissions"] in ({}, {"contents": "read"})
    # YAML 1.1 reads the key `on` as true. A pull request from a stranger never gets rights.
    assert "pull_request_target" not in str(data[True])
    assert all("timeout-minutes" in job for job in data["jobs"].values())
    for job in data["jobs"].values():
        rights = job.get("permissions", data["permissions"])
        for step in job["steps"]:
            if "checkout@" in step.get("uses", "") and rights.get("contents") != "write":
                assert step["with"]["persist-credentials"] is False


def test_uploads_are_read_without_rights_and_committed_by_a_job_that_reads_none() -> None:
    data = yaml.safe_load((ROOT / ".github/workflows/inbox.yml").read_text("utf-8"))
    read, commit = data["jobs"]["read"], data["jobs"]["commit"]
    assert read["permissions"] == {"contents": "read"}
    assert "GH_TOKEN" not in str(read)
    assert commit["needs"] == "read"
    assert commit["permissions"] == {"contents": "write", "actions": "write"}
    commands = [step["run"] for step in commit["steps"] if "run" in step]
    assert ".venv/bin/notes inbox --unpack parcel" in commands
    # What the host's own token pushes starts no workflow: the check is started by its name.
    assert commands[-2:] == ["make commit-inbox", "make check-branch"]
    check = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text("utf-8"))
    assert "workflow_dispatch" in check[True]


@pytest.mark.parametrize(
    "path",
    ["docs/about.md", "docs/assets/site.js", "overrides/main.html", "mkdocs.yml", "Makefile",
     "requirements.txt", "requirements-dev.txt", "pyproject.toml", ".github/workflows/inbox.yml",
     ".github/CODEOWNERS", "scripts/workshop_notes/cli.py",
     ".pre-commit-config.yaml", "tests/x.py"],
)  # fmt: skip
def test_what_can_change_behaviour_has_engineers_for_owners(path: str) -> None:
    owner = ""
    for line in (ROOT / ".github/CODEOWNERS").read_text("utf-8").splitlines():
        pattern, _, team = line.partition(" ")
        rule = f"{pattern.lstrip('/')}*" if pattern.endswith("/") else pattern.lstrip("/")
        if pattern and not pattern.startswith("#") and fnmatch(path, rule):
            owner = team.strip()
    assert owner == "@OWNER/engineers"


def test_commit_inbox_commits_and_pushes_what_the_inbox_made(tmp_path: Path) -> None:
    def git(root: Path, *arguments: str) -> str:
        command = ["git", "-c", "user.name=Test", "-c", "user.email=t@example.org", *arguments]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    git(tmp_path, "init", "--quiet", "--bare", "host.git")
    git(tmp_path, "clone", "--quiet", "host.git", "clone")
    clone = tmp_path / "clone"
    (clone / "Makefile").write_text((ROOT / "Makefile").read_text("utf-8"), "utf-8")
    (clone / "notes/inbox").mkdir(parents=True)
    (clone / "notes/inbox/x.txt").write_text("raw", "utf-8")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "upload")
    git(clone, "push", "--quiet", "--set-upstream", "origin", "HEAD")
    (clone / "notes/inbox/x.txt").unlink()
    (clone / "notes/2033").mkdir()
    (clone / "notes/2033/zuma.md").write_text("draft", "utf-8")
    for _ in range(2):  # the second time there is nothing to commit
        subprocess.run(["make", "commit-inbox"], cwd=clone, check=True, capture_output=True)
    files = git(tmp_path / "host.git", "ls-tree", "-r", "--name-only", "HEAD").split()
    assert files == ["Makefile", "notes/2033/zuma.md"]
    assert git(tmp_path / "host.git", "log", "--format=%s").splitlines()[0].startswith("Note: ")
