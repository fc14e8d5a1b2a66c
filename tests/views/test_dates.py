import pytest
from tests.views.conftest import MakeEdition

from workshop_notes.views.parts import Here, day, short_day


@pytest.mark.parametrize(
    ("date", "english", "french"),
    [
        ("2031-05-20", "20 May 2031", "20 mai 2031"),
        ("2031-05-01", "1 May 2031", "1er mai 2031"),
        ("2031-05", "May 2031", "mai 2031"),
        ("2031", "2031", "2031"),
        ("2031-05-20/2031-05-21", "20–21 May 2031", "20–21 mai 2031"),
        ("2031-04-30/2031-05-01", "30 April – 1 May 2031", "30 avril – 1er mai 2031"),
        ("soon", "soon", "soon"),
        ("", "", ""),
    ],
)
def test_dates_are_written_as_people_do(date: str, english: str, french: str) -> None:
    assert day(date, "en") == english
    assert day(date, "fr") == french


def test_short_days_leave_out_what_is_not_known() -> None:
    assert [short_day(date, "en") for date in ("2031-05-20", "2031-05", "2031", "")] == [
        "20 May",
        "May",
        "",
        "",
    ]


def test_phrases_are_joined(edition: MakeEdition) -> None:
    for lang, said in (("en", "a, b and c"), ("fr", "a, b et c")):
        assert Here(edition(), "", lang).listed(["a", "b", "c"]) == said
    assert Here(edition(), "").listed([]) == ""


def test_a_language_without_rules_of_its_own_has_dates_too() -> None:
    assert day("2031-05-20", "xx") == "20 May 2031"
    assert day("2031-05-20", "es") == "20 de mayo de 2031"
