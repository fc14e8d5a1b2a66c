"""Fixtures for all tests: a small project of invented missions, notes and words."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from workshop_notes.vocabulary import Vocabularies, load_vocabularies

HERE = Path(__file__).parent
TOY = HERE / "toy"
SHARED = HERE.parent.parent / "shared"
# How long one example takes says how busy the machine is.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def skip_or_fail(reason: str) -> None:
    """Skip a test for want of a tool; fail where nothing may be skipped."""
    if os.environ.get("WORKSHOP_NOTES_NO_SKIP"):
        pytest.fail(f"{reason}, and WORKSHOP_NOTES_NO_SKIP is set")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def toy_vocabularies() -> Vocabularies:
    """The invented vocabularies of the toy project."""
    vocabularies, problems = load_vocabularies(TOY / "notes" / "vocabularies", TOY)
    assert not problems
    return vocabularies


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """A copy of the toy project that a test may change."""
    root = tmp_path / "toy"
    shutil.copytree(TOY, root)
    return root


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data beside the project; its tests are skipped in a lone clone."""
    if not SHARED.is_dir():
        pytest.skip("there is no ../shared beside this clone")
    return SHARED
