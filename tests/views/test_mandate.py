import pytest

from workshop_notes.views.mandate import by_mission, thread
from workshop_notes.vocabulary import Term, Vocabularies


def term(number: str, adopted: str, effect: str = "renews", until: str = "") -> Term:
    return Term(number, number, facts={"adopted": adopted, "effect": effect, "until": until})


ROW = (
    term("1", "2030-06-30", "establishes", "2031-06-30"),
    term("2", "2031-06-28", "renews-technical", "2031-07-31"),
    term("3", "2031-07-30", "renews", "2032-07-31"),
    term("4", "2032-07-15", "ends", "2032-12-31"),
)


@pytest.mark.parametrize(
    ("date", "in_force", "following"),
    [
        ("2030-01-01", None, ["1"]),
        ("2031-05-20", "1", ["2", "3"]),
        ("2031-06-27/2031-06-29", "1", ["3"]),
        ("2032-01-01", "3", ["4"]),
        ("2033-01-01", None, []),
    ],
)
def test_the_thread_leads_from_the_resolution_in_force_to_the_next(
    date: str, in_force: str | None, following: list[str]
) -> None:
    before, after = thread(ROW, date)
    assert (before.id if before else None) == in_force
    assert [one.id for one in after] == following


def test_a_term_that_had_run_out_is_not_said_to_be_in_force() -> None:
    assert thread(ROW[:1], "2031-09-01")[0] is None


@pytest.mark.parametrize("date", ["", "2031", "2031-05"])
def test_without_a_day_nothing_is_said(date: str) -> None:
    assert thread(ROW, date) == thread((), date)


def test_resolutions_are_listed_by_mission_in_their_order(toy_vocabularies: Vocabularies) -> None:
    found = by_mission(toy_vocabularies.resolutions)
    assert [one.id for one in found["ZUMA"]] == ["9801", "9902"]
