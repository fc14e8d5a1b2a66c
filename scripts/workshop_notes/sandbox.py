"""Bounded child processes: one original's work ends in time and within memory, or is ended.

A pool of children is reused for many files. A child that runs too long, grows too large or dies is
killed with everything it started, and replaced; the other files go on.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from workshop_notes.problem import Problem
from workshop_notes.sandbox_child import packed, read_frame, resident, unpacked, write_frame

SECONDS = 10.0
MEGABYTES = 512

_MEGABYTE = 1024 * 1024
_START_SECONDS = 60.0  # for the interpreter and its imports, which are not the file's fault
_AHEAD = 256  # jobs that an executor is given before their turn
_GLANCE = 0.05  # seconds between two looks at a child
_SPLIT = "save it again from its own program, or split it"

Ending = Literal["time", "memory", "died"]


@dataclass(frozen=True, slots=True)
class Job:
    """Call `function(path, data, *arguments)` on one file.

    `function` is `module:name`; it is given the file's bytes and returns plain data or dataclasses
    of this package.
    """

    function: str
    path: Path
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a job returned, or the one problem that ended it."""

    job: Job
    value: Any = None
    problem: Problem | None = None


class _Child:
    """One child process, started when first needed and again after its end."""

    def __init__(self, folder: str, seconds: float, megabytes: int) -> None:
        self._folder = folder
        self._seconds = seconds
        self._megabytes = megabytes
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def run(self, job: Job) -> Result:
        """Run one job; a failure of a child that has served before is tried again in a new one."""
        served = self._process is not None
        ending = self._run(job)
        if served and ending in ("memory", "died"):
            self.end()
            ending = self._run(job)
        return ending if isinstance(ending, Result) else self._ended(job, ending)

    def end(self) -> None:
        """Kill the child and all that it started."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            _kill(process)
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    if stream:
                        stream.close()
            process.wait()

    def close(self) -> None:
        """End the child and start no other."""
        self._closed = True
        self.end()

    def _run(self, job: Job) -> Result | Ending:
        process = self._started()
        if process is None or process.stdin is None or process.stdout is None:
            return "died"
        watch = _Watch(process, self._megabytes)
        frame = None
        try:
            write_frame(process.stdin, pickle.dumps((job.function, job.path, job.arguments)))
            if read_frame(process.stdout) is not None:
                watch.until(time.monotonic() + self._seconds)
                frame = read_frame(process.stdout)
        except (OSError, ValueError):
            frame = None
        finally:
            watch.stop()
        if frame is None:
            self.end()
            return watch.ending
        if resident(process.pid) > self._megabytes * _MEGABYTE // 2:
            self.end()
        outcome, value = unpacked(frame)
        if outcome == "value":
            return Result(job, value=value)
        if outcome == "problem":
            return Result(job, problem=value)
        if outcome == "memory":
            return "memory"
        if outcome == "depth":
            return Result(job, problem=_problem(job, "limit-depth", "is nested too deeply", _SPLIT))
        return Result(job, problem=_unreadable(job, str(value)))

    def _ended(self, job: Job, ending: Ending) -> Result:
        if ending == "died":
            return Result(job, problem=_unreadable(job))
        if ending == "time":
            message = f"was not understood within {self._seconds:g} seconds"
        else:
            message = f"needs more than {self._megabytes} MB of memory"
        return Result(job, problem=_problem(job, f"limit-{ending}", message, _SPLIT))

    def _started(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._closed:
                return None
            if self._process is None:
                self._process = _start(self._folder, self._megabytes)
            return self._process


class _Watch:
    """A look at one child every few hundredths of a second, which kills it at a limit."""

    def __init__(self, process: subprocess.Popen[bytes], megabytes: int) -> None:
        self._process = process
        self._bytes = megabytes * _MEGABYTE
        self._deadline = time.monotonic() + _START_SECONDS
        self._done = threading.Event()
        self.ending: Ending = "died"
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def until(self, deadline: float) -> None:
        """Set when the child must be done, in seconds of the monotonic clock."""
        self._deadline = deadline

    def stop(self) -> None:
        """Look no more."""
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(_GLANCE):
            if time.monotonic() > self._deadline:
                self.ending = "time"
            elif _resident_tree(self._process.pid) > self._bytes:
                self.ending = "memory"
            else:
                continue
            _kill(self._process)
            return


def run_bounded(
    jobs: Iterable[Job],
    workers: int = 0,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
    executor: Executor | None = None,
) -> Iterator[Result]:
    """Run the jobs in child processes and give their results in the order of the jobs.

    An `executor` of one's own, on this machine or others, hands the jobs to its workers, each with
    a child of its own; `workers` is then not asked. They read the same files at the same paths.

    `workers` is the number of children (0: one for each processor), `seconds` the wall clock and
    `megabytes` the memory for one job, its own child processes included. Memory is bounded on
    Linux; elsewhere as far as the system allows. Never raises for a file's sake.
    """
    if executor is not None:
        yield from _run_elsewhere(executor, jobs, seconds, megabytes)
        return
    workers = workers or os.cpu_count() or 1
    pool: queue.SimpleQueue[_Child] = queue.SimpleQueue()
    pending: deque[Future[Result]] = deque()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="notes-", ignore_cleanup_errors=True)
        )
        threads = ThreadPoolExecutor(max_workers=workers)
        stack.callback(threads.shutdown, wait=True, cancel_futures=True)
        for _ in range(workers):
            child = _Child(folder, seconds, megabytes)
            stack.callback(child.close)
            pool.put(child)
        for job in jobs:
            pending.append(threads.submit(_run_one, pool, job))
            while len(pending) >= 4 * workers or (pending and pending[0].done()):
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _run_elsewhere(
    executor: Executor, jobs: Iterable[Job], seconds: float, megabytes: int
) -> Iterator[Result]:
    pending: deque[tuple[Job, Future[bytes]]] = deque()
    try:
        for job in jobs:
            pending.append((job, executor.submit(run_here, job, seconds, megabytes)))
            if len(pending) >= _AHEAD:
                yield _brought_back(*pending.popleft())
        while pending:
            yield _brought_back(*pending.popleft())
    finally:
        for _, future in pending:
            future.cancel()


def _brought_back(job: Job, future: Future[bytes]) -> Result:
    try:
        outcome, value = unpacked(future.result())
    except BrokenExecutor:
        raise
    except Exception as error:
        # A job that ended several workers, as a cluster says in its own ways.
        return Result(job, problem=_unreadable(job, type(error).__name__))
    if outcome == "value":
        return Result(job, value=value)
    return Result(job, problem=value if outcome == "problem" else _unreadable(job, str(value)))


_own = threading.local()


def run_here(job: Job, seconds: float, megabytes: int) -> bytes:
    """Run a job in this thread's own child, and give what `sandbox_child.unpacked` reads."""
    if not hasattr(_own, "child"):
        folder = tempfile.TemporaryDirectory(prefix="notes-", ignore_cleanup_errors=True)
        _own.child, _own.folder = _Child(folder.name, seconds, megabytes), folder
        atexit.register(_own.child.close)
    result = _own.child.run(job)
    return packed("problem", result.problem) if result.problem else packed("value", result.value)


def _run_one(pool: queue.SimpleQueue[_Child], job: Job) -> Result:
    child = pool.get()
    try:
        return child.run(job)
    finally:
        pool.put(child)


def _problem(job: Job, code: str, message: str, fix: str) -> Problem:
    return Problem(job.path.as_posix(), 1, 1, code, f"this file {message}", fix)


def _unreadable(job: Job, detail: str = "") -> Problem:
    return _problem(
        job,
        "unreadable-original",
        f"could not be read{f' ({detail})' if detail else ''}",
        "open it in its own program and save it again; if that does not help, report it",
    )


def _start(folder: str, megabytes: int) -> subprocess.Popen[bytes]:
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(entry for entry in sys.path if entry)
    environment["TMPDIR"] = environment["TEMP"] = environment["TMP"] = folder
    work = f"from workshop_notes.sandbox_child import serve; serve({megabytes})"
    return subprocess.Popen(
        [sys.executable, "-P", "-c", work],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
        )
        return
    # The leader is not waited for before this, so that its number is still its own.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _resident_tree(pid: int) -> int:
    total, waiting = 0, [pid]
    while waiting:
        now = waiting.pop()
        total += resident(now)
        with contextlib.suppress(OSError, ValueError):
            for task in sorted(Path(f"/proc/{now}/task").iterdir()):
                children = (task / "children").read_text(encoding="ascii").split()
                waiting += [int(child) for child in children]
    return total
