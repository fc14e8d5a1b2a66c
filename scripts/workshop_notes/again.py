"""Again: what follows from a program's text alone is worked out once, and kept beside its bytecode.

That is what lists in YAML hold, the code of patterns, and that of the methods of dataclasses: to
make all of it anew takes a tenth of the time of a build with one changed note.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import inspect
import marshal
import os
import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
KEPT = Path(__file__).with_name("__pycache__") / "lists"
LEAST = 20_000  # bytes of what is new that are worth writing the file
MOST = 5_000  # things that the file holds
_PROOF = hashlib.sha256().digest_size


def _read_kept() -> dict[bytes, bytes]:
    """Give what is kept, by its digest; nothing of another Python, or of part of a file."""
    with contextlib.suppress(OSError):
        data = KEPT.read_bytes()
        if data[:_PROOF] == _proof(data[_PROOF:]):
            kept: dict[bytes, bytes] = marshal.loads(data[_PROOF:])
            return kept
    return {}


def _proof(kept: bytes) -> bytes:
    return hashlib.sha256(sys.version.encode() + kept).digest()


_kept = _read_kept()
_new: dict[bytes, bytes] = {}


def once(kind: str, given: bytes, work: Callable[[], T]) -> T:
    """Give what `work` gives for an input, which is plain data, or is not kept."""
    key = hashlib.sha256(kind.encode() + b"\0" + given).digest()
    if key in _kept:
        return marshal.loads(_kept[key])  # type: ignore[no-any-return]
    made: Any = work()
    with contextlib.suppress(ValueError):
        _new[key] = _kept[key] = marshal.dumps(made)
    return made  # type: ignore[no-any-return]


def keep_lists() -> None:
    """Write what is new, where that is worth it and Python may write beside its modules."""
    if sum(map(len, _new.values())) < LEAST or sys.dont_write_bytecode:
        return
    # Another process may have kept more meanwhile.
    kept = marshal.dumps(_read_kept() | _kept if len(_kept) <= MOST else _new)
    beside = KEPT.with_name(f"{KEPT.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        beside.write_bytes(_proof(kept) + kept)
        beside.replace(KEPT)
    _new.clear()


def compiled(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
    """Compile a pattern for `re`, as its own function for that does, of the code that is kept.

    Relied upon: that `re` asks `_compiler.compile`, and what that asks. What is made while a
    program runs may hold the words of a note: what modules and classes hold is kept, and no other.
    """
    caller = inspect.currentframe()
    while caller and caller.f_globals.get("__name__") in ("re", __name__):
        caller = caller.f_back
    runs = not caller or caller.f_code.co_flags & inspect.CO_OPTIMIZED
    if runs or flags & re.DEBUG or not isinstance(pattern, (str, bytes)):
        return _compile(pattern, flags)  # type: ignore[no-any-return]

    def coded() -> tuple[Any, ...]:
        read = re._parser.parse(pattern, flags)  # type: ignore[attr-defined]
        names = [None] * read.state.groups
        for name, place in read.state.groupdict.items():
            names[place] = name
        code = [int(one) for one in re._compiler._code(read, flags)]  # type: ignore[attr-defined]
        groups = read.state.groups - 1, read.state.groupdict, tuple(names)
        return flags | read.state.flags, code, *groups

    given = repr((pattern, flags)).encode()
    return re._compiler._sre.compile(pattern, *once("pattern", given, coded))  # type: ignore[attr-defined, no-any-return]


def executed(text: str, *names: dict[str, Any]) -> None:
    """Execute a text for `dataclasses`, which writes the methods of its classes so."""
    exec(once("text", text.encode(), partial(compile, text, "<string>", "exec")), *names)


_compile = re._compiler.compile  # type: ignore[attr-defined]
re._compiler.compile = compiled  # type: ignore[attr-defined]
dataclasses.exec = executed  # type: ignore[attr-defined]
