"""A clean copy holds nothing that no reader sees, in whatever place of the file it stood."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from html import unescape
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import yaml
from reportlab.pdfgen.canvas import Canvas

from corpus import opendocument, pages, portable, word
from corpus.case import LEAK, Case
from corpus.groups import listed
from workshop_notes.convert import convert
from workshop_notes.formats import table
from workshop_notes.formats.hidden import RefusedError
from workshop_notes.formats.scrub import scrub
from workshop_notes.formats.table import scan

BODIES = Path(__file__).with_name("hiding_places.yml")
RUN = "<w:r><w:t>shown words</w:t></w:r>"
STYLE = (
    '<w:style w:type="paragraph" w:customStyle="1" w:styleId="S9"><w:name w:val="{}"/></w:style>'
)


def _described(canvas: Canvas) -> None:
    canvas._code.append(f"/Span <</Alt ({LEAK})>> BDC")
    canvas.drawString(72, 600, "Shown words stand here.")
    canvas._code.append("EMC")


def _spelled(canvas: Canvas) -> None:
    canvas._code.append(f"/Span <</E ({LEAK})>> BDC")
    canvas.drawString(72, 600, "Shown words stand here.")
    canvas._code.append("EMC")


def _outlined(canvas: Canvas) -> None:
    canvas.bookmarkPage("p")
    canvas.addOutlineEntry(LEAK, "p")


def _labelled(canvas: Canvas) -> None:
    canvas.addPageLabel(0, prefix=LEAK)


def _orphan() -> bytes:
    whole = portable.pdf()
    return whole.replace(b"%PDF-1.3\n", b"%PDF-1.3\n", 1).replace(
        b"\nxref", f"\n99 0 obj\n<< /Note ({LEAK}) >>\nendobj\nxref".encode(), 1
    )


def _linked(canvas: Canvas) -> None:
    canvas.linkURL(f"mailto:{LEAK}@example.org", (72, 590, 200, 612))


def _pdf_with(objects: str, key: str = "") -> bytes:
    """Give a PDF with objects that nothing of a page leads to, or only a key of its resources."""
    whole = portable.pdf(pageCompression=0).replace(b"\nxref", f"\n{objects}\nxref".encode(), 1)
    return whole.replace(b"/ProcSet", f"{key} /ProcSet".encode())


def _stream(head: str) -> str:
    said = f"BT /F1 9 Tf ({LEAK} said so) Tj ET"
    return f"99 0 obj\n<< {head} /Length {len(said)} >>\nstream\n{said}\nendstream\nendobj"


def swept(data: bytes) -> str:
    """Give all that a file's bytes say, unpacked and unescaped."""
    out = [data]
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            out += [archive.read(name) for name in archive.namelist()]
            out += [name.encode() for name in archive.namelist()]
    for packed in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S):
        out.append(_unpacked(packed[1]))
    if data.startswith(b"%PDF"):
        document = pdfium.PdfDocument(data)
        out += [entry.get_title().encode() for entry in document.get_toc()]
    texts_of = [part.decode(code, "replace") for part in out for code in ("utf-8", "utf-16-be")]
    return unescape("\n".join(texts_of))


def _unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(content)
    except zlib.error:
        return content


def hiding_places() -> dict[str, bytes]:
    """Give a file for each place, by name."""
    made = {"docx": word.docx, "odt": opendocument.odt, "html": pages.page}
    found = {
        f"{name}.{kind}": made[kind](body.replace("RUN", RUN))
        for kind, listed in yaml.safe_load(BODIES.read_text(encoding="utf-8")).items()
        for name, body in listed.items()
    }
    styles = word.STYLES.replace("</w:styles>", f"{STYLE.format(LEAK)}</w:styles>")
    found["style.docx"] = word.docx("", {"word/styles.xml": styles})
    draws = {"alt": _described, "e": _spelled, "outline": _outlined, "labels": _labelled}
    draws |= {"mailbox": _linked}
    found |= {f"{name}.pdf": portable.pdf(draw, pageCompression=0) for name, draw in draws.items()}
    form = _stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    found["form.pdf"] = _pdf_with(form, "/XObject << /Fm9 99 0 R >>")
    return {**found, "orphan.pdf": _orphan(), "private.pdf": _pdf_with(_stream("/Private 1"))}


PLACES = hiding_places()


@pytest.mark.parametrize("name", PLACES)
def test_what_no_reader_sees_is_gone_from_the_bytes(name: str) -> None:
    data = PLACES[name]
    assert LEAK in swept(data)
    clean, removed = scrub(data, name)
    assert LEAK not in swept(clean)
    assert removed
    assert LEAK not in "".join(removed)
    assert not scan(clean, name)
    assert scrub(clean, name) == (clean, [])


@pytest.mark.parametrize("name", [one for one in PLACES if one.endswith(".pdf")])
def test_what_is_removed_from_a_pdf_is_found_before(name: str) -> None:
    plain = {problem.message for problem in scan(portable.pdf(), name)}
    assert {problem.message for problem in scan(PLACES[name], name)} - plain


@pytest.mark.parametrize("name", PLACES)
def test_the_words_of_the_note_stay(name: str) -> None:
    before = convert(Path(name), PLACES[name])
    after = convert(Path(name), scrub(PLACES[name], name)[0])
    assert after.markdown == before.markdown.replace(f"#{LEAK}-x", "#n1")
    assert not after.loss.unknown


def _hides(case: Case) -> bool:
    return bool(case.committed) and LEAK in swept(case.data)


@pytest.mark.parametrize(
    "case",
    [
        one
        for group in ("word", "opendocument", "pages", "texts")
        for one in listed(group)
        if _hides(one)
    ],
    ids=lambda case: case.name,
)
def test_every_place_that_check_knows_is_clean_in_the_copy_or_refused(case: Case) -> None:
    try:
        clean, _ = scrub(case.data, case.name)
    except RefusedError as error:
        assert LEAK not in error.message
        return
    assert LEAK not in swept(clean)


PART = re.compile(r"\w/\w|\.(?:xml|rels)\b")


@pytest.mark.parametrize("name", PLACES)
def test_what_is_removed_is_named_by_its_place_in_plain_words(name: str) -> None:
    _, removed = scrub(PLACES[name], name)
    assert not [line for line in removed if PART.search(line)]


def test_a_description_is_found_at_its_link() -> None:
    _, removed = scrub(PLACES["tooltip.docx"], "tooltip.docx")
    (line,) = [line for line in removed if "description" in line]
    assert line.startswith("a description that no page shows in the text, paragraph ")
    assert line.endswith(", a link")


def test_what_cannot_be_removed_is_named_with_every_place(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = table.BY_NAME["docx"].__class__
    monkeypatch.setattr(kind, "cleaned", lambda _self, data: data)
    hidden = word.paragraph(LEAK, "<w:vanish/>")
    author = f"<dc:creator>{LEAK}</dc:creator>"
    with pytest.raises(RefusedError) as caught:
        scrub(word.docx(hidden, {"docProps/core.xml": word.CORE.format(author)}), "x.docx")
    assert "hidden text in the text, paragraph" in caught.value.message
    assert "in the properties of the file" in caught.value.message
    assert LEAK not in caught.value.message
