"""The house style that a program can see: lint, format, types, the direction of imports."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "scripts" / "workshop_notes"
# From the values up to the command: a module imports only from those that stand before it.
ORDER = (
    "again",
    "problem",
    "bounded",
    "fields",
    "settings",
    "vocabulary",
    "writing",
    "machine",
    "normalize",
    "printed",
    "text/folding",
    "text/languages",
    "text/sieve",
    "text/expressions",
    "text/dates",
    "formats",
    "note",
    "collection",
    "text",
    "guard",
    "sandbox",
    "build/cache",
    "formats/scrub",
    "convert",
    "checks/files",
    "left_out",
    "extract",
    "ingest",
    "checks",
    "report",
    "editing",
    "adopting",
    "inbox",
    "views/page",
    "views/body",
    "views/mandate",
    "views/edition",
    "exports",
    "views",
    "site",
    "search",
    "sharing",
    "build",
    "hook",
    "cli",
)

# Five words or more with bars between them, as in a list that belongs into YAML.
WORDS = re.compile(r"(?:[^\W\d_]{2,}[?s]{0,2}\|){4,}[^\W\d_]{2,}")
# Tags, attributes, endings of files and parts of formats are no language; those of `LANGUAGE` are,
# and wait for their YAML. Each file with how many such lists it holds: the numbers only ever fall.
OF_FORMATS = {
    "build/layers.py": 1,
    "build/secret.py": 2,
    "build/sweep.py": 4,
    "checks/files.py": 1,
    "formats/html.py": 3,
}
LANGUAGE = {
    "formats/lines.py": 2,
    "formats/plain.py": 1,
    "guard/identify.py": 6,
}
MOST_BRANCHES = 25
BRANCHES = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.IfExp, ast.Assert, ast.match_case)


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


def test_no_list_of_words_stands_in_a_pattern() -> None:
    found: dict[str, int] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        count = sum(bool(WORDS.search(text)) for text in _strings(path))
        if count:
            found[name] = count
    allowed = {name: OF_FORMATS.get(name, 0) + LANGUAGE.get(name, 0) for name in found}
    over = {name: count for name, count in found.items() if count > allowed[name]}
    assert over == {}, "put the words into YAML beside the code"


def test_no_function_branches_much() -> None:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and (much := _complexity(node)) > MOST_BRANCHES:
                found[f"{path.relative_to(PACKAGE).as_posix()}: {node.name}"] = much
    assert found == {}, "part the function"


def _strings(path: Path) -> list[str]:
    """Give the texts of a module but its docstrings."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    said = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]


def _complexity(function: ast.FunctionDef) -> int:
    """Count a function's ways as McCabe does: one, and one for each branch, loop and condition."""
    ways = 1
    for node in ast.walk(function):
        ways += isinstance(node, BRANCHES)
        if isinstance(node, ast.comprehension):
            ways += 1 + len(node.ifs)
        elif isinstance(node, ast.BoolOp):
            ways += len(node.values) - 1
    return ways


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
