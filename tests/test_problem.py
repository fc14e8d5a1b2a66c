from hypothesis import given
from hypothesis import strategies as st

from workshop_notes.problem import Problem, as_github, as_text, has_errors

PROBLEM = Problem(
    "notes/2020/x.md",
    7,
    10,
    "unknown-theme",
    "unknown theme 'huamn-rights'",
    "did you mean 'human-rights'?",
)


def test_text_is_one_line_with_place_message_fix_and_code() -> None:
    assert as_text(PROBLEM) == (
        "notes/2020/x.md:7:10: unknown theme 'huamn-rights'; "
        "did you mean 'human-rights'? [unknown-theme]"
    )


def test_github_escapes_what_the_host_would_read_as_its_own() -> None:
    problem = Problem("a,b:c%.md", 1, 2, "x", "50%\nof", "mend", "warning")
    assert as_github(problem) == (
        "::warning file=a%2Cb%3Ac%25.md,line=1,col=2,title=x::50%25%0Aof; mend"
    )


def test_a_file_name_cannot_forge_a_log_line() -> None:
    forged = Problem("a\nnotes/b.md:1:1: all is well\u202e", 1, 1, "x", "m")
    assert "\n" not in as_text(forged)
    assert "\u202e" not in as_text(forged)


@given(st.text(), st.text())
def test_every_problem_prints_on_one_line(path: str, message: str) -> None:
    assert len(as_text(Problem(path, 1, 1, "x", message)).splitlines()) == 1
    assert len(as_github(Problem(path, 1, 1, "x", message)).split("\n")) == 1


def test_warnings_alone_are_no_errors() -> None:
    assert not has_errors([Problem("a", 1, 1, "x", "m", level="warning")])
    assert has_errors([PROBLEM])
