"""The commands `notes` and `mkdocs` without their start, which is a quarter of a small build.

A process that has loaded what they need, and has done nothing with it, forks for each of them: it
has the arguments, folder, environment and streams that a shell would give it. Where a program is
started as itself, or the system has no fork, `subprocess` does it.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import iter_modules

PREPARED = ("notes", "mkdocs")
LOADED = [
    "mkdocs.__main__",
    "mkdocs.commands.build",
    "mkdocs.livereload",
    "material.extensions.emoji",
    "pygments.lexers",
    "pymdownx.keys",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "tinycss2",
    "workshop_notes.build.make",
    "workshop_notes.cli",
]


def run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command of this environment in a folder, and give its exit code and what it said."""
    if command[0] not in PREPARED or not hasattr(os, "fork"):
        program = Path(sys.executable).with_name(command[0])
        return subprocess.run(
            [program, *command[1:]],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    with tempfile.TemporaryDirectory() as said:
        streams = [Path(said, name) for name in ("stdout", "stderr")]
        asked = (list(command), str(folder), dict(environment), [str(one) for one in streams])
        code = _starter().ask(asked)
        stdout, stderr = (one.read_text("utf-8") for one in streams)
    return subprocess.CompletedProcess(list(command), code, stdout, stderr)


class _Starter:
    """The process that waits for commands, and forks for each."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        atexit.register(self._process.terminate)

    def ask(self, asked: object) -> int:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(asked)}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@cache
def _starter() -> _Starter:
    return _Starter()


def _wait() -> None:
    for name in LOADED:
        import_module(name)
    views = import_module("workshop_notes.views")
    for one in iter_modules(views.__path__, "workshop_notes.views."):
        import_module(one.name)
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        child = os.fork()
        if not child:
            answers.close()
            _become(*json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


def _become(
    command: list[str], folder: str, environment: dict[str, str], streams: list[str]
) -> None:
    """Be the command, as its script in the environment's folder of programs is."""
    for number, path in enumerate(("/dev/null", *streams)):
        opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    program = Path(sys.executable).with_name(command[0])
    sys.argv = [str(program), *command[1:]]
    (entry,) = entry_points(group="console_scripts", name=command[0])
    sys.exit(entry.load()())


if __name__ == "__main__":
    _wait()
