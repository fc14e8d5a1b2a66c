"""The machine: its clock, what it refuses, in one line with the way out; one run at a time."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from workshop_notes.bounded import read_own
from workshop_notes.problem import visible
from workshop_notes.writing import make_folder

PATIENCE = 600.0  # seconds
FEWEST_FILES = 64  # open at once, while a site is built
YOUNG = 400_000  # things that are made before some are looked at again
# Read now: when too many files are open it is too late.
WAYS_OUT = {
    getattr(errno, name): way
    for name, way in read_own(Path(__file__).with_suffix(".yml")).items()
    if hasattr(errno, name)
}
_NUMBERED = re.compile(r"\[Errno (\d+)\][^\n:]*(?:: '([^'\n]*)')?")
_GLANCE = 0.05  # seconds between two looks at the lock


class BusyError(Exception):
    """Another run is at work in the project, and did not end in time; the message says which."""


def keep() -> None:
    """Keep what is made longer before looking for what may go, which took a tenth of a run."""
    gc.set_threshold(YOUNG)


def today() -> str:
    """Give the day in UTC as ISO text; `SOURCE_DATE_EPOCH` (seconds) overrides the clock.

    Source: https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.date().isoformat()


def git(root: Path, *arguments: str) -> str:
    """Give what git prints; "" where there is no git, no such commit, file or history.

    Names that are listed with `-z` may hold any bytes, as file names in Python do.
    """
    # Imported here, as elsewhere: most builds start no other program.
    import subprocess

    command = ["git", "-c", "core.quotepath=false", *arguments]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        return ""
    errors = "surrogateescape" if "-z" in arguments else "replace"
    return done.stdout.decode("utf-8", errors) if done.returncode == 0 else ""


def refusal(error: OSError) -> str:
    """Say in one line what the machine refused, at which file, and what to do."""
    said = error.strerror or type(error).__name__
    what, fix = WAYS_OUT.get(error.errno or 0, (said.lower(), "mend that and run it again"))
    names = [os.fsdecode(name) for name in (error.filename,) if isinstance(name, str | bytes)]
    return ": ".join([*map(visible, names), f"{what}; {fix}"])


def refusal_in(output: str) -> str:
    """Give the refusal that ended another program, by its output; "" when it was something else."""
    found = list(_NUMBERED.finditer(output))
    if not found:
        return ""
    number, name = int(found[-1][1]), found[-1][2]
    return refusal(OSError(number, os.strerror(number), name or None))


@contextlib.contextmanager
def alone(root: Path, doing: str, patience: float = PATIENCE) -> Iterator[None]:
    """Be the only run of ours that writes in the project `root`; `doing` is the verb.

    Waits for another run, saying whose it is, for `patience` seconds; then raises BusyError. The
    system lets go of the lock when its holder ends, however it ends. Raises OSError where fewer
    files may be open at once than a build needs.
    """
    if _open_files() < FEWEST_FILES:
        # A builder that runs out of them midway takes a file that it cannot open for a missing one.
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
    make_folder(root / ".cache")
    path = root / ".cache" / "lock"
    # Opened for appending: the holder's name must stand until the lock is ours.
    with path.open("a", encoding="utf-8") as file:
        _wait(file.fileno(), path, patience)
        file.truncate(0)
        file.write(f"process {os.getpid()} ({doing}, since {datetime.now(UTC):%H:%M:%S} UTC)")
        file.flush()
        yield


def _open_files() -> int:
    """Give how many files may be open at once; where the system has no such limit, enough."""
    try:
        import resource
    except ImportError:
        return FEWEST_FILES
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return FEWEST_FILES if limit == resource.RLIM_INFINITY else limit


def _wait(descriptor: int, path: Path, patience: float) -> None:
    until = time.monotonic() + patience
    told = False
    while not _locked(descriptor):
        holder = path.read_text(encoding="utf-8", errors="replace") or "another process"
        if time.monotonic() >= until:
            raise BusyError(f"{holder} is at work here; wait for its end, or stop it")
        if not told:
            print(f"notes: waiting for {holder}", file=sys.stderr, flush=True)  # noqa: T201
            told = True
        time.sleep(_GLANCE)


def _locked(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
