"""The way in: the type is told by the bytes, and nothing raises."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.convert.word import paragraph, word

from workshop_notes.convert import convert

ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
NOTE = b"The participants met in a quiet room and spoke of the mandate for a long time.\n"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty-original"),
        ("a.docx", b"", "empty-original"),
        ("a.txt", b" \r\n\t", "empty-original"),
        ("a.docx", NOTE, "not-what-its-name-says"),
        ("a.pdf", NOTE, "not-what-its-name-says"),
        ("a.txt", word(paragraph("x")), "not-what-its-name-says"),
        ("a.docx", b"%PDF-1.4 x", "not-what-its-name-says"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(20), "not-a-note-format"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "not-a-note-format"),
        ("a.docx", b"PK\x03\x04" + bytes(30), "unreadable-original"),
        ("a.odt", b"PK\x03\x04" + bytes(30), "unreadable-original"),
        (
            "a.docx",
            ENCRYPTED,
            "encrypted-original",
        ),
        ("a.txt", b"\x00\x01\x02\x80\xff" * 9, "not-a-note-format"),
    ],
)
def test_refusals_say_what_the_file_is_and_what_to_do(name: str, data: bytes, code: str) -> None:
    conversion = convert(Path(name), data)
    (problem,) = conversion.problems
    assert problem.code == code
    assert problem.level == "error"
    assert problem.path == name
    assert problem.fix
    assert conversion.markdown == ""


@pytest.mark.parametrize("name", ["a.txt", "a.text", "a", "README"])
def test_text_needs_no_suffix(name: str) -> None:
    assert convert(Path(name), NOTE).format == "txt"


def test_markdown_is_text_whose_name_says_so() -> None:
    assert convert(Path("a.md"), b"# T\n\n" + NOTE).format == "md"


def test_problems_show_the_path_that_is_given() -> None:
    assert convert(Path("/x/y.txt"), b"", name="notes/y.txt").problems[0].path == "notes/y.txt"


@pytest.mark.parametrize("lost", ["word/document.xml", "_rels/.rels", "[Content_Types].xml"])
def test_document_without_its_parts_is_refused(lost: str) -> None:
    source = zipfile.ZipFile(io.BytesIO(word(paragraph("x"))))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            if name != lost:
                archive.writestr(name, source.read(name))
    conversion = convert(Path("a.docx"), target.getvalue())
    assert [problem.level for problem in conversion.problems] == ["error"]


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=60), st.integers(0, 2000))
def test_damaged_document_never_raises(noise: bytes, place: int) -> None:
    data = word(paragraph("The participants met."))
    conversion = convert(Path("a.docx"), data[:place] + noise + data[place + len(noise) :])
    assert conversion.problems or "participants" in conversion.markdown


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_read_whole_or_refused(text: str) -> None:
    conversion = convert(Path("a.txt"), text.encode())
    assert conversion.loss.unknown == 0


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("note.md", '--8<-- "seats.md"', '--8<-- "seats.md"'),
        ("note.md", '{{< figure src="a.png" >}}', "{{< figure"),
        ("note.md", "{% include seats.html %}", "{% include"),
        ("note.md", "![[seats]]", "![[seats]]"),
        ("note.md", ".. include:: seats.rst", ".. include::"),
        ("note.txt", "Error! Bookmark not defined.", "Error! Bookmark not defined"),
        ("note.txt", "They spoke of «Malakal» and {a} set.", ""),
        ("note.md", "`{% include x %}` is code.", ""),
    ],
)
def test_what_another_program_was_to_fill_in_is_told(name: str, said: str, told: str) -> None:
    found = convert(Path(name), f"{NOTE.decode()}\n{said}\n\n{NOTE.decode()}".encode()).problems
    fill = "another program was to fill in: "
    assert [one.message for one in found if one.code == "unfilled"] == [fill + told] * bool(told)


def test_a_place_of_a_serial_letter_is_told() -> None:
    place = '<w:fldSimple w:instr=" MERGEFIELD Name "><w:r><w:t>{}</w:t></w:r></w:fldSimple>'
    for shown, codes in (("«Name»", ["unfilled"]), ("Juba", [])):
        body = paragraph(NOTE.decode()) + f"<w:p>{place.format(shown)}</w:p>"
        assert [one.code for one in convert(Path("note.docx"), word(body)).problems] == codes
