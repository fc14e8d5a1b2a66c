"""Kills ingest and build at random moments, and starts two runs at once: nothing may be lost.

    python bench/accidents.py            # or: python bench/accidents.py --kills 20 --pairs 6

After each kill every note and every file of the site is whole, as it was before or as it is to be;
at the end a run equals one that nobody disturbed. Of two runs at once both are right, or one says
who is at work. Prints one line for each kind, and ends with 1 when something was wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from workshop_notes.writing import MARK, STAGING, written_before

HERE = Path(__file__).resolve().parents[1]
TOY = HERE / "tests" / "toy"
SHARED = ("mkdocs.yml", "overrides", "docs", "scripts/workshop_notes/hook.py")
NOTES = (sys.executable, "-m", "workshop_notes.cli")
DAY = "2100000000"  # after every invented workshop
LONGEST = 300.0  # seconds that a run may take on a busy machine


def main() -> int:
    """Run the accidents that the command line asks for."""
    parser = argparse.ArgumentParser(description="Kills and pairs; see the top of the file.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="accidents-") as scratch:
        root = project(Path(scratch) / "project")
        for name, accidents in (
            ("kills", kills(root, asked.kills, asked.seed)),
            ("pairs", pairs(root, asked.pairs, asked.seed)),
        ):
            found = list(accidents)
            faults = [fault for fault in found if fault]
            print(f"{name}: {len(found)} run, {len(faults)} wrong", flush=True)
            print("\n".join(faults[:10]), end="\n" if faults else "")
            wrong += len(faults)
    return 1 if wrong else 0


def project(folder: Path) -> Path:
    """Make a project of invented notes, with an original that waits, and build it once."""
    for name in SHARED:
        source, target = HERE / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            ours = written_before(source) or frozenset()
            shutil.copytree(
                source,
                target,
                ignore=lambda at, names, s=source, o=ours: _ours(Path(at).relative_to(s), names, o),
            )
        else:
            shutil.copy(source, target)
    shutil.copytree(TOY / "notes", folder / "notes")
    (folder / "notes" / "2033").mkdir()
    shutil.copy(TOY / "raw" / "zuma.txt", folder / "notes" / "2033" / "zuma.txt")
    for verb in (("ingest", "notes"), ("build",)):
        done = _started(folder, verb)
        said = done.communicate(timeout=LONGEST)[0]
        if done.returncode:
            raise SystemExit(said)
    return folder


def kills(root: Path, count: int, seed: int) -> Iterator[str]:
    """Kill a run `count` times, at a random moment each; gives what was wrong, or ""."""
    chance = random.Random(seed)
    right, draft, seconds = _content(root / "site"), _draft(root).read_bytes(), {}
    for verb in (("ingest", "--force", "notes/2033/zuma.txt"), ("build",)):
        began = time.monotonic()
        _started(root, verb).communicate(timeout=LONGEST)
        seconds[verb] = time.monotonic() - began
    for _ in range(count):
        verb = chance.choice(list(seconds))
        if verb[0] == "ingest" and chance.random() < 0.5:
            _draft(root).unlink(missing_ok=True)
        run = _started(root, verb)
        time.sleep(chance.random() * seconds[verb] * 1.1)
        if chance.random() < 0.5:
            os.kill(run.pid, signal.SIGKILL)  # alone: what it started must end by itself
        else:
            os.killpg(run.pid, signal.SIGKILL)
        said = run.communicate(timeout=LONGEST)[0]
        yield "; ".join(_faults(root, said, right, draft))
    _started(root, ("ingest", "notes")).communicate(timeout=LONGEST)
    said = _started(root, ("build",)).communicate(timeout=LONGEST)[0]
    faults = [*_faults(root, said, right, draft)]
    faults += [f"left behind: {path}" for path in root.glob(f"*{STAGING}*")]
    faults += ["the draft is missing"] * (not _draft(root).exists())
    yield "; ".join(faults)


def pairs(root: Path, count: int, seed: int) -> Iterator[str]:
    """Start two runs at once, `count` times; gives what was wrong, or ""."""
    chance = random.Random(seed)
    right, draft = _content(root / "site"), _draft(root).read_bytes()
    kinds = ("build build", "build serve", "ingest ingest")
    for number in range(count):
        first, second = kinds[number % len(kinds)].split()
        if first == "ingest":
            _draft(root).unlink(missing_ok=True)
        runs = []
        for verb in (first, second):
            runs.append(_started(root, _arguments(verb)))
            time.sleep(chance.choice((0, 0, chance.random())))
        faults = []
        for verb, run in zip((first, second), runs, strict=True):
            if verb == "serve":
                runs[0].wait(timeout=LONGEST)
                time.sleep(0.5)
                faults += ["serve ended by itself"] * (run.poll() is not None)
                os.killpg(run.pid, signal.SIGTERM)
            said = run.communicate(timeout=LONGEST)[0]
            if verb != "serve" and run.returncode and "is at work" not in said:
                faults.append(f"{verb} ended with {run.returncode}: {said[-300:]}")
            faults += _faults(root, said, right, draft)
        yield f"{first}/{second}: {'; '.join(faults)}" if faults else ""


def _arguments(verb: str) -> tuple[str, ...]:
    if verb == "ingest":
        return ("ingest", "notes")
    if verb == "serve":
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            return ("serve", "--address", f"127.0.0.1:{free.getsockname()[1]}")
    return (verb,)


def _started(root: Path, verb: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*NOTES, *verb],
        cwd=root,
        env={**os.environ, "SOURCE_DATE_EPOCH": DAY},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _faults(root: Path, said: str, right: dict[str, str], draft: bytes) -> Iterator[str]:
    if "Traceback" in said:
        yield f"a traceback: {said[-500:]}"
    site = root / "site"
    if not site.is_dir():
        yield "the site is lost"
    elif (found := _content(site)) != right:
        names = sorted({*found, *right})
        yield f"other files: {[name for name in names if found.get(name) != right.get(name)][:5]}"
    for name in written_before(site) or ():
        if not (site / name).is_file():
            yield f"{name} is missing"
    with contextlib.suppress(FileNotFoundError):
        if _draft(root).read_bytes() != draft:
            yield "the draft is half-written"
    for path in (root / "notes").rglob("*"):
        if path.name.endswith(".tmp"):
            yield f"half-written: {path.name}"


def _content(site: Path) -> dict[str, str]:
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
        if (name := path.relative_to(site).as_posix())
    }


def _draft(root: Path) -> Path:
    return root / "notes" / "2033" / "zuma.md"


def _ours(below: Path, names: list[str], ours: frozenset[str]) -> set[str]:
    return {name for name in names if name == MARK or (below / name).as_posix() in ours}


if __name__ == "__main__":
    sys.exit(main())
