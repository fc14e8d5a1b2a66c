"""`check --fix` writes what has one right answer, says so, and leaves everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from workshop_notes.checks.check import mended
from workshop_notes.cli import main
from workshop_notes.vocabulary import Vocabularies

TEXT = "---\ntitle: T\n{}\nstatus: draft\n---\n\nBody: [as it is].\n"


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("mission: zuma", "mission: [ZUMA]"),
        ("mission: [Zuma]", "mission: [ZUMA]"),
        ("Mission: [ZUMA]", "mission: [ZUMA]"),
        ("mission: [ZUMA, ZUMA]", "mission: [ZUMA]"),
        ("themes: human rights, Elections", "themes: [human-rights, elections]"),
        ("theme: [POC]", "themes: [protection-of-civilians]"),
        ("date: 20 May 2031", "date: 2031-05-20"),
        ("date: May 20, 2031", "date: 2031-05-20"),
        ("date: 20-21 May 2031", "date: 2031-05-20/2031-05-21"),
        ("date: 2031/5/2", "date: 2031-05-02"),
        ("date: 20 mai 2031", "date: 2031-05-20"),
        ("date: 2031-05-20 to 2031-05-21", "date: 2031-05-20/2031-05-21"),
        ("published: June 2031", "published: 2031-06"),
        ("resolutions: S/RES/2480 (2019)", "resolutions: [2480]"),
        ("resolutions: [S/RES/2480, 2391]", "resolutions: [2480, 2391]"),
        ("event: Workshop", "event: workshop"),
        ("event: [workshop]", "event: workshop"),
        ("rule: Chatham House", "rule: chatham-house"),
        ("was: 2031/zuma-b", "was: [2031/zuma-b]"),
        ("summary: Tasks: the case", 'summary: "Tasks: the case"'),
        ('summary: "Tasks" for all', 'summary: "Tasks\\" for all"'),
    ],
)
def test_what_has_one_right_answer_is_written(
    written: str, right: str, toy_vocabularies: Vocabularies
) -> None:
    anew, done = mended(TEXT.format(written), toy_vocabularies)
    assert anew == TEXT.format(right)
    assert done
    assert mended(anew, toy_vocabularies) == (anew, [])


@pytest.mark.parametrize(
    "written",
    [
        "mission: [ZUMAX]",  # near is not the same: a mission differs from another by a letter
        "themes: huamn-rights",
        "themes: [elections, nobody-knows]",
        "date: 05/06/2031",
        "date: 31 April 2031",
        "date: May 2031",
        "date: in spring",
        "published: [2031, 2032]",
        "event: meeting",
        "rule: open to all",
        "mission: ZUMA  # a comment of the editor",
        "theme: [elections]\nthemes: [human-rights]",
        "summary: |\n  Two lines\n  of text",
        "<<<<<<< HEAD\nmission: zuma\n=======\nmission: zumas\n>>>>>>> other",
        "public: [{text: Mali said, reason: a statement}]",
        "mission: [ZUMA",
    ],
)
def test_what_has_none_or_two_stays(written: str, toy_vocabularies: Vocabularies) -> None:
    text = TEXT.format(written)
    assert mended(text, toy_vocabularies) == (text, [])


def test_fields_are_put_in_order_with_their_comments(toy_vocabularies: Vocabularies) -> None:
    text = (
        "---\nstatus: draft\n\n# a day\n# in May\ndate: 2031-05-20\nmission:\n- ZUMA\n"
        "title: T\n---\nx\n"
    )
    anew, done = mended(text, toy_vocabularies)
    assert anew == (
        "---\ntitle: T\nmission:\n- ZUMA\n\n# a day\n# in May\ndate: 2031-05-20\nstatus: draft\n"
        "---\nx\n"
    )
    assert done == ["the fields were put into their order"]


@pytest.mark.parametrize(
    "text", ["", "---", "no fields", "---\n---\n", "---\n- a\n---\n", "\ufeff"]
)
def test_what_is_no_note_stays(text: str, toy_vocabularies: Vocabularies) -> None:
    assert mended(text, toy_vocabularies) == (text, [])


def test_the_command_mends_says_so_and_shows_what_is_left(
    toy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = toy / "notes/2031/zuma.md"
    before = path.read_text("utf-8")
    slip = before.replace("[ZUMA]", "zuma").replace("date: 2031-05-20", "date: 20 May 2031")
    path.write_bytes(slip.replace("\n", "\r\n").encode())
    assert slip != before
    assert main(["check", "--root", str(toy), "--fix"]) == 0
    assert path.read_bytes() == before.replace("\n", "\r\n").encode()
    says = capsys.readouterr().err
    assert "notes/2031/zuma.md: mission: zuma → [ZUMA]" in says
    path.write_text(slip.replace("event: workshop", "event: meeting"), "utf-8")
    assert main(["check", "--root", str(toy), "--fix", str(path)]) == 1
    assert "unknown event 'meeting'" in capsys.readouterr().out


def test_an_unfinished_merge_is_one_problem(toy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = toy / "notes/2031/zuma.md"
    text = path.read_text("utf-8")
    mark = "<<<<<<< HEAD\n{}=======\n{}>>>>>>> other\n"
    path.write_text(mark.format(text, text.replace("ZUMA", "ZUMAS")), "utf-8")
    assert main(["check", "--root", str(toy), "--fix"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in out] == ["notes/2031/zuma.md:1:1"]
    assert "keep one version" in out[0]
