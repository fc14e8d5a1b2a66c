"""The search index of a built site, and the data that the query reader and the catalogue need."""

import gzip
import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import TOY

from workshop_notes import search
from workshop_notes.collection import Collection, load_collection
from workshop_notes.search_data import FIRST_BYTES, data_files
from workshop_notes.search_terms import fold
from workshop_notes.vocabulary import Vocabularies, load_vocabularies

ROOT = Path(__file__).resolve().parent.parent
NOTE = """<!doctype html><html lang="{lang}"><head><title>t</title></head><body>
<header>Furniture that nobody searches</header>
<h1 data-pagefind-body data-pagefind-meta="title">Invented note {name}</h1>
<i data-pagefind-filter="mission:ZUMA"></i>
<div data-pagefind-body><p id="p-1">An invented lantern for {name}.</p></div></body></html>"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two invented notes, one of them French, and a page that is no note."""
    folder = tmp_path / "site"
    for name, lang in (("2031/zuma", "en"), ("2032/zuma", "fr")):
        page = folder / "notes" / name / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(NOTE.format(name=name, lang=lang), encoding="utf-8")
    (folder / "index.html").write_text("<html><body>Home</body></html>", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def toy_collection() -> Collection:
    """The published notes of the toy project."""
    return load_collection(TOY).published("2036-07-18")


@pytest.fixture(scope="module")
def real_vocabularies() -> Vocabularies:
    """This project's own vocabularies."""
    return load_vocabularies(ROOT / "notes" / "vocabularies", ROOT)[0]


def data(collection: Collection, name: str) -> Any:
    """Give a data file of a collection, read."""
    return json.loads(data_files(collection)[f"assets/data/{name}.json"])


def countries(vocabularies: Vocabularies) -> Mapping[str, tuple[str, ...]]:
    """Give the missions by the folded names of their countries and places."""
    terms = data(Collection(ROOT, (), vocabularies), "search-terms")
    missions = [mission[0] for mission in terms["missions"]]
    return {
        name: tuple(missions[place] for place in places)
        for _, names, places in terms["countries"]
        for name in names
    }


def test_notes_of_all_languages_share_one_index_and_other_pages_are_left_out(site: Path) -> None:
    search.index(site)
    entry = json.loads((site / "pagefind" / "pagefind-entry.json").read_text("utf-8"))
    assert {name: one["page_count"] for name, one in entry["languages"].items()} == {"en": 2}


def test_the_map_tells_which_fragment_is_which_note(site: Path) -> None:
    search.index(site)
    found = json.loads((site / "pagefind" / "notes.json").read_text("utf-8"))
    assert sorted(found["notes"].values()) == ["2031/zuma", "2032/zuma"]
    assert found["count"] == 2
    for name in found["metadata"]:
        assert (site / "pagefind" / name).is_file()
    fragments = {path.stem for path in (site / "pagefind" / "fragment").iterdir()}
    assert set(found["notes"]) == fragments


def test_only_what_search_asks_for_is_in_the_index(site: Path) -> None:
    search.index(site)
    names = {path.name for path in (site / "pagefind").iterdir()}
    assert "pagefind.js" in names
    assert not [name for name in names if "ui" in name or "worker" in name]


def test_text_outside_of_the_note_is_not_indexed(site: Path) -> None:
    search.index(site)
    for path in (site / "pagefind" / "fragment").iterdir():
        assert b"Furniture" not in gzip.decompress(path.read_bytes())


def test_indexing_again_replaces_the_index(site: Path) -> None:
    search.index(site)
    shutil.rmtree(site / "notes" / "2032")
    search.index(site)
    assert len(list((site / "pagefind" / "fragment").iterdir())) == 1
    assert not list(site.parent.glob(".indexing-*"))


def test_a_site_without_notes_gets_no_index(site: Path) -> None:
    search.index(site)
    shutil.rmtree(site / "notes")
    search.index(site)
    assert not (site / "pagefind").exists()


def test_a_failure_leaves_the_index_as_it_was(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    search.index(site)
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    monkeypatch.setattr(search, "get_executable", lambda: Path("/bin/false"))
    with pytest.raises(search.SearchIndexError):
        search.index(site)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
    assert not list(site.parent.glob(".indexing-*"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("République centrafricaine", "republique centrafricaine"),
        ("R-ARCSS", "r arcss"),
        ("A4P+", "a4p plus"),
        ("Côte d’Ivoire", "cote d ivoire"),
        ("women, peace & security", "women peace and security"),
        ("S/RES/2480 (2019)", "s res 2480 2019"),
        ("œuvre", "oeuvre"),
        ("🦄", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_catalogue_holds_each_published_note_newest_first(toy_collection: Collection) -> None:
    rows = data(toy_collection, "search-notes")["notes"]
    assert [row[0] for row in rows] == ["2032/zuma", "2031/zuma"]
    identifier, title, missions, year, date, themes, resolutions, *_ = rows[1]
    terms = data(toy_collection, "search-terms")
    assert (identifier, year, date) == ("2031/zuma", 2031, "2031-05-20")
    assert title == "Ranking the Tasks: The Case of ZUMA"
    assert [terms["missions"][place][:3] for place in missions] == [["ZUMA", "ZUMA", 2]]
    named = {terms["themes"][place][0] for place, _ in themes}
    assert named == {"human-rights", "protection-of-civilians"}
    assert resolutions == ["9801"]


def test_drafts_and_withdrawn_notes_leave_no_word_in_the_data(toy_collection: Collection) -> None:
    gone = replace(toy_collection.notes[0], status="withdrawn", summary="withdrawn words")
    collection = toy_collection.only([gone, *toy_collection.notes[1:]])
    text = "".join(data_files(collection).values())
    assert "withdrawn words" not in text
    assert "canary" not in text


def test_a_theme_is_stronger_where_a_note_says_more_of_it(toy_collection: Collection) -> None:
    note = toy_collection.notes[0]
    short = replace(note, themes=("elections",), body="An election.")
    long = replace(note, id="x/y", themes=("elections",), body="Elections, polls, élections.")
    rows = data(toy_collection.only([short, long]), "search-notes")["notes"]
    strength = {row[0]: row[5][0][1] for row in rows}
    assert strength["x/y"] > strength[note.id] >= 1


def test_countries_and_places_name_their_missions(real_vocabularies: Vocabularies) -> None:
    found = countries(real_vocabularies)
    assert "UNMISS" in found["south sudan"]
    assert "UNMISS" not in found["sudan"]
    assert {"UNAMID", "UNITAMS"} <= set(found["sudan"])
    assert found["darfur"] == ("UNAMID",)
    for name in ("drc", "rdc", "congo", "dr congo", "republique democratique du congo"):
        assert "MONUSCO" in found[name]
    for name in ("car", "rca", "central african", "centrafricaine"):
        assert "MINUSCA" in found[name]


def test_a_large_collection_comes_in_pieces(toy_collection: Collection) -> None:
    note = toy_collection.notes[0]
    many = [
        replace(
            note,
            id=f"{2000 + n % 30}/zuma-{n}",
            year=2000 + n % 30,
            summary=hashlib.sha256(str(n).encode()).hexdigest(),
        )
        for n in range(400)
    ]
    files = data_files(toy_collection.only(many))
    first = json.loads(files["assets/data/search-notes.json"])
    assert first["total"] == 400
    assert 1 <= len(first["notes"]) < 400
    packed = gzip.compress(json.dumps(first["notes"], separators=(",", ":")).encode())
    assert len(packed) <= FIRST_BYTES
    assert "assets/data/search-rest.json" not in files
    shard = json.loads(files["assets/data/search/mission-zuma-2003.json"])
    assert shard["total"] == len([one for one in many if one.year == 2003])
    assert {row[3] for row in shard["notes"]} == {2003}


def test_the_same_collection_gives_the_same_bytes(toy_collection: Collection) -> None:
    assert data_files(toy_collection) == data_files(load_collection(TOY).published("2036-07-18"))


def test_scripts_hold_no_comment_and_no_term(tmp_path: Path, toy_collection: Collection) -> None:
    shutil.copytree(ROOT / "docs" / "assets", tmp_path / "docs" / "assets")
    files = data_files(replace(toy_collection, root=tmp_path))
    for name in ("search", "search-page", "search-text", "search-words"):
        script = files[f"assets/data/{name}.js"]
        assert "/**" not in script
        assert "notesSearch" in script


def test_no_list_of_terms_stands_in_the_scripts(real_vocabularies: Vocabularies) -> None:
    acronyms = {term.label for term in real_vocabularies.missions.terms}
    for path in sorted((ROOT / "docs" / "assets").glob("search-*.js")):
        code = "\n".join(
            line
            for line in path.read_text("utf-8").splitlines()
            if not line.strip().startswith(("*", "/**", "//"))
        )
        assert not [name for name in acronyms if name in code], path.name
