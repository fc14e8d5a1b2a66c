"""A smaller version of `bench/accidents.py`: kills at random moments, and two runs at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bench.accidents import kills, pairs, project


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("accidents") / "project")


@pytest.mark.slow
@pytest.mark.parametrize("accidents", [kills, pairs])
def test_an_accident_loses_nothing(
    root: Path, accidents: Callable[[Path, int, int], Iterator[str]]
) -> None:
    assert [fault for fault in accidents(root, 3, 1) if fault] == []
