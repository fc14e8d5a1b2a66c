"""The search index of a collection, and the browser's programs that read it, run by Node."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.browser.search_project import NOTES, write_notes
from tests.conftest import skip_or_fail
from tests.tools import ROOT

from workshop_notes.bounded import read_own
from workshop_notes.build.cache import Cache
from workshop_notes.collection import Collection, load_collection
from workshop_notes.search import index, names, weights
from workshop_notes.search.index import FOLDER, PROGRAMS, export_search, index_files, write_index
from workshop_notes.text.folding import fold

DAY = "2036-07-18"
BROWSER = ROOT / "scripts/workshop_notes/search/browser"
FOLDED = (
    "Æther",
    "Côte d’Ivoire",
    "ÉLECTIONS",
    "S/RES/2480",
    "A4P+",
    "R&D",
    "بعثة",
    "Мали",
    "ﬁn",
    "straße",
)


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**31


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


# What each server takes for a type of its schema; no server installs from the registries.
TYPESENSE = {"string": _is_text, "string[]": _are_texts, "int32": _is_number}
OPENSEARCH = {
    **dict.fromkeys(("text", "keyword"), lambda value: _is_text(value) or _are_texts(value)),
    "integer": _is_number,
}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """The invented collection, read."""
    root = tmp_path_factory.mktemp("invented")
    write_notes(root / "notes")
    return load_collection(root).published(DAY)


@pytest.fixture(scope="module")
def folder(collection: Collection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its index with a translation, in many small shards."""
    site = tmp_path_factory.mktemp("site")
    first = next(note for note in collection.notes if note.id == "2031/minusma")
    spoken = {"id": "2031/minusma-fr", "language": "fr", "translation_of": first.id}
    other = replace(
        first, **spoken, title="", summary="", body="Un ballot lointain vers un état final."
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workshop_notes.search.index.SMALL_SHARD", 300)
        write_index(collection.only([*collection.notes, other]), site)
    return site / FOLDER


@pytest.mark.parametrize("module", ["store", "reading", "ranking", "answer"])
def test_the_programs_of_the_browser_pass_their_own_tests(module: str, folder: Path) -> None:
    folded = json.dumps([{"text": text, "folded": fold(text)} for text in FOLDED])
    rows = folder.parent / "typed.json"
    rows.write_text(json.dumps(list(_typed_rows())), encoding="utf-8")
    try:
        done = subprocess.run(
            ["node", "--test", f"tests/search/{module}.test.mjs"],
            cwd=ROOT,
            env={**os.environ, "INDEX": str(folder), "FOLDED": folded, "TYPED": str(rows)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    except FileNotFoundError:
        skip_or_fail("Node is not installed; run tests/tools.py")
    assert done.returncode == 0, done.stdout[-8_000:] + done.stderr


def test_the_programs_are_whole_scripts(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        assert path.suffix == ".js"
        done = subprocess.run(
            ["node", "--check", path], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "import " not in path.read_text("utf-8").split("`")[0]


def test_two_builds_give_the_same_bytes(collection: Collection, tmp_path: Path) -> None:
    assert index_files(collection) == index_files(collection, Cache(tmp_path / "memory"))


def test_one_changed_note_rewrites_what_it_touches(collection: Collection, tmp_path: Path) -> None:
    write_index(collection, tmp_path)
    assert write_index(collection, tmp_path) == []
    changed = [
        replace(note, summary=f"{note.summary} zebra") if note.id == "2031/unmiss" else note
        for note in collection.notes
    ]
    written = write_index(collection.only(changed), tmp_path)
    assert written
    assert not {"far.js", "search.js", "box.js"} & {Path(name).name for name in written}


@pytest.mark.parametrize("block", [2, 3, 256])
def test_an_index_that_was_mended_is_the_one_made_anew(
    block: int, collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workshop_notes.search.index.BLOCK", block)
    memory = Cache(tmp_path / "memory")
    index_files(collection, memory)
    for place, note in enumerate(collection.notes):
        for text in (f"{note.body} zebra", "An okapi.", note.body):
            notes = list(collection.notes)
            notes[place] = replace(note, body=text)
            changed = collection.only(notes)
            assert index_files(changed, memory) == index_files(changed)
        fewer = collection.only(one for one in collection.notes if one is not note)
        assert index_files(fewer, memory) == index_files(fewer)


def test_what_is_remembered_is_used(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Cache(tmp_path / "memory")
    whole = index_files(collection, memory)
    monkeypatch.setattr("workshop_notes.search.index._words", None)
    assert index_files(collection, memory) == whole


def test_joined_programs_name_nothing_twice_and_keep_every_part() -> None:
    for modules in PROGRAMS.values():
        seen: dict[str, str] = {}
        for module in modules:
            text = (BROWSER / f"{module}.mjs").read_text("utf-8")
            for name in re.findall(
                r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)", text, re.MULTILINE
            ):
                assert name not in seen, f"{name} in {module} and {seen[name]}"
                seen[name] = module
            for wanted in re.findall(r"^import \{([^}]*)\}", text, re.MULTILINE):
                assert {name.strip() for name in wanted.split(",")} <= set(seen), module


def test_notes_that_are_gone_leave_no_word(collection: Collection, tmp_path: Path) -> None:
    write_index(collection, tmp_path)
    assert "lantern" in _all(tmp_path)
    kept = [note for note in collection.notes if "lantern" not in (note.body + note.title).lower()]
    write_index(collection.only(kept), tmp_path)
    assert "lantern" not in _all(tmp_path)
    assert "2032/minusma" not in _all(tmp_path)


def test_withdrawn_notes_are_not_in_the_index(collection: Collection) -> None:
    gone = [
        replace(note, status="withdrawn") if note.id == "2031/unmiss" else note
        for note in collection.notes
    ]
    files = index_files(collection.only(gone))
    assert "2031/unmiss" not in "".join(files.values())
    assert "floods" not in "".join(text for name, text in files.items() if name[0] in "wpc")


def test_a_resolution_of_its_year_leads_to_a_note_on_its_mission_alone(
    collection: Collection,
) -> None:
    resolution = next(
        term for term in collection.vocabularies.resolutions.terms if term.facts.get("missions")
    )
    missions = tuple(resolution.facts["missions"])
    about = replace(collection.notes[0], mission=missions, year=resolution.facts["year"])
    levels = weights.reader(collection)(about).levels
    named = weights.reader(collection)(replace(about, resolutions=(resolution.id,))).levels
    assert 0 < levels[f"!r:{resolution.id}"] < named[f"!r:{resolution.id}"]
    for other in (replace(about, year=1999), replace(about, mission=(*missions, "OTHER"))):
        assert f"!r:{resolution.id}" not in weights.reader(collection)(other).levels


def test_words_stand_as_text_in_the_shards(folder: Path) -> None:
    lines = [line for path in folder.glob("w*.js") for line in path.read_text("utf-8").split("\n")]
    assert any(line.startswith("lantern\t") and "lanterns" in line for line in lines)


def test_a_collection_without_notes_has_an_index_too(
    collection: Collection, tmp_path: Path
) -> None:
    write_index(collection.only([]), tmp_path)
    assert (tmp_path / FOLDER / "entry.js").is_file()


def test_an_alias_of_one_letter_or_of_silent_words_indexes_nothing(collection: Collection) -> None:
    themes = collection.vocabularies.themes
    silly = replace(themes.terms[0], aliases=("", "x", "of the", " "))
    vocabularies = replace(
        collection.vocabularies, themes=replace(themes, terms=(silly, *themes.terms[1:]))
    )
    row = next(row for row in names.vocabulary_names(vocabularies) if row[1] == [silly.id])
    assert not {"", "x", "of the"} & set(row[4].split("|"))


def test_a_name_stands_in_one_row(collection: Collection) -> None:
    found: dict[str, str] = {}
    for kind, *_, named in names.vocabulary_names(collection.vocabularies):
        for name in filter(None, named.split("|")):
            assert name not in found, name
            found[name] = kind


def test_a_word_that_hints_at_several_themes_stands_in_no_row(collection: Collection) -> None:
    themes = collection.vocabularies.themes
    first, second = themes.terms[:2]
    pair = [
        replace(first, facts={**first.facts, "hints": ["zebra", "lone", "two words"]}),
        replace(second, facts={**second.facts, "hints": ["zebra"]}),
    ]
    terms = (*pair, *themes.terms[2:])
    rows = names.far_names(replace(collection.vocabularies, themes=replace(themes, terms=terms)))
    hinting = {
        word: row[1] for row in rows if row[0] == "h" for word in row[4].split("|") if row[4]
    }
    assert hinting["lone"] == [first.id]
    assert not {"zebra", "two words"} & set(hinting)


def test_no_two_names_are_told_apart_by_silent_words_alone(collection: Collection) -> None:
    found: dict[str, tuple[str, list[str]]] = {}
    for kind, ids, *_, named in names.vocabulary_names(collection.vocabularies):
        for name in filter(None, named.split("|")):
            key = " ".join(word for word in name.split() if word not in names.silent()) or name
            assert found.setdefault(key, (name, ids))[1] == ids, (name, kind, found[key])


def test_the_invented_collection_is_whole(collection: Collection) -> None:
    assert {note.id for note in collection.notes} == set(NOTES)


def test_an_export_holds_each_note_with_the_fields_that_its_schemas_know(
    collection: Collection, tmp_path: Path
) -> None:
    paths = {path.name: path for path in export_search(collection, tmp_path)}
    rows = [json.loads(line) for line in paths["documents.jsonl"].read_text("utf-8").splitlines()]
    assert {row["id"] for row in rows} == set(NOTES)
    mapping = json.loads(paths["opensearch-index.json"].read_text("utf-8"))["mappings"]
    schema = json.loads(paths["typesense-schema.json"].read_text("utf-8"))
    for row in rows:
        assert set(row) == set(mapping["properties"])
        assert set(row) - {"id"} == {field["name"] for field in schema["fields"]}
    for field in schema["fields"]:
        values = [row[field["name"]] for row in rows]
        assert all(map(TYPESENSE[field["type"]], values)), field
    for name, field in mapping["properties"].items():
        assert all(OPENSEARCH[field["type"]](row[name]) for row in rows), name
    sorting = next(one for one in schema["fields"] if one["name"] == "day")
    assert (schema["default_sorting_field"], sorting["type"]) == ("day", "int32")
    bulk = paths["opensearch-bulk.ndjson"].read_text("utf-8").splitlines()
    assert [json.loads(line)["index"]["_id"] for line in bulk[::2]] == [row["id"] for row in rows]
    synonyms = json.loads(paths["typesense-synonyms.json"].read_text("utf-8"))
    assert any({"poc", "protection of civilians"} <= set(one["synonyms"]) for one in synonyms)
    assert next(row for row in rows if row["id"] == "2031/minusma")["day"] == 20310520


def _all(site: Path) -> str:
    return "".join(path.read_text("utf-8") for path in (site / FOLDER).glob("[wpc]*.js"))


def _typed_rows() -> Iterator[dict[str, Any]]:
    """Give each row of the table that queries are read with, and the table without it."""
    table = read_own(names.TYPED)
    for name, entry in table.items():
        for part in entry if name == "parts" else [entry]:
            without: Any = {**entry, "list": ""} if name == "generic" else {**part, "list": []}
            if name == "parts":
                without = [one for one in entry if one is not part]
            if name == "times":
                without = {**part, "one": ["(?!)"]}
            if name not in ("endings", "spellings", "alike", "prefixes", "stop"):
                words = names.typed_for_browser({**table, name: without})
                yield {**part, "name": name, "without": words}


def test_the_search_page_has_the_styles_that_its_first_answer_shows(tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "index.html").write_text(
        '<noscript data-late><link rel="stylesheet" href="../a.css"></noscript><p class="here">',
        encoding="utf-8",
    )
    sheet = """.here, .gone { --used: 1rem; --unused: 2rem; color: red; margin: var(--used) }
    .row > .gone { color: red } p:not(.gone) { top: 0 } :is(.gone, .row) b { left: 0 }
    p { background: url(other.png) } @media print { .here { color: black } }
    @media (min-width: 60em) { p:hover { top: 1px } .row { top: 2px } }"""
    (tmp_path / "a.css").write_text(sheet, encoding="utf-8")
    found = index.first_styles(tmp_path.joinpath, 'make("b", { class: "row" })')
    assert found.replace("\n", "") == (
        ".here{--used:1rem;color:red;margin:var(--used)}p:not(.gone){top:0}"
        ":is(.gone,.row) b{left:0}@media (min-width:60em){.row{top:2px}}"
    )
    assert not index.first_styles((tmp_path / "nowhere").joinpath, "")
