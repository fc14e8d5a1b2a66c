"""Comments that a word processor writes into a page or a text as if they were notes of it."""

from __future__ import annotations

import pytest

from workshop_notes.formats.table import scan

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Invented</title></head><body><h1>Invented</h1>
<p>The mission failed.{mark}</p>
<p>Participants asked for more helicopters.</p>
{comment}
</body></html>"""
GOOGLE = (
    '<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>',
    '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Zed said this</span></p></div>',
)
WORD = (
    '<a id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[ZZ1]</a>',
    '<div><a name="_msocom_1"></a><p>Zed said this</p></div>',
)
FOOTNOTE = (
    '<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>',
    '<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> See S/2031/1.</p></div>',
)


def _errors(text: str, name: str, committed: bool) -> set[str]:
    found = scan(text.encode(), name, committed=committed)
    return {problem.code for problem in found if problem.level == "error"}


@pytest.mark.parametrize("committed", [True, False])
@pytest.mark.parametrize(("mark", "comment"), [GOOGLE, WORD], ids=["google", "word"])
def test_a_comment_in_a_saved_page_is_an_error(mark: str, comment: str, committed: bool) -> None:
    page = PAGE.format(mark=mark, comment=comment)
    assert _errors(page, "note.html", committed) == {"hidden-comment"}


@pytest.mark.parametrize("part", GOOGLE, ids=["the mark alone", "the comment alone"])
def test_half_a_comment_is_an_error_too(part: str) -> None:
    assert _errors(PAGE.format(mark=part, comment=""), "note.html", False) == {"hidden-comment"}


def test_a_footnote_in_a_saved_page_is_none() -> None:
    page = PAGE.format(mark=FOOTNOTE[0], comment=FOOTNOTE[1])
    assert _errors(page, "note.html", False) == set()


@pytest.mark.parametrize(
    "text",
    [
        "The mission failed.[a]\n\nAnother sentence.\n\n[a]ask Zed whether this may stand\n",
        "The mission[a] failed.[b]\n\n[a]ask Zed\n[b]no\n",
        "The mission failed.[a][b]\r\n\r\n[a]ask Zed\r\n\r\n[b]He agrees.\r\n",
        "The mission failed.[aa]\n\n[aa] ask Zed\n",
    ],
)
@pytest.mark.parametrize("name", ["note.txt", "note.original.md"])
def test_a_comment_in_a_text_is_an_error_at_its_line(text: str, name: str) -> None:
    found = list(scan(text.encode(), name, committed=False))
    assert {problem.code for problem in found} == {"hidden-comment"}
    assert found[0].line > 1
    assert "Zed" not in "".join(problem.message + problem.fix for problem in found)


@pytest.mark.parametrize(
    "text",
    [
        "“[t]he mission failed”, one said.\n\n[T]he others did not.\n",
        "A point.[1]\n\n[1] See S/2031/1.\n",
        "See the [report][a] of that year.\n\n[a]: https://example.org/report\n",
        "The state[s] agreed.\n\n[s]everal more did.\n",
        "[x] done\n[ ] not done\n",
    ],
)
def test_brackets_that_are_no_comment_pass(text: str) -> None:
    assert _errors(text, "note.original.md", False) == set()
