"""Packs of missions: what they hold, where their links lead, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.browser.search_project import write_notes

from workshop_notes.build import pack
from workshop_notes.build.cache import Staged
from workshop_notes.collection import Collection, load_collection
from workshop_notes.views.edition import Edition, Site

DAY = "2036-07-18"
PAGE = """<!doctype html><html><head><link rel=stylesheet href="{up}site.css">
<link rel="alternate" href='feed.xml'><script src="{up}site.js" defer></script></head><body>
<a href="{up}missions/minusma/">M</a> <a href="{up}glossary/a&amp;b/#x">G</a> <a href="#p-1">P</a>
<a href="https://elsewhere.example/">E</a> <a href="{up}">Home</a>
<script>var a = '<a href="kept/">';</script><pre>&lt;a href="kept/"></pre>
<p><small data-pack></small></p></body></html>"""


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """The invented collection, read."""
    write_notes(tmp_path / "notes")
    return load_collection(tmp_path).published(DAY)


@pytest.fixture
def site(collection: Collection, tmp_path: Path) -> Path:
    """A site of bare pages: a mission with two notes, another's note, search, style and script."""
    site = tmp_path / "site"
    for folder in ("missions/minusma", "notes/2031/minusma", "notes/2032/minusma", "search"):
        up = "../" * (folder.count("/") + 1)
        (site / folder).mkdir(parents=True)
        (site / folder / "index.html").write_text(PAGE.format(up=up), encoding="utf-8")
    (site / "site.css").write_text("@font-face{src:url('font.woff2')}", encoding="utf-8")
    (site / "font.woff2").write_bytes(b"font")
    (site / "site.js").write_text("1", encoding="utf-8")
    (site / "notes/2032/minusma/2032-minusma.bib").write_text("@misc{}", encoding="utf-8")
    return site


def staged(site: Path) -> Staged:
    return Staged(site, site.with_name("none"))


def packed(collection: Collection, site: Path, address: str = "") -> dict[str, bytes]:
    made = pack.pack(
        collection, staged(site), staged(site).files(), "MINUSMA", Site(address=address)
    )
    return {name: content() for name, (_, content) in made.items()}


def test_a_pack_holds_its_notes_what_they_load_and_its_own_index(
    collection: Collection, site: Path
) -> None:
    found = packed(collection, site)
    assert {"index.html", "missions/minusma/index.html", "search/index.html"} <= set(found)
    assert {"site.css", "site.js", "font.woff2", "notes/2032/minusma/2032-minusma.bib"} <= set(
        found
    )
    index = b"".join(text for name, text in found.items() if name.startswith("assets/search/c"))
    assert b"2032/minusma" in index
    assert b"2031/unmiss" not in index


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://notes.example/", 'href="https://notes.example/glossary/a%26b/#x"'),
        ("", "<a>G</a>"),
    ],
)
def test_links_lead_to_files_of_the_pack_or_to_the_site_or_nowhere(
    address: str, expected: str, collection: Collection, site: Path
) -> None:
    page = packed(collection, site, address)["notes/2032/minusma/index.html"].decode()
    assert 'href="../../../missions/minusma/index.html"' in page
    assert 'src="../../../site.js"' in page
    assert expected in page
    for kept in ('href="#p-1"', 'href="https://elsewhere.example/"', "'<a href=\"kept/\">'"):
        assert kept in page
    assert 'href="../../../index.html"' in page


def test_the_same_notes_give_the_same_bytes_and_the_page_says_their_size(
    collection: Collection, site: Path
) -> None:
    pack.write_packs(Edition(collection), staged(site))
    file = site / "missions/minusma/minusma.zip"
    first = file.read_bytes()
    told = (site / "missions/minusma/index.html").read_text("utf-8")
    assert f"<small data-pack>{len(first) / 1e3:.1f} kB</small>" in told
    pack.write_packs(Edition(collection), staged(site))
    assert file.read_bytes() == first
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        inside = archive.read("missions/minusma/index.html").decode()
    assert "<small data-pack></small>" in inside


def test_a_pack_stands_at_the_former_address_of_its_mission_too(
    collection: Collection, site: Path
) -> None:
    terms = collection.vocabularies.missions.terms
    renamed = tuple(
        replace(term, was=("MINUS", "UNMISS")) if term.id == "MINUSMA" else term for term in terms
    )
    vocabularies = replace(
        collection.vocabularies, missions=replace(collection.vocabularies.missions, terms=renamed)
    )
    taken = any(term.id == "UNMISS" for term in terms)
    pack.write_packs(Edition(replace(collection, vocabularies=vocabularies)), staged(site))
    packs = {path.relative_to(site).as_posix() for path in site.rglob("*.zip")}
    expected = {"missions/minusma/minusma.zip", "missions/minus/minus.zip"}
    assert packs == expected | (set() if taken else {"missions/unmiss/unmiss.zip"})
    assert len({(site / name).read_bytes() for name in packs}) == 1


def test_a_mission_without_notes_or_page_has_no_pack(collection: Collection, site: Path) -> None:
    gone = [replace(note, status="withdrawn") for note in collection.notes]
    pack.write_packs(Edition(collection.only(gone)), staged(site))
    assert not list(site.rglob("*.zip"))


def test_a_withdrawn_note_is_in_no_pack(collection: Collection, site: Path) -> None:
    notes = [
        replace(note, status="withdrawn") if note.id == "2031/minusma" else note
        for note in collection.notes
    ]
    found = packed(collection.only(notes), site)
    assert not [name for name in found if name.startswith("notes/2031/minusma")]
    assert b"2031/minusma" not in b"".join(found.values())


WAYS = (
    "../", "../../", "../../../", "../../../missions/minusma/", "../../../notes/2031/b/#p", "x.css",
    "#p-1", ".", "..", "../../..", "../../../about/", "../../../about/../notes/2031/a/", "../b/",
    "../../../notes/2032/a/?q=1", "../../2031/a/", "https://e.example/", "mailto:x", "a&amp;b/",
    "../../../assets/a%20b.js",
)  # fmt: skip
FOLDERS = ("", "about/", "missions/minusma/", "notes/2031/a/", "notes/2031/b/", "notes/2032/a/")


@given(
    st.lists(st.sampled_from(WAYS), min_size=1, max_size=8),
    st.sampled_from(["", "https://notes.example/x/"]),
)
def test_links_that_pages_have_in_common_lead_where_each_pages_own_would(
    ways: list[str], address: str
) -> None:
    held = {f"{folder}index.html" for folder in FOLDERS} | {"assets/a b.js"}
    page = "".join(f'<a href="{way}">{way}</a>' for way in ways)
    shared = pack.Links(held, address)
    for folder in FOLDERS:
        name = f"{folder}index.html"
        assert shared.rewritten(page, name) == pack.Links(held, address).rewritten(page, name)


def test_what_a_pack_has_in_common_with_the_last_gives_the_same_bytes() -> None:
    first = {"a": b"tea" * 900, "é/b": b"cake" * 900, "c": b"jam"}
    then = {"0": b"bread", "a": b"tea" * 900, "é/b": b"cake" * 901, "c": b"jam"}
    before, after = (
        {name: (str(data), partial(bytes, data)) for name, data in files.items()}
        for files in (first, then)
    )
    marks = {name: mark for name, (mark, _) in before.items()}
    made = pack.zipped(after, marks, pack.zipped(before))
    assert made == pack.zipped(after)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == then
