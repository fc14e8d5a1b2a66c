"""Processes: one kind of work on many things, shared out among the machine's processors."""

from __future__ import annotations

import contextlib
import os
import struct
import tempfile
import threading
from collections.abc import Callable, Iterator
from typing import IO

from workshop_notes.sandbox import end_with_parent, read_frame, write_frame

FEWEST = 16  # things for which another process is worth its start
MOST = 8  # processes
_TURN = struct.Struct(">I")
_BUFFER = 64 * 1024  # bytes that a pipe holds on every system


def shared_out(
    count: int, work: Callable[[int], bytes], alone: int = 1
) -> Iterator[tuple[int, bytes]]:
    """Give the place and what `work` gives for each place below `count`, in no order.

    The first `alone` are done here before others start, which then need not load what those load.
    The work of another process is known by what it gives alone. Where one fails or is killed, this
    process does what is missing itself, so that an exception is raised here.
    """
    processes = min(os.cpu_count() or 1, count // FEWEST, MOST)
    done = set(range(min(alone, count)))
    for place in done:
        yield place, work(place)
    # A process with threads is not forked: one of them may hold a lock.
    if processes > 1 and hasattr(os, "fork") and threading.active_count() == 1:
        for place, found in _forked(alone, count, work, processes):
            done.add(place)
            yield place, found
    for place in range(count):
        if place not in done:
            yield place, work(place)


def _forked(
    begin: int, count: int, work: Callable[[int], bytes], processes: int
) -> Iterator[tuple[int, bytes]]:
    # Whoever is free takes the next turn out of a pipe, which gives each to one reader only.
    size = max(1, count // (processes * 16), -(-count * _TURN.size // _BUFFER))
    turns, source = os.pipe()
    os.write(source, b"".join(_TURN.pack(first) for first in range(begin, count, size)))
    os.close(source)

    def mine() -> Iterator[tuple[int, bytes]]:
        while turn := os.read(turns, _TURN.size):
            (first,) = _TURN.unpack(turn)
            for place in range(first, min(first + size, count)):
                yield place, work(place)

    with contextlib.ExitStack() as held:
        held.callback(os.close, turns)
        children: list[tuple[int, IO[bytes]]] = []
        try:
            for _ in range(processes - 1):
                sink: IO[bytes] = held.enter_context(tempfile.TemporaryFile())
                child = os.fork()
                if not child:
                    _be_a_child(mine, sink)
                children.append((child, sink))
            yield from mine()
        finally:
            for child, _ in children:
                os.waitpid(child, 0)
        for _, sink in children:
            sink.seek(0)
            while (frame := read_frame(sink)) is not None:
                yield _TURN.unpack_from(frame)[0], frame[_TURN.size :]


def _be_a_child(work: Callable[[], Iterator[tuple[int, bytes]]], sink: IO[bytes]) -> None:
    """Do a share of the work and end, without a word: what is missing is done by the parent."""
    code = 1
    try:
        end_with_parent()
        for place, found in work():
            write_frame(sink, _TURN.pack(place) + found)
        code = 0
    finally:
        os._exit(code)
