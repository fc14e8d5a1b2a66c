"""Reading an original from disk: a regular file of bounded size, nothing else."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from workshop_notes.problem import Problem

LARGEST_ORIGINAL = 64 * 1024 * 1024  # bytes; a note with pictures is under a tenth of it


def read_original(path: Path, *, largest: int = LARGEST_ORIGINAL) -> bytes | Problem:
    """Read a file's bytes, or say why it is not read.

    Symbolic links, folders, pipes, sockets and devices are refused without being opened for
    reading: a link could lead out of the project, and a pipe would wait forever.
    """
    shown = path.as_posix()
    try:
        before = path.lstat()
    except (OSError, ValueError):
        return _refused(shown, "missing-original", "there is no such file", "check the path")
    if problem := _irregular(shown, before.st_mode):
        return problem
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        descriptor = os.open(path, flags)
    except OSError:
        return _refused(
            shown, "unreadable-original", "this file may not be read", "check its permissions"
        )
    with os.fdopen(descriptor, "rb") as file:
        now = os.fstat(file.fileno())
        if problem := _irregular(shown, now.st_mode):
            return problem
        data = file.read(largest + 1) if now.st_size <= largest else b""
    if now.st_size > largest or len(data) > largest:
        return _refused(
            shown,
            "limit-size",
            f"this file is larger than {largest // (1024 * 1024)} MB",
            "shrink its pictures or split it",
        )
    return data


def _irregular(shown: str, mode: int) -> Problem | None:
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        what, fix = "a symbolic link", "put the file itself here"
    elif stat.S_ISDIR(mode):
        what, fix = "a folder", "name the files in it"
    else:
        what, fix = "a pipe, socket or device", "name a file"
    return _refused(shown, "not-a-file", f"this is {what}, not a file", fix)


def _refused(path: str, code: str, message: str, fix: str) -> Problem:
    return Problem(path, 1, 1, code, message, fix)
