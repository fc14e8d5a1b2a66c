"""The vocabularies that the project ships keep their shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from workshop_notes.vocabulary import Term, Vocabularies, Vocabulary, load_vocabularies

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notes" / "vocabularies"
SHARED = ROOT.parent / "shared"

COMMON = ("id", "label", "label_fr", "aliases", "definition", "broader")
FACTS = {
    "missions": (
        "full_name",
        "full_name_fr",
        "acronym",
        "acronym_fr",
        "country",
        "country_fr",
        "countries",
        "places",
        "demonyms",
        "parties",
        "start",
        "end",
        "founding_resolution",
        "predecessors",
        "successors",
        "without_entry",
        "kind",
        "seen_as",
    ),
    "themes": tuple(
        f"{key}{language}"
        for key in ("triggers", "hints", "phrases", "together")
        for language in ("", "_fr")
    ),
    "organizations": ("role", "website", "seen_as"),
    "glossary": ("expansion", "expansion_fr", "theme", "mission", "organization", "country"),
    "resolutions": (
        "year",
        "adopted",
        "missions",
        "effect",
        "until",
        "evidence",
        "source",
        "source_date",
    ),
    "series": ("triggers", "triggers_fr"),
}
NEEDED = {
    "missions": ("full_name", "acronym", "country", "country_fr", "countries", "start", "kind"),
    "themes": ("triggers", "triggers_fr"),
    "organizations": ("role",),
    "glossary": ("expansion", "expansion_fr"),
    "resolutions": ("year", "adopted", "missions", "effect", "evidence"),
    "series": ("triggers", "triggers_fr"),
}
NUMBERS = ("start", "end", "year")
LISTS = (
    "aliases",
    "countries",
    "places",
    "demonyms",
    "parties",
    "predecessors",
    "successors",
    "without_entry",
    "seen_as",
    "triggers",
    "triggers_fr",
    "hints",
    "hints_fr",
    "phrases",
    "phrases_fr",
    "together",
    "together_fr",
    "missions",
)
DATES = ("adopted", "until")
IDS = {
    "missions": re.compile(r"[A-Z]{4,10}"),
    "themes": re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"),
    "organizations": re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"),
    "glossary": re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"),
    "resolutions": re.compile(r"[1-9]\d{0,4}"),
    "series": re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"),
}
CHOICES = {
    "kind": {"peacekeeping", "special-political-mission", "au-led", "support-office"},
    "role": {"organizer", "funder", "republisher"},
    "effect": {"establishes", "renews", "renews-technical", "ends", "other"},
    "evidence": {"page", "memory"},
}
SIZES = {"missions": "missions", "themes": "themes", "glossary": "glossary"}


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    loaded, problems = load_vocabularies(FOLDER, ROOT)
    assert problems == []
    return loaded


@pytest.fixture(scope="module")
def sheet() -> dict[str, Any]:
    return _read(SHARED / "facts.yml")


@pytest.fixture(scope="module", params=sorted(FACTS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def entries(name: str) -> list[dict[str, Any]]:
    """The entries as plain YAML reads them: with its guesses at dates and booleans."""
    read = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    assert isinstance(read, list)
    return read


def test_keys_are_known_and_in_order(name: str, entries: list[dict[str, Any]]) -> None:
    order = (*COMMON, *FACTS[name])
    for entry in entries:
        assert set(entry) <= set(order), entry["id"]
        assert list(entry) == sorted(entry, key=order.index), entry["id"]


def test_needed_keys_are_present_and_nothing_is_empty(
    name: str, entries: list[dict[str, Any]]
) -> None:
    for entry in entries:
        for key in ("id", "label", "label_fr", "definition", *NEEDED[name]):
            assert entry.get(key), (entry["id"], key)
        assert all(entry.values()), entry["id"]


def test_values_are_text_whole_numbers_or_lists_of_text(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        for key, value in entry.items():
            kind = list if key in LISTS else int if key in NUMBERS else str
            assert type(value) is kind, (entry["id"], key, value)
            texts: Any = value if key in LISTS else [value]
            for text in texts if kind is not int else ():
                assert type(text) is str, (entry["id"], key, text)
                assert text == " ".join(text.split()) != "", (entry["id"], key, text)


def test_ids_have_their_form_and_stand_once(name: str, entries: list[dict[str, Any]]) -> None:
    ids = [entry["id"] for entry in entries]
    assert len(ids) == len(set(ids))
    assert [one for one in ids if not IDS[name].fullmatch(one)] == []


@pytest.mark.parametrize("key", ["label", "label_fr"])
def test_labels_stand_once(key: str, entries: list[dict[str, Any]]) -> None:
    labels = [_folded(entry[key]) for entry in entries]
    assert len(labels) == len(set(labels))


def test_no_name_belongs_to_two_terms(vocabularies: Vocabularies, name: str) -> None:
    owners: dict[str, str] = {}
    for term in _vocabulary(vocabularies, name).terms:
        for spelling in (*term.names, *term.facts.get("seen_as", ())):
            assert owners.setdefault(_folded(spelling), term.id) == term.id, spelling


def test_no_alias_repeats_another_name_of_its_term(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        aliases = [_folded(alias) for alias in entry.get("aliases", ())]
        assert len(aliases) == len(set(aliases)), entry["id"]
        assert _folded(entry["label"]) not in aliases, entry["id"]


def test_broader_terms_exist_and_form_no_circle(vocabularies: Vocabularies, name: str) -> None:
    vocabulary = _vocabulary(vocabularies, name)
    for term in vocabulary.terms:
        passed, above = {term.id}, term.broader
        while above:
            found = vocabulary.get(above)
            assert found is not None, (term.id, above)
            assert above not in passed, (term.id, above)
            passed.add(above)
            above = found.broader


def test_choices_are_among_those_allowed(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        for key, allowed in CHOICES.items():
            assert entry.get(key) in {None, *allowed}, (entry["id"], key)


def test_dates_are_iso_text(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        for key in DATES:
            if key in entry:
                assert date.fromisoformat(entry[key]).isoformat() == entry[key], entry["id"]


def test_definitions_are_sentences(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        assert entry["definition"].endswith("."), entry["id"]
        assert entry["definition"][0].isupper(), entry["id"]


def test_each_phrase_stands_once(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        for key in (*FACTS["themes"], "seen_as"):
            phrases = [_folded(phrase) for phrase in entry.get(key, ())]
            assert len(phrases) == len(set(phrases)), (entry["id"], key)


def test_countries_are_iso_alpha_3(vocabularies: Vocabularies) -> None:
    for term in vocabularies.missions.terms:
        assert all(re.fullmatch(r"[A-Z]{3}", code) for code in term.facts["countries"]), term.id
    for term in vocabularies.glossary.terms:
        assert re.fullmatch(r"[A-Z]{3}", term.facts.get("country", "MLI")), term.id


def test_a_mission_of_a_disputed_area_lists_each_state(vocabularies: Vocabularies) -> None:
    assert _mission(vocabularies, "UNISFA").facts["countries"] == ["SDN", "SSD"]


def test_missions_carry_their_acronym_as_id_and_label(vocabularies: Vocabularies) -> None:
    for term in vocabularies.missions.terms:
        assert term.id == term.label == term.facts["acronym"]
        assert term.label_fr == term.facts.get("acronym_fr", term.id)


def test_missions_end_no_earlier_than_they_start(vocabularies: Vocabularies) -> None:
    for term in vocabularies.missions.terms:
        assert term.facts["start"] <= term.facts.get("end", term.facts["start"]), term.id


def test_predecessors_and_successors_exist_or_are_declared(vocabularies: Vocabularies) -> None:
    for term in vocabularies.missions.terms:
        named = {*term.facts.get("predecessors", ()), *term.facts.get("successors", ())}
        unknown = {one for one in named if vocabularies.missions.get(one) is None}
        assert unknown == set(term.facts.get("without_entry", ())), term.id
        assert all(re.fullmatch(r"[A-Z]{3,10}", one) for one in unknown), term.id


def test_founding_resolutions_agree_with_the_resolutions(vocabularies: Vocabularies) -> None:
    for term in vocabularies.missions.terms:
        number = term.facts.get("founding_resolution", "1")
        assert re.fullmatch(r"[1-9]\d{0,3}", number), term.id
        found = vocabularies.resolutions.get(number)
        if found is not None:
            assert found.facts["effect"] == "establishes"
            assert term.id in found.facts["missions"]


def test_resolutions_name_known_missions(vocabularies: Vocabularies) -> None:
    for term in vocabularies.resolutions.terms:
        for mission in term.facts["missions"]:
            assert vocabularies.missions.get(mission) is not None, term.id


def test_resolutions_are_labelled_by_number_and_year(vocabularies: Vocabularies) -> None:
    for term in vocabularies.resolutions.terms:
        year = term.facts["year"]
        assert term.label == f"Resolution {term.id} ({year})"
        assert term.label_fr == f"Résolution {term.id} ({year})"
        assert term.aliases == (f"S/RES/{term.id} ({year})", f"S/RES/{term.id}")
        assert term.facts["adopted"].startswith(f"{year}-"), term.id


def test_resolutions_stand_in_order_and_end_after_adoption(vocabularies: Vocabularies) -> None:
    numbers = [int(term.id) for term in vocabularies.resolutions.terms]
    assert numbers == sorted(numbers)
    for term in vocabularies.resolutions.terms:
        assert term.facts["adopted"] <= term.facts.get("until", "9999-12-31"), term.id


def test_glossary_ids_follow_from_the_acronym(vocabularies: Vocabularies) -> None:
    for term in vocabularies.glossary.terms:
        assert term.id == term.label.lower().replace("+", "-plus")


def test_glossary_points_at_terms_that_exist(vocabularies: Vocabularies) -> None:
    for term in vocabularies.glossary.terms:
        for fact, vocabulary in (
            ("theme", vocabularies.themes),
            ("mission", vocabularies.missions),
            ("organization", vocabularies.organizations),
        ):
            if fact in term.facts:
                assert vocabulary.get(term.facts[fact]) is not None, term.id


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
