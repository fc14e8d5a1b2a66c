"""Sweep: a built site, or any folder, searched for everything that must not be seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from workshop_notes.clock import today
from workshop_notes.collection import Collection
from workshop_notes.leaks import gather
from workshop_notes.leaks.rules import ALL, BuiltFile
from workshop_notes.leaks.secret import Secrets
from workshop_notes.problem import Problem


def secrets_of(root: Path, collection: Collection, shown: Collection | None = None) -> Secrets:
    """Gather what the site of a project must not show; `shown` are the notes that it shows.

    Without `shown` these are the notes that are public today.
    """
    return gather.secrets_of(root, collection, shown or collection.published(today()))


def sweep(
    folder: Path, secrets: Secrets | None = None, allowed: Iterable[str] = ()
) -> list[Problem]:
    """Search every file below a folder, whatever it is packed in.

    `allowed` are e-mail addresses that may be shown. Problems name file and kind, never what was
    found.
    """
    known = secrets or Secrets()
    known = replace(known, allowed=known.allowed | {address.lower() for address in allowed})
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file():
            if path.is_symlink():
                shown = path.relative_to(folder).as_posix()
                fix = "remove the link"
                problems.append(Problem(shown, 1, 1, "leak-link", "a link to another file", fix))
            continue
        file = BuiltFile(path.relative_to(folder).as_posix(), path.read_bytes())
        for rule in ALL:
            problems.extend(rule(file, known))
    return sorted(set(problems))
