"""Work that is shared out among processes is all done, once, whatever becomes of them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from workshop_notes import sandbox
from workshop_notes.build.cache import FILE, Cache
from workshop_notes.sandbox import shared_out

COUNT = 200


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(sandbox.threading, "active_count", lambda: 1)


def test_every_place_is_done_once_and_by_more_than_one_process() -> None:
    found = list(shared_out(COUNT, lambda place: b"%d %d" % (place, os.getpid())))
    assert sorted(place for place, _ in found) == list(range(COUNT))
    assert all(int(data.split()[0]) == place for place, data in found)


@pytest.mark.parametrize("way", ["kill", "raise"])
def test_what_a_lost_process_left_undone_is_done_all_the_same(way: str) -> None:
    here = os.getpid()

    def work(place: int) -> bytes:
        if os.getpid() != here:
            if way == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise ValueError(place)
        return b"%d" % place

    assert dict(shared_out(COUNT, work)) == {place: b"%d" % place for place in range(COUNT)}


def test_an_error_of_the_work_is_raised_here() -> None:
    def work(place: int) -> bytes:
        if place == COUNT - 1:
            raise ValueError(place)
        return b""

    with pytest.raises(ValueError, match=str(COUNT - 1)):
        list(shared_out(COUNT, work))


def test_what_several_processes_made_is_remembered(tmp_path: Path) -> None:
    given = [f"note {number}" for number in range(COUNT)]
    for work in (lambda place: place * 2, lambda place: -place):
        cache = Cache(tmp_path / FILE)
        assert cache.each("twice", given, work) == [place * 2 for place in range(COUNT)]
        cache.close()
