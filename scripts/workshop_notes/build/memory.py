"""Memory: what a build leaves for the next one, and whether anything changed since.

This module loads nothing heavy, so that a build with nothing to do ends at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from workshop_notes.build.cache import FILE, Cache, environment_of, version
from workshop_notes.problem import Problem
from workshop_notes.writing import MARK, Lying, below, digest_of, lying, make_folder, written_before

# What lies in a project and is no part of a site.
ASIDE = ("tests", "bench", "node_modules", "screenshots")
# Of each page in the navigation: the digest of its source, its title, its other front matter.
Shown = dict[str, tuple[str, str, dict[str, Any]]]


@dataclass(frozen=True)
class Kept:
    """What is remembered of a rendered page.

    `key` is a digest of its source and surroundings, `output` its file below the site; `sought`
    holds the files that it looked for, with the address and standing of each, `anchors` its own
    and `links` those of others that it leads to (source of the page → anchor → link as written).
    """

    key: str
    output: str
    sought: dict[str, tuple[str, str] | None]
    anchors: tuple[str, ...]
    links: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Memory:
    """What one build leaves for the next: pages by source, what the navigation shows of some, and
    of every file of the finished site, swept for `secrets`, its SHA-256 and how it lies there."""

    pages: dict[str, Kept] = field(default_factory=dict)
    shown: Shown = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    lying: dict[str, Lying] = field(default_factory=dict)
    secrets: str = ""

    def holds(self, site: Path, name: str, digest: str = "") -> bool:
        """Say whether a file of the site is as it was left, with the SHA-256 `digest` if given."""
        known = self.files.get(name, "")
        if not known or known != (digest or known):
            return False
        with contextlib.suppress(OSError):
            path = f"{site}/{name}"
            return lying(path) == self.lying.get(name) or digest_of(Path(path)) == known
        return False

    def take(self, site: Path, staged: Path, name: str, digest: str = "") -> bool:
        """Take a file over into a staged site if the last one holds it; say whether it does."""
        if not self.holds(site, name, digest):
            return False
        try:
            os.link(f"{site}/{name}", f"{staged}/{name}")
        except (FileNotFoundError, FileExistsError):  # no folder yet, or a file that somebody wrote
            make_folder((staged / name).parent)
            (staged / name).unlink(missing_ok=True)
            (staged / name).hardlink_to(site / name)
        return True


@dataclass(frozen=True)
class Finished:
    """The last build into a site folder: what it was made of, what it said, and what it left."""

    made_of: str
    standing: str
    problems: list[Problem]
    again: bool  # whether the next may trust in it


@dataclass(frozen=True)
class Asked:
    """What a build is asked for: the day as ISO text, the builder, and its options."""

    day: str
    builder: Literal["mkdocs", "zensical"] = "mkdocs"
    strict: bool = False
    drafts: bool = False
    pdf: bool = False


def unchanged(root: Path, site: Path, asked: Asked) -> tuple[Finished | None, str]:
    """Give the last build into `site` when another would be the same, else None; and `sources`."""
    made_of = sources(root, asked)
    cache = Cache(root / ".cache" / FILE)
    try:
        last = cache.get("site", str(site))
    finally:
        cache.close()
    if not isinstance(last, Finished) or not last.again or last.made_of != made_of:
        return None, made_of
    return (last if standing_of(root, lying_below(site)) == last.standing else None), made_of


def sources(root: Path, asked: Asked) -> str:
    """Give a digest of all that a site is made of: sources, settings, environment, history, tools.

    Derived pages are apart: they follow from these.
    """
    ours = {f"docs/{name}" for name in written_before(root / "docs") or ()} | {f"docs/{MARK}"}
    digest = hashlib.sha256(f"{version()}\0{asked!r}\0{history(root)}".encode())
    for start in sorted(root.iterdir()):
        is_site = start.name != "docs" and start.is_dir() and written_before(start) is not None
        if start.name.startswith(".") or start.name in ASIDE or is_site:
            continue
        is_folder = start.is_dir() and not start.is_symlink()
        found = below(root, f"{start.name}/") if is_folder else [(start.name, start)]
        for name, one in found:
            if one.is_symlink():
                digest.update(f"{name}\0{Path(one).readlink()}\0".encode())
            elif name not in ours and not name.endswith(".pyc") and one.is_file():
                digest.update(f"{name}\0{digest_of(Path(one))}\0".encode())
    for name in sorted(environment_of((root / "mkdocs.yml").read_bytes())):
        digest.update(repr((name, os.environ.get(name))).encode())
    return digest.hexdigest()


def standing_of(root: Path, site: Mapping[str, Lying]) -> str:
    """Give a digest of how the files of a built site and the derived pages lie on the disk."""
    names = sorted(written_before(root / "docs") or ()) if site else ()
    rows = (site, [(name, lying(f"{root}/docs/{name}")) for name in names])
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def lying_below(site: Path) -> dict[str, Lying]:
    """Give how everything below a site lies on the disk."""
    return {name: lying(entry) for name, entry in below(site)} if site.is_dir() else {}


def history(root: Path) -> str:
    """Give the commit that the project stands at, for its history is where corrections are."""
    if not (root / ".git").exists() or not shutil.which("git"):
        return ""
    command = ["git", "rev-parse", "--verify", "--quiet", "HEAD"]
    found = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return found.stdout.strip()
