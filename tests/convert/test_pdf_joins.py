"""Lines are joined into paragraphs, and no letter is lost on the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workshop_notes.convert import account
from workshop_notes.formats.lines import Words
from workshop_notes.formats.pdf_lines import Run, join_lines

LINES = st.lists(
    st.lists(st.text("abcdeé", min_size=1, max_size=5), min_size=1, max_size=4).map(" ".join),
    min_size=1,
    max_size=8,
)


def _text(runs: list[Run]) -> str:
    return "".join(run.text for run in runs)


def test_a_raised_mark_at_a_line_s_end_does_not_swallow_the_space() -> None:
    runs = join_lines([[Run("agreed."), Run("1", raised=True)], [Run("They left.")]], Words())
    assert _text(runs) == "agreed.1 They left."


@given(LINES, st.lists(st.booleans(), min_size=8, max_size=8))
def test_joined_lines_have_the_letters_of_the_file(lines: list[str], hyphens: list[bool]) -> None:
    last = len(lines) - 1
    printed = [
        line + ("-" if hyphen and at < last else "")
        for at, (line, hyphen) in enumerate(zip(lines, hyphens, strict=False))
    ]
    page = _text(join_lines([[Run(line)] for line in printed], Words.of(printed)))
    assert account(" ".join(printed), page).loss.unknown == 0
