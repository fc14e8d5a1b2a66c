"""A file of the last site is taken over where it is what was left there, whatever its times say."""

import os
from pathlib import Path

import pytest

from workshop_notes.build.memory import Memory, lying_below
from workshop_notes.writing import digest_of

NAME = "a/b.txt"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site" / "a").mkdir(parents=True)
    (tmp_path / "site" / NAME).write_text("tea", "utf-8")
    return tmp_path / "site"


def left(site: Path) -> Memory:
    return Memory(files={NAME: digest_of(site / NAME)}, lying=lying_below(site))


@pytest.mark.parametrize("there", [False, True])
def test_it_is_taken_over_into_the_place_of_whatever_stands_there(site: Path, there: bool) -> None:
    staged = site.with_name("staged")
    (staged / "a").mkdir(parents=True) if there else staged.mkdir()
    if there:
        (staged / NAME).write_text("cake", "utf-8")
    memory = left(site)
    assert not memory.take(site, staged, NAME, "another digest")
    assert not memory.take(site, staged, "a/other.txt")
    assert memory.take(site, staged, NAME, memory.files[NAME])
    assert (staged / NAME).read_text("utf-8") == "tea"
    assert (staged / NAME).stat().st_ino == (site / NAME).stat().st_ino


def test_another_content_of_equal_size_and_time_is_noticed_and_other_times_alone_are_not(
    site: Path,
) -> None:
    memory, path = left(site), site / NAME
    times = path.stat()
    path.write_text("jam", "utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not memory.holds(site, NAME)
    path.write_text("tea", "utf-8")
    os.utime(path, ns=(0, 0))
    assert memory.holds(site, NAME)
    path.unlink()
    assert not memory.holds(site, NAME)
