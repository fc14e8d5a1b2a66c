"""Making a site: check, derive, render, index, sweep; then it takes the old one's place."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from workshop_notes.build.secret import UnreadError, secrets_of
from workshop_notes.build.sweep import sweep
from workshop_notes.checks.check import check_collection
from workshop_notes.collection import Collection, load_collection
from workshop_notes.machine import refusal_in
from workshop_notes.note import Note
from workshop_notes.policy import write_policies
from workshop_notes.problem import Problem, has_errors
from workshop_notes.sandbox_child import end_with_parent
from workshop_notes.search.index import write_index
from workshop_notes.settings import read_settings, unused
from workshop_notes.sharing import share
from workshop_notes.site import derive
from workshop_notes.views.edition import hues
from workshop_notes.writing import (
    STAGING,
    clear_staging,
    discard,
    new_staging,
    refuse_site,
    take_the_place,
)

Builder = Literal["mkdocs", "zensical"]

IN_CHARGE = "WORKSHOP_NOTES_BUILD"
ZENSICAL = ".zensical"
PICTURES = ".cache/pictures"


class BuildError(Exception):
    """The build stopped, and the previous site stands; `problems` say why."""

    def __init__(self, message: str, problems: list[Problem]) -> None:
        super().__init__(message)
        self.problems = problems


def prepare(
    root: Path, today: str, *, drafts: bool = False, pdf: bool = False
) -> tuple[Collection, list[Problem]]:
    """Check what will be seen on `today` (ISO text) and derive its pages into docs/.

    Returns the collection that readers will see and the warnings. Raises BuildError, with nothing
    derived, when a note that would be published fails a check.
    """
    seen = load_collection(root).published(today, drafts=drafts)
    problems = check_collection(seen)
    if has_errors(problems):
        raise BuildError("the notes have errors", problems)
    derive(root, seen, drafts=drafts, pdf=pdf)
    return seen, [*problems, *unused(read_settings(root))]


def finish(seen: Collection, staged: Path, site: Path, *, pdf: bool = False) -> list[Problem]:
    """Index, close and sweep a staged site, then put it in the place of the old one.

    `seen` are the notes that it shows, each printed too if `pdf` is set. Gives warnings of what
    pages ask for in vain. Raises BuildError, and leaves the old site as it was, when the sweep
    finds a leak.
    """
    write_index(seen, staged)
    share(staged, seen, read_settings(seen.root), hues(seen.vocabularies), seen.root / PICTURES)
    problems = write_policies(staged)
    if pdf:
        _print(staged, seen.oldest_first)
    try:
        secrets = secrets_of(seen.root, load_collection(seen.root), seen)
    except UnreadError as error:
        raise BuildError("an original cannot be read", [error.problem]) from error
    leaks = sweep(staged, secrets)
    if has_errors(leaks):
        raise BuildError("the built site holds what must not be seen", leaks)
    take_the_place(staged, site)
    return problems


def build(
    root: Path,
    site: Path,
    today: str,
    *,
    builder: Builder = "mkdocs",
    strict: bool = False,
    drafts: bool = False,
    pdf: bool = False,
) -> list[Problem]:
    """Build the whole site into the folder `site` and give the warnings.

    Raises BuildError on any failure, and NotOursError when `site` is no folder of ours; the
    previous site then stands as it was.
    """
    refuse_site(site, root)
    clear_staging(site)
    seen, problems = prepare(root, today, drafts=drafts, pdf=pdf)
    if strict and problems:
        raise BuildError("the notes have warnings, and --strict was asked for", problems)
    staged = new_staging(site)
    try:
        if builder == "mkdocs":
            _mkdocs(root, staged, strict)
        else:
            _zensical(root, staged, strict)
        problems = [*problems, *finish(seen, staged, site, pdf=pdf)]
    finally:
        if staged.is_dir():
            discard(staged)
    return problems


def _print(staged: Path, notes: Iterable[Note]) -> None:
    # Imported here: printing is optional and slow to load.
    from workshop_notes.printing import PrintingError, print_notes

    try:
        print_notes(staged, notes, os.environ.get("SITE_URL", ""))
    except PrintingError as error:
        raise BuildError(str(error), []) from error


def _mkdocs(root: Path, staged: Path, strict: bool) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(staged)]
    # The hook leaves the work to whoever set this, so that nothing is done twice.
    _run([*command, *(["--strict"] if strict else [])], root, {IN_CHARGE: "1"})


def _zensical(root: Path, staged: Path, strict: bool) -> None:
    """Run Zensical, which builds only below the project and knows no option for the folder."""
    clear_staging(root / ZENSICAL)
    inside = new_staging(root / ZENSICAL)
    config = inside.with_name(f"{inside.name}.yml")
    command = [_program("zensical"), "build", "--clean", "--config-file", config.name]
    try:
        config.write_text(
            f"INHERIT: mkdocs.yml\nsite_dir: {inside.name}\n", encoding="utf-8", newline="\n"
        )
        _run([*command, *(["--strict"] if strict else [])], root, {})
        for path in sorted(inside.iterdir()):
            shutil.move(path, staged / path.name)
    finally:
        for left in root.glob(f"{ZENSICAL}{STAGING}*.yml"):
            left.unlink()
        if inside.is_dir():
            discard(inside)


def _program(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        raise BuildError(f"{name} is not installed; run `pip install {name}`", [])
    return found


def _run(command: list[str], root: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "true", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        preexec_fn=end_with_parent if sys.platform == "linux" else None,
    )
    if done.returncode != 0:
        refused = refusal_in(done.stdout) if "Error" in done.stdout else ""
        raise BuildError(refused or f"the builder failed:\n{done.stdout.strip()}", [])
