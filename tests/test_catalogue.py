"""The abstracts written for this site are what they say they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from workshop_notes.collection import Collection, load_collection
from workshop_notes.note import Note, without_leading_title

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

SAYS_SO = {
    "en": "This abstract was written for this site from public facts",
    "fr": "Ce résumé a été rédigé pour ce site à partir de faits publics",
}
ASKED = {
    "en": "What participants asked the Council to do",
    "fr": "Ce que les participants ont demandé au Conseil",
}
FEWEST, MOST = 150, 400
FURNITURE = re.compile(r"(?i)cite to url|share on|newsletter|cookie|breadcrumb|^ ?date \d")
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def collection() -> Collection:
    return load_collection(ROOT)


@pytest.fixture(scope="module")
def abstracts(collection: Collection) -> tuple[Note, ...]:
    found = tuple(note for note in collection.notes if note.abstract)
    assert found
    return found


def test_each_says_that_it_is_an_abstract_and_links_to_the_published_note(
    abstracts: tuple[Note, ...],
) -> None:
    for note in abstracts:
        assert SAYS_SO[note.language] in note.body, note.id
        assert note.source_url in LINK.findall(note.body), note.id


def test_each_has_150_to_400_words(abstracts: tuple[Note, ...]) -> None:
    for note in abstracts:
        text = LINK.sub("]", without_leading_title(note))
        words = len(re.findall(r"\w[\w’'-]*", text))
        assert FEWEST <= words <= MOST, (note.id, words)


def test_each_names_its_missions_in_full(
    collection: Collection, abstracts: tuple[Note, ...]
) -> None:
    for note in abstracts:
        for mission in note.mission:
            term = collection.vocabularies.missions.get(mission)
            assert term is not None
            full = str(term.facts["full_name_fr" if note.language == "fr" else "full_name"])
            assert full in note.body.replace("’", "'"), (note.id, mission)
            assert mission in note.body, (note.id, mission)


def test_none_keeps_furniture_of_its_original(abstracts: tuple[Note, ...]) -> None:
    for note in abstracts:
        assert not FURNITURE.search(note.body), note.id


def test_what_was_asked_of_the_council_ends_the_text(abstracts: tuple[Note, ...]) -> None:
    for note in abstracts:
        headings = re.findall(r"(?m)^#+ (.+)$", note.body)
        asked = [one for one in headings if re.search("asked the Council|demandé au Conseil", one)]
        assert asked in ([], [ASKED[note.language]]), note.id
        assert not asked or headings[-1] == asked[0], note.id


def test_virtual_and_the_chatham_house_rule_stand_where_the_fields_say(
    abstracts: tuple[Note, ...],
) -> None:
    for note in abstracts:
        virtual = {"en": "virtual", "fr": "virtuel"}[note.language]
        assert (virtual in note.body) is (note.format == "virtual"), note.id
        assert ("Chatham House rule" in note.body) is (note.rule == "chatham-house"), note.id


@pytest.mark.skipif(not SHARED.is_dir(), reason="the fact sheet is not beside the project")
def test_fields_are_those_of_the_fact_sheet(abstracts: tuple[Note, ...]) -> None:
    sheet: dict[str, Any] = yaml.safe_load((SHARED / "facts.yml").read_text(encoding="utf-8"))
    direct = {
        (frozenset(fact["missions"]), fact["workshop_date"]): fact
        for fact in sheet["notes"]
        if fact["evidence"] == "direct"
    }
    assert {(frozenset(note.mission), note.date) for note in abstracts} == set(direct)
    for note in abstracts:
        fact = direct[frozenset(note.mission), note.date]
        if not note.translation_of:
            assert note.title == fact["title"]
            assert note.published == (fact["publication_date"] or "")
        assert note.format == (fact["format"] or "")
        assert note.event == fact["event_type"]
        assert set(note.themes) == set(fact["themes"])
        assert len(note.funders) == len(fact["funders"] or ())
        assert note.resolutions == tuple(str(one["number"]) for one in fact["resolutions"])
        assert note.source_url.rstrip("/") in {
            url.partition("?lang")[0].rstrip("/") for url in fact["sources"]
        }
