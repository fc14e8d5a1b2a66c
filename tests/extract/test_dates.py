"""Dates in every form that texts write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop_notes.text.dates import find_dates
from workshop_notes.text.languages import month_names

FRENCH = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("May 8, 2031", "2031-05-08"),
        ("8 May 2031", "2031-05-08"),
        ("Thursday, 8 May 2031 19:18", "2031-05-08"),
        ("the 8th of May, 2031", "2031-05-08"),
        ("8-May-2031", "2031-05-08"),
        ("Sept. 10, 2031", "2031-09-10"),
        ("2031-05-08", "2031-05-08"),
        ("13/06/2031", "2031-06-13"),
        ("06/13/2031", "2031-06-13"),
        ("8.5.2031", "2031-05-08"),
        ("Thu, 05/08/2031", "2031-05-08"),
        ("jeudi 08/05/2031", "2031-05-08"),
        ("8 dic. 2031", "2031-12-08"),
        ("8 Mrz 2031", "2031-03-08"),
        ("mar. 18 nov. 2031 09:12", "2031-11-18"),
        ("12 de setiembre de 2031", "2031-09-12"),
        ("3. Jänner 2031", "2031-01-03"),
        ("08/May/2031", "2031-05-08"),
        ("8-May-31", "2031-05-08"),
        ("08.05.31", "2031-05-08"),
        ("2031/5/8", "2031-05-08"),
        ("le 1er février 2031", "2031-02-01"),
        ("8 mai 2031", "2031-05-08"),
        ("8 août 2031", "2031-08-08"),
        ("May 8-9, 2031", "2031-05-08/2031-05-09"),
        ("8 and 9 May 2031", "2031-05-08/2031-05-09"),
        ("les 8 et 9 mai 2031", "2031-05-08/2031-05-09"),
        ("du 8 au 9 mai 2031", "2031-05-08/2031-05-09"),
        ("30 April and 1 May 2031", "2031-04-30/2031-05-01"),
        ("April 30-May 1, 2031", "2031-04-30/2031-05-01"),
        ("Wednesday, April 30, to Friday, May 2, 2031", "2031-04-30/2031-05-02"),
        ("December 31, 2031 - January 1, 2032", "2031-12-31/2032-01-01"),
        ("JUNE 2031", "2031-06"),
        ("J U N E 2 03 1", "2031-06"),
        ("O C T O B E R  2 0 3 1", "2031-10"),
        ("M A Y 2 0, 2 0 3 1", "2031-05-20"),
        ("On May 2, the partners", "--05-02"),
        ("14 June2031", "2031-06-14"),
        ("17 & 18 Sept. '31", "2031-09-17/2031-09-18"),
        ("9.VI.2031", "2031-06-09"),
        ("les 8 et 9 du mois d'octobre 2031", "2031-10-08/2031-10-09"),
        ("no. 14\nDecember 2031", "2031-12"),
        (f"Papers / 3{' ' * 30}August 2031", "2031-08"),
        ("vom 12. bis zum 14. Mai 2031", "2031-05-12/2031-05-14"),
        ("12./13. Mai 2031", "2031-05-12/2031-05-13"),
        ("am 12. und am 13. Mai 2031", "2031-05-12/2031-05-13"),
        ("12.-13.05.2031", "2031-05-12/2031-05-13"),
        ("28.04.-01.05.2031", "2031-04-28/2031-05-01"),
        ("12-13/05/2031", "2031-05-12/2031-05-13"),
        ("7. - 8.10.2031", "2031-10-07/2031-10-08"),
        ("on 12 and 13 May, the partners", "--05-12/--05-13"),
        ("on May 12-13, the partners", "--05-12/--05-13"),
        ("12,14 May 2031", "2031-05-12/2031-05-14"),
        ("entre el 12 y el 14 de mayo de 2031", "2031-05-12/2031-05-14"),
        ("le 12 et le 13 mai 2031", "2031-05-12/2031-05-13"),
        ("Monday the 12th to Wednesday the 14th of May 2031", "2031-05-12/2031-05-14"),
    ],
)
def test_a_written_date_is_read(written: str, value: str) -> None:
    assert find_dates(f"it was {written} that")[0].value == value


@pytest.mark.parametrize(
    "written",
    [
        "resolution 2009",
        "resolution 1990 (2011)",
        "SC/13265",
        "it may 2031 bring peace",
        "8216th meeting",
        "16,215 troops",
        "S/2031/36",
        "section 08.05.31.2",
        "S/PV/2031/5",
    ],
)
def test_a_number_is_no_date(written: str) -> None:
    assert find_dates(written) == ()


def test_a_day_that_does_not_exist_is_impossible() -> None:
    assert [mention.precision for mention in find_dates("June 31, 2031")] == ["impossible"]


def test_a_numeric_date_that_could_be_two_days_is_ambiguous() -> None:
    assert [mention.precision for mention in find_dates("08/05/2031")] == ["ambiguous"]


def test_dates_far_apart_are_no_range() -> None:
    found = find_dates("between May 20 and June 19, 2031")
    assert [mention.value for mention in found] == ["--05-20", "2031-06-19"]


@given(st.dates(date(1950, 1, 1), date(2089, 12, 31)), st.integers(0, 3))
def test_every_day_is_read_in_both_orders_and_languages(day: date, form: int) -> None:
    english, french = month_names("en")[day.month - 1], FRENCH[day.month - 1]
    written = (
        f"{english} {day.day}, {day.year}",
        f"{day.day} {english} {day.year}",
        f"le {day.day} {french} {day.year}",
        day.isoformat(),
    )[form]
    assert [mention.value for mention in find_dates(f"x {written} y")] == [day.isoformat()]
