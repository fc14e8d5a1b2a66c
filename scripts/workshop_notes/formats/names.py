"""The names that formats give to their parts, as names.yml lists them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

# The loader in C reads a file ten times as fast; every value stays the text that it is.
_LOADER: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@cache
def _all() -> Mapping[str, Mapping[str, Any]]:
    text = Path(__file__).with_name("names.yml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, Any]] = yaml.load(text, Loader=_LOADER)
    return found


@cache
def names(section: str, space: str = "") -> Mapping[str, frozenset[str]]:
    """Give each list of a section, as a set of names with `space` before each."""
    return {
        key: frozenset(f"{space}{name}" for name in listed)
        for key, listed in _all()[section].items()
    }


def ordered(section: str) -> Mapping[str, tuple[str, ...]]:
    """Give each list of a section, in its order."""
    return {key: tuple(found) for key, found in _all()[section].items()}


def reasons(section: str) -> dict[str, str]:
    """Give each name of a section, whose lists stand below a reason, that reason, in order."""
    return {name: reason for reason, listed in _all()[section].items() for name in listed}
