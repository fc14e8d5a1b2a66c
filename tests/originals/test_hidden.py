"""The scan says what is hidden, where and how often, and never prints it."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import pages, word
from corpus.case import LEAK, Case
from corpus.groups import listed
from workshop_notes.formats import office
from workshop_notes.formats.table import scan

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
SECRETS = (
    "SECRET",
    "COMMENT-LEAK",
    "DELETED-LEAK",
    "DRAFT HEADER",
    "John Insider",
    "internal only",
)
_WHITE = '<w:color w:val="FFFFFF"/>'
_BOXED = "<v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox>"
_SHAPE = (
    "<w:drawing><wps:wsp><wps:spPr><a:gradFill/></wps:spPr><wps:txbx>BOX</wps:txbx>"
    "</wps:wsp></w:drawing>"
)


def _codes(data: bytes, name: str, committed: bool = True) -> set[str]:
    return {problem.code for problem in scan(data, name, committed=committed)}


def test_changes_and_comments_are_told_with_their_number() -> None:
    twice = "<w:p><w:ins w:id='1'><w:r><w:t>a</w:t></w:r></w:ins></w:p>" * 2
    (problem,) = scan(word.docx(twice), "note.docx")
    assert problem.message == "2 tracked insertions in the text"
    assert "accept or reject" in problem.fix


def test_hidden_text_is_placed_by_paragraph() -> None:
    body = word.paragraph("seen") + word.paragraph(LEAK, "<w:vanish/>")
    (problem,) = scan(word.docx(body), "note.docx")
    assert problem.message == "hidden text in the text, paragraph 4"


def test_a_page_is_told_by_line() -> None:
    (problem,) = scan(pages.page(f"<p>a</p>\n<p hidden>{LEAK}</p>"), "note.html")
    assert (problem.line, problem.code) == (6, "hidden-html")


def test_what_is_left_out_of_the_page_is_a_warning_until_the_file_is_committed() -> None:
    data = word.docx(word.paragraph(LEAK, "<w:vanish/>"))
    (problem,) = scan(data, "note.docx", committed=False)
    assert problem.level == "warning"
    (problem,) = scan(data, "note.docx", committed=True)
    assert problem.level == "error"


def test_many_places_are_told_as_one() -> None:
    data = word.docx(word.paragraph(LEAK, "<w:vanish/>") * 500)
    (problem,) = scan(data, "note.docx")
    assert problem.message == "hidden text (500) in many places"


@pytest.mark.parametrize("fill", ["black", "#101010"])
def test_text_in_the_color_of_its_box_is_told(fill: str) -> None:
    hidden = _BOXED.format(word.paragraph("Year", '<w:color w:val="000000"/>'))
    boxed = f'<w:pict><v:rect fillcolor="{fill}">{hidden}</v:rect></w:pict>'
    assert "hidden-text" in _codes(word.docx(f"<w:p><w:r>{boxed}</w:r></w:p>"), "note.docx")


def test_white_text_on_a_dark_ground_is_no_secret() -> None:
    cell = (
        '<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>'
        + word.paragraph("Year", '<w:color w:val="FFFFFF"/>')
        + "</w:tc></w:tr></w:tbl>"
    )
    assert not scan(word.docx(cell), "note.docx")
    for fill in ('<w:pict><v:rect fillcolor="#1f3864">BOX</v:rect></w:pict>', _SHAPE):
        boxed = fill.replace("BOX", _BOXED.format(word.paragraph("Year", _WHITE)))
        assert not scan(word.docx(f"<w:p><w:r>{boxed}</w:r></w:p>"), "note.docx")
    style = "background:#123;color:#fff"
    assert not scan(pages.page(f'<div style="{style}"><p>Seen</p></div>'), "note.html")
    rule = "<style>.dark { background-image: url(x.png) } .dark p { color: white }</style>"
    assert not scan(pages.page('<div class="dark"><p>Seen</p></div>', rule), "note.html")


def test_styles_for_print_or_small_screens_hide_nothing() -> None:
    rule = "<style>@media print { p { display: none } } @media (max-width: 9px) { p {color: #fff} }"
    assert not scan(pages.page("<p>Seen</p>", f"{rule}</style>"), "note.html")


def test_page_numbers_are_no_running_heads() -> None:
    footer = (
        f'<w:ftr {word.SPACES}><w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r>'
        "</w:fldSimple></w:p></w:ftr>"
    )
    data = word.docx("", {"word/footer1.xml": footer}, {"rId9": ("footer", "footer1.xml")})
    assert not scan(data, "note.docx")


@pytest.mark.parametrize("case", listed("ordinary"), ids=lambda case: case.name)
def test_an_ordinary_file_hides_nothing_but_properties(case: Case) -> None:
    found = scan(case.data, case.name, committed=False)
    assert {problem.code for problem in found} <= {"hidden-property", "hidden-embedded"}
    assert not [problem for problem in found if problem.level == "error"]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
@pytest.mark.parametrize("name", ["note_word.docx", "note_fakeheads.docx", "note_lo.docx"])
def test_the_samples_of_word_hide_what_they_say(name: str) -> None:
    found = scan((SAMPLES / name).read_bytes(), name)
    codes = {problem.code for problem in found}
    assert {"hidden-comment", "hidden-tracked-change", "hidden-header", "hidden-property"} <= codes
    assert not [secret for secret in SECRETS if secret in repr(found)]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
def test_no_sample_is_printed() -> None:
    for path in sorted(SAMPLES.iterdir()):
        for committed in (True, False):
            found = repr(scan(path.read_bytes(), path.name, committed=committed))
            assert not [secret for secret in SECRETS if secret in found], path.name


def test_a_format_that_cannot_be_scanned_is_not_to_be_committed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    assert _codes(b"{\\rtf1 x}", "note.rtf") == {"office-missing"}
    assert _codes(b"PK\x03\x04 no zip", "note.zip") == {"hidden-unknown"}
    assert not _codes(b"PK\x03\x04 no zip", "note.zip", committed=False)
