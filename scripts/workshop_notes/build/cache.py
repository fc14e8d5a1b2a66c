"""What earlier runs worked out, by content; without it a run takes longer, and no more.

Whatever is read here was written for the very same input by the very same version. A row that is
damaged, or from another version, is as if it were not there; so is the whole file.

Of a build it holds what the next one goes on from, and whether anything changed since. This
module loads nothing heavy, so that a build with nothing to do ends at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import re
import sqlite3
import stat
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

from workshop_notes.bounded import once
from workshop_notes.machine import git
from workshop_notes.problem import Problem
from workshop_notes.sandbox import packed, shared_out, unpacked
from workshop_notes.writing import (
    HELD,
    MARK,
    MET,
    MOMENT,
    Content,
    Kind,
    Lying,
    below,
    content_of,
    digest_of,
    discard,
    lying,
    put,
    renew,
    take_the_place,
    written_before,
)

if TYPE_CHECKING:
    from workshop_notes.sandbox import Job, Result

FILE = "build.sqlite"
PATIENCE = 5.0  # seconds for which another run may hold the file
SPARE = 1_000  # rows that nobody asked for and that are kept all the same
AT_ONCE = 500  # rows that are asked for together
LARGE = 2**16  # bytes of a page of the file: most of it is in long values
MOST_WAITING = 32_000_000  # bytes that wait to be written
_MADE = (
    "CREATE TABLE IF NOT EXISTS kept (kind TEXT, key BLOB, proof BLOB, value BLOB,"
    " PRIMARY KEY (kind, key))"
)
_ASKED = "SELECT key, proof, value FROM kept WHERE kind = ? AND key IN"
_FILES = ("files", "")
_VARIABLE = re.compile(rb"!ENV\s*\[?([^\]\n]*)")
T = TypeVar("T")

# What lies in a project and is no part of a site.
ASIDE = ("tests", "bench", "node_modules", "screenshots")


class Cache:
    """Values by kind and input; with no file it remembers nothing."""

    def __init__(self, file: Path | None) -> None:
        self._rows: dict[tuple[str, bytes], bytes] = {}
        self._asked: set[tuple[str, bytes]] = set()
        self._new: set[tuple[str, bytes]] = set()
        self._base = _opened(file) if file else None
        self._digests: dict[str, str] = {}
        self._met, self._waiting = False, 0
        self._small: dict[str, dict[Any, Any]] = {}
        self._grown: set[str] = set()
        known = self.get(*_FILES)
        self._lying: dict[str, tuple[Lying, str]]
        self._lying, self._folders = known if isinstance(known, tuple) else ({}, {})
        HELD.update(self._folders)
        MET.clear()

    @property
    def is_open(self) -> bool:
        """Say whether anything is remembered."""
        return self._base is not None

    def once(
        self, kind: str, given: object, work: Callable[[], T], files: Sequence[Path] = ()
    ) -> T:
        """Give what `work` gives for an input, whose `repr` says all that it depends on.

        That includes the content of the `files` that it reads; where one of them changes under its
        hands, the value is not remembered.
        """
        held = _contents(files) if self.is_open else []
        key = _digest(f"{version()}\0{(given, held)!r}".encode())
        found, value = self._read(kind, key)
        if found:
            return value  # type: ignore[return-value]
        made = work()
        if self.is_open and _contents(files) == held:
            self._write(kind, key, packed("value", made))
        return made

    def each(self, kind: str, given: Sequence[object], work: Callable[[int], T]) -> list[T]:
        """Give what `work` gives for the place of each of some inputs, in the manner of `once`.

        Much that is new is shared out among processes, so `work` gives plain data, as the sandbox
        passes it, and leaves nothing behind.
        """
        keys = [_digest(f"{version()}\0{one!r}".encode()) for one in given]
        found = self._read_all(kind, keys)
        new = [place for place, key in enumerate(keys) if key not in found]
        for number, data in shared_out(len(new), lambda one: packed("value", work(new[one]))):
            key = keys[new[number]]
            self._write(kind, key, data)
            found[key] = (True, unpacked(data)[1])
        return [found[key][1] for key in keys]  # type: ignore[misc]

    def together(self, kind: str, given: Sequence[object], work: Callable[[int], T]) -> list[T]:
        """Give what `each` gives, of values so small that all are remembered as one."""
        keys = [_digest(repr(one).encode()) for one in given]
        known: dict[bytes, T] = self._one(kind)
        new = [place for place, key in enumerate(keys) if key not in known]
        made = shared_out(len(new), lambda at: packed("value", work(new[at]))) if new else ()
        known |= {keys[new[at]]: unpacked(data)[1] for at, data in made}
        if new or len(known) > len(keys):
            self._grown.add(kind)
            self._small[kind] = {key: known[key] for key in keys}
        return [known[key] for key in keys]

    def small(self, kind: str, given: object, work: Callable[[], T]) -> T:
        """Give what `work` gives for an input that can be hashed, of values so small and so many
        that those of a kind are kept as one."""
        values: dict[Any, T] = self._one(kind)
        if given not in values:
            values[given] = work()
            self._grown.add(kind)
        return values[given]

    def _one(self, kind: str) -> dict[Any, Any]:
        if kind not in self._small:
            known = self.get("small", kind)
            self._small[kind] = known if isinstance(known, dict) else {}
        return self._small[kind]

    def bounded(self, kind: str, jobs: Iterable[tuple[object, str, Job]]) -> Iterator[Result]:
        """Run jobs in bounded children, each unless its value is remembered.

        With each job stands what its value depends on beside its file, and the file's SHA-256.
        Gives the results that are remembered first. What could not be done, has no SHA-256, or was
        changed under its reader's hands, is done again the next time.
        """
        # Imported here: a run that looks at no file must not wait for child processes.
        from workshop_notes.sandbox import Result, run_bounded

        new = []
        for given, digest, job in jobs:
            name = repr((given, digest))
            value = self.get(kind, name) if digest else None
            if value is None:
                new.append((name, digest, job))
            else:
                yield Result(job, value)
        results = run_bounded([job for *_, job in new]) if new else ()
        for (name, digest, job), result in zip(new, results, strict=True):
            if digest and result.problem is None and _contents([job.path])[0][1] == digest:
                self.put(kind, name, result.value)
            yield result

    def get(self, kind: str, name: str) -> object:
        """Give what was kept under a name by this version; None when there is nothing."""
        return self._read(kind, _digest(f"{version()}\0{name}".encode()))[1]

    def put(self, kind: str, name: str, value: object) -> None:
        """Keep a value under a name, in the place of what stood there."""
        self._write(kind, _digest(f"{version()}\0{name}".encode()), packed("value", value))

    def digest(self, path: str | os.PathLike[str]) -> str:
        """Give the SHA-256 of a plain file, "" without one; one run has one answer.

        What lies as it did in an earlier run is not read again.
        """
        name = os.fspath(path)
        if name not in self._digests:
            there = lying(path)
            there = there if there and stat.S_ISREG(there[0]) else ()
            before, found = self._lying.get(name, ((), ""))
            if there and there != before:
                found = digest_of(Path(path))
                # Within a moment a file may be written twice and lie as it did.
                if max(there[-2:]) < time.time_ns() - MOMENT:
                    self._lying[name], self._met = (there, found), True
            self._digests[name] = found if there else ""
        return self._digests[name]

    def close(self, *, tidy: bool = False) -> None:
        """Write what is new; to be `tidy`, drop what nobody asked for when there is much of it.

        Only who made most of it anew asked for all that there is to know.
        """
        if self._base is None:
            return
        if self._met or self._folders != MET:
            lay, met = self._lying.items(), self._digests
            known = {one: how for one, how in lay if met.get(one) or os.path.lexists(one)}
            self.put(*_FILES, (known, dict(MET)))
        for kind in sorted(self._grown):
            self.put("small", kind, self._small[kind])
        self._flush()
        tidy = tidy and 2 * len(self._new) > len(self._asked)
        with contextlib.suppress(sqlite3.Error), self._base as base:
            (count,) = base.execute("SELECT count(*) FROM kept").fetchone() if tidy else (0,)
            if count > 2 * len(self._asked) + SPARE:
                every = base.execute("SELECT kind, key FROM kept").fetchall()
                base.executemany(
                    "DELETE FROM kept WHERE kind = ? AND key = ?", set(every) - self._asked
                )
        with contextlib.suppress(sqlite3.Error):
            self._base.close()
        self._base = None

    def _read(self, kind: str, key: bytes) -> tuple[bool, object]:
        return self._read_all(kind, [key]).get(key, (False, None))

    def _read_all(self, kind: str, keys: Sequence[bytes]) -> dict[bytes, tuple[bool, object]]:
        """Give what is remembered by some keys, and that it is."""
        self._asked.update((kind, key) for key in keys)
        rows = {key: self._rows[kind, key] for key in keys if (kind, key) in self._rows}
        wanted = [key for key in keys if key not in rows]
        while self._base and wanted:
            some, wanted = wanted[:AT_ONCE], wanted[AT_ONCE:]
            asked = f"{_ASKED} ({','.join('?' * len(some))})"
            with contextlib.suppress(sqlite3.Error):
                for key, proof, data in self._base.execute(asked, (kind, *some)):
                    if isinstance(data, bytes) and proof == _proof(kind, key, data):
                        rows[key] = data
        found = ((key, unpacked(data)) for key, data in rows.items())
        return {key: (True, value) for key, (outcome, value) in found if outcome == "value"}

    def _write(self, kind: str, key: bytes, data: bytes) -> None:
        self._asked.add((kind, key))
        self._new.add((kind, key))
        if self._base is not None:
            self._rows[(kind, key)] = data
            self._waiting += len(data)
            if self._waiting > MOST_WAITING:
                self._flush()

    def _flush(self) -> None:
        rows = [
            (kind, key, _proof(kind, key, data), data) for (kind, key), data in self._rows.items()
        ]
        if self._base is not None:
            with contextlib.suppress(sqlite3.Error), self._base as base:
                base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)
                self._rows.clear()
        self._waiting = 0


@dataclass(frozen=True)
class Kept:
    """What is remembered of a rendered page.

    `key` is a digest of its source and surroundings, `output` its file below the site; `sought`
    holds the files that it looked for, with the address and standing of each, `anchors` its own, a
    line each, and `links` those of others that it leads to, with what it lacks of its own (source
    of the page → anchor → link as written).
    """

    key: str
    output: str
    sought: dict[str, tuple[str, str] | None]
    anchors: str
    links: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Memory:
    """What one build leaves for the next: pages by source, and of every file of the finished site,
    swept for `secrets`, its SHA-256 and how it lies there; of each set of files to take `along` a
    digest of what it was made of, and of all that lies `around` the pages."""

    pages: dict[str, Kept] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    lying: dict[str, Lying] = field(default_factory=dict)
    secrets: str = ""
    along: dict[str, str] = field(default_factory=dict)
    around: str = ""


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

    def put(self, name: str, *data: bytes | memoryview) -> str:
        """Write a file in pieces, unless the last site has it just so; gives its SHA-256."""
        found = hashlib.sha256()
        for piece in data:
            found.update(piece)
        digest = found.hexdigest()
        if not self.take(name, digest):
            put(self.folder / name, *data)
            self._digests[name] = digest
        return digest

    def path(self, name: str) -> Path:
        """Give where a file lies for now."""
        new = self.folder / name
        return self.site / name if name in self.taken and not new.is_file() else new

    def before(self, name: str, digest: str | None = None) -> Content:
        """Give what a file was in the last site; nothing where that is not known, nor where it had
        another SHA-256 than `digest`, if that is given."""
        there = self._there.get(name)
        same = there and there == self.last.lying.get(name)
        same = same and digest in (None, self.last.files.get(name))
        return content_of(self.site / name) if same else b""

    def new(self) -> dict[str, str]:
        """Give the SHA-256 of each file that is not taken over; what is given is final."""
        names = [name for name, one in below(self.folder) if name != MARK and one == "file"]
        for name in names:
            if name not in self._digests:
                self._digests[name] = digest_of(self.folder / name)
        return {name: self._digests[name] for name in names}

    def files(self) -> dict[str, str]:
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


@cache
def version() -> str:
    """Give a digest of this package's files, and of the versions of all that is installed."""
    package = Path(__file__).parents[1]
    # Word lists and templates too; what Python compiles of it is none of them.
    own = [name for name, kind in below(package) if kind != "folder" and "__pycache__" not in name]
    lies = repr((package, [(name, lying(package / name)) for name in own]))
    content = once("package", lies.encode(), lambda: digest_of_files(package, *own))
    digest = hashlib.sha256(f"{sys.version}\0{content}".encode())
    for folder in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        digest.update(repr(sorted(one.name for one in Path(folder).glob("*.dist-info"))).encode())
    return digest.hexdigest()


def digest_of_files(root: Path, *names: str) -> str:
    """Give a digest of files and of all that lies below folders, by path and content."""
    digest = hashlib.sha256()
    for name in names:
        start = root / name
        for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
            if path.is_file():
                shown = path.relative_to(root).as_posix()
                digest.update(f"{shown}\0".encode() + _digest(path.read_bytes()))
    return digest.hexdigest()


def environment_of(settings: bytes) -> list[tuple[str, str | None]]:
    """Give what mkdocs.yml may read of the environment, and what MkDocs reads itself."""
    named = b" ".join(_VARIABLE.findall(settings)).decode("utf-8", "replace")
    names = {*re.findall(r"\w+", named), "SOURCE_DATE_EPOCH"}
    return [(name, os.environ.get(name)) for name in sorted(names)]


def unchanged(root: Path, site: Path, asked: Asked, cache: Cache) -> tuple[Finished | None, str]:
    """Give the last build into `site` when another would be the same, else None; and `sources`."""
    made_of, last = sources(root, asked, cache), cache.get("site", str(site))
    if not isinstance(last, Finished) or not last.again or last.made_of != made_of:
        return None, made_of
    return (last if standing_of(root, lying_below(site)) == last.standing else None), made_of


def sources(root: Path, asked: Asked, cache: Cache) -> str:
    """Give a digest of all that a site is made of: sources, settings, environment, history, tools.

    Derived pages are apart: they follow from these.
    """
    ours = {f"docs/{name}" for name in written_before(root / "docs") or ()} | {f"docs/{MARK}"}
    # Corrections stand in the project's history.
    at = git(root, "rev-parse", "--verify", "HEAD") if (root / ".git").exists() else ""
    digest = hashlib.sha256(f"{version()}\0{asked!r}\0{at}".encode())
    for start in sorted(root.iterdir()):
        is_site = start.name != "docs" and start.is_dir() and written_before(start) is not None
        if start.name.startswith(".") or start.name in ASIDE or is_site:
            continue
        is_folder = start.is_dir() and not start.is_symlink()
        link: Kind = "link" if start.is_symlink() else "file" if start.is_file() else "other"
        for name, kind in below(root, f"{start.name}/") if is_folder else [(start.name, link)]:
            if kind == "link":
                digest.update(f"{name}\0{(root / name).readlink()}\0".encode())
            elif kind == "file" and name not in ours and not name.endswith(".pyc"):
                digest.update(f"{name}\0{cache.digest(f'{root}/{name}')}\0".encode())
    digest.update(repr(environment_of((root / "mkdocs.yml").read_bytes())).encode())
    return digest.hexdigest()


def standing_of(root: Path, site: Mapping[str, Lying]) -> str:
    """Give a digest of how the files of a built site and the derived pages lie on the disk."""
    names = sorted(written_before(root / "docs") or ()) if site else ()
    rows = (sorted(site.items()), [(name, lying(f"{root}/docs/{name}")) for name in names])
    # This first form of it knows of no object that is met twice, and so follows from values alone.
    return hashlib.sha256(marshal.dumps(rows, 0)).hexdigest()


def lying_below(site: Path) -> dict[str, Lying]:
    """Give how every file of a site lies on the disk."""
    found = below(site) if site.is_dir() else ()
    files = (name for name, kind in found if kind != "folder" and name != MARK)
    return {name: lying(f"{site}/{name}") for name in files}


def _opened(file: Path) -> sqlite3.Connection | None:
    for _ in range(2):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            base = sqlite3.connect(file, timeout=PATIENCE)
            base.execute(f"PRAGMA page_size = {LARGE}")
            base.execute("PRAGMA synchronous = OFF")  # what is lost with the power is made again
            base.execute(_MADE)
            base.execute("SELECT count(*) FROM kept").fetchone()
        except sqlite3.OperationalError:
            return None  # busy, or the machine refuses it
        except sqlite3.DatabaseError:
            file.unlink(missing_ok=True)  # damaged
        except OSError:
            return None
        else:
            return base
    return None


def _contents(files: Sequence[Path]) -> list[tuple[str, str]]:
    return [(path.as_posix(), digest_of(path) if path.is_file() else "") for path in files]


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _proof(kind: str, key: bytes, data: bytes) -> bytes:
    digest = hashlib.sha256(b"\0".join((kind.encode(), key, b"")))
    digest.update(data)
    return digest.digest()
