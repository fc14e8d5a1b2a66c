"""Cache: what earlier runs worked out, by content; without it a run takes longer, and no more.

Whatever is read here was written for the very same input by the very same version. A row that is
damaged, or from another version, is as if it were not there; so is the whole file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sqlite3
import stat
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from workshop_notes.build.processes import shared_out
from workshop_notes.sandbox import packed, unpacked
from workshop_notes.writing import Lying, digest_of, lying

if TYPE_CHECKING:
    from workshop_notes.sandbox import Job, Result

FILE = "build.sqlite"
PATIENCE = 5.0  # seconds for which another run may hold the file
SPARE = 1_000  # rows that nobody asked for and that are kept all the same
AT_ONCE = 500  # rows that are asked for together
MAPPED = 2**31  # bytes of the file that are read where they lie
MOST_WAITING = 32_000_000  # bytes that wait to be written
MOMENT = 1_000_000_000  # nanoseconds
_MADE = (
    "CREATE TABLE IF NOT EXISTS kept (kind TEXT, key BLOB, proof BLOB, value BLOB,"
    " PRIMARY KEY (kind, key))"
)
_ASKED = "SELECT key, proof, value FROM kept WHERE kind = ? AND key IN"
_FILES = ("files", "")
_VARIABLE = re.compile(rb"!ENV\s*\[?([^\]\n]*)")
T = TypeVar("T")


class Cache:
    """Values by kind and input; with no file it remembers nothing."""

    def __init__(self, file: Path | None) -> None:
        self._rows: dict[tuple[str, bytes], bytes] = {}
        self._asked: set[tuple[str, bytes]] = set()
        self._base = _opened(file) if file else None
        self._digests: dict[str, str] = {}
        self._met, self._waiting = False, 0
        known = self.get(*_FILES)
        self._lying: dict[str, tuple[Lying, str]] = known if isinstance(known, dict) else {}

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
        before = self._read_all(kind, keys)
        found = [before.get(key, (False, None)) for key in keys]
        new = [place for place, (known, _) in enumerate(found) if not known]
        for number, data in shared_out(len(new), lambda one: packed("value", work(new[one]))):
            place = new[number]
            self._write(kind, keys[place], data)
            found[place] = (True, unpacked(data)[1])
        return [value for _, value in found]  # type: ignore[misc]

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
        """Write what is new; to be `tidy`, drop what nobody asked for when there is much of it."""
        if self._base is None:
            return
        if self._met:
            there = {one: how for one, how in self._lying.items() if os.path.lexists(one)}
            self.put(*_FILES, there)
        self._flush()
        with contextlib.suppress(sqlite3.Error), self._base as base:
            (count,) = base.execute("SELECT count(*) FROM kept").fetchone()
            if tidy and count > 2 * len(self._asked) + SPARE:
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
        if self._base is not None:
            self._rows[(kind, key)] = data
            self._waiting += len(data)
            if self._waiting > MOST_WAITING:
                self._flush()

    def _flush(self) -> None:
        """Write what is new."""
        rows = [
            (kind, key, _proof(kind, key, data), data) for (kind, key), data in self._rows.items()
        ]
        if self._base is not None:
            with contextlib.suppress(sqlite3.Error), self._base as base:
                base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)
                self._rows.clear()
        self._waiting = 0


@cache
def version() -> str:
    """Give a digest of this package's files, and of the versions of all that is installed."""
    digest = hashlib.sha256(sys.version.encode())
    package = Path(__file__).parents[1]
    for path in sorted((*package.rglob("*.py"), *package.rglob("*.yml"), *package.rglob("*.lua"))):
        digest.update(f"{path.relative_to(package).as_posix()}\0".encode() + path.read_bytes())
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


def environment_of(settings: bytes) -> set[str]:
    """Give the names of the environment that mkdocs.yml may read, and that MkDocs reads itself."""
    named = b" ".join(_VARIABLE.findall(settings)).decode("utf-8", "replace")
    return {*re.findall(r"\w+", named), "SOURCE_DATE_EPOCH"}


def _opened(file: Path) -> sqlite3.Connection | None:
    for _ in range(2):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            base = sqlite3.connect(file, timeout=PATIENCE)
            base.execute(_MADE)
            base.execute(f"PRAGMA mmap_size = {MAPPED}")
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
