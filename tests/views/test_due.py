from dataclasses import replace

import pytest
from tests.views.conftest import MakeEdition, MakeNote
from tests.views.test_pages import Build

from workshop_notes.views.comparison import over_time
from workshop_notes.views.edition import Edition
from workshop_notes.views.parts import Here

ASKING = "## Recommendations\n\n- Rank the tasks of the mission.\n- Send more tea."
AGAIN = "## Recommendations\n\n- Rank the mission’s tasks.\n- Count the spoons."


def on(edition: Edition, day: str) -> Edition:
    return replace(edition, whole=replace(edition.whole, day=day))


@pytest.mark.parametrize(("day", "part"), [("2032-06-30", "ahead"), ("2032-07-01", "past")])
def test_a_mandate_is_due_until_the_last_day_of_its_term(
    edition: MakeEdition, note: MakeNote, built: Build, day: str, part: str
) -> None:
    found = built(on(edition(note("2031/zuma", ASKING)), day))["due/"].view
    (one,) = found[part]
    assert one["until"]["iso"] == "2032-06-30"
    assert one["resolution"]["label"] == "Resolution 9902 (2031)"
    assert [request["text"] for request in one["asked"][0]["requests"]] == [
        "Rank the tasks of the mission.",
        "Send more tea.",
    ]
    assert set(found) & {"ahead", "past"} == {part}


def test_the_home_page_names_only_mandates_that_run(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    notes = edition(note("2031/zuma", ASKING))
    assert built(on(notes, "2032-01-01"))[""].view["due"]["mandates"]
    assert built(on(notes, "2040-01-01"))[""].view["due"] == {"address": "due/"}


def test_what_was_asked_before_stands_below_and_a_newer_note_is_named(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    early = note("2030/zuma", ASKING, year=2030, date="2030-05-01")
    silent = note("2032/zuma", "Tea.", year=2032, date="2032-01-01", title="Spoons")
    (one,) = built(edition(early, note("2031/zuma", AGAIN), silent))["due/"].view["ahead"]
    assert [asked["note"]["address"] for asked in one["asked"]] == [
        "../notes/2031/zuma/",
        "../notes/2030/zuma/",
    ]
    assert one["newest"]["title"] == "Spoons"


def test_a_request_that_was_worded_anew_stands_in_one_row(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    early = note("2030/zuma", ASKING, year=2030, date="2030-05-01")
    found = built(edition(early, note("2031/zuma", AGAIN)))["missions/zuma/"].view["requests"]
    rows = {row["text"]: [place["label"] for place in row["places"]] for row in found["rows"]}
    assert rows == {
        "Rank the mission’s tasks.": ["2030", "2031"],
        "Count the spoons.": ["2031"],
        "Send more tea.": ["2030"],
    }
    assert found["alike"] == 62


def test_a_place_across_missions_names_the_mission(edition: MakeEdition, note: MakeNote) -> None:
    made = edition(note("2031/zuma", ASKING))
    (entry,) = made.of(made.whole.oldest_first)
    found = over_time(Here(made, "themes/tea/"), [(entry, *entry.asked[0])], missions=True)
    assert [place["label"] for place in found["rows"][0]["places"]] == ["ZUMA 2031"]


def test_a_note_whose_mandate_was_ended_since_says_so(
    edition: MakeEdition, note: MakeNote, built: Build
) -> None:
    made = edition(note("2031/zuma", ASKING))
    last = made.mandates["ZUMA"][-1]
    end = replace(last, id="9999", facts={**last.facts, "adopted": "2033-01-05", "effect": "ends"})
    known = replace(
        made.collection.vocabularies,
        resolutions=replace(
            made.collection.vocabularies.resolutions,
            terms=(*made.collection.vocabularies.resolutions.terms, end),
        ),
    )
    ended = replace(made, whole=replace(made.whole, vocabularies=known))
    page = built(ended)
    (step,) = page["notes/2031/zuma/"].view["overtaken"]
    assert step["when"]["iso"] == "2033-01-05"
    assert page["due/"].view.keys() == {"crumbs"}
    assert "overtaken" not in built(made)["notes/2031/zuma/"].view
