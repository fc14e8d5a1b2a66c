"""Rich text and old Word files: through LibreOffice, or refused with the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.case import FIRST, LEAK, SECOND, TITLE
from workshop_notes.convert import convert
from workshop_notes.formats import office

needs_office = pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not here")
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


def _rtf(body: str = "") -> bytes:
    plain = SECOND.replace("’", "'")
    return (
        r"{\rtf1\ansi{\fonttbl{\f0 Times;}}{\info{\author " + LEAK + r"}}"
        rf"\pard {TITLE}\par {FIRST}\par {body}\pard {plain}\par}}"
    ).encode("ascii")


def test_without_libreoffice_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    read = convert(Path("note.rtf"), _rtf())
    (problem,) = read.problems
    assert problem.code == "office-missing"
    assert "save it as .docx" in problem.fix
    assert read.markdown == ""


@needs_office
def test_rich_text_is_read() -> None:
    read = convert(Path("note.rtf"), _rtf())
    assert read.format == "rtf"
    assert FIRST in read.markdown
    assert read.loss.unknown == 0
    assert LEAK not in repr(read)


@needs_office
@pytest.mark.parametrize(
    "body",
    [
        rf"\pard A word {{\v {LEAK}}} here.\par ",
        rf"\pard A word {{\*\secret {LEAK}}} here.\par ",
    ],
)
def test_hidden_rich_text_stays_out(body: str) -> None:
    read = convert(Path("note.rtf"), _rtf(body))
    assert LEAK not in repr(read)
    assert FIRST in read.markdown


@pytest.mark.parametrize(
    "instruction", ["INCLUDETEXT", "INCLUDEPICTURE", "LINK Word.Document.8", "DDEAUTO excel"]
)
def test_fields_that_read_other_files_are_refused(
    instruction: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "find_office", lambda: "never-run")
    field = rf'{{\field{{\*\fldinst {{ {instruction} "C:\\\\x.docx"}}}}{{\fldrslt x}}}}'
    read = convert(Path("note.rtf"), _rtf(field))
    assert [problem.code for problem in read.problems] == ["hidden-link"]


@needs_office
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
def test_unresolved_changes_in_rich_text_are_refused() -> None:
    read = convert(Path("note_lo.rtf"), (SAMPLES / "note_lo.rtf").read_bytes())
    codes = {problem.code for problem in read.problems}
    assert {"hidden-tracked-change", "hidden-comment"} <= codes
    assert "LEAK" not in repr(read)
    assert "SECRET" not in repr(read)
