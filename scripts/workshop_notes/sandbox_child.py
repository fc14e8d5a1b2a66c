"""The child's side of the sandbox: its limits, its work, and the plain data that it sends back."""

from __future__ import annotations

import contextlib
import copyreg
import dataclasses
import importlib
import io
import os
import pickle
import signal
import struct
import sys
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Literal

from workshop_notes.formats.original import read_original
from workshop_notes.problem import Problem

Outcome = Literal["value", "problem", "memory", "depth", "raised"]

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


class _PlainUnpickler(pickle.Unpickler):
    """Opens nothing but this package's dataclasses and a few plain types.

    A child that an original has taken over could otherwise run code in its parent.
    """

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if (module, name) == (__name__, "_frozen_mapping"):
            return _frozen_mapping
        if module.split(".")[0] == "pathlib" and name.endswith("Path"):
            return super().find_class(module, name)
        if module.split(".")[0] == "workshop_notes":
            found = super().find_class(module, name)
            if isinstance(found, type) and dataclasses.is_dataclass(found):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not plain data")


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
    while (frame := read_frame(source)) is not None:
        target, path, arguments = pickle.loads(frame)
        module, _, name = target.partition(":")
        try:
            function = getattr(importlib.import_module(module), name)
        except Exception as error:
            write_frame(sink, b"begun")
            write_frame(sink, packed("raised", _where(error)))
            continue
        write_frame(sink, b"begun")
        write_frame(sink, _answer(function, path, arguments))


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


def _answer(function: Any, path: Path, arguments: tuple[Any, ...]) -> bytes:
    try:
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
        if "workshop_notes" in file.parts and file.name != "sandbox_child.py":
            place = f"{file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {place}" if place else type(error).__name__


def packed(outcome: Outcome, value: object) -> bytes:
    """Write an answer as bytes that `unpacked` reads."""
    target = io.BytesIO()
    pickler = pickle.Pickler(target)
    pickler.dispatch_table = copyreg.dispatch_table | {
        MappingProxyType: lambda mapping: (_frozen_mapping, (dict(mapping),))
    }
    pickler.dump((outcome, value))
    return target.getvalue()


def _frozen_mapping(items: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(items)


def _bound_this_process(megabytes: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _lower(resource.RLIMIT_CORE, 0)
        _lower(resource.RLIMIT_FSIZE, _LARGEST_WRITTEN)
        # Not the address space: PDFium reserves far more of it than it uses.
        _lower(resource.RLIMIT_DATA, megabytes * _MEGABYTE)
    end_with_parent()


def end_with_parent() -> None:
    """Let the system kill this process when its parent ends, where it can."""
    if sys.platform == "linux":
        with contextlib.suppress(ImportError, OSError, AttributeError):
            import ctypes

            set_parent_death_signal = 1
            ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


def _lower(limit: int, amount: int) -> None:
    import resource

    _, hard = resource.getrlimit(limit)
    if hard != resource.RLIM_INFINITY:
        amount = min(amount, hard)
    resource.setrlimit(limit, (amount, amount))
