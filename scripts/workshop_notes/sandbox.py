"""Bounded child processes: one original's work ends in time and within memory, or is ended.

A pool of children is reused for many files. A child that runs too long, grows too large or dies is
killed with everything it started, and replaced; the other files go on. It gives back plain data.

Work of our own on many things, which needs no bounds, is shared out among forked processes.
"""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import importlib
import io
import os
import pickle
import signal
import struct
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

from workshop_notes.bounded import keep_lists
from workshop_notes.machine import keep
from workshop_notes.problem import Problem

if TYPE_CHECKING:
    import subprocess
    from concurrent.futures import Executor, Future

Outcome = Literal["value", "problem", "time", "memory", "depth", "died", "raised"]
_MEGABYTE = 1024 * 1024
_LARGEST_WRITTEN = 512 * _MEGABYTE
_LARGEST_FRAME = 256 * _MEGABYTE
_FRAME = struct.Struct(">Q")
_PLAIN = {
    ("builtins", "frozenset"),
    ("builtins", "set"),
    ("datetime", "date"),
    ("datetime", "datetime"),
}
SECONDS = 10.0
MEGABYTES = 512
_START_SECONDS = 60.0  # for the interpreter and its imports, which are not the file's fault
_AHEAD = 256  # jobs that an executor is given before their turn
_GLANCE = 0.05  # seconds between two looks at a child
_own = threading.local()

# Of work that is shared out.
FEWEST = 16  # things for which another process is worth its start
MOST = 8  # processes


class _PlainUnpickler(pickle.Unpickler):
    """Opens nothing but this package's dataclasses and a few plain types.

    A child that an original has taken over could otherwise run code in its parent.
    """

    @staticmethod
    @cache
    def find_class(module: str, name: str) -> Any:
        top = module.split(".")[0]
        if (module, name) in _PLAIN or (top == "pathlib" and name.endswith("Path")):
            return getattr(importlib.import_module(module), name)
        if top == "workshop_notes":
            found = getattr(importlib.import_module(module), name)
            if isinstance(found, type) and dataclasses.is_dataclass(found):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not plain data")


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

    def __init__(self, seconds: float, megabytes: int) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="notes-", ignore_cleanup_errors=True)
        self._seconds = seconds
        self._megabytes = megabytes
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def run(self, job: Job) -> bytes:
        """Run one job and give what `unpacked` reads.

        A failure of a child that has served before is tried again in a new one.
        """
        served = self._process is not None
        frame = self._run(job)
        if served and frame in (packed("memory", None), packed("died", None)):
            self.end()
            frame = self._run(job)
        return frame

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
        self._folder.cleanup()

    def _run(self, job: Job) -> bytes:
        with self._lock:
            if self._process is None and not self._closed:
                self._process = _start(self._folder.name, self._megabytes)
            process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return packed("died", None)
        watch = _Watch(process, self._megabytes)
        frame = None
        try:
            write_frame(process.stdin, pickle.dumps((job.function, job.path, job.arguments)))
            if read_frame(process.stdout) is not None:
                watch.deadline = time.monotonic() + self._seconds
                frame = read_frame(process.stdout)
        except (OSError, ValueError):
            frame = None
        finally:
            watch.stop()
        if frame is None or resident(process.pid) > self._megabytes * _MEGABYTE // 2:
            self.end()
        return packed(watch.ending, None) if frame is None else frame


class _Watch:
    """A look at one child every few hundredths of a second, which kills it at a limit."""

    def __init__(self, process: subprocess.Popen[bytes], megabytes: int) -> None:
        self._process = process
        self._bytes = megabytes * _MEGABYTE
        self.deadline = time.monotonic() + _START_SECONDS
        self._done = threading.Event()
        self.ending: Outcome = "died"
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(_GLANCE):
            if time.monotonic() > self.deadline:
                self.ending = "time"
            elif _resident_tree(self._process.pid) > self._bytes:
                self.ending = "memory"
            else:
                continue
            _kill(self._process)
            return


def serve(megabytes: int) -> None:
    """Be a child: read jobs from standard input, write answers, until the input ends.

    A job is a pickled `(function, path, arguments)`. Each is answered twice: when the work begins,
    its imports done, and when it is over.
    """
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    _bound_this_process(megabytes)
    keep()
    while (frame := read_frame(source)) is not None:
        target, path, arguments = pickle.loads(frame)
        module, _, name = target.partition(":")
        failed, function = b"", None
        try:
            function = getattr(importlib.import_module(module), name)
        except Exception as error:
            failed = packed("raised", _where(error))
        write_frame(sink, b"begun")
        write_frame(sink, failed or _answer(function, path, arguments))
        keep_lists()


def unpacked(frame: bytes) -> tuple[Outcome, Any]:
    """Read an answer in the parent; anything but plain data is `raised`."""
    try:
        outcome, value = _PlainUnpickler(io.BytesIO(frame)).load()
    except Exception as error:
        return "raised", type(error).__name__
    if outcome == "problem" and not isinstance(value, Problem):
        return "raised", ""
    return outcome, value


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Read one length-prefixed message; None at the end of the stream."""
    head = stream.read(_FRAME.size)
    if len(head) < _FRAME.size:
        return None
    (length,) = _FRAME.unpack(head)
    if length > _LARGEST_FRAME:
        return None
    body = stream.read(length)
    return body if len(body) == length else None


def write_frame(stream: IO[bytes], body: bytes) -> None:
    """Write one length-prefixed message."""
    stream.write(_FRAME.pack(len(body)) + body)
    stream.flush()


def resident(pid: int) -> int:
    """Say how many bytes of memory a process holds; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def packed(outcome: Outcome, value: object) -> bytes:
    """Write an answer as bytes that `unpacked` reads."""
    return pickle.dumps((outcome, value))


def end_with_parent() -> None:
    """Let the system kill this process when its parent ends, where it can."""
    if sys.platform == "linux":
        with contextlib.suppress(ImportError, OSError, AttributeError):
            import ctypes

            set_parent_death_signal = 1
            ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


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
    # Imported here: a build that looks at no original starts no thread.
    from concurrent.futures import ThreadPoolExecutor

    workers = workers or os.cpu_count() or 1
    pending: deque[tuple[Job, Future[bytes]]] = deque()
    with contextlib.ExitStack() as stack:
        ahead = _AHEAD
        if executor is None:
            children = [_Child(seconds, megabytes) for _ in range(workers)]
            waiting, ahead = list(children), 4 * workers
            executor = stack.enter_context(
                ThreadPoolExecutor(workers, initializer=lambda: _take(waiting.pop()))
            )
            for child in children:
                stack.callback(child.close)
        stack.callback(lambda: [future.cancel() for _, future in pending])
        for job in jobs:
            pending.append((job, executor.submit(run_here, job, seconds, megabytes)))
            while len(pending) >= ahead or (pending and pending[0][1].done()):
                yield _result(*pending.popleft(), seconds, megabytes)
        while pending:
            yield _result(*pending.popleft(), seconds, megabytes)


def run_here(job: Job, seconds: float, megabytes: int) -> bytes:
    """Run a job in this thread's own child, and give what `unpacked` reads."""
    if not hasattr(_own, "child"):
        _take(_Child(seconds, megabytes))
        atexit.register(_own.child.close)
    frame: bytes = _own.child.run(job)
    return frame


def shared_out(
    count: int, work: Callable[[int], bytes], alone: int = 1, fewest: int = FEWEST
) -> Iterator[tuple[int, bytes]]:
    """Give the place and what `work` gives for each place below `count`, in no order.

    The first `alone` are done here before others start, which then need not load what those load;
    another process is worth its start for the `fewest`.
    The work of another process is known by what it gives alone. Where one fails or is killed, this
    process does what is missing itself, so that an exception is raised here.
    """
    processes = min(os.cpu_count() or 1, count // fewest, MOST)
    done = set(range(min(alone, count)))
    for place in done:
        yield place, work(place)
    # A process with threads is not forked: one of them may hold a lock.
    if processes > 1 and hasattr(os, "fork") and threading.active_count() == 1:
        for place, found in _forked(range(alone, count), work, processes):
            done.add(place)
            yield place, found
    for place in range(count):
        if place not in done:
            yield place, work(place)


def _take(child: _Child) -> None:
    _own.child = child


def _answer(function: Any, path: Path, arguments: tuple[Any, ...]) -> bytes:
    try:
        # Imported here: a build that finds nothing to do loads no format.
        from workshop_notes.formats.original import read_original

        data = read_original(path)
        if isinstance(data, Problem):
            return packed("problem", data)
        return packed("value", function(path, data, *arguments))
    except MemoryError:
        return packed("memory", None)
    except RecursionError:
        return packed("depth", None)
    except Exception as error:
        return packed("raised", _where(error))


def _where(error: BaseException) -> str:
    """Name an exception by type and place; its message may quote the original."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if "workshop_notes" in file.parts and file.name != "sandbox.py":
            place = f"{file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {place}" if place else type(error).__name__


def _bound_this_process(megabytes: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        for limit, amount in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, _LARGEST_WRITTEN),
            # Not the address space: PDFium reserves far more of it than it uses.
            (resource.RLIMIT_DATA, megabytes * _MEGABYTE),
        ):
            _, hard = resource.getrlimit(limit)
            most = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
            resource.setrlimit(limit, (most, most))
    end_with_parent()


def _result(job: Job, future: Future[bytes], seconds: float, megabytes: int) -> Result:
    from concurrent.futures import BrokenExecutor

    try:
        outcome, value = unpacked(future.result())
    except BrokenExecutor:
        raise
    except Exception as error:
        # A job that ended several workers, as a cluster says in its own ways.
        outcome, value = "raised", type(error).__name__
    if outcome == "value":
        return Result(job, value=value)
    if outcome == "problem":
        return Result(job, problem=value)
    # Imported here, as above.
    from workshop_notes.formats.hidden import refused

    name = outcome if outcome in ("time", "memory", "depth") else "stopped"
    said = f" ({value})" if value else ""
    refusal = refused(name, seconds=seconds, megabytes=megabytes, said=said)
    return Result(job, problem=refusal.problem(job.path.as_posix()))


def _start(folder: str, megabytes: int) -> subprocess.Popen[bytes]:
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(entry for entry in sys.path if entry)
    environment["TMPDIR"] = environment["TEMP"] = environment["TMP"] = folder
    work = f"from workshop_notes.sandbox import serve; serve({megabytes})"
    import subprocess

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
        import subprocess

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


def _forked(
    places: range, work: Callable[[int], bytes], processes: int
) -> Iterator[tuple[int, bytes]]:
    """Give what forked processes made, as far as none of them fails or is killed."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    def begin() -> None:
        _own.work = work  # which a fork need not be sent
        end_with_parent()

    pool = ProcessPoolExecutor(processes, get_context("fork"), begin)
    try:
        size = max(1, len(places) // (processes * 16))
        with contextlib.suppress(Exception):
            yield from zip(places, pool.map(_forked_work, places, chunksize=size), strict=True)
    finally:
        pool.shutdown(cancel_futures=True)


def _forked_work(place: int) -> bytes:
    found: bytes = _own.work(place)
    return found
