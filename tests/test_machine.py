"""What the machine refuses is one line that says what to do, and who is at work is told."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from tests.conftest import TOY, skip_or_fail

from workshop_notes.cli import main
from workshop_notes.machine import BusyError, alone, refusal
from workshop_notes.writing import MARK

GOOD = (TOY / "raw" / "zuma.txt").read_text(encoding="utf-8")
NOTES = [sys.executable, "-m", "workshop_notes.cli"]


def one_line(text: str) -> bool:
    return text.startswith("notes: ") and text.count("\n") == 1 and "Traceback" not in text


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "free"),
        (errno.EACCES, "permission"),
        (errno.EROFS, "writable"),
        (errno.EMFILE, "ulimit -n"),
        (errno.EADDRINUSE, "--address"),
        (errno.EIO, ""),
    ],
)
def test_a_refusal_names_the_file_and_the_way_out(number: int, says: str) -> None:
    said = refusal(OSError(number, os.strerror(number), "docs/notes/x.md"))
    assert "docs/notes/x.md: " in said
    assert says in said
    assert "\n" not in said


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EMFILE, errno.EROFS])
@pytest.mark.parametrize(
    "verb", [["ingest", "raw.txt"], ["build"], ["check"], ["new", "--mission", "ZUMA"]]
)
def test_whatever_the_machine_refuses_ends_a_verb_in_one_line(
    toy: Path,
    number: int,
    verb: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), "some/file")

    (toy / "raw.txt").write_text(GOOD, "utf-8")
    monkeypatch.chdir(toy)
    for module in ("vocabulary", "collection", "build.make"):
        monkeypatch.setattr(f"workshop_notes.{module}.load_vocabularies", refused)
    more = ["--date", "2033-01-01", "--title", "T"] if verb[0] == "new" else []
    assert main([*verb, *more]) == 1
    assert one_line(capsys.readouterr().err)


@pytest.mark.parametrize("verb", [["check"], ["--help"], ["list"], ["explain", "2031/zuma"]])
def test_a_full_device_for_the_output_is_one_line(toy: Path, verb: list[str]) -> None:
    (toy / "notes/2031/slip.md").write_text("---\ntitle: x\n---\n", "utf-8")
    # Unbuffered, argparse itself would swallow the refusal.
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*NOTES, *verb],
            cwd=toy,
            env=buffered,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.slow
def test_a_full_disk_ends_in_one_line_and_a_clean_state(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        skip_or_fail("no file system may be mounted here")
    try:
        root = disk / "toy"
        shutil.copytree(TOY, root)
        (root / "notes/2033").mkdir()
        (root / "notes/2033/zuma.txt").write_text(GOOD, "utf-8")
        before = sorted(root.rglob("*"))
        for free, verb in itertools.product((0, 1, 3, 9), (["ingest", "notes"], ["build"])):
            if verb == ["ingest", "notes"] and free > 1:
                continue
            _fill(disk / "filler", free)
            ran = subprocess.run(
                [*NOTES, *verb], cwd=root, capture_output=True, text=True, check=False
            )
            assert "Traceback" not in ran.stdout + ran.stderr
            assert (ran.returncode, one_line(ran.stderr)) == (1, True), ran
            left = {path for path in root.rglob("*") if path.name != MARK} - set(before)
            assert not [path for path in left if ".tmp" in path.name or "building" in path.name]
            assert not list(root.glob("notes/2033/zuma.md"))
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def _fill(filler: Path, free: int) -> None:
    """Fill a disk but for some pages of 4,096 bytes."""
    with contextlib.suppress(OSError), filler.open("ab", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass
    os.truncate(filler, filler.stat().st_size // 4096 * 4096 - free * 4096)


def test_few_descriptors_are_one_line(toy: Path) -> None:
    command = f"ulimit -n 9; exec {' '.join(NOTES)} build"
    done = subprocess.run(
        ["bash", "-c", command], cwd=toy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert one_line(done.stderr)


def test_a_folder_without_rights_is_one_line(toy: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    asked = [*NOTES, "ingest", "--root", str(toy), "--dry-run", str(tmp_path)]
    if os.geteuid() == 0:
        asked = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--reuid=65534", *asked]
        subprocess.run(["chmod", "-R", "a+rX", str(toy)], check=True)
        for folder in (tmp_path, *tmp_path.parents[:3]):
            folder.chmod(0o755)
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    closed.chmod(0o755)
    assert done.returncode == 1
    assert one_line(done.stderr)
    assert "closed" in done.stderr


def test_a_busy_port_is_one_line(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        assert main(["serve", "--root", str(toy), "--address", f"127.0.0.1:{port}"]) == 1
    said = capsys.readouterr().err
    assert one_line(said)
    assert "--address" in said


@pytest.mark.parametrize("address", ["here", "127.0.0.1:", "127.0.0.1:99999", ":80:80"])
def test_an_address_that_is_none_is_wrong_usage(toy: Path, address: str) -> None:
    assert main(["serve", "--root", str(toy), "--address", address]) == 2


def test_the_second_run_waits_for_the_first_and_says_who_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = []

    def second() -> None:
        with alone(tmp_path, "ingest"):
            order.append("second")

    with alone(tmp_path, "build"):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.3)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert f"process {os.getpid()} (build, since " in capsys.readouterr().err


def test_who_waits_too_long_is_told_whom_to_stop(tmp_path: Path) -> None:
    with (
        alone(tmp_path, "build"),
        pytest.raises(BusyError, match=f"process {os.getpid()}"),
        alone(tmp_path, "ingest", patience=0.2),
    ):
        pass


def test_a_killed_run_holds_nothing_up(tmp_path: Path) -> None:
    program = (
        "import os, sys, pathlib; from workshop_notes.machine import alone\n"
        "with alone(pathlib.Path(sys.argv[1]), 'build'): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    with alone(tmp_path, "build", patience=0):
        pass
