"""The house style that a program can see: lint, format, types, the direction of imports."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "scripts" / "workshop_notes"
# From the values up to the command: a module imports only from those that stand before it.
ORDER = (
    "problem",
    "bounded",
    "schema",
    "clock",
    "writing",
    "machine",
    "normalize",
    "formats",
    "note",
    "places",
    "settings",
    "fields",
    "front_matter",
    "vocabulary",
    "template",
    "collection",
    "listing",
    "text",
    "guard",
    "sandbox_child",
    "sandbox",
    "build/cache",
    "formats/scrub",
    "loss",
    "convert",
    "checks/files",
    "left_out",
    "extract",
    "ingest",
    "report",
    "explain",
    "checks",
    "editing",
    "renaming",
    "adopting",
    "inbox",
    "review",
    "views/address",
    "views/markdown",
    "views/body",
    "views/mentions",
    "views/page",
    "views/mandate",
    "views/edition",
    "exports/citations",
    "exports",
    "views",
    "site",
    "search",
    "sharing",
    "policy",
    "printing",
    "build",
    "hook",
    "verbs",
    "cli",
)


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]],
    ids=["lint", "format", "types"],
)
def test_the_code_passes(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_run_one_way() -> None:
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        here = _stage(path.relative_to(PACKAGE).parts)
        for name in _imported(path):
            there = _stage(tuple(name.split(".")[1:]))
            if here and there and ORDER.index(there) > ORDER.index(here):
                wrong.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert wrong == []


def test_init_files_hold_a_docstring_only() -> None:
    for path in PACKAGE.rglob("__init__.py"):
        assert len(ast.parse(path.read_text("utf-8")).body) == 1, path


def _stage(parts: tuple[str, ...]) -> str:
    names = [part.removesuffix(".py") for part in parts]
    if "/".join(names) in ORDER:
        return "/".join(names)
    return names[0] if names and not names[0].startswith("__") else ""


def _imported(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return [
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("workshop_notes.")
    ]
