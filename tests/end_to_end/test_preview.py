"""The preview follows every change, and shows what is wrong with a note in its place."""

import pytest
from tests.end_to_end.conftest import project
from tests.tools import ROOT

from workshop_notes.build.preview import Preview

NOTE = "notes/2031/zuma.md"
PAGE = "notes/2031/zuma/index.html"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Preview:
    root = project(tmp_path_factory.mktemp("preview") / "project", ROOT / "tests/toy/notes")
    shown = Preview(root, tmp_path_factory.mktemp("shown") / "site")
    shown.show()
    return shown


def test_a_saved_note_shows_before_the_index_does(preview: Preview) -> None:
    path = preview.root / NOTE
    path.write_text(path.read_text("utf-8").replace("Several part", "Most part"), "utf-8")
    seen: list[bool] = []

    def tell() -> None:
        page = (preview.site / PAGE).read_text("utf-8")
        seen.append("Most participants" in page)
        seen.append((preview.site / "assets/search/entry.js").stat().st_ino == index)

    index = (preview.site / "assets/search/entry.js").stat().st_ino
    before = (preview.site / "about/index.html").stat().st_ino
    preview.show(tell)
    assert seen == [True, True]
    assert (preview.site / "assets/search/entry.js").stat().st_ino != index
    assert (preview.site / "about/index.html").stat().st_ino == before


def test_a_note_that_is_saved_while_it_is_shown_is_shown_anew(preview: Preview) -> None:
    path = preview.root / NOTE
    text = path.read_text("utf-8")
    told: list[bool] = []

    def tell() -> None:
        if not told:
            path.write_text(text + "\nThe kites were mended twice.\n", "utf-8")
        told.append("mended twice" in (preview.site / PAGE).read_text("utf-8"))

    path.write_text(text + "\nThe kites were mended.\n", "utf-8")
    preview.show(tell)
    assert told == [False, True]
    path.write_text(text, "utf-8")
    preview.show()


def test_a_broken_note_shows_its_problems_and_the_rest_stands(preview: Preview) -> None:
    path = preview.root / NOTE
    text = path.read_text("utf-8")
    path.write_text(text.replace("[ZUMA]", "[ZUAM]") + "\n<b>bold</b>\n", "utf-8")
    assert "unknown-mission" in [one.code for one in preview.show() if one.level == "error"]
    page = (preview.site / PAGE).read_text("utf-8")
    assert "did you mean 'ZUMA'?" in page
    assert "<b>" not in page
    assert (preview.site / "index.html").exists()
    path.write_text(text, "utf-8")
    preview.show()
    assert "Ranking the Tasks" in (preview.site / PAGE).read_text("utf-8")


def test_a_broken_template_shows_what_the_builder_said(preview: Preview) -> None:
    path = preview.root / "overrides/main.html"
    text = path.read_text("utf-8")
    path.write_text("{% broken", "utf-8")
    preview.show()
    assert "broken" in (preview.site / "index.html").read_text("utf-8")
    path.write_text(text, "utf-8")
    preview.show()
    assert (preview.site / PAGE).exists()


def test_a_preview_has_its_packs_and_makes_one_anew_where_its_note_changed(
    preview: Preview,
) -> None:
    path = preview.root / NOTE
    pack = preview.site / "missions/zuma/zuma.zip"
    before = pack.read_bytes()
    path.write_text(path.read_text("utf-8") + "\nThe toys were counted again.\n", "utf-8")
    preview.show()
    assert pack.read_bytes() != before
    page = preview.site / "missions/zuma/index.html"
    assert "<small data-pack></small>" not in page.read_text("utf-8")
    made = page.stat().st_ino
    about = preview.root / "docs/about.md"
    about.write_text(about.read_text("utf-8") + "\nMore.\n", "utf-8")
    now = pack.read_bytes()
    preview.show()
    assert pack.read_bytes() == now
    assert page.stat().st_ino == made


def test_nothing_new_is_seen_at_once(preview: Preview) -> None:
    before = (preview.site / "index.html").stat().st_ino
    assert preview.show() == []
    assert (preview.site / "index.html").stat().st_ino == before
