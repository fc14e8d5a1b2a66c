"""Thousands of originals: on any executor, on a cluster that loses a worker, and after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from workshop_notes.collection import load_collection
from workshop_notes.ingest import ingest, pending
from workshop_notes.sandbox import Job, run_bounded

NOTES = Path(sys.executable).with_name("notes")
MANY = 24


def originals(folder: Path, many: int = MANY) -> list[Path]:
    """Write raw notes of invented workshops, one of them no note."""
    folder.mkdir()
    for number in range(many):
        said = (
            f"On {number % 28 + 1} May {2040 + number}, the Toy Institute held a workshop on the"
            " mandate of TOYMIS. Participants agreed that patrols matter.\n"
        )
        if number == many // 2:
            said = "A recipe: take two eggs and some flour.\n"
        (folder / f"toy-{number:02}.txt").write_text(said, encoding="utf-8")
    return sorted(folder.iterdir())


def outcomes(root: Path, sources: list[Path], executor: Executor | None) -> list[str]:
    """Give what ingest says of each source, as text that can be compared."""
    found = ingest(sources, load_collection(root), dry_run=True, executor=executor)
    return [f"{one.source.name} {one.ok} {one.note} {one.problems}" for one in found]


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_any_executor_gives_what_the_pool_gives(toy: Path, tmp_path: Path, kind: str) -> None:
    sources = originals(tmp_path / "raw")
    expected = outcomes(toy, sources, None)
    pool: Executor = (
        ThreadPoolExecutor(2)
        if kind == "threads"
        else ProcessPoolExecutor(2, mp_context=get_context("spawn"))
    )
    with pool:
        assert outcomes(toy, sources, pool) == expected
    assert sum(" True " in one for one in expected) == MANY - 1


def test_a_file_without_end_is_ended_on_an_executor_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1]))
    note = tmp_path / "note.txt"
    note.write_text("Participants agreed.", encoding="utf-8")
    jobs = [Job(f"bounded_work:{name}", note) for name in ("size", "sleep", "size")]
    with ThreadPoolExecutor(1) as pool:
        codes = [one.problem and one.problem.code for one in run_bounded(jobs, 1, 0.5, 512, pool)]
    assert codes == [None, "limit-time", None]


def test_an_answer_that_is_no_plain_data_is_a_problem_of_its_file(tmp_path: Path) -> None:
    class Taken(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object) -> Future[bytes]:  # type: ignore[override]
            return super().submit(lambda: b"no pickle")

    with Taken(1) as pool:
        (found,) = run_bounded([Job("bounded_work:size", tmp_path / "a.txt")], executor=pool)
    assert found.value is None
    assert found.problem
    assert found.problem.code == "unreadable-original"


@pytest.fixture
def cluster() -> Iterator[object]:
    """A cluster of processes on this machine."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as found:
        yield found


@pytest.mark.slow
def test_a_worker_that_dies_loses_nothing_and_doubles_nothing(
    toy: Path, tmp_path: Path, cluster: object
) -> None:
    sources = originals(tmp_path / "raw", 60)
    expected = outcomes(toy, sources, None)
    address, workers = cluster.scheduler_address, cluster.workers  # type: ignore[attr-defined]
    command = [NOTES, "ingest", "--root", toy, "--json", "--dry-run", "--cluster", address]
    with subprocess.Popen([*command, *sources], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        lines = [running.stdout.readline()]
        os.kill(workers[0].pid, signal.SIGKILL)
        lines += running.stdout.readlines()
    said = [json.loads(line) for line in lines]
    assert [Path(one["source"]).name for one in said] == [path.name for path in sources]
    assert [one["ok"] for one in said] == [" True " in one for one in expected]


def test_no_cluster_is_said_in_one_line(toy: Path, tmp_path: Path) -> None:
    (source,) = originals(tmp_path / "raw", 1)
    command = [NOTES, "ingest", "--root", toy, "--cluster", "tcp://127.0.0.1:1", source]
    soon = {**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=soon)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].count("no Dask cluster answers at") == 1


def test_what_was_taken_in_before_a_kill_is_not_read_again(toy: Path, tmp_path: Path) -> None:
    sources = originals(tmp_path / "raw", 40)
    command = [NOTES, "ingest", "--root", toy, "--into", toy / "notes" / "2040", sources[0].parent]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        while len(list((toy / "notes" / "2040").glob("toy-*.md"))) < 5:
            assert running.poll() is None
            time.sleep(0.01)
        running.kill()
    before = len(list((toy / "notes" / "2040").glob("toy-*.md")))
    assert 5 <= before < 40
    left = pending(sources[0].parent, load_collection(toy))
    assert len(left) == 40 - before
    subprocess.run(command, capture_output=True, check=False)
    assert len(list((toy / "notes" / "2040").glob("toy-*.md"))) == 39
    assert pending(sources[0].parent, load_collection(toy)) == [sources[20]]
