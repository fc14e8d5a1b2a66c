"""What the project's own vocabularies hold beyond the shape that every vocabulary must have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from workshop_notes.vocabulary import (
    NAMES,
    VOCABULARIES,
    Term,
    Vocabularies,
    Vocabulary,
    load_vocabularies,
)

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notes" / "vocabularies"
SHARED = ROOT.parent / "shared"

NEEDED = {
    "missions": ("full_name", "acronym", "country", "country_fr", "countries", "start", "kind"),
    "themes": ("triggers", "triggers_fr"),
    "organizations": ("role",),
    "glossary": ("expansion", "expansion_fr"),
    "resolutions": ("year", "adopted", "missions", "effect", "evidence"),
    "series": ("triggers", "triggers_fr"),
}
PHRASES = ("triggers", "hints", "phrases", "together", "standing", "seen_as")
# The forms of ids beyond what every id must be.
IDS = {"missions": re.compile(r"[A-Z]{4,10}"), "resolutions": re.compile(r"[1-9]\d{0,4}")}
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SIZES = {"missions": "missions", "themes": "themes", "glossary": "glossary"}


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    loaded, problems = load_vocabularies(FOLDER, ROOT)
    assert problems == []
    return loaded


@pytest.fixture(scope="module")
def sheet() -> dict[str, Any]:
    return _read(SHARED / "facts.yml")


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def entries(name: str) -> list[dict[str, Any]]:
    """The entries as plain YAML reads them: with its guesses at dates and booleans."""
    read = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    assert isinstance(read, list)
    return read


def test_keys_stand_in_the_order_of_the_table(name: str, entries: list[dict[str, Any]]) -> None:
    order = list(VOCABULARIES[name])
    for entry in entries:
        assert list(entry) == sorted(entry, key=order.index), entry["id"]


def test_needed_keys_are_present_and_nothing_is_empty(
    name: str, entries: list[dict[str, Any]]
) -> None:
    for entry in entries:
        for key in ("id", "label", "label_fr", "definition", "definition_fr", *NEEDED[name]):
            assert entry.get(key), (entry["id"], key)
        assert all(entry.values()), entry["id"]


def test_ids_have_their_form(name: str, entries: list[dict[str, Any]]) -> None:
    form = IDS.get(name, SLUG)
    assert [entry["id"] for entry in entries if not form.fullmatch(entry["id"])] == []


def test_no_alias_repeats_another_name_of_its_term(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        aliases = [_folded(alias) for alias in entry.get("aliases", ())]
        assert len(aliases) == len(set(aliases)), entry["id"]
        assert _folded(entry["label"]) not in aliases, entry["id"]


def test_definitions_are_sentences(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        assert entry["definition"].endswith("."), entry["id"]
        assert entry["definition"][0].isupper(), entry["id"]


def test_each_phrase_stands_once(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        for key in (*PHRASES, *(f"{name}_fr" for name in PHRASES)):
            phrases = [_folded(phrase) for phrase in entry.get(key, ())]
            assert len(phrases) == len(set(phrases)), (entry["id"], key)


def test_a_mission_of_a_disputed_area_lists_each_state(vocabularies: Vocabularies) -> None:
    assert _mission(vocabularies, "UNISFA").facts["countries"] == ["SDN", "SSD"]


def test_missions_carry_their_acronym_as_id_and_label(vocabularies: Vocabularies) -> None:
    for term in vocabularies.missions.terms:
        assert term.id == term.label == term.facts["acronym"]
        assert term.label_fr == term.facts.get("acronym_fr", term.id)


def test_founding_resolutions_agree_with_the_resolutions(vocabularies: Vocabularies) -> None:
    for term in vocabularies.missions.terms:
        number = term.facts.get("founding_resolution", "1")
        assert re.fullmatch(r"[1-9]\d{0,3}", number), term.id
        found = vocabularies.resolutions.get(number)
        if found is not None:
            assert found.facts["effect"] == "establishes"
            assert term.id in found.facts["missions"]


def test_resolutions_are_labelled_by_number_and_year(vocabularies: Vocabularies) -> None:
    for term in vocabularies.resolutions.terms:
        year = term.facts["year"]
        assert term.label == f"Resolution {term.id} ({year})"
        assert term.label_fr == f"Résolution {term.id} ({year})"
        assert term.aliases == (f"S/RES/{term.id} ({year})", f"S/RES/{term.id}")
        assert term.facts["adopted"].startswith(f"{year}-"), term.id


def test_resolutions_stand_in_the_order_of_their_numbers(vocabularies: Vocabularies) -> None:
    numbers = [int(term.id) for term in vocabularies.resolutions.terms]
    assert numbers == sorted(numbers)


def test_glossary_ids_follow_from_the_acronym(vocabularies: Vocabularies) -> None:
    for term in vocabularies.glossary.terms:
        assert term.id == term.label.lower().replace("+", "-plus")


@pytest.mark.parametrize(
    ("text", "mission"),
    [
        ("MINUSS", "UNMISS"),
        ("minusma", "MINUSMA"),
        ("un  mission in south sudan", "UNMISS"),
        ("United Nations Mission in the Sudan", "UNMIS"),
        ("Mission d'appui des Nations Unies en Libye", "UNSMIL"),
    ],
)
def test_names_resolve_to_their_mission(
    vocabularies: Vocabularies, text: str, mission: str
) -> None:
    found = vocabularies.missions.resolve(text)
    assert found is not None
    assert found.id == mission


@pytest.mark.skipif(not SHARED.is_dir(), reason="the fact sheet is not beside the project")
class TestAgainstTheFactSheet:
    """Every fact of the sheet is in the vocabularies."""

    @pytest.mark.parametrize(("vocabulary", "key"), sorted(SIZES.items()))
    def test_counts_agree(
        self, vocabularies: Vocabularies, sheet: dict[str, Any], vocabulary: str, key: str
    ) -> None:
        assert len(_vocabulary(vocabularies, vocabulary).terms) == len(sheet[key])

    def test_missions_agree(self, vocabularies: Vocabularies, sheet: dict[str, Any]) -> None:
        for fact in sheet["missions"]:
            term = _mission(vocabularies, fact["acronym"])
            founding = fact["founding_resolution"] or {}
            want = {
                "full_name": fact["name_en"],
                "full_name_fr": fact["name_fr"],
                "acronym_fr": fact["acronym_fr"],
                "country": fact["country_or_region"],
                "countries": fact["iso3"],
                "start": fact["start_year"],
                "end": fact["end_year"],
                "founding_resolution": str(founding.get("number") or ""),
                "predecessors": fact["predecessors"],
                "successors": fact["successors"],
                "kind": fact["kind"],
            }
            assert {key: term.facts.get(key) for key, value in want.items() if value} == {
                key: value for key, value in want.items() if value
            }

    def test_resolutions_agree(self, vocabularies: Vocabularies) -> None:
        sheet = _read(SHARED / "resolutions.yml")["resolutions"]
        assert len(vocabularies.resolutions.terms) == len(sheet)
        for fact in sheet:
            term = vocabularies.resolutions.get(str(fact["number"]))
            assert term is not None
            assert term.facts["year"] == fact["year"]
            assert term.facts["adopted"] == fact["adopted"]
            assert term.facts["missions"] == fact["missions"]
            assert term.facts["effect"] == fact["effect"]
            assert term.facts.get("until") == fact["mandate_until"]
            assert term.facts["evidence"] == fact["evidence"]

    def test_theme_and_glossary_terms_agree(
        self, vocabularies: Vocabularies, sheet: dict[str, Any]
    ) -> None:
        themes = {term.id: term.label for term in vocabularies.themes.terms}
        assert themes == {fact["id"]: fact["label"] for fact in sheet["themes"]}
        assert {term.label for term in vocabularies.glossary.terms} == set(sheet["glossary"])

    def test_organizations_of_the_sheet_resolve(
        self, vocabularies: Vocabularies, sheet: dict[str, Any]
    ) -> None:
        for fact in sheet["organizations"]:
            assert vocabularies.organizations.resolve(fact["name"]) is not None, fact["name"]


def _vocabulary(vocabularies: Vocabularies, name: str) -> Vocabulary:
    found = getattr(vocabularies, name)
    assert isinstance(found, Vocabulary)
    return found


def _mission(vocabularies: Vocabularies, identifier: str) -> Term:
    found = vocabularies.missions.get(identifier)
    assert found is not None
    return found


def _read(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    read = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    assert isinstance(read, Mapping)
    return dict(read)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
