"""Review of a pull request: what changed, what is wrong with it, what was understood of it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from workshop_notes.checks.check import check
from workshop_notes.collection import load_collection
from workshop_notes.guard.identify import unquoted
from workshop_notes.guard.sheet import as_sheet
from workshop_notes.ingest import ingest
from workshop_notes.problem import Problem, UsageError, as_github
from workshop_notes.report import as_summary, note_as_summary, problems_as_summary

# Limits of the host, from its documentation of workflow commands and job summaries.
ANNOTATIONS_A_STEP = 10
SUMMARY_BYTES = 1024 * 1024
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


UNKNOWN = "git does not know the commit to compare with; fetch the whole history"


def base_of(event: Path) -> str:
    """Give the commit that an event's changes are compared with.

    Reads the JSON that the code host writes: a pull request's base, or what a push started from.
    """
    try:
        data: Any = json.loads(event.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"the event file cannot be read: {type(error).__name__}") from error
    base = _field(data, "pull_request", "base", "sha") or _field(data, "before")
    main = _field(data, "repository", "default_branch")
    if base is None and isinstance(main, str) and main:
        # A check that was started by hand, or by the inbox: the event is about a branch alone.
        return f"refs/remotes/origin/{main}"
    if not isinstance(base, str) or not _COMMIT.fullmatch(base) or not base.strip("0"):
        raise UsageError("the event names no commit to compare with")
    return base


def changed(root: Path, base: str) -> list[Path]:
    """List the files below notes/ that differ from where the branch left `base`, sorted."""
    command = [
        "git",
        "diff",
        "--name-only",
        "-z",
        "--diff-filter=d",
        f"{commit(root, base)}...HEAD",
    ]
    done = subprocess.run([*command, "--", "notes"], cwd=root, capture_output=True, check=False)
    if done.returncode != 0:
        raise UsageError(UNKNOWN)
    names = done.stdout.decode("utf-8", "surrogateescape").split("\0")
    return sorted(root / name for name in names if name)


def branched(root: Path, base: str) -> str:
    """Give the commit at which the branch left `base`."""
    command = ["git", "merge-base", commit(root, base), "HEAD"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return done.stdout.strip() or commit(root, base)


def commit(root: Path, name: str) -> str:
    """Give the full hash of the commit that a name stands for; what looks like an option is none.

    Raises UsageError when git knows no such commit.
    """
    command = ["git", "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    found = done.stdout.strip()
    if done.returncode != 0 or not _COMMIT.fullmatch(found):
        raise UsageError(UNKNOWN)
    return found


def review(root: Path, paths: Sequence[Path], base: str = "HEAD") -> tuple[list[Problem], str]:
    """Check the whole project and describe the changed notes; gives problems and a summary.

    The summary is Markdown for the host's job page, within its size.
    """
    collection = load_collection(root)
    vocabularies = collection.vocabularies
    problems = [unquoted(one, vocabularies) for one in check(root, base=branched(root, base))]
    shown = {path.relative_to(root).as_posix() for path in paths}
    problems.sort(key=lambda one: (one.level != "error", one.path not in shown, one))
    notes = [note for note in collection.notes if note.shown in shown]
    parts = [problems_as_summary(problems)]
    with_original = []
    for note in notes:
        source = note.path.with_name(note.original.file) if note.original else None
        if source and source.is_file():
            with_original.append(source)
        else:
            parts.append(note_as_summary(note, vocabularies))
    found = ingest(with_original, collection.only(()), force=True, dry_run=True, as_note=True)
    parts += [as_summary(one, root, vocabularies) for one in found]
    parts += [as_sheet(note, vocabularies) for note in notes]
    return problems, _within("\n\n".join(parts), SUMMARY_BYTES)


def as_annotations(problems: Sequence[Problem]) -> list[str]:
    """Give the workflow commands that the host shows at the lines, within its limit a step."""
    shown: list[str] = []
    for level in ("error", "warning"):
        these = [problem for problem in problems if problem.level == level]
        shown += [as_github(problem) for problem in these[:ANNOTATIONS_A_STEP]]
    return shown


def _field(data: Any, *names: str) -> Any:
    for name in names:
        data = data.get(name) if isinstance(data, Mapping) else None
    return data


def _within(text: str, limit: int) -> str:
    data = text.encode("utf-8")
    if len(data) <= limit:
        return text
    more = "\n\n… the summary was longer than the host shows."
    return data[: limit - len(more.encode())].decode("utf-8", "ignore") + more
