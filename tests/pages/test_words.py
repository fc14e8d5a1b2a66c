import string

import pytest

from workshop_notes.pages.words import WORDS, day, listed, short_day


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
    assert [short_day(date) for date in ("2031-05-20", "2031-05", "2031", "")] == [
        "20 May",
        "May",
        "",
        "",
    ]


def test_phrases_are_joined() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b"], "fr") == "a et b"


def test_both_languages_have_the_same_places_to_fill() -> None:
    for key, (english, french) in WORDS.items():
        fields = [
            len([name for _, name, _, _ in string.Formatter().parse(text) if name is not None])
            for text in (english, french)
        ]
        assert fields[0] == fields[1], key
