from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop_notes.note import Note, Original, Speaker, parse_note, read_note, write_note
from workshop_notes.problem import Problem

WORDS = st.text(min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(bool)
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,12}", fullmatch=True)


def parsed(text: str) -> tuple[Note | None, list[Problem]]:
    return parse_note(text, "2031/x", Path("x.md"), "x.md")


def codes(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in parsed(text)[1]]


def test_norway_stays_text_and_dates_stay_text() -> None:
    note, problems = parsed("---\nlanguage: NO\ndate: 2031-05-20\ntitle: 2031\n---\nText.\n")
    assert note is not None
    assert not problems
    assert (note.language, note.date, note.title) == ("NO", "2031-05-20", "2031")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "empty-file")]),
        ("Just text\n", [(1, "no-front-matter")]),
        ("---\ntitle: x\n", [(3, "no-front-matter")]),
        ("---\ntitle: [\n---\n", [(3, "bad-front-matter")]),
        ("---\ntitle: a: b\n---\n", [(2, "bad-front-matter")]),
        ("---\n- a\n---\n", [(2, "bad-front-matter")]),
        ("---\ntitle: a\ntitle: b\n---\n", [(3, "duplicate-field")]),
        ("---\nthemes: a\nyear: MMXX\n---\n", [(2, "wrong-shape"), (3, "wrong-shape")]),
        ("---\nlanguge: en\n---\n", [(2, "unknown-field")]),
        ("---\nspeakers: [{name: Zed Zedson}]\n---\n", [(2, "wrong-shape")]),
        ("---\noriginal: {file: x, words: many}\n---\n", [(2, "wrong-shape")]),
        ("---\nstatus: done\n---\n", [(2, "wrong-shape")]),
    ],
)
def test_each_slip_is_reported_at_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert codes(text) == expected


def test_a_list_remembers_where_each_item_stands() -> None:
    note, _ = parsed("---\ntitle: x\nthemes: [elections, huamn-rights]\n---\nText.\n")
    assert note is not None
    assert note.at("themes.1") == (3, 21)


def test_windows_line_ends_and_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\nText.\r\n")
    note, problems = read_note(path, tmp_path)
    assert note is not None
    assert (note.title, problems) == ("x", [])


def test_a_note_in_another_encoding_is_a_problem_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes("---\ntitle: x\n---\ncafé\n".encode("cp1252"))
    note, problems = read_note(path, tmp_path)
    assert note is None
    assert [(one.line, one.code) for one in problems] == [(4, "not-utf-8")]


@given(
    title=WORDS,
    summary=WORDS,
    mission=st.lists(IDS, max_size=3),
    resolutions=st.lists(st.integers(1, 9999).map(str), max_size=3),
    year=st.none() | st.integers(1946, 2099),
    speaker=WORDS,
)
def test_writing_and_reading_gives_the_same_note(
    title: str,
    summary: str,
    mission: list[str],
    resolutions: list[str],
    year: int | None,
    speaker: str,
) -> None:
    import unicodedata

    note = Note(
        id="2031/x",
        path=Path("x.md"),
        title=unicodedata.normalize("NFC", title),
        summary=unicodedata.normalize("NFC", summary),
        mission=tuple(mission),
        resolutions=tuple(resolutions),
        year=year,
        speakers=(Speaker(unicodedata.normalize("NFC", speaker), "announced, in public"),),
        original=Original("x.txt", "ab" * 32, 12, 0),
        body="\nText.\n",
    )
    again, problems = parsed(write_note(note))
    assert problems == []
    assert again == note


def test_fields_are_written_in_the_contract_s_order_and_empty_ones_left_out() -> None:
    note = Note("2031/x", Path("x"), title="A", year=2031, mission=("ZUMA",), body="Text.")
    expected = (
        "---\ntitle: A\nmission: [ZUMA]\nyear: 2031\nlanguage: en\nstatus: draft\n---\n\nText.\n"
    )
    assert write_note(note) == expected
