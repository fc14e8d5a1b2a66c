"""The check of files as received: hidden data is caught before a commit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workshop_notes.collection import is_original, shown_path
from workshop_notes.problem import Problem

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".webp", ".svg")


def originals(folder: Path) -> list[Path]:
    """List the files below a folder that may carry hidden data: raw notes and pictures, sorted."""
    return sorted(path for path in folder.rglob("*") if may_hide_data(path) and path.is_file())


def may_hide_data(path: Path) -> bool:
    """Say whether a file's name is that of a raw note or a picture."""
    return is_original(path) or path.suffix.lower() in PICTURE_SUFFIXES


def check_originals(root: Path, paths: Sequence[Path]) -> list[Problem]:
    """Give the hidden data of files that are, or are about to be, in the repository."""
    if not paths:
        return []
    # Imported here: a check of notes alone must not wait for child processes.
    from workshop_notes.sandbox import Job, run_bounded

    problems: list[Problem] = []
    jobs = (Job(f"{__name__}:scan_one", path, (shown_path(path, root),)) for path in paths)
    for result in run_bounded(jobs):
        problems.extend([result.problem] if result.problem else result.value)
    return problems


def scan_one(path: Path, data: bytes, shown: str) -> list[Problem]:
    """Scan one file; runs in a child process."""
    # Imported here: only the child needs the readers of Word, PDF and pictures.
    from workshop_notes.originals.hidden import scan

    del path
    return scan(data, shown, committed=True)
