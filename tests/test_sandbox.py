from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from workshop_notes.sandbox import Job, run_bounded

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
posix = pytest.mark.skipif(os.name != "posix", reason="files of POSIX systems")


@pytest.fixture(autouse=True)
def _tests_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_bytes(b"Participants agreed.\n")
    return path


def _job(function: str, path: Path, *arguments: object) -> Job:
    return Job(f"bounded_work:{function}", path, arguments)


def _codes(*jobs: Job, workers: int = 1, seconds: float = 10, megabytes: int = 512) -> list[str]:
    return [
        result.problem.code if result.problem else "ok"
        for result in run_bounded(jobs, workers, seconds, megabytes)
    ]


def test_results_come_in_the_order_of_the_jobs(tmp_path: Path) -> None:
    jobs = []
    for length in range(1, 30):
        path = tmp_path / f"{length}.txt"
        path.write_bytes(b"x" * length)
        jobs.append(_job("size", path))
    assert [result.value for result in run_bounded(jobs, workers=2)] == list(range(1, 30))


def test_a_child_is_reused(note: Path) -> None:
    results = list(run_bounded([_job("process", note)] * 10, workers=1))
    assert len({result.value for result in results}) == 1


@pytest.mark.parametrize("work", ["sleep", "spin"])
def test_work_without_end_is_ended_and_the_others_go_on(note: Path, work: str) -> None:
    codes = _codes(_job("size", note), _job(work, note), _job("size", note), seconds=0.5)
    assert codes == ["ok", "limit-time", "ok"]


@linux
@pytest.mark.parametrize("work", ["grow", "grandchild_grows"])
def test_growth_without_end_is_ended_and_the_others_go_on(note: Path, work: str) -> None:
    codes = _codes(_job("size", note), _job(work, note), _job("size", note), megabytes=150)
    assert codes[0] == codes[2] == "ok"
    assert codes[1] in {"limit-memory", "unreadable-original"}
    if work == "grow":
        assert codes[1] == "limit-memory"


@linux
def test_memory_that_an_earlier_file_left_does_not_count_against_the_next(note: Path) -> None:
    jobs = [_job("keep", note, 90)] * 4
    assert _codes(*jobs, megabytes=150) == ["ok"] * 4


def test_a_child_that_dies_is_replaced(note: Path) -> None:
    codes = _codes(_job("die", note), _job("size", note))
    assert codes == ["unreadable-original", "ok"]


def test_an_exception_is_named_without_what_it_says(note: Path) -> None:
    (result,) = run_bounded([_job("fail", note)])
    assert result.problem is not None
    assert "ValueError" in result.problem.message
    assert "Secret" not in repr(result.problem)


def test_recursion_is_a_problem(note: Path) -> None:
    assert _codes(_job("recurse", note)) == ["limit-depth"]


def test_what_a_child_prints_is_not_seen(note: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (result,) = run_bounded([_job("chatter", note)])
    assert result.value == "quiet"
    assert "Secret" not in "".join(capfd.readouterr())


def test_only_plain_data_comes_back(note: Path) -> None:
    assert _codes(_job("refuse_to_be_plain", note)) == ["unreadable-original"]


@linux
def test_a_grandchild_dies_with_the_child(note: Path, tmp_path: Path) -> None:
    marker = tmp_path / "pid"
    (result,) = run_bounded([_job("grandchild", note, str(marker))], seconds=2)
    assert result.problem is not None
    assert result.problem.code == "limit-time"
    pid = int(marker.read_text())
    assert _gone(pid)


def test_results_that_nobody_waits_for_leave_no_process(note: Path) -> None:
    results = run_bounded([_job("process", note)] * 3 + [_job("sleep", note)], workers=1)
    pid = next(results).value
    results.close()  # type: ignore[attr-defined]
    assert _gone(pid)


@posix
def test_links_folders_and_pipes_are_refused(note: Path, tmp_path: Path) -> None:
    link, pipe = tmp_path / "link.txt", tmp_path / "pipe.txt"
    link.symlink_to(note)
    os.mkfifo(pipe)
    paths = [link, pipe, tmp_path, Path("/dev/zero")]
    assert _codes(*(_job("size", path) for path in paths)) == ["not-a-file"] * 4
    assert _codes(_job("size", tmp_path / "absent.txt")) == ["missing-original"]


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    assert _codes(_job("size", path)) == ["limit-size"]


def _gone(pid: int) -> bool:
    for _ in range(100):
        try:
            status = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return True
        if status.rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False
