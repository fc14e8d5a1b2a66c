"""Starting: what this package's own lists hold, read once and kept beside Python's bytecode.

It follows from their text alone, and reading it as YAML takes longer than many a command does.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import mmap
import os
import sys
from collections.abc import Callable
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
FILE = Path(__file__).with_name("__pycache__") / "starting"
LEAST = 20_000  # bytes of what is new that are worth writing the file
MOST = 5_000  # things that the file holds
LONG = 10_000  # letters of an input that is known by its digest
_PROOF = 4 + 32  # bytes: how long the index is, and its SHA-256 with the version of Python
Key = tuple[str, object]
Value = bytes | memoryview


def _read() -> dict[Key, Value]:
    """Give what is kept, none of it read yet; nothing of another Python, or of part of a file."""
    with contextlib.suppress(OSError, ValueError), FILE.open("rb") as file:
        data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        end = _PROOF + int.from_bytes(data[:4], "big")
        if data[4:_PROOF] == _proof(data[_PROOF:end]):
            keys, ends = marshal.loads(data[_PROOF:end])
            if len(data) == end + ends[-1]:
                pairs = zip(keys, pairwise((0, *ends)), strict=True)
                return {key: data[end + first : end + last] for key, (first, last) in pairs}
    return {}


def _proof(index: Value) -> bytes:
    return hashlib.sha256(sys.version.encode() + index).digest()


_kept = _read()
_new: dict[Key, Value] = {}


def once(kind: str, given: object, work: Callable[[], T]) -> T:
    """Give what `work` gives for an input, both plain data."""
    long = isinstance(given, str) and len(given) > LONG
    key = (kind, hashlib.sha256(str(given).encode()).digest() if long else given)
    if key in _kept:
        return marshal.loads(_kept[key])  # type: ignore[no-any-return]
    made: Any = work()
    with contextlib.suppress(ValueError):
        _new[key] = _kept[key] = marshal.dumps(made)
    return made  # type: ignore[no-any-return]


def keep() -> None:
    """Write what is new, where that is worth it and Python may write beside its modules."""
    if sum(map(len, _new.values())) < LEAST or sys.dont_write_bytecode:
        return
    kept = _kept if len(_kept) <= MOST else _new
    index = marshal.dumps((list(kept), list(accumulate(map(len, kept.values())))))
    head = len(index).to_bytes(4, "big") + _proof(index)
    beside = FILE.with_name(f"{FILE.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        beside.write_bytes(b"".join((head, index, *kept.values())))
        beside.replace(FILE)
    _new.clear()
