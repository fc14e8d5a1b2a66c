"""What makes the site found and shown elsewhere is written into it."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from workshop_notes import sharing
from workshop_notes.build.cache import Staged
from workshop_notes.collection import load_collection
from workshop_notes.sharing import Picture, draw, share
from workshop_notes.views.edition import Edition, Site

TOY = Path(__file__).parent / "toy"
NAMED = Site(name="Toy & <notes>", address="https://toy.example/a/")
PICTURE = Picture("A title that is not long", "ZUMA · 2031", "Toy notes", 30)


def shared(folder: Path, of: Site) -> Path:
    seen = load_collection(TOY)
    site = folder / "site"
    for note in seen.oldest_first:
        (site / "notes" / note.id).mkdir(parents=True, exist_ok=True)
        (site / "notes" / note.id / "index.html").write_text("x", "utf-8")
    (site / "index.html").write_text("x", "utf-8")
    for name in ("sitemap.xml", "search.json", "assets/javascripts/lunr/min/lunr.ar.min.js"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("x", "utf-8")
    staged = Staged(site, folder / "none")
    share(staged, Edition(seen, of), folder / "kept")
    return site


def test_a_picture_has_the_size_that_hosts_ask_for_and_is_small() -> None:
    data = draw(PICTURE)
    image = Image.open(BytesIO(data))
    assert image.size == (1200, 630)
    assert image.info == {}
    assert len(data) < 40_000


def test_the_same_words_give_the_same_bytes_and_others_do_not() -> None:
    assert draw(PICTURE) == draw(PICTURE)
    assert draw(PICTURE) != draw(Picture("Another", "ZUMA · 2031", "Toy notes", 30))
    assert draw(PICTURE) != draw(Picture(PICTURE.title, "ZUMA · 2031", "Toy notes", 200))


@pytest.mark.parametrize(
    "title", ["", "W" * 400, "word " * 300, "عملية السلام", "<b>&amp;</b> {{ x }}", "日本"]
)
def test_any_title_can_be_drawn(title: str) -> None:
    assert Image.open(BytesIO(draw(Picture(title, "", "Toy", None)))).size == (1200, 630)


def test_letters_that_the_font_lacks_are_not_shown_as_boxes() -> None:
    assert draw(Picture("日本", "", "Toy", 30)) == draw(Picture("", "", "Toy", 30))


def test_each_note_has_a_picture_beside_its_page(tmp_path: Path) -> None:
    site = shared(tmp_path, NAMED)
    notes = load_collection(TOY).oldest_first
    assert all((site / "notes" / note.id / "picture.png").is_file() for note in notes)
    assert (site / "picture.png").is_file()


def test_a_picture_is_drawn_again_only_when_its_words_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared(tmp_path, NAMED)
    drawn: list[Picture] = []
    monkeypatch.setattr(sharing, "draw", lambda picture: drawn.append(picture) or b"")
    shared(tmp_path, NAMED)
    assert drawn == []


def test_without_an_address_nothing_is_written_that_needs_one(tmp_path: Path) -> None:
    site = shared(tmp_path, Site(name="Toy"))
    assert not list(site.rglob("picture.png"))
    assert not (site / "opensearch.xml").exists()
    assert not (site / "sitemap.xml").exists()
    assert (site / "robots.txt").read_text("utf-8") == "User-agent: *\nAllow: /\n"


def test_with_an_address_robots_and_browsers_are_told_it(tmp_path: Path) -> None:
    site = shared(tmp_path, NAMED)
    assert "Sitemap: https://toy.example/a/sitemap.xml" in (site / "robots.txt").read_text("utf-8")
    described = (site / "opensearch.xml").read_text("utf-8")
    assert "https://toy.example/a/search/?q={searchTerms}" in described
    assert "Toy &amp; &lt;notes&gt;" in described


def test_robots_written_by_hand_stay(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "robots.txt").write_text("mine", "utf-8")
    assert (shared(tmp_path, NAMED) / "robots.txt").read_text("utf-8") == "mine"


def test_what_the_builder_writes_for_its_own_search_is_dropped(tmp_path: Path) -> None:
    site = shared(tmp_path, NAMED)
    assert not (site / "search.json").exists()
    assert not (site / "assets" / "javascripts" / "lunr").exists()
