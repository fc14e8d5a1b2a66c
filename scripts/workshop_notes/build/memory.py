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
from typing import Any, Literal, Self

from workshop_notes.build.cache import FILE, Cache, environment_of, version
from workshop_notes.problem import Problem
from workshop_notes.writing import (
    MARK,
    Lying,
    below,
    digest_of,
    discard,
    lying,
    put,
    renew,
    take_the_place,
    written_before,
)

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


class Staged:
    """The next site: what is new stands in a folder of its own, all else is taken over at the end.

    Files go by their names below the site.
    """

    def __init__(self, folder: Path, site: Path, last: Memory | None = None) -> None:
        self.folder, self.site, self.last = folder, site, last or Memory()
        self.taken: dict[str, str] = {}
        self._there = lying_below(site) if self.last.files else {}
        self._digests: dict[str, str] = {}

    def __enter__(self) -> Self:
        """Give it, to be worked at."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind that did not become the site."""
        if self.folder.is_dir():
            discard(self.folder)

    def take(self, name: str, digest: str = "") -> bool:
        """Take a file over if the last site has it, with the SHA-256 `digest` if that is given."""
        known, there = self.last.files.get(name, ""), self._there.get(name)
        if not known or not there or known != (digest or known):
            return False
        if there != self.last.lying.get(name) and digest_of(self.site / name) != known:
            return False
        self.taken[name] = known
        return True

    def put(self, name: str, data: bytes) -> str:
        """Write a file, unless the last site has it just so; gives its SHA-256."""
        digest = hashlib.sha256(data).hexdigest()
        if not self.take(name, digest):
            put(self.folder / name, data)
            self._digests[name] = digest
        return digest

    def path(self, name: str) -> Path:
        """Give where a file lies for now."""
        new = self.folder / name
        return self.site / name if name in self.taken and not new.is_file() else new

    def before(self, name: str) -> bytes:
        """Give what a file was in the last site; nothing where that is not known."""
        there = self._there.get(name)
        same = there and there == self.last.lying.get(name)
        return (self.site / name).read_bytes() if same else b""

    def new(self) -> dict[str, str]:
        """Give the SHA-256 of each file that is not taken over; what is given is final."""
        names = [name for name, one in below(self.folder) if name != MARK and one.is_file()]
        for name in names:
            if name not in self._digests:
                self._digests[name] = digest_of(self.folder / name)
        return {name: self._digests[name] for name in names}

    def files(self) -> dict[str, str]:
        """Give the SHA-256 of every file."""
        return self.taken | self.new()

    def take_the_place(self) -> tuple[dict[str, str], dict[str, Lying]]:
        """Put it into the place of the last site; gives the SHA-256 of each file, and how it lies.

        Where nothing is taken over that is one step, else one for each file that is new.
        """
        new = self.new()
        files = self.taken | new
        if not self.taken:
            take_the_place(self.folder, self.site)
            return files, lying_below(self.site)
        renew(self.site, self.folder, files)
        there = {name: self._there[name] for name in self.taken.keys() - new.keys()}
        return files, there | {name: lying(self.site / name) for name in new}


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
    with contextlib.closing(Cache(root / ".cache" / FILE)) as cache:
        made_of = sources(root, asked, cache)
        last = cache.get("site", str(site))
    if not isinstance(last, Finished) or not last.again or last.made_of != made_of:
        return None, made_of
    return (last if standing_of(root, lying_below(site)) == last.standing else None), made_of


def sources(root: Path, asked: Asked, cache: Cache) -> str:
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
                digest.update(f"{name}\0{cache.digest(one)}\0".encode())
    for name in sorted(environment_of((root / "mkdocs.yml").read_bytes())):
        digest.update(repr((name, os.environ.get(name))).encode())
    return digest.hexdigest()


def standing_of(root: Path, site: Mapping[str, Lying]) -> str:
    """Give a digest of how the files of a built site and the derived pages lie on the disk."""
    names = sorted(written_before(root / "docs") or ()) if site else ()
    rows = (sorted(site.items()), [(name, lying(f"{root}/docs/{name}")) for name in names])
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def lying_below(site: Path) -> dict[str, Lying]:
    """Give how every file of a site lies on the disk."""
    found = below(site) if site.is_dir() else ()
    files = (row for row in found if not row[1].is_dir(follow_symlinks=False))
    return {name: lying(one) for name, one in files if name != MARK}


def history(root: Path) -> str:
    """Give the commit that the project stands at, for its history is where corrections are."""
    if not (root / ".git").exists() or not shutil.which("git"):
        return ""
    command = ["git", "rev-parse", "--verify", "--quiet", "HEAD"]
    found = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return found.stdout.strip()
