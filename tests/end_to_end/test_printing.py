from pathlib import Path

import pypdfium2
import pytest
from tests.conftest import skip_or_fail
from tests.end_to_end.conftest import once, project, run
from tests.tools import ROOT


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        skip_or_fail("WeasyPrint or Pango is not installed")
    return once(tmp_path_factory, "printed", _built) / "site/notes/2031/zuma/zuma.pdf"


def test_each_published_note_has_a_tagged_pdf(printed: Path) -> None:
    data = printed.read_bytes()
    assert data.startswith(b"%PDF-")
    document = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "Ranking the Tasks: The Case of ZUMA" in text
    assert "Several participants found the mandate relevant." in " ".join(text.split())
    assert document.is_tagged()
    assert not (printed.parents[2] / "2032/zumas").exists()


def test_a_pdf_has_a_large_title_a_path_and_no_box_on_the_paper(printed: Path) -> None:
    page = pypdfium2.PdfDocument(printed.read_bytes())[0]
    text = page.get_textpage()
    heights = []
    for said in ("Ranking the Tasks: The", "Several participants found"):
        at, _ = text.search(said).get_next()
        _, low, _, high = text.get_charbox(at)
        heights.append(high - low)
    assert heights[0] > 1.5 * heights[1]
    assert "›" in text.get_text_range()
    drawn = page.render().to_pil()
    inside = drawn.width * 16 // 210 + 2  # of the margin, and left of all text
    assert drawn.getpixel((inside, drawn.height // 2)) == (255, 255, 255)


def test_a_pdf_names_no_path_of_the_machine(printed: Path) -> None:
    data = printed.read_bytes()
    for trace in (b"file:", b"site.invalid", b"/tmp/", str(ROOT).encode()):
        assert trace not in data


def test_the_page_links_to_its_pdf_only_where_there_is_one(printed: Path, toy_site: Path) -> None:
    link = '<a href="zuma.pdf">'
    assert link in printed.with_name("index.html").read_text("utf-8")
    assert link not in (toy_site / "site/notes/2031/zuma/index.html").read_text("utf-8")


def _built(root: Path) -> None:
    made = project(root, ROOT / "tests" / "toy" / "notes")
    with (made / "notes" / "2031" / "zuma.md").open("a", encoding="utf-8") as note:
        note.write("\nSeveral participants spoke of ports.[^1]\n\n[^1]: Of the toy sea, that is.\n")
    run(made, "notes", "build", "--pdf")
