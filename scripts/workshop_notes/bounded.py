"""Reading what editors write, within bounds: no file is too large, no YAML nested without end.

What this package's own lists hold follows from their text alone. Reading it as YAML takes longer
than many a command does, so it is kept beside Python's bytecode.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import re
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

import yaml

from workshop_notes.problem import Problem

T = TypeVar("T")
KEPT = Path(__file__).with_name("__pycache__") / "lists"
LEAST = 20_000  # bytes of what is new that are worth writing the file
MOST = 5_000  # things that the file holds
_PROOF = hashlib.sha256().digest_size
LARGEST = 1_000_000
DEEPEST = 12
Position = tuple[int, int]
MARKER = re.compile(r"(?:<{7}|>{7}|\|{7}|={7})(?: .*)?")
UNFINISHED_MERGE = (
    "an unfinished merge: both versions and their marks stand here",
    "keep one version of the lines between <<<<<<< and >>>>>>>, and remove the three marks",
)


class TooLargeError(Exception):
    """A file holds more than anybody writes by hand."""


class UnfitError(yaml.YAMLError):
    """YAML that is well formed, but nothing that an editor would write."""

    def __init__(self, problem: str, mark: Any) -> None:
        super().__init__(problem)
        self.problem = problem
        self.problem_mark = mark


class UnreadError(Exception):
    """What an editor wrote cannot be read; `problem` says where, why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.says)
        self.problem = problem


class Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Composes only; values stay text, so that `NO` and `2020-05-20` are what was typed."""


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


@cache
def read_own(path: Path) -> Any:
    """Read a YAML file of this package once, by the fast reader where it is there."""
    data, reader = path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return once("yaml", data, partial(yaml.load, data, reader))


def read_bounded(path: Path, largest: int = LARGEST) -> bytes:
    """Read a file of at most `largest` bytes; raises TooLargeError without reading a larger one."""
    with path.open("rb") as file:
        data = file.read(largest + 1)
    if len(data) > largest:
        raise TooLargeError(f"the file is larger than {largest // 1000:,} kB")
    return data


def read_text(
    path: Path, shown: str, larger: str, largest: int = LARGEST, data: bytes | None = None
) -> str:
    """Read a text of at most `largest` bytes; `larger` says what to do about a longer one.

    `data` is the file's content where it was read already. Raises UnreadError.
    """
    try:
        return (read_bounded(path, largest) if data is None else data).decode("utf-8-sig")
    except TooLargeError as error:
        problem = Problem(shown, 1, 1, "too-large", str(error), larger)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        fix = "save it as UTF-8"
        problem = Problem(shown, line, 1, "not-utf-8", "the file is not UTF-8", fix)
    raise UnreadError(problem)


def merged(text: str, shown: str) -> str:
    """Give a text with \\n at the end of each line.

    Raises UnreadError at the mark of an unfinished merge.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    line = merge_marker(text)
    if line:
        raise UnreadError(Problem(shown, line, 1, "unfinished-merge", *UNFINISHED_MERGE))
    return text


def read_yaml(text: str, shown: str, code: str, what: str, fix: str) -> yaml.Node | None:
    """Compose `what` an editor wrote; raises UnreadError, with a code and a way out."""
    try:
        return compose(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        why = str(getattr(error, "problem", None) or "this is not YAML").splitlines()[0]
        raise UnreadError(Problem(shown, line, column, code, f"{what}: {why}", fix)) from error


def compose(text: str) -> yaml.Node | None:
    """Compose one YAML document; gives None for an empty one.

    Raises yaml.YAMLError with its place, also for what is nested deeper than DEEPEST: the composer
    itself would end the whole program.
    """
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise UnfitError("this is nested too deep", event.start_mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            raise UnfitError("this refers to another place with *", event.start_mark)
    node: yaml.Node | None = yaml.compose(text, Loader=Loader)
    return node


def place(node: yaml.Node) -> Position:
    """Give the (line, column) at which a node begins, counted from 1."""
    return node.start_mark.line + 1, node.start_mark.column + 1


def merge_marker(text: str) -> int | None:
    """Give the line, counted from 1, at which an unfinished merge shows, or None.

    A line of seven equals signs below seven letters is a heading.
    """
    before = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if MARKER.fullmatch(line.rstrip()) and not (line.startswith("=") and len(before) == 7):
            return number
        before = line.strip()
    return None
