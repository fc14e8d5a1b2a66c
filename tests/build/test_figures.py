"""Figures of the bench of builds: a line for each builder, and how its time grows."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from lxml import etree
from tests.tools import ROOT

TIMES = {"cold": {"A & B": [(10, 1.0), (1_000, 100.0)], "Other": [(10, 0.5), (1_000, 5.0)]}}


@pytest.fixture
def speed(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    return importlib.import_module("speed")


def test_growth_is_the_exponent_of_time_by_notes(speed: Any) -> None:
    assert "- A & B, cold, 10 to 1,000: exponent 1.00" in speed.growth(TIMES)
    assert speed.growth({"cold": {"A & B": [(10, 1.0)]}}) == []


def test_a_figure_has_a_line_for_each_builder(speed: Any) -> None:
    figure = etree.fromstring(speed.plot("cold", TIMES["cold"]))
    texts = ["".join(one.itertext()) for one in figure.iter("{*}text")]
    assert {"A & B", "Other", "10", "1,000"} <= set(texts)
    drawn = [one.get("d") for one in figure.iter("{*}path") if one.get("fill") == "none"]
    assert len(drawn) == 2
    assert all(line.count("L") == 1 for line in drawn)
