"""A note and its translation lead to each other and are one workshop wherever workshops count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.test_exports import files
from tests.views.conftest import MakeEdition, MakeNote

from workshop_notes.checks.check import copy_of, wrong_translation
from workshop_notes.cli import main
from workshop_notes.exports import linked_data
from workshop_notes.note import Note
from workshop_notes.search.index import index_files
from workshop_notes.views.edition import Edition
from workshop_notes.views.page import Page

BODY = "Tea.\n\n## What was asked\n\n- Rank the tasks of the mission by their urgency.\n"
CORPS = "Du thé.\n\n## Ce qui a été demandé\n\n- Classer les tâches de la mission.\n"

Built = Callable[[Edition], dict[str, Page]]


@pytest.fixture
def pair(note: MakeNote) -> tuple[Note, Note]:
    french = note(
        "2031/zuma-fr", CORPS, title="Les tâches", language="fr", translation_of="2031/zuma"
    )
    return note("2031/zuma", BODY), french


@pytest.fixture
def pages(edition: MakeEdition, pair: tuple[Note, Note], built: Built) -> dict[str, Any]:
    return {address: page.view for address, page in built(edition(*pair)).items()}


def test_each_leads_to_the_other(pages: dict[str, Any]) -> None:
    there = {name: pages[f"notes/2031/{name}/"]["also"] for name in ("zuma", "zuma-fr")}
    assert there == {
        "zuma": [{"language": "fr", "address": "../zuma-fr/"}],
        "zuma-fr": [{"language": "en", "address": "../zuma/"}],
    }


def test_lists_and_the_grid_show_one_workshop_in_both_languages(pages: dict[str, Any]) -> None:
    (cell,) = pages[""]["grid"]["rows"][0]["cells"]
    assert (cell["count"], cell["also"]) == (1, ["fr"])
    assert pages[""]["count"] == 1
    for address in ("years/2031/", "themes/human-rights/"):
        (row,) = pages[address]["notes"]
        assert [one["language"] for one in row["also"]] == ["fr"], address
    (row,) = pages["browse/"]["notes"]
    assert row["slugs"]["language"] == "en fr"
    assert [one["value"] for one in pages["browse/"]["filters"][-1]["options"]] == ["en", "fr"]


def test_what_was_asked_is_asked_once(pages: dict[str, Any]) -> None:
    mission = pages["missions/zuma/"]
    assert [row["text"] for row in mission["requests"]["rows"]] == [
        "Rank the tasks of the mission by their urgency."
    ]
    assert len([one for one in mission["events"] if one["kind"] == "workshop"]) == 1
    assert not any(address.startswith("missions/zuma/2") for address in pages)


def test_a_translation_has_the_neighbours_of_its_workshop(
    edition: MakeEdition, pair: tuple[Note, Note], note: MakeNote, built: Built
) -> None:
    before = note("2030/zuma", year=2030, date="2030-05-20")
    made = built(edition(*pair, before))
    (group,) = made["notes/2031/zuma-fr/"].view["neighbours"]
    assert [one["key"] for one in group["notes"]] == ["previous-year"]
    (place,) = made["notes/2031/zuma-fr/"].view["facts"].get("series", {}).get("places", [{}])
    assert place.get("of", 2) == 2


def test_alone_a_translation_stands_for_its_workshop(
    edition: MakeEdition, pair: tuple[Note, Note], built: Built
) -> None:
    english, french = pair
    made = built(edition(replace(english, status="withdrawn", withdrawn="Wrong.", body=""), french))
    assert made[""].view["count"] == 1
    assert "also" not in made["notes/2031/zuma-fr/"].view
    (event,) = [one for one in made["missions/zuma/"].view["events"] if "note" in one]
    assert event["note"]["address"].endswith("zuma-fr/")


def test_programs_get_both_texts(edition: MakeEdition, pair: tuple[Note, Note]) -> None:
    made = edition(*pair)
    written = files(made)
    assert "Les tâches" in written["missions/zuma/zuma.bib"]
    assert '"translation_of": "2031/zuma"' in written["assets/data/notes.jsonl"]
    assert '"workTranslation": [{"@type": "Report", "inLanguage": "fr"' in linked_data(
        made, pair[0]
    )
    assert '"translationOfWork"' in linked_data(made, pair[1])


def test_the_search_has_one_row_in_both_languages(
    edition: MakeEdition, pair: tuple[Note, Note]
) -> None:
    found = index_files(edition(*pair).whole)
    assert '"notes":1' in found["entry.js"]
    assert "!l:fr" in "".join(text for name, text in found.items() if name[0] == "w")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"translation_of": "2031/zumma"}, "there is no note '2031/zumma'"),
        ({"translation_of": "2031/zuma-fr"}, "is a translation itself"),
        ({"language": "en"}, "are both in 'en'"),
        ({"date": "2031-05-21"}, "another mission or workshop day"),
        ({"mission": ("ZUMALI",)}, "another mission or workshop day"),
    ],
)
def test_a_wrong_translation_is_told(
    facts: dict[str, Any], said: str, edition: MakeEdition, pair: tuple[Note, Note]
) -> None:
    assert not list(copy_of(pair))
    assert not list(wrong_translation(edition(*pair).whole))
    made = edition(pair[0], replace(pair[1], **facts)).whole
    (problem,) = wrong_translation(made)
    assert problem.code == "wrong-translation"
    assert said in problem.message


def test_a_renamed_note_keeps_its_translation(toy: Path) -> None:
    path = toy / "notes/2031/zuma-fr.md"
    text = (toy / "notes/2031/zuma.md").read_text("utf-8")
    text = text.replace("language: en\n", "")
    path.write_text(text.replace("status:", "language: fr\ntranslation_of: 2031/zuma\nstatus:"))
    assert main(["rename", "--root", str(toy), "2031/zuma", "2031/tasks"]) == 0
    assert "translation_of: 2031/tasks\n" in path.read_text("utf-8")
