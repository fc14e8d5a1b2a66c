"""Resolutions of the Council that a text cites."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workshop_notes.extract.original import Extraction

Take = Callable[..., Extraction]
SAID = "Participants asked for more patrols. Several warned of the rains."


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("changed by Resolution 2480 (2019)", ("2480",)),
        ("S/RES/2480 (2019) and S/RES/2531", ("2480", "2531")),
        ("resolutions 2625 and 2626", ("2625", "2626")),
        ("resolutions 2567 (2021), 2625 (2022) and 2626 (2022)", ("2567", "2625", "2626")),
        ("UNSCR 2524", ("2524",)),
        ("the resolution in force, which is 2524 (2020)", ("2524",)),
        ("the resolution of 2031 and the year after it (2032)", ()),
        ("Security Council resolution no. 2480", ("2480",)),
        ("la résolution 2409 (2018)", ("2409",)),
        ("the reso-\nlution 2480 (2019) says", ("2480",)),
        ("resolution 2009 set it up and resolution 1990 another", ("2009", "1990")),
        ("General Assembly resolution 2625", ()),
        ("Human Rights Council resolution 30/1", ()),
        ("a resolution of 2019", ()),
        ("the resolution in 15 pages", ()),
        ("it.\n\nMore notes\n- Resolution 2480 (2019)", ()),
        ("Year\nResolution\n2018\n2019\n", ()),
    ],
)
def test_citations_are_read(take: Take, text: str, numbers: tuple[str, ...]) -> None:
    assert (take(f"A workshop was held. It spoke of {text}").value("resolutions") or ()) == numbers


def test_an_unknown_number_is_proposed_with_a_doubt(take: Take) -> None:
    found = take(f"IPI held a workshop on resolution 2999 (2033). {SAID}")
    assert found.value("resolutions") == ("2999",)
    assert "unknown-resolution" in {problem.code for problem in found.problems}


def test_a_wrong_year_is_shown(take: Take) -> None:
    found = take(f"IPI held a workshop on resolution 2480 (2018). {SAID}")
    assert "contradiction" in {problem.code for problem in found.problems}
