"""Work for the sandbox's tests: each function misbehaves in one way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

_KEPT: list[bytes] = []


def size(path: Path, data: bytes) -> int:
    return len(data)


def process(path: Path, data: bytes) -> int:
    return os.getpid()


def sleep(path: Path, data: bytes) -> None:
    time.sleep(600)


def spin(path: Path, data: bytes) -> None:
    while True:
        pass


def grow(path: Path, data: bytes) -> None:
    held = []
    while True:
        held.append(b"x" * 1_000_000)


def keep(path: Path, data: bytes, megabytes: int) -> int:
    _KEPT.append(b"x" * (megabytes * 1_000_000))
    return os.getpid()


def die(path: Path, data: bytes) -> None:
    os._exit(11)


def fail(path: Path, data: bytes) -> None:
    raise ValueError("Ambassador Secret")


def recurse(path: Path, data: bytes) -> None:
    recurse(path, data)


def chatter(path: Path, data: bytes) -> str:
    sys.stdout.write("Ambassador Secret")
    os.write(1, b"Ambassador Secret")
    return "quiet"


def grandchild(path: Path, data: bytes, marker: str) -> None:
    note_pid = f"import os, pathlib; pathlib.Path({marker!r}).write_text(str(os.getpid()))"
    program = f"{note_pid}; import time; time.sleep(600)"
    subprocess.run([sys.executable, "-c", program], check=False)


def grandchild_grows(path: Path, data: bytes) -> None:
    program = "held = []\nwhile True: held.append(b'x' * 1_000_000)"
    subprocess.run([sys.executable, "-c", program], check=True)


def refuse_to_be_plain(path: Path, data: bytes) -> object:
    return subprocess.Popen
