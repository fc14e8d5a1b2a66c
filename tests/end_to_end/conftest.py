"""Real builds of the toy project and of the catalogue, once for each test run and worker."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from tests import commands
from tests.tools import ROOT, ZENSICAL

from workshop_notes.writing import MARK, written_before

BUILDER_INPUT = ("mkdocs.yml", "docs", "overrides", "scripts/workshop_notes/hook.py")
DAY = "2100000000"  # 18 July 2036: after every invented workshop


def project(folder: Path, notes: Path) -> Path:
    """Copy the project into `folder`, with these notes and nothing that was derived before."""
    for name in BUILDER_INPUT:
        source = ROOT / name
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=_derived)
        else:
            shutil.copy(source, target)
    shutil.copytree(notes, folder / "notes")
    return folder


def run(
    root: Path, *command: str, check: bool = True, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment in a project, on a fixed day."""
    given = {**os.environ, "SOURCE_DATE_EPOCH": DAY, "PATH": _path(), **environment}
    done = commands.run(command, root, given)
    if check:
        assert done.returncode == 0, done.stdout + done.stderr
    return done


def pages(site: Path) -> set[str]:
    """Give the addresses of a site's pages, below its root."""
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Give the folder `name` of this test run, made by whichever worker asks for it first."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / f"{name}.made").exists():
            folder.mkdir()
            make(folder)
            (shared / f"{name}.made").touch()
    return folder


@pytest.fixture(scope="session")
def toy_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy project, built; the site is in its folder `site`."""
    return once(tmp_path_factory, "toy", partial(_built, notes=ROOT / "tests" / "toy" / "notes"))


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped catalogue, built; the site is in its folder `site`."""
    return once(tmp_path_factory, "catalogue", partial(_built, notes=ROOT / "notes"))


def _built(folder: Path, notes: Path) -> None:
    run(project(folder, notes), "notes", "build")


def _derived(folder: str, names: list[str]) -> set[str]:
    """Leave out what a build derived in this clone."""
    here = Path(folder)
    docs = ROOT / "docs"
    if not here.is_relative_to(docs):
        return set()
    ours = written_before(docs) or frozenset()
    return {
        name
        for name in names
        if name == MARK
        or (here / name).relative_to(docs).as_posix() in ours
        or (here == docs and (here / name).is_dir() and name not in ("assets", "search"))
    }


def _path() -> str:
    zensical = ZENSICAL / ("Scripts" if os.name == "nt" else "bin")
    return os.pathsep.join([str(zensical), os.environ.get("PATH", "")])
