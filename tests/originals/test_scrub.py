"""Clean copies: nothing hidden is left, what is seen stays, and programs still open them."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from corpus import opendocument, pages, portable, word
from corpus.case import FIRST, LEAK, SECOND, Case
from corpus.groups import listed
from workshop_notes.convert import convert
from workshop_notes.formats import table
from workshop_notes.formats.hidden import RefusedError
from workshop_notes.formats.scrub import scrub, scrub_file
from workshop_notes.formats.table import scan

OFFICE = shutil.which("soffice")


@pytest.mark.parametrize("case", listed("ordinary"), ids=lambda case: case.name)
def test_a_clean_copy_says_the_same(case: Case) -> None:
    clean, _ = scrub(case.data, case.name)
    assert not scan(clean, case.name)
    path = Path(case.name)
    before, after = convert(path, case.data), convert(path, clean)
    assert after.markdown == before.markdown


def test_a_clean_copy_is_not_changed_again() -> None:
    clean, removed = scrub(word.docx("", {"docProps/core.xml": word.CORE.format("")}))
    assert scrub(clean) == (clean, [])
    assert removed == []


def test_unresolved_changes_are_left_to_a_person() -> None:
    body = "<w:p><w:del w:id='1'><w:r><w:delText>x</w:delText></w:r></w:del></w:p>" * 3
    with pytest.raises(RefusedError) as caught:
        scrub(word.docx(body))
    assert "3 tracked deletions" in caught.value.message
    assert "accept or reject" in caught.value.fix


def test_a_word_document_without_its_comments_can_be_opened() -> None:
    document = Document()
    document.core_properties.author = LEAK
    run = document.add_paragraph(FIRST).add_run(" A passage.")
    document.add_comment([run], text=LEAK, author=LEAK, initials="ZI")
    document.sections[0].header.paragraphs[0].text = LEAK
    target = io.BytesIO()
    document.save(target)
    clean, removed = scrub(target.getvalue())
    assert any("comment" in line for line in removed)
    opened = Document(io.BytesIO(clean))
    assert opened.paragraphs[0].text == f"{FIRST} A passage."
    with zipfile.ZipFile(io.BytesIO(clean)) as archive:
        names = archive.namelist()
        assert not [name for name in names if LEAK.encode() in archive.read(name)]
        for name in names:
            if name.endswith(".rels"):
                _check_relations(archive, name, names)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_libreoffice_opens_a_clean_copy(kind: str, tmp_path: Path) -> None:
    header = f"<style:header>{opendocument.paragraph(LEAK)}</style:header>"
    data = {
        "docx": word.docx(word.paragraph(LEAK, "<w:vanish/>") + word.picture()),
        "odt": opendocument.odt(master=header),
    }[kind]
    clean, _ = scrub(data)
    path = tmp_path / f"clean.{kind}"
    path.write_bytes(clean)
    subprocess.run(
        [
            str(OFFICE),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            str(tmp_path),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = (tmp_path / "clean.txt").read_text(encoding="utf-8")
    assert FIRST in text
    assert SECOND in text
    assert LEAK not in text


def test_a_pdf_whose_hidden_text_cannot_be_parted_from_the_rest_is_refused() -> None:
    draw = portable._covered(portable.black, f"Then {LEAK} agreed", 97, 82)
    with pytest.raises(RefusedError) as caught:
        scrub(portable.pdf(draw))
    assert "export it anew" in caught.value.fix


def test_a_clean_copy_stands_beside_the_file_and_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "note.html"
    original = pages.page(f"<!-- {LEAK} -->")
    path.write_bytes(original)
    lines, problems = scrub_file(path)
    assert not problems
    assert any("removed a comment" in line for line in lines)
    copy = tmp_path / "note.clean.html"
    assert LEAK.encode() not in copy.read_bytes()
    assert path.read_bytes() == original
    _, problems = scrub_file(path)
    assert [problem.code for problem in problems] == ["file-exists"]
    lines, problems = scrub_file(path, in_place=True)
    assert path.read_bytes() == copy.read_bytes()
    lines, _ = scrub_file(path, in_place=True)
    assert lines == [f"{path.as_posix()}: nothing to remove"]


def _check_relations(archive: zipfile.ZipFile, name: str, names: list[str]) -> None:
    folder = name.rpartition("_rels/")[0]
    for relation in etree.fromstring(archive.read(name)):
        if relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else folder + target
            assert whole in names


def test_words_that_a_clean_copy_would_lose_refuse_it(monkeypatch: pytest.MonkeyPatch) -> None:
    body = word.paragraph("Kept words") + '<w:altChunk r:id="rId9"/>'
    with pytest.raises(RefusedError, match="another document"):
        scrub(word.docx(body), "note.docx")
    shorter = word.docx(word.paragraph("Kept"))
    kind = table.BY_NAME["docx"].__class__
    monkeypatch.setattr(kind, "cleaned", lambda _self, _data: shorter)
    with pytest.raises(RefusedError, match="would lose"):
        scrub(word.docx(word.paragraph("Kept words")), "note.docx")
